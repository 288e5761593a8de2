/* What the bench programs share: CPU time, medians, verdicts.
 *
 * Why CPU time: the machine may be shared, and wall time then measures its other users. Every figure that is judged is
 * CPU time, or a ratio of CPU times taken in turns (A B A B) within one process, and the median of the turns.
 */
#ifndef VADO_BENCH_H
#define VADO_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef __wasi__
#include <wasi/api.h>
#endif

enum { BENCH_MOST_TURNS = 99 };

typedef struct {
    int n;
    double seconds[BENCH_MOST_TURNS];
} bench_times;

/* CPU seconds of this process so far, all its threads together: in WebAssembly those of what runs it, which compiles
 * on other threads meanwhile. The clock has no name in C there. */
static inline double bench_cpu(void) {
#ifdef __wasi__
    __wasi_timestamp_t t;
    return __wasi_clock_time_get(__WASI_CLOCKID_PROCESS_CPUTIME_ID, 1, &t) ? 0 : 1e-9 * (double)t;
#else
    struct timespec t;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t))
        return 0;
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
#endif
}

static inline void bench_add(bench_times *t, double seconds) {
    if (t->n < BENCH_MOST_TURNS)
        t->seconds[t->n++] = seconds;
}

static inline int bench_by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static inline double bench_median_of(int n, const double *values) {
    double sorted[BENCH_MOST_TURNS];
    if (n <= 0)
        return 0;
    memcpy(sorted, values, (size_t)n * sizeof *sorted);
    qsort(sorted, (size_t)n, sizeof *sorted, bench_by_size);
    return n % 2 ? sorted[n / 2] : 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]);
}

static inline double bench_median(const bench_times *t) { return bench_median_of(t->n, t->seconds); }

/* The least: of a difference of two times, where what disturbs either can only add. */
static inline double bench_least(const bench_times *t) {
    double least = t->n ? t->seconds[0] : 0;
    for (int i = 1; i < t->n; i++)
        least = t->seconds[i] < least ? t->seconds[i] : least;
    return least;
}

/* Median of the ratios turn by turn: what slows the machine for a while slows both halves of a turn. */
static inline double bench_ratio(const bench_times *a, const bench_times *b) {
    double ratio[BENCH_MOST_TURNS];
    int n = a->n < b->n ? a->n : b->n;
    for (int i = 0; i < n; i++)
        ratio[i] = b->seconds[i] > 0 ? a->seconds[i] / b->seconds[i] : 0;
    return bench_median_of(n, ratio);
}

/* Value of option `name` at argv[*i], moving on; NULL if it is another. Ends the program if the value is missing. */
static inline const char *bench_option(int argc, char **argv, int *i, const char *name) {
    if (strcmp(argv[*i], name) != 0)
        return NULL;
    if (*i + 1 >= argc) {
        fprintf(stderr, "%s: %s needs a value\n", argv[0], name);
        exit(2);
    }
    return argv[++*i];
}

#endif
