#!/bin/sh
# What acts on no day, and what acts on too many: no month depends on a later --until, --set holds over dated rows and
# under policies, what lies outside the run is told, --policy takes names, a day that does not exist is told the last of
# its month. Starts in an empty folder. ctest: processors=2
set -u
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"
cp -R "$SOURCE_DIR/tests/scenarios/six-places" small
mkdir small/policies
head='from,until,parameter,where,who,change,value,note,source'
sed -i 's/^latents:.*/latents: latents\/bent.csv/' small/scenario.yaml
{
    echo 'latent,month,where,who,value'
    for m in 01 02 03 04 05 06; do echo "departures,2018-$m,,Honduras,0.$m"; done
    for m in 01 02 03 04 05 06; do echo "departures,2018-$m,,Mexico,0"; done
    for m in 07 08 09 10 11 12; do printf 'departures,2018-%s,,Honduras,0.06\ndepartures,2018-%s,,Mexico,0\n' $m $m; done
} >small/latents/bent.csv
echo "$head" >small/schedule.csv
echo '2018-01-10,,mexico.checkpoints.effort,,,set,0.5,half,x' >>small/schedule.csv
echo '2018-03-10,2018-03-20,mexico.checkpoints.effort,,,set,0,none,x' >>small/schedule.csv

# ---- no month depends on a later end ----
run() { # run NAME OPTIONS...
    name=$1
    shift
    code 0 "$V" run small -o "$name.db" --quiet "$@"
    cp err.txt "$name.err"
}
dump() { # every series of the months until $2, by member
    for series in $("$V" series "$1.db" 2>/dev/null | sed 1d | cut -d, -f1); do
        "$V" export "$1.db" "$series" --members 2>/dev/null | awk -F, -v last="$2" -v s="$series" \
            'NR > 1 && $1 <= last { print s "," $0 }'
    done
}
for mode in fluid stochastic; do
    run short --mode $mode --members 1 --until 2018-02-28
    dump short 2018-02 >short.txt
    [ "$(grep -c '^departures,' short.txt)" -eq 2 ] || wrong "no departures in the dump"
    for end in 2018-03 2018-03-15 2018-04-30 2018-12-31; do
        run long --mode $mode --members 1 --until $end
        dump long 2018-02 >long.txt
        cmp -s short.txt long.txt || wrong "$mode: January and February differ with --until $end"
    done
done
# nor on where the report of it begins
run late --mode fluid --from 2018-02-01 --until 2018-02-28
run long --mode fluid --until 2018-04-30
dump late 2018-02 >late.txt
dump long 2018-02 | grep ',2018-02,' >long.txt
cmp -s late.txt long.txt || wrong "February differs with --from 2018-02-01"

# ---- --set over the schedule, policies over --set ----
digest() { "$V" digest "$1.db"; }
other() { [ "$(digest "$1")" != "$(digest "$2")" ] || wrong "$1 and $2 are the same: $3"; }
short='--mode fluid --until 2018-04-30'
run base $short
run set $short --set mexico.checkpoints.effort=0.9
echo "$head" >small/schedule.csv
run bare $short --set mexico.checkpoints.effort=0.9
other base set "--set must act over dated rows"
[ "$("$V" export set.db encounters 2>/dev/null)" = "$("$V" export bare.db encounters 2>/dev/null)" ] ||
    wrong "--set gives another result with dated rows below it than without"
echo '2018-01-10,,mexico.checkpoints.effort,,,set,0.5,half,x' >>small/schedule.csv
printf '%s\n2018-01-01,,mexico.checkpoints.effort,,,set,0.2,low,x\n' "$head" >small/policies/low.csv
run low $short --policy low
run low_set $short --policy low --set mexico.checkpoints.effort=0.9
[ "$("$V" export low.db encounters --by day 2>/dev/null | tail -1)" != \
    "$("$V" export set.db encounters --by day 2>/dev/null | tail -1)" ] || wrong "a policy must act over --set"
run low_path $short --policy small/policies/low.csv
[ "$("$V" export low.db encounters 2>/dev/null)" = "$("$V" export low_path.db encounters 2>/dev/null)" ] ||
    wrong "a policy by name is another than by path"

# ---- what acts on no day ----
policy() { # policy FILE ROW...
    file=$1
    shift
    {
        echo "$head"
        for row; do echo "$row"; done
    } >"$file"
}
for case in 'past:1999-01-01,1999-12-31:1999-01-01 to 1999-12-31' 'future:2035-01-01,:2035-01-01 to the end'; do
    file=${case%%:*}.csv
    dates=${case#*:}
    policy "$file" "${dates%%:*},mexico.checkpoints.effort,,,set,0.3,n,x"
    code 0 "$V" check small --policy "$file"
    says "^$file:2:.*warning: found a row of ${dates#*:}, expected days of the run, 2018-01-01 to 2018-12-31" err.txt
    says '1 warning$' out.txt
    code 0 "$V" run small --mode fluid --until 2018-01-31 -o x.db --quiet --policy "$file"
    says "^$file:2:.*warning.*2018-01-01 to 2018-01-31" err.txt
    cp "$file" small/policies/idle.csv
    code 0 "$V" whatif small idle --members 1 --until 2018-01-31 -o runs --quiet
    says 'idle.csv:2:.*warning: ' err.txt
    rm small/policies/idle.csv
done
policy empty.csv
code 0 "$V" check small --policy empty.csv
says '^empty.csv: warning: .*without rows' err.txt
policy equal.csv '2018-02-01,,mexico.checkpoints.effort,,,set,0.5,as it is,x'
code 0 "$V" check small --policy equal.csv
says '^equal.csv: warning: .*already in force' err.txt
# inside the scenario, outside a shortened run
policy may.csv '2018-05-01,,mexico.checkpoints.effort,,,set,0.3,n,x'
code 0 "$V" check small --policy may.csv
says ' 0 warnings$' out.txt
code 0 "$V" check small --policy may.csv --until 2018-04-30
says '^may.csv:2:.*warning' err.txt
code 0 "$V" check small --until 2018-01-05 # the scenario's own rows after the end of a shortened run
says ' 0 warnings$' out.txt
cp small/schedule.csv kept.csv
echo '2031-01-01,,mexico.checkpoints.effort,,,set,0.3,n,x' >>small/schedule.csv
echo '2032-01-01,,mexico.checkpoints.effort,,,set,0.4,n,x' >>small/schedule.csv
code 0 "$V" check small
says '^small/schedule.csv:3:.*warning: found a row of 2031-01-01 to the end (and 1 more such row)' err.txt
says '1 warning$' out.txt
mv kept.csv small/schedule.csv
cp small/observed/encounters.csv kept.csv
sed 's/201[0-9]-/1990-/g' kept.csv >small/observed/encounters.csv
code 0 "$V" check small
says 'observed: warning: found .*outside' err.txt
mv kept.csv small/observed/encounters.csv

# ---- names, days ----
code 3 "$V" check small --policy lwo
says "did you mean low?" err.txt
code 3 "$V" check small --policy quite-another-thing
says "it has: low" err.txt
code 1 "$V" check small --until 2018-02-30
says "--until: found '2018-02-30', a day that does not exist, expected one of 2018-02-01 to 2018-02-28" err.txt
code 1 "$V" check small --set 'routes.family_open[nowhere]=0.5'
says 'air_mexico, air_nicaragua, darien, home or overland' err.txt
exit $failed
