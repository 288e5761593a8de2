/* One member's state: making, reading, asking, stepping. */
#include "engine/internal.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int eng_world_fail(eng_world *w, int status, const char *format, ...) {
    if (w->error[0])
        return status; /* the first failure stands */
    va_list args;
    va_start(args, format);
    (void)vsnprintf(w->error, sizeof w->error, format, args);
    va_end(args);
    return status;
}

static void make_keys(eng_world *w) {
    const eng_model *m = w->model;
    uint64_t seed = w->options.seed;
    for (int i = 0; i < m->nstocks; i++)
        w->split_key[i] = rng_key_make(seed, m->stocks[i].name, "split");
    for (int i = 0; i < m->nflows; i++) {
        w->delay_key[i] = rng_key_make(seed, m->flows[i].name, "delay");
        w->redraw_key[i] = rng_key_make(seed, m->flows[i].name, "redraw");
    }
    for (int i = 0; i < m->nserves; i++)
        w->serve_key[i] = rng_key_make(seed, m->serves[i].name, "serve");
    for (int i = 0; i < m->nchannels; i++)
        w->channel_key[i] = rng_key_make(seed, m->channels[i].name, "environment");
}

static void *zeros(int n, size_t size) { return calloc(n ? (size_t)n : 1, size); }

eng_world *eng_world_new(const eng_model *m, const eng_world_options *options) {
    if (!m->frozen)
        return NULL;
    eng_world *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->model = m;
    w->options = *options;
    w->arena = eng_room(m->arena_size + m->scratch_size);
    w->asked_flow = zeros(m->nflows, 1);
    w->asked_field = zeros(m->nfields, 1);
    w->field_new = zeros(m->nfields, 1);
    w->chance = zeros(m->nflows, sizeof *w->chance);
    w->numbers = zeros(m->nflows, sizeof *w->numbers);
    w->kernels = eng_kernels_here();
    w->capacity = zeros(m->nserves, sizeof *w->capacity);
    w->moved_sum = zeros(m->nflows, sizeof *w->moved_sum);
    w->slot_used = calloc(m->nslots + 1, 1);
    w->stock_total = zeros(m->nstocks, sizeof *w->stock_total);
    w->stock_in = zeros(m->nstocks + m->nways, sizeof *w->stock_in);
    w->stock_out = zeros(m->nstocks, sizeof *w->stock_out);
    w->way_total = zeros(m->nways, sizeof *w->way_total);
    w->way_out = zeros(m->nways, sizeof *w->way_out);
    w->split_key = zeros(m->nstocks, sizeof *w->split_key);
    w->serve_key = zeros(m->nserves, sizeof *w->serve_key);
    w->delay_key = zeros(m->nflows, sizeof *w->delay_key);
    w->redraw_key = zeros(m->nflows, sizeof *w->redraw_key);
    w->channel_key = zeros(m->nchannels, sizeof *w->channel_key);
    w->sum = zeros(2 * m->max_classes, sizeof *w->sum);
    w->asked = zeros(m->nflows, sizeof *w->asked);
    w->rows = zeros(m->nflows, sizeof *w->rows);
    w->line = zeros(m->max_classes, sizeof *w->line);
    w->part = zeros(m->max_redraw, sizeof *w->part);
    if (!w->arena || !w->asked_flow || !w->asked_field || !w->field_new || !w->chance || !w->capacity ||
        !w->slot_used || !w->stock_total || !w->stock_in || !w->stock_out || !w->way_total || !w->way_out ||
        !w->numbers || !w->asked || !w->rows || !w->split_key || !w->serve_key || !w->delay_key || !w->redraw_key ||
        !w->channel_key || !w->sum || !w->line || !w->part || !w->moved_sum || eng_rosters_make(w)) {
        eng_world_free(w);
        return NULL;
    }
    w->scratch = w->arena + m->arena_size;
    w->way_in = w->stock_in + m->nstocks;
    make_keys(w);
    w->today = (eng_day){.world = w, .system = -1, .asks = -2};
    for (int i = 0; i < m->nchannels; i++)
        w->arena[m->channels[i].spread + 1].x = 30;
    eng_noise_first(w);
    eng_noise_values(w);
    return w;
}

