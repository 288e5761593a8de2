/* See options.h. */
#include "api/options.h"

#include <string.h>

enum { SIZE_MOST = 4096 }; /* no struct of options is larger: what is, was never given a size */

int opt_take(vado *v, const char *name, const void *given, size_t least, void *own, size_t size) {
    size_t has;
    if (!given)
        return 0;
    memcpy(&has, given, sizeof has);
    if (has < least || has > SIZE_MOST)
        return ctx_fail(v, VADO_ERR_USAGE, "%s: found size %zu, expected at least %zu: set it to sizeof(%s)", name, has,
                        least, name);
    for (size_t i = size; i < has; i++)
        if (((const char *)given)[i])
            return ctx_fail(v, VADO_ERR_USAGE, "%s: found a field that this version (%s) does not know, leave it zero",
                            name, VADO_VERSION);
    memcpy(own, given, has < size ? has : size);
    memcpy(own, &size, sizeof size);
    return 0;
}
