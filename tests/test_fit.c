/* The fit of latents, on the six-place corridor: what the model itself made is found again; later figures are not seen;
 * the same input gives the same bytes; no policy is fitted; the rows of the table `history` that claim to know nothing
 * after a month do not. ctest: processors=2 timeout=600
 */
#include "corridor/latents.h"
#include "engine/detmath.h"
#include "fit/fit.h"
#include "fit/history.h"
#include "fit/internal.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    scn_scenario s;
    mdl_model *m;
} corridor;

/* `observed` in place of the scenario's own published figures. */
static void open_with(corridor *c, const char *observed, const char *schedule) {
    char path[1024];
    rep_report rep;
    scn_folder folder;
    scn_options options;
    const char *root = getenv("SOURCE_DIR");
    memset(&options, 0, sizeof options);
    (void)snprintf(path, sizeof path, "%s/tests/scenarios/six-places", root ? root : ".");
    rep_init(&rep);
    assert_int_equal(scn_folder_read(&folder, path, &rep), 0);
    assert_int_equal(scn_folder_add(&folder, "observed/encounters.csv", observed, strlen(observed)), 0);
    if (schedule)
        assert_int_equal(scn_folder_add(&folder, "schedule.csv", schedule, strlen(schedule)), 0);
    const par_decl *lists[MDL_MOST_PARTS];
    options.nlists = cor_kind()->declarations(lists);
    options.lists = lists;
    int status = scn_scenario_open_folder(&c->s, &folder, &options, &rep);
    for (int i = 0; i < rep.count; i++) {
        char *line = rep_line(&rep.entries[i]);
        print_message("%s\n", line);
        free(line);
    }
    assert_int_equal(status, 0);
    assert_int_equal(cor_kind()->open(&c->s, &c->m, &rep), 0);
    rep_free(&rep);
}

static void open_corridor(corridor *c, const char *observed) { open_with(c, observed, NULL); }

static void close_corridor(corridor *c) {
    cor_kind()->close(c->m);
    scn_scenario_free(&c->s);
}

static fit_job job_of(const corridor *c, int last_month) {
    return (fit_job){.scenario = &c->s, .kind = cor_kind(), .model = c->m, .last_month = last_month};
}

static const char *const header = "series,from,until,place,nationality,group,value,unit,publisher,kind,source,note\n";

/* Latents that the fit shall find: slow waves; sectors differ by bloc by a constant. */
static void plant(cor_latents *l) {
    for (int t = 0; t < l->months; t++) {
        for (int n = 0; n < l->nationalities; n++)
            l->departures[n * l->months + t] = 0.3 * n + 0.6 * det_sin(0.45 * t + 1.5 * n);
        for (int i = 0; i < l->blocs * COR_GROUPS; i++)
            l->group[i * l->months + t] = 0.4 * det_sin(0.35 * t + i) + 0.2;
        for (int b = 0; b < l->blocs; b++)
            for (int k = 0; k < l->sectors; k++)
                l->sector[(b * l->sectors + k) * l->months + t] =
                    (k ? -1 : 1) * (0.4 * det_sin(0.4 * t) + (b ? 0.25 : -0.25));
    }
}

typedef struct {
    char *text;
    size_t length, room;
} page;

static void row(page *p, int month, const char *place, const char *who, const char *group, double value) {
    char m[8];
    month_format(month, m);
    if (p->length + 256 > p->room) {
        p->room = 2 * p->room + 4096;
        p->text = realloc(p->text, p->room);
        assert_non_null(p->text);
    }
    if (!p->length)
        p->length += (size_t)snprintf(p->text, 200, "%s", header);
    p->length +=
        (size_t)snprintf(p->text + p->length, 256, "encounters,%s,%s,%s,%s,%s,%.0f,events,a test,reported,a test,\n", m,
                         m, place, who, group, value);
}

