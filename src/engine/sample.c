/*
 * sample.c - quantiles of the discrete distributions of the engine, exact and fast; see sample.h for the contract.
 *
 * One way by size; every way gives the quantile of the same distribution function, so the ways need no agreement but
 * that of the function's value (1e-13 or better).
 *
 *   1. Walk (mean up to WALK_MEAN): the distribution is summed from 0 by the ratio of neighbours, without exp or log
 *      where n is small.
 *   2. Expansion: Cornish and Fisher's expansion of the quantile to the fourth order, on cumulants corrected for the
 *      lattice (below), gives the quantile as a real number y with an error bound e. If no boundary between two whole
 *      numbers lies within e of y, the whole number is known. This decides nearly all draws, at the same cost for any
 * n.
 *   3. Ladder (the few draws left, when the standard deviation is below WIDE_SD): the density at the guess by Loader's
 *      saddle-point form, the tail summed from there by ratios until it is negligible, then single steps to the
 * quantile. The tail summed is the one in which u lies, so both tails keep their relative accuracy.
 *   4. Above WIDE_SD the expansion alone is exact to 1e-13 in u.
 *
 * The lattice: F(k) = G(k + 1/2) - G''(k + 1/2) / 24 + 7 G''''(k + 1/2) / 5760 - ..., where G is the smooth function
 * with the cumulants of X (Euler and Maclaurin). So F at k + 1/2 is the smooth function whose 2nd, 4th and 6th
 * cumulants are those of X minus 1/12, plus 1/120, minus 1/252.
 *
 * The error bound of step 2 was measured by scanning (n, p) against step 3 and taken three times as large or more (the
 * error falls as the theory says, with the fourth power of the standard deviation); tests/test_samplers.c scans again.
 * Above p = 1/2 the failures are drawn with 1 - u, which is exact for the uniforms of rng_unit.
 *
 * Papers: Loader, "Fast and accurate computation of binomial probabilities" (2000); Abramowitz and Stegun 26.2.49 for
 * the expansion; Numerical Recipes' modified Lentz scheme for the continued fractions.
 */
#include "sample.h"

#include "detmath.h"

#include <stddef.h>

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

#define WALK_MEAN 12.0
#define WIDE_SD 300.0
#define SUM_SD 400.0 /* above this a tail is no longer summed term by term (hypergeometric, negative binomial) */
#define CENTRE_Z 4.0 /* the error bound of the expansion was measured inside this many standard deviations */
#define MOST 9e15    /* the largest count: whole numbers up to here are exact in a double */
#define TWO_PI 6.283185307179586

typedef struct {
    double hi, lo;
} two;

