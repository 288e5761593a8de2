/* Published figures as arrays: what the latents are fitted to.
 *
 * A row is used only if it ends no later than the last month allowed; later rows are not looked at, so changing them
 * changes nothing. Monthly rows of `encounters`: of the border, by nationality, by sector, by group, by nationality and
 * group. Rows of `encounters` by sector and nationality may cover longer periods and tell blocs apart, as do the rows
 * of `encounters_all_<state>`, which hold the ports too. Rows used go into a SHA-256 so that a fit names its data.
 */
#include "fit/internal.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const state_prefix = "encounters_all_";

static int monthly(const scn_observed *o, int *month) {
    *month = month_of_day(o->from);
    return o->from == month_start(*month) && o->until == month_start(*month + 1);
}

int fit_last_month(const scn_scenario *s) {
    int last = -1, month;
    for (int i = 0; i < s->nobserved; i++) {
        const scn_observed *o = &s->observed[i];
        if (!strcmp(o->series, COR_SERIES_ENCOUNTERS) && monthly(o, &month) && o->until <= s->until && month > last)
            last = month;
    }
    return last;
}

static double *none(size_t n) {
    double *x = malloc((n ? n : 1) * sizeof *x);
    for (size_t i = 0; x && i < n; i++)
        x[i] = NAN;
    return x;
}

static int person(const scn_scenario *s, const char *name) {
    for (int n = 0; n < s->nnationalities; n++)
        if (!strcmp(s->nationalities[n].name, name))
            return n;
    return -1;
}

static int sector(const scn_scenario *s, const char *name) {
    for (int k = 0; k < s->nsectors; k++)
        if (!strcmp(s->sectors[k].name, name))
            return k;
    return -1;
}

static int group(const char *name) {
    for (int g = 0; g < DEMO_COUNT; g++)
        if (!strcmp(scn_demographic_names[g], name))
            return g;
    return -1;
}

/* "new_mexico" is in "Texas and New Mexico". */
int fit_in_state(const char *slug, const char *state) {
    size_t n = strlen(slug);
    for (const char *at = state; *at; at++) {
        size_t i = 0;
        while (i < n && at[i] && (slug[i] == '_' ? at[i] == ' ' : tolower((unsigned char)at[i]) == slug[i]))
            i++;
        if (i == n)
            return 1;
    }
    return 0;
}

/* Sectors that a state's table cannot tell apart, and all that share a sector with them, are one region. */
static void find_regions(fit_targets *t, const scn_scenario *s) {
    for (int k = 0; k < s->nsectors; k++)
        t->region[k] = k;
    const char *last = "";
    for (int i = 0; i < s->nobserved; i++) {
        const char *name = s->observed[i].series;
        if (strncmp(name, state_prefix, strlen(state_prefix)) || !strcmp(name, last))
            continue;
        last = name;
        int one = -1;
        for (int k = 0; k < s->nsectors; k++) {
            if (!fit_in_state(name + strlen(state_prefix), s->sectors[k].state))
                continue;
            if (one < 0)
                one = t->region[k];
            int other = t->region[k];
            for (int q = 0; q < s->nsectors; q++)
                if (t->region[q] == other)
                    t->region[q] = one;
        }
    }
    t->regions = s->nsectors;
}

static void add(double *x, double value) { *x = isnan(*x) ? value : *x + value; }

/* 1 if the row is of use. */
static int encounters_row(fit_targets *t, const scn_scenario *s, const scn_observed *o) {
    int month, whole = monthly(o, &month), at = month - t->first;
    int n = person(s, o->nationality), k = sector(s, o->place), g = group(o->group);
    if ((o->nationality[0] && n < 0) || (o->place[0] && k < 0) || (o->group[0] && g < 0))
        return 0;
    if (k >= 0 && n >= 0 && g < 0) {
        int last = month_of_day(o->until - 1) - t->first, used = 0;
        for (int m = at < 0 ? 0 : at; m <= last && m < t->months; m++, used = 1)
            add(&t->year[((size_t)m * (size_t)t->sectors + (size_t)k) * (size_t)t->blocs +
                         (size_t)s->nationalities[n].bloc_index],
                o->value);
        return used;
    }
    if (!whole || at < 0 || at >= t->months)
        return 0;
    size_t months = (size_t)t->months, m = (size_t)at;
    if (n < 0 && k < 0 && g < 0)
        t->total[m] = o->value;
    else if (k < 0 && g < 0)
        t->nationality[(size_t)n * months + m] = o->value;
    else if (n < 0 && g < 0)
        t->sector[(size_t)k * months + m] = o->value;
    else if (n < 0 && k < 0)
        t->group[(size_t)g * months + m] = o->value;
    else if (k < 0)
        t->people_group[((size_t)n * DEMO_COUNT + (size_t)g) * months + m] = o->value;
    else
        return 0;
    return 1;
}

