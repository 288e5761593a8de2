/* bench_corridor: what the corridor costs on a real scenario, each figure beside its aim and limit.
 *
 * 1. Memory: before anything else a child process makes a whole run through the public interface (2 stochastic members
 *    with their twins, 2 threads, into a store) and tells its own peak; so nothing of the bench is in it.
 * 2. Cells: one stochastic member is stepped, and every thirtieth day its occupied cells are sorted by size.
 * 3. Days: fluid and stochastic, as the scenario is and with every population and capacity times 100, in turns
 *    (fluid, stochastic, fluid x100, stochastic x100, fluid, ...).
 * 4. Threads: members 0 and 1, one after the other on one thread, and on two threads at once, in turns.
 * 5. Store: vado_run of one stochastic member on one thread into a file, and the same opened and stepped without a
 *    store, in turns; what the run takes more is recording, snapshots, SQLite and the digest.
 * Judged figures are CPU time or ratios of CPU times, medians over the turns.
 *
 * Times 100 is done in memory, on the scenario as read: people (populations, first docket, those in the US before),
 * places (custody, stations), agents, port officers, and every parameter that is a number of people, cases or hours a
 * day, in its values, in its bounds and in the schedule. What is per agent, per place or a share is left alone.
 * A scaled run must give 100 times the encounters, else what was scaled is not all there is: that ratio is printed.
 */
#include "bench.h"
#include "corridor/corridor.h"
#include "vado.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LISTS = 64, MEMBERS = 8, CLASSES_OF_SIZE = 7 };

typedef struct {
    const char *scenario, *latents;
    int turns, days; /* days: 0 for the whole period */
    char until[11];  /* last day, if days is not 0 */
    int missed;      /* limits, so far */
} settings;

/* ---- a scenario in memory, as it is or scaled ---- */

typedef struct {
    scn_scenario scenario;
    mdl_model *model;
    const mdl_kind *kind;
    const par_decl *lists[LISTS];
    par_decl *copies[LISTS]; /* declarations with wider bounds, if scaled */
    double scale;
    int members; /* size of the ensemble whose members are run: decides what parameters they draw */
    int opened;
} setting;

/* Parameters that grow with the number of people, and one that falls (per 1,000 agents). */
static const char *const GROW[] = {"beliefs.people_to_convince",
                                   "mexico.bus_south.per_day",
                                   "mexico.checkpoints.crowd_flow",
                                   "mexico.repatriation.seats_per_day",
                                   "processing.coordinators_hours",
                                   "us.courts.first_backlog",
                                   "us.courts.judges",
                                   "us.courts.other_cases_per_year",
                                   "us.courts.residents",
                                   "us.parole.per_month",
                                   "us.ports.appointments_per_day",
                                   NULL};
static const char *const FALL[] = {"crossing.agents_deter", NULL};

static double factor_of(const char *path, double scale) {
    for (int i = 0; GROW[i]; i++)
        if (strcmp(path, GROW[i]) == 0)
            return scale;
    for (int i = 0; FALL[i]; i++)
        if (strcmp(path, FALL[i]) == 0)
            return 1 / scale;
    return 1;
}

/* The model's declarations; if scaled, copies whose upper bounds leave room. Lower bounds stay: the files hold to them.
 */
static int take_lists(setting *x, int *nlists) {
    const par_decl *lists[MDL_MOST_PARTS];
    *nlists = x->kind->declarations(lists);
    if (*nlists > LISTS)
        return -1;
    for (int i = 0; i < *nlists; i++) {
        int n = 0;
        x->lists[i] = lists[i];
        while (lists[i] && lists[i][n].path)
            n++;
        if (x->scale <= 1 || n == 0)
            continue;
        if (!(x->copies[i] = malloc(((size_t)n + 1) * sizeof *x->copies[i])))
            return -1;
        memcpy(x->copies[i], lists[i], ((size_t)n + 1) * sizeof *x->copies[i]);
        for (int k = 0; k < n; k++)
            if (factor_of(lists[i][k].path, x->scale) > 1)
                x->copies[i][k].high *= x->scale;
        x->lists[i] = x->copies[i];
    }
    return 0;
}

