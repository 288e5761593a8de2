/* What one day means: the sentences of engine.h, one test each, on networks small enough to do in the head. */
#include "engine/engine.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 4, SEEN = 12 };

/* One system over up to MOST stocks of one class; each test gives it an `act` for its decide. */
typedef struct tiny tiny;
struct tiny {
    eng_model *m;
    eng_world *w;
    int system, shape, stock[MOST], flow[MOST], serve, field;
    int (*act)(tiny *t, eng_day *day);
    int64_t decided[SEEN], recorded[SEEN];
    double moved_in_decide[SEEN], moved_in_record[SEEN], field_seen[SEEN][3];
};

static int tiny_decide(void *user, eng_day *day) {
    tiny *t = user;
    const eng_world *w = eng_day_world(day);
    int64_t today = eng_world_today(w);
    if (today < SEEN) {
        t->decided[today] = today;
        t->moved_in_decide[today] = t->flow[0] >= 0 ? eng_moved_total(w, t->flow[0]) : 0;
        if (t->field >= 0)
            memcpy(t->field_seen[today], eng_get(w, t->field), sizeof t->field_seen[today]);
    }
    return t->act ? t->act(t, day) : ENG_OK;
}

static int tiny_record(void *user, const eng_world *w) {
    tiny *t = user;
    int64_t today = eng_world_today(w);
    if (today < SEEN) {
        t->recorded[today] = today;
        t->moved_in_record[today] = t->flow[0] >= 0 ? eng_moved_total(w, t->flow[0]) : 0;
    }
    return ENG_OK;
}

static void tiny_begin(tiny *t, int (*act)(tiny *, eng_day *)) {
    char name[] = "tiny";
    eng_system system = {.name = name, .decide = tiny_decide, .record = tiny_record};
    memset(t, 0, sizeof *t);
    t->act = act;
    for (int i = 0; i < MOST; i++)
        t->stock[i] = t->flow[i] = -1;
    t->serve = t->field = -1;
    t->m = eng_model_new();
    assert_non_null(t->m);
    t->system = eng_system_add(t->m, &system);
    memset(name, '?', 4); /* a name is copied, like all names */
    t->shape = eng_shape(t->m, 0, NULL);
}

static int pool(tiny *t, const char *name) { return eng_stock(t->m, t->system, name, t->shape, ENG_POOL, 0); }

static int queue(tiny *t, const char *name, int ages) {
    return eng_stock(t->m, t->system, name, t->shape, ENG_QUEUE, ages);
}

static void tiny_freeze(tiny *t, eng_arithmetic arithmetic) {
    eng_world_options o = {.arithmetic = arithmetic, .seed = 6};
    if (eng_model_freeze(t->m) != ENG_OK)
        fail_msg("%s", eng_model_error(t->m));
    t->w = eng_world_new(t->m, &o);
    assert_non_null(t->w);
}

static void step(tiny *t) {
    if (eng_world_step(t->w, t) != ENG_OK)
        fail_msg("%s", eng_world_error(t->w));
}

static void tiny_end(tiny *t) {
    eng_world_free(t->w);
    eng_model_free(t->m);
}

static int everyone_moves(tiny *t, eng_day *day) {
    for (int i = 0; i < MOST; i++)
        if (t->flow[i] >= 0)
            eng_prob(day, t->flow[i])[0] = 1;
    return ENG_OK;
}

static void who_arrives_today_leaves_tomorrow_at_the_earliest(void **state) {
    (void)state;
    for (int a = 0; a < 3; a++) {
        tiny t;
        tiny_begin(&t, everyone_moves);
        for (int i = 0; i < 3; i++)
            t.stock[i] = pool(&t, i == 0 ? "c" : i == 1 ? "b" : "a"); /* names against the way */
        t.flow[0] = eng_flow(t.m, "first", t.stock[0], t.stock[1], NULL);
        t.flow[1] = eng_flow(t.m, "second", t.stock[1], t.stock[2], NULL);
        tiny_freeze(&t, (eng_arithmetic)a);
        assert_int_equal(eng_world_put(t.w, t.stock[0], 0, 100), ENG_OK);
        step(&t);
        assert_true(eng_total(t.w, t.stock[0]) == 0);
        assert_true(eng_total(t.w, t.stock[1]) == 100);
        assert_true(eng_total(t.w, t.stock[2]) == 0);
        step(&t);
        assert_true(eng_total(t.w, t.stock[2]) == 100);
        tiny_end(&t);
    }
}

