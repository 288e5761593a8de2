/* The engine of counts: who is where is a number, and a day changes the numbers.
 *
 * A model is declared once (dimensions, shapes, stocks, flows, serves, fields, noise channels, systems) and frozen; a
 * world is one member's state of it. A day is decided first, by all systems from the same morning's state, and then
 * moved, all at once; an arrival can leave on the next day. Work goes in the order of names and chance is keyed by
 * names, so the order of declarations, of members and of threads is nowhere in a result.
 *
 * Counts are 64-bit integers (stochastic, individual) or expected values (fluid). Units: people, days.
 * Errors: functions return ENG_OK or a negative code; eng_model_error / eng_world_error tell what and where.
 */
#ifndef VADO_ENGINE_H
#define VADO_ENGINE_H

#include <stddef.h>
#include <stdint.h>

enum {
    ENG_OK = 0,
    ENG_ERR_MEMORY = -1,
    ENG_ERR_DECLARE = -2,     /* a declaration that cannot stand: unknown id, double name, wrong size */
    ENG_ERR_OWNER = -3,       /* a system asked for something it does not own */
    ENG_ERR_PROBABILITY = -4, /* negative, not a number, or more than 1 in sum */
    ENG_ERR_BALANCE = -5,     /* people lost or made */
    ENG_ERR_SNAPSHOT = -6,    /* of another model, or cut short */
    ENG_ERR_SYSTEM = -7       /* a system's own decide or record failed */
};

typedef enum {
    ENG_STOCHASTIC, /* integers; a split is one multinomial draw */
    ENG_FLUID,      /* expected values */
    ENG_INDIVIDUAL  /* integers; each person draws alone, but for more than 100,000 of one class in one place, who are
                       split  as counts: the same distribution, and a reservoir of millions costs no draws */
} eng_arithmetic;

typedef enum {
    ENG_POOL, /* a plain count by class */
    ENG_QUEUE /* counts by class and day of arrival, for serving oldest first */
} eng_stock_kind;

typedef struct eng_model eng_model;
typedef struct eng_world eng_world;
typedef struct eng_day eng_day;

/* ---- declaring ---- */

eng_model *eng_model_new(void);
void eng_model_free(eng_model *m);
/* What went wrong last, in words; "" if nothing did. */
const char *eng_model_error(const eng_model *m);

/* All declarations return an id >= 0, or a negative code. Names are unique within their kind. */
int eng_dimension(eng_model *m, const char *name, int size);
/* The classes that are all combinations of these dimensions, last dimension fastest. Class 0 alone if ndims is 0. */
int eng_shape(eng_model *m, int ndims, const int dims[]);
int eng_shape_size(const eng_model *m, int shape);
/* Number of dimension `dim` in class `cls` of `shape`, or -1 if the shape does not keep it. */
int eng_class_part(const eng_model *m, int shape, int cls, int dim);
/* Class of `shape` with the given value of each of its dimensions, in the shape's order. */
int eng_class(const eng_model *m, int shape, const int parts[]);

/* Systems own stocks, fields and rosters. Each of the three may be NULL; they return 0 or a negative code. */
typedef struct {
    const char *name;
    int (*decide)(void *user, eng_day *day);
    int (*record)(void *user, const eng_world *w); /* after the move: read only, cannot draw */
    int (*act)(void *user, eng_day *day);          /* may be NULL: goes through its rosters, after the move */
} eng_system; /* acts follow each other by the names of their systems: who reads another's roster knows whose day it
                 has had */
int eng_system_add(eng_model *m, const eng_system *system);

/* ages: for a queue, how many days of arrival are told apart (older ones are together); 0 for a pool. */
int eng_stock(eng_model *m, int system, const char *name, int shape, eng_stock_kind kind, int ages);

typedef struct {
    const int *class_map; /* [classes of from] class of `to`; -1: this class never takes the flow. NULL: dimensions both
                             keep are kept, others dropped; a dimension only `to` keeps starts at 0 or is redrawn */
    int redraw_dim; /* a dimension drawn anew on the way in (then class_map, if given, names the class with part 0) */
    const double *redraw_shares; /* [classes of from][size of redraw_dim], each row sums to 1; copied */
    int delay_max;               /* longest delay in days, 1 to 60; 0 means 1: there at the start of tomorrow */
    const double *delay; /* [delay_max] share arriving after 1, 2, ... days; NULL: all after delay_max; copied */
    int delay_field;     /* if has_delay_field: a field of delay_max values, read at entry, in place of delay */
    int has_delay_field;
    int has_redraw;
    int stays; /* an event: from a stock to itself, without delay or change of class. Who takes it is counted as moved,
                  has no other flow that day, and stays where he or she stands, in a queue with the day of arrival */
} eng_flow_spec;
/* spec may be NULL: no delay beyond tomorrow, automatic class map. */
int eng_flow(eng_model *m, const char *name, int from, int to, const eng_flow_spec *spec);

