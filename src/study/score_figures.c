/* Published figures by month, and the baselines that know nothing else.
 *
 * Baselines foretell a sample on the scale of log(figure + 1):
 *   last value        the last, plus and minus every change over as many months that had been seen by the origin
 *   seasonal naive    the same month a year before (or as many years as are needed), plus and minus every change over
 *                     twelve months
 *   drift             the last and the mean change, with the changes' distances from it to both sides
 *   null model        the figures of the last 24 months as they were
 *   smoothing         exponential smoothing (smoothing.h), whose normal distribution is told by quantiles
 * Every change seen counts alike; fewer than LEAST of them are too few.
 */
#include "study/score.h"

#include "engine/detmath.h"
#include "table/results.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST = 6, YEAR = 12, USUAL_MONTHS = 24 };

const char *const sco_words[SCO_METHODS] = {"vado",  "vado's change", "last value", "seasonal naive",
                                            "drift", "null",          "smoothing",  "stack"};

/* ---- reading ---- */

static int is_month(const scn_observed *o, const char *series) {
    return strcmp(o->series, series) == 0 && o->from == month_start(month_of_day(o->from)) &&
           o->until == month_start(month_of_day(o->from) + 1);
}

static fct_margin margin_of(const scn_observed *o, const char **name) {
    const char *const names[FCT_MARGINS] = {"", o->place, o->nationality, o->group};
    fct_margin margin = FCT_WHOLE;
    *name = "";
    for (int m = FCT_PLACE; m < FCT_MARGINS; m++)
        if (names[m][0] != '\0') {
            if (margin != FCT_WHOLE)
                return FCT_MARGINS; /* finer than one margin */
            margin = (fct_margin)m;
            *name = names[m];
        }
    return margin;
}

static void add_target(sco_figures *f, fct_margin margin, const char *name) {
    size_t at = (size_t)f->n * (size_t)f->months;
    f->target[f->n++] = (sco_target){margin, name, f->log + at, f->row + at};
}

static int make(sco_figures *f, const scn_scenario *s) {
    size_t n = 1 + (size_t)s->nsectors + (size_t)s->nnationalities + DEMO_COUNT, all = n * (size_t)f->months;
    f->target = calloc(n, sizeof *f->target);
    f->log = calloc(all + 1, sizeof *f->log);
    f->row = calloc(all + 1, sizeof *f->row);
    if (!f->target || !f->log || !f->row)
        return -1;
    for (size_t i = 0; i < all; i++)
        f->log[i] = NAN;
    add_target(f, FCT_WHOLE, "");
    for (int i = 0; i < s->nsectors; i++)
        add_target(f, FCT_PLACE, s->sectors[i].name);
    for (int i = 0; i < s->nnationalities; i++)
        add_target(f, FCT_NATIONALITY, s->nationalities[i].name);
    for (int i = 0; i < DEMO_COUNT; i++)
        add_target(f, FCT_GROUP, scn_demographic_names[i]);
    return 0;
}

int sco_target_find(const sco_figures *f, fct_margin margin, const char *name) {
    for (int i = 0; i < f->n; i++)
        if (f->target[i].margin == margin && strcmp(f->target[i].name, name) == 0)
            return i;
    return -1;
}

/* Of several rows of one month that of the kind `reported` stays. */
static void take_row(sco_figures *f, const scn_observed *o) {
    const char *name;
    fct_margin margin = margin_of(o, &name);
    int i = sco_target_find(f, margin, name);
    size_t at = (size_t)(i < 0 ? 0 : i) * (size_t)f->months + (size_t)(month_of_day(o->from) - f->first);
    if (i < 0 || (f->row[at] && strcmp(f->row[at]->kind, "reported") == 0))
        return;
    f->row[at] = o;
    f->log[at] = log(o->value + 1);
}

static void sum_sectors(sco_figures *f, int sectors) {
    for (int t = 0; t < f->months; t++) {
        double sum = 0;
        size_t at = 0;
        for (int k = 1; k <= sectors; k++) {
            at = (size_t)k * (size_t)f->months + (size_t)t;
            sum += exp(f->log[at]) - 1;
        }
        if (isnan(f->log[t]) && sectors > 0 && !isnan(sum)) {
            f->log[t] = log(sum + 1);
            f->row[t] = f->row[at];
        }
    }
}

