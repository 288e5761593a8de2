/* Latents after the last month they were fitted to: what the fit estimates from planted ones, what the reader refuses,
 * the path they go on, the spread of members, and that nothing before the last month's end is moved. The filter itself:
 * test_local.c.
 * ctest: timeout=600
 */
#include "corridor/latents.h"
#include "engine/sample.h"
#include "fit/internal.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- the estimate, on planted knots ---- */

enum { PEOPLE = 13, MONTHS = 76, MORE = 14 };

typedef struct {
    scn_scenario s;
    fit_job job;
    fit_targets targets;
    fit_kernels kernels;
    fit_state f;
    cor_latents l;
} planted;

static double *numbers(int n, double each) {
    double *x = malloc((size_t)n * sizeof *x);
    assert_non_null(x);
    for (int i = 0; i < n; i++)
        x[i] = each;
    return x;
}

static double normal(uint64_t seed, int n, int t) {
    return sample_normal(rng_unit(rng_u64(rng_key_make(seed, "planted", ""), (uint32_t)t, (uint32_t)n, 0, 0)));
}

/* AR(1) around means of its own, on all months and MORE after; journeys of the usual lengths, all months published. */
static void plant(planted *p, uint64_t seed, double kept, double sd, double together) {
    static const double kernel[FIT_LAGS] = {0.05, 0.35, 0.4, 0.15, 0.05, 0};
    memset(p, 0, sizeof *p);
    p->l = (cor_latents){.first_month = 576, .months = MONTHS + MORE, .nationalities = PEOPLE};
    p->l.departures = numbers(PEOPLE * (MONTHS + MORE), 0);
    p->l.group = numbers(1, 0);
    p->l.sector = numbers(1, 0);
    p->l.jump = malloc((MONTHS + MORE) * sizeof *p->l.jump);
    assert_non_null(p->l.jump);
    p->l.after.mean = numbers(PEOPLE + 1, 0);
    p->l.after.sd = numbers(PEOPLE, 0);
    p->l.after.level = numbers(PEOPLE + 1, 0);
    p->l.after.level_sd = numbers(PEOPLE, 0);
    p->targets.nationality = numbers(PEOPLE * MONTHS, 5000);
    p->kernels.j = numbers(PEOPLE * MONTHS * FIT_LAGS, 0);
    p->s.from = month_start(576);
    p->job.scenario = &p->s;
    p->f = (fit_state){.job = &p->job, .targets = &p->targets, .kernels = &p->kernels, .months = MONTHS};
    p->f.jump = p->l.jump;
    for (int t = 0; t < MONTHS + MORE; t++)
        p->l.jump[t] = COR_NO_JUMP;
    for (int i = 0; i < PEOPLE * MONTHS * FIT_LAGS; i++)
        p->kernels.j[i] = kernel[i % FIT_LAGS];
    for (int n = 0; n < PEOPLE; n++) {
        double z = 0;
        for (int t = -60; t < MONTHS + MORE; t++) {
            double e = sqrt(together) * normal(seed, PEOPLE, t) + sqrt(1 - together) * normal(seed, n, t);
            z = kept * z + sd * (1 + 0.1 * (n % 5)) * e;
            if (t >= 0)
                p->l.departures[n * p->l.months + t] = 0.5 * n - 3 + z;
        }
    }
}

static void unplant(planted *p) {
    cor_latents_free(&p->l);
    free(p->targets.nationality);
    free(p->kernels.j);
}

/* A run of planted knots whose figures are off by noise of this deviation, in the mean: of a nationality that wanders
 * more by more. */
static fit_sim off_by(uint64_t seed, double noise) {
    fit_sim x = {.months = MONTHS, .sectors = 1, .people = PEOPLE};
    x.count = numbers(MONTHS * PEOPLE * DEMO_COUNT, 0);
    for (int m = 0; m < MONTHS; m++)
        for (int n = 0; n < PEOPLE; n++)
            x.count[(m * PEOPLE + n) * DEMO_COUNT] =
                5030 * exp(-noise * (1 + 0.1 * (n % 5)) / 1.2 * normal(seed + 1000, n, m)) - 30;
    return x;
}

