/* Each mend of --sane in src/flee: a land in which Flee's own way and the mended one come to different things, and
 * which thing is which. ctest: sanitized
 *
 * Most lands are three places: A, where a thousand are displaced on day 0, and the camps or towns B and C.
 */
#include "flee_cases.h"

#include "vado.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { A, B, C, ROADS, PEOPLE = 1000, RUNS = 8 };

#define NEW(file, text)                                                                                                \
    { file, NULL, text }
#define PLACES(rows) NEW("input/locations.csv", "#name,region,country,lat,lon,type,date,pop\n" rows)
#define ROUTES(rows) NEW("input/routes.csv", "#name1,name2,distance,forced\n" rows)
#define CONFLICTS(rows) NEW("input/conflicts.csv", rows)
#define CLOSURES(rows)                                                                                                 \
    { "input/closures.csv", "", rows }
#define A_AND(b, c) PLACES("A,r,c,60,10,conflict_zone,0,1000\nB,r,c,60,12," b "\nC,r,c,61,10," c "\n")
#define ON_DAY_0 CONFLICTS("#Day,A\n0,1\n1,0\n2,0\n3,0\n4,0\n5,0\n")
#define DISPLACED                                                                                                      \
    FLEE_SPAWN("conflict_driven_spawning:\n    spawn_mode: constant\n    displaced_per_conflict_day: 1000")
/* A, and two camps that nobody leaves, each 50 km away; conflict-driven, so without data. */
#define TWO_CAMPS                                                                                                      \
    A_AND("camp,,", "camp,,"), ROUTES("A,B,50,0\nA,C,50,0\n"), ON_DAY_0, DISPLACED, FLEE_MOVE("camp_movechance: 0.0")

/* The same land by Flee's rules and mended. */
typedef struct {
    flee_sample *flee, *sane;
} both;

static int can_be_counted(const flee_case *c) {
    flee_model f;
    if (flee_open(c, "split", &f))
        return 1; /* sampling will say what is wrong */
    int counted = f.m->split.e != NULL;
    flee_close(&f);
    return counted;
}

/* Where the mended land has too many courses to be counted, people are taken one by one once more. */
static both samples(const flee_case *c, int how) {
    flee_case mended = *c;
    mended.sane = 1;
    if (how == ENG_STOCHASTIC && !can_be_counted(&mended)) {
        print_message("%s cannot be counted\n", c->name);
        how = ENG_INDIVIDUAL;
    }
    both b = {flee_sample_of(c, how, RUNS), flee_sample_of(&mended, how, RUNS)};
    assert_true(b.flee && b.sane);
    return b;
}

static void forget(both *b) {
    flee_sample_free(b->flee);
    flee_sample_free(b->sane);
}

/* 0 if it can be opened; the messages of errors are not shown. */
static int open_quietly(const flee_case *c, int sane, flee_model *f) {
    flee_case its = *c;
    scn_folder folder;
    its.sane = sane;
    assert_int_equal(flee_case_folder(&its, "auto", &folder), 0);
    return flee_open_folder(&folder, f);
}

#define BOTH_WAYS(how) for (int how = ENG_STOCHASTIC; how <= ENG_INDIVIDUAL; how += ENG_INDIVIDUAL - ENG_STOCHASTIC)

/* A mean of people whose chance to be there is p, of those who are there in all runs. */
static void near(double people, double p, double of) {
    double error = sqrt(of * p * (1 - p) / RUNS);
    if (fabs(people - p * of) > 4.5 * error + 1e-9)
        fail_msg("%.1f of %.0f people, expected a share of %.4f, standard error %.2f", people, of, p, error);
}

/* ---- what is read ---- */

static void the_last_entry_of_a_flood_list_can_be_used(void **state) {
    (void)state;
    static const flee_case c = {.name = "last-entry",
                                .edits = {NEW("input/flood_level.csv", "#Day,Cay\n0,2\n1,2\n2,2\n3,2\n4,2\n5,2\n6,2\n"
                                                                       "7,2\n8,2\n9,2\n10,2\n11,2\n"),
                                          FLEE_MOVE("flood_rules:\n    flood_movechances: [0.3, 0.6, 0.9]\n"
                                                    "    flood_loc_weights: [1.0, 0.5, 0.2]")}};
    flee_model f;
    assert_int_not_equal(open_quietly(&c, 0, &f), 0);
    assert_true(flee_said(&f, "flood_movechances of 3 values"));
    flee_close(&f);
    assert_int_equal(open_quietly(&c, 1, &f), 0);
    flee_close(&f);
}

