/* Work in a process of its own, so that its CPU time and its peak of memory are its own too. */
#ifndef VADO_BENCH_CHILD_H
#define VADO_BENCH_CHILD_H

#include "bench.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

typedef int task(const void *what, void *out);

static inline int all_bytes(int end, char *bytes, size_t size, int writing) {
    for (size_t done = 0; done < size;) {
        ssize_t n = writing ? write(end, bytes + done, size - done) : read(end, bytes + done, size - done);
        if (n <= 0)
            return -1;
        done += (size_t)n;
    }
    return 0;
}

/* work(what, out) in a child; what it left in out comes back. */
static inline int in_child(task *work, const void *what, void *out, size_t size) {
    int ends[2], status = -1;
    fflush(stdout);
    if (pipe(ends))
        return -1;
    pid_t child = fork();
    if (child == 0) {
        (void)close(ends[0]);
        _exit(work(what, out) || all_bytes(ends[1], out, size, 1) ? 1 : 0);
    }
    (void)close(ends[1]);
    if (child > 0) {
        int ended = 1;
        status = all_bytes(ends[0], out, size, 0);
        if (waitpid(child, &ended, 0) < 0 || ended)
            status = -1;
    }
    (void)close(ends[0]);
    return status;
}

/* Peak of RUSAGE_SELF or of the largest of RUSAGE_CHILDREN, in millions of bytes. */
static inline double megabytes(int who) {
    struct rusage use;
    return getrusage(who, &use) ? 0 : (double)use.ru_maxrss * 1024e-6;
}

/* CPU seconds of all children that have ended. */
static inline double children_cpu(void) {
    struct rusage use;
    if (getrusage(RUSAGE_CHILDREN, &use))
        return 0;
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           1e-6 * (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
}

#endif
