/* Waiting places (S11): those who wait at the border, the hostages taken among them, and removals from northern cities.
 *
 * The people at the line are crossing.c's stocks; here are the hazards they meet while they wait, and the kidnapped,
 * who are set free after about two weeks, in the same city. Removals (raids on hotels and camps) reach people who are
 * past the checkpoints; those removed wait for a bus south (decompression.c).
 *
 * Camps on the US side: where a sector's custody is fuller than so many people a place, a growing share of those who
 * turn themselves in wait in the open, by the wall, until agents take them in: as many a day as there is room for, and
 * their part, beside those brought in by agents, of the places that were left the day before. They have been
 * encountered. They are counted in `waiting` at the city from which most of the sector's crossings lead. Nobody is
 * harmed there beyond the waiting itself.
 */
#include "corridor/waiting.h"
#include "corridor/decompression.h"
#include "corridor/diplomacy.h"
#include "corridor/processing.h"
#include "corridor/statistics.h"

#define SYS SYS_WAITING

static struct waiting_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum {
    P_REMOVALS,
    P_REMOVAL_RATE,
    P_HOSTAGE,
    P_GIVE_UP,
    P_CAMP_FROM,
    P_CAMP_WIDTH,
    P_CAMP_PLAN,
    P_MOST_REMOVED,
    P_COUNT
};

static const par_decl PARAMETERS[] = {
    [P_REMOVALS] = {"mexico.north.removals_effort", "index", 0, 0, 20, .where = WHERE_REGION, .kind = PAR_POLICY,
                    .confidence = CONF_JUDGEMENT,
                    .meaning = "Raids and removals from hotels and camps in northern cities",
                    .source = "mission, S11; schedule.csv"},
    [P_REMOVAL_RATE] = {"mexico.north.removal_rate", "1/day per unit of effort", 0.02, 0, 0.2, .prior = PRIOR_LOGNORMAL,
                        .prior_low = 0.5, .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                        .meaning = "Hazard of being removed from a northern city",
                        .source = "our judgement, chosen knowing what followed: 0.03 to 0.08 a day at its height"},
    [P_HOSTAGE] = {"mexico.waiting.hostage_days", "days", 14, 1, 120, .kind = PAR_STRUCTURE,
                   .confidence = CONF_JUDGEMENT, .meaning = "Mean time a kidnapped person is held",
                   .source = "our judgement"},
    [P_GIVE_UP] = {"mexico.waiting.give_up", "1/day", 0.002, 0, 0.1, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                   .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                   .meaning = "Rate at which those who wait at the line give up and go home",
                   .source = "our judgement"},
    [P_CAMP_FROM] = {"us.camps.from_fill", "people per custody place", 100, 0, 100, .where = WHERE_SECTOR,
                     .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
                     .meaning = "Fill of a sector's custody from which those who turn in wait outside; 100: never",
                     .source = "mission, S11: makeshift camps on the US side; schedule.csv"},
    [P_CAMP_WIDTH] = {"us.camps.width", "people per custody place", 0.2, 0.01, 5, .kind = PAR_STRUCTURE,
                      .confidence = CONF_JUDGEMENT,
                      .meaning = "Rise of the fill over which none, then all of them wait outside",
                      .source = "our judgement"},
    [P_CAMP_PLAN] = {"us.camps.plan_half_life", "days", 3, 0.5, 60, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                     .meaning = "Half-life with which intake from outside, and who must wait, follow custody",
                     .source = "our judgement"},
    [P_MOST_REMOVED] = {"mexico.north.most_removed", "1/day", 0.4, 0, 0.4, .kind = PAR_STRUCTURE,
                        .confidence = CONF_JUDGEMENT,
                        .meaning = "Largest share of people in a northern city who are removed in a day",
                        .source = "our judgement"},
    [P_COUNT] = {.path = NULL}};

