/*
 * test_samplers.c - the samplers give the quantile, are monotone, and follow their distributions.
 *
 * Oracles: GSL's distribution functions (tests only) where GSL is accurate, and for large counts a table of tails
 * computed once with 60 digits (mpmath: quadrature of the incomplete beta and gamma integrals; sums for the
 * hypergeometric). All keys and grids are fixed, so a failure repeats.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#include "../src/engine/detmath.h"
#include "../src/engine/philox.h"
#include "../src/engine/sample.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

/* One distribution: how to draw from it and GSL's two tails. */
typedef struct distribution distribution;
struct distribution {
    int64_t (*draw)(const distribution *d, double u);
    double (*below)(const distribution *d, unsigned k); /* P(X <= k) */
    double (*above)(const distribution *d, unsigned k); /* P(X > k) */
    double (*density)(const distribution *d, unsigned k);
    double p, mean;
    unsigned n, good, bad;
};

static int64_t draw_binomial(const distribution *d, double u) { return sample_binomial(u, d->n, d->p); }
static double binomial_below(const distribution *d, unsigned k) { return gsl_cdf_binomial_P(k, d->p, d->n); }
static double binomial_above(const distribution *d, unsigned k) { return gsl_cdf_binomial_Q(k, d->p, d->n); }
static double binomial_density(const distribution *d, unsigned k) { return gsl_ran_binomial_pdf(k, d->p, d->n); }

static int64_t draw_poisson(const distribution *d, double u) { return sample_poisson(u, d->mean); }
static double poisson_below(const distribution *d, unsigned k) { return gsl_cdf_poisson_P(k, d->mean); }
static double poisson_above(const distribution *d, unsigned k) { return gsl_cdf_poisson_Q(k, d->mean); }
static double poisson_density(const distribution *d, unsigned k) { return gsl_ran_poisson_pdf(k, d->mean); }

/* p holds the size. */
static int64_t draw_negbin(const distribution *d, double u) { return sample_negbin(u, d->mean, d->p); }
static double negbin_below(const distribution *d, unsigned k) {
    return gsl_cdf_negative_binomial_P(k, d->p / (d->p + d->mean), d->p);
}
static double negbin_above(const distribution *d, unsigned k) {
    return gsl_cdf_negative_binomial_Q(k, d->p / (d->p + d->mean), d->p);
}
static double negbin_density(const distribution *d, unsigned k) {
    return gsl_ran_negative_binomial_pdf(k, d->p / (d->p + d->mean), d->p);
}

static int64_t draw_hypergeometric(const distribution *d, double u) {
    return sample_hypergeometric(u, d->good, d->bad, d->n);
}
static double hypergeometric_below(const distribution *d, unsigned k) {
    return gsl_cdf_hypergeometric_P(k, d->good, d->bad, d->n);
}
static double hypergeometric_above(const distribution *d, unsigned k) {
    return gsl_cdf_hypergeometric_Q(k, d->good, d->bad, d->n);
}
static double hypergeometric_density(const distribution *d, unsigned k) {
    return gsl_ran_hypergeometric_pdf(k, d->good, d->bad, d->n);
}

static distribution binomial(unsigned n, double p) {
    return (distribution){.draw = draw_binomial,
                          .below = binomial_below,
                          .above = binomial_above,
                          .density = binomial_density,
                          .n = n,
                          .p = p};
}

static distribution poisson(double mean) {
    return (distribution){
        .draw = draw_poisson, .below = poisson_below, .above = poisson_above, .density = poisson_density, .mean = mean};
}

static distribution negbin(double mean, double size) {
    return (distribution){.draw = draw_negbin,
                          .below = negbin_below,
                          .above = negbin_above,
                          .density = negbin_density,
                          .mean = mean,
                          .p = size};
}

static distribution hypergeometric(unsigned good, unsigned bad, unsigned draws) {
    return (distribution){.draw = draw_hypergeometric,
                          .below = hypergeometric_below,
                          .above = hypergeometric_above,
                          .density = hypergeometric_density,
                          .good = good,
                          .bad = bad,
                          .n = draws};
}

