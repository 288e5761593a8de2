#!/bin/sh
# A posterior whose runs are made in parts: round by round each part makes its members', vado merge puts together what they
# kept, and the last call writes the table of one call, to the byte. A part that was cut goes on; a round in which a part
# is missing waits for it; what is no part, or of another fit, is refused. Starts in an empty folder.
# ctest: timeout=300 processors=2
set -u
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"
. "$SOURCE_DIR/tests/unseen.sh"
unseen six
fit() { "$V" fit six --stage posterior --members 12 "$@" >out.txt 2>err.txt; }
fit --keep whole.csv -o whole-posterior.csv || wrong "the fit failed: $(tail -1 err.txt)"

# ---- rounds of three parts ----
rounds=0
while [ $rounds -lt 20 ]; do
    rounds=$((rounds + 1))
    for part in 1:4 5:5 6:12; do
        rm -f "part-${part%:*}.csv"
        [ -e runs.csv ] && cp runs.csv "part-${part%:*}.csv"
        fit --keep "part-${part%:*}.csv" --member-range $part --threads 1 || wrong "part $part: $(cat err.txt)"
        grep -q 'holds all runs' err.txt && break 2
        says 'note: the runs of members .* of this round are in part-' err.txt
    done
    code 0 "$V" merge part-6.csv part-1.csv part-5.csv -o runs.csv --quiet
done
says 'part-1.csv holds all runs: the same call without --member-range writes the posterior' err.txt
[ -e six/posterior.csv ] && wrong "a part writes the posterior"
cmp -s runs.csv whole.csv || wrong "runs of parts are others than of one call"
echo "$rounds rounds"
fit --keep runs.csv -o posterior.csv || wrong "the last call failed: $(tail -1 err.txt)"
cmp -s posterior.csv whole-posterior.csv || wrong "the posterior of parts is another"

# ---- a round in which a part is missing waits, and is made good in the next ----
head -n 30 whole.csv >half.csv
cp half.csv a.csv
fit --keep a.csv --member-range 1:6
grep -q 'holds all runs' err.txt && wrong "half the runs are taken for all"
cp a.csv b.csv
fit --keep b.csv --member-range 1:6 && cmp -s a.csv b.csv || wrong "a part that is finished does more than its round"
fit --keep b.csv --member-range 7:12
cmp -s a.csv b.csv && wrong "the other part of the round makes nothing"

# ---- what is no part ----
sed '5s/,by [-0-9]*/,by 17/' whole.csv >changed.csv
code 3 "$V" merge whole.csv changed.csv -o x.csv
says 'changed.csv: found run [0-9]* with other values' err.txt
head -c 3000 whole.csv >cut.csv
code 3 "$V" merge whole.csv cut.csv -o x.csv
says 'cut.csv: found .*, expected a run as it is kept' err.txt
"$V" fit six --stage posterior --members 13 --keep other.csv --member-range 1:1 >out.txt 2>err.txt
code 3 "$V" merge whole.csv other.csv -o x.csv
says 'other.csv: found runs of another input, seed, ensemble or version' err.txt
code 3 "$V" merge whole.csv posterior.csv -o x.csv
says 'posterior.csv: found another table, expected runs that a fit' err.txt
code 3 "$V" merge whole.csv nowhere.csv -o x.csv
code 3 "$V" merge whole.csv -o posterior.csv
says 'posterior.csv: is there already' err.txt
[ -e x.csv ] && wrong "a file was made of wrong parts"
fit --member-range 1:2 && wrong "a part that is kept nowhere is taken"
says 'member-range: found no file in which runs are kept' err.txt
fit --keep k.csv --member-range 5:13 && wrong "a member beyond the last is taken"
code 2 "$V" fit six --stage levels --member-range 1:2
mkdir parts
cp part-*.csv parts
code 0 "$V" merge parts -o folder.csv
exit $failed
