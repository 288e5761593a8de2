/* Chances asked for by groups of classes, as one rate, or like another flow's are those written out class by class. */
#include "engine/engine.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { GROUP = 4, ROWS = 5, CLASSES = ROWS * GROUP, HALF = CLASSES / 2, DAYS = 30 };

typedef enum {
    WRITTEN_OUT,
    SHORT,
    GROUP_TOO_LONG,
    OTHER_GROUP,
    LIKE_NOT_ASKED,
    LIKE_FROM_ELSEWHERE,
    NEGATIVE,
    ONE_NEGATIVE,
    ONE_GROUP_NEGATIVE
} way;

typedef struct {
    eng_model *m;
    int from, queue, there, by_row, like_row, like_class, by_class, alike, back, served_not;
    way how;
} journey;

static double row_chance(int row) { return 0.01 * (row + 1) / 3; }

static double class_chance(int c) { return 0.003 * (c % 7) / 1.7; }

static int written_out(const journey *j, eng_day *day) {
    double *row = eng_prob(day, j->by_row), *like = eng_prob(day, j->like_row), *alike = eng_prob(day, j->alike);
    double *one = eng_prob(day, j->by_class), *other = eng_prob(day, j->like_class);
    double *back = eng_prob(day, j->back), *leave = eng_prob(day, j->served_not);
    if (!row || !like || !alike || !one || !other || !back || !leave)
        return -1;
    for (int c = 0; c < CLASSES; c++) {
        row[c] = row_chance(c / GROUP) * 0.7;
        like[c] = row_chance(c / GROUP) * 0.3;
        alike[c] = 0.11 / 3;
        one[c] = class_chance(c);
        other[c] = class_chance(c) * 1.3;
        back[c] = c < HALF ? 0.2 : 0.1;
        leave[c] = row_chance(c / GROUP);
    }
    return 0;
}

static int in_short(const journey *j, eng_day *day) {
    double *row = eng_prob_by(day, j->by_row, GROUP), *one = eng_prob(day, j->by_class);
    double *leave = eng_prob_by(day, j->served_not, GROUP), *back = eng_prob_by(day, j->back, HALF);
    if (!row || !one || !leave || !back)
        return -1;
    back[0] = 0.2;
    back[1] = 0.1;
    for (int i = 0; i < ROWS; i++)
        row[i] = leave[i] = row_chance(i);
    for (int c = 0; c < CLASSES; c++)
        one[c] = class_chance(c);
    if (eng_like(day, j->by_row, j->by_row, 0.7) || eng_like(day, j->like_row, j->by_row, 0.3) ||
        eng_like(day, j->like_class, j->by_class, 1.3))
        return -1;
    return eng_rate(day, j->alike, 0.11 / 3);
}

/* One chance below 0, of `group` classes, that does not show in the sum. */
static int one_negative(const journey *j, eng_day *day, int flow, int group) {
    double *p = eng_prob_by(day, flow, group);
    if (!p)
        return -1;
    p[3] = -0.1;
    return eng_rate(day, j->alike, 0.5);
}

static int decide(void *user, eng_day *day) {
    const journey *j = user;
    switch (j->how) {
    case WRITTEN_OUT:
        return written_out(j, day);
    case SHORT:
        return in_short(j, day);
    case GROUP_TOO_LONG:
        return eng_prob_by(day, j->by_row, 3) ? 0 : -1;
    case OTHER_GROUP:
        return eng_prob(day, j->by_row) && eng_prob_by(day, j->by_row, GROUP) ? 0 : -1;
    case LIKE_NOT_ASKED:
        return eng_like(day, j->like_row, j->by_row, 1);
    case LIKE_FROM_ELSEWHERE:
        return eng_rate(day, j->back, 0.1) || eng_like(day, j->by_row, j->back, 1);
    case NEGATIVE:
        return eng_rate(day, j->alike, -0.1);
    case ONE_NEGATIVE:
        return one_negative(j, day, j->by_class, 1);
    case ONE_GROUP_NEGATIVE:
        return one_negative(j, day, j->by_row, GROUP);
    }
    return -1;
}

