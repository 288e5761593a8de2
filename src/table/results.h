/* What a run has left in its store, for those who read it: report, export, compare, summary.
 *
 * A results object is a store opened read-only. It gives the run's record (metadata), the files of the scenario as they
 * were when the run started, the declared series, the published rows, and tables of a series by month and member with
 * the margins asked for. It knows nothing of pages or columns of CSV.
 *
 * A table holds sums, never averages of averages: a flow is the sum of its days, a stock the sum of its days with the
 * number of days beside, a ratio its numerator and denominator. Add cells, months or years first, then divide
 * (res_sum.value). Cells that the store does not have are zero: it is sparse.
 */
#ifndef VADO_RESULTS_H
#define VADO_RESULTS_H

#include "scenario/model.h"
#include "scenario/scenario.h"
#include "store/db.h"
#include "text/context.h"
#include "text/out.h"

typedef struct results results;

/* 0, or VADO_ERR_STORE / VADO_ERR_FILE / VADO_ERR_MEMORY with a sentence in message. The store is looked through first
 * (opened.h); partial: one whose run is not finished is taken as well, and res_partial tells it in a sentence. */
int res_open(results **out, const char *path, int partial, char *message, size_t size);
/* "" of a finished run; else the words that stand over everything said of it. */
const char *res_partial(const results *r);
/* Writes these words as a line, if there are any; csv: as a comment. Nothing may stand before it. */
void res_label(const results *r, int csv, out_text *o);
void res_close(results *r);
/* A store that cannot be read leaves its mark on the results: whoever passes over a series that res_read, res_days or
 * the like refused is found out by res_failed (the status of the first failure, or 0). res_end closes (r may be NULL)
 * and gives status, or, if that is 0, the failure with its message. Every command ends with it. */
int res_failed(const results *r);
void res_fail(results *r, int status);              /* a failure of the caller's own */
void *res_alloc(results *r, size_t n, size_t size); /* calloc; without memory the results have failed */
int res_end(vado *v, results *r, const char *path, int status);

/* Record of the run. Keys: name, title, model, version, mode, seed, members, layers, from, until, latents,
 * latents_until, command, input_hash, digest, state. "" if the store has none. */
const char *res_meta(const results *r, const char *key);
/* Members read: those that are done; of an unfinished run with none done, all, up to the last month all have finished.
 */
int res_members(const results *r);
int res_members_asked(const results *r);
int res_member_number(const results *r, int i); /* its number in the store */
int res_month_first(const results *r);          /* months since 1970-01 */
int res_month_count(const results *r);
/* Days of month m (0 = first) that were simulated: fewer than the calendar's if the period starts or stops inside. */
int res_month_days(const results *r, int m);
int res_month_whole(const results *r, int m); /* all of it was simulated; 0 outside the run */

/* Names in the order of cells. */
int res_nationalities(const results *r, const char *const **names);
int res_groups(const results *r, const char *const **names);

int res_series_count(const results *r);
const mdl_series *res_series_at(const results *r, int i); /* offset is not used */
int res_series_find(const results *r, const char *name);  /* index or -1 */
int res_main(const results *r);                           /* what the run's question is about: index or -1 */
const char *res_main_name(const results *r);              /* "" if there is none */
int res_next(const results *r, int after);                /* by the order in which they are shown: mdl_next */

int res_observed(const results *r, const scn_observed **rows); /* number of rows, in order of the folder */

struct db_store *res_store(results *r); /* for tables kept beside a run: share.c */
int res_file_count(const results *r);
const scn_file *res_file_at(const results *r, int i);
const scn_file *res_file(const results *r, const char *name); /* "places.csv", or NULL */
int res_face(const results *r, scn_face *face); /* how the run's scenario is to be shown; 0 or VADO_ERR_MEMORY */

