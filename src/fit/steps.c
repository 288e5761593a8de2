/* One step of each kind of latent, from one run of the model.
 *
 * Departures: Gauss-Newton on log((published + 30) / (simulated + 30)) with the measured lag kernels, one nationality
 * at a time. (Corrections of the same month by the month's ratio ring with alternating signs and explode: a journey
 * takes longer than a month.) Groups: the same on the log odds of families and minors against single adults by bloc,
 * with the bloc's mean kernel; what the change adds to all departures is taken off them again. Sectors: log shares
 * answer within the month, so a smoothed share of the log ratio is enough. A walk common to all blocs (spread 0.2 a
 * month) takes the sector's error; what a bloc has on top moves slowly, and only in months in which a table tells blocs
 * apart. Only differences between sectors mean anything, so the mean over sectors is 0.
 */
#include "corridor/latents.h"
#include "fit/internal.h"

#include <math.h>
#include <string.h>

const fit_smooth fit_departures_smooth = {0.0005, 0.006, 0.05, 0, 0.02, NULL, NULL};
static const fit_smooth first_smooth = {0.3, 0.5, 0.5, 0, 0.001, NULL, NULL};
static const fit_smooth group_smooth = {0.005, 0.03, 0.1, 0.001, 0.02, NULL, NULL};
/* An error of 5% of a share against a walk of 0.2 a month: (0.05 / 0.2)^2; of a bloc's share 25% against 0.1. */
static const fit_smooth common_smooth = {0.0625, 0.02, 0.3, 0, 0.001, NULL, NULL};
static const fit_smooth own_smooth = {6, 0.5, 6, 0.02, 0.001, NULL, NULL};

enum { MONTHS_MAX = 400 };
static const double farthest = 12; /* of a latent, log units */

double fit_weight(double published) {
    if (isnan(published))
        return 0;
    return published + 50 < 2000 ? (published + 50) / 2000 : 1;
}

static fit_smooth jumping(const fit_state *f, const fit_smooth *smooth) {
    fit_smooth p = *smooth;
    p.jump = f->jump;
    return p;
}

static fit_smooth smooth_of(const fit_state *f, int n) {
    fit_smooth p = jumping(f, &fit_departures_smooth);
    p.extra = f->events + (size_t)n * (size_t)f->months;
    return p;
}

