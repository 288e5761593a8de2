/* Who is displaced on a day, and where they set out. The same for both ways of moving people.
 *
 * By data: the course of the data says how many (source.c). They are served from a queue of exactly as many as there
 *   will ever be, and on the next tick of the engine's clock split among the places by weight.
 * By conflict or flood: each place's own number, exact (served) or Poisson (a small chance in a reservoir so large that
 *   the binomial is the Poisson distribution to within 1e-9).
 * With `sane` and take_from_population no more set out from a place than live there.
 * People in camps on day 0 stand aside until the first tick takes them there.
 *
 * Everybody stands somewhere before they are displaced, so the engine's balance holds; those "at home" by place are a
 * reservoir without meaning of its own.
 */
#include "flee/internal.h"

#include "text/say.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double reservoir = 1e12; /* people of a place that may yet be displaced */

/* With `sane` the population that displacement is taken off is also the most that can be displaced. */
static int held(const mdl_model *m) { return m->in->sane && fle_on(m->in, SPAWN_take_from_population); }

static int by_data(const mdl_model *m) { return m->in->settings.spawn == SPAWN_BY_DATA; }

double fle_first_people(const mdl_model *m, int place) {
    const fle_input *in = m->in;
    int here = in->settings.spawn == SPAWN_BY_FLOOD || in->places[place].kind.camp;
    if (!here || fle_on(in, SPAWN_empty_camps_on_day0))
        return 0;
    double n = fle_on(in, SPAWN_insert_day0) ? fle_source_value(in, in->source_of[place], 0) : 0;
    n += in->places[place].initial_idps;
    return n > 0 ? n : 0;
}

/* A flow of newly displaced people into stock `to`, whose classes they draw (if it keeps any). */
static int into(const mdl_model *m, fle_built *b, const char *name, int from, int to, int place, int dimension) {
    eng_flow_spec spec = {.has_redraw = dimension >= 0,
                          .redraw_dim = dimension,
                          .redraw_shares = m->classes.shares + (size_t)place * (size_t)m->classes.n};
    return eng_flow(b->e, name, from, to, &spec);
}

static int declare_by_data(mdl_model *m, fle_built *b, int system, int shape, int dimension, const int *target) {
    char name[400];
    b->untouched = eng_stock(b->e, system, "not displaced", shape, ENG_QUEUE, 1);
    b->displaced = eng_stock(b->e, system, "displaced today", shape, ENG_POOL, 0);
    if (b->untouched < 0 || b->displaced < 0)
        return -1;
    b->to_displaced = eng_flow(b->e, "are displaced", b->untouched, b->displaced, NULL);
    if (b->to_displaced < 0 || (b->serve = eng_serve(b->e, system, "displacement", 1, &b->to_displaced, 0)) < 0)
        return -1;
    for (int i = 0; i < m->in->nplaces; i++) {
        snprintf(name, sizeof name, "set out from %s", m->in->places[i].name);
        if ((b->out[i] = into(m, b, name, b->displaced, target[i], i, dimension)) < 0)
            return -1;
    }
    return 0;
}

static int declare_by_place(mdl_model *m, fle_built *b, int system, int shape, int dimension, const int *target) {
    char name[400];
    int poisson = m->in->settings.mode == MODE_POISSON;
    for (int i = 0; i < m->in->nplaces; i++) {
        snprintf(name, sizeof name, "at home in %s", m->in->places[i].name);
        b->home[i] = eng_stock(b->e, system, name, shape, poisson ? ENG_POOL : ENG_QUEUE, poisson ? 0 : 1);
        snprintf(name, sizeof name, "set out from %s", m->in->places[i].name);
        if (b->home[i] < 0 || (b->out[i] = into(m, b, name, b->home[i], target[i], i, dimension)) < 0)
            return -1;
        snprintf(name, sizeof name, "displacement from %s", m->in->places[i].name);
        if (!poisson && (b->home_serve[i] = eng_serve(b->e, system, name, 1, &b->out[i], 0)) < 0)
            return -1;
    }
    return 0;
}

