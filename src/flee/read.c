/* A folder in memory to a checked input, and to the scenario the runner and the store know.
 *
 *   scenario.yaml              model: flee, and what the caller chose (rules, days, arithmetic, labels for messages)
 *   simsetting.yml             Flee's settings; defaults if it is absent
 *   input/, validation/        Flee's two folders
 *   current/location_changes.csv   what Flee would find where it is started
 *
 * All files are read and all errors collected before anything is refused.
 */
#include "flee/internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- scenario.yaml ---- */

static const char *const keys[] = {"model",    "name", "title", "input",      "validation",
                                   "settings", "days", "rules", "arithmetic", "figures"};
enum { KEYS = sizeof keys / sizeof *keys };

static const yml_node *value_of(const yml_node *map, const char *key) {
    for (int i = 0; i < map->n; i++)
        if (strcmp(map->keys[i], key) == 0)
            return map->values[i];
    return NULL;
}

static const char *text_of(const yml_node *map, const char *key) {
    const yml_node *v = value_of(map, key);
    return v && v->kind == YML_SCALAR ? v->text : "";
}

/* Number of the word among n, the first by default; an error otherwise. */
static int choice(fle_reading *r, const char *label, const yml_node *map, const char *key, int n,
                  const char *const *words, const char *expected) {
    const yml_node *v = value_of(map, key);
    for (int i = 0; v && i < n; i++)
        if (strcmp(text_of(map, key), words[i]) == 0)
            return i;
    if (v)
        rep_add(r->rep, REP_ERROR, label, v->at.line, v->at.column, txt_show(text_of(map, key)).text,
                "write one of them", "%s", expected);
    return 0;
}

static char *label_of(const yml_node *map, const char *key, const char *folder, const char *otherwise) {
    const char *text = text_of(map, key);
    return text[0] ? txt_copy(text) : txt_join(folder, "/", otherwise);
}

static int read_choices(fle_reading *r, const yml_node *map, const char *label) {
    fle_input *in = r->in;
    const char *path = r->folder->path ? r->folder->path : "";
    int validation = 0;
    for (int i = 0; i < map->n; i++) {
        int k = 0;
        while (k < KEYS && strcmp(map->keys[i], keys[k]) != 0)
            k++;
        if (k == KEYS)
            txt_unknown(r->rep, label, map->key_at[i], map->keys[i],
                        "one of model, name, title, input, validation, settings, days, rules, arithmetic, "
                        "figures",
                        rep_nearest(map->keys[i], KEYS, keys), "take it out");
    }
    const yml_node *days = value_of(map, "days");
    double n = 0;
    if (days && (txt_number_parse(text_of(map, "days"), &n) || !(n >= 0 && n <= 36500) || floor(n) < n))
        rep_add(r->rep, REP_ERROR, label, days->at.line, days->at.column, txt_show(text_of(map, "days")).text, NULL,
                "a whole number of days, 1 to 36500");
    else
        r->days_asked = (int)n;
    static const char *const rules[] = {"flee", "sane"}, *const arithmetics[] = {"auto", "split", "individual"};
    static const char *const figures[] = {"all", "within"};
    in->sane = choice(r, label, map, "rules", 2, rules, "flee or sane");
    in->arithmetic = (fle_arithmetic)choice(r, label, map, "arithmetic", 3, arithmetics, "auto, split or individual");
    r->within = choice(r, label, map, "figures", 2, figures, "all, or within (the days of the run)");
    for (int i = 0; i < r->folder->count; i++)
        validation |= strncmp(r->folder->files[i].name, "validation/", 11) == 0;
    in->name = txt_copy(text_of(map, "name")[0] ? text_of(map, "name") : "flee");
    in->title = txt_copy(text_of(map, "title")[0] ? text_of(map, "title") : in->name);
    in->input_label = label_of(map, "input", path, "input");
    in->validation_label =
        validation || value_of(map, "validation") ? label_of(map, "validation", path, "validation") : NULL;
    r->settings_label = label_of(map, "settings", path, "simsetting.yml");
    return in->name && in->title && in->input_label && r->settings_label ? 0 : -1;
}

