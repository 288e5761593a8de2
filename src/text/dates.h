/* Dates as days since 1970-01-01, and months since 1970-01. */
#ifndef VADO_DATES_H
#define VADO_DATES_H

#include <stdint.h>

int scn_date_parse(const char *text, int64_t *day); /* YYYY-MM-DD; YYYY-MM is its first day. 0 or -1 */
void scn_date_format(int64_t day, char out[11]);
int scn_month_of(int64_t day);
int64_t scn_month_start(int month);
void scn_month_format(int month, char out[8]); /* YYYY-MM */
int scn_fiscal_year(int month);                /* October to September */
int scn_day_of_year(int64_t day);              /* 0 to 365 */

#endif
