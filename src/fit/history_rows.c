/* The rows of `history`: what a run, the null model and persistence say of the months of the window.
 *
 * A run gives every series. Nationality by state is compared with tables that hold the ports, so a run adds the people
 * met at the ports of the state's sectors. The null model and persistence give no more than they are made of.
 */
#include "fit/history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const mdl_series *series_of(const fit_job *job, const char *name) {
    const mdl_series *list;
    int n = job->kind->series(job->model, &list);
    for (int i = 0; i < n; i++)
        if (!strcmp(list[i].name, name))
            return &list[i];
    return NULL;
}

/* ---- rows 1 and 2: a run ---- */

static double sum_groups(const double *record, const mdl_series *s, int place, int people, int n) {
    const double *c = record + s->offset + ((size_t)place * (size_t)people + (size_t)n) * DEMO_COUNT;
    double sum = 0;
    for (int g = 0; g < DEMO_COUNT; g++)
        sum += c[g];
    return sum;
}

/* Sector of the port of entry in a city, or -1. */
static int port_sector(const scn_scenario *s, const char *city) {
    for (int i = 0; i < s->nports; i++)
        if (!strcmp(s->places[s->ports[i].place].name, city))
            return s->ports[i].sector;
    return -1;
}

static void month_of_run(const fit_job *job, const fit_history *h, int t, const double *record, fit_row *r) {
    const mdl_series *between = series_of(job, "encounters"), *ports = series_of(job, "encounters_at_ports");
    const fit_where *w = &h->where;
    double *where = r->where + (size_t)t * (size_t)w->units * (size_t)h->people;
    r->total[t] = 0;
    for (int i = 0; i < h->sectors; i++)
        r->sector[t * h->sectors + i] = 0;
    for (int i = 0; i < w->units * h->people; i++)
        where[i] = 0;
    for (int n = 0; n < h->people; n++) {
        double all = 0;
        for (int k = 0; k < h->sectors; k++) {
            double x = sum_groups(record, between, k, h->people, n);
            all += x;
            r->sector[t * h->sectors + k] += x;
            where[(w->states ? w->of[k] : k) * h->people + n] += x;
        }
        r->people[t * h->people + n] = all;
        r->total[t] += all;
        for (int c = 0; w->states && ports && c < ports->nplaces; c++) {
            int k = port_sector(job->scenario, ports->places[c]);
            if (k >= 0)
                where[w->of[k] * h->people + n] += sum_groups(record, ports, c, h->people, n);
        }
    }
    for (int k = 0; k < h->sectors; k++)
        r->sector[t * h->sectors + k] = r->total[t] > 0 ? r->sector[t * h->sectors + k] / r->total[t] : 0;
}

static double unseen_of_run(const mdl_series *s, const fit_cover *c, int months, const double *record, size_t width) {
    double above = 0, below = 0;
    int is_share = s && s->sum == SERIES_RATIO;
    if (!s || !c->months)
        return NAN;
    for (int t = 0; t < months; t++)
        for (int i = 0; c->used[t] && i < s->cells; i++) {
            above += record[(size_t)t * width + (size_t)(s->offset + i)];
            below += is_share ? record[(size_t)t * width + (size_t)(s->offset + s->cells + i)] : 0;
        }
    return !is_share ? above : below > 0 ? above / below : NAN;
}

int fit_row_of_run(const fit_job *job, const fit_history *h, const cor_latents *l, fit_row *r, char words[256]) {
    int skip = h->first - l->first_month, months = skip + h->months;
    size_t width = (size_t)job->kind->record_width(job->model);
    double *record = malloc((size_t)months * width * sizeof *record);
    if (!record)
        return VADO_ERR_MEMORY;
    int status = fit_simulate_all(job, l, months, record, words);
    const double *window = record + (size_t)skip * width;
    for (int t = 0; !status && t < h->months; t++)
        month_of_run(job, h, t, window + (size_t)t * width, r);
    for (int i = 0; !status && i < UNSEEN_COUNT; i++)
        r->unseen[i] = unseen_of_run(series_of(job, fit_unseen_series[i]), &h->cover[i], h->months, window, width);
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
