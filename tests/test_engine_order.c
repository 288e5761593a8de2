/* Neither the order of declarations nor a stranger's presence changes a result; and what cannot stand is refused in
 * words that name the stock and the day.
 */
#include "networks.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { DAYS = 20, SHUFFLES = 6 };

static void digest_of(const net *n, uint64_t order, const eng_world_options *o, unsigned char digest[32]) {
    char error[256];
    net_model nm;
    if (net_build(&nm, n, order) != 0)
        fail_msg("%s: %s", n->name, eng_model_error(nm.m));
    if (net_run(&nm, o, DAYS, NULL, digest, error) != ENG_OK)
        fail_msg("%s: %s", n->name, error);
    net_unbuild(&nm);
}

static void order_changes_nothing(net *n, int noise) {
    static const eng_arithmetic all[3] = {ENG_STOCHASTIC, ENG_FLUID, ENG_INDIVIDUAL};
    unsigned char plain[32], shuffled[32];
    assert_non_null(n);
    if (noise)
        net_add_noise(n);
    for (int a = 0; a < 3; a++) {
        eng_world_options o = {.arithmetic = all[a], .seed = 5, .chance_member = 2, .environment_member = 3};
        digest_of(n, 0, &o, plain);
        for (uint64_t order = 1; order <= SHUFFLES; order++) {
            digest_of(n, order, &o, shuffled);
            if (memcmp(plain, shuffled, 32) != 0)
                fail_msg("%s, arithmetic %d: order %d gives another digest", n->name, a, (int)order);
        }
    }
    free(n);
}

static void order_of_declaration_changes_nothing_in_named_networks(void **state) {
    (void)state;
    for (int i = 0;; i++) {
        net *n = net_named(i);
        if (!n)
            break;
        free(n);
        order_changes_nothing(net_named(i), 0);
        order_changes_nothing(net_named(i), 1);
    }
}

static void order_of_declaration_changes_nothing_in_random_networks(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 25; seed++)
        order_changes_nothing(net_random(seed), seed % 2 == 0);
}

static void another_seed_or_member_changes_the_digest(void **state) {
    (void)state;
    unsigned char d[4][32];
    net *n = net_loop();
    assert_non_null(n);
    net_add_noise(n);
    eng_world_options o[4] = {
        {.seed = 1}, {.seed = 2}, {.seed = 1, .chance_member = 1}, {.seed = 1, .environment_member = 1}};
    for (int i = 0; i < 4; i++)
        digest_of(n, 0, &o[i], d[i]);
    for (int i = 1; i < 4; i++)
        assert_memory_not_equal(d[0], d[i], 32);
    free(n);
}

/* A stranger: a stock, a flow, a queue and a serve that touch nothing of the network. Added first and last. */
static void add_stranger(net *n) {
    int system = 0, s = n->nstocks;
    for (int k = 0; k < 2; k++) {
        net_stock *stock = &n->stocks[n->nstocks++];
        snprintf(stock->name, sizeof stock->name, "%s stranger", k ? "zz" : "aa");
        stock->system = system;
        stock->queue = k;
        stock->ages = k ? 3 : 0;
        stock->put[0] = 500;
    }
    for (int k = 0; k < 2; k++) {
        net_flow *flow = &n->flows[n->nflows++];
        snprintf(flow->name, sizeof flow->name, "%s stranger", k ? "zz" : "aa");
        flow->from = s + k;
        flow->to = s + 1 - k;
        flow->prob[0] = 0.2;
        flow->channel = flow->delay_field = flow->redraw_dim = -1;
        flow->served = k;
    }
    net_serve *serve = &n->serves[n->nserves++];
    snprintf(serve->name, sizeof serve->name, "aa stranger");
    serve->nflows = 1;
    serve->flows[0] = n->nflows - 1;
    serve->capacity = 17.5;
}

