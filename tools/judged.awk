# tools/judged.awk: of what `vado judged --csv` wrote, for tools/update-judged. With csv.awk before it.
#   what=names FILE...             numbers by size, largest first to be sorted: size, tab, name
#   what=join WHOLE FILE...        one table: numbers of WHOLE, then those of the others that are not in it, each once
#   what=page largest=N FILE       the page, of the joined table
function head(line,    n, i, names) {
    n = cells(line, names)
    for (i = 1; i <= n; i++) at[names[i]] = i
}
function size_of(x) { return x + 0 < 0 ? -x : x + 0 }
function change(x) { return x == "" ? "-" : size_of(x) < 0.0005 ? "0" : sprintf("%+.1f", 100 * x) }
function larger(name, span, way,    down, up) { # of both sides the one that moves it more
    down = cell[at[name "_" span "_down" way]]
    up = cell[at[name "_" span "_up" way]]
    return size_of(up + 0) >= size_of(down + 0) ? up : down
}
function range(a, b) { return a == b ? a + 0 : (a + 0) " to " (b + 0) }
function short(text) { gsub(/\|/, "/", text); return text }

what == "names" {
    if (FNR == 1) { head($0); next }
    cells($0, cell)
    if (cell[1] != "none") printf "%s\t%s\n", cell[at["size"]], cell[at["number"]]
}

what == "join" {
    if (FNR == 1) {
        files++
        if (files == 1) { head($0); print "span," $0 }
        next
    }
    cells($0, cell)
    name = cell[at["number"]]
    if (files == 1) { print "whole," $0; whole[name] = 1; next }
    if (name in whole || (name in size && size[name] >= cell[at["size"]] + 0)) next
    size[name] = cell[at["size"]] + 0
    line[name] = "whole," $0
}
END {
    while (what == "join") { # the largest that is left
        best = ""
        for (name in size)
            if (best == "" || size[name] > size[best] || (size[name] == size[best] && name < best)) best = name
        if (best == "") break
        print line[best]
        delete size[best]
    }
}

