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
verdict A6 'needs another run' 'gates nothing'
verdict A7 'needs another run' 'gates nothing'
verdict A8 cannot 'as expected'
verdict A9 'needs another run' 'gates nothing'
verdict B1 holds 'as expected'
sed -n 2p one.csv | grep -q '^A2,' || wrong "the expected failure does not come first"
says 'deaths' err.txt # harm stands beside it

# ---- the text: what counts, what is missing and how it is made ----
code 0 "$V" claims a.db
says '^Of 8 outputs and structural statements 2 hold, 1 fail, 0 are undecided, 1 cannot be judged, 3 need another run, and the published figures dispute 1' out.txt
says 'it would take a season' out.txt
says 'Harm in the first' out.txt
says 'vado run S --policy no-checkpoints.csv --until 2018-06-30 --mode stochastic --seed [0-9]* --members 3 -o a-policy-no-checkpoints.db' out.txt
says 'vado fit S --stage latents --until 2017-12' out.txt
grep -q '^  A1,holds$' out.txt && wrong "a gated row is said not to be gated"

# ---- a pair of runs ----
code 0 "$V" claims a.db b.db --csv
cp out.txt one.csv
verdict A6 holds 'not gated'
code 0 "$V" run S -o c.db --members 3 --seed 9 --until 2018-06-30 --quiet --policy no-checkpoints.csv
code 0 "$V" claims a.db c.db --csv
cp out.txt one.csv
verdict A6 'needs another run' 'gates nothing' # another seed is no pair

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
code 0 "$V" claims a.db --claims other.csv # a run that is not given gates nothing,
code 5 "$V" claims a.db --claims other.csv --strict # unless asked to
says 'A9: the verdict is needs another run, expected holds: needs a run that holds 2018-08 to 2018-08' err.txt
claims >other.csv <<END
A9,D0,output,no run can hold it,2031-08,2031-08,,,above,1,encounters,,,,,holds,
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

# ---- each command that is printed makes what is missing, as it is printed, where the first store was made ----
claims >other.csv <<END
A6,D0,structural,more without checkpoints,2018-04,2018-06,,,counterfactual_higher,,encounters,,,,no-checkpoints.csv,holds,
A9,D0,output,later,2018-08,2018-08,,,above,1,encounters,,,,,holds,
B2,D0,structural,later without checkpoints,2018-08,2018-08,,,counterfactual_higher,,encounters,,,,no-checkpoints.csv,holds,
END
mkdir 'a place'
code 0 "$V" run S -o 'a place/short.db' --members 2 --mode fluid --layers parameters --until 2018-06-30 --quiet
code 0 "$V" claims 'a place/short.db' --claims other.csv
says '^Of 3 .* 3 need another run' out.txt
sed -n "s#^  vado \\(run .*\\)#'$V' \\1 --quiet#p" out.txt >make.sh
[ "$(sort -u make.sh | wc -l)" -eq 3 ] || { wrong "expected three commands:"; cat make.sh; }
code 0 sh -e make.sh
code 0 "$V" claims 'a place/short.db' 'a place'/short-*.db --claims other.csv --strict
says '^Of 3 .* 3 hold, .* 0 need another run' out.txt
grep -q '^Stores that are missing' out.txt && wrong "a store is missing still"

# ---- a scenario: all runs it needs are made, kept and used again, all rows judged ----
cp -R S whole
sed -i 's/until: 20[0-9-]*/until: 2018-08-31/' whole/scenario.yaml
cp other.csv whole/claims.csv
cp S/policies/no-checkpoints.csv whole/policies/base.csv # no policy takes the place of the run without one
sed 's/^A6/A7/; s/no-checkpoints.csv/base.csv/' S/claims.csv | grep '^A7,.*base.csv' >>whole/claims.csv
code 0 "$V" claims whole --members 2 --runs kept --strict
says '^Of 4 .* 4 hold, .* 0 need another run' out.txt
says 'run 1 of 3: kept/base.db' err.txt
says 'run 3 of 3: kept/policy-base.db' err.txt
cp out.txt first.txt
[ "$(ls kept)" = "$(printf 'base.db\npolicy-base.db\npolicy-no-checkpoints.db')" ] || wrong "kept: $(ls kept)"
touch -d 2001-01-01 kept/*
code 0 "$V" claims whole --members 2 --runs kept --quiet
cmp -s out.txt first.txt || wrong "judged again, the ledger is another"
grep -v ": warning: " err.txt >more.txt && wrong "quiet is not quiet: $(cat more.txt)"
[ -z "$(find kept -newermt 2002-01-01 -name '*.db')" ] || wrong "a run that was there is made again"
code 0 "$V" claims whole --members 2 --runs kept --brief --quiet
[ "$(wc -l <out.txt)" -eq 3 ] || wrong "the headline is not three lines"
rm kept/base.db # as if stopped before it
code 0 "$V" claims whole --members 2 --runs kept --quiet
cmp -s out.txt first.txt || wrong "after a stop the ledger is another"
sed -i '2,$s/^\([^,]*,[^,]*,[^,]*,[^,]*,[0-9-]*,[0-9-]*,,,\)counterfactual_higher/\1counterfactual_lower/' whole/claims.csv
code 5 "$V" claims whole --members 2 --runs kept --quiet
says 'A6: the verdict is fails, expected holds' err.txt
code 1 "$V" claims "$SOURCE_DIR/tests/scenarios/six-places" --runs kept
says 'no claims.csv' err.txt
code 2 "$V" claims whole a.db
says 'a folder among 2 arguments' err.txt
code 2 "$V" claims a.db --members 3
echo x >file
code 3 "$V" claims whole --runs file --quiet
says 'file: is a file, expected a folder' err.txt

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
