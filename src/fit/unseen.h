/* What no latent sees, measured on a run: the part of the published figures that mechanisms alone must meet.
 *
 * Errors between 0 (as published) and 1 (nothing in common), so that a series that a run makes none of has an error
 * too: nationality by place   half the sum of |share - published share| over places of each nationality's month,
 * weighted by published people: as in the stage `history` a series               |simulated - published| / (simulated +
 * published) of each published figure, weighted by its months: 0.05 is a tenth off, 1/3 a factor of two
 */
#ifndef VADO_UNSEEN_H
#define VADO_UNSEEN_H

#include "fit/history.h"

enum { FIT_TARGETS_UNSEEN = 6 };
extern const char *const fit_target_names[FIT_TARGETS_UNSEEN]; /* "nationality by place", then names of series */

typedef struct {
    const scn_scenario *s;
    int first, months; /* whole months that are compared */
    fit_targets published;
    fit_where where;
    fit_cover cover[FIT_TARGETS_UNSEEN]; /* [0] is not used */
    double *scratch;                     /* [months][units][people] */
    unsigned char *used;                 /* [months + 1], scratch too */
} fit_unseen_set;

/* Published figures inside some days; 0 or VADO_ERR_MEMORY. Without whole months nothing is compared. */
int fit_unseen_open(fit_unseen_set *u, const scn_scenario *s, int64_t from, int64_t until);
void fit_unseen_close(fit_unseen_set *u);
/* record: sums of each month from first_month on, [months][width] (a model's record). NAN: nothing is published.
 * Not for two threads at once. */
void fit_unseen_errors(fit_unseen_set *u, int nseries, const mdl_series *series, const double *record, size_t width,
                       int first_month, double error[FIT_TARGETS_UNSEEN]);

/* ---- shared with the stage `history` ---- */

const mdl_series *fit_series(int nseries, const mdl_series *series, const char *name);
/* A series by place, nationality and group: all groups of a place and nationality. */
double fit_sum_groups(const double *record, const mdl_series *s, int place, int people, int n);
/* People met in a month of a run, by unit of `w` and nationality: [units][people]; ports too where units are states. */
void fit_where_of_run(const fit_where *w, const scn_scenario *s, int nseries, const mdl_series *series,
                      const double *record, double *where);
/* NAN if nothing is published, or if `where` [months][units][people] has no number where something is. */
double fit_where_error(const fit_where *w, const double *where);
/* Of a run's months that are used: sum, or ratio of sums; NAN if there is none. */
double fit_used_of_run(const mdl_series *s, const unsigned char *used, int months, const double *record, size_t width);

#endif
