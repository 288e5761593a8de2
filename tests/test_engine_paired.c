/* Common luck, and the layers of uncertainty.
 *
 * 1. Two runs that differ by 1% in one hazard share their luck: Var(A - B) <= 0.1 (Var(A) + Var(B)) in the stock it
 *    touches. Runs of different luck, as a control, have a ratio near 1.
 * 2. Chance and environment are keyed apart: members with one environment see the same noise whatever their chance.
 * 3. Draws of different stocks, classes, days and purposes are not correlated.
 * 4. The channels are what they say: mean 1, the declared spread, the declared correlation time, gamma counts negative
 *    binomial. Limits are 6 standard errors of N members, about 2e-9 for each of some 300 comparisons.
 */
#include "networks.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- paired variance ---- */

enum { PAIRS = 400 };

typedef struct {
    double sum_a, sum_b, sum_d, square_a, square_b, square_d;
} spread;

static void add(spread *s, double a, double b) {
    s->sum_a += a;
    s->sum_b += b;
    s->sum_d += a - b;
    s->square_a += a * a;
    s->square_b += b * b;
    s->square_d += (a - b) * (a - b);
}

static double variance(double sum, double square) { return (square - sum * sum / PAIRS) / (PAIRS - 1); }

static double ratio_of(const spread *s) {
    return variance(s->sum_d, s->square_d) / (variance(s->sum_a, s->square_a) + variance(s->sum_b, s->square_b));
}

static double end_of(const net_model *nm, uint64_t seed, int flow, double policy, int stock, int days) {
    eng_world_options o = {.seed = seed, .environment_member = (uint32_t)seed};
    net_user user = {nm, flow, policy, NULL, NULL, 0};
    eng_world *w = net_world(nm, &o);
    assert_non_null(w);
    for (int d = 0; d < days; d++)
        if (eng_world_step(w, &user) != ENG_OK)
            fail_msg("%s", eng_world_error(w));
    double people = eng_total(w, nm->stock[stock]);
    eng_world_free(w);
    return people;
}

/* Var(A - B) / (Var A + Var B) of a stock after `days`, A and B differing by 1% in one flow. apart: different luck. */
static double paired_ratio(const net *n, const char *flow, const char *stock, int days, uint64_t apart) {
    net_model nm;
    spread s = {0, 0, 0, 0, 0, 0};
    if (net_build(&nm, n, 0) != 0)
        fail_msg("%s", eng_model_error(nm.m));
    int f = 0, at = eng_find_stock(nm.m, stock), touched = 0;
    while (strcmp(n->flows[f].name, flow) != 0)
        assert_true(++f < n->nflows);
    while (nm.stock[touched] != at)
        assert_true(++touched < n->nstocks);
    for (uint64_t k = 0; k < PAIRS; k++)
        add(&s, end_of(&nm, k, f, 1, touched, days), end_of(&nm, k + apart, f, 1.01, touched, days));
    net_unbuild(&nm);
    return ratio_of(&s);
}

static void must_share_luck(const net *n, const char *flow, const char *stock, int days) {
    double ratio = paired_ratio(n, flow, stock, days, 0);
    print_message("%s: 1%% more '%s', stock '%s' after %d days: ratio %.4f\n", n->name, flow, stock, days, ratio);
    if (!(ratio <= 0.1))
        fail_msg("%s: 1%% more '%s' leaves a ratio of %.3f in '%s'", n->name, flow, ratio, stock);
}

static void one_percent_of_a_hazard_shares_its_luck_among_many_people(void **state) {
    (void)state;
    net *n = net_chain();
    assert_non_null(n);
    net_scale(n, 1000);
    must_share_luck(n, "leave", "home", 1);
    must_share_luck(n, "leave", "south", 1);
    must_share_luck(n, "leave", "south", 5);
    must_share_luck(n, "cross", "inside", 15);
    must_share_luck(n, "north", "line", 4);
    free(n);
}

static void one_percent_of_a_hazard_shares_its_luck_among_few_people(void **state) {
    (void)state;
    net *n = net_chain();
    assert_non_null(n);
    net_scale(n, 0.1); /* 12 people a class */
    must_share_luck(n, "leave", "home", 1);
    must_share_luck(n, "leave", "south", 1);
    must_share_luck(n, "leave", "south", 3);
    free(n);
}

