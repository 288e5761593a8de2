/* What the commands share. They use the public interface only. */
#ifndef VADO_CLI_H
#define VADO_CLI_H

#include "cli/args.h"
#include "vado.h"

#include <stddef.h>

enum {
    EXIT_DONE = 0,
    EXIT_INPUT = 1,
    EXIT_USAGE = 2,
    EXIT_STORE = 3,
    EXIT_RUN = 4,
    EXIT_DIFFERS = 5,
    EXIT_INTERRUPTED = 130
};

typedef struct {
    const arg_command *declared;
    int (*run)(const arg_result *args, const char *line); /* line: the command as it was typed; returns an exit code */
} cli_command;

extern const cli_command cmd_run, cmd_check, cmd_params, cmd_digest, cmd_export, cmd_observed, cmd_compare, cmd_summary,
    cmd_series, cmd_verify, cmd_report, cmd_fit, cmd_flee, cmd_whatif, cmd_knockout, cmd_judged, cmd_explain,
    cmd_claims, cmd_pack, cmd_forecast, cmd_score, cmd_new, cmd_merge;

/* --set, --policy, --latents, --from, --until into an input; arrays [ARG_MAX] are the caller's. */
typedef struct {
    vado_input input;
    const char *sets[ARG_MAX], *policies[ARG_MAX + 1];
    char governments[80]; /* of policies, by --governments */
    char shipped[1024];   /* the scenario's folder, if a name was given of one that is installed */
} cli_input;
void cli_input_of(const arg_result *args, const char *scenario, cli_input *in);
/* A scenario as it was named, or, where nothing of that name is here, the installed one, whose path is written into
 * room: one of the two. NULL stays NULL. */
const char *cli_shipped(const char *named, char *room, size_t size);
int cli_is_there(const char *path);        /* a file or folder */
int cli_has_table(const char *folder);     /* a CSV file in it */
int cli_has_rows(const char *path, int n); /* n lines that are neither blank nor comments */
#define CLI_INPUT_OPTIONS                                                                                              \
    {"--set", NULL, "PATH=VALUE", 1,                                                                                   \
     "a parameter's value; PATH[NAME]=VALUE for one place or nationality, @DATE after it from a day on"},              \
        {"--governments", NULL, "HOW", 0,                                                                              \
         "scripted (as the schedule has them) or when they begin to react: NAME of policies/governments-react-NAME"},  \
        {"--policy", NULL, "FILE.csv", 1, "dated changes laid over schedule.csv, in the order given"},                 \
        {"--latents", NULL, "FILE.csv", 0, "fitted intensities instead of the scenario's"},                            \
        {"--from", NULL, "DATE", 0, "first day of the period (spin-up goes before it)"}, {                             \
        "--until", NULL, "DATE", 0, "last day of the period"                                                           \
    }

#define CLI_RANGE_OPTION                                                                                               \
    {                                                                                                                  \
        "--member-range", NULL, "A:B", 0,                                                                              \
            "only members A to B of the ensemble, from 1, both included: a part for vado merge"                        \
    }
/* 0, or -1, said on stderr. */
int cli_range(const char *command, const arg_result *args, int *first, int *last);

#define CLI_PARTIAL_OPTION                                                                                             \
    { "--partial", NULL, NULL, 0, "take a run that is not finished; what is written says so" }

/* Of commands that write a file. */
#define CLI_FORCE_OPTION                                                                                               \
    { "--force", NULL, NULL, 0, "write even over a file of another kind (never over an input)" }

/* A series as CSV on stdout, by --by, --members, --quantiles and --fiscal: vado_export or vado_observed. */
typedef int cli_printer(vado *v, const char *source, const char *series, const vado_export_options *o, vado_writer *w,
                        void *user);
int cli_series(const arg_result *args, cli_printer *print);
/* Those named after the store, or all, into a new folder. */
int cli_series_folder(const arg_result *args, int nseries, const char *folder);
#define CLI_COLUMN_OPTIONS                                                                                             \
    {"--by", NULL, "LIST", 0, "month, year or day, then any of place, nationality, group (default: month)"}, {         \
        "--fiscal", NULL, NULL, 0, "years from October to September, named by the later year"                          \
    }

/* Forecasts of one origin, or the scores of several: vado_forecast or vado_score, by the options that the command has
 * of
 * --from, --months, --policy-known, --members, --mode, --seed, --threads, --csv and --quiet. */
typedef int cli_forecaster(vado *v, const vado_input *in, const vado_run_options *o, const vado_forecast_options *f,
                           vado_writer *w, void *user);
int cli_forecast(const arg_result *args, cli_forecaster *foretell);

/* A whole number given to an option, if it is given; -1 after saying what is wrong. */
int cli_whole(const char *command, const arg_result *args, const char *name, long long low, long long high,
              long long *out);
/* --mode, if it is given; -1 after saying what is wrong. */
int cli_mode(const char *command, const arg_result *args, vado_mode *out);
/* --level, --prior or --posterior into *out, which stays what it is without them. */
int cli_level(const char *command, const arg_result *args, int *out);
#define CLI_LEVEL_OPTIONS                                                                                              \
    {"--level", NULL, NULL, 0, "bring each member to the level of the months that the latents were fitted to"},        \
        {"--prior", NULL, NULL, 0,                                                                                     \
         "leave members as their parameters make them: the band is the spread of the priors"},                         \
    {                                                                                                                  \
        "--posterior", NULL, NULL, 0,                                                                                  \
            "members of the scenario's posterior.csv, brought to the level: what figures say of parameters is in them" \
    }
vado_format cli_format(const arg_result *args); /* --csv */
/* A study that writes one text or table to --output or stdout, with progress but for --quiet; interrupted it writes
 * nothing. The format: CSV by --csv or by the name of --output. */
typedef struct {
    vado_format format;
    const char *head; /* how it begins: a file of another kind is not written over without --force */
    const vado_input *input;
    int (*work)(vado *v, vado_output *out, void *user);
    void *user;
} cli_study;
vado_format cli_study_format(const arg_result *args);
int cli_study_run(vado *v, const arg_result *args, const cli_study *s); /* a status, to end with */
int cli_stdout(void *user, const char *text, size_t length);
int cli_stderr(void *user, const char *text, size_t length); /* for what is told where stdout carries a file */
/* Every exit goes through it: a code that says done while what was printed is lost becomes EXIT_STORE. */
int cli_flushed(int code);
/* A context whose messages name options and commands as a user types them; NULL without memory. */
vado *cli_new(void);
/* Prints the messages so far and forgets them: before a further call in the same context, which would. Gives the status
 * of the work, or VADO_ERR_MEMORY if messages are missing. */
int cli_tell(vado *v, int status);
/* Prints all messages on stderr, frees the context, gives the exit code of a status. */
int cli_end(vado *v, int status);

/* progress.c: a bar if stderr is a terminal, else a line every tenth. */
typedef struct {
    int terminal, tenth, shown;
    const char *what; /* is counted; set after the start, NULL: days */
} cli_progress;
void cli_progress_start(cli_progress *p, vado *v);
void cli_progress_end(cli_progress *p);
/* interrupt.c: Ctrl-C and a polite kill ask this context to stop; a second Ctrl-C ends at once. */
void cli_interruptible(vado *v);

#endif
