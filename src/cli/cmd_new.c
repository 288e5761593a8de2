/* vado new: a scenario to begin one's own from. */
#include "cli/cli.h"

static const arg_option options[] = {{NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {
    "new",
    "write a small scenario to begin one's own from",
    "FOLDER",
    options,
    1,
    1,
    "The folder is made: a table each for people, places, ways and the border, with comments that say what stands "
    "where.\n"
    "It checks and runs as it is. Replace its rows, and let vado check lead to what is wrong or not there yet."};

static int run(const arg_result *args, const char *line) {
    (void)line;
    const char *folder = args->positional[0];
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    int code = cli_end(v, vado_new_scenario(v, folder));
    if (code == EXIT_DONE)
        cli_say(stdout, "%s: a small scenario. Next: vado check %s, then vado run %s\n", folder, folder, folder);
    return code;
}

const cli_command cmd_new = {&declared, run};
