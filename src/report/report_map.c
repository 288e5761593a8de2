/* A schematic map of the corridor, in two windows of one drawing: the border with its sectors, and the way to it.
 *
 * Equirectangular, true at the middle latitude of each window. Behind are coasts and borders (report_coast.c), a
 * graticule, names of countries, the places of the scenario, and the border as the line through its ports of entry.
 * Legs are straight lines between towns, not roads (report_legs.c). Harm stands in the frame. Areas of circles are
 * people: simulated filled, published a ring; squares below the line are deaths recorded, on a scale of their own.
 * Names are put where there is room, the more important first; a name without room is left out (it is in the table of
 * places).
 */
#include "report/report_sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void country_name(sht_sheet *s, const sht_window *w, double font, const char *name, double lat, double lon,
                         double up) {
    if (!*name || !sht_inside(w, lat, lon))
        return;
    double x = sht_x(w, lon), y = sht_y(w, lat) - up, width = sht_text_width(name, font) * 1.35;
    sht_box b = {x - width / 2, y - font, width, font * 1.2};
    if (b.x < w->left || b.x + b.w > w->left + w->width || !sht_free(s, b))
        return;
    sht_take(s, b);
    sht_text(s->p->b, "country halo", x, y, "middle", font);
    html_markup(s->p->b, "%s</text>", name);
}

/* Amid the places of a country; 0 if it has none. */
static int amid(const csv_table *places, const char *code, double *lat, double *lon) {
    double n = 0, north = 0, east = 0;
    for (int i = 1; i < places->nrows; i++) {
        double y = page_cell_number(places, i, "lat"), x = page_cell_number(places, i, "lon");
        if (strcmp(csv_named(places, i, "country"), code) != 0 || !isfinite(x + y))
            continue;
        n++;
        north += y;
        east += x;
    }
    *lat = north / n;
    *lon = east / n;
    return n > 0;
}

/* The names that the scenario gives; if it names no country, the codes of those its places are in. */
static void country_names(sht_sheet *s, const sht_window *w, const csv_table *places, double font) {
    const scn_face *f = &s->p->face;
    double lat, lon;
    for (int i = 0; i < f->ncountries; i++) {
        const face_country *c = &f->countries[i];
        if (isfinite(c->lat))
            country_name(s, w, font, c->name, c->lat, c->lon, 0);
        else if (amid(places, c->code, &lat, &lon))
            country_name(s, w, font, c->name, lat, lon, font * 1.1); /* above the place, where there is but one */
    }
    for (int i = 1; f->ncountries == 0 && i < places->nrows; i++) {
        int before = 1;
        while (before < i && strcmp(csv_named(places, before, "country"), csv_named(places, i, "country")) != 0)
            before++;
        if (before == i && amid(places, csv_named(places, i, "country"), &lat, &lon))
            country_name(s, w, font, csv_named(places, i, "country"), lat, lon, font * 1.1);
    }
}

typedef struct {
    double lat, lon;
} point;

static int west_first(const void *a, const void *b) {
    const point *p = a, *q = b;
    return p->lon < q->lon ? -1 : p->lon > q->lon;
}

static void border(sht_sheet *s, const sht_window *w) {
    csv_table t = {0};
    if (page_csv(s->p, "ports.csv", &t) && t.nrows > 1) {
        point *list = res_alloc(s->p->r, (size_t)t.nrows, sizeof *list);
        int n = 0;
        for (int i = 1; list && i < t.nrows; i++) {
            point at = {page_cell_number(&t, i, "lat"), page_cell_number(&t, i, "lon")};
            if (isfinite(at.lat) && isfinite(at.lon) && sht_inside(w, at.lat, at.lon))
                list[n++] = at;
        }
        if (n > 1) {
            qsort(list, (size_t)n, sizeof *list, west_first);
            html_raw(s->p->b, "<path class=line d=\"M");
            for (int i = 0; i < n; i++) {
                svg_xy(s->p->b, sht_x(w, list[i].lon), sht_y(w, list[i].lat));
                html_raw(s->p->b, i < n - 1 ? " " : "\"/>");
            }
        }
        free(list);
    }
    csv_free(&t);
}

