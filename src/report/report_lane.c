/* Harm inside the frame of every chart, and the strip of harm of a section.
 *
 * 1. A chart has its plot and its lanes in one frame, over one axis of months: who cuts the picture to its axes cuts
 * out nothing. A large chart has a lane for each track of harm; a small one has the first track that the run keeps for
 *    the people it shows, so that no corridor's harm stands under a sector. Where none is kept, the lane says so.
 * 2. A lane has an axis: its largest value at the left, and bars from nought. Recorded deaths have a paler bar behind
 *    them, with those never found as the model estimates them, and published ones as dots. Bars are medians.
 * 3. A strip has the same lanes for all people of the run, once a section.
 */
#include "report/report_chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Bars of one harm, in [y, y + height) of a frame. */
typedef struct {
    page *p;
    svg_scale x;
    int which, n;
    const int *first, *count;
    const harm_scope *scope;
    double y, height, font, dot;
} lane;

int lane_track(const page *p, const harm_scope *scope) {
    for (int k = 0; k < p->ntracks; k++) {
        int own = 0;
        (void)harm_band(p, p->tracks[k].which, scope, 0, p->months, &own);
        if (own && p->harm[p->tracks[k].which].have)
            return k;
    }
    return -1;
}

static double published_of(const lane *l, int i) {
    return l->which == HARM_RECORDED ? harm_published(l->p, l->scope, l->first[i], l->count[i]) : NAN;
}

static double highest(const lane *l, const res_band *v, const res_band *all) {
    double top = 0;
    for (int i = 0; i < l->n; i++) {
        double most = l->which == HARM_RECORDED && all[i].mid > v[i].mid ? all[i].mid : v[i].mid,
               pub = published_of(l, i);
        top = isfinite(most) && most > top ? most : top;
        top = isfinite(pub) && pub > top ? pub : top;
    }
    return top;
}

/* The bars of a kind as one path; medians of the members. */
static void bars_of(const lane *l, const char *klass, const res_band *v, const svg_scale *s) {
    html_buffer *b = l->p->b;
    int any = 0;
    for (int i = 0; i < l->n; i++) {
        double x = svg_at(&l->x, i + 0.12), w = svg_at(&l->x, i + 0.88) - x;
        if (!(v[i].mid > 0))
            continue;
        if (!any++)
            html_printf(b, "<path class=%s d=\"", klass);
        html_raw(b, "M");
        svg_xy(b, x, svg_at(s, v[i].mid));
        html_raw(b, "h");
        svg_number(b, w);
        html_raw(b, "V");
        svg_number(b, s->a);
        html_raw(b, "h");
        svg_number(b, -w);
        html_raw(b, "z");
    }
    html_raw(b, any ? "\"/>" : "");
}

