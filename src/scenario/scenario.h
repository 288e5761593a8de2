/* A scenario: a folder of files, read, checked and held in memory, rows of every table sorted by name so that the order
 * of rows in the files can change nothing.
 *
 * All errors of all files are collected before anything is refused: see report.h.
 */
#ifndef VADO_SCENARIO_H
#define VADO_SCENARIO_H

#include "scenario/face.h"
#include "scenario/registry.h"
#include "text/dates.h"
#include "text/pool.h"
#include "text/report.h"

#include <stdint.h>

/* ---- the folder in memory: read from disk, or from the store of an earlier run ---- */
typedef struct {
    char *name; /* path inside the folder, `/` between: "observed/encounters.csv" */
    char *text; /* NUL-terminated copy */
    size_t length;
    char *origin; /* the path it was read from, where it stands in place of the scenario's own; else NULL */
    const unsigned char *rows; /* of a packed scenario: what was read of it; NULL: it is read from its text */
    size_t nrows;              /* bytes of rows */
    size_t packed_at;          /* of a packed scenario: where its text stands, which is NULL before it was checked */
} scn_file;
enum { SCN_FILES_MAX = 10000 };
typedef struct {
    char *path; /* where it came from, for messages */
    int count;
    scn_file *files;
    /* Of a packed scenario (packed.h), else NULL and 0. */
    unsigned char *packed; /* its bytes: letters, rows and texts stand in them */
    size_t npacked, packed_texts;
    const char *letters; /* texts of rows */
    size_t nletters;
    char *model;
    const unsigned char *texts_sum; /* NULL when the texts were checked */
    int damaged;                    /* they were, and are not what they should be */
} scn_folder;
/* A folder, or a packed scenario: with the texts of all its files. */
int scn_folder_read(scn_folder *f, const char *path, rep_report *rep);
/* A plain file of at most the size of a scenario's: its text, ended by '\0' and the caller's to free; or its text added
 * to a folder under a name. 0, or -1 and errno. */
int scn_read_file(const char *path, char **text, size_t *length);
/* The same in place of a file that may be there: messages name the path. */
int scn_folder_replace(scn_folder *f, const char *path, const char *name);
int scn_folder_add_from_disk(scn_folder *f, const char *path, const char *name);
int scn_folder_add(scn_folder *f, const char *name, const char *text,
                   size_t length);                           /* replaces one of the same name */
int scn_folder_copy(scn_folder *to, const scn_folder *from); /* 0, or -1 without memory (then *to is empty) */
/* Puts a policy under given/ as the number-th (from 1) of those that options name: the text, or, if that is NULL, the
 * file or the scenario's own policy of that name. One that is not there is missed by the reader. 0, or -1 without
 * memory.
 */
int scn_folder_give_policy(scn_folder *f, int number, const char *policy, const char *text);
void scn_folder_remove(scn_folder *f, const char *name); /* nothing, if there is none */
const scn_file *scn_folder_find(const scn_folder *f, const char *name);
void scn_folder_free(scn_folder *f);

/* ---- tables (see docs/scenario-format.md for columns) ---- */
enum { DEMO_SINGLE_ADULT, DEMO_FAMILY, DEMO_MINOR, DEMO_COUNT };
extern const char *const scn_demographic_names[DEMO_COUNT]; /* single_adult, family, minor */

typedef struct {
    char *name;
    char *bloc; /* group of nationalities that share a sector profile */
    int bloc_index;
    double population; /* people, in the year of reference */
    char *source;
} scn_nationality;

typedef struct {
    char *name;
    char *country; /* ISO 3166 alpha-2 */
    char *role;    /* origin, transit, darien, south_border, route, north_border */
    int region;    /* of Mexico, or -1 */
    double lat, lon;
    double rest_days;      /* usual stay before going on */
    double shelter_places; /* people, 0 if none */
    double danger;         /* relative hazard of kidnapping and extortion for those who wait (1: ordinary) */
    char *source;
} scn_place;

