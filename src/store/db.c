/* See db.h. */
#include "store/db.h"

#include "store/lock.h"
#include "store/seal.h"
#include "store/tidy.h"
#include "text/path.h"
#include "vado.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { APPLICATION = 0x7661646f, FORMAT = 4 }; /* "vado" */

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
    " snapshot BLOB, hash BLOB, PRIMARY KEY(kind, member));"
    "CREATE TABLE value(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, member INTEGER NOT NULL, month INTEGER NOT NULL,"
    " series INTEGER NOT NULL, cells BLOB NOT NULL);"
    "CREATE TABLE daily(id INTEGER PRIMARY KEY, member INTEGER NOT NULL, month INTEGER NOT NULL, totals BLOB NOT NULL);"
    "CREATE TABLE observed(id INTEGER PRIMARY KEY, series TEXT NOT NULL, first INTEGER NOT NULL, until INTEGER NOT "
    "NULL,"
    " place TEXT NOT NULL, nationality TEXT NOT NULL, grp TEXT NOT NULL, value REAL NOT NULL, unit TEXT NOT NULL,"
    " publisher TEXT NOT NULL, source TEXT NOT NULL, note TEXT NOT NULL, kind TEXT NOT NULL, side TEXT NOT NULL,"
    " used TEXT NOT NULL);"
    "CREATE TABLE month(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, member INTEGER NOT NULL, month INTEGER NOT NULL,"
    " rows INTEGER NOT NULL, hash BLOB NOT NULL);"
    "CREATE TABLE event_share(day TEXT PRIMARY KEY, parameter TEXT NOT NULL, others INTEGER NOT NULL,"
    " share REAL NOT NULL, before REAL NOT NULL, after REAL NOT NULL, deaths_before REAL, deaths_after REAL,"
    " kidnapped_before REAL, kidnapped_after REAL) WITHOUT ROWID;"
    "CREATE TABLE seal(name TEXT PRIMARY KEY, hash BLOB NOT NULL) WITHOUT ROWID;"
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
        db_prepare(s, "INSERT OR REPLACE INTO month(id, kind, member, month, rows, hash) VALUES(?,?,?,?,?,?)",
                   &s->put_month) ||
        db_prepare(s, "UPDATE member SET state=1, day=?3, snapshot=?4 WHERE kind=?1 AND member=?2", &s->put_snapshot) ||
        db_prepare(s, "UPDATE member SET parameters=?3 WHERE kind=?1 AND member=?2", &s->put_parameters) ||
        db_prepare(s, "UPDATE member SET state=2, day=?3, snapshot=NULL, digest=?4 WHERE kind=?1 AND member=?2",
                   &s->put_done))
        return -1;
    return 0;
}

static int give_up(db_store *s, int status, const char *path, const char *what, char *words, size_t size) {
    snprintf(words, size, "%s: %s%s%s", path_show(path).text, what, s->db ? ": " : "",
             s->db ? sqlite3_errmsg(s->db) : "");
    db_close(s);
    return status;
}

int db_status_of(int code) {
    if (code == SQLITE_IOERR_NOMEM)
        return VADO_ERR_MEMORY;
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return VADO_ERR_MEMORY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
        return VADO_ERR_FILE;
    default:
        return VADO_ERR_STORE;
    }
}

int db_status(const db_store *s) {
    return db_status_of(s->db && !s->no_memory ? sqlite3_errcode(s->db) : SQLITE_NOMEM);
}

const char *db_words(const db_store *s) {
    return s->db && !s->no_memory ? sqlite3_errmsg(s->db) : sqlite3_errstr(SQLITE_NOMEM);
}

/* ---- what a file is, before SQLite sees it ---- */

enum { HEAD = 100 }; /* bytes of an SQLite file's header */

static int64_t big_endian(const unsigned char *p) {
    return (int64_t)p[0] << 24 | (int64_t)p[1] << 16 | (int64_t)p[2] << 8 | (int64_t)p[3];
}

/* Bytes read, or -1: errno. */
static int read_head(const char *path, unsigned char head[HEAD]) {
    memset(head, 0, HEAD);
    FILE *f = fopen(path, "rb");
    if (!f)
        return -1;
    size_t n = fread(head, 1, HEAD, f);
    int failed = ferror(f);
    fclose(f);
    if (failed)
        errno = EIO;
    return failed ? -1 : (int)n;
}

/* Bytes, by its own account: pages of 1 are of 65,536 bytes. */
static int64_t whole_size(const unsigned char head[HEAD]) {
    int64_t page = (int64_t)head[16] << 8 | head[17];
    return (page == 1 ? 65536 : page) * big_endian(head + 28);
}

