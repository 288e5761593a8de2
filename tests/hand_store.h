/* Stores that a test writes or changes by hand, made whole again: months counted, everything sealed, as a run would. */
#ifndef VADO_TESTS_HAND_STORE_H
#define VADO_TESTS_HAND_STORE_H

#include "store/db.h"

/* After any change of rows; s->members, months and nseries are set. A member that is done gets the months it lacks. */
void hand_seal(db_store *s);

#endif
