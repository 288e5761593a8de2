/* What every system of the corridor knows: classes, the network, a model and a member of it, and what a system is.
 * Systems meet only in stocks, flows and fields, whose ids and readers stand in the header of the system that owns
 * them.
 *
 * Classes: ND = nationality x demographic; NDA = ND x attempt (0 first encounter, 1, 2, 3 and more before);
 * N = nationality. Class of ND: n * DEMO_COUNT + d; of NDA: (n * DEMO_COUNT + d) * COR_ATTEMPTS + a.
 */
#ifndef VADO_CORRIDOR_INTERNAL_H
#define VADO_CORRIDOR_INTERNAL_H

#include "corridor/corridor.h"
#include "engine/count.h"
#include "engine/detmath.h"

#include <stddef.h>

enum { COR_BACKS = 2, COR_ENDS = 3 }; /* expelled, returned; tries again soon, later, gives up */
enum {
    COR_ATTEMPTS = 4,
    COR_MAX_ND = 60,
    COR_MAX_FLOWS = 500,
    COR_MAX_LEGS = 2000,
    COR_MAX_SECTORS = 64,
    COR_MAX_BLOCS = 30,
    COR_MAX_ROADS = SCN_ROADS_MAX,
    COR_MAX_MODES = 16,
    COR_MAX_PORTS = 200
};

/* Systems, in the order of the mission's parts: systems.def lists them, and nothing else does. */
#ifndef COR_SYSTEMS
#define COR_SYSTEMS "corridor/systems.def"
#endif
#define COR_SYSTEM(id, descriptor) id,
typedef enum {
#include COR_SYSTEMS
    SYS_COUNT
} cor_system_id;
#undef COR_SYSTEM

/* What can happen to a person who tries a crossing; one flow each, from first-timers and from those who try again.
 * Those who are encountered come first; those who evade are all from TRY_CAUGHT on. */
typedef enum {
    TRY_TURN_IN,
    TRY_OUTSIDE, /* turns in, and waits in the open on the US side to be taken in */
    TRY_CAUGHT,
    TRY_RESCUED,
    TRY_GOT_AWAY,
    TRY_DIED_FOUND,
    TRY_DIED_NOT_FOUND,
    TRY_COUNT
} cor_try;

/* Places that a series is counted at. */
typedef enum {
    PLACES_NONE,
    PLACES_SECTORS,
    PLACES_CITIES,
    PLACES_REGIONS,
    PLACES_CLOSABLE,
    PLACES_INTERIOR,
    PLACES_COUNTRIES,
    PLACES_SPENDERS,
    PLACES_STATIONS, /* places that have a station */
    PLACES_LEGS,
    PLACES_KINDS
} cor_places;

/* A series, as the system that records it declares it: all that is said of it is said here. */
typedef struct {
    const char *name, *unit, *meaning;
    size_t id; /* offsetof(struct <system>_ids, series.<its own>): where the number of the series is put */
    int at;    /* its place in a day's record and in a store; 0: after all that have one, in the order of systems */
    series_sum sum;
    int harm;
    int ledger; /* only reckoned from what other series count: that it changes moves nobody */
    cor_places places;
    int by_nationality, by_group;
    int of; /* 1 more than the institution that a scenario must have for it to be there; 0: every corridor has it */
    mdl_shown shown;
} cor_series;
enum { COR_MOST_SERIES = 128 };

/* Institutions and features that a scenario may have or not: institutions.c. */
typedef enum {
    HAS_DARIEN,
    HAS_TRAINS,
    HAS_STATIONS,
    HAS_PORTS,
    HAS_TRADE,
    HAS_CUSTODY,
    HAS_CARAVANS,
    HAS_ASYLUM,
    HAS_EXPULSIONS,
    HAS_HEARINGS,
    HAS_MINORS,
    HAS_COURTS,
    HAS_INTERIOR,
    HAS_DIPLOMACY,
    HAS_AID,
    HAS_MONEY,
    COR_INSTITUTIONS
} cor_institution;

/* Ways out of custody. */
typedef enum {
    OUT_RELEASED,
    OUT_EXPELLED, /* to Mexico, tries again from there or not: see returned_to */
    OUT_FLOWN,    /* expelled or removed by air to the home country */
    OUT_RETURNED, /* to Mexico under title 8 (Mexicans; others from May 2023) */
    OUT_MPP,      /* to Mexico to wait for a hearing */
    OUT_DETAINED,
    OUT_MINOR_CARE,
    OUT_COUNT
} cor_out;

typedef struct {                /* a leg of the network, ready for the day's work */
    int from, to, road;         /* road: legs that join the same two places */
    int region;                 /* of Mexico where it is checked, or -1 */
    int is_air, guided, darien; /* guided: by smugglers */
    int free, pays, held;       /* flows; -1 if none */
} cor_leg;

typedef struct {
    int from, sector, remote, river;
    int first[TRY_COUNT], again[TRY_COUNT]; /* flows */
} cor_crossing;

