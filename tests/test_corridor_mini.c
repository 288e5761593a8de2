/* A corridor of six places over a year: it opens and runs in every arithmetic, loses nobody, and gives the same digest
 * whatever the order of rows, and from any snapshot. ctest: sanitized timeout=600 */
#include "corridor_small.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Rules, dates and capacities that reach every system: expulsions, buses south, removals, appointments, a visa. Few
 * people, so that each can be drawn alone. */
#define RULES                                                                                                          \
    "from,until,parameter,where,who,change,value,note,source\n"                                                        \
    "2018-02-10,2018-07-31,us.title42.active,,,set,1,,x\n"                                                             \
    "2018-01-01,,us.title42.expel_share,,,set,0.8,,x\n"                                                                \
    "2018-03-01,2018-05-31,mexico.checkpoints.effort,south,,scale,3,,x\n"                                              \
    "2018-03-01,2018-05-31,mexico.north.removals_effort,north-east,,set,2,,x\n"                                        \
    "2018-03-01,,mexico.bus_south.per_day,,,set,3,,x\n"                                                                \
    "2018-08-01,,us.ports.appointments_per_day,Paso del Norte,,set,2,,x\n"                                             \
    "2018-08-15,,us.mpp.share,,Honduras/family,set,0.3,,x\n"                                                           \
    "2018-06-01,2018-09-30,routes.family_open,air_mexico,Honduras,set,0.03,,x\n"                                       \
    "2018-01-01,,us.minors.beds,,,set,3,,x\n"                                                                          \
    "2018-04-01,2018-04-30,us.announcement,,Honduras,set,0.3,,x\n"                                                     \
    "2018-07-01,2018-07-01,mexico.caravans.called,,,set,40,,x\n"                                                       \
    "2018-09-19,2018-09-23,mexico.trains.running,,,set,0,,x\n"                                                         \
    "2018-05-02,2018-05-09,us.diplomacy.threat,,,set,0.5,,x\n"                                                         \
    "2018-04-20,,diplomacy.endogenous,,,set,1,,x\n"                                                                    \
    "2018-05-01,,us.agents,El Paso,,scale,2,,x\n"                                                                      \
    "2018-09-01,2018-09-10,us.ports.posture,,,set,2,,x\n"                                                              \
    "2018-09-01,2018-09-10,us.ports.closed_by_order,El Paso rail bridge,,set,1,,x\n"

#define PARAMETERS                                                                                                     \
    "parameter,where,who,value,source,note\n"                                                                          \
    "mexico.bus_south.destination,Tapachula,,1,x,\n"                                                                   \
    "mexico.caravans.line,Tapachula,,1,x,\nmexico.caravans.line,Acayucan,,2,x,\nmexico.caravans.least,,,5,x,\n"        \
    "mexico.asylum.office,Tapachula,,1,x,\nmexico.asylum.office,Mexico City,,0.5,x,\n"                                 \
    "mexico.returns.by_bus,,Honduras,1,x,\n"                                                                           \
    "us.title8.return_to_mexico_share,,Mexico/single_adult,0.9,x,\n"                                                   \
    "attempts.group_factor,,family,0.5,x,\n"

#define FEW                                                                                                            \
    "name,bloc,population,source\nHonduras,Northern Central America,9000,x\nMexico,Mexico,9000,x\nVenezuela,South "    \
    "America,9000,x\n"

#define ORIGINS                                                                                                        \
    "nationality,place,family,from,until,share,source\n"                                                               \
    "Honduras,San Pedro Sula,home,,,3,x\nHonduras,Mexico City,air_mexico,,,1,x\nMexico,Mexico City,home,,,1,x\n"       \
    "Venezuela,San Pedro Sula,home,,2018-06-30,1,x\nVenezuela,Tapachula,home,2018-07-01,,1,x\n"

