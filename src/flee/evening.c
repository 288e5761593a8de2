/* The chances of a day's evenings: mass through the kernel's graph. See kernel.h. */
#include "flee/kernel.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

int krn_decisions_make(const mdl_model *m, const krn_graph *g, krn_decisions *d) {
    d->chance = calloc((size_t)m->classes.n * (size_t)g->ndepartures + 1, sizeof *d->chance);
    d->open = calloc((size_t)g->ndepartures + 1, sizeof *d->open);
    d->link = calloc((size_t)g->ndepartures + 1, sizeof *d->link);
    return d->chance && d->open && d->link ? 0 : -1;
}

void krn_decisions_free(krn_decisions *d) {
    free(d->chance);
    free(d->open);
    free(d->link);
}

/* The first open link of a departure. */
static int link_of(const mdl_model *m, const krn_graph *g, const fle_choice *c, const krn_departure *d) {
    int road = fle_road_to(m->in, &m->net, &m->net.epochs[c->epoch], d->place, m->net.routes[d->route].next);
    for (int i = 0; road >= 0 && i < d->nlinks; i++)
        if (g->links[d->first_link + i] == m->net.roads[road].link)
            return i;
    return -1;
}

void krn_decisions_clear(const mdl_model *m, const krn_graph *g, const fle_choice *c, krn_decisions *d) {
    memset(d->chance, 0, (size_t)m->classes.n * (size_t)g->ndepartures * sizeof *d->chance);
    memset(d->open, 0, (size_t)g->ndepartures * sizeof *d->open);
    for (int i = 0; i < g->ndepartures; i++)
        d->link[i] = link_of(m, g, c, &g->departures[i]);
}

static void add_chances(const mdl_model *m, const krn_graph *g, fle_choice *c, int cls, int place, double share,
                        double *chance) {
    int first, n, active = 0;
    const double *sum = fle_choice_sums(m, c, cls, place, &first, &n);
    const int *departure = g->way_departure[c->epoch];
    double total = n > 0 ? sum[n - 1] : 0;
    for (int i = 0; i < n; i++)
        active += c->active[first + i];
    for (int i = 0; i < n; i++) {
        if (total > 0)
            chance[departure[first + i]] += share * ((sum[i] - (i ? sum[i - 1] : 0)) / total);
        else if (c->active[first + i])
            chance[departure[first + i]] += share / active;
    }
}

void krn_decide(const mdl_model *m, const krn_graph *g, fle_choice *c, const fle_scene *s, const double *shares,
                krn_decisions *d) {
    for (int cls = 0; cls < m->classes.n; cls++)
        for (int p = 0; p < m->in->nplaces; p++)
            if (shares[p] > 0)
                add_chances(m, g, c, cls, p, shares[p], d->chance + (size_t)cls * (size_t)g->ndepartures);
    for (int i = 0; i < g->ndepartures; i++) { /* nobody sets out for a camp where half of the room is taken */
        int last = m->net.routes[g->departures[i].route].last;
        if (d->link[i] >= 0 && !(s->kind[last].camp && c->room[last] < 0.5))
            d->open[i] += shares[g->departures[i].place];
    }
}

typedef struct {
    const mdl_model *m;
    const krn_graph *g;
    double *mass, *out;
    int n;
} pass;

static inline void add(double *restrict to, const double *restrict mass, double share) {
    for (int c = 0; c < KRN_COLUMNS; c++)
        to[c] += mass[c] * share;
}

static inline double *cell(const pass *p, int target) {
    return target >= 0 ? p->mass + (size_t)target * KRN_COLUMNS : p->out + (size_t)(-1 - target) * KRN_COLUMNS;
}

static inline void take(const pass *p, const krn_edge *e, double walk, const double *mass, double share) {
    if (walk > 0) {
        add(cell(p, e->ride), mass, share * (1 - walk));
        add(cell(p, e->walk), mass, share * walk);
    } else {
        add(cell(p, e->ride), mass, share);
    }
}

/* A start on a road: the day's leg, or back to its beginning if the road was closed meanwhile. */
static void begin_on_road(const pass *p, int column, krn_start start, int day) {
    const krn_graph *g = p->g;
    const krn_state *s = &g->states[start.state];
    const fle_road *road = &p->m->net.roads[s->road];
    const krn_edge *e = &g->on[start.first][start.state];
    double walk = p->m->in->links[road->link].walk;
    for (int way = 0; way < 2; way++) {
        int target = way ? e->walk : e->ride;
        double share = way ? walk : 1 - walk;
        int goes_on = target < 0 && g->states[g->ends[-1 - target].state].road == s->road;
        if (road->closed_on <= day && !goes_on)
            target = -1 - g->turned_back[start.state];
        if (share > 0)
            cell(p, target)[column] += share;
    }
}

static int any(const double *mass) {
    double sum = 0;
    for (int c = 0; c < KRN_COLUMNS; c++)
        sum += mass[c];
    return sum > 0;
}

static void decide_here(const pass *p, const krn_node *node, const double *mass, const krn_decisions *d,
                        const double *chance, double leaves) {
    const krn_graph *g = p->g;
    double *stayed = cell(p, -1 - g->stayed[node->place]);
    int root = node->used < 0, from = g->first_departure[node->place];
    const krn_edge *edges = &g->edges[node->edges];
    double blocked = 0;
    for (int i = from; i < g->first_departure[node->place + 1]; i++) {
        double wish = leaves * chance[i], share = wish * d->open[i];
        blocked += wish - share;
        if (!(share > 0))
            continue;
        const krn_departure *dep = &g->departures[i];
        int offset = dep->first_link - g->departures[from].first_link + d->link[i];
        take(p, &edges[offset], p->m->in->links[g->links[dep->first_link + d->link[i]]].walk, mass, share);
    }
    if (!root) { /* who stays where they slept takes no flow */
        double sum = 0;
        for (int i = from; i < g->first_departure[node->place + 1]; i++)
            sum += chance[i];
        add(stayed, mass, sum > 0 ? 1 - leaves + blocked : 1);
    }
}

void krn_evaluate(const mdl_model *m, const krn_graph *g, const krn_decisions *morning, const krn_decisions *later,
                  const double *movechance, int day, int cls, int n, const krn_start *starts, double *mass,
                  double *out) {
    pass p = {m, g, mass, out, n};
    memset(mass, 0, (size_t)g->nnodes * KRN_COLUMNS * sizeof *mass);
    memset(out, 0, (size_t)g->nends * KRN_COLUMNS * sizeof *out);
    for (int c = 0; c < n; c++) {
        if (g->states[starts[c].state].road >= 0)
            begin_on_road(&p, c, starts[c], day);
        else
            mass[(size_t)g->root[starts[c].first][starts[c].state] * KRN_COLUMNS + (size_t)c] = 1;
    }
    for (int i = 0; i < g->nnodes; i++) {
        const krn_node *node = &g->nodes[i];
        const double *here = mass + (size_t)i * KRN_COLUMNS;
        if (!any(here))
            continue;
        const krn_decisions *d = node->used < 0 ? morning : later;
        if (node->route == 0) {
            decide_here(&p, node, here, d, d->chance + (size_t)cls * (size_t)g->ndepartures, movechance[node->place]);
            continue;
        }
        const krn_departure *dep = &g->departures[node->follows];
        double open = d->open[node->follows];
        if (open < 1)
            add(cell(&p, -1 - g->stayed[node->place]), here, 1 - open);
        if (open > 0)
            take(&p, &g->edges[node->edges + d->link[node->follows]],
                 m->in->links[g->links[dep->first_link + d->link[node->follows]]].walk, here, open);
    }
}
