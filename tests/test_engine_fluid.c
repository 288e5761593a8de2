/* On linear networks (no queue, no bend, no noise) fluid arithmetic is the mean of the ensemble.
 *
 * For each network every observable's mean over MEMBERS stochastic (and individual) members is compared with the fluid
 * value by a z-test: rejected beyond LIMIT standard errors, so that a right engine fails with probability below 1e-6
 * over all comparisons. One chain is also compared with its solution on paper.
 */
#include "networks.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { DAYS = 15, MEMBERS = 1500, ROOM = 512 };
#define LIMIT 6.5 /* two-sided 8e-11 each: 1e-6 over 12,000 comparisons */

typedef struct {
    int compared, rejected;
    double worst;
    char words[320];
} verdict;

static verdict compare(const net *n, eng_arithmetic arithmetic, double nudge) {
    static double mean[ROOM], square[ROOM], fluid[ROOM], out[ROOM];
    char error[256];
    verdict v = {0, 0, 0, ""};
    int count = oracle_observables(n);
    net_model nm;
    assert_true(count <= ROOM);
    assert_int_equal(net_build(&nm, n, 0), 0);
    eng_world_options f = {.arithmetic = ENG_FLUID};
    if (net_run(&nm, &f, DAYS, fluid, NULL, error) != ENG_OK)
        fail_msg("%s: %s", n->name, error);
    memset(mean, 0, sizeof mean);
    memset(square, 0, sizeof square);
    for (int k = 0; k < MEMBERS; k++) {
        eng_world_options o = {.arithmetic = arithmetic, .seed = 3, .chance_member = (uint32_t)k};
        if (net_run(&nm, &o, DAYS, out, NULL, error) != ENG_OK)
            fail_msg("%s: %s", n->name, error);
        for (int i = 0; i < count; i++) {
            double d = out[i] - fluid[i];
            mean[i] += d / MEMBERS;
            square[i] += d * d / MEMBERS;
        }
    }
    for (int i = 0; i < count; i++) {
        /* what is expected fewer than 20 times over all members is too rare for the normal limit */
        if (fluid[i] * MEMBERS < 20)
            continue;
        double error2 = (square[i] - mean[i] * mean[i]) / MEMBERS, gap = mean[i] - nudge * fluid[i];
        /* no member differed: a chance of exp(-25) if 25 single events were expected over all members */
        double z = error2 > 1e-12 ? fabs(gap) / sqrt(error2) : fabs(gap) * MEMBERS < 25 ? 0 : HUGE_VAL;
        v.compared++;
        v.rejected += z > LIMIT;
        if (z < v.worst)
            continue;
        char name[64];
        v.worst = z;
        oracle_observable_name(n, i, name, sizeof name);
        snprintf(v.words, sizeof v.words, "%s: %s: fluid %g, mean %+g from it, z %.1f", n->name, name, fluid[i],
                 mean[i], z);
    }
    net_unbuild(&nm);
    return v;
}

static void fluid_is_the_mean_of(eng_arithmetic arithmetic) {
    int compared = 0;
    for (int i = -2; i <= 12; i++) {
        net *n = i == -2 ? net_chain() : i == -1 ? net_redraw() : net_linear((uint64_t)i + 1);
        assert_non_null(n);
        verdict v = compare(n, arithmetic, 0);
        compared += v.compared;
        free(n);
        if (v.rejected)
            fail_msg("%d of %d rejected: %s", v.rejected, v.compared, v.words);
    }
    assert_true(compared > 200);
    assert_true(compared < 6000);
}

static void fluid_is_the_mean_of_stochastic_members_on_linear_networks(void **state) {
    (void)state;
    fluid_is_the_mean_of(ENG_STOCHASTIC);
}

static void fluid_is_the_mean_of_individual_members_on_linear_networks(void **state) {
    (void)state;
    fluid_is_the_mean_of(ENG_INDIVIDUAL);
}

