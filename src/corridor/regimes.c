/* Legal regimes (S15): which way out of custody the rules of the day open to whom.
 *
 * A table of dated parameters by nationality and demographic group (schedule.csv), read in this order:
 *   expelled    = title 42 in force * share it is applied to * Mexico takes them back; some others by flight;
 *   of the rest: sent back to wait (MPP); returned to Mexico under title 8; expedited removal, to detention; minors to
 *   care; who remains is released to wait for a court.
 * Under load, beds and time run out: the shares to detention and to MPP fall toward release along a logistic of
 * custody's fill. No count of encounters appears here.
 * Courts of the US can stop or cut a measure: court_lets_stand multiplies the share of expulsion and of MPP, and what
 * the asylum rules take from the worth of a release.
 */
#include "corridor/regimes.h"
#include "corridor/diplomacy.h"
#include "corridor/processing.h"

#define SYS SYS_REGIMES

static struct regimes_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum {
    P_T42,
    P_EXPEL,
    P_ACCEPT,
    P_FLY,
    P_MPP,
    P_RETURN,
    P_EXPEDITED,
    P_FLY8,
    P_MINOR_MX,
    P_LOAD_MID,
    P_LOAD_WIDTH,
    P_LOAD_MOST,
    P_STAY_MPP,
    P_PENALTY,
    P_REMOVED,
    P_STAND_T42,
    P_STAND_MPP,
    P_STAND_RULE,
    P_COUNT,
};

static const par_decl PARAMETERS[] = {
    [P_T42] = {"us.title42.active", "0 or 1", 0, 0, 1, .kind = PAR_POLICY, .confidence = CONF_SOURCE,
               .meaning = "Public-health expulsion order in force", .source = "2020-03-20 to 2023-05-11"},
    [P_EXPEL] = {"us.title42.expel_share", "share", 0, 0, 1, .who = WHO_BOTH, .kind = PAR_POLICY,
                 .confidence = CONF_JUDGEMENT, .meaning = "Share of those encountered to whom the order is applied",
                 .source = "CBP title 42 counts by nationality, see schedule.csv"},
    [P_ACCEPT] = {"us.mexico_accepts", "probability", 1, 0, 1, .who = WHO_BOTH, .kind = PAR_POLICY,
                  .confidence = CONF_JUDGEMENT,
                  .meaning = "Chance that Mexico takes back a person the United States would expel",
                  .source = "mission, S15; schedule.csv"},
    [P_FLY] = {"us.title42.flight_share", "share", 0, 0, 1, .who = WHO_NATIONALITY, .kind = PAR_POLICY,
               .confidence = CONF_JUDGEMENT,
               .meaning = "Of those the order applies to and Mexico does not take, the share flown home",
               .source = "Witness at the Border: 99 to 193 removal flights a month"},
    [P_MPP] = {"us.mpp.share", "share", 0, 0, 1, .who = WHO_BOTH, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
               .meaning = "Share sent back to wait in Mexico for a hearing",
               .source = "71,036 enrolled 2019-01 to 2021-01 (TRAC)"},
    [P_RETURN] = {"us.title8.return_to_mexico_share", "share", 0, 0, 1, .who = WHO_BOTH, .kind = PAR_POLICY,
                  .confidence = CONF_JUDGEMENT, .meaning = "Share returned to Mexico under title 8",
                  .source = "Mexicans: most single adults; others from 2023-05-12"},
    [P_EXPEDITED] = {"us.title8.expedited_share", "share", 0.3, 0, 1, .who = WHO_BOTH, .kind = PAR_POLICY,
                     .confidence = CONF_JUDGEMENT,
                     .meaning = "Share put to expedited removal or detention at ordinary load",
                     .source = "OHSS lifecycle FY2014-2023: 53% of encounters repatriated"},
    [P_FLY8] = {"us.title8.flown_share", "share", 0.02, 0, 1, .who = WHO_NATIONALITY, .kind = PAR_POLICY,
                .confidence = CONF_JUDGEMENT, .meaning = "Share flown home within days under title 8",
                .source = "ICE removals FY2022, FY2023"},
    [P_MINOR_MX] = {"us.minors.mexican_return_share", "share", 0.75, 0, 1, .kind = PAR_POLICY,
                    .confidence = CONF_JUDGEMENT, .meaning = "Share of Mexican unaccompanied minors returned",
                    .source = "our judgement"},
    [P_LOAD_MID] = {"processing.release_fill", "people/places", 0.95, 0.2, 3, .prior = PRIOR_UNIFORM, .prior_low = -0.1,
                    .prior_high = 0.1, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                    .meaning = "Fill of custody at which half of those who could be released are",
                    .source = "0.9 to 1.0, our judgement"},
    [P_LOAD_WIDTH] = {"processing.release_width", "people/places", 0.12, 0.01, 1, .kind = PAR_BEHAVIOUR,
                      .confidence = CONF_JUDGEMENT, .meaning = "Width of that logistic", .source = "our judgement"},
    [P_LOAD_MOST] = {"processing.release_most", "share", 0.85, 0, 1, .kind = PAR_BEHAVIOUR,
                     .confidence = CONF_JUDGEMENT,
                     .meaning = "Largest share of detention and MPP that turns to release under load",
                     .source = "our judgement"},
    [P_STAY_MPP] = {"beliefs.stay_from_mpp", "share", 0.15, 0, 1, .kind = PAR_BEHAVIOUR, .confidence = CONF_SOURCE,
                    .meaning = "How far being sent back to wait counts as staying",
                    .source = "TRAC: 1.5% relief; our judgement of what is believed"},
    [P_PENALTY] = {"us.asylum.rule_penalty", "factor", 1, 0, 1, .who = WHO_NATIONALITY, .kind = PAR_POLICY,
                   .confidence = CONF_JUDGEMENT,
                   .meaning = "What release is worth under rules that bar asylum, against before",
                   .source = "circumvention rule of 2023-05-11"},
    [P_REMOVED] = {"beliefs.stay_from_detention", "share", 0.3, 0, 1, .kind = PAR_BEHAVIOUR,
                   .confidence = CONF_JUDGEMENT, .meaning = "How far being detained counts as staying",
                   .source = "our judgement: those not removed are released"},
    [P_STAND_T42] = {"us.court_lets_stand.title42", "share", 1, 0, 1, .who = WHO_BOTH, .kind = PAR_POLICY,
                     .confidence = CONF_SOURCE, .meaning = "Share of the expulsion order that US courts let stand",
                     .source = "orders of US courts, see schedule.csv; 1: no order"},
    [P_STAND_MPP] = {"us.court_lets_stand.mpp", "share", 1, 0, 1, .kind = PAR_POLICY, .confidence = CONF_SOURCE,
                     .meaning = "Share of Remain in Mexico that US courts let stand",
                     .source = "injunctions of 2019-04-08 and 2020-02-28 were stayed within days: 1"},
    [P_STAND_RULE] = {"us.court_lets_stand.asylum_rule", "share", 1, 0, 1, .kind = PAR_POLICY,
                      .confidence = CONF_SOURCE,
                      .meaning = "Share of the asylum rules' penalty that US courts let stand",
                      .source = "East Bay v. Barr 2019, East Bay v. Biden 2023 (stayed: 1); see schedule.csv"},
    [P_COUNT] = {.path = NULL}};

