/* Decompression (S10): people taken from the north, and from stations away from the south, by bus to the far south.
 *
 * Who is to be bused stands in a queue at the place where he or she was taken; all queues share the buses of the day,
 * oldest first. Who finds no bus is let go after a day or two. At the southern end people are held or slow for about
 * two weeks, and start again.
 */
#include "corridor/decompression.h"
#include "corridor/checkpoints.h"
#include "corridor/diplomacy.h"
#include "corridor/refuge.h"
#include "corridor/stations.h"
#include "corridor/statistics.h"

#include <stdlib.h>
#include <string.h>

#define SYS SYS_DECOMPRESSION

static struct decompression_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum { P_PER_DAY, P_HOLD, P_DESTINATION, P_LET_GO, P_COUNT };

static const par_decl PARAMETERS[] = {
    [P_PER_DAY] = {"mexico.bus_south.per_day", "people/day", 0, 0, 20000, .kind = PAR_POLICY,
                   .confidence = CONF_JUDGEMENT, .meaning = "People a day that buses can take to the far south",
                   .source = "schedule.csv; 45 a bus (our judgement)"},
    [P_HOLD] = {"mexico.bus_south.hold_days", "days", 13, 1, 90, .prior = PRIOR_LOGNORMAL, .prior_low = 0.8,
                .prior_high = 1.25, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                .meaning = "Mean time held or slowed in the south before starting again",
                .source = "our judgement, chosen knowing what followed: 12 to 15 days fit January and February 2024"},
    [P_DESTINATION] = {"mexico.bus_south.destination", "weight", 0, 0, 1, .where = WHERE_PLACE, .kind = PAR_POLICY,
                       .confidence = CONF_SOURCE, .meaning = "Where the buses go",
                       .source = "mission, S10: the far south; Tapachula and Villahermosa"},
    [P_LET_GO] = {"mexico.bus_south.let_go", "1/day", 0.5, 0, 1, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                  .meaning = "Rate at which those without a bus are let go", .source = "our judgement"},
    [P_COUNT] = {.path = NULL}};

static int in_the_south(const mdl_model *m, int place) {
    int r = m->s->places[place].region;
    return r < 0 || !strcmp(m->s->regions[r], "south");
}

static int declare_stocks(mdl_model *m, int system) {
    char name[200];
    int used = 0;
    own(m)->queue = cor_ids(m, m->s->nplaces);
    if (!own(m)->queue)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < m->s->nplaces; i++)
        used += m->s->values[m->par[SYS][P_DESTINATION] + i] > 0;
    for (int i = 0; i < m->s->nplaces && used; i++) {
        int station = 0;
        for (int k = 0; k < m->s->nstations; k++)
            station |= m->s->stations[k].place == i;
        if (in_the_south(m, i) || (!station && m->places[i].line_city < 0))
            continue;
        (void)cor_name(name, sizeof name, "for the bus south: %s", m->s->places[i].name);
        if ((own(m)->queue[i] = eng_stock(m->e, system, name, m->ND, ENG_QUEUE, 5)) < 0)
            return own(m)->queue[i];
    }
    return own(m)->south = eng_stock(m->e, system, "held in the south", m->ND, ENG_POOL, 0);
}

