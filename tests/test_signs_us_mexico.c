/* Signs on us-mexico, in expected people. Returns of March to December 2023 over a grid: a longer limit, a shorter
 * notice or less compliance never lowers those flown home, those returned in all, or those returned for each person
 * taken in. A threat that begins with the endogenous mode raises effort by more than three tenths within thirty days,
 * and then it fades, on every start month of 2019, 2021 and 2023. The years before are lived once, and branched from.
 * ctest: timeout=900 processors=1 */
#include "text/dates.h"
#include "vado.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fine.h"

/* What a run lives through before anything differs: central, with so many settings and a policy laid. */
static vado_simulation *opened(vado *v, int nsets, const char *const *sets, const char *policy) {
    vado_simulation_options o;
    vado_simulation *s;
    const vado_input in = {.size = sizeof in,
                           .scenario = in_source("scenarios/us-mexico"),
                           .nsets = nsets,
                           .sets = sets,
                           .npolicies = policy != NULL,
                           .policies = &policy};
    vado_simulation_defaults(&o);
    o.mode = VADO_FLUID;
    fine(v, vado_simulation_open(v, &in, &o, &s));
    return s;
}

/* ---- returns: limit, notice, compliance ---- */

enum { LIMITS = 5, NOTICES = 3, SHARES = 2, FLOWN = 0, ALL, FOR_EACH, OUTCOMES };
static const double LIMIT[] = {12, 36, 72, 120, 360}, NOTICE[] = {120, 72, 24}, COMPLIANCE[] = {1, 0.3};
typedef double grid[SHARES][NOTICES][LIMITS][OUTCOMES]; /* along each axis no outcome may fall */

static double from_march(vado *v, const vado_simulation *s, const char *series) {
    vado_numbers *n;
    double sum = 0;
    fine(v, vado_simulation_read(v, s, series, NULL, &n));
    for (int i = 0; i < n->nperiods; i++)
        if (strcmp(n->periods[i], "2023-03") >= 0)
            sum += vado_value(n, i, 0, 0, 0, 0);
    assert_true(n->nperiods > 0 && sum > 0);
    vado_numbers_free(&n);
    return sum;
}

static void live(vado *v, const vado_simulation *march, double compliance, double notice, double limit, double *out) {
    vado_simulation *s;
    fine(v, vado_branch(v, march, &s));
    fine(v, vado_set(v, s, "mexico.stations.detention_limit_hours", NULL, NULL, limit));
    fine(v, vado_set(v, s, "mexico.repatriation.notice_hours", NULL, NULL, notice));
    fine(v, vado_set(v, s, "mexico.repatriation.compliance", NULL, NULL, compliance));
    fine(v, vado_step_to(v, s, "2024-01-01"));
    out[FLOWN] = from_march(v, s, "mexico_returns_by_air");
    out[ALL] = from_march(v, s, "mexico_returns");
    out[FOR_EACH] = out[ALL] / from_march(v, s, "mexico_events");
    printf("compliance %g, notice %g, limit %g: %.1f flown, %.1f returned, %.6f for each taken in\n", compliance,
           notice, limit, out[FLOWN], out[ALL], out[FOR_EACH]);
    vado_simulation_close(&s);
}

/* How often an outcome falls from one point of the grid to the next one along an axis. */
static int fall(const double *here, const double *next, const char *words) {
    int falls = 0;
    for (int i = 0; i < OUTCOMES; i++)
        if (next[i] < here[i] * (1 - 1e-6)) {
            print_message("%s: outcome %d falls from %.9g to %.9g\n", words, i, here[i], next[i]);
            falls++;
        }
    return falls;
}

static void more_time_to_send_people_home_never_returns_fewer(void **state) {
    (void)state;
    static grid g;
    int falls = 0;
    vado *v = vado_new();
    vado_simulation *s = opened(v, 0, NULL, NULL);
    fine(v, vado_step_to(v, s, "2023-03-15"));
    for (int c = 0; c < SHARES; c++)
        for (int n = 0; n < NOTICES; n++)
            for (int l = 0; l < LIMITS; l++)
                live(v, s, COMPLIANCE[c], NOTICE[n], LIMIT[l], g[c][n][l]);
    for (int c = 0; c < SHARES; c++)
        for (int n = 0; n < NOTICES; n++)
            for (int l = 0; l < LIMITS; l++) {
                falls += l + 1 < LIMITS ? fall(g[c][n][l], g[c][n][l + 1], "a longer limit") : 0;
                falls += n + 1 < NOTICES ? fall(g[c][n][l], g[c][n + 1][l], "a shorter notice") : 0;
                falls += c + 1 < SHARES ? fall(g[c][n][l], g[c + 1][n][l], "less compliance") : 0;
            }
    assert_int_equal(falls, 0);
    /* the limit acts on flights at all: 12, 36 and 360 hours, all comply, 72 hours' notice */
    assert_true(g[0][1][4][FLOWN] > 3 * g[0][1][1][FLOWN] && g[0][1][1][FLOWN] > 1.2 * g[0][1][0][FLOWN]);
    vado_simulation_close(&s);
    vado_free(v);
}

