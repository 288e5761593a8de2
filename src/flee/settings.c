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

static void say(reader *f, rep_level level, txt_pos at, const char *found, const char *todo, const char *expected) {
    rep_add(f->r->rep, level, f->label, at.line, at.column, found, todo, "%s", expected);
}

static const yml_node *value_of(const yml_node *map, const char *key) {
    for (int i = 0; map && map->kind == YML_MAP && i < map->n; i++)
        if (strcmp(map->keys[i], key) == 0)
            return map->values[i];
    return NULL;
}

/* As Python's bool() has it; what may mislead is said. -1 after an error. */
static int truth(reader *f, const yml_node *v, double *out) {
    fle_python p = fle_python_of(v);
    if (p.type == PY_MANY) {
        say(f, REP_ERROR, v->at, "more than one value", "change it, or take the key out to have Flee's default",
            "True or False");
        return -1;
    }
    *out = fle_python_bool(v, &p);
    if (p.type == PY_TEXT)
        say(f, REP_WARNING, v->at, txt_say("the text %s", txt_show(v->text).text).text,
            v->text[0] ? "to Flee any text is True, whatever it says, and so it is here"
                       : "to Flee an empty text is False, and so it is here",
            "True or False, without quotes");
    else if (p.type == PY_NOTHING)
        say(f, REP_WARNING, v->at, v->text[0] ? txt_show(v->text).text : "nothing",
            "to Flee that is False, and so it is here; take the key out to have the default", "True or False");
    return 0;
}

/* 0, or -1 after an error. */
static int number(reader *f, const yml_node *v, int type, double low, double high, double *out) {
    fle_python p = fle_python_of(v);
    double x;
    if (type == SWITCH)
        return truth(f, v, out);
    if (fle_python_number(v, &p, type == WHOLE, &x) == 0 && x >= low && x <= high) {
        *out = x;
        if (p.odd)
            say(f, REP_WARNING, v->at, txt_show(v->text).text,
                txt_say("to YAML 1.1, and so to Flee, this is %.15g; write it plainly", x).text, "a plain number");
        else if (type == WHOLE && (p.number < x || p.number > x) && p.type == PY_NUMBER)
            say(f, REP_WARNING, v->at, txt_show(v->text).text, txt_say("Flee cuts it to %.15g", x).text,
                "a whole number");
        return 0;
    }
    txt_shown found = p.type == PY_MANY ? txt_say("more than one value")
                      : !v->text[0]     ? txt_say("nothing")
                                        : txt_show(v->text);
    double meant;
    int only_float = type == WHOLE && p.type == PY_TEXT && fle_python_number(v, &p, 0, &meant) == 0;
    say(f, REP_ERROR, v->at, found.text,
        only_float ? txt_say("to Flee this is a text; write %.15g", meant).text
                   : "change it, or take the key out to have Flee's default",
        txt_say("a%s number from %.6g to %.6g", type == WHOLE ? " whole" : "", low, high).text);
    return -1;
}

