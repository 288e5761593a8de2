/* See sides.h.
 *
 * 1. The published rows of a series are taken margin by margin, so that each table of results is read once.
 * 2. Months stand beside the sum, mean or ratio of their months; a row of single days without margins beside its days.
 * 3. The side of a row is that of scn_side_of, at the month to which the run's latents were fitted.
 * 4. The band of members is the model's own: figures have errors besides. With them a member is not a number but a
 *    distribution of the logarithm, and the band that of their mixture.
 */
#include "table/sides.h"

#include "engine/detmath.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

double sid_error(const sid_sum *s) { return s->rows == 0 ? NAN : s->around > 0 ? s->apart / s->around : 0; }

int sid_rows(const sid_fit *f) {
    int rows = 0;
    for (int i = 0; i < SCN_SIDES; i++)
        rows += f->side[i].rows;
    return rows;
}

int sid_said(const results *r) {
    const scn_observed *rows;
    int n = res_observed(r, &rows), said = 0;
    for (int i = 0; i < n; i++)
        said |= *rows[i].side != '\0';
    return said;
}

void sid_add(sid_fit *to, const sid_fit *from) {
    for (int i = 0; i < SCN_SIDES; i++) {
        to->side[i].rows += from->side[i].rows;
        to->side[i].apart += from->side[i].apart;
        to->side[i].around += from->side[i].around;
    }
    to->inside.rows += from->inside.rows;
    to->inside.of_members += from->inside.of_members;
    to->inside.of_figures += from->inside.of_figures;
    to->left += from->left;
}

static int axes_of(const scn_observed *o) {
    return (*o->place ? RES_BY_PLACE : 0) | (*o->nationality ? RES_BY_NATIONALITY : 0) | (*o->group ? RES_BY_GROUP : 0);
}