static void bars(const lane *l, double left) {
    html_buffer *b = l->p->b;
    char words[HTML_NUMBER];
    size_t n = (size_t)l->n + 1;
    res_band *v = calloc(n, 2 * sizeof *v), *all = v ? v + n : NULL;
    if (!v) {
        b->failed = 1;
        return;
    }
    for (int i = 0; i < l->n; i++) {
        v[i] = harm_band(l->p, l->which, l->scope, l->first[i], l->count[i], NULL);
        if (l->which == HARM_RECORDED)
            all[i] = harm_band(l->p, HARM_DEATHS, l->scope, l->first[i], l->count[i], NULL);
    }
    double top = highest(l, v, all);
    svg_scale s = {0, top > 0 ? top : 1, l->y + l->height, l->y};
    if (l->which == HARM_RECORDED)
        bars_of(l, "hr", all, &s);
    bars_of(l, "hb", v, &s);
    for (int i = 0; i < l->n; i++)
        if (isfinite(published_of(l, i)))
            sht_circle(b, "hd", svg_at(&l->x, i + 0.5), svg_at(&s, published_of(l, i)), l->dot);
    if (top > 0) { /* the lane's axis */
        sht_line(b, "h1", left - 4, l->y, left, l->y);
        sht_text(b, "h", left - 6, l->y + l->font * 0.7, "end", l->font);
        html_printf(b, "%s</text>", html_short(top, words));
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

static void unrecorded(page *p, const harm_scope *scope, int first, int count) {
    res_band all = harm_band(p, HARM_DEATHS, scope, first, count, NULL),
             recorded = harm_band(p, HARM_RECORDED, scope, first, count, NULL);
    char lo[HTML_NUMBER], hi[HTML_NUMBER];
    int many = p->members > 1;
    if (isfinite(all.mid))
        html_printf(p->b, "; with those never found %s\xE2\x80\x93%s", html_short(many ? all.low : recorded.mid, lo),
                    html_short(many ? all.high : all.mid, hi));
}

/* "Deaths recorded 3,910 (3,800-4,020)" of all months from first on. */
static void lane_words(page *p, const harm_track *track, const harm_scope *scope, int first, int count) {
    html_markup(p->b, "<tspan font-weight=700>%s</tspan> ", track->words);
    interval(p->b, p, harm_band(p, track->which, scope, first, count, NULL));
}

double lane_height(const page *p, const cht_shape *s, int track) {
    if (s->all_lanes)
        return p->ntracks * (s->font + s->lane + 5) + s->lane;
    return track < 0 ? s->font + 6 : s->font + s->lane + 3;
}

static lane lane_of(const cht_drawing *d, int which, double y) {
    const chart *c = d->c;
    return (lane){.p = d->p,
                  .x = d->x,
                  .which = which,
                  .n = c->n,
                  .first = c->first,
                  .count = c->count,
                  .scope = &c->scope,
                  .y = y,
                  .height = d->s->lane,
                  .font = d->s->font * 0.85,
                  .dot = d->s->width > 600 ? 2.1 : 1.3};
}

static void every_lane(cht_drawing *d) {
    html_buffer *b = d->p->b;
    const chart *c = d->c;
    double y = d->floor;
    int first = c->first[0], count = c->first[c->n - 1] + c->count[c->n - 1] - first;
    for (int k = 0; k < d->p->ntracks; k++) {
        lane l = lane_of(d, d->p->tracks[k].which, y + d->s->font + 4);
        l.height *= k == 0 ? 2 : 1; /* the first has two kinds of bars, and dots */
        sht_line(b, k ? "grid1" : "base", d->s->left, y, d->s->width - 2, y);
        bars(&l, d->s->left);
        sht_text(b, "h halo", d->s->left + 4, y + d->s->font, "start", d->s->font * 0.92);
        lane_words(d->p, &d->p->tracks[k], &c->scope, first, count);
        if (l.which == HARM_RECORDED && d->s->width > 600)
            unrecorded(d->p, &c->scope, first, count);
        html_raw(b, "</text>");
        y += d->s->font + l.height + 5;
    }
}

/* "kept by no sector": whom the chart is of. */
static const char *whose(const harm_scope *scope) {
    return scope->place ? "place" : scope->nationality ? "nationality" : scope->group ? "group" : "";
}

static void one_lane(cht_drawing *d) {
    html_buffer *b = d->p->b;
    double y = d->floor + d->s->font, size = d->s->font * 0.9;
    sht_line(b, "base", d->s->left, d->floor, d->s->width - 2, d->floor);
    if (d->track >= 0) {
        lane l = lane_of(d, d->p->tracks[d->track].which, y + 3);
        bars(&l, d->s->left);
    }
    sht_text(b, "h halo", d->s->left + 3, y - 1, "start", size);
    if (d->track >= 0)
        html_text(b, d->p->tracks[d->track].words);
    else if (!d->p->harm[d->p->tracks[0].which].have)
        html_markup(b, "%s: not in this run", d->p->tracks[0].words);
    else
        html_markup(b, "Harm is not kept by %s", whose(&d->c->scope));
    html_raw(b, "</text>");
}

void lane_write(cht_drawing *d) {
    html_printf(d->p->b, "<g class=harm data-harm=\"%s\">", d->p->tracks_series);
    if (d->s->all_lanes)
        every_lane(d);
    else
        one_lane(d);
    html_raw(d->p->b, "</g>");
}

/* ---- the strip of a section ---- */

/* Lanes side by side in a wide drawing, by two in a middle one, one over the other in a narrow one. */
static void strip_draw(page *p, const int *first, const int *count, double width, const char *klass) {
    html_buffer *b = p->b;
    int n = p->ntracks, most = width > 1000 ? 4 : width > 600 ? 2 : 1, columns = n < most ? n : most, id = ++p->figures;
    double font = 12, left = 44, height = columns > 1 ? 40 : 22, gap = 20,
           row = height + font * (columns > 1 ? 2 : 1) + 10, each = (width - gap * (columns - 1)) / columns;
    html_printf(b, "<svg class=%s role=img aria-labelledby=t%d viewBox=\"0 0 %.0f %.0f\" font-size=12>", klass, id,
                width, row * ((n + columns - 1) / columns) + (columns > 1 ? 4 : font + 4));
    html_printf(b, "<title id=t%d>", id);
    html_markup(b, "Harm in the same months, %s</title>", p->whole);
    html_printf(b, "<g class=harm data-harm=\"%s\">", p->tracks_series);
    for (int k = 0; k < n; k++) {
        double x = k % columns * (each + gap), y = k / columns * row + font + 4;
        lane l = {p,
                  {0, p->months, x + left, x + each - 2},
                  p->tracks[k].which,
                  p->months,
                  first,
                  count,
                  NULL,
                  y,
                  height,
                  font * 0.85,
                  1.2};
        bars(&l, x + left);
        sht_line(b, "base", x + left, y + height, x + each - 2, y + height);
        sht_text(b, "h halo", columns == 4 ? x : x + left + 2, y - 4, "start", 0);
        lane_words(p, &p->tracks[k], NULL, 0, p->months);
        html_raw(b, "</text>");
        if (columns > 1 || k == n - 1)
            cht_axis(b, p, &l.x, p->months, first, y + height, font * 0.9, 0);
    }
    html_raw(b, "</g></svg>");
}

void harm_strip(page *p) {
    size_t n = (size_t)p->months + 1;
    int *first = calloc(n, sizeof *first), *count = calloc(n, sizeof *count);
    if (first && count) {
        for (int i = 0; i < p->months; i++) {
            first[i] = i;
            count[i] = 1;
        }
        html_markup(p->b, "<figure class=strip data-series=harm><figcaption>Harm in the same months, %s</figcaption>",
                    p->whole);
        strip_draw(p, first, count, 1100, "wide1");
        strip_draw(p, first, count, 760, "mid1");
        strip_draw(p, first, count, 358, "narrow");
        html_raw(p->b, "</figure>");
    } else
        p->b->failed = 1;
    free(first);
    free(count);
}
