/* bench_flee: what Flee's rules cost here, beside what Flee itself costs and beside the other arithmetic.
 *
 * 1. Conflicts: valley, which ships with the project, and those of the folder of --flee if it is there. For both
 *    arithmetics the whole command (a child that runs the vado binary: start, reading, days, CSV) and the days alone.
 * 2. People: one conflict with every population, capacity and published figure times 0.001 to 1000; where counting
 *    begins to pay.
 * 3. Settings: which rules forbid counting, what the program chose and in what words, and where counting loses.
 * 4. Accuracy: members of both arithmetics beside each other, since counting takes the room of camps in the mean.
 * Changed inputs are written into a temporary folder and read from there like any other.
 *
 * Every run is made in a child process forked for it, in turns (individual, split, individual, ...): so its CPU time
 * and its peak are its own, and this process stays small enough to be seen in neither. What takes less than a batch
 * (--batch) is repeated in the child until it does. Figures are CPU time, medians over the turns.
 */
#include "bench.h"
#include "child.h"
#include "flee/internal.h"
#include "flee_inputs.h"

#include <math.h>

enum { AUTO, SPLIT, INDIVIDUAL, ARITHMETICS };
enum { CONFLICTS = 4, CAMPS = 64 };
static const char *const ARITHMETIC[ARITHMETICS] = {"auto", "split", "individual"};

/* Flee itself: RESULTS.md of the folder of --flee, Flee's commit 02cd2cb of 14 May 2026, serial, one run each. */
typedef struct {
    double seconds, agent_days, per_second, peak_megabytes, ard, rescaled; /* per_second: agent-days a CPU second */
} published;
static const char *const FLEE_HAS[] = {"mali2012", "burundi2015", "ssudan2014"};
static const published FLEE[] = {{70, 19.77e6, 284e3, 107, 0.381, 0.316},
                                 {228, 62.25e6, 273e3, 166, 0.585, 0.542},
                                 {607, 167.97e6, 277e3, 274, 0.487, 0.571}};
/* A plain program of one record per person in C++, by the same page: 14 to 17 million agent-days a second. */
static const double plain_per_second = 17e6;

typedef struct {
    const char *flee;
    char vado[INPUT_PATH], folder[INPUT_PATH]; /* the command; for changed inputs and CSV */
    int turns, members, days;                  /* days: 0 for the whole period */
    double batch, individual_max;
    int nconflicts, missed;
    conflict conflicts[CONFLICTS];
    const published *published[CONFLICTS]; /* or NULL */
} settings;

/* ---- the command ---- */

typedef struct {
    const settings *set;
    const conflict *c;
    int arithmetic;
} command;
typedef struct {
    double seconds, peak;
} command_cost;

static void command_exec(const command *x) {
    char days[16], output[INPUT_PATH + 16];
    int nowhere = open("/dev/null", O_WRONLY);
    snprintf(days, sizeof days, "%d", x->set->days);
    snprintf(output, sizeof output, "%.1000s/out.csv", x->set->folder);
    if (nowhere >= 0 && dup2(nowhere, 1) >= 0 && dup2(nowhere, 2) >= 0)
        (void)execl(x->set->vado, "vado", "flee", x->c->input, x->c->data, "--settings", x->c->settings, "--arithmetic",
                    ARITHMETIC[x->arithmetic], "-o", output, "--force", "--threads", "1", "--quiet",
                    x->set->days ? "--days" : (char *)NULL, days, (char *)NULL);
    _exit(127);
}

static int command_run(const void *what, void *out) {
    command_cost *cost = out;
    int n = 0;
    for (; n == 0 || children_cpu() < ((const command *)what)->set->batch; n++) {
        int ended = 1;
        pid_t child = fork();
        if (child == 0)
            command_exec(what);
        if (child < 0 || waitpid(child, &ended, 0) < 0 || ended) {
            fprintf(stderr, "bench_flee: %s flee %s ... did not end well: build it, and try it by hand\n",
                    ((const command *)what)->set->vado, ((const command *)what)->c->input);
            return -1;
        }
    }
    *cost = (command_cost){children_cpu() / n, megabytes(RUSAGE_CHILDREN)};
    return 0;
}

/* ---- the same in this program, so that the days can be told from the rest ---- */

typedef struct {
    scn_scenario scenario;
    mdl_model *model;
    int opened;
} setting;

static void setting_close(setting *x) {
    if (x->model)
        fle_kind()->close(x->model);
    if (x->opened)
        scn_scenario_free(&x->scenario);
    *x = (setting){0};
}

static int add_folder(scn_folder *to, const char *path, const char *under, rep_report *rep) {
    scn_folder from;
    int status = scn_folder_read(&from, path, rep);
    for (int i = 0; status == 0 && i < from.count; i++) {
        char name[512];
        if (!strchr(from.files[i].name, '/') &&
            snprintf(name, sizeof name, "%s%s", under, from.files[i].name) < (int)sizeof name)
            status = scn_folder_add(to, name, from.files[i].text, from.files[i].length);
    }
    scn_folder_free(&from);
    return status;
}

