/* The last twelve published months, told in three ways and by persistence.
 *
 * 1. The window is the last twelve months up to the last one that may be used (a third of the months if there are fewer
 *    than 36). The cut is the month before it.
 * 2. Row 1: the scenario's latents as they are, no refit. They were fitted to the window; agreement proves nothing.
 * 3. Row 2: latents fitted from zero to months up to the cut, flat after it; no start from a table that knows more.
 * 4. Row 3: the null model (null.c) with the latents of row 2. Row 3b: persistence, the published figures of the cut.
 * 5. Errors of each against what is published: encounters as the fit measures them; then what no latent sees.
 *
 * Invariant: rows 2, 3 and 3b do not change when a figure after the cut does. Dated events of the schedule are inputs
 * of rows 1 and 2.
 */
#include "fit/history.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const fit_unseen_series[UNSEEN_COUNT] = {COR_SERIES_GAP_CROSSINGS, COR_SERIES_WAY_EVENTS,
                                                     COR_SERIES_GOTAWAYS, COR_SERIES_REPEAT_SHARE};

static double *none(size_t n) {
    double *x = malloc((n ? n : 1) * sizeof *x);
    for (size_t i = 0; x && i < n; i++)
        x[i] = NAN;
    return x;
}

static int row_make(fit_row *r, const fit_history *h) {
    size_t months = (size_t)h->months;
    r->total = none(months);
    r->people = none(months * (size_t)h->people);
    r->sector = none(months * (size_t)h->sectors);
    r->where = none(months * (size_t)h->where.units * (size_t)h->people);
    for (int i = 0; i < UNSEEN_COUNT; i++)
        r->unseen[i] = NAN;
    return r->total && r->people && r->sector && r->where ? 0 : VADO_ERR_MEMORY;
}

static int make_rows(const fit_job *job, fit_history *h, char words[256]) {
    const scn_scenario *s = job->scenario;
    fit_cover last[UNSEEN_COUNT];
    fit_job frozen = *job;
    fit_warm warm; /* taken so that the fit says its steps and not its tables */
    char cut[8];
    int status = 0;
    memset(last, 0, sizeof last);
    frozen.start = NULL;
    frozen.last_month = h->first - 1;
    memset(&warm, 0, sizeof warm);
    for (int i = 0; !status && i < ROW_COUNT; i++)
        status = row_make(&h->row[i], h);
    month_format(frozen.last_month, cut);
    if (!status)
        status = fit_say(job, "fitting latents to months up to %s, from zero:", cut);
    if (!status && (status = fit_latents_warm(&frozen, &warm, &h->frozen)))
        memcpy(words, h->frozen.words, 256);
    if (!status)
        status = fit_null_make(&h->null, s, &h->before, &h->where_before, &h->frozen.latents);
    for (int i = 0; !status && i < UNSEEN_COUNT; i++)
        status = fit_cover_find(&last[i], s, fit_unseen_series[i], i == UNSEEN_REPEAT, h->first - 1, 1);
    if (!status && job->start)
        status = fit_row_of_run(job, h, job->start, &h->row[ROW_FITTED], words);
    if (!status)
        status = fit_row_of_run(job, h, &h->frozen.latents, &h->row[ROW_FROZEN], words);
    if (!status) {
        fit_row_of_null(h, s, &h->row[ROW_NULL]);
        fit_row_of_persistence(h, last, &h->row[ROW_PERSISTENCE]);
        fit_history_null_before(h, month_of_day(s->from) - h->before.first);
    }
    if (warm.have_kernels)
        fit_kernels_free(&warm.kernels);
    for (int i = 0; i < UNSEEN_COUNT; i++)
        fit_cover_free(&last[i]);
    return status;
}

int fit_history_make(const fit_job *job, int months, fit_history *h, char words[256]) {
    const scn_scenario *s = job->scenario;
    int start = month_of_day(s->from - s->spin_up_days), all = job->last_month - start + 1, status;
    memset(h, 0, sizeof *h);
    if (months <= 0)
        months = all < 3 * HISTORY_MONTHS ? all / 3 : HISTORY_MONTHS;
    if (months < 1 || all - months < 3) {
        (void)snprintf(words, 256, "the published figures that may be used cover %d months, expected at least 6", all);
        return VADO_ERR_INPUT;
    }
    h->first = job->last_month + 1 - months;
    h->months = months;
    h->people = s->nnationalities;
    h->sectors = s->nsectors;
    if ((status = fit_targets_read(&h->seen, s, start, job->last_month)) ||
        (status = fit_targets_read(&h->before, s, start, h->first - 1)) || (status = fit_targets_rake(&h->before, s)) ||
        (status = fit_where_read(&h->where, s, &h->seen, h->first, months, -1)) ||
        (status = fit_where_read(&h->where_before, s, &h->before, start, h->first - start, h->where.states)))
        goto out;
    for (int i = 0; i < UNSEEN_COUNT; i++)
        if ((status = fit_cover_find(&h->cover[i], s, fit_unseen_series[i], i == UNSEEN_REPEAT, h->first, months)))
            goto out;
    status = make_rows(job, h, words);
out:
    if (status)
        fit_history_free(h);
    return status;
}

void fit_history_free(fit_history *h) {
    fit_targets_free(&h->seen);
    fit_targets_free(&h->before);
    fit_where_free(&h->where);
    fit_where_free(&h->where_before);
    fit_result_free(&h->frozen);
    fit_null_free(&h->null);
    for (int i = 0; i < UNSEEN_COUNT; i++)
        fit_cover_free(&h->cover[i]);
    for (int i = 0; i < ROW_COUNT; i++) {
        free(h->row[i].total);
        free(h->row[i].people);
        free(h->row[i].sector);
        free(h->row[i].where);
    }
    memset(h, 0, sizeof *h);
}

int fit_history_stage(const fit_job *job, char words[256]) {
    fit_history h;
    int status = fit_history_make(job, 0, &h, words);
    if (!status)
        status = fit_history_say(job, &h);
    fit_history_free(&h);
    return status;
}
