/* What the engine's files share; nobody else includes this. */
#ifndef VADO_ENGINE_INTERNAL_H
#define VADO_ENGINE_INTERNAL_H

#include "engine/engine.h"
#include "engine/philox.h"

enum { ENG_MAX_DIMS = 8, ENG_MAX_DELAY = 60, ENG_MAX_CLASSES = 100000000, ENG_WORDS = 256, ENG_ALONE = 100000 };
enum { ENG_MANY_FLOWS = 512 }; /* out of one stock */

/* One number of the state: people as integers, or expected people. */
typedef union {
    int64_t n;
    double x;
} eng_cell;

typedef struct {
    char *name;
    int size;
} eng_dim;

typedef struct {
    int ndims;
    int dims[ENG_MAX_DIMS];
    int size;
} eng_shape_info;

typedef struct {
    char *name;
    int system, shape, classes, ages;
    eng_stock_kind kind;
    int nflows, *flows; /* flows out, by name */
    size_t counts;      /* in the arena: [classes] */
    size_t slots;       /* queues: [ages][classes], slot = day of arrival modulo ages */
    size_t slot_used;   /* queues: in the world's slot_used: [ages] */
    size_t incoming;    /* in scratch: [classes] */
} eng_stock_info;

typedef struct {
    char *name;
    int from, to, from_classes, to_classes;
    int *map;  /* [from_classes] -> class of `to`, or -1 */
    int group; /* > 0: every so many neighbouring classes join one of `to` (1: map is 0, 1, 2, ... over all of `to`) */
    int partial; /* some classes never take it */
    int redraw_dim, redraw_size, redraw_stride;
    double *redraw_shares; /* [from_classes][redraw_size] or NULL */
    int delay_max, delay_field;
    double *delay; /* [delay_max] or NULL */
    int serve;     /* -1, or the serve it belongs to */
    int stays;     /* an event: nobody leaves */
    size_t ring;   /* in the arena: [delay_max][to_classes] if delay_max > 1 */
    size_t moved;  /* in the arena: [from_classes] */
    size_t prob;   /* in scratch: [from_classes] */
} eng_flow_info;

typedef struct {
    char *name;
    int system, nflows, *flows; /* by name after freeze */
    int random_order;
} eng_serve_info;

typedef struct {
    char *name;
    int system, size;
    size_t now;  /* in the arena */
    size_t next; /* in scratch */
} eng_field_info;

typedef struct {
    char *name;
    int system, nints, nnumbers;
} eng_roster_info;

/* People of one roster in one world. */
typedef struct {
    int64_t people, room;
    int32_t **ints;   /* [nints][room] */
    double **numbers; /* [nnumbers][room] */
    rng_key unit, pair;
} eng_people_list;

typedef struct {
    char *name;
    int n;
    eng_noise_kind kind;
    size_t spread; /* in the arena: sd, tau */
    size_t state;  /* in the arena: [n], z or the day's uniform */
    size_t value;  /* in scratch: [n] */
} eng_channel_info;

struct eng_model {
    eng_dim *dims;
    eng_shape_info *shapes;
    eng_system *systems;
    char **system_names; /* systems[i].name, ours to free */
    eng_stock_info *stocks;
    eng_flow_info *flows;
    eng_serve_info *serves;
    eng_field_info *fields;
    eng_channel_info *channels;
    eng_roster_info *rosters;
    int ndims, nshapes, nsystems, nstocks, nflows, nserves, nfields, nchannels, nrosters;
    int *stock_order, *flow_order, *serve_order, *field_order, *channel_order, *roster_order,
        *system_order; /* by name */
    int frozen, max_classes, max_redraw;
    size_t arena_size, scratch_size; /* cells */
    size_t incoming_size;            /* scratch begins with all stocks' incoming cells */
    size_t nslots;                   /* of all queues */
    uint64_t signature;              /* of all that is declared: a snapshot fits only its own model */
    char error[ENG_WORDS];
};

/* A flow's chances today: of class c, factor times scratch[at + c / group]. */
typedef struct {
    size_t at;
    int group;
    double factor;
} eng_chance;

struct eng_day {
    eng_world *world;
    int system; /* whose decide or act is running */
    int acting;
    int status;
};

