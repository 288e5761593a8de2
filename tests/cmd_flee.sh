#!/bin/sh
# vado flee over the small synthetic conflict: help, exit codes, Flee's CSV column for column, ensembles, threads,
# arithmetics, stores, runs that are killed and resumed, output that cannot be written; then planted errors and
# warnings, each alone and all at once. Starts in an empty folder. ctest: processors=2
set -u
S=${SOURCE_DIR:?}/tests/conflicts/valley
V=${VADO:?}
. "$SOURCE_DIR/tests/command.sh"
cp -R "$S" valley
# flee N OPTIONS...: runs the valley, expects exit code N
flee() {
    flee_code=$1
    shift
    code "$flee_code" "$V" flee valley/input_csv valley/source_data --settings valley/simsetting.yml "$@"
}
lines() { [ "$(wc -l <"$1")" -eq "$2" ] || wrong "$1 has $(wc -l <"$1") lines, expected $2"; }
same() { cmp -s "$1" "$2" || wrong "$1 and $2 differ: $3"; }
differ() { cmp -s "$1" "$2" && wrong "$1 and $2 do not differ: $3"; }

# ---- help, usage ----
code 0 "$V" flee --help
says 'INPUT_DIR \[VALIDATION_DIR\]' out.txt
says 'exit codes: 0 done; 1 the input is wrong; 2' out.txt
code 2 "$V" flee
says 'argument is missing' err.txt
code 2 "$V" flee valley/input_csv valley/source_data third
says 'third' err.txt
# usage OPTION VALUE WORDS
usage() {
    flee 2 "$1" "$2"
    says "$3" err.txt
}
usage --days 0 "--days.*'0'.*1 to 36500"
usage --days ten "--days.*'ten'.*whole number"
usage --members none "--members.*'none'.*whole number"
usage --seed -1 "--seed.*'-1'"
usage --threads 0 "--threads.*'0'"
usage --arithmetic splitt "'splitt'.*auto, split or individual.*did you mean split"
usage --member 3 'did you mean --members'
flee 2 --sain
says 'did you mean --sane' err.txt
flee 2 -o
code 3 "$V" flee nowhere nothere
says 'nowhere' err.txt
says 'nothere' err.txt
code 3 "$V" flee valley/input_csv/routes.csv valley/source_data
code 3 "$V" flee valley/input_csv valley/source_data --settings none.yml
says 'none.yml' err.txt

# ---- Flee's CSV, column for column ----
flee 0
sed '$d' out.txt >all.csv
tail -1 out.txt >last.txt
flee 0 -o file.csv
same file.csv all.csv "-o gives another CSV than stdout"
tail -1 out.txt | cmp -s - last.txt || wrong "-o gives another last line"
grep -q '^Day,' out.txt && wrong "with -o the CSV is on stdout too"
says 'valley: 120 days from 2020-03-01, 12 places, 18 routes, 4 camps' out.txt
says 'settings: valley/simsetting.yml' out.txt
says '1 member, seed 1' out.txt
says 'Not in these rules: death' out.txt
[ ! -e file.csv.part ] || wrong "file.csv.part is left"
camps='Haven sim,Haven data,Haven error,Ilex sim,Ilex data,Ilex error,Jara sim,Jara data,Jara error'
camps="$camps,Kolm sim,Kolm data,Kolm error"
sums='Total error,refugees in camps (UNHCR),total refugees (simulation),raw UNHCR refugee count'
sums="$sums,refugees in camps (simulation),refugee_debt"
[ "$(head -1 all.csv)" = "Day,Date,$camps,$sums,total IDPs" ] || wrong "header: $(head -1 all.csv)"
lines all.csv 121
sed -n 2p all.csv | grep -q '^0,2020-03-02,0,0,0.0,[0-9]*,400,[0-9.]*,0,0,0.0,0,0,0.0,[0-9.]*,400,400,800,[0-9]*,0,0$' ||
    wrong "day 0: $(sed -n 2p all.csv)"
