/* vado: an open simulator of a migration corridor. The public interface; everything else is private.
 *
 * What holds for all of it:
 * - A context (vado_new) carries messages, progress and the wish to stop. It serves one thread at a time; other threads
 *   take contexts of their own. Nothing prints, nothing exits, nothing is kept outside the context.
 * - A function that returns int returns VADO_OK or a negative vado_status, unless it says otherwise. After an error the
 *   messages of the context say what was found, what was expected and what to do.
 * - What is passed in stays the caller's and is read during the call only. What is returned says whose it is. Strings
 *   are UTF-8 and end with a zero; a writer's text does not.
 * - Options and results are structs that begin with their own size, so that a program goes on working with a later
 *   library: see VADO_INIT, and the functions vado_*_defaults where a default is not 0 or NULL.
 * - Units stand beside the fields. People are counted, never told apart: there are no persons in this interface.
 */
#ifndef VADO_H
#define VADO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- version ---- */

/* Semantic version of this header: functions and meanings stay within one MAJOR (from 1 on). */
#define VADO_VERSION_MAJOR 0
#define VADO_VERSION_MINOR 1
#define VADO_VERSION_PATCH 0
#define VADO_VERSION_TEXT_(a, b, c) #a "." #b "." #c
#define VADO_VERSION_TEXT(a, b, c) VADO_VERSION_TEXT_(a, b, c)
#define VADO_VERSION VADO_VERSION_TEXT(VADO_VERSION_MAJOR, VADO_VERSION_MINOR, VADO_VERSION_PATCH)

/* The version of the library that is loaded, as "0.1.0"; the library's. Compare with VADO_VERSION. */
const char *vado_version(void);

/* ---- status ---- */

typedef enum {
    VADO_OK = 0,
    VADO_ERR_MEMORY = -1,
    VADO_ERR_INPUT = -2,     /* the input is wrong: see the messages */
    VADO_ERR_FILE = -3,      /* cannot read or write */
    VADO_ERR_STORE = -4,     /* not a store of vado, or damaged, or of a run that is not finished */
    VADO_ERR_RUN = -5,       /* the simulation failed: see the message */
    VADO_ERR_CANCELLED = -6, /* stopped on request; what was done is stored */
    VADO_ERR_USAGE = -7,     /* a wrong argument, option or name of what is asked for */
    VADO_ERR_DIFFERS = -8    /* done, but a statement's verdict is not the one its row expects */
} vado_status;

/* A status in words, as "out of memory"; the library's. Of any other number "unknown status". */
const char *vado_strerror(int status);

/* ---- structs that may grow ---- */

/* Options and results begin with `size_t size`. A caller sets it to the sizeof of its own struct, by
 *     vado_input in = VADO_INIT(vado_input);
 * or `{.size = sizeof in, .scenario = "us-mexico"}`. A library that knows more fields takes its defaults for the rest,
 * and writes no result beyond what the caller has room for. One that knows fewer refuses (VADO_ERR_USAGE) what it would
 * have to pass over: bytes it does not know that are not 0. So is a size of 0, a struct that was not begun. A pointer
 * to options that is NULL stands for the defaults. Where some default is not 0, a function fills them all in, and
 * begins the struct too: vado_run_defaults(&o), vado_knockout_defaults, vado_claims_defaults, vado_simulation_defaults.
 */
#ifdef __cplusplus
extern "C++" {
template <class type> inline type vado_init() {
    type made = type();
    made.size = sizeof made;
    return made;
}
}
#define VADO_INIT(type) vado_init<type>()
#else
#define VADO_INIT(type)                                                                                                \
    { .size = sizeof(type) }
#endif

/* ---- context ---- */

typedef struct vado vado;

/* A new context, to be freed by vado_free; NULL without memory. */
vado *vado_new(void);
/* Frees a context and its messages. NULL is fine. No call may be running in it. */
void vado_free(vado *v);

/* Done and total: days of all members. seconds_left: estimated, < 0 if unknown. Called from the thread that called the
 * library, a few times a second. */
typedef void vado_progress(void *user, int64_t done, int64_t total, double seconds_left);
/* Whom running calls tell of their progress; f NULL: nobody. Stays until it is set anew. */
void vado_on_progress(vado *v, vado_progress *f, void *user);

/* Asks the running call to stop cleanly, with VADO_ERR_CANCELLED; safe from a signal handler or another thread. The
 * wish stays, also for calls that begin later, until it is taken back. */
void vado_cancel(vado *v);
/* Takes the wish back: the next call runs. Not while a call is running that is to stop. */
void vado_cancel_reset(vado *v);

/* Whether functions that read a store take a run that is not finished; all they write then says so. Default 0. */
void vado_allow_partial(vado *v, int yes);

/* ---- messages ---- */

/* Messages are those of the last call that works: every function that takes a context and can fail first clears them,
 * but for vado_output_write and vado_output_close, which end what vado_output_open began and add theirs. Strings of
 * messages are the context's and hold until then. Messages are safe for a terminal, whatever names are in them. */

