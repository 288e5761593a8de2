/* Returns from Mexico: the hours of a country's notice, of a request and of a seat against the hours until release. */
#include "corridor_small.h"

#include "corridor/checkpoints.h"
#include "corridor/repatriation.h"
#include "corridor/stations.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { STEPS_PER_HOUR = 2, TABLE = 168 * STEPS_PER_HOUR + 2200 * STEPS_PER_HOUR + 2 };

/* Simpson's rule over request times x: P(request + seat < t) for every half hour. */
static double *sum_of_two(double request, double seat) {
    double *f = malloc(TABLE * sizeof *f);
    if (!f)
        return NULL;
    for (int k = 0; k < TABLE; k++) {
        double t = (double)k / STEPS_PER_HOUR, end = t < 40 * request ? t : 40 * request, sum = 0;
        enum { PARTS = 800 };
        for (int i = 0; i <= PARTS; i++) {
            double x = end * i / PARTS, weight = i == 0 || i == PARTS ? 1 : i % 2 ? 4 : 2;
            sum += weight * exp(-x / request) / request * (1 - exp(-(t - x) / seat));
        }
        f[k] = sum * end / PARTS / 3;
    }
    return f;
}

static double at(const double *f, int half_hours) { return half_hours <= 0 ? 0 : f[half_hours]; }

/* The same for those held beyond the limit for an exponential time. */
static double held_on(const double *f, int limit_less_notice, double mean) {
    int from = limit_less_notice < 0 ? -limit_less_notice : 0, parts = (int)(30 * mean) * STEPS_PER_HOUR;
    double sum = 0;
    for (int i = 0; i <= parts; i++) {
        double x = (double)(from + i) / STEPS_PER_HOUR, weight = i == 0 || i == parts ? 1 : i % 2 ? 4 : 2;
        sum += weight * exp(-x / mean) / mean * at(f, limit_less_notice + from + i);
    }
    return sum / (3.0 * STEPS_PER_HOUR);
}

static void the_share_flown_is_the_convolution_of_request_notice_and_seat(void **state) {
    static const double cases[][3] = {{12, 24, 72}, {30, 6, 20}, {24, 24, 72}}; /* request, seat, held on */
    static const double comply[] = {0, 0.5, 1};
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        double *f = sum_of_two(cases[c][0], cases[c][1]);
        assert_non_null(f);
        for (int limit = 12; limit <= 168; limit += 12)
            for (int notice = 0; notice <= 120; notice += 12) {
                int t = (limit - notice) * STEPS_PER_HOUR;
                double on_time = at(f, t), late = held_on(f, t, cases[c][2]);
                for (int k = 0; k < 3; k++) {
                    double expected = comply[k] * on_time + (1 - comply[k]) * late;
                    double got =
                        cor_flight_before_release(cases[c][0], notice, cases[c][1], limit, comply[k], cases[c][2]);
                    if (!(fabs(got - expected) < 1e-6))
                        fail_msg("request %g, seat %g, limit %d, notice %d, compliance %g: %.9f, expected %.9f",
                                 cases[c][0], cases[c][1], limit, notice, comply[k], got, expected);
                }
            }
        free(f);
    }
}

static void a_sharp_limit_below_the_notice_lets_nobody_be_flown(void **state) {
    (void)state;
    assert_true(cor_flight_before_release(12, 72, 24, 36, 1, 72) == 0);
    assert_true(cor_flight_before_release(0.5, 72, 0.5, 36, 1, 1) == 0);
    assert_true(cor_flight_before_release(12, 36, 24, 36, 1, 72) == 0);
    assert_true(cor_flight_before_release(12, 72, 24, 36, 0.99, 72) > 0);
    assert_true(cor_flight_before_release(12, 0, 24, 36, 1, 72) > 0);
}

static void the_share_flown_rises_with_the_limit_and_falls_with_the_notice(void **state) {
    static const double comply[] = {0, 0.5, 1};
    (void)state;
    for (int k = 0; k < 3; k++)
        for (int limit = 12; limit <= 168; limit += 6)
            for (int notice = 0; notice <= 120; notice += 6) {
                double here = cor_flight_before_release(12, notice, 24, limit, comply[k], 72);
                double longer = cor_flight_before_release(12, notice, 24, limit + 6, comply[k], 72);
                double warned = cor_flight_before_release(12, notice + 6, 24, limit, comply[k], 72);
                assert_true(here >= 0 && here <= 1);
                if (comply[k] < 1 || limit + 6 > notice)
                    assert_true(longer > here);
                if (comply[k] < 1 || limit > notice)
                    assert_true(warned < here);
            }
}

