/* vado run: a scenario into a store, or on with a run that was stopped. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const arg_option options[] = {
    {"--output", "-o", "FILE.db", 0, "the store (default: out/<scenario>.db); a store that is there is replaced"},
    CLI_FORCE_OPTION,
    {"--members", NULL, "N", 0, "size of the ensemble (default: 8 if stochastic, 1 if fluid)"},
    CLI_RANGE_OPTION,
    {"--mode", NULL, "MODE", 0, "stochastic (default), fluid (expected values) or individual (one draw a person)"},
    {"--seed", NULL, "N", 0, "of all random numbers (default: 1)"},
    CLI_INPUT_OPTIONS,
    {"--layers", NULL, "LIST", 0,
     "of parameters,environment,chance: which differ between members (default: all; none: no one)"},
    CLI_LEVEL_OPTIONS,
    {"--threads", NULL, "N", 0, "default: as many as processors; the result is the same"},
    {"--resume", NULL, "FILE.db", 0, "go on with a run that was stopped or killed"},
    {"--quiet", NULL, NULL, 0, "no progress and no table at the end"},
    {NULL, NULL, NULL, 0, NULL}};

static const arg_command declared = {
    "run",
    "simulate a scenario into one SQLite file",
    "SCENARIO [-o FILE.db] [options]\n--resume FILE.db [--threads N] [--quiet]",
    options,
    0,
    1,
    "At the end a table of simulated beside published figures is printed (again: vado summary FILE.db).\n"
    "Whatever stops the run, FILE.db holds what was done, with its FILE.db-journal if it was killed; --resume goes on\n"
    "and ends with the digest of a run that was never stopped."};

static int layers(const char *list, vado_run_options *o) {
    static const char *const words[] = {"parameters", "environment", "chance", "none"};
    o->layer_parameters = o->layer_environment = o->layer_chance = 0;
    int *const flags[] = {&o->layer_parameters, &o->layer_environment, &o->layer_chance};
    for (const char *p = list; p;) {
        char word[32];
        size_t n = strcspn(p, ",");
        int found = -1;
        snprintf(word, sizeof word, "%.*s", (int)(n < 31 ? n : 31), p);
        for (int i = 0; i < 4; i++)
            if (strcmp(word, words[i]) == 0)
                found = i;
        if (found < 0) {
            const char *near = arg_nearest(word, 4, words);
            cli_say(stderr,
                    "vado run: --layers: found '%s', expected some of parameters,environment,chance or none%s%s%s\n",
                    word, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
            return -1;
        }
        if (found < 3)
            *flags[found] = 1;
        p = p[n] == ',' ? p + n + 1 : NULL;
    }
    return 0;
}

static int options_of(const arg_result *args, vado_run_options *o) {
    long long members = 0, threads = 0, seed = 1;
    const char *list = arg_value(args, "--layers");
    vado_run_defaults(o);
    if (cli_whole("run", args, "--members", 1, 10000, &members) ||
        cli_whole("run", args, "--threads", 1, 1024, &threads) || cli_whole("run", args, "--seed", 0, INT64_MAX, &seed))
        return -1;
    o->members = (int)members;
    o->threads = (int)threads;
    o->seed = (uint64_t)seed;
    if (cli_mode("run", args, &o->mode) || cli_level("run", args, &o->level) ||
        cli_range("run", args, &o->member_first, &o->member_last))
        return -1;
    return list ? layers(list, o) : 0;
}

/* out/us-mexico.db for scenarios/us-mexico/; its members 5 to 8 are out/us-mexico-5-8.db */
static char *default_output(const char *scenario, const vado_run_options *o) {
    size_t n = strlen(scenario);
    while (n > 1 && scenario[n - 1] == '/')
        n--;
    size_t from = n;
    while (from > 0 && scenario[from - 1] != '/')
        from--;
    size_t length = n - from;
    char part[32] = "";
    if (o->member_first)
        snprintf(part, sizeof part, "-%d-%d", o->member_first, o->member_last);
    char *out = malloc(length + 48);
    if (!out)
        return NULL;
    if (length == 0 || strncmp(scenario + from, "..", length) == 0)
        snprintf(out, length + 48, "out/run%s.db", part);
    else
        snprintf(out, length + 48, "out/%.*s%s.db", (int)length, scenario + from, part);
    return out;
}

/* A run keeps the input it was begun with: other settings are another run. */
static int only_with_resume(const arg_result *args, const char *db) {
    for (int i = 0; i < args->ngiven; i++) {
        const char *name = options[args->option[i]].name, *value = args->given[i];
        if (strcmp(name, "--resume") && strcmp(name, "--threads") && strcmp(name, "--quiet")) {
            cli_say(stderr,
                    "vado run: %s cannot be changed when a run is resumed: %s holds its input; --resume takes only "
                    "--threads and --quiet.\nFor another run: vado run SCENARIO %s%s%s -o OTHER.db\n",
                    name, db, strcmp(name, "--output") ? name : "", *value && strcmp(name, "--output") ? " " : "",
                    strcmp(name, "--output") ? value : "");
            return -1;
        }
    }
    if (args->npositional) {
        cli_say(stderr, "vado run: --resume takes no scenario: the store holds it; vado run --resume %s\n", db);
        return -1;
    }
    return 0;
}

/* The table of a whole run; what a part is. */
static int tell(vado *v, const char *db, int perhaps_a_part) {
    int first = 0, last = 0, status = perhaps_a_part ? vado_part(v, db, &first, &last) : VADO_OK;
    if (status || !first)
        return status ? status : vado_summary(v, db, cli_stdout, NULL);
    cli_say(stderr, "members %d to %d, a part of the run: vado merge puts it together with the others\n", first, last);
    return VADO_OK;
}

static int run(const arg_result *args, const char *line) {
    vado_run_options o;
    cli_input in;
    cli_progress bar;
    char *made = NULL;
    const char *resume = arg_value(args, "--resume"), *db = resume ? resume : arg_value(args, "--output");
    int quiet = arg_value(args, "--quiet") != NULL;
    if ((resume && only_with_resume(args, resume)) || options_of(args, &o))
        return EXIT_USAGE;
    if (!resume && args->npositional == 0) {
        cli_say(stderr, "vado run: which scenario? vado run SCENARIO, as in vado run scenarios/us-mexico\n");
        return EXIT_USAGE;
    }
    vado *v = cli_new();
    if (!v || (!db && !(db = made = default_output(args->positional[0], &o))))
        return cli_end(v, VADO_ERR_MEMORY);
    o.command = line;
    o.force = arg_value(args, "--force") != NULL;
    o.make_folders = made != NULL;
    cli_interruptible(v);
    if (!quiet)
        cli_progress_start(&bar, v);
    int status;
    if (resume) {
        status = vado_resume(v, resume, o.threads);
    } else {
        cli_input_of(args, args->positional[0], &in);
        status = vado_run(v, &in.input, &o, db);
    }
    if (!quiet)
        cli_progress_end(&bar);
    if (status == VADO_OK && !quiet && (status = cli_tell(v, status)) == VADO_OK)
        status = tell(v, db, resume || o.member_first);
    cli_interruptible(NULL);
    if (status == VADO_ERR_CANCELLED)
        cli_say(stderr, "stopped; what was done is in %s. To go on: vado run --resume %s\n", db, db);
    int code = cli_end(v, status);
    if (code == EXIT_DONE && !quiet)
        cli_say(stderr, "written: %s\n", db);
    free(made);
    return code;
}

const cli_command cmd_run = {&declared, run};