void eng_world_free(eng_world *w) {
    if (!w)
        return;
    eng_rosters_free(w);
    free(w->arena);
    free(w->asked_flow);
    free(w->asked_field);
    free(w->field_new);
    free(w->chance);
    free(w->numbers);
    free(w->capacity);
    free(w->moved_sum);
    free(w->slot_used);
    free(w->stock_total);
    free(w->stock_in);
    free(w->stock_out);
    free(w->way_total);
    free(w->way_out);
    free(w->split_key);
    free(w->serve_key);
    free(w->delay_key);
    free(w->redraw_key);
    free(w->channel_key);
    free(w->sum);
    free(w->asked);
    free(w->rows);
    free(w->line);
    free(w->part);
    free(w);
}

const char *eng_world_error(const eng_world *w) { return w->error; }

int eng_wide(const eng_world *w) { return w->kernels != &eng_kernels_baseline; }

int64_t eng_world_today(const eng_world *w) { return w->day; }

/* ---- before the first day ---- */

int eng_world_put(eng_world *w, int stock, int cls, double people) {
    const eng_model *m = w->model;
    if (stock < 0 || stock >= m->nstocks || cls < 0 || cls >= m->stocks[stock].classes ||
        !(people >= 0 && people < 9e15))
        return eng_world_fail(w, ENG_ERR_DECLARE, "put of %g people into stock %d, class %d", people, stock, cls);
    const eng_stock_info *s = &m->stocks[stock];
    eng_cell *count = &w->arena[s->counts + (size_t)cls];
    eng_cell *slot = NULL;
    if (s->kind == ENG_QUEUE) {
        eng_slots q = eng_slots_of(w, s);
        q.used[q.today] = 1;
        slot = eng_slot(&q, 0) + cls;
    }
    w->totals_known = w->went_on = 0;
    if (eng_fluid(w)) {
        count->x += people;
        if (slot)
            slot->x += people;
    } else {
        int64_t whole = (int64_t)(people + 0.5);
        count->n += whole;
        if (slot)
            slot->n += whole;
    }
    return ENG_OK;
}

int eng_world_field_set(eng_world *w, int field, const double *values) {
    if (field < 0 || field >= w->model->nfields)
        return eng_world_fail(w, ENG_ERR_DECLARE, "unknown field %d", field);
    const eng_field_info *f = &w->model->fields[field];
    memcpy(&w->arena[f->now], values, (size_t)f->size * sizeof *values);
    w->went_on = 0;
    return ENG_OK;
}

int eng_world_noise_set(eng_world *w, int channel, double sd, double tau_days) {
    if (channel < 0 || channel >= w->model->nchannels || !(sd >= 0) || !(tau_days > 0))
        return eng_world_fail(w, ENG_ERR_DECLARE, "channel %d: sd %g, correlation time %g days", channel, sd, tau_days);
    w->arena[w->model->channels[channel].spread].x = sd;
    w->arena[w->model->channels[channel].spread + 1].x = tau_days;
    eng_noise_values(w);
    return ENG_OK;
}

/* ---- reading ---- */

static double as_people(const eng_world *w, eng_cell c) { return eng_fluid(w) ? c.x : (double)c.n; }

static double sum_cells(const eng_world *w, size_t at, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += as_people(w, w->arena[at + i]);
    return sum;
}

static void copy_cells(const eng_world *w, size_t at, size_t n, double *out) {
    if (eng_fluid(w))
        memcpy(out, &w->arena[at], n * sizeof *out);
    else
        for (size_t i = 0; i < n; i++)
            out[i] = (double)w->arena[at + i].n;
}

double eng_people(const eng_world *w, int stock, int cls) {
    return as_people(w, w->arena[w->model->stocks[stock].counts + (size_t)cls]);
}

eng_cell eng_total_of(const eng_world *w, int stock) {
    const eng_stock_info *s = &w->model->stocks[stock];
    return w->totals_known ? w->stock_total[stock] : eng_sum_cells(w, s->counts, (size_t)s->row);
}

double eng_total(const eng_world *w, int stock) { return as_people(w, eng_total_of(w, stock)); }

void eng_people_all(const eng_world *w, int stock, double *out) {
    copy_cells(w, w->model->stocks[stock].counts, (size_t)w->model->stocks[stock].classes, out);
}

int eng_queue_ages(const eng_world *w, int queue, double *out, int max) {
    const eng_stock_info *s = &w->model->stocks[queue];
    eng_slots q = eng_slots_of(w, s);
    for (int age = 0; age < s->ages && age < max; age++)
        out[age] = sum_cells(w, s->slots + (size_t)eng_slot_at(&q, age) * (size_t)s->row, (size_t)s->classes);
    return s->ages;
}

double eng_moved(const eng_world *w, int flow, int cls) {
    if (eng_fluid(w)) {
        eng_taken t = eng_taken_of(w, flow);
        return t.people ? t.people[cls] * t.factor : 0;
    }
    return as_people(w, w->arena[w->model->flows[flow].moved + (size_t)cls]);
}