typedef struct {
    int row;
    double weight;
} ranked;

static int heavier(const void *a, const void *b) {
    const ranked *p = a, *q = b;
    return p->weight < q->weight ? 1 : p->weight > q->weight ? -1 : p->row - q->row;
}

static double importance(const csv_table *t, int i) {
    const char *role = csv_named(t, i, "role");
    double beds = page_cell_number(t, i, "shelter_places");
    double base = strcmp(role, "darien") == 0         ? 3000
                  : strcmp(role, "south_border") == 0 ? 2500
                  : strcmp(role, "north_border") == 0 ? 2000
                  : strcmp(role, "origin") == 0       ? 1200
                                                      : 800;
    if (strstr(csv_named(t, i, "name"), "irport"))
        base = 0;
    return base + (isfinite(beds) ? beds : 0);
}

static void places(sht_sheet *s, const sht_window *w, const csv_table *t, double font, int most) {
    ranked *order = res_alloc(s->p->r, (size_t)t->nrows + 1, sizeof *order);
    int n = 0, named = 0;
    double r = s->font > 12.5 ? 2.6 : 1.7;
    for (int i = 1; order && i < t->nrows; i++) {
        double lat = page_cell_number(t, i, "lat"), lon = page_cell_number(t, i, "lon");
        if (isfinite(lat + lon) && sht_inside(w, lat, lon))
            order[n++] = (ranked){i, importance(t, i)};
    }
    if (order)
        qsort(order, (size_t)n, sizeof *order, heavier);
    for (int i = 0; i < n; i++) {
        const char *role = csv_named(t, order[i].row, "role");
        double x = sht_x(w, page_cell_number(t, order[i].row, "lon")),
               y = sht_y(w, page_cell_number(t, order[i].row, "lat"));
        sht_circle(s->p->b, strcmp(role, "origin") == 0 ? "pl" : "pl2", x, y,
                   strcmp(role, "route") == 0 || strcmp(role, "transit") == 0 ? r * 0.7 : r);
        sht_take(s, (sht_box){x - r, y - r, 2 * r, 2 * r});
    }
    for (int i = 0; i < n && named < most; i++) {
        double x = sht_x(w, page_cell_number(t, order[i].row, "lon")),
               y = sht_y(w, page_cell_number(t, order[i].row, "lat"));
        named += sht_name(s, w, x, y, r + 3, csv_named(t, order[i].row, "name"), font, i < most / 4);
    }
    free(order);
}

/* Sectors: circle and ring north of the line, square of deaths south, a label where there is room with a leader. */
static void sector_labels(sht_sheet *s, const sht_window *w, double x, double y, double r, const char *name, res_band v,
                          double published, res_band dead, int eastmost) {
    html_buffer *b = s->p->b;
    double font = s->font, h = font * 1.2;
    char n[HTML_NUMBER], o[HTML_NUMBER], words[128] = "", deaths[80] = "";
    html_buffer text = {0};
    html_printf(&text, "%s", html_short(v.mid, n));
    if (isfinite(published))
        html_printf(&text, " \xC2\xB7 %s publ.", html_short(published, o));
    if (text.text && text.length < sizeof words)
        memcpy(words, text.text, text.length + 1);
    html_free(&text);
    html_printf(&text, "%s deaths recorded", isfinite(dead.mid) ? html_rounded(dead.mid, n) : "?");
    if (text.text && text.length < sizeof deaths)
        memcpy(deaths, text.text, text.length + 1);
    html_free(&text);
    int lines = w->width < 600 ? 1 : 3; /* on a phone the name only: the table below has the numbers */
    double width =
        lines == 1
            ? sht_text_width(name, font) + 4
            : fmax(fmax(sht_text_width(name, font), sht_text_width(words, font)), sht_text_width(deaths, font)) + 6;
    for (int k = eastmost ? -1 : 0; k < 120; k++) {
        int beside = k < 0, up = k < 0 ? 0 : k % 60 / 3, side = k < 0 ? 1 : k % 3;
        double bottom = beside ? y + (lines - 1) * h / 2 : y - r - 6 - up * font * 0.6,
               left = beside      ? x + r + 6
                      : side == 0 ? fmax(x - width / 2, w->left)
                      : side == 1 ? x - 8
                                  : x - width + 8;
        sht_box at = {left, bottom - lines * h, width, lines * h + 4};
        if (at.x < w->left || at.x + at.w > w->left + w->width || at.y < w->top || !sht_free(s, at))
            continue;
        sht_box leader = {x - 2, bottom + 4, 4, y - r - bottom - 7};
        if (up && k < 60 && leader.h > 0 && !sht_free(s, leader))
            continue;
        sht_take(s, at);
        if (up && leader.h > 0) {
            sht_line(b, "ev", x, y - r, x, bottom + 4);
            sht_take(s, leader);
        }
        double tx = side == 0 ? left + width / 2 : side == 1 ? left + 2 : left + width - 2;
        const char *anchor = side == 0 ? "middle" : side == 1 ? "start" : "end";
        sht_text(b, "halo", tx, bottom - (lines - 1) * h, anchor, font);
        html_markup(b, "<tspan font-weight=700>%s</tspan></text>", name);
        if (lines == 1)
            return;
        sht_text(b, "halo", tx, bottom - h, anchor, font);
        html_markup(b, "%s</text>", words);
        sht_text(b, "halo h", tx, bottom, anchor, font);
        html_markup(b, "%s</text>", deaths);
        return;
    }
}

