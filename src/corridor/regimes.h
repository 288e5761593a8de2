/* What others may know of regimes.c: the rules of the day. */
#ifndef VADO_CORRIDOR_REGIMES_H
#define VADO_CORRIDOR_REGIMES_H

#include "corridor/internal.h"

struct regimes_ids {
    int title42;    /* auxiliary [1] */
    int ways;       /* auxiliary [nd][ways out] */
    int under_load; /* auxiliary [sectors][nd][ways out] */
    int stay_by;    /* auxiliary [nn][ways out] */
    int stays;      /* auxiliary [nd] */
};

static inline const struct regimes_ids *regimes_ids(const mdl_model *m) { return m->ids[SYS_REGIMES]; }

/* Is the expulsion order in force. */
static inline int cor_title42(const mdl_member *p) { return cor_aux(p, regimes_ids(p->m)->title42)[0] > 0.5; }
/* Probabilities [OUT_COUNT] of the ways out of custody for one ND class on the day, before load; they sum to 1. */
static inline const double *cor_regime(const mdl_member *p, int nd) {
    return cor_aux(p, regimes_ids(p->m)->ways) + nd * OUT_COUNT;
}
/* ... and under the load of a sector's custody. */
static inline const double *cor_regime_under_load(const mdl_member *p, int sector, int nd) {
    return cor_aux(p, regimes_ids(p->m)->under_load) + (sector * p->m->nd + nd) * OUT_COUNT;
}
/* How far a way out of custody lets people of a nationality stay; chance of staying the rules imply at ordinary load.
 */
static inline double cor_stay_by(const mdl_member *p, int n, cor_out way) {
    return cor_aux(p, regimes_ids(p->m)->stay_by)[n * OUT_COUNT + (int)way];
}
static inline double cor_stays(const mdl_member *p, int nd) { return cor_aux(p, regimes_ids(p->m)->stays)[nd]; }

#endif
