/* The text of both sets of kernels (kernels.h); included by kernels.c and kernels_avx2.c, which name the set and say
 * whether four numbers are one vector of the processor's or two.
 *
 * KERNEL_SET: name of the set; KERNEL_TARGET: attribute of functions that may use its instructions; KERNEL_WIDE: 1 if
 * its vectors hold four numbers.
 */
#include "engine/kernels.h"

#include <stdint.h>
#include <string.h>

#define KERNEL static KERNEL_TARGET
#define WITHIN static inline __attribute__((always_inline)) KERNEL_TARGET

/* ---- four numbers ---- */

#if KERNEL_WIDE
typedef double part __attribute__((vector_size(32)));
typedef int64_t bits __attribute__((vector_size(32)));
enum { PARTS = 1, LANES = 4 };
#else
typedef double part __attribute__((vector_size(16)));
typedef int64_t bits __attribute__((vector_size(16)));
enum { PARTS = 2, LANES = 2 };
#endif
typedef struct {
    part of[PARTS];
} four;

#define EACH for (int k = 0; k < PARTS; k++)
WITHIN four load(const double *x) {
    four a;
    EACH memcpy(&a.of[k], x + LANES * k, sizeof a.of[k]);
    return a;
}
/* The same of a row of a world, which begin at multiples of 16 bytes. */
WITHIN four row(const double *x) { return load(__builtin_assume_aligned(x, 16)); }
WITHIN void store(double *x, four a) { EACH memcpy(x + LANES * k, &a.of[k], sizeof a.of[k]); }
WITHIN four all(double x) {
    four a;
    EACH a.of[k] = x - (part){0};
    return a;
}
WITHIN four plus(four a, four b) {
    EACH a.of[k] += b.of[k];
    return a;
}
WITHIN four minus(four a, four b) {
    EACH a.of[k] -= b.of[k];
    return a;
}
WITHIN four multiplied(four a, four b) {
    EACH a.of[k] *= b.of[k];
    return a;
}
/* Masks: all bits of a number set, or none. */
WITHIN four above(four a, four b) {
    EACH a.of[k] = (part)(a.of[k] > b.of[k]);
    return a;
}
WITHIN four not_above(four a, four b) { /* nor not a number */
    EACH a.of[k] = (part)(a.of[k] <= b.of[k]);
    return a;
}
WITHIN four both(four a, four b) {
    EACH a.of[k] = (part)((bits)a.of[k] & (bits)b.of[k]);
    return a;
}
WITHIN four either(four a, four b) {
    EACH a.of[k] = (part)((bits)a.of[k] | (bits)b.of[k]);
    return a;
}
WITHIN four choose(four mask, four a, four b) {
    EACH a.of[k] = (part)(((bits)mask.of[k] & (bits)a.of[k]) | (~(bits)mask.of[k] & (bits)b.of[k]));
    return a;
}
WITHIN int any_sign(four a) {
    int64_t sign = 0;
    EACH for (int i = 0; i < LANES; i++) sign |= ((bits)a.of[k])[i];
    return sign < 0;
}
WITHIN int all_signs(four a) {
    int64_t sign = -1;
    EACH for (int i = 0; i < LANES; i++) sign &= ((bits)a.of[k])[i];
    return sign < 0;
}
/* (0 + 1) + (2 + 3) */
WITHIN double sum_of(four a) {
    double x[4];
    store(x, a);
    return (x[0] + x[1]) + (x[2] + x[3]);
}

/* ---- kernels ---- */

static const double LEAST_PEOPLE = 1e-9;

KERNEL int who_is_ready(const double *restrict counts, double *restrict ready, int n) {
    four least = all(LEAST_PEOPLE), anybody = all(0);
    for (int c = 0; c < n; c += 4) {
        four x = row(counts + c), is = above(x, least);
        store(ready + c, both(is, x));
        anybody = either(anybody, is);
    }
    return any_sign(anybody);
}

