/* Root-cause aid (S22). Not simulated yet. */
#include "corridor/internal.h"

static const par_decl PARAMETERS[] = {{.path = NULL}};

const cor_system cor_aid = {.name = "aid", .part = "S22", .parameters = PARAMETERS};
