/* A schematic map of the corridor, in two windows of one drawing: the border with its sectors, and the way to it.
 *
 * Equirectangular, true at the middle latitude of each window. There is no basemap in the project: graticule, names of
 * countries, the places of the scenario, and the border as the line through its ports of entry. Legs are straight lines
 * between towns, not roads. Areas of circles are people: simulated filled, published a ring; squares below the line are
 * deaths recorded, on a scale of their own. Names are put where there is room, the more important first; a name without
 * room is left out (it is in the table of places).
 */
#include "store/report_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    double x, y, w, h;
} box;

typedef struct {
    double west, east, south, north; /* degrees */
    double left, top, scale_x, scale_y;
    double width, height;
} window;

typedef struct {
    page *p;
    double font;
    int nboxes;
    box boxes[512];
} sheet;

static window window_make(double west, double east, double south, double north, double left, double top, double width) {
    window w = {west, east, south, north, left, top, 0, 0, width, 0};
    w.scale_x = width / (east - west);
    w.scale_y = w.scale_x / cos((south + north) / 2 * 3.14159265358979 / 180);
    w.height = (north - south) * w.scale_y;
    return w;
}

static double wx(const window *w, double lon) { return w->left + (lon - w->west) * w->scale_x; }
static double wy(const window *w, double lat) { return w->top + (w->north - lat) * w->scale_y; }
static int inside(const window *w, double lat, double lon) {
    return lat > w->south && lat < w->north && lon > w->west && lon < w->east;
}

static double text_width(const char *s, double font) {
    int n = 0;
    for (; *s; s++)
        n += (*s & 0xC0) != 0x80;
    return n * font * 0.54;
}

static int free_place(const sheet *s, box b) {
    for (int i = 0; i < s->nboxes; i++) {
        const box *o = &s->boxes[i];
        if (b.x < o->x + o->w && o->x < b.x + b.w && b.y < o->y + o->h && o->y < b.y + b.h)
            return 0;
    }
    return 1;
}

static void take(sheet *s, box b) {
    if (s->nboxes < (int)(sizeof s->boxes / sizeof *s->boxes))
        s->boxes[s->nboxes++] = b;
}

static void attribute(html_buffer *b, const char *name, double v) {
    html_printf(b, " %s=", name);
    svg_number(b, v);
}

static void circle(html_buffer *b, const char *klass, double x, double y, double r) {
    html_printf(b, "<circle class=%s", klass);
    attribute(b, "cx", x);
    attribute(b, "cy", y);
    attribute(b, "r", r);
    html_raw(b, " />");
}

static void line(html_buffer *b, const char *klass, double x1, double y1, double x2, double y2) {
    html_printf(b, "<line class=%s", klass);
    attribute(b, "x1", x1);
    attribute(b, "y1", y1);
    attribute(b, "x2", x2);
    attribute(b, "y2", y2);
    html_raw(b, " />");
}

static void text_start(html_buffer *b, const char *klass, double x, double y, const char *anchor, double font) {
    html_printf(b, "<text class=\"%s\" text-anchor=%s", klass, anchor);
    attribute(b, "x", x);
    attribute(b, "y", y);
    attribute(b, "font-size", font);
    html_raw(b, " >");
}

/* A name beside a point: right, left, above, below; farther off with a leader for those that matter; 1 if there was
 * room. */
