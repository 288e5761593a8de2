/* vado_explain: what `vado explain` prints. */
#include "study/explain_share.h"

#include "scenario/scenario.h"
#include "study/studies.h"
#include "study/whatif.h"
#include "table/layers.h"
#include "text/html.h"
#include "text/out.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINES = 12 };
static const double much = 0.05; /* of all that moves in a table: below this a row is left to --csv */

static void number(out_text *o, double x, int signs, int width) {
    char text[HTML_NUMBER], out[HTML_NUMBER + 2];
    if (isnan(x)) {
        out_right(o, "-", width);
        return;
    }
    double whole = floor(fabs(x) + 0.5);
    (void)snprintf(out, sizeof out, "%s%s",
                   x < 0 && whole > 0   ? "-"
                   : signs && whole > 0 ? "+"
                                        : "",
                   html_number(whole, text));
    out_right(o, out, width);
}

static void row_of(out_text *o, const exp_row *r, const char *name, int members) {
    const double parts[] = {r->part[EXP_EVENT],  r->part[EXP_OTHER],  r->under_way,
                            r->part[EXP_SEASON], r->part[EXP_LATENT], r->noise};
    out_column(o, name, 20);
    number(o, r->before, 0, 9);
    number(o, r->after, 0, 9);
    number(o, r->after - r->before, 1, 9);
    for (int i = 0; i < 6; i++)
        number(o, parts[i], 1, 9);
    number(o, res_has_range(members) ? r->low : NAN, 1, 9);
    number(o, res_has_range(members) ? r->high : NAN, 1, 9);
    number(o, r->published_after - r->published_before, 1, 10);
    out_printf(o, "%5.0f%%\n", 100 * exp_latent_share(r));
}

static void header(out_text *o, const char *title, int members) {
    int range = res_has_range(members);
    const char *const heads[] = {"before",
                                 "after",
                                 "change",
                                 "event",
                                 "other",
                                 "under way",
                                 "season",
                                 "latent",
                                 "noise",
                                 range ? res_low_word(members) : "",
                                 range ? res_high_word(members) : ""};
    out_put(o, "\n");
    out_column(o, title, 20);
    for (int i = 0; i < 11; i++)
        out_right(o, heads[i], 9);
    out_right(o, "published", 10);
    out_put(o, "latent\n");
}

static int shown(int n, const exp_row *rows, int i) {
    double all = 0;
    for (int k = 0; k < n; k++)
        all += fabs(rows[k].after - rows[k].before);
    return all > 0 && fabs(rows[i].after - rows[i].before) >= much * all;
}

static void table(out_text *o, const char *title, int n, const exp_row *rows, int members) {
    header(o, title, members);
    for (int i = 0; i < n; i++)
        if (shown(n, rows, i))
            row_of(o, &rows[i], rows[i].name, members);
}

/* "event -30,000, latent +28,000, ..." of the parts larger than the change itself. */
static void large_parts(out_text *o, const exp_row *r) {
    static const char *const names[] = {"event", "other", "under way", "season", "latent", "noise"};
    const double parts[] = {r->part[EXP_EVENT],  r->part[EXP_OTHER],  r->under_way,
                            r->part[EXP_SEASON], r->part[EXP_LATENT], r->noise};
    char text[HTML_NUMBER];
    int some = 0;
    for (int i = 0; i < 6; i++)
        if (fabs(parts[i]) >= 1 && fabs(parts[i]) > fabs(r->after - r->before))
            out_printf(o, "%s %s %s%s", some++ ? "," : "", names[i], parts[i] < 0 ? "-" : "+",
                       html_number(floor(fabs(parts[i]) + 0.5), text));
}

/* Parts that are large beside the change cancel each other: said in words, for the border and the rows shown. */
static void offsetting(out_text *o, const exp_result *r) {
    double times = exp_offsetting(&r->total);
    int some = 0;
    if (times >= EXP_OFFSETTING) {
        if (isfinite(times))
            out_printf(
                o, "PARTS OFFSET EACH OTHER: their sizes are together %.0f times the change. Larger than it:", times);
        else
            out_put(o, "PARTS OFFSET EACH OTHER: nothing changes, and yet there are");
        large_parts(o, &r->total);
        out_put(o, ".\nThe small change is the balance of large ones: none of them may be read alone.\n");
    }
    for (int axis = 0; axis < 2; axis++) {
        int n = axis ? r->nsectors : r->npeople;
        const exp_row *rows = axis ? r->sectors : r->people;
        for (int i = 0; i < n; i++)
            if (shown(n, rows, i) && exp_offsetting(&rows[i]) >= EXP_OFFSETTING)
                out_printf(o, "%s%s (%.0f times)",
                           some++ ? ", " : "Parts offset each other, in sizes beside the change: ", rows[i].name,
                           exp_offsetting(&rows[i]));
    }
    out_put(o, some ? ".\n" : "");
}

