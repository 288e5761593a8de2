/* Which roads are open on which day, and the ways out of every place.
 *
 * 1. Closures are played through once, day by day and row by row, as Flee does. To close a link parks it; opened again
 *    it comes last in its place's list. Whoever is on it when it closes stays on the old road, which stays closed.
 * 2. Whenever the open roads, the markers or a redirection change, an epoch begins. For each epoch the ways out of each
 *    place are listed: every path of at most `awareness_level` links that comes to no place twice; a marker is passed
 *    without using up a link, and nobody ends there.
 */
#include "flee/internal.h"
#include "text/array.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { WAYS_MOST = 200000 }; /* out of one place: a graph that is too dense for this awareness */

/* ---- routes by content ---- */

static unsigned hash(int next, int rest) {
    return ((unsigned)next * 0x9E3779B1u) ^ ((unsigned)rest * 0x85EBCA77u + ((unsigned)next >> 7));
}

static int rehash(fle_network *w, int nbuckets) {
    int *bucket = malloc((size_t)nbuckets * sizeof *bucket);
    if (!bucket)
        return -1;
    for (int i = 0; i < nbuckets; i++)
        bucket[i] = 0;
    for (int i = 1; i < w->nroutes; i++) {
        unsigned b = hash(w->routes[i].next, w->routes[i].rest) % (unsigned)nbuckets;
        w->chain[i] = bucket[b];
        bucket[b] = i;
    }
    free(w->bucket);
    w->bucket = bucket;
    w->nbuckets = nbuckets;
    return 0;
}

int fle_route_make(fle_network *w, int next, int rest) {
    if (w->nbuckets > 0)
        for (int i = w->bucket[hash(next, rest) % (unsigned)w->nbuckets]; i; i = w->chain[i])
            if (w->routes[i].next == next && w->routes[i].rest == rest)
                return i;
    if (w->nroutes >= w->nbuckets) {
        int room = w->nbuckets ? 2 * w->nbuckets : 64;
        fle_route *routes = realloc(w->routes, (size_t)room * sizeof *routes);
        if (routes)
            w->routes = routes;
        int *chain = realloc(w->chain, (size_t)room * sizeof *chain);
        if (chain)
            w->chain = chain;
        if (!routes || !chain)
            return -1;
        if (w->nroutes == 0) { /* route 0 is none */
            w->routes[0] = (fle_route){-1, 0, -1};
            w->chain[0] = 0;
            w->nroutes = 1;
        }
        if (rehash(w, room))
            return -1;
    }
    int id = w->nroutes++;
    w->routes[id] = (fle_route){next, rest, rest ? w->routes[rest].last : next};
    unsigned b = hash(next, rest) % (unsigned)w->nbuckets;
    w->chain[id] = w->bucket[b];
    w->bucket[b] = id;
    return id;
}

/* ---- closures ---- */

/* A list of numbers that can lose some in the middle. */
typedef struct {
    int n, *at;
} row;

static int row_add(row *r, int v) {
    int *grown = arr_more(r->at, r->n, sizeof *grown);
    if (!grown)
        return -1;
    r->at = grown;
    r->at[r->n++] = v;
    return 0;
}

typedef struct {
    const fle_input *in;
    fle_network *w;
    fle_scene scene;
    row *open, *parked;    /* [places] roads; links */
    unsigned char *forced; /* [links] */
    int *marker;           /* [places] */
    int day, changed, failed;
} player;

static int road_make(player *p, int link) {
    fle_network *w = p->w;
    fle_road *grown = arr_more(w->roads, w->nroads, sizeof *grown);
    if (!grown)
        return -1;
    w->roads = grown;
    w->roads[w->nroads] = (fle_road){link, INT_MAX};
    return w->nroads++;
}

/* Does a link from a to b fall under a closure? */
static int closes(const fle_input *in, const fle_closure *c, int a, int b) {
    const char *from = in->places[a].country, *to = in->places[b].country;
    switch (c->type) {
    case CLOSE_COUNTRY: {
        if (c->a < 0 || c->b < 0)
            return 0;
        const char *one = in->places[c->a].country, *other = in->places[c->b].country;
        return (!strcmp(from, one) && !strcmp(to, other)) || (!strcmp(from, other) && !strcmp(to, one));
    }
    case CLOSE_LOCATION:
        return c->a >= 0 && (a == c->a || b == c->a);
    case CLOSE_LINK: /* Flee's comparison of names never finds it */
        return in->sane && c->a >= 0 && c->b >= 0 && ((a == c->a && b == c->b) || (a == c->b && b == c->a));
    case CLOSE_CAMP:
    case CLOSE_IDPCAMP:
    case CLOSE_FORCED:
        break;
    }
    return 0;
}

