/* People as counts in stocks: everybody who is alike and at one place in the morning is shared out among the evenings
 * by one multinomial draw, with the chances of the kernel.
 *
 * A day:
 * 1. The weights of the day, and how many people are where.
 * 2. The chances of the evenings (kernel.h), for the stocks that hold somebody. They are kept until a weight, a room or
 *    a road changes.
 * 3. Rooms change while people move. Flee goes through people in the order of their coming, so those displaced today
 *    come last: they leave when all others have left, and arrive when all others have arrived. Where the day's moves
 *    change the room of a place by more than a hundredth, it is followed in the mean: departures of the others, of
 *    the new, travel of the others, of the new, each cut into slices with the rooms of their middle. Within a slice
 *    everybody is as likely as everybody else; in Flee their order is fixed. What that makes is measured in
 *    docs/flee.md.
 */
#include "flee/split.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double slice = 0.05; /* of room, from 1 (empty) to 0 (full) */
enum { SLICES_MOST = 20 };

struct fle_split_day {
    krn_decisions morning, later;
    double *mass, *out;   /* scratch of the kernel */
    double *chance;       /* [classes][firsts][pairs] */
    unsigned char *known; /* [classes][firsts][states] */
    double *people;       /* scratch [classes of a stock] */
    double *room;         /* [places] rooms for which chances are known */
    double *move;         /* [places] chances to leave for which they are known */
    double *at, *come,
        *leave;           /* [places] people in the morning; expected to come in a slice, to leave in the morning */
    double *row;          /* [classes of a stock] */
    double *fresh;        /* [classes][firsts][places] share of those at a place who were displaced today */
    double *share, *ones; /* [places] shares of decisions */
    double *sum;          /* [classes][firsts][pairs] */
    int epoch, has_chances, closed_until;
    unsigned version;
};

/* Flee goes through people in the order of their coming: those displaced today are the last. */
typedef enum { ALL, OTHERS, FRESH } group;

/* ---- a member's scratch ---- */

int fle_split_open(mdl_member *p) {
    const struct fle_split *s = p->b->split;
    const krn_graph *g = &s->graph;
    size_t n = (size_t)p->m->in->nplaces + 1, kinds = (size_t)s->stock_classes;
    struct fle_split_day *k = p->split = calloc(1, sizeof *k);
    if (!k)
        return -1;
    k->mass = calloc((size_t)g->nnodes * KRN_COLUMNS + 1, sizeof *k->mass);
    k->out = calloc((size_t)g->nends * KRN_COLUMNS + 1, sizeof *k->out);
    k->chance = calloc(kinds * (size_t)g->npairs + 1, sizeof *k->chance);
    k->sum = calloc(kinds * (size_t)g->npairs + 1, sizeof *k->sum);
    k->known = calloc(kinds * (size_t)g->nstates + 1, 1);
    k->people = calloc(kinds * (size_t)g->nstates + 1, sizeof *k->people);
    k->room = calloc(n, sizeof *k->room);
    k->move = calloc(n, sizeof *k->move);
    k->at = calloc(n, sizeof *k->at);
    k->come = calloc(n, sizeof *k->come);
    k->leave = calloc(n, sizeof *k->leave);
    k->row = calloc(kinds + 1, sizeof *k->row);
    k->fresh = calloc(n * kinds, sizeof *k->fresh);
    k->share = calloc(n, sizeof *k->share);
    k->ones = calloc(n, sizeof *k->ones);
    for (size_t i = 0; k->ones && i < n; i++)
        k->ones[i] = 1;
    k->epoch = -1;
    return k->mass && k->out && k->chance && k->sum && k->known && k->people && k->room && k->move && k->at &&
                   k->come && k->leave && k->row && k->fresh && k->share && k->ones &&
                   krn_decisions_make(p->m, g, &k->morning) == 0 && krn_decisions_make(p->m, g, &k->later) == 0
               ? 0
               : -1;
}

