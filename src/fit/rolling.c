/* The border's total one to three months ahead from the end of every month: how far off, and with what bias.
 *
 * 1. Origins are taken in stretches of twelve, which are apart: the first of a stretch is fitted from nothing, each
 *    later one goes on from the one before with the data up to itself and four steps. Kernels belong to the years they
 *    were measured in, and are measured once a stretch. No fit ever sees a month after its origin.
 * 2. From each origin the model runs on for three months, with latents that do what is expected of them and with flat
 *    ones. Dated events that were decided are in the schedule and do happen.
 * 3. Stretches are jobs of a crew. What an earlier call found is taken over, a stretch at a time, so that a call that
 *    was stopped goes on.
 * 4. Errors are log(simulated / published), so that their mean is a bias. Errors of neighbouring months are alike, so
 *    its standard error is that of Newey and West (1987): autocovariances up to 4 (n / 100)^(2/9) months, with weights
 *    that fall to 0 (Bartlett).
 */
#include "fit/internal.h"
#include "run/crew.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AHEAD = FIT_AHEAD, STRETCH = 12, FIRST_STEPS = 9, STEPS = 4, RUNS = 2, COLUMNS = 3 };

typedef struct {
    const fit_job *job;
    const fit_rolling_file *file;
    const fit_targets *targets;
    int n;
    fit_rolling_row *rows; /* [n] origins, month by month */
    unsigned char *have;   /* [n] */
    int *left;             /* stretches to be made */
} rolling;

/* ---- one origin ---- */

/* Latents fitted with nothing after the origin; each fit starts from the one before, whose place it takes. */
static int fit_to(const fit_job *quiet, int origin, fit_warm *warm, fit_result *fit, int *have, char words[256]) {
    fit_result next;
    fit_job job = *quiet;
    job.last_month = origin;
    job.start = *have ? &fit->latents : NULL;
    job.steps = *have ? STEPS : FIRST_STEPS;
    int status = fit_latents_warm(&job, warm, &next);
    if (status) {
        memcpy(words, next.words, 256);
        return status;
    }
    fit_result_free(fit);
    *fit = next;
    *have = 1;
    return 0;
}

/* Two runs on from an origin: latents as expected, and flat. */
static int run_on(const rolling *r, const fit_job *quiet, const fit_result *fit, fit_rolling_row *row,
                  char words[256]) {
    int at = row->origin - r->targets->first;
    int months = at + AHEAD < r->targets->months ? at + AHEAD + 1 : r->targets->months;
    fit_sim x[RUNS] = {{0}};
    cor_latents list[RUNS] = {fit->latents};
    int copied = !cor_latents_copy(&list[1], &fit->latents), status = copied ? 0 : VADO_ERR_MEMORY;
    for (int k = 0; !status && k < RUNS; k++)
        status = fit_sim_make(&x[k], quiet->model, quiet->scenario, months);
    if (!status) {
        fit_flat_after(&list[1], at + 1);
        status = fit_simulate(quiet, RUNS, list, x, words);
    }
    for (int h = 0; !status && h < AHEAD; h++) {
        int m = at + 1 + h;
        row->foretold[h] = m < months ? fit_sim_total(&x[0], m) : NAN;
        row->flat[h] = m < months ? fit_sim_total(&x[1], m) : NAN;
    }
    for (int k = 0; k < RUNS; k++)
        fit_sim_free(&x[k]);
    if (copied)
        cor_latents_free(&list[1]);
    return status;
}

/* The latents of an origin as a table, if they are wanted: as far as they say themselves, with nothing after it. */
static int table_of(const rolling *r, const fit_job *quiet, const fit_result *fit, fit_rolling_row *row) {
    fit_job job = *quiet;
    char month[8], command[256];
    if (!r->file || !r->file->tables)
        return 0;
    job.last_month = row->origin;
    month_format(row->origin, month);
    (void)snprintf(command, sizeof command, "vado_fit %.200s stage rolling, origin %s", job.scenario->name, month);
    return fit_table(&job, fit, command, &row->table);
}

