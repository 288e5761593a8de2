/* See hand_store.h. */
#include "hand_store.h"

#include "store/seal.h"

#include <assert.h>

static void must(int wrong) { assert(!wrong); }

static void month_of(db_store *s, int kind, int member, int month) {
    sqlite3_stmt *q = NULL;
    seal_sum sum;
    seal_month_start(&sum, kind, member, month);
    must(db_prepare(s, "SELECT series, cells FROM value WHERE kind=? AND member=? AND month=? ORDER BY id", &q));
    sqlite3_bind_int(q, 1, kind);
    sqlite3_bind_int(q, 2, member);
    sqlite3_bind_int(q, 3, month);
    while (sqlite3_step(q) == SQLITE_ROW)
        seal_month_row(&sum, sqlite3_column_int(q, 0), sqlite3_column_blob(q, 1), (size_t)sqlite3_column_bytes(q, 1));
    sqlite3_finalize(q);
    if (kind == DB_MEMBER) {
        must(db_prepare(s, "SELECT totals FROM daily WHERE id=?", &q));
        sqlite3_bind_int64(q, 1, db_daily_id(s, member, month));
        if (sqlite3_step(q) == SQLITE_ROW) {
            seal_month_days(&sum, sqlite3_column_blob(q, 0), (size_t)sqlite3_column_bytes(q, 0));
        } else {
            must(db_put_daily(s, member, month, "", 0));
            seal_month_days(&sum, "", 0);
        }
        sqlite3_finalize(q);
    }
    must(seal_month_put(s, &sum, kind, member, month));
}

void hand_seal(db_store *s) {
    sqlite3_stmt *q = NULL;
    must(db_prepare(s, "SELECT kind, member, state FROM member ORDER BY kind, member", &q));
    while (sqlite3_step(q) == SQLITE_ROW) {
        int kind = sqlite3_column_int(q, 0), member = sqlite3_column_int(q, 1);
        for (int m = 0; sqlite3_column_int(q, 2) == DB_DONE && m < s->months; m++)
            month_of(s, kind, member, m);
    }
    sqlite3_reset(q);
    while (sqlite3_step(q) == SQLITE_ROW)
        must(seal_member(s, sqlite3_column_int(q, 0), sqlite3_column_int(q, 1)));
    sqlite3_finalize(q);
    must(seal_tables(s));
}
