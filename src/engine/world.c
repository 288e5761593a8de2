/* One member's state: making, reading, asking, stepping, copying. */
#include "engine/internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char ENG_MAGIC[8] = {'v', 'a', 'd', 'o', 's', 'n', 'p', '1'};

typedef struct {
    char magic[8];
    uint64_t signature;
    int64_t day;
    uint64_t arithmetic, cells;
} snapshot_head;

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
    w->arena = calloc(m->arena_size + 1, sizeof *w->arena);
    w->scratch = calloc(m->scratch_size + 1, sizeof *w->scratch);
    w->asked_flow = zeros(m->nflows, 1);
    w->asked_field = zeros(m->nfields, 1);
    w->chance = zeros(m->nflows, sizeof *w->chance);
    w->capacity = zeros(m->nserves, sizeof *w->capacity);
    w->moved_sum = zeros(m->nflows, sizeof *w->moved_sum);
    w->slot_used = calloc(m->nslots + 1, 1);
    w->stock_total = zeros(m->nstocks, sizeof *w->stock_total);
    w->stock_in = zeros(m->nstocks, sizeof *w->stock_in);
    w->stock_out = zeros(m->nstocks, sizeof *w->stock_out);
    w->ring_total = zeros(m->nflows, sizeof *w->ring_total);
    w->ring_in = zeros(m->nflows, sizeof *w->ring_in);
    w->ring_out = zeros(m->nflows, sizeof *w->ring_out);
    w->split_key = zeros(m->nstocks, sizeof *w->split_key);
    w->serve_key = zeros(m->nserves, sizeof *w->serve_key);
    w->delay_key = zeros(m->nflows, sizeof *w->delay_key);
    w->redraw_key = zeros(m->nflows, sizeof *w->redraw_key);
    w->channel_key = zeros(m->nchannels, sizeof *w->channel_key);
    w->sum = zeros(m->max_classes, sizeof *w->sum);
    w->ready = zeros(m->max_classes, sizeof *w->ready);
    w->line = zeros(m->max_classes, sizeof *w->line);
    w->part = zeros(m->max_redraw, sizeof *w->part);
    if (!w->arena || !w->scratch || !w->asked_flow || !w->asked_field || !w->chance || !w->capacity || !w->slot_used ||
        !w->stock_total || !w->stock_in || !w->stock_out || !w->ring_total || !w->ring_in || !w->ring_out ||
        !w->split_key || !w->serve_key || !w->delay_key || !w->redraw_key || !w->channel_key || !w->sum || !w->ready ||
        !w->line || !w->part || !w->moved_sum || eng_rosters_make(w)) {
        eng_world_free(w);
        return NULL;
    }
    make_keys(w);
    w->today = (eng_day){.world = w, .system = -1};
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
    free(w->scratch);
    free(w->asked_flow);
    free(w->asked_field);
    free(w->chance);
    free(w->capacity);
    free(w->moved_sum);
    free(w->slot_used);
    free(w->stock_total);
    free(w->stock_in);
    free(w->stock_out);
    free(w->ring_total);
    free(w->ring_in);
    free(w->ring_out);
    free(w->split_key);
    free(w->serve_key);
    free(w->delay_key);
    free(w->redraw_key);
    free(w->channel_key);
    free(w->sum);
    free(w->ready);
    free(w->line);
    free(w->part);
    free(w);
}

const char *eng_world_error(const eng_world *w) { return w->error; }

int64_t eng_world_today(const eng_world *w) { return w->day; }

