/* Errors of the rows of `history`, measured as the fit measures its own, so that the two can be read together.
 *
 * Border: root of the mean square of log(simulated / published) by month. Nationality-months: weighted mean of |log|.
 * Shares of sectors, and of each nationality over places: half the sum of absolute differences. What no latent sees:
 * simulated over published. A month without a figure is left out; a row that makes no such thing has NAN.
 */
#include "fit/unseen.h"

#include <math.h>

static double log_error(double simulated, double published, double small) {
    return fabs(det_log((simulated + small) / (published + small)));
}

void fit_history_errors(const fit_history *h, fit_row_kind kind, fit_row_errors *e) {
    const fit_row *r = &h->row[kind];
    const fit_targets *g = &h->seen;
    int totals = 0, shares = 0;
    double square = 0, people = 0, weights = 0, share = 0;
    for (int t = 0; t < h->months; t++) {
        int at = h->first - g->first + t;
        double all = 0, half = 0;
        if (!isnan(g->total[at])) {
            double x = log_error(r->total[t], g->total[at], 1);
            square += x * x;
            totals++;
        }
        for (int n = 0; n < h->people; n++) {
            double y = g->nationality[n * g->months + at], w = fit_weight(y);
            if (w > 0) {
                people += w * log_error(r->people[t * h->people + n], y, 30);
                weights += w;
            }
        }
        for (int k = 0; k < h->sectors; k++)
            all += g->sector[k * g->months + at];
        if (isnan(all) || all <= 0)
            continue;
        for (int k = 0; k < h->sectors; k++)
            half += 0.5 * fabs(g->sector[k * g->months + at] / all - r->sector[t * h->sectors + k]);
        share += half;
        shares++;
    }
    e->total = totals ? sqrt(square / totals) : NAN;
    e->people = weights > 0 ? people / weights : NAN;
    e->sector = shares ? share / shares : NAN;
    e->where = fit_where_error(&h->where, r->where);
    for (int i = 0; i < UNSEEN_COUNT; i++)
        e->unseen[i] = h->cover[i].value > 0 ? r->unseen[i] / h->cover[i].value : NAN;
}

void fit_history_null_before(fit_history *h, int from) {
    const fit_targets *g = &h->before;
    double square = 0, people = 0, weights = 0;
    int totals = 0;
    for (int t = from < 0 ? 0 : from; t < g->months; t++) {
        double all = 0;
        for (int n = 0; n < h->people; n++) {
            double y = g->nationality[n * g->months + t], x = fit_null_people(&h->null, &h->frozen.latents, n, t),
                   w = fit_weight(y);
            all += x;
            people += w > 0 ? w * log_error(x, y, 30) : 0;
            weights += w;
        }
        if (isnan(g->total[t]) || isnan(all))
            continue;
        square += log_error(all, g->total[t], 1) * log_error(all, g->total[t], 1);
        totals++;
    }
    h->null_total = totals ? sqrt(square / totals) : NAN;
    h->null_people = weights > 0 ? people / weights : NAN;
}
