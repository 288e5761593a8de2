/* The iteration that fits the latents.
 *
 * 1. Two coarse steps bring the level of every nationality near its published figures.
 * 2. The lag kernels are measured (six runs); again after four steps, for they depend on the level.
 * 3. Each step moves groups and sectors, and departures by the whole Gauss-Newton step. Where that does not lower the
 * penalised error of departures, half of it is run too, and the better of the two is kept; the whole step if equal.
 * The next steps then are halves, until one lowers it.
 * 4. It ends after ten steps, or when two of them gain nothing. The best of all steps is what is returned; its errors
 * are those of a run of exactly these latents.
 *
 * 5. Knots that are to stay are run and measured, and no step is taken.
 * 6. What is expected after the last month is estimated from the knots up to it (outlook.c).
 *
 * Invariant: nothing after the last month of data is read; while it is fitted, the latents are flat from there on.
 */
#include "corridor/latents.h"
#include "fit/internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    fit_state f;
    fit_targets targets;
    fit_kernels kernels;
    cor_latents now, best, candidate[2];
    fit_sim sim, best_sim, run[2];
    fit_errors errors, best_errors;
    double score, best_score;
    int has_best, halved; /* halved: the next step of departures is half of one */
} iteration;

static const double least_gain = 0.0005; /* of the sum of four errors: two steps with less are the end */

/* What is compared between steps: the errors, those of nationalities with the price of roughness. */
static double score_of(const iteration *i) {
    double people = fit_objective(&i->f, &i->sim, &i->now) / (i->f.months * i->now.nationalities);
    double list[] = {i->errors.total, i->errors.sector, i->errors.group}, sum = sqrt(people);
    for (int k = 0; k < 3; k++)
        sum += isnan(list[k]) ? 0 : list[k]; /* nothing was published */
    return sum;
}

static void copy_latents(cor_latents *to, const cor_latents *from) {
    size_t months = (size_t)from->months;
    memcpy(to->departures, from->departures, (size_t)from->nationalities * months * sizeof(double));
    memcpy(to->group, from->group, (size_t)(from->blocs * COR_GROUPS) * months * sizeof(double));
    memcpy(to->sector, from->sector, (size_t)(from->blocs * from->sectors) * months * sizeof(double));
}

static void copy_sim(fit_sim *to, const fit_sim *from) {
    memcpy(to->count, from->count,
           (size_t)from->months * (size_t)from->sectors * (size_t)from->people * DEMO_COUNT * sizeof(double));
}

static void zero_latents(cor_latents *l) {
    size_t months = (size_t)l->months;
    memset(l->departures, 0, (size_t)l->nationalities * months * sizeof(double));
    memset(l->group, 0, (size_t)(l->blocs * COR_GROUPS) * months * sizeof(double));
    memset(l->sector, 0, (size_t)(l->blocs * l->sectors) * months * sizeof(double));
}

/* The mean over blocs is common; the rest is a bloc's own. */
static void part_sectors(fit_state *f, const cor_latents *l) {
    int n = f->months, blocs = l->blocs, sectors = l->sectors;
    for (int k = 0; k < sectors; k++)
        for (int t = 0; t < n; t++) {
            double mean = 0;
            for (int b = 0; b < blocs; b++)
                mean += l->sector[((size_t)b * (size_t)sectors + (size_t)k) * (size_t)l->months + (size_t)t] / blocs;
            f->common[(size_t)k * (size_t)n + (size_t)t] = mean;
            for (int b = 0; b < blocs; b++)
                f->own[((size_t)b * (size_t)sectors + (size_t)k) * (size_t)n + (size_t)t] =
                    l->sector[((size_t)b * (size_t)sectors + (size_t)k) * (size_t)l->months + (size_t)t] - mean;
        }
}