/* Deaths and the like: a change no larger than chance is not left to be read as one. */
static void harm_line(out_text *o, const exp_result *r) {
    char text[HTML_NUMBER], more[HTML_NUMBER];
    int some = 0;
    out_put(o, "\nHarm in the same months, a month:");
    for (int i = 0; i < r->nharm; i++) {
        const exp_harm *h = &r->harm[i];
        int chance = fabs(h->after - h->before) <
                     lay_chance_of_counts(h->before / r->before_count + h->after / r->after_count, r->members);
        some |= chance;
        out_printf(o, "%s %s %s to %s%s", i ? "," : "", h->name, html_number(floor(h->before + 0.5), text),
                   html_number(floor(h->after + 0.5), more), chance ? " (chance)" : "");
    }
    out_put(o, some ? ".\n(chance): no more than counts as small as these differ by without a cause.\n" : "\n");
}

/* The same measure at other dates: those of a policy of the scenario which undoes rows that begin or end on the day. */
static int other_dates(vado *v, const exp_result *r, const char *db, out_text *o) {
    results *store = NULL;
    char words[512];
    int status = res_open(&store, db, 0, words, sizeof words);
    if (status)
        return ctx_fail(v, status, "%s", words);
    for (int i = 0; i < res_file_count(store); i++) {
        whf_policy policy;
        char dates[512] = "", date[11];
        const scn_file *f = res_file_at(store, i);
        int64_t *days = NULL;
        int others = 0, here = 0, n = whf_policy_of(f, "", "", &policy) == 1 ? shr_measure(store, f, &days) : 0;
        for (int k = 0; k < n; k++) {
            size_t had = strlen(dates);
            here |= days[k] == r->day;
            if (days[k] == r->day || others++ >= LINES)
                continue;
            day_format(days[k], date);
            snprintf(dates + had, sizeof dates - had, "%s%s", had ? ", " : "", date);
        }
        if (here && others)
            out_printf(o,
                       "One date of several: the measure that policies/%s.csv undoes changes also on %s%s.\n"
                       "  All its dates together: vado explain %s --policy %s\n",
                       policy.name, dates, others > LINES ? " and later" : "", db, policy.name);
        free(days);
    }
    res_close(store);
    return 0;
}

static void months(int first, int count, char out[32]) {
    char a[8], b[8];
    month_format(first, a);
    month_format(first + count - 1, b);
    (void)snprintf(out, 32, "%s%s%s", a, count > 1 ? " to " : "", count > 1 ? b : "");
}

static void say_policy(const exp_result *r, const char *policy, const char *db, out_text *o) {
    char date[11];
    day_format(r->day, date);
    out_printf(o, "Encounters around policy %s, all its dates together, from %s on, in %s.\n%s\n", policy, date, db,
               r->policy == EXP_POLICY_LAID ? "The run has it: event is what it does."
                                            : "The run has it not: event is what it would take away, so that with it "
                                              "the change would be without the event.");
}

/* The number of vado whatif: months to the end, with the policy and without, all else as it is. */
static void say_all(const exp_result *r, const char *policy, out_text *o) {
    char span[32], a[HTML_NUMBER], b[HTML_NUMBER], d[HTML_NUMBER];
    double with = r->all[r->policy == EXP_POLICY_ABSENT], without = r->all[r->policy != EXP_POLICY_ABSENT];
    if (r->policy == EXP_POLICY_NONE)
        return;
    months(r->after_first, r->all_count, span);
    out_printf(
        o,
        "With %s and without, all else as it is, in %s (fluid central runs; vado whatif tells the same number of "
        "such, and of members their mean):\n"
        "  encounters between ports %s with it, %s without: %s %s.\n",
        policy, span, html_number(floor(with + 0.5), a), html_number(floor(without + 0.5), b),
        html_number(floor(fabs(with - without) + 0.5), d), with < without ? "fewer" : "more");
}

