/* Judging statements on finished stores: see claims.h.
 *
 *   1. The first store's scenario is opened again from the copy it holds, with its statements (or those of a file
 *      given beside it).
 *   2. The evidence. An input is looked up in the scenario. A fitted statement or an output is judged on the first
 *      store. A structural one needs a store whose latents were fitted to no month after the one its row names, with
 *      nothing set by hand, and run under its policy if it names one; if the relation compares a pair, one without
 *      policy and one with it, of the same seed, members, mode, layers, latents and period. The store (or pair) of the
 * latest latents allowed, else the first that fits is taken; if none does, the commands that would make it are given.
 *   3. The published series is put through the same test. What it fails is disputed and gates nothing.
 *   4. Members: it holds if at least 80% satisfy it, fails if at most 20% do, else it is undecided.
 *   5. Rows are put in order: failures that were expected first, then what differs from what was expected, then the
 *      rest by role. Outputs and structural statements alone are counted: an input was put in, and a fitted figure
 *      agrees because it was fitted.
 */
#include "store/claims.h"

#include "store/html.h"
#include "store/layers.h"
#include "store/out.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const clm_verdict_words[CLM_VERDICTS] = {"cannot", "holds", "fails", "undecided", "disputed"};
const char *const clm_standing_words[CLM_STANDINGS] = {"as expected", "differs", "not gated", "gates nothing"};
static const double most_hold = 0.8, few_hold = 0.2;

int clm_counts(const clm_row *row) { return row->claim->role == SCN_OUTPUT || row->claim->role == SCN_STRUCTURAL; }

int clm_is_expected_failure(const clm_row *row) {
    return row->verdict == CLM_FAILS && strcmp(row->claim->expected_verdict, "fails") == 0;
}

/* ---- opening ---- */

static int replace_claims(vado *v, scn_folder *folder, const char *path) {
    if (path_is_text(path) && scn_folder_replace(folder, path, "claims.csv") == 0)
        return 0;
    return ctx_refuse(v, path, WANT_TABLE, "a table of statements (CSV)");
}

static int open_store(vado *v, const char *path, const char *claims, int first, results **r, rec_input *in,
                      inp_opened *opened) {
    char words[512];
    int status = res_open(r, path, v->partial, words, sizeof words);
    if (status)
        return ctx_fail(v, status, "%s", words);
    db_store db;
    scn_folder folder;
    status = db_open(&db, path, 0, words, sizeof words);
    if (status)
        return ctx_fail(v, status, "%s", words);
    status = rec_read(v, &db, path, in, &folder);
    db_close(&db);
    if (status)
        return status;
    if (!first) {
        scn_folder_free(&folder);
    } else {
        status = claims ? replace_claims(v, &folder, claims) : 0;
        if (status)
            scn_folder_free(&folder);
        else
            status = inp_open_folder(v, &folder, &in->input, 1, opened);
    }
    if (status == 0 && res_members(*r) < 1)
        status = ctx_fail(v, VADO_ERR_STORE, "%s: has no simulated day yet: run or resume it first", path);
    if (status == 0 && res_members(*r) < res_members_asked(*r))
        ctx_warn(v, "%s: the run is not finished: %d of %d members are judged", path, res_members(*r),
                 res_members_asked(*r));
    return status;
}

/* ---- evidence ---- */

static const char *base_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int store_fits(const clm_ledger *l, int i, const scn_claim *c, int with_policy) {
    const vado_input *in = &l->input[i].input;
    const char *until = res_meta(l->store[i], "latents_until");
    if (in->nsets || in->npolicies != with_policy || (with_policy && strcmp(base_of(in->policies[0]), c->policy) != 0))
        return 0;
    return !*c->latents || (*until && strcmp(until, c->latents) <= 0);
}

