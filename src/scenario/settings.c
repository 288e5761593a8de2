/* scenario.yaml: name, title, model, period, spin_up_days, latents, parameters. Unknown keys are refused. The values
 * under `parameters` are read later, when the tables and the registry are known. */
#include "scenario/internal.h"

#include "text/say.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const top_keys[] = {"name",       "title",        "model",  "period",   "spin_up_days", "latents",
                                       "parameters", "institutions", "labels", "meanings", "countries",    "map",
                                       "findings",   "whatif",       "breaks", "events",   "roles"};
static const char *const period_keys[] = {"from", "until", "projection"};
enum { TOP_KEYS = 17, PERIOD_KEYS = 3 };

static void say(scn_loading *l, txt_pos at, const char *found, const char *todo, const char *expected) {
    rep_add(l->rep, REP_ERROR, l->label, at.line, at.column, found, todo, "%s", expected);
}

static const yml_node *value_of(const yml_node *map, const char *key) {
    for (int i = 0; i < map->n; i++)
        if (strcmp(map->keys[i], key) == 0)
            return map->values[i];
    return NULL;
}

/* What is chosen for each run, and no part of a scenario. */
static int is_of_a_run(const char *key) {
    static const char *const names[] = {"members", "seed", "mode", "threads", "from", "until", "policies", "policy"};
    for (int i = 0; i < 8; i++)
        if (strcmp(key, names[i]) == 0)
            return 1;
    return 0;
}

static void check_keys(scn_loading *l, const yml_node *map, int n, const char *const *known, const char *expected) {
    for (int i = 0; i < map->n; i++) {
        int k = 0;
        while (k < n && strcmp(map->keys[i], known[k]) != 0)
            k++;
        if (k == n)
            txt_unknown(l->rep, l->label, map->key_at[i], map->keys[i], expected, rep_nearest(map->keys[i], n, known),
                        is_of_a_run(map->keys[i]) ? "take it out and give it when the scenario is run" : "take it out");
    }
}

/* The text of a key that must be a scalar; NULL, said if it is required, if it is not there. */
static const yml_node *scalar(scn_loading *l, const yml_node *map, const char *key, int required) {
    const yml_node *v = value_of(map, key);
    if (v == NULL) {
        if (required)
            say(l, map->at, txt_say("no key %s", key).text, txt_say("add `%s: ...`", key).text,
                txt_say("the key %s", key).text);
        return NULL;
    }
    if (v->kind != YML_SCALAR || v->text[0] == '\0') {
        say(l, v->at, v->kind == YML_SCALAR ? "nothing" : "more than one value", NULL,
            txt_say("one value for %s", key).text);
        return NULL;
    }
    return v;
}

static int text(scn_loading *l, const yml_node *map, const char *key, int required, char **out) {
    const yml_node *v = scalar(l, map, key, required);
    if (v != NULL)
        txt_warn_formula(l->rep, l->label, v->at, v->text);
    *out = txt_copy(v == NULL ? "" : v->text);
    return *out == NULL ? -1 : 0;
}

static int date(scn_loading *l, const yml_node *period, const char *key, int required, int64_t *day) {
    const yml_node *v = scalar(l, period, key, required);
    if (v == NULL)
        return required ? -1 : 0;
    if (strlen(v->text) != 10 || day_parse(v->text, day) != 0) {
        say(l, v->at, txt_show(v->text).text, "write it as 2021-03-31", "a date");
        return -1;
    }
    return 0;
}

static void period(scn_loading *l, const yml_node *root) {
    const yml_node *p = value_of(root, "period");
    int64_t from = 0, until = 0, projection = INT64_MIN;
    if (p == NULL || p->kind != YML_MAP) {
        say(l, p == NULL ? root->at : p->at, p == NULL ? "no key period" : "no dates",
            "write `period: {from: 2018-01-01, until: 2018-12-31}`", "the key period with from and until");
        return;
    }
    check_keys(l, p, PERIOD_KEYS, period_keys, "from, until or projection");
    int bad = date(l, p, "from", 1, &from);
    bad = date(l, p, "until", 1, &until) || bad;
    bad = date(l, p, "projection", 0, &projection) || bad;
    if (bad)
        return;
    if (until < from) {
        say(l, value_of(p, "until")->at, txt_show(value_of(p, "until")->text).text, "put the dates in order",
            txt_say("a date not before %s", value_of(p, "from")->text).text);
        return;
    }
    if (projection != INT64_MIN && projection < until) {
        say(l, value_of(p, "projection")->at, txt_show(value_of(p, "projection")->text).text, "put the dates in order",
            txt_say("a date not before %s", value_of(p, "until")->text).text);
        return;
    }
    l->s->from = l->s->filled = from;
    l->s->until = l->s->figures_until = until + 1;
    l->s->projection = projection == INT64_MIN ? until + 1 : projection + 1;
    l->period_ok = 1;
}

