/* See smoothing.h.
 *
 * 1. Given alpha, beta, gamma and phi errors are straight in the states before the first figure, so that those under
 *    which their squares are least come of normal equations: level, slope, and eleven months (the twelfth makes their
 * sum 0).
 * 2. The four are those under which the errors of one month ahead are likeliest then, each within its bounds (a
 * logistic curve of what the search moves); the search is that of Nelder and Mead (1965).
 */
#include "study/smoothing.h"

#include "engine/detmath.h"
#include "fit/lower.h"

#include <math.h>
#include <string.h>

enum { DIM = 4, STEPS = 400, SEASON_LEAST = 36, MOST_STATES = 2 + SMO_YEAR - 1 };

typedef struct {
    const double *y;
    int n, trend, season;
} row;

/* ---- errors ---- */

static double between(double low, double high, double x) { return low + (high - low) / (1 + det_exp(-x)); }

/* x: [DIM], unbounded. */
static void parameters(const row *r, const double *x, smo_fit *f) {
    f->alpha = between(1e-4, 0.9999, x[0]);
    f->beta = r->trend ? f->alpha * between(1e-4, 0.9999, x[1]) : 0;
    f->phi = r->trend ? between(0.8, 0.98, x[2]) : 0;
    f->gamma = r->season ? (1 - f->alpha) * between(1e-4, 0.9999, x[3]) : 0;
}

/* Lives through the figures, or through none (y NULL: noughts), from the states of f; e: [n] errors. */
static void live(const row *r, const double *y, smo_fit *f, double *e) {
    for (int t = 0, at = 0; t < r->n; t++, at = at + 1 < SMO_YEAR ? at + 1 : 0) {
        double before = f->level + f->phi * f->slope;
        e[t] = (y ? y[t] : 0) - before - f->month[at];
        f->level = before + f->alpha * e[t];
        f->slope = f->phi * f->slope + f->beta * e[t];
        f->month[at] += f->gamma * e[t];
    }
}

/* ---- states before the first figure ---- */

static int states(const row *r) { return 1 + r->trend + (r->season ? SMO_YEAR - 1 : 0); }

/* Adds so much of state i to f's. */
static void begin(const row *r, smo_fit *f, int i, double much) {
    if (i == 0) {
        f->level += much;
    } else if (i == 1 && r->trend) {
        f->slope += much;
    } else {
        f->month[i - 1 - r->trend] += much;
        f->month[SMO_YEAR - 1] -= much;
    }
}

static double product(const double *a, const double *b, int n) {
    double sum = 0;
    for (int t = 0; t < n; t++)
        sum += a[t] * b[t];
    return sum;
}

/* The states under which the squares are least, into x; -1 if figures do not tell them apart. */
static int first_states(const row *r, const smo_fit *f, double *x) {
    double e[MOST_STATES + 1][SMO_MOST], a[MOST_STATES * MOST_STATES];
    int k = states(r);
    smo_fit g = *f;
    live(r, r->y, &g, e[k]);
    for (int i = 0; i < k; i++) {
        g = *f;
        begin(r, &g, i, 1);
        live(r, NULL, &g, e[i]);
    }
    for (int i = 0; i < k; i++) {
        for (int j = 0; j <= i; j++)
            a[i * k + j] = product(e[i], e[j], r->n);
        x[i] = -product(e[i], e[k], r->n);
    }
    if (fit_cholesky(k, a))
        return -1;
    fit_lower_solve(k, a, x);
    fit_lower_solve_t(k, a, x);
    return 0;
}

/* f: parameters; its states become those at the last figure. The sum of squares of the errors. */
static double settle(const row *r, smo_fit *f) {
    double x[MOST_STATES], e[SMO_MOST];
    if (first_states(r, f, x))
        return INFINITY;
    for (int i = 0; i < states(r); i++)
        begin(r, f, i, x[i]);
    live(r, r->y, f, e);
    return product(e, e, r->n);
}

static double loss(const row *r, const double *x) {
    smo_fit f = {0};
    parameters(r, x, &f);
    double sum = settle(r, &f);
    return isfinite(sum) ? det_log(sum + 1e-300) : 1e300;
}

/* ---- the search ---- */

typedef struct {
    double x[DIM], loss;
} corner;

static void sort(corner *c, int n) {
    for (int i = 1; i < n; i++)
        for (int k = i; k > 0 && c[k].loss < c[k - 1].loss; k--) {
            corner swap = c[k];
            c[k] = c[k - 1];
            c[k - 1] = swap;
        }
}

