/* What a latents table expects after its last month: rows `<latent>_level`, `departures_level_sd`, `_sd` and `_shared`;
 * or, of latents that return to a mean, `<latent>_kept` and `_mean`.
 *
 * They are all of that month; shares are within 0 and 1; where there is one of a latent, the level of each of its
 * series is given, or its share kept and the mean of each. A table says levels or means, not both: the first holds from
 * the first day after the month on, the second from the last knot. A table without any is flat after its last month.
 */
#include "scenario/internal.h"
#include "text/say.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static const char *const kinds[] = {"departures", "group", "sector"};
enum { KINDS = 3 };
static const char *const wanted =
    "a knot's `departures`, `group` or `sector`, or what is expected after the last: its "
    "`_level`, or `_kept` and `_mean`; `departures_level_sd`, `departures_sd`, `departures_shared`";

/* What follows the name of a kind: "" of a knot; NULL: another kind. */
static const char *rest_of(const scn_latent *row, int kind) {
    size_t n = strlen(kinds[kind]);
    return strncmp(row->latent, kinds[kind], n) == 0 && (row->latent[n] == '\0' || row->latent[n] == '_')
               ? row->latent + n
               : NULL;
}

static int is_one(const char *rest, int kind) {
    int departures =
        kind == 0 && (strcmp(rest, "_sd") == 0 || strcmp(rest, "_shared") == 0 || strcmp(rest, "_level_sd") == 0);
    return departures || strcmp(rest, "_level") == 0 || strcmp(rest, "_kept") == 0 || strcmp(rest, "_mean") == 0;
}

static void refuse(scn_loading *l, const tab_table *t, int row, const char *column, const char *found, const char *todo,
                   const char *expected) {
    txt_pos at = tab_at(t, row, column);
    rep_add(l->rep, REP_ERROR, t->label, at.line, at.column, txt_show(found).text, todo, "%s", expected);
}

/* Departures are of no place, what is a share of nobody alone. */
static void check_value(scn_loading *l, const tab_table *t, int i, int kind, const char *rest) {
    const scn_latent *row = tab_row(t, i);
    int share = strcmp(rest, "_kept") == 0 || strcmp(rest, "_shared") == 0,
        sd = strcmp(rest, "_sd") == 0 || strcmp(rest, "_level_sd") == 0;
    char text[32];
    (void)snprintf(text, sizeof text, "%g", row->value);
    if (row->where[0] != '\0' && (share || kind == 0))
        refuse(l, t, i, "where", row->where, "leave it empty", "nothing: the row is of no place");
    if (row->who[0] != '\0' && share)
        refuse(l, t, i, "who", row->who, "leave it empty", "nothing: the row is of all together");
    if (share && !(row->value >= 0 && row->value <= 1))
        refuse(l, t, i, "value", text, NULL, "a share, from 0 to 1");
    if (sd && !(row->value >= 0 && row->value <= 5))
        refuse(l, t, i, "value", text, NULL, "a standard deviation of logs, from 0 to 5");
}

