/* Origins (S01, part of S22): who would go, and who sets out.
 *
 * 1. Each nationality has a pool of people who would go, refilled from its population in about two years.
 * 2. Each day a person of the pool sets out with probability 1 - exp(-hazard),
 *      hazard = rate * exp(latent + group latent + shock + season + tone + b f(V - V0) - outside option) * noise,
 *    V the value of the journey as believed (routes.c), V0 the same on the first day: what people learn moves them, the
 *    level is the latent's; f(x) = h log(1 + |x| / h) with the sign of x. Not more than a small share of a pool can
 * leave in a day.
 * 3. Those who set out are shared among the places and route families of origins.csv for that date. A family that
 * closes (a visa) keeps a few percent at once; the rest stays home and comes back by the families that are open, as
 * people find their way (beliefs.c: three stages, about six months).
 * 4. People who come home rest, and join the pool again.
 */
#include "corridor/origins.h"
#include "corridor/aid.h"
#include "corridor/beliefs.h"
#include "corridor/latents.h"
#include "corridor/routes.h"
#include "corridor/statistics.h"

#include <math.h>
#include <string.h>

#define SYS SYS_ORIGINS

static struct origins_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum {
    P_POOL,
    P_RATE,
    P_REFILL,
    P_CAP,
    P_REST,
    P_RESPONSE,
    P_SHOCK,
    P_SEASON,
    P_SEASON_MX,
    P_PEAK,
    P_TONE,
    P_PAROLE,
    P_PAROLE_W,
    P_NOISE,
    P_NOISE_TAU,
    P_SHARE,
    P_PAROLE_HALF,
    P_HALF_VALUE,
    P_OPEN_FROM,
    P_COUNT,
};

