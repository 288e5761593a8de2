/* What the input says by day: sim_period.csv, conflicts.csv, flood_level.csv, closures.csv, location_changes.csv.
 *
 * Rows of conflicts.csv and flood_level.csv are taken by their position, as Flee does: the k-th row after the header is
 * day k, whatever its first cell says.
 */
#include "flee/internal.h"
#include "text/array.h"

#include "text/say.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void no_file(fle_reading *r, const fle_table *t, const char *expected) {
    rep_add(r->rep, REP_ERROR, t->label, 0, 0, "no such file", "name the folder that has it", "%s", expected);
}

static int same_word(const char *a, const char *b) {
    for (; *a && *b; a++, b++)
        if ((*a | 32) != (*b | 32))
            return 0;
    return *a == *b;
}

/* ---- sim_period.csv ---- */

int fle_read_period(fle_reading *r) {
    fle_input *in = r->in;
    fle_table t;
    int start = 0, length = 0;
    if (fle_table_read(r, "input/sim_period.csv", in->input_label, &t))
        return -1;
    if (t.missing)
        no_file(r, &t, "Flee's sim_period.csv with StartDate and Length");
    for (int i = 0; i < t.t.nrows; i++) {
        char word[64], text[64];
        double days = 0;
        if (fle_is_comment(&t, i))
            continue;
        fle_trim(fle_cell(&t, i, 0), word, sizeof word);
        fle_trim(fle_cell(&t, i, 1), text, sizeof text);
        if (same_word(word, "StartDate")) {
            start = 1;
            if (fle_date(text, &in->start))
                fle_say(&t, i, 1, REP_ERROR, "write it as 2012-02-29", "a date");
        } else if (same_word(word, "Length")) {
            length = 1;
            if (fle_blank(&t, i, 1))
                fle_say(&t, i, 1, REP_ERROR, "give the number of days", "a whole number of days");
            else if (fle_whole(&t, i, 1, "a whole number of days, 1 to 36500", 1, 36500, &days) == 0)
                in->days = (int)days;
        } else {
            static const char *const words[] = {"StartDate", "Length"};
            const char *near = rep_nearest(word, 2, words);
            fle_say(&t, i, 0, REP_WARNING,
                    near ? txt_say("did you mean %s? Flee passes over it, and so it is here", near).text
                         : "Flee passes over it, and so it is here",
                    "StartDate or Length");
        }
    }
    if (!t.missing && !start)
        rep_add(r->rep, REP_ERROR, t.label, 1, 1, "no StartDate", "add a row StartDate,2012-02-29", "StartDate");
    if (!t.missing && !length && !r->days_asked)
        rep_add(r->rep, REP_ERROR, t.label, 1, 1, "no Length", "add a row Length,300, or give " SAY_DAYS, "Length");
    if (r->days_asked > 0)
        in->days = r->days_asked;
    fle_table_free(&t);
    return 0;
}

/* ---- tables by day ---- */

double fle_day_value(const fle_by_day *t, int day, int place) {
    int column = t->column ? t->column[place] : -1;
    return column >= 0 && day < t->days ? t->values[(size_t)day * (size_t)t->columns + (size_t)column] : 0;
}

typedef struct {
    const char *name, *what; /* file; what a cell holds */
    double low, high;
    int whole;
} day_file;

