/* What level.c, which makes levels, and level_table.c, which reads and writes them, know of each other. */
#ifndef VADO_LEVEL_PARTS_H
#define VADO_LEVEL_PARTS_H

#include "run/level.h"

struct lev_levels {
    vado *v;
    inp_opened bare; /* without kind: not opened yet */
    mdl_member_options options;
    int rows, months;       /* months: of the table's levels, whatever the period that is run */
    mdl_level aim, *levels; /* [options.members]; those without x are not made */
    int has_aim;
    char why[120]; /* those of the table were not taken */
};

/* What the scenario's table holds of the members, if it was found with this input. 0, or an error with its message. */
int lev_take(lev_levels *l, const scn_scenario *s);

#endif
