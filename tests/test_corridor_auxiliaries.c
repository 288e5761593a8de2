/* What systems work out each morning: everything is there before it is read, nothing is of yesterday, nobody writes
 * another's, and first values are made in the same order. */
#include "corridor_small.h"

#include "corridor/beliefs.h"
#include "corridor/checkpoints.h"
#include "corridor/crossing.h"
#include "corridor/harm.h"
#include "corridor/routes.h"
#include "corridor/smugglers.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Rules under which the systems read much of each other. */
#define RULES                                                                                                          \
    "from,until,parameter,where,who,change,value,note,source\n"                                                        \
    "2018-01-10,2018-02-20,us.title42.active,,,set,1,,x\n"                                                             \
    "2018-01-01,,us.title42.expel_share,,,set,0.8,,x\n"                                                                \
    "2018-02-01,,mexico.checkpoints.effort,south,,scale,3,,x\n"                                                        \
    "2018-02-01,,mexico.north.removals_effort,north-east,,set,2,,x\n"                                                  \
    "2018-01-15,,us.ports.appointments_per_day,Paso del Norte,,set,2,,x\n"                                             \
    "2018-02-15,,us.mpp.share,,Honduras/family,set,0.3,,x\n"                                                           \
    "2018-03-01,2018-03-01,mexico.caravans.called,,,set,40,,x\n"                                                       \
    "2018-02-19,2018-02-23,mexico.trains.running,,,set,0,,x\n"                                                         \
    "2018-02-20,,diplomacy.endogenous,,,set,1,,x\n"                                                                    \
    "2018-03-01,2018-03-10,us.ports.posture,,,set,2,,x\n"                                                              \
    "2018-03-01,2018-03-10,us.ports.closed_by_order,El Paso rail bridge,,set,1,,x\n"

#define PARAMETERS                                                                                                     \
    "parameter,where,who,value,source,note\n"                                                                          \
    "mexico.caravans.line,Tapachula,,1,x,\nmexico.caravans.line,Acayucan,,2,x,\nmexico.caravans.least,,,5,x,\n"        \
    "mexico.asylum.office,Tapachula,,1,x,\nmexico.returns.by_bus,,Honduras,1,x,\n"                                     \
    "mexico.bus_south.destination,Tapachula,,1,x,\n"

static const small_options busy = {.sets = {"us.custody.places=0.05"},
                                   .edits = {{"schedule.csv", NULL, RULES}, {"parameters.csv", NULL, PARAMETERS}}};

static void forget(small_member *p) { memset(p->p->aux, 0xff, (size_t)p->model->m->aux_total * sizeof *p->p->aux); }

static void what_is_forgotten_overnight_is_worked_out_again_before_anybody_reads_it(void **state) {
    (void)state;
    small_member *a = small_opened(&busy, ENG_FLUID), *b = small_opened(&busy, ENG_FLUID);
    for (int day = 0; day < 120; day++) {
        forget(b);
        assert_int_equal(small_run(a, 1) || small_run(b, 1), 0);
        assert_memory_equal(a->day, b->day, (size_t)a->model->width * sizeof *a->day);
    }
    unsigned char one[32], other[32];
    eng_world_digest(a->w, one);
    eng_world_digest(b->w, other);
    assert_memory_equal(one, other, sizeof one);
    small_closed(a);
    small_closed(b);
}

static void every_auxiliary_is_worked_out_each_morning_to_its_last_number(void **state) {
    (void)state;
    small_member *p = small_opened(&busy, ENG_FLUID);
    const mdl_model *m = p->model->m;
    assert_int_equal(small_run(p, 60), 0);
    forget(p);
    assert_int_equal(cor_prepare(p->p), 0);
    assert_true(m->naux > 40);
    for (int i = 0; i < m->naux; i++)
        for (int k = 0; k < m->aux[i].size; k++)
            if (isnan(cor_aux(p->p, i)[k]))
                fail_msg("nobody works out %s, %d of %d", m->aux[i].name, k, m->aux[i].size);
    small_closed(p);
}

/* Who starts before those whose first values it reads would start otherwise the second time, when they are there. */
static void first_values_are_made_after_those_they_are_made_of(void **state) {
    (void)state;
    small_member *p = small_opened(&busy, ENG_FLUID);
    const mdl_model *m = p->model->m;
    const int nd = m->nd, places = m->s->nplaces, crossings = m->s->ncrossings, sectors = m->s->nsectors;
    const struct {
        int field, size;
    } made[] = {{beliefs_ids(m)->belief, sectors * nd},
                {beliefs_ids(m)->family, 3 * m->s->nfamilies * m->nn},
                {checkpoints_ids(m)->used, m->s->nregions},
                {smugglers_ids(m)->used, m->s->nregions},
                {smugglers_ids(m)->price, sectors},
                {crossing_ids(m)->caught, sectors},
                {crossing_ids(m)->choice, 2 * crossings * nd},
                {crossing_ids(m)->utility, m->ncities * nd},
                {routes_ids(m)->choice, m->s->nlegs * nd},
                {routes_ids(m)->value, places * nd}};
    enum { MADE = sizeof made / sizeof made[0] };
    double *first[MADE];
    for (int i = 0; i < MADE; i++) {
        first[i] = malloc((size_t)made[i].size * sizeof(double));
        assert_non_null(first[i]);
        memcpy(first[i], eng_get(p->w, made[i].field), (size_t)made[i].size * sizeof(double));
    }
    assert_int_equal(cor_start(p->p), 0);
    for (int i = 0; i < MADE; i++) {
        assert_memory_equal(first[i], eng_get(p->w, made[i].field), (size_t)made[i].size * sizeof(double));
        free(first[i]);
    }
    small_closed(p);
}

static void a_system_writes_its_own_auxiliaries_and_no_others(void **state) {
    (void)state;
    small_member *p = small_opened(&busy, ENG_FLUID);
    int agents = crossing_ids(p->model->m)->agents;
    assert_null(cor_aux_put(p->p, agents)); /* in nobody's turn */
    p->p->preparing = SYS_HARM;
    assert_null(cor_aux_put(p->p, agents));
    assert_non_null(cor_aux_put(p->p, harm_ids(p->model->m)->way));
    p->p->preparing = SYS_CROSSING;
    assert_ptr_equal(cor_aux_put(p->p, agents), cor_aux(p->p, agents));
    p->model->m->aux[agents].system = SYS_HARM; /* crossing goes on as if it were its own */
    assert_int_equal(cor_member_step(p->p, NULL), ENG_ERR_OWNER);
    assert_non_null(strstr(cor_member_error(p->p), "system 'crossing'"));
    small_closed(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_forgotten_overnight_is_worked_out_again_before_anybody_reads_it),
        cmocka_unit_test(every_auxiliary_is_worked_out_each_morning_to_its_last_number),
        cmocka_unit_test(first_values_are_made_after_those_they_are_made_of),
        cmocka_unit_test(a_system_writes_its_own_auxiliaries_and_no_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