typedef struct {
    int line_city;                            /* index among border cities, or -1 */
    int stock;                                /* at the place, ND */
    int line, to_line;                        /* border cities: those who have come to cross here, ND; else -1; flow */
    int again;                                /* border cities: those who try again, NDA; else -1 */
    int held;                                 /* queue of the seen, ND, or -1 */
    int nroads, *roads;                       /* out of the place */
    int group;                                /* sector group reachable: nest index, or nnests if several */
    int station;                              /* where its held are taken, or -1 */
    int exposed;                              /* those at the place, as exposed.c numbers them */
    int died_found, died_not_found, gives_up; /* flows */
    double robbery;                           /* mean relative hazard of the legs that lead here */
} cor_place;

typedef struct {   /* people of a stock who can be extorted and, if a border city is named, kidnapped near it */
    int city, per; /* index among border cities, or -1; classes of the stock for one of ND */
    int extorted, kidnapped; /* event; flow, or -1 */
} cor_exposed;

typedef struct { /* numbers that a system works out each morning: [size] at `at` of a member's */
    const char *name;
    int system, at, size;
} cor_aux_info;

struct mdl_model {
    const scn_scenario *s;
    eng_model *e;
    int nn, nd, nda; /* nationalities, ND classes, NDA classes */
    int dim_n, dim_d, dim_a, N, ND, NDA;
    cor_place *places;
    cor_leg *legs;
    cor_crossing *crossings;
    int nroads, *road_from, *road_to, *road_first, *road_count, *road_legs; /* roads and their legs */
    int *road_modes;                                                        /* [nroads] modes besides flights */
    int *topological;                                                       /* places, north first */
    int ncities, *cities;                                                   /* border cities: place indices */
    int mexico;                                                             /* index of the nationality Mexico */
    int *bloc;                                                              /* [nn] */
    cor_latents latents;
    int *par[SYS_COUNT]; /* offsets of each system's parameters in the value array */

    int turns[SYS_COUNT]; /* systems in the order of their turns */
    void *ids[SYS_COUNT]; /* of its stocks, flows and fields, to each system: struct <name>_ids of its header */
    struct {
        int n, room;
        cor_exposed *of;
    } exposed; /* stocks whose people can be harmed: every owner names its own (cor_expose) */
    struct {
        int n, most, nsums; /* most: cells of a row */
        eng_count *of;
    } counts; /* flows that are counted every day, into series and sums: cor_series_flow, cor_sum_flow */
    int naux, aux_room, aux_total;
    cor_aux_info *aux; /* auxiliaries: cor_auxiliary */
    int has[COR_INSTITUTIONS];
    int noffs, *offs; /* parameters held at these values, of what the scenario does not have */
    double *off_values;
    int nseries, width;
    mdl_series *series; /* all, by their number: what a system counts */
    mdl_series *shown;  /* [nseries] those of what the scenario has: all that anybody outside sees */
    int room;           /* numbers of `big` that a system needs at most */
    int nkept;          /* arrays made while declaring, freed with the model */
    void **kept;
};

struct mdl_member {
    const mdl_model *m;
    eng_world *w;
    double *base, *values; /* parameters: drawn; of the day */
    int draws;             /* it draws sizes of the schedule, as `drawn` */
    scn_drawn drawn;
    int64_t day, first_day;
    int64_t values_day;                     /* whose parameters `values` holds */
    double *record;                         /* where statistics adds the day, or NULL */
    unsigned char unasked[COR_MOST_SERIES]; /* by their number: series that nobody wants recorded */
    const cor_latents *latents;
    double *added;     /* [nn][months of the model's latents] to departures by this member; NULL: nothing */
    double *aux;       /* [aux_total] of this morning; derived from world, parameters and date, so no part of a state */
    int preparing;     /* whose turn it is to write them */
    char error[160];   /* of preparing; "" if none */
    double *nda, *big; /* scratch for the systems, [4][NDA] and more, never read before written */
    eng_count *counts; /* of the model's, those into series that are asked for; NULL: all */
    int ncounts;
    double *sums;                /* [nsums] of the last day that was recorded, and room to count */
    int counted, counted_before; /* the flows of the day, and of the day before, are counted */
};

/* ---- systems: each declares once and decides daily ---- */

typedef struct {
    const char *name, *part;    /* of the mission: "S05"; "ours" */
    size_t ids;                 /* size of the struct of its header, zeroed before it declares; 0: none */
    const mdl_setting *off;     /* what switches it off for `vado knockout`, ended by an entry without path; or NULL */
    const char *nobody;         /* where it moves no other part: why, as the end of a sentence; or NULL */
    const par_decl *parameters; /* each at its number in the system's own enum; ended by an entry without path */
    const cor_series *series;   /* what it records; ended by a row without name; NULL: none */
    int nparameters;            /* how many they must be: one that is left out would end the list */
    int (*declare_stocks)(mdl_model *m, int system); /* stocks, fields and channels */
    int (*declare_flows)(mdl_model *m, int system);  /* flows and serves, when all stocks exist */
    int turn;                                        /* of preparing and starting: systems.c */
    int (*prepare)(mdl_member *p); /* before a day: all its auxiliaries, from this morning's world; nothing else */
    int (*count)(mdl_model *m);    /* when all is declared: flows that are counted every day (statistics.h) */
    int (*decide)(void *member, eng_day *day);
    int (*record)(void *member, const eng_world *w); /* what else its series count */
    int (*start)(mdl_member *p);                     /* first people and values of fields */
} cor_system;

