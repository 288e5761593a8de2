/* What `vado knockout` prints: a table for reading, sorted by part of the mission, and CSV with every series. */
#include "study/knockout.h"
#include "table/layers.h"
#include "text/html.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 3, WORDS = 96 };
static const double seen = 0.0005; /* below half a per mille a change is not named */

static void percent(double x, char out[WORDS]) {
    if (isinf(x))
        (void)snprintf(out, WORDS, "from none");
    else if (isnan(x))
        (void)snprintf(out, WORDS, "-");
    else
        (void)snprintf(out, WORDS, "%+.1f%%", fabs(x) < seen ? 0 : 100 * x);
}

/* The series that comes next with a column of its own in every row: what is counted, and harm. `after` as mdl_next. */
static int next_column(const knk_result *r, int after) {
    int i = mdl_next(r->nseries, r->series, after);
    while (i >= 0 && !r->series[i].shown->column)
        i = mdl_next(r->nseries, r->series, i);
    return i;
}

/* Series by size of change, headline outputs or the others; returns how many change, at most `most`. */
static int largest(const knk_result *r, int row, int is_headline, int most, int *out) {
    int n = 0;
    for (int i = 0; i < r->nseries; i++) {
        double low, high, x = fabs(knk_change(r, row, i, &low, &high));
        if (r->series[i].shown->headline != is_headline || !(x >= seen) || knk_by_chance(r, row, i))
            continue;
        int at = n;
        while (at > 0 && fabs(knk_change(r, row, out[at - 1], &low, &high)) < x)
            at--;
        if (at >= most)
            continue;
        n = n < most ? n + 1 : most;
        for (int k = n - 1; k > at; k--)
            out[k] = out[k - 1];
        out[at] = i;
    }
    return n;
}

static void name_changes(const knk_result *r, int row, int n, const int *list, char *out, size_t size) {
    out[0] = '\0';
    for (int i = 0; i < n; i++) {
        double low, high, whole, off, x = knk_change(r, row, list[i], &low, &high);
        char change[WORDS], band[2][WORDS], range[2 * WORDS + 16] = "", some[WORDS] = "";
        size_t had = strlen(out);
        int n_compared = knk_means(r, row, list[i], &whole, &off);
        percent(x, change);
        if (n_compared < r->options.members)
            (void)snprintf(some, sizeof some, ", %d of %d members", n_compared, r->options.members);
        if (r->options.members > 1 && isfinite(low)) {
            percent(low, band[0]);
            percent(high, band[1]);
            (void)snprintf(range, sizeof range, " (%s to %s)", band[0], band[1]);
        }
        (void)snprintf(out + had, size - had, "%s%s %s%s%s", had ? ", " : "", r->series[list[i]].name, change, range,
                       some);
    }
}

static const char begins[] = "Each part off in turn against the whole: ";

static void introduction(const knk_result *r, out_text *o) {
    static const char *const modes[] = {"stochastic", "fluid", "individual"};
    const scn_scenario *s = &r->in->scenario;
    char first[11], last[11], range[RES_WORDS];
    day_format(s->from, first);
    day_format(s->until - 1, last);
    int mode = r->options.arithmetic == ENG_FLUID ? 1 : r->options.arithmetic == ENG_STOCHASTIC ? 0 : 2;
    out_printf(o, "%s%s, %s to %s, seed %llu.\n", begins, s->name, first, last, (unsigned long long)r->options.seed);
    if (r->options.members == 1)
        out_printf(o, "%s arithmetic, one %s run each: no interval, nothing here says how sure a change is.\n",
                   modes[mode], mode == 1 ? "central" : "stochastic");
    else
        out_printf(o, "%s arithmetic, %d members each%s, paired; change of their means, %s.\n", modes[mode],
                   r->options.members, r->levelled ? ", the whole's brought to the level of the fit" : "",
                   res_range_words(r->options.members, range));
    out_put(
        o, "chance: no more than a rerun with another seed could change a count as small; such changes are not named.\n"
           "Latents stay as fitted with every part present: that encounters move proves nothing. Fit is measured on "
           "what no latent sees:\n"
           "mean error between 0 (as published) and 1; a part earns its place where the error rises without it.\n");
}

static void error_words(double x, double whole, char out[WORDS]) {
    if (isnan(x))
        (void)snprintf(out, WORDS, "-");
    else if (isnan(whole))
        (void)snprintf(out, WORDS, "%.3f", x);
    else
        (void)snprintf(out, WORDS, "%.3f (%+.3f)", x, fabs(x - whole) < 0.0005 ? 0 : x - whole);
}

