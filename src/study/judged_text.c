/* What `vado judged` prints: a table for reading, largest first, and CSV with both sides of every outcome. */
#include "study/judged.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WORDS = 64, WIDTH = 11, NAME_WIDTH = 52 };
static const char begins[] = "Numbers that rest on judgement, moved one at a time: ";
static const char columns[] = "rank,number,kind,unit,rows,low,high,down_low,down_high,up_low,up_high,moved_by,"
                              "prior_in_every_ensemble,confidence,source,note,size,size_levelled";
static const char *const side_words[JDG_SIDES] = {"down", "up"}, *const span_words[JDG_SPANS] = {"period", "end"},
                         *const way_words[JDG_WAYS] = {"", "_levelled"};

static const par_decl *decl(const jdg_result *r, const jdg_number *x) {
    return x->parameter < 0 ? NULL : r->in->scenario.registry.decl[x->parameter];
}

static int has_prior(const jdg_result *r, const jdg_number *x) {
    return x->kind == JDG_PARAMETER && decl(r, x)->prior != PRIOR_NONE;
}

static void moved_by(const jdg_result *r, const jdg_number *x, char out[WORDS]) {
    if (has_prior(r, x))
        (void)snprintf(out, WORDS, "prior from 5%% to 95%%");
    else if (x->spread > 1)
        (void)snprintf(out, WORDS, "spread %g", x->spread);
    else
        (void)snprintf(out, WORDS, "factor %g", r->factor);
}

/* ---- the table ---- */

static void percent(double effect, char *out, size_t size) {
    double x = 100 * expm1(effect);
    (void)snprintf(out, size, fabs(x) < 0.05 ? "0.0" : fabs(x) < 10 ? "%+.1f" : "%+.0f", x);
}

/* Of an outcome the side that moves it more. */
static void outcome(const jdg_effect *e, int span, int k, char out[WORDS]) {
    double down = e->effect[JDG_DOWN][span][k], up = e->effect[JDG_UP][span][k];
    percent(fabs(up) >= fabs(down) ? up : down, out, WORDS);
}

static void row(const jdg_result *r, int i, int span, out_text *o) {
    const jdg_number *x = &r->numbers[i];
    char text[WORDS];
    (void)snprintf(text, sizeof text, "%d", i + 1);
    out_right(o, text, 4);
    out_put(o, " ");
    out_column(o, x->name, NAME_WIDTH);
    out_column(o, x->drawn ? "yes" : "no", 5);
    (void)snprintf(text, sizeof text, "%.4f", x->effects[JDG_HELD].size);
    out_right(o, text, 8);
    (void)snprintf(text, sizeof text, x->effects[JDG_LEVELLED].done ? "%.4f" : "-", x->effects[JDG_LEVELLED].size);
    out_right(o, text, 9);
    for (int k = 0; k < r->noutcomes; k++) {
        outcome(&x->effects[JDG_HELD], span, k, text);
        out_right(o, text, WIDTH);
    }
    out_put(o, "\n");
}

static void heading(const jdg_result *r, const char *what, out_text *o) {
    out_printf(o, "\n%s\n", what);
    out_right(o, "rank", 4);
    out_put(o, " ");
    out_column(o, "number", NAME_WIDTH);
    out_column(o, "prior", 5);
    out_right(o, "size", 8);
    out_right(o, "levelled", 9);
    for (int k = 0; k < r->noutcomes; k++) {
        char name[WIDTH + 1];
        (void)snprintf(name, sizeof name, "%.*s", WIDTH - 1, r->series[r->outcome[k]].name);
        out_right(o, name, WIDTH);
    }
    out_put(o, "\n");
}

