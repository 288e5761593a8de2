/* People who moved, counted by lists drawn at random, are those that are added class by class. */
#include "engine/count.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { A = 5, B = 3, C = 4, CLASSES = A * B * C, FLOWS = 9, ROWS = 14, LISTS = 200, DAYS = 25, CELLS = 3 * CLASSES };

typedef struct {
    eng_model *m;
    int from, other, to, flow[FLOWS], serve;
} journey;

static uint32_t drawn;

static int draw(int n) {
    drawn = drawn * 1664525u + 1013904223u;
    return (int)((drawn >> 8) % (uint32_t)n);
}

/* By class, a factor of it, a rate for all, by groups, an event, served; of two stocks; and one that nobody takes. */
static int decide(void *user, eng_day *day) {
    const journey *j = user;
    double *own = eng_prob(day, j->flow[0]), *by_group = eng_prob_by(day, j->flow[3], C);
    double *other = eng_prob(day, j->flow[5]);
    if (!own || !by_group || !other)
        return -1;
    for (int c = 0; c < CLASSES; c++) {
        own[c] = 0.002 * (c % 11);
        other[c] = 0.3 - 0.002 * c;
    }
    for (int g = 0; g < CLASSES / C; g++)
        by_group[g] = 0.003 * g;
    return eng_like(day, j->flow[1], j->flow[0], 1.7) || eng_rate(day, j->flow[2], 0.04) ||
           eng_rate(day, j->flow[4], 0.01) || eng_like(day, j->flow[6], j->flow[5], 0.1) ||
           eng_capacity(day, j->serve, 21.5);
}

static void build(journey *j) {
    static const char *const names[FLOWS] = {"b own",   "a like own", "c rate",       "d by group", "e event",
                                             "f other", "g like",     "h not walked", "i served"};
    eng_model *m = j->m = eng_model_new();
    int dims[3] = {eng_dimension(m, "a", A), eng_dimension(m, "b", B), eng_dimension(m, "c", C)};
    int shape = eng_shape(m, 3, dims);
    eng_system system = {.name = "all", .decide = decide};
    int id = eng_system_add(m, &system);
    j->from = eng_stock(m, id, "from", shape, ENG_POOL, 0);
    j->other = eng_stock(m, id, "other", shape, ENG_QUEUE, 3);
    j->to = eng_stock(m, id, "to", shape, ENG_POOL, 0);
    const eng_flow_spec event = {.stays = 1};
    for (int i = 0; i < FLOWS; i++) {
        int from = i >= 5 && i != 7 ? j->other : j->from;
        j->flow[i] = eng_flow(m, names[i], from, i == 4 ? from : j->to, i == 4 ? &event : NULL);
        assert_true(j->flow[i] >= 0);
    }
    j->serve = eng_serve(m, id, "serve", 1, &j->flow[8], 0);
    assert_int_equal(eng_model_freeze(m), ENG_OK);
}

static eng_world *start(const journey *j, eng_arithmetic arithmetic) {
    const eng_world_options options = {.arithmetic = arithmetic, .seed = 5};
    eng_world *w = eng_world_new(j->m, &options);
    assert_non_null(w);
    for (int c = 0; c < CLASSES; c++)
        if (c % 4) {
            assert_int_equal(eng_world_put(w, j->from, c, 40 * (c % 3)), ENG_OK);
            assert_int_equal(eng_world_put(w, j->other, c, c), ENG_OK);
        }
    return w;
}

static void same(const double *found, const double *expected) {
    for (int i = 0; i < CELLS; i++)
        if (fabs(found[i] - expected[i]) > 1e-12 * (1 + fabs(expected[i])))
            fail_msg("cell %d holds %.17g, expected %.17g", i, found[i], expected[i]);
}

