/* Splits in whole people: each takes one of the flows out of the stock by chance, or stays.
 *
 * 1. The ways out of the stock today: the flows asked for that anybody may take; those of events after the others.
 * 2. How many leave: of each class, in a queue of each day of arrival, a binomial number.
 * 3. Where: the leavers of a class, of all days of arrival together, go down the ways in the order of names; a binomial
 * number of those who are left takes each, until nobody is left.
 * 4. Events: of those who stay, in the same way; they are counted and stay where they are.
 * Each number is monotone in one uniform (sample.h), so that a small change of a probability makes a small change of a
 * count. What the chances of a class that holds nobody are does not matter.
 */
#include "engine/internal.h"
#include "engine/sample.h"

#include <string.h>

/* Which draws are whose. A way's is its flow's place among all out of the stock: asking for one more moves no other's
 * luck. Leavers of a queue are drawn by day of arrival, those of a pool by class, all classes in one row. */
enum { DRAW_DAY = ENG_MANY_FLOWS };
static const uint32_t ROW_OF_CLASSES = UINT32_MAX;

/* Numbers filled in for a flow: one a class, one for all classes, or one for every so many neighbouring ones. */
enum { BY_CLASS, ALIKE, BY_GROUP, MANY_GROUPS = BY_GROUP + ENG_MANY_FLOWS };

typedef struct {
    const double *p; /* times factor: the chance of every `group` neighbouring classes */
    double factor;
    int at; /* where in p: at[] of the fork */
    int flow;
    uint32_t place;
    eng_cell *moved, *into; /* by class, and by class of the target: NULL if that is for deposit.c to say */
    const int *map;
    int64_t people; /* who take it, of all classes */
} way;

typedef struct {
    rng_key key;
    rng_rounds rounds; /* of the key */
    rng_lot *lot;
    uint32_t lot_size;
    uint32_t day, member;
    int leaving, n; /* ways, events last */
    int odd;        /* a chance may be below 0 */
    int ngroups, group[MANY_GROUPS];
    int cls, at[MANY_GROUPS]; /* the class that is split, and its numbers' places */
    way ways[ENG_MANY_FLOWS];
} fork;

/* Uniform numbers of one row, drawn a lot at a time. */
typedef struct {
    uint32_t row, first, there; /* so many, from the first on */
    double u[8];
} luck;

static inline void no_luck_yet(luck *l, uint32_t row) {
    l->row = row;
    l->first = 0;
    l->there = 0;
}

static inline double unit(const fork *k, luck *l, uint32_t draw) {
    uint32_t at = draw - l->first;
    if (at >= l->there) {
        l->there = k->lot_size;
        l->first = draw & ~(k->lot_size - 1);
        k->lot(&k->rounds, k->day, k->member, l->row, l->first, l->u);
        at = draw - l->first;
    }
    return l->u[at];
}

/* ---- the ways ---- */

/* Which of the fork's groups. */
static int group_of(fork *k, int group) {
    int i = BY_GROUP;
    if (group == 1)
        return BY_CLASS;
    while (i < k->ngroups && k->group[i] != group)
        i++;
    k->ngroups = i < k->ngroups ? k->ngroups : i + 1;
    k->group[i] = group;
    return i;
}

static void find_ways(eng_world *w, int n, const int flows[], int stays, fork *k) {
    for (int i = 0; i < n; i++) {
        const eng_flow_info *f = &w->model->flows[flows[i]];
        const eng_chance *c = &w->chance[flows[i]];
        way *x = &k->ways[k->n];
        if (f->stays != stays || (c->of == ENG_ALIKE && c->number * c->factor == 0))
            continue;
        *x = (way){&c->number, c->factor, ALIKE, flows[i], (uint32_t)f->place, &w->arena[f->moved], NULL, f->map, 0};
        if (f->at_once)
            x->into = &w->scratch[f->into];
        if (c->of != ENG_ALIKE) {
            x->p = &w->scratch[w->model->flows[c->of].prob].x;
            x->at = group_of(k, w->numbers[c->of].group);
        }
        k->n++;
    }
}

/* Adds up the chances of some ways: by class into sum, and returns those of all classes. */
static double sum_chances(const eng_world *w, const eng_stock_info *s, fork *k, int from, int to, double *sum) {
    double alike = 0;
    memset(sum, 0, (size_t)s->row * sizeof *sum);
    for (const way *x = &k->ways[from], *end = &k->ways[to]; x < end; x++)
        if (x->at == ALIKE) {
            alike += *x->p * x->factor;
            k->odd |= *x->p * x->factor < 0;
        } else {
            eng_kernels_of(w)->add_chances(sum, x->p, x->factor, k->group[x->at], s->row, &k->odd);
        }
    return alike;
}

static inline double chance(const fork *k, const way *x) { return x->p[k->at[x->at]] * x->factor; }

/* Whether the chances of the class are right: none below 0, and a sum that is a number and at most 1. */
static int right(const fork *k, double sum) {
    for (const way *x = k->ways; k->odd && x < &k->ways[k->n]; x++)
        if (chance(k, x) < 0)
            return 0;
    return sum <= 1 + 1e-9;
}

static inline void take(way *x, int cls, int64_t people) {
    x->moved[cls].n += people;
    x->people += people;
    if (x->into)
        x->into[x->map[cls]].n += people;
}