static int scale_parameters(scn_scenario *s, double scale) {
    const char *const *const both[2] = {GROW, FALL};
    for (int b = 0; b < 2; b++)
        for (int i = 0; both[b][i]; i++) {
            int p = par_find(&s->registry, both[b][i]);
            if (p < 0) {
                fprintf(stderr, "bench_corridor: the model has no parameter '%s': mend the list in this file\n",
                        both[b][i]);
                return -1;
            }
            double factor = factor_of(both[b][i], scale);
            int n = par_elements(&s->registry, p);
            for (int k = 0; k < n; k++)
                s->values[s->registry.offset[p] + k] *= factor;
            for (int k = 0; k < s->nchanges; k++)
                if (s->changes[k].parameter == p && s->changes[k].kind != CHANGE_SCALE)
                    s->changes[k].value *= factor;
        }
    return 0;
}

static int scale_scenario(scn_scenario *s, double scale) {
    for (int i = 0; i < s->nnationalities; i++)
        s->nationalities[i].population *= scale;
    for (int i = 0; i < s->nsectors; i++) {
        s->sectors[i].agents *= scale;
        s->sectors[i].custody_places *= scale;
    }
    for (int i = 0; i < s->nstations; i++)
        s->stations[i].places *= scale;
    for (int i = 0; i < s->nports; i++)
        s->ports[i].officers *= scale;
    for (int i = 0; i < s->nplaces; i++)
        s->places[i].shelter_places *= scale;
    return scale_parameters(s, scale);
}

static void setting_close(setting *x) {
    if (x->model)
        x->kind->close(x->model);
    if (x->opened)
        scn_scenario_free(&x->scenario);
    for (int i = 0; i < LISTS; i++)
        free(x->copies[i]);
    *x = (setting){0};
}

static int setting_open(setting *x, const settings *set, double scale) {
    rep_report rep;
    scn_options options = {.latents = set->latents};
    *x = (setting){.kind = cor_kind(), .scale = scale, .members = MEMBERS};
    rep_init(&rep);
    int status = take_lists(x, &options.nlists);
    options.lists = x->lists;
    if (status == 0)
        status = scn_scenario_open(&x->scenario, set->scenario, &options, &rep);
    x->opened = status == 0;
    if (status == 0 && set->days > 0)
        x->scenario.until = x->scenario.from + set->days;
    if (status == 0 && scale > 1)
        status = scale_scenario(&x->scenario, scale);
    if (status == 0)
        status = x->kind->open(&x->scenario, &x->model, &rep);
    for (int i = 0; status && i < rep.count && i < 20; i++) {
        char *line = rep_line(&rep.entries[i]);
        fprintf(stderr, "%s\n", line ? line : "out of memory");
        free(line);
    }
    rep_free(&rep);
    return status;
}

/* ---- members ---- */

static int member_open(const setting *x, eng_arithmetic arithmetic, int member, mdl_member **p) {
    int noisy = arithmetic != ENG_FLUID;
    mdl_member_options o = {arithmetic, 1, member, x->members, noisy, noisy, noisy};
    return x->kind->member_open(x->model, &o, p);
}

