/* The line between ports: expulsion and who tries again, agents and got-aways, custody and releases, harm to those who
 * evade. */
#include "corridor_small.h"

#include "corridor/attempts.h"
#include "corridor/beliefs.h"
#include "corridor/crossing.h"
#include "corridor/harm.h"
#include "corridor/ports.h"
#include "corridor/processing.h"
#include "corridor/waiting.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SCHEDULE "from,until,parameter,where,who,change,value,note,source\n"

/* What became of those who tried in a sector (-1: anywhere), and at crossings of a kind (-1: both), over some days. */
typedef struct {
    double turned_in, caught, rescued, got_away, found, not_found;
} tries;

static void add_day(const small_member *p, int sector, int remote, int crossing, tries *t) {
    const mdl_model *m = p->model->m;
    double *sums[TRY_COUNT] = {&t->turned_in, &t->turned_in, &t->caught,   &t->rescued,
                               &t->got_away,  &t->found,     &t->not_found};
    for (int c = 0; c < m->s->ncrossings; c++) {
        const cor_crossing *x = &m->crossings[c];
        if ((sector >= 0 && x->sector != sector) || (remote >= 0 && x->remote != remote) ||
            (crossing >= 0 && c != crossing))
            continue;
        for (int k = 0; k < TRY_COUNT; k++)
            *sums[k] += small_moved(p, x->first[k], -1) + small_moved(p, x->again[k], -1);
    }
}

static double evaders(const tries *t) { return t->caught + t->rescued + t->got_away + t->found + t->not_found; }

static double deaths(const tries *t) { return t->found + t->not_found; }

static double encounters(const tries *t) { return t->turned_in + t->caught + t->rescued; }

/* ---- trying again ---- */

static double repeat_share(const small_options *o) {
    small_member *p = small_opened(o, ENG_FLUID);
    assert_int_equal(small_run_until(p, "2018-04-01"), 0);
    small_forget(p);
    assert_int_equal(small_run(p, 180), 0);
    double share = small_ratio(p, "repeat_share", "");
    small_closed(p);
    return share;
}

static void expulsion_without_penalty_raises_the_share_of_repeat_encounters(void **state) {
    static const small_options expelled = {.sets = {"us.title42.active=1", "us.title42.expel_share=0.9"}};
    static const small_options not_in_force = {.sets = {"us.title42.active=0", "us.title42.expel_share=0.9"}};
    static const small_options refused = {
        .sets = {"us.title42.active=1", "us.title42.expel_share=0.9", "us.mexico_accepts=0"}};
    static const small_options once = {
        .sets = {"us.title42.active=1", "us.title42.expel_share=0.9", "attempts.after_expulsion=0"}};
    (void)state;
    double with = repeat_share(&expelled), without = repeat_share(&not_in_force);
    assert_true(with > without + 0.05);
    assert_true(repeat_share(&refused) < without + 0.02); /* Mexico has to take them */
    assert_true(repeat_share(&once) < 0.01);              /* and they have to try again */
}

static void the_same_people_are_counted_as_events_each_time(void **state) {
    static const small_options o = {.sets = {"us.title42.active=1", "us.title42.expel_share=0.9"}};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    assert_int_equal(small_run(p, 200), 0);
    double events = small_value(p, "encounters", "", "", -1);
    assert_true(fabs(small_denominator(p, "repeat_share", "") - events) < 1e-6 * events);
    assert_true(small_value(p, "repeat_share", "", "", -1) < events);
    small_closed(p);
}

static unsigned long long luck(unsigned long long *state) {
    *state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
    return *state >> 33;
}

static int happens(double probability, unsigned long long *state) {
    return (double)luck(state) < probability * 2147483648.0;
}

