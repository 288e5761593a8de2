/* Officers of ports (S13): how many sectors are short of, which ports lend them, and when they go back; points 1 to 4
 * of ports.c. Whoever lends closes nothing here: ports.c reads who is away.
 */
#include "corridor/ports_parts.h"

#include "corridor/checkpoints.h"
#include "corridor/crossing.h"
#include "corridor/minors.h"
#include "corridor/processing.h"

static double border_fill(const mdl_member *p) {
    double people = 0, places = 0;
    for (int k = 0; k < p->m->s->nsectors; k++) {
        people += cor_in_custody(p, k);
        places += cor_custody_places(p, k);
    }
    return places > 0 ? people / places : 0;
}

/* Encounters yesterday at the crossings of a city. */
static double encounters(const mdl_member *p, int city) {
    double sum = 0;
    for (int i = crossing_ids(p->m)->city_first[city]; i < crossing_ids(p->m)->city_first[city + 1]; i++)
        sum += cor_encountered(p, crossing_ids(p->m)->of_city[i]);
    return sum;
}

/* Officers a sector is short of; `crowded`: how far other sectors have no room, 0 to 1. */
static double short_in(const mdl_member *p, int sector, double crowded) {
    double over = cor_in_custody(p, sector) - cor_minors_waiting(p, sector) -
                  cor_par(p, SYS, P_CALL_FILL, 0) * cor_custody_places(p, sector);
    return over <= 0
               ? 0
               : over * crowded * cor_par(p, SYS, P_HOURS, 0) / (cor_agent_hours(p) * cor_par(p, SYS, P_CLEAR, 0));
}

static double encounters_before(const mdl_member *p, int closable) {
    int city = p->m->places[p->m->s->ports[own(p->m)->closable[closable]].place].line_city;
    return city < 0 ? 0 : eng_get(p->w, own(p->m)->arrivals)[city];
}

/* ... of them those of one port, as the city's ports share them by their officers. */
static double encounters_of(const mdl_member *p, int closable) {
    const mdl_model *m = p->m;
    double here = 0;
    for (int i = 0; i < own(m)->n && !cor_is_rail(m, i); i++)
        if (m->s->ports[own(m)->closable[i]].place == m->s->ports[own(m)->closable[closable]].place)
            here += cor_port_officers(m, i);
    return here > 0 ? encounters_before(p, closable) * cor_port_officers(m, closable) / here : 0;
}

/* Officers called from a sector's ports on top: by encounters before each, no port more than it can give. What is left
 * over goes round among those that can give more; each round fills a port or ends. */
static void call_ports(const mdl_member *p, int sector, double left, double *called) {
    const mdl_model *m = p->m;
    double most = cor_par(p, SYS, P_MOST, 0);
    while (left > 1e-9) {
        double weights = 0, given = 0;
        int filled = 0;
        for (int i = 0; i < own(m)->n && !cor_is_rail(m, i); i++)
            if (m->s->ports[own(m)->closable[i]].sector == sector && called[i] < most * cor_port_officers(m, i))
                weights += encounters_of(p, i);
        if (weights <= 0)
            return;
        for (int i = 0; i < own(m)->n && !cor_is_rail(m, i); i++) {
            double room = most * cor_port_officers(m, i) - called[i];
            if (m->s->ports[own(m)->closable[i]].sector != sector || room <= 0)
                continue;
            double share = left * encounters_of(p, i) / weights;
            if (share >= room) {
                share = room;
                filled = 1;
            }
            called[i] = share == room ? most * cor_port_officers(m, i) : called[i] + share;
            given += share;
        }
        left = filled ? left - given : 0;
    }
}

/* Rail bridges are closed as a signal; called: officers the sectors are short of, which can be more than ports give. */
static int signals(const mdl_member *p, int closable, double called) {
    double all = 0, everywhere = 0;
    for (int i = 0; i < own(p->m)->n && !cor_is_rail(p->m, i); i++)
        all += cor_port_officers(p->m, i);
    for (int c = 0; c < p->m->ncities; c++)
        everywhere += eng_get(p->w, own(p->m)->arrivals)[c];
    return called > cor_par(p, SYS, P_RAIL_CALL, 0) * all &&
           cor_effort_mean(p) < cor_par(p, SYS, P_DROP, 0) * eng_get(p->w, own(p->m)->usual)[0] &&
           encounters_before(p, closable) > cor_par(p, SYS, P_RAIL_SHARE, 0) * everywhere;
}