static int are_pair(const clm_ledger *l, int a, int b) {
    static const char *const same[] = {"seed", "members", "mode", "layers", "latents", "from", "until", "name"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (strcmp(res_meta(l->store[a], same[i]), res_meta(l->store[b], same[i])) != 0)
            return 0;
    return res_members(l->store[a]) == res_members(l->store[b]);
}

/* The other store of a pair with store i, or -1. */
static int other_of(const clm_ledger *l, const scn_claim *c, int i) {
    for (int j = 0; j < l->nstores; j++)
        if (store_fits(l, j, c, 1) && are_pair(l, i, j))
            return j;
    return -1;
}

/* 1 if there is evidence: its store, and the other of a pair or -1. Where latents may have seen figures up to a month,
 * the store whose latents have seen most of them: one that knows less is a poorer test of the same event. */
static int find_evidence(const clm_ledger *l, const scn_claim *c, int *store, int *other) {
    int pair = scn_relation_is_of_pair((scn_relation)c->relation), found = 0;
    *store = 0;
    *other = -1;
    if (c->role != SCN_STRUCTURAL)
        return 1;
    for (int i = 0; i < l->nstores; i++) {
        int second = -1;
        if (!store_fits(l, i, c, !pair && *c->policy) || (pair && (second = other_of(l, c, i)) < 0))
            continue;
        if (found && (!*c->latents ||
                      strcmp(res_meta(l->store[i], "latents_until"), res_meta(l->store[*store], "latents_until")) <= 0))
            continue;
        *store = i;
        *other = second;
        found = 1;
    }
    return found;
}

/* One command a line: those that make the store, or the pair, that a row asks for. */
static void command(const clm_ledger *l, const scn_claim *c, int with_policy, char *out, size_t size) {
    const results *r = l->store[0];
    const vado_input *in = &l->input[0].input;
    char file[64], name[128], latents[96] = "", policy[128] = "", period[64] = "", stem[64];
    snprintf(file, sizeof file, "latents/%s.csv", c->latents);
    snprintf(stem, sizeof stem, "%.*s", (int)strcspn(c->policy, "."), c->policy);
    size_t had = strlen(out);
    if (*c->latents && !scn_folder_find(&l->opened.scenario.folder, file)) {
        snprintf(out + had, size - had, "vado fit %s --stage latents --until %s\n", in->scenario, c->latents);
        had = strlen(out);
    }
    if (*c->latents)
        snprintf(latents, sizeof latents, " --latents %s.csv", c->latents);
    else if (in->latents)
        snprintf(latents, sizeof latents, " --latents %s", base_of(in->latents));
    if (with_policy)
        snprintf(policy, sizeof policy, " --policy %s", c->policy);
    if (in->from || in->until)
        snprintf(period, sizeof period, "%s%s%s%s", in->from ? " --from " : "", in->from ? in->from : "",
                 in->until ? " --until " : "", in->until ? in->until : "");
    snprintf(name, sizeof name, "%s%s%s%s.db", *c->latents ? "latents-" : "", *c->latents ? c->latents : "",
             *c->latents && with_policy ? "-" : "",
             with_policy   ? stem
             : *c->latents ? ""
                           : "no-policy");
    snprintf(out + had, size - had, "vado run %s%s%s%s --mode %s --seed %s --members %s -o %s\n", in->scenario, latents,
             policy, period, res_meta(r, "mode"), res_meta(r, "seed"), res_meta(r, "members"), name);
}

static void say_needs(const clm_ledger *l, clm_row *row) {
    const scn_claim *c = row->claim;
    int pair = scn_relation_is_of_pair((scn_relation)c->relation);
    if (pair)
        snprintf(row->why, sizeof row->why, "needs a pair of runs: one without policy, one with %s%s%s", c->policy,
                 *c->latents ? ", both with latents fitted no later than " : "", c->latents);
    else
        snprintf(row->why, sizeof row->why, "needs a run%s%s%s%s",
                 *c->latents ? " with latents fitted no later than " : "", c->latents, *c->policy ? " under " : "",
                 c->policy);
    int has_base = 0;
    for (int i = 0; i < l->nstores; i++)
        has_base |= store_fits(l, i, c, 0);
    if (pair && !has_base)
        command(l, c, 0, row->needs, sizeof row->needs);
    command(l, c, *c->policy != '\0', row->needs, sizeof row->needs);
}

/* ---- judging ---- */

static clm_verdict verdict_of(double share) {
    return !isfinite(share)     ? CLM_CANNOT
           : share >= most_hold ? CLM_HOLDS
           : share <= few_hold  ? CLM_FAILS
                                : CLM_UNDECIDED;
}

static int values_on(const scn_scenario *s, int64_t day, double *values) {
    return scn_values_at(s, s->values, day, 1, values);
}

/* A parameter in force, at the scenario's own values: members draw around them. */
static int judge_parameter(vado *v, const clm_ledger *l, clm_row *row, const clm_test *t) {
    const scn_scenario *s = &l->opened.scenario;
    const scn_claim *c = row->claim;
    double *values = calloc((size_t)s->registry.total + 1, sizeof *values), measure;
    if (!values)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    clm_facts f = {.now = NAN, .before = NAN};
    int event = c->relation == SCN_INPUT_EVENT;
    int64_t before = event ? c->from - 1 : c->reference_from, last = c->until == INT64_MAX ? c->from + 1 : c->until;
    if (before != INT64_MIN) {
        (void)values_on(s, before, values);
        f.before = scn_claim_parameter(s, c, values);
    }
    for (int64_t day = c->from; day < (event ? last : c->from + 1); day++) {
        (void)values_on(s, day, values);
        f.now = scn_claim_parameter(s, c, values);
        if (f.now < f.before || f.now > f.before)
            break;
    }
    free(values);
    int holds = clm_judge(t, &f, &measure);
    row->measure = (res_band){measure, measure, measure, measure};
    row->share = holds < 0 ? NAN : (double)holds;
    row->members = 1;
    row->verdict = verdict_of(row->share);
    if (holds < 0)
        snprintf(row->why, sizeof row->why, "the parameter gives no number");
    return 0;
}

static void missing_months(const results *r, const scn_claim *c, clm_row *row) {
    char first[8], last[8], from[8], until[8];
    scn_month_format(res_month_first(r), first);
    scn_month_format(res_month_first(r) + res_month_count(r) - 1, last);
    scn_month_format(scn_month_of(c->from), from);
    scn_month_format(scn_month_of(c->until - 1), until);
    snprintf(row->why, sizeof row->why,
             "the run holds %s to %s, the statement needs %s to %s and what it is compared with", first, last, from,
             until);
}

static int judge_members(vado *v, clm_row *row, const clm_test *t, const clm_view *view, const clm_view *pair) {
    double *measures = calloc((size_t)view->members + 1, sizeof *measures);
    int holds = 0;
    if (!measures)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    for (int k = 0; k < view->members; k++) {
        clm_facts f = clm_facts_of(row->claim, view, pair, k);
        int h = clm_judge(t, &f, &measures[row->members]);
        row->members += h >= 0;
        holds += h > 0;
    }
    row->share = row->members ? (double)holds / row->members : NAN;
    row->measure = res_band_of(measures, row->members);
    row->verdict = verdict_of(row->share);
    if (!row->members)
        snprintf(row->why, sizeof row->why, "no member gives a number: nothing to compare with, or nothing counted");
    free(measures);
    return 0;
}

static int judge_series(vado *v, clm_ledger *l, clm_row *row, const clm_test *t) {
    const scn_claim *c = row->claim;
    clm_view view, other;
    int store, second, have = find_evidence(l, c, &store, &second);
    memset(&other, 0, sizeof other);
    int status = clm_view_of(l->store[store], c, &view);
    if (status == 0 && have && second >= 0)
        status = clm_view_of(l->store[second], c, &other);
    if (status == 0 && view.series_missing) {
        snprintf(row->why, sizeof row->why, "the run has no series %s", view.name);
    } else if (status == 0) {
        clm_facts f = clm_facts_of(c, &view, NULL, -1);
        row->data = scn_relation_is_of_pair(t->relation) ? -1 : clm_judge(t, &f, &row->published);
        if (!have)
            say_needs(l, row);
        else if (!view.has_months)
            missing_months(l->store[store], c, row);
        else
            status = judge_members(v, row, t, &view, second >= 0 ? &other : NULL);
        if (row->data == 0)
            row->verdict = CLM_DISPUTED;
    }
    clm_view_free(&view);
    clm_view_free(&other);
    return status ? ctx_fail(v, status, "%s: the series of the statement cannot be read", c->id) : 0;
}

static void stand(clm_row *row) {
    const char *expected = row->claim->expected_verdict;
    row->standing = row->data == 0                                           ? CLM_GATES_NOTHING
                    : !*expected                                             ? CLM_NOT_GATED
                    : strcmp(expected, clm_verdict_words[row->verdict]) == 0 ? CLM_AS_EXPECTED
                                                                             : CLM_DIFFERS;
}

static int judge(vado *v, clm_ledger *l, const scn_claim *c, clm_row *row) {
    clm_test t = {(scn_relation)c->relation, c->value, c->high, c->tolerance};
    int status = 0;
    *row = (clm_row){.claim = c, .data = -1, .published = NAN, .share = NAN, .measure = {NAN, NAN, NAN, NAN}};
    clm_words(&t, row->expected, sizeof row->expected);
    if (t.relation == SCN_CANNOT_BE_JUDGED)
        snprintf(row->why, sizeof row->why, "%s", c->note);
    else
        status = *c->parameter ? judge_parameter(v, l, row, &t) : judge_series(v, l, row, &t);
    stand(row);
    return status;
}

/* ---- the order ---- */

static int rank_of(const clm_row *r) {
    static const int of_role[] = {[SCN_INPUT] = 5, [SCN_FITTED] = 4, [SCN_OUTPUT] = 2, [SCN_STRUCTURAL] = 3};
    return clm_is_expected_failure(r) ? 0 : r->standing == CLM_DIFFERS ? 1 : of_role[r->claim->role];
}

static int by_rank(const void *a, const void *b) {
    const clm_row *x = a, *y = b;
    int d = rank_of(x) - rank_of(y);
    return d ? d : strcmp(x->claim->id, y->claim->id);
}

int clm_open(vado *v, int nstores, const char *const *paths, const char *claims, clm_ledger *l) {
    memset(l, 0, sizeof *l);
    l->store = calloc((size_t)nstores + 1, sizeof(results *));
    l->input = calloc((size_t)nstores + 1, sizeof *l->input);
    int status = l->store && l->input ? 0 : ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; status == 0 && i < nstores; i++) {
        l->nstores = i + 1;
        status = open_store(v, paths[i], claims, i == 0, &l->store[i], &l->input[i], &l->opened);
    }
    const scn_scenario *s = &l->opened.scenario;
    if (status == 0)
        l->rows = calloc((size_t)s->nclaims + 1, sizeof *l->rows);
    if (status == 0 && !l->rows)
        status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; status == 0 && i < s->nclaims; i++)
        status = judge(v, l, &s->claims[i], &l->rows[l->nrows++]);
    if (status) {
        clm_close(l);
        return status;
    }
    if (l->nrows)
        qsort(l->rows, (size_t)l->nrows, sizeof *l->rows, by_rank);
    for (int i = 0; i < l->nrows; i++) {
        l->counts[l->rows[i].verdict] += clm_counts(&l->rows[i]);
        l->differs += l->rows[i].standing == CLM_DIFFERS;
    }
    return 0;
}