/* A direct simulation: each person is persistent or not, for good, and is returned whenever he or she tries. */
static void third_attempts_are_as_frequent_as_among_people_who_differ_in_persistence(void **state) {
    enum { PEOPLE = 400000, MOST = COR_ATTEMPTS };
    static const struct {
        const char *sets[4];
        double share, high, mean;
    } cases[] = {{{"attempts.persistent_share=0.5", "attempts.persistence=0.92", "attempts.after_expulsion=0.66", NULL},
                  0.5,
                  0.92,
                  0.66},
                 {{"attempts.persistent_share=0.2", "attempts.persistence=0.9", "attempts.after_expulsion=0.4", NULL},
                  0.2,
                  0.9,
                  0.4},
                 {{"attempts.persistent_share=0.8", "attempts.persistence=0.75", "attempts.after_expulsion=0.7", NULL},
                  0.8,
                  0.75,
                  0.7}};
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        small_options o = {.sets = {cases[c].sets[0], cases[c].sets[1], cases[c].sets[2], NULL}};
        small_member *p = small_opened(&o, ENG_FLUID);
        double s = cases[c].share, q1 = cases[c].high, q0 = (cases[c].mean - s * q1) / (1 - s), reach = 1;
        int tried[MOST + 1] = {0};
        unsigned long long seed = 20180101 + c;
        for (int i = 0; i < PEOPLE; i++) {
            double q = happens(s, &seed) ? q1 : q0;
            for (int k = 1; k <= MOST && happens(q, &seed); k++)
                tried[k]++;
        }
        for (int k = 1; k <= MOST; k++) {
            double r = cor_retry(p->p, OUT_EXPELLED, 0, k), exact = s * pow(q1, k) + (1 - s) * pow(q0, k);
            reach *= r; /* share of all who try a (k+1)th time */
            double error = sqrt(exact * (1 - exact) / PEOPLE);
            assert_true(fabs(reach - exact) < 1e-12);
            assert_true(fabs((double)tried[k] / PEOPLE - reach) < 4.5 * error);
        }
        assert_true(cor_retry(p->p, OUT_EXPELLED, 0, 3) > cor_retry(p->p, OUT_EXPELLED, 0, 1) + 0.02);
        small_closed(p);
    }
}

static void those_returned_try_again_as_their_number_of_earlier_encounters_says(void **state) {
    static const small_options o = {.sets = {"us.title42.active=1", "us.title42.expel_share=0.9"}};
    double again[COR_ATTEMPTS] = {0}, all[COR_ATTEMPTS] = {0}, people[COR_MAX_ND * COR_ATTEMPTS];
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    const mdl_model *m = p->model->m;
    for (int day = 0; day < 150; day++) {
        assert_int_equal(small_run(p, 1), 0);
        for (int b = 0; b < processing_ids(m)->nback; b++)
            for (int e = 0; e < COR_ENDS; e++) {
                eng_moved_all(p->w, processing_ids(m)->back[0][e][b], people);
                for (int i = 0; i < m->nda; i++) {
                    all[i % COR_ATTEMPTS] += people[i];
                    if (e < 2)
                        again[i % COR_ATTEMPTS] += people[i];
                }
            }
    }
    for (int a = 0; a < COR_ATTEMPTS; a++) {
        assert_true(all[a] > 1);
        assert_true(fabs(again[a] / all[a] - cor_retry(p->p, OUT_EXPELLED, 0, a + 1)) < 1e-9);
    }
    small_closed(p);
}

/* Of returned Mexicans and others, and of families, fewer try again: each by a parameter of its own. */
static void who_was_returned_under_title_8_and_families_try_again_less(void **state) {
    static const small_options o = {
        .sets = {"attempts.after_expulsion=0.6", "attempts.after_return=0.4", "attempts.after_return_others=0.2"},
        .edits = {
            {"parameters.csv", NULL, "parameter,where,who,value,source,note\nattempts.group_factor,,family,0.5,x,\n"}}};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    int mexican = small_nationality(p->model, "Mexico") * DEMO_COUNT,
        other = small_nationality(p->model, "Honduras") * DEMO_COUNT;
    assert_true(fabs(cor_retry(p->p, OUT_EXPELLED, other, 1) - 0.6) < 1e-12);
    assert_true(fabs(cor_retry(p->p, OUT_EXPELLED, mexican, 1) - 0.6) < 1e-12);
    assert_true(fabs(cor_retry(p->p, OUT_RETURNED, mexican, 1) - 0.4) < 1e-12);
    assert_true(fabs(cor_retry(p->p, OUT_RETURNED, other, 1) - 0.2) < 1e-12);
    for (int k = 1; k <= COR_ATTEMPTS; k++)
        assert_true(fabs(cor_retry(p->p, OUT_EXPELLED, other + DEMO_FAMILY, k) -
                         0.5 * cor_retry(p->p, OUT_EXPELLED, other, k)) < 1e-12);
    small_closed(p);
}

