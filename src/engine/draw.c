/* Splits in whole people: each takes one of the flows out of the stock by chance, or stays.
 *
 * 1. The ways out of the stock today: the flows asked for that anybody may take.
 * 2. The people of each class go down the ways in the order of names: a binomial number of those who are left takes
 * each, until nobody is left. Each number is monotone in one uniform (sample.h), so that a small change of a
 * probability makes a small change of a count.
 */
#include "engine/internal.h"
#include "engine/sample.h"

#include <string.h>

typedef struct {
    const double *p; /* times factor: the chance of every `group` neighbouring classes */
    double factor;
    int group;
    uint32_t place; /* among all flows out of the stock: asking for one more moves no other's luck */
    int stays;
    eng_cell *moved;
} way;

typedef struct {
    rng_key key;
    uint32_t day, member;
    int n, alone;
    double rounding; /* of the sum of the chances */
    way ways[ENG_MANY_FLOWS];
} fork;

static void find_ways(const eng_world *w, const eng_stock_info *s, int n, const int flows[], fork *k) {
    k->key = w->split_key[s - w->model->stocks];
    k->day = (uint32_t)w->day;
    k->member = w->options.chance_member;
    k->alone = w->options.arithmetic == ENG_INDIVIDUAL;
    k->rounding = 0x1p-52 * (double)s->nflows;
    k->n = 0;
    for (int i = 0; i < n; i++) {
        const eng_flow_info *f = &w->model->flows[flows[i]];
        const eng_chance *c = &w->chance[flows[i]];
        way x = {&c->number, c->factor, s->classes, (uint32_t)f->place, f->stays, &w->arena[f->moved]};
        if (c->of != ENG_ALIKE) {
            x.p = &w->scratch[w->model->flows[c->of].prob].x;
            x.group = w->numbers[c->of].group;
        } else if (c->number * c->factor == 0) {
            continue;
        }
        k->ways[k->n++] = x;
    }
}

static inline double chance_of(const way *x, int cls) {
    int row = x->group == 1 ? cls : cls < x->group ? 0 : cls / x->group; /* seldom a division */
    return x->p[row] * x->factor;
}

static int64_t take(const way *x, int cls, int64_t people) {
    x->moved[cls].n += people;
    return x->stays ? 0 : people;
}

/* Each of n people draws alone. */
static int64_t one_by_one(const fork *k, int cls, uint32_t turn, int64_t n) {
    int64_t gone = 0;
    rng_key key = k->key;
    key.key[1] ^= turn * 0x9e3779b9u;
    for (int64_t person = 0; person < n; person++) {
        double u = rng_unit(rng_u64(key, k->day, k->member, (uint32_t)cls, (uint32_t)person)), sum = 0;
        for (const way *x = k->ways; x < k->ways + k->n; x++)
            if (u < (sum += chance_of(x, cls))) {
                gone += take(x, cls, 1);
                break;
            }
    }
    return gone;
}

/* n people of one class choose among the ways; `turn` tells apart draws of the same class on one day. How many leave:
 * all who took a flow that is no event. */
static int64_t split_class(const fork *k, int cls, uint32_t turn, int64_t n) {
    double rest = 1;
    uint64_t bits[2] = {0, 0};
    uint32_t pair = UINT32_MAX;
    int64_t gone = 0;
    if (k->alone && n <= ENG_ALONE)
        return one_by_one(k, cls, turn, n);
    for (const way *x = k->ways; n > 0 && x < k->ways + k->n; x++) {
        double p = chance_of(x, cls);
        int64_t out = n;
        if (!(p > 0))
            continue;
        if (p < rest - k->rounding) {
            uint32_t draw = turn * (uint32_t)ENG_MANY_FLOWS + x->place;
            if (pair != draw >> 1)
                rng_u64x2(k->key, k->day, k->member, (uint32_t)cls, pair = draw >> 1, bits);
            out = sample_binomial(rng_unit(bits[draw & 1u]), n, p / rest);
        }
        n -= out;
        rest -= p;
        if (out > 0)
            gone += take(x, cls, out);
    }
    return gone;
}

/* Those of every day of arrival choose alike. */
static void split_queue(eng_world *w, const eng_stock_info *s, const fork *k) {
    eng_cell *counts = &w->arena[s->counts];
    eng_slots q = eng_slots_of(w, s);
    for (int age = 0; age < s->ages; age++) {
        eng_cell *slot = eng_slot(&q, age);
        if (!eng_slot_used(&q, age))
            continue;
        for (int c = 0; c < s->classes; c++) {
            if (slot[c].n == 0 || !(w->sum[c] > 0))
                continue;
            int64_t gone = split_class(k, c, (uint32_t)age, slot[c].n);
            slot[c].n -= gone;
            counts[c].n -= gone;
        }
    }
}

int eng_split_people(eng_world *w, const eng_stock_info *s, int n, const int flows[]) {
    eng_cell *counts = &w->arena[s->counts];
    fork k;
    int status;
    if ((status = eng_sum_chances(w, s)))
        return status;
    find_ways(w, s, n, flows, &k);
    if (s->kind == ENG_QUEUE)
        split_queue(w, s, &k);
    else
        for (int c = 0; c < s->classes; c++)
            if (counts[c].n > 0 && w->sum[c] > 0)
                counts[c].n -= split_class(&k, c, 0, counts[c].n);
    for (int i = 0; i < n; i++)
        if ((status = eng_hand_on(w, flows[i])))
            return status;
    return ENG_OK;
}