/* `look`, if given, sees the world every thirtieth day. encounters: summed over the run, if asked. */
static int member_run(const setting *x, eng_arithmetic arithmetic, int member, void (*look)(void *, eng_world *),
                      void *user, double *encounters) {
    mdl_member *p = NULL;
    const mdl_series *series;
    int nseries = x->kind->series(x->model, &series), width = x->kind->record_width(x->model);
    double *record = calloc((size_t)width + 1, sizeof *record);
    int status = record ? member_open(x, arithmetic, member, &p) : ENG_ERR_MEMORY;
    for (int day = 0; status == 0 && x->kind->member_day(p) < x->scenario.until; day++) {
        status = x->kind->member_step(p, record);
        if (status == 0 && look && x->kind->member_day(p) > x->scenario.from && day % 30 == 0)
            look(user, x->kind->member_world(p));
    }
    if (status)
        fprintf(stderr, "bench_corridor: %s\n", p ? x->kind->member_error(p) : "no member");
    for (int i = 0; status == 0 && encounters && i < nseries; i++) {
        if (strcmp(series[i].name, "encounters") != 0)
            continue;
        *encounters = 0;
        for (int c = 0; c < series[i].cells; c++)
            *encounters += record[series[i].offset + c];
    }
    if (p)
        x->kind->member_close(p);
    free(record);
    return status;
}

static int timed(const setting *x, eng_arithmetic arithmetic, bench_times *times, double *encounters) {
    double start = bench_cpu();
    int status = member_run(x, arithmetic, 0, NULL, NULL, encounters);
    bench_add(times, bench_cpu() - start);
    return status;
}

/* ---- saying ---- */

enum { NOT_JUDGED = 0, AT_MOST = 1, AT_LEAST = 2 };

/* Counts a missed limit in set. */
static void say(settings *set, const char *what, double x, const char *unit, int sense, double aim, double limit) {
    char aims[64] = "-", limits[64] = "-";
    const char *verdict = "";
    const char *words = sense == AT_LEAST ? "at least" : "at most";
    if (sense && set->days > 0)
        verdict = "not judged: shortened";
    else if (sense) {
        int met_limit = sense == AT_MOST ? x <= limit : x >= limit, met_aim = sense == AT_MOST ? x <= aim : x >= aim;
        if (aim > 0)
            snprintf(aims, sizeof aims, "%g", aim);
        snprintf(limits, sizeof limits, "%s %g", words, limit);
        verdict = !met_limit ? "NOT MET" : aim > 0 && !met_aim ? "met, not the aim" : "met";
        set->missed += !met_limit;
    }
    printf("%-58s %10.4g %-8s %6s  %-14s %s\n", what, x, unit, aims, limits, verdict);
    fflush(stdout);
}

/* ---- 1. memory ---- */

static int public_run(const settings *set, int fluid, int members, int threads, const char *db) {
    vado *v = vado_new();
    vado_run_options o;
    vado_input in = {.size = sizeof in,
                     .scenario = set->scenario,
                     .latents = set->latents,
                     .until = set->days > 0 ? set->until : NULL};
    vado_run_defaults(&o);
    o.mode = fluid ? VADO_FLUID : VADO_STOCHASTIC;
    o.members = members;
    o.threads = threads;
    o.command = "bench_corridor";
    int status = v ? vado_run(v, &in, &o, db) : VADO_ERR_MEMORY;
    for (int i = 0; status && v && i < vado_message_count(v); i++)
        fprintf(stderr, "%s\n", vado_message(v, i));
    vado_free(v);
    return status;
}

static double file_megabytes(const char *path) {
    FILE *f = fopen(path, "rb");
    long size = f && fseek(f, 0, SEEK_END) == 0 ? ftell(f) : 0;
    if (f)
        (void)fclose(f);
    return (double)size / 1048576.0;
}

/* Peak of a child that does nothing but a run, in MiB; negative on failure. */
static double peak_of_a_run(const settings *set, const char *db) {
    int ends[2];
    double peak = -1;
    if (pipe(ends))
        return -1;
    pid_t child = fork();
    if (child == 0) {
        struct rusage use;
        double kilobytes = -1;
        if (public_run(set, 0, 2, 2, db) == 0 && getrusage(RUSAGE_SELF, &use) == 0)
            kilobytes = (double)use.ru_maxrss;
        int written = write(ends[1], &kilobytes, sizeof kilobytes) == (ssize_t)sizeof kilobytes;
        _exit(written ? 0 : 1);
    }
    (void)close(ends[1]);
    if (child > 0) {
        double kilobytes = -1;
        if (read(ends[0], &kilobytes, sizeof kilobytes) == (ssize_t)sizeof kilobytes && kilobytes > 0)
            peak = kilobytes / 1024;
        (void)waitpid(child, NULL, 0);
    }
    (void)close(ends[0]);
    return peak;
}

