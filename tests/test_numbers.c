/* Series as numbers, from a store and from a simulation in memory: the two are one to the bit, whatever is laid over
 * either, branches go on as if nothing had been, harm stands beside every read, and misuse is an error in words.
 * ctest: sanitized processors=2 timeout=600
 */
#include "vado.h"

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fine.h"
#include "write_text.h"

#ifdef __SANITIZE_ADDRESS__
enum { WITH_US_MEXICO = 0 };
#else
enum { WITH_US_MEXICO = 1 };
#endif

/* Refused with this status, in words that hold these. */
static void refused(vado *v, int status, int expected, const char *words) {
    const char *last = vado_message_count(v) ? vado_message(v, vado_message_count(v) - 1) : "";
    if (status != expected)
        fail_msg("status %d, expected %d: %s", status, expected, last);
    for (int i = vado_message_count(v) - 1; i >= 0; i--)
        if (strstr(vado_message(v, i), words))
            return;
    fail_msg("'%s' does not say '%s'", last, words);
}

static int same(double a, double b) { return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b)); }

static void same_texts(const char *const *a, const char *const *b, int n) {
    for (int i = 0; i < n; i++)
        assert_string_equal(a[i], b[i]);
}

/* All values and harm of b are those of member `member` (from 0) of a. */
static void same_numbers(const vado_numbers *a, int member, const vado_numbers *b) {
    assert_int_equal(b->nmembers, 1);
    assert_int_equal(a->members[member], b->members[0]);
    assert_int_equal(a->nperiods, b->nperiods);
    assert_int_equal(a->nplaces, b->nplaces);
    assert_int_equal(a->nnationalities, b->nnationalities);
    assert_int_equal(a->ngroups, b->ngroups);
    same_texts(a->periods, b->periods, a->nperiods);
    same_texts(a->places, b->places, a->nplaces);
    same_texts(a->nationalities, b->nationalities, a->nnationalities);
    same_texts(a->groups, b->groups, a->ngroups);
    size_t n = (size_t)a->nperiods * (size_t)a->nplaces * (size_t)a->nnationalities * (size_t)a->ngroups;
    for (size_t i = 0; i < n; i++)
        if (!same(a->values[i * (size_t)a->nmembers + (size_t)member], b->values[i]))
            fail_msg("%s: value %zu is %.17g, expected %.17g", a->series, i, b->values[i],
                     a->values[i * (size_t)a->nmembers + (size_t)member]);
    for (int i = 0; i < a->nperiods; i++)
        assert_int_equal(a->days[i], b->days[i]);
    assert_int_equal(a->nharm, b->nharm);
    for (int h = 0; h < a->nharm; h++) {
        assert_string_equal(a->harm[h]->name, b->harm[h]->name);
        assert_true(same(a->harm[h]->whole[member], b->harm[h]->whole[0]));
        for (int i = 0; i < a->nperiods; i++)
            assert_true(same(a->harm[h]->values[i * a->nmembers + member], b->harm[h]->values[i]));
    }
}

static vado_read_options all_of(const vado_series *s, vado_period period) {
    vado_read_options o = VADO_INIT(vado_read_options);
    o.period = period;
    o.by_place = s->by_place && period != VADO_BY_DAY;
    o.by_nationality = s->by_nationality && period != VADO_BY_DAY;
    o.by_group = s->by_group && period != VADO_BY_DAY;
    o.fiscal_years = period == VADO_BY_YEAR;
    return o;
}

/* Every series of the store, by day, month and year, with all its margins. */
static void simulation_is_member(vado *v, const char *db, int member, const vado_simulation *s) {
    vado_store *store = NULL;
    int n = 0;
    fine(v, vado_store_open(v, db, &store));
    for (const vado_series *d; (d = vado_store_series(store, n)) != NULL; n++) {
        assert_string_equal(vado_simulation_series(s, n)->name, d->name);
        for (int period = VADO_BY_MONTH; period <= VADO_BY_DAY; period++) {
            vado_read_options o = all_of(d, (vado_period)period);
            vado_numbers *a = NULL, *b = NULL;
            fine(v, vado_read(v, store, d->name, &o, &a));
            fine(v, vado_simulation_read(v, s, d->name, &o, &b));
            same_numbers(a, member, b);
            vado_numbers_free(&a);
            vado_numbers_free(&b);
        }
    }
    assert_true(n > 5);
    assert_null(vado_simulation_series(s, n));
    vado_store_close(&store);
}

