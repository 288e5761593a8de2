/* What others may know of harm.c: hazards of the day. */
#ifndef VADO_CORRIDOR_HARM_H
#define VADO_CORRIDOR_HARM_H

#include "corridor/internal.h"

enum { HARM_FOUND, HARM_NOT_FOUND, HARM_RESCUED, HARM_DROWNED, HARM_DROWNED_NOT_FOUND, HARM_KINDS };

struct harm_ids {
    int noise;               /* channel */
    int crossings;           /* auxiliary [crossings][HARM_KINDS] */
    int way;                 /* auxiliary [3]: found, not found, most of each */
    int extorted, kidnapped; /* auxiliaries [places] */
    int in_a_caravan;        /* auxiliary [places] */
    struct {
        int on_the_way, kidnappings, extortion;
    } series;
    int robbed, died;  /* sums [ND]: extorted out of stocks of that shape; dead on the way */
    int *remains;      /* [sectors] stocks: dead on its remote legs who are not found yet */
    int *found, *lost; /* [sectors] flows: remains found; and lost for good */
};

static inline const struct harm_ids *harm_ids(const mdl_model *m) { return m->ids[SYS_HARM]; }

/* Deaths that are found at once, others, and rescues per person who evades at a crossing on the day. */
static inline double cor_death_found(const mdl_member *p, int crossing) {
    return cor_aux(p, harm_ids(p->m)->crossings)[HARM_KINDS * crossing + HARM_FOUND];
}
static inline double cor_death_not_found(const mdl_member *p, int crossing) {
    return cor_aux(p, harm_ids(p->m)->crossings)[HARM_KINDS * crossing + HARM_NOT_FOUND];
}
static inline double cor_rescue(const mdl_member *p, int crossing) {
    return cor_aux(p, harm_ids(p->m)->crossings)[HARM_KINDS * crossing + HARM_RESCUED];
}
/* Those who drown and are found, and who drown and are not, per person who turns in at a crossing on the day. */
static inline double cor_drowned_found(const mdl_member *p, int crossing) {
    return cor_aux(p, harm_ids(p->m)->crossings)[HARM_KINDS * crossing + HARM_DROWNED];
}
static inline double cor_drowned_not_found(const mdl_member *p, int crossing) {
    return cor_aux(p, harm_ids(p->m)->crossings)[HARM_KINDS * crossing + HARM_DROWNED_NOT_FOUND];
}
/* Factors on the recorded deaths of legs: found, not found; largest share of people of each in a day. */
static inline const double *cor_deaths_on_the_way(const mdl_member *p) { return cor_aux(p, harm_ids(p->m)->way); }
/* Chances of a day at a place: to be extorted, alone or in a caravan; to be kidnapped, at the border. */
static inline double cor_extortion(const mdl_member *p, int place) {
    return cor_aux(p, harm_ids(p->m)->extorted)[place];
}
static inline double cor_extortion_in_a_caravan(const mdl_member *p, int place) {
    return cor_aux(p, harm_ids(p->m)->in_a_caravan)[place];
}
static inline double cor_kidnapping(const mdl_member *p, int place) {
    return cor_aux(p, harm_ids(p->m)->kidnapped)[place];
}

#endif