typedef enum { VADO_ERROR, VADO_WARNING, VADO_NOTE } vado_severity;

/* What of this interface a message names, so that a program can say it in words of its own: a field of options, a
 * value, a call. */
typedef enum {
    /* vado_input */
    VADO_TERM_SETS,
    VADO_TERM_POLICIES,
    VADO_TERM_LATENTS,
    VADO_TERM_FROM,
    VADO_TERM_UNTIL, /* of vado_fit_options too */
    VADO_TERM_MODEL,
    VADO_TERM_DEFAULTS,
    /* vado_run_options */
    VADO_TERM_MODE,
    VADO_TERM_MEMBERS, /* of vado_export_options too */
    VADO_TERM_SEED,
    VADO_TERM_LAYERS, /* layer_parameters, layer_environment, layer_chance */
    /* of several */
    VADO_TERM_FORCE,
    VADO_TERM_PARTIAL, /* vado_allow_partial */
    VADO_TERM_INTO,    /* the file or folder to be written */
    VADO_TERM_DB,      /* the store to be written, beside another file */
    VADO_TERM_CSV,     /* VADO_CSV */
    /* of one study each */
    VADO_TERM_PARTS,
    VADO_TERM_POLICY,
    VADO_TERM_WHATIFS,
    VADO_TERM_CLAIMS_FILE,
    VADO_TERM_STAGE,
    /* vado_flee_input */
    VADO_TERM_SANE,
    VADO_TERM_DAYS,
    VADO_TERM_ARITHMETIC,
    /* calls */
    VADO_TERM_CHECK,
    VADO_TERM_PARAMS,
    VADO_TERM_RUN,
    VADO_TERM_RESUME,
    VADO_TERM_SUMMARY,
    VADO_TERM_SERIES,
    VADO_TERM_FIT,
    VADO_TERM_FLEE,
    VADO_TERM_WHATIF,
    VADO_TERM_WHATIF_LIST,
    VADO_TERM_KNOCKOUT,
    VADO_TERM_EXPLAIN,
    VADO_TERM_CLAIMS,
    VADO_TERM_SNAPSHOTS, /* of vado_run_options */
    VADO_TERM_LEVEL,     /* the same */
    VADO_TERM_FORECAST,
    VADO_TERM_SCORE,
    VADO_TERM_MONTHS, /* of vado_forecast_options */
    VADO_TERM_NEW,
    VADO_TERM_MEMBER_RANGE, /* of vado_run_options: member_first, member_last */
    VADO_TERM_MERGE,
    VADO_TERM_NUMBERS, /* of vado_judged_options */
    VADO_TERMS         /* how many */
} vado_term;

typedef struct {
    size_t size;
    vado_severity severity;
    const char *file;                    /* of the input, or NULL */
    int line, column;                    /* from 1, columns in characters; 0 if it is of no one place */
    const char *text;                    /* all of it but severity and place */
    const char *found, *expected, *todo; /* its parts, where they are told apart; else NULL */
    uint64_t terms; /* bit t is set if the text names vado_term t: what to do next can be known without reading it */
} vado_message_parts;

/* How many there are; and of these, those that are errors. */
int vado_message_count(const vado *v);
int vado_error_count(const vado *v);
/* Messages that are missing because there was no memory for them. */
int vado_messages_lost(const vado *v);
/* Message i, from 0, in one line: "file:line:column: found ..., expected ..., what to do", or with "error: ",
 * "warning: " or "note: " before it; "" if there is none. */
const char *vado_message(const vado *v, int i);
/* The same in its parts. out->size is the caller's. VADO_ERR_USAGE if there is no message i or size is 0. */
int vado_message_at(const vado *v, int i, vado_message_parts *out);
/* Forgets all messages now, for a caller that has shown them. */
void vado_clear_messages(vado *v);

/* Words for a term, the program's and to stay; NULL: the name it has in this header. */
typedef const char *vado_wording(void *user, vado_term term);
/* How messages to come name what they name; f NULL: as this header does. Stays until it is set anew. */
void vado_on_term(vado *v, vado_wording *f, void *user);

/* A copy that is safe for a terminal: control characters and bytes that are no UTF-8 are written as \x1b, new lines and
 * tabs stay. To be freed with free(); NULL without memory. */
char *vado_printable(const char *text);

/* ---- what goes in and out ---- */

/* Takes text of that length in bytes, a piece of the whole; returns 0, or nonzero to stop (VADO_ERR_FILE). */
typedef int vado_writer(void *user, const char *text, size_t length);

typedef enum {
    VADO_TEXT,    /* for people */
    VADO_CSV,     /* for programs: columns are named, new ones come at the end */
    VADO_MARKDOWN /* of vado_params only */
} vado_format;

typedef enum { VADO_MODEL_CORRIDOR, VADO_MODEL_FLEE } vado_model;

