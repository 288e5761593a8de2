/* What others may know of repatriation.c: returns from Mexico and their money. */
#ifndef VADO_CORRIDOR_REPATRIATION_H
#define VADO_CORRIDOR_REPATRIATION_H

#include "corridor/internal.h"

struct repatriation_ids {
    int money, landed, home, works; /* field [1], USD; stock, ND; flows out of it */
};

static inline const struct repatriation_ids *repatriation_ids(const mdl_model *m) { return m->ids[SYS_REPATRIATION]; }

/* Chance that notice, identification and seat come before release (hours). */
double cor_flight_before_release(double identify_mean, double notice, double seat_wait, double limit, double compliance,
                                 double held_on);
/* ... for each nationality, times acceptance, when the share `paid` of what is wanted can be paid. */
void cor_flight_chances(const mdl_member *p, double paid, double *chance);
/* Share of the day's returns there is money for; seats bought; USD paid for the returns of the last day moved. */
double cor_returns_paid(const mdl_member *p, double bus_seats);
double cor_seats_per_day(const mdl_member *p, double paid);
double cor_returns_usd(const mdl_member *p);

#endif
