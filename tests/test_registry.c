/* The registry: collecting, finding, drawing; and the helpers it stands with (dates, nearest names, messages).
 * ctest: sanitized */
#include "scenario/registry.h"
#include "scenario/scenario.h"
#include "text/report.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define END                                                                                                            \
    { NULL, NULL, 0, 0, 0, PRIOR_NONE, 0, 0, WHERE_NONE, WHO_NONE, PAR_STRUCTURE, CONF_SOURCE, NULL, NULL }
#define DECL(path, value, low, high, prior, a, b, where, who)                                                          \
    { path, "1", value, low, high, prior, a, b, where, who, PAR_BEHAVIOUR, CONF_JUDGEMENT, "", "" }

static const par_decl first_list[] = {
    DECL("waiting.patience_days", 10, 0, 1000, PRIOR_LOGNORMAL, 0.5, 2, WHERE_NONE, WHO_NONE),
    DECL("crossing.wish", 0, -100, 100, PRIOR_NORMAL, -1, 1, WHERE_SECTOR, WHO_NONE),
    DECL("crossing.fixed", 3, 0, 10, PRIOR_NONE, 0, 0, WHERE_NONE, WHO_NONE),
    END,
};
static const par_decl second_list[] = {
    DECL("beliefs.share", 0.5, 0, 1, PRIOR_UNIFORM, -0.3, 0.3, WHERE_PLACE, WHO_BOTH),
    DECL("beliefs.tight", 0.5, 0.45, 0.55, PRIOR_NORMAL, -0.4, 0.4, WHERE_NONE, WHO_NONE),
    END,
};
static const par_decl one_more[] = {
    DECL("aaa.new", 1, 0, 10, PRIOR_LOGNORMAL, 0.5, 2, WHERE_NONE, WHO_NONE),
    END,
};
static const int where_size[WHERE_COUNT] = {1, 4, 4, 3, 6, 2, 2, 5};
static const int who_size[WHO_COUNT] = {1, 2, 3, 6};

static par_registry made(int n) {
    const par_decl *const lists[] = {first_list, second_list, one_more};
    par_registry r;
    assert_int_equal(par_registry_make(&r, n, lists, where_size, who_size), 0);
    return r;
}

static void declarations_are_found_by_path_whatever_list_they_came_in(void **state) {
    (void)state;
    par_registry r = made(2);
    assert_int_equal(r.count, 5);
    assert_int_equal(r.total, 1 + 3 + 1 + 4 * 6 + 1);
    for (int i = 1; i < r.count; i++)
        assert_true(strcmp(r.decl[i - 1]->path, r.decl[i]->path) < 0);
    assert_int_equal(par_elements(&r, par_find(&r, "beliefs.share")), 24);
    assert_int_equal(par_find(&r, "beliefs.shar"), -1);
    assert_int_equal(par_offset(&r, "nothing"), -1);
    assert_int_equal(par_offset(&r, "beliefs.share"), 0);
    assert_string_equal(par_did_you_mean(&r, "beliefs.shore"), "beliefs.share");
    assert_string_equal(par_did_you_mean(&r, "patience_days"), "waiting.patience_days");
    assert_null(par_did_you_mean(&r, "something else entirely"));
    double values[40];
    par_defaults(&r, values);
    assert_true(values[par_offset(&r, "waiting.patience_days")] == 10);
    assert_true(values[par_offset(&r, "beliefs.share") + 23] == 0.5);
    par_registry_free(&r);
}

static void a_path_declared_twice_is_refused(void **state) {
    (void)state;
    const par_decl *const lists[] = {first_list, second_list, first_list};
    par_registry r;
    assert_int_equal(par_registry_make(&r, 3, lists, where_size, who_size), -1);
    assert_null(r.decl);
}

