/* See fail_vfs.h. */
#include "fail_vfs.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    sqlite3_file base;
    sqlite3_file *real;
} file;

static sqlite3_vfs *below;
static atomic_long calls, fails_at;
static atomic_int persistent, failed;

static int fails(void) {
    long n = atomic_fetch_add(&calls, 1) + 1, at = atomic_load(&fails_at);
    int now = at > 0 && (n == at || (n > at && atomic_load(&persistent)));
    if (now)
        atomic_fetch_add(&failed, 1);
    return now;
}

void fvfs_arm(long call, int from_on) {
    atomic_store(&fails_at, call);
    atomic_store(&persistent, from_on);
    atomic_store(&calls, 0);
    atomic_store(&failed, 0);
}
long fvfs_calls(void) { return atomic_load(&calls); }
int fvfs_failed(void) { return atomic_load(&failed); }

static sqlite3_file *real(sqlite3_file *f) { return ((file *)(void *)f)->real; }

static int f_close(sqlite3_file *f) {
    int rc = real(f)->pMethods ? real(f)->pMethods->xClose(real(f)) : SQLITE_OK;
    free(real(f));
    return rc;
}
static int f_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at) {
    return fails() ? SQLITE_IOERR_READ : real(f)->pMethods->xRead(real(f), to, n, at);
}
/* A full disk takes a part of what it is given. */
static int f_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at) {
    if (!fails())
        return real(f)->pMethods->xWrite(real(f), from, n, at);
    (void)real(f)->pMethods->xWrite(real(f), from, n / 2, at);
    return SQLITE_FULL;
}
static int f_truncate(sqlite3_file *f, sqlite3_int64 n) {
    return fails() ? SQLITE_IOERR_TRUNCATE : real(f)->pMethods->xTruncate(real(f), n);
}
static int f_sync(sqlite3_file *f, int flags) {
    return fails() ? SQLITE_IOERR_FSYNC : real(f)->pMethods->xSync(real(f), flags);
}
static int f_size(sqlite3_file *f, sqlite3_int64 *n) { return real(f)->pMethods->xFileSize(real(f), n); }
static int f_lock(sqlite3_file *f, int level) {
    return fails() ? SQLITE_BUSY : real(f)->pMethods->xLock(real(f), level);
}
static int f_unlock(sqlite3_file *f, int level) { return real(f)->pMethods->xUnlock(real(f), level); }
static int f_reserved(sqlite3_file *f, int *out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); }
static int f_control(sqlite3_file *f, int op, void *x) { return real(f)->pMethods->xFileControl(real(f), op, x); }
static int f_sector(sqlite3_file *f) { return real(f)->pMethods->xSectorSize(real(f)); }
static int f_device(sqlite3_file *f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }

static const sqlite3_io_methods methods = {.iVersion = 1,
                                           .xClose = f_close,
                                           .xRead = f_read,
                                           .xWrite = f_write,
                                           .xTruncate = f_truncate,
                                           .xSync = f_sync,
                                           .xFileSize = f_size,
                                           .xLock = f_lock,
                                           .xUnlock = f_unlock,
                                           .xCheckReservedLock = f_reserved,
                                           .xFileControl = f_control,
                                           .xSectorSize = f_sector,
                                           .xDeviceCharacteristics = f_device};

static int v_open(sqlite3_vfs *v, sqlite3_filename name, sqlite3_file *f, int flags, int *out) {
    (void)v;
    file *mine = (file *)(void *)f;
    f->pMethods = NULL;
    if (fails())
        return SQLITE_CANTOPEN;
    mine->real = calloc(1, (size_t)below->szOsFile);
    if (!mine->real)
        return SQLITE_NOMEM;
    int rc = below->xOpen(below, name, mine->real, flags, out);
    if (rc != SQLITE_OK)
        free(mine->real);
    else
        f->pMethods = &methods;
    return rc;
}
static int v_delete(sqlite3_vfs *v, const char *name, int sync) {
    (void)v;
    return fails() ? SQLITE_IOERR_DELETE : below->xDelete(below, name, sync);
}
static int v_access(sqlite3_vfs *v, const char *name, int flags, int *out) {
    (void)v;
    return below->xAccess(below, name, flags, out);
}
static int v_path(sqlite3_vfs *v, const char *name, int n, char *out) {
    (void)v;
    return below->xFullPathname(below, name, n, out);
}
static int v_random(sqlite3_vfs *v, int n, char *out) {
    (void)v;
    return below->xRandomness(below, n, out);
}
static int v_sleep(sqlite3_vfs *v, int microseconds) {
    (void)v;
    return microseconds;
}
static int v_time(sqlite3_vfs *v, double *out) {
    (void)v;
    return below->xCurrentTime(below, out);
}
static int v_error(sqlite3_vfs *v, int n, char *out) {
    (void)v;
    return below->xGetLastError ? below->xGetLastError(below, n, out) : 0;
}

void fvfs_install(void) {
    static sqlite3_vfs vfs;
    below = sqlite3_vfs_find(NULL);
    vfs = (sqlite3_vfs){.iVersion = 1,
                        .szOsFile = (int)sizeof(file),
                        .mxPathname = below->mxPathname,
                        .zName = "failing",
                        .xOpen = v_open,
                        .xDelete = v_delete,
                        .xAccess = v_access,
                        .xFullPathname = v_path,
                        .xRandomness = v_random,
                        .xSleep = v_sleep,
                        .xCurrentTime = v_time,
                        .xGetLastError = v_error};
    fvfs_arm(0, 0);
    sqlite3_vfs_register(&vfs, 1);
}
