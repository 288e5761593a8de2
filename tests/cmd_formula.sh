#!/bin/sh
# Names and texts that a spreadsheet would run as a formula, once they stand in an exported CSV: `check` warns of each,
# with file, line and column, and refuses none. Every table, scenario.yaml, files of policies, and Flee's folders. Starts
# in an empty folder.
set -u
V=${VADO:?}
. "${SOURCE_DIR:?}/tests/command.sh"
six=$SOURCE_DIR/tests/scenarios/six-places
code 0 "$V" check "$six"
grep -q formula err.txt && wrong "warned of a scenario that has none"
# named FROM TO: six-places with a name changed wherever it stands
named() {
    rm -rf S
    cp -R "$six" S
    find S -name '*.csv' | while IFS= read -r f; do sed "s/$1/$2/g" "$f" >new && mv new "$f"; done
}
tab=$(printf '\t')
for first in = + - @ "$tab"; do
    named Tapachula "${first}Tapachula"
    code 0 "$V" check S
    says '^S/places.csv:4:1: warning: .*Tapachula".*a spreadsheet does not run as a formula' err.txt
done
named Tapachula "$(printf '"\rTapachula"')"
code 0 "$V" check S
says '^S/places.csv:4:1: warning: found "?Tapachula"' err.txt
named Honduras '=cmd(A1)'
code 0 "$V" check S
says '^S/nationalities.csv:2:1: warning: found "=cmd(A1)"' err.txt
says ', 0 errors\|no errors, [1-9][0-9]* warning' out.txt
# a policy's file, a policy's note, a published series and its publisher, a statement, the title
cp -R "$six" T
mkdir T/policies
head='from,until,parameter,where,who,change,value,note,source'
row='2018-03-01,,mexico.checkpoints.effort,,,set,0'
printf '%s\n%s,a,[what-if]\n' "$head" "$row" >T/policies/=1+1.csv
printf '%s\n%s,+SUM(A1),[what-if]\n' "$head" "$row" >T/policies/plain.csv
cat >T/observed/more.csv <<'END'
series,from,until,place,nationality,group,value,unit,publisher,kind,source,note
@more,2018-01,2018-01,,,,5,people,-us,reported,x,
END
cat >T/claims.csv <<'END'
id,documents,role,statement,from,until,relation,value,series,expected_verdict,note
=A1,D0,output,=HYPERLINK(1),2018-02,2018-02,above,1,encounters,,
END
sed 's/^title: .*/title: "=2+3"/' T/scenario.yaml >new && mv new T/scenario.yaml
code 0 "$V" check T
says '^T/policies/=1+1.csv: warning: found "=1+1.csv"' err.txt
says '^T/policies/plain.csv:2:[0-9]*: warning: found "+SUM(A1)"' err.txt
says '^T/observed/more.csv:2:1: warning: found "@more"' err.txt
says '^T/observed/more.csv:2:[0-9]*: warning: found "-us"' err.txt
says '^T/claims.csv:2:1: warning: found "=A1"' err.txt
says '^T/claims.csv:2:[0-9]*: warning: found "=HYPERLINK(1)"' err.txt
says '^T/scenario.yaml:2:[0-9]*: warning: found "=2+3"' err.txt
# numbers below nought are none
grep -q 'places.csv' err.txt && wrong "warned of coordinates"
# Flee's folders
cp -R "$SOURCE_DIR/tests/conflicts/valley" F
place=$(sed -n 2p F/input_csv/locations.csv | cut -d, -f1)
for f in F/input_csv/*.csv F/source_data/*.csv; do sed "s/\\b$place\\b/=$place/g" "$f" >new && mv new "$f"; done
"$V" flee F/input_csv F/source_data --settings F/simsetting.yml --days 1 -o flee.csv --quiet >out.txt 2>err.txt
says "^F/input_csv/locations.csv:2:1: warning: found \"=$place\"" err.txt
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
