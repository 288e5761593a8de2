/* Harm (S19): deaths, rescues, kidnapping and extortion as hazards of those exposed, by place, season and way.
 *
 * 1. Deaths at a crossing: recorded deaths per evader = the leg's rate * noise of the day (gamma: counts are negative
 * binomial), on remote legs * exp(eta * heat above a threshold). Those who evade are the denominator, not all
 * encountered. Heat: mean daily maximum of the month plus the excess of a hot day. A river is crossed by all, and takes
 * the same share of those who evade, as a part of the leg's rate that no heat raises, and of those who turn themselves
 * in on its other bank.
 * 2. For every death found there are others: a factor on the recorded, with a wide range.
 *    On remote legs both rates grow with the share of people whom smugglers dropped short (smugglers.c).
 *    Who dies on a remote leg is not always found at once: a share of those who are found lie for years, among those
 * who never are. So what is recorded follows those who evade of many years, not of one: remains from before the first
 * day are found while few evade, and the dead of years in which many do are not all found in them.
 * 3. Those who wait or go on at a place are extorted and, at the border, kidnapped at weekly hazards times the danger
 * of the place, on the road as the mean robbery of the legs that lead there. Every stock of people who are at large in
 *    Mexico or on the way to it is named by its owner (exposed.c): who waits on a list, or for a hearing, or
 *    after a return, is no safer than who waits to cross. An act of extortion lets people stand where they are; the
 *    kidnapped are taken to waiting.c's hostages. Not exposed: those in the hands of either state.
 */
#include "corridor/harm.h"
#include "corridor/crossing.h"
#include "corridor/smugglers.h"
#include "corridor/statistics.h"

#define SYS SYS_HARM

static struct harm_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum {
    P_SCALE,
    P_ETA,
    P_HOT,
    P_DROWNED,
    P_UNDERCOUNT,
    P_LATE,
    P_REMAINS_YEARS,
    P_REMAINS,
    P_REMAINS_OF,
    P_ROAD,
    P_RESCUE,
    P_KIDNAP,
    P_EXTORT,
    P_WATER,
    P_NOISE,
    P_HEAT_FROM,
    P_CARAVAN,
    P_MOST_FOUND,
    P_MOST_NOT_FOUND,
    P_MOST_RESCUED,
    P_MOST_EXTORTED,
    P_MOST_KIDNAPPED,
    P_MOST_WAY,
    P_COUNT,
};

