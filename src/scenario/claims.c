/* Statements of the sources: claims.csv, one statement a row, each with the test by which it is judged.
 *
 *   1. the table is read by its schema; without the file a scenario has no statements;
 *   2. what a relation needs must be there, and what is there must be of use: a value, a second bound, a tolerance, a
 *      reference period, a second series, a policy whose run is the other half of a pair;
 *   3. a statement is of a series or of a parameter; a parameter is looked up with its place and people;
 *   4. a structural statement must say what its evidence is: latents fitted before the event, or a policy.
 *
 * Names of series, and the margins they keep, belong to the model: run/claims_check.c looks at them once it is open.
 */
#include "scenario/internal.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum {
    VALUE = 1,
    HIGH = 2,
    TOLERANCE = 4,
    REFERENCE = 8,
    OVER = 16,
    PAIR = 32,
    SERIES = 64,     /* of a series only */
    PARAMETER = 128, /* of a parameter only */
    NOTHING = 256,
    DAYS = 512 /* the period may be cut inside a month */
};
static const char *const relation_words[SCN_RELATIONS + 1] = {[SCN_ABOVE] = "above",
                                                              [SCN_BELOW] = "below",
                                                              [SCN_AT_LEAST] = "at_least",
                                                              [SCN_AT_MOST] = "at_most",
                                                              [SCN_EQUALS] = "equals",
                                                              [SCN_ABOUT] = "about",
                                                              [SCN_BETWEEN] = "between",
                                                              [SCN_RATIO_ABOVE] = "ratio_above",
                                                              [SCN_RATIO_BELOW] = "ratio_below",
                                                              [SCN_RATIO_ABOUT] = "ratio_about",
                                                              [SCN_RATIO_BETWEEN] = "ratio_between",
                                                              [SCN_GROWTH_ABOUT] = "growth_about",
                                                              [SCN_RISES] = "rises",
                                                              [SCN_FALLS] = "falls",
                                                              [SCN_IS_RECORD] = "is_record",
                                                              [SCN_IS_HIGHEST_SINCE] = "is_highest_since",
                                                              [SCN_RANK_AT_MOST] = "rank_at_most",
                                                              [SCN_MAX_7DAY_MEAN_ABOVE] = "max_7day_mean_above",
                                                              [SCN_ABOVE_SEASONAL] = "above_seasonal",
                                                              [SCN_FADES] = "fades",
                                                              [SCN_COUNTERFACTUAL_HIGHER] = "counterfactual_higher",
                                                              [SCN_COUNTERFACTUAL_LOWER] = "counterfactual_lower",
                                                              [SCN_ABS_BELOW] = "abs_below",
                                                              [SCN_TRIGGERED] = "triggered",
                                                              [SCN_INPUT_EVENT] = "input_event",
                                                              [SCN_CANNOT_BE_JUDGED] = "cannot_be_judged",
                                                              [SCN_RELATIONS] = NULL};
static const int relation_needs[SCN_RELATIONS] = {
    [SCN_ABOVE] = VALUE,
    [SCN_BELOW] = VALUE,
    [SCN_AT_LEAST] = VALUE,
    [SCN_AT_MOST] = VALUE,
    [SCN_EQUALS] = VALUE,
    [SCN_ABOUT] = VALUE | TOLERANCE,
    [SCN_BETWEEN] = VALUE | HIGH,
    [SCN_RATIO_ABOVE] = VALUE | REFERENCE,
    [SCN_RATIO_BELOW] = VALUE | REFERENCE,
    [SCN_RATIO_ABOUT] = VALUE | TOLERANCE | REFERENCE,
    [SCN_RATIO_BETWEEN] = VALUE | HIGH | REFERENCE,
    [SCN_GROWTH_ABOUT] = VALUE | TOLERANCE | REFERENCE,
    [SCN_RISES] = REFERENCE,
    [SCN_FALLS] = REFERENCE,
    [SCN_IS_RECORD] = SERIES,
    [SCN_IS_HIGHEST_SINCE] = REFERENCE | SERIES,
    [SCN_RANK_AT_MOST] = VALUE | REFERENCE | SERIES,
    [SCN_MAX_7DAY_MEAN_ABOVE] = VALUE | SERIES | DAYS,
    [SCN_ABOVE_SEASONAL] = REFERENCE | SERIES,
    [SCN_FADES] = VALUE | PAIR | SERIES,
    [SCN_COUNTERFACTUAL_HIGHER] = PAIR | SERIES,
    [SCN_COUNTERFACTUAL_LOWER] = PAIR | SERIES,
    [SCN_ABS_BELOW] = VALUE | PAIR | SERIES,
    [SCN_TRIGGERED] = REFERENCE | OVER | SERIES,
    [SCN_INPUT_EVENT] = PARAMETER,
    [SCN_CANNOT_BE_JUDGED] = NOTHING,
};
static const char *const roles[] = {"input", "fitted", "output", "structural", NULL};
static const char *const verdicts[] = {"holds", "fails", "undecided", "cannot", "disputed", NULL};

