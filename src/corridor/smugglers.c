/* Smugglers (S06): what a guided crossing costs, where guides lead, and whom they drop short.
 *
 * A share of those who evade is guided. In each sector one price, as a multiple of the fees of crossings.csv:
 * 1. Target: log price = elasticity to enforcement * log(enforcement) + elasticity to demand * log(demand / capacity)
 *    + what losses, and what those who hold the land take of each guided person, must be covered by. Enforcement is
 * agents on the line against their number in an ordinary year, and Mexican effort against what guides are used to;
 * capacity is demand as it has been (guides enter and leave the trade). The price goes to its target in six weeks
 * (Gathmann 2008 for the elasticity to enforcement). Joint investigations of both countries raise losses. Prices are in
 * dollars of 2018; the series tells them in dollars of the day.
 * 2. The price enters the fee at the line, so the value of a place (crossing.c).
 * 3. Guides lean to crossings where the profit, price less losses and bribes, has risen most: a small term in the
 * choice of those who are guided, against the sector's mean.
 * 4. Some of the guided are dropped short: whichever crossing they had paid for, they find themselves on a remote leg
 * of the same city. More of them when prices are high, that is, when smugglers are pressed. A person dropped dies, or
 * needs rescue, more often by a factor; harm.c counts it. The rates of crossings.csv hold an ordinary share of people
 * dropped already, so only the difference from that counts.
 * 5. At checkpoints in Mexico the guided pass by arrangement more often than others pay (routes.c asks).
 * One market for each sector: no single organisations, no routes of their own on the way through Mexico.
 */
#include "corridor/smugglers.h"
#include "corridor/checkpoints.h"
#include "corridor/crossing.h"
#include "corridor/processing.h"
#include "corridor/statistics.h"

#include <string.h>

#define SYS SYS_SMUGGLERS

static struct smugglers_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum {
    P_GUIDED,
    P_ON_THE_WAY,
    P_ON_THE_WAY_ORDINARY,
    P_ARRANGED,
    P_ENFORCEMENT,
    P_DEMAND,
    P_DAYS,
    P_EFFORT,
    P_USED,
    P_SEEN,
    P_LEAST,
    P_JOINT,
    P_LOSS,
    P_LOST,
    P_PISO,
    P_PISO_IN,
    P_CONSUMER,
    P_ORDINARY_CAUGHT,
    P_BRIBE,
    P_LEAN,
    P_DROPPED,
    P_PRESSED,
    P_DROPPED_HARM,
    P_IN_RATES,
    P_MOST_LOG,
    P_MOST_LEAN,
    P_MOST_DROPPED,
    P_MOST_BRIBES,
    P_COUNT,
};