static const par_decl PARAMETERS[] = {
    [P_SCALE] = {"harm.death_scale", "factor", 0.57, 0, 20, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7,
                 .prior_high = 1.4, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Recorded deaths of evaders, against the rates of crossings.csv",
                 .source = "IOM MMP, deaths of 2018, 2020 and 2022: mean log of simulated over published is 0; "
                           "tests/cmd_us_mexico_derived.sh"},
    [P_ETA] = {"harm.heat", "1/degree", 0.21, 0, 1, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7, .prior_high = 1.4,
               .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
               .meaning = "Log rise of deaths for each degree above harm.heat_from",
               .source = "IOM MMP, deaths by month of 2018, 2020 and 2022, less the drowned and remains; "
                         "tests/cmd_us_mexico_derived.sh"},
    [P_HOT] = {"harm.hot_day_excess", "degrees", 3, 0, 15, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
               .meaning = "How far hot days stand above the month's mean maximum", .source = "our judgement"},
    [P_DROWNED] = {"harm.drowned", "share", 0.000195, 0, 0.01, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                   .prior_high = 1.7, .kind = PAR_BEHAVIOUR, .confidence = CONF_SOURCE,
                   .meaning = "Drowned and recorded, of those who try to cross a river, whatever their intent",
                   .source = "IOM MMP: drownings of 2018, 2020 and 2022, so many as in a run of these years; "
                             "tests/cmd_us_mexico_derived.sh"},
    [P_UNDERCOUNT] = {"harm.undercount", "deaths per recorded", 2.5, 1, 10, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                      .prior_high = 2, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                      .meaning = "Deaths for each recorded death",
                      .source = "all sources call their counts minima: 1.5 to 5"},
    [P_LATE] = {"harm.found_late", "share", 0.67, 0, 0.95, .prior = PRIOR_LOGNORMAL, .prior_low = 0.75,
                .prior_high = 1.25, .kind = PAR_STRUCTURE, .confidence = CONF_SOURCE,
                .meaning = "Of those who die on a remote leg and are found, share who are found as remains, later",
                .source = "IOM MMP: dead of unknown cause, of these and the dead of exposure, 2014 and 2016; "
                          "tests/cmd_us_mexico_derived.sh"},
    [P_REMAINS_YEARS] = {"harm.remains_years", "years", 5, 0.5, 50, .prior = PRIOR_LOGNORMAL, .prior_low = 0.4,
                         .prior_high = 2, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                         .meaning = "Mean time until remains are found or lost for good",
                         .source = "our judgement; medical examiners speak of months, years and decades"},
    [P_REMAINS] = {"harm.remains_at_start", "people/year", 0, 0, 10000, .where = WHERE_SECTOR, .kind = PAR_STRUCTURE,
                   .confidence = CONF_SOURCE,
                   .meaning = "Remains found in a sector in a year when the run begins, of people who died before",
                   .source = "parameters.csv"},
    [P_REMAINS_OF] = {"harm.remains_of", "people", 0, 0, 1e6, .who = WHO_NATIONALITY, .kind = PAR_STRUCTURE,
                      .confidence = CONF_SOURCE,
                      .meaning = "Dead identified before the run by nationality, by which those remains are divided",
                      .source = "parameters.csv"},
    [P_ROAD] = {"harm.road_death_scale", "factor", 1, 0, 20, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Recorded deaths on the way, against the rates of legs.csv",
                .source = "IOM MMP; Darien at least 36 in 2022 (AP)"},
    [P_RESCUE] = {"harm.rescues_per_evader", "share", 0.025, 0, 0.5, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7,
                  .prior_high = 1.4, .kind = PAR_BEHAVIOUR, .confidence = CONF_SOURCE,
                  .meaning = "Rescued by Border Patrol, per evader at remoteness 0.5",
                  .source = "CBP FY2022: 22,076 people rescued"},
    [P_KIDNAP] = {"harm.kidnapping_per_week", "share", 0.006, 0, 0.2, .prior = PRIOR_LOGNORMAL, .prior_low = 0.4,
                  .prior_high = 2.5, .kind = PAR_BEHAVIOUR, .confidence = CONF_UNVERIFIED,
                  .meaning = "Hazard of kidnapping for each week of waiting at a place of danger 1 at the border",
                  .source = "0.5 to 2% a week, our judgement; MSF, CNDH"},
    [P_EXTORT] = {"harm.extortion_per_week", "share", 0.05, 0, 0.9, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                  .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_UNVERIFIED,
                  .meaning = "Hazard of extortion for each week at a place of danger 1",
                  .source = "Injury Epidemiology 2023: most of those asked were extorted once in Mexico"},
    [P_WATER] = {"harm.water_and_rescue", "factor", 1, 0.05, 3, .where = WHERE_SECTOR, .kind = PAR_POLICY,
                 .confidence = CONF_JUDGEMENT,
                 .meaning =
                     "Deaths on a sector's remote legs where water stations and rescue are placed, against none placed",
                 .source = "policies; no source for the size"},
    [P_NOISE] = {"harm.death_noise_sd", "relative", 0.8, 0, 5, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                 .meaning = "Spread of the daily death hazard beyond chance",
                 .source = "our judgement; makes counts negative binomial"},
    [P_HEAT_FROM] = {"harm.heat_from", "degrees C", 30, 20, 50, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                     .meaning = "Temperature above which deaths rise", .source = "as harm.heat"},
    [P_CARAVAN] = {"harm.in_a_caravan", "factor", 0.5, 0, 2, .prior = PRIOR_UNIFORM, .prior_low = -0.3,
                   .prior_high = 0.3, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                   .meaning = "Hazard of extortion of those who walk in a caravan, against those who go alone",
                   .source = "our judgement: people join caravans to be safer; no source for the size"},
    [P_MOST_FOUND] = {"harm.most_found", "share", 0.05, 0, 0.3, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                      .meaning = "Largest share of those who evade at a crossing in a day who die and are found",
                      .source = "our judgement"},
    [P_MOST_NOT_FOUND] = {"harm.most_not_found", "share", 0.2, 0, 0.3, .kind = PAR_STRUCTURE,
                          .confidence = CONF_JUDGEMENT, .meaning = "... who die and are not found",
                          .source = "our judgement"},
    [P_MOST_RESCUED] = {"harm.most_rescued", "share", 0.2, 0, 0.3, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                        .meaning = "... who are rescued", .source = "our judgement"},
    [P_MOST_EXTORTED] = {"harm.most_extorted", "1/day", 0.2, 0, 0.2, .kind = PAR_STRUCTURE,
                         .confidence = CONF_JUDGEMENT,
                         .meaning = "Largest share of those at a place who are extorted in a day",
                         .source = "our judgement"},
    [P_MOST_KIDNAPPED] = {"harm.most_kidnapped", "1/day", 0.1, 0, 0.15, .kind = PAR_STRUCTURE,
                          .confidence = CONF_JUDGEMENT, .meaning = "... who are kidnapped", .source = "our judgement"},
    [P_MOST_WAY] =
        {"harm.most_on_the_way", "1/day", 0.01, 0, 0.015, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
         .meaning = "Largest share of those at a place who die on the way in a day and are found; as many more are not",
         .source = "our judgement"},
    [P_COUNT] = {.path = NULL}};

