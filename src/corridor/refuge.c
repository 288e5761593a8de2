/* Asylum and work in Mexico (S25): people apply where there is an office, wait months, get an answer, and stay, or go
 * north with papers that let them take a bus.
 *
 * 1. Foreigners at a place with an office apply at a rate of their nationality times the weight of the office times a
 *    dated level. The owner of their stock (routes.c) reads it.
 * 2. An application is made ready in weeks, then stands in the queue of the office; all offices share the answers of
 *    a day, a dated capacity, oldest first (serve). Many leave before the answer: back on their way, without papers;
 *    a caravan takes some with it (caravans.c). While they wait they are extorted like others at the place (harm.c).
 * 3. Of those answered a share of the nationality is recognised. Of these some stay and work in Mexico, and of the
 *    workers a few go north each year; the others go north at once. The refused go on as they came.
 * 4. Those with papers ride to the border cities that people of their class make for, from the first office; no
 *    checkpoint stops them. Caravans' papers lead here too.
 */
#include "corridor/refuge.h"
#include "corridor/caravans.h"
#include "corridor/exposed.h"
#include "corridor/harm.h"
#include "corridor/routes.h"
#include "corridor/statistics.h"

#include <string.h>

#define SYS SYS_REFUGE

static struct refuge_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum {
    P_OFFICE,
    P_RATE,
    P_LEVEL,
    P_READY,
    P_LEAVE,
    P_ANSWERS,
    P_RECOGNISED,
    P_STAYS,
    P_MOVES_ON,
    P_RIDE,
    P_MOST,
    P_COUNT
};