/* Columns of the header: place or -1 for each cell. */
static int *read_header(fle_reading *r, const fle_table *t, int header, fle_by_day *out) {
    int n = t->t.rows[header].ncells, *place_of = calloc((size_t)n + 1, sizeof *place_of);
    out->place = calloc((size_t)n + 1, sizeof *out->place);
    out->column = calloc((size_t)r->in->nplaces + 1, sizeof *out->column);
    if (!place_of || !out->place || !out->column) {
        free(place_of);
        return NULL;
    }
    for (int i = 0; i < r->in->nplaces; i++)
        out->column[i] = -1;
    for (int i = 0; i < n; i++) {
        char name[256];
        fle_trim(fle_cell(t, header, i), name, sizeof name);
        int place = i > 0 && name[0] ? fle_find_place(r->in, name) : -1;
        place_of[i] = place;
        if (i > 0 && name[0] && place < 0 && r->places_ok)
            fle_say(t, header, i, REP_WARNING,
                    fle_near_place_else(r, name, "Flee leaves the column out, and so it is here").text,
                    "a place of locations.csv");
        if (place < 0)
            continue;
        if (out->column[place] >= 0) {
            fle_say(t, header, i, REP_ERROR, "take one of the columns out", "each place once");
            place_of[i] = -1;
            continue;
        }
        out->column[place] = out->columns;
        out->place[out->columns++] = place;
    }
    return place_of;
}

static void read_row(const fle_table *t, int row, const day_file *f, int ncells, const int *place_of, double *values) {
    int column = 0, has = t->t.rows[row].ncells;
    fle_wide(t, row, ncells);
    while (ncells > has && place_of[ncells - 1] < 0)
        ncells--; /* columns that are not read may be short */
    if (ncells > has) {
        fle_say(t, row, 0, REP_ERROR, txt_say("the row has %d: write 0 where there is none", has).text,
                txt_say("%d cells, as in the header", ncells).text);
        return;
    }
    for (int i = 0; i < ncells; i++) {
        if (place_of[i] < 0)
            continue;
        double v = 0;
        if (fle_blank(t, row, i))
            fle_say(t, row, i, REP_ERROR, "write 0 where there is none", f->what);
        else
            (void)fle_number(t, row, i, f->what, f->low, f->high, &v);
        values[column++] = f->whole ? trunc(v) : v;
    }
}

static int read_days(fle_reading *r, const fle_table *t, const day_file *f, fle_by_day *out) {
    int header = -1, day = 0, misplaced = 0, need = r->in->days;
    char first[32];
    double number;
    for (int i = 0; i < t->t.nrows && header < 0; i++)
        if (!t->t.rows[i].bad)
            header = i; /* whatever it begins with, as in Flee */
    if (header >= 0)
        fle_trim(fle_cell(t, header, 0), first, sizeof first);
    if (header < 0 || txt_number_parse(first, &number) == 0) {
        rep_add(r->rep, REP_ERROR, t->label, 1, 1, "no header", "begin the first row with #Day and name the places",
                "#Day,name,name,...");
        return 0;
    }
    int *place_of = read_header(r, t, header, out);
    int room = need > 0 && need < t->t.nrows ? need : t->t.nrows;
    out->values = calloc((size_t)room * (size_t)out->columns + 1, sizeof *out->values);
    if (!place_of || !out->values) {
        free(place_of);
        return -1;
    }
    for (int i = header + 1; i < t->t.nrows && day < room; i++) {
        double said = day;
        if (fle_is_comment(t, i))
            continue;
        char text[32];
        fle_trim(fle_cell(t, i, 0), text, sizeof text);
        if (!misplaced && (txt_number_parse(text, &said) || said < day || said > day)) {
            fle_say(t, i, 0, REP_WARNING, "rows are taken by their position, as Flee takes them",
                    txt_say("day %d", day).text);
            misplaced = 1;
        }
        read_row(t, i, f, t->t.rows[header].ncells, place_of, out->values + (size_t)day * (size_t)out->columns);
        day++;
    }
    out->days = day;
    if (need > 0 && day < need && !t->t.cut)
        rep_add(r->rep, REP_ERROR, t->label, t->t.nrows ? t->t.rows[t->t.nrows - 1].line : 1, 1,
                txt_say("%d days", day).text, "add rows, or run fewer days with " SAY_DAYS,
                "a row for each of the %d days", need);
    free(place_of);
    return 0;
}

