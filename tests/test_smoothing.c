/* Exponential smoothing of figures: the kind that the corrected AIC says, parameters no grid does better than, and a
 * width that futures drawn from the model have. ctest: sanitized */
#include "study/smoothing.h"

#include "engine/detmath.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MOST = 240 };

/* Normal numbers of a generator of this test's own. */
static double drawn(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return det_normal_quantile(((double)(*state >> 11) + 0.5) / 9007199254740992.0);
}

/* n figures, or further ones, of a model whose states are f's. */
static void go_on(smo_fit *f, int n, uint64_t *state, double *y) {
    for (int t = 0; t < n; t++) {
        double before = f->level + f->phi * f->slope, e = sqrt(f->variance) * drawn(state);
        y[t] = before + f->month[t % SMO_YEAR] + e;
        f->level = before + f->alpha * e;
        f->slope = f->phi * f->slope + f->beta * e;
        f->month[t % SMO_YEAR] += f->gamma * e;
    }
}

static void too_few_figures_are_not_smoothed(void **state) {
    (void)state;
    double y[SMO_LEAST] = {0};
    smo_fit f;
    assert_int_equal(smo_smooth(y, SMO_LEAST - 1, &f), -1);
    assert_int_equal(smo_smooth(y, SMO_LEAST, &f), 0); /* all alike */
    assert_true(fabs(f.level) < 1e-9 && f.variance >= 0);
}

/* AICc of a level alone, by a grid of alpha and the first level under which the squares are least. */
static double of_a_grid(const double *y, int n) {
    double best = INFINITY;
    for (int i = 1; i < 1000; i++) {
        double alpha = i / 1000.0, left = 1, ee = 0, de = 0, dd = 0, level = 0;
        for (int t = 0; t < n; t++) { /* the error is e - left * first level */
            double e = y[t] - level;
            ee += e * e;
            de += left * e;
            dd += left * left;
            level += alpha * e;
            left *= 1 - alpha;
        }
        double sum = ee - de * de / dd;
        best = sum < best ? sum : best;
    }
    return n * log(best / n) + 2.0 * 3 + 2.0 * 3 * 4 / (n - 4); /* alpha, the first level, the variance */
}

static void no_grid_of_a_level_does_better(void **state) {
    (void)state;
    uint64_t luck = 1;
    int level_alone = 0;
    for (int i = 0; i < 40; i++) {
        double y[60];
        smo_fit made = {.alpha = 0.2 + 0.02 * i, .level = 9, .variance = 0.04}, f;
        go_on(&made, 60, &luck, y);
        assert_int_equal(smo_smooth(y, 60, &f), 0);
        assert_true(f.aicc <= of_a_grid(y, 60) + 1e-4);
        level_alone += !f.trend && !f.season;
    }
    assert_true(level_alone >= 28); /* what is not there is seldom seen */
}

static void a_season_that_repeats_is_foretold(void **state) {
    (void)state;
    static const double season[SMO_YEAR] = {-.3, -.2, .1, .3, .4, .2, 0, -.1, -.1, 0, -.1, -.2};
    uint64_t luck = 2;
    double y[75];
    for (int n = 48; n <= 75; n += 27) { /* whole years, and not */
        smo_fit made = {.alpha = 0.6, .level = 10, .variance = 1e-6}, f;
        for (int i = 0; i < SMO_YEAR; i++)
            made.month[i] = season[i];
        go_on(&made, n, &luck, y);
        assert_int_equal(smo_smooth(y, n, &f), 0);
        assert_true(f.season);
        for (int ahead = 1; ahead <= 26; ahead++) {
            double mean, sd;
            smo_ahead(&f, ahead, &mean, &sd);
            assert_true(fabs(mean - made.level - season[(n + ahead - 1) % SMO_YEAR]) < 0.01 && sd < 0.05);
        }
    }
}

static void the_width_is_that_of_futures_of_the_model(void **state) {
    (void)state;
    enum { DRAWS = 20000, AHEAD = 26 };
    static double sum[AHEAD], square[AHEAD];
    uint64_t luck = 3;
    const smo_fit f = {.trend = 1,
                       .season = 1,
                       .alpha = 0.5,
                       .beta = 0.2,
                       .gamma = 0.3,
                       .phi = 0.9,
                       .level = 5,
                       .slope = 0.1,
                       .month = {.1, -.1, .2, -.2, .3, -.3, 0, 0, .1, -.1, .2, -.2},
                       .variance = 0.01};
    for (int i = 0; i < DRAWS; i++) {
        double y[AHEAD];
        smo_fit g = f;
        go_on(&g, AHEAD, &luck, y);
        for (int t = 0; t < AHEAD; t++) {
            sum[t] += y[t];
            square[t] += y[t] * y[t];
        }
    }
    for (int t = 0; t < AHEAD; t++) {
        double mean, sd, of = sum[t] / DRAWS, spread = sqrt(square[t] / DRAWS - of * of);
        smo_ahead(&f, t + 1, &mean, &sd);
        assert_true(fabs(mean - of) < 4 * spread / sqrt(DRAWS));
        assert_true(fabs(sd / spread - 1) < 4 / sqrt(2.0 * DRAWS));
    }
}

static void its_intervals_hold_what_they_say(void **state) {
    (void)state;
    enum { SERIES = 400 };
    uint64_t luck = 4;
    int held[2] = {0};
    static const int at[] = {1, 6};
    for (int i = 0; i < SERIES; i++) {
        double y[MOST];
        smo_fit made = {.trend = 1, .alpha = 0.6, .beta = 0.3, .phi = 0.85, .level = 8, .variance = 0.02}, f;
        go_on(&made, 96 + 6, &luck, y);
        assert_int_equal(smo_smooth(y, 96, &f), 0);
        for (int k = 0; k < 2; k++) {
            double mean, sd;
            smo_ahead(&f, at[k], &mean, &sd);
            held[k] += fabs(y[95 + at[k]] - mean) < 1.2815515655446 * sd;
        }
    }
    for (int k = 0; k < 2; k++) { /* 80%: three standard errors, and what is lost to parameters that are estimated */
        printf("%d months ahead 80%% intervals hold %.1f%%\n", at[k], 100.0 * held[k] / SERIES);
        assert_true(held[k] > SERIES * 0.70 && held[k] < SERIES * 0.86);
    }
}

static void of_a_long_past_only_the_last_is_used(void **state) {
    (void)state;
    uint64_t luck = 5;
    double y[MOST];
    smo_fit made = {.alpha = 0.8, .level = 9, .variance = 0.04}, all, last;
    go_on(&made, MOST, &luck, y);
    assert_int_equal(smo_smooth(y, MOST, &all), 0);
    assert_int_equal(smo_smooth(y + MOST - SMO_MOST, SMO_MOST, &last), 0);
    assert_true(all.aicc == last.aicc && all.level == last.level); /* NOLINT */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(too_few_figures_are_not_smoothed),
        cmocka_unit_test(no_grid_of_a_level_does_better),
        cmocka_unit_test(a_season_that_repeats_is_foretold),
        cmocka_unit_test(the_width_is_that_of_futures_of_the_model),
        cmocka_unit_test(its_intervals_hold_what_they_say),
        cmocka_unit_test(of_a_long_past_only_the_last_is_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
