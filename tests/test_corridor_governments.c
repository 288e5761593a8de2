/* The two governments: scripted and reacting to each other; crises, effort, money, leverage; and aid to origins. */
#include "corridor_small.h"

#include "corridor/aid.h"
#include "corridor/beliefs.h"
#include "corridor/diplomacy.h"
#include "corridor/money.h"
#include "corridor/regimes.h"
#include "corridor/waiting.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SCHEDULE "from,until,parameter,where,who,change,value,note,source\n"
#define HONDURANS "origins.rate_per_year[Honduras]=1"
#define FEW "origins.rate_per_year[Honduras]=0.1"
#define CALM                                                                                                           \
    "diplomacy.crisis_hazard=0", "us.ports.posture=0" /* no crisis is drawn, no port closes for want of staff */
#define RICH "mexico.effort.income=0.1"               /* money is no matter */
#define PRESSED "diplomacy.reference_per_day=50"      /* pressure far above where hazard is half */
#define REACT "2018-03-01,,diplomacy.endogenous,,,set,1,,x\n"
#define THREAT "2018-04-02,2018-04-10,us.diplomacy.threat,,,set,1,,x\n"
#define VISIT "2018-04-02,2018-04-10,us.diplomacy.offer,,,set,1,,x\n"

enum { MEMBERS = 12 };

static small_model *opened(const small_options *o) {
    small_model *m = small_open(o);
    assert_non_null(m);
    return m;
}

/* A member of which parameters and environment differ from another's. */
static small_member *started(const small_model *m, int member) {
    small_member *p = small_start_layers(m, ENG_FLUID, member, 1);
    assert_non_null(p);
    return p;
}

static double effort(const small_member *p) { return cor_effort_factor(p->p, 0); }

static double at(small_member *p, const char *date) {
    assert_int_equal(small_run_until(p, date), 0);
    return effort(p);
}

/* Where the record of a day holds them. */
static int posture_at(const small_model *a) { return a->m->series[diplomacy_ids(a->m)->series.posture].offset; }
static int leverage_at(const small_model *a) { return a->m->series[diplomacy_ids(a->m)->series.leverage].offset; }

static double posture(const small_member *p) { return p->day[posture_at(p->model)]; }

/* ---- scripted mode ---- */

/* What the US asks, says and thinks: recorded in either mode. */
static int is_said(const char *series) {
    static const char *const names[] = {"us_threat", "us_ask", "us_praise", "us_judgement"};
    int n = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        n += strcmp(series, names[i]) == 0;
    return n;
}

static int same_but_governments(const small_member *a, const small_member *b) {
    for (int i = 0; i < a->model->nseries; i++) {
        const mdl_series *s = &a->model->series[i];
        if (s->offset != posture_at(a->model) && s->offset != leverage_at(a->model) && !is_said(s->name) &&
            memcmp(a->record + s->offset, b->record + s->offset, (size_t)s->width * sizeof(double)) != 0)
            return 0;
    }
    return 1;
}

static void scripted_governments_change_no_series_but_posture_and_leverage(void **state) {
    static const small_options plain = {.sets = {HONDURANS}},
                               pressed = {.sets = {HONDURANS, "us.diplomacy.threat=2", "us.diplomacy.offer=1", PRESSED,
                                                   "diplomacy.threat_weight=10", "diplomacy.linkage=0.2"}},
                               reacting = {.sets = {HONDURANS, "us.diplomacy.threat=2", "us.diplomacy.offer=1", PRESSED,
                                                    "diplomacy.endogenous=1"}};
    static const eng_arithmetic kinds[] = {ENG_FLUID, ENG_STOCHASTIC};
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *a = small_opened(&plain, kinds[k]), *b = small_opened(&pressed, kinds[k]),
                     *c = small_opened(&reacting, kinds[k]);
        assert_int_equal(small_run(a, 300) || small_run(b, 300) || small_run(c, 300), 0);
        assert_true(same_but_governments(a, b));
        assert_false(same_but_governments(a, c));
        assert_true(small_value(a, "us_posture", "", "", -1) == 0);
        assert_true(small_value(b, "us_posture", "", "", -1) > 2.9);
        assert_true(small_value(b, "leverage", "", "", -1) > 10 * small_value(a, "leverage", "", "", -1));
        small_closed(a);
        small_closed(b);
        small_closed(c);
    }
}

