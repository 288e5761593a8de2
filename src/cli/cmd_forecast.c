/* vado forecast: the months after an origin, told by members that know nothing after it. */
#include "cli/cli.h"

static const arg_option options[] = {
    {"--from", NULL, "MONTH", 0,
     "first month foretold, as 2022-01: latents must have been fitted until the one before"},
    {"--months", NULL, "N", 0, "months foretold (default: 12, or to the end of the scenario)"},
    {"--policy-known", NULL, NULL, 0, "the schedule's rows as they came, in place of what was known at the origin"},
    {"--members", NULL, "N", 0, "size of the ensemble (default: 40)"},
    {"--mode", NULL, "MODE", 0, "stochastic (default), fluid (expected values) or individual (one draw a person)"},
    {"--seed", NULL, "N", 0, "of all random numbers (default: 1)"},
    {"--set", NULL, "PATH=VALUE", 1,
     "a parameter's value; PATH[NAME]=VALUE for one place or nationality, @DATE after it from a day on"},
    {"--policy", NULL, "FILE.csv", 1, "dated changes laid over what is known of the schedule"},
    {"--latents", NULL, "FILE.csv", 0, "latents that end with the origin (default: the scenario's of that month)"},
    {"--members-alone", NULL, NULL, 0, "quantiles of members, not stacked with others as stack.csv says"},
    {"--csv", NULL, NULL, 0, "CSV: every month, 5, 10, 25, 50, 75, 90, 95%"},
    {"--threads", NULL, "N", 0, "default: as many as processors; the result is the same"},
    {"--quiet", NULL, NULL, 0, "no progress"},
    {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {
    "forecast",
    "the months after an origin, with harm, as far as they could be known",
    "SCENARIO --from MONTH [--months N] [--policy-known] [--csv] [options]",
    options,
    1,
    1,
    "Encounters by sector, nationality and group, people who wait or are held by place, and harm, as quantiles of "
    "members that\n"
    "know no figure after the origin: latents end there, members are brought to the level of what was counted, and of "
    "the\n"
    "schedule only what was known by then happens, while both governments react. How well such forecasts did: vado "
    "score."};

static int run(const arg_result *args, const char *line) {
    (void)line;
    return cli_forecast(args, vado_forecast);
}

const cli_command cmd_forecast = {&declared, run};