static void obeying_the_limit_lowers_the_share_flown(void **state) {
    (void)state;
    for (int notice = 0; notice <= 120; notice += 24) {
        double none = cor_flight_before_release(12, notice, 24, 36, 0, 72);
        double half = cor_flight_before_release(12, notice, 24, 36, 0.5, 72);
        double full = cor_flight_before_release(12, notice, 24, 36, 1, 72);
        assert_true(none > half && half > full);
        assert_true(fabs(half - (none + full) / 2) < 1e-12);
    }
}

/* ---- in the corridor ---- */

typedef struct {
    double flown, by_bus, released, detained, returns, to_flight;
} outcome;

static outcome run(const small_options *o, const char *from, int days) {
    outcome out = {0, 0, 0, 0, 0, 0};
    small_model *m = small_open(o);
    assert_non_null(m);
    small_member *p = small_start(m, ENG_FLUID, 0);
    assert_non_null(p);
    assert_int_equal(small_run_until(p, from), 0);
    small_forget(p);
    for (int day = 0; day < days; day++) {
        assert_int_equal(small_run(p, 1), 0);
        for (int i = 0; i < m->s.nstations; i++) {
            out.flown += small_moved(p, stations_ids(m->m)->flown[i], -1);
            out.to_flight += small_moved(p, stations_ids(m->m)->to_flight[i], -1);
            out.by_bus += small_moved(p, stations_ids(m->m)->returned[i], -1);
            out.released += small_moved(p, stations_ids(m->m)->released[i], -1);
        }
        for (int i = 0; i < m->s.nplaces; i++)
            out.detained += small_moved(p, checkpoints_ids(m->m)->served[i], -1);
    }
    out.returns = small_value(p, "mexico_returns", "", "", -1);
    assert_true(fabs(small_value(p, "mexico_returns_by_air", "", "", -1) - out.flown) < 1e-9 * (1 + out.flown));
    assert_true(fabs(out.returns - out.flown - out.by_bus) < 1e-9 * (1 + out.returns));
    small_stop(p);
    small_close(m);
    return out;
}

#define HOURS "mexico.returns.share=1", "mexico.repatriation.notice_hours=72", "mexico.repatriation.seats_per_day=5000"

static void thirty_six_hours_against_seventy_two_forces_releases(void **state) {
    static const small_options before = {.sets = {HOURS, "mexico.stations.detention_limit_hours=360"}};
    static const small_options after = {
        .sets = {HOURS, "mexico.stations.detention_limit_hours=36", "mexico.repatriation.compliance=1"}};
    static const small_options half_obeyed = {
        .sets = {HOURS, "mexico.stations.detention_limit_hours=36", "mexico.repatriation.compliance=0.5"}};
    static const small_options no_notice = {.sets = {"mexico.returns.share=1", "mexico.repatriation.notice_hours=0",
                                                     "mexico.repatriation.seats_per_day=5000",
                                                     "mexico.stations.detention_limit_hours=36",
                                                     "mexico.repatriation.compliance=1"}};
    (void)state;
    outcome longer = run(&before, "2018-01-01", 120), sharp = run(&after, "2018-01-01", 120);
    outcome half = run(&half_obeyed, "2018-01-01", 120), at_once = run(&no_notice, "2018-01-01", 120);
    assert_true(longer.detained > 100 && sharp.detained > 100);
    assert_true(longer.flown > 0.5 * longer.detained);
    assert_true(sharp.flown == 0 && sharp.to_flight == 0 && sharp.returns == 0);
    assert_true(sharp.released > 0.9 * sharp.detained);
    assert_true(longer.released < 0.2 * longer.detained);
    assert_true(half.flown > 0 && half.flown < longer.flown);
    assert_true(at_once.flown > 0);
}

static void seats_limit_the_flights_and_those_without_one_are_let_go(void **state) {
    static const small_options few = {.sets = {"mexico.returns.share=1", "mexico.repatriation.seats_per_day=2"}};
    static const small_options many = {.sets = {"mexico.returns.share=1", "mexico.repatriation.seats_per_day=2000"}};
    (void)state;
    outcome a = run(&few, "2018-01-01", 100), b = run(&many, "2018-01-01", 100);
    assert_true(a.flown <= 200 + 1e-6 && a.flown > 190);
    assert_true(b.flown > 2 * a.flown);
}

