/* What a lever gave beside what a run has, to the bit, for the tests of levers. Included after vado.h, math.h,
 * stdlib.h, string.h and cmocka.h.
 */
#ifndef VADO_TESTS_LEVER_MONTHS_H
#define VADO_TESTS_LEVER_MONTHS_H

#include "fine.h"

static inline vado_input six_places(void) {
    return (vado_input){.size = sizeof(vado_input), .scenario = in_source("tests/scenarios/six-places")};
}

static inline int same(double a, double b) { return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b)); }

/* The month that the lever has given is the one of the whole run: every cell, and the harm beside it. */
static inline void same_month(const vado_numbers *n, const vado_numbers *all) {
    int at = 0;
    assert_non_null(n);
    while (at < all->nperiods && strcmp(all->periods[at], n->periods[0]) != 0)
        at++;
    assert_true(at < all->nperiods);
    assert_int_equal(n->nperiods, 1);
    assert_int_equal(n->days[0], all->days[at]);
    assert_string_equal(n->series, all->series);
    assert_int_equal(n->nplaces, all->nplaces);
    assert_int_equal(n->nnationalities, all->nnationalities);
    assert_int_equal(n->ngroups, all->ngroups);
    size_t cells = (size_t)(all->nplaces * all->nnationalities * all->ngroups);
    for (size_t k = 0; k < cells; k++)
        if (!same(n->values[k], all->values[(size_t)at * cells + k]))
            fail_msg("%s %s: cell %zu is %.17g, expected %.17g", n->series, n->periods[0], k, n->values[k],
                     all->values[(size_t)at * cells + k]);
    assert_int_equal(n->nharm, all->nharm);
    assert_true(n->nharm > 0);
    for (int h = 0; h < n->nharm; h++) {
        assert_string_equal(n->harm[h]->name, all->harm[h]->name);
        assert_true(same(n->harm[h]->values[0], all->harm[h]->values[at]));
        assert_true(same(n->harm[h]->whole[0], all->harm[h]->values[at]));
    }
}

#endif
