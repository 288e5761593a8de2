/* Penalised least squares on a line of months.
 *
 * Solves (J'WJ + P + damping I) d = J'W r - P x, where P is the matrix of the penalties (squared first and second
 * differences, first differences of the last three months, the level), by Cholesky. n is at most a few hundred. Second
 * differences over a jump are none.
 */
#include "fit/internal.h"

#include <math.h>

enum { TAIL = 3 };

static double first_weight(int n, int t, const fit_smooth *p) { /* of x[t+1] - x[t] */
    return p->first + (t + 1 >= n - TAIL ? p->tail : 0) + (p->extra ? p->extra[t] : 0);
}

static int bends(int t, const fit_smooth *p) { /* at x[t+1] */
    return !p->jump || (p->jump[t] == COR_NO_JUMP && p->jump[t + 1] == COR_NO_JUMP);
}

double fit_penalty(int n, const double *x, const fit_smooth *p) {
    double sum = 0;
    for (int t = 0; t < n; t++)
        sum += p->level * x[t] * x[t];
    for (int t = 0; t + 1 < n; t++)
        sum += first_weight(n, t, p) * (x[t + 1] - x[t]) * (x[t + 1] - x[t]);
    for (int t = 0; t + 2 < n; t++) {
        double d = x[t + 2] - 2 * x[t + 1] + x[t];
        sum += bends(t, p) ? p->second * d * d : 0;
    }
    return sum;
}

static void cholesky(int n, double *a, double *d) {
    for (int i = 0; i < n; i++) {
        for (int k = 0; k <= i; k++) {
            double sum = a[i * n + k];
            for (int q = 0; q < k; q++)
                sum -= a[i * n + q] * a[k * n + q];
            a[i * n + k] = i == k ? sqrt(sum > 1e-12 ? sum : 1e-12) : sum / a[k * n + k];
        }
    }
    for (int i = 0; i < n; i++) {
        for (int q = 0; q < i; q++)
            d[i] -= a[i * n + q] * d[q];
        d[i] /= a[i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
        for (int q = i + 1; q < n; q++)
            d[i] -= a[q * n + i] * d[q];
        d[i] /= a[i * n + i];
    }
}

/* Adds weight * c c' to a and takes weight * c (c'x) from d, for a row c with `m` entries from t. */
static void add_row(int n, double *a, double *d, const double *x, int t, int m, const double *c, double weight) {
    double value = 0;
    for (int i = 0; i < m; i++)
        value += c[i] * x[t + i];
    for (int i = 0; i < m; i++) {
        d[t + i] -= weight * c[i] * value;
        for (int k = 0; k < m; k++)
            a[(t + i) * n + t + k] += weight * c[i] * c[k];
    }
}

void fit_solve(int n, const double *j, const double *w, const double *r, const double *x, const fit_smooth *p,
               double *d, double *work) {
    static const double level[] = {1}, difference[] = {-1, 1}, bend[] = {1, -2, 1};
    double *a = work;
    for (int i = 0; i < n * n; i++)
        a[i] = 0;
    for (int t = 0; t < n; t++) {
        d[t] = 0;
        a[t * n + t] = p->damping;
    }
    for (int t = 0; t < n; t++)
        for (int k = 0; k < FIT_LAGS; k++) {
            int m = t - 1 + k;
            if (m < 0 || m >= n || !(w[m] > 0))
                continue;
            d[t] += j[t * FIT_LAGS + k] * w[m] * r[m];
            for (int q = 0; q < FIT_LAGS; q++) {
                int other = m + 1 - q; /* the knot that acts on month m with lag q */
                if (other >= 0 && other < n)
                    a[t * n + other] += j[t * FIT_LAGS + k] * w[m] * j[other * FIT_LAGS + q];
            }
        }
    for (int t = 0; t < n; t++)
        add_row(n, a, d, x, t, 1, level, p->level);
    for (int t = 0; t + 1 < n; t++)
        add_row(n, a, d, x, t, 2, difference, first_weight(n, t, p));
    for (int t = 0; t + 2 < n; t++)
        add_row(n, a, d, x, t, 3, bend, bends(t, p) ? p->second : 0);
    cholesky(n, a, d);
}
