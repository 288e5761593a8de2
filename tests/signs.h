/* The signs of levers: one table that the test runs and from which docs/signs.md is written.
 *
 * A row says which way an outcome goes when a lever is raised, and who says so. The outcome is summed over the days
 * after the lever changes, for each value of a grid; it may at no step go the other way, and over the grid it must go
 * the right way by more than SIGN_LEAST.
 */
#ifndef VADO_TESTS_SIGNS_H
#define VADO_TESTS_SIGNS_H

#include "corridor_small.h"

#include <stdio.h>

enum {
    SIGN_VALUES = 5,
    SIGN_SETS = 8,
    SIGN_MEMBERS = 8,
    SIGN_DAYS = 240,
    SIGN_EITHER = 2,
    SIGN_PATH = 100,
    SIGN_LEVERS = 40
};
#define SIGN_LEAST 0.001 /* of the larger of the first and the last outcome */
#define SIGN_NONE 0.01

typedef enum { SIGN_FIXED, SIGN_WHOLE, SIGN_RUNS } sign_run;

/* What is looked at: a series, or the quotient of two. */
typedef struct {
    const char *words, *series;
    const char *over;                /* NULL: the series alone; "": a ratio, over its own denominator */
    const char *place, *nationality; /* NULL: all */
    int group;                       /* 0: all; else 1 + DEMO_... */
} sign_outcome;

typedef struct {
    const char *lever, *where, *who; /* the lever as a row of schedule.csv names it; NULL: all of it */
    double values[SIGN_VALUES];      /* rising, without end marker: SIGN_VALUES of them */
    sign_outcome outcome;
    int sign; /* of the outcome when the lever is raised: 1, -1; 0: not by SIGN_NONE; SIGN_EITHER: shown, not tested */
    const char *source;          /* where the direction is stated */
    const char *channel;         /* of a lever that acts through two: which this is; else NULL */
    const char *sets[SIGN_SETS]; /* of the small corridor, so that the lever has something to act on */
    const char *background;      /* rows of schedule.csv, likewise; or NULL */
    small_edit edit;             /* of another table; or none */
    int days;                    /* 0: SIGN_DAYS */
    int not_fixed;               /* acts on who sets out alone: at fixed arrivals there is nothing to see */
    int no_members;              /* not asked of members: they are said to be too many rows of one kind */
    const char *fails;           /* what was seen where the row does not hold; NULL: it holds */
} sign_row;

/* Levers of the registry without a direction in the sources: what they decide. */
typedef struct {
    const char *lever, *why;
} sign_unstated;

extern const sign_row sign_mexico[], sign_line[], sign_states[];
extern const int sign_mexico_count, sign_line_count, sign_states_count;
extern const sign_unstated sign_without[];
extern const int sign_without_count;

/* What a row gave. */
typedef struct {
    double seen[SIGN_RUNS][SIGN_VALUES];
    int holds[SIGN_RUNS];
    double members[2], error; /* means with the first and the last value; standard error of the difference */
    int agree;
} sign_seen;

/* Runs a row's grid, and its members. -1 if a run fails (told on stderr). */
int sign_look(const sign_row *r, sign_seen *seen);
int sign_holds(const sign_row *r, const sign_seen *seen); /* in every run that the row asks for */
int sign_asks_members(const sign_row *r);
int sign_rows(const sign_row **rows[]); /* all rows of the three tables; how many. The array is freed by the caller. */

/* Files of a folder of policies, by name, each to be freed; the levers that one moves, each once. -1: unreadable. */
int sign_policies(const char *folder, char *names[], int most);
int sign_levers(const char *folder, const char *name, char levers[][SIGN_PATH], int most);

/* Writes the page; -1 if it could not. */
int sign_page(FILE *f, const sign_row *const *rows, const sign_seen *seen, int n, const char *policies);

#endif
