/* What a store and the published rows say of one statement: see claims.h.
 *
 *   1. The series named are read with their margins, the cells that the statement's place, nationality and group name
 *      are added, month by month and member by member; the same for `over`.
 *   2. A month's number is the sum of a flow, the mean of a stock, a ratio of sums; where `over` is given (and is no
 *      second series of its own) that over the other. Over a period flows are added first and divided then.
 *   3. The published series is made in the same way out of published rows; a month that lacks one is not known.
 *   4. For records and ranks the years before the run are the published ones, for the members too.
 */
#include "study/claims.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int months, members;
    series_sum sum;
    double *top, *bottom; /* [month][member] */
} sums;

static void sums_free(sums *s) {
    free(s->top);
    free(s->bottom);
    memset(s, 0, sizeof *s);
}

static int named(const char *names, const char *name) {
    char one[128];
    for (const char *p = names; (p = clm_next_name(p, one, sizeof one)) != NULL;)
        if (strcmp(one, name) == 0)
            return 1;
    return !*names;
}

/* Adds the cells that the statement names. */
static void add_cells(results *r, const scn_claim *c, const mdl_series *d, const res_table *t, sums *out) {
    const char *const *nations, *const *groups;
    (void)res_nationalities(r, &nations);
    (void)res_groups(r, &groups);
    for (int p = 0; p < t->nplaces; p++)
        for (int n = 0; n < t->nnationalities; n++)
            for (int g = 0; g < t->ngroups; g++) {
                if ((t->nplaces > 1 && !named(c->place, d->places[p])) ||
                    (t->nnationalities > 1 && !named(c->nationality, nations[n])) ||
                    (t->ngroups > 1 && !named(c->group, groups[g])))
                    continue;
                size_t size = (size_t)t->months * (size_t)t->members, at = (size_t)res_cell(t, p, n, g) * size;
                for (size_t i = 0; i < size; i++) {
                    out->top[i] += t->top[at + i];
                    out->bottom[i] += t->bottom ? t->bottom[at + i] : 0;
                }
            }
}

/* 0, a status, or 1 if the store has no such series (its name in missing). */
static int sums_read(results *r, const scn_claim *c, const char *names, sums *out, char missing[64]) {
    char name[64];
    memset(out, 0, sizeof *out);
    out->months = res_month_count(r);
    out->members = res_members(r);
    size_t size = (size_t)out->months * (size_t)out->members;
    out->top = calloc(size + 1, sizeof *out->top);
    out->bottom = calloc(size + 1, sizeof *out->bottom);
    int status = out->top && out->bottom ? 0 : VADO_ERR_MEMORY;
    for (const char *p = names; status == 0 && (p = clm_next_name(p, name, sizeof name)) != NULL;) {
        int i = res_series_find(r, name);
        if (i < 0) {
            memcpy(missing, name, 64);
            status = 1;
            break;
        }
        res_table t;
        int axes = (*c->place ? RES_BY_PLACE : 0) | (*c->nationality ? RES_BY_NATIONALITY : 0) |
                   (*c->group ? RES_BY_GROUP : 0);
        status = res_read(r, i, axes, &t);
        if (status == 0) {
            out->sum = res_series_at(r, i)->sum;
            add_cells(r, c, res_series_at(r, i), &t, out);
            res_table_free(&t);
        }
    }
    for (int m = 0; status == 0 && out->sum == SERIES_MEAN && m < out->months; m++)
        for (int k = 0; k < out->members; k++)
            out->bottom[(size_t)m * (size_t)out->members + (size_t)k] = res_month_days(r, m);
    if (status)
        sums_free(out);
    return status;
}

static double sums_value(const sums *s, int first, int count, int k) {
    double top = 0, bottom = 0;
    if (first < 0 || count < 1 || first + count > s->months)
        return NAN;
    for (int m = first; m < first + count; m++) {
        top += s->top[(size_t)m * (size_t)s->members + (size_t)k];
        bottom += s->bottom[(size_t)m * (size_t)s->members + (size_t)k];
    }
    return s->sum == SERIES_SUM ? top : bottom > 0 ? top / bottom : NAN;
}

static double divide(double a, double b) { return b > 0 ? a / b : NAN; }