static int read_yaml(fle_reading *r) {
    const scn_file *file = scn_folder_find(r->folder, "scenario.yaml");
    int errors = r->rep->errors;
    char *label = txt_join(r->folder->path ? r->folder->path : "", "/", "scenario.yaml");
    yml_node *map = file && label ? yml_read(file->text, file->length, label, r->rep) : NULL;
    int status = -1;
    if (map && map->kind == YML_MAP)
        status = read_choices(r, map, label);
    else if (file && label && r->rep->errors == errors)
        rep_add(r->rep, REP_ERROR, label, 1, 1, "no keys", "write `model: flee`", "keys and values");
    if (status && r->rep->errors == errors)
        rep_add(r->rep, REP_ERROR, label ? label : "", 0, 0, "no file, or no memory", NULL, "scenario.yaml");
    yml_free(map);
    free(label);
    return status;
}

/* ---- checks of files against each other ---- */

double fle_km_between(double lat1, double lon1, double lat2, double lon2) {
    const double rad = 0.017453292519943295;
    double a = det_sin((lat2 - lat1) * rad / 2), b = det_sin((lon2 - lon1) * rad / 2);
    double h = a * a + det_cos(lat1 * rad) * det_cos(lat2 * rad) * b * b;
    double root = sqrt(h > 0 ? h : 0);
    if (root >= 1)
        return 3.14159265358979323846 * 6371;
    /* asin x = atan(x / sqrt(1 - x^2)), by its series after halving the argument twice */
    double t = root / sqrt(1 - h);
    for (int i = 0; i < 3; i++)
        t = t / (1 + sqrt(1 + t * t));
    double s = t * t, sum = 0, power = t;
    for (int k = 1; k < 40; k += 2) {
        sum += power / k;
        power *= -s;
    }
    return 2 * 6371 * sum * 8;
}

/* A place whose neighbours are far off, and near if its coordinates are exchanged. */
static void check_swapped(fle_reading *r, const char *label) {
    const fle_input *in = r->in;
    for (int i = 0; i < in->nplaces; i++) {
        const fle_place *p = &in->places[i];
        int links = 0, far = 0, mended = 0;
        for (int k = 0; k < in->nlinks; k++) {
            if (in->links[k].from != i)
                continue;
            const fle_place *q = &in->places[in->links[k].to];
            double km = in->links[k].km, most = 1.5 * km + 100;
            links++;
            far += fle_km_between(p->x, p->y, q->x, q->y) > 2 * most;
            mended += fle_km_between(p->y, p->x, q->x, q->y) <= most;
        }
        if (links && far == links && mended == links)
            rep_add(r->rep, REP_WARNING, label, p->at.line, p->at.column,
                    txt_say("%.40s at %g, %g", p->name, p->x, p->y).text,
                    "latitude and longitude look swapped: exchange them", "a place near those its routes lead to");
    }
}

static void check_headers(fle_reading *r, const char *label) {
    const scn_file *file = scn_folder_find(r->folder, "input/locations.csv");
    const char *lat = file ? strstr(file->text, "lat") : NULL, *lon = file ? strstr(file->text, "lon") : NULL;
    const char *end = file ? strchr(file->text, '\n') : NULL;
    if (file && file->text[strspn(file->text, "\"")] == '#' && end && lat && lon && lat < end && lon < lat)
        rep_add(r->rep, REP_WARNING, label, 1, (int)(lon - file->text) + 1, "longitude before latitude",
                "exchange the columns: Flee's own data have latitude first", "latitude, then longitude");
}

static void check_idle_files(fle_reading *r) {
    static const char *const idle[][2] = {
        {"input/region_attributes_IPC.csv", "hunger is not simulated, and no rule of these settings reads it"},
        {"input/agents.csv", "people one by one are not read: see read_from_agents_csv_file"},
        {"input/flood_level.csv", "no flood_rules and no flood_driven_spawn_mode in the settings read it"}};
    int floods = r->in->settings.flood_rules || r->in->settings.spawn == SPAWN_BY_FLOOD;
    for (int i = 0; i < 3; i++) {
        if (!scn_folder_find(r->folder, idle[i][0]) || (i == 2 && floods))
            continue;
        char *label = txt_join(r->in->input_label, "/", idle[i][0] + 6);
        rep_add(r->rep, REP_WARNING, label ? label : idle[i][0], 0, 0, strrchr(idle[i][0], '/') + 1, idle[i][1],
                "no such file");
        free(label);
    }
}

