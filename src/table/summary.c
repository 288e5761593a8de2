/* The table at the end of a run: simulated beside published, and what of it was fitted.
 *
 * 1. Encounters by fiscal year (October to September), and by sector over the fiscal years of the period.
 * 2. Every other series that has published figures, by year. None of these is fitted: they test the mechanisms.
 * 3. Harm over the whole period.
 * 4. How far each series is from the published figures that may set something, from those that only judge, and from
 *    those that were used (sides.h): every published figure of the run's months, with all its margins.
 * 5. The layers of uncertainty, and how far the ensemble's mean is from the fluid runs': where the two differ the model
 *    bends (capacities, thresholds), and fluid results must not be read as means.
 *
 * A row is called fitted if the latents were estimated from figures that its months hold: encounters, in months no
 * later than the latents' last month of data. Its agreement then says that the fit converged, not that the model is
 * right.
 */
#include "flee/flee.h"
#include "store/db.h"
#include "table/layers.h"
#include "table/period.h"
#include "table/sides.h"
#include "table/tables.h"
#include "text/html.h"
#include "text/out.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    vado *v;
    results *r;
    out_text out;
    int fitted_until; /* month after the last one fitted to; INT32_MIN if nothing was fitted */
    int has_sides;    /* some published figure says whether it may set or only judges */
} sheet;

static void header(sheet *t, const char *title) {
    out_put(&t->out, "\n");
    out_column(&t->out, title, 36);
    out_right(&t->out, "simulated", 14);
    char range[RES_WORDS];
    out_right(&t->out, res_range_words(res_members(t->r), range), 27);
    out_right(&t->out, "published", 14);
    out_right(&t->out, "differs", 8);
    out_put(&t->out, "\n");
}

static res_figure published_of(const sheet *t, const mdl_series *s, const char *place, int first, int count) {
    return res_figure_of(t->r, s->name, place, "", "", first, count);
}

static void row(sheet *t, const char *label, res_band b, res_figure is, const char *note) {
    double published = is.value;
    char number[HTML_NUMBER], low[HTML_NUMBER], high[HTML_NUMBER], range[2 * HTML_NUMBER + 8];
    out_put(&t->out, "  ");
    out_column(&t->out, label, 34);
    out_right(&t->out, html_number(b.mid, number), 14);
    range[0] = '\0';
    if (res_has_range(res_members(t->r)))
        snprintf(range, sizeof range, "%s to %s", html_number(b.low, low), html_number(b.high, high));
    out_right(&t->out, range, 27);
    out_right(&t->out, isfinite(published) ? html_number(published, number) : "-", 14);
    snprintf(range, sizeof range, "-");
    if (isfinite(published) && published > 0 && isfinite(b.mid))
        snprintf(range, sizeof range, "%+.0f%%", 100 * (b.mid / published - 1));
    out_right(&t->out, range, 8);
    int outside = isfinite(published) && b.low < b.high && (published < b.low || published > b.high);
    out_printf(&t->out, "%s%s", note, !outside ? "" : *note ? ", outside" : "outside");
    if (isfinite(published) && is.side != SCN_SIDES && t->has_sides)
        out_printf(&t->out, "%s%s", *note || outside ? "; " : "", scn_side_words[is.side]);
    out_put(&t->out, "\n");
}

/* Of a series that is not fitted to its figures. */
static const char *standing(const sheet *t, const mdl_series *s) { return lay_standing(s, res_posterior_saw(t->r, s)); }

static const char *fitted(const sheet *t, const mdl_series *s, int first, int count) {
    if (s->shown->standing != MDL_FITTED)
        return standing(t, s);
    if (t->fitted_until <= first)
        return "not fitted";
    return first + count <= t->fitted_until ? "fitted" : "fitted in part";
}

/* Fiscal years inside the period; a year the period cuts keeps the months it has and says which. */
static int years(sheet *t, int fiscal, per_row **rows) {
    vado_export_options o;
    memset(&o, 0, sizeof o);
    o.period = VADO_BY_YEAR;
    o.fiscal_years = fiscal;
    return per_rows(&o, res_month_first(t->r), res_month_count(t->r), rows);
}

static void year_label(const per_row *y, char out[64]) {
    char first[8], last[8];
    month_format(y->first, first);
    month_format(y->first + y->count - 1, last);
    if (y->count == 12)
        snprintf(out, 64, "fiscal %s", y->label);
    else
        snprintf(out, 64, "fiscal %s (%s to %s)", y->label, first, last);
}

