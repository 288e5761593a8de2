/* What others may know of routes.c: people at places, the value of the way on and the choice of legs. */
#ifndef VADO_CORRIDOR_ROUTES_H
#define VADO_CORRIDOR_ROUTES_H

#include "corridor/internal.h"

struct routes_ids {
    int value, slow, choice; /* fields: [places][nd], [places][nd], [legs][nd] */
    int cross_here;          /* field [cities][nd]: share of those at a border city who stay to cross */
};

static inline const struct routes_ids *routes_ids(const mdl_model *m) { return m->ids[SYS_ROUTES]; }

/* Factors on the rate of going on, by ND (waiting is a choice). */
const double *cor_go_factors(mdl_member *p, int place);
double cor_scale_near(const mdl_member *p); /* of choice where one group of sectors is left */
/* Of those of each class who set out from a place, the shares that come to cross at each border city, by the
 * choices of today; out [cities][ND] with room for [places][ND] more behind it. */
void cor_where_to(const mdl_member *p, int place, double *out);

#endif
