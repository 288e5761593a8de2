/* See flee_fit.h.
 *
 * 1. The settings that may move have a prior around the values at hand (src/flee/movable.c). Figures are those of every
 *    camp and day, as shares of the day's sum: what Flee's own measure is made of. Their error is that of the rules,
 *    not of counting: its variance is the mean square that the settings at hand leave, and a camp's days tell no more
 *    than one figure a month would, since they follow each other.
 * 2. The inversion (inversion.h) takes four steps from the prior, each a stronger fit. How strong it may be is asked of
 *    the first half alone: its days are three blocks, each is kept aside once while the others are fitted, and the step
 *    counts that has the least difference on blocks kept aside. Step 0 is the settings at hand, which stay unless a
 *    step is better by more than chance: two standard deviations of what runs of theirs with other luck differ by. So
 *    where no fit foretells days it has not seen, nothing is changed.
 * 3. The whole first half is fitted up to that step. Both settings then run the whole period.
 *
 * Where people are taken one by one and are many, runs of the first half let one stand for more of them (hasten), so
 * that a fit takes minutes. The scores of the end are of the settings' own.
 *
 * All members share their luck (seed), so that settings are compared and not chance; the same call gives the same
 * settings, whatever the number of threads.
 */
#include "fit/flee_fit.h"

#include "fit/inversion.h"
#include "run/crew.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The last fold keeps nothing aside; luck: further runs of the settings at hand. */
enum { MEMBERS = 40, FOLDS = FLF_BLOCKS + 1, DAYS_OF_A_FIGURE = 30, LUCK = 4 };
static const double most_people_days = 15e6; /* of the whole period, of runs one by one */

/* A run of some settings: what it leaves. */
typedef struct {
    const scn_folder *folder;
    const double *z; /* deviations of the settings, or NULL: as they were */
    double *apart;   /* [days][camps], or NULL */
    double *halves;  /* [2] Flee's difference in days before and from `half` on, or NULL */
    int luck;        /* 0: that of all who are compared */
} one_run;

typedef struct {
    const flf_job *job;
    flf_result *out;
    int camps, cells, made, planned;
    one_run *runs;
    fle_movable lighter;   /* hasten of runs of the first half */
    double *first;         /* [cells] of the settings at hand; NAN where no figure tells */
    double *apart;         /* [FOLDS * MEMBERS + FOLDS][cells]: members, then means */
    double *z[FOLDS];      /* [MEMBERS][n] */
    double *weight[FOLDS]; /* [cells] */
    double means[FOLDS][1 + FLF_STEPS][FLE_MOVABLE_MAX];
} fit;

static int block_of(const fit *f, int day) {
    int b = day * FLF_BLOCKS / f->out->half;
    return b < FLF_BLOCKS ? b : FLF_BLOCKS - 1;
}

/* To four digits: what the table says is what was run. */
static double rounded(double v) {
    char text[32];
    snprintf(text, sizeof text, "%.4g", v);
    return strtod(text, NULL);
}

static void values_of(const fit *f, const double *z, double out[FLE_MOVABLE_MAX]) {
    for (int k = 0; k < f->out->n; k++) {
        const fle_movable *a = &f->out->settings[k];
        out[k] = z ? rounded(fle_moved(a, z[k])) : a->value;
    }
}

/* ---- one run ---- */

