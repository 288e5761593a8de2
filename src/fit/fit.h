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
/* A latents table as the scenario reads it; *text to be freed. 0 or VADO_ERR_MEMORY. */
int fit_table(const fit_job *job, const fit_result *r, const char *command, char **text);

/* Sector shares one to three months ahead on rolling origins, beside persistence and constant shares. Says its table.
 */
int fit_scores(const fit_job *job, int first_origin, int every, char words[256]);

/* The border's total one to three months ahead, from the end of each month: bias and its standard error. */
int fit_rolling(const fit_job *job, int first_origin, char words[256]);

/* The last twelve months told by latents fitted, latents frozen before them, a null model and persistence, beside what
 * is published. job->start: the latents of the first row. Says its table. */
int fit_history_stage(const fit_job *job, char words[256]);

/* 0 if a parameter may be estimated; VADO_ERR_INPUT with words if it is a policy or unknown. */
int fit_refuses_policy(const par_registry *r, const char *path, char words[256]);
/* 0 if `rows`, of which o is the first, is 0; else VADO_ERR_INPUT with words: a figure that only judges sets nothing.
 * Whatever will estimate anything from published figures asks scn_may_set of each, and refuses with this. */
int fit_refuses_judge(const scn_observed *o, int rows, char words[256]);

#endif
