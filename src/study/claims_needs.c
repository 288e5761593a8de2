/* Which runs a statement rests on, and the commands that make those that are missing: see claims.h.
 *
 *   1. An output or fitted statement rests on the plain run; a structural one on a run with the latents and under the
 *      policy its row names; a relation of a pair on that run and the one without policy.
 *   2. Runs of the same latents have one period, that of the scenario, or as far into its projection as a statement on
 *      them asks: two of them can then be a pair.
 *   3. A command is what would be typed where the first store was made: its scenario, mode, seed, members and layers.
 *      The file it writes stands beside the first store and bears its name in front, so that it is no other run's.
 */
#include "study/claims.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Months a series' statement is told of: those of the row and of what it is compared with. */
static void span_of(const scn_claim *c, int *first, int *last) {
    *first = month_of_day(c->from);
    *last = month_of_day(c->until - 1);
    if (c->reference_from == INT64_MIN || c->reference_until == INT64_MAX || clm_is_of_history(c))
        return;
    int from = month_of_day(c->reference_from), until = month_of_day(c->reference_until - 1);
    *first = from < *first ? from : *first;
    *last = until > *last ? until : *last;
}

int clm_covers(const results *r, const scn_claim *c) {
    int first, last;
    span_of(c, &first, &last);
    return first >= res_month_first(r) && last < res_month_first(r) + res_month_count(r);
}

int clm_can_hold(const inp_opened *o, const scn_claim *c) {
    int first, last;
    span_of(c, &first, &last);
    return first >= month_of_day(o->own_from) && last <= month_of_day(o->own_last - 1);
}

static int of_series(const scn_claim *c) { return *c->series && c->relation != SCN_CANNOT_BE_JUDGED; }

static const char *latents_of(const scn_claim *c) { return c->role == SCN_STRUCTURAL ? c->latents : ""; }

/* The day after the last of runs with these latents; 0: as the scenario says. */
static int64_t until_of(const inp_opened *o, const char *latents) {
    const scn_scenario *s = &o->scenario;
    int first, last, most = INT_MIN, own = month_of_day(o->own_until - 1);
    for (int i = 0; i < s->nclaims; i++) {
        const scn_claim *c = &s->claims[i];
        if (!of_series(c) || strcmp(latents_of(c), latents) != 0 || !clm_can_hold(o, c))
            continue;
        span_of(c, &first, &last);
        most = last > most ? last : most;
    }
    return most > own ? month_start(most + 1) : 0;
}

clm_need clm_need_plain(const inp_opened *o) { return (clm_need){"", "", until_of(o, "")}; }

int clm_needs_of(const inp_opened *o, const scn_claim *c, clm_need need[2]) {
    int n = 0;
    if (!of_series(c))
        return 0;
    int64_t until = until_of(o, latents_of(c));
    if (c->role != SCN_STRUCTURAL || scn_relation_is_of_pair((scn_relation)c->relation))
        need[n++] = (clm_need){latents_of(c), "", until};
    if (c->role == SCN_STRUCTURAL && (n == 0 || *c->policy))
        need[n++] = (clm_need){c->latents, c->policy, until};
    return n;
}

void clm_need_name(const clm_need *need, char *out, size_t size) {
    char until[8] = "";
    int named = *need->latents || *need->policy || need->until;
    if (need->until)
        month_format(month_of_day(need->until - 1), until);
    snprintf(out, size, "%s%s%s%s%s%.*s%s%s", named ? "" : "base", *need->latents ? "latents-" : "", need->latents,
             *need->latents && *need->policy ? "-" : "", *need->policy ? "policy-" : "",
             (int)strcspn(need->policy, "."), need->policy,
             !need->until                      ? ""
             : *need->latents || *need->policy ? "-until-"
                                               : "until-",
             until);
}

int clm_need_missing(const inp_opened *o, const clm_need *need, char *words, size_t size) {
    char file[160];
    snprintf(file, sizeof file, "policies/%s", need->policy);
    if (*need->policy && !scn_folder_find(&o->scenario.folder, file)) {
        snprintf(words, size, "%.150s is not in the scenario", file);
        return 2;
    }
    snprintf(file, sizeof file, "latents/%s.csv", need->latents);
    if (*need->latents && !scn_folder_find(&o->scenario.folder, file)) {
        snprintf(words, size, "%.150s is not in the scenario", file);
        return 1;
    }
    return 0;
}

/* ---- commands ---- */

typedef struct {
    char *out;
    size_t size, had;
} words;

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
static void
put(words *w, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int n = w->had < w->size ? vsnprintf(w->out + w->had, w->size - w->had, format, list) : 0;
    va_end(list);
    w->had += n > 0 ? (size_t)n : 0;
}

/* A word for a POSIX shell. */
static void put_word(words *w, const char *text) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=+,%@-";
    if (*text && text[strspn(text, plain)] == '\0') {
        put(w, " %s", text);
        return;
    }
    put(w, " '");
    for (const char *p = text; *p; p++)
        if (*p == '\'')
            put(w, "'\\''");
        else
            put(w, "%c", *p);
    put(w, "'");
}

static void put_option(words *w, const char *option, const char *text) {
    put(w, " %s", option);
    put_word(w, text);
}

/* What the first store was laid over with: a plain run of another period is that run but for its period. */
static void put_laid_over(words *w, const vado_input *in) {
    for (int i = 0; i < in->nsets; i++)
        put_option(w, "--set", in->sets[i]);
    for (int i = 0; i < in->npolicies; i++)
        put_option(w, "--policy", in->policies[i]);
}

