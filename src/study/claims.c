/* Judging statements on finished stores: see claims.h.
 *
 *   1. The first store's scenario is opened again from the copy it holds, with its statements (or those of a file
 *      given beside it).
 *   2. The evidence. An input is looked up in the scenario. A fitted statement or an output is judged on the first
 *      store. A structural one needs a store whose latents were fitted to no month after the one its row names, with
 *      nothing set by hand, and run under its policy if it names one; if the relation compares a pair, one without
 *      policy and one with it, of the same seed, members, mode, layers, latents and period. The store (or pair) of the
 *      latest latents allowed, else the first that fits is taken. Whatever it is, it must hold the months of the row.
 * If none does, the row needs another run, and the commands that would make it are given.
 *   3. The published series is put through the same test. What it fails is disputed and gates nothing.
 *   4. Members: it holds if at least 80% satisfy it, fails if at most 20% do, else it is undecided. One member off what
 *      was expected is chance.
 *   5. Rows are put in order: failures that were expected first, then what differs from what was expected, then the
 *      rest by role. Outputs and structural statements alone are counted: an input was put in, and a fitted figure
 *      agrees because it was fitted.
 */
#include "study/claims.h"

#include "text/path.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const clm_verdict_words[CLM_VERDICTS] = {"cannot",    "holds",    "fails",
                                                     "undecided", "disputed", "needs another run"};
const char *const clm_standing_words[CLM_STANDINGS] = {"as expected", "differs", "not gated", "gates nothing"};
static const double most_hold = 0.8, few_hold = 0.2;

int clm_counts(const clm_row *row) { return row->claim->role == SCN_OUTPUT || row->claim->role == SCN_STRUCTURAL; }

int clm_is_expected_failure(const clm_row *row) {
    return row->verdict == CLM_FAILS && strcmp(row->claim->expected_verdict, "fails") == 0;
}

/* ---- opening ---- */