static void a_closure_of_a_place_nobody_knows_is_refused(void **state) {
    (void)state;
    static const flee_case c = {
        .name = "unknown", .days = 3, .no_validation = 1, .edits = {TWO_CAMPS, CLOSURES("camp,Nowhere,,0,-1\n")}};
    flee_model f;
    assert_int_equal(open_quietly(&c, 0, &f), 0); /* Flee closes A */
    assert_true(flee_said(&f, "Flee closes the first place of the file instead, A"));
    flee_close(&f);
    assert_int_not_equal(open_quietly(&c, 1, &f), 0);
    assert_true(flee_said(&f, "Nowhere"));
    flee_close(&f);
}

static void location_changes_are_read_from_the_input_folder(void **state) {
    (void)state;
    static const flee_case c = {.name = "changes",
                                .days = 3,
                                .no_validation = 1,
                                .edits = {TWO_CAMPS, NEW("input/location_changes.csv", "B,forward,1\n"),
                                          NEW("location_changes.csv", "C,forward,1\n")}};
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        /* who wakes up in the place that forwards leaves it, and comes to A, or over A to another place */
        assert_true(flee_mean(b.flee, 1, B) > 400 && flee_mean(b.flee, 1, C) < 400);
        assert_true(flee_mean(b.sane, 1, C) > 400 && flee_mean(b.sane, 1, B) < 400);
        forget(&b);
    }
}

static void two_files_of_one_name_are_interpolated_at_each_date(void **state) {
    (void)state;
    static const flee_case c = {.name = "two-files",
                                .edits = {{"data/data_layout.csv", "gao.csv", "gao.csv,more.csv"},
                                          NEW("data/gao.csv", "2020-01-01,0\n2020-01-11,100\n"),
                                          NEW("data/more.csv", "2020-01-06,50\n2020-01-20,50\n")}};
    enum { GAO = 1 };
    both b = samples(&c, ENG_INDIVIDUAL);
    const double *flee = b.flee->data + 5 * b.flee->ncamps, *sane = b.sane->data + 5 * b.sane->ncamps;
    assert_true(fabs(flee[GAO] - 150) < 1e-9); /* 50, and the first file's next value */
    assert_true(fabs(sane[GAO] - 100) < 1e-9); /* 50, and the first file's value on that day */
    forget(&b);
}

static void the_total_is_not_counted_on_top_of_its_camps(void **state) {
    (void)state;
    static const flee_case inserted = {.name = "counted-twice"};
    static const flee_case c = {.name = "born-twice", .edits = {FLEE_SPAWN("insert_day0: False")}};
    enum { CREATED = 9, CAMPS = 130, TOTAL = 130 };
    both b = samples(&inserted, ENG_STOCHASTIC);
    assert_true(fabs(b.flee->raw[0] - (TOTAL + CAMPS)) < 1e-9 && fabs(b.sane->raw[0] - CAMPS) < 1e-9);
    forget(&b);
    b = samples(&c, ENG_STOCHASTIC);
    assert_true(fabs(flee_mean(b.flee, 0, CREATED) - (TOTAL + CAMPS)) < 1e-9);
    assert_true(fabs(flee_mean(b.sane, 0, CREATED) - CAMPS) < 1e-9);
    forget(&b);
}

static void people_there_on_day_0_do_not_take_room_twice(void **state) {
    (void)state;
    enum { GAO = 6 };
    static const flee_case c = {.name = "room-twice",
                                .edits = {{"input/locations.csv", "21.2,camp,,\n", "21.2,camp,,110\n"},
                                          {"input/conflicts.csv", "#Day,Aba,Bor", "#Day,Bor,Aba"},
                                          {"input/locations.csv", "zone,0,2000", "zone,1,2000"}}};
    both b = samples(&c, ENG_INDIVIDUAL);
    /* 60 people in 50 places let nobody in; in 110 there is room for about half of the rest */
    assert_true(flee_mean(b.flee, 11, GAO) < 62);
    assert_true(flee_mean(b.sane, 11, GAO) > 85);
    forget(&b);
}

