#!/bin/sh
# Figures that may set and figures that only judge, on half a year of the six-place scenario: both columns of vado
# summary, the report and the ledger against a computation of its own over exported series; used figures; latents that
# end before; what a fit refuses; what is said without a column. Starts in an empty folder.
set -u
V=${VADO:?}
. "${SOURCE_DIR:?}/tests/command.sh"
cp -R "$SOURCE_DIR/tests/scenarios/six-places" S
head=series,from,until,place,nationality,group,value,unit,publisher,kind,source,note,side
figures() { # SIDE of encounters: a table of figures
    echo "$head"
    cat <<END
encounters,2018-01,2018-01,,,,40000,events,office,reported,a test,,$1
encounters,2018-02,2018-02,,,,41000,events,office,reported,a test,,$1
encounters,2018-03,2018-03,El Paso,,,21000,events,office,reported,a test,,$1
encounters,2018-04,2018-05,,Mexico,,30000,events,office,reported,a test,,$1
gotaways,2018-01,2018-03,,,,30000,events,office,reported,a test,,judge
gotaways,2018-04,2018-04,,,,9000,events,office,reported,a test,,set
gotaways,2018-05,2018-05,,,,9500,events,office,reported,a test,,judge
waiting,2018-03-10,2018-03-11,,,,12000,people,office,reported,a test,,judge
waiting,2018-07-10,2018-07-10,,,,12000,people,office,reported,a test,,judge
repeat_share,2018-02-03,2018-02-20,,,,0.1,share,office,reported,a test,,judge
repeat_share,2018-02,2018-02,,,,0.1,share,office,reported,a test,,
END
}
figures time >S/observed/encounters.csv
cat >S/observed/used.csv <<END
# what was looked at
series,from,until,period,place,nationality,group,date,by,used_for
gotaways,2018-05,2018-05,exact,,,,2026-11-28,somebody,the chance of being seen
gotaways,2018-04,2018-05,inside,*,*,*,2026-11-29,another,something later
encounters,2018-04,2018-05,exact,,*,,2026-11-28,somebody,"people, of one nationality"
END
code 0 "$V" check S
code 0 "$V" run S -o a.db --members 3 --until 2018-06-30 --quiet

# ---- the medians of members, from exports: median LABEL... sums the rows that begin with them, member by member ----
code 0 "$V" export a.db encounters --by month --members
cp out.txt total.csv
code 0 "$V" export a.db encounters --by month,place --members
cp out.txt place.csv
code 0 "$V" export a.db encounters --by month,nationality --members
cp out.txt nation.csv
code 0 "$V" export a.db gotaways --by month --members
cp out.txt away.csv
code 0 "$V" export a.db waiting --by day --members
cp out.txt waiting.csv
code 0 "$V" export a.db repeat_share --by month --members
cp out.txt repeat.csv
median() { # FILE DIVIDE LABEL...
    file=$1
    by=$2
    shift 2
    for label in "$@"; do grep "^$label," "$file"; done |
        awk -F, -v by="$by" '{ sum[$(NF - 1)] += $NF } END { for (k in sum) print sum[k] / by }' | sort -g | sed -n 2p
}
error() { # simulated published, pairs
    echo "$@" | awk '{ for (i = 1; i < NF; i += 2) { d = $i - $(i + 1); a += d < 0 ? -d : d; b += $i + $(i + 1) }
        printf "%.3f", a / b }'
}
one=$(median total.csv 1 2018-01)
two=$(median total.csv 1 2018-02)
three=$(median place.csv 1 '2018-03,El Paso')
four=$(median nation.csv 1 '2018-04,Mexico' '2018-05,Mexico')
away=$(median away.csv 1 2018-01 2018-02 2018-03)
days=$(median waiting.csv 2 2018-03-10 2018-03-11)

row() { # SUMMARY SERIES: sets, its error, judges, its error, used, its error, left
    awk -v name="$2" '/^Distance from/ { on = 1 } /^$/ { on = 0 } on && $1 == name { $1 = ""; print substr($0, 2) }' "$1"
}
same() { # WHAT FOUND EXPECTED
    [ "$2" = "$3" ] || wrong "$1: found '$2', expected '$3'"
}
code 0 "$V" summary a.db
cp out.txt a.txt
# no latent has seen anything: figures of the side time judge, but for the one that was used
same encounters "$(row a.txt encounters)" \
    "0 - 3 $(error "$one" 40000 "$two" 41000 "$three" 21000) 1 $(error "$four" 30000) 0"
same gotaways "$(row a.txt gotaways)" "1 $(error "$(median away.csv 1 2018-04)" 9000) 1 $(error "$away" 30000) 1 $(
    error "$(median away.csv 1 2018-05)" 9500) 0"
same waiting "$(row a.txt waiting)" "0 - 1 $(error "$days" 12000) 0 - 0"
same repeat_share "$(row a.txt repeat_share)" "1 $(error "$(median repeat.csv 1 2018-02)" 0.1) 0 - 0 - 1"

