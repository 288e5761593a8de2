/* Members brought to the level of the months that latents were fitted to: they count what the central run counts there,
 * a policy or a setting changes no level, so that it cannot undo its own effect, and a member has the same level alone,
 * in an ensemble, in a shorter run, after a resume and by any number of threads. A scenario's table of levels gives
 * what would be found without it, to the bit; one of another input, seed or ensemble is passed by, a damaged one
 * refused. ctest: timeout=600
 */
#include "vado.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fine.h"
#include "write_text.h"

enum { MEMBERS = 6, JUNE = 5, MONTHS = 12 };

/* The months after June expect something: so June is the last that was fitted. */
#define KNOTS                                                                                                          \
    "latent,month,where,who,value\n"                                                                                   \
    "departures,2018-02,,Honduras,0.25\ndepartures,2018-06,,Honduras,1\n"                                              \
    "departures,2018-02,,Mexico,-1\ndepartures,2018-06,,Mexico,-0.5\n"
#define AFTER                                                                                                          \
    "departures_kept,2018-06,,,0.8\ndepartures_mean,2018-06,,Honduras,0.2\ndepartures_mean,2018-06,,Mexico,0\n"

/* From April on half as many set out, of either nationality. */
static const char *const halved[] = {"origins.shock=-0.693147@2018-04-01"};
static const char *const policy[] = {"halved.csv"};
#define POLICY "from,parameter,where,who,change,value,source\n2018-04-01,origins.shock,,,set,-0.693147,[a test]\n"

static vado_input input(void) {
    static char path[1024];
    const char *root = getenv("SOURCE_DIR");
    vado_input in = VADO_INIT(vado_input);
    (void)snprintf(path, sizeof path, "%s/tests/scenarios/six-places", root ? root : ".");
    in.scenario = path;
    in.latents = "fitted.csv";
    return in;
}

static vado_run_options options(vado_mode mode, int level) {
    vado_run_options o;
    vado_run_defaults(&o);
    o.mode = mode;
    o.members = MEMBERS;
    o.threads = 1;
    o.level = level;
    o.layer_environment = 0; /* what is left is what parameters do */
    return o;
}

static void run(vado *v, const vado_input *in, const vado_run_options *o, const char *db) {
    (void)unlink(db);
    fine(v, vado_run(v, in, o, db));
}

/* Encounters by month; values [months][members]. */
static vado_numbers *encounters(vado *v, const char *db) {
    vado_store *store = NULL;
    vado_numbers *n = NULL;
    vado_read_options o = VADO_INIT(vado_read_options);
    o.period = VADO_BY_MONTH;
    fine(v, vado_store_open(v, db, &store));
    fine(v, vado_read(v, store, "encounters", &o, &n));
    vado_store_close(&store);
    return n;
}

/* How far the highest member lies from the lowest, in logs. */
static double spread(const vado_numbers *n, int month) {
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < n->nmembers; i++) {
        double x = log(vado_value(n, month, 0, 0, 0, i));
        low = x < low ? x : low;
        high = x > high ? x : high;
    }
    return high - low;
}

static void same_digest(vado *v, const char *a, const char *b, int same) {
    char of[2][65];
    fine(v, vado_digest(v, a, of[0]));
    fine(v, vado_digest(v, b, of[1]));
    assert_int_equal(strcmp(of[0], of[1]) == 0, same);
}

/* The first months of every member, to the bit. */
static void same_months(const vado_numbers *a, const vado_numbers *b, int months) {
    for (int t = 0; t < months; t++)
        for (int i = 0; i < MEMBERS; i++)
            assert_true(vado_value(a, t, 0, 0, 0, i) == vado_value(b, t, 0, 0, 0, i));
}

static int begin(void **state) {
    vado *v = *state = vado_new();
    vado_input in = input();
    assert_non_null(v);
    write_text("fitted.csv", KNOTS AFTER);
    write_text("unfitted.csv", KNOTS);
    write_text(policy[0], POLICY);
    vado_run_options plain = options(VADO_FLUID, 0), level = options(VADO_FLUID, 1), one = options(VADO_FLUID, 1);
    one.members = 1;
    run(v, &in, &plain, "plain.db");
    run(v, &in, &level, "level.db");
    run(v, &in, &one, "centre.db");
    return 0;
}

