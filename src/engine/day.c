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

/* Nobody has taken any flow yet; a fluid day tells it of each in its turn. */
static void nobody_moved(eng_world *w) {
    for (int i = 0; i < w->model->nflows; i++) {
        const eng_flow_info *f = &w->model->flows[i];
        if (eng_moved_any(w, i))
            memset(&w->arena[f->moved], 0, (size_t)f->from_classes * sizeof *w->arena);
        w->moved_sum[i].n = 0;
    }
}

int eng_hand_on(eng_world *w, int flow) {
    const eng_flow_info *f = &w->model->flows[flow];
    return eng_deposit(w, flow, eng_sum_cells(w, f->moved, (size_t)f->from_classes), 0);
}

/* ---- splits ---- */

/* A chance that is negative or not a number counts as 1e9, so that the sum tells of it. */
int eng_sum_chances(eng_world *w, const eng_stock_info *s) {
    double *restrict sum = w->sum;
    memset(sum, 0, (size_t)s->classes * sizeof *sum);
    for (int i = 0; i < s->nflows; i++) {
        const eng_chance *chance = &w->chance[s->flows[i]];
        if (!w->asked_flow[s->flows[i]])
            continue;
        int alike = chance->of == ENG_ALIKE, classes = s->classes;
        int group = alike ? classes : w->numbers[chance->of].group;
        const double *restrict p = alike ? &chance->number : &w->scratch[w->model->flows[chance->of].prob].x;
        double factor = chance->factor;
        if (group == 1)
            for (int c = 0; c < classes; c++)
                sum[c] += p[c] * factor >= 0 ? p[c] * factor : 1e9;
        else
            for (int c = 0; c < classes; p++)
                for (int end = c + group; c < end; c++)
                    sum[c] += *p * factor >= 0 ? *p * factor : 1e9;
    }
    for (int c = 0; c < s->classes; c++)
        if (sum[c] > 1 + 1e-9)
            return eng_world_fail(
                w, ENG_ERR_PROBABILITY,
                "day %lld: stock '%s', class %d: probabilities out of it are negative, not numbers, or sum to "
                "more than 1 (%.17g)",
                (long long)w->day, s->name, c, sum[c]);
    return ENG_OK;
}

/* Flows whose people of this class cannot take them (class map -1) must not be asked to. */
int eng_check_class(eng_world *w, int flow) {
    const eng_flow_info *f = &w->model->flows[flow];
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
    if (s->nflows > ENG_MANY_FLOWS)
        return eng_world_fail(w, ENG_ERR_DECLARE, "stock '%s' has more than %d flows out", s->name, ENG_MANY_FLOWS);
    if (eng_fluid(w))
        return eng_split_fluid(w, s);
    for (int i = 0; i < s->nflows; i++) {
        int flow = s->flows[i];
        if (!w->asked_flow[flow])
            continue;
        w->asked[asked++] = flow;
        if (w->model->flows[flow].partial && (status = eng_check_class(w, flow)))
            return status;
    }
    if (!asked)
        return ENG_OK;
    return eng_split_people(w, s, asked, w->asked);
}

/* ---- serves ---- */

