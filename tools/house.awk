# The picture of tools/update-house, from lines "folder NAME LINES WHAT" and "sees NAME OTHER".

BEGIN {
    WIDTH = 900; MARGIN = 20; GAP = 26; LANE = 16; BETWEEN = 40
    # colours of ground and edge, by what a folder is there for
    tint("engine text", "#eef1f5", "#8a97a8")
    tint("scenario", "#e6f3f1", "#4f9a8f")
    tint("corridor flee", "#eaf4e4", "#72a352")
    tint("store run", "#e7effa", "#5a87c5")
    tint("table fit study", "#f0eafa", "#8d70c0")
    tint("report api cli", "#fcf1e2", "#cf9440")
    # the way of the data: what it is, two short lines, the folders where it happens
    step("folder", "CSV tables,|settings", "")
    step("scenario", "read, then|checked", "scenario")
    step("model", "declared,|then frozen", "corridor flee")
    step("members", "worlds, in|threads", "run")
    step("days", "decide,|move, count", "engine")
    step("series", "recorded by|the systems", "corridor flee")
    step("store", "one SQLite|file", "store")
    step("tables", "export, summary", "table")
    step("studies", "what-if, explain", "study")
    step("report", "one page,|no network", "report")
}

$1 == "folder" { name[++n] = $2; number[$2] = n; size[n] = $3; $1 = $2 = $3 = ""; sub(/^ +/, ""); what[n] = $0 }
$1 == "sees" { from[++arrows] = $2; to[arrows] = $3 }

END {
    for (i = 1; i <= steps; i++) {
        m = split(at[i], place, " ")
        for (k = 1; k <= m; k++) if (!(place[k] in number)) fail("the way of the data names src/" place[k] "/, which is not there")
    }
    for (e = 1; e <= arrows; e++) {
        if (to[e] == "vado.h") public[number[from[e]]] = 1
        else direct[number[from[e]], number[to[e]]] = 1
    }
    ranks(); reduce(); lanes(); order(); place_rows(); draw()
    exit failed
}

function fail(words) { print "tools/update-house: " words > "/dev/stderr"; failed = 1; exit 1 }
function tint(names, ground, edge,    list, k, m) {
    m = split(names, list, " ")
    for (k = 1; k <= m; k++) { fill[list[k]] = ground; line[list[k]] = edge }
}
function step(words, under, folders) { title[++steps] = words; below[steps] = under; at[steps] = folders }

# rank[i]: the longest way down from i
function ranks(    i, k, more, turns) {
    for (more = 1; more && turns <= n; turns++) {
        more = 0
        for (i = 1; i <= n; i++)
            for (k = 1; k <= n; k++)
                if ((i, k) in direct && rank[i] <= rank[k]) { rank[i] = rank[k] + 1; more = 1 }
    }
    if (more) fail("the folders of src/ include one another in a circle")
    for (i = 1; i <= n; i++) { # who includes only vado.h stands on top of all
        alone[i] = rank[i] == 0 && public[i]
        for (k = 1; k <= n; k++) if ((k, i) in direct) alone[i] = 0
        if (rank[i] > top) top = rank[i]
    }
    for (i = 1; i <= n; i++) if (alone[i]) rank[i] = top + 1
}

# drawn[i, k]: the include i -> k that does not follow from others
function reduce(    i, j, k) {
    for (i = 1; i <= n; i++) for (k = 1; k <= n; k++) reach[i, k] = (i, k) in direct
    for (j = 1; j <= n; j++) for (i = 1; i <= n; i++) for (k = 1; k <= n; k++)
        if (reach[i, j] && reach[j, k]) reach[i, k] = 1
    for (i = 1; i <= n; i++) for (k = 1; k <= n; k++) if ((i, k) in direct) {
        drawn[i, k] = 1
        for (j = 1; j <= n; j++) if ((i, j) in direct && reach[j, k]) drawn[i, k] = 0
    }
}

# Items of a row are folders (1 to n) and lanes (above n); link[]: what is joined, from a row to the next below.
function lanes(    i, k, r, above) {
    items = n
    for (i = 1; i <= n; i++) for (k = 1; k <= n; k++) if (drawn[i, k]) {
        above = i
        for (r = rank[i] - 1; r > rank[k]; r--) { rank[++items] = r; join(above, items); above = items }
        join(above, k)
    }
}
function join(a, b) { link_from[++links] = a; link_to[links] = b }

