/* The record of a run: all that is needed to know what was run, to read its results and to go on with it.
 *
 * Written with the schema in one transaction (opened by db_create) before day one. What varies without changing a
 * result (threads, the moment) is left out, so two stores of one run differ in nothing that matters.
 */
#include "run/run.h"
#include "store/meta.h"
#include "store/rows.h"
#include "store/seal.h"
#include "store/tidy.h"
#include "text/array.h"
#include "text/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const mode_names[] = {"stochastic", "fluid", "individual"};

static int put_option(sqlite3_stmt *q, const char *name, const char *value) {
    if (!value)
        return 0;
    sqlite3_bind_text(q, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text(q, 2, value, -1, SQLITE_STATIC);
    return db_run(q);
}

static int write_input(db_store *store, const scn_scenario *s, const vado_input *given) {
    sqlite3_stmt *file = NULL, *option = NULL;
    int status = db_prepare(store, "INSERT INTO file(name, content) VALUES(?,?)", &file);
    if (status == 0)
        status = db_prepare(store, "INSERT INTO option(name, value) VALUES(?,?)", &option);
    for (int i = 0; status == 0 && i < s->folder.count; i++) {
        const scn_file *f = &s->folder.files[i];
        sqlite3_bind_text(file, 1, f->name, -1, SQLITE_STATIC);
        sqlite3_bind_blob64(file, 2, f->length ? f->text : "", f->length, SQLITE_STATIC);
        status = db_run(file);
    }
    for (int i = 0; status == 0 && i < given->nsets; i++)
        status = put_option(option, "set", given->sets[i]);
    for (int i = 0; status == 0 && i < given->npolicies; i++)
        status = put_option(option, "policy", given->policies[i]);
    if (status == 0)
        status = put_option(option, "latents", given->latents);
    if (status == 0)
        status = put_option(option, "from", given->from);
    if (status == 0)
        status = put_option(option, "until", given->until);
    sqlite3_finalize(file);
    sqlite3_finalize(option);
    return status;
}

static int write_label(sqlite3_stmt *q, const char *axis, int i, const char *name) {
    sqlite3_bind_text(q, 1, axis, -1, SQLITE_STATIC);
    sqlite3_bind_int(q, 2, i);
    sqlite3_bind_text(q, 3, name, -1, SQLITE_STATIC);
    return db_run(q);
}

static int write_series(db_store *store, const inp_opened *in) {
    const mdl_series *all = NULL;
    int n = in->kind->series(in->model, &all);
    const scn_scenario *s = &in->scenario;
    sqlite3_stmt *label = NULL, *series = NULL, *place = NULL;
    int status = db_prepare(store, "INSERT INTO label(axis, position, name) VALUES(?,?,?)", &label);
    if (status == 0)
        status = db_prepare(store, "INSERT INTO series VALUES(?,?,?,?,?,?,?,?,?,?,?)", &series);
    if (status == 0)
        status = db_prepare(store, "INSERT INTO place(series, position, name) VALUES(?,?,?)", &place);
    for (int i = 0; status == 0 && i < s->nnationalities; i++)
        status = write_label(label, "nationality", i, s->nationalities[i].name);
    for (int i = 0; status == 0 && i < DEMO_COUNT; i++)
        status = write_label(label, "group", i, scn_demographic_names[i]);
    for (int i = 0; status == 0 && i < n; i++) {
        const mdl_series *d = &all[i];
        const int numbers[] = {(int)d->sum, d->harm, d->nplaces, d->by_nationality, d->by_group, d->cells, d->width};
        sqlite3_bind_int(series, 1, i);
        sqlite3_bind_text(series, 2, d->name, -1, SQLITE_STATIC);
        sqlite3_bind_text(series, 3, d->unit ? d->unit : "", -1, SQLITE_STATIC);
        sqlite3_bind_text(series, 4, d->meaning ? d->meaning : "", -1, SQLITE_STATIC);
        for (int k = 0; k < 7; k++)
            sqlite3_bind_int(series, 5 + k, numbers[k]);
        status = db_run(series);
        for (int k = 0; status == 0 && k < d->nplaces; k++) {
            sqlite3_bind_int(place, 1, i);
            sqlite3_bind_int(place, 2, k);
            sqlite3_bind_text(place, 3, d->places[k], -1, SQLITE_STATIC);
            status = db_run(place);
        }
    }
    sqlite3_finalize(label);
    sqlite3_finalize(series);
    sqlite3_finalize(place);
    return status;
}

static int write_parameters(db_store *store, const scn_scenario *s) {
    sqlite3_stmt *q = NULL;
    int status = db_prepare(store, "INSERT INTO parameter VALUES(?,?,?,?,?,?,?)", &q);
    for (int i = 0; status == 0 && i < s->registry.count; i++) {
        const par_decl *d = s->registry.decl[i];
        sqlite3_bind_int(q, 1, i);
        sqlite3_bind_text(q, 2, d->path, -1, SQLITE_STATIC);
        sqlite3_bind_text(q, 3, d->unit ? d->unit : "", -1, SQLITE_STATIC);
        sqlite3_bind_text(q, 4, inp_kind_names[d->kind], -1, SQLITE_STATIC);
        sqlite3_bind_int(q, 5, s->registry.offset[i]);
        sqlite3_bind_int(q, 6, par_elements(&s->registry, i));
        sqlite3_bind_int(q, 7, s->fixed ? s->fixed[i] : 0);
        status = db_run(q);
    }
    sqlite3_finalize(q);
    return status;
}

static int write_observed(db_store *store, const scn_scenario *s) {
    sqlite3_stmt *q = NULL;
    int status = db_prepare(store, "INSERT INTO observed VALUES(NULL,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", &q);
    for (int i = 0; status == 0 && i < s->nobserved; i++) {
        const scn_observed *o = &s->observed[i];
        const char *const texts[] = {o->place,  o->nationality, o->group, NULL,    o->unit, o->publisher,
                                     o->source, o->note,        o->kind,  o->side, o->used};
        sqlite3_bind_text(q, 1, o->series, -1, SQLITE_STATIC);
        sqlite3_bind_int64(q, 2, o->from);
        sqlite3_bind_int64(q, 3, o->until);
        for (int k = 0; k < 11; k++)
            if (k == 3)
                sqlite3_bind_double(q, 7, o->value);
            else
                sqlite3_bind_text(q, 4 + k, texts[k] ? texts[k] : "", -1, SQLITE_STATIC);
        status = db_run(q);
    }
    sqlite3_finalize(q);
    return status;
}

static int write_members(db_store *store, const vado_run_options *o, int with_twins) {
    sqlite3_stmt *q = NULL;
    int status = db_prepare(store, "INSERT INTO member(kind, member, state) VALUES(?,?,0)", &q);
    for (int kind = 0; status == 0 && kind < DB_KINDS; kind++) {
        /* A twin whose layer is off would repeat another run: it is read from that one instead (results.c). */
        int n = kind == DB_MEMBER                                 ? o->members
                : !with_twins                                     ? 0
                : kind == DB_PARAMETERS && !o->layer_parameters   ? 0
                : kind == DB_ENVIRONMENT && !o->layer_environment ? 0
                : kind == DB_CENTRE                               ? 1
                                                                  : o->members;
        for (int i = 0; status == 0 && i < n; i++) {
            sqlite3_bind_int(q, 1, kind);
            sqlite3_bind_int(q, 2, i);
            status = db_run(q) ? -1 : seal_member(store, kind, i);
        }
    }
    sqlite3_finalize(q);
    return status;
}

/* The last month of data a table of latents was fitted to: its file's name says it, else its last knot; "" if it holds
 * nothing but zeros, which is no fit. */
static void latents_until(const scn_scenario *s, char out[8]) {
    int some = 0;
    out[0] = '\0';
    for (int i = 0; i < s->nlatents; i++)
        some |= s->latents[i].value < 0 || s->latents[i].value > 0;
    if (!some)
        return;
    const char *base = s->latents_name ? path_base(s->latents_name) : "";
    int64_t day;
    char month[8];
    snprintf(month, sizeof month, "%.7s", base);
    if (strlen(month) == 7 && month[4] == '-' && day_parse(month, &day) == 0) {
        memcpy(out, month, 8);
        return;
    }
    int last = s->latents[0].month;
    for (int i = 1; i < s->nlatents; i++)
        if (s->latents[i].month > last)
            last = s->latents[i].month;
    month_format(last, out);
}

void rec_layers(const vado_run_options *o, char *out, size_t size) {
    char layers[64];
    snprintf(layers, sizeof layers, "%s%s%s%s", o->layer_parameters ? ",parameters" : "",
             o->layer_environment ? ",environment" : "", o->layer_chance ? ",chance" : "",
             o->level == VADO_LEVEL_POSTERIOR ? ",posterior"
             : o->level                       ? ",level"
                                              : "");
    snprintf(out, size, "%s", layers[0] ? layers + 1 : "");
}

/* How far figures lie from a run that is right, where a posterior of this input says it: res_figure_error. */
static int write_figure_errors(db_store *store, const scn_scenario *s) {
    int status = 0, ours = scn_posterior_is_ours(s) > 0;
    for (int i = 0; status == 0 && ours && i < s->nposterior; i++) {
        const scn_posterior_row *row = &s->posterior[i];
        char key[128], value[32];
        if (strcmp(row->what, "error") != 0)
            continue;
        snprintf(key, sizeof key, STO_FIGURE_ERROR "%.80s", row->who);
        snprintf(value, sizeof value, "%.6f", row->value);
        status = db_meta_put(store, key, value);
    }
    return status;
}

static int write_meta(db_store *store, const inp_opened *in, const vado_input *given, const vado_run_options *o,
                      int with_twins) {
    const scn_scenario *s = &in->scenario;
    char seed[32], members[16], layers[64], from[11], until[11], figures[11], hash[65], fitted[8];
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)o->seed);
    snprintf(members, sizeof members, "%d", o->members);
    rec_layers(o, layers, sizeof layers);
    day_format(s->from, from);
    day_format(s->until - 1, until);
    day_format((s->figures_until > 0 && s->figures_until < s->until ? s->figures_until : s->until) - 1, figures);
    rec_input_hash(s, given, hash);
    latents_until(s, fitted);
    const char *const pairs[][2] = {{"name", s->name},
                                    {"title", s->title},
                                    {"model", in->kind->name},
                                    {"version", VADO_VERSION},
                                    {"command", o->command},
                                    {"mode", mode_names[o->mode]},
                                    {"seed", seed},
                                    {"members", members},
                                    {"layers", layers},
                                    {"from", from},
                                    {"until", until},
                                    {"figures_until", figures},
                                    {"latents", s->nlatents ? s->latents_name : ""},
                                    {"latents_until", fitted},
                                    {"input_hash", hash},
                                    {"scenario", given->scenario},
                                    {"twins", with_twins ? "1" : "0"},
                                    {"state", "running"}};
    int status = o->member_first ? sto_put_part(store, o->member_first, o->member_last) : 0;
    for (size_t i = 0; status == 0 && i < sizeof pairs / sizeof *pairs; i++)
        status = db_meta_put(store, pairs[i][0], pairs[i][1] ? pairs[i][1] : "");
    return status ? status : write_figure_errors(store, s);
}

