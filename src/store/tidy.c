/* See tidy.h.
 *
 * 1. Cells are numbered by series, then over all, by place, by nationality, by group: so a month's rows are written,
 * and stand, one after another.
 * 2. A margin is summed over its cells in their order, as the tables of results are: the same number to the bit.
 * 3. The key of a row is that of its month times the number of cells, and the cell: no row says again whose it is.
 */
#include "store/tidy.h"

#include "store/pack.h"
#include "store/rows.h"

#include <stdlib.h>
#include <string.h>

enum { SUM_RATIO = 2 }; /* of series.sum, as scenario/model.h has it */

const char tdy_schema[] =
    "CREATE TABLE cell(id INTEGER PRIMARY KEY, series INTEGER NOT NULL, margin TEXT NOT NULL, place TEXT NOT NULL,"
    " nationality TEXT NOT NULL, grp TEXT NOT NULL);"
    "CREATE TABLE calendar(month INTEGER PRIMARY KEY, date TEXT NOT NULL, days INTEGER NOT NULL);"
    "CREATE TABLE margin(id INTEGER PRIMARY KEY, value REAL NOT NULL);"
    "CREATE VIEW tidy AS SELECT m.member + 1 AS member, d.date AS date, s.name AS series, c.place AS place,"
    " c.nationality AS nationality, c.grp AS \"group\","
    " CASE s.sum WHEN 1 THEN coalesce(v.value, 0.0) / d.days WHEN 2 THEN v.value ELSE coalesce(v.value, 0.0) END AS "
    "value, s.unit AS unit, s.harm AS harm, c.margin AS margin"
    " FROM month m JOIN calendar d ON d.month = m.month JOIN cell c ON 1 = 1 JOIN series s ON s.id = c.series"
    " LEFT JOIN margin v ON v.id = m.id * (SELECT count(*) FROM cell) + c.id - 1 WHERE m.kind = 0;";

/* ---- what rows there can be ---- */

int tdy_declare(db_store *s) {
    static const char cells[] =
        "INSERT INTO cell(series, margin, place, nationality, grp)"
        " SELECT series, margin, place, nationality, grp FROM ("
        "SELECT id AS series, 0 AS axis, 0 AS position, '' AS margin, '' AS place, '' AS nationality, '' AS grp FROM "
        "series"
        " UNION ALL SELECT s.id, 1, p.position, 'place', p.name, '', '' FROM series s JOIN place p ON p.series = s.id"
        " WHERE s.nplaces <= " TDY_PLACES
        " UNION ALL SELECT s.id, 2, l.position, 'nationality', '', l.name, '' FROM series s JOIN label l"
        " ON l.axis = 'nationality' WHERE s.by_nationality"
        " UNION ALL SELECT s.id, 3, l.position, 'group', '', '', l.name FROM series s JOIN label l"
        " ON l.axis = 'group' WHERE s.by_group) ORDER BY series, axis, position";
    static const char calendar[] =
        "WITH RECURSIVE run(first, last) AS (SELECT (SELECT value FROM meta WHERE key = 'from'),"
        " (SELECT value FROM meta WHERE key = 'until')),"
        " months(month, date) AS (SELECT 0, date(first, 'start of month') FROM run"
        " UNION ALL SELECT month + 1, date(date, '+1 month') FROM months, run WHERE date(date, '+1 month') <= last)"
        " INSERT INTO calendar SELECT month, date, CAST(julianday(min(date(date, '+1 month'), date(last, '+1 day')))"
        " - julianday(max(date, first)) AS INTEGER) FROM months, run";
    return db_exec(s, cells) || db_exec(s, calendar) ? -1 : 0;
}

typedef struct {
    int sum, width, places, nationalities, groups; /* sizes of the axes it keeps, 1 of the others */
    int first, shown[3]; /* its first cell, from 0; how many rows by place, nationality, group */
} shape;