static int end(void **state) {
    vado_free(*state);
    return 0;
}

/* ---- what it is for ---- */

static void members_count_what_the_central_run_counts(void **state) {
    vado *v = *state;
    vado_numbers *plain = encounters(v, "plain.db"), *level = encounters(v, "level.db"),
                 *centre = encounters(v, "centre.db");
    for (int t = 2; t <= JUNE; t++) {
        print_message("month %d: spread %.3f, levelled %.3f\n", t + 1, spread(plain, t), spread(level, t));
        assert_true(spread(plain, t) > 0.05 && spread(level, t) < 0.25 * spread(plain, t));
        for (int i = 0; i < MEMBERS; i++)
            assert_true(fabs(log(vado_value(level, t, 0, 0, 0, i) / vado_value(centre, t, 0, 0, 0, 0))) < 0.03);
    }
    for (int t = JUNE + 1; t < MONTHS; t++) /* what was found goes on, towards its mean */
        assert_true(spread(level, t) < spread(plain, t));
    vado_numbers_free(&plain);
    vado_numbers_free(&level);
    vado_numbers_free(&centre);
}

/* The one member of a central run has nothing to be levelled. */
static void the_centre_stays_what_it_is(void **state) {
    vado *v = *state;
    vado_input in = input();
    vado_run_options o = options(VADO_FLUID, 0);
    o.members = 1;
    run(v, &in, &o, "centre-plain.db");
    same_digest(v, "centre.db", "centre-plain.db", 1);
    same_digest(v, "level.db", "plain.db", 0);
}

/* By default; where the latents do not say up to which month they were fitted, members stay what they are. */
static void members_are_levelled_where_a_level_is_known(void **state) {
    vado *v = *state;
    vado_input in = input();
    vado_run_options o = options(VADO_FLUID, 0), usual;
    vado_run_defaults(&usual);
    o.level = usual.level;
    run(v, &in, &o, "usual.db");
    same_digest(v, "usual.db", "level.db", 1);
    in.latents = "unfitted.csv";
    run(v, &in, &o, "usual-unfitted.db");
    o.level = VADO_LEVEL_PRIOR;
    run(v, &in, &o, "prior-unfitted.db");
    same_digest(v, "usual-unfitted.db", "prior-unfitted.db", 1);
}

/* ---- a policy cannot undo itself ---- */

/* Months before are the same to the bit; then it halves encounters as it does without levels. */
static void halves(vado *v, const char *db) {
    vado_numbers *level = encounters(v, "level.db"), *pressed = encounters(v, db);
    same_months(level, pressed, 3);
    for (int i = 0; i < MEMBERS; i++) {
        double left = vado_value(pressed, JUNE, 0, 0, 0, i) / vado_value(level, JUNE, 0, 0, 0, i);
        assert_true(left > 0.4 && left < 0.62);
    }
    vado_numbers_free(&level);
    vado_numbers_free(&pressed);
}

static void a_policy_changes_no_level(void **state) {
    vado *v = *state;
    vado_input in = input();
    vado_run_options o = options(VADO_FLUID, 1);
    in.npolicies = 1;
    in.policies = policy;
    run(v, &in, &o, "policy.db");
    halves(v, "policy.db");
    in = input();
    in.nsets = 1;
    in.sets = halved;
    run(v, &in, &o, "set.db");
    halves(v, "set.db");
}

/* ---- the same wherever it is made ---- */

static void threads_and_the_period_change_nothing(void **state) {
    vado *v = *state;
    vado_input in = input();
    vado_run_options o = options(VADO_FLUID, 1);
    o.threads = 3;
    run(v, &in, &o, "threads.db");
    same_digest(v, "threads.db", "level.db", 1);
    in.until = "2018-04";
    run(v, &in, &o, "short.db");
    vado_numbers *whole = encounters(v, "level.db"), *part = encounters(v, "short.db");
    assert_int_equal(part->nperiods, 4);
    same_months(whole, part, 4);
    vado_numbers_free(&whole);
    vado_numbers_free(&part);
}