static int is_fluid(const eng_world *w) { return w->options.arithmetic == ENG_FLUID; }

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
    w->totals_known = 0;
    if (is_fluid(w)) {
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

static double as_people(const eng_world *w, eng_cell c) { return is_fluid(w) ? c.x : (double)c.n; }

static double sum_cells(const eng_world *w, size_t at, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += as_people(w, w->arena[at + i]);
    return sum;
}

static void copy_cells(const eng_world *w, size_t at, size_t n, double *out) {
    if (is_fluid(w))
        memcpy(out, &w->arena[at], n * sizeof *out);
    else
        for (size_t i = 0; i < n; i++)
            out[i] = (double)w->arena[at + i].n;
}

double eng_people(const eng_world *w, int stock, int cls) {
    return as_people(w, w->arena[w->model->stocks[stock].counts + (size_t)cls]);
}

double eng_total(const eng_world *w, int stock) {
    const eng_stock_info *s = &w->model->stocks[stock];
    return as_people(w, eng_sum_cells(w, s->counts, (size_t)s->classes));
}

void eng_people_all(const eng_world *w, int stock, double *out) {
    copy_cells(w, w->model->stocks[stock].counts, (size_t)w->model->stocks[stock].classes, out);
}

int eng_queue_ages(const eng_world *w, int queue, double *out, int max) {
    const eng_stock_info *s = &w->model->stocks[queue];
    eng_slots q = eng_slots_of(w, s);
    for (int age = 0; age < s->ages && age < max; age++)
        out[age] = sum_cells(w, s->slots + (size_t)eng_slot_at(&q, age) * (size_t)s->classes, (size_t)s->classes);
    return s->ages;
}

double eng_moved(const eng_world *w, int flow, int cls) {
    return as_people(w, w->arena[w->model->flows[flow].moved + (size_t)cls]);
}

double eng_moved_total(const eng_world *w, int flow) { return as_people(w, w->moved_sum[flow]); }

int eng_moved_any(const eng_world *w, int flow) {
    return w->moved_sum[flow].n != 0;
} /* an expected 0 has no bits set */

void eng_moved_all(const eng_world *w, int flow, double *out) {
    copy_cells(w, w->model->flows[flow].moved, (size_t)w->model->flows[flow].from_classes, out);
}

const double *eng_people_view(const eng_world *w, int stock, double *room) {
    if (is_fluid(w))
        return &w->arena[w->model->stocks[stock].counts].x;
    eng_people_all(w, stock, room);
    return room;
}

const double *eng_moved_view(const eng_world *w, int flow, double *room) {
    if (is_fluid(w))
        return &w->arena[w->model->flows[flow].moved].x;
    eng_moved_all(w, flow, room);
    return room;
}

static inline void add_joined(double *restrict out, const double *restrict x, int cells, int group, double factor) {
    for (int i = 0; i < cells; i++, x += group) {
        double sum = x[0];
        for (int k = 1; k < group; k++)
            sum += x[k];
        out[i] += factor * sum;
    }
}

void eng_moved_add(const eng_world *w, int flow, int group, double factor, double *out) {
    const eng_cell *moved = &w->arena[w->model->flows[flow].moved];
    int cells = w->model->flows[flow].from_classes / group;
    if (!is_fluid(w))
        for (int i = 0; i < cells; i++)
            for (int k = 0; k < group; k++, moved++)
                out[i] += factor * (double)moved->n;
    else
        switch (group) { /* those that are known to the compiler need no inner loop */
        case 1:
            add_joined(out, &moved->x, cells, 1, factor);
            break;
        case 3:
            add_joined(out, &moved->x, cells, 3, factor);
            break;
        case 4:
            add_joined(out, &moved->x, cells, 4, factor);
            break;
        case 12:
            add_joined(out, &moved->x, cells, 12, factor);
            break;
        default:
            add_joined(out, &moved->x, cells, group, factor);
        }
}

void eng_moved_add_all(const eng_world *w, int n, const int flows[], int group, double *out) {
    for (int i = 0; i < n; i++)
        if (flows[i] >= 0 && eng_moved_any(w, flows[i]))
            eng_moved_add(w, flows[i], group, 1, out);
}

double eng_on_the_way(const eng_world *w, int flow) {
    const eng_flow_info *f = &w->model->flows[flow];
    return f->delay_max > 1 ? sum_cells(w, f->ring, (size_t)f->delay_max * (size_t)f->to_classes) : 0;
}

const double *eng_get(const eng_world *w, int field) { return &w->arena[w->model->fields[field].now].x; }

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
    for (int i = 0; i < w->model->nflows; i++)
        sum += eng_on_the_way(w, w->model->flow_order[i]);
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
    for (int i = 0; i < w->model->nflows; i++) {
        const eng_flow_info *f = &w->model->flows[i];
        if (f->delay_max > 1)
            count_cells(w, f->ring, (size_t)f->delay_max * (size_t)f->to_classes, least, cells, people);
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

static const eng_flow_info *own_flow(eng_day *d, int flow) {
    const eng_model *m = d->world->model;
    if (flow < 0 || flow >= m->nflows) {
        (void)eng_refuse(d, ENG_ERR_DECLARE, "flow", "unknown");
        return NULL;
    }
    const eng_flow_info *f = &m->flows[flow];
    if (d->acting) {
        (void)eng_refuse(d, ENG_ERR_OWNER, "after the move, flow", f->name);
        return NULL;
    }
    if (m->stocks[f->from].system != d->system || f->serve >= 0) {
        (void)eng_refuse(d, ENG_ERR_OWNER, f->serve >= 0 ? "served flow" : "flow", f->name);
        return NULL;
    }
    return f;
}

double *eng_prob_by(eng_day *d, int flow, int group) {
    eng_world *w = d->world;
    const eng_flow_info *f = own_flow(d, flow);
    if (!f)
        return NULL;
    if (group < 1 || f->from_classes % group || (w->asked_flow[flow] && w->chance[flow].group != group)) {
        (void)eng_refuse(d, ENG_ERR_DECLARE, "other groups of classes of flow", f->name);
        return NULL;
    }
    double *p = &w->scratch[f->prob].x;
    if (!w->asked_flow[flow] || w->chance[flow].at != f->prob)
        memset(p, 0, (size_t)(f->from_classes / group) * sizeof *p);
    w->chance[flow] = (eng_chance){f->prob, group, 1};
    w->asked_flow[flow] = 1;
    return p;
}

double *eng_prob(eng_day *d, int flow) { return eng_prob_by(d, flow, 1); }

int eng_rate(eng_day *d, int flow, double chance) {
    const eng_flow_info *f = own_flow(d, flow);
    double *p = f ? eng_prob_by(d, flow, f->from_classes) : NULL;
    if (!p)
        return d->status;
    *p = chance;
    return ENG_OK;
}

int eng_like(eng_day *d, int flow, int like, double factor) {
    eng_world *w = d->world;
    const eng_flow_info *f = own_flow(d, flow), *of = own_flow(d, like);
    if (!f || !of)
        return d->status;
    if (f->from != of->from || !w->asked_flow[like] || w->chance[like].at != of->prob)
        return eng_refuse(d, ENG_ERR_DECLARE, "chances of a flow like those of", of->name);
    w->chance[flow] = (eng_chance){of->prob, w->chance[like].group, factor};
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

double *eng_put(eng_day *d, int field) {
    eng_world *w = d->world;
    if (field < 0 || field >= w->model->nfields) {
        (void)eng_refuse(d, ENG_ERR_DECLARE, "field", "unknown");
        return NULL;
    }
    const eng_field_info *f = &w->model->fields[field];
    if (f->system != d->system) {
        (void)eng_refuse(d, ENG_ERR_OWNER, "field", f->name);
        return NULL;
    }
    if (!w->asked_field[field])
        memcpy(&w->scratch[f->next], &w->arena[f->now], (size_t)f->size * sizeof *w->arena);
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
        w->today = (eng_day){.world = w, .system = i};
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
        w->today = (eng_day){.world = w, .system = id, .acting = 1};
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

/* ---- snapshot, branch, digest ---- */

/* What is derived from a state that was copied in. */
static void derive(eng_world *w) {
    const eng_model *m = w->model;
    for (int i = 0; i < m->nstocks; i++) {
        const eng_stock_info *s = &m->stocks[i];
        for (int slot = 0; slot < s->ages; slot++) {
            const eng_cell *cells = &w->arena[s->slots + (size_t)slot * (size_t)s->classes];
            int used = 0;
            for (int c = 0; c < s->classes; c++)
                used |= cells[c].n != 0; /* an expected 0 has no bits set either */
            w->slot_used[s->slot_used + (size_t)slot] = (unsigned char)used;
        }
    }
    for (int i = 0; i < m->nflows; i++)
        w->moved_sum[i] = eng_sum_cells(w, m->flows[i].moved, (size_t)m->flows[i].from_classes);
    w->totals_known = 0;
    eng_noise_values(w);
}

static size_t fixed_size(const eng_world *w) { return sizeof(snapshot_head) + w->model->arena_size * sizeof(eng_cell); }

size_t eng_snapshot_size(const eng_world *w) { return fixed_size(w) + eng_rosters_size(w); }

int eng_snapshot_save(const eng_world *w, void *out, size_t size) {
    if (size < eng_snapshot_size(w))
        return ENG_ERR_SNAPSHOT;
    snapshot_head head = {.signature = w->model->signature, .day = w->day, .cells = w->model->arena_size};
    memcpy(head.magic, ENG_MAGIC, sizeof head.magic);
    head.arithmetic = w->options.arithmetic == ENG_FLUID;
    memcpy(out, &head, sizeof head);
    memcpy((char *)out + sizeof head, w->arena, w->model->arena_size * sizeof(eng_cell));
    eng_rosters_save(w, (char *)out + fixed_size(w));
    return ENG_OK;
}

int eng_snapshot_load(eng_world *w, const void *in, size_t size) {
    snapshot_head head;
    if (size < sizeof head)
        return eng_world_fail(w, ENG_ERR_SNAPSHOT, "snapshot cut short: %zu bytes", size);
    memcpy(&head, in, sizeof head);
    if (memcmp(head.magic, ENG_MAGIC, sizeof head.magic) != 0 || head.signature != w->model->signature ||
        head.cells != w->model->arena_size || head.arithmetic != (uint64_t)(w->options.arithmetic == ENG_FLUID))
        return eng_world_fail(w, ENG_ERR_SNAPSHOT, "snapshot of another model or arithmetic");
    if (head.day < 0 || head.day > INT32_MAX)
        return eng_world_fail(w, ENG_ERR_SNAPSHOT, "snapshot of day %lld", (long long)head.day);
    if (size < fixed_size(w) || eng_rosters_load(w, (const char *)in + fixed_size(w), size - fixed_size(w)))
        return eng_world_fail(w, ENG_ERR_SNAPSHOT, "snapshot of %zu bytes, which is not what its model takes", size);
    w->day = head.day;
    memcpy(w->arena, (const char *)in + sizeof head, w->model->arena_size * sizeof(eng_cell));
    derive(w);
    return ENG_OK;
}

eng_world *eng_world_branch(const eng_world *w) {
    eng_world *b = eng_world_new(w->model, &w->options);
    if (!b)
        return NULL;
    b->day = w->day;
    memcpy(b->arena, w->arena, w->model->arena_size * sizeof(eng_cell));
    size_t size = eng_rosters_size(w);
    char *people = malloc(size + 1);
    if (people)
        eng_rosters_save(w, people);
    int status = people ? eng_rosters_load(b, people, size) : ENG_ERR_MEMORY;
    free(people);
    if (status) {
        eng_world_free(b);
        return NULL;
    }
    derive(b);
    return b;
}

void eng_world_digest(const eng_world *w, unsigned char out[32]) {
    eng_sha256 s;
    unsigned char bytes[8];
    eng_sha256_start(&s);
    for (int b = 0; b < 8; b++)
        bytes[b] = (unsigned char)((uint64_t)w->day >> (8 * b));
    eng_sha256_add(&s, bytes, 8);
    for (size_t i = 0; i < w->model->arena_size; i++) { /* the arena lies in the order of names */
        uint64_t v = (uint64_t)w->arena[i].n;
        for (int b = 0; b < 8; b++)
            bytes[b] = (unsigned char)(v >> (8 * b));
        eng_sha256_add(&s, bytes, 8);
    }
    eng_rosters_digest(w, &s);
    eng_sha256_end(&s, out);
}
