/* See opened.h. */
#include "store/opened.h"

#include "store/meta.h"
#include "store/rows.h"
#include "store/seal.h"
#include "text/context.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Rows of members that a part owes; -1 if it cannot be read. */
static int owed(db_store *store, int first, int last) {
    sqlite3_stmt *q = NULL;
    int n = -1;
    if (db_prepare(store, "SELECT count(*) FROM member WHERE member BETWEEN ?1 AND ?2", &q) == 0) {
        sqlite3_bind_int(q, 1, first - 1);
        sqlite3_bind_int(q, 2, last - 1);
        if (row_next(q) <= 0 || row_int(q, 0, 0, INT32_MAX, &n))
            n = -1;
    }
    sqlite3_finalize(q);
    return n;
}

/* What the record and its rows say of each other. */
static int judge(db_store *store, const char *path, int partial, const char *word, const opn_state *o, char *words,
                 size_t size) {
    if ((o->done || o->part_done) && (o->members_done < o->members || o->months < o->months_owed)) {
        snprintf(words, size, "%s: is damaged: it says that it is done and holds %lld of %lld months of results", path,
                 (long long)o->months, (long long)o->months_owed);
        return VADO_ERR_STORE;
    }
    if (o->done || partial)
        return 0;
    if (o->part_done)
        snprintf(words, size,
                 "%s: found a part, members %d to %d of %d, expected a whole run: `" SAY_MERGE
                 "` puts it together with the others, " SAY_PARTIAL " reads what is there",
                 path, o->first, o->last, store->members);
    else
        snprintf(words, size,
                 "%s: the run is not finished (%s, %lld of %lld months of results): `" SAY_RESUME " %s` goes on "
                 "with it, " SAY_PARTIAL " reads what is there",
                 path, word, (long long)o->months, (long long)o->months_owed, path);
    return VADO_ERR_STORE;
}

static int take(db_store *store, const seal_state *sealed, const char *word, const char *version, opn_state *out) {
    *out = (opn_state){.done = strcmp(word, "done") == 0,
                       .same_version = strcmp(version, VADO_VERSION) == 0,
                       .members = sealed->members,
                       .members_done = sealed->done,
                       .months = sealed->months};
    snprintf(out->version, sizeof out->version, "%s", version);
    int part = sto_part(store, &out->first, &out->last);
    if (part > 0) {
        out->members = owed(store, out->first, out->last);
        out->part_done = strcmp(word, STO_PART_DONE) == 0;
    }
    out->months_owed = (int64_t)out->members * store->months;
    return part < 0 || out->members < 0 || (part > 0 && out->done) ? -1 : 0;
}

int opn_check(db_store *store, const char *path, int partial, opn_state *out, char *words, size_t size) {
    seal_state sealed;
    char why[400];
    int status = VADO_ERR_MEMORY;
    char *word = sto_meta(store, "state"), *version = sto_meta(store, "version");
    if (sto_sizes(store)) {
        status = db_status(store) == VADO_ERR_MEMORY ? VADO_ERR_MEMORY : VADO_ERR_STORE;
        snprintf(words, size, "%s: is damaged: the record of the run cannot be read", path);
    } else if ((status = seal_check(store, &sealed, why, sizeof why))) {
        snprintf(words, size, status == VADO_ERR_STORE ? "%s: is damaged: %s: run the scenario again" : "%s: %s", path,
                 why);
    } else if (!word || !version) {
        status = VADO_ERR_MEMORY;
        snprintf(words, size, "%s: the record of the run cannot be read: out of memory?", path);
    } else if (take(store, &sealed, word, version, out)) {
        status = db_status(store) == VADO_ERR_MEMORY ? VADO_ERR_MEMORY : VADO_ERR_STORE;
        snprintf(words, size,
                 "%s: is damaged: its record says of no part of the run that it is: run the scenario again", path);
    } else {
        status = judge(store, path, partial, word, out, words, size);
    }
    free(word);
    free(version);
    return status;
}

int opn_look(const char *path, int partial, db_store *store, opn_state *state, char *words, size_t size) {
    opn_state mine;
    int status = db_open(store, path, 0, words, size);
    if (status)
        return status;
    if ((status = opn_check(store, path, partial, state ? state : &mine, words, size)))
        db_close(store);
    return status;
}

int opn_store(vado *v, const char *path, int partial, db_store *store, opn_state *state) {
    char words[700];
    int status = opn_look(path, partial, store, state, words, sizeof words);
    return status ? ctx_fail(v, status, "%s", words) : 0;
}
