#!/bin/sh
# vado knockout and vado explain over the six-place scenario with a schedule and latents of its own: what is switched
# off does what the mission says, an idle part is said to change nothing, and the parts of a change add up to it.
# Starts in an empty folder. ctest: processors=2
set -u
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"
S=six
cp -R "$SOURCE_DIR/tests/scenarios/six-places" $S
cat >$S/schedule.csv <<'X'
from,until,parameter,where,who,change,value,note,source
2018-02-01,,mexico.checkpoints.effort,,,set,2,more at checkpoints,[our judgement]
2018-06-10,2018-12-31,mexico.checkpoints.effort,,,set,12,far more at checkpoints,[our judgement]
2018-06-10,,us.courts.judges,,,set,410,more judges,[our judgement]
2018-07-05,,us.tone,,,set,1,a warmer tone,[our judgement]
X
cat >$S/latents/flat.csv <<'X'
latent,month,where,who,value
departures,2018-01,,Honduras,0
departures,2018-06,,Honduras,0
departures,2018-08,,Honduras,0.6
departures,2018-01,,Mexico,0
X
cat >>$S/observed/encounters.csv <<'X'
mexico_events,2018-01,2018-12,,,,40000,events,nobody,derived,for this test,
X
# column NAME FILE: its number
column() { head -1 "$2" | tr ',' '\n' | grep -nx "$1" | cut -d: -f1; }
# of FILE PART NAME COLUMN: a cell of a knockout's CSV
of() { awk -F, -v s="$2" -v n="$3" -v c="$(column "$4" "$1")" '$2 == s && $5 == n { print $c; exit }' "$1"; }
is() { awk "function same(a, b) { return (a - b) ^ 2 < 1e-18 * a * a } BEGIN { exit !($1) }" || wrong "not so: $1 ($2)"; }

# ---- knockout ----
code 0 "$V" knockout $S --quiet --csv --threads 1
cp out.txt one.csv
code 0 "$V" knockout $S --quiet --csv --threads 2
cmp -s out.txt one.csv || wrong "the result depends on the number of threads"
code 0 "$V" knockout $S --quiet -o two.csv
cmp -s two.csv one.csv || wrong "-o FILE.csv is not what --csv prints"
is "$(of one.csv checkpoints encounters change) > 0.01" "without checkpoints encounters rise"
is "$(of one.csv checkpoints mexico_events whole) > 1000" "with checkpoints there are events"
is "$(of one.csv checkpoints mexico_events off) == 0" "without effort nobody is held, though the schedule sets it"
is "$(of one.csv harm deaths off) == 0" "without harm nobody dies"
is "$(of one.csv attempts repeat_share off) < 1e-9" "without second attempts nobody comes twice"
is "$(of one.csv checkpoints mexico_events change) == -1" "all events are gone"
is "$(of one.csv checkpoints mexico_events whole) > 0 && $(of one.csv checkpoints mean change) > 0" "the fit is worse"
is "$(of one.csv checkpoints mexico_events idle) == 0" "checkpoints are not idle"
awk -F, -v c="$(column change one.csv)" '$3 == 1 && $c != 0 && $c != "" { bad = 1 } END { exit bad }' one.csv ||
    wrong "an idle part changes something"
cut -d, -f1 one.csv | sed 1d | uniq >parts.txt
sort -c parts.txt || wrong "parts do not stand in the order of the mission"

# the whole is the central run
code 0 "$V" run $S --mode fluid --quiet -o central.db
code 0 "$V" export central.db encounters --by year
is "same($(tail -1 out.txt | sed 's/.*,//'), $(of one.csv checkpoints encounters whole))" "the whole is the fluid run"
off="--set attempts.after_expulsion=0 --set attempts.after_return=0 --set attempts.after_return_others=0
    --set attempts.after_mpp=0"
# off is the run with the same setting where no schedule speaks of it
code 0 "$V" run $S --mode fluid --quiet -o off.db $off
code 0 "$V" export off.db encounters --by year
is "same($(tail -1 out.txt | sed 's/.*,//'), $(of one.csv attempts encounters off))" "off is the run with these settings"

