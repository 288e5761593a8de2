/* Runs of a study that share a past: what is in their stores is what is there without; how long two scenarios are one;
 * what is kept, and what is dropped over the budget. On the six places.
 * ctest: sanitized
 */
#include "scenario/apart.h"
#include "store/opened.h"
#include "store/rows.h"
#include "study/kept.h"
#include "text/hex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fine.h"

static const char *const head = "from,until,parameter,where,who,change,value,note,source\n";

static const char *six_places(void) {
    static char path[1024];
    const char *root = getenv("SOURCE_DIR");
    (void)snprintf(path, sizeof path, "%s/tests/scenarios/six-places", root ? root : ".");
    return path;
}

static void write_policy(const char *name, const char *rows) {
    FILE *f = fopen(name, "w");
    assert_non_null(f);
    assert_true(fprintf(f, "%s%s", head, rows) > 0);
    assert_int_equal(fclose(f), 0);
}

/* ---- how long two scenarios are one ---- */

typedef struct {
    const char *set, *policy[2], *from, *until, *latents;
} given;

static void opened(vado *v, const given *g, inp_opened *o) {
    vado_input in = {.size = sizeof in, .scenario = six_places(), .from = g->from, .until = g->until};
    in.nsets = g->set != NULL;
    in.sets = &g->set;
    in.npolicies = (g->policy[0] != NULL) + (g->policy[1] != NULL);
    in.policies = g->policy;
    in.latents = g->latents;
    fine(v, inp_open(v, &in, 1, o));
}

static int64_t apart(given a, given b) {
    vado *v = vado_new();
    inp_opened x, y;
    opened(v, &a, &x);
    opened(v, &b, &y);
    int64_t day = scn_apart(&x.scenario, &y.scenario);
    assert_true(scn_apart(&y.scenario, &x.scenario) == day);
    inp_close(&x);
    inp_close(&y);
    vado_free(v);
    return day;
}

static int64_t day_of(const char *date) {
    int64_t day;
    assert_int_equal(day_parse(date, &day), 0);
    return day;
}

static void scenarios_part_on_the_first_day_of_a_row_that_one_has(void **state) {
    (void)state;
    write_policy("may.csv", "2018-05-16,,mexico.checkpoints.effort,,,set,2,,x\n");
    write_policy("march.csv", "2018-03-07,2018-03-09,mexico.checkpoints.effort,,,set,0,,x\n");
    write_policy("may-ends.csv", "2018-05-16,2018-06-30,mexico.checkpoints.effort,,,set,2,,x\n");
    const given plain = {0}, may = {.policy = {"may.csv"}}, march = {.policy = {"march.csv"}};
    assert_true(apart(plain, plain) == INT64_MAX);
    assert_true(apart(plain, may) == day_of("2018-05-16"));
    assert_true(apart(plain, (given){.set = "mexico.checkpoints.effort=2@2018-06-12"}) == day_of("2018-06-12"));
    assert_true(apart(plain, march) == day_of("2018-03-07"));
    assert_true(apart(may, march) == day_of("2018-03-07"));
    assert_true(apart(may, (given){.policy = {"may.csv", "march.csv"}}) == day_of("2018-03-07"));
    /* the order in which rows speak */
    assert_true(apart((given){.policy = {"march.csv", "may.csv"}}, (given){.policy = {"may.csv", "march.csv"}}) ==
                day_of("2018-03-07"));
    assert_true(apart(may, (given){.policy = {"may-ends.csv"}}) == day_of("2018-07-01"));
    /* what a hold ends goes on as it stood */
    write_policy("hold.csv", "2018-05-01,,mexico.checkpoints.effort,,,hold,1,,x\n");
    assert_true(apart(march, (given){.policy = {"march.csv", "hold.csv"}}) == day_of("2018-05-01"));
}

static void what_is_read_before_the_first_day_parts_at_once(void **state) {
    (void)state;
    FILE *f = fopen("latents.csv", "w");
    assert_non_null(f);
    assert_true(fputs("latent,where,who,month,value\n", f) >= 0);
    assert_int_equal(fclose(f), 0);
    const given plain = {0};
    assert_true(apart(plain, (given){.set = "mexico.checkpoints.effort=3"}) == INT64_MIN);
    assert_true(apart(plain, (given){.from = "2018-02-01"}) == INT64_MIN);
    assert_true(apart(plain, (given){.latents = "latents.csv"}) == INT64_MIN);
    assert_true(apart(plain, (given){.until = "2018-04"}) == INT64_MAX);
}

/* ---- a dated setting is a policy of one row, over all policies ---- */

