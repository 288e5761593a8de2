/* Every policy that us-mexico ships, begun from a state of the baseline that was kept at a quarter, ends where a run
 * that lived every day of it does: its state by its digest, its records to the bit; fluid and stochastic, from days
 * inside a quarter and on its first. A run begun later than its policy acts is told from it.
 *
 * Policies are moved to the first months of the period, all their dates alike, so that a run takes few days.
 * ctest: timeout=600
 */
#include "run/input.h"
#include "run/past.h"
#include "scenario/apart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const first_days[] = {"2017-10-01", "2017-11-14", "2017-12-31", "2018-01-01"};
enum { DAYS = 4 };
static const char *const late = "2018-01-01", *const end = "2018-01-12";

static int64_t day_of(const char *date) {
    int64_t day;
    assert_int_equal(day_parse(date, &day), 0);
    return day;
}

/* ---- policies moved in time ---- */

static int64_t first_of(const char *text) {
    int64_t best = INT64_MAX, day;
    char date[11];
    for (const char *p = text; *p; p += strcspn(p, "\n"), p += *p == '\n') {
        (void)snprintf(date, sizeof date, "%.10s", p);
        if (day_parse(date, &day) == 0 && day < best)
            best = day;
    }
    return best;
}

/* A corridor that has filled for fewer days is as good here. */
static void fill_shorter(scn_folder *folder) {
    for (int i = 0; i < folder->count; i++) {
        char *at = strcmp(folder->files[i].name, "scenario.yaml") ? NULL : strstr(folder->files[i].text, "days: 120");
        if (at)
            memcpy(at, "days: 95 ", 9);
    }
}

/* The two dates a row begins with, so many days later. */
static char *moved(const char *text, int64_t days) {
    char *out = malloc(strlen(text) + 1), date[11];
    assert_non_null(out);
    memcpy(out, text, strlen(text) + 1);
    for (char *p = out; *p; p += strcspn(p, "\n"), p += *p == '\n')
        for (int k = 0; k < 2; k++) {
            int64_t day;
            char *at = p + 11 * k;
            if (strcspn(p, "\n") < 11 * (size_t)k + 10)
                break;
            (void)snprintf(date, sizeof date, "%.10s", at);
            if (day_parse(date, &day))
                break;
            day_format(day + days, date);
            memcpy(at, date, 10);
        }
    return out;
}

/* ---- runs ---- */

typedef struct {
    vado *v;
    const scn_folder *folder;
    inp_opened plain;
    mdl_member_options options;
    pst_past *past;
    unsigned char digest[32], digest_late[32]; /* of the baseline at both days */
    int acted, acted_early, shown;             /* policies; shown: begun after they acted, they end elsewhere */
} job;

static void opened(const job *j, const char *text, inp_opened *o) {
    static const char *const policies[] = {"moved.csv"};
    scn_folder folder;
    vado_input in = {.size = sizeof in, .scenario = j->folder->path, .until = "2018-01"};
    assert_int_equal(scn_folder_copy(&folder, j->folder), 0);
    if (text) {
        in.npolicies = 1;
        in.policies = policies;
        assert_int_equal(scn_folder_give_policy(&folder, 1, policies[0], text), 0);
    }
    if (inp_open_folder(j->v, &folder, &in, 1, o))
        fail_msg("%s", vado_message(j->v, vado_message_count(j->v) - 1));
}

typedef struct {
    unsigned char digest[32], digest_late[32];
    double *record; /* of the days from `late` on */
} outcome;

/* from: a state to begin with, or NULL. keep: offers its mornings. */
static void lived(job *j, const inp_opened *o, const pst_room *from, int keep, outcome *out) {
    const pst_who who = {0, 0, j->options.member};
    mdl_member *p = NULL;
    size_t width = (size_t)o->kind->record_width(o->model);
    out->record = calloc(width, sizeof *out->record);
    assert_non_null(out->record);
    assert_int_equal(o->kind->member_open(o->model, &j->options, &p), 0);
    eng_world *w = o->kind->member_world(p);
    if (from)
        assert_int_equal(eng_snapshot_load(w, from->bytes, from->size), 0);
    for (int64_t day; (day = o->kind->member_day(p)) < day_of(end);) {
        if (keep)
            pst_offer(j->past, &who, day, w);
        if (day == day_of(late))
            eng_world_digest(w, out->digest_late);
        if (o->kind->member_step(p, day < day_of(late) ? NULL : out->record))
            fail_msg("%s", o->kind->member_error(p));
    }
    eng_world_digest(w, out->digest);
    o->kind->member_close(p);
}

