/* The scenario's folder in memory: every .csv, .yaml, .yml and .md file of it and of its subfolders, in order of name.
 * Hidden files are left out. What is not text is found later by the readers. A link that leads back to a folder above
 * it and a folder with more entries than any scenario has are refused: a web of links holds billions of paths. */
#include "scenario/packed.h"
#include "text/array.h"
#include "text/path.h"
#include "text/words.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEPTH_MAX = 4, ENTRIES_MAX = SCN_FILES_MAX };
static const long long file_max = 256LL * 1024 * 1024;

const scn_file *scn_folder_find(const scn_folder *f, const char *name) {
    for (int i = 0; i < f->count; i++)
        if (strcmp(f->files[i].name, name) == 0)
            return &f->files[i];
    return NULL;
}

/* What stands in the bytes of a packed scenario is freed with them. */
static void free_text(const scn_folder *f, char *text) {
    const unsigned char *at = (unsigned char *)text;
    if (f->packed == NULL || at < f->packed || at >= f->packed + f->npacked)
        free(text);
}

int scn_folder_add(scn_folder *f, const char *name, const char *text, size_t length) {
    char *copy = txt_copy_n(text, length);
    if (copy == NULL)
        return -1;
    int at = 0;
    while (at < f->count && strcmp(f->files[at].name, name) < 0)
        at++;
    if (at < f->count && strcmp(f->files[at].name, name) == 0) {
        scn_file *file = &f->files[at];
        free_text(f, file->text);
        *file = (scn_file){.name = file->name, .text = copy, .length = length, .origin = file->origin};
        return 0;
    }
    char *own_name = txt_copy(name);
    scn_file *files = arr_more(f->files, f->count, sizeof *files);
    if (files != NULL)
        f->files = files;
    if (own_name == NULL || files == NULL) {
        free(own_name);
        free(copy);
        return -1;
    }
    memmove(files + at + 1, files + at, (size_t)(f->count - at) * sizeof *files);
    files[at] = (scn_file){.name = own_name, .text = copy, .length = length};
    f->count++;
    return 0;
}

static void drop(const scn_folder *f, scn_file *file) {
    free(file->name);
    free_text(f, file->text);
    free(file->origin);
}

void scn_folder_remove(scn_folder *f, const char *name) {
    for (int i = 0; i < f->count; i++)
        if (strcmp(f->files[i].name, name) == 0) {
            drop(f, &f->files[i]);
            memmove(f->files + i, f->files + i + 1, (size_t)(--f->count - i) * sizeof *f->files);
            return;
        }
}

void scn_folder_free(scn_folder *f) {
    for (int i = 0; i < f->count; i++)
        drop(f, &f->files[i]);
    free(f->files);
    free(f->packed);
    free(f->model);
    free(f->path);
    memset(f, 0, sizeof *f);
}

/* Where the copied bytes have what stands at `at` in those of `from`; NULL for what does not. */
static unsigned char *moved(const scn_folder *to, const scn_folder *from, const void *at) {
    const unsigned char *p = at;
    return p == NULL || from->packed == NULL || p < from->packed || p >= from->packed + from->npacked
               ? NULL
               : to->packed + (p - from->packed);
}

static int copy_packed(scn_folder *to, const scn_folder *from) {
    if (from->packed == NULL)
        return 0;
    to->packed = (unsigned char *)txt_copy_n((char *)from->packed, from->npacked);
    to->model = txt_copy(from->model);
    if (to->packed == NULL || to->model == NULL)
        return -1;
    to->npacked = from->npacked;
    to->packed_texts = from->packed_texts;
    to->letters = (char *)moved(to, from, from->letters);
    to->nletters = from->nletters;
    to->texts_sum = moved(to, from, from->texts_sum);
    to->damaged = from->damaged;
    return 0;
}

int scn_folder_copy(scn_folder *to, const scn_folder *from) {
    memset(to, 0, sizeof *to);
    to->path = txt_copy(from->path);
    int status = to->path == NULL ? -1 : copy_packed(to, from);
    for (int i = 0; status == 0 && i < from->count; i++) {
        const scn_file *f = &from->files[i];
        scn_file *files = arr_more(to->files, to->count, sizeof *files); /* files may be added to the copy */
        if (files == NULL) {
            status = -1;
            break;
        }
        to->files = files;
        scn_file *copy = &to->files[to->count++];
        *copy = (scn_file){.name = txt_copy(f->name),
                           .text = (char *)moved(to, from, f->text),
                           .length = f->length,
                           .origin = f->origin == NULL ? NULL : txt_copy(f->origin),
                           .rows = moved(to, from, f->rows),
                           .nrows = f->nrows,
                           .packed_at = f->packed_at};
        if (f->text != NULL && copy->text == NULL && (copy->text = txt_copy_n(f->text, f->length)) == NULL)
            status = -1;
        if (copy->name == NULL || (f->origin != NULL && copy->origin == NULL))
            status = -1;
    }
    if (status != 0)
        scn_folder_free(to);
    return status;
}

int scn_read_file(const char *path, char **text, size_t *length) {
    int status = -1;
    FILE *in = NULL;
    struct stat about;
    *text = NULL;
    if (stat(path, &about) != 0)
        return -1;
    if (!S_ISREG(about.st_mode)) {
        errno = S_ISDIR(about.st_mode) ? EISDIR : EINVAL;
        return -1;
    }
    if (about.st_size > file_max) {
        errno = EFBIG;
        return -1;
    }
    in = fopen(path, "rb");
    if (in == NULL)
        return -1;
    *text = malloc((size_t)about.st_size + 1);
    if (*text == NULL)
        goto out;
    *length = fread(*text, 1, (size_t)about.st_size, in);
    (*text)[*length] = '\0';
    if (!ferror(in))
        status = 0;
out:
    if (status != 0) {
        free(*text);
        *text = NULL;
    }
    fclose(in);
    return status;
}

