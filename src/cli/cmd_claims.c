/* vado claims: statements of the sources, judged on runs. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const arg_option options[] = {
    {"--csv", NULL, NULL, 0, "CSV, one row a statement"},
    CLI_PARTIAL_OPTION,
    {"--brief", NULL, NULL, 0, "the headline only: how many hold, fail, are undecided, need another run"},
    {"--strict", NULL, NULL, 0, "a statement that needs a run which is not given counts as a difference"},
    {"--claims", NULL, "FILE.csv", 0, "statements to judge, in place of those the first store or the scenario holds"},
    {"--runs", NULL, "DIR", 0, "of a scenario: folder of the runs (default: out/claims); finished ones are used again"},
    {"--members", NULL, "N", 0, "of a scenario: size of the ensembles (default: 8)"},
    {"--seed", NULL, "N", 0, "of a scenario: of all random numbers (default: 1)"},
    {"--mode", NULL, "MODE", 0, "of a scenario: fluid (default) or stochastic"},
    {"--snapshots", NULL, "MB", 0,
     "of a scenario: memory for states from which runs with the same past begin (default: 256; 0: none)"},
    {"--level", NULL, NULL, 0,
     "of a scenario: bring members to the level of the months that the latents were fitted to"},
    {"--prior", NULL, NULL, 0, "of a scenario: leave members as their parameters make them"},
    {"--threads", NULL, "N", 0, "of a scenario: default as many as processors; the result is the same"},
    {"--quiet", NULL, NULL, 0, "of a scenario: no progress"},
    {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {
    "claims",
    "judge the statements of the sources on a run",
    "A.db [B.db ...] [--csv] [--strict] [--claims FILE.csv]\nSCENARIO [--runs DIR] [--members N] [options]",
    options,
    1,
    ARG_MAX,
    "Published series are put through the same tests first; what they fail is disputed. Further stores are evidence "
    "for\n"
    "structural statements: runs with latents fitted before the event, or under a policy. A statement whose run is "
    "not\n"
    "given needs another run: the command that makes it is printed. Of a scenario, all runs are made, kept, and all\n"
    "statements judged; an interrupted call goes on where it stopped. Ends with 5 if a verdict is not the one the row\n"
    "expects."};

/* A folder, or a packed scenario. */
static int is_scenario(const char *path) {
    struct stat st;
    char begins[sizeof VADO_PACKED_BEGINS] = "";
    if (stat(path, &st) != 0)
        return 0;
    if (!S_ISREG(st.st_mode))
        return S_ISDIR(st.st_mode);
    FILE *in = fopen(path, "rb");
    size_t n = in ? fread(begins, 1, sizeof begins - 1, in) : 0;
    if (in)
        fclose(in);
    return n == sizeof begins - 1 && strcmp(begins, VADO_PACKED_BEGINS) == 0;
}

static int run_options(const arg_result *args, vado_run_options *o) {
    long long members = 8, threads = 0, seed = 1, snapshots = 256;
    const char *mode = arg_value(args, "--mode");
    vado_claims_defaults(o);
    if (cli_whole("claims", args, "--members", 1, 10000, &members) ||
        cli_whole("claims", args, "--threads", 1, 1024, &threads) ||
        cli_whole("claims", args, "--snapshots", 0, 1 << 20, &snapshots) ||
        cli_whole("claims", args, "--seed", 0, INT64_MAX, &seed))
        return -1;
    if (mode && strcmp(mode, "fluid") != 0 && strcmp(mode, "stochastic") != 0) {
        cli_say(stderr, "vado claims: --mode: found '%s', expected fluid or stochastic\n", mode);
        return -1;
    }
    o->mode = mode && strcmp(mode, "stochastic") == 0 ? VADO_STOCHASTIC : VADO_FLUID;
    o->members = (int)members;
    o->threads = (int)threads;
    o->seed = (uint64_t)seed;
    o->snapshots = snapshots > 0 ? (int)snapshots : -1;
    return cli_level("claims", args, &o->level);
}

/* A scenario stands alone; stores take no options of runs. */
static int misused(const arg_result *args, int of_scenario) {
    static const char *const runs[] = {"--runs",    "--members", "--seed",  "--mode", "--snapshots",
                                       "--threads", "--level",   "--prior", "--quiet"};
    for (int i = 0; i < args->npositional; i++)
        if (args->npositional > 1 && is_scenario(args->positional[i])) {
            cli_say(
                stderr,
                "vado claims: %s: found a folder among %d arguments, expected stores, or the folder of one scenario "
                "alone\n",
                args->positional[i], args->npositional);
            return 1;
        }
    for (size_t i = 0; !of_scenario && i < sizeof runs / sizeof *runs; i++)
        if (arg_value(args, runs[i])) {
            cli_say(stderr,
                    "vado claims: %s: found it beside stores, which are finished runs; expected it with the "
                    "folder of a scenario\n",
                    runs[i]);
            return 1;
        }
    return 0;
}

static void told(void *user, int run, int of, const char *db) {
    (void)user;
    cli_say(stderr, "run %d of %d: %s\n", run, of, db);
}

static int of_scenario(const arg_result *args, const char *scenario, const char *line, const vado_claims_options *c) {
    vado_run_options o;
    cli_progress bar;
    const char *dir = arg_value(args, "--runs");
    int quiet = arg_value(args, "--quiet") != NULL;
    if (run_options(args, &o))
        return EXIT_USAGE;
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    o.command = line;
    o.make_folders = dir == NULL; /* of the default name */
    cli_interruptible(v);
    if (!quiet)
        cli_progress_start(&bar, v);
    int status = vado_claims_of(v, scenario, &o, dir ? dir : "out/claims", c, quiet ? NULL : told, cli_stdout, NULL);
    if (!quiet)
        cli_progress_end(&bar);
    cli_interruptible(NULL);
    if (status == VADO_ERR_CANCELLED)
        cli_say(stderr, "stopped; the same command goes on\n");
    return cli_end(v, status);
}

static int run(const arg_result *args, const char *line) {
    const vado_claims_options c = {.size = sizeof c,
                                   .claims = arg_value(args, "--claims"),
                                   .format = cli_format(args),
                                   .brief = arg_value(args, "--brief") != NULL,
                                   .strict = arg_value(args, "--strict") != NULL};
    char room[1024];
    const char *scenario = cli_shipped(args->positional[0], room, sizeof room);
    int folder = args->npositional == 1 && is_scenario(scenario);
    if (misused(args, folder))
        return EXIT_USAGE;
    if (folder)
        return of_scenario(args, scenario, line, &c);
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    vado_allow_partial(v, arg_value(args, "--partial") != NULL);
    return cli_end(v, vado_claims(v, args->npositional, args->positional, &c, cli_stdout, NULL));
}

const cli_command cmd_claims = {&declared, run};
