#!/bin/sh
# Signs on us-mexico, in expected people. Returns of March to December 2023 over a grid: a longer limit, a shorter notice
# or less compliance never lowers those flown home, those returned in all, or those returned for each person taken in. A
# threat that begins with the endogenous mode raises effort by more than three tenths within thirty days, and then it
# fades, on every start month of 2019, 2021 and 2023. ctest: slow timeout=1800
set -u
V=${VADO:?}
us=$SOURCE_DIR/scenarios/us-mexico
head=from,until,parameter,where,who,change,value,note,source
failed=0
wrong() {
    echo "WRONG: $*"
    failed=1
}
run() { "$V" run "$us" -o run.db --mode fluid --quiet --policy policy.csv "$@" || { wrong "vado run $*"; exit 1; }; }
total() { "$V" export run.db "$1" --by month --members 2>/dev/null | awk -F, '$1 >= "2023-03" { s += $3 } END { printf "%.6f", s }'; }

# ---- returns: compliance, notice, limit, flown, returned, returned for each taken in ----
for compliance in 0.3 1; do
    for notice in 24 72 120; do
        for limit in 12 36 72 120 360; do
            printf '%s\n2023-03-15,,mexico.stations.detention_limit_hours,,,set,%s,,x
2023-03-15,,mexico.repatriation.notice_hours,,,set,%s,,x\n2023-03-15,,mexico.repatriation.compliance,,,set,%s,,x\n' \
                "$head" "$limit" "$notice" "$compliance" >policy.csv
            run --from 2022-09-01 --until 2023-12-31
            all=$(total mexico_returns)
            echo "$compliance $notice $limit $(total mexico_returns_by_air) $all $(echo "$all $(total mexico_events)" | awk '{ printf "%.9f", $1 / $2 }')"
        done
    done
done >returns.txt
cat returns.txt
[ "$(wc -l <returns.txt)" -eq 30 ] || wrong "the grid has holes"
never_lower() { # words, key to be the same, order
    # shellcheck disable=SC2086 # the keys are words
    sort $3 returns.txt >sorted.txt || wrong "$1: not sorted"
    awk -v words="$1" -v other="$2" '{
        split(other, at, " "); key = $at[1] " " $at[2]
        for (i = 4; i <= 6; i++)
            if (key == before && $i < was[i] * (1 - 1e-6)) { printf "%s: column %d falls from %s to %s at %s\n", words, i, was[i], $i, $0; n++ }
        for (i = 4; i <= 6; i++) was[i] = $i
        before = key } END { exit n > 0 || NR != 30 }' sorted.txt || wrong "$1"
}
never_lower "a longer limit lowers returns" "1 2" "-k1,1 -k2,2 -k3,3n"
never_lower "a shorter notice lowers returns" "1 3" "-k1,1 -k3,3 -k2,2nr"
never_lower "less compliance lowers returns" "2 3" "-k2,2 -k3,3 -k1,1nr"
awk '$2 == 72 && $1 == 1 { flown[$3] = $4 } END { exit !(flown[360] > 3 * flown[36] && flown[36] > 1.2 * flown[12]) }' returns.txt ||
    wrong "the limit acts on no flight"

# ---- the threat alone, without history's and with no port closed for want of officers (in December 2023 closings are a
# threat already): effort with over without, highest of thirty days, on the thirtieth, half a year later ----
for year in 2019 2021 2023; do
    for month in 01 02 03 04 05 06 07 08 09 10 11 12; do
        first=$year-$month-01
        day() { date -u -d "$first $1 days" +%F; }
        until=$(day +210)
        [ "$(echo "$until" | tr -d -)" -le 20240229 ] || until=2024-02-29
        for threat in 0 1; do
            printf '%s\n%s,,diplomacy.endogenous,,,set,1,,x\n2017-09-01,%s,us.diplomacy.threat,,,set,0,,x
%s,%s,us.diplomacy.threat,,,set,%s,,x\n%s,,us.diplomacy.threat,,,set,0,,x\n2017-09-01,,us.diplomacy.offer,,,set,0,,x\n' \
                "$head" "$first" "$(day -1)" "$first" "$(day +29)" "$threat" "$(day +30)" >policy.csv
            run --from "$(day -60)" --until "$until" --set diplomacy.crisis_hazard=0 --set us.ports.posture=0
            "$V" export run.db mexican_effort --by day --members 2>/dev/null >effort-$threat.csv
        done
        paste -d, effort-0.csv effort-1.csv | awk -F, -v first="$first" '$1 >= first && NR > 1 {
            n++; r = $6 / $3
            if (n <= 30 && r > most) most = r
            if (r > peak) { peak = r; at = n }
            last = r
        } END { print first, most, peak, at, last, n }'
    done
done >threat.txt
cat threat.txt
[ "$(wc -l <threat.txt)" -eq 36 ] || wrong "the months have holes"
awk '!($2 > 1.3) { print "no rise: " $0; n++ } $6 > 150 && !($5 - 1 < 0.8 * ($3 - 1)) { print "no fall: " $0; n++ }
    END { exit n > 0 }' threat.txt || wrong "a threat does not raise effort, or does not fade"
[ $failed -eq 0 ] && echo "all as it should be"
exit $failed
