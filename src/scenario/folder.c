/* The scenario's folder in memory: every .csv, .yaml, .yml and .md file of it and of its subfolders, in order of name.
 * Hidden files are left out. What is not text is found later by the readers. */
#include "scenario/scenario.h"
#include "scenario/words.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEPTH_MAX = 4 };
static const long long file_max = 256LL * 1024 * 1024;

const scn_file *scn_folder_find(const scn_folder *f, const char *name) {
    for (int i = 0; i < f->count; i++)
        if (strcmp(f->files[i].name, name) == 0)
            return &f->files[i];
    return NULL;
}

int scn_folder_add(scn_folder *f, const char *name, const char *text, size_t length) {
    char *copy = scn_copy_n(text, length);
    if (copy == NULL)
        return -1;
    int at = 0;
    while (at < f->count && strcmp(f->files[at].name, name) < 0)
        at++;
    if (at < f->count && strcmp(f->files[at].name, name) == 0) {
        free(f->files[at].text);
        f->files[at].text = copy;
        f->files[at].length = length;
        return 0;
    }
    char *own_name = scn_copy(name);
    scn_file *files = realloc(f->files, ((size_t)f->count + 1) * sizeof *files);
    if (files != NULL)
        f->files = files;
    if (own_name == NULL || files == NULL) {
        free(own_name);
        free(copy);
        return -1;
    }
    memmove(files + at + 1, files + at, (size_t)(f->count - at) * sizeof *files);
    files[at] = (scn_file){own_name, copy, length};
    f->count++;
    return 0;
}

void scn_folder_free(scn_folder *f) {
    for (int i = 0; i < f->count; i++) {
        free(f->files[i].name);
        free(f->files[i].text);
    }
    free(f->files);
    free(f->path);
    memset(f, 0, sizeof *f);
}

int scn_read_file(const char *path, char **text, size_t *length) {
    int status = -1;
    FILE *in = NULL;
    struct stat about;
    *text = NULL;
    if (stat(path, &about) != 0)
        return -1;
    if (!S_ISREG(about.st_mode)) {
        errno = EISDIR;
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

int scn_folder_reads(const char *name) {
    const char *dot = strrchr(name, '.');
    return dot != NULL && (strcmp(dot, ".csv") == 0 || strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0 ||
                           strcmp(dot, ".md") == 0);
}

/* under: "" or "observed/"; path: the folder on disk. */
static int read_level(scn_folder *f, const char *path, const char *under, int depth, rep_report *rep) {
    int status = 0;
    DIR *dir = opendir(path);
    if (dir == NULL) {
        rep_add(rep, REP_ERROR, path, 0, 0, strerror(errno), NULL, "a folder that can be read");
        return -1;
    }
    struct dirent *entry = NULL;
    while ((entry = readdir(dir)) != NULL) {
        struct stat about;
        char *disk = NULL, *name = NULL;
        if (entry->d_name[0] == '.')
            continue;
        disk = scn_join(path, "/", entry->d_name);
        name = scn_join(under, entry->d_name, "");
        if (disk == NULL || name == NULL)
            status = -1;
        else if (stat(disk, &about) != 0)
            status = 0; /* gone, or a link to nothing: a file that is needed is missed later by name */
        else if (S_ISDIR(about.st_mode)) {
            char *deeper = scn_join(name, "/", "");
            if (deeper == NULL || (depth < DEPTH_MAX && read_level(f, disk, deeper, depth + 1, rep) != 0))
                status = -1;
            free(deeper);
        } else if (scn_folder_reads(entry->d_name) && scn_folder_add_from_disk(f, disk, name) != 0) {
            rep_add(rep, REP_ERROR, disk, 0, 0, strerror(errno), NULL, "a file that can be read");
            status = -1;
        }
        free(disk);
        free(name);
        if (status != 0)
            break;
    }
    closedir(dir);
    return status;
}

int scn_folder_read(scn_folder *f, const char *path, rep_report *rep) {
    memset(f, 0, sizeof *f);
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    f->path = scn_copy_n(path, n);
    if (f->path == NULL || read_level(f, f->path, "", 0, rep) != 0) {
        scn_folder_free(f);
        return -1;
    }
    return 0;
}
