/* People one by one, in Flee's order, with counts that change as they go: for rules under which people differ in too
 * many ways to be counted, and the reference for those who are counted (split.c).
 *
 * A day:
 * 1. Those newly displaced are added to the roster, after all others.
 * 2. Departures: each person at a place, in the order of coming, stays or takes the first road of a way. The place
 *    has one less at once, so whoever decides later finds more room there.
 * 3. Travel: each person on a road, in the same order, covers a day's distance. Who arrives before the day's distance
 *    is used up decides again, and may go on at once.
 * 4. The index of recent travel, where a rule reads it.
 *
 * Draws. Of a person: unit 0 whether to leave (drawn for many at a time); pair 0 the way taken; pair k the k-th
 * decision under way (stay or go, which way); pair WALK + k whether the k-th road is walked today. Unit 1: place of
 * displacement, unit 2: class.
 */
#include "flee/internal.h"

#include "text/say.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { UNIT_LEAVE, UNIT_PLACE, UNIT_CLASS, WALK = 1 << 20, BATCH = 512 };

int fle_individual_declare(mdl_model *m, fle_built *b) {
    int n = m->in->nplaces, journeys, status = -1, *target = calloc((size_t)n + 1, sizeof *target);
    eng_system displacement = {.name = "displacement", .decide = fle_displaced_decide, .act = fle_displaced_act};
    eng_system people = {.name = "journeys", .act = fle_individual_act};
    eng_system statistics = {.name = "statistics", .record = fle_record};
    if (!target || !(b->e = eng_model_new()))
        goto out;
    int first = eng_system_add(b->e, &displacement);
    journeys = eng_system_add(b->e, &people);
    if (first < 0 || journeys < 0 || eng_system_add(b->e, &statistics) < 0)
        goto out;
    b->ticks = m->in->settings.spawn == SPAWN_BY_DATA ? 2 : 1;
    b->sink = eng_stock(b->e, journeys, "on the roster", eng_shape(b->e, 0, NULL), ENG_POOL, 0);
    b->roster = eng_roster(b->e, journeys, "people", COL_INTS, COL_NUMBERS);
    b->at_place = eng_field(b->e, journeys, "at places", n);
    for (int i = 0; i < n; i++)
        target[i] = b->sink;
    if (b->sink < 0 || b->roster < 0 || b->at_place < 0 || fle_displaced_declare(m, b, first, -1, target))
        goto out;
    status = eng_model_freeze(b->e);
out:
    free(target);
    return status;
}

/* The day's work on the roster. */
typedef struct {
    mdl_member *p;
    const mdl_model *m;
    const fle_input *in;
    const fle_epoch *epoch;
    eng_day *d;
    int roster, day, nplaces;
    int short_stints, on_foot;
    double vmax, vwalk;
    int32_t *at, *route, *traits;
    double *x, *recent;
    double *here; /* [places] people now */
} work;

static void come(work *k, int place) {
    k->here[place] += 1;
    if (k->p->choice.limit[place] >= 1)
        fle_choice_people(k->m, &k->p->choice, place, k->here[place]);
}

static void leave(work *k, int place) {
    k->here[place] -= 1;
    if (k->p->choice.limit[place] >= 1)
        fle_choice_people(k->m, &k->p->choice, place, k->here[place]);
}

/* ---- the newly displaced ---- */

static int add_people(work *k) {
    const fle_built *b = k->p->b;
    const eng_world *w = eng_day_world(k->d);
    int64_t before = eng_roster_people(w, b->roster), day0 = 0, born = 0;
    for (int i = 0; i < k->nplaces; i++) {
        day0 += b->day0_out[i] >= 0 ? (int64_t)eng_moved_total(w, b->day0_out[i]) : 0;
        born += (int64_t)eng_moved_total(w, b->out[i]);
    }
    int status = eng_roster_add(k->d, b->roster, day0 + born);
    if (status || day0 + born == 0)
        return status;
    int32_t *at = eng_roster_put_ints(k->d, b->roster, COL_AT);
    int64_t person = before;
    for (int i = 0; i < k->nplaces; i++)
        for (int64_t n = b->day0_out[i] >= 0 ? (int64_t)eng_moved_total(w, b->day0_out[i]) : 0; n > 0; n--)
            at[person++] = i;
    if (k->in->settings.spawn != SPAWN_BY_DATA) {
        for (int i = 0; i < k->nplaces; i++)
            for (int64_t n = (int64_t)eng_moved_total(w, b->out[i]); n > 0; n--)
                at[person++] = i;
        return 0;
    }
    /* Their places in an order of chance: each takes one of the places still to be given out, by what is left. */
    double *left = k->p->here, unit[BATCH];
    int64_t rest = born;
    for (int i = 0; i < k->nplaces; i++)
        left[i] = eng_moved_total(w, b->out[i]);
    while (rest > 0) {
        int n = rest < BATCH ? (int)rest : BATCH;
        eng_roster_units(k->d, b->roster, UNIT_PLACE, person, n, unit);
        for (int j = 0; j < n; j++, rest--) {
            double u = unit[j] * (double)rest;
            int place = -1;
            for (int i = 0; i < k->nplaces; i++) {
                if (!(left[i] > 0))
                    continue;
                place = i;
                if ((u -= left[i]) < 0)
                    break;
            }
            left[place] -= 1;
            at[person++] = place;
        }
    }
    return 0;
}

