/* The United States: minors' beds and emergency sites, interior cities, court orders, moves between sectors, waits for
 * a court and who they draw, custody over capacity. */
#include "corridor_small.h"

#include "corridor/courts.h"
#include "corridor/crossing.h"
#include "corridor/interior.h"
#include "corridor/minors.h"
#include "corridor/processing.h"
#include "corridor/regimes.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SCHEDULE "from,until,parameter,where,who,change,value,note,source\n"
/* Minors are not sent back, so that all of them look for a bed. */
#define MINORS_STAY "us.minors.mexican_return_share=0"

static double sum_moved(const small_member *p, const int *flows, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += small_moved(p, flows[i], -1);
    return sum;
}

/* ---- minors ---- */

/* People in care over arrivals a day times the mean stay, over the second half of a year. */
static double little(const small_options *o, double *in_care) {
    small_member *p = small_opened(o, ENG_FLUID);
    const mdl_model *m = p->model->m;
    double came = 0, stay = small_parameter(p, "us.minors.care_days", 0);
    assert_int_equal(small_run_until(p, "2018-06-01"), 0);
    small_forget(p);
    for (int day = 0; day < 200; day++) {
        assert_int_equal(small_run(p, 1), 0);
        came += sum_moved(p, minors_ids(m)->taken, m->s->nsectors + 1) / 200;
    }
    *in_care = small_value(p, "minors_in_care", "", "", -1);
    small_closed(p);
    assert_true(came > 0.5);
    return *in_care / (came * stay);
}

/* With beds for all: where they are full, fewer come. */
static void minors_in_care_are_arrivals_a_day_times_their_stay(void **state) {
    static const small_options month = {.sets = {MINORS_STAY, "us.minors.beds=100000"}};
    static const small_options longer = {.sets = {MINORS_STAY, "us.minors.beds=100000", "us.minors.care_days=68"}};
    double some, more;
    (void)state;
    assert_true(fabs(little(&month, &some) - 1) < 0.03);
    assert_true(fabs(little(&longer, &more) - 1) < 0.05);
    assert_true(fabs(more / some - 2) < 0.15);
}

typedef struct {
    double custody, fill, care, most, emergency;
} sheltered;

static sheltered shelter(const small_options *o, eng_arithmetic arithmetic) {
    small_member *p = small_opened(o, arithmetic);
    sheltered out = {0, 0, 0, 0, 0};
    assert_int_equal(small_run_until(p, "2018-04-01"), 0);
    small_forget(p);
    for (int day = 0; day < 120; day++) {
        assert_int_equal(small_run(p, 1), 0);
        out.fill += cor_custody_fill(p->p, 0) / 120;
        double care = cor_minors_in_care(p->p);
        if (care > out.most)
            out.most = care;
    }
    out.custody = small_value(p, "custody", "", "", DEMO_MINOR);
    out.care = small_value(p, "minors_in_care", "", "", -1);
    out.emergency = small_value(p, "emergency_shelters", "", "", -1);
    small_closed(p);
    return out;
}

static void minors_who_find_no_bed_stay_in_custody_and_fill_it(void **state) {
    static const small_options few = {.sets = {MINORS_STAY, "us.minors.beds=20", "us.minors.most_sites=0"}};
    static const small_options many = {.sets = {MINORS_STAY, "us.minors.beds=1000000"}}; /* the system's off */
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC};
    (void)state;
    for (int k = 0; k < 2; k++) {
        sheltered a = shelter(&few, kinds[k]), b = shelter(&many, kinds[k]);
        assert_true(a.most < 21 && b.care > 30); /* nobody sleeps in a bed that is not there */
        assert_true(a.custody > 2 * b.custody);
        assert_true(a.fill > b.fill);
        assert_true(a.emergency == 0 && b.emergency == 0);
    }
}