/* ---- 2. cells ---- */

static const double LEAST[CLASSES_OF_SIZE] = {1, 2, 5, 10, 30, 100, 1000};
typedef struct {
    int looks;
    double cells[CLASSES_OF_SIZE], people[CLASSES_OF_SIZE]; /* with at least so many people, summed over looks */
    double median;
} cell_count;

/* People of the cell in the middle: the largest size that at least half of the occupied cells have. */
static double median_cell(const eng_world *w) {
    int64_t all, n;
    double people, low = 1, high = 2;
    eng_occupied(w, 1, &all, &people);
    for (eng_occupied(w, high, &n, &people); 2 * n >= all && high < 1e9; eng_occupied(w, high, &n, &people)) {
        low = high;
        high *= 2;
    }
    while (high - low > 0.5) {
        double mid = 0.5 * (low + high);
        eng_occupied(w, mid, &n, &people);
        *(2 * n >= all ? &low : &high) = mid;
    }
    return low < 1.5 ? 1 : high;
}

static void look_at_cells(void *user, eng_world *w) {
    cell_count *c = user;
    for (int i = 0; i < CLASSES_OF_SIZE; i++) {
        int64_t cells;
        double people;
        eng_occupied(w, LEAST[i], &cells, &people);
        c->cells[i] += (double)cells;
        c->people[i] += people;
    }
    c->median += median_cell(w);
    c->looks++;
}

static int cells(const setting *x, const char *words) {
    cell_count c = {0};
    int status = member_run(x, ENG_STOCHASTIC, 0, look_at_cells, &c, NULL);
    if (status || c.looks == 0)
        return status;
    double n = c.looks, all = c.cells[0];
    printf("\nOccupied (stock or delay, class) cells, %s, stochastic, mean of %d days of the period:\n", words,
           c.looks);
    printf("  cells %.0f; people in all %.4g (whole populations among them); median people in a cell %.0f\n", all / n,
           c.people[0] / n, c.median / n);
    for (int i = 0; i < CLASSES_OF_SIZE; i++) {
        double here = all > 0 ? (c.cells[i] - (i + 1 < CLASSES_OF_SIZE ? c.cells[i + 1] : 0)) / all : 0;
        char words_of_size[32];
        if (i + 1 < CLASSES_OF_SIZE && LEAST[i + 1] > LEAST[i] + 1)
            snprintf(words_of_size, sizeof words_of_size, "%.0f to %.0f", LEAST[i], LEAST[i + 1] - 1);
        else
            snprintf(words_of_size, sizeof words_of_size, i ? "%.0f and more" : "%.0f", LEAST[i]);
        printf("  %14s people: %4.1f%% of cells\n", words_of_size, 100 * here);
    }
    double below = (c.cells[0] - c.cells[5]) / n, people = (c.people[0] - c.people[5]) / n;
    printf("  mean of the cells below 100 people: %.1f; mean of those below 1000: %.1f\n",
           below > 0 ? people / below : 0, (c.people[0] - c.people[6]) / (c.cells[0] - c.cells[6]));
    return 0;
}

/* ---- 3. days ---- */

