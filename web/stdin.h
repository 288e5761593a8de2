/* The standard input as a whole: how the programs of this folder get a packed scenario where there are no files. */
#ifndef VADO_WEB_STDIN_H
#define VADO_WEB_STDIN_H

#include <stdio.h>
#include <stdlib.h>

/* All of the standard input; to be freed; NULL if it cannot be read. */
static inline unsigned char *read_all(size_t *n) {
    unsigned char *bytes = NULL;
    size_t room = 0;
    *n = 0;
    for (;;) {
        if (room - *n < 65536) {
            unsigned char *grown = realloc(bytes, room = 2 * room + 65536);
            if (grown == NULL)
                break;
            bytes = grown;
        }
        size_t some = fread(bytes + *n, 1, room - *n, stdin);
        *n += some;
        if (some == 0 && !ferror(stdin))
            return bytes;
        if (some == 0)
            break;
    }
    free(bytes);
    return NULL;
}

#endif
