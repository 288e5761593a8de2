/* Opening a store to read it: see results.h.
 *
 * 1. The small tables are read whole; a column of another type or out of bounds is damage, and is said by name.
 * 2. res_check: what their rows say of each other. All that lays out a table later (places, labels, cells, months,
 *    members) is known to agree from here on.
 */
#include "table/results_parts.h"

#include "store/opened.h"
#include "store/rows.h"
#include "text/array.h"
#include "vado.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MONTHS_MAX = 2400, CELLS_MAX = 1 << 24, MEMBERS_MAX = 100000, PLACES_MAX = 1 << 20 };

/* ---- reading rows ---- */

int res_damaged(results *r, int status, const char *format, ...) {
    va_list list;
    va_start(list, format);
    if (!r->wrong[0])
        (void)vsnprintf(r->wrong, sizeof r->wrong, format, list);
    va_end(list);
    return status;
}

#define MORE(array, count)                                                                                             \
    do {                                                                                                               \
        void *grown_ = arr_more(array, count, sizeof *(array));                                                        \
        if (!grown_)                                                                                                   \
            return VADO_ERR_MEMORY;                                                                                    \
        (array) = grown_;                                                                                              \
    } while (0)

typedef int row_reader(results *r, sqlite3_stmt *q);

static int each(results *r, const char *table, const char *sql, row_reader *f) {
    sqlite3_stmt *q = NULL;
    int status = db_prepare(&r->db, sql, &q) == 0 ? 0 : VADO_ERR_STORE, more = 1;
    while (status == 0 && (more = row_next(q)) > 0)
        status = f(r, q);
    if (more < 0)
        status = more;
    sqlite3_finalize(q);
    return status ? res_damaged(r, status, "table %s cannot be read, or holds a row that no run writes", table) : 0;
}

static int read_meta(results *r, sqlite3_stmt *q) {
    /* Texts that people write: the rest is made of names and numbers. */
    static const char *const free_text[] = {"title", "command", "scenario", "latents"};
    MORE(r->meta, r->nmeta);
    res_pair *p = &r->meta[r->nmeta++];
    int status = row_copy(q, 0, 1, &p->key), name = 1;
    for (size_t i = 0; !status && i < sizeof free_text / sizeof *free_text; i++)
        name &= strcmp(p->key, free_text[i]) != 0;
    status = status ? status : row_copy(q, 1, name, &p->value);
    return status == VADO_ERR_STORE
               ? res_damaged(r, status, "the record of the run holds '%.40s', which is no text", p->key ? p->key : "")
               : status;
}

/* Names come in order, each once. */
static int add_name(char ***list, int *n, sqlite3_stmt *q, int column, int position) {
    int at, status = row_int(q, position, *n, *n, &at);
    if (status)
        return status;
    MORE(*list, *n);
    status = row_copy(q, column, 1, &(*list)[*n]);
    if (status)
        return status;
    ++*n;
    return (*list)[*n - 1][0] ? 0 : VADO_ERR_STORE;
}

static int read_label(results *r, sqlite3_stmt *q) {
    char *axis = NULL;
    int status = row_copy(q, 0, 1, &axis);
    if (status == 0 && strcmp(axis, "nationality") == 0)
        status = add_name(&r->nationalities, &r->nnationalities, q, 1, 2);
    else if (status == 0 && strcmp(axis, "group") == 0)
        status = add_name(&r->groups, &r->ngroups, q, 1, 2);
    else if (status == 0)
        status = VADO_ERR_STORE;
    free(axis);
    return status;
}

/* As the run's model shows it: a store holds numbers and names. */
static const mdl_shown *shown_by(const results *r, const char *series) {
    const mdl_kind *kind = mdl_find(res_meta(r, "model"));
    const mdl_shown *shown = kind && kind->shown && series ? kind->shown(series) : NULL;
    return shown ? shown : &mdl_plain;
}

