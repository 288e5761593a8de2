/* bench_before: what a run costs, beside the same of an older source, against the limits and aims of docs/bench.md.
 *
 * Two sources are compared, each in its own folder with its own build and its own scenario: `before` (--before, built
 * by tools/bench from a commit) and `now` (this one). Every figure comes from a child process that does one thing
 * (bench_side, bench_lever, or the command), started in the folder of its source, in turns: before, now, before, now.
 * CPU time is the child's; of the ratios, turn by turn, the median is printed. Instructions are counted by callgrind
 * from the morning of day 1500 (days of the spin-up count too) and are free of noise.
 *
 * `now` chooses its arithmetic of vectors by the processor; VADO_ISA=baseline in the environment keeps it to the
 * baseline set. What cannot be measured is printed as such with the reason, and is not counted as held.
 */
#include "before.h"

/* ---- instructions ---- */

enum { FIRST_DAY = 1500, COUNTED_DAYS = 21 }; /* routes are chosen anew every week, crossings every third day */

static double total_of(const char *path) {
    char line[256];
    double total = NAN;
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "totals: ", 8) == 0)
            total = atof(line + 8);
    if (f)
        (void)fclose(f);
    return total;
}

/* Instructions of day 1500 and of the mean of 21 days from it, in millions; of WHAT if that is not "day", or with a
 * kind of day, only the one (day[1] is then the same). NAN if callgrind is not there or counts nothing. */
static void count(const settings *set, int side, const char *build, const char *isa, const char *what, const char *kind,
                  double day[2]) {
    char program[FOLDER + 32], out[FOLDER + 32], part[FOLDER + 48], out_option[FOLDER + 64], first[16], days[16];
    cost c;
    snprintf(program, sizeof program, "%s/bench/bench_side", build);
    snprintf(out, sizeof out, "%s/callgrind", set->work);
    snprintf(out_option, sizeof out_option, "--callgrind-out-file=%s", out);
    snprintf(first, sizeof first, "%d", set->days ? set->days : FIRST_DAY);
    snprintf(days, sizeof days, "%d", kind ? 1 : COUNTED_DAYS);
    command x = {set->folder[side],
                 isa,
                 {"valgrind", "-q", "--tool=callgrind", "--instr-atstart=no", out_option, program, set->scenario, what,
                  "--day", first, "--count", days, kind},
                 1,
                 1};
    day[0] = day[1] = NAN;
    if (start(&x, &c))
        return;
    snprintf(part, sizeof part, "%s.1", out);
    double alone = total_of(part), rest = total_of(out);
    if (rest > 0 && isnan(alone)) {
        day[0] = day[1] = rest / 1e6;
    } else if (rest > 0) {
        day[0] = alone / 1e6;
        day[1] = (alone + rest) / COUNTED_DAYS / 1e6;
    }
    (void)unlink(part);
    (void)unlink(out);
}

static void instructions(settings *set) {
    double before[2], wide[2] = {NAN, NAN}, now[2], fast[2], plain[2], noisy[SIDES][2];
    static const char *const words[2][2] = {
        {"fluid, instructions of day 1500, baseline set", "  the same, mean of 21 days"},
        {"fluid, instructions of day 1500, AVX2", "  the same, mean of 21 days"}};
    count(set, BEFORE, set->build[BEFORE], NULL, "day", NULL, before);
    count(set, NOW, set->build[NOW], "baseline", "day", NULL, now);
    count(set, NOW, set->build[NOW], NULL, "day", NULL, fast);
    if (set->wide[0])
        count(set, BEFORE, set->wide, NULL, "day", NULL, wide);
    int counted = !isnan(now[0]), apart = counted && fabs(now[1] / fast[1] - 1) > 1e-3;
    for (int k = 0; k < 2; k++) {
        if (counted)
            row(set, words[0][k], (double[]){before[k], now[k]}, "M", now[k], "M", AT_MOST, 4.5, 3.5);
        else
            not_measured(set, words[0][k], "valgrind or its headers (callgrind.h) are not there");
    }
    for (int k = 0; k < 2; k++) {
        if (apart)
            row(set, words[1][k], (double[]){wide[k], fast[k]}, "M", fast[k], "M", AT_MOST, 3.5, 2.7);
        else
            not_measured(set, words[1][k],
                         counted ? "VADO_ISA=baseline changes nothing here: no vectors chosen at run time"
                                 : "as above");
    }
    if (set->wide[0] && !apart)
        shown(set, "  before, built for x86-64-v3, day 1500", (double[]){wide[0], NAN}, "M", NAN, "");
    count(set, NOW, set->build[NOW], NULL, "plain", NULL, plain);
    shown(set, "  a plain C loop over as many stocks, flows and classes", (double[]){NAN, plain[0]}, "M",
          fast[1] / plain[0], "x plain");
    if (set->quick)
        return;
    for (int side = BEFORE; side < SIDES; side++)
        count(set, side, set->build[side], NULL, "day", "--stochastic", noisy[side]);
    shown(set, "stochastic member, instructions of day 1500", (double[]){noisy[BEFORE][0], noisy[NOW][0]}, "M",
          noisy[BEFORE][0] / noisy[NOW][0], "x");
}