static void a_place_that_nobody_leaves_is_no_camp(void **state) {
    (void)state;
    static const flee_case c = {.name = "low-chance",
                                .days = 2,
                                .no_validation = 1,
                                .edits = {A_AND("town,,", "camp,,"), ROUTES("A,B,50,0\nA,C,50,0\n"), ON_DAY_0,
                                          DISPLACED, FLEE_MOVE("default_movechance: 0.004\n  camp_weight: 3.0")}};
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        assert_int_equal(b.flee->ncamps, 2); /* B has columns in the output */
        assert_int_equal(b.sane->ncamps, 1);
        assert_true(fabs(flee_mean(b.flee, 0, B) - 500) < 40); /* and the weight of a camp */
        assert_true(fabs(flee_mean(b.sane, 0, B) - 250) < 40);
        forget(&b);
    }
}

/* ---- roads ---- */

static void a_closed_link_is_closed_both_ways(void **state) {
    (void)state;
    static const flee_case c = {
        .name = "link", .days = 3, .no_validation = 1, .edits = {TWO_CAMPS, CLOSURES("link,B,A,0,2\n")}};
    flee_model f;
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        near(flee_mean(b.flee, 0, B), 0.5, PEOPLE);
        assert_true(flee_mean(b.sane, 0, B) < 0.5 && flee_mean(b.sane, 0, C) > PEOPLE - 0.5);
        forget(&b);
    }
    assert_int_equal(open_quietly(&c, 0, &f), 0);
    assert_int_equal(f.m->net.nepochs, 1);
    flee_close(&f);
    assert_int_equal(open_quietly(&c, 1, &f), 0);
    assert_int_equal(f.m->net.nepochs, 2);
    assert_int_equal(f.m->net.epochs[0].first_road[B + 1] - f.m->net.epochs[0].first_road[B], 0);
    assert_int_equal(f.m->net.epochs[1].first_road[B + 1] - f.m->net.epochs[1].first_road[B], 1);
    flee_close(&f);
}

/* Redirected from A to B (2: the flag is on the way from the second place to the first) until it is taken away. */
#define REDIRECTED(days, closures)                                                                                     \
    {                                                                                                                  \
        A_AND("camp,,", "camp,,"), ROUTES("B,A,50,2\nA,C,50,0\n"), CONFLICTS("#Day,A\n0,1\n1,1\n2,0\n"), DISPLACED,    \
            FLEE_MOVE("camp_movechance: 0.0"), CLOSURES(closures)                                                      \
    }

static void redirection_sends_everybody_along_until_it_is_taken_away(void **state) {
    (void)state;
    static const flee_case c = {
        .name = "redirected",
        .days = 2,
        .no_validation = 1,
        .edits = REDIRECTED(2, "remove_forced_redirection,A,B,1,-1\n"),
    };
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        near(flee_mean(b.flee, 0, B), 0.5, PEOPLE);
        near(flee_mean(b.flee, 1, B), 0.5, 2 * PEOPLE);
        assert_true(flee_mean(b.sane, 0, B) > PEOPLE - 0.5);
        near(flee_mean(b.sane, 1, B) - PEOPLE, 0.5, PEOPLE);
        forget(&b);
    }
}

static void redirection_of_1_makes_one_edge(void **state) {
    (void)state;
    static const flee_case c = {.name = "one-edge",
                                .days = 1,
                                .no_validation = 1,
                                .edits = {A_AND("camp,,", "camp,,"), ROUTES("A,B,50,1\nA,C,50,0\n"), ON_DAY_0,
                                          DISPLACED, CLOSURES("remove_forced_redirection,A,B,0,-1\n")}};
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        near(flee_mean(b.flee, 0, B), 2 / 3.0, PEOPLE);
        near(flee_mean(b.sane, 0, B), 0.5, PEOPLE);
        forget(&b);
    }
}

