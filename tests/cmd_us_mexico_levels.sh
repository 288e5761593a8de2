#!/bin/sh
# ctest: slow processors=2
# The levels of members that us-mexico ships are those of this program and these files: found anew they are the same, to
# the last digit. Else tools/update-levels writes them again.
set -eu
V=${VADO:?}
us=${SOURCE_DIR:?}/scenarios/us-mexico
"$V" fit "$us" --stage levels --members 8 -o anew.csv >/dev/null
rows() { grep -E '^(input|posterior|level,1,8),' "$1" | sort; }
rows "$us/levels.csv" >shipped.txt
rows anew.csv >anew.txt
[ "$(wc -l <shipped.txt)" -gt 8 ] || { echo "FAILED  no levels of 8 members ship"; exit 1; }
cmp shipped.txt anew.txt || { echo "FAILED  tools/update-levels has not been run since the scenario or the model changed"; exit 1; }
grep -q '^level,1,40,40,' "$us/levels.csv" || { echo "FAILED  no levels of the 40 members of the page ship"; exit 1; }
grep -q '^posterior,' "$us/levels.csv" || { echo "FAILED  the levels that ship are not of the posterior, as runs are"; exit 1; }
# and a run takes them: nothing is noted; one of other members, or of the priors, notes it
"$V" run "$us" --mode fluid --members 8 --until 2018-02-28 --quiet -o taken.db 2>taken.txt
! grep -q 'worked out' taken.txt || { cat taken.txt; echo "FAILED  levels are worked out beside the table"; exit 1; }
for other in --level --posterior; do
    "$V" run "$us" --mode fluid --members 2 $other --until 2018-02-28 --quiet --force -o found.db 2>found.txt
    grep -q 'worked out' found.txt || { cat found.txt; echo "FAILED  $other: nothing says that levels are worked out"; exit 1; }
done
