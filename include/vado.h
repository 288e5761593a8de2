/* vado: an open simulator of a migration corridor. The public interface; everything else is private.
 *
 * A context carries errors, log, progress and cancellation. Functions return 0 or a negative status; after an error the
 * context holds every message (file, line, column, found, expected, what to do). Nothing prints, nothing exits.
 * Text goes out through a writer. Aggregates only: there are no persons in this interface.
 */
#ifndef VADO_H
#define VADO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define VADO_VERSION "0.1.0"

enum {
    VADO_OK = 0,
    VADO_ERR_MEMORY = -1,
    VADO_ERR_INPUT = -2,     /* the input is wrong: see the messages */
    VADO_ERR_FILE = -3,      /* cannot read or write */
    VADO_ERR_STORE = -4,     /* not a store of vado, or damaged */
    VADO_ERR_RUN = -5,       /* the simulation failed: see the message */
    VADO_ERR_CANCELLED = -6, /* stopped on request; what was done is stored */
    VADO_ERR_USAGE = -7,
    VADO_ERR_DIFFERS = -8 /* done, but a statement's verdict is not the one its row expects */
};

typedef struct vado vado;
vado *vado_new(void);
void vado_free(vado *v);

int vado_message_count(const vado *v);
const char *vado_message(const vado *v, int i); /* one line each */
int vado_error_count(const vado *v);            /* messages that are errors, not warnings */
int vado_messages_lost(const vado *v);          /* messages for which there was no memory */

/* A copy that is safe for a terminal: control characters and bytes that are no UTF-8 are written as \x1b, new lines and
 * tabs stay. To be freed; NULL without memory. Messages are so already. */
char *vado_printable(const char *text);

/* done of total days of all members; seconds left as estimated, < 0 if unknown */
typedef void vado_progress(void *user, int64_t done, int64_t total, double seconds_left);
void vado_on_progress(vado *v, vado_progress *f, void *user);
/* Asks a running call to stop cleanly; safe from a signal handler or another thread. */
void vado_cancel(vado *v);

typedef int vado_writer(void *user, const char *text, size_t length); /* 0, or nonzero to stop */

/* Which input: a scenario folder and what is laid over it. */
typedef struct {
    const char *scenario;
    int nsets;
    const char *const *sets; /* "path=value" */
    int npolicies;
    const char *const *policies; /* files */
    const char *latents;         /* file or NULL */
    const char *from, *until;    /* "YYYY-MM-DD" or NULL: the scenario's period */
    const char *model;           /* of vado_params without a scenario: "corridor" (NULL) or "flee" */
    int defaults; /* of vado_params with a scenario: 1: only those that stand at defaults judged elsewhere */
} vado_input;

/* Files that are written: all of them, and by this alone. The name is judged when it is opened: refused are a folder, a
 * place that is not there, an input of the same call, and (unless force) a file of another kind than is to be written.
 * Text is held until vado_output_close, which puts a whole new file in place of the old one, or leaves that as it is.
 * Links are followed, fifos and devices written into; "-" is `standard`. Strings and lists stay the caller's. */
typedef enum { VADO_FILE_STORE, VADO_FILE_PAGE, VADO_FILE_TABLE, VADO_FILE_TEXT } vado_file_kind;
typedef struct {
    vado_file_kind kind;
    const char *head; /* of a table its header, if it is known before; of a text how it begins */
    int force;
    const vado_input *input; /* whose files are read, or NULL */
    const char *but;         /* a folder in the scenario that is not read, or NULL */
    int nfiles;
    const char *const *files; /* what else is read: files, or folders for what is read in them; NULLs are passed over */
    vado_writer *standard;
    void *standard_user;
} vado_output_options;
typedef struct vado_output vado_output;
int vado_output_open(vado *v, const char *path, const vado_output_options *o, vado_output **out);
/* A vado_writer over a vado_output. A table's header must come from the thread of v. */
int vado_output_write(void *output, const char *text, size_t length);
/* status: of the work; if it is an error nothing is written. Frees, and gives the status of both. NULL is fine. */
int vado_output_close(vado *v, vado_output *output, int status);

