#!/bin/sh
# vado fit --stage posterior and runs of it from outside: a call that was cut goes on from the runs it kept to the same
# table, by any number of threads; members of the posterior are others than the prior's, say so, and are what runs have if
# nobody says anything, with levels from a table of theirs and of no other; a table of another input is refused, and
# passed by without --posterior. Starts in an empty folder. ctest: timeout=300
set -u
bad=0
wrong() { echo "$*"; bad=1; }
. "$SOURCE_DIR/tests/unseen.sh"
unseen six
"$VADO" fit six --stage posterior --members 12 --keep runs.csv --threads 1 >found.txt 2>&1 || wrong "the fit failed: $(tail -1 found.txt)"
grep -q 'directions are seen' found.txt || wrong "nothing is said of directions"
cp six/posterior.csv whole.csv
size=$(wc -c <runs.csv)
head -c $((size * 3 / 4)) runs.csv >cut.csv
"$VADO" fit six --stage posterior --members 12 --keep cut.csv --threads 2 >again.txt 2>&1
grep -q ', 0 of them kept' again.txt && wrong "what was kept was not taken"
cmp -s whole.csv six/posterior.csv || wrong "the table from kept runs is another"
"$VADO" run six --posterior --mode fluid --members 3 --quiet -o posterior.db 2>/dev/null || wrong "the run failed"
"$VADO" run six --level --mode fluid --members 3 --quiet -o level.db 2>/dev/null
[ "$("$VADO" digest posterior.db)" != "$("$VADO" digest level.db)" ] || wrong "the posterior's members are the prior's"
"$VADO" summary posterior.db 2>/dev/null | head -1 | grep -q 'of the posterior' || wrong "the summary does not say whose members"
# a figure that judges and lies beyond all members, but no farther than figures may err, is in the band of figures alone;
# one that is three times as large is in neither. The errors stand in the table and in the store
grep -q '^error,,,gotaways,0[.]' six/posterior.csv || wrong "the table does not say how far figures may lie"
most=$("$VADO" export posterior.db gotaways --members 2>/dev/null | awk -F, '$1 == "2018-02" && $3 > most { most = $3 } END { print most }')
cp -R six banded
for times in 1.01 3; do
    echo 'series,from,until,place,nationality,group,publisher,kind,source,value,unit,note,side' >banded/observed/band.csv
    echo "gotaways,2018-02,2018-02,,,,a test,reported,a test,$(awk "BEGIN { printf \"%.1f\", $times * $most }"),people,,judge" >>banded/observed/band.csv
    "$VADO" run banded --posterior --mode fluid --members 3 --quiet -o band.db --force 2>/dev/null
    "$VADO" summary band.db 2>/dev/null | sed -n '/^In the 80% band/,/^  all/p' >band.txt
    "$VADO" report band.db -o band.html --force >/dev/null 2>&1
    grep -q 'Do the bands hold what was published' band.html || wrong "the report does not say what bands hold"
    awk '$1 == "gotaways" { print $2, $3, $4 }' band.txt >band-$times.txt
done
read -r rows members figures <band-1.01.txt
read -r rows3 members3 figures3 <band-3.txt
[ "$rows $rows3" = "2 2" ] && [ "$members" = "$members3" ] && [ "$figures" -eq $((figures3 + 1)) ] ||
    wrong "in the bands: $rows $members $figures, then $rows3 $members3 $figures3"
