/* What is expected of the latents after the last month of data, from the months up to it alone.
 *
 * 1. The rule: each goes on from the level at which it stands at the end of the last month (local.c), not from its last
 *    knot, which few figures have seen.
 * 2. Departures of a nationality are seen through journeys: what its figures show is log((published + 30) /
 *    (simulated + 30)) and the knots' responses together, weighted as in the fit. Groups and sectors answer within the
 *    month: they are seen as their own knots.
 * 3. How far a figure lies off, against how far a month wanders, is one number for all rows of a kind, and so is how
 * far a step over a break goes: those under which all figures a month ahead were likeliest, the scale of each row its
 *    own. Months of the spin-up are left out.
 * 4. A nationality's innovations have the variance of its own, and of all as if over twelve months more: some have few
 *    months that are seen well. What all nationalities share is the mean correlation of their errors a month ahead, but
 * for what of these is noise. How unsure the level of the last month is follows from the filter.
 * 5. How much of what has wandered since is left a month later, is again one number: that under which figures six and
 *    twelve months ahead were likeliest.
 * 6. Groups and sectors have no innovations: their paths are no better known, but what they say is how people are
 *    divided, and errors of that are judged apart (scores.c).
 *
 * Invariant: no knot and no figure after the last month of data is looked at.
 */
#include "corridor/latents.h"
#include "fit/internal.h"

#include <math.h>
#include <string.h>

enum { LEAST_FIGURES = 60, SPREAD_MONTHS = 12, MONTHS_MAX = 400, COARSE = 13, FINE = 12 };
static const double least_noise = 1e-3, most_noise = 1e3;

typedef struct {
    const fit_state *f;
    const fit_sim *sim; /* of the knots; NULL: they agree with the figures */
    const cor_latents *l;
    int kind, start;
    fit_local_rule rule;
    double variance; /* of innovations, all rows together */
    int figures;
} estimate;

typedef struct {
    double y[MONTHS_MAX], weight[MONTHS_MAX];
    fit_local_row row;
} sight;

/* What a nationality's figures show. */
static void departures_seen(const estimate *e, int n, sight *s) {
    int months = e->f->months;
    const double *x = cor_latent_knots(e->l, n);
    s->row.j = e->f->kernels->j + (size_t)n * (size_t)months * FIT_LAGS;
    s->row.weight = s->weight;
    for (int m = 0; m < months; m++) {
        double is = e->f->targets->nationality[(size_t)n * (size_t)months + (size_t)m];
        s->y[m] = e->sim && !isnan(is) ? det_log((is + 30) / (fit_sim_people(e->sim, m, n) + 30)) : isnan(is) ? NAN : 0;
        s->weight[m] = fit_weight(is);
        for (int q = 0; q < FIT_LAGS; q++) {
            int t = m + 1 - q;
            if (t >= 0 && t < months)
                s->y[m] += s->row.j[t * FIT_LAGS + q] * x[t];
        }
    }
}

static void seen(const estimate *e, int row, sight *s) {
    s->row = (fit_local_row){.months = e->f->months, .start = e->start, .y = s->y, .jump = e->f->jump};
    if (e->kind == COR_DEPARTURES)
        departures_seen(e, row, s);
    else
        memcpy(s->y, cor_latent_knots(e->l, row), (size_t)e->f->months * sizeof(double));
}

/* Log likelihood of all rows, the scale of each its own. */
static double likelihood(estimate *e) {
    double sum = 0, square = 0;
    e->figures = 0;
    for (int row = cor_latent_rows(e->l, e->kind); row < cor_latent_rows(e->l, e->kind + 1); row++) {
        sight s;
        fit_local_end end;
        seen(e, row, &s);
        fit_local(&s.row, &e->rule, &end, NULL, NULL);
        if (end.count == 0 || !(end.square > 0))
            continue;
        sum -= 0.5 * (end.count * det_log(end.square / end.count) + end.log_f);
        square += end.square;
        e->figures += end.count;
    }
    e->variance = e->figures > 0 ? square / e->figures : 0;
    return sum;
}

static double at_noise(estimate *e, double log_noise) {
    e->rule.noise = det_exp(log_noise);
    return likelihood(e);
}

/* The noise of figures: the best of a few, then by golden section between its neighbours. */
static double estimate_noise(estimate *e) {
    static const double golden = 0.6180339887498949;
    double low = det_log(least_noise), width = (det_log(most_noise) - low) / (COARSE - 1), best = -INFINITY;
    int at = 0;
    for (int i = 0; i < COARSE; i++) {
        double x = at_noise(e, low + i * width);
        at = x > best ? i : at;
        best = x > best ? x : best;
    }
    double a = low + (at > 0 ? at - 1 : 0) * width, b = low + (at < COARSE - 1 ? at + 1 : at) * width;
    for (int i = 0; i < FINE; i++) {
        double left = b - golden * (b - a), right = a + golden * (b - a);
        if (at_noise(e, left) >= at_noise(e, right))
            b = right;
        else
            a = left;
    }
    return at_noise(e, (a + b) / 2);
}

