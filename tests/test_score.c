/* The measures of a forecast against what they are by definition: integrals and pairs by brute force, quantiles and
 * blocks by plain loops that share no code with src/study/score_measure.c. */
#include "study/score_measure.h"

#include "engine/philox.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const double sample[] = {-1.5, -0.2, 0.0, 0.4, 0.4, 1.1, 2.0, 3.7, 9.0};
enum { N = sizeof sample / sizeof *sample };

static void near(double a, double b) {
    if (!(fabs(a - b) <= 1e-9 * (1 + fabs(b))))
        fail_msg("%.12g is not %.12g", a, b);
}

/* The quantile as text books draw it: between the two order statistics that q (n - 1) lies between. */
static double quantile(const double *x, int n, double q) {
    double at = q * (n - 1);
    int k = (int)at;
    return k >= n - 1 ? x[n - 1] : x[k] + (at - k) * (x[k + 1] - x[k]);
}

/* The weighted interval score is a mean of pinball losses, twice, over the ends of the intervals and the median. */
static double pinball(double q, double x, double y) { return y >= x ? q * (y - x) : (1 - q) * (x - y); }

static void the_interval_score_is_a_mean_of_pinball_losses(void **state) {
    static const double ends[] = {0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975};
    (void)state;
    for (double y = -4; y < 14; y += 0.37) {
        double sum = 0;
        for (int i = 0; i < 9; i++)
            sum += 2 * pinball(ends[i], quantile(sample, N, ends[i]), y) / 9;
        near(msr_wis(sample, N, y), sum);
    }
}

static void the_ranked_score_is_that_of_all_pairs(void **state) {
    (void)state;
    for (double y = -4; y < 14; y += 0.37) {
        double far = 0, apart = 0;
        for (int i = 0; i < N; i++) {
            far += fabs(sample[i] - y) / N;
            for (int k = 0; k < N; k++)
                apart += fabs(sample[i] - sample[k]);
        }
        near(msr_crps(sample, N, y), far - apart / 2 / (N * (N - 1)));
    }
    near(msr_crps(sample, 1, 2), 3.5); /* of one number, how far it is off */
}

/* A sample twice over, each number as often: as a distribution it is the same, and the score of a distribution is the
 * integral of (F(x) - [x >= y])^2, which the fair score nears as the sample grows. */
static void the_ranked_score_is_the_integral_of_a_large_sample(void **state) {
    enum { MANY = 2000, STEPS = 200000 };
    double *x = malloc(MANY * sizeof *x), y = 0.3, sum = 0;
    (void)state;
    assert_non_null(x);
    for (int i = 0; i < MANY; i++)
        x[i] = 4.0 * (i + 0.5) / MANY - 2; /* uniform from -2 to 2 */
    for (int i = 0; i < STEPS; i++) {
        double at = -2 + 4.0 * (i + 0.5) / STEPS, f = (at + 2) / 4 - (at >= y);
        sum += f * f * 4.0 / STEPS;
    }
    assert_true(fabs(msr_crps(x, MANY, y) - sum) < 1e-3);
    free(x);
}

static void an_interval_holds_its_ends_and_nothing_beyond(void **state) {
    (void)state;
    double low = quantile(sample, N, 0.25), high = quantile(sample, N, 0.75);
    assert_true(msr_inside(sample, N, 0.5, low) && msr_inside(sample, N, 0.5, high));
    assert_false(msr_inside(sample, N, 0.5, low - 1e-6) || msr_inside(sample, N, 0.5, high + 1e-6));
    near(msr_median(sample, N), 0.4);
}

