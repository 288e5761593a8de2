/* What the two files of crossing share: crossing.c (declaring, detection, the day) and crossing_choice.c. For them
 * alone.
 */
#ifndef VADO_CORRIDOR_CROSSING_PARTS_H
#define VADO_CORRIDOR_CROSSING_PARTS_H

#include "corridor/crossing.h"

#define SYS SYS_CROSSING

static inline struct crossing_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum {
    P_REST,
    P_AGAIN,
    P_LATER,
    P_STAY,
    P_EVADE_VALUE,
    P_EVADE_COST,
    P_MONEY,
    P_MONEY_TURN,
    P_HARD,
    P_DEATH,
    P_GROUP_EVADE,
    P_MX_EVADE,
    P_NETWORK,
    P_MX_TURN,
    P_SCALE,
    P_SCALE_NEST,
    P_H0,
    P_AGENTS_POWER,
    P_CROWD,
    P_CROWD_POWER,
    P_TERRAIN,
    P_REMOTE,
    P_DETER,
    P_AGENTS,
    P_PRESS,
    P_ATTRACT,
    P_NOISE,
    P_NOISE_TAU,
    P_YEARS,
    P_GUARD,
    P_HORIZON,
    P_KEPT,
    P_ORDINARY,
    P_YEARS_AT,
    P_EVERY,
    P_COUNT,
};

/* Choices of all classes at all border cities, as things stand: shares of crossings by intent and of the list for an
 * appointment, value of the line, share of evaders at a crossing who were dropped there. */
void cor_choose_at_the_line(const mdl_member *p, double *choice, double *to_port, double *utility, double *dropped);

#endif