static int declare_stocks(mdl_model *m, int system) {
    char name[200];
    if (!(own(m)->hostage = cor_ids(m, m->ncities)))
        return ENG_ERR_MEMORY;
    for (int c = 0; c < m->ncities; c++) {
        (void)cor_name(name, sizeof name, "kidnapped near %s", m->s->places[m->cities[c]].name);
        if ((own(m)->hostage[c] = eng_stock(m->e, system, name, m->ND, ENG_POOL, 0)) < 0)
            return own(m)->hostage[c];
    }
    own(m)->camp = cor_ids(m, m->s->nsectors);
    own(m)->camp_city = cor_ids(m, m->s->nsectors);
    if (!own(m)->camp || !own(m)->camp_city)
        return ENG_ERR_MEMORY;
    for (int k = 0; k < m->s->nsectors; k++) {
        int ways[COR_MAX_FLOWS] = {0}, most = 0; /* the city with the most crossings into the sector */
        for (int c = 0; c < m->s->ncrossings; c++) {
            int city = m->places[m->crossings[c].from].line_city;
            if (m->crossings[c].sector == k && city < COR_MAX_FLOWS && ++ways[city] > most) {
                most = ways[city];
                own(m)->camp_city[k] = city;
            }
        }
        (void)cor_name(name, sizeof name, "waits outside, %s", m->s->sectors[k].name);
        if ((own(m)->camp[k] = eng_stock(m->e, system, name, m->NDA, ENG_QUEUE, 12)) < 0)
            return own(m)->camp[k];
    }
    own(m)->removal = cor_auxiliary(m, SYS, "chance of removal to the south", m->s->nplaces);
    own(m)->give_up = cor_auxiliary(m, SYS, "chance of giving up at the line", 1);
    if (own(m)->removal < 0 || own(m)->give_up < 0)
        return ENG_ERR_MEMORY;
    return own(m)->outside = eng_field(m->e, system, "share who wait outside; places left a day", 2 * m->s->nsectors);
}

static int declare_camp(mdl_model *m, int system, int k) {
    char name[200];
    (void)cor_name(name, sizeof name, "taken in from outside, %s", m->s->sectors[k].name);
    own(m)->camp_in[k] = eng_flow(m->e, name, own(m)->camp[k], processing_ids(m)->custody[k], NULL);
    if (own(m)->camp_in[k] < 0)
        return own(m)->camp_in[k];
    (void)cor_name(name, sizeof name, "intake from outside, %s", m->s->sectors[k].name);
    return own(m)->camp_serve[k] = eng_serve(m->e, system, name, 1, &own(m)->camp_in[k], 0);
}

static int start(mdl_member *p) {
    double outside[2 * COR_MAX_SECTORS] = {0};
    return eng_world_field_set(p->w, own(p->m)->outside, outside);
}

static int declare_flows(mdl_model *m, int system) {
    char name[200];
    if (!(own(m)->freed = cor_ids(m, m->ncities)))
        return ENG_ERR_MEMORY;
    for (int c = 0; c < m->ncities; c++) {
        (void)cor_name(name, sizeof name, "set free near %s", m->s->places[m->cities[c]].name);
        own(m)->freed[c] = eng_flow(m->e, name, own(m)->hostage[c], m->places[m->cities[c]].stock, NULL);
        if (own(m)->freed[c] < 0)
            return own(m)->freed[c];
    }
    own(m)->camp_in = cor_ids(m, m->s->nsectors);
    own(m)->camp_serve = cor_ids(m, m->s->nsectors);
    if (!own(m)->camp_in || !own(m)->camp_serve)
        return ENG_ERR_MEMORY;
    for (int k = 0; k < m->s->nsectors; k++) {
        int status = declare_camp(m, system, k);
        if (status < 0)
            return status;
    }
    return ENG_OK;
}

static double removal_at(const mdl_member *p, int place) {
    int region = p->m->s->places[place].region;
    if (region < 0 || decompression_ids(p->m)->queue[place] < 0)
        return 0;
    double effort = cor_par(p, SYS, P_REMOVALS, region) * cor_ask_factor(p, ASK_REMOVALS);
    return cor_clamp(effort * cor_par(p, SYS, P_REMOVAL_RATE, 0), 0, cor_par(p, SYS, P_MOST_REMOVED, 0));
}

