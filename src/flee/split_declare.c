/* The stocks and flows of people who are counted: a stock for each state that a morning can find somebody in, a flow
 * for each evening that can follow it. Names are keys of random streams: they say places, lines and kilometres in full.
 */
#include "flee/split.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void route_words(const mdl_model *m, int route, char *out, size_t size) {
    size_t had = strlen(out);
    for (int r = route; r && had < size; r = m->net.routes[r].rest) {
        snprintf(out + had, size - had, "%s%s", r == route ? ", on to " : ", ",
                 m->in->places[m->net.routes[r].next].name);
        had = strlen(out);
    }
}

/* Flee makes two links of one row where forced_redirection is 1: is it the second? */
static int is_twin(const fle_input *in, const fle_link *link) {
    for (const fle_link *l = in->links; l < link; l++)
        if (l->line == link->line && l->from == link->from)
            return 1;
    return 0;
}

/* What a state is called: no two have one name. */
static void state_words(const mdl_model *m, const krn_graph *g, const krn_state *s, char *out, size_t size) {
    if (s->place >= 0) {
        snprintf(out, size, "at %s", m->in->places[s->place].name);
    } else {
        const fle_link *link = &m->in->links[m->net.roads[s->road].link];
        snprintf(out, size, "on %s > %s (line %d%s, opening %d) at %.17g km", m->in->places[link->from].name,
                 m->in->places[link->to].name, link->line, is_twin(m->in, link) ? ", its twin" : "",
                 g->rank[s->road] + 1, s->x);
    }
    route_words(m, s->route, out, size);
}

static int roads_of(const mdl_model *m, int link) {
    int n = 0;
    for (int r = 0; r < m->net.nroads; r++)
        n += m->net.roads[r].link == link;
    return n;
}

/* Classes of a stock: class of people, then trip (0: before or on the first road). */
static int flow_make(const mdl_model *m, fle_built *b, int from, int to, const krn_end *e) {
    struct fle_split *s = b->split;
    char one[600], other[600], name[1300];
    int first = e->first, *map = calloc((size_t)s->stock_classes + 1, sizeof *map);
    if (!map)
        return -1;
    for (int c = 0; c < s->stock_classes; c++)
        map[c] = s->firsts == 1 ? c : first ? (c % 2 ? -1 : c) : c | 1;
    state_words(m, &s->graph, &s->graph.states[from], one, sizeof one);
    state_words(m, &s->graph, &s->graph.states[to], other, sizeof other);
    snprintf(name, sizeof name, "%s -> %s%s%s", one, other, e->link >= 0 ? ", entered today" : "",
             first ? ", first road" : "");
    eng_flow_spec spec = {.class_map = map};
    int flow = eng_flow(b->e, name, s->stock[from], s->stock[to], &spec);
    free(map);
    return flow;
}

static int flows_make(const mdl_model *m, fle_built *b) {
    struct fle_split *s = b->split;
    const krn_graph *g = &s->graph;
    int room = 0;
    if (!(s->first_flow = calloc((size_t)g->npairs + 1, sizeof *s->first_flow)))
        return -1;
    for (int state = 0; state < g->nstates; state++)
        for (int i = g->first_pair[state]; i < g->first_pair[state + 1]; i++) {
            const krn_end *e = &g->ends[g->pair_end[i]];
            int n = e->link >= 0 ? roads_of(m, e->link) : 1;
            if (s->nflows + n > room) {
                room = 2 * room + n + 64;
                int *more = realloc(s->flows, (size_t)room * sizeof *more);
                if (!more)
                    return -1;
                s->flows = more;
            }
            s->first_flow[i] = s->nflows;
            for (int r = 0; r < n; r++) {
                int to = e->state + r, self = to == state && s->firsts == 1;
                s->flows[s->nflows] = self ? -1 : flow_make(m, b, state, to, e);
                if (!self && s->flows[s->nflows] < 0)
                    return -1;
                s->nflows++;
            }
        }
    return 0;
}

static int stocks_make(const mdl_model *m, fle_built *b, int system) {
    struct fle_split *s = b->split;
    int dims[2], n = 0;
    char name[600];
    s->dimension = s->trip = -1;
    s->firsts = fle_on(m->in, MOVE_start_on_foot) ? 2 : 1;
    if (m->classes.n > 1)
        dims[n++] = s->dimension = eng_dimension(b->e, "class", m->classes.n);
    if (s->firsts > 1)
        dims[n++] = s->trip = eng_dimension(b->e, "trip", 2);
    int shape = eng_shape(b->e, n, dims);
    s->stock_classes = m->classes.n * s->firsts;
    if (shape < 0 || !(s->stock = calloc((size_t)s->graph.nstates + 1, sizeof *s->stock)))
        return -1;
    for (int i = 0; i < s->graph.nstates; i++) {
        state_words(m, &s->graph, &s->graph.states[i], name, sizeof name);
        if ((s->stock[i] = eng_stock(b->e, system, name, shape, ENG_POOL, 0)) < 0)
            return -1;
    }
    return 0;
}

int fle_split_declare(mdl_model *m, fle_built *b, char words[160]) {
    eng_system displacement = {.name = "displacement", .decide = fle_displaced_decide, .act = fle_displaced_act};
    eng_system people = {.name = "journeys", .decide = fle_split_decide};
    eng_system statistics = {.name = "statistics", .record = fle_record};
    int n = m->in->nplaces, *target = calloc((size_t)n + 1, sizeof *target), status = -1;
    struct fle_split *s = b->split = calloc(1, sizeof *b->split);
    if (!target || !s || (status = krn_make(m, &s->graph, words)) || !(b->e = eng_model_new()))
        goto out;
    status = -1;
    int first = eng_system_add(b->e, &displacement), journeys = eng_system_add(b->e, &people);
    if (first < 0 || journeys < 0 || eng_system_add(b->e, &statistics) < 0 || stocks_make(m, b, journeys))
        goto out;
    b->ticks = m->in->settings.spawn == SPAWN_BY_DATA ? 3 : 2;
    for (int i = 0; i < n; i++)
        target[i] = s->stock[s->graph.ends[s->graph.stayed[i]].state];
    if (fle_displaced_declare(m, b, first, s->dimension, target) || flows_make(m, b))
        goto out;
    status = eng_model_freeze(b->e);
out:
    free(target);
    return status;
}

void fle_split_free(const mdl_model *m, fle_built *b) {
    struct fle_split *s = b->split;
    if (!s)
        return;
    krn_free(m, &s->graph);
    free(s->stock);
    free(s->first_flow);
    free(s->flows);
    free(s);
    b->split = NULL;
}

/* Every edge and evening once for every start; of many classes, and of first journeys, half the cells are empty. */
double fle_split_seconds(const mdl_model *m, const fle_built *b) {
    const krn_graph *g = &b->split->graph;
    double starts = g->nstates, classes = 0.5 * (m->classes.n + 1);
    if (b->split->firsts > 1) {
        double firsts = m->in->nplaces;
        for (int i = 0; i < g->nends; i++)
            firsts += g->ends[i].first;
        starts = 0.5 * (starts + firsts);
    }
    return (0.5e-9 * g->nedges * starts + 30e-9 * g->npairs * starts / g->nstates) * classes;
}
