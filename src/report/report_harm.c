/* Harm beside encounters: loaded once, then asked for by every chart, by the block under the headline and by its table.
 *
 * A figure about a sector, a nationality or a group shows the harm of the same people where a series keeps that
 * margin; where none does it says so, and the strip of its section says "whole corridor". Nothing in the report can be
 * drawn without it: chart_write asks for it itself, it is no option of the caller of a flow.
 */
#include "report/report_parts.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const harm_names[HARM_COUNT] = {
    [HARM_RECORDED] = COR_SERIES_DEATHS_RECORDED, [HARM_DEATHS] = COR_SERIES_DEATHS,
    [HARM_KIDNAPPINGS] = COR_SERIES_KIDNAPPINGS,  [HARM_EXTORTION] = COR_SERIES_EXTORTION,
    [HARM_WAITING] = COR_SERIES_WAITING,          [HARM_RESCUES] = COR_SERIES_RESCUES,
    [HARM_ROAD] = COR_SERIES_DEATHS_ON_THE_WAY,   [HARM_EXPOSED] = FLE_SERIES_IN_CONFLICT,
    [HARM_CROWDED] = FLE_SERIES_OVER_CAPACITY};

const char *const harm_words[HARM_WAITING + 1] = {"deaths recorded", "deaths", "kidnappings", "acts of extortion",
                                                  "person-days waiting"};

void harm_tracks_of_corridor(page *p) {
    static const harm_track tracks[HARM_TRACKS] = {{HARM_RECORDED, "Deaths recorded"},
                                                   {HARM_KIDNAPPINGS, "Kidnappings"},
                                                   {HARM_EXTORTION, "Acts of extortion"},
                                                   {HARM_WAITING, "Person-days waiting"}};
    p->ntracks = HARM_TRACKS;
    p->tracks = tracks;
    p->tracks_series = HARM_SERIES;
    p->whole = "whole corridor";
}

int harm_load(page *p) {
    static const int axes[4] = {RES_TOTAL, RES_BY_PLACE, RES_BY_NATIONALITY, RES_BY_GROUP};
    for (int h = 0; h < HARM_COUNT; h++) {
        harm_series *s = &p->harm[h];
        s->series = res_series_find(p->r, harm_names[h]);
        s->have = s->series >= 0;
        if (!s->have)
            continue;
        const mdl_series *d = res_series_at(p->r, s->series);
        const int keeps[4] = {1, d->nplaces > 0, d->by_nationality, d->by_group};
        for (int i = 0; i < 4; i++) {
            int rc = keeps[i] ? res_read(p->r, s->series, axes[i], &s->by[i]) : 0;
            if (rc < 0)
                return rc;
        }
    }
    return 0;
}

void harm_free(page *p) {
    for (int h = 0; h < HARM_COUNT; h++)
        for (int i = 0; i < 4; i++)
            res_table_free(&p->harm[h].by[i]);
}

