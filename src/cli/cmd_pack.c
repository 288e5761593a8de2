/* vado pack: a scenario's folder as one file. */
#include "cli/cli.h"

#include <stdio.h>

static const arg_option options[] = {
    {"--output", "-o", "FILE", 0, "the packed scenario"}, CLI_FORCE_OPTION, {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {
    "pack",
    "put a scenario into one file that opens at once",
    "SCENARIO -o FILE",
    options,
    1,
    1,
    "All files of the scenario, and its tables read and checked. FILE is taken wherever a scenario is, by the same\n"
    "version of vado; a run from it has the same digest as one from the folder. A damaged one is refused."};

static int run(const arg_result *args, const char *line) {
    (void)line;
    const char *path = arg_value(args, "--output");
    if (!path) {
        cli_say(stderr, "vado pack: where to? vado pack SCENARIO -o FILE\n");
        return EXIT_USAGE;
    }
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    char shipped[1024];
    const vado_input in = {.size = sizeof in, .scenario = cli_shipped(args->positional[0], shipped, sizeof shipped)};
    const vado_output_options o = {.size = sizeof o,
                                   .kind = VADO_FILE_TEXT,
                                   .head = VADO_PACKED_BEGINS,
                                   .force = arg_value(args, "--force") != NULL,
                                   .input = &in};
    vado_output *out = NULL;
    int status = vado_output_open(v, path, &o, &out);
    if (status == 0)
        status = vado_pack(v, &in, vado_output_write, out);
    return cli_end(v, vado_output_close(v, out, status));
}

const cli_command cmd_pack = {&declared, run};
