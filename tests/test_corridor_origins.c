/* Origins: who would go, who sets out, and what moves them. */
#include "corridor_small.h"

#include "corridor/beliefs.h"
#include "corridor/origins.h"
#include "corridor/routes.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SCHEDULE "from,until,parameter,where,who,change,value,note,source\n"

static double left_today(const small_member *p, int nationality) {
    double sum = 0;
    for (int f = 0; f < origins_ids(p->model->m)->nflows; f++)
        sum += small_moved(p, origins_ids(p->model->m)->flow[f], nationality);
    return sum;
}

static void the_pool_changes_by_those_who_leave_refill_and_come_home(void **state) {
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC};
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(NULL, kinds[k]);
        const mdl_model *m = p->model->m;
        double refilled = 0, rested = 0, departures = 0;
        for (int day = 0; day < 150; day++) {
            double pool[2], people[2], near = kinds[k] == ENG_FLUID ? 1e-5 : 0;
            for (int i = 0; i < 2; i++) {
                pool[i] = small_people(p, origins_ids(m)->pool, i);
                people[i] = small_people(p, origins_ids(m)->population, i);
            }
            assert_int_equal(small_run(p, 1), 0);
            for (int i = 0; i < 2; i++) {
                double out = left_today(p, i), refill = small_moved(p, origins_ids(m)->refill, i),
                       rest = small_moved(p, origins_ids(m)->rested, i);
                assert_true(fabs(small_people(p, origins_ids(m)->pool, i) - (pool[i] - out + refill + rest)) <= near);
                assert_true(fabs(small_people(p, origins_ids(m)->population, i) - (people[i] - refill)) <= near);
                refilled += refill;
                rested += rest;
                departures += out;
            }
        }
        assert_true(refilled > 0 && rested > 0 && departures > 0);
        assert_true(fabs(small_value(p, "departures", "", "", -1) - departures) < 1e-6 * departures);
        small_closed(p);
    }
}

static void the_first_pool_is_a_share_of_the_population_by_group(void **state) {
    static const small_options o = {.sets = {"origins.pool_share=0.2"},
                                    .edits = {{"parameters.csv", NULL,
                                               "parameter,where,who,value,source,note\norigins.group_share,,single_"
                                               "adult,0.9,x,\norigins.group_share,,family,0.45,x,\n"
                                               "origins.group_share,,minor,0.15,x,\n"}}};
    static const double share[DEMO_COUNT] = {0.6, 0.3, 0.1};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    for (int nd = 0; nd < p->model->m->nd; nd++) {
        double population = p->model->s.nationalities[cor_n(nd)].population;
        assert_true(fabs(eng_people(p->w, origins_ids(p->model->m)->pool, nd) - 0.2 * share[cor_d(nd)] * population) <
                    1e-6 * population);
    }
    small_closed(p);
}

static void a_pool_that_is_emptied_refills_from_the_population(void **state) {
    static const small_options slow = {.sets = {"origins.rate_per_year=1", "origins.refill_years=20"}};
    static const small_options fast = {.sets = {"origins.rate_per_year=1", "origins.refill_years=0.5"}};
    double left[2], first = 0;
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &fast : &slow, ENG_FLUID);
        int honduras = small_nationality(p->model, "Honduras");
        first = small_people(p, origins_ids(p->model->m)->pool, honduras);
        assert_int_equal(small_run(p, 365), 0);
        left[k] = small_people(p, origins_ids(p->model->m)->pool, honduras);
        small_closed(p);
    }
    assert_true(left[0] < 0.6 * first);
    assert_true(left[1] > 1.2 * left[0] && left[1] < first);
}

