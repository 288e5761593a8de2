/* What others may know of caravans.c: those who walk together. */
#ifndef VADO_CORRIDOR_CARAVANS_H
#define VADO_CORRIDOR_CARAVANS_H

#include "corridor/internal.h"

struct caravans_ids {
    int walking, state, noise; /* stock, field, channel */
    int n, *line;              /* places it passes */
    double *km, *deaths;       /* [n] from the start; recorded deaths per 100,000 and km of the stretch before */
    int joins, driven_back, papers, died_found, died_not_found, *falls_out, *held; /* flows; [n] */
    int exposed;                                                                   /* as exposed.c numbers them */
    int leaving;                                                                   /* auxiliary [places] */
    struct {
        int people, km;
    } series;
};

static inline const struct caravans_ids *caravans_ids(const mdl_model *m) { return m->ids[SYS_CARAVANS]; }

/* Of those who wait at a place, the share that leaves in a caravan today (foreigners). */
static inline double cor_caravan_leaving(const mdl_member *p, int place) {
    return cor_aux(p, caravans_ids(p->m)->leaving)[place];
}

/* People who walk in a caravan: a crowd that everybody sees. */
static inline double cor_caravan(const mdl_member *p) { return eng_total(p->w, caravans_ids(p->m)->walking); }

#endif
