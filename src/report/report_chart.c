/* One chart: simulated band and line, published dots, and harm below them in the same frame.
 *
 * 1. Periods stand side by side on one axis of months; the published rows of longer periods are drawn as bars at their
 *    monthly mean, so that a yearly figure is not mistaken for a month.
 * 2. The frame holds the plot and, under it, the harm of the same people in the same months (report_lane.c); the axis
 * of months is below both. Who cuts the drawing to its axes has cut off no harm.
 * 3. The table behind it in <details> holds every number; the script reads it for hovering.
 */
#include "report/report_chart.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const cht_shape small_shape = {280, 100, 36, 22, 12, 0, ""};
static const cht_shape wide_shape = {1100, 220, 46, 18, 13, 1, " class=wide1"};
static const cht_shape middle_shape = {760, 200, 44, 18, 12.5, 1, " class=mid1"};
static const cht_shape narrow_shape = {358, 180, 38, 17, 12, 1, " class=narrow"};

static int percent(const chart *c) { return c->sum == SERIES_RATIO && strcmp(c->unit, "share") == 0; }

const char *cht_axis_number(const chart *c, double v, char out[HTML_NUMBER]) {
    if (percent(c))
        return html_percent(v, out);
    (void)html_short(v, out);
    char *point = strchr(out, '.'), *end = point ? point + 1 + strspn(point + 1, "0") : NULL;
    if (point && (*end < '0' || *end > '9'))
        memmove(point, end, strlen(end) + 1); /* 2.00m on an axis is 2m */
    return out;
}

/* ---- published rows of more than a month ---- */
static int longer_row(const cht_drawing *d, const scn_observed *o, double *a, double *z, double *value) {
    const chart *c = d->c;
    if (c->yearly || strcmp(o->series, c->series) || strcmp(o->place, c->obs_place) ||
        strcmp(o->nationality, c->obs_nationality) || strcmp(o->group, c->obs_group))
        return 0;
    int from = month_of_day(o->from), until = month_of_day(o->until - 1);
    if (until == from && month_start(from) == o->from && month_start(from + 1) == o->until)
        return 0; /* a month: drawn as a dot */
    if (until - from > 18 || from < d->p->month0 || until >= d->p->month0 + d->p->months)
        return 0;
    double days = (double)(month_start(until + 1) - month_start(from));
    *a = from - d->p->month0 + (double)(o->from - month_start(from)) / 31;
    *z = until - d->p->month0 + (double)(o->until - month_start(until)) / 31;
    *value = c->sum == SERIES_SUM ? o->value / (until - from + 1) : o->value;
    for (int m = from; c->sum == SERIES_SUM && m <= until; m++)
        if (isfinite(c->published[m - d->p->month0]))
            return 0; /* its months are known one by one */
    return days > 0;
}

static double highest(cht_drawing *d) {
    const chart *c = d->c;
    double top = 0, a, z, v;
    for (int i = 0; i < c->n; i++) {
        if (isfinite(c->band[i].high) && c->band[i].high > top)
            top = c->band[i].high;
        if (isfinite(c->published[i]) && c->published[i] > top)
            top = c->published[i];
    }
    const scn_observed *rows;
    int n = res_observed(d->p->r, &rows);
    for (int i = 0; i < n; i++)
        if (longer_row(d, &rows[i], &a, &z, &v) && v > top)
            top = v;
    return top > 0 ? top : 1;
}

double cht_x(const cht_drawing *d, double period) { return svg_at(&d->x, period); }
static double py(const cht_drawing *d, double v) { return svg_at(&d->y, v); }

enum { MONTHS_NAMED = 26 };

static void year_words(html_buffer *b, int year, int whole_years) {
    if (whole_years)
        html_printf(b, "%d</text>", year);
    else
        html_printf(b, "\xE2\x80\x99%02d</text>", year % 100);
}

