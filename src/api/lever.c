/* See vado.h, "a lever".
 *
 * 1. What will be changed is given to the scenario as dated settings (path=value@date), so that names are looked up and
 *    checked once; their rows stand last among its changes. To set the lever is to write a value and a day into them.
 * 2. The member lives through the period once and offers its mornings to a past (run/past.h). To set the lever is to
 * put it back, in place, to the last that was kept.
 * 3. Days before the month of the change are lived without a record; then a month's days are added up as everywhere.
 * 4. Only the series that are read are recorded: those named, and harm.
 * 5. Arrays for the reader are made when the lever is opened, by the one function that makes them (numbers.h), and
 *    written over month by month.
 */
#include "api/api.h"
#include "api/numbers.h"
#include "api/simulation.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct vado_lever {
    sim_input *input; /* its own: nobody else sees its changes */
    mdl_member *member;
    pst_past *past;
    pst_room room, begin; /* a state taken out of the past; that of the morning of begin_day, which is always kept */
    int64_t begin_day;
    scn_change *rows; /* [nrows] of the scenario's changes, the last ones */
    int64_t *cuts;    /* [ncuts] days on which other rows begin or end */
    int nrows, ncuts, nseries, width, failed;
    int64_t first, from; /* no change begins before; the first day whose month is given */
    const mdl_series *list;
    int *series; /* [nseries], in list */
    vado_lever_options o;
    double *record, *sums, *bottom; /* [width] of a day, of the month under way; denominators */
    vado_numbers **months;          /* [nseries] */
    int ready;                      /* a month is there */
};

static scn_scenario *scenario_of(const vado_lever *l) { return &l->input->opened.scenario; }

static int64_t day_of(const vado_lever *l) { return l->input->opened.kind->member_day(l->member); }

/* ---- days ---- */

