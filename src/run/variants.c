/* See variants.h.
 *
 * 1. Runs are numbered, member by member and in it variant by variant: the jobs of a crew.
 * 2. A run keeps the sums of its months in its thread's room and hands them to `take`: what is taken does not depend on
 *    who ran what, as long as `take` keeps variants and members apart.
 * 3. The wish to stop is looked for once a month.
 */
#include "run/variants.h"

#include "run/crew.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int var_months(const var_job *job) { return month_of_day(job->until - 1) - month_of_day(job->from) + 1; }

static int count(const var_job *job) { return job->nmembers > 0 ? job->nmembers : job->options.members; }

/* Whose run it is. */
static int member_of(const var_job *job, int run) {
    return job->nmembers > 0 ? job->which[run / job->n] : run / job->n;
}

static int keep_state(const eng_world *w, var_state *state) {
    state->size = eng_snapshot_size(w);
    if (!(state->bytes = malloc(state->size)) || eng_snapshot_save(w, state->bytes, state->size))
        return VADO_ERR_MEMORY;
    return 0;
}

/* From where a member begins: a state that was given, the last that is kept, or its first day. */
static int begin(const var_job *job, const var_one *x, const pst_who *who, mdl_member *p, char words[CREW_WORDS]) {
    eng_world *world = job->kind->member_world(p);
    pst_room room = {0};
    int64_t day = job->from;
    int found = !x->start && x->past ? pst_last(x->past, who, &day, &room) : 0, status = 0;
    if (found < 0) {
        status = VADO_ERR_MEMORY;
    } else if ((x->start && eng_snapshot_load(world, x->start->bytes, x->start->size)) ||
               (found > 0 && eng_snapshot_load(world, room.bytes, room.size))) {
        (void)snprintf(words, CREW_WORDS, "the state to go on from is of another model");
        status = VADO_ERR_RUN;
    }
    pst_room_free(&room);
    return status;
}

static int one(const var_job *job, int run, double *record, char words[CREW_WORDS]) {
    const var_one *x = &job->variants[run % job->n];
    mdl_member_options o = job->options;
    mdl_member *p = NULL;
    size_t width = (size_t)job->kind->record_width(x->model);
    int status = 0, month = -1, first = month_of_day(job->from);
    const pst_who who = {x->trunk, 0, member_of(job, run)};
    o.member = who.member;
    o.level = x->level ? x->level : lev_of(job->levels, who.member);
    memset(record, 0, (size_t)var_months(job) * width * sizeof *record);
    if (job->kind->member_open(x->model, &o, &p)) {
        (void)snprintf(words, CREW_WORDS, "a member could not be made (memory?)");
        return VADO_ERR_RUN;
    }
    if (x->latents)
        cor_member_use_latents(p, x->latents);
    if (job->nasked > 0 && job->kind->member_ask && job->kind->member_ask(p, job->nasked, job->asked))
        status = VADO_ERR_MEMORY;
    status = status ? status : begin(job, x, &who, p, words);
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
            (void)snprintf(words, CREW_WORDS, "%s", job->kind->member_error(p));
            status = VADO_ERR_RUN;
        }
    }
    if (!status && x->end && (status = keep_state(job->kind->member_world(p), x->end)))
        (void)snprintf(words, CREW_WORDS, "the state reached cannot be kept (memory?)");
    job->kind->member_close(p);
    return status;
}

static int work(void *user, int run, void *record, char words[CREW_WORDS]) {
    const var_job *job = user;
    return one(job, run, record, words);
}

static int take(void *user, int run, const void *record) {
    const var_job *job = user;
    int status = job->take(job->user, run % job->n, member_of(job, run), record);
    return status == 0 || status == VADO_ERR_FILE ? status : VADO_ERR_MEMORY;
}

static void tell(void *user, int done) {
    const var_job *job = user;
    int64_t days = job->until - job->from, runs = (int64_t)job->n * count(job);
    if (job->v->progress)
        job->v->progress(job->v->progress_user, done * days, runs * days, -1);
}

int var_run(const var_job *job) {
    var_job mine = *job; /* not const for the crew, which changes nothing in it */
    char words[CREW_WORDS];
    size_t width = 0;
    for (int i = 0; i < job->n; i++)
        if ((size_t)job->kind->record_width(job->variants[i].model) > width)
            width = (size_t)job->kind->record_width(job->variants[i].model);
    const crew_list list = {.jobs = job->n * count(job),
                            .threads = job->threads,
                            .room = (size_t)var_months(job) * width * sizeof(double),
                            .work = work,
                            .take = take,
                            .tell = tell,
                            .user = &mine};
    int status = crew_run(&list, words);
    if (status == VADO_ERR_FILE) /* who took has said it */
        return status;
    if (status == VADO_ERR_MEMORY)
        return ctx_fail(job->v, status, "out of memory");
    return status && status != VADO_ERR_CANCELLED ? ctx_fail(job->v, status, "%s", words) : status;
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
