/* bench_side: one side of a comparison of two sources. It does one thing in a process of its own and says what that
 * cost, as lines "name value"; bench_before.c starts it, built from either source, in turns.
 *
 *   bench_side SCENARIO WHAT [options]
 *     open    reads, checks and freezes the scenario            -> open: CPU seconds of one opening
 *     days    steps a member through the period                 -> days: CPU seconds; encounters; of a stochastic one
 *             cells, people: occupied cells and who is in them, mean of every thirtieth day
 *     warm    opens, steps a member through the period --count times in this process -> open, first: CPU seconds;
 *             warm: of the others, the median; encounters
 *     bare    the same days with nothing recorded               -> open, bare: CPU seconds
 *     cells   occupied cells by size, as a table
 *     threads members 0 and 1, one after the other, and at once on two threads -> one, two: CPU seconds of both
 *     day     steps to the day of --day, and has valgrind --tool=callgrind --instr-atstart=no count from there
 *     plain   a plain C loop over as many stocks, flows and classes -> plain: CPU seconds of a day; counted as by day
 *     facts   from (days since 1970-01-01), days, stocks, flows, flow-cells of the scenario
 *   --stochastic       not fluid: all layers of uncertainty, member 0 of 8
 *   --scale X          populations and capacities times X (scaled.h)
 *   --day N --count N  days since the first of the spin-up when counting begins, and how many days are counted: the
 *                      first into a file of its own
 *   --days N           the period is shortened
 *   --latents FILE     in place of the scenario's
 */
#include "bench.h"
#include "scaled.h"

#ifndef __wasi__
#include <pthread.h>
#endif

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_START_INSTRUMENTATION (void)0
#define CALLGRIND_STOP_INSTRUMENTATION (void)0
#define CALLGRIND_DUMP_STATS (void)0
#endif

enum { MEMBERS = 8, SIZES = 7 };

typedef struct {
    const char *scenario, *what, *latents;
    eng_arithmetic arithmetic;
    double scale;
    int days, first, count;
} request;

/* ---- members ---- */

typedef void look(void *user, eng_world *w);

typedef struct {
    int member, recorded;
    look *see; /* if given, sees the world every thirtieth day of the period */
    void *user;
    double encounters; /* summed over the run */
} course;

static int member_open(const setting *x, eng_arithmetic arithmetic, int member, mdl_member **p) {
    int noisy = arithmetic != ENG_FLUID;
    mdl_member_options o = {.arithmetic = arithmetic,
                            .seed = 1,
                            .member = member,
                            .members = MEMBERS,
                            .layer_parameters = noisy,
                            .layer_environment = noisy,
                            .layer_chance = noisy};
    return x->kind->member_open(x->model, &o, p);
}

static double encounters_of(const setting *x, const double *record) {
    const mdl_series *series;
    int n = x->kind->series(x->model, &series);
    double sum = 0;
    for (int i = 0; i < n; i++)
        for (int c = 0; strcmp(series[i].name, "encounters") == 0 && c < series[i].cells; c++)
            sum += record[series[i].offset + c];
    return sum;
}

static int member_run(const setting *x, eng_arithmetic arithmetic, course *c) {
    mdl_member *p = NULL;
    double *record = calloc((size_t)x->kind->record_width(x->model) + 1, sizeof *record);
    int status = record ? member_open(x, arithmetic, c->member, &p) : ENG_ERR_MEMORY;
    for (int day = 0; status == 0 && x->kind->member_day(p) < x->scenario.until; day++) {
        status = x->kind->member_step(p, c->recorded ? record : NULL);
        if (status == 0 && c->see && x->kind->member_day(p) > x->scenario.from && day % 30 == 0)
            c->see(c->user, x->kind->member_world(p));
    }
    if (status)
        fprintf(stderr, "bench_side: %s\n", p ? x->kind->member_error(p) : "no member");
    else
        c->encounters = encounters_of(x, record);
    if (p)
        x->kind->member_close(p);
    free(record);
    return status;
}

/* ---- occupied cells ---- */

static const double LEAST[SIZES] = {1, 2, 5, 10, 30, 100, 1000};
typedef struct {
    int looks;
    double cells[SIZES], people[SIZES]; /* with at least so many people, summed over looks */
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
    for (int i = 0; i < SIZES; i++) {
        int64_t cells;
        double people;
        eng_occupied(w, LEAST[i], &cells, &people);
        c->cells[i] += (double)cells;
        c->people[i] += people;
    }
    c->median += median_cell(w);
    c->looks++;
}

