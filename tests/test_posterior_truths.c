/* Proof before use: truths drawn from the prior on the six-place corridor, what would be published of each, and where
 * the truth lies among members of the posterior that is found: as a member would. Here a few; VADO_TRUTHS=N makes N of
 * them (tools/campaign/posterior-truths) and prints rank histograms with bands that all bins together leave once in a
 * hundred. The stage itself: the same table from kept runs, whatever judging figures say; no policy in it; refused
 * where it is of another input or was touched. ctest: timeout=600
 */
#include "corridor/corridor.h"
#include "engine/philox.h"
#include "fit/posterior.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/bytes.h"

enum { MEMBERS = 24, STEPS = 4, BINS = 6, ROOM = 1 << 16, DIRECTIONS = 8 };
static const double off = 0.1; /* of the model, by series */

#define LATENTS                                                                                                        \
    "latent,month,where,who,value\n"                                                                                   \
    "departures,2018-02,,Honduras,0.25\ndepartures,2018-06,,Honduras,1\n"                                              \
    "departures,2018-02,,Mexico,-1\ndepartures,2018-06,,Mexico,-0.5\n"                                                 \
    "departures_kept,2018-06,,,0.8\ndepartures_mean,2018-06,,Honduras,0.2\ndepartures_mean,2018-06,,Mexico,0\n"
static const char *const published[] = {"gotaways",        "mexico_events", "mexico_returns",
                                        "deaths_recorded", "waiting",       "repeat_share"};
enum { PUBLISHED = sizeof published / sizeof *published };
static const double about[PUBLISHED] = {9000, 250, 120, 10, 5000, 0.07}; /* what a central run makes of a month */

typedef struct {
    scn_scenario s;
    mdl_model *m;
    fit_job job;
    fit_published figures;
    int n, parameters[1024];
    unsigned char held[1024];
    uint64_t seed; /* of the prior's members */
    char *kept;    /* runs near the centre, which no truth changes */
} corridor;

static double normal(uint64_t seed, const char *what, int a, int b) {
    return det_normal_quantile(rng_unit(rng_u64(rng_key_make(seed, what, "truths"), (uint32_t)a, (uint32_t)b, 0, 0)));
}

/* Rows that may set for half a year; two of May judge. */
static void observed(char *text, const char *judge) {
    char value[16];
    int n = sprintf(text, "series,from,until,place,nationality,group,value,unit,publisher,kind,source,note,side\n");
    for (int s = 0; s < PUBLISHED; s++)
        for (int t = 1; t <= 6; t++) {
            (void)sprintf(value, "%.3g", about[s] * (0.5 + 0.14 * t));
            n += sprintf(text + n, "%s,2018-%02d,2018-%02d,,,,%s,people,test,reported,[a test],,%s\n", published[s], t,
                         t, t == 5 && s < 2 ? judge : value, t == 5 && s < 2 ? "judge" : "set");
        }
}

static int try_corridor(corridor *c, const char *judge, const char *posterior) {
    static char rows[ROOM];
    char path[1024];
    const char *root = getenv("SOURCE_DIR");
    const par_decl *lists[MDL_MOST_PARTS];
    rep_report rep;
    scn_folder folder;
    scn_options options;
    memset(c, 0, sizeof *c);
    memset(&options, 0, sizeof options);
    (void)snprintf(path, sizeof path, "%s/tests/scenarios/six-places", root ? root : ".");
    observed(rows, judge);
    rep_init(&rep);
    assert_int_equal(scn_folder_read(&folder, path, &rep), 0);
    assert_int_equal(scn_folder_add(&folder, "observed/encounters.csv", rows, strlen(rows)), 0);
    assert_int_equal(scn_folder_add(&folder, "latents/flat.csv", LATENTS, strlen(LATENTS)), 0);
    if (posterior)
        assert_int_equal(scn_folder_add(&folder, SCN_POSTERIOR_FILE, posterior, strlen(posterior)), 0);
    options.nlists = cor_kind()->declarations(lists);
    options.lists = lists;
    int status = scn_scenario_open_folder(&c->s, &folder, &options, &rep);
    if (status) {
        rep_free(&rep);
        return status;
    }
    assert_int_equal(cor_kind()->open(&c->s, &c->m, &rep), 0);
    rep_free(&rep);
    c->job = (fit_job){
        .scenario = &c->s, .kind = cor_kind(), .model = c->m, .last_month = month_of_day(c->s.from) + 5, .threads = 1};
    return 0;
}

