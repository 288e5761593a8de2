/* Smugglers (S06). Not simulated yet. */
#include "corridor/internal.h"

static const par_decl PARAMETERS[] = {{.path = NULL}};

const cor_system cor_smugglers = {.name = "smugglers", .part = "S06", .parameters = PARAMETERS};
