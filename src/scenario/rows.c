/* The rows of a table in a packed scenario.
 *   1. their number, then for each row: how many lines below the one before it stands, which columns differ from the
 * row before, and those cells;
 *   2. a number is twice itself if it is whole, else 1 and its eight bytes; a text is where it stands among the texts;
 * a day is how much later it is than the row before; all else is a whole number;
 *   3. the first row gives all its cells.
 * Columns that are made or kept nowhere are left out.
 */
#include "scenario/table.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const int64_t first_day = -719162, day_after_last = 2932897; /* of the years 1 to 9999 */

static int is_packed(const tab_column *c) { return c->type != COL_MADE && c->offset != TAB_NOWHERE; }

static size_t size_of(const tab_column *c) {
    switch (c->type) {
    case COL_NUMBER:
        return sizeof(double);
    case COL_DATE:
    case COL_UNTIL:
        return sizeof(int64_t);
    case COL_COUNT:
    case COL_MONTH:
    case COL_CHOICE:
    case COL_REF:
        return sizeof(int);
    default:
        return sizeof(char *);
    }
}

/* Differences and sums that wrap, since a day that is not given is the least or greatest number. */
static int64_t later(int64_t day, int64_t than) { return (int64_t)((uint64_t)day - (uint64_t)than); }
static int64_t plus(int64_t day, int64_t by) { return (int64_t)((uint64_t)day + (uint64_t)by); }

/* ---- writing ---- */

static void put_number(double x, byt_writer *w) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    if (x >= 0 && x < 1e15 && !signbit(x) && x == floor(x)) {
        byt_put_number(w, 2 * (uint64_t)x);
        return;
    }
    byt_put_number(w, 1);
    byt_put_fixed(w, bits);
}

/* above: the cell of the row before, or NULL. */
static void put_cell(const tab_column *c, const void *cell, const void *above, byt_writer *w, tab_text_number *number,
                     void *user) {
    switch (c->type) {
    case COL_NUMBER:
        put_number(*(const double *)cell, w);
        return;
    case COL_DATE:
    case COL_UNTIL:
        byt_put_signed(w, later(*(const int64_t *)cell, above == NULL ? 0 : *(const int64_t *)above));
        return;
    case COL_COUNT:
    case COL_MONTH:
    case COL_CHOICE:
    case COL_REF:
        byt_put_signed(w, *(const int *)cell);
        return;
    default:
        byt_put_number(w, number(user, *(char *const *)cell));
    }
}

void tab_pack(const tab_table *t, byt_writer *w, tab_text_number *number, void *user) {
    const tab_schema *s = t->schema;
    int line = 0;
    byt_put_number(w, (uint64_t)t->nrows);
    for (int i = 0; i < t->nrows; i++) {
        uint64_t differs = 0;
        int here = t->width > 0 ? t->at[i * t->width].line : 0;
        for (int c = 0; c < s->ncolumns; c++) {
            const tab_column *column = &s->columns[c];
            if (is_packed(column) && (i == 0 || memcmp(tab_cell(s, t->rows, i, column),
                                                       tab_cell(s, t->rows, i - 1, column), size_of(column)) != 0))
                differs |= (uint64_t)1 << c;
        }
        byt_put_signed(w, here - line);
        byt_put_number(w, differs);
        for (int c = 0; c < s->ncolumns; c++)
            if (differs >> c & 1)
                put_cell(&s->columns[c], tab_cell(s, t->rows, i, &s->columns[c]),
                         i == 0 ? NULL : tab_cell(s, t->rows, i - 1, &s->columns[c]), w, number, user);
        line = here;
    }
}

/* ---- reading: each gives 1 if the cell is one that tab_read could have read ---- */

static int take_number(byt_reader *r, const tab_column *c, double *out) {
    uint64_t x = byt_number(r);
    if ((x & 1) == 0)
        *out = (double)(x / 2);
    else {
        x = byt_fixed(r);
        memcpy(out, &x, sizeof x);
    }
    return (*out >= c->low && *out <= c->high) ||
           (!c->required && (memcmp(out, &c->otherwise, sizeof *out) == 0 || (isnan(*out) && isnan(c->otherwise))));
}

static int take_day(byt_reader *r, const tab_column *c, int64_t *out) {
    int64_t none = c->type == COL_UNTIL ? INT64_MAX : INT64_MIN;
    *out = plus(*out, byt_signed(r)); /* what stands there is of the row before */
    return (*out >= first_day && *out <= day_after_last) || (!c->required && *out == none);
}

