/* The page of a run by Flee's rules: camps beside the data, where people are on a map, what the rules do not know.
 *
 * These rules have no death, no injury, no hunger. So that nobody reads a page without harm as a world without it, the
 * page says so in its headline, and every drawing of people carries what the rules do say of danger: people in conflict
 * zones, and people in camps beyond their places.
 */
#include "report/report_sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const harm_track exposed_first[] = {{HARM_EXPOSED, "Person-days in conflict zones"},
                                           {HARM_CROWDED, "Person-days beyond camps\xE2\x80\x99 places"}};
/* Of a camp: what happens there. */
static const harm_track crowded_first[] = {{HARM_CROWDED, "Person-days beyond its places"},
                                           {HARM_EXPOSED, "Person-days in conflict zones"}};

/* ---- headline ---- */

static void headline(page *p) {
    html_buffer *b = p->b;
    char n[HTML_NUMBER], o[HTML_NUMBER], from[11], until[11];
    res_table camps = {0}, ard = {0}, rescaled = {0};
    int last = p->months - 1;
    html_raw(b, "<h1>");
    if (page_total(p, FLE_SERIES_IN_CAMPS, &camps)) {
        double published = res_published(p->r, FLE_SERIES_IN_CAMPS, "", "", "", p->month0 + last, 1);
        char month[24];
        html_markup(b, "%s: ", page_meta(p, "title", "A run"));
        html_printf(b, "%s people in camps in %s", html_words(res_band_at(p->r, &camps, 0, last, 1).mid, n),
                    page_month_words(p->month0 + last, month));
        if (isfinite(published))
            html_printf(b, "; %s in the data", html_words(published, o));
    }
    html_raw(b, "</h1><p class=stand>");
    memcpy(from, page_meta(p, "from", "?         "), 11);
    memcpy(until, page_meta(p, "until", "?         "), 11);
    html_markup(b, "%s to %s, day by day, by the rules of the Flee code. ", from, until);
    if (page_total(p, FLE_SERIES_DIFFERENCE, &ard) && page_total(p, FLE_SERIES_RESCALED, &rescaled) &&
        res_observed(p->r, &(const scn_observed *){NULL}) > 0) {
        res_band a = res_band_at(p->r, &ard, 0, 0, p->months), r = res_band_at(p->r, &rescaled, 0, 0, p->months);
        html_printf(b, "Averaged relative difference to the data: <b>%.3f</b>", a.mean);
        char range[RES_WORDS];
        if (p->members > 1)
            html_printf(b, " (%s members: %.3f to %.3f)", res_range_words(p->members, range), a.low, a.high);
        html_printf(b,
                    "; after scaling to the data\xE2\x80\x99s sum: <b>%.3f</b>. 0 is exact, 2 is everybody elsewhere. ",
                    r.mean);
    }
    html_raw(b,
             "How many people are displaced comes from the data or the settings; the rules say where they go. It is no "
             "forecast, and it says nothing about any person.</p>");
    res_table_free(&camps);
    res_table_free(&ard);
    res_table_free(&rescaled);
}

static void harm_cell(page *p, int which, const char *words, const char *about) {
    char n[HTML_NUMBER], lo[HTML_NUMBER], hi[HTML_NUMBER];
    res_band v = harm_band(p, which, NULL, 0, p->months, NULL);
    html_markup(p->b, "<div><b>%s</b><span>%s</span><i>", isfinite(v.mid) ? html_short(v.mid, n) : "not in this run",
                words);
    if (p->members > 1 && isfinite(v.mid))
        html_markup(p->b, "%s to %s. ", html_short(v.low, lo), html_short(v.high, hi));
    html_markup(p->b, "%s</i></div>", about);
}

static void ledger(page *p) {
    html_buffer *b = p->b;
    char n[HTML_NUMBER];
    res_table t = {0};
    html_raw(b, "<figure class=ledger data-series=displaced><div class=people><h3>People newly displaced</h3>");
    if (page_total(p, FLE_SERIES_DISPLACED, &t))
        html_markup(b, "<span class=big>%s</span><p>over the run", html_words(page_sum(p, &t, 0, 0, p->months).mid, n));
    html_raw(b, ", besides those who were in camps on the first day.</p></div>");
    html_markup(b, "<div class=harm data-harm=\"%s\">", p->tracks_series);
    html_raw(b,
             "<h3>What these rules do not know</h3><p>Nobody dies, is hurt, robbed or hungry in them, on the way or in "
             "a camp. That is a gap of the rules and no finding. What they do say of danger:</p><div class=hcells>");
    harm_cell(p, HARM_EXPOSED, "person-days in conflict zones", "Displaced people who were still there.");
    harm_cell(p, HARM_CROWDED, "person-days beyond camps\xE2\x80\x99 places", "People in camps that were full.");
    html_raw(b, "</div></div></figure>");
    res_table_free(&t);
}

