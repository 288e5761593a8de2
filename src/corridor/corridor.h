/* The corridor: people moving through Mexico to the United States border, and the governments acting on that movement.
 * A model on the engine; docs/model.md describes it in ODD form. */
#ifndef VADO_CORRIDOR_H
#define VADO_CORRIDOR_H

#include "scenario/model.h"

const mdl_kind *cor_kind(void);

/* The intensities that `vado fit` estimates: log factors at the middle of months, linear between, flat outside. */
enum { COR_FAMILY, COR_MINOR, COR_GROUPS };
typedef struct {
    int first_month, months; /* months since 1970-01 */
    int nationalities, blocs, sectors;
    double *departures; /* [nationalities][months] */
    double *group;      /* [blocs][COR_GROUPS][months]: families, minors, against single adults */
    double *sector;     /* [blocs][sectors][months] attractiveness */
} cor_latents;

int cor_latents_init(cor_latents *l, const mdl_model *m); /* from the scenario's table */
int cor_latents_copy(cor_latents *to, const cor_latents *from);
void cor_latents_free(cor_latents *l);
/* Makes a member use these (kept by reference) in place of the scenario's; before its first step. */
void cor_member_use_latents(mdl_member *p, const cor_latents *l);

#endif
