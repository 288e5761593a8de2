/* Smugglers, effort in force at checkpoints, and the gaps at the line: prices, people dropped short, guards. */
#include "corridor_small.h"

#include "corridor/checkpoints.h"
#include "corridor/crossing.h"
#include "corridor/harm.h"
#include "corridor/ports.h"
#include "corridor/smugglers.h"
#include "corridor/waiting.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SCHEDULE "from,until,parameter,where,who,change,value,note,source\n"
#define FROM_MARCH(row)                                                                                                \
    {                                                                                                                  \
        .edits = { {"schedule.csv", NULL, SCHEDULE "2018-03-01,," row ",,x\n"} }                                       \
    }

/* Opened and run up to a date, with the record of the days from the first of March on. */
static small_member *run_from_march(const small_options *o, eng_arithmetic kind, const char *until) {
    small_member *p = small_opened(o, kind);
    assert_int_equal(small_run_until(p, "2018-03-01"), 0);
    small_forget(p);
    assert_int_equal(small_run_until(p, until), 0);
    return p;
}

static double price_of(const small_member *p, const char *sector) {
    return cor_smuggler_price(p->p, small_sector(p->model, sector));
}

static int region_of(const small_member *p, const char *name) {
    for (int r = 0; r < p->model->s.nregions; r++)
        if (strcmp(p->model->s.regions[r], name) == 0)
            return r;
    fail_msg("no region %s", name);
    return -1;
}

/* ---- prices ---- */

/* Gathmann 2008: 17 to 30 per cent. */
static void tripled_agents_raise_the_fee_by_seventeen_to_thirty_per_cent(void **state) {
    static const small_options none = {.sets = {"smugglers.demand_elasticity=0"}},
                               tripled = {
                                   .sets = {"smugglers.demand_elasticity=0"},
                                   .edits = {{"schedule.csv", NULL, SCHEDULE "2018-03-01,,us.agents,,,set,3,,x\n"}}};
    (void)state;
    small_member *a = run_from_march(&none, ENG_FLUID, "2018-10-01"),
                 *b = run_from_march(&tripled, ENG_FLUID, "2018-10-01");
    double rise = price_of(b, "El Paso") / price_of(a, "El Paso");
    assert_true(rise > 1.17 && rise < 1.3);
    assert_true(fabs(price_of(a, "El Paso") - 1) < 0.15); /* and without it the price stays near the fees */
    assert_true(small_ratio(b, "smuggler_price", "") > small_ratio(a, "smuggler_price", ""));
    small_closed(a);
    small_closed(b);
}

static void prices_follow_within_six_weeks(void **state) {
    static const small_options tripled = {
        .sets = {"smugglers.demand_elasticity=0"},
        .edits = {{"schedule.csv", NULL, SCHEDULE "2018-03-01,,us.agents,,,set,3,,x\n"}}};
    (void)state;
    small_member *p = run_from_march(&tripled, ENG_FLUID, "2018-03-02");
    double first = log(price_of(p, "El Paso"));
    assert_int_equal(small_run(p, 41), 0);
    double after = log(price_of(p, "El Paso"));
    assert_int_equal(small_run(p, 200), 0);
    double last = log(price_of(p, "El Paso"));
    assert_true(last - first > 0.1);
    assert_true((after - first) / (last - first) > 0.5 && (after - first) / (last - first) < 0.8);
    small_closed(p);
}

