/* Mexico between the borders: checkpoints, stations, buses south, and the Mexicans who pass them untouched. */
#include "corridor_small.h"

#include "corridor/checkpoints.h"
#include "corridor/crossing.h"
#include "corridor/decompression.h"
#include "corridor/routes.h"
#include "corridor/stations.h"
#include "corridor/waiting.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SCHEDULE "from,until,parameter,where,who,change,value,note,source\n"
#define TO_TAPACHULA "parameter,where,who,value,source,note\nmexico.bus_south.destination,Tapachula,,1,x,\n"
/* A station in the centre too, so that there is one away from the south. */
#define CENTRE_STATION                                                                                                 \
    { "stations.csv", "", "Iztapalapa,Mexico City,centre,400,x\n" }
/* Mexicans who set out from the far south meet every checkpoint there is. */
#define SOUTHERN_MEXICANS                                                                                              \
    {                                                                                                                  \
        "origins.csv", NULL,                                                                                           \
            "nationality,place,family,from,until,share,source\n"                                                       \
            "Honduras,San Pedro Sula,home,,,1,x\nMexico,Tapachula,home,,,1,x\n"                                        \
    }

/* ---- Mexicans ---- */

static void add(const small_member *p, int flow, double sum[2]) {
    int mexico = small_nationality(p->model, "Mexico");
    double mexicans = small_moved(p, flow, mexico);
    sum[0] += mexicans;
    sum[1] += small_moved(p, flow, -1) - mexicans;
}

static void mexicans_pass_checkpoints_stations_buses_and_removals_untouched(void **state) {
    static const small_options o = {
        .sets = {"mexico.checkpoints.effort=5", "mexico.north.removals_effort=5", "mexico.bus_south.per_day=500",
                 "mexico.bus_south.share=0.7", "origins.rate_per_year[Honduras]=1"},
        .edits = {{"parameters.csv", NULL, TO_TAPACHULA}, CENTRE_STATION, SOUTHERN_MEXICANS}};
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC};
    enum { CHECKED, HELD, LEFT, SOUTH, REMOVED, KINDS };
    (void)state;
    for (int k = 0; k < 2; k++) {
        double sum[KINDS][2] = {{0}}, robbed[2] = {0, 0}, seized[2] = {0, 0};
        small_member *p = small_opened(&o, kinds[k]);
        const mdl_model *m = p->model->m;
        for (int day = 0; day < 200; day++) {
            assert_int_equal(small_run(p, 1), 0);
            for (int l = 0; l < m->s->nlegs; l++) {
                add(p, m->legs[l].pays, sum[CHECKED]);
                add(p, m->legs[l].held, sum[CHECKED]);
            }
            for (int i = 0; i < m->s->nplaces; i++) {
                add(p, checkpoints_ids(m)->served[i], sum[HELD]);
                add(p, checkpoints_ids(m)->passed[i], sum[HELD]);
                add(p, decompression_ids(m)->taken[i], sum[SOUTH]);
                add(p, decompression_ids(m)->leave[i], sum[SOUTH]);
                add(p, m->exposed.of[m->places[i].exposed].extorted, robbed);
            }
            for (int i = 0; i < m->s->nstations; i++) {
                add(p, stations_ids(m)->returned[i], sum[LEFT]);
                add(p, stations_ids(m)->to_flight[i], sum[LEFT]);
                add(p, stations_ids(m)->flown[i], sum[LEFT]);
                add(p, stations_ids(m)->released[i], sum[LEFT]);
                if (stations_ids(m)->bused[i] >= 0)
                    add(p, stations_ids(m)->bused[i], sum[LEFT]);
            }
            for (int c = 0; c < m->ncities; c++) {
                add(p, crossing_ids(m)->removed[c], sum[REMOVED]);
                add(p, crossing_ids(m)->removed_again[c], sum[REMOVED]);
                add(p, m->exposed.of[crossing_ids(m)->exposed[c]].kidnapped, seized);
            }
        }
        for (int i = 0; i < KINDS; i++) {
            assert_true(sum[i][0] == 0);
            assert_true(sum[i][1] > 10); /* others do not pass untouched */
        }
        assert_true(robbed[0] > 0 && seized[0] > 0); /* crime spares nobody */
        assert_true(small_value(p, "mexico_events", "", "Mexico", -1) == 0);
        assert_true(small_value(p, "mexico_returns", "", "Mexico", -1) == 0);
        assert_true(small_value(p, "bribes", "", "Mexico", -1) == 0);
        assert_true(small_value(p, "encounters", "", "Mexico", -1) > 0);
        small_closed(p);
    }
}

/* ---- checkpoints ---- */

