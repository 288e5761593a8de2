/* The registry of parameters: collecting declarations, finding them, and drawing member k's values.
 *
 * par_draw, for each parameter with a prior that the user has not set:
 *   1. member k's stratum of `members`: where a Fisher-Yates shuffle keyed by the path carries position k;
 *   2. u = (stratum + a uniform keyed by path and k) / members: a Latin hypercube over all parameters;
 *   3. the prior's quantile x at u, from its 5% and 95% points, which are relative to the base value;
 *   4. the value: base times x (lognormal) or base plus x (others), for every element, kept inside the bounds.
 */
#include "scenario/registry.h"

#include "engine/detmath.h"
#include "engine/philox.h"
#include "text/report.h"
#include "text/words.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int by_path(const void *a, const void *b) {
    const par_decl *const *x = a;
    const par_decl *const *y = b;
    return strcmp((*x)->path, (*y)->path);
}

int par_registry_make(par_registry *r, int nlists, const par_decl *const lists[], const int where_size[WHERE_COUNT],
                      const int who_size[WHO_COUNT]) {
    memset(r, 0, sizeof *r);
    memcpy(r->where_size, where_size, sizeof r->where_size);
    memcpy(r->who_size, who_size, sizeof r->who_size);
    r->where_size[WHERE_NONE] = 1;
    r->who_size[WHO_NONE] = 1;
    for (int i = 0; i < nlists; i++)
        for (const par_decl *d = lists[i]; d->path != NULL; d++)
            r->count++;
    size_t n = r->count > 0 ? (size_t)r->count : 1;
    r->decl = malloc(n * sizeof *r->decl);
    r->offset = malloc(n * sizeof *r->offset);
    if (r->decl == NULL || r->offset == NULL)
        goto fail;
    int k = 0;
    for (int i = 0; i < nlists; i++)
        for (const par_decl *d = lists[i]; d->path != NULL; d++)
            r->decl[k++] = d;
    if (k > 1)
        qsort(r->decl, (size_t)k, sizeof *r->decl, by_path);
    for (int i = 0; i < k; i++) {
        const par_decl *d = r->decl[i];
        if (i > 0 && strcmp(d->path, r->decl[i - 1]->path) == 0)
            goto fail;
        int64_t size = (int64_t)r->where_size[d->where] * r->who_size[d->who];
        if (size < 0 || size > INT_MAX - r->total)
            goto fail;
        r->offset[i] = r->total;
        r->total += (int)size;
    }
    return 0;
fail:
    par_registry_free(r);
    return -1;
}

void par_registry_free(par_registry *r) {
    free(r->decl);
    free(r->offset);
    memset(r, 0, sizeof *r);
}

static const char *path_at(const void *r, int i) { return ((const par_registry *)r)->decl[i]->path; }

int par_find(const par_registry *r, const char *path) { return txt_find(path, r->count, path_at, r); }

int par_offset(const par_registry *r, const char *path) {
    int i = par_find(r, path);
    return i < 0 ? -1 : r->offset[i];
}

int par_elements(const par_registry *r, int index) {
    const par_decl *d = r->decl[index];
    return r->where_size[d->where] * r->who_size[d->who];
}

/* Nearest by whole path; if none, the one path whose last part is the same (people forget the front). */
const char *par_did_you_mean(const par_registry *r, const char *path) {
    const char *nearest = NULL, *last = strrchr(path, '.');
    const char **names = malloc(((size_t)r->count + 1) * sizeof *names);
    if (names == NULL)
        return NULL;
    for (int i = 0; i < r->count; i++)
        names[i] = r->decl[i]->path;
    nearest = rep_nearest(path, r->count, names);
    if (nearest == NULL) {
        int tails = 0;
        last = last == NULL ? path : last + 1;
        for (int i = 0; i < r->count; i++) {
            const char *dot = strrchr(names[i], '.');
            if (dot != NULL && strcmp(dot + 1, last) == 0) {
                nearest = names[i];
                tails++;
            }
        }
        if (tails != 1)
            nearest = NULL;
    }
    free(names);
    return nearest;
}