static int other_row(fit_targets *t, const scn_scenario *s, const scn_observed *o) {
    int month, n = person(s, o->nationality), g = group(o->group);
    if (!monthly(o, &month) || month < t->first || month - t->first >= t->months || n < 0 || o->place[0])
        return 0;
    size_t m = (size_t)(month - t->first);
    if (!strcmp(o->series, "encounters_all") && g >= 0) {
        t->all_group[((size_t)n * DEMO_COUNT + (size_t)g) * (size_t)t->months + m] = o->value;
        return 1;
    }
    if (strncmp(o->series, state_prefix, strlen(state_prefix)) || o->group[0])
        return 0;
    for (int k = 0; k < s->nsectors; k++)
        if (fit_in_state(o->series + strlen(state_prefix), s->sectors[k].state)) {
            add(&t->state[(m * (size_t)t->regions + (size_t)t->region[k]) * (size_t)t->blocs +
                          (size_t)s->nationalities[n].bloc_index],
                o->value);
            return 1;
        }
    return 0;
}

static void hash_row(eng_sha256 *hash, const scn_observed *o) {
    char text[512];
    int n = snprintf(text, sizeof text, "%s|%lld|%lld|%s|%s|%s|%.9g\n", o->series, (long long)o->from,
                     (long long)o->until, o->place, o->nationality, o->group, o->value);
    eng_sha256_add(hash, text, n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
}

int fit_targets_read(fit_targets *t, const scn_scenario *s, int first_month, int last_month) {
    *t = (fit_targets){.first = first_month,
                       .months = last_month - first_month + 1,
                       .people = s->nnationalities,
                       .blocs = s->nblocs,
                       .sectors = s->nsectors,
                       .regions = s->nsectors};
    size_t m = (size_t)t->months, n = (size_t)t->people, b = (size_t)t->blocs, k = (size_t)t->sectors;
    struct {
        double **list;
        size_t size;
    } lists[] = {{&t->total, m},
                 {&t->nationality, n * m},
                 {&t->sector, k * m},
                 {&t->group, DEMO_COUNT * m},
                 {&t->people_group, n * DEMO_COUNT * m},
                 {&t->all_group, n * DEMO_COUNT * m},
                 {&t->year, m * k * b},
                 {&t->state, m * k * b},
                 {&t->bloc_group, b * DEMO_COUNT * m},
                 {&t->bloc_group_weight, b * m},
                 {&t->bloc_sector, b * k * m},
                 {&t->bloc_sector_weight, b * m}};
    int lost = !(t->region = calloc(k ? k : 1, sizeof *t->region));
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        lost |= !(*lists[i].list = none(lists[i].size));
    if (lost) {
        fit_targets_free(t);
        return VADO_ERR_MEMORY;
    }
    find_regions(t, s);
    eng_sha256 hash;
    eng_sha256_start(&hash);
    for (int i = 0; i < s->nobserved; i++) {
        const scn_observed *o = &s->observed[i];
        if (o->until > month_start(last_month + 1))
            continue;
        int used = !strcmp(o->series, COR_SERIES_ENCOUNTERS) ? encounters_row(t, s, o) : other_row(t, s, o);
        if (used)
            hash_row(&hash, o);
        if (used && !scn_may_set(o) && !t->judges++)
            t->judge = o;
    }
    eng_sha256_end(&hash, t->rows_sha256);
    for (int i = 0; i < t->months; i++) { /* a border without a total of its own: the sum of its parts */
        double people = 0, sectors = 0;
        for (int q = 0; q < t->people; q++)
            people += t->nationality[(size_t)q * m + (size_t)i];
        for (int q = 0; q < t->sectors; q++)
            sectors += t->sector[(size_t)q * m + (size_t)i];
        if (isnan(t->total[i]))
            t->total[i] = isnan(people) ? sectors : people;
    }
    return 0;
}

void fit_targets_free(fit_targets *t) {
    double **lists[] = {&t->total,        &t->nationality,       &t->sector,      &t->group,
                        &t->people_group, &t->all_group,         &t->year,        &t->state,
                        &t->bloc_group,   &t->bloc_group_weight, &t->bloc_sector, &t->bloc_sector_weight};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        free(*lists[i]);
        *lists[i] = NULL;
    }
    free(t->region);
    t->region = NULL;
}
