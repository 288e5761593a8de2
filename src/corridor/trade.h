/* What others may know of trade.c: goods held up. */
#ifndef VADO_CORRIDOR_TRADE_H
#define VADO_CORRIDOR_TRADE_H

#include "corridor/internal.h"

/* Value of goods held up today at a port or rail bridge, USD a day. */
double cor_trade_held(const mdl_member *p, int closable);

#endif