/* Published tables, as this run would give them. `later`: figures after this month are another history's. */
static char *publish(const corridor *c, const fit_sim *x, int first, int later) {
    page p = {0};
    for (int t = 1; t < x->months; t++) {
        double wrong = first + t > later ? 3 : 1;
        double total = wrong * fit_sim_total(x, t);
        row(&p, first + t, "", "", "", total);
        for (int n = 0; n < x->people; n++)
            row(&p, first + t, "", c->s.nationalities[n].name, "", wrong * fit_sim_people(x, t, n));
        for (int k = 0; k < x->sectors; k++)
            row(&p, first + t, c->s.sectors[k].name, "", "", (k ? wrong : 1) * fit_sim_sector(x, t, k));
        for (int g = 0; g < DEMO_COUNT; g++)
            row(&p, first + t, "", "", scn_demographic_names[g], wrong * fit_sim_bloc(x, &c->s, t, -1, -1, g));
        for (int n = 0; n < x->people; n++) {
            for (int g = 0; g < DEMO_COUNT; g++) {
                double sum = fit_sim_bloc(x, &c->s, t, c->s.nationalities[n].bloc_index, -1, g);
                row(&p, first + t, "", c->s.nationalities[n].name, scn_demographic_names[g], sum);
            }
            for (int k = 0; k < x->sectors; k++)
                row(&p, first + t, c->s.sectors[k].name, c->s.nationalities[n].name, "",
                    fit_sim_bloc(x, &c->s, t, c->s.nationalities[n].bloc_index, k, -1));
        }
    }
    return p.text;
}

/* A run with planted latents; what it would publish. */
static char *planted_figures(cor_latents *truth, int later, int *last_month) {
    corridor c;
    fit_sim x;
    char words[256] = "";
    open_corridor(&c, header);
    fit_job job = job_of(&c, 0);
    assert_int_equal(cor_latents_init(truth, c.m), 0);
    plant(truth);
    assert_int_equal(fit_sim_make(&x, c.m, &c.s, truth->months - 1), 0);
    assert_int_equal(fit_simulate(&job, 1, truth, &x, words), 0);
    char *text = publish(&c, &x, truth->first_month, later);
    *last_month = truth->first_month + truth->months - 2; /* the last knot is of the month after */
    fit_sim_free(&x);
    close_corridor(&c);
    return text;
}

static void fit_to(const char *figures, int last_month, int threads, fit_result *r, char **table) {
    corridor c;
    open_corridor(&c, figures);
    fit_job job = job_of(&c, last_month);
    job.threads = threads;
    assert_int_equal(fit_latents(&job, r), 0);
    if (table)
        assert_int_equal(fit_table(&job, r, "vado fit six-places", table), 0);
    close_corridor(&c);
}

/* Root of the mean square difference in the middle of the period, where the data say most. */
static double distance(const double *a, const double *b, int rows, int months) {
    double sum = 0;
    int n = 0;
    for (int i = 0; i < rows; i++)
        for (int t = 2; t < months - 3; t++, n++)
            sum += (a[i * months + t] - b[i * months + t]) * (a[i * months + t] - b[i * months + t]);
    return sqrt(sum / n);
}

static void latents_that_made_the_figures_are_found_again(void **state) {
    cor_latents truth;
    fit_result r;
    int last;
    (void)state;
    char *figures = planted_figures(&truth, 1 << 20, &last);
    fit_to(figures, last, 2, &r, NULL);
    double departures = distance(truth.departures, r.latents.departures, truth.nationalities, truth.months);
    double group = distance(truth.group, r.latents.group, truth.blocs * COR_GROUPS, truth.months);
    double sector = distance(truth.sector, r.latents.sector, truth.blocs * truth.sectors, truth.months);
    print_message("found within: departures %.3f, groups %.3f, sectors %.3f; errors %.4f %.4f %.4f %.4f\n", departures,
                  group, sector, r.errors.total, r.errors.people, r.errors.sector, r.errors.group);
    assert_true(departures < 0.05);
    assert_true(group < 0.05);
    assert_true(sector < 0.05);
    assert_true(r.errors.total < 0.02);
    assert_true(r.errors.people < 0.03);
    assert_true(r.errors.sector < 0.01);
    assert_true(r.errors.group < 0.02);
    fit_result_free(&r);
    cor_latents_free(&truth);
    free(figures);
}

static void figures_after_the_last_month_change_no_byte(void **state) {
    cor_latents truth;
    fit_result a, b, c;
    char *ta, *tb, *tc;
    int last;
    (void)state;
    char *figures = planted_figures(&truth, 1 << 20, &last);
    int cut = last - 4;
    cor_latents_free(&truth);
    char *others = planted_figures(&truth, cut, &last);
    assert_string_not_equal(figures, others);
    fit_to(figures, cut, 2, &a, &ta);
    fit_to(others, cut, 2, &b, &tb);
    assert_string_equal(ta, tb);
    fit_to(others, cut + 1, 2, &c, &tc); /* and a month that may be used does change it */
    assert_string_not_equal(ta, tc);
    for (int n = 0; n < a.latents.nationalities; n++) /* flat after the cut */
        for (int t = a.months; t < a.latents.months; t++)
            assert_true(a.latents.departures[n * a.latents.months + t] ==
                        a.latents.departures[n * a.latents.months + a.months - 1]);
    free(ta);
    free(tb);
    free(tc);
    fit_result_free(&a);
    fit_result_free(&b);
    fit_result_free(&c);
    cor_latents_free(&truth);
    free(figures);
    free(others);
}