static int add_file(scn_folder *to, const char *path, const char *name) {
    char text[65536];
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(text, 1, sizeof text, f) : 0;
    if (f)
        (void)fclose(f);
    return n > 0 && n < sizeof text ? scn_folder_add(to, name, text, n) : -1;
}

static int setting_open(setting *x, const conflict *c, int arithmetic, int days) {
    scn_folder folder = {0};
    rep_report rep;
    char yaml[256];
    rep_init(&rep);
    *x = (setting){0};
    int n = snprintf(yaml, sizeof yaml, "model: flee\nname: '%s'\ndays: '%d'\nrules: %s\narithmetic: %s\n", c->name,
                     days, c->sane ? "sane" : "flee", ARITHMETIC[arithmetic]);
    int status = add_folder(&folder, c->input, "input/", &rep) || add_folder(&folder, c->data, "validation/", &rep) ||
                 add_file(&folder, c->settings, "simsetting.yml") ||
                 scn_folder_add(&folder, "scenario.yaml", yaml, (size_t)n);
    if (status)
        scn_folder_free(&folder);
    else
        status = fle_kind()->read(&x->scenario, &folder, NULL, &rep);
    x->opened = status == 0;
    if (status == 0)
        status = fle_kind()->open(&x->scenario, &x->model, &rep);
    for (int i = 0; status && i < rep.count; i++) {
        char *line = rep.entries[i].level == REP_ERROR ? rep_line(&rep.entries[i]) : NULL;
        if (line)
            fprintf(stderr, "%s\n", line);
        free(line);
    }
    if (status) {
        fprintf(stderr, "bench_flee: %s could not be opened\n", c->input);
        setting_close(x);
    }
    rep_free(&rep);
    return status;
}

static eng_arithmetic settled(const setting *x, int arithmetic) {
    return fle_kind()->settle(x->model, arithmetic == INDIVIDUAL ? ENG_INDIVIDUAL : ENG_STOCHASTIC);
}

/* What is looked at when a day is over. */
typedef void look(void *user, mdl_member *p, const double *record);

static int member_run(const setting *x, eng_arithmetic arithmetic, int member, fle_result *result, look *see,
                      void *user) {
    const mdl_kind *kind = fle_kind();
    size_t width = (size_t)kind->record_width(x->model);
    double *record = calloc(width + 1, sizeof *record);
    mdl_member_options o = {
        .arithmetic = arithmetic, .seed = 1, .member = member, .members = member + 1, .layer_chance = 1};
    mdl_member *p = NULL;
    *result = (fle_result){0};
    int status = record ? kind->member_open(x->model, &o, &p) : ENG_ERR_MEMORY;
    for (int64_t day = x->scenario.from; status == 0 && day < x->scenario.until; day++) {
        memset(record, 0, width * sizeof *record);
        status = kind->member_step(p, record);
        fle_result_day(x->model, record, result);
        if (status == 0 && see)
            see(user, p, record);
    }
    if (status)
        fprintf(stderr, "bench_flee: %s\n", p ? kind->member_error(p) : "no member");
    fle_result_end(x->model, result);
    if (p)
        kind->member_close(p);
    free(record);
    return status;
}

/* ---- one figure: opened, its days run ---- */

typedef enum { RUN, RUN_AND_CELLS, ONLY_OPEN } extent; /* cells are counted in a run of their own */
typedef struct {
    const settings *set;
    const conflict *c;
    int arithmetic; /* SPLIT where counting is forbidden: only opened */
    extent extent;
} job;
typedef struct {
    double made, days, peak; /* CPU seconds of reading and making the model, of its days; MB */
    fle_result result;
    int ndays, counted;
    double cell_days; /* occupied cells, summed over the days */
    char how[320];
} outcome;

static void count_cells(void *user, mdl_member *p, const double *record) {
    int64_t cells;
    double people;
    (void)record;
    eng_occupied(p->w, 1, &cells, &people);
    *(double *)user += (double)cells;
}

static int job_run(const void *what, void *out) {
    const job *j = what;
    outcome *o = out;
    setting x = {0};
    int status = 0, n = 0;
    double start = bench_cpu(), spent = 0;
    *o = (outcome){0};
    for (; status == 0 && (n == 0 || spent < j->set->batch); n++, spent = bench_cpu() - start) {
        setting_close(&x);
        status = setting_open(&x, j->c, j->arithmetic, j->set->days);
    }
    if (status)
        return status;
    eng_arithmetic arithmetic = settled(&x, j->arithmetic);
    o->made = spent / n;
    o->counted = arithmetic == ENG_STOCHASTIC;
    o->ndays = (int)(x.scenario.until - x.scenario.from);
    fle_how(x.model, arithmetic, o->how);
    int days = j->extent != ONLY_OPEN && (j->arithmetic != SPLIT || o->counted);
    start = bench_cpu();
    spent = n = 0;
    for (; days && status == 0 && (n == 0 || spent < j->set->batch); n++, spent = bench_cpu() - start)
        status = member_run(&x, arithmetic, 0, &o->result, NULL, NULL);
    o->days = n ? spent / n : 0;
    o->peak = megabytes(RUSAGE_SELF);
    if (status == 0 && j->extent == RUN_AND_CELLS && o->counted)
        status = member_run(&x, arithmetic, 0, &o->result, count_cells, &o->cell_days);
    setting_close(&x);
    return status;
}

