/* What others may know of trains.c: freight trains and buses. */
#ifndef VADO_CORRIDOR_TRAINS_H
#define VADO_CORRIDOR_TRAINS_H

#include "corridor/internal.h"

struct trains_ids {
    int state, *is_train, *bus_region; /* field; [legs]; [legs] region of the way of a bus, or -1 */
    int changed;                       /* auxiliary [1] */
    int runs, checks, hardship, mexicans, falls, places, taken; /* auxiliaries [legs] */
    struct {
        int riders;
    } series;
};

static inline const struct trains_ids *trains_ids(const mdl_model *m) { return m->ids[SYS_TRAINS]; }

/* Does a leg run; did that change since yesterday. */
static inline int cor_rail_runs(const mdl_member *p, int leg) { return cor_aux(p, trains_ids(p->m)->runs)[leg] > 0.5; }
static inline int cor_rail_changed(const mdl_member *p) { return cor_aux(p, trains_ids(p->m)->changed)[0] > 0.5; }
/* Factor on checkpoints, hardship added, utility lost to Mexicans besides, factor on deaths. */
static inline double cor_rail_checks(const mdl_member *p, int leg) { return cor_aux(p, trains_ids(p->m)->checks)[leg]; }
static inline double cor_rail_hardship(const mdl_member *p, int leg) {
    return cor_aux(p, trains_ids(p->m)->hardship)[leg];
}
static inline double cor_rail_for_mexicans(const mdl_member *p, int leg) {
    return cor_aux(p, trains_ids(p->m)->mexicans)[leg];
}
static inline double cor_rail_falls(const mdl_member *p, int leg) { return cor_aux(p, trains_ids(p->m)->falls)[leg]; }
/* People a day that find room on a leg, -1: no limit; share of foreigners who would take it who may. */
static inline double cor_rail_room(const mdl_member *p, int leg) { return cor_aux(p, trains_ids(p->m)->places)[leg]; }
static inline double cor_bus_taken(const mdl_member *p, int leg) { return cor_aux(p, trains_ids(p->m)->taken)[leg]; }

#endif
