/* What others may know of smugglers.c: prices and guides. */
#ifndef VADO_CORRIDOR_SMUGGLERS_H
#define VADO_CORRIDOR_SMUGGLERS_H

#include "corridor/internal.h"

struct smugglers_ids {
    int price, demand, capacity; /* fields [sectors]: log price; guided people a day, as it is and as it was */
    int used, lean;              /* fields [regions], [crossings]: effort guides are used to; their lean, utility */
};

static inline const struct smugglers_ids *smugglers_ids(const mdl_model *m) { return m->ids[SYS_SMUGGLERS]; }

/* Price of a guided crossing of a sector over the fees of crossings.csv; lean of guides to a crossing (utility of
 * evading there, for a nationality); share of the guided dropped short onto the remote legs of a city, moved in
 * `choice`, and told by crossing in `dropped`; what that does to the risks at a crossing; factor on the share of a
 * nationality who pay at checkpoints. */
double cor_smuggler_price(const mdl_member *p, int sector);
double cor_smuggler_lean(const mdl_member *p, int crossing, int n);
void cor_drop_short(const mdl_member *p, int city, double *choice, double *dropped);
double cor_dropped_harm(const mdl_member *p, int crossing);
double cor_bribe_lift(const mdl_member *p, int n);

#endif