static void no_more_than_the_daily_cap_of_a_pool_sets_out(void **state) {
    static const small_options o = {.sets = {"origins.rate_per_year[Honduras]=5", "origins.daily_cap=0.001"}};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    int honduras = small_nationality(p->model, "Honduras"), mexico = small_nationality(p->model, "Mexico");
    for (int day = 0; day < 60; day++) {
        double pool = small_people(p, origins_ids(p->model->m)->pool, honduras);
        double mexicans = small_people(p, origins_ids(p->model->m)->pool, mexico);
        assert_int_equal(small_run(p, 1), 0);
        assert_true(fabs(left_today(p, honduras) / pool - 0.001) < 1e-9);
        assert_true(left_today(p, mexico) / mexicans < 0.001 * (1 - 1e-6));
    }
    small_closed(p);
}

/* The level of the value is the latent's affair: only what has changed since the first day moves people. */
static void the_response_is_to_value_as_against_the_first_day(void **state) {
    static const small_options cases[4] = {{.sets = {"origins.response=0"}},
                                           {.sets = {"origins.response=1.5"}},
                                           {.sets = {"origins.response=1.5", "routes.cost_weight=4"}},
                                           {.sets = {"origins.response=1.5", "crossing.attractiveness=3"}}};
    double honduras[4], value[4];
    (void)state;
    for (int k = 0; k < 4; k++) {
        small_member *p = small_opened(&cases[k], ENG_FLUID);
        const mdl_model *m = p->model->m;
        int n = small_nationality(p->model, "Honduras");
        assert_int_equal(small_run(p, 4), 0);
        honduras[k] = small_value(p, "departures", "", "Honduras", -1);
        value[k] =
            eng_get(p->w, routes_ids(m)->value)[small_place(p->model, "San Pedro Sula") * m->nd + n * DEMO_COUNT];
        small_closed(p);
    }
    assert_true(value[2] < value[1] - 0.1 && value[3] > value[1] + 0.1);
    for (int k = 1; k < 4; k++)
        assert_true(fabs(honduras[k] / honduras[0] - 1) < 1e-9);
}

static double departures_after(const small_options *o, const char *nationality) {
    small_member *p = small_opened(o, ENG_FLUID);
    assert_int_equal(small_run_until(p, "2018-06-01"), 0);
    small_forget(p);
    assert_int_equal(small_run(p, 90), 0);
    double x = small_value(p, "departures", "", nationality, -1);
    small_closed(p);
    return x;
}

#define KINDER                                                                                                         \
    {                                                                                                                  \
        "schedule.csv", NULL,                                                                                          \
            SCHEDULE                                                                                                   \
            "2018-05-01,,us.title8.expedited_share,,,set,0,,x\n2018-05-01,,us.detention.removed_share,,,set,0,,x\n"    \
    }

static void a_better_chance_of_staying_brings_departures_by_the_response_only(void **state) {
    static const small_options answered[2] = {{.sets = {"origins.response=1"}},
                                              {.sets = {"origins.response=1"}, .edits = {KINDER}}};
    static const small_options unheard[2] = {{.sets = {"origins.response=0"}},
                                             {.sets = {"origins.response=0"}, .edits = {KINDER}}};
    (void)state;
    double with = departures_after(&answered[1], "Honduras") / departures_after(&answered[0], "Honduras");
    double without = departures_after(&unheard[1], "Honduras") / departures_after(&unheard[0], "Honduras");
    assert_true(with > 1.05);
    assert_true(fabs(without - 1) < 0.01);
}

static void a_lawful_pathway_lowers_departures_of_those_it_is_open_to(void **state) {
    static const small_options parole = {
        .edits = {{"schedule.csv", NULL, SCHEDULE "2018-05-01,,us.parole.per_month,,Honduras,set,5000,,x\n"}}};
    static const small_options more = {
        .edits = {{"schedule.csv", NULL, SCHEDULE "2018-05-01,,us.parole.per_month,,Honduras,set,20000,,x\n"}}};
    (void)state;
    double none = departures_after(NULL, "Honduras"), some = departures_after(&parole, "Honduras"),
           many = departures_after(&more, "Honduras");
    assert_true(some < 0.9 * none);
    assert_true(many < some && many > 0);
    assert_true(fabs(departures_after(&more, "Mexico") / departures_after(NULL, "Mexico") - 1) < 0.05);
}

