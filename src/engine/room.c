/* Room for a world's numbers.
 *
 * A day goes through megabytes of short rows; on ordinary pages the processor spends a tenth of the time on finding
 * where they lie. So room that fills large pages begins at one, and the system is asked for them; where it has none,
 * all is as before.
 */
#define _DEFAULT_SOURCE /* madvise */
#include "engine/internal.h"

#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

enum { LARGE_PAGE = 2 << 20 }; /* bytes */

eng_cell *eng_room(size_t n) {
    size_t size = (n + 1) * sizeof(eng_cell);
#ifdef MADV_HUGEPAGE
    void *room = NULL;
    if (size >= LARGE_PAGE) {
        if (posix_memalign(&room, LARGE_PAGE, size))
            return NULL;
        (void)madvise(room, size, MADV_HUGEPAGE);
        return memset(room, 0, size);
    }
#endif
    return calloc(1, size);
}
