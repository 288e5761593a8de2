/* History matching, then an ensemble smoother with multiple data assimilation (Emerick and Reynolds 2013), both in the
 * few directions that figures see.
 *
 * A figure's part in direction b is its left singular vector's: there errors of observation are independent and 1, and
 * to first order no parameter acts but those of direction b. So what is random in members besides, all that is not
 * estimated, is no information in these parts and none is taken from it.
 * 1. Members of the prior are run. The emulator, singular value times place, is off by `emulator`; it is never trusted
 *    beyond half of what it says (least_emulator).
 * 2. A member is implausible if in any part it lies farther from what is published than three of these errors together.
 *    Its place is taken by the next of a larger draw of the prior that the emulator does not find implausible.
 * 3. Four steps with errors of observation four times as wide in variance: each member moves towards its own copy of
 *    what is published, by the gain of the ensemble.
 * 4. Localised: a correlation between place and part that chance alone would give an ensemble of this size (two
 * standard errors) is taken for none.
 * 5. Inflation (Evensen 2009): places that nothing sees are moved along; by what their spread falls, which is chance,
 *    the members' spread is raised again.
 */
#include "fit/posterior.h"

#include "fit/lower.h"

#include "engine/philox.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 4, CANDIDATES = 16, UNSEEN = 24 };
static const double implausible = 3, least_emulator = 3, chance = 2;

static double normal(const fit_smoother *s, const char *what, int step, int member, int i) {
    rng_key key = rng_key_make(s->x->seed, "posterior", what);
    return det_normal_quantile(rng_unit(rng_u64(key, (uint32_t)step, (uint32_t)member, (uint32_t)i, 0)));
}

int fit_project(const fit_smoother *s, int n, const double *logs, double *g) {
    int figures = s->x->figures->n, k = s->out->directions;
    double *x = malloc(((size_t)figures * (size_t)n + 1) * sizeof *x);
    if (!x)
        return VADO_ERR_MEMORY;
    for (int f = 0; f < figures; f++)
        for (int i = 0; i < n; i++)
            x[(size_t)f * (size_t)n + (size_t)i] = logs[(size_t)i * (size_t)figures + (size_t)f] - s->central[f];
    int status = fit_whiten(s->x->figures, n, x);
    for (int i = 0; status == 0 && i < n; i++)
        for (int b = 0; b < k; b++) {
            double sum = 0;
            for (int f = 0; f < figures; f++)
                sum += s->left[f * k + b] * x[(size_t)f * (size_t)n + (size_t)i];
            g[i * k + b] = sum;
        }
    free(x);
    return status ? VADO_ERR_MEMORY : 0;
}

/* ---- where members stand, and their runs ---- */

static void place(const fit_smoother *s, const double *z, double *c) {
    int k = s->out->directions, np = s->x->parameters;
    for (int b = 0; b < k; b++) {
        c[b] = 0;
        for (int p = 0; p < np; p++)
            c[b] += s->out->loading[b * np + p] * z[p];
    }
}

/* z of a member that has moved to c: all that is not estimated stays as it was drawn. */
static void moved(const fit_smoother *s, int i, double *z) {
    int k = s->out->directions, np = s->x->parameters;
    const double *was = s->z + (size_t)i * (size_t)np;
    memcpy(z, was, (size_t)np * sizeof *z);
    for (int b = 0; b < k; b++) {
        double by = s->c[i * k + b];
        for (int p = 0; p < np; p++)
            by -= s->out->loading[b * np + p] * was[p];
        for (int p = 0; p < np; p++)
            z[p] += by * s->out->loading[b * np + p];
    }
}

/* Runs of those members that are marked (NULL: of all). Numbers of runs are those of all, whoever is marked. */
static int run_marked(fit_smoother *s, const unsigned char *marked) {
    int n = s->x->members, np = s->x->parameters, figures = s->x->figures->n, k = s->out->directions, status = 0,
        waits = 0;
    double *z = malloc(((size_t)n * (size_t)np + 1) * sizeof *z);
    double *logs = malloc(((size_t)n * (size_t)figures + 1) * sizeof *logs);
    if (!z || !logs)
        status = VADO_ERR_MEMORY;
    for (int i = 0, until; status == 0 && i < n; i = until) { /* stretches of members that follow each other */
        for (until = i; until < n && (!marked || marked[until]); until++)
            moved(s, until, z + (size_t)(until - i) * (size_t)np);
        if (until > i) {
            s->out->runs += until - i;
            status = s->x->run(s->x->runs, s->run + i, until - i, z, 0, logs);
            if (status == 0)
                status = fit_project(s, until - i, logs, s->g + (size_t)i * (size_t)k);
            waits |= status == FIT_WAITS;
            status = status == FIT_WAITS ? 0 : status;
        }
        until += until == i;
    }
    s->run += n;
    free(z);
    free(logs);
    return status == 0 && waits ? FIT_WAITS : status;
}