enum { SCN_ROADS_MAX = 64 }; /* places that legs lead to from one place */

typedef struct {
    char *name; /* "Tapachula > Huixtla (bus)" */
    int from, to;
    char *mode; /* walk, bus, truck, train, air, boat, smuggler */
    double km, days, cost_usd;
    double hardship;        /* disutility beyond days and cost, 0 to 10 */
    double checkpoint;      /* load of checkpoints met: 0 none, 1 an ordinary main road */
    double deaths_per_100k; /* recorded deaths for each 100,000 who take it */
    double robbery;         /* relative hazard of extortion and robbery, 1: ordinary */
    int64_t opens, closes;  /* first day open and first day closed; INT64_MIN, INT64_MAX if always */
    char *source;
} scn_leg;

typedef struct {
    char *name;
    char *nest; /* California, Arizona, El Paso and Big Bend, south Texas */
    int nest_index;
    char *state;
    double agents;         /* people, before any schedule */
    double custody_places; /* people */
    double lat, lon;       /* of its headquarters town */
    double tmax_c[12];     /* mean daily maximum by month */
    char *source;
} scn_sector;

typedef struct {
    char *name; /* "Tijuana: San Ysidro" */
    int from, sector;
    int remote;    /* 1: a remote leg, 0: urban */
    char *terrain; /* river, desert, mountain, wall, open */
    double km, days, cost_usd, hardship;
    double remoteness;      /* 0 to 1 */
    double deaths_per_100k; /* of those who evade */
    char *source;
} scn_crossing;

typedef struct {
    char *name;
    int place, region;
    double places; /* people it can hold */
    char *source;
} scn_station;

typedef struct {
    char *name;
    int place, sector;
    double officers; /* people on passenger processing, or at a rail bridge; 0 if unknown */
    double lat, lon;
    int rail;                 /* 1: a rail bridge, which takes no people; 0: a port */
    double trains_per_day;    /* of a rail bridge, both directions */
    double goods_usd_per_day; /* value of the goods that pass in a day, both directions */
    char *source;
} scn_port;

/* Where people of a nationality set out from, by route family, between two dates. Shares of one nationality on one day
 * are weights: they are divided by their sum. */
typedef struct {
    int nationality, place, family;
    int64_t from, until; /* until: first day it no longer holds */
    double share;
    char *source;
} scn_origin;

/* Cities to which a sector returns people it expels to Mexico. */
typedef struct {
    int sector, place;
    double share;
} scn_return;

typedef enum { CHANGE_SET, CHANGE_SCALE, CHANGE_ADD, CHANGE_HOLD, CHANGE_KINDS } scn_change_kind;
extern const char *const scn_change_words[CHANGE_KINDS + 1]; /* as rows write them: "set", ..., NULL */
enum { SCN_SETTINGS = 1 << 20 }; /* layer of the first dated --set: over all policies, also those laid later */
typedef struct {
    int64_t from, until;
    int parameter;  /* index in the registry */
    int where, who; /* element, -1 for all; with WHO_BOTH `who` is the full index or -1, see who2 */
    int who_nationality, who_demographic; /* -1: all */
    scn_change_kind kind;
    double value;
    int layer; /* 0 schedule.csv, 1.. policies, SCN_SETTINGS.. dated --set, in the order given: applied in this order,
                  then file order by `from` */
    char *note, *source, *file;
    int line, column;   /* of its value */
    int64_t known_from; /* first day on which all of it was known; INT64_MIN: each end as it came */
    double spread;      /* of the schedule: its 95% point among members over its value, which is the middle; 1: none */
} scn_change;

/* Whose sizes of the schedule are drawn: a member of an ensemble. */
typedef struct {
    uint64_t seed;
    int member, members;
} scn_drawn;

/* A fitted table: log intensities at the middle of months, and what is expected of them after the last. */
typedef struct {
    char *latent; /* departures, group, sector; departures_kept, departures_mean, ...: outlook.c */
    char *where, *who;
    int month;
    double value;
} scn_latent;

