/* vado explain: what moved encounters around a dated change. */
#include "cli/cli.h"

#include <stdio.h>

static const arg_option options[] = {
    {"--all", NULL, NULL, 0, "no EVENT: the latents' share for every date of the schedule; goes on where it stopped"},
    {"--policy", NULL, "NAME", 0,
     "no EVENT: a policy of the scenario, all its dates together, as vado whatif names it"},
    {"--share", NULL, NULL, 0, "one line: the latents' share of the change around EVENT, harm beside it"},
    {"--csv", NULL, NULL, 0, "CSV: every nationality and sector"},
    {"--threads", NULL, "N", 0, "default: as many as processors; the result is the same"},
    {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {
    "explain",
    "what moved encounters around a dated change: mechanisms, season, latent, noise",
    "FILE.db EVENT|--policy NAME|--all [--csv]",
    options,
    1,
    2,
    "EVENT is a date on which rows of the schedule or a policy begin or have just ended, YYYY-MM-DD, or the rows "
    "of\n"
    "one parameter on it, YYYY-MM-DD,PARAMETER. The two months before are compared with the month and the\n"
    "three after. --policy takes all dates of a measure as one event. Sixteen fluid runs with and without the event, "
    "other dates, season and latents give parts that add "
    "up\n"
    "to the whole change. The latents' share of it is kept in the store: the report and what-ifs say where it is more\n"
    "than 30%."};

static int run(const arg_result *args, const char *line) {
    (void)line;
    long long threads = 0;
    const char *text = arg_value(args, "--threads");
    if (text && arg_whole(text, 1, 1024, &threads)) {
        cli_say(stderr, "vado explain: --threads: found '%s', expected a whole number from 1 to 1024\n", text);
        return EXIT_USAGE;
    }
    int all = arg_value(args, "--all") != NULL, share = arg_value(args, "--share") != NULL;
    const char *policy = arg_value(args, "--policy");
    if (all + (policy != NULL) + (args->npositional == 2) != 1) {
        cli_say(stderr, "vado explain: expected one of EVENT, --policy NAME and --all; see vado explain --help\n");
        return EXIT_USAGE;
    }
    if (policy && share) {
        cli_say(stderr, "vado explain: --share is of one date, --policy takes several together: leave one out\n");
        return EXIT_USAGE;
    }
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    cli_interruptible(v);
    vado_format format = cli_format(args);
    int status;
    if (all || share)
        status = vado_explain_share(v, args->positional[0], all ? NULL : args->positional[1], (int)threads, format,
                                    cli_stdout, NULL);
    else if (policy)
        status = vado_explain_policy(v, args->positional[0], policy, (int)threads, format, cli_stdout, NULL);
    else
        status = vado_explain(v, args->positional[0], args->positional[1], (int)threads, format, cli_stdout, NULL);
    cli_interruptible(NULL);
    if (status == VADO_ERR_CANCELLED)
        fputs(all ? "stopped; what was found is kept\n" : "stopped; nothing was written\n", stderr);
    return cli_end(v, status);
}

const cli_command cmd_explain = {&declared, run};