/* Remains by sector; lost for good they are among the dead, as those who were found. */
static int declare_remains(mdl_model *m, int system) {
    char name[200];
    if (!(own(m)->remains = cor_ids(m, m->s->nsectors)) || !(own(m)->found = cor_ids(m, m->s->nsectors)) ||
        !(own(m)->lost = cor_ids(m, m->s->nsectors)))
        return ENG_ERR_MEMORY;
    for (int k = 0; k < m->s->nsectors; k++) {
        (void)cor_name(name, sizeof name, "remains, %s", m->s->sectors[k].name);
        if ((own(m)->remains[k] = eng_stock(m->e, system, name, m->ND, ENG_POOL, 0)) < 0)
            return ENG_ERR_DECLARE;
    }
    return ENG_OK;
}

static int declare_flows(mdl_model *m, int system) {
    char name[200];
    (void)system;
    for (int k = 0; k < m->s->nsectors; k++) {
        (void)cor_name(name, sizeof name, "found later, %s", m->s->sectors[k].name);
        own(m)->found[k] = eng_flow(m->e, name, own(m)->remains[k], crossing_ids(m)->dead, NULL);
        (void)cor_name(name, sizeof name, "never found, %s", m->s->sectors[k].name);
        own(m)->lost[k] = eng_flow(m->e, name, own(m)->remains[k], crossing_ids(m)->dead, NULL);
        if (own(m)->found[k] < 0 || own(m)->lost[k] < 0)
            return ENG_ERR_DECLARE;
    }
    return ENG_OK;
}

static int declare_stocks(mdl_model *m, int system) {
    int status = declare_remains(m, system);
    if (status)
        return status;
    own(m)->crossings = cor_auxiliary(m, SYS, "deaths and rescues at crossings", HARM_KINDS * m->s->ncrossings);
    own(m)->way = cor_auxiliary(m, SYS, "factors on deaths on the way", 3);
    own(m)->extorted = cor_auxiliary(m, SYS, "chance of extortion", m->s->nplaces);
    own(m)->in_a_caravan = cor_auxiliary(m, SYS, "chance of extortion in a caravan", m->s->nplaces);
    own(m)->kidnapped = cor_auxiliary(m, SYS, "chance of being kidnapped", m->s->nplaces);
    if (own(m)->crossings < 0 || own(m)->way < 0 || own(m)->extorted < 0 || own(m)->in_a_caravan < 0 ||
        own(m)->kidnapped < 0)
        return ENG_ERR_MEMORY;
    return own(m)->noise = eng_channel(m->e, "deaths", m->s->nsectors, ENG_NOISE_GAMMA);
}

/* Of those not found at once on a remote leg, share who are found in the end: so that there are undercount deaths for
 * each recorded. */
static double found_in_the_end(const mdl_member *p) {
    double late = cor_par(p, SYS, P_LATE, 0), others = cor_par(p, SYS, P_UNDERCOUNT, 0) - 1;
    return late > 0 ? late / (others + late) : 0;
}

/* So many remains that in a sector as many are found in a year as were before. */
static int start(mdl_member *p) {
    const mdl_model *m = p->m;
    double in_the_end = found_in_the_end(p), sum = 0;
    for (int n = 0; n < m->nn; n++)
        sum += cor_par(p, SYS, P_REMAINS_OF, n);
    for (int k = 0; k < m->s->nsectors && sum > 0 && in_the_end > 0; k++) {
        double remains = cor_par(p, SYS, P_REMAINS, k) * cor_par(p, SYS, P_REMAINS_YEARS, 0) / in_the_end;
        for (int n = 0; n < m->nn; n++) {
            int status = eng_world_put(p->w, own(m)->remains[k], n * DEMO_COUNT + DEMO_SINGLE_ADULT,
                                       remains * cor_par(p, SYS, P_REMAINS_OF, n) / sum);
            if (status)
                return status;
        }
    }
    return eng_world_noise_set(p->w, own(m)->noise, cor_par(p, SYS, P_NOISE, 0), 1);
}

