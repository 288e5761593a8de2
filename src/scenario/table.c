/* Reading a CSV file by its schema.
 *   1. the header's cells are matched to columns; a misspelt one counts as the missing one it resembles, so it is said
 * once;
 *   2. the table is usable if its key columns (or all required ones, if it has no key) are there;
 *   3. every cell is read by its column's type; a row with the wrong number of cells keeps its texts, so that its name
 * is still known to others, and nothing more is said of it;
 *   4. tab_sort orders rows by all columns, so the order of rows in the file cannot be seen afterwards.
 */
#include "scenario/table.h"

#include "scenario/scenario.h"
#include "text/csv.h"
#include "text/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void *tab_row(const tab_table *t, int row) { return (char *)t->rows + (size_t)row * t->schema->row_size; }

static const char *name_at(const void *list, int i) { return ((const tab_list *)list)->names[i]; }

int tab_find(const tab_list *list, const char *name) { return txt_find(name, list->n, name_at, list); }

/* ---- the header ---- */

/* "from,until,...": columns that a file may have. */
static txt_shown columns_of(const tab_schema *s) {
    txt_shown out = {""};
    size_t used = 0;
    for (int i = 0; i < s->ncolumns; i++) {
        size_t n = strlen(s->columns[i].name);
        if (s->columns[i].type == COL_MADE)
            continue;
        if (used + n + 3 > sizeof out.text)
            break;
        if (used > 0)
            out.text[used++] = ',';
        memcpy(out.text + used, s->columns[i].name, n + 1);
        used += n;
    }
    return out;
}

static int column_named(const tab_schema *s, const char *name) {
    for (int c = 0; c < s->ncolumns; c++)
        if (s->columns[c].type != COL_MADE && strcmp(s->columns[c].name, name) == 0)
            return c;
    return -1;
}

static int is_required(const tab_column *c) {
    return c->type != COL_MADE && (c->required || strcmp(c->name, "source") == 0);
}

/* Most of the columns that a row cannot do without are not there, nor anything like them, and most of those that are
 * nobody knows: one error in place of one a column. */
static int is_another_table(const tab_table *t, const csv_table *csv, const int cell_of[TAB_COLUMNS_MAX],
                            rep_report *rep) {
    const tab_schema *s = t->schema;
    const csv_row *header = &csv->rows[0];
    const char *missing[TAB_COLUMNS_MAX], *strangest = NULL;
    int needed = 0, nmissing = 0, strange = 0;
    for (int c = 0; c < s->ncolumns; c++)
        if (s->columns[c].type != COL_MADE && s->columns[c].required) {
            needed++;
            if (cell_of[c] < 0)
                missing[nmissing++] = s->columns[c].name;
        }
    for (int i = 0; i < header->ncells; i++) {
        const char *text = csv->cells[header->first + i].text;
        if (column_named(s, text) >= 0)
            continue;
        if (rep_nearest(text, nmissing, missing))
            return 0;
        strangest = strange++ ? strangest : text;
    }
    if (nmissing < 2 || 2 * nmissing <= needed || 2 * strange <= header->ncells)
        return 0;
    rep_add(rep, REP_ERROR, t->label, header->line, 1,
            txt_say("the columns of another table, such as %s", txt_show(strangest).text).text,
            "name the file that was meant", "those of %s (%s)", s->file, columns_of(s).text);
    return 1;
}

/* cell_of[column] becomes the number of its cell in a row, or -1. 0 if one column is there twice. */
static int find_columns(const tab_table *t, const csv_table *csv, int cell_of[TAB_COLUMNS_MAX], rep_report *rep) {
    const csv_row *header = &csv->rows[0];
    int once = 1;
    for (int c = 0; c < t->schema->ncolumns; c++)
        cell_of[c] = -1;
    for (int i = 0; i < header->ncells; i++) {
        const csv_cell *cell = &csv->cells[header->first + i];
        int c = column_named(t->schema, cell->text);
        if (c >= 0 && cell_of[c] >= 0) {
            rep_add(rep, REP_ERROR, t->label, cell->at.line, cell->at.column, txt_show(cell->text).text,
                    "take one of them out", "each column once");
            once = 0; /* which of the two was meant cannot be known */
        } else if (c >= 0)
            cell_of[c] = i;
    }
    return once;
}