/* The folder with these settings, read and opened. Candidates say no warnings: the settings at hand have said them. */
static int open_settings(const fit *f, const one_run *r, scn_scenario *s, mdl_model **m, char words[CREW_WORDS]) {
    fle_movable list[FLE_MOVABLE_MAX + 1];
    double values[FLE_MOVABLE_MAX + 1];
    char *text = NULL;
    scn_folder folder;
    rep_report rep;
    int n = f->out->n;
    memcpy(list, f->out->settings, sizeof f->out->settings);
    values_of(f, r->z, values);
    list[n] = f->lighter;
    values[n] = f->lighter.value;
    *m = NULL;
    if (scn_folder_copy(&folder, r->folder))
        return VADO_ERR_MEMORY;
    if (fle_settings_text(f->job->model, n + (r->folder == f->job->half), list, values, "", &text) ||
        scn_folder_add(&folder, "simsetting.yml", text, strlen(text))) {
        free(text);
        scn_folder_free(&folder);
        return VADO_ERR_MEMORY;
    }
    free(text);
    rep_init(&rep);
    int status = fle_kind()->read(s, &folder, NULL, &rep) ? VADO_ERR_INPUT : 0; /* takes the folder */
    if (status == 0 && fle_kind()->open(s, m, &rep)) {
        *m = NULL;
        scn_scenario_free(s);
        status = VADO_ERR_INPUT;
    }
    for (int i = 0; status && i < rep.count; i++)
        if (rep.entries[i].level == REP_ERROR) {
            snprintf(words, CREW_WORDS, "%s: found %s, expected %s", rep.entries[i].file, rep.entries[i].found,
                     rep.entries[i].expected);
            break;
        }
    rep_free(&rep);
    return status;
}

static int go_through(const fit *f, const one_run *r, const mdl_model *m, mdl_member *p, double *record,
                      char words[CREW_WORDS]) {
    const mdl_kind *kind = fle_kind();
    size_t width = (size_t)kind->record_width(m);
    int days = fle_days(m);
    for (int day = 0; day < days; day++) {
        if (f->job->cancelled && f->job->cancelled(f->job->user))
            return VADO_ERR_CANCELLED;
        memset(record, 0, width * sizeof *record);
        if (kind->member_step(p, record)) {
            snprintf(words, CREW_WORDS, "%.400s", kind->member_error(p));
            return VADO_ERR_RUN;
        }
        if (r->apart)
            fle_apart(m, day, record, r->apart + (size_t)day * (size_t)f->camps);
        if (r->halves)
            r->halves[day >= f->out->half] +=
                fle_difference(m, record) / (day >= f->out->half ? days - f->out->half : f->out->half);
    }
    return 0;
}

static int work(void *user, int job, void *room, char words[CREW_WORDS]) {
    const fit *f = user;
    const one_run *r = &f->runs[job];
    scn_scenario s;
    mdl_model *m = NULL;
    mdl_member *p = NULL;
    (void)room;
    int status = open_settings(f, r, &s, &m, words);
    if (status)
        return status;
    const mdl_kind *kind = fle_kind();
    const mdl_member_options o = {.arithmetic = kind->settle(m, f->job->arithmetic),
                                  .seed = f->job->seed,
                                  .member = r->luck,
                                  .members = 1 + LUCK,
                                  .layer_chance = 1};
    double *record = malloc(((size_t)kind->record_width(m) + 1) * sizeof *record);
    status = !record || kind->member_open(m, &o, &p) ? VADO_ERR_MEMORY : go_through(f, r, m, p, record, words);
    if (p)
        kind->member_close(p);
    free(record);
    kind->close(m);
    scn_scenario_free(&s);
    return status;
}

static void tell(void *user, int done) {
    const fit *f = user;
    if (f->job->tell)
        f->job->tell(f->job->user, f->made + done, f->planned);
}

static int run_all(fit *f, int n) {
    const crew_list list = {.jobs = n, .threads = f->job->threads, .work = work, .tell = tell, .user = f};
    char words[CREW_WORDS] = "";
    int status = crew_run(&list, words);
    f->made += n;
    if (status)
        snprintf(f->out->words, sizeof f->out->words, "%.250s", words[0] ? words : "out of memory");
    return status;
}

/* ---- figures ---- */