static void stop_early(void *user, int64_t done, int64_t all, double left) {
    (void)left;
    if (done * 3 > all)
        vado_cancel(user);
}

/* Twins too, which are levelled as their member is. */
static void a_stopped_run_goes_on_with_its_levels(void **state) {
    vado *v = *state;
    vado_input in = input();
    vado_run_options o = options(VADO_STOCHASTIC, 1);
    o.layer_environment = 1;
    run(v, &in, &o, "whole.db");
    vado_on_progress(v, stop_early, v);
    (void)unlink("stopped.db");
    assert_int_equal(vado_run(v, &in, &o, "stopped.db"), VADO_ERR_CANCELLED);
    vado_on_progress(v, NULL, NULL);
    vado_cancel_reset(v);
    fine(v, vado_resume(v, "stopped.db", 2));
    same_digest(v, "whole.db", "stopped.db", 1);
}

/* A member as the stored runs have it. */
static vado_simulation_options in_memory(int member) {
    vado_simulation_options o;
    vado_simulation_defaults(&o);
    o.mode = VADO_FLUID;
    o.member = member;
    o.members = MEMBERS;
    o.layer_environment = 0;
    o.level = 1;
    return o;
}

/* One member in memory, under the policy from a day inside and in a branch, is the run's, to the bit. */
static void a_simulation_has_the_level_of_its_run(void **state) {
    vado *v = *state;
    vado_input in = input();
    vado_simulation_options o = in_memory(4);
    vado_simulation *s = NULL, *branch = NULL;
    vado_read_options by = VADO_INIT(vado_read_options);
    vado_numbers *mine = NULL, *stored[2] = {encounters(v, "level.db"), encounters(v, "policy.db")};
    by.period = VADO_BY_MONTH;
    fine(v, vado_simulation_open(v, &in, &o, &s));
    fine(v, vado_step_to(v, s, "2018-04-01"));
    fine(v, vado_branch(v, s, &branch));
    fine(v, vado_lay(v, branch, policy[0]));
    vado_simulation *both[] = {s, branch};
    for (int k = 0; k < 2; k++) {
        while (vado_days_left(both[k]) > 0)
            fine(v, vado_step_month(v, both[k]));
        fine(v, vado_simulation_read(v, both[k], "encounters", &by, &mine));
        for (int t = 0; t < MONTHS; t++)
            assert_true(vado_value(mine, t, 0, 0, 0, 0) == vado_value(stored[k], t, 0, 0, 0, 3));
        vado_numbers_free(&mine);
        vado_numbers_free(&stored[k]);
        vado_simulation_close(&both[k]);
    }
}

static void months_of_member(vado *v, vado_lever *l, const vado_numbers *stored, int member) {
    for (int t = 0; t < MONTHS; t++) {
        fine(v, vado_lever_next(v, l));
        assert_true(vado_lever_month(l, 0)->values[0] == vado_value(stored, t, 0, 0, 0, member - 1));
        assert_int_equal(vado_lever_month(l, 0)->members[0], member);
    }
}

/* A lever that goes on to another member takes that one's level, and the first one's again when it comes back. */
static void each_member_of_a_lever_has_its_own_level(void **state) {
    static const char *const series[] = {"encounters"};
    static const int order[] = {2, 5, 4, 1};
    vado *v = *state;
    vado_input in = input();
    vado_numbers *stored = encounters(v, "level.db");
    for (int waits = 0; waits < 2; waits++) {
        vado_simulation_options o = in_memory(4);
        vado_lever_options lo = VADO_INIT(vado_lever_options);
        vado_lever *l = NULL;
        lo.nseries = 1;
        lo.series = series;
        lo.waits = waits;
        fine(v, vado_lever_open(v, &in, &o, &lo, &l));
        months_of_member(v, l, stored, o.member);
        for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
            fine(v, vado_lever_member(v, l, order[i]));
            months_of_member(v, l, stored, order[i]);
        }
        vado_lever_close(&l);
    }
    vado_numbers_free(&stored);
}

