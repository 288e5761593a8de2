/* The move: all serves and splits of a day, applied to the world as it stood at its start.
 *
 * 1. Serves, by name: people are taken out of queues, oldest day of arrival first.
 * 2. Splits, stock by stock in the order of names: each person who is left takes exactly one of the flows out, or
 * stays. An event is a flow whose people are counted and stay as well.
 * 3. Arrivals: who was on the way until today, and who came without delay, join their stocks for tomorrow.
 * Only the stock's own count at the start of the day is read, and nobody arrives before step 3: the order of stocks and
 * serves cannot change who goes where.
 */
#include "engine/internal.h"
#include "engine/sample.h"

#include <math.h>
#include <string.h>

static int fluid(const eng_world *w) { return w->options.arithmetic == ENG_FLUID; }

void eng_moved_none(eng_world *w, int flow) {
    const eng_flow_info *f = &w->model->flows[flow];
    if (eng_moved_any(w, flow))
        memset(&w->arena[f->moved], 0, (size_t)f->from_classes * sizeof *w->arena);
    w->moved_sum[flow].n = 0;
}

int eng_hand_on(eng_world *w, int flow) {
    const eng_flow_info *f = &w->model->flows[flow];
    return eng_deposit(w, flow, eng_sum_cells(w, f->moved, (size_t)f->from_classes));
}

/* ---- splits ---- */

int eng_check_sum(eng_world *w, const eng_stock_info *s) {
    for (int c = 0; c < s->classes; c++) {
        if (w->sum[c] <= 1 + 1e-9)
            continue;
        return eng_world_fail(
            w, ENG_ERR_PROBABILITY,
            "day %lld: stock '%s', class %d: probabilities out of it are negative, not numbers, or sum to "
            "more than 1 (%.17g)",
            (long long)w->day, s->name, c, w->sum[c]);
    }
    return ENG_OK;
}

/* Flows whose people of this class cannot take them (class map -1) must not be asked to. */
static int check_class(eng_world *w, int flow) {
    const eng_flow_info *f = &w->model->flows[flow];
    if (!w->asked_flow[flow] || !f->partial)
        return ENG_OK;
    for (int c = 0; c < f->from_classes; c++) {
        double p = eng_chance_of(w, flow, c);
        if (f->map[c] < 0 && p > 0)
            return eng_world_fail(w, ENG_ERR_PROBABILITY,
                                  "day %lld: flow '%s': class %d never takes it, probability %g", (long long)w->day,
                                  f->name, c, p);
    }
    return ENG_OK;
}

static int split(eng_world *w, int stock) {
    const eng_stock_info *s = &w->model->stocks[stock];
    int status, asked = 0;
    for (int i = 0; i < s->nflows; i++)
        asked += w->asked_flow[s->flows[i]];
    if (!asked)
        return ENG_OK;
    if (s->nflows > ENG_MANY_FLOWS)
        return eng_world_fail(w, ENG_ERR_DECLARE, "stock '%s' has more than %d flows out", s->name, ENG_MANY_FLOWS);
    for (int i = 0; i < s->nflows; i++)
        if ((status = check_class(w, s->flows[i])))
            return status;
    return fluid(w) ? eng_split_fluid(w, s) : eng_split_people(w, stock);
}

/* ---- serves ---- */

/* Those who came to a flow's queue `age` days ago, by class; NULL if nobody did. */
static eng_cell *came(const eng_world *w, const eng_flow_info *f, int age) {
    const eng_stock_info *s = &w->model->stocks[f->from];
    eng_slots q = eng_slots_of(w, s);
    return age < s->ages && eng_slot_used(&q, age) ? eng_slot(&q, age) : NULL;
}

static void take_fluid(eng_world *w, const eng_serve_info *v, int age, double share) {
    for (int i = 0; i < v->nflows; i++) {
        const eng_flow_info *f = &w->model->flows[v->flows[i]];
        eng_cell *slot = came(w, f, age), *moved = &w->arena[f->moved];
        if (!slot)
            continue;
        if (f->partial) {
            for (int c = 0; c < f->from_classes; c++) {
                if (f->map[c] < 0)
                    continue;
                double served = slot[c].x * share;
                moved[c].x += served;
                slot[c].x = share < 1 ? slot[c].x - served : 0;
            }
        } else if (share < 1) {
            for (int c = 0; c < f->from_classes; c++) {
                double served = slot[c].x * share;
                moved[c].x += served;
                slot[c].x -= served;
            }
        } else {
            for (int c = 0; c < f->from_classes; c++)
                moved[c].x += slot[c].x;
            memset(slot, 0, (size_t)f->from_classes * sizeof *slot);
            eng_slots q = eng_slots_of(w, &w->model->stocks[f->from]);
            q.used[eng_slot_at(&q, age)] = 0;
        }
    }
}

