/* What-ifs as one chart: a row each, how much encounters and three harms change over the months it holds, all in one
 * frame on one scale.
 *
 * A dot is the mean of the members' differences over the baseline's mean, the bar their interval; a ring is a change
 * that `vado whatif` calls no finding (none, less than chance, or members that disagree). What goes beyond the frame
 * ends in an arrow with its figure. Nothing is ranked, and no colour says which side is better.
 */
#include "report/report_chart.h"

#include <math.h>
#include <string.h>

static const char *const heads[WHATIF_MEASURES] = {"Encounters", "Deaths, found or not", "Kidnappings",
                                                   "Person-days waiting"};

typedef struct {
    page *p;
    double width, font, row, label; /* label: width of the names, 0: above their row */
    double reach;                   /* share at the frame's edge */
} forest;

static double share_of(const whf_measure *m, double v) { return m->known && m->a > 0 ? v / m->a : NAN; }

static int finding(const whf_measure *m) {
    whf_direction way = whf_direction_of(m);
    return way == WHF_LESS || way == WHF_MORE;
}

/* A scale for nearly all: the largest change, but none beyond twice as many. */
static double reach_of(const page *p) {
    double most = 0.05;
    for (int i = 0; i < p->nwhatifs; i++)
        for (int k = 0; p->whatifs[i].text && k < WHATIF_MEASURES; k++) {
            const whf_measure *m = &p->whatifs[i].of[k];
            double low = fabs(share_of(m, m->low)), high = fabs(share_of(m, m->high));
            most = isfinite(low) ? fmax(most, low) : most;
            most = isfinite(high) ? fmax(most, high) : most;
        }
    double step = svg_step(fmin(most, 1), 2);
    return fmin(1, step * ceil(fmin(most, 1) / step - 1e-9));
}

static double at(const forest *f, double left, double width, double share) {
    return left + width / 2 * (1 + fmax(-1, fmin(1, share / f->reach)));
}

/* One change in [left, left + width), its figure written at the side of the dot away from nought. */
static void mark(const forest *f, const whf_measure *m, int harm, double left, double width, double y) {
    html_buffer *b = f->p->b;
    char n[HTML_NUMBER];
    double mean = share_of(m, m->mean);
    if (!isfinite(mean)) {
        sht_text(b, "m", left + width / 2, y + f->font * 0.35, "middle", f->font * 0.9);
        html_raw(b, m->known ? "none without it</text>" : "not in these runs</text>");
        return;
    }
    double x = at(f, left, width, mean);
    if (m->members > 1)
        sht_line(b, harm ? "wh" : "ws", at(f, left, width, share_of(m, m->low)), y,
                 at(f, left, width, share_of(m, m->high)), y);
    sht_circle(b, !finding(m) ? (harm ? "wh0" : "ws0") : harm ? "wh1" : "ws1", x, y, 4.2);
    if (!finding(m))
        return;
    int right = mean > 0 ? mean < 0.6 * f->reach : mean < -0.35 * f->reach; /* where there is room */
    sht_text(b, harm ? "h halo" : "halo", x + (right ? 8 : -8), y - 6, right ? "start" : "end", f->font * 0.9);
    html_printf(b, "%s%s</text>", html_change(mean, n), fabs(mean) > f->reach ? " \xE2\x86\x92" : "");
}

static void column(const forest *f, int k, double left, double width, double top, double bottom) {
    html_buffer *b = f->p->b;
    char n[HTML_NUMBER];
    sht_rect(b, "frame", left, top, width, bottom - top);
    sht_line(b, "base", left + width / 2, top, left + width / 2, bottom);
    for (int side = -1; side <= 1; side++) {
        sht_text(b, "m", left + width / 2 * (1 + side), bottom + f->font + 3,
                 side < 0   ? "start"
                 : side > 0 ? "end"
                            : "middle",
                 f->font * 0.9);
        html_printf(b, "%s</text>", side ? html_change(side * f->reach, n) : "0");
    }
    sht_text(b, k ? "h" : "s", left, top - 6, "start", 0);
    html_printf(b, "<tspan font-weight=700>%s</tspan></text>", heads[k]);
}

