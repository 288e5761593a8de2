/* Trade held up at closed crossings (S23). Not simulated yet. */
#include "corridor/internal.h"

static const par_decl PARAMETERS[] = {{.path = NULL}};

const cor_system cor_trade = {.name = "trade", .part = "S23", .parameters = PARAMETERS};
