/* The runs of an explanation: what is switched in them, and how few days they need. */
#include "study/explain_parts.h"

#include "scenario/variant.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAD_DAYS = 180 };
static const int64_t never = INT64_MAX / 4;

/* A set of switches without the latent's bit: which of the models. */
static int model_of(int set) { return set & (EXP_MODELS - 1); }

static void take_out(const exp_job *j, scn_scenario *s, int without_event, int without_other) {
    int kept = 0;
    for (int i = 0; i < s->nchanges; i++) {
        scn_change c = s->changes[i];
        if (j->policy && j->chosen[i]) { /* the schedule's rows of the measure stay, the policy's decide */
            if (j->chosen[i] == EXP_OF_EVENT || without_event != j->laid)
                s->changes[kept++] = c;
            continue;
        }
        if (j->chosen[i] ? without_event && c.from == j->r->day : without_other && c.from >= j->r->day)
            continue;
        if (j->chosen[i] ? without_event && c.until == j->r->day : without_other && c.until >= j->r->day)
            c.until = never;
        s->changes[kept++] = c;
    }
    s->nchanges = kept;
}

static int make_model(exp_job *j, int set) {
    static const char *const season[] = {"origins.season", "origins.season_mexican_adults"};
    scn_scenario *s = &j->scenario[set];
    rep_report rep;
    if (scn_variant_make(s, &j->in.scenario))
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    take_out(j, s, !(set >> EXP_EVENT & 1), !(set >> EXP_OTHER & 1));
    for (int i = 0; i < 2 && !(set >> EXP_SEASON & 1); i++)
        if (scn_variant_hold(s, season[i], 0))
            return ctx_fail(j->v, VADO_ERR_RUN, "the parameter %s cannot be held at 0: a fault of the program",
                            season[i]);
    rep_init(&rep);
    int status = 0;
    if (j->in.kind->open(s, &j->model[set], &rep)) {
        j->model[set] = NULL;
        status = ctx_report(j->v, &rep);
        if (!status)
            status = ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    }
    rep_free(&rep);
    return status;
}

int exp_make_models(exp_job *j) {
    int status = 0;
    for (int set = 0; status == 0 && set < EXP_MODELS; set++)
        status = make_model(j, set);
    return status;
}

static int64_t start_day(const exp_job *j) { return month_start(j->r->before_first) - LEAD_DAYS; }

int exp_make_latents(exp_job *j) {
    if (cor_latents_init(&j->moving, j->in.model) || cor_latents_copy(&j->flat, &j->moving) ||
        cor_latents_copy(&j->still, &j->moving))
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    /* the middle of the months before */
    cor_latents_hold(&j->flat, (month_start(j->r->before_first) + month_start(j->r->after_first)) / 2);
    cor_latents_hold(&j->still, start_day(j));
    return 0;
}

/* Which of the runs before the event one of those after it goes on from: until then event and other dates differ in
 * nothing. */
enum { FROM_STILL = 4, BEFORE_RUNS };
static int before_of(int set) {
    return set == EXP_STILL ? FROM_STILL : (set >> EXP_SEASON & 1) | (set >> EXP_LATENT & 1) << 1;
}

typedef struct {
    exp_job *j;
    double *before; /* [BEFORE_RUNS][sectors][people] means of the months before */
    var_state start, reached[BEFORE_RUNS];
} legs;

/* Means over so many months of encounters by sector and nationality, all groups together. */
static void means(const exp_job *j, const double *record, int months, double *out) {
    const exp_result *r = j->r;
    const mdl_series *list;
    (void)j->in.kind->series(j->in.model, &list);
    const mdl_series *s = &list[j->series];
    size_t width = (size_t)j->in.kind->record_width(j->in.model), cells = (size_t)(r->nsectors * r->npeople);
    for (size_t c = 0; c < cells; c++) {
        out[c] = 0;
        for (int m = 0; m < months; m++)
            for (int g = 0; g < DEMO_COUNT; g++)
                out[c] += record[(size_t)m * width + (size_t)s->offset + c * DEMO_COUNT + (size_t)g] / months;
    }
}

static int take_before(void *user, int run, int member, const double *record) {
    legs *l = user;
    const exp_result *r = l->j->r;
    (void)member;
    means(l->j, record, r->before_count, l->before + (size_t)run * (size_t)(r->nsectors * r->npeople));
    return 0;
}

