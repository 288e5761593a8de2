/* The relations by which statements are judged, one by one, on numbers small enough to be done by head; and what is
 * refused in claims.csv. ctest: sanitized */
#include "small_scenario.h"

#include "study/claims_judge.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define assert_near(a, b) assert_true(fabs((a) - (b)) < 1e-9)

static int judged(scn_relation r, double value, double high, double tolerance, const clm_facts *f, double *measure) {
    clm_test t = {r, value, high, tolerance};
    return clm_judge(&t, f, measure);
}

static int level(scn_relation r, double now, double value, double high, double tolerance) {
    clm_facts f = {.now = now, .before = NAN};
    double measure;
    return judged(r, value, high, tolerance, &f, &measure);
}

static void a_level_is_compared_with_its_value(void **state) {
    (void)state;
    assert_int_equal(level(SCN_ABOVE, 3, 2, NAN, NAN), 1);
    assert_int_equal(level(SCN_ABOVE, 2, 2, NAN, NAN), 0);
    assert_int_equal(level(SCN_BELOW, 2, 2, NAN, NAN), 0);
    assert_int_equal(level(SCN_BELOW, 1, 2, NAN, NAN), 1);
    assert_int_equal(level(SCN_AT_LEAST, 2, 2, NAN, NAN), 1);
    assert_int_equal(level(SCN_AT_LEAST, 1, 2, NAN, NAN), 0);
    assert_int_equal(level(SCN_AT_MOST, 2, 2, NAN, NAN), 1);
    assert_int_equal(level(SCN_AT_MOST, 3, 2, NAN, NAN), 0);
    assert_int_equal(level(SCN_EQUALS, 36, 36, NAN, NAN), 1);
    assert_int_equal(level(SCN_EQUALS, 36.1, 36, NAN, NAN), 0);
    assert_int_equal(level(SCN_ABOUT, 7000, 7946, NAN, 1000), 1);
    assert_int_equal(level(SCN_ABOUT, 6900, 7946, NAN, 1000), 0);
    assert_int_equal(level(SCN_BETWEEN, 2, 1, 3, NAN), 1);
    assert_int_equal(level(SCN_BETWEEN, 4, 1, 3, NAN), 0);
}

static void what_is_not_known_cannot_be_told(void **state) {
    (void)state;
    assert_int_equal(level(SCN_ABOVE, NAN, 2, NAN, NAN), -1);
    clm_facts f = {.now = 5, .before = 0};
    double measure;
    assert_int_equal(judged(SCN_RATIO_ABOVE, 1, NAN, NAN, &f, &measure), -1);
    assert_true(isnan(measure));
    assert_int_equal(judged(SCN_CANNOT_BE_JUDGED, NAN, NAN, NAN, &f, &measure), -1);
}

static void ratios_and_growth_are_against_the_reference_period(void **state) {
    (void)state;
    clm_facts f = {.now = 50, .before = 100};
    double m;
    assert_int_equal(judged(SCN_RATIO_BELOW, 0.7, NAN, NAN, &f, &m), 1);
    assert_near(m, 0.5);
    assert_int_equal(judged(SCN_RATIO_ABOVE, 0.7, NAN, NAN, &f, &m), 0);
    assert_int_equal(judged(SCN_RATIO_BETWEEN, 0.4, 0.6, NAN, &f, &m), 1);
    assert_int_equal(judged(SCN_RATIO_BETWEEN, 0.6, 0.9, NAN, &f, &m), 0);
    assert_int_equal(judged(SCN_RATIO_ABOUT, 0.45, NAN, 0.1, &f, &m), 1);
    assert_int_equal(judged(SCN_RATIO_ABOUT, 0.3, NAN, 0.1, &f, &m), 0);
    assert_int_equal(judged(SCN_GROWTH_ABOUT, -0.5, NAN, 0.01, &f, &m), 1);
    assert_near(m, -0.5);
    assert_int_equal(judged(SCN_GROWTH_ABOUT, 0.5, NAN, 0.01, &f, &m), 0);
    assert_int_equal(judged(SCN_RISES, NAN, NAN, NAN, &f, &m), 0);
    assert_int_equal(judged(SCN_FALLS, NAN, NAN, NAN, &f, &m), 1);
    assert_near(m, -50);
}

