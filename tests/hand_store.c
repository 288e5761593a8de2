/* See hand_store.h. */
#include "hand_store.h"

#include "store/seal.h"

#include <assert.h>
#include <string.h>

/* A forger makes do with what can be sealed. */
static void must(int wrong, int forging) { assert(forging || !wrong); }

static void month_of(db_store *s, int kind, int member, int month, int days) {
    sqlite3_stmt *q = NULL;
    seal_sum sum;
    seal_month_start(&sum, kind, member, month);
    must(db_prepare(s, "SELECT series, cells FROM value WHERE kind=? AND member=? AND month=? ORDER BY id", &q),
         days < 0);
    sqlite3_bind_int(q, 1, kind);
    sqlite3_bind_int(q, 2, member);
    sqlite3_bind_int(q, 3, month);
    while (sqlite3_step(q) == SQLITE_ROW)
        seal_month_row(&sum, sqlite3_column_int(q, 0), sqlite3_column_blob(q, 1), (size_t)sqlite3_column_bytes(q, 1));
    sqlite3_finalize(q);
    if (kind == DB_MEMBER) {
        must(db_prepare(s, "SELECT totals FROM daily WHERE id=?", &q), days < 0);
        sqlite3_bind_int64(q, 1, db_daily_id(s, member, month));
        if (sqlite3_step(q) == SQLITE_ROW) {
            seal_month_days(&sum, sqlite3_column_blob(q, 0), (size_t)sqlite3_column_bytes(q, 0));
        } else if (days > 0) {
            must(db_put_daily(s, member, month, "", 0), days < 0);
            seal_month_days(&sum, "", 0);
        }
        sqlite3_finalize(q);
    }
    must(seal_month_put(s, &sum, kind, member, month), days < 0);
}

void hand_seal(db_store *s, int days) {
    sqlite3_stmt *q = NULL;
    must(db_prepare(s, "SELECT kind, member, state FROM member ORDER BY kind, member", &q), days < 0);
    while (sqlite3_step(q) == SQLITE_ROW) {
        int kind = sqlite3_column_int(q, 0), member = sqlite3_column_int(q, 1);
        for (int m = 0; sqlite3_column_int(q, 2) == DB_DONE && m < s->months; m++)
            month_of(s, kind, member, m, days);
    }
    sqlite3_reset(q);
    while (sqlite3_step(q) == SQLITE_ROW)
        must(seal_member(s, sqlite3_column_int(q, 0), sqlite3_column_int(q, 1)), days < 0);
    sqlite3_finalize(q);
    must(seal_tables(s), days < 0);
}

void hand_forge(const char *path, int members, int months, int nseries) {
    const int days = -1;
    db_store s;
    memset(&s, 0, sizeof s);
    must(sqlite3_open(path, &s.db) != SQLITE_OK, days < 0);
    s.members = members;
    s.months = months;
    s.nseries = nseries;
    must(db_exec(&s, "PRAGMA synchronous=OFF; BEGIN"), days < 0);
    must(db_prepare(&s, "INSERT OR REPLACE INTO month(id, kind, member, month, rows, hash) VALUES(?,?,?,?,?,?)",
                    &s.put_month),
         days < 0);
    hand_seal(&s, days);
    must(db_exec(&s, "COMMIT"), days < 0);
    db_close(&s);
}