/* A row of levels.csv (levels.c): levels of members that were found with this scenario, or one like it. */
#define SCN_LEVELS_FILE "levels.csv"
#define SCN_SPREADS_FILE "spreads.csv"
#define SCN_LEVEL_WORD "by " /* a value begins with it: a number with a sign is a spreadsheet's formula */
typedef struct {
    char *what;                /* input, level or sum */
    int seed, members, member; /* of a level; member from 1; -1 of others */
    char *who, *value;         /* of a level: the nationality; SCN_LEVEL_WORD and months in thousandths of a log unit */
} scn_level;

/* A row of stack.csv (stack.c): of a forecast's margin, so many months ahead, that begins with the month `from` or
 * later. */
#define SCN_STACK_FILE "stack.csv"
typedef struct {
    char *margin; /* "" of the whole, place, nationality, group */
    int ahead, from;
    double vado;      /* the members' weight */
    double smoothing; /* that of exponential smoothing; the last value's is what is left */
    double spread;    /* the members' distances from their median times this */
} scn_stack_row;

/* A row of posterior.csv (posterior.c): what `vado fit` found of parameters, in a few directions of them. */
#define SCN_POSTERIOR_FILE "posterior.csv"
#define SCN_POSTERIORS "posteriors" /* of other latents than the scenario's, by the name of their table */
typedef struct {
    const char *what;     /* input, figures, sum; error; singular, mean, root, loading */
    int direction, other; /* from 1; of a root its column; 0 of others */
    const char *who;      /* of a loading: the parameter; of an error: the series, "" of all others; else "" */
    double value;         /* millionths at most */
    const char *hash;     /* of input, figures and sum; else "" */
} scn_posterior_row;
/* What the row `sum` holds of a table: of all its other rows, in their order. */
void scn_posterior_sum(int n, const scn_posterior_row *rows, char out[65]);
/* The table of a scenario as members take it: z [registry.count] moves from where the prior drew it (par_normals) to
 * where the posterior has it; nothing happens without a table. work: [2 * directions]. */
typedef struct {
    int directions, npaths;
    int *parameter;                /* [npaths] in the registry */
    double *loading, *mean, *root; /* [directions][npaths], [directions], [directions][directions] */
} scn_posterior;
void scn_posterior_move(const scn_posterior *p, double *z, double *work);
void scn_posterior_free(scn_posterior *p);
/* Months of a level's value, the first `most` of them into out; -1 if it is no such list. */
int scn_level_months(const char *value, int most, int *out);
/* What the row `sum` holds of a table with this row `input` and this row `posterior` (NULL: none): of the n rows those
 * of levels, in their order. */
void scn_levels_sum(const char *input, const char *posterior, int n, const scn_level *rows, char out[65]);

typedef struct {
    char *series;
    int64_t from, until;               /* first day, first day after */
    char *place, *nationality, *group; /* "" for all */
    double value;
    char *unit, *publisher, *source, *note, *kind; /* kind: reported, rounded, derived, preliminary */
    char *side;                                    /* SCN_SIDE_*, or "" if nobody said */
    char *used;                                    /* "" or what a row that judges was used for: scn_side_of */
    char *file;                                    /* where it stands, for messages: */
    int line, column;                              /* of its side */
} scn_observed;

/* Which published figures may set something (latents, parameters, inputs put in by hand) and which only judge:
 * sides.c. */
#define SCN_SIDE_SET "set"
#define SCN_SIDE_JUDGE "judge"
#define SCN_SIDE_TIME "time"
#define SCN_USED_FILE "observed/used.csv"
typedef enum { SCN_SETS, SCN_JUDGES, SCN_USED, SCN_SIDES } scn_side;
extern const char *const scn_side_words[SCN_SIDES]; /* "may set", "judges", "used" */
/* Of a run whose latents saw figures of the days before seen_until (INT64_MIN: none, INT64_MAX: nobody knows): a row of
 * the side "time" judges it if it begins later. A row that would judge and was used for something judges no more. */
