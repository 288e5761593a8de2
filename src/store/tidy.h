/* Monthly margins of the members as plain rows, for whoever opens a store with pandas, R, DuckDB or the sqlite3 shell
 * and has no decoder of packed rows. Nothing of vado reads them but tdy_check.
 *
 * cell       the rows that a month of a member can have: a series over all, and by each single margin it keeps
 * calendar   the months of the run: their first day as text, and how many days of each are simulated
 * margin     what is not zero of them: sums over the month of a flow or a stock, the value of a ratio
 * tidy       a view that joins names, takes the mean of a stock's days, and gives the zeros
 *
 * They are written with the packed row that they follow from, in the same transaction, and are in no digest. Series of
 * more places than TDY_PLACES have no rows by place: those are the export's.
 */
#ifndef VADO_TIDY_H
#define VADO_TIDY_H

#include "store/db.h"

#define TDY_PLACES "32" /* in the words of a query */
extern const char tdy_schema[];

/* Both 0 or -1: db_status tells. tdy_declare: once the record is written but for its seals. */
int tdy_declare(db_store *s);
int tdy_put(db_store *s, int member, int month, int series, const void *cells, size_t n);
void tdy_free(db_store *s);

/* Are the rows those that follow from the packed ones? 1; 0 if not; -1: db_status tells. */
int tdy_check(db_store *s);

#endif
