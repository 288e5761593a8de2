/*
 * detmath.h - mathematical functions that give the same bits on every processor and compiler.
 *
 * Why: glibc picks another exp or log by processor (with or without fused multiply-add), and other C libraries differ
 * again, so the digest of a run would depend on the machine. Here are only + - * / of doubles, each rounded once
 * (compile with -ffp-contract=off, never with -ffast-math), sqrt, and integer operations on the bits.
 *
 *   det_exp, det_log       inline; the largest errors seen in 6 million arguments: 0.98 and 0.83 ulp
 *   the others             relative error below 1e-14 (det_sin, det_cos: |x| up to 1e6, else NaN; near zeros the error
 *                          is relative too, as pi/2 is taken in three parts)
 *   det_lgamma             x > 0 only, else NaN (x = 0 gives infinity); relative, also beside its zeros 1 and 2
 *   det_normal_quantile    inverse of the normal distribution function on (0, 1); 0 and 1 give infinities
 *
 * NaN in gives NaN out; infinities as in C's functions. No errno, no floating-point flags promised.
 *
 * det_exp: x = k ln 2 + r with |r| <= ln 2 / 2, exp r by its Taylor series to r^13, times 2^k through the exponent
 * bits. det_log: x = 2^k m with sqrt(1/2) <= m < sqrt 2, s = (m-1)/(m+1), log m = 2 atanh s by its series to s^21,
 * arranged so that the large part, m - 1, is added last (as in Sun's fdlibm).
 */
#ifndef VADO_ENGINE_DETMATH_H
#define VADO_ENGINE_DETMATH_H

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD != 0
#error "detmath needs doubles that are rounded at every operation (FLT_EVAL_METHOD 0)"
#endif
#ifdef __FAST_MATH__
#error "detmath must not be compiled with -ffast-math"
#endif

#define DET_LN2_HI 0x1.62e42fefp-1 /* 32 bits, so that k * DET_LN2_HI is exact for every exponent k */
#define DET_LN2_LO 0x1.473de6af278edp-34
#define DET_1_LN2 0x1.71547652b82fep+0
#define DET_ROUND 0x1.8p52 /* adding it rounds to a whole number, which then stands in the low bits */

static inline uint64_t det_bits(double x) {
    uint64_t b;
    memcpy(&b, &x, sizeof b);
    return b;
}

static inline double det_from_bits(uint64_t b) {
    double x;
    memcpy(&x, &b, sizeof x);
    return x;
}

/* det_exp where the result is NaN, infinite, 0, subnormal or near to that; det_log of what is not positive and normal.
 */
double det_exp_edge(double x);
double det_log_edge(double x);

/* exp(r) for |r| <= 0.35. Split by even powers, because the processor then works on the parts at the same time. */
static inline double det_exp_reduced(double r) {
    double r2 = r * r;
    double r4 = r2 * r2;
    double a = (1.0 / 2 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120));
    double b = (1.0 / 720 + r * (1.0 / 5040)) + r2 * (1.0 / 40320 + r * (1.0 / 362880));
    double c = (1.0 / 3628800 + r * (1.0 / 39916800)) + r2 * (1.0 / 479001600 + r * (1.0 / 6227020800));
    return 1.0 + (r + r2 * (a + r4 * (b + r4 * c)));
}

/* For |x| < 700. */
static inline double det_exp_inner(double x) {
    double shifted = x * DET_1_LN2 + DET_ROUND;
    double k = shifted - DET_ROUND;
    double r = (x - k * DET_LN2_HI) - k * DET_LN2_LO;
    return det_exp_reduced(r) * det_from_bits((det_bits(shifted) + 1023u) << 52);
}

static inline double det_exp(double x) { return fabs(x) < 700.0 ? det_exp_inner(x) : det_exp_edge(x); }

/* For x positive, normal and finite. */
static inline double det_log_inner(double x) {
    uint64_t bits = det_bits(x);
    uint64_t over = bits - UINT64_C(0x3FE6A09E00000000);       /* high word of sqrt(1/2) */
    uint64_t exponent = (over + (UINT64_C(1023) << 52)) >> 52; /* k + 1023 */
    double k = det_from_bits(exponent | UINT64_C(0x4330000000000000)) - (0x1p52 + 1023);
    double f = det_from_bits(bits - (over & UINT64_C(0xFFF0000000000000))) - 1.0;
    double s = f / (2.0 + f);
    double z = s * s;
    double w = z * z;
    double a = (2.0 / 3 + z * (2.0 / 5)) + w * (2.0 / 7 + z * (2.0 / 9));
    double b = (2.0 / 11 + z * (2.0 / 13)) + w * (2.0 / 15 + z * (2.0 / 17));
    double c = 2.0 / 19 + z * (2.0 / 21);
    double half_f2 = 0.5 * f * f;
    double rest = z * (a + w * w * (b + w * w * c));
    return s * (half_f2 + rest) + k * DET_LN2_LO - half_f2 + f + k * DET_LN2_HI;
}

static inline double det_log(double x) { return x >= DBL_MIN && x <= DBL_MAX ? det_log_inner(x) : det_log_edge(x); }

/* The same of n numbers, bit for bit; several at a time, where a loop over the two above goes one by one. wide: the
 * processor has AVX2 (eng_wide), which takes more of them at a time. */
void det_exp_all(int wide, int n, const double *restrict x, double *restrict out);
void det_log_all(int wide, int n, const double *restrict x, double *restrict out);

double det_log1p(double x);
double det_expm1(double x);
double det_pow(double x, double y);
double det_lgamma(double x);
double det_sin(double x);
double det_cos(double x);
double det_erfc(double x);
double det_normal_quantile(double p);

/* The error of Stirling's formula, log x! - (log(2 pi x) / 2 + x log x - x), for x > 0 (Loader 2000). */
double det_stirlerr(double x);

#endif