static void yesterdays_moves_are_seen_in_decide_and_todays_in_record(void **state) {
    (void)state;
    tiny t;
    tiny_begin(&t, everyone_moves);
    t.stock[0] = pool(&t, "from");
    t.stock[1] = pool(&t, "to");
    t.flow[0] = eng_flow(t.m, "go", t.stock[0], t.stock[1], NULL);
    tiny_freeze(&t, ENG_STOCHASTIC);
    assert_int_equal(eng_world_put(t.w, t.stock[0], 0, 70), ENG_OK);
    for (int d = 0; d < 3; d++)
        step(&t);
    assert_true(t.moved_in_decide[0] == 0 && t.moved_in_record[0] == 70);
    assert_true(t.moved_in_decide[1] == 70 && t.moved_in_record[1] == 0);
    assert_true(t.moved_in_decide[2] == 0 && t.moved_in_record[2] == 0);
    for (int d = 0; d < 3; d++)
        assert_true(t.decided[d] == d && t.recorded[d] == d);
    assert_int_equal(eng_world_today(t.w), 3);
    tiny_end(&t);
}

static int ask_twice_then_never(tiny *t, eng_day *day) {
    int64_t today = eng_world_today(eng_day_world(day));
    if (today > 1)
        return ENG_OK;
    double *p = eng_prob(day, t->flow[0]);
    assert_true(p[0] == 0); /* nothing is left of yesterday */
    p[0] = today == 0 ? 1 : 0.25;
    double *again = eng_prob(day, t->flow[0]);
    assert_ptr_equal(p, again);
    assert_true(again[0] == (today == 0 ? 1 : 0.25));
    return ENG_OK;
}

static void a_flow_is_asked_anew_each_day_and_moves_nobody_unasked(void **state) {
    (void)state;
    tiny t;
    tiny_begin(&t, ask_twice_then_never);
    t.stock[0] = pool(&t, "from");
    t.stock[1] = pool(&t, "to");
    t.flow[0] = eng_flow(t.m, "go", t.stock[0], t.stock[1], NULL);
    tiny_freeze(&t, ENG_FLUID);
    assert_int_equal(eng_world_put(t.w, t.stock[0], 0, 100), ENG_OK);
    step(&t);
    assert_true(eng_total(t.w, t.stock[0]) == 0);
    assert_int_equal(eng_world_put(t.w, t.stock[0], 0, 80), ENG_OK);
    step(&t);
    assert_true(eng_total(t.w, t.stock[0]) == 60);
    step(&t);
    assert_true(eng_total(t.w, t.stock[0]) == 60);
    tiny_end(&t);
}

static int write_one_of_three(tiny *t, eng_day *day) {
    if (eng_world_today(eng_day_world(day)) != 1)
        return ENG_OK;
    double *next = eng_put(day, t->field);
    assert_true(next[0] == 1 && next[1] == 2 && next[2] == 3);
    next[1] = 20;
    assert_ptr_equal(next, eng_put(day, t->field));
    assert_true(next[1] == 20);
    assert_true(eng_get(eng_day_world(day), t->field)[1] == 2); /* today's stays */
    return ENG_OK;
}

static void a_field_written_today_is_seen_tomorrow_and_stays_until_written(void **state) {
    (void)state;
    static const double first[3] = {1, 2, 3};
    tiny t;
    tiny_begin(&t, write_one_of_three);
    t.stock[0] = pool(&t, "only");
    t.field = eng_field(t.m, t.system, "belief", 3);
    tiny_freeze(&t, ENG_STOCHASTIC);
    assert_int_equal(eng_world_field_set(t.w, t.field, first), ENG_OK);
    for (int d = 0; d < 5; d++)
        step(&t);
    for (int d = 0; d < 5; d++) {
        assert_true(t.field_seen[d][0] == 1 && t.field_seen[d][2] == 3);
        assert_true(t.field_seen[d][1] == (d < 2 ? 2 : 20));
    }
    tiny_end(&t);
}

