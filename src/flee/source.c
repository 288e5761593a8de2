/* The data of the validation folder: people in each camp by date, and what they say of displacement.
 *
 * 1. data_layout.csv names the files of each camp, the first row those of the total. Several files of one name are
 *    added: `sane` interpolates both at every date of either; Flee's own way is told at add_as_flee.
 * 2. registration_corrections.csv scales what stands before a date to the level found there.
 * 3. Between two dates a value is interpolated and cut to a whole number.
 * 4. A day's displaced are the day's difference of the data less the debt; a difference below nothing becomes debt.
 */
#include "flee/internal.h"
#include "text/array.h"

#include "text/say.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- one file ---- */

typedef struct {
    int n;
    int *day;
    double *people;
} rows;

static void rows_free(rows *a) {
    free(a->day);
    free(a->people);
    memset(a, 0, sizeof *a);
}

static int rows_add(rows *a, int day, double people) {
    int *days = arr_more(a->day, a->n, sizeof *days);
    if (days)
        a->day = days;
    double *more = arr_more(a->people, a->n, sizeof *more);
    if (more)
        a->people = more;
    if (!days || !more)
        return -1;
    a->day[a->n] = day;
    a->people[a->n++] = people;
    return 0;
}

static int is_heading(const char *cell) {
    return !cell[0] || cell[0] == '#' || strcmp(cell, "Date") == 0 || strcmp(cell, "DateTime") == 0;
}

static int read_file(fle_reading *r, const char *file, const fle_table *layout, int row, int column, rows *out) {
    fle_input *in = r->in;
    fle_table t;
    char *name = txt_join("validation/", file, "");
    int status = name ? fle_table_read(r, name, in->validation_label, &t) : -1, disorder = 0, first = 1, unsaid = 0;
    free(name);
    if (status)
        return -1;
    if (t.missing)
        fle_say(layout, row, column, REP_ERROR, "add the file, or correct its name", "a file of the validation folder");
    for (int i = 0; status == 0 && i < t.t.nrows; i++) {
        int64_t day;
        double people = 0;
        int heading = first && is_heading(fle_cell(&t, i, 0));
        first = 0;
        if (heading || fle_is_comment(&t, i))
            continue;
        if (fle_blank(&t, i, 1)) {
            if (!unsaid++)
                fle_say(&t, i, 0, REP_WARNING, "the row is passed over, in Flee as here: fill it, or take it out",
                        "a number after the date");
            continue;
        }
        if (fle_date(fle_cell(&t, i, 0), &day)) {
            fle_say(&t, i, 0, REP_ERROR, "write it as 2012-02-29", "a date");
            continue;
        }
        if (r->within && day - in->start >= in->days)
            continue;
        fle_wide(&t, i, 2);
        if (fle_number(&t, i, 1, "a number of people, 0 to 1e12", 0, 1e12, &people))
            continue;
        if (out->n && (int)(day - in->start) <= out->day[out->n - 1] && !disorder++)
            fle_say(&t, i, 0, REP_WARNING, "put the rows in order: what lies between two dates is interpolated",
                    "a later date than the row before");
        status = rows_add(out, (int)(day - in->start), people / fle_set(in, FAST_hasten));
    }
    if (!t.missing && out->n == 0 && status == 0 && !r->within)
        rep_add(r->rep, REP_ERROR, t.label, 1, 1, "no row with a date and a number", "add one, as 2012-02-29,0",
                "people by date");
    fle_table_free(&t);
    return status;
}

static double between(const rows *a, int day) {
    if (a->n == 0)
        return 0;
    if (day <= a->day[0])
        return a->people[0];
    for (int i = 1; i < a->n; i++)
        if (day < a->day[i])
            return a->people[i - 1] +
                   (a->people[i] - a->people[i - 1]) * (day - a->day[i - 1]) / (double)(a->day[i] - a->day[i - 1]);
    return a->people[a->n - 1];
}

/* Flee's way with two files: the dates of the first up to each date of the second take the value the second had at the
 * last date both have; a date of the second alone takes the first's next value; dates of the first after the second's
 * last are lost. */