/* The number of series, of all margins by month, in which two simulations differ. */
static int series_that_differ(vado *v, const vado_simulation *a, const vado_simulation *b) {
    int differ = 0;
    for (int i = 0; vado_simulation_series(a, i); i++) {
        vado_read_options o = all_of(vado_simulation_series(a, i), VADO_BY_MONTH);
        vado_numbers *x = NULL, *y = NULL;
        fine(v, vado_simulation_read(v, a, vado_simulation_series(a, i)->name, &o, &x));
        fine(v, vado_simulation_read(v, b, vado_simulation_series(b, i)->name, &o, &y));
        size_t n = (size_t)x->nperiods * (size_t)x->nplaces * (size_t)x->nnationalities * (size_t)x->ngroups;
        assert_int_equal(x->nperiods, y->nperiods);
        for (size_t k = 0; k < n; k++)
            if (!same(x->values[k], y->values[k])) {
                differ++;
                break;
            }
        vado_numbers_free(&x);
        vado_numbers_free(&y);
    }
    return differ;
}

static void step_to_the_end(vado *v, vado_simulation *s) {
    for (int i = 0; vado_days_left(s) > 0; i++) /* days and months, by turns */
        fine(v, i % 3 ? vado_step(v, s) : vado_step_month(v, s));
}

static void run(vado *v, const vado_input *in, vado_mode mode, int members, const char *db) {
    vado_run_options o;
    vado_run_defaults(&o);
    o.mode = mode;
    o.members = members;
    o.threads = 1;
    (void)unlink(db);
    fine(v, vado_run(v, in, &o, db));
}

static vado_simulation *simulation(vado *v, const vado_input *in, vado_mode mode, int member, int members) {
    vado_simulation_options o;
    vado_simulation *s = NULL;
    vado_simulation_defaults(&o);
    o.mode = mode;
    o.member = member;
    o.members = members;
    fine(v, vado_simulation_open(v, in, &o, &s));
    return s;
}

static vado_input input(const char *scenario, const char *until) {
    vado_input in = VADO_INIT(vado_input);
    in.scenario = scenario;
    in.until = until;
    return in;
}

/* ---- one with the runner ---- */

static void stepped_is_stored(const vado_input *in, vado_mode mode, int member, int members) {
    vado *v = vado_new();
    run(v, in, mode, members, "stepped.db");
    vado_simulation *s = simulation(v, in, mode, member, members);
    step_to_the_end(v, s);
    simulation_is_member(v, "stepped.db", member - 1, s);
    vado_simulation_close(&s);
    vado_free(v);
}

static void six_places_stepped_is_what_a_run_stores(void **state) {
    (void)state;
    vado_input in = input(in_source("tests/scenarios/six-places"), "2018-04-15");
    stepped_is_stored(&in, VADO_FLUID, 1, 1);
    stepped_is_stored(&in, VADO_FLUID, 2, 3);
    stepped_is_stored(&in, VADO_STOCHASTIC, 2, 3);
    in.from = "2018-02-10";
    stepped_is_stored(&in, VADO_STOCHASTIC, 1, 1);
}

static void two_islands_stepped_is_what_a_run_stores(void **state) {
    (void)state;
    vado_input in = input(in_source("tests/scenarios/two-islands"), NULL);
    stepped_is_stored(&in, VADO_FLUID, 1, 1);
}

static void us_mexico_stepped_is_what_a_run_stores(void **state) {
    (void)state;
    vado_input in = input(in_source("scenarios/us-mexico"), "2018-02-15");
    if (!WITH_US_MEXICO)
        skip();
    stepped_is_stored(&in, VADO_FLUID, 1, 1);
    stepped_is_stored(&in, VADO_STOCHASTIC, 2, 2);
}

