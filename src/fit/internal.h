/* What the files of src/fit share. */
#ifndef VADO_FIT_INTERNAL_H
#define VADO_FIT_INTERNAL_H

#include "engine/detmath.h"
#include "fit/fit.h"

enum { FIT_LAGS = 6 }; /* a knot's response is kept in the month before it, its own, and four after */

/* ---- simulate.c: encounters of runs ---- */
typedef struct {
    int months, sectors, people; /* from the latents' first month */
    double *count;               /* [months][sectors][people][DEMO_COUNT] */
} fit_sim;
int fit_sim_make(fit_sim *x, const mdl_model *m, const scn_scenario *s, int months);
void fit_sim_free(fit_sim *x);
/* Runs `n` members, one for each set of latents, to the end of the sims' last month; 0 or VADO_ERR_*. */
int fit_simulate(const fit_job *job, int n, const cor_latents *latents, fit_sim *out, char words[256]);
/* One member: what every series adds up to in each month, [months from the latents' first][record_width]. */
int fit_simulate_all(const fit_job *job, const cor_latents *latents, int months, double *record, char words[256]);
double fit_sim_total(const fit_sim *x, int t);
double fit_sim_people(const fit_sim *x, int t, int n);
double fit_sim_sector(const fit_sim *x, int t, int k);
/* Of a bloc; sector or group -1: all. bloc -1: all. */
double fit_sim_bloc(const fit_sim *x, const scn_scenario *s, int t, int bloc, int sector, int group);

/* ---- targets.c, rake.c: published figures; NAN where there is none ---- */
typedef struct {
    int first, months, people, blocs, sectors, regions;
    double *total;        /* [months] */
    double *nationality;  /* [people][months] */
    double *sector;       /* [sectors][months] */
    double *group;        /* [DEMO_COUNT][months] */
    double *people_group; /* [people][DEMO_COUNT][months] between ports */
    double *all_group;    /* [people][DEMO_COUNT][months] ports included: used for shares */
    double *year; /* [months][sectors][blocs] sums of the period a month lies in, of tables by sector and nationality */
    double *state; /* [months][regions][blocs] ports included */
    int *region;   /* [sectors] */
    /* made by rake.c */
    double *bloc_group;         /* [blocs][DEMO_COUNT][months] */
    double *bloc_group_weight;  /* [blocs][months] */
    double *bloc_sector;        /* [blocs][sectors][months] */
    double *bloc_sector_weight; /* [blocs][months] */
    unsigned char rows_sha256[32];
    int judges;                /* rows among these that only judge: no fit may take them */
    const scn_observed *judge; /* the first of them */
} fit_targets;
int fit_targets_read(fit_targets *t, const scn_scenario *s, int first_month, int last_month);
int fit_targets_rake(fit_targets *t, const scn_scenario *s);
void fit_targets_free(fit_targets *t);
int fit_in_state(const char *slug, const char *state); /* the slug of a state's table, a sector's states */

/* ---- kernels.c: responses to knots ---- */
typedef struct {
    int people, months;
    double *j;    /* [people][months of the knot][FIT_LAGS]: d log(encounters + 30) of month knot - 1 + lag */
    double *bloc; /* [blocs][FIT_LAGS] of one bloc, adding to 1 */
} fit_kernels;
/* base: the run of `l`. */
int fit_kernels_measure(fit_kernels *k, const fit_job *job, const cor_latents *l, const fit_sim *base, char words[256]);
/* Kernels known for fewer months: the new ones get the last known. */
int fit_kernels_extend(fit_kernels *to, const fit_kernels *from, int months, int blocs);
void fit_kernels_free(fit_kernels *k);

/* ---- solve.c: least squares with smooth solutions ---- */
typedef struct {
    double first, second; /* weights of squared first and second differences of the solution, all months */
    double tail;          /* of first differences of the last three months: flat continuation */
    double level;         /* of the solution itself */
    double damping;       /* of the step */
    const double *extra;  /* [n] added to `first`, of the difference from month t to the next; or NULL */
    const int64_t *jump; /* [n] COR_NO_JUMP but where the solution may jump to the next month: no bend there; or NULL */
} fit_smooth;
/* Step d [n] that lowers sum w (r - J d)^2 + penalties of (x + d); j [n][FIT_LAGS]; rows with w 0 are not seen.
 * work: n * n + n doubles. */
void fit_solve(int n, const double *j, const double *w, const double *r, const double *x, const fit_smooth *p,
               double *d, double *work);