static int prepare(mdl_member *p) {
    double *removal = cor_aux_put(p, own(p->m)->removal), *give_up = cor_aux_put(p, own(p->m)->give_up);
    if (!removal || !give_up)
        return ENG_ERR_OWNER;
    for (int i = 0; i < p->m->s->nplaces; i++)
        removal[i] = removal_at(p, i);
    give_up[0] = cor_par(p, SYS, P_GIVE_UP, 0);
    return ENG_OK;
}

/* People who came into a sector's custody yesterday past the camp. */
static double came_in(const mdl_member *p, int sector) {
    static const cor_try kinds[] = {TRY_TURN_IN, TRY_CAUGHT, TRY_RESCUED};
    double sum = 0;
    for (int c = 0; c < p->m->s->ncrossings; c++)
        for (int k = 0; k < 3 && p->m->crossings[c].sector == sector; k++)
            sum += eng_moved_total(p->w, p->m->crossings[c].first[kinds[k]]) +
                   eng_moved_total(p->w, p->m->crossings[c].again[kinds[k]]);
    return sum;
}

/* Who must wait outside tomorrow, and how many of those who do are taken in today. */
static int camps(mdl_member *p, eng_day *day) {
    const mdl_model *m = p->m;
    double *outside = eng_put(day, own(m)->outside), width = cor_par(p, SYS, P_CAMP_WIDTH, 0),
           *leave = outside + m->s->nsectors, step = cor_step(cor_par(p, SYS, P_CAMP_PLAN, 0));
    if (!outside)
        return ENG_ERR_OWNER;
    for (int k = 0; k < m->s->nsectors; k++) {
        double fill = cor_custody_fill(p, k), from = cor_par(p, SYS, P_CAMP_FROM, k);
        double room = (from + width - fill) * cor_custody_places(p, k);
        outside[k] += step * (cor_clamp((fill - from) / width, 0, 1) - outside[k]);
        if (outside[k] < 1e-3)
            outside[k] = 0; /* nearly nobody is nobody */
        leave[k] += step * (eng_moved_total(p->w, processing_ids(m)->served[k]) - leave[k]);
        double camp = eng_total(p->w, own(m)->camp[k]), others = camp > 0 ? came_in(p, k) : 0;
        double in = camp > 0 ? leave[k] * camp / (camp + others) : 0;
        if (eng_capacity(day, own(m)->camp_serve[k], (room > 0 ? room : 0) + in))
            return ENG_ERR_OWNER;
    }
    return ENG_OK;
}

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    for (int k = 0; p->record && k < p->m->s->nsectors; k++)
        if (own(p->m)->camp_city[k] >= 0)
            cor_count_stock(p, w, statistics_ids(p->m)->series.waiting, own(p->m)->camp_city[k], own(p->m)->camp[k],
                            COR_ATTEMPTS, 1);
    return ENG_OK;
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    double freed = cor_clamp(1 / cor_par(p, SYS, P_HOSTAGE, 0), 0, 1);
    for (int c = 0; c < p->m->ncities; c++)
        if (eng_rate(day, own(p->m)->freed[c], freed))
            return ENG_ERR_OWNER;
    return camps(p, day);
}

static const mdl_setting OFF[] = {{"mexico.north.removal_rate", 0},
                                  {"mexico.waiting.give_up", 0},
                                  {"harm.kidnapping_per_week", 0},
                                  {"us.camps.from_fill", 100},
                                  {.path = NULL}};

const cor_system cor_waiting = {.name = "waiting",
                                .part = "S11",
                                .ids = sizeof(struct waiting_ids),
                                .off = OFF,
                                .parameters = PARAMETERS,
                                .nparameters = P_COUNT,
                                .declare_stocks = declare_stocks,
                                .declare_flows = declare_flows,
                                .turn = 1,
                                .prepare = prepare,
                                .decide = decide,
                                .record = record,
                                .start = start};
