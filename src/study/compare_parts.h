/* The parts of one comparison of two runs, private to compare*.c. */
#ifndef VADO_COMPARE_PARTS_H
#define VADO_COMPARE_PARTS_H

#include "table/layers.h"
#include "text/out.h"

typedef struct {
    vado *v;
    results *r[2];
    const char *path[2];
    int first[2], count, members; /* first month of the common ones in each run */
    double *x[2], *p, *e, *d;     /* [members] */
    out_text out;
} cmp_job;

typedef struct {
    double a, b;
    res_band d;
    double chance; /* a difference below it is no finding: lay_chance */
    lay_shares shares;
} cmp_row;
/* Hears of one row of a table: where it is (place, nationality, group; "" of an axis summed over). 0, or a status. */
typedef int cmp_row_user(cmp_job *j, const mdl_series *s, const char *const where[3], const cmp_row *o, void *user);
/* The same of all cells of a series by an axis (RES_TOTAL, RES_BY_...). */
int cmp_each_cell(cmp_job *j, int series, int axis, cmp_row_user *f, void *user);
/* Have the series of both runs the same cells by this axis? */
int cmp_same_cells(const cmp_job *j, const mdl_series *a, const mdl_series *b, int axis);
int cmp_by_chance(const cmp_row *o);
const char *cmp_label_of(const char *const where[3]);

int cmp_text(cmp_job *j);

#endif
