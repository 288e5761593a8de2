/* Interior cities of the United States (S18). Not simulated yet. */
#include "corridor/internal.h"

static const par_decl PARAMETERS[] = {{.path = NULL}};

const cor_system cor_interior = {.name = "interior", .part = "S18", .parameters = PARAMETERS};
