/* The way through Mexico: freight trains that fill and stop, caravans, asylum and work in Mexico.
 * ctest: sanitized
 */
#include "corridor_small.h"

#include "corridor/caravans.h"
#include "corridor/checkpoints.h"
#include "corridor/refuge.h"
#include "corridor/routes.h"
#include "corridor/trains.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SCHEDULE "from,until,parameter,where,who,change,value,note,source\n"
#define ON(from, until, parameter, value) from "," until "," parameter ",,,set," value ",x,x\n"
/* A line of a caravan of 72 km, as from Tapachula to Escuintla, and a long way on. */
#define LINE                                                                                                           \
    "mexico.caravans.line[Tapachula]=1", "mexico.caravans.line[Acayucan]=2", "mexico.caravans.line[Mexico City]=3"
#define SHORT_WALK                                                                                                     \
    { "legs.csv", "Tapachula,Acayucan,walk,550,14", "Tapachula,Acayucan,walk,72,3" }
#define MANY "origins.rate_per_year[Honduras]=1"
#define CHRISTMAS                                                                                                      \
    { "schedule.csv", NULL, SCHEDULE ON("2018-12-01", "2018-12-01", "mexico.caravans.called", "500") }
#define CENTRE_STATION                                                                                                 \
    { "stations.csv", "", "Iztapalapa,Mexico City,centre,400,x\n" }
#define LET_PASS "mexico.caravans.block=0"
#define NO_PAPERS "mexico.caravans.papers_per_day=0"
#define NOT_BY_ITSELF "mexico.caravans.hazard_per_week=0"
#define OFFICES "mexico.asylum.office[Tapachula]=1", "mexico.asylum.office[Mexico City]=0.4"

static double walking(const small_member *p) { return small_people(p, caravans_ids(p->model->m)->walking, -1); }

static const double *caravan(const small_member *p) { return eng_get(p->w, caravans_ids(p->model->m)->state); }

static double boarded(const small_member *p, int leg) {
    const cor_leg *l = &p->model->m->legs[leg];
    return small_moved(p, l->free, -1) + small_moved(p, l->pays, -1) + small_moved(p, l->held, -1);
}

static double all_trains(const small_member *p) {
    double sum = 0;
    for (int l = 0; l < p->model->s.nlegs; l++)
        if (trains_ids(p->model->m)->is_train[l])
            sum += boarded(p, l);
    return sum;
}

/* ---- caravans ---- */

static void people_called_leave_together_and_walk_45_miles_in_three_days(void **state) {
    static const small_options o = {.sets = {MANY, LINE, LET_PASS, NO_PAPERS, NOT_BY_ITSELF},
                                    .edits = {SHORT_WALK, CHRISTMAS}};
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC};
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(&o, kinds[k]);
        const mdl_model *m = p->model->m;
        assert_int_equal(small_run_until(p, "2018-12-01"), 0);
        assert_true(walking(p) == 0);
        assert_int_equal(small_run(p, 1), 0);
        assert_true(fabs(walking(p) - 500) < (k ? 100 : 1)); /* chance draws who joins, not how many on average */
        assert_true(small_people(p, caravans_ids(m)->walking, small_nationality(p->model, "Mexico")) == 0);
        double first = walking(p), fell_out = 0;
        for (int day = 0; day < 3; day++) {
            assert_int_equal(small_run(p, 1), 0);
            for (int i = 0; i < caravans_ids(m)->n; i++)
                fell_out += small_moved(p, caravans_ids(m)->falls_out[i], -1);
        }
        assert_true(fabs(caravan(p)[1] / 1.609344 - 45) < 1);
        assert_true(small_value(p, "caravan_km", "", "", -1) == caravan(p)[1]);
        assert_true(fell_out > 0 && fabs(walking(p) + fell_out - first) < 5); /* the rest died on the way */
        assert_int_equal(small_run(p, 1), 0);
        assert_true(caravan(p)[1] - 72 < 24); /* slower later */
        assert_true(small_value(p, "caravan_people", "", "", -1) > 0);
        small_closed(p);
    }
}

