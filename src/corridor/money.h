/* What others may know of money.c: who spends on what. */
#ifndef VADO_CORRIDOR_MONEY_H
#define VADO_CORRIDOR_MONEY_H

#include "corridor/internal.h"

/* Who spends on what: places of the series money_spent. */
enum {
    US_AGENTS,
    US_CUSTODY,
    US_DETENTION,
    US_CARE,
    US_FLIGHTS,
    US_INTERIOR,
    US_AID,
    MX_STAFF,
    MX_STATIONS,
    MX_BUSES,
    MX_RETURNS,
    PEOPLE_SMUGGLERS,
    PEOPLE_FARES,
    PEOPLE_BRIBES,
    PEOPLE_RANSOMS,
    SPENDERS
};

struct money_ids {
    int n; /* who spends on what: places of the series */
    const char **names;
    struct {
        int spent;
    } series;
};

static inline const struct money_ids *money_ids(const mdl_model *m) { return m->ids[SYS_MONEY]; }

#endif