/* ---- charts ---- */

typedef struct {
    int *first, *count;
    res_band *band;
    double *published;
} months;

static int months_make(const page *p, months *m) {
    size_t n = (size_t)p->months + 1;
    m->first = calloc(n, sizeof *m->first);
    m->count = calloc(n, sizeof *m->count);
    m->band = calloc(n, sizeof *m->band);
    m->published = calloc(n, sizeof *m->published);
    if (!m->first || !m->count || !m->band || !m->published)
        return -1;
    for (int i = 0; i < p->months; i++) {
        m->first[i] = i;
        m->count[i] = 1;
    }
    return 0;
}

static void months_free(months *m) {
    free(m->first);
    free(m->count);
    free(m->band);
    free(m->published);
}

static void draw_chart(page *p, const mdl_series *d, const res_table *t, int cell, const char *place, const char *title,
                       const char *note, int hero, int no_harm) {
    months m;
    if (months_make(p, &m)) {
        months_free(&m);
        p->b->failed = 1;
        return;
    }
    for (int i = 0; i < p->months; i++) {
        m.band[i] = res_band_at(p->r, t, cell, i, 1);
        m.published[i] = res_published(p->r, d->name, place, "", "", p->month0 + i, 1);
    }
    chart c = {.series = d->name,
               .title = title,
               .note = note,
               .unit = d->unit,
               .sum = d->sum,
               .hero = hero,
               .no_harm = no_harm,
               .n = p->months,
               .first = m.first,
               .count = m.count,
               .band = m.band,
               .published = m.published,
               .scope = {.place = *place ? place : NULL},
               .obs_place = place,
               .obs_nationality = "",
               .obs_group = ""};
    chart_write(p, &c);
    months_free(&m);
}

/* "3,910 simulated (3,800–4,020), data 4,500 in the last month · 6,905 places" */
static void camp_note(const page *p, html_buffer *note, const res_table *t, int cell, const char *series,
                      const char *place) {
    char n[HTML_NUMBER], lo[HTML_NUMBER], hi[HTML_NUMBER];
    int last = p->months - 1;
    res_band v = res_band_at(p->r, t, cell, last, 1);
    html_printf(note, "%s simulated", html_short(v.mid, n));
    if (p->members > 1)
        html_printf(note, " (%s\xE2\x80\x93%s)", html_short(v.low, lo), html_short(v.high, hi));
    double data = res_published(p->r, series, place, "", "", p->month0 + last, 1);
    if (isfinite(data))
        html_printf(note, "; data %s", html_short(data, n));
    html_raw(note, ", last month");
}

static int is_camp(const page *p, const char *place) {
    int s = res_series_find(p->r, FLE_SERIES_OVER_CAPACITY);
    const mdl_series *d = s >= 0 ? res_series_at(p->r, s) : NULL;
    for (int i = 0; d && i < d->nplaces; i++)
        if (strcmp(d->places[i], place) == 0)
            return 1;
    return 0;
}

static void camps(page *p) {
    html_buffer *b = p->b;
    int s = res_series_find(p->r, FLE_SERIES_PEOPLE);
    res_table all = {0}, t = {0};
    html_raw(b, "<section id=camps><h2>People in camps, by month</h2><p>Means of the days of each month. Dots are the "
                "data of the validation folder, interpolated between their dates.</p>");
    if (page_total(p, FLE_SERIES_IN_CAMPS, &all))
        draw_chart(p, res_series_at(p->r, res_series_find(p->r, FLE_SERIES_IN_CAMPS)), &all, 0, "", "All camps", NULL,
                   1, 0);
    if (s >= 0 && res_read(p->r, s, RES_BY_PLACE, &t) == 0) {
        const mdl_series *d = res_series_at(p->r, s);
        html_raw(b, "<p class=small>Camp by camp, each with its own scale.</p><div class=grid>");
        p->tracks = crowded_first;
        for (int i = 0; i < d->nplaces; i++) {
            html_buffer note = {0};
            if (!is_camp(p, d->places[i]))
                continue;
            camp_note(p, &note, &t, i, d->name, d->places[i]);
            draw_chart(p, d, &t, i, d->places[i], d->places[i], note.text, 0, 0);
            html_done(p->b, &note);
        }
        p->tracks = exposed_first;
        html_raw(b, "</div>");
    }
    html_raw(b, "</section>");
    res_table_free(&all);
    res_table_free(&t);
}

