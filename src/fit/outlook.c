/* What is expected of the latents after the last month of data, from their own knots up to it.
 *
 * 1. The rule: over a month each loses a share of its distance to its mean of the last 24 months; what it keeps is the
 *    same for all rows of a kind. The mean follows the last 24 months because departures have moved for years without
 *    coming back to where they began.
 * 2. What is kept is what would have foretold each month from the one before best by that very rule: weighted least
 *    squares of x(t + 1) - m(t) on x(t) - m(t), m(t) the mean of the 24 months to t (at least six), all rows together,
 *    each divided by the variance of its own innovations; within 0 and 1. Months of the spin-up and steps over a break
 *    are left out: a jump is no innovation.
 * 3. A knot weighs as the figures see it: the sum of its squared responses over the months published, against that of
 *    the row's usual month and at most 1. So the last two, from whose departures few have arrived, say less. Groups and
 *    sectors answer within the month: theirs weigh 1.
 * 4. A nationality's innovations have the variance of its own, and of all as if over twelve months more: some have few
 *    months that are seen well. What all nationalities share is the mean correlation of their innovations.
 * 5. Groups and sectors follow the same rule with what their own months keep, and have no innovations: their paths are
 * no better known, but what they say is how people are divided, and errors of that are judged apart (scores.c).
 *
 * Invariant: no knot and no figure after the last month of data is looked at.
 */
#include "corridor/latents.h"
#include "fit/internal.h"

#include <math.h>
#include <string.h>

enum { MEAN_MONTHS = 24, LEAST_MONTHS = 6, LEAST_PAIRS = 60, SPREAD_MONTHS = 12, MONTHS_MAX = 400 };

typedef struct {
    double xx, xy, ee, weight; /* sums over pairs of months */
    int pairs;
} sums;

/* How the figures see each knot of a nationality: 0 to 1. */
static void seen(const fit_state *f, int n, int start, double *v) {
    int months = f->months, count = 0;
    double usual = 0;
    for (int t = 0; t < months; t++) {
        const double *j = f->kernels->j + ((size_t)n * (size_t)months + (size_t)t) * FIT_LAGS;
        v[t] = 0;
        for (int q = 0; q < FIT_LAGS; q++) {
            int m = t - 1 + q;
            if (m >= 0 && m < months)
                v[t] += j[q] * j[q] * fit_weight(f->targets->nationality[(size_t)n * (size_t)months + (size_t)m]);
        }
        if (t >= start && t < months - 2) {
            usual += v[t];
            count++;
        }
    }
    for (int t = 0; t < months; t++)
        v[t] = usual > 0 ? fmin(1, v[t] * count / usual) : 0;
}

/* Mean of the 24 months to t, from `start` on; the plain one if none of them is seen. */
static double mean_to(const double *x, const double *v, int start, int t) {
    double sum = 0, all = 0, plain = 0;
    int first = t - MEAN_MONTHS + 1 > start ? t - MEAN_MONTHS + 1 : start;
    for (int k = first; k <= t; k++) {
        sum += v[k] * x[k];
        all += v[k];
        plain += x[k] / (t - first + 1);
    }
    return all > 0 ? sum / all : plain;
}

/* The pair of month t and the next: how much it weighs; 0 if it tells nothing. */
static double pair(const fit_state *f, const double *x, const double *v, int start, int t, double *here, double *next) {
    if (f->jump[t] != COR_NO_JUMP)
        return 0;
    double mean = mean_to(x, v, start, t);
    *here = x[t] - mean;
    *next = x[t + 1] - mean;
    return v[t] < v[t + 1] ? v[t] : v[t + 1];
}

static void add_row(const fit_state *f, const double *x, const double *v, int start, double kept, sums *s) {
    for (int t = start + LEAST_MONTHS - 1; t + 1 < f->months; t++) {
        double a, b, w = pair(f, x, v, start, t, &a, &b);
        if (!(w > 0))
            continue;
        s->xx += w * a * a;
        s->xy += w * a * b;
        s->ee += w * (b - kept * a) * (b - kept * a);
        s->weight += w;
        s->pairs++;
    }
}

typedef struct {
    const fit_state *f;
    const cor_latents *l;
    int kind, start;
    double kept, se, variance; /* variance: of innovations, all rows together */
    int pairs;
} estimate;

