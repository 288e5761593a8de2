/* What any program with Flee's rules must do (section 16 of their specification), and what this one promises: one seed
 * is one digest, whatever threads, order, a stop on the way, or output. ctest: sanitized processors=2
 */
#include "flee_cases.h"

#include "run/run.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- a model that counts days, and asks for a stop on one of them ---- */

static atomic_int days_stepped;
static int cancel_at;
static vado *to_cancel;
static mdl_kind counted;

static int step(mdl_member *p, double *record) {
    int n = atomic_fetch_add(&days_stepped, 1) + 1;
    if (cancel_at && n == cancel_at)
        vado_cancel(to_cancel);
    return fle_kind()->member_step(p, record);
}

const mdl_kind *mdl_find(const char *name) { return strcmp(name, "flee") == 0 ? &counted : NULL; }

/* ---- the minimal checks ---- */

#define NEW(file, text)                                                                                                \
    { file, NULL, text }
#define THREE_PLACES(types) NEW("input/locations.csv", "#name,region,country,lat,lon,type,date,pop\n" types)
#define A_CONFLICT "A,r,c,1,1,conflict_zone,0,100\n"
#define CONFLICT_AT_FIRST NEW("input/conflicts.csv", "#Day,A\n0,1\n1,0\n2,0\n3,0\n4,0\n5,0\n")
#define DISPLACED(people)                                                                                              \
    FLEE_SPAWN("conflict_driven_spawning:\n    spawn_mode: constant\n    displaced_per_conflict_day: " people)

static flee_sample *one_run(const flee_case *c, int how) {
    flee_sample *s = flee_sample_of(c, how, 1);
    assert_non_null(s);
    return s;
}

/* A - 50 km - B - 180 km - C at 200 km a day: who goes back from B comes to it once more. */
static void two_chances_to_reach_c_in_a_day_are_0_4224(void **state) {
    (void)state;
    enum { A, B, C, PEOPLE = 1000000 };
    static const flee_case c = {.name = "three-in-a-row",
                                .days = 1,
                                .no_validation = 1,
                                .edits = {THREE_PLACES(A_CONFLICT "B,r,c,1,2,town,,\nC,r,c,1,3,town,,\n"),
                                          NEW("input/routes.csv", "#a,b,km\nA,B,50\nB,C,180\n"),
                                          CONFLICT_AT_FIRST,
                                          DISPLACED("1000000"),
                                          FLEE_MOVE("default_movechance: 1.0"),
                                          {"simsetting.yml", "conflict_weight: 0.25", "conflict_weight: 1.0"}}};
    double q = (1 / 190.0) / (1 / 190.0 + 1 / 60.0), p = q + (1 - q) * q;
    assert_true(fabs(p - 0.4224) < 1e-12);
    for (int how = FLEE_ORACLE; how <= ENG_INDIVIDUAL; how++) {
        if (how == ENG_FLUID)
            continue;
        flee_sample *s = one_run(&c, how);
        double came = flee_mean(s, 0, C);
        if (fabs(came - p * PEOPLE) > 4.5 * sqrt(p * (1 - p) * PEOPLE))
            fail_msg("%.0f of a million came to C %s", came, s->how);
        assert_true(fabs(came + flee_mean(s, 0, A) - PEOPLE) < 0.5); /* nobody is at B, nobody on a road */
        flee_sample_free(s);
    }
}

static void a_road_as_long_as_a_days_travel_ends_on_the_second_day(void **state) {
    (void)state;
    enum { A, B, ROADS };
    for (int km = 199; km <= 201; km++) {
        char routes[64];
        snprintf(routes, sizeof routes, "#a,b,km\nA,B,%d\n", km);
        flee_case c = {.name = "one-road",
                       .days = 3,
                       .no_validation = 1,
                       .edits = {THREE_PLACES(A_CONFLICT "B,r,c,1,2,camp,,\n"), NEW("input/routes.csv", routes),
                                 CONFLICT_AT_FIRST, DISPLACED("1000"), FLEE_MOVE("camp_movechance: 0.0")}};
        for (int how = FLEE_ORACLE; how <= ENG_INDIVIDUAL; how++) {
            if (how == ENG_FLUID)
                continue;
            flee_sample *s = one_run(&c, how);
            assert_true(fabs(flee_mean(s, 0, km < 200 ? B : ROADS) - 1000) < 0.5);
            assert_true(fabs(flee_mean(s, 1, B) - 1000) < 0.5);
            assert_true(flee_mean(s, 2, A) + flee_mean(s, 2, ROADS) < 0.5);
            flee_sample_free(s);
        }
    }
}

