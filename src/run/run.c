/* Running a scenario into a store, and going on with one that was stopped or killed.
 *
 * 1. The input is read and checked whole; nothing is written if anything is wrong.
 * 2. The file is made, with the resolved scenario and one row for each member and twin, before day one.
 * 3. The members are worked off (work.c).
 * 4. The digest is computed, the state becomes `done`.
 * A part of a run is its whole record, of which 3 is done for some members; then the state becomes `part` (merge.c).
 * To resume is to read 1 from the store itself, and to do 3 for the members that are not done.
 *
 * Twins. With more than one stochastic member, each gets two fluid twins: its parameters without noise, and its
 * parameters with its environment. Var(first) is what parameters do, Var(second) - Var(first) what the environment
 * adds, Var(member - second) what chance adds (and the bend of the model, which is why the difference of the means is
 * printed too).
 */
#include "run/run.h"

#include "run/crew.h"
#include "run/digest.h"
#include "store/opened.h"
#include "store/rows.h"
#include "store/seal.h"
#include "text/array.h"
#include "text/outfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void run_defaults(vado_run_options *o) {
    memset(o, 0, sizeof *o);
    o->mode = VADO_STOCHASTIC;
    o->seed = 1;
    o->layer_parameters = o->layer_environment = o->layer_chance = 1;
    o->level = VADO_LEVEL_KNOWN;
}

typedef struct {
    const char *path;
    const inp_opened *in;
    const vado_input *given;
    const vado_run_options *o;
    int with_twins;
} record;

static int write_record(vado *v, db_store *store, void *user) {
    const record *r = user;
    return rec_write(v, store, r->path, r->in, r->given, r->o, r->with_twins);
}

/* Rows of the members that a run owes: its part, or all. */
static int owed(db_store *store, const vado_run_options *o, const char *sql, sqlite3_stmt **q) {
    if (db_prepare(store, sql, q))
        return -1;
    sqlite3_bind_int(*q, 1, o->member_first ? o->member_first - 1 : 0);
    sqlite3_bind_int(*q, 2, o->member_first ? o->member_last - 1 : INT32_MAX);
    return 0;
}

/* Members first of each, so that time left is known early; tasks that are done are left out. */
static int read_tasks(vado *v, db_store *store, const vado_run_options *o, wrk_job *job) {
    static const char sql[] = "SELECT kind, member, state, snapshot FROM member WHERE member BETWEEN ?1 AND ?2"
                              " ORDER BY member, kind";
    sqlite3_stmt *q = NULL;
    int status = owed(store, o, sql, &q);
    int64_t whole = job->scenario->until - job->scenario->from + job->scenario->spin_up_days;
    int more = 0;
    while (status == 0 && (more = row_next(q)) > 0) {
        if (sqlite3_column_int(q, 2) == DB_DONE) {
            job->days_before += whole;
            continue;
        }
        wrk_task *grown = arr_more(job->tasks, job->ntasks, sizeof *grown);
        if (!grown) {
            status = -1;
            break;
        }
        job->tasks = grown;
        wrk_task *t = &job->tasks[job->ntasks++];
        *t = (wrk_task){.kind = sqlite3_column_int(q, 0), .member = sqlite3_column_int(q, 1)};
        size_t n = (size_t)sqlite3_column_bytes(q, 3);
        if (sqlite3_column_int(q, 2) == DB_RUNNING && n > 0) {
            if (!(t->snapshot = malloc(n))) {
                status = -1;
                break;
            }
            const void *snapshot = sqlite3_column_blob(q, 3);
            if (!snapshot) {
                status = -1;
                break;
            }
            memcpy(t->snapshot, snapshot, n);
            t->snapshot_size = n;
        }
    }
    sqlite3_finalize(q);
    return status || more < 0 ? ctx_fail(v, VADO_ERR_STORE, "the store cannot be read: %s", sqlite3_errmsg(store->db))
                              : 0;
}

/* No pages left empty by snapshots. The run is done by then: where there is no room for it the file stays larger. */
static void tidy(db_store *store) {
    sqlite3_stmt *q = NULL;
    int status =
        db_prepare(store, "SELECT freelist_count * 10 > page_count FROM pragma_freelist_count, pragma_page_count", &q);
    int wasteful = status == 0 && row_next(q) > 0 && sqlite3_column_int(q, 0);
    sqlite3_finalize(q);
    if (wasteful)
        (void)db_exec(store, "VACUUM");
}

static int put_state(db_store *store, const char *state) {
    int status = db_exec(store, "BEGIN IMMEDIATE") || db_meta_put(store, "state", state) || seal_table(store, "meta") ||
                 db_exec(store, "COMMIT");
    if (status)
        (void)db_exec(store, "ROLLBACK");
    return status ? -1 : 0;
}

