/* Interior cities of the United States (S18): where those released and admitted go, who of them needs a bed, and how
 * full the cities' shelters are.
 *
 * 1. Those released (processing.c) and admitted at ports (ports.c) set out for a city; on arrival they are told apart
 *    by city, for one day.
 * 2. Destinations: shares by nationality. Buses paid by Texas take so many people a day to chosen cities, at most
 *    bus_most of a day's arrivals: share = (1 - f) own share + f * the city's part of the buses, f = on buses /
 * arrivals. Unaccompanied minors go to sponsors: no bus, no bed. Those who come by themselves turn from a city whose
 * shelters are full to others: its share falls by 1 / (1 + turns_away * people above one a bed).
 * 3. Of those who come by themselves need_share * need_group * the city's factor need a bed, of those bused need_bused.
 * They stay stay_days on the mean. A limit of stay (30 and 60 days in New York) ends the stay of limit_effect of them
 * at the limit; the others come back in. With more people than beds they leave faster, by crowding.
 * 4. Who needs no bed, and who leaves a shelter, joins the docket after filing_days on the mean (courts.c): cases are
 * filed with the court months after a release.
 * Who needs a bed and finds none (police stations, floors, queues) is counted in the city's shelters: occupancy is
 * people who need a bed for each bed, and can be above 1. People who lived in the city before are not counted, nor
 * their beds.
 */
#include "corridor/interior.h"
#include "corridor/courts.h"
#include "corridor/statistics.h"

#define SYS SYS_INTERIOR

static struct interior_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum { NEW_YORK, CHICAGO, DENVER, BOSTON, PHILADELPHIA, MIAMI, LOS_ANGELES, HOUSTON, ELSEWHERE, CITIES };
enum { MINOR = DEMO_MINOR };
static const char *const NAMES[CITIES] = {[NEW_YORK] = "New York",
                                          [CHICAGO] = "Chicago",
                                          [DENVER] = "Denver",
                                          [BOSTON] = "Boston",
                                          [PHILADELPHIA] = "Philadelphia and Washington",
                                          [MIAMI] = "Miami",
                                          [LOS_ANGELES] = "Los Angeles",
                                          [HOUSTON] = "Houston",
                                          [ELSEWHERE] = "Elsewhere"};

enum { C_SHARE, C_BEDS, C_BUSES, C_STAY, C_LIMIT, C_NEED, C_COUNT }; /* of each city */
enum {
    P_NEED = CITIES * C_COUNT,
    P_NEED_BUSED,
    P_NEED_GROUP,
    P_BUS_MOST,
    P_TRAVEL,
    P_FILING,
    P_LIMIT_EFFECT,
    P_CROWDING,
    P_TURNS_AWAY,
    P_COUNT
};

#define BEDS_BEFORE "vacant places in the city's shelters before 2022, our judgement; later: schedule.csv"

#define OF_CITY(city, k, path, unit, value, low, high, ...)                                                            \
    [(city)*C_COUNT + (k)] = {"us.interior." path, unit, value, low, high, __VA_ARGS__}
