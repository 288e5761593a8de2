/* The run against what was published, each row labelled: fitted, or not seen by any latent; and where the spread of the
 * members comes from.
 *
 * A latent is fitted to encounters between ports up to one month. Encounters of a period that ends by then are
 * "fitted"; those after, and all other series, are "not seen by any latent". Layers: see layers.h; the last column sets
 * the run in expected values at the centre of all layers against the mean of the members, which differ where something
 * bends.
 */
#include "report/report_parts.h"
#include "table/layers.h"
#include "table/sides.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char free_tag[] = "<span class=\"tag free\">not seen by any latent</span>";
static const char posterior_tag[] = "<span class=tag>seen by the posterior of parameters</span>";
static const char fitted_tag[] = "<span class=tag>fitted</span>";

static const char part_tag[] = "<span class=tag>fitted in part</span>";

static const char *tag(const page *p, const mdl_series *d, int first_month, int last_month) {
    mdl_standing standing = d->shown->standing;
    if (standing != MDL_FITTED)
        return standing == MDL_HAND_SET     ? "<span class=tag>set by hand with these figures in view</span>"
               : standing == MDL_INPUT      ? "<span class=tag>input of the same kind</span>"
               : res_posterior_saw(p->r, d) ? posterior_tag
                                            : free_tag;
    return p->latents_until == INT_MAX || last_month <= p->latents_until ? fitted_tag
           : first_month <= p->latents_until                             ? part_tag
                                                                         : free_tag;
}

static res_figure published_of(const page *p, const mdl_series *d, const char *place, int first, int count) {
    return res_figure_of(p->r, d->name, place, "", "", p->month0 + first, count);
}

static const char *side_tag(scn_side side) {
    return side == SCN_JUDGES  ? "<span class=\"tag free\">judges</span>"
           : side == SCN_USED  ? "<span class=tag>judged once, used</span>"
           : side == SCN_SIDES ? ""
                               : "may set";
}

static void row(page *p, const char *name, const mdl_series *d, const res_table *t, int cell, res_figure is, int first,
                int count, const harm_scope *scope) {
    html_buffer *b = p->b;
    double published = is.value;
    res_band v = res_band_at(p->r, t, cell, first, count);
    char n[HTML_NUMBER], lo[HTML_NUMBER], hi[HTML_NUMBER], o[HTML_NUMBER];
    int share = d->sum == SERIES_RATIO && strcmp(d->unit, "share") == 0;
    html_markup(b, "<tr><th class=t scope=row>%s</th>", name);
    html_printf(b, "<td>%s</td>", share ? html_percent(v.mid, n) : html_rounded(v.mid, n));
    if (p->members > 1)
        html_printf(b, "<td>%s\xE2\x80\x93%s</td>", share ? html_percent(v.low, lo) : html_short(v.low, lo),
                    share ? html_percent(v.high, hi) : html_short(v.high, hi));
    html_printf(b, "<td>%s</td>", share ? html_percent(published, o) : html_number(published, o));
    html_raw(b, "<td>");
    if (isfinite(published) && published != 0)
        html_printf(b, "%.2f", v.mid / published);
    else
        html_raw(b, "\xE2\x80\x93");
    html_printf(b, "</td><td class=harm>%s</td>",
                html_rounded(harm_band(p, HARM_RECORDED, scope, first, count, NULL).mid, n));
    html_printf(b, "<td class=t>%s</td><td class=t>%s</td></tr>",
                tag(p, d, p->month0 + first, p->month0 + first + count - 1), side_tag(is.side));
}

/* Opens a fold with a table of figures beside the published; closed by table_end. */
static void table_head(page *p, const char *caption, const char *what, int open) {
    char range[RES_WORDS];
    const page_column columns[] = {
        {"t", what},       {"", "Simulated"}, {"", p->members > 1 ? res_range_words(p->members, range) : NULL},
        {"", "Published"}, {"", "Ratio"},     {"harm", "Deaths recorded"},
        {"t", "Seen?"},    {"t", "Side"}};
    html_markup(p->b, "<details%s><summary>%s</summary>", open ? " open" : "", caption);
    table_open(p, "", sizeof columns / sizeof *columns, columns);
}

