/* Fluid splits and serves: expected people leave a stock.
 *
 * The flows out of a stock are many, the numbers they are made of are few: a chance is one number for all classes, or a
 * factor of the numbers filled in for a flow (eng_like). So who takes a flow is a factor of people who are worked out
 * once: those ready to leave, or those ready times numbers filled in, which stand in the moved cells of the flow they
 * were filled in for. The flow itself keeps whose people, and the factor (its two `taken` cells).
 *
 * 1. Ready to leave are those of each class, unless they are fewer than LEAST_PEOPLE: these stay where they are.
 * 2. Most flows use numbers of their own and go straight, class by class: who takes one is worked out and added to its
 * target in one loop. Of the others it is gathered which numbers they use.
 * 3. What leaves by class: each row of numbers times the sum of the factors of it; and the chances of all classes.
 * 4. The people of these flows are handed on to their stock or their way (deposit.c), in the order of names.
 * 5. Who stays: 1 less what leaves, at least 0; in a queue those of every day of arrival alike. The chances of events
 *    count against 1 with the others, and nobody leaves by them.
 * Flows that nobody can take today are passed over.
 * The kernels see at no cost whether a chance may be wrong; then the chances are summed again, to say which.
 */
#include "engine/internal.h"

#include <string.h>

static double *row(eng_world *w, size_t at) { return &w->arena[at].x; }

typedef struct {
    double leave, told; /* chances of all classes: of leaving, of events */
    double people;      /* who is ready, in sum; below 0: not summed yet */
    double gone;        /* who left, in sum */
    int look;           /* a chance may be wrong */
    int nrows, nrest;   /* in the world's room: numbers used, and flows to be handed on */
} split;

/* A flow's people: a factor of whose, and in sum. */
static inline void takes(eng_world *w, int flow, size_t at, int64_t whose, double factor, double people) {
    eng_cell *taken = &w->arena[at];
    w->moved_sum[flow].x = people;
    taken[0].n = w->moved_sum[flow].n ? whose : TAKEN_NONE; /* an expected 0 has no bits set */
    taken[1].x = factor;
}

static inline void nobody_takes(eng_world *w, int flow, size_t at) {
    w->arena[at].n = TAKEN_NONE;
    w->moved_sum[flow].n = 0;
}

static inline void leaves(eng_world *w, int in, double people, split *out) {
    w->stock_in[in].x += people;
    out->gone += people;
}

static inline void go_straight(eng_world *w, const eng_stock_info *s, const eng_exit *x, split *out) {
    double people = eng_kernels_of(w)->take_into(&w->scratch[x->prob].x, row(w, s->ready), w->sum, row(w, x->moved),
                                                 &w->scratch[x->into].x, s->row, &out->look);
    takes(w, x->flow, x->taken, TAKEN_OWN, 1, people);
    leaves(w, x->in, people, out);
}

/* Which numbers are used, by how many flows, and the sum of their factors; chances of all classes. */
static inline void gather(eng_world *w, const eng_exit *x, split *out) {
    const eng_chance *chance = &w->chance[x->flow];
    w->asked[out->nrest++] = (int)(x - w->model->exits);
    if (chance->of == ENG_ALIKE) {
        double share = chance->number * chance->factor;
        out->look |= !(share >= 0);
        *(x->stays ? &out->told : &out->leave) += share;
        return;
    }
    eng_numbers *numbers = &w->numbers[chance->of];
    if (numbers->users++ == 0)
        w->rows[out->nrows++] = chance->of;
    if (!x->stays)
        numbers->together += chance->factor;
    out->look |= x->stays | !(chance->factor >= 0);
}

static int go_or_gather(eng_world *w, const eng_stock_info *s, split *out) {
    for (const eng_exit *x = &w->model->exits[s->exits], *end = x + s->nflows; x < end; x++) {
        int status;
        if (!w->asked_flow[x->flow]) {
            nobody_takes(w, x->flow, x->taken);
            continue;
        }
        if (x->partial && (status = eng_check_class(w, x->flow)))
            return status;
        if (x->straight && w->chance[x->flow].of == x->flow && w->numbers[x->flow].alone)
            go_straight(w, s, x, out);
        else
            gather(w, x, out);
    }
    return ENG_OK;
}