static void posture_follows_the_schedule_and_a_threat_fades_sooner_than_an_offer(void **state) {
    static const small_options threat = {.edits = {{"schedule.csv", NULL, SCHEDULE THREAT}}},
                               offer = {.edits = {{"schedule.csv", NULL, SCHEDULE VISIT}}};
    (void)state;
    small_member *a = small_opened(&threat, ENG_FLUID), *b = small_opened(&offer, ENG_FLUID);
    assert_int_equal(small_run_until(a, "2018-04-02") || small_run_until(b, "2018-04-02"), 0);
    assert_true(posture(a) == 0 && posture(b) == 0);
    assert_int_equal(small_run_until(a, "2018-04-12") || small_run_until(b, "2018-04-12"), 0);
    assert_true(fabs(posture(a) - 1) < 1e-9 && fabs(posture(b) - 1) < 1e-9);
    assert_int_equal(small_run(a, 42) || small_run(b, 42), 0);
    assert_true(fabs(posture(a) - exp(-1.0)) < 0.01); /* six weeks on the mean */
    assert_true(fabs(posture(b) - exp(-0.5)) < 0.01); /* twelve */
    small_closed(a);
    small_closed(b);
}

/* ---- Mexico reacts ---- */

static void effort_jumps_after_a_threat_or_a_visit_and_then_fades(void **state) {
    /* The same months of 2019, 2021 and 2023; nothing is drawn but parameters, so that what moves effort is the event.
     */
    static const char *const years[] = {"2019", "2021", "2023"};
    static const char *const events[] = {"threat", "offer"};
    char rows[800], first[16], last[16], date[16];
    (void)state;
    for (int y = 0; y < 3; y++)
        for (int e = 0; e < 2; e++) {
            double before = 0, month = 0, half = 0, year = 0;
            (void)snprintf(first, sizeof first, "%s-01-01", years[y]);
            (void)snprintf(last, sizeof last, "%s-12-31", years[y]);
            (void)snprintf(rows, sizeof rows,
                           SCHEDULE "%s-03-01,,diplomacy.endogenous,,,set,1,,x\n"
                                    "%s-05-30,%s-06-07,us.diplomacy.%s,,,set,1,,x\n",
                           years[y], years[y], years[y], events[e]);
            const small_options o = {.sets = {HONDURANS, CALM, RICH},
                                     .edits = {{"schedule.csv", NULL, rows},
                                               {"scenario.yaml", "2018-01-01", first},
                                               {"scenario.yaml", "2018-12-31", last}}};
            small_model *m = opened(&o);
            for (int k = 0; k < MEMBERS; k++) {
                small_member *p = started(m, k);
                (void)snprintf(date, sizeof date, "%s-05-30", years[y]);
                double a = at(p, date);
                assert_int_equal(small_run(p, 30), 0);
                double b = effort(p);
                assert_int_equal(small_run(p, 150), 0);
                double c = effort(p);
                assert_int_equal(small_run(p, 365), 0);
                assert_true(fabs(a - 1) < 0.3); /* it begins from where it was */
                assert_true(b > 1.05 * a);      /* every member, whatever its parameters */
                assert_true(b > c && c > effort(p));
                before += a / MEMBERS;
                month += b / MEMBERS;
                half += c / MEMBERS;
                year += effort(p) / MEMBERS;
                small_stop(p);
            }
            assert_true(month > (e == 0 ? 1.5 : 1.1) * before);
            assert_true(half - before < 0.75 * (month - before)); /* half a year later a good part is gone */
            assert_true(year - before < 0.35 * (month - before));
            small_close(m);
        }
}

