/* vado check: everything that is wrong with a scenario, at once. */
#include "cli/cli.h"

#include <stdio.h>

static const arg_option options[] = {CLI_INPUT_OPTIONS, {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {"check",
                                     "say all that is wrong with a scenario",
                                     "SCENARIO [options]",
                                     options,
                                     1,
                                     1,
                                     "Each error is a line on stderr, file:line:column: what was found, what is "
                                     "expected, what to do. Exit code 1 if there is any."};

static vado_severity severity(const vado *v, int i) {
    vado_message_parts m = VADO_INIT(vado_message_parts);
    (void)vado_message_at(v, i, &m);
    return m.severity;
}

/* What a scenario in a folder may have and this one has not: the next things to write, once nothing is wrong. */
static void not_there(const char *folder) {
    static const struct {
        const char *name, *gives;
    } parts[] = {{"observed", "published figures, to stand beside what is simulated"},
                 {"schedule.csv", "dated changes of the history"},
                 {"policies", "what-ifs, a file each"},
                 {"latents", "departures fitted to figures (vado fit), once there are figures"},
                 {"stations.csv", "stations, and with them stops and returns on the way"},
                 {"ports.csv", "ports of entry"},
                 {"claims.csv", "statements of sources, to be judged on runs (vado claims)"}};
    char path[4096];
    const char *before = "not there yet: ";
    (void)snprintf(path, sizeof path, "%s/scenario.yaml", folder);
    if (!cli_is_there(path)) /* packed */
        return;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, parts[i].name);
        if (cli_is_there(path))
            continue;
        cli_say(stdout, "%s%s (%s)\n", before, parts[i].name, parts[i].gives);
        before = "               ";
    }
}

static int run(const arg_result *args, const char *line) {
    (void)line;
    cli_input in;
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    cli_input_of(args, args->positional[0], &in);
    int status = vado_check(v, &in.input), errors = vado_error_count(v), warnings = 0;
    for (int i = 0; i < vado_message_count(v); i++)
        warnings += severity(v, i) == VADO_WARNING;
    int code = cli_end(v, status);
    if (code == EXIT_DONE) {
        cli_say(stdout, "%s: no errors, %d warning%s\n", args->positional[0], warnings, warnings == 1 ? "" : "s");
        not_there(in.input.scenario);
    } else {
        cli_say(stderr, "%s: %d error%s\n", args->positional[0], errors, errors == 1 ? "" : "s");
    }
    return code;
}

const cli_command cmd_check = {&declared, run};
