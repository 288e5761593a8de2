/* Names in claims.csv that only the model knows: its series, and the margins and places each keeps. All errors at
 * once, with the nearest known name. */
#include "run/claims_check.h"

#include "text/say.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *clm_next_name(const char *names, char *out, size_t size) {
    if (!names || !*names)
        return NULL;
    size_t n = strcspn(names, "+"), kept = n < size ? n : size - 1;
    memcpy(out, names, kept);
    out[kept] = '\0';
    return names[n] ? names + n + 1 : names + n;
}

typedef struct {
    const scn_scenario *s;
    const scn_claim *c;
    rep_report *rep;
    const char *label;
    int nseries;
    const mdl_series *series;
    const char **names; /* of series, then room for another list */
} checking;

static int find(const char *name, int n, const char *const *names) {
    for (int i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

static void unknown(const checking *k, int column, const char *found, const char *expected, const char *near,
                    const char *todo) {
    txt_pos at = {k->c->line, k->c->column[column]};
    txt_unknown(k->rep, k->label, at, found, expected, near, todo);
}

static void check_margin(const checking *k, const mdl_series *d, int column, const char *names, int n,
                         const char *const *known, const char *what) {
    char name[128], expected[160];
    for (const char *p = names; (p = clm_next_name(p, name, sizeof name)) != NULL;) {
        if (n == 0) {
            snprintf(expected, sizeof expected, "no %s: %s does not keep it", what, d->name);
            unknown(k, column, name, expected, NULL, "leave it empty");
        } else if (find(name, n, known) < 0) {
            snprintf(expected, sizeof expected, "a %s of %s", what, d->name);
            unknown(k, column, name, expected, rep_nearest(name, n, known), "leave it empty for all");
        }
    }
}

static void check_series(const checking *k, int column, const char *names) {
    char name[128];
    int kind = -1, terms = 0;
    for (const char *p = names; (p = clm_next_name(p, name, sizeof name)) != NULL;) {
        int i = find(name, k->nseries, k->names);
        if (i < 0) {
            unknown(k, column, name, "a series of the model", rep_nearest(name, k->nseries, k->names),
                    "`" SAY_SERIES "` lists those of a run");
            continue;
        }
        const mdl_series *d = &k->series[i];
        if (terms++ && ((int)d->sum != kind || d->sum == SERIES_RATIO))
            unknown(k, column, names, "series that can be added: all flows or all stocks", NULL, "name one");
        kind = (int)d->sum;
        const char *nations[64];
        int n = k->s->nnationalities < 64 ? k->s->nnationalities : 64;
        for (int j = 0; j < n; j++)
            nations[j] = k->s->nationalities[j].name;
        check_margin(k, d, SCN_CLAIM_PLACE, k->c->place, d->nplaces, d->places, "place");
        check_margin(k, d, SCN_CLAIM_NATIONALITY, k->c->nationality, d->by_nationality ? n : 0, nations, "nationality");
        check_margin(k, d, SCN_CLAIM_GROUP, k->c->group, d->by_group ? DEMO_COUNT : 0, scn_demographic_names, "group");
    }
}

int clm_check(const scn_scenario *s, int nseries, const mdl_series *series, rep_report *rep) {
    const char **names = calloc((size_t)nseries + 1, sizeof *names);
    char *label =
        txt_join(s->folder.path ? s->folder.path : "", s->folder.path && *s->folder.path ? "/" : "", "claims.csv");
    int status = names && label ? 0 : -1;
    for (int i = 0; names && i < nseries; i++)
        names[i] = series[i].name;
    for (int i = 0; status == 0 && i < s->nclaims; i++) {
        checking k = {s, &s->claims[i], rep, label, nseries, series, names};
        check_series(&k, SCN_CLAIM_SERIES, k.c->series);
        check_series(&k, SCN_CLAIM_OVER, k.c->over);
    }
    free(names);
    free(label);
    return status;
}
