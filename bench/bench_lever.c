/* bench_lever: what a lever costs when a hand is on it, through include/vado.h alone.
 *
 * A fluid simulation is brought to the morning of --date and stays there: the snapshot. From it, --turns times: branch,
 * set a parameter, step to the end, read every series by month. Prints medians of CPU seconds, as lines "name value":
 *   whole   opening, and the period from its first day to its last, once
 *   lever   branch + set + days + read, from the snapshot to the last series
 *   branch, set, days, read: its parts
 *   changed encounters of the whole period with the lever, over those without: 1 if it moved nothing
 * and, of a library that has the interactive call (vado_lever), the same answer by it, month by month, states kept at
 * quarters:
 *   held    set + months + series, at --date
 *   inside  the same at --inside, a date that is no quarter's first
 * With --memory only a lever is opened that may begin on any day, so that its states of all quarters are held, and
 *   kept    is 1: whoever started this program may look at its peak
 *
 *   bench_lever SCENARIO [--date DATE] [--inside DATE] [--turns N] [--until DATE] [--memory]
 */
#include "bench.h"
#include "vado.h"

static const char *const PARAMETER = "us.agents", *const PLACE = "Del Rio";
static const double agents = 3; /* times as many */

typedef struct {
    bench_times branch, set, days, read, lever;
    double encounters, before; /* of the whole period, with the lever and without */
} costs;

static int failed(vado *v, const char *what) {
    fprintf(stderr, "bench_lever: %s\n", what);
    for (int i = 0; i < vado_message_count(v); i++)
        fprintf(stderr, "%s\n", vado_message(v, i));
    return -1;
}

/* Every series by month. */
static int read_all(vado *v, const vado_simulation *s, double *encounters) {
    for (int i = 0; vado_simulation_series(s, i); i++) {
        const char *name = vado_simulation_series(s, i)->name;
        vado_numbers *n = NULL;
        if (vado_simulation_read(v, s, name, NULL, &n))
            return failed(v, "a series cannot be read");
        if (strcmp(name, "encounters") == 0) {
            *encounters = 0;
            for (int k = 0; k < n->nperiods; k++)
                *encounters += vado_value(n, k, 0, 0, 0, 0);
        }
        vado_numbers_free(&n);
    }
    return 0;
}

static int lever(vado *v, const vado_simulation *at, int pulled, costs *c) {
    vado_simulation *s = NULL;
    double start = bench_cpu();
    if (vado_branch(v, at, &s))
        return failed(v, "no branch");
    double branched = bench_cpu();
    if (pulled && vado_set(v, s, PARAMETER, PLACE, NULL, agents)) {
        vado_simulation_close(&s);
        return failed(v, "the parameter cannot be set");
    }
    double set = bench_cpu();
    int status = 0;
    while (status == 0 && vado_days_left(s) > 0)
        status = vado_step_month(v, s);
    double stepped = bench_cpu();
    status = status ? failed(v, "a month failed") : read_all(v, s, pulled ? &c->encounters : &c->before);
    double end = bench_cpu();
    vado_simulation_close(&s);
    if (status || !pulled)
        return status;
    bench_add(&c->branch, branched - start);
    bench_add(&c->set, set - branched);
    bench_add(&c->days, stepped - set);
    bench_add(&c->read, end - stepped);
    bench_add(&c->lever, end - start);
    return 0;
}

enum { MOST_SERIES = 256 };

/* Median CPU seconds of an answer by the interactive call, all series of all months from `date`. */
static int held(vado *v, vado_lever *l, int nseries, const char *date, int turns, double *seconds) {
    bench_times times = {0};
    volatile double seen = 0; /* the values are looked at */
    int status = 0;
    for (int t = 0; status == 0 && t < turns; t++) {
        double start = bench_cpu();
        status = vado_lever_set(v, l, date, &agents);
        while (status == 0 && vado_lever_left(l) > 0) {
            status = vado_lever_next(v, l);
            for (int i = 0; status == 0 && i < nseries; i++)
                seen = seen + vado_value(vado_lever_month(l, i), 0, 0, 0, 0, 0);
        }
        bench_add(&times, bench_cpu() - start);
    }
    *seconds = bench_median(&times);
    return status;
}

