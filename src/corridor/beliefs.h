/* What others may know of beliefs.c: what people believe. */
#ifndef VADO_CORRIDOR_BELIEFS_H
#define VADO_CORRIDOR_BELIEFS_H

#include "corridor/internal.h"

enum { TONE_BUILT, TONE_USED, TONE_ANNOUNCED, TONE_KINDS }; /* of the field of the tone */

struct beliefs_ids {
    int implied; /* field [nd]: chance of staying the rules of the day imply, at ordinary load */
    int belief;  /* field [sectors][nd] */
    int tone;    /* field [nn][3]: tone heard, got used to; announced dates */
    int family;  /* field [3][families][nn]: openness of route families, seen through three stages */
    int open;    /* auxiliary [families][nn]: how open route families are */
};

static inline const struct beliefs_ids *beliefs_ids(const mdl_model *m) { return m->ids[SYS_BELIEFS]; }

/* How open a route family is to a nationality today, 0 to 1. */
static inline double cor_family_open(const mdl_member *p, int family, int n) {
    return cor_aux(p, beliefs_ids(p->m)->open)[family * p->m->nn + n];
}
/* Tone heard beyond what one is used to; pulses of announced dates (log rates). */
static inline double cor_tone(const mdl_member *p, int n) {
    const double *tone = eng_get(p->w, beliefs_ids(p->m)->tone) + TONE_KINDS * n;
    return tone[TONE_BUILT] - tone[TONE_USED];
}
static inline double cor_announced(const mdl_member *p, int n) {
    return eng_get(p->w, beliefs_ids(p->m)->tone)[TONE_KINDS * n + TONE_ANNOUNCED];
}

#endif
