/* The CSV that `vado knockout --csv` writes, read again for the report. */
#ifndef VADO_KNOCKOUT_FILE_H
#define VADO_KNOCKOUT_FILE_H

#include "text/context.h"
#include "text/csv.h"

typedef struct {
    csv_table t; /* rows[0] is the header */
    const char *path;
    int n; /* rows below it */
} knk_file;

/* 0, or VADO_ERR_FILE / VADO_ERR_INPUT with all errors said in v. */
int knk_file_read(vado *v, const char *path, knk_file *out);
void knk_file_free(knk_file *f);

#endif
