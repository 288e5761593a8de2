/* The engine's end states have the distribution of the one-record-per-person oracle's.
 *
 * For each network, SEEDS runs of the engine and SEEDS runs of the oracle give two samples of every observable (people
 * by stock and class, on the way, by age in queues, all who entered a flow). They are compared by
 *   1. chi-square on counts in bins cut at pooled quantiles,
 *   2. two-sample Kolmogorov-Smirnov (conservative for whole numbers),
 *   3. z-tests of mean, variance and of the covariance of neighbouring and random pairs of observables.
 * A right engine fails this file with probability below 1e-6: every single comparison is rejected at ALPHA and the
 * file makes fewer than 1e-6 / ALPHA comparisons (asserted at the end). The other half of the file shows that this is
 * not bought by blindness: each planted mistake of the oracle must be rejected.
 */
#include "networks.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ALPHA 1e-10 /* 1e-6 over at most 10,000 comparisons */
enum { SEEDS = 1200, DAYS = 14, BINS = 12, MOST_COMPARISONS = 10000 };

static long comparisons;

typedef struct {
    int rejected;
    double worst; /* smallest p */
    char words[320];
} verdict;

/* ---- distribution functions ---- */

/* Upper tail of the chi-square distribution: the regularised incomplete gamma function by series or Lentz's fraction.
 */
static double chi_square_tail(double x, double freedom) {
    double a = freedom / 2, y = x / 2, front = exp(a * log(y) - y - lgamma(a));
    if (y <= 0)
        return 1;
    if (y < a + 1) {
        double term = 1 / a, sum = term;
        for (int i = 1; i < 1000 && term > sum * 1e-16; i++)
            sum += term *= y / (a + i);
        return 1 - front * sum;
    }
    double b = y + 1 - a, c = 1e300, d = 1 / b, h = d;
    for (int i = 1; i < 1000; i++) {
        double an = -i * (i - a);
        b += 2;
        d = 1 / (an * d + b);
        c = b + an / c;
        h *= d * c;
        if (fabs(d * c - 1) < 1e-15)
            break;
    }
    return front * h;
}

static double normal_two_sided(double z) { return erfc(fabs(z) / sqrt(2)); }

static double kolmogorov_tail(double lambda) {
    double sum = 0;
    if (lambda < 0.3)
        return 1;
    for (int k = 1; k < 100; k++)
        sum += (k % 2 ? 2 : -2) * exp(-2.0 * k * k * lambda * lambda);
    return sum < 1 ? sum : 1;
}

/* ---- comparing two samples ---- */

