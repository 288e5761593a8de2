/* What the corridor costs, by whom on what, counted anew from what moved; and the days people wait in border cities. */
#include "corridor_small.h"

#include "corridor/decompression.h"
#include "corridor/minors.h"
#include "corridor/processing.h"
#include "corridor/stations.h"
#include "corridor/waiting.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define BUSES                                                                                                          \
    "parameter,where,who,value,source,note\nmexico.bus_south.destination,Tapachula,,1,x,\n"                            \
    "mexico.bus_south.share,centre,,0.3,x,\n"

static const small_options MOVING = {.sets = {"mexico.bus_south.per_day=200", "mexico.north.removals_effort=1",
                                              "us.title42.expel_share=0.3", "us.detention.days=10"},
                                     .edits = {{"parameters.csv", NULL, BUSES}}};

static double spent(const small_member *p, const char *what) { return small_value(p, "money_spent", what, "", -1); }

static int near(double a, double b) { return fabs(a - b) <= 1e-9 * (fabs(a) + fabs(b)); }

static void each_dollar_of_a_day_is_a_flow_or_stock_times_its_declared_cost(void **state) {
    (void)state;
    small_options still = MOVING; /* the fee at the line stays as declared: smugglers.c has tests of its price */
    int n = 0;
    while (still.sets[n])
        n++;
    still.sets[n++] = "smugglers.enforcement_elasticity=0";
    still.sets[n++] = "smugglers.demand_elasticity=0";
    still.sets[n++] = "smugglers.loss_share=0";
    still.sets[n++] = "us.custody.places[El Paso]=0.05"; /* too few: camps, people moved on */
    still.sets[n++] = "us.camps.from_fill[El Paso]=0.3";
    still.sets[n++] = "us.custody.places[Rio Grande Valley]=20";
    still.sets[n++] = "processing.agent_hours_per_day=0.5";
    still.sets[n++] = "us.minors.beds=20";
    still.sets[n++] = "us.minors.most_sites=0";
    still.sets[n++] = "us.ports.appointments_per_day=10";
    small_member *p = small_opened(&still, ENG_FLUID);
    const mdl_model *m = p->model->m;
    assert_int_equal(small_run(p, 150), 0);
    small_forget(p);
    assert_int_equal(small_run(p, 1), 0);
    double custody = 0, bused = 0, returns = 0, held = 0, smugglers = 0, fares = 0, bribes = 0, hostages = 0,
           paid_to_pass = 0;
    for (int k = 0; k < p->model->s.nsectors; k++)
        custody += small_people(p, processing_ids(m)->custody[k], -1) +
                   small_people(p, processing_ids(m)->processed[k], -1) +
                   small_people(p, minors_ids(m)->waiting[k], -1);
    for (int i = 0; i < p->model->s.nplaces; i++)
        bused += small_moved(p, decompression_ids(m)->taken[i], -1);
    for (int i = 0; i < m->exposed.n; i++) {
        bribes += 200 * small_moved(p, m->exposed.of[i].extorted, -1);
        hostages += small_moved(p, m->exposed.of[i].kidnapped, -1);
    }
    for (int i = 0; i < p->model->s.nstations; i++) {
        held += small_people(p, stations_ids(m)->stock[i], -1) + small_people(p, stations_ids(m)->queue[i], -1);
        returns += 1000 * small_moved(p, stations_ids(m)->flown[i], -1) +
                   60 * small_moved(p, stations_ids(m)->returned[i], -1);
    }
    for (int l = 0; l < p->model->s.nlegs; l++) {
        double pays = small_moved(p, m->legs[l].pays, -1);
        double all = small_moved(p, m->legs[l].free, -1) + pays + small_moved(p, m->legs[l].held, -1);
        *(strcmp(p->model->s.legs[l].mode, "smuggler") ? &fares : &smugglers) += all * p->model->s.legs[l].cost_usd;
        bribes += 80 * pays;
        paid_to_pass += pays;
    }
    for (int c = 0; c < p->model->s.ncrossings; c++)
        for (int how = 0; how < TRY_COUNT; how++)
            smugglers +=
                (how == TRY_TURN_IN || how == TRY_OUTSIDE ? 0.4 : 1) * p->model->s.crossings[c].cost_usd *
                (small_moved(p, m->crossings[c].first[how], -1) + small_moved(p, m->crossings[c].again[how], -1));
    double outside = 0, on_the_way = small_people(p, processing_ids(m)->transfer, -1),
           at_ports = small_people(p, minors_ids(m)->waiting[m->s->nsectors], -1);
    for (int c = 0; c < p->model->s.ncrossings; c++)
        outside += small_moved(p, m->crossings[c].first[TRY_OUTSIDE], -1);
    custody += on_the_way + at_ports;
    assert_true(outside > 0 && on_the_way > 0 && at_ports > 0);
    assert_true(custody > 0 && bused > 0 && returns > 0 && held > 0 && smugglers > 0 && fares > 0 && hostages > 0);
    assert_true(near(spent(p, "US: custody"), 150 * custody));
    assert_true(near(spent(p, "US: detention"), 150 * small_people(p, processing_ids(m)->detained, -1)));
    assert_true(near(spent(p, "US: care of minors"), 290 * small_people(p, minors_ids(m)->care, -1)));
    assert_true(near(spent(p, "Mexico: stations"), 30 * held));
    assert_true(near(spent(p, "Mexico: buses south"), 80 * bused));
    assert_true(near(spent(p, "Mexico: returns"), returns));
    assert_true(near(spent(p, "people: smugglers"), smugglers));
    assert_true(near(spent(p, "people: other fares"), fares));
    assert_true(near(spent(p, "people: bribes and extortion"), bribes));
    assert_true(near(spent(p, "people: ransoms"), 2500 * hostages));
    /* whoever is in a series of harm has paid, wherever he or she waits */
    assert_true(near(bribes - 80 * paid_to_pass, 200 * small_value(p, "extortion", "", "", -1)));
    assert_true(near(hostages, small_value(p, "kidnappings", "", "", -1)));
    small_closed(p);
}

