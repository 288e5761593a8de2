/* The filter that finds the level of the last month, against the same normal distribution worked out densely: all knots
 * and figures at once, by elimination. No code is shared.
 */
#include "fit/internal.h"

#include "engine/philox.h"
#include "engine/sample.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MONTHS = 20, BEFORE = 4, KNOTS = MONTHS + BEFORE, STEP = 30 };

static double normal(uint64_t seed, int t) {
    return sample_normal(rng_unit(rng_u64(rng_key_make(seed, "local", ""), (uint32_t)t, 0, 0, 0)));
}

typedef struct {
    double y[MONTHS], weight[MONTHS], j[MONTHS * FIT_LAGS];
    int64_t jump[MONTHS];
    fit_local_row row;
} planted;

static void plant(planted *p, uint64_t seed, double noise, int through_journeys) {
    static const double kernel[FIT_LAGS] = {0.05, 0.3, 0.4, 0.15, 0.06, 0.02};
    double x[KNOTS] = {2};
    memset(p, 0, sizeof *p);
    for (int t = 1; t < KNOTS; t++)
        x[t] = x[t - 1] + normal(seed, t);
    for (int t = 0; t < MONTHS; t++) {
        p->jump[t] = COR_NO_JUMP;
        p->weight[t] = 0.2 + 0.8 * fabs(sin(t));
        for (int q = 0; q < FIT_LAGS; q++)
            p->j[t * FIT_LAGS + q] = kernel[q] * (1 + 0.1 * cos(t + q));
    }
    p->row = (fit_local_row){.months = MONTHS, .y = p->y, .weight = p->weight, .jump = p->jump};
    p->row.j = through_journeys ? p->j : NULL;
    for (int m = 0; m < MONTHS; m++) {
        p->y[m] = sqrt(noise / p->weight[m]) * normal(seed, 100 + m) + (through_journeys ? 0 : x[m + BEFORE]);
        for (int q = 0; through_journeys && q < FIT_LAGS; q++)
            if (m + 1 - q >= 0 && m + 1 - q < MONTHS)
                p->y[m] += p->j[(m + 1 - q) * FIT_LAGS + q] * x[m + 1 - q + BEFORE];
    }
}

/* Covariance of two knots: a first level of which nothing is known, innovations of 1, of 30 over a break. */
static double shared_by(const planted *p, int a, int b) {
    double sum = 1e6;
    int last = a < b ? a : b;
    for (int t = 1; t <= last; t++) { /* from knot t - 1 to t; month of a knot: t - BEFORE */
        int from = t - 1 - BEFORE;
        sum += from >= 0 && p->jump[from] != COR_NO_JUMP ? STEP : 1;
    }
    return sum;
}

static double seen_by(const planted *p, int m, int knot) {
    int t = knot - BEFORE, q = m + 1 - t;
    if (!p->row.j)
        return t == m;
    return t >= 0 && q >= 0 && q < FIT_LAGS ? p->j[t * FIT_LAGS + q] : 0;
}

/* The level of the last month given all figures, by elimination of [figures | level]. */
static void densely(const planted *p, double noise, double *level, double *variance) {
    double c[MONTHS + 1][MONTHS + 2];
    int which[MONTHS], n = 0;
    for (int m = 0; m < MONTHS; m++)
        if (!isnan(p->y[m]) && p->weight[m] > 0)
            which[n++] = m;
    for (int i = 0; i <= n; i++)
        for (int k = 0; k <= n; k++) {
            c[i][k] = i == k && i < n ? noise / p->weight[which[i]] : 0;
            for (int a = 0; a < KNOTS; a++)
                for (int b = 0; b < KNOTS; b++) {
                    double x = i < n ? seen_by(p, which[i], a) : a == KNOTS - 1;
                    double y = k < n ? seen_by(p, which[k], b) : b == KNOTS - 1;
                    if (x != 0 && y != 0)
                        c[i][k] += x * y * shared_by(p, a, b);
                }
        }
    for (int i = 0; i <= n; i++)
        c[i][n + 1] = i < n ? p->y[which[i]] : 0;
    for (int i = 0; i < n; i++) /* what is left of the last row and column is the distribution given the figures */
        for (int k = i + 1; k <= n; k++) {
            double f = c[k][i] / c[i][i];
            for (int q = i; q <= n + 1; q++)
                c[k][q] -= f * c[i][q];
        }
    *level = -c[n][n + 1];
    *variance = c[n][n];
}

static void the_level_is_that_of_all_figures_at_once(void **state) {
    static const double noises[] = {0.02, 0.5, 4};
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++)
        for (int i = 0; i < 3; i++) {
            planted p;
            fit_local_end end;
            double level, variance, errors[MONTHS], wandered[MONTHS];
            const fit_local_rule rule = {noises[i], STEP};
            plant(&p, seed, noises[i], seed > 1);
            p.y[7] = NAN;
            p.weight[11] = 0;
            if (seed > 3)
                p.jump[9] = 1;
            fit_local(&p.row, &rule, &end, errors, wandered);
            densely(&p, noises[i], &level, &variance);
            if (!(fabs(end.level - level) < 2e-3 && fabs(end.variance - variance) < 2e-3 * (1 + variance)))
                fail_msg("seed %d noise %g: level %g, densely %g; variance %g, densely %g", (int)seed, noises[i],
                         end.level, level, end.variance, variance);
            int counted = 0;
            for (int m = 0; m < MONTHS; m++)
                counted += !isnan(errors[m]);
            assert_int_equal(counted, end.count);
            assert_true(isnan(errors[0]) && isnan(errors[7]) && isnan(errors[11]));
            assert_int_equal(end.count, MONTHS - FIT_LAGS - 2);
        }
}

/* The errors of a month ahead have the variance that is said of them, and are apart. */
static void errors_ahead_are_as_large_as_is_said(void **state) {
    enum { PLANTINGS = 400 };
    double square = 0, product = 0, far = 0;
    int count = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= PLANTINGS; seed++) {
        planted p;
        fit_local_end end;
        double errors[MONTHS], wandered[MONTHS];
        const fit_local_rule rule = {0.5, 1};
        plant(&p, 100 + seed, 0.5, 1);
        fit_local(&p.row, &rule, &end, errors, wandered);
        square += end.square;
        count += end.count;
        for (int m = FIT_LAGS + 1; m < MONTHS; m++)
            product += errors[m] * errors[m - 1];
        double x = 2; /* the last knot */
        for (int t = 1; t < KNOTS; t++)
            x += normal(100 + seed, t);
        far += (end.level - x) * (end.level - x) / end.variance / PLANTINGS;
    }
    assert_true(fabs(square / count - 1) < 5 * sqrt(2.0 / count));
    assert_true(fabs(product / count) < 5 / sqrt(count));
    assert_true(fabs(far - 1) < 5 * sqrt(2.0 / PLANTINGS));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_level_is_that_of_all_figures_at_once),
        cmocka_unit_test(errors_ahead_are_as_large_as_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
