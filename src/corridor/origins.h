/* What others may know of origins.c: who would go and who sets out. */
#ifndef VADO_CORRIDOR_ORIGINS_H
#define VADO_CORRIDOR_ORIGINS_H

#include "corridor/internal.h"

struct origins_ids {
    int population, pool, home;
    int nflows, *flow, *flow_place, *flow_origin; /* sets out: where it arrives, and its first row of origins.csv */
    int *row_flow;                                /* [rows of origins.csv] index of its flow */
    int refill, rested;
    int reference; /* field [places][nd] and one more: values of the way on on the first day; set or not */
    int noise;     /* channel */
    struct {
        int departures;
    } series;
};

static inline const struct origins_ids *origins_ids(const mdl_model *m) { return m->ids[SYS_ORIGINS]; }

#endif
