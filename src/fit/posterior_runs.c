/* Runs of members for the posterior, in expected people and without an environment of their own, each brought to the
 * level of the fit, for what latents see is known to all.
 *
 * 1. To fit latents anew for every member would take a hundred times as long; a level (corridor/level.c) is what stands
 *    for it, here with one round in place of two.
 * 2. By what a run counts its level is corrected, and if that moves more than two people in a hundred it is lived
 * again. The first run, of the middle of all priors, begins without a level, those that move one parameter with that of
 * the first. What the level became is what the parameter asks of it.
 * 3. All others begin with what their parameters ask for together.
 * 4. Where a call is to make a part, runs of other members than its own are left to others: it waits for them.
 * 5. What a run gave is rounded, and kept as text if somebody keeps it: so a call that was stopped goes on to the same
 *    result, to the byte.
 */
#include "fit/posterior.h"

#include "run/crew.h"
#include "text/bytes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEEP_EVERY = 10, LOG_PARTS = 1000000, MOST = 2, MOST_OF_MIDDLE = 6 };
static const double near_enough = 0.02, nearest = 0.002; /* log units, mean of people */

typedef struct {
    double *logs;  /* [figures]; NULL: not known */
    double *level; /* [rows * months] of a run near the centre; NULL: none */
    int lived;
} one_run;

struct fit_runs {
    fit_runs_of of;
    const scn_scenario *s;
    mdl_level aim;      /* of no month: members are not levelled */
    int encounters;     /* its number among the series */
    int nasked, *asked; /* series that are recorded: the figures' and encounters */
    int nruns;
    one_run *runs;
    int lived, kept, unkept;
    char *words; /* [256] of who opened it */
};

/* ---- one member ---- */

typedef struct {
    fit_runs *r;
    int first, near;
    const double *z;
    double *logs;
} batch;

typedef struct {
    double *normals, *record, *totals;
    mdl_level level, count;
} bench;

static int bench_make(const fit_runs *r, bench *b) {
    size_t cells = (size_t)r->aim.rows * (size_t)r->aim.months + 1;
    const fit_published *p = r->of.published;
    b->normals = calloc((size_t)r->s->registry.count + 1, sizeof(double));
    b->record = calloc((size_t)r->of.job->kind->record_width(r->of.job->model) + 1, sizeof(double));
    b->totals = calloc(2 * (size_t)p->months * (size_t)p->nseries + 1, sizeof(double));
    b->level = b->count = (mdl_level){.rows = r->aim.rows, .months = r->aim.months};
    b->level.x = calloc(cells, sizeof(double));
    b->count.x = calloc(cells, sizeof(double));
    return b->normals && b->record && b->totals && b->level.x && b->count.x ? 0 : VADO_ERR_MEMORY;
}

static void bench_free(bench *b) {
    free(b->normals);
    free(b->record);
    free(b->totals);
    free(b->level.x);
    free(b->count.x);
}

static void take_month(const fit_runs *r, bench *b, int month) {
    const fit_published *p = r->of.published;
    const mdl_series *s = &p->series[r->encounters];
    int t = month - month_of_day(r->s->from - r->s->spin_up_days); /* as latents have them */
    for (int i = 0; i < s->cells && t >= 0 && t < b->count.months; i++)
        b->count.x[i / DEMO_COUNT % b->count.rows * b->count.months + t] += b->record[s->offset + i];
    if (month >= p->first && month < p->first + p->months)
        fit_published_total(p, b->record, (int)(month_start(month + 1) - month_start(month)),
                            b->totals + 2 * (size_t)(month - p->first) * (size_t)p->nseries);
}