static void one_thread_and_two_give_the_same_bytes_and_the_reader_reads_them(void **state) {
    cor_latents truth;
    fit_result a, b;
    char *ta, *tb;
    int last;
    (void)state;
    char *figures = planted_figures(&truth, 1 << 20, &last);
    fit_to(figures, last - 6, 1, &a, &ta);
    fit_to(figures, last - 6, 2, &b, &tb);
    assert_string_equal(ta, tb);
    char path[1024];
    const char *root = getenv("SOURCE_DIR");
    rep_report rep;
    scn_folder folder;
    scn_scenario s;
    scn_options options;
    memset(&options, 0, sizeof options);
    (void)snprintf(path, sizeof path, "%s/tests/scenarios/six-places", root ? root : ".");
    rep_init(&rep);
    assert_int_equal(scn_folder_read(&folder, path, &rep), 0);
    assert_int_equal(scn_folder_add(&folder, "latents/flat.csv", ta, strlen(ta)), 0);
    const par_decl *lists[MDL_MOST_PARTS];
    options.nlists = cor_kind()->declarations(lists);
    options.lists = lists;
    assert_int_equal(scn_scenario_open_folder(&s, &folder, &options, &rep), 0);
    mdl_model *m;
    cor_latents read;
    assert_int_equal(cor_kind()->open(&s, &m, &rep), 0);
    assert_int_equal(cor_latents_init(&read, m), 0);
    for (int i = 0; i < read.blocs * read.sectors * read.months; i++)
        assert_true(fabs(read.sector[i] - a.latents.sector[i]) < 1e-5);
    for (int i = 0; i < read.nationalities * read.months; i++)
        assert_true(fabs(read.departures[i] - a.latents.departures[i]) < 1e-4);
    for (int i = 0; i < read.blocs * COR_GROUPS * read.months; i++)
        assert_true(fabs(read.group[i] - a.latents.group[i]) < 1e-5);
    for (int b2 = 0; b2 < read.blocs; b2++) /* only differences of sectors mean anything */
        for (int t = 0; t < read.months; t++) {
            double sum = 0;
            for (int k = 0; k < read.sectors; k++)
                sum += read.sector[(b2 * read.sectors + k) * read.months + t];
            assert_true(fabs(sum) < 1e-4);
        }
    cor_latents_free(&read);
    cor_kind()->close(m);
    scn_scenario_free(&s);
    rep_free(&rep);
    free(ta);
    free(tb);
    fit_result_free(&a);
    fit_result_free(&b);
    cor_latents_free(&truth);
    free(figures);
}

/* A month that is three times its neighbours is not followed all the way: the solution is smooth. */
static void a_single_odd_month_is_smoothed(void **state) {
    enum { N = 40 };
    double j[N * FIT_LAGS] = {0}, w[N], r[N], x[N] = {0}, d[N], work[N * N + N];
    (void)state;
    for (int t = 0; t < N; t++) {
        for (int k = 0; k < FIT_LAGS; k++)
            j[t * FIT_LAGS + k] = k == 1 ? 0.4 : k == 2 ? 0.5 : k == 3 ? 0.1 : 0;
        w[t] = 0.05; /* a few dozen encounters */
        r[t] = t == 20 ? 1.1 : 0;
    }
    fit_solve(N, j, w, r, x, &fit_departures_smooth, d, work);
    double most = 0, bend = 0;
    for (int t = 0; t < N; t++)
        most = fabs(d[t]) > most ? fabs(d[t]) : most;
    for (int t = 0; t + 2 < N; t++)
        bend = fabs(d[t + 2] - 2 * d[t + 1] + d[t]) > bend ? fabs(d[t + 2] - 2 * d[t + 1] + d[t]) : bend;
    assert_true(most > 0.05 && most < 0.8);
    assert_true(bend < 0.8);
    for (int t = 0; t < N; t++)
        w[t] = 0; /* no data: nothing moves */
    fit_solve(N, j, w, r, x, &fit_departures_smooth, d, work);
    for (int t = 0; t < N; t++)
        assert_true(fabs(d[t]) < 1e-12);
}