static void one_percent_of_one_of_four_ways_shares_its_luck(void **state) {
    (void)state;
    net *n = net_branching();
    assert_non_null(n);
    net_scale(n, 200);
    must_share_luck(n, "caught", "a", 1);
    must_share_luck(n, "forgiven", "b", 1);
    must_share_luck(n, "forgiven", "b", 5);
    must_share_luck(n, "gone", "d", 5);
    must_share_luck(n, "lost", "c", 5);
    must_share_luck(n, "lost", "fork", 5);
    free(n);
}

static void one_percent_of_one_of_four_ways_shares_its_luck_among_few_people(void **state) {
    (void)state;
    static const char *const ways[4] = {"caught", "forgiven", "lost", "gone"};
    static const char *const stocks[5] = {"a", "b", "c", "d", "fork"};
    net *n = net_branching();
    assert_non_null(n);
    net_scale(n, 0.5); /* 40 people a class, of whom a dozen leave on the first day */
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 5; k++)
            must_share_luck(n, ways[i], stocks[k], 3);
    free(n);
}

static void one_percent_of_a_hazard_shares_its_luck_through_queues_and_redraws(void **state) {
    (void)state;
    net *n = net_two_queues();
    assert_non_null(n);
    net_scale(n, 100);
    must_share_luck(n, "to first", "first", 4);
    must_share_luck(n, "give up", "first", 2);
    free(n);
    n = net_redraw();
    assert_non_null(n);
    net_scale(n, 100);
    must_share_luck(n, "taken", "held", 1);
    must_share_luck(n, "freed", "line", 2);
    free(n);
}

static void different_luck_has_a_ratio_near_one(void **state) {
    (void)state;
    net *n = net_chain();
    assert_non_null(n);
    net_scale(n, 1000);
    double ratio = paired_ratio(n, "leave", "south", 1, 100000);
    assert_true(ratio > 0.6 && ratio < 1.4);
    free(n);
}

static void one_percent_more_of_a_hazard_moves_more_people(void **state) {
    (void)state;
    net *n = net_chain();
    net_model nm;
    assert_non_null(n);
    net_scale(n, 1000);
    assert_int_equal(net_build(&nm, n, 0), 0);
    for (uint64_t seed = 0; seed < 200; seed++) {
        double a = end_of(&nm, seed, 0, 1, 0, 1), b = end_of(&nm, seed, 0, 1.01, 0, 1);
        if (!(b <= a)) /* one day, one uniform a class: more hazard never leaves more people */
            fail_msg("seed %d: %g at home, with 1%% more hazard %g", (int)seed, a, b);
    }
    net_unbuild(&nm);
    free(n);
}

/* ---- a model of noise alone ---- */

enum { N = 3000, SEEN = 61, WALKS = 3, BURSTS = 2, PEOPLE = 10000 };

typedef struct {
    int walk, burst, flow, stock;
    double out[SEEN][WALKS + BURSTS];
    double left;
} probe;

static int probe_decide(void *user, eng_day *day) {
    probe *p = user;
    const eng_world *w = eng_day_world(day);
    int64_t today = eng_world_today(w);
    for (int i = 0; today < SEEN && i < WALKS + BURSTS; i++)
        p->out[today][i] = i < WALKS ? eng_noise(w, p->walk, i) : eng_noise(w, p->burst, i - WALKS);
    double *prob = eng_prob(day, p->flow);
    if (!prob)
        return ENG_ERR_OWNER;
    prob[0] = today == 0 ? fmin(1, 0.01 * p->out[0][WALKS]) : 0;
    return ENG_OK;
}

static eng_model *probe_model(probe *p) {
    eng_system system = {.name = "probe", .decide = probe_decide};
    eng_model *m = eng_model_new();
    assert_non_null(m);
    int s = eng_system_add(m, &system), shape = eng_shape(m, 0, NULL);
    p->stock = eng_stock(m, s, "home", shape, ENG_POOL, 0);
    int away = eng_stock(m, s, "away", shape, ENG_POOL, 0);
    p->flow = eng_flow(m, "leave", p->stock, away, NULL);
    p->walk = eng_channel(m, "walk", WALKS, ENG_NOISE_AR1);
    p->burst = eng_channel(m, "burst", BURSTS, ENG_NOISE_GAMMA);
    assert_int_equal(eng_model_freeze(m), ENG_OK);
    return m;
}

