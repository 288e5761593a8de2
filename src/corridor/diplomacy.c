/* Diplomacy and leverage (S21). Not simulated yet. */
#include "corridor/internal.h"

static const par_decl PARAMETERS[] = {{.path = NULL}};

const cor_system cor_diplomacy = {.name = "diplomacy", .part = "S21", .parameters = PARAMETERS};
