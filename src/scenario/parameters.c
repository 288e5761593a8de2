/* Values of declared parameters: `parameters` of scenario.yaml, then parameters.csv, then --set.
 *   1. every assignment is read to (parameter, target, value); its value must lie inside the parameter's bounds;
 *   2. they are applied source after source, within a source the general before the special (all, then by place or by
 *      people, then by both), so that the order of rows changes nothing.
 */
#include "scenario/internal.h"
#include "text/array.h"

#include "text/say.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* ---- where and who ---- */

static const int where_lists[WHERE_COUNT] = {
    -1, LIST_PLACES, LIST_REGIONS, LIST_SECTORS, LIST_CROSSINGS, LIST_STATIONS, LIST_PORTS, LIST_FAMILIES};
static const char *const where_words[WHERE_COUNT] = {"nowhere",  "place",   "region", "sector",
                                                     "crossing", "station", "port",   "family of routes"};

static int find_demographic(const char *name) {
    for (int i = 0; i < DEMO_COUNT; i++)
        if (strcmp(scn_demographic_names[i], name) == 0)
            return i;
    return -1;
}

static const tab_list *where_list(const scn_loading *l, const par_decl *d) {
    return d->where == WHERE_NONE ? NULL : &l->lists[where_lists[d->where]];
}

/* 0 and the target's people, or -1. Said is nothing. */
static int who_of(const scn_loading *l, const par_decl *d, const char *who, scn_target *out) {
    const tab_list *nationalities = &l->lists[LIST_NATIONALITIES];
    const char *slash = strchr(who, '/');
    if (slash != NULL && d->who == WHO_BOTH) {
        char *front = txt_copy_n(who, (size_t)(slash - who));
        out->nationality = front == NULL ? -1 : tab_find(nationalities, front);
        out->demographic = find_demographic(slash + 1);
        free(front);
        return out->nationality >= 0 && out->demographic >= 0 ? 0 : -1;
    }
    if (d->who == WHO_NATIONALITY || d->who == WHO_BOTH)
        out->nationality = tab_find(nationalities, who);
    if (out->nationality < 0 && (d->who == WHO_DEMOGRAPHIC || d->who == WHO_BOTH))
        out->demographic = find_demographic(who);
    return out->nationality >= 0 || out->demographic >= 0 ? 0 : -1;
}

static void say_who(scn_loading *l, const par_decl *d, const char *file, txt_pos at, const char *who) {
    const tab_list *nationalities = &l->lists[LIST_NATIONALITIES];
    const char *near = NULL;
    char *front = NULL, *start = NULL;
    if (!nationalities->loaded && d->who != WHO_DEMOGRAPHIC)
        return;
    const char *slash = strchr(who, '/');
    if (slash != NULL && d->who == WHO_BOTH && (front = txt_copy_n(who, (size_t)(slash - who))) != NULL) {
        const char *n = rep_nearest(front, nationalities->n, nationalities->names);
        const char *g = rep_nearest(slash + 1, DEMO_COUNT, scn_demographic_names);
        start = n == NULL || g == NULL ? NULL : txt_join(n, "/", g);
        near = start;
    } else {
        if (d->who != WHO_DEMOGRAPHIC)
            near = rep_nearest(who, nationalities->n, nationalities->names);
        if (near == NULL && d->who != WHO_NATIONALITY)
            near = rep_nearest(who, DEMO_COUNT, scn_demographic_names);
    }
    txt_unknown(l->rep, file, at, who,
                d->who == WHO_NATIONALITY   ? nationalities->of
                : d->who == WHO_DEMOGRAPHIC ? "one of single_adult, family, minor"
                                            : "a nationality, a demographic group, or nationality/group",
                near, NULL);
    free(front);
    free(start);
}