static int run(const settings *set, const conflict *c, int arithmetic, extent much, outcome *o) {
    job j = {set, c, arithmetic, much};
    return in_child(job_run, &j, o, sizeof *o);
}

/* The words without those that are the same in every row. */
static const char *reason(const outcome *o) {
    const char *colon = strchr(o->how, ':');
    return o->counted ? "" : colon ? colon + 2 : o->how;
}

/* ---- 1. conflicts ---- */

/* The least or the largest of some figures, and whose it is. */
typedef struct {
    double x;
    char of[128]; /* "": there was none */
} worst;

static void keep(worst *w, double x, const char *of, int sign) {
    if (w->of[0] && sign * x <= sign * w->x)
        return;
    w->x = x;
    snprintf(w->of, sizeof w->of, "%s", of);
}

typedef struct {
    worst factor[ARITHMETICS], peak[ARITHMETICS];
    double gain[CONFLICTS]; /* individual / split, days alone */
} measures;

static int conflict_row(settings *set, int k, measures *m) {
    const conflict *c = &set->conflicts[k];
    const published *flee = set->published[k];
    bench_times whole[ARITHMETICS] = {{0}}, days[ARITHMETICS] = {{0}};
    outcome o[ARITHMETICS];
    double peak[ARITHMETICS] = {0};
    for (int t = 0; t < set->turns; t++)
        for (int a = INDIVIDUAL; a >= SPLIT; a--) {
            command x = {set, c, a};
            command_cost cost;
            if (in_child(command_run, &x, &cost, sizeof cost) || run(set, c, a, RUN, &o[a]))
                return -1;
            bench_add(&whole[a], cost.seconds);
            bench_add(&days[a], o[a].days);
            peak[a] = cost.peak > peak[a] ? cost.peak : peak[a];
        }
    for (int a = INDIVIDUAL; a >= SPLIT; a--) {
        const fle_result *r = &o[a].result;
        char words[32] = "-";
        if (a == SPLIT && !o[a].counted) {
            printf("%-42s%s: %s\n", "", ARITHMETIC[a], o[a].how);
            continue;
        }
        double rate = r->people_days / bench_median(&whole[a]);
        if (flee) {
            snprintf(words, sizeof words, "%.0f", rate / flee->per_second);
            keep(&m->factor[a], rate / flee->per_second, c->name, -1);
        }
        keep(&m->peak[a], peak[a], c->name, 1);
        printf("%-12s %4d %8.0f %11.0f  %-10s %9.4g %9.4g %10.4g %10.4g %7s %7.1f %7.1f %7.4f %8.4f\n",
               a == INDIVIDUAL ? c->name : "", o[a].ndays, r->people, r->people_days, ARITHMETIC[a],
               bench_median(&whole[a]), bench_median(&days[a]), rate, r->people_days / bench_median(&days[a]), words,
               rate / plain_per_second, peak[a], r->difference, r->rescaled);
    }
    if (flee && set->days == 0)
        printf("%-12s %4s %8s %11.4g  %-10s %9.4g %9s %10.4g %10s %7d %7.2f %7.0f %7.3f %8.3f\n", "", "", "",
               flee->agent_days, "Flee", flee->seconds, "-", flee->per_second, "-", 1,
               flee->per_second / plain_per_second, flee->peak_megabytes, flee->ard, flee->rescaled);
    m->gain[k] = bench_ratio(&days[INDIVIDUAL], &days[SPLIT]);
    fflush(stdout);
    return 0;
}

static void judge(settings *set, const char *what, const worst *w, int at_least, double limit) {
    int met = at_least ? w->x >= limit : w->x < limit;
    const char *verdict = !w->of[0]   ? "not judged: nothing to hold it against"
                          : set->days ? "not judged: shortened"
                          : met       ? "met"
                                      : "missed";
    set->missed += w->of[0] && !set->days && !met;
    printf("%-62s %8.4g  %-12s %s %g: %s\n", what, w->x, w->of, at_least ? "at least" : "under", limit, verdict);
}

