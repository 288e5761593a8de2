/* Series as arrays with their labels, from whatever holds sums of days by month: a store, or a simulation in memory.
 *
 * num_read is the one place where the public vado_numbers is made, so that harm stands beside every one of them.
 */
#ifndef VADO_NUMBERS_H
#define VADO_NUMBERS_H

#include "table/results.h"

/* What can be read from. Names and arrays are the source's, and are copied. */
typedef struct {
    void *user;
    int nseries;
    const mdl_series *series;
    int nnationalities, ngroups, nmembers;
    const char *const *nationalities, *const *groups;
    const int *members; /* numbers, from 1 */
    int month_first, months;
    int months_over;     /* of months: with margins only these are given, so that no day is told by the difference */
    int64_t from, until; /* days that are counted; until: the day after the last */
    const char *partial;
    int (*table)(void *user, int series, int axes, res_table *t); /* as res_read */
    int (*days)(void *user, int series, int month, double *days); /* as res_days */
} num_source;

/* One read, checked: 0 with *out to be freed by vado_numbers_free, or a status with its message and *out NULL. */
int num_read(vado *v, const num_source *from, const char *series, const vado_read_options *o, vado_numbers **out);
/* VADO_ERR_USAGE, with a message if there is a context to hold it. */
int num_nothing(vado *v, const char *what);
void num_series(const mdl_series *s, vado_series *out);

#endif