# Flee prints the next day's date; data of 30 days of March and so on are interpolated and cut: Haven has 741 on day 20.
says '^30,2020-04-01,' all.csv
says '^119,2020-06-29,' all.csv
says '^10,2020-03-12,[0-9]*,370,' all.csv
says '^20,2020-03-22,[0-9]*,741,' all.csv
cat >rows.awk <<'AWK'
function near(a, b, e) { return a - b < e && b - a < e }
function bad(what) { print "day " $1 ": " what; status = 1 }
NR == 1 { next }
{
    days++
    if (NF != 21) bad(NF " columns")
    if ($1 != NR - 2) bad("expected day " NR - 2)
    data = sim = apart = scaled = 0
    for (c = 3; c < 15; c += 3) { sim += $c; data += $(c + 1) }
    for (c = 3; c < 15; c += 3) {
        d = $c - $(c + 1)
        apart += d < 0 ? -d : d
        d = (sim > 0 ? $c * data / sim : 0) - $(c + 1)
        scaled += d < 0 ? -d : d
        e = $(c + 1) > 0 ? $c / $(c + 1) - 1 : 0
        if (!near($(c + 2), e < 0 ? -e : e, 0.0000501)) bad("error " $(c + 2) " of " $c " and " $(c + 1))
    }
    if (!near($15, apart / $18, 1e-9)) bad("total error " $15)
    if ($16 != data || $19 != sim) bad("sums " $16 " and " $19)
    if ($17 < created) bad("fewer people than the day before")
    created = $17
    if (sim > created) bad("more people in camps than there are")
    if ($20 < 0) bad("debt " $20)
    if ($21 != $3) bad("total IDPs " $21 ", of Haven " $3)
    ard += apart / (data > 1 ? data : 1)
    rescaled += scaled / (data > 1 ? data : 1)
}
END { printf "ARD %.3f rescaled %.3f\n", ard / days, rescaled / days; exit status }
AWK
awk -F, -f rows.awk all.csv >ard.txt || wrong "the CSV does not hold together: $(head -3 ard.txt)"
tail -1 ard.txt | cmp -s - last.txt || wrong "the CSV comes to $(tail -1 ard.txt), the last line is $(cat last.txt)"
grep -q '^ARD [0-9]\.[0-9][0-9][0-9] rescaled [0-9]\.[0-9][0-9][0-9]$' last.txt || wrong "last line: $(cat last.txt)"
code 0 "$V" flee valley/input_csv valley/source_data
says "settings: Flee's defaults" err.txt
[ "$(head -1 out.txt)" = "Day,Date,$camps,$sums" ] || wrong "by default the header is $(head -1 out.txt)"
mkdir inside
cp valley/simsetting.yml inside
(cd inside && "$V" flee ../valley/input_csv ../valley/source_data -o here.csv >out.txt 2>err.txt)
says 'settings: simsetting.yml' inside/out.txt
same inside/here.csv all.csv "simsetting.yml of the current folder is not read"

# ---- quiet, days ----
flee 0 --quiet -o quiet.csv
same out.txt last.txt "--quiet prints more than the last line"
[ -s err.txt ] && wrong "--quiet prints on stderr"
flee 0 --quiet
sed '$d' out.txt | cmp -s - all.csv || wrong "--quiet gives another CSV"
[ -s err.txt ] && wrong "--quiet prints on stderr"
flee 0 --days 30 -o days.csv
lines days.csv 31
tail -1 days.csv | grep -q '^29,2020-03-31,' || wrong "the last of 30 days: $(tail -1 days.csv)"
says '30 days' out.txt
flee 0 --days 130 -o days.csv
lines days.csv 131
flee 1 --days 131 -o none.csv
says 'conflicts.csv:131:1: .*130 days.*131 days.*--days' err.txt
[ ! -e none.csv ] && [ ! -e none.csv.part ] || wrong "an output of wrong input"

# ---- seeds, threads, members, arithmetics, sane ----
flee 0 --quiet --seed 1 --threads 2 -o other.csv
same other.csv all.csv "the same seed"
flee 0 --quiet --seed 2 -o other.csv
differ other.csv all.csv "another seed"
cut -d, -f1,2,4,7,10,13,16 other.csv >data.txt
cut -d, -f1,2,4,7,10,13,16 all.csv | cmp -s - data.txt || wrong "another seed gives other data"
flee 0 --members 8 --threads 1 -o other.csv
same other.csv all.csv "member 1 of an ensemble is not the run alone"
cp out.txt one.txt
says '8 members' out.txt
spread='lowest to highest of [0-9]*: ARD 0\.[0-9]* to 0\.[0-9]*, rescaled 0\.[0-9]* to 0\.[0-9]*'
says "$spread" out.txt
sed -n 's/.*ARD \([0-9.]*\) to \([0-9.]*\), rescaled \([0-9.]*\) to \([0-9.]*\)$/\1 \2 \3 \4/p' out.txt >low.txt
tail -1 out.txt | cut -d' ' -f2,4 | cat - low.txt | tr '\n' ' ' |
    awk '{ exit !($3 < $4 && $5 < $6 && $1 >= $3 - 0.0005 && $1 <= $4 + 0.0005 && $2 >= $5 - 0.0005 && $2 <= $6 + 0.0005) }' ||
    wrong "the means are not within the spread: $(tail -1 out.txt), $(cat low.txt)"
flee 0 --members 8 --threads 2 -o other.csv
same out.txt one.txt "two threads say something else"
same other.csv all.csv "two threads give another CSV"
flee 0 --arithmetic individual -o individual.csv
says 'people one by one: as asked' out.txt
lines individual.csv 121
awk -F, -f rows.awk individual.csv >ard.txt || wrong "people one by one: $(head -3 ard.txt)"
cut -d, -f1,2,4,7,10,13,16,17,18,20 individual.csv >data.txt
cut -d, -f1,2,4,7,10,13,16,17,18,20 all.csv | cmp -s - data.txt || wrong "the arithmetic changes data, displaced or debt"
flee 0 --arithmetic split -o split.csv
says 'people counted' out.txt
same split.csv all.csv "auto is not split here"
differ split.csv individual.csv "one arithmetic is taken for the other"
flee 0 --sane -o sane.csv
says 'sane rules' out.txt
lines sane.csv 121
sed -n 2p sane.csv | grep -q '^0,2020-03-01,' || wrong "sane prints the date of another day: $(sed -n 2p sane.csv)"
tail -1 sane.csv | grep -q '^119,2020-06-28,' || wrong "the last day of sane: $(tail -1 sane.csv)"
sed -n 2p sane.csv | cut -d, -f18 | grep -q '^400$' || wrong "sane counts the people of day 0 twice"

