/* vado digest: one number for all that a run has produced. */
#include "cli/cli.h"

#include <stdio.h>

static const arg_option options[] = {{NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {
    "digest",
    "print the SHA-256 of a run's results",
    "FILE.db",
    options,
    1,
    1,
    "The same for any number of threads, order of members, compiler, and however often it was stopped."};

static int run(const arg_result *args, const char *line) {
    (void)line;
    char digest[65];
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    int status = vado_digest(v, args->positional[0], digest);
    if (status == VADO_OK)
        puts(digest);
    return cli_end(v, status);
}

const cli_command cmd_digest = {&declared, run};