static int declare_stocks(mdl_model *m, int system) {
    (void)system;
    own(m)->title42 = cor_auxiliary(m, SYS, "expulsion order in force", 1);
    own(m)->ways = cor_auxiliary(m, SYS, "ways out of custody", m->nd * OUT_COUNT);
    own(m)->under_load = cor_auxiliary(m, SYS, "ways out under load", m->s->nsectors * m->nd * OUT_COUNT);
    own(m)->stay_by = cor_auxiliary(m, SYS, "how far a way out lets stay", m->nn * OUT_COUNT);
    own(m)->stays = cor_auxiliary(m, SYS, "chance of staying as the rules are", m->nd);
    return own(m)->title42 < 0 || own(m)->ways < 0 || own(m)->under_load < 0 || own(m)->stay_by < 0 ? ENG_ERR_MEMORY
                                                                                                    : own(m)->stays;
}

static void ways_out(const mdl_member *p, int nd, double out[OUT_COUNT]) {
    int n = cor_n(nd), mexican = n == p->m->mexico, minor = cor_d(nd) == DEMO_MINOR;
    double rest = 1, back = mexican ? 1 : cor_ask_factor(p, ASK_READMISSION);
    for (int w = 0; w < OUT_COUNT; w++)
        out[w] = 0;
    if (cor_par(p, SYS, P_T42, 0) > 0.5) {
        double applied = cor_par(p, SYS, P_EXPEL, nd) * cor_par(p, SYS, P_STAND_T42, nd),
               taken = cor_clamp(cor_par(p, SYS, P_ACCEPT, nd) * back, 0, 1);
        out[OUT_EXPELLED] = applied * taken;
        out[OUT_FLOWN] = applied * (1 - taken) * (mexican ? 0 : cor_par(p, SYS, P_FLY, n));
        rest -= out[OUT_EXPELLED] + out[OUT_FLOWN];
    }
    if (minor) {
        out[OUT_RETURNED] = mexican ? rest * cor_par(p, SYS, P_MINOR_MX, 0) : 0;
        out[OUT_MINOR_CARE] = rest - out[OUT_RETURNED];
        return;
    }
    out[OUT_MPP] = rest * cor_par(p, SYS, P_MPP, nd) * cor_par(p, SYS, P_STAND_MPP, 0);
    rest -= out[OUT_MPP];
    out[OUT_RETURNED] = rest * cor_clamp(cor_par(p, SYS, P_RETURN, nd) * back, 0, 1);
    rest -= out[OUT_RETURNED];
    double fly = mexican ? 0 : rest * cor_par(p, SYS, P_FLY8, n);
    out[OUT_FLOWN] += fly;
    rest -= fly;
    out[OUT_DETAINED] = rest * cor_par(p, SYS, P_EXPEDITED, nd);
    out[OUT_RELEASED] = rest - out[OUT_DETAINED];
}