static int list(reader *f, const yml_node *v, double low, double high, fle_list *out) {
    if (v->kind != YML_LIST) {
        say(f, REP_ERROR, v->at, v->kind == YML_SCALAR ? txt_show(v->text).text : "keys", "write it as [0, 0.5, 1]",
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

/* No level of a log changes a number, so none stops a run. */
static void log_level(reader *f, int id, const yml_node *v) {
    fle_python p = fle_python_of(v);
    double x = 0;
    const char *text = v->kind == YML_SCALAR ? v->text : "more than one value";
    if (fle_python_number(v, &p, 1, &x) || !(fabs(x) <= 1e6)) {
        say(f, REP_WARNING, v->at, txt_say("%s: %.60s", rows[id].key, text).text,
            "it is taken as 0; no level of a log changes a number", "a whole number");
        return;
    }
    f->s->set[id] = x;
    if ((id == LOG_agent || id == LOG_link) && x > 0)
        say(f, REP_WARNING, v->at, txt_say("%s: %.60s", rows[id].key, text).text,
            id == LOG_agent ? "agents.out is not written: there are no persons in this program; no number changes"
                            : "links.out is not written; no number changes",
            "0");
}

static void scalar(reader *f, int id, const yml_node *v) {
    const par_decl *d = &parameters[id];
    double x;
    if (rows[id].section == SECTION_LOG) {
        log_level(f, id, v);
        return;
    }
    if (rows[id].standing == REFUSED) { /* read freely, so that what is refused is refused as such */
        fle_python p = fle_python_of(v);
        if (p.type != PY_MANY && fle_python_bool(v, &p) == (int)d->value)
            return;
        say(f, REP_ERROR, v->at,
            txt_say("%s: %.60s", rows[id].key, v->kind == YML_SCALAR ? v->text : "more than one value").text,
            "take the key out, or run Flee itself for this rule",
            rows[id].type == SWITCH
                ? txt_say("%s: %.70s is not simulated", d->value > 0 ? "True" : "False", rows[id].meaning).text
                : txt_say("%g: %.70s is not simulated", d->value, rows[id].meaning).text);
        return;
    }
    if (number(f, v, rows[id].type, d->low, d->high, &x))
        return;
    f->s->set[id] = x;
    if (rows[id].standing == IDLE && (x < d->value || x > d->value) && id != SPAWN_conflict_zone_spawning_only)
        say(f, REP_WARNING, v->at, txt_say("%s: %.40s", rows[id].key, v->text).text,
            "nothing comes of it, in Flee as here", txt_say("%g", d->value).text);
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

static void unknown(reader *f, txt_pos at, const char *key, int n, const char *const *names, const char *section) {
    const char *near = rep_nearest(key, n, names);
    int other = section_of(key);
    say(f, REP_WARNING, at, txt_show(key).text,
        other == SECTION_TOP ? "it stands outside of the sections; here Flee passes over it, and so it is here"
        : other > 0
            ? txt_say("it belongs in %s; here Flee passes over it, and so it is here", section_names[other]).text
        : near ? txt_say("did you mean %s? Flee passes over it in silence, and so it is here", near).text
               : "Flee passes over it in silence, and so it is here",
        section[0] ? txt_say("a key of %s", section).text : "a key of simsetting.yml");
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
    say(f, REP_ERROR, v->at, v->kind == YML_SCALAR ? txt_show(v->text).text : "a list",
        "indent its keys below it, or leave it blank", txt_say("the keys of %s", key).text);
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
    say(f, REP_ERROR, v->at, v->kind == YML_SCALAR ? txt_show(v->text).text : "more than one value",
        v->kind == YML_SCALAR && rep_nearest(v->text, 3, modes)
            ? txt_say("did you mean %s?", rep_nearest(v->text, 3, modes)).text
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
        (void)number(f, v, f->s->mode == MODE_POP_RATIO ? NUMBER : WHOLE, 0, 1e9, &f->s->displaced_per_day);
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
    else if (conflict)
        say(f, REP_WARNING, value_of(map, "conflict_driven_spawning")->at,
            "conflict_driven_spawning and flood_zone_spawning_only: True",
            "Flee passes over conflict_driven_spawning, and so it is here", "one of the two");
    if (floods_only && !flood)
        say(f, REP_WARNING, value_of(map, "flood_zone_spawning_only")->at,
            "flood_zone_spawning_only: True without flood_driven_spawn_mode",
            value_of(map, "flood_driven_spawning")
                ? "Flee does not read flood_driven_spawning; call it flood_driven_spawn_mode, else the data displace"
                : "the data say how many are displaced, in Flee as here, and floods displace nobody",
            "both or neither");
    if (f->s->set[SPAWN_insert_day0] > 0 && value_of(map, "insert_day0") && f->s->set[SPAWN_empty_camps_on_day0] > 0)
        say(f, REP_WARNING, value_of(map, "empty_camps_on_day0")->at, "insert_day0 and empty_camps_on_day0 both True",
            "camps begin empty and nobody is displaced on day 0, in Flee as here", "one of the two");
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
            txt_say("no such key: %s", why).text);
}

static int flood_rules(reader *f, const yml_node *map) {
    const yml_node *chances = value_of(map, "flood_movechances"), *weights = value_of(map, "flood_loc_weights");
    f->s->flood_rules = 1;
    section(f, SECTION_FLOOD, map);
    refuse_list(f, map, "flood_link_weights", "floods on links are not simulated (nor in Flee)");
    if ((chances && list(f, chances, 0, 1e9, &f->s->flood_movechances)) ||
        (weights && list(f, weights, 0, 1e9, &f->s->flood_loc_weights)))
        return -1;
    if (!chances || !weights)
        say(f, REP_ERROR, map ? map->at : (txt_pos){1, 1}, !chances ? "no flood_movechances" : "no flood_loc_weights",
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
            say(f, REP_WARNING, v->at, txt_say("%s: %.40s", keys[i], v->text).text,
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
        say(f, REP_WARNING, v->at, v->kind == YML_SCALAR ? txt_show(v->text).text : "more than one value",
            "no log is written, and no number changes", "location or region");
}

/* Files named here are read by Flee's library, but its run script names them itself. */
static void idle_file(reader *f, const yml_node *root, const char *key) {
    const yml_node *v = value_of(root, key);
    if (v && v->kind == YML_SCALAR && v->text[0])
        say(f, REP_WARNING, v->at, txt_say("%s: %.60s", key, v->text).text,
            "Flee's run script reads the file of that name in the input folder instead, and so it is here", "no value");
}

/* Settings of two sections that cannot both come to something. */
static void contradictions(reader *f, const yml_node *root) {
    const yml_node *move = value_of(root, "move_rules"), *spawn = value_of(root, "spawn_rules");
    const double *set = f->s->set;
    if (f->s->flood_rules && f->s->spawn == SPAWN_BY_CONFLICT)
        say(f, REP_WARNING, value_of(spawn, "conflict_driven_spawning")->at, "conflict_driven_spawning and flood_rules",
            "with flood_rules Flee does not read conflicts.csv, and so it is here: conflicts are those of "
            "locations.csv",
            "one of the two");
    if (set[MOVE_max_walk_speed] > set[MOVE_max_move_speed] && value_of(move, "max_walk_speed"))
        say(f, REP_WARNING, value_of(move, "max_walk_speed")->at, "max_walk_speed above max_move_speed",
            "who walks is then faster than who rides, in Flee as here", "a smaller number than max_move_speed");
    if (!(set[MOVE_awareness_level] > 0) && !(set[MOVE_awareness_level] < 0))
        say(f, REP_WARNING, value_of(move, "awareness_level")->at, "awareness_level: 0",
            "nobody then leaves any place, in Flee as here", "-1, or 1 and more");
}

static int all(reader *f, const yml_node *root) {
    int present;
    section(f, SECTION_TOP, root);
    idle_file(f, root, "conflict_input_file");
    idle_file(f, root, "flood_level_input_file");
    const yml_node *log = value_of(root, "log_levels");
    if (log && log->kind != YML_MAP) {
        if (log->kind != YML_SCALAR || log->text[0])
            say(f, REP_WARNING, log->at, log->kind == YML_SCALAR ? txt_show(log->text).text : "a list",
                "no log is written, and no number changes", "the keys of log_levels");
        log = NULL;
    }
    section(f, SECTION_LOG, log);
    granularity(f, log);
    section(f, SECTION_FAST, map_of(f, root, "optimisations", &present));
    if (spawn_rules(f, map_of(f, root, "spawn_rules", &present)))
        return -1;
    if (move_rules(f, map_of(f, root, "move_rules", &present)))
        return -1;
    contradictions(f, root);
    return 0;
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
    if (is_blank(strncmp(file->text, "\xEF\xBB\xBF", 3) == 0 ? file->text + 3 : file->text))
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
