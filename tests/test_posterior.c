/* The inversion by which parameters get a posterior, on models that are made here: singular values and roots are those
 * of the matrices; what figures do not see keeps its prior; of many truths drawn from the prior each lies among the
 * members found as a member would; a model's own error is found, and a series that is off by it is not believed.
 */
#include "engine/philox.h"
#include "fit/posterior.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PARAMETERS = 24, SERIES = 5, EACH = 12, FIGURES = SERIES * EACH, SEEN = 4, MEMBERS = 40 };

static double normal(uint64_t seed, const char *what, int a, int b) {
    return det_normal_quantile(rng_unit(rng_u64(rng_key_make(seed, what, "test"), (uint32_t)a, (uint32_t)b, 0, 0)));
}

/* ---- a model: logs of figures bend with what parameters add up to ---- */

typedef struct {
    double bend;
    uint64_t seed; /* of the prior's members */
} model;

static double weight_of(int series, int p) { return normal(7, "weights", series, p) / sqrt(PARAMETERS); }

static void simulate(const model *m, const double *z, double *logs) {
    for (int s = 0; s < SERIES; s++) {
        double sum = 0;
        for (int p = 0; p < PARAMETERS; p++)
            sum += weight_of(s, p) * z[p];
        for (int i = 0; i < EACH; i++) /* the last series sees nothing */
            logs[s * EACH + i] = 5 + (s == SEEN ? 0 : 1.2 * sum + m->bend * sum * sum + 0.02 * i * sum);
    }
}

static int run(void *runs, int first, int n, const double *z, int near, double *logs) {
    (void)first, (void)near;
    for (int i = 0; i < n; i++)
        simulate(runs, z + i * PARAMETERS, logs + i * FIGURES);
    return 0;
}

static void draw(void *user, int member, int members, double *z) {
    const model *m = user;
    for (int p = 0; p < PARAMETERS; p++)
        z[p] = normal(m->seed + (uint64_t)members, "prior", member, p);
}

static void set_figures(fit_figures *f, fit_figure *figures, fit_figure_series *series) {
    *f = (fit_figures){FIGURES, SERIES, figures, series};
    for (int s = 0; s < SERIES; s++)
        series[s] = (fit_figure_series){.n = EACH, .factor = 0.01, .dispersion = 0.01};
    for (int i = 0; i < FIGURES; i++)
        figures[i] = (fit_figure){.of = i / EACH, .month = i % EACH, .noise = 0.01};
}

/* What would be published of a truth: a discrepancy of `off` by series, a factor and noise as the errors say. */
static void publish(const fit_figures *f, const double *logs, double off, uint64_t seed) {
    for (int s = 0; s < SERIES; s++) {
        double walk = normal(seed, "walk", s, -1), kept = exp(-1.0 / 6), factor = 0.1 * normal(seed, "factor", s, 0);
        for (int i = 0; i < EACH; i++) {
            walk = i ? kept * walk + sqrt(1 - kept * kept) * normal(seed, "walk", s, i) : walk;
            f->figures[s * EACH + i].published =
                logs[s * EACH + i] + factor + off * walk + sqrt(0.02) * normal(seed, "noise", s, i);
        }
    }
}

static void invert_truth(const model *m, uint64_t seed, double off, double *truth, fit_figures *f, fit_inverted *out) {
    double logs[FIGURES];
    for (int p = 0; p < PARAMETERS; p++)
        truth[p] = normal(seed, "truth", 0, p);
    simulate(m, truth, logs);
    publish(f, logs, off, seed);
    model mine = *m;
    mine.seed = seed;
    const fit_inversion x = {.figures = f,
                             .parameters = PARAMETERS,
                             .members = MEMBERS,
                             .seed = seed,
                             .run = run,
                             .runs = &mine,
                             .draw = draw,
                             .user = &mine};
    assert_int_equal(fit_invert(&x, out), 0);
}

/* ---- matrices ---- */