static void a_linear_response_is_solved_exactly_without_penalties(void **state) {
    enum { N = 12 };
    static const fit_smooth free_of = {0, 0, 0, 0, 1e-9, NULL, NULL};
    double j[N * FIT_LAGS] = {0}, w[N], r[N] = {0}, x[N] = {0}, truth[N], d[N], work[N * N + N];
    (void)state;
    for (int t = 0; t < N; t++) {
        for (int k = 0; k < FIT_LAGS; k++)
            j[t * FIT_LAGS + k] = k == 0 ? 0.05 : k == 1 ? 0.7 : k == 2 ? 0.2 : 0.05;
        truth[t] = det_sin(1.7 * t);
        w[t] = 1;
    }
    for (int t = 0; t < N; t++)
        for (int k = 0; k < FIT_LAGS; k++)
            if (t - 1 + k >= 0 && t - 1 + k < N)
                r[t - 1 + k] += j[t * FIT_LAGS + k] * truth[t];
    fit_solve(N, j, w, r, x, &free_of, d, work);
    for (int t = 0; t < N; t++)
        assert_true(fabs(d[t] - truth[t]) < 1e-4);
}

/* Without it a fall of a factor of seven within a month would be taken whole. */
static void a_jump_at_an_event_aimed_at_a_nationality_is_not_taken(void **state) {
    enum { N = 40 };
    double j[N * FIT_LAGS] = {0}, w[N], r[N], x[N] = {0}, d[N], work[N * N + N], extra[N] = {0};
    fit_smooth smooth = fit_departures_smooth;
    (void)state;
    for (int t = 0; t < N; t++) {
        j[t * FIT_LAGS + 1] = 1;
        w[t] = 1;
        r[t] = t < 20 ? 0 : -2;
    }
    fit_solve(N, j, w, r, x, &smooth, d, work);
    assert_true(d[20] - d[19] < -1.7);
    for (int t = 17; t < 21; t++)
        extra[t] = 0.15;
    smooth.extra = extra;
    fit_solve(N, j, w, r, x, &smooth, d, work);
    assert_true(d[20] - d[19] > -1.6);
    assert_true(d[38] < -1.9); /* in the end it is where the figures are */
}

/* Where the scenario says that the solution may jump it bends nowhere near. */
static void a_jump_at_a_break_is_taken_as_it_is(void **state) {
    enum { N = 40 };
    double j[N * FIT_LAGS] = {0}, w[N], r[N], x[N] = {0}, d[N], work[N * N + N], off[2] = {0};
    int64_t jump[N];
    fit_smooth smooth = fit_departures_smooth;
    (void)state;
    smooth.first = 0;
    for (int t = 0; t < N; t++) {
        j[t * FIT_LAGS + 1] = 1;
        w[t] = 0.02;
        r[t] = t < 20 ? 0 : -2;
        jump[t] = t == 19 ? 0 : COR_NO_JUMP;
    }
    for (int k = 0; k < 2; k++) {
        smooth.damping = 1e-9;
        smooth.jump = k ? jump : NULL;
        fit_solve(N, j, w, r, x, &smooth, d, work);
        for (int t = 0; t < N; t++)
            off[k] = fabs(d[t] - r[t]) > off[k] ? fabs(d[t] - r[t]) : off[k];
    }
    assert_true(off[0] > 0.3); /* smoothed: it begins before its day */
    assert_true(off[1] < 1e-4);
    assert_true(fit_penalty(N, r, &smooth) < 1e-12);
}

/* Flat up to the break and from it on; linear elsewhere; held, all stays as it was that day. */
static void latents_do_not_tell_of_a_break_before_its_day(void **state) {
    corridor c;
    cor_latents l;
    (void)state;
    open_corridor(&c, header);
    int64_t day = month_start(month_of_day(c.s.from) + 4) + 20;
    c.s.breaks = malloc(sizeof day);
    assert_non_null(c.s.breaks);
    c.s.breaks[c.s.nbreaks++] = day;
    assert_int_equal(cor_latents_init(&l, c.m), 0);
    for (int t = 0; t < l.months; t++)
        l.departures[t] = t;
    int i = month_of_day(day) - l.first_month;
    for (int64_t d = day - 4; d < day; d++)
        assert_true(cor_latent(&l, l.departures, d) == i);
    for (int64_t d = day; d < day + 20; d++)
        assert_true(cor_latent(&l, l.departures, d) == i + 1);
    assert_true(cor_latent(&l, l.departures, day + 27) > i + 1); /* beyond the next middle */
    assert_true(cor_latent(&l, l.departures, day - 8) < i && cor_latent(&l, l.departures, day - 8) > i - 1);
    cor_latents_hold(&l, day - 1);
    assert_true(cor_latent(&l, l.departures, day) == i && cor_latent(&l, l.departures, day + 200) == i);
    cor_latents_free(&l);
    close_corridor(&c);
}

