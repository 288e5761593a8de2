/*
 * test_detmath.c - the deterministic functions against the C library's long double ones (a test-only oracle).
 *
 * Inputs are spread by a small generator of its own, so that a failure repeats. Bounds are in units of the last place
 * (ulp) for exp and log and relative for the rest.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../src/engine/detmath.h"

static double next_unit(uint64_t *state) {
    uint64_t x = (*state += UINT64_C(0x9E3779B97F4A7C15));
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return ((double)(int64_t)((x ^ (x >> 31)) >> 12) + 0.5) * 0x1p-52;
}

static double between(uint64_t *state, double low, double high) { return low + (high - low) * next_unit(state); }

/* Spread evenly over the orders of magnitude. */
static double magnitude(uint64_t *state, double low, double high) {
    return (double)expl(logl(low) + (logl(high) - logl(low)) * (long double)next_unit(state));
}

static double ulps(double got, long double expected) {
    int e = 0;
    frexpl(expected, &e);
    if (e < -1021)
        e = -1021;
    return (double)(fabsl((long double)got - expected) / ldexpl(1.0L, e - 53));
}

static double relative(double got, long double expected) {
    if (expected == 0.0L)
        return fabs(got);
    return (double)(fabsl((long double)got - expected) / fabsl(expected));
}

#define CHECK(value, bound, what, x)                                                                                   \
    do {                                                                                                               \
        double error_ = (value);                                                                                       \
        if (!(error_ <= (bound)))                                                                                      \
            fail_msg("%s(%a): error %g above %g", what, x, error_, (double)(bound));                                   \
    } while (0)

static void exp_and_log_are_within_one_unit_of_the_last_place(void **state) {
    (void)state;
    uint64_t s = 1;
    for (int i = 0; i < 300000; i++) {
        double x = between(&s, -745.0, 709.7), y = between(&s, -2.0, 2.0), z = magnitude(&s, 1e-20, 1.0);
        CHECK(ulps(det_exp(x), expl((long double)x)), 1.0, "exp", x);
        CHECK(ulps(det_exp(y), expl((long double)y)), 1.0, "exp", y);
        CHECK(ulps(det_exp(-z), expl(-(long double)z)), 1.0, "exp", -z);
        double a = magnitude(&s, 1e-307, 1e308), b = between(&s, 0.5, 2.0), c = 1.0 + z, d = 1.0 - z;
        CHECK(ulps(det_log(a), logl((long double)a)), 1.0, "log", a);
        CHECK(ulps(det_log(b), logl((long double)b)), 1.0, "log", b);
        CHECK(c == 1.0 ? det_log(c) : ulps(det_log(c), logl((long double)c)), 1.0, "log", c);
        CHECK(d == 1.0 ? det_log(d) : d == 0.0 ? 0.0 : ulps(det_log(d), logl((long double)d)), 1.0, "log", d);
    }
}

static void log1p_expm1_and_pow_keep_fourteen_digits(void **state) {
    (void)state;
    uint64_t s = 2;
    for (int i = 0; i < 200000; i++) {
        double z = magnitude(&s, 1e-18, 0.999), w = magnitude(&s, 1e-3, 1e300);
        CHECK(relative(det_log1p(z), log1pl((long double)z)), 1e-15, "log1p", z);
        CHECK(relative(det_log1p(-z), log1pl(-(long double)z)), 1e-15, "log1p", -z);
        CHECK(relative(det_log1p(w), log1pl((long double)w)), 1e-15, "log1p", w);
        double y = magnitude(&s, 1e-18, 700.0);
        CHECK(relative(det_expm1(y), expm1l((long double)y)), 1e-15, "expm1", y);
        CHECK(relative(det_expm1(-y), expm1l(-(long double)y)), 1e-15, "expm1", -y);
        double base = magnitude(&s, 1e-300, 1e300), power = between(&s, -1.0, 1.0);
        CHECK(relative(det_pow(base, power), powl((long double)base, (long double)power)), 3e-15, "pow", base);
        double near = between(&s, 0.5, 2.0), large = between(&s, -1000.0, 1000.0);
        CHECK(relative(det_pow(near, large), powl((long double)near, (long double)large)), 5e-15, "pow", near);
        double close = 1.0 + between(&s, -1e-9, 1e-9), huge = between(&s, -5e11, 5e11);
        CHECK(relative(det_pow(close, huge), powl((long double)close, (long double)huge)), 5e-15, "pow", close);
    }
}

