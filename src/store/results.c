/* Reading a store back: see results.h.
 *
 * A table is filled in one pass over the packed rows of its series: each (cell, value) goes to the sum of the axes
 * kept. Published rows are indexed once by series, place, nationality, group and months, so that asking for one is a
 * search by halves: a report asks some ten thousand times.
 */
#include "store/results.h"

#include "store/pack.h"
#include "vado.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *key, *value;
} pair;

struct results {
    db_store db;
    int nmeta, nnationalities, ngroups, nseries, nobserved, nfiles;
    pair *meta;
    char **nationalities, **groups;
    mdl_series *series;
    int *series_id;
    scn_observed *observed;
    int *index; /* of observed, sorted by order() */
    scn_file *files;
    int month0, months, members, asked;
    int *member;         /* [members] numbers in the store */
    int64_t from, until; /* first day, first day after */
};

/* ---- reading rows ---- */
static char *copy(sqlite3_stmt *q, int column) {
    const char *s = (const char *)sqlite3_column_text(q, column);
    size_t n = s ? strlen(s) : 0;
    char *out = malloc(n + 1);
    if (out) {
        memcpy(out, s ? s : "", n);
        out[n] = '\0';
    }
    return out;
}

/* Room for one more of `size` bytes, zeroed, in an array that doubles. */
static void *more(void *array, int count, size_t size) {
    if (count && (count & (count - 1)))
        return array;
    size_t room = count ? 2 * (size_t)count : 1;
    char *grown = realloc(array, room * size);
    if (grown)
        memset(grown + (size_t)count * size, 0, (room - (size_t)count) * size);
    return grown;
}

#define MORE(array, count)                                                                                             \
    do {                                                                                                               \
        void *grown_ = more(array, count, sizeof *(array));                                                            \
        if (!grown_)                                                                                                   \
            return VADO_ERR_MEMORY;                                                                                    \
        (array) = grown_;                                                                                              \
    } while (0)

typedef int row_reader(results *r, sqlite3_stmt *q);

static int each(results *r, const char *sql, row_reader *f) {
    sqlite3_stmt *q = NULL;
    int rc = db_prepare(&r->db, sql, &q) == 0 ? 0 : VADO_ERR_STORE, step = SQLITE_DONE;
    while (rc == 0 && (step = sqlite3_step(q)) == SQLITE_ROW)
        rc = f(r, q);
    if (rc == 0 && step != SQLITE_DONE)
        rc = VADO_ERR_STORE;
    sqlite3_finalize(q);
    return rc;
}

static int read_meta(results *r, sqlite3_stmt *q) {
    MORE(r->meta, r->nmeta);
    pair *p = &r->meta[r->nmeta++];
    p->key = copy(q, 0);
    p->value = copy(q, 1);
    return p->key && p->value ? 0 : VADO_ERR_MEMORY;
}

static int add_name(char ***list, int *n, sqlite3_stmt *q, int column) {
    MORE(*list, *n);
    (*list)[*n] = copy(q, column);
    return (*list)[(*n)++] ? 0 : VADO_ERR_MEMORY;
}

static int read_label(results *r, sqlite3_stmt *q) {
    const char *axis = (const char *)sqlite3_column_text(q, 0);
    if (axis && strcmp(axis, "nationality") == 0)
        return add_name(&r->nationalities, &r->nnationalities, q, 1);
    if (axis && strcmp(axis, "group") == 0)
        return add_name(&r->groups, &r->ngroups, q, 1);
    return 0;
}

static int read_series(results *r, sqlite3_stmt *q) {
    MORE(r->series, r->nseries);
    MORE(r->series_id, r->nseries);
    mdl_series *s = &r->series[r->nseries];
    r->series_id[r->nseries++] = sqlite3_column_int(q, 0);
    s->name = copy(q, 1);
    s->unit = copy(q, 2);
    s->meaning = copy(q, 3);
    s->sum = (series_sum)sqlite3_column_int(q, 4);
    s->harm = sqlite3_column_int(q, 5);
    s->by_nationality = sqlite3_column_int(q, 7);
    s->by_group = sqlite3_column_int(q, 8);
    s->cells = sqlite3_column_int(q, 9);
    s->width = sqlite3_column_int(q, 10);
    return s->name && s->unit && s->meaning ? 0 : VADO_ERR_MEMORY;
}

