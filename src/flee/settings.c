/* simsetting.yml: Flee's keys, their bounds, and what is not simulated here.
 *
 * 1. Each section is walked key by key. A key of settings_list.h is a number or a switch; lists and words are named
 *    below. A key nobody knows is said as a warning with the nearest known one, since Flee passes over it in silence.
 * 2. A key whose rule is outside of what is simulated is refused unless it says what it says by default: it is never
 *    ignored.
 * 3. A blank section is its defaults, as in Flee.
 */
#include "flee/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WHOLE, NUMBER, SWITCH };
enum { LIVE, IDLE, REFUSED };
enum { SECTION_TOP, SECTION_LOG, SECTION_SPAWN, SECTION_MOVE, SECTION_FLOOD, SECTION_FAST, SECTIONS };

static const char *const section_names[SECTIONS] = {"",           "log_levels",  "spawn_rules",
                                                    "move_rules", "flood_rules", "optimisations"};
/* Where a section stands, before the key. */
#define PATH_TOP ""
#define PATH_LOG "log_levels."
#define PATH_SPAWN "spawn_rules."
#define PATH_MOVE "move_rules."
#define PATH_FLOOD "move_rules.flood_rules."
#define PATH_FAST "optimisations."

typedef struct {
    int section;
    const char *key;
    int type, standing;
    const char *meaning;
} row;

static const row rows[FLE_SETTINGS] = {
#define X(section, key, type, standing, value, low, high, unit, meaning)                                               \
    {SECTION_##section, #key, type, standing, meaning},
#include "flee/settings_list.h"
};

/* What the documentation adds to a meaning. */
#define NOTE_LIVE ""
#define NOTE_IDLE " (idle: nothing comes of it, in Flee as here)"
#define NOTE_REFUSED " (refused: not simulated)"

static const par_decl parameters[] = {
#define X(section, key, type, standing, value, low, high, unit, meaning)                                               \
    {PATH_##section #key,                                                                                              \
     unit,                                                                                                             \
     value,                                                                                                            \
     low,                                                                                                              \
     high,                                                                                                             \
     PRIOR_NONE,                                                                                                       \
     0,                                                                                                                \
     0,                                                                                                                \
     WHERE_NONE,                                                                                                       \
     WHO_NONE,                                                                                                         \
     PAR_BEHAVIOUR,                                                                                                    \
     CONF_SOURCE,                                                                                                      \
     meaning NOTE_##standing,                                                                                          \
     "default of Flee, commit 02cd2cb"},
#include "flee/settings_list.h"
    {.path = NULL}};

const par_decl *fle_parameters(void) { return parameters; }

typedef struct {
    fle_reading *r;
    fle_settings *s;
    const char *label;
} reader;

static void say(reader *f, rep_level level, scn_pos at, const char *found, const char *todo, const char *expected) {
    rep_add(f->r->rep, level, f->label, at.line, at.column, found, todo, "%s", expected);
}

static const yml_node *value_of(const yml_node *map, const char *key) {
    for (int i = 0; map && map->kind == YML_MAP && i < map->n; i++)
        if (strcmp(map->keys[i], key) == 0)
            return map->values[i];
    return NULL;
}

/* true, yes, on (any case), 1: 1. false, no, off, 0: 0. Else -1. */
static int truth(const char *text) {
    static const char *const words[2][4] = {{"false", "no", "off", "0"}, {"true", "yes", "on", "1"}};
    char low[8];
    size_t n = strlen(text);
    if (n == 0 || n >= sizeof low)
        return -1;
    for (size_t i = 0; i <= n; i++)
        low[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]);
    for (int v = 0; v < 2; v++)
        for (int i = 0; i < 4; i++)
            if (strcmp(low, words[v][i]) == 0)
                return v;
    return -1;
}