/* A serve moves people out of queues along `flows` (one a queue), up to one capacity they share: oldest day of arrival
 * first over all the queues, hypergeometric among queues and classes inside the last day served. random_order: ages are
 * ignored. Serves of a day happen before splits, which share out who is left. Owned by `system`, as its queues are. */
int eng_serve(eng_model *m, int system, const char *name, int nflows, const int flows[], int random_order);

/* `size` numbers of the model's own (beliefs, prices, levels). Written today, seen tomorrow. */
int eng_field(eng_model *m, int system, const char *name, int size);

typedef enum {
    ENG_NOISE_AR1,  /* exp(sd z - sd^2/2), z a stationary AR(1) of correlation time tau days: mean 1 */
    ENG_NOISE_GAMMA /* independent each day, gamma of shape 1/sd^2, mean 1: makes counts negative binomial */
} eng_noise_kind;
/* A roster: people who differ in too many ways to be counted in classes, one record each, in the order in which they
 * came; nobody is ever taken off. A record is `nints` whole numbers of 32 bits and `nnumbers` doubles, kept in columns.
 * The owner adds people and changes records in its `act`, person after person, so that one who is later in the order
 * can meet what those before did today. */
int eng_roster(eng_model *m, int system, const char *name, int nints, int nnumbers);

/* n positive multipliers of mean 1. sd and tau are asked of the world (eng_world_noise_set), 0 and 30 until then. */
int eng_channel(eng_model *m, const char *name, int n, eng_noise_kind kind);

/* No more declarations; checks all and lays out the arena. */
int eng_model_freeze(eng_model *m);

int eng_find_stock(const eng_model *m, const char *name);
int eng_find_flow(const eng_model *m, const char *name);
int eng_find_field(const eng_model *m, const char *name);
int eng_count_stocks(const eng_model *m);
int eng_count_flows(const eng_model *m);
const char *eng_stock_name(const eng_model *m, int stock);
const char *eng_flow_name(const eng_model *m, int flow);
int eng_stock_classes(const eng_model *m, int stock);
int eng_flow_from(const eng_model *m, int flow);
int eng_flow_to(const eng_model *m, int flow);

/* ---- a world ---- */

typedef struct {
    eng_arithmetic arithmetic;
    uint64_t seed;
    uint32_t chance_member;      /* whose chance: members with equal numbers share their luck */
    uint32_t environment_member; /* whose environment */
    int environment_off;         /* all channels stay at 1 */
    int no_balance_check;        /* for the bench only */
} eng_world_options;

eng_world *eng_world_new(const eng_model *m, const eng_world_options *options);
void eng_world_free(eng_world *w);
const char *eng_world_error(const eng_world *w);

/* Before the first day: people put in (rounded unless fluid), first values of fields, spread of channels. */
int eng_world_put(eng_world *w, int stock, int cls, double people);
int eng_world_field_set(eng_world *w, int field, const double *values);
int eng_world_noise_set(eng_world *w, int channel, double sd, double tau_days);
/* As eng_roster_add, eng_roster_put_ints and eng_roster_put_numbers, before the first day. */
int eng_world_roster_add(eng_world *w, int roster, int64_t people);
int32_t *eng_world_roster_ints(eng_world *w, int roster, int column);
double *eng_world_roster_numbers(eng_world *w, int roster, int column);

/* One day: decide, move, balance, record. user is handed to the systems. */
int eng_world_step(eng_world *w, void *user);
/* 1: its kernels are those for AVX2 (kernels.h), as those of its systems may be. */
int eng_wide(const eng_world *w);
int64_t eng_world_today(const eng_world *w); /* days since the first; during decide and record: the day in progress */

/* ---- reading (decide and record) ---- */

double eng_people(const eng_world *w, int stock, int cls);
double eng_total(const eng_world *w, int stock);
/* Copies a stock's counts by class into out [classes]. */
void eng_people_all(const eng_world *w, int stock, double *out);
/* People still waiting in a queue by age: out[age] summed over classes; age 0 arrived for today. Returns ages. */
int eng_queue_ages(const eng_world *w, int queue, double *out, int max);
/* People who entered the flow on the last day moved, by class of `from`: in decide yesterday's, in record today's. */
double eng_moved(const eng_world *w, int flow, int cls);
double eng_moved_total(const eng_world *w, int flow);
/* 0: nobody did; 1: somebody may have. */
int eng_moved_any(const eng_world *w, int flow);
void eng_moved_all(const eng_world *w, int flow, double *out);
/* The same to read only, valid until the world changes: the state itself if fluid, else a copy in `room`. */
const double *eng_people_view(const eng_world *w, int stock, double *room);
const double *eng_moved_view(const eng_world *w, int flow, double *room);
/* Those on their way into a stock, in the delays of its flows, all classes and days of arrival together. */
double eng_on_the_way(const eng_world *w, int stock);
const double *eng_get(const eng_world *w, int field);
/* Until the day is moved: 1 if the field surely holds what it held a day ago, so that what was made of it then still
 * holds; 0 if that is not known. */
