/* What the two files of routes share: routes.c (declaring, the day) and routes_choice.c (the backward pass). For them
 * alone.
 */
#ifndef VADO_CORRIDOR_ROUTES_PARTS_H
#define VADO_CORRIDOR_ROUTES_PARTS_H

#include "corridor/routes.h"

#define SYS SYS_ROUTES

static inline struct routes_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum {
    P_COST,
    P_DAYS,
    P_HARD,
    P_CHECK,
    P_DEATH,
    P_MU,
    P_MU_NEAR,
    P_MU_MODE,
    P_WAIT,
    P_WAIT_LOW,
    P_WAIT_HIGH,
    P_SLOW,
    P_GIVE_UP,
    P_BRIBE,
    P_KEPT,
    P_EVERY,
    P_CHECK_POWER,
    P_LONG,
    P_QUICK,
    P_SLOWEST,
    P_COUNT,
};

/* One backward pass for a day: values [places][ND] of the ways on, choices [legs][ND] of legs, shares [cities][ND] of
 * those at a border city who stay to cross. */
void cor_value_ways(const mdl_member *p, int64_t day, double *v, double *choice, double *cross_here);

#endif
