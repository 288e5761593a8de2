/* See opened.h. */
#include "store/opened.h"

#include "store/meta.h"
#include "store/seal.h"
#include "text/context.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    } else {
        *out = (opn_state){.done = strcmp(word, "done") == 0,
                           .same_version = strcmp(version, VADO_VERSION) == 0,
                           .members = sealed.members,
                           .members_done = sealed.done,
                           .months = sealed.months,
                           .months_owed = (int64_t)sealed.members * store->months};
        snprintf(out->version, sizeof out->version, "%s", version);
        if (out->done && (out->members_done < out->members || out->months < out->months_owed)) {
            status = VADO_ERR_STORE;
            snprintf(words, size, "%s: is damaged: it says that it is done and holds %lld of %lld months of results",
                     path, (long long)out->months, (long long)out->months_owed);
        } else if (!out->done && !partial) {
            status = VADO_ERR_STORE;
            snprintf(words, size,
                     "%s: the run is not finished (%s, %lld of %lld months of results): `" SAY_RESUME " %s` goes on "
                     "with it, " SAY_PARTIAL " reads what is there",
                     path, word, (long long)out->months, (long long)out->months_owed, path);
        }
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