double eng_moved_total(const eng_world *w, int flow) { return as_people(w, w->moved_sum[flow]); }

int eng_moved_any(const eng_world *w, int flow) { /* an expected 0 has no bits set */
    return w->moved_sum[flow].n != 0;
}

void eng_moved_all(const eng_world *w, int flow, double *out) {
    if (eng_fluid(w)) {
        eng_taken t = eng_taken_of(w, flow);
        for (int c = 0, classes = w->model->flows[flow].from_classes; c < classes; c++)
            out[c] = t.people ? t.people[c] * t.factor : 0;
        return;
    }
    copy_cells(w, w->model->flows[flow].moved, (size_t)w->model->flows[flow].from_classes, out);
}

const double *eng_people_view(const eng_world *w, int stock, double *room) {
    if (eng_fluid(w))
        return &w->arena[w->model->stocks[stock].counts].x;
    eng_people_all(w, stock, room);
    return room;
}

const double *eng_moved_view(const eng_world *w, int flow, double *room) {
    if (eng_fluid(w)) {
        eng_taken t = eng_taken_of(w, flow);
        if (t.people && t.factor == 1)
            return t.people;
    }
    eng_moved_all(w, flow, room);
    return room;
}

double eng_on_the_way(const eng_world *w, int stock) {
    double sum = 0;
    for (int i = 0; i < w->model->nways; i++) {
        const eng_way_info *way = &w->model->ways[i];
        if (way->to == stock)
            sum += sum_cells(w, way->ring, (size_t)way->delay_max * (size_t)w->model->stocks[stock].row);
    }
    return sum;
}

const double *eng_get(const eng_world *w, int field) { return &w->arena[w->model->fields[field].now].x; }

int eng_field_lasts(const eng_world *w, int field) { return w->went_on && !w->field_new[field]; }

const double *eng_tomorrow(const eng_world *w, int field) {
    const eng_field_info *f = &w->model->fields[field];
    return w->asked_field[field] ? &w->scratch[f->next].x : &w->arena[f->now].x;
}

double eng_noise(const eng_world *w, int channel, int i) {
    return w->scratch[w->model->channels[channel].value + (size_t)i].x;
}

double eng_everyone(const eng_world *w) {
    double sum = 0;
    for (int i = 0; i < w->model->nstocks; i++)
        sum += eng_total(w, w->model->stock_order[i]);
    for (int i = 0; i < w->model->nways; i++) {
        const eng_way_info *way = &w->model->ways[i];
        sum += sum_cells(w, way->ring, (size_t)way->delay_max * (size_t)w->model->stocks[way->to].row);
    }
    for (int i = 0; i < w->model->nrosters; i++)
        sum += (double)eng_roster_people(w, w->model->roster_order[i]);
    return sum;
}

static void count_cells(const eng_world *w, size_t at, size_t n, double least, int64_t *cells, double *people) {
    for (size_t i = 0; i < n; i++) {
        double x = as_people(w, w->arena[at + i]);
        if (x < least)
            continue;
        *cells += 1;
        *people += x;
    }
}

void eng_occupied(const eng_world *w, double least, int64_t *cells, double *people) {
    *cells = 0;
    *people = 0;
    for (int i = 0; i < w->model->nstocks; i++)
        count_cells(w, w->model->stocks[i].counts, (size_t)w->model->stocks[i].classes, least, cells, people);
    for (int i = 0; i < w->model->nways; i++) {
        const eng_way_info *way = &w->model->ways[i];
        count_cells(w, way->ring, (size_t)way->delay_max * (size_t)w->model->stocks[way->to].row, least, cells, people);
    }
    for (int i = 0; least <= 1 && i < w->model->nrosters; i++) { /* a person with a record is alone in a cell */
        *cells += eng_roster_people(w, i);
        *people += (double)eng_roster_people(w, i);
    }
}

/* ---- deciding ---- */

const eng_world *eng_day_world(const eng_day *d) { return d->world; }

int eng_refuse(eng_day *d, int status, const char *what, const char *name) {
    d->status = status;
    (void)eng_world_fail(d->world, status, "day %lld: system '%s' asked for %s '%s', which is not its own",
                         (long long)d->world->day, d->world->model->systems[d->system].name, what, name);
    return status;
}

