/* See kernel.h.
 *
 * Making the graph:
 * 1. States at all places are looked at first; every evening that somebody can reach from a state looked at is a state
 *    too. Roads count as open whenever they ever are, and every departure as possible: the day's chances are 0 where
 *    they are not.
 * 2. A node is a place, what is left of a journey, and how much of the day is used. Distances that are whole numbers of
 *    km let many paths meet in few nodes; where they do not meet, the graph grows beyond what is worth it, and the
 *    program takes people one by one.
 * 3. Nodes are put in the order of what is used of the day. Every road has a length, so edges lead onward.
 * 4. Nodes of one place from which everything goes on alike are one: late in the day it matters little how late.
 *
 * A day's chances: mass flows through the nodes in that order, for several starts at a time.
 */
#include "flee/kernel.h"
#include "text/array.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NODES = 200000, MOST_EDGES = 4000000, MOST_STATES = 6000, MOST_PAIRS = 60000, MOST_OUT = 500 };

typedef struct {
    const mdl_model *m;
    const fle_input *in;
    krn_graph *g;
    int *roads_of;        /* [links] number of roads */
    int *road_first;      /* [links] its first road */
    const char *too_many; /* of what; NULL while the graph is of a size that is worth it */
    double vwalk;
} maker;

#define ADD(k, list, count, ...)                                                                                       \
    do {                                                                                                               \
        void *grown_ = arr_more((k)->list, (k)->count, sizeof *(k)->list);                                             \
        if (!grown_)                                                                                                   \
            return INT_MIN;                                                                                            \
        (k)->list = grown_;                                                                                            \
        (k)->list[(k)->count++] = __VA_ARGS__;                                                                         \
    } while (0)

/* All finders give a number, or INT_MIN without memory. */

static int same(double a, double b) { return a <= b && a >= b; }

static int find_state(maker *k, krn_state s) {
    krn_graph *g = k->g;
    for (int i = 0; i < g->nstates; i++)
        if (g->states[i].place == s.place && g->states[i].road == s.road && g->states[i].route == s.route &&
            same(g->states[i].x, s.x))
            return i;
    if (g->nstates >= MOST_STATES)
        k->too_many = "evenings";
    ADD(g, states, nstates, s);
    return g->nstates - 1;
}

static int find_end(maker *k, krn_end e) {
    krn_graph *g = k->g;
    if (e.state < 0)
        return INT_MIN;
    for (int i = 0; i < g->nends; i++)
        if (g->ends[i].state == e.state && g->ends[i].link == e.link && g->ends[i].first == e.first)
            return i;
    ADD(g, ends, nends, e);
    return g->nends - 1;
}

static int end_at(maker *k, int place, int route) {
    int state = find_state(k, (krn_state){place, -1, route, 0});
    int end = find_end(k, (krn_end){state, -1, 0});
    return end < 0 ? INT_MIN : -1 - end;
}

/* On a link since today: on whichever of its roads is open. */
static int end_entered(maker *k, int link, double x, int route, int first) {
    int state = INT_MIN;
    for (int r = 0; r < k->roads_of[link]; r++) {
        int road = k->road_first[link], nth = 0;
        for (; road < k->m->net.nroads; road++)
            if (k->m->net.roads[road].link == link && nth++ == r)
                break;
        int found = find_state(k, (krn_state){-1, road, route, x});
        state = r == 0 ? found : state;
    }
    int end = find_end(k, (krn_end){state, link, first});
    return end < 0 ? INT_MIN : -1 - end;
}

static int end_continued(maker *k, int road, double x, int route, int first) {
    int end = find_end(k, (krn_end){find_state(k, (krn_state){-1, road, route, x}), -1, first});
    return end < 0 ? INT_MIN : -1 - end;
}

/* ---- departures ---- */