int vado_check(vado *v, const vado_input *in);
/* format 0: text; 1: CSV, columns path,unit,default,low,high,... ; 2: Markdown. in->scenario NULL: the declarations
 * and defaults of in->model. */
int vado_params(vado *v, const vado_input *in, int format, vado_writer *w, void *user);

typedef enum { VADO_STOCHASTIC, VADO_FLUID, VADO_INDIVIDUAL } vado_mode;
typedef struct {
    vado_mode mode;
    int members; /* 0: 8 if stochastic, 1 if fluid */
    uint64_t seed;
    int threads;                                           /* 0: as many as processors */
    int layer_parameters, layer_environment, layer_chance; /* all 1 by default: see vado_run_defaults */
    const char *command;                                   /* command line, for the record */
    int force;                                             /* a store may take the place of a file that is none */
    int make_folders; /* those above the store: where its name is a default that nobody chose */
} vado_run_options;
void vado_run_defaults(vado_run_options *o);

int vado_run(vado *v, const vado_input *in, const vado_run_options *o, const char *db);
int vado_resume(vado *v, const char *db, int threads);
/* The table that ./run prints: simulated beside published by year and by sector, with bands and harm. */
int vado_summary(vado *v, const char *db, vado_writer *w, void *user);
int vado_digest(vado *v, const char *db, char out[65]);
/* Is the store what was written? Every checksum, every row that the run owes, input hash and digest; a message names
 * what is wrong. Every function that reads a store looks through the checksums first; this does the rest. */
typedef struct {
    int done;                      /* the run is finished; 0: it can be resumed */
    int members, members_done;     /* twins too */
    long long months, months_owed; /* of results, over all members */
} vado_verified;
int vado_verify(vado *v, const char *db, vado_verified *out); /* out may be NULL */
/* Whether functions that read a store take a run that is not finished; all they write then says so. Default 0. */
void vado_allow_partial(vado *v, int yes);

typedef enum { VADO_BY_MONTH, VADO_BY_YEAR, VADO_BY_DAY } vado_period;
typedef struct {
    vado_period period;
    int by_place, by_nationality, by_group;
    int nquantiles; /* 0 and !members: 0.05, 0.5, 0.95 */
    const double *quantiles;
    int members;
    int fiscal_years; /* VADO_BY_YEAR: years from October to September, named by their last month's */
} vado_export_options;
int vado_export(vado *v, const char *db, const char *series, const vado_export_options *o, vado_writer *w, void *user);
int vado_observed(vado *v, const char *scenario, const char *series, const vado_export_options *o, vado_writer *w,
                  void *user);
int vado_series_list(vado *v, const char *db, vado_writer *w, void *user);
int vado_compare(vado *v, const char *a, const char *b, int csv, vado_writer *w, void *user);
/* Policies of a scenario (SCENARIO/policies, all or those named) beside the baseline, in sentences or as CSV; the runs
 * are kept in dir and used again. in->npolicies are laid under both. */
int vado_whatif(vado *v, const vado_input *in, const vado_run_options *o, int nnames, const char *const *names,
                const char *dir, int csv, vado_writer *w, void *user);
int vado_whatif_list(vado *v, const char *scenario, vado_writer *w, void *user);
int vado_report(vado *v, const char *db, const char *html);
typedef struct {
    const char *whatif;   /* folder of the runs of what-ifs (vado_whatif), or NULL */
    const char *knockout; /* CSV that vado_knockout wrote, or NULL */
    int force;            /* and standard: as of vado_output_options */
    vado_writer *standard;
    void *standard_user;
} vado_report_options;
int vado_report_with(vado *v, const char *db, const vado_report_options *o, const char *html);

/* Each part of the model off in turn against the whole, paired by member: which outputs change, and the fit to what no
 * latent sees. Nothing is stored. */
