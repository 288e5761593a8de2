/* Scores put together: means over origins and targets, beside those of the last value on the same figures.
 *
 * Intervals draw blocks of origins that follow each other, all targets of an origin together: errors of neighbouring
 * months, and of sectors in one month, are not apart. The draws' seed is fixed.
 */
#include "study/score.h"

#include "study/score_measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SUMS = 4 };
typedef struct {
    double *own, *last;    /* [norigins] WIS, and the baseline's of the same figures */
    double *error, *count; /* [norigins] of the median; figures */
    int n;                 /* origins that have any */
} sums;

static void add_one(const sco_result *r, int target, int horizon, int method, int origin, sums *x, sco_cell *c) {
    const sco_one *one = sco_at(r, target, horizon, method, origin),
                  *last = sco_at(r, target, horizon, SCO_LAST, origin);
    if (isnan(one->wis) || isnan(last->wis))
        return;
    int month = r->origin[origin] + sco_ahead[horizon];
    const scn_observed *row = r->figures.target[target].row[month - r->figures.first];
    c->figures++;
    c->sides[scn_side_of(row, month_start(r->origin[origin] + 1))]++;
    c->wis += one->wis;
    c->crps += one->crps;
    c->bias += one->error;
    for (int i = 0; i < SCO_SHARES; i++)
        c->inside[i] += one->inside[i];
    x->own[x->n] += one->wis;
    x->last[x->n] += last->wis;
    x->error[x->n] += one->error;
    x->count[x->n] += 1;
}

static int finish(sums *x, sco_cell *c) {
    double own = 0, last = 0;
    for (int i = 0; i < x->n; i++) {
        own += x->own[i];
        last += x->last[i];
    }
    c->origins = x->n;
    c->over = last > 0 ? own / last : NAN;
    c->wis /= c->figures;
    c->crps /= c->figures;
    c->bias /= c->figures;
    for (int i = 0; i < SCO_SHARES; i++)
        c->inside[i] /= c->figures;
    int block = msr_block(x->n);
    if (msr_interval(x->n, x->own, x->last, block, SCO_DRAWS, SCO_SEED, &c->low, &c->high))
        return -1;
    return msr_interval(x->n, x->error, x->count, block, SCO_DRAWS, SCO_SEED, &c->bias_low, &c->bias_high);
}

int sco_cell_of(const sco_result *r, fct_margin margin, int target, int horizon, int method, sco_cell *c) {
    size_t n = (size_t)r->norigins + 1;
    double *room = calloc(SUMS * n, sizeof *room);
    sums x = {room, room + n, room + 2 * n, room + 3 * n, 0};
    memset(c, 0, sizeof *c);
    if (!room)
        return -1;
    for (int at = 0; at < r->norigins; at++) {
        for (int i = 0; i < r->figures.n; i++)
            if (target < 0 ? r->figures.target[i].margin == margin : i == target)
                add_one(r, i, horizon, method, at, &x, c);
        x.n += x.count[x.n] > 0;
    }
    int status = c->figures > 0 ? finish(&x, c) : 0;
    free(room);
    return status;
}
