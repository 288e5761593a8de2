/* Migration stations in Mexico (S08) and the ways out of them: returned by bus, to a flight, bused south, released.
 *
 * 1. Those detained stay some hours; each day a share 24 / mean hours leaves.
 * 2. Of those who leave, the share the country's dated parameter says is to be returned: to near countries by bus, to
 *    others by flight, of whom only those reach the airport whose request, notice and seat come before release, both
 *    as far as there is money (repatriation.c). Families and minors are returned less often.
 * 3. Away from the south a share is bused south (decompression.c); the rest is released where they are, and goes on.
 */
#include "corridor/stations.h"
#include "corridor/decompression.h"
#include "corridor/repatriation.h"
#include "corridor/statistics.h"

#include <string.h>

#define SYS SYS_STATIONS

static struct stations_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum { P_HOURS, P_CAPACITY, P_RETURN, P_GROUP, P_BY_BUS, P_BUS_SOUTH, P_NO_SEAT, P_MOST_LEAVE, P_COUNT };

static const par_decl PARAMETERS[] = {
    [P_HOURS] = {"mexico.stations.stay_hours", "hours", 48, 6, 720, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7,
                 .prior_high = 1.5, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                 .meaning = "Mean time in a station",
                 .source = "our judgement; the legal limit is 36 hours from 2023-03-15 (SCJN)"},
    [P_CAPACITY] = {"mexico.stations.capacity_factor", "share", 1, 0, 5, .where = WHERE_REGION, .kind = PAR_POLICY,
                    .confidence = CONF_SOURCE, .meaning = "Places in use, against stations.csv",
                    .source = "INM May 2023: 33 short-stay sites suspended"},
    [P_RETURN] = {"mexico.returns.share", "share", 0.5, 0, 1, .who = WHO_NATIONALITY, .kind = PAR_POLICY,
                  .confidence = CONF_SOURCE,
                  .meaning = "Of single adults held, the share to be returned to their country",
                  .source = "SEGOB: returns per event 0.37 (2021), 0.28 (2022), 0.09 (2023 Jan-Oct, AP)"},
    [P_GROUP] =
        {"mexico.returns.group_factor", "share", 1, 0, 1, .who = WHO_DEMOGRAPHIC, .kind = PAR_POLICY,
         .confidence = CONF_JUDGEMENT,
         .meaning =
             "Returns of a demographic group against single adults (families and minors are recorded as rescues)",
         .source = "values our judgement"},
    [P_BY_BUS] = {"mexico.returns.by_bus", "0 or 1", 0, 0, 1, .who = WHO_NATIONALITY, .kind = PAR_STRUCTURE,
                  .confidence = CONF_SOURCE, .meaning = "1: a near country, reached by bus", .source = "mission, S09"},
    [P_BUS_SOUTH] = {"mexico.bus_south.share", "share", 0, 0, 1, .where = WHERE_REGION, .kind = PAR_POLICY,
                     .confidence = CONF_JUDGEMENT,
                     .meaning =
                         "Of those who leave a station and are not returned, the share put on a bus to the far south",
                     .source = "mission, S10"},
    [P_NO_SEAT] = {"mexico.repatriation.no_seat_leave", "1/day", 0.3, 0, 1, .kind = PAR_STRUCTURE,
                   .confidence = CONF_JUDGEMENT,
                   .meaning = "Rate at which those who wait for a seat on a flight are released",
                   .source = "our judgement"},
    [P_MOST_LEAVE] = {"mexico.stations.most_leave", "1/day", 0.95, 0.1, 1, .kind = PAR_STRUCTURE,
                      .confidence = CONF_JUDGEMENT,
                      .meaning = "Largest share of those in a station who leave it in a day",
                      .source = "our judgement"},
    [P_COUNT] = {.path = NULL}};

/* Where people are held: the places of stations, each once. */
static int find_towns(mdl_model *m) {
    struct stations_ids *o = own(m);
    int n = m->s->nstations;
    o->town = cor_ids(m, n);
    o->towns = cor_room(m, n, sizeof *o->towns);
    if (!o->town || !o->towns)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < n; i++) {
        int before = 0;
        while (before < i && m->s->stations[before].place != m->s->stations[i].place)
            before++;
        o->town[i] = before < i ? o->town[before] : o->ntowns++;
        o->towns[o->town[i]] = m->s->places[m->s->stations[i].place].name;
    }
    return ENG_OK;
}

static int declare_stocks(mdl_model *m, int system) {
    int n = m->s->nstations, status = find_towns(m);
    char name[200];
    own(m)->stock = cor_ids(m, n);
    own(m)->queue = cor_ids(m, n);
    if (status || !own(m)->stock || !own(m)->queue)
        return ENG_ERR_MEMORY;
    own(m)->capacity = cor_auxiliary(m, SYS, "places in use", m->s->nregions);
    own(m)->bus_seats = cor_auxiliary(m, SYS, "seats wanted on buses", 1);
    if (own(m)->capacity < 0 || own(m)->bus_seats < 0)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < n && status >= 0; i++) {
        (void)cor_name(name, sizeof name, "held: %s", m->s->stations[i].name);
        status = own(m)->stock[i] = eng_stock(m->e, system, name, m->ND, ENG_POOL, 0);
        if (status < 0)
            break;
        (void)cor_name(name, sizeof name, "for a flight: %s", m->s->stations[i].name);
        status = own(m)->queue[i] = eng_stock(m->e, system, name, m->ND, ENG_QUEUE, 10);
    }
    return status;
}

