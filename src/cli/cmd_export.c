/* vado export: one series as CSV. */
#include "cli/cli.h"

static const arg_option options[] = {
    CLI_COLUMN_OPTIONS,
    {"--members", NULL, NULL, 0, "one row a member"},
    {"--quantiles", NULL, "LIST", 0, "rows for these quantiles over members (default: 0.05,0.5,0.95)"},
    CLI_PARTIAL_OPTION,
    {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {"export",
                                     "write one series as CSV",
                                     "FILE.db SERIES [--by month,place] [--members | --quantiles 0.05,0.5,0.95]",
                                     options,
                                     2,
                                     2,
                                     "Columns: month (YYYY-MM; or year, date), those asked for of place, nationality, "
                                     "group, then member or quantile, then value.\n"
                                     "Flows are summed over time, stocks are means of days, ratios are of sums. Years "
                                     "are calendar years unless --fiscal.\n"
                                     "Days come without margins: results are never finer than sector and month. With a "
                                     "series that is not itself harm, the deaths,\n"
                                     "kidnappings, extortion and days of waiting of the same months are printed on "
                                     "stderr. Names of series: vado series FILE.db"};

static int run(const arg_result *args, const char *line) {
    (void)line;
    return cli_series(args, vado_export);
}

const cli_command cmd_export = {&declared, run};
