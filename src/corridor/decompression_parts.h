/* What the two files of decompression share: decompression.c (buses, and who is seen again) and decompression_ways.c
 * (the ways back to the north). For them alone.
 */
#ifndef VADO_CORRIDOR_DECOMPRESSION_PARTS_H
#define VADO_CORRIDOR_DECOMPRESSION_PARTS_H

#include "corridor/decompression.h"

#define SYS SYS_DECOMPRESSION

static inline struct decompression_ids *own(const mdl_model *m) { return m->ids[SYS]; }

/* Days within which they are seen again; of the ride south; of the longest leg; rows of the chain, a day each. */
enum { COR_AGAIN_DAYS = 60, COR_RIDE_DAYS = 3, COR_LEG_DAYS_MAX = 59, COR_CHAIN_ROWS = COR_AGAIN_DAYS + 60 };

/* In declare_flows, when the flows of legs, checkpoints and stations are there. */
int cor_find_ways_north(mdl_model *m);

#endif
