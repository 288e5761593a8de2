/* Published values of a store: see results.h.
 *
 * Rows are indexed once by series, place, nationality, group and months, so that asking for one is a search by halves:
 * a report asks some ten thousand times.
 */
#include "table/results_parts.h"

#include "store/meta.h"
#include "text/words.h"
#include "vado.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare_cell(const scn_observed *a, const scn_observed *b) {
    int c = strcmp(a->series, b->series);
    c = c ? c : strcmp(a->place, b->place);
    c = c ? c : strcmp(a->nationality, b->nationality);
    c = c ? c : strcmp(a->group, b->group);
    c = c ? c : (a->from > b->from) - (a->from < b->from);
    return c ? c : (a->until > b->until) - (a->until < b->until);
}

/* Of one cell the better figure comes first; of equal ones the earlier row, as the sort is stable. */
static int by_cell(const void *context, int x, int y) {
    const results *r = context;
    const scn_observed *a = &r->observed[x], *b = &r->observed[y];
    int c = compare_cell(a, b);
    return c ? c : scn_kind_rank(a->kind) - scn_kind_rank(b->kind);
}

int res_index(results *r) {
    r->index = calloc((size_t)(r->nobserved > 0 ? r->nobserved : 1), sizeof(int));
    if (!r->index)
        return VADO_ERR_MEMORY;
    for (int i = 0; i < r->nobserved; i++)
        r->index[i] = i;
    return txt_sort(r->nobserved, r->index, by_cell, r) ? VADO_ERR_MEMORY : 0;
}

/* ---- asking ---- */
static const scn_observed *find(const results *r, const scn_observed *key) {
    int low = 0, high = r->nobserved;
    while (low < high) {
        int mid = low + (high - low) / 2;
        if (compare_cell(&r->observed[r->index[mid]], key) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < r->nobserved && compare_cell(&r->observed[r->index[low]], key) == 0 ? &r->observed[r->index[low]]
                                                                                     : NULL;
}

void res_add_side(scn_side part, scn_side *side) {
    if (*side == SCN_SIDES || part == SCN_SETS || (part == SCN_USED && *side == SCN_JUDGES))
        *side = part;
}

static double exactly(const results *r, scn_observed *key, int first, int months, scn_side *side) {
    key->from = month_start(first);
    key->until = month_start(first + months);
    const scn_observed *o = find(r, key);
    if (o)
        res_add_side(scn_side_of(o, res_seen_until(r)), side);
    return o ? o->value : NAN;
}

static double of_places(const results *r, int series, scn_observed *key, int first, int months, scn_side *side) {
    double sum = 0;
    int some = 0;
    const mdl_series *s = &r->series[series];
    for (int i = 0; i < s->nplaces; i++) {
        key->place = (char *)(uintptr_t)s->places[i];
        double v = exactly(r, key, first, months, side);
        some += isfinite(v);
        sum += isfinite(v) ? v : 0;
    }
    return some == s->nplaces && some ? sum : NAN;
}

int64_t res_seen_until(const results *r) {
    int64_t day;
    if (!*res_meta(r, "latents_until"))
        return INT64_MIN;
    return day_parse(res_meta(r, "latents_until"), &day) == 0 ? month_start(month_of_day(day) + 1) : INT64_MAX;
}

int res_of_posterior(const results *r) { return strstr(res_meta(r, "layers"), "posterior") != NULL; }

int res_levelled(const results *r) { return res_of_posterior(r) || strstr(res_meta(r, "layers"), "level") != NULL; }

const char *res_whose(const results *r) {
    return res_of_posterior(r) ? " of the posterior, brought to the level of the fit"
           : res_levelled(r)   ? " brought to the level of the fit"
                               : "";
}

const char *res_spread(const results *r) {
    if (res_of_posterior(r))
        return "Members are of the posterior in the directions that figures see; in all else they differ as their "
               "priors do. They are brought to the level of the encounters that the central run counts, which is a "
               "fit: "
               "that they agree with it proves nothing.";
    if (res_levelled(r))
        return "Members are of the priors, brought to the level of the encounters that the central run counts: a fit, "
               "no posterior; in all else they differ as their priors do, and their range is no confidence interval.";
    if (strstr(res_meta(r, "layers"), "parameters"))
        return "Members are of the priors: no figure was held against their parameters, and their range is no "
               "confidence interval.";
    return "Members have the same parameters: their range is no confidence interval.";
}

int res_posterior_saw(const results *r, const mdl_series *s) {
    return res_of_posterior(r) && scn_may_set_whole(r->nobserved, r->observed, s->name);
}

double res_figure_error(const results *r, const char *series) {
    char key[128];
    (void)snprintf(key, sizeof key, STO_FIGURE_ERROR "%.80s", series);
    const char *said = res_meta(r, key);
    if (!*said)
        said = res_meta(r, STO_FIGURE_ERROR);
    return *said ? strtod(said, NULL) : NAN;
}

double res_published(const results *r, const char *series, const char *place, const char *nationality,
                     const char *group, int first_month, int months) {
    return res_figure_of(r, series, place, nationality, group, first_month, months).value;
}

res_figure res_figure_of(const results *r, const char *series, const char *place, const char *nationality,
                         const char *group, int first_month, int months) {
    int s = res_series_find(r, series);
    scn_observed key = {0};
    key.series = (char *)(uintptr_t)series;
    key.place = (char *)(uintptr_t)place;
    key.nationality = (char *)(uintptr_t)nationality;
    key.group = (char *)(uintptr_t)group;
    res_figure f = {.side = SCN_SIDES};
    f.value = exactly(r, &key, first_month, months, &f.side);
    if (isfinite(f.value) || s < 0 || r->series[s].sum != SERIES_SUM)
        return f;
    f.value = 0;
    for (int m = first_month; m < first_month + months; m++) {
        key.place = (char *)(uintptr_t)place;
        double v = exactly(r, &key, m, 1, &f.side);
        if (!isfinite(v) && !*place)
            v = of_places(r, s, &key, m, 1, &f.side);
        if (!isfinite(v)) {
            f.value = NAN;
            return f;
        }
        f.value += v;
    }
    return f;
}