static void table_end(page *p) {
    table_close(p);
    html_raw(p->b, "</details>");
}

static void years(page *p, const mdl_series *d, const res_table *t) {
    int year[40], first[40], count[40], n = page_fiscal_years(p, 40, year, first, count);
    table_head(p, "Encounters between ports, by fiscal year (October to September)", "Fiscal year", 1);
    for (int i = 0; i < n; i++) {
        html_buffer name = {0};
        html_printf(&name, "%d%s", year[i], count[i] == 12 ? "" : i ? " (first months)" : " (last months)");
        row(p, name.text ? name.text : "", d, t, 0, published_of(p, d, "", first[i], count[i]), first[i], count[i],
            NULL);
        html_done(p->b, &name);
    }
    table_end(p);
}

/* The last whole fiscal years, five if the run has them. */
static int five_years(const page *p, int *first, int *count, int *from, int *to) {
    int year[40], f[40], c[40], n = page_fiscal_years(p, 40, year, f, c), last = -1;
    for (int i = 0; i < n; i++)
        if (c[i] == 12)
            last = i;
    if (last < 0)
        return 0;
    int start = last;
    while (start > 0 && c[start - 1] == 12 && last - start < 4)
        start--;
    *first = f[start];
    *count = f[last] + 12 - f[start];
    *from = year[start];
    *to = year[last];
    return 1;
}

static void sectors(page *p, int s) {
    const mdl_series *d = res_series_at(p->r, s);
    int first, count, from, to;
    res_table t = {0};
    if (!d->nplaces || !five_years(p, &first, &count, &from, &to) || res_read(p->r, s, RES_BY_PLACE, &t) < 0)
        return;
    html_buffer words = {0};
    html_printf(&words, "Sectors, sums of fiscal %d to %d", from, to);
    table_head(p, words.text ? words.text : "", "Sector", 0);
    html_done(p->b, &words);
    for (int i = 0; i < d->nplaces; i++) {
        harm_scope scope = {.place = d->places[i]};
        row(p, d->places[i], d, &t, i, published_of(p, d, d->places[i], first, count), first, count, &scope);
    }
    table_end(p);
    res_table_free(&t);
}

/* A name as words: "_" becomes a space, the first letter a capital. */
static void plain_name(const char *name, char out[64]) {
    size_t i = 0;
    for (; name[i] && i < 63; i++)
        out[i] = name[i] == '_' ? ' ' : name[i];
    out[i] = '\0';
    if (out[0] >= 'a' && out[0] <= 'z')
        out[0] = (char)(out[0] - 'a' + 'A');
}

/* Series that no latent sees: every published row of a whole year (calendar or fiscal) that the run covers. */
static void unseen(page *p) {
    const scn_observed *o;
    int n = res_observed(p->r, &o), rows = 0;
    for (int s = 0; s < res_series_count(p->r); s++) {
        const mdl_series *d = res_series_at(p->r, s);
        res_table t = {0};
        if (d->shown->main || res_read(p->r, s, RES_TOTAL, &t) < 0)
            continue;
        for (int i = 0; i < n; i++) {
            int first = month_of_day(o[i].from) - p->month0, last = month_of_day(o[i].until - 1) - p->month0;
            if (month_start(p->month0 + first) != o[i].from || month_start(p->month0 + last + 1) != o[i].until)
                continue; /* parts of months: the run keeps whole ones */
            if (strcmp(o[i].series, d->name) || *o[i].place || *o[i].nationality || *o[i].group || first < 0 ||
                last >= p->months || last - first < 5 || last - first > 23)
                continue;
            char a[8], z[8], plain[64];
            html_buffer name = {0};
            month_format(p->month0 + first, a);
            month_format(p->month0 + last, z);
            plain_name(d->name, plain);
            html_markup(&name, "%s, %s to %s", plain, a, z);
            if (!rows++)
                table_head(p, "Series that no latent sees, where a figure of half a year or longer was published",
                           "Series", 0);
            row(p, name.text ? name.text : "", d, &t, 0,
                (res_figure){o[i].value, scn_side_of(&o[i], res_seen_until(p->r))}, first, last - first + 1, NULL);
            html_done(p->b, &name);
        }
        res_table_free(&t);
    }
    if (rows)
        table_end(p);
}

