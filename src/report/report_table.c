/* A table that a phone can show: below 620 px each row becomes a card, and each cell says of what column it is.
 *
 * The words come from the head by a rule of the style for each column, which is gathered in page.css while the sections
 * are written and put into the head of the page at the end: no cell carries its column's name, and no script is needed.
 */
#include "report/report_parts.h"

#include <string.h>

/* A text of the style: letters of a head; what would end it, or escape, is left out. */
static void style_words(html_buffer *css, const char *words) {
    for (; *words; words++)
        if (!strchr("\"\\<>&\n", *words))
            html_bytes(css, words, 1);
}

static void column_rule(page *p, int id, int column, const char *words) {
    html_printf(&p->css, "#k%d td:nth-child(%d)::before{content:\"", id, column);
    style_words(&p->css, words);
    html_raw(&p->css, "\"}");
}

void table_open(page *p, const char *attributes, int n, const page_column *columns) {
    html_buffer *b = p->b;
    int id = ++p->figures;
    html_printf(b, "<div class=\"scroll all\"><table class=stack id=k%d%s%s><thead><tr>", id, *attributes ? " " : "",
                attributes);
    for (int i = 0, column = 1; i < n; i++) {
        if (!columns[i].words)
            continue; /* this run has no such column */
        html_printf(b, *columns[i].klass ? "<th class=%s>" : "<th>", columns[i].klass);
        html_markup(b, "%s</th>", columns[i].words);
        column_rule(p, id, column++, columns[i].words);
    }
    html_raw(b, "</tr></thead><tbody>");
}

void table_close(page *p) { html_raw(p->b, "</tbody></table></div>"); }