/* Under load, beds and time run out. */
static void turn_to_release(const mdl_member *p, double fill, const double *ways, double *out) {
    double x = (fill - cor_par(p, SYS, P_LOAD_MID, 0)) / cor_par(p, SYS, P_LOAD_WIDTH, 0);
    double turn = cor_par(p, SYS, P_LOAD_MOST, 0) / (1 + det_exp(cor_clamp(-x, -50, 50)));
    for (int nd = 0; nd < p->m->nd; nd++, ways += OUT_COUNT, out += OUT_COUNT) {
        double more = turn * (ways[OUT_DETAINED] + ways[OUT_MPP]);
        for (int w = 0; w < OUT_COUNT; w++)
            out[w] = ways[w];
        out[OUT_DETAINED] *= 1 - turn;
        out[OUT_MPP] *= 1 - turn;
        out[OUT_RELEASED] += more;
    }
}

static double stays(const mdl_member *p, int n, const double out[OUT_COUNT]) {
    double penalty = 1 - (1 - cor_par(p, SYS, P_PENALTY, n)) * cor_par(p, SYS, P_STAND_RULE, 0);
    return (out[OUT_RELEASED] + out[OUT_DETAINED] * cor_par(p, SYS, P_REMOVED, 0)) * penalty + out[OUT_MINOR_CARE] +
           out[OUT_MPP] * cor_par(p, SYS, P_STAY_MPP, 0);
}

static int prepare(mdl_member *p) {
    const mdl_model *m = p->m;
    double *title42 = cor_aux_put(p, own(m)->title42), *ways = cor_aux_put(p, own(m)->ways);
    double *loaded = cor_aux_put(p, own(m)->under_load), *by = cor_aux_put(p, own(m)->stay_by);
    double *stay = cor_aux_put(p, own(m)->stays);
    if (!title42 || !ways || !loaded || !by || !stay)
        return ENG_ERR_OWNER;
    title42[0] = cor_par(p, SYS, P_T42, 0);
    for (int nd = 0; nd < m->nd; nd++) {
        ways_out(p, nd, ways + nd * OUT_COUNT);
        stay[nd] = stays(p, cor_n(nd), ways + nd * OUT_COUNT);
    }
    for (int k = 0; k < m->s->nsectors; k++)
        turn_to_release(p, cor_custody_fill(p, k), ways, loaded + k * m->nd * OUT_COUNT);
    for (int n = 0; n < m->nn; n++)
        for (int w = 0; w < OUT_COUNT; w++) {
            double one[OUT_COUNT] = {0};
            one[w] = 1;
            by[n * OUT_COUNT + w] = stays(p, n, one);
        }
    return ENG_OK;
}

static const mdl_setting OFF[] = {{"us.title42.active", 0},
                                  {"us.mpp.share", 0},
                                  {"us.title8.return_to_mexico_share", 0},
                                  {"us.asylum.rule_penalty", 1},
                                  {.path = NULL}};

const cor_system cor_regimes = {.name = "regimes",
                                .part = "S15",
                                .ids = sizeof(struct regimes_ids),
                                .off = OFF,
                                .parameters = PARAMETERS,
                                .nparameters = P_COUNT,
                                .declare_stocks = declare_stocks,
                                .turn = 1,
                                .prepare = prepare};
