/* Is a store what was written? The page a reader opens says so too (opened.h); this says it in full.
 *
 * 1. The file opens as a store of this format, whole.
 * 2. Every checksum is that of what is there, and every row that the run owes is there (seal.h).
 * 3. The plain rows for other programs follow from the packed ones (tidy.h).
 * 4. The input it holds is the one it was begun with, and a finished run's digest is that of its results.
 */
#include "run/digest.h"
#include "run/run.h"
#include "store/opened.h"
#include "store/seal.h"
#include "store/tidy.h"
#include "text/context.h"

#include <stdlib.h>
#include <string.h>

static int same_digest(vado *v, db_store *store, const char *path) {
    char now[65];
    char *then = sto_meta(store, "digest");
    int status = 0;
    if (dig_run(store, now))
        status =
            ctx_fail(v, db_status(store), "%s: the digest cannot be computed: %s", path, sqlite3_errmsg(store->db));
    else if (!then || strcmp(then, now) != 0)
        status = ctx_fail(v, VADO_ERR_STORE, "%s: is damaged: its results have not the digest that was written", path);
    free(then);
    return status;
}

static int same_margins(vado *v, db_store *store, const char *path) {
    int good = tdy_check(store);
    if (good < 0)
        return ctx_fail(v, db_status(store), "%s: its margins cannot be read: %s", path, db_words(store));
    return good ? 0
                : ctx_fail(v, VADO_ERR_STORE,
                           "%s: is damaged: the rows of its view tidy are not those of its results: run the scenario "
                           "again",
                           path);
}

static int same_input(vado *v, db_store *store, const char *path) {
    rec_input in;
    inp_opened opened;
    int status = run_reopen(v, store, path, 0, &in, &opened);
    if (status)
        return status;
    inp_close(&opened);
    rec_input_free(&in);
    return 0;
}

int run_verify(vado *v, const char *path, vado_verified *out) {
    db_store store;
    opn_state state;
    int status = opn_store(v, path, 1, &store, &state);
    if (status)
        return status;
    /* The input is read by today's readers: what another version wrote they may read otherwise. */
    if (state.same_version)
        status = same_input(v, &store, path);
    if (status == 0 && state.done)
        status = same_digest(v, &store, path);
    if (status == 0)
        status = same_margins(v, &store, path);
    *out = (vado_verified){.done = state.done,
                           .members = state.members,
                           .members_done = state.members_done,
                           .months = state.months,
                           .months_owed = state.months_owed,
                           .member_first = state.first,
                           .member_last = state.last,
                           .part_done = state.part_done};
    db_close(&store);
    return status;
}

int run_digest(vado *v, const char *path, char out[65]) {
    db_store store;
    int status = opn_store(v, path, 0, &store, NULL);
    if (status)
        return status;
    if (dig_run(&store, out))
        status =
            ctx_fail(v, db_status(&store), "%s: the digest cannot be computed: %s", path, sqlite3_errmsg(store.db));
    db_close(&store);
    return status;
}