/* The period: that of the other run of a pair, if it is given; else as far as the statements ask; else the first
 * store's, if it holds the months. 1: it is that of no store. */
static int put_period(words *w, const clm_ledger *l, const scn_claim *c, const clm_need *need) {
    const clm_need plain = {need->latents, "", need->until};
    int like = *need->policy && scn_relation_is_of_pair((scn_relation)c->relation) ? clm_have(l, c, &plain) : -1;
    char day[11];
    if (like < 0 && !need->until && clm_covers(l->store[0], c))
        like = 0;
    if (like >= 0) {
        const vado_input *in = &l->input[like].input;
        if (in->from)
            put_option(w, "--from", in->from);
        if (in->until)
            put_option(w, "--until", in->until);
    } else if (need->until) {
        day_format(need->until - 1, day);
        put_option(w, "--until", day);
    }
    return like < 0;
}

/* What members of a store differ in, without the word of their level: 1 if they are levelled, 2 of the posterior. */
static int layers_of(const results *r, char layers[64]) {
    static const char *const endings[] = {",level", ",posterior"};
    snprintf(layers, 64, "%s", res_meta(r, "layers"));
    for (int i = 0; i < 2; i++) {
        size_t n = strlen(layers), k = strlen(endings[i]);
        if (n < k || strcmp(layers + n - k, endings[i]) != 0)
            continue;
        layers[n - k] = '\0';
        return i + 1;
    }
    return 0;
}

/* The same of a run if nobody says anything: of the first store's input, or with a table of latents of another end (""
 * of the same). */
static int usual_level(const inp_opened *o, const char *latents) {
    if (!o->model || !o->kind->level_months || o->kind->level_months(o->model) == 0)
        return 0;
    char name[64];
    (void)snprintf(name, sizeof name, SCN_POSTERIORS "/%.16s.csv", latents);
    int posterior =
        *latents ? scn_folder_find(&o->scenario.folder, name) != NULL : scn_posterior_is_ours(&o->scenario) > 0;
    return posterior ? 2 : 1;
}

static void put_command(words *w, const clm_ledger *l, const scn_claim *c, const clm_need *need) {
    const results *r = l->store[0];
    const vado_input *in = &l->input[0].input;
    char name[1024], latents[16], missing[256];
    const char *db = l->path[0];
    char layers[64];
    int levelled = layers_of(r, layers), usual = usual_level(&l->opened, need->latents);
    size_t stem = strlen(db);
    if (clm_need_missing(&l->opened, need, missing, sizeof missing)) {
        put(w, "vado fit");
        put_word(w, in->scenario);
        put(w, " --stage latents --until %s\n", need->latents);
    }
    put(w, "vado run");
    put_word(w, in->scenario);
    snprintf(latents, sizeof latents, "%s.csv", need->latents);
    if (*need->latents)
        put_option(w, "--latents", latents);
    else if (in->latents)
        put_option(w, "--latents", in->latents);
    if (*need->policy)
        put_option(w, "--policy", need->policy);
    if (c->role != SCN_STRUCTURAL)
        put_laid_over(w, in);
    int own = put_period(w, l, c, need);
    put(w, " --mode %s --seed %s --members %s", res_meta(r, "mode"), res_meta(r, "seed"), res_meta(r, "members"));
    if (strcmp(layers, "parameters,environment,chance") != 0)
        put_option(w, "--layers", *layers ? layers : "none");
    if (levelled != usual && levelled < 2 && strstr(layers, "parameters"))
        put(w, levelled ? " --level" : " --prior");
    if (stem > 3 && strcmp(db + stem - 3, ".db") == 0)
        stem -= 3;
    clm_need_name(need, name + snprintf(name, sizeof name / 2, "%.*s-", (int)stem, db), sizeof name / 2);
    strcat(name, own && !need->until && (in->from || in->until) ? "-whole.db" : ".db");
    put_option(w, "-o", name);
    put(w, "\n");
}

static void say_why(clm_row *row) {
    const scn_claim *c = row->claim;
    char first[8], last[8];
    if (c->role != SCN_STRUCTURAL) {
        int from, until;
        span_of(c, &from, &until);
        month_format(from, first);
        month_format(until, last);
        snprintf(row->why, sizeof row->why, "needs a run that holds %s to %s", first, last);
    } else if (scn_relation_is_of_pair((scn_relation)c->relation)) {
        snprintf(row->why, sizeof row->why, "needs a pair of runs: one without policy, one with %s%s%s", c->policy,
                 *c->latents ? ", both with latents fitted no later than " : "", c->latents);
    } else {
        snprintf(row->why, sizeof row->why, "needs a run%s%s%s%s",
                 *c->latents ? " with latents fitted no later than " : "", c->latents, *c->policy ? " under " : "",
                 c->policy);
    }
}

int clm_say_needs(const clm_ledger *l, clm_row *row) {
    clm_need need[2];
    int n = clm_needs_of(&l->opened, row->claim, need);
    for (int i = 0; i < n; i++)
        if (clm_need_missing(&l->opened, &need[i], row->why, sizeof row->why) == 2)
            return 0;
    say_why(row);
    words w = {row->needs, sizeof row->needs, 0};
    for (int i = 0; i < n; i++)
        if (clm_have(l, row->claim, &need[i]) < 0)
            put_command(&w, l, row->claim, &need[i]);
    return 1;
}