enum { RES_TOTAL = 0, RES_BY_PLACE = 1, RES_BY_NATIONALITY = 2, RES_BY_GROUP = 4 };
typedef struct {
    series_sum sum;
    int nplaces, nnationalities, ngroups; /* 1 where the axis is summed over */
    int months, members;
    double *top;    /* [place][nationality][group][month][member] sums; numerators of a ratio */
    double *bottom; /* of a ratio: denominators; otherwise NULL */
} res_table;
/* Axes a series does not keep are summed over (their size is 1). */
int res_read(results *r, int series, int axes, res_table *t);
/* The same for the fluid runs beside the ensemble (DB_PARAMETERS, DB_ENVIRONMENT: one for each member used; DB_CENTRE:
 * one). t->members is 0 if the run has none. */
int res_read_kind(results *r, int kind, int series, int axes, res_table *t);
void res_table_free(res_table *t);
/* Day sums of a series without margins in month m of all members: days[31][members], zero on days that were not
 * simulated; of a ratio its value, NAN where it has no denominator. */
int res_days(results *r, int series, int m, double *days);
int res_cell(const res_table *t, int place, int nationality, int group);

/* Sum over months [first, first + count) of one cell and member: the flow, the mean of a stock, the ratio.
 * NAN where there is no day or no denominator. */
double res_value(const results *r, const res_table *t, int cell, int first, int count, int member);

/* What an ensemble's interval is, and in which words it is told: of RES_QUANTILES or more members 5% to 95%, of fewer
 * the lowest to the highest (eight members have no 5%), of one none. */
enum { RES_QUANTILES = 40, RES_WORDS = 48 };
const char *res_low_word(int members);                         /* "5%", or "lowest" */
const char *res_high_word(int members);                        /* "95%", or "highest" */
const char *res_range_words(int members, char out[RES_WORDS]); /* "5% to 95% of 48", "lowest to highest of 8", "" */
int res_has_range(int members);

typedef struct {
    double low, mid, high, mean; /* of n members: low and high as above, median, mean; equal if there is one */
} res_band;
res_band res_band_of(double *values, int n); /* sorts values; ignores NAN */
res_band res_band_at(const results *r, const res_table *t, int cell, int first, int count);
/* Those of n values that are finite to the front, in order; how many. */
int res_ascending(double *values, int n);
double res_quantile(const double *sorted, int n, double q); /* linear between order statistics */

int res_of_posterior(const results *r); /* whether members of this run are drawn from a posterior */
int res_levelled(const results *r);     /* whether they are brought to the level of the fit */
/* Whose the members are, to stand after "members": " of the posterior, brought to the level of the fit"; "" if nothing
 * was done to them. */
const char *res_whose(const results *r);
/* What the spread of several members is and what it is not: sentences. */
const char *res_spread(const results *r);
/* Whether they are of one that takes in figures of the series (fit/posterior_figures.c): to be asked of one that is not
 * fitted (MDL_NOT_FITTED). */
int res_posterior_saw(const results *r, const mdl_series *s);
/* How far published figures of a series lie from a run whose parameters are right, beyond their own noise
 * (mdl_figure_noise): standard deviation of the log, of the run's posterior; NAN if it has none. */
double res_figure_error(const results *r, const char *series);
/* The published value of exactly these months, place, nationality and group ("" for all): the best kind of row
 * (reported, rounded, derived, preliminary). If there is no such row: the sum of months, if every month has one and
 * the series is a flow; else, with no place given, the sum of the places given. NAN if there is none. */
double res_published(const results *r, const char *series, const char *place, const char *nationality,
                     const char *group, int first_month, int months);
/* Of several figures together: SCN_SETS if one may set something, else SCN_USED if one was used. *side begins as
 * SCN_SIDES, that of none. */
void res_add_side(scn_side part, scn_side *side);
/* The same, and the side of the figures it is made of: SCN_SIDES if there is none. */
typedef struct {
    double value;
    scn_side side;
} res_figure;
res_figure res_figure_of(const results *r, const char *series, const char *place, const char *nationality,
                         const char *group, int first_month, int months);
/* The day after the last whose figures the run's latents saw: INT64_MIN if it has none, INT64_MAX if nobody knows. */
int64_t res_seen_until(const results *r);

#endif