/* How long writing took, for the curious, the digest, and last the word `done`. */
static int put_done(db_store *store, const char *digest, double writing_share) {
    char text[32];
    snprintf(text, sizeof text, "%.4f", writing_share);
    int status = db_exec(store, "BEGIN IMMEDIATE") ||
                 db_exec(store, "CREATE INDEX IF NOT EXISTS value_of_series ON value(series, kind)") ||
                 seal_table(store, "schema") || db_meta_put(store, "writing_share", text) ||
                 db_meta_put(store, "digest", digest) || db_meta_put(store, "state", "done") ||
                 seal_table(store, "meta") || db_exec(store, "COMMIT");
    return status ? -1 : 0;
}

int run_done(vado *v, db_store *store, const char *path, int part, double writing_share) {
    seal_state there;
    char digest[65], words[400];
    int status = seal_check(store, &there, words, sizeof words);
    if (status)
        status = ctx_fail(v, status, "%s: is not what was written: %s", path, words);
    else if (part ? put_state(store, STO_PART_DONE) : dig_run(store, digest) || put_done(store, digest, writing_share))
        status = ctx_fail(v, db_status(store), "%s: cannot be finished: %s", path, sqlite3_errmsg(store->db));
    if (status)
        (void)db_exec(store, "ROLLBACK");
    return status;
}

/* `done` is written only when all that the run owes has been read back and found as it was handed over. */
static int finish(vado *v, db_store *store, const char *path, const vado_run_options *o, int status,
                  const wrk_job *job) {
    sqlite3_stmt *q = NULL;
    int open = 1;
    double share = job->all_ns > 0 ? (double)job->writing_ns / (double)job->all_ns : 0;
    if (owed(store, o, "SELECT count(*) FROM member WHERE state<>2 AND member BETWEEN ?1 AND ?2", &q) == 0 &&
        row_next(q) > 0)
        open = sqlite3_column_int(q, 0);
    sqlite3_finalize(q);
    if (open || (status && status != VADO_ERR_CANCELLED)) {
        (void)put_state(store, status == VADO_ERR_CANCELLED ? "stopped" : "failed");
        return status ? status : ctx_fail(v, VADO_ERR_RUN, "%s: %d members are not finished", path, open);
    }
    if ((status = run_done(v, store, path, o->member_first > 0, share)))
        return status;
    tidy(store);
    return 0;
}

mdl_member_options run_members(const vado_run_options *o) {
    static const eng_arithmetic arithmetics[] = {ENG_STOCHASTIC, ENG_FLUID, ENG_INDIVIDUAL};
    return (mdl_member_options){.arithmetic = arithmetics[o->mode],
                                .seed = o->seed,
                                .members = o->members,
                                .layer_parameters = o->layer_parameters,
                                .layer_environment = o->layer_environment,
                                .layer_chance = o->layer_chance,
                                .posterior = o->level == VADO_LEVEL_POSTERIOR};
}

/* Levels for a run that has none of its study; own: the caller closes them. */
static int open_levels(vado *v, const inp_opened *in, const vado_input *given, const vado_run_options *o,
                       wrk_trunk *shared, lev_levels **own) {
    const mdl_member_options options = run_members(o);
    if (!o->level || shared->levels)
        return 0;
    int status = lev_open(v, in, given, &options, own);
    shared->levels = *own;
    return status;
}

/* Of the members that are not done. */
static int level(wrk_job *job) {
    int *members = calloc((size_t)job->ntasks + 1, sizeof *members), n = 0;
    int status = members ? 0 : ctx_fail(job->v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; members && i < job->ntasks; i++) /* tasks of one member stand together */
        if (job->tasks[i].kind != DB_CENTRE && (n == 0 || members[n - 1] != job->tasks[i].member))
            members[n++] = job->tasks[i].member;
    if (status == 0)
        status = lev_make(job->v, job->trunk.levels, n, members, job->threads);
    free(members);
    return status;
}

