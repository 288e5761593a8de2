/* The published figures that say something of parameters, and what a run makes of them.
 *
 * 1. Taken are rows that may set something (never one that judges: asked row by row, and refused), of series that the
 *    model records and no latent sees, for whole months; of a stock also a day, beside its month's mean. Series that
 * are put in (MDL_INPUT) say nothing. Rows by place, nationality or group are left out: their sums are there.
 * 2. Of the rows of a series those that cover most months without overlap, of better kinds, as in cover.c.
 * 3. A figure that stands under two names is taken once.
 * 4. The dispersion of a series of months is what its figures' second differences show beyond counting; of others, and
 * of those with few, that of all.
 */
#include "fit/posterior.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRIPLES_LEAST = 6 };
/* Standard deviation of the log of a factor between definitions, of the whole series. */
static const double of_definition[SCN_KINDS] = {0.1, 0.1, 0.2, 0.15, 0.2};
static const double least_dispersion = 0.001, usual_dispersion = 0.01;

/* ---- which rows ---- */

static int a_latent_sees(const char *series) {
    return strncmp(series, COR_SERIES_ENCOUNTERS, strlen(COR_SERIES_ENCOUNTERS)) == 0 &&
           strcmp(series, COR_SERIES_ENCOUNTERS_AT_PORTS) != 0;
}

/* Months of a row from the first; 0 if it is of no use. */
static int months_of(const fit_published *p, const mdl_series *s, const scn_observed *o, int *from, int *until) {
    if (strcmp(o->series, s->name) || !scn_is_whole(o) || !scn_may_set(o) || !(o->value > 0))
        return 0;
    int first = month_of_day(o->from), last = month_of_day(o->until - 1);
    *from = first - p->first;
    *until = last + 1 - p->first;
    int whole = o->from == month_start(first) && o->until == month_start(last + 1);
    return *from >= 0 && *until <= p->months && (whole || (s->sum == SERIES_MEAN && first == last));
}

typedef struct {
    int score, from, chosen;
} best_rows;

static int twice(const fit_published *p, const scn_observed *o) {
    for (int i = 0; i < p->figures.n; i++) {
        const scn_observed *other = p->at[i].row;
        if (other->from == o->from && other->until == o->until && fabs(other->value - o->value) < 1e-9)
            return 1;
    }
    return 0;
}

static int add(fit_published *p, const mdl_series *s, const scn_observed *o, int from, int until, char words[256]) {
    int status = fit_refuses_judge(o, scn_may_set(o) ? 0 : 1, words);
    if (status || twice(p, o))
        return status;
    int share = s->sum == SERIES_RATIO;
    p->at[p->figures.n] = (fit_published_at){o, s, from, until};
    p->figures.figures[p->figures.n++] = (fit_figure){
        .of = (int)(s - p->series),
        .month = p->first + (from + until) / 2,
        .published = share ? det_log(o->value) : det_log(o->value + 0.5),
        .noise = mdl_figure_noise(s, o),
    };
    return 0;
}

/* Adds the rows of one series; best [months + 1]. */
static int add_series(fit_published *p, const scn_scenario *s, const mdl_series *of, best_rows *best, char words[256]) {
    int from, until, status = 0;
    best[0] = (best_rows){0, 0, -1};
    for (int m = 1; m <= p->months; m++) {
        best[m] = (best_rows){best[m - 1].score, m - 1, -1};
        for (int i = 0; i < s->nobserved; i++)
            if (months_of(p, of, &s->observed[i], &from, &until) && until == m) {
                int score = best[from].score + (m - from) * (100 - scn_kind_rank(s->observed[i].kind));
                if (score > best[m].score)
                    best[m] = (best_rows){score, from, i};
            }
    }
    for (int m = p->months; status == 0 && m > 0; m = best[m].from)
        if (best[m].chosen >= 0)
            status = add(p, of, &s->observed[best[m].chosen], best[m].from, m, words);
    return status;
}

/* ---- the errors of a series ---- */

/* Variance of logs beyond counting, from figures of months that follow each other (the last stands first); 0 and *n
 * below the least: too few. */
static double beyond_counting(const fit_figure *f, const fit_published_at *at, int count, int *n) {
    double sum = 0;
    *n = 0;
    for (int i = 0; i + 2 < count; i++) {
        if (at[i].until - at[i].from != 1 || at[i].from != at[i + 1].until || at[i + 1].from != at[i + 2].until ||
            at[i + 1].until - at[i + 1].from != 1 || at[i + 2].until - at[i + 2].from != 1)
            continue;
        double d = f[i].published - 2 * f[i + 1].published + f[i + 2].published;
        sum += d * d - f[i].noise - 4 * f[i + 1].noise - f[i + 2].noise;
        ++*n;
    }
    double x = *n ? sum / (6.0 * *n) : 0;
    return x > least_dispersion ? x : least_dispersion;
}