int scn_target_read(scn_loading *l, int parameter, const char *file, txt_pos where_at, const char *where,
                    txt_pos who_at, const char *who, scn_target *out) {
    const par_decl *d = l->s->registry.decl[parameter];
    int bad = 0;
    *out = (scn_target){-1, -1, -1};
    if (where[0] != '\0') {
        const tab_list *list = where_list(l, d);
        if (list == NULL)
            rep_add(l->rep, REP_ERROR, file, where_at.line, where_at.column, txt_show(where).text, "leave it empty",
                    "no place: %s does not vary by place", d->path);
        else if ((out->where = tab_find(list, where)) < 0 && list->loaded)
            txt_unknown(l->rep, file, where_at, where, list->of, rep_nearest(where, list->n, list->names),
                        txt_say("%.40s varies by %s", d->path, where_words[d->where]).text);
        bad = out->where < 0;
    }
    if (who[0] != '\0') {
        int unknown = 1;
        if (d->who == WHO_NONE)
            rep_add(l->rep, REP_ERROR, file, who_at.line, who_at.column, txt_show(who).text, "leave it empty",
                    "no people: %s does not vary by people", d->path);
        else if ((unknown = who_of(l, d, who, out)) != 0)
            say_who(l, d, file, who_at, who);
        bad = bad || unknown != 0;
    }
    return bad;
}

/* "where, who", or either alone. */
static int read_key(scn_loading *l, int parameter, const char *file, txt_pos at, const char *key, scn_target *out) {
    const par_decl *d = l->s->registry.decl[parameter];
    const tab_list *list = where_list(l, d);
    const char *comma = list != NULL && d->who != WHO_NONE ? strrchr(key, ',') : NULL;
    *out = (scn_target){-1, -1, -1};
    if (comma != NULL && tab_find(list, key) < 0) {
        size_t n = (size_t)(comma - key);
        while (n > 0 && key[n - 1] == ' ')
            n--;
        const char *who = comma + 1 + strspn(comma + 1, " ");
        char *where = txt_copy_n(key, n);
        int bad = where == NULL ? 1 : scn_target_read(l, parameter, file, at, where, at, who, out);
        free(where);
        return bad;
    }
    if (list == NULL)
        return scn_target_read(l, parameter, file, at, d->who == WHO_NONE ? key : "", at, d->who == WHO_NONE ? "" : key,
                               out);
    if (d->who != WHO_NONE && tab_find(list, key) < 0 && who_of(l, d, key, out) == 0)
        return 0;
    return scn_target_read(l, parameter, file, at, key, at, "", out);
}

int scn_target_covers(const par_decl *d, const scn_target *t, int where, int who) {
    if (t->where >= 0 && t->where != where)
        return 0;
    if (d->who == WHO_NATIONALITY)
        return t->nationality < 0 || t->nationality == who;
    if (d->who == WHO_DEMOGRAPHIC)
        return t->demographic < 0 || t->demographic == who;
    if (d->who == WHO_BOTH)
        return (t->nationality < 0 || t->nationality == who / DEMO_COUNT) &&
               (t->demographic < 0 || t->demographic == who % DEMO_COUNT);
    return 1;
}

int scn_parameter_find(scn_loading *l, const char *file, txt_pos at, const char *path) {
    int i = par_find(&l->s->registry, path);
    if (i < 0)
        txt_unknown(l->rep, file, at, path, "a parameter", par_did_you_mean(&l->s->registry, path),
                    "`" SAY_PARAMS "` lists them");
    return i;
}

/* ---- assignments ---- */

typedef struct {
    int source; /* 0 scenario.yaml, 1 parameters.csv, 2 --set */
    int parameter;
    scn_target target;
    double value;
} assignment;

typedef struct {
    int n;
    assignment *items;
} assignments;

/* found: the value as it was written. */
static int in_bounds(scn_loading *l, const char *file, txt_pos at, const char *found, const assignment *a) {
    const par_decl *d = l->s->registry.decl[a->parameter];
    if (a->value >= d->low && a->value <= d->high)
        return 1;
    rep_add(l->rep, REP_ERROR, file, at.line, at.column, txt_show(found).text, NULL, "a value from %g to %g (%s, %s)",
            d->low, d->high, d->path, d->unit == NULL ? "" : d->unit);
    return 0;
}

