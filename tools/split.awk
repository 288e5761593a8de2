# tools/split.awk: which published figures may set something and which only judge, counted from the tables themselves.
#   awk -f tools/split.awk observed/used.csv observed/*.csv
# Prints the tables of docs/split.md (tools/update-docs). With -v check=1 it prints nothing but what is against the rule that the page states:
# a side that is not the one the rule gives, a series of which less than a third judges, a mark that marks nothing. It
# shares no line with the program, so that the two can be held against each other.

# CSV with quotes: cells of a line
function cells(line, out,    n, i, c, quoted, cell) {
    n = 0; quoted = 0; cell = ""
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "\"") quoted = !quoted
        else if (c == "," && !quoted) { out[++n] = cell; cell = "" }
        else cell = cell c
    }
    out[++n] = cell
    return n
}
# The year of a month or day: from October on the next one, where years are fiscal
function year_of(date, fiscal,    y) {
    y = substr(date, 1, 4) + 0
    return fiscal && substr(date, 6, 2) + 0 >= 10 ? y + 1 : y
}
function is_fiscal(series) {
    if (series ~ /^(asylum_in_mexico|darien_crossings|remains_|honduras_|mexico_)/) return 0
    return series !~ /^deaths_recorded/ || series == "deaths_recorded_cbp"
}
# What vado fit reads: encounters, and monthly tables that tell groups and blocs apart
function is_seen(i,    s, month) {
    s = series[i]
    if (s == "encounters") return 1
    month = from[i] == until[i] && length(from[i]) == 7 && place[i] == "" && nation[i] != ""
    return month && ((s == "encounters_all" && group[i] != "") || (s ~ /^encounters_all_/ && group[i] == ""))
}
function first_day(d) { return length(d) == 7 ? d "-01" : d }
function last_day(d) { return length(d) == 7 ? d "-31" : d }
function agrees(wanted, name) { return wanted == "*" || wanted == name }
function touches(i, parity,    y) {
    for (y = year_of(from[i], is_fiscal(series[i])); y <= year_of(until[i], is_fiscal(series[i])); y++)
        if (y % 2 == parity) return 1
    return 0
}
function wrong(words) { print "WRONG: " words; bad = 1 }

FNR == 1 { header = 1; is_used = FILENAME ~ /used\.csv$/ }
/^#/ || /^$/ { next }
{ n = cells($0, x) }
header {
    for (i = 1; i <= n; i++) at[x[i]] = i
    header = 0
    if (!is_used && !("side" in at)) wrong(FILENAME ": no column side")
    next
}
is_used {
    u++
    u_series[u] = x[1]; u_from[u] = x[2]; u_until[u] = x[3]; u_inside[u] = x[4] == "inside"
    u_place[u] = x[5]; u_nation[u] = x[6]; u_group[u] = x[7]; u_date[u] = x[8]; u_for[u] = x[10]
    next
}
{
    r++
    series[r] = x[1]; from[r] = x[2]; until[r] = x[3]; place[r] = x[4]; nation[r] = x[5]; group[r] = x[6]
    side[r] = x[n]
    if (!(x[1] in number)) { number[x[1]] = ++nseries; name[nseries] = x[1] }
}

END {
    for (i = 1; i <= r; i++)
        for (k = 1; k <= u; k++) {
            if (u_series[k] != series[i] || !agrees(u_place[k], place[i]) || !agrees(u_nation[k], nation[i]) ||
                !agrees(u_group[k], group[i]))
                continue
            a = first_day(u_from[k]); z = last_day(u_until[k])
            if (u_inside[k] && (first_day(from[i]) < a || last_day(until[i]) > z)) continue
            if (!u_inside[k] && (first_day(from[i]) != a || last_day(until[i]) != z)) continue
            marked[k]++
            used[i] = 1
        }
    for (k = 1; k <= u; k++)
        if (!marked[k]) wrong("used.csv marks nothing: " u_series[k] " " u_from[k])
    for (i = 1; i <= r; i++) {
        s = series[i]
        seen[i] = is_seen(i)
        nseen[s] += seen[i]
        if (!seen[i]) { all[s]++; odd[s] += touches(i, 1) }
    }
    for (i = 1; i <= r; i++) {
        s = series[i]
        parity = 3 * odd[s] >= all[s] ? 1 : 0
        rule = seen[i] ? "time" : touches(i, parity) ? "judge" : "set"
        if (side[i] != rule) wrong(s " from " from[i] ": side " side[i] ", the rule gives " rule)
        if (side[i] == "judge") { judges[s]++; spent[s] += used[i] }
        if (side[i] == "time") { late[s] += used[i] }
    }
    for (k = 1; k <= nseries; k++) {
        s = name[k]
        if (3 * judges[s] < all[s]) wrong(s ": " judges[s] + 0 " of " all[s] " figures judge, less than a third")
    }
    if (check) exit bad
    print "| series | years | figures no latent sees | may set | judge | of them used | left to judge | figures latents see | of them used |"
    print "|---|---|---|---|---|---|---|---|---|"
    for (k = 1; k <= nseries; k++) {
        s = name[k]
        years = !all[s] ? "-" : (is_fiscal(s) ? "fiscal" : "calendar") ", " (3 * odd[s] >= all[s] ? "odd" : "even") " judge"
        printf "| `%s` | %s | %d | %d | %d | %d | %d | %d | %d |\n", s, years, all[s], all[s] - judges[s], judges[s],
            spent[s], judges[s] - spent[s], nseen[s], late[s]
    }
    print ""
    print "By the year in which a figure's period ends; *t* stands for judging by time, *u* for used."
    print ""
    line = "| series | before 2018 |"; rule = "|---|---|"
    for (y = 2018; y <= 2024; y++) { line = line " " y " |"; rule = rule "---|" }
    print line; print rule
    for (i = 1; i <= r; i++) {
        y = year_of(until[i], is_fiscal(series[i]))
        if (y < 2018) y = 2017
        count[series[i], y, side[i]]++
        if (side[i] != "set") gone[series[i], y] += used[i]
    }
    for (k = 1; k <= nseries; k++) {
        s = name[k]
        line = "| `" s "` |"
        for (y = 2017; y <= 2024; y++) {
            cell = ""
            if (count[s, y, "set"]) cell = cell " " count[s, y, "set"] " set"
            if (count[s, y, "judge"]) cell = cell (cell == "" ? "" : ",") " " count[s, y, "judge"] " judge"
            if (count[s, y, "time"]) cell = cell (cell == "" ? "" : ",") " " count[s, y, "time"] " t"
            if (gone[s, y]) cell = cell ", " gone[s, y] " u"
            line = line (cell == "" ? " " : cell) " |"
        }
        print line
    }
    print ""
    print "## What was used"
    print ""
    print "| written down | series | period | figures | used for |"
    print "|---|---|---|---|---|"
    for (k = 1; k <= u; k++)
        printf "| %s | `%s` | %s%s to %s | %d | %s |\n", u_date[k], u_series[k], u_inside[k] ? "all in " : "", u_from[k],
            u_until[k], marked[k], u_for[k]
    exit bad
}
