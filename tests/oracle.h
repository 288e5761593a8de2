/* A description of a network of stocks and flows, and the oracle: a plain program with one record for each person.
 *
 * The oracle exists so that the engine can be wrong: it shares no code with src/engine (own random numbers, own loops,
 * own class arithmetic) and is simple enough to be checked by reading. tests/networks.c builds the same description for
 * the engine. What one day means:
 *   1. everyone who is there reads yesterday's world: fields, and who entered each flow yesterday;
 *   2. each serve takes people from its queues, longest waiting first, ties by lot, up to its capacity;
 *   3. each person left in a stock takes one flow out of it, or none, by the probabilities of his or her class;
 *      Whoever takes an event stays where he or she stands;
 *   4. who moves draws a new class where the flow redraws, draws a delay, and is there that many days later (1:
 * tomorrow). The oracle can also be run with a planted mistake, to show that the comparison would notice it.
 */
#ifndef VADO_TESTS_ORACLE_H
#define VADO_TESTS_ORACLE_H

#include <stddef.h>
#include <stdint.h>

enum {
    NET_DIMS = 4,
    NET_PARTS = 4,
    NET_CLASSES = 48,
    NET_STOCKS = 12,
    NET_FLOWS = 28,
    NET_DELAY = 12,
    NET_SERVES = 4,
    NET_FIELDS = 4,
    NET_CHANNELS = 3,
    NET_SYSTEMS = 6,
    NET_NAME = 24
};

typedef struct {
    char name[NET_NAME];
    int size;
} net_dim;

typedef struct {
    char name[NET_NAME];
    int system;
    int ndims;
    int dims[NET_DIMS];
    int queue; /* 1: a queue of `ages` days of arrival */
    int ages;
    double put[NET_CLASSES]; /* people on the first day */
} net_stock;

/* How a probability bends with yesterday's world. */
typedef enum {
    NET_PLAIN,         /* prob */
    NET_BY_FIELD,      /* prob / (1 + field[source][0] / scale) */
    NET_BY_MOVED,      /* prob / (1 + people who entered flow `source` yesterday / scale) */
    NET_BY_MOVED_CLASS /* prob / (1 + people of this class who entered this flow yesterday / scale) */
} net_rule;

typedef struct {
    char name[NET_NAME];
    int from, to;
    int served; /* 1: moved by a serve, never by a split */
    double prob[NET_CLASSES];
    net_rule rule;
    int rule_source;
    double rule_scale;
    int channel; /* noise channel that multiplies prob (engine only), -1: none */
    int channel_item;
    int delay_max; /* 0 or 1: tomorrow */
    int has_delay;
    double delay[NET_DELAY];
    int delay_field; /* -1: none */
    int has_map;
    int map[NET_CLASSES];
    int stays;      /* 1: an event; who takes it is counted and stays, in a queue with the day of arrival */
    int redraw_dim; /* -1: none */
    double shares[NET_CLASSES * NET_PARTS];
} net_flow;

typedef struct {
    char name[NET_NAME];
    int system;
    int nflows;
    int flows[4];
    int random_order;
    double capacity;
    double swing; /* added to the capacity on every third day */
} net_serve;

/* source >= 0: one number, tomorrow's is keep * today's + gain * people who entered flow `source` yesterday.
 * source < 0: `first` on even days, `other` on odd days (shares of a delay that changes with the day of entry). */
typedef struct {
    char name[NET_NAME];
    int system;
    int size;
    int source;
    double keep, gain;
    double first[NET_DELAY], other[NET_DELAY];
} net_field;

typedef struct {
    char name[NET_NAME];
    int size;
    int gamma;
    double sd, tau;
} net_channel;

typedef struct {
    char name[NET_NAME];
    int nsystems, ndims, nstocks, nflows, nserves, nfields, nchannels;
    net_dim dims[NET_DIMS];
    net_stock stocks[NET_STOCKS];
    net_flow flows[NET_FLOWS];
    net_serve serves[NET_SERVES];
    net_field fields[NET_FIELDS];
    net_channel channels[NET_CHANNELS];
} net;

typedef enum {
    ORACLE_RIGHT,
    ORACLE_TWO_PERCENT,      /* the first split of the network is 2% too likely */
    ORACLE_DELAY_SHIFTED,    /* every delay is a day longer */
    ORACLE_YOUNGEST_FIRST,   /* serves take the last to arrive */
    ORACLE_QUEUES_IN_TURN,   /* serves empty their first queue before they look at the second */
    ORACLE_CLASSES_IN_TURN,  /* inside a day of arrival the lowest class goes first */
    ORACLE_CAPACITY_ROUNDED, /* fractions of a capacity are rounded away, not carried by chance */
    ORACLE_SAME_DAY,         /* who arrives for tomorrow moves again today */
    ORACLE_COMMON_DELAY,     /* all who enter a flow on a day share one draw of the delay: the mean stays right */
    ORACLE_SHARED_LUCK,      /* every two people share one draw of the split: the mean stays right */
    ORACLE_REDRAW_BLIND,     /* redraws use the shares of class 0 for everyone */
    ORACLE_MAP_FORGOTTEN,    /* declared changes of class do not happen: the class stays as it is */
    ORACLE_EVENT_MOVES       /* who takes an event joins the stock anew: at the end of its queue */
} oracle_mistake;

/* What is compared after the last day, in this order: people by stock and class; people on the way by flow; people by
 * queue and age; people who entered each flow, summed over all days. */
int oracle_observables(const net *n);
/* Writes the words for observable i: "stock Tapachula class 2". */
void oracle_observable_name(const net *n, int i, char *out, size_t size);
/* Simulates and writes oracle_observables(n) numbers. 0, or -1 without memory. */
int oracle_run(const net *n, int days, uint64_t seed, oracle_mistake mistake, double *out);

#endif
