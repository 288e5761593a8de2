#!/bin/sh
# compare.sh PLAIN WITH_TOY: the two builds of print.c. The toy is in the result and has a series of its own, its switch
# acts, and every cell of the other systems' series is what it was without it.
set -eu
"$1" >plain.txt
"$2" >all.txt
grep '^toy' all.txt
grep -v '^toy\|^off\|^[a-z]*: volunteers ' all.txt >others.txt
[ "$(wc -l <plain.txt)" -gt 500 ] || { echo "FAIL: hardly any cells"; exit 1; }
[ "$(grep -cv ' 0x0p+0$' plain.txt)" -gt 300 ] || { echo "FAIL: hardly any cells with something in them"; exit 1; }
cmp plain.txt others.txt || { echo "FAIL: the toy's presence changed another's results"; exit 1; }
[ "$(grep -c '^toy, [a-z]*: eagerness 0\.0[0-9]*, eager 0\.0[1-9]*[0-9], at the border [1-9]' all.txt)" = 2 ] ||
    { echo "FAIL: the toy does nothing"; exit 1; }
grep -q '^toy, off: eagerness 0.000, eager 0.000, at the border 0,' all.txt || { echo "FAIL: the toy is not off"; exit 1; }
# Its series, declared by its one row, is in the record after all others: people set out, and none when it is off.
[ "$(grep -c '^[a-z]*: volunteers 0 0x1\..*p+[1-9]' all.txt)" = 2 ] || { echo "FAIL: the toy's series counts nobody"; exit 1; }
grep -q '^off: volunteers 0 0x0p+0$' all.txt || { echo "FAIL: the toy's series counts people when it is off"; exit 1; }
[ "$(grep '^fluid: ' all.txt | tail -1 | cut -d' ' -f2)" = volunteers ] || { echo "FAIL: its series is not the last"; exit 1; }