/* Over twenty plantings of walks: the noise of figures, the innovations, what they share, and the last level with the
 * deviation that is said of it. Variances are drawn towards that of all. */
static void planted_latents_are_found_again(void **state) {
    enum { PLANTINGS = 20 };
    static const double noises[] = {0.05, 0.2, 0.4};
    (void)state;
    for (int i = 0; i < 3; i++) {
        double noise = 0, sd[2] = {0}, together = 0, square = 0, mean = 0;
        for (uint64_t k = 0; k < PLANTINGS; k++) {
            planted p;
            fit_outlook_errors e;
            plant(&p, k + 1, 1, 0.3, 0.25);
            fit_sim sim = off_by(k, noises[i]);
            fit_outlook(&p.f, &sim, &p.l, &e);
            assert_int_equal(p.l.after.last, MONTHS - 1);
            assert_int_equal(e.figures, PEOPLE * (MONTHS - FIT_LAGS));
            noise += det_log(e.noise) / PLANTINGS;
            sd[0] += p.l.after.sd[0] / PLANTINGS;
            sd[1] += p.l.after.sd[4] / PLANTINGS;
            together += p.l.after.shared / PLANTINGS;
            for (int n = 0; n < PEOPLE; n++) {
                double z = p.l.after.level[n] - p.l.departures[n * p.l.months + MONTHS - 1];
                z /= p.l.after.level_sd[n];
                mean += z / (PLANTINGS * PEOPLE);
                square += z * z / (PLANTINGS * PEOPLE);
            }
            unplant(&p);
            free(sim.count);
        }
        double is = 2 * log(noises[i] / 0.36); /* 0.36: of the middle nationality */
        print_message("noise %.2f of %.2f; sd %.3f %.3f; shared %.3f; level off by %.2f, %.2f of what is said\n", noise,
                      is, sd[0], sd[1], together, mean, sqrt(square));
        assert_true(fabs(noise - is) < 0.5);
        assert_true(fabs(sd[0] - 0.3) < 0.04 && fabs(sd[1] - 0.42) < 0.04 && sd[1] - sd[0] > 0.05);
        assert_true(fabs(together - 0.25) < 0.08);
        assert_true(fabs(mean) < 0.35 && sqrt(square) > 0.8 && sqrt(square) < 1.25);
    }
}

/* Of walks nothing is damped; of what returns to a mean the more the sooner it does. */
static void damping_is_found_again(void **state) {
    enum { PLANTINGS = 20 };
    static const double plantings[] = {1, 0.9, 0.7};
    double kept[3] = {0}, surer[3] = {0};
    (void)state;
    for (int i = 0; i < 3; i++) {
        for (uint64_t k = 0; k < PLANTINGS; k++) {
            planted p;
            fit_outlook_errors e;
            plant(&p, k + 1, plantings[i], 0.3, 0.25);
            fit_sim sim = off_by(k, 0.1);
            fit_outlook(&p.f, &sim, &p.l, &e);
            assert_true(e.surer >= 0 && p.l.after.kept[COR_DEPARTURES] == e.kept);
            kept[i] += e.kept / PLANTINGS;
            surer[i] += e.surer / PLANTINGS;
            unplant(&p);
            free(sim.count);
        }
        print_message("kept %.2f: found %.3f, likelier by %.1f\n", plantings[i], kept[i], surer[i]);
    }
    assert_true(kept[0] > 0.95 && kept[1] < kept[0] - 0.03 && kept[2] < kept[1] - 0.03);
    assert_true(surer[1] > 10 * surer[0] && surer[2] > surer[1]);
}

