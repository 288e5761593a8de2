/* Whether a figure lies in the band of figures: members as distributions of the logarithm (table/sides.h), against what
 * is known of one normal distribution and of a mixture of two.
 */
#include "engine/detmath.h"
#include "table/sides.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int is(double share, double expected) { return fabs(share - expected) < 1e-9; }

static double at(double value, double sd, double share) {
    return det_exp(det_log(value + 0.5) + sd * det_normal_quantile(share)) - 0.5;
}

static void of_one_member_it_is_the_normal_distribution(void **state) {
    (void)state;
    static const double shares[] = {0.02, 0.1, 0.5, 0.9, 0.98}, values[] = {0, 3, 81000}, sds[] = {0.05, 0.3, 1};
    for (int v = 0; v < 3; v++)
        for (int s = 0; s < 3; s++)
            for (int i = 0; i < 5; i++)
                assert_true(is(sid_above(1, &values[v], sds[s], at(values[v], sds[s], shares[i])), shares[i]));
}

static void of_several_it_is_their_mixture(void **state) {
    (void)state;
    const double values[] = {100, 400};
    double figure = at(100, 0.5, 0.7), apart = (det_log(figure + 0.5) - det_log(400.5)) / 0.5;
    assert_true(is(sid_above(2, values, 0.5, figure), (0.7 + det_erfc(-apart / sqrt(2)) / 2) / 2));
}

/* Without errors to speak of it is the share of members below; with large ones members no longer count. */
static void errors_widen_the_band(void **state) {
    (void)state;
    double values[20], last = 1;
    for (int i = 0; i < 20; i++)
        values[i] = 100 + i;
    assert_true(is(sid_above(20, values, 1e-6, 116.5), 17 / 20.0));
    for (double sd = 0.01; sd < 3; sd *= 1.5) {
        double share = sid_above(20, values, sd, 150);
        assert_true(share > 0.5 && share <= last);
        last = share;
    }
    assert_true(last < 0.6);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(of_one_member_it_is_the_normal_distribution),
                                       cmocka_unit_test(of_several_it_is_their_mixture),
                                       cmocka_unit_test(errors_widen_the_band)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
