/* Opening a store to read it: it is looked through whole (seal.h) before anything of it is believed. */
#ifndef VADO_OPENED_H
#define VADO_OPENED_H

#include "store/db.h"
#include "vado.h"

typedef struct {
    int done;         /* the run is finished */
    int same_version; /* it was made by this version of vado */
    char version[32];
    int first, last;           /* of a part of a run, its members; 0: a whole run */
    int part_done;             /* the part is finished */
    int members, members_done; /* that it owes, twins too */
    int64_t months, months_owed;
} opn_state;

/* partial: a run that is not finished is taken as well. state may be NULL. After an error the store is closed and the
 * message is in v. */
int opn_store(vado *v, const char *path, int partial, db_store *store, opn_state *state);
/* What of it is looked at, of a store that is open already (and stays so): the sentence goes into words. */
int opn_check(db_store *store, const char *path, int partial, opn_state *state, char *words, size_t size);
/* The same, for those who have no context: the sentence goes into words. */
int opn_look(const char *path, int partial, db_store *store, opn_state *state, char *words, size_t size);

#endif
