#!/bin/sh
# Every publisher of a published figure, and every body that a row of a scenario or a declaration in the code names as
# its source, stands in THIRD_PARTY.md with its terms. Publishers are compared as they are written; in the free words of `source` a body is known
# by its capitals (TRAC, NOAA) or by a name of two words that the list below knows how to spell. Then the check of the
# check: a publisher, and a source, that nobody named must be found. Starts in an empty folder.
set -u
. "${SOURCE_DIR:?}/tests/command.sh"
# Capitals that are no body: laws, years and terms, the names of our own documents.
none='END FOIA USA USD FY2018 FY2019 FY2020 FY2022 FY2023 FY2025 TVPRA MPP'
# column NAME FILE...: that column of CSV with comments, quotes as in RFC 4180.
column() {
    name=$1
    shift
    cat "$@" | awk -v name="$name" '
    /^#/ { next }
    {
        n = 0; cell = ""; quoted = 0; line = $0 ","
        for (i = 1; i <= length(line); i++) {
            c = substr(line, i, 1)
            if (c == "\"") quoted = !quoted
            else if (c == "," && !quoted) { cells[++n] = cell; cell = "" }
            else cell = cell c
        }
        found = 0
        for (i = 1; i <= n; i++) if (cells[i] == name) found = i
        if (found) at = found
        else if (at && at <= n && cells[at] != "") print cells[at]
    }' | sort -u
}
# unnamed SCENARIOS PAGE [TABLE]: bodies that rows, and those of one more table, name and the page does not, a line each.
unnamed() {
    find "$1" -path '*/observed/*.csv' ! -name used.csv >files
    # shellcheck disable=SC2046
    column publisher $(cat files) | while IFS= read -r publisher; do
        grep -qwF -- "$publisher" "$2" || echo "publisher: $publisher"
    done
    find "$1" -name '*.csv' ! -path '*/latents/*' ! -name claims.csv ! -name used.csv >files
    # shellcheck disable=SC2046
    column source $(cat files) >sources
    [ -z "${3:-}" ] || column source "$3" >>sources
    for body in $(sed 's#https\{0,1\}://[^ ,;]*##g' sources | grep -owE '[A-Z][A-Z]{2,}[A-Z0-9]*' | sort -u); do
        case " $none " in *" $body "*) continue ;; esac
        grep -qw -- "$body" "$2" || echo "source: $body"
    done
    for body in 'World Bank' 'Witness at the Border' 'Pima County' 'Mexico News Daily' 'GeoNames' 'White House' \
        'State Department' 'Missing Migrants Project' 'Center for Immigration Studies' 'adamisacson.com'; do
        grep -q -- "$body" sources || continue
        grep -q -- "$body" "$2" || echo "source: $body"
    done
}
page=$SOURCE_DIR/THIRD_PARTY.md
"${VADO:?}" params --csv >params.csv # of the declarations in the code
unnamed "$SOURCE_DIR/scenarios" "$page" params.csv >out.txt
[ ! -s out.txt ] || { wrong "THIRD_PARTY.md does not name:"; cat out.txt; }
[ "$(wc -l <sources)" -gt 100 ] || wrong "only $(wc -l <sources) sources were found: is the check blind?"
# those that an earlier page left out, by name
for body in TRAC 'World Bank' NOAA 'Witness at the Border' 'Pima County' COMAR 'Honduras INM'; do
    says "^| .*$body.*|.*|.*|$" "$page"
done
# ---- a planted one is found ----
mkdir -p planted/x/observed
printf 'series,publisher,source\na,"Institute of Nowhere, Ltd",https://x.example/ABCDE\n' >planted/x/observed/a.csv
printf '# a comment\nname,source\nb,"as ZZTOP says, 2020"\n' >planted/x/places.csv
unnamed planted "$page" >out.txt
says '^publisher: Institute of Nowhere, Ltd$' out.txt
says '^source: ZZTOP$' out.txt
[ "$(wc -l <out.txt)" -eq 2 ] || { wrong "planted two:"; cat out.txt; }
grep -v TRAC "$page" >less.md
unnamed "$SOURCE_DIR/scenarios" less.md >out.txt
says '^publisher: TRAC$' out.txt
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
