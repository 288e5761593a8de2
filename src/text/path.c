/* See path.h.
 *
 * 1. stat says whether it is there; if not, lstat tells a link to nothing from a name that is not there, and the names
 *    of the folder are compared with the last part of the path.
 * 2. Of a folder, the files that make it a scenario or an input of Flee are looked for.
 * 3. Of a plain file, the first bytes tell a store, a database, a page, a table; nothing else is opened.
 */
#include "text/path.h"

#include "text/say.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 512, LOOKED_AT = 2000, SHOWN_PATH = 150 };

txt_shown path_show(const char *path) {
    char *safe = txt_printable(path, strlen(path), "");
    size_t n = safe ? strlen(safe) : 0;
    txt_shown out;
    if (!safe)
        out = txt_say("(no memory for the name)");
    else if (n == 0)
        out = txt_say("(empty name)");
    else if (n <= SHOWN_PATH)
        out = txt_say("%s", safe);
    else
        out = txt_say("%.70s...%s", safe, safe + n - 70);
    free(safe);
    return out;
}

/* ---- the kind ---- */

static int holds(const char *folder, const char *name) {
    char *path = txt_join(folder, "/", name);
    struct stat about;
    int there = path && stat(path, &about) == 0 && S_ISREG(about.st_mode);
    free(path);
    return there;
}

static path_kind of_folder(const char *path) {
    return holds(path, "scenario.yaml")                                ? PATH_SCENARIO
           : holds(path, "locations.csv") && holds(path, "routes.csv") ? PATH_FLEE
                                                                       : PATH_FOLDER;
}

path_kind path_of_database(const char *head, size_t n) {
    if (n < 16 || memcmp(head, "SQLite format 3", 16) != 0) /* its end is the 16th */
        return PATH_FILE;
    return n >= 72 && memcmp(head + 68, "vado", 4) == 0 ? PATH_STORE : PATH_DATABASE; /* the mark of the application */
}

static path_kind of_bytes(const char *path, const char *head, size_t n) {
    path_kind database = path_of_database(head, n);
    if (database != PATH_FILE)
        return database;
    if (n >= sizeof PATH_PACKED_NAME - 1 && memcmp(head, PATH_PACKED_NAME, sizeof PATH_PACKED_NAME - 1) == 0)
        return PATH_PACKED;
    size_t i = n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    i += strspn(head + i, " \t\r\n");
    if (strncmp(head + i, "<!doctype html", 14) == 0 || strncmp(head + i, "<!DOCTYPE html", 14) == 0 ||
        strncmp(head + i, "<html", 5) == 0)
        return PATH_PAGE;
    return txt_ends(path, ".csv") ? PATH_TABLE : PATH_FILE;
}

/* error: of errno, 0 if it can be read. */
static path_kind of_file(const char *path, const struct stat *about, int *error) {
    char head[HEAD + 1] = "";
    int in = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    ssize_t n = in < 0 ? -1 : read(in, head, HEAD);
    if (n < 0)
        *error = errno;
    if (in >= 0)
        close(in);
    return n < 0 ? PATH_UNREADABLE : about->st_size == 0 ? PATH_EMPTY : of_bytes(path, head, (size_t)n);
}

static path_kind look(const char *path, int *error, const char **special) {
    struct stat about;
    *error = 0;
    *special = "";
    if (stat(path, &about) != 0) {
        *error = errno;
        return *error == ENOENT && *path && lstat(path, &about) != 0 ? PATH_MISSING : PATH_UNREADABLE;
    }
    if (S_ISDIR(about.st_mode))
        return of_folder(path);
    if (S_ISREG(about.st_mode))
        return of_file(path, &about, error);
    *special = S_ISFIFO(about.st_mode) ? "a pipe" : S_ISSOCK(about.st_mode) ? "a socket" : "a device";
    return PATH_SPECIAL;
}

int path_is_text(const char *path) {
    int error;
    const char *special;
    path_kind kind = look(path, &error, &special);
    return kind == PATH_EMPTY || kind == PATH_TABLE || kind == PATH_FILE;
}

int path_is_packed(const char *path) {
    int error;
    const char *special;
    return look(path, &error, &special) == PATH_PACKED;
}

