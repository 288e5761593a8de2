/* Choices at the line: what a try at each crossing is worth, turning in or evading, against a list for an appointment;
 * and whom smugglers drop short. crossing.c says how, in its points 1 to 3.
 */
#include "corridor/crossing_parts.h"

#include "corridor/beliefs.h"
#include "corridor/courts.h"
#include "corridor/latents.h"
#include "corridor/ports.h"
#include "corridor/routes.h"
#include "corridor/smugglers.h"
#include "engine/wide.h"

static double sector_value(const mdl_member *p, int sector, int bloc) {
    const cor_latents *l = p->latents;
    double base = p->m->s->sectors[sector].agents, more = base * (cor_par(p, SYS, P_AGENTS, sector) - 1) / 1000;
    return cor_par(p, SYS, P_ATTRACT, sector) - cor_par(p, SYS, P_PRESS, sector) - cor_par(p, SYS, P_DETER, 0) * more +
           cor_latent(l, l->sector + (size_t)(bloc * p->m->s->nsectors + sector) * (size_t)l->months, p->day);
}

/* Worth of staying, by the expected years before a decision: 1 at crossing.years_reference. Far years count for less:
 * each is discounted, so that a longer wait is always worth more, and ever less so. */
static double years_worth(const mdl_member *p) {
    double years = eng_get(p->w, courts_ids(p->m)->years)[0], w = cor_par(p, SYS, P_YEARS, 0);
    double horizon = cor_par(p, SYS, P_HORIZON, 0);
    return 1 - w + w * (1 - det_exp(-years / horizon)) / (1 - det_exp(-cor_par(p, SYS, P_YEARS_AT, 0) / horizon));
}

/* What all choices of a day are made with: by bloc and sector, by nationality, by ND. */
typedef struct {
    double attract[COR_MAX_BLOCS * COR_MAX_SECTORS], stay[COR_MAX_ND], turn_off[COR_MAX_ND], evade_on[COR_MAX_ND];
    double mu, mu_nest;
} choice_of_day;

static void of_day(const mdl_member *p, choice_of_day *out) {
    const mdl_model *m = p->m;
    double worth = years_worth(p);
    for (int b = 0; b < m->s->nblocs; b++)
        for (int k = 0; k < m->s->nsectors; k++)
            out->attract[b * m->s->nsectors + k] = sector_value(p, k, b);
    for (int nd = 0; nd < m->nd; nd++) {
        int mexican = cor_n(nd) == m->mexico, adult = cor_d(nd) == DEMO_SINGLE_ADULT;
        out->stay[nd] = 1 + (worth - 1) * cor_claim_weakness(p, cor_n(nd));
        out->turn_off[nd] = mexican && adult ? cor_par(p, SYS, P_MX_TURN, 0) : 0;
        out->evade_on[nd] = cor_par(p, SYS, P_MX_EVADE, 0) * (mexican ? 1 : cor_par(p, SYS, P_NETWORK, cor_n(nd)));
    }
    out->mu = cor_par(p, SYS, P_SCALE, 0);
    out->mu_nest = cor_par(p, SYS, P_SCALE_NEST, 0);
    if (out->mu > cor_scale_near(p))
        out->mu = cor_scale_near(p); /* no nest has a larger scale than the one around it */
    if (out->mu_nest > out->mu)
        out->mu_nest = out->mu;
}

/* Utilities [ND] of turning in and evading at one crossing. */
ENG_LOOPS void try_values(const mdl_member *p, int c, const choice_of_day *day, double *turn, double *evade) {
    const mdl_model *m = p->m;
    const scn_crossing *x = &m->s->crossings[c];
    const double *belief = eng_get(p->w, beliefs_ids(m)->belief) + x->sector * m->nd;
    double caught = cor_caught_at(p, c), bs = cor_par(p, SYS, P_STAY, 0), worth = cor_par(p, SYS, P_EVADE_VALUE, 0);
    double fee = cor_par(p, SYS, P_MONEY, 0) * x->cost_usd * cor_smuggler_price(p, x->sector) / 1000,
           hard = cor_par(p, SYS, P_HARD, 0) * x->hardship, part = fee * cor_par(p, SYS, P_MONEY_TURN, 0);
    double cost = cor_par(p, SYS, P_EVADE_COST, 0), death = cor_par(p, SYS, P_DEATH, 0) * x->deaths_per_100k / 100;
    double guard = x->remote ? 0 : cor_par(p, SYS, P_GUARD, x->from), a[COR_MAX_ND], lean[COR_MAX_ND],
           group[COR_MAX_ND];
    for (int n = 0, nd = 0; n < m->nn; n++)
        for (int d = 0; d < DEMO_COUNT; d++, nd++) {
            a[nd] = day->attract[m->bloc[n] * m->s->nsectors + x->sector];
            lean[nd] = cor_smuggler_lean(p, c, n);
            group[nd] = cor_par(p, SYS, P_GROUP_EVADE, d);
        }
    for (int nd = 0; nd < m->nd; nd++) {
        turn[nd] = a[nd] + bs * belief[nd] * day->stay[nd] - part - hard - day->turn_off[nd];
        evade[nd] = a[nd] + bs * (1 - caught + caught * belief[nd]) * worth - fee - hard - cost - group[nd] - death;
        evade[nd] += lean[nd];
        evade[nd] += day->evade_on[nd];
    }
    for (int nd = 0; nd < m->nd && guard != 0; nd++)
        if (cor_n(nd) != m->mexico) { /* Mexico's guard at the gap stops foreigners only */
            turn[nd] -= guard;
            evade[nd] -= guard;
        }
}