static void more_effort_holds_more_people_and_fewer_arrive(void **state) {
    static const small_options
        threat = {.sets = {HONDURANS, CALM, RICH, "mexico.north.removals_effort=1"},
                  .edits = {{"parameters.csv", NULL,
                             "parameter,where,who,value,source,note\n"
                             "mexico.bus_south.destination,Tapachula,,1,x,\n"},
                            {"schedule.csv", NULL,
                             SCHEDULE REACT THREAT "2018-03-01,,mexico.bus_south.per_day,,,set,20,,x\n"}}},
        none = {.sets = {HONDURANS, CALM, RICH, "mexico.north.removals_effort=1"},
                .edits = {{"parameters.csv", NULL,
                           "parameter,where,who,value,source,note\n"
                           "mexico.bus_south.destination,Tapachula,,1,x,\n"},
                          {"schedule.csv", NULL, SCHEDULE REACT "2018-03-01,,mexico.bus_south.per_day,,,set,20,,x\n"}}};
    (void)state;
    small_member *a = small_opened(&threat, ENG_FLUID), *b = small_opened(&none, ENG_FLUID);
    assert_int_equal(small_run_until(a, "2018-04-20") || small_run_until(b, "2018-04-20"), 0);
    small_forget(a);
    small_forget(b);
    assert_int_equal(small_run(a, 60) || small_run(b, 60), 0);
    double more = effort(a) / effort(b), city = small_place(a->model, "Reynosa");
    assert_true(more > 1.5);
    assert_true(small_value(a, "mexico_events", "", "", -1) > 1.2 * small_value(b, "mexico_events", "", "", -1));
    assert_true(small_value(a, "encounters", "", "Honduras", -1) < small_value(b, "encounters", "", "Honduras", -1));
    assert_true(small_value(a, "mexico_bused_south", "", "", -1) >
                1.2 * small_value(b, "mexico_bused_south", "", "", -1));
    assert_true(fabs(cor_removal_at(a->p, (int)city) / cor_removal_at(b->p, (int)city) - more) < 1e-9);
    assert_true(fabs(small_ratio(a, "mexican_effort", "") / effort(a) - 1) < 0.2);
    small_closed(a);
    small_closed(b);
}

static void with_more_effort_mexico_takes_back_more_of_others_and_never_more_than_all(void **state) {
    static const small_options half = {.sets = {CALM, RICH, "us.title42.active=1", "us.title42.expel_share=1",
                                                "us.mexico_accepts[Honduras]=0.5"},
                                       .edits = {{"schedule.csv", NULL, SCHEDULE REACT THREAT}}},
                               all = {.sets = {CALM, RICH, "us.title42.active=1", "us.title42.expel_share=1",
                                               "us.mexico_accepts[Honduras]=0.95"},
                                      .edits = {{"schedule.csv", NULL, SCHEDULE REACT THREAT}}};
    (void)state;
    small_member *a = small_opened(&half, ENG_FLUID), *b = small_opened(&all, ENG_FLUID);
    int honduran = small_nationality(a->model, "Honduras") * DEMO_COUNT,
        mexican = small_nationality(a->model, "Mexico") * DEMO_COUNT;
    assert_int_equal(small_run_until(a, "2018-05-05") || small_run_until(b, "2018-05-05"), 0);
    const double *out = cor_regime(a->p, honduran);
    assert_true(fabs(out[OUT_EXPELLED] - 0.5 * pow(effort(a), 0.3)) < 1e-9 && out[OUT_EXPELLED] > 0.55);
    out = cor_regime(a->p, mexican);
    assert_true(out[OUT_EXPELLED] == 1);
    out = cor_regime(b->p, honduran);
    assert_true(out[OUT_EXPELLED] == 1);
    small_closed(a);
    small_closed(b);
}

static void more_effort_closes_flights_to_mexico_and_no_other_way(void **state) {
    static const small_options o = {
        .sets = {CALM, RICH},
        .edits = {{"schedule.csv", NULL, SCHEDULE REACT THREAT},
                  {"origins.csv", NULL,
                   "nationality,place,family,from,until,share,source\nHonduras,San Pedro Sula,home,,,0.9,x\n"
                   "Honduras,Mexico City,air_mexico,,,0.1,x\nMexico,Mexico City,home,,,1,x\n"}}};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    int n = small_nationality(p->model, "Honduras");
    assert_int_equal(small_run_until(p, "2018-05-05"), 0);
    for (int f = 0; f < p->model->s.nfamilies; f++) {
        double open = cor_family_open(p->p, f, n);
        if (strcmp(p->model->s.families[f], "air_mexico") == 0)
            assert_true(open < 0.95 && fabs(open - pow(effort(p), -0.2)) < 1e-9);
        else
            assert_true(open == 1);
    }
    small_closed(p);
}

