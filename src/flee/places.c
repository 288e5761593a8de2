/* locations.csv, routes.csv and major_routes.csv: where people can be and go.
 *
 * 1. A row of locations.csv is a place; its type is read as Flee reads it, by what the text contains. The country of
 *    the first row is home; places of other countries are foreign.
 * 2. A row of routes.csv is a link in each direction. Flee makes two of both where forced_redirection is 1; `sane`
 *    makes one.
 * 3. What is wrong is said with its line; what Flee would pass over or misread (a type it does not know, coordinates
 *    that cannot be latitude and longitude, a town whose chance to leave makes it a camp) is a warning.
 */
#include "flee/internal.h"
#include "text/array.h"

#include "text/say.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int contains(const char *type, const char *word) {
    size_t n = strlen(word);
    for (const char *p = type; *p; p++) {
        size_t i = 0;
        while (i < n && p[i] && tolower((unsigned char)p[i]) == word[i])
            i++;
        if (i == n)
            return 1;
    }
    return 0;
}

fle_kind_of_place fle_kind_of(const fle_input *in, const char *type, double conflict, double movechance) {
    const double *set = in->settings.set;
    fle_kind_of_place k = {.movechance = movechance, .conflict = -1};
    if (contains(type, "camp")) {
        k.camp = 1;
        k.idpcamp = contains(type, "idp");
        k.movechance = set[k.idpcamp ? MOVE_idpcamp_movechance : MOVE_camp_movechance];
    } else if (contains(type, "conflict")) {
        k.movechance = set[MOVE_conflict_movechance];
        k.conflict = conflict;
    } else if (contains(type, "forward")) {
        k.forward = 1;
        k.movechance = 1;
    } else if (contains(type, "marker")) {
        k.marker = 1;
        k.movechance = 1;
    } else if (contains(type, "flood_zone")) {
        k.flood_zone = 1;
        k.movechance = set[MOVE_default_movechance];
    } else if (contains(type, "default") || contains(type, "town")) {
        k.town = 1;
        k.movechance = set[MOVE_default_movechance];
    }
    if (k.movechance < 0.005 && !k.camp && !k.flood_zone && !in->sane) {
        k.camp = 1;
        k.town = 0;
    }
    return k;
}

int fle_is_known_type(const char *type) {
    static const char *const words[] = {"camp", "conflict", "forward", "marker", "flood_zone", "default", "town"};
    for (int i = 0; i < 7; i++)
        if (contains(type, words[i]))
            return 1;
    return 0;
}

/* ---- locations.csv ---- */

enum { NAME, REGION, COUNTRY, X_COLUMN, Y_COLUMN, TYPE, CONFLICT_DATE, POP, FIRST_EXTRA };

typedef struct {
    fle_table t;
    int header;                               /* row of the header, or -1 */
    int intensity, per_day, idps, trade, hdi; /* extra columns, or -1 */
} locations;

static int extra_column(const fle_table *t, int header, const char *name) {
    for (int i = FIRST_EXTRA; header >= 0 && i < t->t.rows[header].ncells; i++)
        if (strcmp(fle_cell(t, header, i), name) == 0)
            return i;
    return -1;
}

/* A value of an extra column that every place must have; NAN if it is missing. */
static double extra(locations *l, int row, int column, const char *what, double low, double high) {
    double v = NAN;
    if (column < 0)
        return NAN;
    if (fle_blank(&l->t, row, column))
        fle_say(&l->t, row, column < l->t.t.rows[row].ncells ? column : 0, REP_ERROR,
                "fill the column for every place, or take it out", what);
    else
        (void)fle_number(&l->t, row, column, what, low, high, &v);
    return v;
}

