#!/bin/sh
# Harm stands beside every result and cannot be taken out: every command that prints results prints it, no option, policy
# or setting makes it go away, and where the input says that nobody is harmed the rows stand there and say nought.
# Starts in an empty folder. ctest: processors=2
set -u
V=${VADO:?}
S=${SOURCE_DIR:?}/tests/scenarios/six-places
. "$SOURCE_DIR/tests/command.sh"
cp -R "$S" small
mkdir -p small/policies
cat >small/policies/less.csv <<'END'
# title: Half the effort
from,until,parameter,where,who,change,value,note,source
2018-02-01,,mexico.checkpoints.effort,,,scale,0.5,Half,[what-if]
END
run() { code 0 "$V" run small --members 2 --until 2018-04-30 --quiet "$@"; }
# harm FILE WHAT: the four harms that every output must name
harm() {
    for word in deaths kidnap extort waiting; do
        grep -iq -- "$word" "$1" || wrong "$2 does not speak of $word"
    done
}

run -o a.db
run -o b.db --policy small/policies/less.csv
# who tries to take it out: parameters of harm at nought, its series not asked for
none='--set harm.death_scale=0 --set harm.drowned=0 --set harm.road_death_scale=0 --set harm.kidnapping_per_week=0 --set harm.extortion_per_week=0'
# shellcheck disable=SC2086
run -o none.db $none

for db in a none; do
    code 0 "$V" summary $db.db
    harm out.txt "summary of $db"
    "$V" series $db.db >series.csv
    for series in deaths deaths_recorded deaths_on_the_way kidnappings extortion waiting; do
        grep -q "^$series," series.csv || wrong "$db: no series $series"
    done
    code 0 "$V" export $db.db encounters --by month
    harm err.txt "export of encounters of $db, beside its CSV,"
    code 0 "$V" report $db.db -o $db.html
    harm $db.html "report of $db"
done
# the report's map: legs as wide as the people on them, the widest as wide as one may be in each of its two drawings
says 'Legs are as wide as the people' a.html
for width in 11.0 7.0; do
    grep -q "stroke-width:$width\"" a.html || wrong "no leg of the map is $width wide"
done
[ "$(grep -o 'stroke-width:[0-9.]*"' a.html | sort -u | wc -l)" -ge 4 ] || wrong "legs of the map are of few widths"
code 0 "$V" summary none.db
says '^  deaths (people)  *0 ' out.txt
for options in '' --csv; do
    # shellcheck disable=SC2086
    code 0 "$V" compare a.db b.db $options
    harm out.txt "compare $options"
    # shellcheck disable=SC2086
    code 0 "$V" whatif small -o runs --members 2 --until 2018-04-30 --quiet $options
    harm out.txt "whatif $options"
done
code 0 "$V" report a.db --whatif runs -o told.html
harm told.html "report with what-ifs"

code 0 "$V" knockout small --quiet --part checkpoints --until 2018-04-30
harm out.txt knockout
code 0 "$V" knockout small --quiet --csv --until 2018-04-30
for series in deaths kidnappings extortion waiting; do
    [ "$(grep -c ",$series," out.txt)" -ge 20 ] || wrong "knockout --csv has parts without $series"
done

# no option of any command speaks of leaving something of the kind out
"$V" --help | awk '/^commands:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }' >commands.txt
while read -r command; do
    "$V" "$command" --help | grep -iE -- '--(no|without|hide|skip|only)-?(harm|deaths)' && wrong "$command can leave harm out"
done <commands.txt
for command in 'summary a.db' 'compare a.db b.db' 'export a.db encounters' 'report a.db -o x.html' 'whatif small'; do
    for option in --no-harm --without-harm --only=encounters; do
        # shellcheck disable=SC2086
        code 2 "$V" $command $option
    done
done
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