static inline two two_product(double a, double b) {
    double ca = 134217729.0 * a, cb = 134217729.0 * b;
    double ah = ca - (ca - a), bh = cb - (cb - b);
    double al = a - ah, bl = b - bh;
    double p = a * b;
    return (two){p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

static inline double clamp_unit(double u) {
    if (!(u >= 0x1p-53))
        return 0x1p-53;
    return u > 1.0 - 0x1p-53 ? 1.0 - 0x1p-53 : u;
}

static inline double clamp(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

/* 1 / k for the walks: a multiplication where a division would be the slowest step. */
#define R1(k) 1.0 / (k)
#define R4(k) R1(k), R1((k) + 1), R1((k) + 2), R1((k) + 3)
#define R16(k) R4(k), R4((k) + 4), R4((k) + 8), R4((k) + 12)
#define R64(k) R16(k), R16((k) + 16), R16((k) + 32), R16((k) + 48)
enum { FEW = 256 };
static const double inverse[FEW + 1] = {0.0, R64(1), R64(65), R64(129), R64(193)};

static inline double inverse_of(int64_t k) { return k <= FEW ? inverse[k] : 1.0 / (double)k; }

/* ---- the expansion ---------------------------------------------------------------------------------------------- */

/* The first six cumulants; the mean as a whole number and a rest, because at 1e15 a double has no digits for both. */
typedef struct {
    double whole, part, k2, k3, k4, k5, k6;
} cumulants;

/* Standardised quantile from the normal quantile z. l3..l6: cumulants over powers of the standard deviation. */
static inline double cornish_fisher(double z, double l3, double l4, double l5, double l6) {
    double z2 = z * z;
    double l33 = l3 * l3;
    double first = l3 * (z2 - 1.0) * (1.0 / 6);
    double second = z * (l4 * (z2 - 3.0) * (1.0 / 24) - l33 * (2.0 * z2 - 5.0) * (1.0 / 36));
    double third = l5 * ((z2 - 6.0) * z2 + 3.0) * (1.0 / 120) - l3 * l4 * ((z2 - 5.0) * z2 + 2.0) * (1.0 / 24) +
                   l3 * l33 * ((12.0 * z2 - 53.0) * z2 + 17.0) * (1.0 / 324);
    double fourth = l6 * ((z2 - 10.0) * z2 + 15.0) * (1.0 / 720) -
                    l4 * l4 * ((3.0 * z2 - 24.0) * z2 + 29.0) * (1.0 / 384) -
                    l3 * l5 * ((2.0 * z2 - 17.0) * z2 + 21.0) * (1.0 / 180) +
                    l33 * l4 * ((14.0 * z2 - 103.0) * z2 + 107.0) * (1.0 / 288) -
                    l33 * l33 * ((252.0 * z2 - 1688.0) * z2 + 1511.0) * (1.0 / 7776);
    return z + (first + (second + (third + z * fourth)));
}

/*
 * The expansion's y (relative to c->whole, moved by 1/2 so that the count is its ceiling) into *y; returns whether
 * the ceiling is proved. sd_least is the standard deviation that a Poisson of the same skewness would have.
 */
static inline int expand(const cumulants *c, double sd_least, double z, double *y) {
    double v = c->k2 - 1.0 / 12;
    double sd = sqrt(v);
    double i1 = 1.0 / sd, i2 = i1 * i1;
    double l3 = c->k3 * i2 * i1;
    double l4 = (c->k4 + 1.0 / 120) * i2 * i2;
    double l5 = c->k5 * i2 * i2 * i1;
    double l6 = (c->k6 - 1.0 / 252) * i2 * i2 * i2;
    *y = c->part + sd * cornish_fisher(z, l3, l4, l5, l6) - 0.5;
    if (sd_least >= WIDE_SD)
        return 1;
    double z2 = z * z;
    double s2 = sd_least * sd_least;
    double e = sd * (1e-13 + (0.03 + 0.004 * z2 * z2 * z2) / (s2 * s2 * sd_least));
    double above = ceil(*y) - *y;
    return z2 < CENTRE_Z * CENTRE_Z && above > e && above < 1.0 - e;
}

/* ---- densities -------------------------------------------------------------------------------------------------- */

/* x log(x / m) + m - x, where d = x - m is given because the caller knows it better than the difference would. */
static double deviance(double x, double m, double d) {
    if (x == 0.0)
        return m;
    if (fabs(d) >= 0.1 * (x + m))
        return x * det_log(x / m) - d;
    double v = d / (x + m);
    double sum = d * v;
    double term = 2.0 * x * v;
    double v2 = v * v;
    for (int j = 3; j < 40; j += 2) {
        term *= v2;
        double next = sum + term / j;
        if (next == sum)
            break;
        sum = next;
    }
    return sum;
}

static double stirlerr_or_0(double x) { return x > 0.0 ? det_stirlerr(x) : 0.0; }

static double at_least_1(double x) { return x > 0.0 ? TWO_PI * x : 1.0; }

/* C(n, x) p^x q^(n - x), n and x need not be whole; d = x - n p. */
static double binomial_density(double x, double n, double p, double q, double d) {
    double y = n - x;
    double e = (det_stirlerr(n) - stirlerr_or_0(x) - stirlerr_or_0(y)) - deviance(x, n * p, d) - deviance(y, n * q, -d);
    return det_exp(e) * sqrt(TWO_PI * n / (at_least_1(x) * at_least_1(y)));
}

/* m^x exp(-m) / x! */
static double poisson_density(double x, double m) {
    if (x == 0.0)
        return det_exp(-m);
    if (x < 1.0)
        return det_exp(x * det_log(m) - m - det_lgamma(x + 1.0));
    return det_exp(-det_stirlerr(x) - deviance(x, m, x - m)) / sqrt(TWO_PI * x);
}

/* C(good, x) C(bad, draws - x) / C(good + bad, draws) from the four cells of the table; d = x - mean. */
static double hypergeometric_density(double x, double good, double bad, double draws, double d) {
    double n = good + bad, rest = n - draws;
    double x12 = good - x, x21 = draws - x, x22 = rest - x12;
    double e = det_stirlerr(good) + stirlerr_or_0(bad) + det_stirlerr(draws) + stirlerr_or_0(rest) - det_stirlerr(n) -
               stirlerr_or_0(x) - stirlerr_or_0(x12) - stirlerr_or_0(x21) - stirlerr_or_0(x22);
    e -= (deviance(x, good * (draws / n), d) + deviance(x12, good * (rest / n), -d)) +
         (deviance(x21, bad * (draws / n), -d) + deviance(x22, bad * (rest / n), d));
    double inside = (at_least_1(good) / at_least_1(x)) * (at_least_1(bad) / at_least_1(x12)) *
                    (at_least_1(draws) / at_least_1(x21)) * (at_least_1(rest) / at_least_1(x22)) / at_least_1(n);
    return det_exp(e) * sqrt(inside);
}

/* ---- the ladder ------------------------------------------------------------------------------------------------- */

/* Neighbours: density(k + 1) / density(k) = scale (a + a1 k) (b + b1 k) / ((k + 1) (c + c1 k)); support low..high. */
typedef struct {
    double low, high, scale, a, a1, b, b1, c, c1;
} ladder;

static inline double ladder_up(const ladder *l, double k) {
    return l->scale * (l->a + l->a1 * k) * (l->b + l->b1 * k) / ((k + 1.0) * (l->c + l->c1 * k));
}

static inline double ladder_down(const ladder *l, double k) {
    return k * (l->c + l->c1 * (k - 1.0)) / (l->scale * (l->a + l->a1 * (k - 1.0)) * (l->b + l->b1 * (k - 1.0)));
}

static double sum_below(const ladder *l, double k, double density) {
    double sum = density;
    for (; k > l->low; k -= 1.0) {
        density *= ladder_down(l, k);
        sum += density;
        if (density < sum * 1e-18)
            break;
    }
    return sum;
}

static double sum_above(const ladder *l, double k, double density) {
    double sum = 0.0;
    for (; k < l->high; k += 1.0) {
        density *= ladder_up(l, k);
        sum += density;
        if (density < sum * 1e-18)
            break;
    }
    return sum;
}

/*
 * Smallest k with F(k) >= u, from k with its density and, by the half in which u lies, F(k) or 1 - F(k) in `tail`.
 * Where steps outwards have taken away most of the tail, the difference has lost its digits (it might never reach a
 * small u), so the tail is summed anew.
 */
static double ladder_steps(const ladder *l, double u, double k, double density, double tail) {
    double stale = 1e-3 * tail;
    if (u <= 0.5) {
        while (tail >= u && k > l->low && tail - density >= u) {
            tail -= density;
            density *= ladder_down(l, k);
            k -= 1.0;
            if (tail < stale) {
                tail = sum_below(l, k, density);
                stale = 1e-3 * tail;
            }
        }
        while (tail < u && k < l->high && density > 0.0) {
            density *= ladder_up(l, k);
            k += 1.0;
            tail += density;
        }
        return k;
    }
    double v = 1.0 - u;
    while (tail <= v && k > l->low && tail + density <= v) {
        tail += density;
        density *= ladder_down(l, k);
        k -= 1.0;
    }
    while (tail > v && k < l->high && density > 0.0) {
        density *= ladder_up(l, k);
        k += 1.0;
        tail -= density;
        if (tail < stale) {
            tail = sum_above(l, k, density);
            stale = 1e-3 * tail;
        }
    }
    return k;
}

static double ladder_quantile(const ladder *l, double u, double k, double density) {
    double tail = u <= 0.5 ? sum_below(l, k, density) : sum_above(l, k, density);
    return ladder_steps(l, u, k, density, tail);
}

/* ---- binomial --------------------------------------------------------------------------------------------------- */

/* x^n by the bits of n, picked from a table: which are set is as good as chance to the processor's guesses. */
static inline double power(double x, int64_t n) {
    double y = 1.0, by[2] = {1.0};
    do {
        for (int bit = 0; bit < 4; bit++, n >>= 1) {
            by[1] = x;
            y *= by[n & 1];
            x *= x;
        }
    } while (n);
    return y;
}

/* From k = 0, whose chance is `density`. Four steps are taken without asking whether they are one too many: the number
 * is those whose sums are below u. */
static inline int64_t binomial_walk(double u, int64_t n, double p, double q, int few) {
    double density = few         ? power(q, n)
                     : n <= 1000 ? det_exp((double)n * det_log(q))
                                 : det_exp((double)n * det_log1p(-p));
    double sum = density, odds = p / q, left = (double)n;
    int64_t k = 0;
    for (int step = 0; step < 4; step++) {
        k += sum < u;
        density *= left * odds * inverse[step + 1];
        sum += density;
        left -= 1.0;
    }
    while (k >= 4 && sum < u) {
        density *= left * odds * (few ? inverse[k + 1] : inverse_of(k + 1));
        double next = sum + density;
        if (next == sum) /* u is above all that a sum can reach */
            break;
        sum = next;
        left -= 1.0;
        k++;
    }
    return k < n ? k : n;
}

/* p <= 1/2, n p > WALK_MEAN. */
static int64_t binomial_wide(double u, double n, double p, double q) {
    two mean = two_product(n, p);
    double pq = p * q, k2 = n * pq, skew = q - p;
    cumulants c = {.whole = floor(mean.hi), .k2 = k2, .k3 = k2 * skew};
    c.part = (mean.hi - c.whole) + mean.lo;
    c.k4 = k2 * (1.0 - 6.0 * pq);
    c.k5 = c.k3 * (1.0 - 12.0 * pq);
    c.k6 = k2 * (1.0 - pq * (30.0 - 120.0 * pq));
    double y = 0.0;
    int sure = expand(&c, sqrt(k2), det_normal_quantile(u), &y);
    double k = clamp(c.whole + ceil(y), 0.0, n);
    if (!sure) {
        ladder l = {.high = n, .scale = p / q, .a = n, .a1 = -1.0, .b = 1.0, .c = 1.0};
        k = ladder_quantile(&l, u, k, binomial_density(k, n, p, q, (k - c.whole) - c.part));
    }
    return (int64_t)k;
}

static inline int64_t binomial_lower(double u, int64_t n, double p, double q) {
    if ((double)n * p > WALK_MEAN)
        return binomial_wide(u, (double)n, p, q);
    return n <= FEW ? binomial_walk(u, n, p, q, 1) : binomial_walk(u, n, p, q, 0);
}

/* The largest number of failures with F(number - 1) <= 1 - u is the smallest with F(number) > 1 - u: the least value
 * above 1 - u. */
static inline double of_failures(double u) { return u > 0x1p-53 ? det_from_bits(det_bits(1.0 - u) + 1u) : 1.0 - u; }

/* Any arguments. */
static int64_t binomial_any(double u, int64_t n, double p) {
    if (n <= 0 || !(p > 0.0))
        return 0;
    if (p >= 1.0)
        return n;
    u = clamp_unit(u);
    return p <= 0.5 ? binomial_lower(u, n, p, 1.0 - p) : n - binomial_lower(of_failures(u), n, 1.0 - p, p);
}

/* Nearly all draws are of few people, and told by a short walk, which a u below all takes no step of. */
int64_t sample_binomial(double u, int64_t n, double p) {
    double q = 1.0 - p, many = (double)n;
    if ((uint64_t)n > FEW)
        return binomial_any(u, n, p);
    if (p >= 0.0 && p <= 0.5 && many * p <= WALK_MEAN && u < 1.0)
        return n == 1 ? q < u : binomial_walk(u, n, p, q, 1);
    if (q >= 0.0 && q < 0.5 && many * q <= WALK_MEAN && u >= 0x1p-53)
        return n - (n == 1 ? p < of_failures(u) : binomial_walk(of_failures(u), n, q, p, 1));
    return binomial_any(u, n, p);
}

/* ---- Poisson ---------------------------------------------------------------------------------------------------- */

static int64_t poisson_walk(double u, double mean) {
    double density = det_exp(-mean);
    double sum = density;
    int64_t k = 0;
    while (sum < u) {
        density *= mean * inverse_of(k + 1);
        if (!(density > sum * 1e-17))
            break;
        sum += density;
        k++;
    }
    return k;
}

int64_t sample_poisson(double u, double mean) {
    if (!(mean > 0.0))
        return 0;
    u = clamp_unit(u);
    if (mean <= WALK_MEAN)
        return poisson_walk(u, mean);
    if (mean > 1e15)
        mean = 1e15;
    cumulants c = {floor(mean), mean - floor(mean), mean, mean, mean, mean, mean};
    double y = 0.0;
    int sure = expand(&c, sqrt(mean), det_normal_quantile(u), &y);
    double k = clamp(c.whole + ceil(y), 0.0, MOST);
    if (!sure) {
        ladder l = {.high = MOST, .scale = mean, .a = 1.0, .b = 1.0, .c = 1.0};
        k = ladder_quantile(&l, u, k, poisson_density(k, mean));
    }
    return (int64_t)k;
}

/* ---- negative binomial ------------------------------------------------------------------------------------------ */

static double negbin_density(double k, double size, double p, double q) {
    double n = size + k;
    if (k == 0.0)
        return det_exp(size * det_log(p));
    return size / n * binomial_density(size, n, p, q, size * q - k * p);
}

static int64_t negbin_walk(double u, double mean, double size) {
    double density = det_exp(-size * det_log1p(mean / size));
    double sum = density;
    double q = mean / (size + mean);
    int64_t k = 0;
    while (sum < u && k < (int64_t)MOST) {
        density *= (size + (double)k) * q * inverse_of(k + 1);
        if (!(density > sum * 1e-17) && (double)k > mean)
            break;
        sum += density;
        k++;
    }
    return k;
}

/* The continued fraction of the incomplete beta function (modified Lentz). */
static double beta_fraction(double a, double b, double x) {
    double c = 1.0, d = 1.0 - (a + b) * x / (a + 1.0);
    if (fabs(d) < 1e-290)
        d = 1e-290;
    d = 1.0 / d;
    double h = d;
    for (int i = 1; i < 1000000; i++) {
        double m = (double)i;
        double odd = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        double even = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        double step = 1.0;
        for (int half = 0; half < 2; half++) {
            double t = half ? even : odd;
            d = 1.0 + t * d;
            c = 1.0 + t / c;
            if (fabs(d) < 1e-290)
                d = 1e-290;
            if (fabs(c) < 1e-290)
                c = 1e-290;
            d = 1.0 / d;
            step = c * d;
            h *= step;
        }
        if (fabs(step - 1.0) < 4e-16) /* a unit of the last place: steps may swing about 1 for ever */
            break;
    }
    return h;
}

/* F(k) - u, with its sign exact in both tails: F(k) = I_p(size, k + 1). */
static double negbin_excess(double u, double k, double size, double p, double q) {
    double b = k + 1.0;
    double next = negbin_density(b, size, p, q);
    if (p < (size + 1.0) / (size + b + 2.0))
        return next * (b / size) * beta_fraction(size, b, p) - u;
    return (1.0 - u) - next * beta_fraction(b, size, q);
}

/* Newton's steps on F, kept inside a bracket that is halved when they leave it. */
static double negbin_search(double u, double k, double size, double p, double q) {
    double low = -1.0, high = MOST; /* F(low) < u <= F(high) */
    k = clamp(floor(k), 0.0, high - 1.0);
    for (int i = 0; i < 400 && high - low > 1.0; i++) {
        double excess = negbin_excess(u, k, size, p, q);
        if (excess >= 0.0)
            high = k;
        else
            low = k;
        double step = floor(excess / negbin_density(k, size, p, q));
        double next = k - (step == 0.0 ? 1.0 : step);
        if (!(next > low && next < high))
            next = high >= MOST ? 2.0 * k + 1.0 : floor(0.5 * (low + high));
        k = clamp(next, low + 1.0, high - 1.0);
    }
    return high;
}

int64_t sample_negbin(double u, double mean, double size) {
    if (!(mean > 0.0) || !(size > 0.0))
        return 0;
    if (mean > 1e15)
        mean = 1e15;
    if (size > 1e18 * (mean > 1.0 ? mean : 1.0))
        return sample_poisson(u, mean);
    u = clamp_unit(u);
    if (mean <= WALK_MEAN)
        return negbin_walk(u, mean, size);
    double over = mean / size;
    double ratio = over * (1.0 + over);
    double k2 = mean * (1.0 + over), k3 = k2 * (1.0 + 2.0 * over);
    cumulants c = {floor(mean), mean - floor(mean), k2, k3, 0.0, 0.0, 0.0};
    c.k4 = k2 * (1.0 + 6.0 * ratio);
    c.k5 = k3 * (1.0 + 12.0 * ratio);
    c.k6 = k2 * (1.0 + ratio * (30.0 + 120.0 * ratio));
    double sd_least = sqrt(k2) / (1.0 + 2.0 * over);
    double p = size / (size + mean), q = mean / (size + mean);
    double y = 0.0, k = 0.0;
    int sure = 0;
    if (sd_least > 3.0) {
        sure = expand(&c, sd_least, det_normal_quantile(u), &y);
        k = clamp(c.whole + ceil(y), 0.0, MOST);
    } else {
        k = clamp(floor(sample_gamma(u, size, over)), 0.0, MOST);
    }
    if (!sure && k2 < SUM_SD * SUM_SD) {
        ladder l = {.high = MOST, .scale = q, .a = size, .a1 = 1.0, .b = 1.0, .c = 1.0};
        k = ladder_quantile(&l, u, k, negbin_density(k, size, p, q));
    } else if (!sure) {
        k = negbin_search(u, k, size, p, q);
    }
    return (int64_t)k;
}

/* ---- hypergeometric --------------------------------------------------------------------------------------------- */

typedef struct {
    double good, bad, draws, whole, part, sd;
} urn;

static double urn_density(const urn *t, double x) {
    return hypergeometric_density(x, t->good, t->bad, t->draws, (x - t->whole) - t->part);
}

/*
 * F(k) (side -1) or 1 - F(k) (side 1) for a large sd: the integral of the density from k + 1/2 outwards, by 16 points
 * of Gauss and Legendre on each of five pieces, with the first terms of Euler and Maclaurin for the sum.
 */
static double urn_tail(const urn *t, double low, double high, double k, double side) {
    static const double at[] = {0.9894009349916499, 0.9445750230732326,  0.8656312023878318, 0.755404408355003,
                                0.6178762444026438, 0.45801677765722737, 0.2816035507792589, 0.09501250983763744};
    static const double weight[] = {0.027152459411754096, 0.062253523938647894, 0.09515851168249279,
                                    0.12462897125553388,  0.14959598881657674,  0.16915651939500254,
                                    0.18260341504492358,  0.1894506104550685};
    double from = k + 0.5;
    double room = side < 0.0 ? from - low : high - from;
    double piece = 0.2 * (room < 10.0 * t->sd ? room : 10.0 * t->sd);
    double total = 0.0;
    for (int j = 4; j >= 0; j--) {
        double centre = from + side * piece * (j + 0.5);
        double sum = 0.0;
        for (int i = 0; i < COUNT(at); i++) {
            double h = 0.5 * piece * at[i];
            sum += weight[i] * (urn_density(t, centre - h) + urn_density(t, centre + h));
        }
        total += 0.5 * piece * sum;
    }
    double z = ((from - t->whole) - t->part) / t->sd;
    double density = urn_density(t, from);
    double slope = urn_density(t, k + 1.0) - urn_density(t, k);
    double third = density * z * (3.0 - z * z) / (t->sd * t->sd * t->sd);
    return total + side * (slope * (1.0 / 24) - third * (17.0 / 5760));
}

static int64_t hypergeometric_walk(double u, const urn *t) {
    double few = t->good < t->draws ? t->good : t->draws;
    double many = t->good < t->draws ? t->draws : t->good;
    double n = t->good + t->bad;
    double density = 1.0;
    for (double i = 0.0; i < few; i += 1.0)
        density *= (n - many - i) / (n - i);
    double sum = density;
    double k = 0.0;
    while (sum < u && k < few) {
        density *= (few - k) * (many - k) / ((k + 1.0) * (n - many - few + k + 1.0));
        if (!(density > sum * 1e-17))
            break;
        sum += density;
        k += 1.0;
    }
    return (int64_t)k;
}

int64_t sample_hypergeometric(double u, int64_t good, int64_t bad, int64_t draws) {
    if (good < 0)
        good = 0;
    if (bad < 0)
        bad = 0;
    if (draws <= 0 || good == 0)
        return 0;
    if (draws >= good + bad)
        return good;
    if (bad == 0)
        return draws;
    u = clamp_unit(u);
    urn t = {.good = (double)good, .bad = (double)bad, .draws = (double)draws};
    double n = t.good + t.bad;
    if (t.bad >= t.draws && (t.good <= 2.0 * WALK_MEAN || t.draws <= 2.0 * WALK_MEAN))
        return hypergeometric_walk(u, &t);
    two product = two_product(t.good, t.draws);
    t.whole = floor(product.hi / n);
    two back = two_product(t.whole, n);
    t.part = ((product.hi - back.hi) + (product.lo - back.lo)) / n;
    t.sd = sqrt(product.hi / n * (t.bad / n) * ((n - t.draws) / (n - 1.0)));
    double low = t.draws > t.bad ? t.draws - t.bad : 0.0;
    double high = t.good < t.draws ? t.good : t.draws;
    double z = det_normal_quantile(u);
    double skew = (n - 2.0 * t.good) / n * ((n - 2.0 * t.draws) / n) / t.sd;
    double k = clamp(t.whole + ceil(t.part - 0.5 + t.sd * z + t.sd * skew * (z * z - 1.0) / 6.0), low, high);
    ladder l = {low, high, 1.0, t.good, -1.0, t.draws, -1.0, t.bad - t.draws + 1.0, 1.0};
    double density = urn_density(&t, k);
    if (t.sd < SUM_SD)
        return (int64_t)ladder_quantile(&l, u, k, density);
    return (int64_t)ladder_steps(&l, u, k, density, urn_tail(&t, low, high, k, u <= 0.5 ? -1.0 : 1.0));
}

/* ---- gamma and normal ------------------------------------------------------------------------------------------- */

/* P(a, x) (upper 0) or 1 - P(a, x) (upper 1), given x^a exp(-x) / gamma(a + 1): series below a + 1, fraction above. */
static double gamma_tail(double a, double x, double density, int upper) {
    if (x < a + 1.0) {
        double term = 1.0, sum = 1.0;
        for (double n = a + 1.0; term > sum * 1e-17; n += 1.0) {
            term *= x / n;
            sum += term;
        }
        return upper ? 1.0 - density * sum : density * sum;
    }
    double b = x + 1.0 - a, c = 1e290, d = 1.0 / b, h = d;
    for (int i = 1; i < 1000000; i++) {
        double t = -(double)i * ((double)i - a);
        b += 2.0;
        d = t * d + b;
        c = b + t / c;
        if (fabs(d) < 1e-290)
            d = 1e-290;
        if (fabs(c) < 1e-290)
            c = 1e-290;
        d = 1.0 / d;
        h *= c * d;
        if (fabs(c * d - 1.0) < 4e-16)
            break;
    }
    return upper ? density * a * h : 1.0 - density * a * h;
}

/*
 * Newton's steps in t = log x on log P or log (1 - P). Both are concave in t, so that after the first step the others
 * come from one side; the first is bounded, because from a flat place it would go far out.
 */
double sample_gamma(double u, double shape, double scale) {
    if (!(shape > 0.0) || !(scale > 0.0))
        return 0.0;
    u = clamp_unit(u);
    double z = det_normal_quantile(u);
    double i1 = 1.0 / sqrt(shape), i2 = i1 * i1;
    if (shape > 1e5)
        return scale * (shape + cornish_fisher(z, 2.0 * i1, 6.0 * i2, 24.0 * i2 * i1, 120.0 * i2 * i2) / i1);
    double root = 1.0 - i2 / 9.0 + z * i1 / 3.0;
    double t = 0.0;
    if (shape < 1.0 || root < 0.3)
        t = (det_log(u) + det_lgamma(shape + 1.0)) / shape;
    else
        t = det_log(shape) + 3.0 * det_log(root);
    int upper = u > 0.5;
    double target = upper ? 1.0 - u : u;
    for (int i = 0; i < 60; i++) {
        double x = det_exp(t);
        double density =
            x > 1e-300 && shape >= 1.0 ? poisson_density(shape, x) : det_exp(shape * t - x - det_lgamma(shape + 1.0));
        double tail = gamma_tail(shape, x, density, upper);
        double step = det_log(target / tail) * tail / (shape * density);
        if (step != step)
            step = upper ? 0.5 : 1.0; /* both tail and density are 0: inwards */
        step = clamp(step, -1.0, 1.0);
        t += upper ? -step : step;
        if (fabs(step) < 1e-9)
            break;
    }
    return scale * det_exp(t);
}

double sample_normal(double u) { return det_normal_quantile(clamp_unit(u)); }