/* Columns nobody knows, each with the missing one it is nearest to, which is then noted in resembled. */
static void say_unknown(const tab_table *t, const csv_table *csv, const int cell_of[TAB_COLUMNS_MAX],
                        int resembled[TAB_COLUMNS_MAX], rep_report *rep) {
    const tab_schema *s = t->schema;
    const csv_row *header = &csv->rows[0];
    for (int i = 0; i < header->ncells; i++) {
        const csv_cell *cell = &csv->cells[header->first + i];
        const char *missing[TAB_COLUMNS_MAX], *near = NULL;
        int nmissing = 0;
        if (column_named(s, cell->text) >= 0)
            continue;
        for (int c = 0; c < s->ncolumns; c++)
            if (s->columns[c].type != COL_MADE && cell_of[c] < 0 && !resembled[c])
                missing[nmissing++] = s->columns[c].name;
        near = rep_nearest(cell->text, nmissing, missing);
        if (near)
            resembled[column_named(s, near)] = 1;
        rep_add(rep, REP_ERROR, t->label, cell->at.line, cell->at.column, txt_show(cell->text).text,
                near ? txt_say("did you mean %s?", txt_show(near).text).text : "take the column out",
                "a column of %s (%s)", s->file, columns_of(s).text);
    }
}

static void match_header(tab_table *t, const csv_table *csv, int cell_of[TAB_COLUMNS_MAX], rep_report *rep) {
    const tab_schema *s = t->schema;
    int resembled[TAB_COLUMNS_MAX] = {0}, usable = find_columns(t, csv, cell_of, rep);
    t->loaded = 0;
    if (is_another_table(t, csv, cell_of, rep))
        return;
    say_unknown(t, csv, cell_of, resembled, rep);
    for (int c = 0; c < s->ncolumns; c++) {
        const tab_column *column = &s->columns[c];
        if (!is_required(column) || cell_of[c] >= 0)
            continue;
        if (!resembled[c])
            rep_add(rep, REP_ERROR, t->label, csv->rows[0].line, 1, "no such column", "add it to the header",
                    "a column \"%s\"", column->name);
        if (s->nkey == 0 || c < s->nkey || column->type == COL_REF)
            usable = 0;
    }
    t->loaded = usable;
}

/* ---- cells ---- */

static void cell_error(tab_table *t, int row, rep_report *rep, const csv_cell *cell, const char *todo,
                       const char *expected) {
    rep_add(rep, REP_ERROR, t->label, cell->at.line, cell->at.column,
            cell->text[0] == '\0' ? "an empty cell" : txt_show(cell->text).text, todo, "%s", expected);
    t->bad[row] = 1;
}

/* What to do about a number that was written as people write it elsewhere. */
static const char *number_todo(const char *text) {
    if (strchr(text, ',') != NULL)
        return "write it with a decimal point and without thousands marks";
    return strchr(text, '%') != NULL ? "write a share, 0.5 for 50%" : NULL;
}

static void read_number(tab_table *t, int row, const tab_column *c, const csv_cell *cell, double *out,
                        rep_report *rep) {
    double v = 0;
    int unread = txt_number_parse(cell->text, &v) != 0;
    if (!unread && v >= c->low && v <= c->high) {
        *out = v;
        return;
    }
    txt_shown between = c->high >= 1e300   ? txt_say("a number of at least %g", c->low)
                        : c->low <= -1e300 ? txt_say("a number")
                                           : txt_say("a number from %g to %g", c->low, c->high);
    *out = c->otherwise;
    cell_error(t, row, rep, cell, unread ? number_todo(cell->text) : NULL, between.text);
}

