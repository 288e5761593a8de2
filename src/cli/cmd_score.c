/* vado score: forecasts from past origins, held against what came. */
#include "cli/cli.h"

static const arg_option options[] = {
    {"--policy-known", NULL, NULL, 0, "the schedule's rows as they came, in place of what was known at each origin"},
    {"--members", NULL, "N", 0, "size of the ensembles (default: 40)"},
    {"--mode", NULL, "MODE", 0, "stochastic (default), fluid (expected values) or individual (one draw a person)"},
    {"--seed", NULL, "N", 0, "of all random numbers (default: 1)"},
    {"--set", NULL, "PATH=VALUE", 1,
     "a parameter's value; PATH[NAME]=VALUE for one place or nationality, @DATE after it from a day on"},
    {"--others", NULL, "FILE.csv", 0, "forecasts of other programs: method,margin,name,origin,ahead,mean,sd"},
    {"--events", NULL, "FILE.csv", 0,
     "in place of scores: shares of places after dated local events, date,event,place,source"},
    {"--figures", NULL, NULL, 0, "no forecast: the figures they are held against, as CSV"},
    {"--stack", NULL, NULL, 0,
     "in place of scores: the scenario's stack.csv, by which forecasts are put together with others"},
    {"--csv", NULL, NULL, 0, "CSV: every sector, nationality and group, every method"},
    {"--keep", NULL, "FILE.csv", 0, "where members of the forecasts are kept, from which a stopped call goes on"},
    {"--member-range", NULL, "A:B", 0, "only members A to B of each forecast, into the file of --keep, for vado merge"},
    CLI_FORCE_OPTION,
    {"--threads", NULL, "N", 0, "default: as many as processors; the result is the same"},
    {"--quiet", NULL, NULL, 0, "no progress"},
    {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {
    "score",
    "forecasts from past origins, held against what came, beside repeating the last figure",
    "SCENARIO [--policy-known] [--csv] [options]",
    options,
    1,
    1,
    "An origin is the end of each table latents/YYYY-MM.csv of the scenario. Forecasts 1, 2, 3, 6 and 12 months ahead "
    "are held\n"
    "against published encounters: weighted interval score and CRPS on the log scale, bias, coverage of 50, 80 and 95% "
    "intervals,\n"
    "with block-bootstrap intervals. The baseline is the last value; beside it stand seasonal naive, drift, a null "
    "model, exponential\n"
    "smoothing, vado's change put on the last value, and a stack of vado, smoothing and the last value.\n"
    "Where vado loses is listed. --others lays forecasts of other programs beside them, normal on the scale of "
    "log(count + 1)."};

static int run(const arg_result *args, const char *line) {
    (void)line;
    return cli_forecast(args, vado_score);
}

const cli_command cmd_score = {&declared, run};
