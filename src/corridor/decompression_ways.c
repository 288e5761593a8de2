/* The ways that lead those who were bused south to the north again: found once, when the model is made.
 *
 * 1. Nodes are places, stations, the north (all border cities) and the south. A way leads from a node to another in so
 *    many days; legs that do the same are one way. Those who leave in a caravan do so on one day and go on north: their
 *    day is no rate of later days, and is left out.
 * 2. Nodes that are reached from the south are numbered: the south is 0, the north comes after all others and has no
 *    ways. Ways are put behind one another by the node they lead from; who leaves other nodes is forgotten.
 * 3. A day of the chain is a row of one number a node. `back` of a way is how far before its own row the node stands
 * that it leads to: as many rows as it takes days.
 */
#include "corridor/decompression_parts.h"

#include "corridor/checkpoints.h"
#include "corridor/stations.h"

typedef struct {
    int from, to, days;
} way;

typedef struct { /* before nodes are numbered anew: places, stations, north, south */
    mdl_model *m;
    int north, south, n;
    way *ways;
    int *at, *node; /* [ways] and [nodes]: their new numbers, -1 where nobody comes */
} finder;

static int place_node(const finder *f, int place) { return f->m->places[place].line_city >= 0 ? f->north : place; }

static int find(finder *f, int from, int to, int days) {
    way x = {from, to, days < 1 ? 1 : days > COR_LEG_DAYS_MAX ? COR_LEG_DAYS_MAX : days};
    for (int k = 0; k < f->n; k++)
        if (f->ways[k].from == x.from && f->ways[k].to == x.to && f->ways[k].days == x.days)
            return k;
    f->ways[f->n] = x;
    return f->n++;
}

static void leaves(const finder *f, cor_leaving x) {
    if (x.flow >= 0)
        own(f->m)->leaving[own(f->m)->nleaving++] = x;
}

static void from_places(finder *f) {
    const mdl_model *m = f->m;
    for (int l = 0; l < m->s->nlegs; l++) {
        const cor_leg *leg = &m->legs[l];
        int days = (int)(m->s->legs[l].days + 0.5), from = place_node(f, leg->from), to = place_node(f, leg->to);
        int on = find(f, from, to, days);
        leaves(f, (cor_leaving){0, leg->free, from, on, -1, -1, -1});
        leaves(f, (cor_leaving){1, leg->pays, from, on, -1, -1, -1});
        if (leg->held < 0)
            continue;
        int taken = find(f, from, m->s->nplaces + m->places[leg->to].station, days + 1);
        leaves(f, (cor_leaving){1, leg->held, from, taken, find(f, from, to, days + 1),
                                checkpoints_ids(m)->served[leg->to], checkpoints_ids(m)->passed[leg->to]});
    }
    for (int i = 0; i < m->s->nplaces; i++) {
        leaves(f, (cor_leaving){0, m->places[i].gives_up, place_node(f, i), -1, -1, -1, -1});
        leaves(f, (cor_leaving){0, m->places[i].died_found, place_node(f, i), -1, -1, -1, -1});
        leaves(f, (cor_leaving){0, m->places[i].died_not_found, place_node(f, i), -1, -1, -1, -1});
        if (own(m)->leave[i] >= 0)
            own(m)->south_way[i] = find(f, f->south, place_node(f, i), 1);
    }
}

static void from_stations(finder *f) {
    const mdl_model *m = f->m;
    const struct stations_ids *x = stations_ids(m);
    for (int i = 0; i < m->s->nstations; i++) {
        int at = m->s->nplaces + i, place = place_node(f, m->s->stations[i].place);
        leaves(f, (cor_leaving){1, x->released[i], at, find(f, at, place, 1), -1, -1, -1});
        leaves(f, (cor_leaving){1, x->bused[i], at, find(f, at, f->south, COR_RIDE_DAYS + 1), -1, -1, -1});
        leaves(f, (cor_leaving){1, x->returned[i], at, -1, -1, -1, -1});
        leaves(f, (cor_leaving){1, x->to_flight[i], at, -1, find(f, at, place, 2), x->flown[i], x->unseated[i]});
    }
}

static void number_node(finder *f, int node) {
    const mdl_model *m = f->m;
    struct decompression_ids *o = own(m);
    int np = m->s->nplaces, r = o->nnodes++;
    f->node[node] = r;
    o->place[r] = node < np ? node : -1;
    o->stock[r] = node < np ? m->places[node].stock : node < f->north ? stations_ids(m)->stock[node - np] : -1;
}

/* `reached` has room for all nodes. */
static void number_all(finder *f, int *reached) {
    struct decompression_ids *o = own(f->m);
    reached[0] = f->south;
    number_node(f, f->south);
    for (int r = 0; r < o->nnodes; r++) {
        o->first[r] = o->nways;
        for (int k = 0; k < f->n; k++) {
            if (f->ways[k].from != reached[r])
                continue;
            int to = f->ways[k].to;
            f->at[k] = o->nways;
            o->back[o->nways++] = k;
            if (to == f->north || f->node[to] >= 0)
                continue;
            reached[o->nnodes] = to;
            number_node(f, to);
        }
    }
    o->first[o->nnodes] = o->nways;
    f->node[f->north] = o->nnodes;
    for (int k = 0; k < o->nways; k++) {
        const way *x = &f->ways[o->back[k]];
        o->back[k] = f->node[x->to] - x->days * (o->nnodes + 1);
    }
}

static void keep_reached(const finder *f) {
    struct decompression_ids *o = own(f->m);
    int kept = 0;
    for (int i = 0; i < o->nleaving; i++) {
        cor_leaving x = o->leaving[i];
        int from = x.from == f->north ? -1 : f->node[x.from];
        if (from >= 0)
            o->leaving[kept++] = (cor_leaving){
                x.foreigners, x.flow,   from, x.way >= 0 ? f->at[x.way] : -1, x.other >= 0 ? f->at[x.other] : -1,
                x.did,        x.did_not};
    }
    o->nleaving = kept;
    for (int i = 0; i < f->m->s->nplaces; i++)
        o->south_way[i] = o->south_way[i] >= 0 ? f->at[o->south_way[i]] : -1;
}

int cor_find_ways_north(mdl_model *m) {
    struct decompression_ids *o = own(m);
    int np = m->s->nplaces, ns = m->s->nstations, nodes = np + ns + 2, most = 3 * m->s->nlegs + np + 3 * ns + nodes;
    finder f = {.m = m, .north = np + ns, .south = np + ns + 1, .ways = cor_room(m, most, sizeof *f.ways)};
    int *reached = cor_ids(m, nodes);
    f.at = cor_ids(m, most);
    f.node = cor_ids(m, nodes);
    o->leaving = cor_room(m, 3 * m->s->nlegs + 3 * np + 4 * ns, sizeof *o->leaving);
    o->place = cor_ids(m, nodes);
    o->stock = cor_ids(m, nodes);
    o->first = cor_ids(m, nodes + 1);
    o->back = cor_ids(m, most);
    o->south_way = cor_ids(m, np);
    if (!f.ways || !reached || !f.at || !f.node || !o->leaving || !o->place || !o->stock || !o->first || !o->back ||
        !o->south_way)
        return ENG_ERR_MEMORY;
    from_places(&f);
    from_stations(&f);
    number_all(&f, reached);
    keep_reached(&f);
    cor_need_room(m, 3 * o->nways + 4 * o->nnodes + COR_CHAIN_ROWS * (o->nnodes + 1)); /* seen_again */
    return ENG_OK;
}