/* 0, or -1 after an error. */
static int number(reader *f, const yml_node *v, int type, double low, double high, double *out) {
    int yes;
    if (v->kind == YML_SCALAR && type == SWITCH && (yes = truth(v->text)) >= 0) {
        *out = yes;
        return 0;
    }
    if (v->kind == YML_SCALAR && type != SWITCH) {
        double x;
        if (scn_number_parse(v->text, &x) == 0 && x >= low && x <= high && (type != WHOLE || floor(x) == x)) {
            *out = x;
            return 0;
        }
        if ((yes = truth(v->text)) >= 0 && yes >= low && yes <= high) { /* True is 1 in Python */
            *out = yes;
            return 0;
        }
    }
    scn_shown found = v->kind != YML_SCALAR ? scn_say("more than one value")
                      : !v->text[0]         ? scn_say("nothing")
                                            : scn_show(v->text);
    say(f, REP_ERROR, v->at, found.text, "change it, or take the key out to have Flee's default",
        type == SWITCH ? "True or False"
                       : scn_say("a%s number from %.6g to %.6g", type == WHOLE ? " whole" : "", low, high).text);
    return -1;
}

static int list(reader *f, const yml_node *v, double low, double high, fle_list *out) {
    if (v->kind != YML_LIST) {
        say(f, REP_ERROR, v->at, v->kind == YML_SCALAR ? scn_show(v->text).text : "keys", "write it as [0, 0.5, 1]",
            "a list of numbers");
        return 0;
    }
    out->values = calloc((size_t)v->n + 1, sizeof *out->values);
    if (!out->values)
        return -1;
    for (int i = 0; i < v->n; i++)
        if (number(f, v->values[i], NUMBER, low, high, &out->values[out->n]) == 0)
            out->n++;
    out->given = 1;
    return 0;
}

/* ---- a section ---- */

/* A key of the list that stands in this section, or -1. */
static int find(int section, const char *key) {
    for (int i = 0; i < FLE_SETTINGS; i++)
        if (rows[i].section == section && strcmp(rows[i].key, key) == 0)
            return i;
    return -1;
}

static void scalar(reader *f, int id, const yml_node *v) {
    const par_decl *d = &parameters[id];
    double x;
    if (rows[id].standing == REFUSED) { /* read freely, so that what is refused is refused as such */
        if (v->kind == YML_SCALAR &&
            (truth(v->text) == (int)d->value || (scn_number_parse(v->text, &x) == 0 && x >= d->value && x <= d->value)))
            return;
        say(f, REP_ERROR, v->at,
            scn_say("%s: %.60s", rows[id].key, v->kind == YML_SCALAR ? v->text : "more than one value").text,
            "take the key out, or run Flee itself for this rule",
            rows[id].type == SWITCH
                ? scn_say("%s: %.70s is not simulated", d->value > 0 ? "True" : "False", rows[id].meaning).text
                : scn_say("%g: %.70s is not simulated", d->value, rows[id].meaning).text);
        return;
    }
    if (number(f, v, rows[id].type, d->low, d->high, &x))
        return;
    f->s->set[id] = x;
    if (rows[id].standing == IDLE && (x < d->value || x > d->value) && id != SPAWN_conflict_zone_spawning_only)
        say(f, REP_WARNING, v->at, scn_say("%s: %.40s", rows[id].key, v->text).text,
            "nothing comes of it, in Flee as here", scn_say("%g", d->value).text);
}

/* Other keys of the sections, that a section's own reader takes. */
static const char *const other_keys[SECTIONS][8] = {
    [SECTION_TOP] = {"log_levels", "spawn_rules", "move_rules", "optimisations", "conflict_input_file",
                     "flood_level_input_file", NULL},
    [SECTION_LOG] = {"granularity", NULL},
    [SECTION_SPAWN] = {"conflict_driven_spawning", "flood_driven_spawn_mode", "conflict_spawn_decay", NULL},
    [SECTION_MOVE] = {"flood_rules", "harvest_months", NULL},
    [SECTION_FLOOD] = {"flood_movechances", "flood_loc_weights", "flood_link_weights", "flood_forecaster_weights",
                       "flood_awareness_weights", NULL},
};

static int is_other(int section, const char *key) {
    for (int i = 0; other_keys[section][i]; i++)
        if (strcmp(other_keys[section][i], key) == 0)
            return 1;
    return 0;
}

/* The section a key belongs to, or -1. */
static int section_of(const char *key) {
    for (int i = 0; i < FLE_SETTINGS; i++)
        if (strcmp(rows[i].key, key) == 0)
            return rows[i].section;
    for (int i = 0; i < SECTIONS; i++)
        if (is_other(i, key))
            return i;
    return -1;
}

