/* Routes, modes and choice (S03, S04): where people go next, and when.
 *
 * 1. Once a week, and when a leg opens or closes, one backward pass over the network, north to south:
 *      V(p) = mu_p log sum_r exp((u(r) + V(head r)) / mu_p),
 *    r the roads out of p, u(r) the inclusive value of the modes on that road (a nest with a smaller scale); V of a
 * border city is the value of the line (crossing.c). mu_p is smaller where only one group of sectors can still be
 * reached, so a loss is spread by closeness: nested recursive logit (Fosgerau, Frejinger and Karlstrom 2013; Mai,
 * Fosgerau and Frejinger 2015).
 * 2. Waiting is a choice: people rest, and go on at rate 1/rest * exp(clamp(w (V - Vslow))), Vslow the value as it has
 *    been over the last months: when the way north gets worse, they wait. They wait where people stay, not at every
 * stop: places with a usual stay of a day are passed through.
 * 3. Each day those who go are split over the legs; of foreigners on a checked leg some are seen, and pay, or are held.
 * 4. On the way people are robbed or extorted, die, or give up and go home.
 * Flights out of a place are taken at the start of a journey (origins.c); here only where there is no other way on.
 * Where no way is open people wait.
 */
#include "corridor/routes_parts.h"

#include "corridor/caravans.h"
#include "corridor/checkpoints.h"
#include "corridor/crossing.h"
#include "corridor/exposed.h"
#include "corridor/harm.h"
#include "corridor/money.h"
#include "corridor/origins.h"
#include "corridor/refuge.h"
#include "corridor/smugglers.h"
#include "corridor/statistics.h"
#include "corridor/trains.h"
#include "engine/wide.h"

#include <string.h>

