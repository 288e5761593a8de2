/* A forecast: the months after an origin, told by members that know nothing after it. Private to src/study.
 *
 * forecast_known.c   which rows of the schedule were known at the origin
 * forecast.c         the members' runs, and the numbers that are taken of them
 * forecast_text.c    the command's output
 */
#ifndef VADO_FORECAST_H
#define VADO_FORECAST_H

#include "run/input.h"
#include "run/run.h"

enum { FCT_MONTHS = 12, FCT_MONTHS_MAX = 60, FCT_MEMBERS = 40 };

typedef struct fct_result fct_result;
/* Members that somebody keeps, by their values as fct_at has them. */
typedef struct {
    int (*known)(void *user, fct_result *r, int member);      /* puts them into r: 1; 0: they are not known */
    int (*keep)(void *user, const fct_result *r, int member); /* 0 or a status, said; one call at a time, any thread */
    void *user;
    int first, last; /* others are not run, numbered from 1; 0: all are */
} fct_keeper;

/* What is asked. A month: since 1970-01. */
typedef struct {
    int first_month;  /* the first that is foretold: the origin is the end of the month before it */
    int months;       /* foretold; 0: FCT_MONTHS, or to the scenario's end */
    int policy_known; /* 1: rows of the schedule as they came; 0: what was known at the origin, governments react */
    int main_only;    /* 1: of the main series alone */
    const fct_keeper *keeper; /* NULL: none */
} fct_ask;

/* ---- forecast_known.c ---- */

typedef struct {
    int out;     /* rows of the schedule that begin later and were not known */
    int carried; /* that stand on the eve and whose end was not known: they go on */
} fct_rows;
/* Takes out of a variant's schedule what was not known on the morning of `origin`; policies and settings stay. react:
 * both governments do from that day on, on which some change of the variant begins. */
void fct_forget(scn_scenario *variant, int64_t origin, const fct_ask *ask, int react, fct_rows *rows);
/* The last month whose figures the scenario's latents saw, by what they expect after it; -1 if they expect nothing. */
int fct_last_seen(const scn_scenario *s);

/* ---- forecast.c ---- */

typedef enum { FCT_WHOLE, FCT_PLACE, FCT_NATIONALITY, FCT_GROUP, FCT_MARGINS } fct_margin;
extern const char *const fct_margin_words[FCT_MARGINS]; /* as exports call them; the whole is "" */

typedef struct {
    const mdl_series *series;
    fct_margin margin;
    int at; /* place, nationality or group */
    const char *name;
} fct_target;

struct fct_result {
    inp_opened in; /* the scenario with the latents of the origin */
    scn_scenario variant;
    mdl_model *model; /* of the variant */
    fct_ask ask;
    fct_rows rows;
    int governments_react;
    int of_posterior; /* members are drawn from the scenario's, which no later figure entered; else from the priors */
    int nseries, ntargets, members, months; /* months: the origin's own and those foretold */
    const mdl_series *series;
    size_t width;
    fct_target *targets;
    double *value; /* [targets][months][members], in the series' unit; NAN where a ratio has nothing to divide by */
    int missing;   /* members that are neither kept nor were to be run */
};

/* What options ask for; first_month is 0 where they name none. 0, or VADO_ERR_USAGE with its message. */
int fct_asked(vado *v, const vado_forecast_options *f, fct_ask *ask);
/* Runs the members. in: its latents NULL: the table of the scenario that ends with the origin's month. of o: members
 * (0: 40), mode, seed, threads. 0 or a status with its message, then *r is empty. */
int fct_run(vado *v, const vado_input *in, const vado_run_options *o, const fct_ask *ask, fct_result *r);
void fct_free(fct_result *r);
double *fct_at(fct_result *r, int target, int month, int member);
/* Members' values of a target in a month, 0 that of the origin; [members]. */
const double *fct_values(const fct_result *r, int target, int month);

/* ---- forecast_text.c ---- */
/* As text, or as CSV if f says so. */
int fct_write(vado *v, const fct_result *r, const vado_run_options *o, const vado_forecast_options *f, vado_writer *w,
              void *user);

#endif
