/* Walking over the rows of a statement. A loop over rows ends because there are no more or because reading failed, and
 * the two are never taken for each other: only row_next steps a statement that gives rows (tests/check_layers.sh).
 *
 *     while ((more = row_next(q)) > 0) { ... }
 *     if (more < 0) it failed
 *
 * A column is taken by row_whole, row_number, row_copy: of another type, outside its bounds, cut short or NULL it is
 * damage (VADO_ERR_STORE), never 0 or "".
 */
#ifndef VADO_ROWS_H
#define VADO_ROWS_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

int row_next(sqlite3_stmt *q); /* 1: a row; 0: there are no more; VADO_ERR_MEMORY, _FILE or _STORE (db_status_of) */

int row_whole(sqlite3_stmt *q, int column, int64_t low, int64_t high, int64_t *out);
int row_int(sqlite3_stmt *q, int column, int low, int high, int *out);
int row_number(sqlite3_stmt *q, int column, double *out); /* finite */
/* A new text. name: 1 if it stands in tables, one line of UTF-8 without control characters. */
int row_copy(sqlite3_stmt *q, int column, int name, char **out);
int row_blob(sqlite3_stmt *q, int column, const void **bytes, size_t *n); /* lives until the next step */

int row_is_name(const char *text);

#endif
