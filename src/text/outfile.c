/* May a file be written where a name leads? See outfile.h.
 *
 * 1. Links are followed to what they lead to: that is judged and replaced, the links stay.
 * 2. A folder, an input of the same command (the same file on disk, whatever its name), or a place that is not there is
 *    refused whatever is insisted on.
 * 3. A file that stands there must be of the kind that is about to be written, or empty: a store by SQLite's mark of
 *    the application, a page by its generator, a table by its header, a text by how it begins. `force` insists.
 */
#include "text/outfile.h"

#include "text/path.h"
#include "text/words.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_LINKS = 40, MOST_DEPTH = 5 };

/* ---- where a name leads ---- */

static int same(const struct stat *a, const struct stat *b) { return a->st_dev == b->st_dev && a->st_ino == b->st_ino; }

static void folder_of(const char *path, char out[FIL_PATH]) {
    const char *slash = strrchr(path, '/');
    size_t n = !slash ? 1 : slash == path ? 1 : (size_t)(slash - path);
    memcpy(out, slash ? path : ".", n);
    out[n] = '\0';
}

/* A link's text in place of the link; -1 with errno. */
static int step(char path[FIL_PATH]) {
    char text[FIL_PATH], folder[FIL_PATH];
    ssize_t n = readlink(path, text, sizeof text - 1);
    if (n <= 0)
        return -1;
    text[n] = '\0';
    folder_of(path, folder);
    size_t before = text[0] == '/' ? 0 : strlen(folder) + 1;
    if (before + (size_t)n >= FIL_PATH) {
        errno = ENAMETOOLONG;
        return -1;
    }
    if (before)
        snprintf(path, FIL_PATH, "%.*s/", (int)(before - 1), folder);
    memcpy(path + before, text, (size_t)n + 1);
    return 0;
}

static int cannot(vado *v, const char *path, int why) {
    const char *help = why == EACCES || why == EPERM ? "take one that may be written, or change its rights"
                       : why == EROFS                ? "it lies on a read-only disk, name another file"
                                                     : "name another file";
    return ctx_fail(v, VADO_ERR_FILE, "%s: cannot be written: %s; %s", path, strerror(why), help);
}

static int follow(vado *v, const char *path, fil_target *t) {
    struct stat there;
    size_t n = strlen(path);
    memset(t, 0, sizeof *t);
    if (n == 0)
        return ctx_fail(v, VADO_ERR_FILE, "the file to be written has an empty name, expected a file's name");
    if (n >= FIL_PATH)
        return cannot(v, path, ENAMETOOLONG);
    memcpy(t->path, path, n + 1);
    int exists = stat(path, &there) == 0, links = 0, status = -1;
    if (!exists && errno != ENOENT && errno != ENOTDIR)
        return cannot(v, path, errno);
    if (exists && S_ISDIR(there.st_mode))
        return ctx_fail(v, VADO_ERR_FILE, "%s: is a folder, expected a file to write; name a file in it, as %s%sNAME",
                        path, path, path[n - 1] == '/' ? "" : "/");
    if (path[n - 1] == '/')
        return ctx_fail(v, VADO_ERR_FILE, "%s: names a folder, expected a file to write; put the file's name after it",
                        path);
    if (!exists || S_ISREG(there.st_mode))
        while ((status = lstat(t->path, &t->info)) == 0 && S_ISLNK(t->info.st_mode))
            if (links++ == MOST_LINKS || step(t->path))
                return cannot(v, path, links > MOST_LINKS ? ELOOP : errno);
    t->exists = status == 0;
    /* Not a file, or one that its links do not lead to by name, or the one that the standard output goes to */
    struct stat out;
    if (exists && (!t->exists || !same(&t->info, &there) || (fstat(STDOUT_FILENO, &out) == 0 && same(&out, &there)))) {
        memcpy(t->path, path, n + 1);
        t->info = there;
        t->exists = t->through = 1;
    }
    folder_of(t->path, t->folder);
    return 0;
}

