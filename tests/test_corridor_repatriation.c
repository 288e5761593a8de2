/* Returns from Mexico: the hours of a country's notice, of a request and of a seat against the hours until release. */
#include "corridor_small.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
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
            out.flown += small_moved(p, m->m->stations.flown[i], -1);
            out.to_flight += small_moved(p, m->m->stations.to_flight[i], -1);
            out.by_bus += small_moved(p, m->m->stations.returned[i], -1);
            out.released += small_moved(p, m->m->stations.released[i], -1);
        }
        for (int i = 0; i < m->s.nplaces; i++)
            out.detained += small_moved(p, m->m->checkpoints.served[i], -1);
    }
    out.returns = small_value(p, "mexico_returns", "", "", -1);
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

#define BUDGET(value)                                                                                                  \
    "from,until,parameter,where,who,change,value,note,source\n2018-06-01,,mexico.repatriation.budget_factor,,,"        \
    "set," value ",,x\n"
#define NEAR "parameter,where,who,value,source,note\nmexico.returns.by_bus,,Honduras,1,x,\n"

static void a_budget_of_zero_stops_returns_by_bus_and_by_air(void **state) {
    static const small_options spent[2] = {
        {.edits = {{"schedule.csv", NULL, BUDGET("0")}}},
        {.edits = {{"schedule.csv", NULL, BUDGET("0")}, {"parameters.csv", NULL, NEAR}}}};
    static const small_options funded[2] = {
        {.edits = {{"schedule.csv", NULL, BUDGET("1")}}},
        {.edits = {{"schedule.csv", NULL, BUDGET("1")}, {"parameters.csv", NULL, NEAR}}}};
    (void)state;
    for (int near = 0; near < 2; near++) {
        outcome without = run(&spent[near], "2018-06-01", 60), with = run(&funded[near], "2018-06-01", 60);
        outcome before = run(&spent[near], "2018-03-01", 60);
        assert_true(before.returns > 0);
        assert_true(without.returns == 0 && without.flown == 0 && without.by_bus == 0);
        assert_true(with.returns > 0);
        assert_true((near ? with.by_bus : with.flown) > 0 && (near ? with.flown : with.by_bus) == 0);
        assert_true(without.detained > 0 && without.released > with.released);
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
        cmocka_unit_test(a_budget_of_zero_stops_returns_by_bus_and_by_air),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