static void guards_who_block_send_people_to_stations_and_back_and_those_who_let_pass_stop_nobody(void **state) {
    static const small_options pass = {.sets = {MANY, LINE, LET_PASS, NO_PAPERS, NOT_BY_ITSELF},
                                       .edits = {SHORT_WALK, CHRISTMAS}};
    static const small_options block = {.sets = {MANY, LINE, "mexico.caravans.block=0.6", NO_PAPERS, NOT_BY_ITSELF},
                                        .edits = {SHORT_WALK, CHRISTMAS}};
    double stopped[2] = {0, 0}, left[2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &block : &pass, ENG_FLUID);
        const mdl_model *m = p->model->m;
        assert_int_equal(small_run_until(p, "2018-12-02"), 0);
        for (int day = 0; day < 6; day++) {
            assert_int_equal(small_run(p, 1), 0);
            double held = small_moved(p, caravans_ids(m)->held[1], -1),
                   back = small_moved(p, caravans_ids(m)->driven_back, -1);
            assert_true(fabs(held - back) < 1e-6);
            stopped[k] += held + back;
        }
        left[k] = walking(p);
        small_closed(p);
    }
    assert_true(stopped[0] == 0 && stopped[1] > 100);
    assert_true(left[1] < 0.5 * left[0]);
}

static void tiring_a_caravan_out_slows_it_and_more_fall_out(void **state) {
    static const small_options free = {.sets = {MANY, LINE, LET_PASS, NO_PAPERS, NOT_BY_ITSELF}, .edits = {CHRISTMAS}};
    static const small_options tired = {
        .sets = {MANY, LINE, LET_PASS, NO_PAPERS, NOT_BY_ITSELF, "mexico.caravans.tire_out=2"}, .edits = {CHRISTMAS}};
    double km[2], left[2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &tired : &free, ENG_FLUID);
        assert_int_equal(small_run_until(p, "2018-12-06"), 0);
        km[k] = caravan(p)[1];
        left[k] = walking(p);
        small_closed(p);
    }
    assert_true(km[1] < 0.5 * km[0] && km[1] > 0);
    assert_true(left[1] < 0.9 * left[0] && left[1] > 0);
}

static void papers_end_a_caravan_and_buses_take_its_people_to_the_border_unstopped(void **state) {
    static const small_options o = {.sets = {MANY, LINE, LET_PASS, NOT_BY_ITSELF, "mexico.caravans.papers_per_day=0.5",
                                             "mexico.caravans.papers_after_days=2", "mexico.caravans.least=20"},
                                    .edits = {CHRISTMAS}};
    small_member *p = small_opened(&o, ENG_FLUID);
    const mdl_model *m = p->model->m;
    double papers = 0, rode = 0;
    (void)state;
    assert_int_equal(small_run_until(p, "2018-12-02"), 0);
    for (int day = 0; day < 25; day++) {
        assert_int_equal(small_run(p, 1), 0);
        papers += small_moved(p, caravans_ids(m)->papers, -1);
        for (int c = 0; c < m->ncities; c++)
            rode += small_moved(p, refuge_ids(m)->rides[c], -1);
    }
    assert_true(papers > 300);
    assert_true(fabs(rode - papers) < 1e-3 * papers); /* nobody is stopped in between */
    assert_true(caravan(p)[0] == 0 && walking(p) == 0);
    small_closed(p);
}

/* Days on which a caravan set out in a year, in members who differ in luck of the environment. */
static int set_out(const small_options *o) {
    small_model *m = small_open(o);
    int n = 0;
    assert_non_null(m);
    for (int member = 0; member < 4; member++) {
        small_member *p = small_start_layers(m, ENG_FLUID, member, 1);
        double marched = 0;
        assert_non_null(p);
        for (int day = 0; day < 300; day++) {
            assert_int_equal(small_run(p, 1), 0);
            n += caravan(p)[0] > marched;
            if (marched > 0.5) /* one at a time: nobody joins one that is on its way */
                assert_true(small_moved(p, caravans_ids(p->model->m)->joins, -1) == 0);
            marched = caravan(p)[0];
        }
        small_stop(p);
    }
    small_close(m);
    return n;
}

/* How evading went before its numbers were derived: as few come back to wait as then. */
#define EVADE_AS_JUDGED "crossing.evade_cost=1.9", "crossing.detection=0.9"

