/* Several series as a folder of CSV files with datapackage.json, which says what is in each: a data package as
 * Frictionless describes them, which pandas, R and DuckDB read as plain CSV.
 *
 * 1. Without a margin asked for, a series is written over all places and people, and once more by each single margin
 *    that it keeps: deaths.csv, deaths-by-place.csv. With margins asked for it has one file, with those.
 * 2. The series of harm are in every folder, asked for or not: by the margins asked for, as far as they keep them.
 * 3. published.csv holds the published figures of the series written, with publisher, source and side; each publisher's
 *    source is among the sources of the package too.
 * 4. Nothing is on the disk before all is made (outfolder.c).
 */
#include "table/export_parts.h"
#include "table/period.h"
#include "table/tables.h"
#include "text/json.h"
#include "text/outfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MARGINS = 3, FILE_NAME = 160 };
static const char *const margin_words[MARGINS] = {"place", "nationality", "group"};
static const char published_file[] = "published.csv";

typedef struct {
    vado *v;
    results *r;
    const char *db;
    const vado_export_options *o;
    fil_folder *folder;
    char *wanted; /* [series] 1: it is written; 2: and was asked for by name */
} package;

/* ---- which files ---- */

static int *margin_of(vado_export_options *o, int k) {
    return k == 0 ? &o->by_place : k == 1 ? &o->by_nationality : &o->by_group;
}

static int keeps(const mdl_series *s, int k) {
    return k == 0 ? s->nplaces > 0 : k == 1 ? s->by_nationality : s->by_group;
}

static int any_margin(const vado_export_options *o) { return o->by_place || o->by_nationality || o->by_group; }

/* File number i of a series, from 0: its margins and its name; 0 past the last. */
static int file_of(const package *p, const mdl_series *s, int i, vado_export_options *o, char name[FILE_NAME]) {
    *o = *p->o;
    snprintf(name, FILE_NAME, "%s.csv", s->name);
    for (int k = 0; k < MARGINS; k++)
        *margin_of(o, k) = *margin_of(o, k) && keeps(s, k);
    if (i == 0)
        return 1;
    for (int k = 0; k < MARGINS && !any_margin(p->o) && p->o->period != VADO_BY_DAY; k++)
        if (keeps(s, k) && --i == 0) {
            *margin_of(o, k) = 1;
            snprintf(name, FILE_NAME, "%s-by-%s.csv", s->name, margin_words[k]);
            return 1;
        }
    return 0;
}

