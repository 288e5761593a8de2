/*
 * golden_numeric.c - one hash over the bits of many results of detmath, philox and sample.
 *
 * Why: the digest of a run must be the same for gcc, clang and WebAssembly, at any level of optimisation. This program
 * prints the hash as one line of 16 hex digits; it returns 1 if that is not the hash fixed below. No test library and
 * no mathematical library, so that it compiles for wasm32-wasi too.
 *
 * The hash changes only when a sampler or function is changed on purpose; then every stored run changes too.
 */
#include "../src/engine/detmath.h"
#include "../src/engine/philox.h"
#include "../src/engine/sample.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

#define GOLDEN UINT64_C(0xcbea06a604d5d015)

typedef struct {
    uint64_t hash;
    rng_key key;
    uint32_t draw;
} golden;

static void add(golden *g, uint64_t bits) {
    for (int i = 0; i < 8; i++)
        g->hash = (g->hash ^ (bits >> (8 * i) & 0xFFu)) * UINT64_C(0x100000001B3);
}

/* NaNs differ in sign and payload between processors. */
static void add_double(golden *g, double x) { add(g, x != x ? UINT64_C(0x7FF8000000000000) : det_bits(x)); }

static double unit(golden *g) { return rng_unit(rng_u64(g->key, 1, 2, 3, g->draw++)); }

static void add_functions(golden *g) {
    static const double special[] = {0.0, -0.0, 1.0, -1.0, 2.0, 0.5, 1e-310, 1e308, -1e308, 709.7, -745.0, 37.5};
    for (int i = 0; i < 20012; i++) {
        double u = unit(g), v = unit(g), x = (u - 0.5) * 60.0, w = u / v;
        if (i >= 20000)
            x = w = special[i - 20000];
        const double y[] = {det_exp(x),
                            det_log(w),
                            det_log1p(w),
                            det_expm1(x),
                            det_pow(w, x),
                            det_lgamma(w * 20.0),
                            det_sin(x * 1e4),
                            det_cos(x * 1e4),
                            det_erfc(x * 0.3),
                            det_normal_quantile(u),
                            det_normal_quantile(u * u * u * 1e-9),
                            det_stirlerr(w * 20.0),
                            det_exp(x * 25.0)};
        for (size_t j = 0; j < sizeof y / sizeof y[0]; j++)
            add_double(g, y[j]);
    }
}

static void add_samples(golden *g) {
    static const int64_t sizes[] = {1,   2,   5,    17,    54,      130,        255,
                                    257, 999, 1001, 40000, 1000000, 1000000000, 1000000000000000};
    for (int i = 0; i < 3000; i++) {
        for (size_t j = 0; j < sizeof sizes / sizeof sizes[0]; j++) {
            double u = unit(g), p = unit(g), n = (double)sizes[j];
            add(g, (uint64_t)sample_binomial(u, sizes[j], p));
            add(g, (uint64_t)sample_binomial(u, sizes[j], p * p * p * 0.05));
            add(g, (uint64_t)sample_poisson(u, p * n));
            add(g, (uint64_t)sample_hypergeometric(u, (int64_t)(p * n), sizes[j], (int64_t)(p * p * 1.5 * n)));
            add_double(g, sample_gamma(u, p * (double)(j + 1), 2.0));
        }
        double u = unit(g), p = unit(g);
        add(g, (uint64_t)sample_negbin(u, 40.0 * p, 3.0));
        add(g, (uint64_t)sample_negbin(u, 4000.0 * p, 200.0 * p));
        add(g, (uint64_t)sample_negbin(u, 1e9 * p, 20.0));
        add_double(g, sample_normal(u));
        add_double(g, sample_gamma(u, 2000.0 * p, 0.5));
    }
}

static void add_splits(golden *g) {
    for (uint32_t i = 0; i < 20000; i++) {
        double p[5] = {0.0};
        int64_t out[5] = {0};
        double rest = 1.0;
        for (int j = 0; j < 4; j++) {
            p[j] = rest * unit(g) * 0.5;
            rest -= p[j];
        }
        p[4] = i % 3 == 0 ? rest : 0.0;
        sample_multinomial(g->key, i, 1, 7, 3, i % 5 == 0 ? INT64_C(1000000000000) : (int64_t)(i % 200), 5, p, out);
        for (int j = 0; j < 5; j++)
            add(g, (uint64_t)out[j]);
    }
}

int main(void) {
    golden g = {.hash = UINT64_C(0xCBF29CE484222325), .key = rng_key_make(2024, "golden", "numeric"), .draw = 0};
    add_functions(&g);
    add_samples(&g);
    add_splits(&g);
    printf("%016" PRIx64 "\n", g.hash);
    return g.hash == GOLDEN ? 0 : 1;
}