static void a_fixed_delay_keeps_everyone_on_the_way_for_its_days(void **state) {
    (void)state;
    for (int days = 1; days <= 60; days += days < 4 ? 1 : 28) {
        tiny t;
        eng_flow_spec spec = {.delay_max = days};
        tiny_begin(&t, everyone_moves);
        t.stock[0] = pool(&t, "from");
        t.stock[1] = pool(&t, "to");
        t.flow[0] = eng_flow(t.m, "go", t.stock[0], t.stock[1], &spec);
        tiny_freeze(&t, ENG_STOCHASTIC);
        assert_int_equal(eng_world_put(t.w, t.stock[0], 0, 33), ENG_OK);
        for (int d = 1; d <= days + 1; d++) {
            step(&t); /* now the start of day d; the flow was entered on day 0 */
            assert_true(eng_total(t.w, t.stock[1]) == (d >= days ? 33 : 0));
            assert_true(eng_on_the_way(t.w, t.stock[1]) == (d >= days ? 0 : 33));
        }
        tiny_end(&t);
    }
}

static int serve_three(tiny *t, eng_day *day) { return eng_capacity(day, t->serve, 3); }

static void the_oldest_of_two_queues_are_served_first_and_age_while_they_wait(void **state) {
    (void)state;
    for (int a = 0; a < 3; a++) {
        tiny t;
        double ages[4];
        tiny_begin(&t, serve_three);
        t.stock[0] = queue(&t, "short", 3);
        t.stock[1] = queue(&t, "long", 3);
        t.stock[2] = pool(&t, "done");
        t.flow[0] = eng_flow(t.m, "of short", t.stock[0], t.stock[2], NULL);
        t.flow[1] = eng_flow(t.m, "of long", t.stock[1], t.stock[2], NULL);
        int flows[2] = {t.flow[0], t.flow[1]};
        t.serve = eng_serve(t.m, t.system, "desk", 2, flows, 0);
        tiny_freeze(&t, (eng_arithmetic)a);
        assert_int_equal(eng_world_put(t.w, t.stock[1], 0, 7), ENG_OK); /* came for day 0 */
        step(&t);                                                       /* 4 left of the long queue */
        assert_int_equal(eng_world_put(t.w, t.stock[0], 0, 5), ENG_OK); /* came for day 1 */
        assert_int_equal(eng_queue_ages(t.w, t.stock[1], ages, 4), 3);
        assert_true(ages[0] == 0 && ages[1] == 4 && ages[2] == 0);
        assert_int_equal(eng_queue_ages(t.w, t.stock[0], ages, 4), 3);
        assert_true(ages[0] == 5 && ages[1] == 0);
        step(&t); /* 1 left of the long queue, 5 of the short */
        assert_true(eng_total(t.w, t.stock[1]) == 1);
        assert_true(eng_total(t.w, t.stock[0]) == 5);
        step(&t); /* the last of the long queue and two of the short */
        assert_true(eng_total(t.w, t.stock[1]) == 0);
        assert_true(eng_total(t.w, t.stock[0]) == 3);
        assert_true(eng_total(t.w, t.stock[2]) == 9);
        tiny_end(&t);
    }
}

static void days_of_arrival_older_than_a_queue_tells_apart_are_together(void **state) {
    (void)state;
    tiny t;
    double ages[3];
    tiny_begin(&t, NULL);
    t.stock[0] = queue(&t, "line", 3);
    t.stock[1] = pool(&t, "done");
    t.flow[0] = eng_flow(t.m, "serve", t.stock[0], t.stock[1], NULL);
    t.serve = eng_serve(t.m, t.system, "desk", 1, t.flow, 0);
    tiny_freeze(&t, ENG_STOCHASTIC);
    for (int d = 0; d < 6; d++) { /* 1, 2, 4, ... people come for day 0, 1, 2, ...; no capacity is asked for */
        assert_int_equal(eng_world_put(t.w, t.stock[0], 0, 1 << d), ENG_OK);
        step(&t);
    }
    assert_int_equal(eng_queue_ages(t.w, t.stock[0], ages, 3), 3);
    assert_true(ages[0] == 0);
    assert_true(ages[1] == 32);
    assert_true(ages[2] == 31);
    assert_true(eng_total(t.w, t.stock[1]) == 0);
    tiny_end(&t);
}

static int serve_two_and_split_the_rest(tiny *t, eng_day *day) {
    eng_prob(day, t->flow[1])[0] = 1;
    return eng_capacity(day, t->serve, 2);
}

