#!/bin/sh
# vado score: what is told, the last value's score worked out again from the figures, vado's bias from its own forecast;
# what cannot be scored is refused. Starts in an empty folder.
# ctest: processors=2
set -u
V=${VADO:?}
. "${SOURCE_DIR:?}/tests/command.sh"
. "$SOURCE_DIR/tests/origins.sh"
origins two

# ---- what is told ----
code 0 "$V" score two --members 3 --mode fluid --quiet
cp out.txt all.txt
says '4 origins (2018-12, 2019-03, 2019-06, 2019-09), 3 members' out.txt
says 'baseline, named before anything was scored, is the last value' out.txt
says '^These scores are in-sample for structure' out.txt
says '^Where vado loses to the last value' out.txt
says '30 judge, 0 were used' out.txt
says '^Harm is foretold too' out.txt
for method in "vado's change" 'last value' 'seasonal naive' drift null; do says "^  [0-9 ]* $method  " out.txt; done
code 0 "$V" score two --members 3 --mode fluid --quiet --csv
cp out.txt all.csv
awk -F, 'NR > 1 { n[$4]++; if ($4 == "last value" && ($11 != 1 || $21 != 0)) bad++
    if ($4 == "vado" && (($11 > 1) != $21)) bad++
    if ($18 > $19 || $19 > $20) bad++ # a wider interval holds no less
    if ($13 != "" && ($12 > $11 + 1e-9 || $13 < $11 - 1e-9) && $5 > 3) outside++ }
    END { exit bad || !n["vado"] || n["vado"] != n["last value"] }' all.csv || wrong "rows of the CSV contradict each other"
code 0 "$V" score two --members 3 --mode fluid --quiet --csv --threads 1
cmp -s out.txt all.csv || wrong "threads change a score"

# ---- the table for forecasts ----
code 0 "$V" score two --members 3 --mode fluid --quiet --stack
grep -v '^#' out.txt | awk -F, 'NR == 1 { exit !($0 == "margin,ahead,from,vado,smoothing,spread") }' || wrong "$(head -3 out.txt)"
grep -v '^#' out.txt | awk -F, 'NR > 1 { n++; if ($3 < "2019-02" || ($2 == 12 && $3 < "2020-01")) bad++ } END { exit bad || n < 8 }' ||
    wrong "weights that no figure could have told yet: $(cat out.txt)"
cp out.txt two/stack.csv
code 0 "$V" check two
code 0 "$V" score two --members 3 --mode fluid --quiet --csv
cmp -s out.txt all.csv || wrong "a stack changes what is scored"
code 0 sh -c '"$VADO" score two --members 3 --mode fluid --quiet --stack >two/stack.csv'
code 0 "$V" check two
for both in '--stack --figures' '--stack --events none.csv' '--figures --events none.csv'; do
    # shellcheck disable=SC2086
    code 2 "$V" score two --members 3 --mode fluid --quiet $both
    says 'found more than one of figures, events and the stack' err.txt
done
rm two/stack.csv

# ---- one origin, worked out again ----
rm two/latents/2018-12.csv two/latents/2019-03.csv two/latents/2019-09.csv
code 0 "$V" score two --members 3 --mode fluid --quiet --csv
cp out.txt one.csv
# the last value: log(border + 1) of June plus and minus every change of one month seen by then; nine pinball losses
sort -t, -k2,2 two/observed/encounters.csv | awk -F, '$1 == "encounters" { x[$2] += $7 } END {
    for (y = 2018; y <= 2019; y++) for (m = 1; m <= 12; m++) v[++n] = log(x[sprintf("%d-%02d", y, m)] + 1)
    for (i = 2; i <= 18; i++) { d = v[i] - v[i - 1]; s[++k] = v[18] + d; s[++k] = v[18] - d }
    for (i = 1; i <= k; i++) for (j = i + 1; j <= k; j++) if (s[j] < s[i]) { t = s[i]; s[i] = s[j]; s[j] = t }
    split("0.025 0.05 0.1 0.25 0.5 0.75 0.9 0.95 0.975", q, " ")
    for (i = 1; i <= 9; i++) {
        at = q[i] * (k - 1); low = int(at); z = s[low + 1] + (at - low) * (s[low + 2] - s[low + 1])
        wis += 2 / 9 * (v[19] >= z ? q[i] * (v[19] - z) : (1 - q[i]) * (z - v[19]))
    }
    printf "%.9f\n", wis }' >wis.txt
awk -F, '$1 == "" && $3 == 1 && $4 == "last value" { printf "%.9f\n", $10 }' one.csv >told.txt
cmp -s wis.txt told.txt || wrong "the last value's score is $(cat told.txt), by hand $(cat wis.txt)"
# vado's bias is the log of its median over what came: of three members the median is one of them
code 0 "$V" forecast two --from 2019-07 --months 6 --members 3 --mode fluid --csv --quiet
awk -F, 'FNR == NR { if ($2 == "2019-09") came += $7; next } $1 == "encounters" && $6 == "" && $5 == 3 {
    printf "%.9f\n", log($11 + 1) - log(came + 1) }' two/observed/encounters.csv out.txt >bias.txt
