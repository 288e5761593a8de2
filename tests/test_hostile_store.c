/* Stores that are damaged, or made to harm: every reading command refuses them, reads nothing out of bounds (this runs
 * under the sanitizers too), allocates no more than there is and writes no control character.
 *
 * A short run of the six-place scenario is made once. Each damage is planted in a copy, by one statement of SQL. Then a
 * seeded sweep changes cells and bytes at random: there nothing is asked but that no reader crashes or writes what a
 * terminal would obey. ctest: sanitized timeout=120
 */
#include <sqlite3.h>

#include "hand_store.h"
#include "run/run.h"
#include "store/rows.h"
#include "vado.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "copy_file.h"

static char scenario[4096];
static db_store size; /* of the run that is damaged */

/* ---- stores ---- */

static int make_store(void **state) {
    (void)state;
    const char *source = getenv("SOURCE_DIR");
    snprintf(scenario, sizeof scenario, "%s/tests/scenarios/six-places", source ? source : "..");
    vado_input in = VADO_INIT(vado_input);
    vado_run_options o;
    in.scenario = scenario;
    in.until = "2018-02-10";
    vado_run_defaults(&o);
    o.members = 2;
    o.threads = 1;
    vado *v = vado_new();
    int status = vado_run(v, &in, &o, "good.db");
    if (status)
        print_error("%s\n", vado_message(v, 0));
    vado_free(v);
    char words[512];
    if (status == 0 && (status = db_open(&size, "good.db", 0, words, sizeof words)) == 0) {
        status = sto_sizes(&size);
        sqlite3_close(size.db);
    }
    return status;
}