static int add_as_flee(const rows *a, const rows *b, rows *out) {
    double matched = 0;
    int i = 0;
    for (int k = 0; k < b->n; k++) {
        for (; i < a->n && a->day[i] < b->day[k]; i++)
            if (rows_add(out, a->day[i], a->people[i] + matched))
                return -1;
        if (i < a->n && a->day[i] == b->day[k]) {
            matched = b->people[k];
            if (rows_add(out, b->day[k], a->people[i] + b->people[k]))
                return -1;
            i++;
        } else if (rows_add(out, b->day[k],
                            b->people[k] + (i < a->n ? a->people[i]
                                            : a->n   ? a->people[a->n - 1]
                                                     : 0))) {
            return -1;
        }
    }
    return 0;
}

static int add_interpolated(const rows *a, const rows *b, rows *out) {
    for (int i = 0, k = 0; i < a->n || k < b->n;) {
        int day = i == a->n ? b->day[k] : k == b->n || a->day[i] < b->day[k] ? a->day[i] : b->day[k];
        if (rows_add(out, day, between(a, day) + between(b, day)))
            return -1;
        while (i < a->n && a->day[i] <= day)
            i++;
        while (k < b->n && b->day[k] <= day)
            k++;
    }
    return 0;
}

/* ---- data_layout.csv ---- */

/* The first of n sources of this name; n if there is none. */
static int find_source(const fle_input *in, int n, const char *name) {
    int i = 0;
    while (i < n && strcmp(in->sources[i].name, name) != 0)
        i++;
    return i;
}

static int read_source(fle_reading *r, const fle_table *t, int row) {
    fle_input *in = r->in;
    rows sum = {0, NULL, NULL};
    int status = 0, nfiles = 0;
    for (int c = 1; status == 0 && c < t->t.rows[row].ncells; c++) {
        rows one = {0, NULL, NULL}, both = {0, NULL, NULL};
        char file[256];
        if (fle_blank(t, row, c))
            continue;
        fle_trim(fle_cell(t, row, c), file, sizeof file);
        status = read_file(r, file, t, row, c, &one);
        if (status == 0 && nfiles++ == 0) {
            sum = one;
            continue;
        }
        if (status == 0)
            status = in->sane ? add_interpolated(&sum, &one, &both) : add_as_flee(&sum, &one, &both);
        rows_free(&one);
        rows_free(&sum);
        sum = both;
    }
    if (nfiles == 0 && status == 0)
        fle_say(t, row, 0, REP_ERROR, "name the file of its figures", "name,file.csv");
    fle_source *grown = arr_more(in->sources, in->nsources, sizeof *grown);
    if (grown)
        in->sources = grown;
    if (status || !grown) {
        rows_free(&sum);
        return -1;
    }
    fle_source *s = &in->sources[in->nsources++];
    *s = (fle_source){.name = txt_copy(fle_cell(t, row, 0)),
                      .files = txt_copy(fle_cell(t, row, 1)),
                      .n = sum.n,
                      .day = sum.day,
                      .people = sum.people,
                      .place = fle_find_place(in, fle_cell(t, row, 0)),
                      .first = find_source(in, in->nsources - 1, fle_cell(t, row, 0)),
                      .at = fle_at(t, row, 0)};
    return s->name && s->files ? 0 : -1;
}

static void check_names(fle_reading *r, const fle_table *t, int row) {
    const fle_input *in = r->in;
    const char *name = fle_cell(t, row, 0);
    if (find_source(in, in->nsources, name) < in->nsources)
        fle_say(t, row, 0, REP_WARNING,
                in->sane
                    ? "the first row counts and this one does not; name several files in one row: name,one.csv,two.csv"
                    : "Flee counts the first row's figures once more among the displaced, and so it is here; " SAY_SANE
                      " "
                      "counts them once",
                "each name once");
    if (in->nsources == 0 && strcmp(name, "total") != 0 && !in->sane)
        fle_say(t, row, 0, REP_WARNING,
                "Flee takes the first row for the total: it is not counted among the displaced, and any later row is, "
                "and so it is here; " SAY_SANE " goes by the name. Put the row of the total first",
                "total,refugees.csv");
    if (in->nsources == 0 || strcmp(name, "total") == 0)
        return;
    int place = fle_find_place(in, name);
    if (place < 0 && r->places_ok)
        fle_say(t, row, 0, REP_WARNING,
                fle_near_place_else(r, name, "its people are counted among the displaced and come to no camp").text,
                "a place of locations.csv");
    else if (place >= 0 && !in->places[place].output)
        fle_say(t, row, 0, REP_WARNING,
                "its people are counted among the displaced; nothing is compared with it, in Flee as here",
                "a camp of locations.csv");
}