static void the_next_road_of_a_day_has_what_is_left_of_it(void **state) {
    (void)state;
    /* A - 50 km - B - 180 km - C at 200 km a day: 230 km are too far; who turns to C is on the road in the evening. */
    static const flee_case c = {.name = "rest-of-the-day",
                                .days = 2,
                                .no_validation = 1,
                                .edits = {A_AND("forward,,", "camp,,"),
                                          ROUTES("A,B,50,0\nB,C,180,0\n"),
                                          ON_DAY_0,
                                          DISPLACED,
                                          {"simsetting.yml", "conflict_weight: 0.25", "conflict_weight: 0.000001"},
                                          FLEE_MOVE("camp_movechance: 0.0")}};
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        assert_true(flee_mean(b.flee, 0, C) > PEOPLE - 2);
        assert_true(flee_mean(b.sane, 0, ROADS) > PEOPLE - 2 && flee_mean(b.sane, 0, C) < 0.5);
        assert_true(flee_mean(b.sane, 1, C) > PEOPLE - 2);
        forget(&b);
    }
}

static void the_rest_of_a_day_is_time_and_goes_on_at_any_speed(void **state) {
    (void)state;
    /* 250 km at 300 a day, then 5 and 4 km at 60 a day: 5/6, 1/12 and 1/15 of the day. */
    enum { D = 3 };
    static const flee_case c = {
        .name = "speeds",
        .days = 1,
        .no_validation = 1,
        .edits = {PLACES("A,r,c,60,10,conflict_zone,0,1000\nB,r,c,60,11,forward,,\nC,r,c,60,12,forward,,\n"
                         "D,r,c,60,13,camp,,\n"),
                  NEW("input/routes.csv", "#a,b,km,f,max_move_speed\nA,B,250,0,300\nB,C,5,0,60\nC,D,4,0,60\n"),
                  ON_DAY_0,
                  DISPLACED,
                  FLEE_MOVE("camp_movechance: 0.0\n  camp_weight: 1000000.0"),
                  {"simsetting.yml", "conflict_weight: 0.25", "conflict_weight: 0.000001"}}};
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        if (flee_mean(b.sane, 0, D) < PEOPLE - 2)
            fail_msg("%.0f of %d came to D %s", flee_mean(b.sane, 0, D), PEOPLE, b.sane->how);
        forget(&b);
    }
}

static void roads_that_add_up_to_a_days_distance_end_on_the_second_day(void **state) {
    (void)state;
    static const int first_km[] = {140, 60, 90, 130};
    for (int i = 0; i < 4; i++) {
        char routes[64];
        snprintf(routes, sizeof routes, "#a,b,km\nA,B,%d\nB,C,%d\n", first_km[i], 200 - first_km[i]);
        flee_case c = {.name = "add-up",
                       .days = 2,
                       .no_validation = 1,
                       .edits = {A_AND("forward,,", "camp,,"),
                                 NEW("input/routes.csv", routes),
                                 ON_DAY_0,
                                 DISPLACED,
                                 FLEE_MOVE("camp_movechance: 0.0"),
                                 {"simsetting.yml", "conflict_weight: 0.25", "conflict_weight: 0.000001"}}};
        BOTH_WAYS(how) {
            both b = samples(&c, how);
            if (flee_mean(b.sane, 0, ROADS) < PEOPLE - 2)
                fail_msg("%d and %d km: %.0f of %d are on the road %s", first_km[i], 200 - first_km[i],
                         flee_mean(b.sane, 0, ROADS), PEOPLE, b.sane->how);
            assert_true(flee_mean(b.sane, 1, C) > PEOPLE - 2);
            forget(&b);
        }
    }
}

/* ---- conflicts ---- */

static void a_camp_stays_a_camp_when_its_conflict_ends(void **state) {
    (void)state;
    static const flee_case c = {.name = "camp-again",
                                .days = 4,
                                .no_validation = 1,
                                .edits = {A_AND("camp,,", "camp,,"),
                                          ROUTES("A,B,50,0\n"),
                                          FLEE_MOVE("camp_movechance: 0.0"),
                                          CONFLICTS("#Day,A,B\n0,0,1\n1,0,0\n2,0,0\n3,0,0\n"),
                                          DISPLACED,
                                          FLEE_MOVE("conflict_movechance: 0.0"),
                                          {"input/locations.csv", "zone,0", "zone,1"}}};
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        assert_true(fabs(flee_mean(b.flee, 0, B) - PEOPLE) < 0.5);
        assert_true(flee_mean(b.flee, 3, B) < 0.8 * PEOPLE); /* three in ten leave each day, as they leave a town */
        assert_true(flee_mean(b.sane, 3, B) > PEOPLE - 0.5);
        forget(&b);
    }
}

