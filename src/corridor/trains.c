/* Trains (S04). Not simulated yet. */
#include "corridor/internal.h"

static const par_decl PARAMETERS[] = {{.path = NULL}};

const cor_system cor_trains = {.name = "trains", .part = "S04", .parameters = PARAMETERS};
