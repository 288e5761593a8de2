/* Diplomacy and leverage (S21): what the flow does to two governments, and in endogenous mode what they do to it.
 *
 * Scripted mode (diplomacy.endogenous = 0): Mexico's effort and the posture of the US come from schedule.csv. Pressure,
 * leverage and posture are computed and recorded, and act on nothing. In endogenous mode, every day:
 * 1. Flow: encounters between ports, mean of about 7 days, and a reference that follows it with a half-life of about
 *    180 days. Pressure on the US = s1 log(flow / reference) + s2 log(flow / fixed reference) + s3 nearness of the US
 *    election. What Mexico holds back: people taken in at checkpoints and removed in the north, mean of about 7 days.
 *    Leverage = held back / fixed reference * (1 + nearness of the elections).
 * 2. A crisis is drawn, not averaged: an averaged response settles to a fixed point and never has one. The weekly
 * hazard is a logistic of pressure, steep; it adds up until it reaches a threshold, exponential of mean 1, drawn anew
 * after each crisis. That is the same as a draw every week with that hazard. Without the environment layer the
 * threshold is its mean, 1. Then a refractory time in which nothing adds up. A second draw says which: a threat
 * (tariffs, closed crossings) or a visit with offers (aid, sanctions relief, vaccines, reopening).
 * 3. Threat and offer in force rise at once, by a crisis or by the schedule's us.diplomacy.*, and fade over about 6 and
 *    12 weeks.
 * 4. Every seventh day Mexico chooses: the mean of a logit over levels m of effort from 0 to 1 of
 *      lambda [(linkage (threat + offer) + given in any case) sqrt m - c1 m - c2 m^2 - fatigue m - leverage m].
 *    Crossings closed for want of officers (ports.c) are a threat too, as the goods they hold up weigh; more effort
 * opens them again: a bargain that nobody has put in. Effort rises half a step a week and falls slowly. Money is a
 * share of a full budget, with income and spending; empty, it shuts effort down until refilled, or until a crisis
 * brings money.
 * 5. m over m of the first endogenous day, which is what Mexico gives in any case, to the power with which each of the
 * asks follows, multiplies the scheduled effort at checkpoints by region, removals in the north, buses south, whom
 * Mexico takes back, and closes flights. The Mexican measures not named here (returns home, their money) stay scripted.
 * Public praise is not told apart from private judgement.
 */
#include "corridor/diplomacy.h"
#include "corridor/checkpoints.h"
#include "corridor/crossing.h"
#include "corridor/ports.h"
#include "corridor/statistics.h"
#include "corridor/trade.h"

#include <math.h>
#include <string.h>

#define SYS SYS_DIPLOMACY

static struct diplomacy_ids *own(const mdl_model *m) { return m->ids[SYS]; }

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
    P_COUNT,
};

#define PROTOTYPE_RANGE "our judgement, from a rough version of this model (about twelve episodes cannot identify it)"

