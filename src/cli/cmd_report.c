/* vado report: a page that needs nothing else. */
#include "cli/cli.h"

#include <stdio.h>

static const arg_option options[] = {
    {"--output", "-o", "FILE.html", 0, "the page; - is stdout"},
    CLI_FORCE_OPTION,
    {"--whatif", NULL, "DIR", 0, "with the what-ifs that `vado whatif -o DIR` has run"},
    {"--knockout", NULL, "FILE.csv", 0, "with the table that `vado knockout --csv` has written"},
    CLI_PARTIAL_OPTION,
    {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {
    "report",
    "write a self-contained page of a run",
    "FILE.db -o FILE.html [--whatif DIR] [--knockout FILE.csv]",
    options,
    1,
    1,
    "Charts with bands and published figures, a map, harm, sources and limits. Opens from disk, no network."};

static int run(const arg_result *args, const char *line) {
    (void)line;
    const char *html = arg_value(args, "--output");
    if (!html) {
        cli_say(stderr, "vado report: where to? vado report FILE.db -o FILE.html\n");
        return EXIT_USAGE;
    }
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    vado_allow_partial(v, arg_value(args, "--partial") != NULL);
    const vado_report_options o = {.size = sizeof o,
                                   .whatif = arg_value(args, "--whatif"),
                                   .knockout = arg_value(args, "--knockout"),
                                   .force = arg_value(args, "--force") != NULL,
                                   .standard = cli_stdout};
    return cli_end(v, vado_report(v, args->positional[0], &o, html));
}

const cli_command cmd_report = {&declared, run};