what == "page" {
    if (FNR == 1) {
        head($0)
        n_outcomes = split("encounters deaths kidnappings waiting custody mexico_returns darien_crossings gotaways", outcome, " ")
        page_head()
        next
    }
    cells($0, cell)
    rank++
    by_label[cell[at["confidence"]]]++
    drawn += cell[at["prior_in_every_ensemble"]]
    word = cell[at["number"]]
    sub(/[.:].*/, "", word)
    if (!of[word]++) words[++n_words] = word
    if (rank <= largest)
        rests = rests sprintf("| %d | `%s` | %s | %s | %s |\n", rank, cell[at["number"]], short(cell[at["note"]]), short(cell[at["source"]]),
            acts())
    if (cell[at["span"]] == "whole" && rank <= 2 * largest) whole_row()
    else {
        if (!others++) others_head()
        other_row()
    }
}
# What a number without a prior rests on, where a test works it out again or it is what others are counted in.
BEGIN {
    other["harm.heat_from"] = "worked out with `harm.heat`, which has one (`tests/cmd_us_mexico_derived.sh`, 3)"
    other["mexico.personnel.index_in_effort"] = "what scripted effort holds is the index of the day (`tests/cmd_us_mexico_derived.sh`, 7): moved alone, as here, effort follows; as history has it, it moves nobody"
    other["mexico.personnel.index"] = other["mexico.personnel.index_in_effort"]
    other["origins.rate_per_year"] = "where latents count from: they are fitted with it, and levelled little is left"
    other["origins.pool_share"] = "latents are fitted with it, and levelled little is left; a prior of a factor of two was tried, and members of small pools missed the first years"
    other["attempts.group_factor"] = "moved here with the 1 of adults, to whom it is relative"
    other["mexico.checkpoints.effort"] = "1 is early 2018, the unit of its dated rows, which have spreads"
}
function acts(    name) {
    name = cell[at["number"]]
    if (cell[at["prior_in_every_ensemble"]] + 0) return "yes, " cell[at["moved_by"]]
    sub(/ from .*/, "", name)
    return "no" (name in other ? "; " other[name] : "")
}
function page_head() {
    print "# Judged numbers, by what they move\n"
    print "<!-- Written by tools/update-judged from runs. Do not edit. -->\n"
    print "Which of the numbers of `scenarios/us-mexico` that rest on judgement matter? Each is moved one at a time, down and up, in"
    print "central runs of expected people that are paired with the whole: [vado judged](command.md#vado-judged). A number is a"
    print "decision: all elements of a parameter, all rows of the schedule that change one parameter from one day on, a column of a"
    print "table over rows of one kind. It goes to the 5% and 95% points of its prior, or of its spread; without either by a factor"
    print "of 1.5, a share by its odds. So a rank says how much a number moves *within that range*, not how likely the range is.\n"
    print "- **size**: mean, over the eight outcomes and over the period and its last three months, of the larger |log change|. A"
    print "  number that moves one outcome alone counts by an eighth of what it does there."
    print "- **levelled**: the same with departures brought to the level of the fit again, as a member's are: what is left when"
    print "  latents answer."
    print "- **outcomes**: change in percent to the side that moves it more, over the period, and (in its last three months)."
    print "- **prior**: does a prior or a spread act on it in every ensemble? Where it says no, no band shows the guess.\n"
    print "Both sides of every outcome: [judged.csv](judged.csv). Fewer encounters is not called good here; harm stands in every row.\n"
    print "## The largest, over the whole period\n"
    printf "| rank | number | value | moved to | prior | label | size | levelled |"
    for (k = 1; k <= n_outcomes; k++) printf " %s |", outcome[k]
    printf "\n|---|---|---|---|---|---|---|---|"
    for (k = 1; k <= n_outcomes; k++) printf "---|"
    print ""
}
function moved() {
    return range(cell[at["down_low"]], cell[at["down_high"]]) " and " range(cell[at["up_low"]], cell[at["up_high"]])
}
function whole_row(    k, levelled) {
    levelled = cell[at["size_levelled"]]
    printf "| %d | `%s` | %s %s | %s | %s | %s | %.3f | %s |", rank, cell[at["number"]], range(cell[at["low"]], cell[at["high"]]),
        cell[at["unit"]], moved(), cell[at["prior_in_every_ensemble"]] + 0 ? "yes" : "no", cell[at["confidence"]], cell[at["size"]],
        levelled == "" ? "-" : sprintf("%.3f", levelled)
    for (k = 1; k <= n_outcomes; k++)
        printf " %s (%s) |", change(larger(outcome[k], "period", "")), change(larger(outcome[k], "end", ""))
    print ""
}
function others_head() {
    print "\n## The others\n"
    print "Only the outcome that moves most is named. *over* says in which part of the period outcomes are told; size is of it.\n"
    print "| rank | number | value | moved to | prior | label | over | size | most |"
    print "|---|---|---|---|---|---|---|---|---|"
}
function other_row(    k, s, x, most, name, spans, i) {
    most = -1
    split("period end", spans, " ")
    for (k = 1; k <= n_outcomes; k++)
        for (i = 1; i <= 2; i++) {
            x = larger(outcome[k], spans[i], "")
            if (x != "" && size_of(x) > most) {
                most = size_of(x)
                name = outcome[k] " " change(x) (i == 2 ? " at its end" : "")
            }
        }
    printf "| %d | `%s` | %s %s | %s | %s | %s | %s | %.4f | %s |\n", rank, cell[at["number"]], range(cell[at["low"]], cell[at["high"]]),
        cell[at["unit"]], moved(), cell[at["prior_in_every_ensemble"]] + 0 ? "yes" : "no", cell[at["confidence"]], cell[at["span"]],
        cell[at["size"]], most < 0.0005 ? "nothing" : name
}
END {
    if (what == "page") page_end()
}
function page_end() {
    printf "\n## What the %d largest rest on\n\n", largest
    print "| rank | number | what it is | source as it stands | prior |"
    print "|---|---|---|---|---|"
    printf "%s", rests
    printf "\n%d numbers are moved here; a prior or a spread acts on %d in every ensemble. By how names begin:", rank, drawn
    for (i = 1; i <= n_words; i++) printf "%s `%s` %d", (i > 1 ? "," : ""), words[i], of[words[i]]
    print "."
}
