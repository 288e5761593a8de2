#!/bin/sh
# check_split.sh SOURCE_DIR: the published figures of us-mexico stand on the sides that the rule of docs/split.md gives, at
# least a third of each series that no latent sees judges, every mark of used.csv marks something, and none of the marks
# that were ever made is gone: the first lines of used.csv are those of tests/used_lines.txt (how many, and their cksum).
# Lines added at the end are welcome; put their number and cksum there.
#
# check_split.sh --self-test SOURCE_DIR: plants breaches in a copy, and fails unless each is named.
set -eu
LC_ALL=C
export LC_ALL
. "$(dirname "$0")/planted.sh"

check() {
    observed=$1/scenarios/us-mexico/observed
    # shellcheck disable=SC2046
    awk -v check=1 -f "$1/tools/split.awk" "$observed/used.csv" $(ls "$observed"/*.csv | grep -v '/used\.csv$') || :
    read -r lines sum <"$1/tests/used_lines.txt"
    [ "$(head -n "$lines" "$observed/used.csv" | cksum | cut -d' ' -f1)" = "$sum" ] ||
        echo "WRONG: used.csv: its first $lines lines are not those that were written: no mark is taken out or changed"
    [ "$(wc -l <"$observed/used.csv")" -le "$lines" ] ||
        echo "WRONG: used.csv: has more than $lines lines: put their number and cksum into tests/used_lines.txt"
}

if [ "$1" = --self-test ]; then
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    mkdir -p "$root/scenarios/us-mexico" "$root/tools" "$root/tests"
    fresh() {
        rm -rf "$root/scenarios/us-mexico/observed"
        cp -R "$2/scenarios/us-mexico/observed" "$root/scenarios/us-mexico/"
        cp "$2/tools/split.awk" "$root/tools/"
        cp "$2/tests/used_lines.txt" "$root/tests/"
    }
    here=$root/scenarios/us-mexico/observed
    fresh "$@"
    [ -z "$(check "$root")" ] || { echo "found where there is nothing: $(check "$root")"; exit 1; }
    sed -i 's/^\(deaths_recorded,2019-03.*\),judge$/\1,set/; s/^\(deaths_recorded_accident.*\),judge$/\1,set/' "$here/harm.csv"
    sed -i 's/^\(encounters,2018-05,.*\),time$/\1,judge/' "$here/encounters_total.csv"
    found=$(check "$root")
    fresh "$@"
    sed -i '/^waiting,/d' "$here/used.csv"
    found="$found
$(check "$root")"
    fresh "$@"
    echo 'waiting,2022-05-10,2022-05-10,exact,,,,2026-12-01,us,a test' >>"$here/used.csv"
    found="$found
$(check "$root")"
    planted_are_named "$found" 'deaths_recorded from 2019-03: side set, the rule gives judge' \
        'deaths_recorded_accident: 0 of 6 figures judge' 'encounters from 2018-05: side judge, the rule gives time' \
        'no mark is taken out or changed' 'marks nothing: waiting 2022-05-10' 'has more than'
    exit $?
fi
none_or_said "$(check "${1:?the folder of the project}")" "sides are as the rule says, a third judges, no mark is gone"
