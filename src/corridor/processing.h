/* What others may know of processing.c: custody and the ways out of it. */
#ifndef VADO_CORRIDOR_PROCESSING_H
#define VADO_CORRIDOR_PROCESSING_H

#include "corridor/internal.h"

struct processing_ids {
    int *custody, *processed, *served, *serve; /* [sectors] */
    int *out[OUT_COUNT];                       /* [sectors] flows; -1 for the ways back to Mexico, which are: */
    int nback, *back_sector, *back_city;       /* one row for each row of returns.csv */
    double *back_row_share;
    int *back[COR_BACKS][COR_ENDS], *back_mpp; /* [nback] flows */
    int *mpp, *mpp_leave, *mpp_retry;          /* [cities] */
    int *mpp_exposed;                          /* [cities] as exposed.c numbers them */
    int load;                                  /* field [sectors]: share of agents in custody work */
    int detained, detained_removed, detained_released, inside, files; /* files: sets out for a city, interior.c */
    int transfer, *moved_out, *moved_in; /* people on the way between sectors, NDA; flows [sectors] */
    int places, people, fill;            /* auxiliaries [sectors] of custody: places, people, people over places */
    int agent_hours;                     /* auxiliary [1] */
    struct {
        int expulsions, releases, removals;
    } series;
};

static inline const struct processing_ids *processing_ids(const mdl_model *m) { return m->ids[SYS_PROCESSING]; }

/* Custody of a sector: people over places, places, people; hours a day an agent or officer works. */
static inline double cor_custody_fill(const mdl_member *p, int sector) {
    return cor_aux(p, processing_ids(p->m)->fill)[sector];
}
static inline double cor_custody_places(const mdl_member *p, int sector) {
    return cor_aux(p, processing_ids(p->m)->places)[sector];
}
static inline double cor_in_custody(const mdl_member *p, int sector) {
    return cor_aux(p, processing_ids(p->m)->people)[sector];
}
static inline double cor_agent_hours(const mdl_member *p) { return cor_aux(p, processing_ids(p->m)->agent_hours)[0]; }

#endif
