/* An export from inside: export.c writes one series, package.c a folder of several. */
#ifndef VADO_EXPORT_PARTS_H
#define VADO_EXPORT_PARTS_H

#include "table/results.h"

/* A store for an export with these options; what is wrong with either is said in v. *r is NULL if there is nothing to
 * be closed by res_end. */
int exp_open(vado *v, const char *db, const vado_export_options *o, results **r);
/* The series of that name, or a status, said. */
int exp_find(vado *v, results *r, const char *series);
/* One series as CSV, its margins looked at before (per_margins). */
int exp_rows(vado *v, results *r, const char *db, int series, const vado_export_options *o, out_text *out);
/* The columns are promised; what they can mean of few members is said, and what the spread of members is. */
void exp_members(vado *v, const results *r, const vado_export_options *o);
/* Says what was suffered in the whole of the months exported, mean and interval. */
void exp_harm(vado *v, results *r);

#endif