static void run_probe(const eng_model *m, probe *p, const eng_world_options *o, double sd, double tau, int days) {
    eng_world *w = eng_world_new(m, o);
    assert_non_null(w);
    assert_int_equal(eng_world_put(w, p->stock, 0, PEOPLE), ENG_OK);
    if (sd >= 0) {
        assert_int_equal(eng_world_noise_set(w, p->walk, sd, tau), ENG_OK);
        assert_int_equal(eng_world_noise_set(w, p->burst, sd, tau), ENG_OK);
    }
    for (int d = 0; d < days; d++) {
        assert_int_equal(eng_world_step(w, p), ENG_OK);
        if (d == 0)
            p->left = eng_moved_total(w, p->flow);
    }
    eng_world_free(w);
}

static void one_environment_is_one_noise_whatever_the_chance(void **state) {
    (void)state;
    probe a, b, c, d;
    eng_model *m = probe_model(&a);
    int lucky = 0;
    b = c = d = a;
    for (uint32_t k = 0; k < 20; k++) {
        eng_world_options oa = {.seed = 3, .chance_member = 1, .environment_member = k};
        eng_world_options ob = {.seed = 3, .chance_member = 2 + k, .environment_member = k};
        eng_world_options oc = {.seed = 3, .chance_member = 1, .environment_member = k + 1};
        eng_world_options od = {.seed = 4, .chance_member = 1, .environment_member = k};
        run_probe(m, &a, &oa, 0.4, 10, SEEN);
        run_probe(m, &b, &ob, 0.4, 10, SEEN);
        run_probe(m, &c, &oc, 0.4, 10, SEEN);
        run_probe(m, &d, &od, 0.4, 10, SEEN);
        assert_memory_equal(a.out, b.out, sizeof a.out);
        lucky += a.left != b.left;
        for (int t = 0; t < SEEN; t++)
            for (int i = 0; i < WALKS + BURSTS; i++) {
                assert_true(a.out[t][i] > 0);
                assert_true(a.out[t][i] != c.out[t][i]);
                assert_true(a.out[t][i] != d.out[t][i]);
            }
    }
    assert_true(lucky >= 15);
    eng_model_free(m);
}

static void noise_does_not_depend_on_the_arithmetic(void **state) {
    (void)state;
    probe a, b;
    eng_model *m = probe_model(&a);
    b = a;
    eng_world_options o = {.seed = 3, .environment_member = 7}, f = o;
    f.arithmetic = ENG_FLUID;
    run_probe(m, &a, &o, 0.4, 10, SEEN);
    run_probe(m, &b, &f, 0.4, 10, SEEN);
    assert_memory_equal(a.out, b.out, sizeof a.out);
    eng_model_free(m);
}

static void without_environment_or_spread_all_multipliers_are_one(void **state) {
    (void)state;
    probe off, zero, unset;
    eng_model *m = probe_model(&off);
    zero = unset = off;
    eng_world_options o = {.seed = 3, .chance_member = 1, .environment_member = 7, .environment_off = 1}, on = o;
    on.environment_off = 0;
    run_probe(m, &off, &o, 0.4, 10, SEEN);
    run_probe(m, &zero, &on, 0, 10, SEEN);
    run_probe(m, &unset, &on, -1, 0, SEEN);
    for (int t = 0; t < SEEN; t++)
        for (int i = 0; i < WALKS + BURSTS; i++)
            assert_true(off.out[t][i] == 1 && zero.out[t][i] == 1 && unset.out[t][i] == 1);
    assert_true(off.left == zero.left && off.left == unset.left); /* the same luck */
    eng_model_free(m);
}

typedef struct {
    double mean, variance;
} moments;

static moments moments_of(const double *x) {
    moments m = {0, 0};
    for (int k = 0; k < N; k++)
        m.mean += x[k] / N;
    for (int k = 0; k < N; k++)
        m.variance += (x[k] - m.mean) * (x[k] - m.mean) / (N - 1);
    return m;
}

