/* Flee's folders: from the three paths a Flee user names to a run, with or without a store.
 *
 * 1. The files are put into one folder in memory, as a scenario of the model flee: so a store holds them all, and
 *    whoever has the store can resume the run and see what it was made of.
 * 2. With a store, the members are run into it (run.c). Without, they are run here, each by a thread.
 * 3. Flee's CSV is of the first member, stepped once more for it where there is a store: that costs less than keeping
 *    every day of every place.
 */
#include "flee/flee.h"

#include "api/api.h"
#include "run/crew.h"
#include "run/run.h"
#include "table/results.h"
#include "text/outfile.h"
#include "text/words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the folder ---- */

/* Files of a folder, not of folders in it, under another name. */
static int add_folder(vado *v, scn_folder *to, const char *path, const char *under) {
    scn_folder from;
    rep_report rep;
    path_said said;
    path_look(path, WANT_FLEE, &said);
    if (said.kind == PATH_SCENARIO)
        return ctx_fail(v, VADO_ERR_FILE, "%s: found %s, expected a folder of Flee's files, `" SAY_RUN " %s` runs it",
                        path, said.found, path);
    if (said.kind != PATH_FOLDER && said.kind != PATH_FLEE)
        return ctx_refuse(v, path, WANT_FLEE, "a folder of Flee's files");
    rep_init(&rep);
    int status = scn_folder_read(&from, path, &rep);
    if (status)
        status = ctx_report(v, &rep);
    rep_free(&rep);
    if (status)
        return vado_error_count(v) ? status : ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    int has_files = scn_folder_find(&from, "locations.csv") || scn_folder_find(&from, "data_layout.csv");
    int has_input = scn_folder_find(&from, "input_csv/locations.csv") != NULL;
    if (!has_files && has_input)
        status = ctx_fail(v, VADO_ERR_FILE,
                          "%s: found a folder input_csv, expected Flee's files; did you mean %s%sinput_csv?", path,
                          path, path[strlen(path) - 1] == '/' ? "" : "/");
    for (int i = 0; i < from.count && status == 0; i++) {
        char name[512];
        if (strchr(from.files[i].name, '/') ||
            snprintf(name, sizeof name, "%s%s", under, from.files[i].name) >= (int)sizeof name)
            continue;
        status = scn_folder_add(to, name, from.files[i].text, from.files[i].length);
    }
    scn_folder_free(&from);
    return status == -1 ? ctx_fail(v, VADO_ERR_MEMORY, "out of memory") : status;
}

static int add_file(vado *v, scn_folder *to, const char *path, const char *name, int must) {
    if (must && !path_is_text(path)) /* a pipe would be waited for */
        return ctx_refuse(v, path, WANT_TABLE, "a file of Flee's settings");
    FILE *f = path_is_text(path) ? fopen(path, "rb") : NULL;
    char *text = NULL;
    size_t length = 0, room = 0;
    int status = 0;
    if (!f)
        return must ? ctx_fail(v, VADO_ERR_FILE, "%s: cannot be read: %s", path, strerror(errno)) : 0;
    for (size_t n = 1; n > 0 && status == 0; length += n) {
        char *grown = length + 65536 > room ? realloc(text, room += 131072) : text;
        if (!grown) {
            status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
            break;
        }
        text = grown;
        n = fread(text + length, 1, 65536, f);
    }
    if (status == 0 && (ferror(f) || scn_folder_add(to, name, text, length)))
        status = ctx_fail(v, VADO_ERR_FILE, "%s: cannot be read", path);
    fclose(f);
    free(text);
    return status;
}

/* "mali2012" of conflicts/mali2012/input_csv/ */
static void name_of(const char *path, char out[128]) {
    size_t n = strlen(path);
    for (int part = 0; part < 2; part++) {
        while (n > 0 && path[n - 1] == '/')
            n--;
        size_t from = n;
        while (from > 0 && path[from - 1] != '/')
            from--;
        snprintf(out, 128, "%.*s", (int)(n - from < 127 ? n - from : 127), path + from);
        if (strcmp(out, "input_csv") != 0 && strcmp(out, ".") != 0 && out[0])
            return;
        n = from;
    }
    snprintf(out, 128, "flee");
}

