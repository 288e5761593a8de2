/* A stack of three forecasts of one number: vado's members, exponential smoothing (smoothing.h), and the last value.
 * Private to src/study.
 *
 * Their quantiles, on the scale of log(count + 1), are averaged (Vincent 1912); before it the members' are drawn
 * apart from their median, for members of one model lie too near to each other. Weights and spread are of a margin and
 * of months ahead: found by score_stack.c from forecasts of earlier origins, kept in the scenario's stack.csv, used by
 * forecast_text.c.
 */
#ifndef VADO_STACK_H
#define VADO_STACK_H

#include "scenario/scenario.h"
#include "study/forecast.h"

enum { STK_QUANTILES = 201 };
typedef enum { STK_MEMBERS, STK_SMOOTHING, STK_LAST, STK_PARTS } stk_part;
typedef struct {
    double vado, smoothing, spread; /* the members' weight, the smoothing's, together 1 at most; the last value has what
                                       is left. The members' distances from their median times spread. */
} stk_weight;

/* Quantiles 0, 0.005, ..., 1 of a sorted sample of n, into out [STK_QUANTILES]; NAN if n is 0. */
void stk_quantiles(const double *sorted, int n, double *out);
/* The stack of such quantiles of each part, into out. Figures too few to be smoothed: the last value stands for it. */
void stk_mix(const double *const parts[STK_PARTS], stk_weight w, double *out);
/* What stack.csv says of a forecast that begins with a month (since 1970-01): 1, or 0 if it says nothing. Between the
 * months ahead that it has it goes straight. */
int stk_weight_of(const scn_scenario *s, fct_margin margin, int first_month, int ahead, stk_weight *out);

#endif