void fle_split_close(mdl_member *p) {
    struct fle_split_day *k = p->split;
    if (!k)
        return;
    krn_decisions_free(&k->morning);
    krn_decisions_free(&k->later);
    free(k->mass);
    free(k->out);
    free(k->chance);
    free(k->sum);
    free(k->known);
    free(k->people);
    free(k->room);
    free(k->move);
    free(k->at);
    free(k->come);
    free(k->leave);
    free(k->row);
    free(k->fresh);
    free(k->share);
    free(k->ones);
    free(k);
}

/* ---- a day ---- */

typedef struct {
    mdl_member *p;
    const mdl_model *m;
    const struct fle_split *s;
    const krn_graph *g;
    struct fle_split_day *k;
    int day;
} work;

static double *chances(const work *w, double *all, int cls, int first) {
    return all + ((size_t)cls * (size_t)w->s->firsts + (size_t)first) * (size_t)w->g->npairs;
}

/* People who begin the day in a state: of one class, before their first arrival or after. */
static double people_of(const work *w, int state, int cls, int first) {
    int c = w->s->firsts == 1 ? cls : 2 * cls + !first;
    return w->k->people[(size_t)state * (size_t)w->s->stock_classes + (size_t)c];
}

static void count_people(work *w) {
    const eng_world *world = w->p->w;
    double *counts = w->p->counts;
    size_t n = (size_t)w->m->in->nplaces;
    memset(w->k->at, 0, n * sizeof *w->k->at);
    if (counts)
        memset(counts, 0, n * (size_t)w->m->classes.n * sizeof *counts);
    for (int i = 0; i < w->g->nstates; i++) {
        double *people = w->k->people + (size_t)i * (size_t)w->s->stock_classes;
        int place = w->g->states[i].place;
        eng_people_all(world, w->s->stock[i], people);
        for (int c = 0; place >= 0 && c < w->s->stock_classes; c++) {
            w->k->at[place] += people[c];
            if (counts)
                counts[(size_t)(c / w->s->firsts) * n + (size_t)place] += people[c];
        }
    }
}

static void evaluate(work *w, int cls, int n, const krn_start *starts) {
    const krn_graph *g = w->g;
    struct fle_split_day *k = w->k;
    if (n == 0)
        return;
    krn_evaluate(w->m, g, &k->morning, &k->later, w->p->movechance, w->day, cls, n, starts, k->mass, k->out);
    for (int c = 0; c < n; c++)
        for (int i = g->first_pair[starts[c].state]; i < g->first_pair[starts[c].state + 1]; i++)
            chances(w, k->chance, cls, starts[c].first)[i] = k->out[g->pair_end[i] * KRN_COLUMNS + c];
}

/* Of those who begin the day in a state: the share that was displaced today, or that was not. */
static double group_share(const work *w, int state, int cls, int first, group who) {
    const krn_state *s = &w->g->states[state];
    double fresh = 0;
    if (who == ALL)
        return 1;
    if (s->place >= 0 && s->route == 0)
        fresh = w->k->fresh[((size_t)cls * (size_t)w->s->firsts + (size_t)first) * (size_t)w->m->in->nplaces +
                            (size_t)s->place];
    return who == FRESH ? fresh : 1 - fresh;
}

/* Chances of the states that hold people of the group and are not known yet. */
static void find_chances(work *w, group who) {
    const krn_graph *g = w->g;
    krn_start starts[KRN_COLUMNS];
    for (int cls = 0; cls < w->m->classes.n; cls++) {
        int n = 0;
        for (int i = 0; i < g->nstates * w->s->firsts; i++) {
            int state = i / w->s->firsts, first = i % w->s->firsts;
            unsigned char *known = &w->k->known[(size_t)cls * (size_t)g->nstates * (size_t)w->s->firsts + (size_t)i];
            if (*known || !(people_of(w, state, cls, first) * group_share(w, state, cls, first, who) > 0))
                continue;
            *known = 1;
            starts[n++] = (krn_start){state, first};
            if (n == KRN_COLUMNS) {
                evaluate(w, cls, n, starts);
                n = 0;
            }
        }
        evaluate(w, cls, n, starts);
    }
}

static void forget(work *w) { memset(w->k->known, 0, (size_t)w->s->stock_classes * (size_t)w->g->nstates); }

