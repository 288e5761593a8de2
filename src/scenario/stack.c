/* stack.csv: how forecasts of the main series are put together from members and the last value, as `vado score` found
 * it from earlier origins (study/stack.h). A row holds for forecasts that begin with its month or later, until the next
 * of its margin and months ahead.
 */
#include "scenario/internal.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const char *const margins[] = {"", "group", "nationality", "place", NULL};
#define AT(field) offsetof(scn_stack_row, field)
static const tab_column columns[] = {
    {"margin", COL_TEXT, 0, AT(margin), 0, 0, 0, NULL, 0},      {"ahead", COL_COUNT, 1, AT(ahead), 1, 60, 0, NULL, 0},
    {"from", COL_MONTH, 1, AT(from), 0, 0, 0, NULL, 0},         {"vado", COL_NUMBER, 1, AT(vado), 0, 1, 0, NULL, 0},
    {"spread", COL_NUMBER, 1, AT(spread), 0.1, 10, 0, NULL, 0},
};
const tab_schema scn_stack_schema = {SCN_STACK_FILE, sizeof(scn_stack_row), 3, 5, columns};

static void check(scn_loading *l, const tab_table *t, int i) {
    const scn_stack_row *row = tab_row(t, i);
    for (int k = 0; margins[k]; k++)
        if (strcmp(row->margin, margins[k]) == 0)
            return;
    txt_pos at = tab_at(t, i, "margin");
    rep_add(l->rep, REP_ERROR, t->label, at.line, at.column, txt_show(row->margin).text, NULL,
            "nothing (the whole), 'place', 'nationality' or 'group'");
}

int scn_read_stack(scn_loading *l) {
    const scn_file *file = scn_folder_find(&l->s->folder, SCN_STACK_FILE);
    char *label = file == NULL ? NULL : scn_label(l->s, file->name);
    tab_table t = {0};
    if (file == NULL ||
        (file->rows == NULL && file->length == 0)) /* empty: a shell made it, for what is to be written */
        return 0;
    int status = label == NULL ? -1 : scn_read_table(l, &t, &scn_stack_schema, file, label);
    if (status == 0)
        status = tab_sort(&t, l->rep);
    for (int i = 0; status == 0 && i < t.nrows; i++)
        if (!t.bad[i])
            check(l, &t, i);
    if (status == 0)
        l->s->stack = tab_take(&t, &l->s->nstack);
    tab_free(&t);
    free(label);
    return status;
}