#define CITY(city, slug, name, share, beds, beds_source, stay, need)                                                   \
    OF_CITY(city, C_SHARE, slug ".share", "weight", share, 0, 1, .who = WHO_NATIONALITY, .kind = PAR_BEHAVIOUR,        \
            .confidence = CONF_JUDGEMENT, .meaning = "Weight of " name " among destinations of those released",        \
            .source = "our judgement, after pending cases by state (TRAC) and where their countrymen live"),           \
        OF_CITY(city, C_BEDS, slug ".beds", "beds", beds, 0, 1e6, .kind = PAR_POLICY, .confidence = CONF_UNVERIFIED,   \
                .meaning = "Beds for new arrivals in shelters of " name, .source = beds_source),                       \
        OF_CITY(city, C_BUSES, slug ".buses", "people/day", 0, 0, 10000, .kind = PAR_POLICY,                           \
                .confidence = CONF_SOURCE, .meaning = "People a day taken by bus from Texas to " name,                 \
                .source = "Governor of Texas, running totals 2022 to 2024, see schedule.csv"),                         \
        OF_CITY(city, C_STAY, slug ".stay_days", "days", stay, 1, 1000, .kind = PAR_STRUCTURE,                         \
                .confidence = CONF_JUDGEMENT, .meaning = "Mean stay in a shelter of " name " without a limit",         \
                .source = "our judgement"),                                                                            \
        OF_CITY(city, C_LIMIT, slug ".limit_days", "days", 0, 0, 1000, .who = WHO_DEMOGRAPHIC, .kind = PAR_POLICY,     \
                .confidence = CONF_SOURCE, .meaning = "Limit of a stay in shelters of " name "; 0: none",              \
                .source = "city rules, see schedule.csv"),                                                             \
        OF_CITY(                                                                                                       \
            city, C_NEED, slug ".need_factor", "factor", need, 0, 10, .kind = PAR_STRUCTURE,                           \
            .confidence = CONF_JUDGEMENT,                                                                              \
            .meaning = "Need of a bed in " name ", against the mean of those who go there",                            \
            .source =                                                                                                  \
                "our judgement: right to shelter, relatives already there; sized by people in shelters, autumn 2023")

static const par_decl PARAMETERS[] = {
    CITY(NEW_YORK, "new_york", "New York", 0.1, 5000, BEDS_BEFORE, 240, 1.8),
    CITY(CHICAGO, "chicago", "Chicago", 0.04, 2000, BEDS_BEFORE, 150, 1.05),
    CITY(DENVER, "denver", "Denver", 0.02, 800, BEDS_BEFORE, 30, 1.9),
    CITY(BOSTON, "boston", "Boston", 0.04, 3000, BEDS_BEFORE, 300, 1.35),
    CITY(PHILADELPHIA, "philadelphia_washington", "Philadelphia and Washington", 0.07, 1000, BEDS_BEFORE, 90, 0.3),
    CITY(MIAMI, "miami", "Miami", 0.15, 2000, "our judgement", 30, 0.1),
    CITY(LOS_ANGELES, "los_angeles", "Los Angeles", 0.12, 1500, "our judgement", 30, 0.15),
    CITY(HOUSTON, "houston", "Houston", 0.1, 1500, "our judgement", 20, 0.15),
    CITY(ELSEWHERE, "elsewhere", "other places", 0.36, 10000, "our judgement", 30, 0.15),
    [P_NEED] = {"us.interior.need_share", "share", 0.15, 0, 1, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                .prior_high = 1.6, .who = WHO_NATIONALITY, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Share of those who come by themselves who need a bed",
                .source = "our judgement: few relatives in the country for Venezuelans, many for Mexicans and Cubans; "
                          "parameters.csv"},
    [P_NEED_BUSED] = {"us.interior.need_bused", "share", 0.7, 0, 1, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                      .meaning = "Share of those bused who need a bed",
                      .source = "our judgement: who has relatives takes another way"},
    [P_NEED_GROUP] = {"us.interior.need_group", "factor", 1, 0, 5, .who = WHO_DEMOGRAPHIC, .kind = PAR_STRUCTURE,
                      .confidence = CONF_JUDGEMENT, .meaning = "Need of a bed by demographic group, against the mean",
                      .source = "New York, 2023: most of those in care were families with children; parameters.csv"},
    [P_BUS_MOST] = {"us.interior.bus_most", "share", 0.3, 0, 1, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                    .meaning = "Most of a day's arrivals who can be on buses from Texas", .source = "our judgement"},
    [P_TRAVEL] = {"us.interior.travel_days", "days", 7, 1, 365, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                  .meaning = "Mean days from release to a city", .source = "our judgement"},
    [P_FILING] = {"us.interior.filing_days", "days", 22, 1, 1000, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                  .meaning = "Mean days from arrival, or from the end of a stay in a shelter, to the docket",
                  .source = "our judgement: thirty days from release in all; schedule.csv"},
    [P_LIMIT_EFFECT] = {"us.interior.limit_effect", "share", 0.5, 0, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.3,
                        .prior_high = 0.3, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                        .meaning = "Of those whose stay ends by a limit, share who do not come back in",
                        .source = "our judgement; New York said about half, spring 2024"},
    [P_CROWDING] = {"us.interior.crowding", "1/(people/bed)", 0.5, 0, 10, .kind = PAR_BEHAVIOUR,
                    .confidence = CONF_JUDGEMENT,
                    .meaning = "How much faster people leave shelters for each person a bed above 1",
                    .source = "our judgement"},
    [P_TURNS_AWAY] = {"us.interior.turns_away", "1/(people/bed)", 0.5, 0, 10, .prior = PRIOR_LOGNORMAL,
                      .prior_low = 0.4, .prior_high = 2.5, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                      .meaning = "How far those who come by themselves turn from a city to others for each person a "
                                 "bed above 1",
                      .source = "our judgement"},
    [P_COUNT] = {.path = NULL}};

