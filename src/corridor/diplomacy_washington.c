/* Diplomacy, Washington: what it sees, what it asks, how it judges, and the crises that are drawn. diplomacy.c says
 * how, in its points 1 to 4.
 *
 * What other parts hold is read here and nowhere else in diplomacy: minors without a bed (minors.c), people without one
 * in interior cities (interior.c), goods held up (trade.c), crossings closed (ports.c), a caravan (caravans.c).
 */
#include "corridor/diplomacy_parts.h"

#include "corridor/caravans.h"
#include "corridor/checkpoints.h"
#include "corridor/crossing.h"
#include "corridor/interior.h"
#include "corridor/minors.h"
#include "corridor/ports.h"
#include "corridor/statistics.h"
#include "corridor/trade.h"

/* ---- the calendar ---- */

/* Days since 1970-01-01 of a date written as YYYYMMDD. */
static double days_of_date(double date) {
    int64_t d = (int64_t)date, y = d / 10000, month = d / 100 % 100, day = d % 100;
    y -= month <= 2;
    int64_t era = y / 400, yoe = y - era * 400;
    int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return (double)(era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468);
}

double cor_nearness(const mdl_member *p, int election) {
    double date = cor_par(p, SYS, election, 0), days = days_of_date(date) - (double)p->day;
    return date < 1 || days < 0 ? 0 : det_exp(-days / cor_par(p, SYS, P_NEAR, 0));
}

/* ---- what is seen ---- */

static double moved(const mdl_member *p, int flow) {
    return flow >= 0 && eng_moved_any(p->w, flow) ? eng_moved_total(p->w, flow) : 0;
}

static double encounters_yesterday(const mdl_member *p) {
    double sum = 0;
    for (int c = 0; c < p->m->s->ncrossings; c++)
        sum += cor_encountered(p, c);
    return sum;
}

static double held_back_yesterday(const mdl_member *p) {
    const mdl_model *m = p->m;
    double sum = 0;
    for (int i = 0; i < m->s->nplaces; i++)
        sum += moved(p, checkpoints_ids(m)->served[i]);
    for (int c = 0; c < m->ncities; c++)
        sum += moved(p, crossing_ids(m)->removed[c]) + moved(p, crossing_ids(m)->removed_again[c]);
    return sum;
}

static double most_one(double people, double beds) { return cor_clamp(people / (beds + 1), 0, 1); }

/* Minors in care, or waiting in custody for a bed, who have no standard bed, over those beds; at most 1. */
static double minors_without(const mdl_member *p) {
    return most_one(cor_minors_all(p) - cor_minors_beds(p), cor_minors_beds(p));
}

/* People in interior cities without a bed over the beds of all; at most 1. */
static double cities_without(const mdl_member *p) { return most_one(cor_interior_unhoused(p), cor_interior_beds(p)); }

static double crossings_closed(const mdl_member *p) {
    double sum = 0;
    for (int i = 0; i < ports_ids(p->m)->n; i++)
        sum += cor_closed(p, i);
    return sum;
}

double cor_closures_weigh(const mdl_member *p) {
    double held = 0;
    for (int i = 0; i < ports_ids(p->m)->n; i++)
        held += cor_trade_held(p, i);
    return cor_clamp(held / cor_par(p, SYS, P_CLOSURES, 0), 0, cor_par(p, SYS, P_MOST_CLOSURES, 0));
}

/* All that is on the screens but the change of the flow and the calendar. */
static double strain(const mdl_member *p, const double *state) {
    double level = det_log((state[D_FLOW] + 1) / (cor_par(p, SYS, P_REFERENCE, 0) + 1));
    double crowd = cor_caravan(p) / cor_par(p, SYS, P_CROWD_PEOPLE, 0);
    return cor_par(p, SYS, P_LEVEL, 0) * level + cor_par(p, SYS, P_PORTS, 0) * crossings_closed(p) +
           cor_par(p, SYS, P_GOODS, 0) * cor_closures_weigh(p) + cor_par(p, SYS, P_MINORS, 0) * minors_without(p) +
           cor_par(p, SYS, P_CITIES, 0) * cities_without(p) + cor_par(p, SYS, P_CROWD, 0) * cor_clamp(crowd, 0, 2);
}