static int work_off(vado *v, db_store *store, const char *path, const inp_opened *in, const vado_run_options *o,
                    int threads, const wrk_tuning *tuning, const wrk_trunk *trunk) {
    wrk_job job = {.v = v, .kind = in->kind, .model = in->model, .scenario = &in->scenario, .store = store};
    job.options = run_members(o);
    job.threads = threads > 0 ? threads : crew_processors();
    if (tuning)
        job.tuning = *tuning;
    job.trunk = *trunk;
    int status = sto_sizes(store) ? ctx_fail(v, VADO_ERR_STORE, "%s: the record of the run is damaged", path) : 0;
    if (status == 0)
        status = read_tasks(v, store, o, &job);
    if (status == 0 && o->level)
        status = level(&job);
    if (status == 0 && job.trunk.db)
        status = wrk_branch(&job);
    if (status == 0) {
        status = wrk_run(&job);
        status = finish(v, store, path, o, status, &job);
        if (status == VADO_ERR_FILE || status == VADO_ERR_STORE)
            ctx_note(v, "what was done before is in %s: make room, or mend what failed; `" SAY_RESUME " %s` goes on",
                     path_show(path).text, path_show(path).text);
    }
    for (int i = 0; i < job.ntasks; i++)
        free(job.tasks[i].snapshot);
    free(job.tasks);
    return status;
}

int run_look_at_part(vado *v, int first, int last, int members) {
    if ((!first && !last) || (first >= 1 && last >= first && last <= members))
        return 0;
    return ctx_fail(v, VADO_ERR_USAGE,
                    SAY_MEMBER_RANGE ": found members %d to %d, expected some of 1 to %d, both included: of an "
                                     "ensemble of another size with " SAY_MEMBERS,
                    first, last, members);
}

/* All members are no part. */
static int settle_part(vado *v, vado_run_options *o) {
    if (o->member_first == 1 && o->member_last == o->members)
        o->member_first = o->member_last = 0;
    return run_look_at_part(v, o->member_first, o->member_last, o->members);
}

int run_settle(vado *v, vado_run_options *o) {
    if (o->members < 0 || o->members > RUN_MEMBERS_MAX)
        return ctx_fail(v, VADO_ERR_USAGE, "members: found %d, expected 1 to %d", o->members, RUN_MEMBERS_MAX);
    if (o->members == 0)
        o->members = o->mode == VADO_FLUID ? 1 : 8;
    if (o->mode == VADO_FLUID) {
        o->layer_chance = 0;
        if (o->members == 1)
            o->layer_parameters = o->layer_environment = 0;
    }
    if (o->level < VADO_LEVEL_PRIOR || o->level > VADO_LEVEL_POSTERIOR)
        return ctx_fail(v, VADO_ERR_USAGE, SAY_LEVEL ": found %d, expected one of vado_level", o->level);
    if (!o->layer_parameters)
        o->level = VADO_LEVEL_PRIOR; /* at the centre there is nothing to level */
    return settle_part(v, o);
}

static int no_texts(vado *v) { return ctx_fail(v, VADO_ERR_RUN, "the texts of the packed scenario are not there"); }

/* The posterior is of one input: with another, its values would be said to agree with figures that they never met. */
static int look_at_posterior(vado *v, const inp_opened *in) {
    int ours = scn_posterior_is_ours(&in->scenario);
    if (ours < 0)
        return no_texts(v);
    return ours ? 0
                : ctx_fail(
                      v, VADO_ERR_INPUT,
                      "posterior: found %s, expected one of this scenario and its latents: `" SAY_FIT "` writes it",
                      in->scenario.nposterior ? "a " SCN_POSTERIOR_FILE " of another input" : "no " SCN_POSTERIOR_FILE);
}

/* What is known of members: a posterior of this scenario and its latents, else the level of the fit. */
static int settle_level(vado *v, const inp_opened *in, vado_run_options *o) {
    int levelled = in->kind->level_months && in->kind->level_months(in->model) > 0;
    int ours = levelled ? scn_posterior_is_ours(&in->scenario) : 0;
    if (ours < 0)
        return no_texts(v);
    o->level = ours ? VADO_LEVEL_POSTERIOR : levelled ? VADO_LEVEL_FIT : VADO_LEVEL_PRIOR;
    return 0;
}

int run_settle_model(vado *v, const inp_opened *in, vado_run_options *o) {
    static const vado_mode modes[] = {[ENG_STOCHASTIC] = VADO_STOCHASTIC, [ENG_INDIVIDUAL] = VADO_INDIVIDUAL};
    int status = o->level == VADO_LEVEL_KNOWN       ? settle_level(v, in, o)
                 : o->level == VADO_LEVEL_POSTERIOR ? look_at_posterior(v, in)
                                                    : 0;
    if (status)
        return status;
    if (!in->kind->settle)
        return 0;
    if (o->level)
        return ctx_fail(v, VADO_ERR_USAGE, SAY_LEVEL ": found model '%s', expected one that is fitted: 'corridor'",
                        in->kind->name);
    if (o->mode == VADO_FLUID)
        return ctx_fail(v, VADO_ERR_USAGE,
                        "mode: found fluid, expected stochastic or individual: the model '%s' moves whole people",
                        in->kind->name);
    o->mode = modes[in->kind->settle(in->model, o->mode == VADO_INDIVIDUAL ? ENG_INDIVIDUAL : ENG_STOCHASTIC)];
    o->layer_parameters = o->layer_environment = 0;
    return 0;
}