/* The published value of what is named, over some months: every part of it must be published. Its side is added. */
static double published(const results *r, const scn_claim *c, const char *names, int first, int count, scn_side *side) {
    char series[64], place[128], nation[128], group[64];
    double sum = 0;
    for (const char *s = names; (s = clm_next_name(s, series, sizeof series)) != NULL;) {
        const char *p = c->place;
        do {
            place[0] = '\0';
            p = clm_next_name(p, place, sizeof place);
            const char *n = c->nationality;
            do {
                nation[0] = '\0';
                n = clm_next_name(n, nation, sizeof nation);
                const char *g = c->group;
                do {
                    group[0] = '\0';
                    g = clm_next_name(g, group, sizeof group);
                    res_figure f = res_figure_of(r, series, place, nation, group, first, count);
                    sum += f.value;
                    if (f.side != SCN_SIDES)
                        res_add_side(f.side, side);
                } while (g && *g);
            } while (n && *n);
        } while (p && *p);
    }
    return sum;
}

static double published_over(const results *r, const scn_claim *c, int first, int count, scn_side *side) {
    double x = published(r, c, c->series, first, count, side);
    return *c->over && c->relation != SCN_TRIGGERED ? divide(x, published(r, c, c->over, first, count, side)) : x;
}

int clm_is_of_history(const scn_claim *c) {
    return c->relation == SCN_IS_RECORD || c->relation == SCN_IS_HIGHEST_SINCE || c->relation == SCN_RANK_AT_MOST;
}

/* First month for which the series named has a published row, or the store's own first. */
static int first_month(const results *r, const scn_claim *c) {
    const scn_observed *rows;
    int n = res_observed(r, &rows), first = res_month_first(r);
    char name[64];
    (void)clm_next_name(c->series, name, sizeof name);
    for (int i = 0; clm_is_of_history(c) && i < n; i++)
        if (strcmp(rows[i].series, name) == 0 && month_of_day(rows[i].from) < first)
            first = month_of_day(rows[i].from);
    return first;
}

static int months_of(int64_t from, int64_t until) { return month_of_day(until - 1) - month_of_day(from) + 1; }

static int has(const results *r, int64_t from, int64_t until) {
    int first = res_month_first(r), m = month_of_day(from);
    return m >= first && m + months_of(from, until) <= first + res_month_count(r);
}

static int room(clm_view *v, const scn_claim *c) {
    size_t members = (size_t)v->members, n = (size_t)v->n;
    v->months = calloc(members * n + 1, sizeof(double));
    v->other = c->relation == SCN_TRIGGERED ? calloc(members * n + 1, sizeof(double)) : NULL;
    v->now = calloc(members + 1, sizeof(double));
    v->before = calloc(members + 1, sizeof(double));
    v->published = calloc(n + 1, sizeof(double));
    if (c->relation == SCN_MAX_7DAY_MEAN_ABOVE) {
        v->ndays = (int)(c->until - c->from);
        v->days = calloc(members * (size_t)v->ndays + 1, sizeof(double));
    }
    return v->months && v->now && v->before && v->published && (v->other || c->relation != SCN_TRIGGERED) &&
                   (v->days || c->relation != SCN_MAX_7DAY_MEAN_ABOVE)
               ? 0
               : VADO_ERR_MEMORY;
}

/* Days of the period, all series named added; totals only. */
static int read_days(results *r, const scn_claim *c, clm_view *v) {
    char name[64];
    double *month = calloc((size_t)(31 * v->members) + 1, sizeof *month);
    int status = month ? 0 : VADO_ERR_MEMORY;
    for (const char *p = c->series; status == 0 && (p = clm_next_name(p, name, sizeof name)) != NULL;)
        for (int64_t day = c->from; status == 0 && day < c->until;) {
            int m = month_of_day(day);
            int64_t start = month_start(m), end = month_start(m + 1);
            status = res_days(r, res_series_find(r, name), m - res_month_first(r), month);
            for (; status == 0 && day < end && day < c->until; day++)
                for (int k = 0; k < v->members; k++) {
                    double x = month[(day - start) * v->members + k]; /* a ratio of nobody adds nothing */
                    v->days[(size_t)k * (size_t)v->ndays + (size_t)(day - c->from)] += isnan(x) ? 0 : x;
                }
        }
    free(month);
    return status;
}