static int find_departure(maker *k, int place, int route) {
    krn_graph *g = k->g;
    for (int i = 0; i < g->ndepartures; i++)
        if (g->departures[i].place == place && g->departures[i].route == route)
            return i;
    krn_departure d = {place, route, g->nlinks, 0};
    int next = k->m->net.routes[route].next;
    for (int l = 0; l < k->in->nlinks; l++)
        if (k->in->links[l].from == place && k->in->links[l].to == next) {
            ADD(g, links, nlinks, l);
            d.nlinks++;
        }
    ADD(g, departures, ndepartures, d);
    return g->ndepartures - 1;
}

/* Departures that can be chosen, place after place; which one each way of each epoch is. */
static int choices_make(maker *k) {
    krn_graph *g = k->g;
    const fle_network *net = &k->m->net;
    if (!(g->way_departure = calloc((size_t)net->nepochs + 1, sizeof *g->way_departure)))
        return -1;
    for (int e = 0; e < net->nepochs; e++)
        if (!(g->way_departure[e] =
                  calloc((size_t)net->epochs[e].first_way[k->in->nplaces] + 1, sizeof **g->way_departure)))
            return -1;
    for (int p = 0; p < k->in->nplaces; p++) {
        g->first_departure[p] = g->ndepartures;
        for (int e = 0; e < net->nepochs; e++)
            for (int w = net->epochs[e].first_way[p]; w < net->epochs[e].first_way[p + 1]; w++) {
                int d = find_departure(k, p, net->epochs[e].ways[w].route);
                if (d < 0)
                    return -1;
                g->way_departure[e][w] = d;
            }
    }
    g->first_departure[k->in->nplaces] = g->ndepartures;
    return 0;
}

/* ---- nodes ---- */

static unsigned hash(int place, int route, double used) {
    uint64_t b = det_bits(used);
    return ((unsigned)place * 0x9E3779B1u) ^ ((unsigned)route * 0x85EBCA77u) ^ (unsigned)(b >> 32) * 0xC2B2AE3Du ^
           (unsigned)b * 0x27D4EB2Fu;
}

static int find_node(maker *k, int place, int route, double used) {
    krn_graph *g = k->g;
    if (g->nnodes >= g->nbuckets) {
        int n = g->nbuckets ? 2 * g->nbuckets : 1024;
        int *bucket = malloc((size_t)n * sizeof *bucket), *chain = realloc(g->chain, (size_t)n * sizeof *chain);
        if (chain)
            g->chain = chain;
        if (!bucket || !chain) {
            free(bucket);
            return INT_MIN;
        }
        memset(bucket, 0xff, (size_t)n * sizeof *bucket);
        for (int i = 0; i < g->nnodes; i++) {
            unsigned b = hash(g->nodes[i].place, g->nodes[i].route, g->nodes[i].used) % (unsigned)n;
            chain[i] = bucket[b];
            bucket[b] = i;
        }
        free(g->bucket);
        g->bucket = bucket;
        g->nbuckets = n;
    }
    unsigned b = hash(place, route, used) % (unsigned)g->nbuckets;
    for (int i = g->bucket[b]; i >= 0; i = g->chain[i])
        if (g->nodes[i].place == place && g->nodes[i].route == route && same(g->nodes[i].used, used))
            return i;
    if (g->nnodes >= MOST_NODES)
        k->too_many = "decisions";
    ADD(g, nodes, nnodes, (krn_node){place, route, used, -1, -1});
    g->chain[g->nnodes - 1] = g->bucket[b];
    g->bucket[b] = g->nnodes - 1;
    return g->nnodes - 1;
}

/* What a day on a link comes to for one at x km, of whose day so much is used; road >= 0: on it since yesterday. */
static int leg(maker *k, int link_id, int road, double x, double used, double v, int rest, int first) {
    const fle_link *link = &k->in->links[link_id];
    double at = k->in->sane ? fle_metres(x + v * (1 - used)) : x + v;
    if (!(at > link->km))
        return road >= 0 ? end_continued(k, road, at, rest, first) : end_entered(k, link_id, at, rest, first);
    double over = at - link->km, now = k->in->sane ? 1 - fle_left(over / v) : used + v - over;
    if (now < (k->in->sane ? 1 : v))
        return find_node(k, link->to, rest, now);
    return end_at(k, link->to, rest);
}

