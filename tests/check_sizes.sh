#!/bin/sh
# check_sizes.sh SOURCE_DIR: no function of src/ over 60 lines, no file over 600, no folder over a quarter of the source,
# so that each can be read at one go. Says every breach as file:line, ends with 1.
#
# What is over and stays so stands in tests/sizes.txt with its reason: "function FILE NAME LINES WHY" or "file FILE LINES
# WHY". An exception that is needed no more, or by more than 5 lines not at that size, is a breach too: the list shrinks.
#
# A function is what clang-format leaves: its last line is a } in the first column, its first the line that ends with { and
# starts in the first column (with the lines of its head above).
#
# check_sizes.sh --self-test: plants what is too long, and fails unless it is named.
set -eu
LC_ALL=C
export LC_ALL
. "$(dirname "$0")/planted.sh"

# functions FILE...: "FILE LINE NAME LINES" of each
functions() {
    awk '
        FNR == 1 { head = 0; open = 0 }
        !open && /^[A-Za-z].*\(/ && !/;$/ { head = FNR; name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
        !open && /^[^ #].*;$/ { head = 0 }
        !open && head && /\{$/ { open = 1 }
        open && /^}/ { print FILENAME, head, name, FNR - head + 1; open = 0; head = 0 }' "$@"
}

check() {
    root=$1
    {
        [ -f "$root/tests/sizes.txt" ] && sed '/^#/d; /^ *$/d; s/^/allowed /' "$root/tests/sizes.txt"
        (cd "$root" && functions src/*/*.[ch]) | sed 's/^/is function /'
        (cd "$root" && wc -l src/*/*.[ch]) | awk '$2 != "total" { print "is file", $2, $1 }'
    } | awk '
        $1 == "allowed" && $2 == "function" { most["function " $3 " " $4] = $5; if (NF < 6) print "tests/sizes.txt: no reason for " $4; next }
        $1 == "allowed" && $2 == "file" { most["file " $3] = $4; if (NF < 5) print "tests/sizes.txt: no reason for " $3; next }
        $1 == "allowed" { print "tests/sizes.txt: found \"" $2 "\", expected function or file"; next }
        $2 == "function" {
            if ($6 > 60) over("function " $3 " " $5, $3 ":" $4, $5 "()", $6, 60)
        }
        $2 == "file" {
            folder = $3; sub(/^src\//, "", folder); sub(/\/.*/, "", folder)
            lines[folder] += $4; whole += $4
            if ($4 > 600) over("file " $3, $3 ":601", "the file", $4, 600)
        }
        function over(key, where, what, found, limit) {
            seen[key] = 1
            if (!(key in most)) print where ": " what " has " found " lines, expected at most " limit ": split it"
            else if (found > most[key] || found < most[key] - 5)
                print where ": " what " has " found " lines, tests/sizes.txt says " most[key] ": it may only shrink, and the list with it"
        }
        END {
            for (key in most) if (!(key in seen)) print "tests/sizes.txt: " key " is over no more, take it out"
            for (folder in lines) if (lines[folder] * 4 > whole)
                print "src/" folder ": " lines[folder] " of " whole " lines, expected at most a quarter"
        }' | sort
}

if [ "$1" = --self-test ]; then
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    mkdir -p "$root/tests"
    # plain FILE LINES: a function of so many lines
    plain() { awk -v n="$2" 'BEGIN { print "static int f(int a,\n             int b) {"; for (i = 4; i <= n; i++) print "    a += b;"; print "}" }' >"$1"; }
    for folder in a b c d e f g h; do
        mkdir -p "$root/src/$folder"
        for file in 1 2 3; do plain "$root/src/$folder/$file.c" 60; done
    done
    printf 'int g(int x);\nstatic const int TABLE[] = {\n    1,\n};\nint g(int x) { return x; }\n' >"$root/src/a/4.c"
    awk 'BEGIN { print "typedef struct {"; for (i = 0; i < 80; i++) print "    int x;"; print "} many;"; print "static const int T[] = {"; for (i = 0; i < 80; i++) print "    1,"; print "};" }' >"$root/src/b/4.h"
    [ -z "$(check "$root")" ] || { echo "FAIL: a small house is blamed:"; check "$root"; exit 1; }
    found() {
        check "$root" | grep -q -e "$1" || { echo "FAIL: not found: $1 in:"; check "$root"; exit 1; }
    }
    plain "$root/src/c/5.c" 61
    found 'src/c/5.c:1: f() has 61 lines, expected at most 60'
    echo 'function src/c/5.c f 61 a reason' >"$root/tests/sizes.txt"
    [ -z "$(check "$root")" ] || { echo "FAIL: an exception is blamed:"; check "$root"; exit 1; }
    plain "$root/src/c/5.c" 62
    found 'src/c/5.c:1: f() has 62 lines, tests/sizes.txt says 61'
    plain "$root/src/c/5.c" 60
    found 'function src/c/5.c f is over no more'
    echo 'function src/c/5.c f 61' >"$root/tests/sizes.txt"
    found 'no reason for f'
    rm "$root/tests/sizes.txt"
    awk 'BEGIN { for (i = 0; i < 601; i++) print "// line" }' >"$root/src/d/5.h"
    found 'src/d/5.h:601: the file has 601 lines'
    found 'src/d: [0-9]* of [0-9]* lines, expected at most a quarter'
    echo "all planted breaches were found"
    exit 0
fi

found=$(check "$1")
none_or_said "$found" "functions, files and folders are of a size to be read"