static void check_coordinates(locations *l, int row, const fle_place *p) {
    if (p->x < -180 || p->x > 180 || p->y < -180 || p->y > 180)
        fle_say(&l->t, row, p->x < -180 || p->x > 180 ? X_COLUMN : Y_COLUMN, REP_WARNING,
                "Flee takes any number; distances to home and the map need degrees", "degrees from -180 to 180");
    else if ((p->x < -90 || p->x > 90) && p->y >= -90 && p->y <= 90)
        fle_say(&l->t, row, X_COLUMN, REP_WARNING,
                "latitude and longitude look swapped: write latitude, then longitude, as Flee's own data do",
                "a latitude from -90 to 90");
}

static int whole_people(locations *l, int row, int camp, double hasten, double *out) {
    double v = 0;
    if (fle_whole(&l->t, row, POP, "a whole number of people, 0 to 1e12", camp ? -1e12 : 0, 1e12, &v))
        return -1;
    if (v < 0)
        fle_say(&l->t, row, POP, REP_WARNING, "to Flee a capacity below 1 is no limit, and so it is here",
                "a capacity of 0 or more");
    *out = floor(v / hasten);
    return 0;
}

static void read_extras(fle_reading *r, locations *l, int row, fle_place *p) {
    const double *set = r->in->settings.set;
    p->conflict_intensity = 1;
    if (l->intensity >= 0 && !fle_blank(&l->t, row, l->intensity))
        (void)fle_number(&l->t, row, l->intensity, "an intensity of conflict", 0, 1e9, &p->conflict_intensity);
    if (l->per_day >= 0) {
        double v = extra(l, row, l->per_day, "a whole number: capacity_per_day", -1e9, 1e9);
        p->capacity_per_day = isfinite(v) ? trunc(v) : 0;
    }
    if (l->idps >= 0) {
        double v = extra(l, row, l->idps, "a whole number of people: initial_idps", 0, 1e9);
        p->initial_idps = isfinite(v) ? (int)v : 0;
    }
    if (set[MOVE_use_economic_pull] > 0 || set[MOVE_use_economic_pull] < 0) {
        int needs = p->foreign;
        if (needs && (l->trade < 0 || l->hdi < 0)) {
            fle_say(&l->t, row, NAME, REP_ERROR, "add the columns trade_volume and hdi, named in the header row",
                    "trade_volume and hdi of a foreign place: use_economic_pull is on");
        } else if (needs) {
            p->trade_volume = extra(l, row, l->trade, "a number: trade_volume", -1e12, 1e12);
            p->hdi = extra(l, row, l->hdi, "a number: hdi", -1e6, 1e6);
        }
    }
}

static void read_date(locations *l, int row, int conflict, fle_place *p) {
    double v = 0;
    if (!conflict)
        return;
    if (fle_blank(&l->t, row, CONFLICT_DATE)) {
        fle_say(&l->t, row, CONFLICT_DATE < l->t.t.rows[row].ncells ? CONFLICT_DATE : TYPE, REP_ERROR,
                "write 0 for a conflict from the start", "conflict_date of a conflict zone, in days");
        return;
    }
    if (fle_whole(&l->t, row, CONFLICT_DATE, "a whole number of days", -1e6, 1e6, &v) == 0)
        p->conflict_date = (int)v;
}