static int conflicts(settings *set, measures *m) {
    printf("1. Conflicts\n\nCPU time, median of %d turns. command: the vado binary, start to end, CSV included, one "
           "thread; days: its days alone.\n"
           "a-d/s: agent-days per CPU second, of the command and of the days alone. x Flee: of the command, over "
           "Flee's published figure.\n"
           "x plain: over 17 million a second, the better end of a plain one-record-per-person program in C++.\n"
           "Flee and the plain program: RESULTS.md beside Flee's conflicts, Flee's commit 02cd2cb, measured on another "
           "machine and\nanother day: the factor is an order of size, not a ratio of turns.%s\n\n",
           set->turns, set->days ? " SHORTENED: not to be held against Flee's whole runs." : "");
    printf("%-12s %4s %8s %11s  %-10s %9s %9s %10s %10s %7s %7s %7s %7s %8s\n", "conflict", "days", "people",
           "agent-days", "arithmetic", "command s", "days s", "a-d/s", "days a-d/s", "x Flee", "x plain", "peak MB",
           "ARD", "rescaled");
    for (int k = 0; k < set->nconflicts; k++)
        if (conflict_row(set, k, m))
            return -1;
    printf("\nmeasure, worst of the conflicts\n");
    judge(set, "agent-days per CPU second, people one by one, over Flee's", &m->factor[INDIVIDUAL], 1, 100);
    judge(set, "agent-days per CPU second, people counted, over Flee's", &m->factor[SPLIT], 1, 1000);
    judge(set, "peak memory of the command, people one by one, MB", &m->peak[INDIVIDUAL], 0, 100);
    judge(set, "peak memory of the command, people counted, MB", &m->peak[SPLIT], 0, 100);
    return 0;
}

/* ---- 2. people ---- */

typedef struct {
    double people, per_cell, ratio; /* of days: split / individual, 0 if individual was not run */
} scaled;

enum { SCALES = 10 };
static const double SCALE[SCALES] = {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 10, 100, 1000};

/* Where a falling ratio crosses 1, on a straight line of logarithms: what two columns are there. */
static int crossing(const scaled *s, double *people, double *per_cell) {
    for (int i = SCALES - 1; i > 0; i--) {
        const scaled *a = &s[i - 1], *b = &s[i];
        if (!(a->ratio >= 1 && b->ratio < 1 && b->ratio > 0))
            continue;
        double share = log(a->ratio) / (log(a->ratio) - log(b->ratio));
        *people = exp(log(a->people) + share * (log(b->people) - log(a->people)));
        *per_cell = exp(log(a->per_cell) + share * (log(b->per_cell) - log(a->per_cell)));
        return 1;
    }
    return 0;
}

/* cost: seconds of a person and day one by one, of the last scale that was run. */
static int scale_row(const settings *set, const conflict *from, double scale, double end_people, scaled *s,
                     double *cost) {
    conflict c;
    change x = {.people = scale};
    bench_times days[ARITHMETICS] = {{0}};
    outcome o[ARITHMETICS] = {{0}};
    int one_by_one = end_people * scale <= set->individual_max;
    int turns = end_people * scale > 2e6 ? 1 : set->turns;
    if (inputs_copy(set->folder, from, &x, &c) || run(set, &c, AUTO, ONLY_OPEN, &o[AUTO]))
        return -1;
    for (int t = 0; t < turns; t++)
        for (int a = one_by_one ? INDIVIDUAL : SPLIT; a >= SPLIT; a--) {
            if (run(set, &c, a, RUN_AND_CELLS, &o[a]))
                return -1;
            bench_add(&days[a], o[a].days);
        }
    const outcome *counted = &o[SPLIT];
    double people_days = counted->result.people_days, split = bench_median(&days[SPLIT]);
    if (one_by_one)
        *cost = bench_median(&days[INDIVIDUAL]) / people_days;
    *s = (scaled){counted->result.people, people_days / counted->cell_days,
                  one_by_one ? bench_ratio(&days[SPLIT], &days[INDIVIDUAL]) : 0};
    char individual[32], ratio[32], peak[32] = "-";
    snprintf(individual, sizeof individual, "%s%.4g", one_by_one ? "" : "~", *cost * people_days);
    snprintf(ratio, sizeof ratio, "%s%.3g", one_by_one ? "" : "~", one_by_one ? s->ratio : split / *cost / people_days);
    if (one_by_one)
        snprintf(peak, sizeof peak, "%.1f", o[INDIVIDUAL].peak);
    printf("%7g %9.0f %-10s %9.4g %9.4g %7.1f %11.4g %9.4g %11.4g %10s %11s %8.1f %8s %7.4f%s\n", scale, s->people,
           ARITHMETIC[o[AUTO].counted ? SPLIT : INDIVIDUAL], split, split / counted->ndays * 1e3,
           counted->cell_days / counted->ndays, s->per_cell, counted->cell_days / split, people_days / split,
           individual, ratio, counted->peak, peak, counted->result.difference, s->ratio > 1 ? "  loses" : "");
    fflush(stdout);
    return 0;
}