# a part that is off already changes nothing
code 0 "$V" knockout $S --quiet --part S20 --part checkpoints $off
says '^S20 *attempts .* changes nothing' out.txt
says '^S07 *checkpoints ' out.txt
says 'one central run each' out.txt
says '^S07 *checkpoints *mexico.checkpoints.[a-z_]*=0' out.txt
says '^S20 *attempts *nobody: it changes nothing here' out.txt
says '^S07 *checkpoints *[a-z]*: [a-z_]* [-+][0-9.]*%, and [0-9]* other series' out.txt
code 0 "$V" knockout $S --quiet --part trade --strict
says '^S23 *trade *nobody, because goods held up weigh with governments' out.txt
code 0 "$V" knockout $S --quiet --csv --part S20 $off
grep -q '^S20,attempts,1,' out.txt || wrong "a part that is off already is not idle"
if grep -q '^S20,attempts,0,' out.txt; then wrong "it is and is not idle"; fi
is "$(of out.txt attempts encounters change) == 0" "it changes no encounters"
code 0 "$V" knockout $S --part S07 --part S20
says '^100% of ' err.txt
code 4 "$V" knockout $S --quiet --part attempts --strict $off
says 'move no other and do not say why: 1' err.txt
code 0 "$V" knockout $S --quiet --part checkpoints --strict
code 2 "$V" knockout $S --quiet --part chekpoints
says 'did you mean checkpoints' err.txt
code 2 "$V" knockout $S --mode fluit
says 'did you mean fluid' err.txt
code 2 "$V" knockout $S --members none
code 2 "$V" knockout
code 3 "$V" knockout nowhere
code 1 "$V" knockout $S --set no.such=1
code 3 "$V" knockout $S --quiet --part S07 -o no/such/folder.csv
code 0 "$V" knockout $S --quiet --csv --part checkpoints --members 3 --mode stochastic --until 2018-08-31
is "$(of out.txt checkpoints mexico_events moves) == 1" "without checkpoints the statistics count no events"
is "$(of out.txt checkpoints bribes moves) == 0" "bribes are the part's own series"
is "$(of out.txt checkpoints encounters standard_error) > 0" "members have an error"
is "$(of out.txt checkpoints encounters low) < $(of out.txt checkpoints encounters high)" "members spread"

# ---- explain ----
# adds FILE: every row's parts add up to its change, and nationalities and sectors to the border
adds() {
    awk -F, 'function size(x) { return x < 0 ? -x : x }
        NR > 1 {
            if (size($5 - ($4 - $3)) > 1e-6 || size($5 - $6 - $7 - $8 - $9 - $10 - $11) > 1e-6) { print "row: " $0; bad = 1 }
            for (i = 3; i <= 11; i++) sum[$1, i] += $i
            rows++
        }
        END {
            for (i = 3; i <= 11; i++)
                if (size(sum["nationality", i] - sum["border", i]) > 1e-6 ||
                    size(sum["sector", i] - sum["border", i]) > 1e-6) { print "column " i " does not add up"; bad = 1 }
            exit bad || rows < 4
        }' "$1" || wrong "the parts do not add up ($2)"
}
part() { awk -F, -v a="$2" -v n="$3" -v c="$(column "$4" "$1")" '$1 == a && $2 == n { print $c }' "$1"; }
code 0 "$V" explain central.db 2018-06-10 --csv --threads 1
cp out.txt e1.csv
code 0 "$V" explain central.db 2018-06-10 --csv --threads 2
cmp -s out.txt e1.csv || wrong "the result depends on the number of threads"
adds e1.csv "two parameters"
is "$(part e1.csv border '' event) < -1" "more effort lowers encounters"
is "$(part e1.csv border '' other) > 1" "a warmer tone raises them"
is "$(part e1.csv border '' latent) > 1" "departures fitted higher raise them"
is "$(part e1.csv nationality Mexico latent) < 1 && $(part e1.csv nationality Honduras latent) > 1" "whose latent moves"
is "($(part e1.csv border '' noise)) ^ 2 < 1e-12" "a central run has no noise"
is "$(part e1.csv border '' latent_share) > 0 && $(part e1.csv border '' latent_share) < 1" "share"
code 0 "$V" explain central.db 2018-06-10,us.courts.judges --csv
adds out.txt "one parameter"
is "($(part out.txt border '' event)) ^ 2 < ($(part e1.csv border '' event)) ^ 2 / 100" "ten judges are not the checkpoints"
is "$(part out.txt border '' other) < $(part e1.csv border '' other) - 1" "what was the event is now another date"
code 0 "$V" explain central.db 2018-06-10
says 'mexico.checkpoints.effort: 1 begins (far more at checkpoints)' out.txt
says 'Mean of 2018-04 to 2018-05 (before) and of 2018-06 to 2018-09' out.txt
says 'that end there: 0; that begin: 2' out.txt
says 'deaths ' out.txt

