#!/bin/sh
# Every line of a page that calls vado, of all pages, is one that vado takes: its command, options and arguments are those of
# this version. Run where none of the files is that they name, so that each ends at once: with 1 or 3 for what is not there,
# never with 2, which is a call that cannot be meant. What whole pages do when they are followed cmd_tutorials.sh,
# cmd_flee_tutorial.sh, cmd_python.sh, cmd_r.sh and cmd_npm.sh hold.
set -u
root=${SOURCE_DIR:?}
. "$root/tests/command.sh"
mkdir build
ln -s "${VADO:?}" build/vado
here=$PWD
# lines FILE: calls that stand indented or in a fence, without what follows a pipe, a semicolon or a comment. What has brackets
# is a summary of options, which cmd_docs.sh holds.
lines() {
    awk '/^ *```/ { fence = !fence; next } fence || /^    / { sub(/^ */, ""); print }' "$1" |
        awk '{ while (/\\$/ && (getline more) > 0) { sub(/\\$/, ""); sub(/^ */, "", more); $0 = $0 more } print }' |
        sed 's/^\$ //' | grep -E '^(build/)?vado [a-z]' | sed 's/  *#.*//; s/ *[|;>&].*//' | grep -v '\['
}
try() { # PAGE LINE
    rm -rf empty && mkdir -p empty/build && ln -s "$VADO" empty/build/vado
    (cd empty && PATH="$here/build:$PATH" sh -c "$2") >out.txt 2>err.txt </dev/null
    [ $? -ne 2 ] || { echo "$1: $2"; head -2 err.txt; }
}
for page in "$root"/README.md "$root"/*/README.md "$root"/web/package/README.md "$root"/scenarios/*/README.md "$root"/docs/*.md "$root"/docs/tutorials/*.md; do
    name=${page#"$root"/}
    [ "$name" != docs/bench.md ] || continue # a table of times stands in it, not calls
    lines "$page" >lines.txt
    while read -r line; do
        echo "$name" >>pages.txt
        try "$name" "$line"
    done <lines.txt
done >refused.txt
[ ! -s refused.txt ] || wrong "vado does not take: $(cat refused.txt)"
[ "$(wc -l <pages.txt)" -gt 70 ] && [ "$(sort -u pages.txt | wc -l)" -ge 10 ] || wrong "only $(wc -l <pages.txt) lines of $(sort -u pages.txt | wc -l) pages"
try planted 'vado run nothing --membres 3' >planted.txt
says 'membres' planted.txt
exit $failed
