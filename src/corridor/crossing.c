/* The line between ports (S12): who tries where and how, who is caught, who gets away.
 *
 * 1. Those who wait at a border city go at a rate that falls when the way gets worse (routes.c). Those who go choose
 * among the city's crossings, to turn themselves in or to evade, and a list for an appointment, by nested logit: urban
 * and remote crossings and the port are nests. Intent is drawn anew at every try. turn in:  A + bS B Vy - cost_t -
 * hardship;   evade:  A + bS Bev Ve - cost - hardship - guard; A the attractiveness of the sector to the bloc (latent),
 * B the believed chance of staying, Vy the worth of the years until a decision, Bev = (1 - caught) + caught B.
 * 2. Evaders are caught with p = 1 - exp(-h), h = h0 terrain (line / line0)^a (1 + evaders / (c line))^-b; agents on
 * the line are those not on custody work (processing.c). Not caught is a got-away, an event.
 * 3. Some who evade need rescue, or die, and some who turn themselves in drown (harm.c).
 * 4. More agents on a sector's line put people off it (Bohn and Pugatch 2015), turn-ins as well.
 * Those who have been returned stand apart, with their number of earlier encounters: soon (they try again within days)
 * or later (within weeks).
 */
#include "corridor/crossing_parts.h"

#include "corridor/decompression.h"
#include "corridor/exposed.h"
#include "corridor/harm.h"
#include "corridor/money.h"
#include "corridor/origins.h"
#include "corridor/ports.h"
#include "corridor/processing.h"
#include "corridor/routes.h"
#include "corridor/statistics.h"
#include "corridor/waiting.h"
#include "engine/wide.h"

#include <stdio.h>

/* Off: where and how to cross does not depend on what follows: being let stay, agents, crowds. */
static const mdl_setting OFF[] = {{"crossing.stay_weight", 0},
                                  {"crossing.agents_deter", 0},
                                  {"crossing.agents_power", 0},
                                  {"crossing.crowd_power", 0},
                                  {.path = NULL}};

