/* A threat of tariffs raises Mexico's effort whatever day the endogenous mode starts, and then it fades: on every start
 * month of 2019, 2021 and 2023, before, on and after the day of the threat, with and without money to spare.
 * ctest: timeout=600 processors=1 */
#include "corridor_small.h"

#include "corridor/diplomacy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { BEFORE = 100, MONTH = 30, LATER = 210, LAST = 3 * 365 };

typedef struct {
    int year, month;   /* of the threat, which lasts from its first day for thirty */
    int days;          /* from the first day of the threat to that of the endogenous mode */
    int threat, money; /* money: 1 if it is no matter */
    int member;        /* of which parameters differ; 0 without: the central one */
} course;

/* Effort against what the schedule says, so many days after both threat and endogenous mode have begun. */
typedef struct {
    double first, month, later, last;
} effort;

static double now(const small_member *p) { return cor_effort_factor(p->p, 0); }

static effort of(const course *c) {
    char rows[800], first[16], last[16], threat[16], until[16], mode[16];
    char begins[40], ends[40];
    int64_t day;
    effort e;
    (void)snprintf(threat, sizeof threat, "%d-%02d-01", c->year, c->month);
    assert_int_equal(day_parse(threat, &day), 0);
    day_format(day - BEFORE, first);
    day_format(day + LAST + 60, last);
    day_format(day + MONTH - 1, until);
    day_format(day + c->days, mode);
    (void)snprintf(rows, sizeof rows,
                   "from,until,parameter,where,who,change,value,note,source\n"
                   "%s,,diplomacy.endogenous,,,set,1,,x\n%s,%s,us.diplomacy.threat,,,set,%d,,x\n",
                   mode, threat, until, c->threat);
    (void)snprintf(begins, sizeof begins, "from: %s", first);
    (void)snprintf(ends, sizeof ends, "until: %s", last);
    const small_options o = {.sets = {"origins.rate_per_year[Honduras]=1", "diplomacy.crisis_hazard=0",
                                      "us.ports.posture=0", c->money ? "mexico.effort.income=0.1" : NULL},
                             .edits = {{"schedule.csv", NULL, rows},
                                       {"scenario.yaml", "from: 2018-01-01", begins},
                                       {"scenario.yaml", "until: 2018-12-31", ends}}};
    small_model *m = small_open(&o);
    assert_non_null(m);
    small_member *p = small_start_layers(m, ENG_FLUID, c->member, c->member > 0);
    assert_non_null(p);
    int start = c->days > 0 ? c->days : 0;
    day_format(day + start, mode);
    assert_int_equal(small_run_until(p, mode), 0);
    e.first = now(p);
    assert_int_equal(small_run(p, MONTH), 0);
    e.month = now(p);
    assert_int_equal(small_run(p, LATER - MONTH), 0);
    e.later = now(p);
    assert_int_equal(small_run(p, LAST - LATER - start), 0);
    e.last = now(p);
    small_stop(p);
    small_close(m);
    return e;
}

static const int YEARS[] = {2019, 2021, 2023};

static void told(const course *c, const effort *with, const effort *without) {
    print_message("threat of %d-%02d, mode %d days after, money %d, member %d: with %.3f %.3f %.3f %.3f, without %.3f "
                  "%.3f %.3f %.3f\n",
                  c->year, c->month, c->days, c->money, c->member, with->first, with->month, with->later, with->last,
                  without->first, without->month, without->later, without->last);
}

/* Raised by more than `least` within thirty days; half a year later less of it is left, after three years next to
 * nothing. */
static void raises_and_fades(course c, double least) {
    c.threat = 0;
    effort without = of(&c);
    c.threat = 1;
    effort with = of(&c);
    double most = with.month / without.month, later = with.later / without.later, last = with.last / without.last;
    if (!(most > least && later - 1 < 0.8 * (most - 1) && last - 1 < 0.15 * (most - 1))) {
        told(&c, &with, &without);
        fail();
    }
}

static void on_every_start_month_a_threat_raises_effort_and_it_fades(void **state) {
    (void)state;
    for (int y = 0; y < 3; y++)
        for (int month = 1; month <= 12; month++) {
            const course c = {YEARS[y], month, 0, 0, 1, 0};
            raises_and_fades(c, 1.3);
        }
}

static void whatever_day_the_endogenous_mode_starts(void **state) {
    static const int days[] = {-90, -30, -8, -7, -1, 0, 1, 6, 7, 14, 29};
    (void)state;
    for (size_t d = 0; d < sizeof days / sizeof *days; d++)
        for (int money = 0; money < 2; money++) {
            const course c = {2023, 6, days[d], 0, money, 0};
            raises_and_fades(c, 1.3);
        }
}

/* Of members that differ in everything they do not know, some are threatened by less; none is moved the other way. */
static void in_every_member(void **state) {
    (void)state;
    for (int k = 1; k <= 12; k++) {
        const course c = {2023, 6, 0, 0, 1, k};
        raises_and_fades(c, 1.1);
    }
}

static void more_of_a_threat_raises_effort_more(void **state) {
    double before = 0;
    (void)state;
    for (int threat = 0; threat <= 3; threat++) {
        const course c = {2021, 3, 0, threat, 1, 0};
        effort e = of(&c);
        assert_true(e.month > before);
        before = e.month;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_every_start_month_a_threat_raises_effort_and_it_fades),
        cmocka_unit_test(whatever_day_the_endogenous_mode_starts),
        cmocka_unit_test(in_every_member),
        cmocka_unit_test(more_of_a_threat_raises_effort_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