/* Months after the last change nothing; too few months tell nothing. */
static void no_later_month_is_read(void **state) {
    planted p, q;
    fit_outlook_errors e;
    (void)state;
    plant(&p, 5, 1, 0.2, 0);
    plant(&q, 5, 1, 0.2, 0);
    for (int n = 0; n < PEOPLE; n++)
        for (int t = MONTHS; t < q.l.months; t++)
            q.l.departures[n * q.l.months + t] = 9;
    fit_outlook(&p.f, NULL, &p.l, &e);
    fit_outlook(&q.f, NULL, &q.l, &e);
    assert_memory_equal(p.l.departures, q.l.departures, (size_t)(PEOPLE * p.l.months) * sizeof(double));
    assert_memory_equal(p.l.after.sd, q.l.after.sd, PEOPLE * sizeof(double));
    assert_memory_equal(p.l.after.level, q.l.after.level, PEOPLE * sizeof(double));
    assert_memory_equal(p.l.after.level_sd, q.l.after.level_sd, PEOPLE * sizeof(double));
    for (int n = 0; n < PEOPLE; n++) /* where they stand, they stay */
        for (int t = MONTHS; t < p.l.months; t++)
            assert_true(p.l.departures[n * p.l.months + t] == p.l.after.level[n]);
    p.f.months = 10; /* and of a kernel of other length, which is the same in every month */
    fit_outlook(&p.f, NULL, &p.l, &e);
    assert_int_equal(p.l.after.last, COR_NO_END);
    unplant(&p);
    unplant(&q);
}

/* What a figure of the last month that is off by 1 does to the level: much where figures are exact, little where they
 * are not. */
static void a_figure_that_is_off_does_not_carry_the_level_away(void **state) {
    static const double noises[] = {0.01, 0.6};
    double moved[2];
    (void)state;
    for (int k = 0; k < 2; k++) {
        double level[2];
        for (int off = 0; off < 2; off++) {
            planted p;
            fit_outlook_errors e;
            plant(&p, 3, 1, 0.3, 0);
            fit_sim sim = off_by(3, noises[k]);
            double *last = &sim.count[(MONTHS - 1) * PEOPLE * DEMO_COUNT];
            *last = off ? (*last + 30) / exp(1) - 30 : *last;
            fit_outlook(&p.f, &sim, &p.l, &e);
            level[off] = p.l.after.level[0];
            unplant(&p);
            free(sim.count);
        }
        moved[k] = level[1] - level[0];
    }
    print_message("moved by %.2f and %.2f\n", moved[0], moved[1]);
    assert_true(moved[0] > 0.8 && moved[1] > 0 && moved[1] < 0.5);
}

/* A jump on a day that the scenario names is no innovation. */
static void breaks_are_left_out(void **state) {
    double sd[2];
    (void)state;
    for (int named = 0; named < 2; named++) {
        planted p;
        fit_outlook_errors e;
        plant(&p, 7, 1, 0.2, 0);
        for (int n = 0; n < PEOPLE; n++)
            for (int t = 40; t < p.l.months; t++)
                p.l.departures[n * p.l.months + t] += n % 2 ? 4 : -4;
        p.l.jump[39] = named ? month_start(576 + 40) : COR_NO_JUMP;
        fit_outlook(&p.f, NULL, &p.l, &e);
        sd[named] = p.l.after.sd[0];
        unplant(&p);
    }
    assert_true(sd[1] < 0.3 && sd[0] > 1.5 * sd[1]);
}

/* ---- the table, as it is read and run ---- */

typedef struct {
    scn_scenario s;
    mdl_model *m;
    rep_report rep;
} corridor;

static int open_with(corridor *c, const char *latents) {
    char path[1024];
    scn_folder folder;
    scn_options options;
    const char *root = getenv("SOURCE_DIR");
    const par_decl *lists[MDL_MOST_PARTS];
    memset(&options, 0, sizeof options);
    memset(c, 0, sizeof *c);
    (void)snprintf(path, sizeof path, "%s/tests/scenarios/six-places", root ? root : ".");
    rep_init(&c->rep);
    assert_int_equal(scn_folder_read(&folder, path, &c->rep), 0);
    assert_int_equal(scn_folder_add(&folder, "latents/flat.csv", latents, strlen(latents)), 0);
    options.nlists = cor_kind()->declarations(lists);
    options.lists = lists;
    if (scn_scenario_open_folder(&c->s, &folder, &options, &c->rep))
        return -1;
    assert_int_equal(cor_kind()->open(&c->s, &c->m, &c->rep), 0);
    return 0;
}

static void close_with(corridor *c) {
    if (c->m)
        cor_kind()->close(c->m);
    scn_scenario_free(&c->s);
    rep_free(&c->rep);
}