static void close_roads(player *p, const fle_closure *c) {
    for (int i = 0; i < p->in->nplaces; i++) {
        row *open = &p->open[i];
        int kept = 0;
        for (int k = 0; k < open->n; k++) {
            fle_road *road = &p->w->roads[open->at[k]];
            if (!closes(p->in, c, i, p->in->links[road->link].to)) {
                open->at[kept++] = open->at[k];
                continue;
            }
            road->closed_on = p->day;
            p->failed |= row_add(&p->parked[i], road->link);
            p->changed = 1;
        }
        open->n = kept;
    }
}

static void open_roads(player *p, const fle_closure *c) {
    for (int i = 0; i < p->in->nplaces; i++) {
        row *parked = &p->parked[i];
        int kept = 0;
        for (int k = 0; k < parked->n; k++) {
            int link = parked->at[k];
            if (!closes(p->in, c, i, p->in->links[link].to)) {
                parked->at[kept++] = link;
                continue;
            }
            int road = road_make(p, link);
            p->failed |= road < 0 || row_add(&p->open[i], road);
            p->changed = 1;
        }
        parked->n = kept;
    }
}

static void redirect(player *p, const fle_closure *c, int on) {
    for (int k = 0; c->a >= 0 && c->b >= 0 && k < p->in->nlinks; k++)
        if (p->in->links[k].from == c->a && p->in->links[k].to == c->b) {
            p->forced[k] = (unsigned char)on;
            p->changed |= p->in->sane;
        }
}

static void play_day(player *p) {
    for (int i = 0; i < p->in->nclosures; i++) {
        const fle_closure *c = &p->in->closures[i];
        if (c->start == p->day) {
            close_roads(p, c);
            if (c->type == CLOSE_FORCED)
                redirect(p, c, 0);
        }
        if (c->end == p->day) {
            open_roads(p, c);
            if (c->type == CLOSE_FORCED)
                redirect(p, c, 1);
        }
    }
}

/* ---- ways ---- */

typedef struct {
    player *p;
    fle_epoch *e;
    int start, awareness, n;
    int depth, *path; /* places after the start */
    int *on_path;     /* [places] */
    int failed, too_many;
} walker;

static void way_add(walker *x, double km) {
    int route = 0;
    for (int i = x->depth - 1; i >= 0 && route >= 0; i--)
        route = fle_route_make(x->p->w, x->path[i], route);
    fle_way *grown = arr_more(x->e->ways, x->n, sizeof *grown);
    if (!grown) {
        x->failed = 1;
        return;
    }
    x->e->ways = grown;
    x->failed |= route < 0;
    x->e->ways[x->n++] = (fle_way){.end = x->path[x->depth - 1], .route = route, .km = km, .prefix = -1};
    if (x->n - x->e->first_way[x->start] > WAYS_MOST)
        x->too_many = 1;
}

static void walk(walker *x, int at, double km, int links) {
    const fle_input *in = x->p->in;
    for (int i = x->e->first_road[at]; i < x->e->first_road[at + 1] && !x->failed && !x->too_many; i++) {
        const fle_link *link = &in->links[x->p->w->roads[x->e->road[i]].link];
        if (x->on_path[link->to])
            continue;
        int marker = x->p->scene.kind[link->to].marker;
        x->path[x->depth++] = link->to;
        x->on_path[link->to] = 1;
        if (!marker)
            way_add(x, km + link->km);
        if (marker || x->awareness > links)
            walk(x, link->to, km + link->km, marker ? links : links + 1);
        x->on_path[link->to] = 0;
        x->depth--;
    }
}

/* ---- major routes, for fixed_routes ---- */

