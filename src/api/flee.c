/* Flee's folders: from the three paths a Flee user names to a run, with or without a store.
 *
 * 1. The files are put into one folder in memory (flee_folder.c).
 * 2. With a store, the members are run into it (run.c). Without, they are run here, each by a thread.
 * 3. Flee's CSV is of the first member, stepped once more for it where there is a store: that costs less than keeping
 *    every day of every place.
 */
#include "flee/flee.h"

#include "api/api.h"
#include "api/flee_folder.h"
#include "run/crew.h"
#include "run/run.h"
#include "table/results.h"
#include "text/outfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    int status = flee_folder(v, in, 0, &folder);
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