static int station_flows(mdl_model *m, int i) {
    static const double bus_days[6] = {0, .2, .3, .3, .1, .1};
    const eng_flow_spec bus = {.delay_max = 6, .delay = bus_days};
    const scn_station *st = &m->s->stations[i];
    int at = own(m)->stock[i], place = m->places[st->place].stock;
    char name[200];
    (void)cor_name(name, sizeof name, "returned by bus: %s", st->name);
    own(m)->returned[i] = eng_flow(m->e, name, at, repatriation_ids(m)->landed, &bus);
    (void)cor_name(name, sizeof name, "to a flight: %s", st->name);
    own(m)->to_flight[i] = eng_flow(m->e, name, at, own(m)->queue[i], NULL);
    (void)cor_name(name, sizeof name, "flown home: %s", st->name);
    own(m)->flown[i] = eng_flow(m->e, name, own(m)->queue[i], repatriation_ids(m)->landed, NULL);
    (void)cor_name(name, sizeof name, "no seat: %s", st->name);
    own(m)->unseated[i] = eng_flow(m->e, name, own(m)->queue[i], place, NULL);
    (void)cor_name(name, sizeof name, "released: %s", st->name);
    own(m)->released[i] = eng_flow(m->e, name, at, place, NULL);
    if (decompression_ids(m)->queue[st->place] >= 0) {
        (void)cor_name(name, sizeof name, "to the bus south: %s", st->name);
        own(m)->bused[i] = eng_flow(m->e, name, at, decompression_ids(m)->queue[st->place], NULL);
        if (own(m)->bused[i] < 0)
            return ENG_ERR_DECLARE;
    }
    return own(m)->returned[i] < 0 || own(m)->to_flight[i] < 0 || own(m)->flown[i] < 0 || own(m)->unseated[i] < 0 ||
                   own(m)->released[i] < 0
               ? ENG_ERR_DECLARE
               : ENG_OK;
}

static int declare_flows(mdl_model *m, int system) {
    int n = m->s->nstations, status;
    int **lists[] = {&own(m)->returned, &own(m)->to_flight, &own(m)->flown,
                     &own(m)->unseated, &own(m)->released,  &own(m)->bused};
    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++)
        if (!(*lists[k] = cor_ids(m, n)))
            return ENG_ERR_MEMORY;
    for (int i = 0; i < n; i++)
        if ((status = station_flows(m, i)) < 0)
            return status;
    own(m)->seats = n > 0 ? eng_serve(m->e, system, "seats on flights home", n, own(m)->flown, 0) : -1;
    return n > 0 ? own(m)->seats : ENG_OK;
}

static double leave_rate(const mdl_member *p) {
    double out = 24 / cor_par(p, SYS, P_HOURS, 0), most = cor_par(p, SYS, P_MOST_LEAVE, 0);
    return out > most ? most : out;
}

/* Share of those of a class who leave that is to be returned, if there is money. */
static double to_return(const mdl_member *p, int nd) {
    return cor_par(p, SYS, P_RETURN, cor_n(nd)) * cor_par(p, SYS, P_GROUP, cor_d(nd));
}

/* Seats on buses to near countries wanted today. */
static double bus_seats(const mdl_member *p) {
    double sum = 0, out = leave_rate(p), held[COR_MAX_ND] = {0};
    for (int i = 0; i < p->m->s->nstations; i++)
        eng_count_people(p->w, own(p->m)->stock[i], 1, 1, held);
    for (int nd = 0; nd < p->m->nd; nd++)
        if (cor_par(p, SYS, P_BY_BUS, cor_n(nd)) > 0.5)
            sum += out * held[nd] * to_return(p, nd);
    return sum;
}

static int prepare(mdl_member *p) {
    double *capacity = cor_aux_put(p, own(p->m)->capacity), *seats = cor_aux_put(p, own(p->m)->bus_seats);
    if (!capacity || !seats)
        return ENG_ERR_OWNER;
    for (int r = 0; r < p->m->s->nregions; r++)
        capacity[r] = cor_par(p, SYS, P_CAPACITY, r);
    seats[0] = bus_seats(p);
    return ENG_OK;
}

/* Of those at any station, by ND: returned by bus, sent to a flight, and let out otherwise, in a day. */
typedef struct {
    double returned[COR_MAX_ND], flight[COR_MAX_ND], rest[COR_MAX_ND];
} ways_out;