typedef struct {
    int nparts;               /* 0: all */
    const char *const *parts; /* names of systems or parts of the mission: "checkpoints", "S07" */
    int csv;
} vado_knockout_options;
void vado_knockout_defaults(vado_run_options *o); /* fluid, one central run each */
/* idle: how many parts change nothing. */
extern const char vado_knockout_columns[]; /* the header of its CSV */
extern const char vado_knockout_begins[];  /* the first words of its text */
int vado_knockout(vado *v, const vado_input *in, const vado_run_options *o, const vado_knockout_options *k,
                  vado_writer *w, void *user, int *idle);
/* The change of encounters around a dated change ("YYYY-MM-DD", or "YYYY-MM-DD,PARAMETER") as a sum of parts:
 * the event, other dates, what was under way, season, latent, noise. */
int vado_explain(vado *v, const char *db, const char *event, int threads, int csv, vado_writer *w, void *user);
/* The same around a policy of the run's scenario, by its name: all its rows, whatever their dates, as one event; and
 * encounters with it and without to the end of the run, as vado_whatif counts them. */
int vado_explain_policy(vado *v, const char *db, const char *policy, int threads, int csv, vado_writer *w, void *user);
/* The latents' share of one date, "YYYY-MM-DD", or of every one of the schedule (NULL), a line each with harm beside
 * it; kept in the store date by date: what is there is not found again. */
int vado_explain_share(vado *v, const char *db, const char *date, int threads, int csv, vado_writer *w, void *user);
/* The statements of dbs[0] (or of the file claims, if not NULL) judged on it; further stores are evidence for
 * structural ones. VADO_ERR_DIFFERS if a verdict is not the one its row expects. */
typedef struct {
    const char *claims; /* file in place of the first store's, or of the scenario's, claims.csv; NULL: those */
    int csv, brief;     /* brief: the headline only */
    int strict;         /* a statement that needs a run which was not given differs from what was expected */
} vado_claims_options;
int vado_claims(vado *v, int nstores, const char *const *dbs, const vado_claims_options *o, vado_writer *w, void *user);
/* All statements of a scenario: makes the runs they rest on as stores in the folder dir, or uses those that are there
 * of the same input, and judges. told, if not NULL, hears of each run before it begins. */
void vado_claims_defaults(vado_run_options *o); /* fluid, 8 members: those whose verdicts us-mexico expects */
typedef void vado_claims_told(void *user, int run, int of, const char *name);
int vado_claims_of(vado *v, const char *scenario, const vado_run_options *o, const char *dir,
                   const vado_claims_options *c, vado_claims_told *told, vado_writer *w, void *user);

/* How the interval of an ensemble is told, wherever a `low` and a `high` stand: "5% to 95% of 48"; of fewer than 40
 * members "lowest to highest of 8", and so they are; of one "", its low and high are empty or equal. */
const char *vado_range_words(int members, char *out, size_t size);

/* Flee's folders under Flee's rules. Reads INPUT_DIR and VALIDATION_DIR as Flee does; all errors and warnings go to the
 * messages. Writes Flee's CSV of the first member to csv (NULL: none), the ensemble into db (NULL: no store). */
typedef struct {
    const char *input, *validation; /* folders; validation may be NULL where conflicts displace people */
    const char *settings;           /* simsetting.yml; NULL: Flee's defaults */
    int days;                       /* 0: as sim_period.csv says */
    int sane;                       /* 1: Flee's quirks mended (docs/flee.md) */
    const char *arithmetic;         /* "auto" (NULL), "split" or "individual" */
} vado_flee_input;
typedef struct {
    int members, has_data;
    double ard, ard_low, ard_high; /* averaged relative difference: mean, interval (vado_range_words) */
    double rescaled, rescaled_low, rescaled_high;
    double people, people_days; /* of the first member: at the end, and over all days */
    char about[320], how[320];  /* in words: what was run, and how people were moved */
    char no_score[120];         /* has_data 0: why no difference to the data is said */
} vado_flee_result;
int vado_flee(vado *v, const vado_flee_input *in, const vado_run_options *o, const char *db, vado_writer *csv,
              void *user, vado_flee_result *out);

