/* See seal.h. A sum is taken over the rows of one query, each column with its type and length before its bytes, so that
 * no two different tables give the same bytes. */
#include "store/seal.h"

#include "scenario/scenario.h"
#include "store/rows.h"
#include "vado.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SUM = 32 };

static const struct {
    const char *name, *sql, *holds;
} tables[] = {
    {"schema", "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name", "the layout of its tables"},
    {"meta", "SELECT key, value FROM meta ORDER BY key", "the record of the run"},
    {"file", "SELECT name, content FROM file ORDER BY name", "the files of the scenario"},
    {"option", "SELECT position, name, value FROM option ORDER BY position", "what was laid over the scenario"},
    {"label", "SELECT axis, position, name FROM label ORDER BY axis, position", "names of nationalities and groups"},
    {"series", "SELECT * FROM series ORDER BY id", "the series' declarations"},
    {"place", "SELECT series, position, name FROM place ORDER BY series, position", "names of places"},
    {"cell", "SELECT * FROM cell ORDER BY id", "the margins that stand as rows"},
    {"calendar", "SELECT * FROM calendar ORDER BY month", "the months of the run"},
    {"parameter", "SELECT * FROM parameter ORDER BY id", "the parameters' declarations"},
    {"observed", "SELECT * FROM observed ORDER BY id", "the published figures"},
    {"message", "SELECT position, text FROM message ORDER BY position", "the messages of the run"},
    {"event_share", "SELECT * FROM event_share ORDER BY day", "the latents' shares of changes"},
};
enum { TABLES = sizeof tables / sizeof *tables };

static void number(eng_sha256 *h, int64_t x) {
    unsigned char b[8];
    for (int k = 0; k < 8; k++)
        b[k] = (unsigned char)((uint64_t)x >> (8 * k));
    eng_sha256_add(h, b, 8);
}

static void bytes(eng_sha256 *h, const void *data, size_t n) {
    number(h, (int64_t)n);
    if (n)
        eng_sha256_add(h, data, n);
}

/* -1 if there is no memory for the column's text. */
static int column(eng_sha256 *h, sqlite3_stmt *q, int i) {
    int type = sqlite3_column_type(q, i);
    double real;
    int64_t bits;
    number(h, type);
    switch (type) {
    case SQLITE_INTEGER:
        number(h, sqlite3_column_int64(q, i));
        return 0;
    case SQLITE_FLOAT:
        real = sqlite3_column_double(q, i);
        memcpy(&bits, &real, sizeof bits);
        number(h, bits);
        return 0;
    case SQLITE_NULL:
        return 0;
    default: {
        const void *data = type == SQLITE_TEXT ? (const void *)sqlite3_column_text(q, i) : sqlite3_column_blob(q, i);
        int n = sqlite3_column_bytes(q, i);
        if (n > 0 && !data)
            return -1;
        bytes(h, data, (size_t)n);
        return 0;
    }
    }
}

/* The sum of a query's rows; -1: sqlite3_errcode tells. `first`: columns before it are left out. */
static int rows(sqlite3_stmt *q, int first, unsigned char out[SUM]) {
    eng_sha256 h;
    int64_t n = 0;
    int more, columns = sqlite3_column_count(q);
    eng_sha256_start(&h);
    while ((more = row_next(q)) > 0) {
        n++;
        for (int i = first; i < columns; i++)
            if (column(&h, q, i))
                return -1;
    }
    if (more)
        return -1;
    number(&h, n);
    eng_sha256_end(&h, out);
    return 0;
}

static int sum_of(db_store *s, const char *sql, unsigned char out[SUM]) {
    sqlite3_stmt *q = NULL;
    int status = db_prepare(s, sql, &q) ? -1 : rows(q, 0, out);
    sqlite3_finalize(q);
    return status;
}

