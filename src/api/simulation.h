/* A simulation in memory from inside: simulation.c steps and branches, simulation_input.c is the scenario with what is
 * laid over it, simulation_read.c gives its series.
 */
#ifndef VADO_SIMULATION_H
#define VADO_SIMULATION_H

#include "run/run.h"
#include "store/pack.h"

#include <stdatomic.h>

/* A checked scenario and its model, shared by a simulation and its branches until one of them lays something over it:
 * that one goes on with an input of its own. Constant while it is shared. */
typedef struct {
    atomic_int users;
    inp_opened opened;
    vado_input given; /* texts and lists are its own */
    mdl_member_options options;
    mdl_level level;    /* of the member, its own; settings and policies that are laid do not change it */
    lev_levels *levels; /* that it is of; NULL: not looked for, or another's copy */
} sim_input;

int sim_input_open(vado *v, const vado_input *in, const vado_simulation_options *o, sim_input **out);
sim_input *sim_input_share(sim_input *input);
void sim_input_release(sim_input *input); /* NULL is fine */
/* 1: somebody else reads it too. */
int sim_input_is_shared(const sim_input *input);
/* The same once more, for one alone. */
int sim_input_own(vado *v, const sim_input *from, sim_input **out);
/* Another member, from 0, of an input that is not shared: with its own level, if members are levelled. On failure it
 * has that of the member before. */
int sim_input_member(vado *v, sim_input *input, int member);
/* Lays a policy over an input that is not shared: its text, or, if that is NULL, the file or the scenario's own policy
 * of that name. On failure nothing is changed. */
int sim_input_lay(vado *v, sim_input *input, const char *policy, const char *text, int64_t today);
/* Warns of what a layer sets that acts on nothing in the scenario. */
void sim_warn_of_nothing(vado *v, const inp_opened *o, int layer);

/* A month that is over: the sums of each series, packed one after another. */
typedef struct {
    pack_buffer bytes;
    size_t *ends; /* [nseries] */
} sim_month;

struct vado_simulation {
    sim_input *input;
    mdl_member *member;
    int nseries, width, columns; /* columns: of the day sums, one a series, two of a ratio */
    int failed;                  /* a day was not finished: nothing more can be stepped */
    int number;                  /* of the member, from 1 */
    vado_series *series;         /* [nseries], texts its own */
    double *record, *sums;       /* [width]: of one day, of the month under way */
    int nmonths, ndays;
    sim_month *months; /* [nmonths] that are over */
    double *days;      /* [ndays][columns] from the first of the period */
    char today[11];
};

const mdl_series *sim_series(const vado_simulation *s);
int64_t sim_day(const vado_simulation *s); /* that the next step simulates */
int sim_month_put(vado_simulation *s);     /* packs the month under way; 0, -1 without memory, -2: not a number */
void sim_month_free(sim_month *m);

#endif