static int decide(void *member, eng_day *day) {
    const mdl_member *p = member;
    double in_the_end = found_in_the_end(p), leave = 1 / (365.25 * cor_par(p, SYS, P_REMAINS_YEARS, 0));
    for (int k = 0; k < p->m->s->nsectors; k++)
        if (eng_rate(day, own(p->m)->found[k], leave * in_the_end) ||
            eng_rate(day, own(p->m)->lost[k], leave * (1 - in_the_end)))
            return ENG_ERR_OWNER;
    return ENG_OK;
}

static int month_of_year(int64_t day) { return month_of_day(day) % 12; }

/* Recorded deaths on land per person who evades: the crossing's rate less what the water takes. Heat, water stations
 * and rescue act far out, and not within reach of a town. */
static double on_land(const mdl_member *p, int month, int crossing, double drowned) {
    const scn_crossing *x = &p->m->s->crossings[crossing];
    const scn_sector *s = &p->m->s->sectors[x->sector];
    double heat = s->tmax_c[month] + cor_par(p, SYS, P_HOT, 0) - cor_par(p, SYS, P_HEAT_FROM, 0);
    double rate = x->deaths_per_100k * 1e-5 * cor_par(p, SYS, P_SCALE, 0) - drowned;
    double far_out =
        x->remote ? det_exp(cor_par(p, SYS, P_ETA, 0) * (heat > 0 ? heat : 0)) * cor_par(p, SYS, P_WATER, x->sector)
                  : 1;
    return (rate > 0 ? rate : 0) * far_out * eng_noise(p->w, own(p->m)->noise, x->sector) *
           cor_dropped_harm(p, crossing);
}

/* Shares of those who evade at a crossing who die or are rescued, and of those who turn themselves in who drown. */
static void at_crossing(const mdl_member *p, int month, int crossing, double *at) {
    const scn_crossing *x = &p->m->s->crossings[crossing];
    double others = cor_par(p, SYS, P_UNDERCOUNT, 0) - 1, most = cor_par(p, SYS, P_MOST_FOUND, 0),
           most_others = cor_par(p, SYS, P_MOST_NOT_FOUND, 0);
    double drowned = p->m->crossings[crossing].river ? cor_par(p, SYS, P_DROWNED, 0) : 0;
    double land = on_land(p, month, crossing, drowned), late = x->remote ? cor_par(p, SYS, P_LATE, 0) : 0;
    double recorded = cor_clamp(drowned + land, 0, most), later = cor_clamp(land, 0, recorded) * late;
    at[HARM_FOUND] = recorded - later;
    at[HARM_NOT_FOUND] = cor_clamp(recorded * others, 0, most_others) + later;
    at[HARM_DROWNED] = cor_clamp(drowned, 0, most);
    at[HARM_DROWNED_NOT_FOUND] = cor_clamp(at[HARM_DROWNED] * others, 0, most_others);
    at[HARM_RESCUED] = cor_clamp(2 * x->remoteness * cor_par(p, SYS, P_RESCUE, 0) * cor_dropped_harm(p, crossing), 0,
                                 cor_par(p, SYS, P_MOST_RESCUED, 0));
}

/* Chance of a day of being extorted, hazards times a factor. */
static double extortion(const mdl_member *p, int place, double factor) {
    double danger = p->m->s->places[place].danger * factor / 7;
    return cor_clamp(danger * p->m->places[place].robbery * cor_par(p, SYS, P_EXTORT, 0), 0,
                     cor_par(p, SYS, P_MOST_EXTORTED, 0));
}

static int prepare(mdl_member *p) {
    const mdl_model *m = p->m;
    double *at = cor_aux_put(p, own(m)->crossings), *way = cor_aux_put(p, own(m)->way);
    double *extorted = cor_aux_put(p, own(m)->extorted), *walking = cor_aux_put(p, own(m)->in_a_caravan);
    double *kidnapped = cor_aux_put(p, own(m)->kidnapped);
    if (!at || !way || !extorted || !walking || !kidnapped)
        return ENG_ERR_OWNER;
    int month = month_of_year(p->day);
    for (int c = 0; c < m->s->ncrossings; c++, at += HARM_KINDS)
        at_crossing(p, month, c, at);
    way[0] = cor_par(p, SYS, P_ROAD, 0);
    way[2] = cor_par(p, SYS, P_MOST_WAY, 0);
    way[1] = way[0] * (cor_par(p, SYS, P_UNDERCOUNT, 0) - 1);
    for (int i = 0; i < m->s->nplaces; i++) {
        extorted[i] = extortion(p, i, 1);
        walking[i] = extortion(p, i, cor_par(p, SYS, P_CARAVAN, 0));
        kidnapped[i] = cor_clamp(m->s->places[i].danger / 7 * cor_par(p, SYS, P_KIDNAP, 0), 0,
                                 cor_par(p, SYS, P_MOST_KIDNAPPED, 0));
    }
    return ENG_OK;
}

