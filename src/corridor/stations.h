/* What others may know of stations.c: those held in Mexico. */
#ifndef VADO_CORRIDOR_STATIONS_H
#define VADO_CORRIDOR_STATIONS_H

#include "corridor/internal.h"

struct stations_ids {
    int *stock, *returned, *bused, *released, *to_flight, *flown, *unseated, *queue; /* [stations] */
    int seats;                                                                       /* serve */
};

static inline const struct stations_ids *stations_ids(const mdl_model *m) { return m->ids[SYS_STATIONS]; }

/* How much of the stations' places of a region is in use today. */
double cor_station_capacity(const mdl_member *p, int region);

#endif
