/* A crew of one, in place of src/run/crew.c: WebAssembly has no threads here, so the calling one does every job in its
 * order. */
#include "run/crew.h"
#include "vado.h"

#include <stdlib.h>

int crew_processors(void) { return 1; }

int crew_run(const crew_list *list, char words[CREW_WORDS]) {
    void *room = calloc(1, list->room > 0 ? list->room : 1);
    int status = room ? 0 : VADO_ERR_MEMORY;
    words[0] = '\0';
    for (int job = 0; status == 0 && job < list->jobs; job++) {
        status = list->work(list->user, job, room, words);
        if (status == 0 && list->take)
            status = list->take(list->user, job, room);
        if (status == 0 && list->tell)
            list->tell(list->user, job + 1);
    }
    free(room);
    return status;
}