static void open_roads(const flee_model *f, int day, int open[3]) {
    const fle_epoch *e = &f->m->net.epochs[f->m->net.epoch_of[day]];
    for (int p = 0; p < 3; p++)
        open[p] = e->first_road[p + 1] - e->first_road[p];
}

/* Where the i-th open road out of a place leads. */
static int leads_to(const flee_model *f, int day, int place, int i) {
    const fle_network *net = &f->m->net;
    const fle_epoch *e = &net->epochs[net->epoch_of[day]];
    return f->m->in->links[net->roads[e->road[e->first_road[place] + i]].link].to;
}

static void a_closed_place_parks_the_roads_of_its_neighbours_and_opens_them_last(void **state) {
    (void)state;
    enum { A, B, C };
    static const flee_case c = {.name = "triangle",
                                .days = 5,
                                .edits = {THREE_PLACES(A_CONFLICT "B,r,c,1,2,town,,\nC,r,c,1,3,town,,\n"),
                                          NEW("input/routes.csv", "#a,b,km\nA,B,50\nA,C,60\nB,C,70\n"),
                                          NEW("input/conflicts.csv", "#Day,A\n0,1\n1,1\n2,1\n3,1\n4,1\n"),
                                          {"input/closures.csv", "", "location,A,,1,3\n"}}};
    flee_model f;
    int open[3];
    assert_int_equal(flee_open(&c, "auto", &f), 0);
    for (int day = 0; day < 5; day++) {
        int closed = day == 1 || day == 2;
        open_roads(&f, day, open);
        assert_int_equal(open[A], closed ? 0 : 2); /* of 2, 2, 2: the rest is parked */
        assert_int_equal(open[B], closed ? 1 : 2);
        assert_int_equal(open[C], closed ? 1 : 2);
        assert_int_equal(leads_to(&f, day, B, 0), day == 0 ? A : C);
    }
    assert_int_equal(leads_to(&f, 4, B, 1), A);
    assert_int_equal(leads_to(&f, 4, C, 0), B);
    assert_int_equal(f.m->net.nepochs, 3);
    assert_int_equal(f.m->net.nroads, 6 + 4); /* four roads were made anew */
    flee_close(&f);
}

/* Courses of a day that differ and read alike: sums of parts of a day's travel in another order, which differ in their
 * last bits (200.1 + 35.7 + 35.7 km); a road walked from 180 to 200 km, or ridden to its end and, after a way round,
 * from its beginning to 200 km; the two links of a doubled edge. */
static void courses_that_read_alike_do_not_stop_a_run(void **state) {
    (void)state;
    static const flee_case walkers = {
        .name = "walkers",
        .days = 6,
        .no_validation = 1,
        .edits = {THREE_PLACES(A_CONFLICT "B,r,c,1,2,camp,,\n"),
                  NEW("input/routes.csv", "#a,b,km,forced,walk_probability\nA,B,900,0,0.5\n"),
                  CONFLICT_AT_FIRST,
                  DISPLACED("1000"),
                  FLEE_MOVE("max_walk_speed: 35.7"),
                  {"simsetting.yml", "200.0", "200.1"}}};
    static const flee_case mended = {.name = "mended",
                                     .days = 6,
                                     .sane = 1,
                                     .no_validation = 1,
                                     .edits = {THREE_PLACES(A_CONFLICT "B,r,c,1,2,camp,,\nC,r,c,1,3,camp,,\n"),
                                               NEW("input/routes.csv", "#a,b,km\nA,B,50\nA,C,110\n"), CONFLICT_AT_FIRST,
                                               DISPLACED("1000")}};
    static const flee_case round = {
        .name = "round",
        .days = 6,
        .no_validation = 1,
        .edits = {THREE_PLACES(A_CONFLICT "B,r,c,1,2,town,,\nC,r,c,1,3,town,,\n"),
                  NEW("input/routes.csv", "#a,b,km,forced,walk_probability\nA,B,210,0,0.5\nB,C,20,0,0\nC,A,20,0,0\n"),
                  CONFLICT_AT_FIRST, DISPLACED("1000"), FLEE_MOVE("max_walk_speed: 20")}};
    static const flee_case doubled = {.name = "doubled",
                                      .days = 6,
                                      .no_validation = 1,
                                      .edits = {THREE_PLACES(A_CONFLICT "B,r,c,1,2,camp,,\n"),
                                                NEW("input/routes.csv", "#a,b,km,f\nA,B,900,1\n"), CONFLICT_AT_FIRST,
                                                DISPLACED("1000")}};
    static const flee_case *const cases[] = {&walkers, &mended, &round, &doubled};
    static const char *const ways[] = {"auto", "split", "individual"};
    int opened = 0;
    for (int i = 0; i < 4; i++)
        for (int way = 0; way < 3; way++) {
            flee_model f;
            if (flee_open(cases[i], ways[way], &f))
                continue;
            opened++;
            flee_close(&f);
        }
    assert_int_equal(opened, 12);
}

