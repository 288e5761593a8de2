/* A variant of a scenario that was read: the same files, places and people, with parameters held at other values or
 * rows of the schedule changed. It shares all it does not change with the scenario it was made of, which must outlive
 * it.
 */
#ifndef VADO_VARIANT_H
#define VADO_VARIANT_H

#include "scenario/scenario.h"

/* Values, marks of what is fixed, and the changes are copies that may be edited; days of change stay those of the
 * scenario, so a change may be dropped, or made to begin or end on a day outside the run, but on no new day inside.
 * 0, or -1 without memory (then *v is empty). */
int scn_variant_make(scn_scenario *v, const scn_scenario *base);
void scn_variant_free(scn_scenario *v);
/* Every element of a parameter has this value on every day, whatever the schedule and the policies say, and is not
 * drawn. 0; -1: no such parameter; -2: outside its bounds. */
int scn_variant_hold(scn_scenario *v, const char *path, double value);

#endif
