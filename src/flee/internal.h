/* What the files of src/flee share: the input as read, the day as the input makes it, and a member at work.
 *
 * The rules are those of the Flee code, for its users; `sane` mends what Flee gets wrong (docs/flee.md lists each).
 * Terms: a place is Flee's location, a link is one direction of a route, a way is a path of links to a destination.
 */
#ifndef VADO_FLEE_INTERNAL_H
#define VADO_FLEE_INTERNAL_H

#include "engine/detmath.h"
#include "flee/flee.h"
#include "scenario/yaml_tree.h"
#include "text/csv.h"
#include <math.h>

/* ---- settings (settings.c) ---- */

enum {
#define X(section, key, type, standing, value, low, high, unit, meaning) section##_##key,
#include "flee/settings_list.h"
    FLE_SETTINGS
};

typedef struct {
    int n;
    double *values;
    int given;
} fle_list;

typedef enum { SPAWN_BY_DATA, SPAWN_BY_CONFLICT, SPAWN_BY_FLOOD } fle_spawn;
typedef enum { MODE_CONSTANT, MODE_POP_RATIO, MODE_POISSON } fle_spawn_mode;

typedef struct {
    double set[FLE_SETTINGS];
    fle_spawn spawn;
    fle_spawn_mode mode;         /* of conflict- or flood-driven displacement */
    double displaced_per_day;    /* conflict-driven: people, or share of the population */
    fle_list displaced_by_level; /* flood-driven: the same by flood level */
    fle_list spawn_decay;        /* conflict_spawn_decay; n 0 if there is none */
    int flood_rules;
    fle_list flood_movechances, flood_loc_weights;
} fle_settings;

/* ---- a value as Python has it (python.c) ---- */

typedef enum { PY_NOTHING, PY_TRUTH, PY_WHOLE, PY_NUMBER, PY_TEXT, PY_MANY } fle_py_type; /* MANY: a list, or keys */
typedef struct {
    fle_py_type type;
    double number; /* of a truth 0 or 1; of MANY how many */
    int odd;       /* a whole number that is not what it looks like: 010, 1:30 */
} fle_python;
fle_python fle_python_of(const yml_node *v);
int fle_python_bool(const yml_node *v, const fle_python *p);
/* float(), or int() if whole; -1 where Python would end with an error. */
int fle_python_number(const yml_node *v, const fle_python *p, int whole, double *out);

/* ---- input as read (places.c, calendar.c, source.c, demographics.c) ---- */

/* What a location type makes of a place. */
typedef struct {
    int camp, idpcamp, town, forward, marker, flood_zone;
    double movechance, conflict; /* conflict: intensity, -1 if there is none */
} fle_kind_of_place;

typedef struct {
    char *name, *region, *country, *type;
    double x, y;
    double pop, capacity; /* capacity: -1 of all but camps */
    int foreign;
    int conflict_date;      /* of conflict types: first day of conflict; 0 or less: from the start */
    fle_kind_of_place kind; /* on day 0, before anything changes */
    int output;             /* a camp at the start: has columns in the output */
    double conflict_intensity, capacity_per_day, trade_volume, hdi;
    int initial_idps;
    txt_pos at;
} fle_place;

/* One direction of a route. */
typedef struct {
    int from, to;
    double km, speed, walk; /* speed: km/day; walk: chance a day to be on foot */
    int forced;
    int line; /* of routes.csv */
} fle_link;

typedef enum { CLOSE_COUNTRY, CLOSE_LOCATION, CLOSE_LINK, CLOSE_CAMP, CLOSE_IDPCAMP, CLOSE_FORCED } fle_closure_type;

typedef struct {
    fle_closure_type type;
    int a, b; /* places, or of CLOSE_COUNTRY any place of that country; -1 if unknown */
    int start, end;
} fle_closure;

typedef struct {
    int place, day;
    fle_kind_of_place kind;
    int unknown; /* a type nobody knows: the place keeps the chance to leave it has then */
} fle_change;

/* A table by day (row) and place (column); a place without a column is always 0. */
typedef struct {
    int days, columns;
    int *place;     /* [columns] */
    int *column;    /* [places] or -1 */
    double *values; /* [days][columns] */
} fle_by_day;

/* Published people of one camp (or of the total), by date. */
typedef struct {
    char *name;
    char *files; /* for the record: "rwa-mahama.csv" */
    int n;
    int *day;
    double *people; /* divided by hasten */
    int place;      /* or -1 */
    int first;      /* the first source of this name: Flee looks for figures by name, and finds that one */
    txt_pos at;     /* its row in data_layout.csv */
} fle_source;

