/* What tells of a scenario in JSON: about.c, and of its policies about_policy.c. */
#ifndef VADO_ABOUT_H
#define VADO_ABOUT_H

#include "scenario/scenario.h"
#include "text/json.h"

/* "policies": the scenario's own, by name, with their rows as written. */
void abt_policies(jsn_out *out, const scn_scenario *s);

#endif