void clm_close(clm_ledger *l) {
    for (int i = 0; i < l->nstores; i++) {
        res_close(l->store[i]);
        rec_input_free(&l->input[i]);
    }
    inp_close(&l->opened);
    free(l->store);
    free(l->input);
    free(l->rows);
    memset(l, 0, sizeof *l);
}

/* ---- the command's output ---- */

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
    out_put(o, "\n");
}

static void as_csv(out_text *o, const clm_ledger *l) {
    out_put(o, "id,role,expected,simulated,low,high,share_holding,verdict,expected_verdict,standing,members,published,"
               "data,part,unit,statement,why,would_take\n");
    for (int i = 0; i < l->nrows; i++)
        csv_row(o, &l->rows[i]);
}

static void text_row(out_text *o, const clm_row *r) {
    const scn_claim *c = r->claim;
    char n[HTML_NUMBER], low[HTML_NUMBER], high[HTML_NUMBER], range[2 * HTML_NUMBER + 8], share[16] = "-";
    out_put(o, "  ");
    out_column(o, c->id, 5);
    out_column(o, scn_role_name((scn_role)c->role), 10);
    out_column(o, clm_verdict_words[r->verdict], 9);
    out_column(o, r->expected, 30);
    out_right(o, html_number(r->measure.mid, n), 11);
    range[0] = '\0';
    if (res_has_range(r->members))
        snprintf(range, sizeof range, "%s to %s", html_number(r->measure.low, low), html_number(r->measure.high, high));
    out_right(o, range, 23);
    if (isfinite(r->share))
        snprintf(share, sizeof share, "%.0f%%", 100 * r->share);
    out_right(o, share, 6);
    out_right(o, html_number(r->published, n), 11);
    out_printf(o, " %s\n         %s\n", clm_standing_words[r->standing], c->statement);
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
        int rank = rank_of(&l->rows[i]);
        if (rank != was)
            out_printf(o,
                       "\n%s\n  id    role       verdict   expected                         simulated%23s  share   "
                       "published\n",
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
                                    "after the first store\n",
                           line);
            p += n + (p[n] == '\n');
        }
}

