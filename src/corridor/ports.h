/* What others may know of ports.c: lists, officers and what is closed. */
#ifndef VADO_CORRIDOR_PORTS_H
#define VADO_CORRIDOR_PORTS_H

#include "corridor/internal.h"

struct ports_ids {
    int *queue, *served, *leave, *serve; /* [ports] */
    int *exposed;                        /* [ports] those on the list, as exposed.c numbers them */
    int *of_city;                        /* [cities] port of the city with the most officers, or -1 */
    int admitted, files, to_care;        /* stock, ND; flows to cities, of minors to shelters */
    int *closable;                       /* [ports] rows of ports.csv: ports, then rail bridges */
    int moved, then;                     /* fields [closable]: officers moved; lowest effort since they were */
    int arrivals, usual;                 /* fields: encounters a day by city; [1] effort Washington is used to */
    int asked;                           /* field [sectors]: where officers lent by the border's ports are, shares */
    int n;                               /* what can be closed: ports, then rail bridges */
    const char **names;
    int values;           /* auxiliary [cities][nd]: what a list for an appointment is worth */
    int closed, officers; /* auxiliaries [n], [sectors]: share of service closed; officers given to processing */
    struct {
        int encounters, closures;
    } series;
};

static inline const struct ports_ids *ports_ids(const mdl_model *m) { return m->ids[SYS_PORTS]; }

/* What a city's list for an appointment is worth to a class; -1e9 where there is none. */
static inline double cor_port_value(const mdl_member *p, int city, int nd) {
    return cor_aux(p, ports_ids(p->m)->values)[city * p->m->nd + nd];
}
/* Share of the service of a port or rail bridge that is closed this morning, 0 to 1; officers a sector's ports and
 * bridges have given to processing. */
static inline double cor_closed(const mdl_member *p, int closable) {
    return cor_aux(p, ports_ids(p->m)->closed)[closable];
}
static inline double cor_officers_moved(const mdl_member *p, int sector) {
    return cor_aux(p, ports_ids(p->m)->officers)[sector];
}

#endif
