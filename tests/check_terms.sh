#!/bin/sh
# check_terms.sh SOURCE_DIR: the library speaks of itself, and the command of its options.
#
# 1. No text of a source outside src/cli names an option of the command (--until) or a command (vado run): a message
#    carries a mark of src/text/say.h, for which the command puts its words. Excepted is what is written for the reader of
#    a page or a table, not said as a message: see FILES and LINES.
# 2. Every term of include/vado.h has its mark in src/text/say.c and the command's word in src/cli/terms.c.
#
# check_terms.sh --self-test: plants breaches in a copy made for it, and fails unless each is named.
set -eu
LC_ALL=C
export LC_ALL
. "$(dirname "$0")/planted.sh"

# Files: pages tell their reader which command makes what they lack (and their CSS has --names); claims_needs.c writes the
# command lines that make the runs which statements need.
# Lines: of a page; of a text for people, where it says which command finds more; of a fitted table's comment.
FILES='src/report/report_[a-z]*\.c|src/study/claims_needs\.c'
LINES='<code>
(or let `vado claims SCENARIO` make and keep them all)
All its dates together: vado explain
fluid central runs; vado whatif tells the same number
Rows that move less than 5% of their table are in --csv
is not known: vado explain finds it
command, "vado fit %s --stage latents --until %s"'
COMMANDS='run|check|params|summary|export|observed|compare|report|series|digest|verify|fit|flee|whatif|knockout|judged|explain|claims|forecast|score|merge'

check() {
    for file in "$1"/src/*/*.c "$1"/src/*/*.h; do
        [ -f "$file" ] || continue
        name=${file#"$1"/}
        case $name in src/cli/*) continue ;; esac
        if ! echo "$name" | grep -qE "^($FILES)$"; then
            grep -nE "\"([^\"]*[^A-Za-z0-9\"-])?(--[a-z]|vado ($COMMANDS)([^a-z]|\$))" "$file" | grep -vE '^[0-9]+: *(/\*|\*|//)|#include' | grep -vF "$LINES" |
                sed "s|^\([0-9]*\):\(.*\)|$name:\1: an option or command in a text: take a mark of text/say.h: \2|" || :
        fi
    done
    sed -n 's/^ *\(VADO_TERM_[A-Z_]*\).*/\1/p' "$1/include/vado.h" | while read -r term; do
        for table in src/text/say.c src/cli/terms.c; do
            grep -q "\[$term\] = " "$1/$table" || echo "$table: has no words for $term"
        done
    done
}

if [ "$1" = --self-test ]; then
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    mkdir -p "$root/src/cli" "$root/src/text" "$root/src/run" "$root/src/report" "$root/include"
    printf '    VADO_TERM_UNTIL,\n    VADO_TERM_FROM\n' >"$root/include/vado.h"
    printf '[VADO_TERM_UNTIL] = SAY_UNTIL,\n[VADO_TERM_FROM] = SAY_FROM,\n' | tee "$root/src/text/say.c" >"$root/src/cli/terms.c"
    echo 'say("--until: found"); say("`vado run` makes one");' >"$root/src/cli/fine.c"
    printf '/* as --until does in vado run */\nint a = b--c; /* --x */\nsay(SAY_UNTIL ": of vado stores");\n' >"$root/src/run/fine.c"
    echo 'html("<code>vado run</code>");' >"$root/src/report/report_page.c"
    if [ -n "$(check "$root")" ]; then
        echo "FAIL: clean files are blamed:"
        check "$root"
        exit 1
    fi
    echo 'say("--until: found");' >"$root/src/run/begins.c"
    echo 'say("name another, or insist with --force");' >"$root/src/run/ends.c"
    echo 'say("`vado run %s` makes one", x);' >"$root/src/run/command.c"
    echo 'say("go on with vado run");' >"$root/src/run/last.c"
    echo '[VADO_TERM_UNTIL] = "--until",' >"$root/src/cli/terms.c"
    found=$(check "$root")
    planted_are_named "$found" begins.c:1 ends.c:1 command.c:1 last.c:1 'terms.c: has no words for VADO_TERM_FROM'
    exit
fi

found=$(check "$1")
none_or_said "$found" "messages name no option"