static void unknown(reader *f, scn_pos at, const char *key, int n, const char *const *names, const char *section) {
    const char *near = rep_nearest(key, n, names);
    int other = section_of(key);
    say(f, REP_WARNING, at, scn_show(key).text,
        other == SECTION_TOP ? "it stands outside of the sections; here Flee passes over it, and so it is here"
        : other > 0
            ? scn_say("it belongs in %s; here Flee passes over it, and so it is here", section_names[other]).text
        : near ? scn_say("did you mean %s? Flee passes over it in silence, and so it is here", near).text
               : "Flee passes over it in silence, and so it is here",
        section[0] ? scn_say("a key of %s", section).text : "a key of simsetting.yml");
}

/* Scalars of one section; unknown keys are said. */
static void section(reader *f, int id, const yml_node *map) {
    const char *names[FLE_SETTINGS + 8];
    int n = 0;
    for (int i = 0; i < FLE_SETTINGS; i++)
        if (rows[i].section == id)
            names[n++] = rows[i].key;
    for (int i = 0; other_keys[id][i]; i++)
        names[n++] = other_keys[id][i];
    for (int i = 0; map && i < map->n; i++) {
        int key = find(id, map->keys[i]);
        if (key >= 0)
            scalar(f, key, map->values[i]);
        else if (!is_other(id, map->keys[i]))
            unknown(f, map->key_at[i], map->keys[i], n, names, section_names[id]);
    }
}

/* The mapping of a key, NULL if it is absent or blank; *present: the key is there. */
static const yml_node *map_of(reader *f, const yml_node *map, const char *key, int *present) {
    const yml_node *v = value_of(map, key);
    *present = v != NULL;
    if (!v || (v->kind == YML_SCALAR && !v->text[0]))
        return NULL;
    if (v->kind == YML_MAP)
        return v;
    say(f, REP_ERROR, v->at, v->kind == YML_SCALAR ? scn_show(v->text).text : "a list",
        "indent its keys below it, or leave it blank", scn_say("the keys of %s", key).text);
    return NULL;
}

/* ---- ways of displacement ---- */

static fle_spawn_mode spawn_mode(reader *f, const yml_node *map, fle_spawn_mode otherwise) {
    static const char *const modes[] = {"constant", "pop_ratio", "poisson"};
    const yml_node *v = value_of(map, "spawn_mode");
    if (!v)
        return otherwise;
    for (int i = 0; v->kind == YML_SCALAR && i < 3; i++)
        if (strcmp(v->text, modes[i]) == 0)
            return (fle_spawn_mode)i;
    say(f, REP_ERROR, v->at, v->kind == YML_SCALAR ? scn_show(v->text).text : "more than one value",
        v->kind == YML_SCALAR && rep_nearest(v->text, 3, modes)
            ? scn_say("did you mean %s?", rep_nearest(v->text, 3, modes)).text
            : "write one of them",
        "constant, poisson or pop_ratio");
    return otherwise;
}

static void keys_known(reader *f, const yml_node *map, const char *name, const char *const *keys, int n) {
    for (int i = 0; map && i < map->n; i++) {
        int k = 0;
        while (k < n && strcmp(keys[k], map->keys[i]) != 0)
            k++;
        if (k == n)
            unknown(f, map->key_at[i], map->keys[i], n, keys, name);
    }
}

static void by_conflict(reader *f, const yml_node *map) {
    static const char *const keys[] = {"spawn_mode", "displaced_per_conflict_day"};
    const yml_node *v = value_of(map, "displaced_per_conflict_day");
    f->s->spawn = SPAWN_BY_CONFLICT;
    f->s->mode = spawn_mode(f, map, MODE_CONSTANT);
    f->s->displaced_per_day = f->s->mode == MODE_POP_RATIO ? 0.01 : 500;
    if (v)
        (void)number(f, v, NUMBER, 0, f->s->mode == MODE_POP_RATIO ? 1 : 1e9, &f->s->displaced_per_day);
    if (f->s->mode != MODE_POP_RATIO)
        f->s->displaced_per_day = floor(f->s->displaced_per_day); /* Flee takes it as a whole number */
    keys_known(f, map, "conflict_driven_spawning", keys, 2);
}