typedef struct {
    const char *stage; /* "latents"; "scores": sector shares foretold beside persistence; "history": the last twelve
                          months beside a null model. The last two write no file */
    const char *until; /* last month of data used, "YYYY-MM", or NULL */
    const char *out;   /* file, or NULL: latents/<until>.csv of the scenario */
    int force;         /* and standard: as of vado_output_options */
    vado_writer *standard;
    void *standard_user;
} vado_fit_options;
int vado_fit(vado *v, const vado_input *in, const vado_fit_options *o, vado_writer *log, void *user);

/* ---- numbers, not text ----
 *
 * Series as arrays of doubles with their labels, from a store or from a simulation in memory. Harm in the same periods
 * (deaths found and not found, kidnappings, extortion, days waited: as the model has them) comes with every array and
 * cannot be left out. Aggregates only: months and years by the margins that a series keeps, days without any.
 *
 * 1. A function that can fail gives 0 or a negative status, with a message in v. NULL where something is needed is
 *    VADO_ERR_USAGE; v itself may not be NULL there (VADO_ERR_USAGE too, without a message). An `out` is NULL after an
 *    error.
 * 2. What a function hands out through `out` is the caller's, who frees it by the one function named with it. These
 * take the address of the pointer and set it to NULL; a NULL is fine. Nothing refers to v or to another object after
 * the call: they may be freed in any order.
 * 3. A struct of options begins with its size; declare it by its macro, as in
 *        vado_read_options o = VADO_READ_OPTIONS;
 *    NULL stands for the defaults. Fields are added at the end, and zero is what they were before they were there.
 * 4. One store or simulation is for one thread at a time; several, branches too, for as many, each with a v of its own.
 */

typedef enum {
    VADO_SUM,  /* people or events, added over days */
    VADO_MEAN, /* people who are there: the mean of days */
    VADO_RATIO /* a sum by another; NAN where there is none to divide by */
} vado_over_time;

/* What a series is. Texts belong to the store or the simulation. */
typedef struct {
    const char *name, *unit, *meaning;
    vado_over_time over_time;
    int harm;
    int by_place, by_nationality, by_group; /* 1: a margin it keeps */
} vado_series;

/* What was suffered: one series of harm in the periods of a vado_numbers, over all places and people. What people wait
 * is in person-days. */
typedef struct {
    const char *name, *unit, *meaning;
    const double *values; /* [nperiods][nmembers] */
    const double *whole;  /* [nmembers]: over all periods */
} vado_harm;

/* A series as an array. values is [nperiods][nplaces][nationalities][ngroups][nmembers], members fastest; an axis that
 * was not asked for is summed over: its size is 1 and its label "". */
typedef struct {
    const char *series, *unit, *meaning;
    vado_over_time over_time;
    int nperiods, nplaces, nnationalities, ngroups, nmembers;
    const char *const *periods; /* "2019-01"; "2019" of years, "2019-01-31" of days */
    const int *days;            /* [nperiods]: counted in each, fewer at both ends */
    const char *const *places, *const *nationalities, *const *groups;
    const int *members; /* [nmembers]: their numbers, from 1 */
    const double *values;
    int nharm;
    const vado_harm *const *harm; /* [nharm] */
    const char *partial;          /* "", or that the run is not finished, in words to stand over all that is shown */
} vado_numbers;
void vado_numbers_free(vado_numbers **numbers);
/* One of values; NAN outside the array, or of NULL. */
double vado_value(const vado_numbers *n, int period, int place, int nationality, int group, int member);

typedef struct {
    size_t size;
    vado_period period;
    int by_place, by_nationality, by_group; /* 1: that axis is kept; refused where the series has none, and by day */
    int fiscal_years;                       /* VADO_BY_YEAR: years from October to September */
} vado_read_options;
#define VADO_READ_OPTIONS                                                                                              \
    { sizeof(vado_read_options), VADO_BY_MONTH, 0, 0, 0, 0 }

/* ---- a store ---- */

typedef struct vado_store vado_store;
/* A store of vado_run, read only. Its checksums are looked through; a run that is not finished is VADO_ERR_STORE unless
 * vado_allow_partial. VADO_ERR_FILE: it cannot be read. Freed by vado_store_close. */