/* How far u may be from GSL's value: GSL's own relative error, and below it ours. */
static double slack(double tail) { return 1e-13 + 1e-10 * tail; }

static void is_quantile(const distribution *d, double u) {
    int64_t x = d->draw(d, u);
    if (x < 0)
        fail_msg("negative draw %lld at u %.17g", (long long)x, u);
    unsigned k = (unsigned)x;
    int good = 0;
    if (u <= 0.5)
        good = d->below(d, k) >= u - slack(u) && (k == 0 || d->below(d, k - 1) < u + slack(u));
    else
        good = d->above(d, k) <= 1.0 - u + slack(1.0 - u) && (k == 0 || d->above(d, k - 1) > 1.0 - u - slack(1.0 - u));
    if (!good)
        fail_msg("not the quantile: u %.17g draw %u (n %u p %g mean %g good %u bad %u) F %.17g", u, k, d->n, d->p,
                 d->mean, d->good, d->bad, d->below(d, k));
}

/* u's of every order of magnitude in both tails, even ones, and those just beside the steps of the function. */
static void is_the_quantile_everywhere(const distribution *d, int even) {
    for (double t = 0x1p-53; t < 0.5; t *= 1.7) {
        is_quantile(d, t);
        is_quantile(d, 1.0 - t);
    }
    for (int i = 0; i < even; i++)
        is_quantile(d, (i + 0.5) / even);
    int64_t low = d->draw(d, 1e-5), high = d->draw(d, 1.0 - 1e-5);
    int64_t stride = (high - low) / 40 + 1;
    for (int64_t k = low; k <= high; k += stride) {
        double f = d->below(d, (unsigned)k);
        for (double step = 1e-9; step < 1e-2; step *= 10.0) {
            if (f - step > 0.0)
                is_quantile(d, f - step);
            if (f + step < 1.0)
                is_quantile(d, f + step);
        }
    }
}

static void a_binomial_draw_is_the_quantile_at_u(void **state) {
    (void)state;
    static const unsigned n[] = {1,   2,   3,   7,    10,   25,   54,    100,    200,
                                 255, 257, 400, 1000, 1001, 5000, 30000, 200000, 1000000};
    static const double p[] = {1e-9,    1e-4, 0.01,    0.05, 0.11, 0.25,  0.4,
                               0.49999, 0.5,  0.50001, 0.7,  0.9,  0.995, 1.0 - 1e-9};
    for (int i = 0; i < COUNT(n); i++) {
        for (int j = 0; j < COUNT(p); j++) {
            distribution d = binomial(n[i], p[j]);
            is_the_quantile_everywhere(&d, n[i] <= 1000 ? 1000 : 100);
        }
    }
}

static void a_poisson_draw_is_the_quantile_at_u(void **state) {
    (void)state;
    static const double mean[] = {1e-6, 0.1, 1.0, 5.5, 11.9, 12.0, 12.1, 20.0, 54.0, 100.5, 1000.0};
    for (int i = 0; i < COUNT(mean); i++) {
        distribution d = poisson(mean[i]);
        is_the_quantile_everywhere(&d, 2000);
    }
}

static void a_negative_binomial_draw_is_the_quantile_at_u(void **state) {
    (void)state;
    static const double mean[] = {0.01, 1.0, 7.0, 11.9, 12.1, 40.0, 300.0, 5000.0, 60000.0};
    static const double size[] = {0.3, 1.0, 2.5, 10.0, 40.0, 77.7, 500.0, 1e5};
    for (int i = 0; i < COUNT(mean); i++) {
        for (int j = 0; j < COUNT(size); j++) {
            distribution d = negbin(mean[i], size[j]);
            is_the_quantile_everywhere(&d, 200);
        }
    }
}

static void a_hypergeometric_draw_is_the_quantile_at_u(void **state) {
    (void)state;
    static const unsigned t[][3] = {
        {1, 1, 1},       {3, 5, 4},         {5, 3, 4},           {20, 30, 10},          {30, 20, 40},
        {10, 500, 300},  {500, 10, 300},    {100, 100, 100},     {54, 5000, 200},       {5000, 54, 200},
        {300, 700, 500}, {3000, 2000, 900}, {20000, 30000, 700}, {400000, 300000, 2000}};
    for (int i = 0; i < COUNT(t); i++) {
        distribution d = hypergeometric(t[i][0], t[i][1], t[i][2]);
        is_the_quantile_everywhere(&d, 300);
    }
}

