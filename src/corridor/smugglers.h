/* What others may know of smugglers.c: prices and guides. */
#ifndef VADO_CORRIDOR_SMUGGLERS_H
#define VADO_CORRIDOR_SMUGGLERS_H

#include "corridor/internal.h"

struct smugglers_ids {
    int price, demand, capacity; /* fields [sectors]: log price; guided people a day, as it is and as it was */
    int used, lean;              /* fields [regions], [crossings]: effort guides are used to; their lean, utility */
    int fees;                    /* auxiliary [sectors]: price over the fees of crossings.csv */
    int leans;                   /* auxiliary [crossings][nn]: utility of evading there */
    int guided;                  /* auxiliary [nn]: share of those who evade who are guided */
    int drops;                   /* auxiliary [sectors]: share of the guided dropped short */
    int dropped_harm;            /* auxiliary [crossings] */
    int bribe_lift;              /* auxiliary [nn] */
    struct {
        int price;
    } series;
};

static inline const struct smugglers_ids *smugglers_ids(const mdl_model *m) { return m->ids[SYS_SMUGGLERS]; }

/* Price of a guided crossing of a sector over the fees of crossings.csv; lean of guides to a crossing, utility of
 * evading there for a nationality. */
static inline double cor_smuggler_price(const mdl_member *p, int sector) {
    return cor_aux(p, smugglers_ids(p->m)->fees)[sector];
}
static inline double cor_smuggler_lean(const mdl_member *p, int crossing, int n) {
    return cor_aux(p, smugglers_ids(p->m)->leans)[crossing * p->m->nn + n];
}
/* Share of those who evade who are guided; share of the guided of a sector dropped short today; what those dropped at a
 * crossing do to its risks; factor on the share of a nationality who pay at checkpoints. */
static inline double cor_guided(const mdl_member *p, int n) { return cor_aux(p, smugglers_ids(p->m)->guided)[n]; }
static inline double cor_drops(const mdl_member *p, int sector) {
    return cor_aux(p, smugglers_ids(p->m)->drops)[sector];
}
static inline double cor_dropped_harm(const mdl_member *p, int crossing) {
    return cor_aux(p, smugglers_ids(p->m)->dropped_harm)[crossing];
}
static inline double cor_bribe_lift(const mdl_member *p, int n) {
    return cor_aux(p, smugglers_ids(p->m)->bribe_lift)[n];
}

#endif