/* 0, or -1 if the statement cannot be run. */
static int change(const char *path, const char *sql) {
    sqlite3 *db = NULL;
    int rc = sqlite3_open(path, &db);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(db, "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF", NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        print_message("%s: %s\n", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
    return rc == SQLITE_OK ? 0 : -1;
}

/* Sealed anew, or the seals would find every change before the checks that are tried here. */
static void forge(const char *sql) {
    if (!strstr(sql, "DELETE FROM member") && !strstr(sql, "UPDATE member"))
        hand_forge("bad.db", size.members, size.months, size.nseries);
}

static void plant(const char *sql) {
    copy_file("good.db", "bad.db");
    if (change("bad.db", sql))
        fail_msg("cannot be planted: %s", sql);
    forge(sql);
}

/* ---- readers ---- */

typedef struct {
    size_t length;
    int controls;
} seen;

static void look(seen *s, const char *text, size_t n) {
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        s->controls += (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F ||
                       (c == 0xC2 && i + 1 < n && ((unsigned char)text[i + 1] & 0xE0) == 0x80);
    }
    s->length += n;
}

static int take(void *user, const char *text, size_t n) {
    look(user, text, n);
    return 0;
}

enum { SUMMARY, EXPORT, DAYS, SERIES, REPORT, COMPARE, COMPARE_CSV, CLAIMS, SHARES, READERS };
static const char *const reader_names[READERS] = {"summary", "export",  "export by day", "series", "report",
                                                  "compare", "compare", "claims",        "explain"};

static int read_by(int reader, const char *path, seen *s) {
    vado *v = vado_new();
    assert_non_null(v);
    vado_export_options o = VADO_INIT(vado_export_options);
    o.by_place = reader == EXPORT;
    o.period = reader == DAYS ? VADO_BY_DAY : VADO_BY_MONTH;
    int status = reader == SUMMARY                    ? vado_summary(v, path, take, s)
                 : reader == EXPORT || reader == DAYS ? vado_export(v, path, "encounters", &o, take, s)
                 : reader == SERIES                   ? vado_series_list(v, path, take, s)
                 : reader == REPORT                   ? vado_report(v, path, NULL, "page.html")
                 : reader == COMPARE                  ? vado_compare(v, "good.db", path, VADO_TEXT, take, s)
                 : reader == COMPARE_CSV              ? vado_compare(v, path, "good.db", VADO_CSV, take, s)
                 : reader == CLAIMS                   ? vado_claims(v, 1, &path, NULL, take, s)
                                                      : vado_explain_share(v, path, NULL, 1, VADO_TEXT, take, s);
    for (int i = 0; i < vado_message_count(v); i++)
        look(s, vado_message(v, i), strlen(vado_message(v, i)));
    vado_free(v);
    return status;
}

/* All refuse it with VADO_ERR_STORE, and no page is written. */
static void all_refuse(const char *what) {
    for (int i = 0; i < READERS; i++) {
        seen s = {0, 0};
        (void)remove("page.html");
        int status = read_by(i, "bad.db", &s);
        if (status != VADO_ERR_STORE)
            fail_msg("%s: %s gives %d", what, reader_names[i], status);
        if (s.controls || access("page.html", F_OK) == 0)
            fail_msg("%s: %s wrote %s", what, reader_names[i], s.controls ? "control characters" : "a page");
    }
}

/* ---- tests ---- */

static void the_undamaged_store_is_read_by_all(void **state) {
    (void)state;
    for (int i = 0; i < READERS; i++) {
        seen s = {0, 0};
        int status = read_by(i, "good.db", &s);
        if (i == CLAIMS)
            assert_int_equal(status, VADO_ERR_INPUT); /* it has no statements */
        else if (status)
            fail_msg("%s gives %d", reader_names[i], status);
        assert_int_equal(s.controls, 0);
    }
}

static const char *const shape[] = {
    "UPDATE series SET sum = -1 WHERE id = 0",
    "UPDATE series SET sum = 99",
    "UPDATE series SET sum = 2",
    "UPDATE series SET sum = 'mean'",
    "UPDATE series SET harm = 7",
    "UPDATE series SET cells = cells + 1 WHERE name = 'encounters'",
    "UPDATE series SET cells = -cells",
    "UPDATE series SET cells = 2000000000, width = 2000000000",
    "UPDATE series SET width = 1 WHERE name = 'encounters'",
    "UPDATE series SET width = 1e300",
    "UPDATE series SET nplaces = nplaces - 1 WHERE nplaces > 1",
    "UPDATE series SET nplaces = -5",
    "UPDATE series SET nplaces = 1000000000 WHERE name = 'encounters'",
    "UPDATE series SET by_nationality = 0 WHERE name = 'encounters'",
    "UPDATE series SET by_group = 2",
    "UPDATE series SET name = 'deaths'",
    "UPDATE series SET name = '' WHERE name = 'encounters'",
    "UPDATE series SET name = 'enc' || char(27) || '[2J' WHERE name = 'encounters'",
    "UPDATE series SET unit = x'FF00FF'",
    "UPDATE series SET meaning = char(0x9b) || '31m'",
    "UPDATE series SET id = id + 100",
    "DELETE FROM series",
    "DELETE FROM series WHERE id = 1",
    "DELETE FROM label WHERE axis = 'nationality' AND position = 0",
    "DELETE FROM label",
    "UPDATE label SET name = 'Mexico' WHERE axis = 'nationality'",
    "UPDATE label SET name = x'1b5b324a' WHERE axis = 'group' AND position = 0",
    "UPDATE label SET name = 'a' || char(10) || 'b' WHERE axis = 'group' AND position = 0",
    "UPDATE label SET axis = 'planet' WHERE axis = 'group'",
    "UPDATE label SET position = position + 1000000000",
    "INSERT INTO label VALUES('nationality', 7000, 'Nobody')",
    "DELETE FROM place",
    "DELETE FROM place WHERE position = 0",
    "UPDATE place SET name = 'El Paso'",
    "UPDATE place SET name = char(27) || ']0;x' || char(7) WHERE position = 0",
    "INSERT INTO place VALUES(12345, 0, 'Nowhere')",
    "UPDATE meta SET value = '9999-12-31' WHERE key = 'until'",
    "UPDATE meta SET value = '2017-01-01' WHERE key = 'until'",
    "UPDATE meta SET value = 'soon' WHERE key = 'until'",
    "UPDATE meta SET value = '0001-01-01' WHERE key = 'from'",
    "UPDATE meta SET value = '1000000000' WHERE key = 'members'",
    "UPDATE meta SET value = '-1' WHERE key = 'members'",
    "UPDATE meta SET value = x'1b5b324a' WHERE key = 'seed'",
    "UPDATE meta SET value = char(27) || '[31m' WHERE key = 'name'",
    "DELETE FROM meta WHERE key = 'mode'",
    "DELETE FROM meta",
    "DELETE FROM member",
    "DELETE FROM member WHERE kind = 0 AND member = 0",
    "UPDATE member SET member = member + 7",
    "UPDATE member SET state = 9",
    "UPDATE member SET state = 'done'",
    "UPDATE member SET state = 0 WHERE kind = 0 AND member = 1",
    "UPDATE member SET state = 1, day = 'x'",
    "INSERT INTO member(kind, member, state) VALUES(0, 1000000000, 2)",
    "UPDATE observed SET first = 'x'",
    "UPDATE observed SET first = until + 1",
    "UPDATE observed SET until = 9223372036854775807",
    "UPDATE observed SET value = 9e999",
    "UPDATE observed SET value = 'many'",
    "UPDATE observed SET place = char(27) || 'c'",
    "UPDATE observed SET series = x'00'",
    "UPDATE observed SET side = x'00'",
    "UPDATE observed SET used = x'00'",
    "UPDATE file SET content = 5",
    "UPDATE file SET name = char(10) || name",
    "DROP TABLE place",
    "DROP TABLE observed",
    "DROP TABLE label",
    "ALTER TABLE series RENAME COLUMN cells TO cell",
    "DROP TABLE member"};

static void what_does_not_agree_is_refused_by_every_reader(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) {
        plant(shape[i]);
        all_refuse(shape[i]);
    }
}

static const char *const values[] = {
    "UPDATE value SET cells = x'ffffffffffffffffffff7f02'",
    "UPDATE value SET cells = x'ffffffffffffffffff0102'",
    "UPDATE value SET cells = x'ffffffff0702'",
    "UPDATE value SET cells = x'0001000000000000f87f'",
    "UPDATE value SET cells = x'0001000000000000f07f'",
    "UPDATE value SET cells = x'000100'",
    "UPDATE value SET cells = x'80'",
    "UPDATE value SET cells = x'0000'",
    "UPDATE value SET cells = substr(cells, 1, length(cells) - 1)",
    "UPDATE value SET cells = CAST(cells AS TEXT) || 'x'",
    "UPDATE value SET cells = 17",
    "UPDATE value SET cells = zeroblob(3000001) WHERE series = (SELECT id FROM series WHERE name = 'encounters')",
    "UPDATE value SET month = 1000000000",
    "UPDATE value SET month = -1",
    "UPDATE value SET month = 1 - month",
    "UPDATE value SET member = -2147483648",
    "UPDATE value SET member = 1 - member WHERE kind = 0",
    "UPDATE value SET member = 'first'",
    "UPDATE value SET id = id + 100000",
    "INSERT INTO value SELECT id + 1000000, kind, member, month, series, cells FROM value"};

static void rows_that_no_run_writes_are_refused(void **state) {
    (void)state;
    static const int of_values[] = {SUMMARY, EXPORT, REPORT, COMPARE, COMPARE_CSV};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        plant(values[i]);
        for (size_t k = 0; k < sizeof of_values / sizeof *of_values; k++) {
            seen s = {0, 0};
            int status = read_by(of_values[k], "bad.db", &s);
            if (status != VADO_ERR_STORE || s.controls)
                fail_msg("%s: %s gives %d", values[i], reader_names[of_values[k]], status);
        }
    }
}

