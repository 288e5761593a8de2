/* What is named to be put together: parts of a run, folders of them, or folders of what-ifs made in parts.
 *
 * 1. A folder with a baseline is one of what-ifs; of any other, all stores and all folders of what-ifs in it are meant.
 * 2. Parts of a run become one store. Of what-ifs, each run that the folders hold is put together by its name, so the
 *    folder that is written is the one that vado_whatif would have made, and goes on with.
 */
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
    names stores, folders;
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

static int is_store_name(const char *name) {
    size_t n = strlen(name);
    return name[0] != '.' && n > 3 && strcmp(name + n - 3, ".db") == 0;
}

/* 1, 0, or an error said. */
static int is_of_whatifs(vado *v, const char *folder) {
    char *baseline = txt_join(folder, "/", WHF_BASELINE);
    int there = baseline ? access(baseline, F_OK) == 0 : ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    free(baseline);
    return there;
}

/* Names in a folder, in order: of stores, and of folders unless that is NULL; those with a dot first are left out. */
static int list(vado *v, const char *folder, names *stores, names *folders) {
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
        else if (!deep && is_store_name(e->d_name))
            status = add(v, stores, txt_copy(e->d_name));
        free(path);
    }
    if (dir)
        closedir(dir);
    sort(stores);
    if (folders)
        sort(folders);
    return status;
}

static int expand(found *f, const char *folder) {
    names stores = {0}, folders = {0};
    int before = f->stores.n + f->folders.n, status = list(f->v, folder, &stores, &folders);
    for (int i = 0; status == 0 && i < stores.n; i++)
        status = add(f->v, &f->stores, txt_join(folder, "/", stores.texts[i]));
    for (int i = 0; status == 0 && i < folders.n; i++) {
        char *path = txt_join(folder, "/", folders.texts[i]);
        int is = path ? is_of_whatifs(f->v, path) : ctx_fail(f->v, VADO_ERR_MEMORY, "out of memory");
        if (is > 0)
            status = add(f->v, &f->folders, path);
        else
            free(path);
        status = is < 0 ? is : status;
    }
    drop(&stores);
    drop(&folders);
    if (status == 0 && f->stores.n + f->folders.n == before)
        status =
            ctx_fail(f->v, VADO_ERR_STORE,
                     "%s: found a folder without stores, expected parts of a run, or folders of what-ifs: `" SAY_RUN
                     "` and `" SAY_WHATIF "` with " SAY_MEMBER_RANGE " make them",
                     path_show(folder).text);
    return status;
}

static int find(found *f, const char *path) {
    int is = is_folder(path) ? is_of_whatifs(f->v, path) : -1;
    if (!is_folder(path))
        return add(f->v, &f->stores, txt_copy(path));
    return is < 0 ? is : is > 0 ? add(f->v, &f->folders, txt_copy(path)) : expand(f, path);
}

/* ---- folders of what-ifs ---- */

/* All names of stores that some folder holds. */
static int all_names(const found *f, names *all) {
    int status = 0;
    for (int i = 0; status == 0 && i < f->folders.n; i++)
        status = list(f->v, f->folders.texts[i], all, NULL);
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

int std_merge(vado *v, int n, const char *const *parts, const vado_run_options *o, const char *db) {
    found f = {.v = v};
    int first = 0;
    for (int i = 0; i < n && first != VADO_ERR_MEMORY; i++) {
        int status = find(&f, parts[i]);
        first = first ? first : status;
    }
    if (first == 0 && f.stores.n > 0 && f.folders.n > 0)
        first = ctx_fail(v, VADO_ERR_STORE,
                         "%s: found a folder of what-ifs beside %s, expected parts of one kind: put them together one "
                         "after the other",
                         f.folders.texts[0], f.stores.texts[0]);
    if (first == 0)
        first =
            f.folders.n > 0 ? folders(&f, o, db) : run_merge(v, f.stores.n, (const char *const *)f.stores.texts, o, db);
    drop(&f.stores);
    drop(&f.folders);
    return first;
}
