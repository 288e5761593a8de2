/* Tables, days and published values of a store: see results.h.
 *
 * A table is filled in one pass over the packed rows of its series: each (cell, value) goes to the sum of the axes
 * kept.
 */
#include "table/results_parts.h"

#include "store/pack.h"
#include "store/rows.h"
#include "vado.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- tables ---- */
static int max1(int n) { return n > 0 ? n : 1; }

static int member_at(const results *r, int number) {
    for (int i = 0; i < r->members; i++)
        if (r->member[i] == number)
            return i;
    return -1;
}

typedef struct {
    int np, nn, ng; /* sizes kept by the series */
    int p, n, g;    /* 1 if that axis is asked for */
} axes_of;

static int target(const axes_of *a, const res_table *t, int cell) {
    int g = cell % a->ng, n = cell / a->ng % a->nn, p = cell / a->ng / a->nn;
    return res_cell(t, a->p ? p : 0, a->n ? n : 0, a->g ? g : 0);
}

/* One row of value: its key says what it is of, so a row that is of another thing than its key is damage. */
static int value_key(results *r, sqlite3_stmt *q, int kind, int series, int *member, int *month) {
    int64_t id;
    int status = row_whole(q, 0, 0, INT64_MAX, &id);
    status = status ? status : row_int(q, 1, 0, r->asked - 1, member);
    status = status ? status : row_int(q, 2, 0, r->db.months - 1, month);
    return status ? status : id == db_value_id(&r->db, kind, *member, *month, series) ? 0 : VADO_ERR_STORE;
}

static int add_row(const mdl_series *s, const axes_of *a, sqlite3_stmt *q, res_table *t, int month, int member) {
    const void *bytes;
    size_t n;
    int cell, more, status = row_blob(q, 3, &bytes, &n);
    double value;
    pack_reader reader;
    if (status)
        return status;
    pack_read_start(&reader, bytes, n);
    while ((more = pack_read(&reader, &cell, &value)) == 1) {
        double *where = cell < s->cells ? t->top : t->bottom;
        if (cell >= s->width || !where)
            return VADO_ERR_STORE;
        where[((size_t)target(a, t, cell % s->cells) * (size_t)t->months + (size_t)month) * (size_t)t->members +
              (size_t)member] += value;
    }
    return more < 0 ? VADO_ERR_STORE : 0;
}

static int fill(results *r, int kind, int series, const axes_of *a, sqlite3_stmt *q, res_table *t) {
    int more, status = 0, number, month;
    while (status == 0 && (more = row_next(q)) > 0) {
        status = value_key(r, q, kind, series, &number, &month);
        int member = kind == DB_CENTRE ? number : status ? -1 : member_at(r, number);
        if (status == 0 && member >= 0 && member < t->members && month < t->months)
            status = add_row(&r->series[series], a, q, t, month, member);
    }
    return status ? status : more;
}

/* 1, 0 or a status. */
static int some_done(results *r, int kind) {
    sqlite3_stmt *q = NULL;
    int n = VADO_ERR_STORE;
    if (db_prepare(&r->db, "SELECT 1 FROM member WHERE kind = ?1 AND state = 2 LIMIT 1", &q) == 0) {
        sqlite3_bind_int(q, 1, kind);
        n = row_next(q);
    }
    sqlite3_finalize(q);
    return n;
}

/* Of a kind whose twins were not run, the one that is read in its place; -1 if there is none, below that a status less
 * one. */
static int kind_there(results *r, int kind) {
    for (int k = kind == DB_MEMBER ? DB_KINDS : kind == DB_CENTRE ? DB_CENTRE : kind; k < DB_KINDS;) {
        int some = some_done(r, k);
        if (some)
            return some > 0 ? k : some - 1;
        /* A twin whose layer is off was not run: it would repeat the one with a layer less. */
        k = k == DB_ENVIRONMENT ? DB_PARAMETERS : k == DB_PARAMETERS ? DB_CENTRE : DB_KINDS;
    }
    return kind == DB_MEMBER ? DB_MEMBER : -1;
}

