/* Each part moves the others: full beds of minors, full cities, caravans that are remembered, personnel, purses.
 * ctest: sanitized
 */
#include "corridor_small.h"

#include "corridor/caravans.h"
#include "corridor/checkpoints.h"
#include "corridor/interior.h"
#include "corridor/minors.h"
#include "corridor/money.h"
#include "corridor/processing.h"
#include "corridor/refuge.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MANY "origins.rate_per_year[Honduras]=1", "money.purses_bind=1"

/* Minors in custody for want of a bed, of all sectors and at ports. */
static double minors_without_bed(const mdl_member *p) {
    double sum = 0;
    for (int k = 0; k <= p->m->s->nsectors; k++)
        sum += cor_minors_waiting(p, k);
    return sum;
}

#define LINE                                                                                                           \
    "mexico.caravans.line[Tapachula]=1", "mexico.caravans.line[Acayucan]=2", "mexico.caravans.line[Mexico City]=3"

static int near(double a, double b) { return fabs(a - b) <= 1e-9 * (1 + fabs(a) + fabs(b)); }

/* ---- minors ---- */

/* Beds full: minors stay in custody, which takes agents from the line and turns detention of others to release. */
static void minors_without_a_bed_fill_custody_take_agents_and_others_are_released(void **state) {
    static const small_options beds = {.sets = {"us.minors.beds=100000", "us.minors.most_sites=0"}};
    static const small_options none = {.sets = {"us.minors.beds=10", "us.minors.most_sites=0"}};
    const small_options *const all[2] = {&beds, &none};
    double minors[2], load[2] = {0, 0}, released[2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(all[k], ENG_FLUID);
        assert_int_equal(small_run_until(p, "2018-09-01"), 0);
        minors[k] = minors_without_bed(p->p);
        for (int s = 0; s < p->model->s.nsectors; s++)
            load[k] += eng_get(p->w, processing_ids(p->model->m)->load)[s];
        released[k] = small_value(p, "releases", "", "", DEMO_SINGLE_ADULT) /
                      small_value(p, "encounters", "", "", DEMO_SINGLE_ADULT);
        small_closed(p);
    }
    assert_true(minors[1] > 10 * minors[0]);
    assert_true(load[1] > 1.05 * load[0]);
    assert_true(released[1] > 1.02 * released[0]);
}

/* ---- interior cities ---- */

static void a_full_city_turns_people_to_others_and_counts_those_without_a_bed(void **state) {
    static const small_options room = {.sets = {MANY, "us.interior.new_york.beds=1000000"}};
    static const small_options full = {.sets = {MANY, "us.interior.new_york.beds=5"}};
    static const small_options comes = {.sets = {MANY, "us.interior.new_york.beds=5", "us.interior.turns_away=0"}};
    const small_options *const all[3] = {&room, &full, &comes};
    double there[3], elsewhere[3], unhoused[3];
    (void)state;
    for (int k = 0; k < 3; k++) {
        small_member *p = small_opened(all[k], ENG_FLUID);
        assert_int_equal(small_run_until(p, "2018-09-01"), 0);
        there[k] = small_value(p, "interior_arrivals", "New York", "", -1);
        elsewhere[k] = small_value(p, "interior_arrivals", "Elsewhere", "", -1);
        assert_int_equal(small_run(p, 1), 0);
        unhoused[k] = cor_interior_unhoused(p->p);
        small_closed(p);
    }
    assert_true(there[1] < 0.9 * there[0] && elsewhere[1] > 1.01 * elsewhere[0]);
    assert_true(there[2] > 0.99 * there[0] && elsewhere[2] < 1.005 * elsewhere[0]);
    assert_true(unhoused[1] > unhoused[0] + 10 && unhoused[2] > unhoused[1]);
}

/* ---- caravans ---- */

