/* The charts of the report, series by series: encounters (border, sectors, nationalities, groups), then what no latent
 * sees.
 *
 * Small multiples have scales of their own, because Big Bend and the Rio Grande Valley differ a hundredfold; the line
 * under each title gives the sum and the share, so that size is read in figures and shape in the drawing.
 */
#include "report/report_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int n, *first, *count;
    char (*names)[16];
    const char **labels;
    res_band *band;
    double *published;
} periods;

static void periods_free(periods *w) {
    free(w->first);
    free(w->count);
    free(w->names);
    free(w->labels);
    free(w->band);
    free(w->published);
}

/* Months of the run, or its whole fiscal years. */
static int periods_make(const page *p, int yearly, periods *w) {
    int year[40], first[40], count[40], n = yearly ? page_fiscal_years(p, 40, year, first, count) : p->months;
    size_t room = (size_t)(n > 0 ? n : 1);
    memset(w, 0, sizeof *w);
    w->first = calloc(room, sizeof(int));
    w->count = calloc(room, sizeof(int));
    w->names = calloc(room, sizeof *w->names);
    w->labels = calloc(room, sizeof *w->labels);
    w->band = calloc(room, sizeof(res_band));
    w->published = calloc(room, sizeof(double));
    if (!w->first || !w->count || !w->names || !w->labels || !w->band || !w->published) {
        periods_free(w);
        return -1;
    }
    for (int i = 0; i < n; i++) {
        if (yearly && count[i] != 12)
            continue;
        w->first[w->n] = yearly ? first[i] : i;
        w->count[w->n] = yearly ? 12 : 1;
        if (yearly) {
            html_buffer name = {0};
            html_printf(&name, "FY%d", year[i] % 100);
            if (name.text)
                memcpy(w->names[w->n], name.text, name.length < 15 ? name.length + 1 : 15);
            html_done(p->b, &name);
        }
        w->labels[w->n] = w->names[w->n];
        w->n++;
    }
    return 0;
}

static void periods_fill(const page *p, periods *w, const res_table *t, int cell, const char *series, const char *place,
                         const char *nat, const char *group) {
    for (int i = 0; i < w->n; i++) {
        w->band[i] = res_band_at(p->r, t, cell, w->first[i], w->count[i]);
        w->published[i] = res_published(p->r, series, place, nat, group, p->month0 + w->first[i], w->count[i]);
    }
}

static chart chart_of(const periods *w, const mdl_series *d, const char *title) {
    chart c = {.series = d->name,
               .title = title,
               .unit = d->unit,
               .sum = d->sum,
               .n = w->n,
               .first = w->first,
               .count = w->count,
               .labels = w->labels,
               .band = w->band,
               .published = w->published,
               .obs_place = "",
               .obs_nationality = "",
               .obs_group = ""};
    return c;
}

/* "1.52m simulated (1.41m–1.60m), published 1.49m · 17% of the border" */
static void sum_note(const page *p, html_buffer *note, const res_table *t, int cell, const res_table *all,
                     const char *series, const char *place, const char *nat, const char *group) {
    char n[HTML_NUMBER], lo[HTML_NUMBER], hi[HTML_NUMBER];
    res_band v = res_band_at(p->r, t, cell, 0, p->months);
    html_printf(note, "%s simulated", html_short(v.mid, n));
    if (p->members > 1)
        html_printf(note, " (%s\xE2\x80\x93%s)", html_short(v.low, lo), html_short(v.high, hi));
    double published = res_published(p->r, series, place, nat, group, p->month0, p->months);
    if (isfinite(published))
        html_printf(note, "; published %s", html_short(published, n));
    if (all && all->top) {
        res_band whole = res_band_at(p->r, all, 0, 0, p->months);
        if (whole.mid > 0)
            html_printf(note, " \xC2\xB7 %s of all", html_percent(round(v.mid / whole.mid * 1000) / 1000, n));
    }
}

static const char key_markup[] =
    "<li><svg viewBox=\"0 0 26 14\" "
    "aria-hidden=true><circle class=dot cx=13 cy=7 r=3.4 /></svg>published</li><li><svg viewBox=\"0 0 26 14\" "
    "aria-hidden=true><rect class=hr x=8 y=0 width=10 height=14 /><rect class=hb x=8 y=6 width=10 height=8 /></svg>"
    "harm; paler: deaths with those never found</li></ul>";

/* What the marks of the first chart mean. */
static void key(page *p) {
    char range[RES_WORDS];
    html_raw(p->b, "<ul class=key><li><svg viewBox=\"0 0 26 14\" aria-hidden=true>");
    if (p->members > 1)
        html_raw(p->b, "<path class=band d=\"M0,1H26V13H0Z\"/>");
    html_raw(p->b, "<path class=mid d=\"M0,7H26\"/></svg>");
    if (p->members > 1)
        html_printf(p->b, "simulated: median, %s members (runs)</li>", res_range_words(p->members, range));
    else
        html_raw(p->b, "simulated</li>");
    html_raw(p->b, key_markup);
}