/* The row of this latent, where and who; -1. Rows are sorted by them. */
static int find(const tab_table *t, const char *latent, const char *where, const char *who) {
    int low = 0, high = t->nrows;
    while (low < high) {
        int middle = low + (high - low) / 2;
        const scn_latent *row = tab_row(t, middle);
        int c = strcmp(row->latent, latent);
        c = c ? c : strcmp(row->where, where);
        if ((c ? c : strcmp(row->who, who)) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    const scn_latent *row = low < t->nrows ? tab_row(t, low) : NULL;
    return row && !strcmp(row->latent, latent) && !strcmp(row->where, where) && !strcmp(row->who, who) ? low : -1;
}

/* Each series of knots of a kind has its level, or its mean and all their share kept. first: a row that expects
 * something of it. */
static void check_whole(scn_loading *l, const tab_table *t, int kind, int first, int levels) {
    char kept[32], each[32];
    (void)snprintf(kept, sizeof kept, "%s_kept", kinds[kind]);
    (void)snprintf(each, sizeof each, "%s_%s", kinds[kind], levels ? "level" : "mean");
    const scn_latent *one = tab_row(t, first), *before = NULL;
    if (!levels && find(t, kept, "", "") < 0)
        refuse(l, t, first, "latent", one->latent, NULL, "a row of the share kept a month as well");
    for (int i = 0; i < t->nrows; i++) {
        const scn_latent *row = tab_row(t, i);
        const char *rest = rest_of(row, kind);
        if (rest == NULL || *rest != '\0')
            continue;
        int same = before && strcmp(before->where, row->where) == 0 && strcmp(before->who, row->who) == 0;
        before = row;
        if (!same && find(t, each, row->where, row->who) < 0)
            refuse(l, t, i, "latent", row->latent, NULL,
                   levels ? "a row of its level as well, as the table says from what levels its kind goes on"
                          : "a row of its mean as well, as the table says what share of the distance to it is kept");
    }
}

static int is_level(const char *rest) { return strcmp(rest, "_level") == 0 || strcmp(rest, "_level_sd") == 0; }
static int is_return(const char *rest, int kind) {
    return (kind > 0 && strcmp(rest, "_kept") == 0) || strcmp(rest, "_mean") == 0;
}

/* Does the table say levels? Rows of the other rule are refused then. */
static int check_rule(scn_loading *l, const tab_table *t) {
    int levels = 0;
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < t->nrows; i++)
            for (int kind = 0; kind < KINDS; kind++) {
                const scn_latent *row = tab_row(t, i);
                const char *rest = rest_of(row, kind);
                if (pass == 0)
                    levels |= rest && is_level(rest);
                else if (levels && rest && is_return(rest, kind))
                    refuse(l, t, i, "latent", row->latent, NULL,
                           "levels alone, as the table has `_level` rows: latents go on from them, or return to means");
            }
    return levels;
}

static int last_knot(const tab_table *t) {
    int last = INT_MIN;
    for (int i = 0; i < t->nrows; i++) {
        const scn_latent *row = tab_row(t, i);
        for (int kind = 0; kind < KINDS; kind++) {
            const char *rest = rest_of(row, kind);
            if (rest && *rest == '\0' && row->month > last)
                last = row->month;
        }
    }
    return last;
}

/* A name that is of no kind would be passed by, and what was meant by it with it. */
static void check_names(scn_loading *l, const tab_table *t) {
    for (int i = 0; i < t->nrows; i++) {
        const scn_latent *row = tab_row(t, i);
        int known = 0;
        for (int kind = 0; kind < KINDS; kind++)
            known |= rest_of(row, kind) != NULL;
        if (!known && !t->bad[i])
            refuse(l, t, i, "latent", row->latent, NULL, wanted);
    }
}

void scn_check_outlook(scn_loading *l, const tab_table *t) {
    int last = last_knot(t), errors = l->rep->errors, first[KINDS] = {-1, -1, -1};
    int levels = check_rule(l, t);
    char month[8];
    check_names(l, t);
    for (int i = 0; i < t->nrows; i++)
        for (int kind = 0; kind < KINDS; kind++) {
            const scn_latent *row = tab_row(t, i);
            const char *rest = rest_of(row, kind);
            if (rest == NULL || *rest == '\0' || t->bad[i])
                continue;
            month_format(row->month, month);
            if (!is_one(rest, kind))
                refuse(l, t, i, "latent", row->latent, NULL, wanted);
            else if (row->month != last)
                refuse(l, t, i, "month", month, NULL, "the month of the last knot: what is expected holds after it");
            else
                check_value(l, t, i, kind, rest);
            first[kind] = first[kind] < 0 ? i : first[kind];
        }
    for (int kind = 0; kind < KINDS && l->rep->errors == errors; kind++)
        if (first[kind] >= 0)
            check_whole(l, t, kind, first[kind], levels);
}

void scn_warn_flat_latents(const scn_scenario *s, rep_report *rep) {
    int some = 0, last = INT_MIN;
    char month[8];
    for (int i = 0; i < s->nlatents; i++) {
        const scn_latent *row = &s->latents[i];
        for (int kind = 0; kind < KINDS; kind++) {
            const char *rest = rest_of(row, kind);
            if (rest && *rest != '\0')
                return; /* something is expected */
        }
        some |= row->value < 0 || row->value > 0;
        last = row->month > last ? row->month : last;
    }
    if (!some || month_start(last + 1) >= s->until)
        return;
    month_format(last, month);
    rep_add(rep, REP_WARNING, s->latents_name, 0, 0, "latents that stay flat after their last month",
            "fit them again: `" SAY_FIT "` writes what is expected after it",
            "rows `departures_level` and others for "
            "the days after %s",
            month);
}
