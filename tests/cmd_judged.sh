#!/bin/sh
# vado judged over the six-place scenario with a schedule of its own: what is a judged number and what is not, that
# moving one is the run with that value, whatever begins where, that what moves most stands first, that the level of the
# fit takes back what departures can; and sizes of the schedule that members draw.
# Starts in an empty folder. ctest: processors=2
set -u
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"
S=six
cp -R "$SOURCE_DIR/tests/scenarios/six-places" $S
cat >$S/schedule.csv <<'X'
from,until,parameter,where,who,change,value,note,source
2018-02-01,,mexico.checkpoints.effort,,,set,2,more at checkpoints,[our judgement]
2018-07-10,2018-12-31,mexico.checkpoints.effort,,,set,6,far more at checkpoints,[our judgement]
2018-07-10,,us.courts.judges,,,set,410,more judges,EOIR
2018-07-05,,us.tone,,,set,0,an even tone,[our judgement]
X
cat >$S/spreads.csv <<'X'
parameter,from,spread,source
mexico.checkpoints.effort,2018-07-10,3,[our judgement]
X
cat >$S/latents/flat.csv <<'X'
latent,month,where,who,value
departures,2018-01,,Honduras,0
departures,2018-12,,Honduras,0
departures_kept,2018-12,,,0.8
departures_mean,2018-12,,Honduras,0
X
column() { head -1 "$2" | tr ',' '\n' | grep -nx "$1" | cut -d: -f1; }
# rows without quotes: source and note are cut, since they may hold commas
plain() { sed 's/"[^"]*"/q/g' "$1"; }
of() { plain "$1" | awk -F, -v n="$2" -v c="$(column "$3" "$1")" '$2 == n { print $c; exit }'; }
is() { awk "function same(a, b) { return (a - b) ^ 2 < 1e-8 } BEGIN { exit !($1) }" || wrong "not so: $1 ($2)"; }
E=mexico.checkpoints.effort
J="judged $S --quiet --csv --largest 0 --number $E* --number us.tone* --number us.courts.judges* --number harm.kidnapping_per_week --number crossings.csv*"

code 0 "$V" $J --threads 1
cp out.txt one.csv
code 0 "$V" $J --threads 2
cmp -s out.txt one.csv || wrong "the result depends on the number of threads"
code 0 "$V" $J -o two.csv
cmp -s two.csv one.csv || wrong "-o FILE.csv is not what --csv prints"

# ---- what is a judged number ----
[ "$(of one.csv "$E from 2018-02-01" kind)" = schedule ] || wrong "a judged row of the schedule is missing"
[ -z "$(of one.csv "us.courts.judges from 2018-07-10" kind)" ] || wrong "a row with a source is called judged"
[ -z "$(of one.csv "us.tone from 2018-07-05" kind)" ] || wrong "a size of 0 is said to be moved by a factor"
is "$(of one.csv "$E from 2018-02-01" low) == 2 && $(of one.csv "$E from 2018-02-01" up_high) == 3" "a factor of 1.5"
is "$(of one.csv "$E from 2018-07-10" up_high) == 18 && $(of one.csv "$E from 2018-07-10" down_low) == 2" "its spread"
is "$(of one.csv "$E from 2018-07-10" prior_in_every_ensemble) == 1 && $(of one.csv "$E from 2018-02-01" prior_in_every_ensemble) == 0" \
    "a spread is a prior"
is "$(of one.csv harm.kidnapping_per_week prior_in_every_ensemble) == 1" "a prior"
plain one.csv | awk -F, -v c="$(column size one.csv)" 'NR > 2 && $c > last { bad = 1 } NR > 1 { last = $c } END { exit bad }' ||
    wrong "numbers do not stand by size"

# ---- moving it is the run with that value ----
sed 's/set,6,far/set,18,far/' $S/schedule.csv >high.csv
cp -R $S high
cp high.csv high/schedule.csv
total() { # folder, last column of encounters of the year
    code 0 "$V" run "$1" --mode fluid --quiet --force -o "$1.db"
    code 0 "$V" export "$1.db" encounters --by year
    tail -1 out.txt | sed 's/.*,//'
}
a=$(total $S)
b=$(total high)
is "$a != $b" "the row does something"
is "same((($b + 1) / ($a + 1) - 1), ($(of one.csv "$E from 2018-07-10" encounters_period_up)))" "a number that begins at a quarter"
sed 's/set,2,more/set,3,more/' $S/schedule.csv >high/schedule.csv
b=$(total high)
is "same((($b + 1) / ($a + 1) - 1), ($(of one.csv "$E from 2018-02-01" encounters_period_up)))" "a number from the first quarter"

# ---- the level of the fit takes back what departures can ----
code 0 "$V" judged $S --quiet --csv --largest 1 --number "$E from 2018-02*"
cp out.txt level.csv
if [ -n "$(of level.csv "$E from 2018-02-01" size_levelled)" ]; then
    is "($(of level.csv "$E from 2018-02-01" encounters_period_up_levelled)) ^ 2 < ($(of level.csv "$E from 2018-02-01" encounters_period_up)) ^ 2" \
        "encounters are back at the level"
else
    wrong "the largest is not levelled"
fi

# ---- sizes that members draw ----
cp -R $S without
rm without/spreads.csv
digest() { # folder, options
    f=$1
    shift
    code 0 "$V" run "$f" --mode fluid --quiet --force -o d.db "$@"
    code 0 "$V" digest d.db
    cat out.txt
}
[ "$(digest $S)" = "$(digest without)" ] || wrong "a spread moves the central run"
[ "$(digest $S --members 3 --prior)" != "$(digest without --members 3 --prior)" ] || wrong "a spread moves no member"
[ "$(digest $S --members 3 --prior --until 2018-06-30)" = "$(digest without --members 3 --prior --until 2018-06-30)" ] ||
    wrong "a spread moves members before its day"
bad() { # row, what is said
    printf 'parameter,from,spread,source\n%s\n' "$1" >without/spreads.csv
    code 1 "$V" check without
    says "$2" err.txt
}
bad 'mexico.checkpoints.effort,2018-07-11,2,x' 'sets from that day on'
bad 'mexico.checkpoints.effort,2018-07-10,0.5,x' 'from 1 to 100'
echo '2018-08-01,,mexico.checkpoints.effort,,,scale,2,twice,[our judgement]' >>without/schedule.csv
bad 'mexico.checkpoints.effort,2018-08-01,2,x' 'a factor or an addend is no size'
cp $S/schedule.csv without
bad 'mexico.checkpoints.efort,2018-07-10,2,x' 'a parameter'
# a policy has the size it asks about
cat >policy.csv <<'X'
from,until,parameter,where,who,change,value,note,source
2018-07-10,2018-12-31,mexico.checkpoints.effort,,,set,3,a policy,nobody
X
rm without/spreads.csv
[ "$(digest $S --members 3 --prior --policy policy.csv)" = "$(digest without --members 3 --prior --policy policy.csv)" ] ||
    wrong "a policy from the same day is spread"

# ---- wrong use ----
code 2 "$V" judged $S --quiet --number no.such
grep -q -e 'number' err.txt || wrong "the option is not named"
code 2 "$V" judged $S --factor 1
code 2 "$V" judged $S --largest many
code 2 "$V" judged
code 3 "$V" judged nowhere
exit $failed
