/* A comparison as text: first what matters, then all. See compare.c. */
#include "study/compare_parts.h"

#include "store/rows.h"
#include "study/whatif.h"
#include "text/html.h"
#include "text/say.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void text_row(cmp_job *j, const char *label, const cmp_row *o) {
    char text[HTML_NUMBER], layers[64] = "";
    out_put(&j->out, "  ");
    out_column(&j->out, label, 28);
    const double numbers[] = {o->a, o->b, o->d.mean, o->d.low, o->d.high};
    for (int i = 0; i < 5; i++)
        out_right(&j->out, i > 2 && isnan(numbers[i]) ? "" : html_number(numbers[i], text), i < 2 ? 14 : 12);
    snprintf(text, sizeof text, "%s", "-");
    if (cmp_by_chance(o))
        snprintf(text, sizeof text, "chance");
    else if (o->a > 0 && isfinite(o->b))
        snprintf(text, sizeof text, "%+.1f%%", 100 * (o->b / o->a - 1));
    out_right(&j->out, text, 8);
    if (o->shares.known)
        snprintf(layers, sizeof layers, "%4.0f %4.0f %4.0f", 100 * o->shares.parameters, 100 * o->shares.environment,
                 100 * o->shares.chance);
    out_printf(&j->out, "%s\n", layers);
}

