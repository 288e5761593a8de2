/* Parts of one run, made apart, put together: what a run in one piece would have written.
 *
 * 1. Every part is looked through whole, and is compared with the first that is good: the same input, version,
 * settings, ensemble. All that is wrong is said at once: which is damaged, not finished, of another run, held twice,
 * missing.
 * 2. The record is made anew from the input that the first part holds, by what makes that of a run.
 * 3. Members are copied row by row, as they are; the checksums that were written with them come too.
 * 4. The whole is read back against those checksums, gets its digest, says that it is done, and only then its name.
 *
 * A part is a store whose record is that of the whole ensemble (store/meta.h). Keys and random numbers know a member by
 * its number alone, so nothing has to be renumbered, and a member is the same in whichever part it was made.
 */
#include "run/copy.h"
#include "run/run.h"
#include "store/opened.h"
#include "store/rows.h"
#include "text/outfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What must be the same in all parts, in the record's words; the hash of the input holds the dates too. */
static const char *const keys[] = {"model", "mode",  "seed",  "members",   "layers",
                                   "from",  "until", "twins", "input_hash"};
enum { MEMBERS = 3, TWINS = 7, KEYS = sizeof keys / sizeof *keys, INPUT = KEYS - 1 };

typedef struct {
    const char *path;
    int good, first, last; /* members, from 1 */
    char *of[KEYS];
    char *layout; /* checksums of what a build of vado declares */
    char *record; /* of the record, by which a part is known again */
} part;

typedef struct {
    vado *v;
    int n, status, lead; /* lead: the first good part, or -1 */
    part *parts;
    const vado_run_options *o;
    const char *db;
} merge;

/* ---- looking at the parts ---- */

static int wrong(merge *m, int status) {
    if (!m->status)
        m->status = status;
    return status;
}

static txt_shown members(int first, int last) {
    return first == last ? txt_say("member %d", first) : txt_say("members %d to %d", first, last);
}

static char *seals(db_store *s, const char *names) {
    char sql[256];
    sqlite3_stmt *q = NULL;
    char *out = NULL;
    snprintf(sql, sizeof sql,
             "SELECT group_concat(hex(hash)) FROM (SELECT hash FROM seal WHERE name IN (%s) ORDER BY name)", names);
    if (db_prepare(s, sql, &q) == 0 && row_next(q) > 0)
        (void)row_copy(q, 0, 1, &out);
    sqlite3_finalize(q);
    return out;
}

static void part_free(part *p) {
    for (int k = 0; k < KEYS; k++)
        free(p->of[k]);
    free(p->layout);
    free(p->record);
}

static int take(part *p, db_store *s) {
    int whole = 1;
    for (int k = 0; k < KEYS; k++)
        whole &= (p->of[k] = sto_meta(s, keys[k])) != NULL;
    p->layout = seals(s, "'label','series','place','parameter','observed'");
    p->record = seals(s, "'meta'");
    return whole && p->layout && p->record ? 0 : -1;
}

/* Is it a part of the run that the first good one is of? Says each difference; the hash of the input stands for those
 * that have no word of their own. */
static int same_run(merge *m, const part *p) {
    const part *lead = &m->parts[m->lead];
    int status = 0;
    for (int k = 0; k < INPUT; k++)
        if (strcmp(p->of[k], lead->of[k]) != 0)
            status = ctx_fail(m->v, VADO_ERR_STORE, "%s: found %s %s, expected %s as in %s: parts are of one run",
                              path_show(p->path).text, keys[k], p->of[k], lead->of[k], path_show(lead->path).text);
    if (status == 0 && strcmp(p->of[INPUT], lead->of[INPUT]) != 0)
        status = ctx_fail(m->v, VADO_ERR_STORE,
                          "%s: found another scenario, or other settings, policies or latents, expected those of %s: "
                          "parts are of one run",
                          path_show(p->path).text, path_show(lead->path).text);
    if (status == 0 && strcmp(p->layout, lead->layout) != 0)
        status =
            ctx_fail(m->v, VADO_ERR_STORE,
                     "%s: found series or parameters of another build of vado than that of %s, expected one build: "
                     "run it again",
                     path_show(p->path).text, path_show(lead->path).text);
    return status;
}

