/* What others may know of trains.c: freight trains and buses. */
#ifndef VADO_CORRIDOR_TRAINS_H
#define VADO_CORRIDOR_TRAINS_H

#include "corridor/internal.h"

struct trains_ids {
    int state, *is_train, *bus_region; /* field; [legs]; [legs] region of Mexico of a bus, or -1 */
};

static inline const struct trains_ids *trains_ids(const mdl_model *m) { return m->ids[SYS_TRAINS]; }

/* Does a leg run; did that change since yesterday; factor on checkpoints, hardship added, factor on deaths. */
int cor_rail_runs(const mdl_member *p, int leg);
int cor_rail_changed(const mdl_member *p);
double cor_rail_checks(const mdl_member *p, int leg);
double cor_rail_hardship(const mdl_member *p, int leg);
double cor_rail_for_mexicans(const mdl_member *p, int leg); /* what a train costs Mexicans besides, utility */
double cor_rail_falls(const mdl_member *p, int leg);
/* Shares [modes][ND] of the legs of a road when its trains have room for so many; NULL: as chosen. */
const double *cor_rail_board(const mdl_member *p, int place, int road, const double *go, const double *choice,
                             double *out);

#endif