static void singular_values_and_roots_are_those_of_the_matrix(void **state) {
    (void)state;
    enum { M = 5, N = 7 };
    double a[M * N], was[M * N], s[N], v[N * N], square[N * N] = {0}, root[N * N], again = 0;
    for (int i = 0; i < M * N; i++)
        was[i] = a[i] = normal(3, "matrix", i, 0);
    fit_svd(M, N, a, s, v);
    for (int i = 0; i < M; i++)
        for (int k = 0; k < N; k++) {
            double sum = 0;
            for (int q = 0; q < N; q++)
                sum += a[i * N + q] * v[k * N + q];
            assert_true(fabs(sum - was[i * N + k]) < 1e-10);
        }
    for (int q = 0; q + 1 < N; q++)
        assert_true(s[q] >= s[q + 1]);
    assert_true(s[M - 1] > 1e-3 && s[M] < 1e-10);
    for (int i = 0; i < N; i++)
        for (int k = 0; k < N; k++)
            for (int q = 0; q < M; q++)
                square[i * N + k] += was[q * N + i] * was[q * N + k];
    assert_int_equal(fit_root(N, square, root), 0);
    for (int i = 0; i < N; i++)
        for (int k = 0; k < N; k++) {
            again = 0;
            for (int q = 0; q < N; q++)
                again += root[i * N + q] * root[q * N + k];
            assert_true(fabs(again - square[i * N + k]) < 1e-7);
        }
}

/* ---- truths ---- */

enum { TRUTHS = 100, BINS = 8, DIRECTIONS_MAX = 6 };

/* Where a truth lies among members drawn from mean and covariance: 0 to 1. */
static double place_of(const fit_inverted *r, const double *truth, int b) {
    double c = 0, var = r->covariance[b * r->directions + b];
    for (int p = 0; p < PARAMETERS; p++)
        c += r->loading[b * PARAMETERS + p] * truth[p];
    return 0.5 * det_erfc(-(c - r->mean[b]) / sqrt(2 * var));
}

/* Bins of a histogram of n even places, each within a band that all of them together leave once in a hundred. */
static void look_at_ranks(const char *what, const int *count, int n) {
    double even = (double)n / BINS, sd = sqrt(even * (1 - 1.0 / BINS));
    double band = sd * det_normal_quantile(1 - 0.005 / (BINS * DIRECTIONS_MAX));
    print_message("%s, %d, band %.0f to %.0f:", what, n, even - band, even + band);
    for (int i = 0; i < BINS; i++)
        print_message(" %d", count[i]);
    print_message("\n");
    for (int i = 0; i < BINS; i++)
        assert_true(fabs(count[i] - even) <= band);
}

static void sweep(double bend, double off) {
    int count[DIRECTIONS_MAX][BINS] = {{0}}, n[DIRECTIONS_MAX] = {0}, in80 = 0, all = 0;
    for (int t = 0; t < TRUTHS; t++) {
        fit_figure figures[FIGURES];
        fit_figure_series series[SERIES];
        fit_figures f;
        fit_inverted r;
        double truth[PARAMETERS];
        const model m = {bend, 0};
        set_figures(&f, figures, series);
        invert_truth(&m, 1000 + (uint64_t)t, off, truth, &f, &r);
        assert_true(r.directions >= 1 && r.directions <= DIRECTIONS_MAX);
        for (int b = 0; b < r.directions; b++) {
            double u = place_of(&r, truth, b);
            count[b][(int)(u * BINS) < BINS ? (int)(u * BINS) : BINS - 1]++;
            n[b]++;
            in80 += u > 0.1 && u < 0.9;
            all++;
        }
        fit_inverted_free(&r);
    }
    print_message("bend %.2f, off %.2f: %.3f of %d in 80%%\n", bend, off, (double)in80 / all, all);
    for (int b = 0; b < DIRECTIONS_MAX; b++)
        if (n[b] == TRUTHS)
            look_at_ranks("direction", count[b], n[b]);
}

static void truths_lie_among_members_as_members_do(void **state) {
    (void)state;
    sweep(0, 0.1);
    sweep(0.15, 0.2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(singular_values_and_roots_are_those_of_the_matrix),
        cmocka_unit_test(truths_lie_among_members_as_members_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