# ---- no data ----
code 1 "$V" flee valley/input_csv -o none.csv
says 'valley/input_csv: .*validation folder.*conflict_driven_spawning' err.txt
[ ! -e none.csv ] || wrong "an output without data"
sed 's/^spawn_rules:/&\
  conflict_driven_spawning:\
    displaced_per_conflict_day: 100/' valley/simsetting.yml >driven.yml
code 0 "$V" flee valley/input_csv --settings driven.yml -o driven.csv
tail -1 out.txt | grep -q '^ARD - rescaled -: there are no data' || wrong "without data: $(tail -1 out.txt)"
[ "$(head -1 driven.csv)" = "$(head -1 all.csv)" ] || wrong "without data the header is $(head -1 driven.csv)"
lines driven.csv 121
# a conflict of intensity 1 displaces 100 a day; the six sums are as Flee prints them without data
awk -F, 'NR == 1 { next } $4 + $7 + $10 + $13 + $16 + $18 + $20 != 0 || $15 != "0.0" || $19 != $3 + $6 + $9 + $12 { exit 1 }
    NR == 2 && $17 != 100 { exit 1 } NR == 12 && $17 != 1100 { exit 1 }' driven.csv || wrong "rows without data: $(sed -n 2p driven.csv)"
code 0 "$V" flee valley/input_csv valley/source_data --settings driven.yml
tail -1 out.txt | grep -q '^ARD [0-9]' || wrong "with data: $(tail -1 out.txt)"

# ---- a store ----
flee 0 --members 5 --db a.db -o a.csv
same a.csv all.csv "with a store the CSV is another"
says 'written: a.csv, a.db' err.txt
flee 0 --members 5 -o b.csv
grep '^mean\|^ARD' out.txt >without.txt
flee 0 --members 5 --threads 1 --db b.db -o b.csv
grep '^mean\|^ARD' out.txt | cmp -s - without.txt || wrong "with a store the differences are others"
code 0 "$V" digest a.db
digest=$(cat out.txt)
[ ${#digest} -eq 64 ] || wrong "the digest has ${#digest} characters"
code 0 "$V" digest b.db
[ "$(cat out.txt)" = "$digest" ] || wrong "one thread gives another digest"
code 0 "$V" series a.db
for s in people displaced on_roads in_conflict_zones over_capacity debt relative_difference; do says "^$s," out.txt; done
code 0 "$V" export a.db people --by month,place
[ "$(head -1 out.txt)" = "month,place,quantile,value" ] || wrong "columns of export: $(head -1 out.txt)"
lines out.txt 145 # a header, 4 months, 12 places, 3 quantiles
awk -F, 'NR > 1 && ($2 == "" || $4 < 0 || ($3 > 0.05 && $4 < last)) { exit 1 } { last = $4 }' out.txt || wrong "bands of export"
says '^2020-06,Kolm,0.5,' out.txt
says 'in_conflict_zones' err.txt
# people at places by month are those of the CSV
code 0 "$V" export a.db people --by month,place --members
awk -F, 'FNR == NR { if (FNR > 1 && $1 > 30 && $1 < 61) sum += $6; next } # April
    $1 == "2020-04" && $2 == "Ilex" && $3 == 1 { exit !($4 - sum / 30 < 1e-6 && sum / 30 - $4 < 1e-6) }' all.csv out.txt ||
    wrong "people in Ilex in April are not those of the CSV"
code 0 "$V" export a.db displaced --by year --members
awk -F, 'FNR == NR { all = $17; next } FNR > 1 && $3 != all - 400 { exit 1 }' all.csv out.txt ||
    wrong "displaced are not those of the CSV: $(sed -n 2p out.txt)"
code 2 "$V" export a.db peple
says 'did you mean people' err.txt
code 2 "$V" export a.db people --by day,place
flee 0 --arithmetic split --members 5 --db c.db -o c.csv --quiet
sed 's/foreign_weight: 1.0/foreign_weight: 4.0/' valley/simsetting.yml >pull.yml
code 0 "$V" flee valley/input_csv valley/source_data --settings pull.yml --members 5 --db pull.db --quiet -o pull.csv
code 0 "$V" compare a.db c.db --csv
awk -F, 'NR > 1 && $10 != 0 { exit 1 }' out.txt || wrong "a run differs from itself"
code 0 "$V" compare a.db pull.db --csv
says '^people,people,' out.txt
says '^in_conflict_zones,' out.txt
awk -F, '$1 == "people" && $4 == "all" && $5 == "Haven" { found = 1; exit !($10 < 0) } END { exit !found }' out.txt ||
    wrong "places abroad attract more, and Haven does not lose by it"
code 0 "$V" compare a.db pull.db
says 'people' out.txt
flee 0 --seed 2 --members 5 --db seed.db -o seed.csv --quiet
code 2 "$V" compare a.db seed.db
says 'seed' err.txt
code 0 "$V" summary a.db
[ -s out.txt ] || wrong "an empty summary"
code 0 "$V" report a.db -o a.html
[ -s a.html ] || wrong "an empty report"

# ---- killed in the middle, and interrupted; resumed with the folder out of reach ----
long="--members 60 --threads 1 --arithmetic individual"
flee 0 $long --db whole.db -o whole.csv --quiet
code 0 "$V" digest whole.db
digest=$(cat out.txt)
for signal in KILL INT; do
    rm -f cut.db cut.csv cut.csv.part
    cp -R valley moved
    "$V" flee moved/input_csv moved/source_data --settings moved/simsetting.yml $long --db cut.db -o cut.csv >out.txt 2>err.txt &
    child=$!
    while ! grep -q '%' err.txt && kill -0 $child 2>/dev/null; do :; done # a tenth is done
    kill -$signal $child 2>/dev/null
    wait $child
    got=$?
    rm -rf moved
    case $got in
    0) ;; # it was faster
    130 | 137) [ ! -e cut.csv ] || wrong "killed with $signal it leaves a CSV" ;;
    *) wrong "killed with $signal it ended with $got: $(cat err.txt)" ;;
    esac
    if [ $got -eq 130 ]; then
        says 'vado run --resume cut.db' err.txt
        [ ! -e cut.csv.part ] || wrong "interrupted it leaves cut.csv.part"
        code 3 "$V" digest cut.db
    fi
    code 0 "$V" run --resume cut.db --quiet
    code 0 "$V" digest cut.db
    [ "$(cat out.txt)" = "$digest" ] || wrong "resumed after $signal it has another digest"
