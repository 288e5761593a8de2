/* What others may know of waiting.c: hostages, camps, removals from northern cities. */
#ifndef VADO_CORRIDOR_WAITING_H
#define VADO_CORRIDOR_WAITING_H

#include "corridor/internal.h"

struct waiting_ids {
    int *hostage, *freed;             /* [cities] */
    int *camp, *camp_in, *camp_serve; /* [sectors] queue in the open on the US side; flow to custody */
    int *camp_city;                   /* [sectors] border city it is counted at */
    int outside;                      /* field [sectors]: share of those who turn in who must wait outside */
    int removal, give_up;             /* auxiliaries [places], [1] */
};

static inline const struct waiting_ids *waiting_ids(const mdl_model *m) { return m->ids[SYS_WAITING]; }

/* Chances in a day of those who wait at the line: to be removed to the south; to give up. */
static inline double cor_removal_at(const mdl_member *p, int place) {
    return cor_aux(p, waiting_ids(p->m)->removal)[place];
}
static inline double cor_give_up_at_line(const mdl_member *p) { return cor_aux(p, waiting_ids(p->m)->give_up)[0]; }

#endif
