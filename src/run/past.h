/* The past kept: how members stood on the first mornings of quarters, for runs that differ from theirs only from a
 * later day on and so begin there. In memory, up to a budget; what is not kept is lived through again, to the same
 * bits.
 */
#ifndef VADO_PAST_H
#define VADO_PAST_H

#include "engine/engine.h"

/* Megabytes for all the states of a study, where nobody says another number: of eight members of a fluid run of six
 * years about half of the quarters, late ones rather than early ones. */
enum { PST_MEGABYTES = 256, PST_MEGABYTES_MAX = 1 << 20 };

typedef struct pst_past pst_past;

/* Whose days: of which of the runs that others go on from, and which of its members, as in the store. */
typedef struct {
    int trunk, kind, member;
} pst_who;

/* A state as it is copied out: grows to what it must hold; begins as {0}; freed by pst_room_free. */
typedef struct {
    unsigned char *bytes;
    size_t size, capacity;
} pst_room;
void pst_room_free(pst_room *room);

/* budget: bytes, 0 keeps nothing. NULL without memory. The rest is for any threads at once. */
pst_past *pst_open(size_t budget);
void pst_close(pst_past *p); /* NULL is fine */
/* On the morning of a day, before it is lived: keeps the state if the day is the first of a quarter and no other has
 * kept it. Where there is no memory for it, it is not kept. */
void pst_offer(pst_past *p, const pst_who *who, int64_t day, const eng_world *w);
/* The same on any day, in place of what was marked before for this one: for whoever will begin there again. */
void pst_mark(pst_past *p, const pst_who *who, int64_t day, const eng_world *w);
/* The last state kept on or before a day into room: 1 and *day, 0 if there is none, -1 without memory. */
int pst_last(pst_past *p, const pst_who *who, int64_t *day, pst_room *room);
size_t pst_bytes(pst_past *p); /* held now */

#endif
