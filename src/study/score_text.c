/* Scores as CSV and as text. */
#include "study/score.h"

#include "text/out.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FEW_ORIGINS = 20 };

typedef struct {
    const sco_result *r;
    out_text out;
    int failed; /* without memory */
} writing;

static int cell(writing *w, fct_margin margin, int target, int horizon, int method, sco_cell *c) {
    if (sco_cell_of(w->r, margin, target, horizon, method, c))
        w->failed = 1;
    return !w->failed && c->figures > 0;
}

static int loses(const sco_cell *c) { return c->over > 1; }

/* ---- CSV ---- */

static void number(writing *w, double x) {
    out_put(&w->out, ",");
    out_number(&w->out, x);
}

static void csv_row(writing *w, fct_margin margin, int target, int horizon, int method) {
    sco_cell c;
    const char *name = target < 0 ? "" : w->r->figures.target[target].name;
    if (!cell(w, margin, target, horizon, method, &c))
        return;
    out_printf(&w->out, "%s,", fct_margin_words[margin]);
    out_csv(&w->out, name);
    out_printf(&w->out, ",%d,", sco_ahead[horizon]);
    out_csv(&w->out, sco_word(w->r, method));
    out_printf(&w->out, ",%d,%d,%d,%d,%d", c.origins, c.figures, c.sides[SCN_JUDGES], c.sides[SCN_USED],
               c.sides[SCN_SETS]);
    const double numbers[] = {c.wis,      c.over,      c.low,       c.high,      c.crps,     c.bias,
                              c.bias_low, c.bias_high, c.inside[0], c.inside[1], c.inside[2]};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        number(w, numbers[i]);
    out_printf(&w->out, ",%d,%s\n", loses(&c), w->r->ask.policy_known ? "known" : "unknown");
}

static void write_csv(writing *w) {
    out_put(&w->out,
            "margin,name,ahead,method,origins,figures,judging,used,may_set,wis,wis_over_last,low,high,crps,bias,"
            "bias_low,bias_high,cover50,cover80,cover95,loses,policy\n");
    for (int margin = 0; margin < FCT_MARGINS; margin++)
        for (int target = -1; target < w->r->figures.n; target++) {
            if (target >= 0 && (margin == FCT_WHOLE || (int)w->r->figures.target[target].margin != margin))
                continue;
            for (int h = 0; h < SCO_HORIZONS; h++)
                for (int m = 0; m < SCO_METHODS + w->r->nothers; m++)
                    csv_row(w, (fct_margin)margin, target, h, m);
        }
}

int sco_write_figures(const sco_result *r, vado_writer *write, void *user) {
    out_text out = {write, user, 0};
    char month[8];
    out_put(&out, "margin,name,month,value\n");
    for (int i = 0; i < r->figures.n; i++)
        for (int m = 0; m < r->figures.months; m++) {
            const sco_target *t = &r->figures.target[i];
            if (isnan(t->log[m]))
                continue;
            month_format(r->figures.first + m, month);
            out_printf(&out, "%s,", fct_margin_words[t->margin]);
            out_csv(&out, t->name);
            out_printf(&out, ",%s,%.0f\n", month, exp(t->log[m]) - 1);
        }
    return out.failed ? ctx_fail(r->v, VADO_ERR_FILE, "the output cannot be written") : 0;
}

/* ---- text ---- */

static void put_head(writing *w, const vado_run_options *o) {
    const sco_result *r = w->r;
    char month[8];
    out_printf(&w->out, "Scores of forecasts of %s: %d origin%s (", r->in.scenario.name, r->norigins,
               r->norigins == 1 ? "" : "s");
    for (int i = 0; i < r->norigins; i++) {
        month_format(r->origin[i], month);
        out_printf(&w->out, "%s%s", i ? ", " : "", month);
    }
    out_printf(&w->out, "), %d members, seed %llu. Policy %s.\n", r->members, (unsigned long long)o->seed,
               r->ask.policy_known    ? "known: the schedule's rows as they came, but those set knowing later months"
               : r->governments_react ? "unknown: only what was known at the origin, both governments react"
                                      : "unknown: only what was known at the origin");
    month_format(month_of_day(r->in.scenario.figures_until - 1), month);
    out_printf(
        &w->out,
        "The baseline, named before anything was scored, is the last value. Scores are of log(count + 1): WIS and "
        "CRPS are smaller\nwhere better, a bias above 0 foretells too many, the shares are figures inside the "
        "50, 80 and 95%% intervals.\nIntervals: 5 to 95%% of %d draws of blocks of origins that follow each "
        "other.\n"
        "Development ends with figures to %s: the build and hand-set numbers of the model knew the months that "
        "are scored here.\nThese scores are in-sample for structure; only latents, level and schedule are held "
        "to what was known.\n",
        SCO_DRAWS, month);
    out_put(
        &w->out,
        "The stack averages the quantiles of vado, of exponential smoothing and of the last value, with the weights "
        "that did best\nat earlier origins.\n");
    if (r->nothers > 0)
        out_put(&w->out, "Forecasts that were handed over say themselves what they knew: nothing here has looked.\n");
    if (r->norigins < FEW_ORIGINS)
        out_printf(&w->out, "With %d origin%s intervals say little, and less than they seem to.\n", r->norigins,
                   r->norigins == 1 ? "" : "s");
}