static void caravans_form_by_themselves_where_many_wait(void **state) {
    static const small_options many = {.sets = {MANY, LINE, "mexico.caravans.crowd=3000",
                                                "mexico.caravans.crowd_power=2", "mexico.caravans.heard=1",
                                                EVADE_AS_JUDGED, "mexico.caravans.hazard_per_week=0.5",
                                                "mexico.caravans.least=50", "mexico.caravans.pause_days=10"}};
    static const small_options few = {
        .sets = {"origins.rate_per_year[Honduras]=0.1", LINE, "mexico.caravans.crowd_power=2",
                 "mexico.caravans.heard=1", EVADE_AS_JUDGED, "mexico.caravans.crowd=3000",
                 "mexico.caravans.hazard_per_week=0.5", "mexico.caravans.least=5", "mexico.caravans.pause_days=10"}};
    (void)state;
    int with = set_out(&many), without = set_out(&few);
    assert_true(with > 4 && without < with / 2);
}

static void without_caravans_nobody_walks_in_one(void **state) {
    static const small_options o = {.sets = {MANY, LINE, "mexico.caravans.form=0"}, .edits = {CHRISTMAS}};
    small_member *p = small_opened(&o, ENG_FLUID);
    (void)state;
    assert_int_equal(small_run_until(p, "2018-12-10"), 0);
    assert_true(small_value(p, "caravan_people", "", "", -1) == 0);
    small_closed(p);
    assert_string_equal(cor_caravans.off[0].path, "mexico.caravans.form");
}

/* ---- trains ---- */

/* Mexicans, whom nobody checks on a bus, seldom climb on a train; so a stop of trains keeps few of them at home. */
static void mexicans_take_the_bus(void **state) {
    static const small_options willing = {.sets = {MANY, "mexico.trains.mexicans=0"}};
    static const small_options put_off = {.sets = {MANY}};
    double rode[2], came[2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &put_off : &willing, ENG_FLUID);
        assert_int_equal(small_run_until(p, "2018-06-01"), 0);
        small_forget(p);
        assert_int_equal(small_run(p, 60), 0);
        rode[k] = small_value(p, "train_riders", "", "Mexico", -1);
        came[k] = small_value(p, "train_riders", "", "Honduras", -1);
        small_closed(p);
    }
    assert_true(rode[1] > 0 && rode[1] < 0.3 * rode[0]);
    assert_true(fabs(came[1] / came[0] - 1) < 0.02);
}

static void who_finds_no_room_on_a_train_takes_the_bus_on_the_same_day(void **state) {
    static const small_options free = {.sets = {MANY, "mexico.trains.room=100000"}};
    static const small_options full = {.sets = {MANY, "mexico.trains.room=20"}};
    double rode[2], bus[2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &full : &free, ENG_FLUID);
        int train = small_leg(p->model, "Acayucan", "Mexico City", "train"),
            road = small_leg(p->model, "Acayucan", "Mexico City", "bus");
        assert_int_equal(small_run_until(p, "2018-06-01"), 0);
        assert_true(k == 0 || boarded(p, train) <= 20 + 1e-6);
        rode[k] = boarded(p, train);
        bus[k] = boarded(p, road);
        small_closed(p);
    }
    assert_true(rode[0] > 40 && rode[1] > 10);
    assert_true(bus[1] > bus[0] + 0.8 * (rode[0] - rode[1]));
}

#define STOP                                                                                                           \
    {                                                                                                                  \
        "schedule.csv", NULL,                                                                                          \
            SCHEDULE ON("2018-09-19", "2018-09-23", "mexico.trains.running", "0")                                      \
                ON("2018-03-01", "2018-03-01", "mexico.trains.room", "3000")                                           \
    }

