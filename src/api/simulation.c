/* Opening, stepping, changing and branching a simulation in memory: see simulation.h.
 *
 * 1. A day is added up as the runner adds it up for a store, in the same order: first the month's cells, then the day's
 *    sums. At the end of a month its sums are packed.
 * 2. What is laid over the scenario changes the values that its days ask for, and nothing else. A branch is a new
 * member that goes on from a snapshot, on the same input until one of the two is changed.
 */
#include "api/simulation.h"

#include "api/api.h"
#include "api/numbers.h"
#include "text/out.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const mdl_series *sim_series(const vado_simulation *s) {
    const mdl_series *series = NULL;
    (void)s->input->opened.kind->series(s->input->opened.model, &series);
    return series;
}

int64_t sim_day(const vado_simulation *s) { return s->input->opened.kind->member_day(s->member); }

static int no_memory(vado *v) { return ctx_fail(v, VADO_ERR_MEMORY, "out of memory"); }

/* ---- days ---- */

static int spoilt(vado *v, vado_simulation *s, const char *why) {
    s->failed = 1;
    return ctx_fail(v, VADO_ERR_RUN, "%s: %s", s->today, why);
}

static int room_for_day(vado_simulation *s) {
    if (s->ndays & (s->ndays - 1) || s->ndays == 1)
        return 0;
    size_t room = s->ndays ? 2 * (size_t)s->ndays : 2;
    double *grown = realloc(s->days, room * ((size_t)s->columns + 1) * sizeof *grown);
    if (grown)
        s->days = grown;
    return grown ? 0 : -1;
}

static void add_day(vado_simulation *s) {
    const mdl_series *series = sim_series(s);
    double *out = s->days + (size_t)s->ndays * (size_t)s->columns;
    for (int i = 0; i < s->width; i++)
        s->sums[i] += s->record[i];
    for (int i = 0; i < s->nseries; i++)
        for (int from = 0; from < series[i].width; from += series[i].cells) {
            double sum = 0;
            for (int k = 0; k < series[i].cells; k++)
                sum += s->record[series[i].offset + from + k];
            *out++ = sum;
        }
    s->ndays++;
}

static int one_day(vado *v, vado_simulation *s) {
    const mdl_kind *kind = s->input->opened.kind;
    const scn_scenario *scenario = &s->input->opened.scenario;
    int64_t day = sim_day(s);
    int counted = day >= scenario->from;
    if (counted && room_for_day(s))
        return no_memory(v);
    memset(s->record, 0, (size_t)s->width * sizeof *s->record);
    if (kind->member_step(s->member, counted ? s->record : NULL))
        return spoilt(v, s, kind->member_error(s->member));
    if (sim_day(s) != day + 1)
        return spoilt(v, s, "the model did not go on to the next day");
    if (counted) {
        add_day(s);
        int last = day + 1 == scenario->until || month_of_day(day + 1) != month_of_day(day);
        int status = last ? sim_month_put(s) : 0;
        if (status)
            return spoilt(v, s, status == -2 ? "a series is not a number" : "out of memory");
    }
    day_format(day + 1, s->today);
    return 0;
}

/* Up to the morning of a day. The caller is told of progress month by month. */
static int days_until(vado *v, vado_simulation *s, int64_t until) {
    int64_t first = sim_day(s);
    int status = 0;
    for (int64_t day = first; status == 0 && day < until; day++) {
        if (ctx_cancelled(v))
            return VADO_ERR_CANCELLED;
        status = one_day(v, s);
        if (status == 0 && v->progress && month_of_day(day + 1) != month_of_day(day))
            v->progress(v->progress_user, day + 1 - first, until - first, -1);
    }
    return status;
}

int vado_days_left(const vado_simulation *s) {
    return s && !s->failed ? (int)(s->input->opened.scenario.until - sim_day(s)) : 0;
}

const char *vado_today(const vado_simulation *s) { return s ? s->today : ""; }

