/* Exponential smoothing of a row of monthly figures: a forecast that knows nothing else. Private to src/study.
 *
 * The innovations form with additive errors (Hyndman, Koehler, Ord and Snyder 2008, chapters 2 and 5): a level, with or
 * without a damped trend (Gardner and McKenzie 1985), with or without a season of twelve months. Which of the four, the
 * corrected AIC says; nothing else is chosen. Figures are logs, so that what is added is a share.
 */
#ifndef VADO_SMOOTHING_H
#define VADO_SMOOTHING_H

enum { SMO_YEAR = 12, SMO_LEAST = 24, SMO_MOST = 180 }; /* figures that it needs; of more the last so many are used */
typedef struct {
    int trend, season;              /* 1: there is one */
    double alpha, beta, gamma, phi; /* how far an error moves level, trend and season; of the trend a month later */
    double level, slope, month[SMO_YEAR]; /* at the last figure; month[0] is of the next one's */
    double variance;                      /* of an error */
    double aicc;
} smo_fit;
/* y: [n] figures of months that follow each other, none missing. 0; -1 if they are fewer than SMO_LEAST. */
int smo_smooth(const double *y, int n, smo_fit *out);
/* The normal distribution of the figure so many months (1 or more) after the last. */
void smo_ahead(const smo_fit *f, int ahead, double *mean, double *sd);

#endif