/* ---- days ---- */

typedef struct {
    bench_times fluid[SIDES], stochastic[SIDES], scaled[SIDES];
    double cells, scaled_cells, encounters, scaled_encounters;
} day_costs;

static int both(const settings *set, const char *const more[5], bench_times t[SIDES], cost last[SIDES]) {
    for (int side = BEFORE; side < SIDES; side++) {
        if (ask(set, side, NULL, "days", more, &last[side]))
            return -1;
        bench_add(&t[side], said(last[side].answer, "days"));
    }
    return 0;
}

static void medians(const bench_times t[SIDES], double out[SIDES]) {
    for (int side = BEFORE; side < SIDES; side++)
        out[side] = bench_median(&t[side]);
}

static int days(settings *set, day_costs *d) {
    static const char *const stochastic[5] = {"--stochastic"}, *const scaled[5] = {"--stochastic", "--scale", "100"};
    cost c[SIDES];
    double side[SIDES];
    char words[96];
    *d = (day_costs){.cells = 0};
    for (int t = 0; t < set->turns; t++) {
        if (both(set, NULL, d->fluid, c) || both(set, stochastic, d->stochastic, c))
            return -1;
        d->cells = said(c[NOW].answer, "cells");
        d->encounters = said(c[NOW].answer, "encounters");
        if (t > 1) /* the longest of all */
            continue;
        if (both(set, scaled, d->scaled, c))
            return -1;
        d->scaled_cells = said(c[NOW].answer, "cells");
        d->scaled_encounters = said(c[NOW].answer, "encounters");
    }
    medians(d->fluid, side);
    row(set, "fluid, whole period", side, "s", bench_ratio(&d->fluid[BEFORE], &d->fluid[NOW]), "x", AT_LEAST, 4, 7);
    medians(d->stochastic, side);
    row(set, "stochastic member, whole period", side, "s", bench_ratio(&d->stochastic[BEFORE], &d->stochastic[NOW]),
        "x", AT_LEAST, 2, 3);
    medians(d->scaled, side);
    row(set, "stochastic member, populations and capacities times 100", side, "s",
        bench_ratio(&d->scaled[BEFORE], &d->scaled[NOW]), "x", AT_LEAST, 1.5, 2.5);
    snprintf(words, sizeof words, "  occupied cells, as they are %.0f; times 100: %.0f", d->cells, d->scaled_cells);
    shown(set, words, NULL, "", d->scaled_cells / d->cells, "x");
    shown(set, "  times 100 over as they are, CPU",
          (double[]){bench_ratio(&d->scaled[BEFORE], &d->stochastic[BEFORE]),
                     bench_ratio(&d->scaled[NOW], &d->stochastic[NOW])},
          "x", NAN, "");
    shown(set, "  check: encounters times 100 over as they are", NULL, "", d->scaled_encounters / d->encounters, "x");
    return 0;
}

/* ---- lever, opening, WebAssembly ---- */

