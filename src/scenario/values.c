/* Values of parameters on a day: dated changes applied to the base, and whether they keep to the bounds. How rows come
 * about: schedule.c, which says how they are laid over each other.
 */
#include "engine/detmath.h"
#include "scenario/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- applying ---- */

/* People that a change covers: first, first + step, ... below end. */
typedef struct {
    int first, end, step;
} people;

static people who_of(const par_decl *d, const scn_change *c, int whos) {
    int n = c->who_nationality, g = c->who_demographic;
    if (d->who == WHO_NATIONALITY && n >= 0)
        return (people){n, n + 1, 1};
    if (d->who == WHO_DEMOGRAPHIC && g >= 0)
        return (people){g, g + 1, 1};
    if (d->who != WHO_BOTH)
        return (people){0, whos, 1};
    return (people){(n < 0 ? 0 : n * DEMO_COUNT) + (g < 0 ? 0 : g), n < 0 ? whos : (n + 1) * DEMO_COUNT,
                    g < 0 ? 1 : DEMO_COUNT};
}

/* Returns 1 if some element would have left its bounds. */
static int apply(const scn_scenario *s, const scn_change *c, double *values) {
    const par_decl *d = s->registry.decl[c->parameter];
    int whos = s->registry.who_size[d->who], wheres = s->registry.where_size[d->where], outside = 0;
    people who = who_of(d, c, whos);
    double slack = 1e-9 * (d->high - d->low);
    for (int i = c->where < 0 ? 0 : c->where; i < (c->where < 0 ? wheres : c->where + 1); i++)
        for (int j = who.first; j < who.end; j += who.step) {
            int element = s->registry.offset[c->parameter] + i * whos + j;
            double *v = &values[element];
            if (c->layer == 0 && s->held[element])
                continue;
            double x = c->kind == CHANGE_SET ? c->value : c->kind == CHANGE_ADD ? *v + c->value : *v * c->value;
            if (!(x >= d->low - slack && x <= d->high + slack))
                outside = 1;
            *v = x < d->low ? d->low : x > d->high ? d->high : x;
        }
    return outside;
}

void scn_change_apply(const scn_scenario *s, const scn_change *c, double *values) { (void)apply(s, c, values); }

static int is_cut_day(const scn_scenario *s, int64_t day) {
    int low = 0, high = s->ncut_days - 1;
    while (low <= high) {
        int middle = low + (high - low) / 2;
        if (s->cut_days[middle] == day)
            return 1;
        if (s->cut_days[middle] < day)
            low = middle + 1;
        else
            high = middle - 1;
    }
    return 0;
}

double scn_spread(const par_decl *d, double spread, double z, double value) {
    double by = det_exp(det_log(spread) * z / 1.6448536269514722);
    return d->low == 0 && d->high == 1 ? value * by / (1 - value + value * by) : value * by;
}

/* A change as a member has it. What one draws of a parameter and day depends on these alone, so it is the same under
 * every policy. */
static scn_change drawn(const scn_scenario *s, const scn_drawn *who, const scn_change *c) {
    char day[11], name[256];
    scn_change mine = *c;
    const par_decl *d = s->registry.decl[c->parameter];
    day_format(c->from, day);
    (void)snprintf(name, sizeof name, "%s from %s", d->path, day);
    mine.value = scn_spread(d, c->spread, par_normal(name, who->seed, who->member, who->members), c->value);
    return mine;
}

int scn_values_of(const scn_scenario *s, const scn_drawn *who, const double *base, int64_t day, int first,
                  double *values) {
    if (!first && !is_cut_day(s, day))
        return 0;
    if (s->registry.total > 0)
        memcpy(values, base, (size_t)s->registry.total * sizeof *values);
    for (int i = 0; i < s->nchanges; i++) {
        const scn_change *c = &s->changes[i];
        if (c->from > day || day >= c->until)
            continue;
        if (who == NULL || !(c->spread > 1)) {
            scn_change_apply(s, c, values);
        } else {
            const scn_change mine = drawn(s, who, c);
            scn_change_apply(s, &mine, values);
        }
    }
    return 1;
}

int scn_values_at(const scn_scenario *s, const double *base, int64_t day, int first, double *values) {
    return scn_values_of(s, NULL, base, day, first, values);
}

/* ---- bounds of what changes give, at the values before any draw ---- */

/* A value that is only ever set was held against its bounds when it was read: what is left are the parameters that some
 * change scales or adds to. */
int scn_check_changes(scn_loading *l) {
    scn_scenario *s = l->s;
    if (s->nchanges == 0 || s->values == NULL)
        return 0;
    double *values = malloc(((size_t)s->registry.total + 1) * sizeof *values);
    unsigned char *said = calloc((size_t)s->nchanges, 1), *moved = calloc((size_t)s->registry.count, 1);
    int status = values == NULL || said == NULL || moved == NULL ? -1 : 0;
    for (int i = 0; status == 0 && i < s->nchanges; i++)
        moved[s->changes[i].parameter] |= s->changes[i].kind != CHANGE_SET;
    for (int k = 0; status == 0 && k < s->ncut_days; k++) {
        int64_t day = s->cut_days[k];
        memcpy(values, s->values, (size_t)s->registry.total * sizeof *values);
        for (int i = 0; i < s->nchanges; i++) {
            const scn_change *c = &s->changes[i];
            const par_decl *d = s->registry.decl[c->parameter];
            if (!moved[c->parameter] || c->from > day || day >= c->until || !apply(s, c, values) || said[i] ||
                c->kind == CHANGE_SET)
                continue;
            said[i] = 1;
            rep_add(l->rep, REP_ERROR, c->file, c->line, c->column,
                    txt_say("%s %g", scn_change_words[c->kind], c->value).text, NULL,
                    "a result from %g to %g (%s) on %s", d->low, d->high, d->path, scn_show_day(day).text);
        }
    }
    free(values);
    free(said);
    free(moved);
    return status;
}