/* Two years from January on; the period is the last month but one. */
static const double MONTHS[24] = {90, 20, 30, 20, 20, 20, 20, 20, 20, 20, 20, 20,
                                  20, 20, 45, 20, 20, 20, 20, 20, 20, 20, 80, 20};

static void a_record_is_above_every_earlier_month_and_above_those_since(void **state) {
    (void)state;
    clm_facts f = {.n = 24, .at = 22, .length = 1, .adds = 1, .months = MONTHS};
    double m;
    assert_int_equal(judged(SCN_IS_RECORD, NAN, NAN, NAN, &f, &m), 0);
    assert_near(m, 80.0 / 90);
    f.since = 1;
    assert_int_equal(judged(SCN_IS_HIGHEST_SINCE, NAN, NAN, NAN, &f, &m), 1);
    assert_near(m, 80.0 / 45);
    f.at = 0;
    f.since = 0;
    assert_int_equal(judged(SCN_IS_RECORD, NAN, NAN, NAN, &f, &m), -1); /* nothing before it */
}

static void a_record_of_several_months_is_against_stretches_of_as_many(void **state) {
    (void)state;
    clm_facts f = {.n = 24, .at = 21, .length = 2, .adds = 1, .months = MONTHS};
    double m;
    assert_int_equal(judged(SCN_IS_RECORD, NAN, NAN, NAN, &f, &m), 0);
    assert_near(m, 100.0 / 110);
    f.since = 1;
    assert_int_equal(judged(SCN_IS_RECORD, NAN, NAN, NAN, &f, &m), 1);
    assert_near(m, 100.0 / 65);
}

static void a_rank_counts_the_same_month_of_other_years(void **state) {
    (void)state;
    clm_facts f = {.n = 24, .at = 12, .length = 1, .adds = 1, .months = MONTHS};
    double m;
    assert_int_equal(judged(SCN_RANK_AT_MOST, 1, NAN, NAN, &f, &m), 0);
    assert_near(m, 2);
    f.at = 14;
    assert_int_equal(judged(SCN_RANK_AT_MOST, 1, NAN, NAN, &f, &m), 1);
    assert_near(m, 1);
}

static void seasonal_growth_is_against_the_same_months_of_other_years(void **state) {
    (void)state;
    clm_facts f = {.n = 24, .at = 14, .length = 1, .reference = 12, .adds = 1, .months = MONTHS};
    double m;
    assert_int_equal(judged(SCN_ABOVE_SEASONAL, NAN, NAN, NAN, &f, &m), 1);
    assert_near(m, (45.0 / 20) / (30.0 / 90));
    f.at = 2;
    f.reference = 0;
    assert_int_equal(judged(SCN_ABOVE_SEASONAL, NAN, NAN, NAN, &f, &m), 0);
}

static void the_highest_week_is_of_seven_days_in_a_row(void **state) {
    (void)state;
    double days[14] = {0, 70, 0, 0, 0, 0, 0, 0, 0, 7, 7, 7, 7, 7}, m;
    clm_facts f = {.ndays = 14, .days = days};
    assert_int_equal(judged(SCN_MAX_7DAY_MEAN_ABOVE, 9, NAN, NAN, &f, &m), 1);
    assert_near(m, 10);
    f.ndays = 6;
    assert_int_equal(judged(SCN_MAX_7DAY_MEAN_ABOVE, 9, NAN, NAN, &f, &m), -1);
}

static void a_pair_compares_the_other_run_with_this_one(void **state) {
    (void)state;
    clm_facts f = {.now = 100, .before = 130};
    double m;
    assert_int_equal(judged(SCN_COUNTERFACTUAL_HIGHER, NAN, NAN, NAN, &f, &m), 1);
    assert_near(m, 1.3);
    assert_int_equal(judged(SCN_COUNTERFACTUAL_LOWER, NAN, NAN, NAN, &f, &m), 0);
    assert_int_equal(judged(SCN_ABS_BELOW, 0.02, NAN, NAN, &f, &m), 0);
    f.before = 99;
    assert_int_equal(judged(SCN_ABS_BELOW, 0.02, NAN, NAN, &f, &m), 1);
    assert_near(m, 0.01);
}

