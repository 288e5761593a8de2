/* One chart: simulated band and line, published dots, and harm below in the same drawing.
 *
 * 1. Periods stand side by side on one axis of months; the published rows of longer periods are drawn as bars at their
 *    monthly mean, so that a yearly figure is not mistaken for a month.
 * 2. Below the axis, in the same svg, the harm of the same people in the same months: deaths recorded as bars (with the
 *    undercount range in the large chart), and the totals of kidnappings, extortion and days waiting. The drawing has
 * one viewBox: who cuts out the encounters cuts the picture.
 * 3. The table behind it in <details> holds every number; the script reads it for hovering.
 */
#include "report/report_parts.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    double width, plot, left, track, font;
    int tracks; /* of harm: 1 or 4 */
    const char *klass;
} shape;

static const shape small_shape = {350, 150, 34, 26, 11.5, 1, ""};
static const shape wide_shape = {1100, 340, 46, 34, 13, 4, " class=wide1"};
static const shape narrow_shape = {358, 240, 36, 30, 12, 4, " class=narrow"};

typedef struct {
    page *p;
    const chart *c;
    const shape *s;
    svg_scale x, y; /* x: periods 0..n */
    double top, base;
} drawing;

static int percent(const chart *c) { return c->sum == SERIES_RATIO && strcmp(c->unit, "share") == 0; }

static const char *axis_number(const chart *c, double v, char out[HTML_NUMBER]) {
    if (percent(c))
        return html_percent(v, out);
    (void)html_short(v, out);
    char *point = strchr(out, '.'), *end = point ? point + 1 + strspn(point + 1, "0") : NULL;
    if (point && (*end < '0' || *end > '9'))
        memmove(point, end, strlen(end) + 1); /* 2.00m on an axis is 2m */
    return out;
}