static void serves_come_before_splits(void **state) {
    (void)state;
    for (int a = 0; a < 3; a++) {
        tiny t;
        tiny_begin(&t, serve_two_and_split_the_rest);
        t.stock[0] = queue(&t, "line", 3);
        t.stock[1] = pool(&t, "served");
        t.stock[2] = pool(&t, "gave up");
        t.flow[0] = eng_flow(t.m, "serve", t.stock[0], t.stock[1], NULL);
        t.flow[1] = eng_flow(t.m, "give up", t.stock[0], t.stock[2], NULL);
        t.serve = eng_serve(t.m, t.system, "desk", 1, t.flow, 0);
        tiny_freeze(&t, (eng_arithmetic)a);
        assert_int_equal(eng_world_put(t.w, t.stock[0], 0, 9), ENG_OK);
        step(&t);
        assert_true(eng_total(t.w, t.stock[0]) == 0);
        assert_true(eng_total(t.w, t.stock[1]) == 2);
        assert_true(eng_total(t.w, t.stock[2]) == 7);
        tiny_end(&t);
    }
}

static int serve_all(tiny *t, eng_day *day) { return eng_capacity(day, t->serve, HUGE_VAL); }

static void a_class_that_never_takes_a_served_flow_waits_on(void **state) {
    (void)state;
    const int map[2] = {-1, 1};
    for (int a = 0; a < 3; a++)
        for (int capacity = 0; capacity < 2; capacity++)
            for (int random_order = 0; random_order < 2; random_order++) {
                tiny t;
                tiny_begin(&t, capacity ? serve_all : serve_three);
                int dim = eng_dimension(t.m, "nation", 2);
                t.shape = eng_shape(t.m, 1, &dim);
                eng_flow_spec spec = {.class_map = map};
                t.stock[0] = queue(&t, "line", 3);
                t.stock[1] = pool(&t, "done");
                t.flow[0] = eng_flow(t.m, "serve", t.stock[0], t.stock[1], &spec);
                t.serve = eng_serve(t.m, t.system, "desk", 1, t.flow, random_order);
                tiny_freeze(&t, (eng_arithmetic)a);
                assert_int_equal(eng_world_put(t.w, t.stock[0], 0, 10), ENG_OK);
                assert_int_equal(eng_world_put(t.w, t.stock[0], 1, 5), ENG_OK);
                step(&t);
                assert_true(eng_people(t.w, t.stock[0], 0) == 10);
                assert_true(fabs(eng_people(t.w, t.stock[1], 1) - (capacity ? 5 : 3)) < 1e-12);
                tiny_end(&t);
            }
}

static void a_dimension_of_many_values_is_redrawn(void **state) {
    (void)state;
    enum { VALUES = 300 };
    static double shares[VALUES];
    for (int i = 0; i < VALUES; i++)
        shares[i] = 1.0 / VALUES;
    for (int a = 0; a < 3; a++) {
        tiny t;
        tiny_begin(&t, everyone_moves);
        int dim = eng_dimension(t.m, "town", VALUES), shape = eng_shape(t.m, 1, &dim), seen = 0;
        eng_flow_spec spec = {.has_redraw = 1, .redraw_dim = dim, .redraw_shares = shares};
        t.stock[0] = pool(&t, "from");
        t.stock[1] = eng_stock(t.m, t.system, "to", shape, ENG_POOL, 0);
        t.flow[0] = eng_flow(t.m, "go", t.stock[0], t.stock[1], &spec);
        assert_true(t.flow[0] >= 0);
        tiny_freeze(&t, (eng_arithmetic)a);
        assert_int_equal(eng_world_put(t.w, t.stock[0], 0, 30000), ENG_OK);
        step(&t);
        for (int c = 0; c < VALUES; c++)
            seen += eng_people(t.w, t.stock[1], c) > 40 && eng_people(t.w, t.stock[1], c) < 160;
        assert_int_equal(seen, VALUES);
        assert_true(fabs(eng_total(t.w, t.stock[1]) - 30000) < 1e-6);
        tiny_end(&t);
    }
}