static void emergency_sites_open_after_a_lag_and_close_when_not_needed(void **state) {
    static const small_options o = {
        .sets = {MINORS_STAY, "us.minors.site_beds=100", "us.minors.most_sites=1000"},
        .edits = {{"schedule.csv", NULL,
                   SCHEDULE "2017-01-01,,us.minors.beds,,,set,100000,Beds enough,x\n"
                            "2018-03-01,2018-06-30,us.minors.beds,,,set,100,Beds closed,x\n"}}};
    small_member *p = small_opened(&o, ENG_FLUID);
    double open[4];
    static const char *const dates[4] = {"2018-03-01", "2018-03-06", "2018-06-30", "2018-12-31"};
    (void)state;
    for (int i = 0; i < 4; i++) {
        assert_int_equal(small_run_until(p, dates[i]), 0);
        open[i] = eng_get(p->w, minors_ids(p->model->m)->sites)[0];
    }
    small_closed(p);
    assert_true(open[0] == 0);
    assert_true(open[1] < 0.4 * open[2]); /* ordered at once, opened later */
    assert_true(open[2] > 2);
    assert_true(open[3] < 0.2 * open[2]);
}

/* ---- interior cities ---- */

static small_member *a_year_of_cities(const small_options *o, eng_arithmetic arithmetic) {
    small_member *p = small_opened(o, arithmetic);
    assert_int_equal(small_run_until(p, "2018-04-01"), 0);
    small_forget(p);
    assert_int_equal(small_run(p, 200), 0);
    return p;
}

static void those_released_arrive_in_cities(void **state) {
    static const small_options none = {{NULL}, {{NULL, NULL, NULL}}, 0};
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC};
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = a_year_of_cities(&none, kinds[k]);
        double released = small_value(p, "releases", "", "", -1),
               arrived = small_value(p, "interior_arrivals", "", "", -1);
        /* From detention and from sponsors' care too, and from ports: more than from custody alone. */
        assert_true(released > 100 && arrived > 0.9 * released);
        double sum = 0;
        for (int c = 0; c < interior_ids(p->model->m)->n; c++)
            sum += small_value(p, "interior_arrivals", interior_ids(p->model->m)->names[c], "", -1);
        assert_true(fabs(sum - arrived) < 1e-6 * arrived);
        small_closed(p);
    }
}

static double to_city(const small_options *o, const char *city, int group, double *of_all) {
    small_member *p = a_year_of_cities(o, ENG_FLUID);
    double there = small_value(p, "interior_arrivals", city, "", group);
    *of_all = there / small_value(p, "interior_arrivals", "", "", group);
    small_closed(p);
    return there;
}

static void buses_from_texas_shift_where_people_arrive_but_not_minors(void **state) {
    static const small_options alone = {{NULL}, {{NULL, NULL, NULL}}, 0};
    static const small_options bused = {.sets = {"us.interior.denver.buses=100"}};
    double a, b, c, d, e, f;
    (void)state;
    (void)to_city(&alone, "Denver", DEMO_FAMILY, &a);
    (void)to_city(&bused, "Denver", DEMO_FAMILY, &b);
    (void)to_city(&alone, "Denver", DEMO_MINOR, &c);
    (void)to_city(&bused, "Denver", DEMO_MINOR, &d);
    (void)to_city(&alone, "Miami", DEMO_FAMILY, &e);
    (void)to_city(&bused, "Miami", DEMO_FAMILY, &f);
    assert_true(b > 2 * a);
    assert_true(fabs(d - c) < 1e-9); /* sponsors are where they are */
    assert_true(f < e);
}

static double crowded(const small_options *o) {
    small_member *p = a_year_of_cities(o, ENG_FLUID);
    double people = small_value(p, "shelter_occupancy", "New York", "", -1);
    double mean = people / 200, beds = small_parameter(p, "us.interior.new_york.beds", 0);
    small_closed(p);
    return mean / beds;
}