static int read_place(results *r, sqlite3_stmt *q) {
    int id = sqlite3_column_int(q, 0);
    for (int i = 0; i < r->nseries; i++)
        if (r->series_id[i] == id) {
            char **list = (char **)(uintptr_t)r->series[i].places;
            int rc = add_name(&list, &r->series[i].nplaces, q, 1);
            r->series[i].places = (const char *const *)list;
            return rc;
        }
    return 0;
}

static int read_observed(results *r, sqlite3_stmt *q) {
    MORE(r->observed, r->nobserved);
    scn_observed *o = &r->observed[r->nobserved++];
    o->series = copy(q, 0);
    o->from = sqlite3_column_int64(q, 1);
    o->until = sqlite3_column_int64(q, 2);
    o->place = copy(q, 3);
    o->nationality = copy(q, 4);
    o->group = copy(q, 5);
    o->value = sqlite3_column_double(q, 6);
    o->unit = copy(q, 7);
    o->publisher = copy(q, 8);
    o->source = copy(q, 9);
    o->note = copy(q, 10);
    o->kind = copy(q, 11);
    return o->series && o->place && o->nationality && o->group && o->unit && o->publisher && o->source && o->note &&
                   o->kind
               ? 0
               : VADO_ERR_MEMORY;
}

static int read_file(results *r, sqlite3_stmt *q) {
    MORE(r->files, r->nfiles);
    scn_file *f = &r->files[r->nfiles++];
    f->name = copy(q, 0);
    const void *bytes = sqlite3_column_blob(q, 1);
    f->length = (size_t)sqlite3_column_bytes(q, 1);
    f->text = malloc(f->length + 1);
    if (!f->name || !f->text)
        return VADO_ERR_MEMORY;
    if (f->length)
        memcpy(f->text, bytes, f->length);
    f->text[f->length] = '\0';
    return 0;
}

/* Pass 1: months that the furthest member has finished; pass 2 keeps the members that have them. */
static int finished(const results *r, sqlite3_stmt *q) {
    if (sqlite3_column_int(q, 1) == DB_DONE)
        return r->months;
    if (sqlite3_column_type(q, 2) == SQLITE_NULL)
        return 0;
    int64_t day = sqlite3_column_int64(q, 2);
    int m = scn_month_of(day < r->until ? day : r->until) - r->month0;
    return m < 0 ? 0 : m < r->months ? m : r->months;
}

static int pick_members(results *r) {
    static const char sql[] = "SELECT member, state, day FROM member WHERE kind = 0 ORDER BY member";
    int done = 0, least = r->months, some = 0;
    sqlite3_stmt *q = NULL;
    if (db_prepare(&r->db, sql, &q))
        return VADO_ERR_STORE;
    while (sqlite3_step(q) == SQLITE_ROW) {
        int m = finished(r, q);
        r->asked++;
        done += m == r->months;
        if (m > 0) {
            some++;
            least = m < least ? m : least;
        }
    }
    sqlite3_reset(q);
    r->member = calloc((size_t)(r->asked > 0 ? r->asked : 1), sizeof(int));
    if (r->member)
        while (sqlite3_step(q) == SQLITE_ROW) {
            int m = finished(r, q);
            if (done ? m == r->months : m > 0)
                r->member[r->members++] = sqlite3_column_int(q, 0);
        }
    sqlite3_finalize(q);
    if (!done)
        r->months = some ? least : 0;
    return r->member ? 0 : VADO_ERR_MEMORY;
}