# ---- latents that end before: what they saw may set, what comes later judges ----
sed 's/,0$/,0.01/' S/latents/flat.csv >S/latents/2018-02.csv
code 0 "$V" run S -o b.db --members 3 --until 2018-06-30 --quiet --latents 2018-02.csv
code 0 "$V" summary b.db
same 'encounters after February' "$(row out.txt encounters | awk '{ print $1, $3, $5 }')" "2 1 1"

# ---- the report shows the same numbers, and what used figures were used for ----
code 0 "$V" report a.db -o a.html
tr '<' '\n' <a.html >a.lines
says "th class=t scope=row>Encounters$" a.lines
number=$(error "$away" 30000)
awk '/scope=row>Gotaways$/ { on = 1 } on { print } /^\/tr/ { on = 0 }' a.lines >gotaways.lines
says "^td>$number\$" gotaways.lines
says 'small>of 1$' gotaways.lines
says 'li>gotaways: 2026-11-28: the chance of being seen (somebody)' a.lines
grep -q 'something later' a.lines && wrong "a figure is spent once: the first use is the one that is told"

# ---- the ledger: the side of a statement is that of the figures of its period ----
cat >S/claims.csv <<END
id,documents,role,statement,from,until,reference_from,reference_until,relation,value,series,parameter,place,latents,policy,expected_verdict,note
A1,D0,output,judged,2018-02,2018-02,,,above,1,encounters,,,,,,
A2,D0,output,used,2018-05,2018-05,,,above,1,gotaways,,,,,,
A3,D0,output,may set,2018-04,2018-04,,,above,1,gotaways,,,,,,
A4,D0,output,no figure,2018-06,2018-06,,,above,1,gotaways,,,,,,
A5,D0,output,used against judged,2018-05,2018-05,2018-01,2018-03,ratio_below,1,gotaways,,,,,,
END
code 0 "$V" run S -o c.db --members 3 --until 2018-06-30 --quiet
code 0 "$V" claims c.db --csv
same sides "$(awk -F, 'NR > 1 { printf "%s %s;", $1, $NF }' out.txt)" 'A1 judges;A2 used;A3 may set;A4 ;A5 used;'
code 0 "$V" claims c.db --brief
says 'figures that may set: 1 hold, .*figures that only judge: 1 hold, .*were used: 2 hold, .*no published figure: 1 hold,' out.txt

# ---- nothing is fitted to a figure that judges: one message, with the place of the first ----
figures judge >S/observed/encounters.csv
code 1 "$V" fit S --stage latents -o fitted.csv
says "S/observed/encounters.csv:2:68: found 'judge' and 2 more such row.*expected set or time.*--until" err.txt
[ "$(grep -c '^error' err.txt)" -eq 1 ] || wrong "not one message: $(cat err.txt)"
[ -e fitted.csv ] && wrong "a table was written"
for stage in scores history; do
    "$V" fit S --stage $stage >out.txt 2>err.txt && wrong "$stage was fitted to figures that judge"
done

# ---- what is wrong in the tables ----
figures jugde >S/observed/encounters.csv
code 1 "$V" check S
says "S/observed/encounters.csv:2:68: found \"jugde\".*one of set, judge, time.*did you mean .judge" err.txt
figures time >S/observed/encounters.csv
echo 'gotaways,2018-06,2018-06,exact,,,,2026-11-28,somebody,nothing' >>S/observed/used.csv
code 1 "$V" check S
says 'S/observed/used.csv:6:1: found "*gotaways from 2018-06-01.*a published figure of observed/' err.txt

# ---- a folder in the place of a table that may be left out is not a table left out ----
mv S/observed/used.csv used.kept
mv S/claims.csv claims.kept
mkdir S/observed/used.csv S/claims.csv
code 1 "$V" check S
says '^S/observed/used.csv: found a folder, expected a file of this name' err.txt
says '^S/claims.csv: found a folder, expected a file of this name' err.txt
rmdir S/observed/used.csv S/claims.csv
mv used.kept S/observed/used.csv
mv claims.kept S/claims.csv

# ---- without the column everything may set, nothing judges, and the summary says so ----
rm S/observed/used.csv
figures time | sed 's/,[a-z]*$//' >S/observed/encounters.csv
code 0 "$V" run S -o d.db --members 3 --until 2018-06-30 --quiet
code 0 "$V" summary d.db
says "No published figure is kept to judge by.*column 'side'" out.txt

# ---- a packed scenario keeps sides and marks ----
figures time >S/observed/encounters.csv
printf 'series,from,until,period,place,nationality,group,date,by,used_for\n%s\n' \
    'gotaways,2018-05,2018-05,exact,,,,2026-11-28,somebody,seen' >S/observed/used.csv
code 0 "$V" pack S -o S.packed
code 0 "$V" run S.packed -o e.db --members 3 --until 2018-06-30 --quiet
code 0 "$V" summary e.db
same 'packed gotaways' "$(row out.txt gotaways | awk '{ print $1, $3, $5 }')" "1 1 1"
exit $failed