static void hero(page *p, const mdl_series *d, const res_table *t) {
    periods w;
    if (periods_make(p, 0, &w) < 0) {
        p->b->failed = 1;
        return;
    }
    periods_fill(p, &w, t, 0, d->name, "", "", "");
    chart c = chart_of(&w, d, "People encountered between ports, by month");
    c.hero = 1;
    c.note =
        "An encounter is an event: someone is met by border authorities away from a port of entry. One person can be "
        "met more than once.";
    key(p);
    chart_write(p, &c);
    periods_free(&w);
}

static void yearly(page *p, const mdl_series *d, const res_table *t, const char *title, const char *note) {
    periods w;
    if (periods_make(p, 1, &w) < 0) {
        p->b->failed = 1;
        return;
    }
    periods_fill(p, &w, t, 0, d->name, "", "", "");
    chart c = chart_of(&w, d, title);
    c.yearly = 1;
    c.note = note;
    chart_write(p, &c);
    periods_free(&w);
}

/* Of more than a few panels the rest lie in a fold, which opens for print (report_style.c). Before panel i of n. */
enum { OPEN_PANELS = 4 };
static int folds(int n) { return n > OPEN_PANELS + 1; }

static void fold(page *p, int i, int n) {
    if (folds(n) && i == OPEN_PANELS)
        html_printf(p->b, "</div><details class=more><summary>%d more charts</summary><div class=grid>",
                    n - OPEN_PANELS);
}

static void unfold(page *p, int n) { html_raw(p->b, folds(n) ? "</div></details>" : "</div>"); }

typedef struct {
    int cell;
    double sum;
} ranked;

static int by_sum(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    return x->sum < y->sum ? 1 : x->sum > y->sum ? -1 : (x->cell > y->cell) - (x->cell < y->cell);
}

/* One panel for each cell of a margin, largest first. axis: RES_BY_... */
static void panels(page *p, const mdl_series *d, int series, int axis, const res_table *all, const char *switch_words) {
    res_table t = {0};
    periods w = {0};
    const char *const *names = axis == RES_BY_PLACE         ? d->places
                               : axis == RES_BY_NATIONALITY ? p->nationalities
                                                            : p->groups;
    int n = axis == RES_BY_PLACE ? d->nplaces : axis == RES_BY_NATIONALITY ? p->nnationalities : p->ngroups;
    ranked *order = calloc((size_t)n + 1, sizeof *order);
    if (!order || res_read(p->r, series, axis, &t) < 0 || periods_make(p, 0, &w) < 0) {
        p->b->failed = 1;
        goto out;
    }
    for (int i = 0; i < n; i++)
        order[i] = (ranked){i, res_band_at(p->r, &t, i, 0, p->months).mid};
    qsort(order, (size_t)n, sizeof *order, by_sum);
    if (n > 4) {
        html_markup(p->b, "<div class=switch><label>%s <select><option value=\"\">all, side by side</option>",
                    switch_words);
        for (int i = 0; i < n; i++) {
            html_printf(p->b, "<option value=f%d>", p->figures + 1 + i);
            html_markup(p->b, "%s</option>", names[order[i].cell]);
        }
        html_raw(p->b, "</select></label></div>");
    }
    html_raw(p->b, "<div class=grid>");
    for (int i = 0; i < n; i++) {
        int k = order[i].cell;
        fold(p, i, n);
        const char *place = axis == RES_BY_PLACE ? names[k] : NULL, *nat = axis == RES_BY_NATIONALITY ? names[k] : NULL,
                   *group = axis == RES_BY_GROUP ? names[k] : NULL;
        html_buffer note = {0};
        chart c = chart_of(&w, d, group ? page_group_words(group) : names[k]);
        c.scope = (harm_scope){place, nat, group};
        c.obs_place = place ? place : "";
        c.obs_nationality = nat ? nat : "";
        c.obs_group = group ? group : "";
        periods_fill(p, &w, &t, k, d->name, c.obs_place, c.obs_nationality, c.obs_group);
        sum_note(p, &note, &t, k, all, d->name, c.obs_place, c.obs_nationality, c.obs_group);
        c.note = note.text;
        chart_write(p, &c);
        html_done(p->b, &note);
    }
    unfold(p, n);
out:
    free(order);
    periods_free(&w);
    res_table_free(&t);
}

static void margin(page *p, int s, int axis, const res_table *all, const char *head, const char *switch_words) {
    html_raw(p->b, head);
    harm_strip(p);
    panels(p, res_series_at(p->r, s), s, axis, all, switch_words);
    html_raw(p->b, "</section>");
}

void encounters_chart(page *p) {
    int s = res_main(p->r);
    res_table all = {0};
    if (s < 0 || res_read(p->r, s, RES_TOTAL, &all) < 0)
        return;
    html_raw(p->b, "<section id=encounters>");
    hero(p, res_series_at(p->r, s), &all);
    html_raw(p->b, "</section>");
    res_table_free(&all);
}

