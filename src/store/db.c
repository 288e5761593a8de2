/* See db.h. */
#include "store/db.h"

#include "vado.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { APPLICATION = 0x7661646f, FORMAT = 1 }; /* "vado" */

static const char schema[] =
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE file(name TEXT PRIMARY KEY, content BLOB NOT NULL);"
    "CREATE TABLE option(position INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL);"
    "CREATE TABLE label(axis TEXT, position INTEGER, name TEXT NOT NULL, PRIMARY KEY(axis, position)) WITHOUT ROWID;"
    "CREATE TABLE series(id INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, meaning TEXT NOT NULL,"
    " sum INTEGER NOT NULL, harm INTEGER NOT NULL, nplaces INTEGER NOT NULL, by_nationality INTEGER NOT NULL,"
    " by_group INTEGER NOT NULL, cells INTEGER NOT NULL, width INTEGER NOT NULL);"
    "CREATE TABLE place(series INTEGER, position INTEGER, name TEXT NOT NULL, PRIMARY KEY(series, position)) WITHOUT "
    "ROWID;"
    "CREATE TABLE parameter(id INTEGER PRIMARY KEY, path TEXT NOT NULL, unit TEXT NOT NULL, kind TEXT NOT NULL,"
    " first INTEGER NOT NULL, elements INTEGER NOT NULL, fixed INTEGER NOT NULL);"
    "CREATE TABLE member(kind INTEGER, member INTEGER, state INTEGER NOT NULL, day INTEGER, digest BLOB, parameters "
    "BLOB,"
    " snapshot BLOB, PRIMARY KEY(kind, member));"
    "CREATE TABLE value(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, member INTEGER NOT NULL, month INTEGER NOT NULL,"
    " series INTEGER NOT NULL, cells BLOB NOT NULL);"
    "CREATE TABLE daily(id INTEGER PRIMARY KEY, member INTEGER NOT NULL, month INTEGER NOT NULL, totals BLOB NOT NULL);"
    "CREATE TABLE observed(id INTEGER PRIMARY KEY, series TEXT NOT NULL, first INTEGER NOT NULL, until INTEGER NOT "
    "NULL,"
    " place TEXT NOT NULL, nationality TEXT NOT NULL, grp TEXT NOT NULL, value REAL NOT NULL, unit TEXT NOT NULL,"
    " publisher TEXT NOT NULL, source TEXT NOT NULL, note TEXT NOT NULL, kind TEXT NOT NULL);"
    "CREATE TABLE message(position INTEGER PRIMARY KEY, text TEXT NOT NULL);";

int db_exec(db_store *s, const char *sql) { return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : -1; }

int db_prepare(db_store *s, const char *sql, sqlite3_stmt **out) {
    return sqlite3_prepare_v2(s->db, sql, -1, out, NULL) == SQLITE_OK ? 0 : -1;
}

int db_run(sqlite3_stmt *statement) {
    int rc = sqlite3_step(statement);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return rc == SQLITE_DONE ? 0 : -1;
}

static int prepare_writes(db_store *s) {
    if (db_prepare(s, "INSERT OR REPLACE INTO value(id, kind, member, month, series, cells) VALUES(?,?,?,?,?,?)",
                   &s->put_value) ||
        db_prepare(s, "INSERT OR REPLACE INTO daily(id, member, month, totals) VALUES(?,?,?,?)", &s->put_daily) ||
        db_prepare(s, "UPDATE member SET state=1, day=?3, snapshot=?4 WHERE kind=?1 AND member=?2", &s->put_snapshot) ||
        db_prepare(s, "UPDATE member SET parameters=?3 WHERE kind=?1 AND member=?2", &s->put_parameters) ||
        db_prepare(s, "UPDATE member SET state=2, day=?3, snapshot=NULL, digest=?4 WHERE kind=?1 AND member=?2",
                   &s->put_done))
        return -1;
    return 0;
}

static int give_up(db_store *s, int status, const char *path, const char *what, char *words, size_t size) {
    snprintf(words, size, "%s: %s%s%s", path, what, s->db ? ": " : "", s->db ? sqlite3_errmsg(s->db) : "");
    db_close(s);
    return status;
}