/* ---- a table of levels ---- */

enum { NOTED = 1 };

/* A copy of the scenario that has a table of levels of ensembles of 2 and of all members. */
static vado_input with_table(vado *v, const char *changed) {
    static const int ensembles[] = {2, MEMBERS};
    static const char copy[] = "cp -r \"$SOURCE_DIR/tests/scenarios/six-places\" tabled && chmod -R u+w tabled";
    vado_fit_options o = VADO_INIT(vado_fit_options);
    vado_input in = input();
    assert_int_equal(system("rm -rf tabled"), 0);
    assert_int_equal(system(copy), 0);
    in.scenario = "tabled";
    o.stage = VADO_FIT_LEVELS;
    o.nensembles = 2;
    o.ensembles = ensembles;
    o.seed = 1;
    fine(v, vado_fit(v, &in, &o, NULL, NULL));
    if (changed) {
        char command[512];
        (void)snprintf(command, sizeof command, "sed -i '%s' tabled/levels.csv", changed);
        assert_int_equal(system(command), 0);
    }
    return in;
}

/* Whether the last call noted that it worked levels out. */
static int worked_out(const vado *v) {
    for (int i = 0; i < vado_message_count(v); i++)
        if (strstr(vado_message(v, i), "are worked out"))
            return NOTED;
    return 0;
}

static void a_table_gives_what_would_be_found(void **state) {
    vado *v = *state;
    vado_input in = with_table(v, NULL);
    vado_run_options o = options(VADO_FLUID, 1);
    run(v, &in, &o, "tabled.db");
    assert_int_equal(worked_out(v), 0);
    same_digest(v, "tabled.db", "level.db", 1);
    in.until = "2018-04"; /* nor is a shorter period */
    run(v, &in, &o, "tabled-short.db");
    assert_int_equal(worked_out(v), 0);
    vado_numbers *whole = encounters(v, "level.db"), *part = encounters(v, "tabled-short.db");
    same_months(whole, part, 4);
    vado_numbers_free(&whole);
    vado_numbers_free(&part);
    in.until = NULL;
    vado_input plain = input();
    run(v, &plain, &o, "plain-level.db");
    assert_int_equal(worked_out(v), NOTED);
    in.npolicies = 1; /* settings and policies are no other input */
    in.policies = policy;
    run(v, &in, &o, "tabled-policy.db");
    assert_int_equal(worked_out(v), 0);
    same_digest(v, "tabled-policy.db", "policy.db", 1);
}

/* Made of other files, latents or members: found anew, and the same as without. */
static void a_table_of_another_input_is_passed_by(void **state) {
    vado *v = *state;
    vado_input in = with_table(v, NULL);
    vado_run_options o = options(VADO_FLUID, 1);
    o.members = MEMBERS - 1;
    run(v, &in, &o, "fewer.db");
    assert_int_equal(worked_out(v), NOTED);
    o.members = MEMBERS;
    o.seed = 2;
    run(v, &in, &o, "seed.db");
    assert_int_equal(worked_out(v), NOTED);
    o.seed = 1;
    assert_int_equal(system("echo '# one comment more' >>tabled/legs.csv"), 0);
    run(v, &in, &o, "other.db");
    assert_int_equal(worked_out(v), NOTED);
    same_digest(v, "other.db", "level.db", 1);
    in = with_table(v, NULL);
    write_text("lower.csv", "latent,month,where,who,value\n"
                            "departures,2018-02,,Honduras,0.25\ndepartures,2018-06,,Honduras,0.5\n"
                            "departures,2018-02,,Mexico,-1\ndepartures,2018-06,,Mexico,-0.5\n" AFTER);
    in.latents = "lower.csv";
    run(v, &in, &o, "lower.db");
    assert_int_equal(worked_out(v), NOTED);
}

