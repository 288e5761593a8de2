/* The headline and the findings: sentences made from results by templates, each with its interval, harm beside.
 *
 * The headline tells what the run was not fitted to, for there it can be wrong: encounters of the months that no latent
 * has seen, where such figures were published; else recorded deaths, which no latent sees, though a posterior may; else
 * what the run counts.
 * With one what-if it tells what that changes. What was fitted is said below it to be fitted.
 */
#include "report/report_parts.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int month_index(const page *p, int month) {
    int m = month - p->month0;
    return m >= 0 && m < p->months ? m : -1;
}

/* Simulated (the median of members' sums) and published, over the months from `from` on that have a published figure.
 */
typedef struct {
    int months, first, last; /* relative to month0 */
    double simulated, published;
} beside;

static beside beside_of(const page *p, const char *series, int from, int until) {
    beside s = {0, 0, 0, 0, 0};
    res_table t;
    double *v = res_alloc(p->r, (size_t)p->members, sizeof *v);
    int there = page_total(p, series, &t);
    for (int m = from < 0 ? 0 : from; v && there && m < until; m++) {
        double published = res_published(p->r, series, "", "", "", p->month0 + m, 1);
        if (!isfinite(published) || !res_month_whole(p->r, m))
            continue;
        s.first = s.months++ ? s.first : m;
        s.last = m;
        s.published += published;
        for (int k = 0; k < p->members; k++)
            v[k] += res_value(p->r, &t, 0, m, 1, k);
    }
    if (s.months)
        s.simulated = res_band_of(v, p->members).mid;
    free(v);
    res_table_free(&t);
    return s;
}

static int no_latent_sees(const page *p, const char *series) {
    int s = res_series_find(p->r, series);
    return s >= 0 && res_series_at(p->r, s)->shown->standing == MDL_NOT_FITTED;
}

static void unseen_words(page *p, const beside *e) {
    char n[HTML_NUMBER], o[HTML_NUMBER];
    beside d = beside_of(p, COR_SERIES_DEATHS_RECORDED, e->first, e->last + 1);
    html_printf(p->b,
                "In the %d months that no fit has seen, the simulation has %s encounters, the published record %s",
                e->months, html_words(e->simulated, n), html_words(e->published, o));
    if (d.months)
        html_printf(p->b, "; recorded deaths %s against %s", html_rounded(d.simulated, n), html_number(d.published, o));
}

static void deaths_words(page *p, const beside *d) {
    char n[HTML_NUMBER], o[HTML_NUMBER];
    int seen = res_posterior_saw(p->r, res_series_at(p->r, res_series_find(p->r, COR_SERIES_DEATHS_RECORDED)));
    html_printf(p->b, "%s recorded deaths at the border in the simulation, %s in the published record: %s",
                html_rounded(d->simulated, n), html_number(d->published, o),
                seen ? "not fitted, but in view when parameters were drawn" : "nothing was fitted to them");
}

static void counted_words(page *p, const res_table *t) {
    char n[HTML_NUMBER], d[HTML_NUMBER];
    double dead = harm_band(p, HARM_RECORDED, NULL, 0, p->months, NULL).mid;
    html_printf(p->b, "In the simulation, %s recorded deaths and %s encounters",
                isfinite(dead) ? html_rounded(dead, d) : "no figure of",
                html_words(res_band_at(p->r, t, 0, 0, p->months).mid, n));
}

/* What was fitted to what the first chart compares. */
static void fitted_words(page *p) {
    static const char latents[] =
        "<i>latents</i>, numbers for each month that stand for what no rule of the model explains";
    char n[HTML_NUMBER], o[HTML_NUMBER], month[24];
    if (p->latents_until == INT_MIN) {
        html_raw(p->b, "Nothing in it was fitted. ");
        return;
    }
    if (p->latents_until == INT_MAX) {
        html_printf(p->b, "It has %s; what figures they were fitted to is not known. ", latents);
        return;
    }
    int end = p->latents_until + 1 - p->month0;
    beside e = beside_of(p, res_main_name(p->r), 0, end < p->months ? end : p->months);
    html_printf(p->b, "Encounters were fitted up to %s by %s", page_month_words(p->latents_until, month), latents);
    if (e.months)
        html_printf(p->b, " (%s simulated, %s published)", html_words(e.simulated, n), html_words(e.published, o));
    html_raw(p->b, ": closeness there proves nothing. ");
}

