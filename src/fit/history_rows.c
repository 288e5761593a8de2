/* The rows of `history`: what a run, the null model and persistence say of the months of the window.
 *
 * A run gives every series. Nationality by state is compared with tables that hold the ports, so a run adds the people
 * met at the ports of the state's sectors. The null model and persistence give no more than they are made of.
 */
#include "fit/unseen.h"

#include <stdlib.h>
#include <string.h>

/* ---- rows 1 and 2: a run ---- */

static void month_of_run(const fit_job *job, const fit_history *h, int t, const double *record, fit_row *r) {
    const mdl_series *list;
    int nseries = job->kind->series(job->model, &list);
    const mdl_series *between = fit_series(nseries, list, COR_SERIES_ENCOUNTERS);
    const fit_where *w = &h->where;
    fit_where_of_run(w, job->scenario, nseries, list, record,
                     r->where + (size_t)t * (size_t)w->units * (size_t)h->people);
    r->total[t] = 0;
    for (int i = 0; i < h->sectors; i++)
        r->sector[t * h->sectors + i] = 0;
    for (int n = 0; n < h->people; n++) {
        double all = 0;
        for (int k = 0; k < h->sectors; k++) {
            double x = fit_sum_groups(record, between, k, h->people, n);
            all += x;
            r->sector[t * h->sectors + k] += x;
        }
        r->people[t * h->people + n] = all;
        r->total[t] += all;
    }
    for (int k = 0; k < h->sectors; k++)
        r->sector[t * h->sectors + k] = r->total[t] > 0 ? r->sector[t * h->sectors + k] / r->total[t] : 0;
}

int fit_row_of_run(const fit_job *job, const fit_history *h, const cor_latents *l, fit_row *r, char words[256]) {
    int skip = h->first - l->first_month, months = skip + h->months;
    size_t width = (size_t)job->kind->record_width(job->model);
    const mdl_series *list;
    int nseries = job->kind->series(job->model, &list);
    double *record = malloc((size_t)months * width * sizeof *record);
    if (!record)
        return VADO_ERR_MEMORY;
    int status = fit_simulate_all(job, l, months, record, words);
    const double *window = record + (size_t)skip * width;
    for (int t = 0; !status && t < h->months; t++)
        month_of_run(job, h, t, window + (size_t)t * width, r);
    for (int i = 0; !status && i < UNSEEN_COUNT; i++)
        r->unseen[i] = fit_used_of_run(fit_series(nseries, list, fit_unseen_series[i]), h->cover[i].used, h->months,
                                       window, width);
    free(record);
    return status;
}

/* ---- rows 3 and 3b ---- */

void fit_row_of_null(const fit_history *h, const scn_scenario *s, fit_row *r) {
    const fit_null *x = &h->null;
    const cor_latents *l = &h->frozen.latents;
    for (int t = 0; t < h->months; t++) {
        double all = 0;
        for (int k = 0; k < h->sectors; k++)
            r->sector[t * h->sectors + k] = 0;
        for (int n = 0; n < h->people; n++) {
            double y = fit_null_people(x, l, n, h->first - l->first_month + t);
            int b = s->nationalities[n].bloc_index;
            r->people[t * h->people + n] = y;
            all += y;
            for (int k = 0; k < h->sectors; k++)
                r->sector[t * h->sectors + k] += y * x->share[b * h->sectors + k];
            for (int u = 0; u < x->units; u++)
                r->where[(t * x->units + u) * h->people + n] = y * x->where[b * x->units + u];
        }
        r->total[t] = all;
        for (int k = 0; k < h->sectors; k++)
            r->sector[t * h->sectors + k] /= all;
    }
}

void fit_row_of_persistence(const fit_history *h, const fit_cover *last, fit_row *r) {
    const fit_targets *g = &h->before;
    const fit_where *w = &h->where_before;
    int cut = g->months - 1;
    double all = 0;
    for (int k = 0; k < h->sectors; k++)
        all += g->sector[k * g->months + cut];
    for (int t = 0; t < h->months; t++) {
        r->total[t] = g->total[cut];
        for (int n = 0; n < h->people; n++)
            r->people[t * h->people + n] = g->nationality[n * g->months + cut];
        for (int k = 0; k < h->sectors; k++)
            r->sector[t * h->sectors + k] = g->sector[k * g->months + cut] / all;
        size_t size = (size_t)w->units * (size_t)w->people;
        memcpy(r->where + (size_t)t * size, w->count + (size_t)(w->months - 1) * size, size * sizeof *w->count);
    }
    for (int i = 0; i < UNSEEN_COUNT; i++)
        r->unseen[i] = last[i].value * (i == UNSEEN_REPEAT ? 1 : h->cover[i].months);
}
