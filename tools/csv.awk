# tools/csv.awk: a line of CSV with quotes into out[1], out[2], ...; how many. Goes before another program's -f.
function cells(line, out,    n, i, c, text, quoted) {
    n = 1
    text = ""
    quoted = 0
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "\"" && quoted && substr(line, i + 1, 1) == "\"") { text = text c; i++ }
        else if (c == "\"") quoted = !quoted
        else if (c == "," && !quoted) { out[n++] = text; text = "" }
        else text = text c
    }
    out[n] = text
    return n
}