void cht_axis(html_buffer *b, const page *p, const svg_scale *x, int n, const int *first, double y, double font,
              int whole_years) {
    char words[24];
    for (int i = 0; i < n; i++) {
        int month = p->month0 + first[i];
        double at = svg_at(x, i), room = x->b - at;
        if (n <= MONTHS_NAMED && month % 12) { /* a short run has few Januaries, or none */
            sht_line(b, "grid1", at, y, at, y + 3);
            if (month % 3 == 0 || n < 5) {
                sht_text(b, "m", svg_at(x, i + 0.5), y + font + 3, "middle", font);
                html_printf(b, "%.3s</text>", page_month_words(month, words));
            }
        }
        if (month % 12)
            continue;
        sht_line(b, "tick1", at, y, at, y + 5);
        int short_of = room < font * (whole_years ? 2.8 : 1.8); /* the last year's first months */
        sht_text(b, "m", short_of ? x->b + 2 : at + 3, y + font + 3, short_of ? "end" : "start", font);
        year_words(b, 1970 + month / 12, whole_years);
    }
}

static void axes(cht_drawing *d) {
    html_buffer *b = d->p->b;
    const chart *c = d->c;
    char n[HTML_NUMBER];
    double step = svg_step(d->y.high, d->s->plot > 150 ? 5 : 3);
    for (double v = step; v <= d->y.high * 1.0001; v += step) {
        sht_line(b, "grid1", d->s->left, py(d, v), d->s->width - 2, py(d, v));
        sht_text(b, "m", d->s->left - 5, py(d, v) + d->s->font * 0.35, "end", 0);
        html_printf(b, "%s</text>", cht_axis_number(c, v, n));
    }
    if (!c->yearly)
        cht_axis(b, d->p, &d->x, c->n, c->first, d->base, d->s->font, d->s->width > 600);
    for (int i = 0; c->yearly && i < c->n; i++) {
        sht_text(b, "m", cht_x(d, i + 0.5), d->base + d->s->font + 4, "middle", 0);
        html_markup(b, "%s</text>", c->labels[i]);
    }
}

/* From the end of the figures on: a projection, in stripes. */
static void projection(cht_drawing *d) {
    const page *p = d->p;
    int at = p->projection < 0 ? 0 : p->projection;
    if (d->c->yearly || at >= d->c->n)
        return;
    sht_rect(p->b, "projection", cht_x(d, at), d->top, cht_x(d, d->c->n) - cht_x(d, at), d->floor - d->top);
    sht_line(p->b, "projection", cht_x(d, at), d->top, cht_x(d, at), d->base);
    sht_text(p->b, "m halo", cht_x(d, d->c->n) - 4, d->top + d->s->font * 1.2, "end", d->s->font * 0.9);
    html_raw(p->b, d->s->all_lanes ? "right of the dashed line: a projection, beside no figures</text>"
                                   : "projection</text>");
}

/* Months that no latent has seen are shaded: there agreement is evidence. */
static void unseen(cht_drawing *d) {
    const page *p = d->p;
    int at = p->latents_until == INT_MIN   ? -1
             : p->latents_until == INT_MAX ? d->c->n
                                           : p->latents_until - p->month0 + 1;
    if (d->c->yearly || p->latents_until == INT_MAX || at >= d->c->n || at < 0)
        return;
    int end = p->projection < d->c->n ? p->projection : d->c->n;
    if (at >= end)
        return;
    sht_rect(p->b, "free", cht_x(d, at), d->top, cht_x(d, end) - cht_x(d, at), d->floor - d->top);
    if (d->s->all_lanes && end == d->c->n) {
        sht_text(p->b, "m halo", cht_x(d, d->c->n) - 4, d->top + d->s->font * 1.2, "end", d->s->font * 0.9);
        html_raw(p->b, "shaded: not seen by any latent</text>");
    }
}