static void departures_follow_the_season_and_mexican_adults_their_own(void **state) {
    static const small_options o = {.sets = {"origins.season=0.1", "origins.season_mexican_adults=0.4",
                                             "origins.season_peak_day=100", "origins.response=0"}};
    static const char *const dates[2] = {"2018-04-11", "2018-10-11"}; /* days 100 and 283 */
    double hazard[2][2][DEMO_COUNT], leaving[COR_MAX_ND];
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    const mdl_model *m = p->model->m;
    int who[2] = {small_nationality(p->model, "Honduras"), small_nationality(p->model, "Mexico")};
    for (int t = 0; t < 2; t++) {
        assert_int_equal(small_run_until(p, dates[t]), 0);
        double pool[COR_MAX_ND], out[COR_MAX_ND] = {0};
        eng_people_all(p->w, origins_ids(m)->pool, pool);
        assert_int_equal(small_run(p, 1), 0);
        for (int f = 0; f < origins_ids(m)->nflows; f++) {
            eng_moved_all(p->w, origins_ids(m)->flow[f], leaving);
            for (int nd = 0; nd < m->nd; nd++)
                out[nd] += leaving[nd];
        }
        for (int i = 0; i < 2; i++)
            for (int d = 0; d < DEMO_COUNT; d++) {
                int nd = who[i] * DEMO_COUNT + d;
                hazard[t][i][d] = -log(1 - out[nd] / pool[nd]);
            }
    }
    double swing = 1 - cos(6.283185307179586 * 183 / 365.25);
    for (int i = 0; i < 2; i++)
        for (int d = 0; d < DEMO_COUNT; d++) {
            double half = i == 1 && d == DEMO_SINGLE_ADULT ? 0.4 : 0.1;
            assert_true(fabs(log(hazard[0][i][d] / hazard[1][i][d]) - half * swing) < 1e-6);
        }
    small_closed(p);
}

static void shocks_and_tone_move_departures_and_people_get_used_to_a_tone(void **state) {
    static const small_options shock = {
        .edits = {{"schedule.csv", NULL, SCHEDULE "2018-06-01,2018-08-29,origins.shock,,Honduras,set,-1,,x\n"}}};
    static const small_options tone = {
        .sets = {"origins.response=0", "beliefs.tone_half_life=30", "beliefs.tone_build_days=10"},
        .edits = {{"schedule.csv", NULL, SCHEDULE "2018-01-01,,us.tone,,Honduras,set,-1,,x\n"}}};
    (void)state;
    assert_true(departures_after(&shock, "Honduras") < 0.5 * departures_after(NULL, "Honduras"));
    small_member *p = small_opened(&tone, ENG_FLUID);
    int honduras = small_nationality(p->model, "Honduras");
    assert_int_equal(small_run_until(p, "2018-01-01"), 0);
    assert_true(cor_tone(p->p, honduras) == 0);
    assert_int_equal(small_run(p, 25), 0);
    double at_its_height = cor_tone(p->p, honduras);
    assert_true(at_its_height < -0.3);
    assert_int_equal(small_run(p, 250), 0);
    assert_true(cor_tone(p->p, honduras) > 0.1 * at_its_height);
    assert_true(cor_tone(p->p, small_nationality(p->model, "Mexico")) == 0);
    small_closed(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pool_changes_by_those_who_leave_refill_and_come_home),
        cmocka_unit_test(the_first_pool_is_a_share_of_the_population_by_group),
        cmocka_unit_test(a_pool_that_is_emptied_refills_from_the_population),
        cmocka_unit_test(no_more_than_the_daily_cap_of_a_pool_sets_out),
        cmocka_unit_test(the_response_is_to_value_as_against_the_first_day),
        cmocka_unit_test(a_better_chance_of_staying_brings_departures_by_the_response_only),
        cmocka_unit_test(a_lawful_pathway_lowers_departures_of_those_it_is_open_to),
        cmocka_unit_test(departures_follow_the_season_and_mexican_adults_their_own),
        cmocka_unit_test(shocks_and_tone_move_departures_and_people_get_used_to_a_tone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
