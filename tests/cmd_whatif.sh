#!/bin/sh
# vado whatif over the six-place scenario: what a policy does is told, harm always; runs are kept and used again; what is
# changed is run anew; all wrong names at once; every shipped what-if is readable. Starts in an empty folder.
# ctest: processors=2
set -u
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"
cp -R "$SOURCE_DIR/tests/scenarios/six-places" small
rm -rf small/policies
code 1 "$V" whatif small
says 'has no policies' err.txt
mkdir small/policies
cat >small/policies/no-checkpoints.csv <<'END'
# title: Nobody is stopped in Mexico
# about: Checkpoints end. Who comes through?
from,until,parameter,where,who,change,value,note,source
2018-02-01,,mexico.checkpoints.effort,,,set,0,No effort,[what-if]
END
cat >small/policies/nothing.csv <<'END'
# title: Nothing changes
from,until,parameter,where,who,change,value,note,source
2018-02-01,,harm.road_death_scale,,,scale,1,As it was,[what-if]
END
all() { code 0 "$V" whatif small "$@" -o runs --members 2 --until 2018-05-31 --quiet; }

code 0 "$V" whatif small --list
says '^no-checkpoints  *Nobody is stopped in Mexico$' out.txt
code 2 "$V" whatif small no-checkpoint nothing nowhere -o runs
says 'no-checkpoint: .*did you mean no-checkpoints?' err.txt
says 'what-if nowhere:' err.txt
[ ! -e runs ] || wrong "something was run for a wrong name"

all
cp out.txt first.txt
says '^Nobody is stopped in Mexico  \[no-checkpoints\]$' out.txt
says '^  Checkpoints end. Who comes through?$' out.txt
says '^  2018-02 to 2018-05 beside the baseline, 2 members' out.txt
says '^  Encounters between ports: [0-9,]* more' out.txt
awk '/^Nothing changes/ { on = 1 } on' out.txt >nothing.txt
says 'Encounters between ports: about the same' nothing.txt
says 'in no month do encounters differ' nothing.txt
# harm stands in every what-if, series by series, and no option takes it out
for words in 'Deaths at the border, found or not' 'kidnapped while waiting' 'extorted or robbed' 'People waiting in' \
    'Deaths on the way' 'Worse off'; do
    [ "$(grep -c "$words" out.txt)" -eq 2 ] || wrong "harm is missing from a what-if: $words"
done
"$V" whatif --help | grep -iq 'harm' || wrong "the help does not speak of harm"
code 2 "$V" whatif small --no-harm

# who is flown home is named, and what becomes of those who are not, of which harm is part
cat >small/policies/sharp-limit.csv <<'END'
# title: Nobody is held for longer than a notice takes
# each: mexico_returns_by_air
from,until,parameter,where,who,change,value,note,source
2018-02-01,,mexico.stations.detention_limit_hours,,,set,12,Twelve hours,[what-if]
2018-02-01,,mexico.repatriation.compliance,,,set,1,Obeyed everywhere,[what-if]
END
code 0 "$V" whatif small sharp-limit -o flown --mode fluid --members 2 --until 2018-05-31 --quiet
says '^  Flown home from the way: [0-9,]* fewer' out.txt
says '^    By nationality: Honduras -' out.txt
says '^    By group: .*family -' out.txt
each=$(grep '^    For each 1,000 fewer: ' out.txt)
for words in 'Encounters between ports +' 'Returned from the way to their countries -1,000' 'extortion +'; do
    echo "$each" | grep -q "$words" || wrong "what becomes of those who are not flown home lacks $words: $each"
done
grep -q 'For each' first.txt && wrong "what becomes of people is told of a policy that does not ask"
sed -i 's/^# each: .*/# each: mexico_flights/' small/policies/sharp-limit.csv
code 0 "$V" whatif small sharp-limit -o flown --mode fluid --members 2 --until 2018-05-31 --quiet
says 'There is no series mexico_flights' out.txt
rm small/policies/sharp-limit.csv