static void a_stranger_changes_no_other_stock(void **state) {
    (void)state;
    for (int i = 0;; i++) {
        net *n = net_named(i), *more = net_named(i);
        if (!n)
            break;
        assert_non_null(more);
        add_stranger(more);
        for (int a = 0; a < 3; a++) {
            eng_world_options o = {.arithmetic = (eng_arithmetic)a, .seed = 9};
            double without[512], with[512];
            net_model nm, mm;
            assert_int_equal(net_build(&nm, n, 0), 0);
            assert_int_equal(net_build(&mm, more, 77), 0);
            assert_int_equal(net_run(&nm, &o, DAYS, without, NULL, NULL), ENG_OK);
            assert_int_equal(net_run(&mm, &o, DAYS, with, NULL, NULL), ENG_OK);
            int classes = 0;
            for (int s = 0; s < n->nstocks; s++)
                classes += net_classes(n, s);
            for (int c = 0; c < classes; c++)
                if (without[c] != with[c])
                    fail_msg("%s: class cell %d has %g, with a stranger %g", n->name, c, without[c], with[c]);
            net_unbuild(&nm);
            net_unbuild(&mm);
        }
        free(n);
        free(more);
    }
}

/* ---- refusals in a day ---- */

enum { BAD_DAY = 57 };

typedef enum {
    RIGHT,
    ABOVE_ONE,
    SUM_ABOVE_ONE,
    NOT_A_NUMBER,
    NEGATIVE,
    INFINITE,
    FOREIGN_FLOW,
    FOREIGN_SERVE,
    FOREIGN_FIELD,
    NEGATIVE_CAPACITY,
    NAN_CAPACITY,
    OWN_WORDS,
    OWN_STATUS,
    UNKNOWN_FLOW,
    UNKNOWN_SERVE,
    UNKNOWN_FIELD,
    SERVED_FLOW_ASKED
} fault;

typedef struct {
    fault fault;
    int tapachula, go, stay, foreign_flow, serve, foreign_serve, field, foreign_field, served;
} small;

static int small_decide(void *user, eng_day *day) {
    const small *s = user;
    int bad = eng_world_today(eng_day_world(day)) == BAD_DAY;
    double *p = eng_prob(day, s->go), *q = eng_prob(day, s->stay);
    assert_non_null(p);
    assert_non_null(q);
    p[0] = 0.25;
    q[1] = 0.1;
    if (!bad)
        return ENG_OK;
    switch (s->fault) {
    case ABOVE_ONE:
        p[1] = 1.000001;
        break;
    case SUM_ABOVE_ONE:
        p[1] = 0.6;
        q[1] = 0.41;
        break;
    case NOT_A_NUMBER:
        p[1] = NAN;
        break;
    case INFINITE:
        p[1] = HUGE_VAL;
        break;
    case NEGATIVE:
        p[1] = -1e-9;
        break;
    case FOREIGN_FLOW:
        assert_null(eng_prob(day, s->foreign_flow));
        break;
    case FOREIGN_SERVE:
        assert_int_equal(eng_capacity(day, s->foreign_serve, 1), ENG_ERR_OWNER);
        break;
    case FOREIGN_FIELD:
        assert_null(eng_put(day, s->foreign_field));
        break;
    case NEGATIVE_CAPACITY:
        return eng_capacity(day, s->serve, -1);
    case NAN_CAPACITY:
        return eng_capacity(day, s->serve, NAN);
    case OWN_WORDS:
        return eng_fail(day, "no bus left");
    case OWN_STATUS:
        return -99;
    case UNKNOWN_FLOW:
        assert_null(eng_prob(day, 9999));
        assert_null(eng_prob(day, -1));
        break;
    case UNKNOWN_SERVE:
        assert_true(eng_capacity(day, 9999, 1) < 0);
        break;
    case UNKNOWN_FIELD:
        assert_null(eng_put(day, 9999));
        break;
    case SERVED_FLOW_ASKED:
        p = eng_prob(day, s->served);
        if (p)
            p[0] = 0.5;
        break;
    default:
        break;
    }
    return ENG_OK;
}

static int idle(void *user, eng_day *day) {
    (void)user;
    (void)day;
    return ENG_OK;
}

