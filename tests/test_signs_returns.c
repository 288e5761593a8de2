/* Returns from Mexico have signs: at fixed arrivals a longer limit, a shorter notice, less compliance, more seats or
 * more money never lower the number returned by flight, by bus, nor in all. ctest: timeout=600 processors=1
 *
 * Fixed arrivals: on the first day a crowd of two nationalities, one near (by bus) and one far (by flight), stands in
 * the stations; nobody sets out, nobody is taken in after them. What becomes of them is all there is. */
#include "corridor_small.h"

#include "corridor/checkpoints.h"
#include "corridor/repatriation.h"
#include "corridor/stations.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define SCHEDULE "from,until,parameter,where,who,change,value,note,source\n"
#define FAR_TOO                                                                                                        \
    {"nationalities.csv", "", "Venezuela,South America,28000000,x\n"},                                                 \
        {"origins.csv", "", "Venezuela,San Pedro Sula,home,,,1,x\n"}, {                                                \
        "parameters.csv", NULL,                                                                                        \
            "parameter,where,who,value,source,note\nmexico.returns.by_bus,,Honduras,1,x,\n"                            \
            "mexico.returns.group_factor,,family,0.6,x,\n"                                                             \
    }

typedef struct {
    double limit, notice, compliance, seats, reserve;
    int money;
} point;

typedef struct {
    double by_bus, flown;
} returned;

#define MONEY(usd) SCHEDULE "2017-01-01,,mexico.repatriation.income_usd_per_day,,,set," usd ",,x\n"

/* For all; for the buses and some seats; not even for the buses; for some until it stops, and the reserve after that.
 */
static const char *const INCOME[] = {MONEY("1e7"), MONEY("25000"), MONEY("5000"),
                                     MONEY("25000") "2017-11-12,,mexico.repatriation.income_usd_per_day,,,set,0,,x\n"};
static const char *const MONEY_NAMES[] = {"for all", "for some", "for few", "that stops"};
enum { FOR_ALL, FOR_SOME, FOR_FEW, STOPS, MONEYS, DAYS = 90 };

static returned of_the_crowd(const point *at) {
    char limit[80], notice[80], compliance[80], seats[80], reserve[80];
    (void)snprintf(limit, sizeof limit, "mexico.stations.detention_limit_hours=%g", at->limit);
    (void)snprintf(notice, sizeof notice, "mexico.repatriation.notice_hours=%g", at->notice);
    (void)snprintf(compliance, sizeof compliance, "mexico.repatriation.compliance=%g", at->compliance);
    (void)snprintf(seats, sizeof seats, "mexico.repatriation.seats_per_day=%g", at->seats);
    (void)snprintf(reserve, sizeof reserve, "mexico.repatriation.reserve_usd=%g", at->reserve);
    const small_options o = {.sets = {limit, notice, compliance, seats, reserve, "mexico.stations.stay_hours=720",
                                      "mexico.checkpoints.intensity=0", "origins.rate_per_year=0"},
                             .edits = {FAR_TOO, {"schedule.csv", NULL, INCOME[at->money]}}};
    returned all = {0, 0};
    small_member *p = small_opened(&o, ENG_FLUID);
    const mdl_model *m = p->model->m;
    for (int i = 0; i < p->model->s.nstations; i++)
        for (int nd = 0; nd < m->nd; nd++)
            assert_int_equal(eng_world_put(p->w, stations_ids(m)->stock[i], nd, 2000), 0);
    for (int day = 0; day < DAYS; day++) {
        assert_int_equal(small_run(p, 1), 0);
        for (int i = 0; i < p->model->s.nstations; i++) {
            all.by_bus += small_moved(p, stations_ids(m)->returned[i], -1);
            all.flown += small_moved(p, stations_ids(m)->flown[i], -1);
        }
        for (int i = 0; i < p->model->s.nplaces; i++)
            assert_true(small_moved(p, checkpoints_ids(m)->served[i], -1) == 0);
    }
    small_closed(p);
    return all;
}

static const double LIMITS[] = {12, 24, 36, 48, 72, 96, 120, 168, 240, 360}, NOTICES[] = {0, 24, 48, 72, 96, 120},
                    COMPLY[] = {0, 0.3, 0.7, 1};
enum {
    LIMIT_COUNT = sizeof LIMITS / sizeof *LIMITS,
    NOTICE_COUNT = sizeof NOTICES / sizeof *NOTICES,
    COMPLY_COUNT = sizeof COMPLY / sizeof *COMPLY,
};

static returned table[MONEYS][LIMIT_COUNT][NOTICE_COUNT][COMPLY_COUNT];

static int fill_the_table(void **state) {
    (void)state;
    for (int m = 0; m < MONEYS; m++)
        for (int l = 0; l < LIMIT_COUNT; l++)
            for (int n = 0; n < NOTICE_COUNT; n++)
                for (int c = 0; c < COMPLY_COUNT; c++) {
                    const point at = {LIMITS[l], NOTICES[n], COMPLY[c], 90, 20000, m};
                    table[m][l][n][c] = of_the_crowd(&at);
                }
    return 0;
}

