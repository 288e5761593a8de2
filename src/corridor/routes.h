/* What others may know of routes.c: people at places, the value of the way on and the choice of legs. */
#ifndef VADO_CORRIDOR_ROUTES_H
#define VADO_CORRIDOR_ROUTES_H

#include "corridor/internal.h"

struct routes_ids {
    int value, slow, choice; /* fields: [places][nd], [places][nd], [legs][nd] */
    int cross_here;          /* field [cities][nd]: share of those at a border city who stay to cross */
    int pace;                /* auxiliary [places][nd]: rate of going on if nothing else happens */
    int go, known;           /* auxiliaries [places][nd], and the rule it was made by: [3] */
    int near;                /* auxiliary [1] */
    struct {
        int legs;
    } series;
};

static inline const struct routes_ids *routes_ids(const mdl_model *m) { return m->ids[SYS_ROUTES]; }

/* Factors [ND] on the rate of going on from a place (waiting is a choice). */
static inline const double *cor_go_factors(const mdl_member *p, int place) {
    return cor_aux(p, routes_ids(p->m)->go) + place * p->m->nd;
}
/* Scale of choice where one group of sectors is left. */
static inline double cor_scale_near(const mdl_member *p) { return cor_aux(p, routes_ids(p->m)->near)[0]; }

#endif