static void main_row(const knk_result *r, int row, out_text *o) {
    const knk_row *k = &r->rows[row];
    char text[WORDS], list[1024];
    int top[LARGEST], n = largest(r, row, 1, LARGEST, top);
    out_column(o, k->part->part, 5);
    out_column(o, k->part->name, 16);
    for (int s = next_column(r, -1); s >= 0; s = next_column(r, s)) {
        double low, high, x = knk_change(r, row, s, &low, &high);
        percent(x, text);
        if (fabs(x) >= seen && knk_by_chance(r, row, s))
            (void)snprintf(text, sizeof text, "chance");
        out_right(o, text, 12);
    }
    error_words(knk_error(r, row, r->fit->n), knk_error(r, 0, r->fit->n), text);
    out_right(o, text, 17);
    name_changes(r, row, n, top, list, sizeof list);
    out_printf(o, " %s\n",
               k->idle  ? "changes nothing"
               : n == 0 ? "no headline output by more than chance: see below"
                        : list);
}

static void whole_row(const knk_result *r, out_text *o) {
    char text[WORDS], number[HTML_NUMBER];
    out_column(o, "", 5);
    out_column(o, "the whole", 16);
    for (int s = next_column(r, -1); s >= 0; s = next_column(r, s)) {
        double sum = 0;
        for (int k = 0; k < r->options.members; k++)
            sum += r->rows[0].total[k * r->nseries + s] / r->options.members;
        out_right(o, html_number(sum, number), 12);
    }
    error_words(knk_error(r, 0, r->fit->n), NAN, text);
    out_right(o, text, 17);
    out_put(o, "\n");
}

/* Said, not hidden: whose absence the fit does not miss. */
static void not_missed(const knk_result *r, out_text *o) {
    int found = 0;
    for (int row = 1; row < r->nrows; row++)
        if (knk_error(r, row, r->fit->n) - knk_error(r, 0, r->fit->n) < 0.001)
            out_printf(o, "%s%s", found++ ? ", " : "The mean error rises by less than 0.001, or falls, without: ",
                       r->rows[row].part->name);
    out_put(o, found ? ".\n" : "");
}

static void fit_table(const knk_result *r, out_text *o) {
    char text[WORDS];
    out_put(o, "\nChange of each error without the part (rises: the part is needed there)\n");
    out_column(o, "part", 5);
    out_column(o, "system", 16);
    for (int i = 0; i < r->fit->n; i++)
        out_right(o, r->fit->names[i], 22);
    out_put(o, "\n");
    for (int row = 0; row < r->nrows; row++) {
        out_column(o, row ? r->rows[row].part->part : "", 5);
        out_column(o, row ? r->rows[row].part->name : "the whole", 16);
        for (int i = 0; i < r->fit->n; i++) {
            double x = knk_error(r, row, i), whole = knk_error(r, 0, i), d = row ? x - whole : x;
            if (isnan(d))
                (void)snprintf(text, sizeof text, "-");
            else
                (void)snprintf(text, sizeof text, row ? "%+.3f" : "%.3f", fabs(d) < 0.0005 ? 0 : d);
            out_right(o, text, 22);
        }
        out_put(o, "\n");
    }
    not_missed(r, o);
}

static void settings(const mdl_part *p, char *out, size_t size) {
    out[0] = '\0';
    for (const mdl_setting *x = p->off; x->path; x++) {
        size_t had = strlen(out);
        (void)snprintf(out + had, size - had, "%s%s=%g", had ? "; " : "", x->path, x->value);
    }
}

/* ---- whom a part moves ---- */

/* Series of other parts that the row moves, how many; the one that changes most into *top. */
static int moved(const knk_result *r, int row, int *top) {
    double most = -1, low, high;
    int n = 0;
    for (int i = 0; i < r->nseries; i++) {
        double x = knk_moves(r, row, i) ? fabs(knk_change(r, row, i, &low, &high)) : NAN;
        if (isnan(x))
            continue;
        n++;
        if (isfinite(x) ? x > most : n == 1) { /* what comes from none has no size to compare */
            most = isfinite(x) ? x : most;
            *top = i;
        }
    }
    return n;
}

static void moves_whom(const knk_result *r, int row, out_text *o) {
    const mdl_part *part = r->rows[row].part;
    int top = 0, n = moved(r, row, &top);
    double low, high, whole, off, error = knk_error_of_means(r, row, top);
    char change[WORDS], sure[WORDS] = "";
    if (n == 0) {
        out_printf(o, "nobody%s%s\n",
                   r->rows[row].idle ? ": it changes nothing here"
                   : part->nobody    ? ", because "
                                     : ": no reason is declared for it",
                   part->nobody && !r->rows[row].idle ? part->nobody : "");
        return;
    }
    (void)knk_means(r, row, top, &whole, &off);
    percent(knk_change(r, row, top, &low, &high), change);
    if (!isnan(error) && whole > 0)
        (void)snprintf(sure, sizeof sure, " (standard error %.1f%%)", 100 * error / whole);
    out_printf(o, "%s: %s %s%s", r->series[top].part, r->series[top].name, change, sure);
    if (n > 1)
        out_printf(o, ", and %d other series", n - 1);
    out_put(o, "\n");
}

