/* Forecasts from several origins held against what was published after them. Private to src/study.
 *
 * score_measure.c   the measures of one forecast, and intervals of their means
 * score_figures.c   what was published, month by month, and what baselines say of it
 * score.c           the origins and their forecasts
 * score_others.c    forecasts of other programs, from a file
 * score_stack.c     the stack of vado, exponential smoothing and the last value, weights from earlier origins
 * score_kept.c      members of forecasts that are kept, from which a call that was stopped goes on, or another machine
 * score_events.c    displacement: shares of places after dated local events
 * score_cells.c     scores put together, by target and months ahead
 * score_text.c      the command's output
 */
#ifndef VADO_SCORE_H
#define VADO_SCORE_H

#include "study/forecast.h"
#include "study/smoothing.h"
#include "study/stack.h"
#include "text/pool.h"

enum { SCO_HORIZONS = 5, SCO_MONTHS = 12, SCO_SHARES = 3, SCO_NAME = 96, SCO_DRAWS = 2000, SCO_SEED = 1 };
enum { SCO_OTHERS = 8, SCO_QUANTILES = STK_QUANTILES };
extern const int sco_ahead[SCO_HORIZONS];   /* 1, 2, 3, 6, 12 */
extern const double sco_shares[SCO_SHARES]; /* 0.5, 0.8, 0.95 */

/* Who foretells. SCO_LAST is the baseline that was named before anything was scored. */
typedef enum {
    SCO_VADO,
    SCO_CHANGE,   /* the last value, moved by each member's change since the origin */
    SCO_LAST,     /* the last value */
    SCO_SEASONAL, /* the same month a year before */
    SCO_DRIFT,    /* the last value and the mean change of a month */
    SCO_USUAL,    /* null model: any of the last 24 months */
    SCO_SMOOTHED, /* exponential smoothing, which of four kinds the corrected AIC says */
    SCO_STACK,    /* vado, exponential smoothing and the last value, weights from earlier origins */
    SCO_METHODS   /* those of other programs follow */
} sco_method;
extern const char *const sco_words[SCO_METHODS];

/* ---- score_figures.c ---- */

typedef struct {
    fct_margin margin;
    const char *name;               /* the scenario's */
    const double *log;              /* [months] log(figure + 1), NAN where none was published */
    const scn_observed *const *row; /* [months] where it stands; of a sum the last of its rows */
} sco_target;
typedef struct {
    int first, months, n;
    sco_target *target;
    double *log;
    const scn_observed **row;
} sco_figures;
/* The main series' monthly figures: the border's (or, where none, the sum of its sectors), by sector, nationality,
 * group. 0, or -1 without memory. */
int sco_figures_read(sco_figures *f, const scn_scenario *s, const char *series);
void sco_figures_free(sco_figures *f);
int sco_target_find(const sco_figures *f, fct_margin margin, const char *name); /* -1: there is none */
double sco_figure(const sco_figures *f, int target, int month); /* log(figure + 1) of a month since 1970-01, or NAN */
/* What a baseline foretells `ahead` months after an origin, from figures up to it: log(figure + 1), sorted, into room
 * for 2 * months numbers. Returns how many; 0 where the figures are too few for it. */
int sco_baseline(const sco_figures *f, int target, sco_method method, int origin, int ahead, double *room);
/* Exponential smoothing of the figures up to an origin that follow each other without a gap: 0, or -1 if they are too
 * few. */
int sco_smooth(const sco_figures *f, int target, int origin, smo_fit *out);
int sco_smoothed(const smo_fit *f, int ahead, double *room); /* as sco_baseline, SCO_QUANTILES numbers */
int sco_normal(double mean, double sd, double *room);        /* a normal distribution likewise */

/* ---- score.c ---- */