static void a_declared_class_and_a_redraw_go_together(void **state) {
    (void)state;
    const int map[3] = {3, 0, -1}; /* the class with part 0 of the redrawn dimension: it is last in the shape */
    const double shares[9] = {0, 0, 1, 0, 1, 0, 1, 0, 0};
    tiny t;
    tiny_begin(&t, NULL);
    int nation = eng_dimension(t.m, "nation", 3), two = eng_dimension(t.m, "two", 2),
        intent = eng_dimension(t.m, "intent", 3);
    int dims[2] = {two, intent};
    eng_flow_spec spec = {.class_map = map, .has_redraw = 1, .redraw_dim = intent, .redraw_shares = shares};
    t.stock[0] = eng_stock(t.m, t.system, "from", eng_shape(t.m, 1, &nation), ENG_QUEUE, 2);
    t.stock[1] = eng_stock(t.m, t.system, "to", eng_shape(t.m, 2, dims), ENG_POOL, 0);
    t.flow[0] = eng_flow(t.m, "go", t.stock[0], t.stock[1], &spec);
    t.serve = eng_serve(t.m, t.system, "desk", 1, t.flow, 0);
    t.act = serve_all;
    tiny_freeze(&t, ENG_STOCHASTIC);
    assert_int_equal(eng_world_put(t.w, t.stock[0], 0, 10), ENG_OK);
    assert_int_equal(eng_world_put(t.w, t.stock[0], 1, 20), ENG_OK);
    step(&t);
    assert_true(eng_people(t.w, t.stock[1], 3 + 2) == 10);
    assert_true(eng_people(t.w, t.stock[1], 0 + 1) == 20);
    tiny_end(&t);
}

static int half_of_each_class(tiny *t, eng_day *day) {
    double *p = eng_prob(day, t->flow[0]);
    for (int c = 0; c < 2000; c++)
        p[c] = 0.5;
    return ENG_OK;
}

static void a_fluid_queue_of_very_many_nearly_empty_classes_stays_in_balance(void **state) {
    (void)state;
    tiny t;
    tiny_begin(&t, half_of_each_class);
    int dim = eng_dimension(t.m, "class", 2000);
    t.shape = eng_shape(t.m, 1, &dim);
    t.stock[0] = queue(&t, "line", 3);
    t.stock[1] = pool(&t, "gone");
    t.flow[0] = eng_flow(t.m, "give up", t.stock[0], t.stock[1], NULL);
    tiny_freeze(&t, ENG_FLUID);
    for (int c = 0; c < 2000; c++)
        assert_int_equal(eng_world_put(t.w, t.stock[0], c, 1e-6 * (c + 1) / 2000), ENG_OK);
    double first = eng_everyone(t.w);
    for (int d = 0; d < 60; d++)
        step(&t);
    assert_true(fabs(eng_everyone(t.w) - first) < 1e-9 * first);
    tiny_end(&t);
}

static void delay_shares_in_a_field_that_do_not_add_up_are_refused_with_flow_and_day(void **state) {
    (void)state;
    static const double wrong[3] = {0.5, 0.3, 0.1};
    for (int a = 0; a < 3; a++) {
        tiny t;
        tiny_begin(&t, everyone_moves);
        t.stock[0] = pool(&t, "from");
        t.stock[1] = pool(&t, "to");
        t.field = eng_field(t.m, t.system, "spans", 3);
        eng_flow_spec spec = {.delay_max = 3, .has_delay_field = 1, .delay_field = t.field};
        t.flow[0] = eng_flow(t.m, "slow", t.stock[0], t.stock[1], &spec);
        tiny_freeze(&t, (eng_arithmetic)a);
        assert_int_equal(eng_world_field_set(t.w, t.field, wrong), ENG_OK);
        assert_int_equal(eng_world_put(t.w, t.stock[0], 0, 10), ENG_OK);
        assert_int_equal(eng_world_step(t.w, &t), ENG_ERR_PROBABILITY);
        assert_non_null(strstr(eng_world_error(t.w), "slow"));
        assert_non_null(strstr(eng_world_error(t.w), "day 0"));
        tiny_end(&t);
    }
}