/* Folders, settings and arithmetic of the synthetic conflict. */
static char valley_input[700], valley_data[700], valley_settings[700];

static int find_valley(void **state) {
    (void)state;
    const char *root = getenv("SOURCE_DIR");
    snprintf(valley_input, sizeof valley_input, "%s/tests/conflicts/valley/input_csv", root ? root : ".");
    snprintf(valley_data, sizeof valley_data, "%s/tests/conflicts/valley/source_data", root ? root : ".");
    snprintf(valley_settings, sizeof valley_settings, "%s/tests/conflicts/valley/simsetting.yml", root ? root : ".");
    counted = *fle_kind();
    counted.member_step = step;
    return 0;
}

/* Total on day t: the camps' people of day 0, and each day max(0, difference - debt). */
static void check_totals(const flee_model *f, int how) {
    flee_sample *s = flee_sample_model(f, how, 1);
    const fle_input *in = f->m->in;
    assert_non_null(s);
    double total = 0, debt = 0;
    for (int c = 0; c < s->ncamps; c++)
        total += s->data[c];
    for (int day = 0; day < s->days; day++) {
        double now = 0, before = 0, everybody = 0;
        for (int k = 1; k < in->nsources && day > 0; k++) {
            now += fle_source_value(in, k, day);
            before += fle_source_value(in, k, day - 1);
        }
        double born = now - before - debt;
        debt = born < 0 ? -born : 0;
        total += born > 0 ? born : 0;
        for (int i = 0; i <= s->places; i++)
            everybody += flee_mean(s, day, i);
        assert_true(fabs(everybody - total) < 1e-6);
        assert_true(fabs(flee_mean(s, day, s->places + 1) - total) < 1e-6);
        assert_true(fabs(s->debt[day] - debt) < 1e-9);
    }
    flee_sample_free(s);
}

static void people_are_as_many_as_the_data_say_to_the_last(void **state) {
    (void)state;
    static const flee_case c = {
        .name = "owed",
        .edits = {NEW("data/hum.csv", "2020-01-01,40\n2020-01-03,200\n2020-01-05,60\n2020-01-16,700\n")}};
    for (int k = 0; k < 2; k++)
        for (int how = 0; how < 2; how++) {
            scn_folder folder;
            flee_model f;
            const char *arithmetic = how ? "split" : "individual";
            if (k == 0)
                assert_int_equal(flee_case_folder(&c, arithmetic, &folder), 0);
            else
                assert_int_equal(flee_disk_folder(valley_input, valley_data, valley_settings, arithmetic, &folder), 0);
            assert_int_equal(flee_open_folder(&folder, &f), 0);
            check_totals(&f, how ? ENG_STOCHASTIC : ENG_INDIVIDUAL);
            flee_close(&f);
        }
}

/* ---- digests ---- */

enum { DAYS = 70, MEMBERS = 4 };

static vado_run_options four_members(int threads) {
    vado_run_options o;
    vado_run_defaults(&o);
    o.members = MEMBERS;
    o.seed = 3;
    o.threads = threads;
    return o;
}

static vado_flee_input valley(const char *arithmetic) {
    return (vado_flee_input){.size = sizeof(vado_flee_input),
                             .input = valley_input,
                             .validation = valley_data,
                             .settings = valley_settings,
                             .days = DAYS,
                             .arithmetic =
                                 strcmp(arithmetic, "split") == 0 ? VADO_ARITHMETIC_SPLIT : VADO_ARITHMETIC_INDIVIDUAL};
}