#define AT(field) offsetof(scn_claim, field)
static const tab_column columns[] = {
    {"id", COL_TEXT, 1, AT(id), 0, 0, 0, NULL, 0},
    {"documents", COL_TEXT, 1, AT(documents), 0, 0, 0, NULL, 0},
    {"part", COL_TEXT, 0, AT(part), 0, 0, 0, NULL, 0},
    {"role", COL_CHOICE, 1, AT(role), 0, 0, 0, roles, 0},
    {"statement", COL_TEXT, 1, AT(statement), 0, 0, 0, NULL, 0},
    {"from", COL_DATE, 0, AT(from), 0, 0, 0, NULL, 0},
    {"until", COL_UNTIL, 0, AT(until), 0, 0, 0, NULL, 0},
    {"reference_from", COL_DATE, 0, AT(reference_from), 0, 0, 0, NULL, 0},
    {"reference_until", COL_UNTIL, 0, AT(reference_until), 0, 0, 0, NULL, 0},
    {"relation", COL_CHOICE, 1, AT(relation), 0, 0, 0, relation_words, 0},
    {"value", COL_NUMBER, 0, AT(value), -1e300, 1e300, NAN, NULL, 0},
    {"high", COL_NUMBER, 0, AT(high), -1e300, 1e300, NAN, NULL, 0},
    {"tolerance", COL_NUMBER, 0, AT(tolerance), 0, 1e300, NAN, NULL, 0},
    {"unit", COL_TEXT, 0, AT(unit), 0, 0, 0, NULL, 0},
    {"series", COL_TEXT, 0, AT(series), 0, 0, 0, NULL, 0},
    {"over", COL_TEXT, 0, AT(over), 0, 0, 0, NULL, 0},
    {"place", COL_TEXT, 0, AT(place), 0, 0, 0, NULL, 0},
    {"nationality", COL_TEXT, 0, AT(nationality), 0, 0, 0, NULL, 0},
    {"group", COL_TEXT, 0, AT(group), 0, 0, 0, NULL, 0},
    {"parameter", COL_TEXT, 0, AT(parameter), 0, 0, 0, NULL, 0},
    {"where", COL_TEXT, 0, AT(where), 0, 0, 0, NULL, 0},
    {"who", COL_TEXT, 0, AT(who), 0, 0, 0, NULL, 0},
    {"latents", COL_TEXT, 0, AT(latents), 0, 0, 0, NULL, 0},
    {"policy", COL_TEXT, 0, AT(policy), 0, 0, 0, NULL, 0},
    {"expected_verdict", COL_CHOICE_TEXT, 0, AT(expected_verdict), 0, 0, 0, verdicts, 0},
    {"note", COL_TEXT, 0, AT(note), 0, 0, 0, NULL, 0},
};
const tab_schema scn_claim_schema = {"claims.csv", sizeof(scn_claim), 1, sizeof columns / sizeof columns[0], columns};

const char *scn_relation_name(scn_relation r) { return relation_words[r]; }
const char *scn_role_name(scn_role r) { return roles[r]; }
int scn_relation_is_of_pair(scn_relation r) { return (relation_needs[r] & PAIR) != 0; }