static void check_camps(fle_reading *r, const fle_table *t) {
    const fle_input *in = r->in;
    int floods = in->settings.spawn == SPAWN_BY_FLOOD;
    for (int i = 0; r->places_ok && in->nsources > 0 && i < in->nplaces; i++)
        if (in->places[i].output && in->source_of[i] < 0)
            rep_add(r->rep, REP_ERROR, t->label, 1, 1, txt_say("no row for %.70s", in->places[i].name).text,
                    "add a row with its file",
                    floods
                        ? "a row for each place of locations.csv: where floods displace people Flee takes all of them "
                          "as camps"
                        : "a row for each camp of locations.csv");
    if (in->nsources > 0 && in->named_total < 0 && !fle_on(in, SPAWN_sum_from_camps))
        rep_add(r->rep, REP_ERROR, t->label, 1, 1, "no row called total",
                "add total,refugees.csv, or set sum_from_camps: True",
                "the row of the total: with sum_from_camps: False it says how many are displaced");
}

/* Which source is which, when all are read. */
static void find_roles(fle_input *in) {
    int total = find_source(in, in->nsources, "total");
    in->named_total = total < in->nsources ? total : -1;
    in->total = in->sane ? in->named_total : in->nsources > 0 ? 0 : -1;
    for (int i = in->nsources - 1; i >= 0; i--) /* the first of a name is the last to be set */
        if (in->sources[i].place >= 0)
            in->source_of[in->sources[i].place] = in->sources[i].first;
}

/* ---- registration_corrections.csv ---- */

/* whole: the data could be read, so that dates and numbers can be looked for in them. */
static void correct(fle_reading *r, const fle_table *t, int row, int whole) {
    fle_input *in = r->in;
    fle_source *s = NULL;
    char name[256];
    const char *names[512];
    int n = 0;
    int64_t day;
    fle_trim(fle_cell(t, row, 0), name, sizeof name);
    for (int i = 0; i < in->nsources; i++) {
        if (!s && strcmp(in->sources[i].name, name) == 0)
            s = &in->sources[i];
        if (n < 512)
            names[n++] = in->sources[i].name;
    }
    if (!s) {
        const char *near = rep_nearest(name, n, names);
        fle_say(t, row, 0, REP_ERROR, near ? txt_say("did you mean %s?", near).text : "take the row out",
                "a name of data_layout.csv");
        return;
    }
    if (fle_date(fle_cell(t, row, 1), &day)) {
        fle_say(t, row, 1, REP_ERROR, "write it as 2012-12-31", "a date");
        return;
    }
    int offset = (int)(day - in->start), k = 0;
    if (offset < 0 || !whole || s->n == 0 || (r->within && offset >= in->days))
        return;
    while (k < s->n && s->day[k] != offset)
        k++;
    if (k == s->n) {
        int near = 0;
        char text[11];
        for (int i = 1; i < s->n; i++)
            if (abs(s->day[i] - offset) < abs(s->day[near] - offset))
                near = i;
        day_format(in->start + s->day[near], text);
        fle_say(t, row, 1, REP_ERROR, txt_say("the nearest is %s", text).text,
                txt_say("a date that stands in %.60s", s->files).text);
        return;
    }
    if (k == 0)
        return;
    if (!(s->people[k - 1] > 0)) {
        fle_say(t, row, 1, REP_ERROR, "take the row out: nothing can be scaled to the new level",
                txt_say("people in %.40s on the date before", s->files).text);
        return;
    }
    double factor = s->people[k] / s->people[k - 1];
    for (int i = 0; i < k; i++)
        if (!((s->people[i] *= factor) <= 1e12)) {
            fle_say(t, row, 1, REP_ERROR, "take the row out, or correct the data it scales",
                    "people before the date that scaled to it are 1e12 at most");
            return;
        }
}

static int read_corrections(fle_reading *r, int whole) {
    fle_table t;
    if (fle_table_read(r, "input/registration_corrections.csv", r->in->input_label, &t))
        return -1;
    for (int i = 0; i < t.t.nrows; i++)
        if (!fle_is_comment(&t, i))
            correct(r, &t, i, whole);
    fle_table_free(&t);
    return 0;
}