static const eng_ask *not_own(eng_day *d, int flow) {
    const eng_model *m = d->world->model;
    if (flow < 0 || flow >= m->nflows)
        (void)eng_refuse(d, ENG_ERR_DECLARE, "flow", "unknown");
    else if (d->acting)
        (void)eng_refuse(d, ENG_ERR_OWNER, "after the move, flow", m->flows[flow].name);
    else
        (void)eng_refuse(d, ENG_ERR_OWNER, m->flows[flow].serve >= 0 ? "served flow" : "flow", m->flows[flow].name);
    return NULL;
}

static inline const eng_ask *own_flow(eng_day *d, int flow) {
    const eng_model *m = d->world->model;
    if (flow < 0 || flow >= m->nflows || m->asks[flow].owner != d->asks)
        return not_own(d, flow);
    return &m->asks[flow];
}

/* In tests a number that was to be written, and is not, is no number: a chance is then refused. */
static void poison(double *x, int n) {
#ifdef VADO_POISON
    for (int i = 0; i < n; i++)
        x[i] = NAN;
#else
    (void)x, (void)n;
#endif
}

/* What is filled in already stays. */
static double *numbers_again(eng_day *d, const eng_ask *f, int flow, int group) {
    eng_world *w = d->world;
    if (w->numbers[flow].group != group) {
        (void)eng_refuse(d, ENG_ERR_DECLARE, "other groups of classes of flow", w->model->flows[flow].name);
        return NULL;
    }
    return &w->scratch[f->prob].x;
}

/* The numbers of a flow, to be filled in; NULL after saying why not. *again: some are filled in already. */
static inline double *numbers_of(eng_day *d, int flow, int group, const eng_ask **info, int *again) {
    eng_world *w = d->world;
    const eng_ask *f = *info = own_flow(d, flow);
    if (!f)
        return NULL;
    *again = w->asked_flow[flow] && w->chance[flow].of == flow;
    if (*again)
        return numbers_again(d, f, flow, group);
    if (group != 1 && (group < 1 || f->classes % group)) {
        (void)eng_refuse(d, ENG_ERR_DECLARE, "other groups of classes of flow", w->model->flows[flow].name);
        return NULL;
    }
    w->chance[flow] = (eng_chance){.of = flow, .factor = 1};
    w->numbers[flow] =
        (eng_numbers){.group = group, .alone = group == 1, .prob = f->prob, .moved = f->moved, .place = f->place};
    w->asked_flow[flow] = 1;
    return &w->scratch[f->prob].x;
}

double *eng_prob_by(eng_day *d, int flow, int group) {
    const eng_ask *f;
    int again;
    double *p = numbers_of(d, flow, group, &f, &again);
    if (p && !again)
        memset(p, 0, (size_t)(group > 1 ? f->classes / group : f->classes) * sizeof *p);
    return p;
}

double *eng_prob(eng_day *d, int flow) { return eng_prob_by(d, flow, 1); }

double *eng_fill(eng_day *d, int flow, int group) {
    const eng_ask *f;
    int again;
    double *p = numbers_of(d, flow, group, &f, &again);
    if (p && !again)
        poison(p, f->classes / group);
    return p;
}

int eng_rate(eng_day *d, int flow, double chance) {
    eng_world *w = d->world;
    const eng_ask *f = own_flow(d, flow);
    if (!f)
        return d->status;
    if (w->asked_flow[flow] && w->chance[flow].of != ENG_ALIKE)
        return eng_refuse(d, ENG_ERR_DECLARE, "other groups of classes of flow", w->model->flows[flow].name);
    w->chance[flow] = (eng_chance){.of = ENG_ALIKE, .factor = 1, .number = chance};
    w->asked_flow[flow] = 1;
    return ENG_OK;
}

int eng_like(eng_day *d, int flow, int like, double factor) {
    eng_world *w = d->world;
    const eng_model *m = w->model;
    const eng_ask *f = own_flow(d, flow);
    if (!f || like < 0 || like >= m->nflows)
        return f ? eng_refuse(d, ENG_ERR_DECLARE, "chances of a flow like those of", "unknown") : d->status;
    const eng_chance model = w->chance[like];
    if (f->from != m->asks[like].from || !w->asked_flow[like] || (model.of != like && model.of != ENG_ALIKE))
        return eng_refuse(d, ENG_ERR_DECLARE, "chances of a flow like those of", m->flows[like].name);
    w->chance[flow] = (eng_chance){.of = model.of, .factor = factor, .number = model.number};
    if (model.of != ENG_ALIKE)
        w->numbers[model.of].alone = 0;
    w->asked_flow[flow] = 1;
    return ENG_OK;
}

