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
awk -F, '$1 == "" && $3 == 3 && $4 == "vado" { print $15 }' one.csv out.txt |
    awk '{ x[NR] = $1 } END { exit !(x[1] - x[2] > 0.68 && x[1] - x[2] < 0.7) }' || wrong "twice the figures are not log 2 of bias"

# ---- refused ----
rm two/latents/2019-06.csv
code 1 "$V" score two --quiet
says 'found no table that ends before the last published month.*vado fit two. --until' err.txt
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