/* A text as YAML takes any text. */
static void quoted(char *out, size_t size, const char *key, const char *text) {
    size_t n = strlen(out);
    n += (size_t)snprintf(out + n, size - n, "%s: '", key);
    for (const char *p = text, *end = text + strlen(text); p < end && n + 8 < size;) {
        int bytes = txt_utf8(p, (size_t)(end - p), NULL);
        int plain = bytes > 0 && (unsigned char)*p >= 0x20 && *p != 0x7F;
        if (*p == '\'')
            out[n++] = '\'';
        for (int i = 0; plain && i < bytes; i++)
            out[n++] = p[i];
        if (!plain) /* a path may hold any byte; YAML does not */
            out[n++] = '?';
        p += bytes > 0 ? bytes : 1;
    }
    out[n] = '\0';
    snprintf(out + n, size - n, "'\n");
}

static int add_scenario(vado *v, scn_folder *f, const vado_flee_input *in) {
    static const char *const ways[] = {"auto", "split", "individual"};
    size_t size = 1024 + 2 * (strlen(in->input) + (in->validation ? strlen(in->validation) : 0) +
                              (in->settings ? strlen(in->settings) : 0));
    char *text = calloc(size, 1), name[128], days[32];
    if (!text)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    name_of(in->input, name);
    snprintf(days, sizeof days, "%d", in->days);
    quoted(text, size, "model", "flee");
    quoted(text, size, "name", name);
    quoted(text, size, "input", in->input);
    if (in->validation)
        quoted(text, size, "validation", in->validation);
    if (in->settings)
        quoted(text, size, "settings", in->settings);
    quoted(text, size, "days", days);
    quoted(text, size, "rules", in->sane ? "sane" : "flee");
    quoted(text, size, "arithmetic", ways[in->arithmetic]);
    int status = scn_folder_add(f, "scenario.yaml", text, strlen(text));
    free(text);
    return status ? ctx_fail(v, VADO_ERR_MEMORY, "out of memory") : 0;
}

static int make_folder(vado *v, const vado_flee_input *in, scn_folder *f) {
    memset(f, 0, sizeof *f);
    size_t n = strlen(in->input);
    if (!(f->path = malloc(n + 1)))
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    memcpy(f->path, in->input, n + 1);
    int status = add_folder(v, f, in->input, "input/");
    if (in->validation) { /* both are looked at before anything is refused */
        int other = add_folder(v, f, in->validation, "validation/");
        status = status ? status : other;
    }
    if (in->settings) {
        int other = add_file(v, f, in->settings, "simsetting.yml", 1);
        status = status ? status : other;
    }
    if (status == 0)
        status = add_file(v, f, "location_changes.csv", "current/location_changes.csv", 0);
    return status ? status : add_scenario(v, f, in);
}

/* ---- members without a store ---- */

typedef struct {
    vado *v;
    const inp_opened *in;
    mdl_member_options options;
    int members;
    fle_result *results;
    fle_output *output; /* of the first member, or NULL; its first line is written before anybody runs */
    fle_writer *csv;
    void *user;
    int refused; /* the writer did not take it */
} ensemble;

static int fail(int member, int status, const char *what, char words[CREW_WORDS]) {
    (void)snprintf(words, CREW_WORDS, "member %d: %s", member + 1, what);
    return status;
}