static void more_who_would_be_guided_pay_more_until_guides_enter_the_trade(void **state) {
    static const small_options more = FROM_MARCH("origins.rate_per_year,,,scale,3");
    (void)state;
    small_member *a = run_from_march(NULL, ENG_FLUID, "2018-07-15"),
                 *b = run_from_march(&more, ENG_FLUID, "2018-07-15");
    const mdl_model *m = b->model->m;
    int sector = small_sector(b->model, "Rio Grande Valley");
    assert_true(price_of(b, "Rio Grande Valley") > 1.03 * price_of(a, "Rio Grande Valley"));
    double gap = eng_get(b->w, smugglers_ids(m)->demand)[sector] / eng_get(b->w, smugglers_ids(m)->capacity)[sector];
    assert_int_equal(small_run_until(b, "2018-12-20"), 0);
    assert_true(eng_get(b->w, smugglers_ids(m)->demand)[sector] / eng_get(b->w, smugglers_ids(m)->capacity)[sector] <
                gap);
    small_closed(a);
    small_closed(b);
}

static void joint_investigations_raise_losses_and_the_fee(void **state) {
    static const small_options doubled = FROM_MARCH("smugglers.joint_investigations,,,set,4");
    (void)state;
    small_member *a = run_from_march(NULL, ENG_FLUID, "2018-12-01"),
                 *b = run_from_march(&doubled, ENG_FLUID, "2018-12-01");
    assert_true(price_of(b, "El Paso") > 1.1 * price_of(a, "El Paso"));
    small_closed(a);
    small_closed(b);
}

/* ---- people dropped short ---- */

static double harm_of(const small_options *o, int crossing_is_remote) {
    small_member *p = run_from_march(o, ENG_FLUID, "2018-08-01");
    double sum = 0;
    for (int c = 0; c < p->model->s.ncrossings; c++)
        if (p->model->m->crossings[c].remote == crossing_is_remote)
            sum += cor_death_found(p->p, c) + cor_rescue(p->p, c);
    small_closed(p);
    return sum;
}

static void a_person_dropped_short_comes_to_more_harm_than_one_guided(void **state) {
    static const small_options nobody = {.sets = {"smugglers.dropped_share=0"}},
                               as_guided = {.sets = {"smugglers.dropped_harm=1"}},
                               nobody_as_guided = {.sets = {"smugglers.dropped_share=0", "smugglers.dropped_harm=1"}};
    (void)state;
    assert_true(harm_of(NULL, 1) > 1.02 * harm_of(&nobody, 1));
    assert_true(fabs(harm_of(&as_guided, 1) - harm_of(&nobody_as_guided, 1)) < 1e-12);
    assert_true(fabs(harm_of(NULL, 0) - harm_of(&nobody, 0)) < 1e-12); /* urban crossings are as they were */
}

static void those_dropped_are_found_on_remote_legs(void **state) {
    static const small_options many = {.sets = {"smugglers.dropped_share=0.3", "smugglers.dropped_power=0"}},
                               nobody = {.sets = {"smugglers.dropped_share=0"}};
    (void)state;
    small_member *a = run_from_march(&nobody, ENG_FLUID, "2018-08-01"),
                 *b = run_from_march(&many, ENG_FLUID, "2018-08-01");
    assert_true(small_ratio(b, "remote_share", "") > 1.05 * small_ratio(a, "remote_share", ""));
    assert_true(small_value(b, "deaths", "", "", -1) > 1.2 * small_value(a, "deaths", "", "", -1));
    const mdl_model *m = b->model->m; /* moved, not lost: of all who go, all go somewhere */
    const double *choice = eng_get(b->w, crossing_ids(m)->choice), *port = eng_get(b->w, crossing_ids(m)->to_port);
    for (int city = 0; city < m->ncities; city++)
        for (int nd = 0; nd < m->nd; nd++) {
            double sum = port[city * m->nd + nd];
            for (int i = crossing_ids(m)->city_first[city]; i < crossing_ids(m)->city_first[city + 1]; i++)
                for (int k = 0; k < 2; k++)
                    sum += choice[(2 * crossing_ids(m)->of_city[i] + k) * m->nd + nd];
            assert_true(fabs(sum - 1) < 1e-9);
        }
    small_closed(a);
    small_closed(b);
}

static double dropped_at(const small_member *p, const char *crossing) {
    return eng_get(p->w, crossing_ids(p->model->m)->dropped)[small_crossing(p->model, crossing)];
}