"$VADO" run banded --prior --mode fluid --members 3 --quiet -o band.db --force 2>/dev/null
"$VADO" summary band.db 2>/dev/null | grep -q '^In the 80% band.*of figures' || wrong "errors that the posterior found are not said beside priors"
rm -r banded
"$VADO" run six --mode fluid --members 3 --quiet -o usual.db 2>usual.txt
[ "$("$VADO" digest usual.db)" = "$("$VADO" digest posterior.db)" ] || wrong "members are not the posterior's if nobody says anything"
grep -q 'worked out' usual.txt || wrong "nothing says that levels are worked out"
"$VADO" fit six --stage levels --members 3 >levels.txt 2>&1 && grep -q '^posterior,' six/levels.csv || wrong "levels are not of the posterior: $(cat levels.txt)"
"$VADO" run six --mode fluid --members 3 --quiet -o taken.db 2>taken.txt
grep -q 'worked out' taken.txt && wrong "levels of the posterior's members were not taken"
[ "$("$VADO" digest taken.db)" = "$("$VADO" digest posterior.db)" ] || wrong "levels from the table are others"
"$VADO" run six --level --mode fluid --members 3 --quiet -o again.db 2>again.txt
grep -q 'holds members of the posterior' again.txt || wrong "levels of the posterior's members were taken for the prior's"
[ "$("$VADO" digest again.db)" = "$("$VADO" digest level.db)" ] || wrong "a table of the posterior's members moves the prior's"
sed 's/^posterior,\(.*\)....$/posterior,\10000/' six/levels.csv >touched.csv && cp six/levels.csv untouched.csv && cp touched.csv six/levels.csv
"$VADO" check six >touched.txt 2>&1 && wrong "a posterior that somebody wrote into levels.csv passes"
cp untouched.csv six/levels.csv
"$VADO" run six --latents flat.csv --mode fluid --members 3 --quiet -o named.db 2>/dev/null
[ "$("$VADO" digest named.db)" = "$("$VADO" digest posterior.db)" ] || wrong "the same latents by name are others"
sed 's/,1$/,0.9/' six/latents/flat.csv >six/latents/lower.csv
"$VADO" run six --latents lower.csv --mode fluid --members 3 --quiet -o lower.db 2>/dev/null
"$VADO" summary lower.db 2>/dev/null | head -1 | grep -q 'members brought to the level' || wrong "the posterior was taken with other latents"
# of latents of another end or size a posterior of their own: it stands by their name, and the scenario's stays
"$VADO" fit six --stage posterior --latents lower.csv --members 12 >lower.txt 2>&1 || wrong "the fit of other latents failed: $(tail -1 lower.txt)"
[ -s six/posteriors/lower.csv ] && cmp -s whole.csv six/posterior.csv || wrong "the posterior of other latents is not beside them"
cmp -s six/posteriors/lower.csv six/posterior.csv && wrong "other latents have the same posterior"
"$VADO" run six --latents lower.csv --mode fluid --members 3 --quiet -o lower.db --force 2>/dev/null
"$VADO" summary lower.db 2>/dev/null | head -1 | grep -q 'of the posterior' || wrong "the posterior of other latents was not taken"
"$VADO" run six --mode fluid --members 3 --quiet -o own.db 2>/dev/null
[ "$("$VADO" digest own.db)" = "$("$VADO" digest posterior.db)" ] || wrong "the posterior of other latents moves the scenario's members"
[ "$("$VADO" digest own.db)" != "$("$VADO" digest lower.db)" ] || wrong "both posteriors give the same members"
"$VADO" pack six -o six.pack >/dev/null 2>&1 && "$VADO" run six.pack --mode fluid --members 3 --quiet -o packed.db 2>/dev/null
[ "$("$VADO" digest packed.db)" = "$("$VADO" digest posterior.db)" ] || wrong "a packed scenario takes another posterior"
sed 's/^mean,1,,,.*/mean,1,,,3,/' six/posteriors/lower.csv >touched.csv && cp six/posteriors/lower.csv untouched.csv && cp touched.csv six/posteriors/lower.csv
"$VADO" check six >touched.txt 2>&1 && wrong "a posterior of other latents that somebody touched passes"
grep -q 'posteriors/lower.csv' touched.txt || wrong "the touched posterior is not named: $(head -3 touched.txt)"
cp untouched.csv six/posteriors/lower.csv
"$VADO" fit six --stage posterior --latents lower.csv --members 12 -o six/latents/lower.csv >over.txt 2>&1 && wrong "latents are written over"
rm -r six/latents/lower.csv six/posteriors
# each result says whose its members are, and that a level is a fit
"$VADO" run six --mode fluid --members 3 --quiet --set mexico.checkpoints.effort=2 -o effort.db 2>/dev/null
"$VADO" compare posterior.db effort.db >compare.txt 2>&1
"$VADO" export posterior.db encounters --by year >/dev/null 2>export.txt
"$VADO" export posterior.db encounters -o tables >/dev/null 2>&1
mkdir six/policies
printf 'from,until,parameter,where,who,change,value,note,source\n2018-03-01,,mexico.checkpoints.effort,,,set,2,more,[a test]\n' >six/policies/more.csv
"$VADO" whatif six --mode fluid --members 3 --quiet -o runs >whatif.txt 2>&1
for said in compare.txt export.txt tables/datapackage.json whatif.txt; do
    grep -q 'Members are of the posterior.*brought to the level.*which is a fit' $said || wrong "$said does not say whose members: $(head -5 $said)"
done
grep -q '3 members of the posterior' whatif.txt || wrong "the what-if does not say whose members"
"$VADO" run six --prior --mode fluid --members 3 --quiet -o prior3.db 2>/dev/null
"$VADO" export prior3.db encounters --by year 2>&1 >/dev/null | grep -q 'of the priors: no figure was held against' || wrong "members of the priors are not said to be"
rm -r six/policies
"$VADO" run six --posterior --prior --quiet -o both.db 2>/dev/null
[ $? -eq 2 ] || wrong "--posterior beside --prior is taken"
echo '# one comment more' >>six/legs.csv
"$VADO" run six --posterior --quiet -o other.db 2>why.txt
[ $? -eq 1 ] && grep -q 'of another input' why.txt || wrong "a posterior of another input is taken"
"$VADO" run six --prior --mode fluid --members 2 --quiet -o prior.db 2>/dev/null || wrong "without it a run is refused"
exit $bad
