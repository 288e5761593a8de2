/* Latent intensities: the part of the history that the mechanisms do not explain, as smooth monthly knots.
 *
 * Rows of latents/<month>.csv: latent `departures` (who = nationality), `group` (where = bloc, who = family or minor),
 * `sector` (where = sector, who = bloc). Log factors at the middle of months, linear between, flat before the first. On
 * the days that the scenario names as breaks they may jump: so that what a month holds after an event is not told
 * before it, they are flat from the middle before the break up to it, and from it to the middle after it. A month that
 * the file does not give continues the last one before it.
 *
 * After the last fitted month they do what the table expects of them (latents_after.c); without such rows they stay
 * flat. Where the table says at what level they stand, they are there from the first day after that month on. Up to
 * that month's end nothing looks towards the next knot, so a run that ends with it is what the fit saw.
 *
 * The knot of the month after the run's last is kept too: the second half of a month looks towards it. So no day
 * depends on where the run ends.
 */
#include "corridor/latents.h"

#include <stdlib.h>
#include <string.h>

static void spread(double *knots, const unsigned char *given, int months) {
    int first = 0;
    while (first < months && !given[first])
        first++;
    if (first == months)
        return;
    for (int t = 0; t < first; t++)
        knots[t] = knots[first];
    for (int t = first + 1; t < months; t++)
        if (!given[t])
            knots[t] = knots[t - 1];
}

/* Where a day stands among the middles of months, which are whole numbers. */
static double position(const cor_latents *l, int64_t day) {
    int month = month_of_day(day);
    int64_t start = month_start(month), next = month_start(month + 1);
    return ((double)(day - start) + 0.5) / (double)(next - start) - 0.5 + (month - l->first_month);
}

static void mark_jumps(cor_latents *l, const scn_scenario *s) {
    for (int t = 0; t < l->months; t++)
        l->jump[t] = COR_NO_JUMP;
    for (int i = 0; i < s->nbreaks; i++) {
        double x = position(l, s->breaks[i]);
        if (x >= 0 && x < l->months - 1)
            l->jump[(int)x] = s->breaks[i];
    }
}

static int find_name(const char *name, int n, const char *const *names) {
    for (int i = 0; i < n; i++)
        if (!strcmp(names[i], name))
            return i;
    return -1;
}

/* The row of knots that a row of the table belongs to, in the order departures, groups, sectors; -1. */
static int find_row(const cor_latents *l, const scn_scenario *s, int kind, const scn_latent *row) {
    if (kind == COR_DEPARTURES) {
        for (int n = 0; n < s->nnationalities; n++)
            if (!strcmp(s->nationalities[n].name, row->who))
                return n;
    } else if (kind == COR_GROUP) {
        int b = find_name(row->where, s->nblocs, (const char *const *)s->blocs);
        int g = !strcmp(row->who, "family") ? COR_FAMILY : !strcmp(row->who, "minor") ? COR_MINOR : -1;
        if (b >= 0 && g >= 0)
            return cor_latent_rows(l, COR_GROUP) + b * COR_GROUPS + g;
    } else {
        int b = find_name(row->who, s->nblocs, (const char *const *)s->blocs);
        for (int k = 0; b >= 0 && k < s->nsectors; k++)
            if (!strcmp(s->sectors[k].name, row->where))
                return cor_latent_rows(l, COR_SECTOR) + b * s->nsectors + k;
    }
    return -1;
}

/* Takes a row of the table into the knots, or into what is expected after them. */
static void take_row(cor_latents *l, const scn_scenario *s, const scn_latent *row, unsigned char *given) {
    static const char *const kinds[COR_LATENT_KINDS] = {"departures", "group", "sector"};
    for (int kind = 0; kind < COR_LATENT_KINDS; kind++) {
        size_t n = strlen(kinds[kind]);
        if (strncmp(row->latent, kinds[kind], n) != 0)
            continue;
        int at = find_row(l, s, kind, row), t = row->month - l->first_month;
        if (row->latent[n] != '\0') {
            cor_outlook_take(l, kind, row->latent + n, at, t, row->value);
        } else if (at >= 0 && t < l->months) {
            t = t < 0 ? 0 : t;
            cor_latent_knots(l, at)[t] = row->value;
            given[at * l->months + t] = 1;
        }
    }
}

