/* Repatriation from Mexico (S09): four quantities meet, and nothing compares limit and notice.
 *
 * A flight is reached by those for whom  identification + notice + wait for a seat  <  release.
 *   identification and request: exponential, mean I hours;  notice: fixed hours, by country;
 *   wait for a seat: exponential, mean S hours;  release: the legal limit for the share who are released on time, and
 * the limit plus an exponential of mean E hours for those who are held longer or sign an assisted return. With T =
 * limit - notice, a = 1/I, b = 1/S, e = 1/E: on time:  F(T) = 1 - (a exp(-b T) - b exp(-a T)) / (a - b) for T > 0, else
 * 0; held on:  the mean of F(T + X) over X exponential (1/e), which for T < 0 is exp(e T) times its value at 0. With
 * the sharp limit below the notice and full compliance the share is exactly 0. A country can have a standing agreement
 * for a share of its people (notice 0), and accepts a share of those asked for: 0 until an agreement opens it.
 *
 * Seats and money, each day. Buses and flights have a purse each, so that a dear seat on a plane takes no seat on a
 * bus:
 * 1. Left in a purse = what was in it yesterday - what was paid out of it yesterday.
 * 2. Income of the day fills the purse of buses first, up to what the seats wanted cost or, if that is more, its part
 * of the reserve. The rest goes to that of flights, which has kept over night no more than its own part; what could not
 * be kept was spent elsewhere.
 * 3. Returns by bus: the share money / what the seats wanted cost, at most 1, is made.
 * 4. Seats on planes = those there are, or those that the money pays, if these are fewer. Without money, none.
 * 5. Mean wait for a seat S = the time between flights + 24 hours * those who will be left waiting tonight / seats.
 * Those returned land, and a day later are back home, where they rest and may set out again (origins.c); of a country
 * with help to find work the helped share goes back to its population instead, and sets out as anyone else there.
 */
#include "corridor/repatriation.h"
#include "corridor/money.h"
#include "corridor/origins.h"
#include "corridor/stations.h"
#include "corridor/statistics.h"

#define SYS SYS_REPATRIATION

static struct repatriation_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum {
    P_LIMIT,
    P_NOTICE,
    P_STANDING,
    P_ACCEPTS,
    P_IDENTIFY,
    P_SEAT,
    P_COMPLY,
    P_EXTRA,
    P_SEATS,
    P_INCOME,
    P_RESERVE,
    P_KEPT_FOR_BUSES,
    P_SEAT_USD,
    P_BUS_USD,
    P_WORK,
    P_COUNT,
};