int fle_read_conflicts(fle_reading *r) {
    static const day_file f = {"input/conflicts.csv", "an intensity of conflict, 0 or more", 0, 1e9, 0};
    fle_input *in = r->in;
    fle_table t;
    if (in->settings.flood_rules)
        return 0; /* Flee then leaves it unread */
    if (fle_table_read(r, f.name, in->input_label, &t))
        return -1;
    if (t.missing)
        no_file(r, &t, "Flee's conflicts.csv");
    int status = t.missing ? 0 : read_days(r, &t, &f, &in->conflicts);
    for (int i = 0; status == 0 && !t.missing && i < in->nplaces; i++) {
        const fle_place *p = &in->places[i];
        if (p->conflict_date > 0 && in->conflicts.column && in->conflicts.column[i] < 0 && !in->sane)
            rep_add(r->rep, REP_WARNING, t.label, 1, 1, txt_say("no column %.60s", p->name).text,
                    "Flee then never starts the conflict that locations.csv dates; add the column, or take " SAY_SANE,
                    "a column for each conflict zone");
    }
    fle_table_free(&t);
    return status;
}

int fle_read_floods(fle_reading *r) {
    static const day_file f = {"input/flood_level.csv", "a flood level, 0 or more", 0, 1e6, 1};
    fle_input *in = r->in;
    const fle_settings *s = &in->settings;
    fle_table t;
    if (!s->flood_rules && s->spawn != SPAWN_BY_FLOOD)
        return 0;
    if (fle_table_read(r, f.name, in->input_label, &t))
        return -1;
    if (t.missing)
        no_file(r, &t, "Flee's flood_level.csv");
    int status = t.missing ? 0 : read_days(r, &t, &f, &in->floods);
    double most = 0;
    for (int i = 0; i < in->floods.days * in->floods.columns; i++)
        most = in->floods.values[i] > most ? in->floods.values[i] : most;
    const fle_list *lists[] = {&s->flood_movechances, &s->flood_loc_weights, &s->displaced_by_level};
    static const char *const names[] = {"flood_movechances", "flood_loc_weights", "displaced_per_flood_day"};
    for (int i = 0; i < 3; i++) /* in Flee the last entry of a list cannot be reached: the run ends there */
        if (lists[i]->n > 0 && (int)most >= lists[i]->n - !in->sane)
            rep_add(r->rep, REP_ERROR, r->settings_label, 1, 1, txt_say("%s of %d values", names[i], lists[i]->n).text,
                    "add values", "at least %d: flood_level.csv goes up to level %d", (int)most + 1 + !in->sane,
                    (int)most);
    fle_table_free(&t);
    return status;
}

/* ---- closures.csv ---- */

static const char *const closure_words[] = {"country", "location", "link",
                                            "camp",    "idpcamp",  "remove_forced_redirection"};
enum { CLOSURE_WORDS = 6 };

static int place_of_country(const fle_input *in, const char *country) {
    for (int i = 0; i < in->nplaces; i++)
        if (strcmp(in->places[i].country, country) == 0)
            return i;
    return -1;
}

static int closure_country(fle_reading *r, const fle_table *t, int row, int column) {
    const fle_input *in = r->in;
    const char *name = fle_cell(t, row, column), *near = NULL, *countries[256];
    int place = place_of_country(in, name), n = 0;
    if (place >= 0 || !r->places_ok)
        return place;
    for (int i = 0; i < in->nplaces && n < 256; i++)
        if (place_of_country(in, in->places[i].country) == i)
            countries[n++] = in->places[i].country;
    near = rep_nearest(name, n, countries);
    fle_say(t, row, column, REP_WARNING,
            near ? txt_say("did you mean %s? nothing is closed, in Flee as here", txt_show(near).text).text
                 : "nothing is closed, in Flee as here",
            "a country of locations.csv");
    return -1;
}

