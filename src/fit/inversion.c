/* See inversion.h.
 *
 * With deviations Z (members x parameters) and Y (members x cells) from the means, weights w and inflation a:
 *
 *   z_j <- z_j + Z' (I + Y w Y' / (a (J - 1)))^-1 Y w (e_j - d_j) / (a (J - 1))
 *
 * d_j is the member's distance from the figures and e_j a draw of their error, of variance a / w. All matrices are of
 * the members' size, however many cells there are.
 */
#include "fit/inversion.h"

#include "engine/philox.h"
#include "engine/sample.h"
#include "fit/lower.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double normal(rng_key k, int day, int member, int draw) {
    return sample_normal(rng_unit(rng_u64(k, (uint32_t)day, (uint32_t)member, 0, (uint32_t)draw)));
}

void inv_mean(const inv_problem *p, const double *z, double *mean) {
    for (int k = 0; k < p->parameters; k++) {
        mean[k] = 0;
        for (int j = 0; j < p->members; j++)
            mean[k] += z[(size_t)j * (size_t)p->parameters + (size_t)k] / p->members;
    }
}

void inv_start(const inv_problem *p, double *z) {
    rng_key key = rng_key_make(p->seed, p->name, "prior");
    for (int k = 0; k < p->parameters; k++) {
        double mean = 0;
        for (int j = 0; j < p->members; j++)
            mean += (z[(size_t)j * (size_t)p->parameters + (size_t)k] = normal(key, 0, j, k)) / p->members;
        for (int j = 0; j < p->members; j++)
            z[(size_t)j * (size_t)p->parameters + (size_t)k] -= mean;
    }
}

/* Deviations of the cells from their means, each times the root of its weight: y [members][cells]. */
static void deviations(const inv_problem *p, const double *apart, double *y) {
    size_t cells = (size_t)p->cells;
    for (size_t c = 0; c < cells; c++) {
        double mean = 0, root = sqrt(p->weight[c]);
        for (int j = 0; p->weight[c] > 0 && j < p->members; j++)
            mean += apart[(size_t)j * cells + c] / p->members;
        for (int j = 0; j < p->members; j++)
            y[(size_t)j * cells + c] = p->weight[c] > 0 ? (apart[(size_t)j * cells + c] - mean) * root : 0;
    }
}

static double product(int n, const double *a, const double *b) {
    double s = 0;
    for (int i = 0; i < n; i++)
        s += a[i] * b[i];
    return s;
}

/* What is left between a drawn figure and the member's run, each times the root of its weight: e [cells]. */
static void innovation(const inv_problem *p, rng_key key, int step, int member, const double *apart, double *e) {
    const double *d = apart + (size_t)member * (size_t)p->cells;
    double error = sqrt((double)p->steps);
    for (int c = 0; c < p->cells; c++)
        e[c] = p->weight[c] > 0 ? normal(key, step, member, c) * error - d[c] * sqrt(p->weight[c]) : 0;
}

int inv_step(const inv_problem *p, int step, const double *apart, double *z) {
    int n = p->members, width = p->parameters;
    size_t cells = (size_t)p->cells;
    rng_key key = rng_key_make(p->seed, p->name, "figures");
    double *y = calloc((size_t)n * cells + 1, sizeof *y), *g = calloc((size_t)n * (size_t)n, sizeof *g);
    double *e = calloc(cells + 1, sizeof *e), *x = calloc((size_t)n, sizeof *x);
    double *old = calloc((size_t)n * (size_t)width + (size_t)width, sizeof *old), scale = 1.0 / p->steps / (n - 1);
    int status = y && g && e && x && old ? 0 : -1;
    if (status == 0) {
        double *mean = old + (size_t)n * (size_t)width;
        memcpy(old, z, (size_t)n * (size_t)width * sizeof *old);
        inv_mean(p, old, mean);
        deviations(p, apart, y);
        for (int i = 0; i < n; i++)
            for (int k = 0; k <= i; k++)
                g[i * n + k] = product(p->cells, y + (size_t)i * cells, y + (size_t)k * cells) * scale + (i == k);
        (void)fit_cholesky(n, g); /* I and what is not negative */
        for (int j = 0; j < n; j++) {
            innovation(p, key, step, j, apart, e);
            for (int i = 0; i < n; i++)
                x[i] = product(p->cells, y + (size_t)i * cells, e) * scale;
            fit_lower_solve(n, g, x);
            fit_lower_solve_t(n, g, x);
            for (int k = 0; k < width; k++)
                for (int i = 0; i < n; i++)
                    z[j * width + k] += (old[i * width + k] - mean[k]) * x[i];
        }
    }
    free(y);
    free(g);
    free(e);
    free(x);
    free(old);
    return status;
}
