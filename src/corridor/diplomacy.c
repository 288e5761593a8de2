/* Diplomacy and leverage (S21): what the flow does to two governments, and in endogenous mode what they do to it.
 *
 * Scripted mode (diplomacy.endogenous = 0): Mexico's effort and the posture of the US come from schedule.csv. What
 * follows in 1 and 2 is computed and recorded, and acts on nothing. In endogenous mode, every day:
 * 1. What Washington sees (diplomacy_washington.c). Flow: encounters between ports, mean of about 7 days, and a
 *    reference that follows it with a half-life of about 180 days. Strain = s log(flow / fixed reference), crossings
 *    closed, goods held up, minors and people in interior cities without a bed, a caravan that all have heard of.
 *    Opinion follows strain within months. Pressure = s log(flow / reference) + strain + opinion + nearness of the US
 *    election, which counts for more where opinion is high. What Mexico holds back: people taken in at checkpoints and
 *    removed in the north. Leverage = held back / fixed reference * (1 + nearness of the elections).
 * 2. Effort asked for = effort one is used to * exp(pressure). In private Mexico is judged by effort in force over
 * that; in public an offer is praise and a threat blame, and both fade. The two differ, and each acts on its own side:
 * what is thought in private on the next crisis, what is said in public on Mexico, as silence on its own affairs.
 * 3. A crisis is drawn, not averaged: an averaged response settles to a fixed point and never has one. The weekly
 * hazard is a logistic of pressure and discontent, steep, with a floor, since the partner cannot be foreseen; it adds
 * up until it reaches a threshold, exponential of mean 1, drawn anew after each crisis. That is the same as a draw
 * every week with that hazard. Without the environment layer the threshold is its mean, 1. Then a refractory time in
 * which nothing adds up. A second draw says which: a threat (tariffs, closed crossings) or a visit with offers (aid,
 * sanctions relief, vaccines, reopening).
 * 4. Threat and offer in force rise at once, by a crisis or by the schedule's us.diplomacy.*, and fade over about 6 and
 *    12 weeks. Of money offered Congress grants a share that is drawn; it is paid over years, to the countries of
 * origin (aid.c), and what was granted is what Mexico counts on the next time. Relief of sanctions acts on push
 * (aid.c).
 * 5. Every seventh day Mexico chooses (diplomacy_mexico.c): the mean of a logit over levels m of effort from 0 to 1 of
 *      lambda [(what is traded + given in any case) sqrt m - c1 m - c2 m^2 - fatigue m - leverage m - other crime m],
 *    what is traded: threats and offers, each issue as far as it is tied to migration. Crossings closed for want of
 *    officers (ports.c) are a threat too, as the goods they hold up weigh; more effort opens them again: a bargain that
 *    nobody has put in. Effort rises half a step a week and falls slowly.
 * 6. Money is a share of a full budget, with income and spending; empty, it shuts effort down until refilled, or until
 * a crisis brings money.
 * 7. m over m of the first endogenous day, which is what Mexico gives in any case, to the power with which each of the
 * asks follows, multiplies the scheduled effort at checkpoints by region, removals in the north, buses south, whom
 * Mexico takes back, and closes flights. Returns home and their money are not asked for: they stay what they are.
 */
#include "corridor/diplomacy_parts.h"
#include "corridor/statistics.h"

#include <string.h>

static int declare_stocks(mdl_model *m, int system) {
    own(m)->state = eng_field(m->e, system, "diplomacy", D_FACTORS + ASK_COUNT + m->s->nregions);
    own(m)->noise = eng_channel(m->e, "crises", 2, ENG_NOISE_GAMMA);
    own(m)->grants = eng_channel(m->e, "grants", 1, ENG_NOISE_GAMMA);
    own(m)->granted = eng_field(m->e, system, "money and relief granted", GRANTED_COUNT);
    own(m)->factors = cor_auxiliary(m, SYS, "factors on what the schedule says", ASK_COUNT + m->s->nregions);
    own(m)->visas = cor_auxiliary(m, SYS, "factors on route families", m->s->nfamilies);
    own(m)->air = -1;
    for (int f = 0; f < m->s->nfamilies; f++)
        if (!strcmp(m->s->families[f], "air_mexico"))
            own(m)->air = f;
    if (own(m)->factors < 0 || own(m)->visas < 0 || own(m)->noise < 0 || own(m)->grants < 0 || own(m)->granted < 0)
        return ENG_ERR_DECLARE;
    return own(m)->state;
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
    const double none[GRANTED_COUNT] = {0};
    int status = eng_world_noise_set(p->w, own(p->m)->noise, 1, 1);
    if (status == 0)
        status = eng_world_noise_set(p->w, own(p->m)->grants, cor_par(p, SYS, P_GRANT_SD, 0), 1);
    state[D_WEEKS] = 1000; /* no crisis to recover from */
    state[D_ASK] = state[D_JUDGED] = 1;
    state[D_PRAISE] = cor_par(p, SYS, P_USUAL, 0);
    set_factors(p, state);
    if (status == 0)
        status = eng_world_field_set(p->w, own(p->m)->granted, none);
    return status ? status : eng_world_field_set(p->w, own(p->m)->state, state);
}