/* People of a group expected to come to each place in the day, and to leave it in the morning. */
static void expect(work *w, group who, double *come, double *leave) {
    const krn_graph *g = w->g;
    size_t n = (size_t)w->m->in->nplaces;
    memset(come, 0, n * sizeof *come);
    memset(leave, 0, n * sizeof *leave);
    for (int cls = 0; cls < w->m->classes.n; cls++)
        for (int first = 0; first < w->s->firsts; first++) {
            const double *chance = chances(w, w->k->chance, cls, first);
            for (int state = 0; state < g->nstates; state++) {
                double people = people_of(w, state, cls, first) * group_share(w, state, cls, first, who);
                if (!(people > 0))
                    continue;
                for (int i = g->first_pair[state]; i < g->first_pair[state + 1]; i++) {
                    const krn_end *e = &g->ends[g->pair_end[i]];
                    if (e->link < 0 && g->states[e->state].place >= 0)
                        come[g->states[e->state].place] += people * chance[i];
                    if (g->states[state].place >= 0)
                        leave[g->states[state].place] += people * chance[i];
                }
            }
        }
}

/* ---- rooms that change during the day ---- */

static double room_at(work *w, int place, double people) {
    fle_choice_people(w->m, &w->p->choice, place, people);
    return w->p->choice.room[place];
}

static void set_rooms(work *w, const double *people) {
    for (int i = 0; i < w->m->in->nplaces; i++)
        fle_choice_people(w->m, &w->p->choice, i, people[i]);
}

/* The largest change of a room when people change by `change`. */
static double room_change(work *w, const double *people, const double *change, double sign) {
    double most = 0;
    for (int i = 0; i < w->m->in->nplaces; i++) {
        if (w->p->choice.limit[i] < 1)
            continue;
        double d = fabs(room_at(w, i, people[i] + sign * change[i]) - room_at(w, i, people[i]));
        most = d > most ? d : most;
    }
    return most;
}

static int slices_for(double change) {
    int n = 1 + (int)(change / slice);
    return n < SLICES_MOST ? n : SLICES_MOST;
}

/* Rooms when a share of the change has come about. */
static void rooms_between(work *w, const double *people, const double *change, double share) {
    for (int i = 0; i < w->m->in->nplaces; i++)
        if (w->p->choice.limit[i] >= 1)
            fle_choice_people(w->m, &w->p->choice, i, people[i] + share * change[i]);
}

/* Share of those at a place who were displaced today, of all kinds. */
static double fresh_at(const work *w, int place) {
    double born = eng_moved_total(w->p->w, w->p->b->out[place]);
    return w->k->at[place] > 0 ? fmin(1, born / w->k->at[place]) : 0;
}

/* Departures: of the others while they leave, of the new when the others have left. people: in the morning. */
static void decide_in_the_morning(work *w, const double *people, const double *leave) {
    struct fle_split_day *k = w->k;
    int n = slices_for(room_change(w, people, leave, -1));
    krn_decisions_clear(w->m, w->g, &w->p->choice, &k->morning);
    for (int s = 0; s < n; s++) {
        rooms_between(w, people, leave, -(s + 0.5) / n);
        for (int i = 0; i < w->m->in->nplaces; i++)
            k->share[i] = (1 - fresh_at(w, i)) / n;
        krn_decide(w->m, w->g, &w->p->choice, &w->p->scene, k->share, &k->morning);
    }
    rooms_between(w, people, leave, -1);
    for (int i = 0; i < w->m->in->nplaces; i++)
        k->share[i] = fresh_at(w, i);
    krn_decide(w->m, w->g, &w->p->choice, &w->p->scene, k->share, &k->morning);
}

