/* Where a test looks, and what it expects of the library. Included after vado.h, stdarg.h, stdlib.h, setjmp.h and
 * cmocka.h.
 */
#ifndef VADO_TESTS_FINE_H
#define VADO_TESTS_FINE_H

#include <stdio.h>

static inline void fine(vado *v, int status) {
    if (status)
        fail_msg("status %d: %s", status, vado_message_count(v) ? vado_message(v, vado_message_count(v) - 1) : "");
}

/* A path of the project, good until the fourth call after. */
static inline const char *in_source(const char *name) {
    static char paths[4][1024];
    static int next;
    const char *root = getenv("SOURCE_DIR");
    char *path = paths[next++ % 4];
    (void)snprintf(path, sizeof paths[0], "%s/%s", root ? root : ".", name);
    return path;
}

#endif
