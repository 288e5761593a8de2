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
#include "store/db.h"
#include "store/rows.h"
#include "study/knockout.h"
#include "study/whatif.h"
#include "table/layers.h"
#include "table/period.h"
#include "text/html.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
    vado *v;
    results *r[2];
    const char *path[2];
    int first[2], count, members; /* first month of the common ones in each run */
    double *x[2], *p, *e, *d;     /* [members] */
    out_text out;
} job;

typedef struct {
    double a, b;
    res_band d;
    double chance; /* a difference below it is no finding: lay_chance */
    lay_shares shares;
} row;

/* ---- may they be paired? ---- */

static int same(job *j, const char *key, const char *what) {
    const char *a = res_meta(j->r[0], key), *b = res_meta(j->r[1], key);
    if (strcmp(a, b) == 0)
        return 0;
    return ctx_fail(
        j->v, VADO_ERR_USAGE,
        "%s and %s cannot be paired: %s is '%s' in the first and '%s' in the second; run both with the same",
        j->path[0], j->path[1], what, a, b);
}

static int pair_up(job *j) {
    int flee = strcmp(res_meta(j->r[0], "model"), "flee") == 0;
    for (int i = 0; i < 2; i++)
        if (strcmp(res_meta(j->r[i], "state"), "done") != 0)
            return ctx_fail(j->v, VADO_ERR_STORE, "%s: the run is not finished: `vado run --resume %s` goes on with it",
                            j->path[i], j->path[i]);
    if (same(j, "model", "model") || same(j, "mode", flee ? "--arithmetic" : "--mode") || same(j, "seed", "--seed") ||
        same(j, "members", "--members") || same(j, "layers", "--layers") || same(j, "from", "--from"))
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

static int both(const job *j, const char *key) {
    const char *a = res_meta(j->r[0], key);
    return a[0] && strcmp(a, res_meta(j->r[1], key)) == 0;
}

static int sameness(const job *j) {
    struct stat a, b;
    if (stat(j->path[0], &a) == 0 && stat(j->path[1], &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino)
        return SAME_FILE;
    if (!both(j, "digest"))
        return OTHER_RUN;
    return both(j, "input_hash") && both(j, "seed") && both(j, "members") ? SAME_RUN : SAME_RESULT;
}

static void say_same(job *j, int how, int csv) {
    static const char *const words[] = {"", "are one file, the same run: every difference is 0",
                                        "are the same run (input, seed, members, digest): every difference is 0",
                                        "have the same results to the last digit (digest %s), though their input or "
                                        "settings differ: what differs changes nothing in these runs"};
    char text[256];
    snprintf(text, sizeof text, words[how], res_meta(j->r[0], "digest"));
    if (csv)
        ctx_note(j->v, "%s and %s %s", j->path[0], j->path[1], text);
    else
        out_printf(&j->out, "A %s and B %s %s.\n", j->path[0], j->path[1], text);
}

/* ---- one row ---- */

static row row_of(job *j, const mdl_series *s, const lay_tables t[2], int cell, int skip, int count) {
    row o;
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

static int by_chance(const row *o) { return fabs(o->d.mean) < o->chance; }

/* Shares are shown by the total and by place only; elsewhere the twins have no margin. */
static void csv_row(job *j, const mdl_series *s, const char *period, const char *const where[3], const row *o) {
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
    out_printf(&j->out, ",%d\n", by_chance(o));
}

static void text_row(job *j, const char *label, const row *o) {
    char text[HTML_NUMBER], layers[64] = "";
    out_put(&j->out, "  ");
    out_column(&j->out, label, 28);
    const double numbers[] = {o->a, o->b, o->d.mean, o->d.low, o->d.high};
    for (int i = 0; i < 5; i++)
        out_right(&j->out, i > 2 && isnan(numbers[i]) ? "" : html_number(numbers[i], text), i < 2 ? 14 : 12);
    snprintf(text, sizeof text, "%s", "-");
    if (by_chance(o))
        snprintf(text, sizeof text, "chance");
    else if (o->a > 0 && isfinite(o->b))
        snprintf(text, sizeof text, "%+.1f%%", 100 * (o->b / o->a - 1));
    out_right(&j->out, text, 8);
    if (o->shares.known)
        snprintf(layers, sizeof layers, "%4.0f %4.0f %4.0f", 100 * o->shares.parameters, 100 * o->shares.environment,
                 100 * o->shares.chance);
    out_printf(&j->out, "%s\n", layers);
}

static void text_header(job *j, const char *title) {
    int range = res_has_range(j->members);
    const char *const names[] = {"A", "B", "B - A", range ? res_low_word(j->members) : "",
                                 range ? res_high_word(j->members) : ""};
    out_put(&j->out, "\n");
    out_column(&j->out, title, 30);
    for (int i = 0; i < 5; i++)
        out_right(&j->out, names[i], i < 2 ? 14 : 12);
    out_right(&j->out, "change", 8);
    out_put(&j->out, " par. env. chance\n");
}

/* ---- tables ---- */

typedef int row_user(job *j, const mdl_series *s, const char *const where[3], const row *o, void *user);

static int same_names(const char *const *a, int na, const char *const *b, int nb) {
    int same = na == nb;
    for (int i = 0; same && i < na; i++)
        same = strcmp(a[i], b[i]) == 0;
    return same;
}

/* Do both runs name the cells of an axis alike? Else cell k of one is somebody else in the other. */
static int same_cells(const job *j, const mdl_series *a, const mdl_series *b, int axis) {
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
static int each_cell(job *j, int series, int axis, row_user *f, void *user) {
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
    int n2 = same_cells(j, s, res_series_at(j->r[1], other), axis) ? n : -1;
    for (int cell = 0; n == n2 && status == 0 && cell < n; cell++) {
        const char *where[3] = {axis == RES_BY_PLACE ? s->places[cell] : NULL,
                                axis == RES_BY_NATIONALITY ? nations[cell] : NULL,
                                axis == RES_BY_GROUP ? groups[cell] : NULL};
        row o = row_of(j, s, t, cell, 0, j->count);
        status = f(j, s, where, &o, user);
    }
    lay_free(&t[0]);
    lay_free(&t[1]);
    return status;
}

static const char *label_of(const char *const where[3]) {
    return where[0] ? where[0] : where[1] ? where[1] : where[2] ? where[2] : "";
}

static int csv_cell(job *j, const mdl_series *s, const char *const where[3], const row *o, void *user) {
    (void)user;
    csv_row(j, s, "all", where, o);
    return 0;
}

static int csv_years(job *j, int series) {
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
        row one = row_of(j, s, t, 0, years[i].first - first, years[i].count);
        const char *where[3] = {NULL, NULL, NULL};
        csv_row(j, s, years[i].label, where, &one);
    }
    free(years);
    lay_free(&t[0]);
    lay_free(&t[1]);
    return status;
}

static int as_csv(job *j) {
    static const int axes[] = {RES_TOTAL, RES_BY_PLACE, RES_BY_NATIONALITY, RES_BY_GROUP};
    out_put(&j->out, "series,unit,harm,period,place,nationality,group,a,b,difference,low,high,change,share_parameters,"
                     "share_environment,share_chance,within_chance\n");
    for (int axis = 0; axis < 4; axis++)
        for (int i = 0; i < res_series_count(j->r[0]); i++) {
            int status = each_cell(j, i, axes[axis], csv_cell, NULL);
            if (status == 0 && axis == 0)
                status = csv_years(j, i);
            if (status)
                return status;
        }
    return 0;
}

static int text_total(job *j, const mdl_series *s, const char *const where[3], const row *o, void *user) {
    (void)where;
    (void)user;
    char label[96];
    snprintf(label, sizeof label, "%s%s%s", s->name, s->harm && s->sum == SERIES_MEAN ? ", " : "",
             s->harm && s->sum == SERIES_MEAN ? lay_unit(s) : "");
    text_row(j, label, o);
    return 0;
}

static int text_cell(job *j, const mdl_series *s, const char *const where[3], const row *o, void *user) {
    int *shown = user;
    if (o->a <= 0 && o->b <= 0)
        return 0;
    if (!(*shown)++)
        out_printf(&j->out, " %s (%s)\n", s->name, lay_unit(s));
    text_row(j, label_of(where), o);
    return 0;
}

typedef struct {
    int found;
    char line[4096];
} worse;

static int worse_cell(job *j, const mdl_series *s, const char *const where[3], const row *o, void *user) {
    (void)s;
    worse *w = user;
    /* One member has no spread: its difference stands alone, and is said as such above. */
    int range = res_has_range(j->members);
    if (!((range ? o->d.low : o->d.mean) > 0) || by_chance(o))
        return 0;
    char mean[HTML_NUMBER], low[HTML_NUMBER], high[HTML_NUMBER], band[2 * HTML_NUMBER + 16] = "";
    size_t had = strlen(w->line);
    if (range)
        snprintf(band, sizeof band, " (%s to %s)", html_number(o->d.low, low), html_number(o->d.high, high));
    snprintf(w->line + had, sizeof w->line - had, "%s%s +%s%s", w->found++ ? ", " : "", label_of(where),
             html_number(o->d.mean, mean), band);
    return 0;
}

static int who_is_worse_off(job *j) {
    static const int axes[] = {RES_BY_NATIONALITY, RES_BY_GROUP, RES_BY_PLACE};
    static const char *const names[] = {"nationality", "group", "place"};
    int any = 0;
    out_printf(&j->out, "\nWho is worse off (harm that rises%s, by more than the chance of a rerun)\n",
               j->members >= RES_QUANTILES ? " in at least 95% of members"
               : j->members > 1            ? " in every member"
                                           : "");
    for (int i = 0; i < res_series_count(j->r[0]); i++) {
        const mdl_series *s = res_series_at(j->r[0], i);
        for (int k = 0; s->harm && k < 3; k++) {
            worse w = {0, ""};
            int status = each_cell(j, i, axes[k], worse_cell, &w);
            if (status)
                return status;
            if (w.found)
                out_printf(&j->out, "  %s by %s: %s\n", s->name, names[k], w.line);
            any += w.found;
        }
    }
    if (!any)
        out_put(&j->out, "  No nationality, group or place of which that can be said. That is no proof that nobody is: "
                         "the rows have their intervals.\n");
    return 0;
}

/* What was laid over the scenario: "policy x.csv; set y=1". */
static void laid_over(results *r, char *out, size_t size) {
    sqlite3_stmt *q = NULL;
    int more = db_prepare(res_store(r), "SELECT name, value FROM option ORDER BY position", &q) ? VADO_ERR_STORE : 1;
    out[0] = '\0';
    while (more > 0 && (more = row_next(q)) > 0) {
        size_t had = strlen(out);
        char *name = NULL, *value = NULL;
        int status = row_copy(q, 0, 1, &name);
        status = status ? status : row_copy(q, 1, 0, &value);
        if (status == 0)
            snprintf(out + had, size - had, "%s%s %s", had ? "; " : "", name, value);
        free(name);
        free(value);
        more = status ? status : 1;
    }
    if (more < 0)
        res_fail(r, more);
    sqlite3_finalize(q);
}

/* What differs between the two runs' folders, or nothing. */
static void files_that_differ(job *j) {
    int found = 0;
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < res_file_count(j->r[side]); i++) {
            const scn_file *f = res_file_at(j->r[side], i), *g = res_file(j->r[!side], f->name);
            if (strncmp(f->name, "given/", 6) == 0 || (g && side) ||
                (g && f->length == g->length && memcmp(f->text, g->text, f->length) == 0))
                continue;
            out_printf(&j->out, "%s%s%s", found++ ? ", " : "Files that differ: ", f->name,
                       g      ? ""
                       : side ? " (of B only)"
                              : " (of A only)");
        }
    out_put(&j->out, found ? ".\n" : "");
}

static void list_missing(job *j, int side, int *found) {
    for (int i = 0; i < res_series_count(j->r[side]); i++) {
        const mdl_series *s = res_series_at(j->r[side], i);
        if (res_series_find(j->r[!side], s->name) < 0)
            out_printf(&j->out, "%s%s (of %c only)", (*found)++ ? ", " : "Not compared: ", s->name, 'A' + side);
    }
}

/* Series, margins and months that only one of the runs has. */
static void not_compared(job *j) {
    static const int axes[] = {RES_BY_PLACE, RES_BY_NATIONALITY, RES_BY_GROUP};
    static const char *const names[] = {"place", "nationality", "group"};
    int found = 0;
    for (int i = 0; i < 2; i++)
        if (j->count != res_month_count(j->r[i]))
            out_printf(&j->out, "%s%d months of %c",
                       found++ ? ", " : "Not compared: ", res_month_count(j->r[i]) - j->count, 'A' + i);
    list_missing(j, 0, &found);
    list_missing(j, 1, &found);
    for (int i = 0; i < res_series_count(j->r[0]); i++) {
        const mdl_series *s = res_series_at(j->r[0], i);
        int other = res_series_find(j->r[1], s->name);
        for (int k = 0; other >= 0 && k < 3; k++)
            if (!same_cells(j, s, res_series_at(j->r[1], other), axes[k]))
                out_printf(&j->out, "%s%s by %s (named otherwise in the two)",
                           found++ ? ", " : "Not compared: ", s->name, names[k]);
    }
    out_put(&j->out, found ? ".\n" : "");
}

static void introduction(job *j) {
    char over[1024], first[8], last[8], range[RES_WORDS];
    for (int i = 0; i < 2; i++) {
        laid_over(j->r[i], over, sizeof over);
        out_printf(&j->out, "%c  %s: %s, %s to %s%s%s\n", 'A' + i, j->path[i], res_meta(j->r[i], "name"),
                   res_meta(j->r[i], "from"), res_meta(j->r[i], "until"), over[0] ? "; " : "", over);
    }
    int start = res_month_first(j->r[0]) + j->first[0];
    month_format(start, first);
    month_format(start + j->count - 1, last);
    if (strcmp(res_meta(j->r[0], "name"), res_meta(j->r[1], "name")) != 0)
        out_put(&j->out, "These are runs of two scenarios: B - A is all that differs between them, not one change.\n");
    files_that_differ(j);
    not_compared(j);
    out_printf(&j->out, "B - A over %s to %s, paired by member (%d, %s, seed %s): %s%s%s.\n", first, last, j->members,
               res_meta(j->r[0], "mode"), res_meta(j->r[0], "seed"), j->members > 1 ? "mean, and " : "no interval",
               res_range_words(j->members, range), j->members > 1 ? " members" : "");
    out_put(&j->out, "par., env., chance: share of each layer of uncertainty in the variance of the difference, %. "
                     "\"chance\" for a change:\na difference that a rerun with another seed could make, no finding.\n");
    if (j->members == 1)
        out_put(&j->out, "One member: there is no interval, and nothing here says how sure a difference is.\n");
}

/* Does any series keep the margin? */
static int kept(const job *j, int axis) {
    for (int i = 0; i < res_series_count(j->r[0]); i++) {
        const mdl_series *s = res_series_at(j->r[0], i);
        if (axis == RES_BY_PLACE ? s->nplaces > 0 : axis == RES_BY_NATIONALITY ? s->by_nationality : s->by_group)
            return 1;
    }
    return 0;
}

/* Of what matters first: harm, and what the knock-outs call headlines; of Flee's few series all. */
static int is_first(const job *j, const mdl_series *s) {
    return s->harm || s->shown->headline || strcmp(res_meta(j->r[0], "model"), "flee") == 0;
}

static int totals(job *j, int first, int harm, const char *title) {
    int status = 0, any = 0;
    for (int i = 0; status == 0 && i < res_series_count(j->r[0]); i++) {
        const mdl_series *s = res_series_at(j->r[0], i);
        if (s->harm != harm || is_first(j, s) != first)
            continue;
        if (!any++)
            text_header(j, title);
        status = each_cell(j, i, RES_TOTAL, text_total, NULL);
    }
    return status;
}

static void where_pressure_went(job *j) {
    whf_pair p = {.r = {j->r[0], j->r[1]},
                  .first = {j->first[0], j->first[1]},
                  .count = j->count,
                  .members = j->members,
                  .x = {j->x[0], j->x[1]},
                  .d = j->d};
    int i = res_main(j->r[0]), other = res_main(j->r[1]);
    if (i < 0 || other < 0 || !same_cells(j, res_series_at(j->r[0], i), res_series_at(j->r[1], other), RES_BY_PLACE))
        return;
    out_put(&j->out, "\nWhere pressure went (encounters between ports)\n");
    if (!whf_where(&p, &j->out))
        out_put(&j->out, "  No sector by more than half a percent, a handful of people, and the chance of a rerun.\n");
}

static int margins(job *j) {
    static const int axes[] = {RES_BY_PLACE, RES_BY_NATIONALITY, RES_BY_GROUP};
    static const char *const titles[] = {"By place", "By nationality", "By demographic group"};
    int status = 0;
    for (int k = 0; status == 0 && k < 3; k++) {
        if (!kept(j, axes[k]))
            continue;
        text_header(j, titles[k]);
        for (int harm = 1; harm >= 0; harm--)
            for (int i = 0; status == 0 && i < res_series_count(j->r[0]); i++) {
                int shown = 0;
                if (res_series_at(j->r[0], i)->harm == harm)
                    status = each_cell(j, i, axes[k], text_cell, &shown);
            }
    }
    return status;
}

static int as_text(job *j) {
    introduction(j);
    int status = totals(j, 1, 0, "Whole period");
    if (status == 0)
        status = totals(j, 1, 1, "Harm");
    if (status == 0)
        where_pressure_went(j);
    if (status == 0)
        status = who_is_worse_off(j);
    if (status == 0)
        status = totals(j, 0, 0, "Other series");
    if (status == 0)
        status = margins(j);
    if (strcmp(res_meta(j->r[0], "model"), "flee") == 0)
        out_put(&j->out,
                "\nThe rules of Flee know no death, injury, hunger or robbery: what stands under harm is exposure to "
                "conflict and crowding, no more. See docs/responsible-use.md.\n");
    else
        out_put(&j->out,
                "\nEncounters count what agents record, not people's good. Rights of people on the move, costs and "
                "what is not modelled are not in these rows: see docs/responsible-use.md.\n");
    return status;
}

int vado_compare(vado *v, const char *a, const char *b, int csv, vado_writer *w, void *user) {
    job j;
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
    status = csv ? as_csv(&j) : as_text(&j);
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
