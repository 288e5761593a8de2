/* A forecast as CSV and as text: quantiles of the members, month by month, harm beside them. */
#include "study/forecast.h"

#include "table/results.h"
#include "text/html.h"
#include "text/out.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUANTILES = 7, COLUMNS = 5, LOWEST = 0, MIDDLE = 3, HIGHEST = QUANTILES - 1, FEW = RES_QUANTILES };
static const double quantiles[QUANTILES] = {0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};
static const char *const quantile_words[QUANTILES] = {"5%", "10%", "25%", "50%", "75%", "90%", "95%"};

typedef struct {
    const fct_result *r;
    out_text out;
    double *sorted; /* [members] */
} writing;

/* Quantiles of a target in a month, 1 the first foretold; NAN where no member has a number. */
static void quantiles_of(writing *w, int target, int month, double q[QUANTILES]) {
    const double *x = fct_values(w->r, target, month);
    memcpy(w->sorted, x, (size_t)w->r->members * sizeof *x);
    int n = res_ascending(w->sorted, w->r->members);
    for (int i = 0; i < QUANTILES; i++)
        q[i] = res_quantile(w->sorted, n, quantiles[i]);
}

/* ---- CSV ---- */

static void write_csv(writing *w) {
    const fct_result *r = w->r;
    out_put(&w->out, "series,unit,harm,month,ahead,margin,name");
    for (int i = 0; i < QUANTILES; i++)
        out_printf(&w->out, ",q%g", quantiles[i]);
    out_put(&w->out, ",members,policy\n");
    for (int i = 0; i < r->ntargets; i++) {
        const fct_target *t = &r->targets[i];
        for (int m = 1; m < r->months; m++) {
            char month[8];
            double q[QUANTILES];
            month_format(r->ask.first_month - 1 + m, month);
            quantiles_of(w, i, m, q);
            out_printf(&w->out, "%s,", t->series->name);
            out_csv(&w->out, t->series->unit);
            out_printf(&w->out, ",%d,%s,%d,%s,", t->series->harm, month, m, fct_margin_words[t->margin]);
            out_csv(&w->out, t->name);
            for (int k = 0; k < QUANTILES; k++) {
                out_put(&w->out, ",");
                out_number(&w->out, q[k]);
            }
            out_printf(&w->out, ",%d,%s\n", r->members, r->ask.policy_known ? "known" : "unknown");
        }
    }
}

/* ---- text ---- */

static void put_rows(writing *w) {
    const fct_result *r = w->r;
    char day[11];
    day_format(month_start(r->ask.first_month), day);
    if (r->ask.policy_known)
        out_printf(&w->out,
                   "Policy known: the schedule's rows as they came. Of those set knowing later months, %d that begin "
                   "after the\norigin are out, and %d that stood then go on.\n",
                   r->rows.out, r->rows.carried);
    else
        out_printf(&w->out,
                   "Policy unknown: of the schedule only what was known on %s. %d rows that came later are out, %d "
                   "that stood\nthen and whose end nobody had announced go on. %s\n",
                   day, r->rows.out, r->rows.carried,
                   r->governments_react ? "Both governments react, and what the one asks for is drawn."
                                        : "No government reacts: the scenario has no diplomacy.");
}

static void put_head(writing *w, const vado_run_options *o) {
    static const char *const modes[] = {"whole people", "expected people", "one draw a person"};
    const fct_result *r = w->r;
    char first[8], origin[8];
    month_format(r->ask.first_month, first);
    month_format(r->ask.first_month - 1, origin);
    out_printf(&w->out, "Forecast of %s: %d month%s from %s, %d members (%s, seed %llu).\n", r->variant.name,
               r->ask.months, r->ask.months == 1 ? "" : "s", first, r->members, modes[o->mode],
               (unsigned long long)o->seed);
    out_printf(&w->out,
               "Latents saw figures to %s and none later; after it they go on as their table expects, with a "
               "variance that grows.\n",
               origin);
    if (r->members < RES_QUANTILES)
        out_printf(&w->out,
                   "Of %d members the outer quantiles are hardly more than the lowest and the highest; %d tell 5%% and "
                   "95%%.\n",
                   r->members, (int)RES_QUANTILES);
    put_rows(w);
}

static void put_months(writing *w, int target) {
    char text[HTML_NUMBER];
    const mdl_series *s = w->r->targets[target].series;
    out_printf(&w->out, "\n%s (%s)\n", s->meaning, s->unit);
    out_column(&w->out, "  month", 12);
    for (int i = 0; i < QUANTILES; i++)
        out_right(&w->out, quantile_words[i], 11);
    for (int m = 1; m < w->r->months; m++) {
        double q[QUANTILES];
        char month[8];
        month_format(w->r->ask.first_month - 1 + m, month);
        quantiles_of(w, target, m, q);
        out_put(&w->out, "\n  ");
        out_column(&w->out, month, 10);
        for (int i = 0; i < QUANTILES; i++)
            out_right(&w->out, html_number(q[i], text), 11);
    }
    out_put(&w->out, "\n");
}