/* n people of the class go down some of the ways, whose chances are shares of `all`. */
static void go_down(fork *k, luck *l, int from, int to, double all, int64_t n) {
    double rest = all, rounding = 0x1p-52 * ENG_MANY_FLOWS * all;
    for (way *x = &k->ways[from], *end = &k->ways[to]; x < end; x++) {
        double p = chance(k, x);
        int64_t out = n;
        if (!(p > 0))
            continue;
        if (p < rest - rounding) {
            double u = unit(k, l, x->place);
            out = sample_surely_none(u, (double)n, p, rest) ? 0 : sample_binomial(u, n, p / rest);
        }
        rest -= p;
        if (out == 0)
            continue;
        take(x, k->cls, out);
        if ((n -= out) == 0)
            break;
    }
}

/* Where the `gone` of the class go, and what befalls those who stay. */
static void choose(fork *k, double leave, int64_t gone, int64_t stay) {
    luck l;
    no_luck_yet(&l, (uint32_t)k->cls);
    if (gone > 0)
        go_down(k, &l, 0, k->leaving, leave, gone);
    if (stay > 0 && k->leaving < k->n)
        go_down(k, &l, k->leaving, k->n, 1 - leave, stay);
}

/* ---- the people ---- */

/* Each of n people draws alone; `turn` tells apart those of different days of arrival. How many leave. */
static int64_t one_by_one(fork *k, uint32_t turn, int64_t n) {
    int64_t gone = 0;
    rng_key key = k->key;
    key.key[1] ^= turn * 0x9e3779b9u;
    for (int64_t person = 0; person < n; person++) {
        double u = rng_unit(rng_u64(key, k->day, k->member, (uint32_t)k->cls, (uint32_t)person)), sum = 0;
        for (int i = 0; i < k->n; i++)
            if (u < (sum += chance(k, &k->ways[i]))) {
                take(&k->ways[i], k->cls, 1);
                gone += i < k->leaving;
                break;
            }
    }
    return gone;
}

static inline int64_t leavers(const fork *k, luck *l, uint32_t draw, int64_t n, double leave) {
    if (!(leave < 1))
        return n;
    double u = unit(k, l, draw);
    return sample_surely_none(u, (double)n, leave, 1) ? 0 : sample_binomial(u, n, leave);
}

/* Those of every day of arrival choose alike. */
static int64_t leave_queue(const eng_world *w, const eng_stock_info *s, fork *k, double leave, int alone) {
    const unsigned char *used = &w->slot_used[s->slot_used];
    eng_cell *there = &w->arena[s->slots + (size_t)k->cls];
    luck l;
    int64_t gone = 0;
    no_luck_yet(&l, (uint32_t)k->cls);
    for (int slot = 0; slot < s->ages; slot++, there += s->row) {
        if (!used[slot] || there->n == 0)
            continue;
        uint32_t draw = DRAW_DAY + (uint32_t)slot;
        int64_t out = alone ? one_by_one(k, (uint32_t)slot, there->n) : leavers(k, &l, draw, there->n, leave);
        there->n -= out;
        gone += out;
    }
    return gone;
}

/* The people of one class; by_class: the luck of those who leave a pool. */
static void split_class(eng_world *w, const eng_stock_info *s, fork *k, luck *by_class, double leave) {
    eng_cell *count = &w->arena[s->counts + (size_t)k->cls];
    int64_t here = count->n, gone = 0;
    int alone = w->options.arithmetic == ENG_INDIVIDUAL && here <= ENG_ALONE;
    if (s->kind == ENG_QUEUE)
        gone = leave_queue(w, s, k, leave, alone);
    else
        gone = alone ? one_by_one(k, 0, here) : leavers(k, by_class, (uint32_t)k->cls, here, leave);
    count->n = here - gone;
    if (!alone)
        choose(k, leave, gone, here - gone);
}

static int split_classes(eng_world *w, const eng_stock_info *s, fork *k) {
    const eng_cell *counts = &w->arena[s->counts];
    double *leave = w->sum, *event = w->sum + w->model->max_classes;
    double all_leave = sum_chances(w, s, k, 0, k->leaving, leave);
    double all_event = sum_chances(w, s, k, k->leaving, k->n, event);
    luck by_class;
    int status;
    no_luck_yet(&by_class, ROW_OF_CLASSES);
    for (int c = 0; c < s->classes; c++) {
        if (c % ENG_PAD == 0 && !eng_anybody(&counts[c])) {
            c += ENG_PAD - 1;
            continue;
        }
        if (counts[c].n == 0)
            continue;
        double leaves = leave[c] + all_leave, sum = leaves + (event[c] + all_event);
        k->cls = k->at[BY_CLASS] = c;
        for (int i = BY_GROUP; i < k->ngroups; i++)
            k->at[i] = c / k->group[i];
        if (!right(k, sum) && (status = eng_sum_chances(w, s))) /* which says what is wrong */
            return status;
        if (sum > 0)
            split_class(w, s, k, &by_class, leaves);
    }
    return ENG_OK;
}

int eng_split_people(eng_world *w, const eng_stock_info *s, int n, const int flows[]) {
    fork k;
    int status;
    k.key = w->split_key[s - w->model->stocks];
    k.rounds = rng_rounds_of(k.key);
    k.day = (uint32_t)w->day;
    k.member = w->options.chance_member;
    k.lot = eng_kernels_of(w)->lot;
    k.lot_size = eng_kernels_of(w)->lot_size;
    k.n = k.odd = 0;
    k.group[BY_CLASS] = 1;
    k.at[ALIKE] = 0;
    k.ngroups = BY_GROUP;
    find_ways(w, n, flows, 0, &k);
    k.leaving = k.n;
    find_ways(w, n, flows, 1, &k);
    status = split_classes(w, s, &k);
    for (int i = 0; i < k.n && !status; i++)
        if (k.ways[i].people > 0)
            status = eng_deposit(w, k.ways[i].flow, (eng_cell){.n = k.ways[i].people}, k.ways[i].into != NULL);
    return status;
}