scn_side scn_side_of(const scn_observed *o, int64_t seen_until);
int scn_may_set(const scn_observed *o); /* 0: nothing may be fitted to it */
/* How good a kind of figure is, from 0: reported, rounded, derived, preliminary; SCN_KINDS - 1 of any other word. */
enum { SCN_KINDS = 5 };
int scn_kind_rank(const char *kind);
int scn_is_whole(const scn_observed *o); /* of all places, nationalities and groups */
/* Whether any of n rows is of the series, whole, and may set something: what a posterior of parameters sees of a series
 * that is no input and that no latent sees. */
int scn_may_set_whole(int n, const scn_observed *rows, const char *series);

/* ---- statements of the sources: claims.csv, read by claims.c ---- */
typedef enum { SCN_INPUT, SCN_FITTED, SCN_OUTPUT, SCN_STRUCTURAL } scn_role;
typedef enum {
    SCN_ABOVE,
    SCN_BELOW,
    SCN_AT_LEAST,
    SCN_AT_MOST,
    SCN_EQUALS,
    SCN_ABOUT,
    SCN_BETWEEN,
    SCN_RATIO_ABOVE,
    SCN_RATIO_BELOW,
    SCN_RATIO_ABOUT,
    SCN_RATIO_BETWEEN,
    SCN_GROWTH_ABOUT,
    SCN_RISES,
    SCN_FALLS,
    SCN_IS_RECORD,
    SCN_IS_HIGHEST_SINCE,
    SCN_RANK_AT_MOST,
    SCN_MAX_7DAY_MEAN_ABOVE,
    SCN_ABOVE_SEASONAL,
    SCN_FADES,
    SCN_COUNTERFACTUAL_HIGHER,
    SCN_COUNTERFACTUAL_LOWER,
    SCN_ABS_BELOW,
    SCN_TRIGGERED,
    SCN_INPUT_EVENT,
    SCN_CANNOT_BE_JUDGED,
    SCN_RELATIONS
} scn_relation;
enum { SCN_CLAIM_SERIES, SCN_CLAIM_OVER, SCN_CLAIM_PLACE, SCN_CLAIM_NATIONALITY, SCN_CLAIM_GROUP, SCN_CLAIM_MARGINS };
typedef struct {
    char *id, *documents, *part, *statement;
    int role, relation;                      /* scn_role, scn_relation */
    int64_t from, until;                     /* first day, first day after; INT64_MIN, INT64_MAX if not given */
    int64_t reference_from, reference_until; /* of what it is compared with */
    double value, high, tolerance;           /* NAN if not given; in the unit of the measure */
    char *unit;
    char *series, *over;               /* names joined by '+': they are added; over: what it is divided by */
    char *place, *nationality, *group; /* names joined by '+'; "" for all */
    char *parameter, *where, *who;
    char *latents; /* "2023-11": the last month whose figures the latents may have seen */
    char *policy;  /* file of policies/ */
    char *expected_verdict, *note;
    int parameter_index, target_where, target_nationality, target_demographic; /* -1: none, all */
    int line, column[SCN_CLAIM_MARGINS];                                       /* where it stands, for messages */
} scn_claim;

/* ---- what institutions attach to: the key `roles` of scenario.yaml, read by roles.c ---- */
enum { SCN_WAY_MAX = 16 };
typedef struct {
    int nway;
    char *way[SCN_WAY_MAX]; /* countries with regions: stations, checkpoints, returns on the way */
    char *gap[2];           /* the legs from the first to the second are the gap */
    char *returned;         /* the nationality returned over the border */
    txt_pos way_at, gap_at, returned_at;
} scn_roles;

