#!/bin/sh
# vado forecast: nothing after the origin enters, what was announced does; quantiles are in order and harm stands beside
# them; what cannot be foretold is refused with what to do; the rows of us-mexico say when they were known by the rule.
# Starts in an empty folder.
# ctest: processors=2
set -u
V=${VADO:?}
. "${SOURCE_DIR:?}/tests/command.sh"
. "$SOURCE_DIR/tests/origins.sh"
origins two
header=from,until,parameter,where,who,change,value,note,source,known_from
foretell() { code 0 "$V" forecast two --from 2019-04 --months 5 --members 4 --mode fluid --csv --quiet "$@"; }
same() { cmp -s out.txt "$1" || wrong "$2"; }
other() { cmp -s out.txt "$1" && wrong "$2"; }

# ---- what is told ----
code 0 "$V" forecast two --from 2019-04 --months 5 --members 4 --quiet
says '^Forecast of six-places: 5 months from 2019-04, 4 members' out.txt
says '^Of 4 members the outer quantiles' out.txt
says '^Latents saw figures to 2019-03 and none later' out.txt
says '^Policy unknown: of the schedule only what was known on 2019-04-01' out.txt
says 'Both governments react' out.txt
says '^What the spread of members means' out.txt
says '^  waiting ' out.txt
says '^    Reynosa ' out.txt
says '^  minors_in_care ' out.txt
says '^  custody ' out.txt
for harm in deaths deaths_on_the_way kidnappings extortion days_waiting; do says "^  $harm  *[0-9]" out.txt; done
foretell
cp out.txt first.csv
head -1 first.csv | grep -qx \
    'series,unit,harm,month,ahead,margin,name,q0.05,q0.1,q0.25,q0.5,q0.75,q0.9,q0.95,members,policy,vado,smoothing,spread' || wrong "$(head -1 first.csv)"
awk -F, 'NR > 1 { for (i = 9; i <= 14; i++) if ($i < $(i - 1) - 1e-9) bad++; n++
    if ($1 == "encounters") { all[$6] = all[$6] + 1 }
    if ($4 < "2019-04" || $4 > "2019-08" || $5 < 1 || $5 > 5) bad++ }
    END { exit bad || all[""] != 5 || all["place"] != 10 || all["nationality"] != 10 || all["group"] != 15 }' first.csv ||
    wrong "quantiles out of order, or months or margins are missing"
# as wide as the whole is the sum of what one member counts: of the middle it is near
awk -F, '$1 == "encounters" && $5 == 1 { x[$6] += $11 } END { exit !(x["place"] > x[""] * 0.8 && x["place"] < x[""] * 1.2) }' \
    first.csv || wrong "sectors are far from the border"
"$V" run two --until 2018-01-31 --mode fluid --members 1 --quiet -o any.db >/dev/null 2>&1
"$V" series any.db | awk -F, '$4 == "1" || $4 == "yes" { print $1 }' >harm.txt
[ -s harm.txt ] || wrong "no series of harm: $("$V" series any.db | head -3)"
while read -r series; do
    grep -q "^$series,[^,]*,1,2019-04,1,,," first.csv || wrong "a forecast without $series"
done <harm.txt
foretell --threads 1
same first.csv "threads change a forecast"
# the spread grows: of departures that wander the fifth month is wider than the first
awk -F, '$1 == "encounters" && $6 == "" { w[$5] = ($14 - $8) / $11 } END { exit !(w[5] > w[1]) }' first.csv ||
    wrong "the fifth month is told as narrowly as the first"

