/* See lock.h. */
#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* The kernel's list of locks names the process: "1: FLOCK  ADVISORY  WRITE 4711 08:01:131 0 EOF". */
static void holder(const struct stat *file, char *who, size_t size) {
    char line[256];
    FILE *list = fopen("/proc/locks", "r");
    snprintf(who, size, "another process");
    while (list && fgets(line, sizeof line, list)) {
        long pid;
        unsigned long long inode;
        if (sscanf(line, "%*s FLOCK %*s WRITE %ld %*x:%*x:%llu", &pid, &inode) == 2 && pid > 0 &&
            inode == (unsigned long long)file->st_ino)
            snprintf(who, size, "process %ld", pid);
    }
    if (list)
        fclose(list);
}

int lock_take(const char *path, int create, int *lock, char *who, size_t size) {
    struct stat held, now;
    *lock = -1;
    for (;;) {
        int fd = open(path, O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0666);
        if (fd < 0)
            return -1;
        int refused = flock(fd, LOCK_EX | LOCK_NB) ? errno : 0;
        if (fstat(fd, &held)) {
            close(fd);
            return -1;
        }
        if (refused == EWOULDBLOCK) {
            holder(&held, who, size);
            close(fd);
            return 1;
        }
        /* Between opening and locking the name may have become another file's: then that one is what counts. */
        if (stat(path, &now) || now.st_ino != held.st_ino || now.st_dev != held.st_dev) {
            close(fd);
            if (!create && access(path, F_OK))
                return -1;
            continue;
        }
        if (refused) {
            close(fd);
            return 0;
        }
        *lock = fcntl(fd, F_DUPFD_CLOEXEC, 3); /* never a standard stream's number, which a zeroed struct would name */
        close(fd);
        return *lock < 0 ? -1 : 0;
    }
}

void lock_release(int *lock) {
    if (*lock > 2)
        close(*lock);
    *lock = -1;
}