/* ---- the published rows in order ---- */
static int better(const char *kind) {
    static const char *const kinds[] = {"reported", "rounded", "derived", "preliminary"};
    for (int i = 0; i < 4; i++)
        if (strcmp(kinds[i], kind) == 0)
            return i;
    return 4;
}

static int compare_cell(const scn_observed *a, const scn_observed *b) {
    int c = strcmp(a->series, b->series);
    c = c ? c : strcmp(a->place, b->place);
    c = c ? c : strcmp(a->nationality, b->nationality);
    c = c ? c : strcmp(a->group, b->group);
    c = c ? c : (a->from > b->from) - (a->from < b->from);
    return c ? c : (a->until > b->until) - (a->until < b->until);
}

static int order(const results *r, int x, int y) {
    const scn_observed *a = &r->observed[x], *b = &r->observed[y];
    int c = compare_cell(a, b);
    c = c ? c : better(a->kind) - better(b->kind);
    return c ? c : (x > y) - (x < y);
}

static void sift(results *r, int root, int n) {
    for (int child; (child = 2 * root + 1) < n; root = child) {
        if (child + 1 < n && order(r, r->index[child], r->index[child + 1]) < 0)
            child++;
        if (order(r, r->index[root], r->index[child]) >= 0)
            return;
        int held = r->index[root];
        r->index[root] = r->index[child];
        r->index[child] = held;
    }
}

static int make_index(results *r) {
    r->index = calloc((size_t)(r->nobserved > 0 ? r->nobserved : 1), sizeof(int));
    if (!r->index)
        return VADO_ERR_MEMORY;
    for (int i = 0; i < r->nobserved; i++)
        r->index[i] = i;
    for (int i = r->nobserved / 2; i-- > 0;)
        sift(r, i, r->nobserved);
    for (int n = r->nobserved; n-- > 1;) {
        int held = r->index[0];
        r->index[0] = r->index[n];
        r->index[n] = held;
        sift(r, 0, n);
    }
    return 0;
}

/* ---- opening ---- */
static int period(results *r) {
    int64_t last;
    if (scn_date_parse(res_meta(r, "from"), &r->from) || scn_date_parse(res_meta(r, "until"), &last) || last < r->from)
        return VADO_ERR_STORE;
    r->until = last + 1;
    r->month0 = scn_month_of(r->from);
    r->months = scn_month_of(last) - r->month0 + 1;
    return 0;
}

int res_open(results **out, const char *path, char *message, size_t size) {
    *out = NULL;
    results *r = calloc(1, sizeof *r);
    if (!r) {
        snprintf(message, size, "out of memory");
        return VADO_ERR_MEMORY;
    }
    int rc = db_open(&r->db, path, 0, message, size);
    if (rc < 0) {
        free(r);
        return rc;
    }
    if ((rc = each(r, "SELECT key, value FROM meta ORDER BY key", read_meta)) ||
        (rc = each(r, "SELECT axis, name FROM label ORDER BY axis, position", read_label)) ||
        (rc = each(
             r,
             "SELECT id, name, unit, meaning, sum, harm, nplaces, by_nationality, by_group, cells, width FROM series "
             "ORDER BY id",
             read_series)) ||
        (rc = each(r, "SELECT series, name FROM place ORDER BY series, position", read_place)) ||
        (rc = each(r,
                   "SELECT series, first, until, place, nationality, grp, value, unit, publisher, source, note, kind "
                   "FROM observed ORDER BY id",
                   read_observed)) ||
        (rc = each(r, "SELECT name, content FROM file ORDER BY name", read_file)) || (rc = period(r)) ||
        (rc = pick_members(r)) || (rc = make_index(r))) {
        snprintf(message, size, rc == VADO_ERR_MEMORY ? "out of memory" : "the store is damaged or of another version");
        res_close(r);
        return rc;
    }
    *out = r;
    return 0;
}

static void free_names(char **names, int n) {
    for (int i = 0; names && i < n; i++)
        free(names[i]);
    free(names);
}