static void events_are_changes_that_name_a_nationality(void **state) {
    corridor c;
    double extra[2 * 14];
    (void)state;
    open_with(&c, header,
              "from,until,parameter,where,who,change,value,note,source\n"
              "2018-06-10,,us.announcement,,Honduras,set,-0.5,x,x\n"
              "2018-09-10,,us.announcement,,,set,0,x,x\n");
    int first = month_of_day(c.s.from - c.s.spin_up_days), event = 12 * 48 + 5 - first;
    fit_events(&c.s, first, 14, extra);
    for (int n = 0; n < 2; n++)
        for (int t = 0; t < 14; t++) {
            int aimed = !strcmp(c.s.nationalities[n].name, "Honduras") && t >= event - 2 && t <= event + 1;
            assert_int_equal(extra[n * 14 + t] > 0, aimed);
        }
    close_corridor(&c);
}

static void a_policy_and_an_unknown_parameter_are_refused(void **state) {
    corridor c;
    char words[256] = "";
    int policies = 0, others = 0;
    (void)state;
    open_corridor(&c, header);
    for (int i = 0; i < c.s.registry.count; i++) {
        const par_decl *d = c.s.registry.decl[i];
        int refused = fit_refuses_policy(&c.s.registry, d->path, words) != 0;
        assert_int_equal(refused, d->kind == PAR_POLICY);
        policies += d->kind == PAR_POLICY;
        others += d->kind != PAR_POLICY;
    }
    assert_true(policies > 0 && others > 0);
    assert_int_not_equal(fit_refuses_policy(&c.s.registry, "no.such.parameter", words), 0);
    close_corridor(&c);
}

/* ---- scores ahead ---- */

typedef struct {
    double total[3][3];
    int lines;
} told;

/* A line of an origin: its last nine numbers are log errors of the total, as expected, flat, and of the origin's own
 * figure; twelve errors of shares stand before them, where they are asked for. */
static int hear(void *user, const char *line) {
    told *t = user;
    double x[21];
    int n = 0, used = 0, k = 0;
    if (strncmp(line, "20", 2) != 0)
        return 0;
    line += 10;
    while (n < 21 && sscanf(line + used, "%lf%n", &x[n], &k) == 1) {
        used += k;
        n++;
    }
    if (t->lines++ == 0) { /* later origins of months have fewer after them */
        assert_true(n == 21 || n == 9);
        memcpy(t->total, x + n - 9, sizeof t->total);
    }
    return 0;
}

/* Figures three times as high after the origin lower the log of simulated over published by log 3, and move nothing
 * that was simulated. */
static void the_total_ahead_is_told_against_what_is_published(void **state) {
    told seen[2] = {{{{0}}, 0}};
    (void)state;
    for (int i = 0; i < 2; i++) {
        cor_latents truth;
        corridor c;
        char words[256] = "";
        int last;
        char *figures = planted_figures(&truth, 1 << 20, &last);
        if (i) {
            cor_latents_free(&truth);
            free(figures);
            figures = planted_figures(&truth, last - 3, &last);
        }
        open_corridor(&c, figures);
        fit_job job = job_of(&c, last);
        job.say = hear;
        job.user = &seen[i];
        assert_int_equal(fit_scores(&job, last - 3, 3, words), 0);
        assert_int_equal(seen[i].lines, 1);
        told by_month = {{{0}}, 0};
        job.user = &by_month;
        assert_int_equal(i ? 0 : fit_rolling(&job, last - 3, NULL, words), 0);
        assert_true(i || memcmp(by_month.total, seen[0].total, sizeof by_month.total) == 0);
        assert_int_equal(by_month.lines, i ? 0 : 3); /* one, two and three months before the last */
        close_corridor(&c);
        cor_latents_free(&truth);
        free(figures);
    }
    for (int h = 0; h < 3; h++) {
        assert_true(fabs(seen[0].total[0][h]) < 1 && seen[0].total[0][h] == seen[0].total[1][h]); /* few months: flat */
        assert_true(fabs(seen[0].total[0][h] - seen[1].total[0][h] - 1.0986) < 0.01);
        assert_true(fabs(seen[0].total[2][h] - seen[1].total[2][h] - 1.0986) < 0.01);
    }
}