static const par_decl PARAMETERS[] = {
    [P_OFFICE] = {"mexico.asylum.office", "weight", 0, 0, 1, .where = WHERE_PLACE, .kind = PAR_POLICY,
                  .confidence = CONF_SOURCE,
                  .meaning = "How easily people apply for asylum at this place; 0: no office",
                  .source = "COMAR 2023: Tapachula 77,450, Mexico City 30,872"},
    [P_RATE] = {"mexico.asylum.applies", "1/day", 0.012, 0, 0.2, .who = WHO_NATIONALITY, .kind = PAR_BEHAVIOUR,
                .confidence = CONF_JUDGEMENT,
                .meaning = "Rate at which people at a place with an office of weight 1 apply, at level 1",
                .source = "set by hand so that applications come near COMAR's by nationality (2019, 2021, 2023)"},
    [P_LEVEL] = {"mexico.asylum.level", "factor", 1, 0, 20, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Level of applications by date",
                 .source = "set by hand so that applications come near COMAR's by year"},
    [P_READY] = {"mexico.asylum.ready_days", "days", 45, 1, 365, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                 .prior_high = 1.6, .kind = PAR_STRUCTURE, .confidence = CONF_UNVERIFIED,
                 .meaning = "Mean time until an application can be answered",
                 .source = "the legal term is 45 working days: general knowledge"},
    [P_LEAVE] = {"mexico.asylum.leaves", "1/day", 0.01, 0, 0.2, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                 .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Rate at which applicants leave before the answer",
                 .source = "our judgement: many abandon within months"},
    [P_ANSWERS] = {"mexico.asylum.answers_per_month", "people/month", 500, 0, 1e6, .prior = PRIOR_LOGNORMAL,
                   .prior_low = 0.8, .prior_high = 1.25, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
                   .meaning = "People whose applications are answered in a month",
                   .source = "our judgement; schedule.csv"},
    [P_RECOGNISED] = {"mexico.asylum.recognised", "share", 0.5, 0, 1, .who = WHO_NATIONALITY, .kind = PAR_POLICY,
                      .confidence = CONF_UNVERIFIED, .meaning = "Of those answered, the share recognised",
                      .source = "COMAR, order of magnitude: general knowledge"},
    [P_STAYS] = {"mexico.asylum.stays", "share", 0.5, 0, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.2,
                 .prior_high = 0.2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Of those recognised, the share that stays and works in Mexico", .source = "our judgement"},
    [P_MOVES_ON] = {"mexico.asylum.moves_on_per_year", "1/year", 0.15, 0, 5, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                    .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                    .meaning = "Rate at which those who stayed go north after all, with papers",
                    .source = "our judgement"},
    [P_RIDE] = {"mexico.asylum.buses_per_day", "people/day", 2000, 0, 1e6, .kind = PAR_STRUCTURE,
                .confidence = CONF_JUDGEMENT, .meaning = "People with papers who find a bus north in a day",
                .source = "our judgement: 45 a bus"},
    [P_MOST] = {"mexico.asylum.most_apply", "1/day", 0.2, 0, 0.2, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                .meaning = "Largest share of people at an office who apply in a day", .source = "our judgement"},
    [P_COUNT] = {.path = NULL}};

/* No office, no application: those with papers from a caravan still ride. */
static const mdl_setting OFF[] = {{"mexico.asylum.office", 0}, {.path = NULL}};

static int declare_stocks(mdl_model *m, int system) {
    const double *weight = m->s->values + m->par[SYS][P_OFFICE];
    char name[200];
    int np = m->s->nplaces;
    own(m)->office = -1;
    own(m)->applicants = cor_ids(m, np);
    own(m)->queue = cor_ids(m, np);
    own(m)->answered = cor_ids(m, np);
    if (!own(m)->applicants || !own(m)->queue || !own(m)->answered)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < np; i++) {
        if (weight[i] <= 0)
            continue;
        if (own(m)->office < 0 || weight[i] > weight[own(m)->office])
            own(m)->office = i;
        const char *place = m->s->places[i].name;
        (void)cor_name(name, sizeof name, "asked for asylum at %s", place);
        own(m)->applicants[i] = eng_stock(m->e, system, name, m->ND, ENG_POOL, 0);
        (void)cor_name(name, sizeof name, "for an answer at %s", place);
        own(m)->queue[i] = eng_stock(m->e, system, name, m->ND, ENG_QUEUE, 30);
        (void)cor_name(name, sizeof name, "answered at %s", place);
        own(m)->answered[i] = eng_stock(m->e, system, name, m->ND, ENG_POOL, 0);
        if (own(m)->applicants[i] < 0 || own(m)->queue[i] < 0 || own(m)->answered[i] < 0)
            return ENG_ERR_DECLARE;
    }
    if (own(m)->office < 0 && caravans_ids(m)->n > 0)
        own(m)->office = caravans_ids(m)->line[0];
    if ((own(m)->rates = cor_auxiliary(m, SYS, "rate of applications", m->s->nplaces * m->nn)) < 0)
        return own(m)->rates;
    own(m)->reach = cor_auxiliary(m, SYS, "where those with papers go", m->ncities * m->nd);
    if (own(m)->reach < 0)
        return ENG_ERR_MEMORY;
    own(m)->work = eng_stock(m->e, system, "stay and work in Mexico", m->ND, ENG_POOL, 0);
    own(m)->papers = eng_stock(m->e, system, "with papers", m->ND, ENG_POOL, 0);
    return own(m)->work < 0 ? own(m)->work : own(m)->papers;
}

/* A flow named "<what> <place>"; -1 on failure. */
static int flow_at(mdl_model *m, const char *what, int place, int from, int to) {
    char name[200];
    (void)cor_name(name, sizeof name, "%s %s", what, m->s->places[place].name);
    return eng_flow(m->e, name, from, to, NULL);
}

