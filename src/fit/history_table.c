/* The stage `history` as lines: the table of errors, the border by month, and which row is nearer in what.
 *
 * The sentences are made from the numbers of the run and only compare; what they mean is for the reader.
 */
#include "fit/history.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MEASURES = 4 + UNSEEN_COUNT, WIDTH = 12 };

static const char *const names[MEASURES] = {"border total",         "nationality-months", "sector shares",
                                            "nationality by place", "gap crossings",      "events on the way",
                                            "known got-aways",      "repeat share"};
static const char *const heads[2][MEASURES] = {
    {"border", "nationality", "sector", "nationality", "gap", "way", "known", "repeat"},
    {"total", "months", "shares", "by place", "crossings", "events", "got-aways", "share"}};
static const char *const labels[ROW_COUNT] = {"1  latents fitted", "2  latents frozen", "3  null model",
                                              "3b persistence"};
static const char *const short_names[ROW_COUNT] = {"fitted (row 1)", "mechanisms (row 2)", "null (row 3)",
                                                   "persistence (row 3b)"};

static void list_of(const fit_row_errors *e, double out[MEASURES]) {
    double encounters[] = {e->total, e->people, e->sector, e->where};
    memcpy(out, encounters, sizeof encounters);
    memcpy(out + 4, e->unseen, sizeof e->unseen);
}

/* What is compared: an error, or the log of simulated over published. */
static double size_of(double x, int measure) {
    return measure < 4 ? x : x > 0 ? fabs(det_log(x)) : x == 0 ? INFINITY : NAN;
}

static void number(char out[24], double x, int decimals) {
    if (isnan(x))
        (void)snprintf(out, 24, "-");
    else
        (void)snprintf(out, 24, "%.*f", decimals, x);
}

static void column(char *line, size_t size, const char *text) {
    size_t n = strlen(line);
    (void)snprintf(line + n, size - n, "%*s", WIDTH, text);
}

static void start_line(char *line, size_t size, const char *label) { (void)snprintf(line, size, "%-20s", label); }

static int say_heads(const fit_job *job) {
    int status = 0;
    for (int k = 0; !status && k < 2; k++) {
        char line[256];
        start_line(line, sizeof line, "");
        for (int i = 0; i < MEASURES; i++)
            column(line, sizeof line, heads[k][i]);
        status = fit_say(job, "%s", line);
    }
    return status;
}

static int say_row(const fit_job *job, const fit_history *h, fit_row_kind k) {
    fit_row_errors e;
    double x[MEASURES];
    char line[256], text[24];
    fit_history_errors(h, k, &e);
    list_of(&e, x);
    start_line(line, sizeof line, labels[k]);
    for (int i = 0; i < MEASURES; i++) {
        number(text, x[i], i < 4 ? 3 : 2);
        column(line, sizeof line, text);
    }
    return fit_say(job, "%s", line);
}

/* The figures themselves where a column is of one figure, and the months that have one. */
static int say_published(const fit_job *job, const fit_history *h) {
    char line[2][256], text[24];
    const fit_targets *g = &h->seen;
    double sum = 0;
    int count[4] = {0};
    for (int t = h->first - g->first; t < g->months; t++) {
        double sectors = 0;
        int people = 0;
        for (int k = 0; k < h->sectors; k++)
            sectors += g->sector[k * g->months + t];
        for (int n = 0; n < h->people; n++)
            people |= !isnan(g->nationality[n * g->months + t]);
        sum += isnan(g->total[t]) ? 0 : g->total[t];
        count[0] += !isnan(g->total[t]);
        count[1] += people;
        count[2] += !isnan(sectors);
    }
    count[3] = h->where.seen;
    start_line(line[0], sizeof line[0], "published");
    start_line(line[1], sizeof line[1], "in months");
    for (int i = 0; i < MEASURES; i++) {
        const fit_cover *c = &h->cover[i < 4 ? 0 : i - 4];
        number(text, i == 0 && count[0] ? sum : i < 4 ? NAN : c->value, i == 4 + UNSEEN_REPEAT ? 2 : 0);
        column(line[0], sizeof line[0], text);
        (void)snprintf(text, sizeof text, "%d", i < 4 ? count[i] : c->months);
        column(line[1], sizeof line[1], text);
    }
    int status = fit_say(job, "%s", line[0]);
    return status ? status : fit_say(job, "%s", line[1]);
}

static int say_border(const fit_job *job, const fit_history *h) {
    int status = fit_say(job, "border total    published       row 1       row 2       row 3      row 3b");
    for (int t = 0; !status && t < h->months; t++) {
        char line[256], text[24], month[8];
        month_format(h->first + t, month);
        (void)snprintf(line, sizeof line, "%-13s", month);
        number(text, h->seen.total[h->first - h->seen.first + t], 0);
        column(line, sizeof line, text);
        for (int k = 0; k < ROW_COUNT; k++) {
            number(text, h->row[k].total[t], 0);
            column(line, sizeof line, text);
        }
        status = fit_say(job, "%s", line);
    }
    return status;
}