/* One number a group of classes, as one a class. */
static const double *spread(eng_world *w, const double *p, int group, int classes) {
    memset(w->line, 0, (size_t)eng_padded(classes) * sizeof *w->line);
    for (int c = 0; c < classes; p++)
        for (int end = c + group; c < end; c++)
            w->line[c].x = *p;
    return &w->line[0].x;
}

/* People for the numbers filled in for a flow. */
static void take(eng_world *w, const eng_stock_info *s, int flow, split *out) {
    eng_numbers *numbers = &w->numbers[flow];
    const eng_kernels *k = eng_kernels_of(w);
    const double *p = &w->scratch[numbers->prob].x, *ready = row(w, s->ready);
    double *moved = row(w, numbers->moved);
    if (numbers->group == 4) {
        numbers->people = k->take_by4(p, ready, numbers->together, w->sum, moved, s->row, &out->look);
        return;
    }
    if (numbers->group != 1)
        p = spread(w, p, numbers->group, s->classes);
    numbers->people = k->take(p, ready, numbers->together, w->sum, moved, s->row, &out->look);
}

/* What a flow took, and where they go. */
static void hand_on(eng_world *w, const eng_stock_info *s, const eng_exit *x, split *out) {
    const eng_chance *chance = &w->chance[x->flow];
    int64_t whose = TAKEN_READY;
    double factor = chance->factor, people;
    const double *from = row(w, s->ready);
    if (chance->of == ENG_ALIKE) {
        if (out->people < 0)
            out->people = eng_kernels_of(w)->sum(from, s->row);
        factor *= chance->number;
        people = out->people * factor;
    } else {
        const eng_numbers *of = &w->numbers[chance->of];
        whose = chance->of == x->flow ? TAKEN_OWN : TAKEN_LIKE + of->place;
        from = row(w, of->moved);
        people = of->people * factor;
    }
    takes(w, x->flow, x->taken, whose, factor, people);
    if (x->stays || people == 0)
        return;
    leaves(w, x->in, people, out);
    if (x->hand == HAND_SAME)
        eng_kernels_of(w)->add_row(&w->scratch[x->into].x, from, factor, s->row);
    else
        eng_deposit_fluid(w, x, from, factor);
}

/* Of a queue, those of every day of arrival alike. */
static int leave_behind(eng_world *w, const eng_stock_info *s, const split *out) {
    const eng_kernels *k = eng_kernels_of(w);
    if (s->kind == ENG_POOL)
        return k->leave(row(w, s->ready), w->sum, row(w, s->counts), out->leave, out->told, s->row);
    int look = k->who_stays(row(w, s->ready), w->sum, out->leave, out->told, s->row);
    eng_slots q = eng_slots_of(w, s);
    k->times(row(w, s->counts), w->sum, s->row);
    for (int age = 0; age < s->ages; age++)
        if (eng_slot_used(&q, age))
            k->times(&eng_slot(&q, age)->x, w->sum, s->row);
    return look;
}

int eng_split_fluid(eng_world *w, const eng_stock_info *s) {
    split out = {.people = -1};
    int status;
    if (!eng_kernels_of(w)->who_is_ready(row(w, s->counts), row(w, s->ready), s->row)) {
        for (const eng_exit *x = &w->model->exits[s->exits], *end = x + s->nflows; x < end; x++)
            nobody_takes(w, x->flow, x->taken);
        return ENG_OK;
    }
    memset(w->sum, 0, (size_t)s->row * sizeof *w->sum);
    if ((status = go_or_gather(w, s, &out)))
        return status;
    for (int i = 0; i < out.nrows; i++)
        take(w, s, w->rows[i], &out);
    for (int i = 0; i < out.nrest; i++)
        hand_on(w, s, &w->model->exits[w->asked[i]], &out);
    w->stock_out[s - w->model->stocks].x += out.gone;
    out.look |= leave_behind(w, s, &out);
    return out.look ? eng_sum_chances(w, s) : ENG_OK;
}

