/* A lever gives, month by month, what a run that had the change from day one on gives, to the bit, however often and in
 * whatever order it is set; once open it takes no memory; it can be stopped, and misuse is an error in words.
 * ctest: sanitized
 */
#include "vado.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lever_months.h"

/* ---- how often memory is asked for ---- */

static int asked;
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
enum { COUNTED = 1 };
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t n);
void *malloc(size_t n) {
    asked++;
    return __libc_malloc(n);
}
void *calloc(size_t n, size_t size) {
    asked++;
    return __libc_calloc(n, size);
}
void *realloc(void *p, size_t n) {
    asked++;
    return __libc_realloc(p, n);
}
#else
enum { COUNTED = 0 };
#endif

/* ---- helpers ---- */

static void refused(vado *v, int status, int expected, const char *words) {
    const char *last = vado_message_count(v) ? vado_message(v, vado_message_count(v) - 1) : "";
    if (status != expected || !strstr(last, words))
        fail_msg("status %d, expected %d; '%s' does not say '%s'", status, expected, last, words);
}

enum { PARAMETERS = 2, SERIES = 3 };
static const char *const parameters[PARAMETERS] = {"mexico.checkpoints.effort", "us.agents[El Paso]"};
static const char *const series[SERIES] = {"encounters", "waiting", "repeat_share"};

static vado_simulation_options member_of(vado_mode mode) {
    vado_simulation_options o;
    vado_simulation_defaults(&o);
    o.mode = mode;
    o.seed = 5;
    o.member = 2;
    o.members = 3;
    return o;
}

static vado_lever *opened(vado *v, vado_mode mode) {
    const vado_input in = six_places();
    const vado_simulation_options o = member_of(mode);
    vado_lever_options l = VADO_INIT(vado_lever_options);
    vado_lever *lever = NULL;
    l.first = "2018-02-10";
    l.nparameters = PARAMETERS;
    l.parameters = parameters;
    l.nseries = SERIES;
    l.series = series;
    l.by_nationality = 1;
    fine(v, vado_lever_open(v, &in, &o, &l, &lever));
    return lever;
}

/* A simulation with the same change, lived from its first day to its last. */
static vado_simulation *cold(vado *v, vado_mode mode, const char *date, const double *values) {
    vado_input in = six_places();
    const vado_simulation_options o = member_of(mode);
    vado_simulation *s = NULL;
    char texts[PARAMETERS][96];
    const char *sets[PARAMETERS];
    for (int i = 0; i < PARAMETERS; i++)
        if (!isnan(values[i])) {
            (void)snprintf(texts[i], sizeof texts[i], "%s=%.17g@%s", parameters[i], values[i], date);
            sets[in.nsets++] = texts[i];
        }
    in.sets = sets;
    fine(v, vado_simulation_open(v, &in, &o, &s));
    while (vado_days_left(s) > 0)
        fine(v, vado_step_month(v, s));
    return s;
}

/* The last of the series is a ratio: each value is divided by something, or there is none. The others are not. */
static void divided(const vado_lever *l) {
    const vado_numbers *n = vado_lever_month(l, SERIES - 1);
    const double *under = vado_lever_under(l, SERIES - 1);
    assert_null(vado_lever_under(l, 0));
    assert_null(vado_lever_under(l, SERIES));
    assert_non_null(under);
    for (int i = 0; i < n->nplaces * n->nnationalities * n->ngroups; i++)
        assert_true(isnan(n->values[i]) ? under[i] == 0 : under[i] > 0);
}

/* `months` months after the lever was set (0: all) are those of the run. */
static void same_months(vado *v, vado_lever *l, vado_mode mode, const char *date, const double *values, int months) {
    vado_simulation *s = cold(v, mode, date, values);
    vado_numbers *all[SERIES];
    vado_read_options read = VADO_INIT(vado_read_options);
    read.by_nationality = 1;
    for (int i = 0; i < SERIES; i++)
        fine(v, vado_simulation_read(v, s, series[i], &read, &all[i]));
    for (int m = 0; (months == 0 || m < months) && vado_lever_left(l) > 0; m++) {
        fine(v, vado_lever_next(v, l));
        for (int i = 0; i < SERIES; i++)
            same_month(vado_lever_month(l, i), all[i]);
        divided(l);
        if (m == 0)
            assert_int_equal(strncmp(vado_lever_month(l, 0)->periods[0], date, 7), 0);
    }
    for (int i = 0; i < SERIES; i++)
        vado_numbers_free(&all[i]);
    vado_simulation_close(&s);
}

/* ---- tests ---- */

static void every_answer_is_that_of_a_whole_run(vado_mode mode) {
    /* the third begins where the second has come to, on the first of a quarter; the fourth after it has acted */
    static const struct {
        const char *date;
        double values[PARAMETERS];
        int months;
    } moves[] = {{"2018-05-16", {2, NAN}, 0},  {"2018-02-10", {0, 4}, 5},  {"2018-08-20", {NAN, 0.5}, 0},
                 {"2018-08-19", {4, NAN}, 1},  {"2018-03-31", {0, 10}, 0}, {"2018-12-31", {0, NAN}, 0},
                 {"2018-02-28", {NAN, NAN}, 0}};
    vado *v = vado_new();
    vado_lever *l = opened(v, mode);
    assert_int_equal(vado_lever_left(l), 11);
    same_months(v, l, mode, "2018-02-10", (const double[PARAMETERS]){NAN, NAN}, 3);
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        fine(v, vado_lever_set(v, l, moves[i].date, moves[i].values));
        assert_null(vado_lever_month(l, 0));
        assert_null(vado_lever_under(l, SERIES - 1));
        same_months(v, l, mode, moves[i].date, moves[i].values, moves[i].months);
    }
    vado_lever_close(&l);
    assert_null(l);
    vado_free(v);
}