static void judge(verdict *v, double p, const net *n, const char *test, int i, int j) {
    char name[64] = "", other[64] = "";
    comparisons++;
    if (!(p >= ALPHA))
        v->rejected++;
    if (p >= v->worst)
        return;
    v->worst = p;
    oracle_observable_name(n, i, name, sizeof name);
    if (j >= 0)
        oracle_observable_name(n, j, other, sizeof other);
    snprintf(v->words, sizeof v->words, "%s: %s of %s%s%s, p = %.3g", n->name, test, name, j >= 0 ? " with " : "",
             other, p);
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Both sorted. */
static double chi_square(const double *a, const double *b) {
    double pooled[2 * SEEDS], x = 0;
    int bins = 0, i = 0, j = 0;
    memcpy(pooled, a, SEEDS * sizeof *a);
    memcpy(pooled + SEEDS, b, SEEDS * sizeof *b);
    qsort(pooled, 2 * SEEDS, sizeof *pooled, ascending);
    for (int k = 1; k <= BINS; k++) {
        /* a bin ends after all values equal to its quantile; the last one ends at the end */
        double edge = k < BINS ? pooled[2 * SEEDS * k / BINS] : HUGE_VAL;
        int in_a = 0, in_b = 0;
        while (i < SEEDS && a[i] <= edge)
            i++, in_a++;
        while (j < SEEDS && b[j] <= edge)
            j++, in_b++;
        /* a last bin thinner than 20 would not be chi-square: leave it out (conservative) */
        if (in_a + in_b < 20)
            continue;
        x += (double)(in_a - in_b) * (in_a - in_b) / (in_a + in_b);
        bins++;
    }
    return bins > 1 ? chi_square_tail(x, bins - 1) : 1;
}

static double kolmogorov_smirnov(const double *a, const double *b) {
    double most = 0;
    int i = 0, j = 0;
    while (i < SEEDS && j < SEEDS) {
        double at = a[i] < b[j] ? a[i] : b[j];
        while (i < SEEDS && a[i] <= at)
            i++;
        while (j < SEEDS && b[j] <= at)
            j++;
        double gap = fabs((double)(i - j)) / SEEDS;
        most = gap > most ? gap : most;
    }
    double root = sqrt(SEEDS / 2.0);
    return kolmogorov_tail((root + 0.12 + 0.11 / root) * most);
}

typedef struct {
    double mean, variance, kurtosis;
} moments;

static moments moments_of(const double *x) {
    moments m = {0, 0, 0};
    for (int i = 0; i < SEEDS; i++)
        m.mean += x[i] / SEEDS;
    for (int i = 0; i < SEEDS; i++) {
        double d = (x[i] - m.mean) * (x[i] - m.mean);
        m.variance += d / SEEDS;
        m.kurtosis += d * d / SEEDS;
    }
    m.kurtosis = m.variance > 0 ? m.kurtosis / (m.variance * m.variance) : 0;
    return m;
}

/* Rare or heavy-tailed observables are left to chi-square and Kolmogorov-Smirnov: the normal limit is far for them. */
static int near_normal(moments a, moments b) {
    return a.variance > 0.5 && b.variance > 0.5 && a.kurtosis < 5 && b.kurtosis < 5;
}

static double covariance(const double *x, double mx, const double *y, double my, double *error2) {
    double sum = 0, square = 0;
    for (int i = 0; i < SEEDS; i++) {
        double d = (x[i] - mx) * (y[i] - my);
        sum += d / SEEDS;
        square += d * d / SEEDS;
    }
    *error2 = (square - sum * sum) / SEEDS;
    return sum;
}

static void compare_pair(verdict *v, const net *n, double *const *a, double *const *b, int i, int j) {
    moments ai = moments_of(a[i]), aj = moments_of(a[j]), bi = moments_of(b[i]), bj = moments_of(b[j]);
    double error_a, error_b;
    if (!near_normal(ai, bi) || !near_normal(aj, bj))
        return;
    double in_a = covariance(a[i], ai.mean, a[j], aj.mean, &error_a);
    double in_b = covariance(b[i], bi.mean, b[j], bj.mean, &error_b);
    double z = error_a + error_b > 0 ? (in_a - in_b) / sqrt(error_a + error_b) : 0;
    judge(v, normal_two_sided(z), n, i == j ? "variance" : "covariance", i, i == j ? -1 : j);
}

/* a, b: [observable][seed]. */
static verdict compare(const net *n, double *const *a, double *const *b) {
    static double x[SEEDS], y[SEEDS];
    verdict v = {0, 1, ""};
    int count = oracle_observables(n);
    uint64_t rng = 7;
    for (int i = 0; i < count; i++) {
        moments ma = moments_of(a[i]), mb = moments_of(b[i]);
        double error2 = (ma.variance + mb.variance) / SEEDS;
        if (error2 == 0)
            judge(&v, ma.mean == mb.mean ? 1 : 0, n, "value", i, -1);
        else if (near_normal(ma, mb))
            judge(&v, normal_two_sided((ma.mean - mb.mean) / sqrt(error2)), n, "mean", i, -1);
        compare_pair(&v, n, a, b, i, i);
        compare_pair(&v, n, a, b, i, (i + 1) % count);
        compare_pair(&v, n, a, b, i, (int)(net_next(&rng) % (uint64_t)count));
    }
    for (int i = 0; i < count; i++) {
        memcpy(x, a[i], sizeof x);
        memcpy(y, b[i], sizeof y);
        qsort(x, SEEDS, sizeof *x, ascending);
        qsort(y, SEEDS, sizeof *y, ascending);
        judge(&v, chi_square(x, y), n, "chi-square", i, -1);
        judge(&v, kolmogorov_smirnov(x, y), n, "Kolmogorov-Smirnov", i, -1);
    }
    return v;
}

/* ---- drawing samples ---- */

static double **room_for(const net *n) {
    int count = oracle_observables(n);
    double **room = malloc((size_t)count * sizeof *room);
    assert_non_null(room);
    room[0] = malloc((size_t)count * SEEDS * sizeof **room);
    assert_non_null(room[0]);
    for (int i = 1; i < count; i++)
        room[i] = room[0] + (size_t)i * SEEDS;
    return room;
}

static void release(double **room) {
    free(room[0]);
    free(room);
}

static void sample_oracle(const net *n, oracle_mistake mistake, uint64_t first_seed, double **room) {
    double out[512];
    int count = oracle_observables(n);
    assert_true(count <= 512);
    for (int k = 0; k < SEEDS; k++) {
        assert_int_equal(oracle_run(n, DAYS, first_seed + (uint64_t)k, mistake, out), 0);
        for (int i = 0; i < count; i++)
            room[i][k] = out[i];
    }
}

/* Half of the runs differ by seed, half by the member's number: both must be fresh luck. */
static void sample_engine(const net *n, eng_arithmetic arithmetic, double **room) {
    double out[512];
    char error[256];
    net_model nm;
    int count = oracle_observables(n);
    assert_int_equal(net_build(&nm, n, 0), 0);
    for (int k = 0; k < SEEDS; k++) {
        eng_world_options o = {.arithmetic = arithmetic,
                               .seed = k % 2 ? 11u : 1000u + (uint64_t)k,
                               .chance_member = k % 2 ? (uint32_t)k : 3u};
        if (net_run(&nm, &o, DAYS, out, NULL, error) != ENG_OK)
            fail_msg("%s: %s", n->name, error);
        for (int i = 0; i < count; i++)
            room[i][k] = out[i];
    }
    net_unbuild(&nm);
}

static void engine_must_agree(net *n) {
    static const eng_arithmetic whole[2] = {ENG_STOCHASTIC, ENG_INDIVIDUAL};
    assert_non_null(n);
    double **a = room_for(n), **b = room_for(n);
    sample_oracle(n, ORACLE_RIGHT, 5000000, b);
    for (int i = 0; i < 2; i++) {
        sample_engine(n, whole[i], a);
        verdict v = compare(n, a, b);
        if (v.rejected)
            fail_msg("%s: %d comparisons rejected; worst: %s", i ? "individual" : "stochastic", v.rejected, v.words);
    }
    release(a);
    release(b);
    free(n);
}

static void must_be_noticed(net *n, oracle_mistake mistake) {
    assert_non_null(n);
    double **a = room_for(n), **b = room_for(n);
    sample_engine(n, ENG_STOCHASTIC, a);
    sample_oracle(n, mistake, 9000000, b);
    verdict v = compare(n, a, b);
    release(a);
    release(b);
    if (!v.rejected)
        fail_msg("mistake %d went unnoticed; nearest: %s", (int)mistake, v.words);
    free(n);
}

/* ---- the tests ---- */

static void two_runs_of_the_oracle_agree(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        net *n = i ? net_two_queues() : net_branching();
        assert_non_null(n);
        double **a = room_for(n), **b = room_for(n);
        sample_oracle(n, ORACLE_RIGHT, 1, a);
        sample_oracle(n, ORACLE_RIGHT, 5000000, b);
        verdict v = compare(n, a, b);
        release(a);
        release(b);
        free(n);
        if (v.rejected)
            fail_msg("%s", v.words);
    }
}

