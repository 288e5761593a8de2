/* Flee's CSV files: rows as they stand, of any width, with comments and headers that begin with #. */
#include "flee/internal.h"

#include "text/path.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int fle_table_read(fle_reading *r, const char *name, const char *label, fle_table *t) {
    memset(t, 0, sizeof *t);
    const scn_file *file = scn_folder_find(r->folder, name);
    t->rep = r->rep;
    t->missing = !file;
    if (!(t->label = label ? txt_join(label, "/", path_base(name)) : txt_copy(name)))
        return -1;
    return file ? csv_read_loose(&t->t, file->text, file->length, t->label, r->rep) : 0;
}

void fle_table_free(fle_table *t) {
    csv_free(&t->t);
    free(t->label);
}

const char *fle_cell(const fle_table *t, int row, int column) {
    const csv_row *r = &t->t.rows[row];
    return column < r->ncells ? t->t.cells[r->first + column].text : "";
}

txt_pos fle_at(const fle_table *t, int row, int column) {
    const csv_row *r = &t->t.rows[row];
    if (column < r->ncells)
        return t->t.cells[r->first + column].at;
    return (txt_pos){r->line, 1};
}

int fle_is_comment(const fle_table *t, int row) {
    const csv_row *r = &t->t.rows[row];
    if (r->bad || fle_cell(t, row, 0)[0] == '#')
        return 1;
    for (int i = 0; i < r->ncells; i++) /* commas alone: a spreadsheet's empty row */
        if (fle_cell(t, row, i)[0])
            return 0;
    return 1;
}

void fle_trim(const char *text, char *out, size_t size) {
    text += strspn(text, " \t\r\n");
    size_t n = strlen(text);
    while (n > 0 && strchr(" \t\r\n", text[n - 1]))
        n--;
    if (n >= size)
        n = size - 1;
    memcpy(out, text, n);
    out[n] = '\0';
}

int fle_date(const char *text, int64_t *day) {
    char trimmed[32], full[40];
    int y = 0, m = 0, d = 0, end = 0;
    fle_trim(text, trimmed, sizeof trimmed);
    if (strlen(text) >= sizeof trimmed || trimmed[strspn(trimmed, "0123456789-")] ||
        sscanf(trimmed, "%4d-%2d-%2d%n", &y, &m, &d, &end) != 3 || trimmed[end] || strcspn(trimmed, "-") != 4 ||
        y < 1 || m < 1 || d < 1)
        return -1;
    snprintf(full, sizeof full, "%04d-%02d-%02d", y, m, d);
    return day_parse(full, day);
}

int fle_blank(const fle_table *t, int row, int column) {
    const char *text = fle_cell(t, row, column);
    return text[strspn(text, " \t\r\n")] == '\0';
}

void fle_say(const fle_table *t, int row, int column, rep_level level, const char *todo, const char *expected) {
    txt_pos at = fle_at(t, row, column);
    int blank = fle_blank(t, row, column);
    rep_add(t->rep, level, t->label, at.line, at.column, blank ? "nothing" : txt_show(fle_cell(t, row, column)).text,
            todo, "%s", expected);
}

int fle_number(const fle_table *t, int row, int column, const char *expected, double low, double high, double *out) {
    char text[64];
    if (fle_blank(t, row, column))
        return 0;
    fle_trim(fle_cell(t, row, column), text, sizeof text);
    double v;
    int no_number = txt_number_parse(text, &v);
    if (!no_number && v >= low && v <= high) {
        *out = v;
        return 0;
    }
    fle_say(t, row, column, REP_ERROR,
            no_number ? "write a plain number, with a point and no thousands marks" : "give one in these bounds",
            expected);
    return -1;
}

int fle_whole(const fle_table *t, int row, int column, const char *expected, double low, double high, double *out) {
    double v = *out;
    if (fle_number(t, row, column, expected, low, high, &v))
        return -1;
    if (floor(v) < v) {
        fle_say(t, row, column, REP_ERROR, "round it", expected);
        return -1;
    }
    *out = v;
    return 0;
}

void fle_wide(const fle_table *t, int row, int width) {
    for (int i = width; i < t->t.rows[row].ncells; i++)
        if (!fle_blank(t, row, i)) {
            fle_say(t, row, i, REP_WARNING,
                    "take out commas inside numbers and names: nothing of the row is read from here on",
                    txt_say("%d cells, as many as the header has", width).text);
            return;
        }
}

int fle_find_place(const fle_input *in, const char *name) {
    for (int i = 0; i < in->nplaces; i++)
        if (strcmp(in->places[i].name, name) == 0)
            return i;
    return -1;
}

txt_shown fle_near_place_else(const fle_reading *r, const char *name, const char *happens) {
    const char *near = rep_nearest(name, r->in->nplaces, r->place_names);
    return near ? txt_say("did you mean %s? %s", txt_show(near).text, happens) : txt_say("%s", happens);
}

txt_shown fle_near_place(const fle_reading *r, const char *name, const char *otherwise) {
    const char *near = rep_nearest(name, r->in->nplaces, r->place_names);
    return near ? txt_say("did you mean %s?", txt_show(near).text) : txt_say("%s", otherwise);
}