static void count_occupied(void *user, eng_world *w) {
    cell_count *c = user;
    int64_t cells;
    double people;
    eng_occupied(w, 1, &cells, &people);
    c->cells[0] += (double)cells;
    c->people[0] += people;
    c->looks++;
}

static int say_cells(const request *r, const setting *x) {
    cell_count c = {0};
    course run = {.recorded = 0, .see = look_at_cells, .user = &c};
    int status = member_run(x, r->arithmetic, &run);
    if (status || c.looks == 0)
        return status;
    double n = c.looks, all = c.cells[0];
    printf("  cells %.0f; people in all %.4g (whole populations among them); median people in a cell %.0f\n", all / n,
           c.people[0] / n, c.median / n);
    for (int i = 0; i < SIZES; i++) {
        double here = all > 0 ? (c.cells[i] - (i + 1 < SIZES ? c.cells[i + 1] : 0)) / all : 0;
        char words[32];
        if (i + 1 < SIZES && LEAST[i + 1] > LEAST[i] + 1)
            snprintf(words, sizeof words, "%.0f to %.0f", LEAST[i], LEAST[i + 1] - 1);
        else
            snprintf(words, sizeof words, i + 1 == SIZES ? "%.0f and more" : "%.0f", LEAST[i]);
        printf("  %14s people: %4.1f%% of cells\n", words, 100 * here);
    }
    double below = (c.cells[0] - c.cells[5]) / n, people = (c.people[0] - c.people[5]) / n;
    printf("  mean of the cells below 100 people: %.1f; mean of those below 1000: %.1f\n",
           below > 0 ? people / below : 0, (c.people[0] - c.people[6]) / (c.cells[0] - c.cells[6]));
    return 0;
}

/* ---- what is timed ---- */

static int say_opening(const request *r) {
    int status = 0, n = 0;
    double start = bench_cpu(), spent = 0;
    for (; status == 0 && (n == 0 || spent < 1); n++, spent = bench_cpu() - start) {
        setting x;
        status = setting_open(&x, r->scenario, r->latents, 1);
        setting_close(&x);
    }
    if (status == 0)
        printf("open %.6g\n", spent / n);
    return status;
}

static int say_days(const request *r, const setting *x, int recorded) {
    cell_count c = {0};
    int looked = recorded && r->arithmetic != ENG_FLUID; /* a thousandth of the time */
    course run = {.recorded = recorded, .see = looked ? count_occupied : NULL, .user = &c};
    double start = bench_cpu();
    int status = member_run(x, r->arithmetic, &run);
    printf("%s %.6g\nencounters %.9g\n", recorded ? "days" : "bare", bench_cpu() - start, run.encounters);
    if (c.looks)
        printf("cells %.0f\npeople %.6g\n", c.cells[0] / c.looks, c.people[0] / c.looks);
    return status;
}

/* What compiles or fills caches on the way is in the first time alone. */
static int say_warm(const request *r, const setting *x) {
    bench_times later = {0};
    course run;
    for (int turn = 0; turn < r->count; turn++) {
        double start = bench_cpu();
        run = (course){.recorded = 1};
        int status = member_run(x, r->arithmetic, &run);
        if (status)
            return status;
        if (turn == 0)
            printf("first %.6g\n", bench_cpu() - start);
        else
            bench_add(&later, bench_cpu() - start);
    }
    printf("warm %.6g\nencounters %.9g\n", bench_median(&later), run.encounters);
    return 0;
}

typedef struct {
    const request *r;
    const setting *x;
    int member, status;
} thread_work;

static void *work(void *arg) {
    thread_work *w = arg;
    course c = {.member = w->member, .recorded = 1};
    w->status = member_run(w->x, w->r->arithmetic, &c);
    return NULL;
}

