/* What is named to be put together: parts of a run, folders of them, or folders of what-ifs made in parts.
 *
 * 1. A folder with a baseline is one of what-ifs; of any other, all stores and all folders of what-ifs in it are meant.
 * 2. Parts of a run become one store. Of what-ifs, each run that the folders hold is put together by its name, so the
 *    folder that is written is the one that vado_whatif would have made, and goes on with.
 * 3. What is named .csv is what fits of a posterior or scores kept, and becomes one such file.
 */
#include "study/merge.h"
#include "run/run.h"
#include "study/studies.h"
#include "study/whatif.h"
#include "text/array.h"
#include "text/outfile.h"
#include "text/words.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    int n;
    char **texts;
} names;

typedef struct {
    vado *v;
    names stores, folders, tables;
} found;

/* Takes text over; it may be NULL. */
static int add(vado *v, names *to, char *text) {
    char **grown = text ? arr_more(to->texts, to->n, sizeof *grown) : NULL;
    if (!grown) {
        free(text);
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    to->texts = grown;
    to->texts[to->n++] = text;
    return 0;
}

static void drop(names *list) {
    for (int i = 0; i < list->n; i++)
        free(list->texts[i]);
    free(list->texts);
    *list = (names){0};
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void sort(names *list) {
    if (list->n > 1)
        qsort(list->texts, (size_t)list->n, sizeof *list->texts, by_name);
}

static int is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* 1, 0, or an error said. */
static int is_of_whatifs(vado *v, const char *folder) {
    char *baseline = txt_join(folder, "/", WHF_BASELINE);
    int there = baseline ? access(baseline, F_OK) == 0 : ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    free(baseline);
    return there;
}

/* Names in a folder, in order: of files that end so, and of folders unless that is NULL; those with a dot first are
 * left out. */
static int list(vado *v, const char *folder, const char *end, names *files, names *folders) {
    DIR *dir = opendir(folder);
    int status = dir ? 0 : ctx_refuse(v, folder, WANT_STORE, "a folder of parts");
    for (struct dirent *e; status == 0 && dir && (e = readdir(dir));) {
        if (e->d_name[0] == '.')
            continue;
        char *path = txt_join(folder, "/", e->d_name);
        int deep = path && is_folder(path);
        if (!path)
            status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
        else if (deep && folders)
            status = add(v, folders, txt_copy(e->d_name));
        else if (!deep && txt_ends(e->d_name, end))
            status = add(v, files, txt_copy(e->d_name));
        free(path);
    }
    if (dir)
        closedir(dir);
    sort(files);
    if (folders)
        sort(folders);
    return status;
}

/* Files of a folder that end so; 0 or an error said. */
static int take_files(found *f, const char *folder, const char *end, names *to) {
    names files = {0};
    int status = list(f->v, folder, end, &files, NULL);
    for (int i = 0; status == 0 && i < files.n; i++)
        status = add(f->v, to, txt_join(folder, "/", files.texts[i]));
    drop(&files);
    return status;
}

static int take_folders(found *f, const char *folder) {
    names files = {0}, folders = {0};
    int status = list(f->v, folder, ".db", &files, &folders);
    for (int i = 0; status == 0 && i < folders.n; i++) {
        char *path = txt_join(folder, "/", folders.texts[i]);
        int is = path ? is_of_whatifs(f->v, path) : ctx_fail(f->v, VADO_ERR_MEMORY, "out of memory");
        if (is > 0)
            status = add(f->v, &f->folders, path);
        else
            free(path);
        status = is < 0 ? is : status;
    }
    drop(&files);
    drop(&folders);
    return status;
}

/* Stores and folders of what-ifs; tables where there are none. */
static int expand(found *f, const char *folder) {
    int before = f->stores.n + f->folders.n + f->tables.n, status = take_files(f, folder, ".db", &f->stores);
    if (status == 0)
        status = take_folders(f, folder);
    if (status == 0 && f->stores.n + f->folders.n + f->tables.n == before)
        status = take_files(f, folder, ".csv", &f->tables);
    if (status == 0 && f->stores.n + f->folders.n + f->tables.n == before)
        status =
            ctx_fail(f->v, VADO_ERR_STORE,
                     "%s: found a folder without stores, expected parts of a run, or folders of what-ifs: `" SAY_RUN
                     "` and `" SAY_WHATIF "` with " SAY_MEMBER_RANGE " make them",
                     path_show(folder).text);
    return status;
}

static int find(found *f, const char *path) {
    if (!is_folder(path))
        return add(f->v, txt_ends(path, ".csv") ? &f->tables : &f->stores, txt_copy(path));
    int is = is_of_whatifs(f->v, path);
    return is < 0 ? is : is > 0 ? add(f->v, &f->folders, txt_copy(path)) : expand(f, path);
}

/* ---- folders of what-ifs ---- */

/* All names of stores that some folder holds. */
static int all_names(const found *f, names *all) {
    int status = 0;
    for (int i = 0; status == 0 && i < f->folders.n; i++)
        status = list(f->v, f->folders.texts[i], ".db", all, NULL);
    for (int i = 1; i < all->n;) { /* each once; they stand in order */
        if (strcmp(all->texts[i], all->texts[i - 1]) != 0) {
            i++;
            continue;
        }
        free(all->texts[i]);
        memmove(&all->texts[i], &all->texts[i + 1], (size_t)(--all->n - i) * sizeof *all->texts);
    }
    return status;
}

/* The store of this name of every folder; a folder without it is said. */
static int one(const found *f, const char *name, const vado_run_options *o, const char *dir) {
    names parts = {0};
    char *db = txt_join(dir, "/", name);
    int status = db ? 0 : ctx_fail(f->v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; status != VADO_ERR_MEMORY && i < f->folders.n; i++) {
        char *path = txt_join(f->folders.texts[i], "/", name);
        if (path && access(path, F_OK)) {
            status = ctx_fail(f->v, VADO_ERR_STORE,
                              "%s: found no such run, expected it as in other parts: make these what-ifs of that part "
                              "with " SAY_MEMBER_RANGE,
                              path_show(path).text);
            free(path);
        } else if (add(f->v, &parts, path)) {
            status = VADO_ERR_MEMORY;
        }
    }
    if (status == 0)
        status = run_merge(f->v, parts.n, (const char *const *)parts.texts, o, db);
    drop(&parts);
    free(db);
    return status;
}

static int folders(const found *f, const vado_run_options *o, const char *dir) {
    names all = {0};
    int first = 0, status = all_names(f, &all);
    if (status == 0)
        status = fil_make_folder(f->v, dir);
    for (int i = 0; status == 0 && i < all.n; i++) {
        int now = one(f, all.texts[i], o, dir);
        first = first ? first : now;
        if (now == VADO_ERR_MEMORY || now == VADO_ERR_CANCELLED)
            status = now;
    }
    drop(&all);
    return status ? status : first;
}

/* ---- what is kept a line a run ---- */

static int read_tables(const found *f, char **texts) {
    int first = 0;
    for (int i = 0; i < f->tables.n; i++) {
        size_t length;
        int status = scn_read_file(f->tables.texts[i], &texts[i], &length)
                         ? ctx_refuse(f->v, f->tables.texts[i], WANT_TABLE, "runs that were kept")
                         : 0;
        first = first ? first : status;
    }
    return first;
}

static int put_lines(const found *f, char *const *texts, const vado_run_options *o, const char *path) {
    const char *columns = mrg_columns(texts[0]);
    const vado_output_options to = {.kind = VADO_FILE_TABLE,
                                    .head = columns ? columns : FIT_POSTERIOR_RUNS_HEAD,
                                    .force = o->force,
                                    .nfiles = f->tables.n,
                                    .files = (const char *const *)f->tables.texts};
    char *text = NULL, words[256] = "";
    vado_output *out = NULL;
    int at = 0, status = mrg_lines(f->tables.n, (const char *const *)texts, &text, &at, words);
    if (status)
        return ctx_fail(f->v, status, "%s: %s", path_show(f->tables.texts[at]).text,
                        words[0] ? words : "out of memory");
    status = fil_open(f->v, path, &to, &out);
    if (status == 0 && fil_write(out, text, strlen(text)))
        status = ctx_fail(f->v, VADO_ERR_FILE, "%s: cannot be written", path);
    free(text);
    return fil_close(f->v, out, status);
}

static int tables(const found *f, const vado_run_options *o, const char *path) {
    char **texts = calloc((size_t)f->tables.n + 1, sizeof *texts);
    int status = texts ? read_tables(f, texts) : ctx_fail(f->v, VADO_ERR_MEMORY, "out of memory");
    if (status == 0)
        status = put_lines(f, texts, o, path);
    for (int i = 0; texts && i < f->tables.n; i++)
        free(texts[i]);
    free(texts);
    return status;
}

/* Parts of several kinds: the first of each of two. */
static int mixed(const found *f) {
    const names *kinds[] = {&f->stores, &f->folders, &f->tables};
    const names *one = NULL, *other = NULL;
    for (int i = 0; i < 3; i++)
        if (kinds[i]->n > 0)
            *(one ? &other : &one) = kinds[i];
    return other ? ctx_fail(
                       f->v, VADO_ERR_STORE,
                       "%s: found it beside %s, expected parts of one kind, stores, folders of what-ifs or runs that "
                       "fits kept: put them together one after the other",
                       other->texts[0], one->texts[0])
                 : 0;
}

int std_merge(vado *v, int n, const char *const *parts, const vado_run_options *o, const char *db) {
    found f = {.v = v};
    int first = 0;
    for (int i = 0; i < n && first != VADO_ERR_MEMORY; i++) {
        int status = find(&f, parts[i]);
        first = first ? first : status;
    }
    if (first == 0)
        first = mixed(&f);
    if (first == 0)
        first = f.folders.n > 0  ? folders(&f, o, db)
                : f.tables.n > 0 ? tables(&f, o, db)
                                 : run_merge(v, f.stores.n, (const char *const *)f.stores.texts, o, db);
    drop(&f.stores);
    drop(&f.folders);
    drop(&f.tables);
    return first;
}