static int office_flows(mdl_model *m, int i) {
    cor_office *o = &own(m)->flows[i];
    int at = m->places[i].stock, pool = own(m)->applicants[i], queue = own(m)->queue[i];
    int answered = own(m)->answered[i];
    o->applies = flow_at(m, "asks for asylum at", i, at, pool);
    o->ready = flow_at(m, "application ready at", i, pool, queue);
    o->leaves = flow_at(m, "leaves before the answer at", i, pool, at);
    o->leaves_queue = flow_at(m, "leaves the queue for an answer at", i, queue, at);
    o->served = flow_at(m, "gets an answer at", i, queue, answered);
    o->stays = flow_at(m, "stays in Mexico, asked at", i, answered, own(m)->work);
    o->north = flow_at(m, "recognised, goes north from", i, answered, own(m)->papers);
    o->refused = flow_at(m, "refused at", i, answered, at);
    char name[200];
    (void)cor_name(name, sizeof name, "asked for asylum at %s", m->s->places[i].name);
    o->exposed = cor_expose(m, name, pool, m->places[i].line_city, 1);
    (void)cor_name(name, sizeof name, "for an answer at %s", m->s->places[i].name);
    o->exposed_queue = cor_expose(m, name, queue, m->places[i].line_city, 1);
    o->caravan = -1;
    if (caravans_ids(m)->n > 1 && caravans_ids(m)->line[0] == i &&
        (o->caravan = flow_at(m, "leaves with a caravan, asked at", i, pool, caravans_ids(m)->walking)) < 0)
        return ENG_ERR_DECLARE;
    return o->applies < 0 || o->ready < 0 || o->leaves < 0 || o->leaves_queue < 0 || o->served < 0 || o->stays < 0 ||
                   o->north < 0 || o->refused < 0 || o->exposed < 0 || o->exposed_queue < 0
               ? ENG_ERR_DECLARE
               : ENG_OK;
}

static int declare_flows(mdl_model *m, int system) {
    static const double days[5] = {0, .2, .4, .3, .1};
    const eng_flow_spec ride = {.delay_max = 5, .delay = days};
    int served[COR_MAX_FLOWS], n = 0, status;
    char name[200];
    own(m)->flows = cor_room(m, m->s->nplaces, sizeof(cor_office));
    own(m)->rides = cor_ids(m, m->ncities);
    own(m)->serve = -1;
    if (!own(m)->flows || !own(m)->rides)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < m->s->nplaces; i++) {
        if (own(m)->applicants[i] < 0 || n == COR_MAX_FLOWS)
            continue;
        if ((status = office_flows(m, i)))
            return status;
        served[n++] = own(m)->flows[i].served;
    }
    for (int c = 0; c < m->ncities; c++) {
        (void)cor_name(name, sizeof name, "by bus with papers to %s", m->s->places[m->cities[c]].name);
        if ((own(m)->rides[c] = eng_flow(m->e, name, own(m)->papers, m->places[m->cities[c]].stock, &ride)) < 0)
            return ENG_ERR_DECLARE;
    }
    if ((own(m)->exposed = cor_expose(m, "with papers", own(m)->papers, -1, 1)) < 0)
        return own(m)->exposed;
    if ((own(m)->moves_on = eng_flow(m->e, "goes north after all", own(m)->work, own(m)->papers, NULL)) < 0)
        return ENG_ERR_DECLARE;
    if (n == 0)
        return ENG_OK;
    return own(m)->serve = eng_serve(m->e, system, "answers to asylum in Mexico", n, served, 0);
}

/* Those of a place who take a leg come to its end, where others have come before or not. */
static void come_by(int classes, const double *restrict come, const double *restrict choice, int first,
                    double *restrict to) {
    for (int i = 0; i < classes && first; i++)
        to[i] = come[i] * choice[i];
    for (int i = 0; i < classes && !first; i++)
        to[i] += come[i] * choice[i];
}

/* Of those of each class who set out from a place, the shares that come to cross at each border city, by the choices of
 * routes.c; out [cities][ND] with room for [places][ND + 1] more behind it. */
