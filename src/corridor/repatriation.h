/* What others may know of repatriation.c: returns from Mexico and their money. */
#ifndef VADO_CORRIDOR_REPATRIATION_H
#define VADO_CORRIDOR_REPATRIATION_H

#include "corridor/internal.h"

struct repatriation_ids {
    int money, landed, home, works; /* field: purses of buses and of flights, USD; stock, ND; flows out of it */
    int paid, seats, chance;        /* auxiliaries [1], [1], [nn] */
    struct {
        int budget;
    } series;
};

static inline const struct repatriation_ids *repatriation_ids(const mdl_model *m) { return m->ids[SYS_REPATRIATION]; }

/* Share of the day's returns by bus there is money for; seats on flights that are there and paid; chance of a
 * nationality that notice, identification and seat come before release, times acceptance. */
static inline double cor_buses_paid(const mdl_member *p) { return cor_aux(p, repatriation_ids(p->m)->paid)[0]; }
static inline double cor_seats_per_day(const mdl_member *p) { return cor_aux(p, repatriation_ids(p->m)->seats)[0]; }
static inline double cor_reaches_flight(const mdl_member *p, int n) {
    return cor_aux(p, repatriation_ids(p->m)->chance)[n];
}

/* The formula of the chance, hours; for its tests. */
double cor_flight_before_release(double identify_mean, double notice, double seat_wait, double limit, double compliance,
                                 double held_on);

#endif