struct tdy_shapes {
    int ncells, nseries, room;
    shape *series;
    double *top, *bottom; /* [room] of one series */
    sqlite3_stmt *put;
};

void tdy_free(db_store *s) {
    if (!s->tidy)
        return;
    sqlite3_finalize(s->tidy->put);
    free(s->tidy->series);
    free(s->tidy->top);
    free(s->tidy->bottom);
    free(s->tidy);
    s->tidy = NULL;
}

static int no_memory(db_store *s) {
    s->no_memory = 1;
    return -1;
}

/* A series' row of the query in shapes(); -1 if it is none that a run writes. */
static int take(struct tdy_shapes *t, sqlite3_stmt *q, int nationalities, int groups) {
    int numbers[7], id;
    for (int k = 0; k < 7; k++)
        if (row_int(q, k + 1, 0, INT32_MAX, &numbers[k]))
            return -1;
    if (row_int(q, 0, 0, t->nseries - 1, &id))
        return -1;
    shape *one = &t->series[id];
    *one = (shape){.sum = numbers[0],
                   .width = numbers[4],
                   .places = numbers[1] > 0 ? numbers[1] : 1,
                   .nationalities = numbers[2] && nationalities > 0 ? nationalities : 1,
                   .groups = numbers[3] && groups > 0 ? groups : 1,
                   .first = numbers[5],
                   .shown = {numbers[6], numbers[2] ? nationalities : 0, numbers[3] ? groups : 0}};
    int n = 1 + one->shown[0] + one->shown[1] + one->shown[2];
    t->room = n > t->room ? n : t->room;
    t->ncells += n;
    return 0;
}

static int labels(db_store *s, const char *sql, int *n) {
    sqlite3_stmt *q = NULL;
    int status = db_prepare(s, sql, &q) || row_next(q) <= 0 ? -1 : row_int(q, 0, 0, INT32_MAX, n);
    sqlite3_finalize(q);
    return status ? -1 : 0;
}

static int shapes(db_store *s) {
    static const char sql[] =
        "SELECT s.id, s.sum, s.nplaces, s.by_nationality, s.by_group, s.width, c.id - 1, (SELECT count(*) FROM cell p"
        " WHERE p.series = s.id AND p.margin = 'place') FROM series s JOIN cell c ON c.series = s.id AND c.margin = ''";
    sqlite3_stmt *q = NULL;
    int nationalities, groups, more = 0, status = 0;
    struct tdy_shapes *t = s->tidy = calloc(1, sizeof *t);
    if (!t || !(t->series = calloc((size_t)s->nseries + 1, sizeof *t->series)))
        return no_memory(s);
    t->nseries = s->nseries;
    if (labels(s, "SELECT count(*) FROM label WHERE axis = 'nationality'", &nationalities) ||
        labels(s, "SELECT count(*) FROM label WHERE axis = 'group'", &groups) || db_prepare(s, sql, &q))
        status = -1;
    while (status == 0 && (more = row_next(q)) > 0)
        status = take(t, q, nationalities, groups);
    sqlite3_finalize(q);
    if (status || more < 0 || db_prepare(s, "INSERT OR REPLACE INTO margin(id, value) VALUES(?,?)", &t->put))
        return -1;
    t->top = calloc((size_t)t->room + 1, sizeof *t->top);
    t->bottom = calloc((size_t)t->room + 1, sizeof *t->bottom);
    return t->top && t->bottom ? 0 : no_memory(s);
}

/* What a store needs before its first row; after a failure nothing of it is kept. */
static int ready(db_store *s) {
    if (s->tidy)
        return 0;
    int status = shapes(s);
    if (status)
        tdy_free(s);
    return status;
}

/* ---- rows of one packed row ---- */

