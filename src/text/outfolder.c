/* A folder of files that are written as one: see outfile.h.
 *
 * 1. The name is judged before the work begins and again before it is taken: nothing is ever put into a folder that is
 *    there.
 * 2. The files' bytes are held in memory. In the end a folder is made beside the target, under a name that cannot be
 *    foreseen; every file goes into it and to the disk, and the folder is renamed. Whatever fails, it is taken away.
 */
#include "text/outfile.h"

#include "text/array.h"
#include "text/words.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    char *name, *text;
    size_t length, room;
} held;

struct fil_folder {
    char *path;
    held *files;
    int n, lost; /* lost: no memory for some of it */
};

int fil_folder_open(vado *v, const char *path, fil_folder **out) {
    fil_target t;
    fil_folder *f = calloc(1, sizeof *f);
    *out = NULL;
    if (!f || !(f->path = txt_copy(path))) {
        free(f);
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    int status = fil_new_folder(v, path, &t);
    if (status) {
        free(f->path);
        free(f);
        return status;
    }
    *out = f;
    return 0;
}

int fil_folder_file(fil_folder *f, const char *name) {
    held *grown = f->lost ? NULL : arr_more(f->files, f->n, sizeof *grown);
    char *copy = grown ? txt_copy(name) : NULL;
    if (grown)
        f->files = grown;
    if (!copy) {
        f->lost = 1;
        return -1;
    }
    f->files[f->n++] = (held){.name = copy};
    return 0;
}

int fil_folder_write(void *folder, const char *text, size_t length) {
    fil_folder *f = folder;
    if (f->lost || f->n == 0)
        return -1;
    held *one = &f->files[f->n - 1];
    if (one->length + length > one->room) {
        size_t room = 2 * one->room + length + 4096;
        char *grown = realloc(one->text, room);
        if (!grown) {
            f->lost = 1;
            return -1;
        }
        one->text = grown;
        one->room = room;
    }
    memcpy(one->text + one->length, text, length);
    one->length += length;
    return 0;
}

/* ---- onto the disk ---- */

static int path_in(const char *folder, const char *name, char out[FIL_PATH]) {
    if (snprintf(out, FIL_PATH, "%s/%s", folder, name) < FIL_PATH)
        return 0;
    errno = ENAMETOOLONG;
    return -1;
}

static int put_file(const char *folder, const held *one) {
    char path[FIL_PATH];
    if (path_in(folder, one->name, path))
        return -1;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return -1;
    int status = fil_write_all(fd, one->text, one->length) || fsync(fd) ? -1 : 0, why = errno;
    if (close(fd) && status == 0)
        return -1;
    errno = why;
    return status;
}

static void take_away(const fil_folder *f, const char *folder) {
    char path[FIL_PATH];
    for (int i = 0; i < f->n; i++)
        if (path_in(folder, f->files[i].name, path) == 0)
            (void)unlink(path);
    (void)rmdir(folder);
}

static int make_beside(const fil_target *t, char name[FIL_PATH]) {
    for (int attempt = 0; attempt < 100; attempt++) {
        if (fil_name_beside(t, attempt, name))
            return -1;
        if (mkdir(name, 0777) == 0)
            return 0;
        if (errno != EEXIST)
            return -1;
    }
    return -1;
}

/* 0 or -1 with errno. */
static int put_all(const fil_folder *f, const fil_target *t) {
    char name[FIL_PATH];
    if (make_beside(t, name))
        return -1;
    fil_target within = {0}; /* of the files, for its names to go to the disk */
    memcpy(within.folder, name, sizeof within.folder);
    int status = 0;
    for (int i = 0; i < f->n && status == 0; i++)
        status = put_file(name, &f->files[i]);
    if (status == 0)
        status = fil_folder_on_disk(&within);
    int named = status == 0 && rename(name, t->path) == 0;
    if (named && fil_folder_on_disk(t) == 0)
        return 0;
    int why = errno;
    take_away(f, named ? t->path : name);
    errno = why;
    return -1;
}

static int finish(vado *v, const fil_folder *f) {
    fil_target t;
    sigset_t polite, before;
    int status = fil_new_folder(v, f->path, &t); /* something may stand there since */
    if (status)
        return status;
    sigemptyset(&polite);
    sigaddset(&polite, SIGINT);
    sigaddset(&polite, SIGTERM);
    sigaddset(&polite, SIGHUP);
    (void)pthread_sigmask(SIG_BLOCK, &polite, &before); /* nothing is left beside by Ctrl-C */
    int done = put_all(f, &t), why = errno;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (done == 0)
        return 0;
    int full = why == ENOSPC || why == EDQUOT || why == EFBIG;
    return ctx_fail(v, VADO_ERR_FILE, "%s: could not be written whole: %s; %sname another folder, nothing was written",
                    f->path, strerror(why), full ? "make room or " : "");
}

int fil_folder_close(vado *v, fil_folder *f, int status) {
    if (!f)
        return status;
    if (f->lost)
        status = ctx_fail(v, VADO_ERR_MEMORY, "%s: out of memory, nothing was written", f->path);
    else if (status == 0)
        status = finish(v, f);
    for (int i = 0; i < f->n; i++) {
        free(f->files[i].name);
        free(f->files[i].text);
    }
    free(f->files);
    free(f->path);
    free(f);
    return status;
}