static int live(fit_runs *r, bench *b, char words[CREW_WORDS]) {
    const fit_job *job = r->of.job;
    const mdl_member_options o = {
        .arithmetic = ENG_FLUID, .seed = 1, .members = 1, .level = &b->level, .normals = b->normals};
    size_t width = (size_t)job->kind->record_width(job->model);
    int64_t end = month_start(r->of.published->first + r->of.published->months), day;
    mdl_member *p = NULL;
    int status = job->kind->member_open(job->model, &o, &p) ? VADO_ERR_MEMORY : 0;
    if (status == 0 && job->kind->member_ask && job->kind->member_ask(p, r->nasked, r->asked))
        status = VADO_ERR_MEMORY;
    memset(b->count.x, 0, (size_t)b->count.rows * (size_t)b->count.months * sizeof(double));
    memset(b->record, 0, width * sizeof(double));
    while (!status && (day = job->kind->member_day(p)) < end) {
        int month = month_of_day(day);
        if (day == month_start(month) && job->cancelled && job->cancelled(job->cancel_user)) {
            status = VADO_ERR_CANCELLED;
        } else if (job->kind->member_step(p, b->record)) {
            (void)snprintf(words, CREW_WORDS, "%s", job->kind->member_error(p));
            status = VADO_ERR_RUN;
        } else if (month_of_day(day + 1) != month) {
            take_month(r, b, month);
            memset(b->record, 0, width * sizeof(double));
        }
    }
    if (p)
        job->kind->member_close(p);
    return status;
}

/* ---- its level ---- */

static void first_level(const batch *x, int number, const double *z, bench *b) {
    const double *middle = x->r->runs[0].level;
    size_t cells = (size_t)b->level.rows * (size_t)b->level.months;
    for (size_t i = 0; i < cells; i++)
        b->level.x[i] = number > 0 && middle ? middle[i] : 0;
    for (int p = 0; !x->near && p < x->r->of.nparameters; p++) {
        const double *asked = x->r->runs[1 + p].level;
        for (size_t i = 0; middle && asked && i < cells; i++)
            b->level.x[i] += z[p] * (asked[i] - middle[i]);
    }
}

/* Corrects the level; whether that is worth another run. */
static int correct(const fit_runs *r, bench *b, double *was, double enough) {
    size_t cells = (size_t)b->level.rows * (size_t)b->level.months;
    double moved = 0, people = 0;
    memcpy(was, b->level.x, cells * sizeof *was);
    cor_level_correct(&r->aim, &b->count, &b->level);
    for (size_t i = 0; i < cells; i++) {
        moved += r->aim.x[i] * fabs(b->level.x[i] - was[i]);
        people += r->aim.x[i];
    }
    return moved > enough * people;
}

static int keep_level(const batch *x, const bench *b, one_run *run) {
    size_t cells = (size_t)b->level.rows * (size_t)b->level.months;
    if (!x->near || cells == 0)
        return 0;
    if (!(run->level = malloc(cells * sizeof(double))))
        return VADO_ERR_MEMORY;
    for (size_t i = 0; i < cells; i++)
        run->level[i] = floor(b->level.x[i] * MDL_LEVEL_PARTS + 0.5) / MDL_LEVEL_PARTS;
    return 0;
}

static int is_mine(const fit_runs *r, int number) {
    int member = r->of.members > 0 ? number % r->of.members + 1 : 0;
    return !r->of.file || r->of.file->first == 0 || (member >= r->of.file->first && member <= r->of.file->last);
}

