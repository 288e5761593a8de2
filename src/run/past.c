/* See past.h.
 *
 * 1. A state is words of eight bytes, half of them and more zeros: of every 64 a word says which are not, and those
 *    follow.
 * 2. When all states are more than the budget a quarter is dropped, for all members alike, and is kept no more: the one
 *    that costs least. Whoever begins in it lives days again, from the quarter before; they are weighed by the days
 * that follow the change and must be lived anyway. So late quarters stay, and of early ones few.
 */
#include "run/past.h"

#include "run/lock.h"
#include "text/array.h"
#include "text/dates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    pst_who who;
    int64_t day;
    unsigned char *packed;
    size_t bytes, size; /* packed; of the state */
    int marked;         /* kept beside the quarters */
} state;

struct pst_past {
    lock lock;
    size_t budget, bytes;
    int64_t first, last; /* quarters that were offered */
    int ndropped;
    int64_t *dropped; /* quarters that are kept no more */
    int n;
    state *states;
};

/* ---- zeros left out ---- */

enum { BLOCK = 64, WORD = 8 };

static uint64_t word_at(const unsigned char *bytes, size_t i) {
    uint64_t x;
    memcpy(&x, bytes + i * WORD, WORD);
    return x;
}

/* Bytes of the packed state; written only if out is not NULL. */
static size_t pack(const unsigned char *bytes, size_t size, unsigned char *out) {
    size_t words = size / WORD, used = 0;
    for (size_t from = 0; from < words; from += BLOCK) {
        size_t mask_at = used;
        uint64_t mask = 0;
        used += WORD;
        for (size_t i = from; i < words && i < from + BLOCK; i++) {
            if (word_at(bytes, i) == 0)
                continue;
            mask |= (uint64_t)1 << (i - from);
            if (out)
                memcpy(out + used, bytes + i * WORD, WORD);
            used += WORD;
        }
        if (out)
            memcpy(out + mask_at, &mask, WORD);
    }
    if (out)
        memcpy(out + used, bytes + words * WORD, size - words * WORD);
    return used + size - words * WORD;
}

static void unpack(const unsigned char *in, size_t size, unsigned char *bytes) {
    size_t words = size / WORD;
    for (size_t from = 0; from < words; from += BLOCK) {
        uint64_t mask = word_at(in, 0);
        in += WORD;
        for (size_t i = from; i < words && i < from + BLOCK; i++) {
            if (mask >> (i - from) & 1) {
                memcpy(bytes + i * WORD, in, WORD);
                in += WORD;
            } else {
                memset(bytes + i * WORD, 0, WORD);
            }
        }
    }
    memcpy(bytes + words * WORD, in, size - words * WORD);
}

/* ---- keeping ---- */

static int64_t quarter_of(int64_t day) { return month_of_day(day) / 3; }

static int is_dropped(const pst_past *p, int64_t quarter) {
    for (int i = 0; i < p->ndropped; i++)
        if (p->dropped[i] == quarter)
            return 1;
    return 0;
}

static int is_due(const pst_past *p, int64_t day) {
    int month = month_of_day(day);
    return month >= 0 && month % 3 == 0 && month_start(month) == day && !is_dropped(p, quarter_of(day));
}

static int same(const pst_who *a, const pst_who *b) {
    return a->trunk == b->trunk && a->kind == b->kind && a->member == b->member;
}

/* The last on or before a day, or NULL. */
static const state *last_of(const pst_past *p, const pst_who *who, int64_t day) {
    const state *best = NULL;
    for (int i = 0; i < p->n; i++) {
        const state *s = &p->states[i];
        if (same(&s->who, who) && s->day <= day && (!best || s->day > best->day))
            best = s;
    }
    return best;
}

/* Whether states of a quarter are kept that nobody marked. */
static int is_kept(const pst_past *p, int64_t quarter) {
    for (int i = 0; i < p->n; i++)
        if (!p->states[i].marked && quarter_of(p->states[i].day) == quarter)
            return 1;
    return 0;
}

/* What whoever begins between a quarter and the next that is kept lives again without it, by what is lived anyway. */
static double cost_of(const pst_past *p, int64_t quarter) {
    int64_t before = quarter - 1, after = quarter + 1;
    while (before >= p->first && !is_kept(p, before))
        before--;
    while (after <= p->last && !is_kept(p, after))
        after++;
    double again = (double)(quarter - before), cost = 0;
    for (int64_t q = quarter; q < after; q++)
        cost += again / (double)(p->last + 1 - q);
    return cost;
}