done
code 0 "$V" export cut.db people --by month,place
cp out.txt cut.txt
code 0 "$V" export whole.db people --by month,place
same out.txt cut.txt "the resumed store exports something else"

# ---- output that cannot be written ----
flee 3 -o nowhere/x.csv
says 'nowhere/x.csv' err.txt
mkdir taken
flee 3 -o taken
says 'taken' err.txt
[ -d taken ] && [ ! -e taken.part ] || wrong "a folder was taken for a file"
echo "Dear friend" >letter.txt
flee 3 --db letter.txt -o x.csv
says 'letter.txt' err.txt
says 'Dear friend' letter.txt
[ ! -e x.csv ] && [ ! -e x.csv.part ] || wrong "an output beside a store that was refused"
if [ -c /dev/full ]; then
    for q in '' --quiet '--quiet -o x.csv'; do
        "$V" flee valley/input_csv valley/source_data $q >/dev/full 2>err.txt
        [ $? -eq 3 ] || wrong "a full device ends with another code than 3: $q"
    done
    rm -f x.csv
fi
cp all.csv old.csv
(
    trap '' XFSZ # a file that may not grow any further, as on a full disk
    ulimit -f 4
    "$V" flee valley/input_csv valley/source_data -o old.csv >out.txt 2>err.txt
)
[ $? -eq 3 ] || wrong "output that could not be written whole ends with another code than 3"
says 'cannot be written\|could not be written' err.txt
same old.csv all.csv "an earlier output was lost to one that could not be written"
[ ! -e old.csv.part ] || wrong "half an output is left"