static void a_city_with_few_beds_has_more_people_than_beds_and_a_limit_of_stay_fewer(void **state) {
    static const small_options many = {.sets = {"us.interior.new_york.beds=100000"}};
    static const small_options few = {.sets = {"us.interior.new_york.beds=10"}};
    static const small_options limited = {
        .sets = {"us.interior.new_york.beds=10", "us.interior.new_york.limit_days=30"}};
    static const small_options off = {
        .sets = {"us.interior.new_york.beds=10", "us.interior.need_share=0", "us.interior.need_bused=0"}};
    double a, b, c, d;
    (void)state;
    a = crowded(&many);
    b = crowded(&few);
    c = crowded(&limited);
    d = crowded(&off);
    assert_true(a > 0 && a < 0.5);
    assert_true(b > 1);
    assert_true(c < 0.8 * b);
    assert_true(d == 0);
}

/* ---- courts that stop a measure ---- */

typedef struct {
    double expelled, expelled_families, released, released_families, families, removed;
    double waiting_mpp;
} ways;

static ways after(const small_options *o) {
    small_member *p = small_opened(o, ENG_FLUID);
    ways out;
    assert_int_equal(small_run_until(p, "2018-04-01"), 0);
    small_forget(p);
    assert_int_equal(small_run(p, 120), 0);
    out.expelled = small_value(p, "expulsions", "", "", -1);
    out.expelled_families = small_value(p, "expulsions", "", "", DEMO_FAMILY);
    out.released = small_value(p, "releases", "", "", -1);
    out.released_families = small_value(p, "releases", "", "", DEMO_FAMILY);
    out.families = small_value(p, "encounters", "", "", DEMO_FAMILY);
    out.removed = small_value(p, "removals", "", "", -1);
    out.waiting_mpp = 0;
    for (int c = 0; c < p->model->m->ncities; c++)
        out.waiting_mpp += small_people(p, processing_ids(p->model->m)->mpp[c], -1);
    small_closed(p);
    return out;
}

#define EXPULSION "us.title42.active=1", "us.title42.expel_share=0.9"

static void a_court_stops_the_expulsion_of_some_and_they_are_released(void **state) {
    static const small_options stands = {.sets = {EXPULSION}};
    static const small_options families = {.sets = {EXPULSION, "us.court_lets_stand.title42[family]=0"}};
    static const small_options all = {.sets = {EXPULSION, "us.court_lets_stand.title42=0"}};
    (void)state;
    ways a = after(&stands), b = after(&families), c = after(&all);
    assert_true(a.expelled_families > 0 && a.expelled > a.expelled_families);
    /* Flights under title 8 count as expulsions while the order is in force. */
    assert_true(b.expelled_families < 0.01 * a.expelled_families && b.expelled > 0);
    assert_true(b.released_families > 2 * a.released_families);
    assert_true(c.expelled < 0.01 * a.expelled && c.released > b.released);
}

static void a_court_stops_remain_in_mexico(void **state) {
    static const small_options stands = {.sets = {"us.mpp.share=0.3"}};
    static const small_options stopped = {.sets = {"us.mpp.share=0.3", "us.court_lets_stand.mpp=0"}};
    (void)state;
    ways a = after(&stands), b = after(&stopped);
    assert_true(a.waiting_mpp > 10 && b.waiting_mpp == 0);
    assert_true(b.released > a.released);
}

static void a_court_stops_an_asylum_rule_and_release_is_worth_as_much_as_before(void **state) {
    static const small_options rule = {.sets = {"us.asylum.rule_penalty=0.5"}};
    static const small_options stopped = {.sets = {"us.asylum.rule_penalty=0.5", "us.court_lets_stand.asylum_rule=0"}};
    (void)state;
    small_member *p = small_opened(&rule, ENG_FLUID), *q = small_opened(&stopped, ENG_FLUID);
    assert_int_equal(small_run(p, 1) + small_run(q, 1), 0);
    assert_true(fabs(cor_stay_by(p->p, 0, OUT_RELEASED) - 0.5) < 1e-12);
    assert_true(fabs(cor_stay_by(q->p, 0, OUT_RELEASED) - 1) < 1e-12);
    small_closed(p);
    small_closed(q);
}

