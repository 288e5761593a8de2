/* See explain.h.
 *
 * 1. The scenario is read from the store. The event's rows: those that begin on the day, and those whose last day is
 * the one before it.
 * 2. One fluid central run with nothing switched goes to half a year before the months compared; its state is the start
 *    of all others.
 * 3. From there 16 runs, one for each set of switches. Without the event: rows that begin on the day are left out, rows
 *    that end there go on. Without other dates: the same for all other rows from the day on. Without the latent: it
 *    keeps the value of the middle of the months before (held from the day itself, what it moved in the weeks before
 *    would pass for a mechanism: people on the way). Without the season: the swing of departures is 0 from the start of
 *    step 2, so that it is gone from those on the way when the months compared begin.
 * 4. Value of a set: mean of the months after less mean of the months before, of that run; then Shapley.
 *
 * 5. One run more: the latents held from the start of step 2 on, and nothing of the four. What the run with none of the
 * four has beyond it is latents that were already moving when the event came: it is booked as latent, not as mechanism.
 * 6. A policy as the event: all its rows, whatever their dates, as one; "without" is the run with the policy where the
 * store's run has it not, and the run without where it has. Two runs more, with and without and all else as it is, to
 * the end of the period: the number that `vado whatif` tells.
 *
 * Everything is linear in encounters, so nationalities and sectors add up to the border, part by part.
 */
#include "study/explain.h"

#include "run/run.h"
#include "run/variants.h"
#include "scenario/variant.h"
#include "table/results.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SETS = 1 << EXP_SWITCHES, MODELS = SETS / 2, STILL = SETS, RUNS, LEAD_DAYS = 180 };
enum { OF_EVENT = 1, OF_POLICY }; /* rows of the schedule, rows of the policy laid over them */
static const int64_t never = INT64_MAX / 4;

typedef struct {
    vado *v;
    const char *db;
    exp_result *r;
    rec_input given;
    inp_opened in;
    results *store;
    const char *policy;    /* the event is this one of policies/, or NULL */
    const char **policies; /* what is laid over the run, the policy among it */
    int layer, laid;       /* of the policy's rows; does the store's run have it? */
    int parameter;         /* of the event, or -1 */
    unsigned char *chosen; /* [changes] OF_EVENT, OF_POLICY */
    scn_scenario scenario[MODELS];
    mdl_model *model[MODELS];
    cor_latents flat, still, moving; /* held from the middle of the months before on, from the start on, as fitted */
    int series, first_month;         /* encounters; month of the first record */
    double *value;                   /* [RUNS][sectors][people] */
} job;

void exp_shapley(int n, const double *value, double *share) {
    static const double factorial[] = {1, 1, 2, 6, 24, 120, 720};
    for (int i = 0; i < n; i++) {
        share[i] = 0;
        for (int set = 0; set < 1 << n; set++) {
            int size = 0;
            if (set >> i & 1)
                continue;
            for (int k = 0; k < n; k++)
                size += set >> k & 1;
            share[i] += factorial[size] * factorial[n - size - 1] / factorial[n] * (value[set | 1 << i] - value[set]);
        }
    }
}

static double sizes(const exp_row *row) {
    double all = fabs(row->under_way) + fabs(row->noise);
    for (int i = 0; i < EXP_SWITCHES; i++)
        all += fabs(row->part[i]);
    return all;
}

double exp_offsetting(const exp_row *row) {
    double change = fabs(row->after - row->before), all = sizes(row);
    return change > 0 ? all / change : all > 0 ? INFINITY : 0;
}

double exp_latent_share(const exp_row *row) {
    double all = sizes(row);
    return all > 0 ? fabs(row->part[EXP_LATENT]) / all : 0;
}

/* ---- the event ---- */

static int keep_text(char ***list, int *n, const char *text) {
    char **more = realloc(*list, ((size_t)*n + 1) * sizeof *more);
    size_t length = strlen(text) + 1;
    if (!more)
        return -1;
    *list = more;
    if (!(more[*n] = malloc(length)))
        return -1;
    memcpy(more[(*n)++], text, length);
    return 0;
}

