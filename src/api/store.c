/* A store opened to read its series as numbers: see api/numbers.h. */
#include "api/numbers.h"

#include "text/words.h"

#include <stdlib.h>
#include <string.h>

struct vado_store {
    results *r;
    char *path;
    int nseries;
    vado_series *series; /* texts are those of r */
};

void vado_store_close(vado_store **given) {
    vado_store *s = given ? *given : NULL;
    if (!s)
        return;
    res_close(s->r);
    free(s->path);
    free(s->series);
    free(s);
    *given = NULL;
}

int vado_store_open(vado *v, const char *path, vado_store **out) {
    char words[700];
    if (v)
        ctx_clear(v);
    if (out)
        *out = NULL;
    if (!v || !path || !out)
        return num_nothing(v, path ? "out" : "path");
    vado_store *s = calloc(1, sizeof *s);
    if (!s)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    int status = res_open(&s->r, path, v->partial, words, sizeof words);
    if (status) {
        free(s);
        return ctx_fail(v, status, "%s", words);
    }
    s->nseries = res_series_count(s->r);
    s->path = txt_copy(path);
    s->series = calloc((size_t)s->nseries + 1, sizeof *s->series);
    if (!s->path || !s->series) {
        vado_store_close(&s);
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    for (int i = 0; i < s->nseries; i++)
        num_series(res_series_at(s->r, i), &s->series[i]);
    *out = s;
    return 0;
}

const vado_series *vado_store_series(const vado_store *s, int i) {
    return s && i >= 0 && i < s->nseries ? &s->series[i] : NULL;
}

static int table(void *user, int series, int axes, res_table *t) { return res_read(user, series, axes, t); }
static int days(void *user, int series, int month, double *out) { return res_days(user, series, month, out); }

/* The days that the months read cover: of an unfinished run fewer than its period. */
static void period(const results *r, num_source *from) {
    int64_t end = month_start(res_month_first(r) + res_month_count(r)), last = 0;
    (void)day_parse(res_meta(r, "from"), &from->from);
    (void)day_parse(res_meta(r, "until"), &last);
    from->until = last + 1 < end ? last + 1 : end;
}

int vado_read(vado *v, vado_store *s, const char *series, const vado_read_options *o, vado_numbers **out) {
    if (v)
        ctx_clear(v);
    if (out)
        *out = NULL;
    if (!v || !s || !series || !out)
        return num_nothing(v, !s ? "store" : !series ? "series" : "out");
    int *members = calloc((size_t)res_members(s->r) + 1, sizeof *members);
    if (!members)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; i < res_members(s->r); i++)
        members[i] = res_member_number(s->r, i) + 1;
    num_source from = {.user = s->r,
                       .nseries = s->nseries,
                       .series = res_series_at(s->r, 0), /* the first of an array */
                       .nmembers = res_members(s->r),
                       .members = members,
                       .month_first = res_month_first(s->r),
                       .months = res_month_count(s->r),
                       .months_over = res_month_count(s->r),
                       .partial = res_partial(s->r),
                       .table = table,
                       .days = days};
    from.nnationalities = res_nationalities(s->r, &from.nationalities);
    from.ngroups = res_groups(s->r, &from.groups);
    period(s->r, &from);
    int status = num_read(v, &from, series, o, out);
    free(members);
    return status;
}
