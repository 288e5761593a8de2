/* What others may know of toy.c: volunteers. */
#ifndef VADO_TESTS_TOY_H
#define VADO_TESTS_TOY_H

#include "corridor/internal.h"

struct toy_ids {
    int home, field, goes, returns; /* stocks, N; flows */
    int seen;                       /* field [1]: encounters a day, mean of about a week */
    int eager;                      /* auxiliary [1] */
    struct {
        int out;
    } series;
};

static inline const struct toy_ids *toy_ids(const mdl_model *m) { return m->ids[SYS_TOY]; }

/* Chance of a day that a volunteer sets out. */
static inline double toy_eager(const mdl_member *p) { return cor_aux(p, toy_ids(p->m)->eager)[0]; }

#endif