static void moves_table(const knk_result *r, out_text *o) {
    out_printf(o,
               "\nWhom each part moves: another part's series, by more than %g%% of its total over the period and by "
               "more than %s\n",
               100 * KNK_LEAST,
               r->options.members > 1 ? "two standard errors of the paired members."
                                      : "chance; one run each, no error.");
    out_column(o, "part", 5);
    out_column(o, "system", 16);
    out_put(o, "moves whom (the largest change)\n");
    for (int row = 1; row < r->nrows; row++) {
        out_column(o, r->rows[row].part->part, 5);
        out_column(o, r->rows[row].part->name, 16);
        moves_whom(r, row, o);
    }
}

void knk_text(const knk_result *r, out_text *o) {
    char list[2048];
    introduction(r, o);
    out_put(o, "\n");
    out_column(o, "part", 5);
    out_column(o, "system", 16);
    for (int s = next_column(r, -1); s >= 0; s = next_column(r, s))
        out_right(o, r->series[s].shown->column, 12);
    out_right(o, "fit error", 17);
    out_put(o, " largest changes of headline outputs\n");
    whole_row(r, o);
    for (int row = 1; row < r->nrows; row++)
        main_row(r, row, o);
    moves_table(r, o);
    if (isnan(knk_error(r, 0, r->fit->n)))
        out_put(o, "\nNo published figures of what no latent sees: the fit is not measured.\n");
    else
        fit_table(r, o);
    out_put(o, "\nWhat was set, and what else changes\n");
    for (int row = 1; row < r->nrows; row++) {
        int top[LARGEST], n = largest(r, row, 0, LARGEST, top);
        out_column(o, r->rows[row].part->part, 5);
        out_column(o, r->rows[row].part->name, 16);
        settings(r->rows[row].part, list, sizeof list);
        out_put(o, list);
        name_changes(r, row, n, top, list, sizeof list);
        out_printf(o, "%s%s\n", n ? ": " : "", list);
    }
    for (int i = 0; i < r->nfixed; i++)
        out_printf(o, "%s%s (%s)", i ? ", " : "No setting switches off: ", r->fixed[i]->name, r->fixed[i]->part);
    out_put(o, r->nfixed ? ".\n" : "");
    out_put(o, "\nA part that lowers encounters is not by that a good one: harm stands in every row. See "
               "docs/responsible-use.md.\n");
}

/* ---- CSV ---- */

/* series: its number, or -1: an error of the fit, which nobody records */
static void csv_row(const knk_result *r, int row, const char *kind, const char *name, const char *unit, int harm,
                    double whole, double off, double change, double low, double high, int series, out_text *o) {
    char list[2048];
    const knk_row *k = &r->rows[row];
    out_csv(o, k->part->part);
    out_put(o, ",");
    out_csv(o, k->part->name);
    out_printf(o, ",%d,%s,", k->idle, kind);
    out_csv(o, name);
    out_put(o, ",");
    out_csv(o, unit);
    out_printf(o, ",%d", harm);
    int range = res_has_range(r->options.members);
    const double numbers[] = {whole, off, change, range ? low : NAN, range ? high : NAN};
    for (int i = 0; i < 5; i++) {
        out_put(o, ",");
        if (isfinite(numbers[i]))
            out_number(o, numbers[i]);
    }
    settings(k->part, list, sizeof list);
    out_put(o, ",");
    out_csv(o, list);
    out_printf(o, ",%d,", series >= 0 && knk_by_chance(r, row, series));
    out_csv(o, series >= 0 && r->series[series].part ? r->series[series].part : "");
    out_put(o, ",");
    double error = series >= 0 ? knk_error_of_means(r, row, series) : NAN;
    if (isfinite(error))
        out_number(o, error);
    out_printf(o, ",%d,", series >= 0 && knk_moves(r, row, series));
    out_csv(o, k->part->nobody ? k->part->nobody : "");
    out_put(o, "\n");
}

static const char columns[] =
    "part,system,idle,measure,name,unit,harm,whole,off,change,low,high,settings,within_chance,"
    "recorded_by,standard_error,moves,nobody_because";

const char *knk_head(int csv) { return csv ? columns : begins; }

void knk_csv(const knk_result *r, out_text *o) {
    out_printf(o, "%s\n", columns);
    for (int row = 1; row < r->nrows; row++) {
        for (int i = 0; i < r->nseries; i++) {
            const mdl_series *s = &r->series[i];
            double low, high, whole, off, x = knk_change(r, row, i, &low, &high);
            (void)knk_means(r, row, i, &whole, &off);
            csv_row(r, row, s->shown->headline ? "headline" : "series", s->name, s->unit, s->harm, whole, off, x, low,
                    high, i, o);
        }
        for (int i = 0; i <= r->fit->n && r->fit->n > 0; i++) {
            double a = knk_error(r, 0, i), b = knk_error(r, row, i);
            csv_row(r, row, "error", i < r->fit->n ? r->fit->names[i] : "mean", "0 to 1", 0, a, b, b - a, NAN, NAN, -1,
                    o);
        }
    }
}
