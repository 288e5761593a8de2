/* Caravans (S05). Not simulated yet. */
#include "corridor/internal.h"

static const par_decl PARAMETERS[] = {{.path = NULL}};

const cor_system cor_caravans = {.name = "caravans", .part = "S05", .parameters = PARAMETERS};
