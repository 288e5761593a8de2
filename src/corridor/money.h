/* What others may know of money.c: who spends on what. */
#ifndef VADO_CORRIDOR_MONEY_H
#define VADO_CORRIDOR_MONEY_H

#include "corridor/internal.h"

struct money_ids {
    int n; /* who spends on what: places of the series */
    const char **names;
    int turn_in_fee; /* offset of crossing.turn_in_fee_share in the value array */
};

static inline const struct money_ids *money_ids(const mdl_model *m) { return m->ids[SYS_MONEY]; }

#endif