static int read_series(results *r, sqlite3_stmt *q) {
    MORE(r->series, r->nseries);
    MORE(r->series_id, r->nseries);
    MORE(r->nplaces, r->nseries);
    char *texts[3] = {NULL, NULL, NULL};
    int n = r->nseries++, sum, status,
        *numbers[] = {&sum,
                      &r->series[n].harm,
                      &r->nplaces[n],
                      &r->series[n].by_nationality,
                      &r->series[n].by_group,
                      &r->series[n].cells,
                      &r->series[n].width};
    static const int most[] = {SERIES_RATIO, 1, PLACES_MAX, 1, 1, CELLS_MAX, 2 * CELLS_MAX};
    mdl_series *s = &r->series[n];
    status = row_int(q, 0, n, n, &r->series_id[n]);
    for (int i = 0; i < 3 && status == 0; i++)
        status = row_copy(q, 1 + i, 1, &texts[i]);
    s->name = texts[0];
    s->unit = texts[1];
    s->meaning = texts[2];
    for (int i = 0; i < 7 && status == 0; i++)
        status = row_int(q, 4 + i, i < 5 ? 0 : 1, most[i], numbers[i]);
    s->sum = status ? SERIES_SUM : (series_sum)sum;
    s->shown = shown_by(r, s->name);
    if (status == 0 && !s->name[0])
        status = VADO_ERR_STORE;
    return status == VADO_ERR_STORE
               ? res_damaged(r, status, "series %d (%.40s) is described as no run does it", n, s->name ? s->name : "")
               : status;
}

static int read_place(results *r, sqlite3_stmt *q) {
    int id, status = row_int(q, 0, 0, r->nseries - 1, &id);
    if (status)
        return status;
    char **list = (char **)(uintptr_t)r->series[id].places;
    status = add_name(&list, &r->series[id].nplaces, q, 1, 2);
    r->series[id].places = (const char *const *)list;
    return status;
}

static int read_observed(results *r, sqlite3_stmt *q) {
    static const int64_t far = 36525 * 20; /* days: no published figure is two thousand years from 1970 */
    MORE(r->observed, r->nobserved);
    scn_observed *o = &r->observed[r->nobserved++];
    char **const texts[] = {&o->series, &o->place, &o->nationality, &o->group, &o->unit, &o->publisher,
                            &o->source, &o->note,  &o->kind,        &o->side,  &o->used};
    static const int columns[] = {0, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13};
    int status = row_whole(q, 1, -far, far, &o->from);
    status = status ? status : row_whole(q, 2, o->from + 1, far, &o->until);
    status = status ? status : row_number(q, 6, &o->value);
    for (int i = 0; i < 11; i++) { /* all are texts, also after a failure */
        int each_status = row_copy(q, columns[i], i < 4 || i == 8, texts[i]);
        status = status ? status : each_status;
    }
    return status;
}

static int read_file(results *r, sqlite3_stmt *q) {
    MORE(r->files, r->nfiles);
    scn_file *f = &r->files[r->nfiles++];
    const void *bytes;
    int status = row_copy(q, 0, 1, &f->name);
    status = status ? status : row_blob(q, 1, &bytes, &f->length);
    if (status)
        return status;
    if (!(f->text = malloc(f->length + 1)))
        return VADO_ERR_MEMORY;
    if (f->length)
        memcpy(f->text, bytes, f->length);
    f->text[f->length] = '\0';
    return 0;
}

/* ---- members ---- */

typedef struct {
    int number, months; /* months it has finished */
} progress;

static int read_member(results *r, sqlite3_stmt *q, progress *p) {
    int state, status = row_int(q, 0, r->asked - 1, r->asked - 1, &p->number);
    int64_t day;
    status = status ? status : row_int(q, 1, DB_NEW, DB_DONE, &state);
    if (status)
        return status;
    p->months = 0;
    if (state == DB_DONE) {
        p->months = r->months;
    } else if (sqlite3_column_type(q, 2) != SQLITE_NULL) {
        if ((status = row_whole(q, 2, INT32_MIN, r->until, &day)))
            return status;
        int m = day < r->from ? 0 : month_of_day(day) - r->month0;
        p->months = m < r->months ? m : r->months;
    }
    return 0;
}

/* Those that are done; if none is, those that have finished some month, up to the last that all of them have. */
static int pick(results *r, const progress *all) {
    int done = 0, least = r->months;
    for (int i = 0; i < r->asked; i++) {
        done += all[i].months == r->months;
        if (all[i].months > 0 && all[i].months < least)
            least = all[i].months;
    }
    r->member = calloc((size_t)r->asked + 1, sizeof *r->member);
    r->scratch = calloc((size_t)r->asked + 1, sizeof *r->scratch);
    if (!r->member || !r->scratch)
        return VADO_ERR_MEMORY;
    for (int i = 0; i < r->asked; i++)
        if (done ? all[i].months == r->months : all[i].months > 0)
            r->member[r->members++] = all[i].number;
    if (!done)
        r->months = r->members ? least : 0;
    return 0;
}