#define EVERYTHING                                                                                                     \
    {"schedule.csv", NULL, RULES}, {"parameters.csv", NULL, PARAMETERS}, {"nationalities.csv", NULL, FEW},             \
        {"origins.csv", NULL, ORIGINS}, {                                                                              \
        "legs.csv", "Tapachula,Acayucan,smuggler,550,2,800,2,0.4,5,1,,,",                                              \
            "Tapachula,Acayucan,smuggler,550,2,800,2,0.4,5,1,2018-03-05,2018-10-03,"                                   \
    }

static const small_options everything = {.sets = {"origins.rate_per_year=1", "harm.rescues_per_evader=0.1",
                                                  "us.courts.other_cases_per_year=0", "us.courts.first_backlog=100",
                                                  "us.courts.judges=1"},
                                         .edits = {EVERYTHING}};

static void assert_sane(const small_member *p) {
    for (int i = 0; i < p->model->width; i++) {
        if (!isfinite(p->day[i]) || p->day[i] < 0)
            fail_msg("cell %d of day %d is %g", i, p->days, p->day[i]);
    }
}

static void digest(const small_member *p, unsigned char out[32]) { eng_world_digest(p->w, out); }

static void year(eng_arithmetic arithmetic) {
    small_model *m = small_open(&everything);
    assert_non_null(m);
    small_member *p = small_start_layers(m, arithmetic, 3, 1);
    assert_non_null(p);
    while (cor_kind()->member_day(p->p) < m->s.until) {
        assert_int_equal(small_run(p, 1), 0);
        assert_sane(p);
        double lost = fabs(eng_everyone(p->w) - p->people_first);
        assert_true(arithmetic == ENG_FLUID ? lost < 1e-6 : lost == 0);
    }
    for (int i = 0; i < m->nseries; i++) {
        const char *name = m->series[i].name;
        double x = small_value(p, name, "", "", -1);
        if (strcmp(name, "darien_crossings") == 0)
            assert_true(x == 0); /* there is no gap of Darien among the six places */
        else if (!(x > 0) &&
                 (arithmetic == ENG_FLUID || strncmp(name, "deaths", 6) != 0)) /* deaths are few among few people */
            fail_msg("%s is %g over the year", name, x);
    }
    small_stop(p);
    small_close(m);
}

static void a_year_runs_in_expected_values_and_nobody_is_lost(void **state) {
    (void)state;
    year(ENG_FLUID);
}

static void a_year_runs_in_whole_people_and_nobody_is_lost(void **state) {
    (void)state;
    year(ENG_STOCHASTIC);
}

static void a_year_runs_person_by_person_and_nobody_is_lost(void **state) {
    (void)state;
    year(ENG_INDIVIDUAL);
}

static void the_same_member_twice_has_the_same_digest_and_another_member_has_not(void **state) {
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC, ENG_INDIVIDUAL};
    (void)state;
    for (int k = 0; k < 3; k++) {
        unsigned char seen[3][32];
        for (int turn = 0; turn < 3; turn++) {
            small_model *m = small_open(&everything);
            assert_non_null(m);
            small_member *p = small_start_layers(m, kinds[k], turn < 2 ? 5 : 6, 1);
            assert_non_null(p);
            assert_int_equal(small_run(p, 200), 0);
            digest(p, seen[turn]);
            small_stop(p);
            small_close(m);
        }
        assert_memory_equal(seen[0], seen[1], 32);
        assert_memory_not_equal(seen[0], seen[2], 32);
    }
}

static void rows_in_any_order(eng_arithmetic arithmetic, unsigned shuffles, unsigned step) {
    unsigned char first[32], seen[32];
    for (unsigned shuffle = 0; shuffle < shuffles; shuffle++) {
        small_options o = everything;
        o.shuffle = shuffle * step;
        small_model *m = small_open(&o);
        assert_non_null(m);
        small_member *p = small_start_layers(m, arithmetic, 2, 1);
        assert_non_null(p);
        assert_int_equal(small_run(p, 300), 0);
        digest(p, shuffle == 0 ? first : seen);
        if (shuffle > 0)
            assert_memory_equal(first, seen, 32);
        small_stop(p);
        small_close(m);
    }
}

