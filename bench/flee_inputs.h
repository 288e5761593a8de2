/* Changed copies of a conflict's folders, for bench_flee: people or distances times a factor, other settings.
 *
 * A copy is written into one folder, in place of the one before, and read from there like any input of Flee's.
 */
#ifndef VADO_FLEE_INPUTS_H
#define VADO_FLEE_INPUTS_H

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { INPUT_PATH = 1200, INPUT_LINES = 6 };

typedef struct {
    char name[64], input[INPUT_PATH], data[INPUT_PATH], settings[INPUT_PATH];
    int sane;
} conflict;

typedef struct {
    const char *name;
    int sane;
    int ethnicities;   /* 0, or a file of so many */
    int hazards;       /* 1: files of ages and genders */
    double people, km; /* factors; 0 means 1 */
    const char *spawn; /* lines of spawn_rules, or NULL */
    const char *move[INPUT_LINES];
} change;

/* Cell `column` of a line of CSV times `factor`, if it is a number; whole people, and at least 1 if there was one. */
static inline void inputs_scale(FILE *f, const char *line, int column, double factor, int whole) {
    const char *cell = line;
    char *end;
    for (int quoted = 0; column > 0 && *cell; cell++) {
        quoted ^= *cell == '"';
        column -= *cell == ',' && !quoted;
    }
    double v = strtod(cell, &end), scaled = whole ? floor(v * factor + 0.5) : v * factor;
    if (line[strspn(line, "\"")] == '#' || column > 0 || end == cell || (*end && !strchr(",\r\n", *end)))
        fputs(line, f);
    else
        fprintf(f, "%.*s%.12g%s", (int)(cell - line), line, whole && v > 0 && scaled < 1 ? 1 : scaled, end);
}

static inline int inputs_copy_file(const char *from, const char *to, int column, double factor, int whole) {
    FILE *in = fopen(from, "r"), *out = in ? fopen(to, "w") : NULL;
    char *line = NULL;
    size_t room = 0;
    while (out && getline(&line, &room, in) > 0)
        if (factor > 0)
            inputs_scale(out, line, column, factor, whole);
        else
            fputs(line, out);
    free(line);
    if (in)
        (void)fclose(in);
    return out && fclose(out) == 0 ? 0 : -1;
}

/* Copies the files of a folder; data: those of camps, not the places. */
static inline int inputs_copy_folder(const char *from, const char *to, int data, const change *c) {
    DIR *folder = opendir(from);
    int status = folder ? 0 : -1;
    for (struct dirent *e; status == 0 && (e = readdir(folder));) {
        char source[2 * INPUT_PATH], target[2 * INPUT_PATH];
        struct stat about;
        snprintf(source, sizeof source, "%s/%s", from, e->d_name);
        snprintf(target, sizeof target, "%s/%s", to, e->d_name);
        if (stat(source, &about) || !S_ISREG(about.st_mode))
            continue;
        if (!data && strcmp(e->d_name, "routes.csv") == 0)
            status = inputs_copy_file(source, target, 2, c->km, 0);
        else if (!data && strcmp(e->d_name, "locations.csv") == 0)
            status = inputs_copy_file(source, target, 7, c->people, 1);
        else
            status = inputs_copy_file(source, target, 1,
                                      data && strcmp(e->d_name, "data_layout.csv") != 0 ? c->people : 0, 1);
    }
    if (folder)
        (void)closedir(folder);
    return status;
}

static inline int inputs_is_set(const change *c, const char *line) {
    line += strspn(line, " ");
    for (int i = 0; i < INPUT_LINES && c->move[i]; i++)
        if (strncmp(line, c->move[i], strcspn(c->move[i], ":") + 1) == 0)
            return 1;
    return 0;
}

/* Lines of the settings that the change sets are taken out; its own stand at the head of their section. */
static inline int inputs_settings(const char *from, const char *to, const change *c) {
    FILE *in = fopen(from, "r"), *out = in ? fopen(to, "w") : NULL;
    char *line = NULL;
    size_t room = 0;
    int sections = 0;
    while (out && getline(&line, &room, in) > 0) {
        if (!inputs_is_set(c, line))
            fputs(line, out);
        if (strncmp(line, "spawn_rules:", 12) == 0 && ++sections && c->spawn)
            fputs(c->spawn, out);
        if (strncmp(line, "move_rules:", 11) == 0 && ++sections)
            for (int i = 0; i < INPUT_LINES && c->move[i]; i++)
                fprintf(out, "  %s\n", c->move[i]);
    }
    free(line);
    if (in)
        (void)fclose(in);
    return out && fclose(out) == 0 && sections == 2 ? 0 : -1;
}

static inline int inputs_attributes(const char *folder, const change *c) {
    static const char *const names[3] = {"age", "gender", "ethnicity"};
    static const char *const rows[2] = {"5,30\n16,12\n30,40\n50,13\n70,5\n", "female,51\nmale,49\n"};
    for (int i = 0; i < 3; i++) {
        char path[2 * INPUT_PATH];
        if (i < 2 ? !c->hazards : !c->ethnicities)
            continue;
        snprintf(path, sizeof path, "%s/demographics_%s.csv", folder, names[i]);
        FILE *f = fopen(path, "w");
        if (!f)
            return -1;
        fprintf(f, "%s,Default\n%s", names[i], i < 2 ? rows[i] : "");
        for (int k = 0; i == 2 && k < c->ethnicities; k++)
            fprintf(f, "people %d,1\n", k + 1);
        if (fclose(f))
            return -1;
    }
    return 0;
}

static inline void inputs_paths(const char *folder, conflict *out) {
    snprintf(out->input, sizeof out->input, "%.900s/input_csv", folder);
    snprintf(out->data, sizeof out->data, "%.900s/source_data", folder);
    snprintf(out->settings, sizeof out->settings, "%.900s/simsetting.yml", folder);
}

static inline void inputs_remove_folder(const char *path) {
    DIR *folder = opendir(path);
    for (struct dirent *e; folder && (e = readdir(folder));) {
        char file[2 * INPUT_PATH];
        snprintf(file, sizeof file, "%s/%s", path, e->d_name);
        if (e->d_name[0] != '.')
            (void)unlink(file);
    }
    if (folder)
        (void)closedir(folder);
    (void)rmdir(path);
}

static inline void inputs_remove(const char *folder) {
    conflict c;
    inputs_paths(folder, &c);
    inputs_remove_folder(c.input);
    inputs_remove_folder(c.data);
    (void)unlink(c.settings);
}

/* The conflict with a change, written into the folder in place of the last one made there. */
static inline int inputs_copy(const char *folder, const conflict *from, const change *c, conflict *out) {
    *out = *from;
    inputs_remove(folder);
    inputs_paths(folder, out);
    out->sane = c->sane;
    if (mkdir(out->input, 0700) || mkdir(out->data, 0700) || inputs_copy_folder(from->input, out->input, 0, c) ||
        inputs_copy_folder(from->data, out->data, 1, c) || inputs_settings(from->settings, out->settings, c) ||
        inputs_attributes(out->input, c)) {
        fprintf(stderr, "bench_flee: %s cannot be copied into %s\n", from->input, folder);
        return -1;
    }
    return 0;
}

#endif
