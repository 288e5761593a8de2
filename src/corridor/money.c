/* Money (ours): what a day of the corridor costs, by whom on what. It reads flows and stocks, multiplies them by
 * declared unit costs and adds them to the series money_spent; nothing in this file moves anybody or draws a number.
 * Who can pay for the next step, and moves on or waits by it: money_purses.c.
 *
 * 1. United States: agents of the sectors a day; people in custody, in detention and minors in care, each for a day;
 *    people flown home from custody, and foreigners removed from detention; beds of interior cities; aid to origins.
 * 2. Mexico: staff of enforcement, as many as the effort ordered takes (checkpoints.c); people in stations or waiting
 *    there for a flight, for a day; buses south; returns (repatriation.c records what its budget pays).
 * 3. People: legs of the way by mode (guided, or others), with what those seen on the way paid too; fees at the line,
 *    of which those who turn themselves in pay a share; bribes; extortion; ransoms.
 *
 * A person's fare is paid on the day he or she sets out on the leg. Fees at the line move with the price of a guided
 * crossing (smugglers.c); fares of smugglers on the way are those of legs.csv. Not here: courts, ports, walls, and the
 * goods held up at closed bridges (trade.c has a series).
 */
#include "corridor/aid.h"
#include "corridor/checkpoints.h"
#include "corridor/crossing.h"
#include "corridor/decompression.h"
#include "corridor/institutions.h"
#include "corridor/interior.h"
#include "corridor/minors.h"
#include "corridor/money_parts.h"
#include "corridor/processing.h"
#include "corridor/smugglers.h"
#include "corridor/stations.h"
#include "corridor/statistics.h"

