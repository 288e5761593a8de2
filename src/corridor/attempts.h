/* What others may know of attempts.c: who tries again. */
#ifndef VADO_CORRIDOR_ATTEMPTS_H
#define VADO_CORRIDOR_ATTEMPTS_H

#include "corridor/internal.h"

/* Chance that a person returned for the k-th time (k from 1) tries again. */
double cor_retry(const mdl_member *p, cor_out how, int nd, int k);
double cor_soon_share(const mdl_member *p);
double cor_retry_from_mpp(const mdl_member *p);

#endif