enum { MEMBERS = 64 };

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void every_stratum_of_a_prior_is_drawn_once(void **state) {
    (void)state;
    par_registry r = made(2);
    double base[40], values[40], patience[MEMBERS], share[MEMBERS], wish[MEMBERS], mean = 0;
    par_defaults(&r, base);
    for (int k = 0; k < MEMBERS; k++) {
        par_draw(&r, base, NULL, 7, k, MEMBERS, values);
        patience[k] = values[par_offset(&r, "waiting.patience_days")];
        share[k] = values[par_offset(&r, "beliefs.share")];
        wish[k] = values[par_offset(&r, "crossing.wish")];
        assert_true(values[par_offset(&r, "beliefs.share") + 23] == share[k]); /* common to all elements */
        assert_true(values[par_offset(&r, "crossing.fixed")] == 3);
        double tight = values[par_offset(&r, "beliefs.tight")];
        assert_true(tight >= 0.45 && tight <= 0.55);
        mean += wish[k] / MEMBERS;
    }
    assert_true(fabs(mean) < 0.05); /* a plain sample of 64 would be off by 0.08 */
    qsort(share, MEMBERS, sizeof *share, by_size);
    double low = 0.2 - 0.05 / 0.9 * 0.6, width = 0.6 / 0.9;
    for (int k = 0; k < MEMBERS; k++) {
        assert_true(share[k] > low + width * k / MEMBERS - 1e-12);
        assert_true(share[k] < low + width * (k + 1) / MEMBERS + 1e-12);
    }
    qsort(patience, MEMBERS, sizeof *patience, by_size);
    assert_true(patience[2] < 5 && patience[4] > 5 && patience[59] < 20 && patience[61] > 20); /* 5% and 95% points */
    assert_true(patience[31] < 10 && patience[32] > 10);
    par_registry_free(&r);
}

static void adding_a_parameter_changes_no_other_draw_and_another_seed_changes_all(void **state) {
    (void)state;
    par_registry r = made(2), more = made(3);
    double base[41], base_more[41], a[41], b[41], c[41];
    par_defaults(&r, base);
    par_defaults(&more, base_more);
    for (int k = 0; k < 8; k++) {
        par_draw(&r, base, NULL, 1, k, 8, a);
        par_draw(&more, base_more, NULL, 1, k, 8, b);
        par_draw(&r, base, NULL, 2, k, 8, c);
        for (int i = 0; i < r.count; i++)
            assert_true(a[r.offset[i]] == b[par_offset(&more, r.decl[i]->path)]);
        assert_true(a[par_offset(&r, "crossing.wish")] != c[par_offset(&r, "crossing.wish")]);
    }
    par_registry_free(&r);
    par_registry_free(&more);
}

static void values_the_user_has_set_are_not_drawn_and_a_base_moves_the_draw_with_it(void **state) {
    (void)state;
    par_registry r = made(2);
    double base[40], values[40], moved[40];
    unsigned char fixed[5] = {0};
    int patience = par_offset(&r, "waiting.patience_days"), wish = par_offset(&r, "crossing.wish");
    par_defaults(&r, base);
    par_draw(&r, base, NULL, 3, 5, 16, values);
    base[patience] = 20;
    base[wish + 1] = 4;
    par_draw(&r, base, NULL, 3, 5, 16, moved);
    assert_true(fabs(moved[patience] - 2 * values[patience]) < 1e-12);
    assert_true(fabs(moved[wish + 1] - values[wish + 1] - 4) < 1e-12);
    assert_true(moved[wish] == values[wish]);
    fixed[par_find(&r, "waiting.patience_days")] = 1;
    par_draw(&r, base, fixed, 3, 5, 16, moved);
    assert_true(moved[patience] == 20);
    assert_true(moved[wish] == values[wish]);
    par_registry_free(&r);
}