static void say(const exp_result *r, const char *policy, const char *db, out_text *o) {
    char date[11], before[32], after[32], text[HTML_NUMBER], more[HTML_NUMBER], range[RES_WORDS];
    int some = res_has_range(r->members);
    day_format(r->day, date);
    months(r->before_first, r->before_count, before);
    months(r->after_first, r->after_count, after);
    if (policy)
        say_policy(r, policy, db, o);
    else
        out_printf(o, "Encounters around %s in %s. Rows of the schedule that end there: %d; that begin: %d.\n", date,
                   db, r->end, r->begin);
    for (int i = 0; i < r->nevents && i < LINES; i++)
        out_printf(o, "  %s\n", r->events[i]);
    if (r->nevents > LINES)
        out_printf(o, "  and %d parameters more\n", r->nevents - LINES);
    out_printf(
        o,
        "Mean of %s (before) and of %s (after), people a month; mean of %d %s.\n"
        "change = event + other dates + under way (mechanisms) + season + latent + noise. Event, other, season, "
        "latent: Shapley values\n"
        "of 16 fluid central runs; under way: with all four off, and the latents held from half a year before on; "
        "latent: with\n"
        "what of theirs was under way; noise: members less the central run.%s%s%s\n",
        before, after, r->members, r->members == 1 ? "member" : "members", some ? " Interval of the change: " : "",
        res_range_words(r->members, range), some ? " members." : "");
    header(o, "", r->members);
    row_of(o, &r->total, "border", r->members);
    table(o, "By nationality", r->npeople, r->people, r->members);
    table(o, "By sector", r->nsectors, r->sectors, r->members);
    const exp_row *t = &r->total;
    double mechanisms = t->part[EXP_EVENT] + t->part[EXP_OTHER] + t->under_way;
    harm_line(o, r);
    out_printf(o, "Mechanisms make %s%s of a change of %s%s people a month at the border. ", mechanisms < 0 ? "-" : "+",
               html_number(floor(fabs(mechanisms) + 0.5), text), t->after < t->before ? "-" : "+",
               html_number(floor(fabs(t->after - t->before) + 0.5), more));
    out_printf(o, "Latent: %.0f%% of all that moved (sizes of parts); of its %s%s were %s%s under way already.\n",
               100 * exp_latent_share(t), t->part[EXP_LATENT] < 0 ? "-" : "+",
               html_number(floor(fabs(t->part[EXP_LATENT]) + 0.5), text), t->latent_before < 0 ? "-" : "+",
               html_number(floor(fabs(t->latent_before) + 0.5), more));
    offsetting(o, r);
    say_all(r, policy, o);
    if (exp_latent_share(t) > EXP_LATENT_MUCH)
        out_printf(o,
                   "MORE THAN %.0f%% IS LATENT: what happened around this event was to that extent fitted, not "
                   "explained. A what-if that touches it\n"
                   "moves only the rest.\n",
                   100 * EXP_LATENT_MUCH);
    out_put(o,
            "Rows that move less than 5% of their table are in --csv. Latents are fitted: that the change agrees with "
            "the published one proves nothing.\n"
            "Encounters count what agents record, not people's good: see docs/responsible-use.md.\n");
}

static void csv_rows(out_text *o, const char *axis, int n, const exp_row *rows, int members) {
    for (int i = 0; i < n; i++) {
        const exp_row *r = &rows[i];
        const double x[] = {r->before,
                            r->after,
                            r->after - r->before,
                            r->part[EXP_EVENT],
                            r->part[EXP_OTHER],
                            r->under_way,
                            r->part[EXP_SEASON],
                            r->part[EXP_LATENT],
                            r->noise,
                            res_has_range(members) ? r->low : NAN,
                            res_has_range(members) ? r->high : NAN,
                            r->published_before,
                            r->published_after,
                            exp_latent_share(r),
                            r->latent_before};
        out_printf(o, "%s,", axis);
        out_csv(o, r->name);
        for (size_t k = 0; k < sizeof x / sizeof *x; k++) {
            out_put(o, ",");
            if (isfinite(x[k]))
                out_number(o, x[k]);
        }
        out_put(o, "\n");
    }
}

