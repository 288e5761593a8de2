/* Splits in whole people: each takes one of the flows out of the stock by chance, or stays.
 *
 * 1. The ways out of the stock today: the flows asked for that anybody may take; those of events after the others.
 * 2. How many leave: of each class, in a queue of each day of arrival, a binomial number.
 * 3. Where: the leavers of a class, of all days of arrival together, go down the ways in the order of names; a binomial
 * number of those who are left takes each, until nobody is left.
 * 4. Events: of those who stay, in the same way; they are counted and stay where they are.
 * Each number is monotone in one uniform (sample.h), so that a small change of a probability makes a small change of a
 * count. Of a class that holds nobody no probabilities are looked at.
 */
#include "engine/internal.h"
#include "engine/sample.h"

#include <string.h>

/* Which draws are whose. A way's is its flow's place among all out of the stock: asking for one more moves no other's
 * luck. Leavers of a queue are drawn by day of arrival, those of a pool by class, all classes in one row. */
enum { DRAW_DAY = ENG_MANY_FLOWS };
static const uint32_t ROW_OF_CLASSES = UINT32_MAX;

typedef struct {
    const double *p; /* times factor: the chance of every `group` neighbouring classes */
    double factor;
    int group, flow;
    uint32_t place;
    eng_cell *moved;
    int64_t people; /* who take it, of all classes */
} way;

typedef struct {
    rng_key key;
    rng_eights *eight;
    uint32_t day, member;
    int leaving, n;      /* ways, events last */
    double leave, event; /* sums of the chances of one class */
    double p[ENG_MANY_FLOWS];
    way ways[ENG_MANY_FLOWS];
} fork;

/* Uniform numbers of one row, drawn eight at a time. */
typedef struct {
    uint32_t row, eight;
    double u[8];
} luck;

static inline luck luck_of(uint32_t row) { return (luck){.row = row, .eight = UINT32_MAX}; }

static inline double unit(const fork *k, luck *l, uint32_t draw) {
    if (l->eight != draw >> 3) {
        l->eight = draw >> 3;
        k->eight(k->key, k->day, k->member, l->row, l->eight, l->u);
    }
    return l->u[draw & 7];
}

/* Mostly 0 of few people, as soon told here. */
static inline int64_t binomial(double u, int64_t n, double p) {
    return sample_surely_none(u, n, p) ? 0 : sample_binomial(u, n, p);
}

/* ---- the ways ---- */

static void find_ways(const eng_world *w, const eng_stock_info *s, int n, const int flows[], int stays, fork *k) {
    for (int i = 0; i < n; i++) {
        const eng_flow_info *f = &w->model->flows[flows[i]];
        const eng_chance *c = &w->chance[flows[i]];
        way x = {&c->number, c->factor, s->classes, flows[i], (uint32_t)f->place, &w->arena[f->moved], 0};
        if (f->stays != stays || (c->of == ENG_ALIKE && c->number * c->factor == 0))
            continue;
        if (c->of != ENG_ALIKE) {
            x.p = &w->scratch[w->model->flows[c->of].prob].x;
            x.group = w->numbers[c->of].group;
        }
        k->ways[k->n++] = x;
    }
}

/* *low: the least chance so far, to find one below 0; one that is not a number makes the sum none. */
static inline double sum_chances(fork *k, int from, int to, int cls, double *low) {
    double *restrict p = k->p;
    double sum = 0, least = *low;
    int group = 1, row = cls;
    for (int i = from; i < to; i++) {
        const way *x = &k->ways[i];
        if (x->group != group)
            row = cls / (group = x->group);
        double chance = x->p[row] * x->factor;
        p[i] = chance;
        sum += chance;
        least = chance < least ? chance : least;
    }
    *low = least;
    return sum;
}

/* The chances of one class. */
static int look(eng_world *w, const eng_stock_info *s, fork *k, int cls) {
    double low = 0;
    k->leave = sum_chances(k, 0, k->leaving, cls, &low);
    k->event = sum_chances(k, k->leaving, k->n, cls, &low);
    if (low >= 0 && k->leave + k->event <= 1 + 1e-9)
        return ENG_OK;
    return eng_sum_chances(w, s); /* says which */
}

static inline void take(way *x, int cls, int64_t people) {
    x->moved[cls].n += people;
    x->people += people;
}