static eng_model *small_model(small *s, fault which) {
    eng_model *m = eng_model_new();
    assert_non_null(m);
    s->fault = which;
    eng_system mine = {.name = "mine", .decide = small_decide}, theirs = {.name = "theirs", .decide = idle};
    int a = eng_system_add(m, &mine), b = eng_system_add(m, &theirs);
    int dim = eng_dimension(m, "nation", 2), shape = eng_shape(m, 1, &dim);
    s->tapachula = eng_stock(m, a, "Tapachula", shape, ENG_POOL, 0);
    int north = eng_stock(m, a, "north", shape, ENG_POOL, 0), queue = eng_stock(m, a, "desk", shape, ENG_QUEUE, 3);
    int far = eng_stock(m, b, "far", shape, ENG_POOL, 0),
        other_queue = eng_stock(m, b, "far desk", shape, ENG_QUEUE, 3);
    s->go = eng_flow(m, "go", s->tapachula, north, NULL);
    s->stay = eng_flow(m, "settle", s->tapachula, north, NULL);
    s->foreign_flow = eng_flow(m, "far away", far, north, NULL);
    s->served = eng_flow(m, "served", queue, north, NULL);
    int far_served = eng_flow(m, "far served", other_queue, north, NULL);
    s->serve = eng_serve(m, a, "bench", 1, &s->served, 0);
    s->foreign_serve = eng_serve(m, b, "far bench", 1, &far_served, 0);
    s->field = eng_field(m, a, "belief", 1);
    s->foreign_field = eng_field(m, b, "rumour", 1);
    if (eng_model_freeze(m) != ENG_OK)
        fail_msg("%s", eng_model_error(m));
    return m;
}

/* Runs to the bad day and one further; leaves the engine's words. */
static int run_small(fault which, eng_arithmetic arithmetic, char words[256]) {
    small s;
    eng_model *m = small_model(&s, which);
    eng_world_options o = {.arithmetic = arithmetic, .seed = 1};
    eng_world *w = eng_world_new(m, &o);
    assert_non_null(w);
    /* the faults are in class 1, whose people leave only by settling: some are left on the bad day */
    assert_int_equal(eng_world_put(w, s.tapachula, 0, 1e6), ENG_OK);
    assert_int_equal(eng_world_put(w, s.tapachula, 1, 1e6), ENG_OK);
    int status = ENG_OK;
    for (int d = 0; d <= BAD_DAY && status == ENG_OK; d++) {
        status = eng_world_step(w, &s);
        if (d < BAD_DAY && status != ENG_OK)
            fail_msg("day %d: %s", d, eng_world_error(w));
    }
    snprintf(words, 256, "%s", eng_world_error(w));
    eng_world_free(w);
    eng_model_free(m);
    return status;
}

static void a_right_small_model_runs_through(void **state) {
    (void)state;
    char words[256];
    for (int a = 0; a < 3; a++)
        assert_int_equal(run_small(RIGHT, (eng_arithmetic)a, words), ENG_OK);
    assert_string_equal(words, "");
}

static void bad_probabilities_are_refused_with_stock_and_day(void **state) {
    (void)state;
    static const fault faults[] = {ABOVE_ONE, SUM_ABOVE_ONE, NOT_A_NUMBER, NEGATIVE, INFINITE};
    char words[256], day[16];
    snprintf(day, sizeof day, "%d", BAD_DAY);
    for (int a = 0; a < 3; a++)
        for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
            int status = run_small(faults[i], (eng_arithmetic)a, words);
            if (status != ENG_ERR_PROBABILITY)
                fail_msg("fault %d, arithmetic %d: status %d, \"%s\"", (int)faults[i], a, status, words);
            if (!strstr(words, "Tapachula") || !strstr(words, day))
                fail_msg("the words name no stock or no day: \"%s\"", words);
        }
}

static void what_a_system_does_not_own_it_cannot_touch(void **state) {
    (void)state;
    static const struct {
        fault fault;
        const char *name;
    } faults[] = {{FOREIGN_FLOW, "far away"}, {FOREIGN_SERVE, "far bench"}, {FOREIGN_FIELD, "rumour"}};
    char words[256];
    for (int i = 0; i < 3; i++) {
        int status = run_small(faults[i].fault, ENG_STOCHASTIC, words);
        if (status != ENG_ERR_OWNER)
            fail_msg("fault %d: status %d, \"%s\"", (int)faults[i].fault, status, words);
        if (!strstr(words, faults[i].name) || !strstr(words, "mine"))
            fail_msg("the words name neither the thing nor the system: \"%s\"", words);
    }
}