static int run_member(void *user, int member, void *record, char words[CREW_WORDS]) {
    ensemble *e = user;
    const mdl_kind *kind = e->in->kind;
    const mdl_model *m = e->in->model;
    size_t width = (size_t)kind->record_width(m);
    mdl_member_options o = e->options;
    mdl_member *p = NULL;
    fle_output *output = member == 0 ? e->output : NULL;
    o.member = member;
    int status = kind->member_open(m, &o, &p) ? fail(member, VADO_ERR_MEMORY, "out of memory", words) : 0;
    for (int64_t day = e->in->scenario.from; status == 0 && day < e->in->scenario.until; day++) {
        memset(record, 0, width * sizeof(double));
        if (kind->member_step(p, record))
            status = fail(member, VADO_ERR_RUN, kind->member_error(p), words);
        else if (output && fle_output_day(output, record))
            status = fail(member, VADO_ERR_FILE, "the output cannot be written", words);
        else if (ctx_cancelled(e->v))
            status = VADO_ERR_CANCELLED;
        else
            fle_result_day(m, record, &e->results[member]);
    }
    fle_result_end(m, &e->results[member]);
    if (p)
        kind->member_close(p);
    return status;
}

static int run_ensemble(ensemble *e, int threads) {
    const crew_list list = {.jobs = e->members,
                            .threads = threads,
                            .room = (size_t)e->in->kind->record_width(e->in->model) * sizeof(double),
                            .work = run_member,
                            .user = e};
    char words[CREW_WORDS];
    int status = crew_run(&list, words);
    if (status && status != VADO_ERR_CANCELLED)
        return ctx_fail(e->v, status, "%s", words[0] ? words : "out of memory");
    return status;
}

/* ---- what it came to ---- */

static void band(const fle_result *r, int n, int rescaled, double out[3]) {
    double *v = calloc((size_t)n + 1, sizeof *v);
    for (int i = 0; v && i < n; i++)
        v[i] = rescaled ? r[i].rescaled : r[i].difference;
    res_band b = v ? res_band_of(v, n) : (res_band){0, 0, 0, 0};
    out[0] = b.mean;
    out[1] = b.low;
    out[2] = b.high;
    free(v);
}

/* The differences of the members of a store. */
static int from_store(vado *v, const char *db, int n, fle_result *list) {
    static const char *const names[] = {FLE_SERIES_DIFFERENCE, FLE_SERIES_RESCALED};
    results *r = NULL;
    char words[512];
    int status = res_open(&r, db, v->partial, words, sizeof words);
    if (status)
        return ctx_fail(v, status, "%s", words);
    for (int i = 0; i < 2 && status == 0; i++) {
        res_table t;
        int series = res_series_find(r, names[i]);
        if (series < 0 || (status = res_read(r, series, RES_TOTAL, &t)))
            break;
        for (int k = 0; k < n && k < t.members; k++) {
            double value = res_value(r, &t, 0, 0, res_month_count(r), k);
            if (i)
                list[k].rescaled = value;
            else
                list[k].difference = value;
        }
        res_table_free(&t);
    }
    return res_end(v, r, db, 0);
}

static int to_csv(void *user, const char *text, size_t length) {
    ensemble *e = user;
    return e->refused |= e->csv(e->user, text, length) != 0;
}

/* A file that is not to be written over says so at the first line, before anybody runs. */
static int begin_csv(vado *v, const inp_opened *opened, ensemble *e) {
    if (!e->csv)
        return 0;
    if (!(e->output = fle_output_open(opened->model, to_csv, e)))
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    return e->refused ? ctx_fail(v, VADO_ERR_FILE, "the output cannot be written") : 0;
}

/* No input is a store; but who insists could write one over it. */
static int look_at_store(vado *v, const vado_flee_input *in, const vado_run_options *o, const char *db) {
    const char *const files[] = {in->input, in->validation, in->settings, "location_changes.csv"};
    const vado_output_options to = {.kind = VADO_FILE_STORE, .force = o->force, .nfiles = 4, .files = files};
    fil_target target;
    return fil_store(v, db, &to, &target);
}

