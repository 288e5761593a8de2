/* See copy.h. Keys of a member's months lie side by side, and are the same in every store of one layout (db.h). */
#include "run/copy.h"

#include "store/meta.h"
#include "store/rows.h"
#include "text/context.h"

#include <stdio.h>
#include <string.h>

int cpy_open(cpy_source *c, const char *path, char *words, size_t size) {
    memset(c, 0, sizeof *c);
    int status = db_open(&c->from, path, 0, words, size);
    if (status)
        return status;
    if (sto_sizes(&c->from) == 0 &&
        !db_prepare(&c->from, "SELECT month, series, cells FROM value WHERE id>=? AND id<? ORDER BY id", &c->value) &&
        !db_prepare(&c->from, "SELECT month, totals FROM daily WHERE id>=? AND id<? ORDER BY id", &c->daily) &&
        !db_prepare(&c->from, "SELECT month, rows, hash FROM month WHERE id>=? AND id<? ORDER BY id", &c->month))
        return 0;
    snprintf(words, size, "%s: cannot be read: %s", path, db_words(&c->from));
    return db_status(&c->from) == VADO_ERR_MEMORY ? VADO_ERR_MEMORY : VADO_ERR_STORE;
}

void cpy_close(cpy_source *c) {
    sqlite3_finalize(c->value);
    sqlite3_finalize(c->daily);
    sqlite3_finalize(c->month);
    db_close(&c->from);
    memset(c, 0, sizeof *c);
}

static sqlite3_stmt *between(sqlite3_stmt *q, int64_t first, int64_t end) {
    sqlite3_reset(q);
    sqlite3_bind_int64(q, 1, first);
    sqlite3_bind_int64(q, 2, end);
    return q;
}

int cpy_months(cpy_source *c, db_store *to, int kind, int member, int months) {
    const void *bytes;
    size_t n;
    int more, found = 0, status = 0;
    sqlite3_stmt *q =
        between(c->value, db_value_id(&c->from, kind, member, 0, 0), db_value_id(&c->from, kind, member, months, 0));
    while (status == 0 && (more = row_next(q)) != 0)
        status = more < 0 || row_blob(q, 2, &bytes, &n) ||
                 db_put_value(to, kind, member, sqlite3_column_int(q, 0), sqlite3_column_int(q, 1), bytes, n);
    int64_t first = db_month_id(&c->from, kind, member, 0), end = first + months;
    q = between(c->daily, first, kind == DB_MEMBER ? end : first);
    while (status == 0 && (more = row_next(q)) != 0)
        status = more < 0 || row_blob(q, 1, &bytes, &n) || db_put_daily(to, member, sqlite3_column_int(q, 0), bytes, n);
    q = between(c->month, first, end);
    for (; status == 0 && (more = row_next(q)) != 0; found++)
        status = more < 0 || row_blob(q, 2, &bytes, &n) ||
                 db_put_month(to, kind, member, sqlite3_column_int(q, 0), sqlite3_column_int(q, 1), bytes, n);
    sqlite3_reset(c->value);
    sqlite3_reset(c->daily);
    sqlite3_reset(c->month);
    return status || found != months ? -1 : 0;
}