int db_create(db_store *s, const char *path, char *words, size_t size) {
    memset(s, 0, sizeof *s);
    if (sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
        return give_up(s, VADO_ERR_FILE, path, "cannot be made", words, size);
    sqlite3_busy_timeout(s->db, 20000);
    char mark[96];
    snprintf(mark, sizeof mark, "PRAGMA application_id=%d; PRAGMA user_version=%d;", APPLICATION, FORMAT);
    if (db_exec(s, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=NORMAL;") || db_exec(s, "BEGIN") ||
        db_exec(s, mark) || db_exec(s, schema) || prepare_writes(s))
        return give_up(s, VADO_ERR_FILE, path, "cannot be written", words, size);
    return 0;
}

static int number(db_store *s, const char *sql, int *value) {
    sqlite3_stmt *q = NULL;
    int status = -1;
    if (db_prepare(s, sql, &q) == 0 && sqlite3_step(q) == SQLITE_ROW) {
        *value = sqlite3_column_int(q, 0);
        status = 0;
    }
    sqlite3_finalize(q);
    return status;
}

int db_open(db_store *s, const char *path, int writable, char *words, size_t size) {
    memset(s, 0, sizeof *s);
    struct stat info;
    if (stat(path, &info)) {
        snprintf(words, size, "%s: there is no such file; `vado run SCENARIO -o %s` makes one", path, path);
        return VADO_ERR_FILE;
    }
    /* A store whose run was killed is rolled back to its last commit on opening, which needs the right to write. */
    int flags = writable || access(path, W_OK) == 0 ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    if (sqlite3_open_v2(path, &s->db, flags, NULL) != SQLITE_OK)
        return give_up(s, VADO_ERR_FILE, path, "cannot be opened", words, size);
    sqlite3_busy_timeout(s->db, 20000);
    int mark = 0, format = 0;
    if (number(s, "PRAGMA application_id", &mark) || number(s, "PRAGMA user_version", &format) || mark != APPLICATION) {
        snprintf(words, size, "%s: is not a store of vado", path);
        db_close(s);
        return VADO_ERR_STORE;
    }
    if (format != FORMAT) {
        snprintf(words, size, "%s: has store format %d, this program reads format %d; run the scenario again", path,
                 format, FORMAT);
        db_close(s);
        return VADO_ERR_STORE;
    }
    if (writable && (db_exec(s, "PRAGMA synchronous=NORMAL") || prepare_writes(s)))
        return give_up(s, VADO_ERR_STORE, path, "cannot be written", words, size);
    return 0;
}

void db_close(db_store *s) {
    sqlite3_stmt *all[] = {s->put_value, s->put_daily, s->put_snapshot, s->put_parameters, s->put_done};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        sqlite3_finalize(all[i]);
    sqlite3_close(s->db);
    memset(s, 0, sizeof *s);
}

int db_meta_put(db_store *s, const char *key, const char *value) {
    sqlite3_stmt *q = NULL;
    int status = db_prepare(s, "INSERT OR REPLACE INTO meta(key, value) VALUES(?,?)", &q);
    if (status == 0) {
        sqlite3_bind_text(q, 1, key, -1, SQLITE_STATIC);
        sqlite3_bind_text(q, 2, value, -1, SQLITE_STATIC);
        status = db_run(q);
    }
    sqlite3_finalize(q);
    return status;
}

int64_t db_value_id(const db_store *s, int kind, int member, int month, int series) {
    return (((int64_t)kind * s->members + member) * s->months + month) * s->nseries + series;
}

int64_t db_daily_id(const db_store *s, int member, int month) { return (int64_t)member * s->months + month; }

/* SQLite reads a NULL pointer as NULL, and an empty row is not that. */
static void blob(sqlite3_stmt *q, int at, const void *data, size_t n) {
    sqlite3_bind_blob64(q, at, n ? data : "", n, SQLITE_STATIC);
}

int db_put_value(db_store *s, int kind, int member, int month, int series, const void *cells, size_t n) {
    sqlite3_bind_int64(s->put_value, 1, db_value_id(s, kind, member, month, series));
    sqlite3_bind_int(s->put_value, 2, kind);
    sqlite3_bind_int(s->put_value, 3, member);
    sqlite3_bind_int(s->put_value, 4, month);
    sqlite3_bind_int(s->put_value, 5, series);
    blob(s->put_value, 6, cells, n);
    return db_run(s->put_value);
}

int db_put_daily(db_store *s, int member, int month, const void *totals, size_t n) {
    sqlite3_bind_int64(s->put_daily, 1, db_daily_id(s, member, month));
    sqlite3_bind_int(s->put_daily, 2, member);
    sqlite3_bind_int(s->put_daily, 3, month);
    blob(s->put_daily, 4, totals, n);
    return db_run(s->put_daily);
}

int db_put_snapshot(db_store *s, int kind, int member, int64_t day, const void *snapshot, size_t n) {
    sqlite3_bind_int(s->put_snapshot, 1, kind);
    sqlite3_bind_int(s->put_snapshot, 2, member);
    sqlite3_bind_int64(s->put_snapshot, 3, day);
    blob(s->put_snapshot, 4, snapshot, n);
    return db_run(s->put_snapshot);
}

int db_put_parameters(db_store *s, int kind, int member, const double *values, int n) {
    sqlite3_bind_int(s->put_parameters, 1, kind);
    sqlite3_bind_int(s->put_parameters, 2, member);
    blob(s->put_parameters, 3, values, (size_t)n * sizeof *values);
    return db_run(s->put_parameters);
}

int db_put_done(db_store *s, int kind, int member, int64_t day, const unsigned char digest[32]) {
    sqlite3_bind_int(s->put_done, 1, kind);
    sqlite3_bind_int(s->put_done, 2, member);
    sqlite3_bind_int64(s->put_done, 3, day);
    blob(s->put_done, 4, digest, 32);
    return db_run(s->put_done);
}