/* Of the many stocks of shape ND the people are added by class, and joined by nationality once. */
static int count(mdl_model *m) {
    int status = ENG_OK;
    own(m)->robbed = cor_sums(m, m->nd);
    own(m)->died = cor_sums(m, m->nd);
    for (int k = 0; k < m->s->nsectors && !status; k++)
        status = cor_series_flow(m, statistics_ids(m)->series.recorded, k, own(m)->found[k], 1, ENG_NO_FACTOR);
    for (int i = 0; i < m->exposed.n && !status; i++) {
        const cor_exposed *x = &m->exposed.of[i];
        status = x->per == 1 ? cor_sum_flow(m, own(m)->robbed, x->extorted, 1)
                             : cor_series_flow(m, own(m)->series.extortion, 0, x->extorted, x->per, ENG_NO_FACTOR);
        if (!status)
            status = cor_series_flow(m, own(m)->series.kidnappings, x->city, x->kidnapped, x->per, ENG_NO_FACTOR);
    }
    for (int i = 0; i < m->s->nplaces && !status; i++)
        if (!(status = cor_sum_flow(m, own(m)->died, m->places[i].died_found, 1)))
            status = cor_sum_flow(m, own(m)->died, m->places[i].died_not_found, 1);
    return status;
}

static int record(void *member, const eng_world *w) {
    mdl_member *p = member;
    if (!p->record)
        return ENG_OK;
    const double *sums = cor_counted(p, w);
    cor_count_people(p, own(p->m)->series.extortion, 0, sums + own(p->m)->robbed);
    cor_count_people(p, own(p->m)->series.on_the_way, 0, sums + own(p->m)->died);
    return ENG_OK;
}

/* Off: nobody dies, is rescued, kidnapped or robbed. */
static const mdl_setting OFF[] = {{"harm.death_scale", 0},         {"harm.drowned", 0},
                                  {"harm.road_death_scale", 0},    {"harm.rescues_per_evader", 0},
                                  {"harm.kidnapping_per_week", 0}, {"harm.extortion_per_week", 0},
                                  {"harm.remains_at_start", 0},    {.path = NULL}};

static const cor_series SERIES[] = {
    {.id = offsetof(struct harm_ids, series.on_the_way),
     .at = 41,
     .name = COR_SERIES_DEATHS_ON_THE_WAY,
     .unit = "people",
     .meaning = "Deaths on the way to the border, found or not",
     .sum = SERIES_SUM,
     .harm = 1,
     .by_nationality = 1,
     .shown = {.headline = 1}},
    {.id = offsetof(struct harm_ids, series.kidnappings),
     .at = 43,
     .name = COR_SERIES_KIDNAPPINGS,
     .unit = "people",
     .meaning = "People kidnapped while waiting at the border",
     .sum = SERIES_SUM,
     .harm = 1,
     .places = PLACES_CITIES,
     .by_nationality = 1,
     .shown = {.heading = "Kidnappings", .column = "kidnapped", .order = 20, .headline = 1, .layers = 1}},
    {.id = offsetof(struct harm_ids, series.extortion),
     .at = 44,
     .name = COR_SERIES_EXTORTION,
     .unit = "events",
     .meaning = "People extorted or robbed on the way and while waiting",
     .sum = SERIES_SUM,
     .harm = 1,
     .by_nationality = 1,
     .shown = {.heading = "Acts of extortion", .column = "extorted", .order = 21, .headline = 1}},
    {.name = NULL}};

const cor_system cor_harm = {.name = "harm",
                             .part = "S19",
                             .ids = sizeof(struct harm_ids),
                             .series = SERIES,
                             .off = OFF,
                             .parameters = PARAMETERS,
                             .nparameters = P_COUNT,
                             .declare_stocks = declare_stocks,
                             .declare_flows = declare_flows,
                             .turn = 3,
                             .prepare = prepare,
                             .decide = decide,
                             .count = count,
                             .record = record,
                             .start = start};
