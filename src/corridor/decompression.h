/* What others may know of decompression.c: those bused south. */
#ifndef VADO_CORRIDOR_DECOMPRESSION_H
#define VADO_CORRIDOR_DECOMPRESSION_H

#include "corridor/internal.h"

struct decompression_ids {
    int *queue, *taken, *let_go, *leave; /* [places] */
    int south, serve;
    struct {
        int bused, again;
    } series;
};

static inline const struct decompression_ids *decompression_ids(const mdl_model *m) {
    return m->ids[SYS_DECOMPRESSION];
}

#endif
