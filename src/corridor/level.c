/* The level of a member: what it adds to departures so that it counts what the central run counts.
 *
 * Latents are fitted at the centre of the parameters. A member with others has them too, and so its encounters lie
 * above or below the published figures that the latents follow; a figure that has been published is known to all
 * members.
 * 1. The aim is what the central run, the fit, counts by nationality in each month up to the last that was fitted. So
 * no figure is read here, and none that only judges can come in.
 * 2. The member, in expected people and without an environment of its own, lives through the same months, and its
 *    departures are moved by log(aim / counted), smoothed over the month before to the three after, for a journey takes
 *    weeks: a correction of each month by its own ratio would ring. Two rounds. What comes out is rounded to
 * thousandths, far below what it is worth, so that a table can hold it whole.
 * 3. After the last fitted month the level goes the way of the latents (latents_after.c): it stays, or goes towards the
 *    mean of its last 24 months, keeping of the distance what they keep.
 *
 * The level follows from the model, the seed, the member's number and that of all members: nothing else. Whoever runs a
 * policy gives its members the levels of the model without it: brought to its level again, a policy would undo its own
 * effect.
 */
#include "corridor/latents.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 2, BEFORE = 2, AFTER = 4, MEAN_MONTHS = 24, FILLING_MONTHS = 3 };
static const double near[BEFORE + 1 + AFTER] = {1, 2, 3, 4, 3, 2, 1};
static const double most_ratio = 3, farthest = 6; /* log units: of a step, of a level */

int cor_level_months(const mdl_model *m) {
    const cor_latents *l = &m->latents;
    int last = l->after.last < l->months - 2 ? l->after.last : l->months - 2;
    return l->after.last == COR_NO_END || last < FILLING_MONTHS ? 0 : last + 1;
}

static int make(mdl_level *level, const mdl_model *m) {
    *level = (mdl_level){.rows = m->nn, .months = cor_level_months(m)};
    level->x = calloc((size_t)level->rows * (size_t)level->months + 1, sizeof *level->x);
    return level->x ? ENG_OK : ENG_ERR_MEMORY;
}

/* A month's encounters by nationality, out of its record. */
static void take_month(const mdl_series *s, const double *record, int t, mdl_level *count) {
    for (int i = 0; i < s->cells; i++)
        count->x[i / DEMO_COUNT % count->rows * count->months + t] += record[s->offset + i];
}

/* Counts the encounters of a member by nationality and month. */
static int live(mdl_member *p, int series, mdl_level *count, const mdl_stop *stop) {
    const mdl_model *m = p->m;
    int first = m->latents.first_month, status = ENG_OK;
    int64_t end = month_start(first + count->months), day;
    double *record = calloc((size_t)m->width + 1, sizeof *record);
    if (!record || cor_member_ask(p, 1, &series))
        status = ENG_ERR_MEMORY;
    memset(count->x, 0, (size_t)count->rows * (size_t)count->months * sizeof *count->x);
    while (!status && (day = cor_member_day(p)) < end) {
        int month = month_of_day(day);
        if (day == month_start(month) && stop->asked && stop->asked(stop->user))
            status = MDL_STOPPED;
        else if (!(status = cor_member_step(p, record)) && month_of_day(day + 1) != month) {
            take_month(&m->shown[series], record, month - first, count);
            memset(record, 0, (size_t)m->width * sizeof *record);
        }
    }
    free(record);
    return status;
}

/* Of the member, in expected people and without an environment of its own. */
static int count_of(const mdl_model *m, mdl_member_options o, const mdl_level *level, mdl_level *count,
                    const mdl_stop *stop) {
    int series = mdl_main(m->nseries, m->shown);
    mdl_member *p = NULL;
    o.arithmetic = ENG_FLUID;
    o.layer_environment = o.layer_chance = 0;
    o.level = level;
    int status = series < 0 ? ENG_ERR_DECLARE : cor_member_open(m, &o, &p);
    if (!status)
        status = live(p, series, count, stop);
    cor_member_close(p);
    return status;
}

int cor_level_aim(const mdl_model *m, mdl_level *aim, const mdl_stop *stop) {
    const mdl_member_options centre = {.members = 1};
    int status = make(aim, m);
    return status || aim->months == 0 ? status : count_of(m, centre, NULL, aim, stop);
}

/* How much a month's count says: a small one little, one while the corridor fills half. */
static double weight(double aim, int t) {
    double w = aim + 50 < 2000 ? (aim + 50) / 2000 : 1;
    return t < FILLING_MONTHS ? 0.5 * w : w;
}

void cor_level_correct(const mdl_level *aim, const mdl_level *count, mdl_level *level) {
    int months = aim->months;
    for (int n = 0; n < aim->rows; n++) {
        const double *wanted = aim->x + (size_t)n * (size_t)months, *found = count->x + (size_t)n * (size_t)months;
        for (int t = 0; t < months; t++) {
            double sum = 0, all = 0, *x = &level->x[n * months + t];
            for (int k = -BEFORE; k <= AFTER; k++) {
                int at = t + k;
                if (at < 0 || at >= months)
                    continue;
                double w = near[k + BEFORE] * weight(wanted[at], at);
                sum += w * cor_clamp(det_log((wanted[at] + 30) / (found[at] + 30)), -most_ratio, most_ratio);
                all += w;
            }
            *x = cor_clamp(*x + sum / all, -farthest, farthest);
        }
    }
}

int cor_level(const mdl_model *m, const mdl_member_options *o, const mdl_level *aim, mdl_level *level,
              const mdl_stop *stop) {
    mdl_level count = {0};
    int status = make(level, m);
    if (!status && o->layer_parameters && level->months > 0)
        status = make(&count, m);
    for (int round = 0; !status && count.x && round < ROUNDS; round++)
        if (!(status = count_of(m, *o, level, &count, stop)))
            cor_level_correct(aim, &count, level);
    for (int i = 0; !status && i < level->rows * level->months; i++)
        level->x[i] = floor(level->x[i] * MDL_LEVEL_PARTS + 0.5) / MDL_LEVEL_PARTS;
    free(count.x);
    return status;
}

void cor_level_add(const cor_latents *l, const mdl_level *level, double *out) {
    double kept = l->after.kept[COR_DEPARTURES];
    for (int n = 0; n < level->rows; n++) {
        const double *x = level->x + (size_t)n * (size_t)level->months;
        double *to = out + (size_t)n * (size_t)l->months, mean = 0, here = x[level->months - 1];
        int first = level->months > MEAN_MONTHS ? level->months - MEAN_MONTHS : 0;
        for (int t = first; t < level->months; t++)
            mean += x[t] / (level->months - first);
        for (int t = 0; t < l->months; t++) {
            here = t < level->months ? x[t] : mean + kept * (here - mean);
            to[t] += here;
        }
    }
}