static int into_nothing(void *user, const char *text, size_t n) {
    (void)text;
    *(size_t *)user += n;
    return 0;
}

static void digest_of(const char *db, char out[65]) {
    vado *v = vado_new();
    assert_int_equal(vado_digest(v, db, out), 0);
    vado_free(v);
}

static void run_to_digest(const char *arithmetic, const vado_run_options *o, vado_writer *csv, char out[65]) {
    vado *v = vado_new();
    vado_flee_input in = valley(arithmetic);
    vado_flee_result r = VADO_INIT(vado_flee_result);
    size_t written = 0;
    assert_int_equal(vado_flee(v, &in, o, "digest.db", csv, &written, &r), 0);
    assert_true(csv == NULL || written > 1000);
    vado_free(v);
    digest_of("digest.db", out);
}

/* As vado_flee runs it, but with the members in another order. */
static void shuffled_digest(const char *arithmetic, const vado_run_options *o, const wrk_tuning *t, char out[65]) {
    vado *v = vado_new();
    vado_input input = VADO_INIT(vado_input);
    inp_opened opened;
    scn_folder folder;
    input.scenario = valley_input;
    assert_int_equal(flee_disk_folder(valley_input, valley_data, valley_settings, arithmetic, &folder), 0);
    char yaml[200];
    snprintf(yaml, sizeof yaml, "model: flee\nname: valley\ndays: %d\narithmetic: %s\n", DAYS, arithmetic);
    assert_int_equal(scn_folder_add(&folder, "scenario.yaml", yaml, strlen(yaml)), 0);
    assert_int_equal(inp_open_folder(v, &folder, &input, 1, &opened), 0);
    assert_int_equal(run_opened(v, &opened, &input, o, "shuffled.db", t, NULL), 0);
    inp_close(&opened);
    vado_free(v);
    digest_of("shuffled.db", out);
}

static const char *const arithmetics[] = {"individual", "split"};

static void one_seed_is_one_digest_with_any_threads_in_any_order(void **state) {
    (void)state;
    char whole[2][65], other[65];
    for (int i = 0; i < 2; i++) {
        for (int threads = 1; threads <= 8; threads *= 2) {
            vado_run_options o = four_members(threads);
            run_to_digest(arithmetics[i], &o, NULL, threads == 1 ? whole[i] : other);
            if (threads > 1)
                assert_string_equal(whole[i], other);
        }
        vado_run_options o = four_members(2);
        wrk_tuning t = {.shuffle = 99};
        shuffled_digest(arithmetics[i], &o, &t, other);
        assert_string_equal(whole[i], other);
        o.seed = 4;
        run_to_digest(arithmetics[i], &o, NULL, other);
        assert_string_not_equal(whole[i], other);
    }
    assert_string_not_equal(whole[0], whole[1]);
}

static void a_run_that_was_stopped_ends_with_the_same_digest(void **state) {
    (void)state;
    char whole[65], again[65];
    for (int i = 0; i < 2; i++) {
        vado_run_options o = four_members(2);
        run_to_digest(arithmetics[i], &o, NULL, whole);
        for (int at = 9; at < MEMBERS * DAYS; at += 53) { /* in the middle of a month, a journey, a closure */
            vado_flee_input in = valley(arithmetics[i]);
            vado_flee_result r = VADO_INIT(vado_flee_result);
            int stopped = 0, status = VADO_ERR_CANCELLED;
            remove("stopped.db");
            for (int go = 0; status == VADO_ERR_CANCELLED; go++) { /* stopped, and stopped again when resumed */
                to_cancel = vado_new();
                atomic_store(&days_stepped, 0);
                cancel_at = go < 3 ? at : 0;
                status = go == 0 ? vado_flee(to_cancel, &in, &o, "stopped.db", NULL, NULL, &r)
                                 : vado_resume(to_cancel, "stopped.db", 2);
                stopped += status == VADO_ERR_CANCELLED;
                vado_free(to_cancel);
            }
            cancel_at = 0;
            assert_int_equal(status, 0);
            assert_true(stopped > 0);
            digest_of("stopped.db", again);
            assert_string_equal(whole, again);
        }
    }
}

