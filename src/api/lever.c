/* See vado.h, "a lever".
 *
 * 1. What will be changed is given to the scenario as dated settings (path=value@date), so that names are looked up and
 *    checked once; their rows stand last among its changes. To set the lever is to write a value and a day into them. A
 *    policy that is laid is read over the same changes, apart from them (scn_lay_apart).
 * 2. The mornings before a change begins are offered to a past (run/past.h): all of them when the lever is opened, or
 * as they come where it waits. To set the lever is to put it back, in place, to the last that was kept.
 * 3. Days before the month of the change are lived without a record; then a month's days are added up as everywhere.
 * 4. Only the series that are read are recorded: those named, and harm.
 * 5. Arrays for the reader are made when the lever is opened, by the one function that makes them (numbers.h), and
 *    written over month by month.
 */
#include "api/lever.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- days ---- */

/* Until the change begins the past is everybody's. */
static void keep(const vado_lever *l, int64_t day) {
    const pst_who who = {0, 0, l->input->options.member};
    if (day > l->changed || day <= l->begin_day)
        return;
    const eng_world *world = l->input->opened.kind->member_world(l->member);
    pst_offer(l->past, &who, day, world);
    if (l->o.waits && day == l->from && l->changed != INT64_MAX)
        pst_mark(l->past, &who, day, world);
}

static int one_day(vado *v, vado_lever *l, int counted) {
    const mdl_kind *kind = l->input->opened.kind;
    if (ctx_cancelled(v))
        return VADO_ERR_CANCELLED;
    keep(l, lev_day(l));
    if (counted)
        memset(l->record, 0, (size_t)l->width * sizeof *l->record);
    if (kind->member_step(l->member, counted ? l->record : NULL)) {
        l->failed = 1;
        return ctx_fail(v, VADO_ERR_RUN, "%s", kind->member_error(l->member));
    }
    for (int i = 0; counted && i < l->width; i++)
        l->sums[i] += l->record[i];
    return 0;
}

int lev_live_through(vado *v, vado_lever *l) {
    const scn_scenario *s = lev_scenario(l);
    int64_t start = lev_day(l);
    int status = 0;
    l->changed = INT64_MAX;
    for (int64_t day = start; status == 0 && day < s->until; day++) {
        if (day == l->begin_day &&
            eng_snapshot_save(l->input->opened.kind->member_world(l->member), l->begin.bytes, l->begin.size))
            return ctx_fail(v, VADO_ERR_RUN, "the first state cannot be kept");
        status = one_day(v, l, 0);
        if (status == 0 && v->progress && month_of_day(day + 1) != month_of_day(day))
            v->progress(v->progress_user, day + 1 - start, s->until - start, -1);
    }
    return status;
}

/* ---- setting ---- */

void lev_use(vado_lever *l, const scn_laid *laid) {
    scn_scenario *s = lev_scenario(l);
    s->changes = laid->changes;
    s->nchanges = laid->nchanges;
    s->cut_days = laid->cut_days;
    s->ncut_days = laid->ncut_days;
}

void lev_put_day(scn_laid *laid, int64_t day) {
    int at = 0;
    while (at < laid->ncut_days && laid->cut_days[at] < day)
        at++;
    if (at < laid->ncut_days && laid->cut_days[at] == day)
        return;
    memmove(laid->cut_days + at + 1, laid->cut_days + at, (size_t)(laid->ncut_days - at) * sizeof *laid->cut_days);
    laid->cut_days[at] = day;
    laid->ncut_days++;
}

int lev_go_back(vado *v, vado_lever *l, int64_t day, int64_t *from) {
    const pst_who who = {0, 0, l->input->options.member};
    const scn_scenario *s = lev_scenario(l);
    *from = day;
    int found = pst_last(l->past, &who, from, &l->room);
    const pst_room *state = found > 0 ? &l->room : &l->begin;
    if (found <= 0)
        *from = l->begin_day;
    if (eng_snapshot_load(l->input->opened.kind->member_world(l->member), state->bytes, state->size)) {
        l->failed = 1;
        return ctx_fail(v, VADO_ERR_RUN, "the state kept cannot be gone back to: a fault of the program");
    }
    int64_t month = month_start(month_of_day(day));
    l->changed = day;
    l->from = month < s->from ? s->from : month;
    l->ready = 0;
    memset(l->sums, 0, (size_t)l->width * sizeof *l->sums);
    return 0;
}

/* On the day it begins with, the day's values are made anew: those that the member holds are of other changes. */
static int set_rows(vado *v, vado_lever *l, int64_t day, const double *values) {
    scn_change *rows = lev_rows(l);
    int64_t from;
    int status = lev_go_back(v, l, day, &from);
    if (status)
        return status;
    for (int i = 0; i < l->nrows; i++) {
        int none = !values || isnan(values[i]);
        rows[i].from = none ? INT64_MAX : day;
        rows[i].value = none ? rows[i].value : values[i];
    }
    if (!values)
        l->changed = INT64_MAX;
    memcpy(l->own.cut_days, l->cuts, (size_t)l->ncuts * sizeof *l->cuts);
    l->own.ncut_days = l->ncuts;
    lev_put_day(&l->own, day);
    lev_put_day(&l->own, from);
    lev_use(l, &l->own);
    scn_laid_free(&l->laid);
    return 0;
}

int lev_again(vado *v, vado_lever *l, int64_t day) { return set_rows(v, l, day, NULL); }

