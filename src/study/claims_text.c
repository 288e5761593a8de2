/* What `vado claims` prints: the headline, the rows in their order, harm beside them, the commands that are missing. */
#include "study/claims.h"

#include "study/studies.h"
#include "table/layers.h"
#include "text/html.h"
#include "text/out.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void csv_row(out_text *o, const clm_row *r) {
    const scn_claim *c = r->claim;
    static const char *const data[] = {"", "fails", "holds"};
    const double numbers[] = {r->measure.mid, r->measure.low, r->measure.high, r->share};
    const char *const after[] = {c->expected_verdict, clm_standing_words[r->standing]};
    const char *const texts[] = {c->part, c->unit, c->statement, r->why, c->note};
    out_csv(o, c->id);
    out_printf(o, ",%s,", scn_role_name((scn_role)c->role));
    out_csv(o, r->expected);
    for (int i = 0; i < 4; i++) {
        out_put(o, ",");
        out_number(o, numbers[i]);
    }
    out_printf(o, ",%s,%s,%s,%d,", clm_verdict_words[r->verdict], after[0], after[1], r->members);
    out_number(o, r->published);
    out_printf(o, ",%s", data[r->data + 1]);
    for (int i = 0; i < 5; i++) {
        out_put(o, ",");
        out_csv(o, texts[i]);
    }
    out_printf(o, ",%s\n", r->side == SCN_SIDES ? "" : scn_side_words[r->side]);
}

static void as_csv(out_text *o, const clm_ledger *l) {
    out_put(o, "id,role,expected,simulated,low,high,share_holding,verdict,expected_verdict,standing,members,published,"
               "data,part,unit,statement,why,would_take,side\n");
    for (int i = 0; i < l->nrows; i++)
        csv_row(o, &l->rows[i]);
}

static void text_row(out_text *o, const clm_row *r) {
    const scn_claim *c = r->claim;
    char n[HTML_NUMBER], low[HTML_NUMBER], high[HTML_NUMBER], range[2 * HTML_NUMBER + 8], share[16] = "-";
    out_put(o, "  ");
    out_column(o, c->id, 5);
    out_column(o, scn_role_name((scn_role)c->role), 10);
    const char *verdict = clm_verdict_words[r->verdict];
    int over = (int)strlen(verdict) > 9 ? (int)strlen(verdict) - 9 : 0; /* it has no numbers: columns stay in line */
    out_column(o, verdict, 9);
    out_column(o, r->expected, 30 - over);
    out_right(o, html_number(r->measure.mid, n), 11);
    range[0] = '\0';
    if (res_has_range(r->members))
        snprintf(range, sizeof range, "%s to %s", html_number(r->measure.low, low), html_number(r->measure.high, high));
    out_right(o, range, 23);
    if (isfinite(r->share))
        snprintf(share, sizeof share, "%.0f%%", 100 * r->share);
    out_right(o, share, 6);
    out_right(o, html_number(r->published, n), 11);
    out_put(o, " ");
    out_column(o, r->side == SCN_SIDES ? "-" : scn_side_words[r->side], 8);
    out_printf(o, "%s\n         %s\n", clm_standing_words[r->standing], c->statement);
    if (r->standing == CLM_DIFFERS)
        out_printf(o, "         expected: %s\n", c->expected_verdict);
    if (*r->why)
        out_printf(o, "         why: %s\n", r->why);
    if (*c->note && r->verdict != CLM_HOLDS && strcmp(c->note, r->why) != 0)
        out_printf(o, "         note: %s\n", c->note);
}

static void text_rows(out_text *o, const clm_ledger *l) {
    static const char *const titles[] = {"Expected failures, each with what it would take",
                                         "Different from what was expected",
                                         "Outputs",
                                         "Structural statements",
                                         "Fitted: the latents have seen these figures; they count for nothing",
                                         "Inputs: put in, checked as such; they count for nothing"};
    int was = -1;
    char range[RES_WORDS];
    for (int i = 0; i < l->nrows; i++) {
        int rank = clm_rank(&l->rows[i]);
        if (rank != was)
            out_printf(o,
                       "\n%s\n  id    role       verdict   expected                         simulated%23s  share   "
                       "published side\n",
                       titles[rank], res_range_words(res_members(l->store[0]), range));
        was = rank;
        text_row(o, &l->rows[i]);
    }
}

/* Each line once: lines of row i that no earlier row has. */
static void text_commands(out_text *o, const clm_ledger *l) {
    int some = 0;
    for (int i = 0; i < l->nrows; i++)
        for (const char *p = l->rows[i].needs; *p;) {
            char line[1024];
            size_t n = strcspn(p, "\n");
            int seen = 0;
            snprintf(line, sizeof line, "%.*s\n", (int)n, p);
            for (int j = 0; j < i && !seen; j++)
                seen = strstr(l->rows[j].needs, line) != NULL;
            if (!seen)
                out_printf(o, "%s  %s",
                           some++ ? ""
                                  : "\nStores that are missing, and the commands that make them; give them "
                                    "after the first store\n(or let `vado claims SCENARIO` make and keep them all)\n",
                           line);
            p += n + (p[n] == '\n');
        }
}

static void text_not_gated(out_text *o, const clm_ledger *l) {
    int some = 0;
    for (int i = 0; i < l->nrows; i++)
        if (l->rows[i].standing == CLM_NOT_GATED && l->rows[i].verdict != CLM_NEEDS)
            out_printf(o, "%s  %s,%s\n",
                       some++ ? "" : "\nNot gated yet: id, and the expected_verdict this run would give it\n",
                       l->rows[i].claim->id, clm_verdict_words[l->rows[i].verdict]);
}