/*
 * A row: the smaller tail at k, P(X <= k) if below 1/2 by the place of k, else P(X > k). A u a little below F(k) must
 * give at most k, one a little above must give more.
 */
static void steps_at(int64_t (*draw)(const double *, double), const double *parameters, int64_t k, double tail,
                     int upper) {
    double slack_here = 1e-14 + 1e-9 * tail;
    double inside = tail - slack_here, outside = tail + slack_here;
    if (upper ? draw(parameters, 1.0 - outside) > k : draw(parameters, inside) > k)
        fail_msg("draw above %lld where the tail is %g", (long long)k, tail);
    if (upper ? draw(parameters, 1.0 - inside) <= k : draw(parameters, outside) <= k)
        fail_msg("draw at or below %lld where the tail is %g", (long long)k, tail);
}

static int64_t large_binomial(const double *a, double u) { return sample_binomial(u, (int64_t)a[0], a[1]); }
static int64_t large_poisson(const double *a, double u) { return sample_poisson(u, a[0]); }
static int64_t large_hypergeometric(const double *a, double u) {
    return sample_hypergeometric(u, (int64_t)a[0], (int64_t)a[1], (int64_t)a[2]);
}

static void large_counts_agree_with_sixty_digits(void **state) {
    (void)state;
    /* n, p, k, tail */
    static const struct {
        int64_t n;
        double p;
        int64_t k;
        double tail;
    } b[] = {
        {INT64_C(1000000000000), 0.3, INT64_C(299996792197), 1.2797584544037815e-12},
        {INT64_C(1000000000000), 0.3, INT64_C(299997937840), 3.3976131118358497e-06},
        {INT64_C(1000000000000), 0.3, INT64_C(299999083484), 0.02275006585258643},
        {INT64_C(1000000000000), 0.3, INT64_C(299999862522), 0.3820884375978464},
        {INT64_C(1000000000000), 0.3, INT64_C(300000091651), 0.4207402477990887},
        {INT64_C(1000000000000), 0.3, INT64_C(300000458257), 0.1586552906208745},
        {INT64_C(1000000000000), 0.3, INT64_C(300001695553), 0.00010780006080131502},
        {INT64_C(1000000000000), 0.3, INT64_C(300002749545), 9.86617481217787e-10},
        {INT64_C(1000000000000000), 0.5, INT64_C(499999889320281), 1.279812316198146e-12},
        {INT64_C(1000000000000000), 0.5, INT64_C(499999928848752), 3.3976729769246977e-06},
        {INT64_C(1000000000000000), 0.5, INT64_C(499999968377223), 0.022750132295397667},
        {INT64_C(1000000000000000), 0.5, INT64_C(499999995256583), 0.3820885775759288},
        {INT64_C(1000000000000000), 0.5, INT64_C(500000003162277), 0.4207402945221351},
        {INT64_C(1000000000000000), 0.5, INT64_C(500000015811388), 0.15865525088362664},
        {INT64_C(1000000000000000), 0.5, INT64_C(500000058502136), 0.00010779973920282048},
        {INT64_C(1000000000000000), 0.5, INT64_C(500000094868329), 9.86587762260477e-10},
        {INT64_C(1000000000000000), 1e-09, 993000, 1.212874671922518e-12},
        {INT64_C(1000000000000000), 1e-09, 995500, 3.354560251705143e-06},
        {INT64_C(1000000000000000), 1e-09, 998000, 0.022750122885701267},
        {INT64_C(1000000000000000), 1e-09, 999700, 0.38233716128570905},
        {INT64_C(1000000000000000), 1e-09, 1000199, 0.4208732384802584},
        {INT64_C(1000000000000000), 1e-09, 1000999, 0.15877621901684374},
        {INT64_C(1000000000000000), 1e-09, 1003699, 0.00010891419747271417},
        {INT64_C(1000000000000000), 1e-09, 1005999, 1.025708846844106e-09},
        {INT64_C(1000000000), 0.01, 9977975, 1.2586156985678988e-12},
        {INT64_C(1000000000), 0.01, 9985841, 3.383849881963112e-06},
        {INT64_C(1000000000), 0.01, 9993707, 0.022747781344430756},
        {INT64_C(1000000000), 0.01, 9999056, 0.38215847261196867},
        {INT64_C(1000000000), 0.01, 10000629, 0.42069412237525744},
        {INT64_C(1000000000), 0.01, 10003146, 0.1586496046329731},
        {INT64_C(1000000000), 0.01, 10011641, 0.00010811739838366457},
        {INT64_C(1000000000), 0.01, 10018878, 9.977938516275125e-10},
        {3000000, 0.125, 370990, 1.1909071487778194e-12},
        {3000000, 0.125, 372422, 3.3364145934741168e-06},
        {3000000, 0.125, 373854, 0.022728317316541694},
        {3000000, 0.125, 374828, 0.3823951478438858},
        {3000000, 0.125, 375114, 0.42070233139034685},
        {3000000, 0.125, 375572, 0.15879121825902337},
        {3000000, 0.125, 377119, 0.00010893508357882518},
        {3000000, 0.125, 378436, 1.0386661836028838e-09},
    };
    for (int i = 0; i < COUNT(b); i++) {
        const double a[] = {(double)b[i].n, b[i].p};
        steps_at(large_binomial, a, b[i].k, b[i].tail, i % 8 >= 4);
    }
    static const struct {
        double mean;
        int64_t k;
        double tail;
    } p[] = {
        {1000000.0, 993000, 1.212874702218284e-12},
        {1000000.0, 995500, 3.3545602872062242e-06},
        {1000000.0, 998000, 0.02275012293967758},
        {1000000.0, 999700, 0.3823371613429493},
        {1000000.0, 1000200, 0.4204822344348669},
        {1000000.0, 1001000, 0.15853432903657186},
        {1000000.0, 1003700, 0.00010848661376241321},
        {1000000.0, 1006000, 1.0194297537713865e-09},
        {123456789012.75, INT64_C(123454329463), 1.2796053601973564e-12},
        {123456789012.75, INT64_C(123455207873), 3.3975077531828707e-06},
        {123456789012.75, INT64_C(123456086284), 0.022750072906157798},
        {123456789012.75, INT64_C(123456683603), 0.382088747717941},
        {123456789012.75, INT64_C(123456859285), 0.42074020884591895},
        {123456789012.75, INT64_C(123457140376), 0.1586555520405286},
        {123456789012.75, INT64_C(123458089060), 0.00010780195996235012},
        {123456789012.75, INT64_C(123458897197), 9.866945269910273e-10},
    };
    for (int i = 0; i < COUNT(p); i++)
        steps_at(large_poisson, &p[i].mean, p[i].k, p[i].tail, i % 8 >= 4);
    static const struct {
        int64_t good, bad, draws, k;
        double tail;
    } h[] = {
        {4000000, 6000000, 1000000, 396746, 1.2509251298440048e-12},
        {4000000, 6000000, 1000000, 397908, 3.3769100793332347e-06},
        {4000000, 6000000, 1000000, 399070, 0.022742673315786888},
        {4000000, 6000000, 1000000, 399860, 0.3820489211444414},
        {4000000, 6000000, 1000000, 400092, 0.42109875240445505},
        {4000000, 6000000, 1000000, 400464, 0.15878960005372977},
        {4000000, 6000000, 1000000, 401719, 0.00010820375595736315},
        {4000000, 6000000, 1000000, 402788, 9.993984007495081e-10},
        {INT64_C(1000000000), INT64_C(2000000000), 10000000, 3322915, 1.2620695706566413e-12},
        {INT64_C(1000000000), INT64_C(2000000000), 10000000, 3326636, 3.388203790159217e-06},
        {INT64_C(1000000000), INT64_C(2000000000), 10000000, 3330356, 0.022730248563569984},
        {INT64_C(1000000000), INT64_C(2000000000), 10000000, 3332886, 0.38200772668301985},
        {INT64_C(1000000000), INT64_C(2000000000), 10000000, 3333630, 0.4208520786153401},
        {INT64_C(1000000000), INT64_C(2000000000), 10000000, 3334821, 0.15866480093003116},
        {INT64_C(1000000000), INT64_C(2000000000), 10000000, 3338839, 0.00010807598135781275},
        {INT64_C(1000000000), INT64_C(2000000000), 10000000, 3342262, 9.95252746504321e-10},
        {INT64_C(1000000000000), INT64_C(1000000000000), 10000000, 4988932, 1.2823553862711571e-12},
        {INT64_C(1000000000000), INT64_C(1000000000000), 10000000, 4992884, 3.393690439779418e-06},
        {INT64_C(1000000000000), INT64_C(1000000000000), 10000000, 4996837, 0.022742268205947973},
        {INT64_C(1000000000000), INT64_C(1000000000000), 10000000, 4999525, 0.3820500971533256},
        {INT64_C(1000000000000), INT64_C(1000000000000), 10000000, 5000316, 0.42067276853959135},
        {INT64_C(1000000000000), INT64_C(1000000000000), 10000000, 5001581, 0.1585993834156412},
        {INT64_C(1000000000000), INT64_C(1000000000000), 10000000, 5005850, 0.00010771874287480453},
        {INT64_C(1000000000000), INT64_C(1000000000000), 10000000, 5009486, 9.877661159461753e-10},
    };
    for (int i = 0; i < COUNT(h); i++) {
        const double a[] = {(double)h[i].good, (double)h[i].bad, (double)h[i].draws};
        steps_at(large_hypergeometric, a, h[i].k, h[i].tail, i % 8 >= 4);
    }
}