/* Lists whose neighbours are often of one stock, joined alike, into the same cells or others. */
static void count_at_random(const journey *j, const eng_world *w) {
    static const int groups[] = {1, 3, C, B * C, 5, 0};
    static const double factors[] = {1, 0.25, 3};
    double found[2][CELLS] = {{0}}, expected[2][CELLS] = {{0}}, room[CLASSES];
    double *const arrays[] = {found[0], found[1]};
    eng_count rows[ROWS];
    int group = groups[draw(6)], to = 0;
    for (int i = 0; i < ROWS; i++) {
        group = draw(4) ? group : groups[draw(6)];
        to = draw(2) ? to : draw(CLASSES);
        rows[i] = eng_count_of(j->m, j->flow[draw(FLOWS)], group, to);
        rows[i].array = draw(3) == 0;
        rows[i].factor = draw(2) ? ENG_NO_FACTOR : draw(3);
        double factor = rows[i].factor < 0 ? 1 : factors[rows[i].factor];
        for (int c = 0; c < CLASSES; c++)
            expected[rows[i].array][to + (group ? c / group : 0)] += factor * eng_moved(w, rows[i].flow, c);
    }
    eng_count_list(ROWS, rows);
    eng_count_moved(w, ROWS, rows, factors, arrays, room);
    same(found[0], expected[0]);
    same(found[1], expected[1]);
}

static void count_several(const journey *j, const eng_world *w) {
    const int flows[] = {j->flow[0], j->flow[1], -1, j->flow[7], j->flow[2]};
    double found[CELLS] = {0}, expected[CELLS] = {0}, people = 0;
    eng_count_several(w, 5, flows, C, 0.5, found);
    for (int c = 0; c < CLASSES; c++)
        for (int i = 0; i < 5; i++)
            expected[c / C] += i == 2 ? 0 : 0.5 * eng_moved(w, flows[i], c);
    eng_count_people(w, j->to, B * C, 2, found + CLASSES);
    eng_count_people(w, j->other, 1, 1, found + 2 * CLASSES);
    for (int c = 0; c < CLASSES; c++) {
        expected[CLASSES + c / (B * C)] += 2 * eng_people(w, j->to, c);
        expected[2 * CLASSES + c] += eng_people(w, j->other, c);
        people += c >= 7 && c < 12 ? eng_moved(w, flows[1], c) : 0;
    }
    same(found, expected);
    assert_true(fabs(eng_count_classes(w, flows[1], 7, 5) - people) < 1e-12 * (1 + people));
    assert_true(eng_count_classes(w, j->flow[7], 0, CLASSES) == 0);
}

static void lists_count_everybody_who_moved(void **state) {
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC, ENG_INDIVIDUAL};
    journey j;
    (void)state;
    build(&j);
    for (int k = 0; k < 3; k++) {
        eng_world *w = start(&j, kinds[k]);
        drawn = 7;
        assert_int_equal(eng_count_lasts(w), 0);
        for (int day = 0; day < DAYS; day++) {
            assert_int_equal(eng_world_step(w, &j), ENG_OK);
            for (int list = 0; list < LISTS; list++)
                count_at_random(&j, w);
            count_several(&j, w);
        }
        assert_int_equal(eng_count_lasts(w), 1);
        assert_int_equal(eng_world_put(w, j.to, 0, 10), ENG_OK);
        assert_int_equal(eng_count_lasts(w), 0);
        eng_world_free(w);
    }
    eng_model_free(j.m);
}

/* What one world has counted of its last day is not of the state of another. */
static void a_loaded_world_has_counted_nothing(void **state) {
    static char saved[1 << 20];
    journey j;
    (void)state;
    build(&j);
    eng_world *w = start(&j, ENG_FLUID);
    assert_int_equal(eng_world_step(w, &j), ENG_OK);
    assert_true(eng_snapshot_size(w) <= sizeof saved);
    assert_int_equal(eng_snapshot_save(w, saved, eng_snapshot_size(w)), ENG_OK);
    assert_int_equal(eng_count_lasts(w), 1);
    assert_int_equal(eng_snapshot_load(w, saved, eng_snapshot_size(w)), ENG_OK);
    assert_int_equal(eng_count_lasts(w), 0);
    count_several(&j, w);
    count_at_random(&j, w);
    eng_world_free(w);
    eng_model_free(j.m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_count_everybody_who_moved),
        cmocka_unit_test(a_loaded_world_has_counted_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
