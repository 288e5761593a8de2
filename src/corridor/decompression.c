/* Decompression (S10): people taken from the north, and from stations away from the south, by bus to the far south.
 *
 * Who is to be bused stands in a queue at the place where he or she was taken; all queues share the buses of the day,
 * oldest first. Who finds no bus is let go after a day or two. At the southern end people are held or slow for about
 * two weeks, and start again.
 */
#include "corridor/internal.h"

#include <string.h>

#define SYS SYS_DECOMPRESSION

enum { P_PER_DAY, P_HOLD, P_DESTINATION, P_LET_GO };

static const par_decl PARAMETERS[] = {
    {"mexico.bus_south.per_day", "people/day", 0, 0, 20000, PRIOR_NONE, 0, 0, WHERE_NONE, WHO_NONE, PAR_POLICY,
     CONF_JUDGEMENT, "People a day that buses can take to the far south", "schedule.csv; 45 a bus (our judgement)"},
    {"mexico.bus_south.hold_days", "days", 13, 1, 90, PRIOR_LOGNORMAL, 0.8, 1.25, WHERE_NONE, WHO_NONE, PAR_STRUCTURE,
     CONF_JUDGEMENT, "Mean time held or slowed in the south before starting again",
     "our judgement, chosen knowing what followed: 12 to 15 days fit January and February 2024"},
    {"mexico.bus_south.destination", "weight", 0, 0, 1, PRIOR_NONE, 0, 0, WHERE_PLACE, WHO_NONE, PAR_POLICY,
     CONF_SOURCE, "Where the buses go", "mission, S10: the far south; Tapachula and Villahermosa"},
    {"mexico.bus_south.let_go", "1/day", 0.5, 0, 1, PRIOR_NONE, 0, 0, WHERE_NONE, WHO_NONE, PAR_STRUCTURE,
     CONF_JUDGEMENT, "Rate at which those without a bus are let go", "our judgement"},
    {.path = NULL}};

static int in_the_south(const mdl_model *m, int place) {
    int r = m->s->places[place].region;
    return r < 0 || !strcmp(m->s->regions[r], "south");
}

static int declare_stocks(mdl_model *m, int system) {
    char name[200];
    int used = 0;
    m->decompression.queue = cor_ids(m, m->s->nplaces);
    if (!m->decompression.queue)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < m->s->nplaces; i++)
        used += m->s->values[m->par[SYS][P_DESTINATION] + i] > 0;
    for (int i = 0; i < m->s->nplaces && used; i++) {
        int station = 0;
        for (int k = 0; k < m->s->nstations; k++)
            station |= m->s->stations[k].place == i;
        if (in_the_south(m, i) || (!station && m->places[i].line_city < 0))
            continue;
        (void)cor_name(name, sizeof name, "for the bus south: %s", m->s->places[i].name);
        if ((m->decompression.queue[i] = eng_stock(m->e, system, name, m->ND, ENG_QUEUE, 5)) < 0)
            return m->decompression.queue[i];
    }
    return m->decompression.south = eng_stock(m->e, system, "held in the south", m->ND, ENG_POOL, 0);
}

static int declare_flows(mdl_model *m, int system) {
    static const double days[4] = {0, .4, .4, .2};
    const eng_flow_spec ride = {.delay_max = 4, .delay = days};
    int flows[COR_MAX_FLOWS], n = 0;
    char name[200];
    m->decompression.taken = cor_ids(m, m->s->nplaces);
    m->decompression.let_go = cor_ids(m, m->s->nplaces);
    m->decompression.leave = cor_ids(m, m->s->nplaces);
    m->decompression.serve = -1;
    if (!m->decompression.taken || !m->decompression.let_go || !m->decompression.leave)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < m->s->nplaces; i++) {
        if (m->s->places[i].region >= 0 && in_the_south(m, i)) {
            (void)cor_name(name, sizeof name, "starts again from %s", m->s->places[i].name);
            m->decompression.leave[i] = eng_flow(m->e, name, m->decompression.south, m->places[i].stock, NULL);
            if (m->decompression.leave[i] < 0)
                return m->decompression.leave[i];
        }
        if (m->decompression.queue[i] < 0 || n == COR_MAX_FLOWS)
            continue;
        (void)cor_name(name, sizeof name, "bused south: %s", m->s->places[i].name);
        m->decompression.taken[i] = eng_flow(m->e, name, m->decompression.queue[i], m->decompression.south, &ride);
        (void)cor_name(name, sizeof name, "no bus: %s", m->s->places[i].name);
        m->decompression.let_go[i] = eng_flow(m->e, name, m->decompression.queue[i], m->places[i].stock, NULL);
        if (m->decompression.taken[i] < 0 || m->decompression.let_go[i] < 0)
            return ENG_ERR_DECLARE;
        flows[n++] = m->decompression.taken[i];
    }
    if (n > 0)
        m->decompression.serve = eng_serve(m->e, system, "buses to the south", n, flows, 0);
    return n > 0 ? m->decompression.serve : ENG_OK;
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    double total = 0, hold = cor_par(p, SYS, P_HOLD, 0);
    for (int i = 0; i < m->s->nplaces; i++)
        if (m->decompression.leave[i] >= 0)
            total += cor_par(p, SYS, P_DESTINATION, i);
    if (total <= 0 && eng_total(p->w, m->decompression.south) > 0)
        return eng_fail(day, "mexico.bus_south.destination: no place of the south has a weight above 0");
    for (int i = 0; i < m->s->nplaces; i++) {
        if (m->decompression.leave[i] >= 0 && total > 0) {
            double leave = cor_par(p, SYS, P_DESTINATION, i) / total / (hold > 1 ? hold : 1);
            if (eng_rate(day, m->decompression.leave[i], leave))
                return ENG_ERR_OWNER;
        }
        if (m->decompression.let_go[i] >= 0 && eng_rate(day, m->decompression.let_go[i], cor_par(p, SYS, P_LET_GO, 0)))
            return ENG_ERR_OWNER;
    }
    if (m->decompression.serve < 0)
        return ENG_OK;
    return eng_capacity(day, m->decompression.serve, cor_par(p, SYS, P_PER_DAY, 0));
}

static const mdl_setting OFF[] = {{"mexico.bus_south.per_day", 0}, {.path = NULL}};

const cor_system cor_decompression = {.name = "decompression",
                                      .part = "S10",
                                      .off = OFF,
                                      .parameters = PARAMETERS,
                                      .declare_stocks = declare_stocks,
                                      .declare_flows = declare_flows,
                                      .decide = decide};
