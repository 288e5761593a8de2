/* What others may know of regimes.c: the rules of the day. */
#ifndef VADO_CORRIDOR_REGIMES_H
#define VADO_CORRIDOR_REGIMES_H

#include "corridor/internal.h"

int cor_title42(const mdl_member *p); /* is the expulsion order in force */
/* How far each way out of custody lets people stay, weighted by `out`. */
double cor_stays(const mdl_member *p, int n, const double out[OUT_COUNT]);
/* Probabilities of the ways out of custody for one ND class on the day, before load; out sums to 1. */
void cor_regime(const mdl_member *p, int nd, double out[OUT_COUNT]);
/* ... and under a load of custody (people / places). */
void cor_regime_under_load(const mdl_member *p, int nd, double fill, double out[OUT_COUNT]);

#endif