static int say_held(vado *v, const vado_input *in, const vado_simulation_options *o, const vado_simulation *s,
                    const char *date, const char *inside, int turns) {
    const char *series[MOST_SERIES], *parameter;
    char path[128];
    vado_lever_options options = VADO_INIT(vado_lever_options);
    vado_lever *l = NULL;
    double on, between;
    snprintf(path, sizeof path, "%s[%s]", PARAMETER, PLACE);
    parameter = path;
    options.first = date;
    options.nparameters = 1;
    options.parameters = &parameter;
    options.series = series;
    while (options.nseries < MOST_SERIES && vado_simulation_series(s, options.nseries)) {
        series[options.nseries] = vado_simulation_series(s, options.nseries)->name;
        options.nseries++;
    }
    int status = vado_lever_open(v, in, o, &options, &l) || held(v, l, options.nseries, date, turns, &on) ||
                 held(v, l, options.nseries, inside, turns, &between);
    if (status)
        (void)failed(v, "the lever failed");
    else
        printf("held %.6g\ninside %.6g\n", on, between);
    vado_lever_close(&l);
    return status ? -1 : 0;
}
static int say_kept(vado *v, const vado_input *in, const vado_simulation_options *o) {
    static const char *const series[] = {"encounters"};
    vado_lever_options options = VADO_INIT(vado_lever_options);
    vado_lever *l = NULL;
    options.nparameters = 1;
    options.parameters = &PARAMETER;
    options.nseries = 1;
    options.series = series;
    int status = vado_lever_open(v, in, o, &options, &l);
    printf("kept %d\n", status == 0);
    vado_lever_close(&l);
    return status ? failed(v, "no lever") : 0;
}

static int all(const char *scenario, const char *date, const char *inside, const char *until, int turns, int memory) {
    vado *v = vado_new();
    vado_simulation *s = NULL;
    vado_input in = {.size = sizeof in, .scenario = scenario, .until = until};
    vado_simulation_options o;
    vado_simulation_defaults(&o);
    costs c = {.before = 0};
    o.mode = VADO_FLUID;
    if (!v)
        return -1;
    if (memory) {
        int kept = say_kept(v, &in, &o);
        vado_free(v);
        return kept;
    }
    double start = bench_cpu();
    int status = vado_simulation_open(v, &in, &o, &s) || vado_step_to(v, s, date) ? failed(v, "no snapshot") : 0;
    double snapshot = bench_cpu() - start;
    start = bench_cpu();
    if (status == 0)
        status = lever(v, s, 0, &c);
    double whole = snapshot + bench_cpu() - start;
    for (int t = 0; status == 0 && t < turns; t++)
        status = lever(v, s, 1, &c);
    if (status == 0)
        printf("whole %.6g\nlever %.6g\nbranch %.6g\nset %.6g\ndays %.6g\nread %.6g\nchanged %.6g\n", whole,
               bench_median(&c.lever), bench_median(&c.branch), bench_median(&c.set), bench_median(&c.days),
               bench_median(&c.read), c.before > 0 ? c.encounters / c.before : 0);
    if (status == 0)
        status = say_held(v, &in, &o, s, date, inside, turns);
    vado_simulation_close(&s);
    vado_free(v);
    return status;
}

int main(int argc, char **argv) {
    const char *scenario = NULL, *date = "2023-01-01", *inside = "2023-02-15", *until = NULL;
    int turns = 3, memory = 0;
    for (int i = 1; i < argc; i++) {
        const char *value;
        if ((value = bench_option(argc, argv, &i, "--date")))
            date = value;
        else if ((value = bench_option(argc, argv, &i, "--inside")))
            inside = value;
        else if ((value = bench_option(argc, argv, &i, "--until")))
            until = value;
        else if ((value = bench_option(argc, argv, &i, "--turns")))
            turns = atoi(value);
        else if (strcmp(argv[i], "--memory") == 0)
            memory = 1;
        else if (argv[i][0] != '-' && !scenario)
            scenario = argv[i];
        else
            turns = 0;
    }
    if (!scenario || turns < 1 || turns > BENCH_MOST_TURNS) {
        fprintf(stderr, "usage: %s SCENARIO [--date DATE] [--inside DATE] [--turns N] [--until DATE]\n", argv[0]);
        return 2;
    }
    return all(scenario, date, inside, until, turns, memory) ? 1 : 0;
}