static krn_edge edge(maker *k, int link_id, int road, double x, double used, int rest, int first) {
    const fle_link *link = &k->in->links[link_id];
    double v = first && fle_on(k->in, MOVE_start_on_foot) ? k->vwalk : link->speed;
    krn_edge e = {leg(k, link_id, road, x, used, v, rest, first), -1};
    e.walk = link->walk > 0 ? leg(k, link_id, road, x, used, k->vwalk, rest, first) : e.ride;
    return e;
}

/* Edges of a node, one for each link of each departure; first: of those who have never travelled. */
static int edges_make(maker *k, int node, int first) {
    krn_graph *g = k->g;
    krn_node n = g->nodes[node];
    int from = n.route ? find_departure(k, n.place, n.route) : g->first_departure[n.place];
    int end = n.route ? from + 1 : g->first_departure[n.place + 1];
    if (from < 0)
        return INT_MIN;
    g->nodes[node].edges = g->nedges;
    g->nodes[node].follows = n.route ? from : -1;
    for (int d = from; d < end; d++) {
        krn_departure dep = g->departures[d];
        for (int i = 0; i < dep.nlinks; i++) {
            krn_edge e = edge(k, g->links[dep.first_link + i], -1, 0, n.used, k->m->net.routes[dep.route].rest, first);
            if (e.ride == INT_MIN || e.walk == INT_MIN)
                return INT_MIN;
            ADD(g, edges, nedges, e);
        }
    }
    if (g->nedges > MOST_EDGES)
        k->too_many = "roads out of decisions";
    /* Nobody leaves: they stay, and a journey that cannot go on is given up. */
    return end_at(k, n.place, 0) == INT_MIN ? INT_MIN : 0;
}

/* ---- from state to state ---- */

/* The morning of a state: a node of its own at a place (used: -1, so that no other path meets it). */
static int morning(maker *k, int state) {
    krn_graph *g = k->g;
    krn_state s = g->states[state];
    int kinds = fle_on(k->in, MOVE_start_on_foot) ? 2 : 1;
    for (int first = 0; first < kinds; first++) {
        if (s.place >= 0) {
            /* Roots are told apart by what is used: -1 - first, put back to 0 for the edges. */
            int node = find_node(k, s.place, s.route, -1 - first);
            if (node < 0)
                return -1;
            g->nodes[node].used = 0;
            if (edges_make(k, node, first))
                return -1;
            g->nodes[node].used = -1 - first;
            g->root[first][state] = node;
            continue;
        }
        int link = k->m->net.roads[s.road].link;
        krn_edge e = edge(k, link, s.road, s.x, 0, s.route, first);
        if (e.ride == INT_MIN || e.walk == INT_MIN)
            return -1;
        g->on[first][state] = e;
        if (k->m->net.roads[s.road].closed_on < INT_MAX) {
            int end = end_at(k, k->in->links[link].from, s.route);
            if (end == INT_MIN)
                return -1;
            g->turned_back[state] = -1 - end;
        }
    }
    return 0;
}

static int room_for_states(maker *k, int n, int *room) {
    krn_graph *g = k->g;
    if (n < *room)
        return 0;
    int more = 2 * n + 64;
    for (int f = 0; f < 2; f++) {
        int *root = realloc(g->root[f], (size_t)more * sizeof *root);
        if (root)
            g->root[f] = root;
        krn_edge *on = realloc(g->on[f], (size_t)more * sizeof *on);
        if (on)
            g->on[f] = on;
        if (!root || !on)
            return -1;
        for (int i = *room; i < more; i++) {
            root[i] = -1;
            on[i] = (krn_edge){-1, -1};
        }
    }
    int *back = realloc(g->turned_back, (size_t)more * sizeof *back);
    if (!back)
        return -1;
    for (int i = *room; i < more; i++)
        back[i] = -1;
    g->turned_back = back;
    *room = more;
    return 0;
}