/* Fiscal years, or calendar years where no fiscal one is published. */
static int by_year(sheet *t, int series, int only_published, int fiscal) {
    const mdl_series *s = res_series_at(t->r, series);
    res_table table;
    per_row *rows = NULL;
    int n = years(t, fiscal, &rows), status = n < 0 ? VADO_ERR_MEMORY : res_read(t->r, series, RES_TOTAL, &table),
        shown = 0;
    if (status) {
        free(rows);
        return ctx_fail(t->v, status, "%s: the series cannot be read", s->name);
    }
    for (int i = 0; i < n; i++) {
        char label[64], title[96];
        res_figure published = published_of(t, s, "", rows[i].first, rows[i].count);
        if (only_published && !isfinite(published.value))
            continue;
        snprintf(title, sizeof title, "%s (%s)", s->name, s->unit);
        if (!shown++)
            header(t, title);
        if (fiscal)
            year_label(&rows[i], label);
        else
            snprintf(label, sizeof label, "year %s", rows[i].label);
        row(t, label, res_band_at(t->r, &table, 0, rows[i].first - res_month_first(t->r), rows[i].count), published,
            fitted(t, s, rows[i].first, rows[i].count));
    }
    free(rows);
    res_table_free(&table);
    return only_published && fiscal && !shown ? by_year(t, series, 1, 0) : 0;
}

/* A stock in the months for which a figure is published, as at the ends of fiscal years. */
static int by_month(sheet *t, int series) {
    const mdl_series *s = res_series_at(t->r, series);
    int first = res_month_first(t->r), shown = 0;
    res_table table;
    int status = res_read(t->r, series, RES_TOTAL, &table);
    if (status)
        return ctx_fail(t->v, status, "%s: the series cannot be read", s->name);
    for (int m = 0; m < res_month_count(t->r); m++) {
        char label[8], title[96];
        res_figure published = published_of(t, s, "", first + m, 1);
        if (!isfinite(published.value))
            continue;
        snprintf(title, sizeof title, "%s (%s)", s->name, s->unit);
        if (!shown++)
            header(t, title);
        month_format(first + m, label);
        row(t, label, res_band_at(t->r, &table, 0, m, 1), published, standing(t, s));
    }
    res_table_free(&table);
    return 0;
}

/* Whole fiscal years, at most the last five; if the period holds none, all its months. */
static void span(sheet *t, int *first, int *count, char title[96]) {
    per_row *rows = NULL;
    int n = years(t, 1, &rows), from = -1, until = -1;
    if (n < 0)
        res_fail(t->r, VADO_ERR_MEMORY);
    for (int i = 0; i < n; i++)
        if (rows[i].count == 12) {
            from = from < 0 ? i : from;
            until = i;
        }
    if (from >= 0 && until - from >= 5)
        from = until - 4;
    if (from >= 0) {
        *first = rows[from].first;
        *count = rows[until].first + 12 - *first;
        snprintf(title, 96, "by sector, fiscal %s to %s", rows[from].label, rows[until].label);
    } else {
        *first = res_month_first(t->r);
        *count = res_month_count(t->r);
        snprintf(title, 96, "by sector, whole period");
    }
    free(rows);
}

static int by_sector(sheet *t, int series) {
    const mdl_series *s = res_series_at(t->r, series);
    res_table table;
    int first, count, status = s->nplaces > 0 ? res_read(t->r, series, RES_BY_PLACE, &table) : 1;
    char title[96], whole[160];
    if (status > 0)
        return 0;
    if (status)
        return ctx_fail(t->v, status, "%s: the series cannot be read", s->name);
    span(t, &first, &count, title);
    snprintf(whole, sizeof whole, "%s %s", s->name, title);
    header(t, whole);
    for (int i = 0; i < table.nplaces; i++)
        row(t, s->places[i], res_band_at(t->r, &table, i, first - res_month_first(t->r), count),
            published_of(t, s, s->places[i], first, count), fitted(t, s, first, count));
    res_table_free(&table);
    return 0;
}

