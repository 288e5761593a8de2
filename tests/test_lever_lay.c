/* A policy laid under a lever gives, month by month and to the bit, what a run with the policy gives, whatever was laid
 * before; one that is refused changes nothing; a lever that waits gives the same; each member has its own past.
 * ctest: sanitized
 */
#include "vado.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lever_months.h"
#include "write_text.h"

#define HEAD "from,until,parameter,where,who,change,value,note,source\n"

static const char *const policies[] = {
    HEAD "2018-05-16,2018-09-02,mexico.checkpoints.effort,,,scale,2,note,x\n"
         "2018-06-01,,us.agents,El Paso,,add,0.5,note,x\n"
         "2018-03-20,,us.mexico_accepts,,Honduras/family,set,0.25,note,x\n",
    HEAD "2018-10-01,,us.agents,,,scale,1.5,again,x\n",
    HEAD "2018-01-01,,mexico.checkpoints.effort,south,,set,4,the first day,x\n",
    HEAD "2017-10-15,2018-01-20,mexico.checkpoints.effort,,,set,3,in the days before,x\n",
    HEAD "2018-12-31,,us.agents,,,set,10,the last day,x\n",
    HEAD "2018-10-05,,us.agents,,,scale,1.5,after a quarter began,x\n",
};
enum { SERIES = 4 };
static const char *const series[SERIES] = {"encounters", "waiting", "encounters", "repeat_share"};
static const int margins[SERIES] = {0, VADO_BY_PLACE, VADO_BY_PLACE | VADO_BY_NATIONALITY, 0};

static void refused(vado *v, int status, int expected, const char *words) {
    const char *first = vado_message_count(v) ? vado_message(v, 0) : "";
    if (status != expected || !strstr(first, words))
        fail_msg("status %d, expected %d; '%s' does not say '%s'", status, expected, first, words);
}

static vado_simulation_options member_of(int member) {
    vado_simulation_options o;
    vado_simulation_defaults(&o);
    o.mode = VADO_FLUID;
    o.member = member;
    o.members = 3;
    return o;
}

static vado_lever *opened(vado *v, int waits, int megabytes) {
    const vado_input in = six_places();
    const vado_simulation_options o = member_of(1);
    vado_lever_options l = VADO_INIT(vado_lever_options);
    vado_lever *lever = NULL;
    l.nseries = 1;
    l.series = series;
    l.waits = waits;
    l.snapshots = megabytes;
    fine(v, vado_lever_open(v, &in, &o, &l, &lever));
    fine(v, vado_lever_show(v, lever, SERIES, series, margins));
    return lever;
}

/* The months that are left, or `most` of them, are those of the run of a member; policy -1: as it is. */
static void same_months(vado *v, vado_lever *l, int member, int policy, int most) {
    vado_input in = six_places();
    const vado_simulation_options o = member_of(member);
    vado_simulation *s = NULL;
    static const char *const file[] = {"laid.csv"};
    if (policy >= 0) {
        write_text(file[0], policies[policy]);
        in.npolicies = 1;
        in.policies = file;
    }
    fine(v, vado_simulation_open(v, &in, &o, &s));
    while (vado_days_left(s) > 0)
        fine(v, vado_step_month(v, s));
    vado_numbers *all[SERIES];
    for (int i = 0; i < SERIES; i++) {
        vado_read_options read = VADO_INIT(vado_read_options);
        read.by_place = margins[i] & VADO_BY_PLACE;
        read.by_nationality = margins[i] & VADO_BY_NATIONALITY;
        fine(v, vado_simulation_read(v, s, series[i], &read, &all[i]));
    }
    assert_true(vado_lever_left(l) > 0);
    for (int m = 0; (most == 0 || m < most) && vado_lever_left(l) > 0; m++) {
        fine(v, vado_lever_next(v, l));
        for (int i = 0; i < SERIES; i++) {
            same_month(vado_lever_month(l, i), all[i]);
            assert_int_equal(vado_lever_month(l, i)->members[0], member);
        }
    }
    for (int i = 0; i < SERIES; i++)
        vado_numbers_free(&all[i]);
    vado_simulation_close(&s);
}

static void lay(vado *v, vado_lever *l, int policy) { fine(v, vado_lever_lay(v, l, "laid.csv", policies[policy])); }

static void every_policy_is_that_of_a_run(void **state) {
    (void)state;
    vado *v = vado_new();
    vado_lever *l = opened(v, 1, 0);
    /* the last begins with the state on whose morning the one before it has come to stand */
    static const int order[] = {0, 1, 0, 3, 2, 4, 1, 0, 5}, most[] = {0, 0, 3, 0, 2, 0, 1, 7, 0};
    lay(v, l, 1); /* before anything was lived */
    same_months(v, l, 1, 1, 0);
    fine(v, vado_lever_lay(v, l, NULL, NULL));
    same_months(v, l, 1, -1, 0);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        lay(v, l, order[i]);
        assert_null(vado_lever_month(l, 0));
        same_months(v, l, 1, order[i], most[i]);
    }
    fine(v, vado_lever_lay(v, l, NULL, NULL));
    same_months(v, l, 1, -1, 0);
    vado_lever_close(&l);
    vado_free(v);
}

