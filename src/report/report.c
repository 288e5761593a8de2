/* The report of a run: one HTML file that opens from disk, with no network and nothing outside it.
 *
 * 1. Open the store read-only; load harm first, for nothing is drawn without it.
 * 2. The first screen: the headline (report_headline.c) and the first chart, events named on it, harm in its frame.
 * 3. Totals, findings, what-ifs; then sections in order of the reader's questions: what, where, who, on the way, harm,
 *    map, fit, uncertainty, sources, events, limits, provenance. Long tables are folded and open for print.
 * 4. Hand it over as one output (outfile.h).
 *
 * The same store gives the same bytes: no clock, no locale, no address of this machine.
 */
#include "report/page.h"
#include "report/report_parts.h"
#include "text/context.h"
#include "text/outfile.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- helpers of all parts ---- */
res_band page_sum(const page *p, const res_table *t, int cell, int first, int count) {
    res_band v = res_band_at(p->r, t, cell, first, count);
    if (t->sum == SERIES_MEAN) {
        double days = 0;
        for (int m = first; m < first + count; m++)
            days += res_month_days(p->r, m);
        v = (res_band){v.low * days, v.mid * days, v.high * days, v.mean * days};
    }
    return v;
}

const char *page_group_words(const char *group) {
    static const char *const words[][2] = {
        {"single_adult", "Single adults"}, {"family", "People in families"}, {"minor", "Unaccompanied minors"}};
    for (int i = 0; i < 3; i++)
        if (strcmp(words[i][0], group) == 0)
            return words[i][1];
    return group;
}

const char *page_month_words(int month, char out[24]) {
    static const char *const names[12] = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};
    snprintf(out, 24, "%s %d", names[((month % 12) + 12) % 12], 1970 + month / 12);
    return out;
}

int page_fiscal_years(const page *p, int max, int *year, int *first, int *count) {
    int n = 0;
    for (int m = 0; m < p->months; m++) {
        int y = month_fiscal_year(p->month0 + m);
        if (n && year[n - 1] == y)
            count[n - 1]++;
        else if (n < max) {
            year[n] = y;
            first[n] = m;
            count[n++] = 1;
        }
    }
    return n;
}

void page_band_words(html_buffer *b, res_band v, int percent) {
    char n[HTML_NUMBER], lo[HTML_NUMBER], hi[HTML_NUMBER];
    const char *(*f)(double, char *) = percent == 2 ? html_change : percent ? html_percent : html_words;
    html_printf(b, "<b>%s</b>", f(v.mid, n));
    if (v.low < v.high)
        html_printf(b, " (%s to %s)", f(v.low, lo), f(v.high, hi));
}

int page_csv(const page *p, const char *file, csv_table *t) {
    const scn_file *f = res_file(p->r, file);
    rep_report rep;
    if (!f)
        return 0;
    rep_init(&rep);
    int rc = csv_read(t, f->text, f->length, file, &rep);
    rep_free(&rep);
    if (rc)
        res_fail(p->r, VADO_ERR_MEMORY);
    return rc == 0;
}

double page_cell_number(const csv_table *t, int row, const char *column) {
    double v;
    return txt_number_parse(csv_named(t, row, column), &v) == 0 ? v : NAN;
}

/* ---- head and foot ---- */
const char *page_meta(const page *p, const char *key, const char *otherwise) {
    const char *v = res_meta(p->r, key);
    return *v ? v : otherwise;
}

int page_total(const page *p, const char *series, res_table *t) {
    int s = res_series_find(p->r, series);
    memset(t, 0, sizeof *t);
    return s >= 0 && res_read(p->r, s, RES_TOTAL, t) == 0;
}

static void fact(page *p, const char *name, const char *value) {
    html_markup(p->b, "<div><dt>%s</dt><dd>%s</dd></div>", name, value);
}

void page_head(page *p) {
    html_buffer *b = p->b;
    const char *title = page_meta(p, "title", page_meta(p, "name", "A run of vado"));
    html_raw(b, "<!doctype html>\n<html lang=en><head><meta charset=utf-8>" FIL_PAGE_MARK VADO_VERSION
                "\"><meta name=viewport "
                "content=\"width=device-width,initial-scale=1\"><meta name=color-scheme content=\"light dark\">"
                "<meta http-equiv=Content-Security-Policy content=\"default-src 'none';style-src 'unsafe-inline';"
                "script-src 'unsafe-inline'\">");
    html_markup(b, "<title>%s: report of a run</title><style>", title);
    html_raw(b, report_css);
    p->head = b->length;
    html_raw(b, "</style></head><body>\n<header class=top>");
    html_markup(b, "<p class=kicker>vado \xC2\xB7 report of a run \xC2\xB7 %s</p>", title);
}

