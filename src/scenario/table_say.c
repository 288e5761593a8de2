/* What is said of a table that is not begun yet: the line that it begins with. */
#include "scenario/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The names of the columns whose cells must be given, or of the others, with commas. NULL without memory. */
static char *columns(const tab_schema *schema, int required) {
    char *line = txt_copy("");
    for (int c = 0; line != NULL && c < schema->ncolumns; c++) {
        const tab_column *column = &schema->columns[c];
        if (!column->required != !required || column->type == COL_MADE)
            continue;
        char *longer = txt_join(line, *line ? "," : "", column->name);
        free(line);
        line = longer;
    }
    return line;
}

char *tab_begin(const tab_schema *schema, const char *where) {
    static const char form[] = "%s `%s`%s%s, see docs/scenario-format.md", also[] = ", which may also have ";
    char *must = columns(schema, 1), *may = columns(schema, 0), *todo = NULL;
    size_t size =
        must == NULL || may == NULL ? 0 : sizeof form + sizeof also + strlen(where) + strlen(must) + strlen(may);
    if (size > 0 && (todo = malloc(size)) != NULL)
        (void)snprintf(todo, size, form, where, must, *may ? also : "", may);
    free(must);
    free(may);
    return todo;
}