static int harm(sheet *t) {
    int members = res_members(t->r), count = res_month_count(t->r);
    double *values = calloc((size_t)members + 1, sizeof *values);
    if (!values)
        return ctx_fail(t->v, VADO_ERR_MEMORY, "out of memory");
    header(t, "Harm, whole period");
    for (int i = 0; i < res_series_count(t->r); i++) {
        const mdl_series *s = res_series_at(t->r, i);
        res_table table;
        if (!s->harm || res_read(t->r, i, RES_TOTAL, &table))
            continue;
        for (int k = 0; k < members; k++)
            values[k] = lay_value(t->r, s, &table, 0, 0, count, k);
        char label[96];
        snprintf(label, sizeof label, "%s (%s)", s->name, lay_unit(s));
        row(t, label, res_band_of(values, members), published_of(t, s, "", res_month_first(t->r), count),
            standing(t, s));
        res_table_free(&table);
    }
    free(values);
    return 0;
}

/* ---- by the side of the figures ---- */

static void side_row(sheet *t, const char *name, const sid_fit *f) {
    out_put(&t->out, "  ");
    out_column(&t->out, name, 34);
    for (int i = 0; i < SCN_SIDES; i++) {
        out_printf(&t->out, "%10d", f->side[i].rows);
        if (f->side[i].rows)
            out_printf(&t->out, "%8.3f", sid_error(&f->side[i]));
        else
            out_right(&t->out, "-", 8);
    }
    out_printf(&t->out, "%8d\n", f->left);
}

/* What every series has beside its published figures; to be freed. NULL: the failure is said. */
static sid_fit *fits_of(sheet *t, int *status) {
    int n = res_series_count(t->r);
    sid_fit *fit = calloc((size_t)n + 1, sizeof *fit);
    *status = fit ? 0 : ctx_fail(t->v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; *status == 0 && i < n; i++)
        if ((*status = sid_of_series(t->r, i, &fit[i])) != 0)
            (void)ctx_fail(t->v, *status, "%s: the series cannot be read", res_series_at(t->r, i)->name);
    return fit;
}

static void distances(sheet *t, const sid_fit *fit) {
    out_put(&t->out, "\n");
    out_column(&t->out, "Distance from the published figures", 36);
    for (int i = 0; i < SCN_SIDES; i++) {
        out_right(&t->out, scn_side_words[i], 10);
        out_right(&t->out, "error", 8);
    }
    out_right(&t->out, "left", 8);
    out_put(&t->out, "\n");
    for (int i = 0; i < res_series_count(t->r); i++)
        if (sid_rows(&fit[i]))
            side_row(t, res_series_at(t->r, i)->name, &fit[i]);
    out_put(&t->out,
            "Every published figure of the run's months, with all its margins, beside the median of members: how many, "
            "and the sum of distances over\nthe sum of simulated and published: 0 as published, 0.333 a factor of two. "
            "may set: something may have been chosen by these figures,\nor the latents saw them; judges: nothing "
            "was; used: kept to judge by and yet in view when something was chosen, so it judges no more.\n"
            "left: figures that stand beside no result.\n");
}

static void inside_row(sheet *t, const char *name, const sid_inside *x) {
    out_put(&t->out, "  ");
    out_column(&t->out, name, 34);
    out_printf(&t->out, "%10d%14d", x->rows, x->of_members);
    if (sid_has_errors(t->r))
        out_printf(&t->out, "%14d", x->of_figures);
    out_put(&t->out, "\n");
}

/* Whether bands hold what was published: of figures that judge alone. */
static void bands(sheet *t, const sid_fit *fit) {
    sid_fit all = {0};
    for (int i = 0; i < res_series_count(t->r); i++)
        sid_add(&all, &fit[i]);
    if (all.inside.rows == 0 || res_members(t->r) < 2)
        return;
    out_put(&t->out, "\n");
    out_column(&t->out, "In the 80% band", 36);
    out_right(&t->out, "judge", 10);
    out_right(&t->out, "of members", 14);
    out_put(&t->out, sid_has_errors(t->r) ? "    of figures\n" : "\n");
    for (int i = 0; i < res_series_count(t->r); i++)
        if (fit[i].inside.rows)
            inside_row(t, res_series_at(t->r, i)->name, &fit[i].inside);
    inside_row(t, "all", &all.inside);
    out_put(&t->out,
            "Figures that judge, of all places and people and of no share: how many lie between 10% and 90% of "
            "members. Bands that are right hold four of five.\n");
    out_put(&t->out,
            sid_has_errors(t->r)
                ? "of members: the model's own band, which knows nothing of errors of figures and of what the model "
                  "leaves out. of figures: with these, of the\nsize that the posterior found by figures that may set.\n"
                : "The band is the model's own: it knows nothing of errors of figures and of what the model leaves "
                  "out, whose size a posterior would find.\n");
}

