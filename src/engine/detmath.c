/*
 * detmath.c - the deterministic functions that are not inline; see detmath.h for the contract.
 *
 *   1. Sums and products in two doubles (Dekker 1971) where one would lose the promised digits: det_pow, det_erfc.
 *   2. det_lgamma: Taylor series at 2 (coefficients (zeta(k) - 1) / k), steps of 1 towards 2, Stirling's series
 * from 16.
 *   3. det_erfc: Taylor series to 0.5, then exp(-x^2) times a Chebyshev series of (1 + 2 x) exp(x^2) erfc(x) in
 *      (x - 4) / (x + 4); its coefficients were computed for this file with 200 bits.
 *   4. det_normal_quantile: rational functions of Wichura, algorithm AS 241, Applied Statistics 37 (1988).
 *
 * Invariant: no function of the C library but fabs, sqrt and floor, which IEEE 754 makes exact.
 */
#include "detmath.h"
#include "engine/wide.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

typedef struct {
    double hi, lo;
} two;

static two two_sum(double a, double b) {
    double s = a + b;
    double t = s - a;
    return (two){s, (a - (s - t)) + (b - t)};
}

/* Exact product for magnitudes below 1e300: each factor is cut into two halves of 26 bits. */
static two two_product(double a, double b) {
    double ca = 134217729.0 * a, cb = 134217729.0 * b;
    double ah = ca - (ca - a), bh = cb - (cb - b);
    double al = a - ah, bl = b - bh;
    double p = a * b;
    return (two){p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

static double polynomial(const double *c, int n, double x) {
    double y = c[n - 1];
    for (int i = n - 2; i >= 0; i--)
        y = y * x + c[i];
    return y;
}

double det_exp_edge(double x) {
    if (x != x)
        return x;
    if (x > 709.782712893384)
        return INFINITY;
    if (x < -745.1332191019412)
        return 0.0;
    double k = (x * DET_1_LN2 + DET_ROUND) - DET_ROUND;
    double r = (x - k * DET_LN2_HI) - k * DET_LN2_LO;
    int64_t whole = (int64_t)k, half = whole / 2;
    double y = det_exp_reduced(r) * det_from_bits((uint64_t)(half + 1023) << 52);
    return y * det_from_bits((uint64_t)(whole - half + 1023) << 52);
}

double det_log_edge(double x) {
    if (x != x || x == INFINITY)
        return x;
    if (x == 0.0)
        return -INFINITY;
    if (x < 0.0)
        return NAN;
    return det_log(x * 0x1p54) - 54.0 * DET_LN2_LO - 54.0 * DET_LN2_HI;
}

/* What is at an edge is looked for by the sign of a difference of bits, which compilers take several at a time too. */
ENG_LOOPS void exp_all(int n, const double *restrict x, double *restrict out) {
    uint64_t inner = UINT64_MAX;
    for (int i = 0; i < n; i++) {
        out[i] = det_exp_inner(x[i]);
        inner &= (det_bits(x[i]) & INT64_MAX) - det_bits(700.0);
    }
    for (int i = 0; i < n && !(inner >> 63); i++)
        out[i] = det_exp(x[i]);
}

ENG_LOOPS void log_all(int n, const double *restrict x, double *restrict out) {
    uint64_t inner = UINT64_MAX;
    for (int i = 0; i < n; i++) {
        uint64_t above = det_bits(x[i]) - det_bits(DBL_MIN);
        out[i] = det_log_inner(x[i]);
        inner &= ~above & (above - (det_bits(INFINITY) - det_bits(DBL_MIN)));
    }
    for (int i = 0; i < n && !(inner >> 63); i++)
        out[i] = det_log(x[i]);
}

ENG_WIDE static void wide_exp_all(int n, const double *restrict x, double *restrict out) { exp_all(n, x, out); }
ENG_WIDE static void wide_log_all(int n, const double *restrict x, double *restrict out) { log_all(n, x, out); }

void det_exp_all(int wide, int n, const double *restrict x, double *restrict out) {
    if (wide)
        wide_exp_all(n, x, out);
    else
        exp_all(n, x, out);
}

void det_log_all(int wide, int n, const double *restrict x, double *restrict out) {
    if (wide)
        wide_log_all(n, x, out);
    else
        log_all(n, x, out);
}

double det_log1p(double x) {
    if (x != x || x == INFINITY)
        return x;
    if (x <= -1.0)
        return x == -1.0 ? -INFINITY : NAN;
    if (fabs(x) < 0x1p-53)
        return x;
    two u = two_sum(1.0, x);
    if (u.lo == 0.0 || u.hi > 0x1p60)
        return det_log(u.hi);
    return det_log(u.hi) + u.lo / u.hi;
}

double det_expm1(double x) {
    if (!(fabs(x) < 40.0))
        return det_exp(x) - 1.0;
    if (fabs(x) < 0x1p-54)
        return x;
    static const double c[] = {1.0 / 2,       1.0 / 6,        1.0 / 24,        1.0 / 120,
                               1.0 / 720,     1.0 / 5040,     1.0 / 40320,     1.0 / 362880,
                               1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800};
    double shifted = x * DET_1_LN2 + DET_ROUND;
    double k = shifted - DET_ROUND;
    double r = (x - k * DET_LN2_HI) - k * DET_LN2_LO;
    double e = r + r * r * polynomial(c, COUNT(c), r);
    if (k == 0.0)
        return e;
    double scale = det_from_bits((det_bits(shifted) + 1023u) << 52);
    return (scale - 1.0) + scale * e;
}

/* log x in two doubles, for x positive and normal or subnormal. */
static two log_two(double x) {
    double k = 0.0;
    if (x < DBL_MIN) {
        x *= 0x1p54;
        k = -54.0;
    }
    uint64_t bits = det_bits(x);
    uint64_t over = bits - UINT64_C(0x3FE6A09E00000000);
    k += (double)((int32_t)(uint32_t)(over >> 32) >> 20);
    double f = det_from_bits(bits - (over & UINT64_C(0xFFF0000000000000))) - 1.0;
    two d = two_sum(2.0, f);
    double s = f / d.hi;
    two sd = two_product(s, d.hi);
    double s_lo = (((f - sd.hi) - sd.lo) - s * d.lo) / d.hi;
    static const double c[] = {2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,  2.0 / 11,
                               2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21};
    double z = s * s;
    two h = two_sum(k * DET_LN2_HI, 2.0 * s);
    double lo = h.lo + (2.0 * s_lo + s * z * polynomial(c, COUNT(c), z) + k * DET_LN2_LO);
    double hi = h.hi + lo;
    return (two){hi, lo - (hi - h.hi)};
}

/* 0 if y is no whole number, 1 if it is odd, 2 if even. */
static int parity(double y) {
    if (fabs(y) >= 0x1p53)
        return 2;
    if (floor(y) != y)
        return 0;
    return floor(y * 0.5) * 2.0 == y ? 2 : 1;
}

double det_pow(double x, double y) {
    if (y == 0.0 || x == 1.0)
        return 1.0;
    if (x != x || y != y)
        return NAN;
    double ax = fabs(x);
    int odd = parity(y) == 1;
    if (fabs(y) == INFINITY) {
        if (ax == 1.0)
            return 1.0;
        return (ax > 1.0) == (y > 0.0) ? INFINITY : 0.0;
    }
    int negative = det_bits(x) >> 63 && odd;
    if (ax == 0.0 || ax == INFINITY) {
        double r = (ax == 0.0) == (y > 0.0) ? 0.0 : INFINITY;
        return negative ? -r : r;
    }
    if (x < 0.0 && parity(y) == 0)
        return NAN;
    two l = log_two(ax);
    double rough = l.hi * y;
    double r = 0.0;
    if (fabs(rough) > 800.0) {
        r = rough > 0.0 ? INFINITY : 0.0;
    } else {
        two e = fabs(y) < 1e290 ? two_product(l.hi, y) : (two){rough, 0.0};
        r = det_exp(e.hi);
        if (r < INFINITY)
            r += r * (e.lo + l.lo * y);
    }
    return negative ? -r : r;
}

/* Stirling's series for x >= 16: below 1e-18 absolute. */
static double stirling_series(double x) {
    double y = 1.0 / (x * x);
    static const double c[] = {1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156};
    if (x > 1e5)
        return (1.0 / 12 - y * (1.0 / 360)) / x;
    return polynomial(c, COUNT(c), y) / x;
}

#define HALF_LOG_2PI 0.9189385332046728

double det_stirlerr(double x) {
    static const double whole[] = {0.0,
                                   0.08106146679532726,
                                   0.0413406959554093,
                                   0.02767792568499834,
                                   0.020790672103765093,
                                   0.016644691189821193,
                                   0.013876128823070748,
                                   0.01189670994589177,
                                   0.010411265261972096,
                                   0.009255462182712733,
                                   0.00833056343336287,
                                   0.007573675487951841,
                                   0.00694284010720953,
                                   0.006408994188004207,
                                   0.0059513701127588475,
                                   0.005554733551962801};
    if (x >= 16.0)
        return stirling_series(x);
    if (!(x > 0.0))
        return NAN;
    int n = (int)x;
    if (n > 0 && (double)n == x)
        return whole[n];
    if (x < 2.0)
        return det_lgamma(x) + det_log(x) - (HALF_LOG_2PI + (x + 0.5) * det_log(x) - x);
    double sum = 0.0;
    for (; x < 16.0; x += 1.0)
        sum += (x + 0.5) * det_log1p(1.0 / x) - 1.0;
    return sum + stirling_series(x);
}

/* log gamma(2 + z) for |z| <= 0.5. */
static double lgamma_at_2(double z) {
    static const double c[] = {
        0.42278433509846713,     0.3224670334241132,     -0.0673523010531981,     0.020580808427784546,
        -0.007385551028673986,   0.0028905103307415234,  -0.001192753911703261,   0.0005096695247430425,
        -0.00022315475845357939, 9.945751278180853e-05,  -4.492623673813314e-05,  2.050721277567069e-05,
        -9.439488275268397e-06,  4.374866789907488e-06,  -2.039215753801366e-06,  9.55141213040742e-07,
        -4.492469198764566e-07,  2.1207184805554665e-07, -1.0043224823968099e-07, 4.7698101693639804e-08,
        -2.2711094608943164e-08, 1.0838659214896955e-08, -5.183475041970047e-09,  2.4836745438024785e-09,
        -1.1921401405860912e-09, 5.731367241678862e-10,  -2.7595228851242334e-10, 1.330476437424449e-10};
    return z * polynomial(c, COUNT(c), z);
}

double det_lgamma(double x) {
    if (x != x || x < 0.0)
        return NAN;
    if (x == 0.0 || x == INFINITY)
        return INFINITY;
    if (x < 0.5)
        return (lgamma_at_2(x) - det_log1p(x)) - det_log(x);
    if (x < 1.5)
        return lgamma_at_2(x - 1.0) - det_log1p(x - 1.0);
    if (x < 16.0) {
        double product = 1.0;
        while (x > 2.5) {
            x -= 1.0;
            product *= x;
        }
        double base = lgamma_at_2(x - 2.0);
        return product == 1.0 ? base : base + det_log(product);
    }
    if (x > 1e300)
        return x * (det_log(x) - 1.0);
    return (x - 0.5) * (det_log(x) - 1.0) + ((HALF_LOG_2PI - 0.5) + stirling_series(x));
}

/* x - k pi/2 with k whole and the remainder within about pi/4; pi/2 in parts of 33, 33 and 53 bits. */
static double reduce_quarter(double x, int *quarter) {
    double k = (x * 0x1.45f306dc9c883p-1 + DET_ROUND) - DET_ROUND;
    *quarter = (int)((int64_t)k & 3);
    return ((x - k * 0x1.921fb544p+0) - k * 0x1.0b4611a6p-34) - k * 0x1.3198a2e037073p-69;
}

static double sin_or_cos(double x, int shift) {
    if (!(fabs(x) <= 1e6))
        return NAN;
    static const double cs[] = {-1.0 / 6,
                                1.0 / 120,
                                -1.0 / 5040,
                                1.0 / 362880,
                                -1.0 / 39916800,
                                1.0 / 6227020800.0,
                                -1.0 / 1307674368000.0,
                                1.0 / 355687428096000.0};
    static const double cc[] = {1.0 / 24,
                                -1.0 / 720,
                                1.0 / 40320,
                                -1.0 / 3628800,
                                1.0 / 479001600.0,
                                -1.0 / 87178291200.0,
                                1.0 / 20922789888000.0,
                                -1.0 / 6402373705728000.0};
    int quarter = 0;
    double r = reduce_quarter(x, &quarter);
    double z = r * r;
    quarter = (quarter + shift) & 3;
    double y = 0.0;
    if (quarter & 1) {
        double h = 0.5 * z, w = 1.0 - h;
        y = w + (((1.0 - w) - h) + z * z * polynomial(cc, COUNT(cc), z));
    } else {
        y = r + r * z * polynomial(cs, COUNT(cs), z);
    }
    return quarter & 2 ? -y : y;
}

double det_sin(double x) { return sin_or_cos(x, 0); }

double det_cos(double x) { return sin_or_cos(x, 1); }

/* exp(x^2) erfc(x) for x >= 0.5, by Clenshaw's recurrence. */
static double erfc_scaled(double x) {
    static const double c[] = {
        2.3549664010748974,      -0.007260796620301901,   -0.081265123236185,      0.06009212804122225,
        -0.02875393558027666,    0.01059566336347286,     -0.003136927294554264,   0.0007456494372536184,
        -0.0001369696503010054,  1.7183861600300937e-05,  -7.158364623450346e-07,  -2.4261399442449534e-07,
        5.5765709395703566e-08,  -2.1057869513809494e-09, -1.1717889351884957e-09, 1.9098355172456688e-10,
        1.408871764208813e-11,   -6.901108320480815e-12,  9.167958364111294e-14,   2.1454508286554553e-13,
        -1.4716575027010623e-14, -6.668675118770408e-15,  7.504598509880083e-16,   2.22009300666632e-16,
        -3.1704898956330886e-17};
    double t = (x - 4.0) / (x + 4.0);
    double b1 = 0.0, b2 = 0.0;
    for (int i = COUNT(c) - 1; i > 0; i--) {
        double b = 2.0 * t * b1 - b2 + c[i];
        b2 = b1;
        b1 = b;
    }
    return (t * b1 - b2 + 0.5 * c[0]) / (1.0 + 2.0 * x);
}

double det_erfc(double x) {
    if (x != x)
        return x;
    double ax = fabs(x);
    if (ax < 0.5) {
        static const double c[] = {1.0,
                                   -1.0 / 3,
                                   1.0 / 10,
                                   -1.0 / 42,
                                   1.0 / 216,
                                   -1.0 / 1320,
                                   1.0 / 9360,
                                   -1.0 / 75600,
                                   1.0 / 685440,
                                   -1.0 / 6894720,
                                   1.0 / 76204800.0,
                                   -1.0 / 918086400.0,
                                   1.0 / 11975040000.0};
        return 1.0 - 1.1283791670955126 * x * polynomial(c, COUNT(c), x * x);
    }
    if (ax > 27.3)
        return x > 0.0 ? 0.0 : 2.0;
    two square = two_product(ax, ax);
    double tail = det_exp(-square.hi) * (1.0 - square.lo) * erfc_scaled(ax);
    return x > 0.0 ? tail : 2.0 - tail;
}

double det_normal_quantile(double p) {
    static const double a[] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                               1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                               3.3430575583588128105e+4, 2.5090809287301226727e+3};
    static const double b[] = {1.0,
                               4.2313330701600911252e+1,
                               6.8718700749205790830e+2,
                               5.3941960214247511077e+3,
                               2.1213794301586595867e+4,
                               3.9307895800092710610e+4,
                               2.8729085735721942674e+4,
                               5.2264952788528545610e+3};
    static const double c[] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                               3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                               2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double d[] = {1.0,
                               2.05319162663775882187e0,
                               1.67638483018380384940e0,
                               6.89767334985100004550e-1,
                               1.48103976427480074590e-1,
                               1.51986665636164571966e-2,
                               5.47593808499534494600e-4,
                               1.05075007164441684324e-9};
    static const double e[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                               2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                               2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double f[] = {1.0,
                               5.99832206555887937690e-1,
                               1.36929880922735805310e-1,
                               1.48753612908506148525e-2,
                               7.86869131145613259100e-4,
                               1.84631831751005468180e-5,
                               1.42151175831644588870e-7,
                               2.04426310338993978564e-15};
    double q = p - 0.5;
    if (fabs(q) <= 0.425) {
        double r = 0.180625 - q * q;
        return q * (polynomial(a, 8, r) / polynomial(b, 8, r));
    }
    if (!(p > 0.0 && p < 1.0))
        return p == 0.0 ? -INFINITY : p == 1.0 ? INFINITY : NAN;
    double r = sqrt(-det_log(q < 0.0 ? p : 1.0 - p));
    double z = r <= 5.0 ? polynomial(c, 8, r - 1.6) / polynomial(d, 8, r - 1.6)
                        : polynomial(e, 8, r - 5.0) / polynomial(f, 8, r - 5.0);
    return q < 0.0 ? -z : z;
}
