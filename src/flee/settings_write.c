/* Settings as a simsetting.yml that Flee and this program read alike.
 *
 * Every key that comes to something is written, so that the file says all that holds; what is idle or refused is left
 * at its default by leaving it out. Numbers are written so that YAML 1.1 takes them for numbers: with a point, and a
 * sign in the exponent.
 */
#include "flee/internal.h"
#include "text/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WHOLE, NUMBER, SWITCH };
enum { LIVE, IDLE, REFUSED };
enum { SECTION_TOP, SECTION_LOG, SECTION_SPAWN, SECTION_MOVE, SECTION_FLOOD, SECTION_FAST };

static const struct {
    int section, type, standing;
    const char *key;
} rows[FLE_SETTINGS] = {
#define X(section, key, type, standing, value, low, high, unit, meaning) {SECTION_##section, type, standing, #key},
#include "flee/settings_list.h"
};

static void put(byt_writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* At most 199 bytes. */
static void put(byt_writer *w, const char *format, ...) {
    char text[200];
    va_list list;
    va_start(list, format);
    int n = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    byt_put(w, text, n > 0 ? (size_t)n : 0);
}

/* The shortest text that reads back the same, with a point. */
static void put_number(byt_writer *w, double v) {
    char text[40];
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, v);
        double back = strtod(text, NULL);
        if (back >= v && back <= v)
            break;
    }
    size_t whole = strcspn(text, ".e");
    if (text[whole] == '.')
        put(w, "%s", text);
    else
        put(w, "%.*s.0%s", (int)whole, text, text + whole);
}

static void put_key(byt_writer *w, int id, const double *set, const char *indent) {
    double v = set[id];
    put(w, "%s%s: ", indent, rows[id].key);
    if (rows[id].type == SWITCH)
        put(w, "%s\n", v > 0 ? "True" : "False");
    else if (rows[id].type == WHOLE)
        put(w, "%.0f\n", v);
    else {
        put_number(w, v);
        put(w, "\n");
    }
}

static void put_section(byt_writer *w, int section, const double *set, const char *indent) {
    for (int id = 0; id < FLE_SETTINGS; id++)
        if (rows[id].section == section && rows[id].standing == LIVE)
            put_key(w, id, set, indent);
}

static void put_list(byt_writer *w, const char *indent, const char *key, const fle_list *l) {
    if (l->n == 0)
        return;
    put(w, "%s%s: [", indent, key);
    for (int i = 0; i < l->n; i++) {
        put(w, "%s", i ? ", " : "");
        put_number(w, l->values[i]);
    }
    put(w, "]\n");
}

static void put_displacement(byt_writer *w, const fle_settings *s) {
    static const char *const modes[] = {"constant", "pop_ratio", "poisson"};
    put_list(w, "  ", "conflict_spawn_decay", &s->spawn_decay);
    if (s->set[SPAWN_flood_zone_spawning_only] > 0) /* one of the two, which is True if nothing is said */
        put(w, "  conflict_zone_spawning_only: False\n");
    if (s->spawn == SPAWN_BY_CONFLICT) {
        put(w, "  conflict_driven_spawning:\n    spawn_mode: %s\n    displaced_per_conflict_day: ", modes[s->mode]);
        if (s->mode == MODE_POP_RATIO)
            put_number(w, s->displaced_per_day);
        else
            put(w, "%.0f", s->displaced_per_day);
        put(w, "\n");
    } else if (s->spawn == SPAWN_BY_FLOOD) {
        put(w, "  flood_driven_spawn_mode:\n    spawn_mode: %s\n", modes[s->mode]);
        put_list(w, "    ", "displaced_per_flood_day", &s->displaced_by_level);
    }
}

static int settings_text(const fle_settings *s, const double *set, const char *head, char **out) {
    byt_writer w = {NULL, 0, 0, 0};
    if (head[0])
        byt_put(&w, head, strlen(head));
    put_section(&w, SECTION_TOP, set, "");
    put(&w, "log_levels:\n");
    put_section(&w, SECTION_LOG, set, "  ");
    put(&w, "spawn_rules:\n");
    put_section(&w, SECTION_SPAWN, set, "  ");
    put_displacement(&w, s);
    put(&w, "move_rules:\n");
    put_section(&w, SECTION_MOVE, set, "  ");
    if (s->flood_rules) {
        put(&w, "  flood_rules:\n");
        put_list(&w, "    ", "flood_movechances", &s->flood_movechances);
        put_list(&w, "    ", "flood_loc_weights", &s->flood_loc_weights);
    }
    put(&w, "optimisations:\n");
    put_section(&w, SECTION_FAST, set, "  ");
    byt_put(&w, "", 1);
    if (w.failed) {
        free(w.bytes);
        return -1;
    }
    *out = (char *)w.bytes;
    return 0;
}

int fle_settings_text(const mdl_model *m, int n, const fle_movable *list, const double *values, const char *head,
                      char **out) {
    double set[FLE_SETTINGS];
    *out = NULL;
    memcpy(set, m->in->settings.set, sizeof set);
    /* Flee 1's rules are other values of keys that are written here: with the switch they would overwrite them */
    set[MOVE_use_v1_rules] = 0;
    for (int i = 0; i < n; i++)
        set[list[i].id] = values[i];
    return settings_text(&m->in->settings, set, head, out);
}