/* A point on the line from the worst corner through the middle of the others. */
static corner along(const row *r, const corner *c, const int *moves, int dim, double far) {
    corner p = c[dim];
    for (int i = 0; i < dim; i++) {
        double middle = 0;
        for (int k = 0; k < dim; k++)
            middle += c[k].x[moves[i]] / dim;
        p.x[moves[i]] = middle + far * (middle - c[dim].x[moves[i]]);
    }
    p.loss = loss(r, p.x);
    return p;
}

static void shrink(const row *r, corner *c, int dim) {
    for (int k = 1; k <= dim; k++) {
        for (int i = 0; i < DIM; i++)
            c[k].x[i] = (c[k].x[i] + c[0].x[i]) / 2;
        c[k].loss = loss(r, c[k].x);
    }
}

/* x: where the search starts, and what it finds. moves: which of x it may move, dim of them. */
static void search(const row *r, const int *moves, int dim, double *x) {
    corner c[DIM + 1];
    for (int k = 0; k <= dim; k++) {
        memcpy(c[k].x, x, sizeof c[k].x);
        if (k > 0)
            c[k].x[moves[k - 1]] += 1;
        c[k].loss = loss(r, c[k].x);
    }
    sort(c, dim + 1);
    for (int step = 0; step < STEPS && c[dim].loss - c[0].loss > 1e-9; step++) {
        corner p = along(r, c, moves, dim, 1), q = p;
        if (p.loss < c[0].loss)
            q = along(r, c, moves, dim, 2);
        else if (p.loss >= c[dim - 1].loss)
            q = along(r, c, moves, dim, p.loss < c[dim].loss ? 0.5 : -0.5);
        p = q.loss < p.loss ? q : p;
        if (p.loss < c[dim].loss)
            c[dim] = p;
        else
            shrink(r, c, dim);
        sort(c, dim + 1);
    }
    memcpy(x, c[0].x, sizeof c[0].x);
}

/* ---- one of the four, and the best ---- */

static smo_fit fitted(const row *r) {
    static const double start[DIM] = {0, -2, 0, -3};
    int moves[DIM], dim = 0;
    double x[DIM];
    smo_fit f = {0};
    memcpy(x, start, sizeof x);
    for (int i = 0; i < DIM; i++)
        if (i == 0 || (i == 3 ? r->season : r->trend))
            moves[dim++] = i;
    search(r, moves, dim, x);
    parameters(r, x, &f);
    f.trend = r->trend;
    f.season = r->season;
    double sum = settle(r, &f);
    int k = dim + states(r), all = k + 1; /* with the variance */
    f.variance = sum / (r->n - k);
    f.aicc = r->n * det_log(sum / r->n + 1e-300) + 2.0 * all + 2.0 * all * (all + 1) / (r->n - all - 1);
    return f;
}

/* month[0] is to be that of the figure after the last. */
static void turn(smo_fit *f, int n) {
    double month[SMO_YEAR];
    memcpy(month, f->month, sizeof month);
    for (int i = 0; i < SMO_YEAR; i++)
        f->month[i] = month[(n + i) % SMO_YEAR];
}

int smo_smooth(const double *y, int n, smo_fit *out) {
    int first = n > SMO_MOST ? n - SMO_MOST : 0, any = 0;
    if (n < SMO_LEAST)
        return -1;
    for (int kind = 0; kind < 4; kind++) {
        row r = {.y = y + first, .n = n - first, .trend = kind & 1, .season = kind >> 1};
        if (r.season && r.n < SEASON_LEAST)
            continue;
        smo_fit f = fitted(&r);
        if (!any++ || f.aicc < out->aicc)
            *out = f;
    }
    turn(out, n - first);
    return 0;
}

void smo_ahead(const smo_fit *f, int ahead, double *mean, double *sd) {
    double damped = 0, power = 1, variance = 1; /* damped: phi + ... + phi^j */
    for (int j = 1; j <= ahead; j++) {
        power *= f->phi;
        damped += power;
        double c = f->alpha + f->beta * damped + (j % SMO_YEAR == 0 ? f->gamma : 0);
        if (j < ahead)
            variance += c * c;
    }
    *mean = f->level + f->slope * damped + f->month[(ahead - 1) % SMO_YEAR];
    *sd = sqrt(f->variance * variance);
}
