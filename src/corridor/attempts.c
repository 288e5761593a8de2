/* Repeat attempts (S20): of those returned to Mexico, who tries again.
 *
 * People differ in persistence, and one chance for all would make third attempts too rare. A share s is persistent and
 * tries again with chance q1, the others with q0. What is known of a person is how often he or she was returned, so the
 * chance after the k-th return is the mean over those who got that far:
 *   r_k = (s q1^k + (1 - s) q0^k) / (s q1^(k-1) + (1 - s) q0^(k-1)),
 * which is the same as carrying persistence as an attribute, as long as it changes nothing else. "Again" is within
 * twelve months: who goes home, or gives up, joins the pool without earlier encounters.
 */
#include "corridor/attempts.h"

#include <string.h>

#define SYS SYS_ATTEMPTS

static struct attempts_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum { P_PERSISTENT, P_HIGH, P_EXPELLED, P_RETURNED, P_OTHER, P_MPP, P_GROUP, P_SOON, P_PENALTY, P_COUNT };

static const par_decl PARAMETERS[] = {
    [P_PERSISTENT] =
        {"attempts.persistent_share", "share", 0.5, 0, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.15,
         .prior_high = 0.15, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
         .meaning = "Share of persistent people",
         .source = "NRC 2013: of Mexican men caught, three fifths once, a fifth twice, a fifth three times or more"},
    [P_HIGH] = {"attempts.persistence", "share", 0.92, 0, 1, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Chance that a persistent person tries again after an expulsion", .source = "our judgement"},
    [P_EXPELLED] = {"attempts.after_expulsion", "probability", 0.66, 0, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.06,
                    .prior_high = 0.06, .kind = PAR_BEHAVIOUR, .confidence = CONF_UNVERIFIED,
                    .meaning = "Mean chance of trying again after a first expulsion without penalty",
                    .source = "0.51 to 0.64 from 38% (CBP via Cato) and 27% (AP) repeat shares"},
    [P_RETURNED] = {"attempts.after_return", "probability", 0.38, 0, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.08,
                    .prior_high = 0.08, .kind = PAR_BEHAVIOUR, .confidence = CONF_SOURCE,
                    .meaning = "Mean chance of trying again after a first return of Mexicans under title 8",
                    .source = "DHS OIS 2017: 55 to 75% made no further attempt"},
    [P_OTHER] = {"attempts.after_return_others", "probability", 0.3, 0, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.1,
                 .prior_high = 0.1, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "The same for other nationalities returned to Mexico under title 8, with its penalty",
                 .source = "our judgement"},
    [P_MPP] = {"attempts.after_mpp", "1/day", 0.004, 0, 0.2, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
               .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
               .meaning = "Rate at which those waiting in Mexico for a hearing cross again", .source = "our judgement"},
    [P_GROUP] = {"attempts.group_factor", "factor", 1, 0, 2, .who = WHO_DEMOGRAPHIC, .kind = PAR_BEHAVIOUR,
                 .confidence = CONF_JUDGEMENT, .meaning = "Trying again of families and minors against single adults",
                 .source = "Cato: 85% of repeat crossers were single adults"},
    [P_SOON] = {"attempts.soon_share", "share", 0.65, 0, 1, .kind = PAR_BEHAVIOUR, .confidence = CONF_SOURCE,
                .meaning = "Of those who try again, the share who do so within days",
                .source = "NRC 2013: most within 30 days; 60 to 70% fast, our judgement"},
    [P_PENALTY] = {"attempts.persistence_after_return", "factor", 0.8, 0, 1, .kind = PAR_BEHAVIOUR,
                   .confidence = CONF_SOURCE,
                   .meaning = "Persistence after a return with penalty, against an expulsion",
                   .source = "Bazzi et al. 2018, 2021: 0.64 to 0.81 of re-attempts"},
    [P_COUNT] = {.path = NULL}};

/* Chance after the k-th return of a demographic group, of Mexicans or others. */
static double retry(const mdl_member *p, cor_out how, int mexican, int d, int k) {
    double mean = cor_par(p, SYS, how == OUT_EXPELLED ? P_EXPELLED : mexican ? P_RETURNED : P_OTHER, 0);
    double s = cor_par(p, SYS, P_PERSISTENT, 0),
           q1 = cor_par(p, SYS, P_HIGH, 0) * (how == OUT_EXPELLED ? 1 : cor_par(p, SYS, P_PENALTY, 0));
    if (q1 < mean)
        q1 = mean;
    double q0 = s < 1 ? cor_clamp((mean - s * q1) / (1 - s), 0, 1) : mean, high = s, low = 1 - s;
    if (s * q1 > mean)
        q1 = mean / (s > 0 ? s : 1); /* all retries are the persistent's */
    for (int i = 1; i < k; i++) {
        high *= q1;
        low *= q0;
    }
    double r = high + low > 0 ? (high * q1 + low * q0) / (high + low) : mean;
    return cor_clamp(r * cor_par(p, SYS, P_GROUP, d), 0, 1);
}

static int declare_stocks(mdl_model *m, int system) {
    (void)system;
    own(m)->retry = cor_auxiliary(m, SYS, "chance of trying again", COR_BACKS * m->nd * COR_ATTEMPTS);
    own(m)->soon = cor_auxiliary(m, SYS, "share who try again within days", 1);
    own(m)->mpp = cor_auxiliary(m, SYS, "rate of crossing while waiting for a hearing", 1);
    return own(m)->retry < 0 || own(m)->soon < 0 || own(m)->mpp < 0 ? ENG_ERR_MEMORY : ENG_OK;
}

static int prepare(mdl_member *p) {
    double *again = cor_aux_put(p, own(p->m)->retry);
    double *soon = cor_aux_put(p, own(p->m)->soon), *mpp = cor_aux_put(p, own(p->m)->mpp);
    if (!again || !soon || !mpp)
        return ENG_ERR_OWNER;
    enum { EACH = DEMO_COUNT * COR_ATTEMPTS };
    for (int back = 0; back < COR_BACKS; back++) {
        double chance[2][EACH];
        for (int i = 0; i < 2 * EACH; i++)
            chance[i / EACH][i % EACH] = retry(p, back == 0 ? OUT_EXPELLED : OUT_RETURNED, i / EACH,
                                               i % EACH / COR_ATTEMPTS, i % COR_ATTEMPTS + 1);
        for (int n = 0; n < p->m->nn; n++, again += EACH)
            memcpy(again, chance[n == p->m->mexico], sizeof chance[0]);
    }
    soon[0] = cor_par(p, SYS, P_SOON, 0);
    mpp[0] = cor_par(p, SYS, P_MPP, 0);
    return ENG_OK;
}

/* Off: nobody who is returned tries again. */
static const mdl_setting OFF[] = {{"attempts.after_expulsion", 0},
                                  {"attempts.after_return", 0},
                                  {"attempts.after_return_others", 0},
                                  {"attempts.after_mpp", 0},
                                  {.path = NULL}};

const cor_system cor_attempts = {.name = "attempts",
                                 .part = "S20",
                                 .ids = sizeof(struct attempts_ids),
                                 .off = OFF,
                                 .parameters = PARAMETERS,
                                 .nparameters = P_COUNT,
                                 .declare_stocks = declare_stocks,
                                 .prepare = prepare};
