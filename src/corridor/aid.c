/* Root-cause aid (S22): money for the countries of origin, years until it is felt, and little.
 *
 * 1. Aid of a nationality's country is a dated policy in dollars a year. What it has built up is aid as it was some
 * years ago: three stages of equal mean, together aid.lag_years. In the first year after a change almost nothing is
 * felt.
 * 2. Push changes by  elasticity * log((built up + felt) / (built up by history + felt)): the latents were fitted to a
 *    history that contained its aid, so aid as it was moves nobody. Published reviews find the elasticity small and of
 *    either sign (Clemens and Postel 2018): successful growth in poor countries raises emigration.
 * 3. What Congress grants of an offer of the endogenous mode (diplomacy.c) is aid more, built up as slowly; relief of
 *    sanctions of such an offer changes push while it holds, by a size and sign that nobody has measured.
 * 4. On the first day both have built up what history's aid of that day builds in the long run.
 */
#include "corridor/aid.h"
#include "corridor/diplomacy.h"

#define SYS SYS_AID

static struct aid_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum { P_AID, P_HISTORY, P_LAG, P_ELASTICITY, P_FELT, P_MOST, P_OFFERED, P_RELIEF, P_SANCTIONS, P_COUNT };
enum { STAGES = 3 };

static const par_decl PARAMETERS[] = {
    [P_AID] = {"us.aid.usd_per_year", "USD/year", 0, 0, 1e11, .who = WHO_NATIONALITY, .kind = PAR_POLICY,
               .confidence = CONF_UNVERIFIED, .meaning = "Development aid of the US to the countries people leave",
               .source = "schedule.csv"},
    [P_HISTORY] = {"aid.history_usd_per_year", "USD/year", 0, 0, 1e11, .who = WHO_NATIONALITY, .kind = PAR_STRUCTURE,
                   .confidence = CONF_UNVERIFIED,
                   .meaning = "Aid as it was, which the latents contain: the same rows as us.aid.usd_per_year",
                   .source = "schedule.csv"},
    [P_LAG] = {"aid.lag_years", "years", 5, 0.5, 30, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6, .prior_high = 1.6,
               .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
               .meaning = "Mean time until aid is felt by those who would go",
               .source = "our judgement: nothing for about three years, then a long-run effect through incomes"},
    [P_ELASTICITY] = {"aid.elasticity", "log rate per log of aid", -0.03, -1, 1, .prior = PRIOR_NORMAL,
                      .prior_low = -0.1, .prior_high = 0.1, .kind = PAR_BEHAVIOUR, .confidence = CONF_SOURCE,
                      .meaning = "How departures follow the aid that is felt",
                      .source = "Clemens and Postel 2018: capacity of aid to deter small at best; -0.1 to 0.1 and its "
                                "centre our judgement"},
    [P_FELT] = {"aid.felt_usd", "USD/year", 2e7, 1, 1e10, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Aid to a country below which a change is hardly felt", .source = "our judgement"},
    [P_MOST] = {"aid.most_log", "log", 3, 0, 20, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                .meaning = "Largest log of aid that is felt over that of history, up or down",
                .source = "our judgement"},
    [P_OFFERED] = {"aid.offered_usd_per_year", "USD/year", 0, 0, 1e11, .who = WHO_NATIONALITY, .kind = PAR_STRUCTURE,
                   .confidence = CONF_SOURCE,
                   .meaning = "Aid to a country, beside us.aid.usd_per_year, of an offer that Congress grants whole",
                   .source = "parameters.csv"},
    [P_RELIEF] = {"aid.relief_of_sanctions", "log rate", 0, -2, 2, .prior = PRIOR_NORMAL, .prior_low = -0.1,
                  .prior_high = 0.1, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                  .meaning = "How departures change while sanctions are relieved as an offer has it",
                  .source =
                      "mission, S01: sanctions and their relief are part of push; no study of its size or sign was "
                      "read: the range is our judgement, as wide as that of aid"},
    [P_SANCTIONS] = {"aid.under_sanctions", "share", 0, 0, 1, .who = WHO_NATIONALITY, .kind = PAR_STRUCTURE,
                     .confidence = CONF_SOURCE,
                     .meaning = "Is the country under the sanctions that an offer would relieve",
                     .source = "mission, S01 and S21: Cuba and Venezuela; parameters.csv"},
    [P_COUNT] = {.path = NULL}};

/* Field: for each nationality three stages of the aid given, then three of history's. */
static int declare_stocks(mdl_model *m, int system) {
    own(m)->push = cor_auxiliary(m, SYS, "effect of aid on departures", m->nn);
    own(m)->usd = cor_auxiliary(m, SYS, "aid of a day", 1);
    if (own(m)->push < 0 || own(m)->usd < 0)
        return ENG_ERR_MEMORY;
    return own(m)->built = eng_field(m->e, system, "aid built up", 2 * STAGES * m->nn);
}

/* What is paid to a country: its schedule, and what was offered and then granted (diplomacy.c). */
static double given_to(const mdl_member *p, int n) {
    return cor_par(p, SYS, P_AID, n) + cor_par(p, SYS, P_OFFERED, n) * cor_granted(p, GRANTED_MONEY);
}

static double push_of(const mdl_member *p, int n) {
    const double *built = eng_get(p->w, own(p->m)->built) + (size_t)(2 * STAGES * n);
    double given = built[STAGES - 1], history = built[2 * STAGES - 1], felt = cor_par(p, SYS, P_FELT, 0);
    double most = cor_par(p, SYS, P_MOST, 0);
    double relief = cor_par(p, SYS, P_SANCTIONS, n) * cor_par(p, SYS, P_RELIEF, 0) * cor_granted(p, GRANTED_RELIEF);
    if (given == history)
        return relief;
    return relief +
           cor_par(p, SYS, P_ELASTICITY, 0) * cor_clamp(det_log((given + felt) / (history + felt)), -most, most);
}

static int prepare(mdl_member *p) {
    double *push = cor_aux_put(p, own(p->m)->push), *usd = cor_aux_put(p, own(p->m)->usd), sum = 0;
    if (!push || !usd)
        return ENG_ERR_OWNER;
    for (int n = 0; n < p->m->nn; n++) {
        push[n] = push_of(p, n);
        sum += given_to(p, n);
    }
    usd[0] = sum / 365.25;
    return ENG_OK;
}

static int start(mdl_member *p) {
    double built[2 * STAGES * COR_MAX_ND];
    for (int i = 0; i < 2 * STAGES * p->m->nn; i++)
        built[i] = cor_par(p, SYS, P_HISTORY, i / (2 * STAGES));
    return eng_world_field_set(p->w, own(p->m)->built, built);
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    double *built = eng_put(day, own(p->m)->built);
    double step = 1 - det_exp(-STAGES / (365.25 * cor_par(p, SYS, P_LAG, 0)));
    if (!built)
        return ENG_ERR_OWNER;
    for (int n = 0; n < p->m->nn; n++)
        for (int k = 0; k < 2; k++, built += STAGES) {
            double in = k ? cor_par(p, SYS, P_HISTORY, n) : given_to(p, n);
            for (int i = STAGES - 1; i > 0; i--) /* the last first: each follows what the one before was yesterday */
                built[i] += step * (built[i - 1] - built[i]);
            built[0] += step * (in - built[0]);
        }
    return ENG_OK;
}

static const mdl_setting OFF[] = {{"us.aid.usd_per_year", 0}, {.path = NULL}};

const cor_system cor_aid = {.name = "aid",
                            .part = "S22",
                            .ids = sizeof(struct aid_ids),
                            .off = OFF,
                            .parameters = PARAMETERS,
                            .nparameters = P_COUNT,
                            .declare_stocks = declare_stocks,
                            .prepare = prepare,
                            .decide = decide,
                            .start = start};
