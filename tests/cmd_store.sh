#!/bin/sh
# The command over the six-place scenario: check, run, digest, export, observed, compare, params; exit codes; planted errors;
# killed and resumed; threads. Starts in an empty folder. ctest: processors=2
set -u
S=${SOURCE_DIR:?}/tests/scenarios/six-places
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"

# ---- help, version, usage ----
code 0 "$V" --version
says '^vado [0-9]' out.txt
for c in run check params summary export observed compare report claims series digest fit; do
    code 0 "$V" $c --help
    says 'exit codes: 0 done; 1 the input is wrong; 2' out.txt
done
code 2 "$V"
code 2 "$V" rnu
says 'did you mean run' err.txt
code 2 "$V" run "$S" --member 3
says 'did you mean --members' err.txt
code 2 "$V" run "$S" --members many
code 2 "$V" run "$S" --mode stocastic
says 'did you mean stochastic' err.txt
code 2 "$V" run "$S" --layers chanse
says 'did you mean chance' err.txt
code 2 "$V" run
code 2 "$V" run --resume a.db --seed 3

# ---- check, and planted errors, all named at once ----
code 0 "$V" check "$S"
code 3 "$V" check nowhere
cp -R "$S" bad
sed 's/Tapachula,Acayucan,bus/Tapachulla,Acayucan,bus/' "$S/legs.csv" >bad/legs.csv
sed 's/^name,bloc,/name,block,/' "$S/nationalities.csv" >bad/nationalities.csv
printf 'colour: blue\n' >>bad/scenario.yaml
code 1 "$V" check bad
says 'legs.csv:[0-9]*:[0-9]*: .*Tapachulla' err.txt
says 'did you mean .*Tapachula' err.txt
says 'nationalities.csv:1:' err.txt
says 'scenario.yaml:[0-9]*:[0-9]*: .*colour' err.txt
code 1 "$V" run bad -o bad.db
[ ! -e bad.db ] || wrong "a store was made of a wrong scenario"
code 1 "$V" run "$S" -o bad.db --set no.such.parameter=1
code 1 "$V" run "$S" -o bad.db --from 2031-01-01
code 3 "$V" run "$S" -o bad.db --policy nowhere.csv

# ---- params ----
code 0 "$V" params --csv
says '^path,unit,default,low,high,where,who,kind,' out.txt
first=$(sed -n '2s/,.*//p' out.txt)
code 0 "$V" params "$S" --csv
says "^$first," out.txt
code 0 "$V" params --markdown
says '^| `' out.txt

# ---- run: the same digest for any threads, and for two halves ----
code 0 "$V" run "$S" -o one.db --members 3 --threads 1 --until 2018-06-30
says 'encounters' out.txt
says 'deaths' out.txt
grep -q "$(printf '\033')" err.txt && wrong "colour or a bar without a terminal"
code 0 "$V" run "$S" -o two.db --members 3 --threads 2 --until 2018-06-30 --quiet
[ -s out.txt ] && wrong "--quiet prints"
code 0 "$V" digest one.db
digest=$(cat out.txt)
[ ${#digest} -eq 64 ] || wrong "the digest has ${#digest} characters"
code 0 "$V" digest two.db
[ "$(cat out.txt)" = "$digest" ] || wrong "two threads give another digest"
code 0 "$V" run "$S" -o seed.db --members 3 --seed 2 --until 2018-06-30 --quiet
code 0 "$V" digest seed.db
[ "$(cat out.txt)" != "$digest" ] || wrong "another seed gives the same digest"

# ---- killed as soon as there is a store, and interrupted; resumed with the scenario out of reach ----
for signal in KILL INT; do
    rm -f cut.db
    cp -R "$S" moved
    "$V" run moved -o cut.db --members 3 --threads 1 --until 2018-06-30 --quiet 2>err.txt &
    child=$!
    while [ ! -s cut.db ] && kill -0 $child 2>/dev/null; do :; done
    kill -$signal $child 2>/dev/null
    wait $child
    got=$?
    rm -rf moved
    if [ $got -eq 130 ]; then
        says 'vado run --resume cut.db' err.txt
        code 3 "$V" digest cut.db
    fi
    case $got in 0 | 130 | 137) ;; *) wrong "killed with $signal it ended with $got: $(cat err.txt)" ;; esac
    "$V" run --resume cut.db --quiet >out.txt 2>err.txt
    got=$?
    if [ $got -eq 0 ]; then
        code 0 "$V" digest cut.db
        [ "$(cat out.txt)" = "$digest" ] || wrong "resumed after $signal it has another digest"
    elif ! grep -q 'before its record was written\|not a store' err.txt; then
        wrong "resume after $signal ended with $got"
        cat err.txt
    fi