typedef struct {
    scn_loading *l;
    const tab_table *t;
    int row;
} claim_at;

static void say(const claim_at *a, const char *column, const char *found, const char *todo, const char *expected) {
    txt_pos at = tab_at(a->t, a->row, column);
    rep_add(a->l->rep, REP_ERROR, a->t->label, at.line, at.column, found, todo, "%s", expected);
}

static void need(const claim_at *a, int yes, const char *column, const char *relation) {
    if (!yes)
        say(a, column, "\"\"", txt_say("the relation %s needs it", relation).text,
            txt_say("a value for %s", column).text);
}

static int whole_months(int64_t from, int64_t until) {
    return month_start(month_of_day(from)) == from && month_start(month_of_day(until)) == until;
}

static void check_period(const claim_at *a, const char *first, const char *last, int64_t from, int64_t until,
                         int days) {
    if (from == INT64_MIN && until == INT64_MAX)
        return;
    if (from == INT64_MIN || (until == INT64_MAX && first[0] == 'r' && !days))
        say(a, from == INT64_MIN ? first : last, "\"\"", "give both or neither", "a first and a last month");
    else if (until == INT64_MAX)
        return;
    else if (until <= from)
        say(a, last, scn_show_day(until - 1).text, "put the dates in order",
            txt_say("a last day not before %s", scn_show_day(from).text).text);
    else if (!days && !whole_months(from, until))
        say(a, first, scn_show_day(from).text, "write months, as 2021-03",
            "whole months: series are kept by month, only max_7day_mean_above and parameters take days");
}

static void check_needs(const claim_at *a, const scn_claim *c) {
    int needs = relation_needs[c->relation];
    const char *name = relation_words[c->relation];
    need(a, !(needs & VALUE) || isfinite(c->value), "value", name);
    need(a, !(needs & HIGH) || isfinite(c->high), "high", name);
    need(a, !(needs & TOLERANCE) || isfinite(c->tolerance), "tolerance", name);
    need(a, !(needs & REFERENCE) || c->reference_from != INT64_MIN, "reference_from", name);
    need(a, !(needs & OVER) || c->over[0], "over", name);
    need(a, !(needs & PAIR) || c->policy[0], "policy", name);
    need(a, (needs & NOTHING) || c->from != INT64_MIN, "from", name);
    need(a, !(needs & NOTHING) || c->note[0], "note", name);
    if (strcmp(c->expected_verdict, "fails") == 0 && !c->note[0])
        say(a, "note", "\"\"", "say what it would take", "a note for a statement that is expected to fail");
    if ((needs & HIGH) && c->high < c->value)
        say(a, "high", txt_say("%g", c->high).text, "exchange them", txt_say("not less than %g", c->value).text);
    int days = c->parameter[0] || (needs & DAYS);
    need(a, !c->series[0] || c->until != INT64_MAX, "until", name);
    check_period(a, "from", "until", c->from, c->until, days);
    /* rank and highest-since count from a month on, without a last one */
    if (c->relation != SCN_RANK_AT_MOST && c->relation != SCN_IS_HIGHEST_SINCE && c->relation != SCN_IS_RECORD)
        check_period(a, "reference_from", "reference_until", c->reference_from, c->reference_until, days);
}

static void check_subject(const claim_at *a, scn_claim *c) {
    int needs = relation_needs[c->relation];
    if (needs & NOTHING)
        return;
    if (!c->series[0] == !c->parameter[0])
        say(a, c->series[0] ? "parameter" : "series", c->series[0] ? txt_show(c->parameter).text : "\"\"",
            "leave the other empty", "either a series or a parameter");
    else if ((needs & SERIES) && !c->series[0])
        say(a, "series", "\"\"", NULL, txt_say("a series: %s is not of parameters", relation_words[c->relation]).text);
    else if ((needs & PARAMETER) && !c->parameter[0])
        say(a, "parameter", "\"\"", NULL, "a parameter whose value changes");
    if (c->parameter[0] && c->role != SCN_INPUT)
        say(a, "role", txt_show(roles[c->role]).text, "parameters are put in",
            "input for a statement about a parameter");
    scn_target target;
    c->parameter_index =
        !c->parameter[0] ? -1 : scn_parameter_find(a->l, a->t->label, tab_at(a->t, a->row, "parameter"), c->parameter);
    if (c->parameter_index < 0 || scn_target_read(a->l, c->parameter_index, a->t->label, tab_at(a->t, a->row, "where"),
                                                  c->where, tab_at(a->t, a->row, "who"), c->who, &target))
        return;
    c->target_where = target.where;
    c->target_nationality = target.nationality;
    c->target_demographic = target.demographic;
}