/* What the penalties of x are. */
double fit_penalty(int n, const double *x, const fit_smooth *p);

/* ---- events.c ---- */
void fit_events(const scn_scenario *s, int first_month, int months, double *extra); /* [nationalities][months] */

/* ---- latents.c ---- */
typedef struct {
    fit_kernels kernels; /* of the last measure; kept for a warm start */
    int have_kernels;
} fit_warm;
int fit_latents_warm(const fit_job *job, fit_warm *warm, fit_result *r);

/* ---- steps.c: one step of each kind, into `to` (which holds a copy of the present latents) ---- */
typedef struct {
    const fit_job *job;
    const fit_targets *targets;
    const fit_kernels *kernels;
    int months;
    double *common;      /* [sectors][months] walk of all blocs */
    double *own;         /* [blocs][sectors][months] what a bloc adds to it */
    double *slope;       /* [sectors] response of a log share to its attractiveness, as seen so far */
    double *events;      /* [people][months] what a jump of departures costs on top */
    const int64_t *jump; /* [months] of the latents */
    double *work;        /* months * months + 8 * months */
} fit_state;
extern const fit_smooth fit_departures_smooth;
void fit_step_first(const fit_state *f, const fit_sim *sim, double gain, cor_latents *to);
void fit_step_departures(const fit_state *f, const fit_sim *sim, double step, cor_latents *to);
void fit_step_groups(const fit_state *f, const fit_sim *sim, double step, cor_latents *to);
void fit_step_sectors(fit_state *f, const fit_sim *sim, double gain, cor_latents *to);
/* Learns slopes from what a sector step did. */
void fit_learn_slopes(fit_state *f, const cor_latents *before, const cor_latents *after, const fit_sim *old,
                      const fit_sim *now);
void fit_flat_after(cor_latents *l, int months);
double fit_objective(const fit_state *f, const fit_sim *sim, const cor_latents *l);
void fit_errors_of(const fit_state *f, const fit_sim *sim, const cor_latents *l, fit_errors *e);
double fit_weight(double published); /* of a nationality's month */

/* ---- local.c: the level at which knots stand at the last month ---- */
typedef struct {
    int months, start;    /* months to `start` are not looked at */
    const double *y;      /* [months] what figures show; NAN: nothing */
    const double *weight; /* [months] of a figure; NULL: 1 */
    const double *j;      /* [months of the knot][FIT_LAGS] as in the kernels; NULL: each month shows its own knot */
    const int64_t *jump;  /* [months] of the latents, or NULL */
} fit_local_row;
typedef struct {
    double level;         /* of the last month, from all figures */
    double variance;      /* of the level, in units of an innovation's */
    double square, log_f; /* of errors a month ahead, in the same units: their squares, logs of their variances */
    int count;
} fit_local_end;
typedef struct {
    double noise; /* variance of a figure's, in units of an innovation's */
    double steps; /* of an innovation over a break, in the same */
} fit_local_rule;
/* errors: [months] of a month ahead in their standard deviations, but for the scale; NAN: none; and what share of their
 * variance comes of knots that wandered; or NULL. */
void fit_local(const fit_local_row *row, const fit_local_rule *rule, fit_local_end *end, double *errors,
               double *wandered);
/* Log likelihood of figures six and twelve months ahead, each alone, if of what has wandered `kept` is left a month
 * later; scale: the variance of an innovation. */
double fit_local_ahead(const fit_local_row *row, const fit_local_rule *rule, double scale, double kept);

/* ---- outlook.c: what the knots up to the last month let one expect after it ---- */
/* Sets l->after from the knots of f->months months, their run and the figures, and the knots after them by it; nothing
 * is expected where figures are too few. e: from what. */
typedef struct {
    int figures;         /* of nationalities' months, foretold from those before */
    double noise, steps; /* of departures: as fit_local_rule */
    double kept;         /* of what has wandered, a month later */
    double surer;        /* log likelihood of figures six and twelve months ahead over that of kept 1 */
} fit_outlook_errors;
void fit_outlook(const fit_state *f, const fit_sim *sim, cor_latents *l, fit_outlook_errors *e);

/* ---- write.c ---- */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
int fit_say(const fit_job *job, const char *format, ...); /* 0 or VADO_ERR_CANCELLED */
int fit_say_tables(const fit_job *job, const fit_targets *t, const fit_sim *sim);
int fit_say_outlook(const fit_job *job, const cor_latents *l, const fit_outlook_errors *e);
int fit_say_jumps(const fit_job *job, const cor_latents *l, int months); /* at the breaks of the scenario */

#endif
