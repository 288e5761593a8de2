/* See knockout_file.h. */
#include "study/knockout_file.h"

#include "scenario/scenario.h"
#include "text/say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const COLUMNS[] = {"part",  "system", "idle",   "measure", "name", "unit",    "harm",
                                      "whole", "off",    "change", "low",     "high", "settings"};
enum { NCOLUMNS = sizeof COLUMNS / sizeof COLUMNS[0], FIRST_NUMBER = 6, LAST_NUMBER = 11 };

static void check(const csv_table *t, const char *path, rep_report *rep) {
    static const char todo[] = "write it anew with " SAY_KNOCKOUT " SCENARIO " SAY_CSV;
    for (int i = 0; i < NCOLUMNS; i++) {
        const char *found = t->nrows && i < t->rows[0].ncells ? t->cells[t->rows[0].first + i].text : "no column";
        if (strcmp(found, COLUMNS[i]) != 0)
            rep_add(rep, REP_ERROR, path, 1, i + 1, txt_show(found).text, todo, "column %d named %s", i + 1,
                    COLUMNS[i]);
    }
    for (int r = 1; r < t->nrows && rep->errors == 0; r++)
        for (int i = FIRST_NUMBER; i <= LAST_NUMBER && i < t->rows[r].ncells; i++) {
            const csv_cell *c = &t->cells[t->rows[r].first + i];
            double x;
            if (c->text[0] && txt_number_parse(c->text, &x))
                rep_add(rep, REP_ERROR, path, c->at.line, c->at.column, txt_show(c->text).text, todo,
                        "a number or nothing in %s", COLUMNS[i]);
        }
    if (t->nrows < 2 && rep->errors == 0)
        rep_add(rep, REP_ERROR, path, 1, 0, "no rows", todo, "one row a part and series at least");
}

int knk_file_read(vado *v, const char *path, knk_file *out) {
    size_t length;
    rep_report rep;
    memset(out, 0, sizeof *out);
    out->path = path;
    char *text;
    if (!path_is_text(path) || scn_read_file(path, &text, &length))
        return ctx_refuse(v, path, WANT_TABLE, "the CSV of " SAY_KNOCKOUT);
    rep_init(&rep);
    if (csv_read(&out->t, text, length, path, &rep) == 0)
        check(&out->t, path, &rep);
    int status = ctx_report(v, &rep);
    rep_free(&rep);
    free(text);
    out->n = status ? 0 : out->t.nrows - 1;
    return status;
}

void knk_file_free(knk_file *f) {
    csv_free(&f->t);
    memset(f, 0, sizeof *f);
}