static void draw_classes(work *k, int64_t from, int64_t to) {
    int n = k->m->classes.n;
    double unit[BATCH];
    for (int64_t i = from; n > 1 && i < to; i += BATCH) {
        int many = to - i < BATCH ? (int)(to - i) : BATCH;
        eng_roster_units(k->d, k->roster, UNIT_CLASS, i, many, unit);
        for (int j = 0; j < many; j++) {
            const double *share = k->m->classes.shares + (size_t)k->at[i + j] * (size_t)n;
            int cls = 0;
            for (double sum = share[0]; cls < n - 1 && unit[j] >= sum; sum += share[cls])
                cls++;
            k->traits[i + j] = cls;
        }
    }
}

/* ---- a decision and a day's travel ---- */

/* Whoever leaves takes the first road of a route (chosen now if there is none). 1: on the road. */
static int depart(work *k, int64_t i, double unit) {
    int place = k->at[i];
    if (!k->route[i]) {
        int way = fle_choice_way(k->m, &k->p->choice, k->traits[i] & TRAIT_CLASS, place, unit);
        if (way < 0)
            return 0;
        k->route[i] = k->epoch->ways[way].route;
    }
    const fle_route *route = &k->m->net.routes[k->route[i]];
    int road = fle_road_to(k->in, &k->m->net, k->epoch, place, route->next);
    if (road < 0 || (k->p->scene.kind[route->last].camp && k->p->choice.room[route->last] < 0.5)) {
        k->route[i] = 0;
        return 0;
    }
    leave(k, place);
    k->at[i] = k->nplaces + road;
    k->route[i] = route->rest;
    k->x[i] = 0;
    return 1;
}

/* km a day on this road today; on the way's first road people may walk. */
static double speed_on(work *k, int64_t i, const fle_link *link, uint32_t hop) {
    double v = link->speed, u[2];
    if (k->on_foot && !(k->traits[i] & TRAIT_TRAVELLED))
        v = k->vwalk;
    if (link->walk > 0) {
        eng_roster_pair(k->d, k->roster, i, WALK + hop, u);
        if (u[0] < link->walk)
            v = k->vwalk;
    }
    return v;
}

/* A day on the road; returns the km of the day, as Flee counts them. */
static double travel(work *k, int64_t i) {
    double moved = 0, left = 1; /* left: share of the day, for `sane` */
    for (uint32_t hop = 0;; hop++) {
        const fle_road *road = &k->m->net.roads[k->at[i] - k->nplaces];
        const fle_link *link = &k->in->links[road->link];
        double v = speed_on(k, i, link, hop), step = k->in->sane ? v * left : v, u[2];
        k->x[i] = k->in->sane ? fle_metres(k->x[i] + step) : k->x[i] + step;
        moved += step;
        if (!(k->x[i] > link->km))
            return moved;
        double over = k->x[i] - link->km;
        k->traits[i] |= TRAIT_TRAVELLED;
        moved -= over;
        left = fle_left(over / v);
        int turned_back = road->closed_on <= k->day;
        int place = turned_back ? link->from : link->to;
        k->at[i] = place;
        k->x[i] = 0;
        come(k, place);
        if (turned_back || !(k->in->sane ? left > 0 : moved < v))
            return moved;
        eng_roster_pair(k->d, k->roster, i, hop + 1, u);
        int forced = k->short_stints && (k->recent[i] + moved / k->vmax) / 2 < 0.5 && k->p->scene.kind[place].town;
        if (!forced && !k->route[i] && !(u[0] < k->p->movechance[place]))
            return moved;
        if (!depart(k, i, u[1]))
            return moved;
    }
}

/* ---- passes ---- */

static int make_room(mdl_member *p, int64_t people) {
    if (people <= p->travellers_room)
        return 0;
    int64_t room = people + people / 4 + 1024;
    int32_t *list = realloc(p->travellers, (size_t)room * sizeof *list);
    if (list)
        p->travellers = list;
    double *moved = realloc(p->moved, (size_t)room * sizeof *moved);
    if (moved)
        p->moved = moved;
    if (!list || !moved)
        return ENG_ERR_MEMORY;
    p->travellers_room = room;
    return 0;
}