void page_stand(page *p, const char *klass) {
    html_buffer *b = p->b;
    char from[24], until[24], range[RES_WORDS];
    html_printf(b, "<p class=\"stand %s\">", klass);
    html_markup(b, "%s to %s, day by day", page_month_words(p->month0, from),
                page_month_words(p->month0 + p->months - 1, until));
    html_raw(b, strcmp(page_meta(p, "mode", "stochastic"), "fluid") == 0 ? ", in expected values. "
                                                                         : ", in whole people. ");
    if (p->members > 1)
        html_printf(
            b, "Each of %d <i>members</i> is a run with parameters, environment and luck of its own; ranges are %s. ",
            p->members, res_range_words(p->members, range));
    fitted_words(p);
    if (res_of_posterior(p->r))
        html_raw(b, "Their parameters were drawn from what published figures of other series leave of our assumptions "
                    "(a <i>posterior</i>). ");
    html_raw(b, "It is no forecast, and it says nothing about any person.</p>");
}

/* "encounters +37%, deaths at the border: no clear change, ...": what one what-if changes. */
static void whatif_words(page *p, const page_whatif *w) {
    static const char *const names[WHATIF_MEASURES] = {"Encounters", "deaths at the border", "people kidnapped",
                                                       "person-days waiting"};
    char n[HTML_NUMBER];
    html_markup(p->b, "%s: ", w->title);
    for (int i = 0; i < WHATIF_MEASURES; i++) {
        whf_direction way = whf_direction_of(&w->of[i]);
        int told = (way == WHF_LESS || way == WHF_MORE) && w->of[i].a > 0;
        html_printf(p->b, "%s%s%s", i ? ", " : "", names[i], told ? " " : ": ");
        html_raw(p->b, told ? html_change(w->of[i].mean / w->of[i].a, n) : "no clear change");
    }
}

/* The one what-if that is told, or NULL. */
static const page_whatif *only_whatif(const page *p) {
    const page_whatif *one = NULL;
    for (int i = 0; i < p->nwhatifs; i++)
        if (p->whatifs[i].text) {
            if (one)
                return NULL;
            one = &p->whatifs[i];
        }
    return one;
}

void page_headline(page *p) {
    html_buffer *b = p->b;
    res_table t;
    if (!page_total(p, res_main_name(p->r), &t)) {
        html_raw(b, "<h1>A run without encounters</h1>");
        return;
    }
    int from =
        p->latents_until == INT_MIN || p->latents_until == INT_MAX ? p->months : p->latents_until + 1 - p->month0;
    beside unseen = beside_of(p, res_main_name(p->r), from, p->months),
           deaths = beside_of(p, COR_SERIES_DEATHS_RECORDED, 0, p->months);
    html_raw(b, "<h1>");
    const page_whatif *one = only_whatif(p);
    if (one)
        whatif_words(p, one);
    else if (unseen.months)
        unseen_words(p, &unseen);
    else if (deaths.months && no_latent_sees(p, COR_SERIES_DEATHS_RECORDED))
        deaths_words(p, &deaths);
    else
        counted_words(p, &t);
    html_raw(b, "</h1>");
    page_stand(p, "wide1");
    res_table_free(&t);
}

/* ---- findings ---- */
/* Relative change from months [a, a+ca) to [z, z+cz), member by member. */
static res_band change(const page *p, const res_table *t, int a, int z) {
    res_band none = {NAN, NAN, NAN, NAN};
    double *v = res_alloc(p->r, (size_t)p->members, sizeof *v);
    if (!v)
        return none;
    for (int k = 0; k < p->members; k++)
        v[k] = res_value(p->r, t, 0, z, 1, k) / res_value(p->r, t, 0, a, 1, k) - 1;
    none = res_band_of(v, p->members);
    free(v);
    return none;
}

