/* What others may know of checkpoints.c: effort in force, those seen. */
#ifndef VADO_CORRIDOR_CHECKPOINTS_H
#define VADO_CORRIDOR_CHECKPOINTS_H

#include "corridor/internal.h"

struct checkpoints_ids {
    int seen;             /* field [legs]: chance of being seen, foreigners */
    int believed;         /* field [regions]: effort as believed */
    int used;             /* field [regions]: effort as it has been, for its waning */
    int *serve;           /* [regions] */
    int *served, *passed; /* [places] flows out of held queues */
    int noise;            /* channel */
    int effort, staff;    /* auxiliaries [regions, and their mean], [1] */
    struct {
        int bribes, effort;
    } series;
};

static inline const struct checkpoints_ids *checkpoints_ids(const mdl_model *m) { return m->ids[SYS_CHECKPOINTS]; }

/* Effort in force in a region of the way: ordered, within what staff can do, as far as it has waned. */
static inline double cor_effort(const mdl_member *p, int region) {
    return cor_aux(p, checkpoints_ids(p->m)->effort)[region];
}
/* ... mean of the regions. */
static inline double cor_effort_mean(const mdl_member *p) { return cor_effort(p, p->m->s->nregions); }
/* People of all forces at work on migration today. */
static inline double cor_mexican_staff(const mdl_member *p) { return cor_aux(p, checkpoints_ids(p->m)->staff)[0]; }

#endif