int vado_store_open(vado *v, const char *path, vado_store **out);
void vado_store_close(vado_store **store);
/* Series i, from 0; NULL past the last. */
const vado_series *vado_store_series(const vado_store *store, int i);
/* All months of the run, all members that are done. VADO_ERR_USAGE: no such series, or a margin it does not keep;
 * VADO_ERR_STORE: damaged. */
int vado_read(vado *v, vado_store *store, const char *series, const vado_read_options *o, vado_numbers **out);

/* ---- a simulation in memory: no file is written ---- */

typedef struct {
    size_t size;
    vado_mode mode;
    uint64_t seed;
    int member, members;                                   /* the one simulated, from 1; of how many: 0 as vado_run */
    int layer_parameters, layer_environment, layer_chance; /* 1: the member differs from others in this */
} vado_simulation_options;
#define VADO_SIMULATION_OPTIONS                                                                                        \
    { sizeof(vado_simulation_options), VADO_STOCHASTIC, 1, 1, 0, 1, 1, 1 }

typedef struct vado_simulation vado_simulation;
/* One member of what vado_run of the same input and options would store, to the bit. The scenario is read and checked
 * whole (VADO_ERR_INPUT, VADO_ERR_FILE), the days of the spin-up are lived through (VADO_ERR_RUN, VADO_ERR_CANCELLED),
 * and it stands on the morning of the first day. Folders of Flee need a scenario.yaml that says `model: flee`, and take
 * no VADO_FLUID. `in` is copied. Freed by vado_simulation_close. */
int vado_simulation_open(vado *v, const vado_input *in, const vado_simulation_options *o, vado_simulation **out);
void vado_simulation_close(vado_simulation **s);
/* The day it stands on the morning of, "2019-01-31", which the next step simulates; at the end the day after the last.
 * Until the next call with s; "" of NULL. */
const char *vado_today(const vado_simulation *s);
/* Days that can be stepped; 0 at the end, of NULL, and after a step that failed. */
int vado_days_left(const vado_simulation *s);
/* One day; to the end of the month; up to the morning of a date ("2019-01-31"). VADO_ERR_USAGE: it is at its end, or
 * the date is past or beyond the end; VADO_ERR_CANCELLED: stopped between two days, from where it can go on;
 * VADO_ERR_RUN: the day failed, and there is nothing to do with it but read and close. */
int vado_step(vado *v, vado_simulation *s);
int vado_step_month(vado *v, vado_simulation *s);
int vado_step_to(vado *v, vado_simulation *s, const char *date);
/* From today on a parameter has this value, until it is set again or a policy laid later speaks: as a policy of one
 * row, over what the member drew. where and who: the place (region, sector, ...) and the nationality, group or
 * "nationality/group", as a schedule names them; NULL: all. VADO_ERR_INPUT: no such parameter, place or people, or a
 * value outside its bounds. Costs about as much as to open the scenario, and changes nothing where it fails. */
int vado_set(vado *v, vado_simulation *s, const char *parameter, const char *where, const char *who, double value);
/* Lays a policy, a file or the name of one of the scenario's, over all before. Its rows must begin today or later: what
 * is past is refused (VADO_ERR_INPUT). The same as naming it in vado_input.policies, if it begins after the first day.
 */
int vado_lay(vado *v, vado_simulation *s, const char *policy);
/* A second simulation that goes on from here: same member, same luck, same past. Costs a copy. Freed by
 * vado_simulation_close; what is done to one does not touch the other. */
int vado_branch(vado *v, const vado_simulation *s, vado_simulation **out);
/* Series i, from 0; NULL past the last. */
const vado_series *vado_simulation_series(const vado_simulation *s, int i);
/* All days so far, a month that is under way included (days says how many of it); with margins the months that are
 * over, since results are never finer than sector and month. VADO_ERR_USAGE: none yet, no such series, or a margin it
 * does not keep. */
int vado_simulation_read(vado *v, const vado_simulation *s, const char *series, const vado_read_options *o,
                         vado_numbers **out);

#ifdef __cplusplus
}
#endif
#endif
