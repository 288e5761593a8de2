/* How well sector shares and the border's total are foretold, told honestly: one to three months ahead, from origins
 * that roll through the data.
 *
 * 1. The first origin is fitted from nothing with data up to it; each later one goes on from the one before with the
 * data up to itself and four steps. No fit ever sees a month after its origin.
 * 2. From each origin the model runs on for three months, the latents doing what is expected of them. Dated events that
 * were already decided are in the scenario's schedule and do happen: this measures mechanisms, not the guessing of
 * policies.
 * 3. Beside it: persistence (shares of the origin's month), constant shares (mean of the 24 months to the origin), and
 *    persistence moved by the model (published shares of the origin times the model's change since).
 * Error of shares: half the sum of |share - published share|.
 * 4. The total: log(simulated / published), as expected, with latents that stay flat, and of the origin's own figure,
 * so that a mean is a bias. Its standard error takes origins as if they were apart. Of every month: rolling.c.
 */
#include "fit/internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { AHEAD = 3, SECTORS_MAX = 64, METHODS = 4, RUNS = 2, TOTALS = RUNS + 1, COLUMNS = METHODS + TOTALS };
typedef enum { BY_MODEL, BY_PERSISTENCE, BY_CONSTANT, BY_MOVED } method;

static int published_shares(const fit_targets *t, int m, double *share) {
    double all = 0;
    for (int k = 0; k < t->sectors; k++)
        all += share[k] = t->sector[(size_t)k * (size_t)t->months + (size_t)m];
    if (isnan(all) || all <= 0)
        return 0;
    for (int k = 0; k < t->sectors; k++)
        share[k] /= all;
    return 1;
}

static void simulated_shares(const fit_sim *x, int m, double *share) {
    double all = fit_sim_total(x, m);
    for (int k = 0; k < x->sectors; k++)
        share[k] = all > 0 ? fit_sim_sector(x, m, k) / all : 0;
}

static double half_sum(int n, const double *a, const double *b) {
    double sum = 0;
    for (int k = 0; k < n; k++)
        sum += 0.5 * fabs(a[k] - b[k]);
    return sum;
}

static void guesses(const fit_targets *t, const fit_sim *x, int origin, int m, double guess[METHODS][SECTORS_MAX]) {
    double then[SECTORS_MAX], sum = 0;
    int n = t->sectors, months = 0;
    simulated_shares(x, m, guess[BY_MODEL]);
    simulated_shares(x, origin, then);
    (void)published_shares(t, origin, guess[BY_PERSISTENCE]);
    for (int k = 0; k < n; k++)
        guess[BY_CONSTANT][k] = 0;
    for (int q = origin; q > origin - 24 && q >= 0; q--) {
        double share[SECTORS_MAX];
        if (!published_shares(t, q, share))
            continue;
        for (int k = 0; k < n; k++)
            guess[BY_CONSTANT][k] += share[k];
        months++;
    }
    for (int k = 0; k < n; k++) {
        guess[BY_CONSTANT][k] /= months > 0 ? months : 1;
        sum += guess[BY_MOVED][k] = guess[BY_PERSISTENCE][k] * (guess[BY_MODEL][k] + 1e-4) / (then[k] + 1e-4);
    }
    for (int k = 0; k < n; k++)
        guess[BY_MOVED][k] /= sum > 0 ? sum : 1;
}

/* Two runs on from an origin: latents as expected, and flat. */
static int run_on(const fit_job *job, const fit_result *fit, int at, fit_sim x[RUNS], char words[256]) {
    cor_latents list[RUNS] = {fit->latents};
    int status = cor_latents_copy(&list[1], &fit->latents) ? VADO_ERR_MEMORY : 0;
    if (!status) {
        fit_flat_after(&list[1], at + 1);
        status = fit_simulate(job, RUNS, list, x, words);
        cor_latents_free(&list[1]);
    }
    return status;
}

/* One origin: errors [COLUMNS][AHEAD], NAN where nothing was published. */
static int from_origin(const fit_job *job, const fit_targets *t, const fit_result *fit, int origin,
                       double error[COLUMNS][AHEAD], char words[256]) {
    fit_sim x[RUNS] = {{0}};
    int at = origin - t->first, last = at + AHEAD < t->months ? at + AHEAD : t->months - 1, status = 0;
    for (int k = 0; !status && k < RUNS; k++)
        status = fit_sim_make(&x[k], job->model, job->scenario, last + 1);
    if (!status)
        status = run_on(job, fit, at, x, words);
    for (int h = 0; h < AHEAD; h++) {
        double share[SECTORS_MAX], guess[METHODS][SECTORS_MAX];
        int m = at + 1 + h, have = !status && m <= last && published_shares(t, m, share);
        int total = !status && m <= last && !isnan(t->total[m]);
        if (have)
            guesses(t, &x[0], at, m, guess);
        for (int k = 0; k < METHODS; k++)
            error[k][h] = have ? half_sum(t->sectors, guess[k], share) : NAN;
        double then = total ? t->total[at] : NAN; /* NAN if it was not published */
        error[METHODS + RUNS][h] = total ? det_log((then + 1) / (t->total[m] + 1)) : NAN;
        for (int k = 0; k < RUNS; k++)
            error[METHODS + k][h] = total ? det_log((fit_sim_total(&x[k], m) + 1) / (t->total[m] + 1)) : NAN;
    }
    for (int k = 0; k < RUNS; k++)
        fit_sim_free(&x[k]);
    return status;
}