/* A name becomes a file's: it may lead nowhere else, and no two may be one. */
static int name_fits(const char *name) {
    size_t n = strlen(name);
    return n > 0 && n < 100 && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

static int choose(package *p, int nseries, const char *const *series) {
    int n = res_series_count(p->r), status = 0;
    if (p->o->period == VADO_BY_DAY && any_margin(p->o))
        return per_margins(p->v, res_series_at(p->r, 0), p->o); /* refuses it, whatever the series keeps */
    for (int k = 0; k < nseries && status == 0; k++) {
        int i = exp_find(p->v, p->r, series[k]);
        status = i < 0 ? i : per_margins(p->v, res_series_at(p->r, i), p->o);
        if (status == 0)
            p->wanted[i] = 2;
    }
    for (int i = 0; i < n && status == 0; i++) {
        const mdl_series *s = res_series_at(p->r, i);
        if (!p->wanted[i] && (nseries == 0 || s->harm))
            p->wanted[i] = 1;
        if (p->wanted[i] && !name_fits(s->name))
            status = ctx_fail(p->v, VADO_ERR_STORE,
                              "%s: found a series named %s, expected small letters, digits and _, which a file can be "
                              "named after; export it alone",
                              p->db, txt_show(s->name).text);
    }
    return status;
}

/* ---- tables ---- */

static int write_series(package *p) {
    char name[FILE_NAME];
    vado_export_options o;
    int status = 0;
    for (int s = 0; s < res_series_count(p->r) && status == 0; s++)
        for (int i = 0; p->wanted[s] && status == 0 && file_of(p, res_series_at(p->r, s), i, &o, name); i++) {
            out_text out = {fil_folder_write, p->folder, fil_folder_file(p->folder, name)};
            status = out.failed ? VADO_ERR_MEMORY : exp_rows(p->v, p->r, p->db, s, &o, &out);
        }
    return status;
}

static int is_written(const package *p, const char *series) {
    int i = res_series_find(p->r, series);
    return i >= 0 && p->wanted[i];
}

static int published(const package *p) {
    const scn_observed *rows;
    int n = res_observed(p->r, &rows), found = 0;
    for (int i = 0; i < n; i++)
        found += is_written(p, rows[i].series);
    return found;
}

static void write_published(package *p) {
    const scn_observed *rows;
    int n = res_observed(p->r, &rows);
    out_text out = {fil_folder_write, p->folder, fil_folder_file(p->folder, published_file)};
    out_put(&out, "series,from,until,place,nationality,group,value,unit,publisher,kind,source,note,side\n");
    for (int i = 0; i < n; i++) {
        const scn_observed *o = &rows[i];
        if (!is_written(p, o->series))
            continue;
        char from[11], until[11];
        day_format(o->from, from);
        day_format(o->until - 1, until);
        out_csv(&out, o->series);
        out_printf(&out, ",%s,%s", from, until);
        const char *const cells[] = {o->place,     o->nationality, o->group,  NULL,    o->unit,
                                     o->publisher, o->kind,        o->source, o->note, o->side};
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
            out_put(&out, ",");
            if (k == 3)
                out_number(&out, o->value);
            else
                out_csv(&out, cells[k] ? cells[k] : "");
        }
        out_put(&out, "\n");
    }
}

/* ---- datapackage.json ---- */

static void field(jsn_out *j, const char *name, const char *type, const char *about, const char *unit) {
    jsn_open(j, NULL, '{');
    jsn_text(j, "name", name);
    jsn_text(j, "type", type);
    jsn_text(j, "description", about);
    if (unit)
        jsn_text(j, "unit", unit);
    jsn_close(j, '}');
}

static void begin_resource(jsn_out *j, const char *file, const char *about) {
    char name[FILE_NAME];
    snprintf(name, sizeof name, "%.*s", (int)(strlen(file) - 4), file);
    jsn_open(j, NULL, '{');
    jsn_text(j, "name", name);
    jsn_text(j, "path", file);
    jsn_text(j, "profile", "tabular-data-resource");
    jsn_text(j, "format", "csv");
    jsn_text(j, "mediatype", "text/csv");
    jsn_text(j, "encoding", "utf-8");
    jsn_text(j, "description", about);
}

static void keys(jsn_out *j, const char *const *names, int n) {
    jsn_open(j, "primaryKey", '[');
    for (int i = 0; i < n; i++)
        jsn_text(j, NULL, names[i]);
    jsn_close(j, ']');
}

static void missing(jsn_out *j) {
    jsn_open(j, "missingValues", '[');
    jsn_text(j, NULL, "");
    jsn_close(j, ']');
}

static void period_field(jsn_out *j, const vado_export_options *o) {
    if (o->period == VADO_BY_YEAR)
        field(j, "year", "year", o->fiscal_years ? "October to September, named by the later year" : "calendar year",
              NULL);
    else if (o->period == VADO_BY_DAY)
        field(j, "date", "date", "day", NULL);
    else
        field(j, "month", "yearmonth", "month", NULL);
}