/* The square of deaths below a circle, or left of it where the window ends. */
static void deaths_square(sht_sheet *s, const sht_window *w, double x, double y, double r, double side) {
    int below = y + r + 4 + side < w->top + w->height;
    double left = below ? x - side / 2 : x - r - 3 - side, top = below ? y + r + 3 : y - side / 2;
    sht_rect(s->p->b, "hb", left, top, side, side);
    sht_take(s, (sht_box){x - r, y - r, 2 * r, 2 * r});
    sht_take(s, (sht_box){left, top, side, side});
}

/* Names are put from both ends of the line inwards: an outer one has room on its outer side alone. */
static int inwards(int rank, int n) { return rank < n / 2 ? rank : n - 1 - (rank - n / 2); }

static void sectors(sht_sheet *s, const sht_window *w, double biggest) {
    page *p = s->p;
    int e = res_main(p->r);
    res_table t = {0};
    csv_table places_of = {0};
    if (e < 0 || !page_csv(p, "sectors.csv", &places_of) || res_read(p->r, e, RES_BY_PLACE, &t) < 0) {
        csv_free(&places_of);
        return;
    }
    const mdl_series *d = res_series_at(p->r, e);
    double most = 1, dead_most = 1;
    ranked *order = res_alloc(p->r, (size_t)d->nplaces + 1, sizeof *order);
    for (int i = 0; order && i < d->nplaces; i++) { /* from the west, so that labels find room in a fixed order */
        int row = sht_row_named(&places_of, d->places[i]);
        double lon = row ? page_cell_number(&places_of, row, "lon") : NAN;
        order[i] = (ranked){i, isfinite(lon) ? -lon : -999};
    }
    if (order)
        qsort(order, (size_t)d->nplaces, sizeof *order, heavier);
    for (int pass = 0; order && pass < 3; pass++)
        for (int rank = 0; rank < d->nplaces; rank++) {
            int at = pass == 2 ? inwards(rank, d->nplaces) : rank, i = order[at].row;
            int row = sht_row_named(&places_of, d->places[i]), own = 0;
            harm_scope scope = {.place = d->places[i]};
            double lat = row ? page_cell_number(&places_of, row, "lat") : NAN,
                   lon = row ? page_cell_number(&places_of, row, "lon") : NAN;
            res_band v = res_band_at(p->r, &t, i, 0, p->months),
                     dead = harm_band(p, HARM_RECORDED, &scope, 0, p->months, &own);
            double published = res_published(p->r, d->name, d->places[i], "", "", p->month0, p->months);
            if (!isfinite(lat + lon) || !sht_inside(w, lat, lon))
                continue;
            double x = sht_x(w, lon), y = sht_y(w, lat), r = biggest * sqrt(v.mid / most);
            if (pass == 0) {
                most = fmax(most, fmax(v.mid, isfinite(published) ? published : 0));
                dead_most = own && isfinite(dead.mid) ? fmax(dead_most, dead.mid) : dead_most;
            } else if (pass == 1) {
                sht_circle(p->b, "simc", x, y, r);
                if (isfinite(published))
                    sht_circle(p->b, "pubc", x, y, biggest * sqrt(published / most));
                double side = own && dead.mid > 0 ? biggest * 0.62 * sqrt(dead.mid / dead_most) : 0;
                deaths_square(s, w, x, y, r, side);
            } else
                sector_labels(s, w, x, y, fmax(r, isfinite(published) ? biggest * sqrt(published / most) : 0),
                              d->places[i], v, published, own ? dead : (res_band){NAN, NAN, NAN, NAN},
                              at == d->nplaces - 1);
        }
    free(order);
    csv_free(&places_of);
    res_table_free(&t);
}