static void dates_go_there_and_back(void **state) {
    (void)state;
    int64_t day = 0, last = 0;
    char text[11], month[8];
    assert_int_equal(day_parse("1970-01-01", &day), 0);
    assert_int_equal(day, 0);
    assert_int_equal(day_parse("2024-02-29", &day), 0);
    assert_int_equal(day, 19782);
    assert_int_equal(day_of_year(day), 59);
    assert_int_equal(month_fiscal_year(month_of_day(day)), 2024);
    assert_int_equal(day_parse("2023-10", &day), 0);
    assert_int_equal(month_fiscal_year(month_of_day(day)), 2024);
    assert_int_equal(month_fiscal_year(month_of_day(day - 1)), 2023);
    assert_int_equal(month_start(month_of_day(day + 30)), day);
    month_format(month_of_day(day), month);
    assert_string_equal(month, "2023-10");
    assert_int_equal(day_parse("1969-12-31", &last), 0);
    assert_int_equal(month_of_day(last), -1);
    for (day = -800000; day < 800000; day += 17) {
        day_format(day, text);
        if (text[0] == '0' && day < -719162)
            continue;
        assert_int_equal(day_parse(text, &last), 0);
        if (day >= -719162)
            assert_int_equal(last, day);
        assert_true(month_start(month_of_day(last)) <= last && last < month_start(month_of_day(last) + 1));
    }
    static const char *const bad[] = {"2023-02-29", "2023-13-01", "2023-00-01",  "2023-1-01",
                                      "20230101",   "2023-01-00", "2023-01-01 ", "",
                                      "0000-01-01", "2023/01/01", "-023-01-01",  "1900-02-29"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(day_parse(bad[i], &day), -1);
    day_format(INT64_MAX, text);
    assert_string_equal(text, "9999-12-31");
}

static void the_nearest_name_is_offered_whatever_the_case_and_accents(void **state) {
    (void)state;
    static const char *const names[] = {"Ciudad Juárez", "Del Rio", "Tapachula", "Tijuana"};
    assert_string_equal(rep_nearest("CIUDAD JUAREZ", 4, names), "Ciudad Juárez");
    assert_string_equal(rep_nearest("Del_Río", 4, names), "Del Rio");
    assert_string_equal(rep_nearest("Tapahcula", 4, names), "Tapachula");
    assert_string_equal(rep_nearest("Tijana", 4, names), "Tijuana");
    assert_null(rep_nearest("Houston", 4, names));
    assert_null(rep_nearest("", 4, names));
    assert_null(rep_nearest("x", 0, NULL));
}

static void a_message_says_where_what_was_found_what_is_expected_and_what_to_do(void **state) {
    (void)state;
    rep_report rep;
    rep_init(&rep);
    rep_add(&rep, REP_ERROR, "b.csv", 2, 3, "\"x\"", "did you mean \"y\"?", "a %s", "place");
    rep_add(&rep, REP_WARNING, "a.csv", 0, 0, NULL, NULL, "rows");
    rep_add(&rep, REP_ERROR, "b.csv", 1, 9, "z", NULL, "one");
    rep_sort(&rep);
    assert_int_equal(rep.errors, 2);
    static const char *const lines[] = {"a.csv: warning: expected rows", "b.csv:1:9: found z, expected one",
                                        "b.csv:2:3: found \"x\", expected a place, did you mean \"y\"?"};
    for (int i = 0; i < 3; i++) {
        char *line = rep_line(&rep.entries[i]);
        assert_string_equal(line, lines[i]);
        free(line);
    }
    rep_free(&rep);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(declarations_are_found_by_path_whatever_list_they_came_in),
        cmocka_unit_test(a_path_declared_twice_is_refused),
        cmocka_unit_test(every_stratum_of_a_prior_is_drawn_once),
        cmocka_unit_test(adding_a_parameter_changes_no_other_draw_and_another_seed_changes_all),
        cmocka_unit_test(values_the_user_has_set_are_not_drawn_and_a_base_moves_the_draw_with_it),
        cmocka_unit_test(dates_go_there_and_back),
        cmocka_unit_test(the_nearest_name_is_offered_whatever_the_case_and_accents),
        cmocka_unit_test(a_message_says_where_what_was_found_what_is_expected_and_what_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