static const par_decl PARAMETERS[] = {
    [P_AGENT] = {"money.us_agent_usd", "USD/day", 480, 0, 5000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7,
                 .prior_high = 1.5, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                 .meaning = "A day of a Border Patrol agent on the rolls, all told",
                 .source = "our judgement: pay, benefits and equipment of about 175,000 USD a year"},
    [P_CUSTODY] = {"money.us_custody_usd", "USD/person-day", 150, 0, 5000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                   .prior_high = 1.7, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                   .meaning = "A day of a person in Border Patrol custody, without agents' time",
                   .source = "our judgement: as a detention bed"},
    [P_DETENTION] = {"money.us_detention_usd", "USD/person-day", 150, 0, 5000, .prior = PRIOR_LOGNORMAL,
                     .prior_low = 0.8, .prior_high = 1.25, .kind = PAR_STRUCTURE, .confidence = CONF_UNVERIFIED,
                     .meaning = "A day of a person in ICE detention",
                     .source = "ICE budget requests: about 130 to 160 USD a bed and day [general knowledge]"},
    [P_CARE] =
        {"money.us_care_usd", "USD/person-day", 290, 0, 5000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.8,
         .prior_high = 1.6, .kind = PAR_STRUCTURE, .confidence = CONF_UNVERIFIED,
         .meaning = "A day of an unaccompanied minor in care",
         .source =
             "press, April 2021: 290 USD a day in permanent shelters, 775 in emergency sites [general knowledge]"},
    [P_FLIGHT] = {"money.us_flight_usd", "USD/person", 1978, 0, 20000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.76,
                  .prior_high = 1.26, .kind = PAR_STRUCTURE, .confidence = CONF_SOURCE,
                  .meaning = "A person flown home by the US",
                  .source = "ICE by way of latinoreport.com: 1,978 USD a person (2016); 1,500 to 2,500"},
    [P_BED] = {"money.us_interior_bed_usd", "USD/person-day", 130, 0, 5000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
               .prior_high = 1.7, .kind = PAR_STRUCTURE, .confidence = CONF_UNVERIFIED,
               .meaning = "A day of a person in a shelter of an interior city",
               .source = "press, 2023: New York counts about 380 USD a household and night [general knowledge]; three "
                         "people each"},
    [P_STAFF_USD] = {"money.mexico_staff_usd", "USD/day", 40, 0, 1000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                     .prior_high = 1.7, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                     .meaning = "A day of one of them, all told", .source = "our judgement"},
    [P_STATION] = {"money.mexico_station_usd", "USD/person-day", 30, 0, 1000, .prior = PRIOR_LOGNORMAL,
                   .prior_low = 0.6, .prior_high = 1.7, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                   .meaning = "A day of a person in a station", .source = "our judgement"},
    [P_BUS_SOUTH] = {"money.mexico_bus_south_usd", "USD/person", 80, 0, 1000, .prior = PRIOR_LOGNORMAL,
                     .prior_low = 0.6, .prior_high = 1.7, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                     .meaning = "A person taken by bus from the north or the centre to the far south",
                     .source = "our judgement: a hired bus of 45 for two to three days"},
    [P_BRIBE] = {"money.bribe_usd", "USD/event", 80, 0, 5000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                 .prior_high = 2, .kind = PAR_STRUCTURE, .confidence = CONF_SOURCE,
                 .meaning = "What is paid at a checkpoint to pass",
                 .source = "press: 500 to 2,000 MXN for a bus stop near Reynosa"},
    [P_EXTORTION] = {"money.extortion_usd", "USD/event", 200, 0, 20000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                     .prior_high = 2, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                     .meaning = "What is taken when a person is extorted or robbed",
                     .source = "Injury Epidemiology by way of latintimes: 804 USD a victim on the whole way; four "
                               "times on a way, our judgement"},
    [P_RANSOM] = {"money.ransom_usd", "USD/person", 2500, 0, 100000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.4,
                  .prior_high = 2.5, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                  .meaning = "What is paid to set a kidnapped person free",
                  .source = "our judgement: no base rate was found"},
    [P_PURSE] = {"money.purse_usd", "USD/person", 2900, 1, 1e6, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                 .prior_high = 1.7, .who = WHO_NATIONALITY, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "What a person who sets out has, or is lent, for the way",
                 .source = "MPI, WFP and MIT, November 2021: 2,900 USD is the mean cost of the way without a smuggler; "
                           "that people set out with as much, our judgement"},
    [P_EARNS] = {"money.earns_usd", "USD/day", 12, 0, 1000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5, .prior_high = 2,
                 .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "What those who cannot pay for the next step earn, or are sent, in a day",
                 .source = "our judgement: about Mexico's minimum wage of 2023"},
    [P_PRICE_DAYS] = {"money.price_days", "days", 14, 1, 365, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                      .meaning = "Days of the mean of prices paid, and of the shortage that usual stays hold already",
                      .source = "our judgement"},
    [P_BACK] = {"money.turns_back", "1/day", 0.002, 0, 0.1, .prior = PRIOR_LOGNORMAL, .prior_low = 0.3, .prior_high = 3,
                .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Rate at which those on the way who cannot pay turn back",
                .source = "our judgement: as those at the line who give up"},
    [P_BIND] = {"money.purses_bind", "share", 0, 0, 1, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                .meaning = "Share of the shortage of money that keeps people from going on; 0: everybody can pay",
                .source =
                    "our judgement: at 1, with what purses are judged to hold, three in four more wait than without, "
                    "and asylum in Mexico, events there and the Darien fit worse (rows that may set)"},
    [P_COUNT] = {.path = NULL}};

static const char *const NAMES[SPENDERS] = {
    [US_AGENTS] = "US: Border Patrol agents", [US_CUSTODY] = "US: custody",
    [US_DETENTION] = "US: detention",         [US_CARE] = "US: care of minors",
    [US_FLIGHTS] = "US: removal flights",     [US_INTERIOR] = "US: shelter in interior cities",
    [US_AID] = "US: aid to origins",          [MX_STAFF] = "Mexico: enforcement personnel",
    [MX_STATIONS] = "Mexico: stations",       [MX_BUSES] = "Mexico: buses south",
    [MX_RETURNS] = "Mexico: returns",         [PEOPLE_SMUGGLERS] = "people: smugglers",
    [PEOPLE_FARES] = "people: other fares",   [PEOPLE_BRIBES] = "people: bribes and extortion",
    [PEOPLE_RANSOMS] = "people: ransoms",
};

