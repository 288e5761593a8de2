/* A record of the series that are asked for: the same numbers as among all, and nothing else. */
#include "corridor_small.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const small_options MOVING = {
    .sets = {"mexico.bus_south.per_day=200", "mexico.north.removals_effort=1", "us.title42.expel_share=0.3",
             "us.detention.days=10"},
    .edits = {{"parameters.csv", NULL,
               "parameter,where,who,value,source,note\nmexico.bus_south.destination,Tapachula,,1,x,\n"
               "mexico.bus_south.share,centre,,0.3,x,\n"}}};

static int any(const double *x, int n) {
    for (int i = 0; i < n; i++)
        if (x[i] != 0)
            return 1;
    return 0;
}

/* A day's record of one series against that of all: its cells the same bits, every other cell untouched. */
static void compare(const small_model *m, int series, const double *all, double *one) {
    const mdl_series *s = &m->series[series];
    size_t size = (size_t)s->width * sizeof *one;
    if (memcmp(one + s->offset, all + s->offset, size) != 0)
        fail_msg("%s: another number when it alone is asked for", s->name);
    memset(one + s->offset, 0, size);
    if (any(one, m->width))
        fail_msg("%s alone is asked for, and another is recorded", s->name);
}

static void each_series_asked_for_alone_is_recorded_as_among_all(void **state) {
    (void)state;
    small_member *all = small_opened(&MOVING, ENG_FLUID), *one = small_start(all->model, ENG_FLUID, 0);
    const small_model *m = all->model;
    unsigned char digests[2][32];
    int seen = 0;
    assert_non_null(one);
    assert_int_equal(small_run(all, 100), 0);
    assert_int_equal(small_run(one, 100), 0);
    for (int i = 0; i < m->nseries; i++) {
        assert_int_equal(cor_kind()->member_ask(one->p, 1, &i), 0);
        assert_int_equal(small_run(all, 1), 0);
        assert_int_equal(small_run(one, 1), 0);
        compare(m, i, all->day, one->day);
        seen += any(all->day + m->series[i].offset, m->series[i].width);
    }
    assert_true(seen > m->nseries / 2);
    eng_world_digest(all->w, digests[0]);
    eng_world_digest(one->w, digests[1]);
    assert_memory_equal(digests[0], digests[1], sizeof digests[0]);
    small_stop(one);
    small_closed(all);
}

static void several_are_asked_for_and_nothing_is_none(void **state) {
    (void)state;
    small_member *all = small_opened(&MOVING, ENG_FLUID), *some = small_start(all->model, ENG_FLUID, 0);
    const small_model *m = all->model;
    const int asked[] = {0, m->nseries - 1, mdl_main(m->nseries, m->series)};
    assert_non_null(some);
    assert_int_equal(cor_kind()->member_ask(some->p, 3, asked), 0);
    assert_int_equal(small_run(all, 90), 0);
    assert_int_equal(small_run(some, 90), 0);
    for (int i = 0; i < 3; i++)
        assert_memory_equal(some->day + m->series[asked[i]].offset, all->day + m->series[asked[i]].offset,
                            (size_t)m->series[asked[i]].width * sizeof *all->day);
    assert_int_equal(cor_kind()->member_ask(some->p, 0, NULL), 0);
    assert_int_equal(small_run(some, 1), 0);
    assert_false(any(some->day, m->width));
    small_stop(some);
    small_closed(all);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_series_asked_for_alone_is_recorded_as_among_all),
                                       cmocka_unit_test(several_are_asked_for_and_nothing_is_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
