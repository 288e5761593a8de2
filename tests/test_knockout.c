/* The parts of `vado knockout` and `vado explain` that can be looked at one by one: switches, variants of a scenario,
 * what no latent sees, Shapley values. The commands themselves: cmd_knockout.sh. ctest: sanitized */
#include "corridor_small.h"
#include "fit/unseen.h"
#include "scenario/variant.h"
#include "study/explain.h"
#include "study/knockout.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int near(double a, double b) { return fabs(a - b) <= 1e-9 * (1 + fabs(a) + fabs(b)); }

/* ---- switches and variants ---- */

static void every_switch_holds_a_declared_parameter_inside_its_bounds(void **state) {
    mdl_part parts[MDL_MOST_PARTS];
    int n = cor_kind()->parts(parts), switches = 0;
    small_model *m = small_open(NULL);
    (void)state;
    assert_non_null(m);
    for (int i = 0; i < n; i++) {
        scn_scenario v;
        assert_int_equal(scn_variant_make(&v, &m->s), 0);
        for (const mdl_setting *x = parts[i].off; x && x->path; x++) {
            if (scn_variant_hold(&v, x->path, x->value))
                fail_msg("%s is switched off by %s=%g, which cannot be", parts[i].name, x->path, x->value);
            switches++;
        }
        scn_variant_free(&v);
    }
    assert_true(switches > 20);
    small_close(m);
}

static void a_held_value_stands_on_every_day_whatever_the_schedule_says(void **state) {
    static const small_options options = {
        .edits = {{"schedule.csv", NULL,
                   "from,until,parameter,where,who,change,value,note,source\n"
                   "2018-03-01,,mexico.checkpoints.effort,,,set,4,more,[our judgement]\n"
                   "2018-05-01,,us.tone,,,set,1,warmer,[our judgement]\n"}}};
    small_model *m = small_open(&options);
    scn_scenario v;
    (void)state;
    assert_non_null(m);
    assert_int_equal(scn_variant_make(&v, &m->s), 0);
    assert_int_equal(scn_variant_hold(&v, "mexico.checkpoints.effort", 0), 0);
    assert_int_equal(scn_variant_hold(&v, "mexico.checkpoints.efort", 0), -1);
    assert_int_equal(scn_variant_hold(&v, "mexico.checkpoints.effort", -1), -2);
    int effort = par_offset(&v.registry, "mexico.checkpoints.effort"), tone = par_offset(&v.registry, "us.tone");
    double *values = malloc((size_t)v.registry.total * sizeof *values);
    assert_non_null(values);
    for (int64_t day = v.from; day < v.until; day++) {
        (void)scn_values_at(&v, v.values, day, 1, values);
        for (int r = 0; r < v.nregions; r++)
            assert_true(values[effort + r] == 0);
        (void)scn_values_at(&m->s, m->s.values, day, 1, values);
        assert_true(values[effort] == (day < month_start(48 * 12 + 2) ? 1 : 4));
    }
    (void)scn_values_at(&v, v.values, v.until - 1, 1, values);
    assert_true(values[tone] == 1); /* other rows still hold */
    assert_true(v.fixed[par_find(&v.registry, "mexico.checkpoints.effort")] == 1);
    free(values);
    scn_variant_free(&v);
    small_close(m);
}

/* ---- what no latent sees ---- */

typedef struct {
    small_model *m;
    double *record; /* [12][width] */
    fit_unseen_set set;
    double error[FIT_TARGETS_UNSEEN];
} measured;

static const small_options published = {
    .edits = {{"observed/encounters.csv", NULL,
               "series,from,until,place,nationality,group,value,unit,publisher,kind,source,note\n"
               "encounters,2018-01,2018-01,El Paso,Mexico,,300,events,P,reported,S,\n"
               "encounters,2018-01,2018-01,Rio Grande Valley,Mexico,,100,events,P,reported,S,\n"
               "mexico_events,2018-01,2018-06,,,,600,events,P,reported,S,\n"
               "mexico_events,2018-07,2018-12,,,,1200,events,P,reported,S,\n"
               "repeat_share,2018-01,2018-12,,,,0.25,share,P,reported,S,\n"}}};

static void put(measured *x, const char *series, int cell, double value) {
    const mdl_series *s = fit_series(x->m->nseries, x->m->series, series);
    assert_non_null(s);
    for (int t = 0; t < 12; t++)
        x->record[t * x->m->width + s->offset + cell] = value;
}

