/* Months of a member from one store into another of the same run's layout, row by row as they are. */
#ifndef VADO_COPY_H
#define VADO_COPY_H

#include "store/db.h"

typedef struct {
    db_store from; /* open for reading, its sizes known */
    sqlite3_stmt *value, *daily, *month;
} cpy_source;

/* 0, or a VADO_ERR_* with a sentence in words; cpy_close in any case. */
int cpy_open(cpy_source *c, const char *path, char *words, size_t size);
void cpy_close(cpy_source *c); /* one of zeros is fine */
/* The first `months` months of a member of a kind, into a store in a transaction; 0, or -1: the source does not give
 * them all, or the store cannot be written. */
int cpy_months(cpy_source *c, db_store *to, int kind, int member, int months);

#endif
