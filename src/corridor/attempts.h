/* What others may know of attempts.c: who tries again. */
#ifndef VADO_CORRIDOR_ATTEMPTS_H
#define VADO_CORRIDOR_ATTEMPTS_H

#include "corridor/internal.h"

struct attempts_ids {
    int retry;     /* auxiliary [ways back][nd][attempts] */
    int soon, mpp; /* auxiliaries [1] */
};

static inline const struct attempts_ids *attempts_ids(const mdl_model *m) { return m->ids[SYS_ATTEMPTS]; }

/* Chance that a person expelled, or returned, for the k-th time (k from 1 to COR_ATTEMPTS) tries again. */
static inline double cor_retry(const mdl_member *p, cor_out how, int nd, int k) {
    int back = how == OUT_EXPELLED ? 0 : 1;
    return cor_aux(p, attempts_ids(p->m)->retry)[(back * p->m->nd + nd) * COR_ATTEMPTS + k - 1];
}
/* Of those who try again, the share within days; rate at which those who wait for a hearing cross again. */
static inline double cor_soon_share(const mdl_member *p) { return cor_aux(p, attempts_ids(p->m)->soon)[0]; }
static inline double cor_retry_from_mpp(const mdl_member *p) { return cor_aux(p, attempts_ids(p->m)->mpp)[0]; }

#endif