static const par_decl PARAMETERS[] = {
    [P_LIMIT] = {"mexico.stations.detention_limit_hours", "hours", 360, 1, 2160, .kind = PAR_POLICY,
                 .confidence = CONF_SOURCE, .meaning = "Legal limit of detention",
                 .source = "15 working days by law before; SCJN 2023-03-15, amparo en revision 388/2022: 36 hours"},
    [P_NOTICE] = {"mexico.repatriation.notice_hours", "hours", 72, 0, 720, .who = WHO_NATIONALITY,
                  .kind = PAR_STRUCTURE, .confidence = CONF_SOURCE,
                  .meaning = "Notice a country wants before it accepts a flight",
                  .source = "mission, S09: many want at least 72 hours; some standing agreements"},
    [P_STANDING] = {"mexico.repatriation.standing_share", "share", 0, 0, 1, .who = WHO_NATIONALITY, .kind = PAR_POLICY,
                    .confidence = CONF_JUDGEMENT,
                    .meaning = "Share of a country's people for whom a standing agreement holds: no notice",
                    .source = "mission, S09: some standing agreements; shares our judgement"},
    [P_ACCEPTS] = {"mexico.repatriation.accepts", "share", 1, 0, 1, .who = WHO_NATIONALITY, .kind = PAR_POLICY,
                   .confidence = CONF_JUDGEMENT,
                   .meaning = "Share of those asked for on flights that the country accepts",
                   .source =
                       "mission, S09: an agreement opens a country (Venezuela, March 2024); shares our judgement"},
    [P_IDENTIFY] = {"mexico.repatriation.identify_hours", "hours", 12, 0.5, 240, .prior = PRIOR_LOGNORMAL,
                    .prior_low = 0.6, .prior_high = 1.7, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                    .meaning = "Mean time to identify a person and request acceptance", .source = "our judgement"},
    [P_SEAT] = {"mexico.repatriation.seat_wait_hours", "hours", 24, 0.5, 720, .prior = PRIOR_LOGNORMAL,
                .prior_low = 0.6, .prior_high = 1.7, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                .meaning = "Mean wait between flights when nobody is left waiting for a seat",
                .source = "our judgement"},
    [P_COMPLY] = {"mexico.repatriation.compliance", "share", 0.7, 0, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.2,
                  .prior_high = 0.2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                  .meaning =
                      "Share released when the limit is reached; others are held longer or sign an assisted return",
                  .source = "our judgement"},
    [P_EXTRA] = {"mexico.repatriation.held_on_hours", "hours", 72, 1, 720, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                 .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Mean time beyond the limit for the others", .source = "our judgement"},
    [P_SEATS] = {"mexico.repatriation.seats_per_day", "people/day", 90, 0, 5000, .prior = PRIOR_LOGNORMAL,
                 .prior_low = 0.6, .prior_high = 1.7, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
                 .meaning = "Seats on Mexican flights home",
                 .source = "our judgement: about 20 flights of 135 seats a month"},
    [P_INCOME] = {"mexico.repatriation.income_usd_per_day", "USD/day", 150000, 0, 1e8, .kind = PAR_POLICY,
                  .confidence = CONF_JUDGEMENT,
                  .meaning = "Money for returns that comes in on a day; more than the reserve holds is spent elsewhere",
                  .source = "our judgement: enough for what was done; AP: payments stopped in November, returns ended "
                            "by memo of 2023-12-01"},
    [P_RESERVE] = {"mexico.repatriation.reserve_usd", "USD", 200000, 0, 1e9, .kind = PAR_POLICY,
                   .confidence = CONF_JUDGEMENT, .meaning = "Money for returns that can be kept",
                   .source = "our judgement: about two weeks of 2023, so that payments stopped in mid November end "
                             "returns by 1 December (AP)"},
    [P_KEPT_FOR_BUSES] = {"mexico.repatriation.reserve_for_buses", "share", 0.75, 0, 1, .kind = PAR_POLICY,
                          .confidence = CONF_JUDGEMENT,
                          .meaning =
                              "Of the reserve, the part of buses, which income fills first; the rest is flights'",
                          .source =
                              "our judgement: two weeks of each, as returns by bus and by air after the ruling of "
                              "2023 cost"},
    [P_SEAT_USD] = {"mexico.repatriation.seat_usd", "USD/person", 1000, 10, 10000, .prior = PRIOR_LOGNORMAL,
                    .prior_low = 0.6, .prior_high = 1.7, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                    .meaning = "A seat on a flight home",
                    .source = "ICE: 1,978 USD a person on charters (2016, by way of latinoreport.com); shorter ways "
                              "from Mexico, our judgement"},
    [P_BUS_USD] = {"mexico.repatriation.bus_usd", "USD/person", 60, 1, 1000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                   .prior_high = 1.7, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                   .meaning = "A seat on a bus to a near country, with food and guards", .source = "our judgement"},
    [P_WORK] = {"mexico.repatriation.work_help", "share", 0, 0, 1, .who = WHO_NATIONALITY, .kind = PAR_POLICY,
                .confidence = CONF_JUDGEMENT,
                .meaning =
                    "Share of the returned who are helped to work at home and set out no sooner than others there",
                .source = "mission, S09: the agreement with Venezuela, March 2024; size our judgement"},
    [P_COUNT] = {.path = NULL}};

double cor_flight_before_release(double identify_mean, double notice, double seat_wait, double limit, double compliance,
                                 double held_on) {
    double a = 1 / identify_mean, b = 1 / seat_wait, e = 1 / held_on, t = limit - notice;
    if (a - b < 1e-6 * a && b - a < 1e-6 * a)
        b *= 1.0000001; /* the formula's limit where both means are equal */
    double from = t > 0 ? t : 0;
    double on_time = t > 0 ? 1 - (a * det_exp(-b * t) - b * det_exp(-a * t)) / (a - b) : 0;
    double held = 1 - a / (a - b) * det_exp(-b * from) * e / (e + b) + b / (a - b) * det_exp(-a * from) * e / (e + a);
    if (t < 0)
        held *= det_exp(e * t);
    return cor_clamp(compliance * on_time + (1 - compliance) * held, 0, 1);
}

static double chance_with_notice(const mdl_member *p, double notice, double wait) {
    return cor_flight_before_release(cor_par(p, SYS, P_IDENTIFY, 0), notice, wait, cor_par(p, SYS, P_LIMIT, 0),
                                     cor_par(p, SYS, P_COMPLY, 0), cor_par(p, SYS, P_EXTRA, 0));
}

static double waiting_for_flights(const mdl_member *p) {
    double sum = 0;
    for (int i = 0; i < p->m->s->nstations; i++)
        sum += eng_total(p->w, stations_ids(p->m)->queue[i]);
    return sum;
}

static double smaller(double a, double b) { return a < b ? a : b; }

/* Mean wait for a seat, hours; negative: there are no seats. */
static double seat_wait(const mdl_member *p, double seats) {
    if (seats <= 0)
        return -1;
    double queue = waiting_for_flights(p), left = queue > seats ? queue - seats : 0;
    return smaller(cor_par(p, SYS, P_SEAT, 0) + 24 * left / seats, 1e6);
}

static void flight_chances(const mdl_member *p, double seats, double *chance) {
    double wait = seat_wait(p, seats);
    for (int n = 0; n < p->m->nn; n++) {
        double standing = cor_par(p, SYS, P_STANDING, n);
        chance[n] = wait < 0 ? 0
                             : cor_par(p, SYS, P_ACCEPTS, n) *
                                   (standing * chance_with_notice(p, 0, wait) +
                                    (1 - standing) * chance_with_notice(p, cor_par(p, SYS, P_NOTICE, n), wait));
    }
}

/* ---- money ---- */

enum { BUSES, FLIGHTS, PURSES };

/* What the returns of the last day cost, by purse. */
static double paid_usd(const mdl_member *p, int purse) {
    const int *flow = purse == BUSES ? stations_ids(p->m)->returned : stations_ids(p->m)->flown;
    double seat = cor_par(p, SYS, purse == BUSES ? P_BUS_USD : P_SEAT_USD, 0), sum = 0;
    for (int i = 0; i < p->m->s->nstations; i++)
        sum += seat * eng_moved_total(p->w, flow[i]);
    return sum;
}

static double kept(const mdl_member *p, int purse) {
    double buses = cor_par(p, SYS, P_KEPT_FOR_BUSES, 0);
    return cor_par(p, SYS, P_RESERVE, 0) * (purse == BUSES ? buses : 1 - buses);
}

/* What is left of the money put into a purse, and can be kept. */
static double left_of(const mdl_member *p, const double *money, int purse) {
    double left = money[purse] - paid_usd(p, purse);
    return purse == FLIGHTS ? smaller(left, kept(p, FLIGHTS)) : left;
}

static double buses_usd(const mdl_member *p) { return cor_bus_seats(p) * cor_par(p, SYS, P_BUS_USD, 0); }

/* What can be spent today. */
static void purses(const mdl_member *p, double *money) {
    const double *yesterday = eng_get(p->w, own(p->m)->money);
    double income = cor_par(p, SYS, P_INCOME, 0), buses = left_of(p, yesterday, BUSES);
    double wanted = buses_usd(p), most = kept(p, BUSES) > wanted ? kept(p, BUSES) : wanted;
    double first = cor_clamp(most - buses, 0, income);
    money[BUSES] = buses + first;
    money[FLIGHTS] = left_of(p, yesterday, FLIGHTS) + income - first;
}

/* Share of the seats wanted on buses that there is money for. */
static double buses_paid(const mdl_member *p, double money) {
    double cost = buses_usd(p);
    if (money <= 0)
        return 0;
    return cost > money ? money / cost : 1;
}

static double seats_bought(const mdl_member *p, double money) {
    return money > 0 ? smaller(cor_par(p, SYS, P_SEATS, 0), money / cor_par(p, SYS, P_SEAT_USD, 0)) : 0;
}

static int prepare(mdl_member *p) {
    double *paid = cor_aux_put(p, own(p->m)->paid), *seats = cor_aux_put(p, own(p->m)->seats);
    double *chance = cor_aux_put(p, own(p->m)->chance), money[PURSES];
    if (!paid || !seats || !chance)
        return ENG_ERR_OWNER;
    purses(p, money);
    paid[0] = buses_paid(p, money[BUSES]);
    seats[0] = seats_bought(p, money[FLIGHTS]);
    flight_chances(p, seats[0], chance);
    return ENG_OK;
}

static int declare_stocks(mdl_model *m, int system) {
    own(m)->money = eng_field(m->e, system, "money for returns", PURSES);
    own(m)->landed = eng_stock(m->e, system, "returned from Mexico", m->ND, ENG_POOL, 0);
    own(m)->paid = cor_auxiliary(m, SYS, "share of returns by bus paid", 1);
    own(m)->seats = cor_auxiliary(m, SYS, "seats bought", 1);
    own(m)->chance = cor_auxiliary(m, SYS, "chance of a flight before release", m->nn);
    return own(m)->paid < 0 || own(m)->seats < 0 || own(m)->chance < 0 || own(m)->money < 0 ? ENG_ERR_DECLARE
                                                                                            : own(m)->landed;
}

static int declare_flows(mdl_model *m, int system) {
    (void)system;
    own(m)->home = eng_flow(m->e, "returned from Mexico > back home", own(m)->landed, origins_ids(m)->home, NULL);
    own(m)->works =
        eng_flow(m->e, "returned from Mexico > work at home", own(m)->landed, origins_ids(m)->population, NULL);
    return own(m)->home < 0 ? own(m)->home : own(m)->works;
}

static int start(mdl_member *p) {
    int any = cor_par(p, SYS, P_INCOME, 0) > 0;
    const double money[PURSES] = {[BUSES] = any ? kept(p, BUSES) : 0, [FLIGHTS] = any ? kept(p, FLIGHTS) : 0};
    return eng_world_field_set(p->w, own(p->m)->money, money);
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    double *money = eng_put(day, own(p->m)->money);
    double *home = eng_prob(day, own(p->m)->home), *works = eng_prob(day, own(p->m)->works);
    if (!money || !home || !works)
        return ENG_ERR_OWNER;
    purses(p, money);
    for (int nd = 0; nd < p->m->nd; nd++) {
        works[nd] = cor_par(p, SYS, P_WORK, cor_n(nd));
        home[nd] = 1 - works[nd];
    }
    return ENG_OK;
}

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    if (!p->record)
        return ENG_OK;
    const double *money = eng_tomorrow(w, own(p->m)->money);
    for (int purse = 0; purse < PURSES; purse++) {
        double left = left_of(p, money, purse);
        cor_count(p, own(p->m)->series.budget, 0, left > 0 ? left : 0);
        cor_count(p, money_ids(p->m)->series.spent, MX_RETURNS, paid_usd(p, purse));
    }
    return ENG_OK;
}

static const mdl_setting OFF[] = {{"mexico.repatriation.income_usd_per_day", 0}, {.path = NULL}};

static const cor_series SERIES[] = {
    {.id = offsetof(struct repatriation_ids, series.budget),
     .at = 14,
     .name = "repatriation_budget",
     .unit = "USD",
     .meaning = "Money left for returns from the way, on the mean day",
     .sum = SERIES_MEAN,
     .of = HAS_STATIONS + 1,
     .shown = {.heading = "Money left for returns, USD", .order = 17, .section = MDL_WAY}},
    {.name = NULL}};

const cor_system cor_repatriation = {.name = "repatriation",
                                     .part = "S09",
                                     .ids = sizeof(struct repatriation_ids),
                                     .series = SERIES,
                                     .off = OFF,
                                     .parameters = PARAMETERS,
                                     .nparameters = P_COUNT,
                                     .declare_stocks = declare_stocks,
                                     .declare_flows = declare_flows,
                                     .turn = 1,
                                     .prepare = prepare,
                                     .decide = decide,
                                     .record = record,
                                     .start = start};