/* A policy may be written later or stand elsewhere: a statement then cannot be judged, which is no error. */
static void check_policy(const claim_at *a, const scn_claim *c) {
    const scn_folder *f = &a->l->s->folder;
    const char *names[64], *front = "policies/";
    int n = 0, found = 0;
    for (int i = 0; i < f->count && n < 64; i++)
        if (strncmp(f->files[i].name, front, strlen(front)) == 0) {
            names[n] = f->files[i].name + strlen(front);
            found |= strcmp(names[n++], c->policy) == 0;
        }
    if (!c->policy[0] || found)
        return;
    const char *near = n ? rep_nearest(c->policy, n, names) : NULL;
    txt_pos at = tab_at(a->t, a->row, "policy");
    rep_add(a->l->rep, REP_WARNING, a->t->label, at.line, at.column, txt_show(c->policy).text,
            near ? txt_say("did you mean %s?", txt_show(near).text).text : "without it this cannot be judged",
            "a file of policies/");
}

static void check_evidence(const claim_at *a, const scn_claim *c) {
    int64_t day;
    if (c->latents[0] && (strlen(c->latents) != 7 || day_parse(c->latents, &day)))
        say(a, "latents", txt_show(c->latents).text, "write it as 2023-11",
            "the last month whose figures the latents may have seen");
    if (c->role == SCN_STRUCTURAL && c->relation != SCN_CANNOT_BE_JUDGED && !c->latents[0] && !c->policy[0])
        say(a, "latents", "\"\"", "give latents or policy",
            "what a structural statement rests on: latents fitted before the event, or a policy");
    if (c->role != SCN_STRUCTURAL && (c->latents[0] || c->policy[0]))
        say(a, c->latents[0] ? "latents" : "policy", txt_show(c->latents[0] ? c->latents : c->policy).text,
            "leave it empty, or call the statement structural", "evidence of its own for structural statements only");
    check_policy(a, c);
}

int scn_read_claims(scn_loading *l) {
    tab_table t;
    int status = scn_read_optional(l, &t, &scn_claim_schema);
    for (int i = 0; status == 0 && i < t.nrows; i++) {
        static const char *const margins[SCN_CLAIM_MARGINS] = {"series", "over", "place", "nationality", "group"};
        claim_at a = {l, &t, i};
        scn_claim *c = tab_row(&t, i);
        c->parameter_index = c->target_where = c->target_nationality = c->target_demographic = -1;
        for (int k = 0; k < SCN_CLAIM_MARGINS; k++) {
            txt_pos at = tab_at(&t, i, margins[k]);
            c->line = at.line;
            c->column[k] = at.column;
        }
        if (t.bad[i])
            continue;
        check_needs(&a, c);
        check_subject(&a, c);
        check_evidence(&a, c);
    }
    if (status == 0)
        l->s->claims = tab_take(&t, &l->s->nclaims);
    tab_free(&t);
    return status;
}

double scn_claim_parameter(const scn_scenario *s, const scn_claim *c, const double *values) {
    const par_decl *d = s->registry.decl[c->parameter_index];
    int whos = s->registry.who_size[d->who] > 1 ? s->registry.who_size[d->who] : 1, n = 0;
    int elements = par_elements(&s->registry, c->parameter_index), first = s->registry.offset[c->parameter_index];
    scn_target target = {c->target_where, c->target_nationality, c->target_demographic};
    double sum = 0;
    for (int i = 0; i < elements; i++)
        if (scn_target_covers(d, &target, i / whos, i % whos)) {
            sum += values[first + i];
            n++;
        }
    return n ? sum / n : NAN;
}