int fle_read_sources(fle_reading *r) {
    fle_input *in = r->in;
    fle_table t;
    int status = 0, errors = r->rep->errors;
    if (!(in->source_of = calloc((size_t)in->nplaces + 1, sizeof *in->source_of)))
        return -1;
    for (int i = 0; i < in->nplaces; i++)
        in->source_of[i] = -1;
    if (!in->validation_label) {
        if (in->settings.spawn == SPAWN_BY_DATA)
            rep_add(r->rep, REP_ERROR, in->input_label, 0, 0, "no validation folder",
                    "name it after the input folder, or set conflict_driven_spawning",
                    "data of the displaced: in these settings they say how many are displaced");
        return 0;
    }
    if (fle_table_read(r, "validation/data_layout.csv", in->validation_label, &t))
        return -1;
    if (t.missing)
        rep_add(r->rep, REP_ERROR, t.label, 0, 0, "no such file",
                scn_folder_find(r->folder, "validation/locations.csv")
                    ? "this folder has the input: name it first, then the one with the data"
                    : "name the folder that has it",
                "Flee's data_layout.csv");
    for (int i = 0; status == 0 && i < t.t.nrows; i++) {
        if (fle_is_comment(&t, i))
            continue;
        check_names(r, &t, i);
        status = read_source(r, &t, i);
    }
    if (status == 0 && !t.missing && in->nsources == 0)
        rep_add(r->rep, REP_ERROR, t.label, 1, 1, "no row", "begin with total,refugees.csv", "a row for the total");
    find_roles(in);
    if (status == 0 && !t.missing)
        check_camps(r, &t);
    if (status == 0 && r->rep->errors == errors)
        fle_check_cover(in, t.label, r->rep);
    fle_table_free(&t);
    if (status == 0 && in->nsources > 0)
        status = read_corrections(r, r->rep->errors == errors);
    in->has_source = in->nsources > 0;
    return status;
}

/* ---- what the data say ---- */

static double raw_value(const fle_source *s, int day) {
    rows a = {s->n, s->day, s->people};
    return trunc(between(&a, day));
}

double fle_source_value(const fle_input *in, int source, int day) {
    if (source < 0)
        return 0;
    source = in->sources[source].first;
    double v = raw_value(&in->sources[source], day);
    /* Flee notes the day-0 value when it takes the day's difference of the data, so only where they displace people. */
    int from_zero = fle_on(in, SPAWN_empty_camps_on_day0) && in->settings.spawn == SPAWN_BY_DATA;
    return from_zero ? v - raw_value(&in->sources[source], 0) : v;
}

/* The data's difference of a day. On day 0 Flee adds the total to the camps; `sane` takes the camps alone. */
static double difference(const fle_input *in, int day) {
    int camps = fle_on(in, SPAWN_sum_from_camps);
    double sum = 0;
    if (day == 0 && fle_on(in, SPAWN_empty_camps_on_day0))
        return 0;
    for (int i = 0; i < in->nsources; i++) {
        if (camps ? i == in->total && (day > 0 || in->sane) : i != in->named_total)
            continue;
        if (in->sane && in->sources[i].first != i)
            continue;
        sum += fle_source_value(in, i, day) - (day > 0 ? fle_source_value(in, i, day - 1) : 0);
    }
    return sum;
}

int fle_course_make(const fle_input *in, fle_course *c) {
    size_t n = (size_t)in->days + 1;
    c->born = calloc(n, sizeof *c->born);
    c->debt = calloc(n, sizeof *c->debt);
    c->raw = calloc(n, sizeof *c->raw);
    if (!c->born || !c->debt || !c->raw)
        return -1;
    double debt = 0, raw = 0;
    for (int day = 0; in->settings.spawn == SPAWN_BY_DATA && day < in->days; day++) {
        double change = difference(in, day), born = change - debt;
        raw += change;
        if (day == 0 && fle_on(in, SPAWN_insert_day0))
            born = 0;
        debt = born < 0 ? -born : 0;
        c->born[day] = born > 0 ? born : 0;
        c->debt[day] = debt;
        c->raw[day] = raw;
    }
    return 0;
}

void fle_course_free(fle_course *c) {
    free(c->born);
    free(c->debt);
    free(c->raw);
    memset(c, 0, sizeof *c);
}