static void read_date(tab_table *t, int row, const tab_column *c, const csv_cell *cell, int64_t *out, rep_report *rep) {
    int64_t day = 0;
    if (day_parse(cell->text, &day) != 0) {
        cell_error(t, row, rep, cell, "write it as 2021-03-31 or 2021-03", "a date");
        return;
    }
    if (c->type == COL_UNTIL)
        day = strlen(cell->text) == 7 ? month_start(month_of_day(day) + 1) : day + 1;
    *out = day;
}

static int read_choice(tab_table *t, int row, const tab_column *c, const csv_cell *cell, rep_report *rep) {
    txt_shown all = {""};
    int n = 0;
    for (; c->words[n] != NULL; n++)
        if (strcmp(c->words[n], cell->text) == 0)
            return n;
    for (int i = 0; i < n; i++)
        all = i == 0 ? txt_say("%s", c->words[i]) : txt_say("%.70s, %s", all.text, c->words[i]);
    txt_unknown(rep, t->label, cell->at, cell->text, txt_say("one of %s", all.text).text,
                rep_nearest(cell->text, n, c->words), NULL);
    t->bad[row] = 1;
    return -1;
}

static int read_reference(tab_table *t, int row, const tab_column *c, const csv_cell *cell, const tab_list *list,
                          rep_report *rep) {
    int i = tab_find(list, cell->text);
    if (i >= 0)
        return i;
    t->bad[row] = 1;
    if (list->loaded)
        txt_unknown(rep, t->label, cell->at, cell->text, list->of, rep_nearest(cell->text, list->n, list->names), NULL);
    (void)c;
    return -1;
}

static int read_text(tab_table *t, int row, const csv_cell *cell, char **out, rep_report *rep) {
    size_t n = strlen(cell->text);
    if (n > 0 && (cell->text[0] == ' ' || cell->text[n - 1] == ' '))
        cell_error(t, row, rep, cell, "take the spaces at its ends out", "text without spaces at its ends");
    txt_warn_formula(rep, t->label, cell->at, cell->text);
    *out = txt_pool_take(t->texts, cell->text);
    return *out == NULL ? -1 : 0;
}

/* What an empty or unreadable cell gives. */
static int set_otherwise(tab_table *t, int row, const tab_column *c) {
    if (c->offset == TAB_NOWHERE)
        return 0;
    void *to = tab_cell(t->schema, t->rows, row, c);
    switch (c->type) {
    case COL_TEXT:
    case COL_CHOICE_TEXT:
        *(char **)to = txt_pool_take(t->texts, "");
        return *(char **)to == NULL ? -1 : 0;
    case COL_NUMBER:
        *(double *)to = c->otherwise;
        return 0;
    case COL_DATE:
        *(int64_t *)to = INT64_MIN;
        return 0;
    case COL_UNTIL:
        *(int64_t *)to = INT64_MAX;
        return 0;
    case COL_REF:
        *(int *)to = -1;
        return 0;
    default:
        return 0; /* zero already */
    }
}