typedef struct {
    const scn_scenario *s;
    char *text;
    int kept;
} kept_rows;

static int know_row(void *user, const unsigned char rows_sha256[32], fit_rolling_row *row) {
    const kept_rows *k = user;
    return fit_rolling_known(k->text, k->s, rows_sha256, row);
}

static int keep_rows(void *user, const unsigned char rows_sha256[32], int n, const fit_rolling_row *rows) {
    kept_rows *k = user;
    k->kept++;
    free(k->text);
    return fit_rolling_text(k->s, rows_sha256, n, rows, &k->text);
}

/* Rows that were kept are told again without a fit; one that is missing, or a head of something else, is found anew. */
static void origins_that_were_kept_are_not_fitted_again(void **state) {
    cor_latents truth;
    corridor c;
    char words[256] = "";
    int last;
    char *figures = planted_figures(&truth, 1 << 20, &last);
    told first = {{{0}}, 0}, again = {{{0}}, 0};
    (void)state;
    open_corridor(&c, figures);
    fit_job job = job_of(&c, last);
    kept_rows kept = {job.scenario, NULL, 0};
    const fit_rolling_file file = {0, know_row, keep_rows, &kept};
    job.say = hear;
    job.user = &first;
    assert_int_equal(fit_rolling(&job, last - 3, &file, words), 0);
    assert_int_equal(kept.kept, 1);
    job.user = &again;
    assert_int_equal(fit_rolling(&job, last - 3, &file, words), 0);
    assert_int_equal(kept.kept, 1);
    assert_memory_equal(&first, &again, sizeof first);
    *strrchr(kept.text, ',') = '\0'; /* the last row is cut */
    *strrchr(kept.text, '\n') = '\0';
    assert_int_equal(fit_rolling(&job, last - 3, &file, words), 0);
    assert_int_equal(kept.kept, 2);
    strchr(kept.text, '#')[2] = '?';
    assert_int_equal(fit_rolling(&job, last - 3, &file, words), 0);
    assert_int_equal(kept.kept, 3);
    free(kept.text);
    close_corridor(&c);
    cor_latents_free(&truth);
    free(figures);
}

/* Errors that alternate say more of their mean than as many that are alike. */
static void the_error_of_a_mean_knows_neighbours(void **state) {
    double alternating[40], alike[40], mean, error[2];
    (void)state;
    for (int i = 0; i < 40; i++) {
        alternating[i] = i % 2 ? 1 : -1;
        alike[i] = i % 20 < 10 ? 1 : -1;
    }
    fit_mean_error(40, alternating, &mean, &error[0]);
    fit_mean_error(40, alike, &mean, &error[1]);
    assert_true(fabs(mean) < 1e-12 && error[0] < 0.16 && error[1] > 0.25); /* apart it would be 0.158 */
}

/* ---- history: the last months beside a null model ---- */

enum { WINDOW = 4 };

static void history_of(corridor *c, const char *figures, int last, fit_history *h) {
    char words[256] = "";
    cor_latents start;
    open_corridor(c, figures);
    fit_job job = job_of(c, last);
    job.steps = 3;
    assert_int_equal(cor_latents_init(&start, c->m), 0);
    job.start = &start;
    assert_int_equal(fit_history_make(&job, WINDOW, h, words), 0);
    cor_latents_free(&start);
}

static int same_row(const fit_history *a, const fit_history *b, fit_row_kind k) {
    size_t size = sizeof(double), months = (size_t)a->months, people = (size_t)a->people;
    return !memcmp(a->row[k].total, b->row[k].total, months * size) &&
           !memcmp(a->row[k].people, b->row[k].people, months * people * size) &&
           !memcmp(a->row[k].sector, b->row[k].sector, months * (size_t)a->sectors * size) &&
           !memcmp(a->row[k].where, b->row[k].where, months * (size_t)a->where.units * people * size);
}