static void begin(const mdl_member *p, double *state) {
    cor_begin_of_mexico(p, state);
    state[D_HAZARD] = state[D_CRISES] = 0;
    state[D_THRESHOLD] = eng_noise(p->w, own(p->m)->noise, 0);
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    double *state = eng_put(day, own(p->m)->state), *granted = eng_put(day, own(p->m)->granted);
    if (!state || !granted)
        return ENG_ERR_OWNER;
    cor_see(p, state);
    cor_day_of_washington(p, state);
    if (cor_par(p, SYS, P_ENDOGENOUS, 0) < 0.5) {
        state[D_DAYS] = state[D_PAID] = state[D_RELIEF] = 0;
    } else {
        if (state[D_DAYS] == 0)
            begin(p, state);
        else if ((int64_t)state[D_DAYS] % 7 == 0) {
            cor_week_of_washington(p, state);
            cor_week_of_mexico(p, state);
        }
        state[D_DAYS] += 1;
    }
    set_factors(p, state);
    granted[GRANTED_MONEY] = state[D_PAID];
    granted[GRANTED_RELIEF] = state[D_RELIEF];
    return ENG_OK;
}

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    if (!p->record)
        return ENG_OK;
    const double *state = eng_get(w, own(p->m)->state);
    cor_count(p, own(p->m)->series.posture, 0, state[D_THREAT] + state[D_OFFER]);
    cor_count(p, own(p->m)->series.leverage, 0, state[D_LEVERAGE]);
    cor_count(p, own(p->m)->series.threat, 0, state[D_THREAT]);
    cor_count(p, own(p->m)->series.ask, 0, state[D_ASK]);
    cor_count(p, own(p->m)->series.praise, 0, state[D_PRAISE]);
    cor_count(p, own(p->m)->series.judged, 0, state[D_JUDGED]);
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
    {.id = offsetof(struct diplomacy_ids, series.threat),
     .at = 49,
     .name = "us_threat",
     .unit = "index",
     .meaning = "Threats of the destination in force, the part of us_posture that is no offer, on the mean day",
     .sum = SERIES_MEAN,
     .of = HAS_DIPLOMACY + 1},
    {.id = offsetof(struct diplomacy_ids, series.ask),
     .at = 50,
     .name = "us_ask",
     .unit = "factor",
     .meaning = "Effort that the destination asks for, over what it is used to, on the mean day",
     .sum = SERIES_MEAN,
     .of = HAS_DIPLOMACY + 1},
    {.id = offsetof(struct diplomacy_ids, series.praise),
     .at = 51,
     .name = "us_praise",
     .unit = "index",
     .meaning = "What the destination says of the country of the way in public, 0 blame, 1 praise, on the mean day",
     .sum = SERIES_MEAN,
     .of = HAS_DIPLOMACY + 1},
    {.id = offsetof(struct diplomacy_ids, series.judged),
     .at = 52,
     .name = "us_judgement",
     .unit = "share",
     .meaning = "What it thinks in private: effort in force over effort asked for, on the mean day",
     .sum = SERIES_MEAN,
     .of = HAS_DIPLOMACY + 1},
    {.name = NULL}};

const cor_system cor_diplomacy = {.name = "diplomacy",
                                  .part = "S21",
                                  .ids = sizeof(struct diplomacy_ids),
                                  .series = SERIES,
                                  .off = OFF,
                                  .nobody = "both governments follow the schedule, unless diplomacy.endogenous is 1",
                                  .parameters = cor_diplomacy_parameters,
                                  .nparameters = P_COUNT,
                                  .declare_stocks = declare_stocks,
                                  .prepare = prepare,
                                  .decide = decide,
                                  .record = record,
                                  .start = start};
