/* A stack of vado's members, exponential smoothing and the last value (stack.h), weights and spread from earlier
 * origins.
 *
 * 1. They are a few, by margin and months ahead; all targets of a margin have the same.
 * 2. They are those under which the weighted interval score of forecasts of earlier origins was least, whose months had
 *    been published by the origin: no figure after an origin reaches them. Without any, all three weigh alike and
 * members are as far apart as they are. Origins are few, so scores of the next fewer and more months ahead count half
 * beside, each over the last value's.
 * 3. Of equal scores those that stand first are taken: nearer to a third each, nearer to 1.
 */
#include "study/score.h"

#include "study/score_measure.h"
#include "text/out.h"

#include <math.h>
#include <stdlib.h>

enum { WEIGHTS = 16, SPREADS = 5, LAST_ALONE = WEIGHTS - 1 };
/* Of members and of smoothing. */
static const double weights[WEIGHTS][2] = {
    {1.0 / 3, 1.0 / 3}, {0.5, 0.25}, {0.25, 0.5}, {0.25, 0.25}, {0.5, 0.5}, {0.5, 0}, {0, 0.5}, {0.75, 0.25},
    {0.25, 0.75},       {0.75, 0},   {0, 0.75},   {0.25, 0},    {0, 0.25},  {1, 0},   {0, 1},   {0, 0}};
static const double spreads[SPREADS] = {1, 1.5, 0.75, 2, 3};
static stk_weight weight_at(int w, int k) { return (stk_weight){weights[w][0], weights[w][1], spreads[k]}; }
typedef struct {
    double of[WEIGHTS][SPREADS];
} losses;

double *sco_stack_of(const sco_result *r, int target, int horizon, stk_part part, int origin) {
    size_t at = (((size_t)target * SCO_HORIZONS + (size_t)horizon) * STK_PARTS + (size_t)part) * (size_t)r->norigins;
    return &r->quantiles[(at + (size_t)origin) * SCO_QUANTILES];
}

void sco_stack_put(const sco_result *r, int target, int horizon, stk_part part, int origin, const double *sorted,
                   int n) {
    stk_quantiles(sorted, n, sco_stack_of(r, target, horizon, part, origin));
}

/* What is foretold together, into room for SCO_QUANTILES; how many: 0 if members or the last value have nothing. */
static int mixed(const sco_result *r, int target, int horizon, int origin, stk_weight w, double *room) {
    const double *parts[STK_PARTS];
    for (int part = 0; part < STK_PARTS; part++)
        parts[part] = sco_stack_of(r, target, horizon, (stk_part)part, origin);
    if (isnan(parts[STK_MEMBERS][0]) || isnan(parts[STK_LAST][0]))
        return 0;
    stk_mix(parts, w, room);
    return SCO_QUANTILES;
}

static double came_of(const sco_result *r, int target, int horizon, int origin) {
    return sco_figure(&r->figures, target, r->origin[origin] + sco_ahead[horizon]);
}

static void add_losses(const sco_result *r, fct_margin margin, int horizon, int origin, losses *sum) {
    double room[SCO_QUANTILES];
    for (int i = 0; i < r->figures.n; i++) {
        double came = came_of(r, i, horizon, origin);
        if (r->figures.target[i].margin != margin || isnan(came))
            continue;
        for (int w = 0; w < WEIGHTS; w++)
            for (int k = 0; k < SPREADS; k++)
                if (mixed(r, i, horizon, origin, weight_at(w, k), room))
                    sum->of[w][k] += msr_wis(room, SCO_QUANTILES, came);
    }
}

/* What earlier origins say of each number of months ahead: at an origin, those whose months were published by it. */
typedef struct {
    const sco_result *r;
    fct_margin margin;
    int told[SCO_HORIZONS]; /* origins that are in */
    losses sum[SCO_HORIZONS];
} learning;

/* Loss of a weight and a spread over that of the last value alone, at a number of months ahead and, half as heavy, at
 * its neighbours. */