static void a_setting_from_a_date_is_a_policy_laid_last(void **state) {
    (void)state;
    vado *v = vado_new();
    inp_opened o;
    write_policy("march.csv", "2018-03-07,2018-03-09,mexico.checkpoints.effort,,,set,0,,x\n"
                              "2018-05-01,,mexico.checkpoints.effort,,,set,4,,x\n");
    opened(v, &(given){.set = "mexico.checkpoints.effort=2@2018-05-16", .policy = {"march.csv"}}, &o);
    const scn_scenario *s = &o.scenario;
    int p = par_find(&s->registry, "mexico.checkpoints.effort");
    double *values = malloc((size_t)s->registry.total * sizeof *values);
    assert_non_null(values);
    const struct {
        const char *date;
        double value;
    } expected[] = {{"2018-03-06", 1}, {"2018-03-07", 0}, {"2018-05-15", 4}, {"2018-05-16", 2}, {"2018-12-31", 2}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        (void)scn_values_at(s, s->values, day_of(expected[i].date), 1, values);
        assert_true(values[s->registry.offset[p]] == expected[i].value); /* NOLINT */
    }
    assert_false(s->fixed[p]); /* a member draws it, as under a policy */
    free(values);
    inp_close(&o);
    vado_free(v);
}

/* ---- stores ---- */

static void run(kept_study *k, vado *v, const char *policy, const char *until, const char *db) {
    vado_input in = {.size = sizeof in, .scenario = six_places(), .until = until, .npolicies = policy != NULL};
    in.policies = &policy;
    fine(v, kept_run(k, &in, db, ".", policy == NULL));
}

/* All rows of a table, one after the other. */
static void sum_of(db_store *s, const char *sql, char out[65]) {
    sqlite3_stmt *q = NULL;
    eng_sha256 h;
    unsigned char digest[32];
    eng_sha256_start(&h);
    assert_int_equal(db_prepare(s, sql, &q), 0);
    while (row_next(q) > 0)
        for (int i = 0; i < sqlite3_column_count(q); i++) {
            size_t n = (size_t)sqlite3_column_bytes(q, i);
            eng_sha256_add(&h, &n, sizeof n);
            if (n)
                eng_sha256_add(&h, sqlite3_column_blob(q, i), n);
        }
    sqlite3_finalize(q);
    eng_sha256_end(&h, digest);
    txt_hex(digest, out);
}

static void same_stores(const char *a, const char *b) {
    static const char *const tables[] = {
        "SELECT * FROM value ORDER BY id", "SELECT * FROM daily ORDER BY id", "SELECT * FROM month ORDER BY id",
        "SELECT * FROM member ORDER BY kind, member", "SELECT value FROM meta WHERE key='digest'"};
    db_store s[2];
    char words[512], sum[2][65];
    for (int i = 0; i < 2; i++)
        assert_int_equal(opn_look(i ? b : a, 0, &s[i], NULL, words, sizeof words), 0);
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
        sum_of(&s[0], tables[t], sum[0]);
        sum_of(&s[1], tables[t], sum[1]);
        if (strcmp(sum[0], sum[1]) != 0)
            fail_msg("%s and %s differ: %s", a, b, tables[t]);
    }
    db_close(&s[0]);
    db_close(&s[1]);
}

static kept_study *study_of(vado *v, vado_mode mode, int megabytes) {
    vado_run_options o;
    kept_study *k;
    vado_run_defaults(&o);
    o.mode = mode;
    o.members = 2;
    o.threads = 2;
    o.snapshots = megabytes;
    fine(v, kept_open(v, &o, &k));
    return k;
}

enum { RUNS = 4 };
static const char *const policies[RUNS] = {NULL, "march.csv", "may.csv", "short.csv"}, *const untils[RUNS] = {
                                                                                           "2018-07", "2018-07",
                                                                                           "2018-07", "2018-06"};

static const char *store_of(const char *study, int i) {
    static char names[2][64];
    static int next;
    char *name = names[next++ % 2];
    (void)snprintf(name, sizeof names[0], "%s-%s.db", study, policies[i] ? policies[i] : "plain");
    return name;
}

/* The runs of a study of this much memory; first 1: all but the baseline, which is there. */
static void study(vado_mode mode, int megabytes, const char *name, int first) {
    vado *v = vado_new();
    kept_study *k = study_of(v, mode, megabytes);
    for (int i = 0; i < RUNS; i++) {
        if (i >= first)
            (void)remove(store_of(name, i));
        run(k, v, policies[i], untils[i], store_of(name, i));
        assert_true((pst_bytes(kept_past(k)) > 0) == (megabytes >= 0 && i >= first));
    }
    kept_close(k);
    vado_free(v);
}