static const par_decl PARAMETERS[] = {
    [P_REST] = {"crossing.rest_days", "days", 5, 1, 60, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7, .prior_high = 1.4,
                .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Mean stay at the line before a first try", .source = "our judgement"},
    [P_AGAIN] = {"crossing.again_days", "days", 6, 1, 60, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7, .prior_high = 1.5,
                 .kind = PAR_BEHAVIOUR, .confidence = CONF_UNVERIFIED,
                 .meaning = "Mean time to the next try of those who try again soon",
                 .source = "NRC 2013 ch. 5: most re-apprehensions within 30 days"},
    [P_LATER] = {"crossing.later_days", "days", 40, 10, 200, .kind = PAR_BEHAVIOUR, .confidence = CONF_UNVERIFIED,
                 .meaning = "Mean time before those who try later join the others",
                 .source = "NRC 2013: three quarters within 90 days"},
    [P_STAY] = {"crossing.stay_weight", "utility", 1.8, 0, 8, .prior = PRIOR_LOGNORMAL, .prior_low = 0.8,
                .prior_high = 1.25, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Weight of the believed chance of staying",
                .source = "our judgement, set by hand against known got-aways and repeat shares"},
    [P_EVADE_VALUE] = {"crossing.evade_value", "share", 1.1, 0, 4, .prior = PRIOR_LOGNORMAL, .prior_low = 0.85,
                       .prior_high = 1.15, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                       .meaning = "Worth of getting in unseen, against staying with a pending case of four years",
                       .source = "our judgement"},
    [P_EVADE_COST] = {"crossing.evade_cost", "utility", 1.2, -3, 5, .prior = PRIOR_UNIFORM, .prior_low = -0.2,
                      .prior_high = 0.2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                      .meaning = "Fixed cost of evading",
                      .source = "evaders of fiscal 2018: single adults less those who claimed fear (CBP); "
                                "tests/cmd_us_mexico_derived.sh"},
    [P_MONEY] = {"crossing.money_weight", "utility per 1000 USD", 0.2, 0, 3, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                 .prior_high = 1.6, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Weight of the fee at the line", .source = "our judgement"},
    [P_MONEY_TURN] = {"crossing.turn_in_fee_share", "share", 0.4, 0, 1, .kind = PAR_BEHAVIOUR,
                      .confidence = CONF_JUDGEMENT, .meaning = "Fee of those who turn themselves in, against evaders",
                      .source = "our judgement"},
    [P_HARD] = {"crossing.hardship_weight", "utility per unit", 0.25, 0, 3, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                .prior_high = 1.6, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Weight of hardship at a crossing", .source = "our judgement"},
    [P_DEATH] = {"crossing.death_weight", "utility per 1 in 1000", 0.3, 0, 3, .kind = PAR_BEHAVIOUR,
                 .confidence = CONF_JUDGEMENT, .meaning = "Weight of the recorded risk of death of evaders",
                 .source = "our judgement"},
    [P_GROUP_EVADE] = {"crossing.group_evade_cost", "utility", 0, -5, 8, .prior = PRIOR_LOGNORMAL, .prior_low = 0.8,
                       .prior_high = 1.25, .who = WHO_DEMOGRAPHIC, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                       .meaning = "Further cost of evading for families and minors",
                       .source = "our judgement, see parameters.csv"},
    [P_MX_EVADE] = {"crossing.mexican_evade", "utility", 2.3, -3, 5, .prior = PRIOR_UNIFORM, .prior_low = -0.2,
                    .prior_high = 0.2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                    .meaning = "Mexicans' advantage in evading (networks of countrymen who live there unseen)",
                    .source = "our judgement, set by hand against known got-aways and repeat shares"},
    [P_NETWORK] = {"crossing.evade_network", "share of Mexicans'", 0, 0, 1, .who = WHO_NATIONALITY,
                   .kind = PAR_STRUCTURE, .confidence = CONF_SOURCE,
                   .meaning = "Countrymen who live in the US unseen for each person at home, against Mexico's: how far "
                              "others have Mexicans' advantage in evading",
                   .source = "DHS OIS on the unauthorized population of January 2018, see parameters.csv"},
    [P_MX_TURN] = {"crossing.mexican_turn_in_cost", "utility", 2, -3, 8, .prior = PRIOR_UNIFORM, .prior_low = -0.3,
                   .prior_high = 0.3, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                   .meaning = "Cost of turning in to Mexican adults, who are returned",
                   .source = "our judgement, set by hand against known got-aways and repeat shares"},
    [P_SCALE] = {"crossing.scale", "utility", 0.7, 0.05, 3, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Scale of choice among the nests of a city", .source = "not above routes.scale_near"},
    [P_SCALE_NEST] = {"crossing.scale_nest", "utility", 0.7, 0.05, 3, .kind = PAR_BEHAVIOUR,
                      .confidence = CONF_JUDGEMENT, .meaning = "Scale of choice within a nest",
                      .source = "not above crossing.scale"},
    [P_H0] = {"crossing.detection", "1", 1.33, 0.1, 6, .prior = PRIOR_LOGNORMAL, .prior_low = 0.85, .prior_high = 1.18,
              .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
              .meaning = "Hazard of being caught at ordinary staff and few evaders",
              .source = "known got-aways of fiscal 2020 and 2022 (CBP), tests/cmd_us_mexico_derived.sh; "
                        "DHS OIS 2017: 55 to 85% unsuccessful"},
    [P_AGENTS_POWER] = {"crossing.agents_power", "exponent", 0.45, 0, 1.5, .kind = PAR_BEHAVIOUR,
                        .confidence = CONF_JUDGEMENT, .meaning = "Detection grows as agents on the line to this power",
                        .source = "0.3 to 0.6 so that tripled enforcement cuts crossings 10% (Gathmann 2008)"},
    [P_CROWD] = {"crossing.crowd", "evaders a day per agent on the line", 0.12, 0.01, 5, .kind = PAR_BEHAVIOUR,
                 .confidence = CONF_JUDGEMENT, .meaning = "Evaders per agent at which detection begins to fall",
                 .source = "our judgement, set by hand against known got-aways and repeat shares"},
    [P_CROWD_POWER] = {"crossing.crowd_power", "exponent", 0.05, 0, 1.5, .kind = PAR_BEHAVIOUR,
                       .confidence = CONF_JUDGEMENT, .meaning = "How fast detection falls with evaders per agent",
                       .source = "0.2 to 0.6, our judgement"},
    [P_TERRAIN] = {"crossing.terrain", "factor", 1, 0.1, 3, .prior = PRIOR_LOGNORMAL, .prior_low = 0.85,
                   .prior_high = 1.18, .where = WHERE_SECTOR, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                   .meaning = "Detection in a sector against the others",
                   .source = "our judgement: 0.8 in Tucson and Big Bend"},
    [P_REMOTE] = {"crossing.remote_detection", "factor", 0.8, 0.1, 2, .prior = PRIOR_LOGNORMAL, .prior_low = 0.75,
                  .prior_high = 1.25, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                  .meaning = "Detection on remote legs against urban ones", .source = "our judgement"},
    [P_DETER] = {"crossing.agents_deter", "utility per 1000 agents", 0.247, 0, 1, .prior = PRIOR_UNIFORM,
                 .prior_low = -0.09, .prior_high = 0.11, .kind = PAR_BEHAVIOUR, .confidence = CONF_SOURCE,
                 .meaning = "How far 1,000 more agents put people off a sector",
                 .source = "Bohn and Pugatch 2015: -21.9% for 1,000 agents, ln(1-.219)"},
    [P_AGENTS] = {"us.agents", "multiple", 1, 0, 20, .where = WHERE_SECTOR, .kind = PAR_POLICY,
                  .confidence = CONF_SOURCE,
                  .meaning = "Border Patrol agents of a sector, as a multiple of sectors.csv", .source = "sectors.csv"},
    [P_PRESS] = {"us.sector_pressure", "utility", 0, -10, 10, .where = WHERE_SECTOR, .kind = PAR_POLICY,
                 .confidence = CONF_JUDGEMENT,
                 .meaning =
                     "Anything else that makes a sector harder (barriers, state police), taken off its attractiveness",
                 .source = "schedule.csv, policies"},
    [P_ATTRACT] = {"crossing.attractiveness", "utility", 0, -10, 10, .where = WHERE_SECTOR, .kind = PAR_BEHAVIOUR,
                   .confidence = CONF_JUDGEMENT, .meaning = "Profile of a sector before the fitted walk",
                   .source = "fitted; description, not mechanism"},
    [P_NOISE] = {"crossing.noise_sd", "log", 0.1, 0, 1, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                 .meaning = "Spread of the environment's noise on detection, by sector", .source = "our judgement"},
    [P_NOISE_TAU] = {"crossing.noise_days", "days", 30, 1, 365, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                     .meaning = "Correlation time of that noise", .source = "our judgement"},
    [P_YEARS] = {"crossing.years_weight", "share", 0.4, 0, 2, .prior = PRIOR_UNIFORM, .prior_low = -0.2,
                 .prior_high = 0.2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "How far the expected years before a decision add to the worth of staying (at four years)",
                 .source = "Bertoli et al. 2022 for the sign"},
    [P_GUARD] =
        {"mexico.north.gap_guard", "utility", 0, 0, 10, .where = WHERE_PLACE, .kind = PAR_POLICY,
         .confidence = CONF_JUDGEMENT,
         .meaning =
             "Guard and checkpoint at the gaps beside a border city: taken off its urban crossings, for foreigners",
         .source = "mission, S11: a checkpoint at the gap; schedule.csv"},
    [P_HORIZON] = {"crossing.years_horizon", "years", 6, 1, 50, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7,
                   .prior_high = 1.5, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                   .meaning = "Years ahead at which a year before a decision counts for 1/e of the first",
                   .source = "our judgement: present bias and discounting of some 15% a year"},
    [P_KEPT] = {"crossing.kept_back", "share/day", 0.03, 0.03, 0.1, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                .meaning = "Share of those at the line who do not try in a day, whatever else they do",
                .source = "our judgement"},
    [P_ORDINARY] = {"crossing.ordinary_line", "share of agents", 0.8, 0.1, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.1,
                    .prior_high = 0.1, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                    .meaning =
                        "Share of a sector's agents (sectors.csv) on the line for which crossing.detection is stated",
                    .source = "our judgement"},
    [P_YEARS_AT] = {"crossing.years_reference", "years", 4, 0.1, 50, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7,
                    .prior_high = 1.4, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                    .meaning = "Years before a decision at which staying is worth 1", .source = "our judgement"},
    [P_EVERY] = {"crossing.choice_days", "days", 3, 1, 60, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                 .meaning = "Days after which choices at the line are made anew", .source = "our judgement"},
    [P_COUNT] = {.path = NULL}};

static const char *const TRY_WORDS[TRY_COUNT] = {"turn in",  "turn in, outside", "caught",         "rescued",
                                                 "got away", "died, found",      "died, not found"};

/* ---- declaring ---- */

static int declare_stocks(mdl_model *m, int system) {
    char name[200];
    if (!(own(m)->later = cor_ids(m, m->ncities)))
        return ENG_ERR_MEMORY;
    for (int c = 0; c < m->ncities; c++) {
        const char *city = m->s->places[m->cities[c]].name;
        cor_place *at = &m->places[m->cities[c]];
        (void)cor_name(name, sizeof name, "line at %s", city);
        at->line = eng_stock(m->e, system, name, m->ND, ENG_POOL, 0);
        (void)cor_name(name, sizeof name, "again at %s", city);
        at->again = eng_stock(m->e, system, name, m->NDA, ENG_POOL, 0);
        (void)cor_name(name, sizeof name, "again later at %s", city);
        own(m)->later[c] = eng_stock(m->e, system, name, m->NDA, ENG_POOL, 0);
        if (at->line < 0 || at->again < 0 || own(m)->later[c] < 0)
            return ENG_ERR_DECLARE;
    }
    own(m)->city_first = cor_ids(m, m->ncities + 1);
    own(m)->of_city = cor_ids(m, m->s->ncrossings);
    if (!own(m)->city_first || !own(m)->of_city)
        return ENG_ERR_MEMORY;
    int n = own(m)->city_first[0] = 0;
    for (int c = 0; c < m->ncities; c++) {
        for (int x = 0; x < m->s->ncrossings; x++)
            if (m->crossings[x].from == m->cities[c])
                own(m)->of_city[n++] = x;
        own(m)->city_first[c + 1] = n;
    }
    own(m)->got_away = eng_stock(m->e, system, "in the US, not encountered", m->N, ENG_POOL, 0);
    own(m)->dead = eng_stock(m->e, system, "dead", m->N, ENG_POOL, 0);
    own(m)->caught = eng_field(m->e, system, "chance of being caught", m->s->nsectors);
    own(m)->choice = eng_field(m->e, system, "choice at the line", 2 * m->s->ncrossings * m->nd);
    own(m)->to_port = eng_field(m->e, system, "choice of an appointment", m->ncities * m->nd);
    own(m)->utility = eng_field(m->e, system, "value of the line", m->ncities * m->nd);
    own(m)->dropped = eng_field(m->e, system, "share dropped short", m->s->ncrossings + 1);
    own(m)->agents = cor_auxiliary(m, SYS, "agents", m->s->nsectors);
    own(m)->ordinary = cor_auxiliary(m, SYS, "agents ordinarily on the line", m->s->nsectors);
    own(m)->encountered = cor_auxiliary(m, SYS, "encounters yesterday", m->s->ncrossings);
    own(m)->evading = cor_auxiliary(m, SYS, "chance of being caught at a crossing", m->s->ncrossings);
    own(m)->fee_share = cor_auxiliary(m, SYS, "fee of those who turn in", 1);
    if (own(m)->agents < 0 || own(m)->ordinary < 0 || own(m)->encountered < 0 || own(m)->evading < 0 ||
        own(m)->fee_share < 0)
        return ENG_ERR_MEMORY;
    own(m)->noise = eng_channel(m->e, "detection", m->s->nsectors, ENG_NOISE_AR1);
    return own(m)->noise;
}

/* The stock that a try ends in. */
static int ends_in(const mdl_model *m, const cor_crossing *x, int how) {
    switch (how) {
    case TRY_OUTSIDE:
        return waiting_ids(m)->camp[x->sector];
    case TRY_GOT_AWAY:
        return own(m)->got_away;
    case TRY_DIED_FOUND:
        return own(m)->dead;
    case TRY_DIED_NOT_FOUND:
        return x->remote ? harm_ids(m)->remains[x->sector] : own(m)->dead;
    default:
        return processing_ids(m)->custody[x->sector];
    }
}

static int declare_tries(mdl_model *m, int c) {
    char name[300];
    cor_crossing *x = &m->crossings[c];
    const cor_place *from = &m->places[x->from];
    for (int k = 0; k < TRY_COUNT; k++) {
        int to = ends_in(m, x, k);
        (void)cor_name(name, sizeof name, "%s: %s", m->s->crossings[c].name, TRY_WORDS[k]);
        if ((x->first[k] = eng_flow(m->e, name, from->line, to, NULL)) < 0)
            return x->first[k];
        (void)cor_name(name, sizeof name, "%s: %s, again", m->s->crossings[c].name, TRY_WORDS[k]);
        if ((x->again[k] = eng_flow(m->e, name, from->again, to, NULL)) < 0)
            return x->again[k];
    }
    return ENG_OK;
}

/* Those at the line, those who try again, and those who will later. */
static int expose(mdl_model *m, int c) {
    const cor_place *at = &m->places[m->cities[c]];
    const char *city = m->s->places[m->cities[c]].name;
    char name[200];
    (void)cor_name(name, sizeof name, "at the line, %s", city);
    own(m)->exposed[c] = cor_expose(m, name, at->line, c, 1);
    (void)cor_name(name, sizeof name, "after return, %s", city);
    own(m)->exposed_again[c] = cor_expose(m, name, at->again, c, COR_ATTEMPTS);
    (void)cor_name(name, sizeof name, "until a later try, %s", city);
    own(m)->exposed_later[c] = cor_expose(m, name, own(m)->later[c], c, COR_ATTEMPTS);
    return own(m)->exposed[c] < 0 || own(m)->exposed_again[c] < 0 || own(m)->exposed_later[c] < 0 ? ENG_ERR_DECLARE
                                                                                                  : ENG_OK;
}

static int declare_flows(mdl_model *m, int system) {
    static const double days[10] = {0, 0, .1, .1, .2, .2, .1, .1, .1, .1};
    const eng_flow_spec way_home = {.delay_max = 10, .delay = days};
    int status;
    char name[300];
    int **lists[] = {&own(m)->later_soon,    &own(m)->give_up,       &own(m)->removed,     &own(m)->joins,
                     &own(m)->give_up_again, &own(m)->removed_again, &own(m)->joins_again, &own(m)->exposed,
                     &own(m)->exposed_again, &own(m)->exposed_later};
    (void)system;
    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++)
        if (!(*lists[k] = cor_ids(m, m->ncities)))
            return ENG_ERR_MEMORY;
    for (int c = 0; c < m->s->ncrossings; c++)
        if ((status = declare_tries(m, c)) < 0)
            return status;
    for (int c = 0; c < m->ncities; c++) {
        const char *city = m->s->places[m->cities[c]].name;
        const cor_place *at = &m->places[m->cities[c]];
        int queue = decompression_ids(m)->queue[m->cities[c]], port = ports_ids(m)->of_city[c];
        struct {
            const char *words;
            int *id, from, to;
            const eng_flow_spec *spec;
        } all[] = {
            {"later becomes soon at %s", &own(m)->later_soon[c], own(m)->later[c], at->again, NULL},
            {"gives up at the line, %s", &own(m)->give_up[c], at->line, origins_ids(m)->home, &way_home},
            {"gives up after returns, %s", &own(m)->give_up_again[c], at->again, origins_ids(m)->home, &way_home},
            {"removed from the line, %s", &own(m)->removed[c], at->line, queue, NULL},
            {"removed after return, %s", &own(m)->removed_again[c], at->again, queue, NULL},
            {"joins the list, %s", &own(m)->joins[c], at->line, port < 0 ? -1 : ports_ids(m)->queue[port], NULL},
            {"joins the list after return, %s", &own(m)->joins_again[c], at->again,
             port < 0 ? -1 : ports_ids(m)->queue[port], NULL},
        };
        for (size_t k = 0; k < sizeof all / sizeof all[0]; k++) {
            if (all[k].to < 0)
                continue;
            (void)snprintf(name, sizeof name, all[k].words, city);
            if ((*all[k].id = eng_flow(m->e, name, all[k].from, all[k].to, all[k].spec)) < 0)
                return *all[k].id;
        }
        if ((status = expose(m, c)) < 0)
            return status;
    }
    return ENG_OK;
}

/* ---- detection ---- */

/* Chance that an evader is caught at a crossing, of that in its sector. */
static double detection_of(const mdl_member *p, int c, const double *caught) {
    double h = -det_log(1 - cor_clamp(caught[p->m->crossings[c].sector], 0, 0.9999));
    return 1 - det_exp(-h * (p->m->crossings[c].remote ? cor_par(p, SYS, P_REMOTE, 0) : 1));
}

static double encountered_at(const mdl_member *p, int crossing) {
    static const cor_try kinds[] = {TRY_TURN_IN, TRY_OUTSIDE, TRY_CAUGHT, TRY_RESCUED};
    const cor_crossing *x = &p->m->crossings[crossing];
    double sum = 0;
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
        sum += eng_moved_total(p->w, x->first[kinds[k]]) + eng_moved_total(p->w, x->again[kinds[k]]);
    return sum;
}

static int prepare(mdl_member *p) {
    const mdl_model *m = p->m;
    const double *caught = eng_get(p->w, own(m)->caught);
    double *agents = cor_aux_put(p, own(m)->agents), *encountered = cor_aux_put(p, own(m)->encountered);
    double *evading = cor_aux_put(p, own(m)->evading), *fee = cor_aux_put(p, own(m)->fee_share);
    double *ordinary = cor_aux_put(p, own(m)->ordinary);
    if (!ordinary || !agents || !encountered || !evading || !fee)
        return ENG_ERR_OWNER;
    for (int k = 0; k < m->s->nsectors; k++) {
        agents[k] = m->s->sectors[k].agents * cor_par(p, SYS, P_AGENTS, k);
        ordinary[k] = cor_par(p, SYS, P_ORDINARY, 0) * m->s->sectors[k].agents + 1;
    }
    for (int c = 0; c < m->s->ncrossings; c++) {
        encountered[c] = encountered_at(p, c);
        evading[c] = detection_of(p, c, caught);
    }
    fee[0] = cor_par(p, SYS, P_MONEY_TURN, 0);
    return ENG_OK;
}

static double evaders_of(const mdl_member *p, int sector) {
    static const cor_try kinds[] = {TRY_CAUGHT, TRY_GOT_AWAY};
    double sum = 0;
    for (int c = 0; c < p->m->s->ncrossings; c++)
        for (int k = 0; k < 2 && p->m->crossings[c].sector == sector; k++)
            sum += eng_moved_total(p->w, p->m->crossings[c].first[kinds[k]]) +
                   eng_moved_total(p->w, p->m->crossings[c].again[kinds[k]]);
    return sum;
}

static void detection(const mdl_member *p, double *caught) {
    const double *load = eng_get(p->w, processing_ids(p->m)->load);
    for (int k = 0; k < p->m->s->nsectors; k++) {
        double line = cor_agents(p, k) * (1 - load[k]) + 1;
        double h =
            cor_par(p, SYS, P_H0, 0) * cor_par(p, SYS, P_TERRAIN, k) *
            det_pow(line / cor_ordinary_line(p, k), cor_par(p, SYS, P_AGENTS_POWER, 0)) *
            det_pow(1 + evaders_of(p, k) / (cor_par(p, SYS, P_CROWD, 0) * line), -cor_par(p, SYS, P_CROWD_POWER, 0)) *
            eng_noise(p->w, own(p->m)->noise, k);
        caught[k] = 1 - det_exp(-h);
    }
}

static int start(mdl_member *p) {
    const mdl_model *m = p->m;
    double caught[COR_MAX_SECTORS], *choice = p->big, *to_port = choice + 2 * m->s->ncrossings * m->nd;
    double *utility = to_port + m->ncities * m->nd, *dropped = utility + m->ncities * m->nd;
    int status;
    dropped[m->s->ncrossings] = 0;
    detection(p, caught);
    if ((status = eng_world_field_set(p->w, own(m)->caught, caught)) || (status = cor_prepare(p)))
        return status;
    cor_choose_at_the_line(p, choice, to_port, utility, dropped);
    if ((status = eng_world_field_set(p->w, own(m)->choice, choice)) ||
        (status = eng_world_field_set(p->w, own(m)->to_port, to_port)) ||
        (status = eng_world_field_set(p->w, own(m)->utility, utility)) ||
        (status = eng_world_field_set(p->w, own(m)->dropped, dropped)))
        return status;
    return eng_world_noise_set(p->w, own(m)->noise, cor_par(p, SYS, P_NOISE, 0), cor_par(p, SYS, P_NOISE_TAU, 0));
}

/* ---- the day ---- */

ENG_LOOPS void share_out(int classes, const double *restrict go, const double *restrict share, double *restrict prob) {
    for (int i = 0; i < classes; i++)
        prob[i] = go[i] * share[i];
}

/* Deaths of a day at a crossing, of those who evade and, where a river has to be crossed, of those who turn in as well:
 * the latter are among those counted as evaders, a few in ten thousand. */
ENG_LOOPS int die_here(const mdl_member *p, eng_day *day, int c, const int flows[TRY_COUNT], int per,
                       const double *turns_in, const double *evades) {
    const int die[2] = {flows[TRY_DIED_FOUND], flows[TRY_DIED_NOT_FOUND]};
    const double evading[2] = {cor_death_found(p, c), cor_death_not_found(p, c)};
    const double drowned[2] = {cor_drowned_found(p, c), cor_drowned_not_found(p, c)};
    for (int k = 0; k < 2; k++) {
        double *prob;
        if (drowned[k] <= 0) {
            if (eng_like(day, die[k], flows[TRY_RESCUED], evading[k]))
                return ENG_ERR_OWNER;
        } else if (!(prob = eng_fill(day, die[k], per)))
            return ENG_ERR_OWNER;
        else
            for (int i = 0; i < p->m->nd; i++)
                prob[i] = evades[i] * evading[k] + turns_in[i] * drowned[k];
    }
    return ENG_OK;
}

/* Tries at one crossing of those who go: rate [nd] of going, for a stock of `per` classes a nationality and
 * demographic. What becomes of those who turn in, or evade, differs by a factor alone. */
ENG_LOOPS int try_here(mdl_member *p, eng_day *day, int c, const int flows[TRY_COUNT], int per, const double *go) {
    const mdl_model *m = p->m;
    const double *turn = eng_get(p->w, own(m)->choice) + 2 * c * m->nd, *evade = turn + m->nd;
    double pc = cor_caught_at(p, c), rescued = cor_rescue(p, c);
    double *turns_in = eng_fill(day, flows[TRY_TURN_IN], per), *evades = eng_fill(day, flows[TRY_RESCUED], per);
    if (!turns_in || !evades)
        return ENG_ERR_OWNER;
    double safe = 1 - cor_death_found(p, c) - cor_death_not_found(p, c) - rescued;
    double over = 1 - cor_drowned_found(p, c) - cor_drowned_not_found(p, c);
    double outside = eng_get(p->w, waiting_ids(m)->outside)[m->crossings[c].sector];
    share_out(m->nd, go, turn, turns_in);
    share_out(m->nd, go, evade, evades);
    if (die_here(p, day, c, flows, per, turns_in, evades))
        return ENG_ERR_OWNER;
    if (outside > 0 && eng_like(day, flows[TRY_OUTSIDE], flows[TRY_TURN_IN], outside * over))
        return ENG_ERR_OWNER;
    if ((outside > 0 || over < 1) && eng_like(day, flows[TRY_TURN_IN], flows[TRY_TURN_IN], (1 - outside) * over))
        return ENG_ERR_OWNER;
    if (eng_like(day, flows[TRY_CAUGHT], flows[TRY_RESCUED], safe * pc) ||
        eng_like(day, flows[TRY_GOT_AWAY], flows[TRY_RESCUED], safe * (1 - pc)) ||
        eng_like(day, flows[TRY_RESCUED], flows[TRY_RESCUED], rescued))
        return ENG_ERR_OWNER;
    return ENG_OK;
}

static int at_rate(eng_day *day, int flow, double rate) { return flow < 0 ? ENG_OK : eng_rate(day, flow, rate); }

ENG_LOOPS int join_list(mdl_member *p, eng_day *day, int city, int flow, int per, const double *go) {
    const double *to_port = eng_get(p->w, own(p->m)->to_port) + city * p->m->nd;
    if (flow < 0)
        return ENG_OK;
    double *prob = eng_fill(day, flow, per);
    if (!prob)
        return ENG_ERR_OWNER;
    share_out(p->m->nd, go, to_port, prob);
    return ENG_OK;
}

/* Mexicans are not removed south. */
static int remove_foreigners(mdl_member *p, eng_day *day, int flow, int per, double hazard) {
    if (flow < 0 || hazard <= 0)
        return ENG_OK;
    double *prob = eng_fill(day, flow, per);
    if (!prob)
        return ENG_ERR_OWNER;
    for (int nd = 0; nd < p->m->nd; nd++)
        prob[nd] = hazard;
    for (int d = 0; d < DEMO_COUNT && p->m->mexico >= 0; d++)
        prob[p->m->mexico * DEMO_COUNT + d] = 0;
    return ENG_OK;
}

ENG_LOOPS int one_city(mdl_member *p, eng_day *day, int city) {
    const mdl_model *m = p->m;
    int place = m->cities[city], status = ENG_OK;
    double go[COR_MAX_ND], go_again[COR_MAX_ND], up = cor_give_up_at_line(p), removal = cor_removal_at(p, place);
    double unharmed, unharmed_later;
    double extorted = cor_extortion(p, place), kidnapped = cor_kidnapping(p, place);
    if (cor_harm_of(p, day, own(m)->exposed[city], extorted, kidnapped, &unharmed) ||
        cor_harm_of(p, day, own(m)->exposed_again[city], extorted, kidnapped, &unharmed) ||
        cor_harm_of(p, day, own(m)->exposed_later[city], extorted, kidnapped, &unharmed_later))
        return ENG_ERR_OWNER;
    double most = unharmed - cor_par(p, SYS, P_KEPT, 0) - up - removal;
    double able = cor_money_to_try(p, city);
    const double *factor = cor_go_factors(p, place);
    for (int nd = 0; nd < m->nd; nd++) {
        go[nd] = cor_clamp(able * factor[nd] / cor_par(p, SYS, P_REST, 0), 0, most);
        go_again[nd] = cor_clamp(able * factor[nd] / cor_par(p, SYS, P_AGAIN, 0), 0, most);
    }
    for (int i = own(m)->city_first[city]; i < own(m)->city_first[city + 1] && !status; i++) {
        int c = own(m)->of_city[i];
        status = try_here(p, day, c, m->crossings[c].first, 1, go);
        if (!status)
            status = try_here(p, day, c, m->crossings[c].again, COR_ATTEMPTS, go_again);
    }
    if (status || (status = join_list(p, day, city, own(m)->joins[city], 1, go)) ||
        (status = join_list(p, day, city, own(m)->joins_again[city], COR_ATTEMPTS, go_again)) ||
        (status = at_rate(day, own(m)->give_up[city], up)) ||
        (status = at_rate(day, own(m)->give_up_again[city], up)) ||
        (status = remove_foreigners(p, day, own(m)->removed[city], 1, removal)) ||
        (status = remove_foreigners(p, day, own(m)->removed_again[city], COR_ATTEMPTS, removal)))
        return status;
    return at_rate(day, own(m)->later_soon[city], cor_clamp(1 / cor_par(p, SYS, P_LATER, 0), 0, 1) * unharmed_later);
}

ENG_LOOPS int all_cities(mdl_member *p, eng_day *day) {
    int status = ENG_OK;
    for (int city = 0; city < p->m->ncities && !status; city++)
        status = one_city(p, day, city);
    return status;
}

ENG_WIDE static int all_cities_wide(mdl_member *p, eng_day *day) { return all_cities(p, day); }

/* Choices are made anew every so many days. */
static int new_choices(mdl_member *p, eng_day *day) {
    const mdl_model *m = p->m;
    if (eng_world_today(p->w) % (int64_t)(cor_par(p, SYS, P_EVERY, 0) + 0.5) != 0)
        return ENG_OK;
    double *choice = eng_put_whole(day, own(m)->choice), *to_port = eng_put_whole(day, own(m)->to_port);
    double *utility = eng_put_whole(day, own(m)->utility), *dropped = eng_put(day, own(m)->dropped);
    if (!choice || !to_port || !utility || !dropped)
        return ENG_ERR_OWNER;
    cor_choose_at_the_line(p, choice, to_port, utility, dropped);
    return ENG_OK;
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    double *caught = eng_put_whole(day, own(p->m)->caught);
    if (!caught)
        return ENG_ERR_OWNER;
    detection(p, caught);
    int status = new_choices(p, day);
    if (status)
        return status;
    return eng_wide(p->w) ? all_cities_wide(p, day) : all_cities(p, day);
}

/* Where all tries were: those on remote legs over all, who died there too, so that help which saves them moves nobody;
 * those who turned in over all encounters. People met for the first time are counted with all encounters
 * (statistics.c): nobody who tries again is without an earlier one. */
static int record(void *member, const eng_world *w) {
    enum { TURNED_IN = TRY_CAUGHT, MET = TRY_GOT_AWAY }; /* the first so many fates */
    const mdl_member *p = member;
    int asked = cor_asked(p, own(p->m)->series.remote) || cor_asked(p, own(p->m)->series.turned_in);
    for (int c = 0; asked && c < p->m->s->ncrossings; c++) {
        const cor_crossing *x = &p->m->crossings[c];
        double sum[TRY_COUNT + 1] = {0}; /* of the first k fates */
        for (int k = 0; k < TRY_COUNT; k++)
            sum[k + 1] = sum[k] + eng_moved_total(w, x->first[k]) + eng_moved_total(w, x->again[k]);
        cor_count_ratio(p, own(p->m)->series.remote, x->sector, x->remote ? sum[TRY_COUNT] : 0, sum[TRY_COUNT]);
        cor_count_ratio(p, own(p->m)->series.turned_in, x->sector, sum[TURNED_IN], sum[MET]);
    }
    return ENG_OK;
}

static const cor_series SERIES[] = {
    {.id = offsetof(struct crossing_ids, series.unique),
     .at = 18,
     .name = "unique_persons",
     .unit = "people",
     .meaning = "People encountered between ports for the first time in twelve months",
     .sum = SERIES_SUM,
     .places = PLACES_SECTORS,
     .by_nationality = 1,
     .by_group = 1,
     .shown = {.heading = "People encountered for the first time in twelve months",
               .order = 6,
               .section = MDL_LINE,
               .told = MDL_FIRST}}, /* events and people part ways where many try again */
    {.id = offsetof(struct crossing_ids, series.remote),
     .at = 19,
     .name = "remote_share",
     .unit = "share",
     .meaning = "Tries on remote legs over all of a sector",
     .sum = SERIES_RATIO,
     .places = PLACES_SECTORS,
     .shown = {.heading = "Share on remote legs", .order = 5, .section = MDL_LINE, .told = MDL_FIRST}},
    {.id = offsetof(struct crossing_ids, series.turned_in),
     .at = 48,
     .name = "turn_in_share",
     .unit = "share",
     .meaning = "Encounters of people who turned themselves in over all of a sector",
     .sum = SERIES_RATIO,
     .places = PLACES_SECTORS},
    {.name = NULL}};

const cor_system cor_crossing_system = {.name = "crossing",
                                        .part = "S12",
                                        .ids = sizeof(struct crossing_ids),
                                        .series = SERIES,
                                        .off = OFF,
                                        .parameters = PARAMETERS,
                                        .nparameters = P_COUNT,
                                        .declare_stocks = declare_stocks,
                                        .declare_flows = declare_flows,
                                        .turn = 3,
                                        .prepare = prepare,
                                        .decide = decide,
                                        .record = record,
                                        .start = start};
