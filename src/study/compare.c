/* Two runs, member beside member: what a change does, to whom, and what it does to harm.
 *
 * 1. Runs are paired only if seed, members, mode and layers are the same: then member k of both has the same
 * parameters, the same environment and mostly the same luck, and B - A is what differs in the input.
 * 2. Each series, harm always among them (there is no switch), over all months both have: mean of A and of B, mean of
 * the paired differences with its interval, and the share of each layer in their variance (layers.h).
 * 3. First what matters: totals with harm, where pressure went, who is worse off (where harm rises in all members, of
 * 40 or more in 95%, and by more than the chance of a rerun). Then all other series, and all by place, nationality and
 * demographic group.
 * 4. Two names of one run are said to be that. What is not in both runs is not compared, and that is said.
 * Fewer encounters are not called good here, and no score is made of the rows.
 */
#include "study/compare_parts.h"

#include "study/studies.h"
#include "table/period.h"
#include "text/say.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- may they be paired? ---- */

static int same(cmp_job *j, const char *key, const char *what) {
    const char *a = res_meta(j->r[0], key), *b = res_meta(j->r[1], key);
    if (strcmp(a, b) == 0)
        return 0;
    return ctx_fail(
        j->v, VADO_ERR_USAGE,
        "%s and %s cannot be paired: %s is '%s' in the first and '%s' in the second; run both with the same",
        j->path[0], j->path[1], what, a, b);
}

static int pair_up(cmp_job *j) {
    int flee = strcmp(res_meta(j->r[0], "model"), "flee") == 0;
    for (int i = 0; i < 2; i++)
        if (strcmp(res_meta(j->r[i], "state"), "done") != 0)
            return ctx_fail(j->v, VADO_ERR_STORE, "%s: the run is not finished: `" SAY_RESUME " %s` goes on with it",
                            j->path[i], j->path[i]);
    if (same(j, "model", "model") || same(j, "mode", flee ? SAY_ARITHMETIC : SAY_MODE) || same(j, "seed", SAY_SEED) ||
        same(j, "members", SAY_MEMBERS) || same(j, "layers", SAY_LAYERS) || same(j, "from", SAY_FROM))
        return VADO_ERR_USAGE;
    if (strcmp(res_meta(j->r[0], "version"), res_meta(j->r[1], "version")) != 0)
        ctx_warn(j->v, "the runs were made by different versions of vado (%s, %s)", res_meta(j->r[0], "version"),
                 res_meta(j->r[1], "version"));
    int a = res_month_first(j->r[0]), b = res_month_first(j->r[1]);
    int from = a > b ? a : b, a_end = a + res_month_count(j->r[0]), b_end = b + res_month_count(j->r[1]);
    int end = a_end < b_end ? a_end : b_end;
    while (from < end && res_month_days(j->r[0], from - a) != res_month_days(j->r[1], from - b))
        from++; /* a month that one run has only in part */
    while (from < end && res_month_days(j->r[0], end - 1 - a) != res_month_days(j->r[1], end - 1 - b))
        end--;
    if (from >= end)
        return ctx_fail(j->v, VADO_ERR_USAGE, "%s and %s have no month in common", j->path[0], j->path[1]);
    j->first[0] = from - a;
    j->first[1] = from - b;
    j->count = end - from;
    j->members = res_members(j->r[0]);
    return 0;
}

/* ---- two names of one run ---- */

enum { OTHER_RUN, SAME_FILE, SAME_RUN, SAME_RESULT };

static int both(const cmp_job *j, const char *key) {
    const char *a = res_meta(j->r[0], key);
    return a[0] && strcmp(a, res_meta(j->r[1], key)) == 0;
}

