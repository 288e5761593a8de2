/* See variants.h.
 *
 * 1. Runs are numbered, member by member and in it variant by variant; each thread takes the next number.
 * 2. A run keeps the sums of its months in memory of its own and hands them to `take` under a lock: what is taken does
 *    not depend on who ran what, as long as `take` keeps variants and members apart.
 * 3. The caller's thread waits, and alone calls the progress function. The wish to stop is looked for once a month.
 */
#include "run/variants.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_THREADS = 64 };

typedef struct {
    const var_job *job;
    int runs, next, done, status, open; /* open: threads at work */
    char words[256];
    pthread_mutex_t lock;
    pthread_cond_t finished;
} crew;

int var_months(const var_job *job) { return month_of_day(job->until - 1) - month_of_day(job->from) + 1; }

static int keep_state(const eng_world *w, var_state *state) {
    state->size = eng_snapshot_size(w);
    if (!(state->bytes = malloc(state->size)) || eng_snapshot_save(w, state->bytes, state->size))
        return VADO_ERR_MEMORY;
    return 0;
}

/* From where a member begins: a state that was given, the last that is kept, or its first day. */
static int begin(const var_job *job, const var_one *x, const pst_who *who, mdl_member *p, char words[256]) {
    eng_world *world = job->kind->member_world(p);
    pst_room room = {0};
    int64_t day = job->from;
    int found = !x->start && x->past ? pst_last(x->past, who, &day, &room) : 0, status = 0;
    if (found < 0) {
        status = VADO_ERR_MEMORY;
    } else if ((x->start && eng_snapshot_load(world, x->start->bytes, x->start->size)) ||
               (found > 0 && eng_snapshot_load(world, room.bytes, room.size))) {
        (void)snprintf(words, 256, "the state to go on from is of another model");
        status = VADO_ERR_RUN;
    }
    pst_room_free(&room);
    return status;
}

static int one(const var_job *job, int run, double *record, char words[256]) {
    const var_one *x = &job->variants[run % job->n];
    mdl_member_options o = job->options;
    mdl_member *p = NULL;
    size_t width = (size_t)job->kind->record_width(x->model);
    int status = 0, month = -1, first = month_of_day(job->from);
    const pst_who who = {x->trunk, 0, run / job->n};
    o.member = who.member;
    memset(record, 0, (size_t)var_months(job) * width * sizeof *record);
    if (job->kind->member_open(x->model, &o, &p)) {
        (void)snprintf(words, 256, "a member could not be made (memory?)");
        return VADO_ERR_RUN;
    }
    if (x->latents)
        cor_member_use_latents(p, x->latents);
    status = begin(job, x, &who, p, words);
    for (int64_t day; !status && (day = job->kind->member_day(p)) < job->until;) {
        int now = month_of_day(day);
        if (now != month && ctx_cancelled(job->v)) {
            status = VADO_ERR_CANCELLED;
            break;
        }
        month = now;
        if (x->past)
            pst_offer(x->past, &who, day, job->kind->member_world(p));
        if (job->kind->member_step(p, day < job->from ? NULL : record + (size_t)(now - first) * width)) {
            (void)snprintf(words, 256, "%.255s", job->kind->member_error(p));
            status = VADO_ERR_RUN;
        }
    }
    if (!status && x->end && (status = keep_state(job->kind->member_world(p), x->end)))
        (void)snprintf(words, 256, "the state reached cannot be kept (memory?)");
    job->kind->member_close(p);
    return status;
}

static void *work(void *user) {
    crew *c = user;
    const var_job *job = c->job;
    char words[256] = "";
    size_t width = 0;
    for (int i = 0; i < job->n; i++)
        if ((size_t)job->kind->record_width(job->variants[i].model) > width)
            width = (size_t)job->kind->record_width(job->variants[i].model);
    double *record = malloc(((size_t)var_months(job) * width + 1) * sizeof *record);
    (void)pthread_mutex_lock(&c->lock);
    if (!record && !c->status)
        c->status = VADO_ERR_MEMORY;
    while (!c->status && c->next < c->runs) {
        int run = c->next++;
        (void)pthread_mutex_unlock(&c->lock);
        int status = one(job, run, record, words);
        (void)pthread_mutex_lock(&c->lock);
        if (!status && !c->status && job->take(job->user, run % job->n, run / job->n, record))
            status = VADO_ERR_MEMORY;
        if (status && !c->status) {
            c->status = status;
            memcpy(c->words, words, sizeof words);
        }
        c->done++;
        (void)pthread_cond_signal(&c->finished);
    }
    c->open--;
    (void)pthread_cond_signal(&c->finished);
    (void)pthread_mutex_unlock(&c->lock);
    free(record);
    return NULL;
}

static int processors(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 && n < 1024 ? (int)n : 1;
}

int var_run(const var_job *job) {
    crew c = {.job = job, .runs = job->n * job->options.members};
    pthread_t threads[MOST_THREADS];
    int wanted = job->threads > 0 ? job->threads : processors(), started = 0;
    int64_t days = job->until - job->from;
    if (wanted > c.runs)
        wanted = c.runs;
    if (wanted > MOST_THREADS)
        wanted = MOST_THREADS;
    if (pthread_mutex_init(&c.lock, NULL))
        return ctx_fail(job->v, VADO_ERR_MEMORY, "out of memory");
    if (pthread_cond_init(&c.finished, NULL)) {
        (void)pthread_mutex_destroy(&c.lock);
        return ctx_fail(job->v, VADO_ERR_MEMORY, "out of memory");
    }
    (void)pthread_mutex_lock(&c.lock);
    for (int i = 0; i < wanted; i++)
        if (!pthread_create(&threads[started], NULL, work, &c)) {
            started++;
            c.open++;
        }
    if (!started && c.runs > 0)
        c.status = VADO_ERR_RUN;
    for (int told = 0; c.open > 0;) { /* a word missed while telling is followed by another: a thread ends with one */
        (void)pthread_cond_wait(&c.finished, &c.lock);
        if (told == c.done || !job->v->progress)
            continue;
        told = c.done;
        (void)pthread_mutex_unlock(&c.lock);
        job->v->progress(job->v->progress_user, told * days, c.runs * days, -1);
        (void)pthread_mutex_lock(&c.lock);
    }
    (void)pthread_mutex_unlock(&c.lock);
    for (int i = 0; i < started; i++)
        (void)pthread_join(threads[i], NULL);
    (void)pthread_cond_destroy(&c.finished);
    (void)pthread_mutex_destroy(&c.lock);
    if (c.status == VADO_ERR_CANCELLED)
        return c.status;
    if (c.status == VADO_ERR_MEMORY)
        return ctx_fail(job->v, c.status, "out of memory");
    if (c.status)
        return ctx_fail(job->v, c.status, "%s", c.words[0] ? c.words : "no thread could be started");
    return 0;
}

static int take_nothing(void *user, int variant, int member, const double *record) {
    (void)user, (void)variant, (void)member, (void)record;
    return 0;
}

int var_reach(const var_job *as, const mdl_model *model, int64_t day, pst_past *past, int trunk, var_state *state) {
    const var_one one_run = {.model = model, .end = state, .past = past, .trunk = trunk};
    var_job job = *as;
    job.n = 1;
    job.variants = &one_run;
    job.from = job.until = day;
    job.take = take_nothing;
    return var_run(&job);
}
