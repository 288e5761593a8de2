/* Runs of several variants of one scenario, side by side in threads, none of them stored: what `vado knockout` and
 * `vado explain` are made of. Members of one number share seed, parameters, environment and luck over all variants.
 */
#ifndef VADO_VARIANTS_H
#define VADO_VARIANTS_H

#include "corridor/corridor.h"
#include "run/level.h"
#include "run/past.h"
#include "scenario/model.h"
#include "text/context.h"

/* A world on the morning of a day (engine's snapshot); bytes to be freed by who holds it. */
typedef struct {
    unsigned char *bytes;
    size_t size;
} var_state;

typedef struct {
    const mdl_model *model;
    const cor_latents *latents; /* of the corridor; NULL: the scenario's own */
    const var_state *start;     /* goes on from there; NULL: from the first day of the spin-up */
    var_state *end;             /* if not NULL, takes the state at the end; of a job of one member */
    pst_past *past;             /* with start NULL: begins from what it keeps of this trunk, and adds to it; or NULL */
    int trunk;
    const mdl_level *level; /* of its members, in place of the job's levels; or NULL */
} var_one;

typedef struct {
    vado *v;
    const mdl_kind *kind;
    int n;
    const var_one *variants;
    mdl_member_options options; /* .member is filled in, and .level if there are levels */
    int nmembers;               /* of those that are run; 0: all of the options */
    const int *which;           /* [nmembers] their numbers, from 0 */
    const lev_levels *levels;   /* made for all members that are run; NULL: they are not levelled */
    int nasked;                 /* only these series are recorded (mdl_kind's member_ask); 0: all */
    const int *asked;
    int threads;         /* 0: as many as processors; changes nothing but the time */
    int64_t from, until; /* days that are recorded: until is the day after the last */
    /* Sums of the days of each month, [months from that of `from`][width]. Called by any thread, one call at a time;
     * nonzero is an error: VADO_ERR_FILE, which it has said, else memory. */
    int (*take)(void *user, int variant, int member, const double *record);
    void *user;
} var_job;

int var_months(const var_job *job);
/* 0, or VADO_ERR_CANCELLED, VADO_ERR_MEMORY, VADO_ERR_RUN with its message. */
int var_run(const var_job *job);
/* State of member 0 of a model on the morning of a day; mode, seed and threads as of the job. past: what is kept of its
 * days before, under the number trunk; or NULL. */
int var_reach(const var_job *as, const mdl_model *model, int64_t day, pst_past *past, int trunk, var_state *state);

#endif
