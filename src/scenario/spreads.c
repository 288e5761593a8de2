/* spreads.csv: how far sizes of the schedule are guesses. A row is a decision: all rows of schedule.csv that set one
 * parameter from one day on. Members draw a size of it (values.c); the central run has the size as it stands, and so
 * has a policy, which asks about a size of its own.
 */
#include "scenario/internal.h"

#include <stddef.h>
#include <stdlib.h>

typedef struct {
    char *parameter;
    int64_t from;
    double spread;
    char *source;
} row;

#define AT(field) offsetof(row, field)
static const tab_column columns[] = {
    {"parameter", COL_TEXT, 1, AT(parameter), 0, 0, 0, NULL, 0},
    {"from", COL_DATE, 1, AT(from), 0, 0, 0, NULL, 0},
    {"spread", COL_NUMBER, 1, AT(spread), 1, 100, 0, NULL, 0},
    {"source", COL_TEXT, 1, AT(source), 0, 0, 0, NULL, 0},
};
const tab_schema scn_spread_schema = {SCN_SPREADS_FILE, sizeof(row), 2, 4, columns};

/* Marks the rows of the schedule, which are all that there is yet. */
static void take(scn_loading *l, const tab_table *t, int i) {
    const row *r = tab_row(t, i);
    scn_scenario *s = l->s;
    txt_pos at = tab_at(t, i, "parameter");
    int p = r->parameter[0] == '\0' ? -1 : scn_parameter_find(l, t->label, at, r->parameter), found = 0;
    if (p < 0 || t->bad[i])
        return;
    for (int k = 0; k < s->nchanges; k++) {
        scn_change *c = &s->changes[k];
        if (c->parameter != p || c->from != r->from || c->kind != CHANGE_SET)
            continue;
        c->spread = r->spread;
        found = 1;
    }
    if (!found)
        rep_add(l->rep, REP_ERROR, t->label, at.line, at.column,
                txt_say("%.80s from %s", r->parameter, scn_show_day(r->from).text).text,
                "take it out, or name the day on which the size begins",
                "a parameter that a row of schedule.csv sets from that day on: a factor or an addend is no size");
}

int scn_read_spreads(scn_loading *l) {
    tab_table t;
    int status = scn_read_optional(l, &t, &scn_spread_schema);
    for (int i = 0; status == 0 && i < t.nrows; i++)
        take(l, &t, i);
    tab_free(&t);
    return status;
}
