/* See forecast.h.
 *
 * 1. The scenario is opened with the table of latents that ends with the month before the first that is foretold: what
 *    they do after it is what that table expects of them, with innovations of each member's own.
 * 2. What of the schedule was not known on the first day is taken out; where the policy is not known both governments
 *    react from that day on, and what the destination asks for is drawn.
 * 3. Members are brought to the level of the months that the latents saw (run/level.h), which no later figure enters.
 * 4. All live through the past again and on; of their months only those foretold, and the origin's own, are kept.
 */
#include "study/forecast.h"

#include "run/level.h"
#include "run/variants.h"
#include "scenario/variant.h"
#include "study/studies.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const fct_margin_words[FCT_MARGINS] = {"", "place", "nationality", "group"};

static const char react_path[] = "diplomacy.endogenous";

/* ---- opening ---- */

typedef struct {
    vado_input input;
    char latents[1536], until[8], set[80];
    const char **sets; /* those given, then `set` */
} asked_input;

static int fits(const vado_input *in, const fct_ask *ask, asked_input *to) {
    char origin[8];
    to->input = *in;
    to->sets = NULL;
    month_format(ask->first_month - 1, origin);
    month_format(ask->first_month + ask->months - 1, to->until);
    to->input.from = NULL;
    to->input.until = to->until;
    if (in->latents)
        return 0;
    to->input.latents = to->latents;
    return snprintf(to->latents, sizeof to->latents, "%s/latents/%s.csv", in->scenario, origin) <
                   (int)sizeof to->latents
               ? 0
               : -1;
}

/* The setting by which the governments react from the first day on. */
static int let_react(const vado_input *in, int first_month, asked_input *to) {
    char day[11];
    day_format(month_start(first_month), day);
    (void)snprintf(to->set, sizeof to->set, "%s=1@%s", react_path, day);
    if (!(to->sets = calloc((size_t)in->nsets + 1, sizeof *to->sets)))
        return -1;
    for (int i = 0; i < in->nsets; i++)
        to->sets[i] = in->sets[i];
    to->sets[in->nsets] = to->set;
    to->input.sets = to->sets;
    to->input.nsets = in->nsets + 1;
    return 0;
}

static int can_react(const inp_opened *o) {
    int p = par_find(&o->scenario.registry, react_path);
    return p >= 0 && o->kind->acts && o->kind->acts(&o->scenario, p);
}

/* Is there a table of the scenario under the name that the origin's would have? */
static int has_table(const scn_scenario *s, int month) {
    char name[32], text[8];
    month_format(month, text);
    (void)snprintf(name, sizeof name, "latents/%s.csv", text);
    return scn_folder_find(&s->folder, name) != NULL;
}

static int no_table(vado *v, const vado_input *in, int first_month) {
    char origin[8], first[8];
    month_format(first_month - 1, origin);
    month_format(first_month, first);
    return ctx_fail(v, VADO_ERR_INPUT,
                    SAY_FROM ": found %s, expected a month for which latents were fitted that end just before it: "
                             "`" SAY_FIT " %s " SAY_UNTIL " %s` writes latents/%s.csv",
                    first, in->scenario, origin, origin);
}

/* The first look: does the scenario hold what is asked for? */
static int look(vado *v, const vado_input *in, fct_ask *ask, int *reacts) {
    inp_opened o;
    vado_input bare = *in;
    bare.from = bare.until = NULL;
    int status = inp_open_quick(v, &bare, 0, &o);
    if (status)
        return status;
    const scn_scenario *s = &o.scenario;
    char first[8], from[8], last[8];
    month_format(ask->first_month, first);
    month_format(month_of_day(o.own_from) + 1, from);
    month_format(month_of_day(o.own_last - 1), last);
    int end = month_of_day(o.own_last - 1), left = end - ask->first_month + 1;
    if (ask->months == 0)
        ask->months = left < FCT_MONTHS ? left : FCT_MONTHS;
    if (!o.kind->level_months)
        status = ctx_fail(v, VADO_ERR_USAGE, "found model '%s', expected one that is fitted: 'corridor'", o.kind->name);
    else if (ask->first_month <= month_of_day(o.own_from) || ask->first_month > end)
        status = ctx_fail(v, VADO_ERR_INPUT, SAY_FROM ": found %s, expected a month of %s to %s", first, from, last);
    else if (ask->months > left)
        status = ctx_fail(v, VADO_ERR_INPUT,
                          SAY_MONTHS ": found %d from %s on, expected at most %d: the scenario ends with %s (its "
                                     "`projection`)",
                          ask->months, first, left, last);
    else if (!in->latents && !has_table(s, ask->first_month - 1))
        status = no_table(v, in, ask->first_month);
    *reacts = status == 0 && !ask->policy_known && can_react(&o);
    inp_close(&o);
    return status;
}