/* ---- by the side of the figures ---- */

static void side_row(page *p, const char *name, const sid_fit *f) {
    html_markup(p->b, "<tr><th class=t scope=row>%s</th>", name);
    for (int i = 0; i < SCN_SIDES; i++) {
        if (f->side[i].rows)
            html_printf(p->b, "<td>%.3f<br><small>of %d</small></td>", sid_error(&f->side[i]), f->side[i].rows);
        else
            html_raw(p->b, "<td>\xE2\x80\x93</td>");
    }
    html_printf(p->b, "<td>%d</td></tr>", f->left);
}

/* What figures that would judge were spent on, each purpose once a series. */
static void used_rows(page *p) {
    const scn_observed *o;
    int n = res_observed(p->r, &o), used = 0;
    int64_t seen = res_seen_until(p->r);
    for (int i = 0; i < n; i++)
        used += scn_side_of(&o[i], seen) == SCN_USED;
    if (!used)
        return;
    html_printf(p->b, "<details><summary>What the %d used figures were used for</summary><ul>", used);
    for (int i = 0; i < n; i++) {
        int told = scn_side_of(&o[i], seen) != SCN_USED;
        for (int k = 0; k < i && !told; k++)
            told = !strcmp(o[k].series, o[i].series) && !strcmp(o[k].used, o[i].used) &&
                   scn_side_of(&o[k], seen) == SCN_USED;
        if (!told)
            html_markup(p->b, "<li>%s: %s</li>", o[i].series, o[i].used);
    }
    html_raw(p->b, "</ul></details>");
}

/* Whether bands hold what was published; fit: of every series. */
static void bands(page *p, const sid_fit *fit) {
    int errors = sid_has_errors(p->r);
    sid_fit all = {0};
    for (int s = 0; s < res_series_count(p->r); s++)
        sid_add(&all, &fit[s]);
    if (all.inside.rows == 0 || p->members < 2)
        return;
    html_printf(p->b,
                "<h4>Do the bands hold what was published?</h4><p>Of %d figures that only judge, of all places and "
                "people, %d lie between 10%% and 90%% of members: a band that is right holds four of five. ",
                all.inside.rows, all.inside.of_members);
    if (errors)
        html_printf(p->b,
                    "The band of members is the model's own: it knows nothing of errors of figures, nor of what the "
                    "model leaves out. With these, of the size that the posterior found by other figures, it holds "
                    "<b>%d</b>.",
                    all.inside.of_figures);
    else
        html_raw(p->b, "The band is the model's own: it knows nothing of errors of figures, nor of what the model "
                       "leaves out, whose size a posterior would find.");
    html_raw(p->b, "</p><details><summary>By series</summary>");
    static const page_column columns[] = {
        {"t", "Series"}, {"", "Judge"}, {"", "In the band of members"}, {"", "In the band of figures"}};
    table_open(p, "", errors ? 4 : 3, columns);
    for (int s = 0; s < res_series_count(p->r); s++) {
        const sid_inside *x = &fit[s].inside;
        char plain[64];
        if (x->rows == 0)
            continue;
        plain_name(res_series_at(p->r, s)->name, plain);
        html_markup(p->b, "<tr><th class=t scope=row>%s</th>", plain);
        html_printf(p->b, "<td>%d</td><td>%d</td>", x->rows, x->of_members);
        if (errors)
            html_printf(p->b, "<td>%d</td>", x->of_figures);
        html_raw(p->b, "</tr>");
    }
    table_end(p);
}