static int read_place(fle_reading *r, locations *l, int row, fle_place *p) {
    fle_input *in = r->in;
    const fle_table *t = &l->t;
    p->at = fle_at(t, row, 0);
    p->name = txt_copy(fle_cell(t, row, NAME));
    p->region = txt_copy(fle_cell(t, row, REGION)[0] ? fle_cell(t, row, REGION) : "unknown");
    p->country = txt_copy(fle_cell(t, row, COUNTRY)[0] ? fle_cell(t, row, COUNTRY) : "unknown");
    p->type = txt_copy(fle_cell(t, row, TYPE));
    if (!p->name || !p->region || !p->country || !p->type)
        return -1;
    if (!p->name[0])
        fle_say(t, row, NAME, REP_ERROR, "give the place a name, or take the row out", "a name");
    txt_warn_formula(r->rep, t->label, fle_at(t, row, NAME), p->name);
    if (t->t.rows[row].ncells < POP + 1) {
        fle_say(t, row, NAME, REP_ERROR, "leave cells empty but keep their commas",
                "name, region, country, two coordinates, type, conflict_date, population");
        return 0;
    }
    fle_wide(t, row, l->header >= 0 ? t->t.rows[l->header].ncells : POP + 1);
    int twice = fle_find_place(in, p->name);
    if (twice >= 0 && p->name[0])
        fle_say(t, row, NAME, REP_ERROR, "give each place a name of its own",
                txt_say("a name that stands once: it is in line %d too", in->places[twice].at.line).text);
    (void)fle_number(t, row, X_COLUMN, "a coordinate in degrees", -1e9, 1e9, &p->x);
    (void)fle_number(t, row, Y_COLUMN, "a coordinate in degrees", -1e9, 1e9, &p->y);
    check_coordinates(l, row, p);
    if (!fle_is_known_type(p->type))
        fle_say(t, row, TYPE, REP_WARNING, "Flee lets everybody leave it every day, and so it is here",
                "a type with camp, idpcamp, conflict, forward, marker, flood_zone, default or town in it");
    p->foreign = in->nplaces > 0 && strcmp(p->country, in->places[0].country) != 0;
    read_extras(r, l, row, p);
    int conflict = contains(p->type, "conflict") && !contains(p->type, "camp");
    read_date(l, row, conflict, p);
    p->kind = fle_kind_of(in, p->type, p->conflict_intensity, 1);
    if (conflict && p->conflict_date > 0)
        p->kind = fle_kind_of(in, "town", 0, 1);
    if (p->kind.camp && !contains(p->type, "camp"))
        fle_say(t, row, TYPE, REP_WARNING,
                "raise the chance to leave in move_rules to 0.005 or more, or take " SAY_SANE,
                "a place that Flee does not make a camp: its chance to leave is below 0.005");
    double people = 0;
    (void)whole_people(l, row, contains(p->type, "camp"), fle_set(in, FAST_hasten), &people);
    p->capacity = contains(p->type, "camp") ? people : -1;
    p->pop = contains(p->type, "camp") ? 0 : people;
    p->output = p->kind.camp || in->settings.spawn == SPAWN_BY_FLOOD; /* then Flee takes every place as a camp */
    return 0;
}

int fle_read_places(fle_reading *r) {
    fle_input *in = r->in;
    locations l = {.header = -1};
    if (fle_table_read(r, "input/locations.csv", in->input_label, &l.t))
        return -1;
    int status = 0, rows = l.t.t.nrows;
    if (l.t.missing)
        rep_add(r->rep, REP_ERROR, l.t.label, 0, 0, "no such file",
                scn_folder_find(r->folder, "input/data_layout.csv")
                    ? "this folder has the data: name the input folder first, then this one"
                    : "name the folder that has it",
                "Flee's locations.csv");
    if (!(in->places = calloc((size_t)rows + 1, sizeof *in->places)) ||
        !(r->place_names = calloc((size_t)rows + 1, sizeof *r->place_names))) {
        status = -1;
        goto out;
    }
    for (int i = 0; i < rows && l.header < 0; i++)
        if (fle_cell(&l.t, i, 0)[0] == '#')
            l.header = i;
    l.intensity = extra_column(&l.t, l.header, "conflict_intensity");
    l.per_day = extra_column(&l.t, l.header, "capacity_per_day");
    l.idps = extra_column(&l.t, l.header, "initial_idps");
    l.trade = extra_column(&l.t, l.header, "trade_volume");
    l.hdi = extra_column(&l.t, l.header, "hdi");
    in->has_capacity_per_day = l.per_day >= 0;
    if (extra_column(&l.t, l.header, "farmer_fraction") >= 0 ||
        extra_column(&l.t, l.header, "deactivation_probability") >= 0)
        fle_say(&l.t, l.header, FIRST_EXTRA, REP_WARNING, "farming and leaving camps for good are not simulated",
                "no column farmer_fraction or deactivation_probability");
    for (int i = 0; i < rows; i++) {
        if (fle_is_comment(&l.t, i))
            continue;
        fle_place *p = &in->places[in->nplaces];
        if (read_place(r, &l, i, p)) {
            in->nplaces++; /* so that what it holds is freed */
            status = -1;
            goto out;
        }
        r->place_names[in->nplaces++] = p->name;
    }
    if (in->nplaces == 0 && !l.t.missing)
        rep_add(r->rep, REP_ERROR, l.t.label, 1, 1, "no place", "write a row a place", "name,region,country,...");
    r->places_ok = !l.t.missing && !l.t.t.cut && in->nplaces > 0;
out:
    fle_table_free(&l.t);
    return status;
}