static int finished(merge *m, const part *p, const opn_state *state, int all) {
    if (!state->done && !state->part_done)
        return ctx_fail(m->v, VADO_ERR_STORE,
                        "%s: found %s of %d not finished (%lld of %lld months of results), expected a finished part: "
                        "`" SAY_RESUME " %s` goes on with it",
                        p->path, members(p->first, p->last).text, all, (long long)state->months,
                        (long long)state->months_owed, p->path);
    if (!state->same_version)
        return ctx_fail(m->v, VADO_ERR_STORE, "%s: was made by vado %s, this is vado %s: run it again", p->path,
                        state->version, VADO_VERSION);
    return 0;
}

static int look(merge *m, int i) {
    part *p = &m->parts[i];
    db_store store;
    opn_state state;
    char words[700];
    int status = opn_look(p->path, 1, &store, &state, words, sizeof words);
    if (status)
        return ctx_fail(m->v, status, "%s", words);
    p->first = state.first ? state.first : 1;
    p->last = state.first ? state.last : store.members;
    status = finished(m, p, &state, store.members);
    if (status == 0 && take(p, &store))
        status = ctx_fail(m->v, db_status(&store) == VADO_ERR_MEMORY ? VADO_ERR_MEMORY : VADO_ERR_STORE,
                          "%s: the record of the run is damaged", p->path);
    db_close(&store);
    if (status == 0 && m->lead < 0)
        m->lead = i;
    else if (status == 0)
        status = same_run(m, p);
    p->good = status == 0;
    return status;
}

/* ---- every member once ---- */

/* Members first to last that a part holds and an earlier one does too. owner [members + 1]: the part of each, or -1. */
static void claim(merge *m, int i, int *owner) {
    const part *p = &m->parts[i];
    for (int k = p->first; k <= p->last; k++) {
        int other = owner[k], from = k;
        if (other < 0) {
            owner[k] = i;
            continue;
        }
        while (k < p->last && owner[k + 1] == other)
            k++;
        (void)wrong(m, ctx_fail(m->v, VADO_ERR_STORE,
                                "%s: found %s, which %s holds too, expected each member once: leave one of them out",
                                path_show(p->path).text, members(from, k).text, path_show(m->parts[other].path).text));
    }
}

static void missing(merge *m, int all, const int *owner) {
    for (int k = 1; k <= all; k++) {
        int from = k;
        if (owner[k] >= 0)
            continue;
        while (k < all && owner[k + 1] < 0)
            k++;
        (void)wrong(m,
                    ctx_fail(m->v, VADO_ERR_STORE,
                             "%s: found no part with %s of %d, expected each member once: run it with " SAY_MEMBER_RANGE
                             " %d:%d, and name that part too",
                             m->db, members(from, k).text, all, from, k));
    }
}

/* Of parts that could not be taken nobody knows what they hold: then nothing is called missing. */
static void each_once(merge *m) {
    int n = m->lead < 0 ? 0 : atoi(m->parts[m->lead].of[MEMBERS]), all = 1;
    int *owner = malloc(((size_t)n + 2) * sizeof *owner);
    if (!owner) {
        (void)wrong(m, ctx_fail(m->v, VADO_ERR_MEMORY, "out of memory"));
        return;
    }
    for (int k = 0; k <= n + 1; k++)
        owner[k] = -1;
    for (int i = 0; i < m->n; i++) {
        all &= m->parts[i].good;
        if (m->parts[i].good)
            claim(m, i, owner);
    }
    if (all)
        missing(m, n, owner);
    free(owner);
}

/* ---- putting them together ---- */

static int write_record(merge *m, db_store *store) {
    const part *p = &m->parts[m->lead];
    db_store from;
    rec_input in;
    inp_opened opened;
    char words[700];
    int status = db_open(&from, p->path, 0, words, sizeof words);
    if (status)
        return ctx_fail(m->v, status, "%s", words);
    if ((status = run_reopen(m->v, &from, p->path, 1, &in, &opened)) == 0) {
        in.options.member_first = in.options.member_last = 0;
        in.options.command = m->o->command;
        status = rec_write(m->v, store, m->db, &opened, &in.input, &in.options, strcmp(p->of[TWINS], "1") == 0);
        inp_close(&opened);
        rec_input_free(&in);
    }
    db_close(&from);
    return status;
}

