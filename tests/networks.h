/* Test networks: described once (struct net of oracle.h), built here for the engine, simulated by the oracle.
 *
 * No libm, no files, no threads: golden_engine.c runs these in WebAssembly too.
 */
#ifndef VADO_TESTS_NETWORKS_H
#define VADO_TESTS_NETWORKS_H

#include "engine/engine.h"
#include "oracle.h"

/* Each is a new description, to be released with free(). NULL without memory. */
net *net_chain(void);       /* fixed and drawn delays, classes by nation */
net *net_branching(void);   /* four ways out, changes of class, a class that may not go */
net *net_two_queues(void);  /* two queues share a capacity with a fraction; some give up; new arrivals every day */
net *net_lottery(void);     /* a queue served in random order beside one served by age */
net *net_redraw(void);      /* a dimension dropped and drawn again by what is left */
net *net_loop(void);        /* people return; hazards bend with yesterday's flows and a field */
net *net_delay_field(void); /* the shares of a delay change with the day of entry */
net *net_random(uint64_t seed);
/* All of the above except random ones; NULL after the last. */
net *net_named(int i);
/* A network whose expected values obey linear equations: no queues, no bends, no noise. */
net *net_linear(uint64_t seed);
/* Adds noise channels (AR(1) and gamma) to the probabilities of a network. */
void net_add_noise(net *n);
/* Multiplies all people and all capacities and scales of bends. */
void net_scale(net *n, double factor);

double net_everyone(const net *n);
int net_classes(const net *n, int stock);

/* A network declared to the engine, with the ids it got. */
typedef struct {
    const net *n;
    eng_model *m;
    int backwards; /* flows are named to a serve last first */
    int system[NET_SYSTEMS], dim[NET_DIMS], stock[NET_STOCKS], flow[NET_FLOWS], serve[NET_SERVES], field[NET_FIELDS],
        channel[NET_CHANNELS];
} net_model;

/* Declares and freezes. order 0: as described; else everything is declared in an order shuffled by it. 0 or -1. */
int net_build(net_model *nm, const net *n, uint64_t order);
void net_unbuild(net_model *nm);

/* What the systems of a network are handed each day. */
typedef struct {
    const net_model *nm;
    int policy_flow;        /* this flow's probability is multiplied by policy; -1: none */
    double policy;          /* */
    double (*hidden)(void); /* a plant: a system that remembers by itself; multiplies policy_flow. NULL: none */
    double *noise_seen;     /* if not NULL: [day] value of channel 0, item 0, as seen in decide of system 0 */
    int noise_room;         /* days that fit in noise_seen */
} net_user;

/* A world with its people, fields and noise set. */
eng_world *net_world(const net_model *nm, const eng_world_options *options);
/* World, days, digest and (out not NULL) the observables of oracle.h. Leaves the engine's words in error [256]. */
int net_run(const net_model *nm, const eng_world_options *options, int days, double *out, unsigned char digest[32],
            char *error);

/* splitmix64, for the tests' own shuffles. */
uint64_t net_next(uint64_t *state);
double net_uniform(uint64_t *state);

#endif