static int explore(maker *k) {
    krn_graph *g = k->g;
    int room = 0, states = 0, nodes = 0;
    for (int p = 0; p < k->in->nplaces; p++) {
        int end = end_at(k, p, 0);
        if (end == INT_MIN)
            return -1;
        g->stayed[p] = -1 - end;
    }
    while (!k->too_many && (states < g->nstates || nodes < g->nnodes)) {
        if (room_for_states(k, g->nstates, &room))
            return -1;
        if (states < g->nstates) {
            if (morning(k, states++))
                return -1;
            continue;
        }
        int node = nodes++;
        if (g->nodes[node].edges < 0 && edges_make(k, node, 0))
            return -1;
    }
    return room_for_states(k, g->nstates, &room);
}

/* ---- order ---- */

typedef struct {
    double used;
    int node;
} ordered;

static int by_used(const void *a, const void *b) {
    const ordered *x = a, *y = b;
    return x->used < y->used ? -1 : x->used > y->used ? 1 : x->node - y->node;
}

static void follow_order(int *target, const int *place_of) {
    if (*target >= 0)
        *target = place_of[*target];
}

/* All that points at nodes. */
static void renumber(krn_graph *g, const int *place_of) {
    for (int i = 0; i < g->nedges; i++) {
        follow_order(&g->edges[i].ride, place_of);
        follow_order(&g->edges[i].walk, place_of);
    }
    for (int f = 0; f < 2; f++)
        for (int i = 0; i < g->nstates; i++) {
            follow_order(&g->root[f][i], place_of);
            follow_order(&g->on[f][i].ride, place_of);
            follow_order(&g->on[f][i].walk, place_of);
        }
}

static int put_in_order(maker *k) {
    krn_graph *g = k->g;
    int n = g->nnodes, *place_of = malloc(((size_t)n + 1) * sizeof *place_of);
    ordered *list = malloc(((size_t)n + 1) * sizeof *list);
    krn_node *nodes = malloc(((size_t)n + 1) * sizeof *nodes);
    if (!place_of || !list || !nodes) {
        free(place_of);
        free(list);
        free(nodes);
        return -1;
    }
    for (int i = 0; i < n; i++)
        list[i] = (ordered){g->nodes[i].used, i};
    qsort(list, (size_t)n, sizeof *list, by_used);
    for (int i = 0; i < n; i++) {
        nodes[i] = g->nodes[list[i].node];
        place_of[list[i].node] = i;
    }
    renumber(g, place_of);
    free(g->nodes);
    g->nodes = nodes;
    free(place_of);
    free(list);
    return 0;
}

/* ---- nodes that are alike ---- */

static int edges_of(const krn_graph *g, const krn_node *n) {
    int d = n->route ? n->follows : g->first_departure[n->place];
    int end = n->route ? d + 1 : g->first_departure[n->place + 1], count = 0;
    for (; d < end; d++)
        count += g->departures[d].nlinks;
    return count;
}

static unsigned hash_edges(const krn_graph *g, const krn_node *n, int count) {
    unsigned h = hash(n->place, n->route, 0);
    for (int i = 0; i < count; i++)
        h = (h ^ (unsigned)g->edges[n->edges + i].ride * 0x9E3779B1u ^ (unsigned)g->edges[n->edges + i].walk) *
            0x85EBCA77u;
    return h;
}

static int alike(const krn_graph *g, const krn_node *a, const krn_node *b, int count) {
    if (a->place != b->place || a->route != b->route || b->used < 0)
        return 0;
    for (int i = 0; i < count; i++) {
        const krn_edge *x = &g->edges[a->edges + i], *y = &g->edges[b->edges + i];
        if (x->ride != y->ride || x->walk != y->walk)
            return 0;
    }
    return 1;
}

