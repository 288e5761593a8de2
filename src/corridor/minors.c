/* Minors' shelters (S16). Not simulated yet. */
#include "corridor/internal.h"

static const par_decl PARAMETERS[] = {{.path = NULL}};

const cor_system cor_minors = {.name = "minors", .part = "S16", .parameters = PARAMETERS};