/* Rows of a region by what a day's staff and stations can take; returns the largest share used. */
static double most_used(const small_member *p, int stochastic) {
    const mdl_model *m = p->model->m;
    double most = 0;
    for (int r = 0; r < m->s->nregions; r++) {
        double taken = 0, places = 0;
        for (int i = 0; i < m->s->nplaces; i++)
            if (m->places[i].held >= 0 && m->s->stations[m->places[i].station].region == r)
                taken += small_moved(p, checkpoints_ids(m)->served[i], -1);
        for (int i = 0; i < m->s->nstations; i++)
            if (m->s->stations[i].region == r)
                places += m->s->stations[i].places;
        double most_today = places * small_parameter(p, "mexico.stations.capacity_factor", r) *
                            small_parameter(p, "mexico.checkpoints.intake_per_place", 0) *
                            pow(small_parameter(p, "mexico.checkpoints.effort", r),
                                small_parameter(p, "mexico.checkpoints.intake_effort_power", 0));
        if (taken > (stochastic ? ceil(most_today - 1e-9) : most_today * (1 + 1e-9)))
            fail_msg("%s took %g on a day it could take %g", m->s->regions[r], taken, most_today);
        if (most_today > 0 && taken / most_today > most)
            most = taken / most_today;
    }
    return most;
}

static void detections_never_exceed_what_stations_can_take_in_a_day(void **state) {
    static const small_options o = {
        .sets = {"mexico.checkpoints.effort=4", "origins.rate_per_year[Honduras]=4",
                 "mexico.checkpoints.intake_per_place=0.05", "mexico.checkpoints.bribe_share=0.1"},
        .edits = {CENTRE_STATION,
                  {"schedule.csv", NULL,
                   SCHEDULE "2018-03-01,2018-03-31,mexico.stations.capacity_factor,south,,set,0.2,,x\n"}}};
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC};
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(&o, kinds[k]);
        double most = 0, let_go = 0;
        for (int day = 0; day < 200; day++) {
            assert_int_equal(small_run(p, 1), 0);
            double used = most_used(p, kinds[k] != ENG_FLUID);
            if (used > most)
                most = used;
            for (int i = 0; i < p->model->s.nplaces; i++)
                let_go += small_moved(p, checkpoints_ids(p->model->m)->passed[i], -1);
        }
        assert_true(most > 0.999); /* the capacity was reached, or this test could not fail */
        assert_true(let_go > 100);
        small_closed(p);
    }
}

typedef struct {
    double events, arrivals, bribes, departures;
} passage;

/* Foreigners from the first of March on, and their arrivals at the line. */
static passage from_march(const small_options *o, int days) {
    small_member *p = small_opened(o, ENG_FLUID);
    const mdl_model *m = p->model->m;
    int honduras = small_nationality(p->model, "Honduras");
    passage out = {0, 0, 0, 0};
    assert_int_equal(small_run_until(p, "2018-03-01"), 0);
    small_forget(p);
    for (int day = 0; day < days; day++) {
        assert_int_equal(small_run(p, 1), 0);
        for (int c = 0; c < m->ncities; c++)
            out.arrivals += small_moved(p, m->places[m->cities[c]].to_line, honduras);
    }
    out.events = small_value(p, "mexico_events", "", "Honduras", -1);
    out.bribes = small_value(p, "bribes", "", "Honduras", -1);
    out.departures = small_value(p, "departures", "", "Honduras", -1);
    small_closed(p);
    return out;
}

static void tripled_effort_raises_events_and_lowers_arrivals_at_the_line(void **state) {
    static const small_options as_before = {.sets = {NULL}};
    static const small_options tripled = {
        .edits = {{"schedule.csv", NULL, SCHEDULE "2018-03-01,,mexico.checkpoints.effort,,,scale,3,,x\n"}}};
    (void)state;
    passage a = from_march(&as_before, 120), b = from_march(&tripled, 120);
    assert_true(b.events > 1.2 * a.events);
    assert_true(b.arrivals < 0.95 * a.arrivals);
    assert_true(b.bribes > a.bribes);
}

static void without_bribes_fewer_arrive_at_the_line_and_more_are_held(void **state) {
    static const small_options none = {
        .edits = {{"schedule.csv", NULL, SCHEDULE "2018-03-01,,mexico.checkpoints.bribe_share,,,set,0,,x\n"}}};
    (void)state;
    passage a = from_march(NULL, 120), b = from_march(&none, 120);
    assert_true(a.bribes > 0 && b.bribes == 0);
    assert_true(b.arrivals < a.arrivals);
    assert_true(b.events > a.events);
}