static const par_decl PARAMETERS[] = {
    [P_COST] = {"routes.cost_weight", "utility per 1000 USD", 0.4, 0, 5, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Weight of money in the choice of a leg",
                .source = "our judgement: smuggler-price elasticity -0.5 to -1.2"},
    [P_DAYS] = {"routes.day_weight", "utility per day", 0.05, 0, 1, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Weight of travel time", .source = "our judgement"},
    [P_HARD] = {"routes.hardship_weight", "utility per unit", 0.15, 0, 2, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Weight of hardship (0 to 10)", .source = "our judgement"},
    [P_CHECK] = {"routes.checkpoint_weight", "utility per ordinary checkpoint", 0.8, 0, 3, .prior = PRIOR_LOGNORMAL,
                 .prior_low = 0.5, .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Weight of checkpoints, times believed effort to routes.checkpoint_power (foreigners)",
                 .source = "our judgement"},
    [P_DEATH] = {"routes.death_weight", "utility per 1 in 1000", 0.5, 0, 5, .kind = PAR_BEHAVIOUR,
                 .confidence = CONF_JUDGEMENT, .meaning = "Weight of the recorded risk of death",
                 .source = "our judgement"},
    [P_MU] = {"routes.scale", "utility", 1, 0.1, 4, .prior = PRIOR_LOGNORMAL, .prior_low = 0.9, .prior_high = 1.15,
              .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
              .meaning = "Scale of choice where several groups of sectors can be reached",
              .source =
                  "our judgement: the unit of utility is 1; how far groups of sectors are told apart by it is a guess"},
    [P_MU_NEAR] = {"routes.scale_near", "utility", 0.7, 0.1, 4, .prior = PRIOR_UNIFORM, .prior_low = -0.2,
                   .prior_high = 0.2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                   .meaning = "Scale where only one group of sectors can be reached; not above routes.scale",
                   .source = "our judgement: nests by closeness"},
    [P_MU_MODE] = {"routes.scale_mode", "share of the place's scale", 0.4, 0.05, 1, .kind = PAR_BEHAVIOUR,
                   .confidence = CONF_JUDGEMENT, .meaning = "Scale among modes on one road", .source = "our judgement"},
    [P_WAIT] = {"routes.waiting_weight", "log rate per utility", 1, 0, 3, .prior = PRIOR_UNIFORM, .prior_low = -0.2,
                .prior_high = 0.2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "How strongly people put off going on when the way gets worse",
                .source = "our judgement: 0.6 to 1"},
    [P_WAIT_LOW] = {"routes.waiting_low", "log rate", -2.5, -6, 0, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                    .meaning = "Least log factor on the rate of going on", .source = "our judgement"},
    [P_WAIT_HIGH] = {"routes.waiting_high", "log rate", 0.7, 0, 3, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                     .meaning = "Largest log factor on the rate of going on", .source = "our judgement"},
    [P_SLOW] = {"routes.waiting_half_life", "days", 67, 10, 365, .prior = PRIOR_LOGNORMAL, .prior_low = 0.8,
                .prior_high = 1.25, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                .meaning = "Half-life of the value people are used to", .source = "our judgement: 60 to 75 days"},
    [P_GIVE_UP] = {"routes.give_up", "1/day", 0.0005, 0, 0.1, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                   .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                   .meaning = "Rate at which people on the way give up and go home", .source = "our judgement"},
    [P_BRIBE] = {"mexico.checkpoints.bribe_share", "share of those seen", 0.45, 0, 1, .prior = PRIOR_UNIFORM,
                 .prior_low = -0.15, .prior_high = 0.15, .who = WHO_NATIONALITY, .kind = PAR_BEHAVIOUR,
                 .confidence = CONF_JUDGEMENT, .meaning = "Of those seen at a checkpoint, the share who pay and pass",
                 .source = "P(pay given seen) 0.3 to 0.7, our judgement; InSight Crime 2019 on prices"},
    [P_KEPT] = {"routes.kept_back", "share/day", 0.03, 0.03, 0.5, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                .meaning =
                    "Share of people at a place who do not go on in a day, whatever else they do: room for deaths",
                .source = "our judgement: three times harm.most_on_the_way"},
    [P_EVERY] = {"routes.choice_days", "days", 7, 1, 60, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                 .meaning = "Days after which the value of ways is worked out anew; at once when a leg opens or closes",
                 .source = "our judgement: once a week"},
    [P_CHECK_POWER] = {"routes.checkpoint_power", "exponent", 0.5, 0, 2, .prior = PRIOR_UNIFORM, .prior_low = -0.2,
                       .prior_high = 0.2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                       .meaning = "Weight of checkpoints grows as believed effort to this power",
                       .source = "our judgement: less than in proportion, 0.3 to 0.7"},
    [P_LONG] = {"routes.long_leg_days", "days", 3, 1, 60, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                .meaning = "Days of a leg from which people arrive on different days", .source = "our judgement"},
    [P_QUICK] = {"routes.quickest", "factor", 0.8, 0.1, 1, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                 .meaning = "Days of the quickest on a long leg, against the leg's", .source = "our judgement"},
    [P_SLOWEST] = {"routes.slowest", "factor", 1.3, 1, 5, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                   .meaning = "Days of the slowest on a long leg, against the leg's", .source = "our judgement"},
    [P_COUNT] = {.path = NULL}};

/* ---- declaring ---- */

static int declare_stocks(mdl_model *m, int system) {
    const scn_scenario *s = m->s;
    char name[200];
    for (int i = 0; i < s->nplaces; i++) {
        (void)cor_name(name, sizeof name, "at %s", s->places[i].name);
        if ((m->places[i].stock = eng_stock(m->e, system, name, m->ND, ENG_POOL, 0)) < 0)
            return m->places[i].stock;
    }
    own(m)->value = eng_field(m->e, system, "value of the way on", s->nplaces * m->nd);
    own(m)->slow = eng_field(m->e, system, "value people are used to", s->nplaces * m->nd);
    own(m)->choice = eng_field(m->e, system, "choice of legs", s->nlegs * m->nd);
    own(m)->cross_here = eng_field(m->e, system, "choice to cross at this city", (m->ncities + 1) * m->nd);
    own(m)->go = cor_auxiliary(m, SYS, "factor on going on", s->nplaces * m->nd);
    own(m)->pace = cor_auxiliary(m, SYS, "rate of going on", s->nplaces * m->nd);
    own(m)->known = cor_auxiliary(m, SYS, "rule that factor was made by", 3);
    own(m)->near = cor_auxiliary(m, SYS, "scale where one group is left", 1);
    return own(m)->go < 0 || own(m)->pace < 0 || own(m)->known < 0 || own(m)->near < 0 ? ENG_ERR_MEMORY
                                                                                       : own(m)->cross_here;
}

/* Shares of arrival after 1, 2, ... days for a leg of so many days; on long legs people keep different paces. Returns
 * the last day. */
static int travel_days(const mdl_model *m, double days, double share[60]) {
    const double *at = m->s->values;
    const int *par = m->par[SYS];
    if (days < 1)
        days = 1;
    int is_long = days >= at[par[P_LONG]];
    double low = is_long ? days * at[par[P_QUICK]] : days, high = is_long ? days * at[par[P_SLOWEST]] : days, sum = 0;
    int last = 0;
    memset(share, 0, 60 * sizeof *share);
    for (int k = 0; k < 8; k++) { /* eight equal parts of the people, each at its own pace */
        double d = cor_clamp(low + (high - low) * (k + 0.5) / 8, 1, 59);
        int whole = (int)d;
        share[whole - 1] += (1 - (d - whole)) / 8;
        if (d > whole)
            share[whole] += (d - whole) / 8;
        int end = d > whole ? whole + 1 : whole;
        if (end > last)
            last = end;
    }
    for (int i = 0; i < last; i++)
        sum += share[i];
    for (int i = 0; i < last; i++)
        share[i] /= sum;
    return last;
}

static int declare_flows(mdl_model *m, int system) {
    const scn_scenario *s = m->s;
    char name[300];
    double share[60];
    (void)system;
    for (int l = 0; l < s->nlegs; l++) {
        cor_leg *leg = &m->legs[l];
        int days = travel_days(m, s->legs[l].days, share);
        eng_flow_spec spec = {.delay_max = days, .delay = share};
        if ((leg->free = eng_flow(m->e, s->legs[l].name, m->places[leg->from].stock, m->places[leg->to].stock, &spec)) <
            0)
            return leg->free;
        if (leg->region < 0)
            continue;
        (void)cor_name(name, sizeof name, "%s: pays", s->legs[l].name);
        leg->pays = eng_flow(m->e, name, m->places[leg->from].stock, m->places[leg->to].stock, &spec);
        (void)cor_name(name, sizeof name, "%s: held", s->legs[l].name);
        leg->held = eng_flow(m->e, name, m->places[leg->from].stock, m->places[leg->to].held, &spec);
        if (leg->pays < 0 || leg->held < 0)
            return ENG_ERR_DECLARE;
    }
    for (int i = 0; i < s->nplaces; i++) {
        cor_place *at = &m->places[i];
        if (at->line_city >= 0) { /* a border city: some stay to cross here */
            (void)cor_name(name, sizeof name, "%s: to the line", s->places[i].name);
            if ((at->to_line = eng_flow(m->e, name, at->stock, at->line, NULL)) < 0)
                return at->to_line;
        }
        (void)cor_name(name, sizeof name, "at %s", s->places[i].name);
        at->exposed = cor_expose(m, name, at->stock, -1, 1);
        (void)cor_name(name, sizeof name, "dies on the way from %s, found", s->places[i].name);
        at->died_found = eng_flow(m->e, name, at->stock, crossing_ids(m)->dead, NULL);
        (void)cor_name(name, sizeof name, "dies on the way from %s, not found", s->places[i].name);
        at->died_not_found = eng_flow(m->e, name, at->stock, crossing_ids(m)->dead, NULL);
        (void)cor_name(name, sizeof name, "gives up at %s", s->places[i].name);
        static const double way_home[10] = {0, 0, 0, 0, .2, .2, .2, .2, .1, .1};
        eng_flow_spec home = {.delay_max = 10, .delay = way_home};
        at->gives_up = eng_flow(m->e, name, at->stock, origins_ids(m)->home, &home);
        if (at->exposed < 0 || at->died_found < 0 || at->died_not_found < 0 || at->gives_up < 0)
            return ENG_ERR_DECLARE;
    }
    return ENG_OK;
}

/* ---- values and paces, made anew each week ---- */

static int start(mdl_member *p) {
    const mdl_model *m = p->m;
    double *v = p->big, *choice = v + m->s->nplaces * m->nd, *cross_here = choice + m->s->nlegs * m->nd;
    int status;
    memset(choice, 0, (size_t)((m->s->nlegs + m->ncities + 1) * m->nd) * sizeof *choice);
    cor_value_ways(p, p->first_day, v, choice, cross_here);
    if ((status = eng_world_field_set(p->w, own(m)->value, v)) || (status = eng_world_field_set(p->w, own(m)->slow, v)))
        return status;
    if ((status = eng_world_field_set(p->w, own(m)->choice, choice)))
        return status;
    return eng_world_field_set(p->w, own(m)->cross_here, cross_here);
}

static int new_values(mdl_member *p, eng_day *day) {
    const mdl_model *m = p->m;
    double every = cor_par(p, SYS, P_EVERY, 0);
    int in_turn = eng_world_today(p->w) % (int64_t)(every + 0.5) == 0, due = in_turn || cor_rail_changed(p);
    for (int l = 0; !due && l < m->s->nlegs; l++)
        due = m->s->legs[l].opens == p->day + 1 || m->s->legs[l].closes == p->day + 1;
    if (!due)
        return ENG_OK;
    double *v = eng_put_whole(day, own(m)->value), *choice = eng_put_whole(day, own(m)->choice),
           *slow = eng_put(day, own(m)->slow);
    double *cross_here = eng_put_whole(day, own(m)->cross_here);
    if (!v || !choice || !slow || !cross_here)
        return ENG_ERR_OWNER;
    cor_value_ways(p, p->day + 1, v, choice, cross_here); /* for tomorrow, when it is read */
    double step = in_turn ? cor_step(cor_par(p, SYS, P_SLOW, 0) / every) : 0;
    for (int i = 0; i < m->s->nplaces * m->nd; i++)
        slow[i] = v[i] > -1e8 && slow[i] > -1e8 ? slow[i] + step * (v[i] - slow[i]) : v[i];
    return ENG_OK;
}

/* ---- the day ---- */

/* Rates of going on of those at a place, if nothing else happens to them, from the factors on it. */
static void paces(const mdl_model *m, int place, const double *restrict factor, double *restrict pace) {
    double rest = m->places[place].line_city >= 0 ? 1 : m->s->places[place].rest_days; /* else they rest at the line */
    if (rest > 1)
        for (int nd = 0; nd < m->nd; nd++)
            pace[nd] = factor[nd] / rest;
    else
        for (int nd = 0; nd < m->nd; nd++)
            pace[nd] = factor[nd] <= 0 ? factor[nd] : 1;
}

/* Values change once a week: factors and paces are kept, with the rule they were made by, and made anew when values or
 * the rule are not what they were. */
static void go_factors(const mdl_member *p, double *go, double *pace, double *known) {
    const mdl_model *m = p->m;
    int wide = eng_wide(p->w);
    const double *v = eng_get(p->w, own(m)->value), *slow = eng_get(p->w, own(m)->slow);
    const double rule[3] = {cor_par(p, SYS, P_WAIT, 0), cor_par(p, SYS, P_WAIT_LOW, 0),
                            cor_par(p, SYS, P_WAIT_HIGH, 0)};
    if (eng_field_lasts(p->w, own(m)->value) && eng_field_lasts(p->w, own(m)->slow) &&
        !memcmp(known, rule, sizeof rule))
        return;
    memcpy(known, rule, sizeof rule);
    for (int i = 0, at = 0; i < m->s->nplaces; i++, at += m->nd) {
        double x[COR_MAX_ND];
        for (int nd = 0; nd < m->nd; nd++)
            x[nd] = cor_clamp(rule[0] * (v[at + nd] - slow[at + nd]), rule[1], rule[2]);
        det_exp_all(wide, m->nd, x, go + at);
        for (int nd = 0; nd < m->nd; nd++)
            go[at + nd] = v[at + nd] < -1e8 ? 0 : go[at + nd];
        paces(m, i, go + at, pace + at);
    }
}

static int prepare(mdl_member *p) {
    const mdl_model *m = p->m;
    double far = cor_par(p, SYS, P_MU, 0), near = cor_par(p, SYS, P_MU_NEAR, 0);
    double *go = cor_aux_put(p, own(m)->go), *pace = cor_aux_put(p, own(m)->pace);
    double *known = cor_aux_put(p, own(m)->known), *scale = cor_aux_put(p, own(m)->near);
    if (!go || !pace || !known || !scale)
        return ENG_ERR_OWNER;
    go_factors(p, go, pace, known);
    scale[0] = near < far ? near : far;
    return ENG_OK;
}

/* By money or by arrangement of a smuggler. */
static double bribe_share(const mdl_member *p, int n) {
    return cor_clamp(cor_par(p, SYS, P_BRIBE, n) * cor_bribe_lift(p, n), 0, 1);
}

/* Of those who want to take a train leg, the share that finds room. */
ENG_LOOPS double finds_room(const mdl_member *p, int leg, const double *people, const double *go, const double *share) {
    double room = cor_rail_room(p, leg), want = 0;
    for (int nd = 0; nd < p->m->nd; nd++)
        want += people[nd] * go[nd] * share[nd];
    return want > room ? room / want : 1;
}

/* Who is taken aboard a leg: the share of foreigners, and of Mexicans. */
ENG_LOOPS void taken_aboard(const mdl_member *p, int leg, const double *people, const double *go, const double *choice,
                            double share[2]) {
    share[0] = cor_bus_taken(p, leg);
    share[1] = 1;
    if (cor_rail_room(p, leg) >= 0)
        share[0] = share[1] = finds_room(p, leg, people, go, choice + leg * p->m->nd);
}

/* Shares [modes][ND] of the legs of a road when its trains have room for so many, and people are put off its buses;
 * NULL: as chosen. */
ENG_LOOPS const double *board(const mdl_member *p, int place, int road, const double *go, const double *choice,
                              double *out) {
    const mdl_model *m = p->m;
    const int *legs = m->road_legs + m->road_first[road];
    double left[COR_MAX_ND], others[COR_MAX_ND], aboard[COR_MAX_MODES][2];
    const double *people = NULL;
    int n = m->road_count[road], short_of_room = 0;
    for (int j = 0; j < n; j++) {
        if (trains_ids(m)->is_train[legs[j]] && !people)
            people = eng_people_view(p->w, m->places[place].stock, p->nda);
        taken_aboard(p, legs[j], people, go, choice, aboard[j]);
        short_of_room |= aboard[j][0] < 1;
    }
    if (!short_of_room)
        return NULL;
    for (int nd = 0; nd < m->nd; nd++)
        left[nd] = others[nd] = 0;
    for (int j = 0; j < n; j++) {
        int another =
            !trains_ids(m)->is_train[legs[j]]; /* who finds no train takes a bus; who is put off a bus does not */
        for (int nd = 0; nd < m->nd; nd++) {
            double share = choice[legs[j] * m->nd + nd], on = aboard[j][cor_n(nd) == m->mexico];
            out[j * m->nd + nd] = share * on;
            left[nd] += share * (1 - on);
            others[nd] += another && on == 1 ? share : 0;
        }
    }
    for (int j = 0; j < n; j++)
        for (int nd = 0; nd < m->nd && !trains_ids(m)->is_train[legs[j]]; nd++)
            if (others[nd] > 0 && aboard[j][cor_n(nd) == m->mexico] == 1) /* else they wait */
                out[j * m->nd + nd] += left[nd] * choice[legs[j] * m->nd + nd] / others[nd];
    return out;
}

/* Those who leave a place otherwise than by a leg: in a caravan, and to ask for asylum. */
static int leave_together(mdl_member *p, eng_day *day, int place, double joins, const double *asks,
                          const double *stopped) {
    const mdl_model *m = p->m;
    int flow = cor_applies_flow(m, place);
    double *join = joins > 0 ? eng_prob(day, caravans_ids(m)->joins) : NULL,
           *ask = flow >= 0 ? eng_prob(day, flow) : NULL;
    if ((joins > 0 && !join) || (flow >= 0 && !ask))
        return ENG_ERR_OWNER;
    for (int nd = 0; nd < m->nd && join; nd++)
        join[nd] = joins * stopped[nd];
    for (int nd = 0; nd < m->nd && ask; nd++)
        ask[nd] = asks[nd];
    return ENG_OK;
}

/* How the day treats people on the road, by ND: of those seen at a checkpoint the shares that pay and are held, both 0
 * for those whom checkpoints do not concern; `stopped` is 0 for these and 1 for others. */
typedef struct {
    double pays[COR_MAX_ND], held[COR_MAX_ND], stopped[COR_MAX_ND];
} treatment;

/* Deaths on the legs taken from a place, per 100,000 people there, by ND; per 100,000 on the deadliest leg. */
typedef struct {
    double by[COR_MAX_ND], most;
} deaths;

ENG_LOOPS void take_freely(int classes, const double *restrict go, const double *restrict share, double deadly,
                           double *restrict free, double *restrict death) {
    for (int i = 0; i < classes; i++) {
        double q = go[i] * share[i];
        free[i] = q;
        death[i] += q * deadly;
    }
}

/* Of those who go: who passes a checkpoint unseen, pays or is held. */
ENG_LOOPS void pass(int classes, const double *restrict go, const double *restrict share, double seen, double deadly,
                    const treatment *restrict who, double *restrict free, double *restrict pays, double *restrict held,
                    double *restrict death) {
    double unseen = 1 - seen;
    for (int i = 0; i < classes; i++) {
        double q = go[i] * share[i], caught = q * seen;
        pays[i] = caught * who->pays[i];
        held[i] = caught * who->held[i];
        free[i] = q * unseen;
        death[i] += q * deadly;
    }
}

/* Nobody chooses a leg that is closed. */
ENG_LOOPS int nobody(int classes, const double *share) {
    int i = 0;
    while (i < classes && share[i] == 0)
        i++;
    return i == classes;
}

/* Who takes a leg, unseen, paying or held. */
ENG_LOOPS int take_leg(eng_day *day, const mdl_member *p, int l, const double *go, const double *share,
                       const treatment *who, deaths *death) {
    const mdl_model *m = p->m;
    const cor_leg *leg = &m->legs[l];
    if (nobody(m->nd, share))
        return ENG_OK;
    double deadly = m->s->legs[l].deaths_per_100k * cor_rail_falls(p, l), *free = eng_fill(day, leg->free, 1);
    if (!free)
        return ENG_ERR_OWNER;
    if (deadly > death->most)
        death->most = deadly;
    if (leg->region < 0) {
        take_freely(m->nd, go, share, deadly, free, death->by);
        return ENG_OK;
    }
    double *pays = eng_fill(day, leg->pays, 1), *held = eng_fill(day, leg->held, 1);
    if (!pays || !held)
        return ENG_ERR_OWNER;
    pass(m->nd, go, share, eng_get(p->w, checkpoints_ids(m)->seen)[l], deadly, who, free, pays, held, death->by);
    for (int nd = m->mexico * DEMO_COUNT, d = 0; d < DEMO_COUNT && nd >= 0; d++)
        free[nd + d] = go[nd + d] * share[nd + d]; /* Mexicans are not stopped */
    return ENG_OK;
}

ENG_LOOPS int take_roads(mdl_member *p, eng_day *day, int place, const double *go, const treatment *who,
                         deaths *death) {
    const mdl_model *m = p->m;
    const cor_place *at = &m->places[place];
    const double *choice = eng_get(p->w, own(m)->choice);
    double found_room[COR_MAX_MODES * COR_MAX_ND];
    int status = ENG_OK;
    for (int k = 0; k < at->nroads; k++) {
        int road = at->roads[k];
        const double *room = board(p, place, road, go, choice, found_room);
        for (int j = 0; j < m->road_count[road] && !status; j++) {
            int l = m->road_legs[m->road_first[road] + j];
            status = take_leg(day, p, l, go, room ? room + j * m->nd : choice + l * m->nd, who, death);
        }
    }
    return status;
}

/* able: of money on going on. */
ENG_LOOPS void at_most(int classes, const double *restrict pace, double able, double most, double *restrict go) {
    for (int i = 0; i < classes; i++)
        go[i] = most < able * pace[i] ? most : able * pace[i];
}

/* Rates of going on, in what other fates leave of the people of a place; asks: rates of applying for asylum. */
ENG_LOOPS void rates_of_going(const mdl_member *p, int place, double unharmed, double joins, const treatment *who,
                              double *asks, double *go) {
    const mdl_model *m = p->m;
    const double *pace = cor_aux(p, own(m)->pace) + place * m->nd;
    double left = unharmed - cor_par(p, SYS, P_KEPT, 0) - cor_par(p, SYS, P_GIVE_UP, 0) - cor_turns_back(p, place);
    double able = cor_money_to_go(p, place);
    if (joins <= 0 && cor_applies_flow(m, place) < 0) {
        at_most(m->nd, pace, able, left > 0 ? left : 0, go);
        return;
    }
    for (int nd = 0; nd < m->nd; nd++) {
        asks[nd] = cor_applies_at(p, place, cor_n(nd));
        asks[nd] *= 1 - joins * who->stopped[nd];
        double most = left - joins * who->stopped[nd] - asks[nd];
        go[nd] = cor_clamp(able * pace[nd], 0, most > 0 ? most : 0);
    }
}

ENG_LOOPS void dies_at(int classes, const double *restrict death, double factor, double most, double *restrict dies) {
    for (int i = 0; i < classes; i++) {
        double dead = death[i] * 1e-5 * factor;
        dies[i] = most < dead ? most : dead;
    }
}

/* Unless so many could die on the deadliest leg that the most of a day comes into play, those who are not found are a
 * multiple of those who are. */
ENG_LOOPS int die_or_give_up(const mdl_member *p, eng_day *day, int place, const deaths *death) {
    const cor_place *at = &p->m->places[place];
    const double *factors = cor_deaths_on_the_way(p);
    double worst = death->most * 1e-5 * (factors[0] > factors[1] ? factors[0] : factors[1]);
    if (eng_rate(day, at->gives_up, cor_par(p, SYS, P_GIVE_UP, 0) + cor_turns_back(p, place)))
        return ENG_ERR_OWNER;
    if (worst <= 0)
        return ENG_OK;
    double *dies = eng_fill(day, at->died_found, 1), *dies_unseen;
    if (!dies)
        return ENG_ERR_OWNER;
    dies_at(p->m->nd, death->by, factors[0], factors[2], dies);
    if (factors[0] > 0 && worst <= factors[2])
        return eng_like(day, at->died_not_found, at->died_found, factors[1] / factors[0]);
    if (!(dies_unseen = eng_fill(day, at->died_not_found, 1)))
        return ENG_ERR_OWNER;
    dies_at(p->m->nd, death->by, factors[1], factors[2], dies_unseen);
    return ENG_OK;
}

ENG_LOOPS int move_on(mdl_member *p, eng_day *day, int place, const treatment *who) {
    const mdl_model *m = p->m;
    const cor_place *at = &m->places[place];
    double go[COR_MAX_ND], asks[COR_MAX_ND], unharmed, joins = cor_caravan_leaving(p, place);
    deaths death;
    int status;
    memset(death.by, 0, (size_t)m->nd * sizeof *death.by);
    death.most = 0;
    if (cor_harm_of(p, day, at->exposed, cor_extortion(p, place), 0, &unharmed))
        return ENG_ERR_OWNER;
    rates_of_going(p, place, unharmed, joins, who, asks, go);
    if ((status = leave_together(p, day, place, joins, asks, who->stopped)) ||
        (status = take_roads(p, day, place, go, who, &death)))
        return status;
    if (at->line_city >= 0) {
        const double *here = eng_get(p->w, own(m)->cross_here) + at->line_city * m->nd;
        double *to_line = eng_fill(day, at->to_line, 1);
        if (!to_line)
            return ENG_ERR_OWNER;
        for (int nd = 0; nd < m->nd; nd++)
            to_line[nd] = go[nd] * here[nd];
    }
    return die_or_give_up(p, day, place, &death);
}

ENG_LOOPS int move_all(mdl_member *p, eng_day *day) {
    treatment who;
    int status = ENG_OK;
    for (int nd = 0; nd < p->m->nd; nd++) {
        int mexican = cor_n(nd) == p->m->mexico;
        double pays = bribe_share(p, cor_n(nd));
        who.stopped[nd] = mexican ? 0 : 1;
        who.pays[nd] = mexican ? 0 : pays;
        who.held[nd] = mexican ? 0 : 1 - pays;
    }
    for (int i = 0; !status && i < p->m->s->nplaces; i++)
        status = move_on(p, day, i, &who);
    return status;
}

ENG_WIDE static int move_all_wide(mdl_member *p, eng_day *day) { return move_all(p, day); }

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    int status = new_values(p, day);
    if (status)
        return status;
    return eng_wide(p->w) ? move_all_wide(p, day) : move_all(p, day);
}

/* All who set out along a leg, whatever meets them there. */
static int count(mdl_model *m) {
    int status = ENG_OK;
    for (int l = 0; l < m->s->nlegs; l++) {
        const int flows[] = {m->legs[l].free, m->legs[l].pays, m->legs[l].held};
        for (int k = 0; k < 3 && !status; k++)
            status = cor_series_flow(m, own(m)->series.legs, l, flows[k], 1, ENG_NO_FACTOR);
    }
    return status;
}

static const cor_series SERIES[] = {{.id = offsetof(struct routes_ids, series.legs),
                                     .at = 46,
                                     .name = COR_SERIES_PEOPLE_ON_LEGS,
                                     .unit = "people",
                                     .meaning = "People who set out along a leg of the way, once for each leg",
                                     .sum = SERIES_SUM,
                                     .places = PLACES_LEGS},
                                    {.name = NULL}};

/* Off: legs are taken without regard to what they cost, and nobody puts off going on. */
static const mdl_setting OFF[] = {{"routes.cost_weight", 0},
                                  {"routes.day_weight", 0},
                                  {"routes.hardship_weight", 0},
                                  {"routes.checkpoint_weight", 0},
                                  {"routes.death_weight", 0},
                                  {"routes.waiting_weight", 0},
                                  {.path = NULL}};

const cor_system cor_routes = {.name = "routes",
                               .part = "S03",
                               .ids = sizeof(struct routes_ids),
                               .off = OFF,
                               .series = SERIES,
                               .count = count,
                               .parameters = PARAMETERS,
                               .nparameters = P_COUNT,
                               .declare_stocks = declare_stocks,
                               .declare_flows = declare_flows,
                               .turn = 4,
                               .prepare = prepare,
                               .decide = decide,
                               .start = start};