static int begin(iteration *i, const fit_job *job, fit_result *r) {
    int status = VADO_ERR_MEMORY;
    if (cor_latents_init(&i->now, job->model))
        return status;
    int first = i->now.first_month, months = job->last_month - first + 1;
    if (months < 3 || months >= i->now.months || months > 400) {
        (void)snprintf(
            r->words, sizeof r->words,
            "the published figures that may be used cover %d months of the scenario's period, expected at least 3",
            months);
        return VADO_ERR_INPUT;
    }
    if (job->start && (job->start->months != i->now.months || job->start->first_month != first))
        return VADO_ERR_INPUT;
    if (job->start)
        copy_latents(&i->now, job->start);
    else
        zero_latents(&i->now);
    cor_latents_expect_nothing(&i->now);
    fit_flat_after(&i->now, months);
    size_t m = (size_t)months, n = (size_t)i->now.sectors;
    i->f = (fit_state){.job = job, .targets = &i->targets, .kernels = &i->kernels, .months = months};
    i->f.jump = i->now.jump;
    i->f.common = calloc(n * m + 1, sizeof(double));
    i->f.own = calloc(n * m * (size_t)i->now.blocs + 1, sizeof(double));
    i->f.slope = calloc(n + 1, sizeof(double));
    i->f.events = calloc(m * (size_t)i->now.nationalities + 1, sizeof(double));
    i->f.work = calloc(m * m + 8 * m, sizeof(double));
    if (!i->f.common || !i->f.own || !i->f.slope || !i->f.events || !i->f.work)
        return status;
    for (size_t k = 0; k < n; k++)
        i->f.slope[k] = 1;
    if (cor_latents_copy(&i->best, &i->now) || cor_latents_copy(&i->candidate[0], &i->now) ||
        cor_latents_copy(&i->candidate[1], &i->now))
        return status;
    fit_sim *sims[] = {&i->sim, &i->best_sim, &i->run[0], &i->run[1]};
    for (int k = 0; k < 4; k++)
        if ((status = fit_sim_make(sims[k], job->model, job->scenario, months)))
            return status;
    if ((status = fit_targets_read(&i->targets, job->scenario, first, job->last_month)) ||
        (status = fit_refuses_judge(i->targets.judge, i->targets.judges, r->words)) ||
        (status = fit_targets_rake(&i->targets, job->scenario)))
        return status;
    part_sectors(&i->f, &i->now);
    fit_events(job->scenario, first, months, i->f.events);
    r->first_month = first;
    r->months = months;
    memcpy(r->rows_sha256, i->targets.rows_sha256, 32);
    fit_scenario_hash(job->scenario, r->scenario_sha256);
    return 0;
}

static void end(iteration *i) {
    free(i->f.common);
    free(i->f.own);
    free(i->f.slope);
    free(i->f.events);
    free(i->f.work);
    fit_targets_free(&i->targets);
    fit_kernels_free(&i->kernels);
    cor_latents *latents[] = {&i->now, &i->best, &i->candidate[0], &i->candidate[1]};
    fit_sim *sims[] = {&i->sim, &i->best_sim, &i->run[0], &i->run[1]};
    for (int k = 0; k < 4; k++) {
        cor_latents_free(latents[k]);
        fit_sim_free(sims[k]);
    }
}

/* Looks at the present run: its errors, and whether it is the best so far. */
static int look(iteration *i, const char *what) {
    char month[8];
    fit_errors_of(&i->f, &i->sim, &i->now, &i->errors);
    i->score = score_of(i);
    if (!i->has_best || i->score < i->best_score) {
        i->has_best = 1;
        i->best_score = i->score;
        i->best_errors = i->errors;
        copy_latents(&i->best, &i->now);
        copy_sim(&i->best_sim, &i->sim);
    }
    month_format(i->errors.worst_month, month);
    return fit_say(i->f.job,
                   "%-12s border rms %.3f  nationality-month %.3f  sector shares %.4f  groups %.4f  roughness %.2f  "
                   "worst %s %+.2f",
                   what, i->errors.total, i->errors.people, i->errors.sector, i->errors.group, i->errors.rough, month,
                   i->errors.worst);
}

static int run_now(iteration *i, char words[256]) { return fit_simulate(i->f.job, 1, &i->now, &i->sim, words); }

/* Levels, before there are kernels. */
static int coarse(iteration *i, char words[256]) {
    int status = run_now(i, words);
    for (int k = 0; !status && k < 2; k++) {
        copy_latents(&i->candidate[0], &i->now);
        fit_step_first(&i->f, &i->sim, k ? 0.7 : 0.9, &i->now);
        fit_step_sectors(&i->f, &i->sim, 0.5, &i->now);
        copy_sim(&i->run[0], &i->sim);
        if ((status = run_now(i, words)))
            break;
        fit_learn_slopes(&i->f, &i->candidate[0], &i->now, &i->run[0], &i->sim);
        status = look(i, k ? "levels 2" : "levels 1");
    }
    return status;
}