static int write_messages(db_store *store, const vado *v) {
    sqlite3_stmt *q = NULL;
    int status = db_prepare(store, "INSERT INTO message(text) VALUES(?)", &q);
    for (int i = 0; status == 0 && i < vado_message_count(v); i++) {
        sqlite3_bind_text(q, 1, vado_message(v, i), -1, SQLITE_STATIC);
        status = db_run(q);
    }
    sqlite3_finalize(q);
    return status;
}

int rec_write(vado *v, db_store *store, const char *path, const inp_opened *in, const vado_input *given,
              const vado_run_options *o, int with_twins) {
    if (write_meta(store, in, given, o, with_twins) || write_input(store, &in->scenario, given) ||
        write_series(store, in) || write_parameters(store, &in->scenario) || write_observed(store, &in->scenario) ||
        write_members(store, o, with_twins) || write_messages(store, v) || tdy_declare(store) || seal_tables(store) ||
        db_exec(store, "COMMIT"))
        return ctx_fail(v, db_status(store),
                        "%s: the store cannot be written: %s; make space, or name another place with " SAY_INTO, path,
                        db_words(store));
    return 0;
}

/* ---- reading it again ---- */

static char *copy(const char *text) {
    size_t n = strlen(text) + 1;
    char *out = malloc(n);
    if (out)
        memcpy(out, text, n);
    return out;
}

