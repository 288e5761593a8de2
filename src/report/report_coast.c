/* Coasts and borders behind a map: lines of Natural Earth, thinned (coast_lines.def, written by tools/update-coast).
 *
 * A line is its first point and the steps from there, in twentieths of a degree, two characters a number and one a
 * step. What lies outside the window is cut off at its edge, so that no line is drawn across it and the page stays
 * small.
 */
#include "report/report_sheet.h"

#include <math.h>
#include <stddef.h>

/* In blocks; a space ends a line, NULL the blocks. */
static const char *const coast_lines[] = {
#include "coast_lines.def"
    NULL};

static const double unit = 0.05;     /* degrees */
static const double too_close = 120; /* pixels a degree: there a thinned line would lie beside its river */
enum { FIRST = 40, BASE = 85, HALF = BASE / 2 };

static int digit(char c) { return (unsigned char)c - FIRST - ((unsigned char)c > '\\'); }
static int wide(const char *c) { return digit(c[0]) * BASE + digit(c[1]); }

/* Cuts the segment at the window's edges; 0 if nothing of it is inside. */
static int cut(const sht_window *w, double *x0, double *y0, double *x1, double *y1) {
    double dx = *x1 - *x0, dy = *y1 - *y0, from = 0, to = 1;
    const double p[4] = {-dx, dx, -dy, dy},
                 q[4] = {*x0 - w->left, w->left + w->width - *x0, *y0 - w->top, w->top + w->height - *y0};
    for (int i = 0; i < 4; i++) {
        if (p[i] == 0 && q[i] < 0)
            return 0;
        if (p[i] < 0)
            from = fmax(from, q[i] / p[i]);
        if (p[i] > 0)
            to = fmin(to, q[i] / p[i]);
    }
    if (from > to)
        return 0;
    *x1 = *x0 + dx * to;
    *y1 = *y0 + dy * to;
    *x0 += dx * from;
    *y0 += dy * from;
    return 1;
}

/* One line from c on; returns its end. *any: something has been drawn. */
static const char *draw_line(html_buffer *b, const sht_window *w, const char *c, int *any) {
    int x = wide(c), y = wide(c + 2), open = 0;
    double px = sht_x(w, x * unit - 180), py = sht_y(w, y * unit - 90);
    for (c += 4; *c && *c != ' '; c += 2) {
        x += digit(c[0]) - HALF;
        y += digit(c[1]) - HALF;
        double qx = sht_x(w, x * unit - 180), qy = sht_y(w, y * unit - 90);
        double x0 = px, y0 = py, x1 = qx, y1 = qy;
        int inside = cut(w, &x0, &y0, &x1, &y1);
        if (inside) {
            html_raw(b, *any ? "" : "<path class=coast d=\"");
            if (!open) {
                html_raw(b, "M");
                svg_xy(b, x0, y0);
            }
            html_raw(b, " ");
            svg_xy(b, x1, y1);
            *any = 1;
        }
        open = inside && x1 == qx && y1 == qy; /* else it has left the window */
        px = qx;
        py = qy;
    }
    return c;
}

void sht_coast(sht_sheet *s, const sht_window *w) {
    int any = 0;
    if (w->scale_x > too_close)
        return;
    for (int i = 0; coast_lines[i]; i++)
        for (const char *c = coast_lines[i]; *c; c += *c == ' ')
            c = draw_line(s->p->b, w, c, &any);
    html_raw(s->p->b, any ? "\"/>" : "");
}