static void figures_of_the_last_months_change_neither_the_frozen_row_nor_the_null(void **state) {
    corridor one, two, three;
    fit_history a, b, c;
    fit_row_errors ea, eb;
    cor_latents truth;
    int last;
    (void)state;
    char *figures = planted_figures(&truth, 1 << 20, &last);
    cor_latents_free(&truth);
    char *later = planted_figures(&truth, last - WINDOW, &last);
    cor_latents_free(&truth);
    char *earlier = planted_figures(&truth, last - WINDOW - 1, &last);
    history_of(&one, figures, last, &a);
    history_of(&two, later, last, &b);
    history_of(&three, earlier, last, &c);
    for (int k = ROW_FROZEN; k <= ROW_PERSISTENCE; k++) {
        assert_true(same_row(&a, &b, (fit_row_kind)k));
        assert_false(same_row(&a, &c, (fit_row_kind)k)); /* the month before them is seen */
        fit_history_errors(&a, (fit_row_kind)k, &ea);
        fit_history_errors(&b, (fit_row_kind)k, &eb);
        assert_true(isfinite(ea.total) && isfinite(ea.people) && isfinite(ea.sector) && isfinite(ea.where));
        assert_true(ea.total != eb.total && ea.people != eb.people && ea.sector != eb.sector);
    }
    fit_history_free(&a);
    fit_history_free(&b);
    fit_history_free(&c);
    close_corridor(&one);
    close_corridor(&two);
    close_corridor(&three);
    cor_latents_free(&truth);
    free(figures);
    free(later);
    free(earlier);
}

static void the_null_has_constant_shares_and_the_frozen_row_has_not(void **state) {
    corridor c;
    fit_history h;
    cor_latents truth;
    int last;
    double moved[ROW_COUNT] = {0};
    (void)state;
    char *figures = planted_figures(&truth, 1 << 20, &last);
    history_of(&c, figures, last, &h);
    for (int k = ROW_FROZEN; k <= ROW_NULL; k++)
        for (int n = 0; n < h.people; n++)
            for (int t = 1; t < h.months; t++)
                for (int u = 0; u < h.where.units; u++) {
                    const double *w = h.row[k].where;
                    double now = w[(t * h.where.units + u) * h.people + n] / h.row[k].people[t * h.people + n],
                           was = w[u * h.people + n] / h.row[k].people[n];
                    moved[k] += fabs(now - was);
                }
    print_message("shares moved: row 2 %.3g, null %.3g\n", moved[ROW_FROZEN], moved[ROW_NULL]);
    assert_true(moved[ROW_NULL] < 1e-9);
    assert_true(moved[ROW_FROZEN] > 1e-6);
    for (int t = 0; t < h.months; t++) /* and its sectors are its blocs' people times their constant shares */
        for (int k = 0; k < h.sectors; k++) {
            double sum = 0;
            for (int n = 0; n < h.people; n++)
                sum += h.row[ROW_NULL].people[t * h.people + n] *
                       h.null.share[c.s.nationalities[n].bloc_index * h.sectors + k];
            assert_true(fabs(sum / h.row[ROW_NULL].total[t] - h.row[ROW_NULL].sector[t * h.sectors + k]) < 1e-9);
        }
    for (int b = 0; b < h.null.blocs; b++) {
        double sum = 0;
        for (int k = 0; k < h.sectors; k++)
            sum += h.null.share[b * h.sectors + k];
        assert_true(fabs(sum - 1) < 1e-9);
    }
    fit_history_free(&h);
    close_corridor(&c);
    cor_latents_free(&truth);
    free(figures);
}

/* Figures made by a lag of its own kind are told again by the null model. */
static void the_null_finds_the_lag_that_made_the_figures(void **state) {
    static const double lag[NULL_LAGS] = {0.2, 0.5, 0.3, 0, 0};
    corridor c;
    cor_latents l;
    fit_targets g;
    fit_where w;
    fit_null x;
    (void)state;
    open_corridor(&c, header);
    assert_int_equal(cor_latents_init(&l, c.m), 0);
    plant(&l);
    assert_int_equal(fit_targets_read(&g, &c.s, l.first_month, l.first_month + l.months - 1), 0);
    for (int n = 0; n < l.nationalities; n++)
        for (int t = 0; t < l.months; t++) {
            double *y = &g.nationality[n * g.months + t];
            l.departures[n * l.months + t] = det_sin(2.4 * t * t + n);
            *y = 0;
            for (int k = 0; k < NULL_LAGS; k++)
                *y += 9000 * lag[k] * det_exp(t < k ? det_sin(n) : det_sin(2.4 * (t - k) * (t - k) + n));
        }
    assert_int_equal(fit_where_read(&w, &c.s, &g, g.first, g.months, 0), 0);
    assert_int_equal(fit_null_make(&x, &c.s, &g, &w, &l), 0);
    for (int n = 0; n < l.nationalities; n++) {
        assert_true(fabs(x.level[n] - 9000) < 180);
        for (int k = 0; k < NULL_LAGS; k++)
            assert_true(fabs(x.kernel[n * NULL_LAGS + k] - lag[k]) < 0.03);
        for (int t = 0; t < g.months; t++)
            assert_true(fabs(fit_null_people(&x, &l, n, t) / g.nationality[n * g.months + t] - 1) < 0.05);
    }
    fit_null_free(&x);
    fit_where_free(&w);
    fit_targets_free(&g);
    cor_latents_free(&l);
    close_corridor(&c);
}