/* Flee's files under a scenario.yaml of our own. */
static void flee_stepped_and_branched_is_what_a_run_stores(void **state) {
    (void)state;
    char command[4096];
    const char *valley = in_source("tests/conflicts/valley");
    (void)snprintf(command, sizeof command,
                   "rm -rf valley && mkdir valley && cp -r '%s/input_csv' valley/input && "
                   "cp -r '%s/source_data' valley/validation && cp '%s/simsetting.yml' valley/ && "
                   "printf 'model: flee\\nname: valley\\n' >valley/scenario.yaml",
                   valley, valley, valley);
    assert_int_equal(system(command), 0);
    vado_input in = input("valley", NULL);
    stepped_is_stored(&in, VADO_STOCHASTIC, 2, 2);

    vado *v = vado_new();
    vado_simulation *s = simulation(v, &in, VADO_STOCHASTIC, 2, 2), *branch = NULL, *none = NULL;
    for (int i = 0; i < 5; i++)
        fine(v, vado_step(v, s));
    fine(v, vado_branch(v, s, &branch));
    vado_simulation_close(&s);
    step_to_the_end(v, branch);
    simulation_is_member(v, "stepped.db", 1, branch);
    vado_simulation_close(&branch);
    vado_simulation_options o;
    vado_simulation_defaults(&o);
    o.mode = VADO_FLUID;
    refused(v, vado_simulation_open(v, &in, &o, &none), VADO_ERR_USAGE, "moves whole people");
    assert_null(none);
    s = simulation(v, &in, VADO_STOCHASTIC, 1, 1);
    refused(v, vado_set(v, s, "anything", NULL, NULL, 1), VADO_ERR_USAGE, "takes neither policies nor parameters");
    refused(v, vado_lay(v, s, "some.csv"), VADO_ERR_USAGE, "takes neither policies nor parameters");
    vado_simulation_close(&s);
    in.scenario = in_source("tests/conflicts/valley/input_csv");
    refused(v, vado_simulation_open(v, &in, NULL, &none), VADO_ERR_INPUT, "scenario.yaml");
    vado_free(v);
}

/* ---- branches, policies, parameters ---- */

static void a_branch_with_nothing_changed_is_no_branch(void **state) {
    (void)state;
    vado *v = vado_new();
    vado_input in = input(in_source("tests/scenarios/six-places"), "2018-04-15");
    run(v, &in, VADO_STOCHASTIC, 2, "branch.db");
    vado_simulation *s = simulation(v, &in, VADO_STOCHASTIC, 2, 2), *branch = NULL, *early = NULL;
    fine(v, vado_branch(v, s, &early)); /* before the first day */
    fine(v, vado_step_to(v, s, "2018-02-17"));
    fine(v, vado_branch(v, s, &branch));
    assert_string_equal(vado_today(branch), "2018-02-17");
    step_to_the_end(v, s);
    assert_string_equal(vado_today(branch), "2018-02-17"); /* not touched */
    simulation_is_member(v, "branch.db", 1, s);
    vado_simulation_close(&s);
    step_to_the_end(v, branch);
    simulation_is_member(v, "branch.db", 1, branch);
    vado_simulation_close(&branch);
    step_to_the_end(v, early);
    simulation_is_member(v, "branch.db", 1, early);
    vado_simulation_close(&early);
    vado_free(v);
}

typedef struct {
    vado_simulation *s;
    double agents; /* below 0: nothing is set */
    int status;
} branch_work;

static void *work(void *user) {
    branch_work *w = user;
    vado *v = vado_new();
    w->status = v ? 0 : VADO_ERR_MEMORY;
    if (!w->status && w->agents >= 0)
        w->status = vado_set(v, w->s, "us.agents", NULL, NULL, w->agents);
    while (!w->status && vado_days_left(w->s) > 0)
        w->status = vado_step(v, w->s);
    vado_free(v);
    return NULL;
}

/* Each with a context of its own, while the simulation they came of is closed. */
static void branches_go_on_in_threads(void **state) {
    (void)state;
    vado *v = vado_new();
    vado_input in = input(in_source("tests/scenarios/two-islands"), "2016-04-10");
    run(v, &in, VADO_STOCHASTIC, 1, "threads.db");
    vado_simulation *s = simulation(v, &in, VADO_STOCHASTIC, 1, 1);
    branch_work works[3] = {{.agents = -1}, {.agents = 3}, {.agents = -1}};
    pthread_t threads[3];
    fine(v, vado_step_to(v, s, "2016-02-10"));
    for (int i = 0; i < 3; i++)
        fine(v, vado_branch(v, s, &works[i].s));
    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, &works[i]), 0);
    vado_simulation_close(&s);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(works[i].status, 0);
    }
    simulation_is_member(v, "threads.db", 0, works[0].s);
    simulation_is_member(v, "threads.db", 0, works[2].s);
    assert_true(series_that_differ(v, works[0].s, works[1].s) > 0);
    for (int i = 0; i < 3; i++)
        vado_simulation_close(&works[i].s);
    vado_free(v);
}