static void more_are_dropped_when_smugglers_are_pressed(void **state) {
    static const small_options pressed = FROM_MARCH("us.agents,El Paso,,set,4");
    static const char *const desert = "Ciudad Juárez: Santa Teresa desert", *const river = "Ciudad Juárez: the river";
    (void)state;
    small_member *a = run_from_march(NULL, ENG_FLUID, "2018-08-01"),
                 *b = run_from_march(&pressed, ENG_FLUID, "2018-08-01");
    assert_true(dropped_at(b, desert) > 1.2 * dropped_at(a, desert));
    assert_true(dropped_at(a, river) == 0);
    small_closed(a);
    small_closed(b);
}

static void guides_lean_to_the_dear_remote_leg_when_prices_rise(void **state) {
    static const small_options as_is = {.sets = {"smugglers.demand_elasticity=0"}},
                               pressed = {.sets = {"smugglers.demand_elasticity=0"},
                                          .edits = {{"schedule.csv", NULL,
                                                     SCHEDULE "2018-03-01,,us.agents,El Paso,,set,4,,x\n"}}};
    (void)state;
    small_member *a = run_from_march(&as_is, ENG_FLUID, "2018-08-01"),
                 *b = run_from_march(&pressed, ENG_FLUID, "2018-08-01");
    int desert = small_crossing(a->model, "Ciudad Juárez: Santa Teresa desert");
    assert_true(cor_smuggler_lean(b->p, desert, 0) > cor_smuggler_lean(a->p, desert, 0) + 0.02);
    small_closed(a);
    small_closed(b);
}

/* ---- bribes ---- */

static double bribes_over_arrivals(const char *guided) {
    small_options o = {.sets = {guided}};
    small_member *p = run_from_march(&o, ENG_FLUID, "2018-07-01");
    double bribes = small_value(p, "bribes", "", "Honduras", -1),
           held = small_value(p, "mexico_events", "", "Honduras", -1);
    small_closed(p);
    return bribes / (bribes + held);
}

/* C39: more than one in ten of the guided who are seen pay; with the share stated for all as it was. */
static void smugglers_pay_officials_more_often_than_others_do(void **state) {
    (void)state;
    double all = bribes_over_arrivals("smugglers.guided_on_the_way=1"),
           none = bribes_over_arrivals("smugglers.guided_on_the_way=0"),
           ordinary = bribes_over_arrivals("smugglers.guided_on_the_way=0.55"),
           same = bribes_over_arrivals("smugglers.arranged_lift=1");
    assert_true(all > 0.1 && all > 1.5 * none);
    assert_true(fabs(ordinary - same) < 0.01);
}

/* ---- effort in force ---- */

static void effort_saturates_with_the_people_there_are(void **state) {
    static const small_options o = {
        .sets = {"mexico.personnel.per_effort=1000"},
        .edits = {{"schedule.csv", NULL,
                   SCHEDULE "2018-03-01,,mexico.checkpoints.effort,,,set,20,,x\n"
                            "2018-03-01,,mexico.personnel.nationwide,,,set,8000,,x\n"
                            "2018-04-01,,mexico.personnel.at_region,south,,set,1000,,x\n"}}};
    (void)state;
    small_member *p = run_from_march(&o, ENG_FLUID, "2018-03-15");
    double each = 8.0 / p->model->s.nregions;
    for (int r = 0; r < p->model->s.nregions; r++)
        assert_true(fabs(cor_effort(p->p, r) - each) < 1e-9);
    assert_true(fabs(small_ratio(p, "mexican_effort", "") - each) < 1e-9);
    assert_int_equal(small_run_until(p, "2018-04-10"), 0);
    assert_true(fabs(cor_effort(p->p, region_of(p, "south")) - 1) < 1e-9);
    small_closed(p);
}