static void the_intensity_of_a_conflict_follows_its_file(void **state) {
    (void)state;
    enum { CREATED = 4 };
    static const flee_case c = {.name = "intensity",
                                .days = 4,
                                .no_validation = 1,
                                .edits = {A_AND("conflict_zone,0,", "camp,,"), ROUTES("A,C,50,0\nA,B,50,0\n"),
                                          CONFLICTS("#Day,A,B\n0,0.25,0\n1,0.25,0\n2,0.75,0\n3,0,0\n"), DISPLACED}};
    static const double flee[] = {1250, 2500, 3750, 4750}; /* B by its type: 1 from the start, whatever the file says */
    static const double sane[] = {250, 500, 1250, 1250};
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        for (int day = 0; day < 4; day++) {
            assert_true(fabs(flee_mean(b.flee, day, CREATED) - flee[day]) < 0.5);
            assert_true(fabs(flee_mean(b.sane, day, CREATED) - sane[day]) < 0.5);
        }
        forget(&b);
    }
}

static void a_dated_conflict_zone_begins_on_its_day(void **state) {
    (void)state;
    enum { CREATED = 4 };
    static const flee_case c = {
        .name = "dated",
        .days = 4,
        .no_validation = 1,
        .edits = {A_AND("conflict_zone,2,", "camp,,"), ROUTES("A,C,50,0\nA,B,50,0\n"), ON_DAY_0, DISPLACED}};
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        for (int day = 0; day < 4; day++) {
            assert_true(fabs(flee_mean(b.flee, day, CREATED) - PEOPLE) < 0.5);
            assert_true(fabs(flee_mean(b.sane, day, CREATED) - PEOPLE * (day < 2 ? 1 : day)) < 0.5);
        }
        forget(&b);
    }
}

static void displacement_has_the_weights_of_its_own_day(void **state) {
    (void)state;
    /* The first zone's conflict has decayed to nothing on day 6, the second's has not. Of two hundred people one a day
     * moves on, so those displaced are seen where they set out. */
    enum { ABA };
    static const flee_case c = {
        .name = "own-day",
        .days = 8,
        .edits = {FLEE_SPAWN("conflict_spawn_decay: [1.0, 0.0]\n  conflict_spawn_decay_interval: 6"),
                  FLEE_MOVE("conflict_movechance: 0.005\n  default_movechance: 0.005\n  idpcamp_movechance: 0.005")}};
    both b = samples(&c, ENG_INDIVIDUAL);
    assert_true(flee_mean(b.flee, 6, ABA) - flee_mean(b.flee, 5, ABA) > 20);
    assert_true(flee_mean(b.flee, 7, ABA) - flee_mean(b.flee, 6, ABA) < 5);
    assert_true(flee_mean(b.sane, 5, ABA) - flee_mean(b.sane, 4, ABA) > 20);
    assert_true(flee_mean(b.sane, 6, ABA) - flee_mean(b.sane, 5, ABA) < 5);
    forget(&b);
}

/* ---- choices ---- */

static void boys_are_below_nineteen(void **state) {
    (void)state;
    static const flee_case c = {.name = "boys",
                                .days = 1,
                                .no_validation = 1,
                                .edits = {A_AND("town,,", "camp,,"), ROUTES("A,B,50,0\nA,C,50,0\n"), ON_DAY_0,
                                          DISPLACED, FLEE_MOVE("default_movechance: 0.005\n  camp_weight: 3.0"),
                                          NEW("input/demographics_age.csv", "age,Default\n16,1\n40,1\n"),
                                          NEW("input/demographics_gender.csv", "gender,Default\nmale,1\n"),
                                          FLEE_MOVE("ChildrenAvoidHazards: True\n  BoysTakeRisk: True")}};
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        /* arrivals may leave B again the same day, one in two hundred */
        assert_true(fabs(flee_mean(b.flee, 0, B) - 500) < 35);
        assert_true(fabs(flee_mean(b.sane, 0, B) - (250 + 125)) < 35); /* the men prefer the camp three to one */
        forget(&b);
    }
}