static double waiting_fluid(const eng_world *w, const eng_serve_info *v, int age) {
    double sum = 0;
    for (int i = 0; i < v->nflows; i++) {
        const eng_flow_info *f = &w->model->flows[v->flows[i]];
        const eng_cell *slot = came(w, f, age);
        if (!slot)
            continue;
        if (!f->partial)
            for (int c = 0; c < f->from_classes; c++)
                sum += slot[c].x;
        else
            for (int c = 0; c < f->from_classes; c++)
                if (f->map[c] >= 0)
                    sum += slot[c].x;
    }
    return sum;
}

static int64_t waiting(const eng_world *w, const eng_serve_info *v, int age) {
    int64_t sum = 0;
    for (int i = 0; i < v->nflows; i++) {
        const eng_flow_info *f = &w->model->flows[v->flows[i]];
        const eng_cell *slot = came(w, f, age);
        if (!slot)
            continue;
        for (int c = 0; c < f->from_classes; c++)
            if (f->map[c] >= 0)
                sum += slot[c].n;
    }
    return sum;
}

/* Takes `take` of the `there` people who arrived `age` days ago, without preference among queues and classes.
 * Classes that never take their queue's flow are not counted, and wait on. */
static void take_some(eng_world *w, int serve, int age, uint32_t *turn, int64_t there, int64_t take) {
    const eng_serve_info *v = &w->model->serves[serve];
    for (int i = 0; i < v->nflows; i++) {
        const eng_flow_info *f = &w->model->flows[v->flows[i]];
        eng_cell *slot = came(w, f, age);
        if (!slot)
            continue;
        for (int c = 0; c < f->from_classes; c++) {
            int64_t here = slot[c].n, served = here;
            if (here == 0 || f->map[c] < 0)
                continue;
            if (take < there) {
                double u = rng_unit(rng_u64(w->serve_key[serve], (uint32_t)w->day, w->options.chance_member,
                                            (uint32_t)c, 1 + (uint32_t)i + (uint32_t)v->nflows * *turn));
                served = take > 0 ? sample_hypergeometric(u, here, there - here, take) : 0;
            }
            there -= here;
            take -= served;
            slot[c].n -= served;
            w->arena[f->moved + (size_t)c].n += served;
        }
    }
    *turn += 1;
}

static int oldest(const eng_world *w, const eng_serve_info *v) {
    int ages = 0;
    for (int i = 0; i < v->nflows; i++) {
        int a = w->model->stocks[w->model->flows[v->flows[i]].from].ages;
        if (a > ages)
            ages = a;
    }
    return ages;
}

static void serve_fluid(eng_world *w, const eng_serve_info *v, double capacity) {
    int ages = oldest(w, v);
    double all = 0;
    for (int age = 0; age < ages && v->random_order; age++)
        all += waiting_fluid(w, v, age);
    for (int age = ages - 1; age >= 0 && capacity > 0; age--) {
        double there = waiting_fluid(w, v, age), share;
        if (there <= 0)
            continue;
        if (v->random_order) {
            share = capacity < all ? capacity / all : 1;
        } else {
            share = capacity < there ? capacity / there : 1;
            capacity -= there * share;
        }
        if (share > 0)
            take_fluid(w, v, age, share);
    }
}

static void serve_people(eng_world *w, int serve, double capacity) {
    const eng_serve_info *v = &w->model->serves[serve];
    uint64_t bits = rng_u64(w->serve_key[serve], (uint32_t)w->day, w->options.chance_member, 0, 0);
    double whole = floor(capacity);
    int64_t seats = (int64_t)(whole < 9e15 ? whole : 9e15) + (rng_unit(bits) < capacity - whole ? 1 : 0), all = 0;
    int ages = oldest(w, v);
    uint32_t turn = 0;
    for (int age = 0; age < ages; age++)
        all += waiting(w, v, age);
    for (int age = ages - 1; age >= 0 && seats > 0; age--) {
        int64_t there = waiting(w, v, age), take;
        if (there == 0)
            continue;
        if (v->random_order && seats < all) { /* how many of the seats fall to this day of arrival */
            double u = rng_unit(
                rng_u64(w->serve_key[serve], (uint32_t)w->day, w->options.chance_member, 1u << 30, (uint32_t)age));
            take = sample_hypergeometric(u, there, all - there, seats);
        } else {
            take = there < seats ? there : seats;
        }
        take_some(w, serve, age, &turn, there, take);
        seats -= take;
        all -= there;
    }
}

