/* The registry: every number a user may change, declared once beside the system that uses it.
 *
 * A declaration carries path, unit, default, bounds, prior, the places and people it varies over, kind, meaning, source
 * and confidence. Validation, schedules, priors, `vado params` and the documentation are all made from it.
 * Values live in one flat array of doubles: value of parameter p, place i, people j at
 * offset(p) + i * who_size(p) + j.
 */
#ifndef VADO_REGISTRY_H
#define VADO_REGISTRY_H

#include <stddef.h>

typedef enum {
    PAR_STRUCTURE, /* a fact of the system: capacities, distances, rates */
    PAR_BEHAVIOUR, /* how people and officials respond; estimated by `fit` */
    PAR_POLICY     /* what a government or organisation decides; never estimated, never optimised */
} par_kind;

typedef enum { PRIOR_NONE, PRIOR_UNIFORM, PRIOR_NORMAL, PRIOR_LOGNORMAL } par_prior;
typedef enum { CONF_SOURCE, CONF_UNVERIFIED, CONF_JUDGEMENT } par_confidence;

/* What a parameter may vary over. Names of each axis come from the scenario. */
typedef enum {
    WHERE_NONE,
    WHERE_PLACE,
    WHERE_REGION, /* of Mexico: south, centre, north-east, north-west */
    WHERE_SECTOR,
    WHERE_CROSSING,
    WHERE_STATION,
    WHERE_PORT,
    WHERE_FAMILY, /* route families */
    WHERE_COUNT
} par_where;
typedef enum {
    WHO_NONE,
    WHO_NATIONALITY,
    WHO_DEMOGRAPHIC,
    WHO_BOTH,
    WHO_COUNT
} par_who; /* both: nationality slowest */

typedef struct {
    const char *path; /* `mexico.stations.detention_limit_hours` */
    const char *unit;
    double value, low, high; /* default and hard bounds */
    par_prior prior;
    double prior_low, prior_high; /* 5% and 95% points of the member's deviation from the base value, common to all
                                     elements: a factor (lognormal) or a shift (normal, uniform) */
    par_where where;
    par_who who;
    par_kind kind;
    par_confidence confidence;
    const char *meaning;
    const char *source;
} par_decl;

typedef struct {
    int count;
    const par_decl **decl; /* [count], sorted by path */
    int *offset;           /* [count] */
    int total;             /* doubles in a value array */
    int where_size[WHERE_COUNT];
    int who_size[WHO_COUNT];
} par_registry;

/* lists: arrays of declarations, one a system, each ended by an entry with path NULL. Fails (-1) on a double path. */
int par_registry_make(par_registry *r, int nlists, const par_decl *const lists[], const int where_size[WHERE_COUNT],
                      const int who_size[WHO_COUNT]);
void par_registry_free(par_registry *r);
/* Index of a path, or -1. */
int par_find(const par_registry *r, const char *path);
/* First of the values of a parameter in an array; systems keep offsets found once at the start. -1 if unknown. */
int par_offset(const par_registry *r, const char *path);
int par_elements(const par_registry *r, int index);
/* The nearest declared path to a misspelt one, or NULL. */
const char *par_did_you_mean(const par_registry *r, const char *path);
void par_defaults(const par_registry *r, double *values);
/* Member k of the ensemble: Latin hypercube over all parameters with a prior (strata of `members`, keyed by seed, the
 * parameter's path and k alone, so adding a parameter changes no other draw). base: values after scenario.yaml,
 * parameters.csv and --set; `fixed` [count] marks parameters the user has set, which are not drawn. */
void par_draw(const par_registry *r, const double *base, const unsigned char *fixed, unsigned long long seed,
              int member, int members, double *values);

/* A standard normal deviate of member k under a name of its own, drawn as a parameter of that path is. */
double par_normal(const char *name, unsigned long long seed, int member, int members);

/* The same in two steps, by the standard normal deviates of the priors, z [count]: 0 is a prior's middle. Elements of z
 * of parameters that are not drawn are 0 and not read. */
int par_is_drawn(const par_registry *r, const unsigned char *fixed, int index);
void par_normals(const par_registry *r, const unsigned char *fixed, unsigned long long seed, int member, int members,
                 double *z);
void par_put_normals(const par_registry *r, const double *base, const unsigned char *fixed, const double *z,
                     double *values);

#endif
