/* Stores that a test writes or changes by hand, made whole again: months counted, everything sealed, as a run would. */
#ifndef VADO_TESTS_HAND_STORE_H
#define VADO_TESTS_HAND_STORE_H

#include "store/db.h"

/* After any change of rows; s->members, months and nseries are set. A member that is done gets the months it lacks, and
 * with days their day sums too. */
void hand_seal(db_store *s, int days);
/* The same of a file as it is, of a run of that size, whatever its own record says by now: what someone can do who
 * knows how a store is sealed. */
void hand_forge(const char *path, int members, int months, int nseries);

#endif
