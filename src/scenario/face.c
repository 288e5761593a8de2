/* See face.h. Each key is a mapping or a list of a fixed form; what has another form is said where it stands. */
#include "scenario/face.h"

#include "scenario/scenario.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *file;
    rep_report *rep;
    int memory; /* 1: it ran out */
} reading;

static void say(reading *r, txt_pos at, const char *found, const char *todo, const char *expected) {
    rep_add(r->rep, REP_ERROR, r->file, at.line, at.column, found, todo, "%s", expected);
}

static const yml_node *child(const yml_node *map, const char *key) {
    for (int i = 0; map->kind == YML_MAP && i < map->n; i++)
        if (strcmp(map->keys[i], key) == 0)
            return map->values[i];
    return NULL;
}

static int is_map(reading *r, const yml_node *v, yml_kind kind, const char *todo, const char *expected) {
    if (v && v->kind != kind)
        say(r, v->at, v->kind == YML_SCALAR ? txt_show(v->text).text : "another form", todo, expected);
    return v && v->kind == kind;
}

static void only(reading *r, const yml_node *map, int n, const char *const *known, const char *expected) {
    for (int i = 0; i < map->n; i++) {
        int k = 0;
        while (k < n && strcmp(map->keys[i], known[k]) != 0)
            k++;
        if (k == n)
            txt_unknown(r->rep, r->file, map->key_at[i], map->keys[i], expected, rep_nearest(map->keys[i], n, known),
                        "take it out");
    }
}

static char *keep(reading *r, const char *text) {
    char *out = txt_copy(text);
    r->memory |= !out;
    return out;
}

static double number(reading *r, const yml_node *v, double low, double high, const char *expected) {
    double x = NAN;
    if (v->kind == YML_SCALAR && txt_number_parse(v->text, &x) == 0 && x >= low && x <= high)
        return x;
    say(r, v->at, v->kind == YML_SCALAR ? txt_show(v->text).text : "more than one value", NULL, expected);
    return NAN;
}

static face_words *read_words(reading *r, const yml_node *map, int *n) {
    face_words *list = NULL;
    if (!is_map(r, map, YML_MAP, "write `series: words` below it", "series and their words") ||
        !(list = calloc((size_t)map->n + 1, sizeof *list))) {
        r->memory |= map && map->kind == YML_MAP;
        return NULL;
    }
    for (int i = 0; i < map->n; i++) {
        const yml_node *v = map->values[i];
        if (v->kind != YML_SCALAR)
            say(r, v->at, "more than one value", NULL, "words in one line");
        list[*n].at = map->key_at[i];
        list[*n].key = keep(r, map->keys[i]);
        list[(*n)++].text = keep(r, v->kind == YML_SCALAR ? v->text : "");
    }
    return list;
}

static void read_countries(reading *r, const yml_node *map, scn_face *f) {
    static const char *const keys[] = {"name", "lat", "lon"};
    if (!is_map(r, map, YML_MAP, "write `MX: {name: Mexico, lat: 24.6, lon: -103}` below it",
                "countries by their code"))
        return;
    if (!(f->countries = calloc((size_t)map->n + 1, sizeof *f->countries))) {
        r->memory = 1;
        return;
    }
    for (int i = 0; i < map->n; i++) {
        const yml_node *v = map->values[i], *name = v, *lat = NULL, *lon = NULL;
        face_country *c = &f->countries[f->ncountries++];
        if (v->kind == YML_MAP) {
            only(r, v, 3, keys, "name, lat or lon");
            name = child(v, "name");
            lat = child(v, "lat");
            lon = child(v, "lon");
        }
        if (!name || name->kind != YML_SCALAR || !lat != !lon)
            say(r, v->at, "not that", "write `{name: Mexico, lat: 24.6, lon: -103}`, or the name alone",
                "the name of a country, and where the map writes it");
        c->code = keep(r, map->keys[i]);
        c->name = keep(r, name && name->kind == YML_SCALAR ? name->text : "");
        c->lat = lat ? number(r, lat, -90, 90, "degrees north, from -90 to 90") : NAN;
        c->lon = lon ? number(r, lon, -180, 180, "degrees east, from -180 to 180") : NAN;
    }
}