static int lever(settings *set, const day_costs *d) {
    char program[FOLDER + 32], turns[16];
    cost c;
    command x = {set->folder[NOW], NULL, {program, set->scenario, "--turns", turns}, 0, 0};
    snprintf(program, sizeof program, "%s/bench/bench_lever", set->build[NOW]);
    snprintf(turns, sizeof turns, "%d", set->turns);
    const char *what = "a lever at 2023-01-01, all series, over a fluid run before";
    if (set->days) {
        not_measured(set, what, "the period is shortened");
        return 0;
    }
    if (start(&x, &c))
        return -1;
    double branched = said(c.answer, "lever"), held = said(c.answer, "held"), before = bench_median(&d->fluid[BEFORE]);
    double lever = isnan(held) ? branched : held;
    row(set, what, (double[]){before, lever}, "s", before / lever, "x less", AT_LEAST, 15, 30);
    if (!isnan(held)) {
        double inside = said(c.answer, "inside");
        shown(set, "  at 2023-02-15, inside a quarter", (double[]){before, inside}, "s", before / inside, "x less");
        shown(set, "  by branching, setting, stepping and reading", (double[]){before, branched}, "s",
              before / branched, "x less");
    }
    static const char *const parts[][2] = {{"branch", "    branching"},
                                           {"set", "    setting the parameter"},
                                           {"days", "    its days"},
                                           {"read", "    reading all series"}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        double seconds = said(c.answer, parts[i][0]);
        shown(set, parts[i][1], (double[]){NAN, seconds}, "s", seconds / branched, "share");
    }
    shown(set, "  check: encounters with it over those without", NULL, "", said(c.answer, "changed"), "x");
    return 0;
}

/* The scenario packed by this source, in the folder to work in; 0 if the command cannot. */
static int pack(const settings *set, char file[FOLDER + 32]) {
    char vado[FOLDER + 32];
    cost c;
    snprintf(file, FOLDER + 32, "%s/packed", set->work);
    snprintf(vado, sizeof vado, "%s/vado", set->build[NOW]);
    command x = {set->folder[NOW], NULL, {vado, "pack", set->scenario, "-o", file}, 1, 1};
    return start(&x, &c) == 0;
}

/* `bench_side PACKED warm` of this source, by node or as it is: what it answered, and its CPU from start to end. */
static int warm_of(const settings *set, const char *packed, int by_node, cost *c) {
    char runner[FOLDER + 32], program[FOLDER + 32], days[16];
    const char *side[] = {program, NULL, NULL}, *node[] = {"node", runner, "--files", set->wasm, NULL};
    command x = {.folder = set->folder[NOW], .isa = by_node ? NULL : "baseline"};
    int n = 0;
    for (const char **word = by_node ? node : side; *word; word++)
        x.words[n++] = *word;
    snprintf(runner, sizeof runner, "%s/tests/wasi_run.mjs", set->folder[NOW]);
    snprintf(program, sizeof program, "%s/bench/bench_side", set->build[NOW]);
    snprintf(days, sizeof days, "%d", set->days);
    const char *rest[] = {packed, "warm", "--count", "4", set->days ? "--days" : NULL, days, NULL};
    for (const char **word = rest; *word; word++)
        x.words[n++] = *word;
    return start(&x, c);
}

/* What is judged is the days, once they are compiled: a page keeps its engine. What comes before stands below it. */
static int webassembly(settings *set) {
    const char *what = "WebAssembly with SIMD over native with the baseline set, warm";
    enum { WARM, FIRST, OPEN, PARTS };
    static const char *const name[PARTS] = {"warm", "first", "open"};
    char file[FOLDER + 32];
    bench_times t[PARTS][2] = {{{0}}};
    cost c[2];
    if (!set->wasm) {
        not_measured(set, what, "bench_side is not built for wasm32-wasi (cmake --preset wasm; --wasm FILE)");
        return 0;
    }
    if (!pack(set, file)) {
        not_measured(set, what, "this build has no `vado pack`");
        return 0;
    }
    for (int k = 0; k < set->turns; k++)
        for (int by_node = 0; by_node < 2; by_node++) {
            if (warm_of(set, file, by_node, &c[by_node]))
                return -1;
            for (int part = 0; part < PARTS; part++)
                bench_add(&t[part][by_node], said(c[by_node].answer, name[part]));
        }
    (void)unlink(file);
    double side[PARTS][2];
    for (int part = 0; part < PARTS; part++)
        medians(t[part], side[part]);
    row(set, what, (double[]){NAN, side[WARM][1]}, "s", bench_ratio(&t[WARM][1], &t[WARM][0]), "x", AT_MOST, 1.4, 1.2);
    shown(set, "  the native one, warm", (double[]){NAN, side[WARM][0]}, "s", NAN, "");
    shown(set, "  the first run of a process, compiled as it goes", (double[]){NAN, side[FIRST][1]}, "s",
          bench_ratio(&t[FIRST][1], &t[FIRST][0]), "x");
    shown(set, "  opening the packed scenario before it, once", (double[]){NAN, side[OPEN][1]}, "s",
          bench_ratio(&t[OPEN][1], &t[OPEN][0]), "x");
    shown(set, "  check: encounters over those of the native run", NULL, "",
          said(c[1].answer, "encounters") / said(c[0].answer, "encounters"), "x");
    return 0;
}

