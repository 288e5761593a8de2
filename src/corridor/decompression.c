/* Decompression (S10): people taken from the north, and from stations away from the south, by bus to the far south.
 *
 * Who is to be bused stands in a queue at the place where he or she was taken; all queues share the buses of the day,
 * oldest first. Who finds no bus is let go after a day or two. At the southern end people are held or slow for about
 * two weeks, and start again.
 */
#include "corridor/checkpoints.h"
#include "corridor/decompression_parts.h"
#include "corridor/diplomacy.h"
#include "corridor/refuge.h"
#include "corridor/stations.h"
#include "corridor/statistics.h"

#include <string.h>

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
    return n > 0 && own(m)->serve < 0 ? own(m)->serve : cor_find_ways_north(m);
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

/* Foreigners who take each way, and all who leave each node, whatever their end. */
static void count_leaving(const mdl_member *p, const eng_world *w, double *out, double *takes) {
    const struct decompression_ids *o = own(p->m);
    for (int i = 0; i < o->nleaving; i++) {
        const cor_leaving *x = &o->leaving[i];
        double people = x->foreigners ? eng_moved_total(w, x->flow) : cor_foreigners_moved(p, w, x->flow), share = 1;
        if (people <= 0)
            continue;
        if (x->did >= 0) {
            double did = eng_moved_total(w, x->did), all = did + eng_moved_total(w, x->did_not);
            share = all > 0 ? did / all : 1;
        }
        out[x->from] += people;
        if (x->way >= 0)
            takes[x->way] += people * share;
        if (x->other >= 0)
            takes[x->other] += people * (1 - share);
    }
    for (int i = 0; i < p->m->s->nplaces; i++) {
        double weight = o->south_way[i] >= 0 ? cor_par(p, SYS, P_DESTINATION, i) : 0;
        if (weight <= 0)
            continue;
        takes[o->south_way[i]] += weight;
        out[0] += weight; /* those in the south are the first node */
    }
    for (int r = 0; r < o->nnodes; r++) {
        int applies = o->place[r] >= 0 ? cor_applies_flow(p->m, o->place[r]) : -1;
        out[r] += applies >= 0 ? cor_foreigners_moved(p, w, applies) : 0;
    }
}

/* Foreigners at a node tonight. Those in the south leave by hold_days. */
static double people_at(const mdl_member *p, const eng_world *w, int node, double out) {
    double hold = cor_par(p, SYS, P_HOLD, 0);
    if (own(p->m)->stock[node] < 0)
        return out * (hold > 1 ? hold : 1);
    return cor_foreigners(p, eng_people_view(w, own(p->m)->stock[node], p->nda));
}

/* Of those at a node, the share that takes each way in a day, and the share that stays. */
static void shares_of_today(const mdl_member *p, const eng_world *w, double *stay, double *share) {
    const struct decompression_ids *o = own(p->m);
    memset(stay, 0, (size_t)o->nnodes * sizeof *stay);
    memset(share, 0, (size_t)o->nways * sizeof *share);
    count_leaving(p, w, stay, share);
    for (int r = 0; r < o->nnodes; r++) {
        double out = stay[r], at = people_at(p, w, r, out);
        if (at < out)
            at = out; /* never fewer than leave */
        stay[r] = at > 0 ? 1 - out / at : 1;
        for (int k = o->first[r]; k < o->first[r + 1]; k++)
            share[k] = at > 0 ? share[k] / at : 0;
    }
}

/* The ways that anybody takes today, behind one another by node as all ways are: end[r] is behind those of node r. They
 * are even in number at each node, so that they are gone through in pairs: one that nobody takes stands at the end
 * where they would be odd. */
typedef struct {
    double share;
    ptrdiff_t back;
} way_taken;

static void keep_taken(const struct decompression_ids *o, const double *share, way_taken *taken, int *end) {
    int n = 0;
    for (int r = 0; r < o->nnodes; r++) {
        for (int k = o->first[r]; k < o->first[r + 1]; k++)
            if (share[k] > 0)
                taken[n++] = (way_taken){share[k], o->back[k]};
        if (n % 2)
            taken[n++] = (way_taken){0, -1};
        end[r] = n;
    }
}

/* Chance that one bused today is in the north again within COR_AGAIN_DAYS days, at the rates of today. Worked out from
 * the end: for one, two, ... days that are left, the chance of those at each node to come there in these. */
static double seen_again(const mdl_member *p, const eng_world *w) {
    const struct decompression_ids *o = own(p->m);
    int row = o->nnodes + 1; /* the nodes, and the north behind them */
    double *share = p->big, *stay = share + o->nways, *now = stay + o->nnodes;
    way_taken *taken = (way_taken *)(now + COR_CHAIN_ROWS * row);
    int *end = (int *)(taken + o->nways + o->nnodes);
    shares_of_today(p, w, stay, share);
    keep_taken(o, share, taken, end);
    for (int day = 0; day < COR_LEG_DAYS_MAX; day++, now += row) /* too late */
        memset(now, 0, (size_t)row * sizeof *now);
    for (int left = 0; left <= COR_AGAIN_DAYS - COR_RIDE_DAYS; left++, now += row) {
        const way_taken *x = taken;
        now[o->nnodes] = 1;
        for (int r = 0; r < o->nnodes; r++) {
            double seen = stay[r] * now[r - row];
            for (const way_taken *last = taken + end[r]; x < last; x += 2)
                seen += x[0].share * now[x[0].back] + x[1].share * now[x[1].back];
            now[r] = seen;
        }
    }
    return now[-row]; /* of those in the south, the first node */
}

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    double bused = 0;
    for (int i = 0; p->record && i < p->m->s->nplaces; i++)
        if (own(p->m)->taken[i] >= 0) {
            cor_count_flow(p, w, own(p->m)->series.bused, 0, own(p->m)->taken[i], 1, 1);
            bused += eng_moved_total(w, own(p->m)->taken[i]);
        }
    if (bused <= 0 || !cor_asked(p, own(p->m)->series.again))
        return ENG_OK;
    cor_count_ratio(p, own(p->m)->series.again, 0, bused * seen_again(p, w), bused);
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