static char *keep(rec_input *in, char *text) {
    char **grown = text ? arr_more(in->texts, in->ntexts, sizeof *grown) : NULL;
    if (!grown) {
        free(text);
        return NULL;
    }
    in->texts = grown;
    in->texts[in->ntexts++] = text;
    return text;
}

static int add_option(rec_input *in, const char *name, const char *value) {
    char *text = name && value ? keep(in, copy(value)) : NULL;
    if (!text)
        return -1;
    if (strcmp(name, "latents") == 0)
        in->input.latents = text;
    else if (strcmp(name, "from") == 0)
        in->input.from = text;
    else if (strcmp(name, "until") == 0)
        in->input.until = text;
    else {
        int set = strcmp(name, "set") == 0;
        const char ***list = set ? &in->sets : &in->policies;
        int *n = set ? &in->input.nsets : &in->input.npolicies;
        const char **grown = arr_more(*list, *n, sizeof *grown);
        if (!grown)
            return -1;
        grown[(*n)++] = text;
        *list = grown;
    }
    in->input.sets = in->sets;
    in->input.policies = in->policies;
    return 0;
}

static int read_folder(db_store *store, const char *origin, scn_folder *folder) {
    sqlite3_stmt *q = NULL;
    int status = db_prepare(store, "SELECT name, content FROM file ORDER BY name", &q);
    folder->path = copy(origin);
    if (!folder->path)
        status = -1;
    int more = 0;
    while (status == 0 && (more = row_next(q)) > 0) {
        const char *name = (const char *)sqlite3_column_text(q, 0);
        const void *content;
        size_t n;
        status = !name || row_blob(q, 1, &content, &n) ? -1 : scn_folder_add(folder, name, content ? content : "", n);
    }
    sqlite3_finalize(q);
    return status || more ? -1 : 0;
}

