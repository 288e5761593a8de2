/* The digest of a run: SHA-256 over all stored results in one canonical order.
 *
 * 1. For each series, by name: its name, unit of summing and labels of its cells' axes.
 * 2. Its values by kind, member, month and cell: each with its keys and the bits of the value.
 * 3. For each member, by kind and number: the digest of its final world, the bits of its parameters and its day sums.
 * Keys are written as fixed-width little-endian numbers, so no two different runs give the same bytes. Neither threads,
 * nor the order of members, nor when commits fell, nor the command line enter.
 */
#include "store/digest.h"

#include "engine/engine.h"
#include "store/pack.h"

#include <stdlib.h>
#include <string.h>

void dig_hex(const unsigned char digest[32], char out[65]) {
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 32; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[64] = '\0';
}

static void number(eng_sha256 *h, int64_t x) {
    unsigned char b[8];
    for (int k = 0; k < 8; k++)
        b[k] = (unsigned char)((uint64_t)x >> (8 * k));
    eng_sha256_add(h, b, 8);
}

static void text(eng_sha256 *h, const unsigned char *words) {
    size_t n = words ? strlen((const char *)words) : 0;
    number(h, (int64_t)n);
    if (n)
        eng_sha256_add(h, words, n);
}

static int cells(eng_sha256 *h, const void *blob, int n) {
    pack_reader r;
    pack_read_start(&r, blob, (size_t)n);
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
    int rc;
    while ((rc = sqlite3_step(q)) == SQLITE_ROW)
        text(h, sqlite3_column_text(q, 0));
    sqlite3_finalize(q);
    return rc == SQLITE_DONE ? 0 : -1;
}

typedef struct {
    int kind, member;
} run_of;

static int one_series(db_store *store, eng_sha256 *h, sqlite3_stmt *get, int series, int nruns, const run_of *runs) {
    for (int i = 0; i < nruns; i++)
        for (int month = 0; month < store->months; month++) {
            sqlite3_bind_int64(get, 1, db_value_id(store, runs[i].kind, runs[i].member, month, series));
            int rc = sqlite3_step(get);
            if (rc == SQLITE_ROW) {
                number(h, runs[i].kind);
                number(h, runs[i].member);
                number(h, month);
                if (cells(h, sqlite3_column_blob(get, 0), sqlite3_column_bytes(get, 0)))
                    rc = SQLITE_CORRUPT;
            }
            sqlite3_reset(get);
            if (rc != SQLITE_ROW && rc != SQLITE_DONE)
                return -1;
        }
    return 0;
}

static int all_series(db_store *store, eng_sha256 *h, int nruns, const run_of *runs) {
    sqlite3_stmt *q = NULL, *get = NULL;
    int status = db_prepare(store, "SELECT id, name, sum, cells FROM series ORDER BY name", &q);
    if (status == 0)
        status = db_prepare(store, "SELECT cells FROM value WHERE id=?", &get);
    int rc = SQLITE_DONE;
    while (status == 0 && (rc = sqlite3_step(q)) == SQLITE_ROW) {
        int id = sqlite3_column_int(q, 0);
        text(h, sqlite3_column_text(q, 1));
        number(h, sqlite3_column_int(q, 2));
        number(h, sqlite3_column_int(q, 3));
        status = labels(store, h, "SELECT name FROM place WHERE series=? ORDER BY position", id);
        if (status == 0)
            status = one_series(store, h, get, id, nruns, runs);
    }
    sqlite3_finalize(q);
    sqlite3_finalize(get);
    return rc == SQLITE_DONE ? status : -1;
}

static int all_members(db_store *store, eng_sha256 *h) {
    sqlite3_stmt *q = NULL, *day = NULL;
    int status = db_prepare(store, "SELECT kind, member, digest, parameters FROM member ORDER BY kind, member", &q);
    if (status == 0)
        status = db_prepare(store, "SELECT totals FROM daily WHERE id=?", &day);
    int rc = SQLITE_DONE;
    while (status == 0 && (rc = sqlite3_step(q)) == SQLITE_ROW) {
        int kind = sqlite3_column_int(q, 0), member = sqlite3_column_int(q, 1);
        number(h, kind);
        number(h, member);
        for (int column = 2; column < 4; column++) {
            int n = sqlite3_column_bytes(q, column);
            number(h, n);
            if (n)
                eng_sha256_add(h, sqlite3_column_blob(q, column), (size_t)n);
        }
        for (int month = 0; kind == DB_MEMBER && status == 0 && month < store->months; month++) {
            sqlite3_bind_int64(day, 1, db_daily_id(store, member, month));
            int found = sqlite3_step(day);
            if (found == SQLITE_ROW)
                status = cells(h, sqlite3_column_blob(day, 0), sqlite3_column_bytes(day, 0));
            else if (found != SQLITE_DONE)
                status = -1;
            sqlite3_reset(day);
        }
    }
    sqlite3_finalize(q);
    sqlite3_finalize(day);
    return rc == SQLITE_DONE ? status : -1;
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
    int rc = SQLITE_DONE;
    while (status == 0 && (rc = sqlite3_step(q)) == SQLITE_ROW) {
        run_of *grown = realloc(runs, ((size_t)n + 1) * sizeof *grown);
        if (!grown) {
            status = -1;
            break;
        }
        runs = grown;
        runs[n++] = (run_of){sqlite3_column_int(q, 0), sqlite3_column_int(q, 1)};
    }
    sqlite3_finalize(q);
    if (status == 0 && rc != SQLITE_DONE)
        status = -1;
    if (status == 0)
        status = all_series(store, &h, n, runs);
    if (status == 0)
        status = all_members(store, &h);
    free(runs);
    eng_sha256_end(&h, digest);
    if (status == 0)
        dig_hex(digest, out);
    return status;
}
