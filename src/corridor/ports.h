/* What others may know of ports.c: lists, officers and what is closed. */
#ifndef VADO_CORRIDOR_PORTS_H
#define VADO_CORRIDOR_PORTS_H

#include "corridor/internal.h"

struct ports_ids {
    int *queue, *served, *leave, *serve; /* [ports] */
    int *exposed;                        /* [ports] those on the list, to harm.c */
    int *of_city;                        /* [cities] port of the city with the most officers, or -1 */
    int admitted, files, to_care;        /* stock, ND; flows to cities, of minors to shelters */
    int *closable;                       /* [ports] rows of ports.csv: ports, then rail bridges */
    int moved, then;                     /* fields [closable]: officers moved; lowest effort since they were */
    int arrivals, usual;                 /* fields: encounters a day by city; [1] effort Washington is used to */
    int n;                               /* what can be closed: ports, then rail bridges */
    const char **names;
};

static inline const struct ports_ids *ports_ids(const mdl_model *m) { return m->ids[SYS_PORTS]; }

/* Expected days on a city's list for an appointment, -1 where there is none; what such a list is worth. */
double cor_port_days(const mdl_member *p, int city);
double cor_port_value(const mdl_member *p, double days, int nd);
/* Share of the service of a port or rail bridge that is closed this morning, 0 to 1; officers a sector's ports and
 * bridges have given to processing. */
double cor_closed(const mdl_member *p, int closable);
double cor_officers_moved(const mdl_member *p, int sector);

#endif