static void check_lonely(fle_reading *r, const char *label) {
    const fle_input *in = r->in;
    for (int i = 0; i < in->nplaces; i++) {
        int links = 0;
        for (int k = 0; k < in->nlinks; k++)
            links += in->links[k].from == i;
        if (!links)
            rep_add(r->rep, REP_WARNING, label, in->places[i].at.line, in->places[i].at.column,
                    txt_say("%.60s without a route", in->places[i].name).text, "nobody can come there or leave it",
                    "a place of routes.csv");
    }
}

static int check(fle_reading *r) {
    char *label = txt_join(r->in->input_label, "/", "locations.csv");
    if (!label)
        return -1;
    if (r->rep->errors == 0) {
        check_lonely(r, label);
        check_swapped(r, label);
    }
    check_headers(r, label);
    check_idle_files(r);
    free(label);
    return 0;
}

static int find_camps(fle_input *in) {
    if (!(in->camps = calloc((size_t)in->nplaces + 1, sizeof *in->camps)))
        return -1;
    for (int i = 0; i < in->nplaces; i++)
        if (in->places[i].output)
            in->camps[in->ncamps++] = i;
    return 0;
}

static int read_all(fle_reading *r) {
    int (*const steps[])(fle_reading *) = {fle_read_settings, fle_read_places,       fle_read_links,
                                           fle_read_majors,   fle_read_period,       fle_read_closures,
                                           fle_read_changes,  fle_read_conflicts,    fle_read_floods,
                                           fle_read_sources,  fle_read_demographics, check};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i](r))
            return -1;
    return find_camps(r->in);
}

/* ---- the input, kept by the scenario ---- */

static void words_free(char **words, int n) {
    for (int i = 0; words && i < n; i++)
        free(words[i]);
    free(words);
}

void fle_input_free(fle_input *in) {
    if (!in)
        return;
    for (int i = 0; in->places && i < in->nplaces; i++) {
        free(in->places[i].name);
        free(in->places[i].region);
        free(in->places[i].country);
        free(in->places[i].type);
    }
    for (int i = 0; i < in->nsources; i++) {
        free(in->sources[i].name);
        free(in->sources[i].files);
        free(in->sources[i].day);
        free(in->sources[i].people);
    }
    for (int i = 0; i < in->nattributes; i++) {
        free(in->attributes[i].name);
        words_free(in->attributes[i].values, in->attributes[i].n);
        free(in->attributes[i].weights);
    }
    for (int i = 0; i < in->nmajors; i++)
        free(in->majors[i].places);
    fle_by_day *const tables[] = {&in->conflicts, &in->floods};
    for (int i = 0; i < 2; i++) {
        free(tables[i]->place);
        free(tables[i]->column);
        free(tables[i]->values);
    }
    fle_settings *s = &in->settings;
    free(s->displaced_by_level.values);
    free(s->spawn_decay.values);
    free(s->flood_movechances.values);
    free(s->flood_loc_weights.values);
    free(in->places);
    free(in->links);
    free(in->closures);
    free(in->changes);
    free(in->sources);
    free(in->source_of);
    free(in->attributes);
    free(in->majors);
    free(in->camps);
    free(in->name);
    free(in->title);
    free(in->input_label);
    free(in->validation_label);
    free(in);
}

static void free_input(void *in) { fle_input_free(in); }

/* Mean over the days of a month of what Flee compares with; camp -1: of all camps. */
static double data_of_month(const scn_scenario *s, const fle_input *in, int camp, int month) {
    double sum = 0;
    int days = 0;
    for (int64_t d = s->from; d < s->until; d++) {
        if (month_of_day(d) != month)
            continue;
        days++;
        for (int c = 0; c < in->ncamps; c++)
            if (camp < 0 || c == camp)
                sum += fle_source_value(in, in->source_of[in->camps[c]], (int)(d - s->from));
    }
    return days ? sum / days : 0;
}