static double correlation(const double *x, const double *y) {
    moments a = moments_of(x), b = moments_of(y);
    double sum = 0;
    for (int k = 0; k < N; k++)
        sum += (x[k] - a.mean) * (y[k] - b.mean) / (N - 1);
    return sum / sqrt(a.variance * b.variance);
}

static void must_be_near(const char *what, double found, double expected, double error) {
    if (!(fabs(found - expected) <= 6 * error))
        fail_msg("%s: %g, expected %g, standard error %g", what, found, expected, error);
}

/* ---- different draws ---- */

/* Pools a and b and queues q and r, of two classes; a way w that draws a dimension and a delay. */
enum { DRAWS = 13, HEADS = 1000 };

typedef struct {
    int dim, other, a, b, q, r, way, end, far, out_a, out_b, out_q, out_r, go, desk_q, desk_r;
} mixed;

static int mixed_decide(void *user, eng_day *day) {
    const mixed *x = user;
    const int flows[2] = {x->out_a, x->out_b};
    for (int i = 0; i < 2; i++)
        for (int c = 0; c < 2; c++)
            eng_prob(day, flows[i])[c] = 0.5;
    for (int c = 0; c < 2; c++)
        eng_prob(day, x->go)[c] = 1;
    if (eng_capacity(day, x->desk_q, HEADS) != ENG_OK)
        return ENG_ERR_OWNER;
    return eng_capacity(day, x->desk_r, HEADS);
}

static eng_model *mixed_model(mixed *x) {
    static const double half[2] = {0.5, 0.5}, halves[4] = {0.5, 0.5, 0.5, 0.5};
    eng_system system = {.name = "mixed", .decide = mixed_decide};
    eng_model *m = eng_model_new();
    assert_non_null(m);
    int s = eng_system_add(m, &system);
    x->dim = eng_dimension(m, "nation", 2);
    x->other = eng_dimension(m, "intent", 2);
    int shape = eng_shape(m, 1, &x->dim), redrawn = eng_shape(m, 1, &x->other);
    x->a = eng_stock(m, s, "a", shape, ENG_POOL, 0);
    x->b = eng_stock(m, s, "b", shape, ENG_POOL, 0);
    x->q = eng_stock(m, s, "q", shape, ENG_QUEUE, 3);
    x->r = eng_stock(m, s, "r", shape, ENG_QUEUE, 3);
    x->way = eng_stock(m, s, "way", shape, ENG_POOL, 0);
    x->end = eng_stock(m, s, "end", shape, ENG_POOL, 0);
    x->far = eng_stock(m, s, "far", redrawn, ENG_POOL, 0);
    x->out_a = eng_flow(m, "out a", x->a, x->end, NULL);
    x->out_b = eng_flow(m, "out b", x->b, x->end, NULL);
    x->out_q = eng_flow(m, "out q", x->q, x->end, NULL);
    x->out_r = eng_flow(m, "out r", x->r, x->end, NULL);
    eng_flow_spec spec = {
        .has_redraw = 1, .redraw_dim = x->other, .redraw_shares = halves, .delay_max = 2, .delay = half};
    x->go = eng_flow(m, "go", x->way, x->far, &spec);
    x->desk_q = eng_serve(m, s, "desk q", 1, &x->out_q, 0);
    x->desk_r = eng_serve(m, s, "desk r", 1, &x->out_r, 0);
    if (eng_model_freeze(m) != ENG_OK)
        fail_msg("%s", eng_model_error(m));
    return m;
}