/* Mean over the days of a block of the sum of what camps are apart; days that no figure tells are none. */
static double difference_of(const fit *f, const double *apart, int block, int *days) {
    double sum = 0;
    *days = 0;
    for (int day = 0; day < f->out->half; day++) {
        int any = 0;
        for (int c = 0; c < f->camps && block_of(f, day) == block; c++) {
            double d = apart[(size_t)day * (size_t)f->camps + (size_t)c];
            any |= !isnan(d);
            sum += isnan(d) ? 0 : fabs(d);
        }
        *days += any;
    }
    return *days ? sum / *days : 0;
}

/* Weights of the cells of a fold: none in the block kept aside. */
static void weigh(fit *f, int fold) {
    double square = 0;
    int n = 0;
    for (int i = 0; i < f->cells; i++)
        if (!isnan(f->first[i]) && block_of(f, i / f->camps) != fold) {
            square += f->first[i] * f->first[i];
            n++;
        }
    double variance = n && square > 0 ? square / n : 1;
    for (int i = 0; i < f->cells; i++)
        f->weight[fold][i] =
            isnan(f->first[i]) || block_of(f, i / f->camps) == fold ? 0 : 1 / (variance * DAYS_OF_A_FIGURE);
}

/* ---- the steps ---- */

static inv_problem problem(const fit *f, int fold) {
    return (inv_problem){.parameters = f->out->n,
                         .members = MEMBERS,
                         .cells = f->cells,
                         .steps = FLF_STEPS,
                         .seed = f->job->seed,
                         .name = "flee fit",
                         .weight = f->weight[fold]};
}

static double *cells_of(const fit *f, int run) { return f->apart + (size_t)run * (size_t)f->cells; }

/* Adds what the means of a step are apart on the blocks that their folds kept aside. */
static void hold_aside(fit *f, int step) {
    double weighed = 0;
    int all = 0;
    for (int fold = 0; fold < FLF_BLOCKS; fold++) {
        int days;
        double d = difference_of(f, step ? cells_of(f, FOLDS * MEMBERS + fold) : f->first, fold, &days);
        weighed += d * days;
        all += days;
    }
    f->out->kept_aside[step] = all ? weighed / all : 0;
}

/* Standard deviation of the same over runs of the settings at hand, with other luck. */
static double by_chance(const fit *f) {
    double of[1 + LUCK], mean = 0, square = 0;
    for (int i = 0; i <= LUCK; i++) {
        int all = 0;
        of[i] = 0;
        for (int block = 0; block < FLF_BLOCKS; block++) {
            int days;
            of[i] += difference_of(f, i ? cells_of(f, i) : f->first, block, &days) * days;
            all += days;
        }
        of[i] /= all;
        mean += of[i] / (1 + LUCK);
    }
    for (int i = 0; i <= LUCK; i++)
        square += (of[i] - mean) * (of[i] - mean) / LUCK;
    return sqrt(square);
}

/* Runs of the members of all folds and, from the second step on, of the means the step before has left. */
static int step_runs(fit *f, int step) {
    int n = 0;
    for (int fold = 0; fold < (step ? FOLDS : 1); fold++) /* all begin as the same members */
        for (int j = 0; step < FLF_STEPS && j < MEMBERS; j++)
            f->runs[n++] =
                (one_run){f->job->half, f->z[fold] + j * f->out->n, cells_of(f, fold * MEMBERS + j), NULL, 0};
    for (int fold = 0; step && fold < FLF_BLOCKS; fold++)
        f->runs[n++] = (one_run){f->job->half, f->means[fold][step], cells_of(f, FOLDS * MEMBERS + fold), NULL, 0};
    return run_all(f, n);
}

static int invert(fit *f) {
    int status = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
        const inv_problem p = problem(f, fold);
        weigh(f, fold);
        inv_start(&p, f->z[fold]);
    }
    hold_aside(f, 0);
    for (int step = 0; status == 0 && step <= FLF_STEPS; step++) {
        status = step_runs(f, step);
        if (status == 0 && step)
            hold_aside(f, step);
        for (int fold = 0; status == 0 && step < FLF_STEPS && fold < FOLDS; fold++) {
            const inv_problem p = problem(f, fold);
            status = inv_step(&p, step, cells_of(f, step ? fold * MEMBERS : 0), f->z[fold]) ? VADO_ERR_MEMORY : 0;
            inv_mean(&p, f->z[fold], f->means[fold][step + 1]);
        }
    }
    return status;
}

