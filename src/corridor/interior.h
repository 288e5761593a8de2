/* What others may know of interior.c: cities of the United States. */
#ifndef VADO_CORRIDOR_INTERIOR_H
#define VADO_CORRIDOR_INTERIOR_H

#include "corridor/internal.h"

struct interior_ids {
    int n; /* cities */
    const char **names;
    int arriving, settled, *shelter;            /* stocks, ND; [cities of the US] */
    int *to_shelter, *to_settle, *leave, files; /* flows */
    int sets_out, beds;                         /* auxiliaries [1]; [2]: people without a bed, beds */
    struct {
        int arrivals, occupancy;
    } series;
};

static inline const struct interior_ids *interior_ids(const mdl_model *m) { return m->ids[SYS_INTERIOR]; }

/* Chance in a day that one released or admitted sets out for a city. */
static inline double cor_interior_sets_out(const mdl_member *p) { return cor_aux(p, interior_ids(p->m)->sets_out)[0]; }

/* People who need a bed in a city beyond the beds of each, and the beds of all: what cities press Washington with. */
static inline double cor_interior_unhoused(const mdl_member *p) { return cor_aux(p, interior_ids(p->m)->beds)[0]; }
static inline double cor_interior_beds(const mdl_member *p) { return cor_aux(p, interior_ids(p->m)->beds)[1]; }

#endif