static void see_the_flow(const mdl_member *p, double *state) {
    double days = cor_par(p, SYS, P_FLOW_DAYS, 0), adapts = cor_step(cor_par(p, SYS, P_ADAPT, 0)),
           effort = cor_effort_mean(p);
    state[D_FLOW] += (encounters_yesterday(p) - state[D_FLOW]) / days;
    state[D_HELD] += (held_back_yesterday(p) - state[D_HELD]) / days;
    if (p->day < p->m->s->filled) { /* the corridor is still filling, and what one is used to with it */
        state[D_REFERENCE] = state[D_FLOW];
        state[D_USED] = effort;
        return;
    }
    state[D_REFERENCE] += adapts * (state[D_FLOW] - state[D_REFERENCE]);
    state[D_USED] += adapts * (effort - state[D_USED]);
}

void cor_see(const mdl_member *p, double *state) {
    double near = cor_nearness(p, P_US_ELECTION);
    see_the_flow(p, state);
    state[D_STRAIN] = strain(p, state);
    state[D_POLLS] += cor_step(cor_par(p, SYS, P_POLLS_DAYS, 0)) * (state[D_STRAIN] - state[D_POLLS]);
    double polls = cor_higher(state[D_POLLS], 0);
    state[D_PRESSURE] = cor_par(p, SYS, P_CHANGE, 0) * det_log((state[D_FLOW] + 1) / (state[D_REFERENCE] + 1)) +
                        state[D_STRAIN] + cor_par(p, SYS, P_POLLS, 0) * polls +
                        near * (cor_par(p, SYS, P_ELECTION, 0) + cor_par(p, SYS, P_STAKES, 0) * polls);
    state[D_ASK] = det_exp(cor_clamp(state[D_PRESSURE], 0, 3));
    state[D_JUDGED] = state[D_USED] > 0 ? cor_clamp(cor_effort_mean(p) / (state[D_USED] * state[D_ASK]), 0, 2) : 1;
    state[D_LEVERAGE] = state[D_HELD] / cor_par(p, SYS, P_REFERENCE, 0) *
                        (1 + cor_par(p, SYS, P_LEVERAGE_US, 0) * near +
                         cor_par(p, SYS, P_LEVERAGE_MX, 0) * cor_nearness(p, P_MX_ELECTION));
}

/* ---- threats, offers, words, money ---- */

static void relieve(const mdl_member *p, double *state) {
    if (state[D_SHUT] > 0)
        state[D_BUDGET] = cor_clamp(state[D_BUDGET] + cor_par(p, SYS, P_RELIEF, 0), 0, 1);
    state[D_SHUT] = 0;
    state[D_WEEKS] = 0;
    state[D_HAZARD] = 0;
}

/* In public a threat is blame, an offer praise; so is effort that is as much as was asked, whatever is thought of it.
 */
static void say_in_public(const mdl_member *p, double *state, double threat, double offer) {
    double usual = cor_par(p, SYS, P_USUAL, 0);
    state[D_PRAISE] += cor_step(cor_par(p, SYS, P_PRAISE_DAYS, 0)) * (usual - state[D_PRAISE]);
    if (threat > 0)
        state[D_PRAISE] = usual * (1 - cor_clamp(threat, 0, 1));
    if (offer > 0)
        state[D_PRAISE] = cor_higher(state[D_PRAISE], usual + (1 - usual) * cor_clamp(offer, 0, 1));
}

/* Congress decides on what was offered, then it is paid; Mexico learns what an offer is worth. What is granted is
 * drawn: it cannot be foreseen. */