int clm_replace(vado *v, scn_folder *folder, const char *path) {
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
        status = claims ? clm_replace(v, &folder, claims) : 0;
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

static int store_fits(const clm_ledger *l, int i, const scn_claim *c, int with_policy) {
    const vado_input *in = &l->input[i].input;
    const char *until = res_meta(l->store[i], "latents_until");
    if (in->nsets || in->npolicies != with_policy ||
        (with_policy && strcmp(path_base(in->policies[0]), c->policy) != 0))
        return 0;
    return !*c->latents || (*until && strcmp(until, c->latents) <= 0);
}

static int is_plain(const clm_ledger *l, int i) {
    return l->input[i].input.nsets == 0 && l->input[i].input.npolicies == 0;
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

/* Runs of the same ensemble, but for what they are of. */
static int same_ensemble(const clm_ledger *l, int i) {
    static const char *const same[] = {"seed", "members", "mode", "layers", "name"};
    for (size_t k = 0; k < sizeof same / sizeof *same; k++)
        if (strcmp(res_meta(l->store[0], same[k]), res_meta(l->store[i], same[k])) != 0)
            return 0;
    return 1;
}

/* The first store, unless it lacks the months; then a run like it that has them. */
static int plain_evidence(const clm_ledger *l, const scn_claim *c, int *store) {
    for (int i = 0; i < l->nstores; i++)
        if (clm_covers(l->store[i], c) &&
            (i == 0 || (same_ensemble(l, i) && is_plain(l, 0) && is_plain(l, i) &&
                        strcmp(res_meta(l->store[0], "latents"), res_meta(l->store[i], "latents")) == 0))) {
            *store = i;
            return 1;
        }
    return 0;
}

/* 1 if there is evidence: its store, and the other of a pair or -1. Where latents may have seen figures up to a month,
 * the store whose latents have seen most of them: one that knows less is a poorer test of the same event. */
static int find_evidence(const clm_ledger *l, const scn_claim *c, int *store, int *other) {
    int pair = scn_relation_is_of_pair((scn_relation)c->relation), found = 0;
    *store = 0;
    *other = -1;
    if (c->role != SCN_STRUCTURAL)
        return plain_evidence(l, c, store);
    for (int i = 0; i < l->nstores; i++) {
        int second = -1;
        if (!clm_covers(l->store[i], c) || !store_fits(l, i, c, !pair && *c->policy) ||
            (pair && (second = other_of(l, c, i)) < 0))
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

int clm_have(const clm_ledger *l, const scn_claim *c, const clm_need *need) {
    for (int i = 0; c->role == SCN_STRUCTURAL && i < l->nstores; i++)
        if (same_ensemble(l, i) && store_fits(l, i, c, *need->policy != '\0') && clm_covers(l->store[i], c))
            return i;
    return -1;
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
    month_format(res_month_first(r), first);
    month_format(res_month_first(r) + res_month_count(r) - 1, last);
    month_format(month_of_day(c->from), from);
    month_format(month_of_day(c->until - 1), until);
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
        row->side = row->data < 0 ? SCN_SIDES : view.side;
        if (!have && !clm_can_hold(&l->opened, c))
            missing_months(l->store[store], c, row);
        else if (!have)
            row->verdict = clm_say_needs(l, row) ? CLM_NEEDS : CLM_CANNOT;
        else
            status = judge_members(v, row, t, &view, second >= 0 ? &other : NULL);
        if (row->data == 0)
            row->verdict = CLM_DISPUTED;
    }
    clm_view_free(&view);
    clm_view_free(&other);
    return status ? ctx_fail(v, status, "%s: the series of the statement cannot be read", c->id) : 0;
}

/* Of an ensemble one member more or fewer is chance: between holding and undecided, or failing and undecided, a verdict
 * that it would make the expected one is no difference. Of fewer members than five one is too large a part. */
static int one_member_off(const clm_row *row, const char *expected) {
    if (row->members < 5 || !isfinite(row->share))
        return 0;
    double one = 1.0 / row->members;
    return strcmp(expected, clm_verdict_words[verdict_of(row->share + one)]) == 0 ||
           strcmp(expected, clm_verdict_words[verdict_of(row->share - one)]) == 0;
}

static void stand(clm_row *row, int strict) {
    const char *expected = row->claim->expected_verdict;
    row->standing = row->data == 0 || (row->verdict == CLM_NEEDS && !strict) ? CLM_GATES_NOTHING
                    : !*expected                                             ? CLM_NOT_GATED
                    : strcmp(expected, clm_verdict_words[row->verdict]) == 0 || one_member_off(row, expected)
                        ? CLM_AS_EXPECTED
                        : CLM_DIFFERS;
}

static int judge(vado *v, clm_ledger *l, const scn_claim *c, int strict, clm_row *row) {
    clm_test t = {(scn_relation)c->relation, c->value, c->high, c->tolerance};
    int status = 0;
    *row = (clm_row){
        .claim = c, .data = -1, .published = NAN, .side = SCN_SIDES, .share = NAN, .measure = {NAN, NAN, NAN, NAN}};
    clm_words(&t, row->expected, sizeof row->expected);
    if (t.relation == SCN_CANNOT_BE_JUDGED)
        snprintf(row->why, sizeof row->why, "%s", c->note);
    else
        status = *c->parameter ? judge_parameter(v, l, row, &t) : judge_series(v, l, row, &t);
    stand(row, strict);
    return status;
}

/* ---- the order ---- */

int clm_rank(const clm_row *r) {
    static const int of_role[] = {[SCN_INPUT] = 5, [SCN_FITTED] = 4, [SCN_OUTPUT] = 2, [SCN_STRUCTURAL] = 3};
    return clm_is_expected_failure(r) ? 0 : r->standing == CLM_DIFFERS ? 1 : of_role[r->claim->role];
}

static int by_rank(const void *a, const void *b) {
    const clm_row *x = a, *y = b;
    int d = clm_rank(x) - clm_rank(y);
    return d ? d : strcmp(x->claim->id, y->claim->id);
}

int clm_open(vado *v, int nstores, const char *const *paths, const char *claims, int strict, clm_ledger *l) {
    memset(l, 0, sizeof *l);
    l->path = paths;
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
        status = judge(v, l, &s->claims[i], strict, &l->rows[l->nrows++]);
    if (status) {
        clm_close(l);
        return status;
    }
    if (l->nrows)
        qsort(l->rows, (size_t)l->nrows, sizeof *l->rows, by_rank);
    for (int i = 0; i < l->nrows; i++) {
        l->counts[l->rows[i].verdict] += clm_counts(&l->rows[i]);
        l->by_side[l->rows[i].side][l->rows[i].verdict] += clm_counts(&l->rows[i]);
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