static double misfit(const fit_smoother *s) {
    int n = s->x->members, k = s->out->directions;
    double sum = 0;
    for (int i = 0; i < n * k; i++)
        sum += (s->aim[i % k] - s->g[i]) * (s->aim[i % k] - s->g[i]) / (n * k);
    return sum;
}

/* ---- history matching ---- */

static int is_implausible(const fit_smoother *s, const double *g) {
    for (int b = 0; b < s->out->directions; b++) {
        double e = s->out->emulator[b] * s->out->emulator[b];
        if (fabs(s->aim[b] - g[b]) > implausible * sqrt(1 + (e > least_emulator ? e : least_emulator)))
            return 1;
    }
    return 0;
}

static void measure_emulator(fit_smoother *s) {
    int n = s->x->members, k = s->out->directions;
    for (int b = 0; b < k; b++) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double off = s->g[i * k + b] - s->out->singular[b] * s->c[i * k + b];
            sum += off * off / n;
        }
        s->out->emulator[b] = sqrt(sum);
    }
}

/* The next candidate that the emulator does not drop, into a member's place; 0 if there is none left. */
static int next_candidate(fit_smoother *s, int *next, int member, double *g) {
    int k = s->out->directions, np = s->x->parameters;
    double *z = s->z + (size_t)member * (size_t)np, *c = s->c + (size_t)member * (size_t)k;
    while (*next < CANDIDATES * s->x->members) {
        s->x->draw(s->x->user, (*next)++, CANDIDATES * s->x->members, z);
        place(s, z, c);
        for (int b = 0; b < k; b++)
            g[b] = s->out->singular[b] * c[b];
        if (!is_implausible(s, g))
            return 1;
    }
    return 0;
}

static int match(fit_smoother *s) {
    int n = s->x->members, k = s->out->directions, np = s->x->parameters, next = 0;
    unsigned char *marked = calloc((size_t)n + 1, 1);
    double *g = calloc((size_t)k + 1, sizeof *g), *was = calloc((size_t)(np + k) + 1, sizeof *was);
    int status = marked && g && was ? 0 : VADO_ERR_MEMORY;
    for (int i = 0; status == 0 && i < n; i++) {
        double *z = s->z + (size_t)i * (size_t)np, *c = s->c + (size_t)i * (size_t)k;
        if (!is_implausible(s, s->g + i * k))
            continue;
        s->out->implausible++;
        memcpy(was, z, (size_t)np * sizeof *z);
        memcpy(was + np, c, (size_t)k * sizeof *c);
        if (!(marked[i] = (unsigned char)next_candidate(s, &next, i, g))) { /* it stays, for want of a better */
            memcpy(z, was, (size_t)np * sizeof *z);
            memcpy(c, was + np, (size_t)k * sizeof *c);
        }
    }
    if (status == 0)
        status = run_marked(s, marked);
    free(marked);
    free(g);
    free(was);
    return status;
}

/* ---- a step of the smoother ---- */

static double mean_of(int n, int k, const double *x, int a) {
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += x[i * k + a] / n;
    return sum;
}

static double covariance(int n, int k, const double *x, int a, int l, const double *y, int b) {
    double mx = mean_of(n, k, x, a), my = mean_of(n, l, y, b), sum = 0;
    for (int i = 0; i < n; i++)
        sum += (x[i * k + a] - mx) * (y[i * l + b] - my) / (n - 1);
    return sum;
}

/* Moves x [n][m] towards what is published, by the gain of its covariance with the runs. lower: of the runs' own
 * covariance and the errors' together; apart [n][k]: what each member lacks, its copy of the errors in it. */
static void move(const fit_smoother *s, int m, double *x, const double *lower, const double *apart, double *gain) {
    int n = s->x->members, k = s->out->directions;
    for (int a = 0; a < m; a++) {
        double own = covariance(n, m, x, a, m, x, a);
        double *row = gain + (size_t)a * (size_t)k;
        for (int b = 0; b < k; b++) {
            double shared = covariance(n, m, x, a, k, s->g, b), other = covariance(n, k, s->g, b, k, s->g, b);
            row[b] = shared * shared * n > chance * chance * own * other ? shared : 0;
        }
        fit_lower_solve(k, lower, row);
        fit_lower_solve_t(k, lower, row);
    }
    for (int i = 0; i < n; i++)
        for (int a = 0; a < m; a++)
            for (int b = 0; b < k; b++)
                x[i * m + a] += gain[a * k + b] * apart[i * k + b];
}

