/* Rows of an explanation, for the border, each nationality and each sector; and the harm of the same months. */
#include "study/explain_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int mean_months(const exp_job *j, const res_table *t, int cell, exp_row *row) {
    const exp_result *r = j->r;
    int first = res_month_first(j->store);
    double *change = malloc((size_t)r->members * sizeof *change);
    if (!change)
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    row->before = row->after = 0;
    for (int k = 0; k < r->members; k++) {
        double a = res_value(j->store, t, cell, r->before_first - first, r->before_count, k) / r->before_count,
               b = res_value(j->store, t, cell, r->after_first - first, r->after_count, k) / r->after_count;
        row->before += a / r->members;
        row->after += b / r->members;
        change[k] = b - a;
    }
    res_band band = res_band_of(change, r->members);
    row->low = band.low;
    row->high = band.high;
    free(change);
    return 0;
}

/* Sector and nationality -1: all. */
static void parts_of(const exp_job *j, int sector, int n, exp_row *row) {
    const exp_result *r = j->r;
    double value[EXP_RUNS];
    for (int set = 0; set < EXP_RUNS; set++) {
        value[set] = 0;
        for (int k = sector < 0 ? 0 : sector; k < (sector < 0 ? r->nsectors : sector + 1); k++)
            for (int p = n < 0 ? 0 : n; p < (n < 0 ? r->npeople : n + 1); p++)
                value[set] +=
                    j->value[((size_t)set * (size_t)r->nsectors + (size_t)k) * (size_t)r->npeople + (size_t)p];
    }
    exp_shapley(EXP_SWITCHES, value, row->part);
    row->latent_before = value[0] - value[EXP_STILL];
    row->part[EXP_LATENT] += row->latent_before;
    row->under_way = value[EXP_STILL];
    row->noise = (row->after - row->before) - value[EXP_SETS - 1];
}

static void published(const exp_job *j, const char *place, const char *nationality, exp_row *row) {
    const exp_result *r = j->r;
    row->published_before =
        res_published(j->store, res_main_name(j->store), place, nationality, "", r->before_first, r->before_count) /
        r->before_count;
    row->published_after =
        res_published(j->store, res_main_name(j->store), place, nationality, "", r->after_first, r->after_count) /
        r->after_count;
}

int exp_fill_rows(exp_job *j, int series) {
    exp_result *r = j->r;
    const scn_scenario *s = &j->in.scenario;
    static const int axes[] = {RES_TOTAL, RES_BY_NATIONALITY, RES_BY_PLACE};
    int status = 0;
    r->people = calloc((size_t)r->npeople + 1, sizeof *r->people);
    r->sectors = calloc((size_t)r->nsectors + 1, sizeof *r->sectors);
    if (!r->people || !r->sectors)
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    r->total.name = "";
    for (int axis = 0; status == 0 && axis < 3; axis++) {
        res_table t;
        int n = axis == 0 ? 1 : axis == 1 ? r->npeople : r->nsectors;
        if ((status = res_read(j->store, series, axes[axis], &t)))
            return ctx_fail(j->v, status, "%s: encounters cannot be read", j->db);
        if (t.nplaces * t.nnationalities * t.ngroups != n) {
            res_table_free(&t);
            return ctx_fail(j->v, VADO_ERR_STORE, "%s: is damaged: encounters have other margins than its scenario",
                            j->db);
        }
        for (int i = 0; status == 0 && i < n; i++) {
            exp_row *row = axis == 0 ? &r->total : axis == 1 ? &r->people[i] : &r->sectors[i];
            const char *name = axis == 0 ? "" : axis == 1 ? s->nationalities[i].name : s->sectors[i].name;
            if (axis && exp_keep_text(&r->names, &r->nnames, name)) {
                status = ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
                break;
            }
            row->name = axis ? r->names[r->nnames - 1] : "";
            status = mean_months(j, &t, i, row);
            parts_of(j, axis == 2 ? i : -1, axis == 1 ? i : -1, row);
            published(j, axis == 2 ? name : "", axis == 1 ? name : "", row);
        }
        res_table_free(&t);
    }
    return status;
}

static double a_month(const exp_job *j, const res_table *t, int first, int count) {
    double sum = 0;
    for (int k = 0; k < j->r->members; k++)
        sum += res_value(j->store, t, 0, first - res_month_first(j->store), count, k) / count / j->r->members;
    return sum;
}

int exp_fill_harm(exp_job *j) {
    exp_result *r = j->r;
    int n = res_series_count(j->store);
    if (!(r->harm = calloc((size_t)n + 1, sizeof *r->harm)))
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; i < n; i++) {
        const mdl_series *s = res_series_at(j->store, i);
        res_table t;
        if (!s->harm || s->sum != SERIES_SUM)
            continue;
        int status = res_read(j->store, i, RES_TOTAL, &t);
        if (status)
            return ctx_fail(j->v, status, "%s: %s cannot be read", j->db, s->name);
        if (exp_keep_text(&r->names, &r->nnames, s->name)) {
            res_table_free(&t);
            return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
        }
        r->harm[r->nharm++] = (exp_harm){r->names[r->nnames - 1], a_month(j, &t, r->before_first, r->before_count),
                                         a_month(j, &t, r->after_first, r->after_count)};
        res_table_free(&t);
    }
    return 0;
}
