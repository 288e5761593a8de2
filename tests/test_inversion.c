/* The ensemble inversion on a problem whose posterior is known: parameters with standard normal priors, figures that
 * are linear in them. And what its callers rest on: cells of weight 0 say nothing, a seed says all.
 */
#include "fit/inversion.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MEMBERS = 400, PARAMETERS = 2, CELLS = 3, STEPS = 4 };

/* Cells see parameter 0 twice, and nothing sees parameter 1; the last cell has no weight. */
static const double figures[CELLS] = {1.5, 0.9, 1000};

static void run(const double *z, double *apart) {
    for (int j = 0; j < MEMBERS; j++)
        for (int c = 0; c < CELLS; c++)
            apart[j * CELLS + c] = c == 2 ? NAN : z[j * PARAMETERS] - figures[c];
}

static void invert(uint64_t seed, int steps, double mean[PARAMETERS]) {
    static double z[MEMBERS * PARAMETERS], apart[MEMBERS * CELLS];
    const double weight[CELLS] = {4, 1, 0};
    const inv_problem p = {PARAMETERS, MEMBERS, CELLS, STEPS, seed, "test", weight};
    inv_start(&p, z);
    for (int s = 0; s < steps; s++) {
        run(z, apart);
        assert_int_equal(inv_step(&p, s, apart, z), 0);
    }
    inv_mean(&p, z, mean);
}

/* Precision 1 + 4 + 1, mean (4 * 1.5 + 1 * 0.9) / 6 = 1.15; the other parameter stays where it was, but
 * for what members of a sample vary together (its standard error is about 0.06). */
static void the_last_step_is_the_posterior(void **state) {
    (void)state;
    double mean[PARAMETERS];
    invert(1, STEPS, mean);
    assert_true(fabs(mean[0] - 1.15) < 0.06);
    assert_true(fabs(mean[1]) < 0.15);
}

static void steps_lie_between_the_prior_and_the_posterior(void **state) {
    (void)state;
    double before = 0;
    for (int steps = 0; steps <= STEPS; steps++) {
        double mean[PARAMETERS];
        invert(1, steps, mean);
        if (steps == 0)
            assert_true(fabs(mean[0]) < 1e-12 && fabs(mean[1]) < 1e-12);
        else
            assert_true(mean[0] > before);
        before = mean[0];
    }
}

static void a_seed_says_all(void **state) {
    (void)state;
    double a[PARAMETERS], b[PARAMETERS], c[PARAMETERS];
    invert(7, STEPS, a);
    invert(7, STEPS, b);
    invert(8, STEPS, c);
    assert_memory_equal(a, b, sizeof a);
    assert_true(fabs(a[0] - c[0]) > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_last_step_is_the_posterior),
                                       cmocka_unit_test(steps_lie_between_the_prior_and_the_posterior),
                                       cmocka_unit_test(a_seed_says_all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
