/* vado flee: Flee's input folder under Flee's rules. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const arg_option options[] = {
    {"--days", NULL, "N", 0, "days to simulate (default: Length of sim_period.csv)"},
    {"--settings", NULL, "FILE.yml", 0,
     "Flee's settings (default: ./simsetting.yml if it is there, else its defaults)"},
    {"--members", NULL, "N", 0, "size of the ensemble (default: 1)"},
    {"--seed", NULL, "N", 0, "of all random numbers (default: 1)"},
    {"--sane", NULL, NULL, 0, "mend what Flee gets wrong: each mend is in docs/flee.md"},
    {"--output", "-o", "OUT.csv", 0, "Flee's CSV of the first member (default: -, stdout)"},
    CLI_FORCE_OPTION,
    {"--db", NULL, "OUT.db", 0, "a store of the ensemble, for export, compare, report, resume"},
    {"--fit", NULL, NULL, 0,
     "fit the settings to the first half of the days, score them on the second; -o OUT.yml takes the settings"},
    {"--arithmetic", NULL, "HOW", 0, "auto (default), split (count people where rules allow it) or individual"},
    {"--threads", NULL, "N", 0, "default: as many as processors; the result is the same"},
    {"--quiet", NULL, NULL, 0, "no progress, and nothing but the last line"},
    {NULL, NULL, NULL, 0, NULL}};

static const arg_command declared = {
    "flee",
    "simulate forced displacement by Flee's rules, from Flee's folders",
    "INPUT_DIR [VALIDATION_DIR] [-o OUT.csv] [--db OUT.db] [--fit] [options]",
    options,
    1,
    2,
    "The last line on stdout is the averaged relative difference, plain and rescaled: ARD 0.381 rescaled 0.316.\n"
    "Without -o it follows the CSV there. These rules know no harm: nobody dies or is hurt in them, and a result says\n"
    "nothing of it. From folder to map in four commands: docs/flee.md.\n"
    "--fit prints a table of settings as given and as fitted, and of the difference of both halves; the second half's\n"
    "figures are not seen by the fit. Where no fit foretells days it has not seen, the settings stay as they are."};

static int options_of(const arg_result *args, vado_flee_input *in, vado_run_options *o) {
    static const char *const ways[] = {"auto", "split", "individual"};
    long long days = 0, members = 1, seed = 1, threads = 0;
    const char *how = arg_value(args, "--arithmetic");
    if (cli_whole("flee", args, "--days", 1, 36500, &days) ||
        cli_whole("flee", args, "--members", 1, 10000, &members) ||
        cli_whole("flee", args, "--seed", 0, INT64_MAX, &seed) ||
        cli_whole("flee", args, "--threads", 1, 1024, &threads))
        return -1;
    int way = 0;
    while (how && strcmp(how, ways[way]) != 0)
        if (++way == 3) {
            const char *near = arg_nearest(how, 3, ways);
            cli_say(stderr, "vado flee: --arithmetic: found '%s', expected auto, split or individual%s%s%s\n", how,
                    near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
            return -1;
        }
    vado_run_defaults(o);
    o->members = (int)members;
    o->seed = (uint64_t)seed;
    o->threads = (int)threads;
    *in = (vado_flee_input){.size = sizeof *in,
                            .input = args->positional[0],
                            .validation = args->npositional > 1 ? args->positional[1] : NULL,
                            .settings = arg_value(args, "--settings"),
                            .days = (int)days,
                            .sane = arg_value(args, "--sane") != NULL,
                            .arithmetic = (vado_arithmetic)way};
    if (!in->settings && access("simsetting.yml", R_OK) == 0)
        in->settings = "simsetting.yml";
    return 0;
}

/* Thousands marked: 19,769,519. */
static const char *grouped(double v, char out[40]) {
    char plain[32];
    int n = snprintf(plain, sizeof plain, "%.0f", v), k = 0;
    for (int i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0)
            out[k++] = ',';
        out[k++] = plain[i];
    }
    out[k] = '\0';
    return out;
}

static void tell(FILE *to, const vado_flee_input *in, const vado_flee_result *r, uint64_t seed) {
    char people[40], days[40], range[48];
    cli_say(to, "%s; settings: %s\n%s\n", r->about, in->settings ? in->settings : "Flee's defaults", r->how);
    fprintf(to, "%d member%s, seed %llu; people at the end %s, people-days %s\n", r->members,
            r->members == 1 ? "" : "s", (unsigned long long)seed, grouped(r->people, people),
            grouped(r->people_days, days));
    if (r->members > 1 && r->has_data)
        fprintf(to, "mean of the members below; %s: ARD %.4f to %.4f, rescaled %.4f to %.4f\n",
                vado_range_words(r->members, range, sizeof range), r->ard_low, r->ard_high, r->rescaled_low,
                r->rescaled_high);
    fprintf(to,
            "Not in these rules: death, injury, hunger, extortion. People in conflict zones and beyond the places of "
            "camps stand in their place in a store.\n");
}

/* By name, or because they are one file already. */
static int same_file(const char *a, const char *b) {
    struct stat x, y;
    return strcmp(a, b) == 0 || (stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino);
}