static const mdl_setting OFF[] = {{"us.interior.need_share", 0}, {"us.interior.need_bused", 0}, {NULL, 0}};

static double of_city(const mdl_member *p, int city, int k, int i) { return cor_par(p, SYS, city * C_COUNT + k, i); }

static int declare_stocks(mdl_model *m, int system) {
    char name[200];
    own(m)->n = CITIES;
    own(m)->names = cor_room(m, CITIES, sizeof(const char *));
    own(m)->shelter = cor_ids(m, CITIES);
    if (!own(m)->names || !own(m)->shelter)
        return ENG_ERR_MEMORY;
    for (int c = 0; c < CITIES; c++) {
        own(m)->names[c] = NAMES[c];
        (void)cor_name(name, sizeof name, "needs a bed in %s", NAMES[c]);
        if ((own(m)->shelter[c] = eng_stock(m->e, system, name, m->ND, ENG_POOL, 0)) < 0)
            return own(m)->shelter[c];
    }
    if ((own(m)->sets_out = cor_auxiliary(m, SYS, "chance of setting out for a city", 1)) < 0)
        return own(m)->sets_out;
    if ((own(m)->beds = cor_auxiliary(m, SYS, "people without a bed in interior cities, and beds", 2)) < 0)
        return own(m)->beds;
    own(m)->settled = eng_stock(m->e, system, "in a US city, case not yet filed", m->ND, ENG_POOL, 0);
    return own(m)->arriving = eng_stock(m->e, system, "arriving in US cities", m->ND, ENG_POOL, 0);
}

static int declare_flows(mdl_model *m, int system) {
    char name[200];
    (void)system;
    own(m)->to_shelter = cor_ids(m, CITIES);
    own(m)->to_settle = cor_ids(m, CITIES);
    own(m)->leave = cor_ids(m, CITIES);
    if (!own(m)->to_shelter || !own(m)->to_settle || !own(m)->leave)
        return ENG_ERR_MEMORY;
    for (int c = 0; c < CITIES; c++) {
        (void)cor_name(name, sizeof name, "arrives in %s, needs a bed", NAMES[c]);
        own(m)->to_shelter[c] = eng_flow(m->e, name, own(m)->arriving, own(m)->shelter[c], NULL);
        (void)cor_name(name, sizeof name, "arrives in %s, has a place", NAMES[c]);
        own(m)->to_settle[c] = eng_flow(m->e, name, own(m)->arriving, own(m)->settled, NULL);
        (void)cor_name(name, sizeof name, "leaves a shelter of %s", NAMES[c]);
        own(m)->leave[c] = eng_flow(m->e, name, own(m)->shelter[c], own(m)->settled, NULL);
        if (own(m)->to_shelter[c] < 0 || own(m)->to_settle[c] < 0 || own(m)->leave[c] < 0)
            return ENG_ERR_DECLARE;
    }
    return own(m)->files = eng_flow(m->e, "in a US city > docket", own(m)->settled, courts_ids(m)->docket, NULL);
}

