/* Nobody is lost and nobody is made: on random networks, in every arithmetic, on every day, for up to 1e15 people. */
#include "networks.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { NETWORKS = 300, DAYS = 15 };

/* All by the public readings, beside the engine's own check. */
static void check_world(const net *n, const net_model *nm, const eng_world *w, int whole, double first) {
    double sum = 0, all[NET_CLASSES], tolerance = whole ? 0 : 1e-9 * (first + 1);
    for (int s = 0; s < n->nstocks; s++) {
        double stock = 0, ages[64] = {0}, in_queue = 0;
        eng_people_all(w, nm->stock[s], all);
        for (int c = 0; c < net_classes(n, s); c++) {
            double people = eng_people(w, nm->stock[s], c);
            if (!(people >= 0) || people != all[c] || (whole && people != floor(people)))
                fail_msg("%s: stock %s class %d holds %.17g", n->name, n->stocks[s].name, c, people);
            stock += people;
        }
        if (fabs(stock - eng_total(w, nm->stock[s])) > tolerance)
            fail_msg("%s: stock %s: total is not the sum", n->name, n->stocks[s].name);
        if (n->stocks[s].queue) {
            assert_int_equal(eng_queue_ages(w, nm->stock[s], ages, 64), n->stocks[s].ages);
            for (int a = 0; a < 64; a++) {
                assert_true(ages[a] >= 0);
                in_queue += ages[a];
            }
            if (fabs(in_queue - stock) > tolerance)
                fail_msg("%s: queue %s: ages hold %.17g of %.17g", n->name, n->stocks[s].name, in_queue, stock);
        }
        sum += stock;
    }
    for (int s = 0; s < n->nstocks; s++) {
        double way = eng_on_the_way(w, nm->stock[s]);
        assert_true(way >= 0);
        sum += way;
    }
    if (fabs(sum - first) > tolerance || fabs(eng_everyone(w) - first) > tolerance)
        fail_msg("%s: %.17g people at first, now %.17g, by the engine %.17g", n->name, first, sum, eng_everyone(w));
}

/* What left a stock and what came: yesterday's stock - who left today + who arrived = today's. */
static void check_flows(const net *n, const net_model *nm, const eng_world *w, const double *before, int whole) {
    for (int s = 0; s < n->nstocks; s++) {
        double left = 0;
        int delayed = 0;
        double came = 0;
        for (int f = 0; f < n->nflows; f++) {
            double moved = eng_moved_total(w, nm->flow[f]);
            assert_true(moved >= 0);
            if (n->flows[f].from == s)
                left += moved;
            if (n->flows[f].to == s) {
                delayed |= n->flows[f].delay_max > 1;
                came += moved;
            }
        }
        double expected = before[s] - left + came, now = eng_total(w, nm->stock[s]);
        assert_true(left <= before[s] + (whole ? 0 : 1e-6 * (1 + before[s])));
        if (!delayed && fabs(now - expected) > (whole ? 0 : 1e-6 * (1 + now)))
            fail_msg("%s: stock %s holds %.17g, by its flows %.17g", n->name, n->stocks[s].name, now, expected);
    }
}

static void run_and_check(const net *n, eng_arithmetic arithmetic, int days) {
    net_model nm;
    double before[NET_STOCKS], first = 0;
    int whole = arithmetic != ENG_FLUID;
    if (net_build(&nm, n, 0) != 0)
        fail_msg("%s: %s", n->name, eng_model_error(nm.m));
    eng_world_options o = {.arithmetic = arithmetic, .seed = 21};
    net_user user = {&nm, -1, 1, NULL, NULL, 0};
    eng_world *w = net_world(&nm, &o);
    assert_non_null(w);
    first = net_everyone(n);
    check_world(n, &nm, w, whole, first);
    for (int d = 0; d < days; d++) {
        for (int s = 0; s < n->nstocks; s++)
            before[s] = eng_total(w, nm.stock[s]);
        if (eng_world_step(w, &user) != ENG_OK)
            fail_msg("%s: %s", n->name, eng_world_error(w));
        check_world(n, &nm, w, whole, first);
        check_flows(n, &nm, w, before, whole);
    }
    eng_world_free(w);
    net_unbuild(&nm);
}

static void random_networks_keep_everyone(eng_arithmetic arithmetic) {
    for (uint64_t seed = 1; seed <= NETWORKS; seed++) {
        net *n = net_random(seed);
        assert_non_null(n);
        snprintf(n->name, sizeof n->name, "random %d", (int)seed);
        if (seed % 3 == 0)
            net_add_noise(n);
        run_and_check(n, arithmetic, DAYS);
        free(n);
    }
}

