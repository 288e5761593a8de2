/* See numbers.h.
 *
 * 1. What is asked for is held against the source: the series is there, it keeps the margins, days have none.
 * 2. The periods are laid out, with the number of days that are counted in each.
 * 3. Values: of months and years from one table, of days month by month.
 * 4. Harm in the same periods, by member and without margins, and over all of them.
 * All memory of the result hangs on it in a list of blocks, so that one call frees it.
 */
#include "api/numbers.h"

#include "api/api.h"
#include "table/period.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef union block {
    union block *next;
    double align;
} block;

typedef struct {
    vado_numbers shown; /* first: what the caller holds a pointer to */
    block *blocks;
    const per_row *rows; /* months of each period; NULL: days */
} numbers;

static void *keep(numbers *n, size_t count, size_t size) {
    block *b = calloc(1, sizeof *b + (count + 1) * size);
    if (!b)
        return NULL;
    b->next = n->blocks;
    n->blocks = b;
    return b + 1;
}

static const char *keep_text(numbers *n, const char *text) {
    size_t length = strlen(text);
    char *copy = keep(n, length, 1);
    if (copy)
        memcpy(copy, text, length);
    return copy;
}

void vado_numbers_free(vado_numbers **given) {
    if (!given || !*given)
        return;
    numbers *n = (numbers *)(void *)*given;
    for (block *b = n->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(n);
    *given = NULL;
}

double vado_value(const vado_numbers *n, int period, int place, int nationality, int group, int member) {
    if (!n || period < 0 || place < 0 || nationality < 0 || group < 0 || member < 0 || period >= n->nperiods ||
        place >= n->nplaces || nationality >= n->nnationalities || group >= n->ngroups || member >= n->nmembers)
        return NAN;
    size_t cell = ((size_t)period * (size_t)n->nplaces + (size_t)place) * (size_t)n->nnationalities;
    cell = (cell + (size_t)nationality) * (size_t)n->ngroups + (size_t)group;
    return n->values[cell * (size_t)n->nmembers + (size_t)member];
}

int num_nothing(vado *v, const char *what) {
    return v ? ctx_fail(v, VADO_ERR_USAGE, "%s: found NULL, expected one", what) : VADO_ERR_USAGE;
}

void num_series(const mdl_series *s, vado_series *out) {
    static const vado_over_time over[] = {
        [SERIES_SUM] = VADO_SUM, [SERIES_MEAN] = VADO_MEAN, [SERIES_RATIO] = VADO_RATIO};
    *out = (vado_series){s->name, s->unit,        s->meaning,        over[s->sum],
                         s->harm, s->nplaces > 0, s->by_nationality, s->by_group};
}

/* ---- what is asked for ---- */

static int find(vado *v, const num_source *from, const char *name, int *series) {
    for (*series = 0; *series < from->nseries; ++*series)
        if (strcmp(from->series[*series].name, name) == 0)
            return 0;
    const char **names = calloc((size_t)from->nseries + 1, sizeof *names);
    for (int i = 0; names && i < from->nseries; i++)
        names[i] = from->series[i].name;
    int status = names ? per_unknown(v, name, from->nseries, names) : ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    free(names);
    return status;
}

/* Leaves in `from` the months that are to be given. */
static int asked(vado *v, num_source *from, const char *name, const vado_read_options *given, vado_export_options *o,
                 int *series) {
    vado_read_options own = VADO_INIT(vado_read_options);
    int status = api_take(v, "vado_read_options", &own, sizeof own, given);
    if (status)
        return status;
    if ((int)own.period < VADO_BY_MONTH || (int)own.period > VADO_BY_DAY)
        return ctx_fail(v, VADO_ERR_USAGE, "period: found %d, expected one of vado_period", (int)own.period);
    *o = (vado_export_options){.period = own.period,
                               .by_place = own.by_place,
                               .by_nationality = own.by_nationality,
                               .by_group = own.by_group,
                               .fiscal_years = own.fiscal_years};
    if ((status = find(v, from, name, series)) || (status = per_margins(v, &from->series[*series], o)))
        return status;
    if (own.by_place || own.by_nationality || own.by_group) {
        int64_t end = month_start(from->month_first + from->months_over);
        from->months = from->months_over;
        from->until = from->until < end ? from->until : end;
        if (from->months < 1)
            return ctx_fail(v, VADO_ERR_USAGE,
                            "%s: found no month that is over, expected one: results are never finer than sector and "
                            "month; step to its end",
                            name);
    }
    if (from->months < 1 || from->until <= from->from || from->nmembers < 1)
        return ctx_fail(v, VADO_ERR_USAGE, "%s: found no day yet, expected some: step first", name);
    return 0;
}

/* ---- periods ---- */

static int days_of(const num_source *from, int first, int count) {
    int64_t a = month_start(first), z = month_start(first + count);
    a = a < from->from ? from->from : a;
    z = z > from->until ? from->until : z;
    return z > a ? (int)(z - a) : 0;
}

static int lay_out(numbers *n, const num_source *from, const vado_export_options *o) {
    per_row *rows = NULL;
    int by_day = o->period == VADO_BY_DAY, days = (int)(from->until - from->from);
    int count = by_day ? days : per_rows(o, from->month_first, from->months, &rows);
    const char **labels = count < 0 ? NULL : keep(n, (size_t)count, sizeof *labels);
    int *in_each = count < 0 ? NULL : keep(n, (size_t)count, sizeof *in_each), status = labels && in_each ? 0 : -1;
    for (int i = 0; status == 0 && i < count; i++) {
        char date[11];
        day_format(from->from + i, date);
        labels[i] = keep_text(n, by_day ? date : rows[i].label);
        in_each[i] = by_day ? 1 : days_of(from, rows[i].first, rows[i].count);
        status = labels[i] ? 0 : -1;
    }
    n->shown.nperiods = count;
    n->shown.periods = labels;
    n->shown.days = in_each;
    n->rows = rows;
    return status;
}

/* ---- values ---- */

/* As res_value: sums first, then divided. */
static double value_of(const num_source *from, const res_table *t, size_t cell, int first, int count, int member) {
    double top = 0, bottom = 0;
    for (int m = first; m < first + count; m++) {
        size_t at = (cell * (size_t)t->months + (size_t)m) * (size_t)t->members + (size_t)member;
        top += t->top[at];
        bottom += t->sum == SERIES_RATIO  ? t->bottom[at]
                  : t->sum == SERIES_MEAN ? days_of(from, from->month_first + m, 1)
                                          : 0;
    }
    if (t->sum == SERIES_SUM)
        return top;
    return bottom > 0 ? top / bottom : NAN;
}

static void from_table(const numbers *n, const num_source *from, const res_table *t, double *out) {
    size_t cells = (size_t)t->nplaces * (size_t)t->nnationalities * (size_t)t->ngroups;
    for (int i = 0; i < n->shown.nperiods; i++)
        for (size_t cell = 0; cell < cells; cell++)
            for (int k = 0; k < t->members; k++)
                *out++ = value_of(from, t, cell, n->rows[i].first - from->month_first, n->rows[i].count, k);
}

/* A series day by day: out[days][members]. */
static int from_days(const num_source *from, int series, double *out) {
    size_t members = (size_t)from->nmembers;
    double *days = calloc(31 * members + 1, sizeof *days);
    int status = days ? 0 : VADO_ERR_MEMORY;
    for (int m = 0; status == 0 && m < from->months; m++) {
        int64_t start = month_start(from->month_first + m), first = start > from->from ? start : from->from;
        size_t count = (size_t)days_of(from, from->month_first + m, 1) * members;
        if ((status = from->days(from->user, series, m, days)) == 0 && count > 0)
            memcpy(out + (size_t)(first - from->from) * members, days + (size_t)(first - start) * members,
                   count * sizeof *out);
    }
    free(days);
    return status;
}

static const char *const *axis(numbers *n, int count, int names, const char *const *list) {
    const char **out = keep(n, (size_t)count, sizeof *out);
    for (int i = 0; out && i < count; i++)
        if (!(out[i] = keep_text(n, i < names ? list[i] : "")))
            return NULL;
    return out;
}

static int fill(numbers *n, const num_source *from, int series, const vado_export_options *o) {
    const mdl_series *s = &from->series[series];
    int axes = (o->by_place ? RES_BY_PLACE : 0) | (o->by_nationality ? RES_BY_NATIONALITY : 0) |
               (o->by_group ? RES_BY_GROUP : 0);
    res_table t = {.nplaces = 1, .nnationalities = 1, .ngroups = 1, .members = from->nmembers};
    vado_numbers *shown = &n->shown;
    int status = n->rows ? from->table(from->user, series, axes, &t) : 0;
    if (status)
        return status;
    shown->nplaces = t.nplaces;
    shown->nnationalities = t.nnationalities;
    shown->ngroups = t.ngroups;
    shown->places = axis(n, t.nplaces, o->by_place ? s->nplaces : 0, s->places);
    shown->nationalities = axis(n, t.nnationalities, o->by_nationality ? from->nnationalities : 0, from->nationalities);
    shown->groups = axis(n, t.ngroups, o->by_group ? from->ngroups : 0, from->groups);
    size_t cells = (size_t)t.nplaces * (size_t)t.nnationalities * (size_t)t.ngroups;
    double *values = keep(n, (size_t)shown->nperiods * cells * (size_t)from->nmembers, sizeof *values);
    shown->values = values;
    if (!values || !shown->places || !shown->nationalities || !shown->groups)
        status = VADO_ERR_MEMORY;
    else if (n->rows)
        from_table(n, from, &t, values);
    else
        status = from_days(from, series, values);
    res_table_free(&t);
    return status;
}

/* ---- harm ---- */

/* The same that an export says beside its table: what is marked as harm, and the days that people wait. */
static int suffered(const mdl_series *s) { return s->harm; }

/* Of people who wait the days are added, not averaged. */
static double harm_value(const num_source *from, const res_table *t, int first, int count, int member) {
    res_table sums = *t;
    sums.sum = t->sum == SERIES_MEAN ? SERIES_SUM : t->sum;
    return value_of(from, &sums, 0, first, count, member);
}

static int one_harm(numbers *n, const num_source *from, int series, vado_harm *h) {
    const mdl_series *s = &from->series[series];
    size_t members = (size_t)from->nmembers;
    res_table t;
    double *values = keep(n, (size_t)n->shown.nperiods * members, sizeof *values);
    double *whole = keep(n, members, sizeof *whole);
    *h = (vado_harm){keep_text(n, s->name), keep_text(n, s->sum == SERIES_MEAN ? "person-days" : s->unit),
                     keep_text(n, s->meaning), values, whole};
    if (!h->name || !h->unit || !h->meaning || !values || !whole)
        return VADO_ERR_MEMORY;
    int status = from->table(from->user, series, RES_TOTAL, &t);
    if (status)
        return status;
    for (int k = 0; k < from->nmembers; k++) {
        whole[k] = harm_value(from, &t, 0, from->months, k);
        for (int i = 0; n->rows && i < n->shown.nperiods; i++)
            values[(size_t)i * members + (size_t)k] =
                harm_value(from, &t, n->rows[i].first - from->month_first, n->rows[i].count, k);
    }
    if (!n->rows)
        status = from_days(from, series, values);
    res_table_free(&t);
    return status;
}

static int harm_beside(numbers *n, const num_source *from) {
    const vado_harm **list = keep(n, (size_t)from->nseries, sizeof *list);
    int status = list ? 0 : VADO_ERR_MEMORY;
    n->shown.harm = list;
    for (int i = 0; status == 0 && i < from->nseries; i++) {
        if (!suffered(&from->series[i]))
            continue;
        vado_harm *h = keep(n, 1, sizeof *h);
        status = h ? one_harm(n, from, i, h) : VADO_ERR_MEMORY;
        if (status == 0)
            list[n->shown.nharm++] = h;
    }
    return status;
}

/* ---- reading ---- */

static int describe(numbers *n, const num_source *from, int series) {
    vado_series s;
    vado_numbers *shown = &n->shown;
    num_series(&from->series[series], &s);
    shown->series = keep_text(n, s.name);
    shown->unit = keep_text(n, s.unit);
    shown->meaning = keep_text(n, s.meaning);
    shown->partial = keep_text(n, from->partial);
    shown->over_time = s.over_time;
    shown->nmembers = from->nmembers;
    int *members = keep(n, (size_t)from->nmembers, sizeof *members);
    if (!members || !shown->series || !shown->unit || !shown->meaning || !shown->partial)
        return VADO_ERR_MEMORY;
    memcpy(members, from->members, (size_t)from->nmembers * sizeof *members);
    shown->members = members;
    return 0;
}

int num_read(vado *v, const num_source *all, const char *series, const vado_read_options *given, vado_numbers **out) {
    vado_export_options o;
    num_source some = *all, *from = &some;
    int i = 0, status = asked(v, from, series, given, &o, &i);
    if (status)
        return status;
    numbers *n = calloc(1, sizeof *n);
    if (!n)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    status = lay_out(n, from, &o) ? VADO_ERR_MEMORY : describe(n, from, i);
    if (status == 0 && (status = fill(n, from, i, &o)) == 0)
        status = harm_beside(n, from);
    free((void *)(uintptr_t)n->rows);
    n->rows = NULL;
    *out = &n->shown;
    if (status)
        vado_numbers_free(out);
    return status == 0                 ? 0
           : status == VADO_ERR_MEMORY ? ctx_fail(v, status, "out of memory")
                                       : ctx_fail(v, status, "%s: the series cannot be read", series);
}
