/* See pool.h. Texts are copied one after the other into blocks that never move; a hash table of their addresses finds
 * the one that is there already. */
#include "text/pool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 32768, FIRST_SLOTS = 256 };

typedef struct txt_block {
    struct txt_block *next;
    size_t used, room;
    char text[];
} block;

/* FNV-1a: only the order of looking depends on it, never what is found. */
static size_t hash(const char *text, size_t n) {
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)text[i]) * 0x100000001b3u;
    return (size_t)(h ^ (h >> 32));
}

/* Where the text stands in the table, or the free slot where it would. */
static char **find(const txt_pool *p, const char *text, size_t n) {
    size_t mask = p->nslots - 1, i = hash(text, n) & mask;
    while (p->slots[i] != NULL && strcmp(p->slots[i], text) != 0)
        i = (i + 1) & mask;
    return &p->slots[i];
}

/* At most three quarters of the slots are taken, so that every search ends. */
static int more_slots(txt_pool *p) {
    if (4 * (p->n + 1) <= 3 * p->nslots)
        return 0;
    txt_pool grown = *p;
    grown.nslots = p->nslots == 0 ? FIRST_SLOTS : 2 * p->nslots;
    grown.slots = calloc(grown.nslots, sizeof *grown.slots);
    if (grown.slots == NULL)
        return -1;
    for (size_t i = 0; i < p->nslots; i++)
        if (p->slots[i] != NULL)
            *find(&grown, p->slots[i], strlen(p->slots[i])) = p->slots[i];
    free(p->slots);
    *p = grown;
    return 0;
}

static char *keep(txt_pool *p, const char *text, size_t n) {
    block *b = p->blocks;
    if (b == NULL || b->room - b->used < n + 1) {
        size_t room = n + 1 > BLOCK ? n + 1 : BLOCK;
        b = malloc(sizeof *b + room);
        if (b == NULL)
            return NULL;
        *b = (block){.next = p->blocks, .room = room};
        p->blocks = b;
    }
    char *copy = b->text + b->used;
    memcpy(copy, text, n + 1);
    b->used += n + 1;
    return copy;
}

char *txt_pool_take(txt_pool *p, const char *text) {
    size_t n = strlen(text);
    if (more_slots(p) != 0)
        return NULL;
    char **slot = find(p, text, n);
    if (*slot == NULL && (*slot = keep(p, text, n)) != NULL)
        p->n++;
    return *slot;
}

void txt_pool_free(txt_pool *p) {
    for (block *b = p->blocks, *next; b != NULL; b = next) {
        next = b->next;
        free(b);
    }
    free(p->slots);
    memset(p, 0, sizeof *p);
}
