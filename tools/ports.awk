# One round of tools/update-ports: published.tsv, leanings.csv, model.csv to rows of schedule.csv. The share of encounters
# at ports that is still wrong goes to WORK/left.txt.
function step(want, got) { return want > 0 && got > 0 ? 0.35 * log(want / got) : 0 } # half of crossing.scale
function bound(x) { return x > 11 ? 11 : x < -11 ? -11 : x }
function regime(month) {
    if (month >= "2019-10" && month <= "2020-09") return "A"
    if (month >= "2021-10" && month <= "2022-03") return "B"
    if (month >= "2022-05" && month <= "2022-09") return "C"
    return month >= "2023-10" && month <= "2024-02" ? "D" : ""
}
# New leaning of who, published as `as`, in regime r.
function lean(r, who, as,    want_share, got_share) {
    want_share = want[r, as] / want_sum[r] + 1e-5
    got_share = got[r, as] / got_sum[r] + 1e-5
    if (!((r, as) in seen)) {
        seen[r, as]
        wrong[r] += want_share > got_share ? want_share - got_share : 0
        mean[r] += want_share * (use[r, who] + step(want_share, got_share))
    }
    return use[r, who] + step(want_share, got_share)
}
function by_nationality(r,    n) {
    for (n in name) use[r, n] = lean(r, n, n)
    for (n in name) use[r, n] = bound(use[r, n] - mean[r])
}
# The app: four nationalities of their own, the others alike but for those who know the way.
function by_app(r,    n, others, as_one, more) {
    others = lean(r, "Ecuador", "others")
    for (n in name) if (n != "Mexico") as_one += people[n] / foreigners * exp(use["C", n] / 0.7)
    as_one = 0.7 * log(as_one)
    for (n in name) {
        more = use["C", n] - as_one
        use[r, n] = n in four ? lean(r, n, n) : others + (more > 0 ? more : 0)
    }
    for (n in name) use[r, n] = bound(use[r, n] - mean[r])
}
function odds(of, era, kind, g) {
    return of[era, kind, "single_adult"] > 0 ? of[era, kind, g] / of[era, kind, "single_adult"] : 0
}
# Families and minors against single adults: of Mexicans, and of the foreigners who are published by group.
function groups(era,    k, g, kind) {
    for (k = 1; k <= 2; k++) {
        kind = k == 1 ? "f" : "m"
        for (g in grouped)
            by[era, kind, g] = bound(by[era, kind, g] + step(odds(want, era, kind, g), odds(got, era, kind, g)))
    }
}
function row(span, parameter, who, value, words) {
    printf "%s,%s,,%s,set,%.2f,%s,tools/update-ports from encounters at ports of even fiscal years (CBP and OHSS) [derived],\n", span, parameter, who, value, words
}
BEGIN {
    four["Mexico"]; four["Guatemala"]; four["Honduras"]; four["El Salvador"]
    grouped["family"]; grouped["minor"]
    span["A"] = "2017-09-01,2021-04-30"; span["B"] = "2021-05-01,2022-03-31"
    span["C"] = "2022-04-01,2023-01-17"; span["D"] = "2023-01-18,"
}
FILENAME ~ /published/ {
    split($0, x, "\t")
    if (x[2] == "n") { want[x[1], x[3]] = x[4]; want_sum[x[1]] += x[4] }
    else if (x[2] == "all") { people[x[3]] = x[4]; if (x[3] != "Mexico") foreigners += x[4] }
    else want[x[1], x[2], x[3]] += x[4]
    next
}
FILENAME ~ /leanings/ {
    split($0, x, ",")
    r = x[1] < "2021" ? "A" : x[1] < "2022" ? "B" : x[1] < "2023" ? "C" : "D"
    era = r == "D" ? 2024 : 2022
    if (x[3] == "ports.use") use[r, x[5]] = x[7]
    else if (x[5] ~ /^Mexico/) by[era, "m", substr(x[5], 8)] = x[7]
    else by[era, "f", x[5]] = x[7]
    next
}
{
    split($0, x, ",")
    r = regime(x[1])
    if (r == "") next
    n = x[2]; v = x[5]; name[n]
    got[r, n] += v; got_sum[r] += v
    if (!(n in four)) got[r, "others"] += v
    if (r == "A" || r != "D" && !(n in four)) next
    got[r == "D" ? 2024 : 2022, n == "Mexico" ? "m" : "f", x[3]] += v
}
END {
    by_nationality("A"); by_nationality("B"); by_nationality("C"); by_app("D")
    groups(2022); groups(2024)
    for (r in span) {
        printf "%s %.4f\n", r, wrong[r] >(work "/left.txt")
        for (n in name) row(span[r], "ports.use", n, use[r, n], "Leaning to ports")
    }
    for (era = 2022; era <= 2024; era += 2) {
        when = era == 2022 ? "2017-09-01,2023-01-17" : "2023-01-18,"
        for (g in grouped) { # the second row is read later, and holds for Mexicans
            row(when, "ports.use_group", g, by[era, "f", g], "Leaning to ports against single adults")
            row(when, "ports.use_group", "Mexico/" g, by[era, "m", g], "Leaning to ports against single adults")
        }
    }
}
