/* What others may know of crossing.c: the line, tries and what becomes of them. */
#ifndef VADO_CORRIDOR_CROSSING_H
#define VADO_CORRIDOR_CROSSING_H

#include "corridor/internal.h"

struct crossing_ids {
    int caught;                     /* field [sectors]: chance that an evader is caught */
    int choice;                     /* field [crossings][2][nd]: shares among those who go, turn in and evade */
    int to_port;                    /* field [cities][nd]: share of those who go that join a list for an appointment */
    int utility;                    /* field [cities][nd]: value of the line */
    int dropped;                    /* field [crossings]: of those who evade there, the share who were dropped short */
    int *city_first, *of_city;      /* crossings of city c: of_city[city_first[c]] up to city_first[c + 1] */
    int *later;                     /* [cities] those who will try again, but not soon, NDA */
    int *later_soon;                /* [cities] flows */
    int *give_up, *removed, *joins; /* [cities] from line */
    int *give_up_again, *removed_again, *joins_again; /* [cities] from again */
    int *exposed, *exposed_again, *exposed_later;     /* [cities] as exposed.c numbers them */
    int got_away, dead;                               /* stocks, N */
    int noise;                                        /* channel */
    int agents, ordinary;                             /* auxiliaries [sectors] */
    int encountered, evading; /* auxiliaries [crossings]: people yesterday; chance today that an evader is caught */
    int fee_share;            /* auxiliary [1] */
    struct {
        int unique, remote, turned_in;
    } series;
};

static inline const struct crossing_ids *crossing_ids(const mdl_model *m) { return m->ids[SYS_CROSSING]; }

/* Agents of a sector on the day. */
static inline double cor_agents(const mdl_member *p, int sector) {
    return cor_aux(p, crossing_ids(p->m)->agents)[sector];
}
/* Agents on its line, and one, for which detection is stated. */
static inline double cor_ordinary_line(const mdl_member *p, int sector) {
    return cor_aux(p, crossing_ids(p->m)->ordinary)[sector];
}
/* People encountered between ports yesterday at a crossing, by whatever try. */
static inline double cor_encountered(const mdl_member *p, int crossing) {
    return cor_aux(p, crossing_ids(p->m)->encountered)[crossing];
}
/* Chance today that an evader is caught at a crossing. */
static inline double cor_caught_at(const mdl_member *p, int crossing) {
    return cor_aux(p, crossing_ids(p->m)->evading)[crossing];
}
/* Fee of those who turn themselves in, against evaders. */
static inline double cor_turn_in_fee(const mdl_member *p) { return cor_aux(p, crossing_ids(p->m)->fee_share)[0]; }

#endif