static void twice_the_effort_of_mexico_costs_twice_the_personnel(void **state) {
    static const small_options one = {.sets = {"mexico.checkpoints.effort=1"}};
    static const small_options two = {.sets = {"mexico.checkpoints.effort=2"}};
    static const small_options tenfold = {.sets = {"mexico.checkpoints.effort=1", "mexico.personnel.index=10"}};
    static const small_options added = {.sets = {"mexico.checkpoints.effort=1", "mexico.checkpoints.added=400"}};
    static const small_options wanes = {
        .sets = {"mexico.checkpoints.effort=2", "mexico.checkpoints.wane=1", "mexico.checkpoints.wane_half_life=10"}};
    const small_options *const all[5] = {&one, &two, &tenfold, &added, &wanes};
    double cost[5], regions = 0;
    (void)state;
    for (int k = 0; k < 5; k++) {
        small_member *p = small_opened(all[k], ENG_FLUID);
        regions = p->model->s.nregions;
        assert_int_equal(small_run(p, 10), 0);
        cost[k] = spent(p, "Mexico: enforcement personnel");
        small_closed(p);
    }
    assert_true(near(cost[0], 10 * regions * 1125 * 40)); /* the people that the cap of staff counts */
    assert_true(near(cost[1], 2 * cost[0]) && near(cost[2], 10 * cost[0]));
    assert_true(near(cost[3], 2 * cost[0])); /* as many again as the 400 there were */
    assert_true(near(cost[4], cost[1]));     /* those who grew tired are paid all the same */
}

