/* Fitting what nobody has counted: the latent intensities of a corridor, from its published monthly tables.
 *
 * Everything here is run in fluid arithmetic with all layers of uncertainty off, so the same scenario gives the same
 * file, whatever the number of threads. Nothing that a government decides is ever fitted.
 */
#ifndef VADO_FIT_H
#define VADO_FIT_H

#include "corridor/corridor.h"
#include "vado.h"

typedef struct {
    const scn_scenario *scenario;
    const mdl_kind *kind;
    const mdl_model *model;
    int last_month;           /* the last month of published figures that may be used, months since 1970-01 */
    int threads;              /* 0: two; changes nothing but the time */
    int steps;                /* of the iteration; 0: 10 */
    const cor_latents *start; /* where to start, or NULL: all zero */
    int knots_stay; /* of fit_latents: those of start are not moved, only what is expected after them is found */
    int (*say)(void *user, const char *line); /* takes one line without its end; nonzero stops. May be NULL */
    void *user;
    int (*cancelled)(void *user); /* asked by all threads; may be NULL */
    void *cancel_user;
} fit_job;

typedef struct {     /* NAN: nothing was published to compare with */
    double total;    /* root of the mean square of log(simulated / published), border by month */
    double people;   /* weighted mean of |log| by nationality and month */
    double sector;   /* half the sum of |share - published share|, mean of months */
    double group;    /* the same for demographic groups */
    double rough;    /* mean |second difference| of departures */
    int worst_month; /* of the border */
    double worst;    /* its log error */
} fit_errors;

typedef struct {
    cor_latents latents; /* after the last month used what is expected of them; flat if its months were too few */
    fit_errors errors;
    int first_month, months; /* months fitted */
    unsigned char scenario_sha256[32], rows_sha256[32];
    char words[256]; /* what went wrong */
} fit_result;

/* The last month that any monthly row of `encounters` covers within the scenario's period; -1 if there is none. */
int fit_last_month(const scn_scenario *s);
/* 0 or a VADO_ERR_*, with result->words said. */
int fit_latents(const fit_job *job, fit_result *result);
void fit_result_free(fit_result *r);
#define FIT_LATENTS_HEAD "latent,month,where,who,value"
/* A latents table as the scenario reads it; *text to be freed. 0 or VADO_ERR_MEMORY. */
int fit_table(const fit_job *job, const fit_result *r, const char *command, char **text);

/* Sector shares one to three months ahead on rolling origins, beside persistence and constant shares. Says its table.
 */
int fit_scores(const fit_job *job, int first_origin, int every, char words[256]);

/* The border's total one to three months ahead, from the end of each month: bias and its standard error. */
enum { FIT_AHEAD = 3 };
typedef struct {
    int origin;                                  /* the last month that was seen, months since 1970-01 */
    double published[1 + FIT_AHEAD];             /* of the origin and of the months after it; NAN: nothing */
    double foretold[FIT_AHEAD], flat[FIT_AHEAD]; /* latents as expected, and flat */
    char *table; /* the latents of a row just found, as fit_table writes them, where tables are wanted; else NULL */
} fit_rolling_row;
/* Where rows are kept. rows_sha256: of the published rows that all origins together may see. */
typedef struct {
    int tables; /* 1: wanted. A row is kept once with its table, which is freed after that */
    /* 1, and foretold and flat are filled in, if an earlier call of the same input has found this origin. */
    int (*known)(void *user, const unsigned char rows_sha256[32], fit_rolling_row *row);
    /* All rows found so far, in their order; 0, or a VADO_ERR_* with its message said. One call at a time, from any
     * thread. */
    int (*keep)(void *user, const unsigned char rows_sha256[32], int n, const fit_rolling_row *rows);
    void *user;
} fit_rolling_file;
/* file may be NULL. Says its table. */
int fit_rolling(const fit_job *job, int first_origin, const fit_rolling_file *file, char words[256]);
/* rolling_table.c: all rows as a file; *text is to be freed. 0 or VADO_ERR_MEMORY. */
#define FIT_ROLLING_HEAD "origin,month,ahead,published,foretold,flat,last,error,flat_error,last_error,side"
int fit_rolling_text(const scn_scenario *s, const unsigned char rows_sha256[32], int n, const fit_rolling_row *rows,
                     char **text);
/* 1, and foretold and flat are filled in, if such a file of the same input (NULL: there is none) has this origin whole.
 */
int fit_rolling_known(const char *text, const scn_scenario *s, const unsigned char rows_sha256[32],
                      fit_rolling_row *row);
/* Mean of x [n], months in their order, and its standard error where neighbours are alike; NAN are left out. */
void fit_mean_error(int n, const double *x, double *mean, double *error);
/* SHA-256 of the scenario's files that a run depends on and a fit does not write or read. */
void fit_scenario_hash(const scn_scenario *s, unsigned char out[32]);

/* What the figures that no latent sees say of parameters of structure and behaviour. */
typedef struct {
    const char *text; /* what an earlier call kept; NULL: nothing */
    /* All that was found so far; 0, or a VADO_ERR_* with its message said. One call at a time, from any thread. NULL:
     * nothing is kept. */
    int (*keep)(void *user, const char *text);
    void *user;
    int first, last; /* only the runs of these members, from 1, of each round are this call's; 0: all */
} fit_posterior_file;
/* Of a call that makes a part: its runs of a round are kept, and others must be known before the next. */
enum { FIT_WAITS = 1 };
#define FIT_POSTERIOR_RUNS "# Runs of vado_fit, stage posterior" /* begins what is kept */
#define FIT_POSTERIOR_HEAD "what,direction,other,who,value,hash"
#define FIT_POSTERIOR_RUNS_HEAD "run,lived,values"
/* members: of the ensemble. *text: the table, to be freed. Says what it finds. 0, FIT_WAITS
 * without a table, or a VADO_ERR_* with words. */
int fit_posterior(const fit_job *job, int members, int seed, const fit_posterior_file *file, char **text,
                  char words[256]);

/* The last twelve months told by latents fitted, latents frozen before them, a null model and persistence, beside what
 * is published. job->start: the latents of the first row. Says its table. */
int fit_history_stage(const fit_job *job, char words[256]);

/* 0 if a parameter may be estimated; VADO_ERR_INPUT with words if it is a policy or unknown. */
int fit_refuses_policy(const par_registry *r, const char *path, char words[256]);
/* 0 if `rows`, of which o is the first, is 0; else VADO_ERR_INPUT with words: a figure that only judges sets nothing.
 * Whatever will estimate anything from published figures asks scn_may_set of each, and refuses with this. */
int fit_refuses_judge(const scn_observed *o, int rows, char words[256]);

#endif