# ---- stacked with exponential smoothing and the last value ----
stack() { printf 'margin,ahead,from,vado,smoothing,spread\n%s' "$1" >two/stack.csv; }
stack ',1,2019-05,0,0,1
'
foretell
same first.csv "weights that are known only later enter a forecast"
stack ',1,2018-01,1,0,1
place,1,2018-01,1,0,1
'
foretell
cp out.txt alike.csv
# between four members quantiles go straight on the scale of logs, so they are near those of members, not the same
awk -F, 'FNR == NR { for (i = 8; i <= 14; i++) q[FNR, i] = $i; next }
    FNR > 1 { for (i = 8; i <= 14; i++) { d = ($i + 1) / (q[FNR, i] + 1) - 1; if (d > 0.1 || d < -0.1) bad++ } }
    END { exit bad > 0 }' first.csv alike.csv || wrong "with all the weight members are not themselves"
# of the last value alone: the middle is the figure of the origin
stack ',1,2018-01,0,0,1
,3,2018-01,0.5,0,1
'
foretell
awk -F, 'FNR == NR { if ($1 == "encounters" && $2 == "2019-03") last += $7; next }
    $1 == "encounters" && $6 == "" && $5 == 1 { d = $11 / last - 1; exit !(d < 1e-6 && d > -1e-6 && $17 == 0) }' \
    two/observed/encounters.csv out.txt || wrong "the last value alone is not in the middle: $(sed -n 2p out.txt)"
awk -F, '$1 == "encounters" && $6 == "" { w[$5] = $17 } FNR > 1 && $1 != "encounters" && $17 != "" { bad++ } $6 == "place" && $17 != "" { bad++ }
    END { exit bad || w[2] != 0.25 || w[3] != 0.5 || w[5] != 0.5 }' out.txt || wrong "weights between and beyond the rows"
cp out.txt with.csv
printf 'margin,ahead,from,vado,spread\n,1,2018-01,0,1\n,3,2018-01,0.5,1\n' >two/stack.csv
foretell
same with.csv "a table without smoothing is not one that weighs it nothing"
foretell --members-alone
same first.csv "--members-alone is stacked"
# spread: twice as far from the median, on the scale of logs
stack ',1,2018-01,1,0,2
'
foretell
awk -F, 'function far(a, b) { return log((a + 1) / (b + 1)) } $1 != "encounters" || $6 != "" { next }
    FNR == NR { low[$5] = far($8, $11); next } { d = far($8, $11) / low[$5] - 2; if (d > 1e-6 || d < -1e-6) bad++ }
    END { exit bad > 0 }' alike.csv out.txt || wrong "members are not spread twice as far"
code 0 "$V" forecast two --from 2019-04 --months 2 --members 2 --mode fluid --quiet
says 'the border: members weigh 1.00 (spread 2.00), smoothing 0.00 1 month ahead; 1.00 (2.00), 0.00 2 months ahead$' out.txt
says '  sectors: members alone$' out.txt
code 0 "$V" forecast two --from 2019-04 --months 1 --members 2 --mode fluid --quiet --set us.agents=10@2019-04-01
says 'Quantiles of encounters are of members alone' out.txt
foretell --set us.agents=10@2019-04-01
awk -F, '$17 != "" && FNR > 1 { bad++ } END { exit bad > 0 }' out.txt || wrong "what is laid over the scenario is averaged away"
stack ',1,2019-05,1,0,2
'
code 0 "$V" forecast two --from 2019-04 --months 1 --members 2 --mode fluid --quiet
says 'stack.csv says nothing of forecasts from this month' out.txt
stack ',1,2018-01,0,0,1
'
# beyond what history has changes of, the last value stays as unsure, and in the stack
code 0 "$V" forecast two --from 2019-04 --months 15 --members 2 --mode fluid --csv --quiet
awk -F, '$1 == "encounters" && $6 == "" { n++; if ($17 != 0 || ($11 / m - 1) ^ 2 > 1e-9 && n > 1) bad++; m = $11 } END { exit bad || n != 15 }' \
    out.txt || wrong "the stack breaks off"
