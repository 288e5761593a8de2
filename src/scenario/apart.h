/* How long two scenarios are one: until when nothing that a day reads differs between them. */
#ifndef VADO_APART_H
#define VADO_APART_H

#include "scenario/scenario.h"

/* The first day on which `b` may be another than `a`: until then a member of the one lives the days of the same member
 * of the other, so it may be begun from a state of it on the morning of that day or before. INT64_MAX: on no day;
 * INT64_MIN: not even its first people are known to be the same. When they end is no difference. */
int64_t scn_apart(const scn_scenario *a, const scn_scenario *b);

#endif