int eng_capacity(eng_day *d, int serve, double people) {
    const eng_model *m = d->world->model;
    if (serve < 0 || serve >= m->nserves)
        return eng_refuse(d, ENG_ERR_DECLARE, "serve", "unknown");
    if (m->serves[serve].system != d->system || d->acting)
        return eng_refuse(d, ENG_ERR_OWNER, "serve", m->serves[serve].name);
    if (!(people >= 0)) {
        d->status = ENG_ERR_PROBABILITY;
        return eng_world_fail(d->world, d->status, "day %lld: serve '%s': capacity %g", (long long)d->world->day,
                              m->serves[serve].name, people);
    }
    d->world->capacity[serve] = people;
    return ENG_OK;
}

static const eng_field_info *own_field(eng_day *d, int field) {
    const eng_model *m = d->world->model;
    if (field < 0 || field >= m->nfields)
        (void)eng_refuse(d, ENG_ERR_DECLARE, "field", "unknown");
    else if (m->fields[field].system != d->system)
        (void)eng_refuse(d, ENG_ERR_OWNER, "field", m->fields[field].name);
    else
        return &m->fields[field];
    return NULL;
}

double *eng_put(eng_day *d, int field) {
    eng_world *w = d->world;
    const eng_field_info *f = own_field(d, field);
    int again = f && w->asked_field[field];
    double *next = eng_put_whole(d, field);
    if (next && !again)
        memcpy(next, &w->arena[f->now], (size_t)f->size * sizeof *w->arena);
    return next;
}

double *eng_put_whole(eng_day *d, int field) {
    eng_world *w = d->world;
    const eng_field_info *f = own_field(d, field);
    if (!f)
        return NULL;
    if (!w->asked_field[field])
        poison(&w->scratch[f->next].x, f->size);
    w->asked_field[field] = 1;
    return &w->scratch[f->next].x;
}

int eng_fail(eng_day *d, const char *words) {
    d->status = ENG_ERR_SYSTEM;
    return eng_world_fail(d->world, ENG_ERR_SYSTEM, "day %lld: system '%s': %s", (long long)d->world->day,
                          d->world->model->systems[d->system].name, words);
}

/* ---- a day ---- */

static int decide(eng_world *w, void *user) {
    const eng_model *m = w->model;
    memset(w->asked_flow, 0, (size_t)m->nflows);
    memset(w->asked_field, 0, (size_t)m->nfields);
    for (int i = 0; i < m->nserves; i++)
        w->capacity[i] = -1;
    for (int i = 0; i < m->nsystems; i++) {
        if (!m->systems[i].decide)
            continue;
        w->today = (eng_day){.world = w, .system = i, .asks = i};
        int status = m->systems[i].decide(user, &w->today);
        if (w->today.status)
            return w->today.status;
        if (status < 0)
            return eng_fail(&w->today, "its decide failed");
    }
    return ENG_OK;
}

static int act(eng_world *w, void *user) {
    const eng_model *m = w->model;
    for (int i = 0; i < m->nsystems; i++) {
        int id = m->system_order[i];
        if (!m->systems[id].act)
            continue;
        w->today = (eng_day){.world = w, .system = id, .asks = -2, .acting = 1};
        int status = m->systems[id].act(user, &w->today);
        if (w->today.status)
            return w->today.status;
        if (status < 0)
            return eng_fail(&w->today, "its act failed");
    }
    return ENG_OK;
}

static void tomorrow(eng_world *w) {
    const eng_model *m = w->model;
    for (int i = 0; i < m->nfields; i++)
        if (w->asked_field[i])
            memcpy(&w->arena[m->fields[i].now], &w->scratch[m->fields[i].next],
                   (size_t)m->fields[i].size * sizeof *w->arena);
    memcpy(w->field_new, w->asked_field, (size_t)m->nfields);
    eng_noise_next(w);
    eng_noise_values(w);
}

int eng_world_step(eng_world *w, void *user) {
    int status;
    if (w->error[0])
        return ENG_ERR_SYSTEM; /* a world that failed stays failed */
    eng_totals(w);
    if ((status = decide(w, user)))
        return status;
    if ((status = eng_move(w)) || (status = act(w, user)))
        return status;
    if (!w->options.no_balance_check && (status = eng_balance_check(w)))
        return status;
    for (int i = 0; i < w->model->nsystems; i++)
        if (w->model->systems[i].record && w->model->systems[i].record(user, w) < 0)
            return eng_world_fail(w, ENG_ERR_SYSTEM, "day %lld: system '%s' could not record", (long long)w->day,
                                  w->model->systems[i].name);
    tomorrow(w);
    w->day++;
    return ENG_OK;
}