/* by: classes that share a chance; at_once: adds into the target too. */
WITHIN double take_each(int by, int at_once, const double *restrict p, const double *restrict ready, double together,
                        double *restrict leaves, double *restrict moved, double *restrict into, int n, int *odd) {
    four gone = all(0), signs = all(0), factor = all(together);
    for (int c = 0; c < n; c += 4) {
        four chance = by == 1 ? row(p + c) : all(p[c / 4]), people = multiplied(row(ready + c), chance);
        signs = either(signs, chance);
        store(leaves + c, plus(row(leaves + c), at_once ? chance : multiplied(chance, factor)));
        store(moved + c, people);
        gone = plus(gone, people);
        if (at_once)
            store(into + c, plus(row(into + c), people));
    }
    *odd |= any_sign(signs);
    return sum_of(gone);
}

KERNEL double take(const double *p, const double *ready, double together, double *leaves, double *moved, int n,
                   int *odd) {
    return take_each(1, 0, p, ready, together, leaves, moved, NULL, n, odd);
}

KERNEL double take_by4(const double *p, const double *ready, double together, double *leaves, double *moved, int n,
                       int *odd) {
    return take_each(4, 0, p, ready, together, leaves, moved, NULL, n, odd);
}

KERNEL double take_into(const double *p, const double *ready, double *leaves, double *moved, double *into, int n,
                        int *odd) {
    return take_each(1, 1, p, ready, 1, leaves, moved, into, n, odd);
}

/* out: shares, or (at_once) people times them. */
WITHIN int stay(int at_once, const double *ready, const double *leaves, double *out, double of_all, double told,
                int n) {
    four one = all(1), none = all(0), most = all(1 + 1e-9), fine = above(one, none);
    four rest = all(of_all), events = all(told);
    for (int c = 0; c < n; c += 4) {
        four gone = plus(row(leaves + c), rest), stays = minus(one, gone), to = at_once ? row(out + c) : one;
        fine = both(fine, not_above(plus(gone, events), most));
        stays = both(above(stays, none), stays);
        store(out + c, choose(above(row(ready + c), none), at_once ? multiplied(to, stays) : stays, to));
    }
    return !all_signs(fine);
}

KERNEL int who_stays(const double *ready, double *leaves, double of_all, double told, int n) {
    return stay(0, ready, leaves, leaves, of_all, told, n);
}

KERNEL int leave(const double *restrict ready, const double *restrict leaves, double *restrict people, double of_all,
                 double told, int n) {
    return stay(1, ready, leaves, people, of_all, told, n);
}

KERNEL void times(double *restrict people, const double *restrict share, int n) {
    for (int c = 0; c < n; c += 4)
        store(people + c, multiplied(row(people + c), row(share + c)));
}

KERNEL void add_row(double *restrict into, const double *restrict x, double factor, int n) {
    four by = all(factor);
    for (int c = 0; c < n; c += 4)
        store(into + c, plus(row(into + c), multiplied(row(x + c), by)));
}

KERNEL void add_one(double *restrict into, const double *restrict x, int n) {
    for (int c = 0; c < n; c += 4)
        store(into + c, plus(row(into + c), row(x + c)));
}

KERNEL void add(double *restrict into, const double *restrict x, double factor, int n) {
    four by = all(factor);
    int c = 0;
    for (; c + 4 <= n; c += 4)
        store(into + c, plus(load(into + c), multiplied(load(x + c), by)));
    for (; c < n; c++)
        into[c] += x[c] * factor;
}

typedef double two __attribute__((vector_size(16)));
WITHIN two load_two(const double *x) {
    two a;
    memcpy(&a, x, sizeof a);
    return a;
}
WITHIN two row_two(const double *x) { return load_two(__builtin_assume_aligned(x, 16)); }

/* Sums of groups of neighbours, four groups at a time. x is of a row, and so are every fourth and every sixth of its
 * numbers where a pair begins.
 *
 * Groups of a multiple of four: every fourth first, then (0 + 2) + (1 + 3). */