static int people(const settings *set, double *even_people, double *even_cell) {
    const conflict *c = &set->conflicts[set->nconflicts > 1 ? 1 : 0];
    scaled s[SCALES] = {{0}};
    outcome o;
    double cost = 0;
    if (run(set, c, SPLIT, RUN, &o))
        return -1;
    if (!o.counted) {
        printf("\n\n2. People: left out, %s: %s\n", c->name, o.how);
        return 0;
    }
    printf(
        "\n\n2. People: %s, every population, capacity and published figure times `scale`\n\n"
        "Days alone. cells: occupied (state, class) cells of a day, in the mean: each is one multinomial draw. ~: not "
        "run one by\none above %.3g people; cost of a person and day as in the largest run. Above 2e6 people one "
        "turn. peak: of a process\nthat does this run and no other. ARD beside it: the same at every scale, but for "
        "whole people where there are few.\n\n",
        c->name, set->individual_max);
    printf("%7s %9s %-10s %9s %9s %7s %11s %9s %11s %10s %11s %8s %8s %7s\n", "scale", "people", "auto takes",
           "split s", "ms/day", "cells", "people/cell", "cells/s", "people/s", "individ s", "split/indiv", "split MB",
           "indiv MB", "ARD");
    for (int i = 0; i < SCALES; i++)
        if (scale_row(set, c, SCALE[i], o.result.people, &s[i], &cost))
            return -1;
    if (crossing(s, even_people, even_cell))
        printf("break-even: %.3g people at the end, %.3g a cell\n", *even_people, *even_cell);
    else
        printf("break-even: not between the scales tried\n");
    return 0;
}

/* ---- 3. settings ---- */

static const change CHANGES[] = {
    {.name = "as shipped"},
    {.name = "awareness_level 2", .move = {"awareness_level: 2"}},
    {.name = "awareness_level 3", .move = {"awareness_level: 3"}},
    {.name = "start_on_foot", .move = {"start_on_foot: True"}},
    {.name = "avoid_short_stints", .move = {"avoid_short_stints: True"}},
    {.name = "fixed_routes", .move = {"fixed_routes: True"}},
    {.name = "distances x 1.0371", .km = 1.0371},
    {.name = "distances x 1.0371, awareness 2", .km = 1.0371, .move = {"awareness_level: 2"}},
    {.name = "sane", .sane = 1},
    {.name = "sane, stay_close_to_home", .sane = 1, .move = {"stay_close_to_home: True"}},
    {.name = "hazard rules of age and gender",
     .hazards = 1,
     .move = {"WomenAvoidHazards: True", "ChildrenAvoidHazards: True", "ElderlyAvoidHazards: True",
              "BoysTakeRisk: True"}},
    {.name = "camps match 5 ethnicities", .ethnicities = 5, .move = {"MatchCampEthnicity: True"}},
    {.name = "the same and hazards, 63 classes",
     .hazards = 1,
     .ethnicities = 21,
     .move = {"MatchCampEthnicity: True", "WomenAvoidHazards: True", "ChildrenAvoidHazards: True"}},
    {.name = "the same and hazards, 66 classes",
     .hazards = 1,
     .ethnicities = 22,
     .move = {"MatchCampEthnicity: True", "WomenAvoidHazards: True", "ChildrenAvoidHazards: True"}},
    {.name = "conflict-driven, poisson",
     .spawn = "  conflict_driven_spawning:\n    spawn_mode: poisson\n    displaced_per_conflict_day: 50\n"},
};
enum { KINDS = sizeof CHANGES / sizeof *CHANGES };

typedef struct {
    int rows, forbidden, lost;
    worst loss, choice; /* split / individual; auto / the cheaper of the two */
} choices;

static int setting_row(const settings *set, const conflict *from, const change *x, choices *sum) {
    conflict c;
    bench_times made = {0}, days[ARITHMETICS] = {{0}}, whole[ARITHMETICS] = {{0}}, best = {0}, chosen = {0};
    outcome o[ARITHMETICS] = {{0}};
    if (inputs_copy(set->folder, from, x, &c))
        return -1;
    for (int t = 0; t < set->turns && (t == 0 || whole[INDIVIDUAL].seconds[0] < 1); t++) {
        if (run(set, &c, AUTO, ONLY_OPEN, &o[AUTO]))
            return -1;
        for (int a = INDIVIDUAL; a >= SPLIT; a--) {
            if (run(set, &c, a, RUN, &o[a]))
                return -1;
            bench_add(&days[a], o[a].days);
            bench_add(&whole[a], o[a].made + o[a].days);
        }
        int split = o[SPLIT].counted && whole[SPLIT].seconds[t] < whole[INDIVIDUAL].seconds[t];
        bench_add(&made, o[AUTO].made);
        bench_add(&best, whole[split ? SPLIT : INDIVIDUAL].seconds[t]);
        bench_add(&chosen, o[AUTO].made + days[o[AUTO].counted ? SPLIT : INDIVIDUAL].seconds[t]);
    }
    const char *words = reason(&o[AUTO]);
    char split[32] = "-", ratio[32] = "-", who[128];
    double over = bench_ratio(&whole[SPLIT], &whole[INDIVIDUAL]), spoiled = bench_ratio(&chosen, &best);
    int can = o[SPLIT].counted, loses = can && over > 1;
    if (can) {
        snprintf(split, sizeof split, "%.4g", bench_median(&days[SPLIT]));
        snprintf(ratio, sizeof ratio, "%.3g", over);
    }
    printf("%-12s %-33s %9.0f %-10s %9.4g %9s %9.4g %9s %9.3g%s%s%s\n", x == CHANGES ? c.name : "", x->name,
           o[INDIVIDUAL].result.people, ARITHMETIC[o[AUTO].counted ? SPLIT : INDIVIDUAL], bench_median(&made), split,
           bench_median(&days[INDIVIDUAL]), ratio, spoiled, loses ? "  loses" : "", *words ? "  " : "", words);
    fflush(stdout);
    sum->rows++;
    sum->forbidden += !can;
    sum->lost += loses;
    snprintf(who, sizeof who, "%s, %s", c.name, x->name);
    if (loses)
        keep(&sum->loss, over, who, 1);
    keep(&sum->choice, spoiled, who, 1);
    return 0;
}