static int one(void *user, int job, void *room, char words[CREW_WORDS]) {
    batch *x = user;
    fit_runs *r = x->r;
    one_run *run = &r->runs[x->first + job];
    const double *z = x->z + (size_t)job * (size_t)r->of.nparameters;
    size_t figures = (size_t)r->of.published->figures.n, cells = (size_t)r->aim.rows * (size_t)r->aim.months;
    bench b = {0};
    (void)room;
    if (run->logs || !is_mine(r, x->first + job))
        return 0;
    double *was = malloc((cells + 1) * sizeof *was), *logs = malloc((figures + 1) * sizeof *logs);
    int status = was && logs ? bench_make(r, &b) : VADO_ERR_MEMORY;
    if (status == 0) {
        for (int p = 0; p < r->of.nparameters; p++)
            b.normals[r->of.parameters[p]] = z[p];
        first_level(x, x->first + job, z, &b);
        run->lived = 1;
        status = live(r, &b, words);
    }
    while (status == 0 && cells > 0) {
        int middle = x->first + job == 0, again = correct(r, &b, was, middle ? nearest : near_enough);
        if (!again || run->lived == (middle ? MOST_OF_MIDDLE : MOST)) {
            if (middle) /* others begin with the level that it was lived with */
                memcpy(b.level.x, was, cells * sizeof *was);
            break;
        }
        run->lived++;
        status = live(r, &b, words);
    }
    if (status == 0)
        status = keep_level(x, &b, run);
    if (status == 0) {
        fit_published_logs(r->of.published, b.totals, logs);
        for (size_t f = 0; f < figures; f++)
            logs[f] = floor(logs[f] * LOG_PARTS + 0.5) / LOG_PARTS;
        run->logs = logs;
        logs = NULL;
    }
    bench_free(&b);
    free(was);
    free(logs);
    return status;
}

/* ---- keeping ---- */

static void put_numbers(byt_writer *w, size_t n, const double *x, double parts) {
    for (size_t i = 0; i < n; i++) {
        char number[32];
        int letters = snprintf(number, sizeof number, " %.0f", floor(x[i] * parts + 0.5));
        byt_put(w, number, (size_t)letters);
    }
}

static int keep(fit_runs *r) {
    byt_writer w = {0};
    size_t cells = (size_t)r->aim.rows * (size_t)r->aim.months;
    if (!r->of.file || !r->of.file->keep)
        return 0;
    byt_put(&w, r->of.of, strlen(r->of.of));
    byt_put(&w, FIT_POSTERIOR_RUNS_HEAD "\n", strlen(FIT_POSTERIOR_RUNS_HEAD) + 1);
    for (int i = 0; i < r->nruns; i++) {
        char head[48];
        if (!r->runs[i].logs)
            continue;
        int letters = snprintf(head, sizeof head, "%d,%d,by", i, r->runs[i].lived);
        byt_put(&w, head, (size_t)letters);
        put_numbers(&w, (size_t)r->of.published->figures.n, r->runs[i].logs, LOG_PARTS);
        if (r->runs[i].level)
            put_numbers(&w, cells, r->runs[i].level, MDL_LEVEL_PARTS);
        byt_put(&w, "\n", 1);
    }
    byt_put(&w, "", 1);
    int status = w.failed ? VADO_ERR_MEMORY : r->of.file->keep(r->of.file->user, (char *)w.bytes);
    free(w.bytes);
    r->unkept = 0;
    return status;
}

static int take(void *user, int job, const void *room) {
    batch *x = user;
    (void)job, (void)room;
    return ++x->r->unkept >= KEEP_EVERY ? keep(x->r) : 0;
}

/* Whole numbers after `by`; how many there are, the first `most` of them into x, divided. */
static int read_numbers(const char **c, size_t most, double *x, double parts) {
    for (size_t i = 0; i < most; i++) {
        char *end;
        if (**c != ' ')
            return -1;
        long number = strtol(*c + 1, &end, 10);
        if (end == *c + 1)
            return -1;
        x[i] = (double)number / parts;
        *c = end;
    }
    return 0;
}

/* A line of what was kept. What cannot be read is found again. */
static int take_line(fit_runs *r, const char *line) {
    size_t figures = (size_t)r->of.published->figures.n, cells = (size_t)r->aim.rows * (size_t)r->aim.months;
    int number, lived, letters = 0;
    if (sscanf(line, "%d,%d,by%n", &number, &lived, &letters) != 2 || letters == 0 || number < 0 ||
        number >= r->nruns || r->runs[number].logs)
        return 0;
    int near = number <= r->of.nparameters && cells > 0;
    double *logs = malloc((figures + 1) * sizeof *logs), *level = near ? malloc(cells * sizeof *level) : NULL;
    const char *c = line + letters;
    if (!logs || (near && !level)) {
        free(logs);
        free(level);
        return VADO_ERR_MEMORY;
    }
    if (read_numbers(&c, figures, logs, LOG_PARTS) || (near && read_numbers(&c, cells, level, MDL_LEVEL_PARTS)) ||
        *c != '\n') {
        free(logs);
        free(level);
        return 0;
    }
    r->runs[number] = (one_run){logs, level, lived};
    r->kept++;
    return 0;
}