static void stores_hold_what_they_would_hold_without(vado_mode mode) {
    write_policy("may.csv", "2018-05-16,,mexico.checkpoints.effort,,,set,2,,x\n");
    write_policy("march.csv", "2018-03-07,2018-03-09,mexico.checkpoints.effort,,,set,0,,x\n");
    write_policy("short.csv", "2018-05-02,,mexico.checkpoints.effort,,,set,0,,x\n");
    study(mode, -1, "cold", 0);
    study(mode, 0, "warm", 0);
    for (int i = 0; i < RUNS; i++)
        same_stores(store_of("cold", i), store_of("warm", i));
    /* with the baseline there from before, the first that needs its states lives its days and leaves them to others */
    study(mode, 0, "warm", 1);
    for (int i = 1; i < RUNS; i++)
        same_stores(store_of("cold", i), store_of("warm", i));
}

/* A forged past shows: so it is from the past that runs begin, and same_stores would see a wrong one. */
static void a_state_of_another_run_is_told_from_its_own(void **state) {
    (void)state;
    vado *v = vado_new();
    inp_opened o;
    mdl_member *p = NULL;
    char digest[2][65];
    const mdl_member_options other = {.arithmetic = ENG_FLUID, .seed = 99, .members = 2, .layer_parameters = 1};
    const pst_who who = {0, DB_MEMBER, 0};
    write_policy("may.csv", "2018-05-16,,mexico.checkpoints.effort,,,set,2,,x\n");
    study(VADO_FLUID, -1, "cold", 0);
    kept_study *k = study_of(v, VADO_FLUID, 0);
    run(k, v, policies[0], untils[0], store_of("cold", 0)); /* finished: the trunk, of which nothing is kept */
    opened(v, &(given){0}, &o);
    assert_int_equal(o.kind->member_open(o.model, &other, &p), 0);
    while (o.kind->member_day(p) < day_of("2018-04-01"))
        assert_int_equal(o.kind->member_step(p, NULL), 0);
    pst_offer(kept_past(k), &who, day_of("2018-04-01"), o.kind->member_world(p));
    (void)remove("forged.db");
    run(k, v, policies[2], untils[2], "forged.db");
    fine(v, vado_digest(v, "forged.db", digest[0]));
    fine(v, vado_digest(v, store_of("cold", 2), digest[1]));
    assert_string_not_equal(digest[0], digest[1]);
    o.kind->member_close(p);
    inp_close(&o);
    kept_close(k);
    vado_free(v);
}

static void fluid_stores_are_the_same(void **state) {
    (void)state;
    stores_hold_what_they_would_hold_without(VADO_FLUID);
}

static void stochastic_stores_are_the_same(void **state) {
    (void)state;
    stores_hold_what_they_would_hold_without(VADO_STOCHASTIC);
}

/* Its members have their past from another store and not a day of their own: a resume lives all their days. */
static void a_branch_that_was_stopped_goes_on(void **state) {
    (void)state;
    vado *v = vado_new();
    write_policy("may.csv", "2018-05-16,,mexico.checkpoints.effort,,,set,2,,x\n");
    study(VADO_STOCHASTIC, -1, "cold", 0);
    kept_study *k = study_of(v, VADO_STOCHASTIC, 0);
    (void)remove(store_of("stopped", 0));
    (void)remove(store_of("stopped", 2));
    run(k, v, policies[0], untils[0], store_of("stopped", 0));
    vado_cancel(v);
    vado_input in = {.size = sizeof in, .scenario = six_places(), .until = untils[2], .npolicies = 1};
    in.policies = &policies[2];
    assert_int_equal(kept_run(k, &in, store_of("stopped", 2), ".", 0), VADO_ERR_CANCELLED);
    vado_cancel_reset(v);
    db_store s;
    sqlite3_stmt *q = NULL;
    char words[512];
    assert_int_equal(opn_look(store_of("stopped", 2), 1, &s, NULL, words, sizeof words), 0);
    assert_int_equal(db_prepare(&s, "SELECT count(*) FROM month", &q), 0);
    assert_int_equal(row_next(q), 1);
    assert_int_equal(sqlite3_column_int(q, 0), 2 * 3); /* two members, January to March */
    sqlite3_finalize(q);
    db_close(&s);
    kept_close(k);
    fine(v, vado_resume(v, store_of("stopped", 2), 2));
    same_stores(store_of("cold", 2), store_of("stopped", 2));
    vado_free(v);
}

/* ---- what is kept ---- */

/* Of the scenario as it is, in expected people. */
static mdl_member *one_member(vado *v, inp_opened *o) {
    const mdl_member_options options = {.arithmetic = ENG_FLUID, .seed = 1, .members = 1};
    mdl_member *p = NULL;
    opened(v, &(given){0}, o);
    assert_int_equal(o->kind->member_open(o->model, &options, &p), 0);
    return p;
}

