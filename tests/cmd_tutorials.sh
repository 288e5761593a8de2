#!/bin/sh
# The tutorials of docs/tutorials and docs/how-to.md, each in a folder of its own: their indented lines are run in order, as a reader would
# type them, and each must do what it says: exit code 0. ctest: processors=2
set -u
root=${SOURCE_DIR:?}
. "$root/tests/command.sh"
here=$PWD
# lines FILE: what stands indented by four blanks or more, in or below a list too
lines() { sed -n 's/^    \{1,2\} *\(build\/vado\|sed\|cp\|echo\|mkdir\|ls\|cat\) /\1 /p' "$1"; }
for page in "$root"/docs/tutorials/*.md "$root/docs/how-to.md"; do
    name=$(basename "$page" .md)
    case $name in python | r) continue ;; esac # cmd_python.sh and cmd_r.sh run their cells
    mkdir "$here/$name" && cd "$here/$name" || exit 1
    mkdir build
    ln -s "${VADO:?}" build/vado
    ln -s "$root/tests" tests
    ln -s "$root/scenarios" scenarios
    lines "$page" >commands.txt
    [ "$(wc -l <commands.txt)" -ge 5 ] || wrong "$name has $(wc -l <commands.txt) commands"
    indented=$(grep -c '^    ' "$page")
    [ "$(wc -l <commands.txt)" -eq "$indented" ] || wrong "$name: of $indented indented lines $(wc -l <commands.txt) are commands"
    n=0
    while read -r line; do
        n=$((n + 1))
        sh -c "$line" >"out$n.txt" 2>"err$n.txt" </dev/null || {
            wrong "$name, command $n: $line"
            head -5 "err$n.txt"
        }
    done <commands.txt
done

# What their texts promise.
cd "$here/corridor" || exit 1
grep -q 'no errors' out2.txt && grep -q '^not there yet: observed' out2.txt || wrong "check does not lead on"
n=$(grep -n 'check broken' commands.txt | cut -d: -f1)
says 'origins.csv\|legs.csv:[0-9]*:[0-9]*: ' "err$n.txt"
says 'Halfway' "err$n.txt"
says '^ *published\|Nobody\|2018-03' "out$(grep -n 'vado observed' commands.txt | cut -d: -f1).txt"
last=$(grep -n 'vado compare' commands.txt | cut -d: -f1)
says 'East' "out$last.txt"
says 'West' "out$last.txt"
says 'deaths' "out$last.txt"
says '^2018-0[1-9],0.5,[1-9]' "out$(grep -n 'mexico_events' commands.txt | cut -d: -f1).txt"
cd "$here/policy" || exit 1
for file in tables/datapackage.json tables/encounters.csv tables/deaths.csv; do [ -s $file ] || wrong "policy: no $file"; done
if /usr/bin/python3 -c 'import pandas' 2>/dev/null; then
    sed -n '/^```python$/,/^```$/p' "$root/docs/tutorials/policy.md" | sed '/^```/d' >frame.py
    code 0 /usr/bin/python3 frame.py
    says '^2018-06-01' out.txt
else
    echo "SKIPPED in part: pandas is missing (Debian package python3-pandas), the frame of policy is not made"
fi
[ "$(wc -l <encounters.csv)" -gt 20 ] || wrong "policy: encounters by sector are $(wc -l <encounters.csv) lines"
exit $failed
