/* Blocs told apart: tables by bloc and group, and by bloc and sector, that agree with the published margins.
 *
 * For each month a seed (the best table that speaks of blocs) is scaled in turn to the published rows and columns
 * (iterative proportional fitting: Deming and Stephan 1940), which changes the seed as little as the margins allow.
 * 1. Groups: seed = nationality by group between ports; else the shares with ports included times the nationality's own
 *    encounters; else the shares of the nearest month before (or after) that has one, at half weight.
 * 2. Sectors: seed = yearly table by sector and nationality; else last month's result; moved by the power 0.7 towards
 * the state tables (which hold the ports, so they are not believed wholly). No table: weight 0, and last month's result
 *    only carries the seed on.
 */
#include "fit/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 30 };

/* x [rows][columns]; margins that are NAN are not known. */
static void rake(int rows, int columns, double *x, const double *row, const double *column) {
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int j = 0; j < columns; j++)
                sum += x[i * columns + j];
            if (isnan(row[i]) || sum <= 0)
                continue;
            for (int j = 0; j < columns; j++)
                x[i * columns + j] *= row[i] / sum;
        }
        for (int j = 0; j < columns; j++) {
            double sum = 0;
            for (int i = 0; i < rows; i++)
                sum += x[i * columns + j];
            if (isnan(column[j]) || sum <= 0)
                continue;
            for (int i = 0; i < rows; i++)
                x[i * columns + j] *= column[j] / sum;
        }
    }
}

static double bloc_total(const fit_targets *t, const scn_scenario *s, int bloc, int m) {
    double sum = NAN;
    for (int n = 0; n < t->people; n++) {
        double x = t->nationality[(size_t)n * (size_t)t->months + (size_t)m];
        if (s->nationalities[n].bloc_index == bloc && !isnan(x))
            sum = isnan(sum) ? x : sum + x;
    }
    return sum;
}

/* Seed of one bloc's groups in one month; the weight it deserves, 0 if no table speaks. */
static double group_seed(const fit_targets *t, const scn_scenario *s, int bloc, int m, double seed[DEMO_COUNT]) {
    double weight = 1;
    size_t months = (size_t)t->months;
    for (int g = 0; g < DEMO_COUNT; g++)
        seed[g] = 0;
    for (int n = 0; n < t->people; n++) {
        if (s->nationalities[n].bloc_index != bloc)
            continue;
        double own = t->nationality[(size_t)n * months + (size_t)m], direct = 0, all = 0;
        for (int g = 0; g < DEMO_COUNT; g++) {
            direct += t->people_group[((size_t)n * DEMO_COUNT + (size_t)g) * months + (size_t)m];
            all += t->all_group[((size_t)n * DEMO_COUNT + (size_t)g) * months + (size_t)m];
        }
        if (isnan(direct) && (isnan(all) || isnan(own) || all <= 0)) {
            if (isnan(own) || own > 0)
                return 0;
            continue;
        }
        for (int g = 0; g < DEMO_COUNT; g++) {
            size_t at = ((size_t)n * DEMO_COUNT + (size_t)g) * months + (size_t)m;
            seed[g] += isnan(direct) ? own * t->all_group[at] / all : t->people_group[at];
        }
        if (isnan(direct))
            weight = 0.8;
    }
    double sum = 0;
    for (int g = 0; g < DEMO_COUNT; g++)
        sum += seed[g] += 1;
    return sum > DEMO_COUNT ? weight : 0;
}

static int rake_groups(fit_targets *t, const scn_scenario *s) {
    size_t months = (size_t)t->months;
    double *seed = calloc((size_t)t->blocs * months * DEMO_COUNT + 1, sizeof *seed);
    double *x = calloc((size_t)(t->blocs * (DEMO_COUNT + 1)) + 1, sizeof *x);
    int status = VADO_ERR_MEMORY;
    if (!seed || !x)
        goto out;
    for (int b = 0; b < t->blocs; b++) {
        double *weight = t->bloc_group_weight + (size_t)b * months;
        int first = -1, last = -1;
        for (int m = 0; m < t->months; m++) {
            double *now = &seed[((size_t)b * months + (size_t)m) * DEMO_COUNT];
            weight[m] = group_seed(t, s, b, m, now);
            if (weight[m] > 0) {
                if (first < 0)
                    first = m;
                last = m;
            } else if (last >= 0) {
                memcpy(now, &seed[((size_t)b * months + (size_t)last) * DEMO_COUNT], DEMO_COUNT * sizeof *now);
            }
        }
        for (int m = 0; m < (first < 0 ? t->months : first); m++)
            for (int g = 0; g < DEMO_COUNT; g++)
                seed[((size_t)b * months + (size_t)m) * DEMO_COUNT + (size_t)g] =
                    first < 0 ? 1 : seed[((size_t)b * months + (size_t)first) * DEMO_COUNT + (size_t)g];
    }
    for (int m = 0; m < t->months; m++) {
        double column[DEMO_COUNT], *row = x + t->blocs * DEMO_COUNT;
        for (int g = 0; g < DEMO_COUNT; g++)
            column[g] = t->group[(size_t)g * months + (size_t)m];
        int known = !isnan(column[0]) && !isnan(column[1]) && !isnan(column[2]);
        for (int b = 0; b < t->blocs; b++) {
            double *now = &seed[((size_t)b * months + (size_t)m) * DEMO_COUNT], sum = now[0] + now[1] + now[2];
            row[b] = bloc_total(t, s, b, m);
            for (int g = 0; g < DEMO_COUNT; g++)
                x[b * DEMO_COUNT + g] = now[g] / sum * (isnan(row[b]) ? 1 : row[b] + 1);
            double *weight = &t->bloc_group_weight[(size_t)b * months + (size_t)m];
            if (*weight == 0 && known && !isnan(row[b]))
                *weight = 0.5;
        }
        rake(t->blocs, DEMO_COUNT, x, row, column);
        for (int b = 0; b < t->blocs; b++)
            for (int g = 0; g < DEMO_COUNT; g++)
                t->bloc_group[((size_t)b * DEMO_COUNT + (size_t)g) * months + (size_t)m] = x[b * DEMO_COUNT + g];
    }
    status = 0;
out:
    free(seed);
    free(x);
    return status;
}