static const par_decl PARAMETERS[] = {
    [P_GUIDED] = {"smugglers.guided_share", "share of those who evade", 0.85, 0, 1, .prior = PRIOR_UNIFORM,
                  .prior_low = -0.15, .prior_high = 0.1, .who = WHO_NATIONALITY, .kind = PAR_BEHAVIOUR,
                  .confidence = CONF_SOURCE, .meaning = "Share of those who evade who are guided by a smuggler",
                  .source = "DHS OIS 2017: nearly all who cross between ports hire a guide; range our judgement"},
    [P_ON_THE_WAY] = {"smugglers.guided_on_the_way", "share of people", 0.55, 0, 1, .prior = PRIOR_UNIFORM,
                      .prior_low = -0.05, .prior_high = 0.15, .who = WHO_NATIONALITY, .kind = PAR_BEHAVIOUR,
                      .confidence = CONF_SOURCE, .meaning = "Share of people who travel through Mexico with a smuggler",
                      .source =
                          "MPI/WFP/MIT Nov 2021: 55% of Central Americans; RAND 2019: two thirds; SEGOB: 7 in 10"},
    [P_ON_THE_WAY_ORDINARY] = {"smugglers.guided_in_bribes", "share of people", 0.55, 0, 1, .kind = PAR_STRUCTURE,
                               .confidence = CONF_JUDGEMENT,
                               .meaning = "Guided share for which mexico.checkpoints.bribe_share is stated",
                               .source = "our judgement"},
    [P_ARRANGED] =
        {"smugglers.arranged_lift", "factor", 2, 0, 20, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6, .prior_high = 1.7,
         .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
         .meaning = "How much likelier the guided who are seen are let pass for money than others",
         .source = "our judgement; mission S06: officials are paid to let trucks pass; InSight Crime 2019 on codes"},
    [P_ENFORCEMENT] = {"smugglers.enforcement_elasticity", "log per log", 0.2, 0, 1, .prior = PRIOR_UNIFORM,
                       .prior_low = -0.06, .prior_high = 0.04, .kind = PAR_BEHAVIOUR, .confidence = CONF_SOURCE,
                       .meaning = "Price against enforcement",
                       .source =
                           "Gathmann 2008 (JPubE) and working paper 2004: tripled enforcement raised prices 17 to 30%"},
    [P_DEMAND] = {"smugglers.demand_elasticity", "log per log", 0.3, 0, 2, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                  .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                  .meaning = "Price against demand over capacity", .source = "our judgement"},
    [P_DAYS] = {"smugglers.price_days", "days", 42, 1, 365, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                .prior_high = 1.6, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Time constant with which prices go to their target", .source = "our judgement: six weeks"},
    [P_EFFORT] = {"smugglers.effort_weight", "share", 0.5, 0, 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                  .meaning = "Weight of Mexican effort in enforcement, against agents on the line",
                  .source = "our judgement"},
    [P_USED] = {"smugglers.used_half_life", "days", 365, 30, 3650, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Half-life with which capacity follows demand, and guides get used to Mexican effort",
                .source = "our judgement"},
    [P_SEEN] = {"smugglers.seen_half_life", "days", 7, 1, 90, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Half-life with which guides see demand", .source = "our judgement"},
    [P_LEAST] = {"smugglers.least_demand", "people/day", 5, 0.1, 1000, .kind = PAR_STRUCTURE,
                 .confidence = CONF_JUDGEMENT,
                 .meaning = "Added to demand and capacity, so that a few people more do not move a price",
                 .source = "our judgement"},
    [P_JOINT] = {"smugglers.joint_investigations", "multiple of 2018", 1, 0, 8, .kind = PAR_POLICY,
                 .confidence = CONF_JUDGEMENT,
                 .meaning = "Joint patrols and investigations of both countries against smugglers",
                 .source = "mission, S06: once more common; schedule.csv"},
    [P_LOSS] = {"smugglers.loss_share", "share of revenue", 0.08, 0, 0.1, .kind = PAR_BEHAVIOUR,
                .confidence = CONF_JUDGEMENT,
                .meaning = "Revenue lost to seizures and arrests at joint investigations of 2018",
                .source = "our judgement"},
    [P_LOST] = {"smugglers.lost_when_caught", "share of fee", 0.5, 0, 1, .kind = PAR_BEHAVIOUR,
                .confidence = CONF_JUDGEMENT, .meaning = "Part of the fee that is not paid when the guided are caught",
                .source = "our judgement"},
    [P_PISO] = {"smugglers.piso_usd", "USD/person", 850, 0, 10000, .kind = PAR_STRUCTURE, .confidence = CONF_SOURCE,
                .meaning = "What those who hold the land take of each guided person, dollars of the day",
                .source =
                    "court cases by way of the Washington Times: 850 in 2017 to 2020, 1,300 in 2022; schedule.csv"},
    [P_PISO_IN] = {"smugglers.piso_in_fees_usd", "USD/person", 850, 0, 10000, .kind = PAR_STRUCTURE,
                   .confidence = CONF_SOURCE, .meaning = "The same, as the fees of crossings.csv hold it",
                   .source = "court cases by way of the Washington Times: 850 in 2017 to 2020"},
    [P_CONSUMER] = {"us.consumer_prices", "multiple of 2018", 1, 0.5, 5, .kind = PAR_STRUCTURE,
                    .confidence = CONF_SOURCE, .meaning = "Consumer prices in the US, in which fees are told",
                    .source = "BLS, consumer prices of urban consumers, yearly means; schedule.csv"},
    [P_ORDINARY_CAUGHT] = {"smugglers.ordinary_caught", "share", 0.55, 0, 1, .kind = PAR_STRUCTURE,
                           .confidence = CONF_SOURCE,
                           .meaning = "Chance of being caught for which the fees of crossings.csv are stated",
                           .source = "IDA FY2015: 0.54 of evaders caught"},
    [P_BRIBE] = {"smugglers.bribe_usd", "USD/person", 100, 0, 5000, .kind = PAR_BEHAVIOUR, .confidence = CONF_SOURCE,
                 .meaning = "Bribes a guided person costs at checkpoints, at the effort guides are used to",
                 .source = "InSight Crime 2019: 500 to 2,000 MXN a stop; two stops [our judgement]"},
    [P_LEAN] = {"smugglers.lean_weight", "utility per 1000 USD", 0.5, 0, 5, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "How far guides lean to crossings where profit has risen most", .source = "our judgement"},
    [P_DROPPED] = {"smugglers.dropped_share", "share of the guided", 0.02, 0, 0.5, .prior = PRIOR_LOGNORMAL,
                   .prior_low = 0.4, .prior_high = 2.5, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                   .meaning = "Guided people dropped short onto a remote leg, at ordinary prices",
                   .source = "mission, D0 (18 people, February 2024); no source for the size"},
    [P_PRESSED] = {"smugglers.dropped_power", "exponent", 2, 0, 8, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                   .meaning = "That share grows as the price to this power", .source = "our judgement"},
    [P_DROPPED_HARM] = {"smugglers.dropped_harm", "factor", 4, 1, 50, .prior = PRIOR_LOGNORMAL, .prior_low = 0.4,
                        .prior_high = 2.5, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                        .meaning = "Risk of dying and of needing rescue of a person dropped, against one guided",
                        .source = "no source; wide"},
    [P_IN_RATES] = {"smugglers.dropped_in_rates", "share of those who evade", 0.11, 0, 1, .kind = PAR_STRUCTURE,
                    .confidence = CONF_JUDGEMENT,
                    .meaning = "People dropped among evaders on remote legs that the rates of crossings.csv hold",
                    .source = "our judgement, near the mean of a simulated history"},
    [P_MOST_LOG] = {"smugglers.most_log_price", "log", 2, 0, 5, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                    .meaning = "Largest log of a price over its fee, up or down", .source = "our judgement"},
    [P_MOST_LEAN] = {"smugglers.most_lean", "utility", 1, 0, 5, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                     .meaning = "Largest lean of guides to or from a crossing", .source = "our judgement"},
    [P_MOST_DROPPED] = {"smugglers.most_dropped", "share of the guided", 0.5, 0, 1, .kind = PAR_STRUCTURE,
                        .confidence = CONF_JUDGEMENT, .meaning = "Largest share of the guided who are dropped short",
                        .source = "our judgement"},
    [P_MOST_BRIBES] = {"smugglers.most_bribes", "multiple", 10, 1, 100, .kind = PAR_STRUCTURE,
                       .confidence = CONF_JUDGEMENT, .meaning = "Largest rise of bribes with effort",
                       .source = "our judgement"},
    [P_COUNT] = {.path = NULL}};

static int declare_stocks(mdl_model *m, int system) {
    own(m)->price = eng_field(m->e, system, "log price of a guided crossing", m->s->nsectors);
    own(m)->demand = eng_field(m->e, system, "guided people a day", m->s->nsectors);
    own(m)->capacity = eng_field(m->e, system, "guided people a day, as guides can take", m->s->nsectors);
    own(m)->used = eng_field(m->e, system, "effort guides are used to", m->s->nregions + 1);
    own(m)->lean = eng_field(m->e, system, "lean of guides", m->s->ncrossings + 1);
    own(m)->fees = cor_auxiliary(m, SYS, "price over fees", m->s->nsectors);
    own(m)->leans = cor_auxiliary(m, SYS, "lean of guides, by nationality", m->s->ncrossings * m->nn);
    own(m)->guided = cor_auxiliary(m, SYS, "share guided", m->nn);
    own(m)->drops = cor_auxiliary(m, SYS, "share of the guided dropped short", m->s->nsectors);
    own(m)->dropped_harm = cor_auxiliary(m, SYS, "factor of those dropped on risks", m->s->ncrossings);
    own(m)->bribe_lift = cor_auxiliary(m, SYS, "factor on bribes", m->nn);
    return own(m)->fees < 0 || own(m)->leans < 0 || own(m)->guided < 0 || own(m)->drops < 0 ||
                   own(m)->dropped_harm < 0 || own(m)->bribe_lift < 0
               ? ENG_ERR_MEMORY
               : own(m)->lean;
}

/* ---- for others to read ---- */

/* The mean person of the guided share `in bribes` pays as the parameter of bribes says. */
static double bribe_lift(const mdl_member *p, int n) {
    double more = cor_par(p, SYS, P_ARRANGED, 0) - 1;
    return (1 + more * cor_par(p, SYS, P_ON_THE_WAY, n)) / (1 + more * cor_par(p, SYS, P_ON_THE_WAY_ORDINARY, 0));
}

/* What a sector's fees must rise by to cover what is taken of each guided person; its fees: mean over its crossings. */
static double taken(const mdl_member *p, int sector) {
    const mdl_model *m = p->m;
    double more = cor_par(p, SYS, P_PISO, 0) / cor_par(p, SYS, P_CONSUMER, 0) - cor_par(p, SYS, P_PISO_IN, 0), fees = 0;
    int n = 0;
    for (int c = 0; c < m->s->ncrossings; c++)
        if (m->crossings[c].sector == sector) {
            fees += m->s->crossings[c].cost_usd;
            n++;
        }
    return fees > 0 ? cor_clamp(more * n / fees, -0.9, 9) : 0;
}

/* Share of the guided of a sector who are dropped today. What is taken of all of them presses nobody's guides. */
static double dropped_in(const mdl_member *p, int sector) {
    double pressed = eng_get(p->w, own(p->m)->price)[sector] - det_log(1 + taken(p, sector));
    return cor_clamp(cor_par(p, SYS, P_DROPPED, 0) * det_exp(cor_par(p, SYS, P_PRESSED, 0) * pressed), 0,
                     cor_par(p, SYS, P_MOST_DROPPED, 0));
}

static double dropped_harm(const mdl_member *p, int crossing) {
    double more = cor_par(p, SYS, P_DROPPED_HARM, 0) - 1;
    if (!p->m->crossings[crossing].remote)
        return 1;
    return (1 + more * eng_get(p->w, crossing_ids(p->m)->dropped)[crossing]) /
           (1 + more * cor_par(p, SYS, P_IN_RATES, 0));
}

static int prepare(mdl_member *p) {
    const mdl_model *m = p->m;
    const double *price = eng_get(p->w, own(m)->price), *lean = eng_get(p->w, own(m)->lean);
    double *fees = cor_aux_put(p, own(m)->fees), *drops = cor_aux_put(p, own(m)->drops);
    double *leans = cor_aux_put(p, own(m)->leans), *harm = cor_aux_put(p, own(m)->dropped_harm);
    double *guided = cor_aux_put(p, own(m)->guided), *lift = cor_aux_put(p, own(m)->bribe_lift);
    if (!fees || !drops || !leans || !harm || !guided || !lift)
        return ENG_ERR_OWNER;
    for (int k = 0; k < m->s->nsectors; k++) {
        fees[k] = det_exp(price[k]);
        drops[k] = dropped_in(p, k);
    }
    for (int n = 0; n < m->nn; n++) {
        guided[n] = cor_par(p, SYS, P_GUIDED, n);
        lift[n] = bribe_lift(p, n);
    }
    for (int c = 0; c < m->s->ncrossings; c++) {
        harm[c] = dropped_harm(p, c);
        for (int n = 0; n < m->nn; n++)
            *leans++ = lean[c] * guided[n];
    }
    return ENG_OK;
}

/* ---- the market ---- */

/* Those who evaded yesterday, by crossing and nationality: as they were counted, or counted now. */
static const double *evaded_yesterday(const mdl_member *p) {
    const mdl_model *m = p->m;
    const double *sums = cor_counted_before(p);
    double *out = p->big;
    if (sums)
        return sums + statistics_ids(m)->evaders;
    memset(out, 0, (size_t)(m->s->ncrossings * m->nn) * sizeof *out);
    for (int c = 0; c < m->s->ncrossings; c++, out += m->nn) {
        const cor_crossing *x = &m->crossings[c];
        eng_count_several(p->w, TRY_COUNT - TRY_CAUGHT, x->first + TRY_CAUGHT, DEMO_COUNT, 1, out);
        eng_count_several(p->w, TRY_COUNT - TRY_CAUGHT, x->again + TRY_CAUGHT, DEMO_COUNT * COR_ATTEMPTS, 1, out);
    }
    return p->big;
}

/* Guided people of those who evaded at a crossing. */
static double guided_at(const mdl_member *p, const double *evaders, int c) {
    const double *guided = &p->values[p->m->par[SYS][P_GUIDED]];
    double sum = 0;
    evaders += c * p->m->nn;
    for (int n = 0; n < p->m->nn; n++)
        sum += evaders[n] * guided[n];
    return sum;
}

/* Effort over what guides are used to; effort that is hardly any is as good as none. */
static double pressed(const mdl_member *p, int region, const double *used) {
    const double hardly = 0.01;
    return (cor_effort(p, region) + hardly) / (used[region] + hardly);
}

static double lost(const mdl_member *p, double investigations) {
    return cor_par(p, SYS, P_LOSS, 0) * investigations; /* at most 0.8, by the bounds of both */
}

/* Effort in each region against what guides are used to, log. */
static void log_pressed(const mdl_member *p, const double *used, double *out) {
    for (int r = 0; r < p->m->s->nregions; r++)
        out[r] = det_log(cor_clamp(pressed(p, r, used), 0.01, 100));
}

/* ... in the regions of a sector's cities: mean over its crossings. */
static double effort_of(const mdl_member *p, int sector, const double *effort) {
    const mdl_model *m = p->m;
    double sum = 0;
    int n = 0;
    for (int c = 0; c < m->s->ncrossings; c++) {
        int region = m->s->places[m->crossings[c].from].region;
        if (m->crossings[c].sector != sector || region < 0)
            continue;
        sum += effort[region];
        n++;
    }
    return n > 0 ? sum / n : 0;
}

/* Log price a sector goes to. */
static double target(const mdl_member *p, int sector, double demand, double capacity, const double *effort) {
    double load = eng_get(p->w, processing_ids(p->m)->load)[sector];
    double line = (cor_agents(p, sector) * (1 - load) + 1) / cor_ordinary_line(p, sector),
           least = cor_par(p, SYS, P_LEAST, 0);
    double enforcement = det_log(line) + cor_par(p, SYS, P_EFFORT, 0) * effort_of(p, sector, effort);
    double losses = det_log((1 - lost(p, 1)) / (1 - lost(p, cor_par(p, SYS, P_JOINT, 0))));
    double most = cor_par(p, SYS, P_MOST_LOG, 0);
    losses += det_log(1 + taken(p, sector));
    return cor_clamp(cor_par(p, SYS, P_ENFORCEMENT, 0) * enforcement +
                         cor_par(p, SYS, P_DEMAND, 0) * det_log((demand + least) / (capacity + least)) + losses,
                     -most, most);
}

static int start(mdl_member *p) {
    const mdl_model *m = p->m;
    double price[COR_MAX_SECTORS], none[COR_MAX_SECTORS] = {0}, used[65] = {0}, effort[65], *lean = p->big;
    int status;
    for (int c = 0; c <= m->s->ncrossings; c++)
        lean[c] = 0;
    for (int r = 0; r < m->s->nregions; r++)
        used[r] = cor_effort(p, r);
    log_pressed(p, used, effort);
    for (int k = 0; k < m->s->nsectors; k++)
        price[k] = target(p, k, 0, 0, effort);
    if ((status = eng_world_field_set(p->w, own(m)->price, price)) ||
        (status = eng_world_field_set(p->w, own(m)->demand, none)) ||
        (status = eng_world_field_set(p->w, own(m)->capacity, none)) ||
        (status = eng_world_field_set(p->w, own(m)->lean, lean)))
        return status;
    return eng_world_field_set(p->w, own(m)->used, used);
}

/* Rise of a crossing's profit a guided person over the one at ordinary prices, detection, losses and bribes, USD. */
static double rise_of_profit(const mdl_member *p, int c, double log_price, double bribes) {
    const mdl_model *m = p->m;
    double fee = m->s->crossings[c].cost_usd, k = cor_par(p, SYS, P_LOST, 0);
    double now = det_exp(log_price) * (1 - k * cor_caught_at(p, c)) * (1 - lost(p, cor_par(p, SYS, P_JOINT, 0)));
    double ordinary = (1 - k * cor_par(p, SYS, P_ORDINARY_CAUGHT, 0)) * (1 - lost(p, 1));
    return fee * (now - ordinary) - bribes;
}

static void lean_of(const mdl_member *p, const double *used, double *lean) {
    const mdl_model *m = p->m;
    const double *price = eng_get(p->w, own(m)->price);
    double most = cor_par(p, SYS, P_MOST_LEAN, 0), mean[COR_MAX_SECTORS] = {0},
           weight = cor_par(p, SYS, P_LEAN, 0) / 1000;
    int n[COR_MAX_SECTORS] = {0};
    for (int c = 0; c < m->s->ncrossings; c++) {
        int sector = m->crossings[c].sector, region = m->s->places[m->crossings[c].from].region;
        double effort = region < 0 ? 1 : pressed(p, region, used);
        lean[c] =
            rise_of_profit(p, c, price[sector],
                           cor_par(p, SYS, P_BRIBE, 0) * (cor_clamp(effort, 0, cor_par(p, SYS, P_MOST_BRIBES, 0)) - 1));
        mean[sector] += lean[c];
        n[sector]++;
    }
    for (int c = 0; c < m->s->ncrossings; c++)
        lean[c] = cor_clamp(weight * (lean[c] - mean[m->crossings[c].sector] / n[m->crossings[c].sector]), -most, most);
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    double *price = eng_put(day, own(m)->price), *demand = eng_put(day, own(m)->demand),
           *capacity = eng_put(day, own(m)->capacity), *used = eng_put(day, own(m)->used),
           *lean = eng_put(day, own(m)->lean);
    double today[COR_MAX_SECTORS] = {0}, effort[65], since = (double)eng_world_today(p->w) + 1;
    if (!price || !demand || !capacity || !used || !lean)
        return ENG_ERR_OWNER;
    const double *evaders = evaded_yesterday(p);
    for (int c = 0; c < m->s->ncrossings; c++)
        today[m->crossings[c].sector] += guided_at(p, evaders, c);
    /* in the first months a plain mean, so that the first day is no reference */
    double slow = cor_step(cor_par(p, SYS, P_USED, 0)), quick = cor_step(cor_par(p, SYS, P_SEEN, 0)),
           adapt = 1 / cor_par(p, SYS, P_DAYS, 0);
    if (slow < 1 / since)
        slow = 1 / since;
    if (quick < 1 / since)
        quick = 1 / since;
    lean_of(p, eng_get(p->w, own(m)->used), lean);
    log_pressed(p, used, effort);
    for (int k = 0; k < m->s->nsectors; k++) {
        price[k] += (1 - det_exp(-adapt)) * (target(p, k, demand[k], capacity[k], effort) - price[k]);
        demand[k] += quick * (today[k] - demand[k]);
        capacity[k] += slow * (today[k] - capacity[k]);
    }
    for (int r = 0; r < m->s->nregions; r++)
        used[r] += slow * (cor_effort(p, r) - used[r]);
    return ENG_OK;
}

static int record(void *member, const eng_world *w) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    if (!cor_asked(p, own(p->m)->series.price))
        return ENG_OK;
    const double *evaders = cor_counted(p, w) + statistics_ids(m)->evaders;
    for (int c = 0; c < m->s->ncrossings; c++) {
        double guided = guided_at(p, evaders, c), fee = m->s->crossings[c].cost_usd;
        cor_count_ratio(p, own(p->m)->series.price, m->crossings[c].sector,
                        guided * fee * cor_smuggler_price(p, m->crossings[c].sector) * cor_par(p, SYS, P_CONSUMER, 0),
                        guided);
    }
    return ENG_OK;
}

static const mdl_setting OFF[] = {
    {"smugglers.guided_share", 0},      {"smugglers.arranged_lift", 1}, {"smugglers.enforcement_elasticity", 0},
    {"smugglers.demand_elasticity", 0}, {"smugglers.loss_share", 0},    {.path = NULL}};

static const cor_series SERIES[] = {
    {.id = offsetof(struct smugglers_ids, series.price),
     .at = 6,
     .name = "smuggler_price",
     .unit = "USD",
     .meaning = "Fee for a guided crossing in dollars of the day, mean of those who are guided",
     .sum = SERIES_RATIO,
     .places = PLACES_SECTORS,
     .shown = {.heading = "Fee of a guided crossing, USD", .order = 7, .section = MDL_LINE}},
    {.name = NULL}};

const cor_system cor_smugglers = {.name = "smugglers",
                                  .part = "S06",
                                  .ids = sizeof(struct smugglers_ids),
                                  .series = SERIES,
                                  .off = OFF,
                                  .parameters = PARAMETERS,
                                  .nparameters = P_COUNT,
                                  .declare_stocks = declare_stocks,
                                  .turn = 2,
                                  .prepare = prepare,
                                  .decide = decide,
                                  .record = record,
                                  .start = start};