#define SCHEDULE "from,until,parameter,where,who,change,value,note,source\n"
#define INCOME(value) SCHEDULE "2018-06-01,,mexico.repatriation.income_usd_per_day,,,set," value ",,x\n"
#define NEAR "parameter,where,who,value,source,note\nmexico.returns.by_bus,,Honduras,1,x,\n"

static void without_income_the_money_runs_out_and_returns_by_bus_and_by_air_stop(void **state) {
    static const small_options spent[2] = {
        {.sets = {"mexico.repatriation.reserve_usd=20000"}, .edits = {{"schedule.csv", NULL, INCOME("0")}}},
        {.sets = {"mexico.repatriation.reserve_usd=20000"},
         .edits = {{"schedule.csv", NULL, INCOME("0")}, {"parameters.csv", NULL, NEAR}}}};
    static const small_options funded[2] = {
        {.sets = {"mexico.repatriation.reserve_usd=20000"}, .edits = {{"schedule.csv", NULL, INCOME("150000")}}},
        {.sets = {"mexico.repatriation.reserve_usd=20000"},
         .edits = {{"schedule.csv", NULL, INCOME("150000")}, {"parameters.csv", NULL, NEAR}}}};
    (void)state;
    for (int near = 0; near < 2; near++) {
        outcome without = run(&spent[near], "2018-11-01", 60), with = run(&funded[near], "2018-11-01", 60);
        outcome before = run(&spent[near], "2018-03-01", 60);
        assert_true(before.returns > 0);
        assert_true(without.returns < 1e-6 * before.returns);
        assert_true(with.returns > 0);
        assert_true((near ? with.by_bus : with.flown) > 0 && (near ? with.flown : with.by_bus) == 0);
        assert_true(without.detained > 0 && without.released > with.released);
    }
}

#define FUND                                                                                                           \
    "mexico.returns.share=1", "mexico.repatriation.notice_hours=0", "mexico.repatriation.seat_usd=1000",               \
        "mexico.repatriation.reserve_usd=50000", "mexico.repatriation.reserve_for_buses=0"

/* Every dollar is somewhere: the fund falls by the seats bought until it is empty, and no seat is bought after that. */
static void the_fund_pays_for_each_seat_until_it_is_empty_and_is_refilled(void **state) {
    static const small_options o = {
        .sets = {FUND},
        .edits = {{"schedule.csv", NULL,
                   SCHEDULE "2018-03-01,2018-07-31,mexico.repatriation.income_usd_per_day,,,set,0,,x\n"}}};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    const mdl_model *m = p->model->m;
    assert_int_equal(small_run_until(p, "2018-02-28"), 0);
    small_forget(p);
    assert_int_equal(small_run_until(p, "2018-03-01"), 0);
    double left = small_value(p, "repatriation_budget", "", "", -1), first = left, flown = 0, last_day = 0;
    assert_true(first > 10000 && first <= 50000);
    for (int day = 0; day < 120; day++) {
        small_forget(p);
        assert_int_equal(small_run(p, 1), 0);
        last_day = 0;
        for (int i = 0; i < p->model->s.nstations; i++)
            last_day += small_moved(p, stations_ids(m)->flown[i], -1);
        flown += last_day;
        left -= 1000 * last_day;
        assert_true(left > -1e-6);
        assert_true(fabs(small_value(p, "repatriation_budget", "", "", -1) - left) < 1e-6);
    }
    assert_true(fabs(1000 * flown - first) < 1e-3 * first);
    assert_true(last_day < 1e-3);
    small_forget(p);
    assert_int_equal(small_run(p, 1), 0);
    assert_true(small_value(p, "repatriation_budget", "", "", -1) < 1);
    assert_int_equal(small_run_until(p, "2018-08-20"), 0);
    small_forget(p);
    assert_int_equal(small_run(p, 5), 0);
    assert_true(small_value(p, "repatriation_budget", "", "", -1) > 10000);
    assert_true(small_value(p, "mexico_returns", "", "", -1) > 1);
    small_closed(p);
}