static void sides(page *p) {
    int n = res_series_count(p->r);
    sid_fit *fit = sid_said(p->r) ? res_alloc(p->r, (size_t)n + 1, sizeof *fit) : NULL;
    if (!fit)
        return;
    for (int s = 0; s < n; s++)
        if (sid_of_series(p->r, s, &fit[s]))
            memset(&fit[s], 0, sizeof fit[s]); /* the results keep the failure */
    html_raw(p->b,
             "<h4>What may set, and what only judges</h4><p>Published figures are divided, by a rule that knows "
             "no result, into those by which something may be chosen and those that only judge. A figure of the "
             "second kind that was in view when something was chosen is marked as used, and judges no more. Told "
             "is by how much simulated and published figures differ, as a share of both together (0: as published, "
             "0.333: off by a factor of two), and of how many figures: all of the run's months, with all margins. "
             "Left are figures that stand beside no result.</p><details><summary>By series</summary>");
    static const page_column columns[] = {{"t", "Series"}, {"", "May set"}, {"", "Judge"}, {"", "Used"}, {"", "Left"}};
    table_open(p, "", 5, columns);
    for (int s = 0; s < n; s++) {
        char plain[64];
        plain_name(res_series_at(p->r, s)->name, plain);
        if (sid_rows(&fit[s]))
            side_row(p, plain, &fit[s]);
    }
    table_end(p);
    used_rows(p);
    bands(p, fit);
    free(fit);
}

void fit_section(page *p) {
    html_buffer *b = p->b;
    int s = res_main(p->r);
    res_table t = {0};
    if (s < 0 || res_read(p->r, s, RES_TOTAL, &t) < 0)
        return;
    html_raw(
        b, "<section id=fit><h2>Against the published figures</h2><p>A ratio of 1.00 is exact. <span class=tag>fitted"
           "</span> means that intensities of departure and a drift of sectors were adjusted to these very figures: a "
           "good ratio there shows that the fit worked, nothing about the mechanisms. ");
    html_raw(b, free_tag);
    html_raw(b, " is where the model can be wrong, and therefore where it can be right.");
    if (p->latents_until == INT_MIN)
        html_raw(b, " This run has no latents: nothing in it was fitted.");
    else if (p->latents_until != INT_MAX) {
        char month[24];
        html_markup(b, " In this run latents saw data up to %s.", page_month_words(p->latents_until, month));
    }
    html_raw(b, "</p>");
    years(p, res_series_at(p->r, s), &t);
    sectors(p, s);
    unseen(p);
    sides(p);
    html_raw(b, "</section>");
    res_table_free(&t);
}

/* ---- uncertainty ---- */
typedef struct {
    lay_shares share;
    double spread; /* standard deviation over mean, of the members */
    double fluid; /* the run at the centre of all layers over the mean of the members, less one; NAN if there is none */
} layers;

static double relative_spread(const double *v, int n, double mean) {
    double squares = 0;
    for (int i = 0; i < n; i++)
        squares += (v[i] - mean) * (v[i] - mean);
    return n > 1 ? sqrt(squares / (n - 1)) / mean : NAN;
}

static int layers_of(page *p, int series, int first, int count, layers *out) {
    lay_tables t = {0};
    res_table centre = {0};
    int n = p->members, ok = 0;
    double *v = res_alloc(p->r, (size_t)n * 3, sizeof *v), mean = 0;
    if (!v || lay_read(p->r, series, RES_TOTAL, &t) < 0 ||
        res_read_kind(p->r, DB_CENTRE, series, RES_TOTAL, &centre) < 0)
        goto out;
    for (int i = 0; i < n; i++) {
        v[i] = res_value(p->r, &t.member, 0, first, count, i);
        mean += v[i] / n;
        if (t.usable)
            lay_twins(p->r, &t, 0, first, count, i, &v[n + i], &v[2 * n + i]);
    }
    out->spread = relative_spread(v, n, mean);
    if (t.usable)
        out->share = lay_of(v, v + n, v + 2 * n, n);
    out->fluid = centre.members ? res_value(p->r, &centre, 0, first, count, 0) / mean - 1 : NAN;
    ok = isfinite(mean) && mean > 0;
out:
    lay_free(&t);
    res_table_free(&centre);
    free(v);
    return ok;
}