/* Chi-square of 1e5 draws, in bins of at least 20 expected draws. */
static void follows(const distribution *d, const char *name) {
    enum { draws = 100000, most = 4000 };
    static int64_t seen[most + 1];
    for (int i = 0; i <= most; i++)
        seen[i] = 0;
    rng_key key = rng_key_make(5, name, "chi-square");
    for (uint32_t i = 0; i < draws; i++) {
        int64_t x = d->draw(d, rng_unit(rng_u64(key, i, 0, 0, 0)));
        assert_in_range(x, 0, most);
        seen[x]++;
    }
    double statistic = 0.0, expected = 0.0, observed = 0.0, left = draws;
    int bins = 0;
    for (unsigned k = 0; k <= most; k++) {
        expected += draws * d->density(d, k);
        observed += (double)seen[k];
        double rest = left - expected;
        if (expected >= 20.0 && rest >= 20.0) {
            statistic += (observed - expected) * (observed - expected) / expected;
            left = rest;
            expected = observed = 0.0;
            bins++;
        }
    }
    statistic += (observed - expected) * (observed - expected) / expected;
    double chance = gsl_cdf_chisq_Q(statistic, bins);
    if (chance < 1e-4 || chance > 1.0 - 1e-4)
        fail_msg("%s: chi-square %g with %d degrees of freedom", name, statistic, bins);
}