/* The chance of a flight today is the closed form at the wait that the queue of this morning makes. */
static void a_queue_for_seats_lengthens_the_wait_and_fewer_reach_a_flight(void **state) {
    static const small_options few = {.sets = {"mexico.returns.share=1", "mexico.repatriation.seats_per_day=3",
                                               "mexico.repatriation.no_seat_leave=0.02"}};
    static const small_options many = {.sets = {"mexico.returns.share=1", "mexico.repatriation.seats_per_day=3000",
                                                "mexico.repatriation.no_seat_leave=0.02"}};
    double chance[2], queue = 0;
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &many : &few, ENG_FLUID);
        const mdl_model *m = p->model->m;
        assert_int_equal(small_run(p, 120), 0);
        assert_true(cor_buses_paid(p->p) == 1);
        chance[k] = cor_reaches_flight(p->p, small_nationality(p->model, "Honduras"));
        for (int i = 0; i < p->model->s.nstations && !k; i++)
            queue += small_people(p, stations_ids(m)->queue[i], -1);
        small_closed(p);
    }
    assert_true(queue > 30);
    assert_true(fabs(chance[0] - cor_flight_before_release(12, 72, 24 + 24 * (queue - 3) / 3, 360, 0.7, 72)) < 1e-12);
    assert_true(fabs(chance[1] - cor_flight_before_release(12, 72, 24, 360, 0.7, 72)) < 1e-12);
    assert_true(chance[0] < 0.8 * chance[1]);
}

static void a_country_that_accepts_nobody_is_opened_by_a_dated_agreement(void **state) {
    static const small_options o = {
        .sets = {"mexico.returns.share=1"},
        .edits = {
            {"schedule.csv", NULL, SCHEDULE "2017-09-01,2018-05-31,mexico.repatriation.accepts,,Honduras,set,0,,x\n"}}};
    (void)state;
    outcome closed = run(&o, "2018-03-01", 60), open = run(&o, "2018-06-01", 60);
    assert_true(closed.detained > 100 && closed.returns == 0 && closed.to_flight == 0);
    assert_true(open.returns > 0.2 * open.detained);
}

static void a_standing_agreement_lets_its_share_be_flown_within_thirty_six_hours(void **state) {
    static const small_options none = {
        .sets = {HOURS, "mexico.stations.detention_limit_hours=36", "mexico.repatriation.compliance=1"}};
    static const small_options half = {.sets = {HOURS, "mexico.stations.detention_limit_hours=36",
                                                "mexico.repatriation.compliance=1",
                                                "mexico.repatriation.standing_share=0.5"}};
    (void)state;
    outcome a = run(&none, "2018-01-01", 100), b = run(&half, "2018-01-01", 100);
    double expected = 0.5 * cor_flight_before_release(12, 0, 24, 36, 1, 72);
    assert_true(a.to_flight == 0 && b.to_flight > 0);
    assert_true(fabs(b.to_flight / (b.to_flight + b.released) - expected) < 1e-9);
}

/* Those helped to work are among the population again, not among those who rest and would go. */
static void the_returned_who_are_helped_to_work_set_out_less(void **state) {
    static const small_options none = {.sets = {"mexico.returns.share=1", "mexico.repatriation.notice_hours=0"}};
    static const small_options helped = {
        .sets = {"mexico.returns.share=1", "mexico.repatriation.notice_hours=0", "mexico.repatriation.work_help=0.5"}};
    double departures[2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &helped : &none, ENG_FLUID);
        const mdl_model *m = p->model->m;
        assert_int_equal(small_run(p, 330), 0);
        double works = small_moved(p, repatriation_ids(m)->works, -1),
               home = small_moved(p, repatriation_ids(m)->home, -1);
        assert_true(home > 0 && (k ? fabs(works - home) < 1e-9 * home : works == 0));
        departures[k] = small_value(p, "departures", "", "Honduras", -1);
        small_closed(p);
    }
    assert_true(departures[1] < departures[0]);
}

/* ---- buses south ---- */

/* A cohort followed in the counts: two runs that differ in five days of removals; who comes to the line in one and not
 * in the other has been bused. The expectation recorded on the days of the buses must agree with what became of them.
 */