static int opening(settings *set) {
    bench_times t[SIDES] = {{0}}, packed = {0};
    char file[FOLDER + 32], program[FOLDER + 32];
    double side[SIDES];
    cost c;
    int can = pack(set, file);
    snprintf(program, sizeof program, "%s/bench/bench_side", set->build[NOW]);
    command open_it = {set->folder[NOW], NULL, {program, file, "open"}, 0, 0};
    for (int k = 0; k < set->turns; k++) {
        for (int s = BEFORE; s < SIDES; s++) {
            if (ask(set, s, NULL, "open", NULL, &c))
                return -1;
            bench_add(&t[s], said(c.answer, "open"));
        }
        if (can && start(&open_it, &c))
            return -1;
        bench_add(&packed, can ? said(c.answer, "open") : NAN);
    }
    medians(t, side);
    shown(set, "opening the scenario, folder", side, "s", bench_ratio(&t[BEFORE], &t[NOW]), "x");
    side[NOW] = bench_median(&packed);
    if (can)
        row(set, "opening the scenario, packed", side, "s", bench_ratio(&t[BEFORE], &packed), "x", AT_LEAST, 4, 20);
    else
        not_measured(set, "opening the scenario, packed", "this build has no `vado pack`");
    (void)unlink(file);
    return 0;
}

/* ---- what is written, and memory ---- */

/* The command on the scenario, into a store that is removed. */
static int store_run(const settings *set, int side, const char *mode, const char *members, cost *c, double *store) {
    char vado[FOLDER + 32], db[FOLDER + 32];
    snprintf(vado, sizeof vado, "%s/vado", set->build[side]);
    snprintf(db, sizeof db, "%s/bench.db", set->work);
    command x = {
        set->folder[side],
        NULL,
        {vado, "run", set->scenario, "-o", db, "--mode", mode, "--members", members, "--threads", members, "--quiet"},
        0,
        0};
    int n = 12;
    if (set->days) {
        x.words[n++] = "--until";
        x.words[n++] = set->until;
    }
    int status = start(&x, c);
    FILE *f = fopen(db, "rb");
    if (store)
        *store = f && fseek(f, 0, SEEK_END) == 0 ? (double)ftell(f) / 1e6 : NAN;
    if (f)
        (void)fclose(f);
    (void)unlink(db);
    return status;
}

/* A difference of two processes: the least of each, over two turns more. */
static int writing(settings *set) {
    const char *what = "recording and writing, fluid";
    bench_times whole[SIDES] = {{0}}, bare[SIDES] = {{0}};
    double all[SIDES], rest[SIDES], share[SIDES];
    for (int t = 0; t < set->turns + 2; t++)
        for (int s = BEFORE; s < SIDES; s++) {
            cost run, days;
            if (store_run(set, s, "fluid", "1", &run, NULL) || ask(set, s, NULL, "bare", NULL, &days))
                return -1;
            bench_add(&whole[s], run.seconds);
            bench_add(&bare[s], said(days.answer, "open") + said(days.answer, "bare"));
        }
    for (int s = BEFORE; s < SIDES; s++) {
        all[s] = bench_least(&whole[s]);
        rest[s] = all[s] - bench_least(&bare[s]);
        share[s] = rest[s] / all[s];
    }
    if (rest[BEFORE] > 0 && rest[NOW] > 0)
        row(set, what, rest, "s", rest[BEFORE] / rest[NOW], "x", AT_LEAST, 2, 4);
    else
        not_measured(set, what, "the machine was too busy for a difference of two times");
    shown(set, "  their share of a run into a store", share, "", NAN, "");
    shown(set, "  a fluid run into a store, whole command", all, "s", all[BEFORE] / all[NOW], "x");
    return 0;
}