# ---- planted errors ----
# One a line: group | file | change | the line of the message, as a pattern, or =N, or nothing | column | words.
# Each is planted alone, then all of a group in one folder; `-` only alone. A change is a sed script, `+text` for lines
# at the end, `rm` to remove the file. Words are looked for in the one line that names file, line and column.
plant() { # FOLDER FILE CHANGE
    case $3 in
    @*) # another file than the message is of
        other=${3#@}
        plant "$1" "${other%% *}" "${other#* }"
        ;;
    +*) printf '%b\n' "${3#+}" >>"$1/$2" ;;
    rm) rm "$1/$2" ;;
    *) sed "$3" "$1/$2" >planted.tmp && mv planted.tmp "$1/$2" ;;
    esac
}
# named FOLDER FILE LINE COLUMN WORDS FIRST: a line of err.txt that begins with the place, then FIRST, holds all the words
named() {
    at=$1/$2
    case $3 in
    '') ;;
    =*) at=$at:${3#=}:$4 ;;
    *)
        n=$(LC_ALL=C grep -n -- "$3" "$1/$2" | head -1 | cut -d: -f1)
        [ -n "$n" ] || wrong "the plant is not in $1/$2: $3"
        at=$at:$n:$4
        ;;
    esac
    LC_ALL=C awk -v at="$at: $6" 'index($0, at) == 1' err.txt >found.txt
    rest=$5
    while [ -n "$rest" ]; do
        word=${rest%%;*}
        case $rest in *\;*) rest=${rest#*;} ;; *) rest= ;; esac
        LC_ALL=C grep -F -- "$word" found.txt >kept.txt
        mv kept.txt found.txt
    done
    [ -s found.txt ] || {
        wrong "expected $at: ... $5"
        LC_ALL=C grep -F -- "$1/$2" err.txt | head -3
    }
}
try() { rm -f planted.csv; code "$1" "$V" flee "$2/input_csv" "$2/source_data" --settings "$2/simsetting.yml" -o planted.csv; }
# planted TABLE CODE FIRST
planted() {
    while IFS='|' read -r group file change line column words; do
        rm -rf bad
        cp -R "$S" bad
        plant bad "$file" "$change"
        try "$2" bad
        named bad "$file" "$line" "$column" "$words" "$3"
        [ "$2" -eq 0 ] || [ ! -e planted.csv ] || wrong "an output of wrong input: $change"
        [ "$group" = - ] && continue
        [ -d "all-$group" ] || cp -R "$S" "all-$group"
        plant "all-$group" "$file" "$change"
    done <"$1"
    for all in all-*; do
        try "$2" "$all"
        while IFS='|' read -r group file change line column words; do
            [ "all-$group" != "$all" ] || named "$all" "$file" "$line" "$column" "$words" "$3"
        done <"$1"
    done
    rm -rf all-*
}
cat >errors.txt <<'END'
a|input_csv/routes.csv|s/^Belo,Fond,60/Belo,Fondd,60/|^Belo,Fondd|6|found "Fondd";a place of locations.csv;did you mean "Fond"
a|input_csv/routes.csv|s/^Fond,Ilex/Qqqqq,Ilex/|^Qqqqq|1|found "Qqqqq";add it to locations.csv, or take the row out
a|input_csv/routes.csv|s/^Belo,Gual,65/Belo,Gual,65km/|65km|11|found "65km";a distance in km;write a plain number
a|input_csv/routes.csv|s/^Arda,Cima,75/Arda,Cima,-75/|-75|11|found "-75";a distance in km
a|input_csv/routes.csv|s/^Cima,Dorn,65/Cima,Dorn,/|^Cima,Dorn|11|found nothing;a distance in km;give the length
a|input_csv/routes.csv|s/^Dorn,Gual,120,0/Dorn,Gual,120,yes/|yes|15|found "yes";forced_redirection: 0, 1 or 2
b|input_csv/routes.csv|rm|||no such file;routes.csv;name the folder that has it
a|input_csv/locations.csv|s/,60000/,60000.5/|60000.5|44|found "60000.5";a whole number of people;round it
a|input_csv/locations.csv|s/,80000/,80 000/|80 000|43|found "80 000";a whole number of people;no thousands marks
a|input_csv/locations.csv|s/conflict_zone,45,/conflict_zone,,/|^Cima|40|found nothing;conflict_date of a conflict zone;write 0
a|input_csv/locations.csv|s/^Esca,South,Vall,9.1,/Esca,South,Vall,9.1N,/|9.1N|17|found "9.1N";a coordinate in degrees
a|input_csv/locations.csv|+Fond,North,Vall,10.8,20.9,town,,|^Fond.*10.8|1|found "Fond";line 7;a name of its own
a|input_csv/locations.csv|+Citt\0340,North,Vall,10.9,20.9,town,,|^Citt|5|found byte 0xE0;save the file as UTF-8
a|input_csv/locations.csv|+Ende,North,Vall,10.9|^Ende|1|found "Ende";name, region, country;keep their commas
-|input_csv/locations.csv|rm|||no such file;locations.csv;name the folder that has it
-|input_csv/locations.csv|1!d|=1|1|no place
a|input_csv/conflicts.csv|101,$d|^98,|1|found 99 days;120 days;add rows, or run fewer days with --days
a|input_csv/conflicts.csv|s/^30,1,1,/30,1,,/|^30,|6|found nothing;an intensity of conflict;write 0 where there is none
a|input_csv/conflicts.csv|s/^31,1,1,/31,1,x,/|^31,|6|found "x";an intensity of conflict;write a plain number
a|input_csv/conflicts.csv|s/^32,1,1,/32,1,-1,/|^32,|6|found "-1";0 or more
a|input_csv/conflicts.csv|s/,Jara/,Belo/|=1|57|found "Belo";each place once;take one of the columns out
-|input_csv/conflicts.csv|1d|=1|1|no header;begin the first row with #Day
b|input_csv/conflicts.csv|rm|||no such file;conflicts.csv
a|input_csv/sim_period.csv|s/2020-03-01/2020-13-01/|=1|11|found "2020-13-01";a date;write it as
-|input_csv/sim_period.csv|s/Length,120/Length,many/|=2|8|found "many";a whole number of days
-|input_csv/sim_period.csv|s/Length,120/Length,0/|=2|8|found "0";1 to 36500
-|input_csv/sim_period.csv|/Length/d|=1|1|no Length;add a row Length;--days
b|input_csv/sim_period.csv|rm|||no such file;StartDate and Length
a|source_data/ilex.csv|s/2020-03-21/21.03.2020/|21.03.2020|1|found "21.03.2020";a date;write it as
a|source_data/ilex.csv|s/2020-04-10/2020-04-31/|2020-04-31|1|found "2020-04-31";a date
a|source_data/jara.csv|s/2020-04-15,1431/2020-04-15,many/|many|12|found "many";a number of people;write a plain number
-|source_data/data_layout.csv|/^Haven/d|=1|1|no row for Haven;a row for each camp;add a row
a|source_data/data_layout.csv|s/jara.csv/&,jarra.csv/|jarra.csv|15|found "jarra.csv";a file of the validation folder;correct its name
a|source_data/kolm.csv|1!d|=1|1|no row with a date and a number;add one
b|source_data/data_layout.csv|rm|||no such file;data_layout.csv
c|input_csv/registration_corrections.csv|s/2020-05-30/2020-05-29/|2020-05-29|6|found "2020-05-29";kolm.csv;2020-05-30
c|input_csv/registration_corrections.csv|+Kolmm,2020-05-30|^Kolmm|1|found "Kolmm";a name of data_layout.csv;did you mean Kolm
c|input_csv/registration_corrections.csv|+Ilex,30 May|30 May|6|found "30 May";a date;write it as
c|input_csv/registration_corrections.csv|+Jara,2020-03-31|^Jara|6|found "2020-03-31";jara.csv;take the row out
a|input_csv/closures.csv|s/Sund,0,25/Sund,0,May/|May|21|found "May";a whole number of days
a|input_csv/closures.csv|s/Gual,60,75/Gual,,75/|^location,Gual|20|found nothing;a whole number of days;give the first day
a|input_csv/closures.csv|+location,"Dorn,Dorn,5,6|"Dorn|10|a quote that is never closed;close it
b|input_csv/closures.csv|rm|||no such file;closures.csv
a|simsetting.yml|s/max_walk_speed: 35.0/max_walk_speed: fast/|fast|19|found "fast";a number from 0.001;take the key out
a|simsetting.yml|s/  camp_movechance: 0.001/  camp_movechance: -1/|  camp_movechance|20|found "-1";a number from 0
a|simsetting.yml|s/awareness_level: 1/awareness_level: -2/|awareness|20|found "-2";a whole number from -1
a|simsetting.yml|s/^move_rules:/&\n  two_system_decision_making: 1.0/|two_sys|31|two_system_decision_making: 1.0;not simulated;take the key out
a|simsetting.yml|s/^move_rules:/&\n  flee_when_starving: True/|starving:|23|flee_when_starving: True;not simulated;take the key out
a|simsetting.yml|s/^move_rules:/&\n  harvest_months: [1, 2]/|harvest|19|harvest_months;not simulated;take the key out
a|simsetting.yml|s/^spawn_rules:/&\n  camps_are_sinks: True/|sinks|20|camps_are_sinks: True;not simulated;take the key out
a|simsetting.yml|s/^spawn_rules:/&\n  starvation_driven_spawning: True/|starvation|31|starvation_driven_spawning: True;not simulated
a|simsetting.yml|s/^spawn_rules:/&\n  read_from_agents_csv_file: True/|agents_csv|30|read_from_agents_csv_file: True;not simulated
a|simsetting.yml|s/^spawn_rules:/&\n  conflict_driven_spawning:\n    spawn_mode: poison/|poison|17|found "poison";constant, poisson or pop_ratio;did you mean poisson
a|simsetting.yml|s/^spawn_rules:/&\n  conflict_spawn_decay: [1, half]/|half|29|found "half";a number
d|simsetting.yml|s/^spawn_rules:/&\n  flood_zone_spawning_only: True/|flood_zone|29|flood_zone_spawning_only;conflict_zone_spawning_only
d|simsetting.yml|s/^move_rules:/&\n  flood_rules:\n    flood_forecaster: True/|forecaster|23|flood_forecaster: True;not simulated;take the key out
d|simsetting.yml|s/^move_rules:/&\n  avoid_food_deprived_locations: yes/|deprived|34|avoid_food_deprived_locations: yes;not simulated
-|simsetting.yml|s/^move_rules:/&\n  flood_rules:\n    flood_link_weights: [1, 2]/|link_weights|25|flood_link_weights;not simulated;take the key out
a|input_csv|@simsetting.yml s/^move_rules:/&\n  WomenAvoidHazards: True/|||demographics_gender.csv;WomenAvoidHazards;add it
-|simsetting.yml|s/^move_rules:/&\n  conflict_weight: 1/|conflict_weight: 0.25|3|found "conflict_weight" again;each key once;take one of them out
-|simsetting.yml|s/  start_on_foot: False/\t&/|start_on_foot|1|tab;YAML;indent with spaces
-|simsetting.yml|s/max_move_speed: 360.0/max_move_speed: \xff/|max_move_speed|19|found byte 0xFF;UTF-8
-|simsetting.yml|s/.*/hello/|=1|1|no keys;Flee's settings;write
-|input_csv/conflicts.csv|s/^30,1,1,.*/30,1/|^30,|1|found "30";cells, as in the header;the row has 2
-|input_csv/closures.csv|+location,Dorn|^location,Dorn$|1|found "location";type, name, name;the row has 2 cells
-|input_csv/sim_period.csv|s/Length,120/Length,120.5/|=2|8|found "120.5";a whole number of days;round it
-|input_csv/closures.csv|s/Gual,60,75/Gual,60.5,75/|60.5|20|found "60.5";a whole number of days;round it
END
planted errors.txt 1 'found'

