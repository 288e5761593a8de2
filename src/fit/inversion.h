/* Ensemble inversion: parameters from figures, by runs alone.
 *
 * ES-MDA, the ensemble smoother with multiple data assimilation: members begin as draws from the prior; each of a few
 * steps moves them by what runs of theirs show of how parameters and cells vary together, with the errors of the
 * figures inflated by the number of steps. For a linear model the last step holds the posterior; for others it is the
 * usual approximation. It needs no derivative and no more runs than members times steps, works in the space of the
 * members, and ends after a fixed number of steps: each is a weaker or stronger fit, between the prior and the
 * posterior, and whoever uses it may stop early.
 *
 * Paper: Emerick, Reynolds, "Ensemble smoother with multiple data assimilation", Computers & Geosciences 55 (2013).
 */
#ifndef VADO_INVERSION_H
#define VADO_INVERSION_H

#include <stdint.h>

typedef struct {
    int parameters, members, cells, steps; /* members: more than parameters */
    uint64_t seed;
    const char *name;     /* of the random numbers: two inversions of one name share them */
    const double *weight; /* [cells] 1 / variance of a figure's error; 0: the cell is not looked at */
} inv_problem;

/* Draws of the standard normal, moved so that their mean is 0: z [members][parameters]. */
void inv_start(const inv_problem *p, double *z);
/* Moves z by a step (0, 1, ...): apart [members][cells] is simulated less published of each member's run. Where weight
 * is 0, apart may hold anything. 0, or -1 without memory. */
int inv_step(const inv_problem *p, int step, const double *apart, double *z);
/* Mean of the members: [parameters]. */
void inv_mean(const inv_problem *p, const double *z, double *mean);

#endif