const char *path_base(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* ---- what to do ---- */

/* The name nearest to the last part of path in its folder, as a path to be freed; or NULL. */
static char *nearest(const char *path) {
    const char *base = path_base(path);
    char *folder = base > path ? txt_copy_n(path, (size_t)(base - path)) : txt_copy("./"), *best = NULL;
    char *names[LOOKED_AT];
    int n = 0;
    DIR *dir = folder ? opendir(folder) : NULL;
    struct dirent *entry;
    while (dir && n < LOOKED_AT && (entry = readdir(dir)) != NULL)
        if (entry->d_name[0] != '.' && (names[n] = txt_copy(entry->d_name)) != NULL)
            n++;
    const char *near = rep_nearest(base, n, (const char *const *)names);
    for (int i = 0; near && i < n; i++) /* of equals the first in order, not the first on the disk */
        if (strcmp(names[i], near) < 0 && rep_nearest(base, 2, (const char *const[2]){names[i], near}) == names[i] &&
            rep_nearest(base, 2, (const char *const[2]){near, names[i]}) == names[i])
            near = names[i];
    if (near)
        best = base > path ? txt_join(folder, near, "") : txt_copy(near);
    for (int i = 0; i < n; i++)
        free(names[i]);
    if (dir)
        closedir(dir);
    free(folder);
    return best;
}

static void todo_missing(const char *path, path_said *said, path_wanted wanted) {
    char *near = nearest(path);
    if (near)
        snprintf(said->todo, sizeof said->todo, "did you mean %s?", path_show(near).text);
    else if (wanted == WANT_STORE)
        snprintf(said->todo, sizeof said->todo, "`" SAY_RUN " SCENARIO " SAY_INTO " %s` makes one",
                 path_show(path).text);
    else if (wanted == WANT_SCENARIO)
        snprintf(said->todo, sizeof said->todo, "`" SAY_NEW " %s` writes a small one to begin from",
                 path_show(path).text);
    free(near);
}

/* The last part of a path, without slashes at its end. */
static txt_shown last_part(const char *path) {
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    size_t from = n;
    while (from > 0 && path[from - 1] != '/')
        from--;
    return txt_say("%.*s", (int)(n - from < 100 ? n - from : 100), path + from);
}

static void todo_store(const char *path, path_said *s) {
    if (s->kind == PATH_SCENARIO || s->kind == PATH_PACKED)
        snprintf(s->todo, sizeof s->todo, "`" SAY_RUN " %s " SAY_INTO " out/%s.db` makes one", path_show(path).text,
                 path_show(last_part(path).text).text);
    else if (s->kind == PATH_FLEE)
        snprintf(s->todo, sizeof s->todo, "`" SAY_FLEE " %s VALIDATION_DIR " SAY_DB " FILE.db` makes one",
                 path_show(path).text);
    else
        snprintf(s->todo, sizeof s->todo, "`" SAY_RUN " SCENARIO " SAY_INTO " FILE.db` makes one");
}

/* For one who wants a folder. */
static void todo_folder(const char *path, path_wanted wanted, path_said *s) {
    txt_shown shown = path_show(path), last = last_part(path);
    const char *slash = strrchr(path, '/');
    if (s->kind == PATH_STORE)
        snprintf(s->todo, sizeof s->todo, "`" SAY_SUMMARY " %s` reads it, `" SAY_RESUME " %s` goes on with it",
                 shown.text, shown.text);
    else if (strcmp(last.text, "scenario.yaml") == 0 && wanted == WANT_SCENARIO)
        snprintf(s->todo, sizeof s->todo, "did you mean its folder, `" SAY_CHECK " %s`?",
                 slash ? path_show(txt_say("%.*s", (int)(slash - path < 150 ? slash - path : 150), path).text).text
                       : ".");
    else
        snprintf(s->todo, sizeof s->todo, "name the folder, as in %s",
                 wanted == WANT_SCENARIO ? SAY_CHECK " scenarios/us-mexico" : SAY_FLEE " input_csv source_data");
}

static void found_unreadable(const char *path, int error, path_said *s) {
    const char *words = *path == '\0'           ? "an empty name"
                        : error == ELOOP        ? "a loop of links"
                        : error == ENOENT       ? "a link to nothing"
                        : error == ENAMETOOLONG ? "a name that is too long"
                        : error == ENOTDIR      ? "a file above it in place of a folder"
                                                : NULL;
    if (words)
        snprintf(s->found, sizeof s->found, "%s", words);
    else
        snprintf(s->found, sizeof s->found, "a file that cannot be read (%s)", strerror(error));
    snprintf(s->todo, sizeof s->todo, "%s",
             error == EACCES || error == EPERM ? "allow reading it, or name another"
             : error == ENAMETOOLONG           ? "name a shorter one"
                                               : "name another");
}

void path_look(const char *path, path_wanted wanted, path_said *said) {
    static const char *const words[] = {[PATH_FOLDER] = "a folder",
                                        [PATH_SCENARIO] = "a scenario (a folder)",
                                        [PATH_FLEE] = "a folder of Flee's files",
                                        [PATH_EMPTY] = "an empty file",
                                        [PATH_STORE] = "a store of vado",
                                        [PATH_DATABASE] = "a database of another program",
                                        [PATH_PAGE] = "a page (HTML)",
                                        [PATH_PACKED] = "a packed scenario",
                                        [PATH_TABLE] = "a CSV table",
                                        [PATH_FILE] = "a file of another kind"};
    const char *special;
    int folder = wanted == WANT_SCENARIO || wanted == WANT_FLEE;
    memset(said, 0, sizeof *said);
    said->kind = look(path, &said->error, &special);
    if (said->kind == PATH_UNREADABLE) {
        found_unreadable(path, said->error, said);
        if (wanted == WANT_STORE && (said->error == ENOENT || said->error == ELOOP))
            todo_store(path, said);
        return;
    }
    if (said->kind == PATH_MISSING) {
        snprintf(said->found, sizeof said->found, folder ? "no such folder" : "no such file");
        todo_missing(path, said, wanted);
        return;
    }
    int own = said->kind == PATH_FILE && strcmp(last_part(path).text, "scenario.yaml") == 0;
    snprintf(said->found, sizeof said->found, "%s",
             said->kind == PATH_SPECIAL ? special
             : own                      ? "a file of a scenario"
                                        : words[said->kind]);
    if (wanted == WANT_STORE)
        todo_store(path, said);
    else if (folder)
        todo_folder(path, wanted, said);
    else
        snprintf(said->todo, sizeof said->todo, wanted == WANT_OUTPUT ? "choose another name" : "name a plain file");
}

void path_refuse(rep_report *rep, const char *path, path_wanted wanted, const char *expected) {
    path_said said;
    path_look(path, wanted, &said);
    rep_unreadable(rep, path_show(path).text, said.found, said.todo[0] ? said.todo : NULL, expected);
}

int path_is_read(const char *name) {
    const char *dot = strrchr(name, '.');
    return dot != NULL && (strcmp(dot, ".csv") == 0 || strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0 ||
                           strcmp(dot, ".md") == 0);
}
