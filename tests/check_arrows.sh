#!/bin/sh
# check_arrows.sh LIBRARY SOURCE_DIR: systems of the corridor meet in stocks, flows, fields and auxiliaries, whose readers
# are inline in their headers; so no object of a system takes a symbol from that of another. Prints the arrows there are,
# and fails when one is not in the list below, or one of the list is no longer there. It fails as well
# 1. when the header of a system holds more than ids and pure readers: a loop, a day, a writer, a function elsewhere;
# 2. when internal.h declares what a single system defines.
#
# check_arrows.sh --self-test: plants one of each, and fails unless each is named.
set -eu
LC_ALL=C
export LC_ALL
. "$(dirname "$0")/comments.sh"

# What all systems stand on, and why: file, reason. An arrow to one of these is none; one from it is.
SPINE='model       opens and closes the model, gives room for arrays
systems     the list of systems, their turns, their auxiliaries
network     roads, border cities and their order, made once
member      the days of one member
latents     fitted intensities, read by date
level       brings a member to the level of what was fitted
institutions what a scenario has and has not
exposed     the flows of harm, made alike for every owner of an exposed stock
statistics  adds a day to a series for any system; itself the system that records the published ones'

# Arrows that stay: from, to, symbol, reason.
LISTED=''

# Functions that a header of a system may declare without being a reader: header, function, reason.
DECLARED='repatriation cor_flight_before_release a formula of hours, for its tests; no system calls it'

if ! command -v nm >/dev/null 2>&1; then
    echo "SKIPPED: nm is missing (Debian package binutils)"
    exit 77
fi

# from, to, symbol: of files of a library that are no spine, and of descriptors none (the list of systems names them).
arrows() {
    nm -g -P -A "$1" | sed 's/^[^[]*\[\(.*\)\.c\.[a-z]*\]: /\1 /' | awk -v spine="$SPINE" '
        BEGIN {
            n = split(spine, lines, "\n")
            for (i = 1; i <= n; i++) { split(lines[i], word, " "); shared[word[1]] = 1 }
        }
        { sub(/_.*/, "", $1) } # a file <system>_<part>.c is of that system
        $3 == "U" { taker[++takes] = $1; taken[takes] = $2; next }
        { owner[$2] = $1; kind[$2] = $3 }
        END {
            for (i = 1; i <= takes; i++) {
                from = taker[i]; symbol = taken[i]; to = owner[symbol]
                if (to == "" || to == from || to in shared) continue
                if (from == "systems" && kind[symbol] !~ /[TtWw]/) continue
                print from, to, symbol
            }
        }' | sort -u
}