/* What is asked, and from which origins. */
typedef struct {
    const fit_job *job;
    int first_origin, every;
} asked;

/* A line of the table; e NULL: its head. */
static int say_row(const asked *a, const char *first, double e[COLUMNS][AHEAD]) {
    static const char *const heads[COLUMNS] = {
        "model",          "persistence",     "mean of 24 months", "moved by the model", "total, log error",
        "the same, flat", "as in the origin"};
    char line[256] = "";
    size_t n = 0;
    for (int k = 0; k < COLUMNS; k++) {
        for (int h = 0; e && h < AHEAD; h++, n = strlen(line)) {
            if (isnan(e[k][h]))
                (void)snprintf(line + n, sizeof line - n, "%-*s", k < METHODS ? 6 : 7, "-");
            else
                (void)snprintf(line + n, sizeof line - n, k < METHODS ? "%.3f " : "%+.3f ", e[k][h]);
        }
        (void)snprintf(line + n, sizeof line - n, "%-*s", e ? 2 : k < METHODS ? 20 : 23, e ? "" : heads[k]);
        n = strlen(line);
    }
    return fit_say(a->job, "%-10s%s", first, line);
}

/* Errors over the origins: sums, of squares too, and their number, by column and months ahead. */
typedef struct {
    double sum[COLUMNS][AHEAD], square[COLUMNS][AHEAD];
    int count[COLUMNS][AHEAD];
} errors;

static void add_errors(errors *all, double e[COLUMNS][AHEAD]) {
    for (int k = 0; k < COLUMNS; k++)
        for (int h = 0; h < AHEAD; h++) {
            if (isnan(e[k][h]))
                continue;
            all->count[k][h]++;
            all->sum[k][h] += e[k][h];
            all->square[k][h] += e[k][h] * e[k][h];
        }
}

static int say_mean(const asked *a, const errors *all) {
    double mean[COLUMNS][AHEAD], error[COLUMNS][AHEAD];
    for (int h = 0; h < AHEAD; h++)
        for (int k = 0; k < COLUMNS; k++) {
            int n = all->count[k][h];
            mean[k][h] = n > 0 ? all->sum[k][h] / n : NAN;
            double spread = n > 1 ? (all->square[k][h] - n * mean[k][h] * mean[k][h]) / (n - 1) : NAN;
            error[k][h] = sqrt((spread > 0 ? spread : isnan(spread) ? NAN : 0) / n);
        }
    int status = say_row(a, "mean", mean);
    return status ? status : say_row(a, "its error", error);
}

/* Latents fitted with nothing after the origin; each fit starts from the one before, whose place it takes. */
static int fit_to(const asked *a, int origin, fit_warm *warm, fit_result *fit, int *have, char words[256]) {
    fit_result next;
    fit_job quiet = *a->job;
    quiet.say = NULL;
    quiet.last_month = origin;
    quiet.start = *have ? &fit->latents : NULL;
    quiet.steps = *have ? 4 : 9;
    int status = fit_latents_warm(&quiet, warm, &next);
    if (status) {
        memcpy(words, next.words, 256);
        return status;
    }
    fit_result_free(fit);
    *fit = next;
    *have = 1;
    return 0;
}

static int from_all(asked *a, const char *heading, char words[256]) {
    const fit_job *job = a->job;
    fit_targets t;
    fit_warm warm;
    fit_result fit;
    errors all;
    int status = 0, end = fit_last_month(job->scenario), have = 0;
    memset(&warm, 0, sizeof warm);
    memset(&fit, 0, sizeof fit);
    memset(&t, 0, sizeof t);
    memset(&all, 0, sizeof all);
    int start = month_of_day(job->scenario->from - job->scenario->spin_up_days);
    if (job->last_month < end)
        end = job->last_month;
    if (a->first_origin < start + 5)
        a->first_origin = start + 5;
    if (job->scenario->nsectors > SECTORS_MAX || end <= a->first_origin) {
        (void)snprintf(words, 256, "there are no months after the first origin to compare with");
        return VADO_ERR_INPUT;
    }
    if ((status = fit_targets_read(&t, job->scenario, start, end)))
        return status;
    status = fit_say(job,
                     "%s1, 2 and 3 months after an origin; latents fitted with no data after it, then as expected of "
                     "them",
                     heading);
    if (!status)
        status = say_row(a, "origin", NULL);
    for (int origin = a->first_origin; !status && origin < end; origin += a->every) {
        double e[COLUMNS][AHEAD];
        char month[8];
        if ((status = fit_to(a, origin, &warm, &fit, &have, words)) ||
            (status = from_origin(job, &t, &fit, origin, e, words)))
            break;
        add_errors(&all, e);
        month_format(origin, month);
        status = say_row(a, month, e);
    }
    if (!status && have)
        status = say_mean(a, &all);
    fit_result_free(&fit);
    if (warm.have_kernels)
        fit_kernels_free(&warm.kernels);
    fit_targets_free(&t);
    return status;
}

int fit_scores(const fit_job *job, int first_origin, int every, char words[256]) {
    asked a = {.job = job, .first_origin = first_origin, .every = every};
    return from_all(
        &a, "half the sum of |share - published share| by sector, and log(simulated / published) of the total, ",
        words);
}