static void band(cht_drawing *d) {
    html_buffer *b = d->p->b;
    const chart *c = d->c;
    if (c->yearly) {
        for (int i = 0; i < c->n; i++) {
            if (!isfinite(c->band[i].mid))
                continue;
            double x = cht_x(d, i + 0.2), w = cht_x(d, i + 0.8) - x, hi = py(d, c->band[i].high),
                   lo = py(d, c->band[i].low);
            sht_rect(b, "box", x, hi, w, lo - hi > 1 ? lo - hi : 1);
            sht_line(b, "tick", x, py(d, c->band[i].mid), x + w, py(d, c->band[i].mid));
        }
        return;
    }
    for (int start = 0; start < c->n;) { /* each run of months without a gap */
        while (start < c->n && !isfinite(c->band[start].mid))
            start++;
        int end = start;
        while (end < c->n && isfinite(c->band[end].mid))
            end++;
        if (end == start)
            break;
        if (d->p->members > 1) {
            html_raw(b, "<path class=band d=\"M");
            for (int i = start; i < end; i++) {
                svg_xy(b, cht_x(d, i + 0.5), py(d, c->band[i].high));
                html_raw(b, " ");
            }
            for (int i = end - 1; i >= start; i--) {
                svg_xy(b, cht_x(d, i + 0.5), py(d, c->band[i].low));
                html_raw(b, i > start ? " " : "Z\"/>");
            }
        }
        html_raw(b, "<path class=mid d=\"M");
        for (int i = start; i < end; i++) {
            svg_xy(b, cht_x(d, i + 0.5), py(d, c->band[i].mid));
            html_raw(b, i < end - 1 ? " " : "\"/>");
        }
        start = end;
    }
}

static void published(cht_drawing *d) {
    html_buffer *b = d->p->b;
    const chart *c = d->c;
    double r = c->yearly ? 4 : d->s->width > 600 ? 3.2 : d->s->all_lanes ? 1.9 : 1.5, a, z, v;
    const scn_observed *rows;
    int n = res_observed(d->p->r, &rows);
    for (int i = 0; i < n; i++)
        if (longer_row(d, &rows[i], &a, &z, &v)) {
            if (z - a < 0.5)
                sht_circle(b, "dot", cht_x(d, (a + z) / 2), py(d, v), r);
            else
                sht_line(b, "seg", cht_x(d, a) + 0.7, py(d, v), cht_x(d, z) - 0.7, py(d, v));
        }
    for (int i = 0; i < c->n; i++)
        if (isfinite(c->published[i]))
            sht_circle(b, "dot", cht_x(d, i + 0.5), py(d, c->published[i]), r);
}

static void describe(cht_drawing *d, int id) {
    html_buffer *b = d->p->b;
    const chart *c = d->c;
    char lo[HTML_NUMBER], hi[HTML_NUMBER];
    double least = INFINITY, most = -INFINITY;
    for (int i = 0; i < c->n; i++)
        if (isfinite(c->band[i].mid)) {
            least = c->band[i].mid < least ? c->band[i].mid : least;
            most = c->band[i].mid > most ? c->band[i].mid : most;
        }
    html_printf(b, "<title id=t%d>", id);
    html_markup(b, "%s</title>", c->title);
    html_printf(b, "<desc id=d%d>", id);
    html_markup(b, "Simulated median between %s and %s, with published values where there are any",
                cht_axis_number(c, least, lo), cht_axis_number(c, most, hi));
    html_raw(b, c->no_harm ? ". The table below holds every value.</desc>"
                           : "; below it, in the same months, the harm of the same people. The table below holds every "
                             "value.</desc>");
}

static void frame(const cht_drawing *d) {
    sht_rect(d->p->b, "frame", d->s->left, d->top, d->s->width - 2 - d->s->left, d->base - d->top);
}

