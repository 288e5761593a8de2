/* Putting parts together while the disk fails: it is refused or right, what stood stands, and nothing is left beside
 * it. Every call to the disk of a merge is made to fail in turn, once and from then on (every fourth here, by turns;
 * FAULTS_EVERY=1 in the environment tries each); parts with a bit flipped, cut short, changed between two looks.
 * Scenario six-places. ctest: processors=2
 */
#include "fail_vfs.h"
#include "run/run.h"
#include "store/seal.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "copy_file.h"

static char folder[4096];
static const char *const parts[] = {"one.db", "two.db"};
static char right[65]; /* the digest of the run in one piece */

static void run_part(const char *path, int first, int last) {
    static const wrk_tuning by_days = {.snapshot_days = 40, .no_twins = 1};
    vado_input in = VADO_INIT(vado_input);
    vado_run_options o;
    vado *v = vado_new();
    in.scenario = folder;
    in.until = "2018-02-20";
    vado_run_defaults(&o);
    o.members = 3;
    o.threads = 2;
    o.command = "test";
    o.member_first = first;
    o.member_last = last;
    assert_int_equal(run_tuned(v, &in, &o, path, &by_days), 0);
    vado_free(v);
}

/* The status; an error must have been said. */
static int merge(const char *first, const char *second, const char *db) {
    const char *const both[] = {first, second};
    vado *v = vado_new();
    int status = vado_merge(v, 2, both, NULL, db);
    if (status && vado_error_count(v) == 0)
        fail_msg("status %d without a message", status);
    vado_free(v);
    return status;
}

static void digest_is(const char *path, const char *wanted, const char *when) {
    char found[65] = "";
    vado *v = vado_new();
    if (vado_digest(v, path, found) || vado_verify(v, path, NULL) || strcmp(found, wanted) != 0)
        fail_msg("%s: not the digest of one run: %s", when, vado_message_count(v) ? vado_message(v, 0) : "");
    vado_free(v);
}

static void nothing_is_left(const char *when) {
    DIR *dir = opendir(".");
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir));)
        if (strncmp(e->d_name, ".vado-", 6) == 0)
            fail_msg("%s: left behind: %s", when, e->d_name);
    closedir(dir);
}

static int make(void **state) {
    char *digest = right;
    vado *v = vado_new();
    const char *root = getenv("SOURCE_DIR");
    (void)state;
    snprintf(folder, sizeof folder, "%s/tests/scenarios/six-places", root ? root : ".");
    fvfs_install();
    fvfs_arm(0, 0);
    run_part("whole.db", 0, 0);
    run_part(parts[0], 1, 2);
    run_part(parts[1], 3, 3);
    assert_int_equal(vado_digest(v, "whole.db", digest), 0);
    vado_free(v);
    return 0;
}

static void a_merge_whose_nth_call_fails_is_refused_or_right(void **state) {
    (void)state;
    const char *given = getenv("FAULTS_EVERY");
    long every = given && strtol(given, NULL, 10) > 0 ? strtol(given, NULL, 10) : 4, tried = 0;
    char when[128];
    fvfs_arm(0, 0);
    assert_int_equal(merge(parts[0], parts[1], "all.db"), 0);
    long calls = fvfs_calls();
    assert_true(calls > 50);
    for (int old = 0; old < 2; old++)
        for (int from_on = 0; from_on < 2; from_on++)
            for (long n = 1 + (from_on + old) * every / 3; n <= calls; n += every) {
                snprintf(when, sizeof when, "call %ld of %ld%s", n, calls, from_on ? " and all after it" : "");
                (void)unlink("m.db");
                if (old)
                    copy_file("whole.db", "m.db");
                fvfs_arm(n, from_on);
                int status = merge(parts[0], parts[1], "m.db"), failed = fvfs_failed();
                fvfs_arm(0, 0);
                tried += failed > 0;
                if (status == 0 || old)
                    digest_is("m.db", right, when);
                else if (access("m.db", F_OK) == 0)
                    digest_is("m.db", right, when); /* it has its name only when it is whole */
                nothing_is_left(when);
            }
    assert_true(tried > 20);
    print_message("%ld calls, %ld merges disturbed\n", calls, tried);
}

static int byte_at(const char *path, long at) {
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(fseek(f, at, SEEK_SET), 0);
    int c = fgetc(f);
    fclose(f);
    return c;
}

static void flip(const char *path, long bit) {
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    assert_int_equal(fseek(f, bit / 8, SEEK_SET), 0);
    int was = fgetc(f);
    assert_int_equal(fseek(f, bit / 8, SEEK_SET), 0);
    assert_int_not_equal(fputc(was ^ (1 << bit % 8), f), EOF);
    fclose(f);
}

static void a_part_with_a_bit_flipped_is_refused_or_changes_nothing(void **state) {
    (void)state;
    struct stat info;
    uint64_t x = 7;
    int refused = 0;
    char when[64];
    assert_int_equal(stat(parts[1], &info), 0);
    for (int i = 0; i < 60; i++) {
        long bit;
        do { /* much of a small store is empty: of what is not */
            x = x * 6364136223846793005u + 1442695040888963407u;
            bit = (long)((x >> 20) % ((uint64_t)info.st_size * 8));
        } while (byte_at(parts[1], bit / 8) == 0);
        snprintf(when, sizeof when, "bit %ld", bit);
        copy_file(parts[1], "flipped.db");
        flip("flipped.db", bit);
        (void)unlink("m.db");
        if (merge(parts[0], "flipped.db", "m.db") == 0)
            digest_is("m.db", right, when);
        else
            refused++;
        nothing_is_left(when);
    }
    assert_true(refused > 30);
    print_message("60 bits, %d refused\n", refused);
}

static void a_part_cut_short_is_refused(void **state) {
    (void)state;
    struct stat info;
    assert_int_equal(stat(parts[0], &info), 0);
    (void)unlink("m.db");
    for (int i = 0; i < 10; i++) {
        copy_file(parts[0], "short.db");
        assert_int_equal(truncate("short.db", info.st_size * i / 10), 0);
        assert_int_equal(merge("short.db", parts[1], "m.db"), VADO_ERR_STORE);
        assert_int_not_equal(access("m.db", F_OK), 0);
    }
}

/* An older program made a part: its numbers may be others. */
static void a_part_of_another_version_is_refused(void **state) {
    (void)state;
    db_store s;
    char words[512];
    copy_file(parts[1], "older.db");
    assert_int_equal(db_open(&s, "older.db", 1, words, sizeof words), 0);
    assert_int_equal(db_meta_put(&s, "version", "0.0.9"), 0);
    assert_int_equal(seal_table(&s, "meta"), 0);
    db_close(&s);
    assert_int_equal(merge(parts[0], "older.db", "m.db"), VADO_ERR_STORE);
    assert_int_not_equal(access("m.db", F_OK), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_merge_whose_nth_call_fails_is_refused_or_right),
        cmocka_unit_test(a_part_with_a_bit_flipped_is_refused_or_changes_nothing),
        cmocka_unit_test(a_part_cut_short_is_refused),
        cmocka_unit_test(a_part_of_another_version_is_refused),
    };
    return cmocka_run_group_tests(tests, make, NULL);
}
