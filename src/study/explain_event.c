/* Which rows of the schedule, or of a policy, are the event that is explained; and which months are compared. */
#include "study/explain_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void describe(const scn_scenario *s, const unsigned char *chosen, int first, int64_t day, char out[512]) {
    int begin = 0, end = 0;
    for (int i = first; i < s->nchanges; i++)
        if (chosen[i] && s->changes[i].parameter == s->changes[first].parameter) {
            begin += s->changes[i].from == day;
            end += s->changes[i].until == day;
        }
    char words[64] = "";
    if (end)
        (void)snprintf(words, sizeof words, "%d end%s%s", end, end == 1 ? "s" : "", begin ? ", " : "");
    size_t had = strlen(words);
    if (begin)
        (void)snprintf(words + had, sizeof words - had, "%d begin%s", begin, begin == 1 ? "s" : "");
    const char *note = s->changes[first].note;
    (void)snprintf(out, 512, "%s: %s%s%.200s%s", s->registry.decl[s->changes[first].parameter]->path, words,
                   note && note[0] ? " (" : "", note ? note : "", note && note[0] ? ")" : "");
}

static int touches(const scn_change *c, int64_t day, int parameter) {
    return (c->from == day || c->until == day) && (parameter < 0 || c->parameter == parameter);
}

/* "YYYY-MM-DD (us.tone), ..." of the five nearest days on which something changes inside the run. */
static void nearest_days(const scn_scenario *s, int64_t day, int parameter, char *out, size_t size) {
    int64_t last = -1;
    out[0] = '\0';
    for (int found = 0; found < 5; found++) {
        int64_t best = -1, best_day = 0;
        const char *what = "";
        for (int i = 0; i < s->nchanges * 2; i++) {
            const scn_change *c = &s->changes[i / 2];
            int64_t at = i % 2 ? c->until : c->from;
            if (at <= s->from || at >= s->until || (parameter >= 0 && c->parameter != parameter))
                continue;
            int64_t away = at > day ? (at - day) * 2 : (day - at) * 2 + 1;
            if (away <= last || (best >= 0 && away >= best))
                continue;
            best = away;
            best_day = at;
            what = s->registry.decl[c->parameter]->path;
        }
        if (best < 0)
            return;
        char date[11];
        size_t had = strlen(out);
        day_format(best_day, date);
        (void)snprintf(out + had, size - had, "%s%s (%s)", had ? ", " : "", date, what);
        last = best;
    }
}

int exp_find_event(exp_job *j, const char *event) {
    const scn_scenario *s = &j->in.scenario;
    char date[16], near[512], line[512];
    const char *comma = strchr(event, ',');
    size_t n = comma ? (size_t)(comma - event) : strlen(event);
    j->parameter = -1;
    (void)snprintf(date, sizeof date, "%.*s", (int)(n < 15 ? n : 15), event);
    if (strlen(date) != 10 || day_parse(date, &j->r->day))
        return ctx_fail(j->v, VADO_ERR_USAGE,
                        "found event '%s', expected a date, YYYY-MM-DD, or a date and a parameter, "
                        "YYYY-MM-DD,PARAMETER",
                        event);
    if (comma && (j->parameter = par_find(&s->registry, comma + 1)) < 0) {
        const char *like = par_did_you_mean(&s->registry, comma + 1);
        return ctx_fail(j->v, VADO_ERR_USAGE, "found parameter '%s', which is not there%s%s%s", comma + 1,
                        like ? "; did you mean " : "", like ? like : "", like ? "?" : "");
    }
    j->r->part_of_day = comma != NULL;
    if (!(j->chosen = calloc((size_t)s->nchanges + 1, 1)))
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; i < s->nchanges; i++)
        if (touches(&s->changes[i], j->r->day, j->parameter)) {
            j->chosen[i] = 1;
            j->r->begin += s->changes[i].from == j->r->day;
            j->r->end += s->changes[i].until == j->r->day;
        }
    for (int i = 0; i < s->nchanges; i++) {
        int told = !j->chosen[i];
        for (int k = 0; k < i && !told; k++)
            told = j->chosen[k] && s->changes[k].parameter == s->changes[i].parameter;
        if (told)
            continue;
        describe(s, j->chosen, i, j->r->day, line);
        if (exp_keep_text(&j->r->events, &j->r->nevents, line))
            return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    }
    if (j->r->nevents)
        return 0;
    nearest_days(s, j->r->day, j->parameter, near, sizeof near);
    return ctx_fail(j->v, VADO_ERR_USAGE,
                    "found no row of the schedule%s%s that begins or ends on %s (a row ends the day after its last); "
                    "%s%s",
                    comma ? " of " : "", comma ? comma + 1 : "", date,
                    near[0] ? "the nearest dates: " : "there is none inside the run", near);
}

