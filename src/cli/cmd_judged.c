/* vado judged: which numbers that rest on judgement matter. */
#include "cli/cli.h"

#include <stdio.h>

static const arg_option options[] = {
    {"--number", NULL, "NAME", 1, "only the number of this name, or those that begin so: 'mexico.*' (default: all)"},
    {"--factor", NULL, "X", 0, "what has no prior is multiplied and divided by (default: 1.5)"},
    {"--largest", NULL, "N", 0, "how many are moved again with departures at the level of the fit (default: 20)"},
    {"--csv", NULL, NULL, 0, "CSV: both sides of every outcome"},
    {"--output", "-o", "FILE", 0, "write there instead of stdout (-); CSV if the name ends in .csv"},
    CLI_FORCE_OPTION,
    CLI_INPUT_OPTIONS,
    {"--threads", NULL, "N", 0, "default: as many as processors; the result is the same"},
    {"--quiet", NULL, NULL, 0, "no progress"},
    {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {
    "judged",
    "numbers that rest on judgement, moved one at a time",
    "SCENARIO [--number NAME]... [--csv] [-o FILE] [options]",
    options,
    1,
    1,
    "Parameters, rows of the schedule and columns of tables whose source is judgement are moved down and up, latents\n"
    "held; those that move the outcomes most stand first. Two fluid runs of two or three seconds for each number."};

static int options_of(const arg_result *args, vado_judged_options *o) {
    long long threads = 0, largest = 20;
    const char *factor = arg_value(args, "--factor");
    if (cli_whole("judged", args, "--threads", 1, 1024, &threads) ||
        cli_whole("judged", args, "--largest", 0, 10000, &largest))
        return -1;
    o->threads = (int)threads;
    o->largest = (int)largest;
    if (!factor || (arg_number(factor, &o->factor) == 0 && o->factor > 1 && o->factor <= 100))
        return 0;
    cli_say(stderr, "vado judged: --factor: found '%s', expected a number of more than 1, to 100\n", factor);
    return -1;
}

typedef struct {
    cli_input in;
    vado_judged_options options;
} study;

static int judge(vado *v, vado_output *out, void *user) {
    study *s = user;
    return vado_judged(v, &s->in.input, &s->options, vado_output_write, out);
}

static int run(const arg_result *args, const char *line) {
    (void)line;
    study s = {.options = VADO_INIT(vado_judged_options)};
    const char *numbers[ARG_MAX];
    if (options_of(args, &s.options))
        return EXIT_USAGE;
    cli_input_of(args, args->positional[0], &s.in);
    s.options.nnumbers = arg_values(args, "--number", numbers);
    s.options.numbers = numbers;
    s.options.format = cli_study_format(args);
    vado *v = cli_new();
    const cli_study of = {s.options.format, vado_judged_head(s.options.format), &s.in.input, judge, &s};
    return cli_end(v, v ? cli_study_run(v, args, &of) : VADO_ERR_MEMORY);
}

const cli_command cmd_judged = {&declared, run};