static void errors(page *p) {
    static const char *const series[] = {FLE_SERIES_DIFFERENCE, FLE_SERIES_RESCALED};
    static const char *const titles[] = {"Relative difference to the data",
                                         "Relative difference after scaling to the data\xE2\x80\x99s sum"};
    html_buffer *b = p->b;
    if (res_observed(p->r, &(const scn_observed *){NULL}) == 0 || res_series_find(p->r, series[0]) < 0)
        return;
    html_raw(
        b, "<section id=difference><h2>How far from the data</h2><p>The sum over camps of the difference between "
           "simulated and data, over the sum of the data. The mean over all days is the averaged relative difference. "
           "Agreement here is no proof: with these rules settings are often chosen by it.</p><div class=\"grid two\">");
    for (int i = 0; i < 2; i++) {
        res_table t = {0};
        if (page_total(p, series[i], &t))
            draw_chart(p, res_series_at(p->r, res_series_find(p->r, series[i])), &t, 0, "", titles[i], NULL, 0, 1);
        res_table_free(&t);
    }
    html_raw(b, "</div></section>");
}

/* ---- the map ---- */

typedef struct {
    csv_table t;
    int header; /* row of the header, or -1 */
    int lat, lon;
} locations;

/* Flee's own files, as they stand in the store: rows of any width, comments that begin with #. */
static int read_file(const page *p, const char *name, csv_table *t) {
    const scn_file *f = res_file(p->r, name);
    rep_report rep;
    memset(t, 0, sizeof *t);
    if (!f)
        return 0;
    rep_init(&rep);
    int status = csv_read_loose(t, f->text, f->length, name, &rep);
    rep_free(&rep);
    if (status)
        res_fail(p->r, VADO_ERR_MEMORY);
    return status == 0;
}

static const char *cell_of(const csv_table *t, int row, int column) {
    return column < t->rows[row].ncells ? t->cells[t->rows[row].first + column].text : "";
}

static double number_of(const csv_table *t, int row, int column) {
    double v;
    const char *text = cell_of(t, row, column);
    text += strspn(text, " ");
    return txt_number_parse(text, &v) == 0 ? v : NAN;
}

static int read_locations(const page *p, locations *l) {
    if (!read_file(p, "input/locations.csv", &l->t))
        return 0;
    l->header = l->t.nrows > 0 && cell_of(&l->t, 0, 0)[0] == '#' ? 0 : -1;
    int swapped = l->header == 0 && strstr(cell_of(&l->t, 0, 3), "lon") != NULL;
    l->lat = swapped ? 4 : 3;
    l->lon = swapped ? 3 : 4;
    return 1;
}

static int row_named(const locations *l, const char *name) {
    for (int i = l->header + 1; i < l->t.nrows; i++)
        if (strcmp(cell_of(&l->t, i, 0), name) == 0)
            return i;
    return -1;
}

typedef struct {
    double lat, lon;
    int known;
} spot;

static spot spot_of(const locations *l, const char *name) {
    int row = row_named(l, name);
    spot s = {0, 0, 0};
    if (row < 0)
        return s;
    s.lat = number_of(&l->t, row, l->lat);
    s.lon = number_of(&l->t, row, l->lon);
    s.known = isfinite(s.lat + s.lon);
    return s;
}

static sht_window window_of(const locations *l, double left, double top, double width, double most_height) {
    double west = 180, east = -180, south = 90, north = -90;
    for (int i = l->header + 1; i < l->t.nrows; i++) {
        double lat = number_of(&l->t, i, l->lat), lon = number_of(&l->t, i, l->lon);
        if (!isfinite(lat + lon))
            continue;
        west = fmin(west, lon);
        east = fmax(east, lon);
        south = fmin(south, lat);
        north = fmax(north, lat);
    }
    if (west > east)
        return sht_window_make(-1, 1, -1, 1, left, top, width);
    double pad = 0.09 * fmax(fmax(east - west, north - south), 0.2);
    sht_window w = sht_window_make(west - pad, east + pad, south - pad, north + pad, left, top, width);
    if (w.height > most_height) { /* a tall country: more room beside it */
        double degrees = (w.east - w.west) * w.height / most_height, middle = (w.west + w.east) / 2;
        w = sht_window_make(middle - degrees / 2, middle + degrees / 2, south - pad, north + pad, left, top, width);
    }
    return w;
}