#ifdef __wasi__
static int say_threads(const request *r, const setting *x) {
    (void)r, (void)x, (void)work;
    return -1;
}
#else
static int say_threads(const request *r, const setting *x) {
    thread_work w[2] = {{r, x, 0, 0}, {r, x, 1, 0}};
    pthread_t other;
    double start = bench_cpu();
    (void)work(&w[0]);
    (void)work(&w[1]);
    printf("one %.6g\n", bench_cpu() - start);
    start = bench_cpu();
    if (pthread_create(&other, NULL, work, &w[1]))
        return -1;
    (void)work(&w[0]);
    if (pthread_join(other, NULL))
        return -1;
    printf("two %.6g\n", bench_cpu() - start);
    return w[0].status ? w[0].status : w[1].status;
}
#endif

/* ---- what is counted ---- */

static int counted_days(const request *r, const setting *x) {
    mdl_member *p = NULL;
    double *record = calloc((size_t)x->kind->record_width(x->model) + 1, sizeof *record);
    int status = record ? member_open(x, r->arithmetic, 0, &p) : ENG_ERR_MEMORY;
    for (int day = 0; status == 0 && day < r->first; day++)
        status = x->kind->member_step(p, record);
    CALLGRIND_START_INSTRUMENTATION;
    for (int day = 0; status == 0 && day < r->count; day++) {
        status = x->kind->member_step(p, record);
        if (day == 0 && r->count > 1)
            CALLGRIND_DUMP_STATS; /* the first in a file of its own */
    }
    CALLGRIND_STOP_INSTRUMENTATION;
    if (p)
        x->kind->member_close(p);
    free(record);
    return status;
}

/* The same arithmetic as nobody would object to: each flow takes its chance of each class of its stock and puts it into
 * another, nothing else. No delays, no order in queues, no chances to work out, no checks, no record. */
typedef struct {
    int from, to; /* -1: leaves */
    double *chance;
    int *into; /* class of `to` */
} plain_flow;
typedef struct {
    int nstocks, nflows;
    int *classes;
    double **people, **left, **come; /* [stock][class] */
    plain_flow *flows;
} plain_model;

__attribute__((noinline)) static void plain_day(plain_model *m) {
    for (int i = 0; i < m->nflows; i++) {
        const plain_flow *f = &m->flows[i];
        const double *people = m->people[f->from];
        double *left = m->left[f->from], *come = f->to >= 0 ? m->come[f->to] : NULL;
        for (int c = 0; c < m->classes[f->from]; c++) {
            double moved = people[c] * f->chance[c];
            left[c] += moved;
            if (come)
                come[f->into[c]] += moved;
        }
    }
    for (int i = 0; i < m->nstocks; i++)
        for (int c = 0; c < m->classes[i]; c++) {
            m->people[i][c] += m->come[i][c] - m->left[i][c];
            m->come[i][c] = m->left[i][c] = 0;
        }
}

static double *numbers(int n, double value) {
    double *x = malloc((size_t)(n ? n : 1) * sizeof *x);
    for (int i = 0; x && i < n; i++)
        x[i] = value;
    return x;
}

static void plain_free(plain_model *m) {
    for (int i = 0; m->people && m->left && m->come && i < m->nstocks; i++) {
        free(m->people[i]);
        free(m->left[i]);
        free(m->come[i]);
    }
    for (int i = 0; m->flows && i < m->nflows; i++) {
        free(m->flows[i].chance);
        free(m->flows[i].into);
    }
    free(m->classes);
    free(m->people);
    free(m->left);
    free(m->come);
    free(m->flows);
}

static int plain_make(const eng_model *e, plain_model *m) {
    m->nstocks = eng_count_stocks(e);
    m->nflows = eng_count_flows(e);
    m->classes = calloc((size_t)m->nstocks, sizeof *m->classes);
    m->people = calloc((size_t)m->nstocks, sizeof *m->people);
    m->left = calloc((size_t)m->nstocks, sizeof *m->left);
    m->come = calloc((size_t)m->nstocks, sizeof *m->come);
    m->flows = calloc((size_t)m->nflows, sizeof *m->flows);
    if (!m->classes || !m->people || !m->left || !m->come || !m->flows)
        return -1;
    for (int i = 0; i < m->nstocks; i++) {
        m->classes[i] = eng_stock_classes(e, i);
        m->people[i] = numbers(m->classes[i], 100);
        m->left[i] = numbers(m->classes[i], 0);
        m->come[i] = numbers(m->classes[i], 0);
        if (!m->people[i] || !m->left[i] || !m->come[i])
            return -1;
    }
    for (int i = 0; i < m->nflows; i++) {
        plain_flow *f = &m->flows[i];
        f->from = eng_flow_from(e, i);
        f->to = eng_flow_to(e, i);
        int n = m->classes[f->from];
        f->chance = numbers(n, 0.001);
        f->into = calloc((size_t)n, sizeof *f->into);
        if (!f->chance || !f->into)
            return -1;
        for (int c = 0; f->to >= 0 && c < n; c++)
            f->into[c] = (int)((long)c * m->classes[f->to] / n);
    }
    return 0;
}

