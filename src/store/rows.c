/* See rows.h. */
#include "store/rows.h"

#include "store/db.h"
#include "text/words.h"
#include "vado.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int row_next(sqlite3_stmt *q) {
    int rc = sqlite3_step(q);
    return rc == SQLITE_ROW ? 1 : rc == SQLITE_DONE ? 0 : db_status_of(rc);
}

int row_whole(sqlite3_stmt *q, int column, int64_t low, int64_t high, int64_t *out) {
    *out = 0;
    if (sqlite3_column_type(q, column) != SQLITE_INTEGER)
        return VADO_ERR_STORE;
    *out = sqlite3_column_int64(q, column);
    return *out < low || *out > high ? VADO_ERR_STORE : 0;
}

int row_int(sqlite3_stmt *q, int column, int low, int high, int *out) {
    int64_t whole;
    int status = row_whole(q, column, low, high, &whole);
    *out = status ? 0 : (int)whole;
    return status;
}

int row_number(sqlite3_stmt *q, int column, double *out) {
    int type = sqlite3_column_type(q, column);
    *out = sqlite3_column_double(q, column);
    return (type == SQLITE_FLOAT || type == SQLITE_INTEGER) && isfinite(*out) ? 0 : VADO_ERR_STORE;
}

int row_is_name(const char *text) {
    size_t n = strlen(text);
    for (size_t i = 0; i < n;) {
        uint32_t code = 0;
        int bytes = txt_utf8(text + i, n - i, &code);
        if (bytes == 0 || (code < 0x20 && code != '\t') || (code >= 0x7F && code < 0xA0))
            return 0;
        i += (size_t)bytes;
    }
    return 1;
}

/* SQLite gives no bytes where it has no memory: errcode tells that from what is not there. */
static int no_bytes(sqlite3_stmt *q) {
    return sqlite3_errcode(sqlite3_db_handle(q)) == SQLITE_NOMEM ? VADO_ERR_MEMORY : VADO_ERR_STORE;
}

int row_copy(sqlite3_stmt *q, int column, int name, char **out) {
    *out = NULL;
    if (sqlite3_column_type(q, column) != SQLITE_TEXT)
        return VADO_ERR_STORE;
    const char *text = (const char *)sqlite3_column_text(q, column);
    if (!text)
        return no_bytes(q);
    size_t n = (size_t)sqlite3_column_bytes(q, column);
    if (strlen(text) != n || (name && !row_is_name(text)))
        return VADO_ERR_STORE;
    *out = txt_copy(text);
    return *out ? 0 : VADO_ERR_MEMORY;
}

int row_blob(sqlite3_stmt *q, int column, const void **bytes, size_t *n) {
    *bytes = NULL;
    *n = 0;
    if (sqlite3_column_type(q, column) != SQLITE_BLOB)
        return VADO_ERR_STORE;
    *bytes = sqlite3_column_blob(q, column);
    *n = (size_t)sqlite3_column_bytes(q, column);
    return *bytes || *n == 0 ? (sqlite3_errcode(sqlite3_db_handle(q)) == SQLITE_NOMEM ? VADO_ERR_MEMORY : 0)
                             : no_bytes(q);
}