/* Does a row of the schedule, as far as it changes anything from the day on, lie under a row of the policy? */
static int lies_under(const scn_scenario *s, const scn_change *c, int layer, int64_t day) {
    for (int i = 0; i < s->nchanges && (c->from >= day || c->until >= day); i++) {
        const scn_change *p = &s->changes[i];
        if (p->layer == layer && p->parameter == c->parameter && p->from < c->until && c->from < p->until &&
            (p->where < 0 || c->where < 0 || p->where == c->where))
            return 1;
    }
    return 0;
}

/* "us.title42.active: 3 rows from 2023-12-21 on (note of the first)" */
static void describe_policy(const exp_job *j, int first, char out[512]) {
    const scn_scenario *s = &j->in.scenario;
    int rows = 0;
    int64_t from = s->changes[first].from;
    for (int i = 0; i < s->nchanges; i++)
        if (j->chosen[i] == EXP_OF_POLICY && s->changes[i].parameter == s->changes[first].parameter) {
            rows++;
            from = s->changes[i].from < from ? s->changes[i].from : from;
        }
    char date[11];
    const char *note = s->changes[first].note;
    day_format(from, date);
    (void)snprintf(out, 512, "%s: %d row%s from %s on%s%.200s%s", s->registry.decl[s->changes[first].parameter]->path,
                   rows, rows == 1 ? "" : "s", date, note && note[0] ? " (" : "", note ? note : "",
                   note && note[0] ? ")" : "");
}

int exp_find_policy(exp_job *j) {
    const scn_scenario *s = &j->in.scenario;
    char line[512];
    int64_t day = INT64_MAX;
    j->parameter = -1;
    j->r->policy = j->laid ? EXP_POLICY_LAID : EXP_POLICY_ABSENT;
    j->r->part_of_day = 1; /* not the share of one date */
    if (!(j->chosen = calloc((size_t)s->nchanges + 1, 1)))
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; i < s->nchanges; i++)
        if (s->changes[i].layer == j->layer) {
            j->chosen[i] = EXP_OF_POLICY;
            day = s->changes[i].from < day ? s->changes[i].from : day;
        }
    if (day == INT64_MAX)
        return ctx_fail(j->v, VADO_ERR_USAGE, SAY_POLICY ": %s has no rows, expected one that changes something",
                        j->policy);
    j->r->day = day;
    for (int i = 0; i < s->nchanges; i++)
        if (!j->chosen[i] && lies_under(s, &s->changes[i], j->layer, day))
            j->chosen[i] = EXP_OF_EVENT;
    for (int i = 0; i < s->nchanges; i++) {
        int told = j->chosen[i] != EXP_OF_POLICY;
        for (int k = 0; k < i && !told; k++)
            told = j->chosen[k] == EXP_OF_POLICY && s->changes[k].parameter == s->changes[i].parameter;
        if (told)
            continue;
        describe_policy(j, i, line);
        if (exp_keep_text(&j->r->events, &j->r->nevents, line))
            return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    }
    return 0;
}

int exp_find_months(exp_job *j) {
    exp_result *r = j->r;
    int at = month_of_day(r->day) - res_month_first(j->store);
    while (r->before_count < EXP_BEFORE && res_month_whole(j->store, at - r->before_count - 1))
        r->before_count++;
    while (r->after_count < EXP_AFTER && res_month_whole(j->store, at + r->after_count))
        r->after_count++;
    r->before_first = month_of_day(r->day) - r->before_count;
    r->after_first = month_of_day(r->day);
    if (r->before_count && r->after_count)
        return 0;
    return ctx_fail(j->v, VADO_ERR_USAGE,
                    "the run holds no whole month %s the event, expected one at least on either side: run a longer "
                    "period",
                    r->before_count ? "from that of" : "before that of");
}
