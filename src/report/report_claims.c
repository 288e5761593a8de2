/* The report's section "Statements of the sources": claims.csv judged on this run alone.
 *
 * Failures that were expected come first, each with what it would take; then outputs and structural statements, then
 * what is not counted. Harm of the whole period stands in the same section, as it does beside every figure.
 */
#include "report/report_parts.h"
#include "table/results_parts.h"

#include "study/claims.h"
#include "text/context.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void harm_line(page *p) {
    static const int parts[] = {HARM_RECORDED, HARM_KIDNAPPINGS, HARM_EXTORTION, HARM_WAITING};
    char n[HTML_NUMBER];
    html_raw(p->b, "<p class=small data-harm=\"" COR_SERIES_DEATHS_RECORDED " " COR_SERIES_KIDNAPPINGS
                   " " COR_SERIES_EXTORTION " " COR_SERIES_WAITING "\">Harm in the same months: ");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        res_band v = harm_band(p, parts[i], NULL, 0, p->months, NULL);
        html_markup(p->b, "%s%s %s", i ? ", " : "", isfinite(v.mid) ? html_short(v.mid, n) : "no figure of",
                    harm_words[parts[i]]);
    }
    html_raw(p->b, ".</p>");
}

static void table_row(page *p, const clm_row *r) {
    char n[HTML_NUMBER], low[HTML_NUMBER], high[HTML_NUMBER], share[HTML_NUMBER];
    const scn_claim *c = r->claim;
    html_markup(p->b, "<tr><th class=t scope=row>%s</th><td class=t>%s", c->id, c->statement);
    if (*r->why)
        html_markup(p->b, "<br><small>%s</small>", r->why);
    if (*c->note && r->verdict != CLM_HOLDS && strcmp(c->note, r->why) != 0)
        html_markup(p->b, "<br><small>%s</small>", c->note);
    html_markup(p->b, "</td><td class=t>%s</td><td class=t>%s<br><small>%s</small></td>",
                scn_role_name((scn_role)c->role), r->expected, c->unit);
    html_markup(p->b, "<td>%s", html_number(r->measure.mid, n));
    if (res_has_range(r->members))
        html_markup(p->b, "<br><small>%s to %s</small>", html_number(r->measure.low, low),
                    html_number(r->measure.high, high));
    html_markup(p->b, "</td><td>%s</td>", isfinite(r->share) ? html_percent(r->share, share) : "\xE2\x80\x93");
    html_markup(p->b, "<td>%s<br><small>%s</small></td><td class=t><b>%s</b><br><small>%s</small></td></tr>",
                html_number(r->published, n), r->side == SCN_SIDES ? "" : scn_side_words[r->side],
                clm_verdict_words[r->verdict], clm_standing_words[r->standing]);
}

/* Rows of one kind: 0 expected failures, 1 the rest that counts, 2 inputs and what was fitted. */
static int kind_of(const clm_row *r) { return clm_is_expected_failure(r) ? 0 : clm_counts(r) ? 1 : 2; }

/* Folded: a page of statements is for those who ask for it. What was expected to fail is open. */
static void table(page *p, const clm_ledger *l, int kind, const char *title) {
    int n = 0;
    char range[RES_WORDS], simulated[RES_WORDS + 16];
    for (int i = 0; i < l->nrows; i++)
        n += kind_of(&l->rows[i]) == kind;
    if (!n)
        return;
    snprintf(simulated, sizeof simulated, "Simulated%s%s", p->members > 1 ? ", " : "",
             res_range_words(p->members, range));
    const page_column columns[] = {{"t", ""},       {"t", "Statement"}, {"t", "Role"},     {"t", "Test"},
                                   {"", simulated}, {"", "Members"},    {"", "Published"}, {"t", "Verdict"}};
    html_markup(p->b, "<details%s><summary>%s", kind == 0 ? " open" : "", title);
    html_printf(p->b, " (%d)</summary>", n);
    table_open(p, "", sizeof columns / sizeof *columns, columns);
    for (int i = 0; i < l->nrows; i++)
        if (kind_of(&l->rows[i]) == kind)
            table_row(p, &l->rows[i]);
    table_close(p);
    html_raw(p->b, "</details>");
}

/* The same counts apart by what of the published figures is behind them. */
static void by_side(page *p, const clm_ledger *l) {
    static const char *const words[] = {"with figures that may set", "with figures that only judge",
                                        "with figures that were used", "with no published figure"};
    html_raw(p->b, "<p>By the published figures of their periods: ");
    for (int i = 0; i <= SCN_SIDES; i++)
        html_printf(p->b, "%s%s: holding %d, failing %d, undecided %d", i ? "; " : "", words[i],
                    l->by_side[i][CLM_HOLDS], l->by_side[i][CLM_FAILS], l->by_side[i][CLM_UNDECIDED]);
    html_raw(p->b, ".</p>");
}

static void write_section(page *p, const clm_ledger *l) {
    int n = 0;
    for (int i = 0; i < CLM_VERDICTS; i++)
        n += l->counts[i];
    html_raw(p->b, "<section id=claims><h2>Statements of the sources</h2>");
    html_printf(
        p->b,
        "<p>Of %d outputs and structural statements: holding %d, failing %d, undecided %d, not to be judged %d, in "
        "need of another run than this one %d, disputed by the published figures themselves %d. ",
        n, l->counts[CLM_HOLDS], l->counts[CLM_FAILS], l->counts[CLM_UNDECIDED], l->counts[CLM_CANNOT],
        l->counts[CLM_NEEDS], l->counts[CLM_DISPUTED]);
    html_raw(p->b,
             "Inputs and fitted figures are checked and not counted: they agree because they were put in. A statement "
             "holds if at least 80% of members satisfy it, and fails if at most 20% do. What needs another "
             "run: <code>vado claims</code> says which, and <code>vado claims SCENARIO</code> makes them.</p>");
    by_side(p, l);
    harm_line(p);
    table(p, l, 0, "Expected to fail, and what it would take");
    table(p, l, 1, "Outputs and structural statements");
    table(p, l, 2, "Not counted: inputs, and figures that were fitted");
    html_raw(p->b, "</section>");
}

void claims_section(page *p) {
    clm_ledger l;
    vado *v = vado_new();
    if (!v)
        res_fail(p->r, VADO_ERR_MEMORY);
    if (!v || !res_file(p->r, "claims.csv")) {
        vado_free(v);
        return;
    }
    vado_on_term(v, p->v->wording, p->v->wording_user);
    int status = clm_open(v, 1, &p->db, NULL, 0, &l);
    if (status) { /* a page without them would look as if there were none */
        res_fail(p->r, res_damaged(p->r, status == VADO_ERR_MEMORY ? status : VADO_ERR_STORE,
                                   "its statements cannot be judged: %s",
                                   vado_message_count(v) ? vado_message(v, 0) : "out of memory"));
    } else {
        if (l.nrows)
            write_section(p, &l);
        if (res_failed(l.store[0]))
            res_fail(p->r, res_failed(l.store[0]));
        clm_close(&l);
    }
    vado_free(v);
}
