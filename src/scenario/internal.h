/* What the files of src/scenario share while a scenario is being read. */
#ifndef VADO_SCENARIO_INTERNAL_H
#define VADO_SCENARIO_INTERNAL_H

#include "scenario/packed.h"
#include "scenario/scenario.h"
#include "scenario/table.h"
#include "scenario/yaml_tree.h"

/* Lists that cells and keys can refer to. */
enum {
    LIST_NATIONALITIES,
    LIST_PLACES,
    LIST_REGIONS,
    LIST_SECTORS,
    LIST_CROSSINGS,
    LIST_STATIONS,
    LIST_PORTS,
    LIST_FAMILIES,
    LIST_DEMOGRAPHICS,
    LIST_COUNT
};

enum {
    TABLE_NATIONALITIES,
    TABLE_PLACES,
    TABLE_SECTORS,
    TABLE_LEGS,
    TABLE_CROSSINGS,
    TABLE_STATIONS,
    TABLE_PORTS,
    TABLE_ORIGINS,
    TABLE_RETURNS,
    TABLE_COUNT
};
extern const tab_schema *const scn_schemas[TABLE_COUNT];
extern const tab_schema scn_parameter_schema, scn_schedule_schema, scn_observed_schema, scn_latent_schema,
    scn_claim_schema, scn_used_schema, scn_spread_schema, scn_level_schema, scn_posterior_schema, scn_stack_schema;
extern const char *const scn_region_names[], *const scn_family_names[]; /* sorted, ended by NULL */

typedef struct {
    scn_scenario *s;
    rep_report *rep;
    const scn_options *options;
    tab_table tables[TABLE_COUNT]; /* rows stay here until the end, so that checks know where they stand */
    tab_list lists[LIST_COUNT];
    const char **names[LIST_COUNT]; /* what the lists point at */
    yml_node *settings;             /* scenario.yaml */
    int period_ok;
    int bare;           /* nothing of a scenario is there: said once, not for each table */
    char *label;        /* of scenario.yaml */
    char *latents_file; /* its key `latents`, or NULL */
    txt_pos latents_at;
    const yml_node *parameters; /* its key `parameters`, or NULL */
} scn_loading;

/* "<folder>/<name>", for messages. NULL without memory. */
char *scn_label(const scn_scenario *s, const char *name);

/* The lists of a scenario that is open, for rows that come later; names[] is to be freed. 0, or -1 without memory. */
int scn_lists_again(scn_loading *l);

/* All of these return 0, also when errors were added, and -1 only without memory. */
/* The rows of a file of the folder, as tab_read, from its text or as they were packed; their texts are the scenario's.
 */
int scn_read_table(scn_loading *l, tab_table *t, const tab_schema *schema, const scn_file *file, const char *label);
/* The table schema->file in order of its keys, or none, which is no error: t->label is NULL then. */
int scn_read_optional(scn_loading *l, tab_table *t, const tab_schema *schema);
int scn_read_settings(scn_loading *l);
int scn_read_roles(scn_loading *l, const yml_node *v); /* NULL: no key */
int scn_fill_roles(scn_loading *l);
int scn_is_country(const char *c); /* two capital letters */
void scn_check_roles(scn_loading *l);
void scn_roles_free(scn_roles *r);
/* Whether a folder has none of the tables that a scenario must have. */
int scn_is_bare(const scn_folder *f);
int scn_read_geography(scn_loading *l);
int scn_read_parameters(scn_loading *l);
int scn_read_schedule(scn_loading *l);
int scn_read_spreads(scn_loading *l); /* of the schedule, when nothing is laid over it yet */
int scn_read_latents(scn_loading *l);
int scn_read_observed(scn_loading *l);
/* Of the figures read before; partly: not all of them could be, so what is not there may yet be. */
int scn_read_used(scn_loading *l, int partly);
int scn_read_claims(scn_loading *l);
int scn_read_levels(scn_loading *l);
int scn_read_stack(scn_loading *l);
int scn_read_posterior(scn_loading *l);
int scn_check(scn_loading *l);                                    /* each table by itself, rows against each other */
int scn_check_graph(scn_loading *l);                              /* who can come where */
void scn_check_outlook(scn_loading *l, const tab_table *latents); /* what a latents table expects after its end */
int scn_check_changes(scn_loading *l);                            /* bounds after changes */

/* Rows of one file that lie wholly outside the scenario's own days (spin-up to the end of its projection): they act on
 * no day of any run. Counted one by one, said in one warning. */
typedef struct {
    int n;
    txt_pos at; /* of the first */
    int64_t from, until;
} scn_idle;
void scn_count_idle(const scn_loading *l, scn_idle *idle, int64_t from, int64_t until, txt_pos at);
void scn_say_idle(scn_loading *l, const scn_idle *idle, const char *label);
/* scn_warn_of_idle_policies of one of them. */
void scn_warn_of_idle_policy(const scn_scenario *s, int layer, rep_report *rep);

/* The file an option names: under given/, else inside the folder, also under `folder`/. NULL if there is none. */
const scn_file *scn_given(const scn_folder *f, const char *kind, int number, const char *option, const char *folder);
/* The same without given/: as a path, or a name in `folder`/ with or without its .csv. */
const scn_file *scn_inside(const scn_folder *f, const char *option, const char *folder);
/* "given/policy-1-more-agents.csv"; NULL without memory. */
char *scn_given_name(const char *kind, int number, const char *option);

/* Where and who of a value: names to numbers. */
typedef struct {
    int where, nationality, demographic; /* -1: all */
} scn_target;
/* 0, 1 if an error was added or the list is not known, for cells or keys. Empty names mean all. */
int scn_target_read(scn_loading *l, int parameter, const char *file, txt_pos where_at, const char *where,
                    txt_pos who_at, const char *who, scn_target *out);
/* Runs of elements of a parameter that a target covers: calls for each where; elements first + step * i. */
int scn_target_covers(const par_decl *d, const scn_target *t, int where, int who);
/* Index of a parameter, or -1 with an error. */
int scn_parameter_find(scn_loading *l, const char *file, txt_pos at, const char *path);
/* Adds a change, whose note and source it takes over; made by `file`. 0, or -1 without memory. */
int scn_change_keep(scn_scenario *s, scn_change c, const char *file);
void scn_change_aim(const par_decl *d, const scn_target *t, scn_change *c);
/* Applies one change to all elements a target covers, kept inside the bounds. */
void scn_change_apply(const scn_scenario *s, const scn_change *c, double *values);

/* The columns of schedules are read by schedule.c; the text of a date for messages. */
txt_shown scn_show_day(int64_t day);

#endif