static void many_draws_follow_their_distribution(void **state) {
    (void)state;
    const distribution all[] = {binomial(10, 0.3),  binomial(54, 0.07),         binomial(54, 0.8),
                                binomial(300, 0.4), binomial(4000, 0.02),       poisson(3.5),
                                poisson(200.0),     negbin(5.0, 1.5),           negbin(100.0, 40.0),
                                negbin(60.0, 4.0),  hypergeometric(30, 40, 20), hypergeometric(900, 800, 700)};
    static const char *name[] = {"b1", "b2", "b3", "b4", "b5", "p1", "p2", "n1", "n2", "n3", "h1", "h2"};
    for (int i = 0; i < COUNT(all); i++)
        follows(&all[i], name[i]);
}

static void a_draw_never_falls_when_u_grows(void **state) {
    (void)state;
    const distribution all[] = {binomial(54, 0.07),         binomial(54, 0.8),   binomial(300, 0.1),
                                binomial(1000000, 0.2),     poisson(11.0),       poisson(50.0),
                                negbin(20.0, 3.0),          negbin(400.0, 60.0), hypergeometric(300, 400, 200),
                                hypergeometric(30, 400, 20)};
    for (int i = 0; i < COUNT(all); i++) {
        int64_t before = 0;
        for (int j = 0; j < 40000; j++) {
            int64_t x = all[i].draw(&all[i], (j + 0.5) / 40000.0);
            assert_true(x >= before);
            before = x;
        }
    }
}