typedef struct {
    scn_folder folder;
    txt_pool texts; /* every text of a row of the tables below */
    char *name, *title, *model;
    int64_t from, until;               /* first day of the period and first day after it */
    int64_t filled;                    /* first day of the folder's period, whatever of it is run: stocks are full */
    int64_t figures_until, projection; /* as scenario.yaml says: end of its period, and how far --until may go beyond */
    int spin_up_days;                  /* days simulated before `from`, not reported */
    int ndemographics;                 /* DEMO_COUNT */
    int nnationalities, nblocs, nplaces, nregions, nlegs, nsectors, nnests, ncrossings, nstations, nports, norigins,
        nfamilies, nreturns;
    scn_nationality *nationalities;
    char **blocs;
    scn_place *places;
    char **regions; /* of Mexico, sorted */
    scn_leg *legs;
    scn_sector *sectors;
    char **nests;
    scn_crossing *crossings;
    scn_station *stations;
    scn_port *ports;
    char **families;
    scn_origin *origins;
    scn_return *returns;
    par_registry registry;
    double *values;       /* [registry.total] after scenario.yaml, parameters.csv, --set */
    unsigned char *fixed; /* [registry.count] set by --set: not drawn */
    unsigned char *held;  /* [registry.total] elements set by --set: rows of schedule.csv pass them by */
    char **value_sources; /* [registry.count] source given in parameters.csv, or NULL */
    unsigned char *given; /* [registry.count] set, at some date or for some element, by the scenario's own files:
                             scenario.yaml, parameters.csv, schedule.csv */
    int ninstitutions;    /* named in scenario.yaml */
    char **institutions;
    txt_pos *institution_at;
    scn_roles roles;
    scn_face face; /* how it is to be shown */
    int nchanges;
    scn_change
        *changes; /* sorted: layer, from, parameter, where, who, kind, value, line; until is the day after the last */
    int ncut_days;
    int64_t *cut_days; /* sorted days on which some change begins or no longer holds */
    int nbreaks;
    int64_t *breaks; /* sorted days on which latents may jump; at most one between the middles of two months */
    char *latents_name;
    int nlatents;
    scn_latent *latents; /* sorted: latent, where, who, month */
    int nlevels;
    scn_level *levels; /* sorted: what, seed, members, member, who */
    int nstack;
    scn_stack_row *stack; /* sorted: margin, ahead, from */
    int nposterior;
    char *posterior_name;         /* the file that is or would be of the latents in use */
    scn_posterior_row *posterior; /* sorted: what, direction, other, who */
    scn_posterior moves;
    int nobserved;
    scn_observed *observed;
    int nclaims;
    scn_claim *claims; /* sorted by id */
    void *own;         /* what a model with file formats of its own has read, and how it is freed */
    void (*own_free)(void *own);
} scn_scenario;

int scn_is_of_the_way(const scn_scenario *s, const char *country);

typedef struct {
    int nsets;
    const char *const
        *sets; /* "path=value", "path[where]=value", "path[where,who]=value"; with "@date" from that day on */
    int npolicies;
    const char *const *policies; /* file names outside or inside the folder */
    const char *latents;         /* file, or NULL for latents/<default of scenario.yaml> */
    int nlists;
    const par_decl *const *lists; /* the model's declarations */
    struct scn_packing *packing;  /* takes what is read of files (packed.h), or NULL */
} scn_options;

/* Reads and checks all. On any error returns -1 with every error in rep, and *s empty. Files named by options are
 * copied into the folder under `given/`, so that the folder in memory is the whole of the run's input. */
int scn_scenario_open(scn_scenario *s, const char *path, const scn_options *options, rep_report *rep);
/* The same from a folder in memory (taken over): options' files must be in it under `given/`. */
int scn_scenario_open_folder(scn_scenario *s, scn_folder *folder, const scn_options *options, rep_report *rep);
void scn_scenario_free(scn_scenario *s);
/* Copies the files that options name into a folder under `given/`: one that is not there is missed by the reader. 0, or
 * -1 without memory. */