static int same(const unsigned char a[32], const unsigned char b[32]) { return memcmp(a, b, 32) == 0; }

static void one_policy(job *j, const char *name, const char *text, const char *date) {
    const pst_who who = {0, 0, j->options.member};
    inp_opened o;
    outcome cold, branch;
    pst_room room = {0};
    char *other = moved(text, day_of(date) - first_of(text));
    opened(j, other, &o);
    size_t size = (size_t)o.kind->record_width(o.model) * sizeof(double);
    int64_t apart = scn_apart(&j->plain.scenario, &o.scenario), day = apart;
    assert_int_equal(apart, day_of(date));
    assert_int_equal(pst_last(j->past, &who, &day, &room), 1);
    assert_true(day <= apart && apart - day < 92);
    lived(j, &o, NULL, 0, &cold);
    lived(j, &o, &room, 0, &branch);
    if (!same(cold.digest, branch.digest) || memcmp(cold.record, branch.record, size) != 0)
        fail_msg("%s from %s: begun from the baseline it ends elsewhere", name, date);
    free(branch.record);
    j->acted += !same(cold.digest, j->digest);
    if (apart < day_of(late) && !same(cold.digest_late, j->digest_late)) {
        j->acted_early++;
        day = day_of(late);
        assert_int_equal(pst_last(j->past, &who, &day, &room), 1);
        assert_int_equal(day, day_of(late));
        lived(j, &o, &room, 0, &branch);
        j->shown += !same(cold.digest, branch.digest);
        free(branch.record);
    }
    free(cold.record);
    free(other);
    pst_room_free(&room);
    inp_close(&o);
}

static void all_policies(eng_arithmetic arithmetic, int shift) {
    char path[1024];
    const char *root = getenv("SOURCE_DIR");
    scn_folder folder;
    rep_report rep;
    rep_init(&rep);
    (void)snprintf(path, sizeof path, "%s/scenarios/us-mexico", root ? root : ".");
    assert_int_equal(scn_folder_read(&folder, path, &rep), 0);
    fill_shorter(&folder);
    job j = {.v = vado_new(), .folder = &folder, .past = pst_open((size_t)64 << 20)};
    j.options = (mdl_member_options){.arithmetic = arithmetic,
                                     .seed = 7,
                                     .member = 1,
                                     .members = 3,
                                     .layer_parameters = 1,
                                     .layer_environment = 1,
                                     .layer_chance = arithmetic != ENG_FLUID};
    outcome plain;
    int n = 0;
    opened(&j, NULL, &j.plain);
    lived(&j, &j.plain, NULL, 1, &plain);
    memcpy(j.digest, plain.digest, sizeof j.digest);
    memcpy(j.digest_late, plain.digest_late, sizeof j.digest_late);
    free(plain.record);
    for (int i = 0; i < folder.count; i++)
        if (strncmp(folder.files[i].name, "policies/", 9) == 0 && strstr(folder.files[i].name, ".csv"))
            one_policy(&j, folder.files[i].name, folder.files[i].text, first_days[(n++ + shift) % DAYS]);
    assert_true(n >= 30);
    assert_true(j.acted >= n / 2); /* else these runs say nothing of policies */
    assert_true(j.acted_early >= n / 4);
    assert_true(j.shown >=
                j.acted_early - 1); /* what was done early may be undone by the end: money spent and refilled */
    inp_close(&j.plain);
    pst_close(j.past);
    vado_free(j.v);
    rep_free(&rep);
    scn_folder_free(&folder);
}

static void fluid_policies_begin_from_a_quarter(void **state) {
    (void)state;
    all_policies(ENG_FLUID, 1);
}

static void stochastic_policies_begin_from_a_quarter(void **state) {
    (void)state;
    all_policies(ENG_STOCHASTIC, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fluid_policies_begin_from_a_quarter),
        cmocka_unit_test(stochastic_policies_begin_from_a_quarter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