/* Travel of a group, to whom `expected` people come in all; people: at the places before, and after. */
static void travel(work *w, group who, double *people, const double *expected) {
    struct fle_split_day *k = w->k;
    const krn_graph *g = w->g;
    int places = w->m->in->nplaces, n = slices_for(room_change(w, people, expected, 1));
    memcpy(k->come, expected, (size_t)places * sizeof *k->come);
    for (int s = 0; s < n; s++) {
        rooms_between(w, people, k->come, 0.5 / n);
        krn_decisions_clear(w->m, g, &w->p->choice, &k->later);
        krn_decide(w->m, g, &w->p->choice, &w->p->scene, k->ones, &k->later);
        forget(w);
        find_chances(w, who);
        for (int cls = 0; cls < w->m->classes.n; cls++)
            for (int first = 0; first < w->s->firsts; first++)
                for (int state = 0; state < g->nstates; state++) {
                    double share = group_share(w, state, cls, first, who) / n;
                    if (!(people_of(w, state, cls, first) * share > 0))
                        continue;
                    for (int i = g->first_pair[state]; i < g->first_pair[state + 1]; i++)
                        chances(w, k->sum, cls, first)[i] += share * chances(w, k->chance, cls, first)[i];
                }
        expect(w, who, k->come, k->leave);
        for (int i = 0; i < places; i++)
            people[i] += k->come[i] / n;
    }
}

/* Shares of the new among those who begin the day at a place, by kind. */
static void find_fresh(work *w) {
    const fle_classes *c = &w->m->classes;
    int places = w->m->in->nplaces;
    for (int p = 0; p < places; p++) {
        double born = eng_moved_total(w->p->w, w->p->b->out[p]);
        int state = w->g->ends[w->g->stayed[p]].state;
        for (int cls = 0; cls < c->n; cls++)
            for (int first = 0; first < w->s->firsts; first++) {
                double people = people_of(w, state, cls, first);
                int can_be = first == w->s->firsts - 1; /* they have not travelled */
                double *out =
                    &w->k->fresh[((size_t)cls * (size_t)w->s->firsts + (size_t)first) * (size_t)places + (size_t)p];
                *out = can_be && people > 0 ? fmin(1, born * c->shares[(size_t)p * (size_t)c->n + (size_t)cls] / people)
                                            : 0;
            }
    }
}

/* The day's chances when rooms change in it; come, leave: expected with the rooms of the morning. */
static void through_the_day(work *w) {
    struct fle_split_day *k = w->k;
    size_t places = (size_t)w->m->in->nplaces;
    double *people = w->p->here, *expected = w->p->now; /* both are scratch at this time */
    find_fresh(w);
    set_rooms(w, k->at);
    decide_in_the_morning(w, k->at, k->leave);
    for (size_t i = 0; i < places; i++)
        people[i] = k->at[i] - k->leave[i];
    memset(k->sum, 0, (size_t)w->s->stock_classes * (size_t)w->g->npairs * sizeof *k->sum);
    expect(w, OTHERS, expected, k->leave); /* by the chances of the morning, which are still in k->chance */
    travel(w, OTHERS, people, expected);
    /* those of the new are in k->chance no more: their share of the first estimate will do for the number of slices */
    forget(w);
    find_chances(w, FRESH);
    expect(w, FRESH, expected, k->leave);
    travel(w, FRESH, people, expected);
    memcpy(k->chance, k->sum, (size_t)w->s->stock_classes * (size_t)w->g->npairs * sizeof *k->sum);
    set_rooms(w, k->at);
}

static int closed_by(const work *w) {
    int n = 0;
    for (int i = 0; i < w->m->net.nroads; i++)
        n += w->m->net.roads[i].closed_on <= w->day;
    return n;
}

/* Whether chances of an earlier day hold today. */
static int unchanged(work *w) {
    struct fle_split_day *k = w->k;
    const fle_choice *c = &w->p->choice;
    size_t n = (size_t)w->m->in->nplaces;
    int closed = closed_by(w);
    int same = k->has_chances && k->epoch == c->epoch && k->version == c->made && k->closed_until == closed &&
               memcmp(k->room, c->room, n * sizeof *k->room) == 0 &&
               memcmp(k->move, w->p->movechance, n * sizeof *k->move) == 0;
    k->epoch = c->epoch;
    k->version = c->made;
    k->closed_until = closed;
    memcpy(k->room, c->room, n * sizeof *k->room);
    memcpy(k->move, w->p->movechance, n * sizeof *k->move);
    return same;
}

