/* See judged.h.
 *
 * 1. The whole is run once, in expected people at the centre of the parameters; how it stood at the first mornings of
 *    quarters is kept, as far as there is room (run/past.h).
 * 2. Every number is moved up, and down if any outcome followed. What the schedule moves later begins where the whole
 *    stood. Months before are the whole's.
 * 3. Numbers are sorted by size: for each outcome and span the larger of both sides' |log of the outcome over the
 *    whole's|, and of these the mean. So a number that moves one outcome alone counts by an eighth of what it does
 * there.
 * 4. The largest are moved again with departures brought to the level of the fit (corridor/level.c), as a member's are
 *    whose parameters are not the centre's: that is what is left when latents may answer.
 */
#include "study/judged.h"

#include "corridor/corridor.h"
#include "run/crew.h"
#include "run/variants.h"
#include "text/say.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 16 };
static const char *const outcome_names[JDG_OUTCOMES] = {
    COR_SERIES_ENCOUNTERS, COR_SERIES_DEATHS,      COR_SERIES_KIDNAPPINGS,   COR_SERIES_WAITING,
    COR_SERIES_CUSTODY,    COR_SERIES_WAY_RETURNS, COR_SERIES_GAP_CROSSINGS, COR_SERIES_GOTAWAYS};

typedef struct {
    vado *v;
    jdg_result *r;
    const vado_judged_options *o;
    pst_past *past;
    double *months; /* [months][outcomes] of the whole */
    int first, nmonths, done, total;
    mdl_level aim;
} study;

/* A batch of runs: of which number, moved to which side, which way. */
typedef struct {
    study *t;
    int n, way;
    jdg_number *number[BATCH];
    int side[BATCH];
    jdg_variant variant[BATCH];
    var_one one[BATCH];
    mdl_level level[BATCH];
} batch;

static mdl_member_options centre(void) {
    return (mdl_member_options){.arithmetic = ENG_FLUID, .seed = 1, .members = 1};
}

/* ---- outcomes ---- */

static int find_outcomes(study *t) {
    jdg_result *r = t->r;
    int n = r->in->kind->series(r->in->model, &r->series);
    for (int k = 0; k < JDG_OUTCOMES; k++)
        for (int i = 0; i < n; i++)
            if (strcmp(r->series[i].name, outcome_names[k]) == 0 && r->series[i].sum != SERIES_RATIO)
                r->outcome[r->noutcomes++] = i;
    return r->noutcomes > 0
               ? 0
               : ctx_fail(t->v, VADO_ERR_USAGE,
                          "found a scenario of the model '%s', expected one that counts encounters", r->in->kind->name);
}

static double sum_of(const mdl_series *s, const double *record) {
    double sum = 0;
    for (int i = 0; i < s->cells; i++)
        sum += record[s->offset + i];
    return sum;
}

/* Months as they were run into totals: of flows a sum, of stocks the mean of the days. */
static void totals(const study *t, const double *months, double out[JDG_SPANS][JDG_OUTCOMES]) {
    const jdg_result *r = t->r;
    const scn_scenario *s = &r->in->scenario;
    int end = t->nmonths > JDG_END_MONTHS ? t->nmonths - JDG_END_MONTHS : 0;
    for (int span = 0; span < JDG_SPANS; span++)
        for (int k = 0; k < r->noutcomes; k++) {
            int from = span == JDG_END ? end : 0;
            int64_t first = span == JDG_END && end > 0 ? month_start(t->first + end) : s->from;
            out[span][k] = 0;
            for (int m = from; m < t->nmonths; m++)
                out[span][k] += months[m * JDG_OUTCOMES + k];
            if (r->series[r->outcome[k]].sum == SERIES_MEAN)
                out[span][k] /= (double)(s->until - first);
        }
}

static void months_of(const study *t, int from, const double *record, double *out) {
    size_t width = (size_t)t->r->in->kind->record_width(t->r->in->model);
    for (int m = from; m < t->nmonths; m++)
        for (int k = 0; k < t->r->noutcomes; k++)
            out[m * JDG_OUTCOMES + k] = sum_of(&t->r->series[t->r->outcome[k]], record + (size_t)(m - from) * width);
}

static int take_whole(void *user, int variant, int member, const double *record) {
    study *t = user;
    (void)variant, (void)member;
    months_of(t, 0, record, t->months);
    totals(t, t->months, t->r->whole);
    return 0;
}

/* ---- running ---- */

static var_job job_of(study *t, int n, const var_one *variants) {
    const scn_scenario *s = &t->r->in->scenario;
    return (var_job){.v = t->v,
                     .kind = t->r->in->kind,
                     .n = n,
                     .variants = variants,
                     .options = centre(),
                     .threads = t->o->threads,
                     .from = s->from,
                     .until = s->until,
                     .nasked = t->r->noutcomes,
                     .asked = t->r->outcome,
                     .user = t};
}