/* A place or country a closure names; what Flee makes of an unknown one is said. */
static int closure_place(fle_reading *r, const fle_table *t, int row, int column, fle_closure_type type) {
    const fle_input *in = r->in;
    const char *name = fle_cell(t, row, column);
    if (type == CLOSE_COUNTRY)
        return closure_country(r, t, row, column);
    int place = fle_find_place(in, name), nothing = type == CLOSE_LOCATION || type == CLOSE_FORCED;
    if (place >= 0 || !r->places_ok)
        return place;
    if (in->sane && !nothing) {
        fle_say(t, row, column, REP_ERROR, fle_near_place(r, name, "name another").text, "a place of locations.csv");
        return -1;
    }
    if (nothing || type == CLOSE_LINK) {
        fle_say(t, row, column, REP_WARNING, fle_near_place_else(r, name, "nothing is closed, in Flee as here").text,
                "a place of locations.csv");
        return -1;
    }
    txt_shown first =
        txt_say("Flee closes the first place of the file instead, %.40s, and so it is here", in->places[0].name);
    fle_say(t, row, column, REP_WARNING, fle_near_place_else(r, name, first.text).text, "a place of locations.csv");
    return 0;
}

/* Type and days of a closure; -1 after saying why the row is passed over. */
static int closure_days(const fle_table *t, int row, fle_closure *c) {
    double start = 0, end = -1;
    int type = 0;
    while (type < CLOSURE_WORDS && strcmp(fle_cell(t, row, 0), closure_words[type]) != 0)
        type++;
    if (type == CLOSURE_WORDS) {
        const char *near = rep_nearest(fle_cell(t, row, 0), CLOSURE_WORDS, closure_words);
        fle_say(t, row, 0, REP_WARNING,
                near ? txt_say("did you mean %s? Flee passes over the row, and so it is here", near).text
                     : "Flee passes over the row, and so it is here",
                "country, location, link, camp, idpcamp or remove_forced_redirection");
        return -1;
    }
    c->type = (fle_closure_type)type;
    int bad = 0;
    if (t->t.rows[row].ncells < 5) {
        fle_say(t, row, 0, REP_ERROR, txt_say("the row has %d cells", t->t.rows[row].ncells).text,
                "type, name, name, first day, day of reopening (-1 for never)");
        return -1;
    }
    for (int i = 3; i < 5; i++)
        if (fle_blank(t, row, i)) {
            fle_say(t, row, i, REP_ERROR,
                    i == 3 ? "give the first day of the closure" : "give the day of reopening, -1 for never",
                    "a whole number of days");
            bad = 1;
        }
    bad = fle_whole(t, row, 3, "a whole number of days", -1e6, 1e6, &start) || bad;
    bad = fle_whole(t, row, 4, "a whole number of days", -1e6, 1e6, &end) || bad;
    c->start = (int)start;
    c->end = (int)end;
    return bad ? -1 : 0;
}

/* A row that does in Flee something else than it says. */
static void warn_of_closure(const fle_input *in, const fle_table *t, int row, const fle_closure *c) {
    if ((c->type == CLOSE_CAMP || c->type == CLOSE_IDPCAMP) && c->a >= 0 && !in->places[c->a].kind.camp)
        fle_say(t, row, 1, REP_WARNING, "closed it is a town, opened it is a camp, in Flee as here",
                "a camp of locations.csv");
    if (c->type == CLOSE_LINK && !in->sane)
        fle_say(t, row, 0, REP_WARNING,
                "in Flee such a row closes nothing (names are compared wrongly); " SAY_SANE " closes it",
                "country or location");
    if (c->type == CLOSE_FORCED && !in->sane)
        fle_say(t, row, 0, REP_WARNING, "redirection moves nobody in Flee; with " SAY_SANE " it does",
                "another closure");
    int roads = c->type == CLOSE_COUNTRY || c->type == CLOSE_LOCATION || (c->type == CLOSE_LINK && in->sane);
    if (roads && c->end >= 0 && c->end == c->start)
        fle_say(t, row, 4, REP_WARNING, "it is closed and opened on one day: nothing is closed, in Flee as here",
                "a day after its start");
    else if (c->end >= 0 && c->end < c->start && c->start > 0 && c->type != CLOSE_FORCED)
        fle_say(t, row, 4, REP_WARNING, "it is never opened again, in Flee as here; write -1 if that is meant",
                "a day after its start");
}