static void layer_row(page *p, int s, const char *period, int first, int count) {
    html_buffer *b = p->b;
    char n[HTML_NUMBER];
    layers l = {.fluid = NAN};
    if (count < 1 || !layers_of(p, s, first, count, &l))
        return;
    html_markup(b, "<tr><th class=t scope=row>%s, %s</th>", res_series_at(p->r, s)->shown->heading, period);
    const double share[3] = {l.share.parameters, l.share.environment, l.share.chance};
    html_printf(b, "<td>%s</td>", html_percent(l.spread, n));
    for (int i = 0; i < 3; i++)
        html_printf(b, "<td>%s</td>", l.share.known ? html_percent(round(share[i] * 100) / 100, n) : "\xE2\x80\x93");
    html_raw(b, "<td class=t>");
    if (l.share.known) {
        static const char *const fill[3] = {"var(--sim)", "var(--muted)", "var(--rule)"};
        html_raw(
            b,
            "<svg viewBox=\"0 0 160 14\" width=160 style=\"width:160px\" role=img aria-label=\"shares of variance\">");
        double x = 0;
        for (int i = 0; i < 3; i++) {
            html_printf(b, "<rect x=%.1f y=1 width=%.1f height=12 style=\"fill:%s\" />", x, share[i] * 160, fill[i]);
            x += share[i] * 160;
        }
        html_raw(b, "</svg>");
    }
    html_printf(b, "</td><td>%s</td></tr>", isfinite(l.fluid) ? html_change(l.fluid, n) : "\xE2\x80\x93");
}

void uncertainty_section(page *p) {
    html_buffer *b = p->b;
    int first = 0, count = 0, from = 0, to = 0;
    html_raw(
        b,
        "<section id=uncertainty><h2>Where the uncertainty comes from</h2><p>Three layers are drawn for each member: "
        "its <b>parameters</b> (what we do not know of the rules), its <b>environment</b> (weather, news, rumours: "
        "what no rule says) and <b>chance</b> (who of many goes where). Luck alone is tiny among hundreds of thousands "
        "of people; an ensemble of nothing else would call everything certain. The last column is the run in "
        "expected values less the mean of the members: where thresholds bind, the two differ. What no layer holds, "
        "an error in the rules themselves, is not in any interval on this page.</p>");
    if (p->members < 2)
        html_raw(b,
                 "<p class=note>This run has one member: it shows no spread. Run it with more members to see one.</p>");
    static const page_column columns[] = {
        {"t", "Result"}, {"", "Spread (s.d. / mean)"}, {"", "Parameters"},     {"", "Environment"},
        {"", "Chance"},  {"t", "Shares of variance"},  {"", "Fluid less mean"}};
    html_raw(b, "<details><summary>By result</summary>");
    table_open(p, "", sizeof columns / sizeof *columns, columns);
    for (int s = res_next(p->r, -1); s >= 0; s = res_next(p->r, s)) {
        const mdl_shown *shown = res_series_at(p->r, s)->shown;
        if (!shown->layers)
            continue;
        layer_row(p, s, "whole period", 0, p->months);
        if (shown->main && five_years(p, &first, &count, &from, &to))
            layer_row(p, s, "last whole fiscal year", first + count - 12, 12);
        if (shown->main)
            layer_row(p, s, "last month", p->months - 1, 1);
    }
    table_end(p);
    html_raw(b, "</section>");
}