/* Checks bounds and keeps the value. */
static int assign(scn_loading *l, assignments *all, const char *file, txt_pos at, const char *found, assignment a) {
    if (!in_bounds(l, file, at, found, &a))
        return 0;
    assignment *more = arr_more(all->items, all->n, sizeof *more);
    if (more == NULL)
        return -1;
    all->items = more;
    all->items[all->n++] = a;
    return 0;
}

static int by_source(const void *context, int i, int j) {
    const assignment *items = context, *a = &items[i], *b = &items[j];
    int na = (a->target.where >= 0) + (a->target.nationality >= 0) + (a->target.demographic >= 0);
    int nb = (b->target.where >= 0) + (b->target.nationality >= 0) + (b->target.demographic >= 0);
    int keys[6][2] = {{a->source, b->source},
                      {a->parameter, b->parameter},
                      {na, nb},
                      {a->target.where, b->target.where},
                      {a->target.nationality, b->target.nationality},
                      {a->target.demographic, b->target.demographic}};
    for (int k = 0; k < 6; k++)
        if (keys[k][0] != keys[k][1])
            return keys[k][0] < keys[k][1] ? -1 : 1;
    return 0;
}

/* What --set names is not drawn, and no row of the schedule moves it. */
static void hold(scn_scenario *s, int parameter, const scn_target *t) {
    const par_decl *d = s->registry.decl[parameter];
    int whos = s->registry.who_size[d->who], n = par_elements(&s->registry, parameter);
    s->fixed[parameter] = 1;
    for (int i = 0; i < n; i++)
        if (scn_target_covers(d, t, i / whos, i % whos))
            s->held[s->registry.offset[parameter] + i] = 1;
}

static int apply_all(scn_loading *l, const assignments *all) {
    scn_scenario *s = l->s;
    int *order = malloc(((size_t)all->n + 1) * sizeof *order);
    if (order == NULL)
        return -1;
    for (int i = 0; i < all->n; i++)
        order[i] = i;
    int status = txt_sort(all->n, order, by_source, all->items);
    for (int i = 0; status == 0 && i < all->n; i++) {
        const assignment *a = &all->items[order[i]];
        scn_change c = {.parameter = a->parameter,
                        .where = a->target.where,
                        .who_nationality = a->target.nationality,
                        .who_demographic = a->target.demographic,
                        .kind = CHANGE_SET,
                        .value = a->value,
                        .layer = -1}; /* below the schedule, and of no day */
        scn_change_apply(s, &c, s->values);
        if (a->source == 2)
            hold(s, a->parameter, &a->target);
        else
            s->given[a->parameter] = 1;
    }
    free(order);
    return status;
}

/* ---- scenario.yaml ---- */

static int yaml_value(scn_loading *l, assignments *all, assignment a, const yml_node *v) {
    if (v->kind != YML_SCALAR || txt_number_parse(v->text, &a.value) != 0) {
        rep_add(l->rep, REP_ERROR, l->label, v->at.line, v->at.column,
                v->kind == YML_SCALAR ? txt_show(v->text).text : "more than one value", NULL, "a number");
        return 0;
    }
    return assign(l, all, l->label, v->at, v->text, a);
}

static int read_yaml(scn_loading *l, assignments *all) {
    const yml_node *map = l->parameters;
    for (int i = 0; map != NULL && i < map->n; i++) {
        const yml_node *v = map->values[i];
        assignment a = {0, scn_parameter_find(l, l->label, map->key_at[i], map->keys[i]), {-1, -1, -1}, 0};
        if (a.parameter < 0)
            continue;
        if (v->kind != YML_MAP) {
            if (yaml_value(l, all, a, v) != 0)
                return -1;
            continue;
        }
        for (int k = 0; k < v->n; k++)
            if (read_key(l, a.parameter, l->label, v->key_at[k], v->keys[k], &a.target) == 0 &&
                yaml_value(l, all, a, v->values[k]) != 0)
                return -1;
    }
    return 0;
}

/* ---- parameters.csv ---- */

typedef struct {
    char *parameter, *where, *who;
    double value;
    char *source, *note;
} row;

