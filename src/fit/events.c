/* Where departures may not jump: around dated changes that are aimed at a nationality.
 *
 * A latent that falls by four log units in the month of an announcement does the announcement's work, and a model that
 * is then "right" has shown nothing. So first differences near such a month cost more, and what the mechanisms do not
 * explain of it stays in the table of errors, where it can be seen. A change is aimed at a nationality if it names it
 * and, for the same parameter and day, no more than five nationalities (a table that gives each nationality its value
 * is no event).
 */
#include "fit/internal.h"

enum { AIMED = 5, BEFORE = 2, AFTER = 1 };
static const double cost = 0.15; /* of a squared first difference; a well-counted month's squared log error costs 1 */

/* How many nationalities the changes of one parameter on one day name. */
static int named(const scn_scenario *s, const scn_change *c) {
    int count = 0;
    for (int n = 0; n < s->nnationalities; n++)
        for (int i = 0; i < s->nchanges; i++) {
            const scn_change *o = &s->changes[i];
            if (o->from == c->from && o->parameter == c->parameter && o->who_nationality == n) {
                count++;
                break;
            }
        }
    return count;
}

void fit_events(const scn_scenario *s, int first_month, int months, double *extra) {
    for (int i = 0; i < s->nnationalities * months; i++)
        extra[i] = 0;
    for (int i = 0; i < s->nchanges; i++) {
        const scn_change *c = &s->changes[i];
        int at = month_of_day(c->from) - first_month;
        if (c->who_nationality < 0 || c->from <= s->from - s->spin_up_days || at >= months || named(s, c) > AIMED)
            continue;
        for (int t = at - BEFORE; t <= at + AFTER; t++)
            if (t >= 0 && t + 1 < months)
                extra[c->who_nationality * months + t] = cost;
    }
}
