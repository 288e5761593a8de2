/* Flee's folders as one folder in memory, a scenario of the model flee: so a store holds all files, and whoever has the
 * store can resume the run and see what it was made of.
 */
#include "api/flee_folder.h"

#include "text/words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Files of a folder, not of folders in it, under another name. */
static int add_folder(vado *v, scn_folder *to, const char *path, const char *under) {
    scn_folder from;
    rep_report rep;
    path_said said;
    path_look(path, WANT_FLEE, &said);
    if (said.kind == PATH_SCENARIO)
        return ctx_fail(v, VADO_ERR_FILE, "%s: found %s, expected a folder of Flee's files, `" SAY_RUN " %s` runs it",
                        path, said.found, path);
    if (said.kind != PATH_FOLDER && said.kind != PATH_FLEE)
        return ctx_refuse(v, path, WANT_FLEE, "a folder of Flee's files");
    rep_init(&rep);
    int status = scn_folder_read(&from, path, &rep);
    if (status)
        status = ctx_report(v, &rep);
    rep_free(&rep);
    if (status)
        return vado_error_count(v) ? status : ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    int has_files = scn_folder_find(&from, "locations.csv") || scn_folder_find(&from, "data_layout.csv");
    int has_input = scn_folder_find(&from, "input_csv/locations.csv") != NULL;
    if (!has_files && has_input)
        status = ctx_fail(v, VADO_ERR_FILE,
                          "%s: found a folder input_csv, expected Flee's files; did you mean %s%sinput_csv?", path,
                          path, path[strlen(path) - 1] == '/' ? "" : "/");
    for (int i = 0; i < from.count && status == 0; i++) {
        char name[512];
        if (strchr(from.files[i].name, '/') ||
            snprintf(name, sizeof name, "%s%s", under, from.files[i].name) >= (int)sizeof name)
            continue;
        status = scn_folder_add(to, name, from.files[i].text, from.files[i].length);
    }
    scn_folder_free(&from);
    return status == -1 ? ctx_fail(v, VADO_ERR_MEMORY, "out of memory") : status;
}

static int add_file(vado *v, scn_folder *to, const char *path, const char *name, int must) {
    if (must && !path_is_text(path)) /* a pipe would be waited for */
        return ctx_refuse(v, path, WANT_TABLE, "a file of Flee's settings");
    FILE *f = path_is_text(path) ? fopen(path, "rb") : NULL;
    char *text = NULL;
    size_t length = 0, room = 0;
    int status = 0;
    if (!f)
        return must ? ctx_fail(v, VADO_ERR_FILE, "%s: cannot be read: %s", path, strerror(errno)) : 0;
    for (size_t n = 1; n > 0 && status == 0; length += n) {
        char *grown = length + 65536 > room ? realloc(text, room += 131072) : text;
        if (!grown) {
            status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
            break;
        }
        text = grown;
        n = fread(text + length, 1, 65536, f);
    }
    if (status == 0 && (ferror(f) || scn_folder_add(to, name, text, length)))
        status = ctx_fail(v, VADO_ERR_FILE, "%s: cannot be read", path);
    fclose(f);
    free(text);
    return status;
}

/* "mali2012" of conflicts/mali2012/input_csv/ */
static void name_of(const char *path, char out[128]) {
    size_t n = strlen(path);
    for (int part = 0; part < 2; part++) {
        while (n > 0 && path[n - 1] == '/')
            n--;
        size_t from = n;
        while (from > 0 && path[from - 1] != '/')
            from--;
        snprintf(out, 128, "%.*s", (int)(n - from < 127 ? n - from : 127), path + from);
        if (strcmp(out, "input_csv") != 0 && strcmp(out, ".") != 0 && out[0])
            return;
        n = from;
    }
    snprintf(out, 128, "flee");
}

/* A text as YAML takes any text. */
static void quoted(char *out, size_t size, const char *key, const char *text) {
    size_t n = strlen(out);
    n += (size_t)snprintf(out + n, size - n, "%s: '", key);
    for (const char *p = text, *end = text + strlen(text); p < end && n + 8 < size;) {
        int bytes = txt_utf8(p, (size_t)(end - p), NULL);
        int plain = bytes > 0 && (unsigned char)*p >= 0x20 && *p != 0x7F;
        if (*p == '\'')
            out[n++] = '\'';
        for (int i = 0; plain && i < bytes; i++)
            out[n++] = p[i];
        if (!plain) /* a path may hold any byte; YAML does not */
            out[n++] = '?';
        p += bytes > 0 ? bytes : 1;
    }
    out[n] = '\0';
    snprintf(out + n, size - n, "'\n");
}

static int add_scenario(vado *v, scn_folder *f, const vado_flee_input *in, int within) {
    static const char *const ways[] = {"auto", "split", "individual"};
    size_t size = 1024 + 2 * (strlen(in->input) + (in->validation ? strlen(in->validation) : 0) +
                              (in->settings ? strlen(in->settings) : 0));
    char *text = calloc(size, 1), name[128], days[32];
    if (!text)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    name_of(in->input, name);
    snprintf(days, sizeof days, "%d", in->days);
    quoted(text, size, "model", "flee");
    quoted(text, size, "name", name);
    quoted(text, size, "input", in->input);
    if (in->validation)
        quoted(text, size, "validation", in->validation);
    if (in->settings)
        quoted(text, size, "settings", in->settings);
    quoted(text, size, "days", days);
    quoted(text, size, "rules", in->sane ? "sane" : "flee");
    quoted(text, size, "arithmetic", ways[in->arithmetic]);
    if (within)
        quoted(text, size, "figures", "within");
    int status = scn_folder_add(f, "scenario.yaml", text, strlen(text));
    free(text);
    return status ? ctx_fail(v, VADO_ERR_MEMORY, "out of memory") : 0;
}

int flee_folder(vado *v, const vado_flee_input *in, int within, scn_folder *f) {
    memset(f, 0, sizeof *f);
    size_t n = strlen(in->input);
    if (!(f->path = malloc(n + 1)))
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    memcpy(f->path, in->input, n + 1);
    int status = add_folder(v, f, in->input, "input/");
    if (in->validation) { /* both are looked at before anything is refused */
        int other = add_folder(v, f, in->validation, "validation/");
        status = status ? status : other;
    }
    if (in->settings) {
        int other = add_file(v, f, in->settings, "simsetting.yml", 1);
        status = status ? status : other;
    }
    if (status == 0)
        status = add_file(v, f, "location_changes.csv", "current/location_changes.csv", 0);
    return status ? status : add_scenario(v, f, in, within);
}