static int memory(settings *set) {
    double side[SIDES] = {0}, kept[SIDES] = {0};
    for (int s = BEFORE; s < SIDES; s++) {
        cost c;
        if (store_run(set, s, "stochastic", "2", &c, &kept[s]))
            return -1;
        side[s] = c.peak;
    }
    row(set, "memory: a plain run of two members, two threads", side, "MB", side[NOW], "MB", AT_MOST, 60, 40);
    shown(set, "  its store", kept, "MB", NAN, "");
    const char *what = "memory: one member with all its snapshots";
    char program[FOLDER + 32];
    cost c;
    snprintf(program, sizeof program, "%s/bench/bench_lever", set->build[NOW]);
    command x = {set->folder[NOW], NULL, {program, set->scenario, "--memory"}, 0, 0};
    if (start(&x, &c))
        return -1;
    if (said(c.answer, "kept") > 0)
        row(set, what, (double[]){NAN, c.peak}, "MB", c.peak, "MB", AT_MOST, 150, 100);
    else
        not_measured(set, what, "this library keeps no states (no vado_lever)");
    return 0;
}

/* ---- fit ---- */

/* The next line that is no comment: those tell of the source and its files. */
static const char *table_line(FILE *f, char *line, int size) {
    const char *got = fgets(line, size, f);
    while (got && line[0] == '#')
        got = fgets(line, size, f);
    return got;
}

/* Largest difference of two tables, relative to the larger of 1 and the cell; INFINITY if they differ in a word. */
static double tables_apart(const char *a, const char *b) {
    char la[1024], lb[1024];
    double most = 0;
    FILE *fa = fopen(a, "r"), *fb = fopen(b, "r");
    int lines = 0, same = fa && fb;
    while (same) {
        const char *more = table_line(fa, la, sizeof la), *more_b = table_line(fb, lb, sizeof lb);
        if (!more || !more_b) {
            same = !more && !more_b && lines > 1;
            break;
        }
        lines++;
        char *pa = la, *pb = lb;
        while (same && (*pa || *pb)) { /* cell by cell */
            size_t na = strcspn(pa, ",\n"), nb = strcspn(pb, ",\n");
            char *ea, *eb;
            double x = strtod(pa, &ea), y = strtod(pb, &eb);
            if (na > 0 && nb > 0 && ea == pa + na && eb == pb + nb) {
                double apart = fabs(x - y) / fmax(1, fmax(fabs(x), fabs(y)));
                most = apart > most ? apart : most;
            } else {
                same = na == nb && memcmp(pa, pb, na) == 0;
            }
            pa += na + (pa[na] != '\0');
            pb += nb + (pb[nb] != '\0');
        }
    }
    if (fa)
        (void)fclose(fa);
    if (fb)
        (void)fclose(fb);
    return same ? most : INFINITY;
}

static int fit(settings *set) {
    const char *what = "fit of the latents, whole period";
    char vado[FOLDER + 32], table[SIDES][FOLDER + 32];
    double side[SIDES];
    if (set->quick || set->days) {
        not_measured(set, what, "it takes minutes: tools/bench without --quick and --days");
        return 0;
    }
    for (int s = BEFORE; s < SIDES; s++) {
        cost c;
        snprintf(vado, sizeof vado, "%s/vado", set->build[s]);
        snprintf(table[s], sizeof table[s], "%s/latents-%d.csv", set->work, s);
        command x = {set->folder[s], NULL, {vado, "fit", set->scenario, "--stage", "latents", "-o", table[s]}, 0, 0};
        if (start(&x, &c))
            return -1;
        side[s] = c.seconds;
    }
    row(set, what, side, "s", side[BEFORE] / side[NOW], "x", AT_LEAST, 4, 10);
    row(set, "  largest difference of the two tables", NULL, "", tables_apart(table[BEFORE], table[NOW]), "", AT_MOST,
        1e-6, 1e-6);
    (void)unlink(table[BEFORE]);
    (void)unlink(table[NOW]);
    return 0;
}

/* ---- Flee's rules ---- */

static const char *const CONFLICTS[] = {"mali2012", "burundi2015", "ssudan2014", NULL};

static int flee_run(const settings *set, int side, const char *conflict, const char *arithmetic, int repeats,
                    double *seconds) {
    char vado[FOLDER + 32], input[FOLDER + 64], data[FOLDER + 64], rules[FOLDER + 64], out[FOLDER + 32];
    snprintf(vado, sizeof vado, "%s/vado", set->build[side]);
    snprintf(input, sizeof input, "%s/conflicts/%s/input_csv", set->flee, conflict);
    snprintf(data, sizeof data, "%s/conflicts/%s/source_data", set->flee, conflict);
    snprintf(rules, sizeof rules, "%s/simsetting.yml", set->flee);
    snprintf(out, sizeof out, "%s/flee.csv", set->work);
    command x = {set->folder[side],
                 NULL,
                 {vado, "flee", input, data, "--settings", rules, "-o", out, "--arithmetic", arithmetic, "--threads",
                  "1", "--quiet"},
                 1,
                 0};
    *seconds = 0;
    for (int i = 0; i < repeats; i++) {
        cost c;
        if (start(&x, &c))
            return -1;
        *seconds += c.seconds / repeats;
    }
    (void)unlink(out);
    return 0;
}