static int make(cor_latents *l) {
    size_t months = (size_t)l->months, nd = (size_t)l->nationalities;
    size_t ng = (size_t)(l->blocs * COR_GROUPS), ns = (size_t)(l->blocs * l->sectors);
    l->jump = calloc(months, sizeof *l->jump);
    l->departures = calloc(nd * months, sizeof(double));
    l->group = calloc(ng * months + 1, sizeof(double));
    l->sector = calloc(ns * months + 1, sizeof(double));
    l->after.mean = calloc(nd + ng + ns + 1, sizeof(double));
    l->after.level = calloc(nd + ng + ns + 1, sizeof(double));
    l->after.sd = calloc(nd + 1, sizeof(double));
    l->after.level_sd = calloc(nd + 1, sizeof(double));
    return l->jump && l->departures && l->group && l->sector && l->after.mean && l->after.level && l->after.sd &&
                   l->after.level_sd
               ? 0
               : ENG_ERR_MEMORY;
}

int cor_latents_init(cor_latents *l, const mdl_model *m) {
    const scn_scenario *s = m->s;
    *l = (cor_latents){.nationalities = s->nnationalities, .blocs = s->nblocs, .sectors = s->nsectors};
    l->first_month = month_of_day(s->from - s->spin_up_days);
    l->months = month_of_day(s->until - 1) - l->first_month + 2;
    int rows = cor_latent_rows(l, COR_LATENT_KINDS);
    unsigned char *given = calloc((size_t)rows * (size_t)l->months, 1);
    int status = !given || make(l) ? ENG_ERR_MEMORY : ENG_OK;
    if (!status) {
        cor_latents_expect_nothing(l);
        mark_jumps(l, s);
        for (int i = 0; i < s->nlatents; i++)
            take_row(l, s, &s->latents[i], given);
        for (int i = 0; i < rows; i++)
            spread(cor_latent_knots(l, i), given + i * l->months, l->months);
        cor_latents_revert(l);
    }
    free(given);
    if (status)
        cor_latents_free(l);
    return status;
}

int cor_latents_copy(cor_latents *to, const cor_latents *from) {
    size_t months = (size_t)from->months, rows = (size_t)cor_latent_rows(from, COR_LATENT_KINDS);
    *to = *from;
    if (make(to)) {
        cor_latents_free(to);
        return ENG_ERR_MEMORY;
    }
    memcpy(to->jump, from->jump, months * sizeof *to->jump);
    for (size_t i = 0; i < rows; i++)
        memcpy(cor_latent_knots(to, (int)i), cor_latent_knots(from, (int)i), months * sizeof(double));
    memcpy(to->after.mean, from->after.mean, rows * sizeof(double));
    memcpy(to->after.level, from->after.level, rows * sizeof(double));
    memcpy(to->after.sd, from->after.sd, (size_t)from->nationalities * sizeof(double));
    memcpy(to->after.level_sd, from->after.level_sd, (size_t)from->nationalities * sizeof(double));
    return ENG_OK;
}

void cor_latents_free(cor_latents *l) {
    free(l->jump);
    free(l->departures);
    free(l->group);
    free(l->sector);
    free(l->after.mean);
    free(l->after.level);
    free(l->after.sd);
    free(l->after.level_sd);
    l->jump = NULL;
    l->departures = l->group = l->sector = NULL;
    l->after.mean = l->after.level = l->after.sd = l->after.level_sd = NULL;
}

double cor_latent(const cor_latents *l, const double *knots, int64_t day) {
    double x = position(l, day);
    if (x <= 0)
        return knots[0];
    if (x >= l->months - 1)
        return knots[l->months - 1];
    int i = (int)x;
    if (i == l->after.last && l->after.stands) /* from the first day after it on at its level */
        return knots[x - i < 0.5 ? i : i + 1];
    if (i == l->after.last) /* up to the month's end as fitted, then towards what is expected */
        return x - i < 0.5 ? knots[i] : knots[i] + 2 * (x - i - 0.5) * (knots[i + 1] - knots[i]);
    if (i < l->after.last && l->jump[i] != COR_NO_JUMP)
        return knots[day < l->jump[i] ? i : i + 1];
    return knots[i] + (x - i) * (knots[i + 1] - knots[i]);
}

void cor_latents_hold(cor_latents *l, int64_t day) {
    double x = position(l, day);
    int next = x < 0 ? 0 : (int)x + 1;
    for (int row = 0; row < cor_latent_rows(l, COR_LATENT_KINDS); row++) {
        double *k = cor_latent_knots(l, row), here = cor_latent(l, k, day);
        for (int t = next; t < l->months; t++)
            k[t] = here;
    }
}