static void margins(page *p) {
    int s = res_main(p->r);
    res_table all = {0};
    if (s < 0 || res_read(p->r, s, RES_TOTAL, &all) < 0)
        return;
    const mdl_series *d = res_series_at(p->r, s);
    if (d->nplaces)
        margin(
            p, s, RES_BY_PLACE, &all,
            "<section id=sectors><h2>Where: the sectors of the border</h2><p>Encounters, largest first. Each panel has "
            "its own scale: read sizes from the line under its name. The lane below each is harm in that sector.</p>",
            "Show one sector:");
    if (d->by_nationality)
        margin(p, s, RES_BY_NATIONALITY, &all,
               "<section id=nationalities><h2>Who: nationalities</h2><p>Encounters, largest first, each with its own "
               "scale. The lane below each is harm to people of that nationality.</p>",
               "Show one nationality:");
    if (d->by_group)
        margin(p, s, RES_BY_GROUP, &all,
               "<section id=groups><h2>Who: adults alone, families, minors alone</h2><p>Encounters, and below each the "
               "harm that the run keeps by group.</p>",
               "Show one group:");
    res_table_free(&all);
}

/* A series' chart by month, and by fiscal year too where it is declared so: panels i on of n. Returns how many. */
static int other(page *p, int series, int i, int n) {
    const mdl_series *d = res_series_at(p->r, series);
    res_table t = {0};
    periods w = {0};
    if (res_read(p->r, series, RES_TOTAL, &t) < 0 || periods_make(p, 0, &w) < 0) {
        p->b->failed = 1;
        res_table_free(&t);
        return 1;
    }
    const char *words = face_label(&p->face, d->name, d->shown->heading);
    html_buffer note = {0};
    html_markup(&note, strstr(d->meaning, d->unit) ? "%s" : "%s (%s)", d->meaning, d->unit);
    chart c = chart_of(&w, d, words);
    c.note = note.text;
    periods_fill(p, &w, &t, 0, d->name, "", "", "");
    fold(p, i, n);
    chart_write(p, &c);
    if (d->shown->yearly) {
        html_buffer name = {0};
        html_printf(&name, "%s, by fiscal year", words); /* the chart makes markup of it */
        fold(p, i + 1, n);
        yearly(p, d, &t, name.text ? name.text : "", note.text);
        html_done(p->b, &name);
    }
    html_done(p->b, &note);
    periods_free(&w);
    res_table_free(&t);
    return 1 + d->shown->yearly;
}

static int count_of(const page *p, mdl_section section) {
    int n = 0;
    for (int s = res_next(p->r, -1); s >= 0; s = res_next(p->r, s)) {
        const mdl_shown *shown = res_series_at(p->r, s)->shown;
        n += shown->section == section ? 1 + shown->yearly : 0;
    }
    return n;
}

/* The series declared for a section, in their order. */
static void others(page *p, const char *id, const char *title, const char *about, mdl_section section) {
    int some = 0, n = count_of(p, section);
    if (!n)
        return;
    html_markup(p->b, "<section id=%s><h2>%s</h2>", id, title);
    html_markup(p->b, "<p>%s</p>", about);
    harm_strip(p);
    html_raw(p->b, "<div class=grid>");
    for (int s = res_next(p->r, -1); s >= 0; s = res_next(p->r, s)) {
        const mdl_shown *shown = res_series_at(p->r, s)->shown;
        if (shown->section == section)
            some += other(p, s, some, n);
    }
    unfold(p, n);
    html_raw(p->b, "</section>");
}

void series_sections(page *p) {
    int ports = res_series_find(p->r, COR_SERIES_ENCOUNTERS_AT_PORTS) >= 0,
        courts = res_series_find(p->r, COR_SERIES_COURT_BACKLOG) >= 0,
        events = res_series_find(p->r, COR_SERIES_WAY_EVENTS) >= 0;
    margins(p);
    others(
        p, "line", ports ? "At the line: got-aways, second attempts, ports" : "At the line: got-aways, second attempts",
        "Nothing of these was fitted by latents: here the mechanisms can fail. A got-away is a person who was detected "
        "crossing and was neither caught nor turned back; nobody counts those who were not detected.",
        MDL_LINE);
    others(p, "way", face_label(&p->face, "way", "On the way"),
           events ? "No latent sees these series either. Events recorded on the way are not persons."
                  : "No latent sees these series either.",
           MDL_WAY);
    others(p, "courts", courts ? "After: custody, shelters and courts" : "After: custody",
           courts ? "Where people are held and housed, and how long a decision takes." : "Where people are held.",
           MDL_AFTER);
    others(
        p, "governments", "Governments, trade and money",
        "Posture and leverage are indices of ours, and costs have wide priors. Who spends on what: vado export FILE.db "
        "money_spent --by month,place.",
        MDL_GOVERNMENTS);
}