static void pay(const mdl_member *p, double *state) {
    double decided = state[D_OWED] * (1 - det_exp(-1 / (7 * cor_par(p, SYS, P_APPROVAL, 0))));
    double granted = cor_clamp(cor_par(p, SYS, P_CONGRESS, 0) * eng_noise(p->w, own(p->m)->grants, 0), 0, 1);
    state[D_OWED] -= decided;
    state[D_PAID] *= det_exp(-1 / (365.25 * cor_par(p, SYS, P_PAID_YEARS, 0)));
    state[D_PAID] += decided * granted;
    state[D_TRUST] += cor_clamp(cor_par(p, SYS, P_LEARNS, 0) * decided, 0, 1) * (granted - state[D_TRUST]);
    state[D_RELIEF] *= det_exp(-1 / (7 * cor_par(p, SYS, P_RELIEF_WEEKS, 0)));
}

/* What an offer of some size promises: money that Congress is to decide on, and relief of sanctions. */
static void promise(const mdl_member *p, double *state, double size) {
    double relief = cor_par(p, SYS, P_LINKAGE, 0) * cor_par(p, SYS, P_LINK_SANCTIONS, 0);
    state[D_OWED] += size;
    state[D_RELIEF] = cor_higher(state[D_RELIEF], size * relief);
}

/* Threat and offer in force: they fade, and the schedule holds them up while it speaks. */
void cor_day_of_washington(const mdl_member *p, double *state) {
    double threat = cor_par(p, SYS, P_THREAT, 0), offer = cor_par(p, SYS, P_OFFER, 0);
    double before = state[D_SCHEDULED];
    state[D_WEEKS] += 1.0 / 7;
    state[D_SCHEDULED] = threat + offer;
    state[D_THREAT] = cor_higher(threat, state[D_THREAT] * det_exp(-1 / (7 * cor_par(p, SYS, P_THREAT_WEEKS, 0))));
    state[D_OFFER] = cor_higher(offer, state[D_OFFER] * det_exp(-1 / (7 * cor_par(p, SYS, P_OFFER_WEEKS, 0))));
    say_in_public(p, state, threat, offer);
    if (state[D_SCHEDULED] > before)
        relieve(p, state); /* what the schedule brings is a crisis too */
    if (state[D_DAYS] > 0) {
        if (offer > state[D_OFFERED])
            promise(p, state, offer - state[D_OFFERED]);
        pay(p, state);
    }
    state[D_OFFERED] = offer;
}

/* ---- crises ---- */

/* What is thought in private counts, not what is said: effort short of what is asked brings the next crisis nearer. */
static double weekly_hazard(const mdl_member *p, const double *state) {
    double short_of = cor_clamp(1 - state[D_JUDGED], 0, 1);
    double pressure = state[D_PRESSURE] + cor_par(p, SYS, P_DISCONTENT, 0) * short_of;
    double x = (pressure - cor_par(p, SYS, P_MIDDLE, 0)) / cor_par(p, SYS, P_WIDTH, 0),
           whim = cor_par(p, SYS, P_WHIM, 0);
    return cor_par(p, SYS, P_HAZARD, 0) * (whim + (1 - whim) / (1 + det_exp(cor_clamp(-x, -50, 50))));
}

static void offer(const mdl_member *p, double *state) {
    state[D_OFFER] = cor_higher(state[D_OFFER], 1);
    promise(p, state, 1);
    say_in_public(p, state, 0, 1);
}

static void crisis(const mdl_member *p, double *state) {
    int threatens = det_exp(-eng_noise(p->w, own(p->m)->noise, 1)) < cor_par(p, SYS, P_THREATENS, 0);
    if (threatens) {
        state[D_THREAT] = cor_higher(state[D_THREAT], 1);
        say_in_public(p, state, 1, 0);
    } else {
        offer(p, state);
    }
    state[D_CRISES] += 1;
    state[D_THRESHOLD] = eng_noise(p->w, own(p->m)->noise, 0);
    relieve(p, state);
}

void cor_week_of_washington(const mdl_member *p, double *state) {
    if (state[D_WEEKS] <= cor_par(p, SYS, P_REFRACTORY, 0))
        return;
    state[D_HAZARD] += weekly_hazard(p, state);
    if (state[D_HAZARD] >= state[D_THRESHOLD])
        crisis(p, state);
}