/* ---- agents ---- */

static void more_agents_let_fewer_evaders_get_away_and_push_turn_ins_to_the_other_sector(void **state) {
    static const small_options more = {.sets = {"us.agents[El Paso]=3"}};
    (void)state;
    tries here[2], elsewhere[2];
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &more : NULL, ENG_FLUID);
        int el_paso = small_sector(p->model, "El Paso"), other = small_sector(p->model, "Rio Grande Valley");
        memset(&here[k], 0, sizeof here[k]);
        memset(&elsewhere[k], 0, sizeof elsewhere[k]);
        assert_int_equal(small_run(p, 60), 0);
        for (int day = 0; day < 120; day++) {
            assert_int_equal(small_run(p, 1), 0);
            add_day(p, el_paso, -1, -1, &here[k]);
            add_day(p, other, -1, -1, &elsewhere[k]);
        }
        small_closed(p);
    }
    assert_true(here[1].got_away / evaders(&here[1]) < 0.95 * here[0].got_away / evaders(&here[0]));
    assert_true(here[1].turned_in < 0.95 * here[0].turned_in);
    assert_true(elsewhere[1].turned_in > 1.01 * elsewhere[0].turned_in);
    double lost = here[0].turned_in + evaders(&here[0]) - here[1].turned_in - evaders(&here[1]);
    double gained = elsewhere[1].turned_in + evaders(&elsewhere[1]) - elsewhere[0].turned_in - evaders(&elsewhere[0]);
    assert_true(gained > 0 && gained < lost * 1.000001); /* the total moves by less than the sector */
}

static void custody_over_capacity_takes_agents_off_the_line_and_releases_more(void **state) {
    static const small_options full = {.sets = {"us.custody.places=0.1"}}, wide = {.sets = {"us.custody.places=20"}};
    double load[2], caught[2], released[2], got_away[2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &full : &wide, ENG_FLUID);
        const mdl_model *m = p->model->m;
        int el_paso = small_sector(p->model, "El Paso");
        tries t = {0, 0, 0, 0, 0, 0};
        double out[2] = {0, 0}; /* released, detained */
        assert_int_equal(small_run(p, 60), 0);
        for (int day = 0; day < 90; day++) {
            assert_int_equal(small_run(p, 1), 0);
            add_day(p, -1, -1, -1, &t);
            for (int i = 0; i < m->s->nsectors; i++) {
                out[0] += small_moved(p, processing_ids(m)->out[OUT_RELEASED][i], -1);
                out[1] += small_moved(p, processing_ids(m)->out[OUT_DETAINED][i], -1);
            }
        }
        load[k] = eng_get(p->w, processing_ids(m)->load)[el_paso];
        caught[k] = eng_get(p->w, crossing_ids(m)->caught)[el_paso];
        got_away[k] = t.got_away / evaders(&t);
        released[k] = out[0] / (out[0] + out[1]);
        assert_true(load[k] >= small_parameter(p, "processing.custody_share_low", 0));
        assert_true(load[k] <= small_parameter(p, "processing.custody_share_high", 0));
        small_closed(p);
    }
    assert_true(load[1] > load[0] + 0.1);
    assert_true(caught[1] < caught[0]);
    assert_true(got_away[1] > got_away[0]);
    assert_true(released[1] > released[0] + 0.05);
}

/* ---- harm ---- */

