/* Money (ours). Not simulated yet. */
#include "corridor/internal.h"

static const par_decl PARAMETERS[] = {{.path = NULL}};

const cor_system cor_money = {.name = "money", .part = "ours", .parameters = PARAMETERS};