static int serve(eng_world *w, int id) {
    const eng_serve_info *v = &w->model->serves[id];
    int status;
    if (w->capacity[id] < 0)
        return ENG_OK;
    if (fluid(w))
        serve_fluid(w, v, w->capacity[id]);
    else
        serve_people(w, id, w->capacity[id]);
    for (int i = 0; i < v->nflows; i++) {
        const eng_flow_info *f = &w->model->flows[v->flows[i]];
        const eng_stock_info *s = &w->model->stocks[f->from];
        eng_cell *counts = &w->arena[s->counts];
        if (fluid(w))
            eng_count_slots(w, s);
        else
            for (int c = 0; c < s->classes; c++)
                counts[c].n -= w->arena[f->moved + (size_t)c].n;
        if ((status = eng_hand_on(w, v->flows[i])))
            return status;
    }
    return ENG_OK;
}

/* ---- arrivals ---- */

static void come_off_the_way(eng_world *w, int flow) {
    const eng_flow_info *f = &w->model->flows[flow];
    if (f->delay_max <= 1)
        return;
    eng_cell *slot = &w->arena[f->ring + (size_t)((w->day + 1) % f->delay_max) * (size_t)f->to_classes];
    eng_cell came = {.n = 0};
    eng_add(w, &w->scratch[w->model->stocks[f->to].incoming], slot, f->to_classes);
    if (fluid(w))
        came.x = eng_sum(slot, (size_t)f->to_classes);
    else
        for (int c = 0; c < f->to_classes; c++)
            came.n += slot[c].n;
    memset(slot, 0, (size_t)f->to_classes * sizeof *slot);
    if (fluid(w)) {
        w->ring_out[flow].x += came.x;
        w->stock_in[f->to].x += came.x;
    } else {
        w->ring_out[flow].n += came.n;
        w->stock_in[f->to].n += came.n;
    }
}

/* Tomorrow's arrivals join the stock; in a queue they take the slot of tomorrow, whose people join the next older ones.
 */
static void arrive(eng_world *w, int stock) {
    const eng_stock_info *s = &w->model->stocks[stock];
    const eng_cell *incoming = &w->scratch[s->incoming];
    int anybody = w->stock_in[stock].n != 0; /* an expected 0 has no bits set either */
    if (anybody)
        eng_add(w, &w->arena[s->counts], incoming, s->classes);
    if (s->kind != ENG_QUEUE)
        return;
    eng_slots q = eng_slots_of(w, s);
    eng_cell *slot = eng_slot(&q, -1);
    if (s->ages > 1 && eng_slot_used(&q, -1)) {
        eng_add(w, eng_slot(&q, s->ages - 2), slot, s->classes);
        q.used[eng_slot_at(&q, s->ages - 2)] = 1;
        memset(slot, 0, (size_t)s->classes * sizeof *slot);
        q.used[eng_slot_at(&q, -1)] = 0;
    }
    if (!anybody)
        return;
    eng_add(w, slot, incoming, s->classes);
    q.used[eng_slot_at(&q, -1)] = 1;
}

int eng_move(eng_world *w) {
    const eng_model *m = w->model;
    int status;
    for (int i = 0; i < m->nflows; i++) /* a fluid split writes all the cells of the flows asked for */
        if (!fluid(w) || !w->asked_flow[i])
            eng_moved_none(w, i);
    memset(w->scratch, 0, m->incoming_size * sizeof *w->scratch);
    for (int i = 0; i < m->nserves; i++)
        if ((status = serve(w, m->serve_order[i])))
            return status;
    for (int i = 0; i < m->nstocks; i++)
        if ((status = split(w, m->stock_order[i])))
            return status;
    for (int i = 0; i < m->nflows; i++)
        come_off_the_way(w, m->flow_order[i]);
    for (int i = 0; i < m->nstocks; i++)
        arrive(w, m->stock_order[i]);
    return ENG_OK;
}
