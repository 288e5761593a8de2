/* Every series of people who moved holds what its own flows moved, in each of its cells, also in a record of several
 * days; and what is kept of yesterday's count changes no state.
 */
#include "corridor_small.h"

#include "corridor/caravans.h"
#include "corridor/checkpoints.h"
#include "corridor/crossing.h"
#include "corridor/harm.h"
#include "corridor/refuge.h"
#include "corridor/smugglers.h"
#include "corridor/stations.h"
#include "corridor/statistics.h"
#include "corridor/trains.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { DAYS = 30, DAYS_A_RECORD = 3, MOST_CELLS = 20000 };

static double expected[MOST_CELLS], record[MOST_CELLS];
static int counted[COR_MOST_SERIES];

/* Class by class into the cells of a series, as its margins say. */
static void add(const small_member *p, int series, int place, int flow, double factor) {
    const mdl_model *m = p->model->m;
    const mdl_series *s = &m->series[series];
    int n_cells = (s->by_nationality ? m->nn : 1), d_cells = s->by_group ? DEMO_COUNT : 1;
    if (flow < 0)
        return;
    counted[series] = 1;
    int classes = eng_stock_classes(m->e, eng_flow_from(m->e, flow)), per = classes / m->nd;
    for (int c = 0; c < classes; c++) {
        int n = c / per / DEMO_COUNT, d = c / per % DEMO_COUNT;
        int at = ((s->nplaces ? place : 0) * n_cells + (s->by_nationality ? n : 0)) * d_cells + (s->by_group ? d : 0);
        expected[s->offset + at] += factor * eng_moved(p->w, flow, c);
    }
}

static void add_tries(const small_member *p) {
    const mdl_model *m = p->model->m;
    const struct statistics_ids *o = statistics_ids(m);
    double detected = small_parameter(p, "statistics.gotaways_detected", 0);
    for (int c = 0; c < m->s->ncrossings; c++)
        for (int again = 0; again < 2; again++) {
            int k = m->crossings[c].sector;
            const int *flow = again ? m->crossings[c].again : m->crossings[c].first;
            for (int how = 0; how <= TRY_RESCUED; how++) {
                add(p, o->series.encounters, k, flow[how], 1);
                if (!again)
                    add(p, crossing_ids(m)->series.unique, k, flow[how], 1);
            }
            add(p, o->series.rescues, k, flow[TRY_RESCUED], 1);
            add(p, o->series.gotaways, k, flow[TRY_GOT_AWAY], detected);
            add(p, o->series.recorded, k, flow[TRY_DIED_FOUND], 1);
            add(p, o->series.deaths, k, flow[TRY_DIED_FOUND], 1);
            add(p, o->series.deaths, k, flow[TRY_DIED_NOT_FOUND], 1);
        }
    for (int k = 0; k < m->s->nsectors; k++)
        add(p, o->series.recorded, k, harm_ids(m)->found[k], 1);
}

static void add_way(const small_member *p) {
    const mdl_model *m = p->model->m;
    double events = small_parameter(p, "statistics.mexico_events_factor", 0);
    for (int l = 0; l < m->s->nlegs; l++) {
        const cor_leg *leg = &m->legs[l];
        if (leg->darien)
            add(p, statistics_ids(m)->series.gap, 0, leg->free, 1);
        add(p, checkpoints_ids(m)->series.bribes, 0, leg->pays, 1);
        for (int k = 0; k < 3 && trains_ids(m)->is_train[l]; k++)
            add(p, trains_ids(m)->series.riders, 0, k == 0 ? leg->free : k == 1 ? leg->pays : leg->held, 1);
    }
    for (int i = 0; i < m->s->nplaces; i++) {
        add(p, statistics_ids(m)->series.events, 0, checkpoints_ids(m)->served[i], events);
        add(p, harm_ids(m)->series.on_the_way, 0, m->places[i].died_found, 1);
        add(p, harm_ids(m)->series.on_the_way, 0, m->places[i].died_not_found, 1);
        if (refuge_ids(m)->applicants[i] >= 0)
            add(p, refuge_ids(m)->series.asylum, 0, refuge_ids(m)->flows[i].applies, 1);
    }
    for (int c = 0; c < m->ncities; c++) {
        add(p, statistics_ids(m)->series.events, 0, crossing_ids(m)->removed[c], events);
        add(p, statistics_ids(m)->series.events, 0, crossing_ids(m)->removed_again[c], events);
    }
    for (int i = 0; i < m->s->nstations; i++) {
        add(p, stations_ids(m)->series.returned, 0, stations_ids(m)->returned[i], 1);
        add(p, stations_ids(m)->series.returned, 0, stations_ids(m)->flown[i], 1);
    }
    for (int i = 0; i < m->exposed.n; i++) {
        const cor_exposed *x = &m->exposed.of[i];
        add(p, harm_ids(m)->series.extortion, 0, x->extorted, 1);
        add(p, harm_ids(m)->series.kidnappings, x->city, x->kidnapped, 1);
    }
    if (caravans_ids(m)->n > 1) {
        add(p, harm_ids(m)->series.on_the_way, 0, caravans_ids(m)->died_found, 1);
        add(p, harm_ids(m)->series.on_the_way, 0, caravans_ids(m)->died_not_found, 1);
    }
}