static int add_row(scn_scenario *s, const fle_input *in, int camp, int month) {
    scn_observed *o = &s->observed[s->nobserved++];
    o->series = txt_pool_take(&s->texts, camp < 0 ? "in_camps" : "people");
    o->from = month_start(month);
    o->until = month_start(month + 1);
    o->place = txt_pool_take(&s->texts, camp < 0 ? "" : in->places[in->camps[camp]].name);
    o->nationality = txt_pool_take(&s->texts, "");
    o->group = txt_pool_take(&s->texts, "");
    o->value = data_of_month(s, in, camp, month);
    o->unit = txt_pool_take(&s->texts, "people");
    o->publisher = txt_pool_take(&s->texts, "as in the validation folder");
    o->source = txt_pool_take(&s->texts,
                              camp < 0 ? "the files of all camps" : in->sources[in->source_of[in->camps[camp]]].files);
    o->note = txt_pool_take(&s->texts,
                            "mean of the days; between two dates interpolated and cut to whole people, as Flee does");
    o->kind = txt_pool_take(&s->texts, "derived");
    return o->series && o->place && o->nationality && o->group && o->unit && o->publisher && o->source && o->note &&
                   o->kind
               ? 0
               : -1;
}

/* Published figures by month. */
static int add_observed(scn_scenario *s, const fle_input *in) {
    int first = month_of_day(s->from), months = month_of_day(s->until - 1) - first + 1;
    s->observed = calloc((size_t)((in->ncamps + 1) * months) + 1, sizeof *s->observed);
    if (!s->observed)
        return -1;
    for (int c = -1; in->has_source && in->ncamps > 0 && c < in->ncamps; c++)
        for (int m = first; m < first + months; m++)
            if (add_row(s, in, c, m))
                return -1;
    return 0;
}

/* The settings as the registry's values: what the store records of parameters. */
static int add_parameters(scn_scenario *s, const fle_input *in) {
    static const int one[WHERE_COUNT] = {[WHERE_NONE] = 1};
    const par_decl *lists[1] = {fle_parameters()};
    int who[WHO_COUNT] = {[WHO_NONE] = 1};
    if (par_registry_make(&s->registry, 1, lists, one, who))
        return -1;
    s->values = calloc((size_t)s->registry.total + 1, sizeof *s->values);
    s->fixed = calloc((size_t)s->registry.count + 1, 1);
    s->value_sources = calloc((size_t)s->registry.count + 1, sizeof *s->value_sources);
    if (!s->values || !s->fixed || !s->value_sources)
        return -1;
    for (int i = 0; i < FLE_SETTINGS; i++)
        s->values[par_offset(&s->registry, lists[0][i].path)] = in->settings.set[i];
    return 0;
}

static int hand_over(scn_scenario *s, fle_input *in) {
    s->own = in;
    s->own_free = free_input;
    s->name = txt_copy(in->name);
    s->title = txt_copy(in->title);
    s->model = txt_copy("flee");
    s->from = in->start;
    s->until = in->start + in->days;
    s->latents_name = txt_copy("");
    if (!s->name || !s->title || !s->model || !s->latents_name)
        return -1;
    return add_parameters(s, in) || add_observed(s, in) ? -1 : 0;
}

int fle_read(scn_scenario *s, scn_folder *folder, const scn_options *options, rep_report *rep) {
    (void)options;
    memset(s, 0, sizeof *s);
    s->folder = *folder;
    memset(folder, 0, sizeof *folder);
    fle_reading r = {.in = calloc(1, sizeof *r.in), .rep = rep, .folder = &s->folder};
    int errors = rep->errors, status = r.in ? read_yaml(&r) : -1;
    if (status == 0 && rep->errors == errors)
        status = read_all(&r);
    if (status && rep->errors == errors)
        rep_add(rep, REP_ERROR, s->folder.path ? s->folder.path : "", 0, 0, "no memory left", NULL,
                "memory for the input");
    if (rep->errors > errors)
        status = -1;
    free(r.settings_label);
    free(r.place_names);
    if (status == 0) {
        if ((status = hand_over(s, r.in)))
            rep_add(rep, REP_ERROR, s->name, 0, 0, "no memory left", NULL, "memory for the input");
    } else {
        fle_input_free(r.in);
    }
    if (status)
        scn_scenario_free(s);
    return status;
}