static int look_at_folder(vado *v, const char *path, const fil_target *t) {
    struct stat info;
    if (stat(t->folder, &info)) {
        if (errno != ENOENT && errno != ENOTDIR)
            return cannot(v, path, errno);
        return ctx_fail(v, VADO_ERR_FILE,
                        "%s: cannot be written: the folder %s is not there; make it (mkdir -p), or name another file",
                        path, t->folder);
    }
    if (!S_ISDIR(info.st_mode))
        return ctx_fail(v, VADO_ERR_FILE, "%s: cannot be written: %s is a file, expected a folder; name another file",
                        path, t->folder);
    if (access(t->folder, W_OK | X_OK))
        return ctx_fail(v, VADO_ERR_FILE,
                        "%s: cannot be written: the folder %s may not be written in (%s); name "
                        "another file",
                        path, t->folder, strerror(errno));
    return 0;
}

/* ---- inputs ---- */

/* A scenario's files; and the stores in a folder of what-ifs, which no run reads. */
static int read_of_folder(const vado_output_options *o, const char *name) {
    size_t n = strlen(name);
    return path_is_read(name) || (o->kind != VADO_FILE_STORE && n > 3 && strcmp(name + n - 3, ".db") == 0);
}

/* Is the target this file, or one that is read in this folder? but: a folder at the top of it that is not read. */
static int is_input(const fil_target *t, const vado_output_options *o, const char *path, const char *but, int depth) {
    struct stat info;
    if (stat(path, &info))
        return 0;
    if (!S_ISDIR(info.st_mode))
        return same(&info, &t->info);
    DIR *dir = depth < MOST_DEPTH ? opendir(path) : NULL;
    int found = 0;
    for (struct dirent *e; dir && !found && (e = readdir(dir));) {
        if (e->d_name[0] == '.' || (depth == 0 && but && strcmp(e->d_name, but) == 0))
            continue;
        char *name = txt_join(path, "/", e->d_name);
        struct stat one;
        if (name && stat(name, &one) == 0 && (S_ISDIR(one.st_mode) || read_of_folder(o, e->d_name)))
            found = is_input(t, o, name, NULL, depth + 1);
        free(name);
    }
    if (dir)
        closedir(dir);
    return found;
}

static int look_at_inputs(vado *v, const char *path, const vado_output_options *o, const fil_target *t) {
    const vado_input *in = o->input;
    const char *found = NULL;
    if (!t->exists)
        return 0;
    for (int i = 0; i < o->nfiles && !found; i++)
        if (o->files[i] && is_input(t, o, o->files[i], NULL, 0))
            found = o->files[i];
    if (in && !found && in->scenario && is_input(t, o, in->scenario, o->but, 0))
        found = in->scenario;
    if (in && !found && in->latents && is_input(t, o, in->latents, NULL, 0))
        found = in->latents;
    for (int i = 0; in && i < in->npolicies && !found; i++)
        if (is_input(t, o, in->policies[i], NULL, 0))
            found = in->policies[i];
    if (!found)
        return 0;
    return ctx_fail(v, VADO_ERR_FILE,
                    "%s: would be written over what is read: it is an input of this command (%s); "
                    "name another file",
                    path, found);
}

int fil_find(vado *v, const char *path, const vado_output_options *o, fil_target *t) {
    int status = follow(v, path, t);
    if (status == 0)
        status = look_at_inputs(v, path, o, t);
    if (status || t->through)
        return status;
    status = look_at_folder(v, path, t);
    if (status == 0 && t->exists && !o->force && access(t->path, W_OK))
        status = ctx_fail(v, VADO_ERR_FILE, "%s: may not be written (%s); name another file, or insist with " SAY_FORCE,
                          path, strerror(errno));
    return status;
}

/* ---- kinds ---- */

typedef enum { EMPTY, STORE, DATABASE, PAGE, TEXT, BINARY, UNREADABLE } standing;

