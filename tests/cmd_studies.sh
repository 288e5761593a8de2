#!/bin/sh
# Studies do not mislead: policies have names of their own, explain and whatif tell one number of one measure, intervals
# are called what they are, chance is no finding, one run twice is said to be one, a folder without what-ifs is an
# error. Starts in an empty folder.
# ctest: processors=2
set -u
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"
cp -R "$SOURCE_DIR/tests/scenarios/six-places" small
rm -rf small/policies
mkdir small/policies
header=from,until,parameter,where,who,change,value,note,source
cat >small/schedule.csv <<END
$header
2018-01-01,2018-05-31,mexico.checkpoints.effort,,,set,2,Winter,[a]
2018-06-01,2018-06-20,mexico.checkpoints.effort,,,set,4,More effort,[a]
2018-06-21,,mexico.checkpoints.effort,,,set,5,Yet more,[a]
END
cat >small/policies/undone.csv <<END
# title: The effort of June is not raised
$header
2018-06-01,2018-06-20,mexico.checkpoints.effort,,,set,0,None,[what-if]
2018-06-21,,mexico.checkpoints.effort,,,set,0,None,[what-if]
END
cp small/policies/undone.csv small/policies/baseline.csv
cp small/policies/undone.csv 'small/policies/policy-a b.csv'
fluid() { code 0 "$V" whatif small "$@" -o runs --mode fluid --until 2018-10-31 --quiet; }

# ---- names ----
fluid baseline
says '\[baseline\]' out.txt
grep -q 'Encounters between ports: about the same' out.txt && wrong "a policy named baseline is compared with itself"
cksum runs/baseline.db >before.txt
fluid
cksum runs/baseline.db | cmp -s - before.txt || wrong "a policy took the place of the baseline"
[ "$(grep 'Encounters between ports' out.txt | sort -u | wc -l)" -eq 1 ] || wrong "one policy by three names differs"
ls runs | grep -c '^policy-' | grep -qx 3 || wrong "kept runs: $(ls runs)"

# ---- explain and whatif: one number ----
fluid undone --csv
difference=$(awk -F, '$2 == "encounters" && $7 == "" && $8 == "" && $9 == "" { printf "%.0f", $12 }' out.txt)
awk -F, '$2 == "encounters" && ($13 != "" || $14 != "") { exit 1 }' out.txt || wrong "one fluid run has an interval"
code 0 "$V" explain runs/baseline.db --policy undone
shown=$(sed -n 's/^  encounters between ports .*: \([0-9,]*\) more\.$/\1/p' out.txt | tr -d ,)
[ -n "$shown" ] && [ "$shown" = "$difference" ] || wrong "explain tells $shown, whatif $difference"
code 0 "$V" explain runs/policy-undone.db --policy undone
says ": $(sed -n 's/^  encounters between ports .*: \([0-9,]*\) more\.$/\1/p' out.txt) more" out.txt
code 0 "$V" explain runs/baseline.db 2018-06-21
says 'policies/undone.csv undoes changes also on 2018-06-01' out.txt
says 'vado explain runs/baseline.db --policy undone' out.txt
grep -q '5%\|95%' out.txt && sed 's/less than 5% of//' out.txt | grep -q '5%\|95%' && wrong "an interval of one run"
code 2 "$V" explain runs/baseline.db --policy undine
says 'did you mean undone' err.txt
code 2 "$V" explain runs/baseline.db 2018-06-21 --policy undone
code 2 "$V" explain runs/baseline.db --policy undone --share

# ---- latents under way are latents, parts that offset each other are said ----
cp -R small rising
{
    echo latent,month,where,who,value
    for m in 01 02 03 04 05 06 07 08 09 10 11 12; do
        for who in Mexico Honduras; do echo "departures,2018-$m,,$who,$(awk "BEGIN { print 0.25 * ($m - 1) }")"; done
    done
} >rising/latents/flat.csv
if "$V" check rising >/dev/null 2>err.txt; then
    code 0 "$V" run rising -o rising.db --mode fluid --until 2018-10-31 --quiet
    code 0 "$V" explain rising.db 2018-06-21 --csv
    awk -F, '$1 == "border" { found = 1; exit !($17 > 0 && $10 > $17 && $17 > 0.02 * $10) } END { exit !found }' out.txt ||
        wrong "latents under way are no latents: $(sed -n 2p out.txt)"
    awk -F, 'NR > 1 { d = $5 - ($6 + $7 + $8 + $9 + $10 + $11); if (d > 1e-6 || d < -1e-6) exit 1 }' out.txt ||
        wrong "parts do not add up"
else
    wrong "rising: $(head -3 err.txt)"
fi

