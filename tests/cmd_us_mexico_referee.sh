#!/bin/sh
# ctest: slow processors=2
# The rows of a referee's examination of us-mexico, one line each: the model's figure, the published one, on which side
# of the split (docs/split.md) that stands, and whether the row holds. referee.tsv says what each row is, when it holds,
# who published what stands in no table of the scenario, and which rows hold as recorded.
#
# Fails where a row that gates and is recorded as holding holds no more. Rows of figures gate nothing; one that is
# further from holding than recorded, by more than its tolerance, is told as worse. Expected people (fluid), one central
# run each, but forty members for their spread, which differ in parameters and environment. The eight patterns out of
# frozen latents: cmd_us_mexico_patterns.sh; returns over a whole grid and a threat on 36 start months:
# test_signs_us_mexico.c.
set -u
V=${VADO:?}
us=${SOURCE_DIR:?}/scenarios/us-mexico
rows=$SOURCE_DIR/tests/referee.tsv
latents=${VADO_LATENTS:-$us/$(sed -n 's/^latents: *//p' "$us/scenario.yaml")} # so that a table fitted anew can be tried
head=from,until,parameter,where,who,change,value,note,source
tab=$(printf '\t')
sectors='Big Bend,Del Rio,El Centro,El Paso,Laredo,Rio Grande Valley,San Diego,Tucson,Yuma'

# ---- the runs, two at a time ----
: >runs.txt
ask() { echo "$*" >>runs.txt; } # store and options of a run to be made
whole() { ask "$@" --latents "$latents"; }
whole base
awk -F, '/^#/ || !($2 ~ /^2/) || substr($2, 1, 7) <= "2023-04"' "$latents" >cut.csv
ask cut --latents cut.csv
for limit in 12 36 72 120 360; do
    printf '%s\n2023-03-15,,mexico.stations.detention_limit_hours,,,set,%s,,x\n' "$head" "$limit" >"limit-$limit.csv"
    whole "limit-$limit" --until 2023-12-31 --policy "limit-$limit.csv"
    case $limit in 36 | 360) whole "as-in-2022-$limit" --until 2023-10-31 --policy returns-as-in-2022 --policy "limit-$limit.csv" ;; esac
done
for threat in 0 1; do
    for year in 2019 2021; do
        printf '%s\n%s-06-01,,diplomacy.endogenous,,,set,1,,x\n2017-09-01,,us.diplomacy.threat,,,set,0,,x
%s-06-01,%s-06-30,us.diplomacy.threat,,,set,%s,,x\n2017-09-01,,us.diplomacy.offer,,,set,0,,x\n' \
            "$head" $year $year $year $threat >"threat-$year-$threat.csv"
        whole "threat-$year-$threat" --until $year-12-31 --policy "threat-$year-$threat.csv" --set diplomacy.crisis_hazard=0
    done
done
whole threat-2023-0 --until 2023-12-31 --policy governments-react-2023 --set diplomacy.crisis_hazard=0
whole threat-2023-1 --until 2023-12-31 --policy tariff-threat-2023 --set diplomacy.crisis_hazard=0
whole effort-as-scheduled --until 2024-12-31
whole effort-kept --until 2024-12-31 --policy crackdown-kept-2024
whole title-42-kept --policy title-42-kept
echo "$sectors" | tr , '\n' | while read -r sector; do
    name=$(echo "$sector" | tr -d ' ')
    sed "s/,Del Rio,/,$sector,/" "$us/policies/triple-agents-del-rio.csv" >"pressed-$name.csv"
    whole "pressed-$name" --until 2022-02-28 --policy "pressed-$name.csv"