int fle_displaced_declare(mdl_model *m, fle_built *b, int system, int dimension, const int *target) {
    char name[400];
    int n = m->in->nplaces, shape = eng_shape(b->e, 0, NULL);
    int **const arrays[] = {&b->home, &b->home_serve, &b->out, &b->day0, &b->day0_out};
    for (int i = 0; i < 5; i++) {
        if (!(*arrays[i] = calloc((size_t)n + 1, sizeof(int))))
            return -1;
        for (int k = 0; k < n; k++)
            (*arrays[i])[k] = -1;
    }
    b->population = b->left = -1;
    if (fle_on(m->in, SPAWN_take_from_population) && (b->population = eng_field(b->e, system, "population", n)) < 0)
        return -1;
    if (held(m) && by_data(m) && (b->left = eng_field(b->e, system, "left at home", n)) < 0)
        return -1;
    if (by_data(m) ? declare_by_data(m, b, system, shape, dimension, target)
                   : declare_by_place(m, b, system, shape, dimension, target))
        return -1;
    for (int i = 0; i < n; i++) {
        if (!(fle_first_people(m, i) > 0))
            continue;
        snprintf(name, sizeof name, "in %s on day 0", m->in->places[i].name);
        if ((b->day0[i] = eng_stock(b->e, system, name, shape, ENG_POOL, 0)) < 0)
            return -1;
        snprintf(name, sizeof name, "there on day 0: %s", m->in->places[i].name);
        if ((b->day0_out[i] = into(m, b, name, b->day0[i], target[i], i, dimension)) < 0)
            return -1;
    }
    return 0;
}

int fle_displaced_start(mdl_member *p) {
    const mdl_model *m = p->m;
    const fle_built *b = p->b;
    double all = 0;
    int status = 0;
    for (int day = 0; day < m->in->days; day++)
        all += m->course.born[day];
    if (by_data(m))
        status = eng_world_put(p->w, b->untouched, 0, all);
    for (int i = 0; i < m->in->nplaces && !status; i++) {
        p->here[i] = m->in->places[i].pop;
        if (b->home[i] >= 0)
            status = eng_world_put(p->w, b->home[i], 0, held(m) ? p->here[i] : reservoir);
        if (!status && b->day0[i] >= 0)
            status = eng_world_put(p->w, b->day0[i], 0, fle_first_people(m, i));
    }
    if (!status && b->population >= 0)
        status = eng_world_field_set(p->w, b->population, p->here);
    if (!status && b->left >= 0)
        status = eng_world_field_set(p->w, b->left, p->here);
    return status;
}

const double *fle_population(const mdl_member *p, double *room) {
    if (p->b->population >= 0)
        return eng_get(p->w, p->b->population);
    for (int i = 0; i < p->m->in->nplaces; i++)
        room[i] = p->m->in->places[i].pop;
    return room;
}

double fle_own_number(const fle_input *in, const fle_scene *scene, int place, double pop) {
    const fle_settings *s = &in->settings;
    if (s->spawn == SPAWN_BY_CONFLICT) {
        double c = scene->conflict[place];
        if (!(c > 0))
            return 0;
        if (s->mode == MODE_POISSON)
            return s->displaced_per_day * c;
        return trunc(s->mode == MODE_POP_RATIO ? s->displaced_per_day * pop * c : s->displaced_per_day * c);
    }
    if (scene->level[place] <= 0)
        return 0;
    double n = fle_by_level(&s->displaced_by_level, scene->level[place]);
    return trunc(s->mode == MODE_POP_RATIO ? n * pop : n);
}

/* Weight of a place among those that displace people today. With `sane` no more may set out than are left: a place
 * takes part if all of the day's could come from it. */
static double weight_of(const mdl_member *p, const double *pop, int place, double people) {
    double w = pop[place] * p->scene.displaces[place];
    return p->b->left >= 0 && eng_get(p->w, p->b->left)[place] < people ? 0 : w;
}

