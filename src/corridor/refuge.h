/* What others may know of refuge.c: asylum and work in Mexico. */
#ifndef VADO_CORRIDOR_REFUGE_H
#define VADO_CORRIDOR_REFUGE_H

#include "corridor/internal.h"

typedef struct { /* flows of an office for asylum in Mexico; its applicants before and in the queue, as exposed.c
                    numbers them */
    int applies, ready, leaves, leaves_queue, served, stays, north, refused, caravan, exposed, exposed_queue;
} cor_office;

struct refuge_ids {
    int *applicants, *queue, *answered; /* [places] stocks, -1 without an office */
    int office, work, papers;           /* place of the first office; stocks */
    cor_office *flows;                  /* [places] */
    int *rides, moves_on, serve;        /* [cities] flows; flow; serve */
    int exposed;                        /* those with papers, as exposed.c numbers them */
    int rates;                          /* auxiliary [places][nn] of applying */
    int reach;                          /* auxiliary [cities][nd]: where those with papers go */
    struct {
        int asylum;
    } series;
};

static inline const struct refuge_ids *refuge_ids(const mdl_model *m) { return m->ids[SYS_REFUGE]; }

/* The flow of applications at a place, or -1 without an office; rate of a nationality, 0 without one. */
static inline int cor_applies_flow(const mdl_model *m, int place) {
    return refuge_ids(m)->applicants[place] >= 0 ? refuge_ids(m)->flows[place].applies : -1;
}
static inline double cor_applies_at(const mdl_member *p, int place, int n) {
    return cor_aux(p, refuge_ids(p->m)->rates)[place * p->m->nn + n];
}

#endif