static int all_settings(const settings *set, choices *sum) {
    printf("\n\n3. Settings: where counting is forbidden, and where it does not pay\n\n"
           "making: reading and making the model under `auto`, the graph of a day tried included. split, individ: days "
           "alone.\n"
           "split/ind: reading, making and days together, split asked for over individual asked for. auto/best: the "
           "same of auto\n"
           "over the cheaper of the two. Its own words why, where auto takes people one by one. Above a second one "
           "turn.\n\n");
    printf("%-12s %-33s %9s %-10s %9s %9s %9s %9s %9s\n", "conflict", "setting", "people", "auto takes", "making s",
           "split s", "individ s", "split/ind", "auto/best");
    for (int k = 0; k < set->nconflicts; k++)
        for (int i = 0; i < KINDS; i++)
            if (setting_row(set, &set->conflicts[k], &CHANGES[i], sum))
                return -1;
    printf("%d rows: counting forbidden or refused in %d, dearer in %d", sum->rows, sum->forbidden, sum->lost);
    if (sum->lost)
        printf(" (most: %.3g times, %s)", sum->loss.x, sum->loss.of);
    printf("; auto at worst %.3g times the cheaper (%s)\n", sum->choice.x, sum->choice.of);
    return 0;
}

/* ---- 4. accuracy ---- */

typedef struct {
    int n;
    double sum, squares;
} moments;

static void moments_add(moments *m, double x) {
    m->n++;
    m->sum += x;
    m->squares += x * x;
}

static double mean(const moments *m) { return m->n ? m->sum / m->n : 0; }

static double sd(const moments *m) {
    double v = m->n > 1 ? (m->squares - m->sum * m->sum / m->n) / (m->n - 1) : 0;
    return v > 0 ? sqrt(v) : 0;
}

/* Difference of two means in its standard errors. */
static double errors_apart(const moments *a, const moments *b) {
    double error = a->n && b->n ? sqrt(sd(a) * sd(a) / a->n + sd(b) * sd(b) / b->n) : 0;
    return error > 0 ? (mean(a) - mean(b)) / error : 0;
}

typedef struct {
    const conflict *c;
    int members, days;
} ensemble;
typedef struct {
    int camps;
    char name[CAMPS][48];
    double limit[CAMPS]; /* people it has room for at the end, 0: no limit */
    moments ard[ARITHMETICS], rescaled[ARITHMETICS], people[ARITHMETICS][CAMPS];
} spread;
typedef struct {
    spread *s;
    int arithmetic, last_day;
} looking;

static void last_day(void *user, mdl_member *p, const double *record) {
    looking *l = user;
    const fle_input *in = p->m->in;
    if (fle_day(p) != l->last_day) /* the member stands at the morning after */
        return;
    for (int i = 0; i < l->s->camps; i++) {
        double limit = p->scene.capacity[in->camps[i]] * fle_set(in, MOVE_capacity_scaling);
        l->s->limit[i] = limit >= 1 ? limit : 0;
        moments_add(&l->s->people[l->arithmetic][i], record[p->m->series[SERIES_PEOPLE].offset + in->camps[i]]);
    }
}

static int ensemble_run(const void *what, void *out) {
    const ensemble *e = what;
    spread *s = out;
    int status = 0;
    memset(s, 0, sizeof *s);
    for (int a = SPLIT; a <= INDIVIDUAL && status == 0; a++) {
        setting x;
        if ((status = setting_open(&x, e->c, a, e->days)))
            break;
        const fle_input *in = x.model->in;
        s->camps = in->ncamps < CAMPS ? in->ncamps : CAMPS;
        for (int i = 0; i < s->camps; i++)
            snprintf(s->name[i], sizeof s->name[i], "%s", in->places[in->camps[i]].name);
        for (int k = 0; k < e->members && status == 0; k++) {
            fle_result r;
            looking l = {s, a, in->days};
            status = member_run(&x, settled(&x, a), k, &r, last_day, &l);
            moments_add(&s->ard[a], r.difference);
            moments_add(&s->rescaled[a], r.rescaled);
        }
        setting_close(&x);
    }
    return status;
}

