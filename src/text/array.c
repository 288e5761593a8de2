/* See array.h. */
#include "text/array.h"

#include <stdlib.h>
#include <string.h>

void *arr_more(void *array, int count, size_t size) {
    if (count > 0 && (count & (count - 1)) != 0)
        return array;
    size_t had = (size_t)count, room = count > 0 ? 2 * had : 1;
    char *grown = realloc(array, room * size);
    if (grown)
        memset(grown + had * size, 0, (room - had) * size);
    return grown;
}
