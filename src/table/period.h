/* The rows of an export: which series, which margins, which months or years. Shared by export and observed. */
#ifndef VADO_PERIOD_H
#define VADO_PERIOD_H

#include "scenario/model.h"
#include "text/context.h"
#include "text/out.h"

typedef struct {
    char label[11];
    int first, count; /* months since 1970-01 */
} per_row;
/* The months, calendar years or fiscal years that touch [first, first + count); a year holds only months inside.
 * Returns the number of rows, *rows to be freed; -1 without memory. */
int per_rows(const vado_export_options *o, int first, int count, per_row **rows);
/* Refuses margins the series does not keep, and days with any margin; 0 or VADO_ERR_USAGE. */
int per_margins(vado *v, const mdl_series *s, const vado_export_options *o);
/* "no series X; did you mean Y" */
int per_unknown(vado *v, const char *name, int n, const char *const *names);
/* `month,place,...,quantile,value` */
void per_header(out_text *o, const vado_export_options *e);

#endif
