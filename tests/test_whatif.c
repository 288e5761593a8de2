/* Sentences of what-ifs: what is called the same, unsure, more or fewer; where pressure went; how long it lasted. */
#include "study/whatif.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static whf_measure measure(double a, double b, double low, double high) {
    return (whf_measure){.known = 1, .members = 8, .a = a, .b = b, .mean = b - a, .low = low, .high = high};
}

static void says(const whf_measure *m, const char *words) {
    char text[WHF_SENTENCE];
    whf_sentence("Deaths", "people", m, text);
    if (!strstr(text, words))
        fail_msg("'%s' does not say '%s'", text, words);
}

static void half_a_percent_is_about_the_same(void **state) {
    (void)state;
    whf_measure just = measure(1000, 1004.9, 4, 6), more = measure(1000, 1005.2, 4, 6);
    assert_int_equal(whf_direction_of(&just), WHF_SAME);
    assert_int_equal(whf_direction_of(&more), WHF_MORE);
    says(&just, "about the same, 1,000");
}

static void members_that_disagree_are_said_to(void **state) {
    (void)state;
    whf_measure m = measure(1000, 1100, -20, 220);
    assert_int_equal(whf_direction_of(&m), WHF_UNSURE);
    says(&m, "members disagree whether more or fewer");
    m.members = 1; /* one member cannot disagree with itself, and has no interval */
    assert_int_equal(whf_direction_of(&m), WHF_MORE);
    says(&m, "100 more, 10%");
}

static void eight_members_have_no_five_percent(void **state) {
    (void)state;
    double x[40];
    char words[RES_WORDS];
    for (int i = 0; i < 40; i++)
        x[i] = i;
    res_band few = res_band_of(x, 39), many = res_band_of(x, 40);
    assert_true(few.low == 0 && few.high == 38);
    assert_true(many.low > 1.9 && many.high < 37.1);
    assert_string_equal(res_range_words(1, words), "");
    assert_string_equal(res_range_words(8, words), "lowest to highest of 8");
    assert_string_equal(res_range_words(39, words), "lowest to highest of 39");
    assert_string_equal(res_range_words(40, words), "5% to 95% of 40");
}

static void series_come_in_their_order_and_none_is_passed_over(void **state) {
    (void)state;
    const mdl_shown third = {.order = 3}, first = {.order = 1, .main = 1}, nowhere = {.order = 0};
    const mdl_series list[] = {{.name = "c", .shown = &third},
                               {.name = "none", .shown = &nowhere},
                               {.name = "a", .shown = &first},
                               {.name = "d", .shown = &third}};
    const char expected[] = {2, 0, 3};
    int n = 0, i = -1;
    while ((i = mdl_next(4, list, i)) >= 0) {
        assert_true(n < 3);
        assert_int_equal(i, expected[n++]);
    }
    assert_int_equal(n, 3);
    assert_int_equal(mdl_main(4, list), 2);
    assert_int_equal(mdl_main(2, list), -1);
}

static void a_handful_of_deaths_is_chance(void **state) {
    (void)state;
    const mdl_series deaths = {.name = "deaths", .unit = "people", .sum = SERIES_SUM, .harm = 1};
    const mdl_series share = {.name = "share", .unit = "share", .sum = SERIES_RATIO};
    static const double agree[] = {1, 1, 2, 1}, large[] = {900, 1000, 1100, 1000};
    assert_true(lay_chance(&deaths, 1.2, 2.4, agree, 4, 31) > 1.2);    /* four members agree, and it is nothing */
    assert_true(lay_chance(&deaths, 1e5, 1.01e5, large, 4, 31) < 100); /* pairs say it themselves */
    assert_true(lay_chance(&deaths, 400, 412, large, 1, 31) > 12);     /* one run: as two independent counts */
    assert_true(lay_chance(&share, 0.2, 0.3, agree, 1, 31) == 0);
    whf_measure m = measure(1.2, 2.4, 1, 2);
    m.chance = 1.9;
    assert_int_equal(whf_direction_of(&m), WHF_CHANCE);
    says(&m, "no difference that a rerun could not make by chance: 2.4 beside 1.2");
}

static void counts_are_fewer_and_amounts_are_less(void **state) {
    (void)state;
    char text[WHF_SENTENCE];
    whf_measure m = measure(2000, 1500, -600, -400);
    says(&m, "500 fewer (400 to 600), 25%, beside 2,000");
    assert_non_null(strstr(whf_sentence("Leverage", "index", &m, text), "500 less (400 to 600)"));
}

static void what_is_not_there_is_said(void **state) {
    (void)state;
    whf_measure none = measure(0, 0, 0, 0), unknown = {.members = 8}, from_nothing = measure(0, 40, 30, 50);
    says(&none, "none, with it and without");
    says(&unknown, "not in these runs");
    says(&from_nothing, "40 more (30 to 50), beside 0");
}

static void a_tripling_is_told_in_times(void **state) {
    (void)state;
    whf_measure m = measure(100, 450, 300, 400);
    says(&m, "4.5 times as many");
}

static void what_some_sectors_lose_others_gain(void **state) {
    (void)state;
    static const double difference[] = {-100, 40, -20, 50, 0};
    whf_shift s = whf_shift_of(difference, 5);
    assert_true(s.lost == 120 && s.gained == 90);
}

static void lasting(const double *effect, int n, const char *words) {
    char text[WHF_SENTENCE];
    whf_lasting(effect, n, 50 * 12, text); /* January 2020 */
    if (!strstr(text, words))
        fail_msg("'%s' does not say '%s'", text, words);
}

static void an_effect_ends_when_half_of_it_is_gone_for_good(void **state) {
    (void)state;
    static const double fades[] = {-0.1, -0.4, -0.3, -0.15, -0.25, -0.1, 0};
    static const double stays[] = {0.1, 0.3, 0.3, 0.29};
    static const double turns[] = {-0.4, -0.1, 0.3, 0.1};
    static const double nothing[] = {0.01, -0.015, 0.019};
    static const double last[] = {0, 0.01, 0.5};
    int peak;
    assert_int_equal(whf_half_life(fades, 7, &peak), 4); /* it comes back in the fourth month: not gone before */
    assert_int_equal(peak, 1);
    lasting(fades, 7, "differ most in 2020-02 (-40%); half of it is gone after 4 months");
    lasting(stays, 4, "2020-02 (+30%); more than half of that is still there when the run ends.");
    lasting(turns, 4, "half of it is gone after 1 month."); /* a change of sign is no effect that lasts */
    lasting(nothing, 3, "in no month");
    lasting(last, 3, "when the run ends, in that same month.");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(half_a_percent_is_about_the_same),
                                       cmocka_unit_test(members_that_disagree_are_said_to),
                                       cmocka_unit_test(eight_members_have_no_five_percent),
                                       cmocka_unit_test(a_handful_of_deaths_is_chance),
                                       cmocka_unit_test(counts_are_fewer_and_amounts_are_less),
                                       cmocka_unit_test(what_is_not_there_is_said),
                                       cmocka_unit_test(a_tripling_is_told_in_times),
                                       cmocka_unit_test(series_come_in_their_order_and_none_is_passed_over),
                                       cmocka_unit_test(what_some_sectors_lose_others_gain),
                                       cmocka_unit_test(an_effect_ends_when_half_of_it_is_gone_for_good)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