/* In a corridor elsewhere. */
static const char *const ELSEWHERE[SPENDERS] = {
    [US_AGENTS] = "destination: agents",
    [US_CUSTODY] = "destination: custody",
    [US_DETENTION] = "destination: detention",
    [US_CARE] = "destination: care of minors",
    [US_FLIGHTS] = "destination: removal flights",
    [US_INTERIOR] = "destination: shelter in interior cities",
    [US_AID] = "destination: aid to origins",
    [MX_STAFF] = "way: enforcement personnel",
    [MX_STATIONS] = "way: stations",
    [MX_BUSES] = "way: buses back",
    [MX_RETURNS] = "way: returns",
    [PEOPLE_SMUGGLERS] = "people: smugglers",
    [PEOPLE_FARES] = "people: other fares",
    [PEOPLE_BRIBES] = "people: bribes and extortion",
    [PEOPLE_RANSOMS] = "people: ransoms",
};

static int declare_stocks(mdl_model *m, int system) {
    const char **names = cor_room(m, SPENDERS, sizeof(const char *));
    if (!names)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < SPENDERS; i++)
        names[i] = cor_at_home(m->s) ? NAMES[i] : ELSEWHERE[i];
    own(m)->n = SPENDERS;
    own(m)->names = names;
    return cor_purses_declare(m, system);
}

static double moved(const eng_world *w, int flow) { return flow < 0 ? 0 : eng_moved_total(w, flow); }

static double people(const eng_world *w, int stock) { return stock < 0 ? 0 : eng_total(w, stock); }

static void united_states(const mdl_member *p, const eng_world *w) {
    const mdl_model *m = p->m;
    double agents = 0, custody = 0, beds = 0; /* Mexicans are removed over land */
    double flown = cor_foreigners(p, eng_moved_view(w, processing_ids(m)->detained_removed, p->nda));
    for (int k = 0; k < m->s->nsectors; k++) {
        agents += cor_agents(p, k);
        custody += people(w, processing_ids(m)->custody[k]) + people(w, processing_ids(m)->processed[k]) +
                   cor_minors_waiting(p, k);
        flown += moved(w, processing_ids(m)->out[OUT_FLOWN][k]);
    }
    custody +=
        people(w, processing_ids(m)->transfer) + cor_minors_waiting(p, m->s->nsectors); /* between sectors, at ports */
    for (int c = 0; c < interior_ids(m)->n; c++)
        beds += people(w, interior_ids(m)->shelter[c]);
    cor_count(p, own(p->m)->series.spent, US_AGENTS, cor_par(p, SYS, P_AGENT, 0) * agents);
    cor_count(p, own(p->m)->series.spent, US_CUSTODY, cor_par(p, SYS, P_CUSTODY, 0) * custody);
    cor_count(p, own(p->m)->series.spent, US_DETENTION,
              cor_par(p, SYS, P_DETENTION, 0) * people(w, processing_ids(m)->detained));
    cor_count(p, own(p->m)->series.spent, US_CARE, cor_par(p, SYS, P_CARE, 0) * cor_minors_in_care(p));
    cor_count(p, own(p->m)->series.spent, US_FLIGHTS, cor_par(p, SYS, P_FLIGHT, 0) * flown);
    cor_count(p, own(p->m)->series.spent, US_INTERIOR, cor_par(p, SYS, P_BED, 0) * beds);
    cor_count(p, own(p->m)->series.spent, US_AID, cor_aid_usd_per_day(p));
}

static void mexico(const mdl_member *p, const eng_world *w) {
    const mdl_model *m = p->m;
    double held = 0, bused = 0;
    for (int i = 0; i < m->s->nstations; i++)
        held += people(w, stations_ids(m)->stock[i]) + people(w, stations_ids(m)->queue[i]);
    for (int i = 0; i < m->s->nplaces; i++)
        bused += moved(w, decompression_ids(m)->taken[i]);
    cor_count(p, own(p->m)->series.spent, MX_STAFF, cor_par(p, SYS, P_STAFF_USD, 0) * cor_mexican_staff(p));
    cor_count(p, own(p->m)->series.spent, MX_STATIONS, cor_par(p, SYS, P_STATION, 0) * held);
    cor_count(p, own(p->m)->series.spent, MX_BUSES, cor_par(p, SYS, P_BUS_SOUTH, 0) * bused);
}