# a sector whose last figure is missing is told as such
stack 'place,1,2018-01,0,0,1
'
cp two/observed/encounters.csv figures.csv
awk -F, '!($1 == "encounters" && $2 == "2019-03" && /El Paso/)' figures.csv >two/observed/encounters.csv
code 0 "$V" forecast two --from 2019-04 --months 2 --members 2 --mode fluid --quiet
says 'the border: members alone$' out.txt
says 'sectors: .*; 1 of 2 have no last value and are of members alone$' out.txt
cp figures.csv two/observed/encounters.csv
: >two/stack.csv
foretell
same first.csv "an empty stack is not as none"
stack 'places,1,2018-01,1,0,2
,0,2018-01,1,0,2
,1,2018-13,2,0,20
'
code 1 "$V" check two
says 'stack.csv:2:1: .*places' err.txt
says 'stack.csv:3:2: ' err.txt
says 'stack.csv:4:' err.txt
[ "$(grep -c 'stack.csv:4:' err.txt)" -eq 3 ] || wrong "not all errors of a row: $(cat err.txt)"
stack ',1,2018-01,0.5,0.75,1
'
code 1 "$V" check two
says 'stack.csv:2:16: .*weights that are 1 together at most' err.txt
# of smoothing alone: fewer than two years of figures are as the last value; of more the season comes back
stack ',1,2018-01,0,0,1
'
foretell
cp out.txt last.csv
stack ',1,2018-01,0,1,1
'
foretell
awk -F, -v OFS=, '{ $18 = ""; print }' out.txt >out.new
awk -F, -v OFS=, '{ $18 = ""; print }' last.csv | cmp -s - out.new || wrong "too few figures are smoothed"
cp two/observed/encounters.csv figures.csv
awk -F, -v OFS=, '/^#/ || FNR == 1 || $1 == "series" { next } $1 == "encounters" && $2 ~ /^2018/ && $2 == $3 && $5 $6 == "" {
    for (y = 2013; y < 2018; y++) { m = y substr($2, 5); $2 = $3 = m; $7 = 5000 + 2500 * (substr(m, 6) == "04") + 50 * (y % 3); print } }' \
    figures.csv >>two/observed/encounters.csv
foretell
awk -F, '$1 == "encounters" && $6 == "" { m[$5] = $11; low[$5] = $8; high[$5] = $14; v = $17; s = $18 }
    END { exit !(v == 0 && s == 1 && low[1] > 0 && low[1] < m[1] && m[1] < high[1] && high[3] / low[3] > high[1] / low[1] && m[1] / m[2] > 1.05) }' \
    out.txt || wrong "smoothing knows no season: $(grep '^encounters.*,,' out.txt | head -3)"
cp figures.csv two/observed/encounters.csv
: >two/stack.csv
mkdir two/stack && mv two/stack.csv two/stack && code 0 "$V" forecast two --from 2019-04 --months 2 --members 2 --mode fluid --quiet
rm -r two/stack

