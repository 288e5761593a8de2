/* System calls that fail, for LD_PRELOAD into the command (tools/campaign, kinds write, lock and kill). glibc only;
 * what stdio writes goes past it (kind full has a real disk for that).
 *
 *   VADO_FAIL_HOW=write   pwrite, write, ftruncate, fsync, fdatasync, rename, link, mkdir, open for writing: ENOSPC or
 * EIO lock    fcntl's F_SETLK and flock: held by somebody else; waiting for it takes no time kill    the calls of
 * `write`: the process is killed before it VADO_FAIL_AT=N        number N (from 1); 0 or absent: none VADO_FAIL_ON=1
 * and all after it VADO_FAIL_COUNT=F     the file F gets how many there were
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static atomic_long counted;
static long fail_at;
static int fail_on, of_locks, kills, off;

__attribute__((constructor)) static void start(void) {
    const char *at = getenv("VADO_FAIL_AT"), *on = getenv("VADO_FAIL_ON"), *how = getenv("VADO_FAIL_HOW");
    fail_at = at ? strtol(at, NULL, 10) : 0;
    fail_on = on && *on == '1';
    of_locks = how && strcmp(how, "lock") == 0;
    kills = how && strcmp(how, "kill") == 0;
}

static int fails(int lock) {
    if (off || lock != of_locks)
        return 0;
    long n = atomic_fetch_add(&counted, 1) + 1;
    int now = fail_at > 0 && (n == fail_at || (n > fail_at && fail_on));
    if (now && kills)
        raise(SIGKILL);
    if (now)
        errno = lock ? EAGAIN : n % 2 ? ENOSPC : EIO;
    return now;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *p, size_t n) {
    REAL(write);
    return fd > 2 && fails(0) ? -1 : real(fd, p, n);
}
ssize_t pwrite(int fd, const void *p, size_t n, off_t at) {
    REAL(pwrite);
    return fails(0) ? -1 : real(fd, p, n, at);
}
ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at) {
    REAL(pwrite64);
    return fails(0) ? -1 : real(fd, p, n, at);
}
int ftruncate(int fd, off_t n) {
    REAL(ftruncate);
    return fails(0) ? -1 : real(fd, n);
}
int ftruncate64(int fd, off64_t n) {
    REAL(ftruncate64);
    return fails(0) ? -1 : real(fd, n);
}
int fsync(int fd) {
    REAL(fsync);
    return fails(0) ? -1 : real(fd);
}
int fdatasync(int fd) {
    REAL(fdatasync);
    return fails(0) ? -1 : real(fd);
}
int rename(const char *from, const char *to) {
    REAL(rename);
    return fails(0) ? -1 : real(from, to);
}
int link(const char *from, const char *to) {
    REAL(link);
    return fails(0) ? -1 : real(from, to);
}
int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    return fails(0) ? -1 : real(path, mode);
}
int unlink(const char *path) {
    REAL(unlink);
    return fails(0) ? -1 : real(path);
}
int open(const char *path, int flags, ...) {
    REAL(open);
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
    va_end(list);
    return (flags & O_ACCMODE) != O_RDONLY && fails(0) ? -1 : real(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    REAL(open64);
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
    va_end(list);
    return (flags & O_ACCMODE) != O_RDONLY && fails(0) ? -1 : real(path, flags, mode);
}

static int control(int (*real)(int, int, ...), int fd, int what, void *x) {
    struct flock *l = x;
    if ((what == F_SETLK || what == F_OFD_SETLK) && l->l_type != F_UNLCK && fails(1))
        return -1;
    return real(fd, what, x);
}
int fcntl(int fd, int what, ...) {
    REAL(fcntl);
    va_list list;
    va_start(list, what);
    void *x = va_arg(list, void *);
    va_end(list);
    return control(real, fd, what, x);
}
int fcntl64(int fd, int what, ...) {
    REAL(fcntl64);
    va_list list;
    va_start(list, what);
    void *x = va_arg(list, void *);
    va_end(list);
    return control(real, fd, what, x);
}
int flock(int fd, int what) {
    REAL(flock);
    if (!(what & LOCK_UN) && fails(1)) {
        errno = EWOULDBLOCK;
        return -1;
    }
    return real(fd, what);
}
/* SQLite sleeps between its tries for a lock. */
int usleep(useconds_t n) {
    (void)n;
    return 0;
}
int nanosleep(const struct timespec *n, struct timespec *left) {
    (void)n;
    (void)left;
    return 0;
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("VADO_FAIL_COUNT");
    off = 1;
    FILE *f = path ? fopen(path, "w") : NULL;
    if (f && (fprintf(f, "%ld\n", atomic_load(&counted)) < 0 || fclose(f)))
        _exit(99);
}