static int take_whole(byt_reader *r, const tab_column *c, const tab_list *lists, int *out) {
    int64_t x = byt_signed(r), low = 0, high = 0;
    if (c->type == COL_REF) {
        low = c->required ? 0 : -1;
        high = lists[c->list].n - 1;
    } else if (c->type == COL_CHOICE) {
        while (c->words[high] != NULL)
            high++;
        high--;
    } else if (c->type == COL_MONTH) {
        low = -12 * 1970;
        high = 12 * (9999 - 1970);
    } else {
        low = c->low > INT_MIN ? (int64_t)c->low : INT_MIN;
        high = c->high < INT_MAX ? (int64_t)c->high : INT_MAX;
    }
    *out = x >= low && x <= high ? (int)x : 0;
    return x >= low && x <= high;
}

static int take_text(byt_reader *r, const tab_column *c, const tab_texts *texts, const char **out) {
    uint64_t at = byt_number(r);
    if (at >= texts->n || (at > 0 && texts->letters[at - 1] != '\0'))
        return 0;
    *out = texts->letters + at;
    if ((*out)[0] == '\0')
        return !c->required;
    int known = c->type == COL_TEXT;
    for (int i = 0; !known && c->words[i] != NULL; i++)
        known = strcmp(c->words[i], *out) == 0;
    return known;
}

static int take_cell(byt_reader *r, const tab_column *c, const tab_texts *texts, const tab_list *lists, void *cell) {
    switch (c->type) {
    case COL_NUMBER:
        return take_number(r, c, cell);
    case COL_DATE:
    case COL_UNTIL:
        return take_day(r, c, cell);
    case COL_COUNT:
    case COL_MONTH:
    case COL_CHOICE:
    case COL_REF:
        return take_whole(r, c, lists, cell);
    default:
        return take_text(r, c, texts, cell);
    }
}

static int take_row(tab_table *t, int row, byt_reader *r, uint64_t all, const tab_texts *texts, const tab_list *lists) {
    const tab_schema *s = t->schema;
    int64_t line = byt_signed(r);
    uint64_t differs = byt_number(r);
    if (row > 0)
        memcpy(tab_row(t, row), tab_row(t, row - 1), s->row_size);
    if ((differs & ~all) != 0 || (row == 0 && differs != all) || line < -INT_MAX || line > INT_MAX)
        return 0;
    line += row > 0 ? t->at[row - 1].line : 0;
    if (line < 0 || line > INT_MAX)
        return 0;
    t->at[row] = (txt_pos){(int)line, 0};
    int fine = 1;
    for (int c = 0; fine && differs >> c != 0; c++)
        if (differs >> c & 1)
            fine = take_cell(r, &s->columns[c], texts, lists, tab_cell(s, t->rows, row, &s->columns[c]));
    return fine && !r->bad;
}

int tab_unpack(tab_table *t, const tab_schema *schema, const unsigned char *bytes, size_t n, const tab_texts *texts,
               const char *label, const tab_list *lists) {
    byt_reader r = {bytes, bytes + n, 0};
    uint64_t rows = byt_number(&r), all = 0;
    memset(t, 0, sizeof *t);
    t->schema = schema;
    for (int c = 0; c < schema->ncolumns; c++)
        if (is_packed(&schema->columns[c]))
            all |= (uint64_t)1 << c;
    int wrong = r.bad || rows > (uint64_t)(r.end - r.at) / 2; /* a row takes two bytes at least */
    size_t room = wrong ? 1 : (size_t)rows + 1;
    t->width = 1;
    t->label = txt_copy(label);
    t->rows = calloc(room, schema->row_size);
    t->at = calloc(room, sizeof *t->at);
    t->bad = calloc(room, 1);
    int status = t->label == NULL || t->rows == NULL || t->at == NULL || t->bad == NULL ? -1 : wrong;
    while (status == 0 && t->nrows + 1 < (int)room) {
        t->nrows++;
        status = take_row(t, t->nrows - 1, &r, all, texts, lists) ? 0 : 1;
    }
    if (status == 0 && r.at != r.end)
        status = 1;
    t->loaded = status == 0;
    if (status != 0)
        t->nrows = 0;
    return status;
}