static int name_at(sheet *s, const window *w, double x, double y, double away, const char *name, double font,
                   int matters) {
    static const struct {
        double x, y;
        const char *anchor;
    } tries[] = {{1, 0, "start"},      {-1, 0, "end"},      {0, -1, "middle"},  {0, 1, "middle"},
                 {0.7, -0.7, "start"}, {0.7, 0.7, "start"}, {-0.7, 0.7, "end"}, {-0.7, -0.7, "end"}};
    double width = text_width(name, font), h = font * 1.05;
    for (int k = 0; k < (matters ? 32 : 8); k++) {
        int i = k % 8;
        double far = away * (1 + k / 8 * 2.6), tx = x + tries[i].x * far, ty = y + tries[i].y * far;
        double left = tx - (*tries[i].anchor == 'e' ? width : *tries[i].anchor == 'm' ? width / 2 : 0);
        double low = ty + h * (tries[i].y < 0 ? 0 : tries[i].y > 0 ? 0.75 : 0.33);
        box b = {left - 1, low - h * 0.8, width + 2, h};
        if (b.x < w->left || b.x + b.w > w->left + w->width || b.y < w->top || b.y + b.h > w->top + w->height ||
            !free_place(s, b))
            continue;
        take(s, b);
        if (k >= 8)
            line(s->p->b, "ev", x, y, tx, ty);
        text_start(s->p->b, "halo", tx, low, tries[i].anchor, font);
        html_markup(s->p->b, "%s</text>", name);
        return 1;
    }
    return 0;
}

static void graticule(sheet *s, const window *w) {
    html_buffer *b = s->p->b;
    html_raw(b, "<g>");
    for (double lon = ceil(w->west / 5) * 5; lon < w->east; lon += 5)
        line(b, "grid1", wx(w, lon), w->top, wx(w, lon), w->top + w->height);
    for (double lat = ceil(w->south / 5) * 5; lat < w->north; lat += 5) {
        line(b, "grid1", w->left, wy(w, lat), w->left + w->width, wy(w, lat));
        text_start(b, "m", w->left + 2, wy(w, lat) - 2, "start", s->font * 0.8);
        html_printf(b, "%.0f\xC2\xB0N</text>", lat);
    }
    html_raw(b, "</g>");
}

/* Positions of names only; general knowledge. */
static const struct {
    const char *name;
    double lat, lon;
} countries[] = {{"UNITED STATES", 34.6, -107.5}, {"MEXICO", 24.6, -103},     {"GUATEMALA", 15.8, -90.9},
                 {"HONDURAS", 14.7, -86.2},       {"NICARAGUA", 12.4, -84.2}, {"CUBA", 21.2, -77.6},
                 {"HAITI", 19.6, -71.5},          {"PANAMA", 7.7, -81.2},     {"COLOMBIA", 6.2, -73.2},
                 {"VENEZUELA", 8.2, -66.6},       {"ECUADOR", -1.4, -78.4},   {"COSTA RICA", 10.7, -85.4},
                 {"EL SALVADOR", 13.0, -89.9}};

static void country_names(sheet *s, const window *w, double font) {
    for (size_t i = 0; i < sizeof countries / sizeof *countries; i++) {
        if (!inside(w, countries[i].lat, countries[i].lon))
            continue;
        double x = wx(w, countries[i].lon), y = wy(w, countries[i].lat),
               width = text_width(countries[i].name, font) * 1.35;
        box b = {x - width / 2, y - font, width, font * 1.2};
        if (b.x < w->left || b.x + b.w > w->left + w->width || !free_place(s, b))
            continue;
        take(s, b);
        text_start(s->p->b, "country halo", x, y, "middle", font);
        html_printf(s->p->b, "%s</text>", countries[i].name);
    }
}

typedef struct {
    double lat, lon;
} point;

static int west_first(const void *a, const void *b) {
    const point *p = a, *q = b;
    return p->lon < q->lon ? -1 : p->lon > q->lon;
}

static void border(sheet *s, const window *w) {
    csv_table t = {0};
    if (page_csv(s->p, "ports.csv", &t) && t.nrows > 1) {
        point *list = calloc((size_t)t.nrows, sizeof *list);
        int n = 0;
        for (int i = 1; list && i < t.nrows; i++) {
            point at = {page_cell_number(&t, i, "lat"), page_cell_number(&t, i, "lon")};
            if (isfinite(at.lat) && isfinite(at.lon) && inside(w, at.lat, at.lon))
                list[n++] = at;
        }
        if (n > 1) {
            qsort(list, (size_t)n, sizeof *list, west_first);
            html_raw(s->p->b, "<path class=line d=\"M");
            for (int i = 0; i < n; i++) {
                svg_xy(s->p->b, wx(w, list[i].lon), wy(w, list[i].lat));
                html_raw(s->p->b, i < n - 1 ? " " : "\"/>");
            }
        }
        free(list);
    }
    csv_free(&t);
}