static void effort_wanes_where_a_policy_sets_it_for_good(void **state) {
    static const small_options wanes = {
        .sets = {"mexico.checkpoints.wane=0.4", "mexico.checkpoints.wane_half_life=30"},
        .edits = {{"schedule.csv", NULL, SCHEDULE "2018-03-01,,mexico.checkpoints.effort,,,set,5,,x\n"}}};
    (void)state;
    small_member *p = run_from_march(&wanes, ENG_FLUID, "2018-03-02");
    int south = region_of(p, "south");
    assert_true(fabs(cor_effort(p->p, south) - 5) < 0.1); /* a wave of effort at its height */
    assert_int_equal(small_run(p, 29), 0);
    assert_true(fabs(cor_effort(p->p, south) - 4.2) < 0.1); /* half of the way to its floor, 1 + 0.6 * 4 */
    assert_int_equal(small_run(p, 240), 0);
    assert_true(fabs(cor_effort(p->p, south) - 3.4) < 0.02);
    small_closed(p);
    static const small_options stays = FROM_MARCH("mexico.checkpoints.effort,,,set,5");
    p = run_from_march(&stays, ENG_FLUID, "2018-10-01");
    assert_true(fabs(cor_effort(p->p, south) - 5) < 1e-9);
    small_closed(p);
}

/* The script says what its effort holds; a policy without the checkpoints added sees fewer people. */
static void without_the_checkpoints_added_fewer_are_seen(void **state) {
    static const char *const held = "mexico.checkpoints.added_in_effort=200";
    small_options with = {.sets = {held, "mexico.checkpoints.added=200"}},
                  without = {.sets = {held, "mexico.checkpoints.added=0"}};
    (void)state;
    small_member *a = run_from_march(&with, ENG_FLUID, "2018-08-01"),
                 *b = run_from_march(&without, ENG_FLUID, "2018-08-01"),
                 *c = run_from_march(NULL, ENG_FLUID, "2018-08-01");
    double events = small_value(a, "mexico_events", "", "", -1);
    assert_true(small_value(b, "mexico_events", "", "", -1) < 0.9 * events);
    assert_true(small_value(c, "mexico_events", "", "", -1) == events); /* neutral as scripted */
    small_closed(a);
    small_closed(b);
    small_closed(c);
}

/* ---- the line ---- */

/* Press on one gap and people cross further out in the same sector; Mexicans are not stopped there. */
static void a_guard_at_the_gap_moves_foreigners_to_remote_legs_of_the_same_sector(void **state) {
    static const small_options guarded = FROM_MARCH("mexico.north.gap_guard,Reynosa,,set,2");
    (void)state;
    small_member *a = run_from_march(NULL, ENG_FLUID, "2018-08-01"),
                 *b = run_from_march(&guarded, ENG_FLUID, "2018-08-01");
    double before = small_value(a, "remote_share", "Rio Grande Valley", "", -1),
           after = small_value(b, "remote_share", "Rio Grande Valley", "", -1);
    assert_true(after > 1.1 * before); /* people on the remote legs, not only their share */
    const mdl_model *m = b->model->m;
    int river = small_crossing(b->model, "Reynosa: the river at Hidalgo"), mexico = m->mexico, honduras = 0;
    while (honduras == mexico)
        honduras++;
    const double *x = eng_get(a->w, crossing_ids(m)->choice) + 2 * river * m->nd,
                 *y = eng_get(b->w, crossing_ids(m)->choice) + 2 * river * m->nd;
    assert_true(y[honduras * DEMO_COUNT] < 0.7 * x[honduras * DEMO_COUNT]);
    assert_true(fabs(y[mexico * DEMO_COUNT + m->nd] / x[mexico * DEMO_COUNT + m->nd] - 1) < 0.2);
    small_closed(a);
    small_closed(b);
}