static void a_branch_with_a_policy_is_a_run_with_it(void **state) {
    (void)state;
    vado *v = vado_new();
    const char *policy = "more-boats";
    vado_input in = input(in_source("tests/scenarios/two-islands"), "2016-08-20"), with = in;
    with.npolicies = 1;
    with.policies = &policy;
    run(v, &with, VADO_STOCHASTIC, 1, "with.db");
    vado_simulation *s = simulation(v, &in, VADO_STOCHASTIC, 1, 1), *branch = NULL, *last = NULL;
    fine(v, vado_step_to(v, s, "2016-05-20"));
    fine(v, vado_branch(v, s, &branch));
    fine(v, vado_lay(v, branch, policy));
    fine(v, vado_step_to(v, s, "2016-06-01"));
    fine(v, vado_branch(v, s, &last)); /* on the very morning of its first day */
    fine(v, vado_lay(v, last, in_source("tests/scenarios/two-islands/policies/more-boats.csv")));
    step_to_the_end(v, s);
    step_to_the_end(v, branch);
    step_to_the_end(v, last);
    simulation_is_member(v, "with.db", 0, branch);
    simulation_is_member(v, "with.db", 0, last);
    assert_true(series_that_differ(v, s, branch) > 3);
    vado_simulation_close(&branch);
    vado_simulation_close(&last);
    vado_simulation_close(&s);
    vado_free(v);
}

/* A parameter that is set twice, of one place and of all, is what a policy of these rows would be. */
static void a_parameter_that_is_set_is_a_policy_of_one_row(void **state) {
    (void)state;
    vado *v = vado_new();
    const char *policies[] = {"one.csv", "two.csv"};
    vado_input in = input(in_source("tests/scenarios/two-islands"), "2016-06-20"), with = in;
    write_text("one.csv", "from,until,parameter,where,who,change,value,note,source\n"
                          "2016-02-01,,us.agents,Lesbos,,set,7.25,,[test]\n");
    write_text("two.csv", "from,until,parameter,where,who,change,value,note,source\n"
                          "2016-04-11,,origins.rate_per_year,,,set,0.0123456789012345,,[test]\n");
    with.npolicies = 2;
    with.policies = policies;
    run(v, &with, VADO_FLUID, 1, "set.db");
    vado_simulation *s = simulation(v, &in, VADO_FLUID, 1, 1), *plain = NULL;
    fine(v, vado_branch(v, s, &plain));
    fine(v, vado_step_to(v, s, "2016-02-01"));
    fine(v, vado_set(v, s, "us.agents", "Lesbos", NULL, 7.25));
    fine(v, vado_step_to(v, s, "2016-04-11"));
    fine(v, vado_set(v, s, "origins.rate_per_year", NULL, NULL, 0.02)); /* the last word of a day counts */
    fine(v, vado_set(v, s, "origins.rate_per_year", "", "", 0.0123456789012345));
    step_to_the_end(v, s);
    step_to_the_end(v, plain);
    simulation_is_member(v, "set.db", 0, s);
    assert_true(series_that_differ(v, s, plain) > 3);
    vado_simulation_close(&s);
    vado_simulation_close(&plain);
    vado_free(v);
}

static void a_lever_that_is_moved_often_means_its_last_place(void **state) {
    (void)state;
    vado *v = vado_new();
    vado_input in = input(in_source("tests/scenarios/two-islands"), "2016-05-20");
    vado_simulation *s = simulation(v, &in, VADO_FLUID, 1, 1), *once = simulation(v, &in, VADO_FLUID, 1, 1), *branch;
    fine(v, vado_step_to(v, s, "2016-02-01"));
    fine(v, vado_step_to(v, once, "2016-02-01"));
    for (int i = 0; i < 100; i++)
        fine(v, vado_set(v, s, "us.agents", "Lesbos", NULL, 1 + 0.0625 * i));
    fine(v, vado_branch(v, s, &branch)); /* it shares what was laid, until it is changed */
    fine(v, vado_set(v, branch, "us.agents", "Lesbos", NULL, 0.5));
    fine(v, vado_set(v, branch, "us.agents", "Lesbos", NULL, 0.25));
    fine(v, vado_set(v, once, "us.agents", "Lesbos", NULL, 1 + 0.0625 * 99));
    step_to_the_end(v, s);
    step_to_the_end(v, once);
    step_to_the_end(v, branch);
    assert_int_equal(series_that_differ(v, s, once), 0);
    assert_true(series_that_differ(v, s, branch) > 3);
    vado_simulation_close(&s);
    vado_simulation_close(&once);
    vado_simulation_close(&branch);
    vado_free(v);
}