static int one_day(vado *v, vado_lever *l, int counted) {
    const mdl_kind *kind = l->input->opened.kind;
    if (ctx_cancelled(v))
        return VADO_ERR_CANCELLED;
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

/* The first time: later mornings are offered, those of quarters are kept. */
static int live_through(vado *v, vado_lever *l) {
    const pst_who who = {0, 0, 0};
    const scn_scenario *s = scenario_of(l);
    eng_world *world = l->input->opened.kind->member_world(l->member);
    int64_t start = day_of(l);
    int status = 0;
    for (int64_t day = start; status == 0 && day < s->until; day++) {
        if (day == l->begin_day && eng_snapshot_save(world, l->begin.bytes, l->begin.size))
            return ctx_fail(v, VADO_ERR_RUN, "the first state cannot be kept");
        if (day > l->begin_day)
            pst_offer(l->past, &who, day, world);
        status = one_day(v, l, 0);
        if (status == 0 && v->progress && month_of_day(day + 1) != month_of_day(day))
            v->progress(v->progress_user, day + 1 - start, s->until - start, -1);
    }
    return status;
}

/* ---- setting ---- */

static void put_day(scn_scenario *s, int64_t day) {
    int at = 0;
    while (at < s->ncut_days && s->cut_days[at] < day)
        at++;
    if (at < s->ncut_days && s->cut_days[at] == day)
        return;
    memmove(s->cut_days + at + 1, s->cut_days + at, (size_t)(s->ncut_days - at) * sizeof *s->cut_days);
    s->cut_days[at] = day;
    s->ncut_days++;
}

/* Back to the last state kept, with other changes from a day on. On the day it begins with, the day's values are made
 * anew: those that the member holds are of other changes. */
static int go_back(vado *v, vado_lever *l, int64_t day, const double *values) {
    const pst_who who = {0, 0, 0};
    scn_scenario *s = scenario_of(l);
    int64_t from = day;
    int found = pst_last(l->past, &who, &from, &l->room);
    const pst_room *state = found > 0 ? &l->room : &l->begin;
    if (found <= 0)
        from = l->begin_day;
    if (eng_snapshot_load(l->input->opened.kind->member_world(l->member), state->bytes, state->size)) {
        l->failed = 1;
        return ctx_fail(v, VADO_ERR_RUN, "the state kept cannot be gone back to: a fault of the program");
    }
    for (int i = 0; i < l->nrows; i++) {
        int none = !values || isnan(values[i]);
        l->rows[i].from = none ? INT64_MAX : day;
        l->rows[i].value = none ? l->rows[i].value : values[i];
    }
    memcpy(s->cut_days, l->cuts, (size_t)l->ncuts * sizeof *l->cuts);
    s->ncut_days = l->ncuts;
    put_day(s, day);
    put_day(s, from);
    int64_t month = month_start(month_of_day(day));
    l->from = month < s->from ? s->from : month;
    l->ready = 0;
    memset(l->sums, 0, (size_t)l->width * sizeof *l->sums);
    return 0;
}

static int in_bounds(vado *v, const vado_lever *l, const double *values) {
    for (int i = 0; i < l->nrows; i++) {
        const par_decl *d = scenario_of(l)->registry.decl[l->rows[i].parameter];
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
    day_format(scenario_of(l)->until - 1, last);
    if (day_parse(date, &day) || day < l->first || day >= scenario_of(l)->until)
        return ctx_fail(v, VADO_ERR_USAGE, "date: found '%.32s', expected a day from %s to %s", date, first, last);
    int status = in_bounds(v, l, values);
    return status ? status : go_back(v, l, day, values);
}

/* ---- months ---- */

static int max1(int n) { return n > 0 ? n : 1; }

/* Cells of a series, added up by the axes kept, into out; what is under a ratio into bottom. */
static void add_cells(const vado_lever *l, const mdl_series *d, int axes, double *out) {
    const scn_scenario *s = scenario_of(l);
    int nn = d->by_nationality ? max1(s->nnationalities) : 1, ng = d->by_group ? max1(s->ndemographics) : 1;
    int by_n = axes & RES_BY_NATIONALITY && d->by_nationality, by_g = axes & RES_BY_GROUP && d->by_group;
    for (int i = 0; i < d->width; i++) {
        int cell = i % d->cells, g = cell % ng, n = cell / ng % nn, p = axes & RES_BY_PLACE ? cell / ng / nn : 0;
        int at = (p * (by_n ? nn : 1) + (by_n ? n : 0)) * (by_g ? ng : 1) + (by_g ? g : 0);
        double *to = i < d->cells ? out : l->bottom;
        to[at] += l->sums[d->offset + i];
    }
}

static int axes_of(const vado_lever_options *o) {
    return (o->by_place ? RES_BY_PLACE : 0) | (o->by_nationality ? RES_BY_NATIONALITY : 0) |
           (o->by_group ? RES_BY_GROUP : 0);
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
        tell(l, &l->list[l->series[i]], axes_of(&l->o), n->nplaces * n->nnationalities * n->ngroups, days,
             (double *)(uintptr_t)n->values);
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
    int64_t day = day_of(l), until = scenario_of(l)->until;
    return day >= until ? 0 : month_of_day(until - 1) - month_of_day(day < l->from ? l->from : day) + 1;
}

int vado_lever_next(vado *v, vado_lever *l) {
    if (v)
        ctx_clear(v);
    if (!v || !l)
        return num_nothing(v, "lever");
    if (vado_lever_left(l) < 1)
        return ctx_fail(v, VADO_ERR_USAGE, "the period is over, or a day failed: no month is left");
    int64_t day = day_of(l), first = day < l->from ? l->from : month_start(month_of_day(day));
    int64_t end = month_start(month_of_day(first) + 1), until = scenario_of(l)->until;
    int status = 0;
    end = end < until ? end : until;
    first = first < l->from ? l->from : first;
    while (status == 0 && (day = day_of(l)) < end)
        status = one_day(v, l, day >= first);
    if (status == 0)
        tell_month(l, month_of_day(first), (int)(end - first));
    return status;
}

const vado_numbers *vado_lever_month(const vado_lever *l, int i) {
    return l && l->ready && i >= 0 && i < l->nseries ? l->months[i] : NULL;
}

/* ---- opening ---- */

/* A value within the bounds of a parameter's declaration and none that anybody has: nothing is said of it. */
static double some_value(const char *parameter) {
    const par_decl *lists[MDL_MOST_PARTS];
    size_t length = strcspn(parameter, "[");
    int n = mdl_find("corridor")->declarations(lists);
    for (int i = 0; i < n; i++)
        for (const par_decl *d = lists[i]; d->path; d++)
            if (strlen(d->path) == length && strncmp(d->path, parameter, length) == 0)
                return d->low + 0.38196601125 * (d->high - d->low);
    return 0; /* unknown: said when the scenario is read */
}

/* The parameters as settings from a day before all others: find_rows takes that back. */
static int open_input(vado *v, vado_lever *l, const vado_input *in, const vado_simulation_options *o) {
    vado_input mine = *in;
    int n = in->nsets + l->nrows, status = 0;
    char **texts = calloc((size_t)l->nrows + 1, sizeof *texts);
    const char **sets = calloc((size_t)n + 1, sizeof *sets);
    if (!texts || !sets)
        status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; status == 0 && i < n; i++) {
        const char *parameter = i < in->nsets ? NULL : l->o.parameters[i - in->nsets];
        size_t room = parameter ? strlen(parameter) + 64 : 0;
        if (!parameter) {
            sets[i] = in->sets[i];
        } else if (!(texts[i - in->nsets] = malloc(room))) {
            status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
        } else {
            (void)snprintf(texts[i - in->nsets], room, "%s=%.17g@1970-01-01", parameter, some_value(parameter));
            sets[i] = texts[i - in->nsets];
        }
    }
    mine.nsets = n;
    mine.sets = sets;
    if (status == 0)
        status = sim_input_open(v, &mine, o, &l->input);
    for (int i = 0; texts && i < l->nrows; i++)
        free(texts[i]);
    free(texts);
    free(sets);
    return status;
}

static int find_rows(vado *v, vado_lever *l) {
    scn_scenario *s = scenario_of(l);
    int others = s->nchanges - l->nrows;
    l->rows = s->changes ? s->changes + others : NULL;
    l->cuts = calloc(2 * (size_t)s->nchanges + 1, sizeof *l->cuts);
    int64_t *room = realloc(s->cut_days, (2 * (size_t)s->nchanges + 3) * sizeof *room);
    if (room)
        s->cut_days = room;
    if (!l->cuts || !room)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    s->ncut_days = 0;
    for (int i = 0; i < others; i++) {
        put_day(s, s->changes[i].from);
        if (s->changes[i].until != INT64_MAX)
            put_day(s, s->changes[i].until);
    }
    l->ncuts = s->ncut_days;
    memcpy(l->cuts, s->cut_days, (size_t)l->ncuts * sizeof *l->cuts);
    for (int i = 0; i < l->nrows; i++)
        l->rows[i].from = INT64_MAX;
    return 0;
}

static int empty_table(void *user, int series, int axes, res_table *t) {
    const vado_lever *l = user;
    const mdl_series *d = &l->list[series];
    const scn_scenario *s = scenario_of(l);
    memset(t, 0, sizeof *t);
    t->sum = d->sum;
    t->nplaces = axes & RES_BY_PLACE ? max1(d->nplaces) : 1;
    t->nnationalities = axes & RES_BY_NATIONALITY && d->by_nationality ? max1(s->nnationalities) : 1;
    t->ngroups = axes & RES_BY_GROUP && d->by_group ? max1(s->ndemographics) : 1;
    t->months = t->members = 1;
    size_t cells = (size_t)(t->nplaces * t->nnationalities * t->ngroups);
    t->top = calloc(cells, sizeof *t->top);
    t->bottom = calloc(cells, sizeof *t->bottom);
    if (t->top && t->bottom)
        return 0;
    res_table_free(t);
    return VADO_ERR_MEMORY;
}

static int make_months(vado *v, vado_lever *l) {
    const scn_scenario *s = scenario_of(l);
    const vado_read_options read = {sizeof read, VADO_BY_MONTH, l->o.by_place, l->o.by_nationality, l->o.by_group, 0};
    const char **nationalities = calloc((size_t)s->nnationalities + 1, sizeof *nationalities);
    int number = l->input->options.member + 1, status = 0;
    int64_t month = month_start(month_of_day(l->first));
    num_source from = {.user = l, .nmembers = 1, .members = &number, .months = 1, .months_over = 1, .partial = ""};
    from.nseries = l->input->opened.kind->series(l->input->opened.model, &l->list);
    l->months = calloc((size_t)l->nseries + 1, sizeof(vado_numbers *));
    l->series = calloc((size_t)l->nseries + 1, sizeof *l->series);
    if (!nationalities || !l->months || !l->series)
        status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; status == 0 && i < s->nnationalities; i++)
        nationalities[i] = s->nationalities[i].name;
    from.series = l->list;
    from.nnationalities = s->nnationalities;
    from.nationalities = nationalities;
    from.ngroups = s->ndemographics;
    from.groups = scn_demographic_names;
    from.month_first = month_of_day(month);
    from.from = month;
    from.until = month_start(month_of_day(month) + 1);
    from.table = empty_table;
    for (int i = 0; status == 0 && i < l->nseries; i++) {
        status = num_read(v, &from, l->o.series[i], &read, &l->months[i]);
        while (status == 0 && strcmp(l->list[l->series[i]].name, l->o.series[i]) != 0)
            l->series[i]++;
    }
    free(nationalities);
    return status;
}