static void append(char *line, size_t size, const char *word, const char *between) {
    size_t n = strlen(line);
    (void)snprintf(line + n, size - n, "%s%s", n ? between : "", word);
}

/* Two rows in all columns that both have. */
static int say_pair(const fit_job *job, const fit_history *h, fit_row_kind p, fit_row_kind q) {
    fit_row_errors e[2];
    double x[2][MEASURES];
    char values[384] = "", nearer[2][200] = {"", ""}, part[96];
    fit_history_errors(h, p, &e[0]);
    fit_history_errors(h, q, &e[1]);
    list_of(&e[0], x[0]);
    list_of(&e[1], x[1]);
    for (int i = 0; i < MEASURES; i++) {
        double a = size_of(x[0][i], i), b = size_of(x[1][i], i);
        if (isnan(a) || isnan(b))
            continue;
        (void)snprintf(part, sizeof part, "%s %.*f against %.*f", names[i], i < 4 ? 3 : 2, x[0][i], i < 4 ? 3 : 2,
                       x[1][i]);
        append(values, sizeof values, part, ", ");
        if (a != b)
            append(nearer[a > b], sizeof nearer[0], names[i], ", ");
    }
    int status = fit_say(job, "%s against %s: %s", short_names[p], short_names[q],
                         values[0] ? values : "no column that both have");
    for (int k = 0; !status && values[0] && k < 2; k++)
        status = fit_say(job, "  nearer to published in %s: %s", short_names[k ? q : p],
                         nearer[k][0] ? nearer[k] : "nothing");
    return status;
}

static int say_notes(const fit_job *job, const fit_history *h) {
    const fit_errors *f = &h->frozen.errors;
    char first[8], cut[8], null_errors[2][24], frozen_errors[2][24];
    month_format(h->first, first);
    month_format(h->first - 1, cut);
    number(frozen_errors[0], f->total, 3);
    number(frozen_errors[1], f->people, 3);
    number(null_errors[0], h->null_total, 3);
    number(null_errors[1], h->null_people, 3);
    const char *lines[] = {
        "border total: root of the mean square log error by month; nationality-months: weighted mean |log error|;",
        !h->where.seen ? "shares: half the sum of |share - published share|;"
        : h->where.states
            ? "shares: half the sum of |share - published share|; by place: of each nationality over states, with "
              "ports;"
            : "shares: half the sum of |share - published share|; by place: of each nationality over sectors;",
        "the other columns: simulated / published, over the months that are published. -: the row makes no such thing,",
        "or nothing is published. Row 1 was fitted to the first three columns (and in part to tables by place)."};
    int status = 0;
    for (size_t i = 0; !status && i < sizeof lines / sizeof lines[0]; i++)
        status = fit_say(job, "%s", lines[i]);
    if (!status)
        status =
            fit_say(job,
                    "Rows 2, 3 and 3b saw no figure after %s; row 2 has the schedule's dated events, rows 3 and 3b "
                    "do not.",
                    cut);
    if (!status)
        status = fit_say(job,
                         "On the months before %s, to which both were fitted: border total row 2 %s, row 3 %s; "
                         "nationality-months row 2 %s, row 3 %s",
                         first, frozen_errors[0], null_errors[0], frozen_errors[1], null_errors[1]);
    return status;
}

int fit_history_say(const fit_job *job, const fit_history *h) {
    char first[8], last[8], cut[8];
    month_format(h->first, first);
    month_format(h->first + h->months - 1, last);
    month_format(h->first - 1, cut);
    int status = fit_say(job, "%s to %s. Row 1: latents %s, no refit. Rows 2 and 3: latents fitted to %s and frozen.",
                         first, last, job->start ? job->scenario->latents_name : "(none)", cut);
    if (!status)
        status = say_heads(job);
    for (int k = 0; !status && k < ROW_COUNT; k++)
        status = say_row(job, h, (fit_row_kind)k);
    if (!status)
        status = say_published(job, h);
    if (!status)
        status = say_pair(job, h, ROW_FROZEN, ROW_NULL);
    if (!status)
        status = say_pair(job, h, ROW_FROZEN, ROW_PERSISTENCE);
    if (!status)
        status = say_pair(job, h, ROW_NULL, ROW_PERSISTENCE);
    if (!status)
        status = say_pair(job, h, ROW_FITTED, ROW_FROZEN);
    if (!status)
        status = say_notes(job, h);
    return status ? status : say_border(job, h);
}