static void what_is_past_cannot_be_changed(void **state) {
    (void)state;
    vado *v = vado_new();
    vado_input in = input(in_source("tests/scenarios/two-islands"), "2016-08-20");
    vado_simulation *s = simulation(v, &in, VADO_FLUID, 1, 1), *plain = NULL;
    fine(v, vado_step_to(v, s, "2016-06-02"));
    fine(v, vado_branch(v, s, &plain));
    refused(v, vado_lay(v, s, "more-boats"), VADO_ERR_INPUT, "a row from 2016-06-01, which is past");
    refused(v, vado_lay(v, s, "more-boat"), VADO_ERR_FILE, "did you mean more-boats");
    refused(v, vado_set(v, s, "us.agent", NULL, NULL, 1), VADO_ERR_INPUT, "us.agents");
    refused(v, vado_set(v, s, "us.agents", "Lesvos", NULL, 1), VADO_ERR_INPUT, "Lesbos");
    refused(v, vado_set(v, s, "us.agents", NULL, "Atlantis", 1), VADO_ERR_INPUT, "Atlantis");
    refused(v, vado_set(v, s, "us.agents", NULL, NULL, -5), VADO_ERR_INPUT, "found -5");
    refused(v, vado_set(v, s, "us.agents", NULL, NULL, NAN), VADO_ERR_INPUT, "expected a number");
    refused(v, vado_set(v, s, "../a,\"b\"\n", NULL, NULL, 1), VADO_ERR_INPUT, "a parameter");
    assert_string_equal(vado_today(s), "2016-06-02");
    step_to_the_end(v, s);
    step_to_the_end(v, plain);
    assert_int_equal(series_that_differ(v, s, plain), 0); /* what was refused changed nothing */
    refused(v, vado_set(v, s, "us.agents", NULL, NULL, 1), VADO_ERR_USAGE, "the period is over");
    vado_simulation_close(&s);
    vado_simulation_close(&plain);
    vado_free(v);
}

/* ---- what is read ---- */

typedef struct {
    char text[1 << 18];
    size_t length;
} page;

static int onto_page(void *user, const char *text, size_t n) {
    page *p = user;
    if (p->length + n >= sizeof p->text)
        return -1;
    memcpy(p->text + p->length, text, n);
    p->length += n;
    p->text[p->length] = '\0';
    return 0;
}

/* Row by row what an export of the same says, which goes another way to its table. */
static void numbers_are_those_of_the_export(void **state) {
    (void)state;
    static page p;
    vado *v = vado_new();
    vado_store *store = NULL;
    vado_input in = input(in_source("tests/scenarios/six-places"), "2018-04-15");
    run(v, &in, VADO_STOCHASTIC, 3, "export.db");
    fine(v, vado_store_open(v, "export.db", &store));
    for (int period = VADO_BY_MONTH; period <= VADO_BY_DAY; period++) {
        int margins = period != VADO_BY_DAY;
        vado_export_options e = {.size = sizeof(vado_export_options), .period = (vado_period)period, .members = 1};
        vado_read_options o = VADO_INIT(vado_read_options);
        vado_numbers *n = NULL;
        e.by_place = o.by_place = e.by_nationality = o.by_nationality = e.by_group = o.by_group = margins;
        o.period = (vado_period)period;
        p.length = 0;
        fine(v, vado_export(v, "export.db", "encounters", &e, onto_page, &p));
        fine(v, vado_read(v, store, "encounters", &o, &n));
        assert_true(!margins || (n->nplaces > 1 && n->nnationalities > 1 && n->ngroups == 3));
        char *line = strchr(p.text, '\n') + 1;
        for (int i = 0; i < n->nperiods; i++)
            for (int a = 0; a < n->nplaces; a++)
                for (int b = 0; b < n->nnationalities; b++)
                    for (int c = 0; c < n->ngroups; c++)
                        for (int k = 0; k < n->nmembers; k++) {
                            char front[300], *end = strchr(line, '\n');
                            assert_non_null(end);
                            *end = '\0';
                            (void)snprintf(front, sizeof front, margins ? "%s,%s,%s,%s,%d," : "%s%s%s%s,%d,",
                                           n->periods[i], n->places[a], n->nationalities[b], n->groups[c],
                                           n->members[k]);
                            assert_memory_equal(line, front, strlen(front));
                            assert_true(same(strtod(line + strlen(front), NULL), vado_value(n, i, a, b, c, k)));
                            line = end + 1;
                        }
        assert_int_equal(*line, '\0');
        vado_numbers_free(&n);
    }
    vado_store_close(&store);
    vado_free(v);
}

