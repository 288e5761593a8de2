/* vado knockout: each part of the model off in turn, against the whole. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

static const arg_option options[] = {
    {"--part", NULL, "NAME", 1, "a system or a part of the mission, as checkpoints or S07 (default: all)"},
    {"--csv", NULL, NULL, 0, "CSV: every series and error of every part"},
    {"--output", "-o", "FILE", 0, "write there instead of stdout (-); CSV if the name ends in .csv"},
    CLI_FORCE_OPTION,
    {"--members", NULL, "N", 0, "an ensemble of N paired members (default: 1, the central run)"},
    {"--mode", NULL, "MODE", 0, "fluid (default, expected values), stochastic or individual"},
    {"--seed", NULL, "N", 0, "of all random numbers (default: 1)"},
    CLI_INPUT_OPTIONS,
    CLI_LEVEL_OPTIONS,
    {"--threads", NULL, "N", 0, "default: as many as processors; the result is the same"},
    {"--strict", NULL, NULL, 0, "exit code 4 if a part changes nothing, or moves no other and does not say why"},
    {"--quiet", NULL, NULL, 0, "no progress"},
    {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {
    "knockout",
    "each part of the model off in turn: what changes, and the fit",
    "SCENARIO [--part NAME]... [--csv] [-o FILE] [options]",
    options,
    1,
    1,
    "A part is switched off by settings that hold on every day, whatever the schedule says; they are printed. Whole "
    "and\n"
    "part share seed, parameters and latents. Fit is measured on what no latent sees: nationality by place, the "
    "gap,\n"
    "events and returns on the way, got-aways, the repeat share. One fluid run takes two or three seconds."};

static int whole(const arg_result *args, const char *name, long long low, long long high, long long *out) {
    const char *text = arg_value(args, name);
    if (!text || arg_whole(text, low, high, out) == 0)
        return 0;
    cli_say(stderr, "vado knockout: %s: found '%s', expected a whole number from %lld to %lld\n", name, text, low,
            high);
    return -1;
}

static int options_of(const arg_result *args, vado_run_options *o) {
    static const char *const modes[] = {"stochastic", "fluid", "individual"};
    long long members = 1, threads = 0, seed = 1;
    const char *mode = arg_value(args, "--mode");
    vado_knockout_defaults(o);
    if (whole(args, "--members", 1, 1000, &members) || whole(args, "--threads", 1, 1024, &threads) ||
        whole(args, "--seed", 0, INT64_MAX, &seed) || cli_level("knockout", args, &o->level))
        return -1;
    o->members = (int)members;
    o->threads = (int)threads;
    o->seed = (uint64_t)seed;
    if (!mode)
        return 0;
    for (int i = 0; i < 3; i++)
        if (strcmp(mode, modes[i]) == 0) {
            o->mode = (vado_mode)i;
            return 0;
        }
    const char *near = arg_nearest(mode, 3, modes);
    cli_say(stderr, "vado knockout: --mode: found '%s', expected fluid, stochastic or individual%s%s%s\n", mode,
            near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
    return -1;
}

static int is_csv(const char *name) {
    size_t n = name ? strlen(name) : 0;
    return n > 4 && strcmp(name + n - 4, ".csv") == 0;
}

static int run(const arg_result *args, const char *line) {
    (void)line;
    vado_run_options o;
    vado_knockout_options k = VADO_INIT(vado_knockout_options);
    cli_input in;
    cli_progress bar;
    vado_output *out = NULL;
    const char *parts[ARG_MAX], *name = arg_value(args, "--output");
    int idle = 0, quiet = arg_value(args, "--quiet") != NULL, strict = arg_value(args, "--strict") != NULL;
    if (options_of(args, &o))
        return EXIT_USAGE;
    cli_input_of(args, args->positional[0], &in);
    k.nparts = arg_values(args, "--part", parts);
    k.parts = parts;
    k.format = is_csv(name) ? VADO_CSV : cli_format(args);
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    const vado_output_options to = {.size = sizeof to,
                                    .kind = k.format == VADO_CSV ? VADO_FILE_TABLE : VADO_FILE_TEXT,
                                    .head = vado_knockout_head(k.format),
                                    .force = arg_value(args, "--force") != NULL,
                                    .input = &in.input,
                                    .standard = cli_stdout};
    int status = vado_output_open(v, name ? name : "-", &to, &out);
    if (status)
        return cli_end(v, status);
    cli_interruptible(v);
    if (!quiet)
        cli_progress_start(&bar, v);
    status = vado_knockout(v, &in.input, &o, &k, vado_output_write, out, &idle);
    if (!quiet)
        cli_progress_end(&bar);
    cli_interruptible(NULL);
    status = vado_output_close(v, out, status);
    if (status == VADO_ERR_CANCELLED)
        fputs("stopped; nothing was written\n", stderr);
    if (status == VADO_OK && idle > 0 && strict) {
        cli_say(stderr, "vado knockout: parts that change nothing, or move no other and do not say why: %d\n", idle);
        status = VADO_ERR_RUN;
    }
    return cli_end(v, status);
}

const cli_command cmd_knockout = {&declared, run};