static void issues_kept_apart_leave_effort_as_it_is_and_congress_makes_offers_smaller(void **state) {
    static const small_options apart = {.sets = {CALM, RICH, "diplomacy.linkage=0"},
                                        .edits = {{"schedule.csv", NULL, SCHEDULE REACT THREAT}}},
                               quiet = {.sets = {CALM, RICH}, .edits = {{"schedule.csv", NULL, SCHEDULE REACT}}},
                               refused = {.sets = {CALM, RICH, "us.diplomacy.congress_grants=0"},
                                          .edits = {{"schedule.csv", NULL, SCHEDULE REACT VISIT}}},
                               granted = {.sets = {CALM, RICH, "us.diplomacy.congress_grants=1"},
                                          .edits = {{"schedule.csv", NULL, SCHEDULE REACT VISIT}}};
    (void)state;
    small_member *a = small_opened(&apart, ENG_FLUID), *q = small_opened(&quiet, ENG_FLUID),
                 *r = small_opened(&refused, ENG_FLUID), *g = small_opened(&granted, ENG_FLUID);
    assert_true(at(a, "2018-05-10") == at(q, "2018-05-10"));
    assert_true(at(r, "2018-05-10") > 1.1 * effort(q));
    assert_true(at(g, "2018-05-10") > 1.1 * effort(r));
    small_closed(a);
    small_closed(q);
    small_closed(r);
    small_closed(g);
}

/* A closed rail bridge weighs on Mexico as a threat that is carried out, and no longer once it is open. */
static void goods_held_up_at_a_closed_bridge_raise_effort_until_it_opens(void **state) {
#define CLOSED "2018-04-02,2018-05-02,us.ports.closed_by_order,El Paso rail bridge,,set,1,,x\n"
    static const small_options closed = {.sets = {CALM, RICH, "diplomacy.closures_usd=29e6"},
                                         .edits = {{"schedule.csv", NULL, SCHEDULE REACT CLOSED}}},
                               light = {.sets = {CALM, RICH, "diplomacy.closures_usd=1e12"},
                                        .edits = {{"schedule.csv", NULL, SCHEDULE REACT CLOSED}}};
    (void)state;
    small_member *a = small_opened(&closed, ENG_FLUID), *b = small_opened(&light, ENG_FLUID);
    assert_true(at(a, "2018-04-01") == at(b, "2018-04-01"));
    double high = at(a, "2018-05-02");
    assert_true(high > 1.2 * at(b, "2018-05-02"));
    assert_true(at(a, "2018-12-31") < 0.8 * high);
    small_closed(a);
    small_closed(b);
}

/* ---- money ---- */

static void an_empty_budget_shuts_effort_down_and_a_crisis_relieves_it(void **state) {
    static const small_options poor = {
        .sets = {HONDURANS, CALM, "mexico.effort.budget=0.03", "mexico.effort.income=0", "mexico.effort.relief=0.5"},
        .edits = {{"schedule.csv", NULL, SCHEDULE REACT "2018-10-01,2018-10-08,us.diplomacy.threat,,,set,1,,x\n"}}};
    (void)state;
    small_model *m = opened(&poor);
    for (int k = 0; k < MEMBERS; k++) {
        small_member *p = started(m, k);
        assert_true(fabs(at(p, "2018-03-08") - 1) < 0.1);
        assert_true(at(p, "2018-06-15") < 0.6); /* empty, and it stays so: nothing comes in */
        double shut = at(p, "2018-10-01");
        assert_true(shut < 0.6);
        assert_true(at(p, "2018-11-01") > 2 * shut && effort(p) > 1);
        small_stop(p);
    }
    small_close(m);
}

