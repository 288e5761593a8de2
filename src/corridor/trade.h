/* What others may know of trade.c: goods held up. */
#ifndef VADO_CORRIDOR_TRADE_H
#define VADO_CORRIDOR_TRADE_H

#include "corridor/internal.h"

struct trade_ids {
    int held; /* auxiliary [ports and rail bridges] */
    struct {
        int held, cost;
    } series;
};

static inline const struct trade_ids *trade_ids(const mdl_model *m) { return m->ids[SYS_TRADE]; }

/* Value of goods held up today at a port or rail bridge, USD a day. */
static inline double cor_trade_held(const mdl_member *p, int closable) {
    return cor_aux(p, trade_ids(p->m)->held)[closable];
}

#endif