/* What is read of a record: the series named, and harm. */
static int ask(vado *v, vado_lever *l) {
    const mdl_kind *kind = l->input->opened.kind;
    int all = kind->series(l->input->opened.model, &l->list), n = l->nseries;
    int *asked = calloc((size_t)(n + all) + 1, sizeof *asked);
    if (!asked)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; i < n; i++)
        asked[i] = l->series[i];
    for (int i = 0; i < all; i++)
        if (l->list[i].harm)
            asked[n++] = i;
    int failed = kind->member_ask && kind->member_ask(l->member, n, asked);
    free(asked);
    return failed ? ctx_fail(v, VADO_ERR_MEMORY, "out of memory") : 0;
}

static int make_room(vado *v, vado_lever *l) {
    const mdl_kind *kind = l->input->opened.kind;
    l->width = kind->record_width(l->input->opened.model);
    l->record = calloc((size_t)l->width + 1, sizeof *l->record);
    l->sums = calloc((size_t)l->width + 1, sizeof *l->sums);
    l->bottom = calloc((size_t)l->width + 1, sizeof *l->bottom);
    int megabytes = l->o.snapshots > 0 ? l->o.snapshots : PST_MEGABYTES;
    l->past = pst_open((size_t)megabytes << 20);
    if (!l->record || !l->sums || !l->bottom || !l->past)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    if (kind->member_open(l->input->opened.model, &l->input->options, &l->member))
        return ctx_fail(v, VADO_ERR_RUN, "the member could not be made%s%s", l->member ? ": " : " (memory?)",
                        l->member ? kind->member_error(l->member) : "");
    size_t size = eng_snapshot_size(kind->member_world(l->member));
    l->begin = (pst_room){malloc(size + 1), size, size};
    l->room = (pst_room){malloc(size + 1), 0, size};
    return l->begin.bytes && l->room.bytes ? 0 : ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
}

