/* The posterior of parameters: what the published figures that no latent sees say of them. What its files share.
 *
 * posterior_matrix.c  singular values, roots of small matrices
 * posterior_error.c   how far figures may lie from a model that is right, and how far this one is off at least
 * posterior_smooth.c  history matching and the ensemble smoother, in the composite directions alone
 * posterior.c         the order of things: sensitivities, directions, smoother. Knows no model: it asks for runs
 * posterior_figures.c the published figures, and what a run makes of them
 * posterior_runs.c    runs of members that are brought to the level of the fit; those that are kept
 * posterior_stage.c   the stage of `vado fit`, what it says
 *
 * Parameters are counted in standard units: z is the standard normal deviate of the prior, so 0 is its middle, whatever
 * its form. Figures are compared in logs.
 */
#ifndef VADO_FIT_POSTERIOR_H
#define VADO_FIT_POSTERIOR_H

#include "fit/internal.h"

/* ---- posterior_matrix.c ---- */
/* a [m][n] = U diag(s) V': afterwards a holds U diag(s), s descends, v is [n][n]. The largest element of each column of
 * v is positive. */
void fit_svd(int m, int n, double *a, double *s, double *v);
/* root [n][n], symmetric, root root = a; a is symmetric and not negative. 0, or -1 without memory. */
int fit_root(int n, const double *a, double *root);

/* ---- posterior_error.c ---- */
typedef struct {
    int of, month;    /* its series, and the middle of its months since 1970-01 */
    double published; /* log */
    double noise;     /* variance of counting: 1 / count, and what its publisher rounds */
} fit_figure;
typedef struct {
    int n;              /* figures */
    double factor;      /* variance of the log of a factor between definitions, one for all its figures */
    double dispersion;  /* of the negative binomial, as variance of a log: 1 / size */
    double discrepancy; /* variance of what the model leaves out, correlated over months; found */
} fit_figure_series;
typedef struct {
    int n, nseries;
    fit_figure *figures;       /* series stand together */
    fit_figure_series *series; /* in that order */
} fit_figures;
/* Finds the series' discrepancies: those under which published - central is likeliest, when parameters are drawn from
 * their priors and act as `effect` [figures][parameters] says. 0, or -1 without memory. */
int fit_find_discrepancy(fit_figures *f, int parameters, const double *effect, const double *central);
/* A column for each of `columns`, x [figures][columns], in units of the errors that figures may have. 0 or -1. */
int fit_whiten(const fit_figures *f, int columns, double *x);

/* ---- posterior.c ---- */
typedef struct fit_inversion fit_inversion;
struct fit_inversion {
    fit_figures *figures;
    int parameters, members, steps; /* of the smoother; 0: 4 */
    const unsigned char *held;      /* [parameters] 1: random at its prior, and never estimated; NULL: none is */
    uint64_t seed;
    /* Logs [n][figures] of n runs with parameters z [n][parameters]; the runs are numbered from `first` on, and one
     * number always asks for the same z. near: a run that is near the centre, of which first guesses are made. 0, a
     * VADO_ERR_*, or FIT_WAITS without logs: some are not this call's to make; what else of the round does not need
     * them is asked for, and then no more. */
    int (*run)(void *runs, int first, int n, const double *z, int near, double *logs);
    /* z [parameters] of a member of a prior ensemble. */
    void *runs;
    void (*draw)(void *user, int member, int members, double *z);
    /* A line of what is done; nonzero stops. May be NULL. */
    int (*tell)(void *user, const char *line);
    void *user;
};
typedef struct {
    int parameters, members, directions;
    int all;            /* singular values: the smaller of figures and parameters */
    double *singular;   /* [all] */
    double *loading;    /* [directions][parameters] of length 1 */
    double *mean;       /* [directions] of the posterior; the prior's are 0 */
    double *covariance; /* [directions][directions]; the prior's is 1 */
    double *member;     /* [members][directions] of the ensemble that was found */
    double *emulator;   /* [directions] error of the linear emulator, in errors of observation */
    double misfit[2];   /* mean square of what is left in directions, of prior members and before the last step */
    double inflation;   /* of all steps together */
    int implausible;    /* of the prior's members, dropped by history matching */
    int runs;           /* that were asked for */
} fit_inverted;
/* 0, VADO_ERR_MEMORY or what run and tell gave. Needs at least one figure, and eight members. */
int fit_invert(const fit_inversion *x, fit_inverted *out);
void fit_inverted_free(fit_inverted *r);