/* 0, or -1 if no quarter is left. */
static int drop_quarter(pst_past *p) {
    int64_t least = 0, *grown = NULL;
    double cost = INFINITY;
    for (int64_t q = p->first; q <= p->last; q++) {
        double c = is_kept(p, q) ? cost_of(p, q) : INFINITY;
        if (c < cost) {
            least = q;
            cost = c;
        }
    }
    if (!isfinite(cost) || !(grown = arr_more(p->dropped, p->ndropped, sizeof *grown)))
        return -1;
    p->dropped = grown;
    p->dropped[p->ndropped++] = least;
    return 0;
}

static void thin(pst_past *p) {
    while (p->n > 0 && p->bytes > p->budget) {
        int kept = 0, none = drop_quarter(p) != 0;
        for (int i = 0; i < p->n; i++) {
            if (!none && (p->states[i].marked || is_due(p, p->states[i].day))) {
                p->states[kept++] = p->states[i];
                continue;
            }
            p->bytes -= p->states[i].bytes;
            free(p->states[i].packed);
        }
        p->n = kept;
        if (none) /* not one state has room */
            p->budget = 0;
    }
}

static int wants(pst_past *p, const pst_who *who, int64_t day, int marked) {
    lock_take(&p->lock);
    int due = p->budget && (marked || is_due(p, day));
    if (due && !marked) {
        int64_t q = quarter_of(day);
        p->first = p->last == 0 || q < p->first ? q : p->first;
        p->last = q > p->last ? q : p->last;
    }
    const state *there = due ? last_of(p, who, day) : NULL;
    int wanted = due && !(there && there->day == day);
    lock_give(&p->lock);
    return wanted;
}

static void unmark(pst_past *p, const pst_who *who) {
    for (int i = 0; i < p->n; i++) {
        if (!p->states[i].marked || !same(&p->states[i].who, who))
            continue;
        p->bytes -= p->states[i].bytes;
        free(p->states[i].packed);
        p->states[i] = p->states[--p->n];
        return;
    }
}

static void add(pst_past *p, const state *s) {
    lock_take(&p->lock);
    if (s->marked)
        unmark(p, &s->who);
    const state *there = last_of(p, &s->who, s->day);
    state *grown = there && there->day == s->day ? NULL : arr_more(p->states, p->n, sizeof *grown);
    if (grown) {
        p->states = grown;
        p->states[p->n++] = *s;
        p->bytes += s->bytes;
        thin(p);
    } else {
        free(s->packed);
    }
    lock_give(&p->lock);
}

static void keep(pst_past *p, const pst_who *who, int64_t day, const eng_world *w, int marked) {
    if (!wants(p, who, day, marked))
        return;
    state s = {.who = *who, .day = day, .size = eng_snapshot_size(w), .marked = marked};
    unsigned char *whole = malloc(s.size + 1);
    if (whole && eng_snapshot_save(w, whole, s.size) == 0) {
        s.bytes = pack(whole, s.size, NULL);
        if ((s.packed = malloc(s.bytes + 1))) {
            (void)pack(whole, s.size, s.packed);
            add(p, &s);
        }
    }
    free(whole);
}

void pst_offer(pst_past *p, const pst_who *who, int64_t day, const eng_world *w) { keep(p, who, day, w, 0); }

void pst_mark(pst_past *p, const pst_who *who, int64_t day, const eng_world *w) { keep(p, who, day, w, 1); }

/* ---- going on ---- */

int pst_last(pst_past *p, const pst_who *who, int64_t *day, pst_room *room) {
    int found = 0;
    lock_take(&p->lock);
    const state *s = last_of(p, who, *day);
    if (s && s->size > room->capacity) {
        unsigned char *grown = realloc(room->bytes, s->size);
        if (grown) {
            room->bytes = grown;
            room->capacity = s->size;
        } else {
            found = -1;
        }
    }
    if (s && found == 0) {
        unpack(s->packed, s->size, room->bytes);
        room->size = s->size;
        *day = s->day;
        found = 1;
    }
    lock_give(&p->lock);
    return found;
}

size_t pst_bytes(pst_past *p) {
    lock_take(&p->lock);
    size_t bytes = p->bytes;
    lock_give(&p->lock);
    return bytes;
}

/* ---- whole ---- */

void pst_room_free(pst_room *room) {
    free(room->bytes);
    *room = (pst_room){0};
}

pst_past *pst_open(size_t budget) {
    pst_past *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->budget = budget;
    if (lock_make(&p->lock)) {
        free(p);
        return NULL;
    }
    return p;
}

void pst_close(pst_past *p) {
    if (!p)
        return;
    for (int i = 0; i < p->n; i++)
        free(p->states[i].packed);
    free(p->states);
    free(p->dropped);
    lock_end(&p->lock);
    free(p);
}