static int keep(vado *v, const char *db, const exp_result *r) {
    if (r->part_of_day || access(db, W_OK) == 0)
        return shr_keep(v, db, r);
    ctx_note(v, "%s cannot be written: the latents' share is not kept for its report", db);
    return 0;
}

static int explain(vado *v, const char *db, const char *event, const char *policy, int threads, int csv, out_text *o) {
    exp_result r;
    int status = exp_run(v, db, event, policy, threads, NULL, &r);
    if (status)
        return status;
    status = keep(v, db, &r);
    if (status == 0 && csv) {
        out_put(o, "axis,name,before,after,change,event,other,under_way,season,latent,noise,low,high,published_before,"
                   "published_after,latent_share,latent_under_way\n");
        csv_rows(o, "border", 1, &r.total, r.members);
        csv_rows(o, "nationality", r.npeople, r.people, r.members);
        csv_rows(o, "sector", r.nsectors, r.sectors, r.members);
    } else if (status == 0) {
        say(&r, policy, db, o);
        if (!policy)
            status = other_dates(v, &r, db, o);
    }
    exp_free(&r);
    return status ? status : o->failed ? ctx_fail(v, VADO_ERR_FILE, "the output cannot be written") : 0;
}

int std_explain(vado *v, const char *db, const char *event, int threads, int csv, vado_writer *w, void *user) {
    out_text o = {w, user, 0};
    return explain(v, db, event, NULL, threads, csv, &o);
}

int std_explain_policy(vado *v, const char *db, const char *policy, int threads, int csv, vado_writer *w, void *user) {
    out_text o = {w, user, 0};
    return explain(v, db, NULL, policy, threads, csv, &o);
}

typedef struct {
    out_text *out;
    int csv;
    char input[72]; /* hash of the run's input: who reads the table knows which run it is of */
} teller;

static void tell(void *user, const shr_event *e) {
    teller *t = user;
    char words[SHR_SENTENCE], day[11];
    const double numbers[] = {e->before,    e->after,        e->share,       e->deaths[0],
                              e->deaths[1], e->kidnapped[0], e->kidnapped[1]};
    day_format(e->day, day);
    if (!t->csv) {
        out_printf(t->out, "%s%s; deaths a month %.0f before, %.0f after; kidnapped %.0f, %.0f\n",
                   shr_sentence(e, words), shr_much(e) ? " (MORE THAN 30%)" : "", e->deaths[0], e->deaths[1],
                   e->kidnapped[0], e->kidnapped[1]);
        return;
    }
    out_printf(t->out, "%s,%s,%d", day, e->parameter, e->others);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        out_put(t->out, ",");
        out_number(t->out, numbers[i]);
    }
    out_printf(t->out, ",%s\n", t->input);
}

int std_explain_share(vado *v, const char *db, const char *date, int threads, int csv, vado_writer *w, void *user) {
    out_text o = {w, user, 0};
    teller t = {&o, csv, ""};
    results *r = NULL;
    char words[512];
    int64_t *days = NULL, one;
    pst_past *past;
    if (date && day_parse(date, &one))
        return ctx_fail(v, VADO_ERR_USAGE, "found event '%s', expected a date, YYYY-MM-DD", date);
    int status = res_open(&r, db, 0, words, sizeof words);
    if (status)
        return ctx_fail(v, status, "%s", words);
    snprintf(t.input, sizeof t.input, "%s", res_meta(r, "input_hash"));
    int n = date ? 1 : shr_days(r, &days);
    if (n < 0)
        status = ctx_fail(v, VADO_ERR_MEMORY, "%s: its schedule.csv cannot be read", db);
    if ((status = res_end(v, r, db, status))) {
        free(days);
        return status;
    }
    if (!date)
        ctx_note(v, "%d days of the schedule; those not kept yet take some seconds each", n);
    if (csv)
        out_put(&o, "day,parameter,others,before,after,latent_share,deaths_before,deaths_after,kidnapped_before,"
                    "kidnapped_after,input_hash\n");
    past = pst_open((size_t)PST_MEGABYTES << 20);
    status = !past ? ctx_fail(v, VADO_ERR_MEMORY, "out of memory")
                   : shr_make(v, db, n, date ? &one : days, threads, past, tell, &t);
    pst_close(past);
    free(days);
    return status ? status : o.failed ? ctx_fail(v, VADO_ERR_FILE, "the output cannot be written") : 0;
}
