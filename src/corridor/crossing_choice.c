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

/* Utilities of turning in and evading at one crossing for one class; a: attractiveness of its sector. */
static void try_values(const mdl_member *p, int c, int nd, double a, double worth, double *turn, double *evade) {
    const mdl_model *m = p->m;
    const scn_crossing *x = &m->s->crossings[c];
    double caught = cor_caught_at(p, c);
    double stay = eng_get(p->w, beliefs_ids(m)->belief)[x->sector * m->nd + nd], bs = cor_par(p, SYS, P_STAY, 0);
    double fee = cor_par(p, SYS, P_MONEY, 0) * x->cost_usd * cor_smuggler_price(p, x->sector) / 1000,
           hard = cor_par(p, SYS, P_HARD, 0) * x->hardship;
    int mexican = cor_n(nd) == m->mexico, adult = cor_d(nd) == DEMO_SINGLE_ADULT;
    *turn = a + bs * stay * (1 + (worth - 1) * cor_claim_weakness(p, cor_n(nd))) -
            fee * cor_par(p, SYS, P_MONEY_TURN, 0) - hard;
    if (mexican && adult)
        *turn -= cor_par(p, SYS, P_MX_TURN, 0);
    *evade = a + bs * (1 - caught + caught * stay) * cor_par(p, SYS, P_EVADE_VALUE, 0) - fee - hard -
             cor_par(p, SYS, P_EVADE_COST, 0) - cor_par(p, SYS, P_GROUP_EVADE, cor_d(nd)) -
             cor_par(p, SYS, P_DEATH, 0) * x->deaths_per_100k / 100;
    *evade += cor_smuggler_lean(p, c, cor_n(nd));
    if (mexican)
        *evade += cor_par(p, SYS, P_MX_EVADE, 0);
    if (!mexican && !x->remote) { /* Mexico's guard at the gap stops foreigners only */
        *turn -= cor_par(p, SYS, P_GUARD, x->from);
        *evade -= cor_par(p, SYS, P_GUARD, x->from);
    }
}

/* Choice of one class at one city: shares of its crossings by intent, of the port, and the value of the line. */
static void city_choice(const mdl_member *p, int city, int nd, const double *attract, double worth, double *choice,
                        double *to_port, double *utility) {
    const mdl_model *m = p->m;
    double mu = cor_par(p, SYS, P_SCALE, 0), mu2 = cor_par(p, SYS, P_SCALE_NEST, 0), best = -1e9, nest[3] = {0, 0, 0};
    int bloc = m->bloc[cor_n(nd)], in_nest[2] = {0, 0};
    const int *here = own(m)->of_city + own(m)->city_first[city];
    int crossings = own(m)->city_first[city + 1] - own(m)->city_first[city];
    if (mu > cor_scale_near(p))
        mu = cor_scale_near(p); /* no nest has a larger scale than the one around it */
    if (mu2 > mu)
        mu2 = mu;
    double port = cor_port_value(p, city, nd);
    if (port > best)
        best = port;
    for (int i = 0; i < crossings; i++) {
        int c = here[i];
        double *u = &choice[2 * c * m->nd + nd], *v = &choice[(2 * c + 1) * m->nd + nd];
        try_values(p, c, nd, attract[bloc * m->s->nsectors + m->crossings[c].sector], worth, u, v);
        if (*u > best)
            best = *u;
        if (*v > best)
            best = *v;
        in_nest[m->crossings[c].remote]++;
    }
    for (int i = 0; i < crossings; i++) {
        int c = here[i];
        for (int k = 0; k < 2; k++) {
            double *u = &choice[(2 * c + k) * m->nd + nd];
            *u = det_exp(cor_clamp((*u - best) / mu2, -600, 0));
            nest[m->crossings[c].remote] += *u;
        }
    }
    double within[2] = {nest[0], nest[1]}, sum = 0;
    for (int r = 0; r < 2; r++) { /* several crossings of a kind are no attraction of their own */
        nest[r] = nest[r] > 0 ? det_exp(mu2 / mu * det_log(nest[r] / in_nest[r])) : 0;
        sum += nest[r];
    }
    nest[2] = port > -1e8 ? det_exp((port - best) / mu) : 0;
    sum += nest[2];
    for (int i = 0; i < crossings; i++)
        for (int k = 0; k < 2; k++) {
            int r = m->crossings[here[i]].remote;
            choice[(2 * here[i] + k) * m->nd + nd] *= within[r] > 0 ? nest[r] / within[r] / sum : 0;
        }
    to_port[city * m->nd + nd] = nest[2] / sum;
    utility[city * m->nd + nd] = best + mu * det_log(sum);
}

/* Of the guided some are dropped short by their smugglers: moved from a city's urban to its remote legs in `choice`,
 * and told in `dropped`. */
static void drop_short(const mdl_member *p, int city, double *choice, double *dropped) {
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

void cor_choose_at_the_line(const mdl_member *p, double *choice, double *to_port, double *utility, double *dropped) {
    const mdl_model *m = p->m;
    double attract[COR_MAX_BLOCS * COR_MAX_SECTORS], worth = years_worth(p);
    for (int b = 0; b < m->s->nblocs; b++)
        for (int k = 0; k < m->s->nsectors; k++)
            attract[b * m->s->nsectors + k] = sector_value(p, k, b);
    for (int city = 0; city < m->ncities; city++) {
        for (int nd = 0; nd < m->nd; nd++)
            city_choice(p, city, nd, attract, worth, choice, to_port, utility);
        drop_short(p, city, choice, dropped);
    }
}
