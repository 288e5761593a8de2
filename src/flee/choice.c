/* How people choose a way: its weight is the attraction of its end over its length, times the room there.
 *
 *   w = [ (weight_softening + A) / (softening + km)^distance_power * room ]^weight_power
 *
 * 1. Once a day, if anything it depends on has changed: all but the room, for every class and way.
 * 2. Whenever somebody comes to or leaves a place with a capacity: its room. Sums of weights over the ways out of a
 *    place are made when somebody asks and the room at one of the ends has changed since.
 * 3. A choice is one uniform number in the running sums; all weights 0: any way alike.
 *
 * With fixed_routes only the best way to each end can be chosen, and major routes to ends that no way has; Flee then
 * takes the score twice and leaves the room out, `sane` does neither.
 */
#include "flee/internal.h"

#include <stdlib.h>
#include <string.h>

int fle_matches(const fle_input *in) {
    return fle_on(in, MOVE_MatchCampReligion) || fle_on(in, MOVE_MatchCampEthnicity) ||
           fle_on(in, MOVE_MatchTownEthnicity) || fle_on(in, MOVE_MatchConflictEthnicity);
}

int fle_choice_make(const mdl_model *m, fle_choice *c) {
    size_t n = (size_t)m->in->nplaces + 1;
    memset(c, 0, sizeof *c);
    c->epoch = -1;
    for (int i = 0; i < m->net.nepochs; i++) {
        int ways = m->net.epochs[i].first_way[m->in->nplaces];
        c->most_ways = ways > c->most_ways ? ways : c->most_ways;
    }
    size_t ways = (size_t)c->most_ways + 1, classes = (size_t)m->classes.n;
    c->base = calloc(ways * classes, sizeof *c->base);
    c->sum = calloc(ways * classes, sizeof *c->sum);
    c->active = calloc(ways, 1);
    c->ready = calloc(n * classes, sizeof *c->ready);
    c->version = calloc(n, sizeof *c->version);
    c->limit = calloc(n, sizeof *c->limit);
    c->room = calloc(n, sizeof *c->room);
    c->room_power = calloc(n, sizeof *c->room_power);
    c->first_watcher = calloc(n, sizeof *c->first_watcher);
    c->watcher = calloc(ways, sizeof *c->watcher);
    c->score = calloc(n, sizeof *c->score);
    c->score_before = calloc(n, sizeof *c->score_before);
    for (size_t i = 0; c->room && i < n; i++)
        c->room[i] = -1; /* not known yet */
    c->pop = calloc(n, sizeof *c->pop);
    c->level = calloc(n, sizeof *c->level);
    c->kind = calloc(n, sizeof *c->kind);
    return c->base && c->sum && c->active && c->ready && c->version && c->limit && c->room && c->room_power &&
                   c->first_watcher && c->watcher && c->score && c->score_before && c->pop && c->level && c->kind
               ? 0
               : -1;
}

void fle_choice_free(fle_choice *c) {
    free(c->base);
    free(c->sum);
    free(c->active);
    free(c->ready);
    free(c->version);
    free(c->limit);
    free(c->room);
    free(c->room_power);
    free(c->first_watcher);
    free(c->watcher);
    free(c->score);
    free(c->score_before);
    free(c->pop);
    free(c->level);
    free(c->kind);
    memset(c, 0, sizeof *c);
}

/* ---- attraction of an end ---- */

/* Share of a place's population that is of the person's value: simulated people of it over the population. */
static double match(const double *counts, const int *value_of, int classes, int value, int nplaces, int place,
                    double pop) {
    double sum = 0;
    for (int k = 0; k < classes; k++)
        if (value_of[k] == value)
            sum += counts[(size_t)k * (size_t)nplaces + (size_t)place];
    return sum / (pop < 1 ? 1e8 : pop);
}

static double attraction(const mdl_model *m, const fle_scene *s, const double *pop, const double *counts, int cls,
                         int from, int end) {
    const fle_input *in = m->in;
    const fle_kind_of_place *k = &s->kind[end];
    const fle_classes *c = &m->classes;
    const fle_place *a = &in->places[c->home[cls] >= 0 ? c->home[cls] : from], *b = &in->places[end];
    int n = in->nplaces;
    double v = s->score[end];
    if (c->type[cls] == TYPE_SQUARE)
        v *= v;
    else if (c->type[cls] == TYPE_FLAT)
        v = 1;
    if (fle_on(in, MOVE_stay_close_to_home)) { /* Flee's helper takes the first coordinate for the longitude */
        double km = in->sane ? fle_km_between(b->x, b->y, a->x, a->y) : fle_km_between(b->y, b->x, a->y, a->x);
        v /= fle_power(km > 1 ? km : 1, fle_set(in, MOVE_home_distance_power));
    }
    if (in->settings.flood_rules && s->level[end] > 0)
        v *= fle_by_level(&in->settings.flood_loc_weights, s->level[end]);
    if (k->camp) {
        if (fle_on(in, MOVE_MatchCampEthnicity))
            v *= 10 * match(counts, c->ethnicity, c->n, c->ethnicity[cls], n, end, pop[end]);
        if (fle_on(in, MOVE_MatchCampReligion))
            v *= match(counts, c->religion, c->n, c->religion[cls], n, end, pop[end]) /
                 fle_set(in, MOVE_avg_religion_fraction);
        return v;
    }
    if (fle_on(in, k->conflict > 0 ? MOVE_MatchConflictEthnicity : MOVE_MatchTownEthnicity))
        v *= 10 * match(counts, c->ethnicity, c->n, c->ethnicity[cls], n, end, pop[end]);
    if (fle_on(in, MOVE_use_pop_for_loc_weight))
        v *= fle_power(pop[end] > 1 ? pop[end] : 1, fle_set(in, MOVE_pop_power_for_loc_weight));
    return v;
}