static int64_t waiting(const eng_world *w, const eng_serve_info *v, int age) {
    int64_t sum = 0;
    for (int i = 0; i < v->nflows; i++) {
        const eng_flow_info *f = &w->model->flows[v->flows[i]];
        const eng_cell *slot = eng_came(w, f, age);
        if (!slot)
            continue;
        if (!f->partial)
            sum += eng_sum_cells(w, (size_t)(slot - w->arena), (size_t)f->from_classes).n;
        for (int c = 0; f->partial && c < f->from_classes; c++)
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
        eng_cell *slot = eng_came(w, f, age);
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

static void serve_people(eng_world *w, int serve, double capacity) {
    const eng_serve_info *v = &w->model->serves[serve];
    uint64_t bits = rng_u64(w->serve_key[serve], (uint32_t)w->day, w->options.chance_member, 0, 0);
    double whole = floor(capacity);
    int64_t seats = (int64_t)(whole < 9e15 ? whole : 9e15) + (rng_unit(bits) < capacity - whole ? 1 : 0), all = 0;
    int ages = v->ages;
    uint32_t turn = 0;
    for (int age = 0; v->random_order && age < ages; age++)
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
    if (eng_fluid(w))
        eng_serve_fluid(w, v, w->capacity[id]);
    if (eng_fluid(w) || w->capacity[id] < 0)
        return ENG_OK;
    serve_people(w, id, w->capacity[id]);
    for (int i = 0; i < v->nflows; i++) {
        const eng_flow_info *f = &w->model->flows[v->flows[i]];
        const eng_stock_info *s = &w->model->stocks[f->from];
        eng_cell *counts = &w->arena[s->counts];
        for (int c = 0; c < s->classes; c++)
            counts[c].n -= w->arena[f->moved + (size_t)c].n;
        if ((status = eng_hand_on(w, v->flows[i])))
            return status;
    }
    return ENG_OK;
}

/* ---- arrivals ---- */

static void come_off_the_way(eng_world *w, int id) {
    const eng_way_info *way = &w->model->ways[id];
    int row = w->model->stocks[way->to].row;
    eng_cell *slot = &w->arena[way->ring + (size_t)((w->day + 1) % way->delay_max) * (size_t)row];
    eng_cell came = eng_sum_cells(w, (size_t)(slot - w->arena), (size_t)row);
    eng_add(w, &w->scratch[w->model->stocks[way->to].incoming], slot, row);
    memset(slot, 0, (size_t)row * sizeof *slot);
    if (eng_fluid(w)) {
        w->way_out[id].x += came.x;
        w->stock_in[way->to].x += came.x;
    } else {
        w->way_out[id].n += came.n;
        w->stock_in[way->to].n += came.n;
    }
}

/* In a queue tomorrow's arrivals take the slot of tomorrow, whose people join the next older ones. */
static void take_places(eng_world *w, const eng_stock_info *s, const eng_cell *incoming) {
    eng_slots q = eng_slots_of(w, s);
    eng_cell *slot = eng_slot(&q, -1);
    if (s->ages > 1 && eng_slot_used(&q, -1)) {
        eng_add(w, eng_slot(&q, s->ages - 2), slot, s->row);
        q.used[eng_slot_at(&q, s->ages - 2)] = 1;
        memset(slot, 0, (size_t)s->row * sizeof *slot);
        q.used[eng_slot_at(&q, -1)] = 0;
    }
    if (!incoming)
        return;
    eng_add(w, slot, incoming, s->row);
    q.used[eng_slot_at(&q, -1)] = 1;
}

/* Tomorrow's arrivals join the stock. */
static void arrive(eng_world *w, int stock) {
    const eng_stock_info *s = &w->model->stocks[stock];
    eng_cell *incoming = &w->scratch[s->incoming];
    int anybody = w->stock_in[stock].n != 0; /* an expected 0 has no bits set either */
    if (anybody)
        eng_add(w, &w->arena[s->counts], incoming, s->row);
    if (s->kind == ENG_QUEUE)
        take_places(w, s, anybody ? incoming : NULL);
    if (anybody) /* empty again for tomorrow's */
        memset(incoming, 0, (size_t)s->row * sizeof *incoming);
}

int eng_move(eng_world *w) {
    const eng_model *m = w->model;
    int status;
    w->totals_known = 0; /* until they are checked */
    if (!eng_fluid(w))
        nobody_moved(w);
    for (int i = 0; i < m->nserves; i++)
        if ((status = serve(w, m->serve_order[i])))
            return status;
    for (int i = 0; i < m->nstocks; i++)
        if ((status = split(w, m->stock_order[i])))
            return status;
    for (int i = 0; i < m->nways; i++) {
        if (eng_fluid(w) && (status = eng_set_out(w, i)))
            return status;
        come_off_the_way(w, i);
    }
    for (int i = 0; i < m->nstocks; i++)
        arrive(w, m->stock_order[i]);
    return ENG_OK;
}