static void without_a_crisis_effort_waits_until_money_has_come_in(void **state) {
    static const small_options o = {.sets = {HONDURANS, CALM, "mexico.effort.budget=0.005",
                                             "mexico.effort.income=0.006", "mexico.effort.spending=0.04",
                                             "mexico.effort.reopen=0.06"},
                                    .edits = {{"schedule.csv", NULL, SCHEDULE REACT}}};
    int weeks_shut = 0, shut = 0, reopened = 0;
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    assert_int_equal(small_run_until(p, "2018-03-02"), 0);
    for (int week = 0; week < 80 && !reopened; week++) {
        assert_int_equal(small_run(p, 7), 0);
        shut |= effort(p) < 0.6;
        weeks_shut += effort(p) < 0.6;
        reopened = shut && effort(p) > 0.8;
    }
    assert_true(reopened);
    assert_true(weeks_shut > 10); /* 0.06 at about 0.002 to 0.005 a week */
    small_closed(p);
}

/* ---- the US: crises are drawn ---- */

/* Days on which posture jumps, up to most; *was: effort on the day before the last of them. */
static int crises(small_member *p, int days, int most, int when[], double *was) {
    double before = posture(p), yesterday = effort(p);
    int n = 0;
    for (int d = 0; d < days && n < most; d++) {
        *was = yesterday; /* a day's record shows what the day before decided, and Mexico answers at once */
        yesterday = effort(p);
        assert_int_equal(small_run(p, 1), 0);
        if (posture(p) > before + 0.01)
            when[n++] = d;
        before = posture(p);
    }
    return n;
}

/* The wait is exponential: over 60 members its mean and its spread are near 10 weeks at a hazard of 0.1; the next one
 * is drawn anew after a quiet time of 2 weeks. */
static void crises_are_drawn_and_members_differ(void **state) {
    static const small_options o = {.sets = {PRESSED, "diplomacy.crisis_hazard=0.1", "diplomacy.crisis_pressure=-2",
                                             "diplomacy.refractory_weeks=2"},
                                    .edits = {{"schedule.csv", NULL, SCHEDULE REACT}}};
    enum { DRAWN = 60 };
    double sum[2] = {0, 0}, squares[2] = {0, 0}, was;
    int early = 0, late = 0;
    (void)state;
    small_model *m = opened(&o);
    for (int k = 0; k < DRAWN; k++) {
        int when[2] = {800, 1600};
        small_member *p = started(m, k);
        assert_int_equal(small_run_until(p, "2018-03-01"), 0);
        (void)crises(p, 800, 2, when, &was);
        const double weeks[2] = {when[0] / 7.0, (when[1] - when[0]) / 7.0 - 2};
        for (int i = 0; i < 2; i++) {
            sum[i] += weeks[i];
            squares[i] += weeks[i] * weeks[i];
        }
        early += weeks[0] < 5;
        late += weeks[0] > 15;
        small_stop(p);
    }
    for (int i = 0; i < 2; i++) {
        double mean = sum[i] / DRAWN, sd = sqrt(squares[i] / DRAWN - mean * mean);
        assert_true(mean > 7 && mean < 14);
        assert_true(sd > 5.5 && sd < 15);
    }
    assert_true(early >= 12 && late >= 5); /* 39% and 22% of an exponential */
    small_close(m);
}

static void the_hazard_rises_steeply_with_pressure_and_then_there_is_quiet(void **state) {
    static const small_options quiet = {.sets = {"diplomacy.reference_per_day=20000", "diplomacy.whim=0"},
                                        .edits = {{"schedule.csv", NULL, SCHEDULE REACT}}},
                               pressed = {.sets = {PRESSED, "diplomacy.refractory_weeks=16"},
                                          .edits = {{"schedule.csv", NULL, SCHEDULE REACT}}};
    int none = 0, some = 0, when[20];
    double was;
    (void)state;
    small_model *a = opened(&quiet), *b = opened(&pressed);
    for (int k = 0; k < MEMBERS; k++) {
        small_member *p = started(a, k), *q = started(b, k);
        assert_int_equal(small_run_until(p, "2018-03-01") || small_run_until(q, "2018-03-01"), 0);
        none += crises(p, 300, 20, when, &was);
        int n = crises(q, 300, 20, when, &was);
        for (int i = 1; i < n; i++)
            assert_true(when[i] - when[i - 1] >= 16 * 7);
        some += n;
        small_stop(p);
        small_stop(q);
    }
    assert_int_equal(none, 0);
    assert_true(some >= 2 * MEMBERS); /* 300 days hold two or three at the most */
    small_close(a);
    small_close(b);
}

