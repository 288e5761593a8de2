/* What a model (corridor, flee) gives to those who run it and store it: series, members, days.
 *
 * The runner knows no system by name; it opens a model from a scenario, makes members, steps them day by day and reads
 * what the day added to each series.
 */
#ifndef VADO_MODEL_H
#define VADO_MODEL_H

#include "engine/engine.h"
#include "scenario/scenario.h"

/* How a series is summed over days, to months and years. */
typedef enum {
    SERIES_SUM,  /* flows: people or events, summed */
    SERIES_MEAN, /* stocks: mean of the days */
    SERIES_RATIO /* value is numerator / denominator: the cells of two sums, kept apart until printed */
} series_sum;

/* How a series stands to the published figures: "not fitted", where no latent sees them; "fitted" to them; "hand-set",
 * where parameters were chosen by hand with these figures in view; "input", where figures of the same kind are put in.
 * docs/fit.md tells why for each. */
typedef enum { MDL_NOT_FITTED, MDL_FITTED, MDL_HAND_SET, MDL_INPUT } mdl_standing;

/* Where in the report a series has a chart: at the line, on the way, after it, between governments. */
typedef enum { MDL_NOWHERE, MDL_LINE, MDL_WAY, MDL_AFTER, MDL_GOVERNMENTS } mdl_section;

/* What a what-if tells of a series: among the first, where people went; after the harm, what it cost. */
typedef enum { MDL_UNTOLD, MDL_FIRST, MDL_LATER } mdl_told;

/* How a series is shown to people: declared with it, and no part of a store. */
typedef struct {
    const char *heading; /* "Known got-aways"; whatever below shows a series needs one */
    const char *column;  /* "kidnapped": a column of every row of the knock-outs; NULL: none */
    int order;           /* where it stands among others, from 1; 0: nowhere */
    mdl_standing standing;
    mdl_section section;
    mdl_told told;
    int main;     /* the one series that the model's question is about */
    int headline; /* told before others in a comparison or a knock-out */
    int yearly;   /* a chart by fiscal year too */
    int layers;   /* the report says which layer its uncertainty comes from */
} mdl_shown;

typedef struct {
    const char *name, *unit, *meaning;
    const mdl_shown *shown; /* never NULL: mdl_plain, if its model says nothing */
    const char *part;       /* name of the part of the model that records it; NULL: not said */
    int ledger;             /* 1: only reckoned from what other series count; that it changes moves nobody */
    series_sum sum;
    int harm;    /* 1: stands beside every result */
    int nplaces; /* 0: no place margin */
    const char *const *places;
    int by_nationality, by_group; /* margins kept */
    int cells;  /* max(1,nplaces) * (nationalities or 1) * (groups or 1), place slowest, group fastest; for a ratio
                   the numerators, then as many denominators */
    int width;  /* doubles in a day's record: cells, or 2 * cells for a ratio */
    int offset; /* of this series in a day's record */
} mdl_series;

extern const mdl_shown mdl_plain;
/* Index of the main series, or -1; of the series that comes next after `after` (-1: the first) by order, or -1.
 * Of one order, as they are listed. */
int mdl_main(int n, const mdl_series *list);
int mdl_next(int n, const mdl_series *list, int after);
/* Variance of the log of a published figure of the series that is its own: counting, and what its publisher rounds or
 * reckons. */
double mdl_figure_noise(const mdl_series *of, const scn_observed *figure);

/* A part of a model, and the settings (all elements of each parameter) that switch it off. */
typedef struct {
    const char *path; /* NULL ends the list */
    double value;
} mdl_setting;
typedef struct {
    const char *name, *part;
    const mdl_setting *off; /* NULL: it cannot be switched off by settings */
    const char *nobody;     /* why it moves no other part where it moves none, as the end of a sentence; or NULL */
} mdl_part;

typedef struct mdl_model mdl_model;
typedef struct mdl_member mdl_member;

/* What brings a member whose parameters are not the centre's to the level of what was fitted: [rows][months], from the
 * first month that is lived through to the last that was fitted, log units, each a whole number of parts. Of no month:
 * nothing. */
enum { MDL_LEVEL_PARTS = 1000 }; /* of a log unit */
typedef struct {
    int rows, months;
    double *x;
} mdl_level;

/* Is it to be stopped? Asked month by month by whoever works long. asked NULL: never. */
typedef struct {
    int (*asked)(void *user);
    void *user;
} mdl_stop;
enum { MDL_STOPPED = -100 }; /* the answer then, beside the engine's errors */

