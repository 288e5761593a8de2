/* See meta.h. */
#include "store/meta.h"

#include "store/rows.h"
#include "text/dates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *sto_meta(db_store *store, const char *key) {
    sqlite3_stmt *q = NULL;
    char *out = NULL;
    if (db_prepare(store, "SELECT value FROM meta WHERE key=?", &q) == 0) {
        sqlite3_bind_text(q, 1, key, -1, SQLITE_STATIC);
        if (row_next(q) > 0)
            (void)row_copy(q, 0, 0, &out);
    }
    sqlite3_finalize(q);
    return out;
}

int sto_part(db_store *store, int *first, int *last) {
    char rest;
    char *part = sto_meta(store, "part"), *members = sto_meta(store, "members");
    int found = !part ? 0 : sscanf(part, "%d:%d%c", first, last, &rest) == 2 ? 1 : -1;
    if (found == 1 && (!members || *first < 1 || *last < *first || *last > atoi(members)))
        found = -1;
    if (found != 1)
        *first = *last = 0;
    free(part);
    free(members);
    return found;
}

int sto_put_part(db_store *store, int first, int last) {
    char part[32];
    snprintf(part, sizeof part, "%d:%d", first, last);
    return db_meta_put(store, "part", part);
}

int sto_sizes(db_store *store) {
    char *members = sto_meta(store, "members"), *from = sto_meta(store, "from"), *until = sto_meta(store, "until");
    int64_t first = 0, last = 0;
    sqlite3_stmt *q = NULL;
    int status = members && from && until && day_parse(from, &first) == 0 && day_parse(until, &last) == 0 ? 0 : -1;
    if (status == 0) {
        store->members = atoi(members);
        store->month_first = month_of_day(first);
        store->months = month_of_day(last) - store->month_first + 1;
        status = db_prepare(store, "SELECT count(*) FROM series", &q);
    }
    if (status == 0 && row_next(q) > 0)
        store->nseries = sqlite3_column_int(q, 0);
    sqlite3_finalize(q);
    free(members);
    free(from);
    free(until);
    return status == 0 && store->members > 0 && store->members <= RUN_MEMBERS_MAX && store->months > 0 &&
                   store->months <= RUN_MONTHS_MAX && store->nseries > 0
               ? 0
               : -1;
}
