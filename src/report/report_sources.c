/* Where the figures are from, which events were put in, what the model is not, and what it takes to make this page
 * again. */
#include "report/report_parts.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *publisher, *series;
    int64_t from, until;
    int rows;
} coverage;

static int by_name(const void *a, const void *b) {
    const coverage *x = a, *y = b;
    int c = strcmp(x->series, y->series);
    return c ? c : strcmp(x->publisher, y->publisher);
}

/* Markup of a source: an address becomes a plain link that loads nothing by itself. */
static void source_text(html_buffer *b, const char *text) {
    int address =
        (strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0) && !strpbrk(text, " \t\n\"'<>");
    if (address)
        html_markup(b, "<a rel=\"noreferrer noopener\" href=\"%s\">%s</a>", text, text);
    else
        html_text(b, text);
}

void sources_section(page *p, const char *words, const char *after) {
    html_buffer *b = p->b;
    const scn_observed *o;
    int n = res_observed(p->r, &o), k = 0;
    coverage *list = calloc((size_t)n + 1, sizeof *list);
    html_raw(b, "<section id=sources><h2>Sources of the published figures</h2>");
    if (!list) {
        b->failed = 1;
        return;
    }
    for (int i = 0; i < n; i++) {
        int at = 0;
        while (at < k && (strcmp(list[at].series, o[i].series) || strcmp(list[at].publisher, o[i].publisher)))
            at++;
        if (at == k)
            list[k++] = (coverage){o[i].publisher, o[i].series, o[i].from, o[i].until, 0};
        list[at].from = o[i].from < list[at].from ? o[i].from : list[at].from;
        list[at].until = o[i].until > list[at].until ? o[i].until : list[at].until;
        list[at].rows++;
    }
    qsort(list, (size_t)k, sizeof *list, by_name);
    html_markup(b, "<p>%s</p>", words);
    static const page_column columns[] = {
        {"t", "Series"}, {"t", "Publisher"}, {"", "From"}, {"", "Until"}, {"", "Rows"}};
    html_printf(b, "<details><summary>%d series by publisher</summary>", k);
    table_open(p, "", 5, columns);
    for (int i = 0; i < k; i++) {
        char a[11], z[11];
        day_format(list[i].from, a);
        day_format(list[i].until - 1, z);
        html_markup(b, "<tr><th class=t scope=row>%s</th><td class=t>%s</td>", list[i].series,
                    *list[i].publisher ? list[i].publisher : "not named");
        html_printf(b, "<td>%.7s</td><td>%.7s</td><td>%d</td></tr>", a, z, list[i].rows);
    }
    table_close(p);
    html_printf(b, "</details><p class=small>%s</p></section>", after);
    free(list);
}

/* Rows of one change (same dates, parameter and note) that follow one another are told in one line. */
static int same_change(const csv_table *t, int a, int b) {
    static const char *const keys[] = {"from", "until", "parameter", "note", "change"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(csv_named(t, a, keys[i]), csv_named(t, b, keys[i])))
            return 0;
    return 1;
}

/* "Here 0.9; There 0.9": where, who and value of rows [a, z). */
static void who_and_value(html_buffer *b, const csv_table *t, int a, int z) {
    for (int i = a; i < z; i++) {
        const char *where = csv_named(t, i, "where"), *who = csv_named(t, i, "who");
        html_markup(b, "%s%s%s%s %s", i > a ? "; " : "", *where || *who ? where : "all", *where && *who ? ", " : "",
                    who, csv_named(t, i, "value"));
    }
}

static int schedule_rows(page *p, const char *file, const char *caption) {
    html_buffer *b = p->b;
    csv_table t = {0};
    if (!page_csv(p, file, &t) || t.nrows < 2) {
        csv_free(&t);
        return 0;
    }
    static const page_column columns[] = {
        {"d", "From"}, {"d", "Until"}, {"t", "What"}, {"t", "Parameter"}, {"t", "Where, who, value"}, {"t", "Source"}};
    html_markup(b, "<details><summary>%s", caption);
    html_printf(b, " (%d rows)</summary>", t.nrows - 1);
    table_open(p, "", 6, columns);
    for (int i = 1, next; i < t.nrows; i = next) {
        const char *until = csv_named(&t, i, "until");
        for (next = i + 1; next < t.nrows && same_change(&t, i, next);)
            next++;
        html_markup(
            b,
            "<tr><td>%s</td><td class=d>%s</td><td class=t>%s</td><td class=t><code>%s</code><br>%s</td><td class=t>",
            csv_named(&t, i, "from"), *until ? until : "to the end", csv_named(&t, i, "note"),
            csv_named(&t, i, "parameter"), csv_named(&t, i, "change"));
        who_and_value(b, &t, i, next);
        html_raw(b, "</td><td class=t>");
        source_text(b, csv_named(&t, i, "source"));
        html_raw(b, "</td></tr>");
    }
    table_close(p);
    html_raw(b, "</details>");
    csv_free(&t);
    return 1;
}