/* With drawn crises, ensembles of fluid members: after a crisis effort is higher in every member, and later lower. */
static void after_a_drawn_crisis_effort_rises(void **state) {
    static const small_options o = {.sets = {PRESSED, HONDURANS, RICH},
                                    .edits = {{"schedule.csv", NULL, SCHEDULE REACT}}};
    int when;
    double lowest = 10, highest = 0, was;
    (void)state;
    small_model *m = opened(&o);
    for (int k = 0; k < MEMBERS; k++) {
        small_member *p = started(m, k);
        assert_int_equal(small_run_until(p, "2018-03-01"), 0);
        assert_int_equal(crises(p, 300, 1, &when, &was), 1);
        assert_int_equal(small_run(p, 28), 0);
        assert_true(effort(p) > 1.05 * was);
        lowest = effort(p) < lowest ? effort(p) : lowest;
        highest = effort(p) > highest ? effort(p) : highest;
        small_stop(p);
    }
    assert_true(highest > 1.2 * lowest);
    small_close(m);
}

static void without_the_environment_a_crisis_comes_when_the_hazards_sum_to_one(void **state) {
    static const small_options o = {.sets = {PRESSED, "diplomacy.crisis_hazard=0.1", "diplomacy.crisis_pressure=-2"},
                                    .edits = {{"schedule.csv", NULL, SCHEDULE REACT}}};
    int when[2];
    double was;
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(&o, ENG_FLUID);
        assert_int_equal(small_run_until(p, "2018-03-01"), 0);
        assert_int_equal(crises(p, 300, 1, &when[k], &was), 1);
        assert_in_range(when[k], 68, 80); /* ten weeks of 0.1 */
        small_closed(p);
    }
    assert_int_equal(when[0], when[1]);
}

/* ---- leverage ---- */

static double leverage(const small_options *o, const char *date) {
    small_member *p = small_opened(o, ENG_FLUID);
    assert_int_equal(small_run_until(p, date), 0);
    double now = p->day[leverage_at(p->model)];
    small_closed(p);
    return now;
}

static void leverage_rises_with_the_flow_and_the_nearness_of_an_election(void **state) {
    static const small_options plain = {.sets = {FEW, "us.elections.next=20220101", "mexico.elections.next=0"}},
                               twice = {.sets = {"origins.rate_per_year[Honduras]=0.2", "us.elections.next=20220101",
                                                 "mexico.elections.next=0"}},
                               nearer = {.sets = {FEW, "us.elections.next=20181201", "mexico.elections.next=0"}},
                               mexico = {.sets = {FEW, "us.elections.next=20220101", "mexico.elections.next=20181201"}},
                               past = {.sets = {FEW, "us.elections.next=20180101", "mexico.elections.next=0"}};
    (void)state;
    double l = leverage(&plain, "2018-10-01"), near = leverage(&nearer, "2018-10-01"),
           over = leverage(&past, "2018-10-01");
    assert_true(l > 0);
    assert_true(leverage(&twice, "2018-10-01") > 1.3 * l);
    assert_true(near > 1.6 * l);
    assert_true(leverage(&mexico, "2018-10-01") > 1.1 * l);
    assert_true(over < l && over > 0.9 * l);
    /* 61 and 1,188 days before the day itself, which p->day is one less than: */
    double ratio = (1 + exp(-62.0 / 365)) / (1 + exp(-1189.0 / 365));
    assert_true(fabs(near / l / ratio - 1) < 0.005);
}

/* The same flow, the same day to begin with: as the US election comes near, what Mexico holds back is worth more. */
static void effort_is_withheld_as_leverage_grows(void **state) {
    static const char *const gains[] = {"diplomacy.withholding=0", "diplomacy.withholding=2"};
    double end[2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        const small_options o = {.sets = {HONDURANS, PRESSED, CALM, RICH, "us.elections.next=20190101", gains[k],
                                          "diplomacy.election_days=120", "mexico.effort.fall_half_life=20"},
                                 .edits = {{"schedule.csv", NULL, SCHEDULE REACT}}};
        small_member *p = small_opened(&o, ENG_FLUID);
        assert_int_equal(small_run_until(p, "2018-12-20"), 0);
        end[k] = effort(p);
        small_closed(p);
    }
    assert_true(end[1] < 0.95 * end[0]);
}

