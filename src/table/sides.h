/* How far a run is from the published figures that may set something, and from those that only judge; and how many of
 * those that judge lie in its 80% bands.
 */
#ifndef VADO_SIDES_H
#define VADO_SIDES_H

#include "table/results.h"

typedef struct {
    int rows;             /* published figures compared */
    double apart, around; /* sums of |simulated - published| and of simulated + published */
} sid_sum;
/* Figures that judge, of all places, nationalities and groups, and of no share, in the middle 80%. */
typedef struct {
    int rows;
    int of_members; /* between the members' 10% and 90%: what the model says of itself */
    int of_figures; /* of the members with the errors that figures may have (res_figure_error); 0 if nobody says them */
} sid_inside;
typedef struct {
    sid_sum side[SCN_SIDES];
    sid_inside inside;
    int left; /* figures of the run's months that stand beside no result: margins not kept, shares of some days */
} sid_fit;

/* Every published figure of a series that lies in whole months of the run, beside the median of members. 0 or a status,
 * which the results keep as well. */
int sid_of_series(results *r, int series, sid_fit *out);
int sid_rows(const sid_fit *f); /* figures compared, of all sides */
int sid_said(const results *r); /* whether any published figure has a side */
void sid_add(sid_fit *to, const sid_fit *from);
/* Sum of distances over sum of both: 0 as published, a third a factor of two, 1 nothing in common; NAN of no figures.
 */
double sid_error(const sid_sum *s);
/* Share of the n values, each with a normal error of the log of this standard deviation, that a figure is above. */
double sid_above(int n, const double *values, double sd, double figure);
/* Whether the run says what errors figures may have: else of_figures is 0. */
int sid_has_errors(const results *r);

#endif