static void spin_up(scn_loading *l, const yml_node *root) {
    const yml_node *v = scalar(l, root, "spin_up_days", 0);
    double days = 0;
    if (v == NULL)
        return;
    if (txt_number_parse(v->text, &days) != 0 || days < 0 || days > 3650 || floor(days) != days)
        say(l, v->at, txt_show(v->text).text, NULL, "a whole number of days from 0 to 3650");
    else
        l->s->spin_up_days = (int)days;
}

/* The list of a key; NULL if it is not there, or is said to be none. */
static const yml_node *list_of(scn_loading *l, const yml_node *root, const char *key, const char *todo,
                               const char *expected) {
    const yml_node *v = value_of(root, key);
    if (v == NULL || v->kind == YML_LIST)
        return v;
    say(l, v->at, v->kind == YML_SCALAR ? txt_show(v->text).text : "keys", todo, expected);
    return NULL;
}

static int by_day(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* Which middle of a month is the last before a day, or on it. */
static int middle_before(int64_t day) {
    int month = month_of_day(day);
    return 2 * (day - month_start(month)) + 1 < month_start(month + 1) - month_start(month) ? month - 1 : month;
}

/* Days on which latents may jump. */
static int breaks(scn_loading *l, const yml_node *root) {
    const yml_node *v =
        list_of(l, root, "breaks", "write `breaks: [2021-03-31]`", "a list of days on which latents may jump");
    scn_scenario *s = l->s;
    if (v == NULL)
        return 0;
    if ((s->breaks = calloc((size_t)v->n + 1, sizeof *s->breaks)) == NULL)
        return -1;
    for (int i = 0; i < v->n; i++) {
        const yml_node *x = v->values[i];
        int64_t day;
        if (x->kind != YML_SCALAR || strlen(x->text) != 10 || day_parse(x->text, &day) != 0) {
            say(l, x->at, x->kind == YML_SCALAR ? txt_show(x->text).text : "more than one value",
                "write it as 2021-03-31", "a date");
            continue;
        }
        if (l->period_ok && (day < s->from - s->spin_up_days || day >= s->projection))
            rep_add(l->rep, REP_WARNING, l->label, x->at.line, x->at.column, txt_show(x->text).text,
                    "take it out: no latent jumps on it", "a day of the period, its spin-up or its projection");
        for (int k = 0; k < s->nbreaks; k++)
            if (middle_before(s->breaks[k]) == middle_before(day))
                say(l, x->at, txt_show(x->text).text, "keep the one whose day is better known",
                    "one break at most between the middles of two months");
        s->breaks[s->nbreaks++] = day;
    }
    qsort(s->breaks, (size_t)s->nbreaks, sizeof *s->breaks, by_day);
    return 0;
}

/* The face reads them, and knows no period. */
static void events_outside(scn_loading *l) {
    const scn_scenario *s = l->s;
    char day[11];
    for (int i = 0; l->period_ok && i < s->face.nevents; i++) {
        const face_event *e = &s->face.events[i];
        if (e->day >= s->from && e->day < s->projection)
            continue;
        day_format(e->day, day);
        rep_add(l->rep, REP_WARNING, l->label, e->at.line, e->at.column, txt_show(day).text,
                "take it out: no chart shows that day", "a day of the period or its projection");
    }
}

/* Names only; which there are, the model knows. */
static int institutions(scn_loading *l, const yml_node *root) {
    const yml_node *v = list_of(l, root, "institutions", "write `institutions: [courts]`", "a list of institutions");
    scn_scenario *s = l->s;
    if (v == NULL)
        return 0;
    s->institutions = calloc((size_t)v->n + 1, sizeof *s->institutions);
    s->institution_at = calloc((size_t)v->n + 1, sizeof *s->institution_at);
    if (s->institutions == NULL || s->institution_at == NULL)
        return -1;
    for (int i = 0; i < v->n; i++) {
        const yml_node *name = v->values[i];
        if (name->kind != YML_SCALAR)
            say(l, name->at, "more than one value", "write `institutions: [courts]`", "the name of an institution");
        s->institution_at[s->ninstitutions] = name->at;
        s->institutions[s->ninstitutions] = txt_copy(name->kind == YML_SCALAR ? name->text : "");
        if (s->institutions[s->ninstitutions++] == NULL)
            return -1;
    }
    return 0;
}

/* What to do about a folder that has no scenario.yaml: its user may have meant another folder or another command. */
static txt_shown instead(const scn_loading *l) {
    const scn_folder *f = &l->s->folder;
    static const char end[] = "/scenario.yaml";
    if (scn_folder_find(f, "locations.csv") != NULL && scn_folder_find(f, "routes.csv") != NULL)
        return txt_say("these are Flee's files: `" SAY_FLEE " %.100s` reads them", f->path);
    for (int i = 0; i < f->count; i++) {
        const char *name = f->files[i].name, *slash = strchr(name, '/');
        if (slash != NULL && strcmp(slash, end) == 0)
            return txt_say("did you mean %.80s/%.*s?", f->path, (int)(slash - name < 80 ? slash - name : 80), name);
    }
    return l->bare ? txt_say("`" SAY_NEW " NAME` writes a small scenario to begin from")
                   : txt_say("write one that begins with `name: ...`, `model: corridor` and "
                             "`period: {from: 2018-01-01, until: 2018-12-31}`, see docs/scenario-format.md");
}

/* The tree of scenario.yaml, from its text or as it was packed; NULL if there is none, which is said. */
static int read_tree(scn_loading *l, const scn_file *file) {
    int errors = l->rep->errors;
    if (file->rows == NULL) {
        l->settings = yml_read(file->text, file->length, l->label, l->rep);
        if (l->settings == NULL && l->rep->errors == errors)
            return -1;
    } else if ((l->settings = yml_unpack(file->rows, file->nrows)) == NULL)
        say(l, (txt_pos){0, 0}, "settings that no file has", "pack the scenario's folder again",
            "keys and values as they are packed");
    return l->settings == NULL || l->options->packing == NULL
               ? 0
               : scn_packing_tree(l->options->packing, file->name, l->settings);
}

int scn_read_settings(scn_loading *l) {
    scn_scenario *s = l->s;
    const scn_file *file = scn_folder_find(&s->folder, "scenario.yaml");
    l->label = scn_label(s, "scenario.yaml");
    if (l->label == NULL)
        return -1;
    if (file == NULL) {
        l->bare = scn_is_bare(&s->folder);
        say(l, (txt_pos){0, 0}, "no such file", instead(l).text, "a file scenario.yaml");
        return 0;
    }
    if (read_tree(l, file) != 0)
        return -1;
    const yml_node *root = l->settings;
    if (root == NULL)
        return 0;
    if (root->kind != YML_MAP) {
        say(l, root->at, "no keys", NULL, "keys and values: name, title, model, period");
        return 0;
    }
    check_keys(l, root, TOP_KEYS, top_keys,
               "one of name, title, model, period, spin_up_days, latents, parameters, institutions, labels, meanings, "
               "countries, "
               "map, findings, whatif, breaks, events, roles");
    if (text(l, root, "name", 1, &s->name) != 0 || text(l, root, "title", 0, &s->title) != 0 ||
        text(l, root, "model", 1, &s->model) != 0)
        return -1;
    if (s->folder.model != NULL && strcmp(s->folder.model, s->model) != 0)
        say(l, root->at, txt_show(s->model).text, "pack the scenario's folder again",
            txt_say("the model it was packed for, %.40s", s->folder.model).text);
    if (institutions(l, root) != 0 || scn_read_roles(l, value_of(root, "roles")) != 0 ||
        face_read(root, l->label, l->rep, &s->face) != 0)
        return -1;
    period(l, root);
    events_outside(l);
    spin_up(l, root);
    if (breaks(l, root) != 0)
        return -1;
    if (value_of(root, "latents") != NULL) {
        const yml_node *v = scalar(l, root, "latents", 0);
        if (v != NULL) {
            l->latents_at = v->at;
            l->latents_file = txt_copy(v->text);
            if (l->latents_file == NULL)
                return -1;
        }
    }
    const yml_node *parameters = value_of(root, "parameters");
    if (parameters != NULL && parameters->kind == YML_MAP)
        l->parameters = parameters;
    else if (parameters != NULL && (parameters->kind != YML_SCALAR || parameters->text[0] != '\0'))
        say(l, parameters->at, "no keys", "write `path: value` below it", "parameters and their values");
    return 0;
}
