/* What is published of a series in some months, when publishers give months, quarters and years that overlap.
 *
 * 1. Candidates: rows without place, nationality and group that lie inside the window and cover whole months; and what
 *    is left of a row that begins before the window when a row of exactly its earlier part is taken off.
 * 2. Of all sets of rows that do not overlap, the one that covers most months; of several the one of better kinds
 *    (reported, rounded, derived, preliminary). Found month by month from the left.
 * Nothing is interpolated: a month that no row covers is left out of the comparison.
 */
#include "fit/history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int score, from, chosen; /* of the best set up to a month: its last row's first month and number; -1: none */
    double value;
} best_set;

static int plain(const scn_observed *o, const char *series) {
    return !strcmp(o->series, series) && scn_is_whole(o) && o->from == month_start(month_of_day(o->from)) &&
           o->until == month_start(month_of_day(o->until));
}

/* Months of the window, its value and its kind; 0 if the row is of no use. */
static int candidate(const scn_scenario *s, const scn_observed *o, int is_share, int first, int months, int *from,
                     int *until, double *value, int *kind) {
    *from = month_of_day(o->from) - first;
    *until = month_of_day(o->until) - first;
    *value = o->value;
    *kind = scn_kind_rank(o->kind);
    if (*until <= 0 || *until > months)
        return 0;
    if (*from >= 0)
        return 1;
    for (int i = 0; i < s->nobserved && !is_share; i++) {
        const scn_observed *part = &s->observed[i];
        if (!plain(part, o->series) || part->from != o->from || part->until != month_start(first))
            continue;
        *from = 0;
        *value -= part->value;
        *kind = (scn_kind_rank(part->kind) > *kind ? scn_kind_rank(part->kind) : *kind) + 1;
        return 1;
    }
    return 0;
}

int fit_cover_find(fit_cover *c, const scn_scenario *s, const char *series, int is_share, int first, int months) {
    best_set *best = calloc((size_t)months + 1, sizeof *best);
    *c = (fit_cover){.value = NAN, .used = calloc((size_t)months + 1, 1)};
    c->pieces = malloc(((size_t)months + 1) * sizeof *c->pieces);
    if (!best || !c->used || !c->pieces) {
        free(best);
        fit_cover_free(c);
        return VADO_ERR_MEMORY;
    }
    for (int m = 1; m <= months; m++) {
        best[m] = (best_set){.score = best[m - 1].score, .from = m - 1, .chosen = -1};
        for (int i = 0; i < s->nobserved; i++) {
            int from, until, kind;
            double value;
            if (!plain(&s->observed[i], series) ||
                !candidate(s, &s->observed[i], is_share, first, months, &from, &until, &value, &kind) || until != m)
                continue;
            int score = best[from].score + (m - from) * (100 - kind);
            if (score > best[m].score)
                best[m] = (best_set){score, from, i, value};
        }
    }
    double sum = 0;
    for (int m = months; m > 0; m = best[m].from)
        if (best[m].chosen >= 0) {
            memset(c->used + best[m].from, 1, (size_t)(m - best[m].from));
            c->months += m - best[m].from;
            c->pieces[c->npieces++] = (fit_piece){best[m].from, m, best[m].value};
            sum += is_share ? best[m].value * (m - best[m].from) : best[m].value;
        }
    if (c->months > 0)
        c->value = is_share ? sum / c->months : sum;
    free(best);
    return 0;
}

void fit_cover_free(fit_cover *c) {
    free(c->used);
    free(c->pieces);
    c->used = NULL;
    c->pieces = NULL;
}
