/* Opening a scenario:
 *   1. the folder is read, and the files that options name are copied into it under given/;
 *   2. scenario.yaml, tables, parameters, schedule and policies, latents, observed figures: each reader adds what is
 * wrong;
 *   3. checks of tables against each other;
 *   4. with any error all is given up, else the rows are handed over.
 */
#include "scenario/internal.h"
#include "text/path.h"

#include <stdlib.h>
#include <string.h>

txt_shown scn_show_day(int64_t day) {
    char text[11];
    day_format(day, text);
    return txt_say("%s", text);
}

char *scn_label(const scn_scenario *s, const char *name) {
    const char *path = s->folder.path;
    const scn_file *file = scn_folder_find(&s->folder, name);
    if (file != NULL && file->origin != NULL)
        return txt_copy(file->origin);
    return path == NULL || path[0] == '\0' ? txt_copy(name) : txt_join(path, "/", name);
}

/* ---- files that options name ---- */

char *scn_given_name(const char *kind, int number, const char *option) {
    txt_shown front = number > 0 ? txt_say("given/%s-%d-", kind, number) : txt_say("given/%s-", kind);
    return txt_join(front.text, path_base(option), "");
}

/* The option as a path in the scenario, or as a name in a folder of it, with or without its .csv. What stands in a
 * packed scenario is named as if that were a folder. */
const scn_file *scn_inside(const scn_folder *f, const char *option, const char *folder) {
    static const char *const endings[] = {"", ".csv"};
    size_t n = f->packed == NULL ? 0 : strlen(f->path);
    if (n > 0 && strncmp(option, f->path, n) == 0 && option[n] == '/')
        option += n + 1;
    const scn_file *file = scn_folder_find(f, option);
    for (int i = 0; file == NULL && i < 2; i++) {
        char *name = txt_join(txt_say("%s/", folder).text, option, endings[i]);
        file = name == NULL ? NULL : scn_folder_find(f, name);
        free(name);
    }
    return file;
}

const scn_file *scn_given(const scn_folder *f, const char *kind, int number, const char *option, const char *folder) {
    char *name = scn_given_name(kind, number, option);
    const scn_file *file = name == NULL ? NULL : scn_folder_find(f, name);
    free(name);
    return file != NULL ? file : scn_inside(f, option, folder);
}

static int take_in(scn_folder *f, const char *kind, int number, const char *option, const char *folder) {
    char *name = scn_given_name(kind, number, option);
    int status = name == NULL ? -1 : 0;
    if (status == 0 && (!path_is_text(option) || scn_folder_add_from_disk(f, option, name) != 0)) {
        const scn_file *file = scn_packed_texts(f) != 0 ? NULL : scn_inside(f, option, folder);
        if (file != NULL)
            status = scn_folder_add(f, name, file->text, file->length);
        /* else it is missing: said by the reader that wants it */
    }
    free(name);
    return status;
}

int scn_folder_give_policy(scn_folder *f, int number, const char *policy, const char *text) {
    if (text == NULL)
        return take_in(f, "policy", number, policy, "policies");
    char *name = scn_given_name("policy", number, policy);
    int status = name == NULL ? -1 : scn_folder_add(f, name, text, strlen(text));
    free(name);
    return status;
}

int scn_folder_give(scn_folder *f, const scn_options *o) {
    for (int i = 0; i < o->npolicies; i++)
        if (take_in(f, "policy", i + 1, o->policies[i], "policies") != 0)
            return -1;
    return o->latents == NULL ? 0 : take_in(f, "latents", 0, o->latents, "latents");
}

/* ---- opening ---- */

/* What an opening without options reads: other policies and latents are only checked by it. */
static int is_opened_with(const scn_loading *l, const char *name) {
    return strncmp(name, "policies/", 9) != 0 && strncmp(name, SCN_POSTERIORS "/", sizeof SCN_POSTERIORS) != 0 &&
           (strncmp(name, "latents/", 8) != 0 || (l->latents_file != NULL && strcmp(name, l->latents_file) == 0));
}

static int unpack(scn_loading *l, tab_table *t, const tab_schema *schema, const scn_file *file, const char *label) {
    const scn_folder *f = &l->s->folder;
    int status = tab_unpack(t, schema, file->rows, file->nrows, &(tab_texts){f->letters, f->nletters}, label, l->lists);
    if (status > 0)
        rep_add(l->rep, REP_ERROR, label, 0, 0, "rows that no such table has", "pack the scenario's folder again",
                "rows as they are packed");
    return status < 0 ? -1 : 0;
}

int scn_read_table(scn_loading *l, tab_table *t, const tab_schema *schema, const scn_file *file, const char *label) {
    scn_packing *packing = l->options->packing;
    int status = file->rows != NULL
                     ? unpack(l, t, schema, file, label)
                     : tab_read(t, schema, file->text, file->length, label, l->lists, &l->s->texts, l->rep);
    if (status != 0 || packing == NULL || !is_opened_with(l, file->name))
        return status;
    if (schema->nkey > 0 && tab_order(t) != 0) /* so that opening it need not */
        return -1;
    return scn_packing_table(packing, file->name, t);
}