static void when_a_railway_stops_its_trains_nobody_rides_and_the_choice_is_made_anew_the_next_day(void **state) {
    static const small_options o = {.sets = {MANY}, .edits = {STOP}};
    small_member *p = small_opened(&o, ENG_STOCHASTIC);
    const mdl_model *m = p->model->m;
    int train = small_leg(p->model, "Acayucan", "Mexico City", "train"),
        road = small_leg(p->model, "Acayucan", "Mexico City", "bus");
    (void)state;
    assert_int_equal(small_run_until(p, "2018-09-19"), 0);
    double before = all_trains(p), bus = boarded(p, road);
    assert_true(before > 20);
    double slow = eng_get(p->w, routes_ids(m)->slow)[m->cities[0] * m->nd];
    int weeks = 0;
    for (int day = 0; day < 5; day++) {
        assert_int_equal(small_run(p, 1), 0);
        assert_true(all_trains(p) == 0);
        assert_true(day > 0 || boarded(p, road) > bus + 10); /* other modes at once */
        assert_true(eng_get(p->w, routes_ids(m)->choice)[train * m->nd + DEMO_COUNT - 1] == 0);
        /* ... but what people are used to moves once a week, however often the choice is made anew */
        double used_to = eng_get(p->w, routes_ids(m)->slow)[m->cities[0] * m->nd];
        assert_true(used_to == slow || (eng_world_today(p->w) - 1) % 7 == 0);
        weeks += used_to != slow;
        slow = used_to;
    }
    for (int day = 0; day < 7; day++) {
        assert_int_equal(small_run(p, 1), 0);
        assert_true(day != 1 || all_trains(p) > 0.5 * before); /* not a week later */
        weeks += eng_get(p->w, routes_ids(m)->slow)[m->cities[0] * m->nd] != slow;
        slow = eng_get(p->w, routes_ids(m)->slow)[m->cities[0] * m->nd];
    }
    assert_true(weeks == 1 || weeks == 2); /* twelve days */
    small_closed(p);
}

static void too_many_riders_for_some_days_stop_the_large_railway_until_its_days_are_over(void **state) {
    static const small_options o = {
        .sets = {MANY, "mexico.trains.load_limit=60", "mexico.trains.load_days=4", "mexico.trains.stop_days=6"}};
    static const small_options other = {.sets = {MANY, "mexico.trains.load_limit=60",
                                                 "mexico.trains.large_railway[Mexico City]=0",
                                                 "mexico.trains.large_railway[Ciudad Juárez]=0"}};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    int stopped = 0, over = 0, run = 0, longest = 0, stops = 0;
    for (int day = 0; day < 250; day++) {
        assert_int_equal(small_run(p, 1), 0);
        double riders = all_trains(p);
        if (riders == 0 && over > 0) { /* trains had run */
            if (run == 0) {
                assert_int_equal(over, 5); /* four days above the limit are seen on the fifth morning */
                stops++;
            }
            run++;
        } else if (run > 0) {
            assert_int_equal(run, 7); /* six days, and one more until people choose trains again */
            longest = run;
            run = 0;
            over = 0;
        }
        over = riders > 60 ? over + 1 : riders > 0 ? 0 : over;
        stopped += riders == 0 && over > 0;
    }
    assert_true(stops > 1 && longest == 7 && stopped > 6); /* it stopped, recovered, and stopped again */
    small_closed(p);
    p = small_opened(&other, ENG_FLUID); /* the limit is of the large railway alone */
    assert_int_equal(small_run(p, 60), 0);
    for (int day = 0; day < 100; day++) {
        assert_int_equal(small_run(p, 1), 0);
        assert_true(all_trains(p) > 0);
    }
    small_closed(p);
}

static void guarded_lines_mean_fewer_riders_more_of_them_seen_and_more_falls(void **state) {
    static const small_options quiet = {.sets = {MANY}, .edits = {CENTRE_STATION}};
    static const small_options guarded = {.sets = {MANY, "mexico.trains.security=3"}, .edits = {CENTRE_STATION}};
    double rode[2], seen[2], falls[2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &guarded : &quiet, ENG_FLUID);
        int train = small_leg(p->model, "Acayucan", "Mexico City", "train");
        assert_int_equal(small_run_until(p, "2018-06-01"), 0);
        rode[k] = all_trains(p);
        seen[k] = eng_get(p->w, checkpoints_ids(p->model->m)->seen)[train];
        falls[k] = cor_rail_falls(p->p, train);
        small_closed(p);
    }
    assert_true(rode[1] < 0.7 * rode[0] && rode[1] > 0);
    assert_true(seen[1] > 1.5 * seen[0]);
    assert_true(falls[0] == 1 && falls[1] > 1.5);
}