static int sameness(const cmp_job *j) {
    struct stat a, b;
    if (stat(j->path[0], &a) == 0 && stat(j->path[1], &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino)
        return SAME_FILE;
    if (!both(j, "digest"))
        return OTHER_RUN;
    return both(j, "input_hash") && both(j, "seed") && both(j, "members") ? SAME_RUN : SAME_RESULT;
}

static void say_same(cmp_job *j, int how, int csv) {
    static const char *const words[] = {"", "are one file, the same run: every difference is 0",
                                        "are the same run (input, seed, members, digest): every difference is 0",
                                        ("have the same results to the last digit (digest %s), though their input or "
                                         "settings differ: what differs changes nothing in these runs")};
    char text[256];
    snprintf(text, sizeof text, words[how], res_meta(j->r[0], "digest"));
    if (csv)
        ctx_note(j->v, "%s and %s %s", j->path[0], j->path[1], text);
    else
        out_printf(&j->out, "A %s and B %s %s.\n", j->path[0], j->path[1], text);
}

/* ---- one row ---- */

static cmp_row row_of(cmp_job *j, const mdl_series *s, const lay_tables t[2], int cell, int skip, int count) {
    cmp_row o;
    memset(&o, 0, sizeof o);
    int twins = t[0].usable && t[1].usable, n = j->members;
    for (int k = 0; k < n; k++) {
        double p[2] = {0, 0}, e[2] = {0, 0};
        for (int i = 0; i < 2; i++) {
            j->x[i][k] = lay_value(j->r[i], s, &t[i].member, cell, j->first[i] + skip, count, k);
            if (twins)
                lay_twins(j->r[i], &t[i], cell, j->first[i] + skip, count, k, &p[i], &e[i]);
        }
        o.a += j->x[0][k] / n;
        o.b += j->x[1][k] / n;
        j->d[k] = j->x[1][k] - j->x[0][k];
        j->p[k] = p[1] - p[0];
        j->e[k] = e[1] - e[0];
    }
    if (twins) {
        /* A stock's twins are means of days; its values may be person-days: bring both to one unit. */
        double days = 1;
        if (s->harm && s->sum == SERIES_MEAN)
            for (int m = (days = 0, 0); m < count; m++)
                days += res_month_days(j->r[0], j->first[0] + skip + m);
        for (int k = 0; k < n; k++) {
            j->p[k] *= days;
            j->e[k] *= days;
        }
        o.shares = lay_of(j->d, j->p, j->e, n);
    }
    int days = 0;
    for (int m = 0; m < count; m++)
        days += res_month_days(j->r[0], j->first[0] + skip + m);
    o.chance = lay_chance(s, o.a, o.b, j->d, n, days);
    o.d = res_band_of(j->d, n);
    if (!res_has_range(n))
        o.d.low = o.d.high = NAN;
    return o;
}

int cmp_by_chance(const cmp_row *o) { return fabs(o->d.mean) < o->chance; }

/* Shares are shown by the total and by place only; elsewhere the twins have no margin. */
static void csv_row(cmp_job *j, const mdl_series *s, const char *period, const char *const where[3], const cmp_row *o) {
    out_csv(&j->out, s->name);
    out_put(&j->out, ",");
    out_csv(&j->out, lay_unit(s));
    out_printf(&j->out, ",%d,%s", s->harm, period);
    for (int i = 0; i < 3; i++) {
        out_put(&j->out, ",");
        out_csv(&j->out, where[i] ? where[i] : "");
    }
    double change = o->a > 0 ? o->b / o->a - 1 : NAN;
    const double numbers[] = {o->a, o->b, o->d.mean, o->d.low, o->d.high, change};
    for (int i = 0; i < 6; i++) {
        out_put(&j->out, ",");
        out_number(&j->out, numbers[i]);
    }
    if (o->shares.known)
        out_printf(&j->out, ",%.3f,%.3f,%.3f", o->shares.parameters, o->shares.environment, o->shares.chance);
    else
        out_put(&j->out, ",,,");
    out_printf(&j->out, ",%d\n", cmp_by_chance(o));
}
/* ---- tables ---- */

static int same_names(const char *const *a, int na, const char *const *b, int nb) {
    int same = na == nb;
    for (int i = 0; same && i < na; i++)
        same = strcmp(a[i], b[i]) == 0;
    return same;
}

/* Do both runs name the cells of an axis alike? Else cell k of one is somebody else in the other. */
int cmp_same_cells(const cmp_job *j, const mdl_series *a, const mdl_series *b, int axis) {
    const char *const *x = NULL, *const *y = NULL;
    int n = 0, m = 0;
    if (axis == RES_BY_PLACE)
        return same_names(a->places, a->nplaces, b->places, b->nplaces);
    if (axis == RES_BY_NATIONALITY) {
        n = res_nationalities(j->r[0], &x);
        m = res_nationalities(j->r[1], &y);
    } else if (axis == RES_BY_GROUP) {
        n = res_groups(j->r[0], &x);
        m = res_groups(j->r[1], &y);
    }
    return a->sum == b->sum && a->by_nationality == b->by_nationality && a->by_group == b->by_group &&
           same_names(x, n, y, m);
}

/* Calls f for each cell of one axis (0: the total) of one series of both runs. */
int cmp_each_cell(cmp_job *j, int series, int axis, cmp_row_user *f, void *user) {
    const mdl_series *s = res_series_at(j->r[0], series);
    int other = res_series_find(j->r[1], s->name), status;
    lay_tables t[2];
    memset(t, 0, sizeof t);
    if (other < 0)
        return 0;
    if ((axis == RES_BY_PLACE && s->nplaces == 0) || (axis == RES_BY_NATIONALITY && !s->by_nationality) ||
        (axis == RES_BY_GROUP && !s->by_group))
        return 0;
    if ((status = lay_read(j->r[0], series, axis, &t[0])) || (status = lay_read(j->r[1], other, axis, &t[1]))) {
        lay_free(&t[0]);
        return ctx_fail(j->v, status, "%s: the series cannot be read", s->name);
    }
    const char *const *nations = NULL, *const *groups = NULL;
    res_nationalities(j->r[0], &nations);
    res_groups(j->r[0], &groups);
    int n = t[0].member.nplaces * t[0].member.nnationalities * t[0].member.ngroups;
    int n2 = cmp_same_cells(j, s, res_series_at(j->r[1], other), axis) ? n : -1;
    for (int cell = 0; n == n2 && status == 0 && cell < n; cell++) {
        const char *where[3] = {axis == RES_BY_PLACE ? s->places[cell] : NULL,
                                axis == RES_BY_NATIONALITY ? nations[cell] : NULL,
                                axis == RES_BY_GROUP ? groups[cell] : NULL};
        cmp_row o = row_of(j, s, t, cell, 0, j->count);
        status = f(j, s, where, &o, user);
    }
    lay_free(&t[0]);
    lay_free(&t[1]);
    return status;
}

const char *cmp_label_of(const char *const where[3]) {
    return where[0] ? where[0] : where[1] ? where[1] : where[2] ? where[2] : "";
}

static int csv_cell(cmp_job *j, const mdl_series *s, const char *const where[3], const cmp_row *o, void *user) {
    (void)user;
    csv_row(j, s, "all", where, o);
    return 0;
}

static int csv_years(cmp_job *j, int series) {
    const mdl_series *s = res_series_at(j->r[0], series);
    int other = res_series_find(j->r[1], s->name), status = 0, n = 0;
    lay_tables t[2];
    per_row *years = NULL;
    memset(t, 0, sizeof t);
    vado_export_options o;
    memset(&o, 0, sizeof o);
    o.period = VADO_BY_YEAR;
    int first = res_month_first(j->r[0]) + j->first[0];
    if (other < 0)
        return 0;
    if (lay_read(j->r[0], series, RES_TOTAL, &t[0]) || lay_read(j->r[1], other, RES_TOTAL, &t[1]) ||
        (n = per_rows(&o, first, j->count, &years)) < 0)
        status = ctx_fail(j->v, VADO_ERR_STORE, "%s: the series cannot be read", s->name);
    for (int i = 0; status == 0 && i < n; i++) {
        cmp_row one = row_of(j, s, t, 0, years[i].first - first, years[i].count);
        const char *where[3] = {NULL, NULL, NULL};
        csv_row(j, s, years[i].label, where, &one);
    }
    free(years);
    lay_free(&t[0]);
    lay_free(&t[1]);
    return status;
}

static int as_csv(cmp_job *j) {
    static const int axes[] = {RES_TOTAL, RES_BY_PLACE, RES_BY_NATIONALITY, RES_BY_GROUP};
    out_put(&j->out, "series,unit,harm,period,place,nationality,group,a,b,difference,low,high,change,share_parameters,"
                     "share_environment,share_chance,within_chance\n");
    for (int axis = 0; axis < 4; axis++)
        for (int i = 0; i < res_series_count(j->r[0]); i++) {
            int status = cmp_each_cell(j, i, axes[axis], csv_cell, NULL);
            if (status == 0 && axis == 0)
                status = csv_years(j, i);
            if (status)
                return status;
        }
    return 0;
}
int std_compare(vado *v, const char *a, const char *b, int csv, vado_writer *w, void *user) {
    cmp_job j;
    char words[512];
    memset(&j, 0, sizeof j);
    j.v = v;
    j.path[0] = a;
    j.path[1] = b;
    j.out = (out_text){w, user, 0};
    int status = 0;
    for (int i = 0; i < 2; i++)
        if ((status = res_open(&j.r[i], j.path[i], v->partial, words, sizeof words))) {
            ctx_fail(v, status, "%s", words);
            goto out;
        }
    int how = sameness(&j);
    if ((status = pair_up(&j)))
        goto out;
    if (how != OTHER_RUN)
        say_same(&j, how, csv);
    double **arrays[] = {&j.x[0], &j.x[1], &j.p, &j.e, &j.d};
    for (int i = 0; i < 5; i++)
        if (!(*arrays[i] = calloc((size_t)j.members + 1, sizeof(double)))) {
            status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
            goto out;
        }
    status = csv ? as_csv(&j) : cmp_text(&j);
    if (status == 0 && j.out.failed)
        status = ctx_fail(v, VADO_ERR_FILE, "the output cannot be written");
out:
    free(j.x[0]);
    free(j.x[1]);
    free(j.p);
    free(j.e);
    free(j.d);
    for (int i = 0; i < 2; i++)
        status = res_end(v, j.r[i], j.path[i], status);
    return status;
}