static void a_mean_one_percent_off_is_noticed(void **state) {
    (void)state;
    net *n = net_chain();
    assert_non_null(n);
    assert_true(compare(n, ENG_STOCHASTIC, 0.01).rejected > 0);
    assert_true(compare(n, ENG_STOCHASTIC, -0.01).rejected > 0);
    free(n);
}

/* home --0.25--> (2 days) --> away: home(t) = 1000 * 0.75^t, away(t) = 1000 - home(t - 1). */
static void a_chain_solved_on_paper_comes_out(void **state) {
    (void)state;
    net *n = calloc(1, sizeof *n);
    assert_non_null(n);
    snprintf(n->name, sizeof n->name, "paper");
    n->nsystems = 1;
    n->nstocks = 2;
    n->nflows = 1;
    snprintf(n->stocks[0].name, NET_NAME, "home");
    snprintf(n->stocks[1].name, NET_NAME, "away");
    n->stocks[0].put[0] = 1000;
    net_flow *f = &n->flows[0];
    snprintf(f->name, NET_NAME, "leave");
    f->to = 1;
    f->prob[0] = 0.25;
    f->delay_max = 2;
    f->channel = f->delay_field = f->redraw_dim = -1;
    net_model nm;
    assert_int_equal(net_build(&nm, n, 0), 0);
    net_user user = {&nm, -1, 1, NULL, NULL, 0};
    eng_world_options o = {.arithmetic = ENG_FLUID};
    eng_world *w = net_world(&nm, &o);
    assert_non_null(w);
    double before = 1000, home = 1000;
    for (int d = 0; d < 60; d++) {
        assert_int_equal(eng_world_today(w), d);
        assert_int_equal(eng_world_step(w, &user), ENG_OK);
        before = home;
        home *= 0.75;
        assert_true(fabs(eng_people(w, nm.stock[0], 0) - home) < 1e-9);
        assert_true(fabs(eng_people(w, nm.stock[1], 0) - (1000 - before)) < 1e-9);
        assert_true(fabs(eng_on_the_way(w, nm.stock[1]) - (before - home)) < 1e-9);
        assert_true(fabs(eng_moved_total(w, nm.flow[0]) - (before - home)) < 1e-9);
    }
    eng_world_free(w);
    net_unbuild(&nm);
    free(n);
}

/* Where a capacity always binds, fluid serves exactly that, fractions as they are, and shares it among those of a day.
 */
static void a_fluid_queue_serves_its_capacity_by_day_of_arrival(void **state) {
    (void)state;
    net *n = net_lottery();
    assert_non_null(n);
    net_model nm;
    assert_int_equal(net_build(&nm, n, 0), 0);
    net_user user = {&nm, -1, 1, NULL, NULL, 0};
    eng_world_options o = {.arithmetic = ENG_FLUID};
    eng_world *w = net_world(&nm, &o);
    assert_non_null(w);
    double ages[5];
    for (int d = 0; d < 10; d++) {
        assert_int_equal(eng_world_step(w, &user), ENG_OK);
        assert_true(fabs(eng_moved_total(w, nm.flow[2]) - (d % 3 == 0 ? 8.5 : 6.5)) < 1e-9);
        assert_true(fabs(eng_moved_total(w, nm.flow[3]) - 5.25) < 1e-9);
        if (d == 0) { /* 9 people stood there on the first day, 3 of each class: 1.75 of each went */
            assert_int_equal(eng_queue_ages(w, nm.stock[2], ages, 5), 5);
            assert_true(fabs(ages[1] - 3.75) < 1e-9);
            for (int c = 0; c < 3; c++)
                assert_true(fabs(eng_moved(w, nm.flow[3], c) - 1.75) < 1e-9);
        }
    }
    eng_world_free(w);
    net_unbuild(&nm);
    free(n);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fluid_is_the_mean_of_stochastic_members_on_linear_networks),
        cmocka_unit_test(fluid_is_the_mean_of_individual_members_on_linear_networks),
        cmocka_unit_test(a_mean_one_percent_off_is_noticed),
        cmocka_unit_test(a_chain_solved_on_paper_comes_out),
        cmocka_unit_test(a_fluid_queue_serves_its_capacity_by_day_of_arrival),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
