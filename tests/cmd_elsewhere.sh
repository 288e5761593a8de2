#!/bin/sh
# Corridors that are not the one the defaults were judged for: no institution, series, word, date or map of that one in
# any output; what a scenario does not have is off; check says which values are another's. ctest: timeout=120
set -u
S=${SOURCE_DIR:?}/tests/scenarios/two-islands
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"

WORDS='Mexic|Darien|Darién|United States|UNITED STATES|MEXICO|(^|[^A-Za-z])U\.?S\.?([^A-Za-z]|$)|[Tt]itle 8|[Tt]itle 42|CBP|Border Patrol|[Dd]ocket|[Ii]mmigration court|Washington|Texas|New York|far south|northern'
ABSENT='darien|mexic|asylum|court|minors_in|emergency|interior|shelter_occ|posture|leverage|trade|money|expulsion|port|train|caravan|bribes|bused|repatriation'
# foreign FILE: no word of another corridor. Styles, scripts and paths of parameters are no words.
foreign() {
    sed -e 's/<style>.*<\/style>//' -e 's/<[^>]*>/ /g' -e 's/for the scenario us-mexico//' "$1" |
        grep -nE "$WORDS" >words.txt && {
        wrong "$1 speaks of another corridor:"
        head -5 words.txt
    }
}

# ---- the word list finds what it must ----
for word in 'Posture of the US toward' 'removed under title 8' 'Immigration court docket' 'UNITED STATES'; do
    printf '%s\n' "$word" >planted.txt
    foreign planted.txt | grep -q WRONG || wrong "the word list does not find: $word"
done

# whole FOLDER NAME: check, run, series, summary, report.
whole() {
    code 0 "$V" check "$1"
    cat out.txt err.txt >"$2.check"
    [ "$(grep -c 'stand at values judged for the scenario us-mexico' "$2.check")" = 1 ] ||
        wrong "$2: check does not say once which values are another corridor's"
    says "vado params .* --defaults. lists all" "$2.check"
    code 0 "$V" run "$1" --mode fluid --quiet -o "$2.db"
    cat out.txt err.txt >"$2.run"
    code 0 "$V" series "$2.db"
    cp out.txt "$2.series"
    tail -n +2 "$2.series" | cut -d, -f1 | grep -E "$ABSENT" && wrong "$2: the store has series of what is not there"
    grep -q '^encounters,' "$2.series" || wrong "$2: no encounters"
    code 0 "$V" summary "$2.db"
    cp out.txt "$2.summary"
    code 0 "$V" report "$2.db" -o "$2.html"
    for f in "$2.check" "$2.run" "$2.series" "$2.summary" "$2.html"; do foreign "$f"; done
}

whole "$S" islands
# Names, window and dates of the report are the scenario's.
for word in TURKEY GREECE Lesbos Kusadasi 'Price of a seat in a boat' 'From March 2016 to May 2016, encounters'; do
    says "$word" islands.html
done
grep -q '<circle class=simc' islands.html || wrong "no sector on the map"

# ---- compare and what-ifs ----
code 0 "$V" run "$S" --mode fluid --quiet --policy more-boats.csv -o more.db
code 0 "$V" compare islands.db more.db
cp out.txt compare.txt
code 0 "$V" whatif "$S" --members 2 --quiet -o whatif
cat out.txt err.txt >whatif.txt
code 0 "$V" report whatif/baseline.db --whatif whatif -o whatif.html
for f in compare.txt whatif.txt whatif.html; do foreign "$f"; done
grep -E "(^|[ ,])($ABSENT)[a-z_]*[ ,(]" compare.txt && wrong "compare tells series of what is not there"
grep -q Samos whatif.txt || wrong "the what-if does not say where people went"