static int name_index(const char *name, int n, const char *const *names) {
    for (int i = 0; name && i < n; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

/* The table and cell that hold a scope; falls back to the total. */
static const res_table *scope_table(const page *p, const harm_series *s, const harm_scope *scope, int *cell,
                                    int *scoped) {
    const mdl_series *d = res_series_at(p->r, s->series);
    int at[4] = {0, -1, -1, -1};
    if (scope) {
        at[1] = name_index(scope->place, d->nplaces, d->places);
        at[2] = name_index(scope->nationality, p->nnationalities, p->nationalities);
        at[3] = name_index(scope->group, p->ngroups, p->groups);
    }
    for (int i = 1; i < 4; i++)
        if (at[i] >= 0 && s->by[i].top) {
            *cell = at[i];
            *scoped = 1;
            return &s->by[i];
        }
    *cell = 0;
    *scoped = !scope || (!scope->place && !scope->nationality && !scope->group);
    return &s->by[0];
}

res_band harm_band(const page *p, int which, const harm_scope *scope, int first, int count, int *scoped) {
    const harm_series *s = &p->harm[which];
    int cell = 0, own = 0;
    res_band none = {NAN, NAN, NAN, NAN};
    if (s->have) {
        const res_table *t = scope_table(p, s, scope, &cell, &own);
        none = page_sum(p, t, cell, first, count);
    }
    if (scoped)
        *scoped = own;
    return none;
}

double harm_published(const page *p, const harm_scope *scope, int first, int count) {
    const char *place = scope && scope->place ? scope->place : "",
               *nat = scope && scope->nationality ? scope->nationality : "",
               *group = scope && scope->group ? scope->group : "";
    return res_published(p->r, COR_SERIES_DEATHS_RECORDED, place, nat, group, p->month0 + first, count);
}

static void cell(page *p, int which, const char *about) {
    res_band v = harm_band(p, which, NULL, 0, p->months, NULL);
    char n[HTML_NUMBER];
    html_markup(p->b, "<div><b>%s</b><span>%s</span><i>", isfinite(v.mid) ? html_short(v.mid, n) : "not in this run",
                harm_words[which]);
    if (isfinite(v.mid) && p->members > 1) {
        char lo[HTML_NUMBER], hi[HTML_NUMBER];
        html_markup(p->b, "%s to %s. ", html_short(v.low, lo), html_short(v.high, hi));
    }
    html_markup(p->b, "%s</i></div>", about);
}

void harm_ledger(page *p) {
    html_buffer *b = p->b;
    char n[HTML_NUMBER], lo[HTML_NUMBER], hi[HTML_NUMBER];
    int s = res_main(p->r);
    res_table t = {0};
    if (s < 0 || res_read(p->r, s, RES_TOTAL, &t) < 0)
        return;
    res_band v = res_band_at(p->r, &t, 0, 0, p->months);
    double published = res_published(p->r, res_main_name(p->r), "", "", "", p->month0, p->months);
    html_raw(b, "<figure class=ledger data-series=encounters><div class=people><h3>Encounters between ports</h3>");
    html_markup(b, "<span class=big>%s</span><p>simulated", html_words(v.mid, n));
    char range[RES_WORDS];
    if (p->members > 1)
        html_markup(b, ", %s: %s to %s", res_range_words(p->members, range), html_words(v.low, lo),
                    html_words(v.high, hi));
    if (isfinite(published))
        html_markup(b, ". Published for the same months: %s", html_words(published, n));
    html_raw(b, ". Encounters are events: one person can be encountered more than once.</p></div>");
    html_raw(b, "<div class=harm data-harm=\"" HARM_SERIES "\">"
                "<h3>Harm in the same months</h3><div class=hcells>");
    double found = harm_published(p, NULL, 0, p->months);
    res_band all = harm_band(p, HARM_DEATHS, NULL, 0, p->months, NULL);
    res_band recorded = harm_band(p, HARM_RECORDED, NULL, 0, p->months, NULL);
    html_markup(b, "<div><b>%s</b><span>deaths recorded</span><i>", html_rounded(recorded.mid, n));
    if (p->members > 1 && isfinite(recorded.mid))
        html_markup(b, "%s to %s. ", html_rounded(recorded.low, lo), html_rounded(recorded.high, hi));
    if (isfinite(all.mid))
        html_markup(b, "With unrecorded deaths: %s to %s. ", html_short(p->members > 1 ? all.low : recorded.mid, lo),
                    html_short(p->members > 1 ? all.high : all.mid, hi));
    if (isfinite(found))
        html_markup(b, "Published: %s.", html_number(found, n));
    html_raw(b, "</i></div>");
    cell(p, HARM_KIDNAPPINGS, "Simulated; no complete count exists.");
    cell(p, HARM_EXTORTION, "Simulated; most are never reported.");
    cell(p, HARM_WAITING, "Everyone who waited, every day.");
    html_raw(b, "</div></div></figure>");
    res_table_free(&t);
}

static void harm_row(page *p, const char *name, int first, int count) {
    html_buffer *b = p->b;
    html_markup(b, "<tr><th class=t scope=row>%s</th>", name);
    for (int h = 0; h <= HARM_ROAD; h++) {
        res_band v = harm_band(p, h, NULL, first, count, NULL);
        char n[HTML_NUMBER], lo[HTML_NUMBER], hi[HTML_NUMBER];
        html_markup(b, "<td>%s", isfinite(v.mid) ? html_rounded(v.mid, n) : "\xE2\x80\x93");
        if (p->members > 1 && isfinite(v.mid))
            html_markup(b, "<br><small>%s\xE2\x80\x93%s</small>", html_short(v.low, lo), html_short(v.high, hi));
        html_raw(b, "</td>");
        if (h == HARM_RECORDED)
            html_markup(b, "<td>%s</td>", html_number(harm_published(p, NULL, first, count), n));
    }
    html_raw(b, "</tr>");
}

void harm_section(page *p) {
    html_buffer *b = p->b;
    int year[40], first[40], count[40], n = page_fiscal_years(p, 40, year, first, count);
    char range[RES_WORDS];
    html_raw(
        b, "<section id=harm><h2>Harm</h2><p>Deaths recorded are a minimum: bodies that somebody found and counted. "
           "The column beside gives deaths with those never found, as the model estimates them from the range of "
           "undercount in the literature; it is an assumption carried through, not a count. Waiting is in person-days. "
           "A month with fewer encounters can be a month with more harm.</p>");
    harm_strip(p);
    html_raw(b, "<details><summary>By fiscal year, October to September");
    if (p->members > 1)
        html_printf(b, ": median, with %s members below", res_range_words(p->members, range));
    html_raw(b, "</summary>");
    static const page_column columns[] = {{"t", "Fiscal year"},
                                          {"harm", "Deaths recorded"},
                                          {"", "Published deaths"},
                                          {"harm", "Deaths, with unrecorded"},
                                          {"harm", "Kidnappings"},
                                          {"harm", "Extortion"},
                                          {"harm", "Person-days waiting"},
                                          {"", "Rescues"},
                                          {"harm", "Deaths on the way"}};
    table_open(p, "", sizeof columns / sizeof *columns, columns);
    for (int i = 0; i < n; i++) {
        char name[64];
        int whole = count[i] == 12;
        html_buffer w = {0};
        html_printf(&w, "%d%s", year[i], whole ? "" : " (part)");
        memcpy(name, w.text ? w.text : "", w.length < 63 ? w.length + 1 : 63);
        name[63] = '\0';
        html_done(p->b, &w);
        harm_row(p, name, first[i], count[i]);
    }
    harm_row(p, "Whole period", 0, p->months);
    table_close(p);
    html_raw(b, "</details><details><summary>What the run counts</summary><p class=small>");
    for (int h = 0; h <= HARM_ROAD; h++) {
        const mdl_series *d = p->harm[h].have ? res_series_at(p->r, p->harm[h].series) : NULL;
        html_markup(b, "<b>%s</b>: %s. ", harm_names[h], d ? d->meaning : "not in this run");
    }
    html_raw(b, "</p></details></section>");
}