static int told(const page *p) {
    int n = 0;
    for (int i = 0; i < p->nwhatifs; i++)
        n += p->whatifs[i].text != NULL;
    return n;
}

/* A name in at most two lines of the room. */
static void name(const forest *f, const char *title, double y, double room) {
    html_buffer *b = f->p->b;
    char line[256];
    size_t n = strlen(title), cut = n;
    if (sht_text_width(title, f->font) > room) {
        for (cut = (size_t)(room / f->font / 0.58); cut > 0 && title[cut] != ' '; cut--)
            ;
        cut = cut ? cut : n;
    }
    memcpy(line, title, cut < 255 ? cut : 255);
    line[cut < 255 ? cut : 255] = '\0';
    sht_text(b, "e", 0, cut < n ? y - f->font * 0.25 : y + f->font * 0.35, "start", 0);
    html_markup(b, "%s</text>", line);
    if (cut < n) {
        sht_text(b, "e", 0, y + f->font * 0.95, "start", 0);
        html_markup(b, "%s</text>", title + cut + 1);
    }
}

static void draw(page *p, double width, double font, double row, double label, const char *klass) {
    html_buffer *b = p->b;
    forest f = {p, width, font, row, label, reach_of(p)};
    int n = told(p), id = ++p->figures, two = label <= 0; /* two columns by two on a phone */
    double gap = 16, each = two ? (width - gap) / 2 : (width - label - gap * 3) / 4;
    double block = n * row + font * 3.6, height = two ? 2 * block : block;
    html_printf(b, "<svg class=%s role=img aria-labelledby=t%d viewBox=\"0 0 %.0f %.0f\" font-size=%.1f>", klass, id,
                width, ceil(height), font);
    html_printf(b,
                "<title id=t%d>What each what-if changes, harm beside encounters; the sentences below hold the "
                "figures</title><g data-harm=\"" HARM_SERIES "\">",
                id);
    for (int k = 0; k < WHATIF_MEASURES; k++) {
        double left = two ? k % 2 * (each + gap) : label + k * (each + gap),
               top = font * 1.8 + (two ? k / 2 * block : 0);
        column(&f, k, left, each, top, top + n * row);
    }
    for (int i = 0, at_row = 0; i < p->nwhatifs; i++) {
        if (!p->whatifs[i].text)
            continue;
        for (int k = 0; k < WHATIF_MEASURES; k++) {
            double left = two ? k % 2 * (each + gap) : label + k * (each + gap),
                   y = font * 1.8 + (two ? k / 2 * block : 0) + (at_row + 0.5) * row + (two ? font * 0.55 : 3);
            mark(&f, &p->whatifs[i].of[k], k > 0, left, each, y);
            if (!two && k == 0)
                name(&f, p->whatifs[i].title, y - 3, label - 14);
            else if (two) {
                sht_text(b, "e halo", left + 3, y - font * 0.55, "start", font * 0.85);
                html_printf(b, "%d</text>", at_row + 1);
            }
        }
        at_row++;
    }
    html_raw(b, "</g></svg>");
}

void whatif_chart(page *p) {
    html_buffer *b = p->b;
    if (!told(p))
        return;
    char range[RES_WORDS];
    html_raw(b,
             "<section id=whatifs><h2>What if</h2><p>Each row is a run of its own beside the same members without the "
             "change, over the months it holds. Dot: mean change; ");
    if (p->members > 1)
        html_printf(b, "bar: %s members; ", res_range_words(p->members, range));
    html_raw(b,
             "ring: no finding, for chance makes as much or members disagree. Fewer encounters are not better by that. "
             "<a href=#whatif>The same in words</a>.</p><figure data-series=encounters-whatif class=hero>"
             "<div class=plot>");
    draw(p, 1100, 13, 38, 300, "wide1");
    draw(p, 358, 12, 34, 0, "narrow");
    html_raw(b, "</div><ol class=events>");
    for (int i = 0; i < p->nwhatifs; i++)
        if (p->whatifs[i].text)
            html_markup(b, "<li>%s</li>", p->whatifs[i].title);
    html_raw(b, "</ol></figure></section>");
}
