/* What acts on no day: rows that lie outside the days of a run, and policies that leave every value as it is.
 *
 * 1. A scenario's own rows are held against its own days, whatever --until cuts off: one warning a file.
 * 2. A policy that was asked for is held against the run: one warning a row, or one for all if they are many.
 * 3. A policy with rows inside the run, none of which moves a value beyond what is in force, is told.
 */
#include "scenario/internal.h"

#include <stdlib.h>
#include <string.h>

static int64_t first_of(const scn_scenario *s) { return s->from - s->spin_up_days; }

static txt_shown days_of(int64_t from, int64_t until) {
    return txt_say("%s to %s", from == INT64_MIN ? "the beginning" : scn_show_day(from).text,
                   until == INT64_MAX ? "the end" : scn_show_day(until - 1).text);
}

void scn_count_idle(const scn_loading *l, scn_idle *idle, int64_t from, int64_t until, txt_pos at) {
    const scn_scenario *s = l->s;
    int64_t end = s->projection > s->until ? s->projection : s->until;
    if (!l->period_ok || (from < end && until > first_of(s)))
        return;
    if (idle->n++ == 0 || at.line < idle->at.line) {
        idle->at = at;
        idle->from = from;
        idle->until = until;
    }
}

void scn_say_idle(scn_loading *l, const scn_idle *idle, const char *label) {
    const scn_scenario *s = l->s;
    if (idle->n == 0)
        return;
    txt_shown more =
        idle->n > 1 ? txt_say(" (and %d more such row%s)", idle->n - 1, idle->n > 2 ? "s" : "") : txt_say("%s", "");
    rep_add(l->rep, REP_WARNING, label, idle->at.line, idle->at.column,
            txt_say("a row of %s%s", days_of(idle->from, idle->until).text, more.text).text,
            "it acts on no day of any run: correct its dates, or take it out", "days of the scenario, %s",
            days_of(s->from, s->projection > s->until ? s->projection : s->until).text);
}

/* ---- policies that were asked for ---- */

enum { SAID_ONE_BY_ONE = 4 };

static void say_row(const scn_scenario *s, const scn_change *c, const char *more, rep_report *rep) {
    rep_add(rep, REP_WARNING, c->file, c->line, c->column,
            txt_say("a row of %s%s", days_of(c->from, c->until).text, more).text,
            "it acts on no day of this run: correct its dates, or choose another period", "days of the run, %s",
            days_of(s->from, s->until).text);
}

/* The number of rows of a layer outside the run; all of them said. */
static int say_outside(const scn_scenario *s, int layer, rep_report *rep) {
    const scn_change *first = NULL;
    int n = 0;
    for (int i = 0; i < s->nchanges; i++) {
        const scn_change *c = &s->changes[i];
        if (c->layer != layer || (c->from < s->until && c->until > first_of(s)))
            continue;
        n++;
        first = first == NULL || c->line < first->line ? c : first;
    }
    if (n > SAID_ONE_BY_ONE)
        say_row(s, first, txt_say(" (and %d more such rows)", n - 1).text, rep);
    for (int i = 0; n <= SAID_ONE_BY_ONE && i < s->nchanges; i++) {
        const scn_change *c = &s->changes[i];
        if (c->layer == layer && !(c->from < s->until && c->until > first_of(s)))
            say_row(s, c, "", rep);
    }
    return n;
}

/* 1: some row of the layer holds on a day. */
static int holds(const scn_scenario *s, int layer, int64_t day) {
    for (int i = s->nchanges - 1; i >= 0; i--)
        if (s->changes[i].layer == layer && s->changes[i].from <= day && day < s->changes[i].until)
            return 1;
    return 0;
}

/* 1: some value of some day of the run is another with this layer than without it; -1 without memory. */
static int moves(const scn_scenario *s, int layer) {
    size_t size = (size_t)s->registry.total * sizeof *s->values;
    double *with = malloc(size + 1), *without = malloc(size + 1);
    int found = with == NULL || without == NULL ? -1 : 0;
    for (int k = -1; found == 0 && k < s->ncut_days; k++) {
        int64_t day = k < 0 ? first_of(s) : s->cut_days[k];
        if (day < first_of(s) || day >= s->until || !holds(s, layer, day))
            continue;
        memcpy(with, s->values, size);
        memcpy(without, s->values, size);
        for (int i = 0; i < s->nchanges; i++) {
            const scn_change *c = &s->changes[i];
            if (c->from > day || day >= c->until)
                continue;
            scn_change_apply(s, c, with);
            if (c->layer != layer)
                scn_change_apply(s, c, without);
        }
        found = memcmp(with, without, size) != 0;
    }
    free(with);
    free(without);
    return found;
}

void scn_warn_of_idle_policy(const scn_scenario *s, int layer, rep_report *rep) {
    const scn_change *one = NULL;
    int rows = 0;
    for (int i = 0; i < s->nchanges; i++)
        if (s->changes[i].layer == layer) {
            one = &s->changes[i];
            rows++;
        }
    if (rows == 0 || say_outside(s, layer, rep) == rows || moves(s, layer) != 0)
        return;
    rep_add(rep, REP_WARNING, one->file, 0, 0, "a policy of the values already in force",
            "it changes nothing: correct its values or dates", "a value that differs on some day of the run, %s",
            days_of(s->from, s->until).text);
}

void scn_warn_of_idle_policies(const scn_scenario *s, rep_report *rep) {
    for (int k = 0; k < s->nchanges; k++)
        if (s->changes[k].layer != 0 && (k == 0 || s->changes[k - 1].layer != s->changes[k].layer))
            scn_warn_of_idle_policy(s, s->changes[k].layer, rep);
}