/* n people of one class go down some of the ways, whose chances are shares of `all`. */
static void go_down(fork *k, luck *l, int from, int to, int cls, double all, int64_t n) {
    double rest = all, rounding = 0x1p-52 * ENG_MANY_FLOWS * all;
    const double *p = &k->p[from];
    for (way *x = &k->ways[from], *end = &k->ways[to]; x < end && n > 0; x++, p++) {
        int64_t out = n;
        if (!(*p > 0))
            continue;
        if (*p < rest - rounding)
            out = binomial(unit(k, l, x->place), n, *p / rest);
        n -= out;
        rest -= *p;
        if (out > 0)
            take(x, cls, out);
    }
}

/* Where the `gone` of one class go, and what befalls those who stay. */
static void choose(fork *k, int cls, int64_t gone, int64_t stay) {
    luck l = luck_of((uint32_t)cls);
    go_down(k, &l, 0, k->leaving, cls, k->leave, gone);
    if (k->leaving < k->n)
        go_down(k, &l, k->leaving, k->n, cls, 1 - k->leave, stay);
}

/* ---- the people ---- */

/* Each of n people draws alone; `turn` tells apart those of different days of arrival. How many leave. */
static int64_t one_by_one(fork *k, int cls, uint32_t turn, int64_t n) {
    int64_t gone = 0;
    rng_key key = k->key;
    key.key[1] ^= turn * 0x9e3779b9u;
    for (int64_t person = 0; person < n; person++) {
        double u = rng_unit(rng_u64(key, k->day, k->member, (uint32_t)cls, (uint32_t)person)), sum = 0;
        for (int i = 0; i < k->n; i++)
            if (u < (sum += k->p[i])) {
                take(&k->ways[i], cls, 1);
                gone += i < k->leaving;
                break;
            }
    }
    return gone;
}

static inline int64_t leavers(const fork *k, luck *l, uint32_t draw, int64_t n) {
    return k->leave < 1 ? binomial(unit(k, l, draw), n, k->leave) : n;
}

/* Those of every day of arrival choose alike. */
static int64_t leave_queue(const eng_world *w, const eng_stock_info *s, fork *k, int cls, int alone) {
    const unsigned char *used = &w->slot_used[s->slot_used];
    eng_cell *there = &w->arena[s->slots + (size_t)cls];
    luck l = luck_of((uint32_t)cls);
    int64_t gone = 0;
    for (int slot = 0; slot < s->ages; slot++, there += s->row) {
        if (!used[slot] || there->n == 0)
            continue;
        uint32_t draw = DRAW_DAY + (uint32_t)slot;
        int64_t out = alone ? one_by_one(k, cls, (uint32_t)slot, there->n) : leavers(k, &l, draw, there->n);
        there->n -= out;
        gone += out;
    }
    return gone;
}

int eng_split_people(eng_world *w, const eng_stock_info *s, int n, const int flows[]) {
    eng_cell *counts = &w->arena[s->counts];
    luck by_class = luck_of(ROW_OF_CLASSES);
    fork k;
    int status;
    k.key = w->split_key[s - w->model->stocks];
    k.day = (uint32_t)w->day;
    k.member = w->options.chance_member;
    k.eight = w->kernels->eight;
    k.n = 0;
    find_ways(w, s, n, flows, 0, &k);
    k.leaving = k.n;
    find_ways(w, s, n, flows, 1, &k);
    for (int c = 0; c < s->classes; c++) {
        int64_t here = counts[c].n, gone;
        int alone = w->options.arithmetic == ENG_INDIVIDUAL && here <= ENG_ALONE;
        if (here == 0)
            continue;
        if ((status = look(w, s, &k, c)))
            return status;
        if (!(k.leave + k.event > 0))
            continue;
        if (s->kind == ENG_QUEUE)
            gone = leave_queue(w, s, &k, c, alone);
        else
            gone = alone ? one_by_one(&k, c, 0, here) : leavers(&k, &by_class, (uint32_t)c, here);
        counts[c].n = here - gone;
        if (!alone)
            choose(&k, c, gone, here - gone);
    }
    for (int i = 0; i < k.n; i++)
        if (k.ways[i].people > 0 && (status = eng_deposit(w, k.ways[i].flow, (eng_cell){.n = k.ways[i].people})))
            return status;
    return ENG_OK;
}
