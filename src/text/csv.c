/* CSV reader. One pass over the characters:
 *   1. skip a byte order mark, then take row after row;
 *   2. a row: cells up to the end of the line; a cell that begins with a quote runs to its closing quote, over lines if
 *      need be, a doubled quote in it is one quote;
 *   3. every cell is copied into one pool (each ends in a separator, so the pool never needs more than the text);
 *   4. bad UTF-8, NUL and control characters are said once a row and read as '?';
 *   5. a row that has not as many cells as the header is marked bad.
 * Lines are counted at LF, or at a CR without LF; columns in characters from 1.
 */
#include "text/csv.h"
#include "text/array.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *text;
    size_t length, at;
    int line, column;
    const char *file;
    rep_report *rep;
    csv_table *t;
    size_t used;  /* of the pool */
    int row_said; /* an encoding error of this row has been said */
    int loose;
} reader;

static int peek(const reader *r) { return r->at < r->length ? (unsigned char)r->text[r->at] : -1; }

static void say(reader *r, txt_pos at, const char *found, const char *todo, const char *expected) {
    rep_add(r->rep, REP_ERROR, r->file, at.line, at.column, found, todo, "%s", expected);
}

static void put(reader *r, char c) { r->t->pool[r->used++] = c; }

/* Takes the line end under the cursor, if there is one. */
static int take_line_end(reader *r, int keep) {
    int c = peek(r);
    if (c != '\n' && c != '\r')
        return 0;
    if (c == '\r' && r->at + 1 < r->length && r->text[r->at + 1] == '\n')
        r->at++;
    r->at++;
    r->line++;
    r->column = 1;
    if (keep)
        put(r, '\n');
    return 1;
}

/* Takes one character that is no line end into the pool (or drops it). */
static void take_char(reader *r, int keep) {
    uint32_t code = 0;
    int bytes = txt_utf8(r->text + r->at, r->length - r->at, &code);
    int control = bytes > 0 && (code < 0x20 || code == 0x7F) && code != '\t';
    txt_pos here = {r->line, r->column};
    if (keep && (bytes == 0 || control) && !r->row_said) {
        unsigned byte = (unsigned char)r->text[r->at];
        if (bytes == 0)
            say(r, here, txt_say("byte 0x%02X", byte).text, "save the file as UTF-8", "text in UTF-8");
        else
            say(r, here, byte == 0 ? "a NUL character" : txt_say("control character 0x%02X", byte).text, "delete it",
                "plain text");
        r->row_said = 1;
    }
    size_t step = bytes > 0 ? (size_t)bytes : 1;
    if (keep) {
        if (bytes == 0 || control)
            put(r, '?');
        else
            for (size_t i = 0; i < step; i++)
                put(r, r->text[r->at + i]);
    }
    r->at += step;
    r->column++;
}

static int at_cell_end(const reader *r) {
    int c = peek(r);
    return c < 0 || c == ',' || c == '\n' || c == '\r';
}

/* Takes the plain letters under the cursor at once: most of a table is made of them. */
static void take_plain(reader *r) {
    const char *from = r->text + r->at;
    size_t n = 0, room = r->length - r->at;
    while (n < room && from[n] >= 0x20 && from[n] < 0x7F && from[n] != ',' && from[n] != '"')
        n++;
    memcpy(r->t->pool + r->used, from, n);
    r->used += n;
    r->at += n;
    r->column += (int)n;
}

static void read_plain(reader *r) {
    int said = 0;
    take_plain(r);
    while (!at_cell_end(r)) {
        if (peek(r) == '"' && !said && !r->loose) {
            txt_pos here = {r->line, r->column};
            say(r, here, "a quote inside a cell", "put the whole cell in quotes and double the quotes in it",
                "quotes around the whole cell or none");
            said = 1;
            r->t->rows[r->t->nrows - 1].bad = 1;
        }
        take_char(r, 1);
        take_plain(r);
    }
}

/* Returns -1 if the quote is never closed. */
static int read_quoted(reader *r) {
    txt_pos open = {r->line, r->column};
    take_char(r, 0);
    for (;;) {
        int c = peek(r);
        if (c < 0) {
            say(r, open, "a quote that is never closed", "close it; what follows was not read", "a closing quote");
            return -1;
        }
        if (c == '"') {
            take_char(r, 0);
            if (peek(r) != '"')
                break;
            take_char(r, 1);
        } else if (!take_line_end(r, 1)) {
            take_char(r, 1);
            take_plain(r);
        }
    }
    if (r->loose) {
        read_plain(r);
    } else if (!at_cell_end(r)) {
        txt_pos here = {r->line, r->column};
        say(r, here, "text after a closing quote", "double a quote that belongs to the text",
            "a comma or the end of the line");
        r->t->rows[r->t->nrows - 1].bad = 1;
        while (!at_cell_end(r))
            take_char(r, 1);
    }
    return 0;
}

