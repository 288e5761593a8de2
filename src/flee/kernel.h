/* The chances of a day: from where somebody is in the morning to where they are in the evening.
 *
 * People who are alike and at one place are exchangeable, so a whole day of theirs with its several decisions is one
 * draw among evenings. A kernel is the graph of a day, made once: its nodes are decisions under way (at a place, so
 * much of the day being used up), its edges what taking a road comes to, its ends the evenings. Every day the chances
 * of all evenings are found by one pass over the graph.
 */
#ifndef VADO_FLEE_KERNEL_H
#define VADO_FLEE_KERNEL_H

#include "flee/internal.h"

/* Where people can be in the morning: at a place, perhaps in the middle of a journey, or on a road. */
typedef struct {
    int place, road; /* one of the two is -1 */
    int route;       /* what is left of the journey after this place or road */
    double x;        /* km on the road */
} krn_state;

/* An evening. */
typedef struct {
    int state;
    int link;  /* -1, or `state` is of the link's first road and those of its other roads follow: the open one is meant
                */
    int first; /* the first road of all is still being walked */
} krn_end;

/* Leaving a place along a route, by the first of its links that is open. */
typedef struct {
    int place, route;
    int first_link, nlinks; /* in krn_graph.links: those to the route's next place */
} krn_departure;

typedef struct {
    int place, route; /* route 0: decides; else follows it */
    double used;      /* of the day: km, as Flee counts them; `sane`: the share of the day */
    int edges;        /* the first; one for each link of each departure, in their order */
    int follows;      /* of a journey under way: its departure */
} krn_node;

/* What taking a link comes to, riding and walking: a node (0 and more) or an end (-1 - its number). */
typedef struct {
    int ride, walk;
} krn_edge;

typedef struct {
    int nstates, nends, ndepartures, nlinks, nnodes, nedges, npairs;
    krn_state *states;
    krn_end *ends;
    krn_departure *departures; /* by place those that are chosen; then those of journeys under way */
    int *first_departure;      /* [places + 1] */
    int *links;
    krn_node *nodes; /* in the order of what is used of the day: edges lead to later ones */
    krn_edge *edges;
    int *root[2];     /* [states] at places: the morning's node for those who have travelled before, and who have not */
    krn_edge *on[2];  /* [states] on roads: what the day comes to, the same two */
    int *turned_back; /* [states] on roads that close: the end of those who come to its end; else -1 */
    int *stayed;      /* [places] end of being there without a journey */
    int *rank;        /* [roads] its number among the roads of its link */
    int **way_departure;           /* [epochs][ways] */
    int *first_pair;               /* [states + 1] */
    int *pair_end;                 /* [pairs] ends that can be reached from a state */
    int *bucket, nbuckets, *chain; /* nodes by content, while the graph is made */
} krn_graph;

/* 0; 1: too large to be worth it, with the reason in words; -1 without memory. */
int krn_make(const mdl_model *m, krn_graph *g, char words[160]);
void krn_free(const mdl_model *m, krn_graph *g);

/* What decisions come to today, or on the mean of several moments of today. */
typedef struct {
    double *chance; /* [classes][departures] of it, once somebody has decided to leave */
    double *open;   /* [departures] 1 if one can leave by it: the camp it leads to has room, and a link is open */
    int *link;      /* [departures] which of its links is taken (0 and more), or -1: none is open */
} krn_decisions;
int krn_decisions_make(const mdl_model *m, const krn_graph *g, krn_decisions *d);
void krn_decisions_free(krn_decisions *d);
/* Adds `share` of what decisions come to with the rooms as they are, for departures out of the places with a share
 * above 0 (shares: [places]); begin with krn_decisions_clear. */
void krn_decisions_clear(const mdl_model *m, const krn_graph *g, const fle_choice *c, krn_decisions *d);
void krn_decide(const mdl_model *m, const krn_graph *g, fle_choice *c, const fle_scene *s, const double *shares,
                krn_decisions *d);

/* Where people of one class begin the day. */
typedef struct {
    int state, first; /* first: they are on, or before, their first road */
} krn_start;
enum { KRN_COLUMNS = 8 };
/* Chances of the ends for n <= KRN_COLUMNS starts: into out[end * KRN_COLUMNS + column], all ends zeroed first.
 * morning: decisions of those who leave the place where they slept; later: of those under way. mass: scratch
 * [nodes][KRN_COLUMNS]. */
void krn_evaluate(const mdl_model *m, const krn_graph *g, const krn_decisions *morning, const krn_decisions *later,
                  const double *movechance, int day, int cls, int n, const krn_start *starts, double *mass,
                  double *out);

#endif