static int sides(sheet *t) {
    if (!t->has_sides) {
        out_put(&t->out, "\nNo published figure is kept to judge by: the tables of observed/ have no column 'side' "
                         "(docs/scenario-format.md).\n");
        return 0;
    }
    int status;
    sid_fit *fit = fits_of(t, &status);
    if (status == 0) {
        distances(t, fit);
        bands(t, fit);
    }
    free(fit);
    return status;
}

static double mean_of(const results *r, const res_table *t, int count) {
    double sum = 0;
    for (int k = 0; k < t->members; k++)
        sum += res_value(r, t, 0, 0, count, k) / t->members;
    return t->members ? sum : NAN;
}

static void difference(sheet *t, double fluid, double mean) {
    char text[32] = "-";
    if (isfinite(fluid) && fluid > 0)
        snprintf(text, sizeof text, "%+.1f%%", 100 * (mean / fluid - 1));
    out_right(&t->out, text, 22);
}

static int layers(sheet *t) {
    int members = res_members(t->r), count = res_month_count(t->r);
    double *x = calloc(3 * (size_t)members + 3, sizeof *x), *p = x ? x + members : NULL, *e = x ? p + members : NULL;
    if (!x)
        return ctx_fail(t->v, VADO_ERR_MEMORY, "out of memory");
    out_put(
        &t->out,
        "\nShare of each layer in the variance between members, and the ensemble's mean against the fluid runs\n  ");
    out_column(&t->out, "whole period", 28);
    out_put(&t->out, "parameters environment  chance   against fluid members    against central run\n");
    for (int i = 0; i < res_series_count(t->r); i++) {
        lay_tables tables;
        res_table centre;
        memset(&centre, 0, sizeof centre);
        if (lay_read(t->r, i, RES_TOTAL, &tables))
            continue;
        for (int k = 0; k < members; k++) {
            x[k] = res_value(t->r, &tables.member, 0, 0, count, k);
            lay_twins(t->r, &tables, 0, 0, count, k, &p[k], &e[k]);
        }
        lay_shares s = lay_of(x, p, e, members);
        (void)res_read_kind(t->r, DB_CENTRE, i, RES_TOTAL, &centre);
        const res_table *fluid = tables.environment.members ? &tables.environment : &tables.parameters;
        double mean = mean_of(t->r, &tables.member, count);
        out_put(&t->out, "  ");
        out_column(&t->out, res_series_at(t->r, i)->name, 28);
        if (s.known)
            out_printf(&t->out, "%9.0f%% %10.0f%% %6.0f%%", 100 * s.parameters, 100 * s.environment, 100 * s.chance);
        else
            out_printf(&t->out, "%10s %11s %7s", "-", "-", "-");
        difference(t, mean_of(t->r, fluid, count), mean);
        difference(t, mean_of(t->r, &centre, count), mean);
        out_put(&t->out, "\n");
        lay_free(&tables);
        res_table_free(&centre);
    }
    free(x);
    return 0;
}

/* ---- a run by Flee's rules ---- */

static void difference_row(sheet *t, const char *series, const char *label) {
    res_table table;
    int s = res_series_find(t->r, series);
    if (s < 0 || res_read(t->r, s, RES_TOTAL, &table))
        return;
    res_band b = res_band_at(t->r, &table, 0, 0, res_month_count(t->r));
    out_put(&t->out, "  ");
    out_column(&t->out, label, 34);
    out_printf(&t->out, "%14.4f", b.mean);
    if (res_has_range(res_members(t->r)))
        out_printf(&t->out, " %14.4f to %.4f", b.low, b.high);
    out_put(&t->out, "\n");
    res_table_free(&table);
}

/* Rows of one series by place in the last month, for places that have data. */
static int camps(sheet *t) {
    int series = res_series_find(t->r, FLE_SERIES_PEOPLE), last = res_month_count(t->r) - 1, status;
    char month[8], title[64];
    res_table table;
    if (series < 0)
        return 0;
    const mdl_series *s = res_series_at(t->r, series);
    if ((status = res_read(t->r, series, RES_BY_PLACE, &table)))
        return ctx_fail(t->v, status, "%s: the series cannot be read", s->name);
    month_format(res_month_first(t->r) + last, month);
    snprintf(title, sizeof title, "People in camps, mean of %s", month);
    header(t, title);
    for (int i = 0; i < s->nplaces; i++) {
        res_figure data = published_of(t, s, s->places[i], res_month_first(t->r) + last, 1);
        if (isfinite(data.value))
            row(t, s->places[i], res_band_at(t->r, &table, i, last, 1), data, "");
    }
    res_table_free(&table);
    return 0;
}