static int number_of(const char *name, int n, const char *const *names) {
    for (int i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

/* The cell of a row's margins in a table read by them; -1 if the series keeps no such margin or name. */
static int cell_of(const results *r, const mdl_series *s, const res_table *t, const scn_observed *o) {
    const char *const *nations, *const *groups;
    int n = res_nationalities(r, &nations), g = res_groups(r, &groups);
    int place = *o->place ? number_of(o->place, s->nplaces, s->places) : 0;
    int nation = !*o->nationality ? 0 : s->by_nationality ? number_of(o->nationality, n, nations) : -1;
    int group = !*o->group ? 0 : s->by_group ? number_of(o->group, g, groups) : -1;
    return place < 0 || nation < 0 || group < 0 ? -1 : res_cell(t, place, nation, group);
}

/* First month of a row from the run's first, and how many; 0 if not all of them were simulated wholly. */
static int months_of(const results *r, const scn_observed *o, int *first, int *count) {
    *first = month_of_day(o->from) - res_month_first(r);
    *count = month_of_day(o->until - 1) - month_of_day(o->from) + 1;
    for (int m = *first; m < *first + *count; m++)
        if (!res_month_whole(r, m))
            return 0;
    return 1;
}

static int is_of_months(const scn_observed *o) {
    return o->from == month_start(month_of_day(o->from)) && o->until == month_start(month_of_day(o->until));
}

/* Of each member its value over some days without margins. */
static int of_days(results *r, int series, const scn_observed *o, int first, int count, double *values) {
    int members = res_members(r), status = 0;
    double *days = res_alloc(r, 31 * (size_t)members, sizeof *days);
    if (!days)
        return VADO_ERR_MEMORY;
    memset(values, 0, (size_t)members * sizeof *values);
    for (int m = first; status == 0 && m < first + count; m++) {
        int64_t start = month_start(res_month_first(r) + m), end = month_start(res_month_first(r) + m + 1);
        status = res_days(r, series, m, days);
        for (int64_t day = start; status == 0 && day < end; day++)
            for (int k = 0; day >= o->from && day < o->until && k < members; k++)
                values[k] += days[(day - start) * members + k];
    }
    for (int k = 0; status == 0 && k < members; k++)
        values[k] /= res_series_at(r, series)->sum == SERIES_MEAN ? (double)(o->until - o->from) : 1;
    free(days);
    return status;
}

/* Of each member its value where the figure stands; NAN where no result does. */
static int beside(results *r, int series, const res_table *t, const scn_observed *o, int first, int count,
                  double *values) {
    const mdl_series *s = res_series_at(r, series);
    int cell = cell_of(r, s, t, o), months = cell >= 0 && is_of_months(o);
    if (!months && axes_of(o) == 0 && s->sum != SERIES_RATIO)
        return of_days(r, series, o, first, count, values);
    for (int k = 0; k < res_members(r); k++)
        values[k] = months ? res_value(r, t, cell, first, count, k) : NAN;
    return 0;
}

/* ---- in the band ---- */

double sid_above(int n, const double *values, double sd, double figure) {
    double above = 0;
    for (int k = 0; k < n; k++) /* half a person more, as there may be none */
        above += det_erfc((det_log(values[k] + 0.5) - det_log(figure + 0.5)) / (sd * sqrt(2))) / 2;
    return above / n;
}

static int in_the_middle(double share) { return share >= 0.1 && share <= 0.9; }

/* sorted: members that have a value. */
static void look_inside(const results *r, const mdl_series *s, const scn_observed *o, int n, const double *sorted,
                        sid_inside *to) {
    double error = res_figure_error(r, s->name);
    to->rows++;
    to->of_members += o->value >= res_quantile(sorted, n, 0.1) && o->value <= res_quantile(sorted, n, 0.9);
    if (!isnan(error))
        to->of_figures += in_the_middle(sid_above(n, sorted, sqrt(error * error + mdl_figure_noise(s, o)), o->value));
}

int sid_has_errors(const results *r) { return !isnan(res_figure_error(r, "")); }

/* ---- all figures of a series ---- */

static int compare(results *r, int series, const res_table *t, const scn_observed *o, int64_t seen, double *values,
                   sid_fit *out) {
    const mdl_series *s = res_series_at(r, series);
    int first, count;
    if (!months_of(r, o, &first, &count))
        return 0;
    int status = beside(r, series, t, o, first, count, values);
    if (status)
        return status;
    int n = res_ascending(values, res_members(r));
    double x = res_quantile(values, n, 0.5);
    if (isnan(x)) {
        out->left++;
        return 0;
    }
    scn_side side = scn_side_of(o, seen);
    sid_sum *to = &out->side[side];
    to->rows++;
    to->apart += fabs(x - o->value);
    to->around += x + o->value;
    if (side == SCN_JUDGES && scn_is_whole(o) && s->sum != SERIES_RATIO)
        look_inside(r, s, o, n, values, &out->inside);
    return 0;
}

/* The published rows of a series, as a list; NULL: no memory. */
static int *rows_of(results *r, const char *series, int *count) {
    const scn_observed *rows;
    int n = res_observed(r, &rows), *list = res_alloc(r, (size_t)n + 1, sizeof *list);
    *count = 0;
    for (int i = 0; list && i < n; i++)
        if (strcmp(rows[i].series, series) == 0)
            list[(*count)++] = i;
    return list;
}

int sid_of_series(results *r, int series, sid_fit *out) {
    const scn_observed *rows;
    int64_t seen = res_seen_until(r);
    int n, *list = rows_of(r, res_series_at(r, series)->name, &n);
    double *values = res_alloc(r, (size_t)res_members(r) + 1, sizeof *values);
    int status = list && values ? 0 : VADO_ERR_MEMORY;
    (void)res_observed(r, &rows);
    memset(out, 0, sizeof *out);
    for (int axes = 0; status == 0 && axes < 8; axes++) {
        res_table t = {0};
        int read = 0;
        for (int i = 0; status == 0 && i < n; i++) {
            const scn_observed *o = &rows[list[i]];
            if (axes_of(o) != axes)
                continue;
            status = read ? 0 : res_read(r, series, axes, &t);
            read = 1;
            if (status == 0)
                status = compare(r, series, &t, o, seen, values, out);
        }
        res_table_free(&t);
    }
    free(list);
    free(values);
    return status;
}
