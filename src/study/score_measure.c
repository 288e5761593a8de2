/* See score_measure.h. */
#include "study/score_measure.h"

#include "engine/philox.h"
#include "table/results.h"

#include <math.h>
#include <stdlib.h>

double msr_median(const double *sorted, int n) { return res_quantile(sorted, n, 0.5); }

double msr_wis(const double *sorted, int n, double y) {
    static const double outside[] = {0.5, 0.2, 0.1, 0.05};
    enum { INTERVALS = sizeof outside / sizeof *outside };
    double sum = 0.5 * fabs(y - msr_median(sorted, n));
    for (int i = 0; i < INTERVALS; i++) {
        double a = outside[i], low = res_quantile(sorted, n, a / 2), high = res_quantile(sorted, n, 1 - a / 2);
        sum += a / 2 * (high - low) + fmax(0, low - y) + fmax(0, y - high);
    }
    return sum / (INTERVALS + 0.5);
}

double msr_crps(const double *sorted, int n, double y) {
    double far = 0, apart = 0;
    for (int i = 0; i < n; i++) {
        far += fabs(sorted[i] - y) / n;
        apart += (2.0 * i - n + 1) * sorted[i]; /* the sum over pairs of |x - x'|, each pair once */
    }
    return n > 1 ? far - apart / ((double)n * (n - 1)) : far;
}

int msr_inside(const double *sorted, int n, double share, double y) {
    return y >= res_quantile(sorted, n, (1 - share) / 2) && y <= res_quantile(sorted, n, (1 + share) / 2);
}

int msr_block(int n) {
    int block = 1;
    while (block * block * block < n)
        block++;
    return block;
}

/* One draw: of numbers, first [ceil(n / block)] where its blocks begin. */
static double drawn(int n, const double *above, const double *below, int block, rng_key key, uint32_t draw) {
    double a = 0, b = 0;
    int begin = 0;
    for (int i = 0; i < n; i++) {
        if (i % block == 0)
            begin = (int)(rng_unit(rng_u64(key, draw, 0, 0, (uint32_t)(i / block))) * n);
        int at = (begin + i % block) % n;
        a += above[at];
        b += below ? below[at] : 1;
    }
    return a / b;
}

int msr_interval(int n, const double *above, const double *below, int block, int draws, uint64_t seed, double *low,
                 double *high) {
    *low = *high = NAN;
    if (n < 2)
        return 0;
    double *x = calloc((size_t)draws + 1, sizeof *x);
    rng_key key = rng_key_make(seed, "score", "blocks");
    if (!x)
        return -1;
    for (int i = 0; i < draws; i++)
        x[i] = drawn(n, above, below, block, key, (uint32_t)i);
    if (res_ascending(x, draws) == draws) {
        *low = res_quantile(x, draws, 0.05);
        *high = res_quantile(x, draws, 0.95);
    }
    free(x);
    return 0;
}