static int read_cell(tab_table *t, int row, const tab_column *c, const csv_cell *cell, const tab_list *lists,
                     rep_report *rep) {
    union {
        double number;
        int64_t day;
        int whole;
        char *text;
    } nowhere = {0};
    void *to = c->offset == TAB_NOWHERE ? (void *)&nowhere : tab_cell(t->schema, t->rows, row, c);
    int64_t day = 0;
    double number = 0;
    int word = 0, status = 0;
    switch (c->type) {
    case COL_TEXT:
        status = read_text(t, row, cell, (char **)to, rep);
        break;
    case COL_NUMBER:
        read_number(t, row, c, cell, (double *)to, rep);
        break;
    case COL_COUNT:
        read_number(t, row, c, cell, &number, rep);
        if (number != floor(number))
            cell_error(t, row, rep, cell, NULL, "a whole number");
        *(int *)to = (int)number;
        break;
    case COL_DATE:
    case COL_UNTIL:
        read_date(t, row, c, cell, (int64_t *)to, rep);
        break;
    case COL_MONTH:
        if (strlen(cell->text) != 7 || day_parse(cell->text, &day) != 0)
            cell_error(t, row, rep, cell, "write it as 2021-03", "a month");
        *(int *)to = month_of_day(day);
        break;
    case COL_CHOICE:
        word = read_choice(t, row, c, cell, rep);
        *(int *)to = word < 0 ? 0 : word;
        break;
    case COL_CHOICE_TEXT:
        word = read_choice(t, row, c, cell, rep);
        if (word >= 0) {
            *(char **)to = txt_pool_take(t->texts, c->words[word]);
            status = *(char **)to == NULL ? -1 : 0;
        }
        break;
    case COL_REF:
        *(int *)to = read_reference(t, row, c, cell, &lists[c->list], rep);
        break;
    case COL_MADE:
        break;
    }
    return status;
}

static int read_row(tab_table *t, int row, const csv_table *csv, const int *cell_of, const tab_list *lists,
                    rep_report *rep) {
    const tab_schema *s = t->schema;
    const csv_row *from = &csv->rows[row + 1];
    int quiet = from->bad;
    t->bad[row] = (unsigned char)quiet;
    for (int c = 0; c < s->ncolumns; c++) {
        const tab_column *column = &s->columns[c];
        int i = cell_of[c];
        t->at[row * s->ncolumns + c] = (txt_pos){from->line, 1};
        if (set_otherwise(t, row, column) != 0)
            return -1;
        if (i < 0 || i >= from->ncells)
            continue;
        const csv_cell *cell = &csv->cells[from->first + i];
        t->at[row * s->ncolumns + c] = cell->at;
        if (quiet && column->type != COL_TEXT)
            continue;
        if (cell->text[0] == '\0') {
            if (column->required && !quiet)
                cell_error(t, row, rep, cell, NULL, txt_say("a value for %s", column->name).text);
        } else if (read_cell(t, row, column, cell, lists, rep) != 0)
            return -1;
    }
    t->nbad += t->bad[row];
    return 0;
}

/* A spreadsheet of another country or another way of saving: one error that says so, not one for each column. 1 if it
 * is. */
static int saved_otherwise(const csv_table *csv, const tab_schema *schema, const char *label, rep_report *rep) {
    const csv_row *header = &csv->rows[0];
    const csv_cell *cell = &csv->cells[header->first];
    int semicolons = strchr(cell->text, ';') != NULL;
    if (header->ncells != 1 || schema->ncolumns < 2 || (!semicolons && strchr(cell->text, '\t') == NULL))
        return 0;
    rep_add(rep, REP_ERROR, label, cell->at.line, cell->at.column,
            semicolons ? "semicolons between the cells" : "tabs between the cells",
            "save it with commas (CSV, comma separated, with points in numbers)", "commas");
    return 1;
}