/* Sums over all and by each margin into top and bottom; how many cells, 0 of a series without, -1: damaged. */
static int sums(struct tdy_shapes *t, int series, const void *cells, size_t n) {
    const shape *one = &t->series[series];
    int more, cell, total = 1 + one->shown[0] + one->shown[1] + one->shown[2];
    int half = one->places * one->nationalities * one->groups;
    double value;
    pack_reader reader;
    if (one->width == 0)
        return 0;
    memset(t->top, 0, (size_t)total * sizeof *t->top);
    memset(t->bottom, 0, (size_t)total * sizeof *t->bottom);
    pack_read_start(&reader, cells, n);
    while ((more = pack_read(&reader, &cell, &value)) > 0) {
        double *to = cell < half ? t->top : t->bottom;
        if (cell >= one->width)
            return -1;
        cell %= half;
        to[0] += value;
        if (one->shown[0])
            to[1 + cell / one->groups / one->nationalities] += value;
        if (one->shown[1])
            to[1 + one->shown[0] + cell / one->groups % one->nationalities] += value;
        if (one->shown[2])
            to[1 + one->shown[0] + one->shown[1] + cell % one->groups] += value;
    }
    return more < 0 ? -1 : total;
}

/* Is cell i a row, and with which value? */
static int row_of(const struct tdy_shapes *t, int series, int i, double *value) {
    int ratio = t->series[series].sum == SUM_RATIO;
    *value = ratio && t->bottom[i] > 0 ? t->top[i] / t->bottom[i] : t->top[i];
    return ratio ? t->bottom[i] > 0 : *value > 0 || *value < 0;
}

static int64_t key_of(const db_store *s, int member, int month, int series, int i) {
    return db_month_id(s, DB_MEMBER, member, month) * s->tidy->ncells + s->tidy->series[series].first + i;
}

int tdy_put(db_store *s, int member, int month, int series, const void *cells, size_t n) {
    double value;
    if (ready(s))
        return -1;
    int total = series < s->tidy->nseries ? sums(s->tidy, series, cells, n) : -1;
    for (int i = 0; i < total; i++) {
        if (!row_of(s->tidy, series, i, &value))
            continue;
        sqlite3_bind_int64(s->tidy->put, 1, key_of(s, member, month, series, i));
        sqlite3_bind_double(s->tidy->put, 2, value);
        if (db_run(s->tidy->put))
            return -1;
    }
    return total < 0 ? -1 : 0;
}

/* ---- looking at them ---- */

/* The rows of one packed row, against those that come next; 1, 0 or -1. */
static int same(db_store *s, sqlite3_stmt *q, sqlite3_stmt *rows) {
    const void *bytes;
    size_t n;
    int member, month, series, total;
    double value;
    if (row_int(q, 0, 0, s->members - 1, &member) || row_int(q, 1, 0, s->months - 1, &month) ||
        row_int(q, 2, 0, s->nseries - 1, &series) || row_blob(q, 3, &bytes, &n) ||
        (total = sums(s->tidy, series, bytes, n)) < 0)
        return 0;
    for (int i = 0; i < total; i++) {
        if (!row_of(s->tidy, series, i, &value))
            continue;
        int more = row_next(rows);
        if (more < 0)
            return -1;
        double is = more ? sqlite3_column_double(rows, 1) : 0;
        if (!more || sqlite3_column_int64(rows, 0) != key_of(s, member, month, series, i) || is < value || is > value)
            return 0;
    }
    return 1;
}

int tdy_check(db_store *s) {
    sqlite3_stmt *q = NULL, *rows = NULL;
    int more = 0, good = 1;
    if (ready(s) || db_prepare(s, "SELECT member, month, series, cells FROM value WHERE kind = 0 ORDER BY id", &q) ||
        db_prepare(s, "SELECT id, value FROM margin ORDER BY id", &rows))
        good = -1;
    while (good == 1 && (more = row_next(q)) > 0)
        good = same(s, q, rows);
    if (good == 1 && more < 0)
        good = -1;
    if (good == 1 && (more = row_next(rows)) != 0)
        good = more < 0 ? -1 : 0;
    sqlite3_finalize(q);
    sqlite3_finalize(rows);
    return good;
}