/* Route of a major from its k-th place on, before `rest`, and its length; -1 without memory, 0 if a link is closed. */
static int major_route(player *p, const fle_epoch *e, const fle_major *m, int backwards, double *km) {
    int route = 0;
    *km = 0;
    for (int i = m->n - 1; i > 0 && route >= 0; i--) {
        int from = m->places[backwards ? m->n - i : i - 1], to = m->places[backwards ? m->n - 1 - i : i];
        int road = fle_road_to(p->in, p->w, e, from, to);
        if (road < 0)
            return 0;
        *km += p->in->links[p->w->roads[road].link].km;
        route = fle_route_make(p->w, to, route);
    }
    return route;
}

static int route_join(fle_network *w, int front, int back) {
    if (!front)
        return back;
    int rest = route_join(w, w->routes[front].rest, back);
    return rest < 0 ? -1 : fle_route_make(w, w->routes[front].next, rest);
}

typedef struct {
    fle_way *at;
    int n;
} way_list;

static int list_add(way_list *l, fle_way way) {
    fle_way *grown = arr_more(l->at, l->n, sizeof *grown);
    if (!grown)
        return -1;
    l->at = grown;
    l->at[l->n++] = way;
    return 0;
}

/* Majors that begin at `from`, after the way `prefix` (-1: none) that leads there from `start`. */
static int majors_from(player *p, const fle_epoch *e, way_list *out, int start, int from, int prefix,
                       const fle_way *before) {
    for (int i = 0; i < p->in->nmajors; i++)
        for (int backwards = 0; backwards < 2; backwards++) {
            const fle_major *m = &p->in->majors[i];
            double km;
            if (m->n < 2 || m->places[backwards ? m->n - 1 : 0] != from || m->places[backwards ? 0 : m->n - 1] == start)
                continue;
            int route = major_route(p, e, m, backwards, &km);
            if (route > 0 && before)
                route = route_join(p->w, before->route, route);
            if (route < 0)
                return -1;
            fle_way way = {.end = m->places[backwards ? 0 : m->n - 1],
                           .route = route,
                           .km = km + (before ? before->km : 0),
                           .major = 1,
                           .prefix = prefix};
            if (route > 0 && list_add(out, way))
                return -1;
        }
    return 0;
}

/* After the ways of each place: its own majors, then those of the ends of its ways. */
static int majors_add(player *p, fle_epoch *e) {
    way_list all = {NULL, 0};
    int status = 0, old = 0;
    for (int i = 0; i < p->in->nplaces && status == 0; i++) {
        int end = e->first_way[i + 1], first = all.n;
        for (int k = old; k < end && status == 0; k++)
            status = list_add(&all, e->ways[k]);
        if (status == 0)
            status = majors_from(p, e, &all, i, i, -1, NULL);
        for (int k = old; k < end && status == 0; k++) { /* end after end, by the first way to each */
            int known = 0;
            for (int j = old; j < k; j++)
                known |= e->ways[j].end == e->ways[k].end;
            for (int j = k; !known && j < end && status == 0; j++)
                if (e->ways[j].end == e->ways[k].end)
                    status = majors_from(p, e, &all, i, e->ways[j].end, first + j - old, &e->ways[j]);
        }
        old = end;
        e->first_way[i] = first;
    }
    e->first_way[p->in->nplaces] = all.n;
    free(e->ways);
    e->ways = all.at;
    return status;
}

static int ways_make(player *p, fle_epoch *e, rep_report *rep) {
    const fle_input *in = p->in;
    size_t n = (size_t)in->nplaces + 1;
    walker x = {.p = p, .e = e, .awareness = (int)fle_set(in, MOVE_awareness_level)};
    x.path = calloc(n, sizeof *x.path);
    x.on_path = calloc(n, sizeof *x.on_path);
    x.failed = !x.path || !x.on_path;
    for (int i = 0; i < in->nplaces && !x.failed && !x.too_many; i++) {
        e->first_way[i] = x.n;
        x.start = i;
        x.on_path[i] = 1;
        if (x.awareness != 0) /* at 0 Flee chooses a number where a name is looked for, so nobody ever leaves */
            walk(&x, i, 0, 1);
        x.on_path[i] = 0;
        if (x.too_many)
            rep_add(rep, REP_ERROR, in->input_label, 0, 0,
                    txt_say("too many ways out of %.60s", in->places[i].name).text, "lower awareness_level",
                    "at most %d", WAYS_MOST);
    }
    e->first_way[in->nplaces] = x.n;
    if (!x.failed && !x.too_many && x.awareness != 0 && fle_on(in, MOVE_fixed_routes))
        x.failed = majors_add(p, e);
    free(x.path);
    free(x.on_path);
    return x.failed || x.too_many ? -1 : 0;
}