/* ---- all of it ---- */

/* The settings at hand over the first half: which cells are told, and whether every block is. */
static int look(fit *f) {
    for (int i = 0; i <= LUCK; i++)
        f->runs[i] = (one_run){f->job->half, NULL, i ? cells_of(f, i) : f->first, NULL, i};
    int status = run_all(f, 1 + LUCK);
    for (int b = 0; status == 0 && b < FLF_BLOCKS; b++) {
        int days;
        (void)difference_of(f, f->first, b, &days);
        if (days)
            continue;
        snprintf(f->out->words, sizeof f->out->words,
                 "no camp has a figure on days %d to %d or later in the first half, expected figures in each third of "
                 "it",
                 b * f->out->half / FLF_BLOCKS, (b + 1) * f->out->half / FLF_BLOCKS - 1);
        status = VADO_ERR_INPUT;
    }
    f->out->chance = status ? 0 : by_chance(f);
    return status;
}

static int score(fit *f) {
    double *z = f->means[FOLDS - 1][f->out->step];
    f->runs[0] = (one_run){f->job->whole, NULL, NULL, f->out->before, 0};
    f->runs[1] = (one_run){f->job->whole, f->out->step ? z : NULL, NULL, f->out->after, 0};
    values_of(f, f->out->step ? z : NULL, f->out->fitted);
    return run_all(f, 2);
}

static int make(fit *f) {
    size_t runs = FOLDS * MEMBERS + FOLDS, n = (size_t)f->out->n * MEMBERS, cells = (size_t)f->cells;
    f->runs = calloc(runs, sizeof *f->runs);
    f->first = calloc(cells + 1, sizeof *f->first);
    f->apart = calloc(runs * cells + 1, sizeof *f->apart);
    int ok = f->runs && f->first && f->apart;
    for (int i = 0; i < FOLDS; i++) {
        f->z[i] = calloc(n + 1, sizeof *f->z[i]);
        f->weight[i] = calloc(cells + 1, sizeof *f->weight[i]);
        ok = ok && f->z[i] && f->weight[i];
    }
    return ok ? 0 : VADO_ERR_MEMORY;
}

static void done_with(fit *f) {
    free(f->runs);
    free(f->first);
    free(f->apart);
    for (int i = 0; i < FOLDS; i++) {
        free(f->z[i]);
        free(f->weight[i]);
    }
}

int flf_fit(const flf_job *job, flf_result *out) {
    fit *f = calloc(1, sizeof *f);
    memset(out, 0, sizeof *out);
    if (!f)
        return VADO_ERR_MEMORY;
    *f = (fit){.job = job, .out = out, .camps = fle_camps(job->model)};
    out->days = fle_days(job->model);
    out->half = out->days / 2;
    out->n = fle_movable_list(job->model, out->settings);
    f->lighter = fle_lighter(job->model, most_people_days);
    f->cells = f->camps * out->half;
    f->planned = 1 + LUCK + MEMBERS + (FLF_STEPS - 1) * FOLDS * MEMBERS + FLF_STEPS * FLF_BLOCKS + 2;
    int status = make(f);
    if (status == 0)
        status = look(f);
    if (status == 0)
        status = invert(f);
    for (int step = 1; status == 0 && step <= FLF_STEPS; step++)
        if (out->kept_aside[step] < out->kept_aside[out->step] &&
            out->kept_aside[step] < out->kept_aside[0] - 2 * out->chance)
            out->step = step;
    if (status == 0)
        status = score(f);
    out->runs = f->made;
    done_with(f);
    free(f);
    return status;
}