static int in_bounds(vado *v, const vado_lever *l, const double *values) {
    for (int i = 0; i < l->nrows; i++) {
        const par_decl *d = lev_scenario(l)->registry.decl[lev_rows(l)[i].parameter];
        if (!isnan(values[i]) && !(values[i] >= d->low && values[i] <= d->high))
            return ctx_fail(v, VADO_ERR_INPUT, "%s: found %g, expected a value from %g to %g (%s)", d->path, values[i],
                            d->low, d->high, d->unit ? d->unit : "");
    }
    return 0;
}

int vado_lever_set(vado *v, vado_lever *l, const char *date, const double *values) {
    int64_t day;
    char first[11], last[11];
    if (v)
        ctx_clear(v);
    if (!v || !l || !date || !values)
        return num_nothing(v, !l ? "lever" : !date ? "date" : "values");
    if (l->failed)
        return ctx_fail(v, VADO_ERR_USAGE, "a day failed before, nothing can be changed");
    day_format(l->first, first);
    day_format(lev_scenario(l)->until - 1, last);
    if (day_parse(date, &day) || day < l->first || day >= lev_scenario(l)->until)
        return ctx_fail(v, VADO_ERR_USAGE, "date: found '%.32s', expected a day from %s to %s", date, first, last);
    int status = in_bounds(v, l, values);
    return status ? status : set_rows(v, l, day, values);
}

/* ---- months ---- */

/* Cells of a series, added up by the axes kept, into out; what is under a ratio into bottom. */
static void add_cells(const vado_lever *l, const mdl_series *d, int axes, double *out) {
    const scn_scenario *s = lev_scenario(l);
    int nn = d->by_nationality ? lev_max1(s->nnationalities) : 1, ng = d->by_group ? lev_max1(s->ndemographics) : 1;
    int by_n = axes & RES_BY_NATIONALITY && d->by_nationality, by_g = axes & RES_BY_GROUP && d->by_group;
    for (int i = 0; i < d->width; i++) {
        int cell = i % d->cells, g = cell % ng, n = cell / ng % nn, p = axes & RES_BY_PLACE ? cell / ng / nn : 0;
        int at = (p * (by_n ? nn : 1) + (by_n ? n : 0)) * (by_g ? ng : 1) + (by_g ? g : 0);
        double *to = i < d->cells ? out : l->bottom;
        to[at] += l->sums[d->offset + i];
    }
}

/* As numbers.c tells a period: of who is there the mean of days, of a ratio a sum by a sum. */
static void tell(const vado_lever *l, const mdl_series *d, int axes, int cells, int days, double *out) {
    memset(out, 0, (size_t)cells * sizeof *out);
    memset(l->bottom, 0, (size_t)cells * sizeof *l->bottom);
    add_cells(l, d, axes, out);
    for (int i = 0; i < cells && d->sum != SERIES_SUM; i++) {
        double by = d->sum == SERIES_RATIO ? l->bottom[i] : days;
        out[i] = by > 0 ? out[i] / by : NAN;
    }
}

static void tell_harm(const vado_lever *l, const mdl_series *d, const vado_harm *h) {
    mdl_series all = *d;
    all.sum = d->sum == SERIES_MEAN ? SERIES_SUM : d->sum; /* person-days */
    double *values = (double *)(uintptr_t)h->values;
    tell(l, &all, RES_TOTAL, 1, 0, values);
    ((double *)(uintptr_t)h->whole)[0] = values[0];
}

/* The arrays are the lever's, though its readers may not write them. */
static void tell_month(vado_lever *l, int month, int days) {
    for (int i = 0; i < l->nseries; i++) {
        vado_numbers *n = l->months[i];
        month_format(month, (char *)(uintptr_t)n->periods[0]);
        *(int *)(uintptr_t)n->days = days;
        tell(l, &l->list[l->series[i]], l->margins[i], (int)lev_cells(n), days, (double *)(uintptr_t)n->values);
        if (l->unders[i])
            memcpy(l->unders[i], l->bottom, lev_cells(n) * sizeof *l->bottom);
        for (int k = 0, h = 0; h < n->nharm; k++)
            if (l->list[k].harm)
                tell_harm(l, &l->list[k], n->harm[h++]);
    }
    memset(l->sums, 0, (size_t)l->width * sizeof *l->sums);
    l->ready = 1;
}

int vado_lever_left(const vado_lever *l) {
    if (!l || l->failed)
        return 0;
    int64_t day = lev_day(l), until = lev_scenario(l)->until;
    return day >= until ? 0 : month_of_day(until - 1) - month_of_day(day < l->from ? l->from : day) + 1;
}

int vado_lever_next(vado *v, vado_lever *l) {
    if (v)
        ctx_clear(v);
    if (!v || !l)
        return num_nothing(v, "lever");
    if (vado_lever_left(l) < 1)
        return ctx_fail(v, VADO_ERR_USAGE, "the period is over, or a day failed: no month is left");
    int64_t day = lev_day(l), first = day < l->from ? l->from : month_start(month_of_day(day));
    int64_t end = month_start(month_of_day(first) + 1), until = lev_scenario(l)->until;
    int status = 0;
    end = end < until ? end : until;
    first = first < l->from ? l->from : first;
    while (status == 0 && (day = lev_day(l)) < end)
        status = one_day(v, l, day >= first);
    if (status == 0)
        tell_month(l, month_of_day(first), (int)(end - first));
    return status;
}

const vado_numbers *vado_lever_month(const vado_lever *l, int i) {
    return l && l->ready && i >= 0 && i < l->nseries ? l->months[i] : NULL;
}

const double *vado_lever_under(const vado_lever *l, int i) { return vado_lever_month(l, i) ? l->unders[i] : NULL; }