function order(    r, i, l, sum, count, m, k, swap) {
    for (r = 0; r <= top + 1; r++) {
        m = 0
        for (i = 1; i <= items; i++) if (rank[i] == r) {
            sum = count = 0
            for (l = 1; l <= links; l++) if (link_from[l] == i) { sum += middle[link_to[l]]; count++ }
            wish[i] = count ? sum / count : WIDTH / 2
            row[r, ++m] = i
            for (k = m; k > 1 && wish[row[r, k]] < wish[row[r, k - 1]]; k--) {
                swap = row[r, k]; row[r, k] = row[r, k - 1]; row[r, k - 1] = swap
            }
        }
        held[r] = m
        spread(r)
    }
}

# x of a row: boxes as wide as is good to read, the whole in the middle
function spread(r,    boxes, k, i, x, whole, w) {
    for (k = 1; k <= held[r]; k++) boxes += row[r, k] <= n
    if (!boxes) return
    w = (WIDTH - 2 * MARGIN - (held[r] - 1) * GAP - (held[r] - boxes) * LANE) / boxes
    if (w > 390) w = 390
    whole = boxes * w + (held[r] - boxes) * LANE + (held[r] - 1) * GAP
    x = (WIDTH - whole) / 2
    for (k = 1; k <= held[r]; k++) {
        i = row[r, k]
        left[i] = x; wide[i] = i <= n ? w : LANE
        middle[i] = x + wide[i] / 2
        x += wide[i] + GAP
    }
}

# y, from the top; a row is as high as its longest sentence
function place_rows(    r, k, i, most) {
    y = 214
    for (r = top + 1; r >= 0; r--) {
        most = 0
        for (k = 1; k <= held[r]; k++) {
            i = row[r, k]
            if (i > n) continue
            wrapped[i] = wrap(what[i], int((wide[i] - 28) / 6.3))
            also[i] = includes_too(i)
            if (wrapped[i] + (also[i] != "") > most) most = wrapped[i] + (also[i] != "")
        }
        for (k = 1; k <= held[r]; k++) { upper[row[r, k]] = y; high[row[r, k]] = 40 + 17 * most }
        y += 40 + 17 * most
        if (r == top + 1) { bar = y + 26; y += 26 + 30 + 26 }
        else y += BETWEEN
    }
    HEIGHT = y - BETWEEN + MARGIN
}
# What i includes and no arrow shows.
function includes_too(i,    k, words) {
    for (k = 1; k <= n; k++) if ((i, k) in direct && !drawn[i, k]) words = words (words == "" ? "" : ", ") name[k]
    if (public[i] && !alone[i]) words = words (words == "" ? "" : ", ") "vado.h"
    return words
}
function wrap(words, most,    list, m, k, rows) {
    m = split(words, list, " ")
    rows = 0; text = ""
    for (k = 1; k <= m; k++) {
        if (text != "" && length(text " " list[k]) > most) { said[i_of(words), ++rows] = text; text = list[k] }
        else text = text == "" ? list[k] : text " " list[k]
    }
    said[i_of(words), ++rows] = text
    return rows
}
function i_of(words,    i) { for (i = 1; i <= n; i++) if (what[i] == words) return i }

function draw(    i, r, k, l) {
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n", WIDTH, HEIGHT, WIDTH, HEIGHT
    print "<!-- Written by tools/update-house from the include lines of src/. Do not edit. -->"
    print "<title>The house: the way of the data, and the folders of src/ with who includes whom</title>"
    print "<style>text{font-family:system-ui,-apple-system,\"Segoe UI\",\"DejaVu Sans\",Helvetica,Arial,sans-serif;fill:#1f2a37}"
    print ".h{font-size:15px;font-weight:600}.n{font-size:15px;font-weight:600}.w{font-size:13.5px;font-weight:600}.t{font-size:12.5px}.s{font-size:11.5px;fill:#5b6675}"
    print ".e{text-anchor:end}.m{text-anchor:middle}.a{fill:none;stroke:#7b8794;stroke-width:1.4}</style>"
    print "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0.6 7.4 4 0 7.4z\" fill=\"#7b8794\"/></marker></defs>"
    printf "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", WIDTH, HEIGHT
    draw_way()
    draw_text(MARGIN, 196, "h", "The folders of src/: an arrow says what a folder includes")
    for (r = top + 1; r >= 0; r--) for (k = 1; k <= held[r]; k++) ports(r, k)
    for (l = 1; l <= links; l++) draw_link(l)
    for (i = n + 1; i <= items; i++)
        printf "<path class=\"a\" d=\"M%.1f %.1fV%.1f\"/>\n", middle[i], upper[i], upper[i] + high[i]
    draw_bar()
    for (i = 1; i <= n; i++) draw_box(i)
    print "</svg>"
}

