/* What the commands share: see cli.h. */
#include "cli/cli.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int cli_stdout(void *user, const char *text, size_t length) {
    (void)user;
    return fwrite(text, 1, length, stdout) == length ? 0 : -1;
}

void cli_say(FILE *to, const char *format, ...) {
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int n = vsnprintf(NULL, 0, format, list);
    char *text = n < 0 ? NULL : malloc((size_t)n + 1), *safe = NULL;
    if (text) {
        vsnprintf(text, (size_t)n + 1, format, again);
        safe = vado_printable(text);
    }
    fputs(safe ? safe : "error: out of memory\n", to);
    free(safe);
    free(text);
    va_end(again);
    va_end(list);
}

int cli_stderr(void *user, const char *text, size_t length) {
    (void)user;
    return fwrite(text, 1, length, stderr) == length ? 0 : -1;
}

int cli_flushed(int code) {
    if ((!fflush(stdout) && !ferror(stdout)) || (code != EXIT_DONE && code != EXIT_DIFFERS))
        return code;
    fputs("error: the standard output cannot be written: it is closed, its disk is full, or whoever reads it has gone; "
          "send it elsewhere\n",
          stderr);
    return EXIT_STORE;
}

static int exit_code(int status) {
    switch (status) {
    case VADO_OK:
        return EXIT_DONE;
    case VADO_ERR_INPUT:
        return EXIT_INPUT;
    case VADO_ERR_USAGE:
        return EXIT_USAGE;
    case VADO_ERR_FILE:
    case VADO_ERR_STORE:
        return EXIT_STORE;
    case VADO_ERR_CANCELLED:
        return EXIT_INTERRUPTED;
    case VADO_ERR_DIFFERS:
        return EXIT_DIFFERS;
    default:
        return EXIT_RUN;
    }
}

int cli_tell(vado *v, int status) {
    for (int i = 0; i < vado_message_count(v); i++)
        fprintf(stderr, "%s\n", vado_message(v, i));
    if (vado_messages_lost(v)) {
        fputs("error: out of memory: not all that is to be said stands here\n", stderr);
        status = status == VADO_OK ? VADO_ERR_MEMORY : status;
    }
    vado_clear_messages(v);
    return status;
}

vado_format cli_format(const arg_result *args) { return arg_value(args, "--csv") ? VADO_CSV : VADO_TEXT; }

vado_format cli_study_format(const arg_result *args) {
    const char *name = arg_value(args, "--output");
    size_t n = name ? strlen(name) : 0;
    return n > 4 && strcmp(name + n - 4, ".csv") == 0 ? VADO_CSV : cli_format(args);
}

int cli_study_run(vado *v, const arg_result *args, const cli_study *s) {
    const vado_output_options to = {.size = sizeof to,
                                    .kind = s->format == VADO_CSV ? VADO_FILE_TABLE : VADO_FILE_TEXT,
                                    .head = s->head,
                                    .force = arg_value(args, "--force") != NULL,
                                    .input = s->input,
                                    .standard = cli_stdout};
    const char *name = arg_value(args, "--output");
    int quiet = arg_value(args, "--quiet") != NULL;
    vado_output *out = NULL;
    cli_progress bar;
    int status = vado_output_open(v, name ? name : "-", &to, &out);
    if (status)
        return status;
    cli_interruptible(v);
    if (!quiet)
        cli_progress_start(&bar, v);
    status = s->work(v, out, s->user);
    if (!quiet)
        cli_progress_end(&bar);
    cli_interruptible(NULL);
    status = vado_output_close(v, out, status);
    if (status == VADO_ERR_CANCELLED)
        fputs("stopped; nothing was written\n", stderr);
    return status;
}

int cli_end(vado *v, int status) {
    if (!v) {
        fputs("error: out of memory\n", stderr);
        return EXIT_RUN;
    }
    status = cli_tell(v, status);
    vado_free(v);
    return cli_flushed(exit_code(status));
}

int cli_whole(const char *command, const arg_result *args, const char *name, long long low, long long high,
              long long *out) {
    const char *text = arg_value(args, name);
    if (!text || arg_whole(text, low, high, out) == 0)
        return 0;
    cli_say(stderr, "vado %s: %s: found '%s', expected a whole number from %lld to %lld\n", command, name, text, low,
            high);
    return -1;
}