typedef struct {
    char *name; /* "age" */
    int n;
    char **values;
    double *weights; /* [1 + places][n]: of Default, then of each place */
} fle_attribute;

typedef struct {
    int n, *places;
} fle_major;

typedef enum { ARITHMETIC_AUTO, ARITHMETIC_SPLIT, ARITHMETIC_INDIVIDUAL } fle_arithmetic;

typedef struct {
    char *name, *title;
    char *input_label, *validation_label; /* folders, as in messages */
    int sane;
    fle_arithmetic arithmetic; /* asked for */
    int has_source;
    int64_t start; /* day since 1970-01-01 */
    int days;
    fle_settings settings;
    int nplaces, nlinks, nclosures, nchanges, nsources, nattributes, nmajors;
    fle_place *places;
    fle_link *links; /* in the order Flee makes them */
    fle_closure *closures;
    fle_change *changes;
    fle_by_day conflicts, floods;
    fle_source *sources;
    int total;       /* the source that is no camp, or -1: Flee takes the first for it, `sane` the one of that name */
    int named_total; /* the source called total, or -1 */
    int *source_of;  /* [places] or -1 */
    fle_attribute *attributes;
    fle_major *majors;
    int has_capacity_per_day;
    int ncamps, *camps; /* places with columns in the output, in their order */
} fle_input;

static inline double fle_set(const fle_input *in, int id) { return in->settings.set[id]; }
static inline int fle_on(const fle_input *in, int id) { return in->settings.set[id] > 0 || in->settings.set[id] < 0; }

/* ---- reading ---- */

typedef struct {
    fle_input *in;
    rep_report *rep;
    const scn_folder *folder;
    char *settings_label;
    int places_ok; /* names of places are known: others can be looked for among them */
    int days_asked;
    int within;               /* figures of days after the run are not read: whoever has the input cannot know them */
    const char **place_names; /* [nplaces] */
} fle_reading;

/* A file of the input, with rows as they stand. */
typedef struct {
    csv_table t;
    char *label;
    rep_report *rep;
    int missing; /* no such file */
} fle_table;

/* name: inside the folder, as "input/routes.csv". 0, also when errors were added; -1 without memory. */
int fle_table_read(fle_reading *r, const char *name, const char *label, fle_table *t);
void fle_table_free(fle_table *t);
int fle_is_comment(const fle_table *t, int row);               /* or a header (#), or said to be unreadable */
const char *fle_cell(const fle_table *t, int row, int column); /* "" where the row is shorter */
txt_pos fle_at(const fle_table *t, int row, int column);
/* A number of a cell, spaces around it let pass; `otherwise` if it is blank. -1 after an error. */
int fle_number(const fle_table *t, int row, int column, const char *expected, double low, double high, double *out);
/* The same for a whole number. */
int fle_whole(const fle_table *t, int row, int column, const char *expected, double low, double high, double *out);
/* A warning if a row has more than `width` cells with something in them. */
void fle_wide(const fle_table *t, int row, int width);
int fle_blank(const fle_table *t, int row, int column);
void fle_say(const fle_table *t, int row, int column, rep_level level, const char *todo, const char *expected);
/* Index of a place, or -1. Errors are the caller's. */
int fle_find_place(const fle_input *in, const char *name);
/* A date as Flee reads it, 2012-02-29 or 2012-2-29, spaces around it let pass. 0 or -1. */
int fle_date(const char *text, int64_t *day);
/* Text without spaces around it, into out. */
void fle_trim(const char *text, char *out, size_t size);
/* "did you mean Mopti?", or what else to do. */
txt_shown fle_near_place(const fle_reading *r, const char *name, const char *otherwise);
/* For a warning: "did you mean Mopti?", if one is near, and what happens now. */
txt_shown fle_near_place_else(const fle_reading *r, const char *name, const char *happens);