/* After a serve a queue's count is what its days of arrival hold, summed from the oldest. */
void eng_count_slots(eng_world *w, const eng_stock_info *s) {
    double *counts = row(w, s->counts);
    eng_slots q = eng_slots_of(w, s);
    size_t size = (size_t)s->row * sizeof *counts;
    int any = 0;
    for (int age = s->ages - 1; age >= 0; age--) {
        if (!eng_slot_used(&q, age))
            continue;
        if (any++)
            eng_kernels_of(w)->add_one(counts, &eng_slot(&q, age)->x, s->row);
        else
            memcpy(counts, &eng_slot(&q, age)->x, size);
    }
    if (!any)
        memset(counts, 0, size);
}

/* ---- serves ---- */

/* Classes that never take the flow are no part of what is served. */
static void take_part(const eng_flow_info *f, double *slot, double *moved, double share) {
    for (int c = 0; c < f->from_classes; c++) {
        if (f->map[c] < 0)
            continue;
        double served = slot[c] * share;
        moved[c] += served;
        slot[c] = share < 1 ? slot[c] - served : 0;
    }
}

static void take_share(eng_world *w, const eng_serve_info *v, int age, double share) {
    for (int i = 0; i < v->nflows; i++) {
        const eng_flow_info *f = &w->model->flows[v->flows[i]];
        const eng_stock_info *s = &w->model->stocks[f->from];
        eng_cell *those = eng_came(w, f, age);
        if (!those)
            continue;
        double *slot = &those->x, *moved = row(w, f->moved);
        if (f->partial) {
            take_part(f, slot, moved, share);
        } else if (share < 1) {
            eng_kernels_of(w)->serve(moved, slot, share, s->row);
        } else {
            eng_kernels_of(w)->add_one(moved, slot, s->row);
            memset(slot, 0, (size_t)s->row * sizeof *slot);
            eng_slots q = eng_slots_of(w, s);
            q.used[eng_slot_at(&q, age)] = 0;
        }
    }
}

static double waiting(const eng_world *w, const eng_serve_info *v, int age) {
    double sum = 0;
    for (int i = 0; i < v->nflows; i++) {
        const eng_flow_info *f = &w->model->flows[v->flows[i]];
        const eng_cell *slot = eng_came(w, f, age);
        if (slot && !f->partial)
            sum += eng_kernels_of(w)->sum(&slot->x, w->model->stocks[f->from].row);
        for (int c = 0; slot && f->partial && c < f->from_classes; c++)
            sum += f->map[c] >= 0 ? slot[c].x : 0;
    }
    return sum;
}

static void serve(eng_world *w, const eng_serve_info *v, double capacity) {
    int ages = v->ages;
    double all = 0;
    for (int age = 0; age < ages && v->random_order; age++)
        all += waiting(w, v, age);
    for (int age = ages - 1; age >= 0 && capacity > 0; age--) {
        double there = waiting(w, v, age), share;
        if (there <= 0)
            continue;
        if (v->random_order) {
            share = capacity < all ? capacity / all : 1;
        } else {
            share = capacity < there ? capacity / there : 1;
            capacity -= there * share;
        }
        if (share > 0)
            take_share(w, v, age, share);
    }
}

void eng_serve_fluid(eng_world *w, const eng_serve_info *v, double capacity) {
    for (int i = 0; i < v->nflows; i++) {
        const eng_flow_info *f = &w->model->flows[v->flows[i]];
        nobody_takes(w, v->flows[i], f->taken);
        memset(row(w, f->moved), 0, capacity < 0 ? 0 : (size_t)w->model->stocks[f->from].row * sizeof(double));
    }
    if (capacity < 0)
        return;
    serve(w, v, capacity);
    for (int i = 0; i < v->nflows; i++) {
        int flow = v->flows[i];
        const eng_flow_info *f = &w->model->flows[flow];
        const eng_stock_info *s = &w->model->stocks[f->from];
        double people = eng_kernels_of(w)->sum(row(w, f->moved), s->row);
        if (people == 0)
            continue;
        takes(w, flow, f->taken, TAKEN_OWN, 1, people);
        eng_count_slots(w, s);
        w->stock_out[f->from].x += people;
        w->stock_in[f->in].x += people;
        eng_deposit_fluid(w, &w->model->exits[f->exit], row(w, f->moved), 1);
    }
}