static void roads(page *p, const sht_window *w, const locations *l) {
    csv_table t;
    if (read_file(p, "input/routes.csv", &t))
        for (int i = 0; i < t.nrows; i++) {
            spot a = spot_of(l, cell_of(&t, i, 0)), z = spot_of(l, cell_of(&t, i, 1));
            if (a.known && z.known)
                sht_line(p->b, "leg", sht_x(w, a.lon), sht_y(w, a.lat), sht_x(w, z.lon), sht_y(w, z.lat));
        }
    csv_free(&t);
}

typedef struct {
    const mdl_series *people;
    res_table at, conflict; /* by place */
    double most;
} crowd;

/* Circles of a month: people simulated filled, data a ring; in conflict zones in the colour of harm. */
static void circles(sht_sheet *s, const sht_window *w, const locations *l, const crowd *c, int month, double biggest,
                    int names) {
    page *p = s->p;
    for (int i = 0; i < c->people->nplaces; i++) {
        const char *name = c->people->places[i];
        spot at = spot_of(l, name);
        if (!at.known)
            continue;
        double x = sht_x(w, at.lon), y = sht_y(w, at.lat);
        double v = res_band_at(p->r, &c->at, i, month, 1).mid;
        double hurt = c->conflict.top ? res_band_at(p->r, &c->conflict, i, month, 1).mid : 0;
        double data = res_published(p->r, FLE_SERIES_PEOPLE, name, "", "", p->month0 + month, 1);
        double r = biggest * sqrt(fmax(v, 0) / c->most), ring = isfinite(data) ? biggest * sqrt(data / c->most) : 0;
        sht_circle(p->b, hurt > 0.5 * v && v > 0 ? "hr" : "simc", x, y, r);
        if (ring > 0)
            sht_circle(p->b, "pubc", x, y, ring);
        sht_circle(p->b, is_camp(p, name) ? "pl2" : "pl", x, y, names ? 2.4 : 1.1);
        sht_take(s, (sht_box){x - 3, y - 3, 6, 6});
    }
}

static void names(sht_sheet *s, const sht_window *w, const locations *l, const crowd *c, double biggest) {
    page *p = s->p;
    for (int pass = 0; pass < 2; pass++) /* camps first */
        for (int i = 0; i < c->people->nplaces; i++) {
            const char *name = c->people->places[i];
            spot at = spot_of(l, name);
            if (!at.known || is_camp(p, name) != !pass)
                continue;
            double v = res_band_at(p->r, &c->at, i, p->months - 1, 1).mid;
            (void)sht_name(s, w, sht_x(w, at.lon), sht_y(w, at.lat), fmin(biggest * sqrt(fmax(v, 0) / c->most), 14) + 5,
                           name, s->font * 0.9, !pass);
        }
}

static double harm_lines(sht_sheet *s, double y, double width) {
    html_buffer *b = s->p->b;
    char n[HTML_NUMBER];
    html_printf(b, "<g data-harm=\"%s\">", s->p->tracks_series);
    sht_line(b, "base", 0, y, width, y);
    for (int i = 0; i < s->p->ntracks; i++) {
        double x = 6 + i * width / 2;
        res_band v = harm_band(s->p, s->p->tracks[i].which, NULL, 0, s->p->months, NULL);
        sht_text(b, "h", x, y + s->font * 1.6, "start", s->font * 1.2);
        html_markup(b, "<tspan font-weight=700>%s</tspan></text>",
                    isfinite(v.mid) ? html_short(v.mid, n) : "not in this run");
        sht_text(b, "h", x, y + s->font * 2.9, "start", s->font);
        html_markup(b, "%s</text>", s->p->tracks[i].words);
    }
    html_raw(b, "</g>");
    return y + s->font * 3.6;
}