static void output_takes_no_random_number(void **state) {
    (void)state;
    char with[65], without[65];
    for (int i = 0; i < 2; i++) {
        vado_run_options o = four_members(2);
        run_to_digest(arithmetics[i], &o, NULL, without);
        run_to_digest(arithmetics[i], &o, into_nothing, with);
        assert_string_equal(with, without);
    }
}

static void a_day_is_the_same_whether_it_is_recorded_or_not(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        scn_folder folder;
        flee_model f;
        unsigned char digest[2][32];
        assert_int_equal(flee_disk_folder(valley_input, valley_data, valley_settings, arithmetics[i], &folder), 0);
        assert_int_equal(flee_open_folder(&folder, &f), 0);
        double *record = calloc((size_t)f.m->width, sizeof *record);
        assert_non_null(record);
        for (int k = 0; k < 2; k++) {
            mdl_member *p = flee_member(&f, i ? ENG_STOCHASTIC : ENG_INDIVIDUAL, 3, 2);
            assert_non_null(p);
            for (int day = 0; day < DAYS; day++)
                assert_int_equal(fle_kind()->member_step(p, k ? record : NULL), 0);
            eng_world_digest(fle_kind()->member_world(p), digest[k]);
            fle_kind()->member_close(p);
        }
        assert_memory_equal(digest[0], digest[1], 32);
        free(record);
        flee_close(&f);
    }
}

/* Numbers of places that a loaded state holds are used without a further look. */
static void a_roster_that_names_no_place_is_not_sane(void **state) {
    (void)state;
    scn_folder folder;
    flee_model f;
    assert_int_equal(flee_disk_folder(valley_input, valley_data, valley_settings, "individual", &folder), 0);
    assert_int_equal(flee_open_folder(&folder, &f), 0);
    mdl_member *p = flee_member(&f, ENG_INDIVIDUAL, 3, 2);
    assert_non_null(p);
    for (int day = 0; day < 5; day++)
        assert_int_equal(fle_kind()->member_step(p, NULL), 0);
    eng_world *w = fle_kind()->member_world(p);
    size_t size = eng_snapshot_size(w);
    int64_t people = eng_roster_people(w, f.m->individual.roster);
    char *bytes = malloc(size), *roster = bytes + size - (size_t)people * (3 * sizeof(int32_t) + 2 * sizeof(double));
    assert_non_null(bytes);
    assert_true(people > 10);
    assert_int_equal(eng_snapshot_save(w, bytes, size), 0);
    for (int column = 0; column < 3; column++)
        for (int32_t wrong = 0; wrong < 2; wrong++) {
            char *cell = roster + ((size_t)column * (size_t)people + 7) * sizeof(int32_t);
            int32_t right, put = wrong ? 1 << 23 : column < 2 ? -1 : 1 << 22;
            memcpy(&right, cell, sizeof right);
            assert_int_equal(eng_snapshot_load(w, bytes, size), 0);
            assert_true(fle_kind()->member_sane(p));
            memcpy(cell, &put, sizeof put);
            assert_int_equal(eng_snapshot_load(w, bytes, size), 0);
            assert_false(fle_kind()->member_sane(p));
            memcpy(cell, &right, sizeof right);
        }
    free(bytes);
    fle_kind()->member_close(p);
    flee_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_chances_to_reach_c_in_a_day_are_0_4224),
        cmocka_unit_test(a_road_as_long_as_a_days_travel_ends_on_the_second_day),
        cmocka_unit_test(a_closed_place_parks_the_roads_of_its_neighbours_and_opens_them_last),
        cmocka_unit_test(people_are_as_many_as_the_data_say_to_the_last),
        cmocka_unit_test(courses_that_read_alike_do_not_stop_a_run),
        cmocka_unit_test(one_seed_is_one_digest_with_any_threads_in_any_order),
        cmocka_unit_test(a_run_that_was_stopped_ends_with_the_same_digest),
        cmocka_unit_test(output_takes_no_random_number),
        cmocka_unit_test(a_day_is_the_same_whether_it_is_recorded_or_not),
        cmocka_unit_test(a_roster_that_names_no_place_is_not_sane),
    };
    return cmocka_run_group_tests(tests, find_valley, NULL);
}