/* With `sane`, how many of the day's people there are: if no place has all of them left, those of the fullest one. */
static double there_are(const mdl_member *p, const double *pop, double people) {
    const double *left = eng_get(p->w, p->b->left);
    double most = 0;
    for (int i = 0; i < p->m->in->nplaces; i++)
        if (pop[i] * p->scene.displaces[i] > 0 && left[i] > most)
            most = left[i];
    return people < most ? people : most;
}

static int place_displaced(mdl_member *p, eng_day *d, const double *pop) {
    const mdl_model *m = p->m;
    double total = 0, people = eng_total(p->w, p->b->displaced);
    if (!(people > 0))
        return 0;
    for (int i = 0; i < m->in->nplaces; i++)
        total += weight_of(p, pop, i, people);
    if (!(total > 0))
        return eng_fail(d, "the data displace people and nobody is left in a conflict zone: see conflicts.csv and the "
                           "populations of locations.csv, run fewer days with " SAY_DAYS ", or take " SAY_SANE);
    for (int i = 0; i < m->in->nplaces; i++) {
        double weight = weight_of(p, pop, i, people);
        int status = weight > 0 ? eng_rate(d, p->b->out[i], weight / total) : 0;
        if (status)
            return status;
    }
    return 0;
}

static int poisson(mdl_member *p, eng_day *d, int place, double mean) {
    double people = eng_total(p->w, p->b->home[place]);
    return people > 0 ? eng_rate(d, p->b->out[place], mean < people ? mean / people : 1) : 0;
}

static int by_place(mdl_member *p, eng_day *d, const double *pop) {
    const mdl_model *m = p->m;
    int status = 0;
    for (int i = 0; i < m->in->nplaces && !status; i++) {
        double n = fle_own_number(m->in, &p->scene, i, pop[i]);
        if (!(n > 0))
            continue;
        if (p->b->home_serve[i] >= 0)
            status = eng_capacity(d, p->b->home_serve[i], n);
        else
            status = poisson(p, d, i, n);
    }
    return status;
}

/* Below nobody Flee does not count. */
static void take_off(const mdl_member *p, double *population) {
    for (int i = 0; i < p->m->in->nplaces; i++) {
        population[i] -= eng_moved_total(p->w, p->b->out[i]);
        if (population[i] < 0)
            population[i] = 0;
    }
}

const double *fle_population_left(const mdl_member *p, double *room) {
    if (p->b->population < 0)
        return fle_population(p, room);
    memcpy(room, eng_get(p->w, p->b->population), (size_t)p->m->in->nplaces * sizeof *room);
    take_off(p, room);
    return room;
}

int fle_displaced_act(void *member, eng_day *d) {
    mdl_member *p = member;
    const int fields[] = {p->b->population, p->b->left};
    for (int i = 0; i < 2; i++) {
        double *left = fields[i] >= 0 ? eng_put(d, fields[i]) : NULL;
        if (left)
            take_off(p, left);
    }
    return 0;
}

static int call_up(mdl_member *p, eng_day *d, const double *pop, double people) {
    return eng_capacity(d, p->b->serve, p->b->left >= 0 ? there_are(p, pop, people) : people);
}

int fle_displaced_decide(void *member, eng_day *d) {
    mdl_member *p = member;
    const fle_built *b = p->b;
    int day = fle_day(p), step = fle_step(p), status = 0;
    fle_scene_to(p->m->in, &p->scene, day);
    const double *pop = fle_population(p, p->here);
    int setting_out = by_data(p->m) ? 1 : 0;
    for (int i = 0; day == 0 && step == setting_out && i < p->m->in->nplaces && !status; i++)
        if (b->day0_out[i] >= 0)
            status = eng_rate(d, b->day0_out[i], 1);
    if (!status && step == 0)
        status = by_data(p->m) ? call_up(p, d, pop, p->m->course.born[day]) : by_place(p, d, pop);
    if (!status && step == 1 && by_data(p->m))
        status = place_displaced(p, d, pop);
    return status;
}
