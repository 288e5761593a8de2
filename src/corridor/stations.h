/* What others may know of stations.c: those held in Mexico. */
#ifndef VADO_CORRIDOR_STATIONS_H
#define VADO_CORRIDOR_STATIONS_H

#include "corridor/internal.h"

struct stations_ids {
    int *stock, *returned, *bused, *released, *to_flight, *flown, *unseated, *queue; /* [stations] */
    int seats;                                                                       /* serve */
    int capacity, bus_seats;                                                         /* auxiliaries [regions], [1] */
    int *town;  /* [stations] the place of each among those that have a station */
    int ntowns; /* and how many these are: their names */
    const char **towns;
    struct {
        int returned, by_air, held;
    } series;
};

static inline const struct stations_ids *stations_ids(const mdl_model *m) { return m->ids[SYS_STATIONS]; }

/* How much of the stations' places of a region is in use today; seats on buses to near countries wanted today. */
static inline double cor_station_capacity(const mdl_member *p, int region) {
    return cor_aux(p, stations_ids(p->m)->capacity)[region];
}
static inline double cor_bus_seats(const mdl_member *p) { return cor_aux(p, stations_ids(p->m)->bus_seats)[0]; }

#endif