static const par_decl PARAMETERS[] = {
    [P_ENDOGENOUS] = {"diplomacy.endogenous", "0 or 1", 0, 0, 1, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
                      .meaning =
                          "1: from that day on both governments react; 0: effort and posture follow schedule.csv",
                      .source = "mission, S21; a what-if switches it on from a day"},
    [P_THREAT] = {"us.diplomacy.threat", "index", 0, 0, 3, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
                  .meaning =
                      "Threats of the US against Mexico: tariffs, closed crossings (1: the tariff threat of May 2019)",
                  .source = "schedule.csv"},
    [P_OFFER] =
        {"us.diplomacy.offer", "index", 0, 0, 3, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
         .meaning =
             "Requests with offers: visits, aid, sanctions relief, vaccines, reopening (1: the visit of December 2023)",
         .source = "schedule.csv"},
    [P_CONGRESS] = {"us.diplomacy.congress_grants", "share", 0.3, 0, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.2,
                    .prior_high = 0.3, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
                    .meaning = "Share of the money offered that Congress grants",
                    .source = "mission, S21: Congress controls aid; size our judgement"},
    [P_US_ELECTION] = {"us.elections.next", "date as YYYYMMDD, 0: none", 20241105, 0, 99991231, .kind = PAR_STRUCTURE,
                       .confidence = CONF_SOURCE, .meaning = "Next presidential election of the US",
                       .source = "US electoral calendar; schedule.csv"},
    [P_MX_ELECTION] = {"mexico.elections.next", "date as YYYYMMDD, 0: none", 20240602, 0, 99991231,
                       .kind = PAR_STRUCTURE, .confidence = CONF_SOURCE, .meaning = "Next federal election of Mexico",
                       .source = "INE calendar; schedule.csv"},
    [P_NEAR] = {"diplomacy.election_days", "days", 365, 30, 2000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                .prior_high = 1.6, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "An election so far ahead is 1/e as near as on its day", .source = "our judgement"},
    [P_REFERENCE] = {"diplomacy.reference_per_day", "people/day", 4500, 1, 1e5, .kind = PAR_BEHAVIOUR,
                     .confidence = CONF_JUDGEMENT,
                     .meaning = "Flow that is a matter of politics: encounters between ports a day",
                     .source = PROTOTYPE_RANGE},
    [P_ADAPT] = {"diplomacy.adapt_half_life", "days", 180, 30, 1000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7,
                 .prior_high = 1.5, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Half-life with which the US gets used to a flow", .source = PROTOTYPE_RANGE},
    [P_CHANGE] = {"diplomacy.pressure_of_change", "weight", 1.2, 0, 5, .kind = PAR_BEHAVIOUR,
                  .confidence = CONF_JUDGEMENT,
                  .meaning = "Weight in pressure of the log of flow over what one is used to",
                  .source = PROTOTYPE_RANGE},
    [P_LEVEL] = {"diplomacy.pressure_of_level", "weight", 0.8, 0, 5, .kind = PAR_BEHAVIOUR,
                 .confidence = CONF_JUDGEMENT,
                 .meaning = "Weight in pressure of the log of flow over the fixed reference",
                 .source = PROTOTYPE_RANGE},
    [P_ELECTION] = {"diplomacy.pressure_of_election", "weight", 0.4, 0, 5, .kind = PAR_BEHAVIOUR,
                    .confidence = CONF_JUDGEMENT, .meaning = "Weight in pressure of the nearness of the US election",
                    .source = PROTOTYPE_RANGE},
    [P_HAZARD] = {"diplomacy.crisis_hazard", "1/week", 0.6, 0, 5, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                  .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                  .meaning = "Hazard of a crisis at the highest pressure", .source = PROTOTYPE_RANGE},
    [P_MIDDLE] = {"diplomacy.crisis_pressure", "pressure", 0.9, -5, 10, .prior = PRIOR_UNIFORM, .prior_low = -0.15,
                  .prior_high = 0.15, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                  .meaning = "Pressure at which the hazard is half of that", .source = PROTOTYPE_RANGE},
    [P_WIDTH] = {"diplomacy.crisis_width", "pressure", 0.12, 0.01, 2, .kind = PAR_BEHAVIOUR,
                 .confidence = CONF_JUDGEMENT, .meaning = "Width of that logistic: small is steep",
                 .source = PROTOTYPE_RANGE},
    [P_REFRACTORY] = {"diplomacy.refractory_weeks", "weeks", 16, 0, 104, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                      .prior_high = 1.5, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                      .meaning = "Time after a crisis in which there is no other", .source = PROTOTYPE_RANGE},
    [P_THREATENS] = {"diplomacy.threat_share", "share", 0.5, 0, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.3,
                     .prior_high = 0.3, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                     .meaning = "Share of crises in which the US threatens; in the others it comes with offers",
                     .source = "our judgement"},
    [P_THREAT_WEEKS] = {"diplomacy.threat_weeks", "weeks", 6, 1, 104, .kind = PAR_BEHAVIOUR,
                        .confidence = CONF_JUDGEMENT, .meaning = "Mean time for which a threat weighs",
                        .source = PROTOTYPE_RANGE},
    [P_OFFER_WEEKS] = {"diplomacy.offer_weeks", "weeks", 12, 1, 104, .kind = PAR_BEHAVIOUR,
                       .confidence = CONF_JUDGEMENT, .meaning = "Mean time for which an offer weighs",
                       .source = PROTOTYPE_RANGE},
    [P_LAMBDA] = {"diplomacy.sharpness", "1/utility", 3, 0, 50, .prior = PRIOR_LOGNORMAL, .prior_low = 0.65,
                  .prior_high = 1.35, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                  .meaning = "How sharply Mexico chooses the better level of effort",
                  .source = "our judgement: 2 to 4"},
    [P_THREAT_W] = {"diplomacy.threat_weight", "utility", 3, 0, 20, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7,
                    .prior_high = 1.35, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                    .meaning = "Worth to Mexico of turning away a threat of 1 by full effort",
                    .source = "our judgement: 2.2 to 4"},
    [P_OFFER_W] = {"diplomacy.offer_weight", "utility", 1.2, 0, 20, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                   .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                   .meaning = "Worth to Mexico of an offer of 1, were it all kept",
                   .source = "our judgement: a threat weighs several times an offer"},
    [P_AID_SHARE] = {"diplomacy.aid_share", "share", 0.5, 0, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.3,
                     .prior_high = 0.3, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                     .meaning = "Share of an offer's worth that is money, which Congress controls",
                     .source = "our judgement"},
    [P_LINKAGE] =
        {"diplomacy.linkage", "share", 1, 0, 1, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
         .meaning =
             "How far a gain on migration is paid, or a refusal punished, in another issue (0: issues kept apart)",
         .source = "mission, S21; 1: as in the bargains of 2019, 2021 and 2023"},
    [P_GIVEN] = {"diplomacy.given", "utility", 0.5, 0, 10, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                 .prior_high = 1.6, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Worth to Mexico of full effort in any case, for the relationship",
                 .source = PROTOTYPE_RANGE},
    [P_COST] = {"diplomacy.cost", "utility", 0.35, 0, 10, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Cost of effort to Mexico, the linear part", .source = PROTOTYPE_RANGE},
    [P_COST2] = {"diplomacy.cost_rising", "utility", 0.5, 0, 10, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Cost of effort, the part that grows with its square: effort saturates",
                 .source = PROTOTYPE_RANGE},
    [P_FATIGUE] = {"diplomacy.fatigue", "utility", 1, 0, 10, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                   .meaning = "Cost of effort for each unit of effort one has been making", .source = PROTOTYPE_RANGE},
    [P_WITHHOLD] = {"diplomacy.withholding", "utility per unit of leverage", 0.3, 0, 10, .prior = PRIOR_LOGNORMAL,
                    .prior_low = 0.4, .prior_high = 2.5, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                    .meaning = "What Mexico gains by withholding effort, for each unit of leverage",
                    .source = "mission, S21: withdrawn on purpose to gain leverage; size our judgement"},
    [P_LEVERAGE_US] = {"diplomacy.leverage_us_election", "factor", 1, 0, 10, .kind = PAR_BEHAVIOUR,
                       .confidence = CONF_JUDGEMENT,
                       .meaning = "What is held back is worth so much more on the day of the US election",
                       .source = "our judgement"},
    [P_LEVERAGE_MX] = {"diplomacy.leverage_mexican_election", "factor", 0.3, 0, 10, .kind = PAR_BEHAVIOUR,
                       .confidence = CONF_JUDGEMENT, .meaning = "... and on the day of Mexico's",
                       .source = "our judgement: silence on its elections is among Mexico's asks"},
    [P_RISE] = {"mexico.effort.rise_per_week", "share", 0.5, 0.01, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.2,
                .prior_high = 0.2, .kind = PAR_BEHAVIOUR, .confidence = CONF_UNVERIFIED,
                .meaning = "Share of the way to more effort made in a week",
                .source = "threat of 30 May, deployment from 7 June 2019; visit of 27 December 2023, effect in January "
                          "2024; 1 to 6 weeks"},
    [P_FALL] = {"mexico.effort.fall_half_life", "days", 150, 10, 1000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                .prior_high = 1.6, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Half-life with which effort falls to what is chosen", .source = "our judgement: 90 to 240"},
    [P_BUDGET] = {"mexico.effort.budget", "share of a full budget", 0.5, 0, 1, .prior = PRIOR_UNIFORM,
                  .prior_low = -0.25, .prior_high = 0.25, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                  .meaning = "Money for effort on the first endogenous day", .source = "our judgement"},
    [P_INCOME] = {"mexico.effort.income", "share of a full budget/week", 0.010, 0, 1, .kind = PAR_POLICY,
                  .confidence = CONF_JUDGEMENT, .meaning = "Money for effort that comes in", .source = PROTOTYPE_RANGE},
    [P_SPEND] =
        {"mexico.effort.spending", "share of a full budget/week", 0.036, 0, 1, .prior = PRIOR_LOGNORMAL,
         .prior_low = 0.7, .prior_high = 1.4, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
         .meaning = "Money that full effort spends",
         .source =
             "our judgement, so that high effort lasts for about half a year (September 2023 to November 2023 at the "
             "shortest)"},
    [P_SHUT] = {"mexico.effort.shut", "effort, 0 to 1", 0.1, 0, 1, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Effort that goes on without money",
                .source = "AP December 2023: agents back to their offices; our judgement"},
    [P_REOPEN] = {"mexico.effort.reopen", "share of a full budget", 0.12, 0, 1, .kind = PAR_BEHAVIOUR,
                  .confidence = CONF_JUDGEMENT, .meaning = "Money at which effort begins again",
                  .source = PROTOTYPE_RANGE},
    [P_RELIEF] = {"mexico.effort.relief", "share of a full budget", 0.5, 0, 1, .kind = PAR_BEHAVIOUR,
                  .confidence = CONF_JUDGEMENT, .meaning = "Money found when a crisis meets an empty budget",
                  .source = PROTOTYPE_RANGE},
    [P_FORCES] = {"diplomacy.ask.forces", "exponent", 1, 0, 3, .where = WHERE_REGION, .kind = PAR_BEHAVIOUR,
                  .confidence = CONF_JUDGEMENT,
                  .meaning = "How far effort at checkpoints of a region follows Mexico's effort",
                  .source = "our judgement"},
    [P_REMOVALS] = {"diplomacy.ask.removals", "exponent", 1, 0, 3, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                    .meaning = "How far removals in northern cities follow it", .source = "our judgement"},
    [P_BUSES] = {"diplomacy.ask.buses", "exponent", 1, 0, 3, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "How far buses south (decompression) follow it", .source = "our judgement"},
    [P_READMISSION] = {"diplomacy.ask.readmission", "exponent", 0.3, 0, 3, .kind = PAR_BEHAVIOUR,
                       .confidence = CONF_JUDGEMENT,
                       .meaning = "How far the share of others than Mexicans whom Mexico takes back follows it",
                       .source = "our judgement: families in 2021, four nationalities in 2023"},
    [P_VISAS] = {"diplomacy.ask.visas", "exponent", 0.2, 0, 3, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning =
                     "How far flights to Mexico without visa are closed (route family air_mexico) by more effort",
                 .source = "our judgement: visas of 2021 and 2022"},
    [P_CLOSURES] = {"diplomacy.closures_usd", "USD/day", 93e6, 1e6, 1e12, .prior = PRIOR_LOGNORMAL, .prior_low = 0.4,
                    .prior_high = 2.5, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                    .meaning = "Goods held up in a day at closed crossings that weigh on Mexico as a threat of 1",
                    .source = "AAR in AJOT Dec 2023: 93m a day at the two rail bridges whose closing brought the visit "
                              "of 27 December 2023"},
    [P_FLOW_DAYS] = {"diplomacy.flow_days", "days", 7, 1, 90, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                     .meaning = "Days of the mean of encounters, and of those held back, that governments see",
                     .source = "our judgement"},
    [P_MOST_CLOSURES] = {"diplomacy.most_closures", "index", 1.5, 0, 10, .kind = PAR_STRUCTURE,
                         .confidence = CONF_JUDGEMENT, .meaning = "Largest threat that closed crossings can be",
                         .source = "our judgement"},
    [P_TIRES] = {"diplomacy.fatigue_per_week", "share", 0.02, 0, 1, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Share of the way to the effort made that fatigue goes in a week",
                 .source = "our judgement"},
    [P_COUNT] = {.path = NULL}};

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
    D_FACTORS
};
enum { LEVELS = 20 }; /* of effort: 0, 1/20, ..., 1 */

static int declare_stocks(mdl_model *m, int system) {
    own(m)->state = eng_field(m->e, system, "diplomacy", D_FACTORS + ASK_COUNT + m->s->nregions);
    own(m)->noise = eng_channel(m->e, "crises", 2, ENG_NOISE_GAMMA);
    own(m)->factors = cor_auxiliary(m, SYS, "factors on what the schedule says", ASK_COUNT + m->s->nregions);
    own(m)->visas = cor_auxiliary(m, SYS, "factors on route families", m->s->nfamilies);
    own(m)->air = -1;
    for (int f = 0; f < m->s->nfamilies; f++)
        if (!strcmp(m->s->families[f], "air_mexico"))
            own(m)->air = f;
    return own(m)->factors < 0 || own(m)->visas < 0 || own(m)->noise < 0 ? ENG_ERR_DECLARE : own(m)->state;
}

/* ---- what others read ---- */

static double factor(const mdl_member *p, int i) {
    const double *state = eng_get(p->w, own(p->m)->state);
    return state[D_DAYS] > 0 ? state[D_FACTORS + i] : 1;
}

static int prepare(mdl_member *p) {
    double *factors = cor_aux_put(p, own(p->m)->factors), *visas = cor_aux_put(p, own(p->m)->visas);
    if (!factors || !visas)
        return ENG_ERR_OWNER;
    for (int i = 0; i < ASK_COUNT + p->m->s->nregions; i++)
        factors[i] = factor(p, i);
    for (int f = 0; f < p->m->s->nfamilies; f++)
        visas[f] = f == own(p->m)->air ? cor_clamp(factors[ASK_VISAS], 0, 1) : 1;
    return ENG_OK;
}

/* ---- the flow, elections, pressure ---- */

/* Days since 1970-01-01 of a date written as YYYYMMDD. */
static double days_of_date(double date) {
    int64_t d = (int64_t)date, y = d / 10000, month = d / 100 % 100, day = d % 100;
    y -= month <= 2;
    int64_t era = y / 400, yoe = y - era * 400;
    int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return (double)(era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468);
}

static double nearness(const mdl_member *p, int election) {
    double date = cor_par(p, SYS, election, 0), days = days_of_date(date) - (double)p->day;
    return date < 1 || days < 0 ? 0 : det_exp(-days / cor_par(p, SYS, P_NEAR, 0));
}

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

static void see_flow(const mdl_member *p, double *state) {
    double days = cor_par(p, SYS, P_FLOW_DAYS, 0), reference = cor_par(p, SYS, P_REFERENCE, 0),
           near = nearness(p, P_US_ELECTION);
    state[D_FLOW] += (encounters_yesterday(p) - state[D_FLOW]) / days;
    state[D_HELD] += (held_back_yesterday(p) - state[D_HELD]) / days;
    if (p->day < p->m->s->from) /* the corridor is still filling */
        state[D_REFERENCE] = state[D_FLOW];
    else
        state[D_REFERENCE] += cor_step(cor_par(p, SYS, P_ADAPT, 0)) * (state[D_FLOW] - state[D_REFERENCE]);
    state[D_PRESSURE] = cor_par(p, SYS, P_CHANGE, 0) * det_log((state[D_FLOW] + 1) / (state[D_REFERENCE] + 1)) +
                        cor_par(p, SYS, P_LEVEL, 0) * det_log((state[D_FLOW] + 1) / (reference + 1)) +
                        cor_par(p, SYS, P_ELECTION, 0) * near;
    state[D_LEVERAGE] =
        state[D_HELD] / reference *
        (1 + cor_par(p, SYS, P_LEVERAGE_US, 0) * near + cor_par(p, SYS, P_LEVERAGE_MX, 0) * nearness(p, P_MX_ELECTION));
}

/* ---- the US ---- */

static double highest(double a, double b) { return a > b ? a : b; }

static void relieve(const mdl_member *p, double *state) {
    if (state[D_SHUT] > 0)
        state[D_BUDGET] = cor_clamp(state[D_BUDGET] + cor_par(p, SYS, P_RELIEF, 0), 0, 1);
    state[D_SHUT] = 0;
    state[D_WEEKS] = 0;
    state[D_HAZARD] = 0;
}

/* Threat and offer in force: they fade, and the schedule holds them up while it speaks. */
static void follow_schedule(const mdl_member *p, double *state) {
    double threat = cor_par(p, SYS, P_THREAT, 0), offer = cor_par(p, SYS, P_OFFER, 0);
    double before = state[D_SCHEDULED];
    state[D_WEEKS] += 1.0 / 7;
    state[D_SCHEDULED] = threat + offer;
    state[D_THREAT] = highest(threat, state[D_THREAT] * det_exp(-1 / (7 * cor_par(p, SYS, P_THREAT_WEEKS, 0))));
    state[D_OFFER] = highest(offer, state[D_OFFER] * det_exp(-1 / (7 * cor_par(p, SYS, P_OFFER_WEEKS, 0))));
    if (state[D_SCHEDULED] > before)
        relieve(p, state); /* what the schedule brings is a crisis too */
}

static double weekly_hazard(const mdl_member *p, double pressure) {
    double x = (pressure - cor_par(p, SYS, P_MIDDLE, 0)) / cor_par(p, SYS, P_WIDTH, 0);
    return cor_par(p, SYS, P_HAZARD, 0) / (1 + det_exp(cor_clamp(-x, -50, 50)));
}

static void crisis(const mdl_member *p, double *state) {
    int threatens = det_exp(-eng_noise(p->w, own(p->m)->noise, 1)) < cor_par(p, SYS, P_THREATENS, 0);
    int what = threatens ? D_THREAT : D_OFFER;
    state[what] = highest(state[what], 1);
    state[D_CRISES] += 1;
    state[D_THRESHOLD] = eng_noise(p->w, own(p->m)->noise, 0);
    relieve(p, state);
}

static void week_of_the_us(const mdl_member *p, double *state) {
    if (state[D_WEEKS] <= cor_par(p, SYS, P_REFRACTORY, 0))
        return;
    state[D_HAZARD] += weekly_hazard(p, state[D_PRESSURE]);
    if (state[D_HAZARD] >= state[D_THRESHOLD])
        crisis(p, state);
}

/* ---- Mexico ---- */

/* Closed crossings are a threat that is carried out, for as long as they are closed. */
static double closures(const mdl_member *p) {
    double held = 0;
    for (int i = 0; i < ports_ids(p->m)->n; i++)
        held += cor_trade_held(p, i);
    return cor_clamp(held / cor_par(p, SYS, P_CLOSURES, 0), 0, cor_par(p, SYS, P_MOST_CLOSURES, 0));
}

/* What full effort is worth to Mexico for the threats, closings and offers in force, beside what it gives anyway. */
static double traded(const mdl_member *p, const double *state) {
    double kept = 1 - cor_par(p, SYS, P_AID_SHARE, 0) * (1 - cor_par(p, SYS, P_CONGRESS, 0));
    return cor_par(p, SYS, P_LINKAGE, 0) * (cor_par(p, SYS, P_THREAT_W, 0) * highest(state[D_THREAT], closures(p)) +
                                            cor_par(p, SYS, P_OFFER_W, 0) * kept * state[D_OFFER]);
}

/* Mean of the logit over levels of effort. */
static double chosen(const mdl_member *p, const double *state, double for_trade) {
    double gain = cor_par(p, SYS, P_GIVEN, 0) + for_trade;
    double linear = cor_par(p, SYS, P_COST, 0) + cor_par(p, SYS, P_FATIGUE, 0) * state[D_FATIGUE] +
                    cor_par(p, SYS, P_WITHHOLD, 0) * state[D_LEVERAGE];
    double utility[LEVELS + 1], best = -1e300, sum = 0, mean = 0;
    for (int k = 0; k <= LEVELS; k++) {
        double m = (double)k / LEVELS;
        utility[k] = cor_par(p, SYS, P_LAMBDA, 0) * (gain * sqrt(m) - linear * m - cor_par(p, SYS, P_COST2, 0) * m * m);
        best = highest(best, utility[k]);
    }
    for (int k = 0; k <= LEVELS; k++) {
        double weight = det_exp(cor_clamp(utility[k] - best, -50, 0));
        sum += weight;
        mean += weight * k / LEVELS;
    }
    return mean / sum;
}

static void week_of_mexico(const mdl_member *p, double *state) {
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
static void begin(const mdl_member *p, double *state) {
    state[D_FATIGUE] = 0.3;
    for (int i = 0; i < 100; i++)
        state[D_FATIGUE] += 0.5 * (chosen(p, state, 0) - state[D_FATIGUE]);
    state[D_EFFORT] = state[D_FIRST] = state[D_FATIGUE];
    state[D_BUDGET] = cor_par(p, SYS, P_BUDGET, 0);
    state[D_SHUT] = state[D_HAZARD] = state[D_CRISES] = 0;
    state[D_THRESHOLD] = eng_noise(p->w, own(p->m)->noise, 0);
}

static void set_factors(const mdl_member *p, double *state) {
    static const int follows[ASK_COUNT] = {
        [ASK_REMOVALS] = P_REMOVALS, [ASK_BUSES] = P_BUSES, [ASK_READMISSION] = P_READMISSION, [ASK_VISAS] = P_VISAS};
    double more = state[D_DAYS] > 0 && state[D_FIRST] > 0 ? state[D_EFFORT] / state[D_FIRST] : 1;
    for (int a = 0; a < ASK_COUNT; a++) {
        double power = cor_par(p, SYS, follows[a], 0);
        state[D_FACTORS + a] = det_pow(more, a == ASK_VISAS ? -power : power);
    }
    for (int r = 0; r < p->m->s->nregions; r++)
        state[D_FACTORS + ASK_COUNT + r] = det_pow(more, cor_par(p, SYS, P_FORCES, r));
}

static int start(mdl_member *p) {
    double state[D_FACTORS + ASK_COUNT + 64] = {0};
    int status = eng_world_noise_set(p->w, own(p->m)->noise, 1, 1);
    state[D_WEEKS] = 1000; /* no crisis to recover from */
    set_factors(p, state);
    return status ? status : eng_world_field_set(p->w, own(p->m)->state, state);
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    double *state = eng_put(day, own(p->m)->state);
    if (!state)
        return ENG_ERR_OWNER;
    see_flow(p, state);
    follow_schedule(p, state);
    if (cor_par(p, SYS, P_ENDOGENOUS, 0) < 0.5) {
        state[D_DAYS] = 0;
    } else {
        if (state[D_DAYS] == 0)
            begin(p, state);
        else if ((int64_t)state[D_DAYS] % 7 == 0) {
            week_of_the_us(p, state);
            week_of_mexico(p, state);
        }
        state[D_DAYS] += 1;
    }
    set_factors(p, state);
    return ENG_OK;
}

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    if (!p->record)
        return ENG_OK;
    const double *state = eng_get(w, own(p->m)->state);
    cor_count(p, own(p->m)->series.posture, 0, state[D_THREAT] + state[D_OFFER]);
    cor_count(p, own(p->m)->series.leverage, 0, state[D_LEVERAGE]);
    return ENG_OK;
}

static const mdl_setting OFF[] = {
    {"diplomacy.endogenous", 0}, {"us.diplomacy.threat", 0}, {"us.diplomacy.offer", 0}, {.path = NULL}};

static const cor_series SERIES[] = {
    {.id = offsetof(struct diplomacy_ids, series.posture),
     .at = 34,
     .name = "us_posture",
     .unit = "index",
     .meaning = "Pressure of the destination on the country of the way, on the mean day",
     .sum = SERIES_MEAN,
     .of = HAS_DIPLOMACY + 1,
     .shown = {.heading = "Posture of the destination toward the way", .order = 40, .section = MDL_GOVERNMENTS}},
    {.id = offsetof(struct diplomacy_ids, series.leverage),
     .at = 35,
     .name = "leverage",
     .unit = "index",
     .meaning = "What the country of the way holds back, valued by the nearness of elections, on the mean day",
     .sum = SERIES_MEAN,
     .of = HAS_DIPLOMACY + 1,
     .shown = {.heading = "Leverage of the country of the way, index",
               .order = 39,
               .section = MDL_GOVERNMENTS,
               .told = MDL_LATER}},
    {.name = NULL}};

const cor_system cor_diplomacy = {.name = "diplomacy",
                                  .part = "S21",
                                  .ids = sizeof(struct diplomacy_ids),
                                  .series = SERIES,
                                  .off = OFF,
                                  .nobody = "both governments follow the schedule, unless diplomacy.endogenous is 1",
                                  .parameters = PARAMETERS,
                                  .nparameters = P_COUNT,
                                  .declare_stocks = declare_stocks,
                                  .prepare = prepare,
                                  .decide = decide,
                                  .record = record,
                                  .start = start};