/* Is there a day to step? */
static int can_step(vado *v, const vado_simulation *s) {
    if (!v || !s)
        return num_nothing(v, "simulation");
    if (s->failed)
        return ctx_fail(v, VADO_ERR_USAGE, "%s: a day failed before, nothing can be stepped or changed", s->today);
    if (vado_days_left(s) < 1)
        return ctx_fail(v, VADO_ERR_USAGE, "%s: the period is over, there is nothing left to step", s->today);
    return 0;
}

int vado_step(vado *v, vado_simulation *s) {
    if (v)
        ctx_clear(v);
    int status = can_step(v, s);
    return status ? status : days_until(v, s, sim_day(s) + 1);
}

int vado_step_month(vado *v, vado_simulation *s) {
    if (v)
        ctx_clear(v);
    int status = can_step(v, s);
    if (status)
        return status;
    int64_t end = month_start(month_of_day(sim_day(s)) + 1), until = s->input->opened.scenario.until;
    return days_until(v, s, end < until ? end : until);
}

int vado_step_to(vado *v, vado_simulation *s, const char *date) {
    int64_t day;
    if (v)
        ctx_clear(v);
    if (!v || !s || !date)
        return num_nothing(v, s ? "date" : "simulation");
    if (strlen(date) != 10 || day_parse(date, &day))
        return ctx_fail(v, VADO_ERR_USAGE, "date: found '%.40s', expected a date, write it as YYYY-MM-DD", date);
    if (day < sim_day(s))
        return ctx_fail(v, VADO_ERR_USAGE, "date: found %s, which is past, expected %s or later", date, s->today);
    if (day == sim_day(s))
        return 0;
    if (day > s->input->opened.scenario.until) {
        char end[11];
        day_format(s->input->opened.scenario.until, end);
        return ctx_fail(v, VADO_ERR_USAGE, "date: found %s, which is beyond the end, expected %s at most", date, end);
    }
    int status = can_step(v, s);
    return status ? status : days_until(v, s, day);
}

/* ---- opening ---- */

static void series_free(vado_series *series, int n) {
    for (int i = 0; series && i < n; i++) {
        free((void *)(uintptr_t)series[i].name);
        free((void *)(uintptr_t)series[i].unit);
        free((void *)(uintptr_t)series[i].meaning);
    }
    free(series);
}

/* Texts of its own: the model may be another after something was laid. */
static int series_copy(vado_simulation *s) {
    const mdl_series *from = sim_series(s);
    int status = (s->series = calloc((size_t)s->nseries + 1, sizeof *s->series)) ? 0 : -1;
    for (int i = 0; status == 0 && i < s->nseries; i++) {
        vado_series *to = &s->series[i];
        num_series(&from[i], to);
        to->name = txt_copy(to->name);
        to->unit = txt_copy(to->unit);
        to->meaning = txt_copy(to->meaning);
        status = to->name && to->unit && to->meaning ? 0 : -1;
    }
    return status;
}

void vado_simulation_close(vado_simulation **given) {
    vado_simulation *s = given ? *given : NULL;
    if (!s)
        return;
    if (s->member)
        s->input->opened.kind->member_close(s->member);
    series_free(s->series, s->nseries);
    for (int i = 0; i < s->nmonths; i++)
        sim_month_free(&s->months[i]);
    free(s->months);
    free(s->days);
    free(s->record);
    free(s->sums);
    sim_input_release(s->input);
    free(s);
    *given = NULL;
}

/* One that has an input, and neither a member nor a past. Takes the input over, also on failure. */
static vado_simulation *make(sim_input *input) {
    vado_simulation *s = calloc(1, sizeof *s);
    if (!s) {
        sim_input_release(input);
        return NULL;
    }
    const mdl_series *series = NULL;
    s->input = input;
    s->number = input->options.member + 1;
    s->nseries = input->opened.kind->series(input->opened.model, &series);
    s->width = input->opened.kind->record_width(input->opened.model);
    for (int i = 0; i < s->nseries; i++)
        s->columns += series[i].sum == SERIES_RATIO ? 2 : 1;
    s->record = calloc((size_t)s->width + 1, sizeof *s->record);
    s->sums = calloc((size_t)s->width + 1, sizeof *s->sums);
    if (!s->record || !s->sums || series_copy(s))
        vado_simulation_close(&s);
    return s;
}

