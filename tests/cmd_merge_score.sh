#!/bin/sh
# Scores whose members are made in parts: the scores of one call, from what parts kept; a call that was stopped goes on and
# runs no member twice; what is of other scores is not taken. Starts in an empty folder. ctest: timeout=300 processors=2
set -u
V=${VADO:?}
. "${SOURCE_DIR:?}/tests/command.sh"
. "$SOURCE_DIR/tests/origins.sh"
origins two
score() { code 0 "$V" score two --members 5 --quiet "$@"; }
score --csv --keep whole.csv
mv out.txt told.csv
score --csv
cmp -s out.txt told.csv || wrong "scores from what is kept are others than scores"
score --csv --keep whole.csv
cmp -s out.txt told.csv || wrong "values that are read again are others"
[ "$(grep -c '^20' whole.csv)" -eq 20 ] || wrong "five members of four origins are not $(grep -c '^20' whole.csv) lines"

# ---- parts ----
score --keep a.csv --member-range 1:2
[ -s out.txt ] && wrong "a part tells scores"
says 'note: members 1 to 2 of each forecast are in a.csv: .vado merge. puts them together' err.txt
score --keep b.csv --member-range 3:5 --threads 1
code 0 "$V" merge b.csv a.csv -o all.csv --quiet
cmp -s all.csv whole.csv || wrong "what parts kept is another"
score --csv --keep all.csv
cmp -s out.txt told.csv || wrong "scores of parts are others"
cp all.csv before.csv
score --csv --keep all.csv --threads 1
cmp -s all.csv before.csv || wrong "a call that finds all writes something else"

# ---- cut, and a part that is missing: members are run again, and no others ----
head -c $(($(wc -c <whole.csv) / 2)) whole.csv >cut.csv
score --csv --keep cut.csv
cmp -s out.txt told.csv || wrong "scores after a cut are others"
cmp -s cut.csv whole.csv || wrong "the members that were cut are not made again"
sed 's/^\(2018-12,00002,\)[^ ]*/\11/' whole.csv >changed.csv
score --csv --keep changed.csv
cmp -s out.txt told.csv && wrong "members are run though they are kept"
code 3 "$V" merge whole.csv changed.csv -o x.csv
says 'changed.csv: found run 2018-12,00002 with other values' err.txt
for other in '--seed 2' '--set mexico.checkpoints.effort=0.5' '--mode fluid' '--policy-known'; do
    # shellcheck disable=SC2086 # words
    code 0 "$V" score two --members 5 --quiet --keep other.csv --member-range 1:1 $other
    code 3 "$V" merge whole.csv other.csv -o x.csv
done
code 0 "$V" score two --members 6 --quiet --keep six.csv --member-range 1:1
code 3 "$V" merge whole.csv six.csv -o x.csv
says 'six.csv: found runs of another input, seed, ensemble or version' err.txt
[ -e x.csv ] && wrong "a file was made of wrong parts"
code 2 "$V" score two --members 5 --quiet --member-range 1:2
says 'member-range: found no file in which members are kept' err.txt
code 2 "$V" score two --members 5 --quiet --keep k.csv --member-range 4:6
code 3 "$V" score two --members 5 --quiet --keep two/observed/encounters.csv
says 'would be written over what is read' err.txt
code 2 "$V" forecast two --from 2019-07 --member-range 1:2
exit $failed
