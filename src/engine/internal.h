/* What the engine's files share; nobody else includes this. */
#ifndef VADO_ENGINE_INTERNAL_H
#define VADO_ENGINE_INTERNAL_H

#include "engine/engine.h"
#include "engine/kernels.h"
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
    int row;            /* cells of one number by class: the classes, padded */
    int nflows, *flows; /* flows out, by name */
    int exits;          /* the first of them among the model's exits */
    size_t counts;      /* in the arena: [row] */
    size_t ready;       /* in the arena: [row] fluid: those who could leave on the last day moved */
    size_t slots;       /* queues: [ages][row], slot = day of arrival modulo ages */
    size_t slot_used;   /* queues: in the world's slot_used: [ages] */
    size_t incoming;    /* in scratch: [row] */
} eng_stock_info;

/* The way into a stock of all flows that take equally long: those on it are told apart by the day they arrive. */
typedef struct {
    int to, delay_max, delay_field;
    const double *delay; /* [delay_max] or NULL: of the flow that names it, as below */
    const char *name;    /* of the first of its flows, by name */
    size_t ring;         /* in the arena: [delay_max][row of to], slot = day of arrival modulo delay_max */
    size_t setting_out;  /* in scratch: [row of to] fluid: today's, not yet told apart */
} eng_way_info;

/* A cell of the arena or of scratch, where many are kept. */
typedef uint32_t eng_at;

/* How the classes of a flow's people become classes of its target. */
typedef enum {
    HAND_SAME,   /* class by class, over all of the target */
    HAND_JOIN,   /* every `group` neighbouring classes become one */
    HAND_SPREAD, /* class c becomes first + c * stride */
    HAND_CLIMB,  /* of every four, each becomes the next; the last stays what it is */
    HAND_LIST,   /* as its map says */
    HAND_REDRAW  /* as its map says, and a dimension is drawn anew */
} eng_hand;

typedef struct {
    char *name;
    size_t moved; /* in the arena: [row of from] people who take it, or what several flows have a factor of */
    size_t taken; /* in the arena: 2 cells, fluid: whose people it takes a factor of, and the factor (eng_taken) */
    size_t prob;  /* in scratch: [row of from] */
    size_t into;  /* in scratch: where they are added for tomorrow (fluid: or for their way) */
    int in;       /* where they come in: of the world's stock_in, or behind it of its way_in */
    int place;    /* among the flows out of its stock, by name */
    int exit;     /* among the model's exits */
    unsigned char hand;     /* eng_hand */
    unsigned char straight; /* class by class into its target: as the numbers stand */
    unsigned char stays;    /* an event: nobody leaves */
    unsigned char partial;  /* some classes never take it */
    unsigned char at_once;  /* they are there tomorrow in one class each: in integers, who draws them hands them on */
    int from, to, from_classes, to_classes;
    int *map; /* [from_classes] -> class of `to`, or -1 */
    int group, first, stride;
    int redraw_dim, redraw_size, redraw_stride;
    double *redraw_shares; /* [from_classes][redraw_size] or NULL */
    int delay_max, delay_field;
    double *delay; /* [delay_max] or NULL */
    int serve;     /* -1, or the serve it belongs to */
    int way;       /* -1: they are there tomorrow */
} eng_flow_info;

/* What is looked at when a flow is asked for, in the order of declaration, which is nearly that of the systems. */
typedef struct {
    int owner; /* the system that may ask for it; -1: it is served */
    int from, classes;
    int place;          /* among the flows out of its stock, by name */
    eng_at prob, moved; /* in scratch, in the arena */
} eng_ask;

/* What a fluid day looks at of most flows, side by side in the order in which it walks over stocks and the flows out of
 * them: there are thousands, and the walk takes as long as it takes to fetch them. */
typedef struct {
    int flow, in;
    eng_at moved, prob, into, taken; /* into: of people who spread, of the first */
    int by, n;                       /* a group or a stride; classes handed on: of the target if they join */
    unsigned char hand, straight, stays, partial;
} eng_exit;

typedef struct {
    char *name;
    int system, nflows, *flows; /* by name after freeze */
    int random_order;
    int ages; /* of the queue that tells the most days of arrival apart */
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
    eng_ask *asks;   /* [nflows] */
    eng_exit *exits; /* [nflows] those that are served come last */
    eng_serve_info *serves;
    eng_field_info *fields;
    eng_channel_info *channels;
    eng_roster_info *rosters;
    eng_way_info *ways;
    int ndims, nshapes, nsystems, nstocks, nflows, nserves, nfields, nchannels, nrosters, nways;
    int *stock_order, *flow_order, *serve_order, *field_order, *channel_order, *roster_order,
        *system_order;                   /* by name */
    int frozen, max_classes, max_redraw; /* max_classes: padded */
    size_t arena_size, scratch_size;     /* cells */
    size_t nslots;                       /* of all queues */
    uint64_t signature;                  /* of all that is declared: a snapshot fits only its own model */
    char error[ENG_WORDS];
};

