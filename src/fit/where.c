/* Nationality by place as published: by sector where the months have such tables, else by state.
 *
 * The tables by state hold the ports. Sectors that they cannot tell apart (a sector in two states) are one unit: the
 * regions of targets.c. A latent sees these tables by bloc at most; which nationality of a bloc goes where is seen by
 * none.
 */
#include "fit/history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const state_prefix = "encounters_all_";

/* Unit of a row, or -1. */
static int unit_of(const fit_where *w, const scn_scenario *s, const scn_observed *o, int states) {
    size_t n = strlen(state_prefix);
    for (int k = 0; k < s->nsectors; k++) {
        if (!states && !strcmp(o->series, COR_SERIES_ENCOUNTERS) && !strcmp(o->place, s->sectors[k].name))
            return k;
        if (states && !strncmp(o->series, state_prefix, n) && !o->place[0] &&
            fit_in_state(o->series + n, s->sectors[k].state))
            return w->of[k];
    }
    return -1;
}

static void read_rows(fit_where *w, const scn_scenario *s, int states) {
    int month = -1;
    w->states = states;
    w->seen = 0;
    for (int i = 0; i < w->months * w->units * w->people; i++)
        w->count[i] = NAN;
    for (int i = 0; i < s->nobserved; i++) {
        const scn_observed *o = &s->observed[i];
        int t = month_of_day(o->from) - w->first;
        if (t < 0 || t >= w->months || o->group[0] || !o->nationality[0] || o->from != month_start(w->first + t) ||
            o->until != month_start(w->first + t + 1))
            continue;
        int u = unit_of(w, s, o, states);
        for (int n = 0; u >= 0 && n < w->people; n++)
            if (!strcmp(o->nationality, s->nationalities[n].name)) {
                double *x = &w->count[((size_t)t * (size_t)w->units + (size_t)u) * (size_t)w->people + (size_t)n];
                *x = isnan(*x) ? o->value : *x + o->value;
            }
    }
    for (int t = 0; t < w->months; t++)
        for (int i = 0; i < w->units * w->people && month < t; i++)
            if (!isnan(w->count[t * w->units * w->people + i])) {
                month = t;
                w->seen++;
            }
}

int fit_where_read(fit_where *w, const scn_scenario *s, const fit_targets *t, int first, int months, int states) {
    *w = (fit_where){.first = first, .months = months, .units = s->nsectors, .people = s->nnationalities};
    w->of = t->region;
    w->count = malloc(((size_t)months * (size_t)w->units * (size_t)w->people + 1) * sizeof *w->count);
    if (!w->count)
        return VADO_ERR_MEMORY;
    read_rows(w, s, states > 0);
    if (states < 0 && !w->seen)
        read_rows(w, s, 1);
    return 0;
}

void fit_where_free(fit_where *w) {
    free(w->count);
    w->count = NULL;
}