static void drop(const char *text) { free((void *)(uintptr_t)text); }

void res_close(results *r) {
    if (!r)
        return;
    for (int i = 0; i < r->nmeta; i++) {
        free(r->meta[i].key);
        free(r->meta[i].value);
    }
    for (int i = 0; i < r->nseries; i++) {
        drop(r->series[i].name);
        drop(r->series[i].unit);
        drop(r->series[i].meaning);
        free_names((char **)(uintptr_t)r->series[i].places, r->series[i].nplaces);
    }
    for (int i = 0; i < r->nobserved; i++) {
        scn_observed *o = &r->observed[i];
        char *parts[] = {o->series,    o->place,  o->nationality, o->group, o->unit,
                         o->publisher, o->source, o->note,        o->kind};
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
            free(parts[k]);
    }
    for (int i = 0; i < r->nfiles; i++) {
        free(r->files[i].name);
        free(r->files[i].text);
    }
    free_names(r->nationalities, r->nnationalities);
    free_names(r->groups, r->ngroups);
    free(r->meta);
    free(r->series);
    free(r->series_id);
    free(r->observed);
    free(r->index);
    free(r->files);
    free(r->member);
    db_close(&r->db);
    free(r);
}

/* ---- what it holds ---- */
const char *res_meta(const results *r, const char *key) {
    for (int i = 0; i < r->nmeta; i++)
        if (strcmp(r->meta[i].key, key) == 0)
            return r->meta[i].value;
    return "";
}
int res_members(const results *r) { return r->members; }
int res_members_asked(const results *r) { return r->asked; }
int res_member_number(const results *r, int i) { return r->member[i]; }
int res_month_first(const results *r) { return r->month0; }
int res_month_count(const results *r) { return r->months; }
int res_series_count(const results *r) { return r->nseries; }
const mdl_series *res_series_at(const results *r, int i) { return &r->series[i]; }
struct db_store *res_store(results *r) {
    return &r->db;
}
int res_file_count(const results *r) { return r->nfiles; }
const scn_file *res_file_at(const results *r, int i) { return &r->files[i]; }

int res_month_days(const results *r, int m) {
    int64_t a = scn_month_start(r->month0 + m), z = scn_month_start(r->month0 + m + 1);
    a = a < r->from ? r->from : a;
    z = z > r->until ? r->until : z;
    return z > a ? (int)(z - a) : 0;
}

int res_month_whole(const results *r, int m) {
    int64_t days = scn_month_start(r->month0 + m + 1) - scn_month_start(r->month0 + m);
    return m >= 0 && m < r->months && res_month_days(r, m) == (int)days;
}

int res_nationalities(const results *r, const char *const **names) {
    *names = (const char *const *)r->nationalities;
    return r->nnationalities;
}
int res_groups(const results *r, const char *const **names) {
    *names = (const char *const *)r->groups;
    return r->ngroups;
}

int res_series_find(const results *r, const char *name) {
    for (int i = 0; i < r->nseries; i++)
        if (strcmp(r->series[i].name, name) == 0)
            return i;
    return -1;
}

int res_observed(const results *r, const scn_observed **rows) {
    *rows = r->observed;
    return r->nobserved;
}

const scn_file *res_file(const results *r, const char *name) {
    for (int i = 0; i < r->nfiles; i++)
        if (strcmp(r->files[i].name, name) == 0)
            return &r->files[i];
    return NULL;
}

/* ---- tables ---- */
static int max1(int n) { return n > 0 ? n : 1; }

static int member_at(const results *r, int number) {
    for (int i = 0; i < r->members; i++)
        if (r->member[i] == number)
            return i;
    return -1;
}

typedef struct {
    int np, nn, ng; /* sizes kept by the series */
    int p, n, g;    /* 1 if that axis is asked for */
} axes_of;

