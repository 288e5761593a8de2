/* Numbers that rest on judgement, moved one at a time, up and down, each pair of runs against the whole: which outcomes
 * follow them and by how much, with latents held and, of the largest, brought to the level of the fit again.
 *
 * A number here is a decision, not a cell: all elements of a parameter, all rows of the schedule that change one
 * parameter from one day on, the rows of a table of one kind.
 */
#ifndef VADO_JUDGED_H
#define VADO_JUDGED_H

#include "run/input.h"
#include "text/out.h"

#define JDG_JUDGED "our judgement" /* what a source says that is none */
#define JDG_FACTOR 1.5             /* what has no prior is moved by, where nobody says another */
#define JDG_LEAST 1e-5             /* log units: what moves no outcome by more one way is not moved the other way */
enum { JDG_OUTCOMES = 8, JDG_END_MONTHS = 3, JDG_NAME = 160, JDG_LARGEST = 20 };
typedef enum { JDG_PARAMETER, JDG_SCHEDULE, JDG_TABLE } jdg_kind;
enum { JDG_DOWN, JDG_UP, JDG_SIDES };
enum { JDG_WHOLE, JDG_END, JDG_SPANS }; /* the period, its last months */
enum { JDG_HELD, JDG_LEVELLED, JDG_WAYS };

typedef struct {
    double effect[JDG_SIDES][JDG_SPANS][JDG_OUTCOMES]; /* log of the outcome over that of the whole */
    double size;                                       /* mean over outcomes and spans of the larger of both sides */
    int done;
} jdg_effect;

typedef struct {
    jdg_kind kind;
    int parameter;      /* in the registry; -1: of a table */
    int column;         /* of a table: which of its columns (judged_list.c) */
    const char *member; /* of a table: the kind of its rows that are moved; another table's second key in `other` */
    int other;
    char name[JDG_NAME];
    int64_t from;               /* of a schedule: first day of its rows */
    double spread;              /* the same: the largest of its rows; 0 of others */
    int nrows;                  /* of the schedule or table; of a parameter its elements */
    double low, high;           /* of its values in the scenario */
    double moved[JDG_SIDES][2]; /* the same when it is moved */
    const char *source, *note;
    int drawn;     /* a prior acts on it in every ensemble */
    int64_t start; /* until this morning its runs are the whole's; INT64_MIN: from the first day */
    jdg_effect effects[JDG_WAYS];
} jdg_number;

typedef struct {
    const inp_opened *in;
    double factor;
    int noutcomes, outcome[JDG_OUTCOMES]; /* series of the model */
    const mdl_series *series;
    double whole[JDG_SPANS][JDG_OUTCOMES];
    int n, room, asked;  /* asked: judged numbers, moved or not */
    int ninert, nstill;  /* of those asked: of what the scenario has not; moving it changes no value of any day */
    jdg_number *numbers; /* by size once they are run */
    int nlevelled;
} jdg_result;

/* judged_list.c: finds the numbers that n texts name, whole or by how they begin ("mexico.*"; n 0: all). 0 or
 * VADO_ERR_MEMORY. */
int jdg_find(jdg_result *r, int n, const char *const *names);

/* Takes a value, and what it is when moved down and up, into the number's ranges. */
void jdg_stretch(jdg_number *x, int first, double value, const double moved[JDG_SIDES]);
/* Is it one of the judged rows that change a parameter from a day on? Not of a policy. */
int jdg_is_row(const scn_change *c, int parameter, int64_t from);

/* judged_vary.c: the scenario with one number moved. It shares all else with the base, which must outlive it. */
typedef struct {
    scn_scenario s;
    void *table; /* the copy of a table, or NULL */
    mdl_model *model;
} jdg_variant;
/* A value moved: by the prior of its parameter if it has one and `prior`, else by the factor, what lies between 0 and 1
 * for certain by its odds; inside the bounds. d NULL: of a table. */
double jdg_move(const par_decl *d, int prior, double factor, int side, double x);
/* held: nothing of it is drawn. 0 or VADO_ERR_MEMORY. */
int jdg_vary(const jdg_result *r, const jdg_number *x, int side, jdg_variant *out);
void jdg_variant_free(const jdg_result *r, jdg_variant *x);
/* Does it change a value that a day of the run reads? -1 without memory. Of parameters and the schedule. */
int jdg_changes(const scn_scenario *a, const scn_scenario *b);
/* judged_table.c: judged columns of tables. */
int jdg_find_tables(jdg_result *r, int n, const char *const *names);
/* The only one of weights that add up to one: moving it moves nobody. */
int jdg_is_alone(const jdg_result *r, const jdg_number *x);
int jdg_vary_table(const jdg_result *r, const jdg_number *x, int side, jdg_variant *out);
/* A number more at the end, or NULL: not wanted by these names (*status 0) or without memory. */
jdg_number *jdg_add(jdg_result *r, int n, const char *const *names, const jdg_number *x, int *status);

/* judged.c: finds and runs. largest: how many are brought to the level again; 0: none. */
int jdg_run(vado *v, const inp_opened *in, const vado_judged_options *o, jdg_result *r);
void jdg_free(jdg_result *r);
/* judged_text.c */
void jdg_text(const jdg_result *r, out_text *o);
void jdg_csv(const jdg_result *r, out_text *o);
const char *jdg_head(int csv); /* how each of them begins */

#endif