int scn_folder_give(scn_folder *f, const scn_options *options);

/* Lays one policy more over an open scenario, as its last layer (1 more than it has): the text, or, if that is NULL,
 * the file or the scenario's own policy of that name. It is read and checked as if it had been opened with it, and no
 * row may begin before `today` (INT64_MIN: any may). Values of days follow at once: a model that was opened on it, and
 * members that stand on the morning of `today`, go on under the policy. Nobody else may read the scenario meanwhile. 0;
 * -1 with errors in rep, and nothing is changed. */
int scn_lay(scn_scenario *s, int layer, const char *policy, const char *text, int64_t today, rep_report *rep);

/* The changes of a scenario with one policy more over them, apart from it: to be put in their place and taken away
 * again. Their texts are their own. */
typedef struct {
    int nchanges, ncut_days;
    scn_change *changes;
    int64_t *cut_days; /* with room for two more */
    txt_pool texts;
} scn_laid;
/* As scn_lay, but the scenario stays as it is. 0, and *out is to be freed by scn_laid_free; -1 with errors in rep, and
 * *out is empty. */
int scn_lay_apart(scn_scenario *s, int layer, const char *policy, const char *text, int64_t today, rep_report *rep,
                  scn_laid *out);
void scn_laid_free(scn_laid *laid);

/* Warns of policies, rows of them and dated --set that change nothing on any day of the run (spin-up to s->until). */
void scn_warn_of_idle_policies(const scn_scenario *s, rep_report *rep);

/* Warns of latents other than 0 whose table ends before the run and expects nothing after: they stay flat. */
void scn_warn_flat_latents(const scn_scenario *s, rep_report *rep);

/* Values on a day: base (drawn) values with every change that holds that day. Changes of one parameter and element
 * apply in order of layer then date; what they give is kept inside the parameter's bounds. Returns 1 if a change begins
 * or ends that day (or first is set), else 0: then `values` still holds those of the day before and was not touched. */
int scn_values_at(const scn_scenario *s, const double *base, int64_t day, int first, double *values);
/* The same of a member: rows with a spread have the size that it draws, one of a parameter and first day, so that all
 * such rows are larger or smaller together. NULL: the centre. */
int scn_values_of(const scn_scenario *s, const scn_drawn *who, const double *base, int64_t day, int first,
                  double *values);
/* A size moved by a deviate: by spread^(z / 1.645), what lies between 0 and 1 for certain by its odds; 0 stays 0. */
double scn_spread(const par_decl *d, double spread, double z, double value);

/* Latent value on a day (0 if the table has no such row): linear between mid-month knots, flat outside. */
double scn_latent_at(const scn_scenario *s, const char *latent, const char *where, const char *who, int64_t day);

/* Hash of all that levels of members depend on but their seed and number: what the row `input` of levels.csv holds if
 * they were found with this scenario. 0, or -1: texts of a packed scenario are not there (scn_packed_texts). */
int scn_levels_input(const scn_scenario *s, char out[65]);

/* Whether posterior.csv was found with this scenario: 1, 0 if there is none or it is of another, -1 as above. */
int scn_posterior_is_ours(const scn_scenario *s);
/* How far published figures of a series lie from a run whose parameters are right, beyond counting and rounding
 * (scn_counting): standard deviation of the log, as posterior.csv has it; NAN if it says nothing. */
double scn_posterior_error(const scn_scenario *s, const char *series);
/* The SHA-256 that posterior.csv gives itself, as text, the scenario's; NULL: there is none. */
const char *scn_posterior_name(const scn_scenario *s);

const char *scn_relation_name(scn_relation r);
const char *scn_role_name(scn_role r);
int scn_relation_is_of_pair(scn_relation r); /* 1: judged on a run and the same run under a policy */
/* A statement's parameter in values of a day: the mean of the elements its place and people cover. */
double scn_claim_parameter(const scn_scenario *s, const scn_claim *c, const double *values);

#endif