int scn_read_optional(scn_loading *l, tab_table *t, const tab_schema *schema) {
    const scn_file *file = scn_folder_find(&l->s->folder, schema->file);
    *t = (tab_table){0};
    if (file == NULL)
        return 0;
    char *label = scn_label(l->s, file->name);
    int status = label == NULL ? -1 : scn_read_table(l, t, schema, file, label);
    free(label);
    return status == 0 ? tab_sort(t, l->rep) : status;
}

static int read_all(scn_loading *l) {
    int (*const steps[])(scn_loading *) = {
        scn_read_settings, scn_fill_roles,    scn_read_geography, scn_read_parameters, scn_read_schedule,
        scn_read_latents,  scn_read_observed, scn_read_claims,    scn_read_levels,     scn_read_posterior,
        scn_read_stack,    scn_check,         scn_check_graph,    scn_check_changes};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (steps[i](l) != 0)
            return -1;
    return 0;
}

static void hand_over(scn_loading *l) {
    scn_scenario *s = l->s;
    tab_table *t = l->tables;
    s->nationalities = tab_take(&t[TABLE_NATIONALITIES], &s->nnationalities);
    s->places = tab_take(&t[TABLE_PLACES], &s->nplaces);
    s->sectors = tab_take(&t[TABLE_SECTORS], &s->nsectors);
    s->legs = tab_take(&t[TABLE_LEGS], &s->nlegs);
    s->crossings = tab_take(&t[TABLE_CROSSINGS], &s->ncrossings);
    s->stations = tab_take(&t[TABLE_STATIONS], &s->nstations);
    s->ports = tab_take(&t[TABLE_PORTS], &s->nports);
    s->origins = tab_take(&t[TABLE_ORIGINS], &s->norigins);
    s->returns = tab_take(&t[TABLE_RETURNS], &s->nreturns);
}

int scn_scenario_open_folder(scn_scenario *s, scn_folder *folder, const scn_options *options, rep_report *rep) {
    scn_loading l = {.s = s, .rep = rep, .options = options};
    memset(s, 0, sizeof *s);
    s->folder = *folder;
    memset(folder, 0, sizeof *folder);
    int errors = rep->errors;
    if (s->folder.damaged)
        scn_packed_refuse(&s->folder, rep);
    int status = s->folder.damaged ? 0 : read_all(&l);
    if (status != 0)
        rep_add(rep, REP_ERROR, s->folder.path == NULL ? "" : s->folder.path, 0, 0, "no memory left", NULL,
                "memory for the scenario");
    if (rep->errors > errors)
        status = -1;
    if (status == 0)
        hand_over(&l);
    for (int i = 0; i < TABLE_COUNT; i++)
        tab_free(&l.tables[i]);
    for (int i = 0; i < LIST_COUNT; i++)
        free(l.names[i]);
    yml_free(l.settings);
    free(l.label);
    free(l.latents_file);
    if (status != 0)
        scn_scenario_free(s);
    rep_sort(rep);
    return status;
}

int scn_scenario_open(scn_scenario *s, const char *path, const scn_options *options, rep_report *rep) {
    scn_folder folder;
    memset(s, 0, sizeof *s);
    if (scn_folder_read(&folder, path, rep) != 0)
        return -1;
    if (scn_folder_give(&folder, options) != 0) {
        rep_add(rep, REP_ERROR, path, 0, 0, "no memory left", NULL, "memory for the scenario");
        scn_folder_free(&folder);
        return -1;
    }
    return scn_scenario_open_folder(s, &folder, options, rep);
}

static void free_words(char **words, int n) {
    for (int i = 0; words != NULL && i < n; i++)
        free(words[i]);
    free(words);
}

void scn_scenario_free(scn_scenario *s) {
    free(s->nationalities);
    free(s->places);
    free(s->sectors);
    free(s->legs);
    free(s->crossings);
    free(s->stations);
    free(s->ports);
    free(s->origins);
    free(s->returns);
    free(s->breaks);
    free(s->latents);
    free(s->levels);
    free(s->stack);
    free(s->posterior_name);
    free(s->posterior);
    scn_posterior_free(&s->moves);
    free(s->observed);
    free(s->claims);
    free(s->changes);
    free(s->cut_days);
    free_words(s->blocs, s->nblocs);
    free_words(s->regions, s->nregions);
    free_words(s->nests, s->nnests);
    free_words(s->families, s->nfamilies);
    free_words(s->institutions, s->ninstitutions);
    free_words(s->value_sources, s->registry.count);
    free(s->values);
    free(s->fixed);
    free(s->given);
    free(s->institution_at);
    scn_roles_free(&s->roles);
    face_free(&s->face);
    free(s->held);
    par_registry_free(&s->registry);
    free(s->name);
    free(s->title);
    free(s->model);
    free(s->latents_name);
    txt_pool_free(&s->texts);
    if (s->own_free)
        s->own_free(s->own);
    scn_folder_free(&s->folder);
    memset(s, 0, sizeof *s);
}
