/* What split_declare.c makes of a model whose people are counted in stocks, and split.c moves them by. */
#ifndef VADO_FLEE_SPLIT_H
#define VADO_FLEE_SPLIT_H

#include "flee/kernel.h"

struct fle_split {
    krn_graph graph;
    int nstates;
    int *stock;      /* [states] */
    int *first_flow; /* [pairs] in flows */
    int *flows;      /* of each pair, one for each road its end can mean; -1: nobody moves by it */
    int nflows;
    int dimension, trip;       /* of classes; whether they ever travelled; -1: not kept */
    int firsts, stock_classes; /* 1, or 2 if first journeys are told apart */
};

#endif