void jdg_text(const jdg_result *r, out_text *o) {
    const scn_scenario *s = &r->in->scenario;
    char first[11], last[11];
    int drawn = 0;
    day_format(s->from, first);
    day_format(s->until - 1, last);
    for (int i = 0; i < r->n; i++)
        drawn += r->numbers[i].drawn;
    out_printf(o, "%s%s, %s to %s, fluid arithmetic, one central run each.\n", begins, s->name, first, last);
    out_printf(
        o,
        "Down and up: to the 5%% and 95%% points of its prior, or by the factor %g where it has none; a share by "
        "its odds.\n"
        "prior: does a prior act on it in every ensemble? size: mean, over the outcomes and both spans, of the "
        "larger |log change|.\n"
        "levelled: the same of the largest with departures brought to the level of the fit again, as latents "
        "would answer.\n"
        "Columns: change in percent to the side that moves it more, latents held. No number here says how sure "
        "a judgement is.\n",
        r->factor);
    out_printf(o,
               "%d numbers: %d moved here (a prior acts on %d), %d change no value of any day, %d are of what the "
               "scenario has not.\n",
               r->asked, r->n, drawn, r->nstill, r->ninert);
    heading(r, "Over the period", o);
    for (int i = 0; i < r->n; i++)
        row(r, i, JDG_WHOLE, o);
    heading(r, "In its last three months", o);
    for (int i = 0; i < r->n; i++)
        row(r, i, JDG_END, o);
    out_put(o, "\nA number that raises deaths or kidnappings when it is wrong matters for whoever relies on it: harm "
               "stands in every row. See docs/responsible-use.md.\n");
}

/* ---- CSV ---- */

const char *jdg_head(int csv) { return csv ? columns : begins; }

static void csv_head(const jdg_result *r, out_text *o) {
    out_put(o, columns);
    for (int way = 0; way < JDG_WAYS; way++)
        for (int span = 0; span < JDG_SPANS; span++)
            for (int k = 0; k < r->noutcomes; k++)
                for (int side = 0; side < JDG_SIDES; side++)
                    out_printf(o, ",%s_%s_%s%s", r->series[r->outcome[k]].name, span_words[span], side_words[side],
                               way_words[way]);
    out_put(o, "\n");
}

static void csv_effects(const jdg_result *r, const jdg_number *x, out_text *o) {
    for (int way = 0; way < JDG_WAYS; way++)
        for (int span = 0; span < JDG_SPANS; span++)
            for (int k = 0; k < r->noutcomes; k++)
                for (int side = 0; side < JDG_SIDES; side++) {
                    out_put(o, ",");
                    if (x->effects[way].done)
                        out_printf(o, "%.5f", expm1(x->effects[way].effect[side][span][k]));
                }
    out_put(o, "\n");
}

void jdg_csv(const jdg_result *r, out_text *o) {
    static const char *const kinds[] = {"parameter", "schedule", "table"};
    csv_head(r, o);
    for (int i = 0; i < r->n; i++) {
        const jdg_number *x = &r->numbers[i];
        const par_decl *d = decl(r, x);
        const double values[] = {
            x->low, x->high, x->moved[JDG_DOWN][0], x->moved[JDG_DOWN][1], x->moved[JDG_UP][0], x->moved[JDG_UP][1]};
        char by[WORDS];
        moved_by(r, x, by);
        out_printf(o, "%d,", i + 1);
        out_csv(o, x->name);
        out_printf(o, ",%s,", kinds[x->kind]);
        out_csv(o, d && d->unit ? d->unit : "");
        out_printf(o, ",%d", x->nrows);
        for (int k = 0; k < 6; k++)
            out_printf(o, ",%.5g", values[k]);
        out_printf(o, ",%s,%d,%s,", by, x->drawn,
                   x->kind == JDG_PARAMETER ? inp_confidence_names[d->confidence] : "judgement");
        out_csv(o, x->source);
        out_put(o, ",");
        out_csv(o, x->note ? x->note : "");
        out_printf(o, ",%.6f,", x->effects[JDG_HELD].size);
        if (x->effects[JDG_LEVELLED].done)
            out_printf(o, "%.6f", x->effects[JDG_LEVELLED].size);
        csv_effects(r, x, o);
    }
}