/* 0, 1 if reading must stop here, -1 without memory. */
static int read_row(reader *r) {
    csv_table *t = r->t;
    csv_row *rows = arr_more(t->rows, t->nrows, sizeof *rows);
    if (rows == NULL)
        return -1;
    t->rows = rows;
    csv_row *row = &t->rows[t->nrows++];
    *row = (csv_row){t->ncells, 0, r->line, 0};
    r->row_said = 0;
    for (;;) {
        csv_cell *cells = arr_more(t->cells, t->ncells, sizeof *cells);
        if (cells == NULL)
            return -1;
        t->cells = cells;
        t->cells[t->ncells++] = (csv_cell){t->pool + r->used, {r->line, r->column}};
        row->ncells++;
        int unclosed = 0;
        if (peek(r) == '"')
            unclosed = read_quoted(r);
        else
            read_plain(r);
        put(r, '\0');
        if (unclosed) {
            row->bad = 1;
            return 1;
        }
        if (peek(r) != ',')
            break;
        take_char(r, 0);
    }
    take_line_end(r, 0);
    if (r->row_said)
        row->bad = 1;
    return 0;
}

static void check_width(reader *r) {
    csv_table *t = r->t;
    csv_row *row = &t->rows[t->nrows - 1];
    int width = t->rows[0].ncells;
    if (row->ncells == width || row->bad)
        return;
    txt_pos at = {row->line, 1};
    static const char *const marks[] = {"<<<<<<<", "=======", ">>>>>>>"};
    for (int i = 0; i < 3; i++)
        if (row->ncells > 0 && strncmp(t->cells[row->first].text, marks[i], 7) == 0) {
            rep_add(r->rep, REP_ERROR, r->file, at.line, at.column, txt_show(t->cells[row->first].text).text,
                    "choose which rows stay, and take the marks out", "no marks of two versions put together");
            t->rows[t->nrows - 1].bad = 1; /* its cells are not judged */
            return;
        }
    if (row->ncells > width)
        at = t->cells[row->first + width].at;
    rep_add(r->rep, REP_ERROR, r->file, at.line, at.column,
            txt_say("%d cell%s", row->ncells, row->ncells == 1 ? "" : "s").text,
            row->ncells > width ? "put text that holds commas in quotes" : "leave cells empty but keep their commas",
            "%d as in the header line", width);
    row->bad = 1;
}

/* By its mark, or by NUL in every second byte of the beginning, as Windows saves "Unicode text". */
static int in_utf16(const char *text, size_t length) {
    if (length >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0))
        return 1;
    return length >= 4 &&
           ((text[0] && !text[1] && text[2] && !text[3]) || (!text[0] && text[1] && !text[2] && text[3]));
}

static int read_table(csv_table *t, const char *text, size_t length, const char *file, rep_report *rep, int loose) {
    memset(t, 0, sizeof *t);
    reader r = {
        .text = text, .length = length, .line = 1, .column = 1, .file = file, .rep = rep, .t = t, .loose = loose};
    if (length > INT_MAX / 4) {
        rep_add(rep, REP_ERROR, file, 0, 0, "a file of more than 500 MB", NULL, "a smaller one");
        t->cut = 1;
        return 0;
    }
    if (!loose && in_utf16(text, length)) {
        rep_add(rep, REP_ERROR, file, 1, 1, "text in UTF-16", "save the file as UTF-8", "text in UTF-8");
        t->cut = 1;
        return 0;
    }
    t->pool = malloc(length + 2);
    if (t->pool == NULL)
        return -1;
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        r.at = 3;
    while (r.at < r.length) {
        if (take_line_end(&r, 0))
            continue;
        if (!loose && peek(&r) == '#') {
            while (r.at < r.length && peek(&r) != '\n' && peek(&r) != '\r')
                take_char(&r, 0);
            continue;
        }
        int status = read_row(&r);
        if (status < 0) {
            csv_free(t);
            return -1;
        }
        if (status > 0) {
            t->cut = 1;
            break;
        }
        if (!loose)
            check_width(&r);
    }
    return 0;
}

int csv_read(csv_table *t, const char *text, size_t length, const char *file, rep_report *rep) {
    return read_table(t, text, length, file, rep, 0);
}

int csv_read_loose(csv_table *t, const char *text, size_t length, const char *file, rep_report *rep) {
    return read_table(t, text, length, file, rep, 1);
}

void csv_free(csv_table *t) {
    free(t->rows);
    free(t->cells);
    free(t->pool);
    memset(t, 0, sizeof *t);
}

const char *csv_named(const csv_table *t, int row, const char *column) {
    if (row < 1 || row >= t->nrows)
        return "";
    const csv_row *head = &t->rows[0], *r = &t->rows[row];
    for (int i = 0; i < head->ncells && i < r->ncells; i++)
        if (strcmp(t->cells[head->first + i].text, column) == 0)
            return t->cells[r->first + i].text;
    return "";
}

void csv_heading(const char *text, const char *key, char *out, size_t size) {
    char mark[32];
    int n = snprintf(mark, sizeof mark, "# %s: ", key);
    out[0] = '\0';
    for (const char *p = text; *p == '#';) {
        size_t length = strcspn(p, "\r\n");
        if (strncmp(p, mark, (size_t)n) == 0)
            snprintf(out, size, "%.*s", (int)(length - (size_t)n), p + n);
        p += length;
        p += strspn(p, "\r\n");
    }
}
