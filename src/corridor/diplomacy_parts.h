/* What the files of diplomacy share: diplomacy.c (declaring, the day, what others read), diplomacy_parameters.c,
 * diplomacy_washington.c and diplomacy_mexico.c. For them alone.
 */
#ifndef VADO_CORRIDOR_DIPLOMACY_PARTS_H
#define VADO_CORRIDOR_DIPLOMACY_PARTS_H

#include "corridor/diplomacy.h"

#define SYS SYS_DIPLOMACY

enum {
    P_ENDOGENOUS,
    P_THREAT,
    P_OFFER,
    P_CONGRESS,
    P_US_ELECTION,
    P_MX_ELECTION,
    P_NEAR,
    P_REFERENCE,
    P_ADAPT,
    P_CHANGE,
    P_LEVEL,
    P_ELECTION,
    P_HAZARD,
    P_MIDDLE,
    P_WIDTH,
    P_REFRACTORY,
    P_THREATENS,
    P_THREAT_WEEKS,
    P_OFFER_WEEKS,
    P_LAMBDA,
    P_THREAT_W,
    P_OFFER_W,
    P_AID_SHARE,
    P_LINKAGE,
    P_GIVEN,
    P_COST,
    P_COST2,
    P_FATIGUE,
    P_WITHHOLD,
    P_LEVERAGE_US,
    P_LEVERAGE_MX,
    P_RISE,
    P_FALL,
    P_BUDGET,
    P_INCOME,
    P_SPEND,
    P_SHUT,
    P_REOPEN,
    P_RELIEF,
    P_FORCES,
    P_REMOVALS,
    P_BUSES,
    P_READMISSION,
    P_VISAS,
    P_CLOSURES,
    P_FLOW_DAYS,
    P_MOST_CLOSURES,
    P_TIRES,
    P_PORTS,
    P_GOODS,
    P_MINORS,
    P_CITIES,
    P_CROWD,
    P_CROWD_PEOPLE,
    P_POLLS,
    P_POLLS_DAYS,
    P_STAKES,
    P_DISCONTENT,
    P_WHIM,
    P_USUAL,
    P_PRAISE_DAYS,
    P_SILENCE,
    P_LINK_TRADE,
    P_LINK_AID,
    P_LINK_SANCTIONS,
    P_LINK_SILENCE,
    P_SANCTIONS_SHARE,
    P_GRANT_SD,
    P_LEARNS,
    P_APPROVAL,
    P_PAID_YEARS,
    P_RELIEF_WEEKS,
    P_GUARD,
    P_GUARD_SIZE,
    P_COUNT,
};

/* The state, one field; what follows D_FACTORS are the factors by ask, and those of checkpoints by region. */
enum {
    D_FLOW,      /* people a day, mean of about a week */
    D_REFERENCE, /* what one is used to */
    D_HELD,      /* people a day held back */
    D_PRESSURE,
    D_LEVERAGE,
    D_THREAT, /* in force */
    D_OFFER,
    D_SCHEDULED, /* threat and offer of the schedule yesterday */
    D_OFFERED,   /* the offer of these alone */
    D_DAYS,      /* since endogenous mode began, from 1; 0: scripted */
    D_EFFORT,
    D_FIRST, /* effort of the first endogenous day: what is given in any case */
    D_FATIGUE,
    D_BUDGET,
    D_SHUT,
    D_WEEKS,  /* since the last crisis */
    D_HAZARD, /* added up since the refractory time */
    D_THRESHOLD,
    D_CRISES, /* how many were drawn */
    D_STRAIN, /* what is on the screens, beside change, polls and calendar */
    D_POLLS,  /* strain, as opinion has followed it */
    D_ASK,    /* effort asked for, over what Washington is used to; 1 without pressure */
    D_USED,   /* effort Washington is used to */
    D_JUDGED, /* private judgement: effort made over effort asked */
    D_PRAISE, /* public: 0 blame, 1 praise */
    D_TRUST,  /* share of the money offered that Mexico has seen granted */
    D_OWED,   /* money offered of which Congress has not decided, in full offers */
    D_PAID,   /* money granted that is being paid, in full offers */
    D_RELIEF, /* relief of sanctions in force */
    D_FACTORS
};

static inline struct diplomacy_ids *own(const mdl_model *m) { return m->ids[SYS]; }

extern const par_decl cor_diplomacy_parameters[]; /* [P_COUNT], ended by one without path */

static inline double cor_higher(double a, double b) { return a > b ? a : b; }

/* What the governments see today, into the state: flow, strain, polls, pressure, ask, leverage, judgement. */
void cor_see(const mdl_member *p, double *state);
/* The nearness of an election, P_US_ELECTION or P_MX_ELECTION: 1 on its day, 0 when it is over. */
double cor_nearness(const mdl_member *p, int election);
/* A day of Washington: threat, offer and words in force, money that is decided on and paid; a week of it: a crisis is
 * drawn or not. */
void cor_day_of_washington(const mdl_member *p, double *state);
void cor_week_of_washington(const mdl_member *p, double *state);
/* Goods held up at closed crossings today, in P_CLOSURES of them, up to P_MOST_CLOSURES. */
double cor_closures_weigh(const mdl_member *p);
/* Mexico's first endogenous day, and its weeks. */
void cor_begin_of_mexico(const mdl_member *p, double *state);
void cor_week_of_mexico(const mdl_member *p, double *state);

#endif