static int row_named(const csv_table *t, const char *name) {
    for (int i = 1; i < t->nrows; i++)
        if (strcmp(page_cell(t, i, "name"), name) == 0)
            return i;
    return 0;
}

/* Where the segment leaves the window, so that far origins still point the right way. */
static void clip(const window *w, double x0, double y0, double *x1, double *y1) {
    double t = 1, dx = *x1 - x0, dy = *y1 - y0, r = w->left + w->width, bottom = w->top + w->height;
    if (dx > 0 && *x1 > r)
        t = fmin(t, (r - x0) / dx);
    if (dx < 0 && *x1 < w->left)
        t = fmin(t, (w->left - x0) / dx);
    if (dy > 0 && *y1 > bottom)
        t = fmin(t, (bottom - y0) / dy);
    if (dy < 0 && *y1 < w->top)
        t = fmin(t, (w->top - y0) / dy);
    *x1 = x0 + dx * t;
    *y1 = y0 + dy * t;
}

static void legs(sheet *s, const window *w, const csv_table *places) {
    csv_table t = {0};
    if (!page_csv(s->p, "legs.csv", &t)) {
        csv_free(&t);
        return;
    }
    for (int i = 1; i < t.nrows; i++) {
        int a = row_named(places, page_cell(&t, i, "from")), z = row_named(places, page_cell(&t, i, "to"));
        const char *mode = page_cell(&t, i, "mode");
        if (!a || !z)
            continue;
        double lat0 = page_cell_number(places, a, "lat"), lon0 = page_cell_number(places, a, "lon"),
               lat1 = page_cell_number(places, z, "lat"), lon1 = page_cell_number(places, z, "lon");
        if (!isfinite(lat0 + lon0 + lat1 + lon1) || (!inside(w, lat0, lon0) && !inside(w, lat1, lon1)))
            continue;
        double x0 = wx(w, lon0), y0 = wy(w, lat0), x1 = wx(w, lon1), y1 = wy(w, lat1);
        if (inside(w, lat0, lon0))
            clip(w, x0, y0, &x1, &y1);
        else
            clip(w, x1, y1, &x0, &y0);
        line(s->p->b, strcmp(mode, "air") == 0 || strcmp(mode, "boat") == 0 ? "legair" : "leg", x0, y0, x1, y1);
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
    const char *role = page_cell(t, i, "role");
    double beds = page_cell_number(t, i, "shelter_places");
    double base = strcmp(role, "darien") == 0         ? 3000
                  : strcmp(role, "south_border") == 0 ? 2500
                  : strcmp(role, "north_border") == 0 ? 2000
                  : strcmp(role, "origin") == 0       ? 1200
                                                      : 800;
    if (strstr(page_cell(t, i, "name"), "irport"))
        base = 0;
    return base + (isfinite(beds) ? beds : 0);
}

static void places(sheet *s, const window *w, const csv_table *t, double font, int most) {
    ranked *order = calloc((size_t)t->nrows + 1, sizeof *order);
    int n = 0, named = 0;
    double r = s->font > 12.5 ? 2.6 : 1.7;
    for (int i = 1; order && i < t->nrows; i++) {
        double lat = page_cell_number(t, i, "lat"), lon = page_cell_number(t, i, "lon");
        if (isfinite(lat + lon) && inside(w, lat, lon))
            order[n++] = (ranked){i, importance(t, i)};
    }
    if (order)
        qsort(order, (size_t)n, sizeof *order, heavier);
    for (int i = 0; i < n; i++) {
        const char *role = page_cell(t, order[i].row, "role");
        double x = wx(w, page_cell_number(t, order[i].row, "lon")), y = wy(w, page_cell_number(t, order[i].row, "lat"));
        circle(s->p->b, strcmp(role, "origin") == 0 ? "pl" : "pl2", x, y,
               strcmp(role, "route") == 0 || strcmp(role, "transit") == 0 ? r * 0.7 : r);
        take(s, (box){x - r, y - r, 2 * r, 2 * r});
    }
    for (int i = 0; i < n && named < most; i++) {
        double x = wx(w, page_cell_number(t, order[i].row, "lon")), y = wy(w, page_cell_number(t, order[i].row, "lat"));
        named += name_at(s, w, x, y, r + 3, page_cell(t, order[i].row, "name"), font, i < most / 4);
    }
    free(order);
}

/* Sectors: circle and ring north of the line, square of deaths south, a label where there is room with a leader. */
static void sector_labels(sheet *s, const window *w, double x, double y, double r, const char *name, res_band v,
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
    html_printf(&text, "%s deaths rec.", isfinite(dead.mid) ? html_rounded(dead.mid, n) : "?");
    if (text.text && text.length < sizeof deaths)
        memcpy(deaths, text.text, text.length + 1);
    html_free(&text);
    int lines = w->width < 600 ? 1 : 3; /* on a phone the name only: the table below has the numbers */
    double width = lines == 1
                       ? text_width(name, font) + 4
                       : fmax(fmax(text_width(name, font), text_width(words, font)), text_width(deaths, font)) + 6;
    for (int k = eastmost ? -1 : 0; k < 120; k++) {
        int beside = k < 0, up = k < 0 ? 0 : k % 60 / 3, side = k < 0 ? 1 : k % 3;
        double bottom = beside ? y + (lines - 1) * h / 2 : y - r - 6 - up * font * 0.6,
               left = beside      ? x + r + 6
                      : side == 0 ? fmax(x - width / 2, w->left)
                      : side == 1 ? x - 8
                                  : x - width + 8;
        box at = {left, bottom - lines * h, width, lines * h + 4};
        if (at.x < w->left || at.x + at.w > w->left + w->width || at.y < w->top || !free_place(s, at))
            continue;
        box leader = {x - 2, bottom + 4, 4, y - r - bottom - 7};
        if (up && k < 60 && leader.h > 0 && !free_place(s, leader))
            continue;
        take(s, at);
        if (up && leader.h > 0) {
            line(b, "ev", x, y - r, x, bottom + 4);
            take(s, leader);
        }
        double tx = side == 0 ? left + width / 2 : side == 1 ? left + 2 : left + width - 2;
        const char *anchor = side == 0 ? "middle" : side == 1 ? "start" : "end";
        text_start(b, "halo", tx, bottom - (lines - 1) * h, anchor, font);
        html_markup(b, "<tspan font-weight=700>%s</tspan></text>", name);
        if (lines == 1)
            return;
        text_start(b, "halo", tx, bottom - h, anchor, font);
        html_markup(b, "%s</text>", words);
        text_start(b, "halo h", tx, bottom, anchor, font);
        html_markup(b, "%s</text>", deaths);
        return;
    }
}

static void sectors(sheet *s, const window *w, double biggest) {
    page *p = s->p;
    int e = res_series_find(p->r, "encounters");
    res_table t = {0};
    csv_table places_of = {0};
    if (e < 0 || !page_csv(p, "sectors.csv", &places_of) || res_read(p->r, e, RES_BY_PLACE, &t) < 0) {
        csv_free(&places_of);
        return;
    }
    const mdl_series *d = res_series_at(p->r, e);
    double most = 1, dead_most = 1;
    ranked *order = calloc((size_t)d->nplaces + 1, sizeof *order);
    for (int i = 0; order && i < d->nplaces; i++) { /* from the west, so that labels find room in a fixed order */
        int row = row_named(&places_of, d->places[i]);
        double lon = row ? page_cell_number(&places_of, row, "lon") : NAN;
        order[i] = (ranked){i, isfinite(lon) ? -lon : -999};
    }
    if (order)
        qsort(order, (size_t)d->nplaces, sizeof *order, heavier);
    for (int pass = 0; order && pass < 3; pass++)
        for (int rank = 0; rank < d->nplaces; rank++) {
            int i = order[rank].row;
            int row = row_named(&places_of, d->places[i]), own = 0;
            harm_scope scope = {.place = d->places[i]};
            double lat = row ? page_cell_number(&places_of, row, "lat") : NAN,
                   lon = row ? page_cell_number(&places_of, row, "lon") : NAN;
            res_band v = res_band_at(p->r, &t, i, 0, p->months),
                     dead = harm_band(p, HARM_RECORDED, &scope, 0, p->months, &own);
            double published = res_published(p->r, d->name, d->places[i], "", "", p->month0, p->months);
            if (!isfinite(lat + lon) || !inside(w, lat, lon))
                continue;
            double x = wx(w, lon), y = wy(w, lat), r = biggest * sqrt(v.mid / most);
            if (pass == 0) {
                most = fmax(most, fmax(v.mid, isfinite(published) ? published : 0));
                dead_most = own && isfinite(dead.mid) ? fmax(dead_most, dead.mid) : dead_most;
            } else if (pass == 1) {
                circle(p->b, "simc", x, y, r);
                if (isfinite(published))
                    circle(p->b, "pubc", x, y, biggest * sqrt(published / most));
                double side = own && dead.mid > 0 ? biggest * 0.62 * sqrt(dead.mid / dead_most) : 0;
                html_raw(p->b, "<rect class=hb");
                attribute(p->b, "x", x - side / 2);
                attribute(p->b, "y", y + r + 3);
                attribute(p->b, "width", side);
                attribute(p->b, "height", side);
                html_raw(p->b, " />");
                take(s, (box){x - r, y - r, 2 * r, 2 * r + 3 + side});
            } else
                sector_labels(s, w, x, y, fmax(r, isfinite(published) ? biggest * sqrt(published / most) : 0),
                              d->places[i], v, published, own ? dead : (res_band){NAN, NAN, NAN, NAN},
                              rank == d->nplaces - 1);
        }
    free(order);
    csv_free(&places_of);
    res_table_free(&t);
}

static double harm_lines(sheet *s, double y, double width) {
    html_buffer *b = s->p->b;
    static const char *const words[4] = {"deaths recorded", "kidnappings", "acts of extortion", "person-days waiting"};
    static const int which[4] = {HARM_RECORDED, HARM_KIDNAPPINGS, HARM_EXTORTION, HARM_WAITING};
    char n[HTML_NUMBER], lo[HTML_NUMBER], hi[HTML_NUMBER];
    int two = width < 600;
    html_raw(b, "<g data-harm=\"deaths_recorded deaths kidnappings extortion waiting\">");
    line(b, "base", 0, y, width, y);
    for (int i = 0; i < 4; i++) {
        double x = two ? (i % 2) * width / 2 : i * width / 4,
               at = y + s->font * 1.6 + (two ? i / 2 * s->font * 4.6 : 0);
        res_band v = harm_band(s->p, which[i], NULL, 0, s->p->months, NULL);
        text_start(b, "h", x, at, "start", s->font * 1.25);
        html_markup(b, "<tspan font-weight=700>%s</tspan></text>",
                    isfinite(v.mid) ? html_short(v.mid, n) : "not in this run");
        text_start(b, "h", x, at + s->font * 1.35, "start", s->font);
        html_raw(b, words[i]);
        res_band all = harm_band(s->p, HARM_DEATHS, NULL, 0, s->p->months, NULL);
        if (i == 0 && isfinite(all.mid)) {
            html_raw(b, "</text>");
            text_start(b, "h", x, at + s->font * 2.6, "start", s->font);
        }
        if (i == 0 && isfinite(all.mid))
            html_markup(b, "with unrecorded %s\xE2\x80\x93%s", html_short(s->p->members > 1 ? all.low : v.mid, lo),
                        html_short(s->p->members > 1 ? all.high : all.mid, hi));
        html_raw(b, "</text>");
    }
    html_raw(b, "</g>");
    return y + s->font * (two ? 8 : 5);
}

static void draw(page *p, const csv_table *t, double width, double font, int many, const char *klass, int id) {
    sheet *s = calloc(1, sizeof *s);
    html_buffer *b = p->b;
    if (!s) {
        b->failed = 1;
        return;
    }
    s->p = p;
    s->font = font;
    window top = window_make(-118.6, -93.8, 25.2, many ? 36 : 37.5, 0, 4, width);
    window below =
        window_make(-118.6, many ? -66.0 : -75.2, many ? 3.5 : 6.5, 33.4, 0, top.top + top.height + font * 2.6, width);
    double end = below.top + below.height + 8;
    html_printf(b, "<svg class=%s role=img aria-labelledby=\"t%d d%d\" viewBox=\"0 0 %.0f %.0f\" font-size=%.1f>",
                klass, id, id, width, ceil(end + font * (width < 600 ? 8 : 5)), font);
    html_printf(b,
                "<title id=t%d>Schematic map of the corridor</title><desc id=d%d>Above, the border with encounters of "
                "each sector "
                "as circles, published as rings, deaths recorded as squares. Below, the places and legs of the "
                "scenario. The table "
                "of sectors holds the numbers.</desc>",
                id, id);
    graticule(s, &top);
    border(s, &top);
    sectors(s, &top, many ? 40 : 16);
    places(s, &top, t, font * 0.85, many ? 24 : 0);
    country_names(s, &top, font * 0.85);
    text_start(b, "m", 0, below.top - font * 0.6, "start", font);
    html_raw(b, "The way there: legs by road, rail and on foot; dashed by air and sea</text>");
    graticule(s, &below);
    legs(s, &below, t);
    border(s, &below);
    country_names(s, &below, font * 0.85);
    places(s, &below, t, font * 0.85, many ? 90 : 14);
    harm_lines(s, end, width);
    html_raw(b, "</svg>");
    free(s);
}

static void sector_table(page *p) {
    html_buffer *b = p->b;
    char n[HTML_NUMBER];
    int e = res_series_find(p->r, "encounters");
    res_table t = {0};
    if (e < 0 || res_read(p->r, e, RES_BY_PLACE, &t) < 0)
        return;
    const mdl_series *d = res_series_at(p->r, e);
    html_raw(b,
             "<details><summary>Table of sectors, whole period</summary><div class=scroll tabindex=0><table><thead><tr>"
             "<th class=t>Sector</th><th>Simulated</th><th>Published</th><th class=harm>Deaths "
             "recorded</th></tr></thead><tbody>");
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
    html_raw(b, "</tbody></table></div></details>");
    res_table_free(&t);
}

void map_section(page *p) {
    html_buffer *b = p->b;
    csv_table t = {0};
    if (!page_csv(p, "places.csv", &t) || t.nrows < 2) {
        csv_free(&t);
        return;
    }
    html_raw(
        b,
        "<section id=map><h2>The corridor, schematically</h2><p>Areas of circles are encounters over the whole period: "
        "filled, simulated; ring, published. Squares are deaths recorded in the same sector, on a scale of their own. "
        "Legs "
        "are straight lines between towns, not routes to follow; the border is drawn through its ports of entry.</p>"
        "<figure data-series=encounters-map class=hero><div class=plot>");
    draw(p, &t, 1100, 13, 1, "wide1", ++p->figures);
    draw(p, &t, 358, 10.5, 0, "narrow", ++p->figures);
    html_raw(
        b, "</div><figcaption><p>Schematic. Coordinates of places: as named in the scenario (places.csv, sectors.csv, "
           "ports.csv). No basemap is used. Sector circles stand at the headquarters town.</p></figcaption>");
    sector_table(p);
    html_raw(b, "</figure></section>");
    csv_free(&t);
}