/* Officers each port is to give, and those each sector is short of. */
static void call_officers(const mdl_member *p, double *called, double *want) {
    const mdl_model *m = p->m;
    double low = cor_par(p, SYS, P_SIDE_LOW, 0), high = cor_par(p, SYS, P_SIDE_HIGH, 0), all = 0, fill = border_fill(p);
    double pool = 0, crowded = high > low ? cor_clamp((fill - low) / (high - low), 0, 1) : fill > low;
    for (int k = 0; k < m->s->nsectors; k++)
        all += want[k] = short_in(p, k, crowded);
    for (int i = 0; i < own(m)->n; i++)
        pool += cor_spare(p, i);
    double lent = all < pool ? all : pool;
    for (int i = 0; i < own(m)->n; i++)
        called[i] = pool > 0 ? lent * cor_spare(p, i) / pool : 0;
    for (int k = 0; k < m->s->nsectors && lent < all; k++)
        call_ports(p, k, want[k] * (1 - lent / all), called);
    for (int i = 0; i < own(m)->n; i++)
        if (cor_is_rail(m, i) && signals(p, i, all))
            called[i] = cor_port_officers(m, i);
}

/* Those lent go to the sectors that ask, by the people held there: places say how many are asked for, not where people
 * are. Where nobody asks they stay. */
static void follow(const mdl_member *p, const double *want, double *asked) {
    double sent = 0, held = 0;
    for (int k = 0; k < p->m->s->nsectors; k++) {
        sent += asked[k];
        held += want[k] > 0 ? cor_in_custody(p, k) : 0;
    }
    for (int k = 0; k < p->m->s->nsectors && held > 0; k++) {
        double share = want[k] > 0 ? cor_in_custody(p, k) / held : 0;
        asked[k] += (sent > 0 ? cor_step(cor_par(p, SYS, P_MOVE, 0)) : 1) * (share - asked[k]);
    }
}

int cor_move_officers(const mdl_member *p, eng_day *day) {
    const mdl_model *m = p->m;
    double called[COR_MAX_PORTS], want[COR_MAX_SECTORS], now = cor_effort_mean(p), fill = border_fill(p);
    double *moved = eng_put(day, own(m)->moved), *then = eng_put(day, own(m)->then);
    double *arrivals = eng_put(day, own(m)->arrivals), *usual = eng_put(day, own(m)->usual);
    double *asked = eng_put(day, own(m)->asked);
    if (!asked || !moved || !then || !arrivals || !usual)
        return ENG_ERR_OWNER;
    call_officers(p, called, want);
    follow(p, want, asked);
    for (int i = 0; i < own(m)->n; i++) {
        if (then[i] <= 0 || moved[i] < cor_par(p, SYS, P_NOBODY, 0) * cor_port_officers(m, i) || now < then[i])
            then[i] = now; /* not set; nobody away to speak of; lower than ever since */
        double below = cor_par(p, SYS, cor_is_rail(m, i) ? P_REOPEN_RAIL : P_REOPEN_FILL, 0);
        int bargain = fill < below && now > then[i] * (1 + cor_par(p, SYS, P_RISE, 0));
        int half_life = called[i] > moved[i] ? P_MOVE : bargain ? P_REOPEN : P_PATIENCE;
        moved[i] += cor_step(cor_par(p, SYS, half_life, 0)) * (called[i] - moved[i]);
    }
    for (int c = 0; c < m->ncities; c++)
        arrivals[c] += cor_step(cor_par(p, SYS, P_ARRIVALS, 0)) * (encounters(p, c) - arrivals[c]);
    usual[0] += usual[0] > 0 ? cor_step(cor_par(p, SYS, P_USUAL, 0)) * (now - usual[0]) : now;
    return ENG_OK;
}