static standing look(const fil_target *t, char *head, size_t *length) {
    int fd = open(t->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    ssize_t n = 0;
    *length = 0;
    if (fd < 0)
        return UNREADABLE;
    while (*length < FIL_HEAD && (n = read(fd, head + *length, FIL_HEAD - *length)) > 0)
        *length += (size_t)n;
    close(fd);
    head[*length] = '\0';
    if (n < 0)
        return UNREADABLE;
    if (*length == 0)
        return EMPTY;
    path_kind database = path_of_database(head, *length);
    if (database != PATH_FILE)
        return database == PATH_STORE ? STORE : DATABASE;
    if (memchr(head, '\0', *length))
        return BINARY;
    if (*length > 9 && memcmp(head, "<!doctype", 9) == 0) {
        const char *mark = strstr(head, FIL_PAGE_MARK);
        return mark && mark - head < 1024 ? PAGE : TEXT;
    }
    return TEXT;
}

int fil_header(const char *text, size_t length, int end, const char **line, size_t *n) {
    static const char order[] = "\xEF\xBB\xBF";
    if (length >= 3 && memcmp(text, order, 3) == 0) {
        text += 3;
        length -= 3;
    }
    while (length > 0) {
        const char *stop = memchr(text, '\n', length);
        size_t whole = stop ? (size_t)(stop - text) : length;
        if (!stop && !end)
            return 0;
        size_t bare = whole > 0 && text[whole - 1] == '\r' ? whole - 1 : whole;
        if (bare > 0 && text[0] != '#') {
            *line = text;
            *n = bare;
            return 1;
        }
        text += whole + (stop != NULL);
        length -= whole + (stop != NULL);
    }
    return 0;
}

/* 1 if a text that stands there is of the kind to be written, 0 if not, -1 if that is not known yet. */
static int alike(const char *head, size_t length, const vado_output_options *o, const char *text, size_t n) {
    const char *old = "", *new = o->head;
    size_t nold = 0, nnew = new ? strlen(new) : 0;
    if (o->kind == VADO_FILE_TEXT)
        return new &&length >= nnew &&memcmp(head, new, nnew) == 0;
    if (o->kind != VADO_FILE_TABLE)
        return 0;
    if (!new && !fil_header(text, n, 0, &new, &nnew))
        return -1;
    return fil_header(head, length, 1, &old, &nold) && nold == nnew && memcmp(old, new, nnew) == 0;
}

static const char *const wanted_words[] = {[VADO_FILE_STORE] = "a store of vado",
                                           [VADO_FILE_PAGE] = "a page of vado",
                                           [VADO_FILE_TABLE] = "a table with the columns that are to be written",
                                           [VADO_FILE_TEXT] = "an earlier output of this command"};

int fil_judge(vado *v, const fil_target *t, const vado_output_options *o, const char *text, size_t length) {
    static const char *const words[] = {
        "nothing", "a store of vado",        "a database of another program", "a page of vado",
        "a text",  "a file of another kind", "a file that cannot be read"};
    if (!t->exists || o->force)
        return 0;
    if (t->through) /* a disk is not written over by mistake; a fifo and a terminal have nothing to lose */
        return !S_ISBLK(t->info.st_mode) ? 0
                                         : ctx_fail(v, VADO_ERR_FILE,
                                                    "%s: is a disk, expected a file; name another "
                                                    "file, or insist with " SAY_FORCE,
                                                    t->path);
    char *head = malloc(FIL_HEAD + 1);
    if (!head)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    size_t n, line = 0;
    standing s = look(t, head, &n);
    int fine = s == EMPTY || (s == STORE && o->kind == VADO_FILE_STORE) || (s == PAGE && o->kind == VADO_FILE_PAGE) ||
               (s == TEXT && alike(head, n, o, text, length)) ||
               (s == BINARY && o->kind == VADO_FILE_TEXT && alike(head, n, o, text, length));
    int status = 0;
    if (!fine) {
        char begins[80] = "";
        const char *first = "";
        if (s == TEXT && fil_header(head, n, 1, &first, &line))
            snprintf(begins, sizeof begins, "%.*s", (int)(line < 60 ? line : 60), first);
        status = ctx_fail(v, VADO_ERR_FILE,
                          "%s: is there already: found %s%s%s%s, expected %s or no file; it is left as it is: name "
                          "another file, or insist with " SAY_FORCE,
                          t->path, words[s], begins[0] ? " that begins with " : "",
                          begins[0] ? txt_show(begins).text : "", line > 60 ? "..." : "", wanted_words[o->kind]);
    }
    free(head);
    return status;
}

int fil_store(vado *v, const char *path, const vado_output_options *o, fil_target *t) {
    if (strcmp(path, "-") == 0)
        return ctx_fail(v, VADO_ERR_FILE,
                        "-: a store cannot go to the standard output; name a file, or ./- for this one");
    int status = fil_find(v, path, o, t);
    if (status == 0 && t->through)
        status = ctx_fail(v, VADO_ERR_FILE,
                          "%s: is a pipe or a device, expected a file: a store is read and written; name another file",
                          path);
    return status ? status : fil_judge(v, t, o, NULL, 0);
}

/* ---- folders ---- */

int fil_make_folders(vado *v, const char *path) {
    char part[FIL_PATH];
    if (strlen(path) >= sizeof part)
        return cannot(v, path, ENAMETOOLONG);
    for (size_t i = 1; path[i]; i++) {
        if (path[i] != '/')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0777) && errno != EEXIST)
            return ctx_fail(v, VADO_ERR_FILE, "%s: the folder cannot be made: %s; name a place with " SAY_INTO, part,
                            strerror(errno));
    }
    return 0;
}