void vado_simulation_defaults_sized(vado_simulation_options *o, size_t size) {
    const vado_simulation_options mine = {.size = sizeof mine,
                                          .mode = VADO_STOCHASTIC,
                                          .seed = 1,
                                          .member = 1,
                                          .layer_parameters = 1,
                                          .layer_environment = 1,
                                          .layer_chance = 1,
                                          .level = VADO_LEVEL_KNOWN};
    api_defaults(o, size, &mine, sizeof mine);
}

int vado_simulation_open(vado *v, const vado_input *in, const vado_simulation_options *given, vado_simulation **out) {
    vado_simulation_options o;
    vado_simulation_defaults(&o);
    sim_input *input = NULL;
    if (v)
        ctx_clear(v);
    if (out)
        *out = NULL;
    if (!v || !in || !out)
        return num_nothing(v, in ? "out" : "vado_input");
    vado_input mine;
    int status = api_input(v, in, &mine);
    if (status == 0)
        status = api_take(v, "vado_simulation_options", &o, sizeof o, given);
    if (status || (status = sim_input_open(v, &mine, &o, &input)))
        return status;
    vado_simulation *s = make(input);
    if (!s)
        return no_memory(v);
    if (input->opened.kind->member_open(input->opened.model, &input->options, &s->member)) {
        status = ctx_fail(v, VADO_ERR_RUN, "the member could not be made%s%s", s->member ? ": " : " (memory?)",
                          s->member ? input->opened.kind->member_error(s->member) : "");
    } else {
        day_format(sim_day(s), s->today);
        status = days_until(v, s, input->opened.scenario.from);
    }
    if (status)
        vado_simulation_close(&s);
    *out = s;
    return status;
}

const vado_series *vado_simulation_series(const vado_simulation *s, int i) {
    return s && i >= 0 && i < s->nseries ? &s->series[i] : NULL;
}

/* ---- going on from where it stands ---- */

/* A member on the model of `input` in the state of s. */
static int go_on(vado *v, const vado_simulation *s, const sim_input *input, mdl_member **out) {
    const mdl_kind *kind = input->opened.kind;
    eng_world *world = kind->member_world(s->member);
    size_t size = eng_snapshot_size(world);
    unsigned char *state = malloc(size + 1);
    int status = 0;
    *out = NULL;
    if (!state || eng_snapshot_save(world, state, size) || kind->member_open(input->opened.model, &input->options, out))
        status = no_memory(v);
    else if (eng_snapshot_load(kind->member_world(*out), state, size))
        status = ctx_fail(v, VADO_ERR_RUN, "%s: the state cannot be taken over by the changed model", s->today);
    if (status && *out) {
        kind->member_close(*out);
        *out = NULL;
    }
    free(state);
    return status;
}

/* An input of its own, and a member on its model, for one that is about to be changed. */
static int take_own_input(vado *v, vado_simulation *s) {
    sim_input *input = NULL;
    mdl_member *member = NULL;
    int status = sim_input_own(v, s->input, &input);
    if (status)
        return status;
    if ((status = go_on(v, s, input, &member))) {
        sim_input_release(input);
        return status;
    }
    s->input->opened.kind->member_close(s->member);
    sim_input_release(s->input);
    s->member = member;
    s->input = input;
    return 0;
}

static int lay(vado *v, vado_simulation *s, const char *policy, const char *text) {
    int status = can_step(v, s);
    if (status)
        return status;
    if (s->input->opened.kind->read)
        return ctx_fail(v, VADO_ERR_USAGE, "%s: the model '%s' takes neither policies nor parameters", policy,
                        s->input->opened.kind->name);
    if (sim_input_is_shared(s->input) && (status = take_own_input(v, s)))
        return status;
    return sim_input_lay(v, s->input, policy, text, sim_day(s));
}