static void one_that_lived_through_gives_the_same(void **state) {
    (void)state;
    vado *v = vado_new();
    vado_lever *l = opened(v, 0, 0);
    lay(v, l, 0);
    same_months(v, l, 1, 0, 0);
    lay(v, l, 2);
    same_months(v, l, 1, 2, 4);
    refused(v, vado_lever_lay(v, l, "laid.csv", policies[3]), VADO_ERR_INPUT, "laid.csv:2:");
    same_months(v, l, 1, 2, 3);
    vado_lever_close(&l);
    vado_free(v);
}

static void every_member_has_its_own_past(void **state) {
    (void)state;
    for (int megabytes = 0; megabytes < 2; megabytes++) { /* one megabyte holds few states */
        vado *v = vado_new();
        vado_lever *l = opened(v, 1, megabytes);
        static const int order[] = {3, 1, 2, 3, 1};
        for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
            fine(v, vado_lever_member(v, l, order[i]));
            if (i < 2)
                same_months(v, l, order[i], -1, 0);
            lay(v, l, 0);
            same_months(v, l, order[i], 0, i == 4 ? 0 : 4);
            lay(v, l, 1);
            same_months(v, l, order[i], 1, 1);
        }
        refused(v, vado_lever_member(v, l, 4), VADO_ERR_USAGE, "found 4, expected 1 to 3");
        refused(v, vado_lever_member(v, l, 0), VADO_ERR_USAGE, "found 0");
        vado_lever_close(&l);
        vado_free(v);
    }
}

static void stop(void *user, int64_t done, int64_t all, double left) {
    (void)done;
    (void)all;
    (void)left;
    vado_cancel(user);
}

/* One that was stopped before its first state was there is not given the states of the member before. */
static void a_member_that_was_stopped_is_gone_to_again(void **state) {
    (void)state;
    vado *v = vado_new();
    vado_lever *l = opened(v, 0, 0);
    fine(v, vado_lever_next(v, l));
    vado_on_progress(v, stop, v);
    assert_int_equal(vado_lever_member(v, l, 2), VADO_ERR_CANCELLED);
    vado_on_progress(v, NULL, NULL);
    vado_cancel_reset(v);
    assert_null(vado_lever_month(l, 0));
    assert_int_equal(vado_lever_left(l), 0);
    refused(v, vado_lever_lay(v, l, "laid.csv", policies[0]), VADO_ERR_USAGE, "nothing can be changed");
    fine(v, vado_lever_member(v, l, 2));
    same_months(v, l, 2, -1, 0);
    lay(v, l, 0);
    same_months(v, l, 2, 0, 0);
    vado_lever_close(&l);
    vado_free(v);
}

static void what_is_refused_changes_nothing(void **state) {
    (void)state;
    static const struct {
        const char *text, *words;
    } wrong[] = {
        {HEAD "2018-05-16,,mexico.checkpoint.effort,,,set,2,n,x\n",
         "laid.csv:2:13: found \"mexico.checkpoint.effort\""},
        {HEAD "2018-05-16,,us.agents,Atlantis,,set,2,n,x\n", "laid.csv:2:23"},
        {HEAD "2018-05-16,,us.agents,,,set,-2,n,x\n", "laid.csv:2:29: found -2"},
        {HEAD "2018-05-16,,us.agents,,,scale,1e9,n,x\n", "laid.csv:2:31: found scale 1e+09"},
        {HEAD "16 May,,us.agents,,,set,2,n,x\n", "laid.csv:2:1"},
        {"\xff\xfe,\"\n\"", "laid.csv:1"},
        {"", "laid.csv"},
    };
    vado *v = vado_new();
    vado_lever *l = opened(v, 1, 0);
    lay(v, l, 0);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        refused(v, vado_lever_lay(v, l, "laid.csv", wrong[i].text), VADO_ERR_INPUT, wrong[i].words);
        if (i < 2)
            same_months(v, l, 1, 0, 1);
    }
    refused(v, vado_lever_lay(v, l, "no such policy", NULL), VADO_ERR_FILE, "no such policy");
    same_months(v, l, 1, 0, 0);
    static const char *const unknown[] = {"encounter"}, *const one[] = {"repeat_share"};
    refused(v, vado_lever_show(v, l, 1, unknown, margins), VADO_ERR_USAGE, "encounter");
    refused(v, vado_lever_show(v, l, 1, one, (const int[]){VADO_BY_GROUP}), VADO_ERR_USAGE, "repeat_share");
    refused(v, vado_lever_show(v, l, 1, one, (const int[]){8}), VADO_ERR_USAGE, "vado_margin");
    refused(v, vado_lever_show(v, l, 0, one, margins), VADO_ERR_USAGE, "no series");
    lay(v, l, 1);
    same_months(v, l, 1, 1, 0);
    refused(v, vado_lever_lay(v, NULL, "x", "x"), VADO_ERR_USAGE, "lever");
    assert_int_equal(vado_lever_lay(NULL, l, "x", "x"), VADO_ERR_USAGE);
    vado_lever_close(&l);
    vado_free(v);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_policy_is_that_of_a_run),   cmocka_unit_test(one_that_lived_through_gives_the_same),
        cmocka_unit_test(every_member_has_its_own_past),   cmocka_unit_test(a_member_that_was_stopped_is_gone_to_again),
        cmocka_unit_test(what_is_refused_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
