/* See kept.h. A store is the run that is wanted if its record says the same hash of the whole input, version, seed,
 * members, mode and layers, and is no part or the same part; so a change of any file of the scenario makes it anew. */
#include "study/kept.h"

#include "scenario/apart.h"
#include "store/opened.h"
#include "text/array.h"
#include "text/outfile.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    inp_opened *opened; /* the model holds its address */
    char *db;
} trunk;

/* Of members of runs with one table of latents. */
typedef struct {
    lev_levels *of;
    char *latents; /* as it was named; "": the scenario's own */
} level;

struct kept_study {
    vado *v;
    vado_run_options o; /* settled */
    pst_past *past;
    int ntrunks;
    trunk *trunks;
    int nlevels;
    level *levels;
};

/* What a store at this path is to a run that is wanted. */
enum { STORE_OTHER, STORE_DONE, STORE_BEGUN };

static int look(const char *path, const char *hash, const vado_run_options *o) {
    db_store store;
    char words[512], number[2][32], layers[64];
    int found = STORE_OTHER;
    snprintf(number[0], sizeof number[0], "%llu", (unsigned long long)o->seed);
    snprintf(number[1], sizeof number[1], "%d", o->members);
    rec_layers(o, layers, sizeof layers);
    if (access(path, R_OK) || opn_look(path, 1, &store, NULL, words, sizeof words))
        return STORE_OTHER; /* a damaged one is made anew */
    static const char *const modes[] = {"stochastic", "fluid", "individual"};
    const char *const wanted[][2] = {{"input_hash", hash},   {"version", VADO_VERSION}, {"seed", number[0]},
                                     {"members", number[1]}, {"mode", modes[o->mode]},  {"layers", layers}};
    int same = 1;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        char *value = sto_meta(&store, wanted[i][0]);
        same &= value && strcmp(value, wanted[i][1]) == 0;
        free(value);
    }
    char *state = sto_meta(&store, "state");
    int first, last, part = sto_part(&store, &first, &last);
    same &= part >= 0 && (part == 0 || (first == o->member_first && last == o->member_last));
    if (same && state && (strcmp(state, "done") == 0 || strcmp(state, STO_PART_DONE) == 0))
        found = STORE_DONE;
    else if (same && state && part == (o->member_first > 0))
        found = STORE_BEGUN;
    free(state);
    db_close(&store);
    return found;
}

/* The trunk whose days are this run's the longest, and until when; -1 if none has its first days. */
static int find_trunk(const kept_study *k, const scn_scenario *s, int64_t *until) {
    int best = -1;
    *until = s->from - s->spin_up_days;
    for (int i = 0; i < k->ntrunks; i++) {
        int64_t day = scn_apart(&k->trunks[i].opened->scenario, s);
        if (day <= *until)
            continue;
        *until = day;
        best = i;
    }
    return best;
}

/* Takes opened over. */
static int add_trunk(kept_study *k, inp_opened *opened, const char *db) {
    char *name = txt_copy(db);
    trunk *grown = name ? arr_more(k->trunks, k->ntrunks, sizeof *grown) : NULL;
    if (!grown) {
        free(name);
        inp_close(opened);
        free(opened);
        return ctx_fail(k->v, VADO_ERR_MEMORY, "out of memory");
    }
    k->trunks = grown;
    k->trunks[k->ntrunks++] = (trunk){opened, name};
    return 0;
}

/* Those of runs with this table, made when they are asked for; NULL: members are not levelled. */
static int find_levels(kept_study *k, const inp_opened *opened, const vado_input *in, const vado_run_options *o,
                       lev_levels **out) {
    const char *name = in->latents ? in->latents : "";
    *out = NULL;
    if (!o->level)
        return 0;
    for (int i = 0; i < k->nlevels; i++)
        if (strcmp(k->levels[i].latents, name) == 0) {
            *out = k->levels[i].of;
            return 0;
        }
    const mdl_member_options options = run_members(o);
    level *grown = arr_more(k->levels, k->nlevels, sizeof *grown);
    char *latents = txt_copy(name);
    k->levels = grown ? grown : k->levels;
    if (!grown || !latents) {
        free(latents);
        return ctx_fail(k->v, VADO_ERR_MEMORY, "out of memory");
    }
    int status = lev_open(k->v, opened, in, &options, out);
    if (status)
        free(latents);
    else
        k->levels[k->nlevels++] = (level){*out, latents};
    return status;
}

