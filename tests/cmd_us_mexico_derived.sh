#!/bin/sh
# Numbers of us-mexico that are derived by a rule from published figures, none of which only judges (docs/split.md):
# worked out again, and compared with what the scenario has.
#
# 1. crossing.evade_network: unauthorized residents (the source cell) for each person at home (nationalities.csv), over
#    that of Mexico, at most 1.
# 2. harm.drowned: of the years that may set as many drown in a run as were published, within 5%. Of those who die far
#    out and are found, share found late: dead of unknown cause over these and the dead of exposure, in the years before
#    the run that may set; remains found in a year when it begins: half of the dead of unknown cause of these two years.
# 3. harm.heat_from and harm.heat: the greatest likelihood (Poisson) of recorded deaths by month of the years that may
#    set, with a level for each year, single adults encountered as those exposed, and each sector's share of encounters;
#    a twelfth of the year's drowned and dead of unknown cause in each month.
# 4. crossing.detection: got-aways of fiscal 2020 and 2022 in a run, within 5% of those published.
# 5. crossing.evade_cost: of encounters of fiscal 2018 a share evaded, within .04 of single adults less those who claimed
#    fear (CBP, 10 December 2018: 54,690 of 396,579).
# 6. harm.death_scale: recorded deaths of the years that may set, mean log of simulated over published within .1 of 0.
# 7. mexico.personnel.index_in_effort: what the scripted effort holds of personnel is the personnel of the day, the rows of
#    mexico.personnel.index, so that only a change against history counts.
set -u
V=${VADO:?}
us=${SOURCE_DIR:?}/scenarios/us-mexico
failed=0
"$V" params "$us" --csv >params.csv 2>run.txt || { cat run.txt; exit 1; }
"$V" run "$us" -o run.db --mode fluid --threads 2 --quiet --until 2022-12-31 2>run.txt || { cat run.txt; exit 1; }
is() { awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $1 == name { print $at["default"]; exit }' params.csv; }
of() { "$V" export run.db "$1" --members --by "$2" ${3:-} 2>/dev/null; } # series, by, fiscal
near() { # what, as derived, as the scenario has it, how far it may be
    if awk -v a="$2" -v b="$3" -v most="$4" 'BEGIN { d = a - b; exit !(a != "" && b != "" && d <= most && -d <= most) }'; then
        echo "holds   $1: derived $2, in the scenario $3"
    else
        echo "FAILED  $1: derived $2, in the scenario $3, at most $4 apart"
        failed=1
    fi
}
far() { # the same as near, but must not hold: what a broken number looks like
    was=$failed
    near "$@" >planted.txt
    [ $failed != "$was" ] || [ "$was" = 1 ] || { echo "FAILED  planted error is not found: $1"; failed=1; return; }
    failed=$was
}

# ---- 1: networks ----
grep '^crossing.evade_network' "$us/parameters.csv" | awk -F, -v tables="$us/nationalities.csv" '
    BEGIN { while ((getline line < tables) > 0) { split(line, x, ","); home[x[1]] = x[3] } }
    {
        source = $0; gsub(/,/, "", source)
        split("Mexico;El Salvador;Guatemala;Honduras;Colombia;Venezuela;Brazil", name, ";")
        for (i = 1; i in name; i++)
            if (match(source, name[i] " [0-9]+")) {
                n = substr(source, RSTART, RLENGTH); sub(/.* /, "", n); there[name[i]] = n / home[name[i]]
            }
        share = there[$3] / there["Mexico"]
        print $3 "\t" (share > 1 ? 1 : share) "\t" $4
    }' >networks.tsv
[ "$(wc -l <networks.tsv)" = 6 ] || { echo "FAILED  six networks are derived"; failed=1; }
while IFS="$(printf '\t')" read -r nation derived here; do near "network of $nation" "$derived" "$here" 0.006; done <networks.tsv
far "network" 0.85 0.9 0.006

# ---- 2: the river, and remains ----
"$V" run "$us" -o water.db --mode fluid --threads 2 --quiet --until 2022-12-31 --set harm.death_scale=0 --set harm.remains_at_start=0 2>run.txt ||
    { cat run.txt; exit 1; }
drowned=$("$V" export water.db deaths_recorded --members --by year 2>/dev/null |
    awk -F, '$1 == 2018 || $1 == 2020 || $1 == 2022 { n += $3 } END { print n }')
published=$(awk -F, '/^deaths_recorded_drowning,/ && $NF == "set" && $2 >= "2018" && $2 < "2023" { n += $7 } END { print n }' "$us/observed/harm.csv")
near "drowned of 2018, 2020 and 2022, log" 0 "$(awk -v a="$drowned" -v b="$published" 'BEGIN { print log(a / b) }')" 0.05
before() { awk -F, -v cause="$1" '$1 == "deaths_recorded_" cause && $NF == "set" && $2 < "2018" { n += $7 } END { print n }' "$us/observed/harm.csv"; }
near "found late of those found far out" "$(awk -v u="$(before unknown)" -v e="$(before exposure)" 'BEGIN { printf "%.4f", u / (u + e) }')" \
    "$(is harm.found_late)" 0.006
near "remains found in a year before the run" "$(awk -v u="$(before unknown)" 'BEGIN { print u / 2 }')" \
    "$(awk -F, '$1 == "harm.remains_at_start" { n += $4 } END { print n }' "$us/parameters.csv")" 1
far "remains" 300 264 1

# ---- 3: heat ----
awk -F, -v hot="$(is harm.hot_day_excess)" '
FILENAME ~ /sectors.csv/ { if ($1 != "name" && !/^#/) { sector[$1]; for (i = 1; i <= 12; i++) t[$1, i] = $(7 + i) } next }
/^encounters,/ && $2 == $3 && $5 == "" && $4 in sector && $6 == "" { met[$2, $4] = $7; all[$2] += $7 }
/^encounters,/ && $2 == $3 && $4 $5 == "" && $6 == "single_adult" { adults[$2] = $7 }
/^deaths_recorded_(drowning|unknown),/ && $NF == "set" { flat[substr($2, 1, 4)] += $7 / 12 }
/^deaths_recorded,/ && $2 == $3 && $NF == "set" && $2 < "2023" { dead[$2] = $7 }
END {
    for (from = 30; from <= 38; from++)
        for (eta = 0; eta < 0.5; eta += 0.01) {
            split("", sum); split("", exposed); like = 0
            for (m in dead) {
                x[m] = 0
                for (s in sector) { h = t[s, substr(m, 6) + 0] + hot - from; x[m] += met[m, s] / all[m] * exp(eta * (h > 0 ? h : 0)) }
                x[m] *= adults[m]; y = substr(m, 1, 4); sum[y] += dead[m] - flat[y]; exposed[y] += x[m]
            }
            for (m in dead) { y = substr(m, 1, 4); mu = flat[y] + sum[y] / exposed[y] * x[m]; like += dead[m] * log(mu) - mu }
            if (best == "" || like > best) { best = like; at_from = from; at_eta = eta }
        }
    print at_from, at_eta
}' "$us/sectors.csv" "$us/observed/encounters_by_sector.csv" "$us/observed/encounters_by_group.csv" "$us/observed/harm.csv" >heat.txt
near "heat from" "$(cut -d' ' -f1 heat.txt)" "$(is harm.heat_from)" 0.001
near "heat" "$(cut -d' ' -f2 heat.txt)" "$(is harm.heat)" 0.001
far "heat" "$(cut -d' ' -f2 heat.txt)" 0.16 0.001

# ---- 4 to 6: a run ----
simulated=$(of gotaways year --fiscal | awk -F, '$1 == 2020 || $1 == 2022 { n += $3 } END { print n }')
published=$(awk -F, '/^gotaways,/ && /,set$/ && ($2 == "2019-10" && $3 == "2020-09" || $2 == "2021-10" && $3 == "2022-09") { n += $7 }
    END { print n }' "$us/observed/gotaways.csv")
near "got-aways of fiscal 2020 and 2022, log" 0 "$(awk -v a="$simulated" -v b="$published" 'BEGIN { print log(a / b) }')" 0.05
evaded=$(awk -F, '/^encounters,/ && $2 == $3 && $2 >= "2017-10" && $2 <= "2018-09" && $4 $5 == "" && $6 != "" {
    all += $7; if ($6 == "single_adult") adults += $7 } END { print adults / all * (1 - 54690 / 396579) }' "$us/observed/encounters_by_group.csv")
near "evaded, of encounters of fiscal 2018" "$evaded" "$(of turn_in_share year --fiscal | awk -F, '$1 == 2018 { print 1 - $3 }')" 0.04
of deaths_recorded year | awk -F, '$1 == 2018 || $1 == 2020 || $1 == 2022 { print $1 "," $3 }' >deaths.csv
near "recorded deaths, mean log" 0 "$(awk -F, 'FILENAME == "deaths.csv" { n[$1] = $2; next }
    /^deaths_recorded,/ && $2 == $3 && /,set$/ { y = substr($2, 1, 4); if (y in n) sum[y] += $7 }
    END { for (y in n) if (sum[y] > 0) { k++; e += log(n[y] / sum[y]) } if (k == 3) print e / k }' deaths.csv "$us/observed/harm.csv")" 0.1

# ---- 7: personnel in effort ----
apart() { # how many rows of one have no twin of the same days and value in the other
    awk -F, '$3 == "mexico.personnel.index" { own[$1 "," $2 "," $7] = 1 } $3 == "mexico.personnel.index_in_effort" { held[$1 "," $2 "," $7] = 1 }
        END { for (r in own) { k++; n += !(r in held) } for (r in held) n += !(r in own); if (k > 0) print n + 0 }' "$1"
}
near "rows of personnel without a twin in effort" 0 "$(apart "$us/schedule.csv")" 0
sed 's/^\(2023-01-01,.*,mexico.personnel.index,,,set\),5,/\1,6,/' "$us/schedule.csv" >schedule.csv
far "rows of personnel, one of them planted" 0 "$(apart schedule.csv)" 0
exit $failed