static void an_effect_fades_when_half_of_it_is_left(void **state) {
    (void)state;
    double with[6] = {100, 60, 70, 85, 95, 100}, without[6] = {100, 100, 100, 100, 100, 100}, m;
    clm_facts f = {.n = 6, .at = 1, .length = 2, .months = with, .other = without};
    assert_int_equal(judged(SCN_FADES, 2, NAN, NAN, &f, &m), 1);
    assert_near(m, 2); /* 40 in the month after the first, 15 two months later */
    assert_int_equal(judged(SCN_FADES, 1, NAN, NAN, &f, &m), 0);
    double stays[6] = {100, 60, 60, 60, 60, 60};
    f.months = stays;
    assert_int_equal(judged(SCN_FADES, 3, NAN, NAN, &f, &m), 0);
    assert_int_equal(judged(SCN_FADES, 12, NAN, NAN, &f, &m), -1); /* the run is too short to say */
    f.months = without;
    assert_int_equal(judged(SCN_FADES, 3, NAN, NAN, &f, &m), -1); /* there was no effect */
}

static void what_is_triggered_follows_a_rise_of_the_other_series(void **state) {
    (void)state;
    double closed[2] = {5, 1}, effort[2] = {1, 3}, m;
    clm_facts f = {.now = 1, .before = 5, .n = 2, .at = 1, .length = 1, .months = closed, .other = effort};
    assert_int_equal(judged(SCN_TRIGGERED, NAN, NAN, NAN, &f, &m), 1);
    effort[1] = 0.5;
    assert_int_equal(judged(SCN_TRIGGERED, NAN, NAN, NAN, &f, &m), 0);
    effort[1] = 3;
    f.now = 6;
    assert_int_equal(judged(SCN_TRIGGERED, NAN, NAN, NAN, &f, &m), 0);
}

static void an_input_event_is_a_value_that_changes(void **state) {
    (void)state;
    clm_facts f = {.now = 0, .before = 1};
    double m;
    assert_int_equal(judged(SCN_INPUT_EVENT, NAN, NAN, NAN, &f, &m), 1);
    f.now = 1;
    assert_int_equal(judged(SCN_INPUT_EVENT, NAN, NAN, NAN, &f, &m), 0);
}

/* ---- claims.csv ---- */

#define HEADER                                                                                                         \
    "id,documents,role,statement,from,until,reference_from,reference_until,relation,value,tolerance,series,parameter," \
    "where,latents,policy,expected_verdict\n"

static int opens_with(const char *claims, rep_report *rep, int *n) {
    scn_folder folder;
    scn_scenario s;
    scn_options options;
    options = small_options();
    assert_int_equal(small_folder(&folder, "claims.csv", claims, strlen(claims)), 0);
    rep_init(rep);
    int status = scn_scenario_open_folder(&s, &folder, &options, rep);
    if (status == 0) {
        *n = s.nclaims;
        scn_scenario_free(&s);
    }
    return status;
}

static void a_table_of_statements_is_read(void **state) {
    (void)state;
    rep_report rep;
    int n = 0;
    assert_int_equal(opens_with(HEADER "B,D0,output,more,2018-02,2018-03,,,above,5,,encounters,,,,,holds\n"
                                       "A,D0,input,effort,2018-02-03,,,,at_least,1,,,mexico.effort,,,,\n",
                                &rep, &n),
                     0);
    assert_int_equal(n, 2);
    assert_int_equal(rep.errors, 0);
    rep_free(&rep);
}

