/* Expectations (S02, S20): what people believe about the journey's end.
 *
 * 1. Experience: the chance of staying, by nationality, demographic and sector, moves toward what was seen yesterday
 * there, B += a w (seen - B), w = x / (x + x0) with x people seen; and all sectors drift to the group's mean.
 * 2. News: on the day an announced rule changes, B moves by a share of the change that the rule implies at ordinary
 * load.
 * 3. Tone: the stance of US policy builds up in a month and is got used to (half-life of months); announced dates add
 * to it.
 * 4. Route families: how open a family is known to be passes through three stages, together about six months.
 */
#include "corridor/beliefs.h"
#include "corridor/diplomacy.h"
#include "corridor/processing.h"
#include "corridor/regimes.h"

#define SYS SYS_BELIEFS

static struct beliefs_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum {
    P_HALF,
    P_PEOPLE,
    P_DRIFT,
    P_NEWS,
    P_TONE,
    P_BUILD,
    P_USED,
    P_ANNOUNCED,
    P_OPEN,
    P_STAGES,
    P_ANNOUNCED_DAYS,
    P_COUNT
};

static const par_decl PARAMETERS[] = {
    [P_HALF] = {"beliefs.experience_half_life", "days", 28, 7, 120, .prior = PRIOR_LOGNORMAL, .prior_low = 0.75,
                .prior_high = 1.35, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Half-life with which beliefs follow what is seen", .source = "our judgement: 3 to 5 weeks"},
    [P_PEOPLE] = {"beliefs.people_to_convince", "people/day", 5, 0.1, 100, .kind = PAR_BEHAVIOUR,
                  .confidence = CONF_JUDGEMENT, .meaning = "People seen in a day that count half of full evidence",
                  .source = "our judgement"},
    [P_DRIFT] = {"beliefs.drift_half_life", "days", 240, 7, 2000, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Half-life with which beliefs on sectors drift to the group's mean",
                 .source = "our judgement"},
    [P_NEWS] = {"beliefs.news", "share", 0.8, 0, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.2, .prior_high = 0.15,
                .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Share of an announced rule's change believed on the day", .source = "our judgement"},
    [P_TONE] = {"us.tone", "index", 0, -3, 3, .who = WHO_NATIONALITY, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
                .meaning = "Stance of US policy as heard abroad (positive: welcoming)", .source = "schedule.csv"},
    [P_BUILD] = {"beliefs.tone_build_days", "days", 30, 1, 365, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Time in which a new tone is heard", .source = "our judgement"},
    [P_USED] = {"beliefs.tone_half_life", "days", 120, 20, 720, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                .prior_high = 1.5, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Half-life with which people get used to a tone", .source = "our judgement: 60 to 180 days"},
    [P_ANNOUNCED] = {"us.announcement", "log rate", 0, -3, 3, .who = WHO_NATIONALITY, .kind = PAR_POLICY,
                     .confidence = CONF_JUDGEMENT,
                     .meaning = "Departures brought forward or put off by an announced date", .source = "schedule.csv"},
    [P_OPEN] = {"routes.family_open", "share", 1, 0, 1, .where = WHERE_FAMILY, .who = WHO_NATIONALITY,
                .kind = PAR_POLICY, .confidence = CONF_SOURCE,
                .meaning = "How open a route family is to a nationality (a visa leaves a few percent)",
                .source = "AP Aug 2022: Venezuelans 25,000 to 3,000 in a month"},
    [P_STAGES] = {"routes.reroute_days", "days", 180, 30, 720, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                  .prior_high = 1.6, .kind = PAR_BEHAVIOUR, .confidence = CONF_UNVERIFIED,
                  .meaning = "Mean time until those a closed family kept at home set out by another",
                  .source =
                      "AP Aug 2022: Venezuelans back by the Darien within eight months; 2 to 8 months, our judgement"},
    [P_ANNOUNCED_DAYS] = {"beliefs.announcement_days", "days", 4, 1, 90, .kind = PAR_BEHAVIOUR,
                          .confidence = CONF_JUDGEMENT,
                          .meaning = "Mean time in which an announced date takes and loses its effect",
                          .source = "our judgement"},
    [P_COUNT] = {.path = NULL}};

static int declare_stocks(mdl_model *m, int system) {
    own(m)->implied = eng_field(m->e, system, "chance of staying the rules imply", m->nd);
    own(m)->belief = eng_field(m->e, system, "believed chance of staying", m->s->nsectors * m->nd);
    own(m)->tone = eng_field(m->e, system, "tone", TONE_KINDS * m->nn);
    own(m)->family = eng_field(m->e, system, "route families as known", 3 * m->s->nfamilies * m->nn);
    own(m)->open = cor_auxiliary(m, SYS, "openness of route families", m->s->nfamilies * m->nn);
    return own(m)->open < 0 ? own(m)->open : own(m)->family;
}

static int prepare(mdl_member *p) {
    double *open = cor_aux_put(p, own(p->m)->open);
    if (!open)
        return ENG_ERR_OWNER;
    for (int family = 0; family < p->m->s->nfamilies; family++)
        for (int n = 0; n < p->m->nn; n++)
            *open++ = cor_par(p, SYS, P_OPEN, family * p->m->nn + n) * cor_visa_factor(p, family);
    return ENG_OK;
}

static int start(mdl_member *p) {
    const mdl_model *m = p->m;
    double rule[COR_MAX_ND], *big = p->big;
    int status, families = m->s->nfamilies;
    for (int nd = 0; nd < m->nd; nd++)
        rule[nd] = cor_stays(p, nd);
    if ((status = eng_world_field_set(p->w, own(m)->implied, rule)))
        return status;
    for (int k = 0; k < m->s->nsectors; k++)
        for (int nd = 0; nd < m->nd; nd++)
            big[k * m->nd + nd] = rule[nd];
    if ((status = eng_world_field_set(p->w, own(m)->belief, big)))
        return status;
    for (int stage = 0; stage < 3; stage++)
        for (int i = 0; i < families * m->nn; i++)
            big[stage * families * m->nn + i] = cor_family_open(p, i / m->nn, i % m->nn);
    return eng_world_field_set(p->w, own(m)->family, big);
}

/* Adds the people who left custody of a sector by this way yesterday, by ND. */
static void processed(const mdl_member *p, int sector, cor_out way, double *nd) {
    const struct processing_ids *from = processing_ids(p->m);
    if (from->out[way][sector] >= 0) {
        eng_count_several(p->w, 1, &from->out[way][sector], COR_ATTEMPTS, 1, nd);
        return;
    }
    for (int b = 0; b < from->nback; b++) {
        if (from->back_sector[b] != sector)
            continue;
        int *const *ends = from->back[way == OUT_EXPELLED ? 0 : 1];
        const int flows[COR_ENDS] = {ends[0][b], ends[1][b], ends[2][b]};
        if (way == OUT_MPP)
            eng_count_several(p->w, 1, &from->back_mpp[b], COR_ATTEMPTS, 1, nd);
        else
            eng_count_several(p->w, COR_ENDS, flows, COR_ATTEMPTS, 1, nd);
    }
}

/* What happened yesterday to those processed in a sector: people, and those of them who stay, by ND. */
static void seen(const mdl_member *p, int sector, double *people, double *stayed) {
    const mdl_model *m = p->m;
    for (int nd = 0; nd < m->nd; nd++)
        people[nd] = stayed[nd] = 0;
    for (int way = 0; way < OUT_COUNT; way++) {
        double moved[COR_MAX_ND] = {0};
        processed(p, sector, (cor_out)way, moved);
        for (int n = 0, nd = 0; n < m->nn; n++) {
            double stays = cor_stay_by(p, n, (cor_out)way);
            for (int d = 0; d < DEMO_COUNT; d++, nd++) {
                people[nd] += moved[nd];
                stayed[nd] += stays * moved[nd];
            }
        }
    }
}

static void drift_to(int classes, const double *restrict mean, const double *restrict told, double drift,
                     double *restrict here) {
    for (int i = 0; i < classes; i++)
        here[i] = cor_clamp(here[i] + (drift * (mean[i] - here[i]) + told[i]), 0, 1);
}

static int experience(mdl_member *p, eng_day *day, const double *rule) {
    const mdl_model *m = p->m;
    double people[COR_MAX_ND], stayed[COR_MAX_ND], all[COR_MAX_ND] = {0}, told[COR_MAX_ND];
    const double *was = eng_get(p->w, own(m)->implied);
    double *b = eng_put(day, own(m)->belief);
    if (!b)
        return ENG_ERR_OWNER;
    double a = cor_step(cor_par(p, SYS, P_HALF, 0)), drift = cor_step(cor_par(p, SYS, P_DRIFT, 0));
    double x0 = cor_par(p, SYS, P_PEOPLE, 0), news = cor_par(p, SYS, P_NEWS, 0);
    for (int k = 0; k < m->s->nsectors; k++) {
        double *here = b + k * m->nd;
        seen(p, k, people, stayed);
        for (int nd = 0; nd < m->nd; nd++) {
            double x = people[nd], w = x / (x + x0);
            if (x > 0)
                here[nd] += a * w * (stayed[nd] / x - here[nd]);
            all[nd] += here[nd];
        }
    }
    for (int nd = 0; nd < m->nd; nd++) {
        all[nd] /= m->s->nsectors;
        told[nd] = news * (rule[nd] - was[nd]);
    }
    for (int k = 0; k < m->s->nsectors; k++)
        drift_to(m->nd, all, told, drift, b + k * m->nd);
    return ENG_OK;
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    double rule[COR_MAX_ND];
    int status;
    for (int nd = 0; nd < m->nd; nd++)
        rule[nd] = cor_stays(p, nd);
    if ((status = experience(p, day, rule)))
        return status;
    double *put = eng_put(day, own(m)->implied), *tone = eng_put(day, own(m)->tone), *f = eng_put(day, own(m)->family);
    if (!put || !tone || !f)
        return ENG_ERR_OWNER;
    for (int nd = 0; nd < m->nd; nd++)
        put[nd] = rule[nd];
    double used = cor_step(cor_par(p, SYS, P_USED, 0));
    for (int n = 0; n < m->nn; n++, tone += TONE_KINDS) {
        tone[TONE_USED] += used * (tone[TONE_BUILT] - tone[TONE_USED]);
        tone[TONE_BUILT] += (cor_par(p, SYS, P_TONE, n) - tone[TONE_BUILT]) / cor_par(p, SYS, P_BUILD, 0);
        tone[TONE_ANNOUNCED] +=
            (cor_par(p, SYS, P_ANNOUNCED, n) - tone[TONE_ANNOUNCED]) / cor_par(p, SYS, P_ANNOUNCED_DAYS, 0);
    }
    int size = m->s->nfamilies * m->nn;
    double pace = 3 / cor_par(p, SYS, P_STAGES, 0);
    const double *open = cor_aux(p, own(m)->open);
    for (int i = 0; i < size; i++) {
        f[2 * size + i] += pace * (f[size + i] - f[2 * size + i]);
        f[size + i] += pace * (f[i] - f[size + i]);
        f[i] += pace * (open[i] - f[i]);
    }
    return ENG_OK;
}

/* Off: nothing is heard, and what is seen is learnt as slowly as the bounds allow. */
static const mdl_setting OFF[] = {{"beliefs.news", 0},
                                  {"us.tone", 0},
                                  {"us.announcement", 0},
                                  {"beliefs.experience_half_life", 120},
                                  {"beliefs.people_to_convince", 100},
                                  {.path = NULL}};

const cor_system cor_beliefs = {.name = "beliefs",
                                .part = "S02",
                                .ids = sizeof(struct beliefs_ids),
                                .off = OFF,
                                .parameters = PARAMETERS,
                                .nparameters = P_COUNT,
                                .declare_stocks = declare_stocks,
                                .turn = 2,
                                .prepare = prepare,
                                .decide = decide,
                                .start = start};