/* ---- aid ---- */

#define AID                                                                                                            \
    SCHEDULE "2017-01-01,,us.aid.usd_per_year,,Honduras,set,100000000,,x\n"                                            \
             "2017-01-01,,aid.history_usd_per_year,,Honduras,set,100000000,,x\n"
#define DOUBLED "2018-02-01,,us.aid.usd_per_year,,Honduras,set,200000000,,x\n"
#define ENDED "2018-02-01,,us.aid.usd_per_year,,Honduras,set,0,,x\n"

static void aid_as_it_was_moves_nobody(void **state) {
    static const small_options none = {.sets = {HONDURANS}},
                               aid = {.sets = {HONDURANS}, .edits = {{"schedule.csv", NULL, AID}}};
    (void)state;
    small_member *a = small_opened(&none, ENG_FLUID), *b = small_opened(&aid, ENG_FLUID);
    assert_int_equal(small_run(a, 300) || small_run(b, 300), 0);
    small_member *both[2] = {a, b};
    for (int k = 0; k < 2; k++) { /* aid is money spent, and nothing else */
        const mdl_series *money = &a->model->m->series[money_ids(a->model->m)->series.spent];
        assert_true(k == 0 || small_value(b, "money_spent", "US: aid to origins", "", -1) > 0);
        memset(both[k]->record + money->offset, 0, (size_t)money->width * sizeof(double));
    }
    assert_memory_equal(a->record, b->record, (size_t)a->model->width * sizeof(double));
    small_closed(a);
    small_closed(b);
}

static void
doubled_aid_changes_encounters_of_twelve_months_by_less_than_two_percent_and_push_after_years(void **state) {
    static const char *const elasticities[] = {"aid.elasticity=-0.1", "aid.elasticity=0.1", "aid.elasticity=-0.03"};
    (void)state;
    for (int k = 0; k < 3; k++) {
        double sign = k == 1 ? -1 : 1;
        const small_options plain = {.sets = {HONDURANS, elasticities[k]}, .edits = {{"schedule.csv", NULL, AID}}},
                            twice = {.sets = {HONDURANS, elasticities[k]},
                                     .edits = {{"schedule.csv", NULL, AID DOUBLED}}},
                            ended = {.sets = {HONDURANS, elasticities[k]},
                                     .edits = {{"schedule.csv", NULL, AID ENDED}}};
        small_member *a = small_opened(&plain, ENG_FLUID), *b = small_opened(&twice, ENG_FLUID),
                     *c = small_opened(&ended, ENG_FLUID);
        int honduras = small_nationality(a->model, "Honduras");
        assert_int_equal(small_run_until(a, "2018-02-01") || small_run_until(b, "2018-02-01"), 0);
        small_forget(a);
        small_forget(b);
        assert_int_equal(small_run(a, 365) || small_run(b, 365), 0);
        double change =
            small_value(b, "encounters", "", "Honduras", -1) / small_value(a, "encounters", "", "Honduras", -1) - 1;
        assert_true(fabs(change) < 0.02);
        assert_true(fabs(change) > 0); /* little, and not nothing */
        double soon = cor_aid_push(b->p, honduras);
        assert_int_equal(small_run_until(a, "2028-02-01") || small_run_until(b, "2028-02-01") ||
                             small_run_until(c, "2028-02-01"),
                         0);
        double later = cor_aid_push(b->p, honduras);
        assert_true(fabs(later) > 10 * fabs(soon));
        assert_true(cor_aid_push(a->p, honduras) == 0);
        small_forget(a);
        small_forget(b);
        small_forget(c);
        assert_int_equal(small_run(a, 365) || small_run(b, 365) || small_run(c, 365), 0);
        double departures = small_value(a, "departures", "", "Honduras", -1);
        assert_true(sign * (departures - small_value(b, "departures", "", "Honduras", -1)) > 0.005 * departures);
        assert_true(sign * (small_value(c, "departures", "", "Honduras", -1) - departures) > 0.01 * departures);
        small_closed(a);
        small_closed(b);
        small_closed(c);
    }
}

