/* vado_explain: what `vado explain` prints. */
#include "store/share.h"

#include "scenario/scenario.h"
#include "store/html.h"
#include "store/out.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
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

static void row_of(out_text *o, const exp_row *r, const char *name) {
    const double parts[] = {r->part[EXP_EVENT],  r->part[EXP_OTHER],  r->under_way,
                            r->part[EXP_SEASON], r->part[EXP_LATENT], r->noise};
    out_column(o, name, 20);
    number(o, r->before, 0, 9);
    number(o, r->after, 0, 9);
    number(o, r->after - r->before, 1, 9);
    for (int i = 0; i < 6; i++)
        number(o, parts[i], 1, 9);
    number(o, r->low, 1, 9);
    number(o, r->high, 1, 9);
    number(o, r->published_after - r->published_before, 1, 10);
    out_printf(o, "%5.0f%%\n", 100 * exp_latent_share(r));
}

static void header(out_text *o, const char *title) {
    static const char *const heads[] = {"before", "after",  "change", "event", "other", "under way",
                                        "season", "latent", "noise",  "5%",    "95%"};
    out_put(o, "\n");
    out_column(o, title, 20);
    for (int i = 0; i < 11; i++)
        out_right(o, heads[i], 9);
    out_right(o, "published", 10);
    out_put(o, "latent\n");
}

static void table(out_text *o, const char *title, int n, const exp_row *rows) {
    double all = 0;
    for (int i = 0; i < n; i++)
        all += fabs(rows[i].after - rows[i].before);
    header(o, title);
    for (int i = 0; i < n; i++)
        if (all > 0 && fabs(rows[i].after - rows[i].before) >= much * all)
            row_of(o, &rows[i], rows[i].name);
}

static void months(int first, int count, char out[32]) {
    char a[8], b[8];
    scn_month_format(first, a);
    scn_month_format(first + count - 1, b);
    (void)snprintf(out, 32, "%s%s%s", a, count > 1 ? " to " : "", count > 1 ? b : "");
}

static void say(const exp_result *r, const char *db, out_text *o) {
    char date[11], before[32], after[32], text[HTML_NUMBER], more[HTML_NUMBER];
    scn_date_format(r->day, date);
    months(r->before_first, r->before_count, before);
    months(r->after_first, r->after_count, after);
    out_printf(o, "Encounters around %s in %s. Rows of the schedule that end there: %d; that begin: %d.\n", date, db,
               r->end, r->begin);
    for (int i = 0; i < r->nevents && i < LINES; i++)
        out_printf(o, "  %s\n", r->events[i]);
    if (r->nevents > LINES)
        out_printf(o, "  and %d parameters more\n", r->nevents - LINES);
    out_printf(o,
               "Mean of %s (before) and of %s (after), people a month; mean of %d %s.\n"
               "change = event + other dates + under way (mechanisms) + season + latent + noise. Event, other, season, "
               "latent: Shapley values\n"
               "of 16 fluid central runs; under way: with all four off; noise: members less the central run. 5%% and "
               "95%%: of the change, members.\n",
               before, after, r->members, r->members == 1 ? "member" : "members");
    header(o, "");
    row_of(o, &r->total, "border");
    table(o, "By nationality", r->npeople, r->people);
    table(o, "By sector", r->nsectors, r->sectors);
    const exp_row *t = &r->total;
    double mechanisms = t->part[EXP_EVENT] + t->part[EXP_OTHER] + t->under_way;
    out_put(o, "\nHarm in the same months, a month:");
    for (int i = 0; i < r->nharm; i++)
        out_printf(o, "%s %s %s to %s", i ? "," : "", r->harm[i].name,
                   html_number(floor(r->harm[i].before + 0.5), text), html_number(floor(r->harm[i].after + 0.5), more));
    out_printf(o, "\nMechanisms make %s%s of a change of %s%s people a month at the border. ",
               mechanisms < 0 ? "-" : "+", html_number(floor(fabs(mechanisms) + 0.5), text),
               t->after < t->before ? "-" : "+", html_number(floor(fabs(t->after - t->before) + 0.5), more));
    out_printf(o, "Latent: %.0f%% of all that moved (sizes of parts).\n", 100 * exp_latent_share(t));
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

static void csv_rows(out_text *o, const char *axis, int n, const exp_row *rows) {
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
                            r->low,
                            r->high,
                            r->published_before,
                            r->published_after,
                            exp_latent_share(r)};
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

int vado_explain(vado *v, const char *db, const char *event, int threads, int csv, vado_writer *w, void *user) {
    exp_result r;
    out_text o = {w, user, 0};
    int status = exp_run(v, db, event, threads, &r);
    if (status)
        return status;
    if (access(db, W_OK))
        ctx_note(v, "%s cannot be written: the latents' share is not kept for its report", db);
    else if ((status = shr_keep(v, db, &r))) {
        exp_free(&r);
        return status;
    }
    if (csv) {
        out_put(&o, "axis,name,before,after,change,event,other,under_way,season,latent,noise,low,high,published_before,"
                    "published_after,latent_share\n");
        csv_rows(&o, "border", 1, &r.total);
        csv_rows(&o, "nationality", r.npeople, r.people);
        csv_rows(&o, "sector", r.nsectors, r.sectors);
    } else {
        say(&r, db, &o);
    }
    exp_free(&r);
    return o.failed ? ctx_fail(v, VADO_ERR_FILE, "the output cannot be written") : 0;
}

typedef struct {
    out_text *out;
    int csv;
} teller;

static void tell(void *user, const shr_event *e) {
    teller *t = user;
    char words[SHR_SENTENCE], day[11];
    const double numbers[] = {e->before,    e->after,        e->share,       e->deaths[0],
                              e->deaths[1], e->kidnapped[0], e->kidnapped[1]};
    scn_date_format(e->day, day);
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
    out_put(t->out, "\n");
}

int vado_explain_share(vado *v, const char *db, const char *date, int threads, int csv, vado_writer *w, void *user) {
    out_text o = {w, user, 0};
    teller t = {&o, csv};
    results *r = NULL;
    char words[512];
    int64_t *days = NULL, one;
    if (date && scn_date_parse(date, &one))
        return ctx_fail(v, VADO_ERR_USAGE, "found event '%s', expected a date, YYYY-MM-DD", date);
    int status = res_open(&r, db, 0, words, sizeof words);
    if (status)
        return ctx_fail(v, status, "%s", words);
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
                    "kidnapped_after\n");
    status = shr_make(v, db, n, date ? &one : days, threads, tell, &t);
    free(days);
    return status ? status : o.failed ? ctx_fail(v, VADO_ERR_FILE, "the output cannot be written") : 0;
}