static int formed(const small_options *o) {
    small_member *p = small_opened(o, ENG_FLUID);
    int n = 0, walks = 0;
    for (int day = 0; day < 400; day++) {
        assert_int_equal(small_run(p, 1), 0);
        int now = cor_caravan(p->p) > 0;
        n += now && !walks;
        walks = now;
    }
    small_closed(p);
    return n;
}

#define FORM                                                                                                           \
    MANY, LINE, "mexico.caravans.crowd=3000", "mexico.caravans.hazard_per_week=0.2", "mexico.caravans.least=20",       \
        "mexico.caravans.pause_days=5", "mexico.caravans.fall_out=0", "mexico.caravans.heard=10"

static void papers_are_remembered_and_make_more_caravans_those_stopped_fewer(void **state) {
    static const small_options papers = {
        .sets = {FORM, "mexico.caravans.block=0", "mexico.caravans.papers_after_days=1"}};
    static const small_options stopped = {
        .sets = {FORM, "mexico.caravans.block=0.7", "mexico.caravans.papers_per_day=0"}};
    static const small_options forgotten = {
        .sets = {FORM, "mexico.caravans.block=0", "mexico.caravans.papers_after_days=1", "mexico.caravans.heard=1"}};
    int with = formed(&papers), without = formed(&stopped), neutral = formed(&forgotten);
    (void)state;
    assert_true(with > neutral && with > without);
}

/* A caravan is a way out of Tapachula: those who wait there for an answer are fewer after it. */
static void a_caravan_takes_applicants_for_asylum_with_it(void **state) {
    static const small_options stay = {
        .sets = {MANY, LINE, "mexico.asylum.office[Tapachula]=1", "mexico.caravans.form=0"}};
    static const small_options go = {.sets = {MANY, LINE, "mexico.asylum.office[Tapachula]=1",
                                              "mexico.caravans.hazard_per_week=0",
                                              "mexico.caravans.called=20000@2018-06-01"}};
    double wait[2];
    const small_options *const all[2] = {&stay, &go};
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(all[k], ENG_FLUID);
        assert_int_equal(small_run_until(p, "2018-06-05"), 0);
        int at = small_place(p->model, "Tapachula");
        wait[k] = small_people(p, refuge_ids(p->model->m)->applicants[at], -1);
        small_closed(p);
    }
    assert_true(wait[0] > 100 && wait[1] < 0.7 * wait[0]);
}

/* ---- personnel ---- */

/* Effort follows personnel, and ends where there are no more people: the limit has been reached. */
static void effort_follows_personnel_up_to_the_people_there_are(void **state) {
    static const small_options one = {.sets = {"mexico.personnel.index=1"}};
    static const small_options tenfold = {.sets = {"mexico.personnel.index=10"}};
    static const small_options limited = {
        .sets = {"mexico.personnel.index=10", "mexico.personnel.nationwide=10000", "mexico.personnel.per_effort=1000"}};
    static const small_options held = {.sets = {"mexico.personnel.index=10", "mexico.personnel.index_in_effort=10"}};
    const small_options *const all[4] = {&one, &tenfold, &limited, &held};
    double effort[4] = {0, 0, 0, 0}, staff[4], events[4];
    (void)state;
    for (int k = 0; k < 4; k++) {
        small_member *p = small_opened(all[k], ENG_FLUID);
        assert_int_equal(small_run_until(p, "2018-06-01"), 0);
        for (int r = 0; r < p->model->s.nregions; r++)
            effort[k] += cor_effort(p->p, r);
        staff[k] = cor_mexican_staff(p->p);
        events[k] = small_value(p, "mexico_events", "", "", -1);
        small_closed(p);
    }
    assert_true(near(effort[1], 10 * effort[0]) && near(staff[1], 10 * staff[0]) && events[1] > 1.2 * events[0]);
    assert_true(near(effort[2], 10) && near(staff[2], 10000) && effort[2] < effort[1]);
    assert_true(near(effort[3], effort[0]));
}

/* ---- purses ---- */