/* March 2021: what Mexico does not take back, the United States releases. */
static void families_mexico_does_not_take_back_are_released(void **state) {
    static const small_options taken = {.sets = {EXPULSION}};
    static const small_options refused = {.sets = {EXPULSION, "us.mexico_accepts[family]=0.3"}};
    (void)state;
    ways a = after(&taken), b = after(&refused);
    assert_true(a.released_families < 0.3 * a.families);
    assert_true(b.released_families > 0.5 * b.families);
}

/* ---- custody ---- */

typedef struct {
    double at, other, encounters, gotaways, releases, load;
} held;

static held custody(const small_options *o) {
    small_member *p = small_opened(o, ENG_FLUID);
    held out = {0, 0, 0, 0, 0, 0};
    int at = small_sector(p->model, "El Paso");
    assert_int_equal(small_run_until(p, "2018-04-01"), 0);
    small_forget(p);
    for (int day = 0; day < 120; day++) {
        assert_int_equal(small_run(p, 1), 0);
        out.load += eng_get(p->w, processing_ids(p->model->m)->load)[at] / 120;
    }
    out.at = small_value(p, "custody", "El Paso", "", -1);
    out.other = small_value(p, "custody", "Rio Grande Valley", "", -1);
    out.encounters = small_value(p, "encounters", "El Paso", "", -1);
    out.gotaways = small_value(p, "gotaways", "El Paso", "", -1);
    out.releases = small_value(p, "releases", "", "", -1);
    small_closed(p);
    return out;
}

static void a_sector_over_capacity_moves_people_to_one_with_room(void **state) {
    static const small_options moved = {
        .sets = {"us.custody.places[El Paso]=0.01", "processing.transfer_rate=0.5", "us.agents[El Paso]=0.05"}};
    static const small_options stay = {
        .sets = {"us.custody.places[El Paso]=0.01", "processing.transfer_rate=0", "us.agents[El Paso]=0.05"}};
    (void)state;
    held a = custody(&moved), b = custody(&stay);
    assert_true(a.at < 0.9 * b.at);
    assert_true(a.other > b.other);
}

static void over_capacity_fewer_agents_stand_on_the_line_more_get_away_and_more_are_released(void **state) {
    static const small_options over = {.sets = {"us.custody.places=0.02", "processing.transfer_rate=0"}};
    static const small_options room = {.sets = {"us.custody.places=20", "processing.transfer_rate=0"}}; /* off */
    (void)state;
    held a = custody(&over), b = custody(&room);
    assert_true(a.load > b.load + 0.1);
    assert_true(a.gotaways / a.encounters > 1.05 * b.gotaways / b.encounters);
    assert_true(a.releases / a.encounters > 1.05 * b.releases / b.encounters);
}

/* ---- waits for a court ---- */

static double arrivals(const char *judges, const char *grants, const char *weight) {
    const small_options o = {.sets = {judges, grants, weight, "us.title8.expedited_share=0.1"}};
    small_member *p = small_opened(&o, ENG_FLUID);
    assert_int_equal(small_run_until(p, "2018-04-01"), 0);
    small_forget(p);
    assert_int_equal(small_run(p, 240), 0);
    double sum = small_value(p, "encounters", "", "Honduras", -1);
    small_closed(p);
    return sum;
}