static void where_to(const mdl_member *p, int place, double *out) {
    const mdl_model *m = p->m;
    const double *choice = eng_get(p->w, routes_ids(m)->choice), *here = eng_get(p->w, routes_ids(m)->cross_here);
    double *at = out + m->ncities * m->nd, *somebody = at + m->s->nplaces * m->nd, sum[COR_MAX_ND] = {0};
    for (int c = 0; c < m->ncities; c++)
        memset(out + c * m->nd, 0, (size_t)m->nd * sizeof *out);
    for (int i = 0; i < m->s->nplaces; i++)
        somebody[i] = 0; /* comes there */
    somebody[place] = 1;
    for (int nd = 0; nd < m->nd; nd++)
        at[place * m->nd + nd] = 1;
    for (int i = m->s->nplaces - 1; i >= 0; i--) { /* south first */
        int from = m->topological[i], city = m->places[from].line_city;
        const double *come = at + from * m->nd;
        for (int k = 0; somebody[from] > 0 && k < m->places[from].nroads; k++) {
            int road = m->places[from].roads[k], to = m->road_to[road];
            for (int j = 0; j < m->road_count[road]; j++, somebody[to] = 1)
                come_by(m->nd, come, choice + m->road_legs[m->road_first[road] + j] * m->nd, somebody[to] <= 0,
                        at + to * m->nd);
        }
        for (int nd = 0; somebody[from] > 0 && city >= 0 && nd < m->nd; nd++) {
            out[city * m->nd + nd] = come[nd] * here[city * m->nd + nd];
            sum[nd] += out[city * m->nd + nd];
        }
    }
    for (int c = 0; c < m->ncities; c++)
        for (int nd = 0; nd < m->nd; nd++)
            out[c * m->nd + nd] = sum[nd] > 1e-9 ? out[c * m->nd + nd] / sum[nd] : 0;
}

/* Choices change once a week: where they lead is kept until then. */
static void know_where(const mdl_member *p, double *reach) {
    const mdl_model *m = p->m;
    int known = reach[0] >= 0; /* not while it is no number: nothing has been worked out */
    if (own(m)->office < 0 ||
        (known && eng_field_lasts(p->w, routes_ids(m)->choice) && eng_field_lasts(p->w, routes_ids(m)->cross_here)))
        return;
    where_to(p, own(m)->office, p->big);
    memcpy(reach, p->big, (size_t)(m->ncities * m->nd) * sizeof *reach);
}

static int prepare(mdl_member *p) {
    const mdl_model *m = p->m;
    double *rate = cor_aux_put(p, own(m)->rates), *reach = cor_aux_put(p, own(m)->reach);
    if (!rate || !reach)
        return ENG_ERR_OWNER;
    know_where(p, reach);
    for (int i = 0; i < m->s->nplaces; i++) {
        int office = own(m)->applicants[i] >= 0;
        double here = office ? cor_par(p, SYS, P_OFFICE, i) * cor_par(p, SYS, P_LEVEL, 0) : 0;
        for (int n = 0; n < m->nn; n++)
            *rate++ = office && n != m->mexico
                          ? cor_clamp(here * cor_par(p, SYS, P_RATE, n), 0, cor_par(p, SYS, P_MOST, 0))
                          : 0;
    }
    return ENG_OK;
}