static void effort_met_on_the_way_is_believed_within_days(void **state) {
    static const small_options o = {
        .sets = {"mexico.checkpoints.belief_half_life=5"},
        .edits = {{"schedule.csv", NULL, SCHEDULE "2018-03-01,,mexico.checkpoints.effort,south,,set,4,,x\n"}}};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    const mdl_model *m = p->model->m;
    int south = -1, centre = -1;
    for (int r = 0; r < m->s->nregions; r++) {
        if (strcmp(m->s->regions[r], "south") == 0)
            south = r;
        if (strcmp(m->s->regions[r], "centre") == 0)
            centre = r;
    }
    assert_true(south >= 0 && centre >= 0);
    assert_int_equal(small_run_until(p, "2018-03-01"), 0);
    assert_true(fabs(eng_get(p->w, checkpoints_ids(m)->believed)[south] - 1) < 1e-9);
    assert_int_equal(small_run(p, 5), 0);
    assert_true(fabs(eng_get(p->w, checkpoints_ids(m)->believed)[south] - 2.5) <
                1e-9); /* half of the way in its half-life */
    assert_int_equal(small_run(p, 16), 0);
    assert_true(eng_get(p->w, checkpoints_ids(m)->believed)[south] > 3.8);
    assert_true(fabs(eng_get(p->w, checkpoints_ids(m)->believed)[centre] - 1) < 1e-9);
    small_closed(p);
}

/* 1 - exp(-h): h grows with the load of the leg and the effort of its region, and falls with yesterday's foreigners
 * there. */
static void the_chance_of_being_seen_follows_effort_load_and_the_flow_of_foreigners(void **state) {
    static const small_options o = {.sets = {"mexico.checkpoints.effort[south]=3", "origins.rate_per_year[Honduras]=2",
                                             "mexico.checkpoints.bribe_share=0.3"},
                                    .edits = {SOUTHERN_MEXICANS}};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    const mdl_model *m = p->model->m;
    int mexico = small_nationality(p->model, "Mexico"), south = -1, checked = 0;
    for (int r = 0; r < m->s->nregions; r++)
        if (strcmp(m->s->regions[r], "south") == 0)
            south = r;
    assert_int_equal(small_run(p, 60), 0);
    double flow = 0, mexicans = 0;
    for (int l = 0; l < m->s->nlegs; l++) {
        if (m->legs[l].region != south)
            continue;
        const int ways[3] = {m->legs[l].free, m->legs[l].pays, m->legs[l].held};
        for (int k = 0; k < 3; k++) {
            flow += small_moved(p, ways[k], -1) - small_moved(p, ways[k], mexico);
            mexicans += small_moved(p, ways[k], mexico);
        }
    }
    assert_true(flow > 0 && mexicans > 0);
    assert_int_equal(small_run(p, 1), 0); /* the chance that follows from that flow */
    double crowd = 1 + flow / small_parameter(p, "mexico.checkpoints.crowd_flow", 0);
    double hazard = small_parameter(p, "mexico.checkpoints.intensity", 0) *
                    pow(3, small_parameter(p, "mexico.checkpoints.effort_power", 0)) *
                    pow(crowd, -small_parameter(p, "mexico.checkpoints.crowd_power", 0));
    const double *seen = eng_get(p->w, checkpoints_ids(m)->seen);
    double expected[COR_MAX_LEGS];
    for (int l = 0; l < m->s->nlegs; l++) {
        expected[l] = 1 - exp(-hazard * m->s->legs[l].checkpoint);
        if (m->legs[l].region == south)
            assert_true(fabs(seen[l] - expected[l]) < 1e-9);
    }
    assert_int_equal(small_run(p, 1), 0); /* ... and what it does to those who go */
    for (int l = 0; l < m->s->nlegs; l++) {
        if (m->legs[l].region != south)
            continue;
        double free = small_moved(p, m->legs[l].free, -1) - small_moved(p, m->legs[l].free, mexico);
        double pays = small_moved(p, m->legs[l].pays, -1), held = small_moved(p, m->legs[l].held, -1);
        assert_true(free > 0);
        assert_true(fabs((pays + held) / (free + pays + held) - expected[l]) < 1e-9);
        assert_true(fabs(pays / (pays + held) - 0.3) < 1e-9);
        checked++;
    }
    assert_true(checked >= 3);
    small_closed(p);
}