static int flee(sheet *t) {
    out_printf(&t->out, "%s: %s to %s by the rules of Flee, %d member%s, %s, seed %s\n", res_meta(t->r, "name"),
               res_meta(t->r, "from"), res_meta(t->r, "until"), res_members(t->r), res_members(t->r) == 1 ? "" : "s",
               res_meta(t->r, "mode"), res_meta(t->r, "seed"));
    const scn_observed *rows;
    if (res_observed(t->r, &rows) > 0 && res_series_find(t->r, FLE_SERIES_DIFFERENCE) >= 0) {
        out_put(&t->out, "\n");
        out_column(&t->out, "Averaged relative difference to the data", 36);
        char range[RES_WORDS];
        out_printf(&t->out, "          mean           %s\n", res_range_words(res_members(t->r), range));
        difference_row(t, FLE_SERIES_DIFFERENCE, "plain");
        difference_row(t, FLE_SERIES_RESCALED, "scaled to the data's sum");
    }
    int status = camps(t);
    if (status == 0)
        status = harm(t);
    out_put(&t->out,
            "\nThese rules know no death, injury, hunger or robbery: what stands under harm is exposure to conflict "
            "and crowding, no more.\nMembers differ in chance alone: their range is no confidence interval. "
            "Agreement with data that settings were chosen by proves nothing.\n");
    return status;
}

static int all(sheet *t) {
    int encounters = res_main(t->r), status = 0;
    const char *latents = res_meta(t->r, "latents_until");
    out_printf(&t->out, "%s: %s to %s, %d member%s%s, %s, seed %s; %s%s\n", res_meta(t->r, "name"),
               res_meta(t->r, "from"), res_meta(t->r, "until"), res_members(t->r), res_members(t->r) == 1 ? "" : "s",
               res_whose(t->r), res_meta(t->r, "mode"), res_meta(t->r, "seed"),
               latents[0] ? "latents fitted to figures until " : "no fitted latents", latents);
    if (encounters >= 0) {
        status = by_year(t, encounters, 0, 1);
        if (status == 0)
            status = by_sector(t, encounters);
    }
    for (int i = 0; status == 0 && i < res_series_count(t->r); i++)
        if (i != encounters)
            status = res_series_at(t->r, i)->sum == SERIES_MEAN ? by_month(t, i) : by_year(t, i, 1, 1);
    if (status == 0)
        status = harm(t);
    if (status == 0)
        status = sides(t);
    if (status == 0 && strcmp(res_meta(t->r, "twins"), "1") == 0)
        status = layers(t);
    if (res_has_range(res_members(t->r)))
        out_printf(
            &t->out,
            "\nSimulated: the median of members; the range is the spread of %s, of the environment and of chance. %s\n",
            res_of_posterior(t->r) ? "parameters' posterior" : "the parameters' priors", res_spread(t->r));
    else
        out_put(&t->out, "\nSimulated: one run; it has no interval, and nothing here says how sure it is.\n");
    out_put(&t->out,
            "fitted: these figures were used to estimate the latents, so that they agree proves nothing. hand-set: "
            "parameters were chosen by hand with\nthese figures in view. input: figures of the same kind are put in. "
            "outside: published outside the range. Deaths counted are fewer than deaths.\n");
    return status;
}

int tbl_summary(vado *v, const char *db, vado_writer *w, void *user) {
    sheet t = {v, NULL, {w, user, 0}, INT32_MIN, 0};
    char words[512];
    int64_t day;
    int status = res_open(&t.r, db, v->partial, words, sizeof words);
    if (status)
        return ctx_fail(v, status, "%s", words);
    if (day_parse(res_meta(t.r, "latents_until"), &day) == 0)
        t.fitted_until = month_of_day(day) + 1;
    t.has_sides = sid_said(t.r);
    if (res_members(t.r) == 0)
        status = ctx_fail(v, VADO_ERR_STORE, "%s: no member has finished a month yet", db);
    else {
        res_label(t.r, 0, &t.out);
        status = strcmp(res_meta(t.r, "model"), "flee") == 0 ? flee(&t) : all(&t);
    }
    if (status == 0 && t.out.failed)
        status = ctx_fail(v, VADO_ERR_FILE, "the output cannot be written");
    return res_end(v, t.r, db, status);
}