static void people_move_through_delays_and_classes_as_in_the_oracle(void **state) {
    (void)state;
    engine_must_agree(net_chain());
    engine_must_agree(net_branching());
    engine_must_agree(net_delay_field());
}

static void queues_that_share_a_capacity_are_served_as_in_the_oracle(void **state) {
    (void)state;
    engine_must_agree(net_two_queues());
    engine_must_agree(net_lottery());
}

static void dropped_dimensions_are_redrawn_as_in_the_oracle(void **state) {
    (void)state;
    engine_must_agree(net_redraw());
}

static void loops_that_bend_with_yesterday_run_as_in_the_oracle(void **state) {
    (void)state;
    engine_must_agree(net_loop());
}

static void random_networks_end_as_in_the_oracle(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 8; seed++)
        engine_must_agree(net_random(seed));
}

static void a_split_two_percent_too_likely_is_noticed(void **state) {
    (void)state;
    net *n = net_chain();
    assert_non_null(n);
    net_scale(n, 3); /* among the people of net_chain two percent barely pass ALPHA */
    must_be_noticed(n, ORACLE_TWO_PERCENT);
}

static void a_delay_a_day_too_long_is_noticed(void **state) {
    (void)state;
    must_be_noticed(net_chain(), ORACLE_DELAY_SHIFTED);
    must_be_noticed(net_delay_field(), ORACLE_DELAY_SHIFTED);
}

