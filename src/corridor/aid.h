/* What others may know of aid.c: aid built up. */
#ifndef VADO_CORRIDOR_AID_H
#define VADO_CORRIDOR_AID_H

#include "corridor/internal.h"

struct aid_ids {
    int built;     /* field of aid.c */
    int push, usd; /* auxiliaries [nn], [1] */
};

static inline const struct aid_ids *aid_ids(const mdl_model *m) { return m->ids[SYS_AID]; }

/* What aid beyond or short of history's does to departures (log rate); all countries' aid of a day. */
static inline double cor_aid_push(const mdl_member *p, int n) { return cor_aux(p, aid_ids(p->m)->push)[n]; }
static inline double cor_aid_usd_per_day(const mdl_member *p) { return cor_aux(p, aid_ids(p->m)->usd)[0]; }

#endif