static void start_measure(measured *x) {
    memset(x, 0, sizeof *x);
    assert_non_null(x->m = small_open(&published));
    assert_non_null(x->record = calloc((size_t)(12 * x->m->width), sizeof *x->record));
    assert_int_equal(fit_unseen_open(&x->set, &x->m->s, x->m->s.from, x->m->s.until), 0);
    assert_int_equal(x->set.months, 12);
}

static void measure(measured *x) {
    fit_unseen_errors(&x->set, x->m->nseries, x->m->series, x->record, (size_t)x->m->width, month_of_day(x->m->s.from),
                      x->error);
}

static void stop_measure(measured *x) {
    fit_unseen_close(&x->set);
    free(x->record);
    small_close(x->m);
}

static void errors_run_from_nothing_to_one_and_a_third_is_a_factor_of_two(void **state) {
    measured x;
    (void)state;
    start_measure(&x);
    const mdl_series *repeat = fit_series(x.m->nseries, x.m->series, "repeat_share");
    measure(&x);
    assert_true(near(x.error[2], 1) && near(x.error[5], 1)); /* a run that makes none has an error too */
    assert_true(isnan(x.error[1]) && isnan(x.error[3]) && isnan(x.error[4]));
    put(&x, "mexico_events", 0, 100);
    put(&x, "repeat_share", 0, 25);
    put(&x, "repeat_share", repeat->cells, 100);
    measure(&x);
    assert_true(near(x.error[2], 0.5 * 0 + 0.5 * (600.0 / 1800)));
    assert_true(near(x.error[5], 0));
    put(&x, "mexico_events", 0, 200);
    put(&x, "repeat_share", 0, 50);
    measure(&x);
    assert_true(near(x.error[2], 0.5 * (1.0 / 3)));
    assert_true(near(x.error[5], 1.0 / 3));
    stop_measure(&x);
}

static void nationality_by_place_is_half_the_sum_of_differences_of_shares(void **state) {
    measured x;
    (void)state;
    start_measure(&x);
    int nn = x.m->s.nnationalities, mexico = small_nationality(x.m, "Mexico"),
        honduras = small_nationality(x.m, "Honduras");
    int west = small_sector(x.m, "El Paso"), east = small_sector(x.m, "Rio Grande Valley");
    put(&x, "encounters", (west * nn + mexico) * DEMO_COUNT, 30);
    put(&x, "encounters", (east * nn + mexico) * DEMO_COUNT + 1, 10);
    put(&x, "encounters", (east * nn + honduras) * DEMO_COUNT, 1000); /* nothing is published of it */
    measure(&x);
    assert_true(near(x.error[0], 0));
    put(&x, "encounters", (west * nn + mexico) * DEMO_COUNT, 10);
    measure(&x);
    assert_true(near(x.error[0], 0.25));
    stop_measure(&x);
}

/* ---- changes ---- */

/* Three members, three series: as it is, without its number in one member, in all. */
static void a_member_without_a_number_on_either_side_is_not_compared(void **state) {
    double whole[] = {10, 10, NAN, 20, NAN, NAN, 30, 30, 1}, off[] = {20, 30, 1, 40, 1000, 1, 60, 30, NAN};
    knk_row rows[2] = {{.total = whole}, {.total = off}};
    knk_result r = {.options = {.members = 3}, .nseries = 3, .nrows = 2, .rows = rows};
    double low, high, a, b, scratch[3];
    (void)state;
    r.scratch = scratch;
    assert_int_equal(knk_means(&r, 1, 0, &a, &b), 3);
    assert_true(near(a, 20) && near(b, 40) && near(knk_change(&r, 1, 0, &low, &high), 1));
    assert_int_equal(knk_means(&r, 1, 1, &a, &b), 2);
    assert_true(near(a, 20) && near(b, 30) && near(knk_change(&r, 1, 1, &low, &high), 0.5));
    assert_true(low >= 0 && low < 0.2 && high > 1.8 && high <= 2);
    assert_int_equal(knk_means(&r, 1, 2, &a, &b), 0);
    assert_true(isnan(a) && isnan(b) && isnan(knk_change(&r, 1, 2, &low, &high)) && isnan(low) && isnan(high));
}