int fle_read_settings(fle_reading *r);
int fle_read_places(fle_reading *r);
int fle_read_links(fle_reading *r);
int fle_read_majors(fle_reading *r);
int fle_read_period(fle_reading *r);
int fle_read_closures(fle_reading *r);
int fle_read_changes(fle_reading *r);
int fle_read_conflicts(fle_reading *r);
int fle_read_floods(fle_reading *r);
int fle_read_sources(fle_reading *r);
int fle_read_demographics(fle_reading *r);
/* Warnings for figures that begin late, end early or lie outside of the run (cover.c). */
void fle_check_cover(const fle_input *in, const char *label, rep_report *rep);
#define fle_nobody "nobody is displaced and nobody is in a camp on any day"
/* Why no difference to the data can be said, or NULL. */
const char *fle_no_data(const fle_input *in);
void fle_input_free(fle_input *in);
/* movechance: what stays where the type is not known. */
fle_kind_of_place fle_kind_of(const fle_input *in, const char *type, double conflict, double movechance);
int fle_is_known_type(const char *type);
/* Intensity of a place in the file of a day; 0 if it has no column. */
double fle_day_value(const fle_by_day *t, int day, int place);

/* ---- source data (source.c) ---- */

/* People the data give a source on a day, as Flee reads them: between two dates interpolated and cut to a whole number.
 * day0: the camps' people of day 0 are taken off (empty_camps_on_day0). */
double fle_source_value(const fle_input *in, int source, int day);
/* The whole course of displacement by data: people new on each day, debt after it, sum of the data's differences. */
typedef struct {
    double *born, *debt, *raw; /* [days] */
} fle_course;
int fle_course_make(const fle_input *in, fle_course *c);
void fle_course_free(fle_course *c);

const par_decl *fle_parameters(void);
/* Great-circle distance in km (haversine, radius 6371 km). */
double fle_km_between(double lat1, double lon1, double lat2, double lon2);
/* Reads a folder in memory (taken over): mdl_kind.read. */
int fle_read(scn_scenario *s, scn_folder *folder, const scn_options *options, rep_report *rep);

/* ---- the day as the input makes it (scene.c): a pure function of the input and the day ---- */

typedef struct {
    int day;                 /* it stands as in that day's evolve; -1: before day 0 */
    fle_kind_of_place *kind; /* [places] */
    int *conflict_since;     /* [places] first day; -1: from before day 0 */
    double *capacity;        /* [places] */
    double *score;           /* [places] attraction before anything of a person comes in */
    double *score_before;    /* [places] of the day before; 1 before day 0 */
    double *displaces;       /* [places] weight of the day's displaced, for each person of the population */
    double *displaces_next;  /* [places] the same as it stands after the day */
    int *level;              /* [places] flood level */
    double *conflict;        /* [places] intensity when the day's people are displaced: before camps close */
} fle_scene;
int fle_scene_make(const fle_input *in, fle_scene *s);
void fle_scene_free(fle_scene *s);
void fle_scene_to(const fle_input *in, fle_scene *s, int day);
/* x^y; x itself, to the last bit, where y is 1. */
static inline double fle_power(double x, double y) { return y >= 1 && y <= 1 ? x : det_pow(x, y); }
/* List value by level, between entries linear; the last one beyond. */
double fle_by_level(const fle_list *l, double level);

/* ---- roads and ways (roads.c, ways.c): made once, read by all members ---- */

/* A link from one opening to the next closure. Who is on it when it closes turns back at its end. */
typedef struct {
    int link, closed_on; /* first day it is closed; INT_MAX: never */
} fle_road;

/* What is left of a journey: the next place, the rest (0: nothing), and where it ends. Route 0: none. */
typedef struct {
    int next, rest, last;
} fle_route;

/* A way out of a place: a candidate of a choice. */
typedef struct {
    int end, route;
    double km;
    int major, prefix; /* along a major route; the way (of the same place) it begins with, or -1 */
} fle_way;

/* From one day to the next change of open roads, markers or redirection. */
typedef struct {
    int day;                /* the first */
    int *first_road, *road; /* [places + 1], open roads out of each place in Flee's order */
    int *first_way;         /* [places + 1] */
    fle_way *ways;
    int *forced; /* [places] road all are sent along, or -1 (sane) */
} fle_epoch;

typedef struct {
    int nroads, nroutes, nepochs;
    fle_road *roads;
    fle_route *routes; /* routes[0] is none */
    fle_epoch *epochs;
    int *epoch_of;                 /* [days] */
    int nbuckets, *bucket, *chain; /* routes by content */
} fle_network;

int fle_network_make(const fle_input *in, fle_network *w, rep_report *rep);
void fle_network_free(fle_network *w);
int fle_route_make(fle_network *w, int next, int rest); /* its number, or -1 without memory */
/* First open road from a place to a neighbour, or -1. */
static inline int fle_road_to(const fle_input *in, const fle_network *w, const fle_epoch *e, int from, int to) {
    for (int i = e->first_road[from]; i < e->first_road[from + 1]; i++)
        if (in->links[w->roads[e->road[i]].link].to == to)
            return e->road[i];
    return -1;
}