/* Months ahead that the short tables show. */
static int columns_of(const fct_result *r, int list[COLUMNS]) {
    static const int wanted[] = {1, 3, 6, 12};
    int n = 0, last = r->months - 1;
    for (int i = 0; i < 4; i++)
        if (wanted[i] < last)
            list[n++] = wanted[i];
    list[n++] = last;
    return n;
}

static void put_table_head(writing *w, const char *title) {
    int list[COLUMNS], n = columns_of(w->r, list);
    out_printf(&w->out, "\n");
    out_column(&w->out, title, 34);
    for (int i = 0; i < n; i++) {
        char month[8];
        month_format(w->r->ask.first_month - 1 + list[i], month);
        out_right(&w->out, month, 30);
    }
    out_put(&w->out, "\n");
}

/* nobody: is a line told in which there is nobody in any month shown? */
static void put_line(writing *w, int target, const char *label, int nobody) {
    int list[COLUMNS], n = columns_of(w->r, list);
    double q[COLUMNS][QUANTILES], most = 0;
    for (int i = 0; i < n; i++) {
        quantiles_of(w, target, list[i], q[i]);
        most = q[i][HIGHEST] > most ? q[i][HIGHEST] : most;
    }
    if (!nobody && !(most > 0))
        return;
    out_put(&w->out, "  ");
    out_column(&w->out, label, 32);
    for (int i = 0; i < n; i++) {
        char low[HTML_NUMBER], middle[HTML_NUMBER], high[HTML_NUMBER], all[3 * HTML_NUMBER + 16];
        (void)snprintf(all, sizeof all, "%s (%s to %s)", html_number(q[i][MIDDLE], middle),
                       html_number(q[i][LOWEST], low), html_number(q[i][HIGHEST], high));
        out_right(&w->out, isnan(q[i][MIDDLE]) ? "-" : all, 30);
    }
    out_put(&w->out, "\n");
}

static void put_margins(writing *w) {
    static const char *const titles[FCT_MARGINS] = {"", "By sector: 50% (5% to 95%)", "By nationality",
                                                    "By group of people"};
    const fct_result *r = w->r;
    for (int margin = FCT_PLACE; margin < FCT_MARGINS; margin++)
        for (int i = 0, shown = 0; i < r->ntargets; i++)
            if (r->targets[i].series == r->targets[0].series && (int)r->targets[i].margin == margin) {
                if (!shown++)
                    put_table_head(w, titles[margin]);
                put_line(w, i, r->targets[i].name, 1);
            }
}

/* Of all other series: who are there, with the places of those who wait, and harm. Other places: the CSV. */
static void put_others(writing *w, int harm) {
    const fct_result *r = w->r;
    put_table_head(w, harm ? "Harm: 50% (5% to 95%)" : "People who are there, mean day");
    for (int i = 0; i < r->ntargets; i++) {
        const fct_target *t = &r->targets[i];
        if (t->series == r->targets[0].series || (t->series->sum == SERIES_MEAN) == harm)
            continue;
        if (t->margin == FCT_WHOLE)
            put_line(w, i, t->series->name, 1);
        else if (t->series->harm)
            put_line(w, i, txt_say("  %s", t->name).text, 0);
    }
}

static void put_meaning(writing *w, const vado_run_options *o) {
    char end[8];
    month_format(month_of_day(w->r->in.scenario.figures_until - 1), end);
    out_printf(
        &w->out,
        "\nWhat the spread means. Members draw their parameters from %s, and "
        "are brought to the\nlevel of what was counted up to the origin. After it they differ in how departures "
        "move, in their environment%s.\nErrors of the model's build, and decisions that no rule of it draws, "
        "are not in it: the truth lies outside more often\nthan the numbers say. %s\n"
        "The model was built with figures to %s in view: a forecast from an earlier month tests its numbers, not "
        "its build.\n",
        w->r->of_posterior ? "the posterior of figures up to the origin" : "priors, which no figure has narrowed",
        o->mode == VADO_FLUID ? ", not in chance: people\nare expected ones" : " and in chance",
        w->r->members < FEW ? "So few members say little of the outer quantiles: they lie near the lowest and "
                              "the highest."
                            : "Of so many members a few tell the 5% and the 95%.",
        end);
}

static void write_text(writing *w, const vado_run_options *o) {
    put_head(w, o);
    put_months(w, 0);
    put_margins(w);
    put_others(w, 0);
    put_others(w, 1);
    put_meaning(w, o);
}

int fct_write(vado *v, const fct_result *r, const vado_run_options *o, int csv, vado_writer *write, void *user) {
    writing w = {.r = r, .out = {write, user, 0}, .sorted = calloc((size_t)r->members + 1, sizeof(double))};
    if (!w.sorted)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    if (csv)
        write_csv(&w);
    else
        write_text(&w, o);
    free(w.sorted);
    return w.out.failed ? ctx_fail(v, VADO_ERR_FILE, "the output cannot be written") : 0;
}