#define COR_SYSTEM(id, descriptor) extern const cor_system descriptor;
#include COR_SYSTEMS
#undef COR_SYSTEM

int cor_is_darien(const scn_scenario *s, int leg); /* model.c: does a leg lead through the gap */
int cor_make_network(mdl_model *m);                /* network.c */
/* systems.c: the list; what all declare; first values of all; auxiliaries of all, for the morning of p->w. */
int cor_declarations(const par_decl *lists[MDL_MOST_PARTS]);
int cor_parts(mdl_part list[MDL_MOST_PARTS]);
const mdl_setting *cor_off(cor_system_id id); /* what switches a system off */
const cor_series *cor_series_of(int system);  /* as declared, or NULL */
const char *cor_system_name(int system);
int cor_declare_systems(mdl_model *m);
int cor_start(mdl_member *p);
int cor_prepare(mdl_member *p);
/* Arrays freed with the model; NULL without memory: n ids, all -1; n numbers, or n of any size, all 0. */
int *cor_ids(mdl_model *m, int n);
double *cor_numbers(mdl_model *m, int n);
void *cor_room(mdl_model *m, int n, size_t each);
/* While declaring: a member's `big` will have room for so many numbers. */
void cor_need_room(mdl_model *m, int numbers);

int cor_member_open(const mdl_model *m, const mdl_member_options *o, mdl_member **out);
void cor_member_close(mdl_member *p);
int64_t cor_member_day(const mdl_member *p);
int cor_member_step(mdl_member *p, double *record);
int cor_member_ask(mdl_member *p, int n, const int *asked);
const char *cor_member_error(const mdl_member *p);
eng_world *cor_member_world(mdl_member *p);
const double *cor_member_parameters(const mdl_member *p);

/* Parameter k of a system's own table, today; element i of one that varies by place or people. */
static inline double cor_par(const mdl_member *p, cor_system_id system, int k, int i) {
    return p->values[p->m->par[system][k] + i];
}

/* ---- auxiliaries: how systems read each other's numbers on the same day ----
 * A field is a system's own state, written today and seen tomorrow. An auxiliary follows from the stocks and fields of
 * a morning and the day's parameters: its owner works it out in `prepare`, others read it on that day, in `record` too.
 */

/* In declare_stocks, of the system that will write it; returns its id, or an error below 0. */
int cor_auxiliary(mdl_model *m, cor_system_id system, const char *name, int size);
static inline const double *cor_aux(const mdl_member *p, int aux) { return p->aux + p->m->aux[aux].at; }
/* In prepare, all of it to be written; NULL if it is another's. */
static inline double *cor_aux_put(mdl_member *p, int aux) {
    return p->m->aux[aux].system == p->preparing ? p->aux + p->m->aux[aux].at : NULL;
}

/* ---- help shared by systems ---- */
static inline int cor_n(int nd) { return nd / DEMO_COUNT; }
static inline int cor_d(int nd) { return nd % DEMO_COUNT; }
/* Those of [ND] people who are not Mexicans. */
static inline double cor_foreigners(const mdl_member *p, const double *people) {
    int mexicans = p->m->mexico < 0 ? p->m->nd : p->m->mexico * DEMO_COUNT, nd = 0;
    double sum = 0;
    for (; nd < mexicans; nd++)
        sum += people[nd];
    for (nd += DEMO_COUNT; nd < p->m->nd; nd++)
        sum += people[nd];
    return sum;
}
/* Those who took a flow out of a stock of shape ND, without Mexicans. */
static inline double cor_foreigners_moved(const mdl_member *p, const eng_world *w, int flow) {
    double sum = eng_moved_total(w, flow);
    if (sum <= 0 || p->m->mexico < 0)
        return sum;
    sum -= eng_count_classes(w, flow, p->m->mexico * DEMO_COUNT, DEMO_COUNT);
    return sum > 0 ? sum : 0;
}
/* Within low and high, of which low is not above high; in a form that processors have an instruction for. */
static inline double cor_clamp(double x, double low, double high) {
    double y = high < x ? high : x;
    return low > y ? low : y;
}
/* Weight today of what halves in half_life days, and its complement's step. */
static inline double cor_step(double half_life_days) { return 1 - det_exp(-0.69314718055994531 / half_life_days); }
int cor_name(char *out, size_t size, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;

#endif
