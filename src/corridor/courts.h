/* What others may know of courts.c: the docket and the years it takes. */
#ifndef VADO_CORRIDOR_COURTS_H
#define VADO_CORRIDOR_COURTS_H

#include "corridor/internal.h"

struct courts_ids {
    int docket, served, serve, decided, residents, filed;
    int years;    /* field [1]: expected years before a decision */
    int weakness; /* auxiliary [nn] */
    struct {
        int backlog, years;
    } series;
};

static inline const struct courts_ids *courts_ids(const mdl_model *m) { return m->ids[SYS_COURTS]; }

/* How weak the claims of a nationality are, against the mean (1). */
static inline double cor_claim_weakness(const mdl_member *p, int n) {
    return cor_aux(p, courts_ids(p->m)->weakness)[n];
}

#endif