static void unknown_things_and_bad_capacities_end_the_day(void **state) {
    (void)state;
    static const fault faults[] = {UNKNOWN_FLOW,      UNKNOWN_SERVE, UNKNOWN_FIELD,
                                   NEGATIVE_CAPACITY, NAN_CAPACITY,  SERVED_FLOW_ASKED};
    char words[256];
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        int status = run_small(faults[i], ENG_STOCHASTIC, words);
        if (status >= 0)
            fail_msg("fault %d was let through", (int)faults[i]);
        if (words[0] == 0)
            fail_msg("fault %d left no words", (int)faults[i]);
    }
}

static void a_systems_own_failure_is_passed_on_in_its_words(void **state) {
    (void)state;
    char words[256];
    assert_int_equal(run_small(OWN_WORDS, ENG_STOCHASTIC, words), ENG_ERR_SYSTEM);
    assert_non_null(strstr(words, "no bus left"));
    assert_int_equal(run_small(OWN_STATUS, ENG_STOCHASTIC, words), ENG_ERR_SYSTEM);
    assert_non_null(strstr(words, "mine"));
}

/* ---- refusals of declarations ---- */

typedef struct {
    eng_model *m;
    int system, dim, shape, pool, queue, other;
} start;

static start begin(void) {
    start s;
    eng_system system = {.name = "mine", .decide = idle};
    s.m = eng_model_new();
    assert_non_null(s.m);
    s.system = eng_system_add(s.m, &system);
    s.dim = eng_dimension(s.m, "nation", 2);
    s.shape = eng_shape(s.m, 1, &s.dim);
    s.pool = eng_stock(s.m, s.system, "pool", s.shape, ENG_POOL, 0);
    s.other = eng_stock(s.m, s.system, "other", s.shape, ENG_POOL, 0);
    s.queue = eng_stock(s.m, s.system, "queue", s.shape, ENG_QUEUE, 3);
    assert_true(s.system >= 0 && s.dim >= 0 && s.shape >= 0 && s.pool >= 0 && s.queue >= 0);
    assert_int_equal(eng_shape_size(s.m, s.shape), 2);
    return s;
}

/* Refused now, or at the latest by freeze; with words. */
static void must_be_refused(start s, int id, const char *what, const char *name) {
    int status = id < 0 ? id : eng_model_freeze(s.m);
    if (status != ENG_ERR_DECLARE)
        fail_msg("%s: status %d", what, status);
    const char *words = eng_model_error(s.m);
    if (!words || !words[0])
        fail_msg("%s: refused without words", what);
    if (name && !strstr(words, name))
        fail_msg("%s: the words do not name \"%s\": \"%s\"", what, name, words);
    eng_model_free(s.m);
}

static void double_names_are_refused(void **state) {
    (void)state;
    eng_system system = {.name = "mine", .decide = idle};
    start s = begin();
    must_be_refused(s, eng_system_add(s.m, &system), "second system", "mine");
    s = begin();
    must_be_refused(s, eng_dimension(s.m, "nation", 3), "second dimension", "nation");
    s = begin();
    must_be_refused(s, eng_stock(s.m, s.system, "pool", s.shape, ENG_POOL, 0), "second stock", "pool");
    s = begin();
    assert_true(eng_flow(s.m, "go", s.pool, s.other, NULL) >= 0);
    must_be_refused(s, eng_flow(s.m, "go", s.other, s.pool, NULL), "second flow", "go");
    s = begin();
    assert_true(eng_field(s.m, s.system, "belief", 2) >= 0);
    must_be_refused(s, eng_field(s.m, s.system, "belief", 2), "second field", "belief");
    s = begin();
    assert_true(eng_channel(s.m, "walk", 2, ENG_NOISE_AR1) >= 0);
    must_be_refused(s, eng_channel(s.m, "walk", 2, ENG_NOISE_GAMMA), "second channel", "walk");
    s = begin();
    int a = eng_flow(s.m, "a", s.queue, s.other, NULL), b = eng_flow(s.m, "b", s.queue, s.pool, NULL);
    assert_true(eng_serve(s.m, s.system, "desk", 1, &a, 0) >= 0);
    must_be_refused(s, eng_serve(s.m, s.system, "desk", 1, &b, 0), "second serve", "desk");
}