static int read_closure(fle_reading *r, const fle_table *t, int row) {
    fle_input *in = r->in;
    fle_closure c = {.a = -1, .b = -1};
    if (closure_days(t, row, &c))
        return 0;
    c.a = closure_place(r, t, row, 1, c.type);
    if (c.type == CLOSE_COUNTRY || c.type == CLOSE_LINK || c.type == CLOSE_FORCED)
        c.b = closure_place(r, t, row, 2, c.type);
    warn_of_closure(in, t, row, &c);
    fle_closure *grown = arr_more(in->closures, in->nclosures, sizeof *grown);
    if (!grown)
        return -1;
    in->closures = grown;
    in->closures[in->nclosures++] = c;
    return 0;
}

int fle_read_closures(fle_reading *r) {
    fle_table t;
    if (fle_table_read(r, "input/closures.csv", r->in->input_label, &t))
        return -1;
    int status = 0;
    if (t.missing)
        no_file(r, &t, "Flee's closures.csv, which may hold its header only");
    for (int i = 0; status == 0 && i < t.t.nrows; i++)
        if (!fle_is_comment(&t, i))
            status = read_closure(r, &t, i);
    fle_table_free(&t);
    return status;
}

/* ---- location_changes.csv ---- */

int fle_read_changes(fle_reading *r) {
    fle_input *in = r->in;
    fle_table t, other;
    int status = 0;
    if (fle_table_read(r, in->sane ? "input/location_changes.csv" : "current/location_changes.csv",
                       in->sane ? in->input_label : ".", &t) ||
        fle_table_read(r, "input/location_changes.csv", in->input_label, &other))
        return -1;
    if (!in->sane && !other.missing)
        rep_add(r->rep, REP_WARNING, other.label, 0, 0, "location_changes.csv",
                "Flee reads it from the folder it is started in; go there, or take " SAY_SANE,
                "no such file in the input folder");
    for (int i = 0; status == 0 && i < t.t.nrows; i++) {
        double day = -1;
        if (fle_is_comment(&t, i))
            continue;
        fle_change c = {.place = fle_find_place(in, fle_cell(&t, i, 0))};
        if (c.place < 0 && r->places_ok)
            fle_say(&t, i, 0, REP_ERROR, fle_near_place(r, fle_cell(&t, i, 0), "name another").text,
                    "a place of locations.csv");
        if (fle_blank(&t, i, 2))
            fle_say(&t, i, 2, REP_ERROR, "give the day of the change", "a whole number of days");
        if (fle_whole(&t, i, 2, "a whole number of days", 0, 1e6, &day) || c.place < 0 || day < 0)
            continue;
        c.day = (int)day;
        c.kind = fle_kind_of(in, fle_cell(&t, i, 1), fle_set(in, TOP_default_conflict_intensity), 1);
        if ((c.unknown = !fle_is_known_type(fle_cell(&t, i, 1))))
            fle_say(&t, i, 1, REP_WARNING,
                    "the place keeps its chance to leave and is nothing else any more, in Flee as here",
                    "a type with camp, idpcamp, conflict, forward, marker, flood_zone, default or town in it");
        fle_change *grown = arr_more(in->changes, in->nchanges, sizeof *grown);
        if (!grown) {
            status = -1;
            break;
        }
        in->changes = grown;
        in->changes[in->nchanges++] = c;
    }
    fle_table_free(&t);
    fle_table_free(&other);
    return status;
}