int run_opened(vado *v, const inp_opened *opened, const vado_input *in, const vado_run_options *given, const char *path,
               const wrk_tuning *tuning, const wrk_trunk *trunk) {
    vado_run_options o = *given;
    wrk_trunk shared = trunk ? *trunk : (wrk_trunk){0};
    lev_levels *own = NULL;
    db_store store;
    memset(&store, 0, sizeof store);
    int status = run_settle(v, &o);
    if (status == 0)
        status = run_settle_model(v, opened, &o);
    if (status)
        return status;
    int with_twins = o.mode != VADO_FLUID && o.members > 1 && !opened->kind->settle && !(tuning && tuning->no_twins);
    status = open_levels(v, opened, in, &o, &shared, &own);
    record r = {path, opened, in, &o, with_twins};
    const vado_output_options to = {.kind = VADO_FILE_STORE, .force = o.force, .input = in};
    if (status == 0 && o.make_folders)
        status = fil_make_folders(v, path);
    if (status == 0)
        status = run_make_store(v, &store, path, &to, write_record, &r);
    if (status == 0)
        status = work_off(v, &store, path, opened, &o, o.threads, tuning, &shared);
    db_close(&store);
    lev_close(own);
    return status;
}

int run_tuned(vado *v, const vado_input *in, const vado_run_options *given, const char *path,
              const wrk_tuning *tuning) {
    vado_run_options o = *given;
    inp_opened opened;
    int status = run_settle(v, &o);
    if (status == 0)
        status = inp_open(v, in, 1, &opened);
    if (status)
        return status;
    status = run_opened(v, &opened, in, &o, path, tuning, NULL);
    inp_close(&opened);
    return status;
}

static int same_input(vado *v, db_store *store, const char *path, const inp_opened *opened, const vado_input *in) {
    char now[65];
    char *then = sto_meta(store, "input_hash");
    rec_input_hash(&opened->scenario, in, now);
    int status = then && strcmp(then, now) == 0
                     ? 0
                     : ctx_fail(v, VADO_ERR_STORE,
                                "%s: is damaged: the input it holds is not the one it was begun with: run the scenario "
                                "again",
                                path);
    free(then);
    return status;
}

int run_reopen(vado *v, db_store *store, const char *path, int with_model, rec_input *in, inp_opened *opened) {
    scn_folder folder;
    int status = rec_read(v, store, path, in, &folder);
    if (status)
        return status;
    if ((status = inp_open_folder(v, &folder, &in->input, with_model, opened)) == 0 &&
        (status = same_input(v, store, path, opened, &in->input)))
        inp_close(opened);
    if (status)
        rec_input_free(in);
    return status;
}

static int go_on(vado *v, db_store *store, const char *path, int threads, const wrk_tuning *tuning) {
    wrk_trunk alone = {0};
    lev_levels *levels = NULL;
    rec_input in;
    inp_opened opened;
    int status = run_reopen(v, store, path, 1, &in, &opened);
    if (status)
        return status;
    if (put_state(store, "running"))
        status = ctx_fail(v, db_status(store), "%s: cannot be written: %s", path, sqlite3_errmsg(store->db));
    else if ((status = open_levels(v, &opened, &in.input, &in.options, &alone, &levels)) == 0)
        status = work_off(v, store, path, &opened, &in.options, threads, tuning, &alone);
    lev_close(levels);
    inp_close(&opened);
    rec_input_free(&in);
    return status;
}

int run_resume_tuned(vado *v, const char *path, int threads, const wrk_tuning *tuning) {
    db_store store;
    opn_state state;
    char words[700];
    int status = db_open(&store, path, 1, words, sizeof words);
    if (status == 0 && (status = opn_check(&store, path, 1, &state, words, sizeof words)))
        db_close(&store);
    if (status)
        return ctx_fail(v, status, "%s", words);
    if (state.done || state.part_done)
        ctx_note(v, "%s: the run is finished, there is nothing to resume", path);
    else if (!state.same_version)
        status = ctx_fail(v, VADO_ERR_STORE, "%s: was begun by vado %s, this is vado %s: run the scenario again", path,
                          state.version, VADO_VERSION);
    else
        status = go_on(v, &store, path, threads, tuning);
    db_close(&store);
    return status;
}