/* Which input: a scenario folder and what is laid over it. */
typedef struct {
    size_t size;
    const char *scenario; /* a folder, or a file of vado_pack; with `packed` what messages call it */
    int nsets;
    const char *const *sets; /* "path=value" or "path[element]=value"; with "@2021-03-31" after it from that day on,
                                over all policies and what vado_set sets */
    int npolicies;
    const char *const *policies; /* files of dated changes, laid over each other in this order */
    const char *latents;         /* file in place of the scenario's own, or NULL */
    const char *from, *until;    /* first and last day, "YYYY-MM-DD" or "YYYY-MM", or NULL: the scenario's period */
    vado_model model;            /* of vado_params without a scenario */
    int defaults;       /* of vado_params with a scenario: 1: only those that stand at defaults judged elsewhere */
    const void *packed; /* the bytes of a file of vado_pack, in place of reading one; or NULL. They are copied. */
    size_t packed_bytes;
} vado_input;

/* ---- files that are written ---- */

/* All that this library writes, and by these functions alone. The name is judged when it is opened: refused are a
 * folder, a place that is not there, an input of the same call, and (unless force) a file of another kind than is to be
 * written. Text is held until vado_output_close, which puts a whole new file in place of the old one, or leaves that as
 * it is. Links are followed, fifos and devices written into; "-" is `standard`. */
typedef enum { VADO_FILE_STORE, VADO_FILE_PAGE, VADO_FILE_TABLE, VADO_FILE_TEXT } vado_file_kind;
typedef struct {
    size_t size;
    vado_file_kind kind;
    const char *head; /* of a table its header, if it is known before; of a text how it begins; or NULL */
    int force;
    const vado_input *input; /* whose files are read, or NULL; must hold until the file is closed, as all the rest */
    const char *but;         /* a folder in the scenario that is not read, or NULL */
    int nfiles;
    const char *const *files; /* what else is read: files, or folders for what is read in them; NULLs are passed over */
    vado_writer *standard;    /* where "-" goes; NULL: it is a name like others */
    void *standard_user;
} vado_output_options;
typedef struct vado_output vado_output;

/* Opens path. *out: to be given to vado_output_close; NULL after an error (VADO_ERR_FILE: the name is refused). */
int vado_output_open(vado *v, const char *path, const vado_output_options *o, vado_output **out);
/* A vado_writer over a vado_output: 0, or nonzero if it takes no more. A table's header must come from the thread of
 * the context. */
int vado_output_write(void *output, const char *text, size_t length);
/* status: of the work; if it is an error nothing is written. Frees, and returns the status of both. NULL is fine. */
int vado_output_close(vado *v, vado_output *output, int status);

/* ---- scenarios ---- */

/* Says all that is wrong with a scenario and what is laid over it, at once. VADO_ERR_INPUT if anything is,
 * VADO_ERR_FILE if a file cannot be read; warnings and notes alone are VADO_OK. */
int vado_check(vado *v, const vado_input *in);
/* A scenario (in->scenario and no other field) as one file, its tables read and checked: w is called once with all its
 * bytes. Wherever a scenario's path is taken, that of the file may be given; its bytes in memory, as in->packed, to
 * vado_check, vado_params, vado_run and vado_simulation_open. VADO_ERR_FILE when it is damaged, cut, or was packed by
 * another version. A run from it is the run from the folder, to the digest. */
int vado_pack(vado *v, const vado_input *in, vado_writer *w, void *user);
/* A small commented scenario in a new folder, which checks and runs, to begin one's own from. VADO_ERR_FILE: something
 * stands under the name, or not all can be written; then nothing is. */
int vado_new_scenario(vado *v, const char *folder);
#define VADO_PACKED_BEGINS "vado packed scenario" /* of any version */
/* Every parameter with unit, bounds, prior and source: with the values of in->scenario, or, if that is NULL, as
 * in->model declares them. */
int vado_params(vado *v, const vado_input *in, vado_format format, vado_writer *w, void *user);

/* What a scenario is, as one JSON object, for a page or a program that shows it: title, period, series and how each is
 * shown, parameters with bounds, sources and their values on the first day, schedule, policies with their rows, places,
 * legs, crossings, sectors, people, published figures with publisher and side, statements with the verdict that their
 * row expects, and what a band of members is if nobody says anything: prior, level (of the fit) or posterior. Names
 * stay; new ones may come. Texts are escaped so that they are no markup in a page either. */
int vado_about(vado *v, const vado_input *in, vado_writer *w, void *user);
/* The rows of a policy's text, called `policy` in messages, as a JSON object: name, title, about, rows with every cell
 * as it is written and the line it stands in. Read as CSV only: vado_lever_lay checks what rows say. VADO_ERR_INPUT: it
 * is no such table; what was written is then of no use. */
int vado_policy_rows(vado *v, const char *policy, const char *text, vado_writer *w, void *user);

/* ---- runs ---- */