static const tab_column columns[] = {
    {"parameter", COL_TEXT, 1, offsetof(row, parameter), 0, 0, 0, NULL, 0},
    {"where", COL_TEXT, 0, offsetof(row, where), 0, 0, 0, NULL, 0},
    {"who", COL_TEXT, 0, offsetof(row, who), 0, 0, 0, NULL, 0},
    {"value", COL_NUMBER, 1, offsetof(row, value), -1e300, 1e300, 0, NULL, 0},
    {"source", COL_TEXT, 1, offsetof(row, source), 0, 0, 0, NULL, 0},
    {"note", COL_TEXT, 0, offsetof(row, note), 0, 0, 0, NULL, 0},
};
const tab_schema scn_parameter_schema = {"parameters.csv", sizeof(row), 3, 6, columns};

static int read_row(scn_loading *l, assignments *all, tab_table *t, int i) {
    row *r = tab_row(t, i);
    assignment a = {1, -1, {-1, -1, -1}, r->value};
    txt_pos value_at = tab_at(t, i, "value");
    if (r->parameter[0] == '\0' ||
        (a.parameter = scn_parameter_find(l, t->label, tab_at(t, i, "parameter"), r->parameter)) < 0)
        return 0;
    if (scn_target_read(l, a.parameter, t->label, tab_at(t, i, "where"), r->where, tab_at(t, i, "who"), r->who,
                        &a.target) != 0 ||
        t->bad[i])
        return 0;
    if (assign(l, all, t->label, value_at, txt_say("%g", r->value).text, a) != 0)
        return -1;
    char **source = &l->s->value_sources[a.parameter];
    if (*source == NULL || strcmp(*source, r->source) != 0) {
        char *both = *source == NULL                      ? txt_copy(r->source)
                     : strstr(*source, r->source) != NULL ? txt_copy(*source)
                                                          : txt_join(*source, "; ", r->source);
        if (both == NULL)
            return -1;
        free(*source);
        *source = both;
    }
    return 0;
}

static int read_csv(scn_loading *l, assignments *all) {
    const scn_file *file = scn_folder_find(&l->s->folder, "parameters.csv");
    tab_table t = {0};
    if (file == NULL)
        return 0;
    char *label = scn_label(l->s, "parameters.csv");
    int status = -1;
    if (label == NULL || scn_read_table(l, &t, &scn_parameter_schema, file, label) != 0 || tab_sort(&t, l->rep) != 0)
        goto out;
    status = 0;
    for (int i = 0; status == 0 && i < t.nrows; i++)
        status = read_row(l, all, &t, i);
out:
    tab_free(&t);
    free(label);
    return status;
}

/* ---- --set ---- */

/* PATH=VALUE@DATE */
static int set_from(scn_loading *l, int number, const assignment *a, const char *set, const char *date) {
    const par_decl *d = l->s->registry.decl[a->parameter];
    scn_change c = {.until = INT64_MAX,
                    .parameter = a->parameter,
                    .kind = CHANGE_SET,
                    .value = a->value,
                    .layer = SCN_SETTINGS + number};
    if (day_parse(date, &c.from) != 0) {
        rep_add(l->rep, REP_ERROR, SAY_SETS, 0, 0, txt_show(set).text, "write it as us.title42.active=1@2021-03-31",
                "a date after the @");
        return 0;
    }
    if (!in_bounds(l, SAY_SETS, (txt_pos){0, 0}, set, a))
        return 0;
    scn_change_aim(d, &a->target, &c);
    c.note = txt_pool_take(&l->s->texts, "");
    c.source = c.note;
    return scn_change_keep(l->s, c, SAY_SETS) != 0 || c.note == NULL || c.source == NULL ? -1 : 0;
}

