/* vado check: everything that is wrong with a scenario, at once. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

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

typedef struct {
    const char *name, *gives;
} part;

/* In the order in which they refer to each other. */
static const part needed[] = {{"scenario.yaml", "name, model and period"},
                              {"nationalities.csv", "who sets out"},
                              {"places.csv", "places from where they set out to where the border is crossed"},
                              {"origins.csv", "where each nationality sets out"},
                              {"legs.csv", "ways from place to place"},
                              {"sectors.csv", "what lies behind the border"},
                              {"crossings.csv", "ways over the border into a sector"}};
static const part may_have[] = {
    {"returns.csv", "to which place a sector returns people; without it those to be returned stay in custody"},
    {"observed/NAME.csv", "published figures, to stand beside what is simulated"},
    {"parameters.csv", "values of this corridor, in place of defaults judged for another"},
    {"schedule.csv", "dated changes of the history"},
    {"spreads.csv", "how far sizes of the schedule are guesses, which members draw"},
    {"policies/NAME.csv", "what-ifs, a file each"},
    {"latents/NAME.csv", "departures fitted to figures, once there are figures: vado fit"},
    {"stations.csv", "stations, and with them stops and returns on the way"},
    {"ports.csv", "ports of entry"},
    {"claims.csv", "statements of sources, to be judged on runs (vado claims)"}};

/* A table without a row, a folder without a table are not there yet. */
static int has(const char *folder, const char *name) {
    char path[4096];
    const char *slash = strchr(name, '/');
    (void)snprintf(path, sizeof path, "%s/%.*s", folder, slash ? (int)(slash - name) : (int)strlen(name), name);
    return slash ? cli_has_table(path) : cli_has_rows(path, strcmp(name, "scenario.yaml") == 0 ? 1 : 2);
}

/* What a scenario in a folder may have and this one has not, once nothing is wrong. */
static void not_there(const char *folder) {
    const char *before = "not there yet: ";
    if (!has(folder, "scenario.yaml")) /* packed */
        return;
    for (size_t i = 0; i < sizeof may_have / sizeof *may_have; i++) {
        if (has(folder, may_have[i].name))
            continue;
        cli_say(stdout, "%s%s (%s)\n", before, may_have[i].name, may_have[i].gives);
        before = "               ";
    }
    if (*before == ' ')
        cli_say(stdout,
                "%s(begin one as an empty file: vado check says what its first line is)\n"
                "next: vado run %s -o FILE.db\n",
                before, folder);
}

/* Of a scenario that is begun: which file comes first of those that it must have. What is wrong in the others is said
 * above. */
static void next_file(const char *folder) {
    size_t n = sizeof needed / sizeof *needed, missing = n, there = 0;
    for (size_t i = n; i-- > 0;)
        if (has(folder, needed[i].name))
            there++;
        else
            missing = i;
    if (there > 0 && missing < n)
        cli_say(stderr, "next: %s/%s (%s)\n", folder, needed[missing].name, needed[missing].gives);
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
        next_file(in.input.scenario);
    }
    return code;
}

const cli_command cmd_check = {&declared, run};
