/* A forecast as CSV and as text: quantiles, month by month, harm beside them. Those of encounters are the stack of
 * members, exponential smoothing and the last value (stack.h), if the scenario says of what weights; all else is of
 * members.
 */
#include "study/score.h"

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
    double *sorted;      /* [members] */
    double *room;        /* [2 * months of figures + SCO_QUANTILES] */
    sco_figures figures; /* none: nothing is stacked */
    smo_fit *smooth;     /* [figures.n] of each row up to the origin; variance NAN: it has too few figures */
} writing;
static const stk_weight alone = {NAN, NAN, NAN}; /* members, not stacked */

/* The last value of a row of figures so many months ahead, in order, into w->room; how many numbers. Beyond the changes
 * that history has it is as unsure as at the farthest that it has. */
static int last_value(writing *w, int row, int ahead) {
    int k = 0;
    for (int a = ahead; a > 0 && k == 0; a--)
        k = sco_baseline(&w->figures, row, SCO_LAST, w->r->ask.first_month - 1, a, w->room);
    return k;
}

/* The row of figures of a target of the forecast; -1: none is published of it. */
static int row_of(const writing *w, int target) {
    const fct_target *t = &w->r->targets[target];
    return t->series == w->r->targets[0].series ? sco_target_find(&w->figures, t->margin, t->name) : -1;
}

/* What the parts of a target's stack weigh so many months ahead, beside *k numbers of the last value in w->room. */
static stk_weight weight_of(writing *w, int target, int ahead, int *k) {
    int row = row_of(w, target);
    stk_weight weight;
    if (row < 0 ||
        !stk_weight_of(&w->r->in.scenario, w->r->targets[target].margin, w->r->ask.first_month, ahead, &weight) ||
        !(*k = last_value(w, row, ahead)))
        return alone;
    return weight;
}

/* Of n members in order, k numbers of the last value, and the target's figures smoothed. */
static void stack(writing *w, int target, int ahead, int n, int k, stk_weight weight, double q[QUANTILES]) {
    double own[STK_QUANTILES], smooth[STK_QUANTILES], last[STK_QUANTILES], mixed[STK_QUANTILES];
    const double *const parts[STK_PARTS] = {own, smooth, last};
    const smo_fit *fit = &w->smooth[row_of(w, target)];
    stk_quantiles(w->room, k, last);
    stk_quantiles(w->room, isnan(fit->variance) ? 0 : sco_smoothed(fit, ahead, w->room), smooth);
    for (int i = 0; i < n; i++)
        w->sorted[i] = log(w->sorted[i] + 1);
    stk_quantiles(w->sorted, n, own);
    stk_mix(parts, weight, mixed);
    for (int i = 0; i < QUANTILES; i++)
        q[i] = fmax(0, exp(res_quantile(mixed, STK_QUANTILES, quantiles[i])) - 1);
}

/* Quantiles of a target in a month, 1 the first foretold; NAN where no member has a number. */
static stk_weight quantiles_of(writing *w, int target, int month, double q[QUANTILES]) {
    const double *x = fct_values(w->r, target, month);
    int k = 0;
    stk_weight weight = weight_of(w, target, month, &k);
    memcpy(w->sorted, x, (size_t)w->r->members * sizeof *x);
    int n = res_ascending(w->sorted, w->r->members);
    if (n > 0 && k > 0) {
        stack(w, target, month, n, k, weight, q);
        return weight;
    }
    for (int i = 0; i < QUANTILES; i++)
        q[i] = res_quantile(w->sorted, n, quantiles[i]);
    return alone;
}

/* ---- CSV ---- */

