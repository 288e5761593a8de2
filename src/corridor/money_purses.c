/* Purses: what people on the way have left, and how many of them can pay for the next step.
 *
 * Money is not a dimension of people: of each place one number is kept, the mean purse of those who are there.
 * 1. Who sets out has so much, by nationality. A leg takes its fare, of those who buy their way past a checkpoint a
 * bribe too; at the line a try takes the fee of the day, so those who are sent back try again with less.
 * 2. Extortion takes from the purses of a place what is taken from its people.
 * 3. Purses of a place are spread exponentially, so exp(-price / mean purse) of its people can pay the price of the
 * next step: the mean of what was paid there in the last days on which somebody left.
 * 4. The others wait, and earn or are sent so much a day; a few of them turn back. The usual stay at a place holds an
 * ordinary shortage already: that of the days before the first of the period. So rates of going on (routes.c) and of
 * trying (crossing.c) change by exp(ordinary - price / purse), and the level stays that of the stated stay.
 * Who is on a leg is reckoned where it leads from the day he or she sets out. Not here: what a kidnapped person's
 * family pays, debts, and that some of one nationality have more than others.
 */
#include "corridor/crossing.h"
#include "corridor/money_parts.h"
#include "corridor/origins.h"
#include "corridor/processing.h"
#include "corridor/smugglers.h"

static const double LEAST_USD = 1; /* nobody has nothing, so that a price over it is a number */

int cor_purses_declare(mdl_model *m, int system) {
    own(m)->purse = eng_field(m->e, system, "mean purse of people at a place, USD", m->s->nplaces);
    own(m)->fare = eng_field(m->e, system, "mean price of the way on from a place, USD", m->s->nplaces);
    own(m)->fee = eng_field(m->e, system, "mean price of a try at a border city, USD", m->ncities);
    own(m)->ordinary = eng_field(m->e, system, "price over purse as usual stays have it", m->s->nplaces + m->ncities);
    own(m)->can_go = cor_auxiliary(m, SYS, "factor of money on going on", m->s->nplaces);
    own(m)->can_try = cor_auxiliary(m, SYS, "factor of money on trying to cross", m->ncities);
    own(m)->lack = cor_auxiliary(m, SYS, "share of people who cannot pay", m->s->nplaces + m->ncities);
    own(m)->turns_back = cor_auxiliary(m, SYS, "chance of turning back for want of money", m->s->nplaces);
    return own(m)->purse < 0 || own(m)->fare < 0 || own(m)->fee < 0 || own(m)->ordinary < 0 || own(m)->can_go < 0 ||
                   own(m)->can_try < 0 || own(m)->lack < 0
               ? ENG_ERR_DECLARE
               : own(m)->turns_back;
}

static double at_least(double usd) { return usd > LEAST_USD ? usd : LEAST_USD; }

int cor_purses_start(mdl_member *p) {
    const mdl_model *m = p->m;
    double *purse = p->big, *none = purse + m->s->nplaces, sum = 0;
    int status;
    for (int n = 0; n < m->nn; n++)
        sum += cor_par(p, SYS, P_PURSE, n) / m->nn;
    for (int i = 0; i < m->s->nplaces; i++)
        purse[i] = at_least(sum);
    if ((status = eng_world_field_set(p->w, own(m)->purse, purse)))
        return status;
    for (int i = 0; i < m->s->nplaces + m->ncities; i++)
        none[i] = 0;
    if ((status = eng_world_field_set(p->w, own(m)->fare, none)) ||
        (status = eng_world_field_set(p->w, own(m)->fee, none)))
        return status;
    return eng_world_field_set(p->w, own(m)->ordinary, none);
}

/* ---- who can pay ---- */

/* Price over purse, of going on from each place and then of a try at each border city. */
static int prices(const mdl_model *m, const double *purse, const double *fare, const double *fee, double *out) {
    int n = 0;
    for (int i = 0; i < m->s->nplaces; i++)
        out[n++] = fare[i] / purse[i];
    for (int c = 0; c < m->ncities; c++)
        out[n++] = fee[c] / purse[m->cities[c]];
    return n;
}

/* In the days from which a usual stay is reckoned nothing differs from it. */
static int spins_up(const mdl_member *p) { return p->day < p->m->s->filled; }