static void remote_crossings_kill_more_of_those_who_evade(void **state) {
    (void)state;
    small_member *p = small_opened(NULL, ENG_FLUID);
    for (int k = 0; k < 2; k++) {
        tries urban = {0, 0, 0, 0, 0, 0}, remote = {0, 0, 0, 0, 0, 0};
        for (int day = 0; day < 60; day++) {
            assert_int_equal(small_run(p, 1), 0);
            add_day(p, k, 0, -1, &urban);
            add_day(p, k, 1, -1, &remote);
        }
        assert_true(deaths(&urban) > 0 && remote.found > 0);
        assert_true(deaths(&remote) / evaders(&remote) > 2 * deaths(&urban) / evaders(&urban));
        assert_true(remote.rescued / evaders(&remote) > urban.rescued / evaders(&urban));
    }
    small_closed(p);
}

/* Fluid, without noise: deaths found over evaders of one crossing on one day are its rate times exp(heat), far out. */
static void heat_above_thirty_eight_degrees_multiplies_deaths(void **state) {
    static const small_options o = {.sets = {"harm.heat=0.2", "harm.heat_from=38", "harm.hot_day_excess=5",
                                             "harm.undercount=3", "smugglers.dropped_harm=1", "harm.drowned=0",
                                             "harm.death_scale=1", "harm.found_late=0"}};
    static const char *const dates[] = {"2018-01-15", "2018-06-15", "2018-08-15"}; /* 21, 36, 37 C in the valley */
    static const double heat[] = {0, 3, 4};
    double rate_near;
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    int valley = small_sector(p->model, "Rio Grande Valley"),
        c = small_crossing(p->model, "Reynosa: the ranches of Brooks County");
    assert_true(valley >= 0 && c >= 0);
    double rate = p->model->s.crossings[c].deaths_per_100k * 1e-5;
    for (int k = 0; k < 3; k++) {
        tries t = {0, 0, 0, 0, 0, 0};
        assert_int_equal(small_run_until(p, dates[k]), 0);
        assert_int_equal(small_run(p, 1), 0);
        add_day(p, valley, 1, c, &t);
        assert_true(evaders(&t) > 0);
        assert_true(fabs(t.found / evaders(&t) / (rate * exp(0.2 * heat[k])) - 1) < 1e-9);
        assert_true(fabs(deaths(&t) / t.found - 3) < 1e-9); /* two that nobody finds for each that is found */
        for (int near = 0; near < p->model->m->s->ncrossings; near++) {
            if (p->model->m->crossings[near].remote)
                continue;
            memset(&t, 0, sizeof t);
            add_day(p, -1, 0, near, &t);
            rate_near = p->model->s.crossings[near].deaths_per_100k * 1e-5;
            assert_true(!(evaders(&t) > 1e-6) || fabs(t.found / evaders(&t) / rate_near - 1) < 1e-6);
        }
    }
    small_closed(p);
}

/* Of three who die far out one is found in the end, and of these three fifths later: out of what lies there two years.
 */
static void remains_are_found_years_later(void **state) {
    static const small_options o = {.sets = {"harm.undercount=3", "harm.found_late=0.6", "harm.remains_years=2",
                                             "smugglers.dropped_harm=1", "harm.drowned=0"}};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    int valley = small_sector(p->model, "Rio Grande Valley"), lying = harm_ids(p->model->m)->remains[valley];
    assert_true(valley >= 0);
    assert_int_equal(small_run(p, 60), 0);
    for (int day = 0; day < 3; day++) {
        double before = small_people(p, lying, -1);
        tries far = {0, 0, 0, 0, 0, 0}, near = far;
        small_forget(p);
        assert_int_equal(small_run(p, 1), 0);
        add_day(p, valley, 1, -1, &far);
        add_day(p, valley, 0, -1, &near);
        assert_true(before > 0 && far.found > 0);
        assert_true(fabs(far.found / deaths(&far) - 0.4 / 3) < 1e-9);
        assert_true(fabs(near.found / deaths(&near) - 1.0 / 3) < 1e-9);
        double later = small_moved(p, harm_ids(p->model->m)->found[valley], -1);
        assert_true(fabs(later / (before * (0.6 / 2.6) / (2 * 365.25)) - 1) < 1e-9);
        assert_true(
            fabs(small_value(p, "deaths_recorded", "Rio Grande Valley", "", -1) / (far.found + near.found + later) -
                 1) < 1e-6);
        assert_true(fabs(small_value(p, "deaths", "Rio Grande Valley", "", -1) / (deaths(&far) + deaths(&near)) - 1) <
                    1e-6);
    }
    small_closed(p);
}