/* canon[i]: the node that stands for node i. From the last to the first, so that a node's edges are settled before the
 * node is looked at. Of nodes that are alike the latest stands for all: it comes after everything that leads to any of
 * them. */
static void find_alike(krn_graph *g, int *canon, int *table, int size) {
    memset(table, 0xff, (size_t)size * sizeof *table);
    for (int i = g->nnodes - 1; i >= 0; i--) {
        krn_node *node = &g->nodes[i];
        int count = edges_of(g, node);
        for (int e = node->edges; e < node->edges + count; e++) {
            follow_order(&g->edges[e].ride, canon);
            follow_order(&g->edges[e].walk, canon);
        }
        canon[i] = i;
        if (node->used < 0)
            continue;
        unsigned h = hash_edges(g, node, count) % (unsigned)size;
        while (table[h] >= 0 && !alike(g, node, &g->nodes[table[h]], count))
            h = h + 1 == (unsigned)size ? 0 : h + 1;
        if (table[h] < 0)
            table[h] = i;
        canon[i] = table[h];
    }
}

static int join_alike(maker *k) {
    krn_graph *g = k->g;
    int n = g->nnodes, size = 2 * n + 1, kept = 0, edges = 0, status = -1;
    int *canon = malloc(((size_t)n + 1) * sizeof *canon), *table = malloc((size_t)size * sizeof *table);
    int *place_of = malloc(((size_t)n + 1) * sizeof *place_of);
    krn_edge *compact = malloc(((size_t)g->nedges + 1) * sizeof *compact);
    if (!canon || !table || !place_of || !compact)
        goto out;
    find_alike(g, canon, table, size);
    for (int i = 0; i < n; i++) {
        krn_node node = g->nodes[i];
        int count = edges_of(g, &node);
        if (canon[i] != i)
            continue;
        for (int e = 0; e < count; e++)
            compact[edges + e] = g->edges[node.edges + e];
        node.edges = edges;
        edges += count;
        g->nodes[kept] = node;
        place_of[i] = kept++;
    }
    for (int i = 0; i < n; i++)
        canon[i] = place_of[canon[i]];
    g->nnodes = kept;
    free(g->edges);
    g->edges = compact;
    g->nedges = edges;
    compact = NULL;
    renumber(g, canon); /* edges are of nodes kept, and point at nodes kept by their old numbers */
    status = 0;
out:
    free(canon);
    free(table);
    free(place_of);
    free(compact);
    return status;
}

/* ---- which evenings can follow a morning ---- */

static void reach(unsigned char *node, unsigned char *end, int target) {
    if (target >= 0)
        node[target] = 1;
    else
        end[-1 - target] = 1;
}

