/* CSV with the line and column of every cell, so that a later check can say where.
 *
 * UTF-8 (a byte order mark is skipped), commas, RFC 4180 quotes, LF or CRLF; lines that begin with # and blank lines
 * are skipped. The first row is the header. All errors are collected; what can be read is read.
 */
#ifndef VADO_CSV_H
#define VADO_CSV_H

#include "text/words.h"

typedef struct {
    const char *text;
    txt_pos at;
} csv_cell;

typedef struct {
    int first, ncells; /* cells[first .. first + ncells - 1] */
    int line;
    int bad; /* something was wrong with it, and has been said */
} csv_row;

typedef struct {
    int nrows;
    csv_row *rows; /* rows[0] is the header */
    int ncells;
    csv_cell *cells;
    char *pool;
    int cut; /* reading stopped before the end: what is missing is not known */
} csv_table;

/* Returns 0 also when errors were added to rep; -1 without memory. */
int csv_read(csv_table *t, const char *text, size_t length, const char *file, rep_report *rep);
/* The same for files of other programs: lines that begin with # are rows like others, rows may have any number of
 * cells, and quotes inside a cell, or text after a closing one, are taken as they stand. */
int csv_read_loose(csv_table *t, const char *text, size_t length, const char *file, rep_report *rep);
void csv_free(csv_table *t);
/* The cell of a row, from 1, in the column that the header names so; "" if there is none. */
const char *csv_named(const csv_table *t, int row, const char *column);
/* "# key: words" of the lines of comment that a text begins with, cut to fit; or "". */
void csv_heading(const char *text, const char *key, char *out, size_t size);

#endif
