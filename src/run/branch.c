/* A run that begins where another stood: its members' states from the past that is kept, the months before from the
 * other's store, row by row as they are. What follows is what goes on after a stop (work.c): so its store holds what it
 * would hold had it begun with day one, and a resume needs nothing of the other.
 */
#include "run/copy.h"
#include "run/work.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    wrk_job *job;
    cpy_source from;
    pst_room room;
} branching;

static int one(branching *b, wrk_task *t) {
    const wrk_trunk *trunk = &b->job->trunk;
    const scn_scenario *s = b->job->scenario;
    const pst_who who = {trunk->number, t->kind, t->member};
    int64_t day = trunk->until;
    int found = t->snapshot ? 0 : pst_last(trunk->past, &who, &day, &b->room);
    if (found <= 0 || day >= s->until)
        return found < 0 ? ctx_fail(b->job->v, VADO_ERR_MEMORY, "out of memory") : 0;
    int months = day <= s->from ? 0 : month_of_day(day) - month_of_day(s->from);
    if (cpy_months(&b->from, b->job->store, t->kind, t->member, months))
        return ctx_fail(b->job->v, VADO_ERR_STORE,
                        "%s: its first %d months cannot be copied: it is damaged, or the store that is written is full",
                        trunk->db, months);
    t->lived = day - (s->from - s->spin_up_days);
    return 0;
}

int wrk_begin(const wrk_job *job, wrk_task *t) {
    const pst_who who = {job->trunk.number, t->kind, t->member};
    int64_t day = job->trunk.until;
    size_t sums = wrk_sums_size(job);
    pst_room room = {0};
    int found = t->lived ? pst_last(job->trunk.past, &who, &day, &room) : 0;
    if (found > 0 && (t->snapshot = calloc(1, sums + room.size))) {
        memcpy(t->snapshot + sums, room.bytes, room.size);
        t->snapshot_size = sums + room.size;
    }
    pst_room_free(&room);
    return found < 0 || (found > 0 && !t->snapshot) ? VADO_ERR_MEMORY : 0;
}

void wrk_offer(const wrk_job *job, const wrk_task *t, int64_t day, const eng_world *w) {
    const pst_who who = {job->trunk.number, t->kind, t->member};
    if (job->trunk.past && day <= job->trunk.until)
        pst_offer(job->trunk.past, &who, day, w);
}

int wrk_branch(wrk_job *job) {
    branching b = {.job = job};
    char words[512];
    int status = cpy_open(&b.from, job->trunk.db, words, sizeof words);
    if (status)
        (void)ctx_fail(job->v, status, "%s", words);
    else if (b.from.from.nseries != job->store->nseries)
        status = ctx_fail(job->v, VADO_ERR_STORE, "%s: is not the run that this one goes on from", job->trunk.db);
    int begun = status == 0 && db_exec(job->store, "BEGIN IMMEDIATE") == 0;
    if (status == 0 && !begun)
        status = ctx_fail(job->v, VADO_ERR_FILE, "the store cannot be written: %s", db_words(job->store));
    for (int i = 0; status == 0 && i < job->ntasks; i++)
        status = one(&b, &job->tasks[i]);
    if (status == 0 && db_exec(job->store, "COMMIT"))
        status = ctx_fail(job->v, VADO_ERR_FILE, "the store cannot be written: %s", db_words(job->store));
    if (status && begun)
        (void)db_exec(job->store, "ROLLBACK");
    cpy_close(&b.from);
    pst_room_free(&b.room);
    return status;
}