struct eng_world {
    const eng_model *model;
    eng_world_options options;
    int64_t day;
    eng_cell *arena;                         /* all that a day can change */
    eng_cell *scratch;                       /* probabilities, arrivals, tomorrow's fields: nothing outlives a day */
    unsigned char *asked_flow, *asked_field; /* touched today */
    eng_chance *chance;                      /* [nflows] of the flows asked for */
    double *capacity;                        /* [nserves], < 0: not asked */
    eng_cell *moved_sum;                     /* [nflows] derived: the flow's moved cells as eng_sum_cells adds them; 0
                                                only if all of them are, since nobody is less than nobody */
    unsigned char *slot_used;                /* [nslots] derived: 0 only if nobody is left of that day of arrival */
    eng_cell *stock_total, *ring_total;      /* derived: of the last day checked, if totals_known */
    int totals_known;
    eng_cell *stock_in, *stock_out, *ring_in, *ring_out;
    rng_key *split_key, *serve_key, *delay_key, *redraw_key, *channel_key;
    rng_eights *eight;
    double *sum;             /* [max_classes] */
    double *ready;           /* [max_classes] people of one stock who can leave it */
    eng_cell *line;          /* [max_classes] people of one flow by class of the target */
    int64_t *part;           /* [max_redraw] people of one class by value of a dimension drawn anew */
    eng_people_list *roster; /* [nrosters] */
    eng_day today;
    char error[ENG_WORDS];
};

/* The days of arrival of a queue. */
typedef struct {
    eng_cell *cells;     /* [ages][classes] */
    unsigned char *used; /* [ages] */
    int classes, ages, today;
} eng_slots;

static inline eng_slots eng_slots_of(const eng_world *w, const eng_stock_info *s) {
    return (eng_slots){&w->arena[s->slots], &w->slot_used[s->slot_used], s->classes, s->ages, (int)(w->day % s->ages)};
}

/* age: -1 for those who come tomorrow, up to ages - 1. */
static inline int eng_slot_at(const eng_slots *q, int age) {
    int slot = q->today - age;
    return slot < 0 ? slot + q->ages : slot >= q->ages ? slot - q->ages : slot;
}

static inline eng_cell *eng_slot(const eng_slots *q, int age) {
    return q->cells + (size_t)eng_slot_at(q, age) * (size_t)q->classes;
}

static inline int eng_slot_used(const eng_slots *q, int age) { return q->used[eng_slot_at(q, age)]; }

static inline double eng_chance_of(const eng_world *w, int flow, int cls) {
    const eng_chance *chance = &w->chance[flow];
    int row = chance->group == 1 ? cls : cls < chance->group ? 0 : cls / chance->group; /* seldom a division */
    return w->scratch[chance->at + (size_t)row].x * chance->factor;
}

/* Through pointers to plain numbers, which compilers add several at a time, as they do not with the union. */
static inline void eng_add(const eng_world *w, eng_cell *to, const eng_cell *from, int n) {
    if (w->options.arithmetic == ENG_FLUID) {
        double *restrict x = &to->x;
        const double *restrict y = &from->x;
        for (int c = 0; c < n; c++)
            x[c] += y[c];
    } else {
        int64_t *restrict x = &to->n;
        const int64_t *restrict y = &from->n;
        for (int c = 0; c < n; c++)
            x[c] += y[c];
    }
}

int eng_world_fail(eng_world *w, int status, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;
/* day.c */
int eng_move(eng_world *w);
void eng_moved_none(eng_world *w, int flow);              /* clears the moved cells of a flow */
int eng_check_sum(eng_world *w, const eng_stock_info *s); /* of the chances out of a stock, in the world's sum */
int eng_hand_on(eng_world *w, int flow);                  /* the flow's moved cells, to where they go */
/* draw.c */
int eng_split_people(eng_world *w, int stock);
/* fluid.c */
int eng_split_fluid(eng_world *w, const eng_stock_info *s);
void eng_count_slots(eng_world *w, const eng_stock_info *s);
/* deposit.c: people already taken out of the source, by class of `from` (the flow's moved cells), on their way in */
int eng_deposit(eng_world *w, int flow, eng_cell people); /* people: the sum of the flow's moved cells */
/* roster.c */
int eng_rosters_make(eng_world *w);
void eng_rosters_free(eng_world *w);
size_t eng_rosters_size(const eng_world *w); /* bytes in a snapshot */
void eng_rosters_save(const eng_world *w, char *out);
int eng_rosters_load(eng_world *w, const char *in, size_t size); /* -1: not of this model, or no memory */
void eng_rosters_digest(const eng_world *w, eng_sha256 *s);
/* Something was asked for that is not the system's own: the day fails with these words. */
int eng_refuse(eng_day *d, int status, const char *what, const char *name);
/* noise.c */
void eng_noise_first(eng_world *w);
void eng_noise_values(eng_world *w); /* scratch from state */
void eng_noise_next(eng_world *w);
/* balance.c */
void eng_totals(eng_world *w);       /* before the move: nobody has come or gone; totals from the state if not known */
int eng_balance_check(eng_world *w); /* after the move; keeps the totals for tomorrow */
/* Sum in a fixed order that is not that of a plain loop: four running sums. */
double eng_sum(const eng_cell *c, size_t n);
/* The same, or the sum of integers, as the world counts. */
eng_cell eng_sum_cells(const eng_world *w, size_t at, size_t n);

#endif
