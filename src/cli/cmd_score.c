/* vado score: forecasts from past origins, held against what came. */
#include "cli/cli.h"

#include <stdio.h>

static const arg_option options[] = {
    {"--policy-known", NULL, NULL, 0, "the schedule's rows as they came, in place of what was known at each origin"},
    {"--members", NULL, "N", 0, "size of the ensembles (default: 40)"},
    {"--mode", NULL, "MODE", 0, "stochastic (default), fluid (expected values) or individual (one draw a person)"},
    {"--seed", NULL, "N", 0, "of all random numbers (default: 1)"},
    {"--set", NULL, "PATH=VALUE", 1,
     "a parameter's value; PATH[NAME]=VALUE for one place or nationality, @DATE after it from a day on"},
    {"--csv", NULL, NULL, 0, "CSV: every sector, nationality and group, every method"},
    {"--threads", NULL, "N", 0, "default: as many as processors; the result is the same"},
    {"--quiet", NULL, NULL, 0, "no progress"},
    {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {
    "score",
    "forecasts from past origins, held against what came, beside repeating the last figure",
    "SCENARIO [--policy-known] [--csv] [options]",
    options,
    1,
    1,
    "An origin is the end of each table latents/YYYY-MM.csv of the scenario. Forecasts 1, 2, 3, 6 and 12 months ahead "
    "are held\n"
    "against published encounters: weighted interval score and CRPS on the log scale, bias, coverage of 50, 80 and 95% "
    "intervals,\n"
    "with block-bootstrap intervals. The baseline is the last value; beside it stand seasonal naive, drift, a null "
    "model, and\n"
    "vado's change put on the last value. Where vado loses is listed."};

static int run(const arg_result *args, const char *line) {
    vado_run_options o;
    vado_forecast_options f = VADO_INIT(vado_forecast_options);
    cli_input in;
    cli_progress bar;
    long long members = 0, threads = 0, seed = 1;
    int quiet = arg_value(args, "--quiet") != NULL;
    (void)line;
    if (cli_whole("score", args, "--members", 2, 10000, &members) ||
        cli_whole("score", args, "--threads", 1, 1024, &threads) ||
        cli_whole("score", args, "--seed", 0, INT64_MAX, &seed))
        return EXIT_USAGE;
    vado_run_defaults(&o);
    if (cli_mode("score", args, &o.mode))
        return EXIT_USAGE;
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    o.members = (int)members;
    o.threads = (int)threads;
    o.seed = (uint64_t)seed;
    f.format = cli_format(args);
    f.policy_known = arg_value(args, "--policy-known") != NULL;
    cli_input_of(args, args->positional[0], &in);
    cli_interruptible(v);
    if (!quiet)
        cli_progress_start(&bar, v);
    int status = vado_score(v, &in.input, &o, &f, cli_stdout, NULL);
    if (!quiet)
        cli_progress_end(&bar);
    cli_interruptible(NULL);
    if (status == VADO_ERR_CANCELLED)
        fputs("stopped; nothing was written\n", stderr);
    return cli_end(v, status);
}

const cli_command cmd_score = {&declared, run};