static int epoch_add(player *p, rep_report *rep) {
    fle_network *w = p->w;
    const fle_input *in = p->in;
    fle_epoch *grown = arr_more(w->epochs, w->nepochs, sizeof *grown);
    if (!grown)
        return -1;
    w->epochs = grown;
    fle_epoch *e = &w->epochs[w->nepochs++];
    size_t n = (size_t)in->nplaces + 1;
    int nopen = 0;
    for (int i = 0; i < in->nplaces; i++)
        nopen += p->open[i].n;
    *e = (fle_epoch){.day = p->day,
                     .first_road = calloc(n, sizeof(int)),
                     .road = calloc((size_t)nopen + 1, sizeof(int)),
                     .first_way = calloc(n, sizeof(int)),
                     .forced = calloc(n, sizeof(int))};
    if (!e->first_road || !e->road || !e->first_way || !e->forced)
        return -1;
    nopen = 0;
    for (int i = 0; i < in->nplaces; i++) {
        e->first_road[i] = nopen;
        e->forced[i] = -1;
        for (int k = 0; k < p->open[i].n; k++) {
            int road = p->open[i].at[k];
            e->road[nopen++] = road;
            if (in->sane && e->forced[i] < 0 && p->forced[w->roads[road].link])
                e->forced[i] = road;
        }
    }
    e->first_road[in->nplaces] = nopen;
    return ways_make(p, e, rep);
}

static int play(player *p, rep_report *rep) {
    const fle_input *in = p->in;
    for (int k = 0; k < in->nlinks; k++) {
        int road = road_make(p, k);
        p->forced[k] = (unsigned char)in->links[k].forced;
        if (road < 0 || row_add(&p->open[in->links[k].from], road))
            return -1;
    }
    for (p->day = 0; p->day < in->days; p->day++) {
        p->changed = p->day == 0;
        fle_scene_to(in, &p->scene, p->day);
        for (int i = 0; i < in->nplaces; i++) {
            p->changed |= p->marker[i] != p->scene.kind[i].marker;
            p->marker[i] = p->scene.kind[i].marker;
        }
        play_day(p);
        if (p->failed || (p->changed && epoch_add(p, rep)))
            return -1;
        p->w->epoch_of[p->day] = p->w->nepochs - 1;
    }
    return 0;
}

int fle_network_make(const fle_input *in, fle_network *w, rep_report *rep) {
    size_t n = (size_t)in->nplaces + 1;
    player p = {.in = in, .w = w};
    int errors = rep->errors, status = -1;
    memset(w, 0, sizeof *w);
    w->epoch_of = calloc((size_t)in->days + 1, sizeof *w->epoch_of);
    p.open = calloc(n, sizeof *p.open);
    p.parked = calloc(n, sizeof *p.parked);
    p.forced = calloc((size_t)in->nlinks + 1, 1);
    p.marker = calloc(n, sizeof *p.marker);
    if (w->epoch_of && p.open && p.parked && p.forced && p.marker && fle_scene_make(in, &p.scene) == 0)
        status = play(&p, rep);
    if (status && rep->errors == errors)
        rep_add(rep, REP_ERROR, in->input_label, 0, 0, "no memory left", NULL, "memory for the routes");
    for (int i = 0; i < in->nplaces; i++) {
        if (p.open)
            free(p.open[i].at);
        if (p.parked)
            free(p.parked[i].at);
    }
    free(p.open);
    free(p.parked);
    free(p.forced);
    free(p.marker);
    fle_scene_free(&p.scene);
    return status;
}

void fle_network_free(fle_network *w) {
    for (int i = 0; i < w->nepochs; i++) {
        free(w->epochs[i].first_road);
        free(w->epochs[i].road);
        free(w->epochs[i].first_way);
        free(w->epochs[i].ways);
        free(w->epochs[i].forced);
    }
    free(w->roads);
    free(w->routes);
    free(w->epochs);
    free(w->epoch_of);
    free(w->bucket);
    free(w->chain);
    memset(w, 0, sizeof *w);
}