static int prepare(mdl_member *p) {
    double *sets_out = cor_aux_put(p, own(p->m)->sets_out);
    double *beds = cor_aux_put(p, own(p->m)->beds);
    if (!sets_out || !beds)
        return ENG_ERR_OWNER;
    beds[0] = beds[1] = 0;
    for (int c = 0; c < CITIES; c++) {
        double here = of_city(p, c, C_BEDS, 0), without = eng_total(p->w, own(p->m)->shelter[c]) - here;
        beds[0] += without > 0 ? without : 0;
        beds[1] += here;
    }
    sets_out[0] = cor_clamp(1 / cor_par(p, SYS, P_TRAVEL, 0), 0, 1);
    return ENG_OK;
}

/* People who need a bed for each bed of the city. */
static double occupancy(const mdl_member *p, int c) {
    double people = eng_total(p->w, own(p->m)->shelter[c]), beds = of_city(p, c, C_BEDS, 0);
    return people > 0 ? people / (beds > 1 ? beds : 1) : 0;
}

/* ---- the day ---- */

/* Each nationality's shares of the cities, less of full ones by so much; alike for all where none has a weight. */
static void own_shares(const mdl_member *p, double turns_away, double share[][CITIES]) {
    double open[CITIES];
    for (int c = 0; c < CITIES; c++) {
        double over = occupancy(p, c) - 1;
        open[c] = over > 0 ? 1 / (1 + turns_away * over) : 1;
    }
    for (int n = 0; n < p->m->nn; n++) {
        double sum = 0;
        for (int c = 0; c < CITIES; c++)
            sum += share[n][c] = of_city(p, c, C_SHARE, n) * open[c];
        for (int c = 0; c < CITIES; c++)
            share[n][c] = sum > 0 ? share[n][c] / sum : 1.0 / CITIES;
    }
}

/* On buses, as a share of today's arrivals; and the cities' parts of the buses. */
static double on_buses(const mdl_member *p, double part[CITIES]) {
    double buses = 0, arrivals = 0, most = cor_par(p, SYS, P_BUS_MOST, 0);
    for (int c = 0; c < CITIES; c++)
        buses += part[c] = of_city(p, c, C_BUSES, 0);
    for (int c = 0; c < CITIES; c++)
        part[c] = buses > 0 ? part[c] / buses : 0;
    for (int nd = 0; nd < p->m->nd; nd++)
        if (cor_d(nd) != MINOR)
            arrivals += eng_people(p->w, own(p->m)->arriving, nd);
    return arrivals > 0 && buses > 0 ? cor_clamp(buses / arrivals, 0, most) : 0;
}

static double need_of(const mdl_member *p, int nd) {
    return cor_par(p, SYS, P_NEED, cor_n(nd)) * cor_par(p, SYS, P_NEED_GROUP, cor_d(nd));
}

static int arrive(mdl_member *p, eng_day *day) {
    const mdl_model *m = p->m;
    double share[COR_MAX_ND / DEMO_COUNT][CITIES], sponsors[COR_MAX_ND / DEMO_COUNT][CITIES], part[CITIES],
        bused = on_buses(p, part);
    double need_bused = cor_par(p, SYS, P_NEED_BUSED, 0);
    own_shares(p, cor_par(p, SYS, P_TURNS_AWAY, 0), share);
    own_shares(p, 0, sponsors); /* who are where they are */
    for (int c = 0; c < CITIES; c++) {
        double *shelter = eng_prob(day, own(m)->to_shelter[c]), *settle = eng_prob(day, own(m)->to_settle[c]);
        if (!shelter || !settle)
            return ENG_ERR_OWNER;
        for (int nd = 0; nd < m->nd; nd++) {
            int n = cor_n(nd), minor = cor_d(nd) == MINOR;
            double f = minor ? 0 : bused, alone = (1 - f) * (minor ? sponsors : share)[n][c], by_bus = f * part[c];
            double need = minor ? 0 : cor_clamp(need_of(p, nd) * of_city(p, c, C_NEED, 0), 0, 1);
            shelter[nd] = alone * need + by_bus * need_bused;
            settle[nd] = alone * (1 - need) + by_bus * (1 - need_bused);
        }
    }
    return ENG_OK;
}