static void a_binomial_draw_never_falls_when_n_or_p_grows(void **state) {
    (void)state;
    static const double p[] = {0.001, 0.012, 0.05, 0.1, 0.24, 0.3, 0.4999, 0.5, 0.5001, 0.77, 0.95, 0.999};
    rng_key key = rng_key_make(6, "binomial", "monotone");
    for (uint32_t i = 0; i < 60; i++) {
        double u = rng_unit(rng_u64(key, i, 0, 0, 0));
        for (int j = 0; j < COUNT(p); j++) {
            int64_t before = 0;
            for (int64_t n = 1; n < 2500; n += n < 1100 ? 1 : 37) {
                int64_t x = sample_binomial(u, n, p[j]);
                assert_true(x >= before && x <= before + 1 + (n < 1101 ? 0 : 37));
                before = x;
            }
        }
        static const int64_t n[] = {1, 10, 25, 54, 120, 256, 257, 1000, 20000, 1000000, 1000000000000};
        for (int j = 0; j < COUNT(n); j++) {
            int64_t before = 0;
            for (int s = 1; s < 2000; s++) {
                int64_t x = sample_binomial(u, n[j], s / 2000.0);
                assert_true(x >= before);
                before = x;
            }
        }
    }
}

/* Where two methods meet, a parameter grows by parts in 1e9 and the draw must not fall. */
static void no_draw_falls_where_two_methods_meet(void **state) {
    (void)state;
    rng_key key = rng_key_make(6, "border", "monotone");
    static const int64_t n[] = {24, 25, 54, 120, 256, 257, 1000, 1001, 100000, 180000, 1000000000};
    for (uint32_t i = 0; i < 4000; i++) {
        double u = rng_unit(rng_u64(key, i, 0, 0, 0));
        for (int j = 0; j < COUNT(n); j++) {
            const double border[] = {12.0 / (double)n[j], 0.5, 1.0 - 12.0 / (double)n[j], 90000.0 / (double)n[j]};
            for (int b = 0; b < 4; b++) {
                int64_t before = 0;
                for (int s = -2; s <= 2; s++) {
                    int64_t x = sample_binomial(u, n[j], border[b] * (1.0 + s * 1e-9));
                    assert_true(x >= before);
                    before = x;
                }
            }
        }
        static const double mean[] = {12.0, 90000.0};
        for (int b = 0; b < 2; b++) {
            int64_t before = 0, before2 = 0;
            for (int s = -2; s <= 2; s++) {
                int64_t x = sample_poisson(u, mean[b] * (1.0 + s * 1e-9));
                int64_t y = sample_negbin(u, mean[b] * (1.0 + s * 1e-9), 44.0);
                assert_true(x >= before && y >= before2);
                before = x;
                before2 = y;
            }
        }
    }
}

static void poisson_negbin_and_hypergeometric_never_fall_when_a_parameter_grows(void **state) {
    (void)state;
    rng_key key = rng_key_make(6, "others", "monotone");
    for (uint32_t i = 0; i < 200; i++) {
        double u = rng_unit(rng_u64(key, i, 0, 0, 0));
        int64_t a = 0, b = 0, c = 0, d = 0;
        for (int s = 1; s < 400; s++) {
            int64_t x = sample_poisson(u, s * 0.37), y = sample_negbin(u, s * 0.37, 20.0);
            int64_t z = sample_hypergeometric(u, 120, 280, s), w = sample_hypergeometric(u, s, 500, 250);
            assert_true(x >= a && y >= b && z >= c && z <= c + 1 && w >= d && w <= d + 1);
            a = x;
            b = y;
            c = z;
            d = w;
        }
    }
}