static void text_header(cmp_job *j, const char *title) {
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
static int text_total(cmp_job *j, const mdl_series *s, const char *const where[3], const cmp_row *o, void *user) {
    (void)where;
    (void)user;
    char label[96];
    snprintf(label, sizeof label, "%s%s%s", s->name, s->harm && s->sum == SERIES_MEAN ? ", " : "",
             s->harm && s->sum == SERIES_MEAN ? lay_unit(s) : "");
    text_row(j, label, o);
    return 0;
}

static int text_cell(cmp_job *j, const mdl_series *s, const char *const where[3], const cmp_row *o, void *user) {
    int *shown = user;
    if (o->a <= 0 && o->b <= 0)
        return 0;
    if (!(*shown)++)
        out_printf(&j->out, " %s (%s)\n", s->name, lay_unit(s));
    text_row(j, cmp_label_of(where), o);
    return 0;
}

typedef struct {
    int found;
    char line[4096];
} worse;

static int worse_cell(cmp_job *j, const mdl_series *s, const char *const where[3], const cmp_row *o, void *user) {
    (void)s;
    worse *w = user;
    /* One member has no spread: its difference stands alone, and is said as such above. */
    int range = res_has_range(j->members);
    if (!((range ? o->d.low : o->d.mean) > 0) || cmp_by_chance(o))
        return 0;
    char mean[HTML_NUMBER], low[HTML_NUMBER], high[HTML_NUMBER], band[2 * HTML_NUMBER + 16] = "";
    size_t had = strlen(w->line);
    if (range)
        snprintf(band, sizeof band, " (%s to %s)", html_number(o->d.low, low), html_number(o->d.high, high));
    snprintf(w->line + had, sizeof w->line - had, "%s%s +%s%s", w->found++ ? ", " : "", cmp_label_of(where),
             html_number(o->d.mean, mean), band);
    return 0;
}

static int who_is_worse_off(cmp_job *j) {
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
            int status = cmp_each_cell(j, i, axes[k], worse_cell, &w);
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
static void files_that_differ(cmp_job *j) {
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

static void list_missing(cmp_job *j, int side, int *found) {
    for (int i = 0; i < res_series_count(j->r[side]); i++) {
        const mdl_series *s = res_series_at(j->r[side], i);
        if (res_series_find(j->r[!side], s->name) < 0)
            out_printf(&j->out, "%s%s (of %c only)", (*found)++ ? ", " : "Not compared: ", s->name, 'A' + side);
    }
}

/* Series, margins and months that only one of the runs has. */
static void not_compared(cmp_job *j) {
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
            if (!cmp_same_cells(j, s, res_series_at(j->r[1], other), axes[k]))
                out_printf(&j->out, "%s%s by %s (named otherwise in the two)",
                           found++ ? ", " : "Not compared: ", s->name, names[k]);
    }
    out_put(&j->out, found ? ".\n" : "");
}

static void introduction(cmp_job *j) {
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
    out_printf(&j->out, "B - A over %s to %s, paired by member (%d%s, %s, seed %s): %s%s%s.\n", first, last, j->members,
               res_whose(j->r[0]), res_meta(j->r[0], "mode"), res_meta(j->r[0], "seed"),
               j->members > 1 ? "mean, and " : "no interval", res_range_words(j->members, range),
               j->members > 1 ? " members" : "");
    out_put(&j->out, "par., env., chance: share of each layer of uncertainty in the variance of the difference, %. "
                     "\"chance\" for a change:\na difference that a rerun with another seed could make, no finding.\n");
    if (j->members > 1)
        out_printf(&j->out, "%s\n", res_spread(j->r[0]));
    else
        out_put(&j->out, "One member: there is no interval, and nothing here says how sure a difference is.\n");
}

/* Does any series keep the margin? */
static int kept(const cmp_job *j, int axis) {
    for (int i = 0; i < res_series_count(j->r[0]); i++) {
        const mdl_series *s = res_series_at(j->r[0], i);
        if (axis == RES_BY_PLACE ? s->nplaces > 0 : axis == RES_BY_NATIONALITY ? s->by_nationality : s->by_group)
            return 1;
    }
    return 0;
}

/* Of what matters first: harm, and what the knock-outs call headlines; of Flee's few series all. */
static int is_first(const cmp_job *j, const mdl_series *s) {
    return s->harm || s->shown->headline || strcmp(res_meta(j->r[0], "model"), "flee") == 0;
}

static int totals(cmp_job *j, int first, int harm, const char *title) {
    int status = 0, any = 0;
    for (int i = 0; status == 0 && i < res_series_count(j->r[0]); i++) {
        const mdl_series *s = res_series_at(j->r[0], i);
        if (s->harm != harm || is_first(j, s) != first)
            continue;
        if (!any++)
            text_header(j, title);
        status = cmp_each_cell(j, i, RES_TOTAL, text_total, NULL);
    }
    return status;
}

static void where_pressure_went(cmp_job *j) {
    whf_pair p = {.r = {j->r[0], j->r[1]},
                  .first = {j->first[0], j->first[1]},
                  .count = j->count,
                  .members = j->members,
                  .x = {j->x[0], j->x[1]},
                  .d = j->d};
    int i = res_main(j->r[0]), other = res_main(j->r[1]);
    if (i < 0 || other < 0 ||
        !cmp_same_cells(j, res_series_at(j->r[0], i), res_series_at(j->r[1], other), RES_BY_PLACE))
        return;
    out_put(&j->out, "\nWhere pressure went (encounters between ports)\n");
    if (!whf_where(&p, &j->out))
        out_put(&j->out, "  No sector by more than half a percent, a handful of people, and the chance of a rerun.\n");
}

/* Of a series of very many places, as the legs of a way, the text says only that there are so many. */
enum { MOST_PLACES = 100 };

static int by_axis(cmp_job *j, int series, int axis) {
    const mdl_series *s = res_series_at(j->r[0], series);
    int shown = 0;
    if (axis != RES_BY_PLACE || s->nplaces <= MOST_PLACES || s->harm)
        return cmp_each_cell(j, series, axis, text_cell, &shown);
    out_printf(&j->out, " %s (%s): %d places, which the CSV lists\n", s->name, s->unit, s->nplaces);
    return 0;
}

static int margins(cmp_job *j) {
    static const int axes[] = {RES_BY_PLACE, RES_BY_NATIONALITY, RES_BY_GROUP};
    static const char *const titles[] = {"By place", "By nationality", "By demographic group"};
    int status = 0;
    for (int k = 0; status == 0 && k < 3; k++) {
        if (!kept(j, axes[k]))
            continue;
        text_header(j, titles[k]);
        for (int harm = 1; harm >= 0; harm--)
            for (int i = 0; status == 0 && i < res_series_count(j->r[0]); i++)
                if (res_series_at(j->r[0], i)->harm == harm)
                    status = by_axis(j, i, axes[k]);
    }
    return status;
}

int cmp_text(cmp_job *j) {
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