/* ---- published rows of more than a month ---- */
static int longer_row(const drawing *d, const scn_observed *o, double *a, double *z, double *value) {
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

static double highest(drawing *d) {
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

static double px(const drawing *d, double period) { return svg_at(&d->x, period); }
static double py(const drawing *d, double v) { return svg_at(&d->y, v); }

static void line(html_buffer *b, const char *klass, double x1, double y1, double x2, double y2) {
    html_printf(b, "<line class=%s x1=", klass);
    svg_number(b, x1);
    html_raw(b, " y1=");
    svg_number(b, y1);
    html_raw(b, " x2=");
    svg_number(b, x2);
    html_raw(b, " y2=");
    svg_number(b, y2);
    html_raw(b, " />");
}

static void text_at(html_buffer *b, const char *klass, double x, double y, const char *anchor) {
    html_printf(b, "<text class=\"%s\" text-anchor=%s x=", klass, anchor);
    svg_number(b, x);
    html_raw(b, " y=");
    svg_number(b, y);
    html_raw(b, ">");
}

static void rect(html_buffer *b, const char *klass, double x, double y, double w, double h) {
    html_printf(b, "<rect class=%s x=", klass);
    svg_number(b, x);
    html_raw(b, " y=");
    svg_number(b, y);
    html_raw(b, " width=");
    svg_number(b, w > 0 ? w : 0);
    html_raw(b, " height=");
    svg_number(b, h > 0 ? h : 0);
    html_raw(b, " />");
}

enum { MONTHS_NAMED = 26 };

static void axes(drawing *d) {
    html_buffer *b = d->p->b;
    const chart *c = d->c;
    char n[HTML_NUMBER], words[24];
    double step = svg_step(d->y.high, d->s->plot > 200 ? 6 : 4);
    for (double v = step; v <= d->y.high * 1.0001; v += step) {
        line(b, "grid1", d->s->left, py(d, v), d->s->width, py(d, v));
        text_at(b, "m", d->s->left - 5, py(d, v) + d->s->font * 0.35, "end");
        html_printf(b, "%s</text>", axis_number(c, v, n));
    }
    for (int i = 0; i < c->n; i++) {
        if (c->yearly) {
            text_at(b, "m", px(d, i + 0.5), d->base + d->s->font + 4, "middle");
            html_markup(b, "%s</text>", c->labels[i]);
            continue;
        }
        int month = d->p->month0 + c->first[i], year = 1970 + month / 12;
        if (c->n <= MONTHS_NAMED && month % 12) { /* a short run has few Januaries, or none */
            line(b, "grid1", px(d, i), d->base, px(d, i), d->base + 3);
            if (month % 3 == 0 || c->n < 5) {
                text_at(b, "m", px(d, i + 0.5), d->base + d->s->font + 3, "middle");
                html_printf(b, "%.3s</text>", page_month_words(month, words));
            }
        }
        if (month % 12)
            continue;
        line(b, "grid1", px(d, i), d->base, px(d, i), d->base + 5);
        int rest = c->n - i < 12 ? c->n - i : 12;
        if (rest < 4)
            continue;
        text_at(b, "m", px(d, i) + 3, d->base + d->s->font + 3, "start");
        if (d->s->width > 600)
            html_printf(b, "%d</text>", year);
        else
            html_printf(b, "\xE2\x80\x99%02d</text>", year % 100);
    }
}

/* Dated changes of the schedule, as ticks below the years of the large chart. */
static void events(drawing *d, double y) {
    html_buffer *b = d->p->b;
    csv_table t = {0};
    const char *last = "";
    if (d->s->tracks == 4 && !d->c->yearly && page_csv(d->p, "schedule.csv", &t)) {
        text_at(b, "m", 0, y + 7, "start");
        html_raw(b, "events</text>");
        for (int i = 1; i < t.nrows; i++) {
            const char *from = csv_named(&t, i, "from");
            int64_t day;
            if (strcmp(from, last) == 0 || day_parse(from, &day))
                continue;
            last = from;
            int month = month_of_day(day);
            double at = month - d->p->month0 + (double)(day - month_start(month)) / 31;
            if (at <= 0 || at >= d->c->n)
                continue;
            html_raw(b, "<g>");
            const shr_event *known = shr_find(&d->p->shares, day);
            html_markup(b, "<title>%s: %s", from, csv_named(&t, i, "note"));
            if (known)
                html_printf(b, " (%.0f%% of the change around it is the fitted latent)", 100 * known->share);
            html_raw(b, "</title>");
            line(b, known && shr_much(known) ? "evfit" : "ev", px(d, at), y - 1, px(d, at), y + 8);
            html_raw(b, "</g>");
        }
    }
    csv_free(&t);
}

/* From the end of the figures on: a projection, in stripes. */
static void projection(drawing *d) {
    const page *p = d->p;
    int at = p->projection < 0 ? 0 : p->projection;
    if (d->c->yearly || at >= d->c->n)
        return;
    rect(p->b, "projection", px(d, at), d->top, px(d, d->c->n) - px(d, at), d->base - d->top);
    line(p->b, "projection", px(d, at), d->top, px(d, at), d->base);
    text_at(p->b, "m", px(d, d->c->n), d->top - 4, "end");
    html_raw(p->b, d->s->tracks == 4 ? "right of the dashed line: a projection, beside no figures</text>"
                                     : "projection</text>");
}

/* Months that no latent has seen are shaded: there agreement is evidence. */
static void unseen(drawing *d) {
    const page *p = d->p;
    int at = p->latents_until == INT_MIN   ? -1
             : p->latents_until == INT_MAX ? d->c->n
                                           : p->latents_until - p->month0 + 1;
    if (d->c->yearly || p->latents_until == INT_MAX || at >= d->c->n || at < 0)
        return;
    int end = p->projection < d->c->n ? p->projection : d->c->n;
    if (at >= end)
        return;
    rect(p->b, "free", px(d, at), d->top, px(d, end) - px(d, at), d->base - d->top);
    if (d->s->tracks == 4 && end == d->c->n) {
        text_at(p->b, "m", px(d, d->c->n), d->top - 4, "end");
        html_raw(p->b, "shaded: not seen by any latent</text>");
    }
}

static void band(drawing *d) {
    html_buffer *b = d->p->b;
    const chart *c = d->c;
    if (c->yearly) {
        for (int i = 0; i < c->n; i++) {
            if (!isfinite(c->band[i].mid))
                continue;
            double x = px(d, i + 0.2), w = px(d, i + 0.8) - x, hi = py(d, c->band[i].high), lo = py(d, c->band[i].low);
            rect(b, "box", x, hi, w, lo - hi > 1 ? lo - hi : 1);
            line(b, "tick", x, py(d, c->band[i].mid), x + w, py(d, c->band[i].mid));
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
                svg_xy(b, px(d, i + 0.5), py(d, c->band[i].high));
                html_raw(b, " ");
            }
            for (int i = end - 1; i >= start; i--) {
                svg_xy(b, px(d, i + 0.5), py(d, c->band[i].low));
                html_raw(b, i > start ? " " : "Z\"/>");
            }
        }
        html_raw(b, "<path class=mid d=\"M");
        for (int i = start; i < end; i++) {
            svg_xy(b, px(d, i + 0.5), py(d, c->band[i].mid));
            html_raw(b, i < end - 1 ? " " : "\"/>");
        }
        start = end;
    }
}

static void dot(html_buffer *b, const char *klass, double x, double y, double r) {
    html_printf(b, "<circle class=%s cx=", klass);
    svg_number(b, x);
    html_raw(b, " cy=");
    svg_number(b, y);
    html_raw(b, " r=");
    svg_number(b, r);
    html_raw(b, " />");
}

static void published(drawing *d) {
    html_buffer *b = d->p->b;
    const chart *c = d->c;
    double r = c->yearly ? 4 : d->s->width > 600 ? 3.2 : 1.9, a, z, v;
    const scn_observed *rows;
    int n = res_observed(d->p->r, &rows);
    for (int i = 0; i < n; i++)
        if (longer_row(d, &rows[i], &a, &z, &v)) {
            if (z - a < 0.5)
                dot(b, "dot", px(d, (a + z) / 2), py(d, v), r);
            else
                line(b, "seg", px(d, a) + 0.7, py(d, v), px(d, z) - 0.7, py(d, v));
        }
    for (int i = 0; i < c->n; i++)
        if (isfinite(c->published[i]))
            dot(b, "dot", px(d, i + 0.5), py(d, c->published[i]), r);
}

/* ---- harm ---- */
/* Bars of one harm from y (top) to y + height; a light bar behind them up to the estimate with unrecorded deaths. */
static void harm_bars(drawing *d, int which, double y, double height) {
    html_buffer *b = d->p->b;
    const chart *c = d->c;
    double top = 0;
    res_band *v = calloc((size_t)c->n + 1, 2 * sizeof *v), *all = v ? v + c->n + 1 : NULL;
    if (!v) {
        b->failed = 1;
        return;
    }
    for (int i = 0; i < c->n; i++) {
        v[i] = harm_band(d->p, which, &c->scope, c->first[i], c->count[i], NULL);
        all[i] = harm_band(d->p, HARM_DEATHS, &c->scope, c->first[i], c->count[i], NULL);
        double pub = which == HARM_RECORDED ? harm_published(d->p, &c->scope, c->first[i], c->count[i]) : NAN;
        double most = which == HARM_RECORDED && isfinite(all[i].high) ? all[i].high : v[i].high;
        top = isfinite(most) && most > top ? most : top;
        top = isfinite(pub) && pub > top ? pub : top;
    }
    svg_scale s = {0, top > 0 ? top : 1, y + height, y};
    for (int i = 0; i < c->n; i++) {
        double x = px(d, i + 0.12), w = px(d, i + 0.88) - x;
        if (which == HARM_RECORDED && all[i].high > 0)
            rect(b, "hr", x, svg_at(&s, all[i].high), w, s.a - svg_at(&s, all[i].high));
        if (v[i].mid > 0)
            rect(b, "hb", x, svg_at(&s, v[i].mid), w, s.a - svg_at(&s, v[i].mid));
        double pub = which == HARM_RECORDED ? harm_published(d->p, &c->scope, c->first[i], c->count[i]) : NAN;
        if (isfinite(pub))
            dot(b, "hd", px(d, i + 0.5), svg_at(&s, pub), d->s->width > 600 ? 2.1 : 1.4);
    }
    free(v);
}

static void interval(html_buffer *b, const page *p, res_band v) {
    char n[HTML_NUMBER], lo[HTML_NUMBER], hi[HTML_NUMBER];
    if (!isfinite(v.mid))
        html_raw(b, "not in this run");
    else if (p->members > 1)
        html_printf(b, "%s (%s\xE2\x80\x93%s)", html_short(v.mid, n), html_short(v.low, lo), html_short(v.high, hi));
    else
        html_raw(b, html_short(v.mid, n));
}

static res_band harm_total(const drawing *d, int which, int *scoped) {
    const chart *c = d->c;
    int last = c->first[c->n - 1] + c->count[c->n - 1];
    return harm_band(d->p, which, &c->scope, c->first[0], last - c->first[0], scoped);
}

static void unrecorded(drawing *d) {
    html_buffer *b = d->p->b;
    res_band all = harm_total(d, HARM_DEATHS, NULL), recorded = harm_total(d, HARM_RECORDED, NULL);
    char lo[HTML_NUMBER], hi[HTML_NUMBER];
    if (!isfinite(all.mid))
        return;
    int many = d->p->members > 1;
    html_printf(b, "; with unrecorded %s\xE2\x80\x93%s", html_short(many ? all.low : recorded.mid, lo),
                html_short(many ? all.high : all.mid, hi));
}

/* Bars and totals of every track. */
static double harm_wide(drawing *d, double y) {
    html_buffer *b = d->p->b;
    const shape *s = d->s;
    for (int k = 0; k < d->p->ntracks; k++) {
        const harm_track *track = &d->p->tracks[k];
        int scoped = 0, recorded = track->which == HARM_RECORDED;
        res_band v = harm_total(d, track->which, &scoped);
        y += s->font + 8;
        text_at(b, "h", s->left, y, "start");
        html_printf(b, "<tspan font-weight=700>%s</tspan> ", track->words);
        interval(b, d->p, v);
        if (recorded && s->width > 600)
            unrecorded(d);
        html_raw(b, "</text>");
        if (recorded && s->width < 600) {
            y += s->font + 3;
            text_at(b, "h", s->left, y, "start");
            html_raw(b, "total");
            unrecorded(d);
            html_raw(b, "</text>");
        }
        double height = k == 0 ? s->track * 1.5 : s->track;
        harm_bars(d, track->which, y + 5, height);
        y += height + 6;
        line(b, "grid1", s->left, y - 1, s->width, y - 1);
    }
    return y;
}

/* Bars of the first track, totals of the others in a line; * marks those not kept by the chart's margin. */
static double harm_small(drawing *d, double y) {
    html_buffer *b = d->p->b;
    const shape *s = d->s;
    const harm_track *first = &d->p->tracks[0];
    char n[HTML_NUMBER], e[HTML_NUMBER];
    int scoped = 0;
    res_band v = harm_total(d, first->which, &scoped), all = harm_total(d, HARM_DEATHS, NULL);
    y += s->font + 4;
    text_at(b, "h", 0, y, "start");
    html_printf(b, "<tspan font-weight=700>%s%s%s</tspan> ", first->words, scoped ? "" : ", ",
                scoped ? "" : d->p->whole);
    interval(b, d->p, v);
    html_raw(b, "</text>");
    harm_bars(d, first->which, y + 4, s->track);
    y += s->track + 4;
    line(b, "grid1", s->left, y, s->width, y);
    if (first->which == HARM_RECORDED) {
        y += s->font + 3;
        text_at(b, "h", 0, y, "start");
        if (isfinite(all.mid))
            html_printf(b, "With unrecorded deaths: %s to %s", html_short(d->p->members > 1 ? all.low : v.mid, n),
                        html_short(d->p->members > 1 ? all.high : all.mid, e));
        else
            html_raw(b, "Unrecorded deaths: not in this run");
        html_raw(b, "</text>");
    }
    y += s->font + 3;
    text_at(b, "h", 0, y, "start");
    for (int k = 1; k < d->p->ntracks; k++) {
        int own = 0;
        res_band x = harm_total(d, d->p->tracks[k].which, &own);
        html_printf(b, "%s%s %s%s", k > 1 ? " \xC2\xB7 " : "", d->p->tracks[k].brief, html_short(x.mid, n),
                    own ? "" : "*");
    }
    html_raw(b, "</text>");
    return y;
}

/* Draws the strip from y down; returns its end. */
static double harm_strip(drawing *d, double y) {
    html_buffer *b = d->p->b;
    html_printf(b, "<g class=harm data-harm=\"%s\">", d->p->tracks_series);
    line(b, "base", 0, y, d->s->width, y);
    y = d->s->tracks == 4 ? harm_wide(d, y) : harm_small(d, y);
    html_raw(b, "</g>");
    return y;
}

static double strip_height(const page *p, const shape *s) {
    int recorded = p->tracks[0].which == HARM_RECORDED;
    if (s->tracks == 4)
        return p->ntracks * (s->font + 8 + s->track + 6) + s->track * 0.5 +
               (recorded && s->width < 600 ? s->font + 3 : 0) + 4;
    return (2 + recorded) * (s->font + 4) + s->track + 10;
}

static void describe(drawing *d, int id) {
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
                axis_number(c, least, lo), axis_number(c, most, hi));
    html_raw(b, c->no_harm ? ". The table below holds every value.</desc>"
                           : "; below it, in the same months, the harm of the same people. The table below holds every "
                             "value.</desc>");
}