static double published_change(const page *p, const char *series, int a, int z) {
    return res_published(p->r, series, "", "", "", p->month0 + z, 1) /
               res_published(p->r, series, "", "", "", p->month0 + a, 1) -
           1;
}

static void find_change(page *p, const char *series, const char *subject, int a, int z, const char *more) {
    char n[HTML_NUMBER], from[24], to[24];
    res_table t;
    if (a < 0 || z < 0 || !page_total(p, series, &t))
        return;
    res_band v = change(p, &t, a, z);
    double published = published_change(p, series, a, z);
    if (isfinite(v.mid)) {
        html_markup(p->b, "<li>From %s to %s, %s changed by ", page_month_words(p->month0 + a, from),
                    page_month_words(p->month0 + z, to), subject);
        page_band_words(p->b, v, 2);
        html_raw(p->b, " in the run");
        if (isfinite(published))
            html_printf(p->b, "; by %s as published", html_change(published, n));
        html_markup(p->b, ".%s</li>", more);
    }
    res_table_free(&t);
}

static void find_years(page *p) {
    int year[40], first[40], count[40], n = page_fiscal_years(p, 40, year, first, count), from = 0, to = 0, whole = 0;
    double least = INFINITY, most = -INFINITY;
    char lo[HTML_NUMBER], hi[HTML_NUMBER];
    res_table t;
    if (!page_total(p, res_main_name(p->r), &t))
        return;
    for (int i = 0; i < n; i++) {
        double o = res_published(p->r, res_main_name(p->r), "", "", "", p->month0 + first[i], count[i]);
        if (count[i] != 12 || !(o > 0))
            continue;
        double off = res_band_at(p->r, &t, 0, first[i], 12).mid / o - 1;
        least = off < least ? off : least;
        most = off > most ? off : most;
        from = whole ? from : year[i];
        to = year[i];
        whole++;
    }
    if (whole) {
        int seen = p->latents_until >= (to - 1970) * 12 + 8;
        html_printf(
            p->b, "<li>Fiscal years %d to %d: simulated totals differ by <b>%s</b> to <b>%s</b> from those published. ",
            from, to, html_change(least, lo), html_change(most, hi));
        html_raw(
            p->b,
            seen ? "The latent intensities were fitted to these months: closeness is by construction, no evidence.</li>"
                 : "Part of these months no latent has seen.</li>");
    }
    res_table_free(&t);
}

static void find_peak(page *p) {
    html_buffer *b = p->b;
    char month[24], n[HTML_NUMBER];
    res_table t;
    int at = -1, died = -1;
    double most = -1, deaths = -1;
    if (!page_total(p, res_main_name(p->r), &t))
        return;
    for (int m = 0; m < p->months; m++) {
        double v = res_band_at(p->r, &t, 0, m, 1).mid, h = harm_band(p, HARM_RECORDED, NULL, m, 1, NULL).mid;
        if (v > most) {
            most = v;
            at = m;
        }
        if (h > deaths) {
            deaths = h;
            died = m;
        }
    }
    if (at >= 0) {
        double published = res_published(p->r, res_main_name(p->r), "", "", "", p->month0 + at, 1);
        html_markup(b, "<li>Most encounters in the run: %s, ", page_month_words(p->month0 + at, month));
        page_band_words(b, res_band_at(p->r, &t, 0, at, 1), 0);
        if (isfinite(published))
            html_printf(b, "; published for that month %s", html_words(published, n));
        html_raw(b, ".");
        if (died >= 0 && deaths > 0) {
            html_markup(b, " Most deaths recorded: %s, ", page_month_words(p->month0 + died, month));
            page_band_words(b, harm_band(p, HARM_RECORDED, NULL, died, 1, NULL), 0);
            html_raw(b, died != at ? ". They are not the same month." : ".");
        }
        html_raw(b, "</li>");
    }
    res_table_free(&t);
}