static int declare_flows(mdl_model *m, int system) {
    static const double days[4] = {0, .4, .4, .2};
    const eng_flow_spec ride = {.delay_max = 4, .delay = days};
    int flows[COR_MAX_FLOWS], n = 0;
    char name[200];
    own(m)->taken = cor_ids(m, m->s->nplaces);
    own(m)->let_go = cor_ids(m, m->s->nplaces);
    own(m)->leave = cor_ids(m, m->s->nplaces);
    own(m)->serve = -1;
    if (!own(m)->taken || !own(m)->let_go || !own(m)->leave)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < m->s->nplaces; i++) {
        if (m->s->places[i].region >= 0 && in_the_south(m, i)) {
            (void)cor_name(name, sizeof name, "starts again from %s", m->s->places[i].name);
            own(m)->leave[i] = eng_flow(m->e, name, own(m)->south, m->places[i].stock, NULL);
            if (own(m)->leave[i] < 0)
                return own(m)->leave[i];
        }
        if (own(m)->queue[i] < 0 || n == COR_MAX_FLOWS)
            continue;
        (void)cor_name(name, sizeof name, "bused south: %s", m->s->places[i].name);
        own(m)->taken[i] = eng_flow(m->e, name, own(m)->queue[i], own(m)->south, &ride);
        (void)cor_name(name, sizeof name, "no bus: %s", m->s->places[i].name);
        own(m)->let_go[i] = eng_flow(m->e, name, own(m)->queue[i], m->places[i].stock, NULL);
        if (own(m)->taken[i] < 0 || own(m)->let_go[i] < 0)
            return ENG_ERR_DECLARE;
        flows[n++] = own(m)->taken[i];
    }
    if (n > 0)
        own(m)->serve = eng_serve(m->e, system, "buses to the south", n, flows, 0);
    return n > 0 ? own(m)->serve : ENG_OK;
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    double total = 0, hold = cor_par(p, SYS, P_HOLD, 0);
    for (int i = 0; i < m->s->nplaces; i++)
        if (own(m)->leave[i] >= 0)
            total += cor_par(p, SYS, P_DESTINATION, i);
    if (total <= 0 && eng_total(p->w, own(m)->south) > 0)
        return eng_fail(day, "mexico.bus_south.destination: no place of the south has a weight above 0");
    for (int i = 0; i < m->s->nplaces; i++) {
        if (own(m)->leave[i] >= 0 && total > 0) {
            double leave = cor_par(p, SYS, P_DESTINATION, i) / total / (hold > 1 ? hold : 1);
            if (eng_rate(day, own(m)->leave[i], leave))
                return ENG_ERR_OWNER;
        }
        if (own(m)->let_go[i] >= 0 && eng_rate(day, own(m)->let_go[i], cor_par(p, SYS, P_LET_GO, 0)))
            return ENG_ERR_OWNER;
    }
    if (own(m)->serve < 0)
        return ENG_OK;
    return eng_capacity(day, own(m)->serve, cor_par(p, SYS, P_PER_DAY, 0) * cor_ask_factor(p, ASK_BUSES));
}

/* ---- seen again in the north ---- */

enum { AGAIN_DAYS = 60, RIDE_DAYS = 3, LEG_DAYS_MAX = 59 };
enum { LEG_WAYS = 4, PLACE_WAYS = 5, STATION_WAYS = 5 }; /* edges of one in all_ways, at most */

typedef struct {
    int to; /* node, LOST or SEEN */
    int days;
    double people; /* foreigners who took it today; then as a share of those who could */
} again_way;
enum { LOST = -1, SEEN = -2 };

/* Nodes: places, then stations, then the south. Those who leave in a caravan do so on one day and go on north: their
 * day is no rate of later days, and is left out. */
typedef struct {
    int from;
    again_way way;
} again_edge;

static void edge(const mdl_member *p, const eng_world *w, again_edge *edges, int *n, int flow, int from, int to,
                 int days, double share) {
    if (flow < 0 || share <= 0 || !eng_moved_any(w, flow))
        return;
    double people = share * cor_foreigners(p, eng_moved_view(w, flow, p->nda));
    if (people > 0)
        edges[(*n)++] = (again_edge){from, {to, days < 1 ? 1 : days > LEG_DAYS_MAX ? LEG_DAYS_MAX : days, people}};
}

static int place_node(const mdl_model *m, int place) { return m->places[place].line_city >= 0 ? SEEN : place; }