static void draw(page *p, const chart *c, const shape *s, int id) {
    html_buffer *b = p->b;
    drawing d = {.p = p, .c = c, .s = s, .top = s->font + (s->tracks == 4 ? 7 : 2)};
    d.base = d.top + s->plot;
    double top = highest(&d);
    double step = svg_step(top, s->plot > 200 ? 6 : 4);
    d.x = (svg_scale){0, c->n, s->left, s->width - 2};
    d.y = (svg_scale){0, top > step * floor(top / step) * 1.12 ? top * 1.02 : top, d.base, d.top};
    double axis_end = d.base + s->font + (s->tracks == 4 ? 24 : 10);
    double strip = c->no_harm ? 0 : strip_height(p, s);
    html_printf(
        b, "<svg%s role=img aria-labelledby=\"t%d d%d\" viewBox=\"0 0 %.0f %.0f\" font-size=%.1f data-n=%d data-x0=",
        s->klass, id, id, s->width, ceil(axis_end + strip), s->font, c->n);
    svg_number(b, d.x.a);
    html_raw(b, " data-x1=");
    svg_number(b, d.x.b);
    html_raw(b, ">");
    describe(&d, id);
    unseen(&d);
    projection(&d);
    axes(&d);
    band(&d);
    published(&d);
    line(b, "base", s->left, d.base, s->width, d.base);
    events(&d, d.base + s->font + 11);
    if (!c->no_harm)
        harm_strip(&d, axis_end);
    html_printf(b, "<line class=cur x1=0 x2=0 y1=%.0f y2=%.0f />", d.top, axis_end + strip);
    html_raw(b, "</svg>");
}