static void draw_map(page *p, const locations *l, const crowd *c, double width, double font, const char *klass,
                     double biggest) {
    html_buffer *b = p->b;
    sht_sheet *s = calloc(1, sizeof *s);
    if (!s) {
        b->failed = 1;
        return;
    }
    s->p = p;
    s->font = font;
    sht_window w = window_of(l, 0, 4, width, width > 600 ? 620 : 420);
    double end = w.top + w.height + 6, span = w.north - w.south;
    int id = ++p->figures;
    html_printf(b, "<svg class=%s role=img aria-labelledby=\"t%d d%d\" viewBox=\"0 0 %.0f %.0f\" font-size=%.1f>",
                klass, id, id, width, ceil(end + font * 3.8), font);
    html_printf(
        b,
        "<title id=t%d>Map of the last month</title><desc id=d%d>Places and routes of the input; areas of circles "
        "are people, rings the data. The table below holds the numbers.</desc>",
        id, id);
    sht_coast(s, &w);
    sht_graticule(s, &w, span > 12 ? 5 : span > 5 ? 2 : span > 2 ? 1 : 0.5);
    roads(p, &w, l);
    circles(s, &w, l, c, p->months - 1, biggest, 1);
    names(s, &w, l, c, biggest);
    harm_lines(s, end, width);
    sht_rect(b, "frame", 0.5, w.top, width - 1, end + font * 3.6 - w.top);
    html_raw(b, "</svg>");
    free(s);
}

/* Six small maps from the first month to the last: how the run went. */
static void film(page *p, const locations *l, const crowd *c) {
    html_buffer *b = p->b;
    int n = p->months < 6 ? p->months : 6;
    if (n < 2)
        return;
    html_raw(b, "<div class=grid>");
    for (int i = 0; i < n; i++) {
        int month = i * (p->months - 1) / (n - 1), id = ++p->figures;
        char words[24], k[HTML_NUMBER];
        sht_sheet *s = calloc(1, sizeof *s);
        if (!s) {
            b->failed = 1;
            break;
        }
        s->p = p;
        s->font = 11;
        sht_window w = window_of(l, 0, 2, 350, 300);
        res_band hurt = harm_band(p, HARM_EXPOSED, NULL, month, 1, NULL);
        html_markup(b, "<figure data-series=people-map><figcaption><h3>%s</h3></figcaption><div class=plot>",
                    page_month_words(p->month0 + month, words));
        html_printf(b, "<svg role=img aria-labelledby=t%d viewBox=\"0 0 350 %.0f\" font-size=11><title id=t%d>", id,
                    ceil(w.top + w.height + 22), id);
        html_markup(b, "People by place, %s</title>", words);
        roads(p, &w, l);
        circles(s, &w, l, c, month, 24, 0);
        html_printf(b, "<g data-harm=\"%s\">", p->tracks_series);
        sht_rect(b, "frame", 0.5, w.top, 349, w.height + 19);
        sht_text(b, "h", 5, w.top + w.height + 14, "start", 11);
        html_markup(b, "%s person-days in conflict zones</text></g></svg></div></figure>",
                    isfinite(hurt.mid) ? html_short(hurt.mid, k) : "no");
        free(s);
    }
    html_raw(b, "</div>");
}

static void place_table(page *p, const crowd *c) {
    html_buffer *b = p->b;
    char n[HTML_NUMBER];
    res_table out = {0};
    int s = res_series_find(p->r, FLE_SERIES_DISPLACED), last = p->months - 1;
    int has = s >= 0 && res_read(p->r, s, RES_BY_PLACE, &out) == 0;
    static const page_column columns[] = {{"t", "Place"},
                                          {"", "People, last month"},
                                          {"", "Data"},
                                          {"", "Displaced from there"},
                                          {"harm", "Person-days in conflict"}};
    html_raw(b, "<details><summary>Table of places</summary>");
    table_open(p, "", 5, columns);
    for (int i = 0; i < c->people->nplaces; i++) {
        const char *name = c->people->places[i];
        html_markup(b, "<tr><th class=t scope=row>%s</th>", name);
        html_printf(b, "<td>%s</td>", html_rounded(res_band_at(p->r, &c->at, i, last, 1).mid, n));
        html_printf(b, "<td>%s</td>",
                    html_number(res_published(p->r, FLE_SERIES_PEOPLE, name, "", "", p->month0 + last, 1), n));
        html_printf(b, "<td>%s</td>", has ? html_rounded(res_band_at(p->r, &out, i, 0, p->months).mid, n) : "");
        harm_scope scope = {.place = name};
        html_printf(b, "<td class=harm>%s</td></tr>",
                    html_rounded(harm_band(p, HARM_EXPOSED, &scope, 0, p->months, NULL).mid, n));
    }
    table_close(p);
    html_raw(b, "</details>");
    res_table_free(&out);
}

