/* Latent intensities: the part of the history that the mechanisms do not explain, as smooth monthly knots.
 *
 * Rows of latents/<month>.csv: latent `departures` (who = nationality), `group` (where = bloc, who = family or minor),
 * `sector` (where = sector, who = bloc). Log factors at the middle of months, linear between, flat outside. On the days
 * that the scenario names as breaks they may jump: so that what a month holds after an event is not told before it,
 * they are flat from the middle before the break up to it, and from it to the middle after it. A month that the file
 * does not give continues the last one before it, so that a fit cut at a month stays flat after it.
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

static double *knots_of(const cor_latents *l, const mdl_model *m, const scn_latent *row, size_t *at) {
    const scn_scenario *s = m->s;
    if (!strcmp(row->latent, "departures")) {
        for (int n = 0; n < s->nnationalities; n++)
            if (!strcmp(s->nationalities[n].name, row->who)) {
                *at = (size_t)n;
                return l->departures;
            }
    } else if (!strcmp(row->latent, "group")) {
        int b = find_name(row->where, s->nblocs, (const char *const *)s->blocs);
        int g = !strcmp(row->who, "family") ? COR_FAMILY : !strcmp(row->who, "minor") ? COR_MINOR : -1;
        if (b >= 0 && g >= 0) {
            *at = (size_t)(b * COR_GROUPS + g);
            return l->group;
        }
    } else if (!strcmp(row->latent, "sector")) {
        int b = find_name(row->who, s->nblocs, (const char *const *)s->blocs);
        for (int k = 0; b >= 0 && k < s->nsectors; k++)
            if (!strcmp(s->sectors[k].name, row->where)) {
                *at = (size_t)(b * s->nsectors + k);
                return l->sector;
            }
    }
    return NULL;
}

int cor_latents_init(cor_latents *l, const mdl_model *m) {
    const scn_scenario *s = m->s;
    int status = ENG_ERR_MEMORY;
    *l = (cor_latents){.nationalities = s->nnationalities, .blocs = s->nblocs, .sectors = s->nsectors};
    l->first_month = month_of_day(s->from - s->spin_up_days);
    l->months = month_of_day(s->until - 1) - l->first_month + 2;
    size_t nd = (size_t)l->nationalities, ng = (size_t)(l->blocs * COR_GROUPS), ns = (size_t)(l->blocs * l->sectors);
    size_t months = (size_t)l->months;
    unsigned char *given = calloc((nd + ng + ns) * months, 1);
    l->jump = calloc(months, sizeof *l->jump);
    l->departures = calloc(nd * months, sizeof(double));
    l->group = calloc(ng * months + 1, sizeof(double));
    l->sector = calloc(ns * months + 1, sizeof(double));
    if (!given || !l->jump || !l->departures || !l->group || !l->sector)
        goto out;
    mark_jumps(l, s);
    for (int i = 0; i < s->nlatents; i++) {
        const scn_latent *row = &s->latents[i];
        size_t at;
        double *knots = knots_of(l, m, row, &at);
        int t = row->month - l->first_month;
        if (!knots || t >= l->months)
            continue;
        if (t < 0)
            t = 0;
        size_t base = knots == l->departures ? 0 : knots == l->group ? nd : nd + ng;
        knots[at * months + (size_t)t] = row->value;
        given[(base + at) * months + (size_t)t] = 1;
    }
    for (size_t k = 0; k < nd; k++)
        spread(l->departures + k * months, given + k * months, l->months);
    for (size_t k = 0; k < ng; k++)
        spread(l->group + k * months, given + (nd + k) * months, l->months);
    for (size_t k = 0; k < ns; k++)
        spread(l->sector + k * months, given + (nd + ng + k) * months, l->months);
    status = ENG_OK;
out:
    free(given);
    if (status)
        cor_latents_free(l);
    return status;
}

int cor_latents_copy(cor_latents *to, const cor_latents *from) {
    size_t months = (size_t)from->months, nd = (size_t)from->nationalities * months;
    size_t ng = (size_t)(from->blocs * COR_GROUPS) * months, ns = (size_t)(from->blocs * from->sectors) * months;
    *to = *from;
    to->jump = malloc((months + 1) * sizeof *to->jump);
    to->departures = malloc((nd + 1) * sizeof(double));
    to->group = malloc((ng + 1) * sizeof(double));
    to->sector = malloc((ns + 1) * sizeof(double));
    if (!to->jump || !to->departures || !to->group || !to->sector) {
        cor_latents_free(to);
        return ENG_ERR_MEMORY;
    }
    memcpy(to->jump, from->jump, months * sizeof *to->jump);
    memcpy(to->departures, from->departures, nd * sizeof(double));
    memcpy(to->group, from->group, ng * sizeof(double));
    memcpy(to->sector, from->sector, ns * sizeof(double));
    return ENG_OK;
}

void cor_latents_free(cor_latents *l) {
    free(l->jump);
    free(l->departures);
    free(l->group);
    free(l->sector);
    l->jump = NULL;
    l->departures = l->group = l->sector = NULL;
}

double cor_latent(const cor_latents *l, const double *knots, int64_t day) {
    double x = position(l, day);
    if (x <= 0)
        return knots[0];
    if (x >= l->months - 1)
        return knots[l->months - 1];
    int i = (int)x;
    if (l->jump[i] != COR_NO_JUMP)
        return knots[day < l->jump[i] ? i : i + 1];
    return knots[i] + (x - i) * (knots[i + 1] - knots[i]);
}

static void hold(const cor_latents *l, double *knots, size_t rows, int64_t day) {
    double x = position(l, day);
    int next = x < 0 ? 0 : (int)x + 1;
    for (size_t i = 0; i < rows; i++) {
        double *k = knots + i * (size_t)l->months, here = cor_latent(l, k, day);
        for (int t = next; t < l->months; t++)
            k[t] = here;
    }
}

void cor_latents_hold(cor_latents *l, int64_t day) {
    hold(l, l->departures, (size_t)l->nationalities, day);
    hold(l, l->group, (size_t)(l->blocs * COR_GROUPS), day);
    hold(l, l->sector, (size_t)(l->blocs * l->sectors), day);
}