static int pick_members(results *r) {
    static const char sql[] = "SELECT member, state, day FROM member WHERE kind = 0 ORDER BY member";
    sqlite3_stmt *q = NULL;
    progress *all = NULL;
    int status = db_prepare(&r->db, sql, &q) ? VADO_ERR_STORE : 0, more = 1, asked = atoi(res_meta(r, "members"));
    while (status == 0 && (more = row_next(q)) > 0) {
        void *grown = r->asked < MEMBERS_MAX ? arr_more(all, r->asked, sizeof *all) : NULL;
        if (grown) {
            all = grown;
            status = read_member(r, q, &all[r->asked++]);
        } else {
            status = VADO_ERR_MEMORY;
        }
    }
    status = more < 0 ? more : status;
    if (status == 0 && (r->asked < 1 || r->asked != asked))
        status = res_damaged(r, VADO_ERR_STORE, "it holds %d members, its record says %.20s", r->asked,
                             res_meta(r, "members"));
    if (status == 0)
        status = pick(r, all);
    free(all);
    sqlite3_finalize(q);
    return status ? res_damaged(r, status, "table member holds a row that no run writes") : 0;
}

/* ---- opening ---- */
static int period(results *r) {
    int64_t last;
    const char *from = res_meta(r, "from"), *until = res_meta(r, "until");
    if (day_parse(from, &r->from) || day_parse(until, &last) || last < r->from ||
        month_of_day(last) - month_of_day(r->from) >= MONTHS_MAX)
        return res_damaged(r, VADO_ERR_STORE, "its period is '%.20s' to '%.20s'", from, until);
    r->until = last + 1;
    r->month0 = month_of_day(r->from);
    r->months = month_of_day(last) - r->month0 + 1;
    return 0;
}

static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static int each_once(results *r, int n, const char *const *names, const char *what) {
    const char **sorted = n > 1 ? malloc((size_t)n * sizeof *sorted) : NULL;
    int status = n > 1 && !sorted ? VADO_ERR_MEMORY : 0;
    if (sorted) {
        memcpy(sorted, names, (size_t)n * sizeof *sorted);
        qsort(sorted, (size_t)n, sizeof *sorted, by_name);
    }
    for (int i = 1; sorted && i < n && !status; i++)
        if (strcmp(sorted[i - 1], sorted[i]) == 0)
            status = res_damaged(r, VADO_ERR_STORE, "%s '%.60s' stands twice", what, sorted[i]);
    free(sorted);
    return status;
}

/* What rows say of each other: every table is laid out by these numbers. */
static int check_series(results *r, int i) {
    const mdl_series *s = &r->series[i];
    for (int k = 0; k < i; k++)
        if (strcmp(s->name, r->series[k].name) == 0)
            return res_damaged(r, VADO_ERR_STORE, "series '%.60s' stands twice", s->name);
    if (s->nplaces != r->nplaces[i])
        return res_damaged(r, VADO_ERR_STORE, "series %.60s has %d places, its description says %d", s->name,
                           s->nplaces, r->nplaces[i]);
    int64_t cells = s->nplaces > 0 ? s->nplaces : 1;
    cells *= s->by_nationality && r->nnationalities > 0 ? r->nnationalities : 1;
    cells = cells > CELLS_MAX ? -1 : cells * (s->by_group && r->ngroups > 0 ? r->ngroups : 1);
    if (cells != s->cells || s->width != (s->sum == SERIES_RATIO ? 2 : 1) * s->cells)
        return res_damaged(r, VADO_ERR_STORE, "series %.60s is described with %d cells in rows of %d, it has %lld",
                           s->name, s->cells, s->width, (long long)cells);
    return each_once(r, s->nplaces, s->places, "a place");
}

static int res_check(results *r) {
    static const char *const needed[] = {"name", "model", "mode", "seed", "members", "state"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!res_meta(r, needed[i])[0])
            return res_damaged(r, VADO_ERR_STORE, "its record has no '%s'", needed[i]);
    if (strcmp(res_meta(r, "state"), "done") == 0 && (r->members != r->asked || r->months != r->db.months))
        return res_damaged(r, VADO_ERR_STORE, "its state is done, but %d of its %d members are not",
                           r->asked - r->members, r->asked);
    if (r->nseries < 1)
        return res_damaged(r, VADO_ERR_STORE, "it has no series");
    int status = each_once(r, r->nnationalities, (const char *const *)r->nationalities, "a nationality");
    if (status == 0)
        status = each_once(r, r->ngroups, (const char *const *)r->groups, "a group");
    for (int i = 0; status == 0 && i < r->nseries; i++)
        status = check_series(r, i);
    return status;
}