/* Of four series: its own, a ledger, one that another part records, and one that changes by a hundredth. */
static void a_part_moves_what_another_records_by_more_than_two_errors_and_a_fiftieth(void **state) {
    double whole[] = {100, 100, 1000, 1000, 100, 100, 1010, 1000, 100, 100, 990, 1000},
           off[] = {200, 200, 1100, 1010, 200, 200, 1120, 1010, 200, 200, 1080, 1010};
    const mdl_part acts = {.name = "acts", .nobody = "it is small"}, silent = {.name = "silent"};
    const mdl_series series[] = {{.name = "own", .unit = "USD", .part = "acts"},
                                 {.name = "ledger", .unit = "USD", .part = "other", .ledger = 1},
                                 {.name = "moved", .unit = "USD", .part = "other"},
                                 {.name = "little", .unit = "USD", .part = "other"}};
    knk_row rows[2] = {{.total = whole}, {.total = off, .part = &acts}};
    knk_result r = {.options = {.members = 3}, .nseries = 4, .nrows = 2, .rows = rows, .series = series};
    (void)state;
    assert_false(knk_moves(&r, 1, 0) || knk_moves(&r, 1, 1) || knk_moves(&r, 1, 3));
    assert_true(knk_moves(&r, 1, 2));
    assert_true(near(knk_error_of_means(&r, 1, 2), 10 / sqrt(3)));
    assert_true(near(knk_error_of_means(&r, 1, 3), 0));
    assert_false(knk_unexplained(&r, 1));
    off[2] = 1300, off[6] = 700, off[10] = 1330; /* as large in the mean, and no surer than chance */
    assert_false(knk_moves(&r, 1, 2));
    assert_false(knk_unexplained(&r, 1));
    rows[1].part = &silent;
    assert_true(knk_moves(&r, 1, 0) && !knk_unexplained(&r, 1)); /* to this one that series is another's */
    off[0] = off[4] = off[8] = 100;
    assert_true(knk_unexplained(&r, 1));
    r.options.members = 1;
    assert_true(isnan(knk_error_of_means(&r, 1, 2)));
}

/* ---- Shapley values ---- */

static void shapley_values_add_up_share_what_is_common_and_give_idle_switches_nothing(void **state) {
    double value[16], share[4], sum = 0;
    unsigned draw = 7;
    (void)state;
    for (int set = 0; set < 16; set++)
        value[set] = (double)((draw = draw * 1664525U + 1013904223U) >> 8) / 1e4;
    exp_shapley(4, value, share);
    for (int i = 0; i < 4; i++)
        sum += share[i];
    assert_true(fabs(sum - (value[15] - value[0])) < 1e-9 * (1 + fabs(value[15])));
    /* switch 0 makes 3; 1 and 2 make 8 only together; 3 nothing */
    for (int set = 0; set < 16; set++)
        value[set] = 10 + (set & 1 ? 3 : 0) + ((set & 6) == 6 ? 8 : 0);
    exp_shapley(4, value, share);
    assert_true(near(share[0], 3) && near(share[1], 4) && near(share[2], 4) && near(share[3], 0));
}

static void the_latents_share_is_of_the_sizes_of_all_parts(void **state) {
    exp_row row = {.part = {[EXP_EVENT] = -50, [EXP_OTHER] = 10, [EXP_SEASON] = 5, [EXP_LATENT] = 30},
                   .under_way = 3,
                   .noise = -2};
    exp_row nothing = {.name = ""};
    (void)state;
    assert_true(near(exp_latent_share(&row), 0.3));
    assert_true(exp_latent_share(&nothing) == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_switch_holds_a_declared_parameter_inside_its_bounds),
        cmocka_unit_test(a_held_value_stands_on_every_day_whatever_the_schedule_says),
        cmocka_unit_test(errors_run_from_nothing_to_one_and_a_third_is_a_factor_of_two),
        cmocka_unit_test(nationality_by_place_is_half_the_sum_of_differences_of_shares),
        cmocka_unit_test(a_member_without_a_number_on_either_side_is_not_compared),
        cmocka_unit_test(a_part_moves_what_another_records_by_more_than_two_errors_and_a_fiftieth),
        cmocka_unit_test(shapley_values_add_up_share_what_is_common_and_give_idle_switches_nothing),
        cmocka_unit_test(the_latents_share_is_of_the_sizes_of_all_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
