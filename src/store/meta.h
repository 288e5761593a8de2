/* What a store says of its own run: the values of its record, and how large it is. */
#ifndef VADO_META_H
#define VADO_META_H

#include "store/db.h"

enum { RUN_MEMBERS_MAX = 10000, RUN_MONTHS_MAX = 2400 }; /* more is no run of ours */

/* A value of the run's record, as a new string, or NULL. */
char *sto_meta(db_store *store, const char *key);
/* A part of a run: its record holds the whole ensemble, of which it owes the members from first to last, numbered
 * from 1. 1; 0, and both 0, of a whole run; -1 if damaged. */
#define STO_PART_DONE "part" /* the state of one that is finished, in place of done */
int sto_part(db_store *store, int *first, int *last);
int sto_put_part(db_store *store, int first, int last); /* into the record that is being written; 0 or -1 */
/* With the name of a series behind it: how far figures of the series lie from a run that is right (res_figure_error).
 */
#define STO_FIGURE_ERROR "figure error "
/* Fills in members, months, nseries and month_first of a store from its own record; -1 if damaged. */
int sto_sizes(db_store *store);

#endif