/* ---- switched off ---- */

/* What switches a system off, as rows of a schedule from a date on. */
static void off_rows(char *rows, size_t size, const char *before, const cor_system *s) {
    size_t n = (size_t)snprintf(rows, size, "%s", before);
    assert_non_null(s->off);
    for (int i = 0; s->off[i].path; i++)
        n += (size_t)snprintf(rows + n, size - n, "2018-04-01,,%s,,,set,%g,,x\n", s->off[i].path, s->off[i].value);
    assert_true(n < size);
}

static void switching_either_off_changes_a_named_output(void **state) {
    static const char reacting[] = SCHEDULE "2018-01-01,,diplomacy.endogenous,,,set,1,,x\n"
                                            "2018-03-15,,us.diplomacy.threat,,,set,1,,x\n";
    char rows[2][2000];
    (void)state;
    off_rows(rows[0], sizeof rows[0], reacting, &cor_diplomacy);
    off_rows(rows[1], sizeof rows[1], AID, &cor_aid);
    const small_options on[2] = {{.sets = {HONDURANS}, .edits = {{"schedule.csv", NULL, reacting}}},
                                 {.sets = {HONDURANS}, .edits = {{"schedule.csv", NULL, AID}}}},
                        off[2] = {{.sets = {HONDURANS}, .edits = {{"schedule.csv", NULL, rows[0]}}},
                                  {.sets = {HONDURANS}, .edits = {{"schedule.csv", NULL, rows[1]}}}};
    static const char *const series[2][3] = {{"us_posture", "mexican_effort", "mexico_events"},
                                             {"departures", "encounters", "departures"}};
    static const char *const who[2] = {"", "Honduras"};
    static const int days[2] = {300, 1500};
    for (int k = 0; k < 2; k++) {
        small_member *a = small_opened(&on[k], ENG_FLUID), *b = small_opened(&off[k], ENG_FLUID);
        assert_int_equal(small_run_until(a, "2018-04-03") || small_run_until(b, "2018-04-03"), 0);
        small_forget(a);
        small_forget(b);
        assert_int_equal(small_run(a, days[k]) || small_run(b, days[k]), 0);
        for (int i = 0; i < 3; i++)
            assert_true(
                fabs(small_value(a, series[k][i], "", who[k], -1) / small_value(b, series[k][i], "", who[k], -1) - 1) >
                0.002);
        small_closed(a);
        small_closed(b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scripted_governments_change_no_series_but_posture_and_leverage),
        cmocka_unit_test(posture_follows_the_schedule_and_a_threat_fades_sooner_than_an_offer),
        cmocka_unit_test(effort_jumps_after_a_threat_or_a_visit_and_then_fades),
        cmocka_unit_test(more_effort_holds_more_people_and_fewer_arrive),
        cmocka_unit_test(with_more_effort_mexico_takes_back_more_of_others_and_never_more_than_all),
        cmocka_unit_test(more_effort_closes_flights_to_mexico_and_no_other_way),
        cmocka_unit_test(issues_kept_apart_leave_effort_as_it_is_and_congress_makes_offers_smaller),
        cmocka_unit_test(goods_held_up_at_a_closed_bridge_raise_effort_until_it_opens),
        cmocka_unit_test(an_empty_budget_shuts_effort_down_and_a_crisis_relieves_it),
        cmocka_unit_test(without_a_crisis_effort_waits_until_money_has_come_in),
        cmocka_unit_test(crises_are_drawn_and_members_differ),
        cmocka_unit_test(the_hazard_rises_steeply_with_pressure_and_then_there_is_quiet),
        cmocka_unit_test(after_a_drawn_crisis_effort_rises),
        cmocka_unit_test(without_the_environment_a_crisis_comes_when_the_hazards_sum_to_one),
        cmocka_unit_test(leverage_rises_with_the_flow_and_the_nearness_of_an_election),
        cmocka_unit_test(effort_is_withheld_as_leverage_grows),
        cmocka_unit_test(aid_as_it_was_moves_nobody),
        cmocka_unit_test(doubled_aid_changes_encounters_of_twelve_months_by_less_than_two_percent_and_push_after_years),
        cmocka_unit_test(switching_either_off_changes_a_named_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
