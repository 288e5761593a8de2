#!/bin/sh
# check_layers.sh SOURCE_DIR: the rules of the house that a grep can see. Says every breach as file:line, ends with 1.
#
# 1. Includes go only downward: cli -> api -> report -> study -> fit -> table -> run -> store -> (corridor, flee) ->
#    scenario -> text -> engine. No "../". No source lies in src/ itself.
# 2. The engine knows nothing of migration: its files hold none of those words, comments included.
# 3. Libraries do not print and do not exit. (Comments are blanked first, here and in 4; lines keep their numbers.)
# 4. Engine and models take no inexact function from libm: glibc gives other last bits on other CPUs.
# 5. Rows of the store are stepped by row_next (store/rows.h) alone, so that no loop takes a failed read for the end.
#    (db.c steps what gives no rows.)
#
# check_layers.sh --self-test: plants one breach of each kind in a copy made for it, and fails unless each is named.
set -eu
LC_ALL=C
export LC_ALL
. "$(dirname "$0")/planted.sh"
. "$(dirname "$0")/comments.sh"

STEPS='rows|db'

# Folders whose headers the sources of $1 may include.
may_see() {
    case $1 in
    engine) echo "engine" ;;
    text) echo "text engine" ;;
    scenario) echo "scenario text engine" ;;
    corridor) echo "corridor scenario text engine" ;;
    flee) echo "flee scenario text engine" ;;
    store) echo "store scenario text engine" ;;
    run) echo "run store corridor flee scenario text engine" ;;
    table) echo "table run store corridor flee scenario text engine" ;;
    fit) echo "fit table run store corridor flee scenario text engine" ;;
    study) echo "study fit table run store corridor flee scenario text engine" ;;
    report) echo "report study fit table run store corridor flee scenario text engine" ;;
    api) echo "api report study fit table run store corridor flee scenario text engine" ;;
    cli) echo "cli" ;;
    *) echo "nothing" ;;
    esac
}

# breach MESSAGE FILE: reads grep -n output, says each line of it.
breach() {
    sed "s|^\([0-9]*\):\(.*\)|$2:\1: $1: \2|"
}

check() {
    root=$1
    for file in "$root"/src/*/*.c "$root"/src/*/*.h "$root"/src/*.c "$root"/src/*.h; do
        [ -f "$file" ] || continue
        folder=$(basename "$(dirname "$file")")
        [ "$folder" = src ] && folder=top
        allowed=$(may_see "$folder" | tr ' ' '|')
        grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"[^"]*/' "$file" |
            grep -vE "\"($allowed)/[a-z0-9_]+\.h\"" | breach "$folder may not include this" "$file" || :
        if [ "$folder" = engine ]; then
            grep -niE 'migrant|migration|border|sector|encounter|mexic|asylum|flee|refugee|vado\.h' "$file" |
                breach "the engine knows nothing of migration" "$file" || :
        fi
        if [ "$folder" != cli ]; then
            without_comments "$file" |
                grep -nE '(^|[^A-Za-z0-9_.>])(v?printf|puts|putchar|perror|exit|_Exit|abort)[[:space:]]*\(|(stdout|stderr)' |
                breach "a library neither prints nor exits" "$file" || :
        fi
        if [ "$folder" = cli ]; then
            case $file in
            */common.c | */progress.c) ;;
            *)
                without_comments "$file" | grep -nE 'fprintf[[:space:]]*\([[:space:]]*stderr' |
                    breach "what a user has typed reaches a terminal through cli_say only" "$file" || :
                ;;
            esac
        fi
        if [ "$folder" = engine ] || [ "$folder" = corridor ] || [ "$folder" = flee ]; then
            without_comments "$file" |
                grep -nE '(^|[^A-Za-z0-9_.>])(a?(sin|cos|tan)h?|atan2|exp[2f]?|expm1|log(2|10|1p|b|f)?|powf?|[lt]gamma|erfc?|cbrt|hypot|fma)[[:space:]]*\(' |
                breach "take this from engine/detmath.h, not from libm" "$file" || :
        fi
        if ! echo "$(basename "$file")" | grep -qE "^($STEPS)\.c$"; then
            without_comments "$file" | grep -n 'sqlite3_step' | breach "take row_next from store/rows.h" "$file" || :
        fi
    done
}

if [ "$1" = --self-test ]; then
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    mkdir -p "$root/src/cli" "$root/src/store" "$root/src/engine" "$root/src/scenario" "$root/src/corridor"
    {
        echo '#include "engine/clean.h"'
        echo '/* exp(x) in a comment, printf( too'
        echo ' * abort() */ double det_exp(double x); // pow(x)'
        echo 'double f(double x) { return det_exp(x); }'
    } >"$root/src/engine/clean.c"
    if [ -n "$(check "$root")" ]; then
        echo "FAIL: a clean file is blamed:"
        check "$root"
        exit 1
    fi
    echo '#include "scenario/scenario.h"' >"$root/src/engine/upward.c"
    echo '#include "../engine/engine.h"' >"$root/src/scenario/sideways.c"
    echo 'int sectors;' >"$root/src/engine/words.c"
    echo '/* as in Flee */' >"$root/src/engine/peer.c"
    echo 'void f(void) { /* why */ abort(); }' >"$root/src/scenario/ends.c"
    echo 'double f(double x) { return 1.0 + exp(x); }' >"$root/src/corridor/libm.c"
    echo 'void f(char **argv) { fprintf(stderr, "%s", argv[1]); }' >"$root/src/cli/raw.c"
    echo 'int f(void *q) { return sqlite3_step(q); }' >"$root/src/store/steps.c"
    found=$(check "$root")
    planted_are_named "$found" raw.c:1 steps.c:1 upward.c:1 sideways.c:1 words.c:1 peer.c:1 ends.c:1 libm.c:1
    exit
fi

found=$(check "$1")
none_or_said "$found" "includes and words are in order"