done
# frozen TABLE MONTH: latents that end the month before
set -- 2019-05 2019-06 2020-02 2020-03 2021-12 2022-01 2023-04 2023-05 2023-11 2023-12
while [ $# -gt 0 ]; do
    ask "frozen-$1" --latents "$1.csv" --until "$(date -u -d "$2-01 +1 month -1 day" +%F)"
    shift 2
done
# shellcheck disable=SC2016 # the words are xargs'
xargs -P 2 -L 1 sh -c 'us=$1 store=$2; shift 2
    "$0" run "$us" -o "$store.db" --mode fluid --threads 1 --quiet "$@" 2>"$store.txt" || { cat "$store.txt"; exit 255; }' "$V" "$us" <runs.txt ||
    { echo "FAILED  a run"; exit 1; }
"$V" run "$us" --mode fluid --members 40 --level --threads 2 --quiet -o members.db --latents 2023-11.csv --until 2023-12-31 2>run.txt ||
    { cat run.txt; exit 1; }
for store in base cut; do
    "$V" explain $store.db 2024-01-02 --csv --threads 2 >$store.explained 2>run.txt || { cat run.txt; exit 1; }
done

# ---- what is published, with the side it stands on: series, from, until, place, nationality, group, value, publisher, side ----
awk -v OFS='\t' '
function cells(line,    n, i, part, quoted) { # CSV with quotes
    split("", x); n = split(line, part, ","); k = 1; x[1] = ""
    for (i = 1; i <= n; i++) {
        x[k] = x[k] (quoted ? "," : "") part[i]
        if (gsub(/"/, "\"", part[i]) % 2) quoted = !quoted
        if (!quoted) x[++k] = ""
    }
    for (i = 1; i < k; i++) gsub(/"/, "", x[i])
    return k - 1
}
function agrees(wanted, name) { return wanted == "*" || wanted == name }
/^#/ || /^series,/ || /^$/ { next }
{ n = cells($0) }
FILENAME ~ /used.csv$/ { u++; for (i = 1; i <= 7; i++) use[u, i] = x[i]; next }
{
    side = x[n] == "judge" ? "judge" : x[n] == "time" ? "time" : "set"
    for (i = 1; i <= u; i++)
        if (use[i, 1] == x[1] && agrees(use[i, 5], x[4]) && agrees(use[i, 6], x[5]) && agrees(use[i, 7], x[6]) &&
            (use[i, 4] == "inside" ? x[2] >= use[i, 2] && x[3] <= use[i, 3] : x[2] == use[i, 2] && x[3] == use[i, 3]))
            side = side == "set" ? side : "used"
    print x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[9], side
}' "$us/observed/used.csv" "$us"/observed/[!u]*.csv "$us/observed/united_states.csv" >published.tsv || exit 1

: >model.tsv
: >figures.tsv
model() { printf '%s\t%s\n' "$1" "$2" >>model.tsv; } # row, value
series() { "$V" export "$1.db" "$2" --members --by "$3" ${4:-} 2>/dev/null; }
figure() { # row, condition over the columns of published.tsv, value of each (default its own): the sum of those that meet it
    awk -F'\t' -v row="$1" -v OFS='\t' "$2"' { sum += '"${3:-\$7}"'; n++; side[$9]++; who = $8 }
        END { order = split("set time judge used", name, " ")
              for (i = 1; i <= order; i++) if (name[i] in side) sides = sides (sides == "" ? "" : "/") name[i]
              if (n) print row, sum, sides, who }' published.tsv >>figures.tsv
}
over() { awk -v a="$1" -v b="$2" 'BEGIN { if (b != 0) printf "%.9g", a / b }'; }
sum() { series "$1" "$2" month | awk -F, -v a="$3" -v z="$4" '$1 >= a && $1 <= z { t += $3 } END { printf "%.9g", t }'; } # store series from until
day() { series "$1" "$2" day | awk -F, -v d="$3" '$1 == d { print $3 }'; }
fiscal() { series "$1" "$2" year --fiscal | awk -F, -v y="$3" '$1 == y { print $3 }'; }
apart() { # files of "name<tab>value": half the sum of absolute differences of shares, over the names of the second
    awk -F'\t' 'FNR == NR { a[$1] += $2; next } { b[$1] += $2 }
        END { for (k in b) { sa += a[k]; sb += b[k] }
              for (k in b) { d = a[k] / sa - b[k] / sb; t += d < 0 ? -d : d }
              printf "%.6f", t / 2 }' "$1" "$2"
}

# ---- A: detention, the ruling, a threat, effort that lasts, January 2024 ----
per_event() { over "$(sum "$1" mexico_returns "$2" "$3")" "$(sum "$1" mexico_events "$2" "$3")"; }
step=
for limit in 12 36 72 120 360; do
    now=$(per_event "limit-$limit" 2023-03 2023-12)
    model "A1.$limit" "$now"
    [ -z "$step" ] || over "$now" "$step" >>steps.txt
    [ -z "$step" ] || echo >>steps.txt
    step=$now
done
model A1.step "$(sort -g steps.txt | head -n 1)"
model A1.72-36 "$(over "$(sum limit-72 mexico_returns 2023-03 2023-12)" "$(sum limit-36 mexico_returns 2023-03 2023-12)")"
model A1.ruling "$(awk -v was="$(per_event base 2022-01 2022-12)" -v with="$(per_event as-in-2022-36 2023-04 2023-10)" \
    -v without="$(per_event as-in-2022-360 2023-04 2023-10)" -v is="$(per_event base 2023-04 2023-10)" \
    'BEGIN { printf "%.6f", (without - with) / (was - is) }')"
for year in 2019 2021 2023; do
    for threat in 0 1; do series "threat-$year-$threat" mexican_effort day >effort-$threat.csv; done
    paste -d, effort-0.csv effort-1.csv | awk -F, -v from="$year-06-01" '$1 >= from && NR > 1 { n++; r = $6 / $3
        if (n <= 30 && r > most) most = r
        if (r > peak) peak = r
        last = r } END { print most, (last - 1) / (peak - 1) }' >threat.txt
    model "A2.$year" "$(cut -d' ' -f1 threat.txt)"
    model "A2.$year.fade" "$(cut -d' ' -f2 threat.txt)"
done
for store in effort-kept effort-as-scheduled; do series $store encounters month >$store.csv; done
paste -d, effort-kept.csv effort-as-scheduled.csv | awk -F, '$1 >= "2024-04" && NR > 1 { print $3 / $6 }' | sort -g | tail -n 1 >most.txt
model A3 "$(cat most.txt)"
fall() { # store
    series "$1" encounters day | awk -F, '$1 >= "2023-12-01" && $1 <= "2023-12-21" { if ($3 + 0 > most) most = $3; last = $3 }
        END { print 1 - last / most }'
}
model A4.fall "$(fall base)"
model A4.frozen "$(fall frozen-2023-11)"
model A4.ahead "$(awk -v a="$(fall base)" -v b="$(fall frozen-2023-11)" 'BEGIN { print a - b }')"
explained() { awk -F, -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } $1 == "border" { print $at[name] }' "$1.explained"; }
model A4.under_way "$(explained base under_way)"
model A4.latents "$(explained base latent_under_way)"
# cut has no latents to book: they end where explain holds them
model A4.booked "$(over "$(explained base under_way)" "$(explained cut under_way)")"

# ---- B: one month ahead, from the end of every month and of each frozen table, and the spread of members ----
# docs/rolling.csv is what `vado fit --stage rolling` wrote: minutes of fits, so they are not made anew here. Its rows of one
# month ahead, in their order, as mean and size; the mean's standard error is Newey and West's, as in src/fit/rolling.c.
rolling() { # column of errors, side or "": mean size errors-of-the-mean n
    awk -F, -v column="$1" -v side="$2" '/^#/ { next } !n0++ { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $at["ahead"] == 1 && (side == "" || $at["side"] == side) { x[++n] = $at[column]; m += x[n]; size += x[n] < 0 ? -x[n] : x[n] }
        END { m /= n; most = int(4 * exp(log(n / 100) * 2 / 9))
              for (lag = 0; lag <= most; lag++)
                  for (i = lag + 1; i <= n; i++)
                      all += (lag ? 2 * (1 - lag / (most + 1)) : 1) * (x[i] - m) * (x[i - lag] - m)
              e = sqrt(all > 0 ? all : 0) / n
              if (m < 0) m = -m
              printf "%.6f %.6f %.6f %d\n", m, size / n, m / e, n }' "$SOURCE_DIR/docs/rolling.csv"
}
rolling error "" >rolling.txt
model B1.bias "$(cut -d' ' -f1 rolling.txt)"
model B1.size "$(cut -d' ' -f2 rolling.txt)"
model B1.errors "$(cut -d' ' -f3 rolling.txt)"
model B1.origins "$(cut -d' ' -f4 rolling.txt)"
model B1.judges "$(rolling error judges | cut -d' ' -f3)"
model B1.last "$(rolling last_error "" | cut -d' ' -f2)"
for pair in 2019-05:2019-06 2020-02:2020-03 2021-12:2022-01 2023-04:2023-05 2023-11:2023-12; do
    month=${pair#*:}
    figure "B1.$month" '$1 == "encounters" && $2 == "'"$month"'" && $3 == $2 && $4 $5 $6 == ""'
    model "B1.$month" "$(sum "frozen-${pair%:*}" encounters "$month" "$month")"
done
for month in 2023-11 2023-12; do
    "$V" export members.db encounters --by month --quantiles 0.1,0.9 2>/dev/null | awk -F, -v m=$month '$1 == m { print $3 }' >spread.txt
    model "B2.$month" "$(over "$(tail -n 1 spread.txt)" "$(head -n 1 spread.txt)")"
done

# ---- displacement: agents of one sector tripled; of its loss in two months the share that is found elsewhere ----
by_sector() { series "$1" encounters month,place | awk -F, '$1 == "2022-01" || $1 == "2022-02"' >"$2"; }
by_sector base was.csv
echo "$sectors" | tr , '\n' | while read -r sector; do
    name=$(echo "$sector" | tr -d ' ')
    by_sector "pressed-$name" is.csv
    model "P.$name" "$(awk -F, -v s="$sector" 'FNR == NR { was[$2] += $4; next } { is[$2] += $4 }
        END { for (k in was) if (k == s) own = was[k] - is[k]; else others += is[k] - was[k]
              print (own > 0 ? others / own : "no loss") }' was.csv is.csv)"
done

# ---- D: figures ----
series base encounters_at_ports year,nationality --fiscal >ports.csv
for year in 2020 2021 2022 2023; do
    is='$1 == "encounters_at_ports" && $2 == "'$((year - 1))'-10" && $3 == "'$year'-09" && $5 != "" && $6 == ""'
    [ $year != 2022 ] || is="$is"' && $5 != "Other"' # among whom are the Ukrainians
    awk -F, -v y=$year -v OFS='\t' '$1 == y { print $2, $4 }' ports.csv >a.tsv
    awk -F'\t' -v OFS='\t' "$is"' { print $5, $7 }' published.tsv >b.tsv
    model "D1.share.$year" "$(apart a.tsv b.tsv)"
    figure "D1.share.$year" "$is" 0
done
for nation in Guatemala Haiti Mexico Ecuador; do
    model "D1.$nation" "$(awk -F, -v n=$nation '$1 == 2023 && $2 == n { print $4 }' ports.csv)"
    figure "D1.$nation" '$1 == "encounters_at_ports" && $2 == "2022-10" && $3 == "2023-09" && $5 == "'$nation'" && $6 == ""'
done
for group in family minor; do
    for year in 2022 2023; do
        series base encounters_at_ports year,group --fiscal >group.csv
        model "D1.$group.$year" "$(awk -F, -v g=$group -v y=$year '$1 == y && $2 ~ g { print $4 }' group.csv)"
    done
done
series base port_closures month >closed.csv
model D2.2019-05 "$(awk -F, '$1 == "2019-05" { print $3 }' closed.csv)"
model D2.2021-22 "$(awk -F, '$1 ~ /^202[12]/ && $3 > most { most = $3 } END { print most + 0 }' closed.csv)"
model D2.2023-12 "$(awk -F, '$1 == "2023-12" { print $3 }' closed.csv)"
for s in waiting custody; do
    model D3.$s "$(day base $s 2023-05-10)"
    figure D3.$s '$1 == "'$s'" && $2 == "2023-05-10" && $4 == ""'
done
peak=$(series base custody day | awk -F, '$1 >= "2023-04" && $1 < "2023-07" && $3 + 0 > most { most = $3 + 0; d = $1 } END { print d }')
model D3.peak "$(date -u -d "$peak" +%j | awk '{ d = $1 - 130; print (d < 0 ? -d : d) }')" # the 130th is 10 May
for span in 2018:2018-01:2018-09 2019:2018-10:2019-09 2020:2019-10:2020-09; do
    months=${span#*:} from=${months%:*} until=${months#*:}
    model "D4.${span%%:*}" "$(sum base deaths_recorded "$from" "$until")"
    figure "D4.${span%%:*}" '$1 == "deaths_recorded" && $2 == $3 && $4 $5 $6 == "" && $2 >= "'"$from"'" && $2 <= "'"$until"'"'
done
series base deaths_recorded year,nationality --fiscal >deaths.csv
for year in 2018 2019 2020 2021 2022 2023; do
    model "D4.mexican.$year" "$(awk -F, -v y=$year '$1 == y { t += $4; if ($2 == "Mexico") m += $4 } END { printf "%.6f", m / t }' deaths.csv)"
done
for year in 2021 2022 2023; do
    model "D4.summer.$year" "$(over "$(sum base deaths_recorded $year-06 $year-08)" "$(fiscal base deaths_recorded $year)")"
done
for year in 2019 2020 2021 2022 2023; do
    model "D5.$year" "$(fiscal base gotaways $year)"
    figure "D5.$year" '$1 == "gotaways" && $2 == "'$((year - 1))'-10" && $3 == "'$year'-09" && $4 == ""'
done
model D6 "$(fiscal base repeat_share 2019)"
figure D6 '$1 == "repeat_share" && $2 == "2018-10" && $3 == "2019-09"'
for year in 2022 2023; do
    model "D7.$year" "$(series base court_wait_years year --fiscal | awk -F, -v y=$year '$1 == y { print $3 }')"
    pending=$(awk -F'\t' -v m=$year-09 '$1 == "court_backlog" && $3 == m { print $7 }' published.tsv)
    figure "D7.$year" '$1 == "court_completions" && $2 == "'$((year - 1))'-10" && $3 == "'$year'-09"' "$pending / \$7"
done
price() { series base smuggler_price year | awk -F, -v y="$1" '$1 == y { print $3 }'; }
model D8 "$(over "$(price 2023)" "$(price 2019)")"
series base asylum_in_mexico month,nationality >asylum.csv
for span in 2019:08 2021:07 2023:06; do
    year=${span%:*} until=$year-${span#*:}
    is='$1 == "asylum_in_mexico" && $2 == "'$year'-01" && $3 == "'$until'" && $5 != ""'
    awk -F, -v y=$year -v z="$until" -v OFS='\t' '$1 >= y && $1 <= z { print $2, $4 }' asylum.csv >a.tsv
    awk -F'\t' -v OFS='\t' "$is"' { print $5, $7 }' published.tsv >b.tsv
    model "D9.share.$year" "$(apart a.tsv b.tsv)"
    figure "D9.share.$year" "$is" 0
    for nation in Haiti Venezuela; do
        model "D9.$nation.$year" "$(awk -F'\t' -v n=$nation '$1 == n { t += $2 } END { print t }' a.tsv)"
        figure "D9.$nation.$year" "$is"' && $5 == "'$nation'"'
    done
done
is='$1 == "darien_crossings" && $2 == $3 && $4 $5 $6 == ""'
figure D10.rms "$is" 0
awk -F'\t' "$is"' { print $2 "\t" $7 }' published.tsv | sort >b.tsv
series base darien_crossings month | awk -F, -v OFS='\t' '$1 ~ /^2/ { print $1, $3 }' | sort >a.tsv
join -t "$tab" a.tsv b.tsv | awk -F'\t' '$2 > 0 && $3 > 0 { e = log($2 / $3); q += e * e; n++
    split($1, d, "-"); k = d[1] * 12 + d[2]; a = log($2); b = log($3)
    if (n > 1 && k == last + 1) { x = a - was_a; y = b - was_b; m++; sx += x; sy += y; sxx += x * x; syy += y * y; sxy += x * y }
    last = k; was_a = a; was_b = b }
    END { printf "%.6f %.6f\n", sqrt(q / n), (sxy - sx * sy / m) / sqrt((sxx - sx * sx / m) * (syy - sy * sy / m)) }' >darien.txt
model D10.rms "$(cut -d' ' -f1 darien.txt)"
model D10.changes "$(cut -d' ' -f2 darien.txt)"
model D11 "$(sum base mexico_events 2024-01 2024-01)"
figure D11 '$1 == "mexico_events" && $2 == "2024-01" && $3 == $2 && $5 == ""'
series base encounters year,place,nationality --fiscal >places.csv
: >others.txt
awk -F, 'NR > 1 && FNR > 1 { print $3 }' places.csv | sort -u | while read -r nation; do
    is='$1 == "encounters" && $2 == "2018-10" && $3 == "2019-09" && $4 != "" && $5 == "'$nation'"'
    awk -F, -v n="$nation" -v OFS='\t' '$1 == 2019 && $3 == n { print $2, $5 }' places.csv >a.tsv
    awk -F'\t' -v OFS='\t' "$is"' { print $4, $7 }' published.tsv >b.tsv
    case $nation in
    Haiti | Brazil | Peru)
        model "D12.$nation" "$(apart a.tsv b.tsv)"
        figure "D12.$nation" "$is" 0
        ;;
    *) apart a.tsv b.tsv >>others.txt; echo >>others.txt ;;
    esac
done
model D12.others "$(sort -g others.txt | tail -n 1)"
figure D12.others '$1 == "encounters" && $2 == "2018-10" && $3 == "2019-09" && $4 != "" && $5 !~ /^(|Haiti|Brazil|Peru)$/' 0
kidnapped=$(series base kidnappings year | awk -F, 'NR > 1 { t += $3 } END { print t }')
model D13 "$(over "$kidnapped" "$(series base waiting month | awk -F, 'NR > 1 { t += $3 } END { print t / 1000 }')")"

# ---- G: events and persons ----
for s in encounters unique_persons; do
    model "G.$s" "$(over "$(sum title-42-kept $s 2023-06 2024-02)" "$(sum base $s 2023-06 2024-02)")"
done

sh "$SOURCE_DIR/tests/referee_rows.sh" "$rows" model.tsv figures.tsv recorded.tsv
failed=$?

# ---- rows that no longer hold, and rows without a figure, are found ----
for broken in "s/^A3$tab.*/A3${tab}1.5/" "/^A1.step$tab/d" "s/^P.DelRio$tab.*/P.DelRio${tab}no loss/"; do
    sed "$broken" model.tsv >broken.tsv
    if sh "$SOURCE_DIR/tests/referee_rows.sh" "$rows" broken.tsv figures.tsv >broken.txt; then
        echo "FAILED: $broken is not found"
        failed=1
    fi
done
exit $failed