static void map(page *p) {
    html_buffer *b = p->b;
    locations l = {0};
    crowd c = {0};
    int s = res_series_find(p->r, FLE_SERIES_PEOPLE), k = res_series_find(p->r, FLE_SERIES_IN_CONFLICT);
    if (s < 0 || !read_locations(p, &l) || res_read(p->r, s, RES_BY_PLACE, &c.at)) {
        csv_free(&l.t);
        return;
    }
    c.people = res_series_at(p->r, s);
    if (k >= 0)
        (void)res_read(p->r, k, RES_BY_PLACE, &c.conflict);
    c.most = 1;
    for (int i = 0; i < c.people->nplaces; i++)
        for (int m = 0; m < p->months; m++) {
            double data = res_published(p->r, FLE_SERIES_PEOPLE, c.people->places[i], "", "", p->month0 + m, 1);
            c.most = fmax(c.most, fmax(res_band_at(p->r, &c.at, i, m, 1).mid, isfinite(data) ? data : 0));
        }
    html_raw(b,
             "<section id=map><h2>Where people are</h2><ul class=key><li><svg viewBox=\"0 0 26 14\" aria-hidden=true>"
             "<circle class=simc cx=13 cy=7 r=6 /></svg>simulated</li><li><svg viewBox=\"0 0 26 14\" aria-hidden=true>"
             "<circle class=hr cx=13 cy=7 r=6 /></svg>simulated, in a conflict zone</li><li><svg viewBox=\"0 0 26 14\" "
             "aria-hidden=true><circle class=pubc cx=13 cy=7 r=6 /></svg>data</li></ul><p>Areas of circles are people, "
             "in the mean of the month, on one scale for all maps. Routes are straight lines between places, not roads "
             "to follow.</p><figure data-series=people-map class=hero><div class=plot>");
    draw_map(p, &l, &c, 1100, 13, "wide1", 58);
    draw_map(p, &l, &c, 358, 10.5, "narrow", 26);
    html_raw(b, "</div><figcaption><p>The last month. Coordinates: locations.csv. Coasts and borders: Natural "
                "Earth.</p></figcaption>");
    place_table(p, &c);
    html_raw(b, "</figure>");
    film(p, &l, &c);
    html_raw(b, "</section>");
    res_table_free(&c.at);
    res_table_free(&c.conflict);
    csv_free(&l.t);
}

/* ---- words ---- */

static void limits(page *p) {
    html_raw(
        p->b,
        "<section id=limits><h2>What this is not</h2><div class=cols>"
        "<p><b>No model of harm.</b> These rules know no death, injury, hunger, illness, robbery or return by force. "
        "A result says nothing of them; exposure to conflict and crowding are the only signs of danger they hold.</p>"
        "<p><b>No forecast.</b> How many are displaced is put in, from data or from a number a day. What can be held "
        "against the data is where they go.</p>"
        "<p><b>Agreement can be made.</b> Settings are usually chosen by hand until the difference is small, on the "
        "same data. Hold one conflict against settings chosen on others.</p>"
        "<p><b>The bands are chance alone.</b> Members differ in luck, not in settings: with many people they differ "
        "little, and that is no certainty.</p>"
        "<p><b>The data are not the truth either.</b> Registration lags, counts twice and misses many; corrections of "
        "registration change years of history at once.</p>"
        "<p><b>No persons, no operations.</b> Only counts; routes are lines between towns. Not for steering people "
        "away from where they seek safety.</p></div></section>");
}

void flee_page(page *p) {
    html_buffer *b = p->b;
    p->ntracks = 2;
    p->tracks = exposed_first;
    p->tracks_series = "in_conflict_zones over_capacity";
    p->whole = "whole run";
    page_head(p);
    headline(p);
    page_facts(p, 0);
    ledger(p);
    html_raw(b,
             "<nav aria-label=Contents><a href=#camps>Camps</a><a href=#map>Map</a><a href=#difference>Difference</a>"
             "<a href=#sources>Sources</a><a href=#limits>Limits</a><a href=#provenance>Provenance</a></nav></header>\n"
             "<main>");
    camps(p);
    map(p);
    errors(p);
    sources_section(
        p,
        "The figures of the validation folder, as they stand there, by month. Who published them is known to "
        "whoever made the folder.",
        "All files of both folders are inside the store.");
    limits(p);
    provenance_section(p);
    page_end(
        p, "Aggregates only: there are no persons in this file. These rules know no harm; what stands for it is in the "
           "same drawing as every figure of people: please keep it there.");
}