static int flee(settings *set) {
    const char *what = "vado flee on the shared conflicts, all three";
    bench_times all[SIDES] = {{0}}, one[2][3][SIDES] = {{{{0}}}};
    char words[96];
    double side[SIDES];
    if (access(set->flee, R_OK)) {
        not_measured(set, what, "Flee's conflicts are not there (--flee DIR)");
        return 0;
    }
    for (int t = 0; t < set->turns; t++) {
        double sum[SIDES] = {0}, seconds = 0;
        for (int k = 0; CONFLICTS[k]; k++)
            for (int single = 0; single < 2; single++)
                for (int s = BEFORE; s < SIDES; s++) {
                    if (flee_run(set, s, CONFLICTS[k], single ? "individual" : "auto", single ? 1 : REPEATS, &seconds))
                        return -1;
                    bench_add(&one[single][k][s], seconds);
                    sum[s] += single ? 0 : seconds;
                }
        bench_add(&all[BEFORE], sum[BEFORE]);
        bench_add(&all[NOW], sum[NOW]);
    }
    medians(all, side);
    row(set, what, side, "s", bench_ratio(&all[BEFORE], &all[NOW]), "x", AT_LEAST, 1, 2);
    for (int k = 0; CONFLICTS[k]; k++)
        for (int single = 0; single < 2; single++) {
            medians(one[single][k], side);
            snprintf(words, sizeof words, "  %s, %s", CONFLICTS[k], single ? "people one by one" : "auto");
            shown(set, words, side, "s", bench_ratio(&one[single][k][BEFORE], &one[single][k][NOW]), "x");
        }
    return 0;
}

/* ---- as planned ---- */

static int planned(settings *set, const day_costs *d) {
    static const char *const stochastic[5] = {"--stochastic"};
    cost c;
    if (ask(set, NOW, NULL, "threads", stochastic, &c))
        return -1;
    double fluid = bench_median(&d->fluid[NOW]);
    printf("\nSet when the engine was planned\n\n");
    heading();
    row(set, "fluid, whole period", (double[]){bench_median(&d->fluid[BEFORE]), fluid}, "s", fluid, "s", AT_MOST, 1,
        0.2);
    double ratio = bench_ratio(&d->stochastic[NOW], &d->fluid[NOW]);
    row(set, "stochastic member / fluid", (double[]){bench_ratio(&d->stochastic[BEFORE], &d->fluid[BEFORE]), ratio},
        "x", ratio, "x", AT_MOST, 25, 10);
    row(set, "CPU-time efficiency, 2 members on 2 threads", NULL, "", said(c.answer, "one") / said(c.answer, "two"), "",
        AT_LEAST, 0.85, 0.95);
    return 0;
}

static int cells(const settings *set) {
    static const char *const plain[5] = {"--stochastic"}, *const scaled[5] = {"--stochastic", "--scale", "100"};
    cost c;
    printf("\nOccupied (stock or delay, class) cells, stochastic, mean of every thirtieth day of the period\n");
    if (ask(set, NOW, NULL, "cells", plain, &c))
        return -1;
    printf("\nas the scenario is\n%s", c.answer);
    if (ask(set, NOW, NULL, "cells", scaled, &c))
        return -1;
    printf("\ntimes 100\n%s", c.answer);
    return 0;
}

/* ---- */

static int all(settings *set) {
    day_costs d;
    cost c;
    if (ask(set, NOW, NULL, "facts", NULL, &c))
        return -1;
    printf("%s: %.0f days with spin-up, %.0f stocks, %.0f flows, %.0f chances of a class to take a flow%s\n\n",
           set->scenario, said(c.answer, "days"), said(c.answer, "stocks"), said(c.answer, "flows"),
           said(c.answer, "flow-cells"), set->days ? " (SHORTENED: nothing is judged)" : "");
    time_t last = (time_t)(said(c.answer, "from") + set->days - 1) * 86400;
    struct tm day;
    if (gmtime_r(&last, &day))
        (void)strftime(set->until, sizeof set->until, "%Y-%m-%d", &day);
    heading();
    instructions(set);
    if (days(set, &d) || lever(set, &d) || webassembly(set) || opening(set) || writing(set) || fit(set) || flee(set) ||
        memory(set) || planned(set, &d) || (!set->quick && cells(set)))
        return -1;
    printf("\nsummary bench_before: %d rows judged: %d at the aim, %d within the limit, %d missed, %d not measured%s\n",
           set->rows, set->aims, set->held, set->missed, set->unmeasured, set->days ? " (shortened)" : "");
    return 0;
}

