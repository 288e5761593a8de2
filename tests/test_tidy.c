/* The view tidy of a store: row by row what vado_read gives, to the bit, zeros and months cut short included;
 * a row that is not what it was is found by vado_verify; none is in a digest. Of runs that were stopped: test_store.c.
 * ctest: sanitized
 */
#include "vado.h"

#include <math.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fine.h"

static const char *scenario(void) {
    static char path[1024];
    const char *root = getenv("SOURCE_DIR");
    (void)snprintf(path, sizeof path, "%s/tests/scenarios/six-places", root ? root : ".");
    return path;
}

static void run(vado *v, vado_mode mode, const char *db) {
    vado_input in = VADO_INIT(vado_input);
    vado_run_options o;
    vado_run_defaults(&o);
    in.scenario = scenario();
    in.from = "2018-01-10"; /* both ends within a month */
    in.until = "2018-03-15";
    o.mode = mode;
    o.members = mode == VADO_FLUID ? 1 : 3;
    o.threads = 2;
    (void)unlink(db);
    fine(v, vado_run(v, &in, &o, db));
}

static sqlite3 *opened(const char *db, int flags) {
    sqlite3 *s = NULL;
    assert_int_equal(sqlite3_open_v2(db, &s, flags, NULL), SQLITE_OK);
    return s;
}

static sqlite3_stmt *query(sqlite3 *s, const char *sql) {
    sqlite3_stmt *q = NULL;
    assert_int_equal(sqlite3_prepare_v2(s, sql, -1, &q, NULL), SQLITE_OK);
    return q;
}

/* The rows of one series and margin, in the order of n->values; how many. */
static int same_rows(sqlite3_stmt *q, const vado_numbers *n, const char *margin) {
    int rows = 0;
    (void)sqlite3_reset(q);
    sqlite3_bind_text(q, 1, n->series, -1, SQLITE_STATIC);
    sqlite3_bind_text(q, 2, margin, -1, SQLITE_STATIC);
    int cells = n->nplaces * n->nnationalities * n->ngroups;
    for (int p = 0; p < n->nperiods; p++)
        for (int c = 0; c < cells; c++)
            for (int k = 0; k < n->nmembers; k++, rows++) {
                double want = n->values[(p * cells + c) * n->nmembers + k];
                char date[16];
                assert_int_equal(sqlite3_step(q), SQLITE_ROW);
                (void)snprintf(date, sizeof date, "%s-01", n->periods[p]);
                assert_string_equal((const char *)sqlite3_column_text(q, 0), date);
                assert_int_equal(sqlite3_column_int(q, 1), n->members[k]);
                const char *label = *margin == 'p' ? n->places[c] : *margin == 'n' ? n->nationalities[c] : n->groups[c];
                assert_string_equal((const char *)sqlite3_column_text(q, 2), *margin ? label : "");
                if (isnan(want))
                    assert_int_equal(sqlite3_column_type(q, 3), SQLITE_NULL);
                else if (memcmp(&want, &(double){sqlite3_column_double(q, 3)}, sizeof want) != 0)
                    fail_msg("%s by '%s', %s: %.17g, read as %.17g", n->series, margin, date,
                             sqlite3_column_double(q, 3), want);
            }
    assert_int_equal(sqlite3_step(q), SQLITE_DONE);
    return rows;
}

static void all_rows(vado *v, const char *db) {
    static const char *const margins[] = {"", "place", "nationality", "group"};
    vado_store *store = NULL;
    fine(v, vado_store_open(v, db, &store));
    sqlite3 *s = opened(db, SQLITE_OPEN_READONLY);
    sqlite3_stmt *q =
        query(s, "SELECT date, member, place || nationality || \"group\", value FROM tidy t WHERE series = ?1"
                 " AND margin = ?2 ORDER BY date, (SELECT min(id) FROM cell c WHERE c.place = t.place AND"
                 " c.nationality = t.nationality AND c.grp = t.\"group\" AND c.series = (SELECT id FROM series"
                 " WHERE name = ?1)), member");
    int rows = 0;
    for (int i = 0; vado_store_series(store, i); i++) {
        const vado_series *one = vado_store_series(store, i);
        const int kept[] = {1, one->by_place, one->by_nationality, one->by_group};
        for (int m = 0; m < 4; m++) {
            vado_read_options o = VADO_INIT(vado_read_options);
            vado_numbers *n = NULL;
            o.by_place = m == 1;
            o.by_nationality = m == 2;
            o.by_group = m == 3;
            if (!kept[m])
                continue;
            fine(v, vado_read(v, store, one->name, &o, &n));
            rows += same_rows(q, n, margins[m]);
            vado_numbers_free(&n);
        }
    }
    sqlite3_finalize(q);
    q = query(s, "SELECT count(*) FROM tidy");
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(q, 0), rows);
    assert_true(rows > 500);
    sqlite3_finalize(q);
    sqlite3_close(s);
    vado_store_close(&store);
}

static void rows_are_what_is_read(void **state) {
    (void)state;
    vado *v = vado_new();
    run(v, VADO_STOCHASTIC, "whole.db");
    all_rows(v, "whole.db");
    run(v, VADO_FLUID, "fluid.db");
    all_rows(v, "fluid.db");
    fine(v, vado_verify(v, "fluid.db", NULL));
    vado_free(v);
}

static void a_row_that_was_changed_added_or_lost_is_found_and_is_in_no_digest(void **state) {
    (void)state;
    static const char *const changes[] = {
        "UPDATE margin SET value = value + 1 WHERE id = (SELECT max(id) FROM margin)",
        "DELETE FROM margin WHERE id = (SELECT min(id) FROM margin)",
        "INSERT INTO margin(id, value) SELECT max(id) + 1, 1 FROM margin",
    };
    char before[65], after[65];
    vado *v = vado_new();
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        run(v, VADO_FLUID, "changed.db");
        fine(v, vado_digest(v, "changed.db", before));
        sqlite3 *s = opened("changed.db", SQLITE_OPEN_READWRITE);
        assert_int_equal(sqlite3_exec(s, changes[i], NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(s);
        fine(v, vado_digest(v, "changed.db", after));
        assert_string_equal(before, after);
        assert_int_equal(vado_verify(v, "changed.db", NULL), VADO_ERR_STORE);
        assert_non_null(strstr(vado_message(v, 0), "view tidy"));
    }
    vado_free(v);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_what_is_read),
        cmocka_unit_test(a_row_that_was_changed_added_or_lost_is_found_and_is_in_no_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
