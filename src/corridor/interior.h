/* What others may know of interior.c: cities of the United States. */
#ifndef VADO_CORRIDOR_INTERIOR_H
#define VADO_CORRIDOR_INTERIOR_H

#include "corridor/internal.h"

struct interior_ids {
    int n; /* cities */
    const char **names;
    int arriving, settled, *shelter;            /* stocks, ND; [cities of the US] */
    int *to_shelter, *to_settle, *leave, files; /* flows */
};

static inline const struct interior_ids *interior_ids(const mdl_model *m) { return m->ids[SYS_INTERIOR]; }

/* Chance in a day that one released or admitted sets out for a city; people who need a bed today. */
double cor_interior_sets_out(const mdl_member *p);
double cor_interior_bed_days(const mdl_member *p);

#endif
