/* The level at which a row of monthly knots stands at its last month, seen through what figures show of it.
 *
 * 1. The model is the local level (Harvey 1989, chapter 2): knots wander, x(t + 1) = x(t) + an innovation, and a figure
 *    of month m sees them through journeys, y(m) = the sum over lags of j x(m + 1 - lag) + noise / sqrt(weight). So
 *    months from which few who set out have arrived say little of the last knots, and a figure that is off does not
 *    carry the level away.
 * 2. A Kalman filter over the months gives the level of the last, how unsure it is, and the likelihood of each figure
 *    given those before. All variances are in units of the innovation's, whose own is estimated from the errors of one
 *    month ahead (the scale is concentrated out).
 * 3. Nothing is known of the first level: figures of the first months do not count for the likelihood. Over a step on a
 *    day that the scenario names the innovation has a variance of its own.
 * 4. Some months ahead, what has wandered since the last month may be damped: of it a month later `kept` is left. How
 * far the figures six and twelve months ahead lie from the level of the day on which they are foretold says how much
 *    (their likelihood, each taken alone).
 * 5. Beside the whole covariance goes that part of it which is noise alone, so that of each error it is known what
 * share comes of knots that wandered: only that can be common to rows.
 */
#include "fit/internal.h"

#include <math.h>
#include <string.h>

enum { DIM = FIT_LAGS };
static const double unknown = 1e6, least_variance = 1e-9;

typedef struct {
    double a[DIM], p[DIM][DIM]; /* knots m + 1, m, ..., m - 4 */
    double n[DIM][DIM];         /* of p what is noise of figures */
} state;

static void begin(state *s) {
    memset(s, 0, sizeof *s);
    for (int i = 0; i < DIM; i++)
        for (int k = 0; k < DIM; k++)
            s->p[i][k] = unknown + DIM - 1 - (i > k ? i : k);
}

/* A month on: knots move up, the newest wanders. */
static void move_up(double c[DIM][DIM]) {
    for (int i = DIM - 1; i > 0; i--)
        for (int k = DIM - 1; k > 0; k--)
            c[i][k] = c[i - 1][k - 1];
    for (int i = 1; i < DIM; i++)
        c[0][i] = c[i][0] = c[1][i];
    c[0][0] = c[1][1];
}

static void step(state *s, double innovation) {
    for (int i = DIM - 1; i > 0; i--)
        s->a[i] = s->a[i - 1];
    move_up(s->p);
    move_up(s->n);
    s->p[0][0] += innovation;
}

/* What a figure's month sees of the state. */
static void sight(const fit_local_row *row, int m, double *z) {
    for (int q = 0; q < DIM; q++) {
        int t = m + 1 - q;
        z[q] = row->j ? (t >= 0 && t < row->months ? row->j[t * FIT_LAGS + q] : 0) : q == 1;
    }
}

typedef struct {
    double error, f, noise; /* how far what was foretold is off, its variance, and what of that is noise */
} surprise;

/* n becomes (I - g z') n (I - g z')' + g r g': what is noise after a figure with the gain g. */
static void pass_noise(state *s, const double *nz, const double *g, double noise) {
    for (int i = 0; i < DIM; i++)
        for (int k = 0; k < DIM; k++)
            s->n[i][k] += g[i] * noise * g[k] - g[i] * nz[k] - nz[i] * g[k];
}

