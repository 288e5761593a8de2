/* The tables of places and of who sets out from where: their columns, reading them in the order in which they refer to
 * each other, and the lists of names that come of them. Rows of every table end up sorted by name. */
#include "scenario/internal.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

const char *const scn_demographic_names[DEMO_COUNT] = {"single_adult", "family", "minor"};

/* Sorted: their numbers are the order of names. */
static const char *const demographics_sorted[] = {"family", "minor", "single_adult"};
const char *const scn_region_names[] = {"centre", "north-east", "north-west", "south", NULL};
const char *const scn_family_names[] = {"air_mexico", "air_nicaragua", "darien", "home", "overland", NULL};
enum { NREGIONS = 4, NFAMILIES = 5 };

static const char *const roles[] = {"origin", "transit", "darien", "south_border", "route", "north_border", NULL};
static const char *const modes[] = {"walk", "bus", "truck", "train", "air", "boat", "smuggler", NULL};
static const char *const kinds[] = {"urban", "remote", NULL};
static const char *const port_kinds[] = {"port", "rail", NULL};
static const char *const terrains[] = {"river", "desert", "mountain", "wall", "open", NULL};

#define TEXT(T, f, need)                                                                                               \
    { #f, COL_TEXT, need, offsetof(T, f), 0, 0, 0, NULL, 0 }
#define NUMBER(T, f, need, low, high, otherwise)                                                                       \
    { #f, COL_NUMBER, need, offsetof(T, f), low, high, otherwise, NULL, 0 }
#define WORD(T, f, words)                                                                                              \
    { #f, COL_CHOICE_TEXT, 1, offsetof(T, f), 0, 0, 0, words, 0 }
#define REF(T, f, need, list)                                                                                          \
    { #f, COL_REF, need, offsetof(T, f), 0, 0, 0, NULL, list }
#define MANY 1e300

static const tab_column nationality_columns[] = {
    TEXT(scn_nationality, name, 1),
    TEXT(scn_nationality, bloc, 1),
    NUMBER(scn_nationality, population, 1, 0, 2e10, 0),
    TEXT(scn_nationality, source, 1),
};
static const tab_column place_columns[] = {
    TEXT(scn_place, name, 1),
    TEXT(scn_place, country, 1),
    WORD(scn_place, role, roles),
    REF(scn_place, region, 0, LIST_REGIONS),
    NUMBER(scn_place, lat, 1, -90, 90, 0),
    NUMBER(scn_place, lon, 1, -180, 180, 0),
    NUMBER(scn_place, rest_days, 0, 0, 3650, 0),
    NUMBER(scn_place, shelter_places, 0, 0, MANY, 0),
    NUMBER(scn_place, danger, 0, 0, 1000, 1),
    TEXT(scn_place, source, 1),
};
static const tab_column sector_columns[] = {
    TEXT(scn_sector, name, 1),
    TEXT(scn_sector, nest, 1),
    TEXT(scn_sector, state, 1),
    NUMBER(scn_sector, agents, 1, 0, MANY, 0),
    NUMBER(scn_sector, custody_places, 1, 0, MANY, 0),
    NUMBER(scn_sector, lat, 1, -90, 90, 0),
    NUMBER(scn_sector, lon, 1, -180, 180, 0),
#define TMAX(month, i)                                                                                                 \
    { "tmax_" #month, COL_NUMBER, 1, offsetof(scn_sector, tmax_c) + (i) * sizeof(double), -60, 60, 0, NULL, 0 }
    TMAX(jan, 0),
    TMAX(feb, 1),
    TMAX(mar, 2),
    TMAX(apr, 3),
    TMAX(may, 4),
    TMAX(jun, 5),
    TMAX(jul, 6),
    TMAX(aug, 7),
    TMAX(sep, 8),
    TMAX(oct, 9),
    TMAX(nov, 10),
    TMAX(dec, 11),
    TEXT(scn_sector, source, 1),
};
static const tab_column leg_columns[] = {
    {"name", COL_MADE, 0, offsetof(scn_leg, name), 0, 0, 0, NULL, 0},
    REF(scn_leg, from, 1, LIST_PLACES),
    REF(scn_leg, to, 1, LIST_PLACES),
    WORD(scn_leg, mode, modes),
    NUMBER(scn_leg, km, 1, 0, 20000, 0),
    NUMBER(scn_leg, days, 1, 0, 365, 0),
    NUMBER(scn_leg, cost_usd, 1, 0, 1e6, 0),
    NUMBER(scn_leg, hardship, 0, 0, 10, 0),
    NUMBER(scn_leg, checkpoint, 0, 0, 1000, 0),
    NUMBER(scn_leg, deaths_per_100k, 0, 0, 100000, 0),
    NUMBER(scn_leg, robbery, 0, 0, 1000, 1),
    {"opens", COL_DATE, 0, offsetof(scn_leg, opens), 0, 0, 0, NULL, 0},
    {"closes", COL_DATE, 0, offsetof(scn_leg, closes), 0, 0, 0, NULL, 0},
    TEXT(scn_leg, source, 1),
};
static const tab_column crossing_columns[] = {
    TEXT(scn_crossing, name, 1),
    REF(scn_crossing, from, 1, LIST_PLACES),
    REF(scn_crossing, sector, 1, LIST_SECTORS),
    {"kind", COL_CHOICE, 1, offsetof(scn_crossing, remote), 0, 0, 0, kinds, 0},
    WORD(scn_crossing, terrain, terrains),
    NUMBER(scn_crossing, km, 1, 0, 2000, 0),
    NUMBER(scn_crossing, days, 1, 0, 365, 0),
    NUMBER(scn_crossing, cost_usd, 1, 0, 1e6, 0),
    NUMBER(scn_crossing, hardship, 0, 0, 10, 0),
    NUMBER(scn_crossing, remoteness, 0, 0, 1, 0),
    NUMBER(scn_crossing, deaths_per_100k, 0, 0, 100000, 0),
    TEXT(scn_crossing, source, 1),
};
static const tab_column station_columns[] = {
    TEXT(scn_station, name, 1),
    REF(scn_station, place, 1, LIST_PLACES),
    REF(scn_station, region, 0, LIST_REGIONS),
    NUMBER(scn_station, places, 1, 0, MANY, 0),
    TEXT(scn_station, source, 1),
};
static const tab_column port_columns[] = {
    TEXT(scn_port, name, 1),
    REF(scn_port, place, 1, LIST_PLACES),
    REF(scn_port, sector, 1, LIST_SECTORS),
    NUMBER(scn_port, officers, 0, 0, MANY, 0),
    NUMBER(scn_port, lat, 1, -90, 90, 0),
    NUMBER(scn_port, lon, 1, -180, 180, 0),
    {"kind", COL_CHOICE, 0, offsetof(scn_port, rail), 0, 0, 0, port_kinds, 0},
    NUMBER(scn_port, trains_per_day, 0, 0, 10000, 0),
    NUMBER(scn_port, goods_usd_per_day, 0, 0, MANY, 0),
    TEXT(scn_port, source, 1),
};
static const tab_column origin_columns[] = {
    REF(scn_origin, nationality, 1, LIST_NATIONALITIES),
    REF(scn_origin, place, 1, LIST_PLACES),
    REF(scn_origin, family, 1, LIST_FAMILIES),
    {"from", COL_DATE, 0, offsetof(scn_origin, from), 0, 0, 0, NULL, 0},
    {"until", COL_UNTIL, 0, offsetof(scn_origin, until), 0, 0, 0, NULL, 0},
    NUMBER(scn_origin, share, 1, 0, MANY, 0),
    TEXT(scn_origin, source, 1),
};
static const tab_column return_columns[] = {
    REF(scn_return, sector, 1, LIST_SECTORS),
    REF(scn_return, place, 1, LIST_PLACES),
    NUMBER(scn_return, share, 1, 0, MANY, 0),
    {"source", COL_TEXT, 1, TAB_NOWHERE, 0, 0, 0, NULL, 0},
};

#define SCHEMA(file, type, nkey, columns)                                                                              \
    { file, sizeof(type), nkey, (int)(sizeof columns / sizeof columns[0]), columns }
static const tab_schema nationalities_schema = SCHEMA("nationalities.csv", scn_nationality, 1, nationality_columns);
static const tab_schema places_schema = SCHEMA("places.csv", scn_place, 1, place_columns);
static const tab_schema sectors_schema = SCHEMA("sectors.csv", scn_sector, 1, sector_columns);
static const tab_schema legs_schema = SCHEMA("legs.csv", scn_leg, 4, leg_columns);
static const tab_schema crossings_schema = SCHEMA("crossings.csv", scn_crossing, 1, crossing_columns);
static const tab_schema stations_schema = SCHEMA("stations.csv", scn_station, 1, station_columns);
static const tab_schema ports_schema = SCHEMA("ports.csv", scn_port, 1, port_columns);
static const tab_schema origins_schema = SCHEMA("origins.csv", scn_origin, 5, origin_columns);
static const tab_schema returns_schema = SCHEMA("returns.csv", scn_return, 2, return_columns);
const tab_schema *const scn_schemas[TABLE_COUNT] = {
    &nationalities_schema, &places_schema, &sectors_schema, &legs_schema,    &crossings_schema,
    &stations_schema,      &ports_schema,  &origins_schema, &returns_schema,
};

/* In the order in which they refer to each other. */
static const struct {
    int table, list; /* the list its names make, or -1 */
    int required;
    const char *of;
} steps[] = {
    {TABLE_NATIONALITIES, LIST_NATIONALITIES, 1, "a nationality of nationalities.csv"},
    {TABLE_PLACES, LIST_PLACES, 1, "a place of places.csv"},
    {TABLE_SECTORS, LIST_SECTORS, 1, "a sector of sectors.csv"},
    {TABLE_LEGS, -1, 1, NULL},
    {TABLE_CROSSINGS, LIST_CROSSINGS, 1, "a crossing of crossings.csv"},
    {TABLE_STATIONS, LIST_STATIONS, 0, "a station of stations.csv"},
    {TABLE_PORTS, LIST_PORTS, 0, "a port of ports.csv"},
    {TABLE_ORIGINS, -1, 1, NULL},
    {TABLE_RETURNS, -1, 0, NULL},
};

/* Names are the first member of the struct of every table that makes a list. */
static char *row_name(const tab_table *t, int row) { return *(char **)tab_row(t, row); }

static int make_list(scn_loading *l, const tab_table *t, int list, const char *of) {
    const char **names = malloc(((size_t)t->nrows + 1) * sizeof *names);
    if (names == NULL)
        return -1;
    for (int i = 0; i < t->nrows; i++)
        names[i] = row_name(t, i);
    l->names[list] = names;
    l->lists[list] = (tab_list){of, t->nrows, names, t->loaded};
    return 0;
}

static int name_legs(scn_loading *l) {
    tab_table *t = &l->tables[TABLE_LEGS];
    const tab_list *places = &l->lists[LIST_PLACES];
    for (int i = 0; i < t->nrows; i++) {
        scn_leg *leg = tab_row(t, i);
        const char *from = leg->from < 0 ? "?" : places->names[leg->from];
        const char *to = leg->to < 0 ? "?" : places->names[leg->to];
        char *way = txt_join(from, " > ", to), *front = NULL;
        front = way == NULL ? NULL : txt_join(way, " (", leg->mode);
        char *name = front == NULL ? NULL : txt_join(front, ")", "");
        leg->name = name == NULL ? NULL : txt_pool_take(&l->s->texts, name);
        free(name);
        free(way);
        free(front);
        if (leg->name == NULL)
            return -1;
        if (leg->closes == INT64_MIN)
            leg->closes = INT64_MAX;
    }
    return 0;
}

static int say_missing(const scn_loading *l, const tab_schema *schema, const char *label) {
    char *todo = tab_begin(schema, "write one that begins with the line");
    if (todo != NULL)
        rep_add(l->rep, REP_ERROR, label, 0, 0, "no such file", todo, "a file %s", schema->file);
    int status = todo == NULL ? -1 : 0;
    free(todo);
    return status;
}

static int read_table(scn_loading *l, int table, int required) {
    const tab_schema *schema = scn_schemas[table];
    tab_table *t = &l->tables[table];
    const scn_file *file = scn_folder_find(&l->s->folder, schema->file);
    char *label = scn_label(l->s, schema->file);
    int status = label == NULL ? -1 : 0;
    if (status == 0 && file != NULL)
        status = scn_read_table(l, t, schema, file, label);
    else if (status == 0) {
        t->schema = schema;
        t->loaded = !required;
        if (required && !l->bare)
            status = say_missing(l, schema, label);
    }
    free(label);
    return status;
}

/* The different values of a text column, sorted, and the number of each row's in it. */
static int group(const tab_table *t, size_t text_offset, size_t index_offset, char ***groups, int *ngroups) {
    char **found = calloc((size_t)t->nrows + 1, sizeof *found);
    int n = 0;
    if (found == NULL)
        return -1;
    for (int i = 0; i < t->nrows; i++) {
        const char *word = *(char **)((char *)tab_row(t, i) + text_offset);
        int at = 0;
        while (at < n && strcmp(found[at], word) < 0)
            at++;
        if (at < n && strcmp(found[at], word) == 0)
            continue;
        char *copy = txt_copy(word);
        if (copy == NULL) {
            for (int k = 0; k < n; k++)
                free(found[k]);
            free(found);
            return -1;
        }
        memmove(found + at + 1, found + at, (size_t)(n - at) * sizeof *found);
        found[at] = copy;
        n++;
    }
    for (int i = 0; i < t->nrows; i++) {
        char *row = tab_row(t, i);
        for (int k = 0; k < n; k++)
            if (strcmp(found[k], *(char **)(row + text_offset)) == 0)
                *(int *)(row + index_offset) = k;
    }
    *groups = found;
    *ngroups = n;
    return 0;
}

static int copy_words(int n, const char *const *words, char ***out, int *count) {
    *out = calloc((size_t)n, sizeof **out);
    if (*out == NULL)
        return -1;
    for (*count = 0; *count < n; (*count)++)
        if (((*out)[*count] = txt_copy(words[*count])) == NULL)
            return -1;
    return 0;
}

static void fill_regions(tab_table *stations, const tab_table *places) {
    for (int i = 0; i < stations->nrows; i++) {
        scn_station *station = tab_row(stations, i);
        if (station->region < 0 && station->place >= 0)
            station->region = ((const scn_place *)tab_row(places, station->place))->region;
    }
}

/* Lists that no table makes. */
static void fixed_lists(scn_loading *l) {
    l->lists[LIST_REGIONS] =
        (tab_list){"a region of the way (south, centre, north-east, north-west)", NREGIONS, scn_region_names, 1};
    l->lists[LIST_FAMILIES] = (tab_list){"a family of routes: air_mexico, air_nicaragua, darien, home or overland",
                                         NFAMILIES, scn_family_names, 1};
    l->lists[LIST_DEMOGRAPHICS] = (tab_list){"a demographic group", DEMO_COUNT, demographics_sorted, 1};
}

int scn_lists_again(scn_loading *l) {
    const scn_scenario *s = l->s;
    const tab_table held[TABLE_COUNT] = {
        [TABLE_NATIONALITIES] = {.rows = s->nationalities, .nrows = s->nnationalities},
        [TABLE_PLACES] = {.rows = s->places, .nrows = s->nplaces},
        [TABLE_SECTORS] = {.rows = s->sectors, .nrows = s->nsectors},
        [TABLE_CROSSINGS] = {.rows = s->crossings, .nrows = s->ncrossings},
        [TABLE_STATIONS] = {.rows = s->stations, .nrows = s->nstations},
        [TABLE_PORTS] = {.rows = s->ports, .nrows = s->nports},
    };
    fixed_lists(l);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        tab_table t = held[steps[i].table];
        t.schema = scn_schemas[steps[i].table];
        t.loaded = 1;
        if (steps[i].list >= 0 && make_list(l, &t, steps[i].list, steps[i].of) != 0)
            return -1;
    }
    return 0;
}

int scn_is_bare(const scn_folder *f) {
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (steps[i].required && scn_folder_find(f, scn_schemas[steps[i].table]->file) != NULL)
            return 0;
    return 1;
}

int scn_read_geography(scn_loading *l) {
    scn_scenario *s = l->s;
    fixed_lists(l);
    s->ndemographics = DEMO_COUNT;
    if (copy_words(NREGIONS, scn_region_names, &s->regions, &s->nregions) != 0 ||
        copy_words(NFAMILIES, scn_family_names, &s->families, &s->nfamilies) != 0)
        return -1;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        int table = steps[i].table;
        if (read_table(l, table, steps[i].required) != 0 || (table == TABLE_LEGS && name_legs(l) != 0) ||
            tab_sort(&l->tables[table], l->rep) != 0)
            return -1;
        if (steps[i].list >= 0 && make_list(l, &l->tables[table], steps[i].list, steps[i].of) != 0)
            return -1;
    }
    fill_regions(&l->tables[TABLE_STATIONS], &l->tables[TABLE_PLACES]);
    if (group(&l->tables[TABLE_NATIONALITIES], offsetof(scn_nationality, bloc), offsetof(scn_nationality, bloc_index),
              &s->blocs, &s->nblocs) != 0)
        return -1;
    return group(&l->tables[TABLE_SECTORS], offsetof(scn_sector, nest), offsetof(scn_sector, nest_index), &s->nests,
                 &s->nnests);
}