/* The centre, read in place of the members' twins: the same for each. */
static void repeat_first(res_table *t) {
    size_t rows = (size_t)(t->nplaces * t->nnationalities * t->ngroups) * (size_t)t->months, n = (size_t)t->members;
    for (size_t i = 0; i < rows * n; i++) {
        t->top[i] = t->top[i / n * n];
        if (t->bottom)
            t->bottom[i] = t->bottom[i / n * n];
    }
}

static int read_table(results *r, int kind, int series, const axes_of *a, res_table *t) {
    const mdl_series *s = &r->series[series];
    size_t room = (size_t)(t->nplaces * t->nnationalities * t->ngroups) * (size_t)t->months * (size_t)t->members;
    sqlite3_stmt *q = NULL;
    t->top = calloc(room ? room : 1, sizeof(double));
    if (s->sum == SERIES_RATIO)
        t->bottom = calloc(room ? room : 1, sizeof(double));
    int rc = !t->top || (s->sum == SERIES_RATIO && !t->bottom) ? VADO_ERR_MEMORY : 0;
    if (rc == 0 && db_prepare(&r->db, "SELECT id, member, month, cells FROM value WHERE kind = ?1 AND series = ?2", &q))
        rc = VADO_ERR_STORE;
    if (rc == 0) {
        sqlite3_bind_int(q, 1, kind);
        sqlite3_bind_int(q, 2, r->series_id[series]);
        rc = fill(r, kind, series, a, q, t);
    }
    sqlite3_finalize(q);
    if (rc == 0 && kind == DB_CENTRE)
        repeat_first(t);
    return rc ? res_damaged(r, rc, "values of the series %.60s cannot be read, or are none that a run writes", s->name)
              : 0;
}

int res_read_kind(results *r, int kind, int series, int axes, res_table *t) {
    const mdl_series *s = &r->series[series];
    axes_of a = {max1(s->nplaces),
                 s->by_nationality ? max1(r->nnationalities) : 1,
                 s->by_group ? max1(r->ngroups) : 1,
                 s->nplaces > 0 && (axes & RES_BY_PLACE),
                 s->by_nationality && (axes & RES_BY_NATIONALITY),
                 s->by_group && (axes & RES_BY_GROUP)};
    memset(t, 0, sizeof *t);
    t->sum = s->sum;
    t->nplaces = a.p ? a.np : 1;
    t->nnationalities = a.n ? a.nn : 1;
    t->ngroups = a.g ? a.ng : 1;
    t->months = r->months;
    t->members = kind == DB_CENTRE ? 1 : r->members; /* also where a twin is read from the centre */
    int there = kind_there(r, kind), rc = there < -1 ? there + 1 : 0;
    if (there < 0)
        t->members = 0;
    else
        rc = read_table(r, there, series, &a, t);
    if (rc < 0)
        res_table_free(t);
    return res_failing(r, rc);
}

int res_read(results *r, int series, int axes, res_table *t) { return res_read_kind(r, DB_MEMBER, series, axes, t); }

/* Columns of a day: one a series, two of a ratio. */
typedef struct {
    int all, column, ratio;
} day_columns;

static day_columns columns_of(const results *r, int series) {
    day_columns c = {0, 0, r->series[series].sum == SERIES_RATIO};
    for (int i = 0; i < r->nseries; i++) {
        if (i == series)
            c.column = c.all;
        c.all += r->series[i].sum == SERIES_RATIO ? 2 : 1;
    }
    return c;
}

/* Every month of a member has its row, also if nothing happened in it. */
static int days_of_member(results *r, sqlite3_stmt *q, const day_columns *c, int k, double *days, double *below) {
    int cell, more = row_next(q), status = more == 0 ? VADO_ERR_STORE : more < 0 ? more : 0;
    const void *bytes = NULL;
    size_t n = 0;
    double value;
    pack_reader reader;
    status = status ? status : row_blob(q, 0, &bytes, &n);
    if (status)
        return status;
    pack_read_start(&reader, bytes, n);
    while ((more = pack_read(&reader, &cell, &value)) > 0) {
        if (cell / c->all >= 31)
            return VADO_ERR_STORE;
        if (cell % c->all == c->column)
            days[cell / c->all * r->members + k] = value;
        else if (c->ratio && cell % c->all == c->column + 1)
            below[cell / c->all * r->members + k] = value;
    }
    return more < 0 ? VADO_ERR_STORE : 0;
}