static void draw(page *p, const chart *c, const cht_shape *s, int id) {
    html_buffer *b = p->b;
    cht_drawing d = {.p = p, .c = c, .s = s, .track = lane_track(p, &c->scope)};
    double top = highest(&d), step = svg_step(top, s->plot > 150 ? 5 : 3);
    d.x = (svg_scale){0, c->n, s->left, s->width - 2};
    int rows = event_rows(&d);
    d.top = s->font * 0.6 + rows * s->font * 1.25;
    d.floor = d.top + s->plot;
    d.base = d.floor + (c->no_harm ? 0 : lane_height(p, s, d.track));
    d.y = (svg_scale){0, top > step * floor(top / step) * 1.12 ? top * 1.02 : top, d.floor, d.top};
    html_printf(
        b, "<svg%s role=img aria-labelledby=\"t%d d%d\" viewBox=\"0 0 %.0f %.0f\" font-size=%.1f data-n=%d data-x0=",
        s->klass, id, id, s->width, ceil(d.base + s->font + 6), s->font, c->n);
    svg_number(b, d.x.a);
    html_raw(b, " data-x1=");
    svg_number(b, d.x.b);
    html_raw(b, ">");
    describe(&d, id);
    unseen(&d);
    projection(&d);
    axes(&d);
    event_marks(&d, rows);
    band(&d);
    published(&d);
    if (!c->no_harm)
        lane_write(&d);
    if (rows)
        event_ticks(&d);
    frame(&d);
    html_printf(b, "<line class=cur x1=0 x2=0 y1=%.0f y2=%.0f />", d.top, d.base);
    html_raw(b, "</svg>");
}

/* A cell of the table: three figures, and no long rows of noughts where a phone has no room. */
static const char *cell_number(const chart *c, double v, int published, char out[HTML_NUMBER]) {
    if (percent(c))
        return html_percent(v, out);
    if (fabs(v) >= 1e7)
        return html_short(v, out);
    return published ? html_number(v, out) : html_rounded(v, out);
}

static void table(page *p, const chart *c) {
    html_buffer *b = p->b;
    char n[HTML_NUMBER];
    int track = c->no_harm ? -1 : lane_track(p, &c->scope);
    html_raw(
        b,
        "<details class=values><summary>Table</summary><div class=scroll tabindex=0><table><thead><tr><th>Period</th>"
        "<th>Simulated</th>");
    if (p->members > 1)
        html_printf(b, "<th>%s</th><th>%s</th>", res_low_word(p->members), res_high_word(p->members));
    html_raw(b, "<th>Published</th>");
    const harm_track *harm = track < 0 ? NULL : &p->tracks[track];
    if (harm)
        html_markup(b, "<th class=harm>%s</th>", harm->words);
    html_raw(b, "</tr></thead><tbody>");
    for (int i = 0; i < c->n; i++) {
        char month[8];
        month_format(p->month0 + c->first[i], month);
        html_markup(b, "<tr><td>%s</td>", c->yearly ? c->labels[i] : month);
        double v[4] = {c->band[i].mid, c->band[i].low, c->band[i].high, c->published[i]};
        for (int k = 0; k < 4; k++)
            if (p->members > 1 || k == 0 || k == 3)
                html_printf(b, "<td>%s</td>", cell_number(c, v[k], k == 3, n));
        if (harm)
            html_printf(b, "<td class=harm>%s</td>",
                        html_rounded(harm_band(p, harm->which, &c->scope, c->first[i], c->count[i], NULL).mid, n));
        html_raw(b, "</tr>");
    }
    html_raw(b, "</tbody></table></div></details>");
}

void chart_write(page *p, const chart *c) {
    html_buffer *b = p->b;
    int id = ++p->figures;
    if (c->n < 1)
        return;
    html_printf(b, "<figure id=f%d%s ", id, c->hero ? " class=hero" : "");
    html_markup(b, "data-series=\"%s\"><figcaption><h3>%s</h3>", c->series, c->title);
    if (c->note) {
        html_raw(b, "<p>");
        html_raw(b, c->note);
        html_raw(b, "</p>");
    }
    html_raw(b, "</figcaption>");
    html_raw(b, "<div class=plot>");
    draw(p, c, c->hero ? &wide_shape : &small_shape, id);
    if (c->hero) {
        draw(p, c, &middle_shape, ++p->figures);
        draw(p, c, &narrow_shape, ++p->figures);
    }
    html_raw(b, "</div>");
    if (c->hero && !c->yearly)
        events_list(p);
    table(p, c);
    html_raw(b, "</figure>");
}
