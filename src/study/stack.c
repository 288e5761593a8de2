/* See stack.h. */
#include "study/stack.h"

#include "table/results.h"

#include <math.h>
#include <string.h>

void stk_quantiles(const double *sorted, int n, double *out) {
    for (int i = 0; i < STK_QUANTILES; i++)
        out[i] = n > 0 ? res_quantile(sorted, n, (double)i / (STK_QUANTILES - 1)) : NAN;
}

void stk_mix(const double *const parts[STK_PARTS], stk_weight w, double *out) {
    const double *members = parts[STK_MEMBERS], *last = parts[STK_LAST];
    const double *smooth = isnan(parts[STK_SMOOTHING][0]) ? last : parts[STK_SMOOTHING];
    double middle = members[STK_QUANTILES / 2], left = 1 - w.vado - w.smoothing;
    for (int i = 0; i < STK_QUANTILES; i++)
        out[i] = w.vado * (middle + w.spread * (members[i] - middle)) + w.smoothing * smooth[i] + left * last[i];
}

int stk_weight_of(const scn_scenario *s, fct_margin margin, int first_month, int ahead, stk_weight *out) {
    const scn_stack_row *below = NULL,
                        *above = NULL; /* the nearest months ahead that there are, the latest row of each */
    for (int i = 0; i < s->nstack; i++) {
        const scn_stack_row *row = &s->stack[i];
        if (row->from > first_month || strcmp(row->margin, fct_margin_words[margin]) != 0)
            continue;
        if (row->ahead <= ahead)
            below = row; /* rows come in order of months ahead, then of from */
        if (row->ahead >= ahead && (!above || row->ahead == above->ahead))
            above = row;
    }
    if (!below && !above)
        return 0;
    below = below ? below : above;
    above = above ? above : below;
    double share = above->ahead > below->ahead ? (double)(ahead - below->ahead) / (above->ahead - below->ahead) : 0;
    out->vado = below->vado + share * (above->vado - below->vado);
    out->smoothing = below->smoothing + share * (above->smoothing - below->smoothing);
    out->spread = below->spread + share * (above->spread - below->spread);
    return 1;
}