static int leave(mdl_member *p, eng_day *day) {
    const mdl_model *m = p->m;
    double effect = cor_par(p, SYS, P_LIMIT_EFFECT, 0), crowding = cor_par(p, SYS, P_CROWDING, 0);
    for (int c = 0; c < CITIES; c++) {
        double stay = of_city(p, c, C_STAY, 0), over = occupancy(p, c) - 1;
        double faster = 1 + (over > 0 ? crowding * over : 0), *out = eng_prob(day, own(m)->leave[c]);
        if (!out)
            return ENG_ERR_OWNER;
        for (int nd = 0; nd < m->nd; nd++) {
            double limit = of_city(p, c, C_LIMIT, cor_d(nd)), rate = 1 / stay;
            if (limit >= 1 && limit < stay)
                rate = (1 - effect) / stay + effect / limit;
            out[nd] = cor_clamp(rate * faster, 0, 1);
        }
    }
    return ENG_OK;
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    if (arrive(p, day) || leave(p, day))
        return ENG_ERR_OWNER;
    return eng_rate(day, own(p->m)->files, cor_clamp(1 / cor_par(p, SYS, P_FILING, 0), 0, 1));
}

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    if (!p->record)
        return ENG_OK;
    for (int c = 0; c < CITIES; c++) {
        cor_count_flow(p, w, own(p->m)->series.arrivals, c, own(p->m)->to_shelter[c], 1, 1);
        cor_count_flow(p, w, own(p->m)->series.arrivals, c, own(p->m)->to_settle[c], 1, 1);
        cor_count_ratio(p, own(p->m)->series.occupancy, c, eng_total(w, own(p->m)->shelter[c]),
                        of_city(p, c, C_BEDS, 0));
    }
    return ENG_OK;
}

static const cor_series SERIES[] = {
    {.id = offsetof(struct interior_ids, series.arrivals),
     .at = 32,
     .name = "interior_arrivals",
     .unit = "people",
     .meaning = "People released who arrive in interior cities",
     .sum = SERIES_SUM,
     .places = PLACES_INTERIOR,
     .by_nationality = 1,
     .by_group = 1,
     .of = HAS_INTERIOR + 1,
     .shown = {.heading = "Arrivals in interior cities", .order = 33, .section = MDL_AFTER}},
    {.id = offsetof(struct interior_ids, series.occupancy),
     .at = 33,
     .name = "shelter_occupancy",
     .unit = "people per bed",
     .meaning = "People who need a bed in an interior city's shelters, for each bed",
     .sum = SERIES_RATIO,
     .places = PLACES_INTERIOR,
     .of = HAS_INTERIOR + 1,
     .shown = {.heading = "Need of beds in interior cities, people per bed",
               .order = 30,
               .section = MDL_AFTER,
               .told = MDL_LATER}},
    {.name = NULL}};

const cor_system cor_interior = {.name = "interior",
                                 .part = "S18",
                                 .ids = sizeof(struct interior_ids),
                                 .series = SERIES,
                                 .off = OFF,
                                 .nobody = "what full cities do is press Washington, which acts only where governments "
                                           "react (diplomacy.endogenous)",
                                 .parameters = PARAMETERS,
                                 .nparameters = P_COUNT,
                                 .declare_stocks = declare_stocks,
                                 .declare_flows = declare_flows,
                                 .prepare = prepare,
                                 .decide = decide,
                                 .record = record};