int sco_figures_read(sco_figures *f, const scn_scenario *s, const char *series) {
    int last = -1;
    memset(f, 0, sizeof *f);
    for (int i = 0; i < s->nobserved; i++)
        if (is_month(&s->observed[i], series)) {
            int month = month_of_day(s->observed[i].from);
            f->first = last < 0 || month < f->first ? month : f->first;
            last = month > last ? month : last;
        }
    f->months = last < 0 ? 0 : last - f->first + 1;
    if (make(f, s))
        return -1;
    for (int i = 0; i < s->nobserved; i++)
        if (is_month(&s->observed[i], series))
            take_row(f, &s->observed[i]);
    sum_sectors(f, s->nsectors);
    return 0;
}

void sco_figures_free(sco_figures *f) {
    free(f->target);
    free(f->log);
    free(f->row);
    memset(f, 0, sizeof *f);
}

double sco_figure(const sco_figures *f, int target, int month) {
    int t = month - f->first;
    return t < 0 || t >= f->months ? NAN : f->target[target].log[t];
}

/* ---- baselines ---- */

/* Changes over so many months up to the origin, into room; their number. */
static int changes(const sco_figures *f, int target, int origin, int over, double *room) {
    int n = 0;
    for (int month = f->first + over; month <= origin; month++) {
        double d = sco_figure(f, target, month) - sco_figure(f, target, month - over);
        if (!isnan(d))
            room[n++] = d;
    }
    return n;
}

/* n distances become 2 n numbers, to both sides of a centre. */
static int to_both_sides(double centre, int n, double *room) {
    for (int i = 0; i < n; i++) {
        double d = room[i];
        room[i] = centre + d;
        room[n + i] = centre - d;
    }
    return 2 * n;
}

static double mean_change(const sco_figures *f, int target, int origin, double *room) {
    int n = changes(f, target, origin, 1, room);
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += room[i];
    return n >= LEAST ? sum / n : NAN;
}

static int usual(const sco_figures *f, int target, int origin, double *room) {
    int n = 0;
    for (int month = origin - USUAL_MONTHS + 1; month <= origin; month++) {
        double x = sco_figure(f, target, month);
        if (!isnan(x))
            room[n++] = x;
    }
    return n >= LEAST ? n : 0;
}

int sco_baseline(const sco_figures *f, int target, sco_method method, int origin, int ahead, double *room) {
    int years = (ahead + YEAR - 1) / YEAR, n = 0;
    double last = sco_figure(f, target, origin), centre = last, drift = 0;
    if (method == SCO_USUAL) {
        n = usual(f, target, origin, room);
    } else {
        if (method == SCO_SEASONAL)
            centre = sco_figure(f, target, origin + ahead - YEAR * years);
        if (method == SCO_DRIFT)
            centre += ahead * (drift = mean_change(f, target, origin, room));
        n = isnan(centre) ? 0 : changes(f, target, origin, method == SCO_SEASONAL ? YEAR * years : ahead, room);
        for (int i = 0; i < n; i++)
            room[i] -= ahead * drift;
        n = n >= LEAST ? to_both_sides(centre, n, room) : 0;
    }
    return res_ascending(room, n);
}

/* ---- exponential smoothing ---- */

int sco_smooth(const sco_figures *f, int target, int origin, smo_fit *out) {
    double y[SMO_MOST];
    int n = 0;
    while (n < SMO_MOST && !isnan(sco_figure(f, target, origin - n)))
        n++;
    for (int i = 0; i < n; i++)
        y[i] = sco_figure(f, target, origin - n + 1 + i);
    return smo_smooth(y, n, out);
}

int sco_normal(double mean, double sd, double *room) {
    for (int i = 0; i < SCO_QUANTILES; i++)
        room[i] = mean + sd * det_normal_quantile((i + 0.5) / SCO_QUANTILES);
    return SCO_QUANTILES;
}

int sco_smoothed(const smo_fit *f, int ahead, double *room) {
    double mean, sd;
    smo_ahead(f, ahead, &mean, &sd);
    return sco_normal(mean, sd, room);
}