int tab_read(tab_table *t, const tab_schema *schema, const char *text, size_t length, const char *label,
             const tab_list *lists, txt_pool *texts, rep_report *rep) {
    csv_table csv = {0};
    int cell_of[TAB_COLUMNS_MAX], status = -1;
    memset(t, 0, sizeof *t);
    t->schema = schema;
    t->texts = texts;
    t->label = txt_copy(label);
    if (t->label == NULL || csv_read(&csv, text, length, label, rep) != 0)
        goto out;
    status = 0;
    if (csv.nrows == 0) {
        char *todo = csv.cut ? NULL : tab_begin(schema, "write the columns' names into its first line:");
        if (todo != NULL)
            rep_add(rep, REP_ERROR, label, 1, 1, "an empty file", todo, "a header line");
        status = csv.cut || todo != NULL ? 0 : -1;
        free(todo);
        goto out;
    }
    if (saved_otherwise(&csv, schema, label, rep))
        goto out;
    match_header(t, &csv, cell_of, rep);
    if (!t->loaded || csv.nrows == 1)
        goto out;
    size_t n = (size_t)csv.nrows - 1;
    t->rows = calloc(n, schema->row_size);
    t->width = schema->ncolumns;
    t->at = calloc(n * (size_t)schema->ncolumns, sizeof *t->at);
    t->bad = calloc(n, 1);
    if (t->rows == NULL || t->at == NULL || t->bad == NULL) {
        status = -1;
        goto out;
    }
    for (t->nrows = 0; status == 0 && t->nrows < (int)n;)
        status = read_row(t, t->nrows++, &csv, cell_of, lists, rep);
    if (csv.cut)
        t->loaded = 0; /* rows are missing: nothing can be said of what refers to them */
out:
    csv_free(&csv);
    if (status != 0)
        tab_free(t);
    return status;
}

/* ---- order ---- */

static int compare_cells(const tab_column *c, const void *pa, const void *pb) {
    switch (c->type) {
    case COL_TEXT:
    case COL_MADE:
    case COL_CHOICE_TEXT: {
        const char *x = *(char *const *)pa, *y = *(char *const *)pb;
        return x == y ? 0 : strcmp(x == NULL ? "" : x, y == NULL ? "" : y);
    }
    case COL_NUMBER: {
        double x = *(const double *)pa, y = *(const double *)pb;
        return (x > y) - (x < y);
    }
    case COL_DATE:
    case COL_UNTIL: {
        int64_t x = *(const int64_t *)pa, y = *(const int64_t *)pb;
        return (x > y) - (x < y);
    }
    default: {
        int x = *(const int *)pa, y = *(const int *)pb;
        return (x > y) - (x < y);
    }
    }
}

/* As tab_compare; *at becomes the column in which they differ, n if in none. */
static int compare(const tab_table *t, int a, int b, int n, int *at) {
    const tab_schema *s = t->schema;
    for (int i = 0; i < n; i++) {
        const tab_column *c = &s->columns[i];
        if (c->offset == TAB_NOWHERE)
            continue;
        int d = compare_cells(c, tab_cell(s, t->rows, a, c), tab_cell(s, t->rows, b, c));
        if (d != 0) {
            *at = i;
            return d;
        }
    }
    *at = n;
    return 0;
}

int tab_compare(const tab_table *t, int a, int b, int n) {
    int at;
    return compare(t, a, b, n, &at);
}

static int by_columns(const void *context, int a, int b) {
    const tab_table *t = context;
    return tab_compare(t, a, b, t->schema->ncolumns);
}

/* Of a cell; its line alone where no more is kept. */
static txt_pos place(const tab_table *t, int row, int column) {
    if (t->width == 0)
        return (txt_pos){0, 0};
    const txt_pos *at = &t->at[row * t->width];
    return column < t->width ? at[column] : (txt_pos){at[0].line, 0};
}

/* 0: not in order; 1: in order; 2: and no key stands twice. */
static int in_order(const tab_table *t) {
    int once = 1;
    for (int i = 1; i < t->nrows; i++) {
        int at;
        if (compare(t, i - 1, i, t->schema->ncolumns, &at) > 0)
            return 0;
        once = once && at < t->schema->nkey;
    }
    return 1 + once;
}

static int reorder(tab_table *t, const int *order) {
    size_t n = (size_t)t->nrows, width = (size_t)t->width, size = t->schema->row_size;
    char *rows = malloc(n * size);
    txt_pos *at = malloc(n * width * sizeof *at + 1);
    unsigned char *bad = malloc(n);
    if (rows == NULL || at == NULL || bad == NULL) {
        free(rows);
        free(at);
        free(bad);
        return -1;
    }
    for (size_t i = 0; i < n; i++) {
        size_t from = (size_t)order[i];
        memcpy(rows + i * size, (char *)t->rows + from * size, size);
        if (width > 0)
            memcpy(at + i * width, t->at + from * width, width * sizeof *at);
        bad[i] = t->bad[from];
    }
    free(t->rows);
    free(t->at);
    free(t->bad);
    t->rows = rows;
    t->at = at;
    t->bad = bad;
    return 0;
}