static double clamp(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

static double weight_at(const fit_state *f, int n, int t) {
    double w = fit_weight(f->targets->nationality[(size_t)n * (size_t)f->months + (size_t)t]);
    return t < 3 ? 0.5 * w : w; /* the corridor is still filling */
}

static double people_error(const fit_state *f, const fit_sim *sim, int n, int t) {
    double published = f->targets->nationality[(size_t)n * (size_t)f->months + (size_t)t];
    return isnan(published) ? 0 : det_log((published + 30) / (fit_sim_people(sim, t, n) + 30));
}

void fit_flat_after(cor_latents *l, int months) {
    for (int row = 0; row < cor_latent_rows(l, COR_LATENT_KINDS); row++) {
        double *x = cor_latent_knots(l, row);
        for (int t = months; t < l->months; t++)
            x[t] = x[months - 1];
    }
}

static void add(double *x, const double *d, int n, double most) {
    for (int t = 0; t < n; t++)
        x[t] = clamp(x[t] + clamp(d[t], -most, most), -farthest, farthest);
}

static void identity(double *j, int n) {
    memset(j, 0, (size_t)n * FIT_LAGS * sizeof *j);
    for (int t = 0; t < n; t++)
        j[t * FIT_LAGS + 1] = 1;
}

void fit_step_first(const fit_state *f, const fit_sim *sim, double gain, cor_latents *to) {
    static const double ahead[] = {0.4, 0.4, 0.2};
    double e[MONTHS_MAX], w[MONTHS_MAX], d[MONTHS_MAX], j[MONTHS_MAX * FIT_LAGS];
    int n = f->months;
    const fit_smooth first = jumping(f, &first_smooth);
    identity(j, n);
    for (int p = 0; p < f->targets->people; p++) {
        for (int t = 0; t < n; t++) {
            double sum = 0, all = 0;
            for (int k = 0; k < 3 && t + k < n; k++) {
                double x = ahead[k] * weight_at(f, p, t + k);
                sum += x * people_error(f, sim, p, t + k);
                all += x;
            }
            e[t] = all > 0 ? gain * clamp(sum / all, -6, 6) : 0;
            w[t] = all;
        }
        double *x = to->departures + (size_t)p * (size_t)to->months;
        fit_solve(n, j, w, e, x, &first, d, f->work);
        add(x, d, n, 8);
    }
    fit_flat_after(to, n);
}

void fit_step_departures(const fit_state *f, const fit_sim *sim, double step, cor_latents *to) {
    double r[MONTHS_MAX], w[MONTHS_MAX], d[MONTHS_MAX];
    int n = f->months;
    for (int p = 0; p < f->targets->people; p++) {
        for (int t = 0; t < n; t++) {
            w[t] = weight_at(f, p, t);
            r[t] = people_error(f, sim, p, t);
        }
        fit_smooth smooth = smooth_of(f, p);
        double *x = to->departures + (size_t)p * (size_t)to->months;
        fit_solve(n, f->kernels->j + (size_t)p * (size_t)n * FIT_LAGS, w, r, x, &smooth, d, f->work);
        for (int t = 0; t < n; t++)
            d[t] *= step;
        add(x, d, n, 1.2);
    }
    fit_flat_after(to, n);
}

static double odds_error(const fit_state *f, const fit_sim *sim, int b, int g, int t, double *weight) {
    size_t months = (size_t)f->months;
    const double *table = f->targets->bloc_group + (size_t)b * DEMO_COUNT * months + (size_t)t;
    double some = table[(size_t)g * months], adults = table[DEMO_SINGLE_ADULT * months],
           believed = f->targets->bloc_group_weight[(size_t)b * months + (size_t)t];
    double sim_some = fit_sim_bloc(sim, f->job->scenario, t, b, -1, g),
           sim_adults = fit_sim_bloc(sim, f->job->scenario, t, b, -1, DEMO_SINGLE_ADULT);
    *weight = isnan(some) || isnan(adults) || isnan(believed)
                  ? 0
                  : believed * (some + 20 < 1000 ? (some + 20) / 1000 : 1) * (t < 3 ? 0.5 : 1);
    return *weight > 0
               ? clamp(det_log((some + 10) / (adults + 10)) - det_log((sim_some + 10) / (sim_adults + 10)), -3, 3)
               : 0;
}

void fit_step_groups(const fit_state *f, const fit_sim *sim, double step, cor_latents *to) {
    static const int groups[COR_GROUPS] = {DEMO_FAMILY, DEMO_MINOR};
    const scn_scenario *s = f->job->scenario;
    const fit_smooth smooth = jumping(f, &group_smooth);
    double r[MONTHS_MAX], w[MONTHS_MAX], d[MONTHS_MAX], j[MONTHS_MAX * FIT_LAGS];
    int n = f->months;
    for (int b = 0; b < f->targets->blocs; b++) {
        for (int t = 0; t < n; t++)
            memcpy(j + t * FIT_LAGS, f->kernels->bloc + b * FIT_LAGS, FIT_LAGS * sizeof *j);
        for (int g = 0; g < COR_GROUPS; g++) {
            for (int t = 0; t < n; t++)
                r[t] = odds_error(f, sim, b, groups[g], t, &w[t]);
            double *x = to->group + (size_t)(b * COR_GROUPS + g) * (size_t)to->months;
            fit_solve(n, j, w, r, x, &smooth, d, f->work);
            for (int t = 0; t < n; t++)
                d[t] = clamp(step * d[t], -1, 1);
            add(x, d, n, 1);
            for (int t = 0; t < n; t++) {
                int seen = t + 1 < n ? t + 1 : t;
                double all = fit_sim_bloc(sim, s, seen, b, -1, -1),
                       share = all > 0 ? fit_sim_bloc(sim, s, seen, b, -1, groups[g]) / all : 0;
                for (int p = 0; p < f->targets->people; p++)
                    if (s->nationalities[p].bloc_index == b)
                        to->departures[(size_t)p * (size_t)to->months + (size_t)t] -= share * d[t];
            }
        }
    }
    fit_flat_after(to, n);
}

static double sector_sum(const fit_targets *g, int t) {
    double sum = 0;
    for (int k = 0; k < g->sectors; k++)
        sum += g->sector[(size_t)k * (size_t)g->months + (size_t)t];
    return sum; /* NAN if one is missing */
}

/* Log error of a sector's share. */
static double share_error(const fit_state *f, const fit_sim *sim, int k, int t, double *weight) {
    double published = f->targets->sector[(size_t)k * (size_t)f->months + (size_t)t], all = sector_sum(f->targets, t);
    *weight = isnan(all) ? 0 : published + 20 < 500 ? (published + 20) / 500 : 1;
    if (*weight == 0)
        return 0;
    double sim_all = fit_sim_total(sim, t), small = 10 * f->targets->sectors;
    return clamp(det_log((published + 10) / (all + small)) -
                     det_log((fit_sim_sector(sim, t, k) + 10) / (sim_all + small)),
                 -4, 4);
}

static double bloc_share_error(const fit_state *f, const fit_sim *sim, int b, int k, int t, double *weight) {
    const fit_targets *g = f->targets;
    size_t months = (size_t)f->months;
    double believed = g->bloc_sector_weight[(size_t)b * months + (size_t)t], all = 0, small = 20 * g->sectors;
    for (int q = 0; q < g->sectors; q++)
        all += g->bloc_sector[((size_t)b * (size_t)g->sectors + (size_t)q) * months + (size_t)t];
    double published = g->bloc_sector[((size_t)b * (size_t)g->sectors + (size_t)k) * months + (size_t)t];
    *weight = isnan(believed) || isnan(all)
                  ? 0
                  : believed * (published + 20 < 500 ? (published + 20) / 500 : 1) * (all < 2000 ? all / 2000 : 1);
    if (*weight == 0)
        return 0;
    double sim_all = fit_sim_bloc(sim, f->job->scenario, t, b, -1, -1),
           sim_here = fit_sim_bloc(sim, f->job->scenario, t, b, k, -1);
    return clamp(det_log((published + 20) / (all + small)) - det_log((sim_here + 20) / (sim_all + small)), -4, 4);
}

static fit_smooth scaled(const fit_state *f, const fit_smooth *p, double gain) {
    return (fit_smooth){p->first * gain, p->second * gain, p->tail * gain, p->level * gain, p->damping, NULL, f->jump};
}

static void write_sectors(const fit_state *f, cor_latents *to) {
    int n = f->months, sectors = f->targets->sectors;
    for (int b = 0; b < f->targets->blocs; b++)
        for (int t = 0; t < n; t++) {
            double mean = 0;
            for (int k = 0; k < sectors; k++) {
                double x = f->common[(size_t)k * (size_t)n + (size_t)t] +
                           f->own[((size_t)b * (size_t)sectors + (size_t)k) * (size_t)n + (size_t)t];
                to->sector[((size_t)b * (size_t)sectors + (size_t)k) * (size_t)to->months + (size_t)t] = x;
                mean += x / sectors;
            }
            for (int k = 0; k < sectors; k++)
                to->sector[((size_t)b * (size_t)sectors + (size_t)k) * (size_t)to->months + (size_t)t] -= mean;
        }
    fit_flat_after(to, n);
}

void fit_step_sectors(fit_state *f, const fit_sim *sim, double gain, cor_latents *to) {
    double r[MONTHS_MAX], w[MONTHS_MAX], d[MONTHS_MAX], j[MONTHS_MAX * FIT_LAGS], unused;
    int n = f->months, sectors = f->targets->sectors;
    fit_smooth common = scaled(f, &common_smooth, gain), own = scaled(f, &own_smooth, gain);
    identity(j, n);
    for (int b = 0; b < f->targets->blocs; b++)
        for (int k = 0; k < sectors; k++) {
            for (int t = 0; t < n; t++) {
                r[t] = bloc_share_error(f, sim, b, k, t, &w[t]);
                r[t] = w[t] > 0 ? gain * (r[t] - share_error(f, sim, k, t, &unused)) / f->slope[k] : 0;
            }
            double *x = f->own + ((size_t)b * (size_t)sectors + (size_t)k) * (size_t)n;
            fit_solve(n, j, w, r, x, &own, d, f->work);
            add(x, d, n, 1);
        }
    for (int k = 0; k < sectors; k++) {
        for (int t = 0; t < n; t++)
            r[t] = gain * share_error(f, sim, k, t, &w[t]) / f->slope[k];
        double *x = f->common + (size_t)k * (size_t)n;
        fit_solve(n, j, w, r, x, &common, d, f->work);
        add(x, d, n, 1.5);
    }
    write_sectors(f, to);
}

void fit_learn_slopes(fit_state *f, const cor_latents *before, const cor_latents *after, const fit_sim *old,
                      const fit_sim *now) {
    int n = f->months, sectors = f->targets->sectors, blocs = f->targets->blocs;
    for (int k = 0; k < sectors; k++) {
        double square = 0, product = 0, w;
        for (int t = 0; t < n; t++) {
            double moved = 0;
            for (int b = 0; b < blocs; b++) {
                size_t at = ((size_t)b * (size_t)sectors + (size_t)k) * (size_t)after->months + (size_t)t;
                moved += (after->sector[at] - before->sector[at]) / blocs;
            }
            double answer = share_error(f, old, k, t, &w) - share_error(f, now, k, t, &w);
            square += w * moved * moved;
            product += w * moved * answer;
        }
        if (square < 1e-3 * n)
            continue; /* too little was moved to learn from */
        f->slope[k] = 0.5 * f->slope[k] + 0.5 * clamp(product / square, 0.3, 2.5);
    }
}

double fit_objective(const fit_state *f, const fit_sim *sim, const cor_latents *l) {
    double sum = 0;
    for (int p = 0; p < f->targets->people; p++) {
        fit_smooth smooth = smooth_of(f, p);
        for (int t = 0; t < f->months; t++) {
            double e = people_error(f, sim, p, t);
            sum += weight_at(f, p, t) * e * e;
        }
        sum += fit_penalty(f->months, l->departures + (size_t)p * (size_t)l->months, &smooth);
    }
    return sum;
}

/* ---- what is left ---- */

static void add_shares(const double *published, const double *simulated, int n, double *sum, int *count) {
    double all = 0, sim_all = 0, half = 0;
    for (int i = 0; i < n; i++) {
        all += published[i];
        sim_all += simulated[i];
    }
    if (isnan(all) || all <= 0 || sim_all <= 0)
        return;
    for (int i = 0; i < n; i++)
        half += 0.5 * fabs(published[i] / all - simulated[i] / sim_all);
    *sum += half;
    ++*count;
}

void fit_errors_of(const fit_state *f, const fit_sim *sim, const cor_latents *l, fit_errors *e) {
    const fit_targets *g = f->targets;
    int n = f->months, start = month_of_day(f->job->scenario->from) - g->first, totals = 0, sectors = 0, groups = 0,
        bends = 0;
    double people = 0, weights = 0, a[64], b[64];
    *e = (fit_errors){.worst_month = g->first + start};
    for (int t = start < 0 ? 0 : start; t < n; t++) {
        if (!isnan(g->total[t])) {
            double x = det_log((fit_sim_total(sim, t) + 1) / (g->total[t] + 1));
            e->total += x * x;
            totals++;
            if (fabs(x) > fabs(e->worst)) {
                e->worst = x;
                e->worst_month = g->first + t;
            }
        }
        for (int p = 0; p < g->people; p++) {
            double w = weight_at(f, p, t);
            people += w * fabs(people_error(f, sim, p, t));
            weights += w;
        }
        for (int k = 0; k < g->sectors && k < 64; k++) {
            a[k] = g->sector[(size_t)k * (size_t)n + (size_t)t];
            b[k] = fit_sim_sector(sim, t, k);
        }
        add_shares(a, b, g->sectors < 64 ? g->sectors : 64, &e->sector, &sectors);
        for (int k = 0; k < DEMO_COUNT; k++) {
            a[k] = g->group[(size_t)k * (size_t)n + (size_t)t];
            b[k] = fit_sim_bloc(sim, f->job->scenario, t, -1, -1, k);
        }
        add_shares(a, b, DEMO_COUNT, &e->group, &groups);
    }
    for (int p = 0; p < g->people; p++)
        for (int t = 0; t + 2 < n; t++, bends++) {
            const double *x = l->departures + (size_t)p * (size_t)l->months + t;
            e->rough += fabs(x[2] - 2 * x[1] + x[0]);
        }
    e->total = totals ? sqrt(e->total / totals) : NAN;
    e->people = weights > 0 ? people / weights : NAN;
    e->sector = sectors ? e->sector / sectors : NAN;
    e->group = groups ? e->group / groups : NAN;
    e->rough = bends ? e->rough / bends : 0;
}