static void distances_to_home_are_of_latitude_and_longitude(void **state) {
    (void)state;
    /* B and C are equally far from A. With the coordinates exchanged B is twice as far: 222 km and 109 km. */
    static const flee_case c = {
        .name = "home",
        .days = 1,
        .no_validation = 1,
        .edits = {TWO_CAMPS, FLEE_MOVE("stay_close_to_home: True\n  home_distance_power: 1.0")}};
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        assert_true(fabs(flee_mean(b.flee, 0, B) - PEOPLE * 109.5 / (109.5 + 222.4)) < 30);
        assert_true(fabs(flee_mean(b.sane, 0, B) - PEOPLE * 0.5) < 30);
        forget(&b);
    }
}

static void distances_to_home_are_from_home(void **state) {
    (void)state;
    /* All come over M, from where B and C are equally far by road. B is 56 km from A, C from M; the other way 278 km.
     */
    enum { AT_B = 2 };
    static const flee_case c = {
        .name = "from-home",
        .days = 1,
        .no_validation = 1,
        .edits = {
            PLACES("A,r,c,60,10,conflict_zone,0,1000\nM,r,c,60,14,forward,,\nB,r,c,60,9,camp,,\nC,r,c,60,15,camp,,"
                   "\n"),
            ROUTES("A,M,50,0\nM,B,50,0\nM,C,50,0\n"),
            ON_DAY_0,
            DISPLACED,
            FLEE_MOVE("camp_movechance: 0.0\n  stay_close_to_home: True\n  home_distance_power: 1.0"),
            {"simsetting.yml", "conflict_weight: 0.25", "conflict_weight: 0.000001"}}};
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        assert_true(flee_mean(b.flee, 0, AT_B) < 0.25 * PEOPLE);
        assert_true(flee_mean(b.sane, 0, AT_B) > 0.75 * PEOPLE);
        forget(&b);
    }
}

static void fixed_routes_take_the_score_once(void **state) {
    (void)state;
    static const flee_case c = {.name = "score-once",
                                .days = 2,
                                .no_validation = 1,
                                .edits = {A_AND("town,,", "camp,,"),
                                          ROUTES("A,B,50,0\nA,C,50,0\n"),
                                          CONFLICTS("#Day,A\n0,0\n1,1\n"),
                                          {"input/locations.csv", "zone,0", "zone,1"},
                                          DISPLACED,
                                          FLEE_MOVE("fixed_routes: True\n  camp_weight: 3.0"),
                                          FLEE_MOVE("default_movechance: 0.005\n  camp_movechance: 0.0")}};
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        /* nine to one, three to one */
        assert_true(fabs(flee_mean(b.flee, 1, C) - 900) < 25);
        assert_true(fabs(flee_mean(b.sane, 1, C) - 750) < 25);
        forget(&b);
    }
}

static void fixed_routes_have_the_scores_of_today(void **state) {
    (void)state;
    /* C is at peace from day 2 on. Flee's table of A, which stands before C in the file, still has its score in war. */
    static const flee_case c = {
        .name = "scores-today",
        .days = 3,
        .no_validation = 1,
        .edits = {A_AND("town,,", "town,,"),
                  {"input/locations.csv", "zone,0", "zone,1"},
                  ROUTES("A,B,50,0\nA,C,50,0\n"),
                  CONFLICTS("#Day,A,C\n0,0,1\n1,0,1\n2,1,0\n"),
                  FLEE_SPAWN("conflict_driven_spawning:\n    spawn_mode: pop_ratio\n    displaced_per_conflict_day: 1"),
                  FLEE_MOVE("fixed_routes: True\n  default_movechance: 0.005")}};
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        assert_true(fabs(flee_mean(b.flee, 2, C) - 200) < 25); /* one to four */
        assert_true(fabs(flee_mean(b.sane, 2, C) - 500) < 25);
        forget(&b);
    }
}

static void fixed_routes_know_which_camps_have_room(void **state) {
    (void)state;
    /* B is full on day 1. In Flee who chooses it stays for the day; mended, nobody does. */
    static const flee_case c = {.name = "fixed-room",
                                .days = 2,
                                .no_validation = 1,
                                .edits = {A_AND("camp,,100", "camp,,"), ROUTES("A,B,50,0\nA,C,50,0\n"),
                                          CONFLICTS("#Day,A\n0,1\n1,1\n"), DISPLACED,
                                          FLEE_MOVE("fixed_routes: True\n  camp_movechance: 0.0")}};
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        assert_true(flee_mean(b.flee, 1, A) > 300);
        assert_true(flee_mean(b.sane, 1, A) < 1);
        forget(&b);
    }
}

