#!/bin/sh
# A tour of misuses, as a new user makes them: misuses.tsv and misuses-blind.tsv, a row each. What a row means stands at
# the top of misuses.tsv. Of every row: exit code, words of the message, a next step, no file changed but those declared,
# no raw control byte, no crash, an end within 20 seconds. Starts in an empty folder. ctest: timeout=180
set -u
: "${VADO:?}" "${SOURCE_DIR:?}"
# Rows to run: a pattern of names, for whoever works on one.
ONLY=${1:-.}
TAB=$(printf '\t')
HERE=$(pwd)
LC_ALL=C
export LC_ALL

# ---- what stands in the folder of every row ----
umask 022
mkdir bin tour
ln -s "$VADO" bin/vado
# plain COMMAND...: as a user without special rights, also when the tests are run by root
cat >bin/plain <<'END'
#!/bin/sh
[ "$(id -u)" -eq 0 ] || exec "$@"
exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
END
# smalldisk KB COMMAND...: with a folder small/ of that size
cat >bin/smalldisk <<'END'
#!/bin/sh
size=$1
shift
mkdir -p small
# shellcheck disable=SC2016
exec unshare -rm sh -c 'mount -t tmpfs -o size='"$size"'k none small && exec "$@"' sh "$@"
END
chmod +x bin/plain bin/smalldisk
PATH=$HERE/bin:$PATH
export PATH
(
    cd tour || exit 1
    cp -R "$SOURCE_DIR/tests/scenarios/six-places" six-places
    cp -R "$SOURCE_DIR/tests/conflicts/valley" valley
    cat >policy.csv <<'END'
from,until,parameter,where,who,change,value,note,source
2018-03-01,2018-03-31,us.title42.active,,,set,1,,[a policy of the tour]
END
    vado run six-places --mode fluid --until 2018-04-30 -o done.db --quiet
    vado run six-places --mode fluid --until 2018-04-30 --policy policy.csv -o other.db --quiet
    vado run six-places --members 40 --threads 1 -o stopped.db --quiet 2>/dev/null &
    until [ -s stopped.db ]; do :; done
    kill -TERM $!
    wait $!
    vado report done.db -o page.html 2>/dev/null
    vado export done.db encounters >months.csv 2>/dev/null
) || {
    echo "the folder of the tour cannot be made"
    exit 1
}

# ---- a row ----
# Names, kinds, sizes, targets of links and contents, of all but what the row may write.
look() {
    (cd row && find . -mindepth 1 \( ! -type d -printf '%p %y %s %l\n' -o -printf '%p %y\n' \)
        cd row 2>/dev/null || true
        find row -type f -exec sha256sum {} +) 2>/dev/null | sort | if [ "$1" = - ]; then cat; else grep -Ev "$1"; fi
}
wrong() {
    [ -n "$bad" ] || printf '%s\n    %s\n' "$name" "$command"
    bad="$bad
    $*"
    echo "    WRONG: $*"
}
# One of (any) or all (all) of the words, separated by " | ", stand in the message.
words() {
    how=$1 list=$2 found=0 missing=
    while [ -n "$list" ]; do
        case $list in
        *' | '*) word=${list%%' | '*} list=${list#*' | '} ;;
        *) word=$list list= ;;
        esac
        if grep -qF -- "$word" said.txt; then found=1; else missing="$missing '$word'"; fi
    done
    [ "$how" = all ] && [ -n "$missing" ] && wrong "the message does not say$missing"
    [ "$how" = any ] && [ $found -eq 0 ] && wrong "the message names no next step: none of$missing"
}
row() {
    chmod -R u+rwX row 2>/dev/null
    rm -rf row
    cp -a tour row
    chmod o+rwx row
    if [ "$prepare" != - ]; then
        (cd row && sh -c "$prepare") >prepare.txt 2>&1
        prepared=$?
        if [ $prepared -eq 77 ]; then
            skipped=$((skipped + 1))
            echo "skipped: $name: $(head -1 prepare.txt)"
            return
        fi
        [ $prepared -eq 0 ] || wrong "its preparation failed: $(head -1 prepare.txt)"
    fi
    look "$writes" >before.txt
    (cd row && exec timeout -k 2 20 sh -c "$command") >out.txt 2>err.txt </dev/null
    ended=$?
    look "$writes" >after.txt
    cat err.txt out.txt >said.txt
    [ $ended -eq "$code" ] || wrong "exit code $ended, expected $code"
    [ $ended -ne 124 ] && [ $ended -ne 137 ] || wrong "it hung"
    [ "$says" = - ] || words all "$says"
    [ "$next" = - ] || words any "$next"
    cmp -s before.txt after.txt || wrong "files changed: $(diff before.txt after.txt | head -4)"
    [ "$(tr -d '\11\12\40-\176\200-\377' <said.txt | wc -c)" -eq 0 ] || wrong "a raw control byte is printed"
    [ -z "$bad" ] || sed 's/^/    | /' said.txt | cut -c1-300 | head -8
}

# ---- all rows ----
rows=0 failed=0 skipped=0 waiting=0
for table in "$SOURCE_DIR/tests/misuses.tsv" "$SOURCE_DIR/tests/misuses-blind.tsv"; do
    [ -f "$table" ] || continue
    while IFS=$TAB read -r name code command says next writes prepare mends rest; do
        [ "${mends:-}" != - ] || mends=''
        case $name in '' | '#'*) continue ;; esac
        if [ -z "${prepare:-}" ] || [ -n "${rest:-}" ]; then
            echo "WRONG: a row of $table has not its columns: $name"
            failed=$((failed + 1))
            continue
        fi
        echo "$name" | grep -qE -- "$ONLY" || continue
        bad=
        rows=$((rows + 1))
        row
        if [ -n "$bad" ] && [ -n "${mends:-}" ]; then
            waiting=$((waiting + 1))
            echo "    (known: $mends)"
        elif [ -n "$bad" ]; then
            failed=$((failed + 1))
        elif [ -n "${mends:-}" ]; then
            echo "$name: passes: take away '$mends'"
        fi
    done <"$table"
done
chmod -R u+rwX row 2>/dev/null
echo "$rows misuses, $failed wrong, $waiting known to be wrong, $skipped skipped"
[ "$failed" -eq 0 ]