static int ways_by_leg(const mdl_member *p, const eng_world *w, again_edge *edges) {
    const mdl_model *m = p->m;
    int n = 0;
    for (int l = 0; l < m->s->nlegs; l++) {
        const cor_leg *leg = &m->legs[l];
        int days = (int)(m->s->legs[l].days + 0.5), to = leg->to;
        edge(p, w, edges, &n, leg->free, leg->from, place_node(m, to), days, 1);
        edge(p, w, edges, &n, leg->pays, leg->from, place_node(m, to), days, 1);
        if (leg->held < 0)
            continue;
        double in = eng_moved_total(w, checkpoints_ids(m)->served[to]),
               on = eng_moved_total(w, checkpoints_ids(m)->passed[to]);
        double taken = in + on > 0 ? in / (in + on) : 1;
        edge(p, w, edges, &n, leg->held, leg->from, m->s->nplaces + m->places[to].station, days + 1, taken);
        edge(p, w, edges, &n, leg->held, leg->from, place_node(m, to), days + 1, 1 - taken);
    }
    return n;
}

static int all_ways(const mdl_member *p, const eng_world *w, again_edge *edges) {
    const mdl_model *m = p->m;
    int n = ways_by_leg(p, w, edges), south = m->s->nplaces + m->s->nstations;
    for (int i = 0; i < m->s->nplaces; i++) {
        edge(p, w, edges, &n, m->places[i].gives_up, i, LOST, 1, 1);
        edge(p, w, edges, &n, m->places[i].died_found, i, LOST, 1, 1);
        edge(p, w, edges, &n, m->places[i].died_not_found, i, LOST, 1, 1);
        edge(p, w, edges, &n, cor_applies_flow(m, i), i, LOST, 1, 1);
        double weight = own(m)->leave[i] >= 0 ? cor_par(p, SYS, P_DESTINATION, i) : 0;
        if (weight > 0)
            edges[n++] = (again_edge){south, {place_node(m, i), 1, weight}};
    }
    for (int i = 0; i < m->s->nstations; i++) {
        int at = m->s->nplaces + i;
        edge(p, w, edges, &n, stations_ids(m)->released[i], at, place_node(m, m->s->stations[i].place), 1, 1);
        edge(p, w, edges, &n, stations_ids(m)->bused[i], at, south, RIDE_DAYS + 1, 1);
        edge(p, w, edges, &n, stations_ids(m)->returned[i], at, LOST, 1, 1);
        double flown = eng_moved_total(w, stations_ids(m)->flown[i]),
               not_flown = eng_moved_total(w, stations_ids(m)->unseated[i]);
        double home = flown + not_flown > 0 ? flown / (flown + not_flown) : 1;
        edge(p, w, edges, &n, stations_ids(m)->to_flight[i], at, LOST, 1, home);
        edge(p, w, edges, &n, stations_ids(m)->to_flight[i], at, place_node(m, m->s->stations[i].place), 2, 1 - home);
    }
    return n;
}

/* How many foreigners are at each node tonight; less than leaves today never. Those in the south leave by hold_days. */
static void people_at(const mdl_member *p, const eng_world *w, const again_edge *edges, int n, double *at) {
    const mdl_model *m = p->m;
    int south = m->s->nplaces + m->s->nstations, nodes = south + 1;
    double *out = at + nodes, hold = cor_par(p, SYS, P_HOLD, 0);
    for (int i = 0; i < nodes; i++) {
        int stock = i < m->s->nplaces ? m->places[i].stock : i < south ? stations_ids(m)->stock[i - m->s->nplaces] : -1;
        at[i] = stock < 0 ? 0 : cor_foreigners(p, eng_people_view(w, stock, p->nda));
        out[i] = 0;
    }
    for (int k = 0; k < n; k++)
        out[edges[k].from] += edges[k].way.people;
    at[south] = out[south] * (hold > 1 ? hold : 1);
    for (int i = 0; i < south; i++)
        if (at[i] < out[i])
            at[i] = out[i];
}

/* Chance that one bused today is in the north again within AGAIN_DAYS days, at the rates of today; negative: no memory.
 */
