/* The loops of a day over the classes of a stock, four classes at a time: of a fluid day, and two of whole people.
 *
 * There are two sets of them: one for every processor, and one for processors with AVX2, which is taken where it can
 * be. Both come from the same text (kernels_body.h): each class has the same operations in the same order, sums are
 * four running sums of every fourth class, and nothing is contracted; so both give the same bits.
 * The environment variable VADO_ISA=baseline forces the first set: to compare, and to measure.
 *
 * n: classes, padded to a multiple of four (eng_padded); pads hold 0. Units: people, chances of a day.
 */
#ifndef VADO_KERNELS_H
#define VADO_KERNELS_H

#include "engine/philox.h"

#include <stddef.h>

typedef struct {
    const char *name;
    /* ready: those of each class, or 0 of a class that holds nearly nobody. Returns whether anybody is ready. */
    int (*who_is_ready)(const double *counts, double *ready, int n);
    /* moved = p * ready, leaves += p * together; returns the sum of moved. *odd is set if a chance is below 0 (or -0:
     * look again). p: [n]; take_by4: [n / 4], each for four neighbouring classes. */
    double (*take)(const double *p, const double *ready, double together, double *leaves, double *moved, int n,
                   int *odd);
    double (*take_by4)(const double *p, const double *ready, double together, double *leaves, double *moved, int n,
                       int *odd);
    /* take with together = 1, whose people are added into their target at once. */
    double (*take_into)(const double *p, const double *ready, double *leaves, double *moved, double *into, int n,
                        int *odd);
    /* From the share that leaves by class, and the share that leaves of all, to the share that stays, not below 0;
     * of a class without anybody ready all stay. Returns whether any class has more than 1 in sum with `told` (chances
     * of events, which are no chances of leaving) or a sum that is no number. */
    int (*who_stays)(const double *ready, double *leaves, double of_all, double told, int n);
    /* The same at once for those of a pool. */
    int (*leave)(const double *ready, const double *leaves, double *people, double of_all, double told, int n);
    void (*times)(double *people, const double *share, int n);
    /* into += factor * x; add: any n, anywhere; add_row: of rows. */
    void (*add)(double *into, const double *x, double factor, int n);
    void (*add_row)(double *into, const double *x, double factor, int n);
    void (*add_one)(double *into, const double *x, int n); /* add_row with factor 1 */
    /* into += factor * p, which are chances of `group` neighbouring classes each; *odd is set if one is below 0 (or -0:
     * look again). Of rows. */
    void (*add_chances)(double *into, const double *p, double factor, int group, int n, int *odd);
    /* into[i] += factor * the sum of `group` neighbouring x, which is a row; n: of into, any. */
    void (*join)(double *into, const double *x, double factor, int group, int n);
    /* into[i * stride] += factor * x[i]; any n. */
    void (*scatter)(double *into, const double *x, double factor, int stride, int n);
    /* Of every four neighbours each goes to the next, the last to itself; n: a multiple of four. */
    void (*climb)(double *into, const double *x, double factor, int n);
    /* moved += share of people, who go out of them. */
    void (*serve)(double *moved, double *people, double share, int n);
    rng_lot *lot; /* of `lot_size` draws (philox.h) */
    uint32_t lot_size;
    double (*sum)(const double *x, int n);
    /* The sum; *below is set if any is less than 0. */
    double (*sum_signs)(const double *x, int n, int *below);
    /* Of whole people, any n: the sum, the sum and *below, into += x. */
    int64_t (*sum_whole)(const int64_t *x, size_t n);
    int64_t (*sum_whole_signs)(const int64_t *x, size_t n, int *below);
    void (*add_whole)(int64_t *into, const int64_t *x, size_t n);
} eng_kernels;

extern const eng_kernels eng_kernels_baseline, eng_kernels_avx2; /* the second only where ENG_HAVE_AVX2 */

/* The best set that this processor can run. */
const eng_kernels *eng_kernels_here(void);

#if defined(__x86_64__) && defined(__GNUC__)
#define ENG_HAVE_AVX2 1
#endif

enum { ENG_PAD = 4 };
static inline int eng_padded(int classes) { return (classes + ENG_PAD - 1) / ENG_PAD * ENG_PAD; }

#endif