typedef enum {
    VADO_STOCHASTIC, /* whole people, split by chance */
    VADO_FLUID,      /* expected values */
    VADO_INDIVIDUAL  /* one draw a person: slow, for comparison */
} vado_mode;
/* Members whose parameters differ: drawn from the priors or from the scenario's posterior, and brought to the level of
 * the months that the latents were fitted to. The level is a fit, no posterior: encounters are brought to it and
 * nothing else; settings and policies change none. */
typedef enum {
    VADO_LEVEL_PRIOR,    /* they are not: the band is the spread of the priors */
    VADO_LEVEL_FIT,      /* they are; VADO_ERR_INPUT where no such month is known */
    VADO_LEVEL_KNOWN,    /* the posterior's where the scenario has one that was found with it and its latents; else
                            they are levelled where such a month is known */
    VADO_LEVEL_POSTERIOR /* they are, and their parameters are the posterior's; VADO_ERR_INPUT where the scenario has
                            none that was found with it and its latents */
} vado_level;
typedef struct {
    size_t size;
    vado_mode mode;
    int members;   /* runs of the ensemble, up to 10000; 0: 8 if stochastic, 1 if fluid */
    uint64_t seed; /* of all random numbers */
    int threads;   /* 0: as many as processors. Results are the same */
    int layer_parameters, layer_environment, layer_chance; /* what differs between members: all 1 by default */
    const char *command;                                   /* how the run was asked for, for the record, or NULL */
    int force;                                             /* a store may take the place of a file that is none */
    int make_folders; /* those above the store: where its name is a default that nobody chose */
    int snapshots;    /* of studies: megabytes, up to 1048576, for states of members at quarters, from which runs with
                         the same past begin; 0: 256; -1: none are kept. Results are the same */
    int level;        /* of members whose parameters differ, a vado_level */
    int member_first, member_last; /* of vado_run, vado_whatif, vado_score: a part of the ensemble, its members from ..
                                      to .., numbered from 1, both included, as vado_merge puts together; 0, 0: all */
} vado_run_options;

/* Fills in the defaults: stochastic, seed 1, all layers, levels where they are known. The plain name gives the size of
 * the caller's struct. */
void vado_run_defaults_sized(vado_run_options *o, size_t size);
#define vado_run_defaults(o) vado_run_defaults_sized((o), sizeof *(o))

/* Runs a scenario into a new store, the file db. Stopped or killed, the store holds what was done. */
int vado_run(vado *v, const vado_input *in, const vado_run_options *o, const char *db);
/* Goes on with a run that was stopped, by `threads` (0: as many as processors); it ends with the digest of a run that
 * never was. Of a finished run nothing is done, which a note says. VADO_ERR_STORE if another version began it. */
int vado_resume(vado *v, const char *db, int threads);
/* Which members a store is of, numbered from 1, into the caller's first and last; of a whole run 0 into both. Finished
 * or not. */
int vado_part(vado *v, const char *db, int *first, int *last);
/* Puts n finished parts of one run (member_first, member_last) together, in any order, as the store db: it has the
 * digest of a run in one piece, and what other functions write of it is the same. o: its command, force and
 * make_folders count. db is whole, or not there. VADO_ERR_STORE, with all that is wrong in one report: a part that is
 * none, damaged, not finished, of another run or version; members that two parts hold, or none. Where the parts are
 * folders of vado_whatif, each of their runs is put together, into the folder db. Where they are files that vado_fit
 * kept of a posterior, or vado_score, so is what they hold, into the file db. */
int vado_merge(vado *v, int n, const char *const *parts, const vado_run_options *o, const char *db);

/* ---- a store ---- */

/* The SHA-256 of all results of a run, as 64 hexadecimal digits and a zero, into the caller's out. */
int vado_digest(vado *v, const char *db, char out[65]);

typedef struct {
    size_t size;
    int done;                      /* the run is finished; 0: it can be resumed */
    int members, members_done;     /* twins too */
    int64_t months, months_owed;   /* months of results, over all members */
    int member_first, member_last; /* of a part of a run: its members, which all that is owed is of; 0: a whole run */
    int part_done;                 /* the part is finished */
    int reserved;                  /* 0 */
} vado_verified;
/* Is the store what was written? Every checksum, every row that the run owes, input hash and digest; VADO_ERR_STORE if
 * not, and a message names what is wrong. Every function that reads a store looks through the checksums first; this
 * does the rest. out: the caller's, with its size; or NULL. */
int vado_verify(vado *v, const char *db, vado_verified *out);

/* What a store holds, as CSV: series,unit,over_time,harm,place,nationality,group,meaning. */
int vado_series_list(vado *v, const char *db, vado_writer *w, void *user);