# the same again: nothing is run, the same is said; a changed policy is run anew, the rest is kept
stamp() { cksum runs/*.db; }
stamp >before.txt
all
cmp -s out.txt first.txt || wrong "the same call says something else"
stamp | cmp -s - before.txt || wrong "finished runs were run again"
sed -i 's/2018-02-01,,mexico/2018-04-01,,mexico/' small/policies/no-checkpoints.csv
all no-checkpoints
says '2018-04 to 2018-05 beside' out.txt
grep -q 'Nothing changes' out.txt && wrong "a what-if that was not asked for is told"
cksum runs/policy-nothing.db | grep -qFf - before.txt || wrong "a run that did not change was run again"
# another seed is another run
cksum runs/baseline.db >base.txt
code 0 "$V" whatif small nothing -o runs --members 2 --until 2018-05-31 --seed 9 --quiet
cksum runs/baseline.db | cmp -s - base.txt && wrong "another seed has the same baseline"

# CSV: every series, harm among them
all --csv no-checkpoints
[ "$(head -1 out.txt)" = "policy,series,unit,harm,from,until,place,nationality,group,baseline,policy_value,difference,low,high,change,latent_share,within_chance" ] ||
    wrong "header: $(head -1 out.txt)"
for series in encounters deaths deaths_on_the_way kidnappings extortion waiting; do
    grep -q "^no-checkpoints,$series,[^,]*,[01],2018-04,2018-05,,,," out.txt || wrong "no total of $series"
done
awk -F, 'NR > 1 && NF != 17 { print "columns: " $0; bad = 1 }
    NR > 1 && ($12 - ($11 - $10) > 1e-6 * ($10 + 1) || $12 - ($11 - $10) < -1e-6 * ($10 + 1)) { print "sum: " $0; bad = 1 }
    END { exit bad }' out.txt || wrong "rows do not hold together"

# the report tells them, harm in each
code 0 "$V" report runs/baseline.db --whatif runs -o told.html
grep -q 'Nothing changes</b>: not told' told.html || wrong "a run that is no pair to the baseline is passed over in silence"
all
code 0 "$V" report runs/baseline.db --whatif runs -o told.html
tr '<' '\n' <told.html >told.txt
[ "$(grep -c '^details class=whatif' told.txt)" -eq 2 ] || wrong "the report does not tell both what-ifs"
[ "$(grep -c 'Deaths at the border, found or not' told.txt)" -ge 2 ] || wrong "a what-if of the report lacks harm"
code 0 "$V" report runs/baseline.db -o plain.html
grep -q 'id=whatif' plain.html && wrong "what-ifs in a report that was not asked for them"

# a projection goes beyond the figures, is noted as one, and only so far as the scenario says
until=$(sed -n 's/.*until: *\([0-9-]*\).*/\1/p' small/scenario.yaml)
code 1 "$V" run small -o projected.db --members 1 --until 2031-12-31 --quiet
says "expected a day of the scenario's period" err.txt
sed -i "s/until: *$until/until: $until, projection: 2031-12-31/" small/scenario.yaml
code 0 "$V" run small -o projected.db --mode fluid --from "$until" --until 2031-12-31 --quiet
says 'a projection: no figures stand beside it' err.txt
code 0 "$V" report projected.db -o projected.html
grep -q 'class="*projection' projected.html || wrong "the report does not draw the projection differently"
code 1 "$V" run small -o projected.db --until 2032-01-01 --quiet

# what ships: every what-if has a title and says what it asks
for policy in "$SOURCE_DIR"/scenarios/us-mexico/policies/*.csv; do
    grep -q '^# title: ..........' "$policy" || wrong "$policy has no title"
    grep -q '^# about: ....................' "$policy" || wrong "$policy does not say what it asks"
done
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
