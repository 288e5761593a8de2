/* Published figures: observed/ (all .csv files of it but used.csv: sides.c), one figure a row, with publisher and
 * source.
 */
#include "scenario/internal.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[SCN_KINDS] = {"reported", "rounded", "derived", "preliminary", NULL};
static const char *const sides[] = {SCN_SIDE_SET, SCN_SIDE_JUDGE, SCN_SIDE_TIME, NULL};

static const tab_column columns[] = {
    {"series", COL_TEXT, 1, offsetof(scn_observed, series), 0, 0, 0, NULL, 0},
    {"from", COL_DATE, 1, offsetof(scn_observed, from), 0, 0, 0, NULL, 0},
    {"until", COL_UNTIL, 1, offsetof(scn_observed, until), 0, 0, 0, NULL, 0},
    {"place", COL_TEXT, 0, offsetof(scn_observed, place), 0, 0, 0, NULL, 0},
    {"nationality", COL_TEXT, 0, offsetof(scn_observed, nationality), 0, 0, 0, NULL, 0},
    {"group", COL_TEXT, 0, offsetof(scn_observed, group), 0, 0, 0, NULL, 0},
    {"publisher", COL_TEXT, 1, offsetof(scn_observed, publisher), 0, 0, 0, NULL, 0},
    {"kind", COL_CHOICE_TEXT, 1, offsetof(scn_observed, kind), 0, 0, 0, kinds, 0},
    {"source", COL_TEXT, 1, offsetof(scn_observed, source), 0, 0, 0, NULL, 0},
    {"value", COL_NUMBER, 1, offsetof(scn_observed, value), 0, 1e300, 0, NULL, 0},
    {"unit", COL_TEXT, 1, offsetof(scn_observed, unit), 0, 0, 0, NULL, 0},
    {"note", COL_TEXT, 0, offsetof(scn_observed, note), 0, 0, 0, NULL, 0},
    {"side", COL_CHOICE_TEXT, 0, offsetof(scn_observed, side), 0, 0, 0, sides, 0},
};
const tab_schema scn_observed_schema = {"observed/*.csv", sizeof(scn_observed), 9, 13, columns};

int scn_kind_rank(const char *kind) {
    int i = 0;
    while (kinds[i] != NULL && strcmp(kinds[i], kind) != 0)
        i++;
    return i;
}

static void check_place(scn_loading *l, const tab_table *t, int i, const char *name) {
    static const int lists[] = {LIST_SECTORS, LIST_PLACES, LIST_REGIONS, LIST_STATIONS, LIST_PORTS, LIST_CROSSINGS};
    const char *near = NULL;
    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++) {
        const tab_list *list = &l->lists[lists[k]];
        if (!list->loaded || tab_find(list, name) >= 0)
            return;
        if (near == NULL)
            near = rep_nearest(name, list->n, list->names);
    }
    txt_unknown(l->rep, t->label, tab_at(t, i, "place"), name, "a sector, place, region, station or port", near,
                "leave it empty for all");
}

static void check_name(scn_loading *l, const tab_table *t, int i, const char *column, const char *name, int number) {
    const tab_list *list = &l->lists[number];
    if (list->loaded && tab_find(list, name) < 0)
        txt_unknown(l->rep, t->label, tab_at(t, i, column), name, list->of, rep_nearest(name, list->n, list->names),
                    "leave it empty for all");
}

/* fine: the row before it, whose names are known: the same need no second look; or NULL. */
static void check_row(scn_loading *l, const tab_table *t, int i, const scn_observed *fine) {
    const scn_observed *o = tab_row(t, i);
    if (t->bad[i])
        return;
    if (o->until <= o->from) {
        txt_pos at = tab_at(t, i, "until");
        rep_add(l->rep, REP_ERROR, t->label, at.line, at.column, scn_show_day(o->until - 1).text,
                "put the dates in order", "a last day not before %s", scn_show_day(o->from).text);
    }
    if (o->place[0] != '\0' && (fine == NULL || fine->place != o->place))
        check_place(l, t, i, o->place);
    if (o->nationality[0] != '\0' && (fine == NULL || fine->nationality != o->nationality))
        check_name(l, t, i, "nationality", o->nationality, LIST_NATIONALITIES);
    if (o->group[0] != '\0' && (fine == NULL || fine->group != o->group))
        check_name(l, t, i, "group", o->group, LIST_DEMOGRAPHICS);
}