#define KNOTS                                                                                                          \
    "latent,month,where,who,value\n"                                                                                   \
    "departures,2018-02,,Honduras,0.25\ndepartures,2018-06,,Honduras,1\n"                                              \
    "departures,2018-02,,Mexico,-1\ndepartures,2018-06,,Mexico,-0.5\n"
#define MEANS "departures_mean,2018-06,,Honduras,0.2\ndepartures_mean,2018-06,,Mexico,0\n"
#define SDS "departures_sd,2018-06,,Honduras,0.4\ndepartures_sd,2018-06,,Mexico,0.2\n"
#define AFTER "departures_kept,2018-06,,,0.8\ndepartures_shared,2018-06,,,0.3\n" MEANS SDS
#define LEVELS "departures_level,2018-06,,Honduras,0.6\ndepartures_level,2018-06,,Mexico,-0.7\n"
#define STANDS                                                                                                         \
    LEVELS "departures_level_sd,2018-06,,Honduras,0.3\ndepartures_level_sd,2018-06,,Mexico,0\n"                        \
           "departures_shared,2018-06,,,0.3\n" SDS

static void what_cannot_be_expected_is_refused(void **state) {
    static const struct {
        const char *rows, *says;
    } cases[] = {
        {KNOTS "departures_kept,2018-06,,,1.2\n" MEANS, "from 0 to 1"},
        {KNOTS "departures_kept,2018-06,,,0.8\ndepartures_shared,2018-06,,,-0.1\n" MEANS, "from 0 to 1"},
        {KNOTS "departures_kept,2018-06,,,0.8\ndepartures_sd,2018-06,,Mexico,-1\n" MEANS, "from 0 to 5"},
        {KNOTS "departures_kept,2018-05,,,0.8\n" MEANS, "the month of the last knot"},
        {KNOTS "departures_kept,2018-06,,,0.8\ndepartures_mean,2018-06,,Mexico,0\n", "a row of its mean"},
        {KNOTS MEANS, "a row of the share kept"},
        {KNOTS "departures_rate,2018-06,,,0.8\n" MEANS, "`_kept` and `_mean`"},
        {KNOTS "group_sd,2018-06,,,0.8\n", "`_kept` and `_mean`"},
        {KNOTS "group_level_sd,2018-06,,,0.8\n", "`_kept` and `_mean`"},
        {KNOTS LEVELS "departures_level_sd,2018-06,,Mexico,-1\n", "from 0 to 5"},
        {KNOTS "departures_level,2018-06,,Mexico,0\n", "a row of its level"},
        {KNOTS LEVELS "departures_kept,2018-06,,,1.8\n", "from 0 to 1"},
        {KNOTS LEVELS "departures_kept,2018-06,,Mexico,0.8\n", "of all together"},
        {KNOTS LEVELS "departures_kept,2018-06,Tapachula,,0.8\n", "of no place"},
        {KNOTS LEVELS "departures_sd,2018-06,Tapachula,Mexico,0.8\n", "of no place"},
        {KNOTS LEVELS "Departures_kept,2018-06,,,0.8\n", "a knot's `departures`"},
        {KNOTS LEVELS "departure_kept,2018-06,,,0.8\n", "a knot's `departures`"},
        {KNOTS LEVELS "sectors_kept,2018-06,,,0.8\n", "a knot's `departures`"},
        {KNOTS LEVELS "group_kept,2018-06,,,0.8\n", "levels alone"},
        {KNOTS LEVELS MEANS, "levels alone"},
        {KNOTS "departures_level,2018-05,,Mexico,0\n", "the month of the last knot"},
    };
    corridor c;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int found = 0;
        if (open_with(&c, cases[i].rows) == 0)
            fail_msg("case %d is taken", (int)i);
        for (int k = 0; k < c.rep.count; k++) {
            char *line = rep_line(&c.rep.entries[k]);
            found |= strstr(line, cases[i].says) != NULL && strstr(line, "flat.csv:") != NULL;
            free(line);
        }
        if (!found)
            fail_msg("case %d does not say '%s'", (int)i, cases[i].says);
        close_with(&c);
    }
}