static void write_csv(writing *w) {
    const fct_result *r = w->r;
    out_put(&w->out, "series,unit,harm,month,ahead,margin,name");
    for (int i = 0; i < QUANTILES; i++)
        out_printf(&w->out, ",q%g", quantiles[i]);
    out_put(&w->out, ",members,policy,vado,smoothing,spread\n");
    for (int i = 0; i < r->ntargets; i++) {
        const fct_target *t = &r->targets[i];
        for (int m = 1; m < r->months; m++) {
            char month[8];
            double q[QUANTILES];
            month_format(r->ask.first_month - 1 + m, month);
            stk_weight weight = quantiles_of(w, i, m, q);
            out_printf(&w->out, "%s,", t->series->name);
            out_csv(&w->out, t->series->unit);
            out_printf(&w->out, ",%d,%s,%d,%s,", t->series->harm, month, m, fct_margin_words[t->margin]);
            out_csv(&w->out, t->name);
            for (int k = 0; k < QUANTILES; k++) {
                out_put(&w->out, ",");
                out_number(&w->out, q[k]);
            }
            out_printf(&w->out, ",%d,%s,", r->members, r->ask.policy_known ? "known" : "unknown");
            out_number(&w->out, weight.vado);
            out_put(&w->out, ",");
            out_number(&w->out, weight.smoothing);
            out_put(&w->out, ",");
            out_number(&w->out, weight.spread);
            out_put(&w->out, "\n");
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

/* How many targets of a margin are stacked, of how many; what one of them weighs in the first month and in the last. */
static int stacked_of(writing *w, fct_margin margin, int *of, stk_weight ends[2]) {
    const fct_result *r = w->r;
    int n = 0, k;
    *of = 0;
    for (int i = 0; i < r->ntargets; i++) {
        if (r->targets[i].series != r->targets[0].series || r->targets[i].margin != margin)
            continue;
        stk_weight first = weight_of(w, i, 1, &k);
        ++*of;
        if (isnan(first.vado))
            continue;
        ends[0] = first;
        ends[1] = weight_of(w, i, r->months - 1, &k);
        n++;
    }
    return n;
}

static void put_margin_stack(writing *w, fct_margin margin, int n, int of, const stk_weight ends[2]) {
    static const char *const names[FCT_MARGINS] = {"the border", "sectors", "nationalities", "groups"};
    int last = w->r->months - 1;
    if (of == 0)
        return;
    out_printf(&w->out, "  %s: ", names[margin]);
    if (n == 0) {
        out_put(&w->out, "members alone\n");
        return;
    }
    out_printf(&w->out, "members weigh %.2f (spread %.2f), smoothing %.2f 1 month ahead", ends[0].vado, ends[0].spread,
               ends[0].smoothing);
    if (last > 1)
        out_printf(&w->out, "; %.2f (%.2f), %.2f %d months ahead", ends[1].vado, ends[1].spread, ends[1].smoothing,
                   last);
    if (n < of)
        out_printf(&w->out, "; %d of %d have no last value and are of members alone", of - n, of);
    out_put(&w->out, "\n");
}

/* By whose numbers encounters are told. */
static void put_stack(writing *w) {
    const fct_result *r = w->r;
    stk_weight ends[FCT_MARGINS][2];
    int n[FCT_MARGINS], of[FCT_MARGINS], all = 0;
    char origin[8];
    month_format(r->ask.first_month - 1, origin);
    for (int margin = 0; margin < FCT_MARGINS; margin++)
        all += n[margin] = stacked_of(w, (fct_margin)margin, &of[margin], ends[margin]);
    if (r->in.scenario.nstack == 0)
        return;
    if (all == 0) {
        out_put(&w->out,
                w->figures.n == 0
                    ? "Quantiles of encounters are of members alone, whatever " SCN_STACK_FILE
                      " says: it was asked for, or something is laid over\nthe scenario of which the last value "
                      "knows nothing.\n"
                    : SCN_STACK_FILE " says nothing of forecasts from this month, or no figure of it was "
                                     "published: quantiles are of members\nalone.\n");
        return;
    }
    out_printf(
        &w->out,
        "Quantiles of encounters are averages, on the scale of log(count + 1), of those of members, whose distances "
        "from their\nmedian are taken times a spread; of exponential smoothing of the figures to %s; and, for what "
        "is left, of the last value:\nthe figure of %s, give or take the changes over as many months that had been "
        "published. Weights and spreads are those\nthat did best at earlier origins (" SCN_STACK_FILE "):\n",
        origin, origin);
    for (int margin = 0; margin < FCT_MARGINS; margin++)
        put_margin_stack(w, (fct_margin)margin, n[margin], of[margin], ends[margin]);
    out_put(&w->out, "So parts need not add up to the whole. People who wait or are held, and harm, are of members "
                     "alone.\n");
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
        (void)quantiles_of(w, target, m, q);
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
        (void)quantiles_of(w, target, list[i], q[i]);
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
        "\nWhat the spread of members means. They draw their parameters from %s, and "
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
    put_stack(w);
    put_months(w, 0);
    put_margins(w);
    put_others(w, 0);
    put_others(w, 1);
    put_meaning(w, o);
}

/* What stacking needs, where there is something to stack. */
static int open_figures(writing *w, int members_alone) {
    const fct_result *r = w->r;
    if (members_alone || r->in.scenario.nstack == 0)
        return 0;
    if (sco_figures_read(&w->figures, &r->in.scenario, r->targets[0].series->name))
        return -1;
    w->room = calloc(2 * (size_t)w->figures.months + SCO_QUANTILES, sizeof *w->room);
    w->smooth = calloc((size_t)w->figures.n + 1, sizeof *w->smooth);
    for (int i = 0; w->smooth && i < w->figures.n; i++)
        if (sco_smooth(&w->figures, i, r->ask.first_month - 1, &w->smooth[i]))
            w->smooth[i].variance = NAN;
    return w->room && w->smooth ? 0 : -1;
}

int fct_write(vado *v, const fct_result *r, const vado_run_options *o, const vado_forecast_options *f,
              vado_writer *write, void *user) {
    writing w = {.r = r, .out = {write, user, 0}, .sorted = calloc((size_t)r->members + 1, sizeof(double))};
    int status =
        w.sorted && open_figures(&w, f->members_alone) == 0 ? 0 : ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    if (status == 0 && f->format == VADO_CSV)
        write_csv(&w);
    else if (status == 0)
        write_text(&w, o);
    free(w.sorted);
    free(w.room);
    free(w.smooth);
    sco_figures_free(&w.figures);
    if (status == 0 && w.out.failed)
        status = ctx_fail(v, VADO_ERR_FILE, "the output cannot be written");
    return status;
}