static void days_that_no_run_writes_are_refused(void **state) {
    (void)state;
    static const char *const days[] = {"DELETE FROM daily WHERE member = 1 AND month = 1",
                                       "UPDATE daily SET totals = x'ff'",
                                       "UPDATE daily SET totals = x'ffffff7f02'",
                                       "UPDATE daily SET totals = 3.5",
                                       "UPDATE daily SET month = 1 - month",
                                       "UPDATE daily SET id = id + 50"};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        seen s = {0, 0};
        plant(days[i]);
        int status = read_by(DAYS, "bad.db", &s);
        if (status != VADO_ERR_STORE)
            fail_msg("%s: gives %d", days[i], status);
    }
}

/* ---- the sweep ---- */

static uint64_t drawn;
static uint32_t draw(uint32_t below) {
    drawn = drawn * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(drawn >> 33) % below;
}

/* All but explain, which on a store that it takes makes sixteen runs; what it opens, the others open. */
static void all_survive(const char *what) {
    for (int i = 0; i < READERS; i++) {
        if (i == SHARES)
            continue;
        seen s = {0, 0};
        (void)read_by(i, "bad.db", &s);
        if (s.controls)
            fail_msg("%s: %s wrote control characters", what, reader_names[i]);
    }
}

static void no_reader_crashes_on_changed_cells(void **state) {
    (void)state;
    static const char *const columns[][2] = {
        {"series", "id"},      {"series", "name"},    {"series", "sum"},     {"series", "nplaces"},
        {"series", "cells"},   {"series", "width"},   {"series", "harm"},    {"label", "name"},
        {"label", "position"}, {"place", "series"},   {"place", "name"},     {"meta", "value"},
        {"meta", "key"},       {"member", "kind"},    {"member", "member"},  {"member", "state"},
        {"member", "day"},     {"value", "month"},    {"value", "member"},   {"value", "series"},
        {"value", "cells"},    {"value", "kind"},     {"daily", "totals"},   {"observed", "place"},
        {"observed", "first"}, {"observed", "value"}, {"observed", "until"}, {"observed", "series"},
        {"file", "content"},   {"file", "name"},      {"option", "value"},   {"option", "name"}};
    static const char *const cells[] = {"NULL",
                                        "-1",
                                        "0",
                                        "1",
                                        "2147483647",
                                        "-9223372036854775808",
                                        "1e308",
                                        "''",
                                        "'x'",
                                        "x'00'",
                                        "x'ffffffffffffffffffffff'",
                                        "char(27) || '[2J'",
                                        "randomblob(40)",
                                        "zeroblob(9000)",
                                        "'9999-12-31'",
                                        "'2018-01-31'",
                                        "hex(randomblob(300))",
                                        "char(0x85)",
                                        "'a,b' || char(10) || '=1+1'"};
    enum { COLUMNS = sizeof columns / sizeof *columns, CELLS = sizeof cells / sizeof *cells, TRIES = 12 };
    drawn = 20260;
    for (int i = 0; i < TRIES; i++) {
        uint32_t c = draw(COLUMNS), x = draw(CELLS), which = draw(5);
        char sql[256];
        copy_file("good.db", "bad.db");
        snprintf(sql, sizeof sql, "UPDATE OR IGNORE %s SET %s = %s WHERE %u = 0 OR abs(random()) %% 5 = 0",
                 columns[c][0], columns[c][1], cells[x], which);
        if (change("bad.db", sql) == 0) {
            forge(sql);
            all_survive(sql);
        }
    }
}