/* The harm of the whole run, within the frame: one below the other beside the second window, or by two below it. */
static void harm_lines(sht_sheet *s, double x0, double y, double width, int two) {
    html_buffer *b = s->p->b;
    static const int which[4] = {HARM_RECORDED, HARM_KIDNAPPINGS, HARM_EXTORTION, HARM_WAITING};
    char n[HTML_NUMBER], lo[HTML_NUMBER], hi[HTML_NUMBER];
    double font = s->font;
    res_band all = harm_band(s->p, HARM_DEATHS, NULL, 0, s->p->months, NULL);
    html_raw(b, "<g data-harm=\"" HARM_SERIES "\">");
    sht_text(b, "h", x0, y + font, "start", font);
    html_markup(b, "<tspan font-weight=700>Harm, %s</tspan></text>", s->p->whole);
    for (int i = 0; i < 4; i++) {
        double x = two ? x0 + (i % 2) * width / 2 : x0,
               at = y + font * 2.9 + (two ? i / 2 * font * 4.4 : i * font * 4.6);
        res_band v = harm_band(s->p, which[i], NULL, 0, s->p->months, NULL);
        sht_text(b, "h", x, at, "start", font * (two ? 1.2 : 1.5));
        html_markup(b, "<tspan font-weight=700>%s</tspan></text>",
                    isfinite(v.mid) ? html_short(v.mid, n) : "not in this run");
        sht_text(b, "h", x, at + font * 1.3, "start", font);
        html_raw(b, harm_words[which[i]]);
        html_raw(b, "</text>");
        if (i > 0 || !isfinite(all.mid))
            continue;
        sht_text(b, "h", x, at + font * 2.5, "start", font * 0.9);
        html_markup(b, "with those never found %s\xE2\x80\x93%s", html_short(s->p->members > 1 ? all.low : v.mid, lo),
                    html_short(s->p->members > 1 ? all.high : all.mid, hi));
        html_raw(b, "</text>");
    }
    html_raw(b, "</g>");
}

/* ---- windows ---- */

typedef struct {
    double west, east, south, north;
} box;

static void widen(box *b, double lat, double lon) {
    if (!(fabs(lat) <= 90 && fabs(lon) <= 180))
        return;
    b->west = fmin(b->west, lon);
    b->east = fmax(b->east, lon);
    b->south = fmin(b->south, lat);
    b->north = fmax(b->north, lat);
}

static void widen_by(page *p, box *b, const char *file) {
    csv_table t = {0};
    if (page_csv(p, file, &t))
        for (int i = 1; i < t.nrows; i++)
            widen(b, page_cell_number(&t, i, "lat"), page_cell_number(&t, i, "lon"));
    csv_free(&t);
}

