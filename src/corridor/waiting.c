/* Waiting places (S11): those who wait at the border, the hostages taken among them, and removals from northern cities.
 *
 * The people at the line are crossing.c's stocks; here are the hazards they meet while they wait, and the kidnapped,
 * who are set free after about two weeks, in the same city. Removals (raids on hotels and camps) reach people who are
 * past the checkpoints; those removed wait for a bus south (decompression.c).
 */
#include "corridor/internal.h"

#define SYS SYS_WAITING

enum { P_REMOVALS, P_REMOVAL_RATE, P_HOSTAGE, P_GIVE_UP };

static const par_decl PARAMETERS[] = {
    {"mexico.north.removals_effort", "index", 0, 0, 20, PRIOR_NONE, 0, 0, WHERE_REGION, WHO_NONE, PAR_POLICY,
     CONF_JUDGEMENT, "Raids and removals from hotels and camps in northern cities", "mission, S11; schedule.csv"},
    {"mexico.north.removal_rate", "1/day per unit of effort", 0.02, 0, 0.2, PRIOR_LOGNORMAL, 0.5, 2, WHERE_NONE,
     WHO_NONE, PAR_BEHAVIOUR, CONF_JUDGEMENT, "Hazard of being removed from a northern city",
     "our judgement, chosen knowing what followed: 0.03 to 0.08 a day at its height"},
    {"mexico.waiting.hostage_days", "days", 14, 1, 120, PRIOR_NONE, 0, 0, WHERE_NONE, WHO_NONE, PAR_STRUCTURE,
     CONF_JUDGEMENT, "Mean time a kidnapped person is held", "our judgement"},
    {"mexico.waiting.give_up", "1/day", 0.002, 0, 0.1, PRIOR_LOGNORMAL, 0.5, 2, WHERE_NONE, WHO_NONE, PAR_BEHAVIOUR,
     CONF_JUDGEMENT, "Rate at which those who wait at the line give up and go home", "our judgement"},
    {.path = NULL}};

static int declare_stocks(mdl_model *m, int system) {
    char name[200];
    if (!(m->waiting.hostage = cor_ids(m, m->ncities)))
        return ENG_ERR_MEMORY;
    for (int c = 0; c < m->ncities; c++) {
        (void)cor_name(name, sizeof name, "kidnapped near %s", m->s->places[m->cities[c]].name);
        if ((m->waiting.hostage[c] = eng_stock(m->e, system, name, m->ND, ENG_POOL, 0)) < 0)
            return m->waiting.hostage[c];
    }
    return ENG_OK;
}

static int declare_flows(mdl_model *m, int system) {
    char name[200];
    (void)system;
    if (!(m->waiting.freed = cor_ids(m, m->ncities)))
        return ENG_ERR_MEMORY;
    for (int c = 0; c < m->ncities; c++) {
        (void)cor_name(name, sizeof name, "set free near %s", m->s->places[m->cities[c]].name);
        m->waiting.freed[c] = eng_flow(m->e, name, m->waiting.hostage[c], m->places[m->cities[c]].stock, NULL);
        if (m->waiting.freed[c] < 0)
            return m->waiting.freed[c];
    }
    return ENG_OK;
}

double cor_removal_at(const mdl_member *p, int place) {
    int region = p->m->s->places[place].region;
    if (region < 0 || p->m->decompression.queue[place] < 0)
        return 0;
    return cor_clamp(cor_par(p, SYS, P_REMOVALS, region) * cor_par(p, SYS, P_REMOVAL_RATE, 0), 0, 0.4);
}

double cor_give_up_at_line(const mdl_member *p) { return cor_par(p, SYS, P_GIVE_UP, 0); }

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    double freed = cor_clamp(1 / cor_par(p, SYS, P_HOSTAGE, 0), 0, 1);
    for (int c = 0; c < p->m->ncities; c++)
        if (eng_rate(day, p->m->waiting.freed[c], freed))
            return ENG_ERR_OWNER;
    return ENG_OK;
}

const cor_system cor_waiting = {.name = "waiting",
                                .part = "S11",
                                .parameters = PARAMETERS,
                                .declare_stocks = declare_stocks,
                                .declare_flows = declare_flows,
                                .decide = decide};