static void foreigners_put_off_a_bus_go_on_by_another_mode_and_mexicans_stay_on_it(void **state) {
    static const small_options o = {
        .sets = {MANY},
        .edits = {{"schedule.csv", NULL, SCHEDULE ON("2018-06-01", "2018-12-31", "mexico.buses.put_off", "1")},
                  {"origins.csv", NULL,
                   "nationality,place,family,from,until,share,source\n"
                   "Honduras,San Pedro Sula,home,,,1,x\nMexico,Tapachula,home,,,1,x\n"}}};
    small_member *p = small_opened(&o, ENG_FLUID);
    const mdl_model *m = p->model->m;
    int mexico = small_nationality(p->model, "Mexico"), honduras = small_nationality(p->model, "Honduras");
    const cor_leg *bus = &m->legs[small_leg(p->model, "Tapachula", "Acayucan", "bus")],
                  *walk = &m->legs[small_leg(p->model, "Tapachula", "Acayucan", "walk")];
    (void)state;
    assert_int_equal(small_run_until(p, "2018-06-01"), 0);
    double mexicans = small_moved(p, bus->free, mexico), rode = small_moved(p, bus->free, honduras),
           on_foot = small_moved(p, walk->free, honduras);
    assert_true(rode > 5 && mexicans > 1);
    assert_int_equal(small_run(p, 1), 0);
    assert_true(small_moved(p, bus->free, honduras) == 0 && small_moved(p, bus->held, honduras) == 0);
    assert_true(small_moved(p, walk->free, honduras) > 1.2 * on_foot);
    assert_true(fabs(small_moved(p, bus->free, mexico) - mexicans) < 0.1 * mexicans);
    small_closed(p);
}

static void without_limits_trains_are_a_leg_like_any_other(void **state) {
    static const small_options on = {.sets = {MANY, "mexico.trains.room=20"}, .edits = {STOP}};
    static const small_options off = {.sets = {MANY, "mexico.trains.room=20", "mexico.trains.limits=0"},
                                      .edits = {STOP}};
    double rode[2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &off : &on, ENG_FLUID);
        assert_int_equal(small_run_until(p, "2018-12-01"), 0);
        rode[k] = small_value(p, "train_riders", "", "", -1);
        small_closed(p);
    }
    assert_true(rode[1] > 1.5 * rode[0] && rode[0] > 0);
    assert_string_equal(cor_trains.off[0].path, "mexico.trains.limits");
}

/* ---- asylum and work ---- */

static void people_apply_wait_months_and_are_answered_within_capacity(void **state) {
    static const small_options o = {
        .sets = {MANY, OFFICES, "mexico.asylum.answers_per_month=60", "mexico.asylum.leaves=0.002"}};
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC};
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(&o, kinds[k]);
        const mdl_model *m = p->model->m;
        int tapachula = small_place(p->model, "Tapachula"), city = small_place(p->model, "Mexico City");
        const cor_office *a = &refuge_ids(m)->flows[tapachula], *b = &refuge_ids(m)->flows[city];
        double most = 0, served = 0, left = 0, extorted = 0;
        for (int day = 0; day < 360; day++) {
            assert_int_equal(small_run(p, 1), 0);
            double today = small_moved(p, a->served, -1) + small_moved(p, b->served, -1);
            most = today > most ? today : most;
            served += today;
            extorted += small_moved(p, m->exposed.of[a->exposed].extorted, -1);
            left += small_moved(p, a->leaves, -1) + small_moved(p, a->leaves_queue, -1);
        }
        assert_true(most <= 60 / 30.4 + (k ? 1 : 1e-9));
        assert_true(served > 200 && left > 10);
        double asked = small_value(p, "asylum_in_mexico", "", "", -1);
        assert_true(asked > 2 * served);
        assert_true(small_value(p, "asylum_in_mexico", "", "Mexico", -1) == 0);
        assert_true(extorted > 0);                                  /* waiting is no safe place */
        assert_true(small_people(p, refuge_ids(m)->work, -1) > 20); /* Mexico is a destination too */
        small_closed(p);
    }
}

static void more_capacity_to_answer_means_more_who_stay_and_work_and_more_who_ride_north_with_papers(void **state) {
    static const small_options small = {.sets = {MANY, OFFICES, "mexico.asylum.answers_per_month=30"}};
    static const small_options large = {.sets = {MANY, OFFICES, "mexico.asylum.answers_per_month=300"}};
    double work[2], rode[2] = {0, 0};
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &large : &small, ENG_FLUID);
        const mdl_model *m = p->model->m;
        for (int day = 0; day < 300; day++) {
            assert_int_equal(small_run(p, 1), 0);
            for (int c = 0; c < m->ncities; c++)
                rode[k] += small_moved(p, refuge_ids(m)->rides[c], -1);
        }
        work[k] = small_people(p, refuge_ids(m)->work, -1);
        small_closed(p);
    }
    assert_true(work[1] > 2 * work[0] && work[0] > 0);
    assert_true(rode[1] > 2 * rode[0] && rode[0] > 0);
}

