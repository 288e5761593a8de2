/* The null model: what the latents say with no corridor between them and the border.
 *
 * Encounters of nationality n in month t are c_n * sum over lags k of K_nk * exp(departures_n(t - k)), and each bloc's
 * people are spread over sectors by shares that never change.
 * 1. K: nonnegative weights by the multiplicative (expectation-maximisation) steps of a weighted Poisson likelihood
 *    (Richardson 1972, Lucy 1974); a month weighs as in the fit, divided by its figure, so that relative errors count.
 * 2. c: so that the weighted mean log error is 0.
 * 3. Shares: mean of the 24 months before the cut, by bloc; of sectors from the raked tables, of units from where.c.
 *
 * Invariant: no figure and no latent after the last month of `before` is looked at when it is made.
 */
#include "fit/history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 500, LEVEL_ROUNDS = 40 };

static double set_out(const cor_latents *l, int n, int t) {
    return det_exp(l->departures[(size_t)n * (size_t)l->months + (size_t)(t < 0 ? 0 : t)]);
}

static double unscaled(const fit_null *x, const cor_latents *l, int n, int t) {
    double sum = 0;
    for (int k = 0; k < NULL_LAGS; k++)
        sum += x->kernel[n * NULL_LAGS + k] * set_out(l, n, t - k);
    return sum;
}

double fit_null_people(const fit_null *x, const cor_latents *l, int n, int t) {
    return x->level[n] * unscaled(x, l, n, t);
}

static double weight_at(const fit_targets *g, int n, int t) {
    double w = fit_weight(g->nationality[(size_t)n * (size_t)g->months + (size_t)t]);
    return t < 3 ? 0.5 * w : w; /* the corridor is still filling */
}

static void one_round(double *kernel, const fit_targets *g, const cor_latents *l, int n) {
    double above[NULL_LAGS] = {0}, below[NULL_LAGS] = {0};
    for (int t = 0; t < g->months; t++) {
        double y = g->nationality[(size_t)n * (size_t)g->months + (size_t)t], w = weight_at(g, n, t), mean = 0;
        if (!(w > 0))
            continue;
        w /= y + 30;
        for (int k = 0; k < NULL_LAGS; k++)
            mean += kernel[k] * set_out(l, n, t - k);
        for (int k = 0; k < NULL_LAGS; k++) {
            above[k] += w * set_out(l, n, t - k) * y / mean;
            below[k] += w * set_out(l, n, t - k);
        }
    }
    for (int k = 0; k < NULL_LAGS; k++)
        kernel[k] *= below[k] > 0 ? above[k] / below[k] : 1;
}

static void fit_one(fit_null *x, const fit_targets *g, const cor_latents *l, int n) {
    double *kernel = x->kernel + n * NULL_LAGS, sum = 0, weights = 0;
    for (int t = 0; t < g->months; t++)
        weights += weight_at(g, n, t);
    for (int k = 0; k < NULL_LAGS; k++)
        kernel[k] = 1.0 / NULL_LAGS;
    x->level[n] = NAN;
    if (!(weights > 0))
        return;
    for (int i = 0; i < ROUNDS; i++)
        one_round(kernel, g, l, n);
    for (int k = 0; k < NULL_LAGS; k++)
        sum += kernel[k];
    for (int k = 0; k < NULL_LAGS; k++)
        kernel[k] = sum > 0 ? kernel[k] / sum : 1.0 / NULL_LAGS;
    x->level[n] = sum;
    for (int i = 0; i < LEVEL_ROUNDS && sum > 0; i++) {
        double error = 0;
        for (int t = 0; t < g->months; t++) {
            double y = g->nationality[(size_t)n * (size_t)g->months + (size_t)t], w = weight_at(g, n, t);
            if (w > 0)
                error += w * det_log((y + 30) / (fit_null_people(x, l, n, t) + 30));
        }
        x->level[n] *= det_exp(error / weights);
    }
}

/* Mean of the shares of the last 24 months; x [n] of month t: at(t, i). NAN if no month has all. */
static void mean_shares(int n, int months, const double *x, size_t month_step, size_t step, double *out) {
    int count = 0;
    for (int i = 0; i < n; i++)
        out[i] = 0;
    for (int t = months - 1; t >= 0 && t >= months - SHARE_MONTHS; t--) {
        double all = 0;
        for (int i = 0; i < n; i++)
            all += x[(size_t)t * month_step + (size_t)i * step];
        if (isnan(all) || all <= 0)
            continue;
        for (int i = 0; i < n; i++)
            out[i] += x[(size_t)t * month_step + (size_t)i * step] / all;
        count++;
    }
    for (int i = 0; i < n; i++)
        out[i] = count > 0 ? out[i] / count : NAN;
}

/* Blocs by unit from nationalities by unit; a unit without a figure in a month that has others is empty. */
static void sum_blocs(const scn_scenario *s, const fit_where *w, int bloc, double *sum) {
    for (int t = 0; t < w->months; t++)
        for (int u = 0; u < w->units; u++) {
            double *x = &sum[t * w->units + u];
            *x = 0;
            for (int n = 0; n < w->people; n++) {
                double y = w->count[((size_t)t * (size_t)w->units + (size_t)u) * (size_t)w->people + (size_t)n];
                if (s->nationalities[n].bloc_index == bloc && !isnan(y))
                    *x += y;
            }
        }
}

int fit_null_make(fit_null *x, const scn_scenario *s, const fit_targets *before, const fit_where *where,
                  const cor_latents *l) {
    size_t people = (size_t)s->nnationalities, blocs = (size_t)s->nblocs, sectors = (size_t)s->nsectors,
           units = (size_t)where->units, months = (size_t)before->months;
    *x = (fit_null){.people = s->nnationalities, .blocs = s->nblocs, .sectors = s->nsectors, .units = where->units};
    double *sum = calloc((size_t)where->months * units + 1, sizeof *sum);
    x->level = calloc(people + 1, sizeof *x->level);
    x->kernel = calloc(people * NULL_LAGS + 1, sizeof *x->kernel);
    x->share = calloc(blocs * sectors + 1, sizeof *x->share);
    x->where = calloc(blocs * units + 1, sizeof *x->where);
    if (!sum || !x->level || !x->kernel || !x->share || !x->where) {
        free(sum);
        fit_null_free(x);
        return VADO_ERR_MEMORY;
    }
    for (int n = 0; n < x->people; n++)
        fit_one(x, before, l, n);
    for (size_t b = 0; b < blocs; b++) {
        mean_shares(x->sectors, before->months, before->bloc_sector + b * sectors * months, 1, months,
                    x->share + b * sectors);
        sum_blocs(s, where, (int)b, sum);
        mean_shares(x->units, where->months, sum, units, 1, x->where + b * units);
    }
    free(sum);
    return 0;
}

void fit_null_free(fit_null *x) {
    free(x->level);
    free(x->kernel);
    free(x->share);
    free(x->where);
    x->level = x->kernel = x->share = x->where = NULL;
}