/* What each draw gave, less what it would have given on average after the draws before it. */
static void mixed_run(const eng_model *m, mixed *x, const eng_world_options *o, double out[DRAWS]) {
    const int put[5] = {x->a, x->b, x->q, x->r, x->way};
    double first[2], near_end[2] = {0, 0};
    eng_world *w = eng_world_new(m, o);
    int at = 0;
    assert_non_null(w);
    for (int i = 0; i < 5; i++)
        for (int c = 0; c < 2; c++)
            assert_int_equal(eng_world_put(w, put[i], c, HEADS), ENG_OK);
    for (int day = 0; day < 2; day++) {
        for (int c = 0; c < 2; c++) {
            first[0] = eng_people(w, x->a, c);
            first[1] = eng_people(w, x->b, c);
            out[at++] = -first[0] / 2;
            out[at++] = -first[1] / 2;
        }
        assert_int_equal(eng_world_step(w, x), ENG_OK);
        at -= 4;
        for (int c = 0; c < 2; c++) {
            out[at++] += eng_moved(w, x->out_a, c);
            out[at++] += eng_moved(w, x->out_b, c);
        }
        if (day == 0) {
            out[at++] = eng_moved(w, x->out_q, 0) - HEADS / 2.0;
            out[at++] = eng_moved(w, x->out_r, 0) - HEADS / 2.0;
            near_end[0] = eng_people(w, x->far, 0);
            near_end[1] = eng_people(w, x->far, 1);
        }
    }
    double all0 = eng_people(w, x->far, 0), all1 = eng_people(w, x->far, 1);
    out[at++] = all0 - HEADS;
    out[at++] = near_end[0] - all0 / 2;
    out[at++] = near_end[1] - all1 / 2;
    assert_int_equal(at, DRAWS);
    eng_world_free(w);
}

static void draws_of_other_stocks_classes_days_and_purposes_are_not_correlated(void **state) {
    (void)state;
    static double x[DRAWS][N];
    double out[DRAWS];
    mixed model;
    eng_model *m = mixed_model(&model);
    for (int arithmetic = 0; arithmetic < 3; arithmetic += 2) {
        for (int k = 0; k < N; k++) {
            eng_world_options o = {.arithmetic = (eng_arithmetic)arithmetic, .seed = 77, .chance_member = (uint32_t)k};
            mixed_run(m, &model, &o, out);
            for (int i = 0; i < DRAWS; i++)
                x[i][k] = out[i];
        }
        for (int i = 0; i < DRAWS; i++)
            for (int j = 0; j < i; j++) {
                char what[64];
                snprintf(what, sizeof what, "arithmetic %d, correlation of draws %d and %d", arithmetic, i, j);
                must_be_near(what, correlation(x[i], x[j]), 0, 1 / sqrt((double)N));
            }
    }
    eng_model_free(m);
}

/* ---- the channels ---- */

/* [series][member]: each member's noise on a few days. */
enum { DAY_0, DAY_5, DAY_60, OTHER_0, BURST_0, BURST_1, BURST_60, BURST_OTHER, LEFT, SERIES };

static void gather(double x[SERIES][N], double sd, double tau) {
    probe p;
    eng_model *m = probe_model(&p);
    for (int k = 0; k < N; k++) {
        eng_world_options o = {.seed = 12, .chance_member = (uint32_t)k, .environment_member = (uint32_t)k};
        run_probe(m, &p, &o, sd, tau, SEEN);
        x[DAY_0][k] = p.out[0][0];
        x[DAY_5][k] = p.out[5][0];
        x[DAY_60][k] = p.out[60][0];
        x[OTHER_0][k] = p.out[0][1];
        x[BURST_0][k] = p.out[0][WALKS];
        x[BURST_1][k] = p.out[1][WALKS];
        x[BURST_60][k] = p.out[60][WALKS];
        x[BURST_OTHER][k] = p.out[0][WALKS + 1];
        x[LEFT][k] = p.left;
    }
    eng_model_free(m);
}

static void walks_have_mean_one_and_the_declared_spread_and_memory(void **state) {
    (void)state;
    static double x[SERIES][N];
    static const double taus[2] = {10, 3};
    for (int i = 0; i < 2; i++) {
        double sd = 0.4 - 0.2 * i, tau = taus[i], whole = exp(sd * sd) - 1, root = sqrt((double)N);
        gather(x, sd, tau);
        must_be_near("mean on day 0", moments_of(x[DAY_0]).mean, 1, sqrt(whole) / root);
        must_be_near("mean on day 60", moments_of(x[DAY_60]).mean, 1, sqrt(whole) / root);
        for (int s = 0; s <= OTHER_0; s++)
            for (int k = 0; k < N; k++)
                x[s][k] = log(x[s][k]);
        must_be_near("log variance on day 0", moments_of(x[DAY_0]).variance, sd * sd, sd * sd * sqrt(2.0) / root);
        must_be_near("log variance on day 60", moments_of(x[DAY_60]).variance, sd * sd, sd * sd * sqrt(2.0) / root);
        double r = exp(-5 / tau);
        must_be_near("correlation over 5 days", correlation(x[DAY_0], x[DAY_5]), r, (1 - r * r) / root);
        r = exp(-60 / tau);
        must_be_near("correlation over 60 days", correlation(x[DAY_0], x[DAY_60]), r, (1 - r * r) / root);
        must_be_near("correlation of two items", correlation(x[DAY_0], x[OTHER_0]), 0, 1 / root);
    }
}

