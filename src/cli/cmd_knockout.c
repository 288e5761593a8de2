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

static int options_of(const arg_result *args, vado_run_options *o) {
    static const char *const modes[] = {"stochastic", "fluid", "individual"};
    long long members = 1, threads = 0, seed = 1;
    const char *mode = arg_value(args, "--mode");
    vado_knockout_defaults(o);
    if (cli_whole("knockout", args, "--members", 1, 1000, &members) ||
        cli_whole("knockout", args, "--threads", 1, 1024, &threads) ||
        cli_whole("knockout", args, "--seed", 0, INT64_MAX, &seed) || cli_level("knockout", args, &o->level))
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

typedef struct {
    cli_input in;
    vado_run_options run;
    vado_knockout_options options;
    int idle;
} study;

static int knock_out(vado *v, vado_output *out, void *user) {
    study *s = user;
    return vado_knockout(v, &s->in.input, &s->run, &s->options, vado_output_write, out, &s->idle);
}

static int run(const arg_result *args, const char *line) {
    (void)line;
    study s = {.options = VADO_INIT(vado_knockout_options)};
    const char *parts[ARG_MAX];
    if (options_of(args, &s.run))
        return EXIT_USAGE;
    cli_input_of(args, args->positional[0], &s.in);
    s.options.nparts = arg_values(args, "--part", parts);
    s.options.parts = parts;
    s.options.format = cli_study_format(args);
    vado *v = cli_new();
    const cli_study of = {s.options.format, vado_knockout_head(s.options.format), &s.in.input, knock_out, &s};
    int status = v ? cli_study_run(v, args, &of) : VADO_ERR_MEMORY;
    if (status == VADO_OK && s.idle > 0 && arg_value(args, "--strict") != NULL) {
        cli_say(stderr, "vado knockout: parts that change nothing, or move no other and do not say why: %d\n", s.idle);
        status = VADO_ERR_RUN;
    }
    return cli_end(v, status);
}

const cli_command cmd_knockout = {&declared, run};
