#!/bin/sh
# ctest: slow timeout=1500
# The history of us-mexico, as the scenario promises it: what is fitted comes out as fitted; what no latent sees, and what
# happens when one point is pressed, comes out within stated bounds. Expected people (fluid), one set of parameters.
#
# Fitted (they would fail only if the shipped latents do not belong to the shipped model):
#   yearly totals of fiscal 2019 to 2023 within 10%, each sector's five-year sum within 35%.
# Not fitted: repeat share of fiscal 2019, 2020, 2021 within 10 points of 7, 26 and 27%; got-aways fall by 35 to 65% from
# April to June 2023; with latents that end in November 2023, January 2024 falls by 25 to 65% against December with the
# dated Mexican effort, by less than 15% without it, and February is not below January; three times the agents in one
# sector: the total falls by less than the sector, 60 to 80% of its loss is elsewhere within eight weeks, nearest first.
set -u
us=$SOURCE_DIR/scenarios/us-mexico
failed=0

check() { # words, awk condition over v, v
    if awk -v v="$3" "BEGIN { exit !($2) }"; then
        echo "ok      $1: $3"
    else
        echo "FAILED  $1: $3, expected $2"
        failed=1
    fi
}
run() { # store, options
    out=$1
    shift
    "$VADO" run "$us" --mode fluid --quiet -o "$out" "$@" || { echo "FAILED  vado run $*"; exit 1; }
}
series() { "$VADO" export "$1" "$2" --members --by "$3" ${4:-} 2>/dev/null; }
month() { series "$1" "$2" month | awk -F, -v m="$3" '$1 == m { print $3 }'; }
share() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.4f", a / b }'; }

run full.db
for year in 2019 2020 2021 2022 2023; do
    simulated=$(series full.db encounters year --fiscal | awk -F, -v y=$year '$1 == y { print $3 }')
    published=$("$VADO" observed "$us" encounters --by year --fiscal 2>/dev/null | awk -F, -v y=$year '$1 == y { print $3 }')
    check "encounters of fiscal $year, simulated over published" "v > 0.9 && v < 1.1" "$(share "$simulated" "$published")"
done
series full.db encounters year,place --fiscal >sectors.csv
"$VADO" observed "$us" encounters --by year,place --fiscal 2>/dev/null >published.csv
for sector in "Big Bend" "Del Rio" "El Centro" "El Paso" "Laredo" "Rio Grande Valley" "San Diego" "Tucson" "Yuma"; do
    sum='$1 >= 2019 && $1 <= 2023 && $2 == s { t += $4 } END { printf "%.0f", t }'
    simulated=$(awk -F, -v s="$sector" "$sum" sectors.csv)
    published=$(awk -F, -v s="$sector" "$sum" published.csv)
    check "five years of $sector, simulated over published" "v > 0.65 && v < 1.35" "$(share "$simulated" "$published")"
done

for pair in 2019:0.07 2020:0.26 2021:0.27; do
    simulated=$(series full.db repeat_share year --fiscal | awk -F, -v y=${pair%:*} '$1 == y { print $3 }')
    check "repeat share of fiscal ${pair%:*} (published ${pair#*:})" "v > ${pair#*:} - 0.1 && v < ${pair#*:} + 0.1" "$simulated"
done
check "got-aways of June over April 2023" "v >= 0.35 && v <= 0.65" \
    "$(share "$(month full.db gotaways 2023-06)" "$(month full.db gotaways 2023-04)")"

run effort.db --latents "$us/latents/2023-11.csv"
run none.db --latents "$us/latents/2023-11.csv" --policy "$us/policies/no-december-2023-crackdown.csv"
january=$(month effort.db encounters 2024-01)
check "January over December with the dated effort" "v >= 0.35 && v <= 0.75" "$(share "$january" "$(month effort.db encounters 2023-12)")"
check "January over December without it" "v > 0.85" \
    "$(share "$(month none.db encounters 2024-01)" "$(month none.db encounters 2023-12)")"
check "February over January" "v >= 1" "$(share "$(month effort.db encounters 2024-02)" "$january")"

# The fall by sector and by nationality beside the published one (printed, not judged).
fall() { # margin -> "name,ratio" lines from CSV on stdin: month,name,member,value
    awk -F, '$1 == "2023-12" { d[$2] = $4 } $1 == "2024-01" { j[$2] = $4 } END { for (k in d) if (d[k] > 0) printf "%s,%.2f\n", k, j[k] / d[k] }' |
        sort
}
for margin in place nationality; do
    series effort.db encounters month,$margin | fall >simulated.csv
    series none.db encounters month,$margin | fall >without.csv
    "$VADO" observed "$us" encounters --by month,$margin 2>/dev/null | fall >published.csv
    echo "January over December 2023 by $margin: with the dated effort, without it, published"
    join -t, simulated.csv without.csv | join -t, - published.csv | awk -F, '{ printf "  %-20s %6s %6s %6s\n", $1, $2, $3, $4 }'
done

run pressed.db --policy "$us/policies/triple-agents-del-rio.csv"
series full.db encounters month,place >before.csv
series pressed.db encounters month,place >after.csv
change() { # sector (or "" for all) -> change in January and February 2022
    awk -F, -v s="$1" '$1 == "2022-01" || $1 == "2022-02" { if (s == "" || $2 == s) d += FILENAME == "after.csv" ? $4 : -$4 }
        END { printf "%.1f", d }' before.csv after.csv
}
before() { awk -F, -v s="$1" '($1 == "2022-01" || $1 == "2022-02") && $2 == s { d += $4 } END { printf "%.1f", d }' before.csv; }
loss=$(change "Del Rio")
total=$(change "")
check "the sector that is pressed loses" "v < -1000" "$loss"
check "share of its loss that is elsewhere within eight weeks" "v >= 0.6 && v <= 0.8" \
    "$(awk -v l="$loss" -v t="$total" 'BEGIN { printf "%.3f", (t - l) / -l }')"
near=$(share "$(change Laredo)" "$(before Laredo)")
middle=$(share "$(change "El Paso")" "$(before "El Paso")")
far=$(share "$(change "San Diego")" "$(before "San Diego")")
check "nearest first: Laredo gains more than El Paso ($middle)" "v > $middle" "$near"
check "nearest first: El Paso gains more than San Diego ($far)" "v > $far" "$middle"
exit $failed