static void applicants_leave_with_a_caravan(void **state) {
    static const small_options o = {.sets = {MANY, LINE, OFFICES, LET_PASS, NO_PAPERS, NOT_BY_ITSELF},
                                    .edits = {CHRISTMAS}};
    small_member *p = small_opened(&o, ENG_FLUID);
    const mdl_model *m = p->model->m;
    (void)state;
    assert_int_equal(small_run_until(p, "2018-12-02"), 0);
    double asked = small_moved(p, refuge_ids(m)->flows[small_place(p->model, "Tapachula")].caravan, -1),
           others = small_moved(p, caravans_ids(m)->joins, -1);
    assert_true(asked > 10 && others > 10 && fabs(asked + others - 500) < 1);
    small_closed(p);
}

static void without_offices_nobody_asks_for_asylum_in_mexico(void **state) {
    static const small_options on = {.sets = {MANY, OFFICES}};
    static const small_options off = {.sets = {MANY, "mexico.asylum.office=0"}};
    double asked[2], encounters[2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &off : &on, ENG_FLUID);
        assert_int_equal(small_run(p, 200), 0);
        asked[k] = small_value(p, "asylum_in_mexico", "", "", -1);
        encounters[k] = small_value(p, "encounters", "", "Honduras", -1);
        small_closed(p);
    }
    assert_true(asked[0] > 100 && asked[1] == 0);
    assert_true(encounters[1] > encounters[0]);
    assert_string_equal(cor_refuge.off[0].path, "mexico.asylum.office");
}

/* ---- all of it ---- */

static void the_same_seed_gives_the_same_way(void **state) {
    static const small_options o = {.sets = {MANY, LINE, OFFICES, "mexico.trains.load_limit=60",
                                             "mexico.caravans.crowd=500", "mexico.caravans.hazard_per_week=0.5"},
                                    .edits = {CHRISTMAS}};
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC, ENG_INDIVIDUAL};
    (void)state;
    for (int k = 0; k < 3; k++) {
        unsigned char digest[2][32];
        for (int twice = 0; twice < 2; twice++) {
            small_member *p = small_opened(&o, kinds[k]);
            assert_int_equal(small_run_until(p, "2018-12-08"), 0);
            for (int i = 0; i < p->model->width; i++)
                assert_true(p->record[i] == p->record[i]); /* a number */
            eng_world_digest(p->w, digest[twice]);
            small_closed(p);
        }
        assert_memory_equal(digest[0], digest[1], 32);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_called_leave_together_and_walk_45_miles_in_three_days),
        cmocka_unit_test(guards_who_block_send_people_to_stations_and_back_and_those_who_let_pass_stop_nobody),
        cmocka_unit_test(tiring_a_caravan_out_slows_it_and_more_fall_out),
        cmocka_unit_test(papers_end_a_caravan_and_buses_take_its_people_to_the_border_unstopped),
        cmocka_unit_test(caravans_form_by_themselves_where_many_wait),
        cmocka_unit_test(without_caravans_nobody_walks_in_one),
        cmocka_unit_test(mexicans_take_the_bus),
        cmocka_unit_test(who_finds_no_room_on_a_train_takes_the_bus_on_the_same_day),
        cmocka_unit_test(when_a_railway_stops_its_trains_nobody_rides_and_the_choice_is_made_anew_the_next_day),
        cmocka_unit_test(too_many_riders_for_some_days_stop_the_large_railway_until_its_days_are_over),
        cmocka_unit_test(guarded_lines_mean_fewer_riders_more_of_them_seen_and_more_falls),
        cmocka_unit_test(foreigners_put_off_a_bus_go_on_by_another_mode_and_mexicans_stay_on_it),
        cmocka_unit_test(without_limits_trains_are_a_leg_like_any_other),
        cmocka_unit_test(people_apply_wait_months_and_are_answered_within_capacity),
        cmocka_unit_test(more_capacity_to_answer_means_more_who_stay_and_work_and_more_who_ride_north_with_papers),
        cmocka_unit_test(applicants_leave_with_a_caravan),
        cmocka_unit_test(without_offices_nobody_asks_for_asylum_in_mexico),
        cmocka_unit_test(the_same_seed_gives_the_same_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
