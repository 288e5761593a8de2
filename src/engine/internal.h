/* What the engine's files share; nobody else includes this. */
#ifndef VADO_ENGINE_INTERNAL_H
#define VADO_ENGINE_INTERNAL_H

#include "engine/engine.h"
#include "engine/philox.h"

enum { ENG_MAX_DIMS = 8, ENG_MAX_DELAY = 60, ENG_MAX_CLASSES = 100000000, ENG_WORDS = 256 };

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
    size_t incoming;    /* in scratch: [classes] */
} eng_stock_info;

typedef struct {
    char *name;
    int from, to, from_classes, to_classes;
    int *map;     /* [from_classes] -> class of `to`, or -1 */
    int identity; /* map is 0, 1, 2, ... over all of `to` */
    int redraw_dim, redraw_size, redraw_stride;
    double *redraw_shares; /* [from_classes][redraw_size] or NULL */
    int delay_max, delay_field;
    double *delay; /* [delay_max] or NULL */
    int serve;     /* -1, or the serve it belongs to */
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
    int ndims, nshapes, nsystems, nstocks, nflows, nserves, nfields, nchannels;
    int *stock_order, *flow_order, *serve_order, *field_order, *channel_order; /* by name */
    int frozen, max_classes, max_redraw;
    size_t arena_size, scratch_size; /* cells */
    uint64_t signature;              /* of all that is declared: a snapshot fits only its own model */
    char error[ENG_WORDS];
};

struct eng_day {
    eng_world *world;
    int system; /* whose decide is running */
    int status;
};

struct eng_world {
    const eng_model *model;
    eng_world_options options;
    int64_t day;
    eng_cell *arena;   /* all that a day can change */
    eng_cell *scratch; /* probabilities, arrivals, tomorrow's fields: nothing outlives a day */
    unsigned char *asked_flow, *asked_field; /* touched today */
    double *capacity;                        /* [nserves], < 0: not asked */
    eng_cell *stock_total, *ring_total;      /* derived: checked every day */
    eng_cell *stock_in, *stock_out, *ring_in, *ring_out;
    rng_key *split_key, *serve_key, *delay_key, *redraw_key, *channel_key;
    double *sum; /* [max_classes] */
    eng_cell *line; /* [max_classes] people of one flow by class of the target */
    int64_t *part;  /* [max_redraw] people of one class by value of a dimension drawn anew */
    eng_day today;
    char error[ENG_WORDS];
};

int eng_world_fail(eng_world *w, int status, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;
/* day.c */
int eng_move(eng_world *w);
/* deposit.c: people already taken out of the source, by class of `from` (the flow's moved cells), on their way in */
int eng_deposit(eng_world *w, int flow);
/* noise.c */
void eng_noise_first(eng_world *w);
void eng_noise_values(eng_world *w); /* scratch from state */
void eng_noise_next(eng_world *w);
/* balance.c */
void eng_totals(eng_world *w);       /* derive totals from the state */
int eng_balance_check(eng_world *w); /* after the move; updates totals */

#endif
