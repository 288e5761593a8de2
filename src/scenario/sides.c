/* Which published figures may set something and which only judge.
 *
 * 1. The column `side` of observed/: "set": latents, parameters and inputs may be chosen by it; "judge": nothing may;
 *    "time": latents may see it, and it judges those fitted to months before it. No side: it may set and judges
 * nothing.
 * 2. observed/used.csv: figures that were looked at while something was chosen, with date, purpose and who. A figure
 * that would judge and is named there judges no more: it has been used, and there is no way to say that it was not.
 * 3. A row of used.csv marks the figures of its series that cover exactly its period, or all that lie inside it, with
 *    its place, nationality and group: empty is the figure for all, "*" any. One that marks nothing is an error, so
 * that a mark is not lost by a misspelling or by a figure that is published anew.
 */
#include "scenario/internal.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

const char *const scn_side_words[SCN_SIDES] = {"may set", "judges", "used"};

typedef struct {
    char *series;
    int64_t from, until;
    char *place, *nationality, *group;
    int inside;
    int64_t date;
    char *by, *used_for;
} used_row;

static const char *const periods[] = {"exact", "inside", NULL};

static const tab_column columns[] = {
    {"series", COL_TEXT, 1, offsetof(used_row, series), 0, 0, 0, NULL, 0},
    {"from", COL_DATE, 1, offsetof(used_row, from), 0, 0, 0, NULL, 0},
    {"until", COL_UNTIL, 1, offsetof(used_row, until), 0, 0, 0, NULL, 0},
    {"period", COL_CHOICE, 1, offsetof(used_row, inside), 0, 0, 0, periods, 0},
    {"place", COL_TEXT, 0, offsetof(used_row, place), 0, 0, 0, NULL, 0},
    {"nationality", COL_TEXT, 0, offsetof(used_row, nationality), 0, 0, 0, NULL, 0},
    {"group", COL_TEXT, 0, offsetof(used_row, group), 0, 0, 0, NULL, 0},
    {"date", COL_DATE, 1, offsetof(used_row, date), 0, 0, 0, NULL, 0},
    {"by", COL_TEXT, 1, offsetof(used_row, by), 0, 0, 0, NULL, 0},
    {"used_for", COL_TEXT, 1, offsetof(used_row, used_for), 0, 0, 0, NULL, 0},
};
const tab_schema scn_used_schema = {SCN_USED_FILE, sizeof(used_row), 0, 10, columns};

/* ---- asking ---- */

static int is(const char *side, const char *word) { return side != NULL && strcmp(side, word) == 0; }

scn_side scn_side_of(const scn_observed *o, int64_t seen_until) {
    if (!is(o->side, SCN_SIDE_JUDGE) && (!is(o->side, SCN_SIDE_TIME) || o->from < seen_until))
        return SCN_SETS;
    return o->used != NULL && o->used[0] != '\0' ? SCN_USED : SCN_JUDGES;
}

int scn_may_set(const scn_observed *o) { return !is(o->side, SCN_SIDE_JUDGE); }

int scn_is_whole(const scn_observed *o) { return !o->place[0] && !o->nationality[0] && !o->group[0]; }

int scn_may_set_whole(int n, const scn_observed *rows, const char *series) {
    for (int i = 0; i < n; i++)
        if (strcmp(rows[i].series, series) == 0 && scn_is_whole(&rows[i]) && scn_may_set(&rows[i]))
            return 1;
    return 0;
}

/* ---- reading ---- */

static int agrees(const char *wanted, const char *name) {
    return strcmp(wanted, "*") == 0 || strcmp(wanted, name) == 0;
}

static int marks(const used_row *u, const scn_observed *o) {
    int within = u->inside ? o->from >= u->from && o->until <= u->until : o->from == u->from && o->until == u->until;
    return within && strcmp(u->series, o->series) == 0 && agrees(u->place, o->place) &&
           agrees(u->nationality, o->nationality) && agrees(u->group, o->group);
}

/* The first use of a figure is kept: it was spent then. */
static int mark(scn_loading *l, const used_row *u, int *n) {
    char date[11];
    day_format(u->date, date);
    char *words = txt_pool_take(&l->s->texts, txt_say("%s: %.150s (%.60s)", date, u->used_for, u->by).text);
    if (words == NULL)
        return -1;
    for (int i = 0; i < l->s->nobserved; i++) {
        scn_observed *o = &l->s->observed[i];
        if (!marks(u, o))
            continue;
        ++*n;
        if (o->used[0] == '\0')
            o->used = words;
    }
    return 0;
}

static int mark_all(scn_loading *l, const tab_table *t, int partly) {
    for (int i = 0; i < t->nrows; i++) {
        const used_row *u = tab_row(t, i);
        txt_pos at = tab_at(t, i, "series");
        int n = 0;
        if (t->bad[i])
            continue;
        if (mark(l, u, &n) != 0)
            return -1;
        if (n == 0 && !partly)
            rep_add(l->rep, REP_ERROR, t->label, at.line, at.column,
                    txt_say("%.60s from %s", u->series, scn_show_day(u->from).text).text,
                    "name its series, period and margins as they stand there; * is any margin",
                    "a published figure of observed/");
    }
    return 0;
}

int scn_read_used(scn_loading *l, int partly) {
    const scn_file *file = scn_folder_find(&l->s->folder, SCN_USED_FILE);
    char *label = file == NULL ? NULL : scn_label(l->s, file->name);
    tab_table t = {0};
    if (file == NULL)
        return 0;
    int status = label == NULL ? -1 : scn_read_table(l, &t, &scn_used_schema, file, label);
    if (status == 0)
        status = mark_all(l, &t, partly);
    tab_free(&t);
    free(label);
    return status;
}
