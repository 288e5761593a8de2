/* stack.csv: how forecasts of the main series are put together from members, exponential smoothing and the last value,
 * as `vado score` found it from earlier origins (study/stack.h). A row holds for forecasts that begin with its month or
 * later, until the next of its margin and months ahead.
 */
#include "scenario/internal.h"

#include <stddef.h>

static const char *const margins[] = {"group", "nationality", "place", NULL}; /* empty: the whole */
#define AT(field) offsetof(scn_stack_row, field)
static const tab_column columns[] = {
    {"margin", COL_CHOICE_TEXT, 0, AT(margin), 0, 0, 0, margins, 0},
    {"ahead", COL_COUNT, 1, AT(ahead), 1, 60, 0, NULL, 0},
    {"from", COL_MONTH, 1, AT(from), 0, 0, 0, NULL, 0},
    {"vado", COL_NUMBER, 1, AT(vado), 0, 1, 0, NULL, 0},
    {"smoothing", COL_NUMBER, 0, AT(smoothing), 0, 1, 0, NULL, 0},
    {"spread", COL_NUMBER, 1, AT(spread), 0.1, 10, 0, NULL, 0},
};
const tab_schema scn_stack_schema = {SCN_STACK_FILE, sizeof(scn_stack_row), 3, 6, columns};

/* What is left to the last value is none of less than nothing. */
static void add_up(const scn_loading *l, const tab_table *t, int i) {
    const scn_stack_row *r = tab_row(t, i);
    txt_pos at = tab_at(t, i, "smoothing");
    if (!t->bad[i] && r->vado + r->smoothing > 1 + 1e-9)
        rep_add(l->rep, REP_ERROR, t->label, at.line, at.column,
                txt_say("%g beside %g of vado", r->smoothing, r->vado).text, "lower one of them",
                "weights that are 1 together at most: what is left is the last value's");
}

int scn_read_stack(scn_loading *l) {
    const scn_file *file = scn_folder_find(&l->s->folder, SCN_STACK_FILE);
    tab_table t;
    if (file != NULL && file->rows == NULL && file->length == 0) /* a shell made it, for what is to be written */
        return 0;
    int status = scn_read_optional(l, &t, &scn_stack_schema);
    for (int i = 0; status == 0 && i < t.nrows; i++)
        add_up(l, &t, i);
    if (status == 0)
        l->s->stack = tab_take(&t, &l->s->nstack);
    tab_free(&t);
    return status;
}