static void say_doubles(tab_table *t, rep_report *rep) {
    const tab_schema *s = t->schema;
    int first = 0;
    for (int i = 1; i < t->nrows; i++) {
        if (tab_compare(t, i, first, s->nkey) != 0) {
            first = i;
            continue;
        }
        txt_pos a = place(t, first, 0), b = place(t, i, 0);
        int later = b.line >= a.line ? i : first; /* the later line is the one too many, whatever the sort did */
        txt_pos at = b.line >= a.line ? b : a, other = b.line >= a.line ? a : b;
        const tab_column *c = &s->columns[0];
        const char *name = tab_holds_text(c) ? *(char **)tab_cell(s, t->rows, i, c) : NULL;
        if (t->bad[i] && t->bad[first])
            continue; /* keys of rows with errors are not what was meant */
        txt_shown found = name != NULL ? txt_show(name) : txt_say("the same row");
        rep_add(rep, REP_ERROR, t->label, at.line, at.column, txt_say("%.80s again", found.text).text,
                "take one of them out", "it once: it stands in line %d", other.line);
        t->nbad += t->bad[later] == 0;
        t->bad[later] = 1;
    }
}

/* 0, 1 if moreover no key stands twice, -1 without memory. */
static int put_in_order(tab_table *t) {
    int status = -1, sorted = in_order(t);
    if (sorted)
        return sorted == 2;
    int *order = malloc((size_t)t->nrows * sizeof *order);
    if (order == NULL)
        return -1;
    for (int i = 0; i < t->nrows; i++)
        order[i] = i;
    if (txt_sort(t->nrows, order, by_columns, t) == 0 && reorder(t, order) == 0)
        status = 0;
    free(order);
    return status;
}

int tab_order(tab_table *t) { return put_in_order(t) < 0 ? -1 : 0; }

int tab_sort(tab_table *t, rep_report *rep) {
    int status = put_in_order(t);
    if (status == 0 && t->nrows > 1 && t->schema->nkey > 0)
        say_doubles(t, rep);
    return status < 0 ? -1 : 0;
}

int tab_append(tab_table *t, tab_table *from) {
    size_t n = (size_t)t->nrows, m = (size_t)from->nrows, size = from->schema->row_size;
    if (t->schema == NULL)
        t->schema = from->schema;
    if (m > 0) {
        char *rows = realloc(t->rows, (n + m) * size);
        if (rows != NULL)
            t->rows = rows;
        unsigned char *bad = realloc(t->bad, n + m);
        if (bad != NULL)
            t->bad = bad;
        if (rows == NULL || bad == NULL)
            return -1;
        memcpy(rows + n * size, from->rows, m * size);
        memcpy(bad + n, from->bad, m);
        t->nrows += from->nrows;
        from->nrows = 0;
    }
    tab_free(from);
    return 0;
}

txt_pos tab_at(const tab_table *t, int row, const char *column) {
    for (int c = 0; c < t->schema->ncolumns; c++)
        if (strcmp(t->schema->columns[c].name, column) == 0)
            return place(t, row, c);
    return (txt_pos){0, 0};
}

void *tab_take(tab_table *t, int *n) {
    void *rows = t->rows;
    *n = t->nrows;
    t->rows = NULL;
    t->nrows = 0;
    return rows;
}

void tab_free(tab_table *t) {
    free(t->rows);
    free(t->at);
    free(t->bad);
    free(t->label);
    memset(t, 0, sizeof *t);
}