static void lgamma_keeps_fourteen_digits_also_beside_its_zeros(void **state) {
    (void)state;
    uint64_t s = 3;
    for (int i = 0; i < 100000; i++) {
        double a = magnitude(&s, 1e-300, 1e200), b = between(&s, 0.0, 40.0), z = magnitude(&s, 1e-12, 0.4);
        const double x[] = {a, b, 1.0 + z, 1.0 - z, 2.0 + z, 2.0 - z};
        for (int j = 0; j < 6; j++)
            CHECK(relative(det_lgamma(x[j]), lgammal((long double)x[j])), 1e-14, "lgamma", x[j]);
    }
}

static void stirlerr_is_the_error_of_stirlings_formula(void **state) {
    (void)state;
    uint64_t s = 4;
    for (int i = 0; i < 50000; i++) {
        double x = i < 40 ? i + 1.0 : magnitude(&s, 0.01, 300.0);
        long double lx = (long double)x;
        long double expected = lgammal(lx + 1.0L) - (0.5L * logl(2.0L * acosl(-1.0L) * lx) + lx * logl(lx) - lx);
        /* At 300 the long double difference itself is only good to 1e-16. */
        double error = (double)fabsl((long double)det_stirlerr(x) - expected);
        CHECK(error, 3e-15, "stirlerr", x);
    }
}

static void sine_and_cosine_keep_fourteen_digits_to_a_million(void **state) {
    (void)state;
    uint64_t s = 5;
    for (int i = 0; i < 200000; i++) {
        double x = between(&s, -1e6, 1e6), y = between(&s, -4.0, 4.0);
        double n = floor(between(&s, -6e5, 6e5)) * 1.5707963267948966;
        const double at[] = {x, y, n};
        for (int j = 0; j < 3; j++) {
            CHECK(relative(det_sin(at[j]), sinl((long double)at[j])), 1e-14, "sin", at[j]);
            CHECK(relative(det_cos(at[j]), cosl((long double)at[j])), 1e-14, "cos", at[j]);
        }
    }
}

static void erfc_keeps_fourteen_digits_in_the_far_tail(void **state) {
    (void)state;
    uint64_t s = 6;
    for (int i = 0; i < 200000; i++) {
        double x = between(&s, -7.0, 26.5), y = between(&s, -1.0, 1.0);
        CHECK(relative(det_erfc(x), erfcl((long double)x)), 1e-14, "erfc", x);
        CHECK(relative(det_erfc(y), erfcl((long double)y)), 1e-14, "erfc", y);
    }
}

/* The quantile's error seen through the distribution function, where it is multiplied by about z (z + 1 / z). */
static void normal_quantile_inverts_the_normal_distribution(void **state) {
    (void)state;
    uint64_t s = 7;
    for (int i = 0; i < 200000; i++) {
        double p = i & 1 ? next_unit(&s) : magnitude(&s, 1e-300, 0.5);
        double tail = p < 0.5 ? p : 1.0 - p;
        double z = det_normal_quantile(p);
        long double root = (long double)(p < 0.5 ? -z : z);
        long double q = erfcl(root / sqrtl(2.0L)) / 2.0L;
        long double density = expl(-root * root / 2.0L) / sqrtl(2.0L * acosl(-1.0L));
        double error = (double)(fabsl(q - (long double)tail) / density);
        CHECK(error / (fabs(z) > 1e-3 ? fabs(z) : 1e-3), 2e-15, "normal_quantile", p);
        if (fabs(p - 0.5) > 1e-9 && fabs(p - 0.5) < 0.5 - 1e-9)
            assert_true(det_normal_quantile(1.0 - p) == -z || p != 1.0 - (1.0 - p));
    }
    assert_true(det_normal_quantile(0.5) == 0.0);
}

