/* See explain_share.h. */
#include "study/explain_share.h"

#include "corridor/corridor.h"
#include "store/db.h"
#include "store/rows.h"
#include "store/seal.h"
#include "text/array.h"
#include "text/csv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the store ---- */

static void harm_of(const exp_result *found, const char *series, double out[2]) {
    out[0] = out[1] = NAN;
    for (int i = 0; i < found->nharm; i++)
        if (strcmp(found->harm[i].name, series) == 0) {
            out[0] = found->harm[i].before;
            out[1] = found->harm[i].after;
        }
}

static shr_event event_of(const exp_result *found) {
    shr_event one = {.day = found->day,
                     .share = exp_latent_share(&found->total),
                     .before = found->total.before,
                     .after = found->total.after};
    one.others = found->nevents > 1 ? found->nevents - 1 : 0;
    harm_of(found, COR_SERIES_DEATHS, one.deaths);
    harm_of(found, COR_SERIES_KIDNAPPINGS, one.kidnapped);
    if (found->nevents)
        (void)snprintf(one.parameter, sizeof one.parameter, "%.*s", (int)strcspn(found->events[0], ":"),
                       found->events[0]);
    return one;
}

static int put(db_store *s, const exp_result *found) {
    sqlite3_stmt *q = NULL;
    shr_event one = event_of(found);
    char day[11];
    day_format(one.day, day);
    if (db_prepare(s, "INSERT OR REPLACE INTO event_share VALUES(?,?,?,?,?,?,?,?,?,?)", &q))
        return -1;
    const double numbers[] = {one.share,     one.before,       one.after,       one.deaths[0],
                              one.deaths[1], one.kidnapped[0], one.kidnapped[1]};
    sqlite3_bind_text(q, 1, day, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(q, 2, one.parameter, -1, SQLITE_TRANSIENT);
    sqlite3_bind_int(q, 3, one.others);
    for (int i = 0; i < 7; i++) /* not a number becomes NULL */
        sqlite3_bind_double(q, 4 + i, numbers[i]);
    int status = db_run(q);
    sqlite3_finalize(q);
    return status;
}

int shr_keep(vado *v, const char *db, const exp_result *found) {
    db_store s;
    char words[512];
    if (found->part_of_day)
        return 0;
    int status = db_open(&s, db, 1, words, sizeof words);
    if (status)
        return ctx_fail(v, status, "%s", words);
    if (db_exec(&s, "BEGIN IMMEDIATE") || put(&s, found) || seal_table(&s, "event_share") || db_exec(&s, "COMMIT"))
        status =
            ctx_fail(v, VADO_ERR_STORE, "%s: the share of the latents cannot be kept: %s", db, sqlite3_errmsg(s.db));
    db_close(&s);
    return status;
}

static double column(sqlite3_stmt *q, int i) {
    return sqlite3_column_type(q, i) == SQLITE_NULL ? NAN : sqlite3_column_double(q, i);
}

/* 1, 0 or a status. */
static int read_event(sqlite3_stmt *q, shr_list *out) {
    shr_event one = {.share = column(q, 3), .before = column(q, 4), .after = column(q, 5)};
    char *day = NULL, *parameter = NULL;
    int status = row_copy(q, 0, 1, &day);
    for (int i = 0; i < 2; i++) {
        one.deaths[i] = column(q, 6 + i);
        one.kidnapped[i] = column(q, 8 + i);
    }
    status = status ? status : row_copy(q, 1, 1, &parameter);
    status = status ? status : row_int(q, 2, 0, INT32_MAX, &one.others);
    if (status == 0 && day_parse(day, &one.day))
        status = VADO_ERR_STORE;
    shr_event *grown = status ? NULL : arr_more(out->of, out->n, sizeof *grown);
    if (grown) {
        (void)snprintf(one.parameter, sizeof one.parameter, "%s", parameter);
        out->of = grown;
        out->of[out->n++] = one;
    } else if (status == 0) {
        status = VADO_ERR_MEMORY;
    }
    free(day);
    free(parameter);
    return status;
}

int shr_read(results *r, shr_list *out) {
    sqlite3_stmt *q = NULL;
    *out = (shr_list){NULL, 0};
    int status = db_prepare(res_store(r), "SELECT * FROM event_share ORDER BY day", &q) ? db_status(res_store(r)) : 0;
    int more = 0;
    while (status == 0 && (more = row_next(q)) > 0)
        status = read_event(q, out);
    sqlite3_finalize(q);
    status = status ? status : more;
    if (status)
        res_fail(r, status);
    return status;
}

void shr_free(shr_list *list) {
    free(list->of);
    *list = (shr_list){NULL, 0};
}

const shr_event *shr_find(const shr_list *list, int64_t day) {
    for (int i = 0; i < list->n; i++)
        if (list->of[i].day == day)
            return &list->of[i];
    return NULL;
}

/* ---- days of the schedule ---- */

/* First day of a row, and the day after its last. */
static void span(const csv_table *t, int row, int64_t *from, int64_t *until) {
    if (day_parse(csv_named(t, row, "from"), from))
        *from = INT64_MAX;
    if (day_parse(csv_named(t, row, "until"), until))
        *until = INT64_MAX;
    else
        ++*until;
}

static int read_rows(const scn_file *f, csv_table *t) {
    rep_report rep;
    rep_init(&rep);
    int status = csv_read(t, f->text, f->length, f->name, &rep);
    rep_free(&rep);
    return status;
}

static int touches(const csv_table *policy, const char *parameter, int64_t day, int replaced) {
    for (int i = 1; i < policy->nrows; i++) {
        int64_t from, until;
        span(policy, i, &from, &until);
        if (strcmp(csv_named(policy, i, "parameter"), parameter) == 0 &&
            (replaced ? from == day : from <= day && day < until))
            return 1;
    }
    return 0;
}

/* The month before it and its own were simulated whole. */
static int explainable(const results *r, int64_t day) {
    int month = month_of_day(day) - res_month_first(r);
    return res_month_whole(r, month - 1) && res_month_whole(r, month);
}

static int by_date(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int each_once(int64_t *days, int n) {
    int kept = 0;
    qsort(days, (size_t)n, sizeof *days, by_date);
    for (int i = 0; i < n; i++)
        if (kept == 0 || days[kept - 1] != days[i])
            days[kept++] = days[i];
    return kept;
}

/* policy NULL: all. */
static int find_days(const results *r, const scn_file *policy, int replaced, int64_t **days) {
    const scn_file *schedule = res_file(r, "schedule.csv");
    csv_table s = {0}, p = {0};
    int n = 0;
    *days = NULL;
    if (!schedule)
        return 0;
    if (read_rows(schedule, &s) == 0 && (!policy || read_rows(policy, &p) == 0) &&
        (*days = malloc((2 * (size_t)s.nrows + 1) * sizeof **days)))
        for (int i = 1; i < s.nrows; i++) {
            int64_t at[2];
            span(&s, i, &at[0], &at[1]);
            for (int k = 0; k < 2; k++)
                if (at[k] != INT64_MAX && explainable(r, at[k]) &&
                    (!policy || touches(&p, csv_named(&s, i, "parameter"), at[k], replaced)))
                    (*days)[n++] = at[k];
        }
    else
        n = -1;
    csv_free(&s);
    csv_free(&p);
    return n > 0 ? each_once(*days, n) : n;
}

int shr_days(const results *r, int64_t **days) { return find_days(r, NULL, 0, days); }

int shr_touched(const results *r, const scn_file *policy, int replaced, int64_t **days) {
    *days = NULL;
    return policy ? find_days(r, policy, replaced, days) : 0;
}

int shr_measure(const results *r, const scn_file *policy, int64_t **days) {
    int replaced = shr_touched(r, policy, 1, days);
    free(*days);
    *days = NULL;
    return replaced > 0 ? shr_touched(r, policy, 0, days) : 0;
}

/* ---- finding what is not kept yet ---- */

int shr_make(vado *v, const char *db, int n, const int64_t *days, int threads, pst_past *past, shr_told *told,
             void *user) {
    results *r = NULL;
    shr_list kept = {NULL, 0};
    char words[512];
    int status = res_open(&r, db, 0, words, sizeof words);
    if (status)
        return ctx_fail(v, status, "%s", words);
    status = res_end(v, r, db, (shr_read(r, &kept), 0));
    for (int i = 0; status == 0 && i < n; i++) {
        const shr_event *known = shr_find(&kept, days[i]);
        shr_event one;
        exp_result found;
        char day[11];
        day_format(days[i], day);
        if (!known) {
            if ((status = exp_run(v, db, day, NULL, threads, past, &found)))
                break;
            status = shr_keep(v, db, &found);
            one = event_of(&found);
            exp_free(&found);
        }
        if (status == 0 && told)
            told(user, known ? known : &one);
    }
    shr_free(&kept);
    return status;
}

/* ---- words ---- */

int shr_much(const shr_event *event) { return event->share > EXP_LATENT_MUCH; }

const char *shr_sentence(const shr_event *event, char out[SHR_SENTENCE]) {
    char day[11], more[32] = "";
    day_format(event->day, day);
    if (event->others)
        (void)snprintf(more, sizeof more, " and %d more", event->others);
    (void)snprintf(out, SHR_SENTENCE, "%s (%s%s): %.0f%% of what moved encounters is the fitted latent, no mechanism",
                   day, event->parameter, more, 100 * event->share);
    return out;
}
