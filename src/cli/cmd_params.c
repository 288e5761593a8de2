/* vado params: every number a user may change. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

static const arg_option options[] = {
    {"--csv", NULL, NULL, 0, "CSV: path,unit,default,low,high,where,who,kind,..."},
    {"--markdown", NULL, NULL, 0, "a table for the documentation"},
    {"--defaults", NULL, NULL, 0, "only those that act in the scenario and stand at defaults judged for another"},
    {"--model", NULL, "NAME", 0, "without a scenario: corridor (default) or flee"},
    CLI_INPUT_OPTIONS,
    {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {"params",
                                     "list every parameter with unit, bounds, prior and source",
                                     "[SCENARIO] [--csv] [options]",
                                     options,
                                     0,
                                     1,
                                     "With a scenario: its values (after its files and --set) in place of the "
                                     "defaults; where elements of a parameter differ\n"
                                     "from its default, a row PATH[ELEMENT] for each, as --set takes it."};

static int model_of(const arg_result *args, vado_model *out) {
    static const char *const models[] = {"corridor", "flee"};
    const char *model = arg_value(args, "--model");
    for (int i = 0; i < 2; i++)
        if (!model || strcmp(model, models[i]) == 0) {
            *out = (vado_model)i;
            return 0;
        }
    cli_say(stderr, "error: --model: found '%s', expected corridor or flee\n", model);
    return -1;
}

static int run(const arg_result *args, const char *line) {
    (void)line;
    cli_input in;
    vado_model model;
    if (model_of(args, &model))
        return EXIT_USAGE;
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    cli_input_of(args, args->npositional ? args->positional[0] : NULL, &in);
    in.input.model = model;
    in.input.defaults = arg_value(args, "--defaults") != NULL;
    vado_format format = cli_format(args);
    if (format == VADO_TEXT && arg_value(args, "--markdown"))
        format = VADO_MARKDOWN;
    return cli_end(v, vado_params(v, &in.input, format, cli_stdout, NULL));
}

const cli_command cmd_params = {&declared, run};
