/* What the two files of ports share: ports.c (lists, what is closed, the day) and ports_officers.c. For them alone.
 */
#ifndef VADO_CORRIDOR_PORTS_PARTS_H
#define VADO_CORRIDOR_PORTS_PARTS_H

#include "corridor/ports.h"

#define SYS SYS_PORTS

static inline struct ports_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum {
    P_PER_DAY,
    P_VALUE,
    P_WAIT,
    P_LEAVE,
    P_USE,
    P_GROUP,
    P_POSTURE,
    P_ORDER,
    P_CALL_FILL,
    P_SIDE_LOW,
    P_SIDE_HIGH,
    P_HOURS,
    P_CLEAR,
    P_MOST,
    P_MOVE,
    P_ARRIVALS,
    P_NEEDS,
    P_LEAST,
    P_LEAST_SHARE,
    P_LOST,
    P_RAIL_CALL,
    P_RAIL_SHARE,
    P_DROP,
    P_USUAL,
    P_REOPEN_FILL,
    P_REOPEN_RAIL,
    P_RISE,
    P_REOPEN,
    P_PATIENCE,
    P_WITHOUT,
    P_LONGEST,
    P_NOBODY,
    P_COUNT,
};

static inline int cor_is_rail(const mdl_model *m, int closable) { return m->s->ports[own(m)->closable[closable]].rail; }

static inline double cor_port_officers(const mdl_model *m, int closable) {
    return m->s->ports[own(m)->closable[closable]].officers;
}

/* Officers a port can lend while it gives its full service; none of a rail bridge. */
static inline double cor_spare(const mdl_member *p, int closable) {
    return cor_is_rail(p->m, closable) ? 0 : (1 - cor_par(p, SYS, P_NEEDS, 0)) * cor_port_officers(p->m, closable);
}

/* A day of calling and moving officers: sets the fields of ports.c that hold them. ENG_ERR_OWNER if they are not its.
 */
int cor_move_officers(const mdl_member *p, eng_day *day);

#endif
