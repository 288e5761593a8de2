#!/bin/sh
# The tutorial of docs/flee.md: its commands, as they stand there, take a Flee user from a folder to an ensemble with
# bands and a map. Starts in an empty folder.
set -u
root=${SOURCE_DIR:?}
. "$root/tests/command.sh"

mkdir -p build out
ln -s "${VADO:?}" build/vado
ln -s "$root/tests" tests
awk '/TUTORIAL BEGIN/ { on = 1 } /TUTORIAL END/ { on = 0 } on && /^    build\// { print substr($0, 5) }' \
    "$root/docs/flee.md" >commands.txt
[ "$(wc -l <commands.txt)" -eq 4 ] || wrong "the tutorial has $(wc -l <commands.txt) commands, expected 4"
n=0
while read -r line; do
    n=$((n + 1))
    sh -c "$line" >"out$n.txt" 2>"err$n.txt" || {
        wrong "command $n failed: $line"
        cat "err$n.txt"
    }
done <commands.txt

# What the text promises of each.
tail -1 out1.txt | grep -qE '^ARD [0-9]\.[0-9]{3} rescaled [0-9]\.[0-9]{3}$' || wrong "no ARD at the end of the first"
[ "$(wc -l <out/valley.csv)" -eq 121 ] || wrong "Flee's CSV has $(wc -l <out/valley.csv) lines, expected 121"
head -1 out/valley.csv | grep -q '^Day,Date,Haven sim,Haven data,Haven error,' || wrong "columns: $(head -1 out/valley.csv)"
grep -q 'ARD 0\.[0-9]* to 0\.[0-9]*' out2.txt || wrong "no spread over members"
code 0 "$VADO" digest out/valley.db
[ "$(head -1 out/valley-bands.csv)" = "month,place,quantile,value" ] || wrong "columns of the bands"
# a band is a band: somewhere the 5% and 95% points differ, and nowhere are they in the wrong order
awk -F, 'NR > 1 && $3 == 0.05 { low = $4 } NR > 1 && $3 == 0.95 { if ($4 < low) bad = 1; if ($4 > low) some = 1 }
    END { exit bad || !some }' out/valley-bands.csv || wrong "the bands are no bands"
for part in 'id=map' 'id=camps' 'in_conflict_zones over_capacity' 'Nobody dies' 'Ilex'; do says "$part" out/valley.html; done
exit $failed