static int make(kept_study *k, const inp_opened *opened, const vado_input *in, const vado_run_options *o,
                const char *db, const char *dir, int as_trunk) {
    static const wrk_tuning plain = {.no_twins = 1}; /* pairs tell what a policy does; its layers are compare's */
    wrk_trunk from = {.past = k->past};
    int at = find_trunk(k, &opened->scenario, &from.until), status = find_levels(k, opened, in, o, &from.levels);
    if (at >= 0) {
        from.number = at;
        from.db = k->trunks[at].db;
    } else {
        from.number = k->ntrunks;
        from.until = INT64_MAX;
    }
    if (at < 0 && !as_trunk)
        from.past = NULL;
    if (status == 0 && !o->make_folders)
        status = fil_make_folder(k->v, dir);
    return status ? status : run_opened(k->v, opened, in, o, db, &plain, &from);
}

int kept_run(kept_study *k, const vado_input *in, const char *db, const char *dir, int as_trunk) {
    static const wrk_tuning plain = {.no_twins = 1};
    inp_opened *opened = calloc(1, sizeof *opened);
    char hash[65];
    int64_t until;
    int status = opened ? inp_open(k->v, in, 1, opened) : ctx_fail(k->v, VADO_ERR_MEMORY, "out of memory");
    if (status) {
        free(opened);
        return status;
    }
    vado_run_options o = k->o;
    rec_input_hash(&opened->scenario, in, hash);
    status = run_settle_model(k->v, opened, &o);
    int there = status ? STORE_DONE : look(db, hash, &o);
    if (there == STORE_BEGUN)
        status = run_resume_tuned(k->v, db, k->o.threads, &plain);
    else if (there == STORE_OTHER)
        status = make(k, opened, in, &o, db, dir, as_trunk);
    if (status == 0 && as_trunk && find_trunk(k, &opened->scenario, &until) < 0)
        return add_trunk(k, opened, db);
    inp_close(opened);
    free(opened);
    return status;
}

pst_past *kept_past(kept_study *k) { return k->past; }

int kept_open(vado *v, const vado_run_options *o, kept_study **out) {
    kept_study *k = calloc(1, sizeof *k);
    int megabytes = o->snapshots == 0 ? PST_MEGABYTES : o->snapshots < 0 ? 0 : o->snapshots, status = 0;
    *out = NULL;
    if (o->snapshots < -1 || o->snapshots > PST_MEGABYTES_MAX)
        status = ctx_fail(v, VADO_ERR_USAGE, SAY_SNAPSHOTS ": found %d, expected 1 to %d megabytes, or -1 for none",
                          o->snapshots, PST_MEGABYTES_MAX);
    else if (!k || !(k->past = pst_open((size_t)megabytes << 20)))
        status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    if (status == 0) {
        k->v = v;
        k->o = *o;
        status = run_settle(v, &k->o);
    }
    if (status)
        kept_close(k);
    else
        *out = k;
    return status;
}

void kept_close(kept_study *k) {
    if (!k)
        return;
    for (int i = 0; i < k->ntrunks; i++) {
        inp_close(k->trunks[i].opened);
        free(k->trunks[i].opened);
        free(k->trunks[i].db);
    }
    free(k->trunks);
    for (int i = 0; i < k->nlevels; i++) {
        lev_close(k->levels[i].of);
        free(k->levels[i].latents);
    }
    free(k->levels);
    pst_close(k->past);
    free(k);
}
