#!/bin/sh
# ctest: slow timeout=900
# Both governments on us-mexico, started in 2019, 2021 and 2023: ensembles of expected people, since crises are drawn. C41: the tariff threat changes Mexico's effort. C42: leverage rises with the flow and the election's nearness.
# C56: doubled aid does not change flows now. And scripted posture changes no other series.
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
series() { "$VADO" export "$1" "$2" --members 2>/dev/null; }
# Value of a month, mean of the members; members in which the second month is above (or below) the first by a factor.
month() { series "$1" "$2" | awk -F, -v m="$3" '$1 == m { s += $3; n++ } END { printf "%.4f", s / n }'; }
members() { # store, series, month, month, condition over a (first) and b (second)
    series "$1" "$2" | awk -F, -v x="$3" -v y="$4" '$1 == x { a[$2] = $3 } $1 == y { b[$2] = $3 }
        END { for (k in a) n += cond(a[k], b[k]); print n + 0 } function cond(a, b) { return '"$5"' }'
}

# ---- 2019: no threat is put in; flow, children and ports bring a crisis, and effort ----
# Of forty members, as crises are drawn and so are sizes of effort.
run 2019.db --from 2019-01-01 --until 2020-02-29 --members 40 --governments 2019
check "members of 40 in which effort rises by a fifth from April to July 2019" "v >= 35" \
    "$(members 2019.db mexican_effort 2019-04 2019-07 'b > 1.2 * a')"
check "members of 40 in which it is lower in February 2020 than in July 2019" "v >= 32" \
    "$(members 2019.db mexican_effort 2019-07 2020-02 'b < 0.95 * a')"

# ---- 2021 and 2023: what the US does is drawn ----
run 2021.db --from 2020-11-01 --until 2021-12-31 --members 8 --governments 2021
check "members of 8 with a crisis by April 2021" "v >= 6" "$(members 2021.db us_posture 2021-01 2021-04 'b > a + 0.2')"
check "members of 8 whose effort is a twentieth higher in May" "v >= 6" \
    "$(members 2021.db mexican_effort 2021-01 2021-05 'b > 1.05 * a')"
run 2023.db --from 2023-03-01 --until 2024-02-29 --members 8 --policy "$us/policies/governments-react-2023.csv"
check "spread of effort over 8 members, February 2024, highest over lowest" "v > 1.3" \
    "$(series 2023.db mexican_effort | awk -F, '$1 == "2024-02" { if (!n++ || $3 < l) l = $3; if ($3 > h) h = $3 }
        END { printf "%.2f", h / l }')"
check "leverage of December 2023 over that of June" "v > 1.2" \
    "$(awk -v a="$(month 2023.db leverage 2023-12)" -v b="$(month 2023.db leverage 2023-06)" 'BEGIN { printf "%.2f", a / b }')"
check "leverage of December 2023 over that of March 2021" "v > 1.5" \
    "$(awk -v a="$(month 2023.db leverage 2023-12)" -v b="$(month 2021.db leverage 2021-03)" 'BEGIN { printf "%.2f", a / b }')"

# ---- knock-out where governments react: the same members, and neither of them does ----
cat >off.csv <<'END'
from,until,parameter,where,who,change,value,note,source
2021-02-01,,diplomacy.endogenous,,,set,0,knocked out,[test]
END
run off.db --from 2020-11-01 --until 2021-12-31 --members 8 --governments 2021 --policy off.csv
moved() { # series: mean paired change over April to December 2021, over its standard error, and over the mean
    for store in 2021 off; do
        series $store.db "$1" | awk -F, '$1 >= "2021-04" && $1 <= "2021-12" { s[$2] += $3 } END { for (k in s) print k, s[k] }' | sort >$store.txt
    done
    join 2021.txt off.txt | awk '{ d = $2 - $3; s += d; q += d * d; a += $3; n++ }
        END { m = s / n; e = sqrt((q - n * m * m) / (n - 1) / n); if (m < 0) m = -m
              print (m > 2 * e && m > 0.02 * a / n) ? "moved" : "not moved by " m " of " a / n ", error " e }'
}
# Mexican events go either way: more effort, and fewer who come. Ports hardly close while they have officers to lend, so
# that diplomacy opens none, and what goods held up at a closed bridge do is tried in test_corridor_governments.c.
for name in mexican_effort encounters; do
    check "diplomacy moves $name" 'v == "moved"' "$(moved $name)"
done

# ---- scripted: posture acts on nothing; aid ----
cat >none.csv <<'END'
from,until,parameter,where,who,change,value,note,source
2017-09-01,,us.diplomacy.threat,,,set,0,no posture,[test]
2017-09-01,,us.diplomacy.offer,,,set,0,no posture,[test]
END
run scripted.db --from 2020-11-01 --until 2021-12-31
run none.db --from 2020-11-01 --until 2021-12-31 --policy none.csv
"$VADO" series scripted.db | sed '1d; s/,.*//' >names.txt
differ=
while read -r name; do
    [ "$(series scripted.db "$name")" = "$(series none.db "$name")" ] || differ="$differ$name "
done <names.txt
check "series that differ without the dated posture" 'v == "us_posture us_threat us_praise "' "$differ"
run aid.db --from 2020-11-01 --until 2021-12-31 --policy "$us/policies/aid-doubled.csv"
check "encounters of 2021 with doubled aid, change" "v != 0 && v < 0.02 && v > -0.02" \
    "$(for f in scripted aid; do "$VADO" export $f.db encounters --by year --members 2>/dev/null | awk -F, '$1 == 2021 { print $3 }'; done |
        awk '{ x[NR] = $1 } END { printf "%.6f", x[2] / x[1] - 1 }')"
exit $failed
