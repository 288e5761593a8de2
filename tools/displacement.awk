# For tools/update-scores: what vado score --events --csv says of one policy -> the table of events on the page. With
# csv.awk before it.
FNR == 1 { next }
{
    cells($0, cell)
    event = cell[1]; ahead = cell[3]; key = event SUBSEP ahead
    if (!(event in seen)) { seen[event] = 1; order[++n] = event; origin[event] = cell[2] }
    if (cell[4] == "") {
        own[key] = cell[10]; stay[key] = cell[11]; over[key] = cell[12]; low[key] = cell[13]; high[key] = cell[14]
        if (cell[2] != "") { of++; lost += cell[12] > 1 }
    } else if (cell[5] == 1) place[key] = sprintf("%s %+.1f, %+.1f (%+.1f to %+.1f)", cell[4], 100 * cell[6], 100 * cell[7], 100 * cell[8], 100 * cell[9])
}
END {
    printf "\n**Displacement after dated local events**\n\n"
    print "Of a hundred people met at the border, how many were met in another sector than foretold (*error*), and than if sectors'"
    print "shares had stayed as in the month before the event (*moved*); *over*: the first by the second, **below 1 is better than"
    print "persistence**. *Sector*: of the one that the event is about, by how many of a hundred its share moved, and was foretold to"
    print "move (mean and 10 to 90% of members). Events: `tools/displacement.csv`, chosen before any was scored; all numbers:"
    print "[displacement.csv](displacement.csv). Those before the first origin are not foretold here.\n"
    print "| Event | origin | ahead | error | moved | over | sector |"
    print "|---|---|---|---|---|---|---|"
    for (i = 1; i <= n; i++)
        for (h = 1; h <= 3; h++) {
            key = order[i] SUBSEP h
            if (!(key in over)) continue
            range = low[key] == "" ? "" : sprintf(" (%.2f to %.2f)", low[key], high[key])
            printf "| %s | %s | %d | %.1f | %.1f | %.2f%s | %s |\n", order[i], origin[order[i]], h, 100 * own[key], 100 * stay[key], over[key], range, place[key]
        }
    printf "\nvado loses to persistence at %d of %d events by months ahead.\n", lost, of
}
