/* The digest of a run. */
#ifndef VADO_DIGEST_H
#define VADO_DIGEST_H

#include "store/db.h"

/* Over all that a run has produced; -1 if the store is damaged. */
int dig_run(db_store *store, char out[65]);

#endif
