/* Ports of entry and rail bridges (S13): lists for an appointment, officers moved to processing, what closes for want
 * of them, and what opens again.
 *
 * People join a city's list by choice (crossing.c); each day its ports take as many as they have appointments, oldest
 * first. They are encounters at a port of entry, and are let in to wait for a court. A long list puts people off, and
 * some leave it for the line. Before 2023 the "appointments" are the exceptions and metered entries of the time.
 *
 * Each day, what can be closed being the ports and then the rail bridges of ports.csv:
 * 1. Officers a sector is short of: people in its custody whom officers can help (not minors who wait for a bed) over
 * its places (times call_fill), times the hours a person takes, over the hours an officer gives in clear_days; less as
 * far as the border as a whole has room.
 * 2. Every port of the border lends first what it can spare: down to `needs` of its officers it gives its full service
 * and people wait longer. What is asked beyond that is called from the sector's own ports, by the encounters a day in
 * the city before each, up to a share of a port's officers; what a port cannot give is asked of the others.
 * 3. The officers of a rail bridge are too few to matter to 1. They are called as a signal: when sectors are short of a
 *    good part of the border's officers, Mexico's effort has fallen below what Washington is used to, and a good part
 *    of the encounters are in the city before the bridge.
 * 4. Officers called are moved with a lag. Those no longer called go back soon if custody has fallen below a threshold
 *    and Mexico's effort has risen from its lowest since (the bargain), else slowly.
 * 5. Below its least crew a port or bridge closes; short of officers it is cut by as much. No date and no count of
 *    encounters closes anything. A closed port takes nobody by appointment, a cut one fewer.
 * A posture by order (us.ports.posture) can stand in place of 1 to 5, or beside it.
 */
#include "corridor/ports_parts.h"

#include "corridor/checkpoints.h"
#include "corridor/crossing.h"
#include "corridor/exposed.h"
#include "corridor/harm.h"
#include "corridor/interior.h"
#include "corridor/minors.h"
#include "corridor/processing.h"
#include "corridor/statistics.h"