# ---- warnings: what Flee would pass over ----
cat >warnings.txt <<'END'
a|simsetting.yml|s/^move_rules:/&\n  max_movespeed: 200/|max_movespeed|3|"max_movespeed";a key of move_rules;did you mean max_move_speed
a|simsetting.yml|s/^move_rules:/&\n  colour: blue/|colour|3|"colour";a key of move_rules;Flee passes over it
a|simsetting.yml|s/^optimisations:/optimizations:/|^optimiz|1|"optimizations";did you mean optimisations
-|simsetting.yml|s/^move_rules:/move_rule:/|^move_rule|1|"move_rule";did you mean move_rules
a|simsetting.yml|s/insert_day0: True/insert_day0: maybe/|maybe|16|the text "maybe";any text is True
a|simsetting.yml|s/granularity: location/granularity: city/|city|16|"city";location or region;no number changes
-|simsetting.yml|s/hasten: 1/hasten: 1.5/|hasten|11|"1.5";Flee cuts it to 1
a|simsetting.yml|s/  agent: 0/  agent: 1/|agent|10|agent: 1;no number changes
a|simsetting.yml|s/  link: 0/  link: 2/|link|9|link: 2;links.out is not written
-|source_data/data_layout.csv|s/^total/refugees/|^refugees|1|"refugees";total,refugees.csv;Flee takes the first row for the total;--sane
-|source_data/data_layout.csv|+Ilex,haven.csv|^Ilex,haven|1|"Ilex";each name once;once more;--sane
-|input_csv/routes.csv|+Cima,Arda,75,0|^Cima,Arda|1|"Cima";each road once;count twice;--sane
a|simsetting.yml|s/^spawn_rules:/&\n  flood_driven_spawning:/|flood_driven|3|"flood_driven_spawning";did you mean flood_driven_spawn_mode
a|simsetting.yml|s/^move_rules:/&\n  max_crossing_speed: 30/|crossing|23|max_crossing_speed: 30;20;nothing comes of it
a|input_csv/conflicts.csv|s/,Dorn/,Dorrn/|=1|21|"Dorrn";a place of locations.csv;did you mean "Dorn"
a|input_csv/conflicts.csv|s/,Cima/,Xxxx/|=1|1|no column Cima;never starts the conflict
a|input_csv/conflicts.csv|s/^31,/41,/|=33|1|"41";day 31;by their position
a|input_csv/locations.csv|s/^Haven,South,Vall,9.0,20.9/Haven,South,Vall,20.9,9.0/|^Haven|1|Haven at 20.9, 9;latitude and longitude look swapped
-|input_csv/locations.csv|s/^Esca,South,Vall,9.1/Esca,South,Vall,99.1/|^Esca|17|"99.1";a latitude from -90 to 90
a|input_csv/locations.csv|s/latitude,longitude/longitude,latitude/|=1|22|longitude before latitude;exchange the columns
a|input_csv/locations.csv|s/20.8,town/20.8,village/|village|26|"village";a type with camp;Flee lets everybody leave it
a|input_csv/locations.csv|+Alone,North,Vall,10.9,20.9,town,,|^Alone|1|Alone;without a route
a|input_csv/closures.csv|+link,Arda,Belo,5,10|^link|1|"link";closes nothing;--sane
a|input_csv/closures.csv|+remove_forced_redirection,Arda,Belo,5,10|^remove|1|"remove_forced_redirection";moves nobody
a|input_csv/closures.csv|+border,Dorn,Dorn,5,10|^border|1|"border";country, location, link, camp;Flee passes over the row
a|input_csv/closures.csv|+locations,Dorn,Dorn,5,10|^locations|1|"locations";did you mean location
a|input_csv/closures.csv|+country,Vall,Sudn,5,10|Sudn|14|"Sudn";a country of locations.csv
a|input_csv/closures.csv|+camp,Havenn,Havenn,500,600|Havenn|6|"Havenn";a place of locations.csv;Arda
a|input_csv/closures.csv|+location,Dornn,Dornn,5,10|Dornn|10|"Dornn";a place of locations.csv;did you mean "Dorn"
a|input_csv/closures.csv|+country,Vall,Nord,50,40|Nord|22|"40";never opened again
a|input_csv/routes.csv|s/^Arda,Cima,75,0/Arda,Cima,75,1/|^Arda,Cima|14|"1";two links;--sane makes one
a|input_csv/routes.csv|s/^Dorn,Haven,60/Dorn,Haven,0/|^Dorn,Haven|12|"0";a distance in km, more than 0
a|input_csv/routes.csv|+Arda,Arda,5,0|^Arda,Arda|6|"Arda";two different places
a|source_data/data_layout.csv|+Nowhere,haven.csv|^Nowhere|1|"Nowhere";a place of locations.csv;come to no camp
a|source_data/ilex.csv|s/2020-04-10/2020-03-10/|2020-03-10|1|"2020-03-10";a later date;put the rows in order
a|input_csv/sim_period.csv|+Lenght,9|^Lenght|1|"Lenght";StartDate or Length
a|input_csv/location_changes.csv|+Dorn,camp,10|||location_changes.csv;folder it is started in;--sane
a|input_csv/demographics_age.csv|+age,Default\n30,1|||attribute age;no rule of the settings reads it
a|input_csv/region_attributes_IPC.csv|+#Day,North\n0,1|||region_attributes_IPC.csv;hunger is not simulated
a|input_csv/agents.csv|+#location,age|||agents.csv;one by one are not read
a|input_csv/major_routes.csv|+Arda,Belo,Fond|||major_routes.csv;fixed_routes
-|simsetting.yml|s/^spawn_rules:/&\n  camp_weight: 3/|camp_weight: 3|3|"camp_weight";a key of spawn_rules;it belongs in move_rules
-|simsetting.yml|s/^move_rules:/&\n  use_v1_rules: True/|conflict_weight: 0.25|20|conflict_weight: 0.25;use_v1_rules sets it anew
-|input_csv/closures.csv|+camp,Dorn,Dorn,500,600|^camp,Dorn|6|"Dorn";a camp of locations.csv;closed it is a town
-|input_csv/closures.csv|+country,Vall,Nord,50,50|Nord,50,50|22|"50";closed and opened on one day
-|source_data/jara.csv|s/2020-04-15,1431/2020-04-15,1,431/|2020-04-15|14|"431";2 cells;take out commas inside numbers
-|source_data/data_layout.csv|+Dorn,haven.csv|^Dorn|1|"Dorn";a camp of locations.csv;nothing is compared
-|input_csv/flood_level.csv|+#Day,Dorn\n0,1|||flood_level.csv;in the settings read it
END
planted warnings.txt 0 'warning: found'

