/* Writing a file: see outfile.h.
 *
 * 1. The name is judged before the work begins (outfile.c), so that nobody waits an hour for a refusal.
 * 2. What is written is held in memory; as soon as a table's header is known, it is held against the one that stands.
 * 3. In the end everything goes into a new file beside the target (made anew or not at all, under a name that cannot be
 *    foreseen), to the disk, and is renamed over the target; then the folder goes to the disk too. Whatever fails, the
 *    old file stands and nothing is left beside it. A fifo or a device is written into.
 */
#include "text/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct vado_output {
    vado_output_options o;
    vado_input input; /* of o, if it has one */
    vado *v;
    char *name;
    fil_target target;
    int standard; /* everything goes to o.standard at once */
    char *text;
    size_t length, room;
    int known, refused, lost; /* the header was seen; and is another; no memory */
};

/* ---- a file beside ---- */

/* Any number that others cannot foresee; no result depends on it. */
static uint64_t chance(int attempt) {
    uint64_t x = 0;
    int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && read(fd, &x, sizeof x) != (ssize_t)sizeof x)
        x = 0;
    if (fd >= 0)
        close(fd);
    if (x == 0) {
        struct timespec now = {0, 0};
        clock_gettime(CLOCK_REALTIME, &now);
        x = ((uint64_t)now.tv_nsec << 32 ^ (uint64_t)now.tv_sec ^ (uint64_t)getpid() << 16) + (uint64_t)attempt;
    }
    return x;
}

int fil_name_beside(const fil_target *t, int attempt, char name[FIL_PATH]) {
    if (snprintf(name, FIL_PATH, "%s/.vado-%016llx", t->folder, (unsigned long long)chance(attempt)) < FIL_PATH)
        return 0;
    errno = ENAMETOOLONG;
    return -1;
}

int fil_beside(const fil_target *t, char name[FIL_PATH]) {
    int fd = -1;
    for (int attempt = 0; fd < 0 && attempt < 100; attempt++) {
        if (fil_name_beside(t, attempt, name))
            return -1;
        fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST)
            return -1;
    }
    if (fd >= 0 && t->exists) { /* who could read the old one can read the new one */
        (void)!fchown(fd, t->info.st_uid, t->info.st_gid);
        (void)fchmod(fd, t->info.st_mode & 07777);
    }
    return fd;
}

int fil_folder_on_disk(const fil_target *t) {
    int fd = open(t->folder, O_RDONLY | O_CLOEXEC);
    int bad = fd >= 0 && fsync(fd) && errno == EIO; /* some file systems cannot do this for a folder */
    if (fd >= 0)
        close(fd);
    return bad ? -1 : 0;
}

int fil_replace(const fil_target *t, const char *name) { return rename(name, t->path) ? -1 : fil_folder_on_disk(t); }

int fil_write_all(int fd, const char *text, size_t length) {
    while (length > 0) {
        ssize_t n = write(fd, text, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return -1;
        text += n;
        length -= (size_t)n;
    }
    return 0;
}

/* 0 or -1 with errno. */
static int replace(const vado_output *f) {
    char name[FIL_PATH];
    sigset_t polite, before;
    sigemptyset(&polite);
    sigaddset(&polite, SIGINT);
    sigaddset(&polite, SIGTERM);
    sigaddset(&polite, SIGHUP);
    (void)pthread_sigmask(SIG_BLOCK, &polite, &before); /* nothing is left beside by Ctrl-C */
    int fd = fil_beside(&f->target, name), why = errno, status = -1;
    if (fd >= 0) {
        status = fil_write_all(fd, f->text, f->length) || fsync(fd) ? -1 : 0;
        why = errno;
        if (close(fd) && status == 0) {
            status = -1;
            why = errno;
        }
        if (status == 0 && (status = fil_replace(&f->target, name)))
            why = errno;
        if (status)
            (void)unlink(name);
    }
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = why;
    return status;
}

static int write_through(const vado_output *f) {
    struct stat out;
    /* /dev/stdout and its like: in line with all else that goes there */
    if (f->o.standard && fstat(STDOUT_FILENO, &out) == 0 && out.st_dev == f->target.info.st_dev &&
        out.st_ino == f->target.info.st_ino)
        return f->o.standard(f->o.standard_user, f->text, f->length) ? -1 : 0;
    int fd = open(f->target.path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int status = fil_write_all(fd, f->text, f->length), why = errno;
    if (close(fd) && status == 0)
        return -1;
    errno = why;
    return status;
}

/* ---- the interface ---- */

int fil_open(vado *v, const char *path, const vado_output_options *o, vado_output **out) {
    vado_output *f = calloc(1, sizeof *f);
    *out = NULL;
    if (!f || !(f->name = malloc(strlen(path) + 1))) {
        free(f);
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    strcpy(f->name, path);
    f->o = *o;
    if (o->input) {
        f->input = *o->input;
        f->o.input = &f->input;
    }
    f->v = v;
    f->standard = strcmp(path, "-") == 0 && o->standard;
    int status = f->standard ? 0 : fil_find(v, path, o, &f->target);
    if (status == 0 && !f->standard && (o->kind != VADO_FILE_TABLE || o->head)) {
        f->known = 1;
        status = fil_judge(v, &f->target, o, NULL, 0);
    }
    if (status) {
        free(f->name);
        free(f);
        return status;
    }
    *out = f;
    return 0;
}

int fil_write(void *output, const char *text, size_t length) {
    vado_output *f = output;
    const char *line;
    size_t n;
    if (f->standard)
        return f->o.standard(f->o.standard_user, text, length);
    if (f->lost || f->refused)
        return -1;
    if (f->length + length + 1 > f->room) {
        size_t room = 2 * f->room + length + 4096;
        char *grown = realloc(f->text, room);
        if (!grown) {
            f->lost = 1;
            return -1;
        }
        f->text = grown;
        f->room = room;
    }
    memcpy(f->text + f->length, text, length);
    f->length += length;
    f->text[f->length] = '\0';
    if (!f->known && fil_header(f->text, f->length, 0, &line, &n)) {
        f->known = 1;
        f->refused = fil_judge(f->v, &f->target, &f->o, f->text, f->length);
    }
    return f->refused ? -1 : 0;
}

static int finish(vado *v, const vado_output *f) {
    vado_output now = *f;
    /* What stands there may have changed since: it is judged again. */
    int status = fil_find(v, f->name, &f->o, &now.target);
    if (status == 0)
        status = fil_judge(v, &now.target, &f->o, f->text, f->length);
    if (status || (now.target.through ? write_through(&now) : replace(&now)) == 0)
        return status;
    int why = errno, full = why == ENOSPC || why == EDQUOT || why == EFBIG;
    return ctx_fail(v, VADO_ERR_FILE, "%s: could not be written whole: %s; %s%s", f->name, strerror(why),
                    full ? "make room or name another file with " SAY_INTO : "name another file with " SAY_INTO,
                    now.target.through  ? ""
                    : now.target.exists ? ", the old file stands as it was"
                                        : ", nothing was written");
}

int fil_close(vado *v, vado_output *f, int status) {
    if (!f)
        return status;
    if (f->refused)
        status = f->refused;
    else if (f->lost)
        status = ctx_fail(v, VADO_ERR_MEMORY, "%s: out of memory, nothing was written", f->name);
    else if (status == 0 && !f->standard)
        status = finish(v, f);
    free(f->name);
    free(f->text);
    free(f);
    return status;
}
