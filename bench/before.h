/* What the rows of bench_before.c are made with: two sources, children that work in the folder of one, a line a row. */
#ifndef VADO_BENCH_BEFORE_H
#define VADO_BENCH_BEFORE_H

#include "child.h"

#include <math.h>

enum { FOLDER = 1024, ANSWER = 4096, WORDS = 24, TURNS_OF_MOST = 9, REPEATS = 5 };
enum { BEFORE, NOW, SIDES };

typedef struct {
    char folder[SIDES][FOLDER], build[SIDES][FOLDER];
    char wide[FOLDER]; /* build of `before` for x86-64-v3, or "" */
    char work[FOLDER]; /* for stores and tables */
    const char *scenario, *flee, *latents, *wasm;
    int turns, quick, days;
    char until[16]; /* the last day then, "2018-01-30" */
    int rows, aims, held, missed, unmeasured;
} settings;

/* ---- children ---- */

typedef struct {
    const char *folder, *isa; /* isa: VADO_ISA, or NULL */
    const char *words[WORDS]; /* ended by NULL */
    int quiet;                /* stderr goes nowhere */
    int may_fail;             /* and then nothing is said */
} command;
typedef struct {
    double seconds, peak; /* CPU; MB */
    char answer[ANSWER];
} cost;

static void command_exec(const command *x) {
    int nowhere = open("/dev/null", O_WRONLY);
    char *words[WORDS];
    memcpy(words, x->words, sizeof words);
    if (x->quiet && nowhere >= 0)
        (void)dup2(nowhere, 2);
    if ((!x->isa || setenv("VADO_ISA", x->isa, 1) == 0) && chdir(x->folder) == 0)
        (void)execvp(words[0], words);
    _exit(127);
}

static int command_run(const void *what, void *out) {
    const command *x = what;
    cost *c = out;
    int ends[2], ended = 1;
    size_t n = 0;
    if (pipe(ends))
        return -1;
    pid_t child = fork();
    if (child == 0) {
        if (dup2(ends[1], 1) >= 0 && close(ends[0]) == 0)
            command_exec(x);
        _exit(127);
    }
    (void)close(ends[1]);
    for (ssize_t got = 1; got > 0; n += got > 0 ? (size_t)got : 0) {
        if (n == sizeof c->answer - 1)
            n = 0; /* longer answers are tables that nobody looks at */
        got = read(ends[0], c->answer + n, sizeof c->answer - 1 - n);
    }
    c->answer[n] = '\0';
    (void)close(ends[0]);
    if (child < 0 || waitpid(child, &ended, 0) < 0 || ended) {
        if (!x->may_fail) {
            fprintf(stderr, "bench_before: did not end well, in %s:", x->folder);
            for (int i = 0; x->words[i]; i++)
                fprintf(stderr, " %s", x->words[i]);
            fprintf(stderr, "\n");
        }
        return -1;
    }
    c->seconds = children_cpu();
    c->peak = megabytes(RUSAGE_CHILDREN);
    return 0;
}

static int start(const command *x, cost *c) { return in_child(command_run, x, c, sizeof *c); }

/* Number after a name in the lines of an answer; NAN if it says none. */
static double said(const char *answer, const char *name) {
    size_t n = strlen(name);
    for (const char *at = answer; at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
        if (strncmp(at, name, n) == 0 && at[n] == ' ')
            return atof(at + n + 1);
    return NAN;
}

/* bench_side of a side: WHAT and up to five more words. */
static int ask(const settings *set, int side, const char *isa, const char *what, const char *const more[5], cost *c) {
    char program[FOLDER + 32], days[16];
    command x = {set->folder[side], isa, {program, set->scenario, what}, 0, 0};
    int n = 3;
    snprintf(program, sizeof program, "%s/bench/bench_side", set->build[side]);
    snprintf(days, sizeof days, "%d", set->days);
    if (set->days) {
        x.words[n++] = "--days";
        x.words[n++] = days;
    }
    if (set->latents) {
        x.words[n++] = "--latents";
        x.words[n++] = set->latents;
    }
    for (int i = 0; more && i < 5 && more[i]; i++)
        x.words[n++] = more[i];
    return start(&x, c);
}

/* ---- saying ---- */

enum { AT_MOST = 1, AT_LEAST = 2 };

static void number(char out[32], double x, const char *unit) {
    if (isnan(x))
        snprintf(out, 32, "-");
    else
        snprintf(out, 32, "%.3g%s%s", x, unit[0] ? " " : "", unit);
}

static void heading(void) {
    printf("%-62s %9s %9s %9s  %-10s %-10s %s\n", "measure", "before", "now", "judged", "limit", "aim", "verdict");
}

/* A row: before and now in `unit`; x is what is judged, in `judged`. sense 0: not judged. */
static void row(settings *set, const char *what, const double side[SIDES], const char *unit, double x,
                const char *judged, int sense, double limit, double aim) {
    char before[32], now[32], of[32], limits[32] = "", aims[32] = "", verdict[64] = "";
    number(before, side ? side[BEFORE] : NAN, unit);
    number(now, side ? side[NOW] : NAN, unit);
    number(of, x, judged);
    if (sense) {
        int reached = sense == AT_MOST ? x <= aim : x >= aim, held = sense == AT_MOST ? x <= limit : x >= limit;
        snprintf(limits, sizeof limits, "%s %.3g", sense == AT_MOST ? "<=" : ">=", limit);
        snprintf(aims, sizeof aims, "%s %.3g", sense == AT_MOST ? "<=" : ">=", aim);
        set->rows++;
        if (set->days)
            snprintf(verdict, sizeof verdict, "not judged: shortened");
        else if (reached || held)
            snprintf(verdict, sizeof verdict, "%s", reached ? "aim" : "holds");
        else
            snprintf(verdict, sizeof verdict, "MISSED by %.3g", sense == AT_MOST ? x / limit : limit / x);
        set->aims += !set->days && reached;
        set->held += !set->days && !reached && held;
        set->missed += !set->days && !reached && !held;
        set->unmeasured += set->days > 0;
    }
    printf("%-62s %9s %9s %9s  %-10s %-10s %s\n", what, before, now, of, limits, aims, verdict);
    fflush(stdout);
}

static void not_measured(settings *set, const char *what, const char *why) {
    printf("%-62s not measured: %s\n", what, why);
    fflush(stdout);
    set->rows++;
    set->unmeasured++;
}

static void shown(settings *set, const char *what, const double side[SIDES], const char *unit, double x,
                  const char *judged) {
    row(set, what, side, unit, x, judged, 0, 0, 0);
}

#endif