static int take_kept(fit_runs *r) {
    const char *text = r->of.file ? r->of.file->text : NULL;
    int status = 0;
    if (!text || strncmp(text, r->of.of, strlen(r->of.of)) != 0)
        return 0;
    for (const char *line = text + strlen(r->of.of); status == 0 && line && *line;) {
        status = take_line(r, line);
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    return status;
}

/* ---- the interface ---- */

static int asked(void *user) {
    const fit_job *job = user;
    return job->cancelled && job->cancelled(job->cancel_user);
}

int fit_runs_open(const fit_runs_of *of, int runs, fit_runs **out, char words[256]) {
    fit_runs *r = *out = calloc(1, sizeof *r);
    fit_job job = *of->job;
    const mdl_stop stop = {asked, &job};
    if (!r || !(r->runs = calloc((size_t)runs + 1, sizeof *r->runs)) ||
        !(r->asked = calloc((size_t)of->published->nseries + 1, sizeof *r->asked)))
        return VADO_ERR_MEMORY;
    r->of = *of;
    r->s = of->job->scenario;
    r->nruns = runs;
    r->words = words;
    r->encounters = mdl_main(of->published->nseries, of->published->series);
    r->asked[r->nasked++] = r->encounters;
    for (int f = 0; f < of->published->figures.n; f++) /* figures of a series stand together */
        if (f == 0 || of->published->at[f].series != of->published->at[f - 1].series)
            r->asked[r->nasked++] = (int)(of->published->at[f].series - of->published->series);
    int status = of->job->kind->level_aim(of->job->model, &r->aim, &stop);
    if (status) {
        (void)snprintf(words, 256, "the central run, whose level members are brought to, failed");
        return status == MDL_STOPPED ? VADO_ERR_CANCELLED : status == ENG_ERR_MEMORY ? VADO_ERR_MEMORY : VADO_ERR_RUN;
    }
    return take_kept(r);
}

int fit_runs_do(void *runs, int first, int n, const double *z, int near, double *logs) {
    fit_runs *r = runs;
    batch x = {r, first, near, z, logs};
    char said[CREW_WORDS] = "";
    size_t figures = (size_t)r->of.published->figures.n;
    if (first + n > r->nruns)
        return VADO_ERR_RUN;
    const crew_list list = {.jobs = n, .threads = r->of.job->threads, .work = one, .take = take, .user = &x};
    int status = crew_run(&list, said);
    if (status)
        (void)snprintf(r->words, 256, "%.255s", said);
    for (int i = 0; status == 0 && i < n; i++)
        if (!r->runs[first + i].logs)
            status = FIT_WAITS;
    for (int i = 0; status == 0 && i < n; i++)
        memcpy(logs + (size_t)i * figures, r->runs[first + i].logs, figures * sizeof *logs);
    if (r->unkept > 0 && (status == 0 || status == FIT_WAITS || status == VADO_ERR_CANCELLED)) {
        int kept = keep(r);
        status = kept && status != VADO_ERR_CANCELLED ? kept : status;
    }
    return status;
}

void fit_runs_told(const fit_runs *r, int *lived, int *kept) {
    *lived = 0;
    *kept = r->kept;
    for (int i = 0; i < r->nruns; i++)
        *lived += r->runs[i].lived;
}

void fit_runs_close(fit_runs *r) {
    if (!r)
        return;
    for (int i = 0; r->runs && i < r->nruns; i++) {
        free(r->runs[i].logs);
        free(r->runs[i].level);
    }
    free(r->runs);
    free(r->asked);
    free(r->aim.x);
    free(r);
}
