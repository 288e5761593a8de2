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
    int purse, fare, fee;            /* fields [places], [places], [cities]: USD a person, see money_purses.c */
    int ordinary;                    /* field [places, and cities]: price over purse that usual stays hold already */
    int can_go, can_try, turns_back; /* auxiliaries [places], [cities], [places] */
    int lack;                        /* auxiliary [places, and cities]: share who cannot pay */
    struct {
        int spent;
    } series;
};

static inline const struct money_ids *money_ids(const mdl_model *m) { return m->ids[SYS_MONEY]; }

/* Factors of money on the rates of going on from a place, and of trying to cross at a border city (1: as the usual stay
 * is stated); chance today that one turns back from a place for want of money. */
static inline double cor_money_to_go(const mdl_member *p, int place) {
    return cor_aux(p, money_ids(p->m)->can_go)[place];
}
static inline double cor_money_to_try(const mdl_member *p, int city) {
    return cor_aux(p, money_ids(p->m)->can_try)[city];
}
static inline double cor_turns_back(const mdl_member *p, int place) {
    return cor_aux(p, money_ids(p->m)->turns_back)[place];
}

#endif