static void states_come_back_to_the_bit_and_thin_out(void **state) {
    (void)state;
    vado *v = vado_new();
    inp_opened o;
    mdl_member *p = one_member(v, &o);
    eng_world *w = o.kind->member_world(p);
    size_t size = eng_snapshot_size(w);
    unsigned char *was = malloc(size);
    assert_non_null(was);
    pst_past *wide = pst_open((size_t)64 << 20), *none = pst_open(0), *tight = pst_open(size + size / 2);
    const pst_who who = {3, 0, 0}, other = {3, 0, 1};
    pst_room room = {0};
    int64_t april = day_of("2018-04-01"), day;
    for (; (day = o.kind->member_day(p)) < day_of("2018-12-31");) {
        if (day == april)
            assert_int_equal(eng_snapshot_save(w, was, size), 0);
        pst_offer(wide, &who, day, w);
        pst_offer(none, &who, day, w);
        pst_offer(tight, &who, day, w);
        assert_int_equal(o.kind->member_step(p, NULL), 0);
        assert_true(pst_bytes(tight) <= size + size / 2);
    }
    day = april + 20;
    assert_int_equal(pst_last(wide, &who, &day, &room), 1);
    assert_true(day == april && room.size == size && memcmp(room.bytes, was, size) == 0);
    day = april - 1;
    assert_int_equal(pst_last(wide, &who, &day, &room), 1);
    assert_true(day == day_of("2018-01-01"));
    day = april;
    assert_int_equal(pst_last(wide, &other, &day, &room), 0);
    assert_int_equal(pst_last(none, &who, &day, &room), 0);
    assert_int_equal(pst_bytes(none), 0);
    assert_true(pst_bytes(wide) < 5 * size); /* zeros are left out */
    pst_room_free(&room);
    pst_close(wide);
    pst_close(none);
    pst_close(tight);
    free(was);
    o.kind->member_close(p);
    inp_close(&o);
    vado_free(v);
}

/* Quarters of a member that are kept, from the last to the first: days into day [n]. */
static int kept_days(pst_past *past, const pst_who *who, int64_t until, int n, int64_t *day) {
    pst_room room = {0};
    int found = 0;
    for (int64_t at = until; found < n && pst_last(past, who, &at, &room) == 1; at--)
        day[found++] = at;
    pst_room_free(&room);
    return found;
}

static void late_quarters_stay_and_early_ones_thin_out(void **state) {
    (void)state;
    enum { MEMBERS = 2, ROOM = 6, YEARS = 6 };
    vado *v = vado_new();
    inp_opened o;
    mdl_member *p = one_member(v, &o);
    const eng_world *w = o.kind->member_world(p);
    pst_past *one = pst_open((size_t)64 << 20);
    pst_offer(one, &(pst_who){0, 0, 0}, day_of("2018-01-01"), w);
    pst_past *past = pst_open(MEMBERS * ROOM * pst_bytes(one));
    int first = month_of_day(day_of("2018-01-01"));
    for (int member = 0; member < MEMBERS; member++) /* one after the other, as they are lived */
        for (int q = 0; q < 4 * YEARS; q++)
            pst_offer(past, &(pst_who){0, 0, member}, month_start(first + 3 * q), w);
    int64_t day[MEMBERS][2 * ROOM], last = month_start(first + 3 * (4 * YEARS - 1)),
                                    middle = month_start(first + 6 * YEARS);
    for (int member = 0; member < MEMBERS; member++) {
        int n = kept_days(past, &(pst_who){0, 0, member}, last + 10, 2 * ROOM, day[member]), late = 0;
        assert_in_range(n, ROOM / 2, 2 * ROOM - 1);
        assert_true(day[member][0] == last);
        for (int i = 0; i < n; i++)
            late += day[member][i] >= middle;
        assert_true(late > n - late);
    }
    assert_true(pst_bytes(past) <= MEMBERS * ROOM * pst_bytes(one));
    pst_close(past);
    pst_close(one);
    o.kind->member_close(p);
    inp_close(&o);
    vado_free(v);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenarios_part_on_the_first_day_of_a_row_that_one_has),
        cmocka_unit_test(what_is_read_before_the_first_day_parts_at_once),
        cmocka_unit_test(a_setting_from_a_date_is_a_policy_laid_last),
        cmocka_unit_test(fluid_stores_are_the_same),
        cmocka_unit_test(stochastic_stores_are_the_same),
        cmocka_unit_test(a_state_of_another_run_is_told_from_its_own),
        cmocka_unit_test(a_branch_that_was_stopped_goes_on),
        cmocka_unit_test(states_come_back_to_the_bit_and_thin_out),
        cmocka_unit_test(late_quarters_stay_and_early_ones_thin_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