static void the_order_of_rows_in_any_file_changes_no_digest(void **state) {
    (void)state;
    rows_in_any_order(ENG_STOCHASTIC, 6, 7919);
}

static void the_order_of_rows_changes_no_expected_value(void **state) {
    (void)state;
    rows_in_any_order(ENG_FLUID, 4, 104729);
}

/* A fresh model too: nothing may hide outside the world. */
static void a_run_goes_on_alike_from_a_snapshot_of_every_thirtieth_day(void **state) {
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC};
    enum { DAYS = 400 };
    (void)state;
    for (int k = 0; k < 2; k++) {
        void *saved[DAYS / 30 + 1];
        int n = 0;
        unsigned char whole[32];
        small_model *m = small_open(&everything);
        assert_non_null(m);
        small_member *p = small_start_layers(m, kinds[k], 4, 1);
        assert_non_null(p);
        size_t size = eng_snapshot_size(p->w);
        double encounters[DAYS / 30 + 1];
        for (int day = 0; day < DAYS; day++) {
            if (day > 0 && day % 30 == 0) {
                encounters[n] = small_value(p, "encounters", "", "", -1);
                assert_non_null(saved[n] = malloc(size));
                assert_int_equal(eng_snapshot_save(p->w, saved[n++], size), ENG_OK);
            }
            assert_int_equal(small_run(p, 1), 0);
        }
        digest(p, whole);
        double all = small_value(p, "encounters", "", "", -1);
        small_stop(p);
        small_close(m);
        for (int i = 0; i < n; i++) {
            unsigned char again[32];
            assert_non_null(m = small_open(&everything));
            assert_non_null(p = small_start_layers(m, kinds[k], 4, 1));
            assert_int_equal(eng_snapshot_load(p->w, saved[i], size), ENG_OK);
            assert_int_equal(small_run(p, DAYS - 30 * (i + 1)), 0);
            digest(p, again);
            assert_memory_equal(whole, again, 32);
            double rest = small_value(p, "encounters", "", "", -1);
            assert_true(fabs(encounters[i] + rest - all) < 1e-6 * all);
            small_stop(p);
            small_close(m);
            free(saved[i]);
        }
    }
}

/* Chance alone: parameters and environment are the centre's in both. */
static void expected_encounters_are_the_mean_of_forty_members_of_chance(void **state) {
    enum { MEMBERS = 40 };
    static const char *const who[] = {"", "Honduras", "Mexico"};
    double fluid[3], sum[3] = {0}, squares[3] = {0};
    (void)state;
    small_model *m = small_open(NULL);
    assert_non_null(m);
    for (int k = 0; k <= MEMBERS; k++) {
        small_member *p = small_start(m, k == MEMBERS ? ENG_FLUID : ENG_STOCHASTIC, k);
        assert_non_null(p);
        assert_int_equal(small_run(p, 150), 0);
        for (int i = 0; i < 3; i++) {
            double x = small_value(p, "encounters", "", who[i], -1);
            if (k == MEMBERS) {
                fluid[i] = x;
            } else {
                sum[i] += x;
                squares[i] += x * x;
            }
        }
        small_stop(p);
    }
    for (int i = 0; i < 3; i++) {
        double mean = sum[i] / MEMBERS, variance = (squares[i] - MEMBERS * mean * mean) / (MEMBERS - 1);
        double error = sqrt(variance / MEMBERS), z = (fluid[i] - mean) / error;
        assert_true(error > 0);
        if (!(fabs(z) < 4))
            fail_msg("%s: %g expected, mean of members %g, z %.2f", who[i], fluid[i], mean, z);
        assert_true(error < 0.02 * mean); /* else the test could not fail */
    }
    small_close(m);
}

