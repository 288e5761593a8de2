/* Opening a lever, and what it shows: see lever.h. */
#include "api/lever.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    scn_scenario *s = lev_scenario(l);
    int64_t *room = realloc(s->cut_days, (2 * (size_t)s->nchanges + 3) * sizeof *room);
    if (room)
        s->cut_days = room;
    l->cuts = calloc(2 * (size_t)s->nchanges + 1, sizeof *l->cuts);
    if (!l->cuts || !room)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    l->own = (scn_laid){.changes = s->changes, .nchanges = s->nchanges, .cut_days = s->cut_days};
    for (int i = 0; i < s->nchanges - l->nrows; i++) {
        lev_put_day(&l->own, s->changes[i].from);
        if (s->changes[i].until != INT64_MAX)
            lev_put_day(&l->own, s->changes[i].until);
    }
    l->ncuts = l->own.ncut_days;
    memcpy(l->cuts, l->own.cut_days, (size_t)l->ncuts * sizeof *l->cuts);
    for (int i = 0; i < l->nrows; i++)
        lev_rows(l)[i].from = INT64_MAX;
    lev_use(l, &l->own);
    return 0;
}

static int empty_table(void *user, int series, int axes, res_table *t) {
    const vado_lever *l = user;
    const mdl_series *d = &l->list[series];
    const scn_scenario *s = lev_scenario(l);
    memset(t, 0, sizeof *t);
    t->sum = d->sum;
    t->nplaces = axes & RES_BY_PLACE ? lev_max1(d->nplaces) : 1;
    t->nnationalities = axes & RES_BY_NATIONALITY && d->by_nationality ? lev_max1(s->nnationalities) : 1;
    t->ngroups = axes & RES_BY_GROUP && d->by_group ? lev_max1(s->ndemographics) : 1;
    t->months = t->members = 1;
    size_t cells = (size_t)(t->nplaces * t->nnationalities * t->ngroups);
    t->top = calloc(cells, sizeof *t->top);
    t->bottom = calloc(cells, sizeof *t->bottom);
    if (t->top && t->bottom)
        return 0;
    res_table_free(t);
    return VADO_ERR_MEMORY;
}

static void free_shown(int n, vado_numbers **months, double **unders, int *series, int *margins) {
    for (int i = 0; months && i < n; i++)
        vado_numbers_free(&months[i]);
    for (int i = 0; unders && i < n; i++)
        free(unders[i]);
    free(months);
    free(unders);
    free(series);
    free(margins);
}

/* Arrays of one month for n series, and which they are. */
static int make_months(vado *v, vado_lever *l, int n, const char *const *names, const int *margins, int *series,
                       vado_numbers **months) {
    const scn_scenario *s = lev_scenario(l);
    const char **nationalities = calloc((size_t)s->nnationalities + 1, sizeof *nationalities);
    int number = l->input->options.member + 1, status = 0;
    int64_t month = month_start(month_of_day(s->from));
    num_source from = {.user = l, .nmembers = 1, .members = &number, .months = 1, .months_over = 1, .partial = ""};
    from.nseries = l->input->opened.kind->series(l->input->opened.model, &l->list);
    if (!nationalities)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; i < s->nnationalities; i++)
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
    for (int i = 0; status == 0 && i < n; i++) {
        const vado_read_options read = {.size = sizeof read,
                                        .period = VADO_BY_MONTH,
                                        .by_place = (margins[i] & VADO_BY_PLACE) != 0,
                                        .by_nationality = (margins[i] & VADO_BY_NATIONALITY) != 0,
                                        .by_group = (margins[i] & VADO_BY_GROUP) != 0};
        status = num_read(v, &from, names[i], &read, &months[i]);
        while (status == 0 && strcmp(l->list[series[i]].name, names[i]) != 0)
            series[i]++;
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

int lev_show(vado *v, vado_lever *l, int n, const char *const *names, const int *margins) {
    vado_numbers **months = calloc((size_t)n + 1, sizeof(vado_numbers *));
    double **unders = calloc((size_t)n + 1, sizeof(double *));
    int *series = calloc((size_t)n + 1, sizeof *series), *kept = calloc((size_t)n + 1, sizeof *kept);
    int status = months && unders && series && kept ? 0 : ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    if (status == 0 && (status = make_months(v, l, n, names, margins, series, months)) == 0)
        memcpy(kept, margins, (size_t)n * sizeof *kept);
    for (int i = 0; status == 0 && i < n; i++)
        if (l->list[series[i]].sum == SERIES_RATIO && !(unders[i] = calloc(lev_cells(months[i]) + 1, sizeof **unders)))
            status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    if (status) {
        free_shown(n, months, unders, series, kept);
        return status;
    }
    free_shown(l->nseries, l->months, l->unders, l->series, l->margins);
    l->nseries = n;
    l->months = months;
    l->unders = unders;
    l->series = series;
    l->margins = kept;
    l->ready = 0;
    return l->member ? ask(v, l) : 0;
}

/* All the series of the options, by the same margins. */
static int show_asked(vado *v, vado_lever *l) {
    int n = l->o.nseries, by = (l->o.by_place ? VADO_BY_PLACE : 0) | (l->o.by_nationality ? VADO_BY_NATIONALITY : 0) |
                               (l->o.by_group ? VADO_BY_GROUP : 0);
    int *margins = calloc((size_t)n + 1, sizeof *margins);
    if (!margins)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; i < n; i++)
        margins[i] = by;
    int status = lev_show(v, l, n, l->o.series, margins);
    free(margins);
    return status;
}