int seal_table(db_store *s, const char *table) {
    unsigned char sum[SUM];
    sqlite3_stmt *q = NULL;
    int at = 0;
    while (at < TABLES && strcmp(tables[at].name, table) != 0)
        at++;
    if (at == TABLES || sum_of(s, tables[at].sql, sum))
        return -1;
    int status = db_prepare(s, "INSERT OR REPLACE INTO seal(name, hash) VALUES(?,?)", &q);
    if (status == 0) {
        sqlite3_bind_text(q, 1, table, -1, SQLITE_STATIC);
        sqlite3_bind_blob(q, 2, sum, SUM, SQLITE_STATIC);
        status = db_run(q);
    }
    sqlite3_finalize(q);
    return status;
}

int seal_tables(db_store *s) {
    int status = 0;
    for (int i = 0; i < TABLES && status == 0; i++)
        status = seal_table(s, tables[i].name);
    return status;
}

static const char member_sql[] =
    "SELECT hash, kind, member, state, day, digest, parameters, snapshot FROM member WHERE kind=? AND member=?";

static int sum_of_member(db_store *s, int kind, int member, unsigned char out[SUM]) {
    sqlite3_stmt *q = NULL;
    int status = db_prepare(s, member_sql, &q);
    if (status == 0) {
        sqlite3_bind_int(q, 1, kind);
        sqlite3_bind_int(q, 2, member);
        status = rows(q, 1, out);
    }
    sqlite3_finalize(q);
    return status;
}

int seal_member(db_store *s, int kind, int member) {
    unsigned char sum[SUM];
    if (sum_of_member(s, kind, member, sum))
        return -1;
    sqlite3_stmt *q = NULL;
    int status = db_prepare(s, "UPDATE member SET hash=?3 WHERE kind=?1 AND member=?2", &q);
    if (status == 0) {
        sqlite3_bind_int(q, 1, kind);
        sqlite3_bind_int(q, 2, member);
        sqlite3_bind_blob(q, 3, sum, SUM, SQLITE_STATIC);
        status = db_run(q);
    }
    sqlite3_finalize(q);
    return status;
}

/* ---- months ---- */

void seal_month_start(seal_sum *m, int kind, int member, int month) {
    eng_sha256_start(&m->h);
    number(&m->h, kind);
    number(&m->h, member);
    number(&m->h, month);
    m->rows = 0;
}

void seal_month_row(seal_sum *m, int series, const void *cells, size_t n) {
    number(&m->h, series);
    bytes(&m->h, cells, n);
    m->rows++;
}

void seal_month_days(seal_sum *m, const void *totals, size_t n) {
    number(&m->h, -1);
    bytes(&m->h, totals, n);
}

int seal_month_put(db_store *s, seal_sum *m, int kind, int member, int month) {
    unsigned char sum[SUM];
    eng_sha256_end(&m->h, sum);
    return db_put_month(s, kind, member, month, m->rows, sum, SUM);
}

/* ---- checking ---- */

typedef struct {
    db_store *s;
    seal_state *state;
    int64_t *months; /* [kinds * members] month rows of each */
    sqlite3_stmt *value, *daily;
    int value_is, daily_is; /* 1: they stand on a row */
    char *words;
    size_t size;
} check;

/* What SQLite says, as a status: what cannot be read now is not the same as what is damaged. */
static int unread(check *c) {
    snprintf(c->words, c->size, "it cannot be read: %s", sqlite3_errmsg(c->s->db));
    return db_status(c->s);
}

static int wrong(check *c, const char *what, int kind, int member, int month) {
    static const char *const kinds[DB_KINDS] = {"member", "parameter twin", "environment twin", "central run"};
    int n = snprintf(c->words, c->size, "%s", what);
    if (kind >= 0 && kind < DB_KINDS && n >= 0 && (size_t)n < c->size)
        n += snprintf(c->words + n, c->size - (size_t)n, " (%s %d", kinds[kind], member + 1);
    if (kind >= 0 && kind < DB_KINDS && n >= 0 && (size_t)n < c->size)
        (void)snprintf(c->words + n, c->size - (size_t)n, month < 0 ? ")" : ", month %d of the run)", month + 1);
    return VADO_ERR_STORE;
}