/* A flow's chances today: a factor of one number for all classes (of = ENG_ALIKE), or of the numbers filled in for the
 * flow `of` (itself, or another out of the same stock). */
enum { ENG_ALIKE = -1 };
typedef struct {
    int of;
    double factor, number;
} eng_chance;

/* The numbers filled in for a flow today: of class c, scratch[prob + c / group]. */
typedef struct {
    int group, alone;   /* alone: one a class, and no other flow has a factor of them */
    int users;          /* fluid: flows whose chances are a factor of them, and whose people are to be handed on, */
    double together;    /* the sum of these factors but for events, */
    double people;      /* and the sum of who takes them */
    eng_at prob, moved; /* of that flow, as its place: asks is not looked at again */
    int place;
} eng_numbers;

/* Fluid: who took a flow on the last day moved, as its two cells say: nobody, its own moved cells, those of its stock
 * who were ready, or (TAKEN_LIKE + place) the moved cells of another flow out of the stock; times a factor. */
enum { TAKEN_NONE, TAKEN_OWN, TAKEN_READY, TAKEN_LIKE };
typedef struct {
    const double *people; /* NULL: nobody */
    double factor;
} eng_taken;

struct eng_day {
    eng_world *world;
    int system; /* whose decide or act is running */
    int asks;   /* whose flows may be asked for: the system's, or after the move nobody's */
    int acting;
    int status;
};

struct eng_world {
    const eng_model *model;
    eng_world_options options;
    int64_t day;
    eng_cell *arena;   /* all that a day can change */
    eng_cell *scratch; /* behind it: probabilities, arrivals, tomorrow's fields: nothing outlives a day */
    unsigned char *asked_flow, *asked_field; /* touched today */
    unsigned char *field_new;                /* derived: put on the last day, if went_on */
    eng_chance *chance;                      /* [nflows] of the flows asked for */
    eng_numbers *numbers;                    /* [nflows] */
    const eng_kernels *kernels;
    double *capacity;                  /* [nserves], < 0: not asked */
    eng_cell *moved_sum;               /* [nflows] derived: all who took the flow; 0 only if nobody did */
    unsigned char *slot_used;          /* [nslots] derived: 0 only if nobody is left of that day of arrival */
    eng_cell *stock_total, *way_total; /* derived: of the last day checked, if totals_known */
    int totals_known;
    int went_on; /* nobody was put in and nothing loaded since the last day that was checked */
    eng_cell *stock_in, *stock_out, *way_in, *way_out; /* way_in: behind stock_in in one array */
    rng_key *split_key, *serve_key, *delay_key, *redraw_key, *channel_key;
    double *sum;             /* [2][max_classes] of chances: of leaving, of events */
    int *asked, *rows;       /* [nflows] flows of one stock: asked for, and whose numbers are used */
    eng_cell *line;          /* [max_classes] people of one flow by class of the target */
    int64_t *part;           /* [max_redraw] people of one class by value of a dimension drawn anew */
    eng_people_list *roster; /* [nrosters] */
    eng_day today;
    char error[ENG_WORDS];
};

/* The days of arrival of a queue. */
typedef struct {
    eng_cell *cells;     /* [ages][row] */
    unsigned char *used; /* [ages] */
    int row, ages, today;
} eng_slots;

static inline eng_slots eng_slots_of(const eng_world *w, const eng_stock_info *s) {
    return (eng_slots){&w->arena[s->slots], &w->slot_used[s->slot_used], s->row, s->ages, (int)(w->day % s->ages)};
}

/* age: -1 for those who come tomorrow, up to ages - 1. */
static inline int eng_slot_at(const eng_slots *q, int age) {
    int slot = q->today - age;
    return slot < 0 ? slot + q->ages : slot >= q->ages ? slot - q->ages : slot;
}

static inline eng_cell *eng_slot(const eng_slots *q, int age) {
    return q->cells + (size_t)eng_slot_at(q, age) * (size_t)q->row;
}

static inline int eng_slot_used(const eng_slots *q, int age) { return q->used[eng_slot_at(q, age)]; }