static int office_day(mdl_member *p, eng_day *day, int i) {
    const mdl_model *m = p->m;
    const cor_office *o = &own(m)->flows[i];
    double leaves = cor_par(p, SYS, P_LEAVE, 0), ready = 1 / cor_par(p, SYS, P_READY, 0);
    double caravan = o->caravan >= 0 ? cor_caravan_leaving(p, i) : 0;
    double unharmed, unharmed_queue;
    double extorted = cor_extortion(p, i), kidnapped = cor_kidnapping(p, i);
    if (cor_harm_of(p, day, o->exposed, extorted, kidnapped, &unharmed) ||
        cor_harm_of(p, day, o->exposed_queue, extorted, kidnapped, &unharmed_queue))
        return ENG_ERR_OWNER;
    double here = cor_clamp(unharmed - caravan, 0, 1) * (ready + leaves > 1 ? 1 / (ready + leaves) : 1);
    double *stays = eng_prob(day, o->stays), *north = eng_prob(day, o->north), *refused = eng_prob(day, o->refused);
    if (!stays || !north || !refused || eng_rate(day, o->ready, here * ready) ||
        eng_rate(day, o->leaves, here * leaves) || eng_rate(day, o->leaves_queue, leaves * unharmed_queue) ||
        (caravan > 0 && eng_rate(day, o->caravan, caravan)))
        return ENG_ERR_OWNER;
    double stay = cor_par(p, SYS, P_STAYS, 0);
    for (int n = 0, nd = 0; n < m->nn; n++) {
        double yes = cor_par(p, SYS, P_RECOGNISED, n);
        for (int d = 0; d < DEMO_COUNT; d++, nd++) {
            stays[nd] = yes * stay;
            north[nd] = yes * (1 - stay);
            refused[nd] = 1 - yes;
        }
    }
    return ENG_OK;
}

static int ride_north(mdl_member *p, eng_day *day) {
    const mdl_model *m = p->m;
    double people = eng_total(p->w, own(m)->papers), buses = cor_par(p, SYS, P_RIDE, 0);
    const double *reach = cor_aux(p, own(m)->reach);
    double chance = people > buses ? buses / people : 1, unharmed;
    if (people <= 0 || own(m)->office < 0)
        return ENG_OK;
    if (cor_harm_of(p, day, own(m)->exposed, cor_extortion(p, own(m)->office), 0, &unharmed))
        return ENG_ERR_OWNER;
    for (int c = 0; c < m->ncities; c++) {
        double *ride = eng_prob(day, own(m)->rides[c]);
        if (!ride)
            return ENG_ERR_OWNER;
        for (int nd = 0; nd < m->nd; nd++)
            ride[nd] = cor_clamp(unharmed * chance * reach[c * m->nd + nd], 0, 1);
    }
    return ENG_OK;
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    int status = ride_north(p, day);
    for (int i = 0; i < m->s->nplaces && !status; i++)
        if (own(m)->applicants[i] >= 0)
            status = office_day(p, day, i);
    if (!status)
        status = eng_rate(day, own(m)->moves_on, cor_clamp(cor_par(p, SYS, P_MOVES_ON, 0) / 365.25, 0, 1));
    if (!status && own(m)->serve >= 0)
        status = eng_capacity(day, own(m)->serve, cor_par(p, SYS, P_ANSWERS, 0) / 30.4);
    return status;
}

static int count(mdl_model *m) {
    int status = ENG_OK;
    for (int i = 0; i < m->s->nplaces && !status; i++)
        if (own(m)->applicants[i] >= 0)
            status = cor_series_flow(m, own(m)->series.asylum, 0, own(m)->flows[i].applies, 1, ENG_NO_FACTOR);
    return status;
}

static const cor_series SERIES[] = {
    {.id = offsetof(struct refuge_ids, series.asylum),
     .at = 12,
     .name = "asylum_in_mexico",
     .unit = "people",
     .meaning = "People who ask for asylum on the way",
     .sum = SERIES_SUM,
     .by_nationality = 1,
     .by_group = 1,
     .of = HAS_ASYLUM + 1,
     .shown = {.heading = "Asylum applications on the way", .order = 12, .section = MDL_WAY}},
    {.name = NULL}};

const cor_system cor_refuge = {.name = "refuge",
                               .part = "S25",
                               .ids = sizeof(struct refuge_ids),
                               .series = SERIES,
                               .off = OFF,
                               .parameters = PARAMETERS,
                               .nparameters = P_COUNT,
                               .declare_stocks = declare_stocks,
                               .declare_flows = declare_flows,
                               .prepare = prepare,
                               .decide = decide,
                               .count = count};