int vado_lay(vado *v, vado_simulation *s, const char *policy) {
    if (v)
        ctx_clear(v);
    return v && s && policy ? lay(v, s, policy, NULL) : num_nothing(v, s ? "policy" : "simulation");
}

/* A cell of CSV, always quoted. */
static char *put_cell(char *at, const char *text) {
    *at++ = '"';
    for (; *text; text++) {
        if (*text == '"')
            *at++ = '"';
        *at++ = *text;
    }
    *at++ = '"';
    *at++ = ',';
    return at;
}

int vado_set(vado *v, vado_simulation *s, const char *parameter, const char *where, const char *who, double value) {
    static const char head[] = "from,parameter,where,who,change,value,source\n";
    char number[OUT_NUMBER];
    if (v)
        ctx_clear(v);
    if (!v || !s || !parameter)
        return num_nothing(v, s ? "parameter" : "simulation");
    if (!isfinite(value))
        return ctx_fail(v, VADO_ERR_INPUT, "%.200s: found %g, expected a number", parameter, value);
    where = where ? where : "";
    who = who ? who : "";
    size_t room = sizeof head + 2 * (strlen(parameter) + strlen(where) + strlen(who)) + 128;
    char *text = malloc(room), *name = txt_join("set ", parameter, "");
    int status = text && name ? 0 : no_memory(v);
    if (status == 0) {
        char *at = text + snprintf(text, room, "%s%s,", head, s->today);
        at = put_cell(put_cell(put_cell(at, parameter), where), who);
        (void)snprintf(at, room - (size_t)(at - text), "set,%s,vado_set\n", out_exact(value, number));
        for (char *slash = name; (slash = strchr(slash, '/'));) /* the name of a file, not of folders */
            *slash = ' ';
        status = lay(v, s, name, text);
    }
    free(text);
    free(name);
    return status;
}

/* ---- branching ---- */

static int copy_month(const vado_simulation *s, const sim_month *from, sim_month *to) {
    memset(to, 0, sizeof *to);
    to->ends = malloc(((size_t)s->nseries + 1) * sizeof *to->ends);
    if (!to->ends || pack_bytes(&to->bytes, from->bytes.bytes, from->bytes.length))
        return -1;
    memcpy(to->ends, from->ends, (size_t)s->nseries * sizeof *to->ends);
    return 0;
}

static int copy_past(const vado_simulation *from, vado_simulation *to) {
    size_t room = 2; /* as room_for_day leaves it */
    while (room < (size_t)from->ndays + 1)
        room *= 2;
    to->days = malloc(room * ((size_t)to->columns + 1) * sizeof *to->days);
    to->months = calloc((size_t)from->nmonths + 1, sizeof *to->months);
    if (!to->days || !to->months)
        return -1;
    memcpy(to->sums, from->sums, (size_t)to->width * sizeof *to->sums);
    if (from->ndays > 0)
        memcpy(to->days, from->days, (size_t)from->ndays * (size_t)to->columns * sizeof *to->days);
    to->ndays = from->ndays;
    memcpy(to->today, from->today, sizeof to->today);
    for (; to->nmonths < from->nmonths; to->nmonths++)
        if (copy_month(from, &from->months[to->nmonths], &to->months[to->nmonths])) {
            sim_month_free(&to->months[to->nmonths]);
            return -1;
        }
    return 0;
}

int vado_branch(vado *v, const vado_simulation *s, vado_simulation **out) {
    if (v)
        ctx_clear(v);
    if (out)
        *out = NULL;
    if (!v || !s || !out)
        return num_nothing(v, s ? "out" : "simulation");
    if (s->failed)
        return ctx_fail(v, VADO_ERR_USAGE, "%s: a day failed before, nothing can go on from there", s->today);
    vado_simulation *branch = make(sim_input_share(s->input));
    int status = !branch || copy_past(s, branch) ? no_memory(v) : go_on(v, s, s->input, &branch->member);
    if (status)
        vado_simulation_close(&branch);
    *out = branch;
    return status;
}