static void read_windows(reading *r, const yml_node *map, scn_face *f) {
    static const char *const keys[FACE_WINDOWS] = {"border", "way", "border_narrow", "way_narrow"};
    const char *form = "write `border: [-118.6, -93.8, 25.2, 36]`",
               *expected = "west, east, south and north of a window, in degrees";
    if (!is_map(r, map, YML_MAP, form, "windows of the map: border, way, border_narrow, way_narrow"))
        return;
    only(r, map, FACE_WINDOWS, keys, "border, way, border_narrow or way_narrow");
    for (int k = 0; k < FACE_WINDOWS; k++) {
        const yml_node *v = child(map, keys[k]);
        double at[4] = {0, 0, 0, 0};
        if (!v)
            continue;
        if (v->kind != YML_LIST || v->n != 4) {
            say(r, v->at, "another form", form, expected);
            continue;
        }
        for (int i = 0; i < 4; i++)
            at[i] = number(r, v->values[i], i < 2 ? -180 : -85, i < 2 ? 180 : 85, expected);
        f->has_window[k] = at[0] < at[1] && at[2] < at[3];
        f->window[k] = (face_window){at[0], at[1], at[2], at[3]};
        if (!f->has_window[k] && isfinite(at[0] + at[1] + at[2] + at[3]))
            say(r, v->at, "a window without room", form, expected);
    }
}

static int month(reading *r, const yml_node *map, const char *key) {
    const yml_node *v = child(map, key);
    int64_t day = 0;
    if (!v || v->kind != YML_SCALAR || strlen(v->text) != 7 || day_parse(v->text, &day) != 0)
        say(r, v ? v->at : map->at, v && v->kind == YML_SCALAR ? txt_show(v->text).text : "no month",
            txt_say("write `%s: YYYY-MM`", key).text, "a month");
    return month_of_day(day);
}

static void read_findings(reading *r, const yml_node *list, scn_face *f) {
    static const char *const keys[] = {"series", "words", "from", "until", "note"};
    if (!is_map(r, list, YML_LIST, "write `- {series: encounters, from: YYYY-MM, until: YYYY-MM}` below it",
                "a list of changes"))
        return;
    if (!(f->findings = calloc((size_t)list->n + 1, sizeof *f->findings))) {
        r->memory = 1;
        return;
    }
    for (int i = 0; i < list->n; i++) {
        const yml_node *v = list->values[i];
        if (!is_map(r, v, YML_MAP, "write `- {series: encounters, from: YYYY-MM, until: YYYY-MM}`", "a change"))
            continue;
        only(r, v, 5, keys, "series, words, from, until or note");
        const yml_node *series = child(v, "series"), *words = child(v, "words"), *note = child(v, "note");
        if (!series || series->kind != YML_SCALAR)
            say(r, v->at, "no series", "add `series: encounters`", "the name of a series");
        face_finding *x = &f->findings[f->nfindings++];
        x->series = keep(r, series && series->kind == YML_SCALAR ? series->text : "");
        x->words = keep(r, words && words->kind == YML_SCALAR ? words->text : x->series ? x->series : "");
        x->note = keep(r, note && note->kind == YML_SCALAR ? note->text : "");
        x->from = month(r, v, "from");
        x->until = month(r, v, "until");
    }
}

static int by_day(const void *a, const void *b) {
    int64_t x = ((const face_event *)a)->day, y = ((const face_event *)b)->day;
    return (x > y) - (x < y);
}

