/* What others may know of minors.c: minors who wait for a bed or have one. */
#ifndef VADO_CORRIDOR_MINORS_H
#define VADO_CORRIDOR_MINORS_H

#include "corridor/internal.h"

struct minors_ids {
    int *waiting, *taken, care, leave, serve; /* [sectors, and ports] queues for a bed, ND; flows into care */
    int sites;                                /* field [2]: emergency sites open, in preparation */
    int beds;                                 /* auxiliary [2]: all minors, standard beds */
    struct {
        int in_care, emergency;
    } series;
};

static inline const struct minors_ids *minors_ids(const mdl_model *m) { return m->ids[SYS_MINORS]; }

/* Minors who wait in a sector's custody for a bed, and minors in care. */
static inline double cor_minors_waiting(const mdl_member *p, int sector) {
    return eng_total(p->w, minors_ids(p->m)->waiting[sector]);
}
static inline double cor_minors_in_care(const mdl_member *p) { return eng_total(p->w, minors_ids(p->m)->care); }
/* All of them, of every sector and at ports; and the standard beds there are. */
static inline double cor_minors_all(const mdl_member *p) { return cor_aux(p, minors_ids(p->m)->beds)[0]; }
static inline double cor_minors_beds(const mdl_member *p) { return cor_aux(p, minors_ids(p->m)->beds)[1]; }

#endif