static void removal_flights_cost_more_when_more_are_flown_home(void **state) {
    static const small_options none = {.sets = {"us.title42.expel_share=0", "us.detention.removed_share=0"}};
    static const small_options all = {.sets = {"us.title42.expel_share=0", "us.detention.removed_share=1",
                                               "us.detention.days=5", "us.title8.expedited_share=0.5"}};
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &all : &none, ENG_FLUID);
        assert_int_equal(small_run(p, 150), 0);
        small_forget(p);
        assert_int_equal(small_run(p, 1), 0);
        int mexico = p->model->m->mexico;
        double by_land = small_moved(p, processing_ids(p->model->m)->detained_removed, mexico);
        double flown = small_moved(p, processing_ids(p->model->m)->detained_removed, -1) - by_land;
        for (int s = 0; s < p->model->s.nsectors; s++)
            flown += small_moved(p, processing_ids(p->model->m)->out[OUT_FLOWN][s], -1);
        assert_true(k == 0 || (flown > 0 && by_land > 0));
        assert_true(near(spent(p, "US: removal flights"), 1978 * flown));
        small_closed(p);
    }
}

/* Unit costs that no purse is emptied by only look: with them at 0 nothing of the kind is spent and everything else is
 * as it was, to the last bit. Without purses people do move: test_corridor_parts.c. */
static void unit_costs_at_nothing_change_what_is_spent_and_nothing_else(void **state) {
    char sets[SMALL_MAX_SETS][100];
    small_options off = MOVING;
    int n = 0;
    (void)state;
    while (off.sets[n])
        n++;
    for (int k = 0; cor_money.off[k].path; k++) {
        if (strstr(cor_money.off[k].path, "purse") || strstr(cor_money.off[k].path, "bribe") ||
            strstr(cor_money.off[k].path, "extortion"))
            continue;
        (void)snprintf(sets[k], sizeof sets[k], "%s=%g", cor_money.off[k].path, cor_money.off[k].value);
        off.sets[n++] = sets[k];
    }
    small_member *a = small_opened(&MOVING, ENG_STOCHASTIC), *b = small_opened(&off, ENG_STOCHASTIC);
    assert_int_equal(small_run(a, 200), 0);
    assert_int_equal(small_run(b, 200), 0);
    for (int i = 0; i < a->model->nseries; i++) {
        const mdl_series *s = &a->model->series[i];
        int same = !memcmp(a->record + s->offset, b->record + s->offset, (size_t)s->width * sizeof(double));
        assert_int_equal(same, strcmp(s->name, "money_spent") != 0);
    }
    assert_true(spent(a, "US: custody") > 0 && spent(b, "US: custody") == 0);
    small_closed(a);
    small_closed(b);
}

/* ---- days of waiting ---- */

/* All who wait in a city over all who go on from there: the mean stay, when as many come as go. */
static void people_who_wait_longer_at_the_line_have_more_days_of_waiting(void **state) {
    static const small_options quick = {.sets = {"crossing.rest_days=4"}};
    static const small_options slow = {.sets = {"crossing.rest_days=20"}};
    double days[2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &slow : &quick, ENG_FLUID);
        const mdl_model *m = p->model->m;
        assert_int_equal(small_run(p, 200), 0);
        small_forget(p);
        assert_int_equal(small_run(p, 1), 0);
        days[k] = small_ratio(p, "days_waiting", "");
        double waiting = small_value(p, "waiting", "", "", -1);
        for (int c = 0; c < m->ncities; c++)
            waiting += small_people(p, waiting_ids(m)->hostage[c], -1);
        assert_true(near(small_value(p, "days_waiting", "", "", -1), waiting));
        assert_true(small_denominator(p, "days_waiting", "") > small_value(p, "encounters", "", "", -1));
        small_closed(p);
    }
    assert_true(days[0] > 1 && days[1] > 1.5 * days[0]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_dollar_of_a_day_is_a_flow_or_stock_times_its_declared_cost),
        cmocka_unit_test(twice_the_effort_of_mexico_costs_twice_the_personnel),
        cmocka_unit_test(removal_flights_cost_more_when_more_are_flown_home),
        cmocka_unit_test(unit_costs_at_nothing_change_what_is_spent_and_nothing_else),
        cmocka_unit_test(people_who_wait_longer_at_the_line_have_more_days_of_waiting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