static void read_events(reading *r, const yml_node *list, scn_face *f) {
    static const char *const keys[] = {"on", "words"};
    const char *form = "write `- {on: YYYY-MM-DD, words: What began}`";
    if (!is_map(r, list, YML_LIST, form, "a list of dated events"))
        return;
    if (!(f->events = calloc((size_t)list->n + 1, sizeof *f->events))) {
        r->memory = 1;
        return;
    }
    for (int i = 0; i < list->n; i++) {
        const yml_node *v = list->values[i];
        int64_t day = 0;
        if (!is_map(r, v, YML_MAP, form, "an event"))
            continue;
        only(r, v, 2, keys, "on or words");
        const yml_node *on = child(v, "on"), *words = child(v, "words");
        int dated = on && on->kind == YML_SCALAR && strlen(on->text) == 10 && day_parse(on->text, &day) == 0,
            told = words && words->kind == YML_SCALAR && *words->text;
        if (!dated)
            say(r, on ? on->at : v->at, on && on->kind == YML_SCALAR ? txt_show(on->text).text : "no day", form,
                "a day");
        if (!told)
            say(r, words ? words->at : v->at, "no words", form, "the event in a few words");
        if (dated && told)
            f->events[f->nevents++] = (face_event){day, keep(r, words->text), on->at};
    }
    qsort(f->events, (size_t)f->nevents, sizeof *f->events, by_day);
}

int face_read(const yml_node *root, const char *file, rep_report *rep, scn_face *f) {
    reading r = {file, rep, 0};
    if (root->kind != YML_MAP)
        return 0;
    f->labels = read_words(&r, child(root, "labels"), &f->nlabels);
    f->meanings = read_words(&r, child(root, "meanings"), &f->nmeanings);
    f->whatif = read_words(&r, child(root, "whatif"), &f->nwhatif);
    read_countries(&r, child(root, "countries"), f);
    read_windows(&r, child(root, "map"), f);
    read_findings(&r, child(root, "findings"), f);
    read_events(&r, child(root, "events"), f);
    return r.memory ? -1 : 0;
}

int face_read_text(const char *text, size_t length, scn_face *f) {
    rep_report rep;
    rep_init(&rep);
    memset(f, 0, sizeof *f);
    yml_node *root = yml_read(text, length, "scenario.yaml", &rep);
    int status = root ? face_read(root, "scenario.yaml", &rep, f) : 0;
    yml_free(root);
    rep_free(&rep);
    return status;
}

static void free_words(face_words *list, int n) {
    for (int i = 0; i < n; i++) {
        free(list[i].key);
        free(list[i].text);
    }
    free(list);
}

void face_free(scn_face *f) {
    free_words(f->labels, f->nlabels);
    free_words(f->meanings, f->nmeanings);
    free_words(f->whatif, f->nwhatif);
    for (int i = 0; i < f->ncountries; i++) {
        free(f->countries[i].code);
        free(f->countries[i].name);
    }
    free(f->countries);
    for (int i = 0; i < f->nfindings; i++) {
        free(f->findings[i].series);
        free(f->findings[i].words);
        free(f->findings[i].note);
    }
    free(f->findings);
    for (int i = 0; i < f->nevents; i++)
        free(f->events[i].words);
    free(f->events);
    memset(f, 0, sizeof *f);
}

static const char *words_of(const face_words *list, int n, const char *key, const char *otherwise) {
    for (int i = 0; i < n; i++)
        if (strcmp(list[i].key, key) == 0)
            return list[i].text;
    return otherwise;
}

const char *face_label(const scn_face *f, const char *key, const char *otherwise) {
    return words_of(f->labels, f->nlabels, key, otherwise);
}

const char *face_whatif(const scn_face *f, const char *series, const char *otherwise) {
    return words_of(f->whatif, f->nwhatif, series, otherwise);
}

const char *face_meaning(const scn_face *f, const char *series, const char *otherwise) {
    return words_of(f->meanings, f->nmeanings, series, otherwise);
}
