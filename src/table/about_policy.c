/* A policy in JSON: its name, what its first lines say it is, and its rows as they are written. */
#include "table/about.h"
#include "table/tables.h"
#include "text/context.h"
#include "text/csv.h"

#include <stdio.h>
#include <string.h>

static const char *const columns[] = {"from",   "until", "parameter", "where", "who",
                                      "change", "value", "note",      "source"};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* 0, or -1 without memory; what is wrong with it as CSV is added to rep. */
static int policy(jsn_out *out, const char *name, const char *text, rep_report *rep) {
    csv_table t;
    char words[1024];
    int status = csv_read(&t, text, strlen(text), name, rep);
    if (status)
        return -1;
    jsn_open(out, NULL, '{');
    jsn_text(out, "name", name);
    csv_heading(text, "title", words, sizeof words);
    jsn_text(out, "title", words[0] ? words : name);
    csv_heading(text, "about", words, sizeof words);
    jsn_text(out, "about", words);
    csv_heading(text, "each", words, sizeof words);
    jsn_text(out, "each", words);
    jsn_open(out, "rows", '[');
    for (int i = 1; i < t.nrows; i++) {
        jsn_open(out, NULL, '{');
        for (int k = 0; k < COLUMNS; k++)
            jsn_text(out, columns[k], csv_named(&t, i, columns[k]));
        jsn_whole(out, "line", t.rows[i].line);
        jsn_close(out, '}');
    }
    jsn_close(out, ']');
    jsn_close(out, '}');
    csv_free(&t);
    return 0;
}

void abt_policies(jsn_out *out, const scn_scenario *s) {
    static const char under[] = "policies/", ending[] = ".csv";
    rep_report rep;
    rep_init(&rep);
    jsn_open(out, "policies", '[');
    for (int i = 0; i < s->folder.count; i++) {
        const scn_file *f = &s->folder.files[i];
        size_t n = strlen(f->name), front = sizeof under - 1, back = sizeof ending - 1;
        if (strncmp(f->name, under, front) != 0 || n <= front + back || strcmp(f->name + n - back, ending) != 0)
            continue;
        char name[256];
        (void)snprintf(name, sizeof name, "%.*s", (int)(n - front - back), f->name + front);
        if (policy(out, name, f->text, &rep)) /* its mistakes were said when the scenario was checked */
            out->failed = 1;
    }
    jsn_close(out, ']');
    rep_free(&rep);
}

int tbl_policy(vado *v, const char *name, const char *text, vado_writer *w, void *user) {
    jsn_out out = {.write = w, .user = user};
    rep_report rep;
    rep_init(&rep);
    int lost = policy(&out, name, text, &rep), status = ctx_report(v, &rep);
    rep_free(&rep);
    if (lost)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    return status || !out.failed ? status : ctx_fail(v, VADO_ERR_FILE, "the policy could not be written");
}