static void told(study *t, int more) {
    int64_t days = t->r->in->scenario.until - t->r->in->scenario.from;
    t->done += more;
    if (t->v->progress)
        t->v->progress(t->v->progress_user, t->done * days, t->total * days, -1);
}

/* As var_run, which tells of its own runs alone. */
static int run_quietly(study *t, const var_job *job) {
    vado_progress *progress = t->v->progress;
    t->v->progress = NULL;
    int status = var_run(job);
    t->v->progress = progress;
    told(t, job->n);
    return status;
}

static int run_whole(study *t) {
    const var_one one = {.model = t->r->in->model, .past = t->past};
    var_job job = job_of(t, 1, &one);
    job.take = take_whole;
    return run_quietly(t, &job);
}

static int take(void *user, int variant, int member, const double *record) {
    batch *b = user;
    study *t = b->t;
    jdg_number *x = b->number[variant];
    int from = x->start == INT64_MIN || b->way == JDG_LEVELLED ? 0 : month_of_day(x->start) - t->first;
    double now[JDG_SPANS][JDG_OUTCOMES], *months = malloc((size_t)t->nmonths * JDG_OUTCOMES * sizeof *months);
    (void)member;
    if (!months)
        return -1;
    memcpy(months, t->months, (size_t)t->nmonths * JDG_OUTCOMES * sizeof *months);
    months_of(t, from, record, months);
    totals(t, months, now);
    free(months);
    for (int span = 0; span < JDG_SPANS; span++)
        for (int k = 0; k < t->r->noutcomes; k++)
            x->effects[b->way].effect[b->side[variant]][span][k] = log((now[span][k] + 1) / (t->r->whole[span][k] + 1));
    return 0;
}

static int level(void *user, int i, void *room, char words[CREW_WORDS]) {
    static const mdl_stop never = {NULL, NULL};
    batch *b = user;
    mdl_member_options o = centre();
    (void)room;
    o.layer_parameters = 1; /* all are fixed: nothing is drawn */
    if (ctx_cancelled(b->t->v))
        return VADO_ERR_CANCELLED;
    int status = b->t->r->in->kind->level(b->variant[i].model, &o, &b->t->aim, &b->level[i], &never);
    if (status)
        (void)snprintf(words, CREW_WORDS, "the level with '%s' moved cannot be found", b->number[i]->name);
    return status ? VADO_ERR_RUN : 0;
}

static int find_levels(batch *b) {
    char words[CREW_WORDS] = "";
    const crew_list list = {.jobs = b->n, .threads = b->t->o->threads, .work = level, .user = b};
    int status = crew_run(&list, words);
    for (int i = 0; i < b->n; i++)
        b->one[i].level = &b->level[i];
    return status && status != VADO_ERR_CANCELLED ? ctx_fail(b->t->v, status, "%s", words) : status;
}

static int open_variant(batch *b, int i) {
    const jdg_result *r = b->t->r;
    jdg_variant *x = &b->variant[i];
    rep_report rep;
    if (jdg_vary(r, b->number[i], b->side[i], x))
        return ctx_fail(b->t->v, VADO_ERR_MEMORY, "out of memory");
    rep_init(&rep);
    int status = r->in->kind->open(&x->s, &x->model, &rep) ? ctx_report(b->t->v, &rep) : 0;
    rep_free(&rep);
    b->one[i].model = x->model;
    return x->model ? 0 : status ? status : ctx_fail(b->t->v, VADO_ERR_MEMORY, "out of memory");
}

/* Does any outcome follow at all? */
static int moves(const jdg_result *r, const jdg_effect *e, int side) {
    for (int span = 0; span < JDG_SPANS; span++)
        for (int k = 0; k < r->noutcomes; k++)
            if (fabs(e->effect[side][span][k]) > JDG_LEAST)
                return 1;
    return 0;
}

/* All of a batch begin on one morning. */
static int run_batch(batch *b) {
    study *t = b->t;
    int64_t start = b->n > 0 && b->way == JDG_HELD ? b->number[0]->start : INT64_MIN;
    var_state state = {0};
    var_job job = job_of(t, b->n, b->one);
    int status = 0;
    if (start != INT64_MIN)
        status = var_reach(&job, t->r->in->model, start, t->past, 0, &state);
    for (int i = 0; i < b->n && !status; i++) {
        status = open_variant(b, i);
        b->one[i].start = start == INT64_MIN ? NULL : &state;
    }
    if (!status && b->way == JDG_LEVELLED)
        status = find_levels(b);
    job.from = start == INT64_MIN ? job.from : start;
    job.take = take;
    job.user = b;
    status = status ? status : run_quietly(t, &job);
    for (int i = 0; i < b->n; i++) {
        jdg_variant_free(t->r, &b->variant[i]);
        free(b->level[i].x);
    }
    free(state.bytes);
    *b = (batch){.t = t, .way = b->way};
    return status;
}

/* The first n numbers, which are in order of where they begin; no batch has runs of two mornings. pass 0: to the side
 * that moves its value, up if both do; 1: to the other, those that moved an outcome. */