static void agrees_with_a_cohort(const char *offices, double least, double most) {
    const small_options o = {
        .sets = {"mexico.bus_south.per_day=20000", "crossing.rest_days=60", "mexico.checkpoints.intensity=0",
                 "harm.kidnapping_per_week=0", "mexico.bus_south.hold_days=20", offices, "mexico.asylum.applies=0.2",
                 "mexico.asylum.leaves=0", "mexico.asylum.answers_per_month=0"},
        .edits = {{"parameters.csv", NULL,
                   "parameter,where,who,value,source,note\nmexico.bus_south.destination,Tapachula,,1,x,\n"},
                  {"schedule.csv", NULL, SCHEDULE "2018-05-15,2018-05-19,mexico.north.removals_effort,,,set,20,,x\n"}}};
    double back[2] = {0, 0}, bused = 0, expected = 0;
    for (int k = 0; k < 2; k++) {
        small_options with = o;
        if (k)
            with.sets[9] = "mexico.north.removal_rate=0";
        small_member *p = small_opened(&with, ENG_FLUID);
        const mdl_model *m = p->model->m;
        assert_int_equal(small_run_until(p, "2018-05-15"), 0);
        small_forget(p);
        for (int day = 0; day < 63; day++) {
            assert_int_equal(small_run(p, 1), 0);
            for (int c = 0; c < m->ncities; c++)
                back[k] += small_moved(p, m->places[m->cities[c]].to_line, -1);
        }
        if (!k) {
            bused = small_value(p, "mexico_bused_south", "", "", -1);
            expected = small_ratio(p, "bused_again", "");
        }
        small_closed(p);
    }
    assert_true(bused > 100);
    double seen = (back[0] - back[1]) / bused;
    if (!(fabs(seen - expected) < 0.1 && expected > least && expected < most))
        fail_msg("%s: of %.0f bused %.3f came back, expected %.3f", offices, bused, seen, expected);
}

/* Where the bused can ask for asylum, fewer are seen again. */
static void the_expected_share_of_the_bused_who_come_back_agrees_with_a_cohort(void **state) {
    (void)state;
    agrees_with_a_cohort("mexico.asylum.office[Tapachula]=0", 0.4, 1);
    agrees_with_a_cohort("mexico.asylum.office[Tapachula]=1", 0.01, 0.4);
}

/* ---- switched off ---- */

static void switching_the_parts_off_changes_their_series(void **state) {
    const cor_system *const parts[] = {&cor_stations, &cor_repatriation, &cor_decompression};
    static const char *const series[] = {"mexico_events", "mexico_returns", "mexico_bused_south"};
    (void)state;
    for (int k = 0; k < 3; k++) {
        char off[200];
        small_options o = {
            .sets = {"mexico.returns.share=0.5", "mexico.bus_south.per_day=500", "mexico.north.removals_effort=2"},
            .edits = {{"parameters.csv", NULL,
                       "parameter,where,who,value,source,note\nmexico.bus_south.destination,Tapachula,,1,x,\n"}}};
        double value[2];
        for (int without = 0; without < 2; without++) {
            assert_non_null(parts[k]->off);
            (void)snprintf(off, sizeof off, "%s=%g", parts[k]->off[0].path, parts[k]->off[0].value);
            o.sets[k == 2 ? 1 : 3] = without ? off : k == 2 ? o.sets[1] : NULL;
            small_member *p = small_opened(&o, ENG_FLUID);
            assert_int_equal(small_run(p, 120), 0);
            value[without] = small_value(p, series[k], "", "", -1);
            small_closed(p);
        }
        assert_true(value[0] > 10 && value[1] < 0.9 * value[0]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_share_flown_is_the_convolution_of_request_notice_and_seat),
        cmocka_unit_test(a_sharp_limit_below_the_notice_lets_nobody_be_flown),
        cmocka_unit_test(the_share_flown_rises_with_the_limit_and_falls_with_the_notice),
        cmocka_unit_test(obeying_the_limit_lowers_the_share_flown),
        cmocka_unit_test(thirty_six_hours_against_seventy_two_forces_releases),
        cmocka_unit_test(seats_limit_the_flights_and_those_without_one_are_let_go),
        cmocka_unit_test(without_income_the_money_runs_out_and_returns_by_bus_and_by_air_stop),
        cmocka_unit_test(the_fund_pays_for_each_seat_until_it_is_empty_and_is_refilled),
        cmocka_unit_test(a_queue_for_seats_lengthens_the_wait_and_fewer_reach_a_flight),
        cmocka_unit_test(a_country_that_accepts_nobody_is_opened_by_a_dated_agreement),
        cmocka_unit_test(a_standing_agreement_lets_its_share_be_flown_within_thirty_six_hours),
        cmocka_unit_test(the_returned_who_are_helped_to_work_set_out_less),
        cmocka_unit_test(the_expected_share_of_the_bused_who_come_back_agrees_with_a_cohort),
        cmocka_unit_test(switching_the_parts_off_changes_their_series),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