# ---- nothing after the origin ----
cp two/observed/encounters.csv figures.csv
awk -F, -v OFS=, 'NR > 1 && $2 > "2019-03" { $7 = 10 * $7 } 1' figures.csv >two/observed/encounters.csv
foretell
same first.csv "figures after the origin enter a forecast"
cp figures.csv two/observed/encounters.csv
row() { printf '%s\n%s\n' "$header" "$1" >two/schedule.csv; }
row '2019-06-01,,mexico.checkpoints.effort,,,set,5,More,[a],'
foretell
same first.csv "a row that came after the origin enters a forecast"
foretell --policy-known
other first.csv "with the policy known a row that came is left out"
cp out.txt came.csv
row '2019-06-01,,mexico.checkpoints.effort,,,set,5,More,[a],2019-03-15'
foretell
other first.csv "a row that was announced is left out"
row '2019-06-01,,mexico.checkpoints.effort,,,set,5,More,[a],2019-04-02'
foretell
same first.csv "a row announced after the origin enters"
row '2019-06-01,,mexico.checkpoints.effort,,,set,5,More,[a],2020-01-01'
foretell --policy-known
other came.csv "a row that was set knowing later months enters as it came"
# what stands on the eve goes on, unless its end was known
row '2019-01-01,,mexico.checkpoints.effort,,,set,5,More,[a],'
foretell
cp out.txt on.csv
row '2019-01-01,2019-05-31,mexico.checkpoints.effort,,,set,5,More,[a],'
foretell
same on.csv "the end of a row was foreseen"
foretell --policy-known
other on.csv "with the policy known a row does not end"
row '2019-01-01,2019-05-31,mexico.checkpoints.effort,,,set,5,More,[a],2019-01-01'
foretell
other on.csv "the end of a row that was known as a whole is not foreseen"
code 0 "$V" forecast two --from 2019-04 --months 2 --members 2 --mode fluid --quiet --policy-known
says '^Policy known: ' out.txt
rm two/schedule.csv
# a run knows nothing of it
row '2018-02-01,,mexico.checkpoints.effort,,,set,3,More,[a],'
code 0 "$V" run two --until 2018-03-31 --mode fluid --members 1 --quiet -o a.db
row '2018-02-01,,mexico.checkpoints.effort,,,set,3,More,[a],2030-01-01'
code 0 "$V" run two --until 2018-03-31 --mode fluid --members 1 --quiet -o b.db
[ "$("$V" digest a.db)" = "$("$V" digest b.db)" ] || wrong "known_from changes a run"
row '2018-02-01,,mexico.checkpoints.effort,,,set,3,More,[a],soon'
code 1 "$V" check two
says 'schedule.csv:2:.*soon' err.txt
rm two/schedule.csv

# ---- refused ----
code 1 "$V" forecast two --from 2019-05 --quiet
says 'vado fit two --until 2019-04. writes latents/2019-04.csv' err.txt
code 1 "$V" forecast two --from 2019-05 --latents latents/2019-06.csv --quiet
says 'saw figures to 2019-06, expected a table that was fitted until 2019-04' err.txt
code 1 "$V" forecast two --from 2019-05 --latents latents/flat.csv --quiet
says 'nothing says when they end' err.txt
code 1 "$V" forecast two --from 2019-10 --months 12 --quiet
says '--months: found 12 from 2019-10 on, expected at most 9' err.txt
code 0 "$V" forecast two --from 2019-10 --members 2 --mode fluid --quiet
says '9 months from 2019-10' out.txt
code 1 "$V" forecast two --from 2017-01 --quiet
says '--from: found 2017-01' err.txt
code 2 "$V" forecast two --quiet
says '--from' err.txt
code 2 "$V" forecast two --from 2019-13 --quiet
code 2 "$V" forecast two --from 2019-04 --members 1 --quiet
code 3 "$V" forecast nowhere --from 2019-04 --quiet
[ ! -w /dev/full ] || {
    "$V" forecast two --from 2019-04 --months 1 --members 2 --mode fluid --quiet >/dev/full 2>err.txt
    [ $? -eq 3 ] || wrong "a forecast that cannot be written is no error"
}
timeout --preserve-status -s INT 2 "$V" forecast two --from 2019-04 --members 5000 --quiet >out.txt 2>err.txt
[ $? -eq 130 ] || wrong "interrupted it does not end with 130"
[ ! -s out.txt ] || wrong "interrupted it writes"

# ---- the rule of known_from ----
us=$SOURCE_DIR/scenarios/us-mexico
sh "$SOURCE_DIR/tools/known-from" "$us" --check >out.txt || wrong "known_from of us-mexico is not by the rule: tools/known-from"
mkdir planted
cp "$us/scenario.yaml" planted
sed 's/,2024-03-01$/,/' "$us/schedule.csv" >planted/schedule.csv
sh "$SOURCE_DIR/tools/known-from" planted --check >out.txt && wrong "rows without their known_from are not found"
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