done

# ---- a command of several calls says what each has to say ----
code 3 "$V" verify no1.db no2.db
says 'no1.db: found no such file' err.txt
says 'no2.db: found no such file' err.txt
[ "$(wc -l <err.txt)" -eq 2 ] || wrong "verify of two says more than two lines: $(cat err.txt)"
code 0 "$V" run --resume cut.db
says 'note: cut.db: the run is finished' err.txt
says '^encounters (events)' out.txt

# ---- export ----
code 0 "$V" export one.db encounters
[ "$(head -1 out.txt)" = "month,quantile,value" ] || wrong "columns of export: $(head -1 out.txt)"
[ "$(wc -l <out.txt)" -eq 19 ] || wrong "six months of three quantiles are not $(wc -l <out.txt) lines"
says 'deaths' err.txt
code 0 "$V" export one.db encounters --by month,group,place,nationality --members
[ "$(head -1 out.txt)" = "month,place,nationality,group,member,value" ] || wrong "columns: $(head -1 out.txt)"
says '^2018-01,El Paso,' out.txt
awk -F, 'NR > 1 { s += $NF } END { printf "%.0f\n", s }' out.txt >cells.txt
code 0 "$V" export one.db encounters --by year --members
[ "$(head -1 out.txt)" = "year,member,value" ] || wrong "columns: $(head -1 out.txt)"
awk -F, 'NR > 1 { s += $NF } END { printf "%.0f\n", s }' out.txt | cmp - cells.txt || wrong "cells do not sum to the total"
code 0 "$V" export one.db encounters --by day --members
[ "$(head -1 out.txt)" = "date,member,value" ] || wrong "columns: $(head -1 out.txt)"
awk -F, 'NR > 1 { s += $NF } END { printf "%.0f\n", s }' out.txt | cmp - cells.txt || wrong "days do not sum to the total"
code 0 "$V" export one.db encounters --by year --quantiles 0,0.5,1
says '^2018,0.5,' out.txt
code 2 "$V" export one.db encounters --by day,place
says 'responsible-use' err.txt
code 2 "$V" export one.db encontres
says 'did you mean encounters' err.txt
code 2 "$V" export one.db repeat_share --by month,place
says 'nationality' err.txt
code 2 "$V" export one.db encounters --by week
code 2 "$V" export one.db encounters --members --quantiles 0.5
code 3 "$V" export nothing.db encounters
echo "Dear friend" >letter.db
code 3 "$V" export letter.db encounters
code 3 "$V" run "$S" -o letter.db --until 2018-01-31
says 'Dear friend' letter.db
code 0 "$V" series one.db
says '^encounters,' out.txt

# ---- observed ----
mkdir -p seen
cp -R "$S/." seen
rm -rf seen/observed
mkdir -p seen/observed
cat >seen/observed/test.csv <<'END'
series,from,until,place,nationality,group,value,unit,publisher,kind,source,note
encounters,2018-01,2018-01,El Paso,,,100,events,CBP,reported,test,
encounters,2018-01,2018-01,Rio Grande Valley,,,200,events,CBP,reported,test,
encounters,2018-02,2018-02,El Paso,,,300,events,CBP,reported,test,
END
code 0 "$V" observed seen encounters --by month,place
[ "$(head -1 out.txt)" = "month,place,quantile,value" ] || wrong "columns of observed: $(head -1 out.txt)"
says '^2018-01,El Paso,published,100$' out.txt
code 0 "$V" observed seen encounters
says '^2018-01,published,300$' out.txt
grep -q '^2018-02' out.txt && wrong "a total was made of one place of two"
code 2 "$V" observed seen encontres

# ---- compare ----
code 0 "$V" compare one.db two.db --csv
says '^series,unit,harm,period,place,nationality,group,a,b,difference,low,high,' out.txt
awk -F, '$1 == "encounters" && $4 == "all" && $5 == "" && $6 == "" && $7 == "" && $10 != 0 { exit 1 }' out.txt ||
    wrong "a run differs from itself"
for s in deaths deaths_recorded kidnappings extortion waiting; do says "^$s," out.txt; done
code 0 "$V" compare one.db two.db
says 'Harm' out.txt
says 'worse off' out.txt
code 2 "$V" compare one.db seed.db
says 'paired' err.txt
code 0 "$V" summary one.db
says 'fitted' out.txt
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
