#!/bin/sh
# The full scenario seen from outside, over a few months: it checks, runs, gives one digest for any threads and any order of
# rows, exports the published sector names, and planted errors are named with file, line, column and a hint.
# Starts in an empty folder. ctest: timeout=600 processors=2
set -u
S=${SOURCE_DIR:?}/scenarios/us-mexico
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"

# ---- the scenario as it is shipped ----
code 0 "$V" check "$S"
says 'no errors' out.txt

# ---- expected values over a quarter ----
code 0 "$V" run "$S" -o fluid.db --mode fluid --from 2018-01-01 --until 2018-03-31 --quiet
code 0 "$V" export fluid.db encounters --by month,place
for sector in 'San Diego' 'El Centro' Yuma Tucson 'El Paso' 'Big Bend' 'Del Rio' Laredo 'Rio Grande Valley'; do
    says "^2018-02,$sector," out.txt
done
[ "$(cut -d, -f1 out.txt | sort -u | grep -c '^2018-0[123]$')" -eq 3 ] || wrong "months other than January to March are exported"
for series in departures encounters gotaways deaths deaths_recorded kidnappings mexico_events court_backlog; do
    code 0 "$V" export fluid.db $series --by year
    awk -F, 'NR > 1 { x += $NF } END { exit !(NR > 1 && x > 0) }' out.txt || wrong "$series is not above 0"
    grep -qiE ',-?(nan|inf)' out.txt && wrong "a value of $series is no number"
done
code 0 "$V" export fluid.db mexico_returns --by year,nationality
awk -F, '$2 == "Mexico" && $NF > 0 { found = 1 } END { exit found }' out.txt || wrong "Mexico returns Mexicans to Mexico"

