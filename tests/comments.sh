# Read by the checks of the house (". comments.sh"), POSIX sh.

# without_comments FILE: a C file with its comments blanked; lines keep their numbers.
without_comments() {
    awk '{
        line = $0
        out = ""
        while (line != "") {
            if (inside) {
                end = index(line, "*/")
                if (!end) { line = ""; break }
                line = substr(line, end + 2)
                inside = 0
                continue
            }
            open = index(line, "/*")
            rest = index(line, "//")
            if (rest && (!open || rest < open)) { out = out substr(line, 1, rest - 1); line = ""; break }
            if (!open) { out = out line; line = ""; break }
            out = out substr(line, 1, open - 1) " "
            line = substr(line, open + 2)
            inside = 1
        }
        print out
    }' "$1"
}