/* ---- a fit of the settings ---- */

/* A fit makes no CSV of a run and no store. */
static int fit_alone(const arg_result *args) {
    static const char *const others[] = {"--members", "--db"};
    for (int i = 0; i < 2; i++)
        if (arg_value(args, others[i])) {
            cli_say(stderr,
                    "vado flee: --fit and %s: found both, expected one of them: fit first, then run with --settings "
                    "and what -o has taken\n",
                    others[i]);
            return -1;
        }
    return 0;
}

static int fit(const arg_result *args, const vado_flee_input *in, const vado_run_options *o) {
    vado_flee_fitted result = VADO_INIT(vado_flee_fitted);
    cli_progress bar;
    vado_output *out = NULL;
    const char *output = arg_value(args, "--output");
    int quiet = arg_value(args, "--quiet") != NULL, status = 0;
    int standard = output && strcmp(output, "-") == 0;
    if (fit_alone(args))
        return EXIT_USAGE;
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    const char *const files[] = {in->input, in->validation, in->settings, "location_changes.csv"};
    const vado_output_options to = {.size = sizeof to,
                                    .kind = VADO_FILE_TEXT,
                                    .head = "# Settings of Flee's rules, fitted by vado",
                                    .force = o->force,
                                    .nfiles = 4,
                                    .files = files,
                                    .standard = cli_stdout};
    if (output && (status = vado_output_open(v, output, &to, &out)))
        return cli_end(v, status);
    cli_interruptible(v);
    if (!quiet) {
        cli_progress_start(&bar, v);
        bar.what = "runs";
    }
    status = vado_flee_fit(v, in, o, out ? vado_output_write : NULL, out,
                           quiet      ? NULL
                           : standard ? cli_stderr
                                      : cli_stdout,
                           NULL, &result);
    if (!quiet)
        cli_progress_end(&bar);
    cli_interruptible(NULL);
    status = vado_output_close(v, out, status);
    if (status == VADO_ERR_CANCELLED)
        cli_say(stderr, "stopped; nothing was written\n");
    if (status == VADO_OK) {
        if (!quiet)
            cli_say(standard ? stderr : stdout,
                    "Not in these rules: death, injury, hunger, extortion; a small difference says nothing of them.\n");
        fprintf(standard ? stderr : stdout, "ARD first %.3f to %.3f, second %.3f to %.3f\n", result.before[0],
                result.after[0], result.before[1], result.after[1]);
    }
    int code = cli_end(v, status);
    if (code == EXIT_DONE && !quiet && output && !standard)
        cli_say(stderr, "written: %s\n", output);
    return code;
}

static int run(const arg_result *args, const char *line) {
    vado_flee_input in;
    vado_run_options o;
    vado_flee_result result = VADO_INIT(vado_flee_result);
    cli_progress bar;
    vado_output *out = NULL;
    const char *output = arg_value(args, "--output"), *db = arg_value(args, "--db");
    int quiet = arg_value(args, "--quiet") != NULL;
    if (output && strcmp(output, "-") == 0)
        output = NULL;
    if (options_of(args, &in, &o))
        return EXIT_USAGE;
    if (arg_value(args, "--fit")) {
        o.force = arg_value(args, "--force") != NULL;
        return fit(args, &in, &o);
    }
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    o.command = line;
    o.force = arg_value(args, "--force") != NULL;
    if (output && db && same_file(output, db)) {
        cli_say(stderr, "vado flee: -o and --db both name '%s', expected two files\n", db);
        return cli_end(v, VADO_ERR_USAGE);
    }
    const char *const files[] = {in.input, in.validation, in.settings, "location_changes.csv"};
    const vado_output_options to = {.size = sizeof to,
                                    .kind = VADO_FILE_TABLE,
                                    .force = o.force,
                                    .nfiles = 4,
                                    .files = files,
                                    .standard = cli_stdout};
    int status = vado_output_open(v, output ? output : "-", &to, &out);
    if (status)
        return cli_end(v, status);
    cli_interruptible(v);
    if (db && !quiet)
        cli_progress_start(&bar, v);
    status = vado_flee(v, &in, &o, db, vado_output_write, out, &result);
    if (db && !quiet)
        cli_progress_end(&bar);
    cli_interruptible(NULL);
    status = vado_output_close(v, out, status);
    if (status == VADO_ERR_CANCELLED && db)
        cli_say(stderr, "stopped; what was done is in %s. To go on: vado run --resume %s\n", db, db);
    if (status == VADO_OK && !quiet)
        tell(output ? stdout : stderr, &in, &result, o.seed);
    if (status == VADO_OK && result.has_data)
        printf("ARD %.3f rescaled %.3f\n", result.ard, result.rescaled);
    else if (status == VADO_OK)
        cli_say(stdout, "ARD - rescaled -: %s\n", result.no_score);
    int code = cli_end(v, status);
    if (code == EXIT_DONE && !quiet && (output || db))
        cli_say(stderr, "written: %s%s%s\n", output ? output : "", output && db ? ", " : "", db ? db : "");
    return code;
}

const cli_command cmd_flee = {&declared, run};