void page_facts(page *p, int latents) {
    char n[HTML_NUMBER];
    html_raw(p->b, "<dl class=facts>");
    fact(p, "scenario", page_meta(p, "name", "?"));
    fact(p, "arithmetic", page_meta(p, "mode", "?"));
    fact(p, "members", html_number(p->members, n));
    fact(p, "seed", page_meta(p, "seed", "?"));
    if (latents)
        fact(p, "latents", page_meta(p, "latents", "none"));
    fact(p, "vado", page_meta(p, "version", "?"));
    html_raw(p->b, "</dl>");
    if (*res_partial(p->r))
        html_markup(p->b, "<p class=note><strong>%s.</strong> The figures are of the days stored so far.</p>",
                    res_partial(p->r));
}

static int has_governments(const page *p) {
    for (int i = 0; i < res_series_count(p->r); i++)
        if (res_series_at(p->r, i)->shown->section == MDL_GOVERNMENTS)
            return 1;
    return 0;
}

static void contents(page *p) {
    html_raw(
        p->b,
        "<nav aria-label=Contents><a href=#sectors>Sectors</a>"
        "<a href=#nationalities>Nationalities</a><a href=#groups>Families and minors</a><a href=#line>At the line</a>"
        "<a href=#way>On the way</a>");
    if (has_governments(p))
        html_raw(p->b, "<a href=#governments>Governments</a>");
    html_raw(p->b, "<a href=#harm>Harm</a><a href=#map>Map</a><a href=#fit>Against the published</a>");
    if (res_file(p->r, "claims.csv"))
        html_raw(p->b, "<a href=#claims>Statements</a>");
    html_raw(p->b, "<a href=#uncertainty>Uncertainty</a>");
    html_raw(p->b, "<a href=#explained>What is fitted</a>");
    html_raw(p->b, p->whatif ? "<a href=#whatif>What if</a>" : "");
    html_raw(p->b, p->knockout.n ? "<a href=#knockout>What each part does</a>" : "");
    html_raw(p->b, "<a href=#sources>Sources</a><a href=#limits>Limits</a></nav>");
}

void page_end(page *p, const char *words) {
    html_markup(p->b, "</main>\n<footer>Made by vado %s. %s</footer>\n<script>", page_meta(p, "version", ""), words);
    html_raw(p->b, report_js);
    html_raw(p->b, "</script></body></html>\n");
}

static void write_page(page *p) {
    html_buffer *b = p->b;
    page_head(p);
    page_headline(p);
    html_raw(b, "</header>\n<main>");
    encounters_chart(p);
    page_stand(p, "narrow"); /* on a phone the chart comes first, to be in the first screen */
    if (p->whatif)
        whatif_chart(p);
    html_raw(b, "<section id=totals><h2>In figures</h2>");
    harm_ledger(p);
    page_findings(p);
    page_facts(p, 1);
    contents(p);
    html_raw(b, "</section>");
    series_sections(p);
    harm_section(p);
    map_section(p);
    fit_section(p);
    claims_section(p);
    uncertainty_section(p);
    explained_section(p);
    if (p->whatif)
        whatif_section(p);
    if (p->knockout.n)
        knockout_section(p);
    sources_section(
        p,
        face_label(&p->face, "published_note",
                   "Published series are views of flows, made by offices for their own ends: an encounter is an event "
                   "and no person, got-aways are those that somebody saw. First releases are later revised."),
        "Each row with its address and note: <code>vado observed</code>, and the scenario's folder "
        "<code>observed/</code>, a copy of which is inside the store.");
    events_section(p);
    limits_section(p);
    provenance_section(p);
    page_end(p,
             "Aggregates only: there are no persons in this file. Harm stands in the same drawing as every figure of "
             "encounters; please keep it there.");
}