static void first_encounters_and_repeats_are_all_encounters(void **state) {
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC};
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = run_from_march(NULL, kinds[k], "2018-10-01");
        double all = small_value(p, "encounters", "", "", -1), unique = small_value(p, "unique_persons", "", "", -1),
               repeats = small_value(p, "repeat_share", "", "", -1);
        assert_true(repeats > 0 && unique > 0);
        assert_true(fabs(unique + repeats - all) < 1e-6 * all);
        double share = small_ratio(p, "remote_share", "");
        assert_true(share > 0 && share < 1);
        small_closed(p);
    }
}

/* ---- camps on the US side ---- */

static double encountered(const small_member *p) {
    double sum = 0;
    for (int c = 0; c < p->model->s.ncrossings; c++)
        sum += cor_encountered(p->p, c);
    return sum;
}

static double arrivals(const small_member *p) {
    double sum = 0;
    for (int c = 0; c < p->model->m->ncities; c++)
        sum += eng_get(p->w, ports_ids(p->model->m)->arrivals)[c];
    return sum;
}

/* Custody of El Paso is full: those who turn in wait outside, are counted as encountered, and are taken in, all. */
static void where_custody_is_full_people_wait_outside_and_nobody_is_lost(void **state) {
    static const small_options full = {.sets = {"us.camps.from_fill[El Paso]=0.3", "us.custody.places=0.05"}},
                               never = {.sets = {"us.custody.places=0.05"}};
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC};
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *a = small_opened(&never, kinds[k]), *b = small_opened(&full, kinds[k]);
        const mdl_model *m = b->model->m;
        int sector = small_sector(b->model, "El Paso"), other = small_sector(b->model, "Rio Grande Valley");
        double outside = 0, in = 0, out = 0, waiting = 0,
               step = cor_step(small_parameter(b, "ports.arrivals_half_life", 0));
        for (int day = 0; day < 200; day++) {
            double met[2] = {encountered(b), arrivals(b)};
            small_forget(b);
            assert_int_equal(small_run(b, 1), 0);
            /* what ports and pressure look at is what is recorded as encountered, those in the camp among them */
            assert_true(fabs(encountered(b) - small_value(b, "encounters", "", "", -1)) < 1e-6 * (1 + encountered(b)));
            assert_true(fabs(arrivals(b) - met[1] - step * (met[0] - met[1])) < 1e-6 * (1 + met[0]));
            waiting += small_value(b, "waiting", "Ciudad Juárez", "", -1) / 200;
            in += small_moved(b, waiting_ids(m)->camp_in[sector], -1);
            for (int c = 0; c < m->s->ncrossings; c++)
                if (m->crossings[c].sector == sector)
                    out += small_moved(b, m->crossings[c].first[TRY_OUTSIDE], -1) +
                           small_moved(b, m->crossings[c].again[TRY_OUTSIDE], -1);
            outside += small_people(b, waiting_ids(m)->camp[sector], -1) / 200;
            assert_true(small_people(b, waiting_ids(m)->camp[other], -1) == 0);
            assert_true(fabs(out - in - small_people(b, waiting_ids(m)->camp[sector], -1)) < 1e-6 * (1 + out));
        }
        assert_int_equal(small_run(a, 200), 0);
        assert_true(outside > 5 && in > 100 && in > 0.8 * out);
        assert_true(fabs(eng_everyone(b->w) - b->people_first) < 1e-6 * b->people_first);
        assert_true(waiting > small_value(a, "waiting", "Ciudad Juárez", "", -1));
        small_closed(a);
        small_closed(b);
    }
}

/* On the first day guides are used to the effort there is: it has begun to wane before they are asked. */
static void guides_start_used_to_the_effort_in_force(void **state) {
    static const small_options o = {.sets = {"mexico.checkpoints.effort=4", "mexico.checkpoints.wane=0.5"}};
    small_member *p = small_opened(&o, ENG_FLUID);
    (void)state;
    for (int r = 0; r < p->model->s.nregions; r++) {
        double now = cor_effort(p->p, r);
        assert_true(now < 4 && fabs(eng_get(p->w, smugglers_ids(p->model->m)->used)[r] - now) < 1e-9);
    }
    small_closed(p);
}