static void no_reader_crashes_on_flipped_bits(void **state) {
    (void)state;
    drawn = 77;
    for (int i = 0; i < 12; i++) {
        char what[64];
        copy_file("good.db", "bad.db");
        FILE *f = fopen("bad.db", "r+b");
        assert_non_null(f);
        fseek(f, 0, SEEK_END);
        long n = ftell(f), at = (long)draw(i % 3 ? (uint32_t)n : 8192);
        fseek(f, at, SEEK_SET);
        int c = fgetc(f);
        fseek(f, at, SEEK_SET);
        fputc(c ^ (1 << draw(8)), f);
        fclose(f);
        snprintf(what, sizeof what, "a bit of byte %ld", at);
        all_survive(what);
    }
}

static void a_cut_file_is_refused(void **state) {
    (void)state;
    copy_file("good.db", "bad.db");
    assert_int_equal(truncate("bad.db", 20480), 0);
    all_refuse("cut to 20,480 bytes");
}

/* What people write, as a policy's name on the command line, may hold anything: it goes out without its teeth. */
static void control_characters_do_not_go_out(void **state) {
    (void)state;
    plant("INSERT INTO option(name, value) VALUES('set', 'x' || char(27) || '[2J' || char(0x9b) || '31m')");
    seen s = {0, 0};
    assert_int_equal(read_by(COMPARE, "bad.db", &s), 0);
    assert_true(s.length > 1000);
    assert_int_equal(s.controls, 0);
}

static void names_are_one_line_of_text(void **state) {
    (void)state;
    assert_true(row_is_name("El Paso, Darién"));
    assert_true(row_is_name(""));
    assert_false(row_is_name("a\x1b[2J"));
    assert_false(row_is_name("a\nb"));
    assert_false(row_is_name("\xC2\x9B"));
    assert_false(row_is_name("\x9B"));
    assert_false(row_is_name("\x7F"));
    assert_false(row_is_name("\xE2\x82"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_undamaged_store_is_read_by_all),
                                       cmocka_unit_test(what_does_not_agree_is_refused_by_every_reader),
                                       cmocka_unit_test(rows_that_no_run_writes_are_refused),
                                       cmocka_unit_test(days_that_no_run_writes_are_refused),
                                       cmocka_unit_test(no_reader_crashes_on_changed_cells),
                                       cmocka_unit_test(no_reader_crashes_on_flipped_bits),
                                       cmocka_unit_test(a_cut_file_is_refused),
                                       cmocka_unit_test(control_characters_do_not_go_out),
                                       cmocka_unit_test(names_are_one_line_of_text)};
    return cmocka_run_group_tests(tests, make_store, NULL);
}
