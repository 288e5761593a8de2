/* Dates as days since 1970-01-01, and months since 1970-01. */
#ifndef VADO_DATES_H
#define VADO_DATES_H

#include <stdint.h>

int day_parse(const char *text, int64_t *day); /* YYYY-MM-DD; YYYY-MM is its first day. 0 or -1 */
void day_format(int64_t day, char out[11]);
int month_of_day(int64_t day);
int64_t month_start(int month);
void month_format(int month, char out[8]); /* YYYY-MM */
int month_fiscal_year(int month);          /* October to September */
int day_of_year(int64_t day);              /* 0 to 365 */

#endif