static void bursts_have_mean_one_and_the_declared_spread_and_no_memory(void **state) {
    (void)state;
    static double x[SERIES][N];
    double sd = 0.5, root = sqrt((double)N), kurtosis = 6 * sd * sd;
    gather(x, sd, 10);
    static const int days[3] = {BURST_0, BURST_1, BURST_60};
    for (int i = 0; i < 3; i++) {
        moments m = moments_of(x[days[i]]);
        must_be_near("mean of bursts", m.mean, 1, sd / root);
        must_be_near("variance of bursts", m.variance, sd * sd, sd * sd * sqrt(2 + kurtosis) / root);
    }
    must_be_near("correlation of days", correlation(x[BURST_0], x[BURST_1]), 0, 1 / root);
    must_be_near("correlation of far days", correlation(x[BURST_0], x[BURST_60]), 0, 1 / root);
    must_be_near("correlation of items", correlation(x[BURST_0], x[BURST_OTHER]), 0, 1 / root);
    must_be_near("correlation with a walk", correlation(x[BURST_0], x[DAY_0]), 0, 1 / root);
    /* people who leave by 0.01 g: mean 100, variance E[n p (1 - p)] + Var(n p) = 100 - (1 + sd^2) + 100^2 sd^2 */
    moments m = moments_of(x[LEFT]);
    double v = 100 - (1 + sd * sd) + 1e4 * sd * sd;
    must_be_near("mean of a bursting count", m.mean, 100, sqrt(v) / root);
    must_be_near("variance of a bursting count", m.variance, v, v * sqrt(2 + kurtosis) / root);
}

static void an_environment_is_shared_and_not_chance(void **state) {
    (void)state;
    static double a[N], b[N];
    probe p;
    eng_model *m = probe_model(&p);
    for (int k = 0; k < N; k++) { /* two chances of one environment each: the correlation is the environment's share */
        eng_world_options o = {.seed = 12, .chance_member = (uint32_t)(2 * k), .environment_member = (uint32_t)k};
        run_probe(m, &p, &o, 0.1, 10, 1);
        a[k] = p.left;
        o.chance_member++;
        run_probe(m, &p, &o, 0.1, 10, 1);
        b[k] = p.left;
    }
    double share = 100 / (100 + 100 - 1.01);
    must_be_near("share of the environment", correlation(a, b), share, (1 - share * share) / sqrt((double)N) * 1.2);
    eng_model_free(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_percent_of_a_hazard_shares_its_luck_among_many_people),
        cmocka_unit_test(one_percent_of_a_hazard_shares_its_luck_among_few_people),
        cmocka_unit_test(one_percent_of_one_of_four_ways_shares_its_luck),
        cmocka_unit_test(one_percent_of_one_of_four_ways_shares_its_luck_among_few_people),
        cmocka_unit_test(one_percent_of_a_hazard_shares_its_luck_through_queues_and_redraws),
        cmocka_unit_test(different_luck_has_a_ratio_near_one),
        cmocka_unit_test(one_percent_more_of_a_hazard_moves_more_people),
        cmocka_unit_test(one_environment_is_one_noise_whatever_the_chance),
        cmocka_unit_test(noise_does_not_depend_on_the_arithmetic),
        cmocka_unit_test(without_environment_or_spread_all_multipliers_are_one),
        cmocka_unit_test(draws_of_other_stocks_classes_days_and_purposes_are_not_correlated),
        cmocka_unit_test(walks_have_mean_one_and_the_declared_spread_and_memory),
        cmocka_unit_test(bursts_have_mean_one_and_the_declared_spread_and_no_memory),
        cmocka_unit_test(an_environment_is_shared_and_not_chance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