static int by_flood(reader *f, const yml_node *map) {
    static const char *const keys[] = {"spawn_mode", "displaced_per_flood_day", "flood_spawn_mode"};
    static const double shares[] = {0, 0.1, 0.2, 0.5, 0.9}, people[] = {0, 100, 200, 300, 500};
    fle_list *l = &f->s->displaced_by_level;
    const yml_node *v = value_of(map, "displaced_per_flood_day"), *other = value_of(map, "flood_spawn_mode");
    f->s->spawn = SPAWN_BY_FLOOD;
    f->s->mode = spawn_mode(f, map, MODE_POP_RATIO);
    if (other)
        say(f, REP_WARNING, other->at, "flood_spawn_mode", "Flee reads spawn_mode and passes over this one",
            "the key spawn_mode");
    keys_known(f, map, "flood_driven_spawn_mode", keys, 3);
    if (v)
        return list(f, v, 0, 1e9, l);
    if (!(l->values = malloc(sizeof shares)))
        return -1;
    memcpy(l->values, f->s->mode == MODE_POP_RATIO ? shares : people, sizeof shares);
    l->n = 5;
    return 0;
}

static int spawn_rules(reader *f, const yml_node *map) {
    int conflict, flood;
    const yml_node *decay = value_of(map, "conflict_spawn_decay");
    section(f, SECTION_SPAWN, map);
    const yml_node *c = map_of(f, map, "conflict_driven_spawning", &conflict);
    const yml_node *d = map_of(f, map, "flood_driven_spawn_mode", &flood);
    if (decay && !(decay->kind == YML_SCALAR && (!decay->text[0] || strcmp(decay->text, "None") == 0)) &&
        list(f, decay, 0, 1e9, &f->s->spawn_decay))
        return -1;
    int floods_only = f->s->set[SPAWN_flood_zone_spawning_only] > 0;
    const yml_node *only = value_of(map, "conflict_zone_spawning_only");
    if (floods_only && f->s->set[SPAWN_conflict_zone_spawning_only] > 0)
        say(f, REP_ERROR, only ? only->at : value_of(map, "flood_zone_spawning_only")->at,
            "flood_zone_spawning_only and conflict_zone_spawning_only both True",
            "set conflict_zone_spawning_only: False", "one of the two");
    if (conflict && !floods_only)
        by_conflict(f, c);
    if (flood && floods_only) {
        if (!(f->s->set[SPAWN_take_from_population] > 0))
            say(f, REP_ERROR, value_of(map, "flood_driven_spawn_mode")->at, "flood_driven_spawn_mode",
                "set take_from_population: True", "take_from_population with it");
        return by_flood(f, d);
    }
    if (!floods_only && !(f->s->set[SPAWN_conflict_zone_spawning_only] > 0))
        say(f, REP_WARNING, only->at, "conflict_zone_spawning_only: False", "nothing comes of it, in Flee as here",
            "True");
    if (flood)
        say(f, REP_WARNING, value_of(map, "flood_driven_spawn_mode")->at, "flood_driven_spawn_mode",
            "set flood_zone_spawning_only: True, else Flee passes over it", "flood_zone_spawning_only");
    return 0;
}

/* ---- movement ---- */

static void refuse_list(reader *f, const yml_node *map, const char *key, const char *why) {
    const yml_node *v = value_of(map, key);
    if (v && !(v->kind == YML_LIST && v->n == 0) && !(v->kind == YML_SCALAR && !v->text[0]))
        say(f, REP_ERROR, v->at, key, "take the key out, or run Flee itself for this rule",
            scn_say("no such key: %s", why).text);
}

static int flood_rules(reader *f, const yml_node *map) {
    const yml_node *chances = value_of(map, "flood_movechances"), *weights = value_of(map, "flood_loc_weights");
    f->s->flood_rules = 1;
    section(f, SECTION_FLOOD, map);
    refuse_list(f, map, "flood_link_weights", "floods on links are not simulated (nor in Flee)");
    if ((chances && list(f, chances, 0, 1, &f->s->flood_movechances)) ||
        (weights && list(f, weights, 0, 1e9, &f->s->flood_loc_weights)))
        return -1;
    if (!chances || !weights)
        say(f, REP_ERROR, map ? map->at : (scn_pos){1, 1}, !chances ? "no flood_movechances" : "no flood_loc_weights",
            "give a list by flood level, as [0.3, 0.6, 1, 1]",
            "flood_movechances and flood_loc_weights in flood_rules");
    return 0;
}

