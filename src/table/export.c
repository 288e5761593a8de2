/* A series as CSV: by month, year or day, with the margins asked for, one row a member or a quantile over members.
 *
 * Every combination of the margins is written, zeros too: a row that is missing would leave open whether it is zero or
 * unknown. A ratio without a denominator is an empty cell.
 *
 * Harm travels with every result: the columns of the CSV are fixed, so what was suffered in the same months stands in
 * the context's messages, which the command prints on stderr.
 */
#include "table/export_parts.h"
#include "table/period.h"
#include "table/tables.h"
#include "text/say.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double default_quantiles[] = {0.05, 0.5, 0.95};

/* The rows of one cell: values[members] in, sorted on the way. */
static void rows_of_cell(out_text *out, const results *r, const vado_export_options *o, const char *front,
                         double *values, int members) {
    if (o->members) {
        for (int k = 0; k < members; k++) {
            out_printf(out, "%s,%d,", front, res_member_number(r, k) + 1);
            out_number(out, values[k]);
            out_put(out, "\n");
        }
        return;
    }
    int nq = o->nquantiles > 0 ? o->nquantiles : 3;
    const double *q = o->nquantiles > 0 ? o->quantiles : default_quantiles;
    int n = res_ascending(values, members);
    for (int i = 0; i < nq; i++) {
        out_printf(out, "%s,", front);
        out_number(out, q[i]);
        out_put(out, ",");
        out_number(out, res_quantile(values, n, q[i]));
        out_put(out, "\n");
    }
}

/* A writer into a fixed text: the label columns of a row, quoted where needed. */
typedef struct {
    char text[512];
    size_t length;
} front_text;

static int into_front(void *user, const char *text, size_t n) {
    front_text *f = user;
    if (f->length + n >= sizeof f->text)
        return -1;
    memcpy(f->text + f->length, text, n);
    f->length += n;
    f->text[f->length] = '\0';
    return 0;
}

static int months_or_years(vado *v, results *r, int series, const vado_export_options *o, out_text *out) {
    const mdl_series *s = res_series_at(r, series);
    int axes = (o->by_place ? RES_BY_PLACE : 0) | (o->by_nationality ? RES_BY_NATIONALITY : 0) |
               (o->by_group ? RES_BY_GROUP : 0);
    res_table t;
    per_row *rows = NULL;
    const char *const *nations = NULL, *const *groups = NULL;
    res_nationalities(r, &nations);
    res_groups(r, &groups);
    int status = res_read(r, series, axes, &t);
    if (status)
        return ctx_fail(v, status, "%s: the series cannot be read from the store", s->name);
    int n = per_rows(o, res_month_first(r), res_month_count(r), &rows);
    double *values = calloc((size_t)t.members + 1, sizeof *values);
    if (n < 0 || !values)
        status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; status == 0 && i < n && !out->failed; i++)
        for (int cell = 0; cell < t.nplaces * t.nnationalities * t.ngroups; cell++) {
            front_text front = {"", 0};
            out_text label = {into_front, &front, 0};
            out_put(&label, rows[i].label);
            const char *parts[] = {o->by_place ? s->places[cell / t.ngroups / t.nnationalities] : NULL,
                                   o->by_nationality ? nations[cell / t.ngroups % t.nnationalities] : NULL,
                                   o->by_group ? groups[cell % t.ngroups] : NULL};
            for (int k = 0; k < 3; k++)
                if (parts[k]) {
                    out_put(&label, ",");
                    out_csv(&label, parts[k]);
                }
            for (int k = 0; k < t.members; k++)
                values[k] = res_value(r, &t, cell, rows[i].first - res_month_first(r), rows[i].count, k);
            if (label.failed) {
                status = ctx_fail(v, VADO_ERR_STORE, "%s: names of more than %zu bytes cannot be a row's", s->name,
                                  sizeof front.text);
                break;
            }
            rows_of_cell(out, r, o, front.text, values, t.members);
        }
    free(values);
    free(rows);
    res_table_free(&t);
    return status;
}

static int each_day(vado *v, results *r, const char *path, int series, const vado_export_options *o, out_text *out) {
    int status = 0, members = res_members(r);
    int64_t from = 0, last = 0;
    (void)day_parse(res_meta(r, "from"), &from);
    (void)day_parse(res_meta(r, "until"), &last);
    double *days = calloc((size_t)(31 * members) + 1, sizeof *days);
    if (!days)
        status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    for (int m = 0; status == 0 && m < res_month_count(r) && !out->failed; m++) {
        int64_t start = month_start(res_month_first(r) + m), end = month_start(res_month_first(r) + m + 1);
        if (res_days(r, series, m, days))
            status = ctx_fail(v, VADO_ERR_STORE, "%s: the days cannot be read", path);
        for (int64_t day = start > from ? start : from; day < end && day <= last && status == 0; day++) {
            char date[11];
            day_format(day, date);
            rows_of_cell(out, r, o, date, days + (day - start) * members, members);
        }
    }
    free(days);
    return status;
}

