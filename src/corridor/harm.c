/* Harm (S19): deaths, rescues, kidnapping and extortion as hazards of those exposed, by place, season and way.
 *
 * 1. Deaths at a crossing: recorded deaths per evader = the leg's rate * exp(eta * heat above a threshold) * noise of
 * the day (gamma: counts are negative binomial). Those who evade are the denominator, not all encountered. Heat: mean
 * daily maximum of the month plus the excess of a hot day. A river is crossed by all: of those who turn themselves in
 * on its other bank some drown.
 * 2. For every death found there are others: a factor on the recorded, with a wide range.
 *    On remote legs both rates grow with the share of people whom smugglers dropped short (smugglers.c).
 * 3. Those who wait or go on at a place are extorted and, at the border, kidnapped at weekly hazards times the danger
 * of the place, on the road as the mean robbery of the legs that lead there. Every stock of people who are at large in
 *    Mexico or on the way to it is named by its owner (exposed.c): who waits on a list, or for a hearing, or
 *    after a return, is no safer than who waits to cross. An act of extortion lets people stand where they are; the
 *    kidnapped are taken to waiting.c's hostages. Not exposed: those in the hands of either state.
 */
#include "corridor/harm.h"
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
    [P_SCALE] = {"harm.death_scale", "factor", 1, 0, 20, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7, .prior_high = 1.4,
                 .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Recorded deaths of evaders, against the rates of crossings.csv",
                 .source = "CBP 254 (FY20), 565 (FY21), over 890 (FY22)"},
    [P_ETA] = {"harm.heat", "1/degree", 0.13, 0, 1, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7, .prior_high = 1.4,
               .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
               .meaning = "Log rise of deaths for each degree above harm.heat_from",
               .source = "IOM MMP, deaths by month of 2018, 2020 and 2022; tests/cmd_us_mexico_derived.sh"},
    [P_HOT] = {"harm.hot_day_excess", "degrees", 3, 0, 15, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
               .meaning = "How far hot days stand above the month's mean maximum", .source = "our judgement"},
    [P_DROWNED] = {"harm.drowned", "share", 0.0003, 0, 0.01, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                   .prior_high = 1.7, .kind = PAR_BEHAVIOUR, .confidence = CONF_SOURCE,
                   .meaning = "Drowned and recorded, of those who cross a river and turn themselves in",
                   .source = "IOM MMP: drownings of 2018, 2020 and 2022, for each encounter in Del Rio, Laredo and "
                             "Rio Grande Valley (CBP) in these years; tests/cmd_us_mexico_derived.sh"},
    [P_UNDERCOUNT] = {"harm.undercount", "deaths per recorded", 2.5, 1, 10, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                      .prior_high = 2, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                      .meaning = "Deaths for each recorded death",
                      .source = "all sources call their counts minima: 1.5 to 5"},
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
    [P_HEAT_FROM] = {"harm.heat_from", "degrees C", 34, 20, 50, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
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

static int declare_stocks(mdl_model *m, int system) {
    (void)system;
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

static int start(mdl_member *p) { return eng_world_noise_set(p->w, own(p->m)->noise, cor_par(p, SYS, P_NOISE, 0), 1); }

static int month_of_year(int64_t day) { return month_of_day(day) % 12; }

/* Shares of those who evade at a crossing who die or are rescued, and of those who turn themselves in who drown. */
static void at_crossing(const mdl_member *p, int month, int crossing, double *at) {
    const scn_crossing *x = &p->m->s->crossings[crossing];
    const scn_sector *s = &p->m->s->sectors[x->sector];
    double heat = s->tmax_c[month] + cor_par(p, SYS, P_HOT, 0) - cor_par(p, SYS, P_HEAT_FROM, 0);
    double water = x->remote ? cor_par(p, SYS, P_WATER, x->sector) : 1;
    double rate = x->deaths_per_100k * 1e-5 * cor_par(p, SYS, P_SCALE, 0) *
                  det_exp(cor_par(p, SYS, P_ETA, 0) * (heat > 0 ? heat : 0)) *
                  eng_noise(p->w, own(p->m)->noise, x->sector) * water * cor_dropped_harm(p, crossing);
    double drowned = p->m->crossings[crossing].river ? cor_par(p, SYS, P_DROWNED, 0) * cor_par(p, SYS, P_SCALE, 0) : 0;
    double others = cor_par(p, SYS, P_UNDERCOUNT, 0) - 1, most = cor_par(p, SYS, P_MOST_FOUND, 0),
           most_others = cor_par(p, SYS, P_MOST_NOT_FOUND, 0);
    at[HARM_FOUND] = cor_clamp(rate, 0, most);
    at[HARM_NOT_FOUND] = cor_clamp(at[HARM_FOUND] * others, 0, most_others);
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
static const mdl_setting OFF[] = {{"harm.death_scale", 0},        {"harm.road_death_scale", 0},
                                  {"harm.rescues_per_evader", 0}, {"harm.kidnapping_per_week", 0},
                                  {"harm.extortion_per_week", 0}, {.path = NULL}};

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
                             .turn = 3,
                             .prepare = prepare,
                             .count = count,
                             .record = record,
                             .start = start};
