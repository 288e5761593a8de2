/* A pool of texts that live and end together: each different text is kept once, so that two texts of a pool are equal
 * exactly if they stand at one address. Tables repeat their cells (a publisher in every row), and thousands of small
 * allocations cost more than reading does. */
#ifndef VADO_TEXT_POOL_H
#define VADO_TEXT_POOL_H

#include <stddef.h>

struct txt_block; /* a run of texts */

typedef struct {
    struct txt_block *blocks; /* the one that is filled first */
    char **slots;             /* [nslots] a hash table, open addressing; nslots is 0 or a power of two */
    size_t nslots, n;
} txt_pool;

/* The pool's own text of the same letters, to be read only and valid until txt_pool_free. NULL without memory. A pool
 * begins as zeros. */
char *txt_pool_take(txt_pool *p, const char *text);
/* Gives back all of it; the pool may be used again. */
void txt_pool_free(txt_pool *p);

#endif
