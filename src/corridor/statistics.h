/* What others may know of statistics.c: adding a day to its series. */
#ifndef VADO_CORRIDOR_STATISTICS_H
#define VADO_CORRIDOR_STATISTICS_H

#include "corridor/internal.h"

struct statistics_ids {
    struct {
        int gap, events, waiting, days, encounters, gotaways, repeat_share, custody, deaths, recorded, rescues;
    } series;
};

static inline const struct statistics_ids *statistics_ids(const mdl_model *m) { return m->ids[SYS_STATISTICS]; }

/* Whether somebody wants a series: asked by a `record` that has to work before it counts. The functions below ask
 * themselves. */
static inline int cor_asked(const mdl_member *p, int series) { return p->record && !p->unasked[series]; }

/* For `record` of any system: people of a flow or stock of shape ND (per 1) or NDA (per COR_ATTEMPTS), times a factor,
 * into a series' cells of a place (0 where it has none). flow or stock -1: nothing. Only when p->record is not NULL. */
void cor_count_flow(const mdl_member *p, const eng_world *w, int series, int place, int flow, int per, double factor);
/* Of several flows: neighbours that are fates of the same people are joined once (eng_moved_add_all). */
void cor_count_flows(const mdl_member *p, const eng_world *w, int series, int place, int n, const int flows[], int per);
void cor_count_stock(const mdl_member *p, const eng_world *w, int series, int place, int stock, int per, double factor);
/* Many flows of one series and place are listed and counted together: at the end, and when there is no room for more.
 */
typedef struct {
    int series, place, per, n, flows[64];
} cor_list;
static inline void cor_count_list(const mdl_member *p, const eng_world *w, cor_list *list) {
    cor_count_flows(p, w, list->series, list->place, list->n, list->flows, list->per);
    list->n = 0;
}
static inline void cor_list_flow(const mdl_member *p, const eng_world *w, cor_list *list, int flow) {
    if (list->n == (int)(sizeof list->flows / sizeof list->flows[0]))
        cor_count_list(p, w, list);
    list->flows[list->n++] = flow;
}
/* The same of people [ND] or [NDA] that a system has gathered. */
void cor_count_people(const mdl_member *p, int series, int place, const double *people, int per, double factor);
/* A number into a series without margins of people; of a ratio: numerator and denominator. */
void cor_count(const mdl_member *p, int series, int place, double value);
void cor_count_ratio(const mdl_member *p, int series, int place, double numerator, double denominator);
int cor_declare_series(mdl_model *m);                         /* when all systems have declared their stocks */
const mdl_shown *cor_shown(const char *series);               /* NULL: no series of ours */
void cor_check_words(const scn_scenario *s, rep_report *rep); /* labels and meanings: of series? */

#endif
