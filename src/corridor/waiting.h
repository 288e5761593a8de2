/* What others may know of waiting.c: hostages, camps, removals from northern cities. */
#ifndef VADO_CORRIDOR_WAITING_H
#define VADO_CORRIDOR_WAITING_H

#include "corridor/internal.h"

struct waiting_ids {
    int *hostage, *freed;             /* [cities] */
    int *camp, *camp_in, *camp_serve; /* [sectors] queue in the open on the US side; flow to custody */
    int *camp_city;                   /* [sectors] border city it is counted at */
    int outside;                      /* field [sectors]: share of those who turn in who must wait outside */
};

static inline const struct waiting_ids *waiting_ids(const mdl_model *m) { return m->ids[SYS_WAITING]; }

/* Chances in a day of those who wait at the line. */
double cor_removal_at(const mdl_member *p, int place);
double cor_give_up_at_line(const mdl_member *p);

#endif