static int days(settings *set, const setting *plain, const setting *scaled, bench_times *fluid,
                bench_times *stochastic) {
    bench_times fluid_scaled = {0}, stochastic_scaled = {0};
    double encounters = 0, encounters_scaled = 0, ignored;
    int status = timed(plain, ENG_FLUID, &fluid_scaled, &ignored); /* warms up */
    fluid_scaled.n = 0;
    for (int t = 0; t < set->turns && status == 0; t++)
        if ((status = timed(plain, ENG_FLUID, fluid, &encounters)) ||
            (status = timed(plain, ENG_STOCHASTIC, stochastic, &ignored)) ||
            (status = timed(scaled, ENG_FLUID, &fluid_scaled, &encounters_scaled)) ||
            (status = timed(scaled, ENG_STOCHASTIC, &stochastic_scaled, &ignored)))
            break;
    if (status)
        return status;
    say(set, "fluid, whole period (CPU)", bench_median(fluid), "s", AT_MOST, 0.2, 1);
    say(set, "stochastic member, whole period (CPU)", bench_median(stochastic), "s", NOT_JUDGED, 0, 0);
    say(set, "stochastic member / fluid", bench_ratio(stochastic, fluid), "times", AT_MOST, 10, 25);
    say(set, "populations and capacities x100 / as they are, stochastic", bench_ratio(&stochastic_scaled, stochastic),
        "times", AT_MOST, 0, 2);
    say(set, "populations and capacities x100 / as they are, fluid", bench_ratio(&fluid_scaled, fluid), "times",
        AT_MOST, 0, 2);
    say(set, "  check: encounters x100 / as they are, fluid", encounters > 0 ? encounters_scaled / encounters : 0,
        "times", NOT_JUDGED, 0, 0);
    return 0;
}

/* ---- 4. threads ---- */

typedef struct {
    const setting *x;
    int member, status;
} thread_work;

static void *work(void *arg) {
    thread_work *w = arg;
    w->status = member_run(w->x, ENG_STOCHASTIC, w->member, NULL, NULL, NULL);
    return NULL;
}

static int two_at_once(const setting *x) {
    thread_work w[2] = {{x, 0, 0}, {x, 1, 0}};
    pthread_t other;
    if (pthread_create(&other, NULL, work, &w[1]))
        return -1;
    (void)work(&w[0]);
    if (pthread_join(other, NULL))
        return -1;
    return w[0].status ? w[0].status : w[1].status;
}

static int threads(settings *set, const setting *x) {
    bench_times one = {0}, two = {0};
    int status = 0;
    for (int t = 0; t < set->turns && status == 0; t++) {
        thread_work w[2] = {{x, 0, 0}, {x, 1, 0}};
        double start = bench_cpu();
        (void)work(&w[0]);
        (void)work(&w[1]);
        bench_add(&one, bench_cpu() - start);
        start = bench_cpu();
        status = w[0].status || w[1].status ? -1 : two_at_once(x);
        bench_add(&two, bench_cpu() - start);
    }
    if (status == 0)
        say(set, "CPU-time efficiency, 2 members on 2 threads", bench_ratio(&one, &two), "", AT_LEAST, 0, 0.85);
    return status;
}

/* ---- 5. store ---- */

static int store(settings *set, const char *db, int fluid) {
    bench_times with = {0}, without = {0};
    int status = 0;
    for (int t = 0; t < set->turns && status == 0; t++) {
        setting x;
        double start = bench_cpu();
        if ((status = public_run(set, fluid, 1, 1, db)))
            break;
        bench_add(&with, bench_cpu() - start);
        start = bench_cpu();
        status = setting_open(&x, set, 1);
        x.members = 1; /* the very same days */
        if (status == 0)
            status = member_run(&x, fluid ? ENG_FLUID : ENG_STOCHASTIC, 0, NULL, NULL, NULL);
        setting_close(&x);
        bench_add(&without, bench_cpu() - start);
    }
    if (status)
        return status;
    if (fluid) {
        say(set, "  the same of a fluid run", 1 - bench_ratio(&without, &with), "share", NOT_JUDGED, 0, 0);
    } else {
        say(set, "writing: (run into a store - stepped without) / run", 1 - bench_ratio(&without, &with), "share",
            AT_MOST, 0, 0.1);
        say(set, "  run into a store, one stochastic member (CPU)", bench_median(&with), "s", NOT_JUDGED, 0, 0);
    }
    return 0;
}