static void unknown_ids_are_refused(void **state) {
    (void)state;
    int bad = 99;
    start s = begin();
    must_be_refused(s, eng_shape(s.m, 1, &bad), "shape of unknown dimension", NULL);
    s = begin();
    must_be_refused(s, eng_stock(s.m, 99, "lost", s.shape, ENG_POOL, 0), "stock of unknown system", "lost");
    s = begin();
    must_be_refused(s, eng_stock(s.m, s.system, "lost", 99, ENG_POOL, 0), "stock of unknown shape", "lost");
    s = begin();
    must_be_refused(s, eng_flow(s.m, "lost", 99, s.pool, NULL), "flow from nowhere", "lost");
    s = begin();
    must_be_refused(s, eng_flow(s.m, "lost", s.pool, -1, NULL), "flow to nowhere", "lost");
    s = begin();
    must_be_refused(s, eng_serve(s.m, s.system, "lost", 1, &bad, 0), "serve of unknown flow", "lost");
    s = begin();
    must_be_refused(s, eng_field(s.m, -3, "lost", 1), "field of unknown system", "lost");
}

static void events_that_would_move_people_are_refused(void **state) {
    (void)state;
    eng_flow_spec spec = {.stays = 1};
    start s = begin();
    must_be_refused(s, eng_flow(s.m, "robbed", s.pool, s.other, &spec), "event into another stock", "robbed");
    s = begin();
    spec = (eng_flow_spec){.stays = 1, .delay_max = 2};
    must_be_refused(s, eng_flow(s.m, "robbed", s.pool, s.pool, &spec), "event with a delay", "robbed");
    s = begin();
    spec = (eng_flow_spec){.stays = 1};
    int event = eng_flow(s.m, "robbed", s.queue, s.queue, &spec);
    assert_true(event >= 0);
    must_be_refused(s, eng_serve(s.m, s.system, "desk", 1, &event, 0), "served event", "robbed");
}