WITHIN four every_fourth(int group, const double *x) {
    four a = row(x);
    for (int k = 4; k < group; k += 4)
        a = plus(a, row(x + k));
    return a;
}
WITHIN double sum_by_fours(int group, const double *x) {
    double y[4];
    store(y, every_fourth(group, x));
    return (y[0] + y[2]) + (y[1] + y[3]);
}
WITHIN four sums_by_fours(int group, const double *x) {
    four a = every_fourth(group, x), b = every_fourth(group, x + group), c = every_fourth(group, x + 2 * group),
         d = every_fourth(group, x + 3 * group);
#if KERNEL_WIDE
    part ab = __builtin_shufflevector(a.of[0], b.of[0], 0, 1, 4, 5) +
              __builtin_shufflevector(a.of[0], b.of[0], 2, 3, 6, 7),
         cd = __builtin_shufflevector(c.of[0], d.of[0], 0, 1, 4, 5) +
              __builtin_shufflevector(c.of[0], d.of[0], 2, 3, 6, 7);
    part acbd = __builtin_shufflevector(ab, cd, 0, 4, 2, 6) + __builtin_shufflevector(ab, cd, 1, 5, 3, 7);
    return (four){{__builtin_shufflevector(acbd, acbd, 0, 2, 1, 3)}};
#else
    part p = a.of[0] + a.of[1], q = b.of[0] + b.of[1], r = c.of[0] + c.of[1], s = d.of[0] + d.of[1];
    return (four){{__builtin_shufflevector(p, q, 0, 2) + __builtin_shufflevector(p, q, 1, 3),
                   __builtin_shufflevector(r, s, 0, 2) + __builtin_shufflevector(r, s, 1, 3)}};
#endif
}

/* Groups of three: (0 + 1) + 2. */
WITHIN four sums_of_three(const double *x) {
#if KERNEL_WIDE
#define PAIRS(k) __builtin_shufflevector(row_two(x + (k)), row_two(x + (k) + 6), 0, 1, 2, 3)
    part a = PAIRS(0), b = PAIRS(2), c = PAIRS(4);
#undef PAIRS
    part first = __builtin_shufflevector(a, b, 0, 5, 2, 7), middle = __builtin_shufflevector(a, c, 1, 4, 3, 6),
         last = __builtin_shufflevector(b, c, 0, 5, 2, 7);
    return (four){{(first + middle) + last}};
#else
    four out;
    EACH {
        part a = row_two(x + 6 * k), b = row_two(x + 6 * k + 2), c = row_two(x + 6 * k + 4);
        out.of[k] = (__builtin_shufflevector(a, b, 0, 3) + __builtin_shufflevector(a, c, 1, 2)) +
                    __builtin_shufflevector(b, c, 0, 3);
    }
    return out;
#endif
}

WITHIN void join_by(int group, double *restrict into, const double *restrict x, double factor, int n) {
    four by = all(factor);
    int i = 0;
    for (; i + 4 <= n; i += 4, x += 4 * group) {
        four sums = group == 3 ? sums_of_three(x) : sums_by_fours(group, x);
        store(into + i, plus(load(into + i), multiplied(by, sums)));
    }
    for (; i < n; i++, x += group)
        into[i] += factor * (group == 3 ? (x[0] + x[1]) + x[2] : sum_by_fours(group, x));
}

static KERNEL_TARGET void join_any(double *restrict into, const double *restrict x, double factor, int group, int n) {
    for (int i = 0; i < n; i++, x += group) {
        double sum = x[0];
        for (int k = 1; k < group; k++)
            sum += x[k];
        into[i] += factor * sum;
    }
}

/* The groups that are usual are known to the compiler. */
KERNEL void join(double *into, const double *x, double factor, int group, int n) {
    if (group == 3)
        join_by(3, into, x, factor, n);
    else if (group == 4)
        join_by(4, into, x, factor, n);
    else if (group == 12)
        join_by(12, into, x, factor, n);
    else
        join_any(into, x, factor, group, n);
}