/* INT_MIN: nothing was fitted; INT_MAX: fitted, to no month we know. */
static int until_of(const results *r) {
    int64_t day;
    const char *v = res_meta(r, "latents_until");
    if (!*res_meta(r, "latents"))
        return INT_MIN;
    return strlen(v) >= 7 && day_parse(v, &day) == 0 ? month_of_day(day) : INT_MAX;
}

/* What the page says of the run before any table is drawn. */
static void look_at_run(page *p) {
    int64_t figures;
    p->month0 = res_month_first(p->r);
    p->months = res_month_count(p->r);
    p->members = res_members(p->r);
    p->latents_until = until_of(p->r);
    p->projection = p->months;
    if (day_parse(res_meta(p->r, "figures_until"), &figures) == 0 && month_of_day(figures + 1) - p->month0 < p->months)
        p->projection = month_of_day(figures + 1) - p->month0;
    p->nnationalities = res_nationalities(p->r, &p->nationalities);
    p->ngroups = res_groups(p->r, &p->groups);
}

/* Reads all that the page shows and writes it into p->b. What failed in the store itself, res_end says: then 0. */
static int make_page(vado *v, page *p, const vado_report_options *o) {
    int rc = 0;
    look_at_run(p);
    if (p->months < 1 || p->members < 1)
        return ctx_fail(v, VADO_ERR_STORE, "%s: has no simulated day yet: run or resume it first", p->db);
    if (o->whatif && !whatif_there(p->r, o->whatif))
        return ctx_fail(v, VADO_ERR_FILE,
                        SAY_WHATIFS " %s: found no what-ifs of this run's scenario there, expected baseline.db and a "
                                    "policy-NAME.db for one of its policies at least; `" SAY_WHATIF
                                    " SCENARIO " SAY_INTO " %s` makes them",
                        o->whatif, o->whatif);
    if (o->knockout && (rc = knk_file_read(v, o->knockout, &p->knockout)))
        return rc;
    if ((rc = explained_load(p)))
        return res_failed(p->r) ? 0 : ctx_fail(v, rc, "what is kept of latents' shares cannot be read");
    if ((rc = res_face(p->r, &p->face)))
        return ctx_fail(v, rc, "out of memory");
    harm_tracks_of_corridor(p);
    events_choose(p);
    if (harm_load(p) < 0)
        return 0;
    if (p->whatif)
        whatif_load(p, p->whatif);
    if (strcmp(res_meta(p->r, "model"), "flee") == 0)
        flee_page(p);
    else
        write_page(p);
    if (!res_failed(p->r) && (!html_ok(p->b) || p->css.failed))
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    return 0;
}

/* The page, with the rules for narrow screens in its head. */
static int write_out(vado_output *out, const page *p) {
    static const char open[] = "@media(max-width:620px){";
    return fil_write(out, p->b->text, p->head) || fil_write(out, open, sizeof open - 1) ||
           (p->css.length && fil_write(out, p->css.text, p->css.length)) || fil_write(out, "}", 1) ||
           fil_write(out, p->b->text + p->head, p->b->length - p->head);
}

int rpt_write(vado *v, const char *db, const vado_report_options *o, const char *html) {
    char message[512];
    html_buffer b = {0};
    vado_output *out = NULL;
    const char *const files[] = {db, o->whatif, o->knockout};
    const vado_output_options to = {.kind = VADO_FILE_PAGE,
                                    .force = o->force,
                                    .nfiles = 3,
                                    .files = files,
                                    .standard = o->standard,
                                    .standard_user = o->standard_user};
    page p = {.v = v, .b = &b, .db = db, .whatif = o->whatif};
    int rc = res_open(&p.r, db, v->partial, message, sizeof message);
    if (rc < 0)
        return ctx_fail(v, rc, "%s", message);
    rc = fil_open(v, html, &to, &out);
    if (!rc)
        rc = make_page(v, &p, o);
    int unread = rc ? 0 : res_failed(p.r); /* what stands at html stays; res_end says why */
    if (!rc && !unread && write_out(out, &p))
        rc = ctx_fail(v, VADO_ERR_FILE, "%s: the page cannot be written", html);
    int closed = fil_close(v, out, rc ? rc : unread);
    if (!unread)
        rc = closed;
    harm_free(&p);
    whatif_free(&p);
    face_free(&p.face);
    shr_free(&p.shares);
    knk_file_free(&p.knockout);
    html_free(&b);
    html_free(&p.css);
    return res_end(v, p.r, db, rc);
}