/* ---- what people are, as far as rules ask (classes.c) ---- */

typedef enum { TYPE_PLAIN, TYPE_SQUARE, TYPE_FLAT } fle_type; /* attraction as it is, squared, or 1 */

typedef struct {
    int n;
    fle_type *type;
    int *ethnicity, *religion; /* [n] number of the value, or -1 */
    int *home;                 /* [n] place where they were displaced, where a rule asks for it (sane), or -1 */
    int nethnicities, nreligions;
    double *shares; /* [places][n] of those displaced there */
} fle_classes;
int fle_classes_make(const fle_input *in, fle_classes *c);
void fle_classes_free(fle_classes *c);

/* ---- choosing a way (choice.c) ---- */

/* Weights of all ways of the day. Those into places with a capacity depend on how many are there now. */
typedef struct {
    int epoch, known;                   /* known: base holds the day's weights */
    unsigned made;                      /* how often base was made */
    double *base;                       /* [classes][ways] without the capacity's part */
    unsigned char *active;              /* [ways] can be chosen at all */
    double *sum;                        /* [classes][ways] running sums */
    unsigned *ready;                    /* [classes][places] version of the sums */
    unsigned *version;                  /* [places] */
    double *limit;                      /* [places] people: capacity x scaling; below 1: none */
    double *room;                       /* [places] multiplier for the people there now, 0 to 1 */
    double *room_power;                 /* [places] room ^ weight_power */
    int *first_watcher, *watcher;       /* [places + 1]: places with a way that ends there */
    double *score, *score_before, *pop; /* [places] of which base was made */
    int *level;
    fle_kind_of_place *kind;
    int most_ways;
} fle_choice;

/* ---- the model ---- */

enum { COL_AT, COL_ROUTE, COL_TRAITS, COL_INTS }; /* columns of the roster; at: place, or places + road */
enum { COL_X, COL_RECENT, COL_NUMBERS };          /* km on the road; index of recent travel */
enum { TRAIT_TRAVELLED = 1 << 24, TRAIT_CLASS = TRAIT_TRAVELLED - 1 }; /* traits: class, and whether ever arrived */
enum {
    SERIES_PEOPLE,
    SERIES_IN_CAMPS,
    SERIES_DISPLACED,
    SERIES_ON_ROADS,
    SERIES_IN_CONFLICT,
    SERIES_OVER_CAPACITY,
    SERIES_DEBT,
    SERIES_DIFFERENCE, /* the last two: only where they can be said */
    SERIES_RESCALED,
    SERIES_COUNT
};

/* How a model is put on the engine: with counts in stocks, or with a roster. */
typedef struct {
    eng_model *e;
    int ticks; /* of the engine's clock in a day; people move in the last */
    /* displacement */
    int untouched, displaced, serve, to_displaced; /* by data */
    int *home, *home_serve;                        /* [places] those not displaced, or -1 */
    int *out;                                      /* [places] flow of the day's displaced to where they set out */
    int *day0, *day0_out;                          /* [places] people in camps on day 0, or -1 */
    int population;                                /* field [places], or -1 */
    int left;                                      /* sane: field [places] of those not displaced yet, or -1 */
    int sink;                                      /* individual: those who are on the roster */
    int roster, at_place;                          /* individual: field [places] */
    struct fle_split *split;                       /* counts: what split.c has made; else NULL */
} fle_built;

struct mdl_model {
    const scn_scenario *s;
    const fle_input *in;
    fle_network net;
    fle_classes classes;
    fle_course course;
    fle_built individual, split; /* split.e is NULL where the rules or the network forbid it */
    char why[200];               /* why people are taken one by one, if they are */
    const char *no_score;        /* why no difference to the data can be said, or NULL */
    const char **place_names, **camp_names;
    double *data; /* [days][camps] what the data say */
    mdl_series series[SERIES_COUNT];
    int width;
};