/* ---- posterior_smooth.c ---- */
typedef struct {
    const fit_inversion *x;
    fit_inverted *out;
    const double *left;    /* [figures][directions]: U of the singular values, of whitened figures */
    const double *central; /* [figures] logs of the central run */
    double *aim;           /* [directions] what is published, in errors from the central run */
    double *z;             /* [members][parameters] as the prior drew them */
    double *c;             /* [members][directions] where members stand */
    double *g;             /* [members][directions] what their runs give, as aim */
    int run;               /* number of the next run */
} fit_smoother;
int fit_smooth_all(fit_smoother *s);
/* What runs give in directions: logs [n][figures] to g [n][directions]. 0 or VADO_ERR_MEMORY. */
int fit_project(const fit_smoother *s, int n, const double *logs, double *g);

/* ---- posterior_figures.c ---- */
typedef struct {
    const scn_observed *row;
    const mdl_series *series;
    int from, until; /* months from the first */
} fit_published_at;
typedef struct {
    fit_figures figures;
    fit_published_at *at; /* [figures.n] */
    int first, months, nseries;
    const mdl_series *series; /* the model's */
    unsigned char sha256[32]; /* of the rows that are taken */
} fit_published;
/* The published figures of some months that may set something and that no latent sees. 0, VADO_ERR_MEMORY, or
 * VADO_ERR_INPUT with words: there are none, or a row that only judges. */
int fit_published_read(fit_published *p, const scn_scenario *s, int nseries, const mdl_series *series, int first,
                       int months, char words[256]);
void fit_published_free(fit_published *p);
/* What a run makes of them, logs [figures]; totals [months][nseries][2]: sums of a month's cells, and of what they are
 * divided by. */
void fit_published_logs(const fit_published *p, const double *totals, double *logs);
void fit_published_total(const fit_published *p, const double *record, int month_days, double *totals);

/* ---- posterior_runs.c ---- */
typedef struct fit_runs fit_runs;
typedef struct {
    const fit_job *job;
    const fit_published *published;
    const int *parameters; /* [nparameters] their numbers in the registry */
    int nparameters;
    const fit_posterior_file *file;
    const char *of; /* what kept runs are of: the head under which they are kept */
    int members;    /* run i is of member i modulo members, where file says that only some are to be made */
} fit_runs_of;
/* runs: how many numbers there are. *out is to be closed, also after an error. */
int fit_runs_open(const fit_runs_of *of, int runs, fit_runs **out, char words[256]);
/* As fit_inversion's run. */
int fit_runs_do(void *runs, int first, int n, const double *z, int near, double *logs);
void fit_runs_told(const fit_runs *r, int *lived, int *kept); /* days' runs that were lived, and runs taken over */
void fit_runs_close(fit_runs *r);                             /* NULL is fine */

/* ---- posterior_text.c ---- */
typedef struct {
    const fit_job *job;
    const fit_published *published;
    const fit_inverted *found;
    const int *parameters; /* as of fit_runs_of */
    const unsigned char *held;
    const char *input, *figures; /* hashes */
} fit_posterior_found;
int fit_posterior_say(const fit_posterior_found *x);                /* 0, VADO_ERR_MEMORY or VADO_ERR_CANCELLED */
int fit_posterior_table(const fit_posterior_found *x, char **text); /* to be freed. 0 or VADO_ERR_MEMORY */

#endif