static void ways_of_day(const mdl_member *p, ways_out *ways) {
    double out = leave_rate(p), paid = cor_buses_paid(p);
    for (int nd = 0; nd < p->m->nd; nd++) {
        int n = cor_n(nd);
        int near = cor_par(p, SYS, P_BY_BUS, n) > 0.5;
        double back = to_return(p, nd), by_bus = near ? back * paid : 0,
               by_air = near ? 0 : back * cor_reaches_flight(p, n);
        ways->returned[nd] = out * by_bus;
        ways->flight[nd] = out * by_air;
        ways->rest[nd] = out * (1 - by_bus - by_air);
    }
}

/* Of those let out a share is taken south, where buses go from. */
static int leave_station(mdl_member *p, eng_day *day, int i, const ways_out *ways) {
    const mdl_model *m = p->m;
    double *returned = eng_prob(day, own(m)->returned[i]), *flight = eng_prob(day, own(m)->to_flight[i]);
    double *released = eng_prob(day, own(m)->released[i]);
    size_t each = (size_t)m->nd * sizeof(double);
    if (!returned || !flight || !released || eng_rate(day, own(m)->unseated[i], cor_par(p, SYS, P_NO_SEAT, 0)))
        return ENG_ERR_OWNER;
    memcpy(returned, ways->returned, each);
    memcpy(flight, ways->flight, each);
    memcpy(released, ways->rest, each);
    if (own(m)->bused[i] < 0)
        return ENG_OK;
    double south = cor_par(p, SYS, P_BUS_SOUTH, m->s->stations[i].region);
    int status = eng_like(day, own(m)->bused[i], own(m)->released[i], south);
    return status ? status : eng_like(day, own(m)->released[i], own(m)->released[i], 1 - south);
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    int status = ENG_OK;
    ways_out ways;
    ways_of_day(p, &ways);
    for (int i = 0; i < p->m->s->nstations && !status; i++)
        status = leave_station(p, day, i, &ways);
    if (!status && own(p->m)->seats >= 0)
        status = eng_capacity(day, own(p->m)->seats, cor_seats_per_day(p));
    return status;
}

static const mdl_setting OFF[] = {{"mexico.stations.capacity_factor", 0}, {.path = NULL}};

static int record(void *member, const eng_world *w) {
    mdl_member *p = member;
    const struct stations_ids *o = own(p->m);
    for (int i = 0; p->record && i < p->m->s->nstations; i++) {
        cor_count_stock(p, w, o->series.held, o->town[i], o->stock[i], 1, 1);
        cor_count_stock(p, w, o->series.held, o->town[i], o->queue[i], 1, 1);
    }
    return ENG_OK;
}

static int count(mdl_model *m) {
    int status = ENG_OK, series = own(m)->series.returned;
    for (int i = 0; i < m->s->nstations && !status; i++)
        if (!(status = cor_series_flow(m, series, 0, own(m)->returned[i], 1, ENG_NO_FACTOR)) &&
            !(status = cor_series_flow(m, series, 0, own(m)->flown[i], 1, ENG_NO_FACTOR)))
            status = cor_series_flow(m, own(m)->series.by_air, 0, own(m)->flown[i], 1, ENG_NO_FACTOR);
    return status;
}

static const cor_series SERIES[] = {
    {.id = offsetof(struct stations_ids, series.returned),
     .at = 8,
     .name = COR_SERIES_WAY_RETURNS,
     .unit = "people",
     .meaning = "People returned to their countries from the way",
     .sum = SERIES_SUM,
     .by_nationality = 1,
     .by_group = 1,
     .of = HAS_STATIONS + 1,
     .shown = {.heading = "Returned from the way to their countries",
               .order = 14,
               .standing = MDL_HAND_SET,
               .section = MDL_WAY,
               .told = MDL_FIRST,
               .headline = 1}},
    {.id = offsetof(struct stations_ids, series.by_air),
     .at = 45,
     .name = "mexico_returns_by_air",
     .unit = "people",
     .meaning = "Of those returned from the way, people flown home",
     .sum = SERIES_SUM,
     .by_nationality = 1,
     .by_group = 1,
     .of = HAS_STATIONS + 1,
     .shown = {.heading = "Flown home from the way", .order = 14, .standing = MDL_HAND_SET, .told = MDL_FIRST}},
    {.id = offsetof(struct stations_ids, series.held),
     .at = 47,
     .name = "held_on_the_way",
     .unit = "people",
     .meaning = "People held in stations on the way, on the mean day",
     .sum = SERIES_MEAN,
     .places = PLACES_STATIONS,
     .of = HAS_STATIONS + 1},
    {.name = NULL}};

const cor_system cor_stations = {.name = "stations",
                                 .part = "S08",
                                 .ids = sizeof(struct stations_ids),
                                 .series = SERIES,
                                 .count = count,
                                 .record = record,
                                 .off = OFF,
                                 .parameters = PARAMETERS,
                                 .nparameters = P_COUNT,
                                 .declare_stocks = declare_stocks,
                                 .declare_flows = declare_flows,
                                 .prepare = prepare,
                                 .decide = decide};