static const vado_harm *harm_of(const vado_numbers *n, const char *name) {
    for (int i = 0; i < n->nharm; i++)
        if (strcmp(n->harm[i]->name, name) == 0)
            return n->harm[i];
    return NULL;
}

static void harm_stands_beside_every_read(void **state) {
    (void)state;
    vado *v = vado_new();
    vado_input in = input(in_source("tests/scenarios/six-places"), "2018-03-15");
    vado_simulation *s = simulation(v, &in, VADO_FLUID, 1, 1);
    step_to_the_end(v, s);
    for (int i = 0; vado_simulation_series(s, i); i++) {
        const vado_series *d = vado_simulation_series(s, i);
        vado_numbers *n = NULL;
        fine(v, vado_simulation_read(v, s, d->name, NULL, &n));
        assert_string_equal(n->series, d->name);
        assert_int_equal(n->days[0], 31);
        assert_int_equal(n->days[2], 15);
        assert_true(harm_of(n, "deaths") && harm_of(n, "deaths_recorded") && harm_of(n, "kidnappings") &&
                    harm_of(n, "extortion"));

        assert_non_null(harm_of(n, "waiting"));
        assert_string_equal(harm_of(n, "waiting")->unit, "person-days");
        assert_true(harm_of(n, "waiting")->whole[0] > 0);
        assert_int_equal(!d->harm || harm_of(n, d->name), 1);
        if (d->harm && d->over_time == VADO_SUM) { /* its harm is the series itself */
            double whole = 0;
            for (int m = 0; m < n->nperiods; m++) {
                assert_true(same(n->values[m], harm_of(n, d->name)->values[m]));
                whole += n->values[m];
            }
            assert_true(same(whole, harm_of(n, d->name)->whole[0]));
        }
        vado_numbers_free(&n);
    }
    vado_simulation_close(&s);
    vado_free(v);
}

/* ---- misuse ---- */

static void nothing_in_place_of_something_is_refused(void **state) {
    (void)state;
    vado *v = vado_new();
    vado_input in = input(in_source("tests/scenarios/two-islands"), "2016-02-10"), empty = input(NULL, NULL);
    vado_simulation *s = simulation(v, &in, VADO_FLUID, 1, 1), *none = NULL;
    vado_store *store = NULL;
    vado_numbers *n = NULL;
    refused(v, vado_simulation_open(v, NULL, NULL, &none), VADO_ERR_USAGE, "vado_input: found NULL");
    refused(v, vado_simulation_open(v, &empty, NULL, &none), VADO_ERR_USAGE, "found no scenario");
    empty.scenario = in.scenario;
    empty.npolicies = 2;
    refused(v, vado_simulation_open(v, &empty, NULL, &none), VADO_ERR_USAGE, "fewer texts");
    refused(v, vado_simulation_open(v, &in, NULL, NULL), VADO_ERR_USAGE, "out: found NULL");
    assert_int_equal(vado_simulation_open(NULL, &in, NULL, &none), VADO_ERR_USAGE);
    refused(v, vado_step(v, NULL), VADO_ERR_USAGE, "simulation: found NULL");
    assert_int_equal(vado_step(NULL, s), VADO_ERR_USAGE);
    refused(v, vado_step_month(v, NULL), VADO_ERR_USAGE, "simulation: found NULL");
    refused(v, vado_step_to(v, s, NULL), VADO_ERR_USAGE, "date: found NULL");
    refused(v, vado_set(v, s, NULL, NULL, NULL, 1), VADO_ERR_USAGE, "parameter: found NULL");
    refused(v, vado_lay(v, s, NULL), VADO_ERR_USAGE, "policy: found NULL");
    refused(v, vado_branch(v, NULL, &none), VADO_ERR_USAGE, "simulation: found NULL");
    refused(v, vado_branch(v, s, NULL), VADO_ERR_USAGE, "out: found NULL");
    refused(v, vado_simulation_read(v, s, NULL, NULL, &n), VADO_ERR_USAGE, "series: found NULL");
    refused(v, vado_simulation_read(v, NULL, "encounters", NULL, &n), VADO_ERR_USAGE, "simulation: found NULL");
    refused(v, vado_store_open(v, NULL, &store), VADO_ERR_USAGE, "path: found NULL");
    refused(v, vado_read(v, NULL, "encounters", NULL, &n), VADO_ERR_USAGE, "store: found NULL");
    assert_null(none);
    assert_null(n);
    assert_null(vado_store_series(NULL, 0));
    assert_null(vado_simulation_series(NULL, 0));
    assert_null(vado_simulation_series(s, -1));
    assert_string_equal(vado_today(NULL), "");
    assert_int_equal(vado_days_left(NULL), 0);
    assert_true(isnan(vado_value(NULL, 0, 0, 0, 0, 0)));
    vado_simulation_close(&s);
    assert_null(s);
    refused(v, vado_step(v, s), VADO_ERR_USAGE, "simulation: found NULL"); /* closed */
    vado_simulation_close(&s);
    vado_simulation_close(NULL);
    vado_store_close(NULL);
    vado_store_close(&store);
    vado_numbers_free(NULL);
    vado_numbers_free(&n);
    vado_free(v);
}

