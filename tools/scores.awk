# For tools/update-scores: scores.csv -> the table of one margin and policy, a row for each number of months ahead.
BEGIN {
    split("vado,vado's change,stack,last value,smoothing,seasonal naive,drift,null,ETS,ARIMA", methods, ",")
    title[""] = "The border"; title["place"] = "Sectors"; title["nationality"] = "Nationalities"; title["group"] = "Groups of people"
}
NR > 1 && $1 == margin && $2 == "" && $22 == policy {
    if (!($3 in seen)) { seen[$3] = 1; ahead[++n] = $3 }
    over[$3, $4] = $11; low[$3, $4] = $12; high[$3, $4] = $13; bias[$3, $4] = $15
    bias_low[$3, $4] = $16; bias_high[$3, $4] = $17; cover[$3, $4] = $19; figures[$3, $4] = $6
}
END {
    printf "\n**%s**\n\n| ahead | vado | change | stack | last value | smoothing | seasonal | drift | null | ETS | ARIMA | bias | in 80%% | stack in 80%% | figures |\n", title[margin]
    print "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|"
    for (i = 1; i <= n; i++) {
        h = ahead[i]
        printf "| %d |", h
        for (m = 1; m <= 10; m++) {
            k = methods[m]
            if (over[h, k] == "") printf " - |"
            else if (m == 1) printf " %.2f (%.2f to %.2f) |", over[h, k], low[h, k], high[h, k]
            else printf " %.2f |", over[h, k]
        }
        printf " %+.2f (%+.2f to %+.2f) | %.0f | %.0f | %d |\n", bias[h, "vado"], bias_low[h, "vado"], bias_high[h, "vado"], 100 * cover[h, "vado"], 100 * cover[h, "stack"], figures[h, "vado"]
    }
}