static double seen_again(const mdl_member *p, const eng_world *w) {
    const mdl_model *m = p->m;
    int nodes = m->s->nplaces + m->s->nstations + 1, days = LEG_DAYS_MAX + 1;
    again_edge *edges =
        calloc((size_t)(LEG_WAYS * m->s->nlegs + PLACE_WAYS * m->s->nplaces + STATION_WAYS * m->s->nstations + 1),
               sizeof *edges);
    double *at = calloc((size_t)(2 * nodes), sizeof *at), *mass = calloc((size_t)nodes, sizeof *mass);
    double *comes = calloc((size_t)(nodes * days), sizeof *comes), seen = 0,
           in_days[AGAIN_DAYS + LEG_DAYS_MAX + 1] = {0};
    if (!edges || !at || !mass || !comes) {
        seen = -1;
        goto out;
    }
    int n = all_ways(p, w, edges);
    people_at(p, w, edges, n, at);
    for (int k = 0; k < n; k++)
        edges[k].way.people /= at[edges[k].from];
    comes[RIDE_DAYS * nodes + nodes - 1] = 1;
    for (int day = 0; day <= AGAIN_DAYS; day++) {
        double *now = comes + day % days * nodes, *go = at + nodes; /* out of use: what leaves today */
        seen += in_days[day];
        for (int i = 0; i < nodes; i++) {
            mass[i] += now[i];
            now[i] = 0;
            go[i] = mass[i];
        }
        for (int k = 0; k < n; k++) {
            const again_way *way = &edges[k].way;
            double leaves = go[edges[k].from] * way->people; /* a share by now */
            if (leaves <= 0)
                continue;
            mass[edges[k].from] -= leaves;
            if (way->to == SEEN)
                in_days[day + way->days] += leaves;
            else if (way->to != LOST)
                comes[(day + way->days) % days * nodes + way->to] += leaves;
        }
    }
out:
    free(edges);
    free(at);
    free(mass);
    free(comes);
    return seen;
}

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    double bused = 0;
    for (int i = 0; p->record && i < p->m->s->nplaces; i++)
        if (own(p->m)->taken[i] >= 0) {
            cor_count_flow(p, w, own(p->m)->series.bused, 0, own(p->m)->taken[i], 1, 1);
            bused += eng_moved_total(w, own(p->m)->taken[i]);
        }
    if (bused <= 0)
        return ENG_OK;
    double chance = seen_again(p, w);
    if (chance < 0)
        return ENG_ERR_MEMORY;
    cor_count_ratio(p, own(p->m)->series.again, 0, bused * chance, bused);
    return ENG_OK;
}

static const mdl_setting OFF[] = {{"mexico.bus_south.per_day", 0}, {"mexico.bus_south.share", 0}, {.path = NULL}};

static const cor_series SERIES[] = {
    {.id = offsetof(struct decompression_ids, series.bused),
     .at = 9,
     .name = "mexico_bused_south",
     .unit = "people",
     .meaning = "People taken by bus back to the beginning of the way",
     .sum = SERIES_SUM,
     .by_nationality = 1,
     .by_group = 1,
     .of = HAS_STATIONS + 1,
     .shown =
         {.heading = "Bused back to the beginning of the way", .order = 15, .section = MDL_WAY, .told = MDL_FIRST}},
    {.id = offsetof(struct decompression_ids, series.again),
     .at = 10,
     .name = "bused_again",
     .unit = "share",
     .meaning = "Share of those bused back who will be at the border again within 60 days, at the rates of the day",
     .sum = SERIES_RATIO,
     .of = HAS_STATIONS + 1,
     .shown = {.heading = "Of those bused, at the border again", .order = 16, .section = MDL_WAY}},
    {.name = NULL}};

const cor_system cor_decompression = {.name = "decompression",
                                      .part = "S10",
                                      .ids = sizeof(struct decompression_ids),
                                      .series = SERIES,
                                      .off = OFF,
                                      .parameters = PARAMETERS,
                                      .nparameters = P_COUNT,
                                      .declare_stocks = declare_stocks,
                                      .declare_flows = declare_flows,
                                      .decide = decide,
                                      .record = record};