static void on_the_way(const mdl_member *p, const eng_world *w) {
    const mdl_model *m = p->m;
    double guided = 0, fares = 0, bribes = 0;
    for (int l = 0; l < m->s->nlegs; l++) {
        double pay = moved(w, m->legs[l].pays),
               all = eng_moved_total(w, m->legs[l].free) + pay + moved(w, m->legs[l].held);
        if (m->legs[l].guided)
            guided += all * m->s->legs[l].cost_usd;
        else
            fares += all * m->s->legs[l].cost_usd;
        bribes += pay * cor_par(p, SYS, P_BRIBE, 0);
    }
    cor_count(p, own(p->m)->series.spent, PEOPLE_SMUGGLERS, guided);
    cor_count(p, own(p->m)->series.spent, PEOPLE_FARES, fares);
    cor_count(p, own(p->m)->series.spent, PEOPLE_BRIBES, bribes);
}

static void at_the_line(const mdl_member *p, const eng_world *w) {
    const mdl_model *m = p->m;
    double fees = 0, extorted = 0, kidnapped = 0;
    for (int i = 0; i < m->exposed.n; i++) {
        extorted += eng_moved_total(w, m->exposed.of[i].extorted);
        kidnapped += moved(w, m->exposed.of[i].kidnapped);
    }
    for (int c = 0; c < m->s->ncrossings; c++) {
        double paid = 0; /* whole fees */
        for (int how = 0; how < TRY_COUNT; how++) {
            double people =
                eng_moved_total(w, m->crossings[c].first[how]) + eng_moved_total(w, m->crossings[c].again[how]);
            paid += how < TRY_CAUGHT ? cor_turn_in_fee(p) * people : people;
        }
        fees += m->s->crossings[c].cost_usd * cor_smuggler_price(p, m->crossings[c].sector) * paid;
    }
    cor_count(p, own(p->m)->series.spent, PEOPLE_SMUGGLERS, fees);
    cor_count(p, own(p->m)->series.spent, PEOPLE_BRIBES, cor_par(p, SYS, P_EXTORTION, 0) * extorted);
    cor_count(p, own(p->m)->series.spent, PEOPLE_RANSOMS, cor_par(p, SYS, P_RANSOM, 0) * kidnapped);
}

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    if (!cor_asked(p, own(p->m)->series.spent))
        return ENG_OK;
    united_states(p, w);
    mexico(p, w);
    on_the_way(p, w);
    at_the_line(p, w);
    return ENG_OK;
}

/* Off: nothing is reckoned, and everybody can pay. What is left are prices of other parts, which people's choices read:
 * fares and fees (legs.csv, crossings.csv), returns (repatriation.c), aid (aid.c). */
static const mdl_setting OFF[] = {{"money.us_agent_usd", 0},         {"money.us_custody_usd", 0},
                                  {"money.us_detention_usd", 0},     {"money.us_care_usd", 0},
                                  {"money.us_flight_usd", 0},        {"money.us_interior_bed_usd", 0},
                                  {"money.mexico_staff_usd", 0},     {"money.mexico_station_usd", 0},
                                  {"money.mexico_bus_south_usd", 0}, {"money.bribe_usd", 0},
                                  {"money.extortion_usd", 0},        {"money.ransom_usd", 0},
                                  {"money.purses_bind", 0},          {.path = NULL}};

static const cor_series SERIES[] = {
    {.id = offsetof(struct money_ids, series.spent),
     .at = 38,
     .name = "money_spent",
     .unit = "USD",
     .meaning = "Money spent, by whom on what",
     .sum = SERIES_SUM,
     .ledger = 1,
     .places = PLACES_SPENDERS,
     .of = HAS_MONEY + 1,
     .shown = {.heading = "Money spent, USD", .order = 36, .section = MDL_GOVERNMENTS, .told = MDL_LATER}},
    {.name = NULL}};

const cor_system cor_money = {.name = "money",
                              .part = "ours",
                              .ids = sizeof(struct money_ids),
                              .series = SERIES,
                              .off = OFF,
                              .nobody =
                                  "what is spent is told; purses hold nobody up unless money.purses_bind is above 0",
                              .parameters = PARAMETERS,
                              .nparameters = P_COUNT,
                              .declare_stocks = declare_stocks,
                              .prepare = cor_purses_prepare,
                              .decide = cor_purses_decide,
                              .record = record,
                              .start = cor_purses_start};