/* Nobody dies, and the dead of before are found at the pace that was found before. */
static void remains_of_before_the_run_are_found_in_it(void **state) {
    static const small_options o = {
        .sets = {"harm.remains_at_start=100", "harm.remains_of=1", "harm.death_scale=0", "harm.drowned=0"}};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    assert_int_equal(small_run(p, 30), 0);
    double found = small_value(p, "deaths_recorded", "", "", -1), pace = 100.0 * p->model->s.nsectors * 30 / 365.25;
    assert_true(found > 0.97 * pace && found < pace);
    assert_true(small_value(p, "deaths", "", "", -1) == 0);
    small_closed(p);
}

static void deaths_follow_those_who_evade_and_not_all_who_are_encountered(void **state) {
    static const small_options as_is = {.sets = {"smugglers.dropped_harm=1", "harm.drowned=0"}},
                               fewer_evade = {
                                   .sets = {"smugglers.dropped_harm=1", "harm.drowned=0", "crossing.evade_cost=3.5"}};
    tries t[2], whole[2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &fewer_evade : &as_is, ENG_FLUID);
        int c = small_crossing(p->model, "Ciudad Juárez: Santa Teresa desert");
        memset(&t[k], 0, sizeof t[k]);
        memset(&whole[k], 0, sizeof whole[k]);
        assert_int_equal(small_run_until(p, "2018-01-01"), 0);
        for (int day = 0; day < 31; day++) {
            assert_int_equal(small_run(p, 1), 0);
            add_day(p, -1, -1, c, &t[k]);
            add_day(p, -1, -1, -1, &whole[k]);
        }
        small_closed(p);
    }
    assert_true(evaders(&t[1]) < 0.6 * evaders(&t[0]));
    assert_true(fabs(deaths(&t[1]) / evaders(&t[1]) / (deaths(&t[0]) / evaders(&t[0])) - 1) < 1e-9);
    assert_true(deaths(&whole[1]) / encounters(&whole[1]) < 0.8 * deaths(&whole[0]) / encounters(&whole[0]));
    assert_true(deaths(&whole[1]) < deaths(&whole[0]));
}

static void water_and_rescue_lower_deaths_on_remote_crossings_only(void **state) {
    static const small_options as_is = {.sets = {"smugglers.dropped_harm=1", "harm.drowned=0"}},
                               placed = {
                                   .sets = {"smugglers.dropped_harm=1", "harm.drowned=0", "harm.water_and_rescue=0.5"}};
    double rate[2][2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &placed : &as_is, ENG_FLUID);
        assert_int_equal(small_run(p, 40), 0);
        for (int remote = 0; remote < 2; remote++) {
            tries t = {0, 0, 0, 0, 0, 0};
            add_day(p, small_sector(p->model, "El Paso"), remote, -1, &t);
            rate[k][remote] = deaths(&t) / evaders(&t);
        }
        small_closed(p);
    }
    assert_true(fabs(rate[1][1] / rate[0][1] - 0.5) < 1e-9);
    assert_true(fabs(rate[1][0] / rate[0][0] - 1) < 1e-9);
}

/* ---- regimes ---- */