/* Where a row's side stands, for whoever refuses to fit to it. */
static int keep_place(scn_loading *l, const tab_table *t, int i) {
    scn_observed *o = tab_row(t, i);
    txt_pos at = tab_at(t, i, "side");
    o->line = at.line;
    o->column = at.column;
    o->file = txt_pool_take(&l->s->texts, t->label);
    o->used = txt_pool_take(&l->s->texts, "");
    return o->file == NULL || o->used == NULL ? -1 : 0;
}

static int read_file(scn_loading *l, const scn_file *file, tab_table *all) {
    tab_table t = {0};
    char *label = scn_label(l->s, file->name);
    int status = -1;
    if (label != NULL && scn_read_table(l, &t, &scn_observed_schema, file, label) == 0 && tab_sort(&t, l->rep) == 0) {
        status = 0;
        scn_idle idle = {0}; /* figures from before the period are history; those after its end are nothing */
        const scn_observed *fine = NULL;
        for (int i = 0; status == 0 && i < t.nrows; i++) {
            const scn_observed *o = tab_row(&t, i);
            int errors = l->rep->errors;
            status = keep_place(l, &t, i);
            check_row(l, &t, i, fine);
            fine = t.bad[i] || l->rep->errors > errors ? NULL : o;
            if (!t.bad[i] && o->until > o->from && o->from >= l->s->until)
                scn_count_idle(l, &idle, o->from, o->until, tab_at(&t, i, "from"));
        }
        scn_say_idle(l, &idle, label);
        if (status == 0)
            status = tab_append(all, &t);
    }
    tab_free(&t);
    free(label);
    return status;
}

/* Doubles inside one file have been said with their lines; these stand in two files. */
static void say_doubles(scn_loading *l, const tab_table *all, int errors_before) {
    char *label = l->rep->errors > errors_before ? NULL : scn_label(l->s, "observed");
    for (int i = 1; label != NULL && i < all->nrows; i++) {
        const scn_observed *o = tab_row(all, i);
        if (tab_compare(all, i - 1, i, scn_observed_schema.nkey) == 0)
            rep_add(l->rep, REP_ERROR, label, 0, 0, txt_show(o->series).text, "take one of them out",
                    "each figure in one file: %.40s %.40s %.40s from %s stands in two", o->place, o->nationality,
                    o->group, scn_show_day(o->from).text);
    }
    free(label);
}

/* A series none of whose figures lies inside the period stands beside nothing. */
static void say_outside(scn_loading *l, const tab_table *all) {
    char *label = l->period_ok ? scn_label(l->s, "observed") : NULL;
    for (int i = 0, next; label != NULL && i < all->nrows; i = next) {
        const scn_observed *first = tab_row(all, i), *o;
        scn_idle idle = {0};
        for (next = i; next < all->nrows && strcmp((o = tab_row(all, next))->series, first->series) == 0; next++)
            scn_count_idle(l, &idle, o->from, o->until, (txt_pos){0, 0});
        if (idle.n == next - i && first->from < l->s->until)
            rep_add(l->rep, REP_WARNING, label, 0, 0,
                    txt_say("%.60s: all %d figures outside, the first of %s", first->series, idle.n,
                            scn_show_day(first->from).text)
                        .text,
                    "they stand beside no result: correct their dates, or take them out",
                    "figures of the scenario's period, %s to %s", scn_show_day(l->s->from).text,
                    scn_show_day(l->s->until - 1).text);
    }
    free(label);
}

int scn_read_observed(scn_loading *l) {
    const scn_folder *f = &l->s->folder;
    tab_table all = {0};
    rep_report quiet;
    int status = 0, errors = l->rep->errors;
    for (int i = 0; status == 0 && i < f->count; i++) {
        const char *name = f->files[i].name;
        if (strncmp(name, "observed/", 9) == 0 && txt_ends(name, ".csv") && strcmp(name, SCN_USED_FILE) != 0)
            status = read_file(l, &f->files[i], &all);
    }
    if (status == 0 && all.schema != NULL) {
        rep_init(&quiet);
        status = tab_sort(&all, &quiet);
        rep_free(&quiet);
        if (status == 0) {
            say_doubles(l, &all, errors);
            say_outside(l, &all);
        }
        l->s->observed = tab_take(&all, &l->s->nobserved);
    }
    tab_free(&all);
    return status == 0 ? scn_read_used(l, l->rep->errors > errors) : status;
}