awk -F, '$1 == "" && $3 == 3 && $4 == "vado" { printf "%.9f\n", $15 }' one.csv >told.txt
cmp -s bias.txt told.txt || wrong "vado's bias is $(cat told.txt), by its forecast $(cat bias.txt)"
# a figure after the origin moves what came, and no forecast
awk -F, -v OFS=, 'NR > 1 && $2 > "2019-06" { $7 = 2 * $7 } 1' two/observed/encounters.csv >x.csv
mv x.csv two/observed/encounters.csv
code 0 "$V" score two --members 3 --mode fluid --quiet --csv
cp out.txt doubled.csv
awk -F, '$1 == "" && $3 == 3 && $4 == "vado" { print $15 }' one.csv out.txt |
    awk '{ x[NR] = $1 } END { exit !(x[1] - x[2] > 0.68 && x[1] - x[2] < 0.7) }' || wrong "twice the figures are not log 2 of bias"

# ---- forecasts of others ----
# A program that says the border will stay as it was in June, within a tenth: the interval score of a normal is known.
code 0 "$V" score two --figures
awk -F, 'NR == 1 && $0 != "margin,name,month,value" || NR > 1 && NF != 4 { exit 1 } END { exit NR < 60 }' out.txt || wrong "figures"
{
    echo method,margin,name,origin,ahead,mean,sd
    awk -F, '$1 == "" && $2 == "" && $3 == "2019-06" { printf "as in June,,,2019-06,1,%.12f,0.1\n", log($4 + 1) }' out.txt
    echo 'as in June,,,2018-01,1,9,0.1' # an origin without a table
} >others.csv
awk -F, '$1 == "" && $2 == "" { x[$3] = log($4 + 1) } END { print x["2019-06"], x["2019-07"] }' out.txt >june.txt
code 0 "$V" score two --members 3 --mode fluid --quiet --csv --others others.csv
says '1 of 2 rows are of an origin, or of months ahead, that is not scored' err.txt
grep -v ',as in June,' out.txt >x.csv
cmp -s x.csv doubled.csv || wrong "another program's forecast changes the scores of the rest"
awk -F, '$4 == "as in June" { print $10 }' out.txt >wis.txt
awk '{ split("-1.959964 -1.644854 -1.281552 -0.6744898 0 0.6744898 1.281552 1.644854 1.959964", z, " ")
    split("0.025 0.05 0.1 0.25 0.5 0.75 0.9 0.95 0.975", q, " ")
    for (i = 1; i <= 9; i++) {
        x = $1 + 0.1 * z[i]
        wis += 2 / 9 * ($2 >= x ? q[i] * ($2 - x) : (1 - q[i]) * (x - $2))
    }
    getline told <"wis.txt"
    exit !(told > wis - 2e-3 && told < wis + 2e-3) }' june.txt || wrong "a normal's score is $(cat wis.txt)"
{
    echo method,margin,name,origin,ahead,mean,sd
    echo drift,,,2019-06,1,9,0.1
    echo mine,place,Nowhere,2019-06,1,9,0.1
    echo mine,,,2019-06,13,9,-1
} >others.csv
code 1 "$V" score two --members 3 --mode fluid --quiet --others others.csv
says "others.csv:2:1: found \"drift\", expected a name that is none" err.txt
says "others.csv:3:12: found \"Nowhere\", expected a margin and name of the figures that" err.txt
says 'others.csv:4:' err.txt
code 3 "$V" score two --quiet --others .
code 3 "$V" score two --quiet --others none.csv

# ---- the stack ----
# Of one origin no earlier one tells a weight: all weigh alike, and its score is no worse than their mean. Figures of less
# than two years are not smoothed: the last value has that weight too.
awk -F, '$3 <= 6 && $1 == "" { x[$4, $3] = $10 } END { for (h = 1; h <= 3; h++) {
    mean = (x["vado", h] + 2 * x["last value", h]) / 3
    if (x["smoothing", h] != "") exit 1
    if (x["stack", h] == "" || x["stack", h] > mean + 1e-9) exit 1 } }' one.csv || wrong "the stack is worse than the mean of its parts"
says '^  [0-9 ]* stack  ' all.txt

# ---- refused ----
rm two/latents/2019-06.csv
code 1 "$V" score two --quiet
says 'found no table that ends before the last published month.*vado fit two --until' err.txt
code 2 "$V" score two --members 1 --quiet
code 3 "$V" score nowhere --quiet
origins full
[ ! -w /dev/full ] || {
    "$V" score full --members 2 --mode fluid --quiet >/dev/full 2>err.txt
    [ $? -eq 3 ] || wrong "scores that cannot be written are no error"
}
timeout --preserve-status -s INT 2 "$V" score full --members 5000 --quiet >out.txt 2>err.txt
[ $? -eq 130 ] || wrong "interrupted it does not end with 130"
[ ! -s out.txt ] || wrong "interrupted it writes"
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
