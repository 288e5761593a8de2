/* Ports of entry (S13, in plain form): a list for an appointment in each border city with a port.
 *
 * People join the list by choice (crossing.c); each day the port takes as many as it has appointments, oldest first.
 * They are encounters at a port of entry, and are let in to wait for a court. A long list puts people off, and some
 * leave it for the line. Before 2023 the "appointments" are the exceptions and metered entries of the time.
 */
#include "corridor/internal.h"

#define SYS SYS_PORTS

enum { P_PER_DAY, P_VALUE, P_WAIT, P_LEAVE, P_USE, P_MX };

static const par_decl PARAMETERS[] = {
    {"us.ports.appointments_per_day", "people/day", 0, 0, 5000, PRIOR_NONE, 0, 0, WHERE_PORT, WHO_NONE, PAR_POLICY,
     CONF_SOURCE, "People without papers a port takes in a day",
     "schedule.csv: CBP on CBP One; before it, the level of OFO encounters"},
    {"ports.value", "utility", 2.2, -5, 5, PRIOR_UNIFORM, -0.3, 0.3, WHERE_NONE, WHO_NONE, PAR_BEHAVIOUR,
     CONF_JUDGEMENT, "Worth of an appointment without a wait",
     "our judgement, set by hand so that ports are used to their capacity"},
    {"ports.wait_weight", "utility per month", 0.6, 0, 5, PRIOR_LOGNORMAL, 0.6, 1.6, WHERE_NONE, WHO_NONE,
     PAR_BEHAVIOUR, CONF_JUDGEMENT, "Weight of the expected wait", "our judgement"},
    {"ports.leave_list", "1/day", 0.01, 0, 0.5, PRIOR_LOGNORMAL, 0.5, 2, WHERE_NONE, WHO_NONE, PAR_BEHAVIOUR,
     CONF_JUDGEMENT, "Rate at which those on a list leave it for the line", "our judgement"},
    {"ports.use", "utility", 0, -8, 5, PRIOR_NONE, 0, 0, WHERE_NONE, WHO_NATIONALITY, PAR_BEHAVIOUR, CONF_JUDGEMENT,
     "Leaning of a nationality to ports", "our judgement: Haitians and Cubans more, Mexican adults less"},
    {"ports.mexican_adults", "utility", -2.5, -8, 5, PRIOR_NONE, 0, 0, WHERE_NONE, WHO_NONE, PAR_BEHAVIOUR,
     CONF_JUDGEMENT, "Leaning of Mexican single adults to ports", "our judgement"},
    {.path = NULL}};

static int declare_stocks(mdl_model *m, int system) {
    char name[200];
    m->ports.queue = cor_ids(m, m->s->nports);
    m->ports.of_city = cor_ids(m, m->ncities);
    if (!m->ports.queue || !m->ports.of_city)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < m->s->nports; i++) {
        int city = m->places[m->s->ports[i].place].line_city;
        if (city < 0)
            continue; /* a port without a crossing beside it takes nobody here */
        int *best = &m->ports.of_city[city];
        if (*best < 0 || m->s->ports[i].officers > m->s->ports[*best].officers)
            *best = i;
    }
    for (int c = 0; c < m->ncities; c++) {
        int port = m->ports.of_city[c];
        if (port < 0)
            continue;
        (void)cor_name(name, sizeof name, "list for an appointment, %s", m->s->places[m->cities[c]].name);
        if ((m->ports.queue[port] = eng_stock(m->e, system, name, m->ND, ENG_QUEUE, 60)) < 0)
            return m->ports.queue[port];
    }
    return m->ports.admitted = eng_stock(m->e, system, "admitted at ports", m->ND, ENG_POOL, 0);
}

static int declare_flows(mdl_model *m, int system) {
    char name[200];
    m->ports.served = cor_ids(m, m->s->nports);
    m->ports.leave = cor_ids(m, m->s->nports);
    m->ports.serve = cor_ids(m, m->s->nports);
    if (!m->ports.served || !m->ports.leave || !m->ports.serve)
        return ENG_ERR_MEMORY;
    for (int c = 0; c < m->ncities; c++) {
        int port = m->ports.of_city[c];
        if (port < 0)
            continue;
        const char *city = m->s->places[m->cities[c]].name;
        (void)cor_name(name, sizeof name, "appointment at a port, %s", city);
        m->ports.served[port] = eng_flow(m->e, name, m->ports.queue[port], m->ports.admitted, NULL);
        (void)cor_name(name, sizeof name, "leaves the list, %s", city);
        m->ports.leave[port] = eng_flow(m->e, name, m->ports.queue[port], m->places[m->cities[c]].line, NULL);
        if (m->ports.served[port] < 0 || m->ports.leave[port] < 0)
            return ENG_ERR_DECLARE;
        (void)cor_name(name, sizeof name, "appointments, %s", city);
        if ((m->ports.serve[port] = eng_serve(m->e, system, name, 1, &m->ports.served[port], 0)) < 0)
            return m->ports.serve[port];
    }
    m->ports.files = eng_flow(m->e, "admitted at ports > cities", m->ports.admitted, m->interior.arriving, NULL);
    if (m->ports.files < 0)
        return m->ports.files;
    return m->ports.to_care = eng_flow(m->e, "admitted at ports > shelters for minors", m->ports.admitted,
                                       m->minors.waiting[m->s->nsectors], NULL);
}

/* All ports of the city together: the list is one. */
static double per_day(const mdl_member *p, int city) {
    double sum = 0;
    for (int i = 0; i < p->m->s->nports; i++)
        if (p->m->s->ports[i].place == p->m->cities[city])
            sum += cor_par(p, SYS, P_PER_DAY, i);
    return sum;
}

double cor_port_days(const mdl_member *p, int city) {
    int port = p->m->ports.of_city[city];
    double seats = port < 0 ? 0 : per_day(p, city);
    return seats > 0 ? eng_total(p->w, p->m->ports.queue[port]) / seats : -1;
}

double cor_port_value(const mdl_member *p, double days, int nd) {
    int n = cor_n(nd);
    if (days < 0)
        return -1e9;
    double u = cor_par(p, SYS, P_VALUE, 0) + cor_par(p, SYS, P_USE, n) -
               cor_par(p, SYS, P_WAIT, 0) * cor_clamp(days, 0, 365) / 30.4;
    if (n == p->m->mexico && cor_d(nd) == DEMO_SINGLE_ADULT)
        u += cor_par(p, SYS, P_MX, 0);
    return u;
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    for (int c = 0; c < m->ncities; c++) {
        int port = m->ports.of_city[c];
        if (port < 0)
            continue;
        if (eng_capacity(day, m->ports.serve[port], per_day(p, c)) ||
            eng_rate(day, m->ports.leave[port], cor_par(p, SYS, P_LEAVE, 0)))
            return ENG_ERR_OWNER;
    }
    double *files = eng_prob(day, m->ports.files), *care = eng_prob(day, m->ports.to_care);
    if (!files || !care)
        return ENG_ERR_OWNER;
    for (int nd = 0; nd < m->nd; nd++)
        if (cor_d(nd) == DEMO_MINOR)
            care[nd] = 1; /* minors.c */
        else
            files[nd] = cor_interior_sets_out(p);
    return ENG_OK;
}

const cor_system cor_ports = {.name = "ports",
                              .part = "S13",
                              .parameters = PARAMETERS,
                              .declare_stocks = declare_stocks,
                              .declare_flows = declare_flows,
                              .decide = decide};