sed 's/^departures,2018-08,,Honduras,.*/departures,2018-08,,Honduras,0/' $S/latents/flat.csv >zero.csv
sed 's/^departures,2018-08,,Honduras,.*/departures,2018-08,,Honduras,3/' $S/latents/flat.csv >high.csv
code 0 "$V" run $S --mode fluid --quiet -o zero.db --latents zero.csv
code 0 "$V" explain zero.db 2018-06-10 --csv
adds out.txt "no latent moves"
is "($(part out.txt border '' latent)) ^ 2 < 1e-12" "a latent that does not move has no part"
code 0 "$V" run $S --mode fluid --quiet -o high.db --latents high.csv
code 0 "$V" explain high.db 2018-06-10
says 'MORE THAN 30% IS LATENT' out.txt
code 0 "$V" explain zero.db 2018-06-10
if grep -q 'IS LATENT' out.txt; then wrong "said to be latent without latents"; fi

# ---- what rests on the fit is said by the report and by the what-ifs that touch the event ----
code 0 "$V" report high.db -o high.html
code 0 "$V" report zero.db -o zero.html
grep -q 'more than 30% is the fitted latent' high.html || wrong "the report does not say that the event is latent"
tr '<' '\n' <high.html | awk '/^section id=explained/ { on = 1 } /^\/section/ { on = 0 } on' >explained.txt
for words in 'data-harm="deaths kidnappings"' 'Deaths before' 'Kidnapped before'; do
    grep -q "$words" explained.txt || wrong "encounters around an event stand without $words"
done
grep -q 'id=explained' zero.html || wrong "the report of a mechanism's event says nothing of its share"
if grep -q 'more than 30% is the fitted latent' zero.html; then wrong "a mechanism's event is called latent"; fi
code 0 "$V" run $S --mode fluid --quiet -o unasked.db
code 0 "$V" report unasked.db -o unasked.html
grep -q 'vado explain unasked.db --all' unasked.html || wrong "the report does not say what has not been found"
if grep -q '2018-06-10</td><td class=t><code>mexico.checkpoints.effort' unasked.html; then wrong "a share out of nowhere"; fi
# all dates: day by day, kept, and not found again
code 0 "$V" explain high.db --all --csv
[ "$(head -1 out.txt)" = 'day,parameter,others,before,after,latent_share,deaths_before,deaths_after,kidnapped_before,kidnapped_after,input_hash' ] || wrong "header of --all: $(head -1 out.txt)"
grep -q '^2018-07-05,us.tone,0,' out.txt || wrong "--all leaves out a date"
is "$(awk -F, '$1 == "2018-06-10" { print $6 }' out.txt) > 0.3" "share of the date of before"
cp out.txt first.csv
cksum high.db >sum.txt
code 0 "$V" explain high.db --all --csv
cmp -s out.txt first.csv || wrong "--all says something else the second time"
cksum high.db | cmp -s - sum.txt || wrong "--all found again what was kept"
code 0 "$V" explain high.db 2018-06-10 --share
says '^2018-06-10 (mexico.checkpoints.effort and 1 more): [0-9]*% .*(MORE THAN 30%); deaths a month [0-9]* before' out.txt
[ "$(wc -l <out.txt)" -eq 1 ] || wrong "--share is more than a line"
code 2 "$V" explain high.db 2018-06-10,us.tone --share
code 2 "$V" explain high.db 2018-06-10 --all
code 2 "$V" explain high.db
# a policy that replaces the event, one that holds when it comes, and one that leaves it alone
cp -R $S told
mkdir -p told/policies
header=from,until,parameter,where,who,change,value,note,source
printf '# title: Replaced\n%s\n2018-06-10,,mexico.checkpoints.effort,,,set,1,x,[what-if]\n' $header >told/policies/replaced.csv
printf '# title: Before it\n%s\n2018-05-01,,mexico.checkpoints.effort,,,set,1,x,[what-if]\n' $header >told/policies/held.csv
printf '# title: Elsewhere\n%s\n2018-06-10,,harm.road_death_scale,,,scale,1,x,[what-if]\n' $header >told/policies/elsewhere.csv
sed 's/^departures,2018-08,,Honduras,.*/departures,2018-08,,Honduras,5/' $S/latents/flat.csv >higher.csv
for latents in higher zero; do
    cp $latents.csv told/latents/flat.csv
    code 0 "$V" whatif told replaced held elsewhere -o runs-$latents --members 1 --quiet
    cp out.txt $latents.txt