static void set_errors(fit_published *p) {
    double sum = 0;
    int triples = 0, n;
    for (int s = 0, at = 0; s < p->figures.nseries; at += p->figures.series[s++].n) {
        fit_figure_series *of = &p->figures.series[s];
        for (int i = 0; i < of->n; i++) {
            double sd = of_definition[scn_kind_rank(p->at[at + i].row->kind)];
            of->factor += sd * sd / of->n;
        }
        of->dispersion = beyond_counting(p->figures.figures + at, p->at + at, of->n, &n);
        sum += n >= TRIPLES_LEAST ? of->dispersion * n : 0;
        triples += n >= TRIPLES_LEAST ? n : 0;
    }
    for (int s = 0, at = 0; s < p->figures.nseries; at += p->figures.series[s++].n) {
        (void)beyond_counting(p->figures.figures + at, p->at + at, p->figures.series[s].n, &n);
        if (n < TRIPLES_LEAST)
            p->figures.series[s].dispersion = triples ? sum / triples : usual_dispersion;
    }
}

static void hash_rows(fit_published *p) {
    eng_sha256 h;
    eng_sha256_start(&h);
    for (int i = 0; i < p->figures.n; i++) {
        const scn_observed *o = p->at[i].row;
        char line[160];
        (void)snprintf(line, sizeof line, "%.80s,%lld,%lld,%.17g", o->series, (long long)o->from, (long long)o->until,
                       o->value);
        eng_sha256_add(&h, line, strlen(line) + 1);
        eng_sha256_add(&h, o->kind, strlen(o->kind) + 1);
    }
    eng_sha256_end(&h, p->sha256);
}

/* ---- all ---- */

int fit_published_read(fit_published *p, const scn_scenario *s, int nseries, const mdl_series *series, int first,
                       int months, char words[256]) {
    *p = (fit_published){.first = first, .months = months, .nseries = nseries, .series = series};
    size_t most = (size_t)s->nobserved + 1;
    best_rows *best = calloc((size_t)months + 1, sizeof *best);
    p->at = calloc(most, sizeof *p->at);
    p->figures.figures = calloc(most, sizeof *p->figures.figures);
    p->figures.series = calloc((size_t)nseries + 1, sizeof *p->figures.series);
    int status = best && p->at && p->figures.figures && p->figures.series ? 0 : VADO_ERR_MEMORY;
    for (int i = 0; status == 0 && i < nseries; i++) {
        int before = p->figures.n;
        if (series[i].shown->standing != MDL_INPUT && !a_latent_sees(series[i].name))
            status = add_series(p, s, &series[i], best, words);
        if (p->figures.n > before)
            p->figures.series[p->figures.nseries++].n = p->figures.n - before;
    }
    if (status == 0 && p->figures.n == 0) {
        (void)snprintf(words, 256,
                       "found no published figure that may set something and that no latent sees, expected "
                       "some in observed/ within the months that latents were fitted to");
        status = VADO_ERR_INPUT;
    }
    if (status == 0) {
        set_errors(p);
        hash_rows(p);
    } else {
        fit_published_free(p);
    }
    free(best);
    return status;
}

void fit_published_free(fit_published *p) {
    free(p->at);
    free(p->figures.figures);
    free(p->figures.series);
    memset(p, 0, sizeof *p);
}

/* ---- what a run makes of them ---- */

void fit_published_total(const fit_published *p, const double *record, int month_days, double *totals) {
    for (int i = 0; i < p->nseries; i++) {
        const mdl_series *s = &p->series[i];
        double above = 0, below = s->sum == SERIES_MEAN ? month_days : 0;
        for (int c = 0; c < s->cells; c++) {
            above += record[s->offset + c];
            below += s->sum == SERIES_RATIO ? record[s->offset + s->cells + c] : 0;
        }
        totals[2 * i] = above;
        totals[2 * i + 1] = below;
    }
}

void fit_published_logs(const fit_published *p, const double *totals, double *logs) {
    for (int f = 0; f < p->figures.n; f++) {
        const fit_published_at *at = &p->at[f];
        double above = 0, below = 0;
        for (int t = at->from; t < at->until; t++) {
            const double *x = totals + 2 * ((size_t)t * (size_t)p->nseries + (size_t)(at->series - p->series));
            above += x[0];
            below += x[1];
        }
        double value = at->series->sum == SERIES_SUM ? above : below > 0 ? above / below : 0;
        logs[f] = at->series->sum == SERIES_RATIO ? det_log(value > 1e-4 ? value : 1e-4) : det_log(value + 0.5);
    }
}