static void a_block_is_the_least_whose_cube_is_enough(void **state) {
    (void)state;
    for (int n = 1; n < 200; n++) {
        int b = msr_block(n);
        assert_true(b * b * b >= n && (b == 1 || (b - 1) * (b - 1) * (b - 1) < n));
    }
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The same draws by another way: every series is written out whole before it is summed. */
static void blocks_are_drawn_in_a_circle(void **state) {
    enum { MONTHS = 11, BLOCK = 3, DRAWS = 400, SEED = 7 };
    double above[MONTHS], below[MONTHS], ratio[DRAWS], low, high;
    (void)state;
    for (int i = 0; i < MONTHS; i++) {
        above[i] = 1 + (i * 7) % 5;
        below[i] = 2 + (i * 3) % 4;
    }
    rng_key key = rng_key_make(SEED, "score", "blocks");
    for (uint32_t d = 0; d < DRAWS; d++) {
        int order[MONTHS + BLOCK], n = 0;
        for (uint32_t b = 0; n < MONTHS; b++) {
            int at = (int)(rng_unit(rng_u64(key, d, 0, 0, b)) * MONTHS);
            for (int k = 0; k < BLOCK; k++, at = at + 1 == MONTHS ? 0 : at + 1)
                order[n++] = at;
        }
        double a = 0, b = 0;
        for (int i = 0; i < MONTHS; i++) {
            a += above[order[i]];
            b += below[order[i]];
        }
        ratio[d] = a / b;
    }
    qsort(ratio, DRAWS, sizeof *ratio, by_value);
    assert_int_equal(msr_interval(MONTHS, above, below, BLOCK, DRAWS, SEED, &low, &high), 0);
    near(low, quantile(ratio, DRAWS, 0.05));
    near(high, quantile(ratio, DRAWS, 0.95));
    assert_true(low < high);
}

/* What is known without drawing: one block of all is the whole, turned; a factor is a factor in every draw. */
static void what_cannot_vary_has_no_width(void **state) {
    static const double x[] = {3, 1, 4, 1, 5, 9, 2}, twice[] = {6, 2, 8, 2, 10, 18, 4};
    double low, high;
    (void)state;
    assert_int_equal(msr_interval(7, x, NULL, 7, 100, 1, &low, &high), 0);
    near(low, 25.0 / 7);
    near(high, 25.0 / 7);
    assert_int_equal(msr_interval(7, twice, x, 2, 100, 1, &low, &high), 0);
    near(low, 2);
    near(high, 2);
    assert_int_equal(msr_interval(1, x, NULL, 1, 100, 1, &low, &high), 0);
    assert_true(isnan(low) && isnan(high));
}

/* Of many independent numbers the interval is that of the normal law: mean +- 1.645 sd / sqrt(n). */
static void of_independent_numbers_it_is_as_wide_as_theory_says(void **state) {
    enum { MANY = 900 };
    double x[MANY], mean = 0, square = 0, low, high;
    rng_key key = rng_key_make(3, "test", "numbers");
    (void)state;
    for (uint32_t i = 0; i < MANY; i++) {
        x[i] = rng_unit(rng_u64(key, i, 0, 0, 0));
        mean += x[i] / MANY;
        square += x[i] * x[i] / MANY;
    }
    double half = 1.6449 * sqrt((square - mean * mean) / MANY);
    assert_int_equal(msr_interval(MANY, x, NULL, 1, 4000, 1, &low, &high), 0);
    assert_true(fabs(low - (mean - half)) < 0.1 * half && fabs(high - (mean + half)) < 0.1 * half);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_interval_score_is_a_mean_of_pinball_losses),
                                       cmocka_unit_test(the_ranked_score_is_that_of_all_pairs),
                                       cmocka_unit_test(the_ranked_score_is_the_integral_of_a_large_sample),
                                       cmocka_unit_test(an_interval_holds_its_ends_and_nothing_beyond),
                                       cmocka_unit_test(a_block_is_the_least_whose_cube_is_enough),
                                       cmocka_unit_test(blocks_are_drawn_in_a_circle),
                                       cmocka_unit_test(what_cannot_vary_has_no_width),
                                       cmocka_unit_test(of_independent_numbers_it_is_as_wide_as_theory_says)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
