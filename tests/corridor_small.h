/* Small corridors for tests: the folder tests/scenarios/six-places with edits of its files in memory, opened as a
 * model, and members of it run to a date with their records summed.
 *
 * Anything that cannot be opened or stepped is told on stderr, and the function returns NULL or a negative code.
 */
#ifndef VADO_TESTS_CORRIDOR_SMALL_H
#define VADO_TESTS_CORRIDOR_SMALL_H

#include "corridor/corridor.h"
#include "corridor/internal.h"

enum { SMALL_MAX_SETS = 40, SMALL_MAX_EDITS = 24 };

/* find NULL: the whole file becomes `text` (a new file, if there is none); find "": `text` is added at the end; else
 * every place where `find` stands in the file becomes `text`, and there must be one. */
typedef struct {
    const char *file, *find, *text;
} small_edit;

typedef struct {
    const char *sets[SMALL_MAX_SETS];  /* as after --set; ended by NULL */
    small_edit edits[SMALL_MAX_EDITS]; /* ended by file NULL */
    unsigned shuffle;                  /* not 0: rows of every table in another order, drawn from this number */
} small_options;

typedef struct {
    scn_scenario s;
    mdl_model *m;
    const mdl_series *series;
    int nseries, width;
} small_model;

typedef struct {
    const small_model *model;
    mdl_member *p;
    eng_world *w;
    double *record, *day; /* sum of the days since small_forget, and the last day */
    int days;             /* how many days `record` holds */
    double people_first;  /* everyone on the first day */
} small_member;

small_model *small_open(const small_options *o);
void small_close(small_model *m);

/* A member with seed 1, member number `member` of 64 (chance layer only), or of all layers. */
small_member *small_start(const small_model *m, eng_arithmetic arithmetic, int member);
small_member *small_start_layers(const small_model *m, eng_arithmetic arithmetic, int member, int layers);
void small_stop(small_member *p);
/* Days are summed into `record`. */
int small_run(small_member *p, int days);
int small_run_until(small_member *p, const char *date); /* that day is the first not simulated */
void small_forget(small_member *p);                     /* record starts again from 0 */

/* Sums over a series of the record: place, nationality "" for all, group -1 for all. For a ratio its numerators;
 * small_denominator gives the others. A mean series gives the mean of the days. */
double small_value(const small_member *p, const char *series, const char *place, const char *nationality, int group);
double small_denominator(const small_member *p, const char *series, const char *nationality);
double small_ratio(const small_member *p, const char *series, const char *nationality);
double small_ratio_at(const small_member *p, const char *series, const char *place); /* of one place, or "" */

int small_place(const small_model *m, const char *name); /* indices, or -1 */
int small_nationality(const small_model *m, const char *name);
int small_sector(const small_model *m, const char *name);
int small_crossing(const small_model *m, const char *name);
int small_leg(const small_model *m, const char *from, const char *to, const char *mode);
int small_city(const small_model *m, const char *place);
double small_parameter(const small_member *p, const char *path, int element); /* of the day */
/* People of one nationality (-1: all) who took the flow on the last day; 0 for a flow of -1. */
double small_moved(const small_member *p, int flow, int nationality);
/* ... and those in a stock. */
double small_people(const small_member *p, int stock, int nationality);

/* Opened and started, or the test fails; closed with its model. */
small_member *small_opened(const small_options *o, eng_arithmetic arithmetic);
void small_closed(small_member *p);

#endif