static void widen_by_border_cities(page *p, box *b, const csv_table *places) {
    csv_table t = {0};
    if (page_csv(p, "crossings.csv", &t))
        for (int i = 1; i < t.nrows; i++) {
            int row = sht_row_named(places, csv_named(&t, i, "from"));
            if (row)
                widen(b, page_cell_number(places, row, "lat"), page_cell_number(places, row, "lon"));
        }
    csv_free(&t);
}

/* A margin around, a degree at least, and no shape that is a thread: height over width from a quarter to `most`. */
static void shape(box *b, double most) {
    double wide = fmax(b->east - b->west, 1.5), high = fmax(b->north - b->south, 1), lon = (b->west + b->east) / 2,
           lat = fmax(-70, fmin(70, (b->south + b->north) / 2)), slope = cos(lat * 3.14159265358979 / 180);
    wide *= 1.2;
    high *= 1.25;
    wide = fmax(wide, high / slope / most);
    high = fmax(high, wide * slope / 4);
    *b = (box){lon - wide / 2, lon + wide / 2, fmax(lat - high / 2, -85), fmin(lat + high / 2, 85)};
}

/* The window that the scenario gives, or the one around its own places. which: FACE_... */
static sht_window window_of(page *p, const csv_table *places, int which, double top, double width) {
    const scn_face *f = &p->face;
    box b = {INFINITY, -INFINITY, INFINITY, -INFINITY};
    int wide = which == FACE_BORDER_NARROW ? FACE_BORDER : which == FACE_WAY_NARROW ? FACE_WAY : which;
    int given = f->has_window[which] ? which : f->has_window[wide] ? wide : -1;
    if (given >= 0) {
        const face_window *w = &f->window[given];
        return sht_window_make(w->west, w->east, w->south, w->north, 0, top, width);
    }
    widen_by(p, &b, "sectors.csv");
    if (wide == FACE_BORDER) {
        widen_by(p, &b, "ports.csv");
        widen_by_border_cities(p, &b, places);
    } else {
        widen_by(p, &b, "places.csv");
    }
    if (!(b.west <= b.east))
        b = (box){-180, 180, -60, 75};
    shape(&b, wide == which ? (wide == FACE_BORDER ? 0.45 : 0.8) : 1.1); /* a phone is narrow */
    return sht_window_make(b.west, b.east, b.south, b.north, 0, top, width);
}

static double step_of(const sht_window *w) {
    double wide = w->east - w->west;
    return wide > 90 ? 20 : wide > 60 ? 10 : wide > 12 ? 5 : wide > 5 ? 2 : 1;
}

static int has_border_line(page *p) {
    csv_table t = {0};
    int some = page_csv(p, "ports.csv", &t) && t.nrows > 2;
    csv_free(&t);
    return some;
}

static void frame(sht_sheet *s, const sht_window *w, double width, double height) {
    sht_rect(s->p->b, "frame", w->left, w->top, width, height);
}

static void border_window(sht_sheet *s, const sht_window *w, const csv_table *t, int many) {
    sht_coast(s, w);
    sht_graticule(s, w, step_of(w));
    border(s, w);
    sectors(s, w, many ? 38 : 16);
    places(s, w, t, s->font * 0.85, many ? 20 : 0);
    country_names(s, w, t, s->font * 0.85);
}

static void way_window(sht_sheet *s, const sht_window *w, const csv_table *t, int many) {
    sht_coast(s, w);
    sht_graticule(s, w, step_of(w));
    sht_legs(s, w, t, many ? 11 : 7);
    border(s, w);
    country_names(s, w, t, s->font * 0.85);
    places(s, w, t, s->font * 0.85, many ? 36 : 12);
}