int lev_make_member(vado *v, vado_lever *l) {
    const mdl_kind *kind = l->input->opened.kind;
    if (l->member)
        kind->member_close(l->member);
    l->member = NULL;
    if (kind->member_open(l->input->opened.model, &l->input->options, &l->member))
        return ctx_fail(v, VADO_ERR_RUN, "the member could not be made%s%s", l->member ? ": " : " (memory?)",
                        l->member ? kind->member_error(l->member) : "");
    return ask(v, l);
}

int lev_open_member(vado *v, vado_lever *l) {
    const mdl_kind *kind = l->input->opened.kind;
    int status = lev_make_member(v, l);
    if (status)
        return status;
    size_t size = eng_snapshot_size(kind->member_world(l->member));
    if (!l->begin.bytes) {
        l->begin = (pst_room){malloc(size + 1), size, size};
        l->room = (pst_room){malloc(size + 1), 0, size};
    }
    if (!l->begin.bytes || !l->room.bytes)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    if (!l->o.waits)
        return 0;
    l->begin_day = lev_day(l);
    return eng_snapshot_save(kind->member_world(l->member), l->begin.bytes, l->begin.size)
               ? ctx_fail(v, VADO_ERR_RUN, "the first state cannot be kept")
               : 0;
}

static int make_room(vado *v, vado_lever *l) {
    l->width = l->input->opened.kind->record_width(l->input->opened.model);
    l->record = calloc((size_t)l->width + 1, sizeof *l->record);
    l->sums = calloc((size_t)l->width + 1, sizeof *l->sums);
    l->bottom = calloc((size_t)l->width + 1, sizeof *l->bottom);
    int megabytes = l->o.snapshots > 0 ? l->o.snapshots : PST_MEGABYTES;
    l->past = pst_open((size_t)megabytes << 20);
    if (!l->record || !l->sums || !l->bottom || !l->past)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    return lev_open_member(v, l);
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
    const scn_scenario *s = lev_scenario(l);
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
        status = open_input(v, l, &mine, &member);
    }
    if (status == 0 && (status = look_at_first(v, l)) == 0 && (status = find_rows(v, l)) == 0 &&
        (status = make_room(v, l)) == 0 && (status = show_asked(v, l)) == 0 &&
        (l->o.waits || (status = lev_live_through(v, l)) == 0))
        status = lev_again(v, l, l->first);
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
    free_shown(l->nseries, l->months, l->unders, l->series, l->margins);
    free(l->record);
    free(l->sums);
    free(l->bottom);
    free(l->cuts);
    pst_room_free(&l->room);
    pst_room_free(&l->begin);
    pst_close(l->past);
    if (l->own.changes || l->own.cut_days) {
        lev_use(l, &l->own); /* they are the scenario's, and go with it */
        scn_laid_free(&l->laid);
    }
    sim_input_release(l->input);
    free(l);
    *given = NULL;
}