static void published_periods_that_overlap_are_counted_once(void **state) {
    static const char *const rows =
        "series,from,until,place,nationality,group,value,unit,publisher,kind,source,note\n"
        "darien_crossings,2018-01,2018-02,,,,30,people,a test,reported,a test,\n"
        "darien_crossings,2018-01,2018-08,,,,1000,people,a test,reported,a test,\n" /* 2018-03 to 08: 970 */
        "darien_crossings,2018-05,2018-05,,,,7,people,a test,reported,a test,\n"    /* inside it */
        "darien_crossings,2018-10,2018-10,,,,5,people,a test,preliminary,a test,\n" /* of two, the better kind */
        "darien_crossings,2018-10,2018-10,,,,6,people,a test,reported,a test,\n"
        "darien_crossings,2018-11,2019-03,,,,500,people,a test,reported,a test,\n" /* ends after the window */
        "darien_crossings,2018-12,2018-12,,Honduras,,9,people,a test,reported,a test,\n"
        "repeat_share,2018-03,2018-04,,,,0.1,share,a test,reported,a test,\n"
        "repeat_share,2018-05,2018-05,,,,0.4,share,a test,reported,a test,\n";
    static const unsigned char used[] = {1, 1, 1, 1, 1, 1, 0, 1, 0, 0};
    corridor c;
    fit_cover x;
    (void)state;
    open_corridor(&c, rows);
    int march = 12 * 48 + 2;
    assert_int_equal(fit_cover_find(&x, &c.s, "darien_crossings", 0, march, 10), 0);
    assert_int_equal(x.months, 7);
    assert_true(fabs(x.value - 976) < 1e-9);
    assert_memory_equal(x.used, used, sizeof used);
    fit_cover_free(&x);
    assert_int_equal(fit_cover_find(&x, &c.s, "repeat_share", 1, march, 10), 0);
    assert_int_equal(x.months, 3);
    assert_true(fabs(x.value - 0.2) < 1e-9);
    fit_cover_free(&x);
    assert_int_equal(fit_cover_find(&x, &c.s, "gotaways", 0, march, 10), 0);
    assert_true(x.months == 0 && isnan(x.value));
    fit_cover_free(&x);
    close_corridor(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_linear_response_is_solved_exactly_without_penalties),
        cmocka_unit_test(a_single_odd_month_is_smoothed),
        cmocka_unit_test(a_jump_at_an_event_aimed_at_a_nationality_is_not_taken),
        cmocka_unit_test(a_jump_at_a_break_is_taken_as_it_is),
        cmocka_unit_test(latents_do_not_tell_of_a_break_before_its_day),
        cmocka_unit_test(events_are_changes_that_name_a_nationality),
        cmocka_unit_test(a_policy_and_an_unknown_parameter_are_refused),
        cmocka_unit_test(latents_that_made_the_figures_are_found_again),
        cmocka_unit_test(figures_after_the_last_month_change_no_byte),
        cmocka_unit_test(published_periods_that_overlap_are_counted_once),
        cmocka_unit_test(the_total_ahead_is_told_against_what_is_published),
        cmocka_unit_test(origins_that_were_kept_are_not_fitted_again),
        cmocka_unit_test(the_error_of_a_mean_knows_neighbours),
        cmocka_unit_test(the_null_finds_the_lag_that_made_the_figures),
        cmocka_unit_test(figures_of_the_last_months_change_neither_the_frozen_row_nor_the_null),
        cmocka_unit_test(the_null_has_constant_shares_and_the_frozen_row_has_not),
        cmocka_unit_test(one_thread_and_two_give_the_same_bytes_and_the_reader_reads_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
