#!/bin/sh
# A corridor from nothing, by nobody's words but those of vado check: a name that is nothing, an empty folder, then file by
# file what it says comes next, each with the first line that it says, until it runs; and from there what is not there yet,
# each begun as an empty file. A newcomer does the same.
set -u
. "${SOURCE_DIR:?}/tests/command.sh"
look() { # CODE: vado check mine, its words in said.txt
    "$VADO" check mine >said.txt 2>&1
    [ $? -eq "$1" ] || wrong "after $step: exit code not $1: $(cat said.txt)"
}
first_line() { # FILE: as it was said
    sed -n "s|^mine/$1[:0-9]*: .*\`\(.*\)\`, .*see docs.*|\1|p" said.txt
}

step='nothing'
look 3
says '`vado new mine` writes a small one' said.txt
code 0 "$VADO" new mine # which works as it is said
code 0 "$VADO" check mine
rm -r mine && mkdir mine
step='an empty folder'
look 1
says '^mine: 1 error$' said.txt
says '`vado new NAME` writes' said.txt

# What people know, in the columns that are asked for.
cells() {
    case $1 in
    nationalities.csv) echo 'Uplanders,Uplanders,1000000,[our judgement]' ;;
    places.csv) printf '%s\n' 'Upper Town,UP,origin,1,1,[our judgement]' 'Bridge,UP,north_border,2,1,[our judgement]' ;;
    origins.csv) echo 'Uplanders,Upper Town,home,1,[our judgement]' ;;
    legs.csv) echo 'Upper Town,Bridge,bus,100,1,30,[our judgement]' ;;
    sectors.csv) echo 'Far Side,Far Side,North,10,10,3,1,20,20,20,20,20,20,20,20,20,20,20,20,[our judgement]' ;;
    crossings.csv) printf '%s\n' 'the river,Bridge,Far Side,urban,river,1,1,10,[our judgement]' 'the hills,Bridge,Far Side,remote,open,20,2,100,[our judgement]' ;;
    returns.csv) echo 'Far Side,Bridge,1,[our judgement]' ;;
    parameters.csv) echo 'origins.rate_per_year,0.01,[our judgement]' ;;
    observed) echo 'encounters,2020-03,2020-03,Nobody,reported,invented,40,events' ;;
    schedule.csv) echo '2020-05-01,us.agents,scale,1.5,[our judgement]' ;;
    policies) echo '2020-06-01,us.agents,scale,2,[our judgement]' ;;
    stations.csv) echo 'Bridge station,Bridge,50,[our judgement]' ;;
    ports.csv) echo 'Bridge port,Bridge,Far Side,2,1,[our judgement]' ;;
    esac
}
echo 'name: mine' >mine/scenario.yaml
step=scenario.yaml
look 1
says 'add `model' said.txt
printf '%s\n' 'model: corridor' "$(sed -n 's/.*write `\(period: .*\)`$/\1/p' said.txt | sed 's/2018/2020/g')" >>mine/scenario.yaml
walked=''
while look_again=$("$VADO" check mine 2>&1 >/dev/null); echo "$look_again" >said.txt; grep -q '^next: ' said.txt; do
    step=$(sed -n 's/^next: mine\/\([a-z.]*\) .*/\1/p' said.txt)
    [ -n "$step" ] && [ ! -e "mine/$step" ] || { wrong "leads in a circle: $step"; break; }
    { first_line "$step" && cells "$step"; } >"mine/$step"
    walked="$walked $step"
done
[ "$walked" = ' nationalities.csv places.csv origins.csv legs.csv sectors.csv crossings.csv' ] || wrong "the way was:$walked"
step='all that it must have'
look 0
says '^next: vado run mine -o FILE.db$' said.txt
code 0 "$VADO" run mine --mode fluid --quiet -o mine.db

# What it may have: listed until a row is there, told its first line when it is empty.
for name in returns.csv parameters.csv observed/a.csv schedule.csv policies/a.csv; do
    part=${name%/*}
    step="no $part"
    look 0
    says "^not there yet: .*$part\|^  *$part" said.txt
    [ "$part" = "$name" ] || mkdir "mine/$part"
    look 0
    says "^not there yet: .*$part\|^  *$part" said.txt
    : >"mine/$name"
    step="$name, empty"
    look 1
    line=$(first_line "$name")
    [ -n "$line" ] || wrong "no first line is said of $name: $(cat said.txt)"
    { echo "$line" && cells "$part"; } >"mine/$name"
    step="$name with a row"
    look 0
    grep -q "^not there yet: .*$part\|^  *$part" said.txt && wrong "$name is there and is said not to be"
done

# Who returns people and has no place to return them to is told.
rm mine/returns.csv
code 0 "$VADO" check mine --set us.title8.return_to_mexico_share=0.5
says 'mine/returns.csv: warning: .*people stay in custody' err.txt
code 0 "$VADO" check mine
grep -q 'stay in custody$' err.txt && wrong "returns are missed where nobody is returned"
exit $failed
