/* Every lever has a sign: the rows of tests/signs.tsv, from which docs/signs.md is made, on a corridor of six places.
 * A lever goes through its values from the lowest to the highest; what a row says of the outcome holds at every step,
 * for the central member and for others that differ in all that is uncertain, the same ones at every step. Every
 * parameter of policy stands in the table, with a sign, as ambiguous, or as one for which none is stated. ctest:
 * timeout=900 processors=1 */
#include "corridor_small.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_ROWS = 200, COLUMNS = 6, MOST_VALUES = 8, MEMBERS = 3, SPIN = 90, DAYS = 180 };

typedef struct {
    char *cell[COLUMNS]; /* lever, values, outcome, sign, setting, source */
} row;
enum { LEVER, VALUES, OUTCOME, SIGN, SETTING, SOURCE };

static char text[60000];
static row rows[MOST_ROWS];
static int nrows;

static int read_rows(void **state) {
    const char *root = getenv("SOURCE_DIR");
    char path[1024];
    (void)state;
    (void)snprintf(path, sizeof path, "%s/tests/signs.tsv", root ? root : ".");
    FILE *f = fopen(path, "rb");
    if (!f)
        return -1;
    size_t got = fread(text, 1, sizeof text - 1, f);
    (void)fclose(f);
    if (got == sizeof text - 1)
        return -1;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        if (line[0] == '#')
            continue;
        if (nrows == MOST_ROWS)
            return -1;
        row *r = &rows[nrows++];
        for (int c = 0; c < COLUMNS; c++) {
            r->cell[c] = line;
            line = c < COLUMNS - 1 ? strchr(line, '\t') : NULL;
            if (!line && c < COLUMNS - 1)
                return -1;
            if (line)
                *line++ = '\0';
        }
    }
    return nrows > 0 ? 0 : -1;
}

static int signed_row(const row *r) { return strcmp(r->cell[SIGN], "+") == 0 || strcmp(r->cell[SIGN], "-") == 0; }

/* ---- settings: what is in force besides the lever ---- */

#define SCHEDULE "from,until,parameter,where,who,change,value,note,source\n"
#define PLACES                                                                                                         \
    "parameter,where,who,value,source,note\nmexico.bus_south.destination,Tapachula,,1,x,\n"                            \
    "mexico.asylum.office,Tapachula,,1,x,\n"
#define NEAR PLACES "mexico.returns.by_bus,,Honduras,1,x,\n"
#define PEOPLE "origins.rate_per_year[Honduras]=1", "us.ports.posture=0"
#define FIXED "origins.response=0" /* what people learn sets nobody out */

typedef struct {
    const char *name;
    small_options o;
} setting;

static const setting SETTINGS[] = {
    {"whole", {.sets = {PEOPLE}, .edits = {{"parameters.csv", NULL, PLACES}}}},
    {"fixed", {.sets = {PEOPLE, FIXED}, .edits = {{"parameters.csv", NULL, PLACES}}}},
    {"buses",
     {.sets = {PEOPLE, FIXED, "mexico.repatriation.reserve_usd=5000"}, .edits = {{"parameters.csv", NULL, NEAR}}}},
    {"flights",
     {.sets = {PEOPLE, FIXED, "mexico.stations.detention_limit_hours=36"},
      .edits = {{"parameters.csv", NULL, PLACES}}}},
    {"removals",
     {.sets = {PEOPLE, FIXED, "mexico.north.removals_effort=1", "mexico.bus_south.per_day=100"},
      .edits = {{"parameters.csv", NULL, PLACES}}}},
    {"title 42",
     {.sets = {PEOPLE, FIXED, "us.title42.active=1", "us.title42.expel_share=0.8", "us.title42.flight_share=0.3"},
      .edits = {{"parameters.csv", NULL, PLACES}}}},
    {"title 42 refused",
     {.sets = {PEOPLE, FIXED, "us.title42.active=1", "us.title42.expel_share=0.8", "us.mexico_accepts=0"},
      .edits = {{"parameters.csv", NULL, PLACES}}}},
    {"wait in Mexico", {.sets = {PEOPLE, FIXED, "us.mpp.share=0.5"}, .edits = {{"parameters.csv", NULL, PLACES}}}},
    {"governments react",
     {.sets = {PEOPLE, FIXED, "diplomacy.crisis_hazard=0"},
      .edits = {{"parameters.csv", NULL, PLACES},
                {"schedule.csv", NULL, SCHEDULE "2018-02-01,,diplomacy.endogenous,,,set,1,,x\n"}}}},
    {"an offer is made",
     {.sets = {PEOPLE, FIXED, "diplomacy.crisis_hazard=0", "us.diplomacy.offer=1"},
      .edits = {{"parameters.csv", NULL, PLACES},
                {"schedule.csv", NULL, SCHEDULE "2018-02-01,,diplomacy.endogenous,,,set,1,,x\n"}}}},
    {"orders close", {.sets = {PEOPLE, FIXED, "us.ports.posture=0"}, .edits = {{"parameters.csv", NULL, PLACES}}}},
};

static const setting *setting_of(const char *name) {
    for (size_t i = 0; i < sizeof SETTINGS / sizeof *SETTINGS; i++)
        if (strcmp(SETTINGS[i].name, name) == 0)
            return &SETTINGS[i];
    fail_msg("signs.tsv: there is no setting %s", name);
    return NULL;
}

/* ---- a lever at a value ---- */