static void wrong_options_are_refused(void **state) {
    (void)state;
    vado *v = vado_new();
    vado_input in = input(in_source("tests/scenarios/two-islands"), "2016-02-10");
    vado_simulation_options o;
    vado_simulation *s = NULL;
    vado_simulation_defaults(&o);
    o.size = 4;
    refused(v, vado_simulation_open(v, &in, &o, &s), VADO_ERR_USAGE, "found size 4");
    o.size = SIZE_MAX;
    refused(v, vado_simulation_open(v, &in, &o, &s), VADO_ERR_USAGE, "found size");
    o.size = sizeof o;
    o.mode = (vado_mode)9;
    refused(v, vado_simulation_open(v, &in, &o, &s), VADO_ERR_USAGE, "mode: found 9");
    o.mode = VADO_FLUID;
    o.member = 2;
    refused(v, vado_simulation_open(v, &in, &o, &s), VADO_ERR_USAGE, "member: found 2, expected 1 to 1");
    o.members = -1;
    refused(v, vado_simulation_open(v, &in, &o, &s), VADO_ERR_USAGE, "members: found -1");
    assert_null(s);
    /* A caller of a later version: its new field is zero, then not. */
    struct {
        vado_simulation_options o;
        long long later;
    } newer = {.later = 0};
    vado_simulation_defaults(&newer.o);
    newer.o.size = sizeof newer;
    newer.o.mode = VADO_FLUID;
    fine(v, vado_simulation_open(v, &in, &newer.o, &s));
    vado_simulation_close(&s);
    newer.later = 1;
    refused(v, vado_simulation_open(v, &in, &newer.o, &s), VADO_ERR_USAGE, "does not know");
    vado_free(v);
}

static void wrong_reads_and_steps_are_refused(void **state) {
    (void)state;
    vado *v = vado_new();
    vado_input in = input(in_source("tests/scenarios/two-islands"), "2016-02-10");
    vado_simulation *s = simulation(v, &in, VADO_FLUID, 1, 1);
    vado_read_options o = VADO_INIT(vado_read_options);
    vado_numbers *n = NULL;
    vado_store *store = NULL;
    assert_string_equal(vado_today(s), "2016-01-01");
    assert_int_equal(vado_days_left(s), 41);
    refused(v, vado_simulation_read(v, s, "encounters", &o, &n), VADO_ERR_USAGE, "step first");
    fine(v, vado_step(v, s));
    refused(v, vado_simulation_read(v, s, "encountres", &o, &n), VADO_ERR_USAGE, "did you mean encounters");
    o.by_place = 1;
    refused(v, vado_simulation_read(v, s, "departures", &o, &n), VADO_ERR_USAGE, "found place");
    o.period = VADO_BY_DAY;
    refused(v, vado_simulation_read(v, s, "encounters", &o, &n), VADO_ERR_USAGE, "never finer");
    o.period = (vado_period)7;
    refused(v, vado_simulation_read(v, s, "encounters", &o, &n), VADO_ERR_USAGE, "period: found 7");
    o.size = 1;
    refused(v, vado_simulation_read(v, s, "encounters", &o, &n), VADO_ERR_USAGE, "vado_read_options: found size 1");
    assert_null(n);
    refused(v, vado_step_to(v, s, "2016-01-01"), VADO_ERR_USAGE, "which is past");
    refused(v, vado_step_to(v, s, "2016-02-12"), VADO_ERR_USAGE, "beyond the end, expected 2016-02-11");
    refused(v, vado_step_to(v, s, "February"), VADO_ERR_USAGE, "YYYY-MM-DD");
    fine(v, vado_step_to(v, s, "2016-02-11"));
    refused(v, vado_step(v, s), VADO_ERR_USAGE, "the period is over");
    refused(v, vado_store_open(v, "nothing.db", &store), VADO_ERR_FILE, "nothing.db");
    write_text("text.db", "no store\n");
    refused(v, vado_store_open(v, "text.db", &store), VADO_ERR_STORE, "text.db");
    vado_simulation_close(&s);
    vado_free(v);
}