static void resource_of(jsn_out *j, const package *p, const mdl_series *s, const vado_export_options *o,
                        const char *file) {
    static const char *const sums[] = {"sum over the days of the period", "mean of the days of the period",
                                       "ratio of two sums; empty where there is nothing to divide by"};
    static const char *const periods[] = {"month", "year", "date"};
    const char *key[MARGINS + 2] = {periods[o->period]};
    vado_export_options mine = *o;
    int n = 1;
    begin_resource(j, file, s->meaning);
    jsn_true(j, "harm", s->harm);
    if (*res_partial(p->r)) { /* a line over the header says that the run is not finished */
        jsn_open(j, "dialect", '{');
        jsn_text(j, "commentChar", "#");
        jsn_close(j, '}');
    }
    jsn_open(j, "schema", '{');
    jsn_open(j, "fields", '[');
    period_field(j, o);
    for (int k = 0; k < MARGINS; k++)
        if (*margin_of(&mine, k)) {
            field(j, margin_words[k], "string", k == 2 ? "demographic group" : margin_words[k], NULL);
            key[n++] = margin_words[k];
        }
    if (o->members)
        field(j, "member", "integer", "run of the ensemble, from 1", NULL);
    else
        field(j, "quantile", "number", "over the members of the ensemble, 0 to 1", NULL);
    key[n++] = o->members ? "member" : "quantile";
    field(j, "value", "number", sums[s->sum], s->unit);
    jsn_close(j, ']');
    missing(j);
    keys(j, key, n);
    jsn_close(j, '}');
    jsn_close(j, '}');
}

static void resource_published(jsn_out *j) {
    static const char *const fields[][3] = {
        {"series", "string", "name of the series it is published under or held against"},
        {"from", "date", "first day"},
        {"until", "date", "last day"},
        {"place", "string", "empty: all"},
        {"nationality", "string", "empty: all"},
        {"group", "string", "empty: all"},
        {"value", "number", "as published; its unit stands beside it"},
        {"unit", "string", "unit of the value"},
        {"publisher", "string", "who published it"},
        {"kind", "string", "reported, rounded, derived or preliminary"},
        {"source", "string", "where"},
        {"note", "string", "what else there is to know"},
        {"side", "string", "set: it may set a number of the model; judge, time: it judges the model"}};
    begin_resource(j, published_file, "Published figures of the series in this package");
    jsn_open(j, "schema", '{');
    jsn_open(j, "fields", '[');
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        field(j, fields[i][0], fields[i][1], fields[i][2], NULL);
    jsn_close(j, ']');
    missing(j);
    jsn_close(j, '}');
    jsn_close(j, '}');
}

static const char *text(const char *given) { return given ? given : ""; }

static int by_source(const void *a, const void *b) {
    const scn_observed *x = *(const scn_observed *const *)a, *y = *(const scn_observed *const *)b;
    int c = strcmp(text(x->publisher), text(y->publisher));
    return c ? c : strcmp(text(x->source), text(y->source));
}

/* Publisher and source of the published figures, each pair once. */
static int sources(jsn_out *j, const package *p) {
    const scn_observed *rows;
    int n = res_observed(p->r, &rows), m = 0;
    const scn_observed **list = calloc((size_t)n + 1, sizeof *list);
    if (!list)
        return ctx_fail(p->v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; i < n; i++)
        if (is_written(p, rows[i].series))
            list[m++] = &rows[i];
    qsort(list, (size_t)m, sizeof *list, by_source);
    jsn_open(j, "sources", '[');
    for (int i = 0; i < m; i++) {
        const char *where = text(list[i]->source);
        if (i && by_source(&list[i - 1], &list[i]) == 0)
            continue;
        int web = strstr(where, "https://") == where || strstr(where, "http://") == where;
        jsn_open(j, NULL, '{');
        jsn_text(j, "title", text(list[i]->publisher));
        jsn_text(j, web ? "path" : "description", where);
        jsn_close(j, '}');
    }
    jsn_close(j, ']');
    free(list);
    return 0;
}

static void licence(jsn_out *j, const package *p) {
    jsn_open(j, "licenses", '[');
    jsn_open(j, NULL, '{');
    jsn_text(j, "name", p->o->licence ? p->o->licence : VADO_LICENCE);
    jsn_close(j, '}');
    jsn_close(j, ']');
}