static const par_decl PARAMETERS[] =
    {[P_PER_DAY] = {"us.ports.appointments_per_day", "people/day", 0, 0, 5000, .where = WHERE_PORT, .kind = PAR_POLICY,
                    .confidence = CONF_SOURCE, .meaning = "People without papers a port takes in a day",
                    .source = "schedule.csv: CBP on CBP One; before it, the level of OFO encounters"},
     [P_VALUE] = {"ports.value", "utility", 2.2, -5, 5, .prior = PRIOR_UNIFORM, .prior_low = -0.3, .prior_high = 0.3,
                  .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                  .meaning = "Worth of an appointment without a wait",
                  .source = "our judgement, set by hand so that ports are used to their capacity"},
     [P_WAIT] = {"ports.wait_weight", "utility per month", 0.6, 0, 5, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                 .prior_high = 1.6, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Weight of the expected wait", .source = "our judgement"},
     [P_LEAVE] = {"ports.leave_list", "1/day", 0.01, 0, 0.5, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                  .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                  .meaning = "Rate at which those on a list leave it for the line", .source = "our judgement"},
     [P_USE] = {"ports.use", "utility", 0, -12, 12, .who = WHO_NATIONALITY, .kind = PAR_BEHAVIOUR,
                .confidence = CONF_SOURCE,
                .meaning = "Leaning of a nationality to ports: access, papers, who knows the way",
                .source =
                    "tools/update-ports: what gives the published shares of ports in even fiscal years; schedule.csv"},
     [P_GROUP] = {"ports.use_group", "utility", 0, -12, 12, .who = WHO_BOTH, .kind = PAR_BEHAVIOUR,
                  .confidence = CONF_SOURCE,
                  .meaning = "Leaning of families and minors to ports, against single adults of their nationality",
                  .source = "tools/update-ports, as ports.use"},
     [P_POSTURE] = {"us.ports.posture", "choice", 1, 0, 2, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
                    .meaning = "What closes ports and rail bridges: 0 orders (us.ports.closed_by_order) only, 1 left "
                               "to the model, 2 both",
                    .source = "ours"},
     [P_ORDER] = {"us.ports.closed_by_order", "share", 0, 0, 1, .where = WHERE_PORT, .kind = PAR_POLICY,
                  .confidence = CONF_SOURCE,
                  .meaning =
                      "Share of the service of a port or rail bridge closed by order (read if the posture is 0 or 2)",
                  .source = "schedule.csv: CBP statements of 2019 to 2024"},
     [P_CALL_FILL] =
         {"ports.call_fill", "people per place", 1.2, 0.2, 5, .prior = PRIOR_UNIFORM, .prior_low = -0.1,
          .prior_high = 0.1, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
          .meaning = "Fill of a sector's custody above which officers are called from its ports",
          .source = "LITERATURE f: ports are closed to lend officers when custody is full; the size our judgement"},
     [P_SIDE_LOW] =
         {"ports.sideways_low", "people per place", 0.6, 0, 5, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
          .meaning =
              "Fill of the border's custody below which people are moved to other sectors and no officer is called",
          .source = "our judgement: lateral transfers come before officers"},
     [P_SIDE_HIGH] = {"ports.sideways_high", "people per place", 0.9, 0, 5, .kind = PAR_BEHAVIOUR,
                      .confidence = CONF_JUDGEMENT,
                      .meaning = "Fill of the border's custody above which other sectors have no room",
                      .source = "our judgement"},
     [P_HOURS] = {"ports.hours_per_person", "hours/person", 1.3, 0.1, 12, .kind = PAR_STRUCTURE,
                  .confidence = CONF_JUDGEMENT,
                  .meaning = "Hours an officer lent to processing is reckoned to give to a person over the places",
                  .source = "between processing.hours_family and hours_adult"},
     [P_CLEAR] = {"ports.clear_days", "days", 2.5, 0.5, 60, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                  .prior_high = 1.6, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                  .meaning = "Days in which officers called are to clear what is over the places",
                  .source = "72 hours of custody; gives some hundreds of officers in May 2019, when DHS moved 545 to "
                            "750 [general knowledge]"},
     [P_MOST] = {"ports.most_moved", "share", 0.5, 0, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.05, .prior_high = 0.1,
                 .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Largest share of a port's officers that is called", .source = "our judgement"},
     [P_MOVE] = {"ports.move_half_life", "days", 3, 0.5, 60, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                 .prior_high = 1.6, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Half-life with which officers called are moved", .source = "our judgement: days"},
     [P_ARRIVALS] = {"ports.arrivals_half_life", "days", 5, 0.5, 60, .kind = PAR_BEHAVIOUR,
                     .confidence = CONF_JUDGEMENT,
                     .meaning = "Half-life of the mean of encounters in a city by which officers are called",
                     .source = "our judgement: a week"},
     [P_NEEDS] = {"ports.needs", "share", 0.82, 0.1, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.07, .prior_high = 0.07,
                  .kind = PAR_STRUCTURE, .confidence = CONF_UNVERIFIED,
                  .meaning = "Share of its officers with which a port gives its full service while people wait longer; "
                             "it is cut as far as it has fewer",
                  .source =
                      "545 of the 750 officers called in spring 2019 had been moved and no port had closed [general "
                      "knowledge]: 1 - 545 / 3,035, those of ports.csv"},
     [P_LEAST] = {"ports.least_crew", "people", 12, 0, 1000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.8,
                  .prior_high = 1.25, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                  .meaning = "Officers below which a port or rail bridge closes",
                  .source = "our judgement: a few in each shift of a day"},
     [P_LEAST_SHARE] = {"ports.least_share", "share", 0.6, 0, 1, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                        .meaning = "The same for those with few officers, as a share of them",
                        .source = "our judgement"},
     [P_LOST] = {"ports.appointments_lost", "share", 0.25, 0, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.2,
                 .prior_high = 0.2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning =
                     "Share of appointments lost for each share of service a port is cut by (all of them if it closes)",
                 .source = "our judgement: appointments stood at 1,450 a day in December 2023"},
     [P_RAIL_CALL] = {"ports.rail_call", "share of officers", 0.12, 0, 1, .prior = PRIOR_LOGNORMAL, .prior_low = 0.75,
                      .prior_high = 1.33, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                      .meaning = "Officers that sectors are short of, as a share of all at ports, above which rail "
                                 "bridges are closed as well",
                      .source = "our judgement, chosen knowing December 2023"},
     [P_RAIL_SHARE] = {"ports.rail_share", "share of encounters", 0.05, 0, 1, .kind = PAR_BEHAVIOUR,
                       .confidence = CONF_JUDGEMENT,
                       .meaning =
                           "Share of the border's encounters in the city before a rail bridge that makes it a signal",
                       .source = "CBP December 2023: people brought by freight trains; the size our judgement"},
     [P_DROP] = {"ports.rail_effort", "share", 0.7, 0, 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Mexico's effort over what Washington is used to below which rail bridges are closed",
                 .source = "our judgement, chosen knowing December 2023"},
     [P_USUAL] = {"ports.effort_half_life", "days", 60, 1, 1000, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                  .meaning = "Half-life with which Washington gets used to Mexico's effort", .source = "our judgement"},
     [P_REOPEN_FILL] =
         {"us.ports.reopen_fill", "people per place", 0.75, 0, 5, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
          .meaning =
              "Fill of the border's custody below which ports and bridges are opened if Mexico's effort has risen",
          .source = "our judgement"},
     [P_REOPEN_RAIL] = {"us.ports.reopen_fill_rail", "people per place", 1.5, 0, 20, .kind = PAR_POLICY,
                        .confidence = CONF_JUDGEMENT,
                        .meaning = "The same for rail bridges: a signal is answered by effort, and trade presses",
                        .source = "CBP: bridges reopened on 2023-12-22 while custody was full; the size our judgement"},
     [P_RISE] = {"us.ports.reopen_effort", "share", 0.25, 0, 10, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
                 .meaning = "Rise of Mexico's effort from its lowest since the closing that counts in the bargain",
                 .source = "our judgement"},
     [P_REOPEN] = {"us.ports.reopen_half_life", "days", 3, 0.5, 60, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
                   .meaning = "Half-life with which officers go back when the bargain holds",
                   .source = "CBP: four ports reopened on 2024-01-04, eight days after the visit"},
     [P_PATIENCE] = {"us.ports.patience_half_life", "days", 45, 1, 1000, .kind = PAR_POLICY,
                     .confidence = CONF_JUDGEMENT,
                     .meaning = "Half-life with which officers no longer called go back without a bargain",
                     .source = "our judgement"},
     [P_WITHOUT] = {"us.ports.without_appointment", "share", 0, 0, 5, .kind = PAR_POLICY, .confidence = CONF_SOURCE,
                    .meaning = "People ports take besides those with an appointment, as a share of the appointments",
                    .source = "schedule.csv: CBP encounters at ports over the appointments announced"},
     [P_LONGEST] = {"ports.longest_wait", "days", 365, 1, 3650, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                    .meaning = "Expected wait beyond which a list is no worse", .source = "our judgement"},
     [P_NOBODY] = {"ports.nobody_moved", "share of officers", 0.01, 0, 1, .kind = PAR_STRUCTURE,
                   .confidence = CONF_JUDGEMENT,
                   .meaning = "Share of a port's officers moved below which the effort of the bargain is counted anew",
                   .source = "our judgement"},
     [P_COUNT] = {.path = NULL}};

/* Ports, then rail bridges. */
static int declare_closable(mdl_model *m, int system) {
    const scn_scenario *s = m->s;
    int n = 0;
    own(m)->closable = cor_ids(m, s->nports);
    own(m)->names = cor_room(m, s->nports, sizeof(const char *));
    if (!own(m)->closable || !own(m)->names)
        return ENG_ERR_MEMORY;
    for (int rail = 0; rail < 2; rail++)
        for (int i = 0; i < s->nports; i++)
            if (s->ports[i].rail == rail) {
                own(m)->closable[n] = i;
                own(m)->names[n++] = s->ports[i].name;
            }
    own(m)->n = n;
    own(m)->closed = cor_auxiliary(m, SYS, "share of service closed", n);
    own(m)->officers = cor_auxiliary(m, SYS, "officers given to processing", s->nsectors);
    own(m)->values = cor_auxiliary(m, SYS, "worth of a list", m->ncities * m->nd);
    if (own(m)->closed < 0 || own(m)->officers < 0 || own(m)->values < 0)
        return ENG_ERR_MEMORY;
    own(m)->moved = eng_field(m->e, system, "officers moved to processing", n + 1);
    own(m)->then = eng_field(m->e, system, "lowest effort since officers were moved", n + 1);
    own(m)->arrivals = eng_field(m->e, system, "encounters a day by city", m->ncities + 1);
    own(m)->usual = eng_field(m->e, system, "effort Washington is used to", 1);
    own(m)->asked = eng_field(m->e, system, "where officers lent by the border's ports are", m->s->nsectors);
    return own(m)->moved < 0 || own(m)->then < 0 || own(m)->arrivals < 0 || own(m)->asked < 0 ? ENG_ERR_DECLARE
                                                                                              : own(m)->usual;
}

static int declare_stocks(mdl_model *m, int system) {
    char name[200];
    int status = declare_closable(m, system);
    if (status < 0)
        return status;
    own(m)->queue = cor_ids(m, m->s->nports);
    own(m)->of_city = cor_ids(m, m->ncities);
    if (!own(m)->queue || !own(m)->of_city)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < m->s->nports; i++) {
        int city = m->places[m->s->ports[i].place].line_city;
        if (city < 0 || m->s->ports[i].rail)
            continue; /* a port without a crossing beside it takes nobody here */
        int *best = &own(m)->of_city[city];
        if (*best < 0 || m->s->ports[i].officers > m->s->ports[*best].officers)
            *best = i;
    }
    for (int c = 0; c < m->ncities; c++) {
        int port = own(m)->of_city[c];
        if (port < 0)
            continue;
        (void)cor_name(name, sizeof name, "list for an appointment, %s", m->s->places[m->cities[c]].name);
        if ((own(m)->queue[port] = eng_stock(m->e, system, name, m->ND, ENG_QUEUE, 60)) < 0)
            return own(m)->queue[port];
    }
    return own(m)->admitted = eng_stock(m->e, system, "admitted at ports", m->ND, ENG_POOL, 0);
}

static int declare_flows(mdl_model *m, int system) {
    char name[200];
    own(m)->served = cor_ids(m, m->s->nports);
    own(m)->leave = cor_ids(m, m->s->nports);
    own(m)->serve = cor_ids(m, m->s->nports);
    own(m)->exposed = cor_ids(m, m->s->nports);
    if (!own(m)->exposed || !own(m)->served || !own(m)->leave || !own(m)->serve)
        return ENG_ERR_MEMORY;
    for (int c = 0; c < m->ncities; c++) {
        int port = own(m)->of_city[c];
        if (port < 0)
            continue;
        const char *city = m->s->places[m->cities[c]].name;
        (void)cor_name(name, sizeof name, "appointment at a port, %s", city);
        own(m)->served[port] = eng_flow(m->e, name, own(m)->queue[port], own(m)->admitted, NULL);
        (void)cor_name(name, sizeof name, "leaves the list, %s", city);
        own(m)->leave[port] = eng_flow(m->e, name, own(m)->queue[port], m->places[m->cities[c]].line, NULL);
        (void)cor_name(name, sizeof name, "on the list, %s", city);
        own(m)->exposed[port] = cor_expose(m, name, own(m)->queue[port], c, 1);
        if (own(m)->served[port] < 0 || own(m)->leave[port] < 0 || own(m)->exposed[port] < 0)
            return ENG_ERR_DECLARE;
        (void)cor_name(name, sizeof name, "appointments, %s", city);
        if ((own(m)->serve[port] = eng_serve(m->e, system, name, 1, &own(m)->served[port], 0)) < 0)
            return own(m)->serve[port];
    }
    own(m)->files = eng_flow(m->e, "admitted at ports > cities", own(m)->admitted, interior_ids(m)->arriving, NULL);
    if (own(m)->files < 0)
        return own(m)->files;
    return own(m)->to_care = eng_flow(m->e, "admitted at ports > shelters for minors", own(m)->admitted,
                                      minors_ids(m)->waiting[m->s->nsectors], NULL);
}

/* ---- what is closed ---- */

enum { ORDERS = 0, MODEL = 1 }; /* of the posture; above MODEL: both */

static int by_order(const mdl_member *p) { return cor_par(p, SYS, P_POSTURE, 0) != MODEL; }

static int by_staff(const mdl_member *p) { return cor_par(p, SYS, P_POSTURE, 0) > ORDERS; }

/* Share of service closed with so many officers away. */
static double short_of(const mdl_member *p, double all, double moved) {
    double least = cor_par(p, SYS, P_LEAST_SHARE, 0) * all, full = cor_par(p, SYS, P_NEEDS, 0) * all;
    if (all <= 0)
        return 0;
    if (least > cor_par(p, SYS, P_LEAST, 0))
        least = cor_par(p, SYS, P_LEAST, 0);
    return all - moved < least ? 1 : cor_clamp(1 - (all - moved) / full, 0, 1);
}

static double closed_now(const mdl_member *p, int closable) {
    const mdl_model *m = p->m;
    double order = by_order(p) ? cor_par(p, SYS, P_ORDER, own(m)->closable[closable]) : 0, staff = 0;
    if (by_staff(p))
        staff = short_of(p, cor_port_officers(m, closable), eng_get(p->w, own(m)->moved)[closable]);
    return order > staff ? order : staff;
}

/* Officers of a closed service are free for processing too. */
static double away(const mdl_member *p, int closable) {
    double order =
        by_order(p) ? cor_par(p, SYS, P_ORDER, own(p->m)->closable[closable]) * cor_port_officers(p->m, closable) : 0;
    double called = by_staff(p) ? eng_get(p->w, own(p->m)->moved)[closable] : 0;
    return order > called ? order : called;
}

/* Officers a port gives beyond its full service stay in its sector; the others go where officers are asked for. */
static void officers_given(const mdl_member *p, double *given) {
    const double *asked = eng_get(p->w, own(p->m)->asked);
    double lent = 0;
    for (int k = 0; k < p->m->s->nsectors; k++)
        given[k] = 0;
    for (int i = 0; i < own(p->m)->n; i++) {
        double all = away(p, i), called = by_staff(p) ? eng_get(p->w, own(p->m)->moved)[i] : 0;
        double elsewhere = called < cor_spare(p, i) ? called : cor_spare(p, i);
        lent += elsewhere;
        given[p->m->s->ports[own(p->m)->closable[i]].sector] += all - elsewhere;
    }
    for (int k = 0; k < p->m->s->nsectors; k++)
        given[k] += lent * asked[k];
}

/* ---- lists ---- */

/* All ports of the city together: the list is one. */
static double per_day(const mdl_member *p, int city) {
    double sum = 0;
    for (int i = 0; i < own(p->m)->n && !cor_is_rail(p->m, i); i++) {
        int port = own(p->m)->closable[i];
        if (p->m->s->ports[port].place != p->m->cities[city])
            continue;
        double closed = cor_closed(p, i);
        sum += cor_par(p, SYS, P_PER_DAY, port) * (closed >= 1 ? 0 : 1 - closed * cor_par(p, SYS, P_LOST, 0));
    }
    return sum * (1 + cor_par(p, SYS, P_WITHOUT, 0));
}

/* Expected days on a city's list, -1 where there is none. */
static double list_days(const mdl_member *p, int city) {
    int port = own(p->m)->of_city[city];
    double seats = port < 0 ? 0 : per_day(p, city);
    return seats > 0 ? eng_total(p->w, own(p->m)->queue[port]) / seats : -1;
}

static double list_value(const mdl_member *p, double days, int nd) {
    if (days < 0)
        return -1e9;
    return cor_par(p, SYS, P_VALUE, 0) + cor_par(p, SYS, P_USE, cor_n(nd)) + cor_par(p, SYS, P_GROUP, nd) -
           cor_par(p, SYS, P_WAIT, 0) * cor_clamp(days, 0, cor_par(p, SYS, P_LONGEST, 0)) / 30.4;
}

static int prepare(mdl_member *p) {
    const mdl_model *m = p->m;
    double *closed = cor_aux_put(p, own(m)->closed), *moved = cor_aux_put(p, own(m)->officers);
    double *values = cor_aux_put(p, own(m)->values);
    if (!closed || !moved || !values)
        return ENG_ERR_OWNER;
    for (int i = 0; i < own(m)->n; i++)
        closed[i] = closed_now(p, i);
    officers_given(p, moved);
    for (int city = 0; city < m->ncities; city++) {
        double days = list_days(p, city);
        for (int nd = 0; nd < m->nd; nd++)
            *values++ = list_value(p, days, nd);
    }
    return ENG_OK;
}

/* ---- the day ---- */

static int start(mdl_member *p) {
    double none[COR_MAX_PORTS + COR_MAX_SECTORS] = {0};
    int status;
    if ((status = eng_world_field_set(p->w, own(p->m)->moved, none)) ||
        (status = eng_world_field_set(p->w, own(p->m)->then, none)) ||
        (status = eng_world_field_set(p->w, own(p->m)->usual, none)) ||
        (status = eng_world_field_set(p->w, own(p->m)->asked, none)))
        return status;
    for (int c = 0; c <= p->m->ncities; c++)
        p->big[c] = 0;
    return eng_world_field_set(p->w, own(p->m)->arrivals, p->big);
}

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    const struct ports_ids *o = own(p->m);
    for (int c = 0; p->record && c < p->m->ncities; c++)
        if (o->of_city[c] >= 0)
            cor_count_flow(p, w, o->series.encounters, c, o->served[o->of_city[c]], 1, 1);
    for (int i = 0; p->record && i < o->n; i++)
        cor_count(p, o->series.closures, i, cor_closed(p, i));
    return ENG_OK;
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    int status = cor_move_officers(p, day);
    if (status)
        return status;
    for (int c = 0; c < m->ncities; c++) {
        int port = own(m)->of_city[c];
        if (port < 0)
            continue;
        double unharmed;
        if (cor_harm_of(p, day, own(m)->exposed[port], cor_extortion(p, m->cities[c]), cor_kidnapping(p, m->cities[c]),
                        &unharmed) ||
            eng_capacity(day, own(m)->serve[port], per_day(p, c)) ||
            eng_rate(day, own(m)->leave[port], cor_par(p, SYS, P_LEAVE, 0) * unharmed))
            return ENG_ERR_OWNER;
    }
    double *files = eng_prob(day, own(m)->files), *care = eng_prob(day, own(m)->to_care);
    if (!files || !care)
        return ENG_ERR_OWNER;
    for (int nd = 0; nd < m->nd; nd++)
        if (cor_d(nd) == DEMO_MINOR)
            care[nd] = 1; /* minors.c */
        else
            files[nd] = cor_interior_sets_out(p);
    return ENG_OK;
}

static const mdl_setting OFF[] = {
    {"us.ports.appointments_per_day", 0}, {"us.ports.posture", 0}, {"us.ports.closed_by_order", 0}, {.path = NULL}};

static const cor_series SERIES[] = {
    {.id = offsetof(struct ports_ids, series.encounters),
     .at = 20,
     .name = COR_SERIES_ENCOUNTERS_AT_PORTS,
     .unit = "events",
     .meaning = "Encounters at ports of entry",
     .sum = SERIES_SUM,
     .places = PLACES_CITIES,
     .by_nationality = 1,
     .by_group = 1,
     .of = HAS_PORTS + 1,
     .shown = {.heading = "Encounters at ports of entry",
               .order = 2,
               .standing = MDL_INPUT,
               .section = MDL_LINE,
               .told = MDL_FIRST,
               .headline = 1}},
    {.id = offsetof(struct ports_ids, series.closures),
     .at = 21,
     .name = "port_closures",
     .unit = "closed",
     .meaning = "Ports and rail bridges closed or cut, on the mean day",
     .sum = SERIES_MEAN,
     .places = PLACES_CLOSABLE,
     .of = HAS_PORTS + 1,
     .shown = {.heading = "Ports and rail bridges closed or cut", .order = 8, .section = MDL_LINE}},
    {.name = NULL}};

const cor_system cor_ports = {.name = "ports",
                              .part = "S13",
                              .ids = sizeof(struct ports_ids),
                              .series = SERIES,
                              .off = OFF,
                              .parameters = PARAMETERS,
                              .nparameters = P_COUNT,
                              .declare_stocks = declare_stocks,
                              .declare_flows = declare_flows,
                              .prepare = prepare,
                              .decide = decide,
                              .record = record,
                              .start = start};
