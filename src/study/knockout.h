/* Each part of a model off in turn, against the whole: which outputs change, and how the fit to what no latent sees
 * does.
 *
 * The fit is measured by whoever calls (src/fit is not known here): a few errors of a run, 0 for none.
 */
#ifndef VADO_KNOCKOUT_H
#define VADO_KNOCKOUT_H

#include "run/input.h"
#include "text/out.h"

enum { KNK_ERRORS = 8 };
#define KNK_LEAST 0.02 /* a change of a series' total by a smaller share moves nobody, however sure it is */
typedef struct {
    int n; /* errors, at most KNK_ERRORS */
    const char *const *names;
    void (*measure)(void *user, int nseries, const mdl_series *series, const double *record, size_t width,
                    int first_month, double *error); /* NAN: nothing to compare with; one call at a time */
    void *user;
} knk_fit;

typedef struct {
    const mdl_part *part; /* NULL: the whole */
    int idle;             /* switching it off changes no cell of any series */
    double *total;        /* [members][series] over the period: sum, mean of days, ratio */
    double *cells;        /* [members][width] sums over the period */
    double *error;        /* [members][fit.n] */
} knk_row;

typedef struct {
    const inp_opened *in;
    const knk_fit *fit;
    mdl_part parts[MDL_MOST_PARTS]; /* what rows and fixed point at: a result stays where it was filled */
    mdl_member_options options;
    int levelled;       /* members have the levels of the whole */
    int nseries, nrows; /* row 0 is the whole */
    const mdl_series *series;
    size_t width;
    knk_row *rows; /* sorted by part of the mission */
    int nfixed;    /* parts that no setting switches off */
    const mdl_part **fixed;
    double *scratch; /* [members] */
} knk_result;

/* parts: names or parts of the mission, none: all. given: what `in` was opened from. 0, or an error said in v. */
int knk_run(vado *v, const inp_opened *in, const vado_input *given, const vado_run_options *o, int nparts,
            const char *const *parts, const knk_fit *fit, knk_result *r);
void knk_free(knk_result *r);

/* Mean of members' errors i (i = fit.n: of all that there are); NAN if there is none. */
double knk_error(const knk_result *r, int row, int i);
/* Means of a series' total over the members that have a number on both sides; returns how many these are. */
int knk_means(const knk_result *r, int row, int series, double *whole, double *off);
/* Is the change no larger than a rerun with another seed could make (lay_chance)? Then it is no finding. */
int knk_by_chance(const knk_result *r, int row, int series);
/* Standard error of the mean paired difference of totals, off less whole, in the series' unit; NAN below two members.
 */
double knk_error_of_means(const knk_result *r, int row, int series);
/* Does the part move this series of another part? By more than KNK_LEAST of the whole's mean, by more than chance and,
 * of several members, by more than two standard errors of the paired differences. A ledger is not moved by anybody. */
int knk_moves(const knk_result *r, int row, int series);
/* Does it move nobody without saying why? */
int knk_unexplained(const knk_result *r, int row);
/* Change, off against whole, of these means; low, high: interval of these members (res_band). NAN where no member can
 * be compared, infinite where the whole has none. */
double knk_change(const knk_result *r, int row, int series, double *low, double *high);

/* knockout_table.c */
void knk_text(const knk_result *r, out_text *o);
void knk_csv(const knk_result *r, out_text *o);
const char *knk_head(int csv); /* how each of them begins */

#endif