static void longer_court_waits_raise_arrivals_of_those_with_weak_claims_more(void **state) {
    static const char on[] = "crossing.years_weight=0.4", off[] = "crossing.years_weight=0";
    static const char many[] = "us.courts.judges=1200", few[] = "us.courts.judges=240";
    double weak = arrivals(few, "us.courts.grant_rate=0.1", on) / arrivals(many, "us.courts.grant_rate=0.1", on);
    double strong = arrivals(few, "us.courts.grant_rate=0.9", on) / arrivals(many, "us.courts.grant_rate=0.9", on);
    double without = arrivals(few, "us.courts.grant_rate=0.1", off) / arrivals(many, "us.courts.grant_rate=0.1", off);
    (void)state;
    assert_true(weak > 1.01);
    assert_true(weak - 1 > 3 * (strong - 1));
    assert_true(fabs(without - 1) < 1e-6);
}

/* Value of the line to a Honduran adult at a border city after a day. */
static double value_of_the_line(const char *judges) {
    const small_options o = {.sets = {judges}};
    small_member *p = small_opened(&o, ENG_FLUID);
    assert_int_equal(small_run(p, 1), 0);
    int nd = small_nationality(p->model, "Honduras") * DEMO_COUNT + DEMO_SINGLE_ADULT;
    double value = eng_get(p->w, crossing_ids(p->model->m)->utility)[nd];
    small_closed(p);
    return value;
}

/* 850,000 cases: waits of 1.4, 2.8, 12, 24 years. */
static void a_longer_wait_is_always_worth_more_and_ever_less_so(void **state) {
    (void)state;
    double near = value_of_the_line("us.courts.judges=500") - value_of_the_line("us.courts.judges=1000");
    double far = value_of_the_line("us.courts.judges=60") - value_of_the_line("us.courts.judges=120");
    assert_true(near > 1e-3);
    assert_true(far > 1e-3 && far < near);
}

static void the_expected_wait_is_the_docket_over_decisions_and_slow_to_believe_a_new_pace(void **state) {
    static const small_options o = {
        .edits = {{"schedule.csv", NULL, SCHEDULE "2018-06-01,,us.courts.judges,,,scale,0.5,Courts close,x\n"}}};
    small_member *p = small_opened(&o, ENG_FLUID);
    double years[3];
    static const char *const dates[3] = {"2018-06-01", "2018-06-08", "2018-12-31"};
    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(small_run_until(p, dates[i]), 0);
        years[i] = eng_get(p->w, courts_ids(p->model->m)->years)[0];
    }
    double docket = small_people(p, courts_ids(p->model->m)->docket, -1);
    double pace = small_parameter(p, "us.courts.judges", 0) * small_parameter(p, "us.courts.cases_per_judge", 0);
    small_closed(p);
    assert_true(years[1] < 1.05 * years[0]);
    assert_true(years[2] > 1.1 * years[0] && years[2] < docket / pace);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minors_in_care_are_arrivals_a_day_times_their_stay),
        cmocka_unit_test(minors_who_find_no_bed_stay_in_custody_and_fill_it),
        cmocka_unit_test(emergency_sites_open_after_a_lag_and_close_when_not_needed),
        cmocka_unit_test(those_released_arrive_in_cities),
        cmocka_unit_test(buses_from_texas_shift_where_people_arrive_but_not_minors),
        cmocka_unit_test(a_city_with_few_beds_has_more_people_than_beds_and_a_limit_of_stay_fewer),
        cmocka_unit_test(a_court_stops_the_expulsion_of_some_and_they_are_released),
        cmocka_unit_test(a_court_stops_remain_in_mexico),
        cmocka_unit_test(a_court_stops_an_asylum_rule_and_release_is_worth_as_much_as_before),
        cmocka_unit_test(families_mexico_does_not_take_back_are_released),
        cmocka_unit_test(a_sector_over_capacity_moves_people_to_one_with_room),
        cmocka_unit_test(over_capacity_fewer_agents_stand_on_the_line_more_get_away_and_more_are_released),
        cmocka_unit_test(longer_court_waits_raise_arrivals_of_those_with_weak_claims_more),
        cmocka_unit_test(a_longer_wait_is_always_worth_more_and_ever_less_so),
        cmocka_unit_test(the_expected_wait_is_the_docket_over_decisions_and_slow_to_believe_a_new_pace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