KERNEL void add_chances(double *restrict into, const double *restrict p, double factor, int group, int n, int *odd) {
    four by = all(factor), signs = all(0);
    int c = 0;
    if (group == 1)
        for (; c < n; c += 4) {
            four chance = multiplied(row(p + c), by);
            signs = either(signs, chance);
            store(into + c, plus(row(into + c), chance));
        }
    else if (group % 4 == 0)
        for (; c < n; p++) {
            four chance = all(*p * factor);
            signs = either(signs, chance);
            for (int end = c + group; c < end; c += 4)
                store(into + c, plus(row(into + c), chance));
        }
    for (; c + group <= n; p++) {
        double chance = *p * factor;
        signs = either(signs, all(chance));
        for (int end = c + group; c < end; c++)
            into[c] += chance;
    }
    *odd |= any_sign(signs);
}

KERNEL void scatter(double *restrict into, const double *restrict x, double factor, int stride, int n) {
    for (int c = 0; c < n; c++, into += stride)
        *into += x[c] * factor;
}

KERNEL void climb(double *restrict into, const double *restrict x, double factor, int n) {
    two by = {factor, factor}, none = {0, 0};
    for (int c = 0; c < n; c += 4) {
        two a = row_two(x + c), b = row_two(x + c + 2);
        two low = __builtin_shufflevector(none, a, 0, 2), high = __builtin_shufflevector(a, b, 1, 2);
        low = row_two(into + c) + by * low;
        high = row_two(into + c + 2) + by * (high + __builtin_shufflevector(none, b, 0, 3));
        memcpy(into + c, &low, sizeof low);
        memcpy(into + c + 2, &high, sizeof high);
    }
}

KERNEL void serve(double *restrict moved, double *restrict people, double share, int n) {
    four by = all(share);
    for (int c = 0; c < n; c += 4) {
        four there = row(people + c), served = multiplied(there, by);
        store(moved + c, plus(row(moved + c), served));
        store(people + c, minus(there, served));
    }
}

KERNEL double sum(const double *x, int n) {
    four s = all(0);
    for (int c = 0; c < n; c += 4)
        s = plus(s, row(x + c));
    return sum_of(s);
}

KERNEL double sum_signs(const double *x, int n, int *below) {
    four s = all(0), less = all(0), none = all(0);
    for (int c = 0; c < n; c += 4) {
        four there = row(x + c);
        s = plus(s, there);
        less = either(less, above(none, there));
    }
    *below |= any_sign(less);
    return sum_of(s);
}

/* Whole people add up exactly in any order: compilers take as many at a time as the set has room for. */
KERNEL int64_t sum_whole_signs(const int64_t *x, size_t n, int *below) {
    int64_t sum = 0, signs = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
        signs |= x[i];
    }
    *below |= signs < 0;
    return sum;
}

KERNEL int64_t sum_whole(const int64_t *x, size_t n) {
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum;
}

KERNEL void add_whole(int64_t *restrict into, const int64_t *restrict x, size_t n) {
    for (size_t i = 0; i < n; i++)
        into[i] += x[i];
}

const eng_kernels KERNEL_SET = {.name = KERNEL_NAME,
                                .lot = KERNEL_LOT,
                                .lot_size = 2 * LANES,
                                .who_is_ready = who_is_ready,
                                .take = take,
                                .take_by4 = take_by4,
                                .take_into = take_into,
                                .who_stays = who_stays,
                                .leave = leave,
                                .times = times,
                                .add = add,
                                .add_row = add_row,
                                .add_one = add_one,
                                .add_chances = add_chances,
                                .join = join,
                                .scatter = scatter,
                                .climb = climb,
                                .serve = serve,
                                .sum = sum,
                                .sum_signs = sum_signs,
                                .sum_whole = sum_whole,
                                .sum_whole_signs = sum_whole_signs,
                                .add_whole = add_whole};
