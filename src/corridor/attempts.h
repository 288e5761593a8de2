/* What others may know of attempts.c: who tries again. */
#ifndef VADO_CORRIDOR_ATTEMPTS_H
#define VADO_CORRIDOR_ATTEMPTS_H

#include "corridor/internal.h"

struct attempts_ids {
    int retry;     /* auxiliary [ways back][nd][attempts] */
    int soon, mpp; /* auxiliaries [1] */
};

static inline const struct attempts_ids *attempts_ids(const mdl_model *m) { return m->ids[SYS_ATTEMPTS]; }

/* Chances [NDA] that those expelled, or returned, try again: the class of attempt a has been sent back for the a + 1st
 * time. */
static inline const double *cor_retries(const mdl_member *p, cor_out how) {
    return cor_aux(p, attempts_ids(p->m)->retry) + (how == OUT_EXPELLED ? 0 : 1) * p->m->nda;
}
/* ... of a class of ND, for the k-th time (k from 1 to COR_ATTEMPTS). */
static inline double cor_retry(const mdl_member *p, cor_out how, int nd, int k) {
    return cor_retries(p, how)[nd * COR_ATTEMPTS + k - 1];
}
/* Of those who try again, the share within days; rate at which those who wait for a hearing cross again. */
static inline double cor_soon_share(const mdl_member *p) { return cor_aux(p, attempts_ids(p->m)->soon)[0]; }
static inline double cor_retry_from_mpp(const mdl_member *p) { return cor_aux(p, attempts_ids(p->m)->mpp)[0]; }

#endif