typedef enum { VADO_BY_MONTH, VADO_BY_YEAR, VADO_BY_DAY } vado_period;
typedef struct {
    size_t size;
    vado_period period;
    int by_place, by_nationality, by_group; /* margins, each 0 or 1; none by day */
    int nquantiles;                         /* 0 and !members: 0.05, 0.5, 0.95 */
    const double *quantiles;                /* over members, 0 to 1 */
    int members;                            /* 1: a row for each in place of quantiles */
    int fiscal_years;    /* VADO_BY_YEAR: years from October to September, named by their last month's */
    int reserved;        /* 0 */
    const char *licence; /* of vado_export_folder, as its package is to name it ("CC-BY-4.0"); NULL: VADO_LICENCE */
} vado_export_options;
#define VADO_LICENCE "Apache-2.0" /* of this library and the scenarios that come with it */
/* One series as CSV, by its name. Beside a series that is not harm, messages say the harm of the same months. */
int vado_export(vado *v, const char *db, const char *series, const vado_export_options *o, vado_writer *w, void *user);
/* Several series, or all if nseries is 0, as CSV files in a new folder, with datapackage.json (Frictionless: fields,
 * units, sources, licence). With no margin asked for, each series over all places and people and, in files of their
 * own, by each margin it keeps; with some, each by those. The series of harm are in every folder. VADO_ERR_FILE:
 * something stands under the name, or not all can be written; then nothing is. */
int vado_export_folder(vado *v, const char *db, int nseries, const char *const *series, const vado_export_options *o,
                       const char *folder);
/* The published figures of a scenario in the columns of such an export. */
int vado_observed(vado *v, const char *scenario, const char *series, const vado_export_options *o, vado_writer *w,
                  void *user);
/* For people: simulated beside published figures by year and by sector, with bands and harm. */
int vado_summary(vado *v, const char *db, vado_writer *w, void *user);

/* How the interval of an ensemble is told, wherever a `low` and a `high` stand: "5% to 95% of 48"; of fewer than 40
 * members "lowest to highest of 8", and so they are; of one "", its low and high are empty or equal. Into the caller's
 * out of `size` bytes (48 are enough), which is returned. */
const char *vado_range_words(int members, char *out, size_t size);

typedef struct {
    size_t size;
    const char *whatif;   /* folder of the runs of what-ifs (vado_whatif), or NULL */
    const char *knockout; /* CSV that vado_knockout wrote, or NULL */
    int force;            /* and standard: as of vado_output_options */
    vado_writer *standard;
    void *standard_user;
} vado_report_options;
/* A page in the file html that needs nothing else: charts with bands and published figures, map, harm, sources. */
int vado_report(vado *v, const char *db, const vado_report_options *o, const char *html);

/* ---- studies ---- */

/* What differs between two runs a and b of the same seed, members, mode and layers, member beside member, with harm. */
int vado_compare(vado *v, const char *a, const char *b, vado_format format, vado_writer *w, void *user);

/* Policies of a scenario (SCENARIO/policies: those named, or all if nnames is 0) beside the baseline; in->policies are
 * laid under both. The runs are kept as stores in the folder dir and used again. */
int vado_whatif(vado *v, const vado_input *in, const vado_run_options *o, int nnames, const char *const *names,
                const char *dir, vado_format format, vado_writer *w, void *user);
/* Their names and titles, a line each. */
int vado_whatif_list(vado *v, const char *scenario, vado_writer *w, void *user);

typedef struct {
    size_t size;
    vado_format format;
    int nparts;               /* 0: all */
    const char *const *parts; /* names of systems or parts of the mission: "checkpoints", "S07" */
} vado_knockout_options;
/* As vado_run_defaults, but fluid and one central run each. */
void vado_knockout_defaults_sized(vado_run_options *o, size_t size);
#define vado_knockout_defaults(o) vado_knockout_defaults_sized((o), sizeof *(o))
/* Knock-out: each part of the model off in turn against the whole, paired by member: which outputs change, and the fit
 * to what no latent sees. Nothing is stored. *idle: how many parts change nothing,
 * or move no other part and do not say why. */
int vado_knockout(vado *v, const vado_input *in, const vado_run_options *o, const vado_knockout_options *k,
                  vado_writer *w, void *user, int *idle);
/* What vado_knockout writes begins so: the header of its CSV, the first words of its text. The library's. */
const char *vado_knockout_head(vado_format format);

typedef struct {
    size_t size;
    vado_format format;
    int threads;                /* 0: as many as processors */
    double factor;              /* what has no prior is multiplied and divided by; 0: 1.5 */
    int largest;                /* so many are moved once more with departures brought to the level of the fit again */
    int nnumbers;               /* 0: all */
    const char *const *numbers; /* those that are moved, by name or by how it begins: "mexico.*" */
} vado_judged_options;
/* Judged numbers of a scenario (parameters, rows of the schedule, columns of tables whose source is judgement), moved
 * one at a time, down and up, in central fluid runs: how far each outcome follows. Largest first. Nothing is stored. */
int vado_judged(vado *v, const vado_input *in, const vado_judged_options *o, vado_writer *w, void *user);
/* What vado_judged writes begins so, as vado_knockout_head. */
const char *vado_judged_head(vado_format format);