int exp_rows(vado *v, results *r, const char *db, int series, const vado_export_options *o, out_text *out) {
    res_label(r, 1, out);
    per_header(out, o);
    int status = o->period == VADO_BY_DAY ? each_day(v, r, db, series, o, out) : months_or_years(v, r, series, o, out);
    return status == 0 && out->failed ? ctx_fail(v, VADO_ERR_FILE, "the output cannot be written") : status;
}

void exp_members(vado *v, const results *r, const vado_export_options *o) {
    int n = res_members(r);
    if (!o->members && n > 1 && n < RES_QUANTILES)
        ctx_note(v,
                 "%d members have no 5%% and no 95%%: quantiles stand between the lowest and the highest; " SAY_MEMBERS
                 " "
                 "writes each",
                 n);
    if (n > 1)
        ctx_note(v, "%s", res_spread(r));
}

void exp_harm(vado *v, results *r) {
    char range[RES_WORDS];
    int some = res_has_range(res_members(r));
    ctx_note(v, "harm in the same period (mean%s%s):", some ? ", " : "", res_range_words(res_members(r), range));
    double *values = res_alloc(r, (size_t)res_members(r) + 1, sizeof *values);
    for (int i = 0; values && i < res_series_count(r); i++) {
        const mdl_series *s = res_series_at(r, i);
        res_table t;
        if (!s->harm || res_read(r, i, RES_TOTAL, &t))
            continue;
        for (int k = 0; k < t.members; k++) {
            double sum = 0;
            for (int m = 0; m < t.months; m++)
                sum += t.top[(size_t)m * (size_t)t.members + (size_t)k];
            values[k] = s->sum == SERIES_RATIO ? res_value(r, &t, 0, 0, t.months, k) : sum;
        }
        res_band b = res_band_of(values, t.members);
        const char *unit = s->sum == SERIES_MEAN ? "person-days" : s->unit;
        int ratio = s->sum == SERIES_RATIO;
        char band[80] = "";
        if (some)
            snprintf(band, sizeof band, ratio ? " (%.3g to %.3g)" : " (%.0f to %.0f)", b.low, b.high);
        if (ratio)
            ctx_note(v, "  %s: %.3g%s", s->name, b.mean, band);
        else
            ctx_note(v, "  %s: %.0f%s %s", s->name, b.mean, band, unit);
        res_table_free(&t);
    }
    free(values);
}

static const char **names_of(const results *r) {
    const char **names = calloc((size_t)res_series_count(r) + 1, sizeof *names);
    for (int i = 0; names && i < res_series_count(r); i++)
        names[i] = res_series_at(r, i)->name;
    return names;
}

int exp_find(vado *v, results *r, const char *series) {
    int i = res_series_find(r, series);
    if (i >= 0)
        return i;
    const char **names = names_of(r);
    int status =
        names ? per_unknown(v, series, res_series_count(r), names) : ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    free(names);
    return status;
}

int exp_open(vado *v, const char *db, const vado_export_options *o, results **r) {
    char words[512];
    int status = res_open(r, db, v->partial, words, sizeof words);
    if (status)
        return ctx_fail(v, status, "%s", words);
    for (int k = 0; k < o->nquantiles; k++)
        if (!(o->quantiles[k] >= 0 && o->quantiles[k] <= 1))
            return ctx_fail(v, VADO_ERR_USAGE, "quantiles: found %g, expected numbers from 0 to 1", o->quantiles[k]);
    if (*res_partial(*r))
        ctx_warn(v, "%s: %s; %d of %d members are shown", db, res_partial(*r), res_members(*r), res_members_asked(*r));
    return 0;
}

int tbl_export(vado *v, const char *db, const char *series, const vado_export_options *o, vado_writer *w, void *user) {
    results *r = NULL;
    out_text out = {w, user, 0};
    int status = exp_open(v, db, o, &r), i = -1;
    if (status == 0)
        status = (i = exp_find(v, r, series)) < 0 ? i : per_margins(v, res_series_at(r, i), o);
    if (status == 0)
        status = exp_rows(v, r, db, i, o, &out);
    if (status == 0) {
        exp_members(v, r, o);
        if (!res_series_at(r, i)->harm)
            exp_harm(v, r);
    }
    return r ? res_end(v, r, db, status) : status;
}

int tbl_series_list(vado *v, const char *db, vado_writer *w, void *user) {
    static const char *const sums[] = {"sum", "mean", "ratio"};
    results *r = NULL;
    char words[512];
    out_text out = {w, user, 0};
    int status = res_open(&r, db, v->partial, words, sizeof words);
    if (status)
        return ctx_fail(v, status, "%s", words);
    res_label(r, 1, &out);
    out_put(&out, "series,unit,over_time,harm,place,nationality,group,meaning\n");
    for (int i = 0; i < res_series_count(r); i++) {
        const mdl_series *s = res_series_at(r, i);
        out_csv(&out, s->name);
        out_put(&out, ",");
        out_csv(&out, s->unit);
        out_printf(&out, ",%s,%d,%d,%d,%d,", sums[s->sum], s->harm, s->nplaces > 0, s->by_nationality, s->by_group);
        out_csv(&out, s->meaning);
        out_put(&out, "\n");
    }
    if (out.failed)
        status = ctx_fail(v, VADO_ERR_FILE, "the output cannot be written");
    return res_end(v, r, db, status);
}
