# tools/episodes.awk: rows of docs/episodes.md from rows.csv ("start,series,month,member,value", start 0: history) and
# tools/episodes.tsv. Of each episode the share of members with
#   direction  the change has history's sign between its months, or the event comes within three months,
#   month      the same with months moved by at most one, or the event within one month,
#   size       ... and its size (log ratio, difference) is between half and twice history's; an event at least 0.3 of
#              the tariff threat or the visit, on the mean of a month,
#   chance     what `size` asks, met in the same number of months anywhere else in the endogenous period.
function month_of(n) { return sprintf("%04d-%02d", int(n / 12), n % 12 + 1) }
function number(m) { return substr(m, 1, 4) * 12 + substr(m, 6, 2) - 1 }
function value(s, series, n, k) { # of an offer: posture without threat
    if (series == "us_posture") return v[s, "us_posture", n, k] - v[s, "us_threat", n, k]
    return v[s, series, n, k]
}
function has(s, series, n) { return (s, series, n) in seen }
function event(s, series, n, k, least) { # does it begin in this month
    return has(s, series, n) && has(s, series, n - 1) && value(s, series, n, k) - value(s, series, n - 1, k) >= 0.15 &&
        (value(s, series, n, k) >= least || (has(s, series, n + 1) && value(s, series, n + 1, k) >= least))
}
function changed(kind, s, series, a, b, k,    x, y) { # log ratio or difference; "" unknown
    if (!has(s, series, a) || !has(s, series, b)) return ""
    x = value(s, series, a, k); y = value(s, series, b, k)
    return kind == "rise" ? y - x : x > 0 && y > 0 ? log(y / x) : ""
}
# Is it met with the months moved by -by to by? sized: in order of size as well.
function met(kind, s, series, a, b, k, by, sized, h,    i, c) {
    for (i = -by; i <= by; i++) {
        if (kind == "threat" || kind == "offer") {
            if (a + i >= first[s] && event(s, series, a + i, k, sized ? 0.3 : 0)) return 1
            continue
        }
        if (a + i < first[s] - 1) continue
        c = changed(kind, s, series, a + i, b + i, k)
        if (c != "" && c * h > 0 && (kind == "rise" ? c * c > 0.01 : c * c > 0.0025) &&
            (!sized || (c / h >= 0.5 && c / h <= 2))) return 1
    }
    return 0
}
function share(x, n) { return sprintf("%.2f", x / n) }
BEGIN { FS = "," }
FILENAME ~ /rows.csv$/ {
    n = number($3); v[$1, $2, n, $4] = $5; seen[$1, $2, n] = 1
    if ($4 + 0 > members[$1]) members[$1] = $4 + 0
    if (!($1 in last) || n > last[$1]) last[$1] = n
    next
}
FNR == 1 { FS = "\t"; split("2019-05 2021-02 2023-06", at, " "); for (i in at) first[substr(at[i], 1, 4)] = number(at[i]) }
/^#/ || /^start/ { next }
{
    split($0, c, "\t"); s = c[1]; kind = c[2]; series = c[3]; a = number(c[4]); b = number(c[5]); what = c[7]; all++
    if (kind == "none") {
        printf "| %s | %s | - | - | - | - | - | missed: %s |\n", what, s, s == "-" ? "in no ensemble" : "nothing draws it"
        missed++
        next
    }
    h = kind == "rise" ? c[6] + 0 : kind == "change" ? changed(kind, 0, series, a, b, 1) : 1
    if (h == "") { print "no history of " what > "/dev/stderr"; exit 1 }
    d = m = z = o = tries = 0
    for (k = 1; k <= members[s]; k++) {
        d += met(kind, s, series, a, b, k, kind == "threat" || kind == "offer" ? 3 : 0, 0, h)
        m += met(kind, s, series, a, b, k, 1, 0, h)
        z += met(kind, s, series, a, b, k, 1, 1, h)
        for (n = first[s] + 1; n + (b - a) < last[s]; n++)
            if (n - a > 2 || a - n > 2) { tries++; o += met(kind, s, series, n, n + b - a, k, 1, 1, h) }
    }
    N = members[s]; p = z / N; q = tries ? o / tries : 0; se = sqrt((q * (1 - q) + 1 / N) / N)
    verdict = p >= 0.5 && p > q + 2 * se ? "reproduced" : p > q + 2 * se ? "in part" : p >= 0.5 ? "no better than chance" : "missed"
    if (verdict == "reproduced") good++; else if (verdict == "in part") part++; else missed++
    size = kind == "rise" ? sprintf("%+.1f", h) : kind == "change" ? sprintf("x %.2f", exp(h)) : kind
    printf "| %s | %s | %s | %s | %s | %s | %s | %s |\n", what, s, size, share(d, N), share(m, N), share(z, N), sprintf("%.2f", q), verdict
}
END { printf "\nOf %d episodes %d are reproduced, %d in part, %d missed or no better than chance.\n", all, good, part, missed }
