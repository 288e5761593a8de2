/* Structs that know their size: see api.h. The first field of each is `size_t size`. */
#include "api/api.h"

#include <string.h>

enum { MOST = 65536 }; /* bytes of a struct; more is what stood in memory that nobody set */

static size_t size_of(const void *of) {
    size_t size;
    memcpy(&size, of, sizeof size);
    return size;
}

static int not_begun(vado *v, const char *name, size_t size) {
    if (size >= sizeof size && size <= MOST)
        return 0;
    return ctx_fail(v, VADO_ERR_USAGE, "%s: found size %zu, expected that of the struct: begin it with VADO_INIT(%s)",
                    name, size, name);
}

int api_take(vado *v, const char *name, void *to, size_t known, const void *from) {
    if (!from)
        return 0;
    size_t size = size_of(from);
    const unsigned char *bytes = from;
    if (not_begun(v, name, size))
        return VADO_ERR_USAGE;
    for (size_t i = known; i < size; i++)
        if (bytes[i])
            return ctx_fail(v, VADO_ERR_USAGE,
                            "%s: found fields that this library, version %s, does not know, expected them to be 0: "
                            "take a newer library",
                            name, VADO_VERSION);
    memcpy(to, from, size < known ? size : known);
    memcpy(to, &known, sizeof known);
    return 0;
}

int api_takes(vado *v, const char *name, const void *to) { return to ? not_begun(v, name, size_of(to)) : 0; }

void api_give(void *to, const void *from, size_t known) {
    size_t size = size_of(to);
    memset(to, 0, size);
    memcpy(to, from, size < known ? size : known);
    memcpy(to, &size, sizeof size);
}

void api_defaults(void *to, size_t size, const void *from, size_t known) {
    memcpy(to, &size, sizeof size);
    api_give(to, from, known);
}

int api_one_of(vado *v, const char *name, int value, int n) {
    if (value >= 0 && value < n)
        return 0;
    return ctx_fail(v, VADO_ERR_USAGE, "%s: found %d, expected one of 0 to %d", name, value, n - 1);
}

int api_format(vado *v, vado_format format) { return api_one_of(v, "format", (int)format, VADO_CSV + 1); }