static int look_at(vado *v, const vado_lever_options *o) {
    int whole = o->nparameters >= 0 && o->nseries > 0 && (o->nparameters == 0 || o->parameters) && o->series;
    for (int i = 0; whole && i < o->nparameters; i++)
        whole = o->parameters[i] != NULL;
    for (int i = 0; whole && i < o->nseries; i++)
        whole = o->series[i] != NULL;
    if (!whole)
        return ctx_fail(v, VADO_ERR_USAGE,
                        "vado_lever_options: found fewer texts than nparameters or nseries says, or no series");
    if (o->snapshots < 0 || o->snapshots > PST_MEGABYTES_MAX)
        return ctx_fail(v, VADO_ERR_USAGE, SAY_SNAPSHOTS ": found %d, expected 1 to %d megabytes, or 0 for %d",
                        o->snapshots, PST_MEGABYTES_MAX, PST_MEGABYTES);
    return 0;
}

/* When the first change may begin, once the period is known. */
static int look_at_first(vado *v, vado_lever *l) {
    const scn_scenario *s = scenario_of(l);
    char first[11], last[11];
    l->first = s->from;
    if (!l->o.first || (day_parse(l->o.first, &l->first) == 0 && l->first >= s->from && l->first < s->until)) {
        int64_t month = month_start(month_of_day(l->first));
        l->begin_day = month > s->from ? month : s->from;
        return 0;
    }
    day_format(s->from, first);
    day_format(s->until - 1, last);
    return ctx_fail(v, VADO_ERR_USAGE, "first: found '%.32s', expected a day from %s to %s", l->o.first, first, last);
}

int vado_lever_open(vado *v, const vado_input *in, const vado_simulation_options *o, const vado_lever_options *lo,
                    vado_lever **out) {
    vado_input mine;
    vado_simulation_options member;
    vado_simulation_defaults(&member);
    if (out)
        *out = NULL;
    if (!v || !in || !lo || !out)
        return num_nothing(v, !in ? "input" : !lo ? "lever options" : "out");
    vado_lever *l = calloc(1, sizeof *l);
    int status = api_scenario(v, in, &mine);
    if (status == 0 && !l)
        status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    if (status == 0)
        status = api_take(v, "vado_simulation_options", &member, sizeof member, o);
    if (status == 0)
        status = api_take(v, "vado_lever_options", &l->o, sizeof l->o, lo);
    if (status == 0 && (status = look_at(v, &l->o)) == 0) {
        l->nrows = l->o.nparameters;
        l->nseries = l->o.nseries;
        status = open_input(v, l, &mine, &member);
    }
    if (status == 0 && (status = look_at_first(v, l)) == 0 && (status = find_rows(v, l)) == 0 &&
        (status = make_months(v, l)) == 0 && (status = make_room(v, l)) == 0 && (status = ask(v, l)) == 0 &&
        (status = live_through(v, l)) == 0)
        status = go_back(v, l, l->first, NULL);
    if (status)
        vado_lever_close(&l);
    *out = l;
    return status;
}

void vado_lever_close(vado_lever **given) {
    vado_lever *l = given ? *given : NULL;
    if (!l)
        return;
    if (l->member)
        l->input->opened.kind->member_close(l->member);
    for (int i = 0; l->months && i < l->nseries; i++)
        vado_numbers_free(&l->months[i]);
    free(l->months);
    free(l->series);
    free(l->record);
    free(l->sums);
    free(l->bottom);
    free(l->cuts);
    pst_room_free(&l->room);
    pst_room_free(&l->begin);
    pst_close(l->past);
    sim_input_release(l->input);
    free(l);
    *given = NULL;
}