/* Of each place and then each border city: share of people who cannot pay for the next step, and how far the rate of
 * taking it differs from that of the usual stay. */
static void shortage(const mdl_member *p, double binds, double *lack, double *factor) {
    const mdl_model *m = p->m;
    double *x = p->big, *can = x + m->s->nplaces + m->ncities;
    const double *ordinary = eng_get(p->w, own(m)->ordinary);
    int n = prices(m, eng_get(p->w, own(m)->purse), eng_get(p->w, own(m)->fare), eng_get(p->w, own(m)->fee), x);
    for (int i = 0; i < n; i++)
        x[i] = -x[i];
    det_exp_all(eng_wide(p->w), n, x, can);
    for (int i = 0; i < n; i++) {
        lack[i] = binds * (1 - can[i]);
        x[i] = spins_up(p) ? 0 : binds * (x[i] + ordinary[i]);
    }
    det_exp_all(eng_wide(p->w), n, x, factor);
}

int cor_purses_prepare(mdl_member *p) {
    const mdl_model *m = p->m;
    double *can_go = cor_aux_put(p, own(m)->can_go), *can_try = cor_aux_put(p, own(m)->can_try);
    double *back = cor_aux_put(p, own(m)->turns_back), *lack = cor_aux_put(p, own(m)->lack);
    int n = m->s->nplaces + m->ncities;
    double *factor = p->big + 2 * n, binds = cor_par(p, SYS, P_BIND, 0);
    if (!can_go || !can_try || !back || !lack)
        return ENG_ERR_OWNER;
    for (int i = 0; i < n; i++) {
        lack[i] = 0; /* everybody can pay, unless purses bind */
        factor[i] = 1;
    }
    if (binds > 0)
        shortage(p, binds, lack, factor);
    for (int i = 0; i < m->s->nplaces; i++) {
        can_go[i] = factor[i];
        back[i] = cor_par(p, SYS, P_BACK, 0) * lack[i];
    }
    for (int c = 0; c < m->ncities; c++)
        can_try[c] = factor[m->s->nplaces + c];
    return ENG_OK;
}

/* ---- the purses ---- */

typedef struct {
    double people, usd; /* who came to a place yesterday, and what they have left */
    double left, paid;  /* who went on from it, and what they paid */
} turnover;

static void legs(const mdl_member *p, const double *purse, turnover *at) {
    const mdl_model *m = p->m;
    double bribe = cor_par(p, SYS, P_BRIBE, 0);
    for (int l = 0; l < m->s->nlegs; l++) {
        const cor_leg *leg = &m->legs[l];
        double pays = leg->pays < 0 ? 0 : eng_moved_total(p->w, leg->pays), cost = m->s->legs[l].cost_usd;
        double held = leg->held < 0 ? 0 : eng_moved_total(p->w, leg->held);
        double on = eng_moved_total(p->w, leg->free) + pays, paid = on * cost + pays * bribe;
        at[leg->to].people += on;
        at[leg->to].usd += on * purse[leg->from] - paid;
        at[leg->from].left += on + held;
        at[leg->from].paid += paid + held * cost;
    }
}

static void set_out(const mdl_member *p, turnover *at) {
    const struct origins_ids *from = origins_ids(p->m);
    for (int f = 0; f < from->nflows; f++) {
        double people = eng_moved_total(p->w, from->flow[f]);
        int n = p->m->s->origins[from->flow_origin[f]].nationality;
        at[from->flow_place[f]].people += people;
        at[from->flow_place[f]].usd += people * cor_par(p, SYS, P_PURSE, n);
    }
}

/* Those sent back come out of custody with what the try has left them. */
static void sent_back(const mdl_member *p, const double *purse, const double *fee, turnover *at) {
    const struct processing_ids *from = processing_ids(p->m);
    for (int b = 0; b < from->nback; b++) {
        int city = from->back_city[b], place = p->m->cities[city];
        double people = eng_moved_total(p->w, from->back_mpp[b]);
        for (int k = 0; k < COR_BACKS; k++)
            people += eng_moved_total(p->w, from->back[k][0][b]) + eng_moved_total(p->w, from->back[k][1][b]);
        at[place].people += people;
        at[place].usd += people * (purse[place] - fee[city]);
    }
}