static void flat_tables_are_said_to_be_flat(void **state) {
    static const char *const tables[] = {KNOTS, KNOTS AFTER, KNOTS STANDS,
                                         "latent,month,where,who,value\ndepartures,2018-02,,Mexico,0\n",
                                         "latent,month,where,who,value\ndepartures,2018-12,,Mexico,1\n"};
    (void)state;
    for (int i = 0; i < 5; i++) {
        corridor c;
        assert_int_equal(open_with(&c, tables[i]), 0);
        int before = c.rep.count;
        scn_warn_flat_latents(&c.s, &c.rep);
        assert_int_equal(c.rep.count - before, i == 0);
        close_with(&c);
    }
}

static int64_t middle(int month) { return (month_start(month) + month_start(month + 1)) / 2; }

static void after_the_last_month_latents_return_to_their_mean(void **state) {
    corridor flat, c;
    (void)state;
    assert_int_equal(open_with(&flat, KNOTS), 0);
    assert_int_equal(open_with(&c, KNOTS AFTER), 0);
    const cor_latents *l = &c.m->latents, *of = &flat.m->latents;
    int june = 12 * 48 + 5;
    for (int64_t d = c.s.from - 60; d < month_start(june + 1); d++) /* to the end of June as before, to the bit */
        assert_true(cor_latent(l, l->departures, d) == cor_latent(of, of->departures, d));
    double before = 1;
    for (int64_t d = month_start(june + 1); d < c.s.until; d++) {
        double x = cor_latent(l, l->departures, d);
        assert_true(x < before && x > 0.2 && before - x < 0.02); /* nearer every day, without a jump */
        before = x;
    }
    for (int k = 1; k <= 6; k++) {
        double x = cor_latent(l, l->departures, middle(june + k)), y = l->departures[june + k - l->first_month];
        assert_true(fabs(y - (0.2 + pow(0.8, k) * 0.8)) < 1e-12 && fabs(x - y) < 0.01);
        assert_true(fabs(l->departures[l->months + june + k - l->first_month] + pow(0.8, k) * 0.5) < 1e-12);
    }
    assert_true(cor_latent(of, of->departures, c.s.until - 1) == 1); /* a table without these rows */
    close_with(&c);
    close_with(&flat);
}

/* From the first day after the last month on, not before. */
static void after_the_last_month_latents_stand_at_their_level(void **state) {
    corridor flat, c;
    (void)state;
    assert_int_equal(open_with(&flat, KNOTS), 0);
    assert_int_equal(open_with(&c, KNOTS STANDS), 0);
    const cor_latents *l = &c.m->latents, *of = &flat.m->latents;
    int64_t july = month_start(12 * 48 + 6);
    for (int64_t d = c.s.from - 60; d < july; d++) /* to the end of June as before, to the bit */
        assert_true(cor_latent(l, l->departures, d) == cor_latent(of, of->departures, d));
    for (int64_t d = july; d < c.s.until; d++) {
        assert_true(cor_latent(l, l->departures, d) == 0.6);
        assert_true(cor_latent(l, l->departures + l->months, d) == -0.7);
    }
    close_with(&c);
    close_with(&flat);
}

/* A run that begins after the table's last month is where one that began before it is by then. */
static void begins_later(const char *table) {
    corridor c, later;
    cor_latents l;
    assert_int_equal(open_with(&c, table), 0);
    assert_int_equal(open_with(&later, table), 0);
    later.s.from = month_start(12 * 48 + 10);
    later.s.spin_up_days = 40;
    assert_int_equal(cor_latents_init(&l, later.m), 0);
    double *a = calloc((size_t)(2 * c.m->latents.months), sizeof *a), *b = calloc((size_t)(2 * l.months), sizeof *b);
    assert_true(a && b && l.after.last < 0);
    cor_latents_innovations(&c.m->latents, &c.s, 11, 3, a);
    cor_latents_innovations(&l, &later.s, 11, 3, b);
    int shift = l.first_month - c.m->latents.first_month;
    for (int t = 0; t < l.months; t++) {
        assert_true(fabs(l.departures[t] - c.m->latents.departures[t + shift]) < 1e-12);
        assert_true(b[t] == a[t + shift] && b[t] != 0);
    }
    free(a);
    free(b);
    cor_latents_free(&l);
    close_with(&c);
    close_with(&later);
}

static void a_run_that_begins_later_stands_where_others_are(void **state) {
    (void)state;
    begins_later(KNOTS AFTER);
    begins_later(KNOTS STANDS);
}