static void never_lower(returned less, returned more, const char *what, int m, int l, int n, int c) {
    double slack = 1e-9 * (1 + less.by_bus + less.flown);
    if (more.flown < less.flown - slack || more.by_bus < less.by_bus - slack)
        fail_msg("%s lowers returns at limit %g, notice %g, compliance %g, money %s: by flight %.6f to %.6f, by bus "
                 "%.6f to %.6f",
                 what, LIMITS[l], NOTICES[n], COMPLY[c], MONEY_NAMES[m], less.flown, more.flown, less.by_bus,
                 more.by_bus);
}

#define EVERY_POINT                                                                                                    \
    for (int m = 0; m < MONEYS; m++)                                                                                   \
        for (int l = 0; l < LIMIT_COUNT; l++)                                                                          \
            for (int n = 0; n < NOTICE_COUNT; n++)                                                                     \
                for (int c = 0; c < COMPLY_COUNT; c++)

static void a_longer_limit_never_lowers_returns(void **state) {
    (void)state;
    EVERY_POINT
    if (l > 0)
        never_lower(table[m][l - 1][n][c], table[m][l][n][c], "a longer limit", m, l, n, c);
}

static void a_shorter_notice_never_lowers_returns(void **state) {
    (void)state;
    EVERY_POINT
    if (n > 0)
        never_lower(table[m][l][n][c], table[m][l][n - 1][c], "a shorter notice", m, l, n, c);
}

static void less_compliance_never_lowers_returns(void **state) {
    (void)state;
    EVERY_POINT
    if (c > 0)
        never_lower(table[m][l][n][c], table[m][l][n][c - 1], "less compliance", m, l, n, c);
}

static void more_money_never_lowers_returns(void **state) {
    static const int more_than[MONEYS][2] = {
        {FOR_FEW, FOR_SOME}, {FOR_SOME, FOR_ALL}, {STOPS, FOR_SOME}, {STOPS, FOR_ALL}};
    (void)state;
    EVERY_POINT {
        int less = more_than[m][0], more = more_than[m][1];
        never_lower(table[less][l][n][c], table[more][l][n][c], "more money", more, l, n, c);
    }
}

static void more_seats_never_lower_returns_nor_a_larger_reserve_those_by_bus(void **state) {
    static const double seats[] = {0, 5, 20, 90, 400}, reserves[] = {0, 4000, 20000, 100000}, limits[] = {36, 72, 360};
    (void)state;
    for (int m = 0; m < MONEYS; m++)
        for (int l = 0; l < 3; l++) {
            returned before[5] = {{0, 0}};
            for (int r = 0; r < 4; r++)
                for (int s = 0; s < 5; s++) {
                    const point at = {limits[l], 48, 0.7, seats[s], reserves[r], m};
                    returned here = of_the_crowd(&at), fewer = s > 0 ? before[s - 1] : before[s];
                    double slack = 1e-9 * (1 + here.by_bus + here.flown);
                    if (here.by_bus < before[s].by_bus - slack)
                        fail_msg("money %s, limit %g: a reserve of %g lowers returns by bus with %g seats",
                                 MONEY_NAMES[m], limits[l], reserves[r], seats[s]);
                    if (here.flown < fewer.flown - slack || here.by_bus < fewer.by_bus - slack)
                        fail_msg("money %s, limit %g: %g seats lower returns with a reserve of %g", MONEY_NAMES[m],
                                 limits[l], seats[s], reserves[r]);
                    before[s] = here; /* fewer seats of the same reserve, and the same seats of a smaller one */
                }
            assert_true(before[0].flown == 0 && before[0].by_bus > 0 && before[2].flown > 0);
        }
}

/* The grid is worth something only where limit, notice, compliance and money act. */
static void each_of_them_acts_somewhere_and_the_purse_binds(void **state) {
    enum { H36 = 2, H360 = LIMIT_COUNT - 1, H72 = 3, MOST = 2 };
    (void)state;
    for (int m = FOR_ALL; m <= FOR_SOME; m++) {
        assert_true(table[m][H360][H72][MOST].flown > 1.2 * table[m][H36][H72][MOST].flown);
        assert_true(table[m][H36][0][MOST].flown > 1.2 * table[m][H36][H72][MOST].flown);
        assert_true(table[m][H36][H72][0].flown > 1.2 * table[m][H36][H72][MOST].flown);
    }
    assert_true(table[FOR_ALL][H36][H72][COMPLY_COUNT - 1].flown == 0);
    returned all = table[FOR_ALL][H360][0][0], some = table[FOR_SOME][H360][0][0], few = table[FOR_FEW][H360][0][0],
             stops = table[STOPS][H360][0][0];
    assert_true(some.flown < 0.9 * all.flown && few.flown < 0.9 * some.flown && few.by_bus < 0.9 * some.by_bus);
    assert_true(stops.by_bus > 0 && stops.by_bus < 0.9 * few.by_bus && stops.flown < 0.9 * some.flown);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_longer_limit_never_lowers_returns),
        cmocka_unit_test(a_shorter_notice_never_lowers_returns),
        cmocka_unit_test(less_compliance_never_lowers_returns),
        cmocka_unit_test(more_money_never_lowers_returns),
        cmocka_unit_test(more_seats_never_lower_returns_nor_a_larger_reserve_those_by_bus),
        cmocka_unit_test(each_of_them_acts_somewhere_and_the_purse_binds),
    };
    return cmocka_run_group_tests(tests, fill_the_table, NULL);
}