/* Utilities u [ND] become weights within a nest, which gathers them. */
ENG_LOOPS void weigh(int wide, int classes, const double *restrict best, double mu, double *restrict u,
                     double *restrict nest) {
    double x[COR_MAX_ND], weight[COR_MAX_ND];
    for (int i = 0; i < classes; i++)
        x[i] = cor_clamp((u[i] - best[i]) / mu, -600, 0);
    det_exp_all(wide, classes, x, weight);
    for (int i = 0; i < classes; i++) {
        u[i] = weight[i];
        nest[i] += weight[i];
    }
}

/* Weight of a nest of n crossings among the nests of a city, from what it has gathered; several crossings of a kind are
 * no attraction of their own. */
ENG_LOOPS void weigh_nest(int wide, int classes, const double *restrict within, int n, double power,
                          double *restrict weight) {
    double x[COR_MAX_ND], y[COR_MAX_ND];
    if (n == 0 || power == 1) {
        for (int i = 0; i < classes; i++)
            weight[i] = n > 0 ? within[i] / n : 0;
        return;
    }
    for (int i = 0; i < classes; i++)
        x[i] = within[i] > 0 ? within[i] / n : 1;
    det_log_all(wide, classes, x, y);
    for (int i = 0; i < classes; i++)
        y[i] = power * y[i];
    det_exp_all(wide, classes, y, weight);
    for (int i = 0; i < classes; i++)
        weight[i] = within[i] > 0 ? weight[i] : 0;
}

/* The value of a list for an appointment becomes its weight, 0 where there is none. */
ENG_LOOPS void weigh_port(int wide, int classes, const double *restrict best, double mu, double *restrict port) {
    double x[COR_MAX_ND], weight[COR_MAX_ND];
    for (int i = 0; i < classes; i++)
        x[i] = port[i] > -1e8 ? (port[i] - best[i]) / mu : 0;
    det_exp_all(wide, classes, x, weight);
    for (int i = 0; i < classes; i++)
        port[i] = port[i] > -1e8 ? weight[i] : 0;
}

ENG_LOOPS void best_of(int classes, const double *restrict u, double *restrict best) {
    for (int i = 0; i < classes; i++)
        best[i] = u[i] > best[i] ? u[i] : best[i];
}

/* From weights within a nest to shares among all that a city offers: the factor that is the same for the whole nest. */
ENG_LOOPS void factor_of(int classes, const double *restrict nest, const double *restrict sum,
                         double *restrict within) {
    for (int i = 0; i < classes; i++)
        within[i] = within[i] > 0 ? nest[i] / within[i] / sum[i] : 0;
}

ENG_LOOPS void times(int classes, const double *restrict factor, double *restrict choice) {
    for (int i = 0; i < classes; i++)
        choice[i] *= factor[i];
}

