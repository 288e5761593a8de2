/* What-ifs in the report: the sentences of `vado whatif`, of the runs that a folder holds.
 *
 * The policies are those of the run's own scenario. Each is told by whatif_text.c, harm in it, and only set into markup
 * here: a line without indent is a title, one with two spaces a paragraph, one with four an item of a list.
 */
#include "report/report_parts.h"
#include "study/whatif.h"
#include "text/context.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int take(void *user, const char *text, size_t length) {
    html_bytes(user, text, length);
    return 0;
}

/* "Harm: words" with the part before the first colon in bold. */
static void sentence(page *p, const char *line, size_t n, const char *tag) {
    char text[2048];
    snprintf(text, sizeof text, "%.*s", (int)(n < sizeof text ? n : sizeof text - 1), line);
    char *colon = strchr(text, ':');
    html_printf(p->b, "<%s>", tag);
    if (colon && colon - text < 120) {
        *colon = '\0';
        html_markup(p->b, "<b>%s:</b>%s", text, colon + 1);
    } else {
        html_text(p->b, text);
    }
    html_printf(p->b, "</%s>", tag);
}

static void set_lines(page *p, const char *text) {
    int list = 0;
    for (const char *line = text; *line;) {
        size_t n = strcspn(line, "\n"), indent = strspn(line, " ");
        if (list && indent < 4) {
            html_raw(p->b, "</ul>");
            list = 0;
        }
        if (n > indent && indent >= 4) {
            html_raw(p->b, list ? "" : "<ul>");
            list = 1;
            sentence(p, line + indent, n - indent, "li");
        } else if (n > indent && indent > 0) {
            sentence(p, line + indent, n - indent, "p");
        }
        line += n + (line[n] != '\0');
    }
    html_raw(p->b, list ? "</ul>" : "");
}

static void keep_measures(page *p, whf_pair *pair, page_whatif *w) {
    const char *const series[WHATIF_MEASURES] = {res_main_name(p->r), COR_SERIES_DEATHS, COR_SERIES_KIDNAPPINGS,
                                                 COR_SERIES_WAITING};
    for (int i = 0; i < WHATIF_MEASURES; i++)
        w->of[i] = whf_total(pair, series[i]);
    w->first = pair->first[0];
}

/* What there is to tell of a policy: its sentences and measures, or why it is not told. A run that is not there leaves
 * no mark. */
static void load_one(page *p, const whf_policy *policy, const char *dir) {
    char baseline[1100], words[512];
    whf_pair pair;
    html_buffer text = {0};
    out_text out = {take, &text, 0};
    page_whatif *w = &p->whatifs[p->nwhatifs];
    snprintf(baseline, sizeof baseline, "%s/baseline.db", dir);
    int status =
        whf_pair_open(&pair, baseline, policy->db, policy->from ? month_of_day(policy->from) : 0, words, sizeof words);
    int found = status == 0;
    if (status == VADO_ERR_MEMORY)
        res_fail(p->r, status);
    const char *other = found ? whf_other_policy(&pair, policy, p->r) : NULL;
    if (other) {
        snprintf(words, sizeof words, "%s", other);
        found = 0;
    }
    if (found) {
        whf_text(&pair, policy, &out);
        keep_measures(p, &pair, w);
        w->text = text.text;
        p->b->failed |= text.failed || out.failed || !w->text;
    } else if (access(policy->db, F_OK) == 0) {
        w->why = say_words(words, p->v->wording, p->v->wording_user, NULL);
        p->b->failed |= !w->why;
    }
    if (w->text || w->why) {
        snprintf(w->title, sizeof w->title, "%s", policy->title);
        p->nwhatifs++;
    }
    for (int i = 0; i < 2; i++)
        if (res_failed(pair.r[i]))
            res_fail(p->r, res_failed(pair.r[i]));
    whf_pair_close(&pair);
}

void whatif_load(page *p, const char *dir) {
    p->whatifs = res_alloc(p->r, (size_t)res_file_count(p->r) + 1, sizeof *p->whatifs);
    for (int i = 0; p->whatifs && i < res_file_count(p->r); i++) {
        whf_policy policy;
        if (whf_policy_of(res_file_at(p->r, i), "", dir, &policy) == 1)
            load_one(p, &policy, dir);
    }
}

void whatif_free(page *p) {
    for (int i = 0; i < p->nwhatifs; i++) {
        free(p->whatifs[i].text);
        free(p->whatifs[i].why);
    }
    free(p->whatifs);
}

int whatif_there(const results *r, const char *dir) {
    char baseline[1100];
    int some = 0;
    snprintf(baseline, sizeof baseline, "%s/baseline.db", dir);
    for (int i = 0; i < res_file_count(r); i++) {
        whf_policy policy;
        some |= whf_policy_of(res_file_at(r, i), "", dir, &policy) == 1 && access(policy.db, R_OK) == 0;
    }
    return some && access(baseline, R_OK) == 0;
}

void whatif_section(page *p) {
    html_raw(p->b, "<section id=whatif><h2>What if, in words</h2><p>Each policy is a run of its own, beside a baseline "
                   "with the same members. Differences hold in this model, and the sizes of many scheduled effects are "
                   "assumptions. Fewer encounters are not better by that: harm stands in each.</p>");
    for (int i = 0; i < p->nwhatifs; i++) {
        const page_whatif *w = &p->whatifs[i];
        if (w->text) {
            html_markup(p->b, "<details class=whatif><summary>%s</summary>", w->title);
            set_lines(p, w->text);
            html_raw(p->b, "</details>");
        } else
            html_markup(p->b, "<p class=note><b>%s</b>: not told: %s</p>", w->title, w->why ? w->why : "");
    }
    html_raw(p->b, "</section>\n");
}