# what is right is not warned about: two roads of one pair, a closure for ever, a settings file without sections
cp -R "$S" right
printf 'Arda,Cima,85,0\nCima,Arda,95,0\n' >>right/input_csv/routes.csv
printf 'location,Fond,Fond,100,-1\n' >>right/input_csv/closures.csv
printf 'log_levels:\nspawn_rules:\nmove_rules:\noptimisations:\n' >right/simsetting.yml
try 0 right
grep 'warning' err.txt && wrong "a warning where all is right"
: >right/simsetting.yml
try 0 right
grep 'warning' err.txt && wrong "an empty settings file is warned about"
# sane closes links, reads location_changes.csv where it lies, and refuses closures of places that are not there
cat >right/input_csv/closures.csv <<'END'
#closure_type,name1,name2,closure_start,closure_end
link,Arda,Cima,5,10
END
printf 'Dorn,camp,10\n' >right/input_csv/location_changes.csv
rm -f planted.csv
code 0 "$V" flee right/input_csv right/source_data --sane -o planted.csv
grep 'warning' err.txt && wrong "--sane warns about what it does"
printf 'Dornn,camp,10\n' >right/input_csv/location_changes.csv
printf 'camp,Kolmm,Kolmm,5,10\n' >>right/input_csv/closures.csv
rm -f planted.csv
code 1 "$V" flee right/input_csv right/source_data --sane -o planted.csv
says 'location_changes.csv:1:1: found "Dornn".*did you mean "Dorn"' err.txt
says 'closures.csv:3:6: found "Kolmm".*did you mean "Kolm"' err.txt
# without --sane it is read where Flee is started
cp -R "$S" started
printf 'Dornn,camp,10\nDorn,camp,soon\n' >started/location_changes.csv
(cd started && "$V" flee input_csv source_data -o x.csv >out.txt 2>err.txt)
[ $? -eq 1 ] || wrong "location_changes.csv of the current folder is not read"
says 'location_changes.csv:1:1: found "Dornn".*did you mean "Dorn"' started/err.txt
says 'location_changes.csv:2:11: found "soon".*whole number of days' started/err.txt
# nobody to displace: the data displace people and no conflict is on
cp -R "$S" peace
sed 's/,80000/,0/' "$S/input_csv/locations.csv" >peace/input_csv/locations.csv
try 1 peace
says 'conflicts.csv: found no conflict on day 1 (2020-03-02).*has people.*start a conflict earlier' err.txt
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
