/* See judged.h: judged columns of tables. One number is a column over the rows of one kind (legs of a mode, places of a
 * role, crossings near towns or remote), moved together. What a table gives as weights is moved for one kind against
 * the others: where people of a nationality set out, by family of routes; where a sector returns them, by place.
 */
#include "study/judged.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEGS, PLACES, CROSSINGS, SECTORS, STATIONS, PORTS, ORIGINS, RETURNS, TABLES };
static const size_t row_size[TABLES] = {sizeof(scn_leg),    sizeof(scn_place),   sizeof(scn_crossing),
                                        sizeof(scn_sector), sizeof(scn_station), sizeof(scn_port),
                                        sizeof(scn_origin), sizeof(scn_return)};
static const char *const files[TABLES] = {"legs.csv",     "places.csv", "crossings.csv", "sectors.csv",
                                          "stations.csv", "ports.csv",  "origins.csv",   "returns.csv"};

/* Which columns of a table are judged where its rows say so: what of a row is read elsewhere is not here. */
static const struct {
    int table;
    const char *name;
    size_t at;
    int share; /* lies between 0 and 1 */
} columns[] = {
    {LEGS, "days", offsetof(scn_leg, days), 0},
    {LEGS, "cost_usd", offsetof(scn_leg, cost_usd), 0},
    {LEGS, "hardship", offsetof(scn_leg, hardship), 0},
    {LEGS, "checkpoint", offsetof(scn_leg, checkpoint), 0},
    {LEGS, "deaths_per_100k", offsetof(scn_leg, deaths_per_100k), 0},
    {LEGS, "robbery", offsetof(scn_leg, robbery), 0},
    {PLACES, "rest_days", offsetof(scn_place, rest_days), 0},
    {PLACES, "shelter_places", offsetof(scn_place, shelter_places), 0},
    {PLACES, "danger", offsetof(scn_place, danger), 0},
    {CROSSINGS, "days", offsetof(scn_crossing, days), 0},
    {CROSSINGS, "cost_usd", offsetof(scn_crossing, cost_usd), 0},
    {CROSSINGS, "hardship", offsetof(scn_crossing, hardship), 0},
    {CROSSINGS, "remoteness", offsetof(scn_crossing, remoteness), 1},
    {CROSSINGS, "deaths_per_100k", offsetof(scn_crossing, deaths_per_100k), 0},
    {SECTORS, "custody_places", offsetof(scn_sector, custody_places), 0},
    {STATIONS, "places", offsetof(scn_station, places), 0},
    {PORTS, "officers", offsetof(scn_port, officers), 0},
    {ORIGINS, "share", offsetof(scn_origin, share), 0},
    {RETURNS, "share", offsetof(scn_return, share), 0},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static int rows_in(const scn_scenario *s, int table) {
    const int n[TABLES] = {s->nlegs,     s->nplaces, s->ncrossings, s->nsectors,
                           s->nstations, s->nports,  s->norigins,   s->nreturns};
    return n[table];
}

static void *rows_at(const scn_scenario *s, int table) {
    void *const all[TABLES] = {s->legs,     s->places, s->crossings, s->sectors,
                               s->stations, s->ports,  s->origins,   s->returns};
    return all[table];
}

static void put_rows(scn_scenario *s, int table, void *rows) {
    if (table == LEGS)
        s->legs = rows;
    else if (table == PLACES)
        s->places = rows;
    else if (table == CROSSINGS)
        s->crossings = rows;
    else if (table == SECTORS)
        s->sectors = rows;
    else if (table == STATIONS)
        s->stations = rows;
    else if (table == PORTS)
        s->ports = rows;
    else if (table == ORIGINS)
        s->origins = rows;
    else
        s->returns = rows;
}

/* Of row i: its source, NULL if the table keeps none (its rows are of one source, which is ours); and its kind, in two
 * keys. */
static const char *kind_of(const scn_scenario *s, int table, int i, int *other, const char **source) {
    *other = 0;
    switch (table) {
    case LEGS:
        *source = s->legs[i].source;
        return s->legs[i].mode;
    case PLACES:
        *source = s->places[i].source;
        return s->places[i].role;
    case CROSSINGS:
        *source = s->crossings[i].source;
        return s->crossings[i].remote ? "remote" : "urban";
    case SECTORS:
        *source = s->sectors[i].source;
        return "all";
    case STATIONS:
        *source = s->stations[i].source;
        return "all";
    case PORTS:
        *source = s->ports[i].source;
        return s->ports[i].rail ? "rail" : "road";
    case ORIGINS:
        *source = s->origins[i].source;
        *other = s->origins[i].nationality;
        return s->families[s->origins[i].family];
    default:
        *source = NULL;
        *other = s->returns[i].sector;
        return s->places[s->returns[i].place].name;
    }
}

static double *cell(void *rows, int column, int i) {
    return (double *)(void *)((char *)rows + (size_t)i * row_size[columns[column].table] + columns[column].at);
}

static double moved(const jdg_result *r, int column, int side, double x) {
    static const par_decl share = {.low = 0, .high = 1};
    return jdg_move(columns[column].share ? &share : NULL, 0, r->factor, side, x);
}

static int is_of(const jdg_result *r, const jdg_number *x, int i) {
    int other;
    const char *source, *kind = kind_of(&r->in->scenario, columns[x->column].table, i, &other, &source);
    return other == x->other && strcmp(kind, x->member) == 0 && (!source || strstr(source, JDG_JUDGED));
}

static void take(const jdg_result *r, jdg_number *x, double value) {
    const double to[JDG_SIDES] = {moved(r, x->column, JDG_DOWN, value), moved(r, x->column, JDG_UP, value)};
    jdg_stretch(x, x->nrows++ == 0, value, to);
}

static void name_it(const scn_scenario *s, jdg_number *x) {
    int table = columns[x->column].table;
    const char *of = table == ORIGINS   ? s->nationalities[x->other].name
                     : table == RETURNS ? s->sectors[x->other].name
                                        : "";
    (void)snprintf(x->name, sizeof x->name, "%s: %s, %s%s%s", files[table], columns[x->column].name, of,
                   of[0] ? ", " : "", x->member);
}

int jdg_find_tables(jdg_result *r, int n, const char *const *names) {
    const scn_scenario *s = &r->in->scenario;
    int status = 0;
    for (int c = 0; c < COLUMNS && !status; c++) {
        int table = columns[c].table, rows = rows_in(s, table);
        for (int i = 0; i < rows && !status; i++) {
            jdg_number x = {.kind = JDG_TABLE, .parameter = -1, .column = c, .start = INT64_MIN, .note = ""};
            int before = 0;
            x.member = kind_of(s, table, i, &x.other, &x.source);
            for (int k = 0; k < i && !before; k++)
                before = is_of(r, &x, k);
            if (before || !is_of(r, &x, i))
                continue;
            for (int k = i; k < rows; k++)
                if (is_of(r, &x, k))
                    take(r, &x, *cell(rows_at(s, table), c, k));
            name_it(s, &x);
            x.source = x.source ? x.source : "shares [our judgement]";
            r->asked += jdg_add(r, n, names, &x, &status) != NULL;
        }
    }
    return status;
}

int jdg_is_alone(const jdg_result *r, const jdg_number *x) {
    int table = columns[x->column].table, others = table != ORIGINS && table != RETURNS;
    for (int i = 0; i < rows_in(&r->in->scenario, table) && !others; i++) {
        int other;
        const char *source, *kind = kind_of(&r->in->scenario, table, i, &other, &source);
        others = other == x->other && strcmp(kind, x->member) != 0;
    }
    return !others;
}

int jdg_vary_table(const jdg_result *r, const jdg_number *x, int side, jdg_variant *out) {
    int table = columns[x->column].table, rows = rows_in(&out->s, table);
    size_t bytes = (size_t)rows * row_size[table];
    if (!(out->table = malloc(bytes + 1)))
        return VADO_ERR_MEMORY;
    memcpy(out->table, rows_at(&out->s, table), bytes);
    for (int i = 0; i < rows; i++)
        if (is_of(r, x, i))
            *cell(out->table, x->column, i) = moved(r, x->column, side, *cell(out->table, x->column, i));
    put_rows(&out->s, table, out->table);
    return 0;
}