static void open_corridor(corridor *c, const char *judge) { assert_int_equal(try_corridor(c, judge, NULL), 0); }

static void close_corridor(corridor *c) {
    cor_kind()->close(c->m);
    scn_scenario_free(&c->s);
    free(c->kept);
}

/* ---- truths ---- */

static void read_figures(corridor *c) {
    const mdl_series *series;
    char words[256] = "", refused[256];
    int n = cor_kind()->series(c->m, &series);
    if (fit_published_read(&c->figures, &c->s, n, series, month_of_day(c->s.from), 6, words))
        fail_msg("%s", words);
    for (int i = 0; i < c->s.registry.count; i++)
        if (par_is_drawn(&c->s.registry, c->s.fixed, i)) {
            c->held[c->n] = fit_refuses_policy(&c->s.registry, c->s.registry.decl[i]->path, refused) != 0;
            c->parameters[c->n++] = i;
        }
}

static void draw(void *user, int member, int members, double *z) {
    const corridor *c = user;
    double all[2048];
    assert_true(c->s.registry.count <= 2048);
    par_normals(&c->s.registry, c->s.fixed, c->seed, member, members, all);
    for (int p = 0; p < c->n; p++)
        z[p] = all[c->parameters[p]];
}

static int keep(void *user, const char *text) {
    corridor *c = user;
    free(c->kept);
    c->kept = strdup(text);
    return c->kept ? 0 : VADO_ERR_MEMORY;
}

/* Runs of members are another truth's: those near the centre stay. */
static void forget_members(corridor *c) {
    char *to = c->kept;
    for (const char *line = c->kept; line && *line;) {
        const char *end = strchr(line, '\n') + 1;
        if (*line < '0' || *line > '9' || atoi(line) <= c->n) {
            memmove(to, line, (size_t)(end - line));
            to += end - line;
        }
        line = end;
    }
    *to = '\0';
}

static void publish(corridor *c, const double *logs, uint64_t seed) {
    fit_figures *f = &c->figures.figures;
    for (int s = 0, at = 0; s < f->nseries; at += f->series[s++].n) {
        double kept = exp(-1.0 / 6), walk = normal(seed, "walk", s, 1000), factor = normal(seed, "factor", s, 0);
        for (int i = 0; i < f->series[s].n; i++) {
            walk = kept * walk + sqrt(1 - kept * kept) * normal(seed, "walk", s, i);
            f->figures[at + i].published =
                logs[at + i] + sqrt(f->series[s].factor) * factor + off * walk +
                sqrt(f->series[s].dispersion + f->figures[at + i].noise) * normal(seed, "noise", s, i);
        }
    }
}

/* Where the truth lies in each direction, 0 to 1; how many there are. */
static int one_truth(corridor *c, uint64_t seed, double *places) {
    double truth[1024], logs[256], centre[256] = {0}, zero[1024] = {0};
    char words[256] = "";
    fit_runs *runs;
    const fit_posterior_file file = {.text = c->kept, .keep = keep, .user = c};
    const fit_runs_of of = {&c->job, &c->figures, c->parameters, c->n, &file, "# truths\n", 0};
    int last = 1 + c->n + MEMBERS * (STEPS + 1);
    assert_int_equal(fit_runs_open(&of, last + 1, &runs, words), 0);
    c->seed = seed;
    draw(c, 0, 1, truth);
    assert_int_equal(fit_runs_do(runs, 0, 1, zero, 1, centre), 0);
    assert_int_equal(fit_runs_do(runs, last, 1, truth, 0, logs), 0);
    publish(c, logs, seed);
    fit_inverted r;
    const fit_inversion x = {.figures = &c->figures.figures,
                             .parameters = c->n,
                             .members = MEMBERS,
                             .steps = STEPS,
                             .held = c->held,
                             .seed = seed,
                             .run = fit_runs_do,
                             .runs = runs,
                             .draw = draw,
                             .user = c};
    assert_int_equal(fit_invert(&x, &r), 0);
    for (int b = 0; b < r.directions && b < DIRECTIONS; b++) {
        double at = -r.mean[b];
        for (int p = 0; p < c->n; p++)
            at += r.loading[b * c->n + p] * truth[p];
        places[b] = 0.5 * det_erfc(-at / sqrt(2 * r.covariance[b * r.directions + b]));
        for (int p = 0; p < c->n; p++)
            assert_true(!c->held[p] || r.loading[b * c->n + p] == 0);
    }
    int k = r.directions < DIRECTIONS ? r.directions : DIRECTIONS;
    fit_inverted_free(&r);
    fit_runs_close(runs);
    forget_members(c);
    return k;
}

