/* See layers.h. */
#include "table/layers.h"

#include "store/db.h"
#include "vado.h"

#include <math.h>
#include <string.h>

static double variance(const double *x, const double *minus, int n) {
    double mean = 0, sum = 0;
    for (int i = 0; i < n; i++)
        mean += (x[i] - (minus ? minus[i] : 0)) / n;
    for (int i = 0; i < n; i++) {
        double d = x[i] - (minus ? minus[i] : 0) - mean;
        sum += d * d;
    }
    return sum / (n - 1);
}

lay_shares lay_of(const double *x, const double *p, const double *e, int n) {
    lay_shares s = {0, 0, 0, 0};
    if (n < 2)
        return s;
    s.parameters = variance(p, NULL, n);
    s.environment = variance(e, NULL, n) - s.parameters;
    s.chance = variance(x, e, n);
    if (s.environment < 0)
        s.environment = 0;
    double all = s.parameters + s.environment + s.chance;
    s.known = isfinite(all) && all > 0;
    if (s.known) {
        s.parameters /= all;
        s.environment /= all;
        s.chance /= all;
    }
    return s;
}

int lay_read(results *r, int series, int axes, lay_tables *t) {
    memset(t, 0, sizeof *t);
    int status = res_read(r, series, axes, &t->member);
    if (status == 0 && strcmp(res_meta(r, "twins"), "1") == 0 && !(axes & ~RES_BY_PLACE)) {
        status = res_read_kind(r, DB_PARAMETERS, series, axes, &t->parameters);
        if (status == 0)
            status = res_read_kind(r, DB_ENVIRONMENT, series, axes, &t->environment);
        t->usable = status == 0;
    }
    if (status)
        lay_free(t);
    return status;
}

void lay_free(lay_tables *t) {
    res_table_free(&t->member);
    res_table_free(&t->parameters);
    res_table_free(&t->environment);
    memset(t, 0, sizeof *t);
}

void lay_twins(const results *r, const lay_tables *t, int cell, int first, int count, int k, double *p, double *e) {
    *p = t->parameters.members > k ? res_value(r, &t->parameters, cell, first, count, k) : 0;
    *e = t->environment.members > k ? res_value(r, &t->environment, cell, first, count, k) : *p;
}

const char *lay_unit(const mdl_series *s) { return s->harm && s->sum == SERIES_MEAN ? "person-days" : s->unit; }

double lay_value(const results *r, const mdl_series *s, const res_table *t, int cell, int first, int count, int k) {
    double v = res_value(r, t, cell, first, count, k);
    if (!s->harm || s->sum != SERIES_MEAN)
        return v;
    int days = 0;
    for (int m = first; m < first + count; m++)
        days += res_month_days(r, m);
    return v * days;
}

double lay_chance_of_counts(double sum_of_counts, int n) { return n > 0 ? 2 * sqrt(fabs(sum_of_counts) / n) : 0; }

/* How much of the unit one person or event is; 0: nobody is counted. */
static double one_of(const mdl_series *s, int days) {
    static const char *const counted[] = {"people", "events", "cases"};
    const char *unit = lay_unit(s);
    if (s->sum != SERIES_RATIO && strcmp(unit, "person-days") == 0)
        return days > 0 ? days : 1;
    for (size_t i = 0; s->sum != SERIES_RATIO && i < sizeof counted / sizeof *counted; i++)
        if (strcmp(unit, counted[i]) == 0)
            return 1;
    return 0;
}

double lay_chance(const mdl_series *s, double a, double b, const double *differences, int n, int days) {
    enum { SMALL = 100 };
    double one = one_of(s, days), all = one > 0 ? (fabs(a) + fabs(b)) / one : 0;
    if (n < 2)
        return one * lay_chance_of_counts(all, 1);
    double least = one * one * (all < SMALL ? all : SMALL), spread = variance(differences, NULL, n);
    return lay_chance_of_counts(spread > least ? spread : least, n);
}

const char *lay_standing(const mdl_series *s, int seen) {
    static const char *const words[] = {
        [MDL_NOT_FITTED] = "not fitted", [MDL_FITTED] = "fitted", [MDL_HAND_SET] = "hand-set", [MDL_INPUT] = "input"};
    return seen && s->shown->standing == MDL_NOT_FITTED ? "seen by the posterior" : words[s->shown->standing];
}
