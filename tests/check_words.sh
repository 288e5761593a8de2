#!/bin/sh
# Store, commands, interface and page speak of no one corridor: names of countries, offices and laws come from the scenario.
# Names of series and parameters, in small letters, are keys and no words. --self-test plants words in a copy.
set -u

WORDS='Mexic|MEXIC|Darien|Dari\\xC3\\xA9n|Darién|United States|UNITED STATES|(^|[^A-Za-z_])US([^A-Za-z_]|$)|[Tt]itle 8|[Tt]itle 42|CBP|Border Patrol|docket|Washington|Guatemala|Honduras|Venezuela|Tapachula|Del Rio|12 \* 51'

check() {
    found=$(grep -nE "$WORDS" "$1"/src/text/*.[ch] "$1"/src/store/*.[ch] "$1"/src/run/*.[ch] \
        "$1"/src/table/*.[ch] "$1"/src/study/*.[ch] "$1"/src/report/*.[ch] "$1"/src/api/*.[ch] "$1"/src/cli/*.[ch] \
        "$1"/web/page/src/*/*.ts 2>/dev/null)
    [ -z "$found" ] && return 0
    echo "$found" | sed 's/:[[:space:]]*/: a word of one corridor, it comes from the scenario: /2'
    return 1
}

if [ "${1:-}" = --self-test ]; then
    copy=$(mktemp -d)
    trap 'rm -rf "$copy"' EXIT
    mkdir -p "$copy/src/store" "$copy/src/cli" "$copy/src/api"
    echo 'int x;' >"$copy/src/cli/a.h"
    echo 'int x;' >"$copy/src/api/api.c"
    echo 'const char *s = "us_posture mexico_events us.agents FOCUS";' >"$copy/src/store/a.c"
    check "$copy" >/dev/null || { echo "found where there is nothing"; exit 1; }
    mkdir -p "$copy/web/page/src/words"
    echo '"What if Mexico had not?"' >"$copy/web/page/src/words/en.ts"
    check "$copy" >/dev/null && { echo "not found: a word of the page"; exit 1; }
    rm "$copy/web/page/src/words/en.ts"
    for word in 'Posture of the US toward' 'Events recorded by Mexico' '"UNITED STATES"' 'under title 42' 'Darien'; do
        echo "// $word" >"$copy/src/cli/b.c"
        check "$copy" >/dev/null && { echo "not found: $word"; exit 1; }
    done
    exit 0
fi
check "${1:?the folder of the project}"
