/* The oracle for the rules of Flee: see the head of flee_oracle.c for what it covers and for how it reads the
 * specification. One call runs one conflict folder from its files to its tables of results. It includes no header of
 * the project, keeps all its state in one object, and can run on several threads at once.
 */
#ifndef VADO_TESTS_FLEE_ORACLE_H
#define VADO_TESTS_FLEE_ORACLE_H

#include <stdint.h>

typedef struct {
    const char *input_dir;
    const char *validation_dir; /* may be NULL when conflicts or floods drive the spawning */
    const char *settings;       /* path of simsetting.yml; NULL: defaults */
    int days;                   /* 0: from sim_period.csv */
    uint64_t seed;
} flee_oracle_input;

typedef struct {
    int days, ncamps, nplaces;
    char **camps;        /* places that were camps at the start, in file order */
    char **places;       /* every place, in file order */
    long *sim;           /* [days][ncamps] people in the camp at the end of the day */
    long *data;          /* [days][ncamps] people the source data tell of */
    long *at;            /* [days][nplaces] people at each place at the end of the day */
    long *on_links;      /* [days] people between places at the end of the day */
    long *created;       /* [days] people ever created */
    double *raw, *debt;  /* [days] sum of daily differences; people still owed */
    long *idps;          /* [days] people in places that are idp camps on that day */
    double ard;          /* averaged relative difference */
    double ard_rescaled; /* the same after the camps' sum is made equal to the data's */
    double agent_days;   /* people there during each day's moves, summed over days */
    char error[512];     /* why the run stopped, when it did */
} flee_oracle_result;

/* 0, or -1 with words in out->error. The result is filled only after 0, and is to be freed after either. */
int flee_oracle_run(const flee_oracle_input *in, flee_oracle_result *out);
void flee_oracle_free(flee_oracle_result *out);

#endif