/* ---- members ---- */

/* Variance sd^2 (1 - kept^2k) / (1 - kept^2) within five standard errors, 0 to the last month; shares of it common. */
static void the_spread_of_members_grows_from_the_last_month(void **state) {
    enum { MEMBERS = 4000 };
    corridor c;
    (void)state;
    assert_int_equal(open_with(&c, KNOTS AFTER), 0);
    const cor_latents *l = &c.m->latents;
    double *z = calloc((size_t)(2 * l->months), sizeof *z), square[2][8] = {{0}}, sum[8] = {0}, product[8] = {0};
    assert_non_null(z);
    for (int i = 0; i < MEMBERS; i++) {
        cor_latents_innovations(l, &c.s, 1, i, z);
        for (int t = 0; t <= l->after.last; t++)
            assert_true(z[t] == 0 && z[l->months + t] == 0);
        for (int k = 1; k <= 6; k++) {
            double a = z[l->after.last + k], b = z[l->months + l->after.last + k];
            square[0][k] += a * a / MEMBERS;
            square[1][k] += b * b / MEMBERS;
            product[k] += a * b / MEMBERS;
            sum[k] += a / MEMBERS;
        }
    }
    for (int k = 1; k <= 6; k++) {
        double grown = (1 - pow(0.8, 2 * k)) / (1 - 0.64), a = 0.16 * grown, b = 0.04 * grown;
        assert_true(fabs(square[0][k] / a - 1) < 5 * sqrt(2.0 / MEMBERS));
        assert_true(fabs(square[1][k] / b - 1) < 5 * sqrt(2.0 / MEMBERS));
        assert_true(fabs(sum[k]) < 5 * sqrt(a / MEMBERS));
        assert_true(fabs(product[k] / sqrt(a * b) - 0.3) < 5 * sqrt(1.1 / MEMBERS));
    }
    free(z);
    close_with(&c);
}

/* Of levels: how unsure they are, which stays, and k innovations, of which kept is left a month later. */
static void levels_spread(const char *table, double kept) {
    enum { MEMBERS = 4000 };
    corridor c;
    assert_int_equal(open_with(&c, table), 0);
    const cor_latents *l = &c.m->latents;
    double *z = calloc((size_t)(2 * l->months), sizeof *z), square[2][8] = {{0}}, product[8] = {0}, grown = 0;
    assert_non_null(z);
    for (int i = 0; i < MEMBERS; i++) {
        cor_latents_innovations(l, &c.s, 1, i, z);
        assert_true(z[l->after.last] == 0);
        for (int k = 1; k <= 6; k++) {
            double a = z[l->after.last + k], b = z[l->months + l->after.last + k];
            square[0][k] += a * a / MEMBERS;
            square[1][k] += b * b / MEMBERS;
            product[k] += a * b / MEMBERS;
        }
    }
    for (int k = 1; k <= 6; k++) {
        grown = 1 + kept * kept * grown;
        double a = 0.09 + grown * 0.16, b = grown * 0.04, ab = 0.3 * grown * 0.08;
        assert_true(fabs(square[0][k] / a - 1) < 5 * sqrt(2.0 / MEMBERS));
        assert_true(fabs(square[1][k] / b - 1) < 5 * sqrt(2.0 / MEMBERS));
        assert_true(fabs(product[k] - ab) < 5 * sqrt(1.1 * a * b / MEMBERS));
    }
    free(z);
    close_with(&c);
}

static void the_spread_of_levels_grows_from_how_unsure_they_are(void **state) {
    (void)state;
    levels_spread(KNOTS STANDS, 1);
    levels_spread(KNOTS STANDS "departures_kept,2018-06,,,0.8\n", 0.8);
}

static void step_to(mdl_member *p, int64_t day, unsigned char digest[32]) {
    while (cor_kind()->member_day(p) < day)
        assert_int_equal(cor_kind()->member_step(p, NULL), 0);
    eng_world_digest(cor_kind()->member_world(p), digest);
}

