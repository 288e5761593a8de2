/* What others may know of decompression.c: those bused south. */
#ifndef VADO_CORRIDOR_DECOMPRESSION_H
#define VADO_CORRIDOR_DECOMPRESSION_H

#include "corridor/internal.h"

/* People who leave a node: whoever did `did`, among all who did that or `did_not`, takes `way`, the others take `other`
 * (did -1: all take `way`); a way of -1 does not lead on. foreigners: there are no Mexicans among them. */
typedef struct {
    int foreigners, flow, from, way, other, did, did_not;
} cor_leaving;

struct decompression_ids {
    int *queue, *taken, *let_go, *leave; /* [places] */
    int south, serve;
    int nnodes, *place, *stock; /* nodes of the ways north: place, or -1; stock, or -1: the south */
    int nways, *first, *back;   /* ways of node r: first[r] up to first[r + 1]; decompression_ways.c */
    int nleaving, *south_way;   /* [places] the way there from the south, or -1 */
    cor_leaving *leaving;       /* [nleaving] */
    struct {
        int bused, again;
    } series;
};

static inline const struct decompression_ids *decompression_ids(const mdl_model *m) {
    return m->ids[SYS_DECOMPRESSION];
}

#endif