/* What differs between two reads of a month under way would be a day of a sector. */
static void margins_are_those_of_months_that_are_over(void **state) {
    (void)state;
    vado *v = vado_new();
    vado_input in = input(in_source("tests/scenarios/two-islands"), "2016-03-10");
    vado_simulation *s = simulation(v, &in, VADO_FLUID, 1, 1);
    vado_read_options o = VADO_INIT(vado_read_options);
    vado_numbers *n = NULL;
    o.by_nationality = 1;
    fine(v, vado_step_to(v, s, "2016-01-31"));
    refused(v, vado_simulation_read(v, s, "encounters", &o, &n), VADO_ERR_USAGE, "no month that is over");
    fine(v, vado_step_to(v, s, "2016-02-29"));
    fine(v, vado_simulation_read(v, s, "encounters", &o, &n));
    assert_int_equal(n->nperiods, 1);
    double january = n->harm[0]->values[0];
    assert_true(same(n->harm[0]->whole[0], january));
    vado_numbers_free(&n);
    o.period = VADO_BY_YEAR;
    fine(v, vado_simulation_read(v, s, "encounters", &o, &n));
    assert_int_equal(n->days[0], 31);
    vado_numbers_free(&n);
    o.by_nationality = 0;
    fine(v, vado_simulation_read(v, s, "encounters", &o, &n));
    assert_int_equal(n->days[0], 59);
    vado_numbers_free(&n);
    step_to_the_end(v, s);
    o = (vado_read_options)VADO_INIT(vado_read_options);
    o.by_nationality = 1;
    fine(v, vado_simulation_read(v, s, "encounters", &o, &n));
    assert_int_equal(n->nperiods, 3); /* the last is cut by the period, and over */
    assert_int_equal(n->days[2], 10);
    vado_numbers_free(&n);
    vado_simulation_close(&s);
    vado_free(v);
}

static void what_was_cancelled_can_go_on(void **state) {
    (void)state;
    vado *v = vado_new(), *stopped = vado_new();
    vado_input in = input(in_source("tests/scenarios/two-islands"), "2016-02-10");
    run(v, &in, VADO_FLUID, 1, "cancel.db");
    vado_simulation *s = simulation(v, &in, VADO_FLUID, 1, 1);
    fine(v, vado_step(v, s));
    vado_cancel(stopped);
    assert_int_equal(vado_step_month(stopped, s), VADO_ERR_CANCELLED);
    assert_string_equal(vado_today(s), "2016-01-02");
    step_to_the_end(v, s); /* with another context */
    simulation_is_member(v, "cancel.db", 0, s);
    vado_simulation_close(&s);
    vado_free(v);
    vado_free(stopped);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(six_places_stepped_is_what_a_run_stores),
        cmocka_unit_test(two_islands_stepped_is_what_a_run_stores),
        cmocka_unit_test(us_mexico_stepped_is_what_a_run_stores),
        cmocka_unit_test(flee_stepped_and_branched_is_what_a_run_stores),
        cmocka_unit_test(a_branch_with_nothing_changed_is_no_branch),
        cmocka_unit_test(branches_go_on_in_threads),
        cmocka_unit_test(a_branch_with_a_policy_is_a_run_with_it),
        cmocka_unit_test(a_parameter_that_is_set_is_a_policy_of_one_row),
        cmocka_unit_test(a_lever_that_is_moved_often_means_its_last_place),
        cmocka_unit_test(what_is_past_cannot_be_changed),
        cmocka_unit_test(numbers_are_those_of_the_export),
        cmocka_unit_test(harm_stands_beside_every_read),
        cmocka_unit_test(nothing_in_place_of_something_is_refused),
        cmocka_unit_test(wrong_options_are_refused),
        cmocka_unit_test(wrong_reads_and_steps_are_refused),
        cmocka_unit_test(margins_are_those_of_months_that_are_over),
        cmocka_unit_test(what_was_cancelled_can_go_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
