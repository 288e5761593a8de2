/* Any bytes as CSV: every cell's text ends inside the table, and lines and columns count from 1. */
#include "text/csv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    csv_table t;
    rep_report rep;
    size_t letters = 0;
    rep_init(&rep);
    if (csv_read(&t, (const char *)data, size, "fuzz.csv", &rep) == 0) {
        for (int i = 0; i < t.ncells; i++) {
            letters += strlen(t.cells[i].text) + 1;
            if (t.cells[i].at.line < 1 || t.cells[i].at.column < 1)
                abort();
        }
        if (letters > size + 2)
            abort();
        for (int i = 1; i < t.nrows; i++)
            if (!t.rows[i].bad && t.rows[i].ncells != t.rows[0].ncells)
                abort();
        csv_free(&t);
    }
    for (int i = 0; i < rep.count; i++)
        free(rep_line(&rep.entries[i]));
    rep_free(&rep);
    return 0;
}
