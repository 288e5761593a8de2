/* vado fit: estimate what no one has counted. */
#include "cli/cli.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static const arg_option options[] = {
    {"--stage", NULL, "STAGE", 0,
     "latents (default): departures by nationality, groups and sectors by bloc; scores: sector shares out of "
     "sample; history: the last twelve months beside a null model; rolling: the total from each month; levels: of "
     "members, found with the latents; or posterior: what other figures say of parameters"},
    {"--until", NULL, "MONTH", 0, "last month of published figures used, YYYY-MM (default: the last there is)"},
    {"--members", NULL, "N", 1, "of levels: an ensemble of so many members (default: 8); of posterior (default: 32)"},
    {"--seed", NULL, "N", 0, "of levels and posterior (default: 1)"},
    {"--threads", NULL, "N", 0, "of posterior (default: processors); results are the same"},
    {"--keep", NULL, "FILE.csv", 0, "of posterior: where its runs are kept, from which a stopped call goes on"},
    {"--knots-stay", NULL, NULL, 0,
     "of latents: those of --latents stay; only what is expected after the last month is estimated anew"},
    {"--tables", NULL, "DIR", 0, "of rolling, with -o: where the latents of each origin go, as YYYY-MM.csv"},
    {"--member-range", NULL, "A:B", 0,
     "of posterior: only the runs of members A to B in the next round, into the file of --keep, for vado merge"},
    {"--output", "-o", "FILE.csv", 0,
     "the fitted table (default: latents/<month>.csv of the scenario; its levels.csv, its posterior.csv, of other "
     "latents posteriors/NAME.csv); - is stdout"},
    CLI_FORCE_OPTION,
    {"--set", NULL, "PATH=VALUE", 1, "a parameter's value"},
    {"--policy", NULL, "FILE.csv", 1, "dated changes laid over schedule.csv"},
    {"--latents", NULL, "FILE.csv", 0, "where the fit starts; of history: the first row"},
    {NULL, NULL, NULL, 0, NULL}};
static const arg_command declared = {
    "fit",
    "fit the latent intensities of a scenario to its published figures",
    "SCENARIO --stage latents|scores|history|rolling|levels|posterior [--until MONTH] [-o FILE.csv]",
    options,
    1,
    1,
    "latents writes a table; scores prints how well frozen latents tell the sectors' "
    "shares one to three months ahead,\n"
    "beside persistence and constant shares, and writes nothing; history prints "
    "how the last twelve months\n"
    "are told by the scenario's latents, by latents frozen before them, by a null "
    "model without mechanisms\n"
    "and by persistence, and writes nothing; rolling prints how far the border's "
    "total is foretold from the end\nof each month, and the bias, and writes its "
    "rows if --output says where, from which a stopped call goes on;\nlevels writes what brings each member of "
    "ensembles to the level of "
    "the fit (run --level), so that runs\nof that input, seed and number of members "
    "need not find it; posterior writes what figures that no latent sees say of\n"
    "parameters of structure and behaviour, in as many directions as they see (run --posterior).\n"
    "Behaviour and structure are estimated; what governments decide is not, and "
    "nothing is searched for over enforcement."};

static int stage_of(const arg_result *args, vado_fit_stage *out) {
    static const char *const stages[] = {"latents", "scores", "history", "rolling", "levels", "posterior"};
    const char *stage = arg_value(args, "--stage");
    for (int i = 0; i < 6; i++)
        if (!stage || strcmp(stage, stages[i]) == 0) {
            *out = (vado_fit_stage)i;
            return 0;
        }
    cli_say(stderr, "vado fit: --stage: found '%s', expected latents, scores, history, rolling, levels or posterior\n",
            stage);
    return -1;
}

enum { ENSEMBLES_MAX = 16 };

/* The sizes of ensembles whose levels are asked for. */
static int ensembles_of(const arg_result *args, int sizes[ENSEMBLES_MAX], vado_fit_options *o) {
    long long seed = 1, threads = 0, members;
    if (cli_whole("fit", args, "--seed", 0, INT_MAX, &seed) || cli_whole("fit", args, "--threads", 1, 1024, &threads))
        return -1;
    o->threads = (int)threads;
    o->seed = (int)seed;
    o->ensembles = sizes;
    for (int i = 0; i < args->ngiven; i++) {
        const char *given = args->given[i];
        if (strcmp(options[args->option[i]].name, "--members") != 0)
            continue;
        if (arg_whole(given, 2, 10000, &members) || o->nensembles == ENSEMBLES_MAX) {
            cli_say(stderr, "vado fit: --members: found '%s', expected up to %d whole numbers from 2 to 10000\n", given,
                    ENSEMBLES_MAX);
            return -1;
        }
        sizes[o->nensembles++] = (int)members;
    }
    return 0;
}

static int run(const arg_result *args, const char *line) {
    (void)line;
    cli_input in;
    int sizes[ENSEMBLES_MAX];
    vado_fit_options o = {.size = sizeof o, .standard = cli_stdout};
    cli_input_of(args, args->positional[0], &in);
    o.until = arg_value(args, "--until");
    o.out = arg_value(args, "--output");
    o.keep = arg_value(args, "--keep");
    o.tables = arg_value(args, "--tables");
    o.force = arg_value(args, "--force") != NULL;
    o.knots_stay = arg_value(args, "--knots-stay") != NULL;
    in.input.from = in.input.until = NULL;
    if (stage_of(args, &o.stage) || cli_range("fit", args, &o.member_first, &o.member_last) ||
        ensembles_of(args, sizes, &o))
        return EXIT_USAGE;
    vado *v = cli_new();
    if (!v)
        return cli_end(v, VADO_ERR_MEMORY);
    cli_interruptible(v);
    int status = vado_fit(v, &in.input, &o, o.out && strcmp(o.out, "-") == 0 ? cli_stderr : cli_stdout, NULL);
    cli_interruptible(NULL);
    if (status == VADO_ERR_CANCELLED)
        fputs((o.stage == VADO_FIT_ROLLING && o.out) || o.keep
                  ? "stopped; what was found is kept, the same command goes on\n"
                  : "stopped; nothing was written\n",
              stderr);
    return cli_end(v, status);
}

const cli_command cmd_fit = {&declared, run};
