/* Small conflicts for tests of Flee's rules, and what comes of them: by the oracle (flee_oracle.h), and by vado with
 * people one by one or counted.
 *
 * A case is a small land (at the head of flee_cases.c) with edits of its files. Many runs of it make a sample: people
 * at each place, on roads and ever created, at the end of each day. Two samples are compared cell by cell.
 */
#ifndef VADO_TESTS_FLEE_CASES_H
#define VADO_TESTS_FLEE_CASES_H

#include "flee/internal.h"

enum { FLEE_EDITS = 12 };

/* file: "simsetting.yml", "input/routes.csv", "data/hum.csv", or "location_changes.csv" of the current folder. find
 * NULL: the whole file becomes `text`; "": text is added at the end; else every place where `find` stands becomes
 * `text`, and there must be one. text NULL with find NULL: the file is taken away. */
typedef struct {
    const char *file, *find, *text;
} flee_edit;

typedef struct {
    const char *name; /* its folder in the current one, for the oracle and for vado_flee */
    int days, sane, no_validation;
    flee_edit edits[FLEE_EDITS]; /* ended by file NULL */
} flee_case;

#define FLEE_MOVE(text)                                                                                                \
    { "simsetting.yml", "move_rules:\n", "move_rules:\n  " text "\n" }
#define FLEE_SPAWN(text)                                                                                               \
    { "simsetting.yml", "spawn_rules:\n", "spawn_rules:\n  " text "\n" }

/* Writes the folder <name>/ with input/, data/ and simsetting.yml, and location_changes.csv into the current folder (or
 * takes it away there). 0 or -1. */
int flee_case_write(const flee_case *c);
/* The same as a folder in memory, as vado has it. */
int flee_case_folder(const flee_case *c, const char *arithmetic, scn_folder *out);
/* Of folders on disk with these settings. */
int flee_disk_folder(const char *input, const char *validation, const char *settings, const char *arithmetic,
                     scn_folder *out);
/* A small file, as a new string; NULL if it cannot be read. */
char *flee_text_of(const char *path);

/* A case, or a folder in memory, opened as a model. Words of errors go to stderr. */
typedef struct {
    scn_scenario s;
    rep_report rep;
    mdl_model *m;
} flee_model;
int flee_open(const flee_case *c, const char *arithmetic, flee_model *out); /* 0 or -1 */
int flee_open_folder(scn_folder *folder, flee_model *out);                  /* the folder is taken over */
void flee_close(flee_model *f);
/* Does one of the messages of the report hold these words? */
int flee_said(const flee_model *f, const char *words);
mdl_member *flee_member(const flee_model *f, eng_arithmetic arithmetic, uint64_t seed, int member);

/* n runs. A row of cells for each day, and a last one with the sums over the days; in a row: every place, roads, people
 * created. */
typedef struct {
    int n, days, places, columns, cells, ncamps;
    const char *how;
    double *at;                /* [n][cells] */
    double *data, *raw, *debt; /* [days][camps], [days], [days] of the last run: alike in all */
    double *ard, *rescaled;    /* [n] */
    double people_days;        /* of the last run */
} flee_sample;
enum { FLEE_ORACLE = -1 };
/* how: FLEE_ORACLE, ENG_INDIVIDUAL or ENG_STOCHASTIC (counts). NULL after words on stderr. */
flee_sample *flee_sample_of(const flee_case *c, int how, int n);
flee_sample *flee_sample_model(const flee_model *f, int how, int n);
/* By the oracle from folders on disk; hasten is in the settings. */
flee_sample *flee_sample_folders(const char *input, const char *validation, const char *settings, int days, int n);
void flee_sample_free(flee_sample *s);
double flee_mean(const flee_sample *s, int day, int column);     /* day `days`: the sum over days */
double flee_variance(const flee_sample *s, int day, int column); /* of one run; 0 if n is 1 */

/* How far apart two samples are. */
typedef struct {
    double z;   /* largest difference of two means, in its standard errors; 1e9 where neither varies and they differ */
    double gap; /* largest difference of two means, as a share of the people created until then */
    double excess; /* the same, after taking off 4.5 standard errors */
    double spread; /* largest |log of the ratio of two variances|, in its standard errors */
    double ratio;  /* the ratio of variances furthest from 1 (as a factor of 1 or more), where it can be told */
    int day, column, spread_day, spread_column; /* where z and spread are found */
} flee_gap;
flee_gap flee_compare(const flee_sample *a, const flee_sample *b);
/* "day 3, place 2: 10.0 +- 0.1 by the oracle, 12.1 +- 0.2 one by one" */
const char *flee_gap_words(const flee_sample *a, const flee_sample *b, int day, int column, char out[200]);

#endif