static int stretch(void *user, int job, void *room, char words[CREW_WORDS]) {
    rolling *r = user;
    fit_job quiet = *r->job;
    fit_warm warm;
    fit_result fit;
    char said[256] = "";
    int first = r->left[job] * STRETCH, have = 0, status = 0;
    (void)room;
    memset(&warm, 0, sizeof warm);
    memset(&fit, 0, sizeof fit);
    quiet.say = NULL;
    quiet.threads = 1; /* stretches are side by side */
    for (int i = first; !status && i < r->n && i < first + STRETCH; i++) {
        status = fit_to(&quiet, r->rows[i].origin, &warm, &fit, &have, said);
        if (!status)
            status = run_on(r, &quiet, &fit, &r->rows[i], said);
        if (!status)
            status = table_of(r, &quiet, &fit, &r->rows[i]);
    }
    fit_result_free(&fit);
    if (warm.have_kernels)
        fit_kernels_free(&warm.kernels);
    (void)snprintf(words, CREW_WORDS, "%s", said);
    return status;
}

/* ---- telling ---- */

static double error_of(double told, double published) {
    return isnan(told) || isnan(published) ? NAN : det_log((told + 1) / (published + 1));
}

static double column_error(const fit_rolling_row *row, int column, int h) {
    double told[COLUMNS] = {row->foretold[h], row->flat[h], row->published[0]};
    return error_of(told[column], row->published[1 + h]);
}

/* A line of the table; e NULL: its head. */
static int say_line(const fit_job *job, const char *first, double e[COLUMNS][AHEAD]) {
    static const char *const heads[COLUMNS] = {"total, log error", "the same, flat", "as in the origin"};
    char line[256] = "";
    size_t n = 0;
    for (int k = 0; k < COLUMNS; k++) {
        for (int h = 0; e && h < AHEAD; h++, n = strlen(line))
            (void)snprintf(line + n, sizeof line - n, isnan(e[k][h]) ? "-      " : "%+.3f ", e[k][h]);
        (void)snprintf(line + n, sizeof line - n, "%-*s", e ? 2 : 23, e ? "" : heads[k]);
        n = strlen(line);
    }
    return fit_say(job, "%-10s%s", first, line);
}

static int say_row(const fit_job *job, const fit_rolling_row *row) {
    double e[COLUMNS][AHEAD];
    char month[8];
    month_format(row->origin, month);
    for (int k = 0; k < COLUMNS; k++)
        for (int h = 0; h < AHEAD; h++)
            e[k][h] = column_error(row, k, h);
    return say_line(job, month, e);
}

void fit_mean_error(int n, const double *x, double *mean, double *error) {
    double sum = 0, all = 0;
    int count = 0;
    for (int i = 0; i < n; i++)
        if (!isnan(x[i])) {
            sum += x[i];
            count++;
        }
    *mean = count > 0 ? sum / count : NAN;
    int most = count > 1 ? (int)(4 * det_exp(det_log(count / 100.0) * 2 / 9)) : 0;
    for (int lag = 0; lag <= most; lag++)
        for (int i = lag; i < n; i++)
            if (!isnan(x[i]) && !isnan(x[i - lag]))
                all += (lag ? 2 * (1 - lag / (most + 1.0)) : 1) * (x[i] - *mean) * (x[i - lag] - *mean);
    *error = count > 1 ? sqrt(all > 0 ? all : 0) / count : NAN;
}

static int say_mean(const rolling *r) {
    double mean[COLUMNS][AHEAD], error[COLUMNS][AHEAD], *x = calloc((size_t)r->n + 1, sizeof *x);
    if (!x)
        return VADO_ERR_MEMORY;
    for (int k = 0; k < COLUMNS; k++)
        for (int h = 0; h < AHEAD; h++) {
            for (int i = 0; i < r->n; i++)
                x[i] = column_error(&r->rows[i], k, h);
            fit_mean_error(r->n, x, &mean[k][h], &error[k][h]);
        }
    free(x);
    int status = say_line(r->job, "mean", mean);
    return status ? status : say_line(r->job, "its error", error);
}

/* ---- all ---- */