/* People at a place and, at a border city, at its line; what was taken from them yesterday. */
static double people_at(const mdl_member *p, int place) {
    const cor_place *at = &p->m->places[place];
    double sum = eng_total(p->w, at->stock);
    return at->line_city < 0 ? sum : sum + eng_total(p->w, at->line) + eng_total(p->w, at->again);
}

static double extorted_at(const mdl_member *p, int place) {
    const cor_place *at = &p->m->places[place];
    double events = eng_moved_total(p->w, p->m->exposed.of[at->exposed].extorted);
    if (at->line_city >= 0)
        events += eng_moved_total(p->w, p->m->exposed.of[crossing_ids(p->m)->exposed[at->line_city]].extorted) +
                  eng_moved_total(p->w, p->m->exposed.of[crossing_ids(p->m)->exposed_again[at->line_city]].extorted);
    return events * cor_par(p, SYS, P_EXTORTION, 0);
}

/* Fees paid at a city's line yesterday, over those who tried; `was` if nobody did. */
static double fee_of(const mdl_member *p, int city, double was) {
    const mdl_model *m = p->m;
    const struct crossing_ids *line = crossing_ids(m);
    double people = 0, paid = 0;
    for (int i = line->city_first[city]; i < line->city_first[city + 1]; i++) {
        int c = line->of_city[i];
        double fee = m->s->crossings[c].cost_usd * cor_smuggler_price(p, m->crossings[c].sector);
        for (int how = 0; how < TRY_COUNT; how++) {
            double tries =
                eng_moved_total(p->w, m->crossings[c].first[how]) + eng_moved_total(p->w, m->crossings[c].again[how]);
            people += tries;
            paid += tries * fee * (how < TRY_CAUGHT ? cor_turn_in_fee(p) : 1);
        }
    }
    return people > 0 ? paid / people : was;
}

static double purse_of(const mdl_member *p, int place, double was, const turnover *at, double short_of) {
    double here = people_at(p, place), all = here > at->people ? here : at->people;
    if (all <= 0)
        return was;
    double usd = was + (at->usd - at->people * was) / all - extorted_at(p, place) / all;
    return at_least(usd + short_of * cor_par(p, SYS, P_EARNS, 0));
}

/* Price over purse of the days that usual stays are reckoned from. */
static int usual_shortage(const mdl_member *p, eng_day *day, double step) {
    const mdl_model *m = p->m;
    double *now = p->big, *ordinary = eng_put(day, own(m)->ordinary);
    if (!ordinary)
        return ENG_ERR_OWNER;
    int n = prices(m, eng_get(p->w, own(m)->purse), eng_get(p->w, own(m)->fare), eng_get(p->w, own(m)->fee), now);
    for (int i = 0; i < n; i++)
        ordinary[i] += step * (now[i] - ordinary[i]);
    return ENG_OK;
}

int cor_purses_decide(void *member, eng_day *day) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    const double *was = eng_get(p->w, own(m)->purse), *was_fee = eng_get(p->w, own(m)->fee);
    const double *lack = cor_aux(p, own(m)->lack);
    double *purse = eng_put(day, own(m)->purse), *fare = eng_put(day, own(m)->fare), *fee = eng_put(day, own(m)->fee);
    double step = 1 / cor_par(p, SYS, P_PRICE_DAYS, 0);
    turnover *at = (turnover *)(void *)p->big;
    if (!purse || !fare || !fee || (spins_up(p) && usual_shortage(p, day, step)))
        return ENG_ERR_OWNER;
    for (int i = 0; i < m->s->nplaces; i++)
        at[i] = (turnover){0, 0, 0, 0};
    legs(p, was, at);
    set_out(p, at);
    sent_back(p, was, was_fee, at);
    for (int i = 0; i < m->s->nplaces; i++) {
        int city = m->places[i].line_city;
        if (city >= 0 && m->places[i].to_line >= 0)
            at[i].left += eng_moved_total(p->w, m->places[i].to_line); /* to the line: nothing is paid yet */
        purse[i] = purse_of(p, i, was[i], &at[i], lack[city >= 0 ? m->s->nplaces + city : i]);
        fare[i] += at[i].left > 0 ? step * (at[i].paid / at[i].left - fare[i]) : 0;
    }
    for (int c = 0; c < m->ncities; c++)
        fee[c] += step * (fee_of(p, c, was_fee[c]) - fee[c]);
    return ENG_OK;
}
