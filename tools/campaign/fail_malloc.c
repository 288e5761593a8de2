/* A malloc that fails, for LD_PRELOAD into the command (tools/campaign, kind malloc). glibc only.
 *
 * Counts every malloc, calloc, realloc and aligned allocation of the process, SQLite's, libyaml's and libc's own
 * among them (strdup comes here too), in all threads by one atomic number.
 *   VADO_FAIL_AT=N      number N fails (from 1); 0 or absent: none
 *   VADO_FAIL_ON=1      and all after it
 *   VADO_FAIL_COUNT=F   the file F gets how many there were
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t n);
void *__libc_realloc(void *old, size_t n);
void *__libc_memalign(size_t align, size_t n);

static atomic_long counted;
static long fail_at;
static int fail_on;

__attribute__((constructor)) static void start(void) {
    const char *at = getenv("VADO_FAIL_AT"), *on = getenv("VADO_FAIL_ON");
    fail_at = at ? strtol(at, NULL, 10) : 0;
    fail_on = on && *on == '1';
    atomic_store(&counted, 0);
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("VADO_FAIL_COUNT");
    char text[32];
    int file = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
    if (file < 0)
        return;
    int n = snprintf(text, sizeof text, "%ld\n", atomic_load(&counted));
    if (write(file, text, (size_t)n) != n)
        _exit(99);
    close(file);
}

/* 1 if this one fails. */
static int fails(void) {
    long n = atomic_fetch_add(&counted, 1) + 1;
    if (!fail_at || n < fail_at || (n > fail_at && !fail_on))
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t n) { return fails() ? NULL : __libc_malloc(n); }
void *calloc(size_t count, size_t n) { return fails() ? NULL : __libc_calloc(count, n); }
void *realloc(void *old, size_t n) { return fails() ? NULL : __libc_realloc(old, n); }
void *memalign(size_t align, size_t n) { return fails() ? NULL : __libc_memalign(align, n); }
void *aligned_alloc(size_t align, size_t n) { return fails() ? NULL : __libc_memalign(align, n); }
int posix_memalign(void **out, size_t align, size_t n) {
    *out = fails() ? NULL : __libc_memalign(align, n);
    return *out ? 0 : ENOMEM;
}
