#!/bin/sh
# vado claims over half a year of the six-place scenario: columns, the data first, roles that count, verdicts, pairs of runs,
# the commands that make what is missing, exit codes, and what is wrong in a claims.csv. Starts in an empty folder.
# ctest: processors=2
set -u
V=${VADO:?}
. "${SOURCE_DIR:?}/tests/command.sh"
cp -R "$SOURCE_DIR/tests/scenarios/six-places" S
mkdir -p S/policies
cat >S/policies/no-checkpoints.csv <<END
# title: No checkpoints
from,until,parameter,where,who,change,value,note,source
2018-03-01,,mexico.checkpoints.effort,,,set,0,No checkpoints,[what-if]
END
head=id,documents,role,statement,from,until,reference_from,reference_until,relation,value,series,parameter,place,latents,policy,expected_verdict,note
claims() {
    echo "$head"
    cat
}
claims >S/claims.csv <<END
A1,D0,output,more than a thousand,2018-02,2018-02,,,above,1000,encounters,,,,,holds,
A2,D0,output,more in February than in January,2018-02,2018-02,2018-01,2018-01,rises,,encounters,,,,,fails,it would take a season
A3,D0,output,fewer in February than in January,2018-02,2018-02,2018-01,2018-01,falls,,encounters,,,,,holds,
A4,D0,fitted,the sector has some,2018-01,2018-06,,,above,1,encounters,,El Paso,,,holds,
A5,D0,input,effort is 1,2018-01-01,,,,equals,1,,mexico.checkpoints.effort,,,,holds,
A6,D0,structural,more without checkpoints,2018-04,2018-06,,,counterfactual_higher,,encounters,,,,no-checkpoints.csv,,
A7,D0,structural,rises,2018-02,2018-02,2018-01,2018-01,rises,,encounters,,,2017-12,,,
A8,D0,output,who knows,,,,,cannot_be_judged,,,,,,,cannot,outside the model
A9,D0,output,later,2018-08,2018-08,,,above,1,encounters,,,,,,
B1,D0,output,a week,2018-02-01,2018-02-28,,,max_7day_mean_above,100,encounters,,,,,holds,
END
code 0 "$V" check S
code 0 "$V" run S -o a.db --members 3 --until 2018-06-30 --quiet
code 0 "$V" run S -o b.db --members 3 --until 2018-06-30 --quiet --policy no-checkpoints.csv

# ---- verdicts, one row each ----
code 0 "$V" claims a.db --csv
cp out.txt one.csv
says '^id,role,expected,simulated,low,high,share_holding,verdict,' one.csv
[ "$(wc -l <one.csv)" -eq 11 ] || wrong "not a row for each statement"
verdict() { # id verdict standing
    awk -F, -v id="$1" -v v="$2" -v s="$3" '$1 == id { found = $8 == v && $10 == s } END { exit !found }' one.csv ||
        wrong "$1 is not $2, $3: $(grep "^$1," one.csv)"
}
verdict A1 holds 'as expected'
verdict A2 fails 'as expected'
verdict A3 disputed 'gates nothing' # the published figures rise
verdict A4 holds 'as expected'
verdict A5 holds 'as expected'
verdict A6 cannot 'not gated'
verdict A7 cannot 'not gated'
verdict A8 cannot 'as expected'
verdict A9 cannot 'not gated'
verdict B1 holds 'as expected'
sed -n 2p one.csv | grep -q '^A2,' || wrong "the expected failure does not come first"
says 'deaths' err.txt # harm stands beside it

# ---- the text: what counts, what is missing and how it is made ----
code 0 "$V" claims a.db
says '^Of 8 outputs and structural statements 2 hold, 1 fail, 0 are undecided, 4 cannot be judged, and the published figures dispute 1' out.txt
says 'it would take a season' out.txt
says 'Harm in the first' out.txt
says 'vado run S --policy no-checkpoints.csv --until 2018-06-30 --mode stochastic --seed [0-9]* --members 3 -o no-checkpoints.db' out.txt
says 'vado fit S --stage latents --until 2017-12' out.txt
says '^  A9,cannot$' out.txt
grep -q '^  A1,holds$' out.txt && wrong "a gated row is said not to be gated"

# ---- a pair of runs ----
code 0 "$V" claims a.db b.db --csv
cp out.txt one.csv
verdict A6 holds 'not gated'
code 0 "$V" run S -o c.db --members 3 --seed 9 --until 2018-06-30 --quiet --policy no-checkpoints.csv
code 0 "$V" claims a.db c.db --csv
cp out.txt one.csv
verdict A6 cannot 'not gated' # another seed is no pair

# ---- exit codes: differs, cannot, nothing to judge ----
claims >other.csv <<END
A1,D0,output,nobody sets out,2018-02,2018-02,,,below,1,departures,,,,,holds,
END
code 5 "$V" claims a.db --claims other.csv
says 'A1: the verdict is fails, expected holds' err.txt
says 'Different from what was expected' out.txt
claims >other.csv <<END
A9,D0,output,later,2018-08,2018-08,,,above,1,encounters,,,,,holds,
END
code 5 "$V" claims a.db --claims other.csv
says 'A9: the verdict is cannot, expected holds: the run holds 2018-01 to 2018-06' err.txt
claims >other.csv <<END
A3,D0,output,disputed,2018-02,2018-02,2018-01,2018-01,falls,,encounters,,,,,fails,it would take other data
END
code 0 "$V" claims a.db --claims other.csv # what the data fail gates nothing
code 0 "$V" run "$SOURCE_DIR/tests/scenarios/six-places" -o none.db --mode fluid --until 2018-01-31 --quiet
code 1 "$V" claims none.db
says 'no claims.csv' err.txt
code 3 "$V" claims nowhere.db
code 3 "$V" claims a.db --claims nowhere.csv
code 2 "$V" claims

# ---- what only the model knows is checked with the scenario: all errors at once ----
cp -R S bad
claims >bad/claims.csv <<END
A1,D0,output,x,2018-02,2018-02,,,above,1,encountrs,,,,,,
A2,D0,output,x,2018-02,2018-02,,,above,1,encounters,,El Passo,,,,
A3,D0,output,x,2018-02,2018-02,,,above,1,mexico_events,,El Paso,,,,
A4,D0,output,x,2018-02,2018-02,,,above,1,encounters+waiting,,,,,,
END
code 1 "$V" check bad
says 'claims.csv:2:[0-9]*: .*encountrs.*did you mean "encounters"' err.txt
says 'claims.csv:3:[0-9]*: .*El Passo.*did you mean "El Paso"' err.txt
says 'claims.csv:4:[0-9]*: .*mexico_events does not keep it' err.txt
says 'claims.csv:5:[0-9]*: .*series that can be added' err.txt
sed 's/,no-checkpoints.csv,/,no-chekpoints.csv,/' S/claims.csv >bad/claims.csv
code 0 "$V" check bad
says 'warning: .*did you mean "no-checkpoints.csv"' err.txt

# ---- the report has them, harm beside ----
code 0 "$V" report a.db -o a.html
says '<section id=claims>' a.html
says 'Expected to fail, and what it would take' a.html
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