static int run_all(vado *v, const vado_flee_input *in, const inp_opened *opened, const vado_run_options *o,
                   const char *db, ensemble *e) {
    int begun = db ? look_at_store(v, in, o, db) : 0;
    if (begun || (begun = begin_csv(v, opened, e)))
        return begun;
    if (!db)
        return run_ensemble(e, o->threads);
    vado_input input;
    memset(&input, 0, sizeof input);
    input.scenario = in->input;
    int status = run_opened(v, opened, &input, o, db, NULL, NULL), members = e->members;
    if (status)
        return status;
    e->members = 1; /* once more, for its days */
    status = run_ensemble(e, 1);
    e->members = members;
    return status ? status : from_store(v, db, members, e->results);
}

static void fill(const inp_opened *opened, const ensemble *e, eng_arithmetic arithmetic, vado_flee_result *out) {
    double a[3], b[3];
    band(e->results, e->members, 0, a);
    band(e->results, e->members, 1, b);
    *out = (vado_flee_result){.members = e->members,
                              .has_data = e->results[0].has_data,
                              .ard = a[0],
                              .ard_low = a[1],
                              .ard_high = a[2],
                              .rescaled = b[0],
                              .rescaled_low = b[1],
                              .rescaled_high = b[2],
                              .people = e->results[0].people,
                              .people_days = e->results[0].people_days};
    if (e->results[0].no_score)
        snprintf(out->no_score, sizeof out->no_score, "%s", e->results[0].no_score);
    fle_about(opened->model, out->about);
    fle_how(opened->model, arithmetic, out->how);
}

/* o: settled, but for the number of members. */
static int flee(vado *v, const vado_flee_input *in, const vado_run_options *o, const char *db, vado_writer *csv,
                void *user, vado_flee_result *out) {
    inp_opened opened;
    scn_folder folder;
    const vado_input input = {.scenario = in->input};
    int status = make_folder(v, in, &folder);
    if (status) {
        scn_folder_free(&folder);
        return status;
    }
    if ((status = inp_open_folder(v, &folder, &input, 1, &opened)))
        return status;
    eng_arithmetic arithmetic =
        opened.kind->settle(opened.model, o->mode == VADO_INDIVIDUAL ? ENG_INDIVIDUAL : ENG_STOCHASTIC);
    ensemble e = {.v = v, .in = &opened, .members = o->members, .csv = csv, .user = user};
    e.options =
        (mdl_member_options){.arithmetic = arithmetic, .seed = o->seed, .members = o->members, .layer_chance = 1};
    if (!(e.results = calloc((size_t)o->members, sizeof *e.results)))
        status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    else
        status = run_all(v, in, &opened, o, db, &e);
    if (status == 0)
        fill(&opened, &e, arithmetic, out);
    fle_output_close(e.output);
    free(e.results);
    inp_close(&opened);
    return status;
}

int vado_flee(vado *v, const vado_flee_input *in, const vado_run_options *o, const char *db, vado_writer *csv,
              void *user, vado_flee_result *out) {
    vado_flee_input mine = VADO_INIT(vado_flee_input);
    vado_run_options run;
    vado_flee_result result;
    memset(&result, 0, sizeof result);
    ctx_clear(v);
    int status = api_take(v, "vado_flee_input", &mine, sizeof mine, in);
    if (status == 0)
        status = api_one_of(v, SAY_ARITHMETIC, (int)mine.arithmetic, VADO_ARITHMETIC_INDIVIDUAL + 1);
    if (status == 0)
        status = api_run_options(v, o, &run);
    if (status == 0)
        status = api_takes(v, "vado_flee_result", out);
    if (status)
        return status;
    if (!mine.input)
        return ctx_fail(v, VADO_ERR_USAGE, "input: found none, expected a folder of Flee's files");
    run.members = run.members > 0 ? run.members : 1;
    status = flee(v, &mine, &run, db, csv, user, &result);
    if (out)
        api_give(out, &result, sizeof result);
    return status;
}
