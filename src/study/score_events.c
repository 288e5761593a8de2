/* Displacement: how the shares of places in the border's encounters moved after dated local events, as it was foretold
 * from the month before, against persistence, which foretells that they stay.
 *
 * 1. An event is a row of a CSV file that somebody hands over: a day, what happened, a place that it is about, a
 * source. Its origin is the month before its month; a scenario without a table that ends there cannot foretell it, and
 * the output says so. No event is left out for what was foretold.
 * 2. Foretold is, of each place, the mean over members of its share of all places less that in the same member's month
 *    of the origin, so a level that is off at the origin is no error of this. What came is the same of published
 *    figures; a month in which a place's is missing is not held against anything.
 * 3. The error is half the sum of |foretold - came| over places, persistence's half the sum of |came|: the share of
 *    people who were met elsewhere than it says. Below 1 vado is better than saying that nothing moves.
 * 4. Beside the events stand all origins that are none's: a model that does as well there has not foretold events.
 */
#include "study/score.h"

#include "scenario/table.h"
#include "study/score_measure.h"
#include "table/results.h"
#include "text/out.h"
#include "text/say.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AHEAD = 3, NUMBERS = 4 };
enum { TOLD, LOW, HIGH, CAME };
static const double ends[2] = {0.1, 0.9}; /* of the interval that is shown */

typedef struct {
    int64_t day;
    const char *what, *place, *source;
} row;

#define AT(field) offsetof(row, field)
static const tab_column columns[] = {
    {"date", COL_DATE, 1, AT(day), 0, 0, 0, NULL, 0},
    {"event", COL_TEXT, 1, AT(what), 0, 0, 0, NULL, 0},
    {"place", COL_TEXT, 0, AT(place), 0, 0, 0, NULL, 0},
    {"source", COL_TEXT, 1, AT(source), 0, 0, 0, NULL, 0},
};
static const tab_schema schema = {"events", sizeof(row), 2, 4, columns};

struct sco_events {
    tab_table table;
    int places;     /* targets 1 to this are places, as score_figures.c lists them */
    double *number; /* [norigins][AHEAD][places][NUMBERS] changes of shares; NAN: not known */
    double *room;
};

static double *number_of(const sco_result *r, int origin, int ahead, int place) {
    const sco_events *e = r->events;
    return &e->number[(((size_t)origin * AHEAD + (size_t)(ahead - 1)) * (size_t)e->places + (size_t)place) * NUMBERS];
}

static int count_places(const sco_result *r) {
    int n = 0;
    for (int i = 0; i < r->figures.n; i++)
        n += r->figures.target[i].margin == FCT_PLACE;
    return n;
}

static const char *place_name(const sco_result *r, int place) { return r->figures.target[1 + place].name; }

/* ---- reading ---- */

static void check_places(const sco_result *r, const tab_table *t, rep_report *rep) {
    for (int i = 0; i < t->nrows; i++) {
        const row *x = tab_row(t, i);
        int known = x->place[0] == '\0';
        for (int k = 0; k < r->events->places; k++)
            known |= strcmp(x->place, place_name(r, k)) == 0;
        txt_pos at = tab_at(t, i, "place");
        if (!known)
            rep_add(rep, REP_ERROR, t->label, at.line, at.column, txt_show(x->place).text, NULL, "%s",
                    "a place whose figures " SAY_SCORE " scores, or nothing");
    }
}

int sco_events_read(sco_result *r, const char *path) {
    char *text = NULL;
    size_t length = 0;
    rep_report rep;
    if (!path)
        return 0;
    if (scn_read_file(path, &text, &length))
        return ctx_fail(r->v, errno == ENOMEM ? VADO_ERR_MEMORY : VADO_ERR_FILE, "%s: cannot be read: %s", path,
                        strerror(errno));
    sco_events *e = r->events = calloc(1, sizeof *e);
    rep_init(&rep);
    int lost = e == NULL;
    if (e) {
        e->places = count_places(r);
        size_t n = (size_t)r->norigins * AHEAD * (size_t)e->places * NUMBERS;
        e->number = malloc((n + 1) * sizeof *e->number);
        for (size_t i = 0; e->number && i < n; i++)
            e->number[i] = NAN;
        lost = !e->number || tab_read(&e->table, &schema, text, length, path, NULL, &r->texts, &rep) ||
               tab_sort(&e->table, &rep);
    }
    if (!lost && e->table.loaded)
        check_places(r, &e->table, &rep);
    int status = ctx_report(r->v, &rep);
    if (status == 0 && lost)
        status = ctx_fail(r->v, VADO_ERR_MEMORY, "out of memory");
    rep_free(&rep);
    free(text);
    return status;
}

void sco_events_free(sco_result *r) {
    if (!r->events)
        return;
    tab_free(&r->events->table);
    free(r->events->number);
    free(r->events->room);
    free(r->events);
    r->events = NULL;
}

