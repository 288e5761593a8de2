#!/bin/sh
# check_house.sh SOURCE_DIR: docs/house.svg shows the includes of src/ as they are, and docs/house.md names a file that is
# there for each of S01 to S26, a chart, a what-if, a resume.
#
# Lines of source change with each commit: they may be off by a quarter and 200 before the picture is called stale.
#
# check_house.sh --self-test SOURCE_DIR: plants an include, a folder and a lost file in a copy, and fails unless each is
# found.
set -eu
LC_ALL=C
export LC_ALL

without_numbers() { sed 's/>[0-9,]* lines</> lines</' "$1"; }
# numbers FILE: folder and lines of each box
numbers() { sed -n 's/.*class="n">\(src\/[a-z]*\)<.*/\1/p; s/.*>\([0-9,]*\) lines<.*/\1/p' "$1" | tr -d , | paste -d' ' - -; }

check() {
    drawn=$(mktemp)
    was=$(mktemp)
    if ! sh "$1/tools/update-house" "$drawn" 2>"$was"; then
        cat "$was"
    else
        without_numbers "$1/docs/house.svg" >"$was"
        without_numbers "$drawn" | cmp -s - "$was" || {
            echo "docs/house.svg does not show the folders and includes of src/ as they are: run tools/update-house"
            without_numbers "$drawn" | diff "$was" - | sed -n 's/^[<>] <text[^>]*>/&/p' | head -6
        }
        numbers "$1/docs/house.svg" >"$was"
        numbers "$drawn" | paste -d' ' "$was" - | awk '
            { off = $2 - $4; if (off < 0) off = -off }
            off > $4 / 4 + 200 { print "docs/house.svg: " $3 " has " $4 " lines, the picture says " $2 ": run tools/update-house" }'
    fi
    rm -f "$drawn" "$was"

    page=$1/docs/house.md
    for part in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26; do
        grep -q "^| S$part .*\`[a-z]*/[^\`]*\`" "$page" || echo "docs/house.md names no file for S$part"
    done
    for what in 'a chart' 'a what-if' resume; do
        grep -q "^| $what |.*\`[a-z]*/[^\`]*\`" "$page" || echo "docs/house.md names no file for $what"
    done
    grep '^| ' "$page" | grep -o '`[a-z]*/[^`]*`' | tr -d '`' | while read -r file; do
        [ -e "$1/$file" ] || echo "docs/house.md names $file, which is not there"
    done
}

if [ "$1" = --self-test ]; then
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    mkdir "$root/docs" "$root/tools" "$root/tests"
    cp -R "$2/src" "$2/scenarios" "$root"
    cp "$2/docs/house.md" "$2/docs/development.md" "$root/docs"
    cp -R "$2/tools/update-house" "$2/tools/house.awk" "$2/tools/slurm" "$root/tools"
    cp "$2"/tests/cmd_*.sh "$root/tests"
    sh "$root/tools/update-house"
    [ -z "$(check "$root")" ] || { echo "FAIL: a good house is blamed:"; check "$root"; exit 1; }
    # found WORDS: what was planted is found by these words, and is gone again
    found() {
        check "$root" | grep -q -e "$1" || { echo "FAIL: not found: $1"; check "$root"; exit 1; }
    }
    echo '#include "engine/engine.h"' >"$root/src/text/planted.c" # one that no arrow and no box shows
    found 'does not show the folders and includes'
    rm "$root/src/text/planted.c"
    mkdir "$root/src/planted"
    echo 'int x;' >"$root/src/planted/planted.c"
    found 'has no sentence on src/planted/'
    rm -r "$root/src/planted"
    echo '#include "study/whatif.h"' >"$root/src/engine/planted.c"
    found 'in a circle'
    rm "$root/src/engine/planted.c"
    awk 'BEGIN { for (i = 0; i < 3000; i++) print "" }' >"$root/src/api/planted.c"
    found 'src/api has [0-9]* lines, the picture says'
    rm "$root/src/api/planted.c"
    mv "$root/src/corridor/trade.c" "$root/src/corridor/trades.c"
    found 'names src/corridor/trade.c, which is not there'
    mv "$root/src/corridor/trades.c" "$root/src/corridor/trade.c"
    sed 's/^| S17 /| /; s/^| resume /| going on /' "$2/docs/house.md" >"$root/docs/house.md"
    found 'no file for S17'
    found 'no file for resume'
    echo "what was planted was found"
    exit 0
fi

found=$(check "$1")
if [ -n "$found" ]; then
    echo "$found"
    exit 1
fi
echo "the picture and the page of the house are true"
