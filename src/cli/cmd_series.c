/* vado series: what a store holds. */
#include "cli/cli.h"

static const arg_option options[] = {CLI_PARTIAL_OPTION, {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {
    "series", "list the series of a store with their units and margins, as CSV", "FILE.db [--partial]", options, 1, 1,
    NULL};

static int run(const arg_result *args, const char *line) {
    (void)line;
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    vado_allow_partial(v, arg_value(args, "--partial") != NULL);
    return cli_end(v, vado_series_list(v, args->positional[0], cli_stdout, NULL));
}

const cli_command cmd_series = {&declared, run};