static int read_run(db_store *store, rec_input *in) {
    char *mode = keep(in, sto_meta(store, "mode")), *seed = keep(in, sto_meta(store, "seed"));
    char *members = keep(in, sto_meta(store, "members")), *layers = keep(in, sto_meta(store, "layers"));
    in->input.scenario = keep(in, sto_meta(store, "scenario"));
    if (!mode || !seed || !members || !layers || !in->input.scenario)
        return -1;
    run_defaults(&in->options);
    for (int i = 0; i < 3; i++)
        if (strcmp(mode, mode_names[i]) == 0)
            in->options.mode = (vado_mode)i;
    in->options.seed = strtoull(seed, NULL, 10);
    in->options.members = atoi(members);
    if (sto_part(store, &in->options.member_first, &in->options.member_last) < 0)
        return -1;
    in->options.layer_parameters = strstr(layers, "parameters") != NULL;
    in->options.layer_environment = strstr(layers, "environment") != NULL;
    in->options.layer_chance = strstr(layers, "chance") != NULL;
    in->options.level = strstr(layers, "posterior") ? VADO_LEVEL_POSTERIOR
                        : strstr(layers, "level")   ? VADO_LEVEL_FIT
                                                    : VADO_LEVEL_PRIOR;
    return 0;
}

int rec_read(vado *v, db_store *store, const char *path, rec_input *in, scn_folder *folder) {
    memset(in, 0, sizeof *in);
    memset(folder, 0, sizeof *folder);
    int status = read_run(store, in);
    if (status == 0)
        status = read_folder(store, in->input.scenario, folder);
    sqlite3_stmt *q = NULL;
    if (status == 0)
        status = db_prepare(store, "SELECT name, value FROM option ORDER BY position", &q);
    int more = 0;
    while (status == 0 && (more = row_next(q)) > 0)
        status = add_option(in, (const char *)sqlite3_column_text(q, 0), (const char *)sqlite3_column_text(q, 1));
    sqlite3_finalize(q);
    if (status || more) {
        rec_input_free(in);
        scn_folder_free(folder);
        return ctx_fail(v, VADO_ERR_STORE, "%s: the record of the run is damaged: run the scenario again", path);
    }
    return 0;
}

void rec_input_free(rec_input *in) {
    for (int i = 0; i < in->ntexts; i++)
        free(in->texts[i]);
    free(in->texts);
    free(in->sets);
    free(in->policies);
    memset(in, 0, sizeof *in);
}