static int read_all(results *r) {
    int rc;
    if ((rc = each(r, "meta", "SELECT key, value FROM meta ORDER BY key", read_meta)) ||
        (rc = each(r, "label", "SELECT axis, name, position FROM label ORDER BY axis, position", read_label)) ||
        (rc = each(r, "series",
                   "SELECT id, name, unit, meaning, sum, harm, nplaces, by_nationality, by_group, cells, width FROM "
                   "series ORDER BY id",
                   read_series)) ||
        (rc = each(r, "place", "SELECT series, name, position FROM place ORDER BY series, position", read_place)) ||
        (rc = each(r, "observed",
                   "SELECT series, first, until, place, nationality, grp, value, unit, publisher, source, note, kind, "
                   "side, used FROM observed ORDER BY id",
                   read_observed)) ||
        (rc = each(r, "file", "SELECT name, content FROM file ORDER BY name", read_file)) || (rc = period(r)))
        return rc;
    r->db.months = r->months; /* keys of value and daily are made of the whole run's */
    r->db.nseries = r->nseries;
    if ((rc = pick_members(r)) || (rc = res_index(r)))
        return rc;
    r->db.members = r->asked;
    return res_check(r);
}

int res_open(results **out, const char *path, int partial, char *message, size_t size) {
    *out = NULL;
    results *r = calloc(1, sizeof *r);
    if (!r) {
        snprintf(message, size, "out of memory");
        return VADO_ERR_MEMORY;
    }
    opn_state state;
    int rc = opn_look(path, partial, &r->db, &state, message, size);
    if (rc < 0) {
        free(r);
        return rc;
    }
    if (state.part_done)
        snprintf(r->partial, sizeof r->partial, "PARTIAL: a part of the run, its members %d to %d of %d", state.first,
                 state.last, r->db.members);
    else if (!state.done)
        snprintf(r->partial, sizeof r->partial,
                 "PARTIAL: the run is not finished: %lld of %lld months of results, of %d runs %d are done",
                 (long long)state.months, (long long)state.months_owed, state.members, state.members_done);
    if ((rc = read_all(r))) {
        if (rc == VADO_ERR_MEMORY)
            snprintf(message, size, "%s: out of memory", path);
        else if (rc == VADO_ERR_FILE)
            snprintf(message, size, "%s: cannot be read: another program has locked it, or the disk failed", path);
        else
            snprintf(message, size, "%s: is damaged: %s; run the scenario again", path, r->wrong);
        res_close(r);
        return rc;
    }
    *out = r;
    return 0;
}

const char *res_partial(const results *r) { return r->partial; }

void res_label(const results *r, int csv, out_text *o) {
    if (r->partial[0])
        out_printf(o, "%s%s\n%s", csv ? "# " : "", r->partial, csv ? "" : "\n");
}

int res_failed(const results *r) { return r ? r->failed : 0; }
void *res_alloc(results *r, size_t n, size_t size) {
    void *out = calloc(n ? n : 1, size);
    if (!out)
        res_fail(r, VADO_ERR_MEMORY);
    return out;
}

void res_fail(results *r, int status) { r->failed = r->failed ? r->failed : status; }

int res_end(vado *v, results *r, const char *path, int status) {
    if (r && status == 0 && r->failed == VADO_ERR_MEMORY)
        status = ctx_fail(v, r->failed, "%s: out of memory", path);
    else if (r && status == 0 && r->failed == VADO_ERR_FILE)
        status = ctx_fail(v, r->failed, "%s: cannot be read: another program has locked it, or the disk failed", path);
    else if (r && status == 0 && r->failed)
        status = ctx_fail(v, r->failed, "%s: is damaged: %s; run the scenario again", path, r->wrong);
    res_close(r);
    return status;
}

int res_failing(results *r, int status) {
    if (status && !r->failed)
        r->failed = status;
    return status;
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
        char *parts[] = {o->series, o->place, o->nationality, o->group, o->unit, o->publisher,
                         o->source, o->note,  o->kind,        o->side,  o->used};
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
    free(r->nplaces);
    free(r->scratch);
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
    int64_t a = month_start(r->month0 + m), z = month_start(r->month0 + m + 1);
    a = a < r->from ? r->from : a;
    z = z > r->until ? r->until : z;
    return z > a ? (int)(z - a) : 0;
}

int res_month_whole(const results *r, int m) {
    int64_t days = month_start(r->month0 + m + 1) - month_start(r->month0 + m);
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

int res_main(const results *r) { return mdl_main(r->nseries, r->series); }
const char *res_main_name(const results *r) { return res_main(r) < 0 ? "" : r->series[res_main(r)].name; }
int res_next(const results *r, int after) { return mdl_next(r->nseries, r->series, after); }

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

int res_face(const results *r, scn_face *face) {
    const scn_file *f = res_file(r, "scenario.yaml");
    memset(face, 0, sizeof *face);
    return f && face_read_text(f->text, f->length, face) ? VADO_ERR_MEMORY : 0;
}
