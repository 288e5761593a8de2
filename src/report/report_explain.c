/* How much of a change around a dated event is the fitted latent: of the events whose share is kept in the run's store,
 * or, if none is, in that of the what-ifs' baseline. What has not been found is said.
 */
#include "report/report_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

int explained_load(page *p) {
    char baseline[1100], words[512];
    results *r = NULL;
    int status = shr_read(p->r, &p->shares);
    if (status || p->shares.n || !p->whatif)
        return status;
    snprintf(baseline, sizeof baseline, "%s/baseline.db", p->whatif);
    status = res_open(&r, baseline, 0, words, sizeof words);
    if (status)
        return status == VADO_ERR_MEMORY ? status : 0; /* the what-ifs' section tells what is wrong with it */
    if (strcmp(res_meta(r, "input_hash"), res_meta(p->r, "input_hash")) == 0)
        status = shr_read(r, &p->shares);
    res_close(r);
    return status;
}

static void row(page *p, const shr_event *e) {
    char day[11], number[HTML_NUMBER];
    const double pairs[6] = {e->before, e->after, e->deaths[0], e->deaths[1], e->kidnapped[0], e->kidnapped[1]};
    day_format(e->day, day);
    html_markup(p->b, "<tr><td class=w>%s<br><code>%s</code>", day, e->parameter);
    html_printf(p->b, e->others ? " and %d more</td>" : "</td>", e->others);
    for (int i = 0; i < 6; i++)
        html_printf(p->b, "<td>%s</td>", isnan(pairs[i]) ? "-" : html_words(pairs[i], number));
    html_printf(p->b, "<td>%.0f%%</td><td class=w>%s</td></tr>", 100 * e->share,
                shr_much(e) ? "more than 30% is the fitted latent: described, not explained" : "mechanisms and season");
}

void explained_section(page *p) {
    html_buffer *b = p->b;
    html_raw(b, "<section id=explained><h2>How much of a change is the fit</h2><p>Departures and the attraction of "
                "sectors are fitted, month by month. Around a dated event, encounters of the two months before are "
                "compared with those of its month and the three after; the share is that of the fitted latents in all "
                "that moved them (the event, other dates, what was under way, season, latents, noise).</p>");
    if (p->shares.n == 0) {
        html_markup(b,
                    "<p class=note>It has not been found for this run: <code>vado explain %s --all</code> finds it "
                    "for every date of the schedule, and this page then says where the fit is more than 30%%.</p>"
                    "</section>\n",
                    p->db);
        return;
    }
    static const page_column columns[] = {
        {"w", "Event"},       {"", "Encounters a month before"}, {"", "after"},           {"", "Deaths before"},
        {"", "Deaths after"}, {"", "Kidnapped before"},          {"", "Kidnapped after"}, {"", "Latent"},
        {"w", "So"}};
    table_open(p, "data-harm=\"deaths kidnappings\"", sizeof columns / sizeof *columns, columns);
    for (int i = 0; i < p->shares.n; i++)
        row(p, &p->shares.of[i]);
    table_close(p);
    html_raw(b, "<p class=small>Deaths at the border, found or not. Dates that are not in this "
                "table have not been looked at: <code>vado explain</code>.</p></section>\n");
}