/* Returns how many cells hold somebody. */
static int compare(const small_member *p) {
    const mdl_model *m = p->model->m;
    int somebody = 0;
    for (int k = 0; k < COR_MOST_SERIES; k++)
        for (int i = 0; counted[k] && i < m->series[k].width; i++) {
            double x = expected[m->series[k].offset + i], y = record[m->series[k].offset + i];
            if (fabs(x - y) > 1e-9 * (1e-3 + x))
                fail_msg("%s, cell %d: %.17g, its flows moved %.17g", m->series[k].name, i, y, x);
            somebody += x > 0;
        }
    return somebody;
}

static void series_hold_what_their_flows_moved(void **state) {
    static const small_options o = {.sets = {"origins.rate_per_year[Honduras]=0.2", "mexico.north.removal_rate=0.01",
                                             "mexico.asylum.office[Tapachula]=1", "harm.death_scale=5"}};
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC};
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(&o, kinds[k]);
        assert_true(p->model->width <= MOST_CELLS);
        assert_int_equal(small_run(p, 60), 0);
        int somebody = 0;
        for (int day = 0; day < DAYS; day++) {
            if (day % DAYS_A_RECORD == 0) {
                memset(record, 0, sizeof record);
                memset(expected, 0, sizeof expected);
            }
            assert_int_equal(cor_member_step(p->p, record), ENG_OK);
            add_tries(p);
            add_way(p);
            somebody += compare(p);
        }
        assert_true(somebody > 500);
        small_closed(p);
    }
}

/* ---- what is kept of yesterday ---- */

static void days_that_nobody_records_go_the_same_way(void **state) {
    static const small_options none = {.sets = {NULL}};
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC};
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(&none, kinds[k]), *q = small_opened(&none, kinds[k]);
        unsigned char one[32], other[32];
        for (int day = 0; day < 120; day++) {
            assert_int_equal(cor_member_step(p->p, record), ENG_OK);
            assert_int_equal(cor_member_step(q->p, day % 3 ? record : NULL), ENG_OK);
        }
        eng_world_digest(p->w, one);
        eng_world_digest(q->w, other);
        assert_memory_equal(one, other, sizeof one);
        small_closed(p);
        small_closed(q);
    }
}

static void a_member_in_anothers_state_goes_on_from_that(void **state) {
    static const small_options none = {.sets = {NULL}};
    (void)state;
    small_model *m = small_open(&none);
    small_member *p = small_start(m, ENG_STOCHASTIC, 1), *q = small_start(m, ENG_STOCHASTIC, 2);
    assert_true(m && p && q);
    assert_int_equal(small_run(p, 90), 0);
    assert_int_equal(small_run(q, 90), 0);
    int field = smugglers_ids(m->m)->demand;
    size_t size = eng_snapshot_size(p->w), fields = (size_t)m->s.nsectors * sizeof(double);
    char *saved = malloc(size);
    assert_non_null(saved);
    assert_int_equal(eng_snapshot_save(p->w, saved, size), ENG_OK);
    assert_memory_not_equal(eng_get(p->w, field), eng_get(q->w, field), fields);
    assert_int_equal(eng_snapshot_load(q->w, saved, size), ENG_OK);
    assert_int_equal(small_run(p, 1), 0);
    assert_int_equal(small_run(q, 1), 0);
    assert_memory_equal(eng_get(p->w, field), eng_get(q->w, field), fields);
    free(saved);
    small_stop(p);
    small_stop(q);
    small_close(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(series_hold_what_their_flows_moved),
        cmocka_unit_test(days_that_nobody_records_go_the_same_way),
        cmocka_unit_test(a_member_in_anothers_state_goes_on_from_that),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