/* ---- */

static int all(settings *set) {
    const char *temporary = getenv("TMPDIR");
    char folder[1024], db[1100];
    setting plain = {0}, scaled = {0};
    bench_times fluid = {0}, stochastic = {0};
    int status = -1;
    snprintf(folder, sizeof folder, "%s/vado-bench-XXXXXX", temporary && temporary[0] ? temporary : "/tmp");
    if (!mkdtemp(folder)) {
        fprintf(stderr, "bench_corridor: no folder can be made for the store: set TMPDIR\n");
        return -1;
    }
    snprintf(db, sizeof db, "%s/bench.db", folder);
    if (set->days > 0) { /* the public interface takes a last day: the scenario says where the period begins */
        if (setting_open(&plain, set, 1))
            goto out;
        day_format(plain.scenario.until - 1, set->until);
        setting_close(&plain);
    }
    double peak = peak_of_a_run(set, db), megabytes = file_megabytes(db);
    if (peak < 0 || setting_open(&plain, set, 1) || setting_open(&scaled, set, 100))
        goto out;
    printf("%s, %lld days with spin-up, %d stocks, %d flows%s\n", plain.scenario.name,
           (long long)(plain.scenario.until - plain.scenario.from + plain.scenario.spin_up_days),
           eng_count_stocks(plain.kind->engine(plain.model)), eng_count_flows(plain.kind->engine(plain.model)),
           set->days > 0 ? " (SHORTENED: not to be held against the aims)" : "");
    if (cells(&plain, "as the scenario is") || cells(&scaled, "times 100"))
        goto out;
    printf("\n%-58s %10s %-8s %6s  %-14s\n", "figure", "measured", "", "aim", "limit");
    say(set, "peak memory of a run (2 members, 2 threads, with twins)", peak, "MiB", AT_MOST, 0, 300);
    say(set, "  its store (2 members; the limit is 150 MB for 32)", megabytes, "MiB", NOT_JUDGED, 0, 0);
    if ((status = days(set, &plain, &scaled, &fluid, &stochastic)) || (status = threads(set, &plain)) ||
        (status = store(set, db, 0)) || (status = store(set, db, 1)))
        goto out;
    printf("\nsummary bench_corridor: fluid %.3g s, stochastic/fluid %.3g, peak %.0f MiB, %d limit%s missed%s\n",
           bench_median(&fluid), bench_ratio(&stochastic, &fluid), peak, set->missed, set->missed == 1 ? "" : "s",
           set->days > 0 ? " (shortened)" : "");
out:
    setting_close(&plain);
    setting_close(&scaled);
    (void)unlink(db);
    (void)rmdir(folder);
    return status;
}

int main(int argc, char **argv) {
    settings set = {.scenario = "scenarios/us-mexico", .turns = 3};
    for (int i = 1; i < argc; i++) {
        const char *value;
        if ((value = bench_option(argc, argv, &i, "--turns")))
            set.turns = atoi(value);
        else if ((value = bench_option(argc, argv, &i, "--days")))
            set.days = atoi(value);
        else if ((value = bench_option(argc, argv, &i, "--latents")))
            set.latents = value;
        else if (argv[i][0] != '-')
            set.scenario = argv[i];
        else {
            fprintf(stderr, "usage: %s [SCENARIO] [--turns N] [--days N] [--latents FILE]\n", argv[0]);
            return 2;
        }
    }
    if (set.turns < 1 || set.turns > BENCH_MOST_TURNS || set.days < 0) {
        fprintf(stderr, "%s: turns are 1 to %d\n", argv[0], BENCH_MOST_TURNS);
        return 2;
    }
    return all(&set) ? 1 : 0;
}