/* ---- weights of the day ---- */

static double weigh(const fle_input *in, double attraction, double km) {
    double v = (fle_set(in, MOVE_weight_softening) + attraction) /
               fle_power(fle_set(in, MOVE_softening) + km, fle_set(in, MOVE_distance_power));
    return fle_power(v, fle_set(in, MOVE_weight_power));
}

static double km_of(const fle_input *in, const fle_way *way) {
    return way->major ? (fle_set(in, MOVE_softening) + way->km) / 4 - fle_set(in, MOVE_softening) : way->km;
}

/* Which ways can be chosen: all, or with fixed_routes the best to each end; table [ways]: their weights there. */
static void find_active(const mdl_model *m, fle_choice *c, const fle_scene *s, const fle_epoch *e, double *table) {
    const fle_input *in = m->in;
    int fixed = fle_on(in, MOVE_fixed_routes);
    for (int p = 0; p < in->nplaces; p++) {
        int first = e->first_way[p], end = e->first_way[p + 1];
        int to = e->forced[p] >= 0 ? in->links[m->net.roads[e->forced[p]].link].to : -1;
        for (int i = first; i < end; i++)
            c->active[i] = (unsigned char)(to < 0 || m->net.routes[e->ways[i].route].next == to);
        for (int i = first; fixed && i < end; i++) {
            const fle_way *way = &e->ways[i];
            /* Tables are made place after place, so later places still have yesterday's score. */
            double score = in->sane || way->end <= p ? s->score[way->end] : s->score_before[way->end];
            if (in->settings.flood_rules && s->level[way->end] > 0)
                score *= fle_by_level(&in->settings.flood_loc_weights, s->level[way->end]);
            table[i] = weigh(in, score, km_of(in, way));
            if (s->kind[p].marker || (way->prefix >= 0 && !c->active[way->prefix]))
                c->active[i] = 0;
            for (int k = first; k < i && c->active[i]; k++) {
                if (!c->active[k] || e->ways[k].end != way->end)
                    continue;
                if (way->major || table[i] <= table[k])
                    c->active[i] = 0;
                else
                    c->active[k] = 0;
            }
        }
    }
}

static void weigh_all(const mdl_model *m, fle_choice *c, const fle_scene *s, const fle_epoch *e, const double *pop,
                      const double *counts) {
    const fle_input *in = m->in;
    int fixed = fle_on(in, MOVE_fixed_routes) && !in->sane;
    double *table = c->sum; /* scratch: the sums are made anew after this */
    find_active(m, c, s, e, table);
    for (int cls = m->classes.n - 1; cls >= 0; cls--) { /* the first class last: its sums hold the table */
        double *base = c->base + (size_t)cls * (size_t)c->most_ways;
        for (int p = 0; p < in->nplaces; p++)
            for (int i = e->first_way[p]; i < e->first_way[p + 1]; i++) {
                if (!c->active[i]) {
                    base[i] = 0;
                    continue;
                }
                double a = attraction(m, s, pop, counts, cls, p, e->ways[i].end);
                base[i] = fixed ? table[i] * a : weigh(in, a, km_of(in, &e->ways[i]));
            }
    }
}

static void find_watchers(const mdl_model *m, fle_choice *c, const fle_epoch *e) {
    int n = m->in->nplaces, at = 0;
    for (int end = 0; end < n; end++) {
        c->first_watcher[end] = at;
        for (int p = 0; p < n; p++)
            for (int i = e->first_way[p]; i < e->first_way[p + 1]; i++)
                if (e->ways[i].end == end) {
                    c->watcher[at++] = p;
                    break;
                }
    }
    c->first_watcher[n] = at;
}