static int check_table(check *c, int i) {
    unsigned char sum[SUM];
    char what[160];
    sqlite3_stmt *q = NULL;
    int status = db_prepare(c->s, "SELECT hash FROM seal WHERE name=?", &q) ? unread(c) : 0;
    if (status == 0) {
        sqlite3_bind_text(q, 1, tables[i].name, -1, SQLITE_STATIC);
        int found = row_next(q);
        snprintf(what, sizeof what, "table '%s' (%s) is not as it was written", tables[i].name, tables[i].holds);
        if (found == 0)
            status = wrong(c, what, -1, 0, -1);
        else if (found < 0 || sum_of(c->s, tables[i].sql, sum))
            status = unread(c);
        else if (sqlite3_column_bytes(q, 0) != SUM || memcmp(sqlite3_column_blob(q, 0), sum, SUM) != 0)
            status = wrong(c, what, -1, 0, -1);
    }
    sqlite3_finalize(q);
    return status;
}

static int step(check *c, sqlite3_stmt *q, int *is) {
    *is = row_next(q);
    return *is < 0 ? unread(c) : 0;
}

/* One row of `month`: takes the rows of `value` and `daily` that stand under its key. */
static int check_month(check *c, sqlite3_stmt *q) {
    db_store *s = c->s;
    int64_t id = sqlite3_column_int64(q, 0);
    int kind = sqlite3_column_int(q, 1), member = sqlite3_column_int(q, 2), month = sqlite3_column_int(q, 3);
    unsigned char sum[SUM];
    seal_sum m;
    if (kind < 0 || kind >= DB_KINDS || member < 0 || member >= s->members || month < 0 || month >= s->months ||
        id != db_month_id(s, kind, member, month))
        return wrong(c, "a month stands under the wrong key", kind, member, month);
    c->months[kind * s->members + member]++;
    seal_month_start(&m, kind, member, month);
    while (c->value_is > 0 && sqlite3_column_int64(c->value, 0) / s->nseries == id) {
        int series = sqlite3_column_int(c->value, 4);
        if (sqlite3_column_int(c->value, 1) != kind || sqlite3_column_int(c->value, 2) != member ||
            sqlite3_column_int(c->value, 3) != month || sqlite3_column_int64(c->value, 0) % s->nseries != series)
            return wrong(c, "a row of results stands under the wrong key", kind, member, month);
        seal_month_row(&m, series, sqlite3_column_blob(c->value, 5), (size_t)sqlite3_column_bytes(c->value, 5));
        if (step(c, c->value, &c->value_is))
            return db_status(s);
    }
    if (kind == DB_MEMBER) {
        if (c->daily_is <= 0 || sqlite3_column_int64(c->daily, 0) != id || sqlite3_column_int(c->daily, 1) != member ||
            sqlite3_column_int(c->daily, 2) != month)
            return wrong(c, "the day sums of a month are missing", kind, member, month);
        seal_month_days(&m, sqlite3_column_blob(c->daily, 3), (size_t)sqlite3_column_bytes(c->daily, 3));
        if (step(c, c->daily, &c->daily_is))
            return db_status(s);
    }
    eng_sha256_end(&m.h, sum);
    if (m.rows != sqlite3_column_int(q, 4))
        return wrong(c, "rows of results are missing", kind, member, month);
    if (sqlite3_column_bytes(q, 5) != SUM || memcmp(sqlite3_column_blob(q, 5), sum, SUM) != 0)
        return wrong(c, "results are not as they were written", kind, member, month);
    return 0;
}

static int check_months(check *c) {
    sqlite3_stmt *q = NULL;
    int status = 0, is = 0;
    if (db_prepare(c->s, "SELECT id, kind, member, month, rows, hash FROM month ORDER BY id", &q) ||
        db_prepare(c->s, "SELECT id, kind, member, month, series, cells FROM value ORDER BY id", &c->value) ||
        db_prepare(c->s, "SELECT id, member, month, totals FROM daily ORDER BY id", &c->daily))
        status = unread(c);
    if (status == 0 && ((status = step(c, c->value, &c->value_is)) || (status = step(c, c->daily, &c->daily_is))))
        goto out;
    while (status == 0 && (status = step(c, q, &is)) == 0 && is > 0) {
        c->state->months++;
        status = check_month(c, q);
    }
    if (status == 0 && (c->value_is > 0 || c->daily_is > 0))
        status = wrong(c, "there are results of a month that is not complete", -1, 0, -1);
out:
    sqlite3_finalize(q);
    sqlite3_finalize(c->value);
    sqlite3_finalize(c->daily);
    return status;
}

