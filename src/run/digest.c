/* The digest of a run: SHA-256 over all stored results in one canonical order.
 *
 * 1. For each series, by name: its name, unit of summing and labels of its cells' axes.
 * 2. Its values by kind, member, month and cell: each with its keys and the bits of the value.
 * 3. For each member, by kind and number: the digest of its final world, the bits of its parameters and its day sums.
 * Keys are written as fixed-width little-endian numbers, so no two different runs give the same bytes. Neither threads,
 * nor the order of members, nor when commits fell, nor the command line enter.
 */
#include "run/digest.h"

#include "engine/engine.h"
#include "store/pack.h"
#include "store/rows.h"
#include "text/array.h"
#include "text/hex.h"

#include <stdlib.h>
#include <string.h>

static void number(eng_sha256 *h, int64_t x) {
    unsigned char b[8];
    for (int k = 0; k < 8; k++)
        b[k] = (unsigned char)((uint64_t)x >> (8 * k));
    eng_sha256_add(h, b, 8);
}

/* 0 or -1: SQLite had no memory for the text. */
static int text(eng_sha256 *h, sqlite3_stmt *q, int column) {
    const unsigned char *words = sqlite3_column_text(q, column);
    if (!words && sqlite3_column_type(q, column) != SQLITE_NULL)
        return -1;
    size_t n = words ? strlen((const char *)words) : 0;
    number(h, (int64_t)n);
    if (n)
        eng_sha256_add(h, words, n);
    return 0;
}

/* The packed cells of the first column; 0 or -1. */
static int cells(eng_sha256 *h, sqlite3_stmt *q) {
    const void *blob;
    size_t n;
    pack_reader r;
    if (row_blob(q, 0, &blob, &n))
        return -1;
    pack_read_start(&r, blob, n);
    int cell, rc;
    double value;
    while ((rc = pack_read(&r, &cell, &value)) > 0) {
        int64_t bits;
        memcpy(&bits, &value, sizeof bits);
        number(h, cell);
        number(h, bits);
    }
    number(h, -1);
    return rc;
}

/* Every text column of a query's rows, in its order. */
static int labels(db_store *store, eng_sha256 *h, const char *sql, int64_t id) {
    sqlite3_stmt *q = NULL;
    if (db_prepare(store, sql, &q))
        return -1;
    sqlite3_bind_int64(q, 1, id);
    int more, status = 0;
    while (status == 0 && (more = row_next(q)) > 0)
        status = text(h, q, 0);
    sqlite3_finalize(q);
    return status || more ? -1 : 0;
}

typedef struct {
    int kind, member;
} run_of;

static int one_series(db_store *store, eng_sha256 *h, sqlite3_stmt *get, int series, int nruns, const run_of *runs) {
    for (int i = 0; i < nruns; i++)
        for (int month = 0; month < store->months; month++) {
            sqlite3_bind_int64(get, 1, db_value_id(store, runs[i].kind, runs[i].member, month, series));
            int found = row_next(get);
            if (found > 0) {
                number(h, runs[i].kind);
                number(h, runs[i].member);
                number(h, month);
                if (cells(h, get))
                    found = -1;
            }
            sqlite3_reset(get);
            if (found < 0)
                return -1;
        }
    return 0;
}

static int all_series(db_store *store, eng_sha256 *h, int nruns, const run_of *runs) {
    sqlite3_stmt *q = NULL, *get = NULL;
    int status = db_prepare(store, "SELECT id, name, sum, cells FROM series ORDER BY name", &q);
    if (status == 0)
        status = db_prepare(store, "SELECT cells FROM value WHERE id=?", &get);
    int more = 0;
    while (status == 0 && (more = row_next(q)) > 0) {
        int id = sqlite3_column_int(q, 0);
        status = text(h, q, 1);
        number(h, sqlite3_column_int(q, 2));
        number(h, sqlite3_column_int(q, 3));
        if (status == 0)
            status = labels(store, h, "SELECT name FROM place WHERE series=? ORDER BY position", id);
        if (status == 0)
            status = one_series(store, h, get, id, nruns, runs);
    }
    sqlite3_finalize(q);
    sqlite3_finalize(get);
    return more ? -1 : status;
}

static int all_members(db_store *store, eng_sha256 *h) {
    sqlite3_stmt *q = NULL, *day = NULL;
    int status = db_prepare(store, "SELECT kind, member, digest, parameters FROM member ORDER BY kind, member", &q);
    if (status == 0)
        status = db_prepare(store, "SELECT totals FROM daily WHERE id=?", &day);
    int more = 0;
    while (status == 0 && (more = row_next(q)) > 0) {
        int kind = sqlite3_column_int(q, 0), member = sqlite3_column_int(q, 1);
        number(h, kind);
        number(h, member);
        for (int column = 2; column < 4; column++) {
            const void *bytes = NULL;
            size_t n = 0;
            if (sqlite3_column_type(q, column) != SQLITE_NULL && row_blob(q, column, &bytes, &n))
                status = -1;
            number(h, (int64_t)n);
            if (n)
                eng_sha256_add(h, bytes, n);
        }
        for (int month = 0; kind == DB_MEMBER && status == 0 && month < store->months; month++) {
            sqlite3_bind_int64(day, 1, db_daily_id(store, member, month));
            int found = row_next(day);
            if (found > 0)
                status = cells(h, day);
            else if (found < 0)
                status = -1;
            sqlite3_reset(day);
        }
    }
    sqlite3_finalize(q);
    sqlite3_finalize(day);
    return more ? -1 : status;
}

int dig_run(db_store *store, char out[65]) {
    eng_sha256 h;
    unsigned char digest[32];
    sqlite3_stmt *q = NULL;
    run_of *runs = NULL;
    int n = 0;
    eng_sha256_start(&h);
    int status = labels(store, &h, "SELECT axis || ':' || name FROM label ORDER BY axis, position", 0);
    if (status == 0)
        status = db_prepare(store, "SELECT kind, member FROM member ORDER BY kind, member", &q);
    int more = 0;
    while (status == 0 && (more = row_next(q)) > 0) {
        run_of *grown = arr_more(runs, n, sizeof *grown);
        if (!grown) {
            status = -1;
            break;
        }
        runs = grown;
        runs[n++] = (run_of){sqlite3_column_int(q, 0), sqlite3_column_int(q, 1)};
    }
    sqlite3_finalize(q);
    if (status == 0 && more)
        status = -1;
    if (status == 0)
        status = all_series(store, &h, n, runs);
    if (status == 0)
        status = all_members(store, &h);
    free(runs);
    eng_sha256_end(&h, digest);
    if (status == 0)
        txt_hex(digest, out);
    return status;
}