/* Choices [ND] at one city: shares of its crossings by intent, of the port, and the value of the line. */
ENG_LOOPS void city_choice(const mdl_member *p, int city, const choice_of_day *day, double *choice, double *to_port,
                           double *utility) {
    const mdl_model *m = p->m;
    const int wide = eng_wide(p->w), *here = own(m)->of_city + own(m)->city_first[city];
    int crossings = own(m)->city_first[city + 1] - own(m)->city_first[city], in_nest[2] = {0, 0}, nd = m->nd;
    double best[COR_MAX_ND], port[COR_MAX_ND], within[2][COR_MAX_ND] = {{0}}, nest[2][COR_MAX_ND], sum[COR_MAX_ND],
                                               x[COR_MAX_ND];
    for (int i = 0; i < nd; i++) {
        port[i] = cor_port_value(p, city, i);
        best[i] = port[i] > -1e9 ? port[i] : -1e9;
    }
    for (int i = 0; i < crossings; i++) {
        double *u = &choice[2 * here[i] * nd];
        try_values(p, here[i], day, u, u + nd);
        best_of(nd, u, best);
        best_of(nd, u + nd, best);
        in_nest[m->crossings[here[i]].remote]++;
    }
    for (int i = 0; i < 2 * crossings; i++)
        weigh(wide, nd, best, day->mu_nest, &choice[(2 * here[i / 2] + i % 2) * nd],
              within[m->crossings[here[i / 2]].remote]);
    for (int r = 0; r < 2; r++)
        weigh_nest(wide, nd, within[r], in_nest[r], day->mu_nest / day->mu, nest[r]);
    weigh_port(wide, nd, best, day->mu, port);
    for (int i = 0; i < nd; i++) {
        sum[i] = nest[0][i] + nest[1][i] + port[i];
        to_port[city * nd + i] = port[i] / sum[i];
    }
    for (int r = 0; r < 2; r++)
        factor_of(nd, nest[r], sum, within[r]);
    for (int i = 0; i < 2 * crossings; i++)
        times(nd, within[m->crossings[here[i / 2]].remote], &choice[(2 * here[i / 2] + i % 2) * nd]);
    det_log_all(wide, nd, sum, x);
    for (int i = 0; i < nd; i++)
        utility[city * nd + i] = best[i] + day->mu * x[i];
}

/* Of the guided some are dropped short by their smugglers: moved from a city's urban to its remote legs in `choice`,
 * and told in `dropped`. */
ENG_LOOPS void drop_short(const mdl_member *p, int city, double *choice, double *dropped) {
    const mdl_model *m = p->m;
    const int *here = own(m)->of_city + own(m)->city_first[city];
    int crossings = own(m)->city_first[city + 1] - own(m)->city_first[city], remote = 0;
    const double *line = eng_people_view(p->w, m->places[m->cities[city]].line, p->nda);
    double *first = choice + m->nd, all = 0, of_dropped = 0;
    for (int i = 0; i < crossings; i++)
        remote += m->crossings[here[i]].remote;
    for (int i = 0; i < crossings; i++)
        dropped[here[i]] = 0;
    if (remote == 0)
        return;
    for (int nd = 0; nd < m->nd; nd++) {
        double guided = cor_guided(p, cor_n(nd)), taken = 0, leads = 0, people = line[nd] + 1e-6;
        for (int i = 0; i < crossings; i++) { /* of those who evade: all who are dropped, and who leaves an urban leg */
            const cor_crossing *x = &m->crossings[here[i]];
            double *evade = &first[2 * here[i] * m->nd + nd], off = *evade * guided * cor_drops(p, x->sector);
            leads += off;
            if (!x->remote) {
                *evade -= off;
                taken += off;
            }
        }
        of_dropped += people * leads;
        for (int i = 0; i < crossings; i++)
            if (m->crossings[here[i]].remote) {
                double *evade = &first[2 * here[i] * m->nd + nd];
                *evade += taken / remote;
                all += people * *evade;
            }
    }
    for (int i = 0; i < crossings; i++)
        if (m->crossings[here[i]].remote)
            dropped[here[i]] = all > 0 ? cor_clamp(of_dropped / all, 0, 1) : 0;
}

ENG_LOOPS void choose_all(const mdl_member *p, const choice_of_day *day, double *choice, double *to_port,
                          double *utility, double *dropped) {
    for (int city = 0; city < p->m->ncities; city++) {
        city_choice(p, city, day, choice, to_port, utility);
        drop_short(p, city, choice, dropped);
    }
}

ENG_WIDE static void choose_all_wide(const mdl_member *p, const choice_of_day *day, double *choice, double *to_port,
                                     double *utility, double *dropped) {
    choose_all(p, day, choice, to_port, utility, dropped);
}

void cor_choose_at_the_line(const mdl_member *p, double *choice, double *to_port, double *utility, double *dropped) {
    choice_of_day day;
    of_day(p, &day);
    if (eng_wide(p->w))
        choose_all_wide(p, &day, choice, to_port, utility, dropped);
    else
        choose_all(p, &day, choice, to_port, utility, dropped);
}