/* Months that a member owes: all if it is done; else those before its snapshot's. */
static int owed(const db_store *s, int state, sqlite3_stmt *q) {
    if (state == DB_DONE)
        return s->months;
    if (state == DB_NEW || sqlite3_column_type(q, 3) == SQLITE_NULL)
        return 0;
    int n = month_of_day(sqlite3_column_int64(q, 3)) - s->month_first;
    return n < 0 ? 0 : n > s->months ? s->months : n;
}

static int check_members(check *c) {
    static const char sql[] = "SELECT kind, member, state, day, hash FROM member ORDER BY kind, member";
    sqlite3_stmt *q = NULL;
    int status = db_prepare(c->s, sql, &q) ? unread(c) : 0, is = 0, ensemble = 0;
    int64_t months = 0;
    while (status == 0 && (status = step(c, q, &is)) == 0 && is > 0) {
        int kind = sqlite3_column_int(q, 0), member = sqlite3_column_int(q, 1), state = sqlite3_column_int(q, 2);
        unsigned char sum[SUM];
        if (kind < 0 || kind >= DB_KINDS || member < 0 || member >= c->s->members || state < DB_NEW || state > DB_DONE)
            status = wrong(c, "a member's row is damaged", -1, 0, -1);
        else if (sum_of_member(c->s, kind, member, sum))
            status = unread(c);
        else if (sqlite3_column_bytes(q, 4) != SUM || memcmp(sqlite3_column_blob(q, 4), sum, SUM) != 0)
            status = wrong(c, "a member's row is not as it was written", kind, member, -1);
        else if (c->months[kind * c->s->members + member] < owed(c->s, state, q))
            status = wrong(c, "months of results are missing", kind, member, -1);
        else
            months += c->months[kind * c->s->members + member];
        c->state->members++;
        c->state->done += state == DB_DONE;
        ensemble += kind == DB_MEMBER;
    }
    sqlite3_finalize(q);
    if (status == 0 && (ensemble != c->s->members || months != c->state->months))
        status = wrong(c, "rows of members are missing", -1, 0, -1);
    return status;
}

/* Links between pages, and the index against its table: what no sum of rows sees. */
static int check_pages(check *c) {
    sqlite3_stmt *q = NULL;
    int status = db_prepare(c->s, "PRAGMA integrity_check(1)", &q) ? unread(c) : 0, is = 0;
    if (status == 0 && (status = step(c, q, &is)) == 0) {
        const char *said = is > 0 ? (const char *)sqlite3_column_text(q, 0) : NULL;
        if (!said || strcmp(said, "ok") != 0) {
            snprintf(c->words, c->size, "its pages are damaged: %.200s", said ? said : "");
            status = VADO_ERR_STORE;
        }
    }
    sqlite3_finalize(q);
    return status;
}

int seal_check(db_store *s, seal_state *out, char *words, size_t size) {
    seal_state mine;
    check c = {.s = s, .state = out ? out : &mine, .words = words, .size = size};
    memset(c.state, 0, sizeof *c.state);
    c.months = calloc((size_t)DB_KINDS * (size_t)s->members + 1, sizeof *c.months);
    if (!c.months) {
        snprintf(words, size, "out of memory");
        return VADO_ERR_MEMORY;
    }
    int status = check_pages(&c);
    for (int i = 0; status == 0 && i < TABLES; i++)
        status = check_table(&c, i);
    if (status == 0)
        status = check_months(&c);
    if (status == 0)
        status = check_members(&c);
    free(c.months);
    return status;
}