int scn_folder_add_from_disk(scn_folder *f, const char *path, const char *name) {
    char *text = NULL;
    size_t length = 0;
    if (scn_read_file(path, &text, &length) != 0)
        return -1;
    int status = scn_folder_add(f, name, text, length);
    free(text);
    return status;
}

int scn_folder_replace(scn_folder *f, const char *path, const char *name) {
    if (scn_folder_add_from_disk(f, path, name) != 0)
        return -1;
    for (int i = 0; i < f->count; i++)
        if (strcmp(f->files[i].name, name) == 0) {
            free(f->files[i].origin);
            f->files[i].origin = txt_copy(path);
        }
    return 0;
}

typedef struct level {
    const struct level *above;
    dev_t device;
    ino_t inode;
    int depth;
} level;

typedef struct {
    scn_folder *f;
    rep_report *rep;
    int entries;
    int deep; /* said once: a folder too deep seldom comes alone */
} walk;

static int leads_back(const level *l, const struct stat *about) {
    for (; l != NULL; l = l->above)
        if (l->device == about->st_dev && l->inode == about->st_ino)
            return 1;
    return 0;
}

static int read_level(walk *w, const char *path, const char *under, const level *above);

/* under: "observed/" of the folder `disk`. */
static int read_deeper(walk *w, const char *disk, const char *under, const level *here, const struct stat *about) {
    if (leads_back(here, about)) {
        rep_unreadable(w->rep, disk, "a link that leads back to a folder above it", "delete it",
                       "folders that do not hold themselves");
        return -1;
    }
    if (here->depth == DEPTH_MAX) {
        if (!w->deep++)
            rep_add(w->rep, REP_WARNING, disk, 0, 0, "a folder below four others",
                    "it is not read: move what is in it up", "a scenario less deep");
        return 0;
    }
    return read_level(w, disk, under, here);
}

/* A file or folder `entry` of the folder at path. */
static int read_entry(walk *w, const char *path, const char *under, const char *entry, const level *here) {
    struct stat about;
    char *disk = txt_join(path, "/", entry), *name = txt_join(under, entry, ""), *deeper = NULL;
    int status = disk == NULL || name == NULL ? -1 : 0;
    if (status == 0 && stat(disk, &about) != 0) {
        /* gone, or a link to nothing: a file that is needed is missed later by name */
    } else if (status == 0 && S_ISDIR(about.st_mode) && path_is_read(entry)) {
        /* a table that may be left out would seem to be */
        rep_add(w->rep, REP_ERROR, disk, 0, 0, "a folder", "put the file in its place, or rename the folder",
                "a file of this name");
    } else if (status == 0 && S_ISDIR(about.st_mode)) {
        deeper = txt_join(name, "/", "");
        status = deeper == NULL ? -1 : read_deeper(w, disk, deeper, here, &about);
    } else if (status == 0 && path_is_read(entry) && scn_folder_add_from_disk(w->f, disk, name) != 0) {
        path_refuse(w->rep, disk, WANT_TABLE, "a file that can be read");
        status = -1;
    }
    free(deeper);
    free(disk);
    free(name);
    return status;
}

/* under: "" or "observed/"; path: the folder on disk. */
static int read_level(walk *w, const char *path, const char *under, const level *above) {
    level here = {.above = above, .depth = above == NULL ? 0 : above->depth + 1};
    struct stat about;
    DIR *dir = opendir(path);
    if (dir == NULL || stat(path, &about) != 0) {
        path_refuse(w->rep, path, WANT_SCENARIO, "a folder with scenario.yaml");
        if (dir != NULL)
            closedir(dir);
        return -1;
    }
    here.device = about.st_dev;
    here.inode = about.st_ino;
    int status = 0;
    struct dirent *entry = NULL;
    while (status == 0 && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        if (++w->entries > ENTRIES_MAX) {
            rep_unreadable(w->rep, w->f->path, txt_say("more than %d files", ENTRIES_MAX).text,
                           "name the scenario's own folder", "a folder with scenario.yaml");
            status = -1;
        } else
            status = read_entry(w, path, under, entry->d_name, &here);
    }
    closedir(dir);
    return status;
}

static int read_packed(scn_folder *f, const char *path, rep_report *rep) {
    char *bytes = NULL;
    size_t n = 0;
    if (scn_read_file(path, &bytes, &n) != 0) {
        path_refuse(rep, path, WANT_SCENARIO, "a packed scenario that can be read");
        return -1;
    }
    if (scn_packed_open(f, (unsigned char *)bytes, n, path, rep) != 0)
        return -1;
    if (scn_packed_texts(f) == 0)
        return 0;
    scn_packed_refuse(f, rep);
    scn_folder_free(f);
    return -1;
}

int scn_folder_read(scn_folder *f, const char *path, rep_report *rep) {
    memset(f, 0, sizeof *f);
    if (path_is_packed(path))
        return read_packed(f, path, rep);
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    f->path = txt_copy_n(path, n);
    walk w = {f, rep, 0, 0};
    if (f->path == NULL || read_level(&w, f->path, "", NULL) != 0) {
        scn_folder_free(f);
        return -1;
    }
    return 0;
}