static void fluid_answers_are_those_of_whole_runs(void **state) {
    (void)state;
    every_answer_is_that_of_a_whole_run(VADO_FLUID);
}

static void stochastic_answers_are_those_of_whole_runs(void **state) {
    (void)state;
    every_answer_is_that_of_a_whole_run(VADO_STOCHASTIC);
}

static void once_open_it_takes_no_memory(void **state) {
    (void)state;
    vado *v = vado_new();
    vado_lever *l = opened(v, VADO_FLUID);
    int before = asked;
    assert_true(!COUNTED || before > 100); /* the count counts */
    for (int i = 0; i < 3; i++) {
        const double values[PARAMETERS] = {i, NAN};
        fine(v, vado_lever_set(v, l, i == 1 ? "2018-10-02" : "2018-05-16", values));
        while (vado_lever_left(l) > 0)
            fine(v, vado_lever_next(v, l));
        assert_non_null(vado_lever_month(l, SERIES - 1));
    }
    assert_int_equal(asked, before);
    vado_lever_close(&l);
    vado_free(v);
}

static void a_month_that_is_stopped_goes_on(void **state) {
    (void)state;
    const double values[PARAMETERS] = {3, NAN};
    vado *v = vado_new();
    vado_lever *l = opened(v, VADO_FLUID);
    fine(v, vado_lever_set(v, l, "2018-05-16", values));
    vado_cancel(v);
    assert_int_equal(vado_lever_next(v, l), VADO_ERR_CANCELLED);
    assert_null(vado_lever_month(l, 0));
    vado_cancel_reset(v);
    same_months(v, l, VADO_FLUID, "2018-05-16", values, 0);
    refused(v, vado_lever_next(v, l), VADO_ERR_USAGE, "no month is left");
    vado_lever_close(&l);
    vado_free(v);
}

static void misuse_is_said_and_changes_nothing(void **state) {
    (void)state;
    const double values[PARAMETERS] = {3, NAN}, wild[PARAMETERS] = {3, -1};
    vado *v = vado_new();
    vado_lever *l = opened(v, VADO_FLUID), *none = NULL;
    fine(v, vado_lever_set(v, l, "2018-05-16", values));
    refused(v, vado_lever_set(v, l, "2018-05-16", wild), VADO_ERR_INPUT, "us.agents: found -1");
    refused(v, vado_lever_set(v, l, "2018-02-09", values), VADO_ERR_USAGE, "from 2018-02-10 to 2018-12-31");
    refused(v, vado_lever_set(v, l, "2019-01-01", values), VADO_ERR_USAGE, "found '2019-01-01'");
    refused(v, vado_lever_set(v, l, "May", values), VADO_ERR_USAGE, "found 'May'");
    refused(v, vado_lever_set(v, l, NULL, values), VADO_ERR_USAGE, "date");
    refused(v, vado_lever_set(v, NULL, "2018-05-16", values), VADO_ERR_USAGE, "lever");
    same_months(v, l, VADO_FLUID, "2018-05-16", values, 2);
    assert_null(vado_lever_month(l, SERIES));
    assert_null(vado_lever_month(l, -1));

    const vado_input in = six_places();
    vado_lever_options o = VADO_INIT(vado_lever_options);
    static const char *const unknown[] = {"mexico.checkpoint.effort"}, *const no_series[] = {"encounter"};
    o.nseries = 1;
    o.series = series;
    o.nparameters = 1;
    o.parameters = unknown;
    refused(v, vado_lever_open(v, &in, NULL, &o, &none), VADO_ERR_INPUT, "mexico.checkpoint.effort");
    assert_null(none);
    o.parameters = parameters;
    o.series = no_series;
    refused(v, vado_lever_open(v, &in, NULL, &o, &none), VADO_ERR_USAGE, "encounter");
    o.series = series;
    o.first = "2017-12-31";
    refused(v, vado_lever_open(v, &in, NULL, &o, &none), VADO_ERR_USAGE, "first: found '2017-12-31'");
    o.first = NULL;
    o.nseries = 0;
    refused(v, vado_lever_open(v, &in, NULL, &o, &none), VADO_ERR_USAGE, "no series");
    assert_int_equal(vado_lever_left(NULL), 0);
    vado_lever_close(NULL);
    vado_lever_close(&l);
    vado_free(v);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fluid_answers_are_those_of_whole_runs),
        cmocka_unit_test(stochastic_answers_are_those_of_whole_runs),
        cmocka_unit_test(once_open_it_takes_no_memory),
        cmocka_unit_test(a_month_that_is_stopped_goes_on),
        cmocka_unit_test(misuse_is_said_and_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