static int open_origin(vado *v, const vado_input *in, asked_input *asked, fct_result *r) {
    fct_ask *ask = &r->ask;
    int status = look(v, in, ask, &r->governments_react);
    if (status)
        return status;
    if (fits(in, ask, asked))
        return ctx_fail(v, VADO_ERR_FILE, "%s: the path is too long", in->scenario);
    if (r->governments_react && let_react(in, ask->first_month, asked))
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    if ((status = inp_open(v, &asked->input, 1, &r->in)))
        return status;
    int seen = fct_last_seen(&r->in.scenario);
    char found[8], wanted[8];
    month_format(seen < 0 ? 0 : seen, found);
    month_format(ask->first_month - 1, wanted);
    if (seen != ask->first_month - 1)
        return ctx_fail(v, VADO_ERR_INPUT,
                        "%s: found latents %s%s, expected a table that was fitted until %s and says what is expected "
                        "after it",
                        asked->input.latents, seen < 0 ? "of which nothing says when they end" : "that saw figures to ",
                        seen < 0 ? "" : found, wanted);
    return 0;
}

static int make_variant(vado *v, fct_result *r) {
    rep_report rep;
    if (scn_variant_make(&r->variant, &r->in.scenario))
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    fct_forget(&r->variant, month_start(r->ask.first_month), &r->ask, r->governments_react, &r->rows);
    rep_init(&rep);
    int status = 0;
    if (r->in.kind->open(&r->variant, &r->model, &rep)) {
        r->model = NULL;
        status = ctx_report(v, &rep);
        status = status ? status : ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    rep_free(&rep);
    return status;
}

/* ---- what is told ---- */

static void add(fct_result *r, const mdl_series *s, fct_margin margin, int at, const char *name) {
    r->targets[r->ntargets++] = (fct_target){s, margin, at, name};
}

/* The main series by every margin it keeps; people who are there by place; of all harm the whole. */
static int list_targets(fct_result *r) {
    const scn_scenario *s = &r->variant;
    size_t most = (size_t)r->nseries + (size_t)s->nnationalities + DEMO_COUNT;
    for (int i = 0; i < r->nseries; i++)
        most += (size_t)r->series[i].nplaces;
    int main_one = mdl_main(r->nseries, r->series);
    r->targets = calloc(most + 1, sizeof *r->targets);
    if (!r->targets)
        return -1;
    for (int k = -1; k < r->nseries; k++) {
        int i = k < 0 ? main_one : k, is_main = i == main_one;
        if (i < 0 || (k >= 0 && (is_main || r->ask.main_only)))
            continue;
        const mdl_series *x = &r->series[i];
        int stock = x->sum == SERIES_MEAN && strcmp(x->unit, "people") == 0;
        if (!is_main && !stock && !x->harm)
            continue;
        add(r, x, FCT_WHOLE, 0, "");
        for (int p = 0; (is_main || stock) && p < x->nplaces; p++)
            add(r, x, FCT_PLACE, p, x->places[p]);
        for (int n = 0; is_main && x->by_nationality && n < s->nnationalities; n++)
            add(r, x, FCT_NATIONALITY, n, s->nationalities[n].name);
        for (int g = 0; is_main && x->by_group && g < DEMO_COUNT; g++)
            add(r, x, FCT_GROUP, g, scn_demographic_names[g]);
    }
    return 0;
}

/* Sum of the cells of a target; cells of a series: place slowest, group fastest. */
static double sum_of(const fct_target *t, int nationalities, const double *cells) {
    const mdl_series *s = t->series;
    int groups = s->by_group ? DEMO_COUNT : 1, people = s->by_nationality ? nationalities : 1;
    double sum = 0;
    for (int i = 0; i < s->cells; i++) {
        int own = t->margin == FCT_PLACE         ? i / groups / people
                  : t->margin == FCT_NATIONALITY ? i / groups % people
                  : t->margin == FCT_GROUP       ? i % groups
                                                 : t->at;
        if (own == t->at)
            sum += cells[i];
    }
    return sum;
}

double *fct_at(fct_result *r, int target, int month, int member) {
    return &r->value[((size_t)target * (size_t)r->months + (size_t)month) * (size_t)r->members + (size_t)member];
}

static int take(void *user, int variant, int member, const double *record) {
    fct_result *r = user;
    (void)variant;
    for (int m = 0; m < r->months; m++) {
        int month = r->ask.first_month - 1 + m;
        double days = (double)(month_start(month + 1) - month_start(month));
        for (int i = 0; i < r->ntargets; i++) {
            const fct_target *t = &r->targets[i];
            const double *cells = record + (size_t)m * r->width + t->series->offset;
            double x = sum_of(t, r->variant.nnationalities, cells);
            if (t->series->sum == SERIES_MEAN)
                x /= days;
            if (t->series->sum == SERIES_RATIO) {
                double below = sum_of(t, r->variant.nnationalities, cells + t->series->cells);
                x = below > 0 ? x / below : NAN;
            }
            *fct_at(r, i, m, member) = x;
        }
    }
    return r->ask.keeper ? r->ask.keeper->keep(r->ask.keeper->user, r, member) : 0;
}

const double *fct_values(const fct_result *r, int target, int month) {
    return r->value + ((size_t)target * (size_t)r->months + (size_t)month) * (size_t)r->members;
}

/* ---- running ---- */

/* Members that are to be run, into which [members]: those that nobody keeps. */
static int to_run(fct_result *r, int *which) {
    const fct_keeper *k = r->ask.keeper;
    int n = 0;
    for (int i = 0; i < r->members; i++) {
        if (k && k->known(k->user, r, i))
            continue;
        if (k && k->first > 0 && (i + 1 < k->first || i + 1 > k->last))
            r->missing++;
        else
            which[n++] = i;
    }
    return n;
}

static int live(vado *v, const vado_input *given, const vado_run_options *o, fct_result *r, int n, const int *which) {
    mdl_member_options options = run_members(o);
    lev_levels *levels = NULL;
    const var_one one = {.model = r->model};
    int64_t from = month_start(r->ask.first_month - 1);
    int status = lev_open(v, &r->in, given, &options, &levels);
    if (status == 0)
        status = lev_make(v, levels, n, which, o->threads);
    if (status == 0) {
        const var_job job = {.v = v,
                             .kind = r->in.kind,
                             .n = 1,
                             .variants = &one,
                             .options = options,
                             .nmembers = n,
                             .which = which,
                             .levels = levels,
                             .threads = o->threads,
                             .from = from,
                             .until = month_start(r->ask.first_month + r->ask.months),
                             .take = take,
                             .user = r};
        status = var_run(&job);
    }
    lev_close(levels);
    return status;
}

static int all_members(vado *v, const vado_input *given, const vado_run_options *o, fct_result *r) {
    int *which = calloc((size_t)r->members + 1, sizeof *which);
    if (!which)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    int n = to_run(r, which), status = n > 0 ? live(v, given, o, r, n, which) : 0;
    free(which);
    return status;
}

int fct_run(vado *v, const vado_input *in, const vado_run_options *o, const fct_ask *ask, fct_result *r) {
    vado_run_options mine = *o;
    asked_input asked;
    memset(r, 0, sizeof *r);
    memset(&asked, 0, sizeof asked);
    r->ask = *ask;
    mine.members = o->members ? o->members : FCT_MEMBERS;
    if (mine.members < 2)
        return ctx_fail(v, VADO_ERR_USAGE, SAY_MEMBERS ": found %d, expected 2 at least: one member has no spread",
                        mine.members);
    int status = run_settle(v, &mine);
    if (status == 0)
        status = open_origin(v, in, &asked, r);
    mine.level = VADO_LEVEL_KNOWN; /* whatever was asked for */
    if (status == 0)
        status = run_settle_model(v, &r->in, &mine);
    r->of_posterior = mine.level == VADO_LEVEL_POSTERIOR;
    if (status == 0)
        status = make_variant(v, r);
    if (status == 0) {
        r->members = mine.members;
        r->months = r->ask.months + 1;
        r->nseries = r->in.kind->series(r->model, &r->series);
        r->width = (size_t)r->in.kind->record_width(r->model);
        if (list_targets(r) ||
            !(r->value = calloc((size_t)r->ntargets * (size_t)r->months * (size_t)r->members + 1, sizeof *r->value)))
            status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    if (status == 0)
        status = all_members(v, &asked.input, &mine, r);
    free(asked.sets);
    if (status)
        fct_free(r);
    return status;
}

void fct_free(fct_result *r) {
    if (r->model)
        r->in.kind->close(r->model);
    if (r->variant.values)
        scn_variant_free(&r->variant);
    if (r->in.kind)
        inp_close(&r->in);
    free(r->targets);
    free(r->value);
    memset(r, 0, sizeof *r);
}

/* ---- the command ---- */

int fct_asked(vado *v, const vado_forecast_options *f, fct_ask *ask) {
    int64_t day = 0;
    *ask = (fct_ask){.months = f->months, .policy_known = f->policy_known};
    if (ask->months < 0 || ask->months > FCT_MONTHS_MAX)
        return ctx_fail(v, VADO_ERR_USAGE, SAY_MONTHS ": found %d, expected 1 to %d", f->months, FCT_MONTHS_MAX);
    if (!f->from)
        return 0;
    if (strlen(f->from) != 7 || day_parse(f->from, &day))
        return ctx_fail(v, VADO_ERR_USAGE,
                        SAY_FROM ": found '%s', expected the first month to be foretold, write it as 2022-01", f->from);
    ask->first_month = month_of_day(day);
    return 0;
}

int std_forecast(vado *v, const vado_input *in, const vado_run_options *o, const vado_forecast_options *f,
                 vado_writer *w, void *user) {
    fct_ask ask;
    fct_result r;
    vado_forecast_options mine = *f;
    int status = fct_asked(v, f, &ask);
    mine.members_alone = f->members_alone || in->npolicies + in->nsets > 0; /* the last value does not answer to them */
    if (status == 0 && !f->from)
        status = ctx_fail(v, VADO_ERR_USAGE, SAY_FROM ": expected the first month to be foretold, as 2022-01");
    if (status == 0)
        status = fct_run(v, in, o, &ask, &r);
    if (status)
        return status;
    status = fct_write(v, &r, o, &mine, w, user);
    fct_free(&r);
    return status;
}