int fil_make_folder(vado *v, const char *path) {
    struct stat info;
    char bare[FIL_PATH], above[FIL_PATH];
    size_t n = strlen(path);
    if (n == 0 || n >= sizeof bare)
        return cannot(v, path, n ? ENAMETOOLONG : ENOENT);
    if (stat(path, &info) == 0)
        return S_ISDIR(info.st_mode)
                   ? 0
                   : ctx_fail(v, VADO_ERR_FILE, "%s: is a file, expected a folder; name another", path);
    memcpy(bare, path, n + 1);
    while (n > 1 && bare[n - 1] == '/')
        bare[--n] = '\0';
    folder_of(bare, above);
    if (mkdir(bare, 0777) == 0)
        return 0;
    if (errno == ENOENT)
        return ctx_fail(v, VADO_ERR_FILE,
                        "%s: cannot be made: the folder %s is not there; make it (mkdir -p), or name another", path,
                        above);
    return ctx_fail(v, VADO_ERR_FILE, "%s: the folder cannot be made: %s; name another", path, strerror(errno));
}

int fil_new_folder(vado *v, const char *path, fil_target *t) {
    size_t n = strlen(path);
    memset(t, 0, sizeof *t);
    if (n == 0)
        return ctx_fail(v, VADO_ERR_FILE, "the folder to be made has an empty name, expected a folder's name");
    if (strcmp(path, "-") == 0)
        return ctx_fail(v, VADO_ERR_FILE,
                        "-: a folder cannot go to the standard output; name a folder, or ./- for this one");
    if (n >= FIL_PATH)
        return cannot(v, path, ENAMETOOLONG);
    memcpy(t->path, path, n + 1);
    while (n > 1 && t->path[n - 1] == '/')
        t->path[--n] = '\0';
    folder_of(t->path, t->folder);
    if (lstat(t->path, &t->info) == 0)
        return ctx_fail(
            v, VADO_ERR_FILE,
            "%s: is there already: found a %s, expected a name under which nothing stands; it is left as it "
            "is: name another folder",
            t->path, S_ISDIR(t->info.st_mode) ? "folder" : "file");
    if (errno != ENOENT && errno != ENOTDIR)
        return cannot(v, path, errno);
    return look_at_folder(v, path, t);
}