static int measure(iteration *i, char words[256]) {
    fit_kernels_free(&i->kernels);
    int status = fit_say(i->f.job, "measuring lag kernels (%d runs)", FIT_LAGS);
    return status ? status : fit_kernels_measure(&i->kernels, i->f.job, &i->now, &i->sim, words);
}

/* Runs candidate k; its penalised error. */
static int try(iteration *i, int k, double *error, char words[256]) {
    int status = fit_simulate(i->f.job, 1, &i->candidate[k], &i->run[k], words);
    *error = status ? NAN : fit_objective(&i->f, &i->run[k], &i->candidate[k]);
    return status;
}

static int step(iteration *i, int number, double whole, char words[256]) {
    char what[32];
    copy_latents(&i->candidate[0], &i->now);
    fit_step_sectors(&i->f, &i->sim, number < 4 ? 0.7 : 0.5, &i->candidate[0]);
    fit_step_groups(&i->f, &i->sim, 0.7, &i->candidate[0]);
    copy_latents(&i->candidate[1], &i->candidate[0]);
    fit_step_departures(&i->f, &i->sim, whole, &i->candidate[0]);
    fit_step_departures(&i->f, &i->sim, 0.5 * whole, &i->candidate[1]);
    double before = fit_objective(&i->f, &i->sim, &i->now), error[2];
    int k = i->halved, status = try(i, k, &error[k], words);
    i->halved = !(error[k] < before);
    if (!status && k == 0 && i->halved && !(status = try(i, 1, &error[1], words)))
        k = error[1] < error[0];
    if (status)
        return status;
    fit_learn_slopes(&i->f, &i->now, &i->candidate[k], &i->sim, &i->run[k]);
    copy_latents(&i->now, &i->candidate[k]);
    copy_sim(&i->sim, &i->run[k]);
    (void)snprintf(what, sizeof what, "step %d%s", number + 1, k ? " (half)" : "");
    return look(i, what);
}

int fit_latents_warm(const fit_job *job, fit_warm *warm, fit_result *r) {
    iteration i;
    fit_outlook_errors expected;
    memset(&i, 0, sizeof i);
    memset(r, 0, sizeof *r);
    int steps = job->steps > 0 ? job->steps : 10, status = begin(&i, job, r), has = warm && warm->have_kernels;
    if (status)
        goto out;
    if (has && (status = fit_kernels_extend(&i.kernels, &warm->kernels, i.f.months, i.now.blocs)))
        goto out;
    if (!job->start)
        status = coarse(&i, r->words);
    else if (!(status = run_now(&i, r->words)))
        status = look(&i, "start");
    if (!status && job->knots_stay)
        status = measure(&i, r->words);
    for (int k = 0, still = 0; !status && !job->knots_stay && k < steps && still < 2; k++) {
        double before = i.score;
        if ((!has && k == 0) || (!job->start && k == 4))
            status = measure(&i, r->words);
        if (!status)
            status = step(&i, k, 0.9, r->words);
        still = k > 4 && fabs(i.score - before) < least_gain ? still + 1 : 0;
    }
    if (status)
        goto out;
    r->errors = i.best_errors;
    if ((status = cor_latents_copy(&r->latents, &i.best) ? VADO_ERR_MEMORY : 0))
        goto out;
    fit_outlook(&i.f, &i.best_sim, &r->latents, &expected);
    if (!warm)
        status = fit_say_tables(job, &i.targets, &i.best_sim);
    if (!warm && !status)
        status = fit_say_outlook(job, &r->latents, &expected);
    if (!warm && !status)
        status = fit_say_jumps(job, &i.best, i.f.months);
    if (warm) {
        if (has)
            fit_kernels_free(&warm->kernels);
        warm->kernels = i.kernels;
        warm->have_kernels = 1;
        memset(&i.kernels, 0, sizeof i.kernels);
    }
out:
    end(&i);
    if (status)
        cor_latents_free(&r->latents);
    return status;
}

int fit_latents(const fit_job *job, fit_result *r) { return fit_latents_warm(job, NULL, r); }

void fit_result_free(fit_result *r) { cor_latents_free(&r->latents); }