static void fixed_routes_are_pruned_as_others_are(void **state) {
    (void)state;
    static const flee_case c = {.name = "fixed-pruned",
                                .days = 1,
                                .no_validation = 1,
                                .edits = {A_AND("camp,,", "camp,,"), ROUTES("A,B,50,0\nA,C,130,0\n"), ON_DAY_0,
                                          DISPLACED, FLEE_MOVE("fixed_routes: True\n  camp_movechance: 0.0"),
                                          FLEE_MOVE("pruning_threshold: 1.5")}};
    BOTH_WAYS(how) {
        both b = samples(&c, how);
        near(flee_mean(b.flee, 0, C), 0.3, PEOPLE);
        assert_true(flee_mean(b.sane, 0, C) < 0.5);
        forget(&b);
    }
}

/* ---- output ---- */

static int into_text(void *user, const char *text, size_t n) {
    char *out = user;
    size_t had = strlen(out);
    if (had + n < 4096) {
        memcpy(out + had, text, n);
        out[had + n] = '\0';
    }
    return 0;
}

static void a_day_has_its_own_date(void **state) {
    (void)state;
    static const flee_case c = {.name = "dates", .days = 2};
    assert_int_equal(flee_case_write(&c), 0);
    for (int sane = 0; sane < 2; sane++) {
        char text[4096] = "";
        vado *v = vado_new();
        vado_run_options o;
        vado_flee_result r = VADO_INIT(vado_flee_result);
        vado_flee_input in = {.size = sizeof in,
                              .input = "dates/input",
                              .validation = "dates/data",
                              .settings = "dates/simsetting.yml",
                              .days = 2,
                              .sane = sane};
        vado_run_defaults(&o);
        o.members = 1;
        assert_int_equal(vado_flee(v, &in, &o, NULL, into_text, text, &r), 0);
        assert_non_null(strstr(text, sane ? "\n0,2020-01-01," : "\n0,2020-01-02,"));
        assert_non_null(strstr(text, sane ? "\n1,2020-01-02," : "\n1,2020-01-03,"));
        assert_int_equal(strstr(r.about, "; sane rules") != NULL, sane);
        vado_free(v);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_entry_of_a_flood_list_can_be_used),
        cmocka_unit_test(a_closure_of_a_place_nobody_knows_is_refused),
        cmocka_unit_test(location_changes_are_read_from_the_input_folder),
        cmocka_unit_test(two_files_of_one_name_are_interpolated_at_each_date),
        cmocka_unit_test(the_total_is_not_counted_on_top_of_its_camps),
        cmocka_unit_test(people_there_on_day_0_do_not_take_room_twice),
        cmocka_unit_test(a_place_that_nobody_leaves_is_no_camp),
        cmocka_unit_test(a_closed_link_is_closed_both_ways),
        cmocka_unit_test(redirection_sends_everybody_along_until_it_is_taken_away),
        cmocka_unit_test(redirection_of_1_makes_one_edge),
        cmocka_unit_test(the_next_road_of_a_day_has_what_is_left_of_it),
        cmocka_unit_test(the_rest_of_a_day_is_time_and_goes_on_at_any_speed),
        cmocka_unit_test(roads_that_add_up_to_a_days_distance_end_on_the_second_day),
        cmocka_unit_test(a_camp_stays_a_camp_when_its_conflict_ends),
        cmocka_unit_test(the_intensity_of_a_conflict_follows_its_file),
        cmocka_unit_test(a_dated_conflict_zone_begins_on_its_day),
        cmocka_unit_test(displacement_has_the_weights_of_its_own_day),
        cmocka_unit_test(boys_are_below_nineteen),
        cmocka_unit_test(distances_to_home_are_of_latitude_and_longitude),
        cmocka_unit_test(distances_to_home_are_from_home),
        cmocka_unit_test(fixed_routes_take_the_score_once),
        cmocka_unit_test(fixed_routes_have_the_scores_of_today),
        cmocka_unit_test(fixed_routes_know_which_camps_have_room),
        cmocka_unit_test(fixed_routes_are_pruned_as_others_are),
        cmocka_unit_test(a_day_has_its_own_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
