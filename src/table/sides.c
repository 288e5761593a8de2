/* See sides.h.
 *
 * 1. The published rows of a series are taken margin by margin, so that each table of results is read once.
 * 2. Months stand beside the sum, mean or ratio of their months; a row of single days without margins beside its days.
 * 3. The side of a row is that of scn_side_of, at the month to which the run's latents were fitted.
 */
#include "table/sides.h"

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

/* The median of members over some days without margins. */
static int of_days(results *r, int series, const scn_observed *o, int first, int count, double *out) {
    int members = res_members(r), status = 0;
    double *days = res_alloc(r, 31 * (size_t)members, sizeof *days), *sum = res_alloc(r, (size_t)members, sizeof *sum);
    if (!days || !sum)
        status = VADO_ERR_MEMORY;
    for (int m = first; status == 0 && m < first + count; m++) {
        int64_t start = month_start(res_month_first(r) + m), end = month_start(res_month_first(r) + m + 1);
        status = res_days(r, series, m, days);
        for (int64_t day = start; status == 0 && day < end; day++)
            for (int k = 0; day >= o->from && day < o->until && k < members; k++)
                sum[k] += days[(day - start) * members + k];
    }
    for (int k = 0; status == 0 && k < members; k++)
        sum[k] /= res_series_at(r, series)->sum == SERIES_MEAN ? (double)(o->until - o->from) : 1;
    *out = status == 0 ? res_band_of(sum, members).mid : NAN;
    free(days);
    free(sum);
    return status;
}

static int compare(results *r, int series, const res_table *t, const scn_observed *o, int64_t seen, sid_fit *out) {
    const mdl_series *s = res_series_at(r, series);
    int first, count, cell = cell_of(r, s, t, o), status = 0;
    double x = NAN;
    if (!months_of(r, o, &first, &count))
        return 0;
    if (cell >= 0 && is_of_months(o))
        x = res_band_at(r, t, cell, first, count).mid;
    else if (axes_of(o) == 0 && s->sum != SERIES_RATIO)
        status = of_days(r, series, o, first, count, &x);
    if (status)
        return status;
    if (isnan(x)) {
        out->left++;
        return 0;
    }
    sid_sum *to = &out->side[scn_side_of(o, seen)];
    to->rows++;
    to->apart += fabs(x - o->value);
    to->around += x + o->value;
    return 0;
}

int sid_of_series(results *r, int series, sid_fit *out) {
    const scn_observed *rows;
    const char *name = res_series_at(r, series)->name;
    int n = res_observed(r, &rows), status = 0;
    int64_t seen = res_seen_until(r);
    memset(out, 0, sizeof *out);
    for (int axes = 0; status == 0 && axes < 8; axes++) {
        res_table t = {0};
        int read = 0;
        for (int i = 0; status == 0 && i < n; i++) {
            if (axes_of(&rows[i]) != axes || strcmp(rows[i].series, name) != 0)
                continue;
            status = read ? 0 : res_read(r, series, axes, &t);
            read = 1;
            if (status == 0)
                status = compare(r, series, &t, &rows[i], seen, out);
        }
        res_table_free(&t);
    }
    return status;
}