# ---- one digest for 1 and 2 threads, and for rows in another order ----
code 0 "$V" run "$S" -o one.db --members 2 --threads 1 --from 2018-01-01 --until 2018-01-31 --quiet
code 0 "$V" run "$S" -o two.db --members 2 --threads 2 --from 2018-01-01 --until 2018-01-31 --quiet
code 0 "$V" digest one.db
one=$(cut -d' ' -f1 out.txt)
code 0 "$V" digest two.db
two=$(cut -d' ' -f1 out.txt)
[ ${#one} -eq 64 ] || wrong "no digest: $one"
[ "$one" = "$two" ] || wrong "one thread gives $one, two give $two"
code 0 "$V" run "$S" -o other.db --members 2 --seed 2 --from 2018-01-01 --until 2018-01-31 --quiet
code 0 "$V" digest other.db
[ "$one" != "$(cut -d' ' -f1 out.txt)" ] || wrong "another seed gives the same digest"
cp -R "$S" turned
for file in legs places crossings origins returns; do # the rows backwards, below the header
    awk '/^#/ { next } !head { head = 1; print; next } { row[++n] = $0 } END { for (i = n; i > 0; i--) print row[i] }' \
        "$S/$file.csv" >turned/$file.csv
done
cmp -s "$S/legs.csv" turned/legs.csv && wrong "the rows were not turned"
code 0 "$V" run "$S" -o straight.db --mode fluid --from 2018-01-01 --until 2018-01-31 --quiet
code 0 "$V" run turned -o turned.db --mode fluid --from 2018-01-01 --until 2018-01-31 --quiet
"$V" export straight.db encounters --by month,place,nationality,group >straight.csv 2>err.txt
"$V" export turned.db encounters --by month,place,nationality,group >turned.csv 2>err.txt
[ -s straight.csv ] || wrong "nothing was exported"
cmp -s straight.csv turned.csv || wrong "the order of rows changes encounters"

# ---- planted errors ----
: >wanted.txt
# plant FILE OLD NEW BAD HINT: on the first row holding OLD it becomes NEW; an error is expected where BAD then stands
plant() {
    line=$(grep -n -F -e "$2" "bad/$1" | grep -v '^[0-9]*:#' | head -1 | cut -d: -f1)
    [ -n "$line" ] || {
        wrong "$1 has no row with $2"
        return
    }
    awk -v n="$line" -v old="$2" -v new="$3" \
        'NR == n { i = index($0, old); $0 = substr($0, 1, i - 1) new substr($0, i + length(old)) } { print }' "bad/$1" >planted.txt
    cp planted.txt "bad/$1"
    column=$(sed -n "${line}p" "bad/$1" | awk -v bad="$4" '{ print index($0, bad) }')
    printf '%s\t%s\n' "$1:$line:$column:" "$5" >>wanted.txt
}
# append FILE ROW BAD HINT: a row at the end
append() {
    printf '%s\n' "$2" >>"bad/$1"
    line=$(grep -c '' "bad/$1")
    column=$(sed -n "${line}p" "bad/$1" | awk -v bad="$3" '{ print index($0, bad) }')
    printf '%s\t%s\n' "$1:$line:$column:" "$4" >>wanted.txt
}
all_named() {
    code 1 "$V" check bad
    while IFS="$(printf '\t')" read -r where hint; do
        grep -F -e "bad/$where" err.txt >named.txt || {
            wrong "nothing is said of $where"
            continue
        }
        grep -q -e "$hint" named.txt || {
            wrong "what is said of $where does not hold: $hint"
            cat named.txt
        }
        grep -q -e 'found .*, expected ' named.txt || wrong "not what was found and expected: $(cat named.txt)"
    done <wanted.txt
    : >wanted.txt
    [ "$failed" -eq 0 ] || cat err.txt
}

# Twelve of single rows, all at once.
cp -R "$S" bad
plant legs.csv 'Maracaibo,Maicao,bus,' 'Maracabo,Maicao,bus,' 'Maracabo' 'did you mean .*Maracaibo'
plant schedule.csv ',mexico.returns.share,' ',mexico.return.share,' 'mexico.return.share' 'did you mean .*mexico\.returns\.share'
append schedule.csv '2019-05-01,2019-04-01,us.title42.active,,,set,1,planted,x,' '2019-04-01' '2019-05-01'
append schedule.csv '2019-01-01,2019-12-31,us.mpp.share,,,set,1.5,planted,x,' '1.5' 'from 0 to 1'
append schedule.csv '2019-01-01,2019-12-31,us.agents,Tuscon,,scale,2,planted,x,' 'Tuscon' 'did you mean .*Tucson'
append schedule.csv '2019-01-01,2019-12-31,us.agents,Tucson,,multiply,2,planted,x,' 'multiply' 'scale'
append parameters.csv 'mexico.returns.by_bus,,Hondurus,1,planted,' 'Hondurus' 'did you mean .*Honduras'
append stations.csv 'Planted station,Tapachula,south,-5,x' '-5' 'expected'
append sectors.csv 'Planted,California,California,many,700,32,-115,21,23,27,30,35,40,42,42,39,33,26,21,x' 'many' 'number'
append crossings.csv 'Planted crossing,Tijuana,San Diego,rural,wall,3,.5,1500,1,.1,15,x' 'rural' 'urban'
append observed/harm.csv 'deaths_recorded,2018-13,2018-13,,,,27,people,x,reported,x,,' '2018-13' 'expected'
plant scenario.yaml 'spin_up_days:' 'spin_up_day:' 'spin_up_day' 'did you mean .*spin_up_days'
all_named
errors=$(grep -c 'found .*, expected ' err.txt)
[ "$errors" -ge 12 ] || wrong "$errors errors are named, 12 were planted"
code 1 "$V" run bad -o bad.db --quiet
[ ! -e bad.db ] || wrong "a store was made of a wrong scenario"

# A column that is not known.
rm -rf bad
cp -R "$S" bad
plant ports.csv ',officers,' ',oficers,' 'oficers' 'did you mean .*officers'
all_named

# Of the network: a circle, and a border city without a way to it.
rm -rf bad
cp -R "$S" bad
append legs.csv 'Maicao,Maracaibo,bus,131,0.5,7,0.39,0,0.2,0.8,,,x' 'Maicao' 'Maracaibo > Maicao\|Maicao > Maracaibo'
code 1 "$V" check bad
says 'bad/legs.csv:[0-9]*:[0-9]*: .*circle.*Maicao' err.txt
: >wanted.txt
rm -rf bad
cp -R "$S" bad
append places.csv 'Planted town,MX,route,centre,22,-101,2,0,1,x' 'Planted town' 'Planted town'
all_named

[ "$failed" -eq 0 ] && echo "all as expected"
exit $failed
