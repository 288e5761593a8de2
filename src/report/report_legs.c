/* Legs of the way on a map: straight lines between towns, as wide as the people who set out along them over the whole
 * period, both ways and all modes by land together, and likewise by air and sea. Lines and widths are of one scale in
 * the whole drawing; where a run keeps no people by leg all are of one width, and the words say so.
 */
#include "report/report_sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int sht_row_named(const csv_table *t, const char *name) {
    for (int i = 1; i < t->nrows; i++)
        if (strcmp(csv_named(t, i, "name"), name) == 0)
            return i;
    return 0;
}

/* One line: rows of its two places, the first less than the second. */
typedef struct {
    int a, z, over_sea;
    double people; /* NAN: not kept */
} road;

/* Where the segment leaves the window, so that far origins still point the right way. */
static void clip(const sht_window *w, double x0, double y0, double *x1, double *y1) {
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

/* People of the run on the leg of a row; NAN if it does not keep them. */
static double people_on(page *p, const mdl_series *d, const res_table *t, const csv_table *legs, int row) {
    html_buffer name = {0};
    double people = NAN;
    html_printf(&name, "%s > %s (%s)", csv_named(legs, row, "from"), csv_named(legs, row, "to"),
                csv_named(legs, row, "mode"));
    for (int i = 0; name.text && i < d->nplaces; i++)
        if (strcmp(d->places[i], name.text) == 0)
            people = res_band_at(p->r, t, i, 0, p->months).mid;
    html_free(&name);
    return people;
}

static int legs_series(const page *p) {
    int s = res_series_find(p->r, COR_SERIES_PEOPLE_ON_LEGS);
    return s >= 0 && res_series_at(p->r, s)->nplaces > 0 ? s : -1;
}

/* Legs that share their ends, put together. */
static int roads_of(page *p, const csv_table *legs, const csv_table *places, road *roads) {
    int series = legs_series(p), n = 0;
    res_table t = {0};
    if (series >= 0 && res_read(p->r, series, RES_BY_PLACE, &t) < 0)
        series = -1;
    for (int i = 1; i < legs->nrows; i++) {
        int a = sht_row_named(places, csv_named(legs, i, "from")), z = sht_row_named(places, csv_named(legs, i, "to"));
        const char *mode = csv_named(legs, i, "mode");
        road one = {a < z ? a : z, a < z ? z : a, strcmp(mode, "air") == 0 || strcmp(mode, "boat") == 0, NAN};
        if (!one.a)
            continue;
        if (series >= 0)
            one.people = people_on(p, res_series_at(p->r, series), &t, legs, i);
        int k = 0;
        while (k < n && (roads[k].a != one.a || roads[k].z != one.z || roads[k].over_sea != one.over_sea))
            k++;
        if (k == n)
            roads[n++] = one;
        else if (isfinite(one.people))
            roads[k].people = one.people + (isfinite(roads[k].people) ? roads[k].people : 0);
    }
    res_table_free(&t);
    return n;
}

static void draw_road(sht_sheet *s, const sht_window *w, const csv_table *places, const road *one, double width) {
    double lat0 = page_cell_number(places, one->a, "lat"), lon0 = page_cell_number(places, one->a, "lon"),
           lat1 = page_cell_number(places, one->z, "lat"), lon1 = page_cell_number(places, one->z, "lon");
    if (!isfinite(lat0 + lon0 + lat1 + lon1) || (!sht_inside(w, lat0, lon0) && !sht_inside(w, lat1, lon1)))
        return;
    double x0 = sht_x(w, lon0), y0 = sht_y(w, lat0), x1 = sht_x(w, lon1), y1 = sht_y(w, lat1);
    if (sht_inside(w, lat0, lon0))
        clip(w, x0, y0, &x1, &y1);
    else
        clip(w, x1, y1, &x0, &y0);
    if (isfinite(width))
        html_printf(s->p->b, "<g style=\"stroke-width:%.1f\">", fmax(width, 0.4));
    sht_line(s->p->b, one->over_sea ? "legair" : "leg", x0, y0, x1, y1);
    if (isfinite(width))
        html_raw(s->p->b, "</g>");
}

void sht_legs(sht_sheet *s, const sht_window *w, const csv_table *places, double widest) {
    csv_table t = {0};
    if (page_csv(s->p, "legs.csv", &t) && t.nrows > 1) {
        road *roads = res_alloc(s->p->r, (size_t)t.nrows, sizeof *roads);
        int n = roads ? roads_of(s->p, &t, places, roads) : 0;
        double most = 0;
        for (int i = 0; i < n; i++)
            most = fmax(most, isfinite(roads[i].people) ? roads[i].people : 0);
        for (int i = 0; i < n; i++)
            draw_road(s, w, places, &roads[i], most > 0 ? widest * roads[i].people / most : NAN);
        free(roads);
    }
    csv_free(&t);
}

void sht_legs_words(page *p) {
    html_raw(p->b,
             legs_series(p) >= 0
                 ? "Legs are as wide as the people who set out along them over the whole period, all modes by land "
                   "together and both ways."
                 : "The run keeps no people by leg: all legs have one width.");
}
