/* See kept.h. A store is the run that is wanted if its record says the same hash of the whole input, version, seed,
 * members and mode; so a change of any file of the scenario makes it anew. */
#include "study/kept.h"

#include "store/opened.h"
#include "text/outfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a store at this path is to a run that is wanted. */
enum { STORE_OTHER, STORE_DONE, STORE_BEGUN };

static int look(const char *path, const char *hash, const vado_run_options *o) {
    db_store store;
    char words[512], number[2][32];
    int found = STORE_OTHER;
    snprintf(number[0], sizeof number[0], "%llu", (unsigned long long)o->seed);
    snprintf(number[1], sizeof number[1], "%d", o->members > 0 ? o->members : o->mode == VADO_FLUID ? 1 : 8);
    if (access(path, R_OK) || opn_look(path, 1, &store, NULL, words, sizeof words))
        return STORE_OTHER; /* a damaged one is made anew */
    static const char *const modes[] = {"stochastic", "fluid", "individual"};
    const char *const wanted[][2] = {{"input_hash", hash},
                                     {"version", VADO_VERSION},
                                     {"seed", number[0]},
                                     {"members", number[1]},
                                     {"mode", modes[o->mode]}};
    int same = 1;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        char *value = sto_meta(&store, wanted[i][0]);
        same &= value && strcmp(value, wanted[i][1]) == 0;
        free(value);
    }
    char *state = sto_meta(&store, "state");
    if (same && state)
        found = strcmp(state, "done") == 0 ? STORE_DONE : STORE_BEGUN;
    free(state);
    db_close(&store);
    return found;
}

int kept_run(vado *v, const vado_input *in, const vado_run_options *o, const char *db, const char *dir) {
    static const wrk_tuning plain = {.no_twins = 1}; /* pairs tell what a policy does; its layers are compare's */
    inp_opened opened;
    char hash[65];
    int status = inp_open(v, in, 1, &opened);
    if (status)
        return status;
    rec_input_hash(&opened.scenario, in, hash);
    int there = look(db, hash, o);
    if (there == STORE_BEGUN)
        status = run_resume_tuned(v, db, o->threads, &plain);
    else if (there == STORE_OTHER && (o->make_folders || (status = fil_make_folder(v, dir)) == 0))
        status = run_opened(v, &opened, in, o, db, &plain);
    inp_close(&opened);
    return status;
}
