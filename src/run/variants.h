/* Runs of several variants of one scenario, side by side in threads, none of them stored: what `vado knockout` and
 * `vado explain` are made of. Members of one number share seed, parameters, environment and luck over all variants.
 */
#ifndef VADO_VARIANTS_H
#define VADO_VARIANTS_H

#include "corridor/corridor.h"
#include "scenario/model.h"
#include "text/context.h"

typedef struct {
    const mdl_model *model;
    const cor_latents *latents; /* of the corridor; NULL: the scenario's own */
} var_one;

typedef struct {
    vado *v;
    const mdl_kind *kind;
    int n;
    const var_one *variants;
    mdl_member_options options;    /* .member is filled in */
    int threads;                   /* 0: as many as processors; changes nothing but the time */
    int64_t from, until;           /* days that are recorded: until is the day after the last */
    const unsigned char *snapshot; /* state from which all variants go on, or NULL: from the first day of the spin-up */
    size_t snapshot_size;
    /* Sums of the days of each month, [months from that of `from`][width]. Called by any thread, one call at a time;
     * nonzero is an error (memory). */
    int (*take)(void *user, int variant, int member, const double *record);
    void *user;
} var_job;

int var_months(const var_job *job);
/* 0, or VADO_ERR_CANCELLED, VADO_ERR_MEMORY, VADO_ERR_RUN with its message. */
int var_run(const var_job *job);
/* State of member 0 of a model on the morning of a day; *blob to be freed. */
int var_snapshot(vado *v, const mdl_kind *kind, const mdl_model *model, const mdl_member_options *o, int64_t day,
                 unsigned char **blob, size_t *size);

#endif