/* What was suffered in the same run stands below every judgement of it; beside CSV it goes to the messages. */
static void put_harm(out_text *o, vado *v, results *r) {
    int months = res_month_count(r);
    double *values = res_alloc(r, (size_t)res_members(r) + 1, sizeof *values);
    char title[128], words[RES_WORDS];
    int some = res_has_range(res_members(r));
    snprintf(title, sizeof title, "Harm in the first store's whole period (median%s%s)", some ? ", " : "",
             res_range_words(res_members(r), words));
    if (v)
        ctx_note(v, "%s", title);
    else
        out_printf(o, "\n%s\n", title);
    for (int i = 0; values && i < res_series_count(r); i++) {
        const mdl_series *s = res_series_at(r, i);
        res_table t;
        if (!s->harm || res_read(r, i, RES_TOTAL, &t))
            continue;
        for (int k = 0; k < t.members; k++)
            values[k] = lay_value(r, s, &t, 0, 0, months, k);
        res_band b = res_band_of(values, t.members);
        char mid[HTML_NUMBER], low[HTML_NUMBER], high[HTML_NUMBER], band[2 * HTML_NUMBER + 16] = "", line[256];
        if (some)
            snprintf(band, sizeof band, " (%s to %s)", html_number(b.low, low), html_number(b.high, high));
        snprintf(line, sizeof line, "  %s: %s%s %s", s->name, html_number(b.mid, mid), band, lay_unit(s));
        if (v)
            ctx_note(v, "%s", line);
        else
            out_printf(o, "%s\n", line);
        res_table_free(&t);
    }
    free(values);
}

static void headline(out_text *o, const clm_ledger *l) {
    int n = 0;
    for (int i = 0; i < CLM_VERDICTS; i++)
        n += l->counts[i];
    out_printf(o,
               "Of %d outputs and structural statements %d hold, %d fail, %d are undecided, %d cannot be judged, %d "
               "need another run, and the published figures dispute %d.\n",
               n, l->counts[CLM_HOLDS], l->counts[CLM_FAILS], l->counts[CLM_UNDECIDED], l->counts[CLM_CANNOT],
               l->counts[CLM_NEEDS], l->counts[CLM_DISPUTED]);
    out_printf(o,
               "%d more are inputs or fitted, and are not counted. A statement holds if at least 80%% of members "
               "satisfy it, and fails if at most 20%% do.\n",
               l->nrows - n);
    out_put(o, "By the published figures they are compared with: ");
    for (int i = 0; i <= SCN_SIDES; i++) {
        static const char *const words[] = {"figures that may set", "figures that only judge", "figures that were used",
                                            "no published figure"};
        const int *c = l->by_side[i];
        out_printf(o, "%s%s: %d hold, %d fail, %d are undecided", i ? "; " : "", words[i], c[CLM_HOLDS], c[CLM_FAILS],
                   c[CLM_UNDECIDED]);
    }
    out_put(o, ".\n");
}

static void as_text(out_text *o, const clm_ledger *l) {
    headline(o, l);
    text_rows(o, l);
    put_harm(o, NULL, l->store[0]);
    text_not_gated(o, l);
    text_commands(o, l);
}

static int tell_differences(vado *v, const clm_ledger *l) {
    for (int i = 0; i < l->nrows; i++)
        if (l->rows[i].standing == CLM_DIFFERS)
            ctx_warn(v, "%s: the verdict is %s, expected %s%s%s", l->rows[i].claim->id,
                     clm_verdict_words[l->rows[i].verdict], l->rows[i].claim->expected_verdict,
                     *l->rows[i].why ? ": " : "", l->rows[i].why);
    if (!l->differs)
        return 0;
    return ctx_fail(v, VADO_ERR_DIFFERS, "%d of %d statements differ from what was expected", l->differs, l->nrows);
}

int clm_tell(vado *v, const clm_ledger *l, const char *of, const vado_claims_options *o, vado_writer *w, void *user) {
    out_text out = {w, user, 0};
    if (!l->nrows)
        return ctx_fail(
            v, VADO_ERR_INPUT,
            "%s: its scenario has no claims.csv, so there is nothing to judge; name statements with " SAY_CLAIMS_FILE
            " FILE.csv",
            of);
    for (int i = 0; i < l->nstores; i++)
        res_label(l->store[i], (o->format == VADO_CSV), &out);
    if (o->brief)
        headline(&out, l);
    else if ((o->format == VADO_CSV))
        as_csv(&out, l);
    else
        as_text(&out, l);
    if (o->format == VADO_CSV && !o->brief)
        put_harm(&out, v, l->store[0]);
    if (out.failed)
        return ctx_fail(v, VADO_ERR_FILE, "the output cannot be written");
    return tell_differences(v, l);
}

int clm_end(vado *v, clm_ledger *l, const char *const *dbs, int status) {
    for (int i = 0; i < l->nstores; i++) {
        int failed = res_end(v, l->store[i], dbs[i], status == VADO_ERR_DIFFERS ? 0 : status);
        status = failed ? failed : status;
        l->store[i] = NULL;
    }
    clm_close(l);
    return status;
}

int std_claims(vado *v, int nstores, const char *const *dbs, const vado_claims_options *o, vado_writer *w, void *user) {
    clm_ledger l;
    int status = clm_open(v, nstores, dbs, o->claims, o->strict, &l);
    if (status)
        return status;
    status = clm_tell(v, &l, dbs[0], o, w, user);
    return clm_end(v, &l, dbs, status);
}
