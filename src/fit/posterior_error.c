/* How far published figures may lie from a run whose parameters are right.
 *
 * The log of a figure differs from that of the run by
 *   noise        counting, 1 / count, and what the publisher rounds: of each figure alone
 *   dispersion   the negative binomial's, of the series: of each figure alone
 *   factor       one number for all figures of the series: its publisher counts by another definition
 *   discrepancy  what the model leaves out (the environment among it): correlated over months
 * The discrepancy's size is found: marginal likelihood by expectation and maximisation, with parameters drawn from
 * their priors. So what the priors can explain is not taken for an error of the model. A series of few figures leans on
 * what all have in common, as if they were four more of its own; none is told better than to 5%.
 */
#include "fit/posterior.h"

#include "fit/lower.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 60 };
static const double first_guess = 0.04, least = 0.0025, lent = 4; /* variances of logs; figures */
static const double months_apart = 6;                             /* over which the correlation falls to exp(-1) */

static double correlation(const fit_figure *a, const fit_figure *b) {
    return det_exp(-abs(a->month - b->month) / months_apart);
}

/* Covariance of the errors of one series' figures, f[0..n), without the discrepancy of which it is a factor. */
static double error_of(const fit_figure_series *s, const fit_figure *f, int i, int k) {
    return s->factor + s->discrepancy * correlation(&f[i], &f[k]) + (i == k ? f[i].noise + s->dispersion : 0);
}

int fit_whiten(const fit_figures *f, int columns, double *x) {
    int at = 0, most = 0;
    for (int s = 0; s < f->nseries; s++)
        most = f->series[s].n > most ? f->series[s].n : most;
    double *l = malloc(((size_t)most * (size_t)most + 1) * sizeof *l);
    double *one = malloc(((size_t)most + 1) * sizeof *one);
    int status = l && one ? 0 : -1;
    for (int s = 0; status == 0 && s < f->nseries; at += f->series[s++].n) {
        int n = f->series[s].n;
        for (int i = 0; i < n; i++)
            for (int k = 0; k < n; k++)
                l[i * n + k] = error_of(&f->series[s], f->figures + at, i, k);
        (void)fit_cholesky(n, l); /* its noise is above 0 */
        for (int c = 0; c < columns; c++) {
            for (int i = 0; i < n; i++)
                one[i] = x[(size_t)(at + i) * (size_t)columns + (size_t)c];
            fit_lower_solve(n, l, one);
            for (int i = 0; i < n; i++)
                x[(size_t)(at + i) * (size_t)columns + (size_t)c] = one[i];
        }
    }
    free(l);
    free(one);
    return status;
}

/* ---- the discrepancy ---- */

typedef struct {
    fit_figures *f;
    double *prior;   /* [n][n] of what parameters do */
    double *all;     /* [n][n] of all; then its inverse */
    double *l;       /* [n][n] */
    double *apart;   /* [n] published - central */
    double *through; /* [n] inverse times apart */
} likelihood;

static void put_all(likelihood *k) {
    const fit_figures *f = k->f;
    int n = f->n, at = 0;
    memcpy(k->l, k->prior, (size_t)n * (size_t)n * sizeof *k->l);
    for (int s = 0; s < f->nseries; at += f->series[s++].n)
        for (int i = 0; i < f->series[s].n; i++)
            for (int j = 0; j < f->series[s].n; j++)
                k->l[(at + i) * n + at + j] += error_of(&f->series[s], f->figures + at, i, j);
    (void)fit_cholesky(n, k->l);
    for (int i = 0; i < n; i++) { /* column i of the inverse; it is symmetric */
        double *row = k->all + (size_t)i * (size_t)n;
        memset(row, 0, (size_t)n * sizeof *row);
        row[i] = 1;
        fit_lower_solve(n, k->l, row);
        fit_lower_solve_t(n, k->l, row);
    }
    for (int i = 0; i < n; i++) {
        k->through[i] = 0;
        for (int j = 0; j < n; j++)
            k->through[i] += k->all[i * n + j] * k->apart[j];
    }
}

/* What expectation makes of a series' discrepancy. */
static double expected(const likelihood *k, int s, int at) {
    const fit_figure_series *of = &k->f->series[s];
    const fit_figure *f = k->f->figures + at;
    double square = 0, trace = 0;
    for (int i = 0; i < of->n; i++)
        for (int j = 0; j < of->n; j++) {
            double r = correlation(&f[i], &f[j]);
            square += k->through[at + i] * r * k->through[at + j];
            trace += k->all[(at + i) * k->f->n + at + j] * r;
        }
    return of->discrepancy + of->discrepancy * of->discrepancy * (square - trace) / of->n;
}

static int rounds(likelihood *k) {
    fit_figures *f = k->f;
    double *found = calloc((size_t)f->nseries + 1, sizeof *found);
    for (int s = 0; s < f->nseries; s++)
        f->series[s].discrepancy = first_guess;
    for (int round = 0; found && round < ROUNDS; round++) {
        double common = 0;
        put_all(k);
        for (int s = 0, at = 0; s < f->nseries; at += f->series[s++].n) {
            found[s] = expected(k, s, at);
            common += found[s] / f->nseries;
        }
        for (int s = 0; s < f->nseries; s++) {
            double x = (f->series[s].n * found[s] + lent * common) / (f->series[s].n + lent);
            f->series[s].discrepancy = x > least ? x : least;
        }
    }
    free(found);
    return found ? 0 : -1;
}

int fit_find_discrepancy(fit_figures *f, int parameters, const double *effect, const double *central) {
    size_t n = (size_t)f->n, square = n * n + 1;
    likelihood k = {f,
                    calloc(square, sizeof(double)),
                    calloc(square, sizeof(double)),
                    calloc(square, sizeof(double)),
                    calloc(n + 1, sizeof(double)),
                    calloc(n + 1, sizeof(double))};
    int status = k.prior && k.all && k.l && k.apart && k.through ? 0 : -1;
    for (int i = 0; status == 0 && i < f->n; i++) {
        k.apart[i] = f->figures[i].published - central[i];
        for (int j = 0; j <= i; j++) {
            double sum = 0;
            for (int p = 0; p < parameters; p++)
                sum += effect[i * parameters + p] * effect[j * parameters + p];
            k.prior[i * f->n + j] = k.prior[j * f->n + i] = sum;
        }
    }
    if (status == 0)
        status = rounds(&k);
    free(k.prior);
    free(k.all);
    free(k.l);
    free(k.apart);
    free(k.through);
    return status;
}