/* ---- routes.csv ---- */

static const double shortest_km = 0.001;

static int add_link(fle_input *in, const fle_link *link) {
    fle_link *grown = realloc(in->links, ((size_t)in->nlinks + 2) * sizeof *grown);
    if (!grown)
        return -1;
    in->links = grown;
    fle_link back = *link;
    back.from = link->to;
    back.to = link->from;
    back.forced = 0;
    in->links[in->nlinks++] = *link;
    in->links[in->nlinks++] = back;
    return 0;
}

/* Index of the place a cell names, or -1 after an error (said only where places could be read). */
static int place_of(fle_reading *r, const fle_table *t, int row, int column) {
    const char *name = fle_cell(t, row, column);
    int place = fle_find_place(r->in, name);
    if (place < 0 && r->places_ok)
        fle_say(t, row, column, REP_ERROR, fle_near_place(r, name, "add it to locations.csv, or take the row out").text,
                "a place of locations.csv");
    return place;
}

/* Length of a route; -1 after an error. */
static int route_km(const fle_table *t, int row, double *km) {
    if (fle_blank(t, row, 2)) {
        fle_say(t, row, 2, REP_ERROR, "give the length of the route", "a distance in km");
        return -1;
    }
    if (fle_number(t, row, 2, "a distance in km, 0 or more", 0, 1e6, km))
        return -1;
    if (*km < shortest_km) {
        fle_say(t, row, 2, REP_WARNING, "it is taken as one metre: a day of roads without length has no end",
                "a distance in km, more than 0");
        *km = shortest_km;
    }
    return 0;
}

/* Is there such a road already, of this length? Says so. Of other lengths they are two roads. */
static int told_before(const fle_input *in, const fle_table *t, int row, const fle_link *link) {
    for (int i = 0; i < in->nlinks; i += 2) {
        const fle_link *other = &in->links[i];
        int along = other->from == link->from && other->to == link->to;
        int against = other->from == link->to && other->to == link->from;
        if (!(along || against) || other->km < link->km || other->km > link->km)
            continue;
        fle_say(t, row, 0, REP_WARNING,
                in->sane ? "the first one counts and this row does not"
                         : "Flee takes it for two roads, each way, which count twice in every choice, and so it is "
                           "here; " SAY_SANE " takes the first one",
                txt_say("each road once: this one is told in line %d", other->line).text);
        return 1;
    }
    return 0;
}

static int read_link(fle_reading *r, const fle_table *t, int row, int header, int speed, int walk) {
    fle_input *in = r->in;
    double forced = 0;
    fle_link link = {.from = place_of(r, t, row, 0),
                     .to = place_of(r, t, row, 1),
                     .speed = fle_set(in, MOVE_max_move_speed),
                     .line = t->t.rows[row].line};
    int bad = link.from < 0 || link.to < 0;
    fle_wide(t, row, header >= 0 ? t->t.rows[header].ncells : 4);
    if (route_km(t, row, &link.km))
        bad = 1;
    if (fle_whole(t, row, 3, "forced_redirection: 0, 1 or 2", 0, 2, &forced))
        bad = 1;
    if (speed >= 0 && fle_number(t, row, speed, "max_move_speed in km/day, more than 0", 1e-9, 1e6, &link.speed))
        bad = 1;
    if (walk >= 0 && fle_number(t, row, walk, "walk_probability from 0 to 1", 0, 1, &link.walk))
        bad = 1;
    if (!bad && link.from == link.to) {
        fle_say(t, row, 1, REP_WARNING, "nobody takes such a route, in Flee as here", "two different places");
        bad = 1;
    }
    if (bad)
        return 0;
    if (told_before(in, t, row, &link) && in->sane)
        return 0;
    if (forced > 1) { /* 2: the other way round */
        int from = link.from;
        link.from = link.to;
        link.to = from;
    }
    link.forced = forced > 0;
    if (add_link(in, &link))
        return -1;
    if (forced > 0 && forced < 2 && !in->sane) {
        link.forced = 0;
        fle_say(t, row, 3, REP_WARNING,
                "Flee makes two links of such a row, which counts twice in every choice; " SAY_SANE " makes one",
                "forced_redirection 0 or 2");
        return add_link(in, &link);
    }
    return 0;
}