static void wrong_sizes_and_shares_are_refused(void **state) {
    (void)state;
    const double short_delay[3] = {0.5, 0.2, 0.2}, minus[3] = {1.2, -0.2, 0}, shares[4] = {0.5, 0.5, 0.5, 0.4};
    const double below_zero[4] = {0.5, 0.5, 1.5, -0.5};
    const int map[2] = {0, 2};
    start s = begin();
    must_be_refused(s, eng_dimension(s.m, "empty", 0), "empty dimension", "empty");
    s = begin();
    must_be_refused(s, eng_field(s.m, s.system, "empty", 0), "empty field", "empty");
    s = begin();
    must_be_refused(s, eng_channel(s.m, "empty", 0, ENG_NOISE_AR1), "empty channel", "empty");
    s = begin();
    must_be_refused(s, eng_stock(s.m, s.system, "line", s.shape, ENG_QUEUE, 0), "queue without ages", "line");
    s = begin();
    eng_flow_spec spec = {.delay_max = 61};
    must_be_refused(s, eng_flow(s.m, "late", s.pool, s.other, &spec), "delay of 61 days", "late");
    s = begin();
    spec = (eng_flow_spec){.delay_max = -2};
    must_be_refused(s, eng_flow(s.m, "late", s.pool, s.other, &spec), "negative delay", "late");
    s = begin();
    spec = (eng_flow_spec){.delay_max = 3, .delay = short_delay};
    must_be_refused(s, eng_flow(s.m, "late", s.pool, s.other, &spec), "delay shares of 0.9", "late");
    s = begin();
    spec = (eng_flow_spec){.delay_max = 3, .delay = minus};
    must_be_refused(s, eng_flow(s.m, "late", s.pool, s.other, &spec), "negative delay share", "late");
    s = begin();
    spec = (eng_flow_spec){.class_map = map};
    must_be_refused(s, eng_flow(s.m, "lost", s.pool, s.other, &spec), "class map to nowhere", "lost");
    s = begin();
    spec = (eng_flow_spec){.has_redraw = 1, .redraw_dim = s.dim, .redraw_shares = shares};
    must_be_refused(s, eng_flow(s.m, "drawn", s.pool, s.other, &spec), "redraw shares of 0.9", "drawn");
    s = begin();
    spec = (eng_flow_spec){.has_redraw = 1, .redraw_dim = s.dim, .redraw_shares = below_zero};
    must_be_refused(s, eng_flow(s.m, "drawn", s.pool, s.other, &spec), "negative redraw share", "drawn");
    s = begin();
    int wide[2] = {eng_dimension(s.m, "wide", 100000), eng_dimension(s.m, "high", 100000)};
    must_be_refused(s, eng_shape(s.m, 2, wide), "ten thousand million classes", NULL);
    s = begin();
    spec = (eng_flow_spec){.has_delay_field = 1, .delay_field = 42, .delay_max = 3};
    must_be_refused(s, eng_flow(s.m, "late", s.pool, s.other, &spec), "unknown delay field", "late");
    s = begin();
    int field = eng_field(s.m, s.system, "spans", 2);
    spec = (eng_flow_spec){.has_delay_field = 1, .delay_field = field, .delay_max = 3};
    must_be_refused(s, eng_flow(s.m, "late", s.pool, s.other, &spec), "delay field too short", "late");
    s = begin();
    int redrawn = eng_dimension(s.m, "intent", 2);
    spec = (eng_flow_spec){.has_redraw = 1, .redraw_dim = redrawn, .redraw_shares = shares};
    must_be_refused(s, eng_flow(s.m, "drawn", s.pool, s.other, &spec), "redraw of a dimension not kept", "drawn");
}

static void only_own_queues_are_served_and_once(void **state) {
    (void)state;
    eng_system system = {.name = "theirs", .decide = idle};
    start s = begin();
    int flow = eng_flow(s.m, "go", s.pool, s.other, NULL);
    must_be_refused(s, eng_serve(s.m, s.system, "desk", 1, &flow, 0), "serve of a pool", "desk");
    s = begin();
    int theirs = eng_system_add(s.m, &system);
    flow = eng_flow(s.m, "go", s.queue, s.other, NULL);
    int status = eng_serve(s.m, theirs, "desk", 1, &flow, 0);
    if (status >= 0)
        status = eng_model_freeze(s.m);
    assert_true(status == ENG_ERR_OWNER || status == ENG_ERR_DECLARE);
    assert_non_null(strstr(eng_model_error(s.m), "desk"));
    eng_model_free(s.m);
    s = begin();
    flow = eng_flow(s.m, "go", s.queue, s.other, NULL);
    assert_true(eng_serve(s.m, s.system, "desk", 1, &flow, 0) >= 0);
    must_be_refused(s, eng_serve(s.m, s.system, "second desk", 1, &flow, 0), "a flow in two serves", "go");
}

static void nothing_is_declared_after_the_freeze_and_no_world_before(void **state) {
    (void)state;
    start s = begin();
    eng_world_options o = {.seed = 1};
    assert_null(eng_world_new(s.m, &o));
    assert_int_equal(eng_model_freeze(s.m), ENG_OK);
    assert_true(eng_stock(s.m, s.system, "late", s.shape, ENG_POOL, 0) < 0);
    assert_true(eng_flow(s.m, "late", s.pool, s.other, NULL) < 0);
    assert_true(eng_dimension(s.m, "late", 2) < 0);
    assert_true(eng_field(s.m, s.system, "late", 2) < 0);
    eng_world *w = eng_world_new(s.m, &o);
    assert_non_null(w);
    eng_world_free(w);
    eng_model_free(s.m);
}