struct mdl_member {
    const mdl_model *m;
    const fle_built *b;
    eng_world *w;
    fle_scene scene;
    fle_choice choice;
    double *record;
    double *here; /* [places] scratch */
    double *now;  /* [places] people at the end of the day's last tick, for statistics; never read later */
    double on_roads;
    char words[600];     /* of a failure */
    double *movechance;  /* [places] of the day */
    double *counts;      /* [classes][places] people at each place this morning, if a rule matches people; else NULL */
    int32_t *travellers; /* scratch of individual.c: people on roads, in their order */
    double *moved;       /* ... and the km of their day */
    int64_t travellers_room;
    struct fle_split_day *split; /* of split.c */
};

/* Brings the weights to the day of the scene; pop: [places]; counts: [classes][places] people at each place this
 * morning, asked for only by rules that match people (else NULL). */
int fle_choice_make(const mdl_model *m, fle_choice *c);
void fle_choice_free(fle_choice *c);
void fle_choice_day(const mdl_model *m, fle_choice *c, const fle_scene *s, const double *pop, const double *counts);
/* People now at a place: its room. */
void fle_choice_people(const mdl_model *m, fle_choice *c, int place, double people);
/* Running sums of the ways out of a place for a class; *n ways. */
const double *fle_choice_sums(const mdl_model *m, fle_choice *c, int cls, int place, int *first, int *n);
/* A way out of the place by a uniform number, or -1 if there is none. */
int fle_choice_way(const mdl_model *m, fle_choice *c, int cls, int place, double unit);
int fle_matches(const fle_input *in); /* does a rule match people with those at a place? */

/* For `sane`: km to a metre, and what is left of a day to its millionth. Courses that take the day alike on different
 * roads then end it alike, to the last bit, and are counted as one. */
static inline double fle_metres(double km) { return floor(km * 1024 + 0.5) / 1024; }
static inline double fle_left(double share) { return floor(share * 1048576 + 0.5) / 1048576; }

static inline int fle_day(const mdl_member *p) { return (int)(eng_world_today(p->w) / p->b->ticks); }
static inline int fle_step(const mdl_member *p) { return (int)(eng_world_today(p->w) % p->b->ticks); }
/* Population of the places today [places]: the input's, or what is left of it. */
const double *fle_population(const mdl_member *p, double *room);
/* The same when those who set out in this tick of the engine's clock are taken off. */
const double *fle_population_left(const mdl_member *p, double *room);

double fle_movechance(const mdl_member *p, int place, const double *pop);

/* displaced.c */
int fle_displaced_declare(mdl_model *m, fle_built *b, int system, int dimension, const int *target);
int fle_displaced_start(mdl_member *p);
double fle_first_people(const mdl_model *m, int place); /* people a camp has before day 0 */
/* Displaced on a day from a place by its conflict or flood: a number, or the mean of one. */
double fle_own_number(const fle_input *in, const fle_scene *s, int place, double pop);
int fle_displaced_decide(void *member, eng_day *d);
int fle_displaced_act(void *member, eng_day *d);
double fle_people_days(const mdl_model *m); /* of a run, as far as the input tells (model.c) */
/* limits.c */
/* Errors and warnings on more people displaced than live there, and on nobody displaced. */
void fle_check_displaced(mdl_model *m, rep_report *rep);
/* individual.c */
int fle_individual_declare(mdl_model *m, fle_built *b);
int fle_individual_act(void *member, eng_day *d);
/* Places, roads and classes of the roster lie within the model: of one that was loaded. */
int fle_individual_sane(const mdl_member *p);
/* split.c */
int fle_split_declare(mdl_model *m, fle_built *b,
                      char words[160]); /* 0; 1: not to be counted, for the reason in words */
void fle_split_free(const mdl_model *m, fle_built *b);
double fle_split_seconds(const mdl_model *m, const fle_built *b); /* CPU seconds of a day, roughly */
int fle_split_open(mdl_member *p);
void fle_split_close(mdl_member *p);
int fle_split_decide(void *member, eng_day *d);
void fle_split_count(mdl_member *p, const eng_world *world);
/* statistics.c */
void fle_series_declare(mdl_model *m);
int fle_series_count(const mdl_model *m);
int fle_record(void *member, const eng_world *w);
/* member.c */
int fle_member_open(const mdl_model *m, const mdl_member_options *o, mdl_member **out);
void fle_member_close(mdl_member *p);
int64_t fle_member_day(const mdl_member *p);
int fle_member_step(mdl_member *p, double *record);
const char *fle_member_error(const mdl_member *p);
eng_world *fle_member_world(mdl_member *p);
int fle_member_sane(const mdl_member *p);
const double *fle_member_parameters(const mdl_member *p);

#endif
