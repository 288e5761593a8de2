/* The kinds of model this program knows. Alone in its file, so that a test can bring its own mdl_find instead. */
#include "corridor/corridor.h"
#include "flee/flee.h"
#include "scenario/model.h"

#include <string.h>

const mdl_kind *mdl_find(const char *name) {
    if (strcmp(name, "corridor") == 0)
        return cor_kind();
    if (strcmp(name, "flee") == 0)
        return fle_kind();
    return NULL;
}
