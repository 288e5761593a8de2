/* Diplomacy, Mexico: the effort it chooses each week, its money and how it tires. diplomacy.c says how, in its points 5
 * and 6. */
#include "corridor/diplomacy_parts.h"

#include "corridor/checkpoints.h"

#include <math.h>

enum { LEVELS = 20 }; /* of effort: 0, 1/20, ..., 1 */

/* Of an offer's worth, the share that Mexico counts on: money as far as Congress has been seen to grant it, and each
 * issue as far as it is tied to migration. */
static double kept(const mdl_member *p, const double *state) {
    double money = cor_par(p, SYS, P_AID_SHARE, 0), sanctions = cor_par(p, SYS, P_SANCTIONS_SHARE, 0);
    return money * state[D_TRUST] * cor_par(p, SYS, P_LINK_AID, 0) +
           (1 - money) * (sanctions * cor_par(p, SYS, P_LINK_SANCTIONS, 0) + 1 - sanctions);
}

/* Praise beyond the usual is silence on Mexico's own affairs, worth most before its own election. */
static double silence(const mdl_member *p, const double *state) {
    double usual = cor_par(p, SYS, P_USUAL, 0), more = cor_higher(state[D_PRAISE] - usual, 0) / (1.000001 - usual);
    return cor_par(p, SYS, P_LINK_SILENCE, 0) * cor_par(p, SYS, P_SILENCE, 0) * more *
           (1 + cor_nearness(p, P_MX_ELECTION));
}

/* What full effort is worth to Mexico for the threats, closings, offers and words in force, beside what it gives
 * anyway.
 */
static double traded(const mdl_member *p, const double *state) {
    double threat = cor_par(p, SYS, P_LINK_TRADE, 0) * cor_par(p, SYS, P_THREAT_W, 0) *
                    cor_higher(state[D_THREAT], cor_closures_weigh(p));
    return cor_par(p, SYS, P_LINKAGE, 0) *
           (threat + cor_par(p, SYS, P_OFFER_W, 0) * kept(p, state) * state[D_OFFER] + silence(p, state));
}

/* What effort costs for each unit of it: politics, fatigue, leverage given away, other crime left alone. */
static double unit_cost(const mdl_member *p, const double *state) {
    return cor_par(p, SYS, P_COST, 0) + cor_par(p, SYS, P_FATIGUE, 0) * state[D_FATIGUE] +
           cor_par(p, SYS, P_WITHHOLD, 0) * state[D_LEVERAGE] +
           cor_par(p, SYS, P_GUARD, 0) * cor_clamp(cor_mexican_staff(p) / cor_par(p, SYS, P_GUARD_SIZE, 0), 0, 1);
}

/* Mean of the logit over levels of effort. */
static double chosen(const mdl_member *p, const double *state, double for_trade) {
    double gain = cor_par(p, SYS, P_GIVEN, 0) + for_trade, linear = unit_cost(p, state);
    double utility[LEVELS + 1], best = -1e300, sum = 0, mean = 0;
    for (int k = 0; k <= LEVELS; k++) {
        double m = (double)k / LEVELS;
        utility[k] = cor_par(p, SYS, P_LAMBDA, 0) * (gain * sqrt(m) - linear * m - cor_par(p, SYS, P_COST2, 0) * m * m);
        best = cor_higher(best, utility[k]);
    }
    for (int k = 0; k <= LEVELS; k++) {
        double weight = det_exp(cor_clamp(utility[k] - best, -50, 0));
        sum += weight;
        mean += weight * k / LEVELS;
    }
    return mean / sum;
}

void cor_week_of_mexico(const mdl_member *p, double *state) {
    double to = chosen(p, state, traded(p, state)), rise = cor_par(p, SYS, P_RISE, 0), *m = &state[D_EFFORT];
    state[D_BUDGET] += cor_par(p, SYS, P_INCOME, 0) - cor_par(p, SYS, P_SPEND, 0) * *m;
    state[D_BUDGET] = cor_clamp(state[D_BUDGET], 0, 1);
    if (state[D_BUDGET] <= 0)
        state[D_SHUT] = 1;
    else if (state[D_BUDGET] >= cor_par(p, SYS, P_REOPEN, 0))
        state[D_SHUT] = 0;
    if (state[D_SHUT] > 0 && to > cor_par(p, SYS, P_SHUT, 0))
        to = cor_par(p, SYS, P_SHUT, 0);
    int fast = to > *m || state[D_SHUT] > 0; /* no money, no patrols: that does not fade */
    *m += (fast ? rise : cor_step(cor_par(p, SYS, P_FALL, 0) / 7)) * (to - *m);
    state[D_FATIGUE] += cor_par(p, SYS, P_TIRES, 0) * (*m - state[D_FATIGUE]);
}

/* The first endogenous day: effort and fatigue as they would have settled under today's leverage without any threat or
 * offer. One that is in force on that day is not part of what effort is measured by, so it raises effort as it would on
 * any other day. */
void cor_begin_of_mexico(const mdl_member *p, double *state) {
    state[D_FATIGUE] = 0.3;
    for (int i = 0; i < 100; i++)
        state[D_FATIGUE] += 0.5 * (chosen(p, state, 0) - state[D_FATIGUE]);
    state[D_EFFORT] = state[D_FIRST] = state[D_FATIGUE];
    state[D_BUDGET] = cor_par(p, SYS, P_BUDGET, 0);
    state[D_TRUST] = cor_par(p, SYS, P_CONGRESS, 0);
    state[D_SHUT] = state[D_OWED] = state[D_PAID] = state[D_RELIEF] = 0;
}