typedef struct {
    eng_arithmetic arithmetic;
    uint64_t seed;
    int member, members;                                   /* index from 0; size of the ensemble */
    int layer_parameters, layer_environment, layer_chance; /* 0: this layer is the same for all members (its centre) */
    const mdl_level *level; /* of the member; read while it is opened. NULL: as the parameters make it */
    int posterior;          /* 1: its parameters are the posterior's (scn_posterior), not the prior's */
    const double *normals;  /* [registry.count] its parameters, in place of those drawn (par_put_normals); or NULL */
} mdl_member_options;

enum { MDL_MOST_PARTS = 64 }; /* room for the lists of declarations and the parts of a model */

/* A model in use. All functions thread-safe for different members of one model. */
typedef struct {
    const char *name;                                           /* "corridor" */
    int (*declarations)(const par_decl *lists[MDL_MOST_PARTS]); /* fills lists, returns their number */
    /* Compiles a scenario (kept by reference) into a model; errors into rep. */
    int (*open)(const scn_scenario *s, mdl_model **out, rep_report *rep);
    void (*close)(mdl_model *m);
    int (*series)(const mdl_model *m, const mdl_series **out); /* returns the number of series */
    int (*record_width)(const mdl_model *m);                   /* doubles in a day's record, all series */
    const eng_model *(*engine)(const mdl_model *m);
    int (*member_open)(const mdl_model *m, const mdl_member_options *o, mdl_member **out);
    void (*member_close)(mdl_member *p);
    /* Day the next step will simulate (days since 1970-01-01); it runs from spin-up on. */
    int64_t (*member_day)(const mdl_member *p);
    /* Simulates one day and ADDS its series into record [record_width] (if not NULL). */
    int (*member_step)(mdl_member *p, double *record);
    const char *(*member_error)(const mdl_member *p);
    /* From now on only these series, by their numbers in `series`, are recorded: the others' cells of a record stay as
     * they are. Changes nothing that happens. 0, or -1 without memory. NULL: all are always recorded. */
    int (*member_ask)(mdl_member *p, int n, const int *asked);
    eng_world *(*member_world)(mdl_member *p); /* for snapshot, restore, digest, occupied cells */
    /* Of a state that was loaded, which anybody may have written: does all that counts places, roads or classes lie
     * within the model? NULL: the model keeps no such numbers in its state. */
    int (*member_sane)(const mdl_member *p);
    const double *(*member_parameters)(const mdl_member *p); /* base values drawn for this member [registry.total] */
    /* The level of a member (options without level) of a model without policies and settings; the members of every
     * other model of that scenario and table take it over. aim: what the central run counts, from level_aim, for all
     * members; of no month if nothing tells what was fitted. Each takes as long as some runs of expected people. 0,
     * MDL_STOPPED or an error of the engine; out->x is the caller's to free, also after an error. NULL: nothing is
     * fitted. */
    int (*level_months)(const mdl_model *m); /* of a level; 0: nothing tells what was fitted */
    int (*level_aim)(const mdl_model *m, mdl_level *out, const mdl_stop *stop);
    int (*level)(const mdl_model *m, const mdl_member_options *o, const mdl_level *aim, mdl_level *out,
                 const mdl_stop *stop);
    /* A model with file formats of its own: reads and checks a folder in memory (taken over, also on failure). NULL:
     * scn_scenario_open_folder. */
    int (*read)(scn_scenario *s, scn_folder *folder, const scn_options *options, rep_report *rep);
    /* Members differ in chance only, in whole people: the arithmetic taken where another is asked for. NULL: any
     * arithmetic, and members that differ in parameters and environment too. */
    eng_arithmetic (*settle)(const mdl_model *m, eng_arithmetic asked);
    /* Its systems, by name and part of the mission; NULL: it has none to speak of. Returns their number. */
    int (*parts)(mdl_part list[MDL_MOST_PARTS]);
    /* The scenario that the declared defaults were judged for; what to judge first in another, paths ended by NULL;
     * does a parameter act in a scenario (it has what the parameter is about). NULL: defaults that are nobody's. */
    const char *(*home)(void);
    const char *const *(*first_to_judge)(void);
    int (*acts)(const scn_scenario *s, int parameter);
    /* How a series of this name is shown, for readers of a store; NULL, or returning NULL: mdl_plain. */
    const mdl_shown *(*shown)(const char *series);
} mdl_kind;

/* The kinds known; defined by the program (src/run/models.c), so that scenario/ knows none. */
const mdl_kind *mdl_find(const char *name);

#endif