/* Departures; returns how many are on roads after them. */
static int64_t departures(work *k, int64_t people) {
    double unit[BATCH], pair[2];
    int64_t on_roads = 0;
    const double *chance = k->p->movechance;
    int32_t *list = k->p->travellers;
    for (int64_t from = 0; from < people; from += BATCH) {
        int n = people - from < BATCH ? (int)(people - from) : BATCH;
        eng_roster_units(k->d, k->roster, UNIT_LEAVE, from, n, unit);
        for (int j = 0; j < n; j++) {
            int64_t i = from + j;
            int place = k->at[i];
            if (place < k->nplaces) {
                if (!(unit[j] < chance[place]) && !k->route[i])
                    continue;
                eng_roster_pair(k->d, k->roster, i, 0, pair);
                if (!depart(k, i, pair[0]))
                    continue;
            }
            list[on_roads++] = (int32_t)i;
        }
    }
    return on_roads;
}

static void recent_travel(work *k, int64_t people, int64_t travellers) {
    for (int64_t i = 0; i < people; i++)
        k->recent[i] *= 0.5;
    for (int64_t j = 0; j < travellers; j++)
        k->recent[k->p->travellers[j]] += k->p->moved[j] / k->vmax / 2;
}

static void count_classes(work *k, int64_t people) {
    double *counts = k->p->counts;
    size_t n = (size_t)k->nplaces;
    if (!counts)
        return;
    memset(counts, 0, n * (size_t)k->m->classes.n * sizeof *counts);
    for (int64_t i = 0; i < people; i++)
        if (k->at[i] < k->nplaces)
            counts[(size_t)(k->traits[i] & TRAIT_CLASS) * n + (size_t)k->at[i]] += 1;
}

static void morning(work *k) {
    mdl_member *p = k->p;
    const double *pop = fle_population_left(p, p->here);
    fle_choice_day(k->m, &p->choice, &p->scene, pop, p->counts);
    for (int i = 0; i < k->nplaces; i++) {
        fle_choice_people(k->m, &p->choice, i, k->here[i]);
        p->movechance[i] = fle_movechance(p, i, pop);
    }
}

static int too_many(eng_day *d, int numbers) {
    return eng_fail(
        d, numbers ? "more than 2147483647 people, too many to take one by one: take " SAY_ARITHMETIC " split, or a "
                     "larger hasten"
                   : "no memory for so many people one by one: take " SAY_ARITHMETIC " split, a larger hasten, or "
                     "fewer days");
}

int fle_individual_act(void *member, eng_day *d) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    const fle_built *b = p->b;
    if (fle_step(p) != b->ticks - 1)
        return 0;
    work k = {.p = p, .m = m, .in = m->in, .d = d, .roster = b->roster, .day = fle_day(p), .nplaces = m->in->nplaces};
    int64_t before = eng_roster_people(p->w, b->roster);
    int status = add_people(&k);
    int64_t people = eng_roster_people(p->w, b->roster);
    if (status || people > INT32_MAX || make_room(p, people))
        return too_many(d, people > INT32_MAX);
    k.epoch = &m->net.epochs[m->net.epoch_of[k.day]];
    k.short_stints = fle_on(m->in, MOVE_avoid_short_stints);
    k.on_foot = fle_on(m->in, MOVE_start_on_foot);
    k.vmax = fle_set(m->in, MOVE_max_move_speed);
    k.vwalk = fle_set(m->in, MOVE_max_walk_speed);
    k.at = eng_roster_put_ints(d, b->roster, COL_AT);
    k.route = eng_roster_put_ints(d, b->roster, COL_ROUTE);
    k.traits = eng_roster_put_ints(d, b->roster, COL_TRAITS);
    k.x = eng_roster_put_numbers(d, b->roster, COL_X);
    k.recent = eng_roster_put_numbers(d, b->roster, COL_RECENT);
    k.here = eng_put(d, b->at_place);
    draw_classes(&k, before, people);
    for (int64_t i = before; i < people; i++)
        k.here[k.at[i]] += 1;
    count_classes(&k, people);
    morning(&k);
    int64_t travellers = departures(&k, people), on_roads = 0;
    for (int64_t j = 0; j < travellers; j++) {
        p->moved[j] = travel(&k, p->travellers[j]);
        on_roads += k.at[p->travellers[j]] >= k.nplaces;
    }
    memcpy(p->now, k.here, (size_t)k.nplaces * sizeof *p->now);
    p->on_roads = (double)on_roads;
    if (k.short_stints)
        recent_travel(&k, people, travellers);
    return 0;
}

int fle_individual_sane(const mdl_member *p) {
    const mdl_model *m = p->m;
    int roster = p->b->roster, where = m->in->nplaces + m->net.nroads;
    const int32_t *at = eng_roster_ints(p->w, roster, COL_AT), *route = eng_roster_ints(p->w, roster, COL_ROUTE),
                  *traits = eng_roster_ints(p->w, roster, COL_TRAITS);
    for (int64_t i = 0; i < eng_roster_people(p->w, roster); i++)
        if (at[i] < 0 || at[i] >= where || route[i] < 0 || route[i] >= m->net.nroutes ||
            (traits[i] & TRAIT_CLASS) >= m->classes.n)
            return 0;
    return 1;
}