systems() { grep -l '^const cor_system cor_' "$1"/src/corridor/*.c | sed 's|.*/||; s|\.c$||'; }

# Words in a header that no reader needs.
more_than_readers() {
    without_comments "$1" | sed 's/const mdl_member/member/g' |
        grep -nE '(^|[^a-z_])(for|while|do|eng_day|malloc|cor_aux_put|eng_(put|prob|prob_by|rate|like|capacity|noise|moved[a-z_]*))([^a-z_]|$)|det_[a-z]+|mdl_member \*p[,)].*\{' || :
}

# Functions that a header declares and does not define.
declared() {
    without_comments "$1" | awk '
        /^#/ { next }
        {
            for (i = 1; i <= length($0); i++) {
                c = substr($0, i, 1)
                if (c == "{") depth++
                else if (c == "}") { depth--; said = "" }
                else if (c == ";") { if (!depth) print said; said = "" }
                else if (!depth) said = said c
            }
            said = said " "
        }' | sed -n 's/.*[ *]\(cor_[a-z_0-9]*\)(.*/\1/p'
}

check() {
    library=$1 root=$2
    found=$(arrows "$library")
    names=$(nm -g -P -A "$library" | sed 's/^[^[]*\[\(.*\)\.c\.[a-z]*\]: .*/\1/' | sort -u)
    echo "$SPINE" | while read -r name _; do
        echo "$names" | grep -qx "$name" || echo "the spine names $name.c, which is not there"
    done
    [ -z "$found" ] || echo "$found" | while read -r from to symbol; do
        echo "$LISTED" | grep -q "^$from  *$to  *$symbol " ||
            echo "$from -> $to: $symbol: let $to work it out as an auxiliary, or give the reason in tests/check_arrows.sh"
    done
    [ -z "$LISTED" ] || echo "$LISTED" | while read -r from to symbol _; do
        echo "$found" | grep -qx "$from $to $symbol" || echo "$from -> $to: $symbol: listed, and no longer there"
    done
    for name in $(systems "$root"); do
        header=$root/src/corridor/$name.h
        [ -f "$header" ] || { echo "$name.c has no header"; continue; }
        more_than_readers "$header" | sed "s|^|$name.h: more than ids and pure readers: |"
        echo "$SPINE" | grep -q "^$name " && continue
        for function in $(declared "$header"); do
            echo "$DECLARED" | grep -q "^$name $function " ||
                echo "$name.h declares $function: what others read is an inline reader of a field, a stock or an auxiliary"
        done
        nm -g -P -A "$library" | sed -n "s/^[^[]*\[$name\.c\.[a-z]*\]: \([^ ]*\) T .*/\1/p" | while read -r function; do
            grep -q "[ *]$function(" "$root/src/corridor/internal.h" && echo "internal.h declares $function of $name.c"
        done || :
    done
}

if [ "$1" = --self-test ]; then
    command -v "${CC:-cc}" >/dev/null 2>&1 || { echo "SKIPPED: no C compiler"; exit 77; }
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    mkdir -p "$root/src/corridor"
    cd "$root/src/corridor"
    SPINE='statistics adds
gone was here'
    LISTED='rain wind cor_old it was'
    echo 'int cor_early(int x);' >internal.h
    printf 'typedef struct { /* a\n b */\n    int x;\n} rain;\nstatic inline int cor_dry(const mdl_member *p) {\n    return eng_get(p->w, 1)[0] > 0; /* for it */\n}\n' >rain.h
    printf 'double cor_gust(int x);\nstatic inline int cor_calm(const mdl_member *p) {\n    for (;;)\n        ;\n}\n' >wind.h
    printf 'static inline double cor_squall(const mdl_member *p) { return det_exp(p->x); }\n' >>wind.h
    printf 'const cor_system cor_rain;\ndouble cor_gust(int); int cor_count(int); int rain(int x) { return cor_count((int)cor_gust(x)); }\n' >rain.c
    printf 'const cor_system cor_wind;\nint cor_early(int x) { return x; }\ndouble cor_gust(int x) { return x; }\n' >wind.c
    printf 'int cor_count(int x) { return x; }\n' >statistics.c
    for file in rain wind statistics; do
        "${CC:-cc}" -Dcor_system=int -c "$file.c" -o "$file.c.o"
    done
    ar rc library.a rain.c.o wind.c.o statistics.c.o
    found=$(check library.a "$root")
    for planted in 'the spine names gone.c' 'rain -> wind: cor_gust: let' 'cor_old: listed, and no longer' \
        'wind.h: more than ids and pure readers: 3:' 'wind.h: more than ids and pure readers: 6:' 'wind.h declares cor_gust' 'internal.h declares cor_early of wind.c'; do
        case $found in
        *"$planted"*) ;;
        *) echo "FAIL: not found: $planted, in:" && echo "$found" && exit 1 ;;
        esac
    done
    case $found in
    *statistics:* | *'rain.h'*) echo "FAIL: what is in order is blamed:" && echo "$found" && exit 1 ;;
    esac
    echo "all planted arrows were found"
    exit 0
fi

found=$(arrows "$1")
echo "arrows between $(systems "$2" | wc -l) systems: $(printf '%s' "$found" | grep -c . || :)"
[ -z "$found" ] || echo "$found"
wrong=$(check "$1" "$2")
[ -z "$wrong" ] && exit 0
echo "$wrong"
exit 1