int cli_range(const char *command, const arg_result *args, int *first, int *last) {
    const char *text = arg_value(args, "--member-range"), *colon = text ? strchr(text, ':') : NULL;
    char begins[16];
    long long low = 0, high = 0;
    if (!text)
        return 0;
    snprintf(begins, sizeof begins, "%.*s", colon && colon - text < 15 ? (int)(colon - text) : 0, text);
    if (!colon || arg_whole(begins, 1, 10000, &low) || arg_whole(colon + 1, low, 10000, &high)) {
        cli_say(stderr,
                "vado %s: --member-range: found '%s', expected A:B, the first and the last member, as in "
                "--members 16 --member-range 5:8\n",
                command, text);
        return -1;
    }
    *first = (int)low;
    *last = (int)high;
    return 0;
}

int cli_level(const char *command, const arg_result *args, int *out) {
    int level = arg_value(args, "--level") != NULL, prior = arg_value(args, "--prior") != NULL;
    int posterior = arg_value(args, "--posterior") != NULL;
    if (level + prior + posterior > 1) {
        cli_say(stderr, "vado %s: %s: found it beside %s, expected one of them\n", command,
                prior ? "--prior" : "--posterior", level ? "--level" : "--posterior");
        return -1;
    }
    if (level + prior + posterior > 0)
        *out = level ? VADO_LEVEL_FIT : prior ? VADO_LEVEL_PRIOR : VADO_LEVEL_POSTERIOR;
    return 0;
}

