/* From runs to a posterior.
 *
 * 1. A central run, and one for each parameter, moved by one standard deviation of its prior: what they change is the
 *    effect of parameters on figures.
 * 2. The errors that figures may have (posterior_error.c) are the measure; in it the effects have singular values. A
 *    direction whose singular value is above 1 moves figures by more than their error when it moves by its prior's
 *    spread: these are estimated, and no other. A smoother needs three members for each; directions beyond are left.
 * 3. Members are smoothed in these directions (posterior_smooth.c). What comes out is their mean and covariance, with
 *    what the mean of so many members is unsure of.
 */
#include "fit/posterior.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEMBERS_EACH = 3 };

void fit_inverted_free(fit_inverted *r) {
    free(r->singular);
    free(r->loading);
    free(r->mean);
    free(r->covariance);
    free(r->member);
    free(r->emulator);
    memset(r, 0, sizeof *r);
}

static int tell(const fit_inversion *x, const char *line) { return x->tell ? x->tell(x->user, line) : 0; }

/* effect [figures][parameters], and the logs of the central run. */
static int sensitivities(const fit_inversion *x, double *effect, double *central) {
    int np = x->parameters, figures = x->figures->n, waits = 0;
    double *z = calloc((size_t)np * (size_t)np + 1, sizeof *z);
    double *logs = calloc((size_t)np * (size_t)figures + 1, sizeof *logs);
    char line[96];
    (void)snprintf(line, sizeof line, "effects of %d parameters on %d figures", np, figures);
    int status = z && logs ? tell(x, line) : VADO_ERR_MEMORY;
    if (status == 0)
        status = x->run(x->runs, 0, 1, z, 1, central);
    for (int p = 0; status == 0 && p < np; p++)
        z[(size_t)p * (size_t)np + (size_t)p] = 1;
    for (int p = 0, until; status == 0 && p < np; p = until + 1) { /* stretches without those that are held */
        for (until = p; until < np && !(x->held && x->held[until]);)
            until++;
        if (until > p)
            status =
                x->run(x->runs, 1 + p, until - p, z + (size_t)p * (size_t)np, 1, logs + (size_t)p * (size_t)figures);
        waits |= status == FIT_WAITS;
        status = status == FIT_WAITS ? 0 : status;
    }
    status = status == 0 && waits ? FIT_WAITS : status;
    for (int f = 0; status == 0 && f < figures; f++)
        for (int p = 0; p < np; p++)
            effect[f * np + p] = x->held && x->held[p] ? 0 : logs[(size_t)p * (size_t)figures + (size_t)f] - central[f];
    free(z);
    free(logs);
    return status;
}

/* Directions, of effects that are whitened, which are lost; left [figures][directions]. */
static int find_directions(const fit_inversion *x, double *effect, fit_inverted *out, double **left) {
    int np = x->parameters, figures = x->figures->n, most = x->members / MEMBERS_EACH;
    double *s = calloc((size_t)np + 1, sizeof *s), *v = calloc((size_t)np * (size_t)np + 1, sizeof *v);
    int status = s && v ? 0 : VADO_ERR_MEMORY, k = 0;
    if (status == 0) {
        fit_svd(figures, np, effect, s, v);
        while (k < np && k < most && s[k] > 1)
            k++;
        out->directions = k;
        out->all = np < figures ? np : figures;
        out->singular = s;
        out->loading = calloc((size_t)k * (size_t)np + 1, sizeof *out->loading);
        *left = calloc((size_t)figures * (size_t)k + 1, sizeof **left);
        status = out->loading && *left ? 0 : VADO_ERR_MEMORY;
    }
    for (int b = 0; status == 0 && b < k; b++) {
        for (int p = 0; p < np; p++)
            out->loading[b * np + p] = v[p * np + b];
        for (int f = 0; f < figures; f++)
            (*left)[f * k + b] = effect[f * np + b] / s[b];
    }
    if (!out->singular)
        free(s);
    free(v);
    return status;
}

static int make_room(const fit_inversion *x, fit_smoother *s, fit_inverted *out) {
    size_t n = (size_t)x->members, k = (size_t)out->directions, np = (size_t)x->parameters;
    out->mean = calloc(k + 1, sizeof(double));
    out->covariance = calloc(k * k + 1, sizeof(double));
    out->emulator = calloc(k + 1, sizeof(double));
    out->member = s->c = calloc(n * k + 1, sizeof(double));
    s->aim = calloc(k + 1, sizeof(double));
    s->z = calloc(n * np + 1, sizeof(double));
    s->g = calloc(n * k + 1, sizeof(double));
    return out->mean && out->covariance && out->emulator && s->c && s->aim && s->z && s->g ? 0 : VADO_ERR_MEMORY;
}

static void take_moments(const fit_inversion *x, fit_inverted *out) {
    int n = x->members, k = out->directions;
    for (int i = 0; i < n * k; i++)
        out->mean[i % k] += out->member[i] / n;
    for (int i = 0; i < n; i++)
        for (int a = 0; a < k; a++)
            for (int b = 0; b < k; b++)
                out->covariance[a * k + b] += (1 + 1.0 / n) / (n - 1) * (out->member[i * k + a] - out->mean[a]) *
                                              (out->member[i * k + b] - out->mean[b]);
}

static int smooth(const fit_inversion *x, const double *central, const double *left, fit_inverted *out) {
    fit_smoother s = {.x = x, .out = out, .left = left, .central = central, .run = 1 + x->parameters};
    double *published = calloc((size_t)x->figures->n + 1, sizeof *published);
    int status = published ? make_room(x, &s, out) : VADO_ERR_MEMORY;
    for (int f = 0; status == 0 && f < x->figures->n; f++)
        published[f] = x->figures->figures[f].published;
    if (status == 0)
        status = fit_project(&s, 1, published, s.aim);
    if (status == 0 && out->directions > 0)
        status = fit_smooth_all(&s);
    if (status == 0)
        take_moments(x, out);
    free(published);
    free(s.aim);
    free(s.z);
    free(s.g);
    return status;
}

int fit_invert(const fit_inversion *x, fit_inverted *out) {
    size_t figures = (size_t)x->figures->n, size = figures * (size_t)x->parameters + 1;
    double *effect = calloc(size, sizeof *effect), *central = calloc(figures + 1, sizeof *central), *left = NULL;
    char line[96];
    *out = (fit_inverted){.parameters = x->parameters, .members = x->members, .runs = 1 + x->parameters};
    int status = effect && central ? sensitivities(x, effect, central) : VADO_ERR_MEMORY;
    if (status == 0 && fit_find_discrepancy(x->figures, x->parameters, effect, central))
        status = VADO_ERR_MEMORY;
    if (status == 0 && fit_whiten(x->figures, x->parameters, effect))
        status = VADO_ERR_MEMORY;
    if (status == 0)
        status = find_directions(x, effect, out, &left);
    (void)snprintf(line, sizeof line, "%d directions are seen", out->directions);
    if (status == 0)
        status = tell(x, line);
    if (status == 0)
        status = smooth(x, central, left, out);
    free(effect);
    free(central);
    free(left);
    if (status)
        fit_inverted_free(out);
    return status;
}
