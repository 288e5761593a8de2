/* What moved encounters around a dated change: the change from the mean of the two months before its month to the mean
 * of that month and the three after, as a sum of parts.
 *
 *   event      the rows of the schedule (or a policy) that begin or end on the day, or those of one parameter
 *   other      all other dated changes from that day on
 *   season     the season of departures
 *   latent     the fitted intensities' movement: from the middle of the months before on, and what of it was under way
 *              when the event came (latent_before)
 *   under_way  what goes on with none of these: people on the way, beliefs, queues, what earlier dates set going
 *   noise      the mean of the store's members less the central run: their parameters, environment and chance
 *
 * event + other + under_way are what the mechanisms explain. The four switches are Shapley values over all 16 ways to
 * set them, exactly computed, so the parts add up to the whole change and depend on no order.
 */
#ifndef VADO_EXPLAIN_H
#define VADO_EXPLAIN_H

#include "run/past.h"
#include "text/context.h"

enum { EXP_EVENT, EXP_OTHER, EXP_SEASON, EXP_LATENT, EXP_SWITCHES };
/* Of a policy that the store's run has, or has not: then the event is what the policy takes away. */
enum { EXP_POLICY_NONE, EXP_POLICY_LAID, EXP_POLICY_ABSENT };
enum { EXP_CENTRAL = -1 };              /* number of the central run in a past */
enum { EXP_BEFORE = 2, EXP_AFTER = 4 }; /* months */

typedef struct {
    const char *name;     /* "" for the border; a name in exp_result */
    double before, after; /* people a month, mean of the store's members */
    double low, high;     /* of the change: interval of members (res_band) */
    double part[EXP_SWITCHES], under_way, noise;
    double latent_before;                     /* of part[EXP_LATENT]: already under way before the months compared */
    double published_before, published_after; /* NAN where there is none */
} exp_row;

typedef struct {
    const char *name;     /* of the series */
    double before, after; /* a month */
} exp_harm;

typedef struct {
    int64_t day;
    int begin, end;  /* rows of the event that begin, or end, on the day */
    int part_of_day; /* of one parameter only, or of a policy: not the share of a date */
    int policy;      /* EXP_POLICY_...: the event is all rows of a policy */
    double all[2];   /* of a policy: encounters with the event and without, all else as it is, central runs */
    int all_count;   /* ... of so many months, from that of the day to the end of the run */
    int nevents;
    char **events;                                            /* a line for each parameter they change */
    int before_first, before_count, after_first, after_count; /* months since 1970-01 */
    int members, npeople, nsectors;
    exp_row total, *people, *sectors;
    int nharm;
    exp_harm *harm; /* of the same months: what stands beside every result */
    char **names;
    int nnames;
} exp_result;

/* event: "YYYY-MM-DD", or "YYYY-MM-DD,PARAMETER" for the rows of one parameter; or NULL and a policy, by its
 * name in policies/: all its rows as one event. Takes some seconds. 0, or an error said in v (an unknown event with the
 * nearest dates). past: keeps the days of the store's central run, without a policy, for other events of the same
 * store; or NULL. */
int exp_run(vado *v, const char *db, const char *event, const char *policy, int threads, pst_past *past, exp_result *r);
void exp_free(exp_result *r);

/* How many times the change the sizes of its parts are together. From EXP_OFFSETTING on the parts offset each other,
 * and none may be read alone. Infinite for a change of nothing. */
double exp_offsetting(const exp_row *row);
#define EXP_OFFSETTING 6

/* The latent's part of all that moved: |latent| over the sum of the sizes of all parts, 0 to 1. */
double exp_latent_share(const exp_row *row);
/* Above this, what is said of the event rests on the fit: the report and what-ifs that touch it must say so. */
#define EXP_LATENT_MUCH 0.3
/* The Shapley value of each of n switches (at most 6) from the value of every set of them; bit i of a set: switch i. */
void exp_shapley(int n, const double *value, double *share);

#endif