static double on_the_way(const small_member *p, int nationality) {
    double sum = 0;
    for (int i = 0; i < p->model->s.nplaces; i++)
        sum += small_people(p, p->model->m->places[i].stock, nationality);
    return sum;
}

static void where_no_way_is_open_people_wait_and_go_on_when_it_opens(void **state) {
    static const small_options closed = {.edits = {{"legs.csv", "0.5,2,1,,,[our", "0.5,2,1,2018-06-01,,[our"},
                                                   {"legs.csv", "0.3,30,3,,,[our", "0.3,30,3,2018-06-01,,[our"}}};
    (void)state;
    small_model *m = small_open(&closed);
    assert_non_null(m);
    small_member *p = small_start(m, ENG_FLUID, 0);
    assert_non_null(p);
    int honduras = small_nationality(m, "Honduras");
    assert_int_equal(small_run_until(p, "2018-02-01"), 0);
    small_forget(p);
    double before = on_the_way(p, honduras);
    for (int day = 0; day < 110; day++) {
        assert_int_equal(small_run(p, 1), 0);
        assert_sane(p);
    }
    double gave_up_at_most = 0.1 * small_value(p, "departures", "", "Honduras", -1);
    assert_true(on_the_way(p, honduras) >
                before + small_value(p, "departures", "", "Honduras", -1) - gave_up_at_most - 0.1 * before);
    assert_true(small_value(p, "encounters", "", "Honduras", -1) == 0);
    assert_true(small_value(p, "encounters", "", "Mexico", -1) > 0);
    assert_int_equal(small_run_until(p, "2018-06-01"), 0);
    double waited = on_the_way(p, honduras);
    small_forget(p);
    assert_int_equal(small_run(p, 90), 0);
    assert_true(on_the_way(p, honduras) < 0.7 * waited);
    assert_true(small_value(p, "encounters", "", "Honduras", -1) > 0);
    small_stop(p);
    small_close(m);
}

/* A day is added to whatever a record holds: months are summed in one, and no cell of it may reach another. */
static void a_day_is_added_to_what_a_record_holds(void **state) {
    (void)state;
    small_model *m = small_open(&everything);
    assert_non_null(m);
    small_member *by_day = small_start(m, ENG_FLUID, 0), *in_one = small_start(m, ENG_FLUID, 0);
    assert_true(by_day && in_one);
    while (cor_kind()->member_day(by_day->p) < m->s.from + 90) {
        assert_int_equal(small_run(by_day, 1), 0);
        assert_int_equal(cor_kind()->member_step(in_one->p, in_one->record), 0);
    }
    for (int i = 0; i < m->nseries; i++)
        for (int c = m->series[i].offset; c < m->series[i].offset + m->series[i].width; c++)
            if (fabs(by_day->record[c] - in_one->record[c]) > 1e-9 * (1 + fabs(by_day->record[c])))
                fail_msg("%s: %.9g in 90 days day by day, %.9g in one record", m->series[i].name, by_day->record[c],
                         in_one->record[c]);
    small_stop(in_one);
    small_stop(by_day);
    small_close(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_runs_in_expected_values_and_nobody_is_lost),
        cmocka_unit_test(a_year_runs_in_whole_people_and_nobody_is_lost),
        cmocka_unit_test(a_year_runs_person_by_person_and_nobody_is_lost),
        cmocka_unit_test(the_same_member_twice_has_the_same_digest_and_another_member_has_not),
        cmocka_unit_test(the_order_of_rows_in_any_file_changes_no_digest),
        cmocka_unit_test(the_order_of_rows_changes_no_expected_value),
        cmocka_unit_test(a_run_goes_on_alike_from_a_snapshot_of_every_thirtieth_day),
        cmocka_unit_test(expected_encounters_are_the_mean_of_forty_members_of_chance),
        cmocka_unit_test(where_no_way_is_open_people_wait_and_go_on_when_it_opens),
        cmocka_unit_test(a_day_is_added_to_what_a_record_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