/* Both windows; beside the second, or below it on a phone, the harm. */
static void draw(page *p, const csv_table *t, double width, double font, int many, const char *klass, int id) {
    sht_sheet *s = calloc(1, sizeof *s);
    html_buffer *b = p->b;
    if (!s) {
        b->failed = 1;
        return;
    }
    s->p = p;
    s->font = font;
    double room = many ? 230 : 0;
    sht_window top = window_of(p, t, many ? FACE_BORDER : FACE_BORDER_NARROW, 1, width);
    sht_window below =
        window_of(p, t, many ? FACE_WAY : FACE_WAY_NARROW, top.top + top.height + font * 2.2, width - room);
    double frame_height = many ? fmax(below.height, font * 23) : below.height + font * 12,
           end = below.top + frame_height;
    html_printf(b, "<svg class=%s role=img aria-labelledby=\"t%d d%d\" viewBox=\"0 0 %.0f %.0f\" font-size=%.1f>",
                klass, id, id, width, ceil(end + 2), font);
    html_printf(b,
                "<title id=t%d>Schematic map of the corridor</title><desc id=d%d>Above, the border with encounters of "
                "each sector as circles, published as rings, deaths recorded as squares. Below, the places and legs of "
                "the scenario. The table of sectors holds the numbers.</desc>",
                id, id);
    border_window(s, &top, t, many);
    frame(s, &top, width, top.height);
    sht_text(b, "m", 0, below.top - font * 0.5, "start", font);
    html_raw(b, "The way there: legs by road, rail and on foot; dashed by air and sea</text>");
    way_window(s, &below, t, many);
    harm_lines(s, many ? width - room + 16 : 8, many ? below.top + 8 : below.top + below.height + 4, width - 16, !many);
    frame(s, &below, width, frame_height);
    html_raw(b, "</svg>");
    free(s);
}

static void sector_table(page *p) {
    html_buffer *b = p->b;
    char n[HTML_NUMBER];
    int e = res_main(p->r);
    res_table t = {0};
    if (e < 0 || res_read(p->r, e, RES_BY_PLACE, &t) < 0)
        return;
    const mdl_series *d = res_series_at(p->r, e);
    static const page_column columns[] = {
        {"t", "Sector"}, {"", "Simulated"}, {"", "Published"}, {"harm", "Deaths recorded"}};
    html_raw(b, "<details><summary>Table of sectors, whole period</summary>");
    table_open(p, "", 4, columns);
    for (int i = 0; i < d->nplaces; i++) {
        harm_scope scope = {.place = d->places[i]};
        int own = 0;
        res_band dead = harm_band(p, HARM_RECORDED, &scope, 0, p->months, &own);
        html_markup(b, "<tr><th class=t scope=row>%s</th>", d->places[i]);
        html_printf(b, "<td>%s</td>", html_rounded(res_band_at(p->r, &t, i, 0, p->months).mid, n));
        html_printf(b, "<td>%s</td>",
                    html_number(res_published(p->r, d->name, d->places[i], "", "", p->month0, p->months), n));
        html_printf(b, "<td class=harm>%s</td></tr>", own ? html_rounded(dead.mid, n) : "not by sector");
    }
    table_close(p);
    html_raw(b, "</details>");
    res_table_free(&t);
}

void map_section(page *p) {
    html_buffer *b = p->b;
    csv_table t = {0};
    if (!page_csv(p, "places.csv", &t) || t.nrows < 2) {
        csv_free(&t);
        return;
    }
    int line = has_border_line(p);
    html_raw(
        b,
        "<section id=map><h2>The corridor, schematically</h2><p>Areas of circles are encounters over the whole period: "
        "filled, simulated; ring, published. Squares are deaths recorded in the same sector, on a scale of their own. "
        "Legs "
        "are straight lines between towns, not routes to follow");
    html_raw(b, line ? "; the border is drawn through its ports of entry.</p>" : ".</p>");
    html_raw(b, "<figure data-series=encounters-map class=hero><div class=plot>");
    draw(p, &t, 1100, 13, 1, "wide1", ++p->figures);
    draw(p, &t, 358, 10.5, 0, "narrow", ++p->figures);
    html_raw(b, "</div><figcaption><p>Schematic. Coasts and borders, where drawn: Natural Earth. Coordinates of "
                "places: as named in the "
                "scenario (places.csv, sectors.csv");
    html_raw(b, line ? ", ports.csv" : "");
    html_raw(b, "). Sector circles stand at the headquarters town. ");
    sht_legs_words(p);
    html_raw(b, "</p></figcaption>");
    sector_table(p);
    html_raw(b, "</figure></section>");
    csv_free(&t);
}
