/* vado observed: published figures in the columns of an export. */
#include "cli/cli.h"

static const arg_option options[] = {CLI_COLUMN_OPTIONS,
                                     {"--members", NULL, NULL, 0, "the column is named member, as in such an export"},
                                     {"--quantiles", NULL, "LIST", 0, "accepted and of no effect: there is one figure"},
                                     {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {"observed",
                                     "write a series' published figures as CSV",
                                     "SCENARIO SERIES [--by month,place]",
                                     options,
                                     2,
                                     2,
                                     "The columns are those of vado export, with the word published in place of a "
                                     "quantile. Only what is published is printed;\n"
                                     "a year's flow may be the sum of its twelve months, a total the sum of all "
                                     "places. Publishers: the scenario's observed/*.csv"};

static int run(const arg_result *args, const char *line) {
    (void)line;
    return cli_series(args, vado_observed);
}

const cli_command cmd_observed = {&declared, run};
