/* Small systems of equations with a symmetric, positive definite matrix, by its lower root (Cholesky). Matrices are
 * [n][n], row by row.
 */
#ifndef VADO_FIT_LOWER_H
#define VADO_FIT_LOWER_H

/* a, of which the lower triangle is read, becomes L with a = L L'. -1 if it is not positive definite. */
int fit_cholesky(int n, double *a);
void fit_lower_solve(int n, const double *l, double *x);   /* x := L^-1 x */
void fit_lower_solve_t(int n, const double *l, double *x); /* x := L'^-1 x */

#endif