static double bounded(const par_decl *d, double v) { return v < d->low ? d->low : v > d->high ? d->high : v; }

void par_defaults(const par_registry *r, double *values) {
    for (int i = 0; i < r->count; i++) {
        int n = par_elements(r, i);
        for (int k = 0; k < n; k++)
            values[r->offset[i] + k] = r->decl[i]->value;
    }
}

/* Where the shuffle carries position k: followed alone, so no memory is needed. */
static int stratum(uint64_t seed, const char *path, int k, int members) {
    rng_key key = rng_key_make(seed, path, "parameters: strata");
    int position = k;
    for (int i = members - 1; i > 0; i--) {
        int j = (int)(rng_u64(key, 0, 0, 0, (uint32_t)i) % (uint64_t)(i + 1));
        if (position == i)
            position = j;
        else if (position == j)
            position = i;
    }
    return position;
}

static int has_prior(const par_decl *d) {
    if (d->prior == PRIOR_NONE || !(d->prior_high > d->prior_low))
        return 0;
    return d->prior != PRIOR_LOGNORMAL || d->prior_low > 0;
}

static double quantile(const par_decl *d, double u) {
    const double z95 = 1.6448536269514722; /* the normal's 95% point */
    double a = d->prior_low, b = d->prior_high;
    if (d->prior == PRIOR_UNIFORM)
        return a + (u - 0.05) / 0.9 * (b - a);
    double z = det_normal_quantile(u) / z95;
    if (d->prior == PRIOR_NORMAL)
        return (a + b) / 2 + z * (b - a) / 2;
    double la = det_log(a), lb = det_log(b);
    return det_exp((la + lb) / 2 + z * (lb - la) / 2);
}

/* Where in its prior a member's parameter is drawn, 0 to 1. */
static double drawn(const char *path, uint64_t seed, int member, int members) {
    rng_key key = rng_key_make(seed, path, "parameters");
    double inside = rng_unit(rng_u64(key, 0, (uint32_t)member, 0, 0));
    return (stratum(seed, path, member, members) + inside) / members;
}

double par_normal(const char *name, unsigned long long seed, int member, int members) {
    return det_normal_quantile(drawn(name, seed, member, members));
}

static void deviate(const par_registry *r, int i, double u, double *values) {
    const par_decl *d = r->decl[i];
    double x = quantile(d, u);
    int n = par_elements(r, i);
    for (int k = 0; k < n; k++) {
        double *v = &values[r->offset[i] + k];
        *v = bounded(d, d->prior == PRIOR_LOGNORMAL ? *v * x : *v + x);
    }
}

int par_is_drawn(const par_registry *r, const unsigned char *fixed, int index) {
    return (fixed == NULL || !fixed[index]) && has_prior(r->decl[index]);
}

void par_draw(const par_registry *r, const double *base, const unsigned char *fixed, unsigned long long seed,
              int member, int members, double *values) {
    if (r->total > 0)
        memcpy(values, base, (size_t)r->total * sizeof *values);
    if (members < 1 || member < 0 || member >= members)
        return;
    for (int i = 0; i < r->count; i++)
        if (par_is_drawn(r, fixed, i))
            deviate(r, i, drawn(r->decl[i]->path, seed, member, members), values);
}

void par_normals(const par_registry *r, const unsigned char *fixed, unsigned long long seed, int member, int members,
                 double *z) {
    for (int i = 0; i < r->count; i++)
        z[i] = par_is_drawn(r, fixed, i) && member >= 0 && member < members
                   ? par_normal(r->decl[i]->path, seed, member, members)
                   : 0;
}

void par_put_normals(const par_registry *r, const double *base, const unsigned char *fixed, const double *z,
                     double *values) {
    const double nearest = 0x1p-53; /* to 0 and 1 */
    if (r->total > 0)
        memcpy(values, base, (size_t)r->total * sizeof *values);
    for (int i = 0; i < r->count; i++) {
        if (!par_is_drawn(r, fixed, i))
            continue;
        double u = 0.5 * det_erfc(-z[i] * 0.70710678118654752);
        deviate(r, i, u < nearest ? nearest : u > 1 - nearest ? 1 - nearest : u, values);
    }
}