static void find_repeat(page *p) {
    int year[40], first[40], count[40], n = page_fiscal_years(p, 40, year, first, count), said = 0;
    char o[HTML_NUMBER];
    res_table t;
    if (!page_total(p, COR_SERIES_REPEAT_SHARE, &t))
        return;
    for (int i = 0; i < n; i++) {
        double pub = res_published(p->r, COR_SERIES_REPEAT_SHARE, "", "", "", p->month0 + first[i], count[i]);
        res_band v = res_band_at(p->r, &t, 0, first[i], count[i]);
        if (count[i] != 12 || !isfinite(v.mid) || !isfinite(pub))
            continue;
        html_raw(p->b, said++ ? ", " : "<li>Share of encounters with someone encountered before in twelve months: ");
        page_band_words(p->b, v, 1);
        html_printf(p->b, " in fiscal %d against %s published", year[i], html_percent(pub, o));
    }
    if (said)
        html_raw(p->b, ". No latent sees this series; its parameters were set by hand with it in view.</li>");
    res_table_free(&t);
}

static void find_waiting(page *p) {
    res_table t;
    char n[HTML_NUMBER], month[24];
    int at = 0;
    double most = -1;
    if (!page_total(p, COR_SERIES_WAITING, &t))
        return;
    for (int m = 0; m < p->months; m++) {
        double v = res_band_at(p->r, &t, 0, m, 1).mid;
        if (v > most) {
            most = v;
            at = m;
        }
    }
    html_raw(p->b, "<li>On an average day ");
    page_band_words(p->b, res_band_at(p->r, &t, 0, 0, p->months), 0);
    html_markup(p->b, " people were waiting; most in %s, ", page_month_words(p->month0 + at, month));
    html_printf(p->b, "%s.</li>", html_words(most, n));
    res_table_free(&t);
}

/* A day with whole months of the run on both sides of its own. */
static int has_both_sides(const page *p, const csv_table *t, int row, int64_t day) {
    (void)t;
    (void)row;
    int m = month_of_day(day) - p->month0;
    return m > 0 && m < p->months - 1;
}

/* The month of the run in which the day stands on which most rows of the schedule begin; -1: none. */
static int busiest_month(const page *p) {
    csv_table t = {0};
    int64_t day;
    int row = page_csv(p, "schedule.csv", &t) ? events_busiest(p, &t, has_both_sides) : 0;
    int month = row > 0 && !day_parse(csv_named(&t, row, "from"), &day) ? month_of_day(day) - p->month0 : -1;
    csv_free(&t);
    return month;
}

/* The changes that the scenario names, or that around the day on which most of its schedule begins. */
static void find_changes(page *p) {
    for (int i = 0; i < p->face.nfindings; i++) {
        const face_finding *f = &p->face.findings[i];
        char month[24];
        html_buffer seen = {0};
        int fitted = strcmp(f->series, res_main_name(p->r)) == 0;
        if (fitted && p->latents_until >= f->until)
            html_raw(&seen, " These months were seen by the latents.");
        else if (fitted)
            html_printf(&seen, " No latent has seen %s.", page_month_words(f->until, month));
        else
            html_printf(&seen, " %s", f->note);
        if (strcmp(f->series, COR_SERIES_GOTAWAYS) == 0)
            html_raw(&seen, " A got-away was detected crossing, and neither caught nor turned back.");
        find_change(p, f->series, f->words, month_index(p, f->from), month_index(p, f->until),
                    seen.text ? seen.text : "");
        html_free(&seen);
    }
    int m = p->face.nfindings ? -1 : busiest_month(p);
    if (m > 0)
        find_change(p, res_main_name(p->r), "encounters between ports", m - 1, m + 1, "");
}

void page_findings(page *p) {
    html_raw(p->b, "<ul class=finds>");
    find_years(p);
    find_peak(p);
    find_changes(p);
    find_repeat(p);
    find_waiting(p);
    html_raw(p->b, "</ul>");
}