/* The folder `path` seen from anywhere; -1 if it is not there. */
static int absolute(const char *path, char out[FOLDER]) {
    char here[FOLDER];
    out[0] = '\0';
    if (!getcwd(here, sizeof here))
        return -1;
    int status = chdir(path) || !getcwd(out, FOLDER) ? -1 : 0;
    return chdir(here) || status ? -1 : 0;
}

/* A file seen from anywhere; NULL if its folder is not there. */
static const char *beside(const char *path, char out[FOLDER]) {
    const char *name = strrchr(path, '/');
    char folder[FOLDER], whole[FOLDER];
    snprintf(folder, sizeof folder, "%.*s", name ? (int)(name - path) : 1, name ? path : ".");
    if (absolute(folder, whole))
        return NULL;
    snprintf(out, FOLDER, "%.800s/%.200s", whole, name ? name + 1 : path);
    return out;
}

/* Where all is: each side's folder and build, a folder to work in. */
static int find(settings *set, const char *self, const char *before, const char *wide) {
    char path[FOLDER + 16];
    const char *temporary = getenv("TMPDIR"), *name = strrchr(self, '/');
    snprintf(path, sizeof path, "%.*s/..", (int)(name ? name - self : 1), name ? self : ".");
    if (absolute(".", set->folder[NOW]) || absolute(path, set->build[NOW]) || absolute(before, set->folder[BEFORE]) ||
        (wide && absolute(wide, set->wide)))
        return -1;
    snprintf(path, sizeof path, "%s/build", set->folder[BEFORE]);
    if (absolute(path, set->build[BEFORE]))
        return -1;
    snprintf(set->work, sizeof set->work, "%.900s/vado-bench-XXXXXX", temporary && temporary[0] ? temporary : "/tmp");
    return mkdtemp(set->work) ? 0 : -1;
}

int main(int argc, char **argv) {
    static settings set = {.scenario = "scenarios/us-mexico", .flee = "../shared/peers/flee", .turns = 3};
    char flee_folder[FOLDER], wasm_file[FOLDER];
    const char *before = NULL, *wide = NULL, *wasm = NULL;
    int wrong = 0;
    for (int i = 1; i < argc; i++) {
        const char *value;
        if ((value = bench_option(argc, argv, &i, "--before")))
            before = value;
        else if ((value = bench_option(argc, argv, &i, "--wide")))
            wide = value;
        else if ((value = bench_option(argc, argv, &i, "--wasm")))
            wasm = value;
        else if ((value = bench_option(argc, argv, &i, "--turns")))
            set.turns = atoi(value);
        else if ((value = bench_option(argc, argv, &i, "--days")))
            set.days = atoi(value);
        else if ((value = bench_option(argc, argv, &i, "--latents")))
            set.latents = value;
        else if ((value = bench_option(argc, argv, &i, "--flee")))
            set.flee = value;
        else if (strcmp(argv[i], "--quick") == 0)
            set.quick = 1;
        else
            wrong = 1;
    }
    if (wrong || !before || set.turns < 1 || set.turns > BENCH_MOST_TURNS || set.days < 0) {
        fprintf(stderr,
                "usage: %s --before DIR [--wide BUILD] [--wasm FILE] [--turns N] [--days N] [--quick] [--latents FILE] "
                "[--flee DIR]\n",
                argv[0]);
        return 2;
    }
    if (absolute(set.flee, flee_folder) == 0)
        set.flee = flee_folder;
    if (wasm)
        set.wasm = beside(wasm, wasm_file);
    if (find(&set, argv[0], before, wide)) {
        fprintf(stderr, "bench_before: %s and its build are not there, or no folder can be made: set TMPDIR\n", before);
        return 1;
    }
    int status = all(&set);
    (void)rmdir(set.work);
    return status ? 1 : 0;
}
