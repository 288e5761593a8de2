/* vado summary: simulated beside published. */
#include "cli/cli.h"

static const arg_option options[] = {CLI_PARTIAL_OPTION, {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {"summary",
                                     "print simulated beside published figures, and what was fitted",
                                     "FILE.db [--partial]",
                                     options,
                                     1,
                                     1,
                                     "The table that vado run prints at its end."};

static int run(const arg_result *args, const char *line) {
    (void)line;
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    vado_allow_partial(v, arg_value(args, "--partial") != NULL);
    return cli_end(v, vado_summary(v, args->positional[0], cli_stdout, NULL));
}

const cli_command cmd_summary = {&declared, run};
