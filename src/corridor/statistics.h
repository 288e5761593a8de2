/* What others may know of statistics.c: adding a day to its series. */
#ifndef VADO_CORRIDOR_STATISTICS_H
#define VADO_CORRIDOR_STATISTICS_H

#include "corridor/internal.h"

struct statistics_ids {
    struct {
        int gap, events, waiting, days, encounters, gotaways, repeat_share, custody, deaths, recorded, rescues;
    } series;
    int met;     /* sums [sectors][2][ND]: encountered for the first time; those encountered before */
    int evaders; /* sums [crossings][nn]: who evaded, whatever became of them */
};

static inline const struct statistics_ids *statistics_ids(const mdl_model *m) { return m->ids[SYS_STATISTICS]; }

/* In `count` of any system: people of a flow of shape ND (per 1) or NDA (per COR_ATTEMPTS) belong every day to a
 * series' cells of a place (0 where it has none), times the day's value of a parameter (m->par[system][k]) or as they
 * are (ENG_NO_FACTOR). flow -1: nothing. ENG_OK, or an error below 0. Neighbours in the list who are fates of the same
 * people are joined once (engine/count.h). */
int cor_series_flow(mdl_model *m, int series, int place, int flow, int per, int factor);
/* Room for n sums of a day, of which series are made: where the first stands. A flow's people, every `group` classes
 * (0: all) in one, belong to them from `at` on. */
int cor_sums(mdl_model *m, int n);
int cor_sum_flow(mdl_model *m, int at, int flow, int group);
/* Whether somebody wants a series: asked by a `record` that has to work before it counts. The functions below ask
 * themselves. */
static inline int cor_asked(const mdl_member *p, int series) { return p->record && !p->unasked[series]; }
/* When other series are asked for: the flows that are counted. ENG_OK, or ENG_ERR_MEMORY. */
int cor_count_asked(mdl_member *p);
/* In `record`: the sums of the day. Only when p->record is not NULL; this and the next too. */
const double *cor_counted(mdl_member *p, const eng_world *w);
/* In `decide`: the sums of the day before; NULL if they were not counted, or not in this world. Who uses them must be
 * able to make the same anew, to the bit. */
const double *cor_counted_before(const mdl_member *p);

/* In `record`: people of a flow or a stock, as above, that are not counted every day, or not alike. */
void cor_count_flow(const mdl_member *p, const eng_world *w, int series, int place, int flow, int per, double factor);
void cor_count_flows(const mdl_member *p, const eng_world *w, int series, int place, int n, const int flows[], int per);
void cor_count_stock(const mdl_member *p, const eng_world *w, int series, int place, int stock, int per, double factor);
/* ... of people [ND] that a system has gathered, for a series with a margin by nationality. */
void cor_count_people(const mdl_member *p, int series, int place, const double *people);
/* A number into a series without margins of people; of a ratio: numerator and denominator. */
void cor_count(const mdl_member *p, int series, int place, double value);
void cor_count_ratio(const mdl_member *p, int series, int place, double numerator, double denominator);
int cor_declare_series(mdl_model *m);                         /* when all systems have declared their stocks */
const mdl_shown *cor_shown(const char *series);               /* NULL: no series of ours */
void cor_check_words(const scn_scenario *s, rep_report *rep); /* labels and meanings: of series? */

#endif
