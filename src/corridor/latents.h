/* Latent intensities of a day. */
#ifndef VADO_CORRIDOR_LATENTS_H
#define VADO_CORRIDOR_LATENTS_H

#include "corridor/internal.h"

/* Latent of a day from monthly knots. */
double cor_latent(const cor_latents *l, const double *knots, int64_t day);

#endif