static void declare(journey *j) {
    const eng_system mine = {.name = "mine", .decide = decide};
    j->m = eng_model_new();
    assert_non_null(j->m);
    int dims[2] = {eng_dimension(j->m, "row", ROWS), eng_dimension(j->m, "place in it", GROUP)};
    int all = eng_shape(j->m, 2, dims), system = eng_system_add(j->m, &mine);
    j->from = eng_stock(j->m, system, "from", all, ENG_POOL, 0);
    j->queue = eng_stock(j->m, system, "queue", all, ENG_QUEUE, 4);
    j->there = eng_stock(j->m, system, "there", all, ENG_POOL, 0);
    j->by_row = eng_flow(j->m, "by row", j->from, j->there, NULL);
    j->like_row = eng_flow(j->m, "like the row", j->from, j->queue, NULL);
    j->by_class = eng_flow(j->m, "by class", j->from, j->queue, NULL);
    j->like_class = eng_flow(j->m, "like the class", j->from, j->there, NULL);
    j->alike = eng_flow(j->m, "alike", j->from, j->queue, NULL);
    j->back = eng_flow(j->m, "back", j->there, j->from, NULL);
    j->served_not = eng_flow(j->m, "leaves the queue", j->queue, j->from, NULL);
    assert_int_equal(eng_model_freeze(j->m), ENG_OK);
}

enum { SEEN = 8 * CLASSES };

/* Everyone at the end, by class, and who took each flow on the last day. */
static void look(const journey *j, const eng_world *w, double seen[SEEN]) {
    const int flows[] = {j->by_row, j->like_row, j->like_class, j->by_class, j->alike};
    memset(seen, 0, SEEN * sizeof *seen);
    for (int c = 0; c < CLASSES; c++, seen++) {
        seen[0] = eng_people(w, j->from, c);
        seen[CLASSES] = eng_people(w, j->queue, c);
        seen[2 * CLASSES] = eng_people(w, j->there, c);
        for (int f = 0; f < 5; f++)
            seen[(3 + f) * CLASSES] = eng_moved(w, flows[f], c);
    }
}

/* Status of the first day that failed, or ENG_OK. */
static int travel(way how, eng_arithmetic arithmetic, double seen[SEEN], unsigned char digest[32]) {
    journey j = {.how = how};
    const eng_world_options options = {.arithmetic = arithmetic, .seed = 11};
    declare(&j);
    eng_world *w = eng_world_new(j.m, &options);
    assert_non_null(w);
    int status = ENG_OK;
    for (int c = 0; c < CLASSES; c++)
        assert_int_equal(eng_world_put(w, j.from, c, 40 + c), ENG_OK);
    for (int day = 0; day < DAYS && !status; day++)
        status = eng_world_step(w, &j);
    look(&j, w, seen);
    eng_world_digest(w, digest);
    eng_world_free(w);
    eng_model_free(j.m);
    return status;
}

/* Whole people are the same people. Expected people are a factor of others where chances are, and so differ by
 * rounding. */
static void chances_in_short_move_the_same_people_as_written_out(void **state) {
    (void)state;
    static const eng_arithmetic all[3] = {ENG_STOCHASTIC, ENG_FLUID, ENG_INDIVIDUAL};
    static double written[SEEN], brief[SEEN];
    unsigned char by_hand[32], in_short[32];
    for (int a = 0; a < 3; a++) {
        assert_int_equal(travel(WRITTEN_OUT, all[a], written, by_hand), ENG_OK);
        assert_int_equal(travel(SHORT, all[a], brief, in_short), ENG_OK);
        if (all[a] != ENG_FLUID)
            assert_memory_equal(by_hand, in_short, 32);
        for (int i = 0; i < SEEN; i++)
            assert_true(fabs(written[i] - brief[i]) <= 1e-12 * written[i]);
    }
}

static void chances_that_cannot_stand_end_the_day(void **state) {
    (void)state;
    static const struct {
        way how;
        int status;
    } faults[] = {{GROUP_TOO_LONG, ENG_ERR_DECLARE},        {OTHER_GROUP, ENG_ERR_DECLARE},
                  {LIKE_NOT_ASKED, ENG_ERR_DECLARE},        {LIKE_FROM_ELSEWHERE, ENG_ERR_DECLARE},
                  {NEGATIVE, ENG_ERR_PROBABILITY},          {ONE_NEGATIVE, ENG_ERR_PROBABILITY},
                  {ONE_GROUP_NEGATIVE, ENG_ERR_PROBABILITY}};
    static double seen[SEEN];
    unsigned char digest[32];
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        assert_int_equal(travel(faults[i].how, ENG_STOCHASTIC, seen, digest), faults[i].status);
        assert_int_equal(travel(faults[i].how, ENG_FLUID, seen, digest), faults[i].status);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chances_in_short_move_the_same_people_as_written_out),
        cmocka_unit_test(chances_that_cannot_stand_end_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
