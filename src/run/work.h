/* The members of a run, worked off by threads, written down by one writer.
 *
 * A task is one member of one kind (db.h). The caller's thread is the writer: it alone touches the store and calls the
 * progress function.
 */
#ifndef VADO_WORK_H
#define VADO_WORK_H

#include "scenario/model.h"
#include "store/db.h"
#include "text/context.h"

typedef struct {
    int kind, member;
    unsigned char *snapshot; /* where to go on, or NULL; owned */
    size_t snapshot_size;
} wrk_task;

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
    int64_t days_before;        /* of tasks done before a resume, for the progress shown */
    int64_t writing_ns, all_ns; /* out: wall time spent in the store, and of the whole */
} wrk_job;

/* 0, VADO_ERR_CANCELLED (all written down, can be resumed) or another error with its message in v. */
int wrk_run(wrk_job *job);
/* Options of one member of one kind: twins are the same member with layers taken away. */
mdl_member_options wrk_options(const mdl_member_options *base, int kind, int member);

#endif