static void print_spread(const conflict *c, const spread *s, double gain, worst *all_camps, worst *all_ard) {
    const moments *a = s->ard, *b = s->rescaled;
    int most = -1, sure = -1, wide = -1;
    double largest = 0, largest_sure = 0, widest = 0;
    printf("\n%s\n  %-24s %9s %9s %9s %9s %9s %9s\n", c->name, "", "one by 1", "sd", "counted", "sd", "apart",
           "errors");
    printf("  %-24s %9.4f %9.4f %9.4f %9.4f %+9.4f %+9.1f\n", "ARD", mean(&a[INDIVIDUAL]), sd(&a[INDIVIDUAL]),
           mean(&a[SPLIT]), sd(&a[SPLIT]), mean(&a[SPLIT]) - mean(&a[INDIVIDUAL]),
           errors_apart(&a[SPLIT], &a[INDIVIDUAL]));
    printf("  %-24s %9.4f %9.4f %9.4f %9.4f %+9.4f %+9.1f\n", "rescaled", mean(&b[INDIVIDUAL]), sd(&b[INDIVIDUAL]),
           mean(&b[SPLIT]), sd(&b[SPLIT]), mean(&b[SPLIT]) - mean(&b[INDIVIDUAL]),
           errors_apart(&b[SPLIT], &b[INDIVIDUAL]));
    for (int i = 0; i < s->camps; i++) {
        const moments *one = &s->people[INDIVIDUAL][i], *counted = &s->people[SPLIT][i];
        double apart = mean(one) > 0 ? mean(counted) / mean(one) - 1 : 0;
        char full[32] = "no limit";
        if (s->limit[i] > 0)
            snprintf(full, sizeof full, "%.0f%% full", 100 * mean(one) / s->limit[i]);
        printf("  %-24s %9.0f %9.1f %9.0f %9.1f %+8.2f%% %+9.1f  %s\n", s->name[i], mean(one), sd(one), mean(counted),
               sd(counted), 100 * apart, errors_apart(counted, one), full);
        double errors = fabs(errors_apart(counted, one));
        if (fabs(apart) >= largest) {
            largest = fabs(apart);
            most = i;
        }
        if (errors > 3 && fabs(apart) >= largest_sure) {
            largest_sure = fabs(apart);
            sure = i;
        }
        if (sd(one) > 0 && sd(counted) / sd(one) > widest) {
            widest = sd(counted) / sd(one);
            wide = i;
        }
    }
    if (most >= 0)
        printf("  largest: %.2f%% (%s); beyond 3 standard errors: %s", 100 * largest, s->name[most],
               sure >= 0 ? "" : "none");
    if (sure >= 0)
        printf("%.2f%% (%s)", 100 * largest_sure, s->name[sure]);
    if (wide >= 0)
        printf("; widest spread: %.1f times (%s)", widest, s->name[wide]);
    printf("%scounting gains: days %.3g times cheaper\n", most >= 0 ? "; " : "  ", gain);
    char who[128];
    if (sure >= 0) {
        snprintf(who, sizeof who, "%s in %s", s->name[sure], c->name);
        keep(all_camps, largest_sure, who, 1);
    }
    snprintf(who, sizeof who, "%s, %.1f standard errors", c->name, fabs(errors_apart(&a[SPLIT], &a[INDIVIDUAL])));
    keep(all_ard, fabs(mean(&a[SPLIT]) - mean(&a[INDIVIDUAL])), who, 1);
    fflush(stdout);
}

static int accuracy(const settings *set, const measures *m, worst *all_camps, worst *all_ard) {
    static spread s;
    printf(
        "\n\n4. Accuracy: %d members each, people one by one and counted\n\n"
        "People of camps at the end. apart: counted less one by one, of camps in percent; errors: the same in standard "
        "errors of the\ndifference of means (beyond 2 or 3 it is not chance). full: of the room there is at the end "
        "by Flee's rules.\n",
        set->members);
    for (int k = 0; k < set->nconflicts; k++) {
        ensemble e = {&set->conflicts[k], set->members, set->days};
        if (in_child(ensemble_run, &e, &s, sizeof s))
            return -1;
        print_spread(&set->conflicts[k], &s, m->gain[k], all_camps, all_ard);
    }
    return 0;
}

/* ---- */

