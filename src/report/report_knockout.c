/* What each part of the model does: the table of `vado knockout`, one row a part. Harm stands in its own columns. */
#include "report/report_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const ALWAYS[] = {COR_SERIES_ENCOUNTERS, COR_SERIES_DEATHS, COR_SERIES_KIDNAPPINGS,
                                     COR_SERIES_EXTORTION};
enum { NALWAYS = 4, LARGEST = 3 };
static const double seen = 0.0005; /* as in the command's own table */

static int is(const csv_table *t, int row, const char *column, const char *text) {
    return strcmp(csv_named(t, row, column), text) == 0;
}

/* No more than a rerun could make. Files of earlier versions do not say. */
static int by_chance(const csv_table *t, int row) { return page_cell_number(t, row, "within_chance") > 0; }

static void change(html_buffer *b, double x, int chance) {
    if (chance && fabs(x) >= seen)
        html_raw(b, "<td>chance</td>");
    else if (isnan(x))
        html_raw(b, "<td>-</td>");
    else
        html_printf(b, "<td>%+.1f%%</td>", fabs(x) < seen ? 0 : 100 * x);
}

/* The largest changes of other headline outputs among rows [a, z). */
static void largest(html_buffer *b, const csv_table *t, int a, int z) {
    int told[LARGEST], n = 0;
    for (; n < LARGEST; n++) {
        double most = seen;
        told[n] = -1;
        for (int i = a; i < z; i++) {
            double x = fabs(page_cell_number(t, i, "change"));
            int always = 0;
            for (int k = 0; k < NALWAYS; k++)
                always |= is(t, i, "name", ALWAYS[k]);
            for (int k = 0; k < n; k++)
                always |= told[k] == i;
            if (is(t, i, "measure", "headline") && !always && x >= most && !by_chance(t, i)) {
                most = x;
                told[n] = i;
            }
        }
        if (told[n] < 0)
            break;
        html_markup(b, "%s%s ", n ? ", " : "", csv_named(t, told[n], "name"));
        html_printf(b, "%+.1f%%", 100 * page_cell_number(t, told[n], "change"));
    }
    if (n == 0)
        html_raw(b, is(t, a, "idle", "1") ? "changes nothing" : "no other headline output");
}

static void part(page *p, int a, int z) {
    const csv_table *t = &p->knockout.t;
    double error = NAN;
    html_markup(p->b, "<tr><th class=t scope=row>%s <small>%s</small></th>", csv_named(t, a, "system"),
                csv_named(t, a, "part"));
    for (int k = 0; k < NALWAYS; k++) {
        double x = NAN;
        int chance = 0;
        for (int i = a; i < z; i++)
            if (is(t, i, "name", ALWAYS[k]) && !is(t, i, "measure", "error")) {
                x = page_cell_number(t, i, "change");
                chance = by_chance(t, i);
            }
        change(p->b, x, chance);
    }
    for (int i = a; i < z; i++)
        if (is(t, i, "measure", "error") && is(t, i, "name", "mean"))
            error = page_cell_number(t, i, "change");
    if (isnan(error))
        html_raw(p->b, "<td>-</td>");
    else
        html_printf(p->b, "<td>%+.3f</td>", fabs(error) < 0.0005 ? 0 : error);
    html_raw(p->b, "<td class=w>");
    largest(p->b, t, a, z);
    html_raw(p->b, "</td></tr>");
}

void knockout_section(page *p) {
    const csv_table *t = &p->knockout.t;
    html_raw(
        p->b,
        "<section id=knockout><h2>What each part does</h2><p>Each part of the model is switched off in turn, with "
        "the latents as fitted with every part present: that encounters move proves nothing. The error is measured "
        "on what no latent sees, 0 as published to 1; a part earns its place where the error rises without it, and "
        "where it falls the part does harm to the fit. Chance: no more than a rerun with another seed could "
        "make.</p>");
    static const page_column columns[] = {{"t", "Without"},
                                          {"", "Encounters"},
                                          {"", "Deaths"},
                                          {"", "Kidnapped"},
                                          {"", "Extorted"},
                                          {"", "Error"},
                                          {"w", "Largest other changes"}};
    html_raw(p->b, "<details><summary>Part by part</summary>");
    table_open(p, "data-harm=\"" COR_SERIES_DEATHS " " COR_SERIES_KIDNAPPINGS " " COR_SERIES_EXTORTION "\"",
               sizeof columns / sizeof *columns, columns);
    for (int a = 1, z; a < t->nrows; a = z) {
        for (z = a + 1; z < t->nrows && is(t, z, "system", csv_named(t, a, "system"));)
            z++;
        part(p, a, z);
    }
    table_close(p);
    html_raw(p->b, "</details>");
    html_markup(p->b,
                "<p class=small>From <code>%s</code>, written by <code>vado knockout --csv</code>: "
                "runs of their own, made when that file was, and not this run. A part that lowers encounters is not by "
                "that a good one.</p></section>\n",
                p->knockout.path);
}