static void gamma_and_normal_draws_are_the_quantile_at_u(void **state) {
    (void)state;
    static const double shape[] = {0.02, 0.3, 0.999, 1.0, 2.5, 15.9, 16.1, 60.0, 1000.0, 50000.0};
    static const double u[] = {1e-12, 1e-6, 0.01, 0.2, 0.4999, 0.5, 0.5001, 0.9, 0.999, 1.0 - 1e-9, 1.0 - 1e-12};
    for (int i = 0; i < COUNT(shape); i++) {
        double before = 0.0;
        for (int j = 0; j < COUNT(u); j++) {
            double x = sample_gamma(u[j], shape[i], 3.0);
            assert_true(x >= before);
            before = x;
            if (x < 1e-290)
                continue; /* the quantile itself is below the smallest numbers */
            double error = u[j] <= 0.5 ? gsl_cdf_gamma_P(x, shape[i], 3.0) / u[j]
                                       : gsl_cdf_gamma_Q(x, shape[i], 3.0) / (1.0 - u[j]);
            if (fabs(error - 1.0) > 1e-9)
                fail_msg("gamma shape %g u %.17g: %.17g is %.3g off", shape[i], u[j], x, error - 1.0);
        }
    }
    double at = sample_gamma(0.3, 1e5 * (1.0 + 1e-12), 1.0), below = sample_gamma(0.3, 1e5, 1.0);
    assert_true(at >= below && at - below < 1e-6);
    for (int j = 0; j < COUNT(u); j++)
        assert_true(fabs(sample_normal(u[j]) - gsl_cdf_ugaussian_Pinv(u[j])) < 1e-10);
}

static void bounds_and_odd_arguments_give_the_nearest_sense(void **state) {
    (void)state;
    assert_int_equal(sample_binomial(0.5, 0, 0.5), 0);
    assert_int_equal(sample_binomial(0.5, -4, 0.5), 0);
    assert_int_equal(sample_binomial(0.5, 9, 0.0), 0);
    assert_int_equal(sample_binomial(0.5, 9, NAN), 0);
    assert_int_equal(sample_binomial(0.5, 9, 1.0), 9);
    assert_int_equal(sample_binomial(0.0, 9, 0.5), 0);
    assert_int_equal(sample_binomial(1.0, 9, 0.5), 9);
    assert_int_equal(sample_binomial(0.25, 1, 0.75), 0); /* F(0) = u exactly */
    assert_int_equal(sample_binomial(0.2500001, 1, 0.75), 1);
    assert_int_equal(sample_binomial(0.75, 1, 0.25), 0);
    assert_int_equal(sample_poisson(0.5, 0.0), 0);
    assert_int_equal(sample_negbin(0.5, 0.0, 1.0), 0);
    assert_int_equal(sample_negbin(0.37, 30.0, INFINITY), sample_poisson(0.37, 30.0));
    assert_int_equal(sample_hypergeometric(0.3, 5, 0, 3), 3);
    assert_int_equal(sample_hypergeometric(0.3, 0, 5, 3), 0);
    assert_int_equal(sample_hypergeometric(0.3, 5, 5, 10), 5);
    assert_int_equal(sample_hypergeometric(0.3, 5, 5, 99), 5);
    assert_true(sample_gamma(0.3, 0.0, 1.0) == 0.0);
    assert_true(sample_gamma(1e-10, 1e-3, 1.0) == 0.0);
}

static void a_split_loses_nobody_and_its_last_branch_takes_all_the_rest(void **state) {
    (void)state;
    rng_key key = rng_key_make(8, "split", "test");
    static const double full[][3] = {
        {0.1, 0.2, 0.7}, {0.3, 0.3, 0.4}, {1.0 / 3, 1.0 / 3, 1.0 / 3}, {0.5, 0.0, 0.5}, {0.0, 1.0, 0.0}};
    for (uint32_t day = 0; day < 5000; day++) {
        for (int i = 0; i < COUNT(full); i++) {
            int64_t out[3];
            int64_t n = day % 2 ? 54 : INT64_C(1000000000000000);
            sample_multinomial(key, day, 0, (uint32_t)i, 1, n, 3, full[i], out);
            assert_true(out[0] >= 0 && out[1] >= 0 && out[2] >= 0);
            assert_true(out[0] + out[1] + out[2] == n);
            assert_true(full[i][1] > 0.0 || out[1] == 0);
        }
    }
}

