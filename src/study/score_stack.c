/* A stack of two forecasts: vado's members and the last value, their quantiles averaged.
 *
 * 1. The weight of vado is one of a few, by margin and months ahead; all targets of a margin have the same.
 * 2. It is the one under which the weighted interval score of forecasts of earlier origins was least, whose months had
 *    been published by the origin: no figure after an origin reaches its weight. Without any, both weigh alike.
 * 3. Of equal scores the weight nearer to a half is taken.
 */
#include "study/score.h"

#include "study/score_measure.h"
#include "table/results.h"

#include <math.h>
#include <stdlib.h>

enum { WEIGHTS = 5, HALF = 2 };
static const int order[WEIGHTS] = {HALF, 1, 3, 0, 4}; /* quarters of vado */

double *sco_stack_of(const sco_result *r, int target, int horizon, int of_last, int origin) {
    size_t at = (((size_t)target * SCO_HORIZONS + (size_t)horizon) * 2 + (size_t)of_last) * (size_t)r->norigins;
    return &r->quantiles[(at + (size_t)origin) * SCO_QUANTILES];
}

void sco_stack_put(const sco_result *r, int target, int horizon, int of_last, int origin, const double *sorted, int n) {
    double *kept = sco_stack_of(r, target, horizon, of_last, origin);
    for (int i = 0; i < SCO_QUANTILES; i++)
        kept[i] = n > 0 ? res_quantile(sorted, n, (double)i / (SCO_QUANTILES - 1)) : NAN;
}

/* Both foretold, with so many quarters of vado, into room for SCO_QUANTILES; how many: 0 if one has nothing. */
static int mixed(const sco_result *r, int target, int horizon, int origin, int quarters, double *room) {
    const double *own = sco_stack_of(r, target, horizon, 0, origin),
                 *last = sco_stack_of(r, target, horizon, 1, origin);
    if (isnan(own[0]) || isnan(last[0]))
        return 0;
    for (int i = 0; i < SCO_QUANTILES; i++)
        room[i] = (quarters * own[i] + (WEIGHTS - 1 - quarters) * last[i]) / (WEIGHTS - 1);
    return SCO_QUANTILES;
}

static double came_of(const sco_result *r, int target, int horizon, int origin) {
    return sco_figure(&r->figures, target, r->origin[origin] + sco_ahead[horizon]);
}

/* Adds the losses of one origin, by weight. */
static void add_losses(const sco_result *r, fct_margin margin, int horizon, int origin, double *loss) {
    double room[SCO_QUANTILES];
    for (int i = 0; i < r->figures.n; i++) {
        double came = came_of(r, i, horizon, origin);
        if (r->figures.target[i].margin != margin || isnan(came))
            continue;
        for (int w = 0; w < WEIGHTS; w++)
            if (mixed(r, i, horizon, origin, w, room))
                loss[w] += msr_wis(room, SCO_QUANTILES, came);
    }
}

static int least(const double *loss) {
    int best = order[0];
    for (int i = 1; i < WEIGHTS; i++)
        if (loss[order[i]] < loss[best])
            best = order[i];
    return best;
}

static void stack_margin(sco_result *r, fct_margin margin, int horizon) {
    double loss[WEIGHTS] = {0}, room[SCO_QUANTILES];
    int told = 0; /* origins whose months have come */
    for (int at = 0; at < r->norigins; at++) {
        while (told < at && r->origin[told] + sco_ahead[horizon] <= r->origin[at])
            add_losses(r, margin, horizon, told++, loss);
        int weight = least(loss);
        for (int i = 0; i < r->figures.n; i++) {
            if (r->figures.target[i].margin != margin)
                continue;
            int n = mixed(r, i, horizon, at, weight, room);
            sco_score_one(sco_at(r, i, horizon, SCO_STACK, at), room, n, came_of(r, i, horizon, at));
        }
    }
}

void sco_stack(sco_result *r) {
    for (int margin = 0; margin < FCT_MARGINS; margin++)
        for (int h = 0; h < SCO_HORIZONS; h++)
            stack_margin(r, (fct_margin)margin, h);
}