done
[ "$(grep -c 'Rests on the fit: 2018-06-10 (mexico.checkpoints.effort and 1 more)' higher.txt)" -eq 2 ] ||
    wrong "two what-ifs touch a latent event, and do not both say so"
awk '/^Elsewhere/ { on = 1 } on' higher.txt >elsewhere.txt
if grep -q 'Rests on the fit\|Dates of the schedule' elsewhere.txt; then wrong "a what-if that touches nothing speaks of it"; fi
if grep -q 'Rests on the fit' zero.txt; then wrong "a what-if calls a mechanism's event latent"; fi
says 'at most [0-9]*% of the change around them' zero.txt
cp higher.csv told/latents/flat.csv
code 0 "$V" whatif told replaced -o runs-higher --members 1 --quiet --csv
is "$(awk -F, '$2 == "deaths" { print $NF; exit }' out.txt) > 0.3" "latent_share in the CSV"
code 0 "$V" report runs-higher/baseline.db --whatif runs-higher -o told.html
grep -q 'Rests on the fit' told.html || wrong "the what-if in the report does not say what rests on the fit"

# ---- the report shows the table of knock-outs, harm in it ----
code 0 "$V" knockout $S --quiet --csv --mode fluid
cp out.txt table.csv
code 0 "$V" report central.db -o parts.html --knockout table.csv
for words in 'id=knockout' 'From <code>table.csv</code>' 'and not this run' 'Without</th>' '>Deaths</th><th>Kidnapped</th><th>Extorted</th>' 'scope=row>checkpoints <small>S07'; do
    grep -q "$words" parts.html || wrong "the report's table of knock-outs lacks $words"
done
[ "$(tr '<' '\n' <parts.html | grep -c 'th class=t scope=row>\(checkpoints\|courts\|harm\) $')" -ge 3 ] || wrong "parts are missing"
if grep -q 'id=knockout' high.html; then wrong "knock-outs in a report that was not asked for them"; fi
sed '1s/,change,/,chnage,/' table.csv >bad.csv
code 1 "$V" report central.db -o bad.html --knockout bad.csv
says "bad.csv:1:10: found .chnage., expected column 10 named change" err.txt
sed 's/^\(S07,checkpoints,0,headline,encounters,[^,]*,[0-9]*\),[^,]*,/\1,many,/' table.csv >bad.csv
code 1 "$V" report central.db -o bad.html --knockout bad.csv
says "found .many., expected a number or nothing in whole" err.txt
: >bad.csv
code 1 "$V" report central.db -o bad.html --knockout bad.csv
code 3 "$V" report central.db -o bad.html --knockout nowhere.csv
[ -e bad.html ] && wrong "a report was written beside errors"

code 0 "$V" run $S --members 3 --quiet -o three.db
code 0 "$V" explain three.db 2018-06-10 --csv
adds out.txt "an ensemble"
is "$(part out.txt border '' low) < $(part out.txt border '' high)" "members spread"
cat >after.csv <<'X'
from,until,parameter,where,who,change,value,note,source
2018-09-03,2018-10-14,mexico.checkpoints.effort,,,set,0,a pause,[our judgement]
X
code 0 "$V" run $S --mode fluid --quiet -o paused.db --policy after.csv
code 0 "$V" explain paused.db 2018-10-15 --csv
adds out.txt "the end of a policy"
is "$(part out.txt border '' event) < 0" "the pause ends"

code 2 "$V" explain central.db 2018-06-11
says 'the nearest dates: 2018-06-10 ' err.txt
says '2018-07-05 (us.tone)' err.txt
code 2 "$V" explain central.db 2018-06-10,us.court.judges
says 'did you mean us.courts.judges' err.txt
code 2 "$V" explain central.db yesterday
code 2 "$V" explain central.db
code 3 "$V" explain nowhere.db 2018-06-10
code 2 "$V" explain central.db 2018-06-10 --threads 0
code 0 "$V" run $S --mode fluid --quiet -o late.db --from 2018-06-01
code 2 "$V" explain late.db 2018-06-10
says 'no whole month before' err.txt
exit $failed