/* By how much members' spread fell where nothing was seen. */
static double fallen(const fit_smoother *s, int step, const double *lower, const double *apart, double *x,
                     double *gain) {
    int n = s->x->members;
    double before = 0, after = 0;
    for (int i = 0; i < n; i++)
        for (int a = 0; a < UNSEEN; a++)
            x[i * UNSEEN + a] = normal(s, "unseen", step, i, a);
    for (int a = 0; a < UNSEEN; a++)
        before += covariance(n, UNSEEN, x, a, UNSEEN, x, a);
    move(s, UNSEEN, x, lower, apart, gain);
    for (int a = 0; a < UNSEEN; a++)
        after += covariance(n, UNSEEN, x, a, UNSEEN, x, a);
    return after < before ? sqrt(after / before) : 1;
}

static void raise(fit_smoother *s, double by) {
    int n = s->x->members, k = s->out->directions;
    for (int a = 0; a < k; a++) {
        double mean = mean_of(n, k, s->c, a);
        for (int i = 0; i < n; i++)
            s->c[i * k + a] = mean + by * (s->c[i * k + a] - mean);
    }
    s->out->inflation *= by;
}

static void lack(const fit_smoother *s, int step, double wide, double *apart) {
    int n = s->x->members, k = s->out->directions;
    for (int b = 0; b < k; b++) {
        for (int i = 0; i < n; i++)
            apart[i * k + b] = sqrt(wide) * normal(s, "observations", step, i, b);
        double mean = mean_of(n, k, apart, b); /* copies of the errors have mean 0 */
        for (int i = 0; i < n; i++)
            apart[i * k + b] += s->aim[b] - mean - s->g[i * k + b];
    }
}

static int step(fit_smoother *s, int number, int of) {
    int n = s->x->members, k = s->out->directions;
    size_t wide = (size_t)(k > UNSEEN ? k : UNSEEN);
    double *lower = calloc((size_t)k * (size_t)k + 1, sizeof *lower);
    double *apart = calloc((size_t)n * (size_t)k + 1, sizeof *apart);
    double *gain = calloc(wide * (size_t)k + 1, sizeof *gain), *x = calloc((size_t)n * UNSEEN + 1, sizeof *x);
    int status = lower && apart && gain && x ? 0 : VADO_ERR_MEMORY;
    if (status == 0) {
        for (int a = 0; a < k; a++)
            for (int b = 0; b < k; b++)
                lower[a * k + b] = covariance(n, k, s->g, a, k, s->g, b) + (a == b ? of : 0);
        (void)fit_cholesky(k, lower);
        lack(s, number, of, apart);
        double by = fallen(s, number, lower, apart, x, gain);
        move(s, k, s->c, lower, apart, gain);
        raise(s, 1 / by);
    }
    free(lower);
    free(apart);
    free(gain);
    free(x);
    return status;
}

/* ---- all of it ---- */

static int tell(const fit_smoother *s, const char *line) { return s->x->tell ? s->x->tell(s->x->user, line) : 0; }

int fit_smooth_all(fit_smoother *s) {
    int n = s->x->members, k = s->out->directions, np = s->x->parameters, of = s->x->steps > 0 ? s->x->steps : STEPS;
    char line[128];
    s->out->inflation = 1;
    for (int i = 0; i < n; i++) {
        s->x->draw(s->x->user, i, n, s->z + (size_t)i * (size_t)np);
        place(s, s->z + (size_t)i * (size_t)np, s->c + i * k);
    }
    int status = run_marked(s, NULL);
    if (status)
        return status;
    s->out->misfit[0] = misfit(s);
    measure_emulator(s);
    status = match(s);
    (void)snprintf(line, sizeof line, "history matching: %d of %d members implausible", s->out->implausible, n);
    if (status == 0)
        status = tell(s, line);
    for (int t = 0; status == 0 && t < of; t++) {
        if (t > 0)
            status = run_marked(s, NULL);
        (void)snprintf(line, sizeof line, "step %d of %d: mean square misfit %.2f", t + 1, of, misfit(s));
        if (status == 0)
            status = tell(s, line);
        s->out->misfit[1] = misfit(s);
        if (status == 0)
            status = step(s, t, of);
    }
    return status;
}