/* ---- what was foretold and what came ---- */

static double share_of(const sco_result *r, const fct_result *f, int place, int month, int member) {
    double own = 0, all = 0;
    for (int k = 0; k < r->events->places; k++) {
        int t = sco_foretold(f, &r->figures.target[1 + k]);
        double x = t < 0 ? NAN : fct_values(f, t, month)[member];
        all += x;
        own = k == place ? x : own;
    }
    return all > 0 ? own / all : NAN;
}

static double published_share(const sco_result *r, int place, int month) {
    double own = 0, all = 0;
    for (int k = 0; k < r->events->places; k++) {
        double x = exp(sco_figure(&r->figures, 1 + k, month)) - 1;
        all += x;
        own = k == place ? x : own;
    }
    return all > 0 ? own / all : NAN; /* NAN if one is missing */
}

int sco_events_take(const sco_result *r, const fct_result *f, int at) {
    sco_events *e = r->events;
    if (!e)
        return 0;
    if (!e->room && !(e->room = calloc((size_t)f->members + 1, sizeof *e->room)))
        return ctx_fail(r->v, VADO_ERR_MEMORY, "out of memory");
    for (int ahead = 1; ahead <= AHEAD && ahead < f->months; ahead++)
        for (int place = 0; place < e->places; place++) {
            double *x = number_of(r, at, ahead, place), sum = 0;
            for (int m = 0; m < f->members; m++)
                sum += e->room[m] = share_of(r, f, place, ahead, m) - share_of(r, f, place, 0, m);
            x[TOLD] = sum / f->members;
            if (res_ascending(e->room, f->members) == f->members)
                for (int i = 0; i < 2; i++)
                    x[LOW + i] = res_quantile(e->room, f->members, ends[i]);
            x[CAME] = published_share(r, place, r->origin[at] + ahead) - published_share(r, place, r->origin[at]);
        }
    return 0;
}

/* Half the sums over places; 0 if something is not known. */
static int errors_of(const sco_result *r, int origin, int ahead, double *own, double *stay) {
    *own = *stay = 0;
    for (int place = 0; origin >= 0 && place < r->events->places; place++) {
        const double *x = number_of(r, origin, ahead, place);
        *own += 0.5 * fabs(x[TOLD] - x[CAME]);
        *stay += 0.5 * fabs(x[CAME]);
    }
    return origin >= 0 && r->events->places > 0 && !isnan(*own + *stay);
}

/* ---- telling ---- */

typedef struct {
    const sco_result *r;
    out_text out;
    double *own, *stay; /* [most] errors that go into one ratio */
    int n, csv, lost, of;
} telling;

static int origin_of(const sco_result *r, const row *x) {
    for (int i = 0; i < r->norigins; i++)
        if (r->origin[i] == month_of_day(x->day) - 1)
            return i;
    return -1;
}

/* Is an event's place foretold to move as it came, and by how much? Its number among places; -1: it names none. */
static int named(const sco_result *r, const row *x) {
    for (int k = 0; k < r->events->places; k++)
        if (strcmp(place_name(r, k), x->place) == 0)
            return k;
    return -1;
}

static const char *policy_word(const sco_result *r) { return r->ask.policy_known ? "known" : "unknown"; }

static void csv_numbers(telling *t, size_t n, const double *numbers) {
    for (size_t i = 0; i < n; i++) {
        out_put(&t->out, ",");
        out_number(&t->out, numbers[i]);
    }
}

static void csv_place(telling *t, const char *event, const char *month, int ahead, int origin, int place,
                      int is_named) {
    const double *x = number_of(t->r, origin, ahead, place);
    out_csv(&t->out, event);
    out_printf(&t->out, ",%s,%d,", month, ahead);
    out_csv(&t->out, place_name(t->r, place));
    out_printf(&t->out, ",%d", is_named);
    const double numbers[] = {x[CAME], x[TOLD], x[LOW], x[HIGH], fabs(x[TOLD] - x[CAME]), fabs(x[CAME])};
    csv_numbers(t, sizeof numbers / sizeof *numbers, numbers);
    out_printf(&t->out, ",,,,%s\n", policy_word(t->r));
}

static void csv_whole(telling *t, const char *event, const char *month, int ahead, double own, double stay, double low,
                      double high) {
    out_csv(&t->out, event);
    out_printf(&t->out, ",%s,%d,,0,,,,", month, ahead);
    const double numbers[] = {own, stay, own / stay, low, high};
    csv_numbers(t, sizeof numbers / sizeof *numbers, numbers);
    out_printf(&t->out, ",%s\n", policy_word(t->r));
}