static double near(const learning *l, int horizon, int w, int k) {
    double all = 0;
    for (int h = horizon > 0 ? horizon - 1 : 0; h < SCO_HORIZONS && h <= horizon + 1; h++) {
        double last = l->sum[h].of[LAST_ALONE][0];
        if (last > 0)
            all += (h == horizon ? 1 : 0.5) * l->sum[h].of[w][k] / last;
    }
    return all;
}

static stk_weight least(const learning *l, int horizon) {
    int w = 0, k = 0;
    for (int i = 0; i < WEIGHTS; i++)
        for (int j = 0; j < SPREADS; j++)
            if (near(l, horizon, i, j) < near(l, horizon, w, k)) {
                w = i;
                k = j;
            }
    return weight_at(w, k);
}

static void learn(learning *l, int month) {
    for (int h = 0; h < SCO_HORIZONS; h++)
        while (l->told[h] < l->r->norigins && l->r->origin[l->told[h]] + sco_ahead[h] <= month)
            add_losses(l->r, l->margin, h, l->told[h]++, &l->sum[h]);
}

static void stack_origin(const sco_result *r, fct_margin margin, int horizon, int at, stk_weight w) {
    double room[SCO_QUANTILES];
    for (int i = 0; i < r->figures.n; i++) {
        if (r->figures.target[i].margin != margin)
            continue;
        int n = mixed(r, i, horizon, at, w, room);
        sco_score_one(sco_at(r, i, horizon, SCO_STACK, at), room, n, came_of(r, i, horizon, at));
    }
}

void sco_stack(sco_result *r) {
    for (int margin = 0; margin < FCT_MARGINS; margin++) {
        learning l = {.r = r, .margin = (fct_margin)margin};
        for (int at = 0; at < r->norigins; at++) {
            learn(&l, r->origin[at]);
            for (int h = 0; h < SCO_HORIZONS; h++)
                stack_origin(r, l.margin, h, at, least(&l, h));
        }
    }
}

/* ---- the scenario's table ---- */

static void put_row(out_text *out, fct_margin margin, int horizon, int origin, stk_weight w) {
    char from[8];
    month_format(origin + 1, from);
    out_printf(out, "%s,%d,%s,%.4g,%.4g,%g\n", fct_margin_words[margin], sco_ahead[horizon], from, w.vado, w.smoothing,
               w.spread);
}

/* A row where something has changed since the row before it; none before a figure has come that tells something. */
static void put_margin(const sco_result *r, out_text *out, fct_margin margin, int horizon, int last) {
    learning l = {.r = r, .margin = margin};
    stk_weight before = {-1, -1, -1};
    for (int month = r->origin[0]; month <= last; month++) {
        learn(&l, month);
        stk_weight w = least(&l, horizon);
        if (l.sum[horizon].of[LAST_ALONE][0] > 0 &&
            (fabs(w.vado - before.vado) > 0 || fabs(w.smoothing - before.smoothing) > 0 ||
             fabs(w.spread - before.spread) > 0)) {
            put_row(out, margin, horizon, month, w);
            before = w;
        }
    }
}

int sco_stack_write(const sco_result *r, vado_writer *w, void *user) {
    out_text out = {w, user, 0};
    int last = month_of_day(r->in.scenario.figures_until - 1);
    out_printf(&out,
               "# How forecasts are put together from members, exponential smoothing and the last value, written by: "
               "vado_score of %s, %d origins, %d members, policy %s\nmargin,ahead,from,vado,smoothing,spread\n",
               r->in.scenario.name, r->norigins, r->members, r->ask.policy_known ? "known" : "unknown");
    for (int margin = 0; margin < FCT_MARGINS; margin++)
        for (int h = 0; h < SCO_HORIZONS; h++)
            put_margin(r, &out, (fct_margin)margin, h, last);
    return out.failed ? ctx_fail(r->v, VADO_ERR_FILE, "the output cannot be written") : 0;
}