int cli_mode(const char *command, const arg_result *args, vado_mode *out) {
    static const char *const modes[] = {"stochastic", "fluid", "individual"};
    const char *mode = arg_value(args, "--mode");
    for (int i = 0; mode && i < 3; i++)
        if (strcmp(mode, modes[i]) == 0) {
            *out = (vado_mode)i;
            return 0;
        }
    if (!mode)
        return 0;
    const char *near = arg_nearest(mode, 3, modes);
    fprintf(stderr, "vado %s: --mode: found '%s', expected stochastic, fluid or individual%s%s%s\n", command, mode,
            near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
    return -1;
}

/* --governments: a policy beneath all others, or none for those of the schedule; their number. */
static int governments(const arg_result *args, cli_input *in) {
    const char *how = arg_value(args, "--governments");
    if (!how || strcmp(how, "scripted") == 0)
        return 0;
    snprintf(in->governments, sizeof in->governments, "governments-react-%s", how);
    in->policies[0] = in->governments;
    return 1;
}

void cli_input_of(const arg_result *args, const char *scenario, cli_input *in) {
    memset(in, 0, sizeof *in);
    in->input = (vado_input)VADO_INIT(vado_input);
    in->input.scenario = cli_shipped(scenario, in->shipped, sizeof in->shipped);
    in->input.nsets = arg_values(args, "--set", in->sets);
    in->input.sets = in->sets;
    in->input.npolicies = governments(args, in);
    in->input.npolicies += arg_values(args, "--policy", in->policies + in->input.npolicies);
    in->input.policies = in->policies;
    in->input.latents = arg_value(args, "--latents");
    in->input.from = arg_value(args, "--from");
    in->input.until = arg_value(args, "--until");
}

static int by(const char *command, const char *list, vado_export_options *o) {
    static const char *const words[] = {"month", "year", "day", "place", "nationality", "group"};
    int *const margins[] = {&o->by_place, &o->by_nationality, &o->by_group};
    int periods = 0;
    for (const char *p = list; p;) {
        char word[32];
        size_t n = strcspn(p, ",");
        int found = -1;
        snprintf(word, sizeof word, "%.*s", (int)(n < 31 ? n : 31), p);
        for (int i = 0; i < 6; i++)
            if (strcmp(word, words[i]) == 0)
                found = i;
        if (found < 0) {
            const char *near = arg_nearest(word, 6, words);
            cli_say(stderr,
                    "vado %s: --by: found '%s', expected month, year or day, then place, nationality, group%s%s%s\n",
                    command, word, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
            return -1;
        }
        if (found < 3) {
            o->period = (vado_period)found;
            periods++;
        } else {
            *margins[found - 3] = 1;
        }
        p = p[n] == ',' ? p + n + 1 : NULL;
    }
    if (periods > 1) {
        cli_say(stderr, "vado %s: --by: found several of month, year and day, expected one, leave the others out\n",
                command);
        return -1;
    }
    return 0;
}

typedef struct {
    vado_export_options options;
    double quantiles[ARG_MAX];
} columns;

/* 0 or -1, said on stderr. */
static int columns_of(const arg_result *args, columns *c) {
    const char *list = arg_value(args, "--by"), *quantiles = arg_value(args, "--quantiles"),
               *name = args->command->name;
    memset(c, 0, sizeof *c);
    c->options = (vado_export_options)VADO_INIT(vado_export_options);
    if (list && by(name, list, &c->options))
        return -1;
    c->options.fiscal_years = arg_value(args, "--fiscal") != NULL;
    c->options.members = arg_value(args, "--members") != NULL;
    if (c->options.members && quantiles) {
        cli_say(stderr, "vado %s: --members and --quantiles exclude each other, leave one out\n", name);
        return -1;
    }
    for (const char *p = quantiles; p;) {
        char word[32];
        size_t n = strcspn(p, ",");
        snprintf(word, sizeof word, "%.*s", (int)(n < 31 ? n : 31), p);
        if (c->options.nquantiles == ARG_MAX || arg_number(word, &c->quantiles[c->options.nquantiles]) ||
            !(c->quantiles[c->options.nquantiles] >= 0 && c->quantiles[c->options.nquantiles] <= 1)) {
            cli_say(stderr, "vado %s: --quantiles: found '%s', expected numbers from 0 to 1, as 0.05,0.5,0.95\n", name,
                    word);
            return -1;
        }
        c->options.nquantiles++;
        p = p[n] == ',' ? p + n + 1 : NULL;
    }
    c->options.quantiles = c->quantiles;
    return 0;
}

int cli_series(const arg_result *args, cli_printer *print) {
    columns c;
    if (columns_of(args, &c))
        return EXIT_USAGE;
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    vado_allow_partial(v, arg_value(args, "--partial") != NULL);
    return cli_end(v, print(v, args->positional[0], args->positional[1], &c.options, cli_stdout, NULL));
}

int cli_series_folder(const arg_result *args, int nseries, const char *folder) {
    columns c;
    if (columns_of(args, &c))
        return EXIT_USAGE;
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    c.options.licence = arg_value(args, "--licence");
    vado_allow_partial(v, arg_value(args, "--partial") != NULL);
    return cli_end(v, vado_export_folder(v, args->positional[0], nseries, args->positional + 1, &c.options, folder));
}

int cli_forecast(const arg_result *args, cli_forecaster *foretell) {
    vado_run_options o;
    vado_forecast_options f = VADO_INIT(vado_forecast_options);
    cli_input in;
    cli_progress bar;
    long long members = 0, threads = 0, seed = 1, months = 0;
    const char *name = args->command->name;
    int quiet = arg_value(args, "--quiet") != NULL;
    if (cli_whole(name, args, "--members", 2, 10000, &members) || cli_whole(name, args, "--months", 1, 60, &months) ||
        cli_whole(name, args, "--threads", 1, 1024, &threads) || cli_whole(name, args, "--seed", 0, INT64_MAX, &seed))
        return EXIT_USAGE;
    vado_run_defaults(&o);
    if (cli_mode(name, args, &o.mode) || cli_range(name, args, &o.member_first, &o.member_last))
        return EXIT_USAGE;
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    f.keep = arg_value(args, "--keep");
    f.force = arg_value(args, "--force") != NULL;
    o.members = (int)members;
    o.threads = (int)threads;
    o.seed = (uint64_t)seed;
    f.format = cli_format(args);
    f.from = arg_value(args, "--from");
    f.months = (int)months;
    f.policy_known = arg_value(args, "--policy-known") != NULL;
    f.figures = arg_value(args, "--figures") != NULL;
    f.stack = arg_value(args, "--stack") != NULL;
    f.members_alone = arg_value(args, "--members-alone") != NULL;
    f.others = arg_value(args, "--others");
    f.events = arg_value(args, "--events");
    cli_input_of(args, args->positional[0], &in);
    in.input.from = in.input.until = NULL; /* months of the forecast, not of a run */
    cli_interruptible(v);
    if (!quiet)
        cli_progress_start(&bar, v);
    int status = foretell(v, &in.input, &o, &f, cli_stdout, NULL);
    if (!quiet)
        cli_progress_end(&bar);
    cli_interruptible(NULL);
    if (status == VADO_ERR_CANCELLED)
        fputs(f.keep ? "stopped; what was found is kept, the same command goes on\n" : "stopped; nothing was written\n",
              stderr);
    return cli_end(v, status);
}