/* Whether something the weights depend on is not as it was when they were made; notes how it is. */
static int changed(const mdl_model *m, fle_choice *c, const fle_scene *s, const double *pop) {
    size_t n = (size_t)m->in->nplaces;
    int same = c->known && memcmp(c->score, s->score, n * sizeof *c->score) == 0 &&
               memcmp(c->level, s->level, n * sizeof *c->level) == 0 &&
               (!fle_on(m->in, MOVE_use_pop_for_loc_weight) || memcmp(c->pop, pop, n * sizeof *pop) == 0);
    for (size_t i = 0; same && i < n; i++)
        same = c->kind[i].camp == s->kind[i].camp && (c->kind[i].conflict > 0) == (s->kind[i].conflict > 0) &&
               c->kind[i].marker == s->kind[i].marker;
    if (same && fle_on(m->in, MOVE_fixed_routes))
        same = memcmp(c->score_before, s->score_before, n * sizeof *s->score) == 0;
    memcpy(c->score, s->score, n * sizeof *c->score);
    memcpy(c->score_before, s->score_before, n * sizeof *c->score_before);
    memcpy(c->level, s->level, n * sizeof *c->level);
    memcpy(c->pop, pop, n * sizeof *c->pop);
    memcpy(c->kind, s->kind, n * sizeof *c->kind);
    return !same;
}

void fle_choice_day(const mdl_model *m, fle_choice *c, const fle_scene *s, const double *pop, const double *counts) {
    const fle_input *in = m->in;
    int epoch = m->net.epoch_of[s->day], n = in->nplaces;
    const fle_epoch *e = &m->net.epochs[epoch];
    int anew = changed(m, c, s, pop) || epoch != c->epoch || fle_matches(in);
    if (epoch != c->epoch)
        find_watchers(m, c, e);
    c->epoch = epoch;
    c->known = 1;
    if (anew) {
        weigh_all(m, c, s, e, pop, counts);
        c->made++;
        for (int p = 0; p < n; p++)
            c->version[p]++;
    }
    for (int p = 0; p < n; p++)
        c->limit[p] = s->capacity[p] * fle_set(in, MOVE_capacity_scaling);
}

/* ---- room ---- */

void fle_choice_people(const mdl_model *m, fle_choice *c, int place, double people) {
    const fle_input *in = m->in;
    double limit = c->limit[place], buffer = fle_set(in, MOVE_capacity_buffer), room = 1;
    if (limit >= 1) {
        if (people <= buffer * limit)
            room = 1;
        else if (people >= limit)
            room = 0;
        else
            room = 1 - (people - buffer * limit) / (limit * (1 - buffer));
    }
    if (room <= c->room[place] && room >= c->room[place])
        return;
    c->room[place] = room;
    c->room_power[place] =
        fle_on(in, MOVE_fixed_routes) && !in->sane ? 1 : fle_power(room, fle_set(in, MOVE_weight_power));
    for (int i = c->first_watcher[place]; i < c->first_watcher[place + 1]; i++)
        c->version[c->watcher[i]]++;
}

/* ---- choosing ---- */

const double *fle_choice_sums(const mdl_model *m, fle_choice *c, int cls, int place, int *first, int *n) {
    const fle_epoch *e = &m->net.epochs[c->epoch];
    int from = e->first_way[place], end = e->first_way[place + 1];
    unsigned *ready = &c->ready[(size_t)cls * (size_t)m->in->nplaces + (size_t)place];
    const double *base = c->base + (size_t)cls * (size_t)c->most_ways;
    double *sum = c->sum + (size_t)cls * (size_t)c->most_ways, threshold = fle_set(m->in, MOVE_pruning_threshold);
    *first = from;
    *n = end - from;
    if (*ready == c->version[place])
        return sum + from;
    double least = 0, total = 0;
    if (threshold >= 1.001 && (!fle_on(m->in, MOVE_fixed_routes) || m->in->sane)) {
        for (int i = from; i < end; i++) {
            double w = base[i] * c->room_power[e->ways[i].end];
            least = w > least ? w : least;
        }
        least /= threshold;
    }
    for (int i = from; i < end; i++) {
        double w = base[i] * c->room_power[e->ways[i].end];
        total += w < least ? 0 : w;
        sum[i] = total;
    }
    *ready = c->version[place];
    return sum + from;
}

int fle_choice_way(const mdl_model *m, fle_choice *c, int cls, int place, double unit) {
    int first, n, active = 0;
    const double *sum = fle_choice_sums(m, c, cls, place, &first, &n);
    if (n == 0)
        return -1;
    double total = sum[n - 1], at = unit * total;
    if (total > 0) {
        for (int i = 0; i < n; i++)
            if (at < sum[i])
                return first + i;
        for (int i = n - 1; i > 0; i--) /* rounding: the last that weighs anything */
            if (sum[i] > sum[i - 1])
                return first + i;
        return first;
    }
    for (int i = 0; i < n; i++)
        active += c->active[first + i];
    int wanted = (int)(unit * active);
    for (int i = 0; i < n; i++)
        if (c->active[first + i] && wanted-- == 0)
            return first + i;
    return -1;
}