static double outcome_of(const small_member *p, const char *name) {
    char over[80];
    const char *slash = strchr(name, '/');
    if (!slash) {
        double below = small_denominator(p, name, "");
        const mdl_series *s = NULL;
        for (int i = 0; i < p->model->nseries; i++)
            if (strcmp(p->model->series[i].name, name) == 0)
                s = &p->model->series[i];
        if (!s)
            fail_msg("signs.tsv: there is no series %s", name);
        return s && s->sum == SERIES_RATIO ? small_value(p, name, "", "", -1) / below
                                           : small_value(p, name, "", "", -1);
    }
    (void)snprintf(over, sizeof over, "%.*s", (int)(slash - name), name);
    return small_value(p, over, "", "", -1) / small_value(p, slash + 1, "", "", -1);
}

static void at_value(const row *r, double value, double out[MEMBERS]) {
    char set[200];
    int n = 0;
    small_options o = setting_of(r->cell[SETTING])->o;
    while (o.sets[n])
        n++;
    (void)snprintf(set, sizeof set, "%s=%.15g", r->cell[LEVER], value);
    for (int i = 0; i < n; i++) /* the lever stands in for what the setting says of it */
        if (strncmp(o.sets[i], set, strcspn(set, "=") + 1) == 0)
            o.sets[i] = o.sets[--n];
    o.sets[n] = set;
    o.sets[n + 1] = NULL;
    small_model *m = small_open(&o);
    if (!m)
        fail_msg("signs.tsv: %s is refused", set);
    for (int k = 0; k < MEMBERS; k++) {
        small_member *p = small_start_layers(m, ENG_FLUID, k, k > 0);
        assert_non_null(p);
        assert_int_equal(small_run(p, SPIN), 0);
        small_forget(p);
        assert_int_equal(small_run(p, DAYS), 0);
        out[k] = outcome_of(p, r->cell[OUTCOME]);
        small_stop(p);
    }
    small_close(m);
}

static int values_of(const row *r, double values[MOST_VALUES]) {
    int n = 0;
    for (const char *p = r->cell[VALUES]; *p && n < MOST_VALUES; p += *p == ',') {
        char *end;
        values[n++] = strtod(p, &end);
        if (end == p || (*end && *end != ','))
            fail_msg("signs.tsv: %s: values \"%s\"", r->cell[LEVER], r->cell[VALUES]);
        p = end;
    }
    for (int i = 1; i < n; i++)
        assert_true(values[i] > values[i - 1]);
    return n;
}

/* Never the wrong way from one value to the next, and somewhere the right way. */
static int holds(const row *r) {
    double values[MOST_VALUES], out[MOST_VALUES][MEMBERS], sign = r->cell[SIGN][0] == '+' ? 1 : -1;
    int n = values_of(r, values), wrong = 0;
    assert_true(n >= 3);
    for (int v = 0; v < n; v++)
        at_value(r, values[v], out[v]);
    for (int k = 0; k < MEMBERS; k++) {
        for (int v = 1; v < n; v++)
            wrong += !(sign * (out[v][k] - out[v - 1][k]) >= -1e-9 * (fabs(out[v][k]) + fabs(out[v - 1][k])));
        wrong += !(sign * (out[n - 1][k] - out[0][k]) > 1e-6 * (fabs(out[n - 1][k]) + fabs(out[0][k])));
    }
    if (!wrong)
        return 1;
    print_error("%s on %s should be %s (%s):\n", r->cell[LEVER], r->cell[OUTCOME], r->cell[SIGN], r->cell[SETTING]);
    for (int v = 0; v < n; v++)
        print_error("    %g: %.8g, %.8g, %.8g\n", values[v], out[v][0], out[v][1], out[v][2]);
    return 0;
}

static void no_row_of_the_table_fails(void **state) {
    int failed = 0;
    (void)state;
    for (int i = 0; i < nrows; i++)
        failed += signed_row(&rows[i]) && !holds(&rows[i]);
    assert_int_equal(failed, 0);
}

static int same_parameter(const char *lever, const char *path) {
    size_t n = strcspn(lever, "[");
    return strlen(path) == n && strncmp(lever, path, n) == 0;
}

/* us.interior.<city>.beds and its like are one lever, whatever the city. */
static int in_the_table(const char *path) {
    for (int i = 0; i < nrows; i++)
        if (same_parameter(rows[i].cell[LEVER], path))
            return 1;
    return 0;
}

static void every_parameter_of_policy_stands_in_the_table(void **state) {
    const par_decl *lists[MDL_MOST_PARTS];
    int n = cor_kind()->declarations(lists), missing = 0;
    (void)state;
    for (int l = 0; l < n; l++)
        for (const par_decl *d = lists[l]; d->path; d++)
            if (d->kind == PAR_POLICY && strncmp(d->path, "us.interior.", 12) != 0 && !in_the_table(d->path)) {
                print_error("%s is not in signs.tsv\n", d->path);
                missing++;
            }
    assert_int_equal(missing, 0);
}

static void what_has_no_sign_says_why(void **state) {
    (void)state;
    for (int i = 0; i < nrows; i++) {
        const row *r = &rows[i];
        if (!signed_row(r) && strcmp(r->cell[SIGN], "ambiguous") != 0 && strcmp(r->cell[SIGN], "none stated") != 0 &&
            strcmp(r->cell[SIGN], "elsewhere") != 0)
            fail_msg("%s: sign \"%s\"", r->cell[LEVER], r->cell[SIGN]);
        if (strlen(r->cell[SOURCE]) < 10)
            fail_msg("%s gives no source", r->cell[LEVER]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_row_of_the_table_fails),
        cmocka_unit_test(every_parameter_of_policy_stands_in_the_table),
        cmocka_unit_test(what_has_no_sign_says_why),
    };
    return cmocka_run_group_tests(tests, read_rows, NULL);
}