static int target(const axes_of *a, const res_table *t, int cell) {
    int g = cell % a->ng, n = cell / a->ng % a->nn, p = cell / a->ng / a->nn;
    return res_cell(t, a->p ? p : 0, a->n ? n : 0, a->g ? g : 0);
}

static int fill(const results *r, const mdl_series *s, const axes_of *a, sqlite3_stmt *q, res_table *t, int centre) {
    int step, cell;
    while ((step = sqlite3_step(q)) == SQLITE_ROW) {
        int member = centre ? 0 : member_at(r, sqlite3_column_int(q, 0)), month = sqlite3_column_int(q, 1), rc;
        if (member < 0 || member >= t->members || month < 0 || month >= t->months)
            continue;
        pack_reader reader;
        double value;
        pack_read_start(&reader, sqlite3_column_blob(q, 2), (size_t)sqlite3_column_bytes(q, 2));
        while ((rc = pack_read(&reader, &cell, &value)) == 1) {
            double *where = cell < s->cells ? t->top : t->bottom;
            if (cell < 0 || cell >= s->width || !where)
                return VADO_ERR_STORE;
            where[((size_t)target(a, t, cell % s->cells) * (size_t)t->months + (size_t)month) * (size_t)t->members +
                  (size_t)member] += value;
        }
        if (rc < 0)
            return VADO_ERR_STORE;
    }
    return step == SQLITE_DONE ? 0 : VADO_ERR_STORE;
}

static int some_done(results *r, int kind) {
    sqlite3_stmt *q = NULL;
    int n = 0;
    if (db_prepare(&r->db, "SELECT 1 FROM member WHERE kind = ?1 AND state = 2 LIMIT 1", &q) == 0) {
        sqlite3_bind_int(q, 1, kind);
        n = sqlite3_step(q) == SQLITE_ROW;
    }
    sqlite3_finalize(q);
    return n;
}

/* The centre, read in place of the members' twins: the same for each. */
static void repeat_first(res_table *t) {
    size_t rows = (size_t)(t->nplaces * t->nnationalities * t->ngroups) * (size_t)t->months, n = (size_t)t->members;
    for (size_t i = 0; i < rows * n; i++) {
        t->top[i] = t->top[i / n * n];
        if (t->bottom)
            t->bottom[i] = t->bottom[i / n * n];
    }
}

int res_read_kind(results *r, int kind, int series, int axes, res_table *t) {
    const mdl_series *s = &r->series[series];
    axes_of a = {max1(s->nplaces),
                 s->by_nationality ? max1(r->nnationalities) : 1,
                 s->by_group ? max1(r->ngroups) : 1,
                 s->nplaces > 0 && (axes & RES_BY_PLACE),
                 s->by_nationality && (axes & RES_BY_NATIONALITY),
                 s->by_group && (axes & RES_BY_GROUP)};
    memset(t, 0, sizeof *t);
    if (s->cells < 1 || a.np * a.nn * a.ng != s->cells)
        return VADO_ERR_STORE;
    t->sum = s->sum;
    t->nplaces = a.p ? a.np : 1;
    t->nnationalities = a.n ? a.nn : 1;
    t->ngroups = a.g ? a.ng : 1;
    t->months = r->months;
    t->members = kind == DB_CENTRE ? 1 : r->members; /* also where a twin is read from the centre */
    /* A twin whose layer is off was not run: it would repeat the one with a layer less. */
    if (kind == DB_ENVIRONMENT && !some_done(r, kind))
        kind = DB_PARAMETERS;
    if (kind == DB_PARAMETERS && !some_done(r, kind))
        kind = DB_CENTRE;
    if (kind != DB_MEMBER && !some_done(r, kind)) {
        t->members = 0;
        return 0;
    }
    size_t room = (size_t)(t->nplaces * t->nnationalities * t->ngroups) * (size_t)t->months * (size_t)t->members;
    t->top = calloc(room ? room : 1, sizeof(double));
    if (s->sum == SERIES_RATIO)
        t->bottom = calloc(room ? room : 1, sizeof(double));
    sqlite3_stmt *q = NULL;
    int rc = !t->top || (s->sum == SERIES_RATIO && !t->bottom) ? VADO_ERR_MEMORY : 0;
    if (rc == 0 && db_prepare(&r->db, "SELECT member, month, cells FROM value WHERE kind = ?1 AND series = ?2", &q))
        rc = VADO_ERR_STORE;
    if (rc == 0) {
        sqlite3_bind_int(q, 1, kind);
        sqlite3_bind_int(q, 2, r->series_id[series]);
        rc = fill(r, s, &a, q, t, kind == DB_CENTRE);
    }
    sqlite3_finalize(q);
    if (rc == 0 && kind == DB_CENTRE)
        repeat_first(t);
    if (rc < 0)
        res_table_free(t);
    return rc;
}