typedef struct {
    size_t size;
    vado_format format;
    const char *from; /* "YYYY-MM", the first month foretold; of vado_forecast alone, which needs it */
    int months;       /* foretold, up to 60; 0: 12, or to the end of the scenario */
    int policy_known; /* 1: rows of the schedule as they came; 0: what was known at the origin, governments react */
    int figures;      /* of vado_score alone; 1: no forecast, only the figures they are held against, as CSV */
    int force;        /* of keep: write even over a file of another kind */
    const char *keep; /* of vado_score: a file in which members of its forecasts are kept, so that a call that was
                         stopped goes on; or NULL. With member_first of the run's options only those members are run,
                         for vado_merge, and nothing is told */
    const char
        *others; /* of vado_score alone: a CSV file of other programs' forecasts, "method,margin,name,origin,ahead,
                    mean,sd" of log(count + 1), normal; margin and name as `figures` gives them; or NULL */
    const char *events; /* of vado_score alone: a CSV file of dated local events, "date,event,place,source": told is how
                           shares of places moved after them, against persistence, in place of scores; or NULL */
    int stack;          /* of vado_score alone; 1: in place of scores the table stack.csv of the scenario, as CSV: how
                           vado_forecast is to put members and the last value together, found from earlier origins */
    int members_alone;  /* of vado_forecast alone; 1: quantiles of members, whatever stack.csv says */
} vado_forecast_options;
/* The months from f->from on, told by members that know nothing after the month before it: quantiles of encounters by
 * sector, nationality and group, of people who are there by place, and of harm. Encounters are the stack of members,
 * exponential smoothing and the last value where the scenario has a stack.csv, all else is of members. Needs latents
 * that end there: in->latents, or latents/YYYY-MM.csv of the scenario (VADO_ERR_INPUT). Members (o->members 0: 40) are
 * always levelled. Nothing is stored. */
int vado_forecast(vado *v, const vado_input *in, const vado_run_options *o, const vado_forecast_options *f,
                  vado_writer *w, void *user);
/* Forecasts from the end of each table latents/YYYY-MM.csv of the scenario, held against what was published after it,
 * beside the last value, which is the baseline, and others. VADO_ERR_INPUT if no origin can be scored. */
int vado_score(vado *v, const vado_input *in, const vado_run_options *o, const vado_forecast_options *f, vado_writer *w,
               void *user);

/* The change of encounters around a dated change ("YYYY-MM-DD", or "YYYY-MM-DD,PARAMETER") as a sum of parts: the
 * event, other dates, what was under way, season, latent, noise. threads: 0: as many as processors. */
int vado_explain(vado *v, const char *db, const char *event, int threads, vado_format format, vado_writer *w,
                 void *user);
/* The same around a policy of the run's scenario, by its name: all its rows, whatever their dates, as one event; and
 * encounters with it and without to the end of the run, as vado_whatif counts them. */
int vado_explain_policy(vado *v, const char *db, const char *policy, int threads, vado_format format, vado_writer *w,
                        void *user);
/* The latents' share of one date, "YYYY-MM-DD", or of every one of the schedule (NULL), a line each with harm beside
 * it; kept in the store date by date: what is there is not found again. */
int vado_explain_share(vado *v, const char *db, const char *date, int threads, vado_format format, vado_writer *w,
                       void *user);

typedef struct {
    size_t size;
    const char *claims; /* file in place of the first store's, or of the scenario's, claims.csv; NULL: those */
    vado_format format;
    int brief;    /* the headline only */
    int strict;   /* a statement that needs a run which was not given differs from what was expected */
    int reserved; /* 0 */
} vado_claims_options;
/* The statements of dbs[0] judged on it, nstores >= 1; further stores are evidence for structural ones.
 * VADO_ERR_DIFFERS if a verdict is not the one its row expects. */
int vado_claims(vado *v, int nstores, const char *const *dbs, const vado_claims_options *o, vado_writer *w, void *user);
/* As vado_run_defaults, but fluid and 8 members: those whose verdicts us-mexico expects. */
void vado_claims_defaults_sized(vado_run_options *o, size_t size);
#define vado_claims_defaults(o) vado_claims_defaults_sized((o), sizeof *(o))
/* Hears of each run before it begins: number `run` of `of`, its store. */
typedef void vado_claims_told(void *user, int run, int of, const char *name);
/* All statements of a scenario: makes the runs they rest on as stores in the folder dir, or uses those that are there
 * of the same input, and judges. told may be NULL; user is of both told and w. */
int vado_claims_of(vado *v, const char *scenario, const vado_run_options *o, const char *dir,
                   const vado_claims_options *c, vado_claims_told *told, vado_writer *w, void *user);