static void put_row(writing *w, int first, int ahead, int method, const sco_cell *c) {
    char text[64] = "";
    if (first)
        (void)snprintf(text, sizeof text, "%d", ahead);
    out_put(&w->out, "  ");
    out_column(&w->out, text, 5);
    out_column(&w->out, sco_word(w->r, method), 15);
    if (method == SCO_LAST)
        (void)snprintf(text, sizeof text, "1");
    else if (isnan(c->low))
        (void)snprintf(text, sizeof text, "%.2f", c->over);
    else
        (void)snprintf(text, sizeof text, "%.2f (%.2f to %.2f)%s", c->over, c->low, c->high, loses(c) ? " loses" : "");
    out_printf(&w->out, "%7.3f  ", c->wis);
    out_column(&w->out, text, 29);
    out_printf(&w->out, "%6.3f  %+6.2f ", c->crps, c->bias);
    text[0] = '\0';
    if (!isnan(c->bias_low))
        (void)snprintf(text, sizeof text, "(%+.2f to %+.2f)", c->bias_low, c->bias_high);
    out_column(&w->out, text, 18);
    out_printf(&w->out, "%4.0f %4.0f %4.0f\n", 100 * c->inside[0], 100 * c->inside[1], 100 * c->inside[2]);
}

static void put_margin(writing *w, fct_margin margin) {
    static const char *const titles[FCT_MARGINS] = {"The border", "Sectors", "Nationalities", "Groups of people"};
    int sides[SCN_SIDES] = {0}, shown = 0;
    for (int h = 0; h < SCO_HORIZONS; h++)
        for (int m = 0, first = 1; m < SCO_METHODS + w->r->nothers; m++) {
            sco_cell c;
            if (!cell(w, margin, -1, h, m, &c))
                continue;
            if (!shown++)
                out_printf(&w->out,
                           "\n%s\n  ahead method             WIS  over the last value            CRPS    bias  "
                           "                   50   80   95%%\n",
                           titles[margin]);
            put_row(w, first, sco_ahead[h], m, &c);
            for (int i = 0; m == SCO_LAST && i < SCN_SIDES; i++)
                sides[i] += c.sides[i];
            first = 0;
        }
    if (shown)
        out_printf(&w->out, "  Of the figures held against, %d judge, %d were used for something, %d may set.\n",
                   sides[SCN_JUDGES], sides[SCN_USED], sides[SCN_SETS]);
}

/* The targets of a margin at whose figures vado does worse than the last value, with how many months ahead. */
static void put_losing(writing *w, fct_margin margin, int *lost, int *of) {
    for (int i = 0; i < w->r->figures.n; i++) {
        int said = 0;
        const sco_target *t = &w->r->figures.target[i];
        for (int h = 0; t->margin == margin && h < SCO_HORIZONS; h++) {
            sco_cell c;
            if (!cell(w, margin, i, h, SCO_VADO, &c))
                continue;
            ++*of;
            if (!loses(&c))
                continue;
            ++*lost;
            if (!said++)
                out_printf(&w->out, "  %s:", margin == FCT_WHOLE ? "the border" : t->name);
            out_printf(&w->out, "%s %d ahead %.2f", said > 1 ? "," : "", sco_ahead[h], c.over);
        }
        if (said)
            out_put(&w->out, "\n");
    }
}

static void write_text(writing *w, const vado_run_options *o) {
    int lost = 0, of = 0;
    put_head(w, o);
    for (int margin = 0; margin < FCT_MARGINS; margin++)
        put_margin(w, (fct_margin)margin);
    out_put(&w->out, "\nWhere vado loses to the last value (WIS over the last value's):\n");
    for (int margin = 0; margin < FCT_MARGINS; margin++)
        put_losing(w, (fct_margin)margin, &lost, &of);
    out_printf(&w->out, "  %d of %d targets by months ahead.\n", lost, of);
    out_put(&w->out, "Harm is foretold too, by every forecast; of it little is published by month, and none is scored "
                     "here. A good score of\nencounters says nothing of what people suffer.\n");
}

int sco_write(const sco_result *r, const vado_run_options *o, int csv, vado_writer *write, void *user) {
    writing w = {.r = r, .out = {write, user, 0}};
    if (csv)
        write_csv(&w);
    else
        write_text(&w, o);
    if (w.failed)
        return ctx_fail(r->v, VADO_ERR_MEMORY, "out of memory");
    return w.out.failed ? ctx_fail(r->v, VADO_ERR_FILE, "the output cannot be written") : 0;
}