static void a_branch_uses_its_own_numbered_uniform(void **state) {
    (void)state;
    rng_key key = rng_key_make(8, "split", "numbered");
    static const double p[] = {0.2, 0.0, 0.3, 0.1};
    for (uint32_t day = 0; day < 2000; day++) {
        int64_t out[4], left = 70;
        sample_multinomial(key, day, 4, 2, 5, left, 4, p, out);
        double rest = 1.0;
        for (uint32_t i = 0; i < 4; i++) {
            int64_t x = sample_binomial(rng_unit(rng_u64(key, day, 4, 2, 5 + i)), left, p[i] / rest);
            assert_int_equal(out[i], x);
            left -= x;
            rest -= p[i];
        }
    }
}

static void a_split_has_the_means_and_covariance_of_the_multinomial(void **state) {
    (void)state;
    rng_key key = rng_key_make(8, "split", "moments");
    static const double p[] = {0.1, 0.25, 0.05};
    enum { days = 100000 };
    double sum[3] = {0.0}, product = 0.0;
    for (uint32_t day = 0; day < days; day++) {
        int64_t out[3];
        sample_multinomial(key, day, 0, 0, 0, 60, 3, p, out);
        for (int i = 0; i < 3; i++)
            sum[i] += (double)out[i];
        product += ((double)out[0] - 6.0) * ((double)out[1] - 15.0);
    }
    for (int i = 0; i < 3; i++)
        assert_true(fabs(sum[i] / days - 60.0 * p[i]) < 4.0 * sqrt(60.0 * p[i] * (1.0 - p[i]) / days));
    /* covariance -n p0 p1 = -1.5; the sd of a product is about sqrt(5.4 * 11.25), over 316 */
    assert_true(fabs(product / days + 1.5) < 4.0 * sqrt(5.4 * 11.25 / days));
}

static void a_split_of_nobody_or_into_nothing_gives_zeros(void **state) {
    (void)state;
    rng_key key = rng_key_make(8, "split", "empty");
    static const double p[] = {0.5, 0.5};
    int64_t out[2] = {9, 9};
    sample_multinomial(key, 0, 0, 0, 0, 0, 2, p, out);
    assert_true(out[0] == 0 && out[1] == 0);
    sample_multinomial(key, 0, 0, 0, 0, 5, 0, p, out);
    assert_true(out[0] == 0 && out[1] == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_binomial_draw_is_the_quantile_at_u),
        cmocka_unit_test(a_poisson_draw_is_the_quantile_at_u),
        cmocka_unit_test(a_negative_binomial_draw_is_the_quantile_at_u),
        cmocka_unit_test(a_hypergeometric_draw_is_the_quantile_at_u),
        cmocka_unit_test(large_counts_agree_with_sixty_digits),
        cmocka_unit_test(many_draws_follow_their_distribution),
        cmocka_unit_test(a_draw_never_falls_when_u_grows),
        cmocka_unit_test(a_binomial_draw_never_falls_when_n_or_p_grows),
        cmocka_unit_test(no_draw_falls_where_two_methods_meet),
        cmocka_unit_test(poisson_negbin_and_hypergeometric_never_fall_when_a_parameter_grows),
        cmocka_unit_test(gamma_and_normal_draws_are_the_quantile_at_u),
        cmocka_unit_test(bounds_and_odd_arguments_give_the_nearest_sense),
        cmocka_unit_test(a_split_loses_nobody_and_its_last_branch_takes_all_the_rest),
        cmocka_unit_test(a_branch_uses_its_own_numbered_uniform),
        cmocka_unit_test(a_split_has_the_means_and_covariance_of_the_multinomial),
        cmocka_unit_test(a_split_of_nobody_or_into_nothing_gives_zeros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