static void text_one(telling *t, const row *x, int ahead, int origin, double own, double stay) {
    int place = named(t->r, x);
    out_printf(&t->out, "  %d  %.3f  %.3f  %.2f%s", ahead, own, stay, own / stay, own > stay ? " loses" : "      ");
    if (place >= 0) {
        const double *n = number_of(t->r, origin, ahead, place);
        out_printf(&t->out, "  %s: came %+.3f, foretold %+.3f (%+.3f to %+.3f)", x->place, n[CAME], n[TOLD], n[LOW],
                   n[HIGH]);
    }
    out_put(&t->out, "\n");
}

static void tell_event(telling *t, const row *x) {
    int origin = origin_of(t->r, x);
    char day[11], month[8];
    day_format(x->day, day);
    month_format(month_of_day(x->day) - 1, month);
    if (!t->csv)
        out_printf(&t->out, "\n%s %s [%s]\n", day, x->what, x->source);
    if (!t->csv && origin < 0)
        out_printf(&t->out, "  not scored: no table of latents ends with %s\n", month);
    for (int ahead = 1; ahead <= AHEAD; ahead++) {
        double own, stay;
        if (!errors_of(t->r, origin, ahead, &own, &stay))
            continue;
        t->of++;
        t->lost += own > stay;
        for (int place = 0; t->csv && place < t->r->events->places; place++)
            csv_place(t, x->what, month, ahead, origin, place, place == named(t->r, x));
        if (t->csv)
            csv_whole(t, x->what, month, ahead, own, stay, NAN, NAN);
        else
            text_one(t, x, ahead, origin, own, stay);
    }
}

/* Has the origin an event? */
static int is_before_event(const sco_result *r, int origin) {
    for (int i = 0; i < r->events->table.nrows; i++)
        if (origin_of(r, tab_row(&r->events->table, i)) == origin)
            return 1;
    return 0;
}

/* Events, or the other origins, together: each origin once. 0, or -1 without memory. */
static int tell_all(telling *t, int of_events) {
    static const char *const words[] = {"other origins", "all events"};
    for (int ahead = 1; ahead <= AHEAD; ahead++) {
        double own = 0, stay = 0, low, high;
        t->n = 0;
        for (int i = 0; i < t->r->norigins; i++)
            if (is_before_event(t->r, i) == of_events && errors_of(t->r, i, ahead, &t->own[t->n], &t->stay[t->n])) {
                own += t->own[t->n];
                stay += t->stay[t->n++];
            }
        if (t->n == 0)
            continue;
        int block = of_events ? 1 : msr_block(t->n);
        if (msr_interval(t->n, t->own, t->stay, block, SCO_DRAWS, SCO_SEED, &low, &high))
            return -1;
        if (t->csv) {
            csv_whole(t, words[of_events], "", ahead, own / t->n, stay / t->n, low, high);
            continue;
        }
        out_printf(&t->out, "%s  %d  %.3f  %.3f  %.2f%s",
                   ahead == 1 ? (of_events ? "\nall events, " : "\nother origins, ") : "", ahead, own / t->n,
                   stay / t->n, own / stay, own > stay ? " loses" : "      ");
        if (!isnan(low))
            out_printf(&t->out, "  (%.2f to %.2f)", low, high);
        out_printf(&t->out, "  of %d origin%s\n", t->n, t->n == 1 ? "" : "s");
    }
    return 0;
}

static const char explained[] =
    "\nDisplacement: how shares of places in the border's encounters moved from the month before an event to 1, 2 and "
    "3\n"
    "months after it. Columns: months ahead; vado's error, half the sum over places of |foretold - came|; "
    "persistence's,\n"
    "which foretells that nothing moves; vado's over persistence's, below 1 is better. Of the place that an event is "
    "about:\nwhat came, and what the members foretold, mean and 10 to 90%. Other origins: months before none of "
    "these.\n";

int sco_events_write(const sco_result *r, int csv, vado_writer *write, void *user) {
    telling t = {.r = r, .out = {write, user, 0}, .csv = csv};
    const tab_table *table = &r->events->table;
    t.own = calloc((size_t)r->norigins + 1, sizeof *t.own);
    t.stay = calloc((size_t)r->norigins + 1, sizeof *t.stay);
    int lost = !t.own || !t.stay;
    out_put(&t.out,
            csv ? "event,origin,ahead,place,named,came,foretold,low,high,error,persistence,over,over_low,over_high,"
                  "policy\n"
                : explained);
    for (int i = 0; !lost && i < table->nrows; i++)
        tell_event(&t, tab_row(table, i));
    for (int of_events = 1; !lost && of_events >= 0; of_events--)
        lost = tell_all(&t, of_events) != 0;
    if (!csv)
        out_printf(&t.out,
                   "\nvado loses at %d of %d events by months ahead. Where people are met says nothing of what they "
                   "suffer there.\n",
                   t.lost, t.of);
    free(t.own);
    free(t.stay);
    if (lost)
        return ctx_fail(r->v, VADO_ERR_MEMORY, "out of memory");
    return t.out.failed ? ctx_fail(r->v, VADO_ERR_FILE, "the output cannot be written") : 0;
}
