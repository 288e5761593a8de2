/* A results object from inside: results.c opens it and finds damage, results_table.c reads series. */
#ifndef VADO_RESULTS_PARTS_H
#define VADO_RESULTS_PARTS_H

#include "table/results.h"

typedef struct {
    char *key, *value;
} res_pair;

struct results {
    db_store db;
    int nmeta, nnationalities, ngroups, nseries, nobserved, nfiles;
    res_pair *meta;
    char **nationalities, **groups;
    mdl_series *series;
    int *series_id, *nplaces; /* as its description says; series[].nplaces are those there */
    scn_observed *observed;
    int *index; /* of observed, sorted by by_cell() */
    scn_file *files;
    int month0, months, members, asked; /* months: those that all members read have; db.months: of the whole run */
    int *member;                        /* [members] numbers in the store */
    int64_t from, until;                /* first day, first day after */
    double *scratch;                    /* [members + 1] */
    int failed;                         /* status of the first read that failed: res_failed */
    char partial[160];                  /* "" of a finished run */
    char wrong[160];                    /* what of the store is damaged */
};

/* Says what is damaged, the first time; gives status back, so that `return res_damaged(...)` reads well. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
int res_damaged(results *r, int status, const char *format, ...);
/* Keeps the first failure: whoever passes over a series that cannot be read is found out at the end. */
int res_failing(results *r, int status);
int res_index(results *r); /* of the published rows, once they are read */

#endif
