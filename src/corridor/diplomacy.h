/* What others may know of diplomacy.c: what governments do of themselves. */
#ifndef VADO_CORRIDOR_DIPLOMACY_H
#define VADO_CORRIDOR_DIPLOMACY_H

#include "corridor/internal.h"

/* What the US asks of Mexico beside forces at checkpoints. */
typedef enum { ASK_REMOVALS, ASK_BUSES, ASK_READMISSION, ASK_VISAS, ASK_COUNT } cor_ask;

/* What is granted of the offers of the endogenous mode: money for the countries of origin that is being paid, in full
 * offers; relief of sanctions in force, 0 to 1. Both 0 in scripted mode. */
typedef enum { GRANTED_MONEY, GRANTED_RELIEF, GRANTED_COUNT } cor_grant;

struct diplomacy_ids {
    int state, noise, grants; /* field and channels of diplomacy.c */
    int granted;              /* field [GRANTED_COUNT] */
    int air;                  /* route family of flights to Mexico, or -1 */
    int factors;              /* auxiliary [asks, then regions] */
    int visas;                /* auxiliary [families] */
    struct {
        int posture, leverage, threat, ask, praise, judged;
    } series;
};

static inline const struct diplomacy_ids *diplomacy_ids(const mdl_model *m) { return m->ids[SYS_DIPLOMACY]; }

/* Factors of today on what the schedule says Mexico does, all 1 in scripted mode: effort at checkpoints of a region,
 * what else is asked for, and how open a route family stays (1 but for flights to Mexico). */
static inline double cor_effort_factor(const mdl_member *p, int region) {
    return cor_aux(p, diplomacy_ids(p->m)->factors)[ASK_COUNT + region];
}
static inline double cor_ask_factor(const mdl_member *p, cor_ask ask) {
    return cor_aux(p, diplomacy_ids(p->m)->factors)[ask];
}
/* ... and what has been granted, this morning. */
static inline double cor_granted(const mdl_member *p, cor_grant what) {
    return eng_get(p->w, diplomacy_ids(p->m)->granted)[what];
}
static inline double cor_visa_factor(const mdl_member *p, int family) {
    return cor_aux(p, diplomacy_ids(p->m)->visas)[family];
}

#endif