static void when_effort_is_believed_people_choose_less_checked_ways(void **state) {
    static const small_options o = {
        .edits = {{"schedule.csv", NULL, SCHEDULE "2018-03-01,,mexico.checkpoints.effort,south,,set,6,,x\n"}}};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    const mdl_model *m = p->model->m;
    int bus = small_leg(p->model, "Tapachula", "Acayucan", "bus"),
        walk = small_leg(p->model, "Tapachula", "Acayucan", "walk");
    int honduran = small_nationality(p->model, "Honduras") * DEMO_COUNT,
        mexican = small_nationality(p->model, "Mexico") * DEMO_COUNT;
    assert_true(bus >= 0 && walk >= 0);
    assert_int_equal(small_run_until(p, "2018-02-28"), 0);
    const double *choice = eng_get(p->w, routes_ids(m)->choice);
    double ratio = choice[walk * m->nd + honduran] / choice[bus * m->nd + honduran];
    double mexicans = choice[walk * m->nd + mexican] / choice[bus * m->nd + mexican];
    assert_int_equal(small_run(p, 30), 0);
    choice = eng_get(p->w, routes_ids(m)->choice);
    assert_true(choice[walk * m->nd + honduran] / choice[bus * m->nd + honduran] > 1.2 * ratio);
    assert_true(fabs(choice[walk * m->nd + mexican] / choice[bus * m->nd + mexican] - mexicans) < 1e-9);
    small_closed(p);
}

/* ---- buses south ---- */

/* Hondurans set out until the end of January only. In the middle of May those who wait in Reynosa and Juárez are
 * removed for five days; whoever comes to the line after that has been bused south, but for the few still on the way.
 */
static void those_bused_south_come_back_to_the_line_within_sixty_days(void **state) {
    static const small_options o = {
        .sets = {"mexico.bus_south.per_day=20000", "crossing.rest_days=60", "mexico.checkpoints.intensity=0",
                 "harm.kidnapping_per_week=0"},
        .edits = {{"parameters.csv", NULL, TO_TAPACHULA},
                  {"schedule.csv", NULL,
                   SCHEDULE "2018-02-01,,origins.rate_per_year,,Honduras,set,0,,x\n"
                            "2018-05-15,2018-05-19,mexico.north.removals_effort,,,set,20,,x\n"}}};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    const mdl_model *m = p->model->m;
    int honduras = small_nationality(p->model, "Honduras");
    double bused = 0, back = 0, on_the_way = 0;
    assert_int_equal(small_run_until(p, "2018-05-15"), 0);
    for (int i = 0; i < m->s->nplaces; i++)
        on_the_way += small_people(p, m->places[i].stock, honduras);
    for (int day = 0; day < 66; day++) {
        assert_int_equal(small_run(p, 1), 0);
        for (int i = 0; i < m->s->nplaces; i++)
            bused += small_moved(p, decompression_ids(m)->taken[i], honduras);
        for (int c = 0; c < m->ncities; c++)
            back += small_moved(p, m->places[m->cities[c]].to_line, honduras);
    }
    assert_true(bused > 100);
    assert_true(on_the_way < 0.1 * bused);
    assert_true(back - on_the_way > 0.5 * bused);
    assert_true(back <= bused + on_the_way + 1e-6);
    small_closed(p);
}

static void nobody_is_bused_where_no_bus_goes(void **state) {
    static const small_options o = {.sets = {"mexico.bus_south.per_day=0", "mexico.north.removals_effort=2"},
                                    .edits = {{"parameters.csv", NULL, TO_TAPACHULA}}};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    assert_int_equal(small_run(p, 120), 0);
    assert_true(small_value(p, "mexico_bused_south", "", "", -1) == 0);
    assert_true(small_value(p, "mexico_events", "", "Honduras", -1) > 0);
    small_closed(p);
}

/* Kidnapped people are the same people, and come back to the city where they were taken. */
static void the_kidnapped_are_set_free_after_two_weeks_on_the_mean(void **state) {
    static const small_options o = {.sets = {"mexico.waiting.hostage_days=14"}};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    const mdl_model *m = p->model->m;
    assert_int_equal(small_run(p, 100), 0);
    for (int c = 0; c < m->ncities; c++) {
        double held = eng_total(p->w, waiting_ids(m)->hostage[c]);
        assert_int_equal(small_run(p, 1), 0);
        assert_true(held > 0);
        assert_true(fabs(small_moved(p, waiting_ids(m)->freed[c], -1) - held / 14) < 1e-9 * held);
    }
    small_closed(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mexicans_pass_checkpoints_stations_buses_and_removals_untouched),
        cmocka_unit_test(detections_never_exceed_what_stations_can_take_in_a_day),
        cmocka_unit_test(tripled_effort_raises_events_and_lowers_arrivals_at_the_line),
        cmocka_unit_test(without_bribes_fewer_arrive_at_the_line_and_more_are_held),
        cmocka_unit_test(effort_met_on_the_way_is_believed_within_days),
        cmocka_unit_test(the_chance_of_being_seen_follows_effort_load_and_the_flow_of_foreigners),
        cmocka_unit_test(when_effort_is_believed_people_choose_less_checked_ways),
        cmocka_unit_test(those_bused_south_come_back_to_the_line_within_sixty_days),
        cmocka_unit_test(nobody_is_bused_where_no_bus_goes),
        cmocka_unit_test(the_kidnapped_are_set_free_after_two_weeks_on_the_mean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