static void serving_the_youngest_first_is_noticed(void **state) {
    (void)state;
    must_be_noticed(net_two_queues(), ORACLE_YOUNGEST_FIRST);
}

static void serving_one_queue_before_the_other_is_noticed(void **state) {
    (void)state;
    must_be_noticed(net_two_queues(), ORACLE_QUEUES_IN_TURN);
}

static void serving_the_lowest_class_first_inside_a_day_is_noticed(void **state) {
    (void)state;
    must_be_noticed(net_two_queues(), ORACLE_CLASSES_IN_TURN);
}

static void a_capacity_without_its_fraction_is_noticed(void **state) {
    (void)state;
    must_be_noticed(net_two_queues(), ORACLE_CAPACITY_ROUNDED);
    must_be_noticed(net_delay_field(), ORACLE_CAPACITY_ROUNDED);
}

static void moving_twice_in_a_day_is_noticed(void **state) {
    (void)state;
    must_be_noticed(net_branching(), ORACLE_SAME_DAY);
}

static void one_delay_drawn_for_all_of_a_day_is_noticed_by_its_variance(void **state) {
    (void)state;
    must_be_noticed(net_chain(), ORACLE_COMMON_DELAY);
}

static void luck_shared_by_two_people_is_noticed_by_its_variance(void **state) {
    (void)state;
    must_be_noticed(net_branching(), ORACLE_SHARED_LUCK);
}

static void a_redraw_blind_to_class_is_noticed(void **state) {
    (void)state;
    must_be_noticed(net_redraw(), ORACLE_REDRAW_BLIND);
}

static void a_forgotten_change_of_class_is_noticed(void **state) {
    (void)state;
    must_be_noticed(net_branching(), ORACLE_MAP_FORGOTTEN);
}

static void an_event_that_costs_the_place_in_the_queue_is_noticed(void **state) {
    (void)state;
    must_be_noticed(net_two_queues(), ORACLE_EVENT_MOVES);
}

static void the_file_made_no_more_comparisons_than_its_level_allows(void **state) {
    (void)state;
    print_message("%ld comparisons\n", comparisons);
    assert_true(comparisons > 1000);
    assert_true(comparisons <= MOST_COMPARISONS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_runs_of_the_oracle_agree),
        cmocka_unit_test(people_move_through_delays_and_classes_as_in_the_oracle),
        cmocka_unit_test(queues_that_share_a_capacity_are_served_as_in_the_oracle),
        cmocka_unit_test(dropped_dimensions_are_redrawn_as_in_the_oracle),
        cmocka_unit_test(loops_that_bend_with_yesterday_run_as_in_the_oracle),
        cmocka_unit_test(random_networks_end_as_in_the_oracle),
        cmocka_unit_test(a_split_two_percent_too_likely_is_noticed),
        cmocka_unit_test(a_delay_a_day_too_long_is_noticed),
        cmocka_unit_test(serving_the_youngest_first_is_noticed),
        cmocka_unit_test(serving_one_queue_before_the_other_is_noticed),
        cmocka_unit_test(serving_the_lowest_class_first_inside_a_day_is_noticed),
        cmocka_unit_test(a_capacity_without_its_fraction_is_noticed),
        cmocka_unit_test(moving_twice_in_a_day_is_noticed),
        cmocka_unit_test(one_delay_drawn_for_all_of_a_day_is_noticed_by_its_variance),
        cmocka_unit_test(luck_shared_by_two_people_is_noticed_by_its_variance),
        cmocka_unit_test(a_redraw_blind_to_class_is_noticed),
        cmocka_unit_test(a_forgotten_change_of_class_is_noticed),
        cmocka_unit_test(an_event_that_costs_the_place_in_the_queue_is_noticed),
        cmocka_unit_test(the_file_made_no_more_comparisons_than_its_level_allows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
