/*
 * sample.h - exact samplers by inversion: one uniform in, one number out.
 *
 * What: the quantile of the distribution at u, the smallest x with F(x) >= u, for counts up to 1e15.
 * Why by inversion: a draw is non-decreasing in u, in n and in p (in the mean, in draws), so two runs that differ in
 * one policy and use the same uniforms share most of their luck. Rejection samplers lose that.
 *
 * Accuracy: each sampler inverts a distribution function within 1e-12 of the true one (most within 1e-14). That is also
 * the bound of any reversal where two methods meet: it takes two values of F closer than that to see one.
 * Within one (n, p) a draw never falls when u grows, except for such ties.
 *
 * Arguments: u is in (0, 1), as rng_unit gives it (odd multiples of 2^-53); u outside is taken as the nearest such
 * value. Counts below 0 are taken as 0; p below 0 or NaN as 0, above 1 as 1.
 */
#ifndef VADO_ENGINE_SAMPLE_H
#define VADO_ENGINE_SAMPLE_H

#include "philox.h"

#include <stdint.h>

/* Successes among n with chance p each. */
int64_t sample_binomial(double u, int64_t n, double p);

/* Whether sample_binomial(u, n, p / of) is 0 for certain: u is below 1 - n p / of, which is at most (1 - p / of)^n. No
 * division, as most draws of few people end here. n > 0, 0 <= p <= of. */
static inline int sample_surely_none(double u, double n, double p, double of) { return n * p < (1.0 - 2e-12 - u) * of; }

/* Mean at most 1e15. */
int64_t sample_poisson(double u, double mean);

/* Negative binomial with the mean given and variance mean + mean^2 / size; an infinite size is Poisson. At most 9e15.
 */
int64_t sample_negbin(double u, double mean, double size);

/* How many of `draws` persons, taken without return from good + bad, are good. */
int64_t sample_hypergeometric(double u, int64_t good, int64_t bad, int64_t draws);

/* Gamma with mean shape * scale; shape and scale > 0, else 0. Relative error about 1e-12. */
double sample_gamma(double u, double shape, double scale);

/* Standard normal. */
double sample_normal(double u);

/*
 * Split n persons among nprob branches and the rest, in the declared order: branch i takes a binomial share, with
 * chance p[i] / (1 - p[0] - ... - p[i-1]), of those whom no branch before it took, from the uniform number first_draw +
 * i. The rest (n minus all out[i]) stays. A branch with p 0 costs nothing and takes nobody; a branch whose p is all the
 * rest (up to the rounding of the sum) takes all the rest exactly.
 */
void sample_multinomial(rng_key k, uint32_t day, uint32_t member, uint32_t cls, uint32_t first_draw, int64_t n,
                        int nprob, const double *p, int64_t *out);

#endif