static int read_set(scn_loading *l, assignments *all, int number) {
    const char *set = l->options->sets[number];
    static const txt_pos nowhere = {0, 0};
    size_t path = strcspn(set, "[=");
    const char *equals = strchr(set, '='), *close = NULL;
    char *name = txt_copy_n(set, path), *key = NULL, *value = NULL;
    int status = name == NULL ? -1 : 0;
    if (set[path] == '[') {
        close = strchr(set + path, ']');
        equals = close == NULL || close[1] != '=' ? NULL : close + 1;
    }
    if (status != 0 || equals == NULL) {
        rep_add(l->rep, REP_ERROR, SAY_SETS, 0, 0, txt_show(set).text, "write PATH=VALUE, as us.title42.active=1",
                "path=value, path[where]=value or path[where,who]=value, and @date where it holds from a day on");
        goto out;
    }
    if (set[strcspn(set, " \t")] != '\0' && set[path] == '=' && strcspn(set, " \t") <= path + 1) {
        rep_add(l->rep, REP_ERROR, SAY_SETS, 0, 0, txt_show(set).text, "take the spaces out",
                "path=value without spaces");
        goto out;
    }
    assignment a = {2, scn_parameter_find(l, SAY_SETS, nowhere, name), {-1, -1, -1}, 0};
    if (a.parameter < 0)
        goto out;
    if (close != NULL) {
        const char *start = set + path + 1;
        key = txt_copy_n(start, (size_t)(close - start));
        if (key == NULL)
            status = -1;
        if (key == NULL || read_key(l, a.parameter, SAY_SETS, nowhere, key, &a.target) != 0)
            goto out;
    }
    const char *date = strchr(equals, '@');
    value = date == NULL ? txt_copy(equals + 1) : txt_copy_n(equals + 1, (size_t)(date - equals - 1));
    if (value == NULL)
        status = -1;
    else if (txt_number_parse(value, &a.value) != 0)
        rep_add(l->rep, REP_ERROR, SAY_SETS, 0, 0, txt_show(set).text,
                strchr(equals, '%') != NULL   ? "write a share, 0.5 for 50%"
                : strchr(equals, ',') != NULL ? "write it with a decimal point and without thousands marks"
                                              : "write it as 0.5 or 120",
                "a number after the =");
    else if (date != NULL)
        status = set_from(l, number, &a, set, date + 1);
    else
        status = assign(l, all, SAY_SETS, nowhere, set, a);
out:
    free(name);
    free(key);
    free(value);
    return status;
}

static int make_registry(scn_loading *l) {
    scn_scenario *s = l->s;
    int where_size[WHERE_COUNT] = {1}, who_size[WHO_COUNT] = {1};
    for (int i = 1; i < WHERE_COUNT; i++)
        where_size[i] = l->lists[where_lists[i]].n;
    who_size[WHO_NATIONALITY] = l->lists[LIST_NATIONALITIES].n;
    who_size[WHO_DEMOGRAPHIC] = DEMO_COUNT;
    who_size[WHO_BOTH] = who_size[WHO_NATIONALITY] * DEMO_COUNT;
    if (par_registry_make(&s->registry, l->options->nlists, l->options->lists, where_size, who_size) != 0) {
        rep_add(l->rep, REP_ERROR, l->label, 0, 0, "the model's own declarations", "this is a fault of the program",
                "each parameter once");
        return 1;
    }
    s->values = malloc(((size_t)s->registry.total + 1) * sizeof *s->values);
    s->fixed = calloc((size_t)s->registry.count + 1, 1);
    s->given = calloc((size_t)s->registry.count + 1, 1);
    s->held = calloc((size_t)s->registry.total + 1, 1);
    s->value_sources = calloc((size_t)s->registry.count + 1, sizeof *s->value_sources);
    if (s->values == NULL || s->fixed == NULL || s->given == NULL || s->held == NULL || s->value_sources == NULL)
        return -1;
    par_defaults(&s->registry, s->values);
    return 0;
}

int scn_read_parameters(scn_loading *l) {
    assignments all = {0};
    int made = make_registry(l);
    if (made != 0)
        return made < 0 ? -1 : 0;
    int status = read_yaml(l, &all);
    if (status == 0)
        status = read_csv(l, &all);
    for (int i = 0; status == 0 && i < l->options->nsets; i++)
        status = read_set(l, &all, i);
    if (status == 0)
        status = apply_all(l, &all);
    free(all.items);
    return status;
}