static void a_table_that_somebody_touched_is_refused(void **state) {
    static const char *const touched[] = {
        "s/^\\(level,1,6,3,Mexico,by \\)/\\11/",       /* a level */
        "s/^level,1,6,3,Mexico/level,1,6,3,Honduras/", /* whose it is */
        "/^level,1,6,3,Mexico/d",                      /* a row */
        "/^sum/d",
        "s/^input,,,,,.*/input,,,,,none/",
    };
    vado *v = *state;
    vado_run_options o = options(VADO_FLUID, 1);
    for (size_t i = 0; i < sizeof touched / sizeof *touched; i++) {
        vado_input in = with_table(v, touched[i]);
        (void)unlink("refused.db");
        assert_int_equal(vado_run(v, &in, &o, "refused.db"), VADO_ERR_INPUT);
        assert_int_equal(access("refused.db", F_OK), -1);
    }
}

static char packed[1 << 20];
static size_t npacked;

static int take_packed(void *user, const char *bytes, size_t n) {
    (void)user;
    assert_true(n <= sizeof packed);
    memcpy(packed, bytes, npacked = n);
    return 0;
}

/* Each member of a lever over the packed scenario, whose table needs no text of others. */
static void a_packed_scenario_carries_its_table(void **state) {
    static const char *const series[] = {"encounters"};
    vado *v = *state;
    vado_input in = with_table(v, NULL);
    vado_simulation_options o = in_memory(1);
    vado_lever_options lo = VADO_INIT(vado_lever_options);
    vado_lever *l = NULL;
    vado_numbers *stored = encounters(v, "level.db");
    assert_int_equal(system("sed -i 's#latents/flat.csv#latents/fitted.csv#' tabled/scenario.yaml && "
                            "cp fitted.csv tabled/latents/fitted.csv"),
                     0);
    in.latents = NULL;
    const int all = MEMBERS;
    vado_fit_options fit = VADO_INIT(vado_fit_options);
    fit.stage = VADO_FIT_LEVELS;
    fit.nensembles = 1;
    fit.ensembles = &all;
    fit.seed = 1;
    fine(v, vado_fit(v, &in, &fit, NULL, NULL));
    fine(v, vado_pack(v, &in, take_packed, NULL));
    in.packed = packed;
    in.packed_bytes = npacked;
    lo.nseries = 1;
    lo.series = series;
    lo.waits = 1;
    fine(v, vado_lever_open(v, &in, &o, &lo, &l));
    assert_int_equal(worked_out(v), 0);
    months_of_member(v, l, stored, 1);
    fine(v, vado_lever_member(v, l, 5));
    assert_int_equal(worked_out(v), 0);
    months_of_member(v, l, stored, 5);
    vado_lever_close(&l);
    vado_numbers_free(&stored);
}

static void a_table_that_says_no_last_month_is_refused(void **state) {
    vado *v = *state;
    vado_input in = input();
    vado_run_options o = options(VADO_FLUID, 1);
    in.latents = "unfitted.csv";
    (void)unlink("refused.db");
    assert_int_equal(vado_run(v, &in, &o, "refused.db"), VADO_ERR_INPUT);
    assert_non_null(strstr(vado_message(v, vado_message_count(v) - 1), "expected a table of latents"));
    assert_int_equal(access("refused.db", F_OK), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_count_what_the_central_run_counts),
        cmocka_unit_test(the_centre_stays_what_it_is),
        cmocka_unit_test(members_are_levelled_where_a_level_is_known),
        cmocka_unit_test(a_policy_changes_no_level),
        cmocka_unit_test(threads_and_the_period_change_nothing),
        cmocka_unit_test(a_stopped_run_goes_on_with_its_levels),
        cmocka_unit_test(a_simulation_has_the_level_of_its_run),
        cmocka_unit_test(each_member_of_a_lever_has_its_own_level),
        cmocka_unit_test(a_table_gives_what_would_be_found),
        cmocka_unit_test(a_table_of_another_input_is_passed_by),
        cmocka_unit_test(a_table_that_somebody_touched_is_refused),
        cmocka_unit_test(a_packed_scenario_carries_its_table),
        cmocka_unit_test(a_table_that_says_no_last_month_is_refused),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