static void chances_of_day(work *w) {
    mdl_member *p = w->p;
    struct fle_split_day *k = w->k;
    int n = w->m->in->nplaces;
    count_people(w);
    const double *pop = fle_population(p, p->here);
    fle_choice_day(w->m, &p->choice, &p->scene, pop, p->counts);
    for (int i = 0; i < n; i++)
        p->movechance[i] = fle_movechance(p, i, pop);
    set_rooms(w, k->at);
    if (!unchanged(w)) {
        krn_decisions_clear(w->m, w->g, &p->choice, &k->morning);
        krn_decide(w->m, w->g, &p->choice, &p->scene, k->ones, &k->morning);
        krn_decisions_clear(w->m, w->g, &p->choice, &k->later);
        krn_decide(w->m, w->g, &p->choice, &p->scene, k->ones, &k->later);
        forget(w);
    }
    find_chances(w, ALL);
    k->has_chances = 1;
    expect(w, ALL, k->come, k->leave);
    if (room_change(w, k->at, k->leave, -1) + room_change(w, k->at, k->come, 1) <= slice / 5) {
        set_rooms(w, k->at);
        return;
    }
    through_the_day(w);
    k->has_chances = 0;
}

/* The road of a link that is open today, among all its roads. */
static int open_road(const work *w, int link) {
    const fle_epoch *e = &w->m->net.epochs[w->p->choice.epoch];
    int from = w->m->in->links[link].from;
    for (int r = e->first_road[from]; r < e->first_road[from + 1]; r++)
        if (w->m->net.roads[e->road[r]].link == link)
            return w->g->rank[e->road[r]];
    return 0;
}

/* Chances of a pair for the classes of its stock; 1 if there are any. Whoever is in the evening where they were in the
 * morning takes no flow, unless it was their first journey: they have travelled now. */
static int fill(work *w, int state, int pair, int same_state, double *chance) {
    int some = 0;
    for (int cls = 0; cls < w->m->classes.n; cls++)
        for (int first = 0; first < w->s->firsts; first++) {
            int c = w->s->firsts == 1 ? cls : 2 * cls + !first;
            int none = (same_state && !first) || (w->g->ends[w->g->pair_end[pair]].first && !first) ||
                       !(people_of(w, state, cls, first) > 0);
            chance[c] = none ? 0 : chances(w, w->k->chance, cls, first)[pair];
            some |= chance[c] > 0;
        }
    return some;
}

static int ask(work *w, eng_day *d) {
    const krn_graph *g = w->g;
    for (int state = 0; state < g->nstates; state++) {
        if (!(eng_total(w->p->w, w->s->stock[state]) > 0))
            continue;
        for (int i = g->first_pair[state]; i < g->first_pair[state + 1]; i++) {
            const krn_end *end = &g->ends[g->pair_end[i]];
            int which = end->link >= 0 ? open_road(w, end->link) : 0;
            if (!fill(w, state, i, end->state + which == state, w->k->row))
                continue;
            int flow = w->s->flows[w->s->first_flow[i] + which];
            double *p = flow >= 0 ? eng_prob(d, flow) : NULL;
            if (!p)
                return eng_fail(d, "somebody would move along a flow that does not exist");
            memcpy(p, w->k->row, (size_t)w->s->stock_classes * sizeof *p);
        }
    }
    return 0;
}

int fle_split_decide(void *member, eng_day *d) {
    mdl_member *p = member;
    if (fle_step(p) != p->b->ticks - 1)
        return 0;
    fle_scene_to(p->m->in, &p->scene, fle_day(p));
    work w = {p, p->m, p->b->split, &p->b->split->graph, p->split, fle_day(p)};
    chances_of_day(&w);
    return ask(&w, d);
}

/* People at each place, and on roads, now. */
void fle_split_count(mdl_member *p, const eng_world *world) {
    const struct fle_split *s = p->b->split;
    p->on_roads = 0;
    memset(p->now, 0, (size_t)p->m->in->nplaces * sizeof *p->now);
    for (int i = 0; i < s->graph.nstates; i++) {
        int place = s->graph.states[i].place;
        if (place >= 0)
            p->now[place] += eng_total(world, s->stock[i]);
        else
            p->on_roads += eng_total(world, s->stock[i]);
    }
}
