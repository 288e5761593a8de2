/* A lever from inside: lever.c lives its days and tells its months, lever_open.c opens it, lever_lay.c changes what is
 * laid, shown, and whose days they are. See vado.h, "a lever".
 */
#ifndef VADO_LEVER_H
#define VADO_LEVER_H

#include "api/api.h"
#include "api/numbers.h"
#include "api/simulation.h"

struct vado_lever {
    sim_input *input; /* its own: nobody else sees its changes */
    mdl_member *member;
    pst_past *past;
    pst_room room, begin; /* a state taken out of the past; that of the morning of begin_day, which is always kept */
    int64_t begin_day;
    scn_laid own;     /* the scenario's changes; the last nrows are the lever's */
    scn_laid laid;    /* those with a policy over them; or empty */
    int nrows, ncuts; /* ncuts: of own, days on which other rows begin or end */
    int64_t *cuts;
    int nseries, width, failed;
    int64_t first, changed, from; /* no change begins before; it begins; the first day whose month is given */
    const mdl_series *list;
    int *series, *margins; /* [nseries]: in list; vado_margin */
    vado_lever_options o;
    double *record, *sums, *bottom; /* [width] of a day, of the month under way; denominators */
    vado_numbers **months;          /* [nseries] */
    double **unders;                /* [nseries]: denominators of the month, as its values stand; NULL of no ratio */
    int ready;                      /* a month is there */
};

static inline scn_scenario *lev_scenario(const vado_lever *l) { return &l->input->opened.scenario; }
static inline int64_t lev_day(const vado_lever *l) { return l->input->opened.kind->member_day(l->member); }
static inline scn_change *lev_rows(const vado_lever *l) {
    return l->own.changes ? l->own.changes + (l->own.nchanges - l->nrows) : NULL;
}

static inline size_t lev_cells(const vado_numbers *n) {
    return (size_t)n->nplaces * (size_t)n->nnationalities * (size_t)n->ngroups;
}
static inline int lev_max1(int n) { return n > 0 ? n : 1; }

/* The scenario's changes are these from now on. */
void lev_use(vado_lever *l, const scn_laid *laid);
/* A day among those on which values are made anew. */
void lev_put_day(scn_laid *laid, int64_t day);
/* Back to the last state kept before a change that begins on a day. *from: the day on which it stands. */
int lev_go_back(vado *v, vado_lever *l, int64_t day, int64_t *from);
/* Back to where what holds now begins. */
int lev_again(vado *v, vado_lever *l, int64_t day);
/* The first time: later mornings are offered, those of quarters are kept. */
int lev_live_through(vado *v, vado_lever *l);

/* What is shown: `months` as the series and margins are; what is read of a record. */
int lev_show(vado *v, vado_lever *l, int n, const char *const *series, const int *margins);
/* The member anew, under what holds now, and its first state. */
int lev_make_member(vado *v, vado_lever *l);
int lev_open_member(vado *v, vado_lever *l);

#endif