static void text_not_gated(out_text *o, const clm_ledger *l) {
    int some = 0;
    for (int i = 0; i < l->nrows; i++)
        if (l->rows[i].standing == CLM_NOT_GATED)
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
        if (!lay_is_harm(s) || res_read(r, i, RES_TOTAL, &t))
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

static void as_text(out_text *o, const clm_ledger *l) {
    int n = 0;
    for (int i = 0; i < CLM_VERDICTS; i++)
        n += l->counts[i];
    out_printf(
        o,
        "Of %d outputs and structural statements %d hold, %d fail, %d are undecided, %d cannot be judged, and the "
        "published figures dispute %d.\n",
        n, l->counts[CLM_HOLDS], l->counts[CLM_FAILS], l->counts[CLM_UNDECIDED], l->counts[CLM_CANNOT],
        l->counts[CLM_DISPUTED]);
    out_printf(
        o,
        "%d more are inputs or fitted, and are not counted. A statement holds if at least 80%% of members satisfy "
        "it, and fails if at most 20%% do.\n",
        l->nrows - n);
    text_rows(o, l);
    put_harm(o, NULL, l->store[0]);
    text_not_gated(o, l);
    text_commands(o, l);
}

int vado_claims(vado *v, int nstores, const char *const *dbs, const char *claims, int csv, vado_writer *w, void *user) {
    clm_ledger l;
    out_text out = {w, user, 0};
    int status = clm_open(v, nstores, dbs, claims, &l);
    if (status)
        return status;
    if (!l.nrows)
        status = ctx_fail(
            v, VADO_ERR_INPUT,
            "%s: its scenario has no claims.csv, so there is nothing to judge; name statements with --claims FILE.csv",
            dbs[0]);
    else {
        for (int i = 0; i < l.nstores; i++)
            res_label(l.store[i], csv, &out);
        if (csv)
            as_csv(&out, &l);
        else
            as_text(&out, &l);
    }
    if (status == 0 && csv)
        put_harm(&out, v, l.store[0]);
    if (out.failed)
        status = ctx_fail(v, VADO_ERR_FILE, "the output cannot be written");
    for (int i = 0; status == 0 && i < l.nrows; i++)
        if (l.rows[i].standing == CLM_DIFFERS)
            ctx_warn(v, "%s: the verdict is %s, expected %s%s%s", l.rows[i].claim->id,
                     clm_verdict_words[l.rows[i].verdict], l.rows[i].claim->expected_verdict,
                     *l.rows[i].why ? ": " : "", l.rows[i].why);
    if (status == 0 && l.differs)
        status = ctx_fail(v, VADO_ERR_DIFFERS, "%d of %d statements differ from what was expected", l.differs, l.nrows);
    for (int i = 0; i < l.nstores; i++) {
        int failed = res_end(v, l.store[i], dbs[i], status == VADO_ERR_DIFFERS ? 0 : status);
        status = failed ? failed : status;
        l.store[i] = NULL;
    }
    clm_close(&l);
    return status;
}