void events_section(page *p) {
    html_buffer *b = p->b;
    int some = 0;
    html_raw(
        b,
        "<section id=events><h2>Events put in by date</h2><p>The run was given these changes of rule and effort, with "
        "their dates and their sources. Their sizes come from the literature or from judgement, as each row says; they "
        "are inputs, not findings.</p>");
    some += schedule_rows(p, "schedule.csv", "History: schedule.csv");
    for (int i = 0; i < res_file_count(p->r); i++) {
        const char *name = res_file_at(p->r, i)->name;
        csv_table t = {0};
        int schedule = strncmp(name, "given/", 6) == 0 && txt_ends(name, ".csv") && page_csv(p, name, &t) &&
                       t.nrows > 1 && *csv_named(&t, 1, "parameter");
        csv_free(&t);
        if (schedule)
            some += schedule_rows(p, name, name);
    }
    if (!some)
        html_raw(b, "<p>None.</p>");
    html_raw(b, "</section>");
}

void limits_section(page *p) {
    html_raw(p->b, "<section id=limits><h2>What this is not</h2><div class=cols>"
                   "<p><b>No forecast.</b> The intensity of departures is fitted to the published series and a drift "
                   "of the sectors with "
                   "it. What the mechanisms add must be read where no latent has seen the data.</p>"
                   "<p><b>The bands are no confidence intervals.</b> They spread the ");
    html_raw(p->b, res_of_posterior(p->r)
                       ? "posterior of parameters where figures see them and their priors elsewhere, "
                       : "priors of parameters, ");
    html_raw(p->b,
             "the environment and "
             "chance, with the latents not fitted again; published figures lie outside them more often than one in "
             "ten. ");
    if (res_of_posterior(p->r))
        html_raw(p->b, "Members are brought to the level of the encounters that the central run counts. ");
    else if (res_levelled(p->r))
        html_raw(p->b, "Members are brought to the level of the encounters that the central run counts, which is a fit "
                       "and no posterior: in all else they differ as their priors do. ");
    html_markup(p->b, "%s",
                face_label(&p->face, "limits_hand_set",
                           "Declared defaults of parameters were judged for "
                           "one corridor; vado check says which of them stand here."));
    html_raw(p->b, "</p><p><b>Deaths recorded are a minimum.</b> Many are never found");
    html_markup(p->b, "%s", face_label(&p->face, "limits_deaths", ". "));
    html_raw(p->b, "The range "
                   "with unrecorded deaths is an assumption about how many are missed.</p>"
                   "<p><b>Fewer encounters is not good, more is not bad.</b> People stopped further back, waiting in "
                   "a camp, lost in a "
                   "desert or kidnapped are not encountered either. No figure here is coloured or ranked by it. Read "
                   "harm, waiting and "
                   "returns in the same line.</p>"
                   "<p><b>Encounters are events, not persons.</b> Under expulsion without penalty the same people were "
                   "counted again and "
                   "again.</p>"
                   "<p><b>No persons.</b> Only counts of groups exist in the run and in this file. Nothing here can be "
                   "said of anybody.</p>"
                   "<p><b>No operations.</b> Legs are schematic corridors between towns; results are by sector and "
                   "month; there are no "
                   "addresses of shelters and no places of incidents. The program has no search for where to put "
                   "staff, barriers or "
                   "patrols.</p>"
                   "<p><b>Effects of policies are conditional.</b> They hold within this model, with its sizes of "
                   "effects from a few "
                   "studies and from judgement. Rights (asylum, non-return to danger, unity of families, the best "
                   "interests of a child) are "
                   "not quantities and are not weighed here.</p>"
                   "<p><b>Published figures are not the truth either.</b> They depend on effort, definitions and "
                   "technology; got-aways are "
                   "those detected; the dots have errors of their own.</p></div></section>");
}

static void item(page *p, const char *name, const char *value) {
    if (*value)
        html_markup(p->b, "<dt>%s</dt><dd>%s</dd>", name, value);
}

void provenance_section(page *p) {
    static const char *const first[][2] = {{"version", "vado"},
                                           {"model", "model"},
                                           {"name", "scenario"},
                                           {"from", "from"},
                                           {"until", "until"},
                                           {"mode", "arithmetic"},
                                           {"members", "members"},
                                           {"layers", "layers drawn"},
                                           {"seed", "seed"},
                                           {"latents", "latents"},
                                           {"latents_until", "latents saw data until"},
                                           {"command", "command"},
                                           {"input_hash", "hash of the input"},
                                           {"digest", "digest of the run"},
                                           {"state", "state"}};
    html_raw(p->b,
             "<section id=provenance><h2>To make this page again</h2><p>The same input, seed and version give the same "
             "digest on any machine, and this file byte for byte. The store holds the whole of the scenario.</p>"
             "<dl class=prov>");
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        item(p, first[i][1], res_meta(p->r, first[i][0]));
    html_raw(p->b, "</dl></section>");
}