/* Those who came to a flow's queue `age` days ago, by class; NULL if nobody did. */
static inline eng_cell *eng_came(const eng_world *w, const eng_flow_info *f, int age) {
    const eng_stock_info *s = &w->model->stocks[f->from];
    eng_slots q = eng_slots_of(w, s);
    return age < s->ages && eng_slot_used(&q, age) ? eng_slot(&q, age) : NULL;
}

/* Where there is one set alone, compilers know whose loops are called. */
static inline const eng_kernels *eng_kernels_of(const eng_world *w) {
#ifdef ENG_HAVE_AVX2
    return w->kernels;
#else
    (void)w;
    return &eng_kernels_baseline;
#endif
}

static inline int eng_fluid(const eng_world *w) { return w->options.arithmetic == ENG_FLUID; }

static inline double eng_chance_of(const eng_world *w, int flow, int cls) {
    const eng_chance *chance = &w->chance[flow];
    if (chance->of == ENG_ALIKE)
        return chance->number * chance->factor;
    int group = w->numbers[chance->of].group;
    int at = group == 1 ? cls : cls < group ? 0 : cls / group; /* seldom a division */
    return w->scratch[w->model->flows[chance->of].prob + (size_t)at].x * chance->factor;
}

/* The moved cells that a code from TAKEN_LIKE on tells of, for flows out of the stock. */
static inline size_t eng_moved_at(const eng_world *w, const eng_stock_info *s, int64_t whose) {
    return w->model->exits[s->exits + (int)(whose - TAKEN_LIKE)].moved;
}

static inline eng_taken eng_taken_of(const eng_world *w, int flow) {
    const eng_flow_info *f = &w->model->flows[flow];
    const eng_stock_info *s = &w->model->stocks[f->from];
    int64_t whose = w->arena[f->taken].n;
    eng_taken t = {.people = NULL, .factor = w->arena[f->taken + 1].x};
    if (whose == TAKEN_READY)
        t.people = &w->arena[s->ready].x;
    else if (whose != TAKEN_NONE)
        t.people = &w->arena[whose == TAKEN_OWN ? f->moved : eng_moved_at(w, s, whose)].x;
    return t;
}

/* n: of a row. */
static inline void eng_add(const eng_world *w, eng_cell *to, const eng_cell *from, int n) {
    if (eng_fluid(w))
        eng_kernels_of(w)->add_one(&to->x, &from->x, n);
    else
        eng_kernels_of(w)->add_whole(&to->n, &from->n, (size_t)n);
}

/* Integers: whether anybody is in the four cells of a row that begin here. Mostly nobody is. */
static inline int eng_anybody(const eng_cell *row) { return (row[0].n | row[1].n | row[2].n | row[3].n) != 0; }

int eng_world_fail(eng_world *w, int status, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;
/* model.c */
int eng_model_fail(eng_model *m, int status, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;
int eng_grow(void **array, int count, size_t size); /* room for one more, doubling at powers of two; -1: no memory */
/* day.c */
int eng_move(eng_world *w);
int eng_check_class(eng_world *w, int flow);                /* nobody who never takes the flow is asked to */
int eng_sum_chances(eng_world *w, const eng_stock_info *s); /* out of a stock, into the world's sum; checks them */
int eng_hand_on(eng_world *w, int flow);                    /* integers: the flow's moved cells, to where they go */
/* draw.c */
int eng_split_people(eng_world *w, const eng_stock_info *s, int n, const int flows[]);
/* fluid.c */
int eng_split_fluid(eng_world *w, const eng_stock_info *s);
void eng_count_slots(eng_world *w, const eng_stock_info *s);
void eng_serve_fluid(eng_world *w, const eng_serve_info *v, double capacity); /* < 0: not asked */
/* deposit.c: people already taken out of the source, on their way in. In integers: the flow's moved cells, and their
 * sum; there: a flow at_once, whose people have been added where they go. Fluid: factor times `taken`, by class of
 * `from`. */
int eng_deposit(eng_world *w, int flow, eng_cell people, int there);
void eng_deposit_fluid(eng_world *w, const eng_exit *x, const double *taken, double factor);
int eng_set_out(eng_world *w, int way); /* fluid: those who set out today, by the day they arrive */
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
/* room.c: so many cells, all 0; to be freed with free(). NULL: no memory. */
eng_cell *eng_room(size_t n);
/* world.c */
eng_cell eng_total_of(const eng_world *w, int stock); /* all in a stock, without a sum where the balance has made it */
/* balance.c */
void eng_totals(eng_world *w);       /* before the move: nobody has come or gone; totals from the state if not known */
int eng_balance_check(eng_world *w); /* after the move; keeps the totals for tomorrow */
/* Sum of a row (or several), as the world counts. */
eng_cell eng_sum_cells(const eng_world *w, size_t at, size_t n);

#endif