static void random_networks_keep_everyone_stochastic(void **state) {
    (void)state;
    random_networks_keep_everyone(ENG_STOCHASTIC);
}

static void random_networks_keep_everyone_fluid(void **state) {
    (void)state;
    random_networks_keep_everyone(ENG_FLUID);
}

static void random_networks_keep_everyone_individual(void **state) {
    (void)state;
    random_networks_keep_everyone(ENG_INDIVIDUAL);
}

static void a_million_million_people_are_counted_one_by_one(void **state) {
    (void)state;
    for (int i = 0;; i++) {
        net *n = net_named(i);
        if (!n)
            break;
        net_scale(n, 1e12 / net_everyone(n));
        for (int s = 0; s < n->nstocks; s++)
            for (int c = 0; c < NET_CLASSES; c++)
                n->stocks[s].put[c] = floor(n->stocks[s].put[c]);
        run_and_check(n, ENG_STOCHASTIC, 30);
        run_and_check(n, ENG_FLUID, 30);
        free(n);
    }
}

static void random_networks_of_huge_counts_keep_everyone(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        net *n = net_random(seed);
        assert_non_null(n);
        net_scale(n, seed % 2 ? 1e12 : 123457);
        run_and_check(n, ENG_STOCHASTIC, DAYS);
        free(n);
    }
}

static void an_empty_network_stays_empty(void **state) {
    (void)state;
    for (int a = 0; a < 3; a++) {
        net *n = net_two_queues();
        assert_non_null(n);
        for (int s = 0; s < n->nstocks; s++)
            memset(n->stocks[s].put, 0, sizeof n->stocks[s].put);
        run_and_check(n, (eng_arithmetic)a, 10);
        free(n);
    }
}

static void certain_flows_and_whole_queues_leave_nobody(void **state) {
    (void)state;
    for (int a = 0; a < 3; a++) {
        net *n = net_two_queues();
        assert_non_null(n);
        for (int c = 0; c < 4; c++)
            n->flows[0].prob[c] = 1;                                                               /* pool -> first */
        n->flows[4].prob[0] = n->flows[4].prob[1] = n->flows[4].prob[2] = n->flows[4].prob[3] = 0; /* nobody gives up */
        n->serves[0].capacity = 1e9;
        net_model nm;
        assert_int_equal(net_build(&nm, n, 0), 0);
        eng_world_options o = {.arithmetic = (eng_arithmetic)a, .seed = 4};
        net_user user = {&nm, -1, 1, NULL, NULL, 0};
        eng_world *w = net_world(&nm, &o);
        assert_non_null(w);
        for (int d = 0; d < 2; d++)
            assert_int_equal(eng_world_step(w, &user), ENG_OK);
        assert_true(eng_total(w, nm.stock[0]) == 0);
        assert_true(eng_total(w, nm.stock[2]) == 0);
        eng_world_free(w);
        net_unbuild(&nm);
        free(n);
    }
}

static void occupied_cells_hold_everyone(void **state) {
    (void)state;
    net *n = net_chain();
    assert_non_null(n);
    net_model nm;
    assert_int_equal(net_build(&nm, n, 0), 0);
    eng_world_options o = {.seed = 4};
    net_user user = {&nm, -1, 1, NULL, NULL, 0};
    eng_world *w = net_world(&nm, &o);
    assert_non_null(w);
    int64_t cells = 0;
    double people = 0;
    eng_occupied(w, 1, &cells, &people);
    assert_int_equal(cells, 6);
    assert_true(people == 420);
    for (int d = 0; d < 8; d++)
        assert_int_equal(eng_world_step(w, &user), ENG_OK);
    eng_occupied(w, 1, &cells, &people);
    assert_true(people == 420);
    assert_true(cells > 12);
    eng_world_free(w);
    net_unbuild(&nm);
    free(n);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_networks_keep_everyone_stochastic),
        cmocka_unit_test(random_networks_keep_everyone_fluid),
        cmocka_unit_test(random_networks_keep_everyone_individual),
        cmocka_unit_test(a_million_million_people_are_counted_one_by_one),
        cmocka_unit_test(random_networks_of_huge_counts_keep_everyone),
        cmocka_unit_test(an_empty_network_stays_empty),
        cmocka_unit_test(certain_flows_and_whole_queues_leave_nobody),
        cmocka_unit_test(occupied_cells_hold_everyone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