/* ---- a threat alone, without history's and with no port closed for want of officers (in December 2023 closings are a
 * threat already): effort with over without, highest of thirty days, and what is left half a year later ---- */

enum { MONTH = 30, LATER = 210, AT_LEAST = 150 };

/* Effort a day from day `from` on, for as many days as the simulation has; how many. */
static int effort(vado *v, const vado_simulation *s, const char *from, double *out) {
    const vado_read_options o = {.size = sizeof o, .period = VADO_BY_DAY};
    vado_numbers *n;
    int days = 0;
    fine(v, vado_simulation_read(v, s, "mexican_effort", &o, &n));
    for (int i = 0; i < n->nperiods; i++)
        if (strcmp(n->periods[i], from) >= 0)
            out[days++] = vado_value(n, i, 0, 0, 0, 0);
    vado_numbers_free(&n);
    return days;
}

/* Effort from the morning on which a simulation stands, with a threat of this size for thirty days; how many days. */
static int threatened(vado *v, const vado_simulation *before, int threat, double *out) {
    char from[16], ends[16], last[16];
    int64_t day;
    vado_simulation *s;
    (void)snprintf(from, sizeof from, "%s", vado_today(before));
    assert_int_equal(day_parse(from, &day), 0);
    day_format(day + MONTH, ends);
    day_format(day + LATER + 1, last);
    fine(v, vado_branch(v, before, &s));
    fine(v, vado_set(v, s, "diplomacy.endogenous", NULL, NULL, 1));
    fine(v, vado_set(v, s, "us.diplomacy.threat", NULL, NULL, threat));
    fine(v, vado_step_to(v, s, ends));
    fine(v, vado_set(v, s, "us.diplomacy.threat", NULL, NULL, 0));
    while (vado_days_left(s) > 0 && strcmp(vado_today(s), last) < 0)
        fine(v, vado_step(v, s));
    int days = effort(v, s, from, out);
    vado_simulation_close(&s);
    return days;
}

static void a_threat_raises_effort_on_every_start_month_and_fades(void **state) {
    (void)state;
    static const int YEARS[] = {2019, 2021, 2023};
    static const char *const SETS[] = {"diplomacy.crisis_hazard=0", "us.ports.posture=0"};
    double with[LATER + 1], without[LATER + 1];
    int wrong = 0;
    FILE *f = fopen("none.csv", "w");
    assert_non_null(f);
    assert_true(fputs("from,until,parameter,where,who,change,value,note,source\n"
                      "2017-09-01,,us.diplomacy.threat,,,set,0,,x\n2017-09-01,,us.diplomacy.offer,,,set,0,,x\n",
                      f) >= 0);
    assert_int_equal(fclose(f), 0);
    vado *v = vado_new();
    vado_simulation *s = opened(v, 2, SETS, "none.csv");
    for (size_t k = 0; k < 12 * sizeof YEARS / sizeof *YEARS; k++) {
        char first[16];
        (void)snprintf(first, sizeof first, "%d-%02d-01", YEARS[k / 12], (int)(k % 12) + 1);
        fine(v, vado_step_to(v, s, first));
        int days = threatened(v, s, 0, without);
        assert_int_equal(threatened(v, s, 1, with), days);
        assert_true(days > MONTH);
        double most = 0, peak = 0, last = 0;
        for (int i = 0; i < days; i++) {
            last = with[i] / without[i];
            peak = last > peak ? last : peak;
            most = i < MONTH && last > most ? last : most;
        }
        printf("%s: %.4f within thirty days, most %.4f, %.4f after %d days\n", first, most, peak, last, days);
        wrong += !(most > 1.3) || (days > AT_LEAST && !(last - 1 < 0.8 * (peak - 1)));
    }
    assert_int_equal(wrong, 0);
    vado_simulation_close(&s);
    vado_free(v);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_time_to_send_people_home_never_returns_fewer),
        cmocka_unit_test(a_threat_raises_effort_on_every_start_month_and_fades),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
