/* The series that a map is drawn from: people on each leg, and people held at each place with a station. */
#include "corridor/stations.h"
#include "corridor_small.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* A second station at a place that has one: the place stands once among those that hold people. */
static const small_options TWO_AT_TAPACHULA = {
    .edits = {{"stations.csv", "", "Tapachula annexe,Tapachula,south,100,[our judgement]\n"}}};

static double leg_moved(const small_member *p, int leg) {
    const cor_leg *l = &p->model->m->legs[leg];
    return small_moved(p, l->free, -1) + small_moved(p, l->pays, -1) + small_moved(p, l->held, -1);
}

static void of_each_day(eng_arithmetic arithmetic) {
    small_member *p = small_opened(&TWO_AT_TAPACHULA, arithmetic);
    const scn_scenario *s = &p->model->s;
    double on_legs = 0, held_in_all = 0, by_bus = 0;
    assert_int_equal(small_run(p, 200), 0);
    for (int day = 0; day < 5; day++) {
        small_forget(p);
        assert_int_equal(small_run(p, 1), 0);
        for (int l = 0; l < s->nlegs; l++) {
            double people = small_value(p, "people_on_legs", s->legs[l].name, "", -1);
            assert_true(fabs(people - leg_moved(p, l)) < 1e-9 * (1 + people));
            on_legs += people;
            by_bus += strstr(s->legs[l].name, "(bus)") ? people : 0;
        }
        for (int i = 0; i < s->nplaces; i++) {
            double held = 0;
            for (int k = 0; k < s->nstations; k++)
                if (s->stations[k].place == i)
                    held += small_people(p, stations_ids(p->model->m)->stock[k], -1) +
                            small_people(p, stations_ids(p->model->m)->queue[k], -1);
            if (held > 0)
                assert_true(fabs(small_value(p, "held_on_the_way", s->places[i].name, "", -1) - held) < 1e-9 * held);
            held_in_all += held;
        }
    }
    assert_true(on_legs > by_bus && by_bus > 0 && held_in_all > 0);
    small_closed(p);
}

static void a_leg_counts_who_set_out_along_it_and_a_place_whom_it_holds(void **state) {
    (void)state;
    of_each_day(ENG_FLUID);
    of_each_day(ENG_STOCHASTIC);
}

static void two_stations_of_a_place_are_one_place(void **state) {
    (void)state;
    small_member *p = small_opened(&TWO_AT_TAPACHULA, ENG_FLUID);
    int seen = 0;
    for (int i = 0; i < p->model->nseries; i++)
        if (strcmp(p->model->series[i].name, "held_on_the_way") == 0)
            for (int k = 0; k < p->model->series[i].nplaces; k++)
                seen += strcmp(p->model->series[i].places[k], "Tapachula") == 0;
    assert_int_equal(seen, 1);
    small_closed(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_leg_counts_who_set_out_along_it_and_a_place_whom_it_holds),
                                       cmocka_unit_test(two_stations_of_a_place_are_one_place)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