typedef enum {
    VADO_FIT_LATENTS,  /* departures by nationality, groups and sectors by bloc: a table, into a file */
    VADO_FIT_SCORES,   /* sector shares foretold, beside persistence: no file */
    VADO_FIT_HISTORY,  /* the last twelve months beside a null model: no file */
    VADO_FIT_ROLLING,  /* the border's total foretold from the end of each month: its rows, if a file is named; each
                          month's latents, if a folder is */
    VADO_FIT_LEVELS,   /* levels of members, found with the latents: a table, into a file */
    VADO_FIT_POSTERIOR /* of parameters of structure and behaviour: a table, into a file */
} vado_fit_stage;
typedef struct {
    size_t size;
    vado_fit_stage stage;
    const char *until; /* last month of data used, "YYYY-MM", or NULL: the last there is */
    const char *out;   /* file, or NULL: latents/<until>.csv of the scenario; of levels its levels.csv, of
                          the posterior its posterior.csv */
    int force;         /* and standard: as of vado_output_options */
    vado_writer *standard;
    void *standard_user;
    int nensembles;       /* of levels; 0: one of 8 members. Of the posterior one at most; 0: 32 members */
    const int *ensembles; /* [nensembles] how many members each has, 2 to 10000, no number twice */
    int seed;             /* of levels and the posterior: 0 or more; as of vado_run_options */
    int threads;          /* of the posterior; 0: as many as processors. Results are the same */
    const char *keep;   /* of the posterior: a file in which its runs are kept, so that a call that was stopped goes on;
                           or NULL */
    const char *tables; /* of rolling, with out: a folder for the latents of each origin, YYYY-MM.csv; or NULL */
    int member_first, member_last; /* of the posterior, with keep: only the runs of these members in the round that is
                                      not complete there, for vado_merge; no table is written. 0, 0: all */
    int knots_stay; /* of latents; 1: the knots of the input's latents stay as they are, and only what is expected after
                       their last month is estimated anew */
    int reserved;   /* 0 */
} vado_fit_options;
/* Fits the latent intensities of a scenario to its published figures, or levels of members to what its latents give
 * (vado_run_options' level): runs of the same input, seed and number of members take them from the table. Or finds what
 * figures that no latent sees say of parameters of structure and behaviour: never of a policy, never by a figure that
 * judges. log (may be NULL) is told how it goes, and the tables of scores and history. */
int vado_fit(vado *v, const vado_input *in, const vado_fit_options *o, vado_writer *log, void *user);

/* ---- forced displacement by Flee's rules ---- */

typedef enum {
    VADO_ARITHMETIC_AUTO,
    VADO_ARITHMETIC_SPLIT, /* people are counted where the rules allow it */
    VADO_ARITHMETIC_INDIVIDUAL
} vado_arithmetic;
typedef struct {
    size_t size;
    const char *input, *validation; /* folders; validation may be NULL where conflicts displace people */
    const char *settings;           /* simsetting.yml; NULL: Flee's defaults */
    int days;                       /* 0: as sim_period.csv says */
    int sane;                       /* 1: Flee's quirks mended (docs/flee.md) */
    vado_arithmetic arithmetic;
    int reserved; /* 0 */
} vado_flee_input;
typedef struct {
    size_t size;
    int members, has_data;
    double ard, ard_low, ard_high; /* averaged relative difference: mean, interval (vado_range_words) */
    double rescaled, rescaled_low, rescaled_high;
    double people, people_days; /* of the first member: at the end, and over all days */
    char about[320], how[320];  /* in words: what was run, and how people were moved */
    char no_score[120];         /* has_data 0: why no difference to the data is said */
} vado_flee_result;
/* Reads folders as Flee does; all errors and warnings go to the messages. Writes Flee's CSV of the first member to csv
 * (NULL: none), the ensemble into the store db (NULL: none). Of o: members (0: 1), seed, threads, mode, force, command.
 * out: the caller's, with its size; or NULL. */
int vado_flee(vado *v, const vado_flee_input *in, const vado_run_options *o, const char *db, vado_writer *csv,
              void *user, vado_flee_result *out);

typedef struct {
    size_t size;
    int settings, changed;      /* how many may move; 0: none was, as no fit foretold days it had not seen any better */
    int first_days, days;       /* of the half that was fitted, and of all */
    double before[2], after[2]; /* Flee's averaged relative difference of each half: settings as given, as fitted */
    int runs;
    int reserved; /* 0 */
} vado_flee_fitted;
/* Fits the settings by which people go (chances, weights, speeds, powers) to the figures of the first half of the days,
 * and scores them on the second, whose figures it does not see. Writes a simsetting.yml to `settings`, and a table of
 * what moved and what it is worth to `table`; either may be NULL, and out too. Of o: seed, threads, mode.
 * VADO_ERR_INPUT where there are no figures, or too few days. Deterministic; nothing is stored. */
