/* One run, one SQLite file: its schema, and the prepared statements of those who write it.
 *
 * meta       key, value: name, title, model, version, command, mode, seed, members, layers, from, until, latents,
 *            latents_until, input_hash, state (running, stopped, failed, done), digest (once done)
 * file       every file of the scenario's folder as it was, given/ files too: resume and report need nothing else
 * option     what was laid over the scenario, in the order given: set, policy, latents, from, until
 * label      names of nationalities and groups in the order of cells
 * series     what the model declares; place: names of its places in the order of cells
 * parameter  one row a parameter: where its elements stand in the members' arrays
 * member     state, snapshot (while running only), digest of the final world, the parameter values drawn
 * value      month sums of one series of one member, packed (pack.h)
 * daily      day sums of all series without margins, one row a member and month, packed
 * observed, message
 * month      how many rows each month of each member has, and their checksum
 * cell, calendar, margin   monthly margins as plain rows, and the view tidy over them, for other programs (tidy.h)
 * event_share  how much of a change the latents are (study/explain_share.h)
 * seal       checksums of the other tables (seal.h)
 *
 * Why packed rows and not a plain row for each value: 32 members of 74 months have some 3.5 million values that are not
 * zero. As plain rows with their keys they take about 50 MB and an index; packed, two to three bytes each, about 10 MB,
 * and a hundred times fewer inserts, so that writing costs next to nothing. What other programs want most, the monthly
 * margins of the members, stands as plain rows too; the rest `vado export` gives.
 *
 * Why a rollback journal and not a write-ahead log: between two commits the one file is all there is.
 */
#ifndef VADO_DB_H
#define VADO_DB_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

/* What a row of `member` is. The members are the ensemble; the rest are fluid runs that tell the layers apart. */
enum {
    DB_MEMBER = 0,
    DB_PARAMETERS = 1,  /* fluid, the member's parameters, no noise */
    DB_ENVIRONMENT = 2, /* fluid, the member's parameters and environment */
    DB_CENTRE = 3,      /* fluid, all layers at their centre: one for the run, as member 0 */
    DB_KINDS = 4
};
enum { DB_NEW = 0, DB_RUNNING = 1, DB_DONE = 2 };

typedef struct db_store {
    sqlite3 *db;
    sqlite3_stmt *put_value, *put_daily, *put_month, *put_snapshot, *put_parameters, *put_done;
    int members, months, nseries; /* for the keys of value and daily; set before the first put (sto_sizes) */
    int month_first;              /* months since 1970-01 */
    int lock;                     /* of the one writer (lock.h) */
    int no_memory;                /* of ours: SQLite does not know of it */
    struct tdy_shapes *tidy;      /* once the first margins are written (tidy.h) */
} db_store;

/* All: 0 or VADO_ERR_FILE / VADO_ERR_STORE / VADO_ERR_MEMORY with a sentence in words. */
/* db_create leaves its transaction open: the schema is committed with the run's record (rec_write), so a file never
 * holds the one without the other. */
int db_create(db_store *s, const char *path, char *words, size_t size);
/* A store that has been made under another name, and committed, gets its own: replacing what is there, or (replace 0)
 * only if nothing is. It stays open and locked. */
int db_name(db_store *s, const char *made, const char *path, int replace, char *words, size_t size);
/* writable: for one process at a time; another is told who has it. */
int db_open(db_store *s, const char *path, int writable, char *words, size_t size);
void db_close(db_store *s);

/* The status of SQLite's last error: VADO_ERR_MEMORY, VADO_ERR_STORE (damaged) or VADO_ERR_FILE (locked, full,
 * unreadable). */
int db_status(const db_store *s);
int db_status_of(int code);
const char *db_words(const db_store *s);   /* of the same error; the store's */
int db_exec(db_store *s, const char *sql); /* 0 or -1: sqlite3_errmsg(s->db) */
int db_prepare(db_store *s, const char *sql, sqlite3_stmt **out);
int db_meta_put(db_store *s, const char *key, const char *value);
/* Runs a prepared statement that gives no rows, and resets it. */
int db_run(sqlite3_stmt *statement);

int64_t db_value_id(const db_store *s, int kind, int member, int month, int series);
int64_t db_month_id(const db_store *s, int kind, int member, int month);
int64_t db_daily_id(const db_store *s, int member, int month);

/* Of a member, its margins too. */
int db_put_value(db_store *s, int kind, int member, int month, int series, const void *cells, size_t n);
int db_put_daily(db_store *s, int member, int month, const void *totals, size_t n);
int db_put_month(db_store *s, int kind, int member, int month, int rows, const void *hash, size_t n);
/* The member's row is sealed anew by each of these. */
int db_put_snapshot(db_store *s, int kind, int member, int64_t day, const void *blob, size_t n);
int db_put_parameters(db_store *s, int kind, int member, const double *values, int n);
int db_put_done(db_store *s, int kind, int member, int64_t day, const unsigned char digest[32]);

#endif