static void fill(results *r, const scn_claim *c, const sums *a, const sums *b, clm_view *v) {
    int own = res_month_first(r) - v->month0, second = c->relation == SCN_TRIGGERED, over = *c->over && !second;
    int first = month_of_day(c->from) - res_month_first(r), count = months_of(c->from, c->until);
    int ref = c->reference_from != INT64_MIN && c->reference_until != INT64_MAX;
    int rfirst = ref ? month_of_day(c->reference_from) - res_month_first(r) : 0;
    int rcount = ref ? months_of(c->reference_from, c->reference_until) : 0;
    scn_side others = SCN_SIDES; /* what the period is compared with may have been seen: the period is judged */
    v->published_now = published_over(r, c, month_of_day(c->from), count, &v->side);
    v->published_before = ref ? published_over(r, c, month_of_day(c->reference_from), rcount, &others) : NAN;
    for (int m = 0; m < v->n; m++)
        v->published[m] = published_over(r, c, v->month0 + m, 1, &others);
    for (int k = 0; k < v->members; k++) {
        double *months = v->months + (size_t)k * (size_t)v->n;
        for (int m = 0; m < v->n; m++) {
            double x = m < own ? v->published[m] : sums_value(a, m - own, 1, k);
            months[m] = over && m >= own ? divide(x, sums_value(b, m - own, 1, k)) : x;
            if (second)
                v->other[(size_t)k * (size_t)v->n + (size_t)m] = m < own ? NAN : sums_value(b, m - own, 1, k);
        }
        v->now[k] = sums_value(a, first, count, k);
        v->before[k] = ref ? sums_value(a, rfirst, rcount, k) : NAN;
        if (over) {
            v->now[k] = divide(v->now[k], sums_value(b, first, count, k));
            v->before[k] = ref ? divide(v->before[k], sums_value(b, rfirst, rcount, k)) : NAN;
        }
    }
}

int clm_view_of(results *r, const scn_claim *c, clm_view *v) {
    sums a, b;
    memset(v, 0, sizeof *v);
    memset(&b, 0, sizeof b);
    v->side = SCN_SIDES;
    v->members = res_members(r);
    v->month0 = first_month(r, c);
    v->n = res_month_first(r) + res_month_count(r) - v->month0;
    v->has_months =
        has(r, c->from, c->until) && (c->reference_from == INT64_MIN || c->reference_until == INT64_MAX ||
                                      clm_is_of_history(c) || has(r, c->reference_from, c->reference_until));
    int status = sums_read(r, c, c->series, &a, v->name);
    if (status == 0 && *c->over) {
        status = sums_read(r, c, c->over, &b, v->name);
        if (status)
            sums_free(&a);
    }
    if (status > 0)
        v->series_missing = 1;
    if (status)
        return status > 0 ? 0 : status;
    v->adds = a.sum == SERIES_SUM && (!*c->over || c->relation == SCN_TRIGGERED);
    status = room(v, c);
    if (status == 0)
        fill(r, c, &a, &b, v);
    if (status == 0 && v->days && v->has_months)
        status = read_days(r, c, v);
    sums_free(&a);
    sums_free(&b);
    if (status)
        clm_view_free(v);
    return status;
}

void clm_view_free(clm_view *v) {
    double *lists[] = {v->months, v->other, v->now, v->before, v->days, v->published};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        free(lists[i]);
    memset(v, 0, sizeof *v);
}

clm_facts clm_facts_of(const scn_claim *c, const clm_view *v, const clm_view *pair, int k) {
    size_t row = k < 0 ? 0 : (size_t)k * (size_t)v->n;
    int since = c->reference_from == INT64_MIN ? 0 : month_of_day(c->reference_from) - v->month0;
    clm_facts f = {.now = k < 0 ? v->published_now : v->now[k],
                   .before = k < 0  ? v->published_before
                             : pair ? pair->now[k]
                                    : v->before[k],
                   .n = v->n,
                   .at = month_of_day(c->from) - v->month0,
                   .length = months_of(c->from, c->until),
                   .since = since < 0 ? 0 : since,
                   .reference = c->reference_from == INT64_MIN || since < 0 ? -1 : since,
                   .adds = v->adds,
                   .months = k < 0 ? v->published : v->months + row,
                   .other = k < 0      ? NULL
                            : pair     ? pair->months + row
                            : v->other ? v->other + row
                                       : NULL,
                   .ndays = k < 0 || !v->days ? 0 : v->ndays,
                   .days = k < 0 || !v->days ? NULL : v->days + (size_t)k * (size_t)v->ndays};
    return f;
}