static int pairs_make(maker *k) {
    krn_graph *g = k->g;
    unsigned char *node = malloc((size_t)g->nnodes + 1), *end = malloc((size_t)g->nends + 1);
    int *count = malloc(((size_t)g->nnodes + 1) * sizeof *count), status = node && end && count ? 0 : -1;
    g->first_pair = calloc((size_t)g->nstates + 1, sizeof *g->first_pair);
    status = g->first_pair ? status : -1;
    for (int i = 0; status == 0 && i < g->nnodes; i++)
        count[i] = edges_of(g, &g->nodes[i]);
    for (int s = 0; status == 0 && s < g->nstates && !k->too_many; s++) {
        g->first_pair[s] = g->npairs;
        memset(node, 0, (size_t)g->nnodes);
        memset(end, 0, (size_t)g->nends);
        for (int f = 0; f < 2; f++) {
            if (g->root[f][s] >= 0)
                node[g->root[f][s]] = 1;
            if (g->states[s].road >= 0 && (f == 0 || fle_on(k->in, MOVE_start_on_foot))) {
                reach(node, end, g->on[f][s].ride);
                reach(node, end, g->on[f][s].walk);
            }
        }
        if (g->turned_back[s] >= 0)
            end[g->turned_back[s]] = 1;
        for (int i = 0; i < g->nnodes; i++) {
            if (!node[i])
                continue;
            end[g->stayed[g->nodes[i].place]] = 1;
            for (int e = 0; e < count[i]; e++) {
                reach(node, end, g->edges[g->nodes[i].edges + e].ride);
                reach(node, end, g->edges[g->nodes[i].edges + e].walk);
            }
        }
        for (int e = 0; e < g->nends && status == 0; e++)
            if (end[e]) {
                int *more = arr_more(g->pair_end, g->npairs, sizeof *more);
                if (!more) {
                    status = -1;
                    break;
                }
                g->pair_end = more;
                g->pair_end[g->npairs++] = e;
            }
        if (g->npairs - g->first_pair[s] > MOST_OUT)
            k->too_many = "evenings that can follow one morning";
        if (g->npairs > MOST_PAIRS)
            k->too_many = "pairs of a morning and an evening";
    }
    if (status == 0)
        g->first_pair[g->nstates] = g->npairs;
    free(node);
    free(end);
    free(count);
    return status;
}

static int count_roads(maker *k) {
    const fle_network *net = &k->m->net;
    size_t n = (size_t)k->in->nlinks + 1;
    k->roads_of = calloc(n, sizeof *k->roads_of);
    k->road_first = calloc(n, sizeof *k->road_first);
    k->g->rank = calloc((size_t)net->nroads + 1, sizeof *k->g->rank);
    if (!k->roads_of || !k->road_first || !k->g->rank)
        return -1;
    for (int r = 0; r < net->nroads; r++) {
        int link = net->roads[r].link;
        if (k->roads_of[link] == 0)
            k->road_first[link] = r;
        k->g->rank[r] = k->roads_of[link]++;
    }
    return 0;
}

int krn_make(const mdl_model *m, krn_graph *g, char words[160]) {
    maker k = {.m = m, .in = m->in, .g = g, .vwalk = fle_set(m->in, MOVE_max_walk_speed)};
    memset(g, 0, sizeof *g);
    words[0] = '\0';
    size_t n = (size_t)m->in->nplaces + 1;
    g->first_departure = calloc(n, sizeof *g->first_departure);
    g->stayed = calloc(n, sizeof *g->stayed);
    int status = g->first_departure && g->stayed && count_roads(&k) == 0 ? choices_make(&k) : -1;
    if (status == 0)
        status = explore(&k);
    if (status == 0 && !k.too_many)
        status = put_in_order(&k) || join_alike(&k) ? -1 : 0;
    if (status == 0 && !k.too_many)
        status = pairs_make(&k);
    free(k.roads_of);
    free(k.road_first);
    free(g->bucket);
    free(g->chain);
    g->bucket = g->chain = NULL;
    if (status == 0 && k.too_many) {
        snprintf(words, 160, "a day of this network has too many %s to be counted", k.too_many);
        return 1;
    }
    return status ? -1 : 0;
}

void krn_free(const mdl_model *m, krn_graph *g) {
    for (int e = 0; g->way_departure && e < m->net.nepochs; e++)
        free(g->way_departure[e]);
    free(g->way_departure);
    free(g->states);
    free(g->ends);
    free(g->departures);
    free(g->first_departure);
    free(g->links);
    free(g->nodes);
    free(g->edges);
    for (int f = 0; f < 2; f++) {
        free(g->root[f]);
        free(g->on[f]);
    }
    free(g->turned_back);
    free(g->stayed);
    free(g->rank);
    free(g->first_pair);
    free(g->pair_end);
    free(g->bucket);
    free(g->chain);
    memset(g, 0, sizeof *g);
}
