/* What others may know of statistics.c: adding a day to its series. */
#ifndef VADO_CORRIDOR_STATISTICS_H
#define VADO_CORRIDOR_STATISTICS_H

#include "corridor/internal.h"

/* For `record` of any system: people of a flow or stock of shape ND (per 1) or NDA (per COR_ATTEMPTS), times a factor,
 * into a series' cells of a place (0 where it has none). flow or stock -1: nothing. Only when p->record is not NULL. */
void cor_count_flow(const mdl_member *p, const eng_world *w, cor_series series, int place, int flow, int per,
                    double factor);
void cor_count_stock(const mdl_member *p, const eng_world *w, cor_series series, int place, int stock, int per,
                     double factor);
/* A number into a series without margins of people; of a ratio: numerator and denominator. */
void cor_count(const mdl_member *p, cor_series series, int place, double value);
void cor_count_ratio(const mdl_member *p, cor_series series, int place, double numerator, double denominator);
const mdl_shown *cor_shown(const char *series);               /* NULL: no series of ours */
void cor_check_words(const scn_scenario *s, rep_report *rep); /* labels and meanings: of series? */

#endif