int res_days(results *r, int series, int m, double *days) {
    sqlite3_stmt *q = NULL;
    day_columns c = columns_of(r, series);
    int all = 31 * r->members, status = 0;
    double *below = calloc((size_t)all + 1, sizeof *below);
    memset(days, 0, (size_t)all * sizeof *days);
    if (!below)
        status = VADO_ERR_MEMORY;
    else if (db_prepare(&r->db, "SELECT totals FROM daily WHERE id=?1 AND member=?2 AND month=?3", &q))
        status = VADO_ERR_STORE;
    for (int k = 0; status == 0 && k < r->members; k++) {
        sqlite3_bind_int64(q, 1, db_daily_id(&r->db, r->member[k], m));
        sqlite3_bind_int(q, 2, r->member[k]);
        sqlite3_bind_int(q, 3, m);
        status = days_of_member(r, q, &c, k, days, below);
        sqlite3_reset(q);
    }
    for (int i = 0; status == 0 && c.ratio && i < all; i++)
        days[i] = below[i] > 0 ? days[i] / below[i] : NAN;
    free(below);
    sqlite3_finalize(q);
    return res_failing(
        r,
        status ? res_damaged(r, status, "days of month %d cannot be read, or are none that a run writes", m + 1) : 0);
}

void res_table_free(res_table *t) {
    free(t->top);
    free(t->bottom);
    memset(t, 0, sizeof *t);
}

int res_cell(const res_table *t, int place, int nationality, int group) {
    return (place * t->nnationalities + nationality) * t->ngroups + group;
}

double res_value(const results *r, const res_table *t, int cell, int first, int count, int member) {
    double top = 0, bottom = 0;
    for (int m = first; m < first + count; m++) {
        size_t at = ((size_t)cell * (size_t)t->months + (size_t)m) * (size_t)t->members + (size_t)member;
        top += t->top[at];
        bottom += t->sum == SERIES_RATIO ? t->bottom[at] : t->sum == SERIES_MEAN ? res_month_days(r, m) : 0;
    }
    if (t->sum == SERIES_SUM)
        return top;
    return bottom > 0 ? top / bottom : NAN;
}

double res_quantile(const double *sorted, int n, double q) {
    if (n < 1)
        return NAN;
    double at = q * (n - 1), below = floor(at);
    int i = (int)below;
    return i >= n - 1 ? sorted[n - 1] : sorted[i] + (sorted[i + 1] - sorted[i]) * (at - below);
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int res_ascending(double *values, int n) {
    int k = 0;
    for (int i = 0; i < n; i++)
        if (isfinite(values[i]))
            values[k++] = values[i];
    qsort(values, (size_t)k, sizeof *values, ascending);
    return k;
}

int res_has_range(int members) { return members > 1; }
const char *res_low_word(int members) { return members >= RES_QUANTILES ? "5%" : "lowest"; }
const char *res_high_word(int members) { return members >= RES_QUANTILES ? "95%" : "highest"; }

const char *res_range_words(int members, char out[RES_WORDS]) {
    out[0] = '\0';
    if (members >= RES_QUANTILES)
        snprintf(out, RES_WORDS, "5%% to 95%% of %d", members);
    else if (res_has_range(members))
        snprintf(out, RES_WORDS, "lowest to highest of %d", members);
    return out;
}

const char *vado_range_words(int members, char *out, size_t size) {
    char words[RES_WORDS];
    snprintf(out, size, "%s", res_range_words(members, words));
    return out;
}

res_band res_band_of(double *values, int n) {
    int k = res_ascending(values, n);
    double sum = 0;
    for (int i = 0; i < k; i++)
        sum += values[i];
    double out = n >= RES_QUANTILES ? 0.05 : 0; /* as res_range_words says it */
    res_band v = {res_quantile(values, k, out), res_quantile(values, k, 0.5), res_quantile(values, k, 1 - out),
                  k ? sum / k : NAN};
    return v;
}

res_band res_band_at(const results *r, const res_table *t, int cell, int first, int count) {
    for (int k = 0; k < t->members; k++)
        r->scratch[k] = res_value(r, t, cell, first, count, k);
    return res_band_of(r->scratch, t->members);
}