static void say_histogram(const char *what, const int *count, int n, int bins, int *outside) {
    double even = (double)n / bins, sd = sqrt(even * (1 - 1.0 / bins));
    double band = sd * det_normal_quantile(1 - 0.005 / (bins * (DIRECTIONS + 1)));
    print_message("%s, %d truths, band %.0f to %.0f:", what, n, even - band < 0 ? 0 : even - band, even + band);
    for (int i = 0; i < bins; i++) {
        print_message(" %d", count[i]);
        *outside += fabs(count[i] - even) > band;
    }
    print_message("\n");
}

static void truths_lie_among_members_as_members_do(void **state) {
    corridor c;
    int truths = getenv("VADO_TRUTHS") ? atoi(getenv("VADO_TRUTHS")) : 3, outside = 0, in80 = 0, all = 0;
    int count[DIRECTIONS + 1][BINS] = {{0}}, n[DIRECTIONS + 1] = {0};
    (void)state;
    open_corridor(&c, "100");
    read_figures(&c);
    assert_int_equal(c.figures.figures.nseries, PUBLISHED);
    for (int t = 0; t < truths; t++) {
        double place[DIRECTIONS];
        int k = one_truth(&c, 500 + (uint64_t)t, place);
        assert_true(k >= 1);
        print_message("truth %d: %d directions:", t + 1, k);
        for (int b = 0; b < k; b++) {
            int bin = place[b] * BINS < BINS ? (int)(place[b] * BINS) : BINS - 1;
            print_message(" %.2f", place[b]);
            count[b][bin]++;
            count[DIRECTIONS][bin]++;
            n[b]++;
            n[DIRECTIONS]++;
            in80 += place[b] > 0.1 && place[b] < 0.9;
            all++;
        }
        print_message("\n");
    }
    for (int b = 0; b < DIRECTIONS; b++)
        if (n[b] >= 10 * BINS) {
            char what[32];
            (void)snprintf(what, sizeof what, "direction %d", b + 1);
            say_histogram(what, count[b], n[b], BINS, &outside);
        }
    double share = (double)in80 / all, se = sqrt(0.16 / all);
    print_message("%.3f of %d places within 80%%; %d bins outside their band\n", share, all, outside);
    assert_true(fabs(share - 0.8) < 4 * se);
    assert_int_equal(outside, 0);
    fit_published_free(&c.figures);
    close_corridor(&c);
}

/* ---- the stage ---- */

static char *stage_of(corridor *c, const char *judge, char **kept) {
    char *text = NULL, words[256];
    open_corridor(c, judge);
    c->kept = *kept;
    const fit_posterior_file file = {.text = *kept ? strdup(*kept) : NULL, .keep = keep, .user = c};
    int status = fit_posterior(&c->job, 12, 1, &file, &text, words);
    free((char *)(uintptr_t)file.text);
    if (status)
        fail_msg("%d %s", status, words);
    *kept = c->kept;
    c->kept = NULL;
    return text;
}

static int runs_in(const char *text) {
    int n = 0;
    for (const char *c = text; (c = strchr(c, '\n')) != NULL; c++)
        n += c[1] >= '0' && c[1] <= '9';
    return n;
}

