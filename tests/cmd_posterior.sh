#!/bin/sh
# vado fit --stage posterior and run --posterior from outside: a call that was cut goes on from the runs it kept to the
# same table, by any number of threads; members of the posterior are others than the prior's and say so; a table of
# another input is refused, and passed by without --posterior. Starts in an empty folder. ctest: timeout=300
set -u
bad=0
wrong() { echo "$*"; bad=1; }
cp -r "$SOURCE_DIR/tests/scenarios/six-places" six && chmod -R u+w six
cat >six/latents/flat.csv <<'END'
latent,month,where,who,value
departures,2018-02,,Honduras,0.25
departures,2018-06,,Honduras,1
departures,2018-02,,Mexico,-1
departures,2018-06,,Mexico,-0.5
departures_kept,2018-06,,,0.8
departures_mean,2018-06,,Honduras,0.2
departures_mean,2018-06,,Mexico,0
END
awk 'BEGIN {
    print "series,from,until,place,nationality,group,value,unit,publisher,kind,source,note,side"
    split("gotaways 9000 mexico_events 250 waiting 5000 deaths_recorded 10", about, " ")
    for (s = 1; s < 8; s += 2)
        for (t = 1; t <= 6; t++)
            printf "%s,2018-%02d,2018-%02d,,,,%g,people,a test,reported,[a test],,%s\n", about[s], t, t,
                about[s + 1] * (.5 + .14 * t), s == 1 && t == 5 ? "judge" : "set"
}' >six/observed/other.csv
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
"$VADO" run six --posterior --prior --quiet -o both.db 2>/dev/null
[ $? -eq 2 ] || wrong "--posterior beside --prior is taken"
echo '# one comment more' >>six/legs.csv
"$VADO" run six --posterior --quiet -o other.db 2>why.txt
[ $? -eq 1 ] && grep -q 'of another input' why.txt || wrong "a posterior of another input is taken"
"$VADO" run six --prior --mode fluid --members 2 --quiet -o prior.db 2>/dev/null || wrong "without it a run is refused"
exit $bad