/* Evading as dear as it was judged: where it is cheap Mexicans, most of all, evade either way. */
static void when_expulsion_ends_fewer_get_away_for_each_encounter(void **state) {
    static const small_options o = {
        .sets = {"us.title42.expel_share=0.9", "crossing.evade_cost=1.9", "crossing.detection=0.9"},
        .edits = {{"schedule.csv", NULL, SCHEDULE "2017-09-01,2018-05-31,us.title42.active,,,set,1,,x\n"}}};
    double before[2], after[2];
    static const char *const who[2] = {"Honduras", ""};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    assert_int_equal(small_run_until(p, "2018-05-01"), 0);
    small_forget(p);
    assert_int_equal(small_run_until(p, "2018-06-01"), 0);
    for (int k = 0; k < 2; k++)
        before[k] = small_value(p, "gotaways", "", who[k], -1) / small_value(p, "encounters", "", who[k], -1);
    assert_true(small_value(p, "expulsions", "", "", -1) > 100);
    assert_int_equal(small_run_until(p, "2018-06-15"), 0);
    small_forget(p);
    assert_int_equal(small_run(p, 31), 0);
    for (int k = 0; k < 2; k++) {
        after[k] = small_value(p, "gotaways", "", who[k], -1) / small_value(p, "encounters", "", who[k], -1);
        assert_true(after[k] < 0.9 * before[k]);
    }
    assert_true(small_value(p, "expulsions", "", "", -1) == 0);
    small_closed(p);
}

static void an_announced_rule_is_believed_on_the_day_and_what_is_seen_only_in_weeks(void **state) {
    static const small_options o = {
        .sets = {"us.title42.expel_share=0.9", "beliefs.news=0.8"},
        .edits = {{"schedule.csv", NULL, SCHEDULE "2018-06-01,,us.title42.active,,,set,1,,x\n"}}};
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    const mdl_model *m = p->model->m;
    int at = small_sector(p->model, "El Paso") * m->nd + small_nationality(p->model, "Honduras") * DEMO_COUNT;
    assert_int_equal(small_run_until(p, "2018-06-01"), 0);
    double old = eng_get(p->w, beliefs_ids(m)->belief)[at], rule = eng_get(p->w, beliefs_ids(m)->implied)[at % m->nd];
    assert_int_equal(small_run(p, 1), 0);
    double news = eng_get(p->w, beliefs_ids(m)->belief)[at], now = eng_get(p->w, beliefs_ids(m)->implied)[at % m->nd];
    assert_true(now < 0.3 * rule);
    assert_true(fabs((news - old) - 0.8 * (now - rule)) < 0.03 * (rule - now)); /* a day of experience apart */
    assert_int_equal(small_run(p, 60), 0);
    assert_true(eng_get(p->w, beliefs_ids(m)->belief)[at] < news);
    small_closed(p);
}

/* How many of a stock were extorted and kidnapped today, against the hazards of the place. */
static void meets_the_hazards(small_member *p, int exposed, int place, double before, double factor) {
    const mdl_model *m = p->model->m;
    const cor_exposed *x = &m->exposed.of[exposed];
    double danger = p->model->s.places[place].danger / 7;
    double extorted = danger * m->places[place].robbery * small_parameter(p, "harm.extortion_per_week", 0);
    double kidnapped = danger * small_parameter(p, "harm.kidnapping_per_week", 0);
    assert_true(before > 1e-3);
    assert_true(fabs(small_moved(p, x->extorted, -1) / before - extorted * factor) < 1e-9);
    if (x->kidnapped >= 0)
        assert_true(fabs(small_moved(p, x->kidnapped, -1) / before - kidnapped * factor) < 1e-9);
}

/* A member in which people wait in every way there is. */
static small_member *with_lists_and_hearings(void) {
    static const small_options o = {.sets = {"us.mpp.share=0.4", "us.ports.appointments_per_day=2", "ports.value=4"}};
    small_member *p = small_opened(&o, ENG_FLUID);
    assert_int_equal(small_run(p, 150), 0);
    return p;
}

