/* The members of a run, worked off by threads, written down by one writer.
 *
 * A task is one member of one kind (db.h). The caller's thread is the writer: it alone touches the store and calls the
 * progress function.
 */
#ifndef VADO_WORK_H
#define VADO_WORK_H

#include "run/level.h"
#include "run/past.h"
#include "scenario/model.h"
#include "store/db.h"
#include "text/context.h"

typedef struct {
    int kind, member;
    unsigned char *snapshot; /* where to go on, or NULL; owned */
    size_t snapshot_size;
    int64_t lived; /* days before it that another run has lived through: no part of this one's work */
} wrk_task;

/* What a run has of others of its study. The run whose past this one has: its members on the mornings up to `until` are
 * this one's. */
typedef struct {
    lev_levels *levels; /* made for the members of the tasks; NULL: they are not levelled */
    pst_past *past;     /* takes and gives their states; NULL: nothing is shared */
    int number;         /* of the trunk, in past */
    int64_t until;
    const char *db; /* its finished store; NULL: it is this run */
} wrk_trunk;

/* How it is done, none of which may change a result; for tests. */
typedef struct {
    uint64_t shuffle;  /* not 0: tasks in another order */
    int snapshot_days; /* not 0: a snapshot every so many days, and a commit for each packet; else by the clock */
    int no_twins;
} wrk_tuning;

typedef struct {
    vado *v;
    const mdl_kind *kind;
    mdl_model *model;
    const scn_scenario *scenario;
    db_store *store;
    mdl_member_options options; /* of the members; .member is filled in by task */
    int threads, ntasks;
    wrk_task *tasks;
    wrk_tuning tuning;
    wrk_trunk trunk;
    int64_t days_before;        /* of tasks done before a resume, for the progress shown */
    int64_t writing_ns, all_ns; /* out: wall time spent in the store, and of the whole */
} wrk_job;

/* 0, VADO_ERR_CANCELLED (all written down, can be resumed) or another error with its message in v. */
int wrk_run(wrk_job *job);
/* Bytes of a snapshot before the engine's state: the sums of the month under way, and of its days. */
size_t wrk_sums_size(const wrk_job *job);
/* branch.c. A member on the morning of a day, for others that go on from it: the first of a quarter begins a month, so
 * there are no sums that they would need. */
void wrk_offer(const wrk_job *job, const wrk_task *t, int64_t day, const eng_world *w);
/* Before the work: of tasks without a snapshot that the trunk has a state for, the store gets the months before it, and
 * they are marked as lived. 0, or an error with its message. */
int wrk_branch(wrk_job *job);
/* In its worker: such a task gets the state, as a snapshot on the first morning of a month, with no sums yet. If it has
 * been dropped meanwhile the task begins earlier, and the same is written once more. 0 or VADO_ERR_MEMORY. */
int wrk_begin(const wrk_job *job, wrk_task *t);
/* Options of one member of one kind: twins are the same member with layers taken away. */
mdl_member_options wrk_options(const mdl_member_options *base, int kind, int member);

#endif