int eng_field_lasts(const eng_world *w, int field);
/* In `record`: what the field will be tomorrow, as its owner has put it today. */
const double *eng_tomorrow(const eng_world *w, int field);
double eng_noise(const eng_world *w, int channel, int i);
/* Everyone, wherever they are: stocks, queues, delays, rosters. */
double eng_everyone(const eng_world *w);
/* People on a roster, and a column of their records [people], valid until the world changes. */
int64_t eng_roster_people(const eng_world *w, int roster);
const int32_t *eng_roster_ints(const eng_world *w, int roster, int column);
const double *eng_roster_numbers(const eng_world *w, int roster, int column);
/* (stock or delay slot, class) cells with at least `least` people, and the people in them. */
void eng_occupied(const eng_world *w, double least, int64_t *cells, double *people);

/* ---- deciding (only inside decide, only for what the system owns) ---- */

const eng_world *eng_day_world(const eng_day *d);
/* Probability of the flow today, [classes of from], to be filled by the system; the first call of a day gives it
 * zeroed. Flows not asked for move nobody; of a stock that holds nobody, and in whole people of a class that does, no
 * probabilities need be looked at. NULL if the system does not own the flow's source: the step then fails. */
double *eng_prob(eng_day *d, int flow);
/* The same with one number for every `group` neighbouring classes, and with one number for all. */
double *eng_prob_by(eng_day *d, int flow, int group);
/* The same for who writes every number of it: what stands there is of another day. */
double *eng_fill(eng_day *d, int flow, int group);
int eng_rate(eng_day *d, int flow, double chance);
/* Probabilities of the flow today: `factor` times the numbers filled in for `like`, a flow out of the same stock that
 * was asked for before; like may be the flow itself. */
int eng_like(eng_day *d, int flow, int like, double factor);
/* Capacity of a serve today, people; fractions are carried by chance (stochastic) or as they are (fluid). */
int eng_capacity(eng_day *d, int serve, double people);
/* Tomorrow's values of a field, today's until written; the same for who writes every one of them, whatever was there.
 */
double *eng_put(eng_day *d, int field);
double *eng_put_whole(eng_day *d, int field);

/* ---- going through a roster (only inside act, only of what the system owns; act may also call eng_put) ---- */

/* So many people more, at the end, their records all zeros. At most 2^32 - 1 in all. */
int eng_roster_add(eng_day *d, int roster, int64_t people);
/* A column to be changed [people]; NULL if it is not the system's own: the step then fails. Adding people moves it. */
int32_t *eng_roster_put_ints(eng_day *d, int roster, int column);
double *eng_roster_put_numbers(eng_day *d, int roster, int column);
/* Draw number `draw` of today for people first to first + n - 1: uniform on (0, 1). A person's draws depend on the
 * person's number, the day and `draw` alone: who draws more moves nobody else's luck. */
void eng_roster_units(eng_day *d, int roster, uint32_t draw, int64_t first, int n, double *out);
/* One person's draws 2 * pair and 2 * pair + 1: what a loop over few people asks for. They are other numbers than
 * those of eng_roster_units. */
void eng_roster_pair(eng_day *d, int roster, int64_t person, uint32_t pair, double out[2]);

/* Report a failure of the system itself; the step ends with ENG_ERR_SYSTEM and these words. */
int eng_fail(eng_day *d, const char *words);

/* ---- snapshot, branch, digest ---- */

size_t eng_snapshot_size(const eng_world *w);
int eng_snapshot_save(const eng_world *w, void *out, size_t size);
/* Into a world of the same model and arithmetic. */
int eng_snapshot_load(eng_world *w, const void *in, size_t size);
/* A world like this one from here on. */
eng_world *eng_world_branch(const eng_world *w);
/* SHA-256 over the whole state, in canonical byte order and order of names. */
void eng_world_digest(const eng_world *w, unsigned char out[32]);

/* SHA-256 for others (digest of a run). */
typedef struct {
    uint32_t h[8];
    uint64_t length;
    unsigned char block[64];
} eng_sha256;
void eng_sha256_start(eng_sha256 *s);
void eng_sha256_add(eng_sha256 *s, const void *data, size_t n);
void eng_sha256_end(eng_sha256 *s, unsigned char out[32]);

#endif