static int say_plain(const setting *x) {
    enum { DAYS = 500 };
    plain_model m = {0};
    int status = plain_make(x->kind->engine(x->model), &m);
    if (status == 0) {
        plain_day(&m);
        CALLGRIND_START_INSTRUMENTATION;
        plain_day(&m);
        CALLGRIND_STOP_INSTRUMENTATION;
        double start = bench_cpu();
        for (int i = 0; i < DAYS; i++)
            plain_day(&m);
        printf("plain %.6g\n", (bench_cpu() - start) / DAYS);
    }
    plain_free(&m);
    return status;
}

static int say_facts(const setting *x) {
    const eng_model *e = x->kind->engine(x->model);
    long cells = 0;
    for (int i = 0; i < eng_count_flows(e); i++)
        cells += eng_stock_classes(e, eng_flow_from(e, i));
    printf("from %lld\ndays %lld\nstocks %d\nflows %d\nflow-cells %ld\n", (long long)x->scenario.from,
           (long long)(x->scenario.until - x->scenario.from + x->scenario.spin_up_days), eng_count_stocks(e),
           eng_count_flows(e), cells);
    return 0;
}

/* ---- */

static int answer(const request *r) {
    setting x = {0};
    if (strcmp(r->what, "open") == 0)
        return say_opening(r);
    double start = bench_cpu();
    int status = setting_open(&x, r->scenario, r->latents, r->scale);
    if (status == 0) {
        if (r->days > 0)
            x.scenario.until = x.scenario.from + r->days;
        if (strcmp(r->what, "bare") == 0 || strcmp(r->what, "warm") == 0)
            printf("open %.6g\n", bench_cpu() - start);
        status = strcmp(r->what, "days") == 0      ? say_days(r, &x, 1)
                 : strcmp(r->what, "bare") == 0    ? say_days(r, &x, 0)
                 : strcmp(r->what, "warm") == 0    ? say_warm(r, &x)
                 : strcmp(r->what, "cells") == 0   ? say_cells(r, &x)
                 : strcmp(r->what, "threads") == 0 ? say_threads(r, &x)
                 : strcmp(r->what, "day") == 0     ? counted_days(r, &x)
                 : strcmp(r->what, "plain") == 0   ? say_plain(&x)
                 : strcmp(r->what, "facts") == 0   ? say_facts(&x)
                                                   : 2;
    }
    setting_close(&x);
    return status;
}

int main(int argc, char **argv) {
    request r = {.arithmetic = ENG_FLUID, .scale = 1, .count = 1};
    for (int i = 1; i < argc; i++) {
        const char *value;
        if ((value = bench_option(argc, argv, &i, "--scale")))
            r.scale = atof(value);
        else if ((value = bench_option(argc, argv, &i, "--day")))
            r.first = atoi(value);
        else if ((value = bench_option(argc, argv, &i, "--count")))
            r.count = atoi(value);
        else if ((value = bench_option(argc, argv, &i, "--days")))
            r.days = atoi(value);
        else if ((value = bench_option(argc, argv, &i, "--latents")))
            r.latents = value;
        else if (strcmp(argv[i], "--stochastic") == 0)
            r.arithmetic = ENG_STOCHASTIC;
        else if (argv[i][0] != '-' && !r.scenario)
            r.scenario = argv[i];
        else if (argv[i][0] != '-' && !r.what)
            r.what = argv[i];
        else {
            fprintf(stderr, "%s: unknown '%s' (see the top of bench_side.c)\n", argv[0], argv[i]);
            return 2;
        }
    }
    if (!r.what) {
        fprintf(stderr, "usage: %s SCENARIO WHAT [options]\n", argv[0]);
        return 2;
    }
    return answer(&r) ? 1 : 0;
}
