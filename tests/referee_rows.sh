#!/bin/sh
# referee_rows.sh ROWS MODEL FIGURES [RECORDED]: prints the rows of referee.tsv with the model's figures and the published
# ones, and fails where a row that gates and is recorded as holding holds no more, or where a row has no figure. MODEL:
# row, value. FIGURES: row, value, side, publisher, of the scenario's tables; a figure that referee.tsv itself has stands
# in no table. RECORDED: where the rows are written anew with the figures of this run.
awk -F'\t' -v OFS='\t' -v written="${4:-}" '
function number(v) {
    if (v !~ /^-?[0-9]/) return v
    return sprintf(v >= 1000 || v <= -1000 ? "%.0f" : v >= 100 || v <= -100 ? "%.1f" : "%.3f", v)
}
function size(v) { return v < 0 ? -v : v }
# how far value v is from what the rule asks, 0 or less where it holds; p: the published figure
function beyond(rule, v, p,    r, lack) {
    split(rule, r, " ")
    if (r[1] == "below") return v < r[2] ? 0 : v - r[2] + 1e-12
    if (r[1] == "above") return v > r[2] ? 0 : r[2] - v + 1e-12
    if (r[1] == "between") return v < r[2] ? r[2] - v : v > r[3] ? v - r[3] : 0
    if (r[1] == "share") { lack = size(v / p - 1) - r[2]; return lack > 0 ? lack : 0 }
    if (r[1] == "within") { lack = size(v - p) - r[2]; return lack > 0 ? lack : 0 }
    print "referee.tsv: no such rule: " rule
    bad = 1
}
FILENAME == ARGV[1] { model[$1] = $2; next }
FILENAME == ARGV[2] { value[$1] = $2; side[$1] = $3; who[$1] = $4; next }
/^#/ || /^row\t/ || /^$/ { if (written != "") print > written; next }
{
    row = $1; gates = $2; rule = $3; listed = $4; recorded = $5; slack = $6; known = $7; publisher = $8; words = $9
    if (NF != 9) { print "referee.tsv: " row ": " NF " columns, not 9"; bad = 1; next }
    if (substr(row, 1, 1) != part) {
        if (part != "") print ""
        part = substr(row, 1, 1)
        printf "%-20s %10s %10s %-10s %-13s %-17s %s\n", "row", "model", "published", "side", "verdict", "holds if", "what (who published)"
    }
    sides = "none"
    if (row in value) {
        known = value[row]; publisher = who[row]; sides = side[row]
        gsub("time", row ~ /^B/ ? "judge" : "set", sides); gsub("set", "may set", sides)
        if (rule !~ /^(share|within)/ && known == 0) known = "-"
    }
    if (!(row in model) || model[row] !~ /^-?[0-9]/) { v = row in model && model[row] != "" ? model[row] : "no figure"; verdict = "does not hold" }
    else {
        v = model[row]
        verdict = rule == "-" ? "not judged" : beyond(rule, v, known) > 0 ? "does not hold" : "holds"
    }
    seen[row] = 1
    said = ""
    if (v !~ /^-?[0-9]/) { said = "FAILED: no figure"; bad += v == "no figure" || gates == "gate" && listed == "holds" }
    else if (gates == "gate" && listed == "holds" && verdict != "holds") { said = "FAILED: held before"; bad++ }
    else if (rule == "-") { if (size(v - recorded) > slack) said = "moved, recorded " number(recorded) }
    else if (beyond(rule, v, known) > beyond(rule, recorded, known) + slack) { said = "WORSE than recorded, " number(recorded); worse++ }
    else if (listed == "open" && verdict == "holds") said = "holds now, recorded as open"
    count[verdict]++
    if (written != "") {
        $4 = verdict == "not judged" ? "-" : verdict == "holds" ? "holds" : listed
        if (v ~ /^-?[0-9]/) $5 = sprintf("%.6g", v)
        print > written
    }
    printf "%-20s %10s %10s %-10s %-13s %-17s %s%s%s\n", row, number(v), number(known), sides, verdict, rule, words,
        publisher == "-" ? "" : " (" publisher ")", said == "" ? "" : "  <- " said
}
END {
    for (row in model) if (!(row in seen)) { print "FAILED: " row " is not in referee.tsv"; bad++ }
    for (row in value) if (!(row in seen)) { print "FAILED: figure " row " is not in referee.tsv"; bad++ }
    printf "\n%d hold, %d do not, %d are not judged; %d worse than recorded; %d failed\n", count["holds"], count["does not hold"],
        count["not judged"], worse, bad
    exit bad > 0
}' "$2" "$3" "$1"