int fle_read_links(fle_reading *r) {
    fle_table t;
    int status = fle_table_read(r, "input/routes.csv", r->in->input_label, &t), header = -1, speed = -1, walk = -1;
    if (status)
        return -1;
    if (t.missing)
        rep_add(r->rep, REP_ERROR, t.label, 0, 0, "no such file", "name the folder that has it", "Flee's routes.csv");
    for (int i = 0; i < t.t.nrows && header < 0; i++)
        if (fle_cell(&t, i, 0)[0] == '#')
            header = i;
    for (int i = 4; header >= 0 && i < t.t.rows[header].ncells; i++) {
        if (strcmp(fle_cell(&t, header, i), "max_move_speed") == 0)
            speed = i;
        if (strcmp(fle_cell(&t, header, i), "walk_probability") == 0)
            walk = i;
    }
    for (int i = 0; status == 0 && i < t.t.nrows; i++)
        if (!fle_is_comment(&t, i))
            status = read_link(r, &t, i, header, speed, walk);
    fle_table_free(&t);
    return status;
}

/* ---- major_routes.csv ---- */

static int is_link(const fle_input *in, int from, int to) {
    for (int i = 0; i < in->nlinks; i++)
        if (in->links[i].from == from && in->links[i].to == to)
            return 1;
    return 0;
}

static int read_major(fle_reading *r, const fle_table *t, int row) {
    fle_input *in = r->in;
    fle_major m = {0, calloc((size_t)t->t.rows[row].ncells + 1, sizeof *m.places)};
    fle_major *grown = arr_more(in->majors, in->nmajors, sizeof *grown);
    if (grown)
        in->majors = grown;
    if (!grown || !m.places) {
        free(m.places);
        return -1;
    }
    for (int i = 0; i < t->t.rows[row].ncells; i++)
        if (!fle_blank(t, row, i)) {
            int place = place_of(r, t, row, i);
            if (place >= 0 && m.n > 0 && !is_link(in, m.places[m.n - 1], place))
                fle_say(t, row, i, REP_WARNING, "nobody takes this major route, in Flee as here",
                        txt_say("a route of routes.csv from %.60s", in->places[m.places[m.n - 1]].name).text);
            if (place >= 0)
                m.places[m.n++] = place;
        }
    in->majors[in->nmajors++] = m;
    if (m.n < 2 && r->places_ok)
        fle_say(t, row, 0, REP_ERROR, "name the places along the route, or take the row out", "at least two places");
    return 0;
}

int fle_read_majors(fle_reading *r) {
    fle_table t;
    int status = fle_table_read(r, "input/major_routes.csv", r->in->input_label, &t);
    if (status)
        return -1;
    if (!t.missing && !fle_on(r->in, MOVE_fixed_routes))
        rep_add(r->rep, REP_WARNING, t.label, 0, 0, "major_routes.csv", "set fixed_routes: True to use it",
                "no such file without fixed_routes");
    for (int i = 0; status == 0 && i < t.t.nrows && fle_on(r->in, MOVE_fixed_routes); i++)
        if (!fle_is_comment(&t, i))
            status = read_major(r, &t, i);
    fle_table_free(&t);
    return status;
}
