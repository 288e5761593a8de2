#!/bin/sh
# check_series.sh SOURCE_DIR: a series is named once, where it is declared. No name of a series stands as a literal
# below src/run, src/table, src/study, src/report, src/fit, src/api, src/cli: they go by what is declared of it
# (mdl_shown), or by the names that src/corridor/corridor.h and src/flee/flee.h give. Says every breach as file:line,
# ends with 1.
#
# check_series.sh --self-test: plants a breach in a copy made for it, and fails unless it is named.
set -eu
LC_ALL=C
export LC_ALL
. "$(dirname "$0")/planted.sh"

FOLDERS='run table study report fit api cli'

# Words that are something else too: a unit; a column of latents.
OTHERS='people departures'
# Where such words stand as words of running text.
WORDS='harm_words\['

# Names as declared: rows of series, and the macros that rows and readers share.
names() {
    {
        sed -n 's/^#define \(COR\|FLE\)_SERIES_[A-Z_]* "\([a-z_0-9]*\)".*/\2/p' "$1"/src/corridor/corridor.h "$1"/src/flee/flee.h
        # of a row of a system, whose unit follows
        cat "$1"/src/corridor/*.c | tr '\n' ' ' | grep -oE '\.name = "[a-z_0-9]+", *\.unit' | sed 's/.*"\([^"]*\)".*/\1/'
        cat "$1"/src/flee/statistics.c | tr '\n' ' ' | grep -oE '\.name = "[a-z_0-9]+"' | sed 's/.*"\([^"]*\)"$/\1/'
    } | grep -vxE "$(echo "$OTHERS" | tr ' ' '|')" | sort -u
}

check() {
    all=$(names "$1" | tr '\n' '|' | sed 's/|$//')
    for folder in $FOLDERS; do
        [ -d "$1/src/$folder" ] || continue
        grep -nE "\"($all)\"" "$1/src/$folder"/*.[ch] | grep -v "$WORDS" | sed "s|^$1/||; s|\$| <- the name of a series, written a second time|" || :
    done
}

if [ "$1" = --self-test ]; then
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    mkdir -p "$root/src/corridor" "$root/src/flee" "$root/src/report"
    echo '#define COR_SERIES_DEATHS "deaths"' >"$root/src/corridor/corridor.h"
    echo '#define FLE_SERIES_IN_CAMPS "in_camps"' >"$root/src/flee/flee.h"
    printf '    {.name = "train_riders",\n     .unit = "people"},\n.name = "trains", .part = "S05"' >"$root/src/corridor/trains.c"
    echo '[SERIES_DEBT] = {.name = "debt"},' >"$root/src/flee/statistics.c"
    echo 'const char *unit = "people", *system = "trains"; /* deaths, "deaths of" */' >"$root/src/report/clean.c"
    [ -z "$(check "$root")" ] || { echo "FAIL: a clean file is blamed"; check "$root"; exit 1; }
    n=0
    for name in deaths in_camps train_riders debt; do
        n=$((n + 1))
        echo "const char *x = \"$name\";" >"$root/src/report/planted$n.c"
    done
    for n in 1 2 3 4; do
        check "$root" | grep -q "src/report/planted$n.c:1:" || { echo "FAIL: planted$n was not found"; exit 1; }
    done
    echo "all planted names were found"
    exit 0
fi

[ "$(names "$1" | wc -l)" -gt 45 ] || { echo "FAIL: hardly any series found in the source"; exit 1; }
found=$(check "$1")
none_or_said "$found" "every series is named once"
