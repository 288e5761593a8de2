/* vado merge: parts of a run, made apart, as the run in one piece. */
#include "cli/cli.h"

#include <stdio.h>

static const arg_option options[] = {
    {"--output", "-o", "FILE.db", 0, "the store of the whole run; of what-ifs, the folder of their runs"},
    CLI_FORCE_OPTION,
    {"--quiet", NULL, NULL, 0, "no progress"},
    {NULL, NULL, NULL, 0, NULL}};

static const arg_command declared = {
    "merge",
    "put parts of a run together: what one machine would have made",
    "PART.db... -o FILE.db\nFOLDER... -o FILE.db\nFOLDER... -o DIR",
    options,
    1,
    ARG_MAX,
    "Parts are made by `vado run` and `vado whatif` with --member-range, here or on other machines, in any order. The\n"
    "result has the digest of a run in one piece. A folder stands for the parts in it. FILE.db is whole or not there:\n"
    "a part that is damaged, not finished or of another run, a member that is missing or there twice is refused, and\n"
    "all that is wrong is said at once."};

static int run(const arg_result *args, const char *line) {
    const char *db = arg_value(args, "--output");
    int quiet = arg_value(args, "--quiet") != NULL;
    vado_run_options o;
    cli_progress bar;
    if (!db) {
        cli_say(stderr, "vado merge: -o: found none, expected the store to be written: vado merge PART.db ... -o "
                        "FILE.db\n");
        return EXIT_USAGE;
    }
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    vado_run_defaults(&o);
    o.command = line;
    o.force = arg_value(args, "--force") != NULL;
    cli_interruptible(v);
    if (!quiet) {
        cli_progress_start(&bar, v);
        bar.what = "parts";
    }
    int status = vado_merge(v, args->npositional, args->positional, &o, db);
    if (!quiet)
        cli_progress_end(&bar);
    cli_interruptible(NULL);
    if (status == VADO_ERR_CANCELLED)
        cli_say(stderr, "stopped; the same command begins anew\n");
    int code = cli_end(v, status);
    if (code == EXIT_DONE && !quiet)
        cli_say(stderr, "written: %s\n", db);
    return code;
}

const cli_command cmd_merge = {&declared, run};