static void sha256_gives_the_published_digests(void **state) {
    (void)state;
    /* FIPS 180-4 examples: "abc", and the message of 448 bits */
    static const unsigned char abc[4] = {0xba, 0x78, 0x16, 0xbf}, longer[4] = {0x24, 0x8d, 0x6a, 0x61};
    static const char text[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    unsigned char out[32];
    eng_sha256 s;
    eng_sha256_start(&s);
    eng_sha256_add(&s, "abc", 3);
    eng_sha256_end(&s, out);
    assert_memory_equal(out, abc, 4);
    eng_sha256_start(&s);
    for (size_t i = 0; i < sizeof text - 1; i++)
        eng_sha256_add(&s, text + i, 1);
    eng_sha256_end(&s, out);
    assert_memory_equal(out, longer, 4);
}

static int put_on_day_two(tiny *t, eng_day *day) {
    if (eng_world_today(t->w) == 2)
        eng_put(day, t->field)[0] = 7;
    return ENG_OK;
}

/* Known to be what it was only if nobody put it, set it or loaded another day. */
static void a_field_lasts_until_it_is_put_set_or_loaded(void **state) {
    (void)state;
    static const double eight = 8;
    static const int lasts[6] = {0, 1, 1, 0, 1, 1};
    static char saved[4096];
    tiny t;
    tiny_begin(&t, put_on_day_two);
    t.stock[0] = pool(&t, "all");
    t.field = eng_field(t.m, t.system, "level", 1);
    tiny_freeze(&t, ENG_FLUID);
    for (int d = 0; d < 6; d++) {
        assert_int_equal(eng_field_lasts(t.w, t.field), lasts[d]);
        step(&t);
    }
    assert_int_equal(eng_world_field_set(t.w, t.field, &eight), ENG_OK);
    assert_int_equal(eng_field_lasts(t.w, t.field), 0);
    step(&t);
    assert_int_equal(eng_field_lasts(t.w, t.field), 1);
    assert_true(eng_snapshot_size(t.w) <= sizeof saved);
    assert_int_equal(eng_snapshot_save(t.w, saved, sizeof saved), ENG_OK);
    assert_int_equal(eng_snapshot_load(t.w, saved, eng_snapshot_size(t.w)), ENG_OK);
    assert_int_equal(eng_field_lasts(t.w, t.field), 0);
    eng_world *branch = eng_world_branch(t.w);
    assert_non_null(branch);
    assert_int_equal(eng_field_lasts(branch, t.field), 0);
    eng_world_free(branch);
    tiny_end(&t);
}

/* Cells are numbered with 32 bits where thousands of flows are walked over. */
static void a_world_of_more_cells_than_can_be_numbered_is_refused(void **state) {
    (void)state;
    tiny t;
    tiny_begin(&t, NULL);
    int dim = eng_dimension(t.m, "class", 100000000);
    t.shape = eng_shape(t.m, 1, &dim);
    assert_true(queue(&t, "line", 50) >= 0);
    assert_int_equal(eng_model_freeze(t.m), ENG_ERR_DECLARE);
    assert_non_null(strstr(eng_model_error(t.m), "4294967295"));
    eng_model_free(t.m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_arrives_today_leaves_tomorrow_at_the_earliest),
        cmocka_unit_test(yesterdays_moves_are_seen_in_decide_and_todays_in_record),
        cmocka_unit_test(a_flow_is_asked_anew_each_day_and_moves_nobody_unasked),
        cmocka_unit_test(a_field_written_today_is_seen_tomorrow_and_stays_until_written),
        cmocka_unit_test(a_fixed_delay_keeps_everyone_on_the_way_for_its_days),
        cmocka_unit_test(the_oldest_of_two_queues_are_served_first_and_age_while_they_wait),
        cmocka_unit_test(days_of_arrival_older_than_a_queue_tells_apart_are_together),
        cmocka_unit_test(serves_come_before_splits),
        cmocka_unit_test(a_class_that_never_takes_a_served_flow_waits_on),
        cmocka_unit_test(a_dimension_of_many_values_is_redrawn),
        cmocka_unit_test(a_declared_class_and_a_redraw_go_together),
        cmocka_unit_test(a_fluid_queue_of_very_many_nearly_empty_classes_stays_in_balance),
        cmocka_unit_test(delay_shares_in_a_field_that_do_not_add_up_are_refused_with_flow_and_day),
        cmocka_unit_test(sha256_gives_the_published_digests),
        cmocka_unit_test(a_field_lasts_until_it_is_put_set_or_loaded),
        cmocka_unit_test(a_world_of_more_cells_than_can_be_numbered_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
