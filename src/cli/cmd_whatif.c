/* vado whatif: the policies of a scenario, each beside the baseline, in sentences. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

static const arg_option options[] = {
    {"--csv", NULL, NULL, 0, "every number instead of sentences"},
    {"--list", NULL, NULL, 0, "name the what-ifs of the scenario and stop"},
    {"--output", "-o", "DIR", 0, "folder of the runs (default: out/whatif); finished ones of the same input are kept"},
    CLI_FORCE_OPTION,
    {"--members", NULL, "N", 0, "size of the ensembles (default: 8; of fluid runs 1, the central one)"},
    CLI_RANGE_OPTION,
    {"--mode", NULL, "MODE", 0, "stochastic (default), fluid (expected values) or individual (one draw a person)"},
    {"--seed", NULL, "N", 0, "of all random numbers (default: 1)"},
    CLI_INPUT_OPTIONS,
    CLI_LEVEL_OPTIONS,
    {"--snapshots", NULL, "MB", 0,
     "memory for states from which runs with the same past begin (default: 256; 0: none); the result is the same"},
    {"--threads", NULL, "N", 0, "default: as many as processors; the result is the same"},
    {"--quiet", NULL, NULL, 0, "no progress"},
    {NULL, NULL, NULL, 0, NULL}};

static const arg_command declared = {
    "whatif",
    "what a policy does, to whom, at what cost, for how long",
    "SCENARIO [NAME]... [--csv] [-o DIR] [options]",
    options,
    1,
    ARG_MAX,
    "Runs the baseline and each file of SCENARIO/policies (or those named), the same members beside each other, and\n"
    "says what differs: encounters, where pressure went, got-aways, returns, harm, waiting, money, leverage, who is\n"
    "worse off, how long it lasts. Harm cannot be left out. An interrupted call goes on where it stopped."};

static int run(const arg_result *args, const char *line) {
    vado_run_options o;
    cli_input in;
    cli_progress bar;
    long long members = 0, threads = 0, seed = 1, snapshots = 256;
    const char *dir = arg_value(args, "--output");
    int quiet = arg_value(args, "--quiet") != NULL;
    if (cli_whole("whatif", args, "--members", 1, 10000, &members) ||
        cli_whole("whatif", args, "--threads", 1, 1024, &threads) ||
        cli_whole("whatif", args, "--snapshots", 0, 1 << 20, &snapshots) ||
        cli_whole("whatif", args, "--seed", 0, INT64_MAX, &seed))
        return EXIT_USAGE;
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    char shipped[1024];
    if (arg_value(args, "--list"))
        return cli_end(
            v, vado_whatif_list(v, cli_shipped(args->positional[0], shipped, sizeof shipped), cli_stdout, NULL));
    vado_run_defaults(&o);
    if (cli_mode("whatif", args, &o.mode) || cli_level("whatif", args, &o.level) ||
        cli_range("whatif", args, &o.member_first, &o.member_last)) {
        vado_free(v);
        return EXIT_USAGE;
    }
    o.members = members > 0 ? (int)members : o.mode == VADO_FLUID ? 1 : 8;
    o.threads = (int)threads;
    o.seed = (uint64_t)seed;
    o.snapshots = snapshots > 0 ? (int)snapshots : -1;
    o.command = line;
    o.force = arg_value(args, "--force") != NULL;
    o.make_folders = dir == NULL;
    cli_input_of(args, args->positional[0], &in);
    cli_interruptible(v);
    if (!quiet)
        cli_progress_start(&bar, v);
    int status = vado_whatif(v, &in.input, &o, args->npositional - 1, args->positional + 1, dir ? dir : "out/whatif",
                             cli_format(args), cli_stdout, NULL);
    if (!quiet)
        cli_progress_end(&bar);
    cli_interruptible(NULL);
    if (status == VADO_ERR_CANCELLED)
        cli_say(stderr, "stopped; the same command goes on\n");
    return cli_end(v, status);
}

const cli_command cmd_whatif = {&declared, run};