/* Moves a bloc's seed towards its shares of the states; 1 if there are any. */
static int towards_states(const fit_targets *t, int bloc, int m, double *seed) {
    double all = 0, seeded = 0;
    for (int q = 0; q < t->regions; q++) {
        double x = t->state[((size_t)m * (size_t)t->regions + (size_t)q) * (size_t)t->blocs + (size_t)bloc];
        if (!isnan(x))
            all += x;
    }
    for (int k = 0; k < t->sectors; k++)
        seeded += seed[k];
    if (all < 50 || seeded <= 0)
        return 0;
    double factor[64] = {0};
    for (int q = 0; q < t->regions && q < 64; q++) {
        double x = t->state[((size_t)m * (size_t)t->regions + (size_t)q) * (size_t)t->blocs + (size_t)bloc], sum = 0;
        for (int k = 0; k < t->sectors; k++)
            if (t->region[k] == q)
                sum += seed[k];
        factor[q] = isnan(x) || sum <= 0 ? 1 : det_exp(0.7 * det_log((x / all + 0.001) / (sum / seeded + 0.001)));
    }
    for (int k = 0; k < t->sectors; k++)
        seed[k] *= factor[t->region[k] < 64 ? t->region[k] : 63];
    return 1;
}

static int rake_sectors(fit_targets *t, const scn_scenario *s) {
    size_t months = (size_t)t->months;
    int b, k, blocs = t->blocs, sectors = t->sectors, started = 0;
    double *x = calloc((size_t)(blocs * sectors + blocs + sectors) + 1, sizeof *x);
    if (!x)
        return VADO_ERR_MEMORY;
    double *row = x + blocs * sectors, *column = row + blocs;
    for (int m = 0; m < t->months; m++) {
        for (k = 0; k < sectors; k++)
            column[k] = t->sector[(size_t)k * months + (size_t)m];
        for (b = 0; b < blocs; b++) {
            double sum = 0, before = 0, *now = x + b * sectors;
            const double *year = t->year + (size_t)m * (size_t)sectors * (size_t)blocs;
            for (k = 0; k < sectors; k++) {
                sum += isnan(year[k * blocs + b]) ? 0 : year[k * blocs + b];
                before += now[k];
            }
            for (k = 0; k < sectors; k++) {
                double y = isnan(year[k * blocs + b]) ? 0 : year[k * blocs + b];
                if (sum > 50)
                    now[k] = y / sum + 0.001;
                else
                    now[k] = started && before > 0 ? now[k] / before + 0.0005 : (isnan(column[k]) ? 1 : column[k] + 1);
            }
            int spoken = towards_states(t, b, m, now);
            row[b] = bloc_total(t, s, b, m);
            t->bloc_sector_weight[(size_t)b * months + (size_t)m] = isnan(row[b]) ? 0 : sum > 50 ? 1 : spoken ? 0.7 : 0;
            double scale = 0;
            for (k = 0; k < sectors; k++)
                scale += now[k];
            for (k = 0; k < sectors; k++)
                now[k] *= (isnan(row[b]) ? 1 : row[b] + 1) / scale;
        }
        started = 1;
        rake(blocs, sectors, x, row, column);
        for (b = 0; b < blocs; b++)
            for (k = 0; k < sectors; k++)
                t->bloc_sector[((size_t)b * (size_t)sectors + (size_t)k) * months + (size_t)m] = x[b * sectors + k];
    }
    free(x);
    return 0;
}

int fit_targets_rake(fit_targets *t, const scn_scenario *s) {
    int status = rake_groups(t, s);
    return status ? status : rake_sectors(t, s);
}