/* Those on a list lose who is served that day before harm is met. */
static void who_waits_on_a_list_for_a_hearing_or_after_a_return_is_no_safer_than_at_the_line(void **state) {
    (void)state;
    small_member *p = with_lists_and_hearings();
    const mdl_model *m = p->model->m;
    int lists = 0;
    for (int c = 0; c < m->ncities; c++) {
        int place = m->cities[c], port = ports_ids(m)->of_city[c];
        double line = small_people(p, m->places[place].line, -1),
               later = small_people(p, crossing_ids(m)->later[c], -1);
        double mpp = small_people(p, processing_ids(m)->mpp[c], -1);
        double list = port < 0 ? 0 : small_people(p, ports_ids(m)->queue[port], -1);
        small_forget(p);
        assert_int_equal(small_run(p, 1), 0);
        meets_the_hazards(p, crossing_ids(m)->exposed[c], place, line, 1);
        meets_the_hazards(p, crossing_ids(m)->exposed_later[c], place, later, 1);
        meets_the_hazards(p, processing_ids(m)->mpp_exposed[c], place, mpp, 1);
        if (list > 1e-3)
            meets_the_hazards(p, ports_ids(m)->exposed[port], place,
                              list - small_moved(p, ports_ids(m)->served[port], -1), 1);
        lists += list > 1e-3;
        /* ... and the series count each of them once. */
        double extorted = 0, kidnapped = 0;
        for (int i = 0; i < m->exposed.n; i++) {
            extorted += small_moved(p, m->exposed.of[i].extorted, -1);
            kidnapped += small_moved(p, m->exposed.of[i].kidnapped, -1);
        }
        assert_true(fabs(small_value(p, "extortion", "", "", -1) - extorted) < 1e-9 * extorted);
        assert_true(fabs(small_value(p, "kidnappings", "", "", -1) - kidnapped) < 1e-9 * kidnapped);
    }
    assert_true(lists > 0);
    small_closed(p);
}

/* Whoever counts as waiting in Mexico is named to harm.c: a stock that is forgotten there looks like safety. */
static void everyone_counted_as_waiting_in_mexico_is_exposed(void **state) {
    (void)state;
    small_member *p = with_lists_and_hearings();
    const mdl_model *m = p->model->m;
    small_forget(p);
    assert_int_equal(small_run(p, 1), 0);
    double people = 0, camps = 0;
    for (int i = 0; i < m->exposed.n; i++) {
        int stock = eng_flow_from(m->e, m->exposed.of[i].extorted);
        if (m->exposed.of[i].kidnapped >= 0)
            people += small_people(p, stock, -1);
    }
    for (int k = 0; k < m->s->nsectors; k++)
        camps += small_people(p, waiting_ids(m)->camp[k], -1);
    assert_true(people > 1);
    assert_true(fabs(small_value(p, "waiting", "", "", -1) - camps - people) < 1e-6 * people);
    small_closed(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expulsion_without_penalty_raises_the_share_of_repeat_encounters),
        cmocka_unit_test(the_same_people_are_counted_as_events_each_time),
        cmocka_unit_test(third_attempts_are_as_frequent_as_among_people_who_differ_in_persistence),
        cmocka_unit_test(those_returned_try_again_as_their_number_of_earlier_encounters_says),
        cmocka_unit_test(who_was_returned_under_title_8_and_families_try_again_less),
        cmocka_unit_test(more_agents_let_fewer_evaders_get_away_and_push_turn_ins_to_the_other_sector),
        cmocka_unit_test(custody_over_capacity_takes_agents_off_the_line_and_releases_more),
        cmocka_unit_test(remote_crossings_kill_more_of_those_who_evade),
        cmocka_unit_test(heat_above_thirty_eight_degrees_multiplies_deaths),
        cmocka_unit_test(deaths_follow_those_who_evade_and_not_all_who_are_encountered),
        cmocka_unit_test(remains_are_found_years_later),
        cmocka_unit_test(remains_of_before_the_run_are_found_in_it),
        cmocka_unit_test(water_and_rescue_lower_deaths_on_remote_crossings_only),
        cmocka_unit_test(when_expulsion_ends_fewer_get_away_for_each_encounter),
        cmocka_unit_test(an_announced_rule_is_believed_on_the_day_and_what_is_seen_only_in_weeks),
        cmocka_unit_test(who_waits_on_a_list_for_a_hearing_or_after_a_return_is_no_safer_than_at_the_line),
        cmocka_unit_test(everyone_counted_as_waiting_in_mexico_is_exposed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