static void special_values_follow_the_c_library(void **state) {
    (void)state;
    assert_true(isnan(det_exp(NAN)) && isnan(det_log(NAN)) && isnan(det_log1p(NAN)) && isnan(det_expm1(NAN)));
    assert_true(isnan(det_pow(NAN, 2.0)) && isnan(det_pow(2.0, NAN)) && isnan(det_lgamma(NAN)));
    assert_true(isnan(det_sin(NAN)) && isnan(det_cos(INFINITY)) && isnan(det_erfc(NAN)));
    assert_true(isnan(det_normal_quantile(NAN)) && isnan(det_normal_quantile(-0.1)) && isnan(det_normal_quantile(1.1)));
    assert_true(det_exp(INFINITY) == INFINITY && det_exp(-INFINITY) == 0.0 && det_exp(0.0) == 1.0);
    assert_true(det_exp(710.0) == INFINITY && det_exp(-746.0) == 0.0 && det_exp(-745.0) == 0x1p-1074);
    assert_true(det_log(0.0) == -INFINITY && isnan(det_log(-1.0)) && det_log(INFINITY) == INFINITY);
    assert_true(det_log(1.0) == 0.0 && ulps(det_log(0x1p-1074), logl(0x1p-1074L)) <= 1.0);
    assert_true(det_log1p(-1.0) == -INFINITY && isnan(det_log1p(-2.0)) && det_log1p(INFINITY) == INFINITY);
    assert_true(det_expm1(INFINITY) == INFINITY && det_expm1(-INFINITY) == -1.0 && det_expm1(0.0) == 0.0);
    assert_true(det_lgamma(0.0) == INFINITY && isnan(det_lgamma(-1.5)) && det_lgamma(INFINITY) == INFINITY);
    assert_true(det_lgamma(1.0) == 0.0 && det_lgamma(2.0) == 0.0);
    assert_true(det_erfc(INFINITY) == 0.0 && det_erfc(-INFINITY) == 2.0 && det_erfc(0.0) == 1.0);
    assert_true(det_normal_quantile(0.0) == -INFINITY && det_normal_quantile(1.0) == INFINITY);
    assert_true(det_sin(0.0) == 0.0 && det_cos(0.0) == 1.0);
}

static void pow_follows_the_c_library_at_its_edges(void **state) {
    (void)state;
    static const double at[] = {0.0,  -0.0, 1.0,   -1.0,   0.5,    -0.5,     2.0,
                                -2.0, 3.0,  1e300, -1e300, 1e-300, INFINITY, -INFINITY};
    for (size_t i = 0; i < sizeof at / sizeof at[0]; i++) {
        for (size_t j = 0; j < sizeof at / sizeof at[0]; j++) {
            double expected = pow(at[i], at[j]);
            double got = det_pow(at[i], at[j]);
            int same =
                (isnan(expected) && isnan(got)) || expected == got || relative(got, (long double)expected) < 1e-14;
            if (!same || (expected == 0.0 && signbit(expected) != signbit(got)))
                fail_msg("pow(%g, %g) = %g, expected %g", at[i], at[j], got, expected);
        }
    }
    assert_true(det_pow(NAN, 0.0) == 1.0 && det_pow(1.0, NAN) == 1.0);
}

static void several_at_a_time_give_the_bits_of_one_by_one(void **state) {
    (void)state;
    static const double edges[] = {0.0,    -0.0,      1.0,       -1.0,    700.0,    -700.0,    699.0, 710.0,
                                   -746.0, 0x1p-1074, 0x1p-1022, DBL_MAX, INFINITY, -INFINITY, NAN};
    enum { N = 37, EDGES = sizeof edges / sizeof edges[0] };
#if defined(__x86_64__)
    const int kinds = __builtin_cpu_supports("avx2") ? 2 : 1;
#else
    const int kinds = 1;
#endif
    uint64_t seed = 77;
    for (int round = 0; round < 4000; round++) {
        double x[N], e[N], l[N];
        int wide = round / 4 % kinds;
        for (int i = 0; i < N; i++)
            x[i] = round % 2 ? between(&seed, -699, 699) : magnitude(&seed, 1e-300, 1e300);
        if (round % 4 < 2)
            x[round % N] = edges[round % EDGES];
        det_exp_all(wide, N, x, e);
        det_log_all(wide, N, x, l);
        for (int i = 0; i < N; i++) {
            double one = det_exp(x[i]), other = det_log(x[i]);
            assert_true(isnan(one) ? isnan(e[i]) : det_bits(one) == det_bits(e[i]));
            assert_true(isnan(other) ? isnan(l[i]) : det_bits(other) == det_bits(l[i]));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exp_and_log_are_within_one_unit_of_the_last_place),
        cmocka_unit_test(log1p_expm1_and_pow_keep_fourteen_digits),
        cmocka_unit_test(lgamma_keeps_fourteen_digits_also_beside_its_zeros),
        cmocka_unit_test(stirlerr_is_the_error_of_stirlings_formula),
        cmocka_unit_test(sine_and_cosine_keep_fourteen_digits_to_a_million),
        cmocka_unit_test(erfc_keeps_fourteen_digits_in_the_far_tail),
        cmocka_unit_test(normal_quantile_inverts_the_normal_distribution),
        cmocka_unit_test(special_values_follow_the_c_library),
        cmocka_unit_test(pow_follows_the_c_library_at_its_edges),
        cmocka_unit_test(several_at_a_time_give_the_bits_of_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
