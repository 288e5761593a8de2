/* vado export: one series as CSV, or several as a folder of CSV files. */
#include "cli/cli.h"

static const arg_option options[] = {
    CLI_COLUMN_OPTIONS,
    {"--members", NULL, NULL, 0, "one row a member"},
    {"--quantiles", NULL, "LIST", 0, "rows for these quantiles over members (default: 0.05,0.5,0.95)"},
    {"--output", "-o", "DIR", 0, "a new folder of CSV files with datapackage.json, in place of stdout"},
    {"--all", NULL, NULL, 0, "every series, into the folder"},
    {"--licence", NULL, "NAME", 0,
     "of the tables in the folder, as datapackage.json names it (default: " VADO_LICENCE ")"},
    CLI_PARTIAL_OPTION,
    {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {"export",
                                     "write series as CSV",
                                     "FILE.db SERIES [--by month,place] [--members | --quantiles 0.05,0.5,0.95]\n"
                                     "FILE.db SERIES ... -o DIR\n"
                                     "FILE.db --all -o DIR",
                                     options,
                                     1,
                                     ARG_MAX,
                                     "Columns: month (YYYY-MM; or year, date), those asked for of place, nationality, "
                                     "group, then member or quantile, then value.\n"
                                     "Flows are summed over time, stocks are means of days, ratios are of sums. Years "
                                     "are calendar years unless --fiscal.\n"
                                     "Days come without margins: results are never finer than sector and month. With a "
                                     "series that is not itself harm, the deaths,\n"
                                     "kidnappings, extortion and days of waiting of the same months are printed on "
                                     "stderr, and stand in the folder.\n"
                                     "Names of series: vado series FILE.db"};

static int run(const arg_result *args, const char *line) {
    (void)line;
    const char *folder = arg_value(args, "--output");
    int nseries = args->npositional - 1, all = arg_value(args, "--all") != NULL;
    if (nseries == 0 && !all) {
        cli_say(stderr, "vado export: an argument is missing: vado export FILE.db SERIES, or --all -o DIR\n");
        return EXIT_USAGE;
    }
    if (nseries > 0 && all) {
        cli_say(stderr, "vado export: --all: found it beside the series %s, expected one of them, leave one out\n",
                args->positional[1]);
        return EXIT_USAGE;
    }
    if (!folder && (all || nseries > 1)) {
        cli_say(stderr, "vado export: found %s%s, expected one series for stdout; name a folder for more with -o DIR\n",
                all ? "--all" : "a second series, ", all ? "" : args->positional[2]);
        return EXIT_USAGE;
    }
    if (!folder && arg_value(args, "--licence")) {
        cli_say(stderr, "vado export: --licence: is of a folder, expected -o DIR beside it, or leave it out\n");
        return EXIT_USAGE;
    }
    return folder ? cli_series_folder(args, nseries, folder) : cli_series(args, vado_export);
}

const cli_command cmd_export = {&declared, run};