# ---- check's count is that of the list; values of its own are not in it ----
code 0 "$V" params "$S" --defaults --csv
listed=$(tail -n +2 out.txt | grep -vc '^"*[a-z_0-9.]*\[')
grep -q "note: $listed parameters" islands.check || wrong "check's count is not that of params --defaults: $listed"
grep -qE '^(origins.rate_per_year|us.tone|us.courts|diplomacy|money)' out.txt && wrong "listed: set here, or of what is not there"
grep -q '^crossing.detection' out.txt || wrong "crossing.detection is at a default and not listed"
code 2 "$V" params --defaults
# At home nothing is another's.
code 0 "$V" check "$SOURCE_DIR/scenarios/us-mexico"
cat out.txt err.txt | grep -q 'judged for' && wrong "us-mexico is told that its values are another's"

# ---- what is not there acts on nothing, and says so; named, it is there ----
code 0 "$V" run "$S" --mode fluid --quiet --until 2016-03-31 -o plain.db
code 0 "$V" run "$S" --mode fluid --quiet --until 2016-03-31 --set us.courts.judges=5 --set us.minors.beds=1 -o set.db
says 'warning: found us.courts.judges, expected a parameter of what this scenario has: it has no courts' err.txt
for db in plain set; do "$V" export $db.db encounters --by month,place 2>/dev/null >$db.csv; done
cmp -s plain.csv set.csv || wrong "parameters of courts that are not there act"
cp -R "$S" courts
printf 'institutions: [courts]\n' >>courts/scenario.yaml
code 0 "$V" run courts --mode fluid --quiet --until 2016-02-29 -o courts.db
code 0 "$V" series courts.db
says '^court_backlog,' out.txt
cp -R "$S" wrongs
printf 'institutions: [cuorts]\nmap: {border: [1, 2]}\n' >>wrongs/scenario.yaml
code 1 "$V" check wrongs
says 'scenario.yaml:[0-9]*:[0-9]*: ' err.txt
cp -R "$S" wrongs2
printf 'institutions: [cuorts]\nmeanings: {encuonters: x}\n' >>wrongs2/scenario.yaml
code 1 "$V" check wrongs2
says 'scenario.yaml:[0-9]*:[0-9]*: found "*cuorts.*did you mean "*courts' err.txt
says 'found "*encuonters.*did you mean "*encounters' err.txt

# ---- the corridor that was told us ----
CASE=$SOURCE_DIR/../shared/cases/balkan
if [ -d "$CASE" ]; then
    whole "$CASE" balkan
else
    echo "skipped: ../shared/cases/balkan is not there"
fi
# ---- the same corridor under other letters: roles name what stood at fixed ones ----
six=$SOURCE_DIR/tests/scenarios/six-places
cp -R "$six" letters
chmod -R u+w letters
sed -i 's/,MX,/,QX,/' letters/places.csv
code 1 "$V" check letters
says 'roles: {way: \[QX\]}' err.txt
echo 'roles: {way: [QX], returned: Mexico}' >>letters/scenario.yaml
sed -i 's/^institutions: .*/institutions: [darien, caravans, asylum, expulsions, hearings, minors, courts, interior, diplomacy, aid, money]/' letters/scenario.yaml
code 0 "$V" run "$six" --mode fluid --quiet -o six.db
code 0 "$V" run letters --mode fluid --quiet -o letters.db
for x in six letters; do
    code 0 "$V" export $x.db --all -o $x.tables
    # These name the countries and their offices, which have other names in another corridor; the description has the files.
    rm $x.tables/money_spent-by-place.csv $x.tables/trade_cost_usd-by-place.csv $x.tables/datapackage.json
done
[ -s letters.tables/mexico_events.csv ] && diff -rq six.tables letters.tables || wrong "under other letters the corridor gives other numbers"
sed -i 's/returned: Mexico/returned: Honduras/' letters/scenario.yaml
code 0 "$V" run letters --mode fluid --quiet -o returned.db
[ "$("$V" digest letters.db)" != "$("$V" digest returned.db)" ] || wrong "who is returned over the border moves nothing"
exit $failed