static void weights_of(const estimate *e, int row, double *v) {
    if (e->kind == COR_DEPARTURES)
        seen(e->f, row, e->start, v);
    else
        for (int t = 0; t < e->f->months; t++)
            v[t] = 1;
}

/* Variance of a row's innovations, drawn towards that of all. */
static double own_variance(const estimate *e, int row) {
    double v[MONTHS_MAX];
    sums s = {0};
    weights_of(e, row, v);
    add_row(e->f, cor_latent_knots(e->l, row), v, e->start, e->kept, &s);
    return (s.ee + SPREAD_MONTHS * e->variance) / (s.weight + SPREAD_MONTHS);
}

/* Twice: the first time all rows count alike, then each by the variance of its innovations. */
static void estimate_kept(estimate *e) {
    double v[MONTHS_MAX];
    int rows = cor_latent_rows(e->l, e->kind + 1);
    for (int round = 0; round < 2; round++) {
        sums s = {0}, plain = {0};
        for (int row = cor_latent_rows(e->l, e->kind); row < rows; row++) {
            double *x = cor_latent_knots(e->l, row), variance = round ? own_variance(e, row) : 1;
            sums one = {0};
            weights_of(e, row, v);
            add_row(e->f, x, v, e->start, 0, &one);
            s.xx += variance > 0 ? one.xx / variance : 0;
            s.xy += variance > 0 ? one.xy / variance : 0;
            s.pairs += one.pairs;
        }
        e->pairs = s.pairs;
        e->kept = s.xx > 0 ? fmin(1, fmax(0, s.xy / s.xx)) : 1;
        e->se = s.xx > 0 ? sqrt(1 / s.xx) : NAN;
        for (int row = cor_latent_rows(e->l, e->kind); row < rows; row++) {
            weights_of(e, row, v);
            add_row(e->f, cor_latent_knots(e->l, row), v, e->start, e->kept, &plain);
        }
        e->variance = plain.weight > 0 ? plain.ee / plain.weight : 0;
    }
}

/* Mean correlation of the innovations of two nationalities, 0 to 1. */
static double shared(const estimate *e, const double *sd) {
    static const double most = 0.95;
    double sum[MONTHS_MAX] = {0}, weight[MONTHS_MAX] = {0}, above = 0, below = 0;
    for (int n = 0; n < e->l->nationalities; n++) {
        double v[MONTHS_MAX];
        weights_of(e, n, v);
        for (int t = e->start + LEAST_MONTHS - 1; t + 1 < e->f->months && sd[n] > 0; t++) {
            double a, b, w = pair(e->f, cor_latent_knots(e->l, n), v, e->start, t, &a, &b);
            double z = w > 0 ? w * (b - e->kept * a) / sd[n] : 0;
            sum[t] += z;
            weight[t] += w;
            above -= z * z;
            below -= w * w;
        }
    }
    for (int t = 0; t < e->f->months; t++) {
        above += sum[t] * sum[t];
        below += weight[t] * weight[t];
    }
    return below > 0 ? fmin(most, fmax(0, above / below)) : 0;
}

void fit_outlook(const fit_state *f, cor_latents *l, fit_outlook_errors *errors) {
    int start = month_of_day(f->job->scenario->from) - l->first_month;
    cor_latents_expect_nothing(l);
    for (int kind = 0; kind < COR_LATENT_KINDS; kind++) {
        estimate e = {.f = f, .l = l, .kind = kind, .start = start < 0 ? 0 : start};
        double v[MONTHS_MAX];
        estimate_kept(&e);
        if (kind == COR_DEPARTURES) {
            *errors = (fit_outlook_errors){.pairs = e.pairs, .kept_se = e.se};
            if (e.pairs < LEAST_PAIRS)
                return;
            for (int n = 0; n < l->nationalities; n++)
                l->after.sd[n] = sqrt(own_variance(&e, n));
            l->after.shared = shared(&e, l->after.sd);
        }
        l->after.kept[kind] = e.kept;
        for (int row = cor_latent_rows(l, kind); row < cor_latent_rows(l, kind + 1); row++) {
            weights_of(&e, row, v);
            l->after.mean[row] = mean_to(cor_latent_knots(l, row), v, e.start, f->months - 1);
        }
    }
    l->after.last = f->months - 1;
    cor_latents_revert(l);
}