static void table(page *p, const chart *c) {
    html_buffer *b = p->b;
    char n[HTML_NUMBER];
    html_raw(b, "<details><summary>Table</summary><div class=scroll tabindex=0><table><thead><tr><th>Period</th>"
                "<th>Simulated</th>");
    if (p->members > 1)
        html_printf(b, "<th>%s</th><th>%s</th>", res_low_word(p->members), res_high_word(p->members));
    html_raw(b, "<th>Published</th>");
    if (!c->no_harm)
        html_markup(b, "<th class=harm>%s</th>", p->tracks[0].words);
    html_raw(b, "</tr></thead><tbody>");
    for (int i = 0; i < c->n; i++) {
        char month[8];
        month_format(p->month0 + c->first[i], month);
        html_markup(b, "<tr><td>%s</td>", c->yearly ? c->labels[i] : month);
        double v[4] = {c->band[i].mid, c->band[i].low, c->band[i].high, c->published[i]};
        for (int k = 0; k < 4; k++)
            if (p->members > 1 || k == 0 || k == 3)
                html_printf(b, "<td>%s</td>",
                            percent(c) ? html_percent(v[k], n)
                            : k < 3    ? html_rounded(v[k], n)
                                       : html_number(v[k], n));
        if (!c->no_harm)
            html_printf(
                b, "<td class=harm>%s</td>",
                html_rounded(harm_band(p, p->tracks[0].which, &c->scope, c->first[i], c->count[i], NULL).mid, n));
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
    if (c->hero)
        draw(p, c, &narrow_shape, ++p->figures);
    html_raw(b, "</div>");
    table(p, c);
    html_raw(b, "</figure>");
}
