/* vado compare: two runs, member beside member. */
#include "cli/cli.h"

static const arg_option options[] = {{"--csv", NULL, NULL, 0, "CSV, by calendar year too"},
                                     {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {"compare",
                                     "what differs between two runs, to whom, and harm beside it",
                                     "A.db B.db [--csv]",
                                     options,
                                     2,
                                     2,
                                     "Both runs must have the same seed, members, mode and layers: then each pair of "
                                     "members shares its parameters, environment and\n"
                                     "luck. Harm is always shown. The last columns are the shares of parameters, "
                                     "environment and chance in the variance of the\n"
                                     "difference."};

static int run(const arg_result *args, const char *line) {
    (void)line;
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    return cli_end(v, vado_compare(v, args->positional[0], args->positional[1], cli_format(args), cli_stdout, NULL));
}

const cli_command cmd_compare = {&declared, run};
