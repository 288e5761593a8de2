/* See lower.h. */
#include "fit/lower.h"

#include <math.h>

int fit_cholesky(int n, double *a) {
    for (int i = 0; i < n; i++)
        for (int k = 0; k <= i; k++) {
            double sum = a[i * n + k];
            for (int q = 0; q < k; q++)
                sum -= a[i * n + q] * a[k * n + q];
            if (i == k && !(sum > 0))
                return -1;
            a[i * n + k] = i == k ? sqrt(sum) : sum / a[k * n + k];
        }
    return 0;
}

void fit_lower_solve(int n, const double *l, double *x) {
    for (int i = 0; i < n; i++) {
        for (int q = 0; q < i; q++)
            x[i] -= l[i * n + q] * x[q];
        x[i] /= l[i * n + i];
    }
}

void fit_lower_solve_t(int n, const double *l, double *x) {
    for (int i = n - 1; i >= 0; i--) {
        for (int q = i + 1; q < n; q++)
            x[i] -= l[q * n + i] * x[q];
        x[i] /= l[i * n + i];
    }
}
