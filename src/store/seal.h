/* Checksums of all that a store holds, so that a store which is not what was written is known as such by every reader.
 *
 * seal      one row a table that is written as a whole: SHA-256 of its rows in the order of their keys
 * month     one row for each month of each member and twin: how many rows of `value` it has and the SHA-256 of these
 * and of its row of `daily`. Written with them in one transaction: what a run owes and what is there can be compared
 * member    .hash: SHA-256 of the other columns of its row, snapshot and drawn parameters included
 *
 * The sums find chance (a flipped bit, a lost page, an edit by hand), not a forger: who can write the store can seal
 * it.
 */
#ifndef VADO_SEAL_H
#define VADO_SEAL_H

#include "engine/engine.h"
#include "store/db.h"

/* Tables sealed by name: those that a run writes once, those that change later (meta, event_share), and "schema". */
int seal_table(db_store *s, const char *table);
int seal_tables(db_store *s); /* all of them */
int seal_member(db_store *s, int kind, int member);

/* The sum of one month, while its rows are written. */
typedef struct {
    eng_sha256 h;
    int rows;
} seal_sum;
void seal_month_start(seal_sum *m, int kind, int member, int month);
void seal_month_row(seal_sum *m, int series, const void *cells, size_t n);
void seal_month_days(seal_sum *m, const void *totals, size_t n);
/* 0 or -1; ends the sum. */
int seal_month_put(db_store *s, seal_sum *m, int kind, int member, int month);

typedef struct {
    int members, done; /* rows of `member` (twins too), and how many of them are finished */
    int64_t months;    /* month rows there are */
} seal_state;
/* Everything, read and compared: 0, or a negative status (VADO_ERR_STORE: damaged; VADO_ERR_FILE: it cannot be read;
 * VADO_ERR_MEMORY) and a sentence in words that names what is wrong. Needs s->members, months, nseries (sto_sizes). */
int seal_check(db_store *s, seal_state *out, char *words, size_t size);

#endif