function draw_text(x, y, class, words) {
    gsub(/&/, "\\&amp;", words); gsub(/</, "\\&lt;", words)
    printf "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s</text>\n", x, y, class, words
}
function rect(x, y, w, h, folder,    ground, edge) {
    ground = folder in fill ? fill[folder] : "#f6f6f6"; edge = folder in line ? line[folder] : "#999"
    printf "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"7\" fill=\"%s\" stroke=\"%s\" stroke-width=\"1.2\"/>\n", x, y, w, h, ground, edge
}

# Nine places in a line; tables and studies share one.
function draw_way(    i, c, w, x, y, h, m, list, k, half) {
    draw_text(MARGIN, 34, "h", "The way of the data, and the folders in which it happens")
    w = (WIDTH - 2 * MARGIN - 8 * 16) / 9
    for (i = 1; i <= steps; i++) {
        half = title[i] == "tables" || title[i] == "studies"
        if (title[i] != "studies") c++
        x = MARGIN + (c - 1) * (w + 16); y = title[i] == "studies" ? 102 : 50; h = half ? 46 : 98
        split(at[i], list, " ")
        rect(x, y, w, h, list[1])
        draw_text(x + w / 2, y + (half ? 19 : 26), "w m", title[i])
        if (half) draw_text(x + w / 2, y + 36, "s m", "src/" list[1])
        else {
            m = split(below[i], list, "|")
            for (k = 1; k <= m; k++) draw_text(x + w / 2, y + 30 + 16 * k, "s m", list[k])
            m = split(at[i], list, " ")
            draw_text(x + w / 2, y + 86, "s m", m == 0 ? "scenarios/" : m == 1 ? "src/" list[1] : list[1] ", " list[2])
        }
        if (c > 1 && title[i] != "studies") printf "<path class=\"a\" marker-end=\"url(#tip)\" d=\"M%.1f 99H%.1f\"/>\n", x - 15, x - 2
    }
}

# out_x[l], in_x[l]: where link l leaves and enters, in the order of what it leads to
function ports(r, k,    i, l, j, m, list, swap) {
    i = row[r, k]
    m = 0
    for (l = 1; l <= links; l++) if (link_from[l] == i) {
        list[++m] = l
        for (j = m; j > 1 && middle[link_to[list[j]]] < middle[link_to[list[j - 1]]]; j--) { swap = list[j]; list[j] = list[j - 1]; list[j - 1] = swap }
    }
    for (j = 1; j <= m; j++) out_x[list[j]] = i > n ? middle[i] : middle[i] + (j - (m + 1) / 2) * wide[i] / (m + 1)
    m = 0
    for (l = 1; l <= links; l++) if (link_to[l] == i) {
        list[++m] = l
        for (j = m; j > 1 && middle[link_from[list[j]]] < middle[link_from[list[j - 1]]]; j--) { swap = list[j]; list[j] = list[j - 1]; list[j - 1] = swap }
    }
    for (j = 1; j <= m; j++) in_x[list[j]] = i > n ? middle[i] : middle[i] + (j - (m + 1) / 2) * wide[i] / (m + 1)
}

function draw_link(l,    a, b, y0, y1) {
    a = link_from[l]; b = link_to[l]
    y0 = upper[a] + high[a]; y1 = upper[b] - (b <= n ? 2 : 0)
    printf "<path class=\"a\"%s d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\"/>\n", b <= n ? " marker-end=\"url(#tip)\"" : "", out_x[l], y0, out_x[l], (y0 + y1) / 2, in_x[l], (y0 + y1) / 2 - 4, in_x[l], y1
}

function draw_bar(    i) {
    for (i = 1; i <= n; i++) if (alone[i])
        printf "<path class=\"a\" marker-end=\"url(#tip)\" d=\"M%.1f %.1fV%.1f\"/>\n", middle[i], upper[i] + high[i], bar - 2
    rect(MARGIN, bar, WIDTH - 2 * MARGIN, 30, "cli")
    draw_text(WIDTH / 2, bar + 20, "t m", "include/vado.h, the public interface: all that is above sees nothing else of what is below")
}

function draw_box(i,    k, number_words) {
    rect(left[i], upper[i], wide[i], high[i], name[i])
    draw_text(left[i] + 14, upper[i] + 25, "n", "src/" name[i])
    number_words = size[i] >= 1000 ? sprintf("%d,%03d", int(size[i] / 1000), size[i] % 1000) : size[i] ""
    draw_text(left[i] + wide[i] - 14, upper[i] + 25, "s e", number_words " lines")
    for (k = 1; k <= wrapped[i]; k++) draw_text(left[i] + 14, upper[i] + 27 + 17 * k, "t", said[i, k])
    if (also[i] != "") draw_text(left[i] + 14, upper[i] + high[i] - 12, "s", "includes too: " also[i])
}
