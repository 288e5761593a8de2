#!/bin/sh
# compare.sh PLAIN WITH_TOY: the two builds of print.c. The toy is in the result, its switch acts, and every cell of the
# other systems' series is what it was without it.
set -eu
"$1" >plain.txt
"$2" >all.txt
grep '^toy' all.txt
grep -v '^toy\|^off' all.txt >others.txt
[ "$(wc -l <plain.txt)" -gt 500 ] || { echo "FAIL: hardly any cells"; exit 1; }
[ "$(grep -cv ' 0x0p+0$' plain.txt)" -gt 300 ] || { echo "FAIL: hardly any cells with something in them"; exit 1; }
cmp plain.txt others.txt || { echo "FAIL: the toy's presence changed another's results"; exit 1; }
[ "$(grep -c '^toy, [a-z]*: eagerness 0\.0[0-9]*, eager 0\.0[1-9]*[0-9], at the border [1-9]' all.txt)" = 2 ] ||
    { echo "FAIL: the toy does nothing"; exit 1; }
grep -q '^toy, off: eagerness 0.000, eager 0.000, at the border 0,' all.txt || { echo "FAIL: the toy is not off"; exit 1; }
