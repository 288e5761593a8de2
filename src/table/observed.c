/* The published figures of a scenario, in the columns of an export; `published` stands where the member or quantile
 * does.
 *
 * A row is printed if there is a figure for exactly that period, place, nationality and group: of several, the best
 * kind (reported, rounded, derived, preliminary). If there is none: a year's flow is the sum of its twelve months, a
 * year's stock their mean; a total without place is the sum over all the series' places. Nothing is interpolated.
 */
#include "run/input.h"
#include "table/period.h"
#include "table/tables.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *place, *nationality, *group;
} key;

typedef struct {
    const mdl_series *series; /* NULL: the model has none of that name */
    int n;
    const scn_observed **rows; /* of this series */
} table;

static const char *word(const char *text) { return text ? text : ""; }

static double exactly(const table *t, const key *k, int64_t from, int64_t until) {
    const scn_observed *best = NULL;
    for (int i = 0; i < t->n; i++) {
        const scn_observed *o = t->rows[i];
        if (o->from == from && o->until == until && strcmp(word(o->place), k->place) == 0 &&
            strcmp(word(o->nationality), k->nationality) == 0 && strcmp(word(o->group), k->group) == 0 &&
            (!best || scn_kind_rank(word(o->kind)) < scn_kind_rank(word(best->kind))))
            best = o;
    }
    return best ? best->value : NAN;
}

static double all_places(const table *t, const key *k, int64_t from, int64_t until) {
    double v = exactly(t, k, from, until), sum = 0;
    if (isfinite(v) || k->place[0] || !t->series || t->series->sum != SERIES_SUM || t->series->nplaces == 0)
        return v;
    key one = *k;
    for (int i = 0; i < t->series->nplaces; i++) {
        one.place = t->series->places[i];
        sum += exactly(t, &one, from, until);
    }
    return sum; /* NAN if any is missing */
}

static double value_of(const table *t, const key *k, int first, int count) {
    double v = all_places(t, k, month_start(first), month_start(first + count)), sum = 0;
    if (isfinite(v) || count != 12 || !t->series || t->series->sum == SERIES_RATIO)
        return v;
    for (int m = first; m < first + count; m++)
        sum += all_places(t, k, month_start(m), month_start(m + 1));
    return t->series->sum == SERIES_MEAN ? sum / count : sum;
}

static int by_key(const void *x, const void *y) {
    const key *a = x, *b = y;
    int c = strcmp(a->place, b->place);
    c = c ? c : strcmp(a->nationality, b->nationality);
    return c ? c : strcmp(a->group, b->group);
}

/* The distinct places, nationalities and groups that have figures with exactly the margins asked for. */
static int keys_of(const table *t, const vado_export_options *o, key **out) {
    int n = 0;
    key *keys = calloc((size_t)t->n + 1, sizeof *keys);
    if (!keys)
        return -1;
    if (!o->by_place && !o->by_nationality && !o->by_group) {
        keys[n++] = (key){"", "", ""}; /* may be a sum over places */
    } else {
        for (int i = 0; i < t->n; i++) {
            key k = {word(t->rows[i]->place), word(t->rows[i]->nationality), word(t->rows[i]->group)};
            int fits = (k.nationality[0] != 0) == o->by_nationality && (k.group[0] != 0) == o->by_group;
            if (fits && (k.place[0] != 0) == o->by_place) {
                keys[n++] = k;
            } else if (fits && !o->by_place) {
                k.place = "";
                keys[n++] = k;
            }
        }
        qsort(keys, (size_t)n, sizeof *keys, by_key);
        int kept = 0;
        for (int i = 0; i < n; i++)
            if (i == 0 || by_key(&keys[i], &keys[kept - 1]) != 0)
                keys[kept++] = keys[i];
        n = kept;
    }
    *out = keys;
    return n;
}

static void row(out_text *out, const vado_export_options *o, const char *period, const key *k, double value) {
    if (!isfinite(value))
        return;
    out_put(out, period);
    const char *parts[] = {o->by_place ? k->place : NULL, o->by_nationality ? k->nationality : NULL,
                           o->by_group ? k->group : NULL};
    for (int i = 0; i < 3; i++)
        if (parts[i]) {
            out_put(out, ",");
            out_csv(out, parts[i]);
        }
    out_put(out, ",published,");
    out_number(out, value);
    out_put(out, "\n");
}

static int print(vado *v, const table *t, const vado_export_options *o, out_text *out) {
    key *keys = NULL;
    per_row *periods = NULL;
    int nkeys = keys_of(t, o, &keys), n = -1, status = 0;
    int64_t from = INT64_MAX, until = INT64_MIN;
    for (int i = 0; i < t->n; i++) {
        from = t->rows[i]->from < from ? t->rows[i]->from : from;
        until = t->rows[i]->until > until ? t->rows[i]->until : until;
    }
    per_header(out, o);
    if (t->n == 0 || nkeys == 0)
        goto out;
    int first = month_of_day(from), count = month_of_day(until - 1) - first + 1;
    n = nkeys < 0 ? -1 : per_rows(o, first, count, &periods);
    if (n < 0)
        status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    if (o->period == VADO_BY_DAY) {
        for (int64_t day = from; status == 0 && day < until; day++) {
            char date[11];
            day_format(day, date);
            row(out, o, date, &keys[0], exactly(t, &keys[0], day, day + 1));
        }
        goto out;
    }
    for (int i = 0; status == 0 && i < n; i++)
        for (int k = 0; k < nkeys; k++)
            row(out, o, periods[i].label, &keys[k], value_of(t, &keys[k], periods[i].first, periods[i].count));
out:
    free(keys);
    free(periods);
    return status;
}

static int unknown(vado *v, const scn_scenario *s, const mdl_series *all, int nall, const char *series) {
    const char **names = calloc((size_t)(nall + s->nobserved) + 1, sizeof *names);
    int n = 0;
    if (!names)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; i < nall; i++)
        names[n++] = all[i].name;
    int status = per_unknown(v, series, n, names);
    free(names);
    return status;
}

int tbl_observed(vado *v, const char *scenario, const char *series, const vado_export_options *o, vado_writer *w,
                 void *user) {
    vado_input in;
    inp_opened opened;
    out_text out = {w, user, 0};
    memset(&in, 0, sizeof in);
    in.scenario = scenario;
    int status = inp_open(v, &in, 1, &opened);
    if (status)
        return status;
    const scn_scenario *s = &opened.scenario;
    const mdl_series *all = NULL;
    table t = {NULL, 0, calloc((size_t)s->nobserved + 1, sizeof *t.rows)};
    int nall = opened.kind->series(opened.model, &all);
    for (int i = 0; i < nall; i++)
        if (strcmp(all[i].name, series) == 0)
            t.series = &all[i];
    for (int i = 0; t.rows && i < s->nobserved; i++)
        if (strcmp(s->observed[i].series, series) == 0)
            t.rows[t.n++] = &s->observed[i];
    if (!t.rows)
        status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    else if (!t.series && t.n == 0)
        status = unknown(v, s, all, nall, series);
    else if (o->period == VADO_BY_DAY && (o->by_place || o->by_nationality || o->by_group))
        status = per_margins(v, t.series ? t.series : &all[0], o);
    else
        status = print(v, &t, o, &out);
    if (status == 0 && t.n == 0)
        ctx_note(v, "%s: the scenario has no published figures of this series", series);
    if (status == 0 && out.failed)
        status = ctx_fail(v, VADO_ERR_FILE, "the output cannot be written");
    free(t.rows);
    inp_close(&opened);
    return status;
}