int res_read(results *r, int series, int axes, res_table *t) { return res_read_kind(r, DB_MEMBER, series, axes, t); }

int res_days(results *r, int series, int m, double *days) {
    int columns = 0, column = 0, cell, rc;
    for (int i = 0; i < r->nseries; i++) {
        if (i == series)
            column = columns;
        columns += r->series[i].sum == SERIES_RATIO ? 2 : 1;
    }
    sqlite3_stmt *q = NULL;
    int ratio = r->series[series].sum == SERIES_RATIO, all = 31 * r->members;
    double *below = calloc((size_t)all + 1, sizeof *below);
    memset(days, 0, (size_t)all * sizeof *days);
    r->db.months = scn_month_of(r->until - 1) - r->month0 + 1;
    if (!below || db_prepare(&r->db, "SELECT totals FROM daily WHERE id=?", &q)) {
        int status = below ? VADO_ERR_STORE : VADO_ERR_MEMORY;
        free(below);
        return status;
    }
    for (int k = 0; k < r->members; k++) {
        sqlite3_bind_int64(q, 1, db_daily_id(&r->db, r->member[k], m));
        if (sqlite3_step(q) == SQLITE_ROW) {
            pack_reader reader;
            double value;
            pack_read_start(&reader, sqlite3_column_blob(q, 0), (size_t)sqlite3_column_bytes(q, 0));
            while ((rc = pack_read(&reader, &cell, &value)) > 0)
                if (cell / columns < 31 && cell % columns == column)
                    days[cell / columns * r->members + k] = value;
                else if (ratio && cell / columns < 31 && cell % columns == column + 1)
                    below[cell / columns * r->members + k] = value;
        }
        sqlite3_reset(q);
    }
    for (int i = 0; ratio && i < all; i++)
        days[i] = below[i] > 0 ? days[i] / below[i] : NAN;
    free(below);
    sqlite3_finalize(q);
    return 0;
}

void res_table_free(res_table *t) {
    free(t->top);
    free(t->bottom);
    memset(t, 0, sizeof *t);
}

int res_cell(const res_table *t, int place, int nationality, int group) {
    return (place * t->nnationalities + nationality) * t->ngroups + group;
}

double res_value(const results *r, const res_table *t, int cell, int first, int count, int member) {
    double top = 0, bottom = 0;
    for (int m = first; m < first + count; m++) {
        size_t at = ((size_t)cell * (size_t)t->months + (size_t)m) * (size_t)t->members + (size_t)member;
        top += t->top[at];
        bottom += t->sum == SERIES_RATIO ? t->bottom[at] : t->sum == SERIES_MEAN ? res_month_days(r, m) : 0;
    }
    if (t->sum == SERIES_SUM)
        return top;
    return bottom > 0 ? top / bottom : NAN;
}

