#!/bin/sh
# vado score --events: how shares of places moved after dated events, worked out again from the members that are kept;
# events without an origin are told; what is wrong with the file is refused before a run. Starts in an empty folder.
# ctest: processors=2
set -u
V=${VADO:?}
. "${SOURCE_DIR:?}/tests/command.sh"
. "$SOURCE_DIR/tests/origins.sh"
origins two
cat >events.csv <<'END'
# two that can be foretold, one of the same origin, one without a table
date,event,place,source
2019-04-11,the plains are opened,El Paso,invented
2019-07-02,a bridge is shut,,invented
2019-07-20,and another,Rio Grande Valley,invented
2019-08-01,nobody foretells this,,invented
END
score() { code 0 "$V" score two --members 3 --mode fluid --quiet --keep kept.csv "$@"; }

# ---- what is told ----
score --events events.csv --csv
cp out.txt told.csv
head -n 1 told.csv | grep -qx 'event,origin,ahead,place,named,came,foretold,low,high,error,persistence,over,over_low,over_high,policy' ||
    wrong "columns"
score --events events.csv
says '^2019-04-11 the plains are opened .invented.$' out.txt
says '^  1 .* El Paso: came [-+]0.[0-9]*, foretold [-+]0' out.txt
says '^  not scored: no table of latents ends with 2019-07$' out.txt
says '^other origins,   1 ' out.txt
says '^vado loses at [0-9]* of 9 events by months ahead' out.txt
says 'says nothing of what they suffer there' out.txt

# ---- worked out again: of two places, from kept members and published figures ----
# A kept line holds the values of the border, El Paso and Rio Grande Valley, each from the origin's month on (ten of them).
awk -F, '
    FILENAME == "kept.csv" && /^2019-03,/ {
        split($3, v, " ")
        members++
        for (h = 1; h <= 3; h++) d[h] += v[11 + h] / (v[11 + h] + v[21 + h]) - v[11] / (v[11] + v[21])
    }
    FILENAME ~ /encounters/ && $1 == "encounters" { f[$2, $4] = $7; all[$2] += $7 }
    END {
        for (h = 1; h <= 3; h++) {
            month = sprintf("2019-%02d", 3 + h)
            came = f[month, "El Paso"] / all[month] - f["2019-03", "El Paso"] / all["2019-03"]
            own = d[h] / members - came # of El Paso; the other place is off by as much
            printf "%d %.9f %.9f %.9f %.9f\n", h, came, d[h] / members, own < 0 ? -own : own, came < 0 ? -came : came
        }
    }' kept.csv two/observed/encounters.csv >again.txt
awk -F, 'function near(x, y) { return x - y < 1e-8 && y - x < 1e-8 }
    FNR == NR { split($0, x, " "); came[x[1]] = x[2]; told[x[1]] = x[3]; own[x[1]] = x[4]; stay[x[1]] = x[5]; next }
    $1 == "the plains are opened" && $4 == "El Paso" { n++; if (!near($6, came[$3]) || !near($7, told[$3])) bad++ }
    $1 == "the plains are opened" && $4 == "" { n++; if (!near($10, own[$3]) || !near($11, stay[$3]) || !near($12, $10 / $11)) bad++ }
    END { exit bad || n != 6 }' again.txt told.csv || wrong "errors are not those of the members and figures"
# the shares of all places move by 0 together; the named one is marked; of one origin two events say the same
awk -F, 'NR == 1 { next }
    $4 != "" { came[$1, $3] += $6; told[$1, $3] += $7; named[$4] += $5; if ($8 > $9) bad++ }
    $4 == "" && $2 == "2019-06" { x[$3] = x[$3] == "" || x[$3] == $10 ? $10 : "no" }
    END { for (k in came) if (came[k] > 1e-9 || came[k] < -1e-9 || told[k] > 1e-9 || told[k] < -1e-9) bad++
        for (h = 1; h <= 3; h++) if (x[h] == "no" || x[h] == "") bad++
        exit bad || named["El Paso"] != 3 || named["Rio Grande Valley"] != 3 }' told.csv || wrong "rows of the CSV contradict each other"
# all events: each origin once
awk -F, '$4 == "" && $2 ~ /2019-0[36]/ { o[$2, $3] = $10; s[$2, $3] = $11 } $1 == "all events" { e[$3] = $12 }
    END { for (h = 1; h <= 3; h++) {
        r = (o["2019-03", h] + o["2019-06", h]) / (s["2019-03", h] + s["2019-06", h])
        if (e[h] - r > 1e-9 || r - e[h] > 1e-9) exit 1 } }' told.csv || wrong "the ratio of all events"
# the page's table says the same
awk -v policy=unknown -f "$SOURCE_DIR/tools/csv.awk" -f "$SOURCE_DIR/tools/displacement.awk" told.csv >page.md
awk -F, '$1 == "a bridge is shut" && $3 == 2 && $4 == "" { printf "| a bridge is shut | 2019-06 | 2 | %.1f | %.1f | %.2f |  |\n", 100 * $10, 100 * $11, $12 }' told.csv >line.txt
grep -qxF "$(cat line.txt)" page.md || wrong "the page has no line $(cat line.txt)"
says '^| the plains are opened | 2019-03 | 1 |.* El Paso [-+]' page.md
says '^vado loses to persistence at [0-9]* of 9 events' page.md
# scores are the same with and without, and threads change nothing
score --csv
cp out.txt scores.csv
rm kept.csv
score --csv --events events.csv --threads 1
cmp -s out.txt told.csv || wrong "threads change what is told of events"
score --csv
cmp -s out.txt scores.csv || wrong "events change scores"

# ---- refused ----
printf 'date,event,place,source\n2019-13-01,x,,s\n2019-04-11,x,Nowhere,s\n2019-04-12,,,s\n2019-04-13,y,,\n' >bad.csv
code 1 "$V" score two --members 3 --mode fluid --quiet --events bad.csv
says 'bad.csv:2:1: found "2019-13-01"' err.txt
says 'bad.csv:3:14: found "Nowhere", expected a place whose figures' err.txt
says 'bad.csv:4:' err.txt
says 'bad.csv:5:' err.txt
printf 'date,event,place,source\n2019-04-11,x,,s\n2019-04-11,x,El Paso,s\n' >bad.csv
code 1 "$V" score two --members 3 --mode fluid --quiet --events bad.csv
printf 'day,event\n2019-04-11,x\n' >bad.csv
code 1 "$V" score two --members 3 --mode fluid --quiet --events bad.csv
code 3 "$V" score two --quiet --events none.csv
code 3 "$V" score two --quiet --events .
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