static mdl_member *member(const corridor *c, int i, int environment) {
    mdl_member_options o = {.arithmetic = ENG_STOCHASTIC, .seed = 4, .member = i, .members = 3, .layer_chance = 1};
    mdl_member *p;
    o.layer_environment = environment;
    assert_int_equal(cor_kind()->member_open(c->m, &o, &p), 0);
    return p;
}

/* Up to the last month's end a world is the same whatever is expected after it; then it is not. */
static void same_to_the_end(const char *table) {
    corridor flat, c;
    unsigned char a[32], b[32];
    int64_t july = month_start(12 * 48 + 6);
    assert_int_equal(open_with(&flat, KNOTS), 0);
    assert_int_equal(open_with(&c, table), 0);
    for (int environment = 0; environment < 2; environment++) {
        mdl_member *p = member(&flat, 1, environment), *q = member(&c, 1, environment);
        assert_true((q->added != NULL) == environment && p->added == NULL);
        step_to(p, july, a);
        step_to(q, july, b);
        assert_memory_equal(a, b, 32);
        step_to(p, july + 30, a);
        step_to(q, july + 30, b);
        assert_memory_not_equal(a, b, 32);
        cor_kind()->member_close(p);
        cor_kind()->member_close(q);
    }
    close_with(&c);
    close_with(&flat);
}

static void worlds_are_the_same_up_to_the_last_months_end(void **state) {
    (void)state;
    same_to_the_end(KNOTS AFTER);
    same_to_the_end(KNOTS STANDS);
}

/* Members of one number get the same under another policy, those of another number do not; the order of opening and a
 * name more or less in the scenario change nothing. */
static void members_of_two_policies_share_their_innovations(void **state) {
    corridor c, other;
    (void)state;
    assert_int_equal(open_with(&c, KNOTS STANDS), 0);
    assert_int_equal(open_with(&other, KNOTS STANDS), 0);
    int policy = par_offset(&other.s.registry, "mexico.checkpoints.intensity");
    assert_true(policy >= 0);
    other.s.values[policy] *= 2;
    size_t size = (size_t)(2 * c.m->latents.months) * sizeof(double);
    mdl_member *p = member(&c, 2, 1), *q = member(&c, 0, 1), *r = member(&other, 0, 1), *s = member(&other, 2, 1);
    assert_memory_equal(p->added, s->added, size);
    assert_memory_equal(q->added, r->added, size);
    assert_memory_not_equal(p->added, q->added, size);
    mdl_member *list[] = {p, q, r, s};
    for (int i = 0; i < 4; i++)
        cor_kind()->member_close(list[i]);
    double z[2][64];
    cor_latents one = c.m->latents;
    assert_true(2 * one.months <= 64);
    cor_latents_innovations(&one, &c.s, 4, 2, z[0]);
    scn_nationality turned[] = {c.s.nationalities[1]};
    scn_scenario fewer = c.s;
    double sd[] = {one.after.sd[1]}, unsure[] = {one.after.level_sd[1]};
    fewer.nationalities = turned;
    one.nationalities = 1;
    one.after.sd = sd;
    one.after.level_sd = unsure;
    cor_latents_innovations(&one, &fewer, 4, 2, z[1]);
    assert_memory_equal(z[0] + one.months, z[1], (size_t)one.months * sizeof(double));
    close_with(&c);
    close_with(&other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(planted_latents_are_found_again),
        cmocka_unit_test(damping_is_found_again),
        cmocka_unit_test(no_later_month_is_read),
        cmocka_unit_test(a_figure_that_is_off_does_not_carry_the_level_away),
        cmocka_unit_test(breaks_are_left_out),
        cmocka_unit_test(what_cannot_be_expected_is_refused),
        cmocka_unit_test(flat_tables_are_said_to_be_flat),
        cmocka_unit_test(after_the_last_month_latents_return_to_their_mean),
        cmocka_unit_test(after_the_last_month_latents_stand_at_their_level),
        cmocka_unit_test(a_run_that_begins_later_stands_where_others_are),
        cmocka_unit_test(the_spread_of_members_grows_from_the_last_month),
        cmocka_unit_test(the_spread_of_levels_grows_from_how_unsure_they_are),
        cmocka_unit_test(worlds_are_the_same_up_to_the_last_months_end),
        cmocka_unit_test(members_of_two_policies_share_their_innovations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
