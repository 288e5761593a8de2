/* vado judged: which numbers that rest on judgement matter. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static int whole(const arg_result *args, const char *name, long long low, long long high, long long *out) {
    const char *text = arg_value(args, name);
    if (!text || arg_whole(text, low, high, out) == 0)
        return 0;
    cli_say(stderr, "vado judged: %s: found '%s', expected a whole number from %lld to %lld\n", name, text, low, high);
    return -1;
}

static int options_of(const arg_result *args, vado_judged_options *o) {
    long long threads = 0, largest = 20;
    const char *factor = arg_value(args, "--factor");
    if (whole(args, "--threads", 1, 1024, &threads) || whole(args, "--largest", 0, 10000, &largest))
        return -1;
    o->threads = (int)threads;
    o->largest = (int)largest;
    if (!factor)
        return 0;
    char *end = NULL;
    o->factor = strtod(factor, &end);
    if (end != factor && *end == '\0' && o->factor > 1 && o->factor <= 100)
        return 0;
    cli_say(stderr, "vado judged: --factor: found '%s', expected a number of more than 1, to 100\n", factor);
    return -1;
}

static int is_csv(const char *name) {
    size_t n = name ? strlen(name) : 0;
    return n > 4 && strcmp(name + n - 4, ".csv") == 0;
}

static int run(const arg_result *args, const char *line) {
    (void)line;
    vado_judged_options o = VADO_INIT(vado_judged_options);
    cli_input in;
    cli_progress bar;
    vado_output *out = NULL;
    const char *numbers[ARG_MAX], *name = arg_value(args, "--output");
    int quiet = arg_value(args, "--quiet") != NULL;
    if (options_of(args, &o))
        return EXIT_USAGE;
    cli_input_of(args, args->positional[0], &in);
    o.nnumbers = arg_values(args, "--number", numbers);
    o.numbers = numbers;
    o.format = is_csv(name) ? VADO_CSV : cli_format(args);
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    const vado_output_options to = {.size = sizeof to,
                                    .kind = o.format == VADO_CSV ? VADO_FILE_TABLE : VADO_FILE_TEXT,
                                    .head = vado_judged_head(o.format),
                                    .force = arg_value(args, "--force") != NULL,
                                    .input = &in.input,
                                    .standard = cli_stdout};
    int status = vado_output_open(v, name ? name : "-", &to, &out);
    if (status)
        return cli_end(v, status);
    cli_interruptible(v);
    if (!quiet)
        cli_progress_start(&bar, v);
    status = vado_judged(v, &in.input, &o, vado_output_write, out);
    if (!quiet)
        cli_progress_end(&bar);
    cli_interruptible(NULL);
    status = vado_output_close(v, out, status);
    if (status == VADO_ERR_CANCELLED)
        fputs("stopped; nothing was written\n", stderr);
    return cli_end(v, status);
}

const cli_command cmd_judged = {&declared, run};