typedef struct {
    double wis, crps, error; /* of log(count + 1); error: the median less what came. NAN: not scored */
    unsigned char inside[SCO_SHARES];
} sco_one;
typedef struct {
    vado *v;
    inp_opened in;
    sco_figures figures;
    fct_ask ask;
    int members, norigins;
    int *origin;  /* [norigins] the last month known */
    sco_one *one; /* [targets][SCO_HORIZONS][SCO_METHODS + SCO_OTHERS][norigins] */
    int governments_react;
    double
        *quantiles; /* [targets][SCO_HORIZONS][STK_PARTS][norigins][SCO_QUANTILES] of the stack's parts; NAN: nothing */
    double *other;  /* [targets][SCO_HORIZONS][SCO_OTHERS][norigins][2] mean and deviation; NAN: nothing; or NULL */
    int nothers;
    const char *others[SCO_OTHERS]; /* their names, which texts holds */
    txt_pool texts;
    struct sco_events *events; /* NULL: none were handed over */
} sco_result;
/* method: a sco_method, or SCO_METHODS and the number of another program's. */
sco_one *sco_at(const sco_result *r, int target, int horizon, int method, int origin);
const char *sco_word(const sco_result *r, int method);
int sco_foretold(const fct_result *f, const sco_target *t); /* the target among those of a forecast, or -1 */
void sco_score_one(sco_one *one, const double *sorted, int n, double came);

/* ---- score_others.c ---- */
/* Reads forecasts of other programs (path NULL: none). 0, or a status with its message. */
int sco_others_read(sco_result *r, const char *path);
/* What another says, sorted, into room for SCO_QUANTILES; how many: 0 if nothing. */
int sco_other(const sco_result *r, int target, int horizon, int other, int origin, double *room);

/* ---- score_events.c ---- */
typedef struct sco_events sco_events;
int sco_events_read(sco_result *r, const char *path); /* path NULL: none. 0, or a status with its message */
int sco_events_take(const sco_result *r, const fct_result *f, int at); /* of an origin. 0 or a status, said */
int sco_events_write(const sco_result *r, int csv, vado_writer *w, void *user);
void sco_events_free(sco_result *r);

/* ---- score_stack.c ---- */
/* Quantiles of a sorted sample (n 0: nothing) are kept for the stack; where they are. */
void sco_stack_put(const sco_result *r, int target, int horizon, stk_part part, int origin, const double *sorted,
                   int n);
double *sco_stack_of(const sco_result *r, int target, int horizon, stk_part part, int origin);
/* Scores the stack, once all origins are kept. */
void sco_stack(sco_result *r);
/* In place of scores the scenario's table stack.csv. 0 or a status, said. */
int sco_stack_write(const sco_result *r, vado_writer *w, void *user);

/* ---- score_kept.c ---- */

#define SCO_KEPT "# Members of forecasts from past origins, vado_score"
#define SCO_KEPT_COLUMNS "origin,member,values"
typedef struct sco_kept sco_kept;
/* Members that the file holds of these scores; others are as none. 0 or a status, said. */
int sco_kept_open(const sco_result *r, const vado_input *in, const vado_run_options *o, const char *path, int force,
                  sco_kept **out);
void sco_kept_keeper(sco_kept *k, fct_keeper *out); /* out->first and last stay */
int sco_kept_write(sco_kept *k);                    /* what is not on the disk yet. 0 or a status, said */
void sco_kept_close(sco_kept *k);                   /* NULL is fine */

/* ---- score_cells.c ---- */

typedef struct {
    int origins, figures, sides[SCN_SIDES]; /* how many figures may set, judge, were used */
    double wis, crps, bias, bias_low, bias_high, inside[SCO_SHARES];
    double over, low, high; /* WIS over that of the last value, of what both foretell; NAN: none */
} sco_cell;
/* Of the targets of a margin together (target -1), or of one. 0, or -1 without memory. */
int sco_cell_of(const sco_result *r, fct_margin margin, int target, int horizon, int method, sco_cell *c);

/* ---- score_text.c ---- */
int sco_write(const sco_result *r, const vado_run_options *o, int csv, vado_writer *w, void *user);
/* The figures that forecasts are held against, as CSV. */
int sco_write_figures(const sco_result *r, vado_writer *w, void *user);

#endif