/* How far steps over breaks go, the noise best for each. */
static void estimate_rule(estimate *e) {
    static const double steps[] = {1, 3, 10, 30, 100};
    fit_local_rule best = {0, 1};
    double most = -INFINITY;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        e->rule.steps = steps[i];
        double x = estimate_noise(e);
        if (x > most) {
            most = x;
            best = e->rule;
        }
    }
    e->rule = best;
    (void)likelihood(e);
}

/* The level of a row at the last month, how unsure it is, and the variance of its innovations. */
static double level_of(const estimate *e, int row, double *sd, fit_local_end *end, double *errors, double *wandered) {
    sight s;
    seen(e, row, &s);
    fit_local(&s.row, &e->rule, end, errors, wandered);
    *sd = sqrt((end->square + SPREAD_MONTHS * e->variance) / (end->count + SPREAD_MONTHS));
    return end->level;
}

/* Log likelihood of figures six and twelve months ahead, once innovations of departures are known. */
static double ahead(const estimate *e, double kept) {
    double sum = 0;
    for (int row = cor_latent_rows(e->l, e->kind); row < cor_latent_rows(e->l, e->kind + 1); row++) {
        sight s;
        double sd = e->l->after.sd[row];
        seen(e, row, &s);
        if (sd > 0)
            sum += fit_local_ahead(&s.row, &e->rule, sd * sd, kept);
    }
    return sum;
}

/* In hundredths, so that a table says it whole. */
static double estimate_kept(const estimate *e, double *surer) {
    double whole = ahead(e, 1), most = whole, best = 1;
    for (int i = 0; i < 100; i++) {
        double x = ahead(e, i / 100.0);
        if (x > most) {
            most = x;
            best = i / 100.0;
        }
    }
    *surer = most - whole;
    return best;
}

/* Sums over nationalities of errors a month ahead, by month. */
typedef struct {
    double sum[MONTHS_MAX], square[MONTHS_MAX];
    double root[MONTHS_MAX], share[MONTHS_MAX]; /* of what comes of knots that wandered */
} together;

static void add_errors(const double *errors, const double *wandered, double sd, int start, int months, together *all) {
    for (int m = start; m < months && sd > 0; m++) {
        if (isnan(errors[m]))
            continue;
        all->sum[m] += errors[m] / sd;
        all->square[m] += errors[m] * errors[m] / (sd * sd);
        all->root[m] += sqrt(wandered[m]);
        all->share[m] += wandered[m];
    }
}

/* Mean correlation of the errors of two nationalities, against that of errors whose wandering is all in common: 0 to 1.
 */
static double shared(const together *all, int months) {
    static const double most = 0.95;
    double above = 0, below = 0;
    for (int m = 0; m < months; m++) {
        above += all->sum[m] * all->sum[m] - all->square[m];
        below += all->root[m] * all->root[m] - all->share[m];
    }
    return below > 0 ? fmin(most, fmax(0, above / below)) : 0;
}

static void expect(const estimate *e, cor_latents *l) {
    together all = {{0}, {0}, {0}, {0}};
    double errors[MONTHS_MAX], wandered[MONTHS_MAX];
    for (int row = cor_latent_rows(l, e->kind); row < cor_latent_rows(l, e->kind + 1); row++) {
        fit_local_end end;
        double sd;
        l->after.level[row] = level_of(e, row, &sd, &end, errors, wandered);
        if (e->kind != COR_DEPARTURES)
            continue;
        l->after.sd[row] = sd;
        l->after.level_sd[row] = sd * sqrt(end.variance > 0 ? end.variance : 0);
        add_errors(errors, wandered, sd, e->start, e->f->months, &all);
    }
    if (e->kind == COR_DEPARTURES)
        l->after.shared = shared(&all, e->f->months);
}

void fit_outlook(const fit_state *f, const fit_sim *sim, cor_latents *l, fit_outlook_errors *errors) {
    int start = month_of_day(f->job->scenario->from) - l->first_month;
    cor_latents_expect_nothing(l);
    *errors = (fit_outlook_errors){0};
    for (int kind = 0; kind < COR_LATENT_KINDS; kind++) {
        estimate e = {.f = f, .sim = sim, .l = l, .kind = kind, .start = start < 0 ? 0 : start};
        estimate_rule(&e);
        if (kind == COR_DEPARTURES && e.figures < LEAST_FIGURES) {
            errors->figures = e.figures;
            return;
        }
        if (kind == COR_DEPARTURES)
            *errors = (fit_outlook_errors){e.figures, e.rule.noise, e.rule.steps, 1, 0};
        expect(&e, l);
        if (kind == COR_DEPARTURES)
            l->after.kept[kind] = errors->kept = estimate_kept(&e, &errors->surer);
    }
    l->after.last = f->months - 1;
    l->after.stands = 1;
    cor_latents_revert(l);
}
