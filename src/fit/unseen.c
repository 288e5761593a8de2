/* See unseen.h.
 *
 * 1. The months compared are the whole ones of the run. Of each series the published rows that cover most of them
 * without overlap are found by cover.c; each is one comparison.
 * 2. Nationality by sector is taken where it is published, else by state, ports included: where.c.
 */
#include "fit/unseen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const fit_target_names[FIT_TARGETS_UNSEEN] = {"nationality by place", COR_SERIES_GAP_CROSSINGS,
                                                          COR_SERIES_WAY_EVENTS,  COR_SERIES_WAY_RETURNS,
                                                          COR_SERIES_GOTAWAYS,    COR_SERIES_REPEAT_SHARE};

const mdl_series *fit_series(int nseries, const mdl_series *series, const char *name) {
    for (int i = 0; i < nseries; i++)
        if (!strcmp(series[i].name, name))
            return &series[i];
    return NULL;
}

/* ---- nationality by place ---- */

double fit_sum_groups(const double *record, const mdl_series *s, int place, int people, int n) {
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

void fit_where_of_run(const fit_where *w, const scn_scenario *s, int nseries, const mdl_series *series,
                      const double *record, double *where) {
    const mdl_series *between = fit_series(nseries, series, COR_SERIES_ENCOUNTERS),
                     *ports = fit_series(nseries, series, COR_SERIES_ENCOUNTERS_AT_PORTS);
    for (int i = 0; i < w->units * w->people; i++)
        where[i] = 0;
    for (int n = 0; n < w->people; n++) {
        for (int k = 0; between && k < s->nsectors; k++)
            where[(w->states ? w->of[k] : k) * w->people + n] += fit_sum_groups(record, between, k, w->people, n);
        for (int c = 0; w->states && ports && c < ports->nplaces; c++) {
            int k = port_sector(s, ports->places[c]);
            if (k >= 0)
                where[w->of[k] * w->people + n] += fit_sum_groups(record, ports, c, w->people, n);
        }
    }
}

double fit_where_error(const fit_where *w, const double *where) {
    double sum = 0, people = 0;
    for (int t = 0; t < w->months; t++)
        for (int n = 0; n < w->people; n++) {
            double all = 0, told = 0, half = 0;
            for (int u = 0; u < w->units; u++) {
                size_t i = ((size_t)t * (size_t)w->units + (size_t)u) * (size_t)w->people + (size_t)n;
                all += isnan(w->count[i]) ? 0 : w->count[i];
                told += isnan(w->count[i]) && isnan(where[i]) ? 0 : where[i];
            }
            if (all <= 0)
                continue;
            for (int u = 0; u < w->units; u++) {
                size_t i = ((size_t)t * (size_t)w->units + (size_t)u) * (size_t)w->people + (size_t)n;
                double a = isnan(w->count[i]) ? 0 : w->count[i] / all, b = isnan(w->count[i]) && isnan(where[i]) ? 0
                                                                           : told == 0                           ? 0
                                                                                       : where[i] / told;
                half += 0.5 * fabs(a - b);
            }
            sum += all * half; /* NAN if the row makes none */
            people += all;
        }
    return people > 0 ? sum / people : NAN;
}

/* ---- series ---- */

double fit_used_of_run(const mdl_series *s, const unsigned char *used, int months, const double *record, size_t width) {
    double above = 0, below = 0;
    int is_share = s && s->sum == SERIES_RATIO, found = 0;
    for (int t = 0; s && t < months; t++) {
        found += used[t];
        for (int i = 0; used[t] && i < s->cells; i++) {
            above += record[(size_t)t * width + (size_t)(s->offset + i)];
            below += is_share ? record[(size_t)t * width + (size_t)(s->offset + s->cells + i)] : 0;
        }
    }
    return !found ? NAN : !is_share ? above : below > 0 ? above / below : NAN;
}

static double series_error(const fit_cover *c, unsigned char *used, const mdl_series *s, int months,
                           const double *record, size_t width) {
    double sum = 0, weight = 0;
    for (int i = 0; s && i < c->npieces; i++) {
        const fit_piece *p = &c->pieces[i];
        memset(used, 0, (size_t)months);
        memset(used + p->from, 1, (size_t)(p->until - p->from));
        double x = fit_used_of_run(s, used, months, record, width);
        if (isnan(x) && s->sum == SERIES_RATIO)
            x = 0; /* nobody: a share of none */
        if (isnan(x) || x + p->value <= 0)
            continue;
        sum += (p->until - p->from) * fabs(x - p->value) / (x + p->value);
        weight += p->until - p->from;
    }
    return weight > 0 ? sum / weight : NAN;
}

/* ---- the set ---- */

int fit_unseen_open(fit_unseen_set *u, const scn_scenario *s, int64_t from, int64_t until) {
    memset(u, 0, sizeof *u);
    u->s = s;
    u->first = month_of_day(from) + (month_start(month_of_day(from)) < from);
    u->months = month_of_day(until) - u->first;
    if (u->months < 0)
        u->months = 0;
    int status = fit_targets_read(&u->published, s, u->first, u->first + (u->months > 0 ? u->months : 1) - 1);
    if (!status)
        status = fit_where_read(&u->where, s, &u->published, u->first, u->months, -1);
    for (int i = 1; !status && i < FIT_TARGETS_UNSEEN; i++)
        status = fit_cover_find(&u->cover[i], s, fit_target_names[i],
                                !strcmp(fit_target_names[i], COR_SERIES_REPEAT_SHARE), u->first, u->months);
    size_t cells = (size_t)u->months * (size_t)u->where.units * (size_t)u->where.people;
    if (!status &&
        (!(u->scratch = calloc(cells + 1, sizeof *u->scratch)) || !(u->used = calloc((size_t)u->months + 1, 1))))
        status = VADO_ERR_MEMORY;
    if (status)
        fit_unseen_close(u);
    return status;
}

void fit_unseen_close(fit_unseen_set *u) {
    fit_targets_free(&u->published);
    fit_where_free(&u->where);
    for (int i = 1; i < FIT_TARGETS_UNSEEN; i++)
        fit_cover_free(&u->cover[i]);
    free(u->scratch);
    free(u->used);
    memset(u, 0, sizeof *u);
}

void fit_unseen_errors(fit_unseen_set *u, int nseries, const mdl_series *series, const double *record, size_t width,
                       int first_month, double error[FIT_TARGETS_UNSEEN]) {
    const double *from = record + (size_t)(u->first - first_month) * width;
    size_t units = (size_t)u->where.units * (size_t)u->where.people;
    for (int t = 0; t < u->months; t++)
        fit_where_of_run(&u->where, u->s, nseries, series, from + (size_t)t * width, u->scratch + (size_t)t * units);
    error[0] = fit_where_error(&u->where, u->scratch);
    for (int i = 1; i < FIT_TARGETS_UNSEEN; i++)
        error[i] = series_error(&u->cover[i], u->used, fit_series(nseries, series, fit_target_names[i]), u->months,
                                from, width);
}
