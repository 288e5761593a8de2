/* See variant.h. */
#include "scenario/variant.h"

#include <stdlib.h>
#include <string.h>

static void *copy_of(const void *from, size_t n, size_t size) {
    void *to = malloc((n + 1) * size);
    if (to && n > 0)
        memcpy(to, from, n * size);
    return to;
}

int scn_variant_make(scn_scenario *v, const scn_scenario *base) {
    *v = *base;
    v->values = copy_of(base->values, (size_t)base->registry.total, sizeof *base->values);
    v->fixed = copy_of(base->fixed, (size_t)base->registry.count, sizeof *base->fixed);
    v->changes = copy_of(base->changes, (size_t)base->nchanges, sizeof *base->changes);
    if (v->values && v->fixed && v->changes)
        return 0;
    scn_variant_free(v);
    return -1;
}

void scn_variant_free(scn_scenario *v) {
    free(v->values);
    free(v->fixed);
    free(v->changes); /* their texts are the scenario's */
    memset(v, 0, sizeof *v);
}

int scn_variant_hold(scn_scenario *v, const char *path, double value) {
    int p = par_find(&v->registry, path), kept = 0;
    if (p < 0)
        return -1;
    const par_decl *d = v->registry.decl[p];
    if (!(value >= d->low && value <= d->high))
        return -2;
    for (int i = 0; i < par_elements(&v->registry, p); i++)
        v->values[v->registry.offset[p] + i] = value;
    v->fixed[p] = 1;
    for (int i = 0; i < v->nchanges; i++)
        if (v->changes[i].parameter != p)
            v->changes[kept++] = v->changes[i];
    v->nchanges = kept;
    return 0;
}