static int take_after(void *user, int set, int member, const double *record) {
    legs *l = user;
    const exp_result *r = l->j->r;
    size_t cells = (size_t)(r->nsectors * r->npeople);
    double *value = l->j->value + (size_t)set * cells;
    (void)member;
    means(l->j, record, r->after_count, value);
    for (size_t c = 0; c < cells; c++)
        value[c] -= l->before[(size_t)before_of(set) * cells + c];
    return 0;
}

/* Encounters of all months from the event's on, with it (0) and without it (1). */
static int take_all(void *user, int variant, int member, const double *record) {
    exp_job *j = ((legs *)user)->j;
    const mdl_series *list;
    (void)member;
    (void)j->in.kind->series(j->in.model, &list);
    const mdl_series *s = &list[j->series];
    size_t width = (size_t)j->in.kind->record_width(j->in.model);
    double sum = 0;
    for (int m = 0; m < j->r->all_count; m++)
        for (int c = 0; c < s->cells; c++)
            sum += record[(size_t)m * width + (size_t)s->offset + (size_t)c];
    j->r->all[variant] = sum;
    return 0;
}

static var_one variant(exp_job *j, int set) {
    if (set == EXP_STILL)
        return (var_one){.model = j->model[0], .latents = &j->still};
    return (var_one){.model = j->model[model_of(set)], .latents = set >> EXP_LATENT & 1 ? &j->moving : &j->flat};
}

/* From the start of step 2 to the morning of the event's month. */
static int run_before(legs *l, var_job *runs) {
    static const int event = 1 << EXP_EVENT | 1 << EXP_OTHER;
    var_one one[BEFORE_RUNS];
    for (int set = 0; set < EXP_RUNS; set++)
        if (set == EXP_STILL || (set & event) == event) {
            one[before_of(set)] = variant(l->j, set);
            one[before_of(set)].start = l->start.bytes ? &l->start : NULL;
            one[before_of(set)].end = &l->reached[before_of(set)];
        }
    runs->n = BEFORE_RUNS;
    runs->variants = one;
    runs->from = month_start(l->j->r->before_first);
    runs->until = month_start(l->j->r->after_first);
    runs->take = take_before;
    return var_run(runs);
}

static int run_after(legs *l, var_job *runs, int n, const int *sets, int64_t until,
                     int (*take)(void *, int, int, const double *)) {
    var_one one[EXP_RUNS];
    for (int i = 0; i < n; i++) {
        one[i] = variant(l->j, sets[i]);
        one[i].start = &l->reached[before_of(sets[i])];
    }
    runs->n = n;
    runs->variants = one;
    runs->from = month_start(l->j->r->after_first);
    runs->until = until;
    runs->take = take;
    return var_run(runs);
}

int exp_run_all(exp_job *j, int threads) {
    exp_result *r = j->r;
    static const int pair[2] = {EXP_SETS - 1, (EXP_SETS - 1) & ~(1 << EXP_EVENT)};
    legs l = {.j = j};
    var_job runs = {.v = j->v,
                    .kind = j->in.kind,
                    .options = {.arithmetic = ENG_FLUID, .seed = 1, .members = 1},
                    .threads = threads,
                    .user = &l};
    int all[EXP_RUNS], status = 0;
    for (int set = 0; set < EXP_RUNS; set++)
        all[set] = set;
    if (!(l.before = calloc((size_t)BEFORE_RUNS * (size_t)(r->nsectors * r->npeople) + 1, sizeof *l.before)))
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    if (start_day(j) > j->in.scenario.from - j->in.scenario.spin_up_days)
        status = var_reach(&runs, j->in.model, start_day(j), j->past, EXP_CENTRAL, &l.start);
    if (!status)
        status = run_before(&l, &runs);
    if (!status)
        status = run_after(&l, &runs, EXP_RUNS, all, month_start(r->after_first + r->after_count), take_after);
    if (!status && j->policy) {
        r->all_count = month_of_day(j->in.scenario.until - 1) - r->after_first + 1;
        status = run_after(&l, &runs, 2, pair, j->in.scenario.until, take_all);
    }
    free(l.start.bytes);
    for (int i = 0; i < BEFORE_RUNS; i++)
        free(l.reached[i].bytes);
    free(l.before);
    return status;
}