typedef struct {
    double can_try, purse, waiting, encounters, extortion;
} of_money;

static of_money money_of(const small_options *o) {
    small_member *p = small_opened(o, ENG_FLUID);
    of_money x = {0, 0, 0, 0, 0};
    assert_int_equal(small_run_until(p, "2018-09-01"), 0);
    for (int c = 0; c < p->model->m->ncities; c++) {
        x.can_try += cor_money_to_try(p->p, c) / p->model->m->ncities;
        x.purse += eng_get(p->w, money_ids(p->model->m)->purse)[p->model->m->cities[c]] / p->model->m->ncities;
    }
    x.waiting = small_value(p, "waiting", "", "", -1);
    x.encounters = small_value(p, "encounters", "", "", -1);
    x.extortion = small_value(p, "extortion", "", "", -1);
    small_closed(p);
    return x;
}

/* Extortion that rises after the first day empties purses: people wait for longer, and are extorted the more. */
static void who_is_robbed_cannot_go_on_and_waits(void **state) {
    static const small_options before = {.sets = {MANY}};
    static const small_options robbed = {.sets = {MANY, "money.extortion_usd=5000@2018-02-01"}};
    static const small_options rich = {.sets = {MANY, "money.extortion_usd=5000@2018-02-01", "money.purse_usd=1e6"}};
    of_money a = money_of(&before), b = money_of(&robbed), c = money_of(&rich);
    (void)state;
    assert_true(b.purse < 0.8 * a.purse && b.can_try < 0.9 * a.can_try);
    assert_true(b.waiting > 1.05 * a.waiting && b.extortion > 1.02 * a.extortion && b.encounters < a.encounters);
    assert_true(c.can_try > 0.98 && c.can_try < 1.02);
}

/* Prices are as they were before the first day: the usual stay is as it is stated. Work lets people go on. */
static void what_is_usual_changes_nothing_and_work_fills_purses(void **state) {
    static const small_options poor = {.sets = {MANY, "money.purse_usd=700", "money.earns_usd=1"}};
    static const small_options works = {
        .sets = {MANY, "money.purse_usd=700", "money.earns_usd=1", "money.earns_usd=60@2018-02-01"}};
    of_money a = money_of(&poor), b = money_of(&works);
    (void)state;
    assert_true(b.encounters > 1.2 * a.encounters && b.waiting / b.encounters < 0.9 * a.waiting / a.encounters);
    small_member *p = small_opened(&poor, ENG_FLUID);
    while (cor_member_day(p->p) < p->model->s.from) {
        assert_int_equal(small_run(p, 1), 0);
        for (int c = 0; c < p->model->m->ncities; c++)
            assert_true(cor_money_to_try(p->p, c) == 1);
    }
    small_closed(p);
}

/* Who cannot pay turns back, and less is spent by nobody else. */
static void some_who_cannot_pay_turn_back(void **state) {
    static const small_options stay = {.sets = {MANY, "money.purse_usd=300", "money.turns_back=0"}};
    static const small_options back = {.sets = {MANY, "money.purse_usd=300", "money.turns_back=0.05"}};
    of_money a = money_of(&stay), b = money_of(&back);
    (void)state;
    assert_true(b.encounters < 0.98 * a.encounters);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minors_without_a_bed_fill_custody_take_agents_and_others_are_released),
        cmocka_unit_test(a_full_city_turns_people_to_others_and_counts_those_without_a_bed),
        cmocka_unit_test(papers_are_remembered_and_make_more_caravans_those_stopped_fewer),
        cmocka_unit_test(a_caravan_takes_applicants_for_asylum_with_it),
        cmocka_unit_test(effort_follows_personnel_up_to_the_people_there_are),
        cmocka_unit_test(who_is_robbed_cannot_go_on_and_waits),
        cmocka_unit_test(what_is_usual_changes_nothing_and_work_fills_purses),
        cmocka_unit_test(some_who_cannot_pay_turn_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
