/* Asylum and work in Mexico (S25). Not simulated yet. */
#include "corridor/internal.h"

static const par_decl PARAMETERS[] = {{.path = NULL}};

const cor_system cor_refuge = {.name = "refuge", .part = "S25", .parameters = PARAMETERS};
