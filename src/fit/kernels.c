/* How encounters answer to departures: the lag kernels, measured by running the model.
 *
 * 1. A journey takes weeks, so a knot moves encounters of its own month (and the half month before it, since
 * intensities are linear between mid-months) and of about four months after.
 * 2. So knots six months apart can be moved in one run: six runs give all responses of all nationalities at once.
 * 3. What one nationality does to another (through capacities) is left out: the iteration sees it in the next run.
 * 4. A bloc's mean kernel, scaled to sum 1, serves the demographic groups.
 */
#include "fit/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double push = 0.12; /* log units: large against rounding, small against curvature */

static int make(fit_kernels *k, int people, int months, int blocs) {
    *k = (fit_kernels){.people = people, .months = months};
    k->j = calloc((size_t)people * (size_t)months * FIT_LAGS + 1, sizeof *k->j);
    k->bloc = calloc((size_t)blocs * FIT_LAGS + 1, sizeof *k->bloc);
    if (k->j && k->bloc)
        return 0;
    fit_kernels_free(k);
    return VADO_ERR_MEMORY;
}

void fit_kernels_free(fit_kernels *k) {
    free(k->j);
    free(k->bloc);
    k->j = k->bloc = NULL;
}

static void mean_of_blocs(fit_kernels *k, const fit_job *job, const fit_sim *base) {
    static const double usual[FIT_LAGS] = {0.05, 0.35, 0.4, 0.15, 0.05, 0};
    const scn_scenario *s = job->scenario;
    for (int b = 0; b < s->nblocs; b++) {
        double *mean = k->bloc + b * FIT_LAGS, all = 0;
        for (int q = 0; q < FIT_LAGS; q++)
            mean[q] = 0;
        for (int n = 0; n < k->people; n++)
            for (int t = 0; s->nationalities[n].bloc_index == b && t < k->months - FIT_LAGS; t++)
                for (int q = 0; q < FIT_LAGS; q++) {
                    double x = k->j[((size_t)n * (size_t)k->months + (size_t)t) * FIT_LAGS + (size_t)q];
                    mean[q] += (x > 0 ? x : 0) * fit_sim_people(base, t, n);
                }
        for (int q = 0; q < FIT_LAGS; q++)
            all += mean[q];
        for (int q = 0; q < FIT_LAGS; q++)
            mean[q] = all > 0 ? mean[q] / all : usual[q];
    }
}

int fit_kernels_measure(fit_kernels *k, const fit_job *job, const cor_latents *l, const fit_sim *base,
                        char words[256]) {
    int status = make(k, base->people, base->months, job->scenario->nblocs), months = base->months;
    cor_latents moved[FIT_LAGS];
    fit_sim runs[FIT_LAGS];
    memset(moved, 0, sizeof moved);
    memset(runs, 0, sizeof runs);
    for (int phase = 0; !status && phase < FIT_LAGS; phase++) {
        if (cor_latents_copy(&moved[phase], l))
            status = VADO_ERR_MEMORY;
        if (status || (status = fit_sim_make(&runs[phase], job->model, job->scenario, months)))
            break;
        for (int n = 0; n < k->people; n++)
            for (int t = phase; t < months; t += FIT_LAGS)
                moved[phase].departures[(size_t)n * (size_t)l->months + (size_t)t] += push;
        fit_flat_after(&moved[phase], months);
    }
    if (!status)
        status = fit_simulate(job, FIT_LAGS, moved, runs, words);
    for (int n = 0; !status && n < k->people; n++)
        for (int t = 0; t < months; t++)
            for (int q = 0; q < FIT_LAGS; q++) {
                int m = t - 1 + q;
                if (m < 0 || m >= months)
                    continue;
                double now = fit_sim_people(&runs[t % FIT_LAGS], m, n), was = fit_sim_people(base, m, n);
                k->j[((size_t)n * (size_t)months + (size_t)t) * FIT_LAGS + (size_t)q] =
                    det_log((now + 30) / (was + 30)) / push;
            }
    if (!status)
        mean_of_blocs(k, job, base);
    for (int phase = 0; phase < FIT_LAGS; phase++) {
        cor_latents_free(&moved[phase]);
        fit_sim_free(&runs[phase]);
    }
    if (status)
        fit_kernels_free(k);
    return status;
}

int fit_kernels_extend(fit_kernels *to, const fit_kernels *from, int months, int blocs) {
    int status = make(to, from->people, months, blocs),
        whole = from->months - FIT_LAGS; /* the last ones are cut short */
    if (status)
        return status;
    for (int n = 0; n < from->people; n++)
        for (int t = 0; t < months; t++) {
            int source = t < whole || from->months >= months ? t : whole > 0 ? whole - 1 : from->months - 1;
            memcpy(&to->j[((size_t)n * (size_t)months + (size_t)t) * FIT_LAGS],
                   &from->j[((size_t)n * (size_t)from->months + (size_t)source) * FIT_LAGS], FIT_LAGS * sizeof *to->j);
        }
    memcpy(to->bloc, from->bloc, (size_t)blocs * FIT_LAGS * sizeof *to->bloc);
    return 0;
}
