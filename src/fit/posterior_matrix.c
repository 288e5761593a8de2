/* Small dense matrices.
 *
 * Singular values by one-sided Jacobi (Hestenes 1958): columns of a are turned in pairs until all are at right angles;
 * their lengths are the singular values. Slow and exact, which is right for some hundred columns.
 */
#include "fit/posterior.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SWEEPS = 60 };
static const double right_angle = 1e-13;

static void turn(int rows, int n, double *a, int p, int q, double c, double s) {
    for (int i = 0; i < rows; i++) {
        double *x = &a[i * n + p], *y = &a[i * n + q], was = *x;
        *x = c * was - s * *y;
        *y = s * was + c * *y;
    }
}

/* Turns columns p and q to a right angle; 1 if they were not. */
static int pair(int m, int n, double *a, double *v, int p, int q) {
    double pp = 0, qq = 0, pq = 0;
    for (int i = 0; i < m; i++) {
        pp += a[i * n + p] * a[i * n + p];
        qq += a[i * n + q] * a[i * n + q];
        pq += a[i * n + p] * a[i * n + q];
    }
    if (fabs(pq) <= right_angle * sqrt(pp * qq) || pq == 0)
        return 0;
    double half = (qq - pp) / (2 * pq), t = (half < 0 ? -1 : 1) / (fabs(half) + sqrt(1 + half * half));
    double c = 1 / sqrt(1 + t * t);
    turn(m, n, a, p, q, c, c * t);
    turn(n, n, v, p, q, c, c * t);
    return 1;
}

static void swap_columns(int rows, int n, double *a, int p, int q) {
    for (int i = 0; i < rows; i++) {
        double was = a[i * n + p];
        a[i * n + p] = a[i * n + q];
        a[i * n + q] = was;
    }
}

static void descend(int m, int n, double *a, double *s, double *v) {
    for (int p = 0; p < n; p++) {
        int best = p;
        for (int q = p + 1; q < n; q++)
            best = s[q] > s[best] ? q : best;
        if (best == p)
            continue;
        double was = s[p];
        s[p] = s[best];
        s[best] = was;
        swap_columns(m, n, a, p, best);
        swap_columns(n, n, v, p, best);
    }
}

static void face(int m, int n, double *a, double *v) {
    for (int p = 0; p < n; p++) {
        double most = 0;
        for (int i = 0; i < n; i++)
            most = fabs(v[i * n + p]) > fabs(most) ? v[i * n + p] : most;
        for (int i = 0; most < 0 && i < n; i++)
            v[i * n + p] = -v[i * n + p];
        for (int i = 0; most < 0 && i < m; i++)
            a[i * n + p] = -a[i * n + p];
    }
}

void fit_svd(int m, int n, double *a, double *s, double *v) {
    memset(v, 0, (size_t)n * (size_t)n * sizeof *v);
    for (int i = 0; i < n; i++)
        v[i * n + i] = 1;
    for (int sweep = 0, turned = 1; turned && sweep < SWEEPS; sweep++) {
        turned = 0;
        for (int p = 0; p < n; p++)
            for (int q = p + 1; q < n; q++)
                turned += pair(m, n, a, v, p, q);
    }
    for (int p = 0; p < n; p++) {
        double sum = 0;
        for (int i = 0; i < m; i++)
            sum += a[i * n + p] * a[i * n + p];
        s[p] = sqrt(sum);
    }
    descend(m, n, a, s, v);
    face(m, n, a, v);
}

int fit_root(int n, const double *a, double *root) {
    size_t size = (size_t)n * (size_t)n;
    double *u = calloc(size + 1, sizeof *u), *v = calloc(size + 1, sizeof *v), *s = calloc((size_t)n + 1, sizeof *s);
    int status = u && v && s ? 0 : -1;
    if (status == 0) {
        memcpy(u, a, size * sizeof *u);
        fit_svd(n, n, u, s, v); /* symmetric and not negative: U is V */
        for (int i = 0; i < n; i++)
            for (int k = 0; k < n; k++) {
                double sum = 0;
                for (int q = 0; q < n; q++)
                    sum += v[i * n + q] * sqrt(s[q]) * v[k * n + q];
                root[i * n + k] = sum;
            }
    }
    free(u);
    free(v);
    free(s);
    return status;
}