/* A store cut short is shorter than its header says. With a journal beside it, it is SQLite's to put right. */
static int cut_short(const char *path, const unsigned char head[HEAD], int64_t length) {
    char journal[4200];
    snprintf(journal, sizeof journal, "%s-journal", path);
    return access(journal, F_OK) != 0 && length < whole_size(head);
}

static int look(const char *path, char *words, size_t size) {
    struct stat info;
    unsigned char head[HEAD];
    path_said said;
    path_look(path, WANT_STORE, &said);
    if (said.kind != PATH_STORE) {
        snprintf(words, size, "%s: found %s, expected a store of vado, %s", path_show(path).text, said.found,
                 said.todo);
        return said.kind == PATH_MISSING || said.kind == PATH_UNREADABLE ? VADO_ERR_FILE : VADO_ERR_STORE;
    }
    int n = stat(path, &info) ? -1 : read_head(path, head);
    if (n < 0) {
        snprintf(words, size, "%s: cannot be read: %s", path, strerror(errno));
        return VADO_ERR_FILE;
    }
    int64_t format = big_endian(head + 60);
    if (n == HEAD && format > FORMAT) {
        snprintf(words, size, "%s: was made by a newer vado (store format %lld, this one reads %d): update vado", path,
                 (long long)format, FORMAT);
        return VADO_ERR_STORE;
    }
    if (n == HEAD && format < FORMAT) {
        snprintf(words, size,
                 "%s: has store format %lld of an older vado, this one reads format %d: run the scenario again", path,
                 (long long)format, FORMAT);
        return VADO_ERR_STORE;
    }
    if (n < HEAD || cut_short(path, head, (int64_t)info.st_size)) {
        snprintf(words, size, "%s: is damaged: it is cut short (%lld bytes of %lld): run the scenario again", path,
                 (long long)info.st_size, (long long)whole_size(head));
        return VADO_ERR_STORE;
    }
    return 0;
}

/* ---- opening ---- */

static int locked(db_store *s, const char *path, int create, char *words, size_t size) {
    char who[64];
    int rc = lock_take(path, create, &s->lock, who, sizeof who);
    if (rc < 0)
        snprintf(words, size, "%s: cannot be written: %s", path, strerror(errno));
    else if (rc > 0)
        snprintf(words, size, "%s: is being written by %s: one at a time; wait until it has ended", path, who);
    return rc ? VADO_ERR_FILE : 0;
}