static void a_table_is_the_same_from_kept_runs_and_whatever_judges(void **state) {
    corridor c;
    char *kept = NULL;
    (void)state;
    char *whole = stage_of(&c, "100", &kept);
    for (int i = 0; i < c.s.registry.count; i++)
        if (c.s.registry.decl[i]->kind == PAR_POLICY) {
            char cell[256];
            (void)snprintf(cell, sizeof cell, ",%s,", c.s.registry.decl[i]->path);
            assert_null(strstr(whole, cell));
        }
    assert_non_null(strstr(whole, "\nmean,1,"));
    close_corridor(&c);
    int runs = runs_in(kept);
    assert_true(runs > 100);
    kept[strlen(kept) * 9 / 10] = '\0'; /* killed while it was at it */
    assert_true(runs_in(kept) < runs);
    char *again = stage_of(&c, "100000", &kept);
    close_corridor(&c);
    assert_int_equal(runs_in(kept), runs);
    assert_string_equal(whole, again);
    free(again);
    free(whole);
    free(kept);
}

/* The parameters of a member; how many differ from where the prior has them. */
static int moved(const corridor *c, double *values) {
    mdl_member_options o = {.arithmetic = ENG_FLUID, .seed = 3, .member = 1, .members = 5, .layer_parameters = 1};
    mdl_member *prior, *posterior;
    int n = 0;
    assert_int_equal(cor_kind()->member_open(c->m, &o, &prior), 0);
    o.posterior = 1;
    assert_int_equal(cor_kind()->member_open(c->m, &o, &posterior), 0);
    memcpy(values, cor_kind()->member_parameters(posterior), (size_t)c->s.registry.total * sizeof *values);
    for (int i = 0; i < c->s.registry.total; i++)
        n += fabs(values[i] - cor_kind()->member_parameters(prior)[i]) > 1e-6 * fabs(values[i]);
    cor_kind()->member_close(prior);
    cor_kind()->member_close(posterior);
    return n;
}

static void members_take_the_table_of_their_input_and_no_other(void **state) {
    corridor c;
    char *kept = NULL, *table = stage_of(&c, "100", &kept);
    (void)state;
    double *values = calloc((size_t)c.s.registry.total + 1, sizeof *values);
    assert_non_null(values);
    assert_int_equal(moved(&c, values), 0); /* without a table a member of the posterior is one of the prior */
    assert_int_equal(scn_posterior_is_ours(&c.s), 0);
    close_corridor(&c);
    assert_int_equal(try_corridor(&c, "5", table), 0); /* what judges is no part of the input */
    assert_int_equal(scn_posterior_is_ours(&c.s), 1);
    assert_true(moved(&c, values) > 3);
    for (int i = 0; i < c.s.registry.count; i++)
        assert_true(values[c.s.registry.offset[i]] >= c.s.registry.decl[i]->low &&
                    values[c.s.registry.offset[i]] <= c.s.registry.decl[i]->high);
    close_corridor(&c);
    char *mean = strstr(table, "\nmean,1,,,");
    assert_non_null(mean);
    mean = strchr(mean, '.'); /* somebody touches it */
    mean[1] = mean[1] == '7' ? '8' : '7';
    assert_int_equal(try_corridor(&c, "100", table), -1);
    free(values);
    free(table);
    free(kept);
}

static void a_row_that_judges_is_refused(void **state) {
    char words[256];
    scn_observed judge = {.side = (char[]){"judge"}, .file = (char[]){"observed/x.csv"}, .line = 3, .column = 2};
    (void)state;
    assert_int_equal(scn_may_set(&judge), 0);
    assert_int_equal(fit_refuses_judge(&judge, 1, words), VADO_ERR_INPUT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(truths_lie_among_members_as_members_do),
        cmocka_unit_test(a_table_is_the_same_from_kept_runs_and_whatever_judges),
        cmocka_unit_test(members_take_the_table_of_their_input_and_no_other),
        cmocka_unit_test(a_row_that_judges_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