/* ---- parts switched off, and the same again ---- */

static void switched_off_each_part_changes_a_named_output(void **state) {
    static const struct {
        const cor_system *system;
        const char *series;
    } parts[] = {{&cor_smugglers, "deaths"}, {&cor_checkpoints, "mexico_events"}, {&cor_waiting, "mexico_events"}};
    (void)state;
    for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) {
        char text[8][120];
        small_options as_is = {.sets = {"mexico.north.removals_effort=2", "mexico.bus_south.per_day=500"},
                               .edits = {{"parameters.csv", NULL,
                                          "parameter,where,who,value,source,note\n"
                                          "mexico.bus_south.destination,Tapachula,,1,x,\n"}}},
                      off = as_is;
        int n = 0; /* something to remove people for, or the waiting places would do nothing */
        for (const mdl_setting *set = parts[k].system->off; set->path; set++, n++) {
            assert_true(cor_name(text[n], sizeof text[n], "%s=%g", set->path, set->value) >= 0);
            off.sets[n + 2] = text[n];
        }
        assert_true(n > 0);
        small_member *a = run_from_march(&as_is, ENG_FLUID, "2018-08-01"),
                     *b = run_from_march(&off, ENG_FLUID, "2018-08-01");
        double with = small_value(a, parts[k].series, "", "", -1),
               without = small_value(b, parts[k].series, "", "", -1);
        assert_true(with > 0 && fabs(without / with - 1) > 0.01);
        if (parts[k].system == &cor_smugglers)
            assert_true(small_denominator(b, "smuggler_price", "") == 0);
        small_closed(a);
        small_closed(b);
    }
}

static void the_same_seed_gives_the_same_record(void **state) {
    static const small_options pressed = FROM_MARCH("us.agents,El Paso,,set,4");
    (void)state;
    small_member *a = run_from_march(&pressed, ENG_STOCHASTIC, "2018-06-01"),
                 *b = run_from_march(&pressed, ENG_STOCHASTIC, "2018-06-01");
    assert_memory_equal(a->record, b->record, (size_t)a->model->width * sizeof *a->record);
    for (int i = 0; i < a->model->width; i++)
        assert_true(isfinite(a->record[i]));
    small_closed(a);
    small_closed(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tripled_agents_raise_the_fee_by_seventeen_to_thirty_per_cent),
        cmocka_unit_test(prices_follow_within_six_weeks),
        cmocka_unit_test(more_who_would_be_guided_pay_more_until_guides_enter_the_trade),
        cmocka_unit_test(joint_investigations_raise_losses_and_the_fee),
        cmocka_unit_test(a_person_dropped_short_comes_to_more_harm_than_one_guided),
        cmocka_unit_test(those_dropped_are_found_on_remote_legs),
        cmocka_unit_test(more_are_dropped_when_smugglers_are_pressed),
        cmocka_unit_test(guides_lean_to_the_dear_remote_leg_when_prices_rise),
        cmocka_unit_test(smugglers_pay_officials_more_often_than_others_do),
        cmocka_unit_test(effort_saturates_with_the_people_there_are),
        cmocka_unit_test(effort_wanes_where_a_policy_sets_it_for_good),
        cmocka_unit_test(without_the_checkpoints_added_fewer_are_seen),
        cmocka_unit_test(a_guard_at_the_gap_moves_foreigners_to_remote_legs_of_the_same_sector),
        cmocka_unit_test(first_encounters_and_repeats_are_all_encounters),
        cmocka_unit_test(guides_start_used_to_the_effort_in_force),
        cmocka_unit_test(where_custody_is_full_people_wait_outside_and_nobody_is_lost),
        cmocka_unit_test(switched_off_each_part_changes_a_named_output),
        cmocka_unit_test(the_same_seed_gives_the_same_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