static void drop_tables(rolling *r, int from, int to) {
    for (int i = from; r->rows && i < to && i < r->n; i++) {
        free(r->rows[i].table);
        r->rows[i].table = NULL;
    }
}

/* One call at a time: what is found so far is handed over. */
static int take(void *user, int job, const void *room) {
    rolling *r = user;
    int first = r->left[job] * STRETCH;
    (void)room;
    for (int i = first; i < r->n && i < first + STRETCH; i++)
        r->have[i] = 1;
    if (!r->file)
        return 0;
    fit_rolling_row *rows = calloc((size_t)r->n, sizeof *rows);
    int n = 0;
    for (int i = 0; rows && i < r->n; i++)
        if (r->have[i])
            rows[n++] = r->rows[i];
    int status = rows ? r->file->keep(r->file->user, r->targets->rows_sha256, n, rows) : VADO_ERR_MEMORY;
    free(rows);
    drop_tables(r, first, first + STRETCH);
    return status;
}

/* A stretch is known if each of its origins is. */
static int find_left(rolling *r) {
    int nleft = 0;
    for (int k = 0; k * STRETCH < r->n; k++) {
        int known = r->file != NULL;
        for (int i = k * STRETCH; i < r->n && i < (k + 1) * STRETCH; i++)
            known = known && r->file->known(r->file->user, r->targets->rows_sha256, &r->rows[i]);
        for (int i = k * STRETCH; i < r->n && i < (k + 1) * STRETCH; i++)
            r->have[i] = (unsigned char)known;
        if (!known)
            r->left[nleft++] = k;
    }
    return nleft;
}

static int make_rows(rolling *r, int first) {
    const fit_targets *t = r->targets;
    r->rows = calloc((size_t)r->n, sizeof *r->rows);
    r->have = calloc((size_t)r->n, 1);
    r->left = calloc((size_t)r->n, sizeof *r->left);
    if (!r->rows || !r->have || !r->left)
        return VADO_ERR_MEMORY;
    for (int i = 0; i < r->n; i++) {
        int at = first + i - t->first;
        r->rows[i].origin = first + i;
        for (int h = 0; h <= AHEAD; h++)
            r->rows[i].published[h] = at + h < t->months ? t->total[at + h] : NAN;
    }
    return 0;
}

static int run_all(rolling *r, char words[256]) {
    char said[CREW_WORDS] = "";
    const fit_job *job = r->job;
    const crew_list list = {
        .jobs = find_left(r), .threads = job->threads > 0 ? job->threads : 2, .work = stretch, .take = take, .user = r};
    int status = list.jobs > 0 ? crew_run(&list, said) : 0;
    if (status) {
        (void)snprintf(words, 256, "%.255s", said);
        return status;
    }
    status = fit_say(job, "log(simulated / published) of the total, 1, 2 and 3 months after an origin; latents fitted "
                          "with no data after it, then as expected of them");
    if (!status)
        status = say_line(job, "origin", NULL);
    for (int i = 0; !status && i < r->n; i++)
        status = say_row(job, &r->rows[i]);
    return status ? status : say_mean(r);
}

int fit_rolling(const fit_job *job, int first_origin, const fit_rolling_file *file, char words[256]) {
    fit_targets t;
    rolling r = {.job = job, .file = file, .targets = &t};
    int start = month_of_day(job->scenario->from - job->scenario->spin_up_days), end = fit_last_month(job->scenario);
    memset(&t, 0, sizeof t);
    if (job->last_month < end)
        end = job->last_month;
    if (first_origin < start + 5)
        first_origin = start + 5;
    r.n = end - first_origin;
    if (r.n <= 0) {
        (void)snprintf(words, 256, "there are no months after the first origin to compare with");
        return VADO_ERR_INPUT;
    }
    int status = fit_targets_read(&t, job->scenario, start, end);
    if (!status)
        status = make_rows(&r, first_origin);
    if (!status)
        status = run_all(&r, words);
    drop_tables(&r, 0, r.n);
    free(r.rows);
    free(r.have);
    free(r.left);
    fit_targets_free(&t);
    return status;
}