# ---- intervals ----
code 0 "$V" run small -o four.db --members 4 --until 2018-03-31 --quiet
code 0 "$V" run small -o forty.db --members 40 --until 2018-02-28 --quiet
code 0 "$V" run small -o four-undone.db --members 4 --until 2018-03-31 --set mexico.checkpoints.effort=0 --quiet
for command in 'summary four.db' 'compare four.db four-undone.db' 'summary runs/baseline.db'; do
    code 0 "$V" $command
    grep -q '5% to 95%\|95% of\| 5%  *95% ' out.txt && wrong "$command speaks of 95%"
done
code 0 "$V" summary four.db
says 'lowest to highest of 4' out.txt
code 0 "$V" export four.db encounters --by year --members
members=$(awk -F, 'NR > 1 { if (n++ == 0 || $3 < low) low = $3; if ($3 > high) high = $3 } END { print low, high }' out.txt)
code 0 "$V" summary four.db
found=$(awk '/fiscal 2018/ { gsub(",", ""); for (i = 1; i <= NF; i++) if ($i == "to") last = i; print $(last - 1), $(last + 1) }' out.txt | head -1)
[ "$found" = "$members" ] || wrong "lowest to highest is $found, members $members"
code 0 "$V" summary forty.db
says '5% to 95% of 40' out.txt
code 0 "$V" report four.db -o four.html
grep -q '5–95%\|95% of members' four.html && wrong "the report calls four members 95%"
# a share in a table may be any number
sed 's,<td>[0-9]*%</td>,,g' four.html | grep -qE 'in a hundred|95%' && wrong "the report of four members speaks of 95%"
grep -q 'lowest to highest of 4' four.html || wrong "the report does not say what its band is"
code 0 "$V" knockout small --members 2 --until 2018-02-28 --part checkpoints --quiet
says 'lowest to highest of 2' out.txt

# ---- chance ----
cat >small/policies/few.csv <<END
# title: Roads a little more dangerous
$header
2018-02-01,,harm.road_death_scale,,,scale,1.3,Worse,[what-if]
END
code 0 "$V" whatif small few -o few --mode fluid --until 2018-03-31 --quiet
says 'Deaths on the way.*no difference that a rerun could not make by chance' out.txt
awk '/Worse off/ { on = 1 } on' out.txt | grep -q 'deaths_on_the_way' && wrong "a handful of deaths is told as a finding"
code 0 "$V" whatif small few -o few --mode fluid --until 2018-03-31 --quiet --csv
says '^few,deaths_on_the_way,.*,1$' out.txt
code 0 "$V" compare few/baseline.db few/policy-few.db
says '^  deaths_on_the_way .* chance' out.txt

# ---- a kept run of another content is not told ----
cp runs/baseline.db moved.db
sed -i 's/set,0,None/set,1,None/' small/policies/undone.csv
code 0 "$V" run small -o now.db --mode fluid --until 2018-10-31 --quiet
code 0 "$V" report now.db --whatif runs -o now.html
grep -q 'not told: it was run with another content' now.html || wrong "an old policy is told as the new one"

# ---- a folder without what-ifs ----
mkdir empty
code 3 "$V" report four.db --whatif empty -o empty.html
says 'found no what-ifs' err.txt
says 'vado whatif' err.txt
[ ! -e empty.html ] || wrong "a report was written for a folder without what-ifs"

# ---- compare ----
cp four.db copy.db
for other in four.db ./four.db copy.db; do
    code 0 "$V" compare four.db $other
    head -1 out.txt | grep -q 'the same run' || wrong "compare four.db $other: $(head -1 out.txt)"
done
code 0 "$V" compare four.db copy.db --csv
says 'the same run' err.txt
code 0 "$V" compare four.db four-undone.db
grep -q 'the same run' out.txt && wrong "two runs are called one"
order=$(grep -n '^Whole period\|^Harm\|^Where pressure\|^Who is worse\|^By place\|^Other series' out.txt | cut -d: -f2 | cut -c1-7 | tr -d '\n')
[ "$order" = 'Whole pHarm   Where pWho is Other sBy plac' ] || wrong "order of compare: $order"
code 0 "$V" run small -o longer.db --members 4 --until 2018-04-30 --quiet
code 0 "$V" compare four.db longer.db
says 'Not compared: 1 months of B' out.txt
sed 's/^name: six-places/name: other/' small/scenario.yaml >s.yaml && cp -R small other && mv s.yaml other/scenario.yaml
code 0 "$V" run other -o other.db --members 4 --until 2018-03-31 --quiet
code 0 "$V" compare four.db other.db
says 'two scenarios' out.txt
says 'Files that differ: .*scenario.yaml' out.txt
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