double res_quantile(const double *sorted, int n, double q) {
    if (n < 1)
        return NAN;
    double at = q * (n - 1), below = floor(at);
    int i = (int)below;
    return i >= n - 1 ? sorted[n - 1] : sorted[i] + (sorted[i + 1] - sorted[i]) * (at - below);
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int res_has_range(int members) { return members > 1; }
const char *res_low_word(int members) { return members >= RES_QUANTILES ? "5%" : "lowest"; }
const char *res_high_word(int members) { return members >= RES_QUANTILES ? "95%" : "highest"; }

const char *res_range_words(int members, char out[RES_WORDS]) {
    out[0] = '\0';
    if (members >= RES_QUANTILES)
        snprintf(out, RES_WORDS, "5%% to 95%% of %d", members);
    else if (res_has_range(members))
        snprintf(out, RES_WORDS, "lowest to highest of %d", members);
    return out;
}

const char *vado_range_words(int members, char *out, size_t size) {
    char words[RES_WORDS];
    snprintf(out, size, "%s", res_range_words(members, words));
    return out;
}

res_band res_band_of(double *values, int n) {
    int k = 0;
    double sum = 0;
    for (int i = 0; i < n; i++)
        if (isfinite(values[i]))
            values[k++] = values[i];
    qsort(values, (size_t)k, sizeof *values, ascending);
    for (int i = 0; i < k; i++)
        sum += values[i];
    double out = n >= RES_QUANTILES ? 0.05 : 0; /* as res_range_words says it */
    res_band v = {res_quantile(values, k, out), res_quantile(values, k, 0.5), res_quantile(values, k, 1 - out),
                  k ? sum / k : NAN};
    return v;
}

res_band res_band_at(const results *r, const res_table *t, int cell, int first, int count) {
    enum { FEW = 64 };
    double few[FEW], *values = t->members <= FEW ? few : malloc((size_t)t->members * sizeof *values);
    res_band v = {NAN, NAN, NAN, NAN};
    if (!values)
        return v;
    for (int k = 0; k < t->members; k++)
        values[k] = res_value(r, t, cell, first, count, k);
    v = res_band_of(values, t->members);
    if (values != few)
        free(values);
    return v;
}

/* ---- published ---- */
static const scn_observed *find(const results *r, const scn_observed *key) {
    int low = 0, high = r->nobserved;
    while (low < high) {
        int mid = low + (high - low) / 2;
        if (compare_cell(&r->observed[r->index[mid]], key) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < r->nobserved && compare_cell(&r->observed[r->index[low]], key) == 0 ? &r->observed[r->index[low]]
                                                                                     : NULL;
}

static double exactly(const results *r, scn_observed *key, int first, int months) {
    key->from = scn_month_start(first);
    key->until = scn_month_start(first + months);
    const scn_observed *o = find(r, key);
    return o ? o->value : NAN;
}

static double of_places(const results *r, int series, scn_observed *key, int first, int months) {
    double sum = 0;
    int some = 0;
    const mdl_series *s = &r->series[series];
    for (int i = 0; i < s->nplaces; i++) {
        key->place = (char *)(uintptr_t)s->places[i];
        double v = exactly(r, key, first, months);
        some += isfinite(v);
        sum += isfinite(v) ? v : 0;
    }
    return some == s->nplaces && some ? sum : NAN;
}

double res_published(const results *r, const char *series, const char *place, const char *nationality,
                     const char *group, int first_month, int months) {
    int s = res_series_find(r, series);
    scn_observed key = {0};
    key.series = (char *)(uintptr_t)series;
    key.place = (char *)(uintptr_t)place;
    key.nationality = (char *)(uintptr_t)nationality;
    key.group = (char *)(uintptr_t)group;
    double v = exactly(r, &key, first_month, months);
    if (isfinite(v) || s < 0 || r->series[s].sum != SERIES_SUM)
        return v;
    double sum = 0;
    for (int m = first_month; m < first_month + months; m++) {
        key.place = (char *)(uintptr_t)place;
        v = exactly(r, &key, m, 1);
        if (!isfinite(v) && !*place)
            v = of_places(r, s, &key, m, 1);
        if (!isfinite(v))
            return NAN;
        sum += v;
    }
    return sum;
}