static void people_are_put_only_where_there_is_a_place(void **state) {
    (void)state;
    start s = begin();
    eng_world_options o = {.seed = 1};
    assert_int_equal(eng_model_freeze(s.m), ENG_OK);
    eng_world *w = eng_world_new(s.m, &o);
    assert_non_null(w);
    assert_true(eng_world_put(w, 99, 0, 1) < 0);
    assert_true(eng_world_put(w, s.pool, 2, 1) < 0);
    assert_true(eng_world_put(w, s.pool, -1, 1) < 0);
    assert_true(eng_world_put(w, s.pool, 0, -5) < 0);
    assert_true(eng_world_put(w, s.pool, 0, NAN) < 0);
    assert_int_equal(eng_world_put(w, s.pool, 0, 2.6), ENG_OK);
    assert_true(eng_everyone(w) == 3);
    eng_world_free(w);
    eng_model_free(s.m);
}

static void names_are_found_again(void **state) {
    (void)state;
    start s = begin();
    int flow = eng_flow(s.m, "go", s.pool, s.queue, NULL), field = eng_field(s.m, s.system, "belief", 2);
    assert_int_equal(eng_model_freeze(s.m), ENG_OK);
    assert_int_equal(eng_find_stock(s.m, "queue"), s.queue);
    assert_int_equal(eng_find_flow(s.m, "go"), flow);
    assert_int_equal(eng_find_field(s.m, "belief"), field);
    assert_true(eng_find_stock(s.m, "go") < 0);
    assert_true(eng_find_flow(s.m, "") < 0);
    assert_int_equal(eng_count_stocks(s.m), 3);
    assert_int_equal(eng_count_flows(s.m), 1);
    assert_string_equal(eng_stock_name(s.m, s.pool), "pool");
    assert_string_equal(eng_flow_name(s.m, flow), "go");
    assert_int_equal(eng_stock_classes(s.m, s.pool), 2);
    assert_int_equal(eng_flow_from(s.m, flow), s.pool);
    assert_int_equal(eng_flow_to(s.m, flow), s.queue);
    eng_model_free(s.m);
}

static void classes_are_the_products_of_dimensions_last_fastest(void **state) {
    (void)state;
    eng_model *m = eng_model_new();
    assert_non_null(m);
    int a = eng_dimension(m, "a", 2), b = eng_dimension(m, "b", 3), c = eng_dimension(m, "c", 4);
    int dims[2] = {a, c}, shape = eng_shape(m, 2, dims), none = eng_shape(m, 0, NULL);
    assert_int_equal(eng_shape_size(m, shape), 8);
    assert_int_equal(eng_shape_size(m, none), 1);
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 4; k++) {
            int parts[2] = {i, k}, cls = eng_class(m, shape, parts);
            assert_int_equal(cls, i * 4 + k);
            assert_int_equal(eng_class_part(m, shape, cls, a), i);
            assert_int_equal(eng_class_part(m, shape, cls, c), k);
            assert_int_equal(eng_class_part(m, shape, cls, b), -1);
        }
    eng_model_free(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_of_declaration_changes_nothing_in_named_networks),
        cmocka_unit_test(order_of_declaration_changes_nothing_in_random_networks),
        cmocka_unit_test(another_seed_or_member_changes_the_digest),
        cmocka_unit_test(a_stranger_changes_no_other_stock),
        cmocka_unit_test(a_right_small_model_runs_through),
        cmocka_unit_test(bad_probabilities_are_refused_with_stock_and_day),
        cmocka_unit_test(what_a_system_does_not_own_it_cannot_touch),
        cmocka_unit_test(unknown_things_and_bad_capacities_end_the_day),
        cmocka_unit_test(a_systems_own_failure_is_passed_on_in_its_words),
        cmocka_unit_test(double_names_are_refused),
        cmocka_unit_test(unknown_ids_are_refused),
        cmocka_unit_test(events_that_would_move_people_are_refused),
        cmocka_unit_test(wrong_sizes_and_shares_are_refused),
        cmocka_unit_test(only_own_queues_are_served_and_once),
        cmocka_unit_test(nothing_is_declared_after_the_freeze_and_no_world_before),
        cmocka_unit_test(people_are_put_only_where_there_is_a_place),
        cmocka_unit_test(names_are_found_again),
        cmocka_unit_test(classes_are_the_products_of_dimensions_last_fastest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