static int run_pass(study *t, int n, int way, int pass) {
    batch *b = calloc(1, sizeof *b);
    int status = b ? 0 : ctx_fail(t->v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; i < n && !status; i++) {
        jdg_number *x = &t->r->numbers[i];
        int first = x->moved[JDG_UP][0] == x->low && x->moved[JDG_UP][1] == x->high ? JDG_DOWN : JDG_UP;
        b->t = t;
        b->way = way;
        if (pass == 1 && !moves(t->r, &x->effects[way], first)) {
            told(t, 1);
            continue;
        }
        if (b->n == BATCH || (way == JDG_HELD && b->n > 0 && b->number[0]->start != x->start))
            status = run_batch(b);
        b->number[b->n] = x;
        b->side[b->n++] = pass == 0 ? first : JDG_SIDES - 1 - first;
        x->effects[way].done = 1;
    }
    if (!status && b->n > 0)
        status = run_batch(b);
    free(b);
    return status;
}

static int run_numbers(study *t, int n, int way) {
    int status = run_pass(t, n, way, 0);
    return status ? status : run_pass(t, n, way, 1);
}

/* ---- order ---- */

static int by_start(const void *a, const void *b) {
    const jdg_number *x = a, *y = b;
    return x->start != y->start ? (x->start < y->start ? -1 : 1) : strcmp(x->name, y->name);
}

static int by_size(const void *a, const void *b) {
    const jdg_number *x = a, *y = b;
    double p = x->effects[JDG_HELD].size, q = y->effects[JDG_HELD].size;
    return p != q ? (p > q ? -1 : 1) : strcmp(x->name, y->name);
}

static void sizes(jdg_result *r, int n, int way) {
    for (int i = 0; i < n; i++) {
        jdg_effect *e = &r->numbers[i].effects[way];
        e->size = 0;
        for (int span = 0; span < JDG_SPANS; span++)
            for (int k = 0; k < r->noutcomes; k++)
                e->size += fmax(fabs(e->effect[JDG_DOWN][span][k]), fabs(e->effect[JDG_UP][span][k])) /
                           (JDG_SPANS * r->noutcomes);
    }
}

/* ---- the whole of it ---- */

static int relevel(study *t) {
    static const mdl_stop never = {NULL, NULL};
    jdg_result *r = t->r;
    const mdl_kind *kind = r->in->kind;
    int n = t->o->largest < r->n ? t->o->largest : r->n;
    if (n == 0 || !kind->level || kind->level_months(r->in->model) == 0)
        return 0;
    if (kind->level_aim(r->in->model, &t->aim, &never))
        return ctx_fail(t->v, VADO_ERR_RUN, "the central run, whose level the moved runs are brought to, failed");
    int status = run_numbers(t, n, JDG_LEVELLED);
    sizes(r, n, JDG_LEVELLED);
    r->nlevelled = status ? 0 : n;
    return status;
}

static int all(study *t) {
    jdg_result *r = t->r;
    int status = find_outcomes(t);
    if (!status && jdg_find(r, t->o->nnumbers, t->o->numbers))
        status = ctx_fail(t->v, VADO_ERR_MEMORY, "out of memory");
    if (!status && r->n == 0)
        status = ctx_fail(t->v, VADO_ERR_USAGE,
                          SAY_NUMBERS ": found no number of the scenario that rests on judgement and can be moved, "
                                      "expected the name of one or how some begin, as 'mexico.*' or 'legs.csv*'");
    if (status)
        return status;
    qsort(r->numbers, (size_t)r->n, sizeof *r->numbers, by_start);
    t->total = 1 + JDG_SIDES * (r->n + (t->o->largest < r->n ? t->o->largest : r->n));
    status = run_whole(t);
    status = status ? status : run_numbers(t, r->n, JDG_HELD);
    sizes(r, r->n, JDG_HELD);
    qsort(r->numbers, (size_t)r->n, sizeof *r->numbers, by_size);
    return status ? status : relevel(t);
}

int jdg_run(vado *v, const inp_opened *in, const vado_judged_options *o, jdg_result *r) {
    const scn_scenario *s = &in->scenario;
    study t = {.v = v, .r = r, .o = o, .first = month_of_day(s->from)};
    memset(r, 0, sizeof *r);
    r->in = in;
    r->factor = o->factor > 0 ? o->factor : JDG_FACTOR;
    t.nmonths = month_of_day(s->until - 1) - t.first + 1;
    t.months = calloc((size_t)t.nmonths * JDG_OUTCOMES + 1, sizeof *t.months);
    t.past = pst_open((size_t)PST_MEGABYTES << 20);
    int status = t.months && t.past ? all(&t) : ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    free(t.months);
    free(t.aim.x);
    pst_close(t.past);
    if (status)
        jdg_free(r);
    return status;
}

void jdg_free(jdg_result *r) {
    free(r->numbers);
    memset(r, 0, sizeof *r);
}