static void v1_overrides(reader *f, const yml_node *map) {
    static const char *const keys[] = {"max_move_speed", "start_on_foot", "avoid_short_stints", "camp_weight",
                                       "conflict_weight"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const yml_node *v = value_of(map, keys[i]);
        if (v && v->kind == YML_SCALAR)
            say(f, REP_WARNING, v->at, scn_say("%s: %.40s", keys[i], v->text).text,
                "use_v1_rules sets it anew, in Flee as here", "no such key beside use_v1_rules: True");
    }
}

static int move_rules(reader *f, const yml_node *map) {
    int flood;
    section(f, SECTION_MOVE, map);
    refuse_list(f, map, "harvest_months", "people who stay for a harvest are not simulated");
    const yml_node *rules = map_of(f, map, "flood_rules", &flood);
    if (flood && flood_rules(f, rules))
        return -1;
    double *set = f->s->set;
    if (set[MOVE_use_v1_rules] > 0) {
        v1_overrides(f, map);
        set[MOVE_max_move_speed] = 200;
        set[MOVE_start_on_foot] = set[MOVE_avoid_short_stints] = 0;
        set[MOVE_camp_weight] = 2;
        set[MOVE_conflict_weight] = 0.25;
    }
    if (set[MOVE_BoysTakeRisk] > 0 && !(set[MOVE_ChildrenAvoidHazards] > 0))
        say(f, REP_WARNING, value_of(map, "BoysTakeRisk")->at, "BoysTakeRisk without ChildrenAvoidHazards",
            "Flee looks at it only with ChildrenAvoidHazards: True", "both");
    return 0;
}

static void granularity(reader *f, const yml_node *map) {
    const yml_node *v = value_of(map, "granularity");
    if (v && !(v->kind == YML_SCALAR && (strcmp(v->text, "location") == 0 || strcmp(v->text, "region") == 0)))
        say(f, REP_ERROR, v->at, v->kind == YML_SCALAR ? scn_show(v->text).text : "more than one value",
            "write one of them", "location or region");
}

/* Files named here are read by Flee's library, but its run script names them itself. */
static void idle_file(reader *f, const yml_node *root, const char *key) {
    const yml_node *v = value_of(root, key);
    if (v && v->kind == YML_SCALAR && v->text[0])
        say(f, REP_WARNING, v->at, scn_say("%s: %.60s", key, v->text).text,
            "Flee's run script reads the file of that name in the input folder instead, and so it is here", "no value");
}

static int all(reader *f, const yml_node *root) {
    int present;
    section(f, SECTION_TOP, root);
    idle_file(f, root, "conflict_input_file");
    idle_file(f, root, "flood_level_input_file");
    const yml_node *log = map_of(f, root, "log_levels", &present);
    section(f, SECTION_LOG, log);
    granularity(f, log);
    section(f, SECTION_FAST, map_of(f, root, "optimisations", &present));
    if (spawn_rules(f, map_of(f, root, "spawn_rules", &present)))
        return -1;
    return move_rules(f, map_of(f, root, "move_rules", &present));
}

/* Nothing but comments. */
static int is_blank(const char *text) {
    for (;;) {
        text += strspn(text, " \t\r\n");
        if (*text != '#')
            return *text == '\0';
        text += strcspn(text, "\n");
    }
}

int fle_read_settings(fle_reading *r) {
    const scn_file *file = scn_folder_find(r->folder, "simsetting.yml");
    reader f = {r, &r->in->settings, r->settings_label};
    for (int i = 0; i < FLE_SETTINGS; i++)
        f.s->set[i] = parameters[i].value;
    if (!file)
        return 0;
    if (is_blank(file->text))
        return 0; /* all defaults */
    int errors = r->rep->errors;
    yml_node *root = yml_read(file->text, file->length, f.label, r->rep);
    if (!root)
        return r->rep->errors > errors ? 0 : -1;
    int status = 0;
    if (root->kind != YML_MAP)
        say(&f, REP_ERROR, root->at, "no keys", "write `section:` and its keys below it", "Flee's settings");
    else
        status = all(&f, root);
    yml_free(root);
    return status;
}
