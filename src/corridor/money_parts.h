/* What the two files of money share: money.c (who spends on what) and money_purses.c (who can pay for the next step).
 * For them alone.
 */
#ifndef VADO_CORRIDOR_MONEY_PARTS_H
#define VADO_CORRIDOR_MONEY_PARTS_H

#include "corridor/money.h"

#define SYS SYS_MONEY

static inline struct money_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum {
    P_AGENT,
    P_CUSTODY,
    P_DETENTION,
    P_CARE,
    P_FLIGHT,
    P_BED,
    P_STAFF_USD,
    P_STATION,
    P_BUS_SOUTH,
    P_BRIBE,
    P_EXTORTION,
    P_RANSOM,
    P_PURSE,
    P_EARNS,
    P_PRICE_DAYS,
    P_BACK,
    P_BIND,
    P_COUNT,
};

/* money_purses.c, for the descriptor. */
int cor_purses_declare(mdl_model *m, int system);
int cor_purses_prepare(mdl_member *p);
int cor_purses_decide(void *member, eng_day *day);
int cor_purses_start(mdl_member *p);

#endif
