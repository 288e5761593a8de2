/* A policy's run beside the baseline's: the same numbers of both, member by member. See whatif.h. */
#include "study/whatif.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int same(const whf_pair *p, const char *key) {
    return strcmp(res_meta(p->r[0], key), res_meta(p->r[1], key)) == 0;
}

static int same_text(const scn_file *a, const scn_file *b) {
    return a && b && a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

/* Both runs must be of one scenario: all files but what is laid over it, and policies that neither ran. The first that
 * differs, or NULL. */
static const char *other_file(const whf_pair *p) {
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < res_file_count(p->r[side]); i++) {
            const scn_file *f = res_file_at(p->r[side], i);
            if (strncmp(f->name, "given/", 6) != 0 && strncmp(f->name, "policies/", 9) != 0 &&
                !same_text(f, res_file(p->r[!side], f->name)))
                return f->name;
        }
    return NULL;
}

const char *whf_other_policy(const whf_pair *p, const whf_policy *policy, const results *asked) {
    char name[300];
    snprintf(name, sizeof name, "policies/%s.csv", policy->name);
    return same_text(res_file(p->r[1], name), res_file(asked, name))
               ? NULL
               : "it was run with another content of that file: run the what-ifs again";
}

int whf_pair_open(whf_pair *p, const char *baseline, const char *policy, int from_month, char *words, size_t size) {
    int status;
    memset(p, 0, sizeof *p);
    if ((status = res_open(&p->r[0], baseline, 0, words, size)) ||
        (status = res_open(&p->r[1], policy, 0, words, size)))
        return status;
    if (!same(p, "seed") || !same(p, "members") || !same(p, "mode") || !same(p, "layers") || !same(p, "from") ||
        !same(p, "until") || !same(p, "latents")) {
        snprintf(words, size, "%s and %s are not a pair: seed, members, mode, layers, period or latents differ",
                 baseline, policy);
        return VADO_ERR_STORE;
    }
    const char *differs = other_file(p);
    if (differs) {
        snprintf(words, size, "%s and %s are not a pair: %.100s differs; run the what-ifs again", baseline, policy,
                 differs);
        return VADO_ERR_STORE;
    }
    int months = res_month_count(p->r[0]), first = from_month - res_month_first(p->r[0]);
    first = first < 0 ? 0 : first >= months ? months - 1 : first;
    p->first[0] = p->first[1] = first;
    p->count = months - first;
    p->members = res_members(p->r[0]);
    for (int i = 0; i < 2; i++)
        p->x[i] = calloc((size_t)p->members + 1, sizeof(double));
    p->d = calloc((size_t)p->members + 1, sizeof(double));
    if (p->members != res_members(p->r[1])) {
        snprintf(words, size, "%s and %s are not a pair: %d members against %d", baseline, policy, p->members,
                 res_members(p->r[1]));
        return VADO_ERR_STORE;
    }
    if (p->x[0] && p->x[1] && p->d && res_face(p->r[0], &p->face) == 0)
        return 0;
    snprintf(words, size, "out of memory");
    return VADO_ERR_MEMORY;
}

void whf_pair_close(whf_pair *p) {
    for (int i = 0; i < 2; i++) {
        free(p->x[i]);
        res_close(p->r[i]);
    }
    free(p->d);
    face_free(&p->face);
    memset(p, 0, sizeof *p);
}

const scn_file *whf_policy_file(const whf_pair *p, const whf_policy *policy) {
    char name[300];
    snprintf(name, sizeof name, "policies/%s.csv", policy->name);
    return res_file(p->r[1], name);
}

static int days_of(const whf_pair *p, int skip, int count) {
    int days = 0;
    for (int m = p->first[0] + skip; m < p->first[0] + skip + count; m++)
        days += res_month_days(p->r[0], m);
    return days;
}

whf_measure whf_measure_of(whf_pair *p, const mdl_series *s, const res_table t[2], int cell, int skip, int count) {
    whf_measure m = {.members = p->members};
    for (int k = 0; k < p->members; k++) {
        for (int i = 0; i < 2; i++)
            p->x[i][k] = lay_value(p->r[i], s, &t[i], cell, p->first[i] + skip, count, k);
        if (!isfinite(p->x[0][k]) || !isfinite(p->x[1][k]))
            return m; /* a ratio without a denominator in some member */
        m.a += p->x[0][k] / p->members;
        m.b += p->x[1][k] / p->members;
        p->d[k] = p->x[1][k] - p->x[0][k];
    }
    res_band d = res_band_of(p->d, p->members);
    m.known = p->members > 0;
    m.chance = lay_chance(s, m.a, m.b, p->d, p->members, days_of(p, skip, count));
    m.low = d.low;
    m.mean = d.mean;
    m.high = d.high;
    return m;
}

int whf_tables(whf_pair *p, const char *series, int axis, const mdl_series **s, res_table t[2]) {
    int one = res_series_find(p->r[0], series), other = res_series_find(p->r[1], series);
    memset(t, 0, 2 * sizeof *t);
    if (one < 0 || other < 0)
        return -1;
    *s = res_series_at(p->r[0], one);
    if ((axis == RES_BY_PLACE && !(*s)->nplaces) || (axis == RES_BY_NATIONALITY && !(*s)->by_nationality) ||
        (axis == RES_BY_GROUP && !(*s)->by_group))
        return -1;
    if (res_read(p->r[0], one, axis, &t[0]) == 0 && res_read(p->r[1], other, axis, &t[1]) == 0 &&
        t[0].nplaces == t[1].nplaces && t[0].nnationalities == t[1].nnationalities && t[0].ngroups == t[1].ngroups)
        return 0;
    res_table_free(&t[0]);
    res_table_free(&t[1]);
    return -1;
}

whf_measure whf_total(whf_pair *p, const char *series) {
    const mdl_series *s;
    res_table t[2];
    whf_measure m = {.members = p->members};
    if (whf_tables(p, series, RES_TOTAL, &s, t))
        return m;
    m = whf_measure_of(p, s, t, 0, 0, p->count);
    res_table_free(&t[0]);
    res_table_free(&t[1]);
    return m;
}