int db_create(db_store *s, const char *path, char *words, size_t size) {
    memset(s, 0, sizeof *s);
    int status = locked(s, path, 1, words, size);
    if (status)
        return status;
    if (sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
        return give_up(s, VADO_ERR_FILE, path, "cannot be made, name a file in a folder that can be written", words,
                       size);
    sqlite3_busy_timeout(s->db, 20000);
    char mark[96];
    snprintf(mark, sizeof mark, "PRAGMA application_id=%d; PRAGMA user_version=%d;", APPLICATION, FORMAT);
    if (db_exec(s, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL;") || db_exec(s, "BEGIN") || db_exec(s, mark) ||
        db_exec(s, schema) || db_exec(s, tdy_schema) || prepare_writes(s))
        return give_up(s, db_status(s), path, "cannot be written", words, size);
    return 0;
}

/* The first page is read, and with it what a killed run left is rolled back. */
static int first_read(db_store *s, const char *path, char *words, size_t size) {
    if (db_exec(s, "SELECT count(*) FROM sqlite_master") == 0)
        return 0;
    int status = db_status(s), busy = (sqlite3_errcode(s->db) & 0xff) == SQLITE_BUSY;
    return give_up(s, status, path,
                   busy                       ? "is locked by another program; try again when it has ended"
                   : status == VADO_ERR_STORE ? "is damaged: run the scenario again"
                   : access(path, W_OK)
                       ? "cannot be read (a run that was killed left it: that needs the right to write)"
                       : "cannot be read",
                   words, size);
}

/* The one writer's settings and statements. */
static int ready_to_write(db_store *s, const char *path, char *words, size_t size) {
    sqlite3_busy_timeout(s->db, 20000);
    if (db_exec(s, "PRAGMA synchronous=FULL") || prepare_writes(s))
        return give_up(s, db_status(s), path, "cannot be written", words, size);
    return 0;
}

int db_open(db_store *s, const char *path, int writable, char *words, size_t size) {
    memset(s, 0, sizeof *s);
    int status = look(path, words, size);
    if (status == 0 && writable)
        status = locked(s, path, 0, words, size);
    if (status)
        return status;
    /* A store whose run was killed is rolled back to its last commit on opening, which needs the right to write. */
    int flags = writable || access(path, W_OK) == 0 ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    if (sqlite3_open_v2(path, &s->db, flags, NULL) != SQLITE_OK)
        return give_up(s, db_status(s), path, "cannot be opened", words, size);
    sqlite3_busy_timeout(s->db, writable ? 20000 : 5000);
    if ((status = first_read(s, path, words, size)))
        return status;
    return writable ? ready_to_write(s, path, words, size) : 0;
}

/* All but the lock. */
static void let_go(db_store *s) {
    tdy_free(s);
    sqlite3_stmt **all[] = {&s->put_value,    &s->put_daily,      &s->put_month,
                            &s->put_snapshot, &s->put_parameters, &s->put_done};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        sqlite3_finalize(*all[i]);
        *all[i] = NULL;
    }
    sqlite3_close(s->db);
    s->db = NULL;
}

void db_close(db_store *s) {
    let_go(s);
    lock_release(&s->lock); /* after SQLite is done with the file */
    memset(s, 0, sizeof *s);
}

int db_name(db_store *s, const char *made, const char *path, int replace, char *words, size_t size) {
    char journal[4200];
    let_go(s);
    snprintf(journal, sizeof journal, "%s-journal", path); /* what a killed run left would be played into the new one */
    int failed = replace ? (unlink(journal) && errno != ENOENT) || rename(made, path) : link(made, path);
    if (failed && !replace && errno != EEXIST)
        failed = rename(made, path); /* a file system without hard links */
    else if (!failed && !replace)
        (void)unlink(made);
    if (failed) {
        snprintf(words, size, "%s: cannot be made: %s", path, strerror(errno));
        db_close(s);
        return VADO_ERR_FILE;
    }
    if (sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        return give_up(s, db_status(s), path, "cannot be opened", words, size);
    return ready_to_write(s, path, words, size);
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

int64_t db_month_id(const db_store *s, int kind, int member, int month) {
    return ((int64_t)kind * s->members + member) * s->months + month;
}

int64_t db_daily_id(const db_store *s, int member, int month) { return db_month_id(s, DB_MEMBER, member, month); }

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
    if (db_run(s->put_value))
        return -1;
    return kind == DB_MEMBER ? tdy_put(s, member, month, series, cells, n) : 0;
}

int db_put_daily(db_store *s, int member, int month, const void *totals, size_t n) {
    sqlite3_bind_int64(s->put_daily, 1, db_daily_id(s, member, month));
    sqlite3_bind_int(s->put_daily, 2, member);
    sqlite3_bind_int(s->put_daily, 3, month);
    blob(s->put_daily, 4, totals, n);
    return db_run(s->put_daily);
}

int db_put_month(db_store *s, int kind, int member, int month, int rows, const void *hash, size_t n) {
    sqlite3_bind_int64(s->put_month, 1, db_month_id(s, kind, member, month));
    sqlite3_bind_int(s->put_month, 2, kind);
    sqlite3_bind_int(s->put_month, 3, member);
    sqlite3_bind_int(s->put_month, 4, month);
    sqlite3_bind_int(s->put_month, 5, rows);
    blob(s->put_month, 6, hash, n);
    return db_run(s->put_month);
}

int db_put_snapshot(db_store *s, int kind, int member, int64_t day, const void *snapshot, size_t n) {
    sqlite3_bind_int(s->put_snapshot, 1, kind);
    sqlite3_bind_int(s->put_snapshot, 2, member);
    sqlite3_bind_int64(s->put_snapshot, 3, day);
    blob(s->put_snapshot, 4, snapshot, n);
    return db_run(s->put_snapshot) ? -1 : seal_member(s, kind, member);
}

int db_put_parameters(db_store *s, int kind, int member, const double *values, int n) {
    sqlite3_bind_int(s->put_parameters, 1, kind);
    sqlite3_bind_int(s->put_parameters, 2, member);
    blob(s->put_parameters, 3, values, (size_t)n * sizeof *values);
    return db_run(s->put_parameters) ? -1 : seal_member(s, kind, member);
}

int db_put_done(db_store *s, int kind, int member, int64_t day, const unsigned char digest[32]) {
    sqlite3_bind_int(s->put_done, 1, kind);
    sqlite3_bind_int(s->put_done, 2, member);
    sqlite3_bind_int64(s->put_done, 3, day);
    blob(s->put_done, 4, digest, 32);
    return db_run(s->put_done) ? -1 : seal_member(s, kind, member);
}
