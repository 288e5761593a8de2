/* How far a foretold sample lies from what came: measures of one forecast, and the interval of a mean over several.
 * They know no series and no scenario; tests/test_score.c works them out by other ways. */
#ifndef VADO_SCORE_MEASURE_H
#define VADO_SCORE_MEASURE_H

#include <stdint.h>

/* Samples are sorted, of n >= 1 numbers; y is what came, in the same unit. */

/* Weighted interval score: of the intervals that hold 50, 80, 90 and 95% (quantiles linear between order statistics)
 * and the median, (|y - median| / 2 + sum a / 2 IS(a)) / (4 + 1 / 2), with IS(a) the width, and 2 / a of how far y lies
 * outside. Bracher and others, PLoS Computational Biology 17 (2021). Smaller is better; in the unit of y. */
double msr_wis(const double *sorted, int n, double y);
/* Continuous ranked probability score, fair to small samples: mean |x - y| - sum over pairs |x - x'| / (n (n - 1)); of
 * one number |x - y|. */
double msr_crps(const double *sorted, int n, double y);
double msr_median(const double *sorted, int n);
/* 1 if the central interval that holds this share of the sample holds y, its ends included. */
int msr_inside(const double *sorted, int n, double share, double y);

/* The interval from 5 to 95% of (sum above / sum below), when blocks of `block` that follow each other are drawn with
 * replacement from n in a circle, and the last is cut, so that n are drawn: of `draws` such draws by `seed`. below
 * NULL: of the mean of above. Both NAN if n < 2 or sums below are 0. 0, or -1 without memory. */
int msr_interval(int n, const double *above, const double *below, int block, int draws, uint64_t seed, double *low,
                 double *high);
/* The length of such blocks for n: the least whole number whose third power is n or more. */
int msr_block(int n);

#endif