static void find_conflicts(settings *set) {
    set->conflicts[set->nconflicts++] = (conflict){.name = "valley",
                                                   .input = "tests/conflicts/valley/input_csv",
                                                   .data = "tests/conflicts/valley/source_data",
                                                   .settings = "tests/conflicts/valley/simsetting.yml"};
    for (size_t i = 0; i < sizeof FLEE / sizeof *FLEE; i++) {
        conflict *c = &set->conflicts[set->nconflicts];
        set->published[set->nconflicts] = &FLEE[i];
        snprintf(c->name, sizeof c->name, "%s", FLEE_HAS[i]);
        snprintf(c->input, sizeof c->input, "%.900s/conflicts/%s/input_csv", set->flee, FLEE_HAS[i]);
        snprintf(c->data, sizeof c->data, "%.900s/conflicts/%s/source_data", set->flee, FLEE_HAS[i]);
        snprintf(c->settings, sizeof c->settings, "%.900s/simsetting.yml", set->flee);
        if (access(c->input, R_OK) || access(c->data, R_OK) || access(c->settings, R_OK))
            printf("%s: not in %s (--flee DIR names another folder): left out.\n", FLEE_HAS[i], set->flee);
        else
            set->nconflicts++;
    }
    if (set->nconflicts < CONFLICTS)
        printf("\n");
}

static int all(settings *set) {
    const char *temporary = getenv("TMPDIR");
    char output[INPUT_PATH + 16];
    measures m = {0};
    choices sum = {0};
    double even_people = 0, even_cell = 0;
    worst camps = {0, ""}, ard = {0, ""};
    snprintf(set->folder, sizeof set->folder, "%.800s/vado-bench-XXXXXX",
             temporary && temporary[0] ? temporary : "/tmp");
    if (access(set->vado, X_OK)) {
        fprintf(stderr, "bench_flee: no command at %s: build it, or name it with --vado\n", set->vado);
        return -1;
    }
    if (!mkdtemp(set->folder)) {
        fprintf(stderr, "bench_flee: no folder can be made for changed inputs: set TMPDIR\n");
        return -1;
    }
    find_conflicts(set);
    int status = conflicts(set, &m) || people(set, &even_people, &even_cell) || all_settings(set, &sum) ||
                 accuracy(set, &m, &camps, &ard);
    if (status == 0) {
        char factors[96] = "Flee's own conflicts not there";
        if (m.factor[SPLIT].of[0])
            snprintf(factors, sizeof factors, "over Flee %.0f one by one, %.0f counted (least of the conflicts)",
                     m.factor[INDIVIDUAL].x, m.factor[SPLIT].x);
        printf(
            "\nsummary bench_flee: %s; peak %.1f and %.1f MB; break-even %.0f people, %.1f a cell; counting dearer in "
            "%d of %d settings, auto at worst %.3g times the cheaper; ARD apart at most %.2g (%s), camps beyond 3 "
            "standard errors at most "
            "%.2g%% (%s); %d measure%s missed%s\n",
            factors, m.peak[INDIVIDUAL].x, m.peak[SPLIT].x, even_people, even_cell, sum.lost, sum.rows, sum.choice.x,
            ard.x, ard.of, 100 * camps.x, camps.of[0] ? camps.of : "none", set->missed, set->missed == 1 ? "" : "s",
            set->days ? " (shortened)" : "");
    }
    snprintf(output, sizeof output, "%s/out.csv", set->folder);
    (void)unlink(output);
    inputs_remove(set->folder);
    (void)rmdir(set->folder);
    return status;
}

int main(int argc, char **argv) {
    static settings set = {.flee = "../shared/peers/flee",
                           .vado = "build/vado",
                           .turns = 3,
                           .members = 20,
                           .batch = 0.03,
                           .individual_max = 1e7};
    const char *name = strrchr(argv[0], '/');
    if (name) /* beside the folder of this program */
        snprintf(set.vado, sizeof set.vado, "%.*s/../vado", (int)(name - argv[0]), argv[0]);
    for (int i = 1; i < argc; i++) {
        const char *value;
        if ((value = bench_option(argc, argv, &i, "--turns")))
            set.turns = atoi(value);
        else if ((value = bench_option(argc, argv, &i, "--days")))
            set.days = atoi(value);
        else if ((value = bench_option(argc, argv, &i, "--members")))
            set.members = atoi(value);
        else if ((value = bench_option(argc, argv, &i, "--batch")))
            set.batch = atof(value);
        else if ((value = bench_option(argc, argv, &i, "--individual-max")))
            set.individual_max = atof(value);
        else if ((value = bench_option(argc, argv, &i, "--flee")))
            set.flee = value;
        else if ((value = bench_option(argc, argv, &i, "--vado")))
            snprintf(set.vado, sizeof set.vado, "%s", value);
        else {
            fprintf(stderr,
                    "usage: %s [--flee DIR] [--vado FILE] [--turns N] [--days N] [--members N] [--batch SECONDS] "
                    "[--individual-max PEOPLE]\n",
                    argv[0]);
            return 2;
        }
    }
    if (set.turns < 1 || set.turns > BENCH_MOST_TURNS || set.days < 0 || set.members < 2) {
        fprintf(stderr, "%s: turns are 1 to %d, members 2 or more\n", argv[0], BENCH_MOST_TURNS);
        return 2;
    }
    return all(&set) ? 1 : 0;
}