static void each_error_of_a_row_is_said(void **state) {
    (void)state;
    static const struct {
        const char *row, *says;
    } planted[] = {
        {"A,D0,output,x,2018-02,2018-03,,,abov,5,,encounters,,,,,\n", "did you mean \"above\""},
        {"A,D0,output,x,2018-02,2018-03,,,above,,,encounters,,,,,\n", "a value for value"},
        {"A,D0,output,x,2018-02,2018-03,,,ratio_above,1,,encounters,,,,,\n", "a value for reference_from"},
        {"A,D0,output,x,2018-02,2018-03,,,about,1,,encounters,,,,,\n", "a value for tolerance"},
        {"A,D0,output,x,2018-03,2018-02,,,above,1,,encounters,,,,,\n", "a last day not before 2018-03-01"},
        {"A,D0,output,x,2018-03-05,2018-03-09,,,above,1,,encounters,,,,,\n", "whole months"},
        {"A,D0,output,x,2018-02,2018-03,,,above,1,,,,,,,\n", "either a series or a parameter"},
        {"A,D0,input,x,2018-02,2018-03,,,above,1,,,mexico.efort,,,,\n", "did you mean \"mexico.effort\""},
        {"A,D0,input,x,2018-02,2018-03,,,above,1,,,border.agents,Yumma,,,\n", "did you mean \"Yuma\""},
        {"A,D0,structural,x,2018-02,2018-03,,,above,1,,encounters,,,,,\n", "what a structural statement rests on"},
        {"A,D0,output,x,2018-02,2018-03,,,above,1,,encounters,,,2018-01,,\n", "structural statements only"},
        {"A,D0,structural,x,2018-02,2018-03,,,counterfactual_higher,,,encounters,,,2018-01,,\n", "a value for policy"},
        {"A,D0,output,x,2018-02,2018-03,,,above,1,,encounters,,,,,hold\n", "did you mean \"holds\""},
        {"A,D0,output,x,2018-02,2018-03,,,above,1,,encounters,,,,,fails\n", "say what it would take"},
        {"A,D0,outptu,x,2018-02,2018-03,,,above,1,,encounters,,,,,\n", "did you mean \"output\""},
    };
    for (size_t i = 0; i < sizeof planted / sizeof planted[0]; i++) {
        char text[1024];
        rep_report rep;
        int n = 0, found = 0;
        snprintf(text, sizeof text, "%s%s", HEADER, planted[i].row);
        assert_int_equal(opens_with(text, &rep, &n), -1);
        for (int k = 0; k < rep.count; k++) {
            char *line = rep_line(&rep.entries[k]);
            found |= strstr(line, planted[i].says) != NULL;
            if (!strstr(line, planted[i].says))
                print_message("    %s\n", line);
            free(line);
        }
        if (!found)
            fail_msg("not said: %s", planted[i].says);
        rep_free(&rep);
    }
}

static void an_identity_stands_once(void **state) {
    (void)state;
    rep_report rep;
    int n = 0;
    assert_int_equal(opens_with(HEADER "A,D0,output,x,2018-02,2018-03,,,above,5,,encounters,,,,,\n"
                                       "A,D0,output,y,2018-02,2018-03,,,above,6,,encounters,,,,,\n",
                                &rep, &n),
                     -1);
    rep_free(&rep);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_level_is_compared_with_its_value),
        cmocka_unit_test(what_is_not_known_cannot_be_told),
        cmocka_unit_test(ratios_and_growth_are_against_the_reference_period),
        cmocka_unit_test(a_record_is_above_every_earlier_month_and_above_those_since),
        cmocka_unit_test(a_record_of_several_months_is_against_stretches_of_as_many),
        cmocka_unit_test(a_rank_counts_the_same_month_of_other_years),
        cmocka_unit_test(seasonal_growth_is_against_the_same_months_of_other_years),
        cmocka_unit_test(the_highest_week_is_of_seven_days_in_a_row),
        cmocka_unit_test(a_pair_compares_the_other_run_with_this_one),
        cmocka_unit_test(an_effect_fades_when_half_of_it_is_left),
        cmocka_unit_test(what_is_triggered_follows_a_rise_of_the_other_series),
        cmocka_unit_test(an_input_event_is_a_value_that_changes),
        cmocka_unit_test(a_table_of_statements_is_read),
        cmocka_unit_test(each_error_of_a_row_is_said),
        cmocka_unit_test(an_identity_stands_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