/* "us.agents: 3 ends (note of the first)" */
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

static int find_event(job *j, const char *event) {
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
        if (keep_text(&j->r->events, &j->r->nevents, line))
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
static void describe_policy(const job *j, int first, char out[512]) {
    const scn_scenario *s = &j->in.scenario;
    int rows = 0;
    int64_t from = s->changes[first].from;
    for (int i = 0; i < s->nchanges; i++)
        if (j->chosen[i] == OF_POLICY && s->changes[i].parameter == s->changes[first].parameter) {
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

static int find_policy(job *j) {
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
            j->chosen[i] = OF_POLICY;
            day = s->changes[i].from < day ? s->changes[i].from : day;
        }
    if (day == INT64_MAX)
        return ctx_fail(j->v, VADO_ERR_USAGE, SAY_POLICY ": %s has no rows, expected one that changes something",
                        j->policy);
    j->r->day = day;
    for (int i = 0; i < s->nchanges; i++)
        if (!j->chosen[i] && lies_under(s, &s->changes[i], j->layer, day))
            j->chosen[i] = OF_EVENT;
    for (int i = 0; i < s->nchanges; i++) {
        int told = j->chosen[i] != OF_POLICY;
        for (int k = 0; k < i && !told; k++)
            told = j->chosen[k] == OF_POLICY && s->changes[k].parameter == s->changes[i].parameter;
        if (told)
            continue;
        describe_policy(j, i, line);
        if (keep_text(&j->r->events, &j->r->nevents, line))
            return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    }
    return 0;
}

static int find_months(job *j) {
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

/* ---- variants ---- */

/* A set of switches without the latent's bit: which of the models. */
static int model_of(int set) { return set & (MODELS - 1); }

static void take_out(const job *j, scn_scenario *s, int without_event, int without_other) {
    int kept = 0;
    for (int i = 0; i < s->nchanges; i++) {
        scn_change c = s->changes[i];
        if (j->policy && j->chosen[i]) { /* the schedule's rows of the measure stay, the policy's decide */
            if (j->chosen[i] == OF_EVENT || without_event != j->laid)
                s->changes[kept++] = c;
            continue;
        }
        if (j->chosen[i] ? without_event && c.from == j->r->day : without_other && c.from >= j->r->day)
            continue;
        if (j->chosen[i] ? without_event && c.until == j->r->day : without_other && c.until >= j->r->day)
            c.until = never;
        s->changes[kept++] = c;
    }
    s->nchanges = kept;
}

static int make_model(job *j, int set) {
    static const char *const season[] = {"origins.season", "origins.season_mexican_adults"};
    scn_scenario *s = &j->scenario[set];
    rep_report rep;
    if (scn_variant_make(s, &j->in.scenario))
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    take_out(j, s, !(set >> EXP_EVENT & 1), !(set >> EXP_OTHER & 1));
    for (int i = 0; i < 2 && !(set >> EXP_SEASON & 1); i++)
        if (scn_variant_hold(s, season[i], 0))
            return ctx_fail(j->v, VADO_ERR_RUN, "the parameter %s cannot be held at 0: a fault of the program",
                            season[i]);
    rep_init(&rep);
    int status = 0;
    if (j->in.kind->open(s, &j->model[set], &rep)) {
        j->model[set] = NULL;
        status = ctx_report(j->v, &rep);
        if (!status)
            status = ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    }
    rep_free(&rep);
    return status;
}

/* Knots after the day have its value. */
static void flatten(const cor_latents *l, double *knots, size_t rows, int64_t day) {
    int month = month_of_day(day), next = 0;
    int64_t start = month_start(month), end = month_start(month + 1);
    double x = ((double)(day - start) + 0.5) / (double)(end - start) - 0.5 + (month - l->first_month);
    next = x < 0 ? 0 : (int)x + 1;
    for (size_t i = 0; i < rows; i++) {
        double *k = knots + i * (size_t)l->months;
        double here = next == 0              ? k[0]
                      : next > l->months - 1 ? k[l->months - 1]
                                             : k[next - 1] + (x - (next - 1)) * (k[next] - k[next - 1]);
        for (int t = next; t < l->months; t++)
            k[t] = here;
    }
}

static void hold(cor_latents *l, int64_t day) {
    flatten(l, l->departures, (size_t)l->nationalities, day);
    flatten(l, l->group, (size_t)(l->blocs * COR_GROUPS), day);
    flatten(l, l->sector, (size_t)(l->blocs * l->sectors), day);
}

static int64_t start_day(const job *j) { return month_start(j->r->before_first) - LEAD_DAYS; }

static int make_latents(job *j) {
    if (cor_latents_init(&j->moving, j->in.model) || cor_latents_copy(&j->flat, &j->moving) ||
        cor_latents_copy(&j->still, &j->moving))
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    /* the middle of the months before */
    hold(&j->flat, (month_start(j->r->before_first) + month_start(j->r->after_first)) / 2);
    hold(&j->still, start_day(j));
    return 0;
}

static int take(void *user, int set, int member, const double *record) {
    job *j = user;
    const exp_result *r = j->r;
    const mdl_series *list;
    (void)member;
    (void)j->in.kind->series(j->in.model, &list);
    const mdl_series *s = &list[j->series];
    size_t width = (size_t)j->in.kind->record_width(j->in.model), cells = (size_t)(r->nsectors * r->npeople);
    for (size_t c = 0; c < cells; c++) {
        double mean[2] = {0, 0};
        for (int m = r->before_first; m < r->after_first + r->after_count; m++)
            for (int g = 0; g < DEMO_COUNT; g++) {
                double x =
                    record[(size_t)(m - r->before_first) * width + (size_t)s->offset + c * DEMO_COUNT + (size_t)g];
                mean[m >= r->after_first] += x / (m < r->after_first ? r->before_count : r->after_count);
            }
        j->value[(size_t)set * cells + c] = mean[1] - mean[0];
    }
    return 0;
}

/* Encounters of all months from the event's on, with it (0) and without it (1). */
static int take_all(void *user, int variant, int member, const double *record) {
    job *j = user;
    const mdl_series *list;
    (void)member;
    (void)j->in.kind->series(j->in.model, &list);
    const mdl_series *s = &list[j->series];
    size_t width = (size_t)j->in.kind->record_width(j->in.model);
    double sum = 0;
    for (int m = 0; m < j->r->all_count; m++)
        for (int c = 0; c < s->cells; c++)
            sum += record[(size_t)m * width + (size_t)s->offset + (size_t)c];
    j->r->all[variant] = sum;
    return 0;
}

static int run_all(job *j, int threads) {
    exp_result *r = j->r;
    mdl_member_options o = {.arithmetic = ENG_FLUID, .seed = 1, .members = 1};
    int64_t start = start_day(j);
    unsigned char *blob = NULL;
    size_t size = 0;
    var_one one[RUNS];
    int status = 0;
    for (int set = 0; set < SETS; set++)
        one[set] = (var_one){j->model[model_of(set)], set >> EXP_LATENT & 1 ? &j->moving : &j->flat};
    one[STILL] = (var_one){j->model[0], &j->still};
    if (start > j->in.scenario.from - j->in.scenario.spin_up_days &&
        (status = var_snapshot(j->v, j->in.kind, j->in.model, &o, start, &blob, &size)))
        return status;
    var_job runs = {.v = j->v,
                    .kind = j->in.kind,
                    .n = RUNS,
                    .variants = one,
                    .options = o,
                    .threads = threads,
                    .from = month_start(r->before_first),
                    .until = month_start(r->after_first + r->after_count),
                    .snapshot = blob,
                    .snapshot_size = size,
                    .take = take,
                    .user = j};
    status = var_run(&runs);
    if (status == 0 && j->policy) {
        const var_one pair[2] = {one[SETS - 1], one[(SETS - 1) & ~(1 << EXP_EVENT)]};
        runs.variants = pair;
        runs.n = 2;
        runs.from = month_start(r->after_first);
        runs.until = j->in.scenario.until;
        runs.take = take_all;
        r->all_count = var_months(&runs);
        status = var_run(&runs);
    }
    free(blob);
    return status;
}

/* ---- rows ---- */

static int mean_months(const job *j, const res_table *t, int cell, exp_row *row) {
    const exp_result *r = j->r;
    int first = res_month_first(j->store);
    double *change = malloc((size_t)r->members * sizeof *change);
    if (!change)
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    row->before = row->after = 0;
    for (int k = 0; k < r->members; k++) {
        double a = res_value(j->store, t, cell, r->before_first - first, r->before_count, k) / r->before_count,
               b = res_value(j->store, t, cell, r->after_first - first, r->after_count, k) / r->after_count;
        row->before += a / r->members;
        row->after += b / r->members;
        change[k] = b - a;
    }
    res_band band = res_band_of(change, r->members);
    row->low = band.low;
    row->high = band.high;
    free(change);
    return 0;
}

/* Sector and nationality -1: all. */
static void parts_of(const job *j, int sector, int n, exp_row *row) {
    const exp_result *r = j->r;
    double value[RUNS];
    for (int set = 0; set < RUNS; set++) {
        value[set] = 0;
        for (int k = sector < 0 ? 0 : sector; k < (sector < 0 ? r->nsectors : sector + 1); k++)
            for (int p = n < 0 ? 0 : n; p < (n < 0 ? r->npeople : n + 1); p++)
                value[set] +=
                    j->value[((size_t)set * (size_t)r->nsectors + (size_t)k) * (size_t)r->npeople + (size_t)p];
    }
    exp_shapley(EXP_SWITCHES, value, row->part);
    row->latent_before = value[0] - value[STILL];
    row->part[EXP_LATENT] += row->latent_before;
    row->under_way = value[STILL];
    row->noise = (row->after - row->before) - value[SETS - 1];
}

static void published(const job *j, const char *place, const char *nationality, exp_row *row) {
    const exp_result *r = j->r;
    row->published_before =
        res_published(j->store, "encounters", place, nationality, "", r->before_first, r->before_count) /
        r->before_count;
    row->published_after =
        res_published(j->store, "encounters", place, nationality, "", r->after_first, r->after_count) / r->after_count;
}

static int fill_rows(job *j, int series) {
    exp_result *r = j->r;
    const scn_scenario *s = &j->in.scenario;
    static const int axes[] = {RES_TOTAL, RES_BY_NATIONALITY, RES_BY_PLACE};
    int status = 0;
    r->people = calloc((size_t)r->npeople + 1, sizeof *r->people);
    r->sectors = calloc((size_t)r->nsectors + 1, sizeof *r->sectors);
    if (!r->people || !r->sectors)
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    r->total.name = "";
    for (int axis = 0; status == 0 && axis < 3; axis++) {
        res_table t;
        int n = axis == 0 ? 1 : axis == 1 ? r->npeople : r->nsectors;
        if ((status = res_read(j->store, series, axes[axis], &t)))
            return ctx_fail(j->v, status, "%s: encounters cannot be read", j->db);
        if (t.nplaces * t.nnationalities * t.ngroups != n) {
            res_table_free(&t);
            return ctx_fail(j->v, VADO_ERR_STORE, "%s: is damaged: encounters have other margins than its scenario",
                            j->db);
        }
        for (int i = 0; status == 0 && i < n; i++) {
            exp_row *row = axis == 0 ? &r->total : axis == 1 ? &r->people[i] : &r->sectors[i];
            const char *name = axis == 0 ? "" : axis == 1 ? s->nationalities[i].name : s->sectors[i].name;
            if (axis && keep_text(&r->names, &r->nnames, name)) {
                status = ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
                break;
            }
            row->name = axis ? r->names[r->nnames - 1] : "";
            status = mean_months(j, &t, i, row);
            parts_of(j, axis == 2 ? i : -1, axis == 1 ? i : -1, row);
            published(j, axis == 2 ? name : "", axis == 1 ? name : "", row);
        }
        res_table_free(&t);
    }
    return status;
}

static double a_month(const job *j, const res_table *t, int first, int count) {
    double sum = 0;
    for (int k = 0; k < j->r->members; k++)
        sum += res_value(j->store, t, 0, first - res_month_first(j->store), count, k) / count / j->r->members;
    return sum;
}

static int fill_harm(job *j) {
    exp_result *r = j->r;
    int n = res_series_count(j->store);
    if (!(r->harm = calloc((size_t)n + 1, sizeof *r->harm)))
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; i < n; i++) {
        const mdl_series *s = res_series_at(j->store, i);
        res_table t;
        if (!s->harm || s->sum != SERIES_SUM)
            continue;
        int status = res_read(j->store, i, RES_TOTAL, &t);
        if (status)
            return ctx_fail(j->v, status, "%s: %s cannot be read", j->db, s->name);
        if (keep_text(&r->names, &r->nnames, s->name)) {
            res_table_free(&t);
            return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
        }
        r->harm[r->nharm++] = (exp_harm){r->names[r->nnames - 1], a_month(j, &t, r->before_first, r->before_count),
                                         a_month(j, &t, r->after_first, r->after_count)};
        res_table_free(&t);
    }
    return 0;
}

/* ---- the whole ---- */

/* Is this option (a path, or a name inside policies/) the policy? */
static int is_policy(const char *option, const char *name) {
    const char *base = strrchr(option, '/');
    size_t n = strlen(name);
    base = base ? base + 1 : option;
    return strncmp(base, name, n) == 0 && (base[n] == '\0' || strcmp(base + n, ".csv") == 0);
}

static int no_policy(job *j, const scn_folder *folder) {
    char names[64][128];
    const char *known[64];
    int n = 0;
    for (int i = 0; i < folder->count && n < 64; i++)
        if (strncmp(folder->files[i].name, "policies/", 9) == 0) {
            (void)snprintf(names[n], sizeof names[n], "%.*s", (int)strcspn(folder->files[i].name + 9, "."),
                           folder->files[i].name + 9);
            known[n] = names[n];
            n++;
        }
    const char *near = rep_nearest(j->policy, n, known);
    return ctx_fail(j->v, VADO_ERR_USAGE, SAY_POLICY ": found '%s', expected one of the run's policies/*.csv%s%s%s",
                    j->policy, near ? "; did you mean " : ", which `" SAY_WHATIF_LIST "` shows", near ? near : "",
                    near ? "?" : "");
}

/* Sees to it that the policy is among what is laid over the run, as the store's folder has it. */
static int lay_policy(job *j, const scn_folder *folder, vado_input *in) {
    char name[300];
    for (int i = 0; i < in->npolicies && !j->laid; i++)
        if (is_policy(in->policies[i], j->policy)) {
            j->laid = 1;
            j->layer = i + 1;
        }
    if (j->laid)
        return 0;
    (void)snprintf(name, sizeof name, "policies/%.250s.csv", j->policy);
    const scn_file *file = scn_folder_find(folder, name);
    if (!file)
        return no_policy(j, folder);
    if (!(j->policies = malloc(((size_t)in->npolicies + 1) * sizeof *j->policies)))
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    if (in->npolicies)
        memcpy(j->policies, in->policies, (size_t)in->npolicies * sizeof *j->policies);
    if (keep_text(&j->r->names, &j->r->nnames, name))
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    j->policies[in->npolicies++] = j->r->names[j->r->nnames - 1];
    in->policies = j->policies;
    j->layer = in->npolicies;
    return 0;
}

static int read_store(job *j) {
    db_store store;
    scn_folder folder;
    char words[512];
    int status = res_open(&j->store, j->db, 0, words, sizeof words);
    if (status == 0)
        status = db_open(&store, j->db, 0, words, sizeof words);
    if (status)
        return ctx_fail(j->v, status, "%s", words);
    char *version = sto_meta(&store, "version");
    if (!version || strcmp(version, VADO_VERSION) != 0)
        status = ctx_fail(j->v, VADO_ERR_STORE, "%s: was made by vado %s, this is vado %s: run the scenario again",
                          j->db, version ? version : "?", VADO_VERSION);
    if (status == 0 && (status = rec_read(j->v, &store, j->db, &j->given, &folder)) == 0) {
        vado_input input = j->given.input;
        if (j->policy && (status = lay_policy(j, &folder, &input)))
            scn_folder_free(&folder);
        else
            status = inp_open_folder(j->v, &folder, &input, 1, &j->in);
    }
    free(version);
    db_close(&store);
    if (status)
        return status;
    if (j->in.kind != cor_kind())
        return ctx_fail(j->v, VADO_ERR_USAGE, "%s: found model '%s', expected 'corridor': no other has dated changes",
                        j->db, j->in.kind->name);
    if ((j->r->members = res_members(j->store)) < 1)
        return ctx_fail(j->v, VADO_ERR_STORE, "%s: holds no month of any member: go on with " SAY_RESUME, j->db);
    return 0;
}

static void free_job(job *j) {
    for (int i = 0; i < MODELS; i++) {
        if (j->model[i])
            j->in.kind->close(j->model[i]);
        if (j->scenario[i].values)
            scn_variant_free(&j->scenario[i]);
    }
    cor_latents_free(&j->flat);
    cor_latents_free(&j->still);
    cor_latents_free(&j->moving);
    free(j->chosen);
    free(j->policies);
    free(j->value);
    inp_close(&j->in);
    rec_input_free(&j->given);
    if (j->store)
        res_close(j->store);
}

int exp_run(vado *v, const char *db, const char *event, const char *policy, int threads, exp_result *r) {
    job j;
    memset(&j, 0, sizeof j);
    memset(r, 0, sizeof *r);
    j.v = v;
    j.db = db;
    j.r = r;
    j.policy = policy;
    int status = read_store(&j), series = -1;
    if (status == 0)
        status = policy ? find_policy(&j) : find_event(&j, event);
    if (status == 0)
        status = find_months(&j);
    if (status == 0) {
        const mdl_series *list;
        int n = j.in.kind->series(j.in.model, &list);
        for (j.series = 0; j.series < n && strcmp(list[j.series].name, "encounters") != 0;)
            j.series++;
        r->npeople = j.in.scenario.nnationalities;
        r->nsectors = j.in.scenario.nsectors;
        series = res_series_find(j.store, "encounters");
        if (j.series == n || series < 0 || list[j.series].cells != r->npeople * r->nsectors * DEMO_COUNT)
            status = ctx_fail(v, VADO_ERR_STORE, "%s: holds no encounters by sector, nationality and group", db);
        else if (!(j.value = calloc((size_t)RUNS * (size_t)(r->npeople * r->nsectors) + 1, sizeof *j.value)))
            status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    for (int set = 0; status == 0 && set < MODELS; set++)
        status = make_model(&j, set);
    if (status == 0)
        status = make_latents(&j);
    if (status == 0)
        status = run_all(&j, threads);
    if (status == 0)
        status = fill_rows(&j, series);
    if (status == 0)
        status = fill_harm(&j);
    free_job(&j);
    if (status)
        exp_free(r);
    return status;
}

void exp_free(exp_result *r) {
    for (int i = 0; i < r->nevents; i++)
        free(r->events[i]);
    for (int i = 0; i < r->nnames; i++)
        free(r->names[i]);
    free(r->events);
    free(r->names);
    free(r->people);
    free(r->sectors);
    free(r->harm);
    memset(r, 0, sizeof *r);
}