/* A member or twin, whose row q stands on: kind, member, day, digest, parameters. */
static int copy_member(cpy_source *from, db_store *to, sqlite3_stmt *q) {
    const void *digest, *parameters;
    size_t length, size;
    int kind, member, drawn = sqlite3_column_type(q, 4) != SQLITE_NULL;
    int64_t day;
    if (row_int(q, 0, 0, DB_KINDS - 1, &kind) || row_int(q, 1, 0, from->from.members - 1, &member) ||
        row_whole(q, 2, INT32_MIN, INT32_MAX, &day) || row_blob(q, 3, &digest, &length) || length != 32)
        return -1;
    if (drawn && (row_blob(q, 4, &parameters, &size) ||
                  db_put_parameters(to, kind, member, parameters, (int)(size / sizeof(double)))))
        return -1;
    return cpy_months(from, to, kind, member, from->from.months) || db_put_done(to, kind, member, day, digest) ? -1 : 0;
}

static int copy_members(merge *m, const part *p, cpy_source *from, db_store *to) {
    static const char sql[] = "SELECT kind, member, day, digest, parameters FROM member WHERE member BETWEEN ?1 AND ?2"
                              " ORDER BY member, kind";
    sqlite3_stmt *q = NULL;
    int more = 0, status = db_prepare(&from->from, sql, &q);
    if (status == 0) {
        sqlite3_bind_int(q, 1, p->first - 1);
        sqlite3_bind_int(q, 2, p->last - 1);
    }
    while (status == 0 && (more = row_next(q)) > 0) {
        if (ctx_cancelled(m->v))
            status = VADO_ERR_CANCELLED;
        else
            status = copy_member(from, to, q);
    }
    sqlite3_finalize(q);
    return status ? status : more;
}

/* A failed copy is a part that cannot be read, or a store that cannot be written. */
static int said(merge *m, const part *p, const db_store *to, int status) {
    int code = sqlite3_errcode(to->db) & 0xff;
    if (status == 0 || status == VADO_ERR_CANCELLED)
        return status;
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
        return ctx_fail(m->v, VADO_ERR_STORE, "%s: has changed while it was read, or the disk failed: try again",
                        p->path);
    return ctx_fail(m->v, db_status(to), "%s: cannot be written: %s; make room, or name another place with " SAY_INTO,
                    m->db, db_words(to));
}

static int copy_part(merge *m, const part *p, db_store *to) {
    cpy_source from;
    char words[700];
    int status = cpy_open(&from, p->path, words, sizeof words);
    char *now = status ? NULL : seals(&from.from, "'meta'");
    if (status)
        (void)ctx_fail(m->v, status, "%s", words);
    else if (!now || strcmp(now, p->record) != 0)
        status = ctx_fail(m->v, VADO_ERR_STORE, "%s: has changed while it was read: try again", p->path);
    else
        status = said(m, p, to, db_exec(to, "BEGIN IMMEDIATE") ? -1 : copy_members(m, p, &from, to));
    if (status == 0)
        status = said(m, p, to, db_exec(to, "COMMIT"));
    free(now);
    cpy_close(&from);
    return status;
}

static int fill(vado *v, db_store *store, void *user) {
    merge *m = user;
    int status = write_record(m, store);
    if (status == 0 && sto_sizes(store))
        status = ctx_fail(v, VADO_ERR_STORE, "%s: the record of the run is damaged", m->db);
    for (int i = 0; status == 0 && i < m->n; i++) {
        if (v->progress)
            v->progress(v->progress_user, i, m->n, -1);
        status = copy_part(m, &m->parts[i], store);
    }
    return status ? status : run_done(v, store, m->db, 0, 0);
}

int run_merge(vado *v, int n, const char *const *parts, const vado_run_options *o, const char *db) {
    merge m = {.v = v, .n = n, .lead = -1, .o = o, .db = db};
    db_store store;
    const vado_output_options to = {.kind = VADO_FILE_STORE, .force = o->force, .nfiles = n, .files = parts};
    memset(&store, 0, sizeof store);
    if (!(m.parts = calloc((size_t)n + 1, sizeof *m.parts)))
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; i < n && m.status != VADO_ERR_MEMORY; i++) {
        m.parts[i].path = parts[i];
        (void)wrong(&m, look(&m, i));
    }
    if (m.status != VADO_ERR_MEMORY)
        each_once(&m);
    if (m.status == 0 && o->make_folders)
        m.status = fil_make_folders(v, db);
    if (m.status == 0)
        m.status = run_make_store(v, &store, db, &to, fill, &m);
    db_close(&store);
    for (int i = 0; i < n; i++)
        part_free(&m.parts[i]);
    free(m.parts);
    return m.status;
}