/* Takes a month's figure in; 0 if there is none. */
static int see(state *s, const fit_local_row *row, int m, double noise, surprise *x) {
    double z[DIM], pz[DIM] = {0}, nz[DIM] = {0}, g[DIM], w = row->weight ? row->weight[m] : 1;
    sight(row, m, z);
    *x = (surprise){row->y[m], noise / (w > 0 ? w : 1), noise / (w > 0 ? w : 1)};
    for (int i = 0; i < DIM; i++) {
        for (int k = 0; k < DIM; k++) {
            pz[i] += s->p[i][k] * z[k];
            nz[i] += s->n[i][k] * z[k];
        }
        x->error -= z[i] * s->a[i];
        x->f += z[i] * pz[i];
        x->noise += z[i] * nz[i];
    }
    if (!(w > 0) || isnan(x->error) || !(x->f > least_variance))
        return 0;
    for (int i = 0; i < DIM; i++) {
        g[i] = pz[i] / x->f;
        s->a[i] += g[i] * x->error;
    }
    for (int i = 0; i < DIM; i++)
        for (int k = 0; k < DIM; k++)
            s->p[i][k] -= pz[i] * g[k];
    pass_noise(s, nz, g, x->noise);
    return 1;
}

/* The month after m; over a break the innovation is another's. There is none after the last. */
static void go_on(state *s, const fit_local_row *row, const fit_local_rule *rule, int m) {
    int known = m + 2 < row->months; /* the knot that the step makes */
    int breaks = known && row->jump && row->jump[m + 1] != COR_NO_JUMP;
    step(s, breaks ? rule->steps : known ? 1 : 0);
}

void fit_local(const fit_local_row *row, const fit_local_rule *rule, fit_local_end *end, double *errors,
               double *wandered) {
    state s;
    int unsure = FIT_LAGS; /* figures that do not count yet */
    *end = (fit_local_end){0};
    begin(&s);
    for (int m = row->start; m < row->months; m++, unsure--) {
        surprise x;
        int seen = see(&s, row, m, rule->noise, &x) && unsure <= 0;
        if (errors) {
            errors[m] = seen ? x.error / sqrt(x.f) : NAN;
            wandered[m] = seen && x.noise < x.f ? 1 - x.noise / x.f : 0;
        }
        if (seen) {
            end->square += x.error * x.error / x.f;
            end->log_f += det_log(x.f);
            end->count++;
        }
        if (m + 1 == row->months)
            break;
        go_on(&s, row, rule, m);
    }
    end->level = s.a[1];
    end->variance = s.p[1][1];
}

/* Covariance of what has wandered i and k months on, i <= k. */
static double wandered_by(double kept, int i, int k) {
    double sum = 0, part = 1;
    for (int t = 0; t < i; t++, part *= kept * kept)
        sum += part;
    for (int t = i; t < k; t++)
        sum *= kept;
    return sum;
}

/* Log likelihood of the figure of m + ahead, all of whose knots come after m; 0 where there is none. */
static double foretold(const state *s, const fit_local_row *row, const fit_local_rule *rule, int m, int ahead,
                       double kept, double scale) {
    double z[DIM], all = 0, f = 0, w = row->weight ? row->weight[m + ahead] : 1;
    sight(row, m + ahead, z);
    for (int i = 0; i < DIM; i++) {
        all += z[i];
        for (int k = 0; k < DIM; k++) {
            int near = ahead + 1 - (i > k ? i : k), far = ahead + 1 - (i > k ? k : i);
            f += z[i] * z[k] * wandered_by(kept, near, far);
        }
    }
    double error = row->y[m + ahead] - all * s->a[1];
    if (!(w > 0) || isnan(error))
        return 0;
    f = scale * (f + all * all * s->p[1][1] + rule->noise / w);
    return f > 0 ? -0.5 * (det_log(f) + error * error / f) : 0;
}

double fit_local_ahead(const fit_local_row *row, const fit_local_rule *rule, double scale, double kept) {
    static const int ahead[] = {6, 12};
    double sum = 0;
    state s;
    begin(&s);
    for (int m = row->start; m < row->months; m++) {
        surprise x;
        (void)see(&s, row, m, rule->noise, &x);
        for (size_t i = 0; m >= row->start + FIT_LAGS && i < sizeof ahead / sizeof *ahead; i++)
            if (m + ahead[i] < row->months)
                sum += foretold(&s, row, rule, m, ahead[i], kept, scale);
        go_on(&s, row, rule, m);
    }
    return sum;
}