/* The run that all this is of. */
static void run_of(jsn_out *j, const package *p) {
    static const char *const of_run[] = {"version", "digest", "command", "model", "mode",          "seed",
                                         "members", "layers", "from",    "until", "latents_until", "input_hash"};
    jsn_open(j, "vado", '{');
    for (size_t i = 0; i < sizeof of_run / sizeof *of_run; i++)
        jsn_text(j, of_run[i], res_meta(p->r, of_run[i]));
    jsn_text(j, "partial", res_partial(p->r));
    jsn_close(j, '}');
}

/* The scenario's name as a package's: small letters, digits and - . _ */
static void package_name(const package *p, char out[80]) {
    const char *name = res_meta(p->r, "name");
    size_t n = 0;
    for (; name[n] && n < 79; n++) {
        char c = name[n];
        int upper = c >= 'A' && c <= 'Z';
        int fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        out[n] = upper ? (char)(c - 'A' + 'a') : fits ? c : '-';
    }
    out[n] = '\0';
}

static int describe(package *p) {
    jsn_out j = {fil_folder_write, p->folder, fil_folder_file(p->folder, "datapackage.json"), 0};
    char name[FILE_NAME], title[80];
    vado_export_options o;
    package_name(p, title);
    jsn_open(&j, NULL, '{');
    jsn_text(&j, "profile", "tabular-data-package");
    jsn_text(&j, "name", title);
    jsn_text(&j, "title", res_meta(p->r, "title"));
    char about[1024];
    (void)snprintf(
        about, sizeof about,
        "Simulated, not observed. The series with \"harm\": true say what people suffered in the same periods: who "
        "shows the others shows them too. Aggregates only, no finer than place and month. Not for placing "
        "enforcement. %s",
        res_members(p->r) > 1 ? res_spread(p->r) : "One run: it has no interval.");
    jsn_text(&j, "description", about);
    run_of(&j, p);
    licence(&j, p);
    int status = sources(&j, p);
    jsn_open(&j, "resources", '[');
    for (int s = 0; s < res_series_count(p->r); s++)
        for (int i = 0; p->wanted[s] && file_of(p, res_series_at(p->r, s), i, &o, name); i++)
            resource_of(&j, p, res_series_at(p->r, s), &o, name);
    if (published(p))
        resource_published(&j);
    jsn_close(&j, ']');
    jsn_close(&j, '}');
    (void)fil_folder_write(p->folder, "\n", 1); /* what memory was lacking for, fil_folder_close says */
    return status;
}

/* ---- all of it ---- */

int tbl_export_folder(vado *v, const char *db, int nseries, const char *const *series, const vado_export_options *o,
                      const char *folder) {
    package p = {.v = v, .db = db, .o = o};
    int status = fil_folder_open(v, folder, &p.folder), asked_harm_alone = nseries > 0;
    if (status)
        return status;
    status = exp_open(v, db, o, &p.r);
    if (status == 0 && !(p.wanted = res_alloc(p.r, (size_t)res_series_count(p.r) + 1, 1)))
        status = VADO_ERR_MEMORY;
    if (status == 0)
        status = choose(&p, nseries, series);
    if (status == 0)
        status = write_series(&p);
    if (status == 0 && published(&p))
        write_published(&p);
    if (status == 0)
        status = describe(&p);
    for (int i = 0; status == 0 && i < res_series_count(p.r); i++)
        if (p.wanted[i] == 2 && !res_series_at(p.r, i)->harm)
            asked_harm_alone = 0;
    if (status == 0) {
        exp_members(v, p.r, o);
        if (!asked_harm_alone)
            exp_harm(v, p.r);
        if (vado_messages_lost(v)) /* harm that cannot be said: then nothing is written either */
            status = VADO_ERR_MEMORY;
    }
    free(p.wanted);
    if (p.r)
        status = res_end(v, p.r, db, status);
    return fil_folder_close(v, p.folder, status);
}