static const par_decl PARAMETERS[] = {
    [P_POOL] =
        {"origins.pool_share", "share of population", 0.10, 0.01, 0.5, .who = WHO_NATIONALITY, .kind = PAR_STRUCTURE,
         .confidence = CONF_JUDGEMENT, .meaning = "People who would go, as a share of the population",
         .source = "MPI/WFP/MIT 2021: 43% of households considered it, 3% had plans; not identifiable from encounters"},
    [P_RATE] = {"origins.rate_per_year", "1/year", 0.06, 0, 5, .who = WHO_NATIONALITY, .kind = PAR_BEHAVIOUR,
                .confidence = CONF_JUDGEMENT,
                .meaning = "Share of the pool that sets out in a year where all latents are 0",
                .source = "our judgement; levels are the latents'"},
    [P_REFILL] = {"origins.refill_years", "years", 2, 0.25, 20, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                  .prior_high = 1.7, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                  .meaning = "Time in which a pool refills from the population",
                  .source = "our judgement: a pool without refill is emptied in northern Central America"},
    [P_CAP] = {"origins.daily_cap", "share of pool per day", 0.005, 0.0005, 0.1, .kind = PAR_STRUCTURE,
               .confidence = CONF_JUDGEMENT, .meaning = "Largest share of a pool that can set out in one day",
               .source = "our judgement"},
    [P_REST] = {"origins.rest_at_home_days", "days", 30, 1, 365, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Mean rest of returned people at home before they may go again", .source = "our judgement"},
    [P_RESPONSE] = {"origins.response", "log rate per unit of value", 0.35, 0, 2, .prior = PRIOR_UNIFORM,
                    .prior_low = -0.2, .prior_high = 0.3, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                    .meaning = "How strongly departures follow the believed value of the journey",
                    .source = "our judgement; sign and order from Clemens 2024 (lawful channels) and Bertoli et al. "
                              "2022 (processing time)"},
    [P_SHOCK] = {"origins.shock", "log rate", 0, -4, 4, .who = WHO_NATIONALITY, .kind = PAR_STRUCTURE,
                 .confidence = CONF_JUDGEMENT, .meaning = "Dated shocks: pandemic immobility, hurricanes, sanctions",
                 .source = "schedule.csv"},
    [P_SEASON] = {"origins.season", "log rate", 0.05, 0, 0.5, .prior = PRIOR_UNIFORM, .prior_low = -0.04,
                  .prior_high = 0.05, .kind = PAR_BEHAVIOUR, .confidence = CONF_UNVERIFIED,
                  .meaning = "Half the seasonal swing of departures, all but Mexican adults",
                  .source = "WOLA: spring peak; Rieke 2021: month alone predicts poorly"},
    [P_SEASON_MX] = {"origins.season_mexican_adults", "log rate", 0.25, 0, 0.6, .prior = PRIOR_UNIFORM,
                     .prior_low = -0.1, .prior_high = 0.1, .kind = PAR_BEHAVIOUR, .confidence = CONF_UNVERIFIED,
                     .meaning = "Half the seasonal swing of departures of Mexican single adults",
                     .source = "spring peak of 0.1 to 0.35, our judgement"},
    [P_PEAK] = {"origins.season_peak_day", "day of year", 95, 1, 365, .kind = PAR_STRUCTURE,
                .confidence = CONF_UNVERIFIED, .meaning = "Day of the year on which departures peak",
                .source = "encounters peak in March to May"},
    [P_TONE] = {"origins.tone_weight", "log rate per unit of tone", 1, 0, 5, .prior = PRIOR_UNIFORM, .prior_low = -0.5,
                .prior_high = 0.5, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Weight of the tone of US policy in departures", .source = "our judgement"},
    [P_PAROLE] = {"us.parole.per_month", "people/month", 0, 0, 1e6, .who = WHO_NATIONALITY, .kind = PAR_POLICY,
                  .confidence = CONF_SOURCE,
                  .meaning = "Places a month on lawful pathways from home (parole, sponsorship)",
                  .source = "DHS fact sheet 2023-07-25: 30,000 for four nationalities"},
    [P_PAROLE_W] = {"origins.parole_weight", "log rate", 1.5, 0, 5, .prior = PRIOR_UNIFORM, .prior_low = -0.8,
                    .prior_high = 0.8, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                    .meaning = "Pull of a lawful pathway against setting out, where it could take all who would",
                    .source = "Clemens 2024: elasticity -0.3 after ten months; DHS: -89% with readmission"},
    [P_NOISE] = {"origins.noise_sd", "log", 0.12, 0, 1, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                 .meaning = "Spread of the environment's noise on departures",
                 .source = "residual of the fitted latents, monthly"},
    [P_NOISE_TAU] = {"origins.noise_days", "days", 30, 1, 365, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                     .meaning = "Correlation time of the noise on departures", .source = "our judgement"},
    [P_SHARE] = {"origins.group_share", "share", 0.33, 0, 1, .who = WHO_DEMOGRAPHIC, .kind = PAR_STRUCTURE,
                 .confidence = CONF_JUDGEMENT,
                 .meaning = "Demographic shares of the pool before the group latents (weights)",
                 .source = "parameters.csv"},
    [P_PAROLE_HALF] =
        {"origins.parole_half", "share of a month's departures at latent 0", 0.3, 0.01, 10, .kind = PAR_BEHAVIOUR,
         .confidence = CONF_JUDGEMENT,
         .meaning = "Places on lawful pathways, against what would set out, at which half of their pull is reached",
         .source = "our judgement"},
    [P_HALF_VALUE] = {"origins.half_value", "utility", 3, 0.1, 100, .prior = PRIOR_LOGNORMAL, .prior_low = 0.33,
                      .prior_high = 3, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                      .meaning =
                          "Change of the value of the journey at which a further change moves departures half as much",
                      .source = "our judgement: a law of diminishing sensitivity; it never ends, so that no effort is "
                                "without effect at home"},
    [P_OPEN_FROM] = {"origins.open_from", "share", 0.5, 0, 1, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                     .meaning = "How open a route family must be for those of a closed one to set out by it",
                     .source = "our judgement"},
    [P_COUNT] = {.path = NULL}};

static int declare_stocks(mdl_model *m, int system) {
    own(m)->population = eng_stock(m->e, system, "population", m->ND, ENG_POOL, 0);
    own(m)->pool = eng_stock(m->e, system, "would go", m->ND, ENG_POOL, 0);
    own(m)->home = eng_stock(m->e, system, "back home", m->ND, ENG_POOL, 0);
    own(m)->reference = eng_field(m->e, system, "value of the journey on the first day", m->s->nplaces * m->nd + 1);
    own(m)->noise = eng_channel(m->e, "departures", m->nn, ENG_NOISE_AR1);
    return own(m)->noise < 0 ? own(m)->noise : own(m)->home;
}

static int same_way(const scn_origin *a, const scn_origin *b) {
    return a->nationality == b->nationality && a->place == b->place && a->family == b->family;
}

/* One flow for each nationality, place and family: rows of other dates share it. */
static int add_flow(mdl_model *m, int row) {
    const scn_scenario *s = m->s;
    const scn_origin *o = &s->origins[row];
    char name[300];
    for (int f = 0; f < own(m)->nflows; f++)
        if (same_way(&s->origins[own(m)->flow_origin[f]], o)) {
            own(m)->row_flow[row] = f;
            return ENG_OK;
        }
    if (own(m)->nflows == COR_MAX_FLOWS)
        return ENG_ERR_DECLARE;
    (void)cor_name(name, sizeof name, "sets out: %s, %s, %s", s->nationalities[o->nationality].name,
                   s->places[o->place].name, s->families[o->family]);
    int flow = eng_flow(m->e, name, own(m)->pool, m->places[o->place].stock, NULL);
    if (flow < 0)
        return flow;
    own(m)->row_flow[row] = own(m)->nflows;
    own(m)->flow[own(m)->nflows] = flow;
    own(m)->flow_place[own(m)->nflows] = o->place;
    own(m)->flow_origin[own(m)->nflows++] = row;
    return ENG_OK;
}

static int declare_flows(mdl_model *m, int system) {
    int most = m->s->norigins + 1, status;
    (void)system;
    own(m)->flow = cor_ids(m, most);
    own(m)->flow_place = cor_ids(m, most);
    own(m)->flow_origin = cor_ids(m, most);
    own(m)->row_flow = cor_ids(m, most);
    if (!own(m)->flow || !own(m)->row_flow || !own(m)->flow_place || !own(m)->flow_origin)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < m->s->norigins; i++)
        if ((status = add_flow(m, i)) < 0)
            return status;
    own(m)->refill = eng_flow(m->e, "population > would go", own(m)->population, own(m)->pool, NULL);
    own(m)->rested = eng_flow(m->e, "back home > would go", own(m)->home, own(m)->pool, NULL);
    return own(m)->rested;
}

static double group_share(const mdl_member *p, int d) {
    double sum = 0;
    for (int k = 0; k < DEMO_COUNT; k++)
        sum += cor_par(p, SYS, P_SHARE, k);
    return sum > 0 ? cor_par(p, SYS, P_SHARE, d) / sum : 1.0 / DEMO_COUNT;
}

static double pool_size(const mdl_member *p, int nd) {
    return p->m->s->nationalities[cor_n(nd)].population * cor_par(p, SYS, P_POOL, cor_n(nd)) *
           group_share(p, cor_d(nd));
}

static int start(mdl_member *p) {
    int status = ENG_OK;
    for (int nd = 0; nd < p->m->nd; nd++) {
        double pool = pool_size(p, nd), all = p->m->s->nationalities[cor_n(nd)].population * group_share(p, cor_d(nd));
        if ((status = eng_world_put(p->w, own(p->m)->pool, nd, pool)) ||
            (status = eng_world_put(p->w, own(p->m)->population, nd, all > pool ? all - pool : 0)))
            return status;
    }
    return eng_world_noise_set(p->w, own(p->m)->noise, cor_par(p, SYS, P_NOISE, 0), cor_par(p, SYS, P_NOISE_TAU, 0));
}

/* Share of those of nationality n who set out now along a flow's family and place; 0 on dates without the row. */
static double row_share(const mdl_member *p, int origin) {
    const scn_origin *o = &p->m->s->origins[origin];
    return p->day >= o->from && p->day < o->until ? o->share : 0;
}

/* Shares by flow [nflows] for all nationalities: openness of families now and as seen with delay. */
static void flow_shares(const mdl_member *p, double *share) {
    const mdl_model *m = p->m;
    const scn_scenario *s = m->s;
    const double *seen = eng_get(p->w, beliefs_ids(m)->family) + 2 * s->nfamilies * m->nn;
    double total[COR_MAX_ND] = {0}, open_total[COR_MAX_ND] = {0}, moved[COR_MAX_ND] = {0};
    for (int f = 0; f < own(m)->nflows; f++)
        share[f] = 0;
    for (int i = 0; i < s->norigins; i++)
        share[own(m)->row_flow[i]] += row_share(p, i);
    for (int f = 0; f < own(m)->nflows; f++)
        total[s->origins[own(m)->flow_origin[f]].nationality] += share[f];
    for (int f = 0; f < own(m)->nflows; f++) {
        const scn_origin *o = &s->origins[own(m)->flow_origin[f]];
        int n = o->nationality;
        double open = cor_family_open(p, o->family, n), known = seen[o->family * m->nn + n];
        if (total[n] > 0)
            share[f] /= total[n];
        if (open > cor_par(p, SYS, P_OPEN_FROM, 0))
            open_total[n] += share[f];
        moved[n] +=
            share[f] * (1 - (known > open ? known : open)); /* one that opens again takes its own back at once */
    }
    for (int f = 0; f < own(m)->nflows; f++) {
        const scn_origin *o = &s->origins[own(m)->flow_origin[f]];
        int n = o->nationality;
        double open = cor_family_open(p, o->family, n), now = share[f] * open;
        if (open > cor_par(p, SYS, P_OPEN_FROM, 0) && open_total[n] > 0 && moved[n] > 0)
            now += moved[n] * share[f] / open_total[n];
        share[f] = now;
    }
}

/* -1 to 1 over the year; how far a class swings with it. */
static double season(const mdl_member *p) {
    return det_cos(6.283185307179586 * (day_of_year(p->day) - cor_par(p, SYS, P_PEAK, 0)) / 365.25);
}

static double swing(const mdl_member *p, int nd) {
    int mexican_adult = cor_n(nd) == p->m->mexico && cor_d(nd) == DEMO_SINGLE_ADULT;
    return cor_par(p, SYS, mexican_adult ? P_SEASON_MX : P_SEASON, 0);
}

/* How much better the journey is believed to be than on the first day, from where the nationality sets out today: place
 * by place, so that describing residence anew moves nobody. */
static void believed_changes(const mdl_member *p, const double *share, const double *reference, double *value) {
    const mdl_model *m = p->m;
    const double *v = eng_get(p->w, routes_ids(m)->value);
    double weight[COR_MAX_ND] = {0};
    for (int nd = 0; nd < m->nd; nd++)
        value[nd] = 0;
    for (int f = 0; f < own(m)->nflows; f++) {
        int n = m->s->origins[own(m)->flow_origin[f]].nationality;
        weight[n] += share[f];
        for (int d = 0; d < DEMO_COUNT; d++) {
            int i = own(m)->flow_place[f] * m->nd + n * DEMO_COUNT + d;
            if (v[i] > -1e8 && reference[i] > -1e8) /* a place with no way on says nothing */
                value[n * DEMO_COUNT + d] += share[f] * (v[i] - reference[i]);
        }
    }
    for (int nd = 0; nd < m->nd; nd++)
        value[nd] = weight[cor_n(nd)] > 0 ? value[nd] / weight[cor_n(nd)] : 0;
}

/* The latents of the day by ND: of the nationality, and of its bloc's families and minors besides. */
static void latents_of_day(const mdl_member *p, double *out) {
    const cor_latents *l = p->latents;
    double group[COR_MAX_BLOCS * COR_GROUPS];
    for (int i = 0; i < p->m->s->nblocs * COR_GROUPS; i++)
        group[i] = cor_latent(l, l->group + (size_t)i * (size_t)l->months, p->day);
    for (int n = 0; n < p->m->nn; n++) {
        double x = cor_latent(l, l->departures + (size_t)n * (size_t)l->months, p->day);
        if (p->added)
            x += cor_latent(&p->m->latents, p->added + (size_t)n * (size_t)p->m->latents.months, p->day);
        const double *of_bloc = group + p->m->bloc[n] * COR_GROUPS;
        for (int d = 0; d < DEMO_COUNT; d++)
            out[n * DEMO_COUNT + d] =
                d == DEMO_SINGLE_ADULT ? x : x + of_bloc[d == DEMO_FAMILY ? COR_FAMILY : COR_MINOR];
    }
}

/* A change of value as it moves departures: less and less the larger it is, and never not at all. */
static double felt(double change, double half) {
    double felt = half * det_log1p(fabs(change) / half);
    return change < 0 ? -felt : felt;
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    double share[COR_MAX_FLOWS], value[COR_MAX_ND], leave[COR_MAX_ND], latent[COR_MAX_ND], wave = season(p);
    const double *reference = eng_get(p->w, own(m)->reference);
    int size = m->s->nplaces * m->nd, first = reference[size] == 0; /* nothing to compare with yet */
    latents_of_day(p, latent);
    flow_shares(p, share);
    if (first) {
        double *put = eng_put(day, own(m)->reference);
        if (!put)
            return ENG_ERR_OWNER;
        memcpy(put, eng_get(p->w, routes_ids(m)->value), (size_t)size * sizeof *put);
        put[size] = 1;
    } else {
        believed_changes(p, share, reference, value);
    }
    for (int nd = 0; nd < m->nd; nd++) {
        int n = cor_n(nd);
        double places = cor_par(p, SYS, P_PAROLE, n), rate = cor_par(p, SYS, P_RATE, n) / 365.25;
        double would_go = p->m->s->nationalities[n].population * cor_par(p, SYS, P_POOL, n) * rate * 30.4; /* a month */
        double outside = places > 0 ? places / (places + cor_par(p, SYS, P_PAROLE_HALF, 0) * would_go + 1) : 0;
        double x = latent[nd] + cor_par(p, SYS, P_SHOCK, n) + swing(p, nd) * wave +
                   cor_par(p, SYS, P_TONE, 0) * cor_tone(p, n) + cor_announced(p, n) -
                   cor_par(p, SYS, P_PAROLE_W, 0) * outside + cor_aid_push(p, n);
        if (!first)
            x += cor_par(p, SYS, P_RESPONSE, 0) * felt(value[nd], cor_par(p, SYS, P_HALF_VALUE, 0));
        double h = rate * det_exp(cor_clamp(x, -20, 20)) * eng_noise(p->w, own(m)->noise, n);
        double cap = cor_par(p, SYS, P_CAP, 0);
        leave[nd] = 1 - det_exp(-h);
        if (leave[nd] > cap)
            leave[nd] = cap;
    }
    for (int f = 0; f < own(m)->nflows; f++) {
        int n = m->s->origins[own(m)->flow_origin[f]].nationality;
        double *prob = eng_prob(day, own(m)->flow[f]);
        if (!prob)
            return ENG_ERR_OWNER;
        for (int d = 0; d < DEMO_COUNT; d++)
            prob[n * DEMO_COUNT + d] = leave[n * DEMO_COUNT + d] * share[f];
    }
    double *refill = eng_prob(day, own(m)->refill), *rested = eng_prob(day, own(m)->rested);
    if (!refill || !rested)
        return ENG_ERR_OWNER;
    for (int nd = 0; nd < m->nd; nd++) {
        double room = pool_size(p, nd) - eng_people(p->w, own(m)->pool, nd);
        double people = eng_people(p->w, own(m)->population, nd);
        double need = room > 0 && people > 1 ? room / (365.25 * cor_par(p, SYS, P_REFILL, 0)) / people : 0;
        refill[nd] = need < 1 ? need : 1;
        rested[nd] = 1 / cor_par(p, SYS, P_REST, 0);
    }
    return ENG_OK;
}

/* Off: departures keep to their latents, shocks and season: the believed value of the journey and lawful pathways no
 * longer move them. */
static const mdl_setting OFF[] = {{"origins.response", 0}, {"origins.parole_weight", 0}, {.path = NULL}};

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    if (p->record)
        cor_count_flows(p, w, own(p->m)->series.departures, 0, own(p->m)->nflows, own(p->m)->flow, 1);
    return ENG_OK;
}

static const cor_series SERIES[] = {
    {.id = offsetof(struct origins_ids, series.departures),
     .at = 1,
     .name = "departures",
     .unit = "people",
     .meaning = "People who set out",
     .sum = SERIES_SUM,
     .by_nationality = 1,
     .by_group = 1,
     .shown = {.heading = "Departures", .order = 25, .section = MDL_WAY, .headline = 1}},
    {.name = NULL}};

const cor_system cor_origins = {.name = "origins",
                                .part = "S01",
                                .ids = sizeof(struct origins_ids),
                                .series = SERIES,
                                .record = record,
                                .off = OFF,
                                .parameters = PARAMETERS,
                                .nparameters = P_COUNT,
                                .declare_stocks = declare_stocks,
                                .declare_flows = declare_flows,
                                .decide = decide,
                                .start = start};