int vado_flee_fit(vado *v, const vado_flee_input *in, const vado_run_options *o, vado_writer *settings, void *to,
                  vado_writer *table, void *user, vado_flee_fitted *out);

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
 * 3. Options are as everywhere: NULL stands for the defaults, and so does a struct begun by VADO_INIT, or filled in by
 *    vado_simulation_defaults.
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
    int level;                                             /* as of vado_run_options */
} vado_simulation_options;
/* Fills in the defaults: stochastic, seed 1, member 1, all layers, its level where it is known. */
void vado_simulation_defaults_sized(vado_simulation_options *o, size_t size);
#define vado_simulation_defaults(o) vado_simulation_defaults_sized((o), sizeof *(o))

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
 * value outside its bounds. Costs far less than a day; the first change of one that has been branched, or of a branch,
 * as much as to open the scenario. Changes nothing where it fails. */
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

/* ---- a lever: one member whose parameters are changed from a day on, again and again ---- */

typedef struct {
    size_t size;
    const char *first; /* no change will begin before this day, "2021-01-01"; NULL: the first of the period */
    int nparameters;
    const char *const *parameters; /* what will be changed: "path" or "path[element]", the later over the earlier */
    int nseries;
    const char *const *series;
    int by_place, by_nationality, by_group; /* of all the series, as in vado_read_options */
    int snapshots;                          /* megabytes for states; 0: 256 */
    int waits;    /* 1: nothing is lived through at opening; states are kept as the months come */
    int reserved; /* 0 */
} vado_lever_options;

typedef struct vado_lever vado_lever;
/* Opens as vado_simulation_open does, lives through the whole period once (unless it `waits`) and keeps its states at
 * quarters. It stands before the month of `first`, with nothing changed. All memory is taken here: vado_lever_set and
 * _next take none but for words of errors, if it does not wait. Freed by vado_lever_close. */
int vado_lever_open(vado *v, const vado_input *in, const vado_simulation_options *o, const vado_lever_options *l,
                    vado_lever **out);
void vado_lever_close(vado_lever **lever);
/* From the morning of a date on parameter i has values[i], as "path=value@date" of vado_input.sets; NAN: what it has
 * anyway. In place of all that was changed before, whose months are left where they are: this is how an answer that is
 * no longer wanted is given up (and vado_cancel, from another thread). It stands before the month of the date.
 * VADO_ERR_INPUT: outside its bounds; VADO_ERR_USAGE: no date from `first` to the end. Then nothing has changed. */
int vado_lever_set(vado *v, vado_lever *lever, const char *date, const double *values);
/* Lays a policy in place of all that was changed before: its text, called `policy` in messages, or, if text is NULL,
 * the file or the scenario's own policy of that name. Its months are those of a run with it among vado_input.policies.
 * It stands before the month in which its first row begins, or, if policy is NULL, with nothing changed before that of
 * `first`. Rows that begin before `first` are refused, unless it waits: then any may. Costs about what vado_lever_set
 * does. VADO_ERR_INPUT: refused, and nothing has changed; VADO_ERR_MEMORY. */
int vado_lever_lay(vado *v, vado_lever *lever, const char *policy, const char *text);
typedef enum { VADO_BY_PLACE = 1, VADO_BY_NATIONALITY = 2, VADO_BY_GROUP = 4 } vado_margin;
/* What vado_lever_month gives, in place of the series of the options: margins[i], a sum of vado_margin, are those of
 * series[i], which may be named several times. It stands with nothing changed before the month of `first`.
 * VADO_ERR_USAGE: no such series, or a margin it does not keep; then nothing has changed. Takes memory, bounded by what
 * is shown. */
int vado_lever_show(vado *v, vado_lever *lever, int nseries, const char *const *series, const int *margins);
/* Goes on to another member of the ensemble, from 1, with nothing changed before the month of `first`. States of all
 * its members are kept together, within `snapshots`; one that does not wait lives through the member's period here, and
 * the level of a member that is levelled is found here. If that fails or is stopped, only vado_lever_member goes on. */
int vado_lever_member(vado *v, vado_lever *lever, int member);
/* Months that vado_lever_next can give; 0 of NULL, and after one that failed. */
int vado_lever_left(const vado_lever *lever);
/* Lives through the next month, which vado_lever_month then gives. VADO_ERR_CANCELLED: stopped between two days, goes
 * on from there; VADO_ERR_RUN: there is nothing to do with it but close; VADO_ERR_USAGE: there is none left. */
int vado_lever_next(vado *v, vado_lever *lever);
/* The last month, one period, of series i of those that were named, with its harm. The lever's: its values are those of
 * the next month after the next call. NULL before the first, or if there is no series i. */
const vado_numbers *vado_lever_month(const vado_lever *lever, int i);
/* What the ratios of that month are divided by, a number beside each of its values, so that months can be put together:
 * a ratio over some months is their values times these, added, over these, added. The lever's, as the values are. NULL
 * before the first month, of a series that is no ratio, or if there is no series i. */
const double *vado_lever_under(const vado_lever *lever, int i);

#ifdef __cplusplus
}
#endif
#endif
